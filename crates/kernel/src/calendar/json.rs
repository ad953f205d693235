//! Hours as the outer contract writes them in JSON (`hours` of an inbox), read strictly and written canonically.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::{DAY_MINUTES, Holidays, Hours, Interval};

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const INTERVALS_A_DAY_MAX: usize = 8;
const EXCEPTIONS_MAX: usize = 400;
/// More faults than this in one text are not worth listing.
const ERRORS_MAX: usize = 50;
/// A name from outside is repeated in a pointer up to this many characters.
const NAME_SHOWN_MAX: usize = 40;

/// Something wrong in the JSON of hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) relative to the hours, as in `/week/mon/0`; empty for the whole.
    pub pointer: String,
    /// One English sentence, for programs' authors.
    pub message: String,
    /// The catalogue key of the same sentence in `words`, for pages.
    pub key: &'static str,
}

#[derive(Clone, Copy)]
enum Fault {
    NotAnObject,
    NotAList,
    UnknownKey,
    UnknownZone,
    UnknownHolidays,
    BadMonthDay,
    BadDate,
    DateTwice,
    BadInterval,
    ClosesBeforeOpening,
    Overlap,
    TooManyIntervals,
    TooManyExceptions,
    Missing,
}

impl Fault {
    fn message(self) -> &'static str {
        match self {
            Self::NotAnObject => "must be an object",
            Self::NotAList => "must be a list",
            Self::UnknownKey => "is not a known key",
            Self::UnknownZone => "must be the name of a time zone, as in \"Europe/Rome\"",
            Self::UnknownHolidays => "must be \"IT\" or null",
            Self::BadMonthDay => "must be a month and a day, as in \"06-24\", or null",
            Self::BadDate => "must be a date, as in \"2026-12-24\"",
            Self::DateTwice => "names a date that is already an exception",
            Self::BadInterval => "must be two times, as in [\"09:00\",\"18:00\"]; \"24:00\" may end a day",
            Self::ClosesBeforeOpening => "must close after it opens",
            Self::Overlap => "overlaps another interval of the same day",
            Self::TooManyIntervals => "must have at most 8 intervals",
            Self::TooManyExceptions => "must have at most 400 exceptions",
            Self::Missing => "is required",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::NotAnObject => "time-hours-not-an-object",
            Self::NotAList => "time-hours-not-a-list",
            Self::UnknownKey => "time-hours-unknown-key",
            Self::UnknownZone => "time-hours-unknown-zone",
            Self::UnknownHolidays => "time-hours-unknown-holidays",
            Self::BadMonthDay => "time-hours-bad-month-day",
            Self::BadDate => "time-hours-bad-date",
            Self::DateTwice => "time-hours-date-twice",
            Self::BadInterval => "time-hours-bad-interval",
            Self::ClosesBeforeOpening => "time-hours-closes-before-opening",
            Self::Overlap => "time-hours-overlap",
            Self::TooManyIntervals => "time-hours-too-many-intervals",
            Self::TooManyExceptions => "time-hours-too-many-exceptions",
            Self::Missing => "time-hours-missing",
        }
    }
}

impl Hours {
    /// Reads the contract's shape. A key left out has its default; in a `week` that is given, a day left out is
    /// shut. Refused, each with its place: unknown keys, zones and dates, overlapping intervals, closing before
    /// opening, more than 8 intervals a day or 400 exceptions.
    pub fn from_json(json: &Value) -> Result<Self, Vec<FieldError>> {
        let mut reading = Reading::default();
        let hours = reading.hours(json);
        if reading.errors.is_empty() { Ok(hours) } else { Err(reading.errors) }
    }

