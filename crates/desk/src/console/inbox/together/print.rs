//! A conversation on paper: everything said, in order, without the console around it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{Html, Response};
use db::Tx;
use kernel::id::Kind;
use maud::{DOCTYPE, Markup, html};
use office::account::Permission;
use spine::conversation::{self, Conversation, Direction, Message};
use spine::{company, customer, inbox};

use crate::Desk;
use crate::console::inbox::store;
use crate::console::inbox::view::Reading;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::Agent;

/// Messages on paper at most.
const MESSAGES: usize = 2_000;

struct Sheet {
    company: String,
    inbox: String,
    customer: String,
    conversation: Conversation,
    messages: Vec<(Message, Vec<String>)>,
    notes: bool,
}

/// `GET …/print`: all messages; `?notes=1` with the notes.
pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    agent: Agent,
    Path(reference): Path<String>,
    uri: Uri,
) -> Response {
    let notes = Fields::of_query(uri.query()).get("notes") == "1";
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Read)?;
        let reading = store::reading(tx, agent.say)?;
        Ok(Html(draw(&sheet(tx, &reference, notes)?, &reading).into_string()))
    });
    answer.await
}

fn sheet(tx: &mut Tx<'_>, reference: &str, notes: bool) -> Result<Sheet, Fault> {
    let conversation = store::open(tx, reference)?;
    let known = customer::find(tx, conversation.customer_id)?;
    let addresses = customer::identities(tx, known.id)?.into_iter().map(|identity| identity.value);
    let customer: Vec<String> = known.name.into_iter().chain(addresses).collect();
    let mut messages = Vec::new();
    for message in conversation::messages(tx, conversation.id, 0, MESSAGES)? {
        if notes || message.direction != Direction::Note {
            let files = conversation::attachments(tx, message.id)?.into_iter().map(|file| file.name).collect();
            messages.push((message, files));
        }
    }
    Ok(Sheet {
        company: company::find(tx)?.name,
        inbox: inbox::find(tx, conversation.inbox_id)?.name,
        customer: customer.join(", "),
        conversation,
        messages,
        notes,
    })
}

fn draw(sheet: &Sheet, reading: &Reading) -> Markup {
    let say = reading.say;
    let open = &sheet.conversation;
    html! {
        (DOCTYPE)
        html lang=(say.language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (open.reference) " " (open.subject) " · " (sheet.company) }
                link rel="stylesheet" href=(web::assets::url("css/print.css"));
                link rel="icon" type="image/svg+xml" href=(web::assets::url("mark.svg"));
                script type="module" src=(web::assets::url("js/print.js")) {}
            }
            body {
                header {
                    p class="company" { (sheet.company) }
                    h1 { (open.subject) }
                    dl {
                        dt { (say.say("together-print-code")) } dd { (open.reference) }
                        dt { (say.say("together-print-customer")) } dd { (sheet.customer) }
                        dt { (say.say("together-print-inbox")) } dd { (sheet.inbox) }
                        dt { (say.say("together-print-at")) } dd { (stamp(reading.now_ms, reading)) }
                    }
                    nav {
                        button type="button" data-do="print" hidden { (say.say("together-print")) }
                        @match sheet.notes {
                            true => a href={ "/console/conversation/" (open.reference) "/print" } { (say.say("together-print-plain")) },
                            false => a href={ "/console/conversation/" (open.reference) "/print?notes=1" } { (say.say("together-print-notes")) },
                        }
                    }
                }
                main {
                    @for (message, files) in &sheet.messages { (said(message, files, reading)) }
                }
            }
        }
    }
}

/// Day, month, year and time: on paper nothing is today.
fn stamp(at_ms: i64, reading: &Reading) -> String {
    let at = jiff::Timestamp::from_millisecond(at_ms).map(|at| at.to_zoned(reading.zone.clone()));
    at.map(|at| at.strftime("%d/%m/%Y, %H:%M").to_string()).unwrap_or_default()
}

fn said(message: &Message, files: &[String], reading: &Reading) -> Markup {
    let say = reading.say;
    let author = message.author_name.as_deref().or(message.author_address.as_deref()).unwrap_or_default();
    let text = if message.reply_text.trim().is_empty() { &message.text } else { &message.reply_text };
    let class = match message.direction {
        Direction::In => "in",
        Direction::Out => "out",
        Direction::Note => "note",
    };
    html! {
        article class=(class) id=(Kind::Message.name(&message.oid)) {
            h2 {
                (author)
                @if message.direction == Direction::Note { " · " (say.say("inbox-note-chip")) }
                " " time datetime=(reading.iso(message.created_at_ms)) {
                    (stamp(message.created_at_ms, reading))
                }
            }
            @for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) { p { (paragraph) } }
            @if !files.is_empty() { p class="files" { (say.say("together-print-files")) " " (files.join(", ")) } }
        }
    }
}
