//! Writing: answers, notes, drafts, files, and messages we send first.

use std::sync::Arc;

use axum::extract::multipart::Multipart;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use db::{Kept, Tx};
use kernel::address::{self, Address};
use kernel::id::Kind;
use office::account::Permission;
use spine::conversation::{self, Attachment, Author, Conversation, Opening};
use spine::inbox::Channel;
use spine::outbox::{self, Reply};
use spine::{agent, customer, inbox, promise};
use web::shell::Live;

use super::{No, Shown, act, back, done, framed, is_script};
use crate::Desk;
use crate::console::inbox::store::{self, draft_text, parts_of_draft};
use crate::console::inbox::view::{Outgoing, Place, View};
use crate::console::inbox::{pages, store::file_of};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent, SentParts, blocking};

/// An answer can be taken back for so long.
const HOLD_MS: i64 = 8_000;
/// Text fields of one form, in bytes.
const FIELD_BYTES: usize = 2 * 1024 * 1024;
/// Files of one message.
const MOST_FILES: usize = 50;

/// A form with files, read to its end.
struct Posted {
    fields: Fields,
    files: Vec<(Attachment, Vec<u8>)>,
}

/// Reads a form with files.
///
/// # Errors
/// One that is longer than the installation takes, or that breaks off.
async fn posted(mut parts: Multipart, max_bytes: usize) -> Result<Posted, StatusCode> {
    let mut posted = Posted { fields: Fields::default(), files: Vec::new() };
    let mut left = max_bytes;
    while let Some(mut part) = parts.next_field().await.map_err(|_| StatusCode::BAD_REQUEST)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(|file| {
            let kind = part.content_type().unwrap_or("application/octet-stream");
            Attachment::named(file, kind, None, false)
        });
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|_| StatusCode::BAD_REQUEST)? {
            let most = if file.is_some() { left } else { left.min(FIELD_BYTES) };
            if bytes.len() + chunk.len() > most {
                return Err(StatusCode::PAYLOAD_TOO_LARGE);
            }
            bytes.extend_from_slice(&chunk);
        }
        left -= bytes.len();
        match file {
            Some(_) if bytes.is_empty() => {}
            Some(file) if posted.files.len() < MOST_FILES => posted.files.push((file, bytes)),
            Some(_) => return Err(StatusCode::PAYLOAD_TOO_LARGE),
            None => posted.fields.push(name, String::from_utf8_lossy(&bytes)),
        }
    }
    Ok(posted)
}

/// Puts the bytes of files where they stay, before anything names them.
async fn kept(desk: &Arc<Desk>, files: Vec<(Attachment, Vec<u8>)>) -> Result<Vec<(Attachment, Kept)>, Fault> {
    let db = desk.db.clone();
    blocking(move || {
        let keep = |(file, bytes): (Attachment, Vec<u8>)| Ok((file, db.keep(&bytes)?));
        files.into_iter().map(keep).collect()
    })
    .await
}

/// The uploads a message names, with the files that came along: all by oid.
fn uploads(tx: &mut Tx<'_>, fields: &Fields, files: Vec<(Attachment, Kept)>) -> Result<Vec<String>, Fault> {
    let mut oids: Vec<String> = named(fields);
    for (file, kept) in files {
        oids.push(conversation::upload(tx, file, kept)?.oid);
    }
    Ok(oids)
}

/// Oids of the uploads a form names.
fn named(fields: &Fields) -> Vec<String> {
    let names = fields.all("attachment").filter_map(|name| Kind::Attachment.oid(name));
    names.take(MOST_FILES).map(str::to_owned).collect()
}

/// Addresses as people write them: separated by commas or semicolons, with or without a name.
fn people(text: &str, say: words::Say) -> Result<Vec<Address>, No> {
    let written = text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    written
        .map(|part| {
            let (name, email) = match part.strip_suffix('>').and_then(|part| part.rsplit_once('<')) {
                Some((name, email)) => (Some(name.trim().trim_matches('"').to_owned()), email.trim()),
                None => (None, part),
            };
            if !address::plausible(email) {
                return Err(No::Said(say.with("inbox-problem-address", &[("address", part.into())])));
            }
            Ok(Address { name: name.filter(|name| !name.is_empty()), email: email.to_owned() })
        })
        .collect()
}

