//! What forms ask of a conversation among others.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use kernel::id::Kind;
use office::account::Permission;
use spine::conversation::{self, Author, Conversation};
use spine::matter::{self, Split};
use spine::outbox::{self, Reply};
use spine::{inbox, notice};

use crate::Desk;
use crate::console::inbox::http::acts::carried_out;
use crate::console::inbox::http::{No, act, or_say};
use crate::console::inbox::store;
use crate::console::inbox::view::Place;
use crate::fault::Fault;
use crate::session::{Agent, Sent};

/// An answer to many can be taken back for so long.
const HOLD_MS: i64 = 8_000;

/// Addresses of the acts.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console/conversation/{reference}/merge", post(merge))
        .route("/console/conversation/{reference}/split", post(split))
        .route("/console/conversation/{reference}/inbox", post(to_inbox))
        .route("/console/conversation/{reference}/operation/undo", post(undo))
        .route("/console/conversation/{reference}/link", post(link))
        .route("/console/conversation/{reference}/unlink", post(unlink))
        .route("/console/conversation/{reference}/follow", post(follow))
        .route("/console/conversation/{reference}/unfollow", post(unfollow))
        .route("/console/conversation/{reference}/unread", post(unread))
        .route("/console/conversation/{reference}/thank", post(thank))
        .route("/console/conversation/{reference}/outcome", post(outcome))
        .route("/console/conversation/{reference}/print", get(super::print::page))
}

/// The other conversation a form names by its code.
fn other(tx: &mut Tx<'_>, code: &str, me: &Agent) -> Result<Conversation, No> {
    match store::open(tx, code.trim()) {
        Ok(found) => Ok(found),
        Err(Fault::Missing) => Err(No::Said(me.say.say("together-no-such"))),
        Err(fault) => Err(fault.into()),
    }
}

async fn merge(State(desk): State<Arc<Desk>>, Path(reference): Path<String>, sent: Sent) -> Response {
    carried_out(&desk, reference, sent, Permission::Handle, "merge", |me, tx, open, given| {
        let code = if given.get("code").trim().is_empty() { given.get("into") } else { given.get("code") };
        let mut into = other(tx, code, me)?;
        or_say(matter::merge(tx, open, &mut into, me.actor()), me.say, "together-merge-refused")?;
        Ok(Some(into.reference))
    })
    .await
}

async fn split(State(desk): State<Arc<Desk>>, Path(reference): Path<String>, sent: Sent) -> Response {
    carried_out(&desk, reference, sent, Permission::Handle, "split", |me, tx, open, given| {
        let oid = Kind::Message.oid(given.get("message")).ok_or(Fault::Missing)?;
        let message = conversation::message_by_oid(tx, oid).map_err(Fault::from)?;
        let how = Split { message, subject: given.get("subject").to_owned(), tell: given.get("tell") == "1" };
        or_say(matter::split(tx, open, how, me.actor()), me.say, "together-split-refused")?;
        Ok(None)
    })
    .await
}

async fn to_inbox(State(desk): State<Arc<Desk>>, Path(reference): Path<String>, sent: Sent) -> Response {
    carried_out(&desk, reference, sent, Permission::Handle, "inbox", |me, tx, open, given| {
        let chosen = inbox::by_oid(tx, given.get("inbox")).map_err(Fault::from)?;
        or_say(matter::move_to(tx, open, &chosen, me.actor()), me.say, "together-inbox-refused")?;
        Ok(None)
    })
    .await
}

/// Takes an operation back, from its toast or its entry on the timeline.
async fn undo(State(desk): State<Arc<Desk>>, Path(reference): Path<String>, sent: Sent) -> Response {
    let say = sent.agent.say;
    carried_out(&desk, reference, sent, Permission::Handle, "late", move |me, tx, open, given| {
        let oid = Kind::Operation.oid(given.get("operation")).ok_or(Fault::Missing)?;
        let operation = matter::by_oid(tx, oid).map_err(Fault::from)?;
        if operation.conversation_id != open.id {
            return Err(Fault::Missing.into());
        }
        match matter::undo(tx, &operation, me.actor()) {
            Err(spine::Error::Conflict(_)) => Err(No::Said(say.say("together-undo-late"))),
            undone => Ok(Some(undone.map_err(Fault::from)?.reference)),
        }
    })
    .await
}

