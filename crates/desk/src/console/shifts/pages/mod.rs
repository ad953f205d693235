//! The planner: the week above, the day or the week in the middle, what wants a decision beside and below it.

pub(super) mod arrange;
mod day;
pub(super) mod mine;
mod side;
mod week;

use jiff::civil::Date;
use kernel::id::Kind;
use maud::{Markup, html};
use office::shift::{self, Doing, Shift};
use web::assets::url;
use web::form;
use web::shell::{self, Live, Page, Section};
use web::ui::{self, small_icon};
use words::{Say, when};

pub(super) use side::SHOWN;

use super::forms::hours_text;
use super::{Open, ROOT, View};
use crate::console::inbox::view::Reading;
use crate::session::Agent;

pub(super) fn draw(agent: &Agent, view: &View, open: &Open, reading: &Reading) -> Markup {
    let say = agent.say;
    framed(agent, &view.company, (Live::After(view.seq), true), reading, body(agent, view, open))(say)
}

/// The frame around the pages of shifts; the planner names its keys.
pub(super) fn framed<'a>(
    agent: &'a Agent,
    company: &'a str,
    (live, planner): (Live, bool),
    reading: &'a Reading,
    body: Markup,
) -> impl FnOnce(Say) -> Markup + 'a {
    move |say| {
        let keys = [
            ("← →", say.say("shift-key-move")),
            ("⇧", say.say("shift-key-end")),
            ("B", say.say("shift-key-break")),
            ("Z", say.say("shift-key-undo")),
        ];
        shell::console(&Page {
            title: say.say("shift-title"),
            section: Section::Shifts,
            say,
            theme: agent.theme,
            me: &agent.me,
            company,
            deck: "wide",
            skip: ("shifts", say.say("shift-skip")),
            views_label: String::new(),
            views: html! {},
            body,
            keys: if planner { &keys } else { &[] },
            more_keys: &[],
            status: None,
            live,
            csrf: agent.csrf(),
            now_ms: reading.now_ms,
        })
    }
}

/// `8,5`: hours with one decimal at most.
pub(super) fn hours(say: Say, minutes: i64) -> String {
    let tenths = (minutes.abs() * 10 + 30) / 60;
    let sign = if minutes < 0 && tenths > 0 { "−" } else { "" };
    match tenths % 10 {
        0 => format!("{sign}{}", tenths / 10),
        tenth => say.with(
            "shift-decimal",
            &[("whole", format!("{sign}{}", tenths / 10).into()), ("tenth", tenth.to_string().into())],
        ),
    }
}

/// "lunedì 23 novembre".
pub(super) fn long_day(say: Say, day: Date, today: Date) -> String {
    format!("{} {}", weekday(say, day), when::day(say, day, today))
}

pub(super) fn weekday(say: Say, day: Date) -> String {
    weekday_name(say, shift::weekday(day))
}

pub(super) fn weekday_name(say: Say, weekday: i64) -> String {
    let names = [
        "time-monday",
        "time-tuesday",
        "time-wednesday",
        "time-thursday",
        "time-friday",
        "time-saturday",
        "time-sunday",
    ];
    let place = usize::try_from(weekday - 1).unwrap_or(0);
    say.say(names.get(place).copied().unwrap_or("time-monday"))
}

/// "23–29 novembre".
pub(super) fn span_of_week(say: Say, monday: Date, today: Date) -> String {
    let sunday = shift::plus_days(monday, 6);
    let to = when::day(say, sunday, today);
    if monday.month() == sunday.month() {
        say.with("shift-week-span", &[("from", i64::from(monday.day()).to_string().into()), ("to", to.into())])
    } else {
        say.with("shift-week-span", &[("from", when::day(say, monday, today).into()), ("to", to.into())])
    }
}

/// Fields every form of the planner carries: the proof, and where to go back to.
pub(super) fn carried(agent: &Agent, view: &View) -> Markup {
    html! {
        (form::csrf(agent.csrf()))
        input type="hidden" name="day" value=(view.day);
        @if view.as_week { input type="hidden" name="view" value="week"; }
    }
}

/// One button that posts to an address of the planner.
pub(super) fn does(agent: &Agent, view: &View, action: &str, kind: &str, text: &str) -> Markup {
    html! {
        form method="post" action={ (ROOT) "/" (action) } {
            (carried(agent, view))
            (ui::submit(kind, text))
        }
    }
}

