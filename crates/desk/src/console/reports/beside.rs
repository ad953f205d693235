//! Beside the measures: the customer's time, how channels shift, the web against the telephone, and where it all is from.

use std::collections::BTreeMap;

use maud::{Markup, html};
use office::account::Permission;
use office::kpi::Measure as Sum;
use office::report::phrases::{interval, key, made_of, mean, percent, value};
use office::report::{self, Line, Measure, Named, Value, Verdict, line};
use spine::inbox::Channel;
use web::ui::{self, small_icon};
use words::{Say, when};

use super::View;
use crate::console::inbox::view::Reading;
use crate::session::Agent;

/// The parts of the customer's time, with the colours of the chart.
const TIMES: [(Sum, &str, &str); 4] = [
    (Sum::CustomerWaiting, "s1", "l1"),
    (Sum::CustomerWriting, "s2", "l7"),
    (Sum::CustomerRepeating, "s5", "l5"),
    (Sum::CustomerComingBack, "s4", "l6"),
];

fn channel(say: Say, name: &str) -> Markup {
    html! {
        span class="row" { (ui::icon(ui::channel_icon(name))) " " (say.say(&format!("inbox-channel-{name}"))) }
    }
}

/// How long a customer is busy for one solved need, channel by channel.
pub(super) fn customer_time(say: Say, view: &View) -> Markup {
    let of = view.report.of();
    let channels: Vec<(&Named, i64)> = view
        .report
        .parts_by("channel")
        .filter_map(|named| match line(Measure::Sum(Sum::CustomerTime), &named.figures, of).value {
            Value::Mean(mean_ms) => Some((named, mean_ms)),
            _ => None,
        })
        .collect();
    let most = channels.iter().map(|(_, mean_ms)| *mean_ms).max().unwrap_or_default().max(1);
    html! {
        section class="tile span-7" id="time" aria-labelledby="d6" {
            h2 id="d6" { (say.say("reports-time")) }
            @if channels.is_empty() { p class="muted" { (say.say("reports-time-none")) } }
            @else {
                p class="legend flush" {
                    @for (sum, _, key_class) in TIMES { span class=(key_class) { (say.say(&key(Measure::Sum(sum), "short"))) } }
                }
                div class="sideways" tabindex="0" role="group" aria-labelledby="d6" {
                    table class="ledger split time" {
                        thead {
                            tr {
                                th scope="col" { (say.say("reports-channel")) }
                                th scope="col" { span class="sr" { (say.say("reports-time-parts")) } }
                                th scope="col" class="n" { (say.say("reports-needs")) }
                                th scope="col" class="n" { (say.say("reports-interval")) }
                                th scope="col" class="n" { (say.say("reports-value")) }
                            }
                        }
                        tbody {
                            @for (named, mean_ms) in &channels {
                                @let whole = line(Measure::Sum(Sum::CustomerTime), &named.figures, of);
                                tr {
                                    th scope="row" { (channel(say, &named.name)) }
                                    td { (bar(say, named, most)) }
                                    td class="n faint" { (when::number(say, whole.n)) }
                                    td class="n faint" { (interval(say, &whole).unwrap_or_else(|| "—".to_owned())) }
                                    td class="n val" data-time=(named.name) { (mean(say, *mean_ms)) }
                                }
                            }
                        }
                    }
                }
            }
            details class="how" {
                summary { (say.say("reports-time-how")) }
                p { (say.say("reports-time-busy")) }
                p { (say.with("reports-time-speed", &[("most", office::kpi::MINUTES_A_MESSAGE_MAX.into())])) }
                p { (say.say("reports-time-need")) }
            }
        }
    }
}

fn bar(say: Say, named: &Named, most: i64) -> Markup {
    let of = named.of;
    let mut at = 0.0;
    let mut said = Vec::new();
    let mut parts = Vec::new();
    for (sum, class, _) in TIMES {
        let part = line(Measure::Sum(sum), &named.figures, of);
        let ms = match part.value {
            Value::Mean(ms) => ms,
            _ => 0,
        };
        said.push(format!("{} {}", say.say(&key(Measure::Sum(sum), "short")), mean(say, ms)));
        let width = 300.0 * ms as f64 / most as f64;
        if width > 0.0 {
            parts.push((class, at, width));
        }
        at += width;
    }
    html! {
        svg class="chart" viewBox="0 0 300 19" role="img" aria-label=(said.join(", ")) {
            @for (class, x, width) in parts {
                rect class=(class) x=(format!("{x:.1}")) y="3" height="13" rx="1.5" width=(format!("{width:.1}")) {}
            }
        }
    }
}

