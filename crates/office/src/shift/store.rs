//! Rows of patterns, contracts, shifts, what was told of them, and what is asked for.

use db::{Error, Row};
use jiff::civil::Date;
use serde_json::Value;

use super::adherence::Sample;
use super::model::{
    Asking, Contract, Floor, NewPattern, NewRequest, NewShift, Pattern, Publication, Request, Shift, Stand,
    Swap, Told, Unavailable, activities_of,
};

macro_rules! pattern {
    () => {
        "id, oid, retired_at_ms, name, start_minute, end_minute, activities, days, cost_percent, most"
    };
}
macro_rules! contract {
    () => {
        "agent_id, week_minutes, patterns, from_minute, to_minute, days_off, unavailable"
    };
}
macro_rules! shift {
    () => {
        "id, oid, agent_id, day, start_minute, end_minute, activities, pattern_id"
    };
}
macro_rules! told {
    () => {
        "shift_id, oid, agent_id, day, start_minute, end_minute, activities, sequence, cancelled, told_at_ms"
    };
}
macro_rules! publication {
    () => {
        "id, oid, week, version, changes, published_at_ms, by_id"
    };
}
macro_rules! request {
    () => {
        "id, oid, agent_id, kind, first_day, last_day, from_minute, to_minute, reason, state, asked_at_ms, decided_at_ms,
         decided_by_id, answer"
    };
}
macro_rules! swap {
    () => {
        "id, oid, shift_id, agent_id, other_id, other_shift_id, state, asked_at_ms, decided_at_ms, decided_by_id, answer"
    };
}