async fn link(State(desk): State<Arc<Desk>>, Path(reference): Path<String>, sent: Sent) -> Response {
    carried_out(&desk, reference, sent, Permission::Handle, "link", |me, tx, open, given| {
        let other = other(tx, given.get("other"), me)?;
        or_say(conversation::link(tx, open, &other, me.actor()), me.say, "together-link-refused")?;
        Ok(None)
    })
    .await
}

async fn unlink(State(desk): State<Arc<Desk>>, Path(reference): Path<String>, sent: Sent) -> Response {
    carried_out(&desk, reference, sent, Permission::Handle, "link", |me, tx, open, given| {
        let other = other(tx, given.get("other"), me)?;
        conversation::unlink(tx, open, &other, me.actor()).map_err(Fault::from)?;
        Ok(None)
    })
    .await
}

async fn follow(State(desk): State<Arc<Desk>>, Path(reference): Path<String>, sent: Sent) -> Response {
    carried_out(&desk, reference, sent, Permission::Read, "close", |me, tx, open, _| {
        notice::follow(tx, open, me.id(), "asked", me.actor()).map_err(Fault::from)?;
        Ok(None)
    })
    .await
}

async fn unfollow(State(desk): State<Arc<Desk>>, Path(reference): Path<String>, sent: Sent) -> Response {
    carried_out(&desk, reference, sent, Permission::Read, "close", |me, tx, open, _| {
        notice::unfollow(tx, open, me.id(), me.actor()).map_err(Fault::from)?;
        Ok(None)
    })
    .await
}

/// Unread again for whoever asks; leads to the list, because opening it would read it.
async fn unread(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let outcome = act(&desk, &agent, Permission::Read, move |me, tx| {
        let open = store::open(tx, &reference)?;
        conversation::unsee(tx, &open, me.id()).map_err(Fault::from)?;
        Ok(())
    });
    match outcome.await {
        Ok(()) => {
            desk.presence.nudge(agent.account.id, agent.id());
            Redirect::to(&Place::of_address(fields.get("back")).list().href()).into_response()
        }
        Err(No::Fault(fault)) => agent.problem(fault),
        Err(No::Said(_)) => Redirect::to("/console/inbox/mine").into_response(),
    }
}

/// A letter of the reader's to whoever wrote last.
fn letter(me: &Agent, text: &str) -> Result<Reply, No> {
    let text = text.replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(No::Said(me.say.say("inbox-problem-empty")));
    }
    Ok(Reply {
        author: Author::Agent { id: me.id(), name: me.person().name.clone() },
        text,
        html: None,
        to: Vec::new(),
        cc: Vec::new(),
        bcc: Vec::new(),
        attachments: Vec::new(),
        hold_ms: HOLD_MS,
    })
}

async fn thank(State(desk): State<Arc<Desk>>, Path(reference): Path<String>, sent: Sent) -> Response {
    carried_out(&desk, reference, sent, Permission::Answer, "thank", |me, tx, open, given| {
        let thanks = letter(me, given.get("text"))?;
        or_say(outbox::thank(tx, open, thanks), me.say, "inbox-problem-to")?;
        Ok(None)
    })
    .await
}

async fn outcome(State(desk): State<Arc<Desk>>, Path(reference): Path<String>, sent: Sent) -> Response {
    carried_out(&desk, reference, sent, Permission::Answer, "outcome", |me, tx, open, given| {
        let told = letter(me, given.get("text"))?;
        or_say(outbox::tell_outcome(tx, open, &told), me.say, "inbox-problem-to")?;
        Ok(None)
    })
    .await
}
