//! The page of what a plan is made from.

use kernel::id::Kind;
use maud::{Markup, html};
use office::shift::{self, BOUNDS, Pattern};
use web::form;
use web::shell::{Live, Section};
use web::ui;
use words::Say;

use super::super::arrange::{Open, ROOT, View};
use super::super::forms::{bounds, hours_text};
use super::{framed, input, lines, week_ticks, weekday_name};
use crate::console::inbox::view::Reading;
use crate::session::Agent;

pub(in crate::console::shifts) fn draw(agent: &Agent, view: &View, open: &Open, reading: &Reading) -> Markup {
    let say = agent.say;
    let body = html! {
        main class="office shifts arrange" id="shifts" {
            header class="bar" {
                h1 { (say.say("shift-arrange-title")) }
                (crate::console::office_pages(agent, Section::Shifts))
                (ui::button_link("end", super::super::ROOT, say.say("shift-back-plan")))
            }
            div class="column main-column" {
                (patterns(agent, view, open))
                (people(agent, view, open))
            }
            div class="column side-column" {
                (need(agent, open))
                (rules(agent, open))
            }
        }
    };
    framed(agent, &view.company, (Live::No, false), reading, body)(say)
}

fn days_text(say: Say, days: &[i64]) -> String {
    match days {
        [1, 2, 3, 4, 5] => say.say("shift-days-work"),
        [1, 2, 3, 4, 5, 6, 7] => say.say("shift-days-all"),
        days => {
            let short = |day: &i64| weekday_name(say, *day).chars().take(3).collect::<String>();
            days.iter().map(short).collect::<Vec<_>>().join(", ")
        }
    }
}

fn patterns(agent: &Agent, view: &View, open: &Open) -> Markup {
    let say = agent.say;
    let (fields, wrong) = (&open.pattern_fields, &open.wrong);
    let heads = ["shift-pattern", "shift-hours", "shift-activities", "shift-days", "shift-cost", "shift-most"];
    let action = match &open.pattern {
        Some(one) => format!("/console/shifts/patterns/{}", Kind::ShiftPattern.name(&one.oid)),
        None => "/console/shifts/patterns".to_owned(),
    };
    html! {
        section class="tile" aria-labelledby="a1" {
            h2 id="a1" { (say.say("shift-patterns")) " " span class="count" { (view.patterns.len()) } }
            @if view.patterns.is_empty() { p class="muted small" { (say.say("shift-patterns-none")) } }
            @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="a1" {
                    table class="ledger" {
                        thead { tr { @for key in heads { th scope="col" { (say.say(key)) } } th { span class="sr" { (say.say("shift-retire")) } } } }
                        tbody { @for one in &view.patterns { (pattern_row(agent, one)) } }
                    }
                }
            }
            h3 { (say.say(if open.pattern.is_some() { "shift-pattern-change" } else { "shift-pattern-new" })) }
            form method="post" action=(action) class="fields" novalidate {
                (form::csrf(agent.csrf()))
                div class="narrow" {
                    (ui::field(&ui::Field {
                        name: "pattern-name", label: &say.say("shift-name"), value: fields.get("pattern-name"), error: wrong.of("name"),
                        autocomplete: "off", required: true, ..ui::Field::default()
                    }))
                    (input(say, "start", "time", "shift-start", fields, wrong))
                    (input(say, "end", "time", "shift-end", fields, wrong))
                    (input(say, "cost", "number", "shift-cost", fields, wrong))
                    (input(say, "most", "number", "shift-most", fields, wrong))
                }
                (lines(say, "activities", "shift-activities", "shift-activities-hint", fields, wrong))
                (week_ticks(say, "shift-days", fields, wrong.of("days").filter(|_| open.person.is_none())))
                p class="row wraps" {
                    (ui::submit("primary", &say.say("settings-save")))
                    @if open.pattern.is_some() { (ui::button_link("quiet", ROOT, say.say("shift-back"))) }
                }
            }
        }
    }
}

fn pattern_row(agent: &Agent, one: &Pattern) -> Markup {
    let say = agent.say;
    let outside = Kind::ShiftPattern.name(&one.oid);
    let retired = one.retired_at_ms.is_some();
    html! {
        tr {
            th scope="row" {
                a href={ (ROOT) "?pattern=" (outside) } { (one.is.name) }
                @if retired { " " (ui::chip("", say.say("shift-retired"))) }
            }
            td { (shift::clock(one.is.start)) "–" (shift::clock(one.is.end)) }
            td class="small" { (super::super::forms::written(say, &one.is.activities, one.is.start).replace('\n', ", ")) }
            td class="small" { (days_text(say, &one.is.days)) }
            td class="n" { (one.is.cost_percent) " %" }
            td class="n" { @match one.is.most { Some(most) => (most), None => "–" } }
            td class="n" {
                form method="post" action={ "/console/shifts/patterns/" (outside) "/retire" } {
                    (form::csrf(agent.csrf()))
                    input type="hidden" name="retired" value=(if retired { "no" } else { "yes" });
                    button class="button quiet" type="submit" {
                        (say.say(if retired { "shift-restore" } else { "shift-retire" })) span class="sr" { " " (one.is.name) }
                    }
                }
            }
        }
    }
}

