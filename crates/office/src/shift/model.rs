//! Patterns, contracts, shifts and what is asked for: types and what is wrong with them. Pure.
//!
//! A day is a local date; minutes count from its midnight on the wall clock, so that nine o'clock stays nine o'clock when
//! the clocks change. Weekdays are 1 (Monday) to 7.

use forecast::roster::rest;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use spine::error::Field;

pub const DAY_MINUTES: i64 = 1_440;
pub const WEEK_DAYS: i64 = 7;
/// Everything stands on quarters of an hour.
pub const QUARTER: i64 = 15;
/// What is needed is told by the half hour.
pub const SLOT_MINUTES: i64 = 30;
/// Minutes of one shift: half an hour to thirteen hours, what eleven hours of rest leave of a day.
pub const SHIFT_MINUTES: std::ops::RangeInclusive<i64> = 30..=780;
/// Breaks, training and meetings in one shift at most.
pub const ACTIVITIES_MAX: usize = 12;
/// Paid minutes a week of a contract.
pub const CONTRACT_MINUTES: std::ops::RangeInclusive<i64> = 60..=3_000;
/// Times of the week one person cannot work, at most.
pub const UNAVAILABLE_MAX: usize = 28;
/// Rows of "never fewer than", at most.
pub const FLOORS_MAX: usize = 100;
/// People at once that can be asked for.
pub const PEOPLE_MAX: i64 = 1_000;
/// Characters of names and of reasons.
pub const NAME_CHARS: usize = 60;
pub const REASON_CHARS: usize = 300;
/// Days one request can last.
pub const REQUEST_DAYS: i64 = 62;

/// What somebody does inside a shift instead of answering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Break,
    Training,
    Meeting,
}

impl Doing {
    pub const ALL: [Self; 3] = [Self::Break, Self::Training, Self::Meeting];

    pub fn name(self) -> &'static str {
        match self {
            Self::Break => "break",
            Self::Training => "training",
            Self::Meeting => "meeting",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|doing| doing.name() == name)
    }
}

/// Part of a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    pub doing: Doing,
    /// Minutes from the beginning of the shift.
    pub at: i64,
    pub minutes: i64,
    pub paid: bool,
}

impl Activity {
    /// Whether nobody answers meanwhile: a short paid break stands in what is needed already (shrinkage).
    pub fn is_off_duty(&self) -> bool {
        self.doing != Doing::Break || !self.paid
    }
}

/// Activities as they are kept.
pub fn activities_json(activities: &[Activity]) -> Value {
    let one = |activity: &Activity| {
        json!({
            "kind": activity.doing.name(), "at": activity.at, "minutes": activity.minutes, "paid": activity.paid,
        })
    };
    activities.iter().map(one).collect()
}

/// Activities as they were kept; what cannot be read is left out.
pub fn activities_of(text: &str) -> Vec<Activity> {
    let list: Value = serde_json::from_str(text).unwrap_or_default();
    let one = |value: &Value| {
        Some(Activity {
            doing: Doing::of_name(value["kind"].as_str()?)?,
            at: value["at"].as_i64()?,
            minutes: value["minutes"].as_i64()?,
            paid: value["paid"].as_bool()?,
        })
    };
    list.as_array().into_iter().flatten().filter_map(one).collect()
}

/// What is wrong with the hours of a shift or a pattern.
fn wrong_hours(start: i64, end: i64, activities: &[Activity]) -> Vec<Field> {
    let mut wrong = Vec::new();
    if !(0..DAY_MINUTES).contains(&start) || start % QUARTER != 0 {
        wrong.push(Field::new("/start", "must be a time of day on a quarter of an hour, as in \"09:15\""));
    }
    let length = end.saturating_sub(start);
    if !SHIFT_MINUTES.contains(&length) || end % QUARTER != 0 {
        wrong.push(Field::new(
            "/end",
            "must be half an hour to 13 hours after the start, on a quarter of an hour",
        ));
    }
    if activities.len() > ACTIVITIES_MAX {
        wrong.push(Field::new("/activities", format!("can be {ACTIVITIES_MAX} at most")));
    }
    let mut before = 0;
    for (place, one) in activities.iter().enumerate() {
        let until = one.at.saturating_add(one.minutes);
        if one.at % QUARTER != 0 || one.at < before || one.minutes < 5 || until > length {
            let message =
                "must lie inside the shift, one after the other, from a quarter of an hour, 5 minutes at least";
            wrong.push(Field::new(format!("/activities/{place}"), message));
        }
        before = until;
    }
    wrong
}

