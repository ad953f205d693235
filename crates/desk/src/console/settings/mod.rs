//! The settings: inboxes with their hours and targets, people and teams, roles, API tokens, the company,
//! and everybody's own page.

mod canned;
mod company;
mod forms;
pub(crate) mod domains;
pub(crate) mod health;
pub(crate) mod hours;
mod inboxes;
mod mails;
mod log;
pub(crate) mod mailbox;
mod own;
pub(crate) mod people;
mod phrases;
mod roles;
mod sessions;
mod signature;
mod store;
mod teams;
#[cfg(test)]
mod tests;
mod tokens;
#[cfg(test)]
mod writing_tests;
pub(crate) mod week;

use std::sync::Arc;

use axum::Router;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use office::account::Permission;
use web::shell::{self, Live, Page, Section, View, views_section};

use crate::Desk;
use crate::session::Agent;

pub use log::QUERIES as LOG_QUERIES;
pub use store::QUERIES;

/// Addresses of the settings.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .merge(mails::routes())
        .route("/console/settings", get(async || Redirect::to("/console/settings/inboxes")))
        .route("/console/settings/inboxes", get(inboxes::first))
        .route("/console/settings/inboxes/new", get(inboxes::blank).post(inboxes::create))
        .route("/console/settings/inboxes/{oid}", get(inboxes::page).post(inboxes::save))
        .route("/console/settings/inboxes/{oid}/delete", post(inboxes::delete))
        .route("/console/settings/inboxes/{oid}/mailbox", get(mailbox::page).post(mailbox::save))
        .route("/console/settings/inboxes/{oid}/mailbox/remove", post(mailbox::remove))
        .route(
            "/console/settings/inboxes/{oid}/signature",
            get(signature::page_of_inbox).post(signature::save_of_inbox),
        )
        .route("/console/settings/canned", get(canned::page).post(canned::create))
        .route("/console/settings/canned/{oid}", get(canned::one).post(canned::save))
        .route("/console/settings/canned/{oid}/delete", post(canned::delete))
        .route("/console/settings/forms", get(forms::first).post(forms::create))
        .route("/console/settings/forms/{oid}", get(forms::page).post(forms::save))
        .route("/console/settings/people", get(people::first))
        .route("/console/settings/people/new", get(people::blank).post(people::create))
        .route("/console/settings/people/{oid}", get(people::page).post(people::save))
        .route("/console/settings/people/{oid}/invite", post(people::invite_again))
        .route("/console/settings/people/{oid}/active", post(people::activate))
        .route("/console/settings/people/{oid}/arrange", post(people::arrange))
        .route("/console/settings/people/{oid}/sessions", post(people::end_sessions))
        .route("/console/settings/teams", post(teams::create))
        .route("/console/settings/teams/{oid}", get(teams::page).post(teams::save))
        .route("/console/settings/teams/{oid}/delete", post(teams::delete))
        .route("/console/settings/domains", get(domains::page).post(domains::act))
        .route("/console/settings/health", get(health::first))
        .route("/console/settings/health/{oid}", get(health::page))
        .route("/console/settings/health/{oid}/watch", post(health::save_watch))
        .route("/console/settings/health/{oid}/people", post(health::save_people))
        .route("/console/settings/health/{oid}/hook", post(health::save_hook))
        .route("/console/settings/roles", get(roles::page))
        .route("/console/settings/tokens", get(tokens::page).post(tokens::create))
        .route("/console/settings/tokens/{oid}/revoke", post(tokens::revoke))
        .route("/console/settings/log", get(log::page))
        .route("/console/settings/log/file", get(log::file))
        .route("/console/settings/company", get(company::page).post(company::save))
        .route("/console/me", get(own::page).post(own::save))
        .route("/console/me/signature", post(signature::save_own))
        .route("/console/me/password", post(own::change_password))
        .route("/console/me/presence", post(own::change_presence))
        .route("/console/me/sessions", get(sessions::page).post(sessions::end))
}

/// Which of the settings is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Forms,
    Canned,
    Contacts,
    Mails,
    Topics,
    Complaints,
    Inboxes,
    Channels,
    Domains,
    People,
    Oncall,
    Roles,
    Tokens,
    Company,
    Own,
    Sessions,
    Log,
}

