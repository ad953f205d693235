//! When a person answers: kept on the company until there is an inbox to have the hours, on the inbox from then on.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use kernel::calendar::Hours;
use maud::{Markup, html};
use office::account::Permission;
use spine::company::{self, Company};
use spine::inbox::{self, Targets};
use web::form;
use words::Say;

use super::frame::{self, Told};
use super::{Step, done, first_inbox, pending};
use crate::Desk;
use crate::console::settings::hours::{read_hours, write_hours};
use crate::console::settings::week::{self, Sheet, Under, edited};
use crate::entry::{refused, shown};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

/// The hours chosen so far: the inbox's, those kept for it, or what most companies have.
pub(super) fn chosen(tx: &mut Tx<'_>) -> Result<Hours, Fault> {
    if let Some(inbox) = first_inbox(tx)? {
        return Ok(inbox.hours);
    }
    let company = company::find(tx)?;
    if let Some(hours) = company.setup_hours.as_ref().and_then(|hours| Hours::from_json(hours).ok()) {
        return Ok(hours);
    }
    let mut usual = Hours::default().to_json();
    usual["timezone"] = company.timezone.into();
    Ok(Hours::from_json(&usual).unwrap_or_default())
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let mut values = Fields::default();
            write_hours(&chosen(tx)?, &mut values);
            Ok(shown(draw(agent, tx, &values, &Wrong::default())?))
        })
        .await
}

pub(super) async fn save(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            if let Some(edited) = edited(&fields) {
                return Ok(shown(draw(agent, tx, &edited, &Wrong::default())?));
            }
            let mut wrong = Wrong::default();
            let hours = read_hours(agent.say, &fields, &mut wrong);
            if hours.as_ref().is_some_and(|hours| hours.next_open_ms(tx.now_ms()).is_none()) {
                wrong.add(agent.say, "hours", "settings-error-never-open");
            }
            let Some(hours) = hours.filter(|_| wrong.is_empty()) else {
                return Ok(refused(draw(agent, tx, &fields, &wrong)?));
            };
            match first_inbox(tx)? {
                Some(inbox) => {
                    let edit = inbox::Edit { hours: Some(hours), ..inbox::Edit::default() };
                    inbox::edit(tx, inbox.id, edit, agent.actor())?;
                }
                None => {
                    let company = company::find(tx)?;
                    company::save(tx, &Company { setup_hours: Some(hours.to_json()), ..company })?;
                }
            }
            done(tx, Step::Hours)?;
            Ok(Redirect::to(Step::Mailbox.path()).into_response())
        })
        .await
}

/// How customers are spoken to.
pub(super) fn customer(agent: &Agent) -> Say {
    Say::new(agent.account.language, agent.account.register)
}

fn draw(agent: &Agent, tx: &mut Tx<'_>, values: &Fields, wrong: &Wrong) -> Result<Markup, Fault> {
    let (say, now_ms) = (agent.say, tx.now_ms());
    let hours = read_hours(say, values, &mut Wrong::default());
    let sheet = Sheet { say, values, wrong, hours: hours.as_ref(), now_ms, under: Under::Page };
    let targets = Targets::default();
    let told = Told::by(customer(agent), hours.as_ref().unwrap_or(&Hours::default()), &targets, now_ms);
    let body = html! {
        form class="fields wide" method="post" novalidate {
            (form::csrf(agent.csrf()))
            // Enter in a field goes on: the first button of a form is the one a browser presses.
            button type="submit" class="sr" tabindex="-1" aria-hidden="true" {}
            (frame::faults(say, wrong))
            (week::week(&sheet))
            (week::feasts(&sheet))
            (week::proof(&sheet, customer(agent), Some(&targets)))
            p class="row" { button class="button primary tall" type="submit" { (say.say("entry-on")) } }
        }
    };
    Ok(frame::draw(frame::Sheet {
        agent,
        step: Step::Hours,
        reached: pending(tx)?,
        title: say.say("entry-hours-title"),
        lead: say.say("entry-hours-lead"),
        body,
        aside: frame::next_mail(say, &told),
    }))
}
