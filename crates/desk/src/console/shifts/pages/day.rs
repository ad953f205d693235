//! One day by the quarter hour: what is needed and who is there above, a row for each shift below.

use kernel::id::Kind;
use maud::{Markup, html};
use office::shift::{self, DAY_MINUTES, Half, QUARTER, SLOT_MINUTES, Shift};
use web::ui::{self, small_icon};
use words::Say;

use super::super::{Open, ROOT, View};
use super::{carried, does, hours, long_day, part_class, spoken, week_hours};
use crate::session::Agent;

/// Width of the time axis in the drawing's own units.
const WIDTH: i64 = 864;
/// Height of the strip above, and of one row.
const STRIP: i64 = 96;
const ROW: i64 = 22;

/// From when to when a day is drawn, in whole hours.
struct Axis {
    from: i64,
    to: i64,
}

impl Axis {
    /// All that is needed or worked, and the usual day at least.
    fn of(view: &View, halves: &[Half]) -> Self {
        let busy = halves.iter().filter(|half| half.needed > 0 || half.on_duty > 0).map(|half| half.at);
        let starts = view.facts.on(view.day).map(|one| one.is.start).chain(busy.clone());
        let ends = view.facts.on(view.day).map(|one| one.is.end).chain(busy.map(|at| at + SLOT_MINUTES));
        let from = starts.min().unwrap_or(8 * 60).min(8 * 60) / 60 * 60;
        let to = (ends.max().unwrap_or(20 * 60).max(20 * 60) + 59) / 60 * 60;
        Self { from, to: to.min(2 * DAY_MINUTES) }
    }

    /// Place of a minute, in tenths so that it stays a whole number: written with one decimal.
    fn x(&self, minute: i64) -> String {
        let tenths = (minute - self.from) * WIDTH * 10 / (self.to - self.from);
        format!("{}.{}", tenths / 10, tenths.abs() % 10)
    }

    fn width(&self, minutes: i64) -> String {
        let tenths = (minutes * WIDTH * 10 / (self.to - self.from)).max(0);
        format!("{}.{}", tenths / 10, tenths % 10)
    }

    fn hours(&self) -> impl Iterator<Item = i64> {
        (self.from..=self.to).step_by(60)
    }

    fn grid(&self, height: i64) -> Markup {
        html! {
            @for minute in self.hours() {
                line class="grid" x1=(self.x(minute)) x2=(self.x(minute)) y1="0" y2=(height) {}
            }
        }
    }
}

