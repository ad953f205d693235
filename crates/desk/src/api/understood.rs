//! What was understood of a conversation, put right by whoever knows better.

use db::{Actor, Tx};
use spine::topic;

use super::given::Given;
use super::problem::Problem;

/// Characters of a topic's key, and of an order number.
const KEY_CHARS: usize = 60;
const ORDER_CHARS: usize = 40;

/// What a body says of it: what is left out stays, null is nothing.
pub(super) struct Correction {
    topic: Option<Option<String>>,
    order_number: Option<Option<String>>,
}

impl Correction {
    /// The member `understood` of a body.
    pub fn read(given: &mut Given) -> Option<Self> {
        let mut inner = given.object("understood")?;
        let correction = Self {
            topic: emptied(&mut inner, "topic", KEY_CHARS),
            order_number: emptied(&mut inner, "order_number", ORDER_CHARS),
        };
        given.back(inner);
        Some(correction)
    }

    pub fn apply(self, tx: &mut Tx<'_>, conversation_id: i64, actor: Actor) -> Result<(), Problem> {
        let there = topic::of(tx, conversation_id)?;
        let topic = self.topic.unwrap_or(there.topic);
        let number = self.order_number.unwrap_or(there.order_number);
        let corrected = topic::correct(tx, conversation_id, topic.as_deref(), number.as_deref(), actor);
        corrected.map(|_| ()).map_err(|error| Problem::from(error).within("/understood"))
    }
}

fn emptied(given: &mut Given, name: &str, most: usize) -> Option<Option<String>> {
    match given.has(name) {
        true => given.text(name, most).map(Some),
        false => given.take(name).map(|_| None),
    }
}
