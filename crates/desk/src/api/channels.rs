//! How a channel is fed and watched: the address services post to, the alarm of silence, the probe.

use db::Tx;
use kernel::id::Kind;
use serde_json::{Value, json};
use spine::health::{self, Watch};
use spine::hook::{self, Hook};
use spine::inbox::{self, Inbox};

use super::call::{Answer, Ask, Job};
use super::given::{Given, at, at_some};
use super::problem::Problem;
use crate::public::hooks::hashed;

/// Characters of a key Mailgun signs with.
const KEY_CHARS: usize = 200;

fn asked(ask: &Ask, tx: &mut Tx<'_>) -> Result<Inbox, Problem> {
    Ok(inbox::by_oid(tx, ask.oid(Kind::Inbox)?)?)
}

/// What is told of a hook again and again: never its secret.
fn show_hook(inbox: &Inbox, hook: &Hook) -> Value {
    json!({
        "inbox_id": Kind::Inbox.name(&inbox.oid),
        "created_at": at(hook.created_at_ms),
        "last_used_at": at_some(hook.last_used_at_ms),
        "last_provider": hook.last_provider,
        "has_mailgun_key": hook.has_mailgun_key(),
    })
}

fn hook_of(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Hook, Problem> {
    hook::find(tx, inbox.id)?.ok_or_else(Problem::missing)
}

pub(super) fn hook(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let inbox = asked(ask, tx)?;
    let hook = hook_of(tx, &inbox)?;
    Ok(Answer::json(show_hook(&inbox, &hook)))
}

/// Makes the address, or gives it another secret; the whole address is in this answer alone.
pub(super) fn rotate_hook(ask: Ask) -> Result<Job, Problem> {
    let sealer = ask.desk.db.sealer();
    Ok(Box::new(move |tx| {
        let inbox = asked(&ask, tx)?;
        let fresh = hook::Fresh::make(&sealer, inbox.id, hashed)?;
        hook::rotate(tx, &inbox, fresh, ask.actor())?;
        let hook = hook_of(tx, &inbox)?;
        let secret = hook.secret(&sealer, inbox.id)?;
        let mut body = show_hook(&inbox, &hook);
        body["url"] = Value::Null;
        let kept = body.clone();
        body["url"] = Value::from(ask.url(&format!("/hooks/mail/{}/{secret}", inbox.key)));
        Ok(Answer::json(body).created().keeping(kept))
    }))
}

pub(super) fn patch_hook(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let key = match given.has("mailgun_key") {
        true => given.text("mailgun_key", KEY_CHARS),
        false => given.take("mailgun_key").map(|_| String::new()),
    };
    given.done()?;
    let sealer = ask.desk.db.sealer();
    Ok(Box::new(move |tx| {
        let inbox = asked(&ask, tx)?;
        if let Some(key) = key {
            hook::set_mailgun_key(tx, &sealer, &inbox, &key, ask.actor())?;
        }
        let hook = hook_of(tx, &inbox)?;
        Ok(Answer::json(show_hook(&inbox, &hook)))
    }))
}

pub(super) fn close_hook(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let inbox = asked(&ask, tx)?;
        hook_of(tx, &inbox)?;
        hook::close(tx, &inbox, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

fn show_watch(tx: &mut Tx<'_>, inbox: &Inbox, watch: &Watch) -> Result<Value, Problem> {
    let probe = health::last_probe(tx, inbox.id)?;
    Ok(json!({
        "inbox_id": Kind::Inbox.name(&inbox.oid),
        "silence_alarm": watch.silence,
        "probe_minutes": watch.probe_minutes,
        "probe_late_minutes": watch.probe_late_minutes,
        "last_probe": probe.map(|(sent_ms, back_ms)| json!({ "sent_at": at(sent_ms), "returned_at": at_some(back_ms) })),
    }))
}

pub(super) fn watch(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let inbox = asked(ask, tx)?;
    let watch = health::watch(tx, inbox.id)?;
    Ok(Answer::json(show_watch(tx, &inbox, &watch)?))
}

pub(super) fn patch_watch(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let silence = given.flag("silence_alarm");
    let every = match given.has("probe_minutes") {
        true => within(&mut given, "probe_minutes", Watch::PROBE_EVERY).map(Some),
        false => given.take("probe_minutes").map(|_| None),
    };
    let late = within(&mut given, "probe_late_minutes", Watch::PROBE_LATE);
    given.done()?;
    Ok(Box::new(move |tx| {
        let inbox = asked(&ask, tx)?;
        let there = health::watch(tx, inbox.id)?;
        let change = Watch {
            silence: silence.unwrap_or(there.silence),
            probe_minutes: every.unwrap_or(there.probe_minutes),
            probe_late_minutes: late.unwrap_or(there.probe_late_minutes),
            ..there
        };
        let watch = health::change_watch(tx, &inbox, change, ask.actor())?;
        Ok(Answer::json(show_watch(tx, &inbox, &watch)?))
    }))
}

fn within(given: &mut Given, name: &str, takes: std::ops::RangeInclusive<i64>) -> Option<i64> {
    let number = given.whole(name)?;
    if !takes.contains(&number) {
        given.refuse(name, format!("must be {} to {}", takes.start(), takes.end()));
    }
    Some(number)
}
