//! Beside a conversation: whether it is a complaint, sounds like one, or can be declared one; and its entries on the
//! timeline.

use db::Tx;
use kernel::id::Kind;
use maud::{Markup, html};
use serde_json::Value;
use spine::agent::Agent as Person;
use spine::complaint::{self, Hint, State};
use spine::conversation::Conversation;
use web::form;
use web::ui;
use words::Say;

use super::case::{self, Case};
use crate::console::inbox::view::Reading;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};

/// What stands beside a conversation.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Outside name of the conversation.
    conversation: String,
    case: Option<Box<Case>>,
    hint: Option<Hint>,
    /// Codes of those that are closed.
    earlier: Vec<String>,
}

/// Reads it.
pub(crate) fn beside(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    agent_id: i64,
    people: &[Person],
) -> Result<Beside, Fault> {
    let all = complaint::of_conversation(tx, conversation.id)?;
    let (closed, open): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.state == State::Closed);
    let case = match open.into_iter().next_back() {
        Some(complaint) => Some(Box::new(case::load_beside(tx, agent_id, complaint, people)?)),
        None => None,
    };
    let hint = match case {
        Some(_) => None,
        None => complaint::hint_of(tx, conversation.id)?,
    };
    Ok(Beside {
        conversation: Kind::Conversation.name(&conversation.oid),
        case,
        hint,
        earlier: closed.iter().map(complaint::Complaint::code).collect(),
    })
}

/// For the right column of a conversation.
pub(crate) fn box_of(beside: &Beside, back: &str, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        section class="complaint-box" id="reclamo" aria-labelledby="reclamo-titolo" {
            @match (&beside.case, &beside.hint) {
                (Some(case), _) => {
                    h3 id="reclamo-titolo" {
                        (say.say("complaint-one")) " "
                        a class="chip outline" href={ "/console/complaints/" (case.complaint.code()) } { (case.complaint.code()) }
                    }
                    (case::draw(case, csrf, back, &Fields::default(), &Wrong::default(), reading))
                }
                (None, Some(hint)) => {
                    h3 id="reclamo-titolo" { (say.say("complaint-hint")) }
                    p { (say.with("complaint-hint-words", &[("words", shown_words(hint).into())])) }
                    (asked(hint, back, csrf, say))
                }
                (None, None) => {
                    h3 id="reclamo-titolo" { (say.say("complaint-one")) }
                    form method="post" action="/console/complaints" {
                        (form::csrf(csrf))
                        input type="hidden" name="back" value=(back);
                        input type="hidden" name="conversation" value=(beside.conversation);
                        (ui::submit("quiet", &say.say("complaint-declare")))
                    }
                }
            }
            @for code in &beside.earlier { p class="muted" { a href={ "/console/complaints/" (code) } { (code) } " " (say.say("complaint-state-closed")) } }
        }
    }
}

/// Yes or no, each with its key.
pub(super) fn asked(hint: &Hint, back: &str, csrf: &str, say: Say) -> Markup {
    html! {
        form method="post" action={ "/console/complaint-proposals/" (Kind::ComplaintHint.name(&hint.oid)) } class="row wrap" {
            (form::csrf(csrf))
            input type="hidden" name="back" value=(back);
            button type="submit" class="button primary" name="answer" value="yes" data-key="y" { (say.say("complaint-hint-yes")) " " (ui::kbd("Y")) }
            button type="submit" class="button" name="answer" value="no" data-key="x" { (say.say("complaint-hint-no")) " " (ui::kbd("X")) }
        }
    }
}

/// The phrases as one reads them.
pub(super) fn shown_words(hint: &Hint) -> String {
    let words: Vec<String> = hint.words.iter().take(4).map(|word| word.replace('*', "…")).collect();
    words.join(", ")
}

/// For the composer: this answer is the complaint's.
pub(crate) fn tick(beside: &Beside, reading: &Reading) -> Markup {
    let say = reading.say;
    let waiting = beside
        .case
        .as_ref()
        .filter(|case| case.complaint.state == State::Open && case.complaint.answer_message_id.is_none());
    html! {
        @if let Some(case) = waiting {
            @let code = case.complaint.code();
            label class="tick for-reply" {
                input type="checkbox" name="complaint" value=(code);
                " " (say.with("complaint-this-answers", &[("code", code.as_str().into())]))
            }
        }
    }
}

/// An entry of the timeline in words; nothing for what says no more than another beside it.
pub(crate) fn event_line(kind: &str, data: &Value, who: &str, say: Say) -> Option<String> {
    let code = data["code"].as_str().unwrap_or_default();
    let places = [("code", code.into()), ("who", who.into())];
    let key = match kind {
        "complaint.opened" => "complaint-event-opened",
        "complaint.proposed" => return Some(say.say("complaint-event-proposed")),
        "complaint.labelled" if data["complaint"] == false => {
            return Some(say.with("complaint-event-not-one", &places[1..]));
        }
        "complaint.answered" if data["in_time"] == false => "complaint-event-answered-late",
        "complaint.answered" => "complaint-event-answered",
        "complaint.answer_failed" => "complaint-event-answer-failed",
        "complaint.remedy_given" => "complaint-event-remedy-given",
        "complaint.remedy_proposed" => "complaint-event-remedy-proposed",
        "complaint.remedy_approved" => "complaint-event-remedy-approved",
        "complaint.remedy_refused" => "complaint-event-remedy-refused",
        "complaint.follow_up_asked" => "complaint-event-follow-up-asked",
        "complaint.followed_up" => "complaint-event-followed-up",
        "complaint.reopened" => "complaint-event-reopened",
        "complaint.closed" => "complaint-event-closed",
        _ => return None,
    };
    let uses_who = !matches!(
        kind,
        "complaint.answered" | "complaint.answer_failed" | "complaint.follow_up_asked" | "complaint.opened"
    );
    Some(match uses_who {
        true => say.with(key, &places),
        false => say.with(key, &places[..1]),
    })
}
