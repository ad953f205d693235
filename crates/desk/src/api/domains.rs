//! The domains we write from: what the DNS says of them, and the keys that sign. A private key never comes out.

use db::Tx;
use doors::email::signature::{self, Algorithm};
use kernel::language::{Language, Register};
use serde_json::{Value, json};
use spine::domain::{self, Finding, Judged, Key};
use words::Say;

use super::call::{Answer, Ask, Job};
use super::given::{Given, at, at_some};
use super::page;
use super::problem::Problem;
use crate::console::settings::domains::host;

/// As long as a domain's name can be.
const DOMAIN_CHARS: usize = 253;

/// Programs read English.
fn english() -> Say {
    Say::new(Language::En, Register::default())
}

/// The name of a key's record: what a key is called by.
fn key_name(key: &Key) -> String {
    format!("{}._domainkey.{}", key.selector, key.domain)
}

fn record(key: &Key) -> String {
    let algorithm = Algorithm::of_name(&key.algorithm).unwrap_or(Algorithm::Rsa);
    signature::record(algorithm, &key.public_key)
}

fn show_key(key: &Key) -> Value {
    json!({
        "id": key_name(key),
        "domain": key.domain,
        "selector": key.selector,
        "algorithm": key.algorithm,
        "active": key.active,
        "record": { "name": key_name(key), "text": record(key) },
        "created_at": at(key.created_at_ms),
    })
}

fn show_finding(finding: &Finding) -> Value {
    let subject = finding.subject.name();
    let sentence = english()
        .with(&format!("domain-{subject}-{}", finding.what), &[("detail", finding.detail.as_str().into())]);
    json!({
        "subject": subject,
        "level": finding.level.name(),
        "what": finding.what,
        "sentence": sentence,
        "record": finding.paste.as_ref().map(|(name, text)| json!({ "name": name, "text": text })),
    })
}

/// One of our domains, with what was found when it was last asked.
fn show(ask: &Ask, tx: &mut Tx<'_>, name: &str, address: &str) -> Result<Value, Problem> {
    let check = domain::asked(tx, name)?;
    let keys: Vec<Key> = domain::keys(tx)?.into_iter().filter(|key| key.domain == name).collect();
    let records: Vec<(String, String)> = keys.iter().map(|key| (key.selector.clone(), record(key))).collect();
    let host = host(&ask.desk.settings.public_url);
    let judged = Judged { domain: name, address, host: &host, keys: &records };
    let found = check.as_ref().and_then(|check| check.found.as_ref());
    let findings = found.map(|found| domain::findings(found, &judged)).unwrap_or_default();
    Ok(json!({
        "id": name,
        "asked_at": at_some(check.as_ref().map(|check| check.asked_at_ms)),
        "checked_at": at_some(check.as_ref().and_then(|check| check.checked_at_ms)),
        "findings": findings.iter().map(show_finding).collect::<Vec<_>>(),
        "keys": keys.iter().map(show_key).collect::<Vec<_>>(),
    }))
}

/// The domain in the path, when an inbox of ours has it.
fn ours(ask: &Ask, tx: &mut Tx<'_>) -> Result<(String, String), Problem> {
    let all = domain::domains(tx)?;
    all.into_iter().find(|(name, _)| *name == ask.id).ok_or_else(Problem::missing)
}

fn key_asked(ask: &Ask, tx: &mut Tx<'_>) -> Result<Key, Problem> {
    domain::keys(tx)?.into_iter().find(|key| key_name(key) == ask.id).ok_or_else(Problem::missing)
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let all: Vec<(i64, (String, String))> = (1..).zip(domain::domains(tx)?).collect();
    page::of_all(ask, all, |(place, _)| *place, |(_, (name, address))| show(ask, tx, &name, &address))
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let (name, address) = ours(ask, tx)?;
    Ok(Answer::json(show(ask, tx, &name, &address)?))
}

/// Wants the records asked anew; `checked_at` is null until the answers are there.
pub(super) fn check(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let (name, address) = ours(&ask, tx)?;
        domain::ask(tx, &name)?;
        Ok(Answer::json(show(&ask, tx, &name, &address)?))
    }))
}

/// A fresh pair, made before the writer's turn: RSA takes its time. It signs once it is switched on.
pub(super) fn create_key(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let name = given.needed_text("domain", DOMAIN_CHARS).trim().to_ascii_lowercase();
    let algorithm = given.needed_word("algorithm", "rsa or ed25519", Algorithm::of_name);
    given.done()?;
    let Some(algorithm) = algorithm else { return Err(Problem::field("/algorithm", "is needed")) };
    let pair = signature::generate(algorithm).map_err(|error| Problem::broken(&error.to_string()))?;
    let sealer = ask.desk.db.sealer();
    Ok(Box::new(move |tx| {
        let (public, private) = (&pair.public, &pair.private);
        let key = domain::add_key(tx, &sealer, &name, algorithm.name(), public, private, ask.actor())?;
        Ok(Answer::json(show_key(&key)).created())
    }))
}

pub(super) fn patch_key(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let active = given.flag("active");
    given.done()?;
    Ok(Box::new(move |tx| {
        let key = key_asked(&ask, tx)?;
        let key = match active {
            Some(active) => domain::set_active(tx, key.id, active, ask.actor())?,
            None => key,
        };
        Ok(Answer::json(show_key(&key)))
    }))
}

pub(super) fn delete_key(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let key = key_asked(&ask, tx)?;
        domain::drop_key(tx, key.id, ask.actor())?;
        Ok(Answer::nothing())
    }))
}
