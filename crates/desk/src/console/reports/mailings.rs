//! Reports that leave by mail: the list, the form, and what one can do with each.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::{self, Member, Permission};
use office::mailing::{self, Every, Mailing, NewMailing, What};
use spine::error::Field as Refused;
use spine::inbox::{self, Inbox, Tier};
use web::form;
use web::ui::{self, small_icon};

use super::frame;
use crate::Desk;
use crate::console::inbox::store::reading;
use crate::console::settings::{refused, shown};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent, blocking};

const HERE: &str = "/console/reports/mailings";

pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(HERE, get(page).post(make))
        .route("/console/reports/mailings/{id}", get(one).post(change))
        .route("/console/reports/mailings/{id}/pause", post(pause))
        .route("/console/reports/mailings/{id}/resume", post(resume))
        .route("/console/reports/mailings/{id}/send", post(send))
        .route("/console/reports/mailings/{id}/delete", post(delete))
}

/// What is being written, and what is wrong with it.
struct Open {
    mailing: Option<Mailing>,
    fields: Fields,
    wrong: Wrong,
    /// A sentence above everything: something could not be done.
    problem: Option<&'static str>,
}

fn usual(agent: &Agent) -> Fields {
    Fields::of_pairs([
        ("report", What::Figures.name().to_owned()),
        ("every", Every::Week.name().to_owned()),
        ("hour", "8".to_owned()),
        ("recipient", Kind::Agent.name(&agent.person().oid)),
    ])
}

fn blank(agent: &Agent) -> Open {
    Open { mailing: None, fields: usual(agent), wrong: Wrong::default(), problem: None }
}

fn fields_of(tx: &mut Tx<'_>, mailing: &Mailing) -> Result<Fields, Fault> {
    let mut fields = Fields::of_pairs([
        ("report", mailing.what.name().to_owned()),
        ("every", mailing.every.name().to_owned()),
        ("hour", mailing.hour.to_string()),
        ("tier", mailing.tier.map(Tier::name).unwrap_or_default().to_owned()),
    ]);
    if let Some(inbox_id) = mailing.inbox_id {
        fields.push("inbox", Kind::Inbox.name(&inbox::find(tx, inbox_id)?.oid));
    }
    for member in account::people(tx)? {
        if mailing.recipients.contains(&member.person.id) {
            fields.push("recipient", Kind::Agent.name(&member.person.oid));
        }
    }
    Ok(fields)
}

/// What the form says, as far as it can be read; the room says the rest.
fn read(tx: &mut Tx<'_>, fields: &Fields) -> Result<NewMailing, Fault> {
    let inbox_id = match Kind::Inbox.oid(fields.get("inbox")) {
        Some(oid) => Some(inbox::by_oid(tx, oid)?.id),
        None if fields.get("inbox").is_empty() => None,
        None => return Err(Fault::Missing),
    };
    let mut recipients = Vec::new();
    for name in fields.all("recipient").take(mailing::RECIPIENTS_MAX + 1) {
        let oid = Kind::Agent.oid(name).ok_or(Fault::Missing)?;
        recipients.push(spine::agent::by_oid(tx, oid)?.id);
    }
    Ok(NewMailing {
        what: What::of_name(fields.get("report")).ok_or(Fault::Missing)?,
        every: Every::of_name(fields.get("every")).ok_or(Fault::Missing)?,
        // An hour that is none is refused beside its field.
        hour: fields.get("hour").trim().parse().unwrap_or(-1),
        inbox_id,
        tier: Tier::of_name(fields.get("tier")),
        recipients,
    })
}

fn place(refused: &Refused) -> (&'static str, &'static str) {
    match refused.pointer.as_str() {
        "/hour" => ("hour", "mailing-error-hour"),
        "/tier" => ("tier", "mailing-error-tier"),
        _ => ("recipient", "mailing-error-recipients"),
    }
}

fn known(tx: &mut Tx<'_>, name: &str) -> Result<Mailing, Fault> {
    Ok(mailing::by_oid(tx, Kind::Mailing.oid(name).ok_or(Fault::Missing)?)?)
}

async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            Ok(shown(draw(agent, tx, &blank(agent))?))
        })
        .await
}

async fn one(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let mailing = known(tx, &name)?;
            let fields = fields_of(tx, &mailing)?;
            Ok(shown(draw(agent, tx, &Open { mailing: Some(mailing), fields, ..blank(agent) })?))
        })
        .await
}

async fn make(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent.write(&desk.db, move |agent, tx| keep(agent, tx, None, fields)).await
}

async fn change(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let mailing = known(tx, &name)?;
            keep(agent, tx, Some(mailing), fields)
        })
        .await
}

