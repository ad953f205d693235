//! The page of one task for whoever was asked without an account: `/t/{token}`, the link in the mail. What is asked, by
//! when, the files handed along, one field for the answer and one for files of their own. Works with scripts off. Nothing of the customer or the conversation.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use db::{Kept, Tx};
use doors::form::Submission;
use jiff::tz::TimeZone;
use kernel::id::Kind;
use kernel::language::Register;
use maud::{Markup, html};
use spine::conversation::{self, Attachment, Author};
use spine::task::{self, Outcome, State as Stand, Task, Whom};
use spine::{agent, company, inbox};
use web::shell::{self, Public};
use web::theme::Theme;
use web::ui;
use words::{Say, when};

use super::collect;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::security;
use crate::session::{blocking, language_of};

/// Addresses of tasks for people without an account.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/t/{token}", get(page).post(settle)).route("/t/{token}/{file}", get(file))
}

/// A body has to be here within this time: 10 minutes.
const ARRIVES_WITHIN: Duration = Duration::from_secs(600);

/// What the page shows.
struct View {
    say: Say,
    company: String,
    asker: String,
    task: Task,
    files: Vec<Attachment>,
    zone: TimeZone,
    /// Of the files of one answer together.
    most_bytes: usize,
    now_ms: i64,
}

/// What a visitor wants of a task.
enum Wish {
    See,
    /// With the content type of what is sent.
    Settle(String, Body),
    File(String),
}

async fn page(State(desk): State<Arc<Desk>>, Path(token): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    answer(&desk, &parts, token, Wish::See).await
}

async fn settle(State(desk): State<Arc<Desk>>, Path(token): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let content_type = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let wish = Wish::Settle(content_type.unwrap_or_default().to_owned(), body);
    answer(&desk, &parts, token, wish).await
}

