//! The address book of departments and suppliers, in the settings.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use kernel::id::Kind;
use kernel::language::Language;
use maud::{Markup, html};
use office::account::Permission;
use spine::Error;
use spine::task::{self, Contact, ContactKind, NewContact};
use web::form;
use web::ui::{self, Field};

use crate::Desk;
use crate::console::settings::{Place, page as settings_page, refused, shown};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

const HERE: &str = "/console/settings/contacts";

/// Addresses of the address book.
pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(HERE, get(list).post(create))
        .route("/console/settings/contacts/{name}", get(one).post(save))
        .route("/console/settings/contacts/{name}/remove", post(remove))
}

fn given(fields: &Fields) -> NewContact {
    NewContact {
        kind: ContactKind::of_name(fields.get("kind")).unwrap_or(ContactKind::Department),
        name: fields.get("name").to_owned(),
        email: fields.get("email").to_owned(),
        language: Language::of_tag(fields.get("language")).unwrap_or_default(),
        note: Some(fields.get("note").to_owned()),
    }
}

/// Back to the address book, or the form again with what is wrong beside its fields.
fn ended(
    agent: &Agent,
    tx: &mut Tx<'_>,
    open: Option<&Contact>,
    fields: &Fields,
    outcome: Result<Contact, Error>,
) -> Result<Response, Fault> {
    let mut wrong = Wrong::default();
    let kept = wrong.take(agent.say, outcome, |refused| match refused.pointer.as_str() {
        "/name" => ("name", "task-contact-error-name"),
        "/email" => ("email", "task-contact-error-email"),
        _ => ("note", "task-contact-error-note"),
    })?;
    match kept {
        Some(_) => Ok(Redirect::to(HERE).into_response()),
        None => Ok(refused(draw(agent, tx, open, fields, &wrong)?)),
    }
}

async fn list(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            Ok(shown(draw(agent, tx, None, &Fields::default(), &Wrong::default())?))
        })
        .await
}

async fn create(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let added = task::add_contact(tx, given(&fields), agent.actor());
            ended(agent, tx, None, &fields, added)
        })
        .await
}

fn named(tx: &mut Tx<'_>, name: &str) -> Result<Contact, Fault> {
    Ok(task::contact_by_oid(tx, Kind::Contact.oid(name).ok_or(Fault::Missing)?)?)
}

async fn one(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let contact = named(tx, &name)?;
            let values = Fields::of_pairs([
                ("kind", contact.kind.name().to_owned()),
                ("name", contact.name.clone()),
                ("email", contact.email.clone()),
                ("language", contact.language.tag().to_owned()),
                ("note", contact.note.clone().unwrap_or_default()),
            ]);
            Ok(shown(draw(agent, tx, Some(&contact), &values, &Wrong::default())?))
        })
        .await
}

async fn save(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let contact = named(tx, &name)?;
            let changed = task::change_contact(tx, contact.id, given(&fields), agent.actor());
            ended(agent, tx, Some(&contact), &fields, changed)
        })
        .await
}

async fn remove(State(desk): State<Arc<Desk>>, Path(name): Path<String>, Sent { agent, .. }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let contact = named(tx, &name)?;
            task::remove_contact(tx, contact.id, agent.actor())?;
            Ok(Redirect::to(HERE))
        })
        .await
}

fn draw(
    agent: &Agent,
    tx: &mut Tx<'_>,
    open: Option<&Contact>,
    values: &Fields,
    wrong: &Wrong,
) -> Result<Markup, Fault> {
    let say = agent.say;
    let may = agent.may(Permission::ChangeTeams);
    let contacts = task::contacts(tx)?;
    let here = open.map_or(HERE.to_owned(), |open| format!("{HERE}/{}", Kind::Contact.name(&open.oid)));
    let body = html! {
        main class="thread settings" id="rubrica" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("task-contact-contacts")) " " span class="count" { (contacts.len()) } }
                    span class="muted clip" { (say.say("task-contact-text")) }
                }
            }
            div class="pages" {
                section class="leaf" aria-labelledby="elenco" {
                    h2 id="elenco" { (say.say("task-contact-contacts")) }
                    @if contacts.is_empty() {
                        (ui::empty(&say.say("task-contact-none"), &say.say("task-contact-none-text"), None))
                    } @else {
                        ul class="contacts" {
                            @for contact in &contacts {
                                li {
                                    a href={ (HERE) "/" (Kind::Contact.name(&contact.oid)) } aria-current=[open.filter(|open| open.id == contact.id).map(|_| "true")] { (contact.name) }
                                    " " span class="muted" { (say.say(&format!("task-contact-kind-{}", contact.kind.name()))) ", " (ui::breakable(&contact.email)) }
                                }
                            }
                        }
                    }
                }
                section class="leaf" aria-labelledby="scheda" {
                    h2 id="scheda" { @match open { Some(open) => (open.name), None => (say.say("task-contact-new")) } }
                    form method="post" action=(here) class="fields" novalidate {
                        (form::csrf(agent.csrf()))
                        fieldset class="bare fields" disabled[!may] {
                            (ui::field(&Field {
                                name: "name", label: &say.say("task-contact-name"), value: values.get("name"),
                                error: wrong.of("name"), autocomplete: "off", required: true, ..Field::default()
                            }))
                            (ui::field(&Field {
                                name: "email", kind: "email", label: &say.say("task-contact-email"), value: values.get("email"),
                                error: wrong.of("email"), autocomplete: "off", required: true, ..Field::default()
                            }))
                            div class="field" {
                                label for="f-kind" { (say.say("task-contact-kind")) }
                                select class="input" id="f-kind" name="kind" {
                                    @for kind in ContactKind::ALL {
                                        option value=(kind.name()) selected[values.get("kind") == kind.name()] { (say.say(&format!("task-contact-kind-{}", kind.name()))) }
                                    }
                                }
                            }
                            div class="field" {
                                label for="f-language" { (say.say("task-contact-language")) }
                                select class="input" id="f-language" name="language" {
                                    @for (tag, name) in [("it", "Italiano"), ("en", "English")] {
                                        option value=(tag) selected[values.get("language") == tag] { (name) }
                                    }
                                }
                            }
                            (ui::field(&Field {
                                name: "note", label: &say.say("task-contact-note"), value: values.get("note"),
                                hint: &say.say("task-contact-note-hint"), error: wrong.of("note"), autocomplete: "off", ..Field::default()
                            }))
                            @if may { p { (ui::submit("primary", &say.say("task-contact-save"))) } }
                        }
                    }
                    @if let (Some(open), true) = (open, may) {
                        form method="post" action={ (HERE) "/" (Kind::Contact.name(&open.oid)) "/remove" } {
                            (form::csrf(agent.csrf()))
                            (ui::submit("quiet", &say.say("task-contact-remove")))
                        }
                    }
                }
            }
        }
    };
    Ok(settings_page(agent, Place::Contacts, say.say("task-contact-contacts"), "rubrica", body, tx.now_ms()))
}
