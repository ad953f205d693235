//! The day as a ruler: when the desk is open, what was kept and missed, what is still due, and now.

use jiff::ToSpan;
use maud::{Markup, html};
use web::ui::{Look, Ring};
use words::when;

use super::view::{Day, Span};
use crate::console::inbox::view::Reading;

const HOUR_MS: i64 = 3_600_000;
/// Hours written under the ruler at most.
const LABELS: usize = 12;

/// From where to where the ruler goes.
struct Axis {
    from_ms: i64,
    to_ms: i64,
}

impl Axis {
    /// A place on it in percent, to a hundredth.
    fn x(&self, at_ms: i64) -> String {
        let whole = (self.to_ms - self.from_ms).max(1);
        let hundredths = (at_ms.clamp(self.from_ms, self.to_ms) - self.from_ms) * 10_000 / whole;
        format!("{}.{:02}%", hundredths / 100, hundredths % 100)
    }

    fn width(&self, from_ms: i64, to_ms: i64) -> String {
        let from_ms = from_ms.clamp(self.from_ms, self.to_ms);
        self.x(self.from_ms + to_ms.clamp(from_ms, self.to_ms) - from_ms)
    }

    fn holds(&self, at_ms: i64) -> bool {
        (self.from_ms..=self.to_ms).contains(&at_ms)
    }
}

/// The open hours, widened to whole hours that hold everything of the day.
fn axis(day: &Day, now_ms: i64) -> Axis {
    if day.span == Span::Week {
        return Axis { from_ms: day.from_ms, to_ms: day.to_ms };
    }
    let noon = (day.from_ms + 9 * HOUR_MS, day.from_ms + 18 * HOUR_MS);
    let (opens_ms, closes_ms) = match (day.opens.first(), day.opens.last()) {
        (Some(first), Some(last)) => (first.0, last.1),
        _ => noon,
    };
    let marks = day.duties.iter().map(|duty| duty.missed_ms.unwrap_or(duty.due_at_ms));
    let settled = day.settled.iter().filter(|_| day.span == Span::Today).map(|settled| settled.at_ms);
    let here = (day.span == Span::Today).then_some(now_ms);
    let within = marks.chain(settled).chain(here).filter(|at_ms| (day.from_ms..day.to_ms).contains(at_ms));
    let (mut from_ms, mut to_ms) = (opens_ms, closes_ms);
    for at_ms in within {
        let into = (at_ms - day.from_ms).rem_euclid(HOUR_MS);
        from_ms = from_ms.min(at_ms - into);
        to_ms = to_ms.max(if into == 0 { at_ms } else { at_ms - into + HOUR_MS });
    }
    Axis { from_ms: from_ms.max(day.from_ms), to_ms: to_ms.min(day.to_ms) }
}

pub(super) fn draw(day: &Day, reading: &Reading) -> Markup {
    let now_ms = reading.now_ms;
    let axis = axis(day, now_ms);
    let settled = if day.span == Span::Tomorrow { &[][..] } else { &day.settled[..] };
    let shows_now = day.span != Span::Tomorrow && axis.holds(now_ms);
    html! {
        svg class="ruler" role="img" aria-label=(summary(day, reading)) {
            rect class="band" x="0" y="18" width="100%" height="24" rx="2" {}
            @for (from_ms, to_ms) in shut(day, &axis) {
                rect class="pause" x=(axis.x(from_ms)) y="18" width=(axis.width(from_ms, to_ms)) height="24" {}
            }
            @for (at_ms, text) in labels(day, &axis, reading) {
                text class="lab" x=(axis.x(at_ms)) y="62" text-anchor=(anchor(at_ms, &axis)) { (text) }
            }
            @for settled in settled.iter().filter(|settled| axis.holds(settled.at_ms)) {
                @if settled.kept { line class="ok" x1=(axis.x(settled.at_ms)) x2=(axis.x(settled.at_ms)) y1="25" y2="35" {} }
                @else { svg x=(axis.x(settled.due_at_ms)) y="30" { rect class="miss" x="-4" y="-4" width="8" height="8" rx="1" {} } }
            }
            @if shows_now {
                line class="now" x1=(axis.x(now_ms)) x2=(axis.x(now_ms)) y1="12" y2="48" {}
                text class="lab strong" x=(axis.x(now_ms)) y="8" text-anchor=(anchor(now_ms, &axis)) { (when::time(now_ms, &reading.zone)) }
            }
            @for duty in day.duties.iter().filter(|duty| axis.holds(duty.due_at_ms)) {
                @match Ring::open(reading.say, duty.made_at_ms, duty.due_at_ms, now_ms).look {
                    Look::Late => svg x=(axis.x(duty.due_at_ms)) y="30" { rect class="miss" x="-4" y="-4" width="8" height="8" rx="1" {} },
                    Look::Soon => circle class="due soon" cx=(axis.x(duty.due_at_ms)) cy="30" r="4.5" {},
                    Look::Alive | Look::Kept | Look::Quiet => circle class="due" cx=(axis.x(duty.due_at_ms)) cy="30" r="4.5" {},
                }
            }
        }
    }
}

