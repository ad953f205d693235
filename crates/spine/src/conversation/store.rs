//! Rows of conversations, messages, files, participants, tags and drafts.

use db::{Error, Row};

use super::model::{Attachment, Conversation, Direction, Message, Status, Warning};
use crate::inbox::{Channel, Tier};

macro_rules! columns {
    () => {
        "id, oid, reference, track_token, subject, status, channel, inbox_id, customer_id, assignee_id, team_id, tier,
         skills, priority, linked_id, merged_into_id, created_at_ms, updated_at_ms, last_in_at_ms, last_out_at_ms, closed_at_ms,
         returns_at_ms, next_due_at_ms, message_count, trouble"
    };
}

macro_rules! message_columns {
    () => {
        "id, oid, conversation_id, direction, channel, author_kind, author_id, author_name, author_address, recipients,
         subject, text, html, reply_text, quoted_text, forwarded, authentication, warning, automatic, header_id,
         created_at_ms, arrival_id"
    };
}

macro_rules! attachment_columns {
    () => {
        "id, oid, message_id, name, content_type, size_bytes, sha256, content_id, inline, created_at_ms"
    };
}

db::queries! {
    "conversation";
    account {
        ADD = "insert into conversation (account_id, id, oid, reference, track_token, subject, status, channel, inbox_id,
                 customer_id, assignee_id, team_id, tier, skills, priority, linked_id, created_at_ms, updated_at_ms,
                 message_count)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, ?15, ?16, ?16, 0)";
        FIND = concat!("select ", columns!(), " from conversation where account_id = ?1 and id = ?2");
        BY_OID = concat!("select ", columns!(), " from conversation where account_id = ?1 and oid = ?2");
        /// A code whose conversation was merged names the one it went into.
        BY_REFERENCE = concat!("select ", columns!(), " from conversation where account_id = ?1 and id = (
                         select coalesce(o.merged_into_id, o.id) from conversation o
                         where o.account_id = ?1 and o.reference = ?2)");
        RECENT_OF = concat!("select ", columns!(), " from conversation
                    where account_id = ?1 and customer_id = ?2 and id <> ?3 and merged_into_id is null
                    order by id desc limit 20");
        OF_HEADER = "select conversation_id from message where account_id = ?1 and header_id = ?2
                     union all
                     select conversation_id from outbox where account_id = ?1 and header_id = ?2
                     limit 1";
        COUNT_IN = "update conversation set message_count = message_count + 1, updated_at_ms = ?3, last_in_at_ms = ?3
                    where account_id = ?1 and id = ?2";
        COUNT_OUT = "update conversation set message_count = message_count + 1, updated_at_ms = ?3, last_out_at_ms = ?3
                     where account_id = ?1 and id = ?2";
        COUNT_NOTE = "update conversation set message_count = message_count + 1, updated_at_ms = ?3
                      where account_id = ?1 and id = ?2";
        SET_STATUS = "update conversation set status = ?3, returns_at_ms = ?4, closed_at_ms = ?5, updated_at_ms = ?6
                      where account_id = ?1 and id = ?2";
        SET_TRACK_TOKEN = "update conversation set track_token = ?3 where account_id = ?1 and id = ?2";
        SET_DUE = "update conversation set next_due_at_ms = ?3, urgent_at_ms = ?4
                   where account_id = ?1 and id = ?2 and (next_due_at_ms is distinct from ?3 or urgent_at_ms <> ?4)";
        ASSIGN = "update conversation set assignee_id = ?3, updated_at_ms = ?4 where account_id = ?1 and id = ?2";
        SET_SKILLS = "update conversation set skills = ?3, updated_at_ms = ?4 where account_id = ?1 and id = ?2";
        /// Nothing happens when somebody was faster than whoever read that version.
        TURN = "insert into assigning (account_id, version) values (?1, 1)
                on conflict (account_id) do update set version = assigning.version + 1 where assigning.version = ?2";
        NEXT_VERSION = "insert into assigning (account_id, version) values (?1, 1)
                        on conflict (account_id) do update set version = assigning.version + 1";
        VERSION = "select version from assigning where account_id = ?1";
        SET_TEAM = "update conversation set team_id = ?3, updated_at_ms = ?4 where account_id = ?1 and id = ?2";
        SET_PRIORITY = "update conversation set priority = ?3, updated_at_ms = ?4 where account_id = ?1 and id = ?2";
        SET_TROUBLE = "update conversation set trouble = ?3, updated_at_ms = ?4 where account_id = ?1 and id = ?2";
        ADD_MESSAGE = "insert into message (account_id, id, oid, conversation_id, direction, channel, author_kind,
                         author_id, author_name, author_address, recipients, subject, text, html, reply_text,
                         quoted_text, forwarded, authentication, warning, automatic, header_id, created_at_ms,
                         arrival_id)
                       values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
                         ?20, ?21, ?22, ?23)";
        MESSAGE = concat!("select ", message_columns!(), " from message where account_id = ?1 and id = ?2");
        MESSAGE_BY_OID = concat!("select ", message_columns!(), " from message where account_id = ?1 and oid = ?2");
        MESSAGES = concat!("select ", message_columns!(), " from message
                   where account_id = ?1 and conversation_id = ?2 and id > ?3 order by id limit ?4");
        LAST_INBOUND = concat!("select ", message_columns!(), " from message
                       where account_id = ?1 and conversation_id = ?2 and direction = 'in' and automatic = false
                         and id < ?3
                       order by id desc limit 1");
        NEWEST_INBOUND = "select id, created_at_ms, header_id from message
                          where account_id = ?1 and conversation_id = ?2 and direction = 'in' and automatic = false
                            and id < ?3
                          order by id desc limit 1";
        STANDS_IN = "select conversation_id from message where account_id = ?1 and id = ?2";
        HEADER_IDS = "select header_id from message
                      where account_id = ?1 and conversation_id = ?2 and header_id is not null and direction <> 'note'
                        and id < ?3
                      order by id desc limit ?4";
        MESSAGES_AFTER = concat!("select ", message_columns!(), " from message
                         where account_id = ?1 and id > ?2 order by id limit ?3");
        ADD_ATTACHMENT = "insert into attachment (account_id, id, oid, message_id, name, content_type, size_bytes, sha256,
                            content, content_id, inline, created_at_ms)
                          values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        ATTACH = "update attachment set message_id = ?3
                  where account_id = ?1 and oid = ?2 and message_id is null and created_at_ms >= ?4";
        ATTACHMENTS = concat!("select ", attachment_columns!(), " from attachment
                      where account_id = ?1 and message_id = ?2 order by id limit 1000");
        ATTACHMENT_BY_OID = concat!("select ", attachment_columns!(), " from attachment where account_id = ?1 and oid = ?2");
        ATTACHMENT_CONTENT = "select content, sha256 from attachment where account_id = ?1 and id = ?2";
        ADD_PARTICIPANT = "insert into participant (account_id, conversation_id, email, name, place)
                           values (?1, ?2, ?3, ?4, ?5) on conflict (account_id, conversation_id, email) do nothing";
        PARTICIPANTS = "select email, name, place from participant where account_id = ?1 and conversation_id = ?2
                        order by email limit 200";
        TAGS = "select tag from conversation_tag where account_id = ?1 and conversation_id = ?2 order by tag limit 100";
        ADD_TAG = "insert into conversation_tag (account_id, conversation_id, tag) values (?1, ?2, ?3)
                   on conflict (account_id, conversation_id, tag) do nothing";
        DROP_TAGS = "delete from conversation_tag where account_id = ?1 and conversation_id = ?2";
        KEEP_DRAFT = "insert into draft (account_id, conversation_id, agent_id, kind, content, updated_at_ms)
                      values (?1, ?2, ?3, ?4, ?5, ?6)
                      on conflict (account_id, conversation_id, agent_id, kind)
                      do update set content = excluded.content, updated_at_ms = excluded.updated_at_ms";
        DROP_DRAFT = "delete from draft where account_id = ?1 and conversation_id = ?2 and agent_id = ?3 and kind = ?4";
        DRAFT = "select kind, content, updated_at_ms from draft
                 where account_id = ?1 and conversation_id = ?2 and agent_id = ?3 order by updated_at_ms desc limit 2";
    }
    everywhere {
        BY_TRACK_TOKEN = "select account_id, coalesce(merged_into_id, id) from conversation where track_token = ?1";
        TO_RETURN = "select account_id, id from conversation
                     where returns_at_ms <= ?1 and status in ('waiting', 'snoozed') order by returns_at_ms limit ?2";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Conversation, Error> {
    Ok(Conversation {
        id: row.next()?,
        oid: row.next()?,
        reference: row.next()?,
        track_token: row.next()?,
        subject: row.next()?,
        status: Status::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("status"))?,
        channel: Channel::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("channel"))?,
        inbox_id: row.next()?,
        customer_id: row.next()?,
        assignee_id: row.next()?,
        team_id: row.next()?,
        tier: Tier::of_name(&row.next::<String>()?).unwrap_or_default(),
        skills: row.next()?,
        priority: row.next()?,
        linked_id: row.next()?,
        merged_into_id: row.next()?,
        created_at_ms: row.next()?,
        updated_at_ms: row.next()?,
        last_in_at_ms: row.next()?,
        last_out_at_ms: row.next()?,
        closed_at_ms: row.next()?,
        returns_at_ms: row.next()?,
        next_due_at_ms: row.next()?,
        message_count: row.next()?,
        trouble: row.next()?,
    })
}

