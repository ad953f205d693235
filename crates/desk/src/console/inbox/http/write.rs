//! Writing: answers, notes, drafts, files, and messages we send first.

use std::sync::Arc;

use axum::extract::multipart::Multipart;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use db::{Kept, Tx};
use kernel::address::{self, Address};
use kernel::id::Kind;
use office::account::Permission;
use spine::conversation::{self, Attachment, Author, Conversation, Opening};
use spine::inbox::Channel;
use spine::outbox::{self, Beside, Reply, Word};
use spine::scheduled::{self, Later};
use spine::{agent, canned, complaint, customer, inbox, promise, signature};
use web::shell::Live;

use super::{No, Shown, act, back, done, framed, is_script, or_say};
use crate::Desk;
use crate::console::inbox::store::{self, Begun, begun_of, draft_text};
use crate::console::inbox::view::{Outgoing, Place, View};
use crate::console::inbox::writing::News;
use crate::console::inbox::{ask, pages, store::file_of};
use crate::console::{complaints, live};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent as Form, SentParts, blocking};

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
pub(super) fn refused(error: spine::Error, say: words::Say) -> No {
    let key = match &error {
        spine::Error::Refused(fields) => match fields.first().map(|field| field.pointer.as_str()) {
            Some(pointer) if pointer.starts_with("/text") => "inbox-problem-empty",
            Some(pointer) if pointer.starts_with("/attachments") => "inbox-problem-file",
            Some("/promise/due_at") if fields[0].message.contains("leaves") => "composer-problem-word",
            Some(pointer) if pointer.starts_with("/promise") => "composer-problem-moment",
            Some("/leaves_at") if fields[0].message.contains("promised") => "composer-problem-promised",
            Some("/leaves_at") => "composer-problem-moment",
            _ => "inbox-problem-to",
        },
        spine::Error::Conflict(_) => "inbox-problem-settled",
        spine::Error::Missing(_) | spine::Error::Store(_) => return No::Fault(error.into()),
    };
    No::Said(say.say(key))
}

/// What somebody wrote: text, and its form where it has one.
///
/// # Errors
/// Too much within each other; places still to be filled in.
fn begun(fields: &Fields, attachments: Vec<String>, say: words::Say) -> Result<Begun, No> {
    let html = fields.get("html");
    let mut begun = Begun { text: fields.get("text").replace("\r\n", "\n"), html: String::new(), attachments };
    if !html.trim().is_empty() {
        let (safe, cut) = wire::html::sanitised(html);
        if cut {
            return Err(No::Said(say.say("composer-problem-html")));
        }
        begun.text = wire::plain::text_of(&safe);
        if !wire::plain::is_plain(&safe) {
            begun.html = safe;
        }
    }
    Ok(begun)
}

fn reply_of(me: &Agent, fields: &Fields, attachments: Vec<String>) -> Result<Reply, No> {
    let begun = begun(fields, attachments, me.say)?;
    let unfilled = canned::unfilled(&begun.text);
    if !unfilled.is_empty() {
        let names = unfilled.join(", ");
        return Err(No::Said(me.say.with("composer-problem-unfilled", &[("names", names.into())])));
    }
    Ok(Reply {
        author: Author::Agent { id: me.id(), name: me.person().name.clone() },
        text: begun.text,
        html: Some(begun.html).filter(|html| !html.is_empty()),
        to: people(fields.get("to"), me.say)?,
        cc: people(fields.get("cc"), me.say)?,
        bcc: people(fields.get("bcc"), me.say)?,
        attachments: begun.attachments,
        hold_ms: HOLD_MS,
    })
}

/// The word accepted beside what was written.
fn word_of(fields: &Fields) -> Option<Word> {
    fields.get("promise").parse().ok().map(|due_at_ms| Word { due_at_ms, text: None })
}

/// What goes with an answer: the word accepted, the signature.
fn beside(tx: &mut Tx<'_>, me: &Agent, inbox_id: i64, fields: &Fields) -> Result<Beside, No> {
    let signature = signature::of(tx, me.id(), inbox_id).map_err(Fault::from)?;
    Ok(Beside { word: word_of(fields), signature, channel: None })
}

