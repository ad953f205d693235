//! Rows of estimates, and of what promises were by them.

use db::{Error, Row};

use super::acts::Lately;
use super::hindsight::Past;
use super::model::Calibration;
use crate::inbox::Tier;
use crate::promise::{Kind as Of, Source, State};

db::queries! {
    "estimate";
    account {
        /// Promises of an inbox a customer waits for, the oldest first.
        STANDING = "select id, tier, made_at_ms, due_at_ms from promise
                    where account_id = ?1 and inbox_id = ?2 and state = 'open'
                      and kind in ('first_reply', 'next_reply', 'custom')
                      and (not_told_reason is null or not_told_reason <> 'internal')
                    order by id limit ?3";
        /// What was promised lately in an inbox, and what came of it.
        LATELY = "select tier, made_at_ms, state, settled_at_ms, settled_by_id from promise
                  where account_id = ?1 and inbox_id = ?2 and made_at_ms >= ?3
                    and kind in ('first_reply', 'next_reply')
                  order by made_at_ms desc, id desc limit ?4";
        NEWEST = "select made_at_ms from promise where account_id = ?1 and inbox_id = ?2
                  order by made_at_ms desc, id desc limit 1";
        /// Promises of an inbox with what came of them, the newest first.
        PAST = "select p.kind, p.source, p.follows_id, p.tier, p.made_at_ms, p.state, p.settled_at_ms, p.settled_by_id,
                       p.due_at_ms, p.original_due_at_ms,
                       case when p.state = 'kept' then p.settled_at_ms else
                         (select a.created_at_ms from message a
                           where a.account_id = p.account_id and a.conversation_id = p.conversation_id
                             and a.direction = 'out' and a.author_kind = 'agent' and a.automatic = false
                             and a.created_at_ms >= p.made_at_ms
                           order by a.created_at_ms, a.id limit 1) end
                from promise p
                where p.account_id = ?1 and p.inbox_id = ?2 and p.made_at_ms >= ?3
                  and p.kind in ('first_reply', 'next_reply', 'custom')
                  and (p.not_told_reason is null or p.not_told_reason <> 'internal')
                order by p.made_at_ms desc, p.id desc limit ?4";
        LATEST = "select id, made_at_ms, seen, inputs_hash, predicted_a_ms, predicted_b_ms, predicted_c_ms,
                         calibrated_on, calibration, second_ms, said
                  from estimate where account_id = ?1 and inbox_id = ?2 order by id desc limit 1";
        INPUTS = "select inputs from estimate where account_id = ?1 and id = ?2";
        ADD = "insert into estimate (account_id, id, inbox_id, made_at_ms, seen, model, inputs, inputs_hash,
                 predicted_a_ms, predicted_b_ms, predicted_c_ms, calibrated_on, calibration, second_ms, said)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
        /// Estimates nobody was promised anything by.
        SWEEP = "delete from estimate where account_id = ?1 and id in (
                   select e.id from estimate e
                   where e.account_id = ?1 and e.inbox_id = ?2 and e.id < ?3
                     and not exists (select 1 from promise_estimate p
                                     where p.account_id = e.account_id and p.estimate_id = e.id)
                   order by e.id limit 200)";
        BESIDE = "insert into promise_estimate (account_id, promise_id, conversation_id, inbox_id, tier, estimate_id,
                    made_at_ms, told, ready, predicted_ms, q_millionths, announced_ms, due_at_ms)
                  values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
        WAITING = "select promise_id, inbox_id, made_at_ms from promise_estimate
                   where account_id = ?1 and conversation_id = ?2 and promise_id <= ?3 and known_at_ms is null
                   order by promise_id limit 50";
        KNOWN = "update promise_estimate set known_at_ms = ?3, waited_ms = ?4
                 where account_id = ?1 and promise_id = ?2 and known_at_ms is null";
        REHOME = "update promise_estimate set conversation_id = ?3 where account_id = ?1 and promise_id = ?2";
        OUTCOMES = "select predicted_ms, waited_ms from promise_estimate
                    where account_id = ?1 and inbox_id = ?2 and tier = ?3 and known_at_ms is not null
                    order by known_at_ms desc, promise_id desc limit ?4";
        /// Queues that customers of a live channel came into, with what each waited for an answer.
        SEEN = "select p.tier, e.inputs, e.said, p.waited_ms from promise_estimate p
                join estimate e on e.account_id = p.account_id and e.id = p.estimate_id
                where p.account_id = ?1 and p.inbox_id = ?2 and p.known_at_ms is not null and e.said is not null
                order by p.known_at_ms desc, p.promise_id desc limit ?3";
        LIVE_OUTCOMES = "select p.tier, p.made_at_ms, p.announced_ms, p.known_at_ms, p.waited_ms, q.state, e.said
                         from promise_estimate p
                         join estimate e on e.account_id = p.account_id and e.id = p.estimate_id
                         join promise q on q.account_id = p.account_id and q.id = p.promise_id
                         where p.account_id = ?1 and p.inbox_id = ?2 and e.said is not null
                         order by p.made_at_ms desc, p.promise_id desc limit ?3";
        /// Promises of customers who left before they were answered and came no later than somebody.
        GHOSTS = "select e.promise_id, e.made_at_ms from promise_estimate e
                  join promise p on p.account_id = e.account_id and p.id = e.promise_id
                  where e.account_id = ?1 and e.inbox_id = ?2 and e.known_at_ms is null and e.made_at_ms <= ?3
                    and p.state = 'void'
                  order by e.made_at_ms desc, e.promise_id desc limit 200";
        ANSWERED = "select made_at_ms, known_at_ms from promise_estimate
                    where account_id = ?1 and inbox_id = ?2 and known_at_ms >= ?3
                    order by known_at_ms desc, promise_id desc limit ?4";
        OF_PROMISE = "select e.model, e.inputs, e.inputs_hash, e.made_at_ms, e.predicted_a_ms, e.predicted_b_ms,
                             e.predicted_c_ms, p.tier, p.made_at_ms, p.told, p.ready, p.predicted_ms, p.q_millionths,
                             p.announced_ms, p.due_at_ms, p.known_at_ms, p.waited_ms
                      from promise_estimate p
                      join estimate e on e.account_id = p.account_id and e.id = p.estimate_id
                      where p.account_id = ?1 and p.promise_id = ?2";
        SINCE = "select e.tier, e.ready, e.announced_ms, e.due_at_ms, e.known_at_ms, e.waited_ms, p.state
                 from promise_estimate e
                 join promise p on p.account_id = e.account_id and p.id = e.promise_id
                 where e.account_id = ?1 and e.inbox_id = ?2 and e.made_at_ms >= ?3
                 order by e.made_at_ms desc, e.promise_id desc limit ?4";
    }
}

