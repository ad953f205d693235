//! The log of administrative changes: who changed what of the house, when, from what to what. It is read from the
//! event log, whose other events (conversations, promises, mails) have pages of their own.

mod pages;
mod values;

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use db::{Error, Row, Tx, args};
use kernel::id::Kind;
use office::account::{self, Member, Permission};
use serde_json::Value;
use spine::inbox;

use super::shown;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::Agent;

/// Changes on one page.
const PAGE: usize = 50;
/// Lines of a file at most.
const FILE_LINES: usize = 10_000;

/// What is no change of the house: the day's work, and what machines note by themselves. The index `event_house`
/// of the store leaves out the same.
macro_rules! of_the_house {
    () => {
        "e.account_id = ?1 and e.conversation_id is null and e.type not in (
      'agent.notices_changed', 'agent.presence_changed', 'agent.push_subscribed', 'agent.push_unsubscribed',
      'answer.held', 'answer.scheduled', 'answer.unscheduled', 'arrival.accepted', 'arrival.marked_spam',
      'arrival.settled', 'arrival.unmarked_spam', 'channel.alarmed', 'channel.recovered', 'customer.changed',
      'customer.created', 'domain.checked', 'mailbox.failed',
      'mailbox.reconciled', 'mailbox.recovered', 'message.delivered', 'message.failed', 'message.postponed',
      'message.retried', 'message.sent', 'notice.made', 'notice.read', 'promise.broken', 'promise.kept',
      'promise.made', 'promise.moved', 'promise.told', 'promise.voided', 'promise.warned')"
    };
}

db::queries! {
    "log";
    account {
        CHANGES = concat!("
    select e.seq, e.type, e.at_ms, e.actor_kind, a.name, t.name, e.data
      from event e
      left join agent a on a.account_id = e.account_id and a.id = e.actor_id and e.actor_kind = 'agent'
      left join token t on t.account_id = e.account_id and t.id = e.actor_id and e.actor_kind = 'integration'
     where ", of_the_house!(), "
       and (cast(?2 as bigint) is null or e.seq < ?2)
       and (cast(?3 as text) is null or substr(e.type, 1, length(cast(?3 as text))) = ?3)
       and (cast(?4 as bigint) is null or (e.actor_kind = 'agent' and e.actor_id = ?4))
     order by e.seq desc
     limit ?5");
    }
}

/// One change, as it was written down.
struct Change {
    seq: i64,
    kind: String,
    at_ms: i64,
    who: Who,
    data: Value,
}

/// Who did it.
enum Who {
    Person(String),
    Program(String),
    /// The product itself, or somebody on the command line.
    House,
}

fn read(row: &mut Row) -> Result<Change, Error> {
    let (seq, kind, at_ms) = (row.next()?, row.next()?, row.next()?);
    let actor_kind = row.next::<String>()?;
    let (person, program) = (row.next::<Option<String>>()?, row.next::<Option<String>>()?);
    let who = match (actor_kind.as_str(), person, program) {
        ("agent", Some(name), _) => Who::Person(name),
        ("integration", _, Some(name)) => Who::Program(name),
        _ => Who::House,
    };
    let data = serde_json::from_str(&row.next::<String>()?).unwrap_or_default();
    Ok(Change { seq, kind, at_ms, who, data })
}

/// What the log can be narrowed to: the first part of an event's type, and the key of its words.
const ABOUT: [(&str, &str); 11] = [
    ("inbox", "settings-log-about-inbox"),
    ("agent", "settings-log-about-agent"),
    ("team", "settings-log-about-team"),
    ("token", "settings-log-about-token"),
    ("account", "settings-log-about-account"),
    ("mailbox", "settings-log-about-mailbox"),
    ("template", "settings-log-about-template"),
    ("canned", "settings-log-about-canned"),
    ("signature", "settings-log-about-signature"),
    ("hook", "settings-log-about-hook"),
    ("contact", "settings-log-about-contact"),
];

/// Everything the page shows.
struct View {
    changes: Vec<Change>,
    people: Vec<Member>,
    filter: Fields,
    /// Where the page after this one begins.
    next: Option<i64>,
    now_ms: i64,
}

fn list(tx: &mut Tx<'_>, filter: &Fields, limit: usize) -> Result<(Vec<Change>, Vec<Member>), Fault> {
    let people = account::people(tx)?;
    let about = ABOUT.iter().find(|(about, _)| *about == filter.get("about"));
    let prefix = about.map(|(about, _)| format!("{about}."));
    let who = Kind::Agent.oid(filter.get("who"));
    let who = who.and_then(|oid| people.iter().find(|member| member.person.oid == oid));
    let who = who.map(|member| member.person.id);
    let before = filter.get("before").parse::<i64>().ok();
    let mut changes = tx.list(CHANGES, args![before, prefix, who, limit as i64], read)?;
    // What belongs to an inbox is called by its address.
    let inboxes = inbox::list(tx)?;
    for change in changes.iter_mut().filter(|change| change.data["name"].is_null()) {
        let named = change.data["inbox_id"].as_str().and_then(|name| Kind::Inbox.oid(name));
        let inbox = named.and_then(|oid| inboxes.iter().find(|inbox| inbox.oid == oid));
        if let (Some(inbox), Some(data)) = (inbox, change.data.as_object_mut()) {
            let name = inbox.address.as_deref().unwrap_or(&inbox.name);
            data.insert("name".to_owned(), name.into());
        }
    }
    Ok((changes, people))
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let filter = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let (mut changes, people) = list(tx, &filter, PAGE + 1)?;
            let more = changes.len() > PAGE;
            changes.truncate(PAGE);
            let next = changes.last().filter(|_| more).map(|last| last.seq);
            let view = View { changes, people, filter, next, now_ms: tx.now_ms() };
            Ok(shown(pages::draw(agent, &view)))
        })
        .await
}

/// The same as a file for a spreadsheet, the newest 10,000 changes.
pub(super) async fn file(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let filter = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let (changes, _) = list(tx, &filter, FILE_LINES)?;
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"riscontro-log.csv\""),
            ];
            Ok((headers, pages::file(agent, &changes)).into_response())
        })
        .await
}
