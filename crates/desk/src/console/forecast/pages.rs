//! The page: today and the days ahead, what is known of single days, how good it was, what it rests on, what it costs.

use jiff::civil::Date;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use office::forecast::{
    ACCURACY_DAYS, Accuracy, Group, HandlingBy, MODEL_NEEDS_DAYS, NAME_CHARS, Needed, SLOTS, hours,
};
use office::report::phrases::mean;
use office::report::{COST_BAND_MIN, COST_DAYS, COST_MIN, ChannelCost, RETURN_DAYS, interval_tenths, tenths};
use office::shift::{MEASURED_DAYS, MEASURED_LEAST};
use spine::inbox::Channel;
use web::form;
use web::shell::{self, Live, Page, Section};
use web::ui::{self, Field, small_icon};
use words::{Say, when};

use super::{Ahead, Asked, HERE, Open, View, charts, file, forms};
use crate::console::inbox::view::Reading;
use crate::console::reports::{percent, span};
use crate::fields::Fields;
use crate::session::Agent;

pub(super) fn draw(agent: &Agent, view: &View, open: &Open, reading: &Reading) -> Markup {
    let say = agent.say;
    shell::console(&Page {
        title: say.say("forecast-title"),
        section: Section::Forecast,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &view.company,
        deck: "wide",
        skip: ("forecast", say.say("forecast-skip")),
        views_label: String::new(),
        views: html! {},
        body: body(agent, view, open, reading),
        keys: &[],
        more_keys: &[],
        status: None,
        live: Live::No,
        csrf: agent.csrf(),
        now_ms: reading.now_ms,
    })
}

fn body(agent: &Agent, view: &View, open: &Open, reading: &Reading) -> Markup {
    let say = agent.say;
    let may = agent.may(Permission::ChangeTeams);
    html! {
        main class="office forecast" id="forecast" {
            header class="bar" {
                h1 { (say.say("forecast-title")) }
                span class="muted clip hide-narrow" { (when::day(say, view.day, view.today)) }
                (crate::console::office_pages(agent, Section::Forecast))
                a class="button end" href="/console/forecast/file" download { (say.say("forecast-csv")) }
                a class="button" href="/console/forecast/people" download { (say.say("forecast-csv-people")) }
            }
            (filters(say, view))
            (flow(say, view, reading))
            (need(say, view))
            (ahead(say, view))
            (days(agent, view, open, may))
            (accuracy(say, view))
            (halves(say, view))
            (costs(say, view))
            (settings(agent, view, open, may))
        }
    }
}

/// A number of messages or people that is a mean: one decimal while it is small.
fn amount(say: Say, value: f64) -> String {
    if value >= 99.5 {
        return when::number(say, value.round() as i64);
    }
    let tenths = (value * 10.0).round() as i64;
    match (tenths % 10, say.language) {
        (0, _) => when::number(say, tenths / 10),
        (tenth, kernel::language::Language::It) => format!("{},{tenth}", tenths / 10),
        (tenth, kernel::language::Language::En) => format!("{}.{tenth}", tenths / 10),
    }
}

fn channel(say: Say, channel: Channel) -> String {
    say.say(&format!("ledger-channel-{}", channel.name()))
}

fn group(say: Say, group: Group) -> String {
    say.say(&format!("forecast-group-{}", group.name()))
}

fn filters(say: Say, view: &View) -> Markup {
    html! {
        form class="tile span-12 narrow" method="get" action=(HERE) aria-label=(say.say("forecast-filter")) {
            div class="field" {
                label for="f-day" { (say.say("forecast-day")) }
                input class="input" type="date" id="f-day" name="day" value=(view.day);
            }
            div class="field" {
                label for="f-channel" { (say.say("forecast-channel")) }
                select class="input" id="f-channel" name="channel" {
                    option value="" { (say.say("forecast-all")) }
                    @for one in &view.channels {
                        option value=(one.name()) selected[view.asked.channel == Some(*one)] { (channel(say, *one)) }
                    }
                }
            }
            @if !view.skills.is_empty() || !view.asked.skill.is_empty() {
                div class="field" {
                    label for="f-skill" { (say.say("forecast-skill")) }
                    select class="input" id="f-skill" name="skill" {
                        option value="" { (say.say("forecast-all")) }
                        option value="none" selected[view.asked.skill == "none"] { (say.say("forecast-no-skill")) }
                        @for (name, text) in &view.skills {
                            option value=(name) selected[view.asked.skill == *name] { (text) }
                        }
                    }
                }
            }
            button type="submit" class="button" { (small_icon("filter")) " " (say.say("reports-show")) }
        }
    }
}

