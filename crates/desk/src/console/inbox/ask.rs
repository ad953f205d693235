//! What the dialogs offer: moments within opening hours, colleagues, tags in use.

use db::{Row, Tx};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kernel::calendar::Hours;
use kernel::id::Kind;
use spine::conversation::{self, Conversation};
use spine::letters::Letter;
use spine::promise;
use spine::{agent, inbox, outbox};

use super::store::{self, Reader, queries};
use super::together;
use super::view::{Asking, Choice, Colleague, Inbox, Moving, Preview, Reading, escaped};
use crate::console::moments::local;
use crate::fault::Fault;
use crate::fields::Fields;

const MINUTE_MS: i64 = 60_000;

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
            Asking::Snooze {
                choices: pauses(&hours, reading.now_ms),
                earliest: local(reading.now_ms + MINUTE_MS, hours.timezone()),
                problem,
            }
        }
        "close" => Asking::Close { owed: owed(tx, &open)?, problem },
        "tags" => Asking::Tags {
            tags: conversation::tags(tx, open.id)?,
            known: tx.list(queries::KNOWN_TAGS, &[], Row::next)?,
            problem,
        },
        what if together::QUESTIONS.contains(&what) => {
            let question = together::question(tx, what, &open, fields)?;
            Asking::Together { question: Box::new(question), problem }
        }
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
        Some((value, at_ms)) if *at_ms > reading.now_ms && !reason.is_empty() => {
            let letter = outbox::moved_letter(tx, open, &current, *at_ms, reason)?;
            let name = if value.contains('T') { "at" } else { "choice" };
            let frame = format!(
                "/console/conversation/{}/move/letter?{name}={}&reason={}",
                open.reference,
                escaped(value),
                escaped(reason)
            );
            Some(Preview { word: letter.word, text: letter.text, frame })
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

/// The letter a move would send, for what was chosen; nothing while that is not enough for one.
pub fn moved(
    tx: &mut Tx<'_>,
    open: &Conversation,
    reading: &Reading,
    fields: &Fields,
) -> Result<Option<Letter>, Fault> {
    let current = promise::open_of(tx, open.id)?.into_iter().next().ok_or(Fault::Missing)?;
    let hours = inbox::find(tx, open.inbox_id)?.hours;
    let reason = fields.get("reason").trim();
    let chosen = chosen(fields, hours.timezone()).filter(|(_, at_ms)| *at_ms > reading.now_ms);
    match chosen.filter(|_| !reason.is_empty() && reason.chars().count() <= 300) {
        Some((_, at_ms)) => Ok(Some(outbox::moved_letter(tx, open, &current, at_ms, reason)?)),
        None => Ok(None),
    }
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

/// Moments to put something aside until, and until the customer answers.
fn pauses(hours: &Hours, now_ms: i64) -> Vec<(&'static str, Choice)> {
    let reply = ("composer-until-reply", Choice { value: UNTIL_REPLY.to_owned(), at_ms: now_ms + ASIDE_MS });
    store::writing::moments(hours, now_ms).into_iter().chain([reply]).collect()
}

/// How long something is put aside that waits for an answer: as good as for ever, promises bring it back before.
pub const ASIDE_MS: i64 = 365 * 86_400_000;
/// What the form says for it.
pub const UNTIL_REPLY: &str = "reply";

/// Whether a moment stands for the customer's answer.
pub fn is_until_reply(until_ms: i64, from_ms: i64) -> bool {
    until_ms - from_ms > ASIDE_MS - 30 * 24 * 3_600_000
}

/// The moment something is put aside until.
pub fn aside_until(fields: &Fields, zone: &TimeZone, now_ms: i64) -> i64 {
    match fields.get("choice") {
        UNTIL_REPLY if fields.get("at").is_empty() => now_ms + ASIDE_MS,
        _ => chosen(fields, zone).map_or(0, |(_, at_ms)| at_ms),
    }
}

fn choice(at_ms: i64) -> Choice {
    Choice { value: at_ms.to_string(), at_ms }
}
