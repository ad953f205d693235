//! What is expected and came, and who is needed, as drawings; each has a sentence in its place, and the numbers of both stand
//! in a table.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use office::forecast::{HalfHours, SLOTS, Slot};

/// The half hour it is, and how far into it.
pub(in crate::console) fn now(now_ms: i64, zone: &TimeZone) -> f64 {
    let local = Timestamp::from_millisecond(now_ms).unwrap_or_default().to_zoned(zone.clone());
    f64::from(local.hour()) * 2.0 + f64::from(local.minute()) / 30.0
}

/// The half hours in which something is expected, came or is needed, whole hours: first, and one past the last.
pub(in crate::console) fn span(
    expected: Option<&[Slot; SLOTS]>,
    came: Option<&[f64; SLOTS]>,
    needed: Option<&HalfHours>,
) -> (usize, usize) {
    let most = expected.iter().flat_map(|slots| slots.iter()).map(|slot| slot.mean).fold(0.0, f64::max);
    let any = |slot: &usize| {
        expected.is_some_and(|slots| slots[*slot].mean > most * 0.05)
            || came.is_some_and(|came| came[*slot] > 0.0)
            || needed.is_some_and(|needed| needed[*slot].net > 0)
    };
    let first = (0..SLOTS).find(any).unwrap_or(16);
    let last = (0..SLOTS).rev().find(any).unwrap_or(39);
    let (first, end) = (first / 2 * 2, (last + 2) / 2 * 2);
    // Never so few that a day looks like an hour.
    if end - first < 12 { (first.min(SLOTS - 12), (first + 12).max(end).min(SLOTS)) } else { (first, end) }
}

/// Steps of an axis up to `most`: 1, 2 or 5 times a power of ten, at most five of them.
fn steps(most: f64) -> Vec<f64> {
    let least = (most / 5.0).max(0.2);
    let power = 10f64.powf(least.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= least);
    let step = step.unwrap_or(10.0 * power).max(1.0);
    let lines = (most / step).ceil().max(1.0) as usize;
    (0..=lines).map(|line| line as f64 * step).collect()
}

const LEFT: f64 = 26.0;
const TOP: f64 = 14.0;

/// How much room a drawing has.
#[derive(Clone, Copy)]
pub(in crate::console) struct Room {
    wide: f64,
    high: f64,
}

/// On a page of its own, and on the wallboard.
pub(in crate::console) const PAGE: Room = Room { wide: 500.0, high: 240.0 };
pub(in crate::console) const BOARD: Room = Room { wide: 620.0, high: 168.0 };

impl Room {
    fn bottom(self) -> f64 {
        self.high - 22.0
    }

    fn right(self) -> f64 {
        self.wide - 6.0
    }
}

/// Where half hours and heights stand on a drawing.
struct Axes {
    room: Room,
    first: usize,
    end: usize,
    most: f64,
}

impl Axes {
    fn x(&self, slot: f64) -> f64 {
        LEFT + (self.room.right() - LEFT) * (slot - self.first as f64) / (self.end - self.first) as f64
    }

    fn y(&self, value: f64) -> f64 {
        self.room.bottom() - (self.room.bottom() - TOP) * value / self.most
    }

    fn frame(&self, lines: &[f64]) -> Markup {
        let every = if self.end - self.first > 24 { 3 } else { 2 };
        html! {
            @for line in lines {
                @let at = place(self.y(*line));
                line class="grid" x1=(LEFT) x2=(self.room.right()) y1=(at) y2=(at) {}
                text class="lab" x=(LEFT - 6.0) y=(place(self.y(*line) + 3.5)) text-anchor="end" { (line) }
            }
            @for hour in self.first / 2..=self.end / 2 {
                @if (hour - self.first / 2).is_multiple_of(every) {
                    text class="lab" x=(place(self.x(hour as f64 * 2.0))) y=(self.room.high - 4.0) text-anchor="middle" { (hour) }
                }
            }
        }
    }

    fn now(&self, now: Option<f64>) -> Markup {
        let seen = now.filter(|now| (self.first as f64..self.end as f64).contains(now));
        html! {
            @if let Some(now) = seen {
                @let at = place(self.x(now));
                line class="now" x1=(at) x2=(at) y1="6" y2=(self.room.bottom()) {}
            }
        }
    }
}

fn place(value: f64) -> String {
    format!("{value:.1}")
}

