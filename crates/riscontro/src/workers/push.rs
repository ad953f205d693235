//! Hands notices to browsers' push services: sealed for the browser, signed by the company, tried again while a
//! service is away, and forgotten when it no longer knows the browser.

use std::sync::Arc;
use std::time::Duration;

use db::Db;
use kernel::clock::Clock;
use spine::notice::{self, Parcel};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{blocking, insist, next_calm_turn};
use crate::sockets::push;
use crate::sockets::web::{Request, Web};

/// Pushes on their way at once, and looked at in one turn.
const AT_ONCE: usize = 8;
const BATCH: usize = 100;
/// A push service answers within this time.
const ONE_TRY: Duration = Duration::from_secs(15);
/// How long a service keeps a message for a browser that is not there; a day later it is old news.
const KEPT_SECONDS: i64 = 24 * 3_600;

pub async fn work(db: Db, web: Web, contact: String, stop: CancellationToken) {
    let mut hints = db.hints();
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut under_way = JoinSet::new();
    loop {
        let now_ms = db.clock().now_ms();
        let due = blocking(&db, move |db| db.read_everywhere(|tx| notice::due(tx, now_ms, BATCH))).await;
        match due {
            Some(Ok(due)) => {
                for (account_id, push_id) in due {
                    let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
                    if stop.is_cancelled() {
                        break;
                    }
                    let Some(parcel) = claim(&db, account_id, push_id).await else { continue };
                    let (db, web, contact) = (db.clone(), web.clone(), contact.clone());
                    under_way.spawn(async move {
                        hand_over(&db, &web, &contact, account_id, push_id, parcel).await;
                        drop(place);
                    });
                }
            }
            Some(Err(error)) => tracing::warn!(%error, "what is to be pushed could not be read"),
            None => {}
        }
        while under_way.try_join_next().is_some() {}
        if !next_calm_turn(&mut hints, &stop).await {
            break;
        }
    }
    while under_way.join_next().await.is_some() {}
}

async fn claim(db: &Db, account_id: i64, push_id: i64) -> Option<Parcel> {
    match db.submit(account_id, move |tx| notice::claim(tx, push_id)).answer().await {
        Ok(parcel) => parcel,
        Err(error) => {
            tracing::warn!(%error, account_id, push_id, "a push could not be claimed");
            None
        }
    }
}

/// What the push service said.
enum Said {
    Taken,
    /// The browser is gone for good (404 and 410, RFC 8030, section 7.3).
    Gone,
    /// This message will never be taken.
    Refused,
    /// Later, after so long when the service says so.
    Later(Option<i64>),
}

async fn hand_over(db: &Db, web: &Web, contact: &str, account_id: i64, push_id: i64, parcel: Parcel) {
    let said = match request(db, contact, account_id, &parcel).await {
        Some(request) => said(web, request, account_id, push_id).await,
        None => Said::Refused,
    };
    let (subscription_id, attempts) = (parcel.subscription.id, parcel.attempts);
    let outcome = match said {
        Said::Taken => insist(db, account_id, move |tx| notice::sent(tx, push_id)).await,
        Said::Gone => insist(db, account_id, move |tx| notice::drop_subscription(tx, subscription_id)).await,
        Said::Refused => insist(db, account_id, move |tx| notice::give_up(tx, push_id)).await,
        Said::Later(after_ms) => {
            insist(db, account_id, move |tx| notice::postpone(tx, push_id, attempts, after_ms)).await
        }
    };
    if let Err(error) = outcome {
        tracing::error!(%error, account_id, push_id, "what became of a push could not be written down");
    }
}

/// The message, sealed and signed; `None` when that cannot be done, which is in the log then.
async fn request(db: &Db, contact: &str, account_id: i64, parcel: &Parcel) -> Option<Request> {
    let (subscription, content) = (parcel.subscription.clone(), parcel.content.clone());
    let contact = contact.to_owned();
    let made = blocking(db, move |db| -> Result<Request, String> {
        let key = db.read(account_id, notice::key).map_err(|error| error.to_string())?;
        let key = key.ok_or("there is no key for push services")?;
        let document = db.sealer().open(&notice::key_place(account_id), &key.sealed);
        let document = document.map_err(|error| error.to_string())?;
        // The service goes by its own clock, whatever the demo's says.
        let now_ms = Clock::system().now_ms();
        let authorization =
            push::authorization(&subscription.endpoint, &contact, &document, &key.public, now_ms);
        let authorization = authorization.map_err(|error| error.to_string())?;
        let sealed = push::seal(content.as_bytes(), &subscription.p256dh, &subscription.auth);
        let sealed = sealed.map_err(|error| error.to_string())?;
        let mut request = Request::post(&subscription.endpoint, "application/octet-stream", sealed)
            .header("content-encoding", "aes128gcm")
            .header("ttl", &KEPT_SECONDS.to_string())
            .header("urgency", "high")
            .header("authorization", &authorization);
        request.timeout = ONE_TRY;
        request.most_bytes = 16 * 1024;
        Ok(request)
    });
    match made.await? {
        Ok(request) => Some(request),
        Err(why) => {
            tracing::warn!(why, account_id, "a push could not be made");
            None
        }
    }
}

async fn said(web: &Web, request: Request, account_id: i64, push_id: i64) -> Said {
    let answer = match web.send(request).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::warn!(%error, account_id, push_id, "a push service could not be asked");
            return Said::Later(None);
        }
    };
    match answer.status {
        200..=299 => Said::Taken,
        404 | 410 => Said::Gone,
        429 | 500..=599 => {
            let after = answer.header("retry-after").and_then(|value| value.trim().parse::<i64>().ok());
            Said::Later(after.map(|seconds| seconds.clamp(1, 3_600) * 1_000))
        }
        status => {
            tracing::warn!(status, account_id, push_id, "a push service refused a push");
            Said::Refused
        }
    }
}
