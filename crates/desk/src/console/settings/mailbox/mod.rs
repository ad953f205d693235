//! How the mail of one inbox arrives: fetched from a mailbox at a provider, tried before it is kept, or handed in
//! here by another server; with the nightly comparison of the server's list against the ledger.

pub(crate) mod form;
mod pages;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use kernel::id::Kind;
use office::account::Permission;
use spine::inbox::{self, Channel, Inbox};
use spine::mailbox::{self, Mailbox, MailboxReport, Reconciliation};

use super::{refused, shown};
pub(crate) use pages::door_text;

use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent, blocking};

/// Comparisons shown.
const RECONCILIATIONS: usize = 14;

/// Everything the page shows.
struct View {
    inbox: Inbox,
    mailbox: Option<Mailbox>,
    reconciliations: Vec<Reconciliation>,
    values: Fields,
    wrong: Wrong,
    report: Option<MailboxReport>,
    doors: crate::Doors,
    now_ms: i64,
}

fn found(tx: &mut Tx<'_>, name: &str) -> Result<Inbox, Fault> {
    let oid = Kind::Inbox.oid(name).ok_or(Fault::Missing)?;
    let inbox = inbox::by_oid(tx, oid)?;
    if inbox.channel == Channel::Email { Ok(inbox) } else { Err(Fault::Missing) }
}

fn view(tx: &mut Tx<'_>, desk: &Desk, name: &str, values: Option<Fields>) -> Result<View, Fault> {
    let inbox = found(tx, name)?;
    let mailbox = mailbox::find(tx, inbox.id)?;
    let values = values.unwrap_or_else(|| match &mailbox {
        Some(mailbox) => form::values_of(mailbox),
        None => form::blank_values(inbox.address.as_deref().unwrap_or_default()),
    });
    Ok(View {
        reconciliations: mailbox::reconciliations(tx, inbox.id, i64::MAX, RECONCILIATIONS)?,
        inbox,
        mailbox,
        values,
        wrong: Wrong::default(),
        report: None,
        doors: desk.settings.doors.clone(),
        now_ms: tx.now_ms(),
    })
}

fn path(inbox: &Inbox) -> String {
    format!("/console/settings/inboxes/{}/mailbox", Kind::Inbox.name(&inbox.oid))
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    let state = Arc::clone(&desk);
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            Ok(shown(pages::draw(agent, &view(tx, &state, &name, None)?)))
        })
        .await
}

/// Tries the mailbox, or tries and keeps it; one that cannot be reached is kept only when asked for once more.
pub(super) async fn save(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let outcome = tried(&desk, &agent, &name, fields).await;
    outcome.unwrap_or_else(|fault| agent.problem(fault))
}

async fn tried(desk: &Arc<Desk>, agent: &Agent, name: &str, fields: Fields) -> Result<Response, Fault> {
    agent.must(Permission::ChangeInboxes)?;
    let what = fields.get("do").to_owned();
    let (state, reader, asked) = (Arc::clone(desk), agent.clone(), name.to_owned());
    let (mut view, save) = blocking(move || {
        state.db.read(reader.account.id, |tx| {
            let mut view = view(tx, &state, &asked, Some(fields))?;
            let mut wrong = Wrong::default();
            let email = view.inbox.address.clone().unwrap_or_default();
            let sheet = form::Sheet {
                say: reader.say,
                values: &view.values,
                wrong: &Wrong::default(),
                kept: view.mailbox.is_some(),
            };
            let save = form::read(&sheet, &email, &mut wrong);
            let save = match save {
                // A trial needs the secrets that stay.
                Some(save) => {
                    let sealer = state.db.sealer();
                    let connect = mailbox::completed(tx, &sealer, view.inbox.id, save.connect)?;
                    Some(mailbox::Save { connect, ..save })
                }
                None => None,
            };
            view.wrong = wrong;
            Ok::<_, Fault>((view, save))
        })
    })
    .await?;
    let Some(save) = save else { return Ok(refused(pages::draw(agent, &view))) };
    if what != "keep" {
        let report = desk.outside.test_mailbox(save.connect.clone()).await;
        let good = report.is_good();
        view.report = Some(report);
        if what == "test" || !good {
            let page = pages::draw(agent, &view);
            return Ok(if good { shown(page) } else { refused(page) });
        }
    }
    let state = Arc::clone(desk);
    let answer = agent
        .write(&desk.db, move |agent, tx| {
            let sealer = state.db.sealer();
            let saved = mailbox::save(tx, &sealer, view.inbox.id, save, agent.actor());
            match view.wrong.take(agent.say, saved, form::place)? {
                Some(_) => Ok(Redirect::to(&path(&view.inbox)).into_response()),
                None => Ok(refused(pages::draw(agent, &view))),
            }
        })
        .await;
    Ok(answer)
}

/// Takes the mailbox from its inbox: its mail comes by another server from now on.
pub(super) async fn remove(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            let inbox = found(tx, &name)?;
            mailbox::remove(tx, inbox.id, agent.actor())?;
            Ok(Redirect::to(&path(&inbox)))
        })
        .await
}
