//! Browsers that want to be told while the console is closed: the key they subscribe with, and who they are.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use db::Db;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::json;
use spine::notice::{self, Key, Subscription};
use wire::base64url;

use crate::Desk;
use crate::fault::Fault;
use crate::session::{Agent, Sent, blocking};

/// `GET /console/push/key`: the company's public key for push services (RFC 8292), made when first asked for.
pub(super) async fn key(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    let (db, account_id) = (desk.db.clone(), agent.account.id);
    let outcome = blocking(move || {
        if let Some(key) = db.read(account_id, notice::key)? {
            return Ok(key);
        }
        let fresh = fresh_key(&db, account_id)?;
        Ok(db.write(account_id, move |tx| notice::keep_key(tx, &fresh))?)
    });
    match outcome.await {
        Ok(key) => axum::Json(json!({ "key": key.public })).into_response(),
        Err(fault) => agent.problem(fault),
    }
}

/// A fresh key pair on the curve P-256, the private one sealed for this account.
fn fresh_key(db: &Db, account_id: i64) -> Result<Key, Fault> {
    let failed = |_| Fault::Broken("a key for push services could not be made".to_owned());
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).map_err(failed)?;
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random)
        .map_err(|_| Fault::Broken("a key for push services could not be read".to_owned()))?;
    let sealed = db.sealer().seal(&notice::key_place(account_id), document.as_ref())?;
    Ok(Key { public: base64url::encode(pair.public_key().as_ref()), sealed })
}

/// `POST /console/push`: this browser may be told by push.
pub(super) async fn subscribe(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    Sent { agent, fields }: Sent,
) -> Response {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let new = Subscription {
        id: 0,
        endpoint: fields.get("endpoint").to_owned(),
        p256dh: fields.get("p256dh").to_owned(),
        auth: fields.get("auth").to_owned(),
        user_agent: user_agent.to_owned(),
        full_text: fields.get("full") == "1",
        created_at_ms: 0,
    };
    let answer = agent.write(&desk.db, move |agent, tx| match notice::subscribe(tx, agent.id(), &new) {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(spine::Error::Refused(_)) => Ok(StatusCode::UNPROCESSABLE_ENTITY),
        Err(other) => Err(Fault::from(other)),
    });
    answer.await
}

/// `POST /console/push/gone`: no longer.
pub(super) async fn unsubscribe(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let endpoint = fields.get("endpoint").to_owned();
    let answer = agent.write(&desk.db, move |agent, tx| {
        notice::unsubscribe(tx, agent.id(), &endpoint)?;
        Ok(StatusCode::NO_CONTENT)
    });
    answer.await
}

/// `GET /sw.js`: the service worker; it stands at the root so that it may show notices of the whole console.
pub(super) async fn worker() -> Response {
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (HeaderName::from_static("service-worker-allowed"), "/console"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, web::assets::SERVICE_WORKER).into_response()
}
