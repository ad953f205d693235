//! Rows of the outbox.

use db::{Error, Row};

use super::model::{Outgoing, Purpose, State};

macro_rules! columns {
    () => {
        "id, oid, kind, conversation_id, message_id, promise_id, inbox_id, automatic, recipients, envelope_from,
         header_id, subject, wording, state, not_before_ms, attempts, last_error, last_code, created_at_ms, sent_at_ms,
         also_promise_id"
    };
}

db::queries! {
    "outbox";
    account {
        ADD = "insert into outbox (account_id, id, oid, kind, conversation_id, message_id, promise_id, inbox_id, automatic,
                 first_recipient, recipients, envelope_from, header_id, subject, wording, raw, state, not_before_ms,
                 locked_until_ms, attempts, created_at_ms)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 'queued', ?17, 0, 0, ?18)";
        FIND = concat!("select ", columns!(), " from outbox where account_id = ?1 and id = ?2");
        BY_OID = concat!("select ", columns!(), " from outbox where account_id = ?1 and oid = ?2");
        BY_HEADER = concat!("select ", columns!(), " from outbox where account_id = ?1 and header_id = ?2 limit 1");
        OF_MESSAGE = concat!("select ", columns!(), " from outbox where account_id = ?1 and message_id = ?2 limit 1");
        LIST = concat!("select ", columns!(), " from outbox where account_id = ?1 and state = ?2 and id < ?3
               order by id desc limit ?4");
        OF_CONVERSATION = concat!("select ", columns!(), " from outbox where account_id = ?1 and conversation_id = ?2
                          order by id limit 10000");
        REHOME = "update outbox set conversation_id = ?3 where account_id = ?1 and id = ?2";
        ALSO_TELLS = "update outbox set also_promise_id = ?3 where account_id = ?1 and id = ?2";
        RAW = "select raw from outbox where account_id = ?1 and id = ?2";
        DUE_OF_INBOX = "select id, inbox_id from outbox
                        where account_id = ?1 and state = 'queued' and not_before_ms <= ?2 and locked_until_ms <= ?2
                          and (inbox_id = cast(?3 as bigint) or (cast(?3 as bigint) is null and inbox_id is null))
                        order by not_before_ms, id limit ?4";
        CLAIM = "update outbox set locked_until_ms = ?4, attempts = attempts + 1
                 where account_id = ?1 and id = ?2 and state = 'queued' and locked_until_ms <= ?3 and not_before_ms <= ?3";
        LET_GO = "update outbox set locked_until_ms = 0
                  where account_id = ?1 and id = ?2 and state = 'queued' and locked_until_ms = ?3";
        HANDED_OVER = "update outbox set state = 'sent', sent_at_ms = ?3, recipients = '[]', locked_until_ms = 0,
                         last_error = ?4, last_code = ?5
                       where account_id = ?1 and id = ?2 and state = 'queued'";
        POSTPONED = "update outbox set recipients = ?3, not_before_ms = ?4, locked_until_ms = 0, last_error = ?5,
                       last_code = ?6, sent_at_ms = coalesce(sent_at_ms, cast(?7 as bigint))
                     where account_id = ?1 and id = ?2 and state = 'queued'";
        FORGET = "update outbox set raw = null where account_id = ?1 and id = ?2";
        FAILED = "update outbox set state = 'failed', locked_until_ms = 0, last_error = ?3, last_code = ?4
                  where account_id = ?1 and id = ?2";
        DELIVERED = "update outbox set state = 'delivered' where account_id = ?1 and id = ?2 and state = 'sent'";
        RETRY_NOW = "update outbox set state = 'queued', not_before_ms = ?3, locked_until_ms = 0
                     where account_id = ?1 and id = ?2 and state in ('queued', 'failed')";
        REQUEUE = "update outbox set recipients = ?3 where account_id = ?1 and id = ?2";
        READDRESS = "update message set recipients = ?3 where account_id = ?1 and id = ?2";
        WITHDRAW = "delete from outbox where account_id = ?1 and id = ?2 and state = 'queued' and attempts = 0
                      and locked_until_ms <= ?3";
        SHOW_WITHIN = "update attachment set content_id = ?3, inline = true where account_id = ?1 and id = ?2";
        WITHDRAW_MESSAGE = "delete from message where account_id = ?1 and id = ?2";
        WITHDRAW_FILES = "update attachment set message_id = null, created_at_ms = ?3 where account_id = ?1 and message_id = ?2";
        WITHDRAW_COUNT = "update conversation set message_count = message_count - 1, last_out_at_ms = (
                            select cast(max(m.created_at_ms) as bigint) from message m where m.account_id = ?1
                              and m.conversation_id = ?2 and m.direction = 'out')
                          where account_id = ?1 and id = ?2";
        WITHDRAW_STALE = "update outbox set state = 'failed', last_error = 'its moment passed before it could leave'
                          where account_id = ?1 and promise_id = ?2 and state = 'queued' and automatic = true
                            and locked_until_ms <= ?3";
        AUTOMATIC_SINCE = "select cast(count(*) as bigint) from outbox
                           where account_id = ?1 and first_recipient = ?2 and automatic = true and created_at_ms > ?3
                             and conversation_id is not null and kind <> 'task'";
        CLOSED_LATELY = "select c.id from conversation c
                         where c.account_id = ?1 and c.status = 'closed' and c.closed_at_ms > ?2
                           and not exists (select 1 from rating_request r where r.account_id = c.account_id
                                             and r.conversation_id = c.id and r.closed_at_ms = c.closed_at_ms)
                         order by c.closed_at_ms limit ?3";
        LAST_ANSWER = "select id from message
                       where account_id = ?1 and conversation_id = ?2 and direction = 'out' and author_kind = 'agent'
                       order by id desc limit 1";
        ASKED_SINCE = "select cast(count(*) as bigint) from outbox
                       where account_id = ?1 and first_recipient = ?2 and automatic = true and kind = 'rating'
                         and created_at_ms > ?3";
        PLAN_RATING = "insert into rating_request (account_id, conversation_id, closed_at_ms, ask_at_ms, outcome)
                       values (?1, ?2, ?3, ?4, ?5)
                       on conflict (account_id, conversation_id) do update
                       set closed_at_ms = excluded.closed_at_ms, ask_at_ms = excluded.ask_at_ms, outcome = excluded.outcome";
        PLANNED = "select closed_at_ms from rating_request where account_id = ?1 and conversation_id = ?2";
        FORGET_RATING = "delete from rating_request where account_id = ?1 and conversation_id = ?2";
        DECIDE_RATING = "update rating_request set outcome = ?3 where account_id = ?1 and conversation_id = ?2";
        WROTE_TO = "select cast(count(*) as bigint) from outbox
                    where account_id = ?1 and first_recipient = ?2 and automatic = false";
    }
    everywhere {
        DUE = "select account_id, id, inbox_id from outbox
               where state = 'queued' and not_before_ms <= ?1 and locked_until_ms <= ?1
               order by not_before_ms, id limit ?2";
        RATINGS_DUE = "select account_id, conversation_id from rating_request
                       where outcome is null and ask_at_ms <= ?1 order by ask_at_ms limit ?2";
        RELEASE_ALL = "update outbox set locked_until_ms = 0 where state = 'queued' and locked_until_ms > 0";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Outgoing, Error> {
    Ok(Outgoing {
        id: row.next()?,
        oid: row.next()?,
        purpose: Purpose::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("kind"))?,
        conversation_id: row.next()?,
        message_id: row.next()?,
        promise_id: row.next()?,
        inbox_id: row.next()?,
        automatic: row.next()?,
        recipients: serde_json::from_str(&row.next::<String>()?).map_err(|_| unreadable("recipients"))?,
        envelope_from: row.next()?,
        header_id: row.next()?,
        subject: row.next()?,
        wording: row.next()?,
        state: State::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("state"))?,
        not_before_ms: row.next()?,
        attempts: row.next()?,
        last_error: row.next()?,
        last_code: row.next()?,
        created_at_ms: row.next()?,
        sent_at_ms: row.next()?,
        also_promise_id: row.next()?,
    })
}

fn unreadable(column: &str) -> Error {
    Error::Broken(format!("outbox.{column} cannot be read"))
}
