//! Rows of complaints, of remedies, of what was recognised, and of recurring causes.

use db::{Error, Row};

use super::model::{
    Complaint, FollowUp, Hint, Origin, Outcome, Recurring, Remedy, RemedyKind, RemedyState, State,
};
use super::settings::Term;

macro_rules! columns {
    () => {
        "select id, oid, year, number, conversation_id, customer_id, inbox_id, message_id, origin, words, state,
                owner_id, cause, founded, term, promise_id, opened_at_ms, due_at_ms, opened_by_id, answer_message_id,
                answered_at_ms, in_time, follow_up, follow_up_at_ms, follow_up_asked_at_ms, follow_up_task_id,
                follow_up_outcome, follow_up_note, followed_up_at_ms, closed_at_ms, closed_why, reopened,
                changed_at_ms
           from complaint where account_id = ?1 "
    };
}

macro_rules! narrowed {
    () => {
        " and (cast(?2 as bigint) is null or owner_id = ?2) and (cast(?3 as text) is null or cause = ?3) "
    };
}

macro_rules! remedy {
    () => {
        "select id, oid, complaint_id, kind, amount_cents, text, state, proposed_by_id, proposed_at_ms, decided_by_id,
                decided_at_ms, reason
           from complaint_remedy where account_id = ?1 "
    };
}

macro_rules! hint {
    () => {
        "select id, oid, conversation_id, message_id, score, words, made_at_ms, answer
           from complaint_hint where account_id = ?1 "
    };
}

macro_rules! recurring {
    () => {
        "select id, oid, cause, state, found_at_ms, found_count, owner_id, due_at_ms, note, done_at_ms, late_at_ms
           from complaint_recurring where account_id = ?1 "
    };
}