/// The same measures on the web and on the telephone.
pub(super) fn parity(say: Say, view: &View) -> Markup {
    let rows = report::parity(&view.report);
    let empty = |side: fn(&report::Parity) -> &Line| rows.iter().all(|row| side(row).n == 0);
    let (no_web, no_phone) = (empty(|row| &row.web), empty(|row| &row.phone));
    html! {
        section class="tile span-5" id="parity" aria-labelledby="d7" {
            h2 id="d7" { (say.say("reports-parity")) " " span class="muted normal" { (say.say("reports-parity-web")) } }
            div class="sideways" tabindex="0" role="group" aria-labelledby="d7" {
                table class="ledger parity" {
                    thead {
                        tr {
                            th scope="col" { (say.say("reports-measure-short")) }
                            th scope="col" class="n" { (say.say("reports-web")) }
                            th scope="col" class="n" { (say.say("reports-phone")) }
                            th scope="col" class="n" { (say.say("reports-difference")) }
                            th scope="col" class="n" { (say.say("reports-verdict")) }
                        }
                    }
                    tbody {
                        @for row in &rows {
                            tr {
                                th scope="row" { (say.say(&key(row.web.measure, "name"))) }
                                @for side in [&row.web, &row.phone] {
                                    td class="n" { (value(say, side)) span class="sub" { (made_of(say, side)) } }
                                }
                                (differs(say, row))
                            }
                        }
                    }
                }
            }
            @if no_phone { p class="reading faint small" { (small_icon("phone")) span { (say.say("reports-parity-no-phone")) } } }
            @if no_web { p class="reading faint small" { (small_icon("globe")) span { (say.say("reports-parity-no-web")) } } }
            p class="reading faint small" { (small_icon("lightbulb")) span { (say.say("reports-parity-how")) } }
        }
    }
}

fn differs(say: Say, row: &report::Parity) -> Markup {
    let Some(differs) = row.differs else {
        return html! {
            td class="n faint" { "—" }
            td class="n faint" { (say.say("reports-verdict-none")) }
        };
    };
    let shown = |by: i64| {
        let text = match row.web.value {
            Value::Mean(_) => mean(say, by.abs()),
            _ => percent(say, by.abs()).trim_end_matches('%').to_owned(),
        };
        match by {
            0 => text,
            1.. => format!("+{text}"),
            _ => format!("−{text}"),
        }
    };
    html! {
        td class="n" { (shown(differs.by)) span class="sub" { (shown(differs.low)) " / " (shown(differs.high)) } }
        td class="n" {
            @match differs.verdict {
                Verdict::Even => span class="faint" { (say.say("reports-verdict-even")) },
                Verdict::WebBetter => (ui::state("", say.say("reports-verdict-better"))),
                Verdict::WebWorse => (ui::state("soon", say.say("reports-verdict-worse"))),
            }
        }
    }
}

/// Requests by month and channel.
pub(super) fn shift(say: Say, view: &View) -> Markup {
    let mut months: BTreeMap<&str, BTreeMap<Channel, i64>> = BTreeMap::new();
    for (month, channel, count) in &view.report.months {
        *months.entry(month).or_default().entry(*channel).or_default() += count;
    }
    let mut channels: Vec<Channel> = view.report.months.iter().map(|(_, channel, _)| *channel).collect();
    channels.sort_unstable();
    channels.dedup();
    html! {
        section class="tile span-7" id="shift" aria-labelledby="d8" {
            h2 id="d8" { (say.say("reports-shift")) }
            @if months.is_empty() { p class="muted" { (say.say("reports-shift-none")) } }
            @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="d8" {
                    table class="ledger split shift" {
                        thead {
                            tr {
                                th scope="col" { (say.say("reports-month")) }
                                @for channel in &channels { th scope="col" class="n" { (say.say(&format!("inbox-channel-{}", channel.name()))) } }
                                th scope="col" class="n" { (say.say("reports-together")) }
                            }
                        }
                        tbody {
                            @for (month, counts) in months.iter().rev() {
                                @let all: i64 = counts.values().sum();
                                tr {
                                    th scope="row" { (month) }
                                    @for channel in &channels {
                                        @let count = counts.get(channel).copied().unwrap_or_default();
                                        td class="n" {
                                            (report::tenths(count, all).map_or_else(|| "—".to_owned(), |share| percent(say, share)))
                                            " " span class="faint small" { (when::number(say, count)) }
                                        }
                                    }
                                    td class="n val" { (when::number(say, all)) }
                                }
                            }
                        }
                    }
                }
                p class="faint small" { (say.say("reports-shift-how")) }
            }
        }
    }
}

/// What cannot be measured yet, how far the log was counted, and where else these numbers are.
pub(super) fn sources(agent: &Agent, view: &View, reading: &Reading) -> Markup {
    let say = agent.say;
    let progress = view.report.progress;
    html! {
        section class="tile span-5" id="sources" aria-labelledby="d9" {
            h2 id="d9" { (say.say("reports-sources")) }
            dl class="facts wide" {
                dt { (say.say("reports-counting")) }
                dd {
                    @if progress.seq == progress.of { (say.with("reports-counted-all", &[("count", progress.of.into())])) }
                    @else { (ui::state("soon", say.with("reports-counted-some", &[("count", progress.seq.into()), ("all", progress.of.into())]))) }
                    @if let Some(at_ms) = progress.at_ms { " " (say.with("reports-counted-until", &[("when", reading.day_time(at_ms).into())])) }
                }
                dt { (say.say("reports-views")) }
                dd { code { "report_request" } ", " code { "report_day" } ", " code { "report_promise" } ", " code { "report_complaint" } ". " (say.say("reports-views-read")) }
                dt { (say.say("reports-not-yet")) }
                dd { (say.say("reports-not-yet-work")) " " (say.say("reports-not-yet-asked")) " " (say.say("reports-not-yet-live")) }
            }
            @if agent.may(Permission::SeeFigures) {
                p class="row wrap" {
                    a class="button" href="/console/reports/mailings" { (small_icon("mail")) " " (say.say("mailing-title")) }
                    a class="button" href="/console/reports/presets" { (small_icon("file-text")) " " (say.say("preset-title")) }
                }
            }
        }
    }
}
