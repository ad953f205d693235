//! Who should be there and is: the hours somebody was told against the presence their console said. Pure.

use jiff::tz::TimeZone;

use super::model::{NewShift, instant};

/// Presence from a moment on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    pub at_ms: i64,
    pub presence: String,
}

/// How somebody stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum There {
    /// The shift has begun and they have not been there since.
    Late,
    /// Were there, and are gone before the end.
    LeftEarly,
    /// Away from the desk while they should be there.
    Away,
    /// As told.
    Present,
    /// In a break, a training, a meeting.
    Pause,
    /// The shift is still to come.
    ToCome,
    /// It is over.
    Over,
    /// There without a shift.
    Extra,
}

impl There {
    pub fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::LeftEarly => "left-early",
            Self::Away => "away",
            Self::Present => "present",
            Self::Pause => "pause",
            Self::ToCome => "to-come",
            Self::Over => "over",
            Self::Extra => "extra",
        }
    }

    /// Whether somebody is missed.
    pub fn is_missed(self) -> bool {
        matches!(self, Self::Late | Self::LeftEarly | Self::Away)
    }
}

/// One person's day so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adherence {
    pub there: There,
    /// When the shift that counts begins and ends.
    pub span_ms: Option<(i64, i64)>,
    /// How long they should have answered until now, and how long of it they were there.
    pub due_ms: i64,
    pub kept_ms: i64,
}

fn is_there(presence: &str) -> bool {
    matches!(presence, "online" | "busy")
}

/// Somebody's day until now. `samples` in order; the one before the day counts until the first of the day.
pub fn adherence(
    shifts: &[NewShift],
    samples: &[Sample],
    now_ms: i64,
    grace_minutes: i64,
    zone: &TimeZone,
) -> Adherence {
    let now =
        samples.iter().rev().find(|one| one.at_ms <= now_ms).map_or("offline", |one| one.presence.as_str());
    let mut spans: Vec<(i64, i64)> = shifts.iter().map(|one| one.span_ms(zone)).collect();
    spans.sort_unstable();
    let duties: Vec<(i64, i64)> = shifts.iter().flat_map(|one| duties(one, zone)).collect();
    let (mut due_ms, mut kept_ms) = (0, 0);
    for (from, to) in &duties {
        let to = (*to).min(now_ms);
        if *from < to {
            due_ms += to - from;
            kept_ms += there_between(samples, *from, to);
        }
    }
    let running = spans.iter().copied().find(|(from, to)| (*from..*to).contains(&now_ms));
    let on_duty = duties.iter().any(|(from, to)| (*from..*to).contains(&now_ms));
    let there = match running {
        None if is_there(now) => There::Extra,
        None if spans.iter().any(|(from, _)| *from > now_ms) => There::ToCome,
        None => There::Over,
        Some(_) if !on_duty => There::Pause,
        Some(_) if is_there(now) => There::Present,
        Some((from, _)) if there_between(samples, from, now_ms) == 0 => {
            // Somebody a few minutes behind is not late yet.
            if now_ms - from < grace_minutes * 60_000 { There::ToCome } else { There::Late }
        }
        Some(_) if now == "away" => There::Away,
        Some(_) => There::LeftEarly,
    };
    let next = spans.iter().copied().find(|(_, to)| *to > now_ms).or(spans.last().copied());
    Adherence { there, span_ms: running.or(next), due_ms, kept_ms }
}

/// The parts of a shift in which somebody answers.
fn duties(shift: &NewShift, zone: &TimeZone) -> Vec<(i64, i64)> {
    let mut parts = Vec::new();
    let mut from = shift.start;
    for pause in &shift.activities {
        parts.push((from, shift.start + pause.at));
        from = shift.start + pause.at + pause.minutes;
    }
    parts.push((from, shift.end));
    let at = |minute: i64| instant(shift.day, minute, zone);
    parts.into_iter().map(|(from, to)| (at(from), at(to))).filter(|(from, to)| from < to).collect()
}

/// How long somebody was there between two moments.
fn there_between(samples: &[Sample], from_ms: i64, to_ms: i64) -> i64 {
    samples
        .iter()
        .enumerate()
        .filter(|(_, one)| is_there(&one.presence))
        .map(|(place, one)| {
            let until = samples.get(place + 1).map_or(to_ms, |next| next.at_ms);
            (until.min(to_ms) - one.at_ms.max(from_ms)).max(0)
        })
        .sum()
}
