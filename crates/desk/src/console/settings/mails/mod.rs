//! The mails that leave: their wording per kind, language, register and inbox, with a preview beside it, a test to
//! oneself, and every version there was.

mod pages;
#[cfg(test)]
mod tests;
mod topics;

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use kernel::address::Address;
use kernel::id::Kind as Names;
use kernel::language::{Language, Register};
use office::account::Permission;
use spine::conversation::{self, Conversation};
use spine::inbox::{self, Inbox};
use spine::letters::template::{Flaw, Kind, Part, Parts};
use spine::template::{self, Asked, Scope, Version};
use spine::{agent, company, outbox};
use web::headers::MESSAGE_POLICY;
use words::Say;

use super::{refused, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

/// Addresses of the wordings.
pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console/settings/mails", get(page).post(act))
        .route("/console/settings/mails/preview", get(preview_kept).post(preview_written))
        .route("/console/settings/topics", get(topics::page).post(topics::save))
        .route("/console/settings/topics/rating", post(topics::save_rating))
}

/// The wording somebody looks at, with what the page shows around it.
struct View {
    asked: Asked,
    inbox: Option<Inbox>,
    inboxes: Vec<Inbox>,
    values: Fields,
    wrong: Wrong,
    /// Newest first, with the name of who wrote each.
    history: Vec<(Version, Option<String>)>,
    /// Wordings of this kind come from: the catalogue, every inbox, this inbox.
    own: bool,
    saved: Option<&'static str>,
    now_ms: i64,
}

/// What the query or the form names; what it leaves out is the company's own.
fn asked(tx: &mut Tx<'_>, fields: &Fields) -> Result<(Asked, Option<Inbox>), Fault> {
    let company = company::find(tx)?;
    let inbox = match Names::Inbox.oid(fields.get("inbox")) {
        Some(oid) => Some(inbox::by_oid(tx, oid)?),
        None => None,
    };
    let language = Language::of_tag(fields.get("language")).unwrap_or(company.language);
    let asked = Asked {
        kind: Kind::of_name(fields.get("kind")).unwrap_or(Kind::Acknowledgement),
        language,
        register: Register::of_name(fields.get("register")).unwrap_or(company.register),
        scope: inbox.as_ref().map_or(Scope::EveryInbox, |inbox| Scope::Inbox(inbox.id)),
    };
    Ok((asked, inbox))
}

/// The address of a wording's page.
fn place(asked: Asked, inbox: Option<&Inbox>) -> String {
    let inbox = inbox.map(|inbox| format!("&inbox={}", Names::Inbox.name(&inbox.oid))).unwrap_or_default();
    format!("/console/settings/mails?{}{inbox}", wording(asked))
}

fn wording(asked: Asked) -> String {
    let Asked { kind, language, register, .. } = asked;
    format!("kind={}&language={}&register={}", kind.name(), language.tag(), register.name())
}

fn values_of(parts: &Parts) -> Fields {
    Fields::of_pairs(Part::ALL.map(|part| (part.name(), parts.get(part).to_owned())))
}

fn parts_of(fields: &Fields) -> Parts {
    let mut parts = Parts::default();
    for part in Part::ALL {
        parts.set(part, fields.get(part.name()).to_owned());
    }
    parts
}

fn view(tx: &mut Tx<'_>, asked: Asked, inbox: Option<Inbox>, values: Option<Fields>) -> Result<View, Fault> {
    let values = match values {
        Some(values) => values,
        None => values_of(&template::in_force(tx, asked)?),
    };
    let versions = template::history(tx, asked)?;
    let own = versions.first().is_some_and(|version| version.parts.is_some());
    let mut history = Vec::new();
    for version in versions {
        let by = match version.made_by_id {
            Some(agent_id) => agent::find(tx, agent_id).ok().map(|agent| agent.name),
            None => None,
        };
        history.push((version, by));
    }
    let inboxes = inbox::list(tx)?;
    let now_ms = tx.now_ms();
    Ok(View { asked, inbox, inboxes, values, wrong: Wrong::default(), history, own, saved: None, now_ms })
}

async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let fields = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let (asked, inbox) = asked(tx, &fields)?;
            let values = match fields.get("version").parse::<i64>() {
                Ok(version) => {
                    let parts = template::version(tx, asked, version)?.parts;
                    Some(values_of(&parts.unwrap_or_else(|| template::catalogue(asked))))
                }
                Err(_) => None,
            };
            let mut view = view(tx, asked, inbox, values)?;
            view.saved = match fields.get("done") {
                "saved" => Some("template-saved"),
                "reset" => Some("template-was-reset"),
                "sent" => Some("template-sent"),
                _ => None,
            };
            Ok(shown(pages::draw(agent, &view)))
        })
        .await
}