db::queries! {
    "complaint";
    account {
        NEXT_NUMBER = "insert into complaint_number (account_id, year, last) values (?1, ?2, 1)
                       on conflict (account_id, year) do update set last = complaint_number.last + 1
                       returning last";
        ADD = "insert into complaint (account_id, id, oid, code, year, number, conversation_id, customer_id, inbox_id,
                 message_id, origin, words, state, owner_id, cause, term, promise_id, opened_at_ms, due_at_ms,
                 opened_by_id, follow_up, reopened, changed_at_ms)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'open', ?13, ?14, ?15, ?16, ?17, ?18, ?19,
                 ?20, 0, ?17)";
        SAVE = "update complaint set state = ?3, owner_id = ?4, cause = ?5, founded = ?6, promise_id = ?7,
                  due_at_ms = ?8, answer_message_id = ?9, answered_at_ms = ?10, in_time = ?11, follow_up = ?12,
                  follow_up_at_ms = ?13, follow_up_asked_at_ms = ?14, follow_up_task_id = ?15, follow_up_outcome = ?16,
                  follow_up_note = ?17, followed_up_at_ms = ?18, closed_at_ms = ?19, closed_why = ?20, reopened = ?21,
                  changed_at_ms = ?22
                where account_id = ?1 and id = ?2";
        FIND = concat!(columns!(), "and id = ?2");
        BY_OID = concat!(columns!(), "and oid = ?2");
        BY_CODE = concat!(columns!(), "and year = ?2 and number = ?3");
        OF_CONVERSATION = concat!(columns!(), "and conversation_id = ?2 order by id limit 50");
        OF_ANSWER = concat!(columns!(), "and answer_message_id = ?2 limit 1");
        RUNNING = concat!(columns!(), "and state in ('open', 'answered', 'followed_up')", narrowed!(),
                          "order by case when state = 'open' then 0 else 1 end, due_at_ms, id limit ?4");
        IN_STATE = concat!(columns!(), "and state = ?5", narrowed!(), "and id < ?6 order by id desc limit ?4");
        ALL = concat!(columns!(), narrowed!(), "and id < ?5 order by id desc limit ?4");
        OWNED = "select owner_id, cast(count(*) as bigint) from complaint where account_id = ?1 and state = 'open'
                 group by owner_id order by owner_id limit 1000";
        HELD_BY = "select id from complaint where account_id = ?1 and owner_id = ?2 and state <> 'closed'
                   order by id limit 10000";
        RUNNING_OF_CUSTOMER = "select cast(count(*) as bigint) from complaint
                               where account_id = ?1 and customer_id = ?2 and state <> 'closed'";
        IDS_OF = "select id from complaint where account_id = ?1 and conversation_id = ?2 order by id limit 1000";
        REHOME = "update complaint set conversation_id = ?3 where account_id = ?1 and id = ?2";
        CAUSED_SINCE = "select cast(count(*) as bigint) from complaint
                        where account_id = ?1 and cause = ?2 and opened_at_ms > ?3";
        LAST_CAUSED = "select conversation_id from complaint where account_id = ?1 and cause = ?2
                       order by opened_at_ms desc limit 1";
        COUNTED = "select cause, cast(sum(case when opened_at_ms > ?2 then 1 else 0 end) as bigint),
                          cast(sum(case when opened_at_ms > ?2 then 0 else 1 end) as bigint)
                     from complaint where account_id = ?1 and opened_at_ms > ?3
                    group by cause order by 2 desc, cause limit 200";
        STANDING = "select state, cast(count(*) as bigint) from complaint where account_id = ?1
                    group by state order by state limit 10";
        OVERDUE = "select cast(count(*) as bigint) from complaint
                   where account_id = ?1 and state = 'open' and due_at_ms < ?2";
        NEAREST = "select min(due_at_ms) from complaint where account_id = ?1 and state = 'open'";
        OPENED_SINCE = "select cast(count(*) as bigint) from complaint where account_id = ?1 and opened_at_ms > ?2";
        ANSWERED_SINCE = "select cast(count(*) as bigint),
                                 cast(coalesce(sum(case when in_time = true then 1 else 0 end), 0) as bigint)
                            from complaint where account_id = ?1 and answered_at_ms > ?2";
        FOLLOWED_SINCE = "select cast(count(*) as bigint),
                                 cast(coalesce(sum(case when follow_up_outcome = 'solved' then 1 else 0 end), 0) as bigint)
                            from complaint where account_id = ?1 and followed_up_at_ms > ?2";
        GIVEN_SINCE = "select cast(coalesce(sum(amount_cents), 0) as bigint) from complaint_remedy
                       where account_id = ?1 and state = 'approved' and proposed_at_ms > ?2";
        OPENED_BETWEEN = concat!(columns!(), "and opened_at_ms >= ?2 and opened_at_ms < ?3 order by opened_at_ms, id limit ?4");

        ADD_REMEDY = "insert into complaint_remedy (account_id, id, oid, complaint_id, kind, amount_cents, text, state,
                        proposed_by_id, proposed_at_ms, decided_by_id, decided_at_ms)
                      values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        REMEDIES = concat!(remedy!(), "and complaint_id = ?2 order by id limit 100");
        REMEDY_BY_OID = concat!(remedy!(), "and oid = ?2");
        DECIDE_REMEDY = "update complaint_remedy set state = ?3, decided_by_id = ?4, decided_at_ms = ?5, reason = ?6
                         where account_id = ?1 and id = ?2 and state = 'waiting'";
        WAITING_REMEDIES = "select cast(count(*) as bigint) from complaint_remedy where account_id = ?1 and state = 'waiting'";

        ADD_HINT = "insert into complaint_hint (account_id, id, oid, conversation_id, message_id, score, words,
                      made_at_ms, answer, answered_at_ms, answered_by_id)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        HINTS_OF = concat!(hint!(), "and conversation_id = ?2 order by id desc limit 20");
        HINT_BY_OID = concat!(hint!(), "and oid = ?2");
        PROPOSALS = concat!(hint!(), "and answer is null and id < ?2 order by id desc limit ?3");
        ANSWER_HINT = "update complaint_hint set answer = ?3, answered_at_ms = ?4, answered_by_id = ?5
                       where account_id = ?1 and id = ?2 and answer is null";
        LABELS = "select cast(coalesce(sum(case when answer = 'yes' then 1 else 0 end), 0) as bigint),
                         cast(coalesce(sum(case when answer = 'no' then 1 else 0 end), 0) as bigint)
                    from complaint_hint where account_id = ?1 and answer in ('yes', 'no') and score >= ?2";
        REHOME_HINTS = "update complaint_hint set conversation_id = ?3 where account_id = ?1 and conversation_id = ?2";

        ADD_RECURRING = "insert into complaint_recurring (account_id, id, oid, cause, state, found_at_ms, found_count,
                           owner_id, due_at_ms, note)
                         values (?1, ?2, ?3, ?4, 'open', ?5, ?6, ?7, ?8, '')";
        LAST_RECURRING = concat!(recurring!(), "and cause = ?2 order by id desc limit 1");
        RECURRING = concat!(recurring!(), "order by id desc limit ?2");
        RECURRING_BY_OID = concat!(recurring!(), "and oid = ?2");
        RECURRING_BY_ID = concat!(recurring!(), "and id = ?2");
        SAVE_RECURRING = "update complaint_recurring set owner_id = ?3, due_at_ms = ?4, note = ?5, state = ?6,
                            done_at_ms = ?7, late_at_ms = ?8
                          where account_id = ?1 and id = ?2";
        FOUND_LATE = "update complaint_recurring set late_at_ms = ?3
                      where account_id = ?1 and id = ?2 and state = 'open' and late_at_ms is null and due_at_ms <= ?3";
        RECURRING_OF = "select id from complaint_recurring
                        where account_id = ?1 and owner_id = ?2 and state = 'open' order by id limit 1000";
    }
    everywhere {
        FOLLOW_UPS_DUE = "select account_id, id from complaint
                          where state = 'answered' and follow_up_at_ms <= ?1
                            and (follow_up_asked_at_ms is null or follow_up = 'mail')
                          order by follow_up_at_ms limit ?2";
        CAUSES_DUE = "select account_id, id from complaint_recurring
                      where state = 'open' and late_at_ms is null and due_at_ms <= ?1 order by due_at_ms limit ?2";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Complaint, Error> {
    Ok(Complaint {
        id: row.next()?,
        oid: row.next()?,
        year: row.next()?,
        number: row.next()?,
        conversation_id: row.next()?,
        customer_id: row.next()?,
        inbox_id: row.next()?,
        message_id: row.next()?,
        origin: Origin::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("origin"))?,
        words: row.next()?,
        state: State::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("state"))?,
        owner_id: row.next()?,
        cause: row.next()?,
        founded: row.next()?,
        term: serde_json::from_str(&row.next::<String>()?)
            .ok()
            .and_then(|term| Term::from_json(&term))
            .ok_or_else(|| unreadable("term"))?,
        promise_id: row.next()?,
        opened_at_ms: row.next()?,
        due_at_ms: row.next()?,
        opened_by_id: row.next()?,
        answer_message_id: row.next()?,
        answered_at_ms: row.next()?,
        in_time: row.next()?,
        follow_up: FollowUp::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("follow_up"))?,
        follow_up_at_ms: row.next()?,
        follow_up_asked_at_ms: row.next()?,
        follow_up_task_id: row.next()?,
        follow_up_outcome: row.next::<Option<String>>()?.and_then(|name| Outcome::of_name(&name)),
        follow_up_note: row.next()?,
        followed_up_at_ms: row.next()?,
        closed_at_ms: row.next()?,
        closed_why: row.next()?,
        reopened: row.next()?,
        changed_at_ms: row.next()?,
    })
}

