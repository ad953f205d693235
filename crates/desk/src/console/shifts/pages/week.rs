//! The week as a table: people by day.

use kernel::id::Kind;
use maud::{Markup, html};
use office::shift;
use web::ui;
use words::when;

use super::super::{ROOT, View};
use super::{does, hours, span_of_week, week_hours};
use crate::session::Agent;

pub(super) fn table(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let facts = &view.facts;
    let mut people: Vec<i64> = facts
        .people
        .iter()
        .copied()
        .filter(|who| facts.contract(*who).is_some() || works(view, *who))
        .collect();
    people.sort_by_key(|who| view.name(*who).to_lowercase());
    let empty = facts.days().all(|day| facts.on(day).next().is_none());
    html! {
        section class="tile plan" aria-labelledby="s1" {
            h2 id="s1" {
                (say.with("shift-week-of", &[("week", span_of_week(say, facts.monday, view.today).into())])) " "
                span class="muted normal" { (say.with("shift-people-count", &[("people", people.len().into())])) }
            }
            @if empty {
                (ui::empty(&say.say("shift-empty"), &say.say("shift-empty-text"), Some(does(agent, view, "copy", "", &say.say("shift-copy")))))
            }
            div class="sideways" tabindex="0" role="group" aria-labelledby="s1" {
                table class="lanes week-table" {
                    thead {
                        tr {
                            th scope="col" { (say.say("shift-who")) }
                            @for day in facts.days() { th scope="col" { a href=(super::super::address(day, false)) { (when::weekday_short(say, day)) " " (day.day()) } } }
                            th scope="col" class="n" { (say.say("shift-week-column")) }
                        }
                    }
                    tbody {
                        @for who in &people {
                            tr {
                                th scope="row" { (view.name(*who)) }
                                @for day in facts.days() {
                                    td {
                                        @let own: Vec<_> = facts.on(day).filter(|one| one.is.agent_id == *who).collect();
                                        @for one in &own {
                                            @let untold = view.untold.iter().any(|change| change.shift_id == one.id);
                                            a class=(if untold { "worked ask" } else { "worked" })
                                                href={ (ROOT) "?day=" (day) "&shift=" (Kind::Shift.name(&one.oid)) "#edit" } {
                                                (shift::clock(one.is.start)) "–" (shift::clock(one.is.end))
                                                @if untold { span class="sr" { ", " (say.say("shift-untold")) } }
                                            }
                                        }
                                        @if own.is_empty() { (off(view, say, *who, day)) }
                                    }
                                }
                                td class="n faint" { (week_hours(say, view, *who)) }
                            }
                        }
                    }
                    tfoot {
                        tr {
                            th scope="row" { (say.say("shift-lacking-hours")) }
                            @for day in facts.days() {
                                @let lacking = facts.sum(day).lacking;
                                td { @if lacking > 0 { (ui::state("soon", format!("−{} h", hours(say, lacking)))) } @else { (ui::state("", say.say("shift-covered"))) } }
                            }
                            td {}
                        }
                    }
                }
            }
        }
    }
}

fn works(view: &View, agent_id: i64) -> bool {
    view.facts.days().any(|day| view.facts.on(day).any(|one| one.is.agent_id == agent_id))
}

/// Why somebody is off: leave, a fixed day off, or nothing.
fn off(view: &View, say: words::Say, agent_id: i64, day: jiff::civil::Date) -> Markup {
    let leave = view.facts.requests.iter().any(|one| {
        one.is.agent_id == agent_id
            && one.stand == shift::Stand::Approved
            && one.is.asking == shift::Asking::Leave
            && one.is.on(day).is_some()
    });
    let fixed = view.facts.contract(agent_id).is_some_and(|one| one.days_off.contains(&shift::weekday(day)));
    html! {
        @if leave { span class="muted" { (say.say("shift-leave")) } }
        @else if fixed { span class="faint" { (say.say("shift-day-off")) } }
        @else { span class="faint" { "–" } }
    }
}
