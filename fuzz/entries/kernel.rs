//! What is tried on the calendar with hours and moments from anywhere. Used by the fuzz target and, bounded, by
//! `crates/kernel/tests/bounded_fuzz.rs`.

use kernel::calendar::Hours;
use serde_json::{Value, json};

const MINUTE_MS: i64 = 60_000;
/// 1970 to 2100.
const SENSIBLE_MS: i64 = 4_102_444_800_000;
const ZONES: [&str; 8] = [
    "Europe/Rome",
    "UTC",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Africa/Casablanca",
];

/// Bytes become hours, a moment and a number of open minutes; what the calendar says of them must hold together.
pub fn calendar_arithmetic(input: &[u8]) {
    let mut bytes = Bytes(input);
    let minutes = i64::from(bytes.two());
    let later = i64::from(bytes.two());
    let sensible = bytes.one() % 8 != 0;
    let any = i64::from_le_bytes(std::array::from_fn(|_| bytes.one()));
    let at_ms = if sensible { any.rem_euclid(SENSIBLE_MS) } else { any };
    let Ok(hours) = Hours::from_json(&posted(&mut bytes)) else { return };

    let again = Hours::from_json(&hours.to_json());
    assert!(again.as_ref() == Ok(&hours), "hours change when written and read");
    let today = hours.today(at_ms);
    assert_eq!(hours.is_holiday(today), hours.holiday(today).is_some());
    let open = hours.next_open_ms(at_ms);
    let due = hours.due(at_ms, minutes);
    if !sensible {
        return;
    }
    assert_eq!(hours.is_open(at_ms), open == Some(at_ms), "open at {at_ms}");
    if let Some(open) = open {
        assert!(open >= at_ms && hours.is_open(open), "opens at {open}, from {at_ms}");
        assert_eq!(hours.open_minutes(at_ms, open), 0, "no open time before the opening");
    }
    let Some(due) = due else { return };
    assert!(due >= at_ms, "due at {due}, before {at_ms}");
    let waited = hours.open_minutes(at_ms, due);
    assert!(waited >= minutes, "{minutes} open minutes promised, {waited} given, from {at_ms} to {due}");
    let closing = hours.closing_ms(due).or_else(|| hours.closing_ms(due - 1));
    assert!(closing.is_some_and(|closing| due <= closing), "due at {due}, after closing at {closing:?}");
    if let Some(longer) = hours.due(at_ms, minutes + later) {
        assert!(longer >= due, "{later} minutes more fall due earlier: {longer} before {due}");
    }
    if let Some(after) = hours.due(at_ms + later * MINUTE_MS, minutes) {
        assert!(after >= due, "asked {later} minutes later, due earlier: {after} before {due}");
    }
}

/// Hours as somebody may post them.
fn posted(bytes: &mut Bytes<'_>) -> Value {
    let zone = ZONES[usize::from(bytes.one()) % ZONES.len()];
    let shape = bytes.one();
    let mut hours = json!({ "timezone": zone, "holidays": if shape & 1 == 0 { Some("IT") } else { None } });
    if shape & 2 == 0 {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let week: serde_json::Map<String, Value> =
            days.iter().map(|day| ((*day).to_owned(), intervals(bytes))).collect();
        hours["week"] = week.into();
    }
    if shape & 4 == 0 {
        hours["patron"] = format!("{:02}-{:02}", bytes.one() % 14, bytes.one() % 33).into();
    }
    if shape & 8 == 0 {
        let exceptions: Vec<Value> = (0..bytes.one() % 4)
            .map(|_| {
                let day = format!(
                    "20{:02}-{:02}-{:02}",
                    bytes.one() % 100,
                    1 + bytes.one() % 12,
                    1 + bytes.one() % 28
                );
                json!({ "date": day, "intervals": intervals(bytes) })
            })
            .collect();
        hours["exceptions"] = exceptions.into();
    }
    hours
}

/// Up to three intervals that mostly are in order.
fn intervals(bytes: &mut Bytes<'_>) -> Value {
    let mut minute = u16::from(bytes.one()) * 3;
    let mut intervals = Vec::new();
    for _ in 0..bytes.one() % 4 {
        let closes = minute + 1 + u16::from(bytes.one()) * 2;
        if closes > 24 * 60 {
            break;
        }
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        intervals.push(json!([clock(minute), clock(closes)]));
        minute = closes + u16::from(bytes.one());
    }
    intervals.into()
}

/// Bytes that never end.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn one(&mut self) -> u8 {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                *first
            }
            None => 0,
        }
    }

    fn two(&mut self) -> u16 {
        u16::from_le_bytes([self.one(), self.one()])
    }
}
