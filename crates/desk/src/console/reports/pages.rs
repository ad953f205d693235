//! The page: measures with their definition, one of them by its parts, the conversations behind it, and what waits.

use jiff::civil::Date;
use maud::{Markup, html};
use office::account::Permission;
use office::report::phrases::{against, interval, key, made_of, missing, percent, span, value};
use office::report::{BEHIND_FILE_MAX, Face, Line, Measure, Named, Of, Part, Side, Value, line};
use spine::inbox::Channel;
use web::shell::{self, Live, Page, Section};
use web::ui::{self, small_icon};
use words::{Say, when};

use super::{Asked, Days, LENGTHS, View, beside, oid_of};
use crate::console::inbox::view::Reading;
use crate::session::Agent;

pub(super) fn draw(agent: &Agent, view: &View, reading: &Reading) -> Markup {
    let say = agent.say;
    shell::console(&Page {
        title: say.say("shell-reports"),
        section: Section::Reports,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &view.company,
        deck: "wide",
        skip: ("reports", say.say("reports-skip")),
        views_label: String::new(),
        views: html! {},
        body: body(agent, view, reading),
        keys: &[("J K", say.say("inbox-key-walk"))],
        more_keys: &[],
        status: None,
        live: Live::No,
        csrf: agent.csrf(),
        now_ms: reading.now_ms,
    })
}

fn body(agent: &Agent, view: &View, reading: &Reading) -> Markup {
    let say = agent.say;
    html! {
        main class="office reports" id="reports" {
            header class="bar" {
                h1 { (say.say("shell-reports")) }
                span class="muted" { (days(say, view, reading)) }
                (crate::console::office_pages(agent, Section::Reports))
                (lengths(say, view))
                a class="button" href=(view.asked.link("/console/reports/file")) download { "CSV" }
            }
            @if let Some(problem) = view.problem {
                (ui::alert("late", "triangle-alert", &say.say("reports-wrong"), say.say(problem), None))
            }
            @if !agent.may(Permission::SeeFigures) { p class="muted whose" { (say.say("reports-own")) } }
            (filters(say, view))
            (measures(say, view, reading))
            (parts(say, view))
            (behind(say, view, reading))
            (beside::customer_time(say, view))
            (beside::parity(say, view))
            (backlog(say, view, reading))
            (beside::shift(say, view))
            (beside::sources(agent, view, reading))
            (by_day(say, view))
        }
    }
}

/// "3 febbraio – 2 marzo, 412 richieste".
fn days(say: Say, view: &View, reading: &Reading) -> String {
    let period = &view.report.period;
    let today = period.day_of(reading.now_ms);
    let day = |day: Date| when::day(say, day, today);
    let received = view.report.total.received;
    let days = if period.from() == period.to() {
        day(period.from())
    } else {
        format!("{} – {}", day(period.from()), day(period.to()))
    };
    say.with("reports-days-of", &[("days", days.into()), ("count", received.into())])
}

fn lengths(say: Say, view: &View) -> Markup {
    let named = view.asked.days.is_named();
    html! {
        nav class="seg end" aria-label=(say.say("ledger-period")) {
            @for days in LENGTHS {
                @let asked = Asked { days: Days::last(days), ..view.asked.clone() };
                @let current = !named && view.report.period.days() == days;
                a href=(asked.link("/console/reports")) aria-current=[current.then_some("true")] {
                    (if days == 1 { say.say("ledger-today") } else { say.with("reports-length", &[("count", days.into())]) })
                }
            }
        }
    }
}