/// Why there is no forecast, in words.
fn unknown(say: Say, view: &View) -> Markup {
    let text = match view.history_days {
        None => say.say("forecast-none-yet"),
        Some(days) => say.with("forecast-too-little", &[("days", days.into())]),
    };
    ui::empty(&say.say("forecast-unknown"), &text, None)
}

fn flow(say: Say, view: &View, reading: &Reading) -> Markup {
    html! {
        section class="tile span-6 flow" aria-labelledby="p1" {
            h2 id="p1" {
                (say.say("forecast-flow")) " "
                span class="legend" { span class="l1" { (say.say("forecast-came")) } span class="l2" { (say.say("forecast-expected-band")) } }
            }
            @match &view.expected {
                None => (unknown(say, view)),
                Some(expected) => {
                    @let window = charts::span(Some(expected), view.came.as_ref(), view.needed.as_ref().map(|needed| &needed.together));
                    @let sentence = flow_said(say, view);
                    (charts::flow(charts::PAGE, &sentence, expected, view.came.as_ref(), view.now, window))
                    p class="reading" { (small_icon("trending-up")) span { (sentence) } }
                    (based(say, view, reading))
                }
            }
        }
    }
}

/// How much is expected in all, and how much of it came.
fn flow_said(say: Say, view: &View) -> String {
    let [low, high] = view.total.band;
    let facts = [
        ("day", when::day(say, view.day, view.today).into()),
        ("expected", amount(say, view.total.mean).into()),
        ("low", when::number(say, low as i64).into()),
        ("high", when::number(say, high as i64).into()),
        ("came", when::number(say, view.came.map_or(0.0, |came| came.iter().sum()) as i64).into()),
    ];
    say.with(if view.came.is_some() { "forecast-flow-said-so-far" } else { "forecast-flow-said" }, &facts)
}

/// What model said it, when, and from how much.
fn based(say: Say, view: &View, reading: &Reading) -> Markup {
    let key = if view.model.starts_with("fm") { "forecast-based" } else { "forecast-based-mean" };
    let at = view.made_at_ms.map(|at_ms| reading.at(at_ms)).unwrap_or_default();
    html! {
        p class="faint small" {
            (say.with(key, &[("days", view.days_known.into()), ("at", at.into()), ("model", view.model.as_str().into()), ("needs", MODEL_NEEDS_DAYS.into())]))
        }
    }
}

fn need(say: Say, view: &View) -> Markup {
    html! {
        section class="tile span-6 need" aria-labelledby="p2" {
            h2 id="p2" {
                (say.say("forecast-need")) " "
                span class="legend" {
                    span class="l4" { (say.say("forecast-needed")) }
                    @if view.groups.iter().any(|group| group.is_staffed()) { span class="l3" { (say.say("forecast-cautious")) } }
                }
            }
            @match &view.needed {
                None => (unknown(say, view)),
                Some(needed) => {
                    @let window = charts::span(view.expected.as_ref(), view.came.as_ref(), Some(&needed.together));
                    @let sentence = need_said(say, needed);
                    (charts::needs(charts::PAGE, &sentence, &needed.together, view.now.map(|_| view.there), view.now, window))
                    p class="reading" { (small_icon("user-plus")) span { (sentence) } }
                    @if let Some(now) = view.now {
                        (there(say, needed.together[(now as usize).min(SLOTS - 1)].net, view.there))
                    }
                    div class="sideways" tabindex="0" role="group" aria-labelledby="p2" { table class="lanes tight" {
                        caption class="sr" { (say.say("forecast-need")) }
                        thead { tr {
                            th scope="col" { (say.say("forecast-group")) }
                            th scope="col" class="n" { (say.say("forecast-most")) }
                            th scope="col" class="n" { (say.say("forecast-hours")) }
                            th scope="col" class="n" { (say.say("forecast-roster")) }
                        } }
                        tbody {
                            @for (of, people) in &needed.groups { (people_row(say, &group(say, *of), people, needed)) }
                            @if needed.groups.len() > 1 { (people_row(say, &say.say("forecast-together"), &needed.together, needed)) }
                        }
                    } }
                }
            }
        }
    }
}

