//! Canned answers while one writes: found by words, given with their places filled.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{Html, Response};
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

/// `GET …/canned?q=`: what a person may use here, each ready to be put into the text.
pub(super) async fn found(
    State(desk): State<Arc<Desk>>,
    agent: Agent,
    Path(reference): Path<String>,
    uri: Uri,
) -> Response {
    let words: String = Fields::of_query(uri.query()).get("q").chars().take(100).collect();
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
        let found = canned::search(tx, agent.id(), Some(language), &words, MOST)?;
        let found: Vec<(canned::Canned, String)> = found
            .into_iter()
            .map(|canned| {
                let filled = canned::fill(&canned.body, &places);
                (canned, filled)
            })
            .collect();
        Ok::<_, Fault>(Html(pages::canned_found(&found, agent.say).into_string()))
    });
    answer.await
}