fn body(agent: &Agent, view: &View, open: &Open) -> Markup {
    let say = agent.say;
    let (facts, today) = (&view.facts, view.today);
    let monday = facts.monday;
    let seg = [
        (super::address(view.day, false), say.say("shift-view-day"), !view.as_week),
        (super::address(view.day, true), say.say("shift-view-week"), view.as_week),
    ];
    let over = shift::plus_days(monday, 7) <= today;
    html! {
        main class="office shifts" id="shifts" data-live=(opened(view, open)) data-live-on="shift" {
            header class="bar" {
                h1 { (say.say("shift-title")) }
                span class="muted clip hide-narrow" { (say.with("shift-lead", &[("company", view.company.as_str().into()), ("days", facts.settings.lead_days.into())])) }
                (crate::console::office_pages(agent, Section::Shifts))
                (ui::seg(&say.say("shift-view"), &seg))
                (ui::button_link("", &format!("{ROOT}/arrange"), say.say("shift-arrange")))
                @if !view.untold.is_empty() && !over {
                    (does(agent, view, "publish", "primary", &say.with("shift-publish", &[("week", span_of_week(say, monday, today).into())])))
                }
            }
            @if let Some(key) = open.notice {
                (ui::alert("soon", "triangle-alert", &say.say("shift-notice"), say.say(key), None))
            }
            (weekbar(agent, view))
            div class="column main-column" {
                @if view.as_week { (week::table(agent, view)) } @else { (day::planner(agent, view, open)) }
                @if open.shift.is_some() || open.add.is_some() { (editor(agent, view, open)) }
                (side::asked(agent, view, open))
                (side::there(agent, view))
            }
            div class="column side-column" {
                (side::gap(agent, view))
                (side::rules(agent, view))
                (side::publications(agent, view))
            }
            (script())
        }
    }
}

fn weekbar(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let facts = &view.facts;
    let monday = facts.monday;
    let standing = view.published.iter().find(|one| one.week == monday);
    let published = standing.and_then(|one| one.last.as_ref()).is_some()
        || (standing.is_none()
            && view.untold.is_empty()
            && facts.days().any(|day| facts.on(day).next().is_some()));
    let empty = facts.days().all(|day| facts.on(day).next().is_none());
    let (kind, key) = match (published, view.untold.len()) {
        (true, 0) => ("kept", "shift-state-published"),
        (true, _) => ("soon", "shift-state-changed"),
        (false, _) if empty => ("", "shift-state-empty"),
        (false, _) => ("", "shift-state-draft"),
    };
    let number = monday.iso_week_date().week();
    html! {
        nav class="span-12 tile weekbar" aria-label=(say.say("shift-week-days")) {
            div {
                b { (say.with("shift-week-number", &[("number", i64::from(number).to_string().into())])) }
                span class="row" {
                    (arrow(say, view, -7, "chevron-left", "shift-week-before"))
                    (ui::chip(kind, say.say(key)))
                    (arrow(say, view, 7, "chevron-right", "shift-week-after"))
                }
            }
            ol class="week" {
                @for day in facts.days() {
                    @let sum = facts.sum(day);
                    @let broken = view.findings.iter().filter(|(one, _)| one.day == day).count();
                    li {
                        a href=(super::address(day, false)) aria-current=[(day == view.day && !view.as_week).then_some("date")] {
                            b { (when::weekday_short(say, day)) " " (day.day()) }
                            span class="faint" { @if day == view.today { (say.say("time-today")) } }
                            span class="hrs" { (say.with("shift-hours-of", &[("on", hours(say, sum.on_duty).into()), ("needed", hours(say, sum.needed).into())])) }
                            @if sum.lacking > 0 { (ui::state("soon", format!("−{} h", hours(say, sum.lacking)))) }
                            @else if broken > 0 { (ui::state("soon", say.with("shift-rules-count", &[("count", broken.into())]))) }
                            @else { (ui::state("", say.say("shift-covered"))) }
                        }
                    }
                }
            }
        }
    }
}

fn arrow(say: Say, view: &View, days: i64, icon: &str, key: &str) -> Markup {
    html! {
        a class="button quiet square" href=(view.at(shift::plus_days(view.day, days))) title=(say.say(key)) {
            (small_icon(icon)) span class="sr" { (say.say(key)) }
        }
    }
}

/// What one shift is in words, for those who hear the page.
pub(super) fn spoken(say: Say, one: &Shift, name: &str) -> String {
    let hours = say.with(
        "shift-spoken",
        &[
            ("name", name.into()),
            ("from", shift::clock(one.is.start).into()),
            ("to", shift::clock(one.is.end).into()),
        ],
    );
    let parts = shift::parts_as(say, &one.is);
    if parts.is_empty() { hours } else { format!("{hours}, {}", parts.join(", ")) }
}

/// The address of this page with the form that is open: what is drawn anew has it too.
fn opened(view: &View, open: &Open) -> String {
    match (&open.shift, &open.add) {
        (Some(one), _) => format!("{}&shift={}", view.at(view.day), Kind::Shift.name(&one.oid)),
        (None, Some(who)) => format!("{}&add={who}", view.at(view.day)),
        (None, None) => view.at(view.day),
    }
}

