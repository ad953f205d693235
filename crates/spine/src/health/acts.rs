//! Watching, probing, telling.

use db::{Actor, Event, Tx, args};
use kernel::id;
use kernel::language::{Language, Register};
use serde_json::json;
use words::{Say, when};

use super::model::{Facts, Kind, Trouble, Watch, troubles};
use super::store;
use crate::agent::{self, Role};
use crate::company::{self, Company};
use crate::error::{Error, Field};
use crate::inbox::Inbox;
use crate::outbox::{self, HouseKind, HouseMail};

/// Something that was or is wrong with an inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    pub id: i64,
    pub oid: String,
    pub inbox_id: i64,
    pub kind: Kind,
    /// What another server said, or the mails expected in a silence.
    pub detail: String,
    pub opened_at_ms: i64,
    pub closed_at_ms: Option<i64>,
}

/// Open incidents read at once.
pub const OPEN_AT_ONCE: usize = 200;
/// Probes are kept this long: 30 days.
const PROBES_KEPT_MS: i64 = 30 * 86_400_000;
/// Longest detail, in characters.
const DETAIL_CHARS: usize = 300;

/// How an inbox is watched.
pub fn watch(tx: &mut Tx<'_>, inbox_id: i64) -> Result<Watch, Error> {
    Ok(tx.find(store::WATCH, args![inbox_id], store::read_watch)?.unwrap_or_default())
}

/// Changes how an inbox is watched; a probe switched on leaves at once.
///
/// # Errors
/// Minutes out of their bounds.
pub fn change_watch(tx: &mut Tx<'_>, inbox: &Inbox, change: Watch, actor: Actor) -> Result<Watch, Error> {
    let mut wrong = Vec::new();
    if change.probe_minutes.is_some_and(|minutes| !Watch::PROBE_EVERY.contains(&minutes)) {
        wrong.push(Field::new("/probe_minutes", "must be from 5 to 1440"));
    }
    if !Watch::PROBE_LATE.contains(&change.probe_late_minutes) {
        wrong.push(Field::new("/probe_late_minutes", "must be from 1 to 240"));
    }
    if !wrong.is_empty() {
        return Err(Error::Refused(wrong));
    }
    let before = watch(tx, inbox.id)?;
    let kept = Watch {
        next_probe_at_ms: match change.probe_minutes == before.probe_minutes {
            true => before.next_probe_at_ms,
            false => tx.now_ms(),
        },
        ..change
    };
    tx.execute(
        store::SAVE_WATCH,
        args![inbox.id, kept.silence, kept.probe_minutes, kept.probe_late_minutes, kept.next_probe_at_ms],
    )?;
    let data = json!({
        "inbox_id": id::Kind::Inbox.name(&inbox.oid),
        "silence": kept.silence,
        "probe_minutes": kept.probe_minutes,
        "probe_late_minutes": kept.probe_late_minutes,
    });
    tx.record(Event { kind: "inbox.watch_changed", actor, conversation_id: None, data: data.to_string() })?;
    Ok(kept)
}

/// Inboxes of all accounts whose next probe is due: account and inbox id.
pub fn probes_due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, db::Error> {
    tx.list(store::PROBES_DUE, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))
}

/// Sends a probe from an inbox to itself, when it is due; the next one follows after the set time.
pub fn probe(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let watch = watch(tx, inbox.id)?;
    let Some(minutes) = watch.probe_minutes else { return Ok(()) };
    if tx.execute(store::NEXT_PROBE, args![inbox.id, now_ms, now_ms + minutes * 60_000])? == 0 {
        return Ok(());
    }
    let token = id::secret();
    if outbox::post_probe(tx, inbox, &token)?.is_some() {
        tx.execute(store::ADD_PROBE, args![id::fresh(now_ms), inbox.id, &token, now_ms])?;
        tx.execute(store::DROP_PROBES, args![inbox.id, now_ms - PROBES_KEPT_MS])?;
    }
    Ok(())
}

/// Whether this token is of a probe of ours; it is noted as back.
pub fn returned(tx: &mut Tx<'_>, inbox_id: i64, token: &str) -> Result<bool, Error> {
    let now_ms = tx.now_ms();
    if tx.execute(store::RETURNED, args![inbox_id, token, now_ms])? > 0 {
        return Ok(true);
    }
    Ok(tx.number(store::IS_PROBE, args![inbox_id, token])? > 0)
}

/// When the last probe left, and when it came back.
pub fn last_probe(tx: &mut Tx<'_>, inbox_id: i64) -> Result<Option<(i64, Option<i64>)>, Error> {
    Ok(tx.find(store::LAST_PROBE, args![inbox_id], |row| Ok((row.next()?, row.next()?)))?)
}

