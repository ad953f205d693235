//! Answers that leave later: listed, taken up again, given another moment, let go.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use kernel::id::Kind;
use office::account::Permission;
use spine::{conversation, inbox, scheduled};
use web::shell::Live;

use super::write::before;
use super::{No, Shown, act, back, done, framed};
use crate::Desk;
use crate::console::inbox::store::{self, Begun, begun_of, draft_text};
use crate::console::inbox::view::{Place, View};
use crate::console::inbox::{ask, pages};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent};

/// `POST …/scheduled`: what becomes of one (`do`: edit, cancel, or move with a moment).
pub(super) async fn change(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    uri: Uri,
    Sent { agent, fields }: Sent,
) -> Response {
    let mut fields = fields;
    if let Some(what) = Fields::of_query(uri.query()).all("do").next() {
        fields.push("do", what);
    }
    let (code, given) = (reference.clone(), fields.clone());
    let outcome = act(&desk, &agent, Permission::Answer, move |me, tx| {
        let open = store::open(tx, &code)?;
        let oid = Kind::Scheduled.oid(given.get("scheduled")).ok_or(Fault::Missing)?;
        let one = scheduled::by_oid(tx, oid).map_err(Fault::from)?;
        if one.conversation_id != open.id {
            return Err(Fault::Missing.into());
        }
        match given.get("do") {
            "move" => {
                let hours = inbox::find(tx, open.inbox_id).map_err(Fault::from)?.hours;
                let chosen = ask::chosen(&given, hours.timezone());
                let Some((_, at_ms)) = chosen else {
                    return Err(No::Said(me.say.say("composer-problem-moment")));
                };
                if !ask::is_open(&hours, at_ms) {
                    return Err(No::Said(me.say.say("composer-problem-closed")));
                }
                let moved = scheduled::move_to(tx, &one, at_ms, me.actor());
                moved.map_err(|error| super::write::refused(error, me.say))
            }
            "cancel" => scheduled::cancel(tx, &one, me.actor()).map_err(|error| Fault::from(error).into()),
            _ => {
                scheduled::cancel(tx, &one, me.actor()).map_err(Fault::from)?;
                let drafts = conversation::draft(tx, open.id, me.id()).map_err(Fault::from)?;
                let draft = drafts.iter().find(|draft| draft.kind == "reply");
                let begun = draft.map(|draft| begun_of(&draft.content)).unwrap_or_default();
                let mut attachments = one.content.attachments.clone();
                attachments.extend(begun.attachments.iter().cloned());
                let taken = Begun {
                    text: one.content.text.clone(),
                    html: one.content.html.clone().unwrap_or_default(),
                    attachments,
                };
                let emails = |people: &[kernel::address::Address]| {
                    people.iter().map(|person| person.email.as_str()).collect::<Vec<_>>().join(", ")
                };
                let people = [&one.content.to, &one.content.cc, &one.content.bcc].map(|people| emails(people));
                let people = (!one.content.to.is_empty()).then_some(people);
                let people = people.as_ref().map(|[to, cc, bcc]| [to.as_str(), cc.as_str(), bcc.as_str()]);
                let content = draft_text(&before(taken, begun), people);
                conversation::keep_draft(tx, open.id, me.id(), "reply", &content).map_err(Fault::from)?;
                Ok(())
            }
        }
    });
    let to = match fields.get("from") {
        "list" if fields.get("do") != "edit" => "/console/scheduled".to_owned(),
        _ => back(&fields, &reference).href(),
    };
    match outcome.await {
        Ok(()) => done(false, &to),
        Err(No::Fault(fault)) => agent.problem(fault),
        Err(No::Said(problem)) => {
            let place = back(&fields, &reference);
            let reader = agent.reader(&desk);
            let answer = agent.read(&desk.db, move |agent, tx| {
                let mut shown = Shown::load(tx, &place, reader)?;
                if let Some((thread, _)) = &mut shown.inbox.thread {
                    thread.composer.problem = Some(problem);
                }
                shown.page(agent, None, StatusCode::UNPROCESSABLE_ENTITY)
            });
            answer.await
        }
    }
}

/// `GET /console/scheduled`: everything that waits; a supervisor's list holds everybody's with `?all=1`.
pub(super) async fn page(State(desk): State<Arc<Desk>>, agent: Agent, uri: Uri) -> Response {
    let everybody = Fields::of_query(uri.query()).get("all") == "1";
    let reader = agent.reader(&desk);
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Answer)?;
        let of = (!everybody).then_some(agent.id());
        let lines = store::writing::all_waiting(tx, of, agent.id())?;
        let mut shown = Shown::load(tx, &Place::of(View::All), reader)?;
        shown.inbox.place.inbox = Some(String::new());
        let body = pages::scheduled(&lines, agent.csrf(), &shown.reading);
        let title = agent.say.say("composer-scheduled-title");
        let (reading, company) = (&shown.reading, shown.company.as_str());
        let page = framed(agent, reading, title, company, "plain", Live::No, &shown.inbox, body);
        Ok(Html(page).into_response())
    });
    answer.await
}
