//! Customers: who writes to us, and everything between us and them.

use db::{Tx, args};
use kernel::id::Kind;
use kernel::language::Language;
use serde_json::{Value, json};
use spine::conversation;
use spine::customer::{self, Customer, Edit};
use spine::error::Field;
use spine::inbox::Tier;

use super::call::{Answer, Ask, Job};
use super::given::{self, Given, at, at_some};
use super::problem::Problem;
use super::{messages, page, store};

/// Ways to be known named in one call.
const IDENTITIES_MAX: usize = 20;
/// Bytes of a company's own facts about one customer.
const ATTRIBUTES_MAX: usize = 32 * 1024;

pub(super) fn identities(tx: &mut Tx<'_>, customer_id: i64) -> Result<Vec<Value>, Problem> {
    let identities = customer::identities(tx, customer_id)?;
    Ok(identities
        .into_iter()
        .map(|identity| {
            json!({
                "kind": identity.kind,
                "value": identity.value,
                "proof": identity.proof,
                "reach": {
                    "state": identity.reach.name(),
                    "code": identity.reach_code,
                    "reason": identity.reach_reason,
                    "at": at_some(identity.reach_at_ms),
                },
            })
        })
        .collect())
}

fn show(tx: &mut Tx<'_>, customer: &Customer) -> Result<Value, Problem> {
    let identities = identities(tx, customer.id)?;
    let reachable = identities
        .iter()
        .find(|identity| identity["kind"] == "email" && identity["reach"]["state"] != "undeliverable");
    let (channel, reason) = match reachable {
        Some(_) => (Some("email"), "the first of their e-mail addresses that mail reaches"),
        None => (None, "no e-mail address that mail reaches is known"),
    };
    Ok(json!({
        "id": Kind::Customer.name(&customer.oid),
        "name": customer.name,
        "tier": customer.tier.name(),
        "language": customer.language.map(Language::tag),
        "identities": identities,
        "preference": { "channel": channel, "scores": {}, "reason": reason },
        "relationship": { "score": null, "reasons": [] },
        "attributes": given::kept(Some(&customer.attributes)),
        "created_at": at(customer.created_at_ms),
    }))
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let before = ask.after_id()?;
    let rows = match ask.parameter("identity") {
        None => customer::list(tx, before, ask.limit())?,
        Some(given) => {
            let Some((kind, value)) = given.split_once(':') else {
                let message = "must be a kind and a value, as in \"email:ada@example.it\"";
                return Err(Problem::outside_body("query", "identity", message));
            };
            customer::known_as(tx, kind, value)?.filter(|known| known.id < before).into_iter().collect()
        }
    };
    page::answer(ask, rows, |customer| [customer.id], |customer| show(tx, &customer))
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let customer = customer::by_oid(tx, ask.oid(Kind::Customer)?)?;
    Ok(Answer::json(show(tx, &customer)?))
}

/// `identities` as kind and value.
pub(super) fn read_identities(given: &mut Given) -> Vec<(String, String)> {
    let Some(list) = given.list("identities", IDENTITIES_MAX) else { return Vec::new() };
    let mut identities = Vec::new();
    for (at, value) in list.into_iter().enumerate() {
        let Some(mut inner) = given.object_at("identities", at, value) else { continue };
        let kind = inner.needed_word("kind", KIND_TAKES, |word| is_kind(word).then(|| word.to_owned()));
        let value = inner.needed_text("value", 254).trim().to_owned();
        let fits = match kind.as_deref() {
            Some("email" | "pec") => kernel::address::plausible(&value),
            Some("phone") => value.chars().filter(char::is_ascii_digit).count() >= 5,
            _ => true,
        };
        if !fits && !value.is_empty() {
            inner.refuse("value", "is not an address of that kind");
        }
        given.back(inner);
        if let Some(kind) = kind {
            identities.push((kind, value));
        }
    }
    identities
}

const KIND_TAKES: &str = "a short word, as in \"email\", \"phone\" or \"shop_account\"";

