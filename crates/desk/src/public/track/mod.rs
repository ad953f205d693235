//! One request, followed like a parcel: `/r/{token}`, the link in every acknowledgement. Its customer reads how far it
//! is, adds to it, asks to be called, closes it or opens it again, and says how it went.

mod acts;
mod call;
mod complaint;
mod files;
mod pages;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use db::{Db, Tx};
use jiff::tz::TimeZone;
use kernel::id::Kind as Name;
use kernel::language::{Language, Register};
use spine::conversation::{self, Conversation, Direction, Message};
use spine::inbox::{Channel, PromisesBy};
use spine::preference::{self, Way};
use spine::promise::estimate::{self, Still};
use spine::promise::{self, Promise, State as Stand};
use spine::tracking::{self, Call, Slot, Tracking};
use spine::{agent, company, customer, form, inbox};
use web::theme::Theme;
use words::Say;

use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::security::{self, Allowance};
use crate::session::{blocking, language_of};

/// Messages read at most, from the first.
const MESSAGES_MAX: usize = 500;

/// Addresses of the tracking page.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/r/{token}", get(page))
        .route("/r/{token}/message", post(acts::add))
        .route("/r/{token}/way", post(acts::way))
        .route("/r/{token}/call", post(acts::call))
        .route("/r/{token}/close", post(acts::close))
        .route("/r/{token}/reopen", post(acts::reopen))
        .route("/r/{token}/rate", post(acts::rate))
        .route("/r/{token}/complaint", post(complaint::declare))
        .route("/r/{token}/solved", post(complaint::solved))
        .route("/r/{token}/files/{name}", get(files::download))
        .layer(DefaultBodyLimit::disable())
}

/// Everything the page shows.
struct View {
    say: Say,
    company: String,
    phone: Option<String>,
    /// The address the customer writes to.
    address: Option<String>,
    conversation: Conversation,
    /// Whoever has it, by name.
    owner: Option<String>,
    debt: Debt,
    /// Who waits looking on: how they stand in the queue now.
    still: Option<Still>,
    /// Oldest first: only what the customer wrote and what they were answered.
    letters: Vec<Letter>,
    /// The customer's own address in this request.
    own_email: Option<String>,
    tracking: Tracking,
    /// How they chose to be answered.
    way: Option<Way>,
    calls: Vec<(Call, Promise)>,
    /// The newest complaint about it.
    complaint: Option<spine::complaint::Complaint>,
    slots: Vec<Slot>,
    track_days: i64,
    most_bytes: usize,
    zone: TimeZone,
    now_ms: i64,
    /// What the address or a refused form says.
    asked: Fields,
    wrong: Wrong,
}

/// What the company owes now, or owed last.
enum Debt {
    /// A promise runs; `before` is the one it took the place of, missed or moved.
    Open { promise: Box<Promise>, before: Option<Box<Promise>> },
    /// A person answered; the promise that answer settled, if one ran.
    Answered { at_ms: i64, promise: Option<Box<Promise>> },
    /// Nothing is owed: closed, or never promised.
    Nothing,
}

/// One message as its customer sees it.
struct Letter {
    ours: bool,
    /// Who answered; none for the customer.
    name: Option<String>,
    text: String,
    files: Vec<File>,
    at_ms: i64,
    /// It went by e-mail too.
    mailed: bool,
}

struct File {
    /// As it is asked for.
    name: String,
    title: String,
    size_bytes: i64,
}

/// A request by its token.
struct Found {
    account_id: i64,
    conversation_id: i64,
}

/// What stands at a token.
enum Look {
    Nothing,
    /// Closed for so long that the page is gone: the language, the inbox to write to again.
    Expired(Say, String),
    Page(Box<View>),
}

async fn page(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let (allowance, _) = allowed(&desk, &parts);
    let asked = Fields::of_query(query.as_deref());
    let mut response = match allowance.is_allowed() {
        false => stopped(&parts, Fault::TooMany),
        true => shown(&desk, &parts, token, asked, Wrong::default(), StatusCode::OK).await,
    };
    allowance.tell(response.headers_mut());
    discreet(response)
}

