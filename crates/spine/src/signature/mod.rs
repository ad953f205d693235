//! What stands under an answer: a person's own lines, or those an inbox prescribes for everybody who writes from it.
//!
//! An inbox's template decides when there is one, and may hold the person's own with `{{agent.signature}}`.

use db::{Actor, Event, Tx, args};
use serde_json::json;

use crate::canned::{self, Places};
use crate::error::Error;
use crate::{agent, company, inbox};

/// Characters of a signature, as HTML.
const CHARS_MAX: usize = 20_000;
/// The place an inbox's template has for the person's own.
const OWN: &str = "{{agent.signature}}";

db::queries! {
    "signature";
    account {
        FIND = "select body from signature where account_id = ?1 and kind = ?2 and owner_id = ?3 limit 1";
        KEEP = "insert into signature (account_id, kind, owner_id, body, updated_at_ms) values (?1, ?2, ?3, ?4, ?5)
                on conflict (account_id, kind, owner_id)
                do update set body = excluded.body, updated_at_ms = excluded.updated_at_ms";
        DROP = "delete from signature where account_id = ?1 and kind = ?2 and owner_id = ?3";
    }
}

/// Whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Agent(i64),
    Inbox(i64),
}

impl Owner {
    fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Agent(id) => ("agent", id),
            Self::Inbox(id) => ("inbox", id),
        }
    }
}

/// A signature ready to stand under an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub text: String,
    /// Safe HTML.
    pub html: String,
}

/// The lines as they were written, with their places.
pub fn find(tx: &mut Tx<'_>, owner: Owner) -> Result<Option<String>, Error> {
    let (kind, id) = owner.parts();
    Ok(tx.find(FIND, args![kind, id], |row| row.next())?)
}

/// Writes them down, made safe; empty ones are dropped.
///
/// # Errors
/// Longer than 20,000 characters.
pub fn keep(tx: &mut Tx<'_>, owner: Owner, body: &str, actor: Actor) -> Result<(), Error> {
    let (kind, id) = owner.parts();
    let (body, cut) = wire::html::sanitised(body);
    if cut || body.chars().count() > CHARS_MAX {
        return Err(Error::refused("/signature", format!("can have {CHARS_MAX} characters at most")));
    }
    let now_ms = tx.now_ms();
    match wire::plain::text_of(&body).is_empty() {
        true => tx.execute(DROP, args![kind, id])?,
        false => tx.execute(KEEP, args![kind, id, body, now_ms])?,
    };
    let data = json!({ "of": kind });
    tx.record(Event { kind: "signature.changed", actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}

/// What stands under the answers a person writes from an inbox, its places filled.
pub fn of(tx: &mut Tx<'_>, agent_id: i64, inbox_id: i64) -> Result<Option<Signature>, Error> {
    let own = find(tx, Owner::Agent(agent_id))?;
    let body = match find(tx, Owner::Inbox(inbox_id))? {
        Some(template) => template.replace(OWN, own.as_deref().unwrap_or_default()),
        None => match own {
            Some(own) => own,
            None => return Ok(None),
        },
    };
    let places = Places {
        agent_name: Some(agent::find(tx, agent_id)?.name),
        company_name: Some(company::find(tx)?.name),
        inbox_name: Some(inbox::find(tx, inbox_id)?.name),
        ..Places::default()
    };
    let html = canned::fill(&body, &places);
    let text = wire::plain::text_of(&html);
    Ok((!text.is_empty()).then_some(Signature { text, html }))
}
