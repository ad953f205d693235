//! Addresses of the inbox: pages, the parts of them that change, dialogs, and what forms ask for.

pub(super) mod acts;
#[cfg(test)]
mod again_tests;
mod canned;
mod files;
mod hands;
mod later;
#[cfg(test)]
mod tests;
mod write;
#[cfg(test)]
mod writing_tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use office::account::Permission;
use web::shell::{self, Live, Page};

use super::store::{self, Reader};
use super::view::{Asking, Inbox, Place, Reading, View};
use super::{ask, pages, together};
use crate::Desk;
use crate::console::live;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::Agent;

/// Addresses of the inbox.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console", get(|| async { Redirect::to("/console/inbox/mine") }))
        .route("/console/inbox", get(|| async { Redirect::to("/console/inbox/mine") }))
        .route("/console/inbox/{view}", get(list))
        .route("/console/inbox/{view}/{reference}", get(conversation))
        .route("/console/inbox/{view}/{reference}/{asking}", get(asked))
        .route("/console/fragment/inbox/{view}", get(list_parts))
        .route("/console/fragment/inbox/{view}/{reference}", get(conversation_parts))
        .route("/console/conversation/{name}", get(permanent))
        .route("/console/conversation/{reference}/message", post(write::message))
        .route("/console/conversation/{reference}/draft", post(write::draft))
        .route("/console/conversation/{reference}/undo", post(write::undo))
        .route("/console/conversation/{reference}/assign", post(acts::assign))
        .route("/console/conversation/{reference}/snooze", post(acts::snooze))
        .route("/console/conversation/{reference}/close", post(acts::close))
        .route("/console/conversation/{reference}/reopen", post(acts::reopen))
        .route("/console/conversation/{reference}/tags", post(acts::tags))
        .route("/console/conversation/{reference}/skills", post(hands::skills))
        .route("/console/conversation/{reference}/send-back", post(hands::send_back))
        .route("/console/next", post(hands::next))
        .route("/console/conversation/{reference}/trouble", post(acts::trouble))
        .route("/console/conversation/{reference}/move", post(acts::move_promise))
        .route("/console/conversation/{reference}/move/preview", post(acts::move_preview))
        .route("/console/conversation/{reference}/move/letter", get(acts::move_letter))
        .route("/console/conversation/{reference}/retry", post(acts::retry))
        .route("/console/conversation/{reference}/scheduled", post(later::change))
        .route("/console/conversation/{reference}/canned", get(canned::found))
        .route("/console/scheduled", get(later::page))
        .route("/console/message/{name}/body", get(files::body))
        .route("/console/attachment/{name}", get(files::attachment))
        .route("/console/upload", post(write::upload))
        .route("/console/new", get(write::new_page).post(write::new_message))
        .route("/console/new/canned", get(canned::for_new))
        .merge(super::together::http::routes())
        // Files are counted while they come in: the limit is a setting of the installation.
        .layer(DefaultBodyLimit::disable())
}

impl Agent {
    pub(crate) fn reader(&self, desk: &Desk) -> Reader {
        Reader {
            agent_id: self.id(),
            say: self.say,
            relay: desk.settings.relay,
            bytes_max: desk.settings.max_message_bytes as i64,
        }
    }
}

/// Whether a script asks, which wants parts instead of pages and words instead of redirects.
fn is_script(headers: &HeaderMap) -> bool {
    headers.contains_key("x-fragment")
}

fn place(view: &str, reference: Option<String>, uri: &Uri) -> Result<Place, Fault> {
    let view = View::of_name(view).ok_or(Fault::Missing)?;
    Ok(Place { open: reference, ..Place::of(view) }.narrowed(&Fields::of_query(uri.query())))
}

async fn list(State(desk): State<Arc<Desk>>, agent: Agent, Path(view): Path<String>, uri: Uri) -> Response {
    show(&desk, &agent, place(&view, None, &uri)).await
}

async fn conversation(
    State(desk): State<Arc<Desk>>,
    agent: Agent,
    Path((view, reference)): Path<(String, String)>,
    uri: Uri,
) -> Response {
    show(&desk, &agent, place(&view, Some(reference), &uri)).await
}

