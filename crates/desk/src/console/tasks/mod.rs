//! Tasks: what is needed from others so that a customer gets an answer. Lists, one task, asking for one; and the
//! address book of those who are asked by mail.

mod contacts;
mod pages;
#[cfg(test)]
mod tests;
mod understood;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use jiff::tz::TimeZone;
use kernel::id::Kind;
use maud::Markup;
use office::account::Permission;
use spine::conversation::{self, Attachment, Author, Conversation};
use spine::error::Field;
use spine::task::{self, Ask, Contact, Outcome, Task, View, Whom};
use spine::{Error, agent, inbox, topic};
use words::Say;

pub(crate) use pages::panel;

use crate::Desk;
use crate::console::moments::{instant, local, zone};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

/// Rows of one list.
const PAGE: usize = 100;

/// Addresses of tasks.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .merge(contacts::routes())
        .route("/console/tasks", get(list))
        .route("/console/understood/{conversation}", get(understood::page).post(understood::save))
        .route("/console/tasks/new", get(blank).post(create))
        .route("/console/tasks/{name}", get(page))
        .route("/console/tasks/{name}/settle", post(settle))
        .route("/console/tasks/{name}/withdraw", post(withdraw))
        .route("/console/tasks/{name}/move", post(move_due))
}

/// A task with the names of what it points to.
struct Line {
    task: Task,
    whom: String,
    asked_by: Option<String>,
    conversation: Conversation,
}

fn line(tx: &mut Tx<'_>, task: Task) -> Result<Line, Fault> {
    let whom = match task.whom {
        Whom::Agent(agent_id) => agent::find(tx, agent_id)?.name,
        Whom::Contact(contact_id) => task::contact(tx, contact_id)?.name,
    };
    let asked_by = match task.asked_by_id {
        Some(agent_id) => Some(agent::find(tx, agent_id)?.name),
        None => None,
    };
    let conversation = conversation::find(tx, task.conversation_id)?;
    Ok(Line { task, whom, asked_by, conversation })
}

/// Which list is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shelf {
    Mine,
    Asked,
    Late,
    Open,
    Settled,
}

impl Shelf {
    const ALL: [Self; 5] = [Self::Mine, Self::Asked, Self::Late, Self::Open, Self::Settled];

    fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Asked => "asked",
            Self::Late => "late",
            Self::Open => "open",
            Self::Settled => "settled",
        }
    }

    fn of_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|shelf| shelf.name() == name).unwrap_or(Self::Mine)
    }

    fn view(self, agent_id: i64) -> View {
        match self {
            Self::Mine => View::Mine(agent_id),
            Self::Asked => View::AskedBy(agent_id),
            Self::Late => View::Late,
            Self::Open => View::Open,
            Self::Settled => View::Settled,
        }
    }
}

async fn list(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let shelf = Shelf::of_name(Fields::of_query(query.as_deref()).get("view"));
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::Read)?;
            let mut lines = Vec::new();
            for task in task::tasks(tx, shelf.view(agent.id()), i64::MAX, PAGE)? {
                lines.push(line(tx, task)?);
            }
            Ok(Html(pages::list(agent, shelf, &lines, &zone(agent), tx.now_ms()).into_string()))
        })
        .await
}

fn named(tx: &mut Tx<'_>, name: &str) -> Result<Task, Fault> {
    let oid = Kind::Task.oid(name).ok_or(Fault::Missing)?;
    Ok(task::by_oid(tx, oid)?)
}

/// The form of a new task: about which conversation, and who can be asked.
struct Asking {
    conversation: Conversation,
    colleagues: Vec<agent::Agent>,
    contacts: Vec<Contact>,
    files: Vec<Attachment>,
    zone: TimeZone,
    now_ms: i64,
}

fn asking(tx: &mut Tx<'_>, name: &str) -> Result<Asking, Fault> {
    let oid = Kind::Conversation.oid(name).ok_or(Fault::Missing)?;
    let conversation = conversation::by_oid(tx, oid)?;
    let mut files = Vec::new();
    for message in conversation::messages(tx, conversation.id, 0, 200)? {
        files.extend(conversation::attachments(tx, message.id)?.into_iter().filter(|file| !file.inline));
    }
    Ok(Asking {
        colleagues: agent::list(tx)?.into_iter().filter(|agent| agent.active).collect(),
        contacts: task::contacts(tx)?,
        zone: inbox::find(tx, conversation.inbox_id)?.hours.timezone().clone(),
        files,
        now_ms: tx.now_ms(),
        conversation,
    })
}

async fn blank(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let fields = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::Handle)?;
            let asking = asking(tx, fields.get("conversation"))?;
            let values = Fields::of_pairs([("due", local(suggested(&asking), &asking.zone))]);
            Ok(Html(pages::new(agent, &asking, &values, &Wrong::default()).into_string()))
        })
        .await
}

/// Half-way to the customer's promise; two hours from now where none runs.
fn suggested(asking: &Asking) -> i64 {
    let now_ms = asking.now_ms;
    match asking.conversation.next_due_at_ms {
        Some(due_ms) if due_ms > now_ms + 120_000 => now_ms + (due_ms - now_ms) / 2,
        _ => now_ms + 2 * 3_600_000,
    }
}

