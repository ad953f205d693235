//! The right column: today's word, the last 28 days, why promises were moved, what comes next.

use maud::{Markup, html};
use office::report::PERSON_CASES_MIN;
use web::ui::{self, Ring, Size};
use words::when;

use super::Shown;
use super::pages::early_or_late;
use super::view::{Settled, Span, Standing, Then, What};
use crate::console::inbox::phrases::capital;
use crate::console::inbox::view::{Place, Reading, View};

/// Kept ones listed by name.
const LISTED: usize = 5;

pub(super) fn aside(shown: &Shown, live: &str) -> Markup {
    let reading = &shown.reading;
    let say = reading.say;
    let kept: Vec<&Settled> = shown.day.settled.iter().filter(|settled| settled.kept).collect();
    html! {
        aside class="profile mine" id="mine" aria-label=(say.say("day-standing")) data-live=(live) {
            (today(shown))
            (last_days(&shown.day.standing, shown.own, reading))
            @if !shown.day.standing.reasons.is_empty() {
                section aria-labelledby="reasons-title" {
                    h3 id="reasons-title" { (say.say(if shown.own { "day-reasons" } else { "day-reasons-of" })) }
                    ul class="why-list" {
                        @for (reason, count) in &shown.day.standing.reasons { li { b { (count) } span { (reason) } } }
                    }
                }
            }
            @if !kept.is_empty() {
                section aria-labelledby="kept-title" {
                    h3 id="kept-title" { (say.say("day-kept-today")) " " span class="count" { (shown.day.today.kept) } }
                    ul class="owed kept-list" {
                        @for settled in kept.iter().take(LISTED) {
                            li {
                                (ui::ring(&Ring::kept(), Size::Mini))
                                a class="clip" href=(place(&settled.reference)) { (settled.customer) " " span class="muted" { (settled.subject) } }
                                span class="muted nowrap" { (early_or_late(settled.due_at_ms, settled.at_ms, reading)) }
                            }
                        }
                    }
                }
            }
            (then(shown))
        }
    }
}

fn place(reference: &str) -> String {
    Place::of(View::All).with_open(reference).href()
}