fn people(agent: &Agent, view: &View, open: &Open) -> Markup {
    let say = agent.say;
    html! {
        section class="tile" aria-labelledby="a2" {
            h2 id="a2" { (say.say("shift-contracts")) " " span class="muted normal" { (say.say("shift-contracts-lead")) } }
            div class="sideways" tabindex="0" role="group" aria-labelledby="a2" {
                table class="ledger" {
                    thead { tr { @for key in ["shift-who", "shift-week-hours", "shift-when", "shift-days-off", "shift-can-work"] { th scope="col" { (say.say(key)) } } } }
                    tbody {
                        @for person in &view.people {
                            tr {
                                th scope="row" { a href={ (ROOT) "?person=" (Kind::Agent.name(&person.oid)) "#person" } { (person.name) } }
                                @match view.contract(person.id) {
                                    Some(one) => {
                                        td { (hours_text(one.week_minutes)) " h" }
                                        td { @if one.from == 0 && one.to == shift::DAY_MINUTES { (say.say("shift-any-time")) } @else { (shift::clock(one.from)) "–" (if one.to == shift::DAY_MINUTES { "24:00".to_owned() } else { shift::clock(one.to) }) } }
                                        td class="small" { @if one.days_off.is_empty() { "–" } @else { (days_text(say, &one.days_off)) } }
                                        td class="small" {
                                            @if one.patterns.is_empty() { (say.say("shift-every-pattern")) }
                                            @else { (view.patterns.iter().filter(|pattern| one.patterns.contains(&pattern.id)).map(|pattern| pattern.is.name.as_str()).collect::<Vec<_>>().join(", ")) }
                                        }
                                    }
                                    None => { td colspan="4" class="muted" { (say.say("shift-no-contract")) } }
                                }
                            }
                        }
                    }
                }
            }
            @if let Some(person) = &open.person {
                @let (fields, wrong) = (&open.person_fields, &open.wrong);
                @let action = format!("/console/shifts/people/{}", Kind::Agent.name(&person.oid));
                h3 id="person" { (say.with("shift-contract-of", &[("name", person.name.as_str().into())])) }
                form method="post" action=(action) class="fields" novalidate {
                    (form::csrf(agent.csrf()))
                    div class="narrow" {
                        (input(say, "hours", "text", "shift-week-hours", fields, wrong))
                        (input(say, "from", "time", "shift-never-before", fields, wrong))
                        (input(say, "to", "text", "shift-never-after", fields, wrong))
                    }
                    (week_ticks(say, "shift-days-off", fields, wrong.of("days")))
                    @if !view.patterns.is_empty() {
                        fieldset class="ticks" {
                            legend { (say.say("shift-can-work")) }
                            div class="row wraps" {
                                @for pattern in view.patterns.iter().filter(|one| one.retired_at_ms.is_none()) {
                                    @let outside = Kind::ShiftPattern.name(&pattern.oid);
                                    label class="tick" {
                                        input type="checkbox" name="pattern" value=(outside) checked[fields.all("pattern").any(|one| one == outside)];
                                        span { (pattern.is.name) }
                                    }
                                }
                            }
                            p class="hint" { (wrong.of("pattern").map_or_else(|| say.say("shift-can-work-hint"), str::to_owned)) }
                        }
                    }
                    (lines(say, "unavailable", "shift-unavailable", "shift-unavailable-hint", fields, wrong))
                    p class="row wraps" {
                        (ui::submit("primary", &say.say("settings-save")))
                        (ui::button_link("quiet", ROOT, say.say("shift-back")))
                    }
                }
                @if view.contract(person.id).is_some() {
                    form method="post" action={ (action) "/delete" } {
                        (form::csrf(agent.csrf()))
                        (ui::submit("quiet", &say.say("shift-contract-drop")))
                    }
                }
            }
        }
    }
}

fn need(agent: &Agent, open: &Open) -> Markup {
    let say = agent.say;
    html! {
        section class="tile" id="need" aria-labelledby="a3" {
            h2 id="a3" { (say.say("shift-floors")) }
            p class="muted small" { (say.say("shift-floors-text")) }
            form method="post" action="/console/shifts/need" class="fields" novalidate {
                (form::csrf(agent.csrf()))
                (lines(say, "floors", "shift-floors-label", "shift-floors-hint", &open.rule_fields, &open.wrong))
                p { (ui::submit("", &say.say("settings-save"))) }
            }
        }
    }
}

fn rules(agent: &Agent, open: &Open) -> Markup {
    let say = agent.say;
    html! {
        section class="tile" aria-labelledby="a4" {
            h2 id="a4" { (say.say("shift-rules-title")) }
            p class="muted small" { (say.say("shift-rules-text")) }
            form method="post" action="/console/shifts/rules" class="fields" novalidate {
                (form::csrf(agent.csrf()))
                @for (name, least, most) in BOUNDS {
                    (ui::field(&ui::Field {
                        name, kind: "number", label: &say.say(&format!("shift-rule-{}", name.replace('_', "-"))), value: open.rule_fields.get(name),
                        hint: &bounds(say, least, most), error: open.wrong.of(name), required: true, ..ui::Field::default()
                    }))
                }
                p { (ui::submit("", &say.say("settings-save"))) }
            }
        }
    }
}