async fn create(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::Handle)?;
            let asking = asking(tx, fields.get("conversation"))?;
            let mut wrong = Wrong::default();
            let whom = whom(tx, fields.get("whom"))?;
            let due = instant(fields.get("due"), &asking.zone);
            if whom.is_none() {
                wrong.add(agent.say, "whom", "task-error-whom");
            }
            if due.is_none() {
                wrong.add(agent.say, "due", "task-error-due");
            }
            let (Some(whom), Some(due_at_ms)) = (whom, due) else {
                return Ok(again(agent, &asking, &fields, &wrong));
            };
            let ask = Ask {
                whom,
                title: fields.get("title").to_owned(),
                text: fields.get("text").to_owned(),
                due_at_ms,
                later_than_promise: fields.get("later") == "yes",
                files: fields
                    .all("file")
                    .filter_map(|name| Kind::Attachment.oid(name))
                    .map(str::to_owned)
                    .collect(),
            };
            let asked = task::ask(tx, &asking.conversation, ask, agent.actor());
            match wrong.take(agent.say, asked, place)? {
                Some(asked) => Ok(to(&asked)),
                None => Ok(again(agent, &asking, &fields, &wrong)),
            }
        })
        .await
}

fn again(agent: &Agent, asking: &Asking, fields: &Fields, wrong: &Wrong) -> Response {
    let page = pages::new(agent, asking, fields, wrong).into_string();
    (axum::http::StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()
}

/// `agt_…` or `con_…`.
fn whom(tx: &mut Tx<'_>, name: &str) -> Result<Option<Whom>, Fault> {
    if let Some(oid) = Kind::Agent.oid(name) {
        return Ok(Some(Whom::Agent(agent::by_oid(tx, oid)?.id)));
    }
    match Kind::Contact.oid(name) {
        Some(oid) => Ok(Some(Whom::Contact(task::contact_by_oid(tx, oid)?.id))),
        None => Ok(None),
    }
}

/// Which field a refusal stands beside, and its sentence.
fn place(refused: &Field) -> (&'static str, &'static str) {
    match refused.pointer.split('/').nth(1).unwrap_or_default() {
        "title" => ("title", "task-error-title"),
        "text" => ("text", "task-error-text"),
        "due_at" => ("due", "task-error-due"),
        "later_than_promise" => ("later", "task-error-later"),
        "files" => ("file", "task-error-files"),
        "answer" => ("answer", "task-error-answer"),
        _ => ("whom", "task-error-whom"),
    }
}

fn to(task: &Task) -> Response {
    Redirect::to(&format!("/console/tasks/{}", Kind::Task.name(&task.oid))).into_response()
}

fn one(agent: &Agent, tx: &mut Tx<'_>, task: Task, values: &Fields, wrong: &Wrong) -> Result<Markup, Fault> {
    let files = task::shown_files(tx, &task)?;
    let line = line(tx, task)?;
    let zone = inbox::find(tx, line.conversation.inbox_id)?.hours.timezone().clone();
    Ok(pages::one(agent, &line, &files, values, wrong, &zone, tx.now_ms()))
}

async fn page(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::Read)?;
            let task = named(tx, &name)?;
            Ok(Html(one(agent, tx, task, &Fields::default(), &Wrong::default())?.into_string()))
        })
        .await
}

/// After an act: the task again, or what was wrong with it.
fn settled(
    agent: &Agent,
    tx: &mut Tx<'_>,
    task: Task,
    fields: &Fields,
    outcome: Result<Task, Error>,
) -> Result<Response, Fault> {
    let mut wrong = Wrong::default();
    if let Err(Error::Conflict(_)) = outcome {
        wrong.add(agent.say, "answer", "task-error-settled");
    } else if let Some(task) = wrong.take(agent.say, outcome, place)? {
        return Ok(to(&task));
    }
    let now = task::find(tx, task.id)?;
    let page = one(agent, tx, now, fields, &wrong)?.into_string();
    Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

async fn settle(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::Handle)?;
            let task = named(tx, &name)?;
            let outcome = Outcome::of_name(fields.get("outcome")).unwrap_or(Outcome::Done);
            let author = Author::Agent { id: agent.id(), name: agent.person().name.clone() };
            let done = task::settle(tx, &task, outcome, fields.get("answer"), author, "console");
            settled(agent, tx, task, &fields, done)
        })
        .await
}

async fn withdraw(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::Handle)?;
            let task = named(tx, &name)?;
            let done = task::withdraw(tx, &task, agent.actor());
            settled(agent, tx, task, &fields, done)
        })
        .await
}

async fn move_due(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::Handle)?;
            let task = named(tx, &name)?;
            let conversation = conversation::find(tx, task.conversation_id)?;
            let zone = inbox::find(tx, conversation.inbox_id)?.hours.timezone().clone();
            let moved = match instant(fields.get("due"), &zone) {
                Some(due_at_ms) => {
                    task::move_due(tx, &task, due_at_ms, fields.get("later") == "yes", agent.actor())
                }
                None => Err(Error::refused("/due_at", "is no moment")),
            };
            settled(agent, tx, task, &fields, moved)
        })
        .await
}

/// For the page of a conversation: what was understood of it, and what was asked of others.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Outside name of the conversation.
    conversation: String,
    tasks: Vec<(Task, String)>,
    topic: Option<String>,
    order_number: Option<String>,
    /// Somebody corrected topic or order number.
    corrected: bool,
}

/// Reads what stands beside a conversation.
pub(crate) fn beside(tx: &mut Tx<'_>, conversation: &Conversation, say: Say) -> Result<Beside, Fault> {
    let mut tasks = Vec::new();
    for task in task::of_conversation(tx, conversation.id)? {
        let line = line(tx, task)?;
        tasks.push((line.task, line.whom));
    }
    let understood = topic::of(tx, conversation.id)?;
    Ok(Beside {
        conversation: Kind::Conversation.name(&conversation.oid),
        tasks,
        topic: topic::label(tx, understood.topic.as_deref(), say.language)?,
        order_number: understood.order_number,
        corrected: understood.corrected_at_ms.is_some(),
    })
}