/// How a message is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Keep,
    Wait,
    Close,
    /// At that moment.
    Later(i64),
}

impl Then {
    /// # Errors
    /// A moment that is none, or at which the inbox is closed.
    fn of(fields: &Fields, hours: &kernel::calendar::Hours, say: words::Say) -> Result<Self, No> {
        let then = match fields.get("anyway") {
            "" => fields.get("then"),
            _ => fields.get("then-anyway"),
        };
        Ok(match then {
            "wait" => Self::Wait,
            "close" => Self::Close,
            "schedule" => match ask::chosen(fields, hours.timezone()) {
                Some((_, at_ms)) => Self::Later(at_ms),
                None => return Err(No::Said(say.say("composer-problem-moment"))),
            },
            then => match then.strip_prefix("at:").and_then(|at_ms| at_ms.parse().ok()) {
                Some(at_ms) => Self::Later(at_ms),
                None => Self::Keep,
            },
        })
    }
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
        if let Some(news) = news(tx, me, &open, &given).filter(|_| !noting) {
            return Ok(Sent::Stopped(news));
        }
        let attachments = uploads(tx, &given, files)?;
        match noting {
            true => note(tx, me, &open, &given, &attachments)?,
            false => answer(tx, me, &mut open, &given, attachments)?,
        }
        let kind = if noting { "note" } else { "reply" };
        conversation::keep_draft(tx, open.id, me.id(), kind, "").map_err(Fault::from)?;
        Ok(Sent::Done { seq: live::seq(tx)? })
    });
    let place = back(&fields, &reference);
    let again = |what| Again { begun: begun(&fields, Vec::new(), agent.say).ok(), noting, what };
    match outcome.await {
        Ok(Sent::Done { seq }) if script => {
            let seq = (HeaderName::from_static("x-seq"), seq.to_string());
            ([seq], done(script, &place.href())).into_response()
        }
        Ok(Sent::Done { .. }) => done(script, &place.href()),
        Ok(Sent::Stopped(news)) if script => stopped(&desk, &agent, news).await,
        Ok(Sent::Stopped(news)) => {
            page_again(&desk, &agent, place, again(Wrong::Unseen(news)), StatusCode::CONFLICT).await
        }
        Err(No::Fault(fault)) => agent.problem(fault),
        Err(No::Said(problem)) if script => said(problem),
        Err(No::Said(problem)) => {
            let again = again(Wrong::Said(problem));
            page_again(&desk, &agent, place, again, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// What became of a message.
enum Sent {
    /// Everything up to this event has been seen by its author.
    Done { seq: i64 },
    /// Somebody wrote meanwhile.
    Stopped(News),
}

/// What somebody else wrote after what the writer saw; nothing when the form does not say what that was.
fn news(tx: &mut Tx<'_>, me: &Agent, open: &Conversation, fields: &Fields) -> Option<News> {
    let seen = match fields.get("anyway") {
        "" => fields.get("seen"),
        anyway => anyway,
    };
    let seen_seq = seen.parse().ok()?;
    let messages = store::writing::unseen(tx, open.id, seen_seq, me.id()).ok()?;
    let then = match fields.get("anyway") {
        "" => fields.get("then"),
        _ => fields.get("then-anyway"),
    };
    let seq = live::seq(tx).ok()?;
    (!messages.is_empty()).then(|| News { seq, messages, then: then.to_owned() })
}

/// The news alone, for the script that sent.
async fn stopped(desk: &Arc<Desk>, agent: &Agent, news: News) -> Response {
    let answer = agent.read(&desk.db, move |agent, tx| {
        let reading = store::reading(tx, agent.say)?;
        Ok((StatusCode::CONFLICT, Html(pages::news(&news, &reading).into_string())))
    });
    answer.await
}

/// A sentence for the script that asked.
fn said(problem: String) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], problem)
        .into_response()
}

/// What was typed, and what was wrong with it.
struct Again {
    begun: Option<Begun>,
    noting: bool,
    what: Wrong,
}

