//! Signatures: one's own on one's own page, an inbox's in its settings.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use db::Tx;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use spine::inbox::{self, Inbox};
use spine::signature::{self, Owner, Signature};
use web::form;
use web::ui;

use super::canned::body_field;
use super::{Frame, Place, framed, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent};

/// What a page shows of a signature: its lines with their places, and how they read.
pub(super) struct Shown {
    body: String,
    reads: Option<Signature>,
}

/// The reader's own.
pub(super) fn own(agent: &Agent, tx: &mut Tx<'_>) -> Result<Shown, Fault> {
    let body = signature::find(tx, Owner::Agent(agent.id()))?.unwrap_or_default();
    let reads = match inbox::list(tx)?.first() {
        Some(inbox) if !body.is_empty() => signature::of(tx, agent.id(), inbox.id)?,
        Some(_) | None => None,
    };
    Ok(Shown { body, reads })
}

/// An inbox's, as the reader would send it.
fn of_inbox(agent: &Agent, tx: &mut Tx<'_>, inbox_id: i64) -> Result<Shown, Fault> {
    let body = signature::find(tx, Owner::Inbox(inbox_id))?.unwrap_or_default();
    Ok(Shown { body, reads: signature::of(tx, agent.id(), inbox_id)? })
}

pub(super) async fn save_own(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            keep(agent, tx, Owner::Agent(agent.id()), &fields)?;
            Ok(Redirect::to("/console/me#firma"))
        })
        .await
}

pub(super) async fn save_of_inbox(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            let oid = Kind::Inbox.oid(&name).ok_or(Fault::Missing)?;
            let inbox = inbox::by_oid(tx, oid)?;
            keep(agent, tx, Owner::Inbox(inbox.id), &fields)?;
            Ok(Redirect::to(&path(&inbox)))
        })
        .await
}

fn path(inbox: &Inbox) -> String {
    format!("/console/settings/inboxes/{}/signature", Kind::Inbox.name(&inbox.oid))
}

/// Where an inbox's settings lead to its signature.
pub(super) fn link(agent: &Agent, inbox: &Inbox) -> Markup {
    let say = agent.say;
    html! {
        section class="leaf" aria-labelledby="firma-casella" {
            h3 id="firma-casella" { (say.say("composer-signature-inbox")) }
            p class="muted" { (say.say("composer-signature-inbox-text")) }
            p { a class="button" href=(path(inbox)) { (say.say("composer-signature-edit")) span class="sr" { " " (say.say("composer-signature-inbox")) } } }
        }
    }
}

/// `GET …/signature`: the signature of one inbox.
pub(super) async fn page_of_inbox(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    agent: Agent,
) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            let oid = Kind::Inbox.oid(&name).ok_or(Fault::Missing)?;
            let inbox = inbox::by_oid(tx, oid)?;
            let found = of_inbox(agent, tx, inbox.id)?;
            let say = agent.say;
            let body = html! {
                main class="thread settings" id="firme" aria-labelledby="nome" {
                    header {
                        div class="title" {
                            a class="button quiet square" href={ "/console/settings/inboxes/" (name) } title=(say.say("settings-inboxes")) {
                                (ui::icon("chevron-left")) span class="sr" { (say.say("settings-inboxes")) }
                            }
                            h1 id="nome" { (inbox.name) }
                        }
                    }
                    div class="pages" { (section(agent, &found, Some(&inbox))) }
                }
            };
            Ok(shown(framed(Frame {
                agent,
                place: Place::Inboxes,
                title: say.say("composer-signature-inbox"),
                deck: "plain",
                skip: "firme",
                body,
                now_ms: tx.now_ms(),
            })))
        })
        .await
}

/// Keeps what the form holds; what is too long is cut to the bound the field says.
fn keep(agent: &Agent, tx: &mut Tx<'_>, owner: Owner, fields: &Fields) -> Result<(), Fault> {
    let body = match fields.get("html").trim() {
        "" if fields.get("signature").trim().is_empty() => String::new(),
        "" => wire::plain::html_of(fields.get("signature")),
        html => html.to_owned(),
    };
    let within: String = body.chars().take(20_000).collect();
    signature::keep(tx, owner, &within, agent.actor())?;
    Ok(())
}

/// One section of a page, with its form.
pub(super) fn section(agent: &Agent, shown: &Shown, of: Option<&Inbox>) -> Markup {
    let say = agent.say;
    let (action, title, about, places) = match of {
        None => (
            "/console/me/signature".to_owned(),
            "composer-signature-own",
            "composer-signature-own-text",
            "{{agent.name}}, {{company.name}}, {{inbox.name}}",
        ),
        Some(inbox) => (
            path(inbox),
            "composer-signature-inbox",
            "composer-signature-inbox-text",
            "{{agent.signature}}, {{agent.name}}, {{company.name}}, {{inbox.name}}",
        ),
    };
    let hint = say.with("composer-signature-places", &[("places", places.into())]);
    let text = wire::plain::text_of(&shown.body);
    html! {
        section class="leaf" id="firma" aria-labelledby="firma-titolo" {
            h2 id="firma-titolo" { (say.say(title)) }
            p class="muted" { (say.say(about)) }
            form method="post" action=(action) class="formed fields" {
                (form::csrf(agent.csrf()))
                (body_field("signature", &say.say("composer-signature"), &text, &shown.body, &hint, None, agent))
                p class="row" { (ui::submit("", &say.say("settings-save"))) }
            }
            @if let Some(reads) = &shown.reads {
                h3 { (say.say("composer-signature-preview")) }
                p class="lines" { (reads.text) }
            }
        }
    }
}