/// Keeps what the form says, or shows it again with what is wrong beside its fields.
fn keep(agent: &Agent, tx: &mut Tx<'_>, known: Option<Mailing>, fields: Fields) -> Result<Response, Fault> {
    agent.must(Permission::SeeFigures)?;
    let new = read(tx, &fields)?;
    let kept = match &known {
        Some(mailing) => mailing::change(tx, mailing, &new, agent.actor()),
        None => mailing::make(tx, &new, Some(agent.id()), agent.actor()),
    };
    let mut open = Open { mailing: known, fields, ..blank(agent) };
    match kept {
        Err(spine::Error::Conflict(_)) => open.problem = Some("mailing-error-many"),
        other => {
            if open.wrong.take(agent.say, other, place)?.is_some() {
                return Ok(Redirect::to(HERE).into_response());
            }
        }
    }
    Ok(refused(draw(agent, tx, &open)?))
}

async fn pause(State(desk): State<Arc<Desk>>, Path(name): Path<String>, Sent { agent, .. }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let mailing = known(tx, &name)?;
            mailing::pause(tx, &mailing, true, agent.actor())?;
            Ok(Redirect::to(HERE))
        })
        .await
}

async fn resume(State(desk): State<Arc<Desk>>, Path(name): Path<String>, Sent { agent, .. }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let mailing = known(tx, &name)?;
            mailing::pause(tx, &mailing, false, agent.actor())?;
            Ok(Redirect::to(HERE))
        })
        .await
}

/// Counts it from a snapshot; the writer writes the mails alone.
async fn send(State(desk): State<Arc<Desk>>, Path(name): Path<String>, Sent { agent, .. }: Sent) -> Response {
    let (db, counting) = (desk.db.clone(), agent.clone());
    let prepared = blocking(move || {
        db.read(counting.account.id, |tx| {
            counting.must(Permission::SeeFigures)?;
            let mailing = known(tx, &name)?;
            Ok::<_, Fault>(mailing::prepare_now(tx, &mailing))
        })
    });
    let prepared = match prepared.await {
        Ok(Ok(prepared)) => prepared,
        Ok(Err(spine::Error::Refused(_))) => return problem(&desk, &agent, "mailing-error-much").await,
        Ok(Err(error)) => return agent.problem(error.into()),
        Err(fault) => return agent.problem(fault),
    };
    let actor = agent.actor();
    let sent = desk.db.submit(agent.account.id, move |tx| mailing::send_now(tx, &prepared, actor));
    match sent.answer().await {
        Ok(_) => Redirect::to(HERE).into_response(),
        Err(spine::Error::Conflict(_)) => problem(&desk, &agent, "mailing-error-nobody").await,
        Err(error) => agent.problem(error.into()),
    }
}

/// The page with a sentence above everything.
async fn problem(desk: &Arc<Desk>, agent: &Agent, sentence: &'static str) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            Ok(refused(draw(agent, tx, &Open { problem: Some(sentence), ..blank(agent) })?))
        })
        .await
}

async fn delete(State(desk): State<Arc<Desk>>, Path(name): Path<String>, Sent { agent, .. }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let mailing = known(tx, &name)?;
            mailing::drop_mailing(tx, &mailing, agent.actor())?;
            Ok(Redirect::to(HERE))
        })
        .await
}

fn draw(agent: &Agent, tx: &mut Tx<'_>, open: &Open) -> Result<Markup, Fault> {
    let say = agent.say;
    let people: Vec<Member> = account::people(tx)?;
    let inboxes = inbox::list(tx)?;
    let mailings = mailing::list(tx)?;
    let reading = reading(tx, say)?;
    let name =
        |id: i64| people.iter().find(|one| one.person.id == id).map_or("–", |one| one.person.name.as_str());
    let body = html! {
        @if let Some(problem) = open.problem { (ui::alert("late", "triangle-alert", &say.say("mailing-error"), say.say(problem), None)) }
        section class="tile span-7" aria-labelledby="d1" {
            h2 id="d1" { (say.say("mailing-title")) }
            @if mailings.is_empty() { p class="muted" { (say.say("mailing-none")) } }
            @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="d1" {
                    table class="ledger mailings" {
                        thead { tr {
                            th scope="col" { (say.say("mailing-what")) }
                            th scope="col" { (say.say("mailing-to")) }
                            th scope="col" { (say.say("mailing-next")) }
                            th scope="col" { (say.say("mailing-last")) }
                            th scope="col" { span class="sr" { (say.say("mailing-acts")) } }
                        } }
                        tbody {
                            @for one in &mailings {
                                @let path = format!("{HERE}/{}", Kind::Mailing.name(&one.oid));
                                tr {
                                    th scope="row" {
                                        a href=(path) { (say.say(&format!("mailing-report-{}", one.what.name()))) }
                                        span class="sub" {
                                            (say.with(&format!("mailing-every-{}-at", one.every.name()), &[("hour", format!("{}:00", one.hour).into())]))
                                            @if let Some(inbox) = one.inbox_id.and_then(|id| inboxes.iter().find(|inbox| inbox.id == id)) { ", " (inbox.name) }
                                            @if let Some(tier) = one.tier { ", " (say.with("inbox-tier", &[("tier", tier.name().into())])) }
                                        }
                                    }
                                    td { @for (at, id) in one.recipients.iter().enumerate() { @if at > 0 { ", " } (name(*id)) } }
                                    td { @match one.next_at_ms {
                                        Some(at_ms) => (reading.day_time(at_ms)),
                                        None => (ui::state("none", say.say("mailing-paused"))),
                                    } }
                                    td class="faint" { @match (one.last_at_ms, one.last_mails) {
                                        (Some(at_ms), mails) => {
                                            (reading.day_time(at_ms)) ", "
                                            (say.with("mailing-mails", &[("count", mails.unwrap_or_default().into())]))
                                        }
                                        (None, _) => "—",
                                    }
                                    @if let Some((at_ms, _)) = one.failed {
                                        span class="sub" { (ui::state("late", say.with("mailing-failed", &[("when", reading.day_time(at_ms).into())]))) }
                                    } }
                                    td { div class="row wrap" {
                                        (act(agent, &path, "send", &say.say("mailing-send")))
                                        @if one.paused { (act(agent, &path, "resume", &say.say("mailing-resume"))) }
                                        @else { (act(agent, &path, "pause", &say.say("mailing-pause"))) }
                                        (act(agent, &path, "delete", &say.say("mailing-delete")))
                                    } }
                                }
                            }
                        }
                    }
                }
            }
            p class="reading faint small" { (small_icon("mail")) span { (say.say("mailing-how")) } }
        }
        (written(agent, open, &people, &inboxes))
    };
    frame(tx, agent, &say.say("mailing-title"), body)
}

