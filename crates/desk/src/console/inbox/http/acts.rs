//! What becomes of a conversation: passed on, put aside, closed, tagged, its promise moved.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use db::Tx;
use kernel::address::Address;
use kernel::id::Kind;
use office::account::Permission;
use spine::conversation::{self, Author, Conversation, Direction, NewMessage};
use spine::{agent, outbox, promise};
use web::headers::MESSAGE_POLICY;

use super::{No, Shown, act, back, done, or_say};
use crate::Desk;
use crate::console::inbox::view::{Asking, Moving};
use crate::console::inbox::{ask, pages, store};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent};

/// Does something with the open conversation, then leads back to it, or to the code `work` gives; or asks the same
/// question again with what was wrong.
pub(in crate::console::inbox) async fn carried_out(
    desk: &Arc<Desk>,
    reference: String,
    Sent { agent, fields }: Sent,
    permission: Permission,
    asking: &'static str,
    work: impl FnOnce(&Agent, &mut Tx<'_>, &mut Conversation, &Fields) -> Result<Option<String>, No>
    + Send
    + 'static,
) -> Response {
    let (code, given) = (reference.clone(), fields.clone());
    let outcome = act(desk, &agent, permission, move |me, tx| {
        let mut open = store::open(tx, &code)?;
        work(me, tx, &mut open, &given)
    });
    let problem = match outcome.await {
        Ok(to) => return done(false, &back(&fields, to.as_deref().unwrap_or(&reference)).href()),
        Err(No::Fault(fault)) => return agent.problem(fault),
        Err(No::Said(problem)) => problem,
    };
    let (place, reader) = (back(&fields, &reference), agent.reader(desk));
    let answer = agent.read(&desk.db, move |agent, tx| {
        let shown = Shown::load(tx, &place, reader)?;
        let question = ask::asking(tx, asking, &shown.inbox, reader, &shown.reading, &fields)?;
        shown.page(agent, Some(&question.with_problem(problem)), StatusCode::UNPROCESSABLE_ENTITY)
    });
    answer.await
}

pub(super) async fn assign(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    sent: Sent,
) -> Response {
    carried_out(&desk, reference, sent, Permission::Handle, "assign", |me, tx, open, given| {
        let chosen = match given.get("agent") {
            "" => None,
            "me" => Some(agent::find(tx, me.id()).map_err(Fault::from)?),
            oid => Some(agent::by_oid(tx, oid).map_err(Fault::from)?),
        };
        if !matches!(given.get("team"), "" | "same") {
            let team = agent::team_by_oid(tx, given.get("team")).map_err(Fault::from)?;
            conversation::team(tx, open, Some(&team), me.actor()).map_err(Fault::from)?;
        }
        let assigned = conversation::assign(tx, open, chosen.as_ref(), "by_hand", me.actor());
        or_say(assigned, me.say, "inbox-problem-settled")?;
        let note = given.get("note").trim();
        if !note.is_empty() {
            let note = new_note(me, open, note);
            conversation::add_message(tx, open, note, Vec::new(), me.actor()).map_err(Fault::from)?;
        }
        Ok(None)
    })
    .await
}

/// An internal note of the reader's.
pub(super) fn new_note(me: &Agent, open: &Conversation, text: &str) -> NewMessage {
    NewMessage {
        direction: Direction::Note,
        channel: open.channel,
        author: Author::Agent { id: me.id(), name: me.person().name.clone() },
        recipients: "{}".to_owned(),
        subject: None,
        reply_text: text.to_owned(),
        text: text.to_owned(),
        html: None,
        quoted_text: None,
        forwarded: None,
        authentication: None,
        warning: None,
        automatic: false,
        header_id: None,
        arrival_id: None,
    }
}

pub(super) async fn snooze(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    sent: Sent,
) -> Response {
    carried_out(&desk, reference, sent, Permission::Handle, "snooze", |me, tx, open, given| {
        let hours = spine::inbox::find(tx, open.inbox_id).map_err(Fault::from)?.hours;
        let until_ms = ask::aside_until(given, hours.timezone(), tx.now_ms());
        or_say(conversation::snooze(tx, open, until_ms, me.actor()), me.say, "inbox-move-past")?;
        Ok(None)
    })
    .await
}

pub(super) async fn close(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    sent: Sent,
) -> Response {
    carried_out(&desk, reference, sent, Permission::Handle, "close", |me, tx, open, given| {
        let reason = Some(given.get("reason").trim()).filter(|reason| !reason.is_empty());
        if reason.is_none() && ask::owed(tx, open)?.is_some() {
            return Err(No::Said(me.say.say("inbox-move-no-reason")));
        }
        or_say(promise::close(tx, open, reason, me.actor()), me.say, "inbox-move-no-reason")?;
        Ok(None)
    })
    .await
}

pub(super) async fn reopen(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    sent: Sent,
) -> Response {
    carried_out(&desk, reference, sent, Permission::Handle, "close", |me, tx, open, _| {
        conversation::reopen(tx, open, "by_hand", me.actor()).map_err(Fault::from)?;
        promise::owe_again(tx, open).map_err(Fault::from)?;
        Ok(None)
    })
    .await
}

pub(super) async fn tags(State(desk): State<Arc<Desk>>, Path(reference): Path<String>, sent: Sent) -> Response {
    carried_out(&desk, reference, sent, Permission::Handle, "tags", |me, tx, open, given| {
        let mut tags: Vec<String> = given.get("tags").split(',').map(|tag| tag.trim().to_lowercase()).collect();
        tags.retain(|tag| !tag.is_empty());
        tags.sort();
        tags.dedup();
        or_say(conversation::retag(tx, open, &tags, me.actor()), me.say, "inbox-tags-wrong")?;
        Ok(None)
    })
    .await
}

/// Somebody dealt with what did not arrive.
pub(super) async fn trouble(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    sent: Sent,
) -> Response {
    carried_out(&desk, reference, sent, Permission::Handle, "close", |_, tx, open, _| {
        conversation::clear_trouble(tx, open.id).map_err(Fault::from)?;
        Ok(None)
    })
    .await
}

pub(super) async fn move_promise(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    sent: Sent,
) -> Response {
    carried_out(&desk, reference, sent, Permission::MovePromise, "move", |me, tx, open, given| {
        let oid = Kind::Promise.oid(given.get("promise")).ok_or(Fault::Missing)?;
        let old = promise::by_oid(tx, oid).map_err(Fault::from)?;
        if old.conversation_id != open.id {
            return Err(Fault::Missing.into());
        }
        let reading = store::reading(tx, me.say)?;
        let inbox = spine::inbox::find(tx, open.inbox_id).map_err(Fault::from)?;
        let chosen = ask::chosen(given, inbox.hours.timezone());
        let Some((_, due_at_ms)) = chosen.filter(|(_, at_ms)| *at_ms > reading.now_ms) else {
            return Err(No::Said(me.say.say("inbox-move-past")));
        };
        if !ask::is_open(&inbox.hours, due_at_ms) {
            return Err(No::Said(me.say.say("inbox-move-closed")));
        }
        let reason = given.get("reason").trim();
        let next = promise::move_to(tx, open, &old, due_at_ms, reason, me.id());
        let next = or_say(next, me.say, "inbox-move-no-reason")?;
        outbox::tell_moved(tx, open, &old, &next, reason).map_err(Fault::from)?;
        Ok(None)
    })
    .await
}

/// What the customer would read, while time and reason are chosen.
pub(super) async fn move_preview(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let reader = agent.reader(&desk);
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::MovePromise)?;
        let open = store::open(tx, &reference)?;
        let reading = store::reading(tx, reader.say)?;
        let moving: Moving = ask::moving(tx, &open, &reading, &fields)?;
        Ok(Html(pages::move_preview(&moving, &reading).into_string()).into_response())
    });
    answer.await
}

