//! Worlds with a known law, for tests and benchmarks: the same every time.

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use kernel::calendar::{SpecialDay, italian_holiday, special_day};

use crate::roster::{Limit, Most, Pattern, Problem};
use crate::table::weekday;

/// A number between 0 and 1 for each place, whatever was asked before.
fn uniform(stream: u64, index: u64) -> f64 {
    let mix = |z: u64| {
        let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    let seed = mix(stream.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(17));
    let z = mix(seed.wrapping_add((index + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)));
    ((z >> 11) as f64 + 0.5) * (0.5f64).powi(53)
}

/// A standard normal number.
fn normal(stream: u64, index: u64) -> f64 {
    let radius = (-2.0 * uniform(stream, 2 * index).ln()).sqrt();
    radius * (std::f64::consts::TAU * uniform(stream, 2 * index + 1)).cos()
}

/// Counts around a mean: Poisson's variance, whole, not below 0.
fn count(mean: f64, stream: u64, index: u64) -> f64 {
    (mean + mean.sqrt() * normal(stream, index)).round().max(0.0)
}

/// A day's shape, two humps, the second earlier on Fridays; `hour` of the day.
fn shape(day: usize, hour: f64) -> f64 {
    let hump = |centre: f64, width: f64| (-((hour - centre) / width).powi(2)).exp();
    let afternoon = if day == 4 { 14.5 } else { 15.5 };
    0.25 + hump(10.5, 2.0) + 0.75 * hump(afternoon, 2.2) + 0.1 * hump(19.0, 1.5)
}

/// Weekdays the desk of [`bank`] is shut.
pub fn bank_closed() -> [Date; 5] {
    [date(2024, 4, 1), date(2024, 4, 25), date(2024, 5, 1), date(2024, 8, 15), date(2024, 9, 3)]
}

/// Five-minute counts of 170 weekdays from 7 to 21 as BANK-15 takes them: a trend, seasons of the day and of the week,
/// the month's working days, days around shut ones, and a level that wanders from day to day.
pub fn bank() -> String {
    let closed = bank_closed();
    let first = date(2024, 3, 4);
    let mut text = String::from("start,count\n");
    let mut wander = 0.0;
    let days = first.series(1.day()).filter(|day| weekday(*day) < 5).take(170);
    for (number, day) in days.enumerate() {
        wander = 0.6 * wander + 0.035 * normal(1, number as u64);
        if closed.contains(&day) {
            continue;
        }
        let of_month = (1..=day.day()).filter(|other| {
            day.with().day(*other).build().is_ok_and(|other| weekday(other) < 5 && !closed.contains(&other))
        });
        let paid = match of_month.count() {
            1 => 0.40,
            2 => 0.25,
            3 => 0.15,
            _ if (14..=16).contains(&day.day()) => 0.20,
            _ => 0.0,
        };
        let back = day.checked_sub(if weekday(day) == 0 { 3.days() } else { 1.day() });
        let after = if back.is_ok_and(|back| closed.contains(&back)) { 0.25 } else { 0.0 };
        let week = [0.15, 0.02, -0.02, -0.03, -0.12][weekday(day)];
        let level = (0.0012 * number as f64 + week + paid + after + wander).exp();
        for slot in 0..=168u64 {
            let minute = 7 * 60 + 5 * slot;
            let mean = 90.0 * level * shape(weekday(day), minute as f64 / 60.0);
            let calls = count(mean, 2, number as u64 * 169 + slot);
            // Writing into a string does not fail.
            let _ = writeln!(text, "{day}T{:02}:{:02}:00,{calls}", minute / 60, minute % 60);
        }
    }
    text
}

/// Who answers a channel of [`shop`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staffed {
    /// Monday to Friday from 9 to 18 and Saturday to 13, shut on holidays.
    ByPeople,
    /// Takes what comes at all hours.
    ByNobody,
}

