//! The meter: a day as a figure and a bar, the channels as a table, and the line that adds them up.

use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use office::report::Counts;
use web::ui;
use words::{Say, when};

use super::pages::here;
use super::{Filter, View};

/// The days, the last one today.
pub(super) fn days(say: Say, view: &View) -> Markup {
    let days: Vec<Date> = view.from.series(1.day()).take_while(|day| *day <= view.today).collect();
    html! {
        ol class="days" id="giorni" data-live=(here(view)) aria-label=(say.say("ledger-by-day")) {
            @for day in days {
                @let counts = view.ledger.of_day(day);
                @let chosen = view.filter.day == Some(day);
                @let link = Filter { day: (!chosen).then_some(day), ..view.filter.clone() }.link();
                li {
                    a href=(link) aria-current=[chosen.then_some("date")] {
                        span { (name(say, view, day)) }
                        b { (when::number(say, counts.received)) }
                        @if counts.stuck > 0 {
                            em class="late" { (say.with("ledger-stuck-count", &[("count", counts.stuck.into())])) }
                        } @else if counts.late > 0 {
                            em class="late" { (say.with("ledger-late-count", &[("count", counts.late.into())])) }
                        }
                        (shares(&counts))
                    }
                }
            }
        }
    }
}

fn name(say: Say, view: &View, day: Date) -> String {
    if day == view.today {
        return format!("{}, {}", say.say("time-today"), when::time(view.now_ms, &view.zone));
    }
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekday = names[day.weekday().to_monday_zero_offset() as usize];
    format!("{} {}", say.say(&format!("settings-day-{weekday}")).to_lowercase(), day.day())
}

/// What became of a day: answered, on its way, nothing owed, missed or stuck.
fn shares(counts: &Counts) -> Markup {
    let parts = [
        ("a1", counts.answered),
        ("a3", counts.waiting + counts.unread),
        ("a2", counts.machines + counts.spam + counts.duplicates),
        ("a4", counts.late + counts.stuck),
    ];
    let whole = counts.received.max(1) as f64;
    let mut from = 0.0;
    let mut bars = Vec::new();
    for (class, count) in parts.into_iter().filter(|(_, count)| *count > 0) {
        let width = (count as f64 / whole * 100.0).max(2.0);
        bars.push((class, from, (width - 1.0).max(1.0)));
        from += width;
    }
    html! {
        svg class="shares" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {
            @for (class, from, width) in bars {
                rect class=(class) x=(format!("{from:.1}")) width=(format!("{width:.1}")) height="4" {}
            }
        }
    }
}

/// What a column shows of the counts.
type Column = (&'static str, bool, fn(&Counts) -> i64);

/// Columns of the table: key, whether a gap stands before it, what it shows.
const COLUMNS: [Column; 8] = [
    ("ledger-received", false, |counts| counts.received),
    ("ledger-owed", true, |counts| counts.owed),
    ("ledger-answered", false, |counts| counts.answered),
    ("ledger-waiting", false, |counts| counts.waiting),
    ("ledger-late", false, |counts| counts.late),
    ("ledger-machines", true, |counts| counts.machines),
    ("ledger-spam", false, |counts| counts.spam),
    ("ledger-stuck", true, |counts| counts.stuck),
];

/// The counts of the days shown: all of them, or the one chosen.
fn counted(view: &View) -> (Vec<(String, Counts)>, Counts) {
    let first = view.filter.day.unwrap_or_else(|| view.today.saturating_sub((view.filter.days - 1).days()));
    let last = view.filter.day.unwrap_or(view.today);
    let mut channels: Vec<(String, Counts)> = Vec::new();
    let mut total = Counts::default();
    for row in view.ledger.rows.iter().filter(|row| first <= row.day && row.day <= last) {
        total += row.counts;
        match channels.iter_mut().find(|(channel, _)| *channel == row.channel) {
            Some((_, counts)) => *counts += row.counts,
            None => channels.push((row.channel.clone(), row.counts)),
        }
    }
    channels.sort_by_key(|(_, counts)| -counts.received);
    (channels, total)
}

/// Everything received in the days shown.
pub(super) fn total(view: &View) -> Counts {
    counted(view).1
}

pub(super) fn table(say: Say, view: &View) -> Markup {
    let (channels, total) = counted(view);
    html! {
        section id="contatore" data-live=(here(view)) aria-labelledby="m1" {
            h2 class="sr" id="m1" { (say.say("ledger-by-channel")) }
            div class="sideways" tabindex="0" role="group" aria-labelledby="m1" {
                table class="lanes meter" {
                    colgroup { col class="first"; col span="8"; }
                    thead {
                        tr {
                            th scope="col" { (say.say("ledger-channel")) }
                            @for (key, edge, _) in COLUMNS {
                                th scope="col" class=(if edge { "n edge" } else { "n" }) { (say.say(key)) }
                            }
                        }
                    }
                    tbody {
                        @for (channel, counts) in &channels {
                            tr {
                                th scope="row" {
                                    span class="row" { (ui::icon(ui::channel_icon(channel))) " " (say.say(&format!("ledger-channel-{channel}"))) }
                                }
                                (cells(say, counts))
                            }
                        }
                    }
                    tfoot { tr { th scope="row" { (say.say("ledger-all-channels")) } (cells(say, &total)) } }
                }
            }
            (sum(say, &total))
        }
    }
}

fn cells(say: Say, counts: &Counts) -> Markup {
    html! {
        @for (key, edge, of) in COLUMNS {
            @let count = of(counts);
            @let class = ui::classes(&["n", if edge { "edge" } else { "" }, if count == 0 { "nil" } else { "" }]);
            td class=(class) {
                @if count > 0 && matches!(key, "ledger-late" | "ledger-stuck") { (ui::state("late", when::number(say, count))) }
                @else { (when::number(say, count)) }
            }
        }
    }
}

/// The line under the table: every arrival is somewhere, or which are not.
fn sum(say: Say, total: &Counts) -> Markup {
    let part = |key: &str, count: i64| (count > 0).then(|| say.with(key, &[("count", count.into())]));
    let parts: Vec<String> = [
        part("ledger-sum-owed", total.owed),
        part("ledger-sum-machines", total.machines),
        part("ledger-sum-spam", total.spam),
        part("ledger-sum-duplicates", total.duplicates),
        part("ledger-sum-stuck", total.stuck),
        part("ledger-sum-unread", total.unread),
    ]
    .into_iter()
    .flatten()
    .collect();
    let all: words::Arg = total.received.into();
    if total.received == 0 {
        return html! {};
    }
    if !total.add_up() {
        let counted = total.owed + total.machines + total.spam + total.duplicates + total.stuck + total.unread;
        let gap = (total.received - counted).abs();
        return html! {
            p class="sum-line late" role="alert" {
                (ui::small_icon("triangle-alert"))
                span { (say.with("ledger-sum-wrong", &[("count", gap.into()), ("all", all)])) }
            }
        };
    }
    let listed = match parts.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            say.with("ledger-sum-and", &[("rest", rest.join(", ").into()), ("last", last.into())])
        }
        _ => parts.concat(),
    };
    html! {
        p class="sum-line" {
            (ui::small_icon("shield-check"))
            span { (say.with("ledger-sum", &[("parts", listed.into()), ("all", all)])) }
        }
    }
}