fn filters(say: Say, view: &View) -> Markup {
    let asked = &view.asked;
    let period = &view.report.period;
    let choice = |name: &'static str, key: &str, chosen: &str, choices: &[(String, String)]| {
        let id = format!("f-{name}");
        html! {
            div class="field" {
                label for=(id) { (say.say(key)) }
                select class="input" id=(id) name=(name) {
                    option value="" { (say.say("reports-all")) }
                    @for (value, text) in choices { option value=(value) selected[chosen == value] { (text) } }
                }
            }
        }
    };
    let called =
        |channel: &Channel| (channel.name().to_owned(), say.say(&format!("inbox-channel-{}", channel.name())));
    let channels: Vec<(String, String)> = view.channels.iter().map(called).collect();
    let tiers: Vec<(String, String)> = ["A", "B", "C"].map(|tier| (tier.to_owned(), tier.to_owned())).to_vec();
    html! {
        form class="tile span-12 narrow" method="get" action="/console/reports" aria-label=(say.say("reports-filter")) {
            input type="hidden" name="measure" value=(view.measure.name());
            div class="field" {
                label for="f-from" { (say.say("reports-from")) }
                input class="input" type="date" id="f-from" name="from" value=(period.from());
            }
            div class="field" {
                label for="f-to" { (say.say("reports-to")) }
                input class="input" type="date" id="f-to" name="to" value=(period.to());
            }
            (choice("inbox", "reports-inbox", &asked.inbox, &view.inboxes))
            (choice("channel", "reports-channel", &asked.channel, &channels))
            (choice("tier", "reports-tier", &asked.tier, &tiers))
            @if !view.people.is_empty() { (choice("person", "reports-person", &asked.person, &view.people)) }
            button type="submit" class="button" { (small_icon("filter")) " " (say.say("reports-show")) }
        }
    }
}

/// Whether it is the given word, or whether it was kept: then it is set in the serif.
fn is_word(measure: Measure) -> bool {
    matches!(measure, Measure::Certainty | Measure::Kept)
}

fn measures(say: Say, view: &View, reading: &Reading) -> Markup {
    let of = view.report.of();
    html! {
        section class="tile span-8" aria-labelledby="d1" {
            h2 id="d1" { (say.say("reports-measures")) }
            div class="sideways" tabindex="0" role="group" aria-labelledby="d1" {
                table class="ledger kpis" {
                    thead {
                        tr {
                            th scope="col" { (say.say("reports-measure")) }
                            th scope="col" class="n" { (say.say("reports-value")) }
                            th scope="col" class="n" { (say.say("reports-interval")) }
                            th scope="col" class="n" { (say.say("reports-made-of")) }
                            th scope="col" class="after" { (say.say("reports-clock")) }
                            th scope="col" { (say.say("reports-trend")) }
                            th scope="col" class="n" { (say.say("reports-against")) }
                        }
                    }
                    tbody data-walk {
                        @for measure in shown(view) {
                            @let now = line(measure, &view.report.total, of);
                            @let before = line(measure, &view.report.before, of);
                            (measured(say, view, &now, &before, reading))
                        }
                    }
                }
            }
            details class="how" {
                summary { (say.say("reports-how")) }
                p { (say.say("reports-how-percentiles")) }
                p { (say.say("reports-how-intervals")) }
                p { (say.say("reports-how-days")) }
                p { (say.say("reports-how-sums")) }
                p { (say.say("reports-how-whose")) }
            }
        }
    }
}

/// The measures of the table: those of live channels where somebody wrote or called on one, the parts of the
/// customer's time in a table of their own.
fn shown(view: &View) -> impl Iterator<Item = Measure> {
    let figures = &view.report.total;
    let live = Measure::ALL
        .into_iter()
        .any(|measure| measure.is_live() && line(measure, figures, view.report.of()).n > 0);
    Measure::ALL.into_iter().filter(move |measure| !measure.is_part_of_time() && (live || !measure.is_live()))
}

