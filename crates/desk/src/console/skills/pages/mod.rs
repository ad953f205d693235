//! The page: people by skill, rules, why one went where it is, who learns, and how things are handed out.

mod learnt;
mod rules;
mod why;

use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use spine::routing::{RETURN_MINUTES, SILENCE_MINUTES};
use spine::skill::{Held, Holding, LEVELS, Skill};
use web::form;
use web::shell::{self, Live, Page, Section};
use web::ui::{self, small_icon};
use words::Say;

use super::forms::{held_field, level_field, team_field};
use super::{Able, Open, ROOT, View};
use crate::console::inbox::view::Reading;
use crate::session::Agent;

pub(super) fn draw(agent: &Agent, view: &View, open: &Open, reading: &Reading) -> Markup {
    let say = agent.say;
    shell::console(&Page {
        title: say.say("skill-title"),
        section: Section::Skills,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &view.company,
        deck: "wide",
        skip: ("routing", say.say("skill-skip")),
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
    let online = if view.now_only { ROOT.to_owned() } else { format!("{ROOT}?now=1") };
    html! {
        main class="office routing" id="routing" {
            header class="bar" {
                h1 { (say.say("skill-title")) }
                span class="muted clip hide-narrow" {
                    (say.with("skill-lead", &[
                        ("people", view.people.len().into()),
                        ("skills", view.in_use().count().into()),
                        ("rules", view.rules.len().into()),
                    ]))
                }
                (crate::console::office_pages(agent, Section::Skills))
                a class="button end" href=(online) aria-current=[view.now_only.then_some("true")] {
                    (small_icon("filter")) " " (say.say(if view.now_only { "skill-everybody" } else { "skill-online" }))
                }
            }
            div class="span-8 column" {
                (matrix(agent, view))
                @if let Some(name) = &open.person { (person_form(agent, view, name, open)) }
                (rules::rules(agent, view, may))
                @if let Some(preview) = &open.preview { (rules::previewed(say, view, preview)) }
                @if may && view.in_use().next().is_some() { (rules::rule_form(agent, view, open)) }
                (learnt::learnt(agent, view, reading, may))
            }
            div class="span-4 column" {
                (why::why(agent, view, reading))
                (learning(say, view))
                (way(agent, view, open, may))
                (catalogue(agent, view, open, may))
            }
        }
    }
}

/// A level as squares; what is only trained for is dashed.
fn pips(say: Say, holding: &Holding) -> Markup {
    let text = say.with("skill-level-of", &[("level", holding.level.into())]);
    let place = match holding.held {
        Held::First => None,
        held @ (Held::Second | Held::Trained) => Some(say.say(&format!("skill-held-{}", held.name()))),
    };
    html! {
        span class="lev" {
            svg class="pips" viewBox="0 0 50 10" aria-hidden="true" {
                @for level in LEVELS {
                    @let class = match (level <= holding.level, holding.held) {
                        (true, Held::Trained) => "train",
                        (true, _) => "on",
                        (false, _) => "off",
                    };
                    rect class=(class) x=(10 * (level - 1) + 1) y="1" width="8" height="8" rx="2" {}
                }
            }
            span class="sr" { (text) @if place.is_some() { ", " } }
            @if let Some(place) = place { em { (place) } }
        }
    }
}

fn matrix(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let may = agent.may(Permission::ChangeTeams);
    let people = view.people.iter().filter(|able| !view.now_only || able.is_online());
    html! {
        section class="tile" aria-labelledby="k1" {
            h2 id="k1" {
                (say.say("skill-who"))
                span class="legend muted normal" { (say.say("skill-legend")) }
            }
            @if view.in_use().next().is_none() {
                (ui::empty(&say.say("skill-none"), &say.say("skill-none-text"), None))
            } @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="k1" {
                    table class="lanes matrix" {
                        thead {
                            tr {
                                th scope="col" { (say.say("skill-people")) }
                                @for skill in view.in_use() { th scope="col" class="wrap" { (skill.name) } }
                                th scope="col" { (say.say("skill-languages")) }
                            }
                        }
                        tbody {
                            @for able in people { (row(say, view, able, may)) }
                        }
                        tfoot {
                            tr {
                                th scope="row" { (say.say("skill-enough")) span class="sub" { (say.say("skill-enough-text")) } }
                                @for skill in view.in_use() { (enough(say, view, skill)) }
                                td {}
                            }
                        }
                    }
                }
            }
        }
    }
}

fn row(say: Say, view: &View, able: &Able, may: bool) -> Markup {
    let name = &able.person.name;
    let tags = able.languages.iter().map(|tag| tag.to_ascii_uppercase()).collect::<Vec<_>>().join(" ");
    html! {
        tr {
            th scope="row" {
                span class="row" {
                    (ui::avatar(&ui::initials(name), "", Some(&able.person.presence), ""))
                    @if may {
                        a class="clip" href={ (ROOT) "/people/" (Kind::Agent.name(&able.person.oid)) } { (name) }
                    } @else { span class="clip" { (name) } }
                }
            }
            @for skill in view.in_use() {
                @match able.holding(skill) {
                    Some(holding) => td { (pips(say, holding)) },
                    None => td class="none" { span class="sr" { (say.say("skill-untrained")) } },
                }
            }
            td class="small" { @if tags.is_empty() { "—" } @else { (tags) } }
        }
    }
}

/// How many have a skill to be asked for it, and how many of them are there.
fn having(view: &View, skill: &Skill) -> (usize, usize) {
    let have =
        view.people.iter().filter(|able| able.holding(skill).is_some_and(|one| one.held != Held::Trained));
    have.fold((0, 0), |(online, all), able| (online + usize::from(able.is_online()), all + 1))
}

fn enough(say: Say, view: &View, skill: &Skill) -> Markup {
    let (online, all) = having(view, skill);
    let gap = match (online, all) {
        (_, 0) => Some("skill-gap-nobody"),
        (0, _) => Some("skill-gap-offline"),
        (_, 1) => Some("skill-gap-one"),
        _ => None,
    };
    html! {
        td class="n2" {
            b class=(if online == 0 { "late-text" } else if gap.is_some() { "soon" } else { "" }) { (online) }
            span class="faint" { " / " (all) }
            @if let Some(key) = gap { span class="sub" { (say.say(key)) } }
        }
    }
}

fn person_form(agent: &Agent, view: &View, name: &str, open: &Open) -> Markup {
    let say = agent.say;
    let (fields, wrong) = (&open.fields, &open.wrong);
    let who = view.named(name).unwrap_or("–");
    html! {
        section class="tile" aria-labelledby="k5" {
            h2 id="k5" { (say.with("skill-of", &[("name", who.into())])) }
            form method="post" action={ (ROOT) "/people/" (name) } class="fields" novalidate {
                (form::csrf(agent.csrf()))
                fieldset class="skills" {
                    legend class="sr" { (say.say("skill-title")) }
                    @for skill in view.in_use() {
                        @let (level, place) = (level_field(&skill.oid), held_field(&skill.oid));
                        @let fault = wrong.of(&level);
                        div class="row wraps" {
                            label for={ "f-" (level) } { (skill.name) }
                            select class="input" id={ "f-" (level) } name=(level) aria-invalid=[fault.map(|_| "true")] {
                                option value="" { (say.say("skill-untrained")) }
                                @for at in LEVELS {
                                    option value=(at) selected[fields.get(&level) == at.to_string()] {
                                        (say.say(&format!("skill-level-{at}")))
                                    }
                                }
                            }
                            select class="input" name=(place) aria-label=(say.with("skill-place-of", &[("skill", skill.name.as_str().into())])) {
                                @for held in Held::ALL {
                                    option value=(held.name()) selected[fields.get(&place) == held.name()] {
                                        (say.say(&format!("skill-held-{}", held.name())))
                                    }
                                }
                            }
                        }
                        @if let Some(fault) = fault { p class="hint fault" { (fault) } }
                    }
                }
                (ui::field(&ui::Field {
                    name: "languages", label: &say.say("skill-languages"), value: fields.get("languages"),
                    hint: &say.say("skill-languages-hint"), error: wrong.of("languages"), autocomplete: "off", ..ui::Field::default()
                }))
                p class="row" { (ui::submit("primary", &say.say("settings-save"))) (ui::button_link("quiet", ROOT, say.say("skill-back"))) }
            }
        }
    }
}

/// Who is trained for what and not asked first yet, and skills that rest on one person.
fn learning(say: Say, view: &View) -> Markup {
    let learns: Vec<(&str, &str)> = view
        .people
        .iter()
        .flat_map(|able| {
            let trained = able.held.iter().filter(|one| one.held == Held::Trained);
            trained.map(|one| (able.person.name.as_str(), one.skill.as_str()))
        })
        .collect();
    html! {
        section class="tile" aria-labelledby="k4" {
            h2 id="k4" { (say.say("skill-learning")) " " span class="count" { (learns.len()) } }
            @if learns.is_empty() { p class="muted small" { (say.say("skill-learning-none")) } }
            ul class="leads learn" {
                @for (name, skill) in &learns { li { b { (name) } ": " (skill) } }
            }
            @for skill in view.in_use() {
                @let (online, all) = having(view, skill);
                @let key = match (online, all) {
                    (_, 0) => Some("skill-warn-nobody"),
                    (0, _) => Some("skill-warn-offline"),
                    (_, 1) => Some("skill-warn-one"),
                    _ => None,
                };
                @if let Some(key) = key {
                    p class="reading soon" { (small_icon("triangle-alert")) span { b { (skill.name) } ": " (say.say(key)) } }
                }
            }
            h3 class="eyebrow" { (say.say("skill-escape")) }
            p class="muted small" { (say.say("skill-escape-text")) }
        }
    }
}

fn way(agent: &Agent, view: &View, open: &Open, may: bool) -> Markup {
    let say = agent.say;
    let settings = &view.settings;
    let modes = [("by_hand", "skill-way-by-hand"), ("automatic", "skill-way-automatic")];
    let modes: Vec<(String, String)> = modes.map(|(name, key)| (name.to_owned(), say.say(key))).to_vec();
    let mode = |automatic: bool| if automatic { "automatic" } else { "by_hand" };
    let mut own = vec![(String::new(), say.say("skill-way-same"))];
    own.extend(modes.iter().cloned());
    let number = |name: &'static str, key: &str, value: i64, bounds: std::ops::RangeInclusive<i64>| {
        let value = if open.fields.has(name) { open.fields.get(name).to_owned() } else { value.to_string() };
        let hint = say.with(
            "skill-minutes-bounds",
            &[("least", (*bounds.start()).into()), ("most", (*bounds.end()).into())],
        );
        ui::field(&ui::Field {
            name,
            kind: "number",
            label: &say.say(key),
            value: &value,
            hint: &hint,
            error: open.wrong.of(name),
            required: true,
            ..ui::Field::default()
        })
    };
    html! {
        section class="tile" aria-labelledby="k8" {
            h2 id="k8" { (say.say("skill-way")) }
            p class="muted small" { (say.say("skill-way-text")) }
            form method="post" action={ (ROOT) "/way" } class="fields" novalidate {
                (form::csrf(agent.csrf()))
                fieldset class="bare fields" disabled[!may] {
                    (choice("mode", &say.say("skill-way-company"), &modes, mode(settings.automatic), None))
                    @for team in &view.teams {
                        @let chosen = settings.teams.get(&team.id).map_or("", |automatic| mode(*automatic));
                        (choice(&team_field(&team.oid), &team.name, &own, chosen, None))
                    }
                    (number("silence", "skill-silence", settings.silence_minutes, SILENCE_MINUTES))
                    (number("return", "skill-return", settings.return_minutes, RETURN_MINUTES))
                    @if may { p { (ui::submit("", &say.say("settings-save"))) } }
                }
            }
        }
    }
}