/// `days` of counts of a shop from `first` on, in slots of `minutes`, in Rome: holidays, bridges, August, a slow trend.
/// Shut slots are empty.
pub fn shop(staffed: Staffed, first: Date, days: usize, minutes: usize) -> String {
    let mut text = String::from("start,count\n");
    let zone = jiff::tz::TimeZone::get("Europe/Rome").unwrap_or(jiff::tz::TimeZone::UTC);
    let slots = 1_440 / minutes;
    for (number, day) in first.series(1.day()).take(days).enumerate() {
        let holiday = italian_holiday(day).is_some();
        let unlike = match special_day(day, |day| italian_holiday(day).is_some()) {
            Some(SpecialDay::Bridge) => -0.35,
            Some(SpecialDay::MidAugust) => -0.6,
            Some(SpecialDay::ChristmasEve | SpecialDay::NewYearsEve) => -0.5,
            None if holiday => -0.9,
            None => 0.0,
        };
        let of_week = [0.2, 0.1, 0.0, 0.0, -0.05, -0.6, -1.0][weekday(day)];
        let level = (0.0002 * number as f64 + of_week + unlike + 0.06 * normal(3, number as u64)).exp();
        for slot in 0..slots {
            let hour = (slot * minutes) as f64 / 60.0;
            let open = match (staffed, weekday(day)) {
                (Staffed::ByNobody, _) => true,
                (Staffed::ByPeople, _) if holiday => false,
                (Staffed::ByPeople, 0..=4) => (9.0..18.0).contains(&hour),
                (Staffed::ByPeople, 5) => (9.0..13.0).contains(&hour),
                (Staffed::ByPeople, _) => false,
            };
            let start = day.at((slot * minutes / 60) as i8, (slot * minutes % 60) as i8, 0, 0);
            let is_shown_once = !zone.to_ambiguous_timestamp(start).is_ambiguous();
            let mean = 20.0 * minutes as f64 / 30.0 * level * shape(weekday(day), hour);
            let calls = count(mean, 4, (number * slots + slot) as u64);
            let calls = if open && is_shown_once { calls.to_string() } else { String::new() };
            // Writing into a string does not fail.
            let _ = writeln!(text, "{start:.0},{calls}");
        }
    }
    text
}

/// The demand of 56 quarters of an hour and its 141 patterns: four hours without a break, six with a quarter, eight with
/// half an hour at one of four places in the middle, beginning every half hour. Paid hours are the cost, two of them a
/// missing person a quarter.
pub fn quarters(times: f64) -> Problem {
    const SLOTS: usize = 56;
    let hump = |slot: usize, centre: f64, width: f64| (-((slot as f64 - centre) / width).powi(2)).exp();
    let required = (0..SLOTS)
        .map(|slot| {
            (times * (6.0 + 14.0 * hump(slot, 16.0, 10.0) + 10.0 * hump(slot, 38.0, 8.0))).round() as u32
        })
        .collect();
    let mut patterns = Vec::new();
    for (hours, slots, off) in [(4, 16, 0), (6, 24, 1), (8, 32, 2)] {
        for start in (0..=SLOTS - slots).step_by(2) {
            let middles = if off == 0 { 0..1 } else { slots / 2 - 2..slots / 2 + 2 };
            for middle in middles {
                let breaks: Vec<usize> = (middle..middle + off).collect();
                let name = format!("{hours}h-{start}-{middle}");
                let group = format!("{hours}h");
                patterns.push(Pattern { name, start, slots, breaks, cost: f64::from(hours), max: None, group });
            }
        }
    }
    Problem { required, patterns, limits: Vec::new(), uncovered_cost: 2.0 }
}

/// The same with at most three tenths of four hours, and at most three of six.
pub fn hard_quarters(times: f64) -> Problem {
    let limit = |group: &str, most| Limit { group: group.to_owned(), most };
    let limits = vec![limit("4h", Most::Share(0.3)), limit("6h", Most::Count(3))];
    Problem { limits, ..quarters(times) }
}
