//! The address a mail service posts an inbox's mail to: its secret, and what was posted already.

use db::{Actor, Event, Sealer, Tx, args};
use kernel::id;
use serde_json::json;

use crate::error::Error;
use crate::inbox::Inbox;

db::queries! {
    "hook";
    account {
        FIND = "select secret_hash, secret, mailgun_key, created_at_ms, last_used_at_ms, last_provider
                from mail_hook where account_id = ?1 and inbox_id = ?2 limit 1";
        ROTATE = "insert into mail_hook (account_id, inbox_id, secret_hash, secret, created_at_ms)
                  values (?1, ?2, ?3, ?4, ?5)
                  on conflict (account_id, inbox_id) do update set secret_hash = excluded.secret_hash,
                    secret = excluded.secret, created_at_ms = excluded.created_at_ms";
        SET_MAILGUN_KEY = "update mail_hook set mailgun_key = ?3 where account_id = ?1 and inbox_id = ?2";
        DROP = "delete from mail_hook where account_id = ?1 and inbox_id = ?2";
        NOTE_USE = "update mail_hook set last_used_at_ms = ?3, last_provider = ?4 where account_id = ?1 and inbox_id = ?2";
        SEEN = "select arrival_id from mail_hook_seen where account_id = ?1 and inbox_id = ?2 and mark = ?3 limit 1";
        REMEMBER = "insert into mail_hook_seen (account_id, inbox_id, mark, arrival_id, seen_at_ms)
                    values (?1, ?2, ?3, ?4, ?5) on conflict (account_id, inbox_id, mark) do nothing";
    }
    everywhere {
        FORGET = "delete from mail_hook_seen where seen_at_ms < ?1";
    }
}

/// How long a mark is remembered: longer than any service tries again.
pub const REMEMBERED_MS: i64 = 48 * 3_600_000;
/// A signing key of Mailgun's has at most this many characters.
const LONGEST_KEY: usize = 200;

/// One inbox's address for services.
#[derive(Clone, Debug)]
pub struct Hook {
    /// SHA-256 of the secret, hex.
    pub secret_hash: String,
    /// Sealed.
    secret: String,
    /// Sealed.
    mailgun_key: Option<String>,
    pub created_at_ms: i64,
    pub last_used_at_ms: Option<i64>,
    /// Name of the service that posted last.
    pub last_provider: Option<String>,
}

impl Hook {
    /// The secret itself, to be shown to who may change the inbox.
    pub fn secret(&self, sealer: &Sealer, inbox_id: i64) -> Result<String, Error> {
        opened(sealer, &context(inbox_id, "secret"), &self.secret)
    }

    /// The key Mailgun signs with, when one is set.
    pub fn mailgun_key(&self, sealer: &Sealer, inbox_id: i64) -> Result<Option<String>, Error> {
        let sealed = self.mailgun_key.as_deref();
        sealed.map(|sealed| opened(sealer, &context(inbox_id, "mailgun"), sealed)).transpose()
    }

    pub fn has_mailgun_key(&self) -> bool {
        self.mailgun_key.is_some()
    }
}

fn context(inbox_id: i64, what: &str) -> String {
    format!("mail hook {inbox_id} {what}")
}

fn opened(sealer: &Sealer, context: &str, sealed: &str) -> Result<String, Error> {
    let bytes = sealer.open(context, sealed)?;
    String::from_utf8(bytes).map_err(|_| db::Error::Broken("a sealed secret is no text".to_owned()).into())
}

/// The inbox's address for services, once somebody has made one.
pub fn find(tx: &mut Tx<'_>, inbox_id: i64) -> Result<Option<Hook>, Error> {
    Ok(tx.find(FIND, args![inbox_id], |row| {
        Ok(Hook {
            secret_hash: row.next()?,
            secret: row.next()?,
            mailgun_key: row.next()?,
            created_at_ms: row.next()?,
            last_used_at_ms: row.next()?,
            last_provider: row.next()?,
        })
    })?)
}

/// A fresh secret, sealed: made before the act, because the key may have to be read from its file.
#[derive(Clone, Debug)]
pub struct Fresh {
    sealed: String,
    hash: String,
}

impl Fresh {
    /// `hash` gives the SHA-256 of a text in hex.
    pub fn make(sealer: &Sealer, inbox_id: i64, hash: impl Fn(&str) -> String) -> Result<Self, Error> {
        let secret = id::secret();
        Ok(Self { hash: hash(&secret), sealed: sealer.seal(&context(inbox_id, "secret"), secret.as_bytes())? })
    }
}

/// Opens the address, or gives it a new secret: the old one opens nothing from here on.
pub fn rotate(tx: &mut Tx<'_>, inbox: &Inbox, fresh: Fresh, actor: Actor) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(ROTATE, args![inbox.id, fresh.hash, fresh.sealed, now_ms])?;
    record(tx, "hook.rotated", inbox, actor)
}

/// The key Mailgun signs with; an empty one takes it away.
///
/// # Errors
/// No address yet; a key that is too long.
pub fn set_mailgun_key(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    inbox: &Inbox,
    key: &str,
    actor: Actor,
) -> Result<(), Error> {
    let key = key.trim();
    if key.len() > LONGEST_KEY || key.chars().any(char::is_control) {
        return Err(Error::refused("/mailgun_key", "can have 200 characters at most"));
    }
    let sealed = match key {
        "" => None,
        key => Some(sealer.seal(&context(inbox.id, "mailgun"), key.as_bytes())?),
    };
    match tx.execute(SET_MAILGUN_KEY, args![inbox.id, sealed])? {
        0 => Err(Error::Missing("hook")),
        _ => record(tx, "hook.key_changed", inbox, actor),
    }
}

/// Closes the address.
pub fn close(tx: &mut Tx<'_>, inbox: &Inbox, actor: Actor) -> Result<(), Error> {
    tx.execute(DROP, args![inbox.id])?;
    record(tx, "hook.closed", inbox, actor)
}

pub fn note_use(tx: &mut Tx<'_>, inbox_id: i64, provider: &str) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(NOTE_USE, args![inbox_id, now_ms, provider])?;
    Ok(())
}

/// The arrival that a request of this mark made already.
pub fn seen(tx: &mut Tx<'_>, inbox_id: i64, mark: &str) -> Result<Option<i64>, Error> {
    Ok(tx.find(SEEN, args![inbox_id, mark], |row| row.next())?)
}

pub fn remember(tx: &mut Tx<'_>, inbox_id: i64, mark: &str, arrival_id: i64) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(REMEMBER, args![inbox_id, mark, arrival_id, now_ms])?;
    Ok(())
}

/// Forgets the marks of all accounts older than anybody tries again.
pub fn forget(tx: &mut Tx<'_>, now_ms: i64) -> Result<(), Error> {
    tx.execute(FORGET, args![now_ms - REMEMBERED_MS])?;
    Ok(())
}

fn record(tx: &mut Tx<'_>, kind: &'static str, inbox: &Inbox, actor: Actor) -> Result<(), Error> {
    let data = json!({ "inbox_id": id::Kind::Inbox.name(&inbox.oid) });
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}