    /// The contract's shape with every key written out.
    pub fn to_json(&self) -> Value {
        let week: Map<String, Value> =
            DAYS.iter().zip(&self.week).map(|(day, open)| ((*day).to_owned(), intervals_json(open))).collect();
        let exceptions: Vec<Value> = self
            .exceptions
            .iter()
            .map(|(date, open)| json!({ "date": date.to_string(), "intervals": intervals_json(open) }))
            .collect();
        json!({
            "timezone": self.zone_name,
            "week": week,
            "holidays": match self.holidays { Holidays::Italy => Some("IT"), Holidays::None => None },
            "patron": self.patron.map(|(month, day)| format!("{month:02}-{day:02}")),
            "exceptions": exceptions,
        })
    }
}

fn intervals_json(open: &[Interval]) -> Value {
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    open.iter().map(|interval| json!([time(interval.opens), time(interval.closes)])).collect()
}

/// Collects what is wrong while it reads on with defaults.
#[derive(Default)]
struct Reading {
    errors: Vec<FieldError>,
}

impl Reading {
    fn refuse(&mut self, pointer: &str, fault: Fault) {
        if self.errors.len() < ERRORS_MAX {
            let (message, key) = (fault.message().to_owned(), fault.key());
            self.errors.push(FieldError { pointer: pointer.to_owned(), message, key });
        }
    }

    fn object<'j>(&mut self, pointer: &str, json: &'j Value, known: &[&str]) -> Option<&'j Map<String, Value>> {
        let Some(object) = json.as_object() else {
            self.refuse(pointer, Fault::NotAnObject);
            return None;
        };
        for name in object.keys().filter(|name| !known.contains(&name.as_str())) {
            let shown: String = name.chars().take(NAME_SHOWN_MAX).collect();
            let escaped = shown.replace('~', "~0").replace('/', "~1");
            self.refuse(&format!("{pointer}/{escaped}"), Fault::UnknownKey);
        }
        Some(object)
    }

    fn hours(&mut self, json: &Value) -> Hours {
        let mut hours = Hours::default();
        let known = ["timezone", "week", "holidays", "patron", "exceptions"];
        let Some(object) = self.object("", json, &known) else {
            return hours;
        };
        if let Some(zone) = object.get("timezone") {
            match zone.as_str().and_then(zone_of_name) {
                Some((zone, name)) => (hours.zone, hours.zone_name) = (zone, name),
                None => self.refuse("/timezone", Fault::UnknownZone),
            }
        }
        if let Some(week) = object.get("week").and_then(|week| self.object("/week", week, &DAYS)) {
            for (day, open) in DAYS.iter().zip(&mut hours.week) {
                *open = match week.get(*day) {
                    Some(intervals) => self.intervals(&format!("/week/{day}"), intervals),
                    None => vec![],
                };
            }
        }
        match object.get("holidays") {
            None => {}
            Some(Value::Null) => hours.holidays = Holidays::None,
            Some(Value::String(country)) if country == "IT" => hours.holidays = Holidays::Italy,
            Some(_) => self.refuse("/holidays", Fault::UnknownHolidays),
        }
        match object.get("patron") {
            None | Some(Value::Null) => {}
            Some(day) => match day.as_str().and_then(month_day) {
                Some(patron) => hours.patron = Some(patron),
                None => self.refuse("/patron", Fault::BadMonthDay),
            },
        }
        if let Some(exceptions) = object.get("exceptions") {
            hours.exceptions = self.exceptions(exceptions);
        }
        hours
    }

    fn exceptions(&mut self, json: &Value) -> BTreeMap<Date, Vec<Interval>> {
        let mut exceptions = BTreeMap::new();
        let Some(list) = json.as_array() else {
            self.refuse("/exceptions", Fault::NotAList);
            return exceptions;
        };
        if list.len() > EXCEPTIONS_MAX {
            self.refuse("/exceptions", Fault::TooManyExceptions);
            return exceptions;
        }
        for (index, entry) in list.iter().enumerate() {
            let pointer = format!("/exceptions/{index}");
            let Some(entry) = self.object(&pointer, entry, &["date", "intervals"]) else {
                continue;
            };
            let open = match entry.get("intervals") {
                Some(intervals) => self.intervals(&format!("{pointer}/intervals"), intervals),
                None => {
                    self.refuse(&format!("{pointer}/intervals"), Fault::Missing);
                    vec![]
                }
            };
            let date_pointer = format!("{pointer}/date");
            match entry.get("date") {
                None => self.refuse(&date_pointer, Fault::Missing),
                Some(written) => match written.as_str().and_then(date) {
                    None => self.refuse(&date_pointer, Fault::BadDate),
                    Some(date) if exceptions.contains_key(&date) => {
                        self.refuse(&date_pointer, Fault::DateTwice)
                    }
                    Some(date) => {
                        exceptions.insert(date, open);
                    }
                },
            }
        }
        exceptions
    }

    fn intervals(&mut self, pointer: &str, json: &Value) -> Vec<Interval> {
        let Some(list) = json.as_array() else {
            self.refuse(pointer, Fault::NotAList);
            return vec![];
        };
        if list.len() > INTERVALS_A_DAY_MAX {
            self.refuse(pointer, Fault::TooManyIntervals);
            return vec![];
        }
        let mut open: Vec<Interval> = Vec::with_capacity(list.len());
        for (index, pair) in list.iter().enumerate() {
            let place = format!("{pointer}/{index}");
            match interval(pair) {
                None => self.refuse(&place, Fault::BadInterval),
                Some(read) if read.closes <= read.opens => self.refuse(&place, Fault::ClosesBeforeOpening),
                Some(read) if open.iter().any(|o| read.opens < o.closes && o.opens < read.closes) => {
                    self.refuse(&place, Fault::Overlap);
                }
                Some(read) => open.push(read),
            }
        }
        open.sort_unstable();
        open
    }
}