/// Whether this address may ask once more, and its key.
fn allowed(desk: &Desk, parts: &Parts) -> (Allowance, String) {
    let key = security::client_key(security::client(&parts.headers, &parts.extensions));
    (desk.limits.public.take(&key, desk.wall.now_ms()), key)
}

fn stopped(parts: &Parts, fault: Fault) -> Response {
    fault.problem().page(stranger(parts), Theme::of_request(&parts.headers))
}

fn stranger(parts: &Parts) -> Say {
    Say::new(language_of(&parts.headers), Register::default())
}

/// The page as it is now, with what was typed and what is wrong with it.
async fn shown(
    desk: &Arc<Desk>,
    parts: &Parts,
    token: String,
    asked: Fields,
    wrong: Wrong,
    status: StatusCode,
) -> Response {
    let db = desk.db.clone();
    let most_bytes = desk.settings.max_message_bytes;
    let now_ms = desk.clock.now_ms();
    let looked = blocking(move || look(&db, &token, asked, wrong, most_bytes)).await;
    match looked {
        Ok(Look::Page(view)) => (status, Html(pages::draw(&view).into_string())).into_response(),
        Ok(Look::Expired(say, key)) => {
            (StatusCode::GONE, Html(pages::expired(say, &key, now_ms).into_string())).into_response()
        }
        Ok(Look::Nothing) => {
            let page = pages::unknown(stranger(parts), now_ms);
            (StatusCode::NOT_FOUND, Html(page.into_string())).into_response()
        }
        Err(fault) => stopped(parts, fault),
    }
}