/// The plain form of one shift, with scripts or without.
fn editor(agent: &Agent, view: &View, open: &Open) -> Markup {
    let say = agent.say;
    let (fields, wrong) = (&open.fields, &open.wrong);
    let action = match &open.shift {
        Some(one) => format!("{ROOT}/one/{}", Kind::Shift.name(&one.oid)),
        None => format!("{ROOT}/add"),
    };
    let mut patterns = vec![(String::new(), say.say("shift-pattern-none"))];
    patterns
        .extend(view.facts.patterns.iter().map(|one| (Kind::ShiftPattern.name(&one.oid), one.is.name.clone())));
    let people = people_here(view);
    let title = if open.shift.is_some() { "shift-edit" } else { "shift-add" };
    html! {
        section class="tile" id="edit" aria-labelledby="edit-title" data-keep {
            h2 id="edit-title" { (say.say(title)) }
            form method="post" action=(action) class="fields" novalidate {
                (carried(agent, view))
                @match &open.shift {
                    Some(one) => { input type="hidden" name="was" value=(one.mark()); }
                    None => { input type="hidden" name="prefilled" value=(fields.get("prefilled")); }
                }
                div class="narrow" {
                    (choice("who", &say.say("shift-who"), &people, fields.get("who"), wrong.of("who")))
                    (input(say, "on", "date", "shift-day", fields, wrong))
                    (choice("pattern", &say.say("shift-pattern"), &patterns, fields.get("pattern"), None))
                    (input(say, "start", "time", "shift-start", fields, wrong))
                    (input(say, "end", "time", "shift-end", fields, wrong))
                }
                (lines(say, "activities", "shift-activities", "shift-activities-hint", fields, wrong))
                p class="row wraps" {
                    (ui::submit("primary", &say.say("settings-save")))
                    (ui::button_link("quiet", &view.at(view.day), say.say("shift-back")))
                }
            }
            @if let Some(one) = &open.shift {
                form method="post" action={ (ROOT) "/one/" (Kind::Shift.name(&one.oid)) "/delete" } {
                    (carried(agent, view))
                    input type="hidden" name="was" value=(one.mark());
                    (ui::submit("quiet", &say.say("shift-drop")))
                }
            }
        }
    }
}

/// People who can be given a shift, to choose from.
fn people_here(view: &View) -> Vec<(String, String)> {
    let here = view.people.iter().filter(|one| view.facts.people.contains(&one.id));
    here.map(|one| (Kind::Agent.name(&one.oid), one.name.clone())).collect()
}

pub(super) fn input(
    say: Say,
    name: &'static str,
    kind: &'static str,
    label: &str,
    fields: &crate::fields::Fields,
    wrong: &crate::fields::Wrong,
) -> Markup {
    ui::field(&ui::Field {
        name,
        kind,
        label: &say.say(label),
        value: fields.get(name),
        error: wrong.of(name),
        autocomplete: "off",
        ..ui::Field::default()
    })
}

/// Several lines with a hint.
pub(super) fn lines(
    say: Say,
    name: &'static str,
    label: &str,
    hint: &str,
    fields: &crate::fields::Fields,
    wrong: &crate::fields::Wrong,
) -> Markup {
    let (id, error) = (format!("f-{name}"), wrong.of(name));
    html! {
        div class=(if error.is_some() { "field error" } else { "field" }) {
            label for=(id) { (say.say(label)) }
            textarea class="input" id=(id) name=(name) rows="3" maxlength="4000" aria-describedby={ (id) "-hint" }
                aria-invalid=[error.map(|_| "true")] { (fields.get(name)) }
            p class="hint" id={ (id) "-hint" } { (error.map_or_else(|| say.say(hint), str::to_owned)) }
        }
    }
}

pub(super) fn choice(
    name: &str,
    label: &str,
    choices: &[(String, String)],
    chosen: &str,
    error: Option<&str>,
) -> Markup {
    let id = format!("f-{name}");
    html! {
        div class=(if error.is_some() { "field error" } else { "field" }) {
            label for=(id) { (label) }
            select class="input" id=(id) name=(name) {
                @for (value, text) in choices { option value=(value) selected[value == chosen] { (text) } }
            }
            @if let Some(error) = error { p class="hint" { (error) } }
        }
    }
}

/// Days of the week to tick.
pub(super) fn week_ticks(
    say: Say,
    legend: &str,
    fields: &crate::fields::Fields,
    error: Option<&str>,
) -> Markup {
    html! {
        fieldset class=(if error.is_some() { "ticks error" } else { "ticks" }) {
            legend { (say.say(legend)) }
            div class="row wraps" {
                @for day in 1..=7_i64 {
                    label class="tick" {
                        input type="checkbox" name="days" value=(day) checked[fields.all("days").any(|one| one == day.to_string())];
                        span { (weekday_name(say, day)) }
                    }
                }
            }
            @if let Some(error) = error { p class="hint" { (error) } }
        }
    }
}

/// "24 su 40": paid hours of the week against the contract.
fn week_hours(say: Say, view: &View, agent_id: i64) -> String {
    let paid = hours_text(view.facts.paid_minutes(agent_id));
    match view.facts.contract(agent_id) {
        Some(contract) => say.with(
            "shift-of-contract",
            &[("paid", paid.into()), ("week", hours_text(contract.week_minutes).into())],
        ),
        None => paid,
    }
}

/// The class a part of a shift is drawn with.
fn part_class(doing: Doing, paid: bool) -> &'static str {
    match (doing, paid) {
        (Doing::Break, true) => "rest",
        (Doing::Break, false) => "lunch",
        (Doing::Training | Doing::Meeting, _) => "train",
    }
}

/// The script of the planner.
fn script() -> Markup {
    html! { script type="module" src=(url("js/planner.js")) {} }
}
