//! Rows of the customer's page and of calls.

use db::{Error, Row};

use super::model::{Call, Outcome, Rating, Tracking};

macro_rules! columns {
    () => {
        "promise_id, conversation_id, inbox_id, uid, sequence, phone, slot_at_ms, moved, outcome, outcome_at_ms, agent_id"
    };
}

db::queries! {
    "tracking";
    account {
        OF = "select phone, rating, rating_comment, rated_at_ms from tracking
              where account_id = ?1 and conversation_id = ?2 limit 1";
        NOTE_PHONE = "insert into tracking (account_id, conversation_id, phone) values (?1, ?2, ?3)
                      on conflict (account_id, conversation_id) do update set phone = excluded.phone";
        RATE = "insert into tracking (account_id, conversation_id, rating, rating_comment, rated_at_ms)
                values (?1, ?2, ?3, ?4, ?5)
                on conflict (account_id, conversation_id)
                do update set rating = excluded.rating, rating_comment = excluded.rating_comment,
                  rated_at_ms = excluded.rated_at_ms";
        ADD_CALL = "insert into callback (account_id, promise_id, conversation_id, inbox_id, uid, sequence, phone,
                      slot_at_ms, moved)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        CALL = concat!("select ", columns!(), " from callback where account_id = ?1 and promise_id = ?2 limit 1");
        CALLS_OF = concat!("select ", columns!(), " from callback
                   where account_id = ?1 and conversation_id = ?2 order by promise_id limit 100");
        SETTLE_CALL = "update callback set outcome = ?3, outcome_at_ms = ?4, agent_id = ?5
                       where account_id = ?1 and promise_id = ?2 and outcome is null";
        BOOKED = "select callback.slot_at_ms, cast(count(*) as bigint) from callback
                  join promise on promise.account_id = callback.account_id and promise.id = callback.promise_id
                  where callback.account_id = ?1 and callback.inbox_id = ?2 and callback.slot_at_ms >= ?3
                    and callback.outcome is null and promise.state = 'open'
                  group by callback.slot_at_ms limit 2000";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Tracking, Error> {
    let phone = row.next()?;
    let (score, comment, at_ms) =
        (row.next::<Option<i64>>()?, row.next::<Option<String>>()?, row.next::<Option<i64>>()?);
    let rating = score.zip(at_ms).map(|(score, rated_at_ms)| Rating { score, comment, rated_at_ms });
    Ok(Tracking { phone, rating })
}

pub(super) fn read_call(row: &mut Row) -> Result<Call, Error> {
    Ok(Call {
        promise_id: row.next()?,
        conversation_id: row.next()?,
        inbox_id: row.next()?,
        uid: row.next()?,
        sequence: row.next()?,
        phone: row.next()?,
        slot_at_ms: row.next()?,
        moved: row.next()?,
        outcome: row.next::<Option<String>>()?.as_deref().and_then(Outcome::of_name),
        outcome_at_ms: row.next()?,
        agent_id: row.next()?,
    })
}