/// What the spine refused, in the reader's words.
fn refused(error: spine::Error, say: words::Say) -> No {
    let key = match &error {
        spine::Error::Refused(fields) => match fields.first().map(|field| field.pointer.as_str()) {
            Some(pointer) if pointer.starts_with("/text") => "inbox-problem-empty",
            Some(pointer) if pointer.starts_with("/attachments") => "inbox-problem-file",
            _ => "inbox-problem-to",
        },
        spine::Error::Conflict(_) => "inbox-problem-settled",
        spine::Error::Missing(_) | spine::Error::Store(_) => return No::Fault(error.into()),
    };
    No::Said(say.say(key))
}

fn reply_of(me: &Agent, fields: &Fields, attachments: Vec<String>) -> Result<Reply, No> {
    Ok(Reply {
        author: Author::Agent { id: me.id(), name: me.person().name.clone() },
        text: fields.get("text").replace("\r\n", "\n"),
        html: None,
        to: people(fields.get("to"), me.say)?,
        cc: people(fields.get("cc"), me.say)?,
        bcc: people(fields.get("bcc"), me.say)?,
        attachments,
        hold_ms: HOLD_MS,
    })
}

/// `POST …/message`: an answer or a note.
pub(super) async fn message(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    headers: HeaderMap,
    SentParts { agent, parts }: SentParts,
) -> Response {
    let script = is_script(&headers);
    let posted = match posted(parts, desk.settings.max_message_bytes).await {
        Ok(posted) => posted,
        Err(status) => return status.into_response(),
    };
    let files = match kept(&desk, posted.files).await {
        Ok(files) => files,
        Err(fault) => return agent.problem(fault),
    };
    let fields = posted.fields;
    let (code, given) = (reference.clone(), fields.clone());
    let noting = fields.get("kind") == "note";
    let permission = if noting { Permission::Handle } else { Permission::Answer };
    let outcome = act(&desk, &agent, permission, move |me, tx| {
        let mut open = store::open(tx, &code)?;
        let attachments = uploads(tx, &given, files)?;
        match noting {
            true => note(tx, me, &open, &given, &attachments)?,
            false => answer(tx, me, &mut open, &given, attachments)?,
        }
        let kind = if noting { "note" } else { "reply" };
        conversation::keep_draft(tx, open.id, me.id(), kind, "").map_err(Fault::from)?;
        Ok(())
    });
    let place = back(&fields, &reference);
    match outcome.await {
        Ok(()) => done(script, &place.href()),
        Err(No::Fault(fault)) => agent.problem(fault),
        Err(No::Said(problem)) if script => said(problem),
        Err(No::Said(problem)) => {
            let text = fields.get("text").to_owned();
            page_again(&desk, &agent, place, problem, (noting, text), StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// A sentence for the script that asked.
fn said(problem: String) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], problem)
        .into_response()
}

/// The page as it was, with what was typed and what was wrong.
async fn page_again(
    desk: &Arc<Desk>,
    agent: &Agent,
    place: Place,
    problem: String,
    (noting, text): (bool, String),
    status: StatusCode,
) -> Response {
    let reader = agent.reader(desk);
    let answer = agent.read(&desk.db, move |agent, tx| {
        let mut shown = Shown::load(tx, &place, reader)?;
        if let Some((thread, _)) = &mut shown.inbox.thread {
            let composer = &mut thread.composer;
            composer.problem = Some(problem);
            composer.note_first = noting;
            if !text.is_empty() {
                if noting { composer.note.text = text } else { composer.reply.text = text }
            }
        }
        shown.page(agent, None, status)
    });
    answer.await
}

fn note(
    tx: &mut Tx<'_>,
    me: &Agent,
    open: &Conversation,
    fields: &Fields,
    attachments: &[String],
) -> Result<(), No> {
    let text = fields.get("text").replace("\r\n", "\n");
    if text.trim().is_empty() && attachments.is_empty() {
        return Err(No::Said(me.say.say("inbox-problem-empty")));
    }
    let files = conversation::uploads(tx, attachments).map_err(|error| refused(error, me.say))?;
    let note = super::acts::new_note(me, open, &text);
    let note = conversation::add_message(tx, open, note, Vec::new(), me.actor()).map_err(Fault::from)?;
    for file in &files {
        conversation::attach(tx, file, note.id).map_err(Fault::from)?;
    }
    Ok(())
}

/// Sends an answer. Whoever answers a conversation of nobody's has it from then on; *keep* leaves it on the desk
/// while something besides the answer is still owed.
fn answer(
    tx: &mut Tx<'_>,
    me: &Agent,
    open: &mut Conversation,
    fields: &Fields,
    attachments: Vec<String>,
) -> Result<(), No> {
    let reply = reply_of(me, fields, attachments)?;
    if open.assignee_id.is_none() {
        let person = agent::find(tx, me.id()).map_err(Fault::from)?;
        conversation::assign(tx, open, Some(&person), "answered", me.actor()).map_err(Fault::from)?;
    }
    outbox::reply(tx, open, reply).map_err(|error| refused(error, me.say))?;
    let more =
        promise::open_of(tx, open.id).map_err(Fault::from)?.iter().any(|promise| !promise.kind.is_reply());
    if more && fields.get("then") == "keep" {
        conversation::reopen(tx, open, "still_owed", me.actor()).map_err(Fault::from)?;
    }
    Ok(())
}

/// `POST …/draft`: what somebody has written so far.
pub(super) async fn draft(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let outcome = act(&desk, &agent, Permission::Handle, move |me, tx| {
        let open = store::open(tx, &reference)?;
        let kind = if fields.get("kind") == "note" { "note" } else { "reply" };
        let people = fields.has("to").then(|| ["to", "cc", "bcc"].map(|place| fields.get(place)));
        let content = draft_text(fields.get("text"), &named(&fields), people);
        conversation::keep_draft(tx, open.id, me.id(), kind, &content).map_err(Fault::from)?;
        Ok(())
    });
    match outcome.await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(No::Fault(fault)) => agent.problem(fault),
        Err(No::Said(problem)) => said(problem),
    }
}

