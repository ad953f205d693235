//! The door: signing in and out, the first set-up, invitations, and links that sign in with one click.

pub(crate) mod letters;
mod links;
mod pages;
mod reset;
mod setup;
#[cfg(test)]
mod tests;
mod wizard;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use kernel::language::{Language, Register};
use maud::Markup;
use office::account::{self, Account, Purpose, SignedIn};
use web::theme::{Theme, local};
use words::Say;

use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::security;
use crate::session::{self, Sent, blocking};

/// Addresses for people who are not signed in.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/", get(async || Redirect::to("/console")))
        .route("/sign-in", get(door).post(sign_in))
        .route("/sign-out", post(sign_out))
        .route("/setup/{secret}", get(setup::page).post(setup::save))
        .route("/invite/{secret}", links::password(Purpose::Invite))
        .route("/in/{secret}", get(links::sign_in))
        .merge(wizard::routes())
        .route("/password", get(reset::page).post(reset::ask))
        .route("/password/{secret}", links::password(Purpose::Reset))
}

/// There is no page at this address.
pub async fn nowhere(request: Request) -> Response {
    Visitor::of(request.into_parts().0).problem(Fault::Missing)
}

/// The path a one-time link's secret opens.
pub fn link_path(purpose: Purpose, secret: &str) -> String {
    match purpose {
        Purpose::Setup => format!("/setup/{secret}"),
        Purpose::Invite => format!("/invite/{secret}"),
        Purpose::SignIn => format!("/in/{secret}"),
        Purpose::Reset => format!("/password/{secret}"),
    }
}

/// Somebody who is not signed in: how we speak to them, and who they seem to be.
struct Visitor {
    say: Say,
    theme: Theme,
    address: String,
    key: String,
    user_agent: String,
    parts: Parts,
}

impl Visitor {
    fn of(parts: Parts) -> Self {
        let address = security::client(&parts.headers, &parts.extensions);
        let asked = Fields::of_query(parts.uri.query());
        let language =
            Language::of_tag(asked.get("lang")).unwrap_or_else(|| session::language_of(&parts.headers));
        Self {
            say: Say::new(language, Register::default()),
            theme: Theme::of_request(&parts.headers),
            address: address.map(|address| address.to_string()).unwrap_or_default(),
            key: security::client_key(address),
            user_agent: text(&parts.headers, header::USER_AGENT).to_owned(),
            parts,
        }
    }

    /// Speaks as the company chose to.
    fn address_as(&mut self, register: Register) {
        self.say.register = register;
    }

    fn problem(&self, fault: Fault) -> Response {
        fault.problem().page(self.say, self.theme)
    }

    /// Takes one try of this address; the page that says to wait when there were too many.
    fn must_wait(&self, desk: &Desk) -> Option<Response> {
        let allowance = desk.limits.sign_in.take(&self.key, desk.wall.now_ms());
        if allowance.is_allowed() {
            return None;
        }
        let mut response = self.problem(Fault::TooMany);
        allowance.tell(response.headers_mut());
        Some(response)
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn shown(page: Markup) -> Response {
    Html(page.into_string()).into_response()
}

/// The page again, with what is wrong beside its fields.
fn refused(page: Markup) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Html(page.into_string())).into_response()
}

/// Goes on with a session just opened.
fn welcomed(desk: &Desk, session: &SignedIn, next: &str) -> Response {
    let mut response = Redirect::to(local(next)).into_response();
    response.headers_mut().append(header::SET_COOKIE, session::keep_cookie(desk, session));
    response
}

/// The company whose door this is, when it was set up.
async fn company(desk: &Arc<Desk>) -> Result<Option<Account>, Fault> {
    let db = desk.db.clone();
    blocking(move || {
        let Some(account_id) = db.read_everywhere(account::first)? else { return Ok(None) };
        db.read(account_id, |tx| {
            let ready = !account::needs_setup(tx)?;
            Ok(if ready { Some(account::find(tx)?) } else { None })
        })
    })
    .await
}

async fn door(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let mut visitor = Visitor::of(request.into_parts().0);
    let company = match company(&desk).await {
        Ok(company) => company,
        Err(fault) => return visitor.problem(fault),
    };
    let Some(company) = company else { return shown(pages::not_ready(&visitor)) };
    visitor.address_as(company.register);
    let asked = Fields::of_query(visitor.parts.uri.query());
    let next = asked.get("next").to_owned();
    shown(pages::door(&visitor, &pages::Door { company: &company.name, email: "", next: &next, wrong: false }))
}

async fn sign_in(State(desk): State<Arc<Desk>>, request: Request) -> Response {
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
    let company = match company(&desk).await {
        Ok(Some(company)) => company,
        Ok(None) => return shown(pages::not_ready(&visitor)),
        Err(fault) => return visitor.problem(fault),
    };
    visitor.address_as(company.register);
    match enter(&desk, &visitor, fields.get("email"), fields.get("password")).await {
        Ok(Some((session, setting_up))) => {
            let asked = fields.get("next");
            // Whoever stopped half-way through the set-up goes on there.
            let next = if setting_up && matches!(asked, "" | "/console") { "/console/setup" } else { asked };
            welcomed(&desk, &session, next)
        }
        Ok(None) => refused(pages::door(
            &visitor,
            &pages::Door {
                company: &company.name,
                email: fields.get("email"),
                next: fields.get("next"),
                wrong: true,
            },
        )),
        Err(fault) => visitor.problem(fault),
    }
}

/// Compares the password away from the sockets; the same work whoever asks. Whoever has an address in several
/// accounts enters the one whose password it is. The flag says whether they were setting the company up.
async fn enter(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    email: &str,
    password: &str,
) -> Result<Option<(SignedIn, bool)>, Fault> {
    let (db, now_ms) = (desk.db.clone(), desk.wall.now_ms());
    let (email, password) = (email.to_owned(), password.to_owned());
    let (user_agent, address) = (visitor.user_agent.clone(), visitor.address.clone());
    blocking(move || {
        let known = db.read_everywhere(|tx| account::known(tx, &email))?;
        if known.is_empty() {
            account::password_matches(&password, None);
        }
        let matches =
            |known: &account::Known| account::password_matches(&password, known.password_hash.as_deref());
        let Some(known) = known.into_iter().find(matches) else { return Ok(None) };
        let opened = db.write(known.account_id, move |tx| {
            let administers = account::person(tx, known.agent_id)?.role == account::Role::Admin;
            let setting_up = administers && wizard::pending(tx)?.is_some();
            let session = account::sign_in(tx, known.agent_id, &user_agent, &address, now_ms)?;
            Ok::<_, Fault>((session, setting_up))
        });
        Ok(Some(opened?))
    })
    .await
}

async fn sign_out(State(desk): State<Arc<Desk>>, Sent { agent, .. }: Sent) -> Response {
    let left = agent
        .write(&desk.db, |agent, tx| {
            account::end_session_of(tx, &agent.visit)?;
            Ok(Redirect::to("/sign-in"))
        })
        .await;
    let mut response = left;
    response.headers_mut().append(header::SET_COOKIE, session::forget_cookie(&desk));
    response
}
