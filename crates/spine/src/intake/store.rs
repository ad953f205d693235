//! Rows of arrivals.

use db::{Error, Row};

use super::model::{Arrival, Class, Verdict};
use crate::inbox::Channel;
use crate::reason::Reason;

macro_rules! columns {
    () => {
        "id, oid, channel, inbox_id, received_at_ms, sender, recipient, remote, helo, size_bytes, sha256, subject,
         from_name, class, bounce, oddities, authentication, verdict, reason, conversation_id, message_id, attempts,
         settled_at_ms, forced, raw_gone_at_ms"
    };
}

db::queries! {
    "intake";
    account {
        ADD = "insert into arrival (account_id, id, oid, channel, inbox_id, received_at_ms, sender, recipient, remote, helo,
                 size_bytes, sha256, oddities, verdict, attempts, locked_until_ms, forced)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, '[]', 'waiting', 0, 0, false)";
        ADD_RAW = "insert into arrival_raw (account_id, arrival_id, raw) values (?1, ?2, ?3)";
        FIND = concat!("select ", columns!(), " from arrival where account_id = ?1 and id = ?2");
        BY_OID = concat!("select ", columns!(), " from arrival where account_id = ?1 and oid = ?2");
        LIST = concat!("select ", columns!(), " from arrival
               where account_id = ?1 and id < ?2 and (cast(?3 as text) is null or verdict = ?3)
                 and (cast(?4 as text) is null or recipient = ?4) and (cast(?5 as text) is null or channel = ?5)
               order by id desc limit ?6");
        OF_CONVERSATION = "select id, message_id from arrival where account_id = ?1 and conversation_id = ?2
                           order by id limit 10000";
        REHOME = "update arrival set conversation_id = ?3 where account_id = ?1 and id = ?2";
        CONTENT = "select r.raw, a.sha256 from arrival a
                   left join arrival_raw r on r.account_id = a.account_id and r.arrival_id = a.id
                   where a.account_id = ?1 and a.id = ?2";
        CLAIM = "update arrival set locked_until_ms = ?4, attempts = attempts + 1
                 where account_id = ?1 and id = ?2 and verdict = 'waiting' and locked_until_ms <= ?3";
        /// So many at once; fewer stand there several times.
        CLAIM_ALL = concat!("update arrival set locked_until_ms = ?3, attempts = attempts + 1
                     where account_id = ?1 and verdict = 'waiting' and locked_until_ms <= ?2 and id in (
                       ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
                     returning ", columns!());
        LET_GO = "update arrival set locked_until_ms = ?3, attempts = attempts - 1
                  where account_id = ?1 and id = ?2 and verdict = 'waiting' and attempts > 0";
        SETTLE = "update arrival set verdict = ?3, reason = ?4, conversation_id = ?5, message_id = ?6, settled_at_ms = ?7,
                    locked_until_ms = 0
                  where account_id = ?1 and id = ?2";
        DESCRIBE_AND_SETTLE = "update arrival set verdict = ?3, reason = ?4, conversation_id = ?5, message_id = ?6,
                                 settled_at_ms = ?7, locked_until_ms = 0, subject = ?8, from_name = ?9,
                                 content_sha256 = ?10, header_id = ?11, class = ?12, bounce = ?13, oddities = ?14,
                                 authentication = ?15
                               where account_id = ?1 and id = ?2";
        RETRY = "update arrival set verdict = 'waiting', reason = null, attempts = 0, locked_until_ms = 0, forced = ?3,
                   settled_at_ms = null
                 where account_id = ?1 and id = ?2";
        SAME_ID = "select id, conversation_id from arrival
                   where account_id = ?1 and header_id = ?2 and content_sha256 = ?3 and id <> ?4
                     and verdict <> 'duplicate' and verdict <> 'waiting'
                   order by id limit 1";
        SAME_CONTENT = "select id, conversation_id from arrival
                        where account_id = ?1 and content_sha256 = ?2 and sender = ?3 and header_id is null and id <> ?4
                          and received_at_ms >= ?5 and verdict <> 'duplicate' and verdict <> 'waiting'
                        order by id limit 1";
    }
    everywhere {
        WAITING = "select a.account_id, a.id, a.attempts from arrival a
                   where a.verdict = 'waiting' and a.locked_until_ms <= ?1
                     and not exists (select 1 from inbox i where i.account_id = a.account_id and i.id = a.inbox_id
                                       and i.live = false and i.deleted_at_ms is null)
                   order by a.id limit ?2";
        RELEASE_ALL = "update arrival set locked_until_ms = 0 where verdict = 'waiting' and locked_until_ms > 0";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Arrival, Error> {
    Ok(Arrival {
        id: row.next()?,
        oid: row.next()?,
        channel: Channel::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("channel"))?,
        inbox_id: row.next()?,
        received_at_ms: row.next()?,
        sender: row.next()?,
        recipient: row.next()?,
        remote: row.next()?,
        helo: row.next()?,
        size_bytes: row.next()?,
        sha256: row.next()?,
        subject: row.next()?,
        from_name: row.next()?,
        class: row.next::<Option<String>>()?.as_deref().and_then(Class::of_name),
        bounce: row.next()?,
        oddities: row.next()?,
        authentication: row.next()?,
        verdict: Verdict::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("verdict"))?,
        reason: row.next::<Option<String>>()?.as_deref().map(Reason::read),
        conversation_id: row.next()?,
        message_id: row.next()?,
        attempts: row.next()?,
        settled_at_ms: row.next()?,
        forced: row.next()?,
        raw_gone_at_ms: row.next()?,
    })
}

fn unreadable(column: &str) -> Error {
    Error::Broken(format!("arrival.{column} cannot be read"))
}