pub(super) fn read_remedy(row: &mut Row) -> Result<Remedy, Error> {
    Ok(Remedy {
        id: row.next()?,
        oid: row.next()?,
        complaint_id: row.next()?,
        kind: RemedyKind::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("remedy"))?,
        amount_cents: row.next()?,
        text: row.next()?,
        state: RemedyState::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("remedy"))?,
        proposed_by_id: row.next()?,
        proposed_at_ms: row.next()?,
        decided_by_id: row.next()?,
        decided_at_ms: row.next()?,
        reason: row.next()?,
    })
}

pub(super) fn read_hint(row: &mut Row) -> Result<Hint, Error> {
    Ok(Hint {
        id: row.next()?,
        oid: row.next()?,
        conversation_id: row.next()?,
        message_id: row.next()?,
        score: row.next()?,
        words: serde_json::from_str(&row.next::<String>()?).unwrap_or_default(),
        made_at_ms: row.next()?,
        answer: row.next::<Option<String>>()?.map(|answer| answer == "yes"),
    })
}

pub(super) fn read_recurring(row: &mut Row) -> Result<Recurring, Error> {
    Ok(Recurring {
        id: row.next()?,
        oid: row.next()?,
        cause: row.next()?,
        done: row.next::<String>()? == "done",
        found_at_ms: row.next()?,
        found_count: row.next()?,
        owner_id: row.next()?,
        due_at_ms: row.next()?,
        note: row.next()?,
        done_at_ms: row.next()?,
        late_at_ms: row.next()?,
    })
}

fn unreadable(column: &str) -> Error {
    Error::Broken(format!("complaint.{column} cannot be read"))
}