async fn file(
    State(desk): State<Arc<Desk>>,
    Path((token, file)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    answer(&desk, &parts, token, Wish::File(file)).await
}

async fn answer(desk: &Arc<Desk>, parts: &Parts, token: String, wish: Wish) -> Response {
    let stranger = Say::new(language_of(&parts.headers), Register::default());
    let theme = Theme::of_request(&parts.headers);
    let key = security::client_key(security::client(&parts.headers, &parts.extensions));
    let allowance = desk.limits.public.take(&key, desk.wall.now_ms());
    let mut response = match allowance.is_allowed() {
        false => Fault::TooMany.problem().page(stranger, theme),
        true => match told(desk, token, wish).await {
            Ok(response) => response,
            Err(fault) => fault.problem().page(stranger, theme),
        },
    };
    allowance.tell(response.headers_mut());
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn told(desk: &Arc<Desk>, token: String, wish: Wish) -> Result<Response, Fault> {
    if token.len() != 32 {
        return Err(Fault::Missing);
    }
    let db = desk.db.clone();
    let found = blocking(move || Ok(db.read_everywhere(|tx| task::by_token(tx, &token))?)).await?;
    let (account_id, task_id) = found.ok_or(Fault::Missing)?;
    let most_bytes = desk.settings.max_message_bytes;
    match wish {
        Wish::See => {
            let db = desk.db.clone();
            let view = blocking(move || db.read(account_id, |tx| view(tx, task_id, most_bytes))).await?;
            Ok(Html(draw(&view, &Fields::default(), None).into_string()).into_response())
        }
        Wish::Settle(content_type, body) => settled(desk, account_id, task_id, &content_type, body).await,
        Wish::File(name) => {
            let db = desk.db.clone();
            blocking(move || {
                let (file, in_row, sha256) = db.read(account_id, |tx| handed(tx, task_id, &name))?;
                Ok(saved(&file, db.fetch(in_row, &sha256)?))
            })
            .await
        }
    }
}

/// Reads what is sent, keeps its files, and settles the task. Nothing is read for a task that is settled.
async fn settled(
    desk: &Arc<Desk>,
    account_id: i64,
    task_id: i64,
    content_type: &str,
    body: Body,
) -> Result<Response, Fault> {
    let most_bytes = desk.settings.max_message_bytes;
    let db = desk.db.clone();
    let before = blocking(move || db.read(account_id, |tx| view(tx, task_id, most_bytes))).await?;
    if before.task.state != Stand::Open {
        let page = draw(&before, &Fields::default(), None).into_string();
        return Ok((StatusCode::CONFLICT, Html(page)).into_response());
    }
    let collected = collect::body(body, most_bytes, &desk.forms.bodies);
    let Ok(Some(collected)) = tokio::time::timeout(ARRIVES_WITHIN, collected).await else {
        return Ok(StatusCode::BAD_REQUEST.into_response());
    };
    let typed = |sent: &Submission| Fields::of_pairs([("answer", sent.get("answer").to_owned())]);
    if collected.cut {
        let sent = Submission::beginning(content_type, &collected.bytes);
        let page = draw(&before, &typed(&sent), Some(Ended::TooLarge)).into_string();
        return Ok((StatusCode::PAYLOAD_TOO_LARGE, Html(page)).into_response());
    }
    let Ok(sent) = Submission::read(content_type, &collected.bytes) else {
        return Ok(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
    };
    if sent.files.len() > task::FILES_MAX {
        let page = draw(&before, &typed(&sent), Some(Ended::TooMany)).into_string();
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
    }
    let given = Fields::of_pairs(sent.values.iter().map(|(name, value)| (name.as_str(), value.clone())));
    let db = desk.db.clone();
    let uploads = sent.files;
    let files = blocking(move || {
        let mut files = Vec::new();
        for file in uploads {
            let kept = db.keep(&file.bytes)?;
            files.push((Attachment::named(&file.name, &file.content_type, None, false), kept));
        }
        Ok(files)
    })
    .await?;
    desk.db.submit(account_id, move |tx| record(tx, task_id, &given, files, most_bytes)).answer().await
}

/// A file handed along with this task, and where its bytes are.
fn handed(tx: &mut Tx<'_>, task_id: i64, name: &str) -> Result<(Attachment, Option<Vec<u8>>, String), Fault> {
    let oid = Kind::Attachment.oid(name).ok_or(Fault::Missing)?;
    let task = task::find(tx, task_id)?;
    let file = task::shown_files(tx, &task)?.into_iter().find(|file| file.oid == oid).ok_or(Fault::Missing)?;
    let (in_row, sha256) = conversation::attachment_content(tx, file.id)?;
    Ok((file, in_row, sha256))
}

/// The file to save; a browser never shows it.
fn saved(file: &Attachment, bytes: Vec<u8>) -> Response {
    let encoded: String = form_urlencoded::byte_serialize(file.name.as_bytes()).collect();
    let disposition = format!("attachment; filename*=UTF-8''{}", encoded.replace('+', "%20"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
        ),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    (headers, bytes).into_response()
}

fn record(
    tx: &mut Tx<'_>,
    task_id: i64,
    fields: &Fields,
    files: Vec<(Attachment, Kept)>,
    most_bytes: usize,
) -> Result<Response, Fault> {
    let before = view(tx, task_id, most_bytes)?;
    let outcome = Outcome::of_name(fields.get("outcome")).unwrap_or(Outcome::Done);
    let author = match before.task.whom {
        Whom::Agent(agent_id) => Author::Agent { id: agent_id, name: agent::find(tx, agent_id)?.name },
        Whom::Contact(contact_id) => {
            let contact = task::contact(tx, contact_id)?;
            Author::Other { name: Some(contact.name), address: Some(contact.email) }
        }
    };
    match task::settle_with(tx, &before.task, outcome, fields.get("answer"), author, "page", files) {
        Ok(_) => {
            let view = view(tx, task_id, most_bytes)?;
            Ok(Html(draw(&view, &Fields::default(), Some(Ended::Thanks)).into_string()).into_response())
        }
        Err(spine::Error::Refused(_)) => {
            let page = draw(&before, fields, Some(Ended::NeedsWord)).into_string();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(spine::Error::Conflict(_)) => {
            let page = draw(&before, fields, None).into_string();
            Ok((StatusCode::CONFLICT, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn view(tx: &mut Tx<'_>, task_id: i64, most_bytes: usize) -> Result<View, Fault> {
    let task = task::find(tx, task_id)?;
    let company = company::find(tx)?;
    let inbox_id = conversation::find(tx, task.conversation_id)?.inbox_id;
    let language = match task.whom {
        Whom::Agent(agent_id) => agent::find(tx, agent_id)?.language,
        Whom::Contact(contact_id) => task::contact(tx, contact_id)?.language,
    };
    let asker = match task.asked_by_id {
        Some(agent_id) => agent::find(tx, agent_id)?.name,
        None => company.name.clone(),
    };
    Ok(View {
        say: Say::new(language, Register::Lei),
        asker,
        files: task::shown_files(tx, &task)?,
        zone: inbox::find(tx, inbox_id)?.hours.timezone().clone(),
        company: company.name,
        most_bytes,
        now_ms: tx.now_ms(),
        task,
    })
}

/// What came of a form just sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ended {
    Thanks,
    NeedsWord,
    TooLarge,
    TooMany,
}

fn draw(view: &View, given: &Fields, ended: Option<Ended>) -> Markup {
    let (say, task) = (view.say, &view.task);
    let title = say.with("task-page-title", &[("company", view.company.as_str().into())]);
    let wrong = ended == Some(Ended::NeedsWord);
    let body = html! {
        main class="track task" {
            section class="card" id="compito" {
                p class="muted" { (title) }
                h1 { (task.title) }
                @if task.state != Stand::Open {
                    @let key = if ended == Some(Ended::Thanks) { "task-page-thanks" } else { "task-page-settled" };
                    (ui::alert("kept", "check", &say.say(key), say.say(&format!("{key}-text")), None))
                } @else {
                    (asked(view))
                }
                @if !task.text.is_empty() { p class="said" { (task.text) } }
                @if !view.files.is_empty() {
                    h2 { (say.say("task-page-files")) }
                    ul class="files" {
                        @for file in &view.files {
                            li {
                                a href={ "/t/" (task.token) "/" (Kind::Attachment.name(&file.oid)) } { (file.name) }
                                " " span class="muted" { (when::bytes(say, file.size_bytes)) }
                            }
                        }
                    }
                }
                @if task.state == Stand::Open {
                    form method="post" class="fields" enctype="multipart/form-data" novalidate {
                        div class=(if wrong { "field error" } else { "field" }) {
                            label for="f-answer" { (say.say("task-page-answer")) }
                            textarea class="input" id="f-answer" name="answer" rows="6" aria-describedby="h-answer" aria-invalid=[wrong.then_some("true")] { (given.get("answer")) }
                            p class="hint" id="h-answer" { (say.say(if wrong { "task-page-error-answer" } else { "task-page-answer-hint" })) }
                        }
                        (own_files(view, ended))
                        p class="row wrap" {
                            button type="submit" class="button primary" name="outcome" value="done" { (say.say("task-page-done")) }
                            button type="submit" class="button" name="outcome" value="declined" { (say.say("task-page-decline")) }
                        }
                    }
                }
            }
        }
    };
    shell::public(&Public {
        title: task.title.clone(),
        say,
        company: &view.company,
        aside: html! {},
        skip: ("compito", say.say("track-skip")),
        body,
        now_ms: view.now_ms,
    })
}

/// Where files of their own are added, with what was wrong with those just sent.
fn own_files(view: &View, ended: Option<Ended>) -> Markup {
    let say = view.say;
    let most = i64::try_from(view.most_bytes).unwrap_or(i64::MAX);
    let size = when::bytes(say, most);
    let limits = [("size", size.into()), ("count", task::FILES_MAX.into())];
    let fault = match ended {
        Some(Ended::TooLarge) => Some("task-page-error-large"),
        Some(Ended::TooMany) => Some("task-page-error-many"),
        Some(Ended::Thanks | Ended::NeedsWord) | None => None,
    };
    html! {
        div class=(if fault.is_some() { "field error" } else { "field" }) {
            label for="f-files" { (say.say("task-page-add-files")) }
            input class="picker" id="f-files" type="file" name="files" multiple aria-describedby="h-files"
                aria-invalid=[fault.map(|_| "true")];
            p class="hint" id="h-files" { (say.with(fault.unwrap_or("task-page-add-files-hint"), &limits)) }
        }
    }
}

fn asked(view: &View) -> Markup {
    let (say, task) = (view.say, &view.task);
    if task.is_late(view.now_ms) {
        let when = when::at(say, task.due_at_ms, view.now_ms, &view.zone, when::Today::Word);
        return ui::state("late", say.with("task-page-late", &[("when", when.into())]));
    }
    let by = when::by_date(say, task.due_at_ms, view.now_ms, &view.zone);
    html! { p { (say.with("task-page-asked", &[("asker", view.asker.as_str().into()), ("by", by.into())])) } }
}