fn is_kind(word: &str) -> bool {
    (1..=30).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn language(given: &mut Given) -> Option<Language> {
    given.word("language", "a language tag, as in \"it\"", Language::of_tag)
}

fn attributes(given: &mut Given) -> Option<Value> {
    let value = given.value("attributes")?;
    if !value.is_object() || value.to_string().len() > ATTRIBUTES_MAX {
        given.refuse("attributes", format!("must be an object of {ATTRIBUTES_MAX} bytes at most"));
        return None;
    }
    Some(value)
}

pub(super) fn create(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let name = given.text("name", 200);
    let tier = given.word("tier", "A, B or C", Tier::of_name);
    let language = language(&mut given);
    let identities = read_identities(&mut given);
    let attributes = attributes(&mut given);
    if identities.is_empty() && name.as_deref().is_none_or(|name| name.trim().is_empty()) {
        given.refuse("name", "is needed, or an identity");
    }
    given.done()?;
    Ok(Box::new(move |tx| {
        for (at, (kind, value)) in identities.iter().enumerate() {
            if customer::known_as(tx, kind, value)?.is_some() {
                let place = format!("/identities/{at}/value");
                return Err(Problem::field(place, "belongs to another customer"));
            }
        }
        let mut made = customer::create(tx, name, language, &identities, ask.actor())?;
        if tier.is_some() || attributes.is_some() {
            let attributes = attributes.map(|attributes| attributes.to_string());
            let edit = Edit { tier, attributes, ..Edit::default() };
            made = customer::edit(tx, made.id, edit, ask.actor())?;
        }
        Ok(Answer::json(show(tx, &made)?).created())
    }))
}

pub(super) fn patch(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let name = match given.has("name") {
        true => given.text("name", 200),
        false => given.take("name").map(|_| String::new()),
    };
    let tier = given.word("tier", "A, B or C", Tier::of_name);
    let language = match given.has("language") {
        true => language(&mut given).map(Some),
        false => given.take("language").map(|_| None),
    };
    let changed = attributes(&mut given);
    let more = read_identities(&mut given);
    given.done()?;
    Ok(Box::new(move |tx| {
        let before = customer::by_oid(tx, ask.oid(Kind::Customer)?)?;
        let attributes = match changed {
            Some(changed) => Some(merged(&before.attributes, changed)?),
            None => None,
        };
        for (at, (kind, value)) in more.iter().enumerate() {
            let known = customer::known_as(tx, kind, value)?;
            if known.is_some_and(|known| known.id != before.id) {
                let place = format!("/identities/{at}/value");
                return Err(Problem::field(place, "belongs to another customer"));
            }
            customer::add_identity(tx, before.id, kind, value, "claimed")?;
        }
        let edit = Edit { name, tier, language, attributes };
        let customer = customer::edit(tx, before.id, edit, ask.actor())?;
        Ok(Answer::json(show(tx, &customer)?))
    }))
}

/// Attributes with others laid over them; null takes one away (RFC 7396, one level).
fn merged(before: &str, changed: Value) -> Result<String, Problem> {
    let mut whole = given::kept(Some(before));
    if !whole.is_object() {
        whole = json!({});
    }
    if let (Value::Object(whole), Value::Object(changed)) = (&mut whole, changed) {
        for (name, value) in changed {
            match value.is_null() {
                true => whole.remove(&name),
                false => whole.insert(name, value),
            };
        }
    }
    let text = whole.to_string();
    if text.len() > ATTRIBUTES_MAX {
        let message = format!("would have more than {ATTRIBUTES_MAX} bytes");
        return Err(Problem::refused(vec![Field::new("/attributes", message)]));
    }
    Ok(text)
}

/// Everything written between the customer and us, over all conversations, newest first.
pub(super) fn timeline(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let customer = customer::by_oid(tx, ask.oid(Kind::Customer)?)?;
    let filters = args![customer.id, ask.after_id()?, ask.limit()];
    let rows = tx.list(store::TIMELINE, filters, |row| {
        Ok((row.next::<i64>()?, row.next::<String>()?, row.next::<String>()?))
    })?;
    page::answer(
        ask,
        rows,
        |row| [row.0],
        |(message_id, conversation_oid, reference)| {
            let message = conversation::message(tx, message_id)?;
            Ok(json!({
                "kind": "message",
                "at": at(message.created_at_ms),
                "conversation_id": Kind::Conversation.name(&conversation_oid),
                "reference": reference,
                "message": messages::show(ask, tx, &message)?,
            }))
        },
    )
}