/// `POST …/undo`: takes an answer back while it waits, and puts its words before what was begun since.
pub(super) async fn undo(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let (code, given) = (reference.clone(), fields.clone());
    let outcome = act(&desk, &agent, Permission::Answer, move |me, tx| {
        let open = store::open(tx, &code)?;
        let oid = Kind::Message.oid(given.get("message")).ok_or(Fault::Missing)?;
        let message = conversation::message_by_oid(tx, oid).map_err(Fault::from)?;
        let files = conversation::attachments(tx, message.id).map_err(Fault::from)?;
        let taken = match outbox::undo(tx, message.id, me.id()) {
            Err(spine::Error::Conflict(_)) => return Err(No::Said(me.say.say("inbox-undo-late"))),
            taken => taken.map_err(Fault::from)?,
        };
        let drafts = conversation::draft(tx, open.id, me.id()).map_err(Fault::from)?;
        let begun =
            drafts.iter().find(|draft| draft.kind == "reply").map(|draft| parts_of_draft(&draft.content));
        let (begun, mut attachments) = begun.unwrap_or_default();
        let text = [taken.text.trim_end(), begun.trim()].into_iter().filter(|text| !text.is_empty());
        let text = text.collect::<Vec<_>>().join("\n\n");
        attachments.splice(0..0, files.into_iter().map(|file| file.oid));
        let content = draft_text(&text, &attachments, None);
        conversation::keep_draft(tx, open.id, me.id(), "reply", &content).map_err(Fault::from)?;
        Ok(())
    });
    let place = back(&fields, &reference);
    match outcome.await {
        Ok(()) => done(false, &place.href()),
        Err(No::Fault(fault)) => agent.problem(fault),
        Err(No::Said(problem)) => {
            page_again(&desk, &agent, place, problem, (false, String::new()), StatusCode::CONFLICT).await
        }
    }
}

/// `POST /console/upload`: one file for a message being written; answers with its row.
pub(super) async fn upload(State(desk): State<Arc<Desk>>, SentParts { agent, parts }: SentParts) -> Response {
    let posted = match posted(parts, desk.settings.max_message_bytes).await {
        Ok(posted) => posted,
        Err(status) => return status.into_response(),
    };
    let files = match kept(&desk, posted.files).await {
        Ok(files) => files,
        Err(fault) => return agent.problem(fault),
    };
    let outcome = act(&desk, &agent, Permission::Handle, move |me, tx| {
        let mut rows = String::new();
        let reading = store::reading(tx, me.say)?;
        for (file, kept) in files {
            let file = conversation::upload(tx, file, kept).map_err(Fault::from)?;
            rows.push_str(&pages::file_row(&file_of(&file), &reading).into_string());
        }
        Ok(rows)
    });
    match outcome.await {
        Ok(rows) => Html(rows).into_response(),
        Err(No::Fault(fault)) => agent.problem(fault),
        Err(No::Said(problem)) => said(problem),
    }
}

/// `GET /console/new`: the page that writes to somebody first.
pub(super) async fn new_page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    outgoing_page(&desk, &agent, Outgoing::default(), StatusCode::OK).await
}

