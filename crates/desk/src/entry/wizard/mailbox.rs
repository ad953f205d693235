//! The first mailbox in three fields, tried while one waits; or none, and the mail comes by another server.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use kernel::address;
use maud::{Markup, html};
use office::account::Permission;
use spine::inbox::{self, Channel, Inbox, Targets};
use spine::mailbox::{self, Mailbox, MailboxReport, Save};
use web::form as proof;
use web::ui::{self, Field};

use super::frame::{self, Told};
use super::hours::{chosen, customer};
use super::{Step, done, first_inbox, pending};
use crate::Desk;
use crate::console::settings::mailbox::{door_text, form};
use crate::entry::{refused, shown};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent, blocking};

/// What the page shows beside the form itself.
#[derive(Default)]
struct Beside {
    wrong: Wrong,
    report: Option<MailboxReport>,
    /// The inbox was just made without a mailbox: what to enter elsewhere.
    pushed: bool,
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let pushed = Fields::of_query(query.as_deref()).get("how") == "pushed";
    let state = Arc::clone(&desk);
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let inbox = first_inbox(tx)?;
            let mailbox = kept(tx, inbox.as_ref())?;
            let email = inbox.as_ref().and_then(|inbox| inbox.address.clone()).unwrap_or_default();
            let mut values = match &mailbox {
                Some(mailbox) => form::values_of(mailbox),
                None => form::blank_values(&email),
            };
            let name = inbox.map_or_else(|| agent.account.name.clone(), |inbox| inbox.name);
            values.push("address", email);
            values.push("inbox-name", name);
            let beside = Beside { pushed, ..Beside::default() };
            Ok(shown(draw(agent, tx, &state, &values, mailbox.is_some(), &beside)?))
        })
        .await
}

fn kept(tx: &mut Tx<'_>, inbox: Option<&Inbox>) -> Result<Option<Mailbox>, Fault> {
    match inbox {
        Some(inbox) => Ok(mailbox::find(tx, inbox.id)?),
        None => Ok(None),
    }
}

/// Makes the inbox with its mailbox once it answered, or without one. `do` is `save`, `keep` (though it does not
/// answer) or `skip`.
pub(super) async fn save(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let outcome = tried(&desk, &agent, fields).await;
    outcome.unwrap_or_else(|fault| agent.problem(fault))
}

async fn tried(desk: &Arc<Desk>, agent: &Agent, fields: Fields) -> Result<Response, Fault> {
    agent.must(Permission::ChangeAccount)?;
    let what = fields.get("do").to_owned();
    let (state, reader, asked) = (Arc::clone(desk), agent.clone(), fields.clone());
    let skip = what == "skip";
    let (mut beside, save) =
        blocking(move || state.db.read(reader.account.id, |tx| read(&state, &reader, tx, &asked, skip)))
            .await?;
    let fine = beside.wrong.is_empty();
    if let (Some(save), true, true) = (&save, fine, what != "keep") {
        let report = desk.outside.test_mailbox(save.connect.clone()).await;
        if !report.is_good() {
            beside.report = Some(report);
        }
    }
    let state = Arc::clone(desk);
    let answer = agent
        .write(&desk.db, move |agent, tx| {
            let stopped = beside.report.is_some() || !beside.wrong.is_empty();
            let outcome = match stopped {
                true => Err(beside.wrong.clone()),
                false => make(&state, agent, tx, &fields, save)?,
            };
            match outcome {
                Ok(()) if skip => Ok(Redirect::to("/console/setup/mailbox?how=pushed").into_response()),
                Ok(()) => Ok(Redirect::to(Step::Promise.path()).into_response()),
                Err(wrong) => {
                    beside.wrong = wrong;
                    let inbox = first_inbox(tx)?;
                    let kept = kept(tx, inbox.as_ref())?.is_some();
                    Ok(refused(draw(agent, tx, &state, &fields, kept, &beside)?))
                }
            }
        })
        .await;
    Ok(answer)
}

/// Reads the form: what is wrong with it, and the mailbox to be tried.
fn read(
    desk: &Desk,
    agent: &Agent,
    tx: &mut Tx<'_>,
    fields: &Fields,
    skip: bool,
) -> Result<(Beside, Option<Save>), Fault> {
    let (say, mut wrong) = (agent.say, Wrong::default());
    let inbox = first_inbox(tx)?;
    let email = address::key(fields.get("address"));
    if !address::plausible(&email) {
        wrong.add(say, "address", "entry-error-address");
    } else if email.contains('+') {
        wrong.add(say, "address", "entry-error-plus");
    }
    if fields.get("inbox-name").trim().chars().count() > 120 {
        wrong.add(say, "inbox-name", "entry-error-name-long");
    }
    if skip {
        return Ok((Beside { wrong, ..Beside::default() }, None));
    }
    let own = Wrong::default();
    let sheet = form::Sheet { say, values: fields, wrong: &own, kept: kept(tx, inbox.as_ref())?.is_some() };
    let save = form::read(&sheet, &email, &mut wrong);
    let save = match (save, &inbox) {
        (Some(save), Some(inbox)) => {
            let connect = mailbox::completed(tx, &desk.db.sealer(), inbox.id, save.connect)?;
            Some(Save { connect, ..save })
        }
        (save, _) => save,
    };
    Ok((Beside { wrong, ..Beside::default() }, save))
}

