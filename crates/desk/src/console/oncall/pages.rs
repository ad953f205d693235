//! Rotas, rules and alerts as pages.

use jiff::tz::TimeZone;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use office::oncall::{Alert, Rota, Rule, State, Turn, When};
use spine::conversation::Conversation;
use web::form;
use web::ui::{self, Field};
use words::{Say, when};

use super::{Called, Open, ROOT, Standing, View};
use crate::console::settings::{self, Place};
use crate::session::Agent;

/// Members the form has room for, beyond those there are.
const ROOM: usize = 3;

pub(super) fn rota_path(rota: &Rota) -> String {
    format!("{ROOT}/rotas/{}", Kind::Rota.name(&rota.oid))
}

fn rule_path(rule: &Rule) -> String {
    format!("{ROOT}/rules/{}", Kind::OncallRule.name(&rule.oid))
}

pub(super) fn conversation_path(conversation: &Conversation) -> String {
    format!("/console/inbox/all/{}", Kind::Conversation.name(&conversation.oid))
}

/// The page of settings: who is called now, rotas, rules, the latest alerts.
pub(super) fn settings(agent: &Agent, view: &View, open: &Open<'_>) -> Markup {
    let say = agent.say;
    let may = agent.may(Permission::ChangeTeams);
    let body = html! {
        main class="thread settings" id="reperibili" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("oncall-title")) }
                    span class="muted clip" { (say.say("oncall-lead")) }
                }
            }
            div class="pages folio" {
                div class="leaves" {
                    section class="leaf" aria-labelledby="ora" {
                        h2 id="ora" { (say.say("oncall-now")) }
                        @if view.rotas.is_empty() {
                            (ui::empty(&say.say("oncall-none"), &say.say("oncall-none-text"), None))
                        }
                        @for standing in &view.rotas { (standing_of(say, view, standing)) }
                    }
                    section class="leaf" aria-labelledby="regole" {
                        h2 id="regole" { (say.say("oncall-rules")) }
                        @if view.rules.is_empty() {
                            (ui::empty(&say.say("oncall-no-rule"), &say.say("oncall-no-rule-text"), None))
                        } @else { (rules(say, view)) }
                    }
                    section class="leaf" aria-labelledby="chiamate" {
                        h2 id="chiamate" { (say.say("oncall-alerts")) }
                        @if view.alerts.is_empty() {
                            (ui::empty(&say.say("oncall-no-alert"), &say.say("oncall-no-alert-text"), None))
                        } @else { (alerts(say, view)) }
                    }
                }
                @if may {
                    div class="leaves" {
                        (rota_form(agent, view, open))
                        @if !view.rotas.is_empty() { (rule_form(agent, view, open)) }
                    }
                }
            }
        }
    };
    settings::page(agent, Place::Oncall, say.say("oncall-title"), "reperibili", body, view.now_ms)
}

fn standing_of(say: Say, view: &View, standing: &Standing) -> Markup {
    let rota = &standing.rota;
    html! {
        article class="oncall" {
            h3 { a href=(rota_path(rota)) { (rota.name) } }
            p {
                @match standing.now {
                    Some(agent_id) => { (ui::state("alive", say.with("oncall-now-is", &[("name", view.name(agent_id).into())]))) }
                    None => { (ui::state("late", say.say("oncall-now-nobody"))) }
                }
            }
            ol class="lines" {
                @for (from_ms, agent_id) in &standing.ahead {
                    li {
                        time class="muted" { (when::day_time(say, *from_ms, view.now_ms, &view.zone)) }
                        span { (view.name(*agent_id)) }
                    }
                }
            }
            @for cover in &standing.covers {
                p class="hint" {
                    (say.with("oncall-covered", &[
                        ("name", view.name(cover.agent_id).into()),
                        ("from", when::day_time(say, cover.from_ms, view.now_ms, &view.zone).into()),
                        ("to", when::day_time(say, cover.to_ms, view.now_ms, &view.zone).into()),
                    ]))
                }
            }
        }
    }
}

fn rules(say: Say, view: &View) -> Markup {
    let heads = ["oncall-rule", "oncall-words", "oncall-rota", "oncall-when", "oncall-wait"];
    html! {
        div class="sideways" tabindex="0" role="group" aria-labelledby="regole" {
            table class="lanes" {
                thead { tr { @for key in heads { th scope="col" { (say.say(key)) } } } }
                tbody {
                    @for rule in &view.rules {
                        @let rota = view.rotas.iter().find(|standing| standing.rota.id == rule.rota_id);
                        tr {
                            th scope="row" {
                                a href=(rule_path(rule)) { (rule.name) }
                                @if !rule.active { " " (ui::chip("", say.say("oncall-rule-off"))) }
                            }
                            td class="wrap" { (urgent(say, view, rule)) }
                            td { (rota.map_or("–", |standing| standing.rota.name.as_str())) }
                            td { (say.say(&format!("oncall-when-{}", rule.when.name()))) }
                            td { (say.with("oncall-minutes", &[("count", rule.wait_minutes.into())])) }
                        }
                    }
                }
            }
        }
    }
}