/// `GET …/move/letter`: the mail itself, for a frame of the dialog.
pub(super) async fn move_letter(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    agent: Agent,
    uri: Uri,
) -> Response {
    let fields = Fields::of_query(uri.query());
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::MovePromise)?;
        let open = store::open(tx, &reference)?;
        let reading = store::reading(tx, agent.say)?;
        let letter = ask::moved(tx, &open, &reading, &fields)?.ok_or(Fault::Missing)?;
        let page = letter.html.replacen(
            "<meta charset=\"utf-8\">",
            "<meta charset=\"utf-8\"><base target=\"_blank\">",
            1,
        );
        let headers =
            [(header::CONTENT_SECURITY_POLICY, MESSAGE_POLICY), (header::REFERRER_POLICY, "no-referrer")];
        Ok((headers, Html(page)).into_response())
    });
    answer.await
}

/// An answer that did not arrive is tried again, or sent to the address given.
pub(super) async fn retry(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let (code, given) = (reference.clone(), fields.clone());
    let outcome = act(&desk, &agent, Permission::Answer, move |me, tx| {
        let open = store::open(tx, &code)?;
        let oid = Kind::Message.oid(given.get("message")).ok_or(Fault::Missing)?;
        let message = conversation::message_by_oid(tx, oid).map_err(Fault::from)?;
        let mail = outbox::of_message(tx, message.id).map_err(Fault::from)?.ok_or(Fault::Missing)?;
        if message.conversation_id != open.id {
            return Err(Fault::Missing.into());
        }
        let address = given.get("to").trim();
        let tried = match given.get("do") {
            "redirect" => outbox::redirect(tx, mail.id, &Address::new(address), me.actor()),
            _ => outbox::retry_now(tx, mail.id, me.actor()),
        };
        match tried {
            Ok(()) => Ok(conversation::clear_trouble(tx, open.id).map_err(Fault::from)?),
            // It left meanwhile: the page shows how it stands.
            Err(spine::Error::Conflict(_)) => Ok(()),
            Err(spine::Error::Refused(_)) => {
                Err(No::Said(me.say.with("inbox-problem-address", &[("address", address.into())])))
            }
            Err(error) => Err(Fault::from(error).into()),
        }
    });
    let place = back(&fields, &reference);
    let problem = match outcome.await {
        Ok(()) => return done(false, &place.href()),
        Err(No::Fault(fault)) => return agent.problem(fault),
        Err(No::Said(problem)) => problem,
    };
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

impl Asking {
    /// The same question with what was wrong with the answer.
    fn with_problem(mut self, said: String) -> Self {
        match &mut self {
            Self::Move(Moving { problem, .. })
            | Self::Assign { problem, .. }
            | Self::Snooze { problem, .. }
            | Self::Close { problem, .. }
            | Self::Tags { problem, .. }
            | Self::Skills { problem, .. }
            | Self::SendBack { problem, .. }
            | Self::Together { problem, .. } => *problem = Some(said),
        }
        self
    }
}
