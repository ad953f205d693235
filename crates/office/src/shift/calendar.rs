//! A person's shifts as a calendar other programs subscribe to (RFC 5545). Moments stand in UTC, so that no reader needs
//! to know when our clocks change. Pure.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::id::Kind;

use super::model::{Doing, Told, clock};

/// Octets of one line without its end (section 3.1).
const LINE_OCTETS: usize = 75;

/// What a calendar says beside the shifts.
pub struct Wording {
    /// Name of the calendar.
    pub name: String,
    /// What a shift is called.
    pub shift: String,
    /// "Break", "Training", "Meeting".
    pub doings: [String; 3],
}

/// The whole calendar. `host` makes the names of its events the company's own.
pub fn calendar(told: &[Told], wording: &Wording, agent_oid: &str, host: &str, zone: &TimeZone) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(text, &mut out);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Riscontro//Shifts//EN");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escaped(&wording.name)));
    line(&format!("X-WR-TIMEZONE:{}", zone.iana_name().unwrap_or("UTC")));
    line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    line("X-PUBLISHED-TTL:PT1H");
    for one in told {
        let (from_ms, to_ms) = one.is.span_ms(zone);
        line("BEGIN:VEVENT");
        line(&format!("UID:{}.{agent_oid}@{host}", Kind::Shift.name(&one.oid)));
        line(&format!("DTSTAMP:{}", moment(one.told_at_ms)));
        line(&format!("LAST-MODIFIED:{}", moment(one.told_at_ms)));
        line(&format!("SEQUENCE:{}", one.sequence));
        line(&format!("DTSTART:{}", moment(from_ms)));
        line(&format!("DTEND:{}", moment(to_ms)));
        line(&format!("SUMMARY:{}", escaped(&wording.shift)));
        let parts: Vec<String> = one
            .is
            .activities
            .iter()
            .map(|part| {
                let name = match part.doing {
                    Doing::Break => &wording.doings[0],
                    Doing::Training => &wording.doings[1],
                    Doing::Meeting => &wording.doings[2],
                };
                let from = one.is.start + part.at;
                format!("{name} {}–{}", clock(from), clock(from + part.minutes))
            })
            .collect();
        if !parts.is_empty() {
            line(&format!("DESCRIPTION:{}", escaped(&parts.join("\n"))));
        }
        line(if one.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        line(if one.cancelled { "TRANSP:TRANSPARENT" } else { "TRANSP:OPAQUE" });
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

fn moment(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as a value (section 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Adds a line, folded so that none is longer than 75 octets and no character is cut.
fn fold(text: &str, out: &mut String) {
    let mut octets = 0;
    for c in text.chars() {
        if octets + c.len_utf8() > LINE_OCTETS {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
}
