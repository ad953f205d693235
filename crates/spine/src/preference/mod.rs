//! How a customer wants to be answered, as they chose on the page of their request.

use db::{Actor, Event, Tx, args};
use kernel::id::Kind;
use serde_json::json;

use crate::conversation::Conversation;
use crate::error::Error;

/// How the customer wants the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Email,
    Phone,
    /// On the page alone: they come and look.
    Page,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Email, Self::Phone, Self::Page];

    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Page => "page",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

db::queries! {
    "preference";
    account {
        OF = "select way from preference where account_id = ?1 and conversation_id = ?2 limit 1";
        CHOOSE = "insert into preference (account_id, conversation_id, way, chosen_at_ms) values (?1, ?2, ?3, ?4)
                  on conflict (account_id, conversation_id)
                  do update set way = excluded.way, chosen_at_ms = excluded.chosen_at_ms";
    }
}

/// The way chosen for the answers of one request; none was while the customer said nothing.
pub fn way_of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Option<Way>, Error> {
    let name = tx.find(OF, args![conversation_id], |row| row.next::<String>())?;
    Ok(name.as_deref().and_then(Way::of_name))
}

/// The customer says how they want the answer.
pub fn choose(tx: &mut Tx<'_>, conversation: &Conversation, way: Way) -> Result<(), Error> {
    if way_of(tx, conversation.id)? == Some(way) {
        return Ok(());
    }
    let now_ms = tx.now_ms();
    tx.execute(CHOOSE, args![conversation.id, way.name(), now_ms])?;
    let data = json!({ "conversation_id": Kind::Conversation.name(&conversation.oid), "way": way.name() });
    tx.record(Event {
        kind: "conversation.way_chosen",
        actor: Actor::Customer(conversation.customer_id),
        conversation_id: Some(conversation.id),
        data: data.to_string(),
    })?;
    Ok(())
}