fn people_row(say: Say, name: &str, people: &office::forecast::HalfHours, needed: &Needed) -> Markup {
    let work = hours(people);
    let roster = needed.on_roster(work);
    let most = people.iter().map(|one| one.net).max().unwrap_or(0);
    html! {
        tr {
            th scope="row" { (name) }
            td class="n" { (when::number(say, most)) }
            td class="n" { (say.with("forecast-h", &[("hours", amount(say, work).into())])) }
            td class="n" { (say.with("forecast-h", &[("hours", amount(say, roster).into())])) }
        }
    }
}

fn need_said(say: Say, needed: &Needed) -> String {
    let most = needed.together.iter().map(|people| people.net).max().unwrap_or(0);
    if most == 0 {
        return say.say("forecast-need-nobody");
    }
    let slot = needed.together.iter().position(|people| people.net == most).unwrap_or(0);
    let (work, roster) = needed.hours();
    let facts = [
        ("most", most.into()),
        ("start", file::start(slot).into()),
        ("hours", amount(say, work).into()),
        ("roster", amount(say, roster).into()),
    ];
    say.with("forecast-need-said", &facts)
}

/// Who is there now, against who is needed.
pub(in crate::console) fn there(say: Say, needed: i64, there: usize) -> Markup {
    let short = needed - there as i64;
    let facts = [("needed", needed.into()), ("there", there.into()), ("short", short.max(0).into())];
    html! {
        p class=(if short > 0 { "reading soon" } else { "reading" }) {
            (small_icon(if short > 0 { "triangle-alert" } else { "check" }))
            span { (say.with(if short > 0 { "forecast-short" } else { "forecast-enough" }, &facts)) }
        }
    }
}

fn ahead(say: Say, view: &View) -> Markup {
    let plain = view.ahead.iter().any(|day| day.plain_mean);
    html! {
        section class="tile span-8 ahead" aria-labelledby="p3" {
            h2 id="p3" { (say.say("forecast-ahead")) }
            div class="sideways" tabindex="0" role="group" aria-labelledby="p3" {
                table class="lanes tight" {
                    thead { tr {
                        th scope="col" { (say.say("forecast-day")) }
                        th scope="col" class="n" { (say.say("forecast-expected")) }
                        th scope="col" class="n" { (say.say("forecast-band")) }
                        th scope="col" class="n" { (say.say("forecast-have-come")) }
                        th scope="col" class="n" { (say.say("forecast-hours")) }
                        th scope="col" class="n" { (say.say("forecast-roster")) }
                        th scope="col" { (say.say("forecast-why")) }
                    } }
                    tbody { @for day in &view.ahead { (day_row(say, view, day)) } }
                }
            }
            @if plain { p class="reading faint" { (say.with("forecast-plain", &[("needs", MODEL_NEEDS_DAYS.into())])) } }
        }
    }
}

