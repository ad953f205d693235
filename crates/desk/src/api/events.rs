//! The account's event log: read by number, or followed as it grows.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use db::{Row, Tx, args};
use futures_core::Stream;
use kernel::id::Kind;
use office::account;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::call::{Answer, Ask};
use super::given::{self, at, name_some, with_moments};
use super::problem::Problem;
use super::{doorstep, page, store};
use crate::Desk;

/// Streams open at once on this node.
const STREAMS_MAX: usize = 1_000;
/// A silent stream says that it is there.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often the log is looked at without a hint: on PostgreSQL another node may have written.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Events read at once.
const BATCH: usize = 200;
/// Events that wait for a slow reader.
const WAITING: usize = 64;

struct Shown {
    seq: i64,
    kind: String,
    body: Value,
}

fn read(row: &mut Row) -> Result<Shown, db::Error> {
    let seq = row.next::<i64>()?;
    let kind = row.next::<String>()?;
    let at_ms = row.next::<i64>()?;
    let actor_kind = row.next::<String>()?;
    let actor_oid = row.next::<Option<String>>()?;
    let named = match actor_kind.as_str() {
        "customer" => Kind::Customer,
        "integration" => Kind::Token,
        _ => Kind::Agent,
    };
    let body = json!({
        "seq": seq,
        "type": kind,
        "at": at(at_ms),
        "actor": { "kind": actor_kind, "id": name_some(named, actor_oid.as_deref()) },
        "conversation_id": name_some(Kind::Conversation, row.next::<Option<String>>()?.as_deref()),
        "data": with_moments(given::kept(Some(&row.next::<String>()?))),
    });
    Ok(Shown { seq, kind, body })
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let after = ask.page.after_seq()?;
    let mut rows = tx.list(store::EVENTS, args![after, ask.limit()], read)?;
    let next = (rows.len() > ask.page.limit).then(|| {
        rows.truncate(ask.page.limit);
        rows.last().map(|last| last.seq.to_string())
    });
    Ok(page::of(ask, rows.into_iter().map(|row| row.body).collect(), next.flatten()))
}

/// A place among the open streams, free again when dropped.
struct Place(Arc<Desk>);

impl Place {
    fn take(desk: &Arc<Desk>) -> Result<Self, Problem> {
        if desk.doorstep.streams.fetch_add(1, Ordering::SeqCst) >= STREAMS_MAX {
            desk.doorstep.streams.fetch_sub(1, Ordering::SeqCst);
            let detail = "Too many streams are open on this node.";
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail).retry_after(5));
        }
        Ok(Self(Arc::clone(desk)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.doorstep.streams.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Server-sent events from where the client stopped, without a gap: the hints are listened to before the log is read.
pub(super) fn follow(ask: Ask, headers: &HeaderMap) -> Result<Response, Problem> {
    let from_header = match headers.get("last-event-id").map(|value| value.to_str().unwrap_or("?").trim()) {
        None | Some("") => None,
        Some(given) => Some(given.parse::<i64>().ok().filter(|seq| *seq >= 0).ok_or_else(|| {
            Problem::outside_body("header", "Last-Event-ID", "must be the number of an event, or 0")
        })?),
    };
    let after = match from_header {
        Some(after) => after,
        None => ask.page.after_seq()?,
    };
    let place = Place::take(&ask.desk)?;
    let secret = doorstep::bearer_token(headers).map(str::to_owned).unwrap_or_default();
    let (sender, receiver) = mpsc::channel(WAITING);
    let follower =
        Follower { desk: Arc::clone(&ask.desk), account_id: ask.account_id(), secret, after, sender };
    tokio::spawn(async move {
        let _place = place;
        follower.run().await;
    });
    let mut response = Response::new(Body::from_stream(Lines(receiver)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

struct Follower {
    desk: Arc<Desk>,
    account_id: i64,
    secret: String,
    /// The last number written.
    after: i64,
    sender: mpsc::Sender<String>,
}

impl Follower {
    /// Goes on until the client or the node leaves, or the token ends.
    async fn run(mut self) {
        let (stop, client) = (self.desk.stop.clone(), self.sender.clone());
        tokio::select! {
            () = stop.cancelled() => {}
            () = client.closed() => {}
            _ = self.write_on() => {}
        }
    }

    /// Ends with nothing when there is no point in going on.
    async fn write_on(&mut self) -> Option<()> {
        let mut hints = self.desk.db.hints();
        self.say("retry: 2000\n\n".to_owned()).await?;
        let mut beat = Instant::now() + HEARTBEAT;
        let pause = if self.desk.db.is_embedded() { HEARTBEAT } else { LOOK_AGAIN };
        loop {
            self.catch_up().await?;
            let look_again = Instant::now() + pause;
            loop {
                tokio::select! {
                    hint = hints.recv() => match hint {
                        Ok(hint) if hint.account_id == self.account_id && hint.seq > self.after => break,
                        Ok(_) => {}
                        Err(RecvError::Lagged(_)) => break,
                        Err(RecvError::Closed) => return None,
                    },
                    () = tokio::time::sleep_until(beat) => {
                        beat = Instant::now() + HEARTBEAT;
                        self.still_opens().await?;
                        self.say(": still here\n\n".to_owned()).await?;
                    }
                    () = tokio::time::sleep_until(look_again) => break,
                }
            }
        }
    }

    /// Writes everything the log holds beyond the last number written.
    async fn catch_up(&mut self) -> Option<()> {
        loop {
            let (db, account_id, after) = (self.desk.db.clone(), self.account_id, self.after);
            let rows = doorstep::blocking(move || {
                db.read(account_id, |tx| tx.list(store::EVENTS, args![after, BATCH], read))
                    .map_err(Problem::from)
            });
            let rows = rows.await.ok()?;
            let whole = rows.len() < BATCH;
            for row in rows {
                self.say(format!("id: {}\nevent: {}\ndata: {}\n\n", row.seq, row.kind, row.body)).await?;
                self.after = row.seq;
            }
            if whole {
                return Some(());
            }
        }
    }

    async fn still_opens(&self) -> Option<()> {
        let (db, secret) = (self.desk.db.clone(), self.secret.clone());
        let bearer = doorstep::blocking(move || Ok(db.read_everywhere(|tx| account::token(tx, &secret))?));
        bearer.await.ok()?.map(|_| ())
    }

    async fn say(&mut self, text: String) -> Option<()> {
        self.sender.send(text).await.ok()
    }
}

/// What the follower says, as the body of the answer.
struct Lines(mpsc::Receiver<String>);

impl Stream for Lines {
    type Item = Result<String, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|text| text.map(Ok))
    }
}
