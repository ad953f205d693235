//! Rows of answers that leave later.

use db::{Error, Row};

use super::model::{Later, Scheduled, State};

macro_rules! columns {
    () => {
        "id, oid, conversation_id, agent_id, content, leaves_at_ms, state, held_why, created_at_ms"
    };
}

db::queries! {
    "scheduled";
    account {
        ADD = "insert into scheduled (account_id, id, oid, conversation_id, agent_id, content, leaves_at_ms, state,
                 created_at_ms)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting', ?8)";
        REHOME = "update scheduled set conversation_id = ?3 where account_id = ?1 and id = ?2";
        DELETE = "delete from scheduled where account_id = ?1 and id = ?2";
        MOVE = "update scheduled set leaves_at_ms = ?3, state = 'waiting', held_why = null, created_at_ms = ?4
                where account_id = ?1 and id = ?2";
        HOLD = "update scheduled set state = 'held', held_why = ?3
                where account_id = ?1 and id = ?2 and state = 'waiting'";
        FIND = concat!("select ", columns!(), " from scheduled where account_id = ?1 and id = ?2");
        BY_OID = concat!("select ", columns!(), " from scheduled where account_id = ?1 and oid = ?2");
        OF_CONVERSATION = concat!("select ", columns!(), " from scheduled
                          where account_id = ?1 and conversation_id = ?2 order by id limit 50");
        LIST = concat!("select ", columns!(), " from scheduled
               where account_id = ?1 and (cast(?2 as bigint) is null or agent_id = ?2)
               order by leaves_at_ms, id limit ?3");
        /// Those past their moment and those that are held.
        STAYING = concat!("select ", columns!(), " from scheduled
                  where account_id = ?1 and id > ?2 and (state = 'held' or leaves_at_ms <= ?3) order by id limit ?4");
        /// What somebody else wrote in a conversation after ?3: the customer, or another of ours than ?4.
        WRITTEN_SINCE = "select direction from message
                         where account_id = ?1 and conversation_id = ?2 and created_at_ms > ?3 and automatic = false
                           and (direction = 'in'
                             or (direction = 'out' and (author_kind <> 'agent' or coalesce(author_id, 0) <> ?4)))
                         order by id limit 1";
        /// Files of an answer that leaves later count as uploaded at that moment, so that they are still there.
        KEEP_FILE = "update attachment set created_at_ms = ?3
                     where account_id = ?1 and oid = ?2 and message_id is null";
    }
    everywhere {
        DUE = "select account_id, id from scheduled
               where state = 'waiting' and leaves_at_ms <= ?1 order by leaves_at_ms, id limit ?2";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Scheduled, Error> {
    Ok(Scheduled {
        id: row.next()?,
        oid: row.next()?,
        conversation_id: row.next()?,
        agent_id: row.next()?,
        content: Later::of_json(&serde_json::from_str(&row.next::<String>()?).unwrap_or_default()),
        leaves_at_ms: row.next()?,
        state: State::of_name(&row.next::<String>()?).unwrap_or(State::Held),
        held_why: row.next()?,
        created_at_ms: row.next()?,
    })
}
