//! Canned answers while one writes: found by words, given with their places filled.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{Html, Response};
use db::Tx;
use kernel::id::Kind;
use kernel::language::Language;
use office::account::Permission;
use spine::canned::{self, Places};
use spine::{company, customer, inbox, promise};
use words::{Say, when};

use crate::Desk;
use crate::console::inbox::{pages, store};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::Agent;

/// Canned answers offered at once.
const MOST: usize = 12;

/// `GET …/canned?q=` (or `?id=`): what a person may use here, each ready to be put into the text.
pub(super) async fn found(
    State(desk): State<Arc<Desk>>,
    agent: Agent,
    Path(reference): Path<String>,
    uri: Uri,
) -> Response {
    let fields = Fields::of_query(uri.query());
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Handle)?;
        let open = store::open(tx, &reference)?;
        let inbox = inbox::find(tx, open.inbox_id)?;
        let known = customer::find(tx, open.customer_id)?;
        let language = known.language.unwrap_or(inbox.language);
        let say = Say::new(language, inbox.register);
        let now_ms = tx.now_ms();
        let due_ms = promise::open_of(tx, open.id)?
            .into_iter()
            .find(|promise| promise.not_told_reason.as_deref() != Some("internal"))
            .map(|promise| promise.due_at_ms);
        let places = Places {
            customer_name: known.name,
            agent_name: Some(agent.person().name.clone()),
            conversation_code: Some(open.reference.clone()),
            promise_time: due_ms.map(|due_ms| when::by(say, due_ms, now_ms, inbox.hours.timezone())),
            company_name: Some(company::find(tx)?.name),
            inbox_name: Some(inbox.name),
        };
        offered(tx, agent, language, &fields, &places)
    });
    answer.await
}

/// `GET /console/new/canned?q=&inbox=&to=`: the same before there is a conversation. The customer's name is known when
/// the first address is; what is not known stays a place to be filled in.
pub(super) async fn for_new(State(desk): State<Arc<Desk>>, agent: Agent, uri: Uri) -> Response {
    let fields = Fields::of_query(uri.query());
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Answer)?;
        let inbox = inbox::by_oid(tx, fields.get("inbox"))?;
        let first = fields.get("to").split([',', ';']).next().unwrap_or_default().trim();
        let (written, email) = match first.strip_suffix('>').and_then(|first| first.rsplit_once('<')) {
            Some((name, email)) => (Some(name.trim().trim_matches('"').to_owned()), email.trim()),
            None => (None, first),
        };
        let known = customer::known_as(tx, "email", email)?;
        let language = known.as_ref().and_then(|known| known.language).unwrap_or(inbox.language);
        let places = Places {
            customer_name: known.and_then(|known| known.name).or(written).filter(|name| !name.is_empty()),
            agent_name: Some(agent.person().name.clone()),
            conversation_code: None,
            promise_time: None,
            company_name: Some(company::find(tx)?.name),
            inbox_name: Some(inbox.name),
        };
        offered(tx, agent, language, &fields, &places)
    });
    answer.await
}

/// Those the words find, or the one named, each with its places filled.
fn offered(
    tx: &mut Tx<'_>,
    agent: &Agent,
    language: Language,
    fields: &Fields,
    places: &Places,
) -> Result<Html<String>, Fault> {
    let found = match Kind::Canned.oid(fields.get("id")) {
        Some(oid) => {
            let one = canned::by_oid(tx, oid)?;
            vec![one].into_iter().filter(|one| one.agent_id.is_none_or(|owner| owner == agent.id())).collect()
        }
        None => {
            let words: String = fields.get("q").chars().take(100).collect();
            canned::search(tx, agent.id(), Some(language), &words, MOST)?
        }
    };
    let found: Vec<(canned::Canned, String)> = found
        .into_iter()
        .map(|canned| {
            let filled = canned::fill(&canned.body, places);
            (canned, filled)
        })
        .collect();
    Ok(Html(pages::canned_found(&found, agent.say).into_string()))
}