fn day_row(say: Say, view: &View, day: &Ahead) -> Markup {
    let asked = Asked { day: Some(day.date), ..view.asked.clone() };
    let dash = || html! { span class="faint" { "—" } };
    let h = |hours: f64| say.with("forecast-h", &[("hours", amount(say, hours).into())]);
    html! {
        tr aria-current=[(day.date == view.day).then_some("true")] {
            th scope="row" { a href=(asked.link(HERE)) { (when::weekday_short(say, day.date)) " " (when::day(say, day.date, view.today)) } }
            td class="n word" { @match &day.expected { Some(slot) => (amount(say, slot.mean)), None => (dash()) } }
            td class="n faint" { @match &day.expected { Some(slot) => { (band(say, slot.band)) }, None => (dash()) } }
            td class="n" { @match day.came { Some(came) => (when::number(say, came as i64)), None => (dash()) } }
            td class="n" { @match day.hours { Some((work, _)) => (h(work)), None => (dash()) } }
            td class="n" { @match day.hours { Some((_, roster)) => (h(roster)), None => (dash()) } }
            td {
                @if let Some(holiday) = day.holiday { (ui::chip("", say.say(holiday.key()))) " " }
                @for name in &day.special { (ui::chip("soon", name)) " " }
            }
        }
    }
}

fn band(say: Say, [low, high]: [f64; 2]) -> String {
    format!("{}–{}", when::number(say, low as i64), when::number(say, high as i64))
}

fn days(agent: &Agent, view: &View, open: &Open, may: bool) -> Markup {
    let say = agent.say;
    let coming: Vec<_> = view.special_days.iter().rev().collect();
    html! {
        section class="tile span-4 specials" id="days" aria-labelledby="p4" {
            h2 id="p4" { (say.say("forecast-days")) " " span class="count" { (when::number(say, view.special_days.len() as i64)) } }
            p class="muted" { (say.say("forecast-days-what")) }
            @if !coming.is_empty() {
                ul {
                    @for special in coming.into_iter().take(30) {
                        @let name = Kind::SpecialDay.name(&special.oid);
                        li class="row wrap" {
                            span class="grow" {
                                b { (special.name) } " "
                                span class="muted" { (range(say, special.first, special.last, view.today)) ", " (effect(say, special.percent)) }
                            }
                            @if may {
                                a class="button quiet" href={ "/console/forecast/days/" (name) "#days" } { (say.say("forecast-change")) span class="sr" { " " (special.name) } }
                                form method="post" action={ "/console/forecast/days/" (name) "/delete" } {
                                    (form::csrf(agent.csrf()))
                                    button type="submit" class="button quiet" { (say.say("forecast-drop")) span class="sr" { " " (special.name) } }
                                }
                            }
                        }
                    }
                }
            }
            @if may { (day_form(agent, open)) }
        }
    }
}

fn range(say: Say, first: Date, last: Date, today: Date) -> String {
    let (from, to) = (when::day(say, first, today), when::day(say, last, today));
    if first == last { from } else { format!("{from} – {to}") }
}

fn effect(say: Say, percent: Option<i64>) -> String {
    match percent {
        None => say.say("forecast-learnt"),
        Some(percent) if percent < 0 => say.with("forecast-less", &[("percent", (-percent).into())]),
        Some(percent) => say.with("forecast-more", &[("percent", percent.into())]),
    }
}

fn day_form(agent: &Agent, open: &Open) -> Markup {
    let say = agent.say;
    let to = match &open.special {
        Some(special) => format!("/console/forecast/days/{}", Kind::SpecialDay.name(&special.oid)),
        None => "/console/forecast/days".to_owned(),
    };
    let field = |name: &'static str, kind: &'static str, key: &str, hint: &str| {
        let label = say.say(key);
        let hint = if hint.is_empty() { String::new() } else { say.with(hint, &[("most", NAME_CHARS.into())]) };
        ui::field(&Field {
            name,
            label: &label,
            kind,
            value: open.fields.get(name),
            hint: &hint,
            error: open.wrong.of(name),
            autocomplete: "off",
            ..Field::default()
        })
    };
    html! {
        form class="stack" method="post" action=(to) aria-label=(say.say("forecast-day-form")) {
            (form::csrf(agent.csrf()))
            (field("name", "text", "forecast-name", "forecast-name-hint"))
            div class="pair" {
                (field("first", "date", "forecast-first", ""))
                (field("last", "date", "forecast-last", "forecast-last-hint"))
            }
            (field("percent", "text", "forecast-percent", "forecast-percent-hint"))
            p class="row wrap" {
                button type="submit" class="button primary" { (say.say(if open.special.is_some() { "forecast-save" } else { "forecast-add" })) } " "
                @if open.special.is_some() { (ui::button_link("quiet", "/console/forecast#days", say.say("forecast-leave"))) }
            }
        }
    }
}