fn wrong_name(name: &str, wrong: &mut Vec<Field>) {
    if name.trim().is_empty() || name.trim().chars().count() > NAME_CHARS {
        wrong.push(Field::new("/name", format!("must have 1 to {NAME_CHARS} characters")));
    }
}

fn wrong_weekdays(place: &str, days: &[i64], wrong: &mut Vec<Field>) {
    if days.iter().any(|day| !(1..=WEEK_DAYS).contains(day)) {
        wrong.push(Field::new(place, "must be days of the week, 1 (Monday) to 7"));
    }
}

/// A shift that can be worked any number of times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub id: i64,
    pub oid: String,
    pub retired_at_ms: Option<i64>,
    pub is: NewPattern,
}

/// What a pattern is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPattern {
    pub name: String,
    pub start: i64,
    pub end: i64,
    pub activities: Vec<Activity>,
    /// Weekdays it is worked on.
    pub days: Vec<i64>,
    /// What an hour of it costs, against 100 for a usual one.
    pub cost_percent: i64,
    /// How many of it there may be on a day.
    pub most: Option<i64>,
}

impl NewPattern {
    /// What is wrong with it, field by field.
    pub fn wrong(&self) -> Vec<Field> {
        let mut wrong = Vec::new();
        wrong_name(&self.name, &mut wrong);
        wrong.extend(wrong_hours(self.start, self.end, &self.activities));
        wrong_weekdays("/days", &self.days, &mut wrong);
        if self.days.is_empty() {
            wrong.push(Field::new("/days", "must be one day at least"));
        }
        if !(10..=1_000).contains(&self.cost_percent) {
            wrong.push(Field::new("/cost_percent", "must be from 10 to 1000"));
        }
        if self.most.is_some_and(|most| !(1..=PEOPLE_MAX).contains(&most)) {
            wrong.push(Field::new("/most", format!("must be from 1 to {PEOPLE_MAX}")));
        }
        wrong
    }

    pub fn paid_minutes(&self) -> i64 {
        paid_minutes(self.start, self.end, &self.activities)
    }
}

fn paid_minutes(start: i64, end: i64, activities: &[Activity]) -> i64 {
    let unpaid = activities.iter().filter(|one| one.doing == Doing::Break && !one.paid);
    end - start - unpaid.map(|one| one.minutes).sum::<i64>()
}

/// A time of the week somebody cannot work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable {
    pub weekday: i64,
    pub from: i64,
    pub to: i64,
}

/// What somebody's contract says of their shifts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    pub agent_id: i64,
    /// Paid minutes a week.
    pub week_minutes: i64,
    /// Patterns they can work; every one when empty.
    pub patterns: Vec<i64>,
    /// Never before, and never after.
    pub from: i64,
    pub to: i64,
    /// Fixed days off.
    pub days_off: Vec<i64>,
    pub unavailable: Vec<Unavailable>,
}

impl Contract {
    /// Forty hours, whenever the company works.
    pub fn usual(agent_id: i64) -> Self {
        Self {
            agent_id,
            week_minutes: 40 * 60,
            patterns: Vec::new(),
            from: 0,
            to: DAY_MINUTES,
            days_off: Vec::new(),
            unavailable: Vec::new(),
        }
    }

    /// What is wrong with it, field by field.
    pub fn wrong(&self) -> Vec<Field> {
        let mut wrong = Vec::new();
        if !CONTRACT_MINUTES.contains(&self.week_minutes) {
            wrong.push(Field::new("/week_minutes", "must be from 60 to 3000"));
        }
        if !(0..self.to).contains(&self.from) || self.to > 2 * DAY_MINUTES {
            wrong.push(Field::new("/to", "must be a time after \"from\""));
        }
        wrong_weekdays("/days_off", &self.days_off, &mut wrong);
        if self.days_off.len() >= WEEK_DAYS as usize {
            wrong.push(Field::new("/days_off", "must leave a day to work"));
        }
        if self.unavailable.len() > UNAVAILABLE_MAX {
            wrong.push(Field::new("/unavailable", format!("can be {UNAVAILABLE_MAX} at most")));
        }
        for (place, one) in self.unavailable.iter().enumerate() {
            if !(1..=WEEK_DAYS).contains(&one.weekday)
                || !(0..one.to).contains(&one.from)
                || one.to > DAY_MINUTES
            {
                let message = "must be a weekday with a time after another";
                wrong.push(Field::new(format!("/unavailable/{place}"), message));
            }
        }
        wrong
    }
}

