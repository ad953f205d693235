//! Notices by the browser's push service: who subscribed, what waits to be pushed, and what it says.

use db::{Actor, Event, Row, Tx, args};
use kernel::id::{self, Kind as Name};
use serde_json::json;
use words::Say;

use super::model::{Kind, Notice};
use super::store;
use crate::agent;
use crate::company;
use crate::conversation;
use crate::customer;
use crate::error::Error;

/// Browsers one person can subscribe.
const MOST_BROWSERS: usize = 20;
/// How long a node may hold a push before another takes it over.
const LEASE_MS: i64 = 60_000;
/// Tries of one push; the pauses between them double from five seconds.
const MOST_TRIES: i64 = 6;
const FIRST_PAUSE_MS: i64 = 5_000;
/// Longest subject or name in a push, in characters.
const MOST_CHARS: usize = 80;

/// The account's key pair for push services (RFC 8292): the public one for browsers, the private one sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Uncompressed point, base64url without padding.
    pub public: String,
    /// As sealed by whoever made it.
    pub sealed: String,
}

/// What an account's private key is sealed for.
pub fn key_place(account_id: i64) -> String {
    format!("push key {account_id}")
}

pub fn key(tx: &mut Tx<'_>) -> Result<Option<Key>, Error> {
    Ok(tx.find(store::KEY, &[], |row| Ok(Key { public: row.next()?, sealed: row.next()? }))?)
}

/// Keeps a key made just now, unless another node was faster; the one that counts.
pub fn keep_key(tx: &mut Tx<'_>, fresh: &Key) -> Result<Key, Error> {
    let now_ms = tx.now_ms();
    tx.execute(store::ADD_KEY, args![&fresh.public, &fresh.sealed, now_ms])?;
    key(tx)?.ok_or(Error::Missing("push key"))
}

/// One browser of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    pub id: i64,
    /// Where the push service takes messages for it.
    pub endpoint: String,
    /// The browser's public key and its secret, base64url (RFC 8291).
    pub p256dh: String,
    pub auth: String,
    pub user_agent: String,
    /// Whether the whole name and the subject may be shown on a locked screen.
    pub full_text: bool,
    pub created_at_ms: i64,
}

fn read(row: &mut Row) -> Result<Subscription, db::Error> {
    Ok(Subscription {
        id: row.next()?,
        endpoint: row.next()?,
        p256dh: row.next()?,
        auth: row.next()?,
        user_agent: row.next()?,
        full_text: row.next()?,
        created_at_ms: row.next()?,
    })
}

/// Subscribes a browser, or changes what is known of it.
///
/// # Errors
/// No https address of at most 1,000 characters (http only to this machine), keys of another size, more than 20
/// browsers.
pub fn subscribe(tx: &mut Tx<'_>, agent_id: i64, new: &Subscription) -> Result<(), Error> {
    let web = new.endpoint.starts_with("https://") || new.endpoint.starts_with("http://127.0.0.1:");
    if !web || new.endpoint.len() > 1_000 || !new.endpoint.is_ascii() {
        return Err(Error::refused("/endpoint", "must be an https address"));
    }
    let is_key = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if !is_key(&new.p256dh, 87) {
        return Err(Error::refused("/p256dh", "must be an uncompressed P-256 point in base64url"));
    }
    if !is_key(&new.auth, 22) {
        return Err(Error::refused("/auth", "must be 16 bytes in base64url"));
    }
    let there = subscriptions(tx, agent_id)?;
    if there.len() >= MOST_BROWSERS && there.iter().all(|other| other.endpoint != new.endpoint) {
        return Err(Error::refused("/endpoint", format!("can be one of {MOST_BROWSERS} browsers at most")));
    }
    let now_ms = tx.now_ms();
    let user_agent: String = new.user_agent.chars().take(300).collect();
    tx.execute(
        store::SUBSCRIBE,
        args![
            id::fresh(now_ms),
            agent_id,
            &new.endpoint,
            &new.p256dh,
            &new.auth,
            user_agent,
            new.full_text,
            now_ms
        ],
    )?;
    record(tx, "agent.push_subscribed", agent_id)
}

pub fn unsubscribe(tx: &mut Tx<'_>, agent_id: i64, endpoint: &str) -> Result<(), Error> {
    let gone = subscriptions(tx, agent_id)?.into_iter().find(|one| one.endpoint == endpoint);
    let Some(gone) = gone else { return Ok(()) };
    tx.execute(store::UNSUBSCRIBE, args![agent_id, endpoint])?;
    tx.execute(store::DROP_PUSHES, args![gone.id])?;
    record(tx, "agent.push_unsubscribed", agent_id)
}

fn record(tx: &mut Tx<'_>, kind: &'static str, agent_id: i64) -> Result<(), Error> {
    let data = json!({ "agent_id": Name::Agent.name(&agent::find(tx, agent_id)?.oid) });
    let actor = Actor::Agent(agent_id);
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}

/// The browsers somebody subscribed.
pub fn subscriptions(tx: &mut Tx<'_>, agent_id: i64) -> Result<Vec<Subscription>, Error> {
    Ok(tx.list(store::SUBSCRIPTIONS, args![agent_id], read)?)
}