fn accuracy(say: Say, view: &View) -> Markup {
    html! {
        section class="tile span-8" aria-labelledby="p5" {
            h2 id="p5" { (say.say("forecast-accuracy")) span class="muted normal" { " " (say.with("forecast-accuracy-days", &[("days", ACCURACY_DAYS.into())])) } }
            @if view.accuracy.is_empty() {
                (ui::empty(&say.say("forecast-accuracy-none"), &say.say("forecast-accuracy-none-text"), None))
            } @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="p5" {
                    table class="lanes tight" {
                        thead { tr {
                            th scope="col" { (say.say("forecast-channel")) }
                            th scope="col" class="n" { (say.say("forecast-scored")) }
                            th scope="col" class="n" { (say.say("forecast-day-error")) }
                            th scope="col" class="n" { (say.say("forecast-half-error")) }
                            th scope="col" class="n" { (say.say("forecast-against")) }
                            th scope="col" class="n" { (say.say("forecast-inside")) }
                        } }
                        tbody { @for one in &view.accuracy { (accuracy_row(say, one)) } }
                    }
                }
                p class="reading faint" { (say.say("forecast-accuracy-how")) }
            }
        }
    }
}

fn accuracy_row(say: Say, one: &Accuracy) -> Markup {
    let against = one.mase.map(|mase| amount_of(say, mase));
    html! {
        tr {
            th scope="row" { (channel(say, one.channel)) }
            td class="n" { (say.with("forecast-scored-of", &[("days", one.days.into()), ("count", (one.came as i64).into())])) }
            td class="n word" { (when::percent(say, one.day_wape)) }
            td class="n" { (when::percent(say, one.wape)) }
            td class="n" {
                @match (against, one.mase) {
                    (Some(shown), Some(mase)) => (ui::state(if mase < 1.0 { "" } else { "soon" }, shown)),
                    _ => span class="faint" { "—" },
                }
            }
            td class="n" { (when::percent(say, one.inside as f64 / one.halves.max(1) as f64)) }
        }
    }
}

/// Two decimals.
fn amount_of(say: Say, value: f64) -> String {
    let shown = format!("{value:.2}");
    match say.language {
        kernel::language::Language::It => shown.replace('.', ","),
        kernel::language::Language::En => shown,
    }
}

fn costs(say: Say, view: &View) -> Markup {
    html! {
        section class="tile span-12" id="cost" aria-labelledby="p6" {
            h2 id="p6" { (say.say("forecast-cost")) span class="muted normal" { " " (say.with("forecast-cost-days", &[("days", COST_DAYS.into()), ("back", RETURN_DAYS.into())])) } }
            @if view.costs.is_empty() {
                (ui::empty(&say.say("forecast-cost-none"), &say.with("forecast-cost-none-text", &[("back", RETURN_DAYS.into())]), None))
            } @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="p6" {
                    table class="lanes tight" {
                        thead { tr {
                            th scope="col" { (say.say("forecast-channel")) }
                            th scope="col" class="n" { (say.say("forecast-closed")) }
                            th scope="col" class="n" { (say.say("forecast-cost-of")) }
                            th scope="col" class="n" { (say.say("forecast-cost-contact")) }
                            th scope="col" class="n" { (say.say("forecast-solved")) }
                            th scope="col" class="n" { (say.say("forecast-writes")) }
                            th scope="col" class="n" { (say.say("forecast-waits")) }
                            th scope="col" class="n" { (say.say("forecast-busy")) }
                            th scope="col" class="n" { (say.say("forecast-mark")) }
                            th scope="col" class="n" { (say.say("forecast-broken")) }
                        } }
                        tbody { @for one in &view.costs { (cost_row(say, one)) } }
                    }
                }
                p class="reading faint" { (say.with("forecast-cost-how", &[("least", COST_MIN.into()), ("band", COST_BAND_MIN.into()), ("back", RETURN_DAYS.into())])) }
            }
        }
    }
}

