//! What the composer needs to know of its conversation.

use db::{Row, Tx, args};
use kernel::calendar::Hours;
use kernel::id::Kind;
use spine::conversation::{self, Conversation};
use spine::scheduled::{self, Scheduled};
use spine::{agent, inbox, promise, signature};

use super::Reader;
use crate::console::inbox::view::{Choice, Reading};
use crate::console::inbox::writing::{Unseen, Waiting, Writing, held};
use crate::console::live;
use crate::console::moments::local;
use crate::fault::Fault;

/// Characters shown of a message or of an answer that waits.
const EXCERPT_CHARS: usize = 600;
/// Messages told as news.
const NEWS_MOST: usize = 20;
/// Answers listed that leave later.
const WAITING_MOST: usize = 500;

db::queries! {
    "console_writing";
    account {
        WRITTEN_AFTER = "select seq, actor_kind, actor_id, data from event
                         where account_id = ?1 and conversation_id = ?2 and seq > ?3
                           and type in ('message.received', 'message.written') order by seq limit 50";
    }
}

pub(super) fn writing(
    tx: &mut Tx<'_>,
    open: &Conversation,
    reader: Reader,
    reading: &Reading,
    draft: &str,
) -> Result<Writing, Fault> {
    let hours = inbox::find(tx, open.inbox_id)?.hours;
    let people = agent::list(tx)?;
    let waiting = scheduled::of_conversation(tx, open.id)?
        .into_iter()
        .map(|scheduled| waiting_of(&scheduled, &people, reader.agent_id))
        .collect();
    Ok(Writing {
        seen_seq: live::seq(tx)?,
        signature: signature::of(tx, reader.agent_id, open.inbox_id)?.map(|signature| signature.text),
        moments: moments(&hours, reading.now_ms),
        earliest: local(reading.now_ms + 60_000, hours.timezone()),
        heard_ms: promise::spoken(draft, &hours, reading.now_ms),
        waiting,
        news: None,
        bytes_max: reader.bytes_max,
    })
}

fn waiting_of(scheduled: &Scheduled, people: &[agent::Agent], me: i64) -> Waiting {
    let who = people.iter().find(|person| person.id == scheduled.agent_id);
    Waiting {
        name: Kind::Scheduled.name(&scheduled.oid),
        who: who.map(|person| person.name.clone()).unwrap_or_default(),
        mine: scheduled.agent_id == me,
        leaves_at_ms: scheduled.leaves_at_ms,
        held: held(scheduled.state, scheduled.held_why.as_deref()),
        text: excerpt(&scheduled.content.text),
        promised_ms: scheduled.content.word.as_ref().map(|word| word.due_at_ms),
    }
}

/// Everything that waits to leave, the next first, each with code and subject of its conversation: one's own, or
/// everybody's.
pub fn all_waiting(tx: &mut Tx<'_>, of: Option<i64>, me: i64) -> Result<Vec<(String, String, Waiting)>, Fault> {
    let people = agent::list(tx)?;
    let mut lines = Vec::new();
    for scheduled in scheduled::list(tx, of, WAITING_MOST)? {
        let open = conversation::find(tx, scheduled.conversation_id)?;
        lines.push((open.reference, open.subject, waiting_of(&scheduled, &people, me)));
    }
    Ok(lines)
}

/// Moments one puts something off to: later today, tomorrow, when the inbox opens next, Monday.
pub fn moments(hours: &Hours, now_ms: i64) -> Vec<(&'static str, Choice)> {
    const HOUR_MS: i64 = 3_600_000;
    const HALF_HOUR_MS: i64 = HOUR_MS / 2;
    let today = hours.today(now_ms);
    let nine_on = |days: i64| {
        let day = today.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
        let nine = day.at(9, 0, 0, 0).to_zoned(hours.timezone().clone()).ok()?;
        Some(nine.timestamp().as_millisecond())
    };
    let later_ms = (now_ms + 2 * HOUR_MS).div_euclid(HALF_HOUR_MS) * HALF_HOUR_MS + HALF_HOUR_MS;
    let later = hours.is_open(later_ms).then_some(later_ms);
    let to_monday = 7 - i64::from(today.weekday().to_monday_zero_offset());
    let opening = match hours.next_open_ms(now_ms) {
        // Open now: the opening after this day's closing.
        Some(open_ms) if open_ms <= now_ms => {
            let closing_ms = hours.closing_ms(now_ms);
            let after = closing_ms.and_then(|closing_ms| hours.next_open_ms(closing_ms));
            after.filter(|open_ms| Some(*open_ms) != closing_ms)
        }
        other => other,
    };
    let mut moments: Vec<(&'static str, Choice)> = [
        ("composer-later-today", later),
        ("composer-tomorrow", nine_on(1)),
        ("composer-next-opening", opening),
        ("composer-monday", nine_on(to_monday)),
    ]
    .into_iter()
    .filter_map(|(key, at_ms)| Some((key, at_ms?)))
    .map(|(key, at_ms)| (key, Choice { value: at_ms.to_string(), at_ms }))
    .collect();
    moments.sort_by_key(|(_, choice)| choice.at_ms);
    moments.dedup_by_key(|(_, choice)| choice.at_ms);
    moments
}

