//! What the customer asked for on the page of their request, for whoever answers: the call to make, the answer's way,
//! the mark they gave; and the page's link, withdrawn or mailed anew.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use axum::routing::post;
use db::Tx;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use spine::conversation::{self, Conversation};
use spine::preference;
use spine::promise::{self, State as Stand};
use spine::tracking::{self, CALL_WINDOW_MS, Outcome};
use spine::{agent, outbox};
use web::{form, ui};
use words::when;

use crate::Desk;
use crate::console::inbox::view::Reading;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::Sent;

/// Addresses of these acts.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console/call/{promise}", post(settle))
        .route("/console/track-link/{conversation}", post(renew))
}

/// What stands at the head of a conversation.
#[derive(Clone, Debug, Default)]
pub struct Side {
    calls: Vec<Line>,
    way: Option<&'static str>,
    rating: Option<(i64, Option<String>)>,
}

/// A call to make.
#[derive(Clone, Debug)]
struct Line {
    /// Outside name of its promise.
    promise: String,
    phone: String,
    slot_at_ms: i64,
    due_at_ms: i64,
    /// The first moment was missed.
    missed: bool,
}

/// Everything the customer said beside their messages.
pub fn side(tx: &mut Tx<'_>, open: &Conversation) -> Result<Side, Fault> {
    let known = tracking::of(tx, open.id)?;
    let calls = tracking::calls_of(tx, open.id)?;
    let to_make = calls.into_iter().filter(|(_, promise)| promise.state == Stand::Open);
    Ok(Side {
        calls: to_make
            .map(|(call, promise)| Line {
                promise: Kind::Promise.name(&promise.oid),
                phone: call.phone,
                slot_at_ms: call.slot_at_ms,
                due_at_ms: promise.due_at_ms,
                missed: promise.follows_id.is_some(),
            })
            .collect(),
        way: preference::way_of(tx, open.id)?.map(preference::Way::name),
        rating: known.rating.map(|rating| (rating.score, rating.comment)),
    })
}

/// Draws it; nothing when the customer asked for nothing.
pub fn panel(side: &Side, back: &str, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        @for call in &side.calls { (to_make(call, back, csrf, reading)) }
        @if side.way.is_some() || side.rating.is_some() {
            p class="linked muted" {
                @if let Some(way) = side.way { (ui::small_icon("arrow-right")) " " (say.say(&format!("form-agent-way-{way}"))) " " }
                @if let Some((score, comment)) = &side.rating {
                    (ui::small_icon("thumbs-up")) " " b { (say.with("form-agent-rated", &[("score", (*score).into())])) }
                    @if let Some(comment) = comment { " «" (comment) "»" }
                }
            }
        }
    }
}

fn to_make(call: &Line, back: &str, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    let digits: String = call.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let slot = reading.at(call.slot_at_ms);
    let kind = match reading.now_ms {
        now_ms if call.missed || now_ms >= call.due_at_ms => "late",
        now_ms if now_ms + 30 * 60_000 >= call.slot_at_ms => "soon",
        _ => "",
    };
    let until = when::time(call.slot_at_ms + CALL_WINDOW_MS, &reading.zone);
    let note = format!("nota-{}", call.promise);
    html! {
        div class=(ui::classes(&["alert", "call-to-make", kind])) id={ "call-" (call.promise) } {
            (ui::icon("phone-call"))
            div {
                b {
                    @if call.missed { (say.with("form-agent-call-missed", &[("at", slot.into()), ("by", reading.by(call.due_at_ms).into())])) }
                    @else { (say.with("form-agent-call", &[("at", slot.into()), ("until", until.into())])) }
                    " " a href={ "tel:" (digits) } { (call.phone) }
                }
                form method="post" action={ "/console/call/" (call.promise) } {
                    (form::csrf(csrf))
                    input type="hidden" name="back" value=(back);
                    label class="sr" for=(note) { (say.say("form-agent-note")) }
                    span class="row wraps" {
                        input class="input slim" id=(note) name="note" maxlength="2000" placeholder=(say.say("form-agent-note")) autocomplete="off";
                        button type="submit" class="button primary" name="outcome" value="reached" { (say.say("form-agent-reached")) }
                        button type="submit" class="button" name="outcome" value="not_reached" { (say.say("form-agent-not-reached")) }
                    }
                }
            }
        }
    }
}

/// One line of the conversation's menu: a new link of the customer's page, mailed or kept back.
pub fn link_acts(conversation: &str, back: &str, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        @for (what, icon, key) in [("mail", "send", "form-agent-link-mail"), ("withdraw", "lock", "form-agent-link-withdraw")] {
            li {
                form method="post" action={ "/console/track-link/" (conversation) } {
                    (form::csrf(csrf))
                    input type="hidden" name="back" value=(back);
                    button type="submit" name="do" value=(what) { (ui::small_icon(icon)) (say.say(key)) }
                }
            }
        }
    }
}

/// Where the reader came from, if that is a page of the console.
fn back(fields: &Fields) -> Redirect {
    let to = fields.get("back");
    let ours = to.starts_with("/console/") && !to.contains(['\\', '\r', '\n']);
    Redirect::to(if ours { to } else { "/console/inbox" })
}

/// `POST /console/call/{promise}`: the call was made, or nobody answered it.
async fn settle(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |me, tx| {
            me.must(Permission::Handle)?;
            let promise = promise::by_oid(tx, Kind::Promise.oid(&name).ok_or(Fault::Missing)?)?;
            let mut open = conversation::find(tx, promise.conversation_id)?;
            let caller = agent::find(tx, me.id())?;
            let note: String = fields.get("note").chars().take(2_000).collect();
            let settled = match Outcome::of_name(fields.get("outcome")) {
                Some(Outcome::Reached) => tracking::reached(tx, &mut open, &promise, &caller, &note),
                Some(Outcome::NotReached) => tracking::not_reached(tx, &mut open, &promise, &caller, &note),
                Some(Outcome::Moved | Outcome::Cancelled) | None => return Err(Fault::Missing),
            };
            match settled {
                // A colleague was faster, or the slot has not begun: the page shows how it stands.
                Ok(()) | Err(spine::Error::Conflict(_)) => Ok(back(&fields)),
                Err(error) => Err(error.into()),
            }
        })
        .await
}

/// `POST /console/track-link/{conversation}`: the old link is dead from now on; the new one is mailed when asked.
async fn renew(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |me, tx| {
            me.must(Permission::Handle)?;
            let oid = Kind::Conversation.oid(&name).ok_or(Fault::Missing)?;
            let mut open = conversation::by_oid(tx, oid)?;
            conversation::renew_link(tx, &mut open, me.actor())?;
            if fields.get("do") == "mail" {
                outbox::mail_link(tx, &open)?;
            }
            Ok(back(&fields))
        })
        .await
}
