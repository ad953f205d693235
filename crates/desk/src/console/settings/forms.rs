//! Forms: which fields an inbox asks for, in which order, under which condition; on which sites; how strict. Everything
//! works without scripts and by keyboard: fields are moved by buttons, nothing is saved until it is.

mod pages;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use kernel::calendar::Hours;
use kernel::id::Kind as Name;
use office::account::Permission;
use spine::error::Field as Refused;
use spine::form::{self, Condition, Field, Form, Kind, STANDARD};
use spine::inbox::{self, Channel, Inbox, Targets};

use super::{refused, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

/// Everything the page of one form shows.
struct View {
    inboxes: Vec<Inbox>,
    inbox: Inbox,
    form: Form,
    wrong: Wrong,
    saved: bool,
    public_url: String,
    now_ms: i64,
}

fn path(inbox: &Inbox) -> String {
    format!("/console/settings/forms/{}", Name::Inbox.name(&inbox.oid))
}

/// The form of the first inbox.
pub(super) async fn first(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let now_ms = tx.now_ms();
            Ok(match inbox::list(tx)?.first() {
                Some(first) => Redirect::to(&path(first)).into_response(),
                None => shown(pages::nothing(agent, now_ms)),
            })
        })
        .await
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    agent: Agent,
) -> Response {
    let saved = Fields::of_query(query.as_deref()).has("saved");
    let public_url = desk.settings.public_url.clone();
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let inbox = found(tx, &name)?;
            let form = form::of_inbox(tx, inbox.id)?;
            let view = view(tx, inbox, form, Wrong::default(), saved, public_url)?;
            Ok(shown(pages::draw(agent, &view)))
        })
        .await
}

fn found(tx: &mut Tx<'_>, name: &str) -> Result<Inbox, Fault> {
    let oid = Name::Inbox.oid(name).ok_or(Fault::Missing)?;
    Ok(inbox::by_oid(tx, oid)?)
}

fn view(
    tx: &mut Tx<'_>,
    inbox: Inbox,
    form: Form,
    wrong: Wrong,
    saved: bool,
    public_url: String,
) -> Result<View, Fault> {
    Ok(View { inboxes: inbox::list(tx)?, inbox, form, wrong, saved, public_url, now_ms: tx.now_ms() })
}

/// `POST /console/settings/forms`: an inbox of its own for a form, with the usual hours.
pub(super) async fn create(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            let given = fields.get("name").trim();
            let name = match given.is_empty() {
                true => agent.say.say("form-editor-new-name"),
                false => given.chars().take(120).collect(),
            };
            let new = inbox::New {
                channel: Channel::Form,
                name,
                address: None,
                language: agent.account.language,
                register: agent.account.register,
                hours: Hours::default(),
                targets: Targets::default(),
                team_id: None,
            };
            let inbox = inbox::create(tx, new, agent.actor())?;
            Ok(Redirect::to(&path(&inbox)))
        })
        .await
}

/// `POST /console/settings/forms/{inbox}`: keeps the form, or moves, adds and takes away fields of the page.
pub(super) async fn save(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let public_url = desk.settings.public_url.clone();
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            let inbox = found(tx, &name)?;
            let mut form = read(&fields);
            if let Some(what) = Some(fields.get("do")).filter(|what| !what.is_empty()) {
                arrange(&mut form, what, &fields);
                let view = view(tx, inbox, form, Wrong::default(), false, public_url)?;
                return Ok(shown(pages::draw(agent, &view)));
            }
            let changed = form::change(tx, &inbox, &form, agent.actor());
            let mut wrong = Wrong::default();
            let place = |refused: &Refused| (refused.pointer.clone(), key_of(&refused.pointer));
            match wrong.take(agent.say, changed, place)? {
                Some(()) => Ok(Redirect::to(&format!("{}?saved", path(&inbox))).into_response()),
                None => {
                    let view = view(tx, inbox, form, wrong, false, public_url)?;
                    Ok(refused(pages::draw(agent, &view)))
                }
            }
        })
        .await
}