/// What came in bars, what is expected as a line with the band of eight of ten.
pub(in crate::console) fn flow(
    room: Room,
    sentence: &str,
    expected: &[Slot; SLOTS],
    came: Option<&[f64; SLOTS]>,
    now: Option<f64>,
    (first, end): (usize, usize),
) -> Markup {
    let shown = first..end;
    let tops = shown.clone().map(|slot| expected[slot].band[1].max(came.map_or(0.0, |came| came[slot])));
    let lines = steps(tops.fold(1.0, f64::max));
    let axes = Axes { room, first, end, most: lines.last().copied().unwrap_or(1.0) };
    let middle = |slot: usize| axes.x(slot as f64 + 0.5);
    let point = |slot: usize, value: f64| format!("{:.1} {:.1}", middle(slot), axes.y(value));
    let upper = shown.clone().map(|slot| point(slot, expected[slot].band[1]));
    let lower = shown.clone().rev().map(|slot| point(slot, expected[slot].band[0]));
    let band: Vec<String> = upper.chain(lower).collect();
    let line: Vec<String> =
        shown.clone().map(|slot| format!("{:.1},{:.1}", middle(slot), axes.y(expected[slot].mean))).collect();
    let width = (axes.x(1.0) - axes.x(0.0)) * 0.62;
    let over = |slot: usize| now.is_none_or(|now| (slot + 1) as f64 <= now);
    html! {
        svg class="chart" viewBox={ "0 0 " (room.wide) " " (room.high) } role="img" aria-label=(sentence) {
            (axes.frame(&lines))
            path class="band" d={ "M" (band.join("L")) "Z" } {}
            @if let Some(came) = came {
                @for slot in shown.clone() {
                    @if came[slot] > 0.0 {
                        @let top = axes.y(came[slot]);
                        rect class=(if over(slot) { "bar1" } else { "bar1 part" }) x=(place(middle(slot) - width / 2.0)) y=(place(top))
                            width=(place(width)) height=(place(room.bottom() - top)) rx="1.5" {}
                    }
                }
            }
            polyline class="line1 dash" points=(line.join(" ")) {}
            (axes.now(now))
        }
    }
}

/// Who is needed as steps; who is there now as a mark, with what is missing.
pub(in crate::console) fn needs(
    room: Room,
    sentence: &str,
    needed: &HalfHours,
    there: Option<usize>,
    now: Option<f64>,
    (first, end): (usize, usize),
) -> Markup {
    let most = needed[first..end]
        .iter()
        .map(|people| people.cautious)
        .max()
        .unwrap_or(0)
        .max(there.unwrap_or(0) as i64);
    let lines = steps(most as f64);
    let axes = Axes { room, first, end, most: lines.last().copied().unwrap_or(1.0) };
    let steps_of = |value: &dyn Fn(usize) -> i64| {
        let mut path = format!("M{:.1} {:.1}", axes.x(first as f64), axes.y(value(first) as f64));
        for slot in first..end {
            path.push_str(&format!("V{:.1}H{:.1}", axes.y(value(slot) as f64), axes.x((slot + 1) as f64)));
        }
        path
    };
    let bottom = room.bottom();
    let area = format!("{}V{bottom:.1}H{:.1}Z", steps_of(&|slot| needed[slot].cautious), axes.x(first as f64));
    html! {
        svg class="chart" viewBox={ "0 0 " (room.wide) " " (room.high) } role="img" aria-label=(sentence) {
            (axes.frame(&lines))
            path class="area3" d=(area) {}
            path class="line4" d=(steps_of(&|slot| needed[slot].net)) {}
            (axes.now(now))
            @if let (Some(there), Some(now)) = (there, now) {
                @let slot = (now as usize).clamp(first, end - 1);
                @let short = (needed[slot].net - there as i64).max(0);
                @if short > 0 {
                    rect class="gap" x=(place(axes.x(slot as f64))) y=(place(axes.y(needed[slot].net as f64)))
                        width=(place(axes.x(1.0) - axes.x(0.0))) height=(place(axes.y(there as f64) - axes.y(needed[slot].net as f64))) {}
                }
                circle class="dot1" cx=(place(axes.x(now.clamp(first as f64, end as f64)))) cy=(place(axes.y(there as f64))) r="4" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use office::forecast::{NOBODY, SLOTS, Slot};

    use super::{span, steps};

    #[test]
    fn an_axis_has_few_round_steps() {
        assert_eq!(steps(0.0), [0.0, 1.0]);
        assert_eq!(steps(7.0), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(steps(38.0), [0.0, 10.0, 20.0, 30.0, 40.0]);
    }

    #[test]
    fn the_drawn_hours_are_those_in_which_something_happens() {
        assert_eq!(span(None, None, Some(&NOBODY)), (16, 40));
        let mut expected = [Slot::default(); SLOTS];
        (19..36).for_each(|slot| expected[slot].mean = 4.0);
        expected[3].mean = 0.1;
        assert_eq!(span(Some(&expected), None, None), (18, 36));
        let mut came = [0.0; SLOTS];
        came[3] = 1.0;
        assert_eq!(span(Some(&expected), Some(&came), None), (2, 36));
        let mut one = NOBODY;
        one[47].net = 1;
        assert_eq!(span(None, None, Some(&one)), (36, 48));
    }
}
