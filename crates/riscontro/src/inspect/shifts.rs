//! What must hold of shifts: somebody works them, hours end after they begin, weeks are published version after version, and
//! what was decided says when and, where it was refused, why.

use db::{Error, Row};
use office::shift::{SHIFT_MINUTES, Stand};

use super::rules::Say;
use super::store::Found;

db::queries! {
    "inspect_shifts";
    account {}
    everywhere {
        SHIFTS = "
    select s.account_id, s.id, s.oid, s.start_minute, s.end_minute,
           exists (select 1 from agent a where a.account_id = s.account_id and a.id = s.agent_id)
      from shift s
     where (s.account_id, s.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by s.account_id, s.id
     limit ?3";
        PUBLICATIONS = "
    select p.account_id, p.id, p.oid, p.version, p.changes,
           exists (select 1 from shift_publication b where b.account_id = p.account_id and b.week = p.week
                    and b.version = p.version - 1),
           exists (select 1 from shift_receipt r where r.account_id = p.account_id and r.publication_id = p.id)
      from shift_publication p
     where (p.account_id, p.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by p.account_id, p.id
     limit ?3";
        REQUESTS = "
    select r.account_id, r.id, r.oid, r.state, r.decided_at_ms, r.answer,
           exists (select 1 from agent a where a.account_id = r.account_id and a.id = r.agent_id)
      from shift_request r
     where (r.account_id, r.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by r.account_id, r.id
     limit ?3";
        SWAPS = "
    select w.account_id, w.id, w.oid, w.state, w.decided_at_ms, w.answer,
           exists (select 1 from agent a where a.account_id = w.account_id and a.id = w.agent_id)
             and exists (select 1 from agent a where a.account_id = w.account_id and a.id = w.other_id)
      from shift_swap w
     where (w.account_id, w.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by w.account_id, w.id
     limit ?3";
    }
}

pub(super) struct Shift {
    start: i64,
    end: i64,
    agent_exists: bool,
}

pub(super) fn read_shift(row: &mut Row) -> Result<Shift, Error> {
    Ok(Shift { start: row.next()?, end: row.next()?, agent_exists: row.next()? })
}

pub(super) fn shift(found: &Found<Shift>, say: &mut Say<'_>) {
    let Shift { start, end, agent_exists } = found.row;
    if !agent_exists {
        say("whoever works it does not exist".to_owned());
    }
    if !SHIFT_MINUTES.contains(&(end - start)) {
        say(format!("it lasts {} minutes", end - start));
    }
}

pub(super) struct Publication {
    version: i64,
    changes: i64,
    follows: bool,
    was_told: bool,
}

pub(super) fn read_publication(row: &mut Row) -> Result<Publication, Error> {
    Ok(Publication { version: row.next()?, changes: row.next()?, follows: row.next()?, was_told: row.next()? })
}

pub(super) fn publication(found: &Found<Publication>, say: &mut Say<'_>) {
    let row = &found.row;
    if row.version < 1 || (row.version > 1 && !row.follows) {
        say(format!("it is version {} and there is none before it", row.version));
    }
    if row.changes < 1 || !row.was_told {
        say("nobody was told anything by it".to_owned());
    }
}

pub(super) struct Asked {
    state: String,
    decided_at_ms: Option<i64>,
    answer: Option<String>,
    people_exist: bool,
}

pub(super) fn read_asked(row: &mut Row) -> Result<Asked, Error> {
    Ok(Asked { state: row.next()?, decided_at_ms: row.next()?, answer: row.next()?, people_exist: row.next()? })
}

pub(super) fn asked(found: &Found<Asked>, say: &mut Say<'_>) {
    let row = &found.row;
    if !row.people_exist {
        say("whoever it is about does not exist".to_owned());
    }
    match (Stand::of_name(&row.state), row.decided_at_ms) {
        (None, _) => say(format!("its state {:?} is none", row.state)),
        (Some(Stand::Asked), Some(_)) => say("it waits and was decided at once".to_owned()),
        (Some(Stand::Approved | Stand::Refused | Stand::Declined | Stand::Withdrawn), None) => {
            say(format!("it is {} and nothing says since when", row.state));
        }
        (Some(Stand::Refused), Some(_)) if row.answer.as_deref().is_none_or(|why| why.trim().is_empty()) => {
            say("it was refused and nothing says why".to_owned());
        }
        (Some(_), _) => {}
    }
}
