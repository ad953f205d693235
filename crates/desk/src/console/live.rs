//! The stream that keeps open pages current: one hint for every event of the account, numbered as in its log.
//! A hint carries no text; the page fetches again what it shows. Beside the hints it says who looks at what, which
//! is in no log.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::{get, post};
use db::args;
use futures_core::Stream;
use kernel::id::Kind;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;

use super::presence::{self, Change};
use crate::Desk;
use crate::fields::Fields;
use crate::session::{Agent, blocking};

db::queries! {
    "console_live";
    account {
        AFTER = "select e.seq, e.type, c.oid, case when e.type like 'notice.%' then e.data end from event e
                 left join conversation c on c.account_id = e.account_id and c.id = e.conversation_id
                 where e.account_id = ?1 and e.seq > ?2 order by e.seq limit ?3";
        END = "select event_seq from account where account_id = ?1";
    }
}

/// The stream's address.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/console/live", get(live)).route("/console/presence", post(presence::say))
}

/// Hints fetched at once; who is further behind loads the page again.
const BATCH: usize = 500;
/// A stream ends after this time and the browser asks again: a session that is over stops hearing.
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// Silence longer than this looks like a broken line.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often the log is looked at without a hint: on PostgreSQL another node may have written.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Hints waiting for a slow browser.
const WAITING: usize = 64;

struct Hint {
    seq: i64,
    kind: String,
    conversation: Option<String>,
    /// Whom a notice is for: nobody else hears of it.
    reader: Option<String>,
    /// The notice it is about.
    notice: Option<String>,
}

/// Whose stream it is.
struct Listener {
    account_id: i64,
    agent_id: i64,
    /// Outside name.
    name: String,
}

/// `GET /console/live?after=SEQ`: events after that number, or after `Last-Event-ID`, then as they happen.
async fn live(
    State(desk): State<Arc<Desk>>,
    agent: Agent,
    headers: HeaderMap,
    uri: Uri,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let last =
        headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|id| id.parse().ok());
    let asked = Fields::of_query(uri.query()).get("after").parse().ok();
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let stop = desk.stop.clone();
        let listener = Listener {
            account_id: agent.account.id,
            agent_id: agent.id(),
            name: Kind::Agent.name(&agent.person().oid),
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LONGEST) => {}
            () = sender.closed() => {}
            () = follow(&desk, &listener, last.or(asked), &sender) => {}
        }
    });
    Sse::new(Hints(receiver)).keep_alive(KeepAlive::new().interval(HEARTBEAT))
}

/// Sends what was recorded after `after`, and goes on until the browser or the store is gone.
async fn follow(desk: &Arc<Desk>, listener: &Listener, after: Option<i64>, sender: &mpsc::Sender<Event>) {
    let account_id = listener.account_id;
    let mut wakes = desk.db.hints();
    let mut presence = desk.presence.changes();
    let Some(mut seq) = (match after {
        Some(after) => Some(after),
        None => end(desk, account_id).await,
    }) else {
        return;
    };
    let pause = if desk.db.is_embedded() { LONGEST } else { LOOK_AGAIN };
    loop {
        let Some(hints) = since(desk, account_id, seq).await else { return };
        if hints.len() == BATCH {
            let Some(end) = end(desk, account_id).await else { return };
            seq = end;
            if sender.send(Event::default().event("reload").id(seq.to_string()).data("{}")).await.is_err() {
                return;
            }
            continue;
        }
        for hint in hints {
            seq = hint.seq;
            if hint.reader.as_ref().is_some_and(|reader| *reader != listener.name) {
                continue;
            }
            if sender.send(event(&hint)).await.is_err() {
                return;
            }
        }
        let look_again = tokio::time::Instant::now() + pause;
        loop {
            tokio::select! {
                () = tokio::time::sleep_until(look_again) => break,
                wake = wakes.recv() => match wake {
                    Ok(hint) if hint.account_id == account_id && hint.seq > seq => break,
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => break,
                    Err(RecvError::Closed) => return,
                },
                change = presence.recv() => match change {
                    Ok(change) if is_for(&change, listener) => {
                        let said = Event::default().event("presence").data(&*change.data);
                        if sender.send(said).await.is_err() {
                            return;
                        }
                    }
                    // Whoever missed a change hears of the next one; windows speak up every twenty seconds.
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                },
            }
        }
    }
}

fn is_for(change: &Change, listener: &Listener) -> bool {
    change.account_id == listener.account_id && change.agent_id.is_none_or(|one| one == listener.agent_id)
}

fn event(hint: &Hint) -> Event {
    let mut data =
        serde_json::json!({ "seq": hint.seq, "type": hint.kind, "conversation_id": hint.conversation });
    if let Some(notice) = &hint.notice {
        data["notice_id"] = serde_json::Value::String(notice.clone());
    }
    Event::default().id(hint.seq.to_string()).data(data.to_string())
}

async fn since(desk: &Arc<Desk>, account_id: i64, seq: i64) -> Option<Vec<Hint>> {
    let db = desk.db.clone();
    let read = move || {
        let hints = db.read(account_id, |tx| {
            tx.list(AFTER, args![seq, BATCH], |row| {
                let (seq, kind, oid) = (row.next()?, row.next()?, row.next::<Option<String>>()?);
                let conversation = oid.map(|oid| Kind::Conversation.name(&oid));
                let data = row.next::<Option<String>>()?.unwrap_or_default();
                let data: serde_json::Value = serde_json::from_str(&data).unwrap_or_default();
                let text = |name: &str| data[name].as_str().map(str::to_owned);
                Ok(Hint { seq, kind, conversation, reader: text("agent_id"), notice: text("notice_id") })
            })
        })?;
        Ok(hints)
    };
    blocking(read).await.ok()
}

async fn end(desk: &Arc<Desk>, account_id: i64) -> Option<i64> {
    let db = desk.db.clone();
    blocking(move || Ok(db.read(account_id, |tx| tx.number(END, &[]))?)).await.ok()
}

/// The number the account's log ends with now: what a page shows is everything up to it.
pub fn seq(tx: &mut db::Tx<'_>) -> Result<i64, db::Error> {
    tx.number(END, &[])
}

struct Hints(mpsc::Receiver<Event>);

impl Stream for Hints {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|event| event.map(Ok))
    }
}