async fn show(desk: &Arc<Desk>, agent: &Agent, place: Result<Place, Fault>) -> Response {
    let reader = agent.reader(desk);
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Read)?;
        Shown::load(tx, &place?, reader)?.page(agent, None, StatusCode::OK)
    });
    let answer = answer.await;
    together::note_seen(desk, agent, &answer);
    answer
}

async fn list_parts(
    State(desk): State<Arc<Desk>>,
    agent: Agent,
    Path(view): Path<String>,
    uri: Uri,
) -> Response {
    parts(&desk, &agent, place(&view, None, &uri), false).await
}

async fn conversation_parts(
    State(desk): State<Arc<Desk>>,
    agent: Agent,
    headers: HeaderMap,
    Path((view, reference)): Path<(String, String)>,
    uri: Uri,
) -> Response {
    let visible = headers.contains_key("x-visible");
    parts(&desk, &agent, place(&view, Some(reference), &uri), visible).await
}

/// The parts that change; `visible` says that somebody has the page before them, and reads what comes.
async fn parts(desk: &Arc<Desk>, agent: &Agent, place: Result<Place, Fault>, visible: bool) -> Response {
    let reader = agent.reader(desk);
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Read)?;
        let shown = Shown::load(tx, &place?, reader)?;
        let parts = pages::fragment(&shown.inbox, agent.csrf(), &shown.reading);
        let now = [(HeaderName::from_static("x-now"), shown.reading.now_ms.to_string())];
        Ok(together::marked(&shown.inbox, (now, Html(parts.into_string())).into_response()))
    });
    let answer = answer.await;
    if visible {
        together::note_seen(desk, agent, &answer);
    }
    answer
}

/// A question over the conversation: a page of its own, or the dialog alone for a script.
async fn asked(
    State(desk): State<Arc<Desk>>,
    agent: Agent,
    Path((view, reference, asking)): Path<(String, String, String)>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let reader = agent.reader(&desk);
    let place = place(&view, Some(reference), &uri);
    let script = is_script(&headers);
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Handle)?;
        let shown = Shown::load(tx, &place?, reader)?;
        let fields = Fields::of_query(uri.query());
        let asking = ask::asking(tx, &asking, &shown.inbox, reader, &shown.reading, &fields)?;
        match script {
            true => {
                let dialog = pages::dialog(&asking, &shown.inbox, agent.csrf(), &shown.reading);
                Ok(Html(dialog.ok_or(Fault::Missing)?.into_string()).into_response())
            }
            false => shown.page(agent, Some(&asking), StatusCode::OK),
        }
    });
    answer.await
}

/// A conversation by its outside name or its code, wherever it stands now.
async fn permanent(State(desk): State<Arc<Desk>>, agent: Agent, Path(name): Path<String>) -> Response {
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Read)?;
        let found = match kernel::id::Kind::Conversation.oid(&name) {
            Some(oid) => spine::conversation::by_oid(tx, oid)?,
            None => store::open(tx, &name)?,
        };
        Ok(Redirect::to(&Place::of(View::All).with_open(&found.reference).href()))
    });
    answer.await
}

/// A page of the inbox, read.
struct Shown {
    inbox: Inbox,
    reading: Reading,
    company: String,
    seq: i64,
}

impl Shown {
    fn load(tx: &mut Tx<'_>, place: &Place, reader: Reader) -> Result<Self, Fault> {
        let reading = store::reading(tx, reader.say)?;
        let inbox = store::inbox(tx, place, reader, &reading)?;
        Ok(Self { inbox, reading, company: spine::company::find(tx)?.name, seq: live::seq(tx)? })
    }

    /// The whole page in its shell.
    fn page(&self, agent: &Agent, asking: Option<&Asking>, status: StatusCode) -> Result<Response, Fault> {
        let (inbox, reading) = (&self.inbox, &self.reading);
        let body = pages::body(inbox, asking, agent.csrf(), reading);
        let title = pages::window_title(inbox, reading);
        let page = framed(agent, reading, title, &self.company, "inbox", Live::After(self.seq), inbox, body);
        Ok(together::marked(inbox, (status, Html(page)).into_response()))
    }
}