/// Makes the inbox, or changes the one there is, and connects its mailbox; what is wrong otherwise.
fn make(
    desk: &Desk,
    agent: &Agent,
    tx: &mut Tx<'_>,
    fields: &Fields,
    save: Option<Save>,
) -> Result<Result<(), Wrong>, Fault> {
    let say = agent.say;
    let name = match fields.get("inbox-name").trim() {
        "" => agent.account.name.clone(),
        written => written.to_owned(),
    };
    let email = address::key(fields.get("address"));
    let known = first_inbox(tx)?;
    if inbox::at_address(tx, &email)?.is_some_and(|(_, id)| known.as_ref().is_none_or(|inbox| inbox.id != id)) {
        let mut wrong = Wrong::default();
        wrong.add(say, "address", "settings-error-address-taken");
        return Ok(Err(wrong));
    }
    // Before the inbox is made: what is refused leaves nothing behind.
    if let Some(save) = &save {
        let mut wrong = Wrong::default();
        if wrong.take(say, mailbox::check(save), form::place)?.is_none() {
            return Ok(Err(wrong));
        }
    }
    let inbox = match known {
        Some(inbox) => {
            let edit = inbox::Edit { name: Some(name), address: Some(email), ..inbox::Edit::default() };
            inbox::edit(tx, inbox.id, edit, agent.actor())?
        }
        None => {
            let new = inbox::New {
                channel: Channel::Email,
                name,
                address: Some(email),
                language: agent.account.language,
                register: agent.account.register,
                hours: chosen(tx)?,
                targets: Targets::default(),
                team_id: None,
            };
            inbox::create(tx, new, agent.actor())?
        }
    };
    if let Some(save) = save {
        mailbox::save(tx, &desk.db.sealer(), inbox.id, save, agent.actor())?;
    }
    done(tx, Step::Mailbox)?;
    Ok(Ok(()))
}

fn draw(
    agent: &Agent,
    tx: &mut Tx<'_>,
    desk: &Desk,
    values: &Fields,
    kept: bool,
    beside: &Beside,
) -> Result<Markup, Fault> {
    let say = agent.say;
    let email = values.get("address");
    let sheet = form::Sheet { say, values, wrong: &beside.wrong, kept };
    let failed = beside.report.is_some();
    let body = html! {
        @if beside.pushed {
            section class="alert kept" role="status" {
                (ui::icon("circle-check"))
                div {
                    b { (say.say("entry-mailbox-skipped")) }
                    (door_text(say, &desk.settings.doors, email))
                    p { (ui::button_link("primary tall", Step::Promise.path(), say.say("entry-on"))) }
                }
            }
        }
        @if let Some(report) = &beside.report { (form::report(say, report)) }
        form class="fields" method="post" novalidate {
            (proof::csrf(agent.csrf()))
            button type="submit" class="sr" tabindex="-1" aria-hidden="true" name="do" value="save" {}
            (frame::faults(say, &beside.wrong))
            (ui::field(&Field {
                name: "address", label: &say.say("entry-inbox"), kind: "email", value: email,
                hint: &say.say("entry-mailbox-address-hint"), error: beside.wrong.of("address"),
                autocomplete: "off", required: true, ..Field::default()
            }))
            (ui::field(&Field {
                name: "inbox-name", label: &say.say("entry-inbox-name"), value: values.get("inbox-name"),
                hint: &say.say("entry-inbox-name-hint"), error: beside.wrong.of("inbox-name"), autocomplete: "off",
                ..Field::default()
            }))
            (form::draw(&sheet))
            p class="row" {
                button class="button primary tall" type="submit" name="do" value="save" { (say.say("entry-mailbox-go")) }
                @if failed {
                    button class="button tall" type="submit" name="do" value="keep" { (say.say("settings-mailbox-keep")) }
                }
                button class="button quiet tall" type="submit" name="do" value="skip" { (say.say("entry-mailbox-skip")) }
            }
            p class="faint tiny" { (say.say("entry-mailbox-skip-text")) }
        }
    };
    let hours = chosen(tx)?;
    let told = Told::by(customer(agent), &hours, &Targets::default(), tx.now_ms());
    Ok(frame::draw(frame::Sheet {
        agent,
        step: Step::Mailbox,
        reached: pending(tx)?,
        title: say.say("entry-mailbox-title"),
        lead: say.say("entry-mailbox-lead"),
        body,
        aside: frame::next_mail(say, &told),
    }))
}