/// Never fewer people than so many, on a weekday from one time to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    pub weekday: i64,
    pub from: i64,
    pub to: i64,
    pub people: i64,
}

impl Floor {
    pub fn is_wrong(&self) -> bool {
        !(1..=WEEK_DAYS).contains(&self.weekday)
            || !(0..self.to).contains(&self.from)
            || self.to > DAY_MINUTES
            || self.from % SLOT_MINUTES != 0
            || self.to % SLOT_MINUTES != 0
            || !(1..=PEOPLE_MAX).contains(&self.people)
    }
}

/// Somebody's shift on a day, as it is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub id: i64,
    pub oid: String,
    pub is: NewShift,
}

impl Shift {
    /// What is planned in one word: another as soon as anything of it is changed.
    pub fn mark(&self) -> String {
        crate::account::hashed(&format!("{:?}", self.is)).chars().take(16).collect()
    }
}

/// What a shift is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewShift {
    pub agent_id: i64,
    pub day: Date,
    pub start: i64,
    /// Beyond midnight it counts on.
    pub end: i64,
    pub activities: Vec<Activity>,
    pub pattern_id: Option<i64>,
}

impl NewShift {
    /// What is wrong with it, field by field.
    pub fn wrong(&self) -> Vec<Field> {
        wrong_hours(self.start, self.end, &self.activities)
    }

    pub fn of_pattern(pattern: &Pattern, agent_id: i64, day: Date) -> Self {
        let is = &pattern.is;
        let activities = is.activities.clone();
        Self { agent_id, day, start: is.start, end: is.end, activities, pattern_id: Some(pattern.id) }
    }

    pub fn paid_minutes(&self) -> i64 {
        paid_minutes(self.start, self.end, &self.activities)
    }

    pub fn break_minutes(&self) -> i64 {
        let breaks = self.activities.iter().filter(|one| one.doing == Doing::Break);
        breaks.map(|one| one.minutes).sum()
    }

    /// The same hours moved: activities keep their distance from the beginning as long as they lie inside.
    pub fn moved(&self, start: i64, end: i64) -> Self {
        let mut moved = Self { start, end, ..self.clone() };
        let length = end.saturating_sub(start);
        moved.activities.retain(|one| one.at.saturating_add(one.minutes) <= length);
        moved
    }

    /// Whether somebody answers in these minutes of a day, counted from that day's midnight.
    pub fn is_on_duty(&self, day: Date, from: i64, to: i64) -> bool {
        let offset = days_between(day, self.day) * DAY_MINUTES;
        let (start, end) = (self.start + offset, self.end + offset);
        let off =
            |one: &Activity| one.is_off_duty() && start + one.at < to && start + one.at + one.minutes > from;
        start <= from && to <= end && !self.activities.iter().any(off)
    }

    /// When it begins and ends.
    pub fn span_ms(&self, zone: &TimeZone) -> (i64, i64) {
        (instant(self.day, self.start, zone), instant(self.day, self.end, zone))
    }
}

/// What somebody was told of a shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub shift_id: i64,
    pub oid: String,
    /// Its person, day and hours; the pattern is not told.
    pub is: NewShift,
    /// Grows with every change they were told of.
    pub sequence: i64,
    pub cancelled: bool,
    pub told_at_ms: i64,
}

impl Told {
    /// Whether the plan still says so.
    pub fn agrees(&self, shift: &NewShift) -> bool {
        !self.cancelled
            && self.is.agent_id == shift.agent_id
            && self.is.day == shift.day
            && self.is.start == shift.start
            && self.is.end == shift.end
            && self.is.activities == shift.activities
    }
}

/// A week as it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    pub id: i64,
    pub oid: String,
    /// Its Monday.
    pub week: Date,
    /// From 1.
    pub version: i64,
    /// Shifts that were new or other than told before.
    pub changes: i64,
    pub published_at_ms: i64,
    pub by_id: Option<i64>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Days off.
    Leave,
    /// Hours of days somebody cannot work.
    Unavailable,
    /// Rather not; weighed, not promised.
    Wish,
}

impl Asking {
    pub const ALL: [Self; 3] = [Self::Leave, Self::Unavailable, Self::Wish];