fn act(agent: &Agent, path: &str, verb: &str, text: &str) -> Markup {
    html! {
        form method="post" action={ (path) "/" (verb) } { (form::csrf(agent.csrf())) (ui::submit("quiet", text)) }
    }
}

fn written(agent: &Agent, open: &Open, people: &[Member], inboxes: &[Inbox]) -> Markup {
    let say = agent.say;
    let (fields, wrong) = (&open.fields, &open.wrong);
    let path = open.mailing.as_ref().map(|one| format!("{HERE}/{}", Kind::Mailing.name(&one.oid)));
    let choice = |name: &'static str, label: &str, all: Option<&str>, choices: Vec<(String, String)>| {
        let error = wrong.of(name);
        html! {
            div class=(if error.is_some() { "field error" } else { "field" }) {
                label for={ "f-" (name) } { (say.say(label)) }
                select class="input" id={ "f-" (name) } name=(name) aria-describedby=[error.map(|_| format!("f-{name}-hint"))] {
                    @if let Some(all) = all { option value="" { (say.say(all)) } }
                    @for (value, text) in choices { option value=(value) selected[fields.get(name) == value] { (text) } }
                }
                @if let Some(error) = error { p class="hint" id={ "f-" (name) "-hint" } { (error) } }
            }
        }
    };
    let reports =
        What::ALL.map(|one| (one.name().to_owned(), say.say(&format!("mailing-report-{}", one.name()))));
    let everies =
        Every::ALL.map(|one| (one.name().to_owned(), say.say(&format!("mailing-every-{}", one.name()))));
    let boxes = inboxes.iter().map(|one| (Kind::Inbox.name(&one.oid), one.name.clone())).collect();
    let tiers = ["A", "B", "C"].map(|tier| (tier.to_owned(), tier.to_owned()));
    let readers = people
        .iter()
        .filter(|one| !one.of_token && one.person.active && Permission::SeeFigures.allows(one.person.role));
    html! {
        section class="tile span-5" aria-labelledby="d2" {
            h2 id="d2" { (say.say(if path.is_some() { "mailing-change" } else { "mailing-new" })) }
            form method="post" action=(path.as_deref().unwrap_or(HERE)) class="stack mailing-form" {
                (form::csrf(agent.csrf()))
                (choice("report", "mailing-what", None, reports.to_vec()))
                (choice("every", "mailing-every", None, everies.to_vec()))
                (ui::field(&ui::Field {
                    name: "hour",
                    label: &say.say("mailing-hour"),
                    kind: "number",
                    value: fields.get("hour"),
                    hint: &say.say("mailing-hour-hint"),
                    error: wrong.of("hour"),
                    required: true,
                    ..ui::Field::default()
                }))
                (choice("inbox", "reports-inbox", Some("reports-all"), boxes))
                (choice("tier", "reports-tier", Some("reports-all"), tiers.to_vec()))
                fieldset class=(if wrong.of("recipient").is_some() { "ticks error" } else { "ticks" }) {
                    legend { (say.say("mailing-to")) }
                    @for one in readers {
                        @let value = Kind::Agent.name(&one.person.oid);
                        label class="row" {
                            input type="checkbox" name="recipient" value=(value) checked[fields.all("recipient").any(|given| given == value)];
                            " " (one.person.name)
                        }
                    }
                    @if let Some(error) = wrong.of("recipient") { p class="hint" { (error) } }
                    @else { p class="hint muted small" { (say.say("mailing-to-hint")) } }
                }
                div class="row wrap" {
                    (ui::submit("primary", &say.say(if path.is_some() { "mailing-save" } else { "mailing-make" })))
                    @if path.is_some() { (ui::button_link("quiet", HERE, say.say("mailing-cancel"))) }
                }
            }
        }
    }
}