/// The sentence for what cannot be, by its place.
fn key_of(pointer: &str) -> &'static str {
    match pointer.rsplit('/').next().unwrap_or_default() {
        "name" => "form-editor-wrong-name",
        "label" => "form-editor-wrong-label",
        "kind" => "form-editor-wrong-kind",
        "help" => "form-editor-wrong-help",
        "choices" => "form-editor-wrong-choices",
        "when" => "form-editor-wrong-when",
        "sites" => "form-editor-wrong-sites",
        "intro" => "form-editor-wrong-help",
        "fields" => "form-editor-wrong-fields",
        _ => "form-editor-wrong-number",
    }
}

/// What the page says the form is.
fn read(fields: &Fields) -> Form {
    let all = |name: &'static str| fields.all(name).map(str::to_owned).collect::<Vec<_>>();
    let (labels, kinds, helps) = (all("label"), all("kind"), all("help"));
    let (choices, on, is) = (all("choices"), all("when-field"), all("when-is"));
    let required = all("required");
    let at = |list: &[String], place: usize| list.get(place).cloned().unwrap_or_default();
    let list = all("field")
        .into_iter()
        .enumerate()
        .take(form::FIELDS_MAX + 1)
        .map(|(place, name)| Field {
            label: at(&labels, place).trim().to_owned(),
            kind: Kind::of_name(&at(&kinds, place)).unwrap_or(Kind::Text),
            required: required.contains(&name),
            help: at(&helps, place).trim().to_owned(),
            choices: lines(&at(&choices, place)),
            when: Some(at(&on, place))
                .filter(|on| !on.is_empty())
                .map(|field| Condition { field, is: at(&is, place).trim().to_owned() }),
            name,
        })
        .collect();
    let number = |name: &str| fields.get(name).trim().parse::<i64>().unwrap_or(-1);
    Form {
        fields: list,
        files: fields.has("files"),
        intro: fields.get("intro").trim().to_owned(),
        sites: lines(fields.get("sites"))
            .into_iter()
            .map(|site| site.trim_end_matches('/').to_owned())
            .collect(),
        a_minute: number("a_minute"),
        typed_seconds: number("typed_seconds"),
        track_days: number("track_days"),
        callbacks: fields.has("callbacks"),
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// `up:2`, `down:2`, `drop:2`, `add:`.
fn arrange(form: &mut Form, what: &str, fields: &Fields) {
    let (act, place) = what.split_once(':').unwrap_or((what, ""));
    let place = place.parse::<usize>().ok().filter(|place| *place < form.fields.len());
    match (act, place) {
        ("up", Some(place)) if place > 0 => form.fields.swap(place, place - 1),
        ("down", Some(place)) if place + 1 < form.fields.len() => form.fields.swap(place, place + 1),
        ("drop", Some(place)) => {
            form.fields.remove(place);
        }
        ("add", _) if form.fields.len() < form::FIELDS_MAX => {
            form.fields.push(added(form, fields.get("new")));
        }
        _ => {}
    }
}

/// A new field: one of the standard ones that is missing, or one of its own kind under a name nobody has.
fn added(form: &Form, wanted: &str) -> Field {
    let blank = |name: String, kind: Kind| Field {
        name,
        label: String::new(),
        kind,
        required: false,
        help: String::new(),
        choices: Vec::new(),
        when: None,
    };
    if STANDARD.contains(&wanted) && form.field(wanted).is_none() {
        let default = Form::default();
        if let Some(standard) = default.field(wanted) {
            return standard.clone();
        }
    }
    let kind = Kind::of_name(wanted).unwrap_or(Kind::Text);
    let free = (1..).map(|turn| format!("{}_{turn}", kind.name())).find(|name| form.field(name).is_none());
    blank(free.unwrap_or_default(), kind)
}
