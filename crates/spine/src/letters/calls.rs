//! Letters about a call promised to the customer, the appointment their calendar takes, a new link to their page, and a
//! long promise that stands.

use jiff::Timestamp;
use words::when;

use super::frame::Edge;
use super::sentence::{Piece, Sentence, line};
use super::{Draft, Facts, Letter, NAME_CHARS_MAX};

/// A call, as a calendar keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Appointment<'a> {
    /// The same however often it is moved.
    pub uid: &'a str,
    pub sequence: i64,
    pub phone: &'a str,
    pub from_ms: i64,
    pub to_ms: i64,
}

/// What happened to the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Booked,
    Moved,
    Cancelled,
    NotReached,
}

impl Change {
    /// The method of the appointment (RFC 5546).
    pub fn method(self) -> &'static str {
        match self {
            Self::Booked | Self::Moved => "PUBLISH",
            Self::Cancelled | Self::NotReached => "CANCEL",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Booked => "track-mail-booked",
            Self::Moved => "track-mail-moved",
            Self::Cancelled => "track-mail-cancelled",
            Self::NotReached => "track-mail-not-reached",
        }
    }
}

/// "We call you on Monday at 12:15": sent when a call is promised, moved, called off or not answered.
pub fn call(facts: &Facts, appointment: &Appointment<'_>, change: Change) -> Letter {
    let say = facts.say;
    let at = when::at(say, appointment.from_ms, facts.now_ms, &facts.zone, when::Today::Weekday);
    let key = change.key();
    let said = say.with(&format!("{key}-said"), &[("at", at.clone().into())]);
    let phone = line(appointment.phone, NAME_CHARS_MAX);
    let until = when::time(appointment.to_ms, &facts.zone);
    let pieces = [
        Piece::text("greeting", super::greeting(say, facts.customer.as_deref())),
        Piece::text("at", at),
        Piece::text("phone", phone),
        Piece::text("until", until),
    ];
    let draft = Draft {
        edge: match change {
            Change::Booked | Change::Cancelled => Edge::Promised,
            Change::Moved | Change::NotReached => Edge::Moved,
        },
        about: said.clone(),
        said,
        preheader: say.say(&format!("{key}-preheader")),
        opening: Sentence::of(say, &format!("{key}-opening"), &pieces),
        person_title: say.say("track-mail-person"),
    };
    draft.letter(facts)
}

/// The new address of the customer's page; the given word when one is running.
pub fn link(facts: &Facts, owed: bool) -> Letter {
    let say = facts.say;
    let title = say.say("track-mail-link-said");
    let said = match owed {
        true => when::promise_date(say, facts.due_ms, facts.now_ms, &facts.zone),
        false => title.clone(),
    };
    let draft = Draft {
        edge: Edge::Promised,
        about: title,
        said,
        preheader: say.say("track-mail-link-preheader"),
        opening: Sentence::of(
            say,
            "track-mail-link-opening",
            &[Piece::text("greeting", super::greeting(say, facts.customer.as_deref()))],
        ),
        person_title: say.say("track-mail-person"),
    };
    draft.letter(facts)
}

/// "We answer by Thursday, as we said": sent midway through a promise longer than a working day. `owner` has it, when
/// somebody does.
pub fn progress(facts: &Facts, owner: Option<&str>) -> Letter {
    let say = facts.say;
    let key = if owner.is_some() { "mail-progress-opening-owner" } else { "mail-progress-opening" };
    let pieces = [
        Piece::text("greeting", super::greeting(say, facts.customer.as_deref())),
        Piece::text("owner", line(owner.unwrap_or_default(), NAME_CHARS_MAX)),
        Piece::text("by", when::by_date(say, facts.due_ms, facts.now_ms, &facts.zone)),
    ];
    let draft = Draft {
        edge: Edge::Promised,
        about: say.say("mail-progress-about"),
        said: when::promise_date(say, facts.due_ms, facts.now_ms, &facts.zone),
        preheader: say.say("mail-progress-preheader"),
        opening: Sentence::of(say, key, &pieces),
        person_title: say.say("mail-progress-person"),
    };
    draft.letter(facts)
}

/// The appointment as a calendar reads it (RFC 5545); none where a call already made is meant.
pub fn calendar(facts: &Facts, appointment: &Appointment<'_>, change: Change, now_ms: i64) -> Option<String> {
    if change == Change::NotReached {
        return None;
    }
    let say = facts.say;
    let company = line(&facts.company, NAME_CHARS_MAX);
    let summary = say.with("track-calendar-summary", &[("company", company.into())]);
    let about = say.with(
        "track-calendar-text",
        &[("phone", appointment.phone.into()), ("reference", (&facts.reference).into())],
    );
    let status = if change == Change::Cancelled { "CANCELLED" } else { "CONFIRMED" };
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Riscontro//Richiamata//IT".to_owned(),
        format!("METHOD:{}", change.method()),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@riscontro", appointment.uid),
        format!("SEQUENCE:{}", appointment.sequence),
        format!("DTSTAMP:{}", utc(now_ms)),
        format!("DTSTART:{}", utc(appointment.from_ms)),
        format!("DTEND:{}", utc(appointment.to_ms)),
        format!("SUMMARY:{}", escaped(&summary)),
        format!("DESCRIPTION:{}", escaped(&about)),
        format!("URL:{}", facts.track_url),
        format!("STATUS:{status}"),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    Some(lines.iter().map(|line| folded(line)).collect())
}

fn utc(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as a property's value (RFC 5545, section 3.3.11).
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace(['\r', '\n'], " ")
}

/// Lines of 75 bytes at most, the next ones with a space in front (RFC 5545, section 3.1).
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > 74 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, folded};

    #[test]
    fn a_calendar_reads_every_line_whole() {
        let long = format!("DESCRIPTION:{}", "perché ".repeat(40));
        let lines: Vec<String> = folded(&long).split("\r\n").map(str::to_owned).collect();
        assert!(lines.len() > 3 && lines.iter().all(|line| line.len() <= 75), "{lines:?}");
        let whole: String = lines
            .iter()
            .enumerate()
            .map(|(at, line)| if at == 0 { line } else { line.strip_prefix(' ').unwrap_or(line) })
            .collect();
        assert_eq!(whole, long);
        assert_eq!(escaped("a;b,c\\d\r\nATTENDEE:x"), "a\\;b\\,c\\\\d  ATTENDEE:x");
    }
}
