//! The settings of complaints: causes, terms with their source, limits of remedies, the follow-up.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use maud::{Markup, html};
use office::account::Permission;
use spine::complaint::{self, Category, Cause, FollowUp, Limits, Settings, Term, Unit};
use spine::error::Field as Refused;
use web::form;
use web::ui::{self, Field};
use words::{Say, when};

use crate::Desk;
use crate::console::settings::{Place, page as settings_page, refused, shown};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

const HERE: &str = "/console/settings/complaints";

pub(super) async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let saved = Fields::of_query(query.as_deref()).get("done") == "saved";
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let settings = complaint::configured(tx)?;
            let amounts = amounts_of(&settings);
            Ok(shown(draw(agent, tx, &settings, &amounts, &Wrong::default(), saved)?))
        })
        .await
}

pub(super) async fn save(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let (settings, mut wrong) = read(agent.say, &fields);
            let amounts = ["agent", "supervisor", "admin"].map(|role| fields.get(role).to_owned());
            if wrong.is_empty() {
                let changed = complaint::change(tx, settings.clone(), agent.actor());
                if wrong.take(agent.say, changed, place)?.is_some() {
                    return Ok(Redirect::to(&format!("{HERE}?done=saved")).into_response());
                }
            }
            let known = complaint::configured(tx)?;
            let mut shown_again = settings;
            for term in &mut shown_again.terms {
                term.confirmed_at_ms = known.term(&term.key).and_then(|old| old.confirmed_at_ms);
            }
            Ok(refused(draw(agent, tx, &shown_again, &amounts, &wrong, false)?))
        })
        .await
}

/// Which row a refusal stands beside, and its sentence.
fn place(refused: &Refused) -> (String, &'static str) {
    let mut steps = refused.pointer.trim_start_matches('/').split('/');
    match (steps.next().unwrap_or_default(), steps.next()) {
        ("causes", at) => (format!("cause-{}", at.unwrap_or("0")), "complaint-settings-wrong-cause"),
        ("terms", at) => (format!("term-{}", at.unwrap_or("0")), "complaint-settings-wrong-term"),
        ("term", _) => ("term-0".to_owned(), "complaint-settings-wrong-default"),
        ("limits", Some(role)) => (role.to_owned(), "complaint-wrong-amount"),
        (other, _) => (other.to_owned(), "complaint-settings-wrong-number"),
    }
}

/// Somebody compared a term with the official text.
pub(super) async fn confirm(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            complaint::confirm_term(tx, fields.get("term"), agent.actor())?;
            Ok(Redirect::to(&format!("{HERE}?done=saved")))
        })
        .await
}

fn amounts_of(settings: &Settings) -> [String; 3] {
    let limits = [settings.limits.agent, settings.limits.supervisor, settings.limits.admin];
    limits.map(|limit| match limit {
        None => String::new(),
        Some(cents) if cents % 100 == 0 => (cents / 100).to_string(),
        Some(cents) => format!("{},{:02}", cents / 100, cents % 100),
    })
}

/// The rows of the form; one whose short name is empty is gone.
fn read(say: Say, fields: &Fields) -> (Settings, Wrong) {
    let column = |name: &'static str| fields.all(name).map(|value| value.trim().to_owned()).collect::<Vec<_>>();
    let at = |column: &[String], at: usize| column.get(at).cloned().unwrap_or_default();
    let (keys, italian, english, categories) =
        (column("cause-key"), column("cause-it"), column("cause-en"), column("category"));
    let causes = (0..keys.len())
        .map(|index| Cause {
            key: at(&keys, index),
            italian: at(&italian, index),
            english: at(&english, index),
            category: Category::of_name(&at(&categories, index)).unwrap_or(Category::Other),
        })
        .filter(|cause| !cause.key.is_empty())
        .collect();
    let (keys, italian, english) = (column("term-key"), column("term-it"), column("term-en"));
    let (days, units, sources) = (column("days"), column("unit"), column("source"));
    let terms = (0..keys.len())
        .map(|index| Term {
            key: at(&keys, index),
            italian: at(&italian, index),
            english: at(&english, index),
            days: at(&days, index).parse().unwrap_or_default(),
            unit: Unit::of_name(&at(&units, index)).unwrap_or(Unit::Solar),
            source: at(&sources, index),
            confirmed_at_ms: None,
        })
        .filter(|term| !term.key.is_empty())
        .collect();
    let mut wrong = Wrong::default();
    let mut limit = |role: &'static str| match fields.get(role).trim() {
        "" => None,
        typed => {
            let cents = super::acts::cents(typed);
            if cents.is_none() {
                wrong.add(say, role, "complaint-wrong-amount");
            }
            cents
        }
    };
    let limits = Limits { agent: limit("agent"), supervisor: limit("supervisor"), admin: limit("admin") };
    let settings = Settings {
        causes,
        terms,
        term: fields.get("term").to_owned(),
        limits,
        follow_up: FollowUp::of_name(fields.get("follow_up")).unwrap_or(FollowUp::Mail),
        follow_up_days: fields.get("follow_up_days").trim().parse().unwrap_or_default(),
        recurring_count: fields.get("recurring_count").trim().parse().unwrap_or_default(),
        opens_itself: fields.get("opens_itself") == "yes",
    };
    (settings, wrong)
}