/// One line of the left column.
struct Leaf {
    place: Place,
    href: &'static str,
    icon: &'static str,
    /// Its words in the catalogue.
    key: &'static str,
    /// Who sees the line; everybody when nothing is asked.
    asks: Option<Permission>,
}

const fn leaf(place: Place, href: &'static str, icon: &'static str, key: &'static str) -> Leaf {
    Leaf { place, href, icon, key, asks: None }
}

const fn kept_leaf(
    place: Place,
    href: &'static str,
    icon: &'static str,
    key: &'static str,
    asks: Permission,
) -> Leaf {
    Leaf { place, href, icon, key, asks: Some(asks) }
}

/// The left column, from top to bottom: the title of each group and its lines. A new page of the settings adds
/// a [`Place`], a line here, and its routes above.
const COLUMN: &[(&str, &[Leaf])] = &[
    (
        "settings-given-word",
        &[
            leaf(Place::Inboxes, "/console/settings/inboxes", "inbox", "settings-inboxes"),
            leaf(Place::Channels, "/console/settings/health", "mail", "health-title"),
            leaf(Place::Domains, "/console/settings/domains", "shield-check", "domain-title"),
            leaf(Place::Forms, "/console/settings/forms", "globe", "form-editor-title"),
            leaf(Place::Canned, "/console/settings/canned", "zap", "composer-canned"),
            leaf(Place::Company, "/console/settings/company", "globe", "settings-company"),
            leaf(Place::Mails, "/console/settings/mails", "mail", "template-mails"),
            leaf(Place::Topics, "/console/settings/topics", "lightbulb", "template-topics"),
            leaf(Place::Complaints, "/console/settings/complaints", "message-warning", "complaint-title"),
        ],
    ),
    (
        "settings-who-answers",
        &[
            leaf(Place::People, "/console/settings/people", "users", "settings-people"),
            leaf(Place::Oncall, "/console/settings/oncall", "zap", "oncall-title"),
            leaf(Place::Roles, "/console/settings/roles", "lock", "settings-roles"),
            leaf(Place::Contacts, "/console/settings/contacts", "truck", "task-contact-contacts"),
        ],
    ),
    (
        "settings-mine",
        &[
            leaf(Place::Own, "/console/me", "user", "settings-own"),
            leaf(Place::Sessions, "/console/me/sessions", "smartphone", "settings-sessions"),
        ],
    ),
    (
        "settings-technical",
        &[
            kept_leaf(
                Place::Tokens,
                "/console/settings/tokens",
                "key-round",
                "settings-tokens",
                Permission::ChangeTokens,
            ),
            kept_leaf(
                Place::Log,
                "/console/settings/log",
                "file-text",
                "settings-log",
                Permission::ChangeAccount,
            ),
        ],
    ),
];

/// One page of the settings: the left column is always the same.
pub(crate) struct Frame<'a> {
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
    let keys: &[(&str, String)] = match frame.deck {
        "cabinet" => &[("J K", say.say("settings-key-walk"))],
        _ => &[],
    };
    shell::console(&Page {
        title: frame.title,
        section: Section::Settings,
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
    let seen = |line: &&Leaf| line.asks.is_none_or(|permission| agent.may(permission));
    let view = |line: &Leaf| View {
        href: line.href.to_owned(),
        icon: line.icon,
        text: say.say(line.key),
        count: None,
        current: place == line.place,
    };
    html! {
        @for (index, (title, lines)) in COLUMN.iter().enumerate() {
            @let lines: Vec<View<'_>> = lines.iter().filter(seen).map(view).collect();
            @if !lines.is_empty() { (views_section(&format!("v{}", index + 1), &say.say(title), &lines)) }
        }
    }
}

/// A page of the settings with one wide column.
pub(crate) fn page(
    agent: &Agent,
    place: Place,
    title: String,
    skip: &str,
    body: Markup,
    now_ms: i64,
) -> Markup {
    framed(Frame { agent, place, title, deck: "plain", skip, body, now_ms })
}

pub(crate) fn shown(page: Markup) -> Response {
    Html(page.into_string()).into_response()
}

/// The page again, with what is wrong beside its fields.
pub(crate) fn refused(page: Markup) -> Response {
    (axum::http::StatusCode::UNPROCESSABLE_ENTITY, Html(page.into_string())).into_response()
}