fn measured(say: Say, view: &View, now: &Line, before: &Line, reading: &Reading) -> Markup {
    let measure = now.measure;
    let of = view.report.of();
    let current = view.measure == measure;
    let today = view.report.period.day_of(reading.now_ms);
    let asked = Asked { measure: Some(measure), side: None, ..view.asked.clone() };
    // A share that can still grow is drawn in the quiet ink.
    let growing = if now.complete_from_ms.is_some() { "growing" } else { "" };
    let class = ui::classes(&["n", if is_word(measure) { "word" } else { "val" }, growing]);
    html! {
        tr id={ "m-" (measure.name()) } aria-current=[current.then_some("true")] {
            th scope="row" {
                a href=(asked.link("/console/reports")) { (say.say(&key(measure, "name"))) }
                span class="sub" { (say.say(&key(measure, "def"))) (more(say, view, now)) }
            }
            td class=(class) data-value=(measure.name()) {
                (value(say, now))
                @if let Value::Time { mean_ms, p90_ms, p95_ms, .. } = now.value {
                    span class="sub sans" { (say.with("reports-nine", &[("nine", span(say, p90_ms).into())])) }
                    span class="sub sans" { (say.with("reports-nineteen", &[("nineteen", span(say, p95_ms).into())])) }
                    span class="sub sans" { (say.with("reports-mean", &[("mean", span(say, mean_ms).into())])) }
                }
                @if let Some(why) = missing(say, now, of) { span class="sub sans" { (why) } }
                @if let Some(at_ms) = now.complete_from_ms {
                    span class="sub sans" { (say.with("reports-complete", &[("day", when::day(say, view.report.period.day_of(at_ms), today).into())])) }
                }
            }
            td class="n faint" { (interval(say, now).unwrap_or_else(|| "—".to_owned())) }
            td class="n" { (made_of(say, now)) }
            td class="faint after" { (say.say(&key(measure, "clock"))) }
            td { (trend(say, view, measure)) }
            td class="n faint" {
                @if measure == Measure::Backlog { "—" } @else { (against(say, now, before).unwrap_or_else(|| "—".to_owned())) }
            }
        }
    }
}

/// What stands beside a measure, so that what was left out is said.
fn more(say: Say, view: &View, line: &Line) -> String {
    let (total, words) = (&view.report.total, view.report.total.words);
    match line.measure {
        Measure::Answered if total.closed_unanswered > 0 => {
            say.with("reports-closed", &[("count", total.closed_unanswered.into())])
        }
        Measure::Sum(sum) => match total.sums.get(&sum) {
            Some(tally) if tally.unripe > 0 => say.with("reports-unripe", &[("count", tally.unripe.into())]),
            _ => String::new(),
        },
        Measure::Kept => {
            let mut text = say.with(
                "reports-words",
                &[
                    ("moved", words.moved.into()),
                    ("withdrawn", words.withdrawn.into()),
                    ("open", words.open.into()),
                    ("untold", words.untold.into()),
                ],
            );
            if let Some(tenths) = view.report.kept_by_weight() {
                text.push_str(&say.with("reports-kept-by-weight", &[("share", percent(say, tenths).into())]));
            }
            text
        }
        _ => String::new(),
    }
}

/// The line of the days: a curve with a sentence; the table of days has the same numbers.
fn trend(say: Say, view: &View, measure: Measure) -> Markup {
    let of = view.report.of();
    let points: Vec<(i64, String)> = view
        .report
        .parts_by("day")
        .filter_map(|named| {
            let shown = line(measure, &named.figures, of);
            let height = match shown.value {
                Value::Count(count) => count,
                Value::Share(tenths) => tenths,
                Value::Time { p50_ms, .. } => p50_ms,
                Value::Mean(mean_ms) => mean_ms,
                Value::Nothing | Value::TooFew => return None,
            };
            Some((height, value(say, &shown)))
        })
        .collect();
    let (Some(first), Some(last), true) =
        (points.first(), points.last(), points.len() > 1 && measure != Measure::Backlog)
    else {
        return html! { span class="faint" { "—" } };
    };
    let (low, high) =
        points.iter().fold((i64::MAX, i64::MIN), |(low, high), (at, _)| (low.min(*at), high.max(*at)));
    let x = |place: usize| 2.0 + 84.0 * place as f64 / (points.len() - 1) as f64;
    let y = |at: i64| if high == low { 10.0 } else { 16.0 - 12.0 * (at - low) as f64 / (high - low) as f64 };
    let line: Vec<String> =
        points.iter().enumerate().map(|(place, (at, _))| format!("{:.1},{:.1}", x(place), y(*at))).collect();
    let label = say.with(
        "reports-trend-said",
        &[
            ("measure", say.say(&key(measure, "name")).into()),
            ("count", points.len().into()),
            ("first", first.1.as_str().into()),
            ("last", last.1.as_str().into()),
        ],
    );
    html! {
        svg class="chart spark8" viewBox="0 0 90 20" role="img" aria-label=(label) {
            polyline class="line1" points=(line.join(" ")) {}
            circle class="dot1" cx=(format!("{:.1}", x(points.len() - 1))) cy=(format!("{:.1}", y(last.0))) r="2.5" {}
        }
    }
}