/// One push for every browser of somebody's.
pub(super) fn queue(tx: &mut Tx<'_>, agent_id: i64, notice_id: i64) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    for subscription in subscriptions(tx, agent_id)? {
        tx.execute(store::ADD_PUSH, args![id::fresh(now_ms), subscription.id, notice_id, now_ms])?;
    }
    Ok(())
}

/// Pushes of all accounts whose time has come: account and id.
pub fn due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, Error> {
    Ok(tx.list(store::PUSH_DUE, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))?)
}

/// A push, ready to be sealed for its browser.
#[derive(Clone, Debug)]
pub struct Parcel {
    pub subscription: Subscription,
    /// JSON for the service worker: `title`, `body`, `url`, `tag`.
    pub content: String,
    pub attempts: i64,
}

/// Takes a push for one try; `None` when somebody else has it, or nobody needs it any more.
pub fn claim(tx: &mut Tx<'_>, push_id: i64) -> Result<Option<Parcel>, Error> {
    let now_ms = tx.now_ms();
    if tx.execute(store::CLAIM_PUSH, args![push_id, now_ms, now_ms + LEASE_MS])? == 0 {
        return Ok(None);
    }
    let row = tx.find(store::PUSH, args![push_id], |row| {
        Ok((row.next::<i64>()?, row.next::<i64>()?, row.next::<i64>()?))
    })?;
    let Some((subscription_id, notice_id, attempts)) = row else { return Ok(None) };
    let notice = tx.find(store::FIND, args![notice_id], store::read)?;
    let subscription = match &notice {
        Some(notice) => tx.find(store::SUBSCRIPTION, args![subscription_id, notice.agent_id], read)?,
        None => None,
    };
    match (subscription, notice) {
        (Some(subscription), Some(notice)) if notice.read_at_ms.is_none() => {
            let content = content(tx, &notice, subscription.full_text)?;
            Ok(Some(Parcel { subscription, content, attempts }))
        }
        _ => {
            tx.execute(store::DROP_PUSH, args![push_id])?;
            Ok(None)
        }
    }
}

/// What a browser shows. Unless the person allowed more, of the customer only the first name.
fn content(tx: &mut Tx<'_>, notice: &Notice, full_text: bool) -> Result<String, Error> {
    let person = agent::find(tx, notice.agent_id)?;
    let say = Say::new(person.language, company::find(tx)?.register);
    let conversation = conversation::find(tx, notice.conversation_id)?;
    let name = customer::find(tx, conversation.customer_id)?.name.unwrap_or_default();
    let name = match full_text {
        true => name,
        false => name.split_whitespace().next().unwrap_or_default().to_owned(),
    };
    let by = match notice.by_id {
        Some(agent_id) => agent::find(tx, agent_id)?.name,
        None => String::new(),
    };
    let title = title(say, notice.kind, &cut(&by), &cut(&name));
    let body = format!("{} {}", conversation.reference, cut(&conversation.subject));
    let tag = Name::Notice.name(&notice.oid);
    let content = json!({
        "title": title,
        "body": body,
        "url": format!("/console/notices/{tag}"),
        "tag": tag,
    });
    Ok(content.to_string())
}

/// One line that says why somebody is told: also what the page of notices says.
pub fn title(say: Say, kind: Kind, by: &str, customer: &str) -> String {
    let unknown = say.say("notices-somebody");
    let or_unknown = |name: &str| if name.is_empty() { unknown.clone() } else { name.to_owned() };
    let key = format!("notices-line-{}", kind.name().replace('_', "-"));
    say.with(&key, &[("who", or_unknown(by).into()), ("customer", or_unknown(customer).into())])
}

fn cut(text: &str) -> String {
    text.chars().take(MOST_CHARS).collect()
}

/// The push service took it.
pub fn sent(tx: &mut Tx<'_>, push_id: i64) -> Result<(), Error> {
    tx.execute(store::DROP_PUSH, args![push_id])?;
    Ok(())
}

/// Another try later, at the moment the service asked for when it did; after six it is given up: the notice waits
/// behind the bell.
pub fn postpone(tx: &mut Tx<'_>, push_id: i64, attempts: i64, after_ms: Option<i64>) -> Result<(), Error> {
    if attempts >= MOST_TRIES {
        return give_up(tx, push_id);
    }
    let pause_ms = after_ms.unwrap_or(FIRST_PAUSE_MS << attempts.clamp(0, 8)).clamp(1_000, 3_600_000);
    let at_ms = tx.now_ms() + pause_ms;
    tx.execute(store::POSTPONE_PUSH, args![push_id, at_ms])?;
    Ok(())
}

/// This push will never arrive.
pub fn give_up(tx: &mut Tx<'_>, push_id: i64) -> Result<(), Error> {
    tx.execute(store::DROP_PUSH, args![push_id])?;
    Ok(())
}

/// The push service no longer knows the browser.
pub fn drop_subscription(tx: &mut Tx<'_>, subscription_id: i64) -> Result<(), Error> {
    tx.execute(store::DROP_PUSHES, args![subscription_id])?;
    tx.execute(store::DROP_SUBSCRIPTION, args![subscription_id])?;
    Ok(())
}
