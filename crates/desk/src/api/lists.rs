//! Lists under a name, and acts on many conversations at once.

use db::Tx;
use kernel::id::Kind;
use office::account::Permission;
use serde_json::{Value, json};
use spine::bulk::{self, Bulk, Done, Verb};
use spine::error::Field;
use spine::{agent, conversation};

use super::call::{Answer, Ask, Job};
use super::given::{Given, at, at_some, named};
use super::page;
use super::problem::Problem;
use crate::console::views::store::{self as views, Change, Keeper, Saved};

/// Conversations one call can name.
const MOST: usize = 200;
/// Characters of a view's address.
const ADDRESS: usize = 2_000;

impl Ask {
    fn keeper(&self) -> Keeper {
        Keeper {
            agent_id: self.bearer.agent_id,
            over_shared: self.must(Permission::ChangeTeams).is_ok(),
            actor: self.actor(),
        }
    }
}

fn show_view(ask: &Ask, saved: &Saved) -> Value {
    json!({
        "id": saved.outside(),
        "name": saved.name,
        "place": saved.place,
        "url": ask.url(&saved.place),
        "shared": saved.shared,
        "pinned": saved.pinned,
        "own": saved.agent_id == ask.bearer.agent_id,
    })
}

pub(super) fn list_views(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let all = views::list(tx, ask.bearer.agent_id)?;
    page::of_all(ask, all, |saved| saved.id, |saved| Ok(show_view(ask, &saved)))
}

fn change_of(given: &mut Given) -> Change {
    let place = given.text("place", ADDRESS);
    if place.as_deref().is_some_and(|place| !place.starts_with("/console/inbox/")) {
        given.refuse("place", "must be an address of the inbox, as in \"/console/inbox/all?status=open\"");
    }
    Change { name: given.text("name", 60), place, shared: given.flag("shared"), pinned: given.flag("pinned") }
}

pub(super) fn create_view(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    for name in ["name", "place"] {
        given.needs(name);
    }
    let change = change_of(&mut given);
    given.done()?;
    Ok(Box::new(move |tx| {
        let saved = views::create(tx, ask.keeper(), change)?;
        Ok(Answer::json(show_view(&ask, &saved)).created())
    }))
}

pub(super) fn change_view(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let change = change_of(&mut given);
    given.done()?;
    Ok(Box::new(move |tx| {
        let saved = views::change(tx, ask.keeper(), ask.oid(Kind::View)?, change)?;
        Ok(Answer::json(show_view(&ask, &saved)))
    }))
}

pub(super) fn delete_view(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        views::delete(tx, ask.keeper(), ask.oid(Kind::View)?)?;
        Ok(Answer::nothing())
    }))
}

fn show_bulk(bulk: &Bulk, done: Done) -> Value {
    json!({
        "id": Kind::Bulk.name(&bulk.oid),
        "action": bulk.verb.name(),
        "changed": done.changed,
        "undone": done.undone,
        "kept": done.kept,
        "made_at": at(bulk.made_at_ms),
        "undone_at": at_some(bulk.undone_at_ms),
        "undo_until": at(bulk.made_at_ms + bulk::UNDO_MS),
    })
}

/// What an act is before its names are looked up.
enum Action {
    Assign(Option<String>),
    Team(Option<String>),
    Done(Verb),
}

fn action_of(given: &mut Given) -> Option<Action> {
    const WORDS: &[&str] = &["assign", "team", "tag", "close", "snooze", "spam"];
    let known = |word: &str| WORDS.iter().find(|known| **known == word).copied();
    let word = given.needed_word("action", "assign, team, tag, close, snooze or spam", known)?;
    let oid = |given: &mut Given, name: &str, kind| {
        let there = given.has(name);
        let null = !there && given.take(name).is_some();
        match there || null {
            true => Some(given.oid(name, kind)),
            false => {
                given.refuse(name, "is needed, or null for nobody");
                None
            }
        }
    };
    Some(match word {
        "assign" => Action::Assign(oid(given, "assignee", Kind::Agent)?),
        "team" => Action::Team(oid(given, "team", Kind::Team)?),
        "tag" => Action::Done(Verb::Tag(given.needed_text("tag", 60))),
        "close" => Action::Done(Verb::Close(given.text("reason", 300))),
        "snooze" => Action::Done(Verb::Snooze(given.needed_moment("until")?)),
        _ => Action::Done(Verb::Spam),
    })
}