/// The chosen measure by inbox, tier and person.
fn parts(say: Say, view: &View) -> Markup {
    let whole = line(view.measure, &view.report.total, view.report.of());
    html! {
        section class="tile span-4" aria-labelledby="d2" {
            h2 id="d2" { (say.say(&key(view.measure, "name"))) span class="sr" { (say.say("reports-by-parts")) } " " (ui::chip("outline", value(say, &whole))) }
            @for by in ["inbox", "channel", "tier", "person"] {
                @let named: Vec<&Named> = view.report.parts_by(by).collect();
                @if !named.is_empty() { (split(say, view, by, &named, &whole)) }
            }
            p class="reading faint small" { (small_icon("lightbulb")) span { (say.say("reports-no-ranking")) } }
        }
    }
}

fn split(say: Say, view: &View, by: &str, named: &[&Named], whole: &Line) -> Markup {
    // The axis begins at the ten percent below the lowest end, and goes to a hundred.
    let ends = named.iter().filter_map(|one| line(view.measure, &one.figures, one.of).interval);
    let all = match whole.value {
        Value::Share(tenths) => tenths,
        Value::Count(_) | Value::Time { .. } | Value::Mean(_) | Value::Nothing | Value::TooFew => 1_000,
    };
    let floor = ends.map(|(low, _)| low).chain([all]).min().unwrap_or_default().min(900) / 100 * 100;
    html! {
        div class="sideways" tabindex="0" role="group" aria-label=(say.say(&format!("reports-by-{by}"))) {
            table class="ledger split by" {
                thead {
                    tr {
                        th scope="col" { (say.say(&format!("reports-by-{by}"))) }
                        th scope="col" class="n" { (say.say("reports-cases-head")) }
                        th scope="col" { (say.say("reports-interval")) }
                        th scope="col" class="n" { (say.say("reports-value")) }
                    }
                }
                tbody {
                    @for one in named {
                        @let shown = line(view.measure, &one.figures, one.of);
                        tr {
                            th scope="row" { (name(say, view, one)) }
                            td class="n faint" { (when::number(say, shown.n)) }
                            td { (forest(say, &shown, whole, floor)) }
                            td class="n val" {
                                (value(say, &shown))
                                @if let Some(why) = missing(say, &shown, one.of).filter(|_| one.of == Of::Person) { span class="sub" { (why) } }
                                @if let (Some(ends), Of::Person) = (interval(say, &shown), one.of) { span class="sub" { (ends) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The name of a part, leading to its own report.
fn name(say: Say, view: &View, one: &Named) -> Markup {
    let asked = |change: fn(&mut Asked, &str)| {
        let mut asked = view.asked.clone();
        if let Some(oid) = oid_of(one.id.as_deref()) {
            change(&mut asked, oid);
        }
        asked.link("/console/reports")
    };
    html! {
        @match one.part {
            Part::Inbox(_) if one.id.is_some() => a href=(asked(|asked, oid| oid.clone_into(&mut asked.inbox))) { (one.name) },
            Part::Inbox(_) => span class="muted" { (say.say("reports-inbox-gone")) },
            Part::Channel(channel) => span class="row" {
                (ui::icon(ui::channel_icon(channel))) " " (say.say(&format!("inbox-channel-{channel}")))
            },
            Part::Way(_) => (one.name),
            Part::Tier(tier) => span class="row" {
                (ui::tier(tier, &say.with("inbox-tier", &[("tier", tier.into())]))) " "
                (say.with("inbox-tier", &[("tier", tier.into())]))
            },
            Part::Person(_) if one.id.is_some() => span class="row" {
                (ui::avatar(&ui::initials(&one.name), "", None, "")) " "
                @if view.people.is_empty() { (one.name) }
                @else { a href=(asked(|asked, oid| oid.clone_into(&mut asked.person))) { (one.name) } }
            },
            Part::Person(_) => span class="muted" { (say.say("reports-nobody")) },
            Part::Day(_) => (one.name),
        }
    }
}

/// The interval as a line with its point, against the whole; decoration, the numbers stand beside it.
fn forest(say: Say, shown: &Line, whole: &Line, floor: i64) -> Markup {
    let (Some((low, high)), Value::Share(at), Value::Share(all)) = (shown.interval, shown.value, whole.value)
    else {
        return match shown.value {
            Value::Time { p90_ms, .. } => {
                html! { span class="faint small" { (say.with("reports-nine", &[("nine", span(say, p90_ms).into())])) } }
            }
            Value::Count(_) | Value::Share(_) | Value::Mean(_) | Value::Nothing | Value::TooFew => {
                html! { span class="faint" { "—" } }
            }
        };
    };
    let at_x = |tenths: i64| 2.0 + 196.0 * (tenths - floor).max(0) as f64 / (1_000 - floor) as f64;
    let x = |tenths: i64| format!("{:.1}", at_x(tenths));
    // Out when its whole interval is under the figure of all.
    let look = if high < all { "pt soon" } else { "pt" };
    html! {
        svg class="chart forest" viewBox="0 0 200 18" aria-hidden="true" {
            line class="goal" x1=(x(all)) x2=(x(all)) y1="0" y2="18" {}
            line class="ci" x1=(x(low)) x2=(x(high)) y1="9" y2="9" {}
            @if high < all {
                rect class=(look) x=(format!("{:.1}", at_x(at) - 3.6)) y="5.4" width="7.2" height="7.2" rx="1" {}
            } @else { circle class=(look) cx=(x(at)) cy="9" r="3.8" {} }
        }
    }
}

/// The conversations a number is made of.
fn behind(say: Say, view: &View, reading: &Reading) -> Markup {
    let (faces, all) = &view.behind;
    let sides = super::sides(view.measure);
    let back = faces.iter().any(|face| face.back.is_some());
    let csv = Asked { measure: Some(view.measure), side: Some(view.side), ..view.asked.clone() };
    let called = |side: Side| say.say(&format!("{}-{}", key(view.measure, "side"), side.name()));
    html! {
        section class="tile span-7" id="behind" aria-labelledby="d3" {
            h2 id="d3" {
                (say.with("reports-behind", &[("what", called(view.side).into()), ("count", (*all).into())]))
                @if sides.len() > 1 {
                    nav class="seg end" aria-label=(say.say("reports-side")) {
                        @for side in sides {
                            @let asked = Asked { measure: Some(view.measure), side: Some(*side), ..view.asked.clone() };
                            a href={ (asked.link("/console/reports")) "#behind" } aria-current=[(*side == view.side).then_some("true")] { (called(*side)) }
                        }
                    }
                }
            }
            @if faces.is_empty() { p class="muted" { (say.say("reports-behind-none")) } }
            @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="d3" {
                    table class="ledger drill" {
                        thead {
                            tr {
                                th scope="col" { (say.say("reports-code")) }
                                th scope="col" { (say.say("reports-customer")) }
                                th scope="col" { (say.say("reports-subject")) }
                                th scope="col" { (say.say("reports-inbox")) }
                                th scope="col" { (say.say("reports-arrived")) }
                                @if back { th scope="col" { (say.say("reports-came-back")) } }
                            }
                        }
                        tbody data-walk {
                            @for face in faces {
                                tr {
                                    th scope="row" { a href={ "/console/conversation/" (face.reference) } { (face.reference) } }
                                    td { span class="row" {
                                        span class="clip" { (face.customer.as_deref().unwrap_or("—")) } " "
                                        (ui::tier(&face.tier, &say.with("inbox-tier", &[("tier", face.tier.as_str().into())])))
                                    } }
                                    td { @if face.subject.is_empty() { (say.say("inbox-no-subject")) } @else { (face.subject) } }
                                    td class="muted" { (face.inbox) }
                                    td class="faint" { (reading.day_time(face.received_at_ms)) }
                                    @if back { td { (came_back(say, face)) } }
                                }
                            }
                        }
                    }
                }
                p class="row faint small" {
                    span { (say.with("reports-behind-shown", &[("shown", faces.len().into()), ("all", (*all).into())])) }
                    a class="end" href=(csv.link("/console/reports/behind")) download { (say.with("reports-behind-csv", &[("count", (*all).min(BEHIND_FILE_MAX).into())])) }
                }
            }
        }
    }
}

/// How the customer came back, and after how long.
fn came_back(say: Say, face: &Face) -> Markup {
    let Some(back) = &face.back else { return html! { span class="faint" { "—" } } };
    let after = say.with("reports-back-after", &[("time", span(say, back.after_ms).into())]);
    html! {
        @match &back.by {
            Some((reference, channel)) => {
                a href={ "/console/conversation/" (reference) } { (reference) } ", "
                (say.say(&format!("inbox-channel-{channel}")))
            }
            None => (say.say("reports-back-same")),
        }
        span class="faint" { " " (after) }
    }
}

fn backlog(say: Say, view: &View, reading: &Reading) -> Markup {
    let backlog = &view.report.total.backlog;
    let ages = ["reports-age-day", "reports-age-three", "reports-age-week", "reports-age-more"];
    let most = backlog.ages.iter().map(|(open, _)| *open).max().unwrap_or_default().max(1);
    html! {
        section class="tile span-5" aria-labelledby="d4" {
            h2 id="d4" { (say.say("reports-backlog-now")) " " span class="count" { (when::number(say, backlog.open)) } }
            @if backlog.open == 0 { p class="muted" { (say.say("inbox-empty-title")) } }
            @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="d4" {
                    table class="ledger split ages" {
                        thead {
                            tr {
                                th scope="col" { (say.say("reports-age")) }
                                th scope="col" class="n" { (say.say("reports-waiting")) }
                                th scope="col" class="n" { (say.say("reports-past-due")) }
                                th scope="col" { span class="sr" { (say.say("reports-trend")) } }
                            }
                        }
                        tbody {
                            @for (key, (open, late)) in ages.into_iter().zip(backlog.ages) {
                                tr {
                                    th scope="row" { (say.say(key)) }
                                    td class="n val" { (when::number(say, open)) }
                                    td class="n" { @if late > 0 { (ui::state("late", when::number(say, late))) } @else { span class="faint" { "0" } } }
                                    td { svg class="chart forest" viewBox="0 0 200 10" aria-hidden="true" {
                                        rect class="s2" x="0" y="1" height="8" rx="1.5" width=(open * 200 / most) {}
                                        rect class="s3" x="0" y="1" height="8" rx="1.5" width=(late * 200 / most) {}
                                    } }
                                }
                            }
                        }
                    }
                }
                p class="muted" {
                    (say.with("reports-backlog-late", &[
                        ("share", office::report::tenths(backlog.late, backlog.open).map_or_else(|| "—".to_owned(), |share| percent(say, share)).into()),
                        ("late", backlog.late.into()),
                        ("open", backlog.open.into()),
                    ]))
                    @if let Some(oldest_ms) = backlog.oldest_at_ms {
                        " " (say.with("reports-backlog-oldest", &[("when", reading.day_time(oldest_ms).into())]))
                    }
                }
            }
            p class="reading faint small" { (small_icon("shield-check")) span { (say.with("reports-computed", &[("when", reading.day_time(view.report.at_ms).into())])) } }
        }
    }
}

/// Every measure day by day, as a table.
fn by_day(say: Say, view: &View) -> Markup {
    let of = view.report.of();
    let measures = shown(view).filter(|measure| *measure != Measure::Backlog);
    let measures: Vec<Measure> = measures.collect();
    let today = view.report.period.day_of(view.report.at_ms);
    html! {
        section class="tile span-12" aria-labelledby="d5" {
            h2 id="d5" { (say.say("reports-by-day")) }
            @let days: Vec<(Date, &Named)> = view.report.parts_by("day").filter_map(|named| match named.part {
                Part::Day(day) => Some((day, named)),
                Part::Inbox(_) | Part::Channel(_) | Part::Way(_) | Part::Tier(_) | Part::Person(_) => None,
            }).collect();
            @if days.is_empty() { p class="muted" { (say.say("reports-nothing")) } }
            @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="d5" {
                    table class="ledger days-of" {
                        thead { tr {
                            th scope="col" { (say.say("reports-day")) }
                            @for measure in &measures { th scope="col" class="n" { (say.say(&key(*measure, "name"))) } }
                        } }
                        tbody {
                            @for (day, named) in days {
                                tr {
                                    th scope="row" { (when::day(say, day, today)) }
                                    @for measure in &measures {
                                        @let shown = line(*measure, &named.figures, of);
                                        td class="n" {
                                            (value(say, &shown))
                                            @if matches!(shown.value, Value::Share(_)) { " " span class="faint small" { (made_of(say, &shown)) } }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