fn cost_row(say: Say, one: &ChannelCost) -> Markup {
    let few = || html! { span class="faint" { (say.say("forecast-few")) } };
    let euros = |cents: f64| when::euros(say, cents.round() as i64);
    let (needs, busy_ms) = one.busy;
    let share = interval_tenths(one.solved, one.closed).filter(|_| one.closed >= COST_BAND_MIN);
    html! {
        tr {
            th scope="row" { (channel(say, one.channel)) }
            td class="n" { (when::number(say, one.closed)) }
            td class="n word" {
                @match one.solved_cents {
                    Some(cents) => {
                        (euros(cents))
                        @if one.missed_cents > 0.0 { span class="sub" { (say.with("forecast-of-missed", &[("amount", euros(one.missed_cents).into())])) } }
                        @if let Some((low, high)) = one.band_cents { span class="sub" { (say.with("forecast-between", &[("low", euros(low).into()), ("high", euros(high).into())])) } }
                    }
                    None => (few()),
                }
            }
            td class="n" { (euros(one.contact_cents)) span class="sub" { (handling(say, one.handling_s, one.handling_by)) } }
            td class="n" {
                @if let Some(tenths) = tenths(one.solved, one.closed).filter(|_| one.closed >= COST_MIN) {
                    (percent(say, tenths))
                    @if let Some((low, high)) = share { span class="sub" { (say.with("forecast-between", &[("low", percent(say, low).into()), ("high", percent(say, high).into())])) } }
                } @else { (say.with("forecast-of", &[("part", one.solved.into()), ("whole", one.closed.into())])) }
            }
            td class="n" { @if one.closed > 0 { (amount_of(say, one.messages as f64 / one.closed as f64)) } @else { "—" } }
            td class="n" { @if one.waited.n > 0 { (span(say, one.waited.p50_ms)) } @else { span class="faint" { "—" } } }
            td class="n" { @if needs > 0 { (mean(say, (busy_ms + needs / 2) / needs)) } @else { span class="faint" { "—" } } }
            td class="n" {
                @match one.marks {
                    (0, _) => span class="faint" { "—" },
                    (n, sum) => { (amount_of(say, sum as f64 / n as f64)) span class="sub" { (say.with("forecast-marks", &[("count", n.into())])) } },
                }
            }
            td class="n" {
                @if let Some(tenths) = tenths(one.kept.settled - one.kept.kept, one.kept.settled).filter(|_| one.kept.settled >= COST_MIN) {
                    (percent(say, tenths))
                } @else { (say.with("forecast-of", &[("part", (one.kept.settled - one.kept.kept).into()), ("whole", one.kept.settled.into())])) }
            }
        }
    }
}

fn handling(say: Say, seconds: i64, by: HandlingBy) -> String {
    let time = span(say, seconds * 1_000);
    match by {
        HandlingBy::Said => say.with("forecast-handling-said", &[("time", time.into())]),
        HandlingBy::Measured(answers) => {
            say.with("forecast-handling-measured", &[("time", time.into()), ("count", answers.into())])
        }
        HandlingBy::Usual => say.with("forecast-handling-usual", &[("time", time.into())]),
    }
}