fn draw(
    agent: &Agent,
    tx: &mut Tx<'_>,
    settings: &Settings,
    amounts: &[String; 3],
    wrong: &Wrong,
    saved: bool,
) -> Result<Markup, Fault> {
    let say = agent.say;
    let may = agent.may(Permission::ChangeAccount);
    let (yes, no) = complaint::label_counts(tx, 0)?;
    let now_ms = tx.now_ms();
    let zone = jiff::tz::TimeZone::get(&agent.account.zone_name).unwrap_or(jiff::tz::TimeZone::UTC);
    let blank_cause =
        Cause { key: String::new(), italian: String::new(), english: String::new(), category: Category::Other };
    let body = html! {
        main class="thread settings" id="reclami" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("complaint-title")) }
                    span class="muted clip" { (say.say("complaint-settings-text")) }
                }
            }
            div class="pages" {
                @if saved { section class="notice" { (ui::alert("kept", "check", &say.say("complaint-settings-saved"), say.say("complaint-settings-saved-text"), None)) } }
                @if !wrong.is_empty() { section class="notice" { (ui::alert("late", "triangle-alert", &say.say("complaint-not-done"), say.say("complaint-settings-look"), None)) } }
                form method="post" action=(HERE) class="fields" novalidate {
                    (form::csrf(agent.csrf()))
                    fieldset class="bare" disabled[!may] {
                        section class="leaf" aria-labelledby="termini" {
                            h2 id="termini" { (say.say("complaint-settings-terms")) }
                            p class="muted" { (say.say("complaint-settings-terms-text")) }
                            @for (index, term) in settings.terms.iter().enumerate() { (term_row(say, index, Some(term), settings, wrong)) }
                            (term_row(say, settings.terms.len(), None, settings, wrong))
                        }
                        section class="leaf" aria-labelledby="limiti" {
                            h2 id="limiti" { (say.say("complaint-settings-limits")) }
                            p class="muted" { (say.say("complaint-settings-limits-text")) }
                            div class="row fields-row" {
                                @for (at, role) in ["agent", "supervisor", "admin"].into_iter().enumerate() {
                                    (ui::field(&Field {
                                        name: role, label: &say.say(&format!("settings-role-{role}")), value: &amounts[at],
                                        hint: &say.say("complaint-settings-limit-hint"), error: wrong.of(role), autocomplete: "off", ..Field::default()
                                    }))
                                }
                            }
                        }
                        section class="leaf" aria-labelledby="seguito" {
                            h2 id="seguito" { (say.say("complaint-settings-follow")) }
                            div class="row fields-row" {
                                div class="field" {
                                    label for="f-follow" { (say.say("complaint-plan-how")) }
                                    select class="input" id="f-follow" name="follow_up" {
                                        @for way in FollowUp::ALL { option value=(way.name()) selected[settings.follow_up == way] { (say.say(&format!("complaint-follow-{}", way.name()))) } }
                                    }
                                }
                                (ui::field(&Field {
                                    name: "follow_up_days", label: &say.say("complaint-settings-follow-days"), value: &settings.follow_up_days.to_string(),
                                    error: wrong.of("follow_up_days"), autocomplete: "off", ..Field::default()
                                }))
                                (ui::field(&Field {
                                    name: "recurring_count", label: &say.say("complaint-settings-recurring"), value: &settings.recurring_count.to_string(),
                                    hint: &say.say("complaint-settings-recurring-hint"), error: wrong.of("recurring_count"), autocomplete: "off", ..Field::default()
                                }))
                            }
                            label class="tick" { input type="checkbox" name="opens_itself" value="yes" checked[settings.opens_itself]; " " (say.say("complaint-settings-itself")) }
                            p class="hint" { (say.with("complaint-settings-itself-hint", &[("count", (yes + no).into()), ("needed", complaint::labels_needed().into())])) }
                        }
                        section class="leaf" aria-labelledby="cause" {
                            h2 id="cause" { (say.say("complaint-settings-causes")) }
                            p class="muted" { (say.say("complaint-settings-causes-text")) }
                            @for (index, cause) in settings.causes.iter().chain([&blank_cause]).enumerate() { (cause_row(say, index, cause, wrong)) }
                            @if may { p { (ui::submit("primary", &say.say("settings-save"))) } }
                        }
                    }
                }
                @if may {
                    section class="leaf" aria-labelledby="verifica" {
                        h2 id="verifica" { (say.say("complaint-settings-verify")) }
                        p class="muted" { (say.say("complaint-settings-verify-text")) }
                        @for term in &settings.terms {
                            form method="post" action={ (HERE) "/confirm" } class="row wrap confirm-term" {
                                (form::csrf(agent.csrf()))
                                input type="hidden" name="term" value=(term.key);
                                span { b { (term.label(say.language)) } ", " (super::case::term_line(term, say)) ": " (term.source) }
                                @match term.confirmed_at_ms {
                                    Some(at_ms) => (ui::chip("kept", say.with("complaint-settings-confirmed", &[("when", when::day_time(say, at_ms, now_ms, &zone).into())]))),
                                    None => { (ui::chip("soon", say.say("complaint-unverified"))) (ui::submit("", &say.say("complaint-settings-confirm"))) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(settings_page(agent, Place::Complaints, say.say("complaint-title"), "reclami", body, now_ms))
}

fn cell(say: Say, id: &str, name: &str, key: &str, value: &str, class: &str, bad: bool) -> Markup {
    html! {
        div class={ "field " (class) } {
            label for=(id) { (say.say(key)) }
            input class="input" id=(id) name=(name) value=(value) autocomplete="off" aria-invalid=[bad.then_some("true")];
        }
    }
}

fn cause_row(say: Say, index: usize, cause: &Cause, wrong: &Wrong) -> Markup {
    let error = wrong.of(&format!("cause-{index}"));
    let bad = error.is_some();
    let legend = match cause.key.as_str() {
        "" => say.say("complaint-settings-another-cause"),
        _ => cause.label(say.language).to_owned(),
    };
    let id = |name: &str| format!("f-{name}-{index}");
    html! {
        fieldset class=(if bad { "matter-card error" } else { "matter-card" }) {
            legend { (legend) }
            div class="cells" {
                (cell(say, &id("cause-key"), "cause-key", "complaint-settings-key", &cause.key, "", bad))
                (cell(say, &id("cause-it"), "cause-it", "complaint-settings-it", &cause.italian, "", bad))
                (cell(say, &id("cause-en"), "cause-en", "complaint-settings-en", &cause.english, "", bad))
                div class="field" {
                    label for=(id("category")) { (say.say("complaint-settings-category")) }
                    select class="input" id=(id("category")) name="category" {
                        @for category in Category::ALL { option value=(category.name()) selected[cause.category == category] { (say.say(&format!("complaint-category-{}", category.name()))) } }
                    }
                }
            }
            @if let Some(error) = error { p class="hint" { (error) } }
        }
    }
}

fn term_row(say: Say, index: usize, term: Option<&Term>, settings: &Settings, wrong: &Wrong) -> Markup {
    let error = wrong.of(&format!("term-{index}"));
    let bad = error.is_some();
    let text = |of: fn(&Term) -> String| term.map(of).unwrap_or_default();
    let key = text(|term| term.key.clone());
    let id = |name: &str| format!("f-{name}-{index}");
    html! {
        fieldset class=(if bad { "matter-card error" } else { "matter-card" }) {
            legend { (term.map_or_else(|| say.say("complaint-settings-another-term"), |term| term.label(say.language).to_owned())) }
            div class="cells" {
                (cell(say, &id("term-key"), "term-key", "complaint-settings-key", &key, "", bad))
                (cell(say, &id("term-it"), "term-it", "complaint-settings-it", &text(|term| term.italian.clone()), "", bad))
                (cell(say, &id("term-en"), "term-en", "complaint-settings-en", &text(|term| term.english.clone()), "", bad))
                (cell(say, &id("days"), "days", "complaint-settings-days", &text(|term| term.days.to_string()), "", bad))
                div class="field" {
                    label for=(id("unit")) { (say.say("complaint-settings-unit")) }
                    select class="input" id=(id("unit")) name="unit" {
                        @for unit in Unit::ALL { option value=(unit.name()) selected[term.is_some_and(|term| term.unit == unit)] { (say.say(&format!("complaint-settings-{}", unit.name()))) } }
                    }
                }
                (cell(say, &id("source"), "source", "complaint-settings-source", &text(|term| term.source.clone()), "wide", bad))
            }
            @if !key.is_empty() {
                label class="tick" { input type="radio" name="term" value=(key) checked[settings.term == key]; " " (say.say("complaint-settings-default")) }
            }
            @if let Some(error) = error { p class="hint" { (error) } }
        }
    }
}
