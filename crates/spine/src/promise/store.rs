//! Rows of promises, and of what was told.

use db::{Error, Row};

use super::model::{Kind, Promise, Source, State};
use crate::inbox::Tier;
use crate::reason::Reason;

macro_rules! columns {
    () => {
        "id, oid, conversation_id, inbox_id, kind, tier, state, made_at_ms, due_at_ms, original_due_at_ms, told_at_ms,
         told_via, not_told_reason, warned_at_ms, confidence, source, explanation, inputs, text, made_by_id, follows_id,
         moved_to_id, moved_reason, settled_at_ms, settled_by_id, answer_message_id"
    };
}

db::queries! {
    "promise";
    account {
        ADD = "insert into promise (account_id, id, oid, conversation_id, inbox_id, kind, tier, state, made_at_ms,
                 due_at_ms, original_due_at_ms, not_told_reason, confidence, source, explanation, inputs, text,
                 made_by_id, follows_id, warn_at_ms, progress_at_ms)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                 ?21)";
        FIND = concat!("select ", columns!(), " from promise where account_id = ?1 and id = ?2");
        BY_OID = concat!("select ", columns!(), " from promise where account_id = ?1 and oid = ?2");
        OF_CONVERSATION = concat!("select ", columns!(), " from promise
                          where account_id = ?1 and conversation_id = ?2 order by id limit 500");
        OPEN_OF = concat!("select ", columns!(), " from promise
                  where account_id = ?1 and conversation_id = ?2 and state = 'open' order by due_at_ms, id limit 50");
        LIST = concat!("select ", columns!(), " from promise
               where account_id = ?1 and id < ?2 and (cast(?3 as text) is null or state = ?3)
               order by id desc limit ?4");
        SETTLE = "update promise set state = ?3, settled_at_ms = ?4, settled_by_id = ?5,
                    owner_id = cast(?6 as bigint)
                  where account_id = ?1 and id = ?2 and state = 'open'";
        MOVED = "update promise set state = 'moved', settled_at_ms = ?3, settled_by_id = ?4, moved_to_id = ?5,
                   moved_reason = ?6, owner_id = ?4
                 where account_id = ?1 and id = ?2 and state = 'open'";
        IDS_OF = "select id from promise where account_id = ?1 and conversation_id = ?2 order by id limit 2000";
        REHOME = "update promise set conversation_id = ?3 where account_id = ?1 and id = ?2";
        RESTORE = "update promise set state = 'open', settled_at_ms = null, settled_by_id = null,
                     owner_id = null
                   where account_id = ?1 and id = ?2 and state = 'void'";
        MARK_ANSWER = "update promise set answer_message_id = ?3
                       where account_id = ?1 and id = ?2 and state = 'open'";
        KEPT_BY = "update promise set kept_by = ?3 where account_id = ?1 and id = ?2";
        CARRY_TOLD = "insert into promise_told (account_id, promise_id, told_at_ms, via, recipient, wording, outgoing_id)
                      select account_id, cast(?3 as bigint), told_at_ms, via, recipient, wording, outgoing_id
                      from promise_told where account_id = ?1 and promise_id = ?2";
        FIRST_TOLD = "update promise set told_at_ms = ?3, told_via = ?4, not_told_reason = null
                      where account_id = ?1 and id = ?2 and told_at_ms is null";
        NOT_TOLD = "update promise set not_told_reason = ?3
                    where account_id = ?1 and id = ?2 and told_at_ms is null";
        TOLD = "insert into promise_told (account_id, promise_id, told_at_ms, via, recipient, wording, outgoing_id)
                values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict (account_id, promise_id, told_at_ms) do nothing";
        TOLD_OF = "select told_at_ms, via, recipient, wording from promise_told
                   where account_id = ?1 and promise_id = ?2 order by told_at_ms limit 100";
        PROGRESSED = "update promise set progress_at_ms = null
                      where account_id = ?1 and id = ?2 and progress_at_ms is not null";
        WARNED = "update promise set warned_at_ms = ?3
                  where account_id = ?1 and id = ?2 and state = 'open' and warned_at_ms is null";
    }
    everywhere {
        PROGRESS_DUE = "select account_id, id from promise
                        where state = 'open' and progress_at_ms is not null and progress_at_ms <= ?1
                        order by progress_at_ms limit ?2";
        DUE = "select account_id, id from promise where state = 'open' and due_at_ms <= ?1 order by due_at_ms limit ?2";
        WARNINGS_DUE = "select account_id, id from promise
                        where state = 'open' and warned_at_ms is null and warn_at_ms <= ?1 order by warn_at_ms limit ?2";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Promise, Error> {
    Ok(Promise {
        id: row.next()?,
        oid: row.next()?,
        conversation_id: row.next()?,
        inbox_id: row.next()?,
        kind: Kind::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("kind"))?,
        tier: Tier::of_name(&row.next::<String>()?).unwrap_or_default(),
        state: State::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("state"))?,
        made_at_ms: row.next()?,
        due_at_ms: row.next()?,
        original_due_at_ms: row.next()?,
        told_at_ms: row.next()?,
        told_via: row.next()?,
        not_told_reason: row.next()?,
        warned_at_ms: row.next()?,
        confidence: row.next()?,
        source: Source::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("source"))?,
        explanation: Reason::read(&row.next::<String>()?),
        inputs: row.next()?,
        text: row.next()?,
        made_by_id: row.next()?,
        follows_id: row.next()?,
        moved_to_id: row.next()?,
        moved_reason: row.next()?,
        settled_at_ms: row.next()?,
        settled_by_id: row.next()?,
        answer_message_id: row.next()?,
    })
}

fn unreadable(column: &str) -> Error {
    Error::Broken(format!("promise.{column} cannot be read"))
}
