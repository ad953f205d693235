//! Who the customer is.

use db::{Tx, args};
use spine::conversation::Conversation;
use spine::customer::{self, Reach};

use super::queries;
use super::thread::status;
use crate::console::inbox::view::{Identity, Other, Owed, Permanence, Person, Status};
use crate::fault::Fault;

pub(super) fn person(tx: &mut Tx<'_>, open: &Conversation) -> Result<Person, Fault> {
    let known = customer::find(tx, open.customer_id)?;
    let identities = customer::identities(tx, open.customer_id)?.into_iter().map(|identity| {
        let reason = [identity.reach_code, identity.reach_reason].into_iter().flatten().collect::<Vec<_>>();
        let unreachable = match identity.reach {
            Reach::Good => None,
            Reach::Undeliverable => Some((Permanence::ForGood, reason.join(" "))),
            Reach::Delayed => Some((Permanence::ForNow, reason.join(" "))),
        };
        Identity { kind: identity.kind, value: identity.value, proof: identity.proof, unreachable }
    });
    let identities = identities.collect();
    let (kept, broken) =
        tx.find(queries::KEPT_OF, args![known.id], |row| Ok((row.next()?, row.next()?)))?.unwrap_or_default();
    let owed = tx.list(queries::OWED_TO, args![known.id], |row| {
        Ok(Owed {
            kind: row.next()?,
            text: row.next()?,
            made_at_ms: row.next()?,
            due_at_ms: row.next()?,
            reference: row.next()?,
        })
    })?;
    let others = tx.list(queries::OTHERS, args![known.id, open.id], |row| {
        Ok(Other {
            reference: row.next()?,
            subject: row.next()?,
            status: spine::conversation::Status::of_name(&row.next::<String>()?).map_or(Status::Open, status),
            at_ms: row.next()?,
        })
    })?;
    Ok(Person {
        name: known.name,
        tier: known.tier.name().to_owned(),
        since_ms: known.created_at_ms,
        identities,
        kept,
        broken,
        owed,
        others,
        language: known.language.map(|language| language.tag().to_owned()),
    })
}
