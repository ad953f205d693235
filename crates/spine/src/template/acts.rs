//! What is done with wordings.

use db::{Actor, Event, Row, Tx, args};
use kernel::id;
use kernel::language::{Language, Register};
use serde_json::{Value, json};

use super::store;
use crate::error::{Error, Field};
use crate::inbox;
use crate::letters::template::{Flaw, Kind, Part, Parts};

/// Which wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub kind: Kind,
    pub language: Language,
    pub register: Register,
    pub scope: Scope,
}

/// Where a wording holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    EveryInbox,
    Inbox(i64),
}

impl Asked {
    /// English has one register.
    fn normal(self) -> Self {
        match self.language {
            Language::En => Self { register: Register::Lei, ..self },
            Language::It => self,
        }
    }
}

impl Scope {
    fn column(self) -> i64 {
        match self {
            Self::EveryInbox => 0,
            Self::Inbox(inbox_id) => inbox_id,
        }
    }
}

/// One version of a wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Counts from 1.
    pub version: i64,
    /// None where the wording went back to the one above: of every inbox, or of the catalogue.
    pub parts: Option<Parts>,
    pub made_at_ms: i64,
    pub made_by_id: Option<i64>,
}

/// Versions shown of one wording at most.
const VERSIONS_MAX: usize = 50;

/// The wording a mail leaves in: the inbox's own, else the one for every inbox, else the catalogue's.
pub fn in_force(tx: &mut Tx<'_>, asked: Asked) -> Result<Parts, Error> {
    if let Some(parts) = current(tx, asked)?.and_then(|version| version.parts) {
        return Ok(parts);
    }
    match asked.scope {
        Scope::Inbox(_) => in_force(tx, Asked { scope: Scope::EveryInbox, ..asked }),
        Scope::EveryInbox => Ok(catalogue(asked)),
    }
}

/// The wording nobody touched.
pub fn catalogue(asked: Asked) -> Parts {
    Parts::of_catalogue(asked.kind, asked.language, asked.register)
}

/// The last version of exactly this wording, when there ever was one.
pub fn current(tx: &mut Tx<'_>, asked: Asked) -> Result<Option<Version>, Error> {
    Ok(history_of(tx, asked, 1)?.pop())
}

/// Its versions, newest first; at most 50.
pub fn history(tx: &mut Tx<'_>, asked: Asked) -> Result<Vec<Version>, Error> {
    history_of(tx, asked, VERSIONS_MAX)
}

fn history_of(tx: &mut Tx<'_>, asked: Asked, most: usize) -> Result<Vec<Version>, Error> {
    let Asked { kind, language, register, scope } = asked.normal();
    let key = args![kind.name(), language.tag(), register.name(), scope.column(), most];
    Ok(tx.list(store::HISTORY, key, read)?)
}

/// One version.
pub fn version(tx: &mut Tx<'_>, asked: Asked, version: i64) -> Result<Version, Error> {
    let Asked { kind, language, register, scope } = asked.normal();
    let key = args![kind.name(), language.tag(), register.name(), scope.column(), version];
    tx.find(store::VERSION, key, read)?.ok_or(Error::Missing("version of this wording"))
}

/// Writes a new version; mails written from now on leave in it. The same wording again changes nothing.
///
/// # Errors
/// A wording without what its mail cannot do without, or with places it does not have: each with its part.
pub fn save(tx: &mut Tx<'_>, asked: Asked, parts: &Parts, actor: Actor) -> Result<Version, Error> {
    let mut parts = parts.clone();
    for part in Part::ALL {
        let text = parts.get(part).replace("\r\n", "\n").replace('\0', "");
        let kept = asked.kind.parts().contains(&part);
        parts.set(part, if kept { text.trim().to_owned() } else { String::new() });
    }
    let flaws = parts.flaws(asked.kind);
    if !flaws.is_empty() {
        let field = |(part, flaw): &(Part, Flaw)| Field::new(format!("/{}", part.name()), flaw.said());
        return Err(Error::Refused(flaws.iter().map(field).collect()));
    }
    if let Some(last) = current(tx, asked)?.filter(|last| last.parts.as_ref() == Some(&parts)) {
        return Ok(last);
    }
    add(tx, asked, Some(parts), actor)
}

/// Goes back to the wording above this one: of every inbox, or of the catalogue.
pub fn reset(tx: &mut Tx<'_>, asked: Asked, actor: Actor) -> Result<(), Error> {
    match current(tx, asked)? {
        Some(Version { parts: Some(_), .. }) => add(tx, asked, None, actor).map(|_| ()),
        Some(Version { parts: None, .. }) | None => Ok(()),
    }
}

fn add(tx: &mut Tx<'_>, asked: Asked, parts: Option<Parts>, actor: Actor) -> Result<Version, Error> {
    let Asked { kind, language, register, scope } = asked.normal();
    let inbox_oid = match scope {
        Scope::EveryInbox => None,
        Scope::Inbox(inbox_id) => Some(id::Kind::Inbox.name(&inbox::find(tx, inbox_id)?.oid)),
    };
    let version = current(tx, asked)?.map_or(1, |last| last.version + 1);
    let made_by_id = match actor {
        Actor::Agent(agent_id) => Some(agent_id),
        _ => None,
    };
    let now_ms = tx.now_ms();
    let text = parts.as_ref().map(|parts| as_json(parts).to_string());
    tx.execute(
        store::ADD,
        args![kind.name(), language.tag(), register.name(), scope.column(), version, text, now_ms, made_by_id],
    )?;
    let data = json!({
        "kind": kind.name(),
        "language": language.tag(),
        "register": register.name(),
        "inbox_id": inbox_oid,
        "version": version,
        "reset": parts.is_none(),
    });
    tx.record(Event { kind: "template.changed", actor, conversation_id: None, data: data.to_string() })?;
    Ok(Version { version, parts, made_at_ms: now_ms, made_by_id })
}

fn as_json(parts: &Parts) -> Value {
    json!({ "subject": parts.subject, "headline": parts.headline, "preheader": parts.preheader, "body": parts.body })
}

fn read(row: &mut Row) -> Result<Version, db::Error> {
    let version = row.next()?;
    let parts = row.next::<Option<String>>()?.map(|text| {
        let value: Value = serde_json::from_str(&text).unwrap_or_default();
        let part = |part: Part| value[part.name()].as_str().unwrap_or_default().to_owned();
        Parts {
            subject: part(Part::Subject),
            headline: part(Part::Headline),
            preheader: part(Part::Preheader),
            body: part(Part::Body),
        }
    });
    Ok(Version { version, parts, made_at_ms: row.next()?, made_by_id: row.next()? })
}