fn urgent(say: Say, view: &View, rule: &Rule) -> String {
    let topics = rule.topics.iter().map(|key| {
        let known = view.topics.iter().find(|topic| topic.key == *key);
        known.map_or_else(|| key.clone(), |topic| topic.label(say.language).to_owned())
    });
    rule.words.iter().cloned().chain(topics).collect::<Vec<_>>().join(", ")
}

/// How an alert stands, with shape and word.
fn state_of(say: Say, alert: &Alert) -> Markup {
    let (kind, key) = match alert.state {
        State::Calling => ("soon", "oncall-state-calling"),
        State::Acknowledged => ("kept", "oncall-state-acknowledged"),
        State::Unanswered => ("late", "oncall-state-unanswered"),
    };
    ui::state(kind, say.say(key))
}

fn alerts(say: Say, view: &View) -> Markup {
    html! {
        div class="sideways" tabindex="0" role="group" aria-labelledby="chiamate" {
            table class="lanes" {
                thead {
                    tr {
                        @for key in ["oncall-alert-when", "oncall-alert-what", "oncall-alert-state", "oncall-alert-who"] {
                            th scope="col" { (say.say(key)) }
                        }
                    }
                }
                tbody {
                    @for (alert, conversation) in &view.alerts {
                        tr {
                            th scope="row" {
                                a href={ "/console/oncall/" (Kind::Alert.name(&alert.oid)) } {
                                    (when::day_time(say, alert.raised_at_ms, view.now_ms, &view.zone))
                                }
                            }
                            td class="wrap" { (conversation.reference) " " (conversation.subject) }
                            td { (state_of(say, alert)) }
                            td { @if let Some(agent_id) = alert.ended_by_id { (view.name(agent_id)) } }
                        }
                    }
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

fn rota_form(agent: &Agent, view: &View, open: &Open<'_>) -> Markup {
    let say = agent.say;
    let (fields, wrong) = (&open.rota_fields, &open.wrong);
    let action = open.rota.map_or_else(|| format!("{ROOT}/rotas"), rota_path);
    let turns =
        Turn::ALL.map(|turn| (turn.name().to_owned(), say.say(&format!("oncall-turn-{}", turn.name()))));
    let chosen: Vec<&str> = fields.all("member").filter(|name| !name.is_empty()).collect();
    html! {
        section class="leaf" aria-labelledby="turni" {
            h2 id="turni" { (say.say(if open.rota.is_some() { "oncall-rota-change" } else { "oncall-rota-new" })) }
            form method="post" action=(action) class="fields" novalidate {
                (form::csrf(agent.csrf()))
                (ui::field(&Field {
                    name: "rota-name", label: &say.say("oncall-rota-name"), value: fields.get("rota-name"),
                    error: wrong.of("name").filter(|_| open.rule.is_none()), autocomplete: "off", required: true, ..Field::default()
                }))
                (choice("turn", &say.say("oncall-turn"), &turns, fields.get("turn"), None))
                (ui::field(&Field {
                    name: "starts", kind: "date", label: &say.say("oncall-starts"), value: fields.get("starts"),
                    error: wrong.of("starts"), required: true, ..Field::default()
                }))
                (ui::field(&Field {
                    name: "handover", kind: "time", label: &say.say("oncall-handover"), value: fields.get("handover"),
                    error: wrong.of("handover"), required: true, ..Field::default()
                }))
                fieldset class=(if wrong.of("member").is_some() { "ticks error" } else { "ticks" }) {
                    legend { (say.say("oncall-members")) }
                    @for place in 0..chosen.len() + ROOM {
                        label class="row" {
                            span class="muted" { (place + 1) "." }
                            select class="input" name="member" aria-label=(say.with("oncall-member", &[("place", (place + 1).into())])) {
                                option value="" { "–" }
                                @for member in view.people.iter().filter(|member| member.person.active) {
                                    @let name = Kind::Agent.name(&member.person.oid);
                                    option value=(name) selected[chosen.get(place) == Some(&name.as_str())] { (member.person.name) }
                                }
                            }
                        }
                    }
                    p class="hint" { (wrong.of("member").map_or_else(|| say.say("oncall-members-hint"), str::to_owned)) }
                }
                p class="row" { (ui::submit("primary", &say.say("settings-save"))) @if open.rota.is_some() { (ui::button_link("", ROOT, say.say("oncall-back"))) } }
            }
            @if let Some(rota) = open.rota {
                (covers(agent, view, rota, open))
                (removal(agent, &format!("{}/delete", rota_path(rota)), "oncall-rota-drop", wrong.of("drop-rota")))
            }
        }
    }
}

fn covers(agent: &Agent, view: &View, rota: &Rota, open: &Open<'_>) -> Markup {
    let say = agent.say;
    let (fields, wrong) = (&open.rota_fields, &open.wrong);
    let standing = view.rotas.iter().find(|standing| standing.rota.id == rota.id);
    let mut people = vec![(String::new(), "–".to_owned())];
    people.extend(
        view.people
            .iter()
            .filter(|member| member.person.active)
            .map(|member| (Kind::Agent.name(&member.person.oid), member.person.name.clone())),
    );
    html! {
        h3 { (say.say("oncall-covers")) }
        ul class="lines" {
            @for cover in standing.map(|standing| standing.covers.as_slice()).unwrap_or_default() {
                li {
                    span class="clip" {
                        (say.with("oncall-covered", &[
                            ("name", view.name(cover.agent_id).into()),
                            ("from", when::day_time(say, cover.from_ms, view.now_ms, &view.zone).into()),
                            ("to", when::day_time(say, cover.to_ms, view.now_ms, &view.zone).into()),
                        ]))
                    }
                    form method="post" action={ (rota_path(rota)) "/covers/" (Kind::Cover.name(&cover.oid)) "/delete" } {
                        (form::csrf(agent.csrf()))
                        button class="button quiet" type="submit" { (say.say("oncall-cover-drop")) span class="sr" { " " (view.name(cover.agent_id)) } }
                    }
                }
            }
        }
        form method="post" action={ (rota_path(rota)) "/covers" } class="fields" novalidate {
            (form::csrf(agent.csrf()))
            (choice("cover", &say.say("oncall-cover-who"), &people, fields.get("cover"), wrong.of("cover")))
            (ui::field(&Field {
                name: "cover-from", kind: "datetime-local", label: &say.say("oncall-cover-from"), value: fields.get("cover-from"),
                error: wrong.of("cover-from"), ..Field::default()
            }))
            (ui::field(&Field {
                name: "cover-to", kind: "datetime-local", label: &say.say("oncall-cover-to"), value: fields.get("cover-to"),
                error: wrong.of("cover-to"), ..Field::default()
            }))
            p { (ui::submit("", &say.say("oncall-cover-add"))) }
        }
    }
}

fn rule_form(agent: &Agent, view: &View, open: &Open<'_>) -> Markup {
    let say = agent.say;
    let (fields, wrong) = (&open.rule_fields, &open.wrong);
    let action = open.rule.map_or_else(|| format!("{ROOT}/rules"), rule_path);
    let rotas: Vec<(String, String)> = view
        .rotas
        .iter()
        .map(|standing| (Kind::Rota.name(&standing.rota.oid), standing.rota.name.clone()))
        .collect();
    let mut inboxes = vec![(String::new(), say.say("oncall-every-inbox"))];
    inboxes.extend(view.inboxes.iter().map(|inbox| (Kind::Inbox.name(&inbox.oid), inbox.name.clone())));
    let whens = When::ALL.map(|one| (one.name().to_owned(), say.say(&format!("oncall-when-{}", one.name()))));
    let number = |name: &'static str, key: &str| {
        ui::field(&Field {
            name,
            kind: "number",
            label: &say.say(key),
            value: fields.get(name),
            error: wrong.of(name),
            required: true,
            ..Field::default()
        })
    };
    html! {
        section class="leaf" aria-labelledby="regola" {
            h2 id="regola" { (say.say(if open.rule.is_some() { "oncall-rule-change" } else { "oncall-rule-new" })) }
            form method="post" action=(action) class="fields" novalidate {
                (form::csrf(agent.csrf()))
                (ui::field(&Field {
                    name: "rule-name", label: &say.say("oncall-rule-name"), value: fields.get("rule-name"),
                    error: wrong.of("name").filter(|_| open.rota.is_none()), autocomplete: "off", required: true, ..Field::default()
                }))
                div class=(if wrong.of("words").is_some() { "field error" } else { "field" }) {
                    label for="f-words" { (say.say("oncall-words")) }
                    textarea class="input" id="f-words" name="words" rows="5" maxlength="7000" aria-describedby="f-words-hint" { (fields.get("words")) }
                    p class="hint" id="f-words-hint" { (wrong.of("words").map_or_else(|| say.say("oncall-words-hint"), str::to_owned)) }
                }
                fieldset class="ticks" {
                    legend { (say.say("oncall-topics")) }
                    @for topic in &view.topics {
                        label class="tick" {
                            input type="checkbox" name="topic" value=(topic.key) checked[fields.all("topic").any(|key| key == topic.key)];
                            span { (topic.label(say.language)) }
                        }
                    }
                }
                (choice("rota", &say.say("oncall-rota"), &rotas, fields.get("rota"), wrong.of("rota")))
                (choice("inbox", &say.say("oncall-inbox"), &inboxes, fields.get("inbox"), wrong.of("inbox")))
                (choice("when", &say.say("oncall-when"), &whens, fields.get("when"), None))
                (number("wait", "oncall-wait-label"))
                (number("rounds", "oncall-rounds"))
                label class="tick" {
                    input type="checkbox" name="active" value="yes" checked[fields.get("active") == "yes"];
                    span { (say.say("oncall-rule-active")) }
                }
                p class="row" { (ui::submit("primary", &say.say("settings-save"))) @if open.rule.is_some() { (ui::button_link("", ROOT, say.say("oncall-back"))) } }
            }
            @if let Some(rule) = open.rule { (removal(agent, &format!("{}/delete", rule_path(rule)), "oncall-rule-drop", None)) }
        }
    }
}

fn removal(agent: &Agent, action: &str, key: &str, wrong: Option<&str>) -> Markup {
    let say = agent.say;
    html! {
        @if let Some(wrong) = wrong { p class="hint fault" role="alert" { (wrong) } }
        details class="removal" {
            summary { (say.say(key)) }
            form method="post" action=(action) {
                (form::csrf(agent.csrf()))
                p { (say.say(&format!("{key}-text"))) }
                (ui::submit("", &say.say(&format!("{key}-yes"))))
            }
        }
    }
}

/// The page an alert's mail and notice lead to: what is urgent, who was called, and one button.
pub(super) fn alert(agent: &Agent, called: &Called) -> Markup {
    let say = agent.say;
    let (alert, conversation) = (&called.alert, &called.conversation);
    let open = alert.ended_at_ms.is_none();
    let at = |at_ms: i64| moment(say, at_ms, called.now_ms, &called.zone);
    let body = html! {
        main class="thread settings" id="chiamata" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (conversation.subject) }
                    span class="muted clip" { (conversation.reference) ", " (called.customer) }
                }
            }
            div class="pages" {
                section class="leaf" {
                    p { (state_of(say, alert)) }
                    p {
                        @if alert.found.is_empty() { (say.with("oncall-alert-trial", &[("at", at(alert.raised_at_ms).into())])) }
                        @else { (say.with("oncall-alert-found", &[("at", at(alert.raised_at_ms).into()), ("found", called.found.as_str().into())])) }
                    }
                    @if open {
                        form method="post" class="row" {
                            (form::csrf(agent.csrf()))
                            (ui::submit("primary", &say.say("oncall-take")))
                            (ui::button_link("", &conversation_path(conversation), say.say("oncall-read")))
                        }
                    } @else {
                        p {
                            @let how = alert.ended_how.as_deref().unwrap_or("taken");
                            (say.with(&format!("oncall-ended-{how}"), &[
                                ("name", called.ended_by.clone().unwrap_or_else(|| say.say("oncall-somebody")).into()),
                                ("at", at(alert.ended_at_ms.unwrap_or(alert.raised_at_ms)).into()),
                            ]))
                        }
                        p { (ui::button_link("", &conversation_path(conversation), say.say("oncall-read"))) }
                    }
                    h2 { (say.say("oncall-called")) }
                    @if called.pages.is_empty() { p class="muted" { (say.say("oncall-called-nobody")) } }
                    ol class="lines" {
                        @for (name, page) in &called.pages {
                            li { time class="muted" { (at(page.at_ms)) } span { (name) } }
                        }
                    }
                }
            }
        }
    };
    settings::page(agent, Place::Oncall, conversation.subject.clone(), "chiamata", body, called.now_ms)
}

fn moment(say: Say, at_ms: i64, now_ms: i64, zone: &TimeZone) -> String {
    when::day_time(say, at_ms, now_ms, zone)
}
