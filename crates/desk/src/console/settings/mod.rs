//! The settings: inboxes with their hours and targets, people and teams, roles, API tokens, the company,
//! and everybody's own page.

mod company;
mod hours;
mod inboxes;
mod own;
mod people;
mod phrases;
mod roles;
mod store;
#[cfg(test)]
mod tests;
mod tokens;

use std::sync::Arc;

use axum::Router;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use office::account::Permission;
use web::shell::{self, Live, Page, Section, View, views_section};

use crate::Desk;
use crate::session::Agent;

pub(crate) use hours::clock;
pub use store::QUERIES;

/// Addresses of the settings.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console/settings", get(async || Redirect::to("/console/settings/inboxes")))
        .route("/console/settings/inboxes", get(inboxes::first))
        .route("/console/settings/inboxes/new", get(inboxes::blank).post(inboxes::create))
        .route("/console/settings/inboxes/{oid}", get(inboxes::page).post(inboxes::save))
        .route("/console/settings/inboxes/{oid}/delete", post(inboxes::delete))
        .route("/console/settings/people", get(people::first))
        .route("/console/settings/people/new", get(people::blank).post(people::create))
        .route("/console/settings/people/{oid}", get(people::page).post(people::save))
        .route("/console/settings/people/{oid}/invite", post(people::invite))
        .route("/console/settings/people/{oid}/active", post(people::activate))
        .route("/console/settings/teams", post(people::create_team))
        .route("/console/settings/roles", get(roles::page))
        .route("/console/settings/tokens", get(tokens::page).post(tokens::create))
        .route("/console/settings/tokens/{oid}/revoke", post(tokens::revoke))
        .route("/console/settings/company", get(company::page).post(company::save))
        .route("/console/me", get(own::page).post(own::save))
        .route("/console/me/password", post(own::change_password))
        .route("/console/me/presence", post(own::change_presence))
        .route("/console/me/sessions", post(own::end_sessions))
}

/// Which of the settings is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Inboxes,
    People,
    Roles,
    Tokens,
    Company,
    Own,
}

/// One page of the settings: the left column is always the same.
struct Frame<'a> {
    agent: &'a Agent,
    place: Place,
    title: String,
    /// `cabinet` with a list and a leaf, `plain` with one wide column.
    deck: &'a str,
    /// Element the first Tab leads to.
    skip: &'a str,
    body: Markup,
    now_ms: i64,
}

fn framed(frame: Frame<'_>) -> Markup {
    let say = frame.agent.say;
    let section = if frame.place == Place::Own { Section::Own } else { Section::Settings };
    let keys: &[(&str, String)] = match frame.deck {
        "cabinet" => &[("J K", say.say("settings-key-walk"))],
        _ => &[],
    };
    shell::console(&Page {
        title: frame.title,
        section,
        say,
        theme: frame.agent.theme,
        me: &frame.agent.me,
        company: &frame.agent.account.name,
        deck: frame.deck,
        skip: (frame.skip, say.say("settings-skip")),
        views_label: say.say("shell-settings"),
        views: views(frame.agent, frame.place),
        body: frame.body,
        keys,
        more_keys: &[],
        status: None,
        live: Live::No,
        csrf: frame.agent.csrf(),
        now_ms: frame.now_ms,
    })
}

fn views(agent: &Agent, place: Place) -> Markup {
    let say = agent.say;
    let view = |own: Place, href: &str, icon: &'static str, key: &str| View {
        href: href.to_owned(),
        icon,
        text: say.say(key),
        count: None,
        current: place == own,
    };
    let word = [
        view(Place::Inboxes, "/console/settings/inboxes", "inbox", "settings-inboxes"),
        view(Place::Company, "/console/settings/company", "globe", "settings-company"),
    ];
    let who = [
        view(Place::People, "/console/settings/people", "users", "settings-people"),
        view(Place::Roles, "/console/settings/roles", "lock", "settings-roles"),
        view(Place::Own, "/console/me", "user", "settings-own"),
    ];
    let technical = [view(Place::Tokens, "/console/settings/tokens", "key-round", "settings-tokens")];
    html! {
        (views_section("v1", &say.say("settings-given-word"), &word))
        (views_section("v2", &say.say("settings-who-answers"), &who))
        @if agent.may(Permission::ChangeTokens) {
            (views_section("v3", &say.say("settings-technical"), &technical))
        }
    }
}

fn shown(page: Markup) -> Response {
    Html(page.into_string()).into_response()
}

/// The page again, with what is wrong beside its fields.
fn refused(page: Markup) -> Response {
    (axum::http::StatusCode::UNPROCESSABLE_ENTITY, Html(page.into_string())).into_response()
}
