//! Canned answers: everybody's and one's own.

use db::Tx;
use kernel::id::Kind;
use kernel::language::Language;
use office::account::{Permission, is_person};
use serde_json::{Value, json};
use spine::agent;
use spine::canned::{self, Canned, Draft};

use super::call::{Answer, Ask, Job};
use super::given::{Given, at, at_some, name_some};
use super::page;
use super::problem::Problem;

/// Characters of a body.
const BODY_MAX: usize = 100_000;

fn show(tx: &mut Tx<'_>, canned: &Canned) -> Result<Value, Problem> {
    let owner = match canned.agent_id {
        Some(id) => Some(agent::find(tx, id)?.oid),
        None => None,
    };
    Ok(json!({
        "id": Kind::Canned.name(&canned.oid),
        "owner": name_some(Kind::Agent, owner.as_deref()),
        "title": canned.title,
        "shortcut": canned.shortcut,
        "category": canned.category,
        "language": canned.language.map(Language::tag),
        "html": canned.body,
        "text": wire::plain::text_of(&canned.body),
        "used": canned.used,
        "last_used_at": at_some(canned.used_at_ms),
        "updated_at": at(canned.updated_at_ms),
    }))
}

/// The token's own person, when it has one.
fn reader(ask: &Ask) -> Option<i64> {
    is_person(ask.bearer.role).then_some(ask.bearer.agent_id)
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    // A program of no person sees what is everybody's.
    let rows = canned::list(tx, Some(reader(ask).unwrap_or(0)), ask.after_id()?, ask.limit())?;
    page::answer(ask, rows, |canned| [canned.id], |canned| show(tx, &canned))
}

/// One that the token may see; somebody else's own is not there.
fn asked(ask: &Ask, tx: &mut Tx<'_>) -> Result<Canned, Problem> {
    let found = canned::by_oid(tx, ask.oid(Kind::Canned)?)?;
    match found.agent_id {
        Some(owner) if reader(ask) != Some(owner) => Err(Problem::missing()),
        Some(_) | None => Ok(found),
    }
}

/// The same, to be changed: everybody's only by who may.
fn changeable(ask: &Ask, tx: &mut Tx<'_>) -> Result<Canned, Problem> {
    let found = asked(ask, tx)?;
    if found.agent_id.is_none() {
        ask.must(Permission::ChangeTeams)?;
    }
    Ok(found)
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let found = asked(ask, tx)?;
    Ok(Answer::json(show(tx, &found)?))
}

/// What a body says; what it leaves out is `None`.
struct Change {
    title: Option<String>,
    shortcut: Option<String>,
    category: Option<String>,
    /// Whether it was named, and what it says.
    language: (bool, Option<Language>),
    html: Option<String>,
    text: Option<String>,
    shared: Option<bool>,
}

fn read(given: &mut Given) -> Change {
    let text = given.text("text", BODY_MAX);
    let html = given.text("html", BODY_MAX);
    if text.is_some() && html.is_some() {
        given.refuse("text", "goes only without html");
    }
    let named = given.has("language");
    Change {
        title: given.text("title", 120),
        shortcut: given.text("shortcut", 41),
        category: given.text("category", 60),
        language: (
            named,
            given.word("language", "it, en or null", |tag| match tag {
                "it" => Some(Language::It),
                "en" => Some(Language::En),
                _ => None,
            }),
        ),
        html,
        text,
        shared: given.flag("shared"),
    }
}

impl Change {
    fn body(&self) -> Option<String> {
        self.html.clone().or_else(|| self.text.as_deref().map(wire::plain::html_of))
    }

    fn over(self, canned: Option<&Canned>) -> Draft {
        let body = self.body().or(canned.map(|canned| canned.body.clone()));
        let or = |given: Option<String>, there: Option<&String>| given.or(there.cloned()).unwrap_or_default();
        Draft {
            title: or(self.title, canned.map(|canned| &canned.title)),
            shortcut: or(self.shortcut, canned.map(|canned| &canned.shortcut)),
            category: or(self.category, canned.map(|canned| &canned.category)),
            language: match self.language {
                (true, language) => language,
                (false, _) => canned.and_then(|canned| canned.language),
            },
            body: body.unwrap_or_default(),
        }
    }
}

/// Whose it is to be: everybody's by who may say so, else the token's own person's.
fn owner(ask: &Ask, shared: bool) -> Result<Option<i64>, Problem> {
    match (shared, reader(ask)) {
        (true, _) => ask.must(Permission::ChangeTeams).map(|()| None),
        (false, Some(person)) => Ok(Some(person)),
        (false, None) => Err(Problem::field("/shared", "must be true: a program has none of its own")),
    }
}

/// What the room refused, by the name the field has here.
fn refused(error: spine::Error) -> Problem {
    match error {
        spine::Error::Refused(fields) => Problem::refused(
            fields
                .into_iter()
                .map(|mut field| {
                    if field.pointer == "/body" {
                        field.pointer = "/html".to_owned();
                    }
                    field
                })
                .collect(),
        ),
        other => other.into(),
    }
}

pub(super) fn create(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    given.needs("title");
    let change = read(&mut given);
    given.done()?;
    let owner = owner(&ask, change.shared.unwrap_or(true))?;
    Ok(Box::new(move |tx| {
        let made = canned::add(tx, change.over(None), owner, ask.actor()).map_err(refused)?;
        Ok(Answer::json(show(tx, &made)?).created())
    }))
}

pub(super) fn patch(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let null = given.take("language").map(|value| {
        let tag = value.as_str().map(str::to_owned);
        (value.is_null(), tag)
    });
    let mut change = read(&mut given);
    match null {
        Some((true, _)) => change.language = (true, None),
        Some((false, tag)) => match tag.as_deref().and_then(Language::of_tag) {
            Some(language) => change.language = (true, Some(language)),
            None => given.refuse("language", "must be it, en or null"),
        },
        None => {}
    }
    given.done()?;
    Ok(Box::new(move |tx| {
        let before = changeable(&ask, tx)?;
        let owner = match change.shared {
            Some(shared) => owner(&ask, shared)?,
            None => before.agent_id,
        };
        let changed =
            canned::change(tx, &before, change.over(Some(&before)), owner, ask.actor()).map_err(refused)?;
        Ok(Answer::json(show(tx, &changed)?))
    }))
}

pub(super) fn delete(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let found = changeable(&ask, tx)?;
        canned::delete(tx, &found, ask.actor())?;
        Ok(Answer::nothing())
    }))
}