/// What is wrong now, the oldest first.
pub fn open_incidents(tx: &mut Tx<'_>) -> Result<Vec<Incident>, Error> {
    Ok(tx.list(store::OPEN_ONES, args![OPEN_AT_ONCE], store::read_incident)?)
}

/// What was or is wrong, newest first below the id `before`; of one inbox or of all.
pub fn recent_incidents(
    tx: &mut Tx<'_>,
    inbox_id: Option<i64>,
    before: i64,
    limit: usize,
) -> Result<Vec<Incident>, Error> {
    Ok(tx.list(store::RECENT, args![inbox_id, before, limit], store::read_incident)?)
}

/// Compares what is known of an inbox with what was told: opens what is new, closes what is over, and tells each
/// once to everybody who administers.
pub fn judge(tx: &mut Tx<'_>, inbox: &Inbox, facts: &Facts) -> Result<(), Error> {
    let watch = watch(tx, inbox.id)?;
    let now = troubles(&watch, facts);
    let open: Vec<Incident> =
        open_incidents(tx)?.into_iter().filter(|incident| incident.inbox_id == inbox.id).collect();
    for trouble in now.iter().filter(|trouble| open.iter().all(|incident| incident.kind != trouble.kind)) {
        begin(tx, inbox, trouble)?;
    }
    for incident in open.iter().filter(|incident| now.iter().all(|trouble| trouble.kind != incident.kind)) {
        end(tx, inbox, incident)?;
    }
    Ok(())
}

fn begin(tx: &mut Tx<'_>, inbox: &Inbox, trouble: &Trouble) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let detail: String = trouble.detail.chars().take(DETAIL_CHARS).collect();
    let opened =
        tx.execute(store::OPEN, args![row_id, &oid, inbox.id, trouble.kind.name(), &detail, trouble.since_ms])?;
    if opened == 0 {
        // Another node was faster, and told it.
        return Ok(());
    }
    record(tx, "channel.alarmed", inbox, trouble.kind)?;
    tell(tx, inbox, trouble.kind, "alarm", trouble.since_ms, &detail)
}

fn end(tx: &mut Tx<'_>, inbox: &Inbox, incident: &Incident) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    if tx.execute(store::CLOSE, args![incident.id, now_ms])? == 0 {
        return Ok(());
    }
    record(tx, "channel.recovered", inbox, incident.kind)?;
    tell(tx, inbox, incident.kind, "clear", incident.opened_at_ms, &incident.detail)
}

fn record(tx: &mut Tx<'_>, kind: &'static str, inbox: &Inbox, trouble: Kind) -> Result<(), Error> {
    let data = json!({ "inbox_id": id::Kind::Inbox.name(&inbox.oid), "kind": trouble.name() });
    tx.record(Event { kind, actor: Actor::System, conversation_id: None, data: data.to_string() })?;
    Ok(())
}

/// A mail to everybody who administers.
fn tell(
    tx: &mut Tx<'_>,
    inbox: &Inbox,
    kind: Kind,
    what: &str,
    since_ms: i64,
    detail: &str,
) -> Result<(), Error> {
    let company = company::find(tx)?;
    for admin in agent::list(tx)? {
        if admin.role == Role::Admin && admin.active && !admin.email.ends_with("@token.invalid") {
            let mail = letter(&company, inbox, kind, what, since_ms, detail, admin.language, tx.now_ms());
            outbox::post_house_mail(tx, HouseMail { to: admin.email, name: Some(admin.name), ..mail })?;
        }
    }
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "the facts of one sentence")]
fn letter(
    company: &Company,
    inbox: &Inbox,
    kind: Kind,
    what: &str,
    since_ms: i64,
    detail: &str,
    language: Language,
    now_ms: i64,
) -> HouseMail {
    let say = Say::new(language, Register::Tu);
    let zone = inbox.hours.timezone().clone();
    let facts = [
        ("inbox", inbox.address.clone().unwrap_or_else(|| inbox.name.clone()).into()),
        ("since", when::from(say, since_ms, now_ms, &zone).into()),
        ("expected", detail.to_owned().into()),
        ("detail", detail.to_owned().into()),
    ];
    let name = kind.name();
    let mut paragraphs = vec![say.with(&format!("health-{what}-{name}-text"), &facts)];
    if what == "alarm" {
        paragraphs.push(say.with(&format!("health-alarm-{name}-do"), &facts));
    }
    HouseMail {
        kind: HouseKind::Alert,
        to: String::new(),
        name: None,
        language,
        subject: say.with(&format!("health-{what}-{name}"), &facts),
        paragraphs,
        link: Some((
            say.say("health-open"),
            format!("{}/console/settings/health/{}", company.public_url, id::Kind::Inbox.name(&inbox.oid)),
        )),
    }
}