/// Saves, goes back to the catalogue's wording, or sends a test to whoever asks.
async fn act(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let (asked, inbox) = asked(tx, &fields)?;
            let there = place(asked, inbox.as_ref());
            let done = |what: &str| Ok(Redirect::to(&format!("{there}&done={what}")).into_response());
            let parts = parts_of(&fields);
            match fields.get("do") {
                "reset" => {
                    template::reset(tx, asked, agent.actor())?;
                    return done("reset");
                }
                "test" if parts.flaws(asked.kind).is_empty() => {
                    let conversation = named(tx, fields.get("conversation"))?;
                    let person = agent.person();
                    let to = Address { name: Some(person.name.clone()), email: person.email.clone() };
                    outbox::post_sample(tx, asked, &parts, conversation.as_ref(), &to)?;
                    let mut view = view(tx, asked, inbox, Some(fields))?;
                    view.saved = Some("template-sent");
                    return Ok(shown(pages::draw(agent, &view)));
                }
                "test" => {}
                _ => match template::save(tx, asked, &parts, agent.actor()) {
                    Ok(_) => return done("saved"),
                    Err(spine::Error::Refused(_)) => {}
                    Err(error) => return Err(error.into()),
                },
            }
            let mut view = view(tx, asked, inbox, Some(fields))?;
            for (part, flaw) in parts.flaws(asked.kind) {
                view.wrong.put(part.name(), told(agent.say, &flaw));
            }
            Ok(refused(pages::draw(agent, &view)))
        })
        .await
}

/// What is wrong with a part, for its writer.
fn told(say: Say, flaw: &Flaw) -> String {
    let place = |name: &str| format!("{{{{{name}}}}}");
    match flaw {
        Flaw::Empty => say.say("template-flaw-empty"),
        Flaw::TooLong(chars) => say.with("template-flaw-long", &[("count", (*chars as i64).into())]),
        Flaw::Unclosed => say.say("template-flaw-unclosed"),
        Flaw::Unknown(name) => say.with("template-flaw-unknown", &[("place", place(name).into())]),
        Flaw::NotAlone(name) => say.with("template-flaw-alone", &[("place", place(name).into())]),
        Flaw::Needs("promise") => say.say("template-flaw-needs-time"),
        Flaw::Needs("track_link") => say.say("template-flaw-needs-link"),
        Flaw::Needs(name) => say.with("template-flaw-needs", &[("place", place(name).into())]),
    }
}

/// The conversation of a code, as people write it.
fn named(tx: &mut Tx<'_>, code: &str) -> Result<Option<Conversation>, Fault> {
    let code = code.trim().trim_start_matches(['#', '[']).trim_end_matches(']').to_uppercase();
    if code.is_empty() { Ok(None) } else { Ok(conversation::by_reference(tx, &code)?) }
}

async fn preview_kept(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let fields = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let (asked, _) = asked(tx, &fields)?;
            let parts = match fields.get("version").parse::<i64>() {
                Ok(version) => template::version(tx, asked, version)?.parts,
                Err(_) => Some(template::in_force(tx, asked)?),
            };
            let parts = parts.unwrap_or_else(|| template::catalogue(asked));
            frame(tx, asked, &parts, &fields)
        })
        .await
}

/// What stands in the fields, saved or not.
async fn preview_written(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let (asked, _) = asked(tx, &fields)?;
            frame(tx, asked, &parts_of(&fields), &fields)
        })
        .await
}

/// The mail for a frame of the page, in the theme asked for whatever the browser's own.
fn frame(tx: &mut Tx<'_>, asked: Asked, parts: &Parts, fields: &Fields) -> Result<Response, Fault> {
    let conversation = named(tx, fields.get("conversation"))?;
    let letter = outbox::sample(tx, asked, parts, conversation.as_ref())?;
    let (night, scheme) = match fields.get("look") {
        "dark" => ("@media all", "dark"),
        _ => ("@media not all", "light"),
    };
    let page = letter
        .html
        .replace("@media (prefers-color-scheme:dark)", night)
        .replace("content=\"light dark\"", &format!("content=\"{scheme}\""))
        .replace(
            "color-scheme:light dark;supported-color-schemes:light dark",
            &format!("color-scheme:{scheme}"),
        )
        .replacen("<meta charset=\"utf-8\">", "<meta charset=\"utf-8\"><base target=\"_blank\">", 1);
    let headers = [(header::CONTENT_SECURITY_POLICY, MESSAGE_POLICY), (header::REFERRER_POLICY, "no-referrer")];
    Ok((headers, Html(page)).into_response())
}
