//! A forgotten password: a mail with a one-time link, and the same answer whoever asks.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use kernel::address;
use office::account::{self, Purpose};

use super::{Visitor, company, letters, link_path, pages, refused, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::security;
use crate::session::{self, blocking};

/// The form that asks for a way back in.
pub(super) async fn page(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let mut visitor = Visitor::of(request.into_parts().0);
    match company(&desk).await {
        Ok(Some(company)) => {
            visitor.address_as(company.register);
            let asked = Fields::of_query(visitor.parts.uri.query());
            let email = asked.get("email").to_owned();
            shown(pages::forgotten(&visitor, &email, desk.settings.relay, None))
        }
        Ok(None) => shown(pages::not_ready(&visitor)),
        Err(fault) => visitor.problem(fault),
    }
}

/// Sends the link, if there is anybody to send it to. What is answered, and when, does not depend on that.
pub(super) async fn ask(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut visitor = Visitor::of(parts);
    if !security::is_from_here(&visitor.parts, &desk.settings.public_url) {
        return visitor.problem(Fault::Forged);
    }
    if let Some(wait) = visitor.must_wait(&desk) {
        return wait;
    }
    let fields = match session::read_form(body).await {
        Ok(fields) => fields,
        Err(response) => return response,
    };
    match company(&desk).await {
        Ok(Some(company)) => visitor.address_as(company.register),
        Ok(None) => return shown(pages::not_ready(&visitor)),
        Err(fault) => return visitor.problem(fault),
    }
    let email = address::key(fields.get("email"));
    if !address::plausible(&email) {
        let mut wrong = Wrong::default();
        wrong.add(visitor.say, "email", "entry-error-address");
        return refused(pages::forgotten(
            &visitor,
            fields.get("email"),
            desk.settings.relay,
            wrong.of("email"),
        ));
    }
    if desk.settings.relay {
        let (desk, email) = (Arc::clone(&desk), email.clone());
        // Nobody waits for it: how long the answer takes would tell who works here.
        tokio::spawn(async move {
            if let Err(fault) = blocking(move || send(&desk, &email)).await {
                let _ = fault.problem();
            }
        });
    }
    shown(pages::sent_back_in(&visitor, &email))
}

/// Writes the mail for whoever has this address, in any account.
fn send(desk: &Desk, email: &str) -> Result<(), Fault> {
    let now_ms = desk.wall.now_ms();
    for known in desk.db.read_everywhere(|tx| account::known(tx, email))? {
        let public_url = desk.settings.public_url.clone();
        desk.db.write(known.account_id, move |tx| {
            let Some(secret) = account::reset_link(tx, known.agent_id, now_ms)? else { return Ok(()) };
            let (person, company) = (account::person(tx, known.agent_id)?, account::find(tx)?);
            let url = format!("{public_url}{}", link_path(Purpose::Reset, &secret));
            letters::reset(tx, &person, &company.name, url)
        })?;
    }
    Ok(())
}