enum Wrong {
    Said(String),
    Unseen(News),
}

/// The page as it was, with what was typed and what was wrong.
async fn page_again(
    desk: &Arc<Desk>,
    agent: &Agent,
    place: Place,
    again: Again,
    status: StatusCode,
) -> Response {
    let reader = agent.reader(desk);
    let answer = agent.read(&desk.db, move |agent, tx| {
        let mut shown = Shown::load(tx, &place, reader)?;
        if let Some((thread, _)) = &mut shown.inbox.thread {
            let composer = &mut thread.composer;
            match again.what {
                Wrong::Said(problem) => composer.problem = Some(problem),
                Wrong::Unseen(news) => {
                    composer.writing.seen_seq = news.seq;
                    composer.writing.news = Some(news);
                }
            }
            composer.note_first = again.noting;
            if let Some(begun) = again.begun.filter(|begun| !begun.text.is_empty()) {
                let draft = if again.noting { &mut composer.note } else { &mut composer.reply };
                (draft.text, draft.html) = (begun.text, begun.html);
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

/// Sends an answer, now or later. Whoever answers a conversation of nobody's has it from then on; *keep* leaves it on
/// the desk while something besides the answer is still owed.
fn answer(
    tx: &mut Tx<'_>,
    me: &Agent,
    open: &mut Conversation,
    fields: &Fields,
    attachments: Vec<String>,
) -> Result<(), No> {
    let hours = inbox::find(tx, open.inbox_id).map_err(Fault::from)?.hours;
    let then = Then::of(fields, &hours, me.say)?;
    let reply = reply_of(me, fields, attachments)?;
    for used in fields.all("canned").take(20).filter_map(|name| Kind::Canned.oid(name)) {
        canned::use_one(tx, used).map_err(Fault::from)?;
    }
    if let Then::Later(leaves_at_ms) = then {
        if !fields.get("complaint").is_empty() {
            return Err(No::Said(me.say.say("complaint-no-later")));
        }
        if !ask::is_open(&hours, leaves_at_ms) {
            return Err(No::Said(me.say.say("composer-problem-closed")));
        }
        let Reply { text, html, to, cc, bcc, attachments, .. } = reply;
        let word = word_of(fields);
        let later = Later { text, html, to, cc, bcc, attachments, word, close: false };
        let scheduled = scheduled::schedule(tx, open, me.id(), &later, leaves_at_ms);
        return scheduled.map(|_| ()).map_err(|error| refused(error, me.say));
    }
    if open.assignee_id.is_none() {
        let person = agent::find(tx, me.id()).map_err(Fault::from)?;
        conversation::assign(tx, open, Some(&person), "answered", me.actor()).map_err(Fault::from)?;
    }
    let beside = beside(tx, me, open.inbox_id, fields)?;
    let written = outbox::send(tx, open, reply, beside).map_err(|error| refused(error, me.say))?;
    complaints::mark_written(tx, me, open, &written.message, fields).map_err(|error| refused(error, me.say))?;
    if then == Then::Close {
        return or_say(promise::close(tx, open, None, me.actor()), me.say, "inbox-move-no-reason");
    }
    let more =
        promise::open_of(tx, open.id).map_err(Fault::from)?.iter().any(|promise| !promise.kind.is_reply());
    if more && then == Then::Keep {
        conversation::reopen(tx, open, "still_owed", me.actor()).map_err(Fault::from)?;
    }
    Ok(())
}

/// `POST …/draft`: what somebody has written so far; answers with the word heard in it, if there is one.
pub(super) async fn draft(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    Form { agent, fields }: Form,
) -> Response {
    let outcome = act(&desk, &agent, Permission::Handle, move |me, tx| {
        let open = store::open(tx, &reference)?;
        let kind = if fields.get("kind") == "note" { "note" } else { "reply" };
        let people = fields.has("to").then(|| ["to", "cc", "bcc"].map(|place| fields.get(place)));
        let begun = begun(&fields, named(&fields), me.say)?;
        let content = draft_text(&begun, people);
        conversation::keep_draft(tx, open.id, me.id(), kind, &content).map_err(Fault::from)?;
        if kind == "note" {
            return Ok(None);
        }
        let hours = inbox::find(tx, open.inbox_id).map_err(Fault::from)?.hours;
        let heard = promise::spoken(&begun.text, &hours, tx.now_ms());
        let reading = store::reading(tx, me.say)?;
        Ok(heard.map(|due_at_ms| pages::heard(due_at_ms, &reading).into_string()))
    });
    match outcome.await {
        Ok(None) => StatusCode::NO_CONTENT.into_response(),
        Ok(Some(heard)) => Html(heard).into_response(),
        Err(No::Fault(fault)) => agent.problem(fault),
        Err(No::Said(problem)) => said(problem),
    }
}

/// `POST …/undo`: takes an answer back while it waits, and puts its words before what was begun since.
pub(super) async fn undo(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    Form { agent, fields }: Form,
) -> Response {
    let (code, given) = (reference.clone(), fields.clone());
    let outcome = act(&desk, &agent, Permission::Answer, move |me, tx| {
        let open = store::open(tx, &code)?;
        let oid = Kind::Message.oid(given.get("message")).ok_or(Fault::Missing)?;
        let message = conversation::message_by_oid(tx, oid).map_err(Fault::from)?;
        let files = conversation::attachments(tx, message.id).map_err(Fault::from)?;
        complaint::answer_undone(tx, message.id, me.actor()).map_err(Fault::from)?;
        let taken = match outbox::undo(tx, message.id, me.id()) {
            Err(spine::Error::Conflict(_)) => return Err(No::Said(me.say.say("inbox-undo-late"))),
            taken => taken.map_err(Fault::from)?,
        };
        let drafts = conversation::draft(tx, open.id, me.id()).map_err(Fault::from)?;
        let begun = drafts.iter().find(|draft| draft.kind == "reply").map(|draft| begun_of(&draft.content));
        let mut attachments: Vec<String> = files.into_iter().map(|file| file.oid).collect();
        let begun = begun.unwrap_or_default();
        attachments.extend(begun.attachments.iter().cloned());
        let taken = Begun { text: taken.text, html: taken.html.unwrap_or_default(), attachments };
        let content = draft_text(&before(taken, begun), None);
        conversation::keep_draft(tx, open.id, me.id(), "reply", &content).map_err(Fault::from)?;
        Ok(())
    });
    let place = back(&fields, &reference);
    match outcome.await {
        Ok(()) => done(false, &place.href()),
        Err(No::Fault(fault)) => agent.problem(fault),
        Err(No::Said(problem)) => {
            let again = Again { begun: None, noting: false, what: Wrong::Said(problem) };
            page_again(&desk, &agent, place, again, StatusCode::CONFLICT).await
        }
    }
}

/// One text put before another, both keeping their form.
pub(super) fn before(first: Begun, then: Begun) -> Begun {
    let formed = |begun: &Begun| match begun.html.is_empty() {
        true => wire::plain::html_of(&begun.text),
        false => begun.html.clone(),
    };
    let html = match (first.html.is_empty() && then.html.is_empty(), then.text.trim().is_empty()) {
        (true, _) => String::new(),
        (false, true) => first.html.clone(),
        (false, false) => format!("{}<div><br></div>{}", formed(&first), formed(&then)),
    };
    let texts = [first.text.trim_end(), then.text.trim()].into_iter().filter(|text| !text.is_empty());
    Begun { text: texts.collect::<Vec<_>>().join("\n\n"), html, attachments: first.attachments }
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
    let message = Outgoing { bytes_max: reader.bytes_max, ..message };
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
        for used in given.all("canned").take(20).filter_map(|name| Kind::Canned.oid(name)) {
            canned::use_one(tx, used).map_err(Fault::from)?;
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
        let beside = beside(tx, me, open.inbox_id, &given)?;
        outbox::write_first_with(tx, &mut open, reply, beside).map_err(|error| refused(error, me.say))?;
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
                html: begun(&fields, Vec::new(), agent.say).map(|begun| begun.html).unwrap_or_default(),
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