/// A word at an edge stays within the ruler.
fn anchor(at_ms: i64, axis: &Axis) -> &'static str {
    let whole = (axis.to_ms - axis.from_ms).max(1);
    match (at_ms - axis.from_ms) * 100 / whole {
        ..2 => "start",
        2..98 => "middle",
        _ => "end",
    }
}

/// What lies between the open hours.
fn shut(day: &Day, axis: &Axis) -> Vec<(i64, i64)> {
    let mut shut = Vec::new();
    let mut from_ms = axis.from_ms;
    for (opens_ms, closes_ms) in &day.opens {
        if *opens_ms > from_ms {
            shut.push((from_ms, (*opens_ms).min(axis.to_ms)));
        }
        from_ms = from_ms.max(*closes_ms);
    }
    if from_ms < axis.to_ms {
        shut.push((from_ms, axis.to_ms));
    }
    shut
}

/// Hours of a day, or days of a week.
fn labels(day: &Day, axis: &Axis, reading: &Reading) -> Vec<(i64, String)> {
    let at = |ms: i64| jiff::Timestamp::from_millisecond(ms).unwrap_or_default().to_zoned(reading.zone.clone());
    let (first, last) = (at(axis.from_ms), at(axis.to_ms));
    if day.span == Span::Week {
        let days = first.date().series(1.day()).take(7);
        return days
            .filter_map(|date| {
                let begins = date.to_zoned(reading.zone.clone()).ok()?.timestamp().as_millisecond();
                Some((begins, format!("{} {}", when::weekday_short(reading.say, date), date.day())))
            })
            .collect();
    }
    let hours: Vec<(i64, String)> = (0..=24)
        .filter_map(|hour: i64| {
            let date = if hour == 24 { first.date().tomorrow().ok()? } else { first.date() };
            let shown = date.at((hour % 24) as i8, 0, 0, 0).to_zoned(reading.zone.clone()).ok()?;
            let ms = shown.timestamp().as_millisecond();
            (axis.holds(ms) && ms <= last.timestamp().as_millisecond()).then(|| (ms, hour.to_string()))
        })
        .collect();
    let step = hours.len().div_ceil(LABELS).max(1);
    hours.into_iter().step_by(step).collect()
}

/// The same in words, for whoever does not see it.
fn summary(day: &Day, reading: &Reading) -> String {
    let say = reading.say;
    let counts = [
        ("kept", if day.span == Span::Tomorrow { 0 } else { day.today.kept }.into()),
        ("missed", if day.span == Span::Tomorrow { 0 } else { day.today.settled - day.today.kept }.into()),
        ("open", day.duties.len().into()),
    ];
    let all = say.with("day-ruler", &counts);
    match day.next_due_ms.filter(|due_ms| *due_ms < day.to_ms) {
        Some(due_ms) => format!("{all} {}", say.with("day-ruler-next", &[("when", reading.at(due_ms).into())])),
        None => all,
    }
}