    pub fn name(self) -> &'static str {
        match self {
            Self::Leave => "leave",
            Self::Unavailable => "unavailable",
            Self::Wish => "wish",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|asking| asking.name() == name)
    }
}

/// How a request or a swap stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    Asked,
    /// A swap: the other one agrees.
    Accepted,
    /// A swap: the other one does not.
    Declined,
    Approved,
    Refused,
    Withdrawn,
}

impl Stand {
    pub const ALL: [Self; 6] =
        [Self::Asked, Self::Accepted, Self::Declined, Self::Approved, Self::Refused, Self::Withdrawn];

    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stand| stand.name() == name)
    }

    pub fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Accepted)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub id: i64,
    pub oid: String,
    pub is: NewRequest,
    pub stand: Stand,
    pub asked_at_ms: i64,
    pub decided_at_ms: Option<i64>,
    pub decided_by_id: Option<i64>,
    /// Why it was refused, or what was said with a yes.
    pub answer: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRequest {
    pub agent_id: i64,
    pub asking: Asking,
    pub first: Date,
    pub last: Date,
    /// Hours of each day; whole days without.
    pub hours: Option<(i64, i64)>,
    pub reason: String,
}

impl NewRequest {
    /// What is wrong with it, field by field.
    pub fn wrong(&self, today: Date) -> Vec<Field> {
        let mut wrong = Vec::new();
        if self.first < today || days_between(today, self.first) > 366 {
            wrong.push(Field::new("/first_day", "must be in the coming year"));
        }
        if !(0..REQUEST_DAYS).contains(&days_between(self.first, self.last)) {
            let message = format!("must be the first day or later, {REQUEST_DAYS} days at most");
            wrong.push(Field::new("/last_day", message));
        }
        match (self.asking, self.hours) {
            (Asking::Unavailable, None) => {
                wrong.push(Field::new("/from", "must say from when to when"));
            }
            (_, Some((from, to))) if !(0..to).contains(&from) || to > DAY_MINUTES => {
                wrong.push(Field::new("/to", "must be a time after \"from\""));
            }
            (Asking::Leave | Asking::Wish | Asking::Unavailable, _) => {}
        }
        if self.reason.trim().is_empty() || self.reason.chars().count() > REASON_CHARS {
            wrong.push(Field::new("/reason", format!("must have 1 to {REASON_CHARS} characters")));
        }
        wrong
    }

    /// The local spans of a day it is about.
    pub fn on(&self, day: Date) -> Option<(i64, i64)> {
        (self.first..=self.last).contains(&day).then(|| self.hours.unwrap_or((0, DAY_MINUTES)))
    }
}

/// Somebody gives a shift away, or exchanges it for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap {
    pub id: i64,
    pub oid: String,
    pub shift_id: i64,
    pub agent_id: i64,
    pub other_id: i64,
    pub other_shift_id: Option<i64>,
    pub stand: Stand,
    pub asked_at_ms: i64,
    pub decided_at_ms: Option<i64>,
    pub decided_by_id: Option<i64>,
    pub answer: Option<String>,
}

/// The rules of rest as the company has them, and when it publishes. Source of the first numbers: legislative decree 8
/// April 2003 no. 66, articles 4, 7, 8 and 9; a collective agreement may say otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub daily_rest_minutes: i64,
    /// In a row every seven days, beside the daily rest.
    pub weekly_rest_minutes: i64,
    pub week_minutes: i64,
    pub break_after_minutes: i64,
    pub break_minutes: i64,
    /// Days before its Monday a week is published.
    pub lead_days: i64,
    /// Minutes after the beginning of a shift from which somebody who is not there is late.
    pub grace_minutes: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            daily_rest_minutes: 11 * 60,
            weekly_rest_minutes: 24 * 60,
            week_minutes: 48 * 60,
            break_after_minutes: 6 * 60,
            break_minutes: 10,
            lead_days: 10,
            grace_minutes: 5,
        }
    }
}

/// The bounds of each setting, by its name.
pub const BOUNDS: [(&str, i64, i64); 7] = [
    ("daily_rest_minutes", 0, 1_440),
    ("weekly_rest_minutes", 0, 4_320),
    ("week_minutes", 60, 5_040),
    ("break_after_minutes", 60, 780),
    ("break_minutes", 0, 120),
    ("lead_days", 0, 60),
    ("grace_minutes", 0, 60),
];

