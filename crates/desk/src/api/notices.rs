//! What the token's person is told of: notices, and which conversations they follow.

use db::Tx;
use kernel::id::Kind;
use office::account::is_person;
use serde_json::{Value, json};
use spine::notice::{self, Notice};
use spine::{agent, conversation};

use super::call::{Answer, Ask, Job};
use super::conversations::asked;
use super::given::{Given, at, at_some};
use super::page;
use super::problem::Problem;

fn person(ask: &Ask) -> Result<(), Problem> {
    if is_person(ask.bearer.role) { Ok(()) } else { Err(Problem::forbidden("notices, which are a person's")) }
}

fn show(tx: &mut Tx<'_>, notice: &Notice) -> Result<Value, Problem> {
    let about = conversation::find(tx, notice.conversation_id)?;
    let by = match notice.by_id {
        Some(agent_id) => Some(Kind::Agent.name(&agent::find(tx, agent_id)?.oid)),
        None => None,
    };
    Ok(json!({
        "id": Kind::Notice.name(&notice.oid),
        "kind": notice.kind.name(),
        "conversation_id": Kind::Conversation.name(&about.oid),
        "reference": about.reference,
        "subject": about.subject,
        "by": by,
        "made_at": at(notice.made_at_ms),
        "read_at": at_some(notice.read_at_ms),
    }))
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let unread_only = ask.parameter("unread") == Some("true");
    let rows = notice::list(tx, ask.bearer.agent_id, ask.after_id()?, unread_only, ask.limit())?;
    page::answer(ask, rows, |notice| [notice.id], |notice| show(tx, &notice))
}

/// `PATCH /notices/{id}`: read, or unread again.
pub(super) fn mark(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    given.needs("read");
    let read = given.flag("read").unwrap_or(true);
    given.done()?;
    person(&ask)?;
    Ok(Box::new(move |tx| {
        let found = notice::by_oid(tx, ask.oid(Kind::Notice)?)?;
        if found.agent_id != ask.bearer.agent_id {
            return Err(Problem::missing());
        }
        notice::read(tx, ask.bearer.agent_id, &found, read)?;
        let found = notice::by_oid(tx, &found.oid)?;
        Ok(Answer::json(show(tx, &found)?))
    }))
}

/// `POST /me/notices/read`: all of them.
pub(super) fn read_all(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        notice::read_all(tx, ask.bearer.agent_id)?;
        Ok(Answer::json(json!({ "unread": notice::unread(tx, ask.bearer.agent_id)? })))
    }))
}

fn show_followers(ask: &Ask, tx: &mut Tx<'_>, conversation_id: i64) -> Result<Answer, Problem> {
    let ids = notice::followers(tx, conversation_id)?;
    let mut followers = Vec::with_capacity(ids.len());
    for agent_id in &ids {
        let person = agent::find(tx, *agent_id)?;
        followers.push(json!({ "id": Kind::Agent.name(&person.oid), "name": person.name }));
    }
    Ok(Answer::json(json!({ "following": ids.contains(&ask.bearer.agent_id), "followers": followers })))
}

pub(super) fn followers(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let open = asked(ask, tx)?;
    show_followers(ask, tx, open.id)
}

/// `POST /conversations/{id}/followers`: the token's person follows, or no longer.
pub(super) fn follow(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let following = given.flag("following").unwrap_or(true);
    given.done()?;
    person(&ask)?;
    Ok(Box::new(move |tx| {
        let open = asked(&ask, tx)?;
        match following {
            true => notice::follow(tx, &open, ask.bearer.agent_id, "asked", ask.actor())?,
            false => notice::unfollow(tx, &open, ask.bearer.agent_id, ask.actor())?,
        }
        show_followers(&ask, tx, open.id)
    }))
}
