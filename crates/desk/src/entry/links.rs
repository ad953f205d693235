//! One-time links: an invited person, or one who forgot it, chooses a password; a sign-in link opens a session at once.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use maud::Markup;
use office::account::{self, Link, Person, Purpose};

use super::{Visitor, letters, pages, refused, shown, welcomed};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Wrong;
use crate::security;
use crate::session::{self, blocking};

/// A link that still opens, and whom it is for.
struct Opened {
    link: Link,
    person: Person,
    company: String,
}

async fn open(
    desk: &Arc<Desk>,
    visitor: &mut Visitor,
    secret: &str,
    purpose: Purpose,
) -> Result<Option<Opened>, Fault> {
    let (db, secret, now_ms) = (desk.db.clone(), secret.to_owned(), desk.wall.now_ms());
    let found = blocking(move || {
        let link = db.read_everywhere(|tx| account::open_link(tx, &secret, now_ms))?;
        let Some(link) = link.filter(|link| link.purpose == purpose) else { return Ok(None) };
        let Some(agent_id) = link.agent_id else { return Ok(None) };
        db.read(link.account_id, |tx| {
            let (person, account) = (account::person(tx, agent_id)?, account::find(tx)?);
            Ok(person.active.then_some((link, person, account)))
        })
    })
    .await?;
    Ok(found.map(|(link, person, account)| {
        visitor.address_as(account.register);
        Opened { link, person, company: account.name }
    }))
}

/// The pages behind the links where a password is chosen: the first one ([`Purpose::Invite`]), or another one
/// ([`Purpose::Reset`]).
pub(super) fn password(purpose: Purpose) -> MethodRouter<Arc<Desk>> {
    get(move |desk: State<Arc<Desk>>, secret: Path<String>, request: Request| {
        choose(purpose, desk, secret, request)
    })
    .post(move |desk: State<Arc<Desk>>, secret: Path<String>, request: Request| {
        keep(purpose, desk, secret, request)
    })
}

fn form(visitor: &Visitor, opened: &Opened, wrong: &Wrong) -> Markup {
    match opened.link.purpose {
        Purpose::Invite => pages::invitation(visitor, &opened.company, &opened.person, wrong),
        Purpose::Reset | Purpose::SignIn | Purpose::Setup => {
            pages::another_password(visitor, &opened.person, wrong)
        }
    }
}

/// The form where a password is chosen.
async fn choose(
    purpose: Purpose,
    State(desk): State<Arc<Desk>>,
    Path(secret): Path<String>,
    request: Request,
) -> Response {
    let mut visitor = Visitor::of(request.into_parts().0);
    if let Some(wait) = visitor.must_wait(&desk) {
        return wait;
    }
    match open(&desk, &mut visitor, &secret, purpose).await {
        Ok(Some(opened)) => shown(form(&visitor, &opened, &Wrong::default())),
        Ok(None) => pages::link_over(&visitor),
        Err(fault) => visitor.problem(fault),
    }
}

/// Keeps the password, once it is good enough, and lets the person in.
async fn keep(
    purpose: Purpose,
    State(desk): State<Arc<Desk>>,
    Path(secret): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let mut visitor = Visitor::of(parts);
    if !security::is_from_here(&visitor.parts, &desk.settings.public_url) {
        return visitor.problem(Fault::Forged);
    }
    if let Some(wait) = visitor.must_wait(&desk) {
        return wait;
    }
    let opened = match open(&desk, &mut visitor, &secret, purpose).await {
        Ok(Some(opened)) => opened,
        Ok(None) => return pages::link_over(&visitor),
        Err(fault) => return visitor.problem(fault),
    };
    let fields = match session::read_form(body).await {
        Ok(fields) => fields,
        Err(response) => return response,
    };
    let password = fields.get("password").to_owned();
    if let Err(refusal) = account::check_new_password(&password, &opened.person.email) {
        let mut wrong = Wrong::default();
        wrong.add(visitor.say, "password", refusal.key());
        return refused(form(&visitor, &opened, &wrong));
    }
    keep_password(&desk, &visitor, opened, secret, password).await
}

/// Keeps the password chosen behind a link, which is used up, and opens a session; any other is over. Who had one
/// before is told by mail.
async fn keep_password(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    opened: Opened,
    secret: String,
    password: String,
) -> Response {
    let (db, now_ms) = (desk.db.clone(), desk.wall.now_ms());
    let (user_agent, address) = (visitor.user_agent.clone(), visitor.address.clone());
    let Opened { link, person, company } = opened;
    let state = Arc::clone(desk);
    let session = blocking(move || {
        let hash = account::hash_password(&password);
        db.write(link.account_id, move |tx| {
            match account::take_link(tx, &secret, now_ms) {
                Ok(()) => {}
                Err(account::Error::Refused(account::Refusal::LinkOver)) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
            account::set_password(tx, person.id, &hash, None)?;
            if person.has_password && letters::can_leave(tx, &state)? {
                letters::password_changed(tx, &person, &company)?;
            }
            Ok(Some(account::sign_in(tx, person.id, &user_agent, &address, now_ms)?))
        })
    });
    match session.await {
        Ok(Some(session)) => welcomed(desk, &session, "/console"),
        Ok(None) => pages::link_over(visitor),
        Err(fault) => visitor.problem(fault),
    }
}

/// Opens a session for whoever holds the link.
pub(super) async fn sign_in(
    State(desk): State<Arc<Desk>>,
    Path(secret): Path<String>,
    request: Request,
) -> Response {
    let mut visitor = Visitor::of(request.into_parts().0);
    if let Some(wait) = visitor.must_wait(&desk) {
        return wait;
    }
    let opened = match open(&desk, &mut visitor, &secret, Purpose::SignIn).await {
        Ok(Some(opened)) => opened,
        Ok(None) => return pages::link_over(&visitor),
        Err(fault) => return visitor.problem(fault),
    };
    let (db, now_ms) = (desk.db.clone(), desk.wall.now_ms());
    let (user_agent, address) = (visitor.user_agent.clone(), visitor.address.clone());
    let session = blocking(move || {
        let signed_in = db.write(opened.link.account_id, move |tx| {
            account::take_link(tx, &secret, now_ms)?;
            account::sign_in(tx, opened.person.id, &user_agent, &address, now_ms)
        });
        Ok(signed_in)
    });
    finish(&desk, &visitor, session.await)
}

fn finish(
    desk: &Desk,
    visitor: &Visitor,
    session: Result<Result<account::SignedIn, account::Error>, Fault>,
) -> Response {
    match session {
        Ok(Ok(session)) => welcomed(desk, &session, "/console"),
        Ok(Err(account::Error::Refused(account::Refusal::LinkOver))) => pages::link_over(visitor),
        Ok(Err(error)) => visitor.problem(error.into()),
        Err(fault) => visitor.problem(fault),
    }
}
