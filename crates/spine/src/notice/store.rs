//! Rows of notices, followers, choices and what is pushed.

use db::{Error, Row};

use super::model::{Kind, Notice};

macro_rules! columns {
    () => {
        "id, oid, agent_id, kind, conversation_id, by_id, made_at_ms, read_at_ms"
    };
}

db::queries! {
    "notice";
    account {
        FOLLOW = "insert into follower (account_id, conversation_id, agent_id, why, since_ms) values (?1, ?2, ?3, ?4, ?5)
                  on conflict (account_id, conversation_id, agent_id) do nothing";
        UNFOLLOW = "delete from follower where account_id = ?1 and conversation_id = ?2 and agent_id = ?3";
        FOLLOWERS = "select agent_id from follower where account_id = ?1 and conversation_id = ?2 order by since_ms, agent_id limit 200";
        CHOICES = "select kind, on_screen, in_browser, by_push from notice_choice
                   where account_id = ?1 and agent_id = ?2 order by kind limit 50";
        CHOOSE = "insert into notice_choice (account_id, agent_id, kind, on_screen, in_browser, by_push)
                  values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (account_id, agent_id, kind)
                  do update set on_screen = excluded.on_screen, in_browser = excluded.in_browser, by_push = excluded.by_push";
        ADD = "insert into notice (account_id, id, oid, agent_id, kind, conversation_id, by_id, made_at_ms, on_screen)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        WAITING = "select id from notice where account_id = ?1 and agent_id = ?2 and conversation_id = ?3 and kind = ?4
                     and read_at_ms is null order by id limit 1";
        BY_OID = concat!("select ", columns!(), " from notice where account_id = ?1 and oid = ?2");
        FIND = concat!("select ", columns!(), " from notice where account_id = ?1 and id = ?2");
        LIST = concat!("select ", columns!(), " from notice where account_id = ?1 and agent_id = ?2 and id < ?3
               and on_screen = true and (cast(?4 as bigint) = 0 or read_at_ms is null) order by id desc limit ?5");
        SINCE = concat!("select ", columns!(), " from notice where account_id = ?1 and agent_id = ?2 and id > ?3
                order by id limit ?4");
        UNREAD = "select cast(count(*) as bigint) from notice
                  where account_id = ?1 and agent_id = ?2 and read_at_ms is null and on_screen = true";
        READ = "update notice set read_at_ms = ?4 where account_id = ?1 and agent_id = ?2 and id = ?3";
        READ_ALL = "update notice set read_at_ms = ?3 where account_id = ?1 and agent_id = ?2 and read_at_ms is null";
        READ_OF = "update notice set read_at_ms = ?4
                   where account_id = ?1 and agent_id = ?2 and conversation_id = ?3 and read_at_ms is null";
        UNREAD_OF = "select cast(count(*) as bigint) from notice
                     where account_id = ?1 and agent_id = ?2 and conversation_id = ?3 and read_at_ms is null";
        CURSOR = "select seq from notice_cursor where account_id = ?1";
        START = "insert into notice_cursor (account_id, seq) select account_id, event_seq from account where account_id = ?1
                 on conflict (account_id) do nothing";
        ADVANCE = "update notice_cursor set seq = ?3 where account_id = ?1 and seq = ?2";
        KEY = "select public_key, sealed_key from push_key where account_id = ?1";
        ADD_KEY = "insert into push_key (account_id, public_key, sealed_key, created_at_ms) values (?1, ?2, ?3, ?4)
                   on conflict (account_id) do nothing";
        SUBSCRIBE = "insert into push_subscription (account_id, id, agent_id, endpoint, p256dh, auth, user_agent, full_text,
                       created_at_ms)
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) on conflict (account_id, endpoint)
                     do update set agent_id = excluded.agent_id, p256dh = excluded.p256dh, auth = excluded.auth,
                       full_text = excluded.full_text";
        UNSUBSCRIBE = "delete from push_subscription where account_id = ?1 and agent_id = ?2 and endpoint = ?3";
        DROP_SUBSCRIPTION = "delete from push_subscription where account_id = ?1 and id = ?2";
        DROP_PUSHES = "delete from push where account_id = ?1 and subscription_id = ?2";
        SUBSCRIPTIONS = "select id, endpoint, p256dh, auth, user_agent, full_text, created_at_ms from push_subscription
                         where account_id = ?1 and agent_id = ?2 order by id limit 50";
        /// Of somebody: a browser two people share is only of who signed in last.
        SUBSCRIPTION = "select id, endpoint, p256dh, auth, user_agent, full_text, created_at_ms from push_subscription
                        where account_id = ?1 and id = ?2 and agent_id = ?3";
        ADD_PUSH = "insert into push (account_id, id, subscription_id, notice_id, not_before_ms, locked_until_ms, attempts)
                    values (?1, ?2, ?3, ?4, ?5, 0, 0)";
        CLAIM_PUSH = "update push set locked_until_ms = ?4, attempts = attempts + 1
                      where account_id = ?1 and id = ?2 and locked_until_ms <= ?3 and not_before_ms <= ?3";
        PUSH = "select subscription_id, notice_id, attempts from push where account_id = ?1 and id = ?2";
        DROP_PUSH = "delete from push where account_id = ?1 and id = ?2";
        POSTPONE_PUSH = "update push set not_before_ms = ?3, locked_until_ms = 0 where account_id = ?1 and id = ?2";
    }
    everywhere {
        BEHIND = "select a.account_id from account a left join notice_cursor n on n.account_id = a.account_id
                  where n.seq is null or n.seq < a.event_seq order by a.account_id limit ?1";
        PUSH_DUE = "select account_id, id from push where not_before_ms <= ?1 and locked_until_ms <= ?1
                    order by not_before_ms, id limit ?2";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Notice, Error> {
    Ok(Notice {
        id: row.next()?,
        oid: row.next()?,
        agent_id: row.next()?,
        kind: Kind::of_name(&row.next::<String>()?)
            .ok_or_else(|| Error::Broken("notice.kind cannot be read".to_owned()))?,
        conversation_id: row.next()?,
        by_id: row.next()?,
        made_at_ms: row.next()?,
        read_at_ms: row.next()?,
    })
}
