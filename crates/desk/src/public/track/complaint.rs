//! On the page of a request: that it is a complaint, how that stands, and whether the answer solved it.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::Response;
use db::{Actor, Tx};
use maud::{Markup, html};
use spine::Error;
use spine::complaint::{self, Complaint, Opening, Origin, Outcome, Recorded, State as Stand};
use spine::conversation::{Conversation, Status};
use web::ui;
use words::when;

use super::acts::{Outcome as Done, small};
use super::{View, pages};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;

/// Characters of the customer's words.
const WORDS_MAX: usize = 300;

/// `POST /r/{token}/complaint`: the customer says that this is one.
pub(super) async fn declare(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    small(desk, token, request, |fields, tx, conversation| {
        let words: String = fields.get("words").trim().chars().take(WORDS_MAX).collect();
        if words.is_empty() {
            return Ok(Done::Wrong("complaint-words", "track-wrong-empty"));
        }
        let opening = Opening { words: Some(words), ..Opening::of(Origin::Page) };
        complaint::set_aside(tx, conversation.id)?;
        match complaint::declare(tx, conversation, opening, Actor::Customer(conversation.customer_id)) {
            // A second click, or somebody of ours was faster: it is one.
            Ok(_) | Err(Error::Conflict(_)) => Ok(Done::Done("complaint")),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// `POST /r/{token}/solved`: whether the answer to the complaint solved it.
pub(super) async fn solved(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    small(desk, token, request, said).await
}

fn said(fields: &Fields, tx: &mut Tx<'_>, conversation: &mut Conversation) -> Result<Done, Fault> {
    let Some(complaint) = complaint::open_of(tx, conversation.id)? else { return Ok(Done::Done("solved")) };
    let outcome = match fields.get("outcome") {
        "solved" => Outcome::Solved,
        "not_solved" => Outcome::NotSolved,
        _ => return Err(Fault::Missing),
    };
    let note: String = fields.get("note").trim().chars().take(2_000).collect();
    if outcome == Outcome::NotSolved && note.is_empty() {
        return Ok(Done::Wrong("complaint-note", "track-complaint-say-what"));
    }
    let recorded = Recorded { outcome, note, close: true };
    match complaint::followed_up(tx, &complaint, recorded, Actor::Customer(conversation.customer_id)) {
        Ok(_) if outcome == Outcome::Solved => Ok(Done::Done("solved")),
        Ok(_) => Ok(Done::Done("unsolved")),
        // Said already, or asked before there was an answer: the page shows how it stands.
        Err(Error::Conflict(_)) => Ok(Done::Done("solved")),
        Err(error) => Err(error.into()),
    }
}

/// The card of the page.
pub(super) fn section(view: &View) -> Markup {
    match &view.complaint {
        Some(complaint) => standing(view, complaint),
        None if view.conversation.status == Status::Closed => html! {},
        None => declaring(view),
    }
}

fn standing(view: &View, complaint: &Complaint) -> Markup {
    let say = view.say;
    let asked = view.asked.get("complaint");
    let code = complaint.code();
    let by = when::by_date(say, complaint.due_at_ms, view.now_ms, &view.zone);
    html! {
        section class="card" aria-labelledby="t7" id="reclamo" {
            h2 id="t7" { (say.say("track-complaint")) " " b { (code) } }
            @match complaint.state {
                Stand::Open if complaint.is_late(view.now_ms) => p { (say.with("track-complaint-late", &[("by", by.into())])) },
                Stand::Open => p { (say.with("track-complaint-due", &[("by", by.into())])) },
                Stand::Answered => {
                    p { (say.say("track-complaint-solved")) }
                    form method="post" action=(pages::act(view, "solved")) class="add" {
                        @let fault = view.wrong.of("complaint-note");
                        div class=(if fault.is_some() { "field error" } else { "field" }) {
                            label for="reclamo-nota" { (say.say("track-complaint-note")) }
                            textarea class="input" id="reclamo-nota" name="note" rows="2" maxlength="2000" aria-describedby="reclamo-nota-h"
                                aria-invalid=[fault.map(|_| "true")] autofocus[asked == "not_solved"] { (view.asked.get("note")) }
                            p class="hint" id="reclamo-nota-h" { @if let Some(fault) = fault { (fault) } @else { (say.say("track-complaint-note-hint")) } }
                        }
                        p class="row wraps" {
                            button type="submit" class="button primary" name="outcome" value="solved" autofocus[asked == "solved"] { (say.say("track-complaint-yes")) }
                            button type="submit" class="button" name="outcome" value="not_solved" { (say.say("track-complaint-no")) }
                        }
                    }
                }
                Stand::FollowedUp | Stand::Closed => p class="muted" { (say.say("track-complaint-over")) },
            }
        }
    }
}

fn declaring(view: &View) -> Markup {
    let say = view.say;
    let fault = view.wrong.of("complaint-words");
    html! {
        section class="card" aria-labelledby="t7" id="reclamo" {
            h2 id="t7" class="sr" { (say.say("track-complaint")) }
            details open[fault.is_some()] {
                summary { (say.say("track-complaint-is-one")) }
                form method="post" action=(pages::act(view, "complaint")) class="add" {
                    div class=(if fault.is_some() { "field error" } else { "field" }) {
                        label for="reclamo-parole" { (say.say("track-complaint-words")) }
                        textarea class="input" id="reclamo-parole" name="words" rows="2" maxlength=(WORDS_MAX) aria-describedby="reclamo-parole-h"
                            aria-invalid=[fault.map(|_| "true")] { (view.asked.get("words")) }
                        p class="hint" id="reclamo-parole-h" { @if let Some(fault) = fault { (fault) } @else { (say.say("track-complaint-words-hint")) } }
                    }
                    button type="submit" class="button" { (ui::small_icon("send")) " " (say.say("track-complaint-send")) }
                }
            }
        }
    }
}