pub(super) fn planner(agent: &Agent, view: &View, open: &Open) -> Markup {
    let say = agent.say;
    let halves = view.facts.halves(view.day);
    let axis = Axis::of(view, &halves);
    let now = view.today == view.day;
    let now = now
        .then(|| shift::local(view.now_ms, &view.facts.zone).1)
        .filter(|at| (axis.from..axis.to).contains(at));
    let day_shifts: Vec<&Shift> = view.facts.on(view.day).collect();
    let free: Vec<i64> = view
        .facts
        .people
        .iter()
        .copied()
        .filter(|who| view.facts.contract(*who).is_some())
        .filter(|who| day_shifts.iter().all(|one| one.is.agent_id != *who))
        .collect();
    let mut rows = day_shifts.clone();
    rows.sort_by_key(|one| (one.is.start, one.is.end, view.name(one.is.agent_id), one.id));
    let people = {
        let mut all: Vec<i64> = rows.iter().map(|one| one.is.agent_id).collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    };
    let empty_week = view.facts.days().all(|day| view.facts.on(day).next().is_none());
    html! {
        section class="tile plan" aria-labelledby="s1" {
            h2 id="s1" {
                (capital(&long_day(say, view.day, view.today))) " "
                span class="muted normal" { (say.with("shift-day-lead", &[("people", people.into())])) }
                span class="legend" {
                    span class="l4" { (say.say("shift-needed")) } span class="l3" { (say.say("shift-on-duty")) }
                    span class="l5" { (say.say("shift-lacking")) } span class="ask-key" { (say.say("shift-untold")) }
                }
            }
            @if empty_week {
                (ui::empty(&say.say("shift-empty"), &say.say("shift-empty-text"), Some(does(agent, view, "copy", "", &say.say("shift-copy")))))
            }
            shift-planner data-from=(axis.from) data-to=(axis.to) data-day=(view.day) data-root=(ROOT) data-quarter=(QUARTER)
                data-moved=(say.say("shift-moved")) data-refused=(say.say("shift-notice-refused")) data-part=(say.say("shift-part-chosen"))
                data-undo=[(view.undoable > 0).then_some("1")] {
                div class="sideways" tabindex="0" role="group" aria-labelledby="s1" {
                    table class="planner" {
                        thead {
                            tr {
                                td {}
                                td { (scale(&axis, now)) }
                                th scope="col" class="n" { (say.say("shift-week-column")) }
                            }
                        }
                        tbody {
                            tr class="load" {
                                th scope="row" { b { (say.say("shift-all")) } span class="sub" { (say.say("shift-all-sub")) } }
                                td { (strip(say, &axis, &halves, now)) }
                                td class="n" {
                                    @let sum = view.facts.sum(view.day);
                                    b { (hours(say, sum.on_duty)) " h" }
                                    span class="sub" { (say.with("shift-needed-hours", &[("hours", hours(say, sum.needed).into())])) }
                                }
                            }
                            @for one in &rows { (row(agent, view, open, &axis, one, now)) }
                            @for who in &free { (free_row(say, view, &axis, *who)) }
                        }
                    }
                }
            }
            div class="row wraps" {
                form method="post" action={ (ROOT) "/undo" } id="undo" {
                    (carried(agent, view))
                    button class="button quiet" type="submit" disabled[view.undoable == 0] { (say.say("shift-undo")) }
                }
                (ui::button_link("quiet", &format!("{}&add=#edit", view.at(view.day)), say.say("shift-add")))
            }
            p class="reading faint" { (small_icon("coffee")) span { (say.say("shift-note")) } }
        }
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn scale(axis: &Axis, now: Option<i64>) -> Markup {
    html! {
        svg class="chart" viewBox={ "0 0 " (WIDTH) " 16" } aria-hidden="true" {
            @for minute in axis.hours() {
                // The hour beside "now" would lie under it.
                @if now.is_none_or(|now| (now - minute).abs() > 30) {
                    @let anchor = if minute == axis.from { "start" } else if minute == axis.to { "end" } else { "middle" };
                    text class="lab" x=(axis.x(minute)) y="12" text-anchor=(anchor) { (minute.rem_euclid(DAY_MINUTES) / 60) }
                }
            }
            @if let Some(now) = now { text class="lab strong" x=(axis.x(now)) y="12" text-anchor="middle" { (shift::clock(now)) } }
        }
    }
}

/// Needed as a line over who is there, what is lacking filled.
fn strip(say: Say, axis: &Axis, halves: &[Half], now: Option<i64>) -> Markup {
    let most = halves.iter().map(|half| half.needed.max(half.on_duty)).max().unwrap_or(0).max(4);
    let y = |people: i64| {
        let tenths = (STRIP - 4) * 10 - people * (STRIP - 16) * 10 / most;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    let shown: Vec<&Half> = halves.iter().filter(|half| (axis.from..axis.to).contains(&half.at)).collect();
    let path = |people: &dyn Fn(&Half) -> i64| {
        let mut path = String::new();
        for (place, half) in shown.iter().enumerate() {
            let head = if place == 0 { format!("M{} ", axis.x(half.at)) } else { "V".to_owned() };
            path.push_str(&format!("{head}{}H{}", y(people(half)), axis.x(half.at + SLOT_MINUTES)));
        }
        path
    };
    let (on, needed) = (path(&|half| half.on_duty), path(&|half| half.needed));
    html! {
        svg class="chart strip" viewBox={ "0 0 " (WIDTH) " " (STRIP) } role="img" aria-label=(spoken_strip(say, halves)) {
            (axis.grid(STRIP))
            @if !on.is_empty() { path class="area3" d={ (on) "V" (STRIP - 4) "H" (axis.x(shown[0].at)) "Z" } {} }
            @for half in shown.iter().filter(|half| half.lacking() > 0) {
                @let (top, foot) = (y(half.needed), y(half.on_duty));
                rect class="gap" x=(axis.x(half.at)) y=(top) width=(axis.width(SLOT_MINUTES)) height=(span(&top, &foot)) {}
            }
            @if !needed.is_empty() { path class="line4" d=(needed) {} }
            @for half in shown.iter().filter(|half| half.lacking() > 0) {
                text class="lab strong2" x=(axis.x(half.at + SLOT_MINUTES / 2)) y=(above(&y(half.needed))) text-anchor="middle" { "−" (half.lacking()) }
            }
            @if let Some(now) = now { line class="now" x1=(axis.x(now)) x2=(axis.x(now)) y1="0" y2=(STRIP) {} }
        }
    }
}

fn tenths(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap_or(0)
}

fn span(top: &str, foot: &str) -> String {
    let height = (tenths(foot) - tenths(top)).max(0);
    format!("{}.{}", height / 10, height % 10)
}

fn above(y: &str) -> String {
    ((tenths(y) - 50) / 10).max(10).to_string()
}

/// The strip in words: where people are lacking, run by run.
fn spoken_strip(say: Say, halves: &[Half]) -> String {
    let mut runs: Vec<(i64, i64, i64)> = Vec::new();
    for half in halves.iter().filter(|half| half.lacking() > 0) {
        match runs.last_mut() {
            Some(run) if run.1 == half.at && run.2 == half.lacking() => run.1 += SLOT_MINUTES,
            _ => runs.push((half.at, half.at + SLOT_MINUTES, half.lacking())),
        }
    }
    if runs.is_empty() {
        return say.say("shift-strip-covered");
    }
    let said = runs.iter().map(|(from, to, people)| {
        say.with(
            "shift-strip-run",
            &[
                ("people", (*people).into()),
                ("from", shift::clock(*from).into()),
                ("to", shift::clock(*to).into()),
            ],
        )
    });
    say.with("shift-strip-lacking", &[("runs", said.collect::<Vec<_>>().join(", ").into())])
}

fn row(agent: &Agent, view: &View, open: &Open, axis: &Axis, one: &Shift, now: Option<i64>) -> Markup {
    let say = agent.say;
    let (is, name) = (&one.is, view.name(one.is.agent_id).to_owned());
    let outside = Kind::Shift.name(&one.oid);
    let untold = view.untold.iter().find(|change| change.shift_id == one.id && change.after.is_some());
    let person = view.people.iter().find(|person| person.id == is.agent_id);
    let current = open.shift.as_ref().is_some_and(|open| open.id == one.id);
    let presence = person.filter(|_| view.day == view.today).map(|person| person.presence.as_str());
    html! {
        tr id={ "r-" (outside) } aria-current=[current.then_some("true")] data-who=[person.map(|person| Kind::Agent.name(&person.oid))] {
            th scope="row" {
                span class="row" {
                    (ui::avatar(&ui::initials(&name), "", presence, ""))
                    span class="clip grow" { (name) }
                    span class="faint small" { (hours(say, is.paid_minutes())) " h" }
                }
            }
            td {
                a class="track-row" href={ (view.at(view.day)) "&shift=" (outside) "#edit" } data-shift=(outside) data-was=(one.mark())
                    data-start=(is.start) data-end=(is.end)
                    data-parts=(is.activities.iter().map(|part| format!("{}:{}", part.at, part.minutes)).collect::<Vec<_>>().join(" ")) {
                    span class="sr" {
                        (spoken(say, one, &name)) @if untold.is_some() { ", " (say.say("shift-untold")) } ". " (say.say("shift-arrows"))
                    }
                    svg class="chart" viewBox={ "0 0 " (WIDTH) " " (ROW) } aria-hidden="true" {
                        (axis.grid(ROW))
                        @if let Some(before) = untold.and_then(|change| change.before.as_ref()) {
                            rect class="was" x=(axis.x(before.start)) y="3.5" width=(axis.width(before.end - before.start)) height="15" rx="3" {}
                        }
                        rect class=(if untold.is_some() { "shift ask" } else { "shift" }) x=(axis.x(is.start)) y="3.5" width=(axis.width(is.end - is.start)) height="15" rx="3" {}
                        @for part in &is.activities {
                            rect class=(part_class(part.doing, part.paid)) x=(axis.x(is.start + part.at)) y="4" width=(axis.width(part.minutes)) height="14" {}
                        }
                        @if let Some(now) = now { line class="now" x1=(axis.x(now)) x2=(axis.x(now)) y1="0" y2=(ROW) {} }
                    }
                }
            }
            td class="n faint" { (week_hours(say, view, is.agent_id)) }
        }
    }
}

/// Somebody with a contract and nothing to do that day.
fn free_row(say: Say, view: &View, axis: &Axis, agent_id: i64) -> Markup {
    let name = view.name(agent_id).to_owned();
    let Some(person) = view.people.iter().find(|person| person.id == agent_id) else { return html! {} };
    let outside = Kind::Agent.name(&person.oid);
    html! {
        tr id={ "r-" (outside) } class="free" data-who=(outside) {
            th scope="row" { span class="row" { (ui::avatar(&ui::initials(&name), "", None, "")) span class="clip grow muted" { (name) } } }
            td {
                a class="track-row" href={ (view.at(view.day)) "&add=" (outside) "#edit" } {
                    span class="sr" { (say.with("shift-add-for", &[("name", name.as_str().into())])) }
                    svg class="chart" viewBox={ "0 0 " (WIDTH) " " (ROW) } aria-hidden="true" { (axis.grid(ROW)) }
                }
            }
            td class="n faint" { (week_hours(say, view, agent_id)) }
        }
    }
}