async fn outgoing_page(desk: &Arc<Desk>, agent: &Agent, message: Outgoing, status: StatusCode) -> Response {
    let reader = agent.reader(desk);
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Answer)?;
        let mut shown = Shown::load(tx, &Place::of(View::All), reader)?;
        // No line of the left column is the current one here.
        shown.inbox.place.inbox = Some(String::new());
        let inboxes = inbox::list(tx)?.into_iter().filter(|inbox| inbox.live && inbox.address.is_some());
        let message = Outgoing {
            inboxes: inboxes
                .filter(|inbox| inbox.channel == Channel::Email)
                .map(|inbox| (inbox.oid, format!("{} <{}>", inbox.name, inbox.address.unwrap_or_default())))
                .collect(),
            ..message
        };
        let body = pages::outgoing(&message, agent.csrf(), &shown.reading);
        let title = agent.say.say("inbox-new-title");
        let (reading, company) = (&shown.reading, shown.company.as_str());
        let page = framed(agent, reading, title, company, "plain", Live::No, &shown.inbox, body);
        Ok((status, Html(page)))
    });
    answer.await
}

/// `POST /console/new`: opens a conversation with our message.
pub(super) async fn new_message(
    State(desk): State<Arc<Desk>>,
    SentParts { agent, parts }: SentParts,
) -> Response {
    let posted = match posted(parts, desk.settings.max_message_bytes).await {
        Ok(posted) => posted,
        Err(status) => return status.into_response(),
    };
    let files = match kept(&desk, posted.files).await {
        Ok(files) => files,
        Err(fault) => return agent.problem(fault),
    };
    let fields = posted.fields;
    let given = fields.clone();
    let outcome = act(&desk, &agent, Permission::Answer, move |me, tx| {
        let inbox = inbox::by_oid(tx, given.get("inbox"));
        let inbox = inbox.map_err(|_| No::Said(me.say.say("inbox-new-no-inbox")))?;
        let attachments = uploads(tx, &given, files)?;
        let reply = reply_of(me, &given, attachments)?;
        let Some(first) = reply.to.first() else { return Err(No::Said(me.say.say("inbox-problem-to"))) };
        let subject = given.get("subject").trim().to_owned();
        if subject.is_empty() {
            return Err(No::Said(me.say.say("inbox-problem-subject")));
        }
        let known = customer::recognise(tx, first, None).map_err(Fault::from)?;
        let opening = Opening {
            subject,
            channel: inbox.channel,
            inbox_id: inbox.id,
            customer_id: known.id,
            team_id: inbox.team_id,
            tier: known.tier,
            skills: "[]".to_owned(),
            linked_id: None,
        };
        let mut open = conversation::open(tx, opening, me.actor()).map_err(Fault::from)?;
        let person = agent::find(tx, me.id()).map_err(Fault::from)?;
        conversation::assign(tx, &mut open, Some(&person), "wrote_first", me.actor()).map_err(Fault::from)?;
        outbox::write_first(tx, &mut open, reply).map_err(|error| refused(error, me.say))?;
        Ok(open.reference)
    });
    match outcome.await {
        Ok(reference) => done(false, &Place::of(View::All).with_open(&reference).href()),
        Err(No::Fault(fault)) => agent.problem(fault),
        Err(No::Said(problem)) => {
            let text = |name: &str| fields.get(name).to_owned();
            let message = Outgoing {
                inbox: text("inbox"),
                to: text("to"),
                cc: text("cc"),
                bcc: text("bcc"),
                subject: text("subject"),
                text: text("text"),
                problem: Some(problem),
                ..Outgoing::default()
            };
            outgoing_page(&desk, &agent, message, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

#[cfg(test)]
mod tests {
    use words::Say;

    use super::people;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        let read = |text: &str| {
            people(text, Say::default()).ok().map(|people| {
                people
                    .into_iter()
                    .map(|person| (person.name.unwrap_or_default(), person.email))
                    .collect::<Vec<_>>()
            })
        };
        let pair = |name: &str, email: &str| (name.to_owned(), email.to_owned());
        assert_eq!(
            read("anna@example.it; \"Bruno S.\" <bruno@example.it>,\n carla@example.it"),
            Some(vec![
                pair("", "anna@example.it"),
                pair("Bruno S.", "bruno@example.it"),
                pair("", "carla@example.it")
            ])
        );
        assert_eq!(read(""), Some(Vec::new()));
        assert_eq!(read("anna"), None);
    }
}
