//! Keys and checks in the store.

use std::collections::BTreeSet;

use db::{Actor, Event, Row, Sealer, Tx, args};
use kernel::{address, id};
use serde_json::json;

use super::model::{Check, Found};
use crate::error::Error;
use crate::inbox;

macro_rules! columns {
    () => {
        "id, domain, selector, algorithm, public_key, private_key, active, created_at_ms"
    };
}

db::queries! {
    "domain";
    account {
        KEYS = concat!("select ", columns!(), " from signing_key where account_id = ?1 order by domain, id limit 1000");
        OF_DOMAIN = concat!("select ", columns!(), " from signing_key
                     where account_id = ?1 and domain = ?2 and active = true order by id limit 10");
        ADD_KEY = "insert into signing_key (account_id, id, domain, selector, algorithm, public_key, private_key, active,
                     created_at_ms) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        SET_ACTIVE = "update signing_key set active = ?3 where account_id = ?1 and id = ?2";
        DROP_KEY = "delete from signing_key where account_id = ?1 and id = ?2";
        ASK = "insert into domain_check (account_id, domain, asked_at_ms) values (?1, ?2, ?3)
               on conflict (account_id, domain) do update set asked_at_ms = excluded.asked_at_ms, checked_at_ms = null";
        ASKED = "select asked_at_ms, checked_at_ms, found from domain_check where account_id = ?1 and domain = ?2 limit 1";
        FOUND = "update domain_check set checked_at_ms = ?3, found = ?4 where account_id = ?1 and domain = ?2";
    }
    everywhere {
        CHECKS_DUE = "select account_id, domain from domain_check where checked_at_ms is null
                      order by asked_at_ms limit ?1";
    }
}

/// Keys one account can have.
const MOST_KEYS: usize = 100;

/// One key; the private half stays sealed.
#[derive(Clone, Debug)]
pub struct Key {
    pub id: i64,
    pub domain: String,
    pub selector: String,
    /// `rsa` or `ed25519`.
    pub algorithm: String,
    /// The `p=` of its record.
    pub public_key: String,
    private_key: String,
    /// Whether it signs.
    pub active: bool,
    pub created_at_ms: i64,
}

impl Key {
    /// The private half, DER.
    pub fn private(&self, sealer: &Sealer) -> Result<Vec<u8>, Error> {
        Ok(sealer.open(&context(&self.domain, &self.selector), &self.private_key)?)
    }
}

fn context(domain: &str, selector: &str) -> String {
    format!("signing key {selector} of {domain}")
}

fn read(row: &mut Row) -> Result<Key, db::Error> {
    Ok(Key {
        id: row.next()?,
        domain: row.next()?,
        selector: row.next()?,
        algorithm: row.next()?,
        public_key: row.next()?,
        private_key: row.next()?,
        active: row.next()?,
        created_at_ms: row.next()?,
    })
}