fn catalogue(agent: &Agent, view: &View, open: &Open, may: bool) -> Markup {
    let say = agent.say;
    html! {
        section class="tile" aria-labelledby="k9" {
            h2 id="k9" { (say.say("skill-catalogue")) }
            ul class="lines" {
                @for skill in &view.skills {
                    li {
                        span class="clip" { (skill.name) @if skill.is_retired() { " " (ui::chip("", say.say("skill-retired"))) } }
                        @if may {
                            form method="post" action={ (ROOT) "/skills/" (Kind::Skill.name(&skill.oid)) } {
                                (form::csrf(agent.csrf()))
                                input type="hidden" name="retired" value=(if skill.is_retired() { "no" } else { "yes" });
                                button class="button quiet" type="submit" {
                                    (say.say(if skill.is_retired() { "skill-restore" } else { "skill-retire" }))
                                    span class="sr" { " " (skill.name) }
                                }
                            }
                        }
                    }
                }
            }
            @if may {
                form method="post" action={ (ROOT) "/skills" } class="fields" novalidate {
                    (form::csrf(agent.csrf()))
                    (ui::field(&ui::Field {
                        name: "skill-name", label: &say.say("skill-new"), value: open.fields.get("skill-name"),
                        error: open.wrong.of("skill-name"), autocomplete: "off", required: true, ..ui::Field::default()
                    }))
                    p { (ui::submit("", &say.say("skill-add"))) }
                }
            }
        }
    }
}

fn choice(name: &str, label: &str, choices: &[(String, String)], chosen: &str, error: Option<&str>) -> Markup {
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
