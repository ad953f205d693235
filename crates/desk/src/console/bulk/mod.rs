//! One act on many conversations: what will happen, doing it a few at a time, and taking it back.

mod pages;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::{Actor, Db, Tx};
use jiff::civil::DateTime;
use kernel::id::Kind;
use office::account::Permission;
use spine::bulk::{self, Bulk, MOST, Preview, Verb};
use spine::{agent as people, conversation};

use super::inbox::http::plain;
use super::inbox::store::{self, Reader};
use super::inbox::view::Place;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent, blocking};

/// Conversations changed in one transaction.
pub const STEP: usize = 50;

/// Addresses of acts on many.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console/bulk", post(ask))
        .route("/console/bulk/{name}", get(show))
        .route("/console/bulk/{name}/undo", post(undo))
}

/// What somebody is about to do to which conversations.
struct Asked {
    /// The word of the form: `close`, `assign`…
    word: String,
    /// Codes, the newest first.
    references: Vec<String>,
    ids: Vec<i64>,
    /// There were more than can be changed at once.
    cut: bool,
    place: String,
    preview: Preview,
    people: Vec<(String, String)>,
    teams: Vec<(String, String)>,
    /// Earliest moment a field of date and time takes.
    earliest: String,
}

/// What a form said of the act, or the sentence that says what is wrong with it.
fn verb(tx: &mut Tx<'_>, agent: &Agent, fields: &Fields) -> Result<Result<Verb, String>, Fault> {
    let wrong = |key: &str| Ok(Err(agent.say.say(key)));
    let text = |name: &str| Some(fields.get(name).trim()).filter(|text| !text.is_empty()).map(str::to_owned);
    Ok(Ok(match fields.get("verb") {
        "assign" => match fields.get("agent") {
            "me" => Verb::Assign(Some(agent.id())),
            "none" => Verb::Assign(None),
            oid => match people::by_oid(tx, oid) {
                Ok(person) => Verb::Assign(Some(person.id)),
                Err(_) => return wrong("lists-bulk-wrong-agent"),
            },
        },
        "team" => match people::team_by_oid(tx, fields.get("team")) {
            Ok(team) => Verb::Team(Some(team.id)),
            Err(_) => return wrong("lists-bulk-wrong-team"),
        },
        "tag" => match text("tag").filter(|tag| tag.chars().count() <= 60) {
            Some(tag) => Verb::Tag(tag.to_lowercase()),
            None => return wrong("lists-bulk-wrong-tag"),
        },
        "close" => Verb::Close(text("reason").map(|reason| reason.chars().take(300).collect())),
        "snooze" => {
            let zone = store::reading(tx, agent.say)?.zone;
            let at = fields.get("at").parse::<DateTime>().ok().and_then(|at| at.to_zoned(zone).ok());
            let now_ms = tx.now_ms();
            match at.map(|at| at.timestamp().as_millisecond()).filter(|at_ms| *at_ms > now_ms) {
                Some(at_ms) => Verb::Snooze(at_ms),
                None => return wrong("lists-bulk-wrong-time"),
            }
        }
        "spam" => Verb::Spam,
        "read" => Verb::Read,
        _ => return Err(Fault::Missing),
    }))
}

/// A verb to count with before its value is chosen.
fn draft(fields: &Fields, now_ms: i64) -> Option<Verb> {
    Some(match fields.get("verb") {
        "assign" => Verb::Assign(Some(0)),
        "team" => Verb::Team(Some(0)),
        "tag" => Verb::Tag(String::new()),
        "close" => Verb::Close(None),
        "snooze" => Verb::Snooze(now_ms),
        "spam" => Verb::Spam,
        "read" => Verb::Read,
        _ => return None,
    })
}

/// The conversations a form names: those that are ticked, or everything its list holds.
fn asked(tx: &mut Tx<'_>, agent: &Agent, reader: Reader, fields: &Fields) -> Result<Asked, Fault> {
    let place = Place::of_address(fields.get("place"));
    let (references, cut) = match fields.get("all") {
        "1" => {
            let reading = store::reading(tx, agent.say)?;
            store::references(tx, &place, reader, &reading, MOST)?
        }
        _ => {
            let given: Vec<String> = fields.all("c").take(MOST).map(str::to_ascii_uppercase).collect();
            (given, fields.all("c").count() > MOST)
        }
    };
    let mut ids = Vec::with_capacity(references.len());
    for reference in &references {
        ids.extend(conversation::by_reference(tx, reference)?.map(|open| open.id));
    }
    let now_ms = tx.now_ms();
    let draft = draft(fields, now_ms).ok_or(Fault::Missing)?;
    let zone = store::reading(tx, agent.say)?.zone;
    let earliest = jiff::Timestamp::from_millisecond(now_ms + 60_000)
        .map(|at| at.to_zoned(zone).strftime("%Y-%m-%dT%H:%M").to_string())
        .unwrap_or_default();
    let people =
        people::list(tx)?.into_iter().filter(|one| one.active && one.role != people::Role::Integration);
    Ok(Asked {
        word: fields.get("verb").to_owned(),
        preview: bulk::preview(tx, &draft, &ids, agent.id())?,
        references,
        ids,
        cut,
        place: place.list().href(),
        people: people.map(|one| (one.oid, one.name)).collect(),
        teams: people::teams(tx)?.into_iter().map(|team| (team.oid, team.name)).collect(),
        earliest,
    })
}

