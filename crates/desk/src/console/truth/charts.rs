//! The figures as drawings: each has a sentence in its place, and a table of the same numbers behind it.

use jiff::civil::Date;
use maud::{Markup, html};
use office::report::{AIM_TENTHS, Coverage, Drift};
use words::{Say, when};

use crate::console::reports::percent;

/// How a share stands to the aim: in line, under it, or under it with its whole interval.
fn look(coverage: &Coverage) -> &'static str {
    match (coverage.share(), coverage.band()) {
        (_, Some((_, high))) if high < AIM_TENTHS => "late",
        (Some(share), _) if share < AIM_TENTHS => "soon",
        _ => "",
    }
}

/// Tenths of a percent at which an axis begins: the ten points below the lowest end, at most 80 %.
pub(super) fn floor<'a>(coverages: impl Iterator<Item = &'a Coverage>) -> i64 {
    let lowest = coverages.filter_map(|coverage| Some(coverage.band()?.0)).min().unwrap_or(AIM_TENTHS);
    lowest.min(800) / 100 * 100
}

/// Circle in line, diamond to watch, square out with its whole interval.
fn point(x: f64, y: f64, look: &str) -> Markup {
    let (left, top) = (format!("{:.1}", x - 3.6), format!("{:.1}", y - 3.6));
    let middle = format!("rotate(45 {x:.1} {y:.1})");
    html! {
        @match look {
            "late" => rect class="pt late" x=(left) y=(top) width="7.2" height="7.2" rx="1" {},
            "soon" => rect class="pt soon" x=(left) y=(top) width="7.2" height="7.2" rx="1" transform=(middle) {},
            _ => circle class="pt" cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="3.8" {},
        }
    }
}

/// An interval with its point against the aim; decoration, the numbers stand beside it.
pub(super) fn forest(coverage: &Coverage, floor: i64) -> Markup {
    let (Some(share), Some((low, high))) = (coverage.share(), coverage.band()) else {
        return html! { span class="faint" { "—" } };
    };
    let x = |tenths: i64| 4.0 + 212.0 * (tenths - floor).max(0) as f64 / (1_000 - floor) as f64;
    let place = |tenths: i64| format!("{:.1}", x(tenths));
    html! {
        svg class="chart forest" viewBox="0 0 220 22" aria-hidden="true" {
            line class="goal" x1=(place(AIM_TENTHS)) x2=(place(AIM_TENTHS)) y1="0" y2="22" {}
            line class="ci" x1=(place(low)) x2=(place(high)) y1="11" y2="11" {}
            (point(x(share), 11.0, look(coverage)))
        }
    }
}

/// Shares with their intervals side by side: hours of a day, weeks. Those with too few cases have a place and no mark.
pub(super) fn row(sentence: &str, wide: i64, marks: &[(String, Coverage)]) -> Markup {
    let floor = floor(marks.iter().map(|(_, coverage)| coverage));
    let step = (wide - 34) as f64 / marks.len().max(1) as f64;
    let x = |place: usize| 30.0 + step * (place as f64 + 0.5);
    let y = |tenths: i64| 8.0 + 128.0 * (1_000 - tenths.max(floor)) as f64 / (1_000 - floor) as f64;
    let grid: Vec<i64> = (0..=(1_000 - floor) / 100).map(|line| floor + line * 100).collect();
    // With many marks every other one is named.
    let every = if marks.len() > 14 { 2 } else { 1 };
    html! {
        svg class="chart" viewBox={ "0 0 " (wide) " 160" } role="img" aria-label=(sentence) {
            @for tenths in grid {
                @let at = format!("{:.1}", y(tenths));
                line class=(if tenths == AIM_TENTHS { "goal" } else { "grid" }) x1="28" x2=(wide - 2) y1=(at) y2=(at) {}
                text class="lab" x="22" y=(format!("{:.1}", y(tenths) + 3.5)) text-anchor="end" { (tenths / 10) }
            }
            @for (place, (name, coverage)) in marks.iter().enumerate() {
                @let middle = format!("{:.1}", x(place));
                @if let (Some(share), Some((low, high))) = (coverage.share(), coverage.band()) {
                    line class="ci" x1=(middle) x2=(middle) y1=(format!("{:.1}", y(low))) y2=(format!("{:.1}", y(high))) {}
                    (point(x(place), y(share), look(coverage)))
                }
                @if place % every == 0 { text class="lab" x=(middle) y="156" text-anchor="middle" { (name) } }
            }
        }
    }
}

/// The last hundred words of a channel, day by day, against the aim.
pub(super) fn drift(say: Say, channel: &str, drift: &Drift, alarm: Option<Date>, today: Date) -> Markup {
    let (Some((first, from)), Some((last, now))) = (drift.days.first(), drift.days.last()) else {
        return html! {};
    };
    let aim = AIM_TENTHS / 10;
    let floor = drift.days.iter().map(|(_, kept)| *kept as i64).min().unwrap_or(aim).min(75) / 5 * 5;
    let whole = i64::from(first.until(*last).map_or(0, |span| span.get_days())).max(1);
    let x = |day: Date| {
        30.0 + 270.0 * i64::from(first.until(day).map_or(0, |span| span.get_days())) as f64 / whole as f64
    };
    let y = |kept: i64| 8.0 + 96.0 * (100 - kept.max(floor)) as f64 / (100 - floor) as f64;
    let line: Vec<String> =
        drift.days.iter().map(|(day, kept)| format!("{:.1},{:.1}", x(*day), y(*kept as i64))).collect();
    let day = |day: Date| when::day(say, day, today);
    let said = say.with(
        "truth-drift-said",
        &[
            ("channel", channel.into()),
            ("from", day(*first).into()),
            ("to", day(*last).into()),
            ("first", (*from).into()),
            ("last", (*now).into()),
        ],
    );
    html! {
        svg class="chart" viewBox="0 0 310 128" role="img" aria-label=(said) {
            @for kept in [floor, aim, 100] {
                @let at = format!("{:.1}", y(kept));
                line class=(if kept == aim { "goal" } else { "grid" }) x1="30" x2="300" y1=(at) y2=(at) {}
                text class="lab" x="24" y=(format!("{:.1}", y(kept) + 3.5)) text-anchor="end" { (kept) }
            }
            polyline class="line1" points=(line.join(" ")) {}
            @if let Some(off) = alarm {
                @let at = format!("{:.1}", x(off));
                line class="now" x1=(at) x2=(at) y1="8" y2="104" {}
            }
            (point(x(*last), y(*now as i64), if alarm.is_some() { "late" } else { "" }))
            text class="lab" x="30" y="124" { (day(*first)) }
            text class="lab" x="300" y="124" text-anchor="end" { (day(*last)) }
        }
    }
}

/// The lowest and the highest share of some marks, in words.
pub(super) fn said(say: Say, key: &str, marks: &[(String, Coverage)]) -> String {
    let shares = || marks.iter().filter_map(|(name, coverage)| Some((coverage.share()?, name)));
    match (shares().min(), shares().max()) {
        (Some((low, low_at)), Some((_, high_at))) if low_at == high_at => {
            say.with(&format!("{key}-one"), &[("low", percent(say, low).into()), ("low-at", low_at.into())])
        }
        (Some((low, low_at)), Some((high, high_at))) => say.with(
            &format!("{key}-said"),
            &[
                ("low", percent(say, low).into()),
                ("low-at", low_at.into()),
                ("high", percent(say, high).into()),
                ("high-at", high_at.into()),
            ],
        ),
        _ => say.say(&format!("{key}-few")),
    }
}