pub(super) fn read_message(row: &mut Row) -> Result<Message, Error> {
    Ok(Message {
        id: row.next()?,
        oid: row.next()?,
        conversation_id: row.next()?,
        direction: Direction::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("direction"))?,
        channel: Channel::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("channel"))?,
        author_kind: row.next()?,
        author_id: row.next()?,
        author_name: row.next()?,
        author_address: row.next()?,
        recipients: row.next()?,
        subject: row.next()?,
        text: row.next()?,
        html: row.next()?,
        reply_text: row.next()?,
        quoted_text: row.next()?,
        forwarded: row.next()?,
        authentication: row.next()?,
        warning: row.next::<Option<String>>()?.as_deref().and_then(Warning::of_name),
        automatic: row.next()?,
        header_id: row.next()?,
        created_at_ms: row.next()?,
        arrival_id: row.next()?,
    })
}

pub(super) fn read_attachment(row: &mut Row) -> Result<Attachment, Error> {
    Ok(Attachment {
        id: row.next()?,
        oid: row.next()?,
        message_id: row.next()?,
        name: row.next()?,
        content_type: row.next()?,
        size_bytes: row.next()?,
        sha256: row.next()?,
        content_id: row.next()?,
        inline: row.next()?,
        created_at_ms: row.next()?,
    })
}

fn unreadable(column: &str) -> Error {
    Error::Broken(format!("conversation.{column} cannot be read"))
}