fn interval(pair: &Value) -> Option<Interval> {
    match pair.as_array()?.as_slice() {
        [opens, closes] => {
            let (opens, closes) = (minute(opens.as_str()?)?, minute(closes.as_str()?)?);
            (opens < DAY_MINUTES).then_some(Interval { opens, closes })
        }
        _ => None,
    }
}

/// `09:00` to `24:00` as minutes of the day.
fn minute(written: &str) -> Option<u16> {
    let (hours, minutes) = two_pairs(written, b':')?;
    let minute = hours * 60 + minutes;
    (minutes < 60 && minute <= DAY_MINUTES).then_some(minute)
}

/// `06-24` as month and day; 29 February is kept in leap years.
fn month_day(written: &str) -> Option<(i8, i8)> {
    let (month, day) = two_pairs(written, b'-')?;
    let date = Date::new(2024, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some((date.month(), date.day()))
}

/// Two digits, the mark between, two digits, nothing else.
fn two_pairs(written: &str, between: u8) -> Option<(u16, u16)> {
    let pair = |tens: u8, ones: u8| {
        let digits = tens.is_ascii_digit() && ones.is_ascii_digit();
        digits.then(|| u16::from(tens - b'0') * 10 + u16::from(ones - b'0'))
    };
    match *written.as_bytes() {
        [a, b, mark, c, d] if mark == between => Some((pair(a, b)?, pair(c, d)?)),
        _ => None,
    }
}

/// `2026-12-24` and no other way of writing it.
fn date(written: &str) -> Option<Date> {
    let (year, rest) = written.split_at_checked(4)?;
    let digits = year.bytes().all(|byte| byte.is_ascii_digit());
    let (month, day) = two_pairs(rest.strip_prefix('-')?, b'-')?;
    let date = || Date::new(year.parse().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok();
    if digits { date() } else { None }
}

/// The zone with the name as the IANA database writes it.
fn zone_of_name(name: &str) -> Option<(TimeZone, String)> {
    let zone = TimeZone::get(name).ok()?;
    let name = zone.iana_name()?.to_owned();
    (!zone.is_unknown()).then_some((zone, name))
}
