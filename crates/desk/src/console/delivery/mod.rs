//! Delivery problems: what waits to leave, what never left, and addresses mails come back from.

mod pages;
mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::response::{Html, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use jiff::tz::TimeZone;
use kernel::id::Kind;
use office::account::Permission;
use spine::{mailbox, outbox};

use super::ledger;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent};

pub use store::QUERIES;

/// Rows on one page.
const PAGE: usize = 50;

/// Addresses of the delivery problems.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/console/delivery", get(list)).route("/console/delivery/{mail}/retry", post(retry))
}

/// Which of the three lists is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// Mails that wait to leave.
    Queued,
    /// Mails nobody will try again.
    Failed,
    /// Addresses mails come back from.
    Addresses,
}

impl Trouble {
    fn of_name(name: &str) -> Self {
        match name {
            "failed" => Self::Failed,
            "addresses" => Self::Addresses,
            _ => Self::Queued,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Failed => "failed",
            Self::Addresses => "addresses",
        }
    }
}

/// Everything the page shows.
struct View {
    trouble: Trouble,
    mails: Vec<store::Mail>,
    addresses: Vec<store::Address>,
    /// The list goes on below this id.
    next: Option<i64>,
    stuck: i64,
    outgoing: ledger::Outgoing,
    /// Whether every inbox has a way out: the relay, or a sending server of its own.
    relay: bool,
    zone: TimeZone,
    now_ms: i64,
}

fn view(tx: &mut Tx<'_>, agent: &Agent, fields: &Fields, relay: bool) -> Result<View, Fault> {
    let trouble = Trouble::of_name(fields.get("state"));
    let before = fields.get("before").parse().unwrap_or(i64::MAX);
    let (mut mails, mut addresses) = (Vec::new(), Vec::new());
    match trouble {
        Trouble::Queued | Trouble::Failed => mails = store::mails(tx, trouble.name(), before, PAGE + 1)?,
        Trouble::Addresses => addresses = store::addresses(tx, before, PAGE + 1)?,
    }
    let more = mails.len() > PAGE || addresses.len() > PAGE;
    mails.truncate(PAGE);
    addresses.truncate(PAGE);
    let last = mails.last().map(|mail| mail.id).or_else(|| addresses.last().map(|address| address.id));
    Ok(View {
        trouble,
        mails,
        addresses,
        next: last.filter(|_| more),
        stuck: ledger::stuck(tx)?,
        outgoing: ledger::outgoing(tx)?,
        relay: relay || mailbox::everybody_sends(tx)?,
        zone: TimeZone::get(&agent.account.zone_name).unwrap_or(TimeZone::UTC),
        now_ms: tx.now_ms(),
    })
}

async fn list(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let fields = Fields::of_query(query.as_deref());
    let relay = desk.settings.relay;
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeArrivals)?;
            let view = view(tx, agent, &fields, relay)?;
            Ok(Html(pages::draw(agent, &view).into_string()))
        })
        .await
}

/// Tries a mail again at once. One that left meanwhile is simply no longer in the list.
async fn retry(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let trouble = Trouble::of_name(fields.get("state"));
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::DecideArrivals)?;
            let oid = Kind::Outgoing.oid(&name).ok_or(Fault::Missing)?;
            let mail = outbox::by_oid(tx, oid)?;
            match outbox::retry_now(tx, mail.id, agent.actor()) {
                Ok(()) | Err(spine::Error::Conflict(_)) => {
                    Ok(Redirect::to(&format!("/console/delivery?state={}", trouble.name())))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}