struct Written {
    actor_kind: String,
    actor_id: Option<i64>,
    message: Option<String>,
    automatic: bool,
}

fn read_written(row: &mut Row) -> Result<Written, db::Error> {
    row.next::<i64>()?;
    let (actor_kind, actor_id) = (row.next()?, row.next()?);
    let data: serde_json::Value = serde_json::from_str(&row.next::<String>()?).unwrap_or_default();
    Ok(Written {
        actor_kind,
        actor_id,
        message: data["message_id"].as_str().map(str::to_owned),
        automatic: data["automatic"] == true,
    })
}

/// What somebody else than the reader wrote in a conversation after an event: the customer, a colleague, a program.
pub fn unseen(tx: &mut Tx<'_>, conversation_id: i64, after_seq: i64, me: i64) -> Result<Vec<Unseen>, Fault> {
    let mut unseen = Vec::new();
    for written in tx.list(WRITTEN_AFTER, args![conversation_id, after_seq], read_written)? {
        let mine = written.actor_kind == "agent" && written.actor_id == Some(me);
        let oid = written.message.as_deref().and_then(|name| Kind::Message.oid(name));
        let (Some(oid), false, false) = (oid, mine, written.automatic) else { continue };
        // One taken back since is gone.
        let message = match conversation::message_by_oid(tx, oid) {
            Ok(message) => message,
            Err(spine::Error::Missing(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        let text = if message.reply_text.trim().is_empty() { &message.text } else { &message.reply_text };
        unseen.push(Unseen {
            who: message.author_name.clone().or(message.author_address.clone()).unwrap_or_default(),
            by_customer: message.direction == conversation::Direction::In,
            text: excerpt(text),
            at_ms: message.created_at_ms,
        });
        if unseen.len() == NEWS_MOST {
            break;
        }
    }
    Ok(unseen)
}

fn excerpt(text: &str) -> String {
    let mut shown: String = text.trim().chars().take(EXCERPT_CHARS).collect();
    if text.trim().chars().count() > EXCERPT_CHARS {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use kernel::calendar::Hours;

    use super::moments;

    #[track_caller]
    fn check(now: &str, expected: &[(&str, &str)]) {
        let rome = jiff::tz::TimeZone::get("Europe/Rome").unwrap();
        let now: jiff::civil::DateTime = now.parse().unwrap();
        let now_ms = now.to_zoned(rome.clone()).unwrap().timestamp().as_millisecond();
        let found: Vec<(String, String)> = moments(&Hours::default(), now_ms)
            .into_iter()
            .map(|(key, choice)| {
                let at = jiff::Timestamp::from_millisecond(choice.at_ms).unwrap().to_zoned(rome.clone());
                (key.trim_start_matches("composer-").to_owned(), at.strftime("%a %H:%M").to_string())
            })
            .collect();
        let expected: Vec<(String, String)> =
            expected.iter().map(|(key, at)| ((*key).to_owned(), (*at).to_owned())).collect();
        assert_eq!(found, expected, "{now}");
    }

    #[test]
    fn what_is_put_off_goes_to_moments_people_name() {
        check(
            "2026-11-18T10:10",
            &[("later-today", "Wed 12:30"), ("tomorrow", "Thu 09:00"), ("monday", "Mon 09:00")],
        );
        check("2026-11-20T17:00", &[("tomorrow", "Sat 09:00"), ("next-opening", "Mon 09:00")]);
        check(
            "2026-11-18T07:00",
            &[
                ("next-opening", "Wed 09:00"),
                ("later-today", "Wed 09:30"),
                ("tomorrow", "Thu 09:00"),
                ("monday", "Mon 09:00"),
            ],
        );
    }
}
