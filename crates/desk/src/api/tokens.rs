//! The tokens programs come with; a secret is shown once.

use db::Tx;
use kernel::id::Kind;
use office::account::{self, Role, Token};
use serde_json::{Value, json};

use super::call::{Answer, Ask, Job};
use super::given::{Given, at, at_some};
use super::page;
use super::problem::Problem;

fn show(token: &Token) -> Value {
    json!({
        "id": Kind::Token.name(&token.oid),
        "name": token.name,
        "role": token.role.name(),
        "created_at": at(token.created_at_ms),
        "last_used_at": at_some(token.last_used_at_ms),
    })
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let tokens = account::tokens(tx)?;
    page::of_all(ask, tokens, |token| token.id, |token| Ok(show(&token)))
}

pub(super) fn create(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let name = given.needed_text("name", 120);
    let role = given.needed_word("role", "admin, supervisor, agent or integration", Role::of_name);
    given.done()?;
    let Some(role) = role else { return Err(Problem::field("/role", "is needed")) };
    Ok(Box::new(move |tx| {
        let (token, secret) = account::create_token(tx, ask.actor(), &name, role)?;
        let mut body = show(&token);
        body["token"] = Value::Null;
        let kept = body.clone();
        body["token"] = Value::from(secret);
        Ok(Answer::json(body).created().keeping(kept))
    }))
}

pub(super) fn delete(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        account::revoke_token(tx, ask.actor(), ask.oid(Kind::Token)?)?;
        Ok(Answer::nothing())
    }))
}