fn today(shown: &Shown) -> Markup {
    let reading = &shown.reading;
    let say = reading.say;
    let today = shown.day.today;
    let missed: Vec<&Settled> = shown.day.settled.iter().filter(|settled| !settled.kept).collect();
    html! {
        section aria-labelledby="today-title" {
            h3 id="today-title" { (say.say(if shown.own { "day-word" } else { "day-word-of" })) }
            @if today.settled == 0 { p class="muted" { (say.say("day-word-none")) } }
            @else {
                p class="headline word" { (say.with("day-of", &[("kept", today.kept.into()), ("settled", today.settled.into())])) }
                @if missed.is_empty() { p class="muted" { (say.say("day-word-all")) } }
                @else {
                    p class="muted" { (say.with("day-missed", &[("count", (today.settled - today.kept).into())])) }
                    ul class="missed-list" {
                        @for settled in missed.iter().take(3) {
                            li { a href=(place(&settled.reference)) { (settled.customer) ", " (when::time(settled.due_at_ms, &reading.zone)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Counts; from 20 promises on the share, its interval, and the sentence that reads it.
fn last_days(standing: &Standing, own: bool, reading: &Reading) -> Markup {
    let say = reading.say;
    let all = standing.all;
    let counts = say.with(
        "day-counts",
        &[("kept", all.kept.into()), ("settled", all.settled.into()), ("moved", all.moved.into())],
    );
    html! {
        section aria-labelledby="days-title" {
            h3 id="days-title" { (say.say("day-last")) }
            @match all.share() {
                Some(share) => {
                    p class="rate" { span class="word" { (when::percent(say, share.rate)) } span class="muted" { (counts) } }
                    p class="muted" {
                        (say.with("day-interval", &[
                            ("settled", all.settled.into()),
                            ("low", when::percent(say, share.low).into()),
                            ("high", when::percent(say, share.high).into()),
                        ]))
                    }
                }
                None if all.settled == 0 => p class="muted" { (say.say("day-last-none")) },
                None => {
                    p class="rate" { span class="muted" { (counts) } }
                    p class="muted" { (say.with("day-too-few", &[("least", PERSON_CASES_MIN.into())])) }
                }
            }
            @if all.settled > 0 { (weeks(standing, reading)) }
            p class="muted tiny" { (say.say(if own { "day-no-ranking" } else { "day-no-ranking-of" })) }
        }
    }
}

/// The four weeks: as a line where each says something, else as counts.
fn weeks(standing: &Standing, reading: &Reading) -> Markup {
    let say = reading.say;
    let shares: Vec<f64> =
        standing.weeks.iter().filter_map(|(_, kept)| kept.share().map(|share| share.rate)).collect();
    if shares.len() < standing.weeks.len() {
        return html! {
            ul class="weeks" {
                @for (from_ms, kept) in &standing.weeks {
                    li {
                        span class="muted" { (say.with("day-week-from", &[("day", date(*from_ms, reading).into())])) }
                        @if kept.settled == 0 { span class="end faint" { (say.say("day-week-none")) } }
                        @else { span class="end" { (say.with("day-of", &[("kept", kept.kept.into()), ("settled", kept.settled.into())])) } }
                    }
                }
            }
        };
    }
    let texts: Vec<String> = shares.iter().map(|share| when::percent(say, *share)).collect();
    // The scale begins at the nearest ten below the worst week, so that a change can be seen; it is written beside it.
    let floor = (shares.iter().copied().fold(1.0, f64::min) * 10.0 - 0.2).floor().clamp(0.0, 9.0) / 10.0;
    let height = |share: f64| 56.0 - (share - floor) / (1.0 - floor) * 36.0;
    let points: Vec<(usize, f64)> =
        shares.iter().enumerate().map(|(week, share)| (14 + 92 * week, height(*share))).collect();
    let line = points.iter().map(|(x, y)| format!("{x},{y:.1}")).collect::<Vec<_>>().join(" ");
    html! {
        svg class="chart" viewBox="0 0 304 74" role="img" aria-label=(say.with("day-weeks", &[("shares", texts.join(", ").into())])) {
            line class="goal" x1="0" x2="304" y1="58" y2="58" {}
            text class="lab" x="304" y="70" text-anchor="end" { (when::percent(say, floor)) }
            polyline class="line1" points=(line) {}
            @for (((x, y), text), last) in points.iter().zip(&texts).zip(1..) {
                circle class="dot1" cx=(x) cy=(format!("{y:.1}")) r="3.5" {}
                text class=(if last == points.len() { "lab strong" } else { "lab" }) x=(x) y=(format!("{:.1}", y - 9.0))
                    text-anchor=(if last == 1 { "start" } else if last == points.len() { "end" } else { "middle" }) { (text) }
            }
        }
    }
}

fn date(at_ms: i64, reading: &Reading) -> String {
    let local =
        |ms| jiff::Timestamp::from_millisecond(ms).unwrap_or_default().to_zoned(reading.zone.clone()).date();
    when::day(reading.say, local(at_ms), local(reading.now_ms))
}

fn then(shown: &Shown) -> Markup {
    let reading = &shown.reading;
    let say = reading.say;
    html! {
        section aria-labelledby="then-title" {
            h3 id="then-title" { (say.say("day-then")) }
            @if shown.day.agenda.is_empty() { p class="muted" { (say.say("day-then-none")) } }
            @else {
                ol class="then" {
                    @for one in &shown.day.agenda { (moment(one, shown.day.span, reading)) }
                }
            }
            p { a href="/console/scheduled" { (say.say("composer-scheduled-title")) } }
        }
    }
}

fn moment(one: &Then, span: Span, reading: &Reading) -> Markup {
    let say = reading.say;
    let customer = |customer: &str| [("customer", customer.into())];
    let (text, late) = match &one.what {
        What::Call { customer, phone } => {
            let places = [("customer", customer.as_str().into()), ("phone", phone.as_str().into())];
            (say.with("day-then-call", &places), one.at_ms < reading.now_ms)
        }
        What::Leaves { customer: to, held: false } => (say.with("day-then-leaves", &customer(to)), false),
        What::Leaves { customer: to, held: true } => (say.with("day-then-stopped", &customer(to)), true),
        What::Returns { customer: of, waiting: false } => (say.with("day-then-returns", &customer(of)), false),
        What::Returns { customer: of, waiting: true } => (say.with("day-then-silent", &customer(of)), false),
        What::Asked { title, .. } => {
            (say.with("day-then-asked", &[("title", title.as_str().into())]), one.at_ms < reading.now_ms)
        }
        What::Pause { until_ms } => {
            (say.with("day-then-pause", &[("until", when::time(*until_ms, &reading.zone).into())]), false)
        }
    };
    let href = match (&one.what, &one.place) {
        (What::Asked { task, .. }, _) => Some(format!("/console/tasks/{task}")),
        (_, Some(reference)) => Some(place(reference)),
        (_, None) => None,
    };
    let when =
        if span == Span::Today { reading.short(one.at_ms) } else { capital(&reading.day_time(one.at_ms)) };
    html! {
        li class=[late.then_some("late")] {
            span class="when" { (when) }
            @match href { Some(href) => a href=(href) { (text) }, None => span { (text) } }
        }
    }
}
