//! Access tokens of short life for mailboxes without a password (RFC 6749, section 6): fetched when needed, kept until
//! shortly before they end.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use db::Db;
use serde_json::Value;
use spine::mailbox::{self, Connect, Credential, Fault, FaultKind, Token};

use crate::sockets::web::{Request, Web};
use crate::workers::blocking;

/// A token is renewed this long before its end.
const BEFORE_ITS_END: Duration = Duration::from_secs(120);
/// How long a token lives when its issuer does not say.
const LIFE_SECONDS: u64 = 3_600;
/// A token is not believed to live longer than a day, whatever its issuer says.
const LONGEST_LIFE_SECONDS: u64 = 86_400;
/// Tokens kept at most; mailboxes of one installation are far fewer.
const MOST_KEPT: usize = 10_000;

/// The tokens of a node.
pub struct Tokens {
    web: Web,
    kept: Mutex<Kept>,
}

/// By account, inbox and refresh token: the access token, and until when it is good.
type Kept = BTreeMap<(i64, i64, String), (String, Instant)>;

/// What an issuer gave.
struct Issued {
    access: String,
    life: Duration,
    refresh: Option<String>,
}

impl Tokens {
    pub fn new(web: Web) -> Self {
        Self { web, kept: Mutex::default() }
    }

    /// The access token of a mailbox; `None` where it has a password. A new refresh token is written down.
    ///
    /// # Errors
    /// The issuer refused or could not be asked.
    pub async fn of_mailbox(
        &self,
        db: &Db,
        account_id: i64,
        inbox_id: i64,
        connect: &Connect,
    ) -> Result<Option<String>, Fault> {
        let Credential::Token(token) = &connect.credential else { return Ok(None) };
        let key = (account_id, inbox_id, token.refresh_token.expose().to_owned());
        if let Some((access, until)) = self.lock().get(&key)
            && *until > Instant::now()
        {
            return Ok(Some(access.clone()));
        }
        let issued = self.fetch(token).await?;
        let mut key = key;
        if let Some(refresh) = issued.refresh.filter(|refresh| *refresh != key.2) {
            let used = std::mem::replace(&mut key.2, refresh.clone());
            let written = blocking(db, move |db| {
                let sealer = db.sealer();
                db.write(account_id, move |tx| mailbox::renewed(tx, &sealer, inbox_id, &used, &refresh))
            })
            .await;
            if let Some(Err(error)) = written {
                tracing::error!(%error, account_id, inbox_id, "a renewed token could not be written down");
            }
        }
        let mut kept = self.lock();
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, (issued.access.clone(), Instant::now() + issued.life.saturating_sub(BEFORE_ITS_END)));
        Ok(Some(issued.access))
    }

    /// An access token for a trial, kept nowhere.
    ///
    /// # Errors
    /// The issuer refused or could not be asked.
    pub async fn for_trial(&self, connect: &Connect) -> Option<Result<String, Fault>> {
        match &connect.credential {
            Credential::Password(_) => None,
            Credential::Token(token) => Some(self.fetch(token).await.map(|issued| issued.access)),
        }
    }

    /// The server did not take it: it is not used again.
    pub fn forget(&self, account_id: i64, inbox_id: i64) {
        self.lock().retain(|(account, inbox, _), _| (*account, *inbox) != (account_id, inbox_id));
    }

    async fn fetch(&self, token: &Token) -> Result<Issued, Fault> {
        let issuer = issuer(&token.token_url);
        let request = Request::post(&token.token_url, "application/x-www-form-urlencoded", question(token))
            .header("accept", "application/json");
        let answer = self.web.send(request).await.map_err(|fault| {
            let kind = match &fault {
                crate::sockets::web::Fault::OwnNetwork(_) => FaultKind::OwnNetwork,
                crate::sockets::web::Fault::UnknownName(_) => FaultKind::NameUnknown,
                crate::sockets::web::Fault::TooSlow => FaultKind::TooSlow,
                _ => FaultKind::ConnectionLost,
            };
            Fault::new(kind, issuer.as_str(), &fault.to_string())
        })?;
        let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let access = json["access_token"].as_str().filter(|access| !access.is_empty());
        match (answer.status, access) {
            (200, Some(access)) => Ok(Issued {
                access: access.to_owned(),
                life: life(&json),
                refresh: json["refresh_token"].as_str().map(str::to_owned),
            }),
            (500.., _) => Err(Fault::new(FaultKind::ServerRefused, issuer, &answer.status.to_string())),
            _ => {
                let why = json["error"].as_str().unwrap_or("no token");
                Err(Fault::new(FaultKind::TokenRefused, issuer, why))
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn life(json: &Value) -> Duration {
    let seconds = json["expires_in"].as_u64().unwrap_or(LIFE_SECONDS);
    Duration::from_secs(seconds.min(LONGEST_LIFE_SECONDS))
}

/// The form an issuer takes.
fn question(token: &Token) -> Vec<u8> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "refresh_token")
        .append_pair("client_id", &token.client_id)
        .append_pair("refresh_token", token.refresh_token.expose());
    if !token.client_secret.is_empty() {
        form.append_pair("client_secret", token.client_secret.expose());
    }
    form.finish().into_bytes()
}

/// The host of an issuer's address: never its path or query.
fn issuer(url: &str) -> String {
    let rest = url.split("://").nth(1).unwrap_or(url);
    rest.split(['/', '?', '#']).next().unwrap_or_default().rsplit('@').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Instant, life};

    #[test]
    fn a_life_no_clock_can_count_is_a_day() {
        let until = Instant::now().checked_add(life(&serde_json::json!({ "expires_in": u64::MAX })));
        assert!(until.is_some(), "adding it would panic");
        assert_eq!(life(&serde_json::json!({ "expires_in": 60 })).as_secs(), 60);
        assert_eq!(life(&serde_json::json!({})).as_secs(), 3_600);
    }
}
