//! What the dialogs offer: moments within opening hours, colleagues, tags in use.

use db::{Row, Tx};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kernel::calendar::Hours;
use kernel::id::Kind;
use spine::conversation::{self, Conversation};
use spine::promise;
use spine::{agent, inbox, outbox};

use super::store::{self, Reader, queries};
use super::view::{Asking, Choice, Colleague, Inbox, Moving, Preview, Reading};
use crate::fault::Fault;
use crate::fields::Fields;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// The question an address names, about the open conversation.
pub fn asking(
    tx: &mut Tx<'_>,
    what: &str,
    shown: &Inbox,
    reader: Reader,
    reading: &Reading,
    fields: &Fields,
) -> Result<Asking, Fault> {
    let reference = shown.place.open.as_deref().ok_or(Fault::Missing)?;
    let open = store::open(tx, reference)?;
    let problem = None;
    Ok(match what {
        "move" => Asking::Move(moving(tx, &open, reading, fields)?),
        "assign" => {
            let colleagues = agent::list(tx)?
                .into_iter()
                .filter(|person| person.active && person.role != agent::Role::Integration)
                .map(|person| Colleague {
                    is_me: person.id == reader.agent_id,
                    oid: person.oid,
                    name: person.name,
                    presence: person.presence,
                })
                .collect();
            let teams = agent::teams(tx)?.into_iter().map(|team| (team.oid, team.name)).collect();
            Asking::Assign { colleagues, teams, problem }
        }
        "snooze" => {
            let hours = inbox::find(tx, open.inbox_id)?.hours;
            Asking::Snooze { choices: pauses(&hours, reading.now_ms), problem }
        }
        "close" => Asking::Close { owed: owed(tx, &open)?, problem },
        "tags" => Asking::Tags {
            tags: conversation::tags(tx, open.id)?,
            known: tx.list(queries::KNOWN_TAGS, &[], Row::next)?,
            problem,
        },
        _ => return Err(Fault::Missing),
    })
}

/// When an answer that the customer knows of is due, if one is still owed.
pub fn owed(tx: &mut Tx<'_>, open: &Conversation) -> Result<Option<i64>, Fault> {
    let promises = promise::open_of(tx, open.id)?;
    let answered =
        |promise: &promise::Promise| open.last_out_at_ms.is_some_and(|out_ms| out_ms >= promise.made_at_ms);
    Ok(promises
        .iter()
        .filter(|promise| promise.kind.is_reply() && promise.not_told_reason.as_deref() != Some("internal"))
        .find(|promise| !answered(promise))
        .map(|promise| promise.due_at_ms))
}

/// The question of a new time, with what the customer would read for what was chosen so far.
pub fn moving(
    tx: &mut Tx<'_>,
    open: &Conversation,
    reading: &Reading,
    fields: &Fields,
) -> Result<Moving, Fault> {
    let current = promise::open_of(tx, open.id)?.into_iter().next().ok_or(Fault::Missing)?;
    let hours = inbox::find(tx, open.inbox_id)?.hours;
    let choices = later(&hours, current.due_at_ms.max(reading.now_ms));
    let first = choices.first().map(|choice| (choice.value.clone(), choice.at_ms));
    let chosen = chosen(fields, hours.timezone()).or(first);
    let reason = fields.get("reason").trim();
    let preview = match &chosen {
        Some((_, at_ms)) if *at_ms > reading.now_ms && !reason.is_empty() => {
            let letter = outbox::moved_letter(tx, open, &current, *at_ms, reason)?;
            Some(Preview { word: letter.word, text: letter.text })
        }
        _ => None,
    };
    Ok(Moving {
        promise: Kind::Promise.name(&current.oid),
        due_at_ms: current.due_at_ms,
        choices,
        chosen,
        reason: reason.to_owned(),
        earliest: local(reading.now_ms + MINUTE_MS, hours.timezone()),
        preview,
        problem: None,
    })
}

/// The moment a form names: `at` as a field of date and time writes it, else `choice` in milliseconds.
pub fn chosen(fields: &Fields, zone: &TimeZone) -> Option<(String, i64)> {
    let at = fields.get("at");
    if let Ok(moment) = at.parse::<DateTime>() {
        let at_ms = moment.to_zoned(zone.clone()).ok()?.timestamp().as_millisecond();
        return Some((at.to_owned(), at_ms));
    }
    let choice = fields.get("choice");
    Some((choice.to_owned(), choice.parse().ok()?))
}

/// Whether a promise can fall due at that moment: the inbox is open, or is just closing.
pub fn is_open(hours: &Hours, at_ms: i64) -> bool {
    hours.is_open(at_ms) || hours.is_open(at_ms - 1)
}

/// Later moments to promise, each after so many open minutes.
fn later(hours: &Hours, from_ms: i64) -> Vec<Choice> {
    let mut moments: Vec<i64> = [30, 60, 120, 240, 540, 1_080]
        .iter()
        .filter_map(|minutes| hours.due(from_ms, *minutes))
        .filter(|at_ms| *at_ms > from_ms)
        .collect();
    moments.dedup();
    moments.into_iter().take(6).map(choice).collect()
}

/// Moments to put something aside until: within the day, and when the inbox opens on later days.
fn pauses(hours: &Hours, now_ms: i64) -> Vec<Choice> {
    let rounded = |at_ms: i64| at_ms - at_ms.rem_euclid(5 * MINUTE_MS);
    let closing_ms = hours.closing_ms(now_ms).unwrap_or(now_ms);
    let within = [HOUR_MS, 3 * HOUR_MS].map(|pause| rounded(now_ms + pause)).into_iter();
    let days = [1, 2, 7]
        .into_iter()
        .filter_map(|days| hours.next_open_ms(closing_ms.max(now_ms) + days * DAY_MS - 12 * HOUR_MS));
    let mut moments: Vec<i64> = within.chain(days).collect();
    moments.sort_unstable();
    moments.dedup();
    moments.into_iter().map(choice).collect()
}

fn choice(at_ms: i64) -> Choice {
    Choice { value: at_ms.to_string(), at_ms }
}

/// A moment as a field of date and time writes it.
fn local(at_ms: i64, zone: &TimeZone) -> String {
    jiff::Timestamp::from_millisecond(at_ms)
        .map(|at| at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string())
        .unwrap_or_default()
}
