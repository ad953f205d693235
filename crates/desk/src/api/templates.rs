//! The wordings of mails: read, written, taken back.

use db::Tx;
use kernel::id::Kind as Names;
use kernel::language::{Language, Register};
use serde_json::{Value, json};
use spine::letters::template::{Kind, Part, Parts};
use spine::template::{self, Asked, Scope};
use spine::{company, inbox};

use super::call::{Answer, Ask, Job};
use super::given::{Given, at, named};
use super::page;
use super::problem::Problem;

/// The wording the path and the query name; language and register are the company's where left out.
fn asked(ask: &Ask, tx: &mut Tx<'_>, kind: Kind) -> Result<Asked, Problem> {
    let company = company::find(tx)?;
    let scope = match ask.parameter_oid("inbox_id", Names::Inbox)? {
        Some(oid) => Scope::Inbox(named(tx, "/inbox_id", |tx| inbox::by_oid(tx, oid))?.id),
        None => Scope::EveryInbox,
    };
    let language = ask.parameter("language").and_then(Language::of_tag).unwrap_or(company.language);
    let register = ask.parameter("register").and_then(Register::of_name).unwrap_or(company.register);
    Ok(Asked { kind, language, register, scope })
}

fn kind(ask: &Ask) -> Result<Kind, Problem> {
    Kind::of_name(&ask.id).ok_or_else(Problem::missing)
}

fn show(ask: &Ask, tx: &mut Tx<'_>, asked: Asked) -> Result<Value, Problem> {
    let parts = template::in_force(tx, asked)?;
    let current = template::current(tx, asked)?.filter(|version| version.parts.is_some());
    let part = |part: Part| asked.kind.parts().contains(&part).then(|| parts.get(part).to_owned());
    Ok(json!({
        "kind": asked.kind.name(),
        "language": asked.language.tag(),
        "register": asked.register.name(),
        "inbox_id": ask.parameter("inbox_id"),
        "subject": part(Part::Subject),
        "headline": part(Part::Headline),
        "preheader": part(Part::Preheader),
        "body": part(Part::Body),
        "own": current.is_some(),
        "version": current.as_ref().map(|version| version.version),
        "changed_at": current.map(|version| at(version.made_at_ms)),
        "places": asked.kind.places(),
    }))
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let mut every = Vec::new();
    for (at, kind) in (1..).zip(Kind::ALL) {
        let asked = asked(ask, tx, kind)?;
        every.push((at, show(ask, tx, asked)?));
    }
    page::of_all(ask, every, |(at, _)| *at, |(_, shown)| Ok(shown))
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let asked = asked(ask, tx, kind(ask)?)?;
    Ok(Answer::json(show(ask, tx, asked)?))
}

/// What is left out of the body stays as it is in force.
pub(super) fn put(mut ask: Ask) -> Result<Job, Problem> {
    let kind = kind(&ask)?;
    let mut given = Given::of(ask.body.take())?;
    let mut written: Vec<(Part, Option<String>)> = Vec::new();
    for part in kind.parts() {
        written.push((*part, given.text(part.name(), 5_000)));
    }
    given.done()?;
    Ok(Box::new(move |tx| {
        let asked = asked(&ask, tx, kind)?;
        let mut parts: Parts = template::in_force(tx, asked)?;
        for (part, text) in written {
            if let Some(text) = text {
                parts.set(part, text);
            }
        }
        template::save(tx, asked, &parts, ask.actor())?;
        Ok(Answer::json(show(&ask, tx, asked)?))
    }))
}

pub(super) fn reset(ask: Ask) -> Result<Job, Problem> {
    let kind = kind(&ask)?;
    Ok(Box::new(move |tx| {
        let asked = asked(&ask, tx, kind)?;
        template::reset(tx, asked, ask.actor())?;
        Ok(Answer::nothing())
    }))
}