fn settings(agent: &Agent, view: &View, open: &Open, may: bool) -> Markup {
    let say = agent.say;
    let fields = open.settings.clone().unwrap_or_else(|| forms::of_settings(&view.settings));
    html! {
        section class="tile span-12" id="settings" aria-labelledby="p7" {
            h2 id="p7" { (say.say("forecast-settings")) }
            ul class="leads" {
                @for of in &view.groups {
                    @let (seconds, by) = view.handling.of(*of, &view.settings);
                    li { b { (group(say, *of)) } ": " (handling(say, seconds, by)) }
                }
                li {
                    (say.with("forecast-shrinkage-is", &[("percent", view.settings.shrinkage_percent.into())])) " "
                    @match view.shrinkage {
                        Some(found) => {
                            (say.with("forecast-shrinkage-measured", &[
                                ("percent", found.percent().into()),
                                ("days", MEASURED_DAYS.into()),
                                ("shifts", found.shifts.into()),
                                ("leave", found.leave_days.into()),
                            ]))
                        }
                        None => (say.with("forecast-shrinkage-unmeasured", &[("least", MEASURED_LEAST.into()), ("days", MEASURED_DAYS.into())])),
                    }
                }
                li { (say.with("forecast-occupancy-is", &[("percent", view.settings.occupancy_percent.into())])) }
            }
            @if may { (settings_form(agent, view, open, &fields)) }
        }
    }
}

fn settings_form(agent: &Agent, view: &View, open: &Open, fields: &Fields) -> Markup {
    let say = agent.say;
    let field = |name: &str, key: &str| {
        let (label, hint) = (say.say(&format!("forecast-{key}")), say.say(&format!("forecast-{key}-hint")));
        ui::field(&Field {
            name,
            label: &label,
            value: fields.get(name),
            hint: &hint,
            error: open.wrong.of(name),
            autocomplete: "off",
            ..Field::default()
        })
    };
    html! {
        form class="stack" method="post" action="/console/forecast/settings" aria-label=(say.say("forecast-settings")) {
            (form::csrf(agent.csrf()))
            div class="pair" { (field("shrinkage", "shrinkage")) (field("occupancy", "occupancy")) (field("wage", "wage")) (field("missed", "missed")) }
            @for of in &view.groups {
                fieldset {
                    legend { (group(say, *of)) }
                    div class="pair" {
                        @for (name, _) in forms::members(*of) { (field(&format!("{}-{name}", of.name()), name)) }
                    }
                }
            }
            p { button type="submit" class="button primary" { (say.say("forecast-save")) } }
        }
    }
}

/// The numbers of both drawings.
fn halves(say: Say, view: &View) -> Markup {
    let needed = view.needed.as_ref();
    let (first, end) =
        charts::span(view.expected.as_ref(), view.came.as_ref(), needed.map(|needed| &needed.together));
    html! {
        section class="tile span-4" aria-labelledby="p8" {
            h2 id="p8" { (say.say("forecast-halves")) }
            details {
                summary { (say.with("forecast-halves-open", &[("day", when::day(say, view.day, view.today).into())])) }
                div class="sideways" tabindex="0" role="group" aria-labelledby="p8" {
                    table class="lanes tight" {
                        thead { tr {
                            th scope="col" { (say.say("forecast-start")) }
                            th scope="col" class="n" { (say.say("forecast-expected")) }
                            th scope="col" class="n" { (say.say("forecast-band")) }
                            th scope="col" class="n" { (say.say("forecast-have-come")) }
                            th scope="col" class="n" { (say.say("forecast-at-work")) }
                            th scope="col" class="n" { (say.say("forecast-on-roster")) }
                        } }
                        tbody {
                            @for slot in first..end {
                                tr {
                                    th scope="row" { (file::start(slot)) }
                                    @match &view.expected {
                                        Some(expected) => { td class="n" { (amount(say, expected[slot].mean)) } td class="n faint" { (band(say, expected[slot].band)) } }
                                        None => { td class="n faint" { "—" } td class="n faint" { "—" } }
                                    }
                                    td class="n" {
                                        @match view.came.filter(|_| view.now.is_none_or(|now| slot as f64 <= now)) {
                                            Some(came) => (when::number(say, came[slot] as i64)),
                                            None => span class="faint" { "—" },
                                        }
                                    }
                                    @match needed {
                                        Some(needed) => {
                                            td class="n" { (when::number(say, needed.together[slot].net)) }
                                            td class="n" { (when::number(say, needed.together[slot].scheduled)) }
                                        }
                                        None => { td class="n faint" { "—" } td class="n faint" { "—" } }
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
