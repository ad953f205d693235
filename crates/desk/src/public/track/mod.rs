//! One request, followed like a parcel: `/r/{token}`, the link in every acknowledgement.

mod pages;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use db::{Db, Tx};
use jiff::tz::TimeZone;
use kernel::language::Register;
use spine::conversation::{self, Conversation, Direction, Message};
use spine::promise::{self, Promise, State as Stand};
use spine::{agent, company, customer, inbox};
use web::theme::Theme;
use words::Say;

use crate::Desk;
use crate::fault::Fault;
use crate::security;
use crate::session::{blocking, language_of};

/// Messages read at most, from the first.
const MESSAGES_MAX: usize = 500;

/// Addresses of the tracking page.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/r/{token}", get(page))
}

/// Everything the page shows.
struct View {
    say: Say,
    company: String,
    phone: Option<String>,
    /// The address the customer writes to.
    address: Option<String>,
    conversation: Conversation,
    /// First name of whoever has it.
    owner: Option<String>,
    debt: Debt,
    /// Oldest first: only what the customer wrote and what they were answered.
    letters: Vec<Letter>,
    zone: TimeZone,
    now_ms: i64,
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
    files: Vec<String>,
    at_ms: i64,
}

async fn page(State(desk): State<Arc<Desk>>, Path(token): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let stranger = Say::new(language_of(&parts.headers), Register::default());
    let theme = Theme::of_request(&parts.headers);
    let key = security::client_key(security::client(&parts.headers, &parts.extensions));
    let allowance = desk.limits.public.take(&key, desk.wall.now_ms());
    let mut response = match allowance.is_allowed() {
        false => Fault::TooMany.problem().page(stranger, theme),
        true => {
            let db = desk.db.clone();
            let now_ms = desk.clock.now_ms();
            match blocking(move || find(&db, &token)).await {
                Ok(Some(view)) => Html(pages::draw(&view).into_string()).into_response(),
                Ok(None) => {
                    let page = pages::unknown(stranger, now_ms);
                    (StatusCode::NOT_FOUND, Html(page.into_string())).into_response()
                }
                Err(fault) => fault.problem().page(stranger, theme),
            }
        }
    };
    allowance.tell(response.headers_mut());
    discreet(response)
}

/// The address of this page is its key: no search engine, no other site and no cache may keep it.
fn discreet(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn find(db: &Db, token: &str) -> Result<Option<View>, Fault> {
    if token.len() != 32 {
        return Ok(None);
    }
    let found = db.read_everywhere(|tx| conversation::by_track_token(tx, token))?;
    let Some((account_id, conversation_id)) = found else { return Ok(None) };
    db.read(account_id, |tx| view(tx, conversation_id)).map(Some)
}

fn view(tx: &mut Tx<'_>, conversation_id: i64) -> Result<View, Fault> {
    let conversation = conversation::find(tx, conversation_id)?;
    let (company, inbox) = (company::find(tx)?, inbox::find(tx, conversation.inbox_id)?);
    let language = customer::find(tx, conversation.customer_id)?.language.unwrap_or(inbox.language);
    let owner = match conversation.assignee_id {
        Some(agent_id) => agent::find(tx, agent_id)?.name.split_whitespace().next().map(str::to_owned),
        None => None,
    };
    let letters = letters(tx, conversation_id)?;
    let debt = debt(tx, conversation_id, &letters)?;
    Ok(View {
        say: Say::new(language, inbox.register),
        company: company.name,
        phone: company.phone,
        address: inbox.address,
        owner,
        debt,
        letters,
        zone: inbox.hours.timezone().clone(),
        now_ms: tx.now_ms(),
        conversation,
    })
}

/// What the customer wrote and what a person or program of ours answered: no notes, no machines, nobody whose
/// domain denies the mail.
fn letters(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<Letter>, Fault> {
    let mut letters = Vec::new();
    for message in conversation::messages(tx, conversation_id, 0, MESSAGES_MAX)? {
        let ours = match (message.direction, message.author_kind.as_str()) {
            (Direction::In, "customer") if message.warning.is_none() && !message.automatic => false,
            (Direction::Out, _) => true,
            (Direction::In | Direction::Note, _) => continue,
        };
        let attached = conversation::attachments(tx, message.id)?;
        let files = attached.into_iter().filter(|file| !file.inline).map(|file| file.name).collect();
        letters.push(letter(message, ours, files));
    }
    Ok(letters)
}

fn letter(message: Message, ours: bool, files: Vec<String>) -> Letter {
    let text = if message.reply_text.is_empty() { message.text } else { message.reply_text };
    Letter { ours, name: message.author_name.filter(|_| ours), text, files, at_ms: message.created_at_ms }
}

fn debt(tx: &mut Tx<'_>, conversation_id: i64, letters: &[Letter]) -> Result<Debt, Fault> {
    let promises = promise::of_conversation(tx, conversation_id)?;
    let known = |promise: &&Promise| promise.not_told_reason.as_deref() != Some("internal");
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