/// Somebody who waits.
pub(super) struct Standing {
    pub id: i64,
    pub tier: Tier,
    pub made_at_ms: i64,
    pub due_at_ms: i64,
}

pub(super) fn read_standing(row: &mut Row) -> Result<Standing, Error> {
    Ok(Standing {
        id: row.next()?,
        tier: Tier::of_name(&row.next::<String>()?).unwrap_or_default(),
        made_at_ms: row.next()?,
        due_at_ms: row.next()?,
    })
}

pub(super) fn read_lately(row: &mut Row) -> Result<Lately, Error> {
    Ok(Lately {
        tier: Tier::of_name(&row.next::<String>()?).unwrap_or_default(),
        made_at_ms: row.next()?,
        state: State::of_name(&row.next::<String>()?).unwrap_or(State::Open),
        settled_at_ms: row.next()?,
        settled_by_id: row.next()?,
    })
}

pub(super) fn read_past(row: &mut Row) -> Result<Past, Error> {
    let kind = Of::of_name(&row.next::<String>()?);
    let source = Source::of_name(&row.next::<String>()?);
    let follows_id: Option<i64> = row.next()?;
    let reply = matches!(kind, Some(Of::FirstReply | Of::NextReply));
    Ok(Past {
        played: reply && matches!(source, Some(Source::Policy | Source::Model)) && follows_id.is_none(),
        reply,
        tier: Tier::of_name(&row.next::<String>()?).unwrap_or_default(),
        made_at_ms: row.next()?,
        state: State::of_name(&row.next::<String>()?).unwrap_or(State::Open),
        settled_at_ms: row.next()?,
        settled_by_id: row.next()?,
        due_at_ms: row.next()?,
        original_due_at_ms: row.next()?,
        answered_at_ms: row.next()?,
    })
}

/// The last estimate of an inbox, without what it was worked out from.
#[derive(Clone, Debug)]
pub(super) struct Latest {
    pub id: i64,
    pub made_at_ms: i64,
    /// Names the queue it saw.
    pub seen: String,
    pub inputs_hash: String,
    pub predicted_ms: [i64; 3],
    /// The local day.
    pub calibrated_on: String,
    pub calibration: Calibration,
    /// By tier, of a second promise; empty on an estimate of an older version.
    pub second_ms: Vec<i64>,
    /// On a live channel, what each way of predicting said to each tier.
    pub said: Option<String>,
}

pub(super) fn read_latest(row: &mut Row) -> Result<Latest, Error> {
    Ok(Latest {
        id: row.next()?,
        made_at_ms: row.next()?,
        seen: row.next()?,
        inputs_hash: row.next()?,
        predicted_ms: [row.next()?, row.next()?, row.next()?],
        calibrated_on: row.next()?,
        calibration: Calibration::read(&row.next::<String>()?)
            .ok_or_else(|| Error::Broken("estimate.calibration cannot be read".to_owned()))?,
        second_ms: row
            .next::<Option<String>>()?
            .and_then(|kept| serde_json::from_str(&kept).ok())
            .unwrap_or_default(),
        said: row.next()?,
    })
}

/// What a promise was, or would have been, by an estimate; with the estimate.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub model: String,
    pub inputs: String,
    pub inputs_hash: String,
    pub estimated_at_ms: i64,
    pub estimated_ms: [i64; 3],
    pub tier: Tier,
    pub made_at_ms: i64,
    pub told: bool,
    pub ready: bool,
    pub predicted_ms: i64,
    pub q_millionths: i64,
    pub announced_ms: i64,
    pub due_at_ms: i64,
    pub known_at_ms: Option<i64>,
    pub waited_ms: Option<i64>,
}

pub(super) fn read_kept(row: &mut Row) -> Result<Kept, Error> {
    Ok(Kept {
        model: row.next()?,
        inputs: row.next()?,
        inputs_hash: row.next()?,
        estimated_at_ms: row.next()?,
        estimated_ms: [row.next()?, row.next()?, row.next()?],
        tier: Tier::of_name(&row.next::<String>()?).unwrap_or_default(),
        made_at_ms: row.next()?,
        told: row.next()?,
        ready: row.next()?,
        predicted_ms: row.next()?,
        q_millionths: row.next()?,
        announced_ms: row.next()?,
        due_at_ms: row.next()?,
        known_at_ms: row.next()?,
        waited_ms: row.next()?,
    })
}
