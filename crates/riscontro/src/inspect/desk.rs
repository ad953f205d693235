//! What must hold of what came with the desk: tasks and their mails, answers that leave later, the words messages are
//! found by, the moment that makes a conversation urgent.

use db::{Error, Row};
use serde_json::Value;
use spine::task::State as Stand;

use super::rules::Say;
use super::store::Found;

db::queries! {
    "inspect_desk";
    account {}
    everywhere {
        TASKS = "
    select t.account_id, t.id, t.oid, t.state, t.settled_at_ms, t.answer, t.agent_id is not null,
           t.contact_id is not null,
           exists (select 1 from conversation c where c.account_id = t.account_id and c.id = t.conversation_id),
           exists (select 1 from agent a where a.account_id = t.account_id and a.id = t.agent_id)
             or exists (select 1 from contact k where k.account_id = t.account_id and k.id = t.contact_id),
           t.remind_at_ms, t.due_at_ms
      from task t
     where (t.account_id, t.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by t.account_id, t.id
     limit ?3";
        TASK_MAILS = "
    select o.account_id, o.id, o.oid,
           exists (select 1 from task_mail m join task t on t.account_id = m.account_id and t.id = m.task_id
                    where m.account_id = o.account_id and m.header_id = o.header_id)
      from outbox o
     where o.kind = 'task' and (o.account_id, o.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by o.account_id, o.id
     limit ?3";
        SCHEDULED = "
    select s.account_id, s.id, s.oid, s.state, s.held_why, s.content,
           exists (select 1 from conversation c where c.account_id = s.account_id and c.id = s.conversation_id),
           exists (select 1 from agent a where a.account_id = s.account_id and a.id = s.agent_id)
      from scheduled s
     where (s.account_id, s.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by s.account_id, s.id
     limit ?3";
        LOOSE_FILE = "select 1 from attachment where account_id = ?1 and oid = ?2 and message_id is null limit 1";
        SEARCHED = "
    select m.account_id, m.id, m.oid, m.conversation_id, s.conversation_id, b.message_id,
           exists (select 1 from search_queue q where q.account_id = m.account_id and q.message_id = m.id)
      from message m
      left join search_text s on s.account_id = m.account_id and s.message_id = m.id
      left join search_backlog b on b.account_id = m.account_id
     where (m.account_id, m.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by m.account_id, m.id
     limit ?3";
        WORDS_OF_NOTHING = "
    select s.account_id, s.message_id, s.conversation_id from search_text s
     where not exists (select 1 from message m where m.account_id = s.account_id and m.id = s.message_id)
     order by s.account_id, s.message_id
     limit 100";
        URGENT = "
    select c.account_id, c.id, c.oid, c.urgent_at_ms,
           coalesce((select coalesce(f.due_at_ms, p.due_at_ms) from promise p
                       left join promise f on f.account_id = p.account_id and f.id = p.follows_id and f.state = 'broken'
                      where p.account_id = c.account_id and p.conversation_id = c.id and p.state = 'open'
                      order by p.due_at_ms, p.id limit 1), 9000000000000000)
      from conversation c
     where (c.account_id, c.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by c.account_id, c.id
     limit ?3";
    }
}

pub(super) struct Task {
    state: String,
    settled_at_ms: Option<i64>,
    answer: Option<String>,
    of_agent: bool,
    of_contact: bool,
    conversation_exists: bool,
    whom_exists: bool,
    remind_at_ms: Option<i64>,
    due_at_ms: i64,
}

pub(super) fn read_task(row: &mut Row) -> Result<Task, Error> {
    Ok(Task {
        state: row.next()?,
        settled_at_ms: row.next()?,
        answer: row.next()?,
        of_agent: row.next()?,
        of_contact: row.next()?,
        conversation_exists: row.next()?,
        whom_exists: row.next()?,
        remind_at_ms: row.next()?,
        due_at_ms: row.next()?,
    })
}

pub(super) fn task(found: &Found<Task>, say: &mut Say<'_>) {
    let row = &found.row;
    if !row.conversation_exists {
        say("its conversation does not exist".to_owned());
    }
    match (row.of_agent, row.of_contact) {
        (true, true) => say("it is asked of two at once".to_owned()),
        (false, false) => say("it is asked of nobody".to_owned()),
        (true, false) | (false, true) if !row.whom_exists => {
            say("whoever it is asked of does not exist".to_owned())
        }
        (true, false) | (false, true) => {}
    }
    match (Stand::of_name(&row.state), row.settled_at_ms) {
        (None, _) => say(format!("its state {:?} is none", row.state)),
        (Some(Stand::Open), Some(_)) => say("it is open and settled at once".to_owned()),
        (Some(Stand::Done | Stand::Declined | Stand::Withdrawn), None) => {
            say(format!("it is {} and nothing says since when", row.state));
        }
        (Some(Stand::Declined), Some(_)) if row.answer.as_deref().is_none_or(|why| why.trim().is_empty()) => {
            say("it was declined and nothing says why".to_owned());
        }
        (Some(Stand::Open | Stand::Done | Stand::Declined | Stand::Withdrawn), _) => {}
    }
    if row.remind_at_ms.is_some_and(|at_ms| at_ms > row.due_at_ms) {
        say("it is reminded of after it is due".to_owned());
    }
}

pub(super) fn read_task_mail(row: &mut Row) -> Result<bool, Error> {
    row.next()
}

pub(super) fn task_mail(found: &Found<bool>, say: &mut Say<'_>) {
    if !found.row {
        say("it is of no task: an answer to it would find nobody".to_owned());
    }
}

pub(super) struct Scheduled {
    state: String,
    held_why: Option<String>,
    content: String,
    conversation_exists: bool,
    agent_exists: bool,
}

impl Scheduled {
    /// Uploads it names, by oid, while it waits to leave: those of one that is held go like any other upload.
    pub fn files(&self) -> Vec<String> {
        if self.state != spine::scheduled::State::Waiting.name() {
            return Vec::new();
        }
        let content: Value = serde_json::from_str(&self.content).unwrap_or_default();
        let oids = content["attachments"].as_array().into_iter().flatten();
        oids.filter_map(|oid| oid.as_str().map(str::to_owned)).collect()
    }
}

pub(super) fn read_scheduled(row: &mut Row) -> Result<Scheduled, Error> {
    Ok(Scheduled {
        state: row.next()?,
        held_why: row.next()?,
        content: row.next()?,
        conversation_exists: row.next()?,
        agent_exists: row.next()?,
    })
}

pub(super) fn scheduled(found: &Found<Scheduled>, say: &mut Say<'_>) {
    use spine::scheduled::State;

    let row = &found.row;
    if !row.conversation_exists {
        say("its conversation does not exist".to_owned());
    }
    if !row.agent_exists {
        say("whoever wrote it does not exist".to_owned());
    }
    match State::of_name(&row.state) {
        None => say(format!("its state {:?} is none", row.state)),
        Some(State::Held) if row.held_why.is_none() => say("it is held and nothing says why".to_owned()),
        Some(State::Waiting | State::Held) => {}
    }
}

pub(super) struct Searched {
    conversation_id: i64,
    /// Where its words are kept; `None` when they are not.
    kept_in: Option<i64>,
    /// Up to which message older ones were made searchable; `None` when all are.
    done_to: Option<i64>,
    /// Its words are written down in a moment.
    is_queued: bool,
}

pub(super) fn read_searched(row: &mut Row) -> Result<Searched, Error> {
    Ok(Searched {
        conversation_id: row.next()?,
        kept_in: row.next()?,
        done_to: row.next()?,
        is_queued: row.next()?,
    })
}

pub(super) fn searched(found: &Found<Searched>, say: &mut Say<'_>) {
    let row = &found.row;
    match row.kept_in {
        // Its turn is still to come.
        None if row.is_queued || row.done_to.is_some_and(|done_to| done_to < found.id) => {}
        None => say("nobody can find it: its words are not kept, and nothing waits to keep them".to_owned()),
        Some(other) if other != row.conversation_id => {
            say(format!("its words are kept with conversation {other}"));
        }
        Some(_) => {}
    }
}

pub(super) struct Urgent {
    says_ms: i64,
    is_ms: i64,
}

pub(super) fn read_urgent(row: &mut Row) -> Result<Urgent, Error> {
    Ok(Urgent { says_ms: row.next()?, is_ms: row.next()? })
}

pub(super) fn urgent(found: &Found<Urgent>, say: &mut Say<'_>) {
    if found.row.says_ms != found.row.is_ms {
        let Urgent { says_ms, is_ms } = &found.row;
        say(format!("it is listed as urgent at {says_ms} and its promises say {is_ms}"));
    }
}