db::queries! {
    "shift";
    account {
        PATTERNS = concat!("select ", pattern!(), " from shift_pattern where account_id = ?1
                    order by start_minute, end_minute, id limit ?2");
        PATTERN_BY_OID = concat!("select ", pattern!(), " from shift_pattern where account_id = ?1 and oid = ?2");
        ADD_PATTERN = "insert into shift_pattern (account_id, id, oid, name, start_minute, end_minute, activities, days,
                         cost_percent, most)
                       values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        CHANGE_PATTERN = "update shift_pattern set name = ?3, start_minute = ?4, end_minute = ?5, activities = ?6, days = ?7,
                            cost_percent = ?8, most = ?9
                          where account_id = ?1 and id = ?2";
        RETIRE_PATTERN = "update shift_pattern set retired_at_ms = ?3 where account_id = ?1 and id = ?2";
        CONTRACTS = concat!("select ", contract!(), " from shift_contract where account_id = ?1 order by agent_id limit 1000");
        CONTRACT = concat!("select ", contract!(), " from shift_contract where account_id = ?1 and agent_id = ?2");
        PUT_CONTRACT = "insert into shift_contract (account_id, agent_id, week_minutes, patterns, from_minute, to_minute,
                          days_off, unavailable)
                        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                        on conflict (account_id, agent_id) do update set week_minutes = excluded.week_minutes,
                          patterns = excluded.patterns, from_minute = excluded.from_minute, to_minute = excluded.to_minute,
                          days_off = excluded.days_off, unavailable = excluded.unavailable";
        DROP_CONTRACT = "delete from shift_contract where account_id = ?1 and agent_id = ?2";
        FLOORS = "select weekday, from_minute, to_minute, people from shift_floor where account_id = ?1
                  order by weekday, from_minute, to_minute, id limit ?2";
        CLEAR_FLOORS = "delete from shift_floor where account_id = ?1";
        ADD_FLOOR = "insert into shift_floor (account_id, id, weekday, from_minute, to_minute, people)
                     values (?1, ?2, ?3, ?4, ?5, ?6)";
        SHIFTS = concat!("select ", shift!(), " from shift where account_id = ?1 and day >= ?2 and day < ?3
                  order by day, start_minute, id limit ?4");
        SHIFT = concat!("select ", shift!(), " from shift where account_id = ?1 and id = ?2");
        SHIFT_BY_OID = concat!("select ", shift!(), " from shift where account_id = ?1 and oid = ?2");
        ADD_SHIFT = "insert into shift (account_id, id, oid, agent_id, day, start_minute, end_minute, activities, pattern_id)
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        CHANGE_SHIFT = "update shift set agent_id = ?3, day = ?4, start_minute = ?5, end_minute = ?6, activities = ?7,
                          pattern_id = ?8
                        where account_id = ?1 and id = ?2";
        DROP_SHIFT = "delete from shift where account_id = ?1 and id = ?2";
        TOLD = concat!("select ", told!(), " from shift_told where account_id = ?1 and day >= ?2 and day < ?3
                order by day, start_minute, shift_id, agent_id limit ?4");
        TOLD_TO = concat!("select ", told!(), " from shift_told where account_id = ?1 and agent_id = ?2 and day >= ?3 and day < ?4
                   order by day, start_minute, shift_id limit ?5");
        TOLD_OF = concat!("select ", told!(), " from shift_told where account_id = ?1 and shift_id = ?2 order by agent_id limit 100");
        TOLD_BY_OID = concat!("select ", told!(), " from shift_told where account_id = ?1 and oid = ?2 order by agent_id limit 100");
        TELL = "insert into shift_told (account_id, shift_id, agent_id, oid, day, start_minute, end_minute, activities, sequence,
                  cancelled, told_at_ms)
                values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10)
                on conflict (account_id, shift_id, agent_id) do update set day = excluded.day,
                  start_minute = excluded.start_minute, end_minute = excluded.end_minute, activities = excluded.activities,
                  sequence = shift_told.sequence + 1, cancelled = excluded.cancelled, told_at_ms = excluded.told_at_ms";
        PUBLICATIONS = concat!("select ", publication!(), " from shift_publication where account_id = ?1 and week >= ?2
                        order by week, version limit ?3");
        PUBLICATION_BY_OID = concat!("select ", publication!(), " from shift_publication where account_id = ?1 and oid = ?2");
        ADD_PUBLICATION = "insert into shift_publication (account_id, id, oid, week, version, changes, published_at_ms, by_id)
                           values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        ADD_RECEIPT = "insert into shift_receipt (account_id, publication_id, agent_id) values (?1, ?2, ?3)
                       on conflict (account_id, publication_id, agent_id) do nothing";
        READ = "update shift_receipt set read_at_ms = ?4
                where account_id = ?1 and publication_id = ?2 and agent_id = ?3 and read_at_ms is null";
        RECEIPTS = "select p.week, r.publication_id, r.agent_id, r.read_at_ms from shift_receipt r
                    join shift_publication p on p.account_id = r.account_id and p.id = r.publication_id
                    where r.account_id = ?1 and p.week >= ?2 order by p.week, r.publication_id, r.agent_id limit 20000";
        REQUESTS = concat!("select ", request!(), " from shift_request where account_id = ?1 and state = ?2 and last_day >= ?3
                    order by first_day, id limit ?4");
        REQUESTS_BELOW = concat!("select ", request!(), " from shift_request where account_id = ?1 and id < ?2
                          and (cast(?3 as bigint) is null or agent_id = ?3) order by id desc limit ?4");
        REQUEST_BY_OID = concat!("select ", request!(), " from shift_request where account_id = ?1 and oid = ?2");
        ADD_REQUEST = "insert into shift_request (account_id, id, oid, agent_id, kind, first_day, last_day, from_minute,
                         to_minute, reason, state, asked_at_ms)
                       values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'asked', ?11)";
        DECIDE_REQUEST = "update shift_request set state = ?4, decided_at_ms = ?5, decided_by_id = ?6, answer = ?7
                          where account_id = ?1 and id = ?2 and state = ?3";
        SWAPS = concat!("select ", swap!(), " from shift_swap where account_id = ?1 and state = ?2
                 and not exists (select 1 from shift s where s.account_id = shift_swap.account_id
                                  and s.id = shift_swap.shift_id and s.day < ?3)
                 order by id limit ?4");
        SWAPS_BELOW = concat!("select ", swap!(), " from shift_swap where account_id = ?1 and id < ?2
                       and (cast(?3 as bigint) is null or agent_id = ?3 or other_id = ?3) order by id desc limit ?4");
        SWAP_BY_OID = concat!("select ", swap!(), " from shift_swap where account_id = ?1 and oid = ?2");
        ADD_SWAP = "insert into shift_swap (account_id, id, oid, shift_id, agent_id, other_id, other_shift_id, state, asked_at_ms)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'asked', ?8)";
        DECIDE_SWAP = "update shift_swap set state = ?4, decided_at_ms = ?5, decided_by_id = ?6, answer = ?7
                       where account_id = ?1 and id = ?2 and state = ?3";
        PROPOSAL = "select content, made_at_ms from shift_proposal where account_id = ?1 and week = ?2";
        PUT_PROPOSAL = "insert into shift_proposal (account_id, week, content, made_at_ms, by_id) values (?1, ?2, ?3, ?4, ?5)
                        on conflict (account_id, week) do update set content = excluded.content,
                          made_at_ms = excluded.made_at_ms, by_id = excluded.by_id";
        DROP_PROPOSAL = "delete from shift_proposal where account_id = ?1 and week = ?2";
        UNDO = "select changes, at_ms from shift_undo where account_id = ?1 and agent_id = ?2";
        PUT_UNDO = "insert into shift_undo (account_id, agent_id, changes, at_ms) values (?1, ?2, ?3, ?4)
                    on conflict (account_id, agent_id) do update set changes = excluded.changes, at_ms = excluded.at_ms";
        DROP_UNDO = "delete from shift_undo where account_id = ?1 and agent_id = ?2";
        FEED = "select made_at_ms from shift_feed where account_id = ?1 and agent_id = ?2";
        PUT_FEED = "insert into shift_feed (account_id, agent_id, token_hash, made_at_ms) values (?1, ?2, ?3, ?4)
                    on conflict (account_id, agent_id) do update set token_hash = excluded.token_hash,
                      made_at_ms = excluded.made_at_ms";
        DROP_FEED = "delete from shift_feed where account_id = ?1 and agent_id = ?2";
        HEARD = "insert into shift_presence (account_id, agent_id, seq, at_ms, presence) values (?1, ?2, ?3, ?4, ?5)
                 on conflict (account_id, agent_id, seq) do nothing";
        FORGET = "delete from shift_presence where account_id = ?1 and at_ms < ?2";
        SAMPLES = "select agent_id, at_ms, presence from shift_presence where account_id = ?1 and at_ms >= ?2
                   order by agent_id, seq limit 20000";
        LAST_BEFORE = "select p.agent_id, p.at_ms, p.presence from shift_presence p where p.account_id = ?1 and p.at_ms < ?2
                       and p.seq = (select max(b.seq) from shift_presence b where b.account_id = p.account_id
                                     and b.agent_id = p.agent_id and b.at_ms < ?2)
                       order by p.agent_id limit 10000";
        CURSOR = "select seq from shift_cursor where account_id = ?1";
        START = "insert into shift_cursor (account_id, seq) select account_id, event_seq from account where account_id = ?1
                 on conflict (account_id) do nothing";
        ADVANCE = "update shift_cursor set seq = ?3 where account_id = ?1 and seq = ?2";
    }
    everywhere {
        BEHIND = "select a.account_id from account a left join shift_cursor n on n.account_id = a.account_id
                  where n.seq is null or n.seq < a.event_seq order by a.account_id limit ?1";
        FEED_OF = "select account_id, agent_id from shift_feed where token_hash = ?1";
    }
}

/// Whole numbers kept as a JSON list.
pub(super) fn numbers(text: &str) -> Vec<i64> {
    let list: Value = serde_json::from_str(text).unwrap_or_default();
    list.as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
}

fn day(row: &mut Row) -> Result<Date, Error> {
    let text = row.next::<String>()?;
    text.parse().map_err(|_| Error::Broken(format!("{text:?} is not a day")))
}

pub(super) fn read_pattern(row: &mut Row) -> Result<Pattern, Error> {
    Ok(Pattern {
        id: row.next()?,
        oid: row.next()?,
        retired_at_ms: row.next()?,
        is: NewPattern {
            name: row.next()?,
            start: row.next()?,
            end: row.next()?,
            activities: activities_of(&row.next::<String>()?),
            days: numbers(&row.next::<String>()?),
            cost_percent: row.next()?,
            most: row.next()?,
        },
    })
}

pub(super) fn read_contract(row: &mut Row) -> Result<Contract, Error> {
    Ok(Contract {
        agent_id: row.next()?,
        week_minutes: row.next()?,
        patterns: numbers(&row.next::<String>()?),
        from: row.next()?,
        to: row.next()?,
        days_off: numbers(&row.next::<String>()?),
        unavailable: times_of(&row.next::<String>()?),
    })
}

fn times_of(text: &str) -> Vec<Unavailable> {
    let list: Value = serde_json::from_str(text).unwrap_or_default();
    let one = |value: &Value| {
        Some(Unavailable { weekday: value[0].as_i64()?, from: value[1].as_i64()?, to: value[2].as_i64()? })
    };
    list.as_array().into_iter().flatten().filter_map(one).collect()
}

pub(super) fn read_floor(row: &mut Row) -> Result<Floor, Error> {
    Ok(Floor { weekday: row.next()?, from: row.next()?, to: row.next()?, people: row.next()? })
}

pub(super) fn read_shift(row: &mut Row) -> Result<Shift, Error> {
    let (id, oid) = (row.next()?, row.next()?);
    let mut is = hours(row)?;
    is.pattern_id = row.next()?;
    Ok(Shift { id, oid, is })
}

fn hours(row: &mut Row) -> Result<NewShift, Error> {
    Ok(NewShift {
        agent_id: row.next()?,
        day: day(row)?,
        start: row.next()?,
        end: row.next()?,
        activities: activities_of(&row.next::<String>()?),
        pattern_id: None,
    })
}

pub(super) fn read_told(row: &mut Row) -> Result<Told, Error> {
    Ok(Told {
        shift_id: row.next()?,
        oid: row.next()?,
        is: hours(row)?,
        sequence: row.next()?,
        cancelled: row.next()?,
        told_at_ms: row.next()?,
    })
}

pub(super) fn read_publication(row: &mut Row) -> Result<Publication, Error> {
    Ok(Publication {
        id: row.next()?,
        oid: row.next()?,
        week: day(row)?,
        version: row.next()?,
        changes: row.next()?,
        published_at_ms: row.next()?,
        by_id: row.next()?,
    })
}

/// What a publication's people have read of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub week: Date,
    pub publication_id: i64,
    pub agent_id: i64,
    pub read_at_ms: Option<i64>,
}

pub(super) fn read_receipt(row: &mut Row) -> Result<Receipt, Error> {
    Ok(Receipt { week: day(row)?, publication_id: row.next()?, agent_id: row.next()?, read_at_ms: row.next()? })
}

pub(super) fn read_request(row: &mut Row) -> Result<Request, Error> {
    Ok(Request {
        id: row.next()?,
        oid: row.next()?,
        is: NewRequest {
            agent_id: row.next()?,
            asking: Asking::of_name(&row.next::<String>()?).unwrap_or(Asking::Leave),
            first: day(row)?,
            last: day(row)?,
            hours: {
                let (from, to): (Option<i64>, Option<i64>) = (row.next()?, row.next()?);
                from.zip(to)
            },
            reason: row.next()?,
        },
        stand: Stand::of_name(&row.next::<String>()?).unwrap_or(Stand::Asked),
        asked_at_ms: row.next()?,
        decided_at_ms: row.next()?,
        decided_by_id: row.next()?,
        answer: row.next()?,
    })
}

pub(super) fn read_swap(row: &mut Row) -> Result<Swap, Error> {
    Ok(Swap {
        id: row.next()?,
        oid: row.next()?,
        shift_id: row.next()?,
        agent_id: row.next()?,
        other_id: row.next()?,
        other_shift_id: row.next()?,
        stand: Stand::of_name(&row.next::<String>()?).unwrap_or(Stand::Asked),
        asked_at_ms: row.next()?,
        decided_at_ms: row.next()?,
        decided_by_id: row.next()?,
        answer: row.next()?,
    })
}

pub(super) fn read_sample(row: &mut Row) -> Result<(i64, Sample), Error> {
    Ok((row.next()?, Sample { at_ms: row.next()?, presence: row.next()? }))
}
