//! Rows of tasks and of the address book.

use db::{Error, Row};

use super::model::{State, Task, Whom};

macro_rules! columns {
    () => {
        "select id, oid, conversation_id, token, agent_id, contact_id, asked_by_id, title, text, files, due_at_ms,
                state, made_at_ms, reminded_at_ms, late_at_ms, settled_at_ms, answer, answered_via
           from task where account_id = ?1 "
    };
}

db::queries! {
    "task";
    account {
        ADD = "insert into task (account_id, id, oid, conversation_id, token, agent_id, contact_id, asked_by_id, title,
                 text, files, due_at_ms, remind_at_ms, state, made_at_ms)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 'open', ?14)";
        FIND = concat!(columns!(), "and id = ?2");
        BY_OID = concat!(columns!(), "and oid = ?2");
        OF_CONVERSATION = concat!(columns!(), "and conversation_id = ?2 order by id limit 200");
        MINE = concat!(columns!(), "and agent_id = ?2 and state = 'open' order by due_at_ms, id limit ?3");
        ASKED_BY = concat!(columns!(), "and asked_by_id = ?2 and state = 'open' order by due_at_ms, id limit ?3");
        LATE = concat!(columns!(), "and state = 'open' and due_at_ms < ?2 order by due_at_ms, id limit ?3");
        OPEN = concat!(columns!(), "and state = 'open' order by due_at_ms, id limit ?2");
        SETTLED = concat!(columns!(), "and state in ('done', 'declined', 'withdrawn') and id < ?2 order by id desc limit ?3");
        REHOME = "update task set conversation_id = ?3 where account_id = ?1 and id = ?2";
        SETTLE = "update task set state = ?3, settled_at_ms = ?4, answer = ?5, answered_via = ?6
                  where account_id = ?1 and id = ?2 and state = 'open'";
        MOVE = "update task set due_at_ms = ?3, remind_at_ms = ?4, reminded_at_ms = null, late_at_ms = null
                where account_id = ?1 and id = ?2 and state = 'open'";
        REMINDED = "update task set reminded_at_ms = ?3 where account_id = ?1 and id = ?2 and state = 'open'
                      and reminded_at_ms is null";
        FOUND_LATE = "update task set late_at_ms = ?3 where account_id = ?1 and id = ?2 and state = 'open'
                        and late_at_ms is null and due_at_ms <= ?3";
        LATE_OF = "select cast(count(*) as bigint), min(due_at_ms) from task
                   where account_id = ?1 and conversation_id = ?2 and state = 'open' and due_at_ms < ?3";
        ADD_MAIL = "insert into task_mail (account_id, header_id, task_id) values (?1, ?2, ?3)
                    on conflict (account_id, header_id) do nothing";
        OF_MAIL = "select task_id from task_mail where account_id = ?1 and header_id = ?2";

        ADD_CONTACT = "insert into contact (account_id, id, oid, kind, name, email, language, note, created_at_ms)
                       values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        SAVE_CONTACT = "update contact set kind = ?3, name = ?4, email = ?5, language = ?6, note = ?7
                        where account_id = ?1 and id = ?2";
        REMOVE_CONTACT = "update contact set removed_at_ms = ?3 where account_id = ?1 and id = ?2 and removed_at_ms is null";
        CONTACTS = "select id, oid, kind, name, email, language, note from contact
                    where account_id = ?1 and removed_at_ms is null order by lower(name), id limit 1000";
        CONTACT = "select id, oid, kind, name, email, language, note from contact where account_id = ?1 and id = ?2";
        CONTACT_BY_OID = "select id, oid, kind, name, email, language, note from contact
                          where account_id = ?1 and oid = ?2 and removed_at_ms is null";
    }
    everywhere {
        BY_TOKEN = "select account_id, id from task where token = ?1";
        TO_REMIND = "select account_id, id from task
                     where state = 'open' and reminded_at_ms is null and remind_at_ms <= ?1
                     order by remind_at_ms limit ?2";
        BECOMING_LATE = "select account_id, id from task
                         where state = 'open' and late_at_ms is null and due_at_ms <= ?1
                         order by due_at_ms limit ?2";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Task, Error> {
    Ok(Task {
        id: row.next()?,
        oid: row.next()?,
        conversation_id: row.next()?,
        token: row.next()?,
        whom: match (row.next::<Option<i64>>()?, row.next::<Option<i64>>()?) {
            (Some(agent_id), _) => Whom::Agent(agent_id),
            (None, Some(contact_id)) => Whom::Contact(contact_id),
            (None, None) => return Err(Error::Broken("a task is asked of nobody".to_owned())),
        },
        asked_by_id: row.next()?,
        title: row.next()?,
        text: row.next()?,
        files: serde_json::from_str(&row.next::<String>()?).unwrap_or_default(),
        due_at_ms: row.next()?,
        state: State::of_name(&row.next::<String>()?)
            .ok_or_else(|| Error::Broken("task.state cannot be read".to_owned()))?,
        made_at_ms: row.next()?,
        reminded_at_ms: row.next()?,
        late_at_ms: row.next()?,
        settled_at_ms: row.next()?,
        answer: row.next()?,
        answered_via: row.next()?,
    })
}
