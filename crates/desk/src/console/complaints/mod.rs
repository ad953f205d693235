//! Complaints: the register with one open beside it, its export, the box beside a conversation, and what people do
//! there.

mod acts;
mod beside;
mod case;
mod export;
mod pages;
mod settings;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use db::Tx;
use kernel::id::Kind;
use office::account::Permission;
use spine::complaint::{
    self, Complaint, Counted, Figures, Filter, Hint, Recurring, Settings, Standing, State as Stand,
};
use spine::conversation::{self, Conversation};
use spine::customer::{self, Customer};
use spine::promise;

pub(crate) use acts::mark_written;
pub(crate) use beside::{Beside, beside, box_of, event_line, tick};

use crate::Desk;
use crate::console::inbox::store;
use crate::console::inbox::view::Reading;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::Agent;
use case::Case;
pub(in crate::console) use case::term_line;

/// Complaints shown at once; the rest is in the file.
const PAGE: usize = 200;
const PROPOSALS: usize = 20;
const RECURRING: usize = 100;

/// Addresses of complaints.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console/complaints", get(register).post(acts::declare))
        .route("/console/complaints/file", get(export::file))
        .route("/console/complaints/{code}", get(one))
        .route("/console/complaints/{code}/set", post(acts::set))
        .route("/console/complaints/{code}/remedy", post(acts::remedy))
        .route("/console/complaints/{code}/answer", post(acts::answer))
        .route("/console/complaints/{code}/follow-up", post(acts::follow_up))
        .route("/console/complaints/{code}/plan", post(acts::plan))
        .route("/console/complaints/{code}/close", post(acts::close))
        .route("/console/complaints/{code}/reopen", post(acts::reopen))
        .route("/console/remedies/{name}", post(acts::decide))
        .route("/console/complaint-proposals/{name}", post(acts::label))
        .route("/console/complaint-causes/{name}", post(acts::change_cause))
        .route("/console/settings/complaints", get(settings::page).post(settings::save))
        .route("/console/settings/complaints/confirm", post(settings::confirm))
}

/// One line of the register.
struct Line {
    complaint: Complaint,
    conversation: Conversation,
    customer: Customer,
    owner: String,
    remedies: Vec<complaint::Remedy>,
    /// When the customer hears next, by the promise that comes first.
    promised_ms: Option<i64>,
}

/// Everything the register shows.
struct Register {
    filter: Fields,
    figures: Figures,
    lines: Vec<Line>,
    open: Option<Case>,
    proposals: Vec<(Hint, Conversation)>,
    counted: Vec<Counted>,
    recurring: Vec<(Recurring, String, Option<i64>)>,
    settings: Settings,
    people: Vec<spine::agent::Agent>,
    labels: (i64, i64),
    reading: Reading,
    /// What was typed into a form that was refused, and why.
    typed: Fields,
    wrong: Wrong,
    done: bool,
}

async fn register(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let filter = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::Read)?;
            shown(agent, tx, filter, None, Fields::default(), Wrong::default(), StatusCode::OK)
        })
        .await
}

async fn one(
    State(desk): State<Arc<Desk>>,
    Path(code): Path<String>,
    RawQuery(query): RawQuery,
    agent: Agent,
) -> Response {
    let filter = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::Read)?;
            let complaint = named(tx, &code)?;
            shown(agent, tx, filter, Some(complaint), Fields::default(), Wrong::default(), StatusCode::OK)
        })
        .await
}

/// A complaint by the code or the id in an address.
fn named(tx: &mut Tx<'_>, name: &str) -> Result<Complaint, Fault> {
    Ok(match Kind::Complaint.oid(name) {
        Some(oid) => complaint::by_oid(tx, oid)?,
        None => complaint::by_code(tx, name)?,
    })
}

/// The register, with one complaint beside it, and what was typed where a form was refused.
fn shown(
    agent: &Agent,
    tx: &mut Tx<'_>,
    filter: Fields,
    open: Option<Complaint>,
    typed: Fields,
    wrong: Wrong,
    status: StatusCode,
) -> Result<Response, Fault> {
    let register = load(agent, tx, filter, open, typed, wrong)?;
    let seq = crate::console::live::seq(tx)?;
    Ok((status, Html(pages::draw(agent, &register, seq).into_string())).into_response())
}

fn load(
    agent: &Agent,
    tx: &mut Tx<'_>,
    filter: Fields,
    open: Option<Complaint>,
    typed: Fields,
    wrong: Wrong,
) -> Result<Register, Fault> {
    let reading = store::reading(tx, agent.say)?;
    let settings = complaint::configured(tx)?;
    let people = spine::agent::list(tx)?;
    let narrowed = narrowed(agent, tx, &filter)?;
    let mut lines = Vec::new();
    for complaint in complaint::list(tx, &narrowed, i64::MAX, PAGE)? {
        lines.push(line(tx, complaint, &people)?);
    }
    let mut proposals = Vec::new();
    for hint in complaint::proposals(tx, i64::MAX, PROPOSALS)? {
        let conversation = conversation::find(tx, hint.conversation_id)?;
        proposals.push((hint, conversation));
    }
    let mut recurring = Vec::new();
    for one in complaint::recurring(tx, RECURRING)? {
        let owner = name_of(&people, one.owner_id);
        let since = complaint::recurred_since(tx, &one)?;
        recurring.push((one, owner, since));
    }
    let first = match open {
        Some(open) => Some(open),
        // Nothing asked for: the one that is due first stands beside the list.
        None => lines.first().map(|line| line.complaint.clone()),
    };
    let open = match first {
        Some(complaint) => Some(case::load(tx, agent, complaint, &people)?),
        None => None,
    };
    Ok(Register {
        done: filter.has("done"),
        figures: complaint::figures(tx)?,
        counted: complaint::counted(tx)?,
        labels: complaint::label_counts(tx, 0)?,
        filter,
        lines,
        open,
        proposals,
        recurring,
        settings,
        people,
        reading,
        typed,
        wrong,
    })
}

/// What the address narrows the register to.
fn narrowed(agent: &Agent, tx: &mut Tx<'_>, filter: &Fields) -> Result<Filter, Fault> {
    let standing = match filter.get("state") {
        "all" => Standing::All,
        name => Stand::of_name(name).map_or(Standing::Running, Standing::In),
    };
    let owner_id = match filter.get("owner") {
        "me" => Some(agent.id()),
        name => match Kind::Agent.oid(name) {
            Some(oid) => Some(spine::agent::by_oid(tx, oid)?.id),
            None => None,
        },
    };
    let cause = Some(filter.get("cause").to_owned()).filter(|cause| !cause.is_empty());
    Ok(Filter { standing, owner_id, cause })
}

fn line(tx: &mut Tx<'_>, complaint: Complaint, people: &[spine::agent::Agent]) -> Result<Line, Fault> {
    let conversation = conversation::find(tx, complaint.conversation_id)?;
    let promised_ms = promise::open_of(tx, conversation.id)?.first().map(|promise| promise.due_at_ms);
    Ok(Line {
        customer: customer::find(tx, complaint.customer_id)?,
        owner: name_of(people, complaint.owner_id),
        remedies: complaint::remedies(tx, complaint.id)?,
        promised_ms: promised_ms.filter(|_| complaint.state == Stand::Open),
        conversation,
        complaint,
    })
}

fn name_of(people: &[spine::agent::Agent], agent_id: i64) -> String {
    people.iter().find(|one| one.id == agent_id).map(|one| one.name.clone()).unwrap_or_default()
}
