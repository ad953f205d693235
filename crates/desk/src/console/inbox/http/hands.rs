//! What goes through people's hands: the next one, one sent back, what one needs.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use office::account::Permission;
use spine::routing::{self, Take};
use web::ui;

use super::acts::carried_out;
use super::{No, done, plain};
use crate::Desk;
use crate::console::inbox::view::{Place, View};
use crate::fault::Fault;
use crate::session::Sent;

/// Gives the reader what goes first for them and opens it, or says why there is nothing.
pub(super) async fn next(State(desk): State<Arc<Desk>>, Sent { agent, .. }: Sent) -> Response {
    let reader = agent.reader(&desk);
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::Answer)?;
            let nothing = match routing::next(tx, agent.id(), agent.actor())? {
                Take::Taken(taken) => {
                    let to = Place::of(View::Mine).with_open(&taken.reference).href();
                    return Ok(done(false, &to).into_response());
                }
                Take::Full => "skill-next-full",
                Take::Nothing => "skill-next-none",
            };
            let (say, back) = (agent.say, Place::of(View::Team).href());
            let body = html! {
                main class="thread" id="conversation" {
                    (ui::empty(&say.say(nothing), "", Some(ui::button_link("", &back, say.say("skill-back")))))
                }
            };
            plain(tx, agent, reader, say.say("skill-next"), body, StatusCode::OK)
        })
        .await
}

pub(super) async fn send_back(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    sent: Sent,
) -> Response {
    carried_out(&desk, reference, sent, Permission::Answer, "send-back", |me, tx, open, given| {
        match routing::send_back(tx, open, me.id(), given.get("reason"), me.actor()) {
            Ok(()) => Ok(None),
            Err(spine::Error::Refused(_)) => Err(No::Said(me.say.say("skill-error-reason"))),
            Err(spine::Error::Conflict(_)) => Err(No::Said(me.say.say("skill-error-not-yours"))),
            Err(error) => Err(Fault::from(error).into()),
        }
    })
    .await
}

pub(super) async fn skills(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    sent: Sent,
) -> Response {
    carried_out(&desk, reference, sent, Permission::Handle, "skills", |me, tx, open, given| {
        let names = given.get("skills").split(',').map(str::trim).filter(|name| !name.is_empty());
        let names: Vec<String> = names.map(str::to_owned).collect();
        let level = given.get("level").parse().unwrap_or(0);
        match routing::set_by_hand(tx, open, &names, Some(level), me.actor()) {
            Ok(()) => Ok(None),
            Err(spine::Error::Refused(_)) => Err(No::Said(me.say.say("skill-error-skills"))),
            Err(error) => Err(Fault::from(error).into()),
        }
    })
    .await
}