impl Settings {
    pub fn get(&self, name: &str) -> i64 {
        match name {
            "daily_rest_minutes" => self.daily_rest_minutes,
            "weekly_rest_minutes" => self.weekly_rest_minutes,
            "week_minutes" => self.week_minutes,
            "break_after_minutes" => self.break_after_minutes,
            "break_minutes" => self.break_minutes,
            "lead_days" => self.lead_days,
            _ => self.grace_minutes,
        }
    }

    pub fn set(&mut self, name: &str, value: i64) {
        match name {
            "daily_rest_minutes" => self.daily_rest_minutes = value,
            "weekly_rest_minutes" => self.weekly_rest_minutes = value,
            "week_minutes" => self.week_minutes = value,
            "break_after_minutes" => self.break_after_minutes = value,
            "break_minutes" => self.break_minutes = value,
            "lead_days" => self.lead_days = value,
            _ => self.grace_minutes = value,
        }
    }

    pub fn of(kept: &Value) -> Self {
        let mut settings = Self::default();
        for (name, least, most) in BOUNDS {
            if let Some(value) = kept[name].as_i64().filter(|value| (least..=most).contains(value)) {
                settings.set(name, value);
            }
        }
        settings
    }

    pub fn json(&self) -> Value {
        BOUNDS.iter().map(|(name, ..)| ((*name).to_owned(), json!(self.get(name)))).collect()
    }

    /// What is wrong with it, field by field.
    pub fn wrong(&self) -> Vec<Field> {
        let outside = BOUNDS.iter().filter(|(name, least, most)| !(*least..=*most).contains(&self.get(name)));
        outside
            .map(|(name, least, most)| {
                Field::new(format!("/{name}"), format!("must be from {least} to {most}"))
            })
            .collect()
    }

    pub(super) fn rules(&self) -> rest::Rules {
        rest::Rules {
            daily_rest_minutes: self.daily_rest_minutes,
            weekly_rest_minutes: self.weekly_rest_minutes + self.daily_rest_minutes,
            week_minutes: self.week_minutes,
            break_after_minutes: self.break_after_minutes,
            break_minutes: self.break_minutes,
        }
    }
}

pub fn weekday(day: Date) -> i64 {
    i64::from(day.weekday().to_monday_one_offset())
}

/// The Monday of its week.
pub fn monday_of(day: Date) -> Date {
    plus_days(day, 1 - weekday(day))
}

/// That many days later, or earlier below 0; a day beyond the calendar stays where it is.
pub fn plus_days(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

/// From one day to another; below 0 when that is before.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until((jiff::Unit::Day, to)).map_or(0, |span| i64::from(span.get_days()))
}

/// The moment a minute of the local wall clock stands for, counted from a day's midnight; one that the clocks skip is the
/// moment after the gap, one that comes twice the first.
pub fn instant(day: Date, minute: i64, zone: &TimeZone) -> i64 {
    let day = plus_days(day, minute.div_euclid(DAY_MINUTES));
    let minute = minute.rem_euclid(DAY_MINUTES);
    let (hour, minute) = (i8::try_from(minute / 60).unwrap_or(0), i8::try_from(minute % 60).unwrap_or(0));
    let zoned = day.at(hour, minute, 0, 0).to_zoned(zone.clone());
    zoned.map_or(0, |zoned| zoned.timestamp().as_millisecond())
}

/// The local date and minute of a moment.
pub fn local(at_ms: i64, zone: &TimeZone) -> (Date, i64) {
    let local = Timestamp::from_millisecond(at_ms).unwrap_or_default().to_zoned(zone.clone()).datetime();
    (local.date(), i64::from(local.hour()) * 60 + i64::from(local.minute()))
}

/// `09:15`; beyond midnight the hours of the next day.
pub fn clock(minute: i64) -> String {
    let minute = minute.rem_euclid(DAY_MINUTES);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Minutes of `09:15`.
pub fn minute_of(written: &str) -> Option<i64> {
    let time: jiff::civil::Time = written.trim().parse().ok()?;
    Some(i64::from(time.hour()) * 60 + i64::from(time.minute()))
}

/// The same as the end of something that began at `start`: `00:00` and every earlier time is on the next day.
pub fn end_of(written: &str, start: i64) -> Option<i64> {
    let minute = if written.trim() == "24:00" { DAY_MINUTES } else { minute_of(written)? };
    Some(if minute <= start { minute + DAY_MINUTES } else { minute })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
