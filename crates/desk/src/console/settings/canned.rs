//! Canned answers: everybody's and one's own, written down, changed, thrown away.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use kernel::id::Kind;
use kernel::language::Language;
use maud::{Markup, html};
use office::account::Permission;
use spine::canned::{self, Canned, Draft, PLACES};
use spine::error::Field as Refused;
use web::form;
use web::ui::{self, Field};
use words::when;

use super::phrases::zone;
use super::{Frame, Place, framed, refused, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

const ROOT: &str = "/console/settings/canned";
/// Canned answers listed on the page.
const LISTED: usize = 1_000;

pub(super) async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::Handle)?;
            Ok(shown(draw(agent, tx, None, &Fields::default(), &Wrong::default())?))
        })
        .await
}

pub(super) async fn one(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            let open = changeable(agent, tx, &name)?;
            let values = values_of(&open);
            Ok(shown(draw(agent, tx, Some(&open), &values, &Wrong::default())?))
        })
        .await
}

pub(super) async fn create(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::Handle)?;
            let owner = owner(agent, &fields)?;
            let added = canned::add(tx, draft_of(&fields), owner, agent.actor());
            ended(agent, tx, None, &fields, added)
        })
        .await
}

pub(super) async fn save(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            let open = changeable(agent, tx, &name)?;
            let owner = owner(agent, &fields)?;
            let changed = canned::change(tx, &open, draft_of(&fields), owner, agent.actor());
            ended(agent, tx, Some(&open), &fields, changed)
        })
        .await
}

pub(super) async fn delete(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            let open = changeable(agent, tx, &name)?;
            canned::delete(tx, &open, agent.actor())?;
            Ok(Redirect::to(ROOT))
        })
        .await
}

/// One that this person may change: their own, or everybody's with the right to.
fn changeable(agent: &Agent, tx: &mut Tx<'_>, name: &str) -> Result<Canned, Fault> {
    agent.must(Permission::Handle)?;
    let oid = Kind::Canned.oid(name).ok_or(Fault::Missing)?;
    let found = canned::by_oid(tx, oid)?;
    match found.agent_id {
        Some(owner) if owner == agent.id() => Ok(found),
        Some(_) => Err(Fault::Missing),
        None => agent.must(Permission::ChangeTeams).map(|()| found),
    }
}

/// Whose it will be: everybody's only by who may say so.
fn owner(agent: &Agent, fields: &Fields) -> Result<Option<i64>, Fault> {
    match fields.get("whose") {
        "shared" => agent.must(Permission::ChangeTeams).map(|()| None),
        _ => Ok(Some(agent.id())),
    }
}

/// What the form holds: the body with its form, or lines.
fn draft_of(fields: &Fields) -> Draft {
    let text = |name: &str| fields.get(name).to_owned();
    let body = match fields.get("html").trim() {
        "" => wire::plain::html_of(fields.get("text")),
        html => html.to_owned(),
    };
    let body = if wire::plain::text_of(&body).is_empty() { String::new() } else { body };
    Draft {
        title: text("title"),
        shortcut: text("shortcut"),
        category: text("category"),
        language: Language::of_tag(fields.get("language")),
        body,
    }
}

fn values_of(canned: &Canned) -> Fields {
    Fields::of_pairs([
        ("title", canned.title.clone()),
        ("shortcut", canned.shortcut.clone()),
        ("category", canned.category.clone()),
        ("language", canned.language.map_or(String::new(), |language| language.tag().to_owned())),
        ("html", canned.body.clone()),
        ("text", wire::plain::text_of(&canned.body)),
        ("whose", if canned.agent_id.is_none() { "shared" } else { "own" }.to_owned()),
    ])
}

/// Back to the list, or the form again with what is wrong beside its fields.
fn ended(
    agent: &Agent,
    tx: &mut Tx<'_>,
    open: Option<&Canned>,
    fields: &Fields,
    outcome: Result<Canned, spine::Error>,
) -> Result<Response, Fault> {
    let mut wrong = Wrong::default();
    let place = |refused: &Refused| match refused.pointer.as_str() {
        "/title" => ("title", "composer-canned-wrong-title"),
        "/shortcut" if refused.message.contains("taken") => ("shortcut", "composer-canned-taken"),
        "/shortcut" => ("shortcut", "composer-canned-wrong-shortcut"),
        "/category" => ("category", "composer-canned-wrong-category"),
        _ => ("text", "composer-canned-wrong-body"),
    };
    if let Err(spine::Error::Conflict(_)) = outcome {
        wrong.add(agent.say, "title", "composer-canned-full");
    } else if wrong.take(agent.say, outcome, place)?.is_some() {
        return Ok(Redirect::to(ROOT).into_response());
    }
    Ok(refused(draw(agent, tx, open, fields, &wrong)?))
}

fn draw(
    agent: &Agent,
    tx: &mut Tx<'_>,
    open: Option<&Canned>,
    values: &Fields,
    wrong: &Wrong,
) -> Result<Markup, Fault> {
    let all = canned::list(tx, Some(agent.id()), i64::MAX, LISTED)?;
    let (say, now_ms) = (agent.say, tx.now_ms());
    let body = html! {
        main class="thread settings" id="pronte" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("composer-canned")) " " span class="count" { (all.len()) } }
                    span class="muted clip" { (say.say("composer-canned-text")) }
                }
            }
            div class="pages" {
                section class="leaf" aria-labelledby="scrivi" {
                    h2 id="scrivi" {
                        (say.say(if open.is_some() { "composer-canned-change" } else { "composer-canned-new" }))
                    }
                    (writing(agent, open, values, wrong))
                }
                section class="leaf" aria-labelledby="elenco" {
                    h2 id="elenco" { (say.say("composer-canned")) }
                    @if all.is_empty() {
                        (ui::empty(&say.say("composer-canned-none"), &say.say("composer-canned-none-text"), None))
                    } @else {
                        (table(agent, &all, now_ms))
                    }
                }
            }
        }
    };
    Ok(framed(Frame {
        agent,
        place: Place::Canned,
        title: say.say("composer-canned"),
        deck: "plain",
        skip: "pronte",
        body,
        now_ms,
    }))
}

