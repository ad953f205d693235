//! The first hour: hours, one mailbox, the promise, colleagues, and a first mail to oneself. Every step is kept when it
//! is done, can be left, and is taken up where it was left.

mod frame;
mod hours;
mod mailbox;
mod people;
mod promise;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use office::account::Permission;
use spine::company::{self, Company};
use spine::inbox::{self, Channel, Inbox};

pub(super) use frame::founding;

use crate::Desk;
use crate::fault::Fault;
use crate::session::{Agent, Sent};

/// Addresses of the wizard, for whoever administers the company.
pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console/setup", get(resume))
        .route("/console/setup/leave", post(leave))
        .route("/console/setup/hours", get(hours::page).post(hours::save))
        .route("/console/setup/mailbox", get(mailbox::page).post(mailbox::save))
        .route("/console/setup/promise", get(promise::page).post(promise::save))
        .route("/console/setup/promise/letter", get(promise::letter))
        .route("/console/setup/people", get(people::page).post(people::save))
}

/// The steps, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Company,
    Hours,
    Mailbox,
    Promise,
    People,
    /// A mail to oneself, watched as it arrives: the inbox itself.
    Trial,
}

impl Step {
    const ALL: [Self; 6] =
        [Self::Company, Self::Hours, Self::Mailbox, Self::Promise, Self::People, Self::Trial];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Hours => "hours",
            Self::Mailbox => "mailbox",
            Self::Promise => "promise",
            Self::People => "people",
            Self::Trial => "trial",
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Company => "/console/settings/company",
            Self::Hours => "/console/setup/hours",
            Self::Mailbox => "/console/setup/mailbox",
            Self::Promise => "/console/setup/promise",
            Self::People => "/console/setup/people",
            Self::Trial => "/console/inbox/team",
        }
    }

    fn next(self) -> Self {
        let at = Self::ALL.iter().position(|step| *step == self).unwrap_or_default();
        Self::ALL.get(at + 1).copied().unwrap_or(Self::Trial)
    }
}

/// Where the first set-up was left, when it was not gone through.
pub(super) fn pending(tx: &mut Tx<'_>) -> Result<Option<Step>, Fault> {
    Ok(company::find(tx)?.setup_step.as_deref().and_then(Step::of_name))
}

/// Goes on where the set-up was left.
async fn resume(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            Ok(Redirect::to(pending(tx)?.unwrap_or(Step::Trial).path()))
        })
        .await
}

/// Leaves the set-up for good: what is missing is in the settings.
async fn leave(State(desk): State<Arc<Desk>>, Sent { agent, .. }: Sent) -> Response {
    agent
        .write(&desk.db, |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            finish(tx)?;
            Ok(Redirect::to(Step::Trial.path()))
        })
        .await
}

/// Writes down that a step was done; whoever goes back and does one again stays as far as they were.
fn done(tx: &mut Tx<'_>, step: Step) -> Result<(), Fault> {
    let company = company::find(tx)?;
    let Some(reached) = company.setup_step.as_deref().and_then(Step::of_name) else { return Ok(()) };
    let setup_step = Some(reached.max(step.next()).name().to_owned());
    company::save(tx, &Company { setup_step, ..company })?;
    Ok(())
}

/// Writes down that the set-up is over.
fn finish(tx: &mut Tx<'_>) -> Result<(), Fault> {
    let company = company::find(tx)?;
    company::save(tx, &Company { setup_step: None, setup_hours: None, ..company })?;
    Ok(())
}

/// The first inbox of e-mail, once there is one.
fn first_inbox(tx: &mut Tx<'_>) -> Result<Option<Inbox>, Fault> {
    Ok(inbox::list(tx)?.into_iter().find(|inbox| inbox.channel == Channel::Email))
}