#[expect(clippy::too_many_arguments, reason = "the parts of one page")]
fn framed(
    agent: &Agent,
    reading: &Reading,
    title: String,
    company: &str,
    deck: &str,
    live: Live,
    inbox: &Inbox,
    body: maud::Markup,
) -> String {
    shell::console(&Page {
        title,
        section: pages::SECTION,
        say: agent.say,
        theme: agent.theme,
        me: &agent.me,
        company,
        deck,
        skip: ("conversation", agent.say.say("inbox-skip")),
        views_label: agent.say.say("inbox-views"),
        views: pages::views(&inbox.counts, &inbox.place, reading),
        body,
        keys: &pages::keys(reading),
        more_keys: &pages::more_keys(reading),
        status: Some(pages::kept_today(&inbox.counts, &inbox.place, reading)),
        live,
        csrf: agent.csrf(),
        now_ms: reading.now_ms,
    })
    .into_string()
}

/// A page beside the inbox: its left column, and one wide part of the page's own.
pub(crate) fn plain(
    tx: &mut Tx<'_>,
    agent: &Agent,
    reader: Reader,
    title: String,
    body: maud::Markup,
    status: StatusCode,
) -> Result<Response, Fault> {
    let reading = store::reading(tx, reader.say)?;
    let counts = store::counts(tx, reader, &reading)?;
    // No line of the left column is this page's.
    let place = Place { inbox: Some(String::new()), ..Place::of(View::All) };
    let page = shell::console(&Page {
        title,
        section: pages::SECTION,
        say: agent.say,
        theme: agent.theme,
        me: &agent.me,
        company: &spine::company::find(tx)?.name,
        deck: "plain",
        skip: ("conversation", agent.say.say("lists-skip")),
        views_label: agent.say.say("inbox-views"),
        views: pages::views(&counts, &place, &reading),
        body,
        keys: &pages::keys(&reading),
        more_keys: &pages::more_keys(&reading),
        status: None,
        live: Live::No,
        csrf: agent.csrf(),
        now_ms: reading.now_ms,
    });
    Ok((status, Html(page.into_string())).into_response())
}

/// Where a form leads when all went well: back, or the address for the script that sent it.
pub(super) fn done(script: bool, to: &str) -> Response {
    let to = web::theme::local(to);
    match script {
        true => ([(HeaderName::from_static("x-to"), to.to_owned())], "").into_response(),
        false => (StatusCode::SEE_OTHER, [(header::LOCATION, to.to_owned())]).into_response(),
    }
}

/// The place a form was sent from, with its conversation open.
pub(super) fn back(fields: &Fields, reference: &str) -> Place {
    Place::of_address(fields.get("back")).with_open(&reference.to_ascii_uppercase())
}

/// Why an act did not happen: for the reader to mend, or a fault.
pub(super) enum No {
    /// In the reader's words.
    Said(String),
    Fault(Fault),
}

impl From<Fault> for No {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<db::Error> for No {
    fn from(error: db::Error) -> Self {
        Self::Fault(error.into())
    }
}

/// Runs an act of the spine; a refusal becomes the sentence under `key`.
pub(super) fn or_say<R>(outcome: Result<R, spine::Error>, say: words::Say, key: &str) -> Result<R, No> {
    outcome.map_err(|error| match error {
        spine::Error::Refused(_) => No::Said(say.say(key)),
        spine::Error::Conflict(why) if why.contains("complaint") => No::Said(say.say("complaint-waits")),
        spine::Error::Conflict(_) => No::Said(say.say("inbox-problem-settled")),
        other => No::Fault(other.into()),
    })
}

/// Runs an act and waits until it is durable.
pub(super) async fn act<R: Send + 'static>(
    desk: &Arc<Desk>,
    agent: &Agent,
    permission: Permission,
    work: impl FnOnce(&Agent, &mut Tx<'_>) -> Result<R, No> + Send + 'static,
) -> Result<R, No> {
    agent.must(permission)?;
    let (account_id, agent) = (agent.account.id, agent.clone());
    desk.db.submit(account_id, move |tx| work(&agent, tx)).answer().await
}