/// An act on many as it was asked for.
struct Many {
    action: Action,
    /// Conversations with their place in the list.
    oids: Vec<(usize, String)>,
}

impl Many {
    fn read(ask: &mut Ask) -> Result<Self, Problem> {
        let mut given = Given::of(ask.body.take())?;
        let action = action_of(&mut given);
        given.needs("conversations");
        let mut oids = Vec::new();
        for (place, value) in given.list("conversations", MOST).unwrap_or_default().into_iter().enumerate() {
            match value.as_str().and_then(|text| Kind::Conversation.oid(text)) {
                Some(oid) => oids.push((place, oid.to_owned())),
                None => {
                    let wrong = Field::new(format!("/{place}"), "must be an id as in \"cnv_…\"");
                    given.refuse_within("conversations", [wrong]);
                }
            }
        }
        given.done()?;
        let Some(action) = action else { return Err(Problem::field("/action", "is needed")) };
        Ok(Self { action, oids })
    }

    /// The act, and which conversations it is done to.
    fn found(self, tx: &mut Tx<'_>) -> Result<(Verb, Vec<i64>), Problem> {
        let verb = match self.action {
            Action::Assign(Some(oid)) => {
                Verb::Assign(Some(named(tx, "/assignee", |tx| agent::by_oid(tx, &oid))?.id))
            }
            Action::Assign(None) => Verb::Assign(None),
            Action::Team(Some(oid)) => {
                Verb::Team(Some(named(tx, "/team", |tx| agent::team_by_oid(tx, &oid))?.id))
            }
            Action::Team(None) => Verb::Team(None),
            Action::Done(verb) => verb,
        };
        let mut ids = Vec::with_capacity(self.oids.len());
        for (place, oid) in &self.oids {
            ids.push(named(tx, &format!("/conversations/{place}"), |tx| conversation::by_oid(tx, oid))?.id);
        }
        Ok((verb, ids))
    }
}

pub(super) fn act(mut ask: Ask) -> Result<Job, Problem> {
    let many = Many::read(&mut ask)?;
    Ok(Box::new(move |tx| {
        let (verb, ids) = many.found(tx)?;
        let bulk = bulk::begin(tx, verb, ask.bearer.agent_id)?;
        let changed = bulk::carry_out(tx, &bulk, &ids, ask.actor())?;
        bulk::carried(tx, &bulk, changed, ask.actor())?;
        Ok(Answer::json(show_bulk(&bulk, Done { changed: changed as i64, ..Done::default() })).created())
    }))
}

/// `POST /bulk/preview`: the same body, nothing is done.
pub(super) fn preview(mut ask: Ask) -> Result<Job, Problem> {
    let many = Many::read(&mut ask)?;
    Ok(Box::new(move |tx| {
        let (verb, ids) = many.found(tx)?;
        bulk::check(tx, &verb)?;
        let preview = bulk::preview(tx, &verb, &ids, ask.bearer.agent_id)?;
        Ok(Answer::json(json!({
            "action": verb.name(),
            "changed": preview.changed,
            "unchanged": preview.unchanged,
            "ended_promises": preview.ended,
            "waiting": preview.waiting,
        })))
    }))
}

pub(super) fn get_bulk(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let (bulk, done) = bulk::by_oid(tx, ask.oid(Kind::Bulk)?)?;
    Ok(Answer::json(show_bulk(&bulk, done)))
}

pub(super) fn undo(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let (bulk, _) = bulk::by_oid(tx, ask.oid(Kind::Bulk)?)?;
        // As in the console: whoever did it, or a supervisor.
        if bulk.agent_id != ask.bearer.agent_id {
            ask.must(Permission::ChangeTeams)?;
        }
        while bulk::take_back(tx, &bulk, MOST, ask.actor())? {}
        let (bulk, done) = bulk::by_oid(tx, &bulk.oid)?;
        Ok(Answer::json(show_bulk(&bulk, done)))
    }))
}