/// The form under a list: first what will happen, then doing it.
async fn ask(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let reader = agent.reader(&desk);
    if fields.get("do") != "carry" {
        return preview(&desk, &agent, reader, fields, None).await;
    }
    let (db, me, given) = (desk.db.clone(), agent.clone(), fields.clone());
    let done = blocking(move || {
        me.must(Permission::Handle)?;
        let read = db.read(me.account.id, |tx| {
            let asked = asked(tx, &me, reader, &given)?;
            Ok::<_, Fault>((verb(tx, &me, &given)?, asked))
        });
        let (verb, asked) = read?;
        let verb = match verb {
            Ok(verb) => verb,
            Err(problem) => return Ok(Err(problem)),
        };
        if verb == Verb::Close(None) && asked.preview.ended > 0 {
            return Ok(Err(me.say.say("lists-bulk-wrong-reason")));
        }
        let (bulk, _) = run(&db, me.account.id, verb, asked.ids, me.id(), me.actor())?;
        Ok(Ok(Kind::Bulk.name(&bulk.oid)))
    });
    match done.await {
        Ok(Ok(name)) => Redirect::to(&format!("/console/bulk/{name}")).into_response(),
        Ok(Err(problem)) => preview(&desk, &agent, reader, fields, Some(problem)).await,
        Err(fault) => agent.problem(fault),
    }
}

/// Does it, a few conversations in each transaction; how many changed. Blocks.
pub fn run(
    db: &Db,
    account_id: i64,
    verb: Verb,
    ids: Vec<i64>,
    agent_id: i64,
    actor: Actor,
) -> Result<(Bulk, usize), spine::Error> {
    let bulk = db.write(account_id, move |tx| bulk::begin(tx, verb, agent_id))?;
    let mut changed = 0;
    for some in ids.chunks(STEP) {
        let (bulk, some) = (bulk.clone(), some.to_vec());
        changed += db.write(account_id, move |tx| bulk::carry_out(tx, &bulk, &some, actor))?;
    }
    let made = bulk.clone();
    db.write(account_id, move |tx| bulk::carried(tx, &made, changed, actor))?;
    Ok((bulk, changed))
}

/// Takes it back, a few conversations in each transaction. Blocks.
pub fn run_back(db: &Db, account_id: i64, bulk: &Bulk, actor: Actor) -> Result<(), spine::Error> {
    loop {
        let bulk = bulk.clone();
        if !db.write(account_id, move |tx| bulk::take_back(tx, &bulk, STEP, actor))? {
            return Ok(());
        }
    }
}

async fn preview(
    desk: &Arc<Desk>,
    agent: &Agent,
    reader: Reader,
    fields: Fields,
    problem: Option<String>,
) -> Response {
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Handle)?;
        let asked = asked(tx, agent, reader, &fields)?;
        let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let body = pages::preview(agent, &asked, &fields, problem.as_deref());
        plain(tx, agent, reader, agent.say.say("lists-bulk-title"), body, status)
    });
    answer.await
}

async fn show(State(desk): State<Arc<Desk>>, agent: Agent, Path(name): Path<String>) -> Response {
    let reader = agent.reader(&desk);
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Handle)?;
        let (bulk, done) = bulk::by_oid(tx, Kind::Bulk.oid(&name).ok_or(Fault::Missing)?)?;
        let body = pages::result(agent, &bulk, done, &store::reading(tx, agent.say)?);
        plain(tx, agent, reader, agent.say.say("lists-bulk-title"), body, StatusCode::OK)
    });
    answer.await
}

async fn undo(State(desk): State<Arc<Desk>>, Path(name): Path<String>, Sent { agent, .. }: Sent) -> Response {
    let (db, me, at) = (desk.db.clone(), agent.clone(), name.clone());
    let done = blocking(move || {
        me.must(Permission::Handle)?;
        let oid = Kind::Bulk.oid(&at).ok_or(Fault::Missing)?.to_owned();
        let (bulk, _) = db.read(me.account.id, |tx| bulk::by_oid(tx, &oid))?;
        if bulk.agent_id != me.id() && !me.may(Permission::ChangeTeams) {
            return Err(Fault::Forbidden);
        }
        Ok(run_back(&db, me.account.id, &bulk, me.actor())?)
    });
    match done.await {
        Ok(()) => Redirect::to(&format!("/console/bulk/{name}")).into_response(),
        Err(fault) => agent.problem(fault),
    }
}