fn writing(agent: &Agent, open: Option<&Canned>, values: &Fields, wrong: &Wrong) -> Markup {
    let say = agent.say;
    let may_share = agent.may(Permission::ChangeTeams);
    let action = match open {
        Some(open) => format!("{ROOT}/{}", Kind::Canned.name(&open.oid)),
        None => ROOT.to_owned(),
    };
    let places = PLACES.map(|place| format!("{{{{{place}}}}}")).join(", ");
    let hint = say.with("composer-canned-places", &[("places", places.into())]);
    let shared = if values.has("whose") { values.get("whose") == "shared" } else { may_share };
    html! {
        form method="post" action=(action) class="formed fields" {
            (form::csrf(agent.csrf()))
            (ui::field(&Field {
                name: "title", label: &say.say("composer-canned-title"), value: values.get("title"),
                error: wrong.of("title"), autocomplete: "off", required: true, ..Field::default()
            }))
            div class="row fields-row" {
                (ui::field(&Field {
                    name: "shortcut", label: &say.say("composer-canned-shortcut"), value: values.get("shortcut"),
                    hint: &say.say("composer-canned-shortcut-hint"), error: wrong.of("shortcut"),
                    autocomplete: "off", ..Field::default()
                }))
                (ui::field(&Field {
                    name: "category", label: &say.say("composer-canned-category"), value: values.get("category"),
                    error: wrong.of("category"), autocomplete: "off", ..Field::default()
                }))
                div class="field" {
                    label for="f-language" { (say.say("composer-canned-language")) }
                    select class="input" id="f-language" name="language" {
                        option value="" { (say.say("composer-canned-language-any")) }
                        @for (language, name) in [(Language::It, "Italiano"), (Language::En, "English")] {
                            option value=(language.tag()) selected[values.get("language") == language.tag()] { (name) }
                        }
                    }
                }
                @if may_share {
                    div class="field" {
                        label for="f-whose" { (say.say("composer-canned-whose")) }
                        select class="input" id="f-whose" name="whose" {
                            option value="shared" selected[shared] { (say.say("composer-canned-shared")) }
                            option value="own" selected[!shared] { (say.say("composer-canned-own")) }
                        }
                    }
                }
            }
            (body_field("text", &say.say("composer-canned-body"), values.get("text"), values.get("html"), &hint, wrong.of("text"), agent))
            p class="row" { (ui::submit("primary", &say.say("composer-canned-save"))) }
        }
    }
}

/// A text with its form, in a form of the settings.
pub(super) fn body_field(
    name: &str,
    label: &str,
    text: &str,
    html: &str,
    hint: &str,
    error: Option<&str>,
    agent: &Agent,
) -> Markup {
    let id = format!("f-{name}");
    html! {
        div class=(if error.is_some() { "field error" } else { "field" }) {
            label for=(id) { (label) }
            (crate::console::inbox::pages::tools(agent.say))
            textarea class="input" id=(id) name=(name) rows="6" maxlength="100000" data-rich data-html=(html)
                aria-describedby={ (id) "-hint" } { (text) }
            p class="hint" id={ (id) "-hint" } { (error.unwrap_or(hint)) }
        }
    }
}

fn table(agent: &Agent, all: &[Canned], now_ms: i64) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    html! {
        div class="sideways" tabindex="0" role="group" aria-labelledby="elenco" {
            table class="lanes canned-table" {
                thead {
                    tr {
                        @for key in ["composer-canned-title", "composer-canned-shortcut", "composer-canned-category",
                            "composer-canned-language", "composer-canned-whose", "composer-canned-used"] {
                            th scope="col" { (say.say(key)) }
                        }
                        th scope="col" { span class="sr" { (say.say("composer-canned-delete")) } }
                    }
                }
                tbody {
                    @for canned in all {
                        @let path = format!("{ROOT}/{}", Kind::Canned.name(&canned.oid));
                        @let mine = canned.agent_id.is_some() || agent.may(Permission::ChangeTeams);
                        tr {
                            th scope="row" { @if mine { a href=(path) { (canned.title) } } @else { (canned.title) } }
                            td { @if !canned.shortcut.is_empty() { "/" (canned.shortcut) } }
                            td { (canned.category) }
                            td { (canned.language.map_or_else(|| say.say("composer-canned-language-any"), |language| language.tag().to_owned())) }
                            td { (say.say(if canned.agent_id.is_some() { "composer-canned-own" } else { "composer-canned-shared" })) }
                            td {
                                (say.with("composer-canned-times", &[("count", canned.used.into())]))
                                @if let Some(used_ms) = canned.used_at_ms { ", " (when::day_time(say, used_ms, now_ms, &zone)) }
                            }
                            td class="n" {
                                @if mine {
                                    form method="post" action={ (path) "/delete" } {
                                        (form::csrf(agent.csrf()))
                                        button class="button quiet" type="submit" {
                                            (say.say("composer-canned-delete")) span class="sr" { " " (canned.title) }
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