/// The domains of our addresses, each with an address there.
pub fn domains(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, Error> {
    let (mut seen, mut all) = (BTreeSet::new(), Vec::new());
    for inbox in inbox::list(tx)? {
        let Some(email) = inbox.address else { continue };
        let domain = address::domain(&email);
        if !domain.is_empty() && seen.insert(domain.clone()) {
            all.push((domain, email));
        }
    }
    Ok(all)
}

/// Every key, by domain.
pub fn keys(tx: &mut Tx<'_>) -> Result<Vec<Key>, Error> {
    Ok(tx.list(KEYS, &[], read)?)
}

/// The keys that sign for a domain.
pub fn signing_keys(tx: &mut Tx<'_>, domain: &str) -> Result<Vec<Key>, Error> {
    Ok(tx.list(OF_DOMAIN, args![domain], read)?)
}

/// Keeps a fresh key, sealed. It signs only once it is switched on: before its record stands, a signature is a lie.
///
/// # Errors
/// A domain of none of our addresses; too many keys.
pub fn add_key(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    domain: &str,
    algorithm: &str,
    public_key: &str,
    private_key: &[u8],
    actor: Actor,
) -> Result<Key, Error> {
    if !domains(tx)?.iter().any(|(ours, _)| ours == domain) {
        return Err(Error::refused("/domain", "is the domain of none of the inboxes"));
    }
    let all = keys(tx)?;
    if all.len() >= MOST_KEYS {
        return Err(Error::Conflict(format!("there can be {MOST_KEYS} keys at most")));
    }
    let now_ms = tx.now_ms();
    let begin = if algorithm == "rsa" { "r" } else { "e" };
    let taken = |selector: &str| all.iter().any(|key| key.domain == domain && key.selector == selector);
    let selector = (1..)
        .map(|turn| format!("riscontro-{begin}{turn}"))
        .find(|selector| !taken(selector))
        .unwrap_or_default();
    let sealed = sealer.seal(&context(domain, &selector), private_key)?;
    let key = Key {
        id: id::fresh(now_ms),
        domain: domain.to_owned(),
        selector,
        algorithm: algorithm.to_owned(),
        public_key: public_key.to_owned(),
        private_key: sealed,
        active: false,
        created_at_ms: now_ms,
    };
    tx.execute(
        ADD_KEY,
        args![
            key.id,
            &key.domain,
            &key.selector,
            &key.algorithm,
            &key.public_key,
            &key.private_key,
            key.active,
            now_ms
        ],
    )?;
    record(tx, "signing_key.created", &key, actor)?;
    Ok(key)
}

fn find(tx: &mut Tx<'_>, key_id: i64) -> Result<Key, Error> {
    keys(tx)?.into_iter().find(|key| key.id == key_id).ok_or(Error::Missing("signing key"))
}

/// Switches a key on or off.
pub fn set_active(tx: &mut Tx<'_>, key_id: i64, active: bool, actor: Actor) -> Result<Key, Error> {
    let mut key = find(tx, key_id)?;
    if key.active != active {
        tx.execute(SET_ACTIVE, args![key_id, active])?;
        key.active = active;
        record(tx, if active { "signing_key.switched_on" } else { "signing_key.switched_off" }, &key, actor)?;
    }
    Ok(key)
}

/// Throws a key away.
pub fn drop_key(tx: &mut Tx<'_>, key_id: i64, actor: Actor) -> Result<Key, Error> {
    let key = find(tx, key_id)?;
    tx.execute(DROP_KEY, args![key_id])?;
    record(tx, "signing_key.dropped", &key, actor)?;
    Ok(key)
}

/// Wants the records of a domain asked anew.
pub fn ask(tx: &mut Tx<'_>, domain: &str) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(ASK, args![domain, now_ms])?;
    Ok(())
}

/// What is known of a domain's records.
pub fn asked(tx: &mut Tx<'_>, domain: &str) -> Result<Option<Check>, Error> {
    Ok(tx.find(ASKED, args![domain], |row| {
        Ok(Check {
            asked_at_ms: row.next()?,
            checked_at_ms: row.next()?,
            found: row.next::<Option<String>>()?.and_then(|text| serde_json::from_str(&text).ok()),
        })
    })?)
}

/// Domains of all accounts somebody wants asked.
pub fn checks_due(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<(i64, String)>, db::Error> {
    tx.list(CHECKS_DUE, args![limit], |row| Ok((row.next()?, row.next()?)))
}

/// Writes down what the DNS said.
pub fn note_found(tx: &mut Tx<'_>, domain: &str, found: &Found) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let text = serde_json::to_string(found).unwrap_or_default();
    tx.execute(FOUND, args![domain, now_ms, text])?;
    tx.record(Event {
        kind: "domain.checked",
        actor: Actor::System,
        conversation_id: None,
        data: json!({ "domain": domain }).to_string(),
    })?;
    Ok(())
}

fn record(tx: &mut Tx<'_>, kind: &'static str, key: &Key, actor: Actor) -> Result<(), Error> {
    let data = json!({ "domain": key.domain, "selector": key.selector, "algorithm": key.algorithm });
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}