/// The address of this page is its key: no search engine, no other site and no cache may keep it.
fn discreet(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn find(db: &Db, token: &str) -> Result<Option<Found>, Fault> {
    if token.len() != 32 {
        return Ok(None);
    }
    let found = db.read_everywhere(|tx| conversation::by_track_token(tx, token))?;
    Ok(found.map(|(account_id, conversation_id)| Found { account_id, conversation_id }))
}

fn look(db: &Db, token: &str, asked: Fields, wrong: Wrong, most_bytes: usize) -> Result<Look, Fault> {
    let Some(found) = find(db, token)? else { return Ok(Look::Nothing) };
    db.read(found.account_id, |tx| {
        let conversation = conversation::find(tx, found.conversation_id)?;
        if let Some((say, key)) = expired(tx, &conversation)? {
            return Ok(Look::Expired(say, key));
        }
        view(tx, conversation, asked, wrong, most_bytes).map(|view| Look::Page(Box::new(view)))
    })
}

/// How to say that the page is gone, when it is, and where a new request begins.
fn expired(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Option<(Say, String)>, Fault> {
    let gone_ms = tracking::expires_at_ms(tx, conversation)?;
    if gone_ms.is_none_or(|gone_ms| tx.now_ms() < gone_ms) {
        return Ok(None);
    }
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let language = customer::find(tx, conversation.customer_id)?.language.unwrap_or(inbox.language);
    Ok(Some((Say::new(language, inbox.register), inbox.key)))
}

fn view(
    tx: &mut Tx<'_>,
    conversation: Conversation,
    asked: Fields,
    wrong: Wrong,
    most_bytes: usize,
) -> Result<View, Fault> {
    let (company, inbox) = (company::find(tx)?, inbox::find(tx, conversation.inbox_id)?);
    let chosen = Language::of_tag(asked.get("lang")).filter(|_| asked.has("lang"));
    let language = match chosen {
        Some(language) => language,
        None => customer::find(tx, conversation.customer_id)?.language.unwrap_or(inbox.language),
    };
    let owner = match conversation.assignee_id {
        Some(agent_id) => Some(agent::find(tx, agent_id)?.name),
        None => None,
    };
    let (letters, own_email) = letters(tx, &conversation)?;
    let debt = debt(tx, conversation.id, &letters)?;
    Ok(View {
        say: Say::new(language, inbox.register),
        company: company.name,
        phone: company.phone,
        owner,
        still: match &debt {
            Debt::Open { promise, .. } if inbox.promises_by == PromisesBy::Model => {
                estimate::still(tx, &inbox, promise)?
            }
            _ => None,
        },
        debt,
        letters,
        own_email,
        tracking: tracking::of(tx, conversation.id)?,
        way: preference::way_of(tx, conversation.id)?,
        calls: tracking::calls_of(tx, conversation.id)?,
        complaint: spine::complaint::last_of(tx, conversation.id)?,
        slots: tracking::slots(tx, &inbox)?,
        track_days: form::of_inbox(tx, inbox.id)?.track_days,
        most_bytes,
        zone: inbox.hours.timezone().clone(),
        address: inbox.address,
        now_ms: tx.now_ms(),
        conversation,
        asked,
        wrong,
    })
}

/// Whether a message is the customer's own or our answer to them; none for notes, machines, and whoever's domain
/// denies the mail.
fn side(message: &Message) -> Option<bool> {
    match (message.direction, message.author_kind.as_str()) {
        (Direction::In, "customer") if message.warning.is_none() && !message.automatic => Some(false),
        (Direction::Out, _) => Some(true),
        (Direction::In | Direction::Note, _) => None,
    }
}

/// What the customer wrote and what a person or program of ours answered, and the address they wrote from last.
fn letters(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<(Vec<Letter>, Option<String>), Fault> {
    let (mut letters, mut own) = (Vec::new(), None);
    for message in conversation::messages(tx, conversation.id, 0, MESSAGES_MAX)? {
        let Some(ours) = side(&message) else { continue };
        if !ours && message.author_address.is_some() {
            own.clone_from(&message.author_address);
        }
        let attached = conversation::attachments(tx, message.id)?;
        let files = attached.into_iter().filter(|file| !file.inline).map(|file| File {
            name: Name::Attachment.name(&file.oid),
            title: file.name,
            size_bytes: file.size_bytes,
        });
        letters.push(letter(message, ours, files.collect()));
    }
    if own.is_none() {
        let known = customer::identities(tx, conversation.customer_id)?;
        own = known.into_iter().find(|identity| identity.kind == "email").map(|identity| identity.value);
    }
    Ok((letters, own))
}

fn letter(message: Message, ours: bool, files: Vec<File>) -> Letter {
    let text = if message.reply_text.is_empty() { message.text } else { message.reply_text };
    let mailed = message.channel == Channel::Email;
    Letter {
        ours,
        name: message.author_name.filter(|_| ours),
        text,
        files,
        at_ms: message.created_at_ms,
        mailed,
    }
}

fn debt(tx: &mut Tx<'_>, conversation_id: i64, letters: &[Letter]) -> Result<Debt, Fault> {
    let promises = promise::of_conversation(tx, conversation_id)?;
    let known = |promise: &&Promise| {
        promise.not_told_reason.as_deref() != Some("internal") && promise.kind != promise::Kind::Callback
    };
    let open = promises.iter().filter(known).filter(|promise| promise.state == Stand::Open);
    if let Some(promise) = open.min_by_key(|promise| promise.due_at_ms) {
        let before = promise.follows_id.and_then(|id| promises.iter().find(|promise| promise.id == id));
        return Ok(Debt::Open { promise: Box::new(promise.clone()), before: before.cloned().map(Box::new) });
    }
    Ok(match letters.iter().rev().find(|letter| letter.ours) {
        Some(answer) => {
            let settled = promises.iter().filter(known).filter(|promise| promise.settled_at_ms.is_some());
            let last = settled.max_by_key(|promise| promise.settled_at_ms);
            Debt::Answered { at_ms: answer.at_ms, promise: last.cloned().map(Box::new) }
        }
        None => Debt::Nothing,
    })
}
