//! What must hold of each row, given what stands beside it. Each broken rule is one sentence.

use db::Measured;
use kernel::address;
use spine::complaint::{RemedyState, State as Standing};
use spine::conversation::{Direction, Status};
use spine::intake::Verdict;
use spine::outbox::{Purpose, State as Way};
use spine::promise::{Kind, State};

use super::store::{
    Arrival, Complaint, Content, Conversation, Found, Identity, Message, Outgoing, Promise, Remedy,
};

/// Takes a sentence about the row at hand.
pub(super) type Say<'a> = dyn FnMut(String) + 'a;

pub(super) fn arrival(found: &Found<Arrival>, say: &mut Say<'_>) {
    let row = &found.row;
    let Some(verdict) = Verdict::of_name(&row.verdict) else {
        return say(format!("its verdict {:?} is none", row.verdict));
    };
    if let (Some(id), false) = (row.conversation_id, row.conversation_exists) {
        say(format!("it names conversation {id}, which does not exist"));
    }
    match (row.message_id, row.message_in) {
        (Some(id), None) => say(format!("it names message {id}, which does not exist")),
        (Some(id), found) if found != row.conversation_id => {
            say(format!("its message {id} is of another conversation"));
        }
        (None, _) | (Some(_), Some(_)) => {}
    }
    match (row.raw_gone_at_ms, verdict) {
        (Some(_), Verdict::Waiting | Verdict::Stuck) => {
            say(format!("its verdict is {} and its bytes were let go", row.verdict));
        }
        (Some(_), _) if row.raw_in_row => say("its bytes were let go and are still there".to_owned()),
        (Some(_) | None, _) => {}
    }
    match verdict {
        Verdict::Waiting => return,
        Verdict::Owed => {
            match row.conversation_id {
                None => say("an answer is owed and no conversation named".to_owned()),
                Some(id) if !row.promised => {
                    say(format!("an answer is owed and nothing was ever promised in conversation {id}"));
                }
                Some(_) => {}
            }
            if row.message_id.is_none() {
                say("an answer is owed and no message named".to_owned());
            }
        }
        Verdict::Duplicate if row.conversation_id.is_none() && is_blank(row.reason.as_deref()) => {
            say("it is a duplicate of nothing, and nothing says why".to_owned());
        }
        Verdict::NoAnswerOwed | Verdict::Spam | Verdict::Stuck if is_blank(row.reason.as_deref()) => {
            say(format!("its verdict is {} and nothing says why", row.verdict));
        }
        Verdict::Duplicate | Verdict::NoAnswerOwed | Verdict::Spam | Verdict::Stuck => {}
    }
    if row.settled_at_ms.is_none() {
        say(format!("its verdict is {} and nothing says since when", row.verdict));
    }
}

pub(super) fn conversation(found: &Found<Conversation>, say: &mut Say<'_>) {
    let row = &found.row;
    match Status::of_name(&row.status) {
        None => say(format!("its status {:?} is none", row.status)),
        Some(Status::Open) if row.earliest_due_at_ms.is_none() => {
            say("it is open and nothing is promised".to_owned());
        }
        Some(Status::Waiting | Status::Snoozed) if row.returns_at_ms.is_none() => {
            say(format!("it is {} and never comes back", row.status));
        }
        Some(Status::Closed) if row.closed_at_ms.is_none() => {
            say("it is closed and nothing says since when".to_owned());
        }
        Some(Status::Open | Status::Waiting | Status::Snoozed | Status::Closed) => {}
    }
    if row.next_due_at_ms != row.earliest_due_at_ms {
        let (says, is) = (moment(row.next_due_at_ms), moment(row.earliest_due_at_ms));
        say(format!("its next due moment is {says} and its earliest open promise {is}"));
    }
    if row.message_count != row.messages {
        say(format!("it counts {} messages and has {}", row.message_count, row.messages));
    }
    if !row.customer_exists {
        say("its customer does not exist".to_owned());
    }
    if row.same_reference != 1 {
        say(format!("{} conversations have its code", row.same_reference));
    }
}

pub(super) fn message(found: &Found<Message>, say: &mut Say<'_>) {
    let row = &found.row;
    if !row.conversation_exists {
        say("its conversation does not exist".to_owned());
    }
    let ours = row.author_kind == "agent" || row.author_kind == "integration";
    match Direction::of_name(&row.direction) {
        None => say(format!("its direction {:?} is none", row.direction)),
        Some(Direction::Out) if ours && row.has_header_id && row.outgoing != 1 => {
            say(format!("it leaves by mail and the outbox has it {} times", row.outgoing));
        }
        Some(Direction::In | Direction::Out | Direction::Note) => {}
    }
}

pub(super) fn promise(found: &Found<Promise>, say: &mut Say<'_>) {
    let row = &found.row;
    if !row.conversation_exists {
        say("its conversation does not exist".to_owned());
    }
    if Kind::of_name(&row.kind).is_none() {
        say(format!("its kind {:?} is none", row.kind));
    }
    match (State::of_name(&row.state), row.settled_at_ms) {
        (None, _) => say(format!("its state {:?} is none", row.state)),
        (Some(State::Open), Some(_)) => say("it is open and settled at once".to_owned()),
        (Some(State::Kept | State::Broken | State::Moved | State::Void), None) => {
            say(format!("it is {} and nothing says since when", row.state));
        }
        (Some(State::Open | State::Kept | State::Broken | State::Moved | State::Void), _) => {}
    }
    match (row.state.as_str(), row.moved_to_id) {
        ("moved", None) => say("it was moved and no promise took its place".to_owned()),
        ("moved", Some(next))
            if row.successor_in != Some(row.conversation_id) || row.successor_follows_id != Some(found.id) =>
        {
            say(format!("it was moved to promise {next}, which does not follow it"));
        }
        ("moved", Some(_)) | (_, None) => {}
        (state, Some(next)) => say(format!("it is {state} and promise {next} took its place")),
    }
    match row.told_at_ms {
        Some(_) if !row.told_then => say("it was told and nothing says in which words".to_owned()),
        None if row.told_ever => say("words were told of it and nothing says when".to_owned()),
        Some(_) | None => {}
    }
    if row.acknowledgements > 1 {
        say(format!("it is acknowledged {} times", row.acknowledgements));
    }
    match (row.source.as_str(), row.estimate_told) {
        ("model", None | Some(false)) => say("it is by an estimate and no estimate was told".to_owned()),
        ("model", Some(true)) | (_, None | Some(false)) => {}
        (source, Some(true)) => say(format!("it is by {source} and an estimate says it was told")),
    }
    if row.estimate_told.is_some() && !row.estimate_exists {
        say("its estimate does not exist, or is noted in another conversation".to_owned());
    }
}

pub(super) fn outgoing(found: &Found<Outgoing>, say: &mut Say<'_>) {
    let row = &found.row;
    match (row.conversation_id, Purpose::of_name(&row.kind)) {
        (None, Some(Purpose::House(_)) | None) => {}
        (None, Some(_)) => say(format!("it is the {} of no conversation", row.kind)),
        (Some(_), _) if !row.conversation_exists => say("its conversation does not exist".to_owned()),
        (Some(_), _) => {}
    }
    match (Way::of_name(&row.state), row.sent_at_ms) {
        (None, _) => say(format!("its state {:?} is none", row.state)),
        (Some(Way::Sent | Way::Delivered), None) => {
            say(format!("it is {} and nothing says since when", row.state));
        }
        (Some(Way::Queued | Way::Sent | Way::Delivered | Way::Failed), _) => {}
    }
    match (Purpose::of_name(&row.kind), row.message_id, row.promise_id) {
        (None, _, _) => say(format!("its kind {:?} is none", row.kind)),
        (Some(Purpose::Answer), None, _) => say("it is an answer without its message".to_owned()),
        (Some(Purpose::Answer), Some(id), _) => match row.message_in {
            None => say(format!("it names message {id}, which does not exist")),
            Some(conversation_id) if Some(conversation_id) != row.conversation_id => {
                say(format!("its message {id} is of another conversation"));
            }
            Some(_) if row.message_header_id.as_deref() != Some(&row.header_id) => {
                say(format!("its Message-ID is not that of its message {id}"));
            }
            Some(_) => {}
        },
        (
            Some(
                Purpose::Rating
                | Purpose::Callback
                | Purpose::FollowUp
                | Purpose::Link
                | Purpose::Task
                | Purpose::House(_),
            ),
            _,
            _,
        ) => {}
        (
            Some(
                Purpose::Acknowledgement
                | Purpose::Complaint
                | Purpose::Moved
                | Purpose::Apology
                | Purpose::Progress,
            ),
            _,
            None,
        ) => {
            say(format!("it is the {} of no promise", row.kind));
        }
        (
            Some(
                Purpose::Acknowledgement
                | Purpose::Complaint
                | Purpose::Moved
                | Purpose::Apology
                | Purpose::Progress,
            ),
            _,
            Some(id),
        ) => match row.promise_in {
            None => say(format!("it names promise {id}, which does not exist")),
            Some(conversation_id) if Some(conversation_id) != row.conversation_id => {
                say(format!("its promise {id} is of another conversation"));
            }
            Some(_) => {}
        },
    }
}

pub(super) fn complaint(found: &Found<Complaint>, say: &mut Say<'_>) {
    let row = &found.row;
    if !row.conversation_exists {
        say("its conversation does not exist".to_owned());
    }
    if !row.owner_exists {
        say("nobody owns it".to_owned());
    }
    if row.code != format!("RC-{}-{:04}", row.year, row.number) {
        say(format!("its code {} is not that of number {} of {}", row.code, row.number, row.year));
    }
    if row.before != row.number - 1 {
        say(format!("{} complaints of {} come before number {}", row.before, row.year, row.number));
    }
    if row.last_number.is_none_or(|last| last < row.number) {
        say(format!("its number {} was never given in {}", row.number, row.year));
    }
    if !row.promised {
        say("no legal promise was made in its conversation".to_owned());
    }
    if let (Some(id), false) = (row.answer_message_id, row.answer_exists) {
        say(format!("it is answered by message {id}, which is no person's answer"));
    }
    let Some(state) = Standing::of_name(&row.state) else {
        return say(format!("its state {:?} is none", row.state));
    };
    match state {
        Standing::Open if !row.owed => say("it is open and no answer is promised".to_owned()),
        Standing::Open => {}
        Standing::Answered | Standing::FollowedUp if row.answered_at_ms.is_none() || row.in_time.is_none() => {
            say(format!("it is {} and nothing says when it was answered", row.state));
        }
        Standing::Answered if row.follow_up_at_ms.is_none() => {
            say("it is answered and nobody will ask whether it is solved".to_owned());
        }
        Standing::FollowedUp if row.followed_up_at_ms.is_none() => {
            say("it was followed up and nothing says when".to_owned());
        }
        Standing::Closed if row.closed_at_ms.is_none() => {
            say("it is closed and nothing says since when".to_owned());
        }
        Standing::Answered | Standing::FollowedUp | Standing::Closed => {}
    }
}

pub(super) fn remedy(found: &Found<Remedy>, say: &mut Say<'_>) {
    let row = &found.row;
    if !row.complaint_exists {
        say("its complaint does not exist".to_owned());
    }
    match RemedyState::of_name(&row.state) {
        None => say(format!("its state {:?} is none", row.state)),
        Some(RemedyState::Waiting) if row.decided_at_ms.is_some() => {
            say("it waits for a yes and was decided".to_owned());
        }
        Some(RemedyState::Approved | RemedyState::Refused) if row.decided_at_ms.is_none() => {
            say(format!("it is {} and nothing says since when", row.state));
        }
        Some(RemedyState::Approved | RemedyState::Refused)
            if row.reason.is_some() && row.decided_by_id == row.proposed_by_id =>
        {
            say("whoever proposed it decided on it".to_owned());
        }
        Some(RemedyState::Refused) if is_blank(row.reason.as_deref()) => {
            say("it is refused and nothing says why".to_owned());
        }
        Some(RemedyState::Waiting | RemedyState::Approved | RemedyState::Refused) => {}
    }
}

pub(super) fn identity(found: &Found<Identity>, say: &mut Say<'_>) {
    let row = &found.row;
    if !row.customer_exists {
        say("its customer does not exist".to_owned());
    }
    if row.same != 1 {
        say(format!("it is there {} times", row.same));
    }
    if row.kind == "email" && address::key(&row.value) != row.value {
        say("it is not written as addresses are compared".to_owned());
    }
}

/// `measured` is what was found in the row or in the file of that hash; `Err` why it could not be read.
pub(super) fn content(found: &Found<Content>, measured: &Result<Option<Measured>, String>, say: &mut Say<'_>) {
    let row = &found.row;
    if !row.message_exists {
        say("its message does not exist".to_owned());
    }
    match measured {
        Err(why) => say(format!("its bytes cannot be read: {why}")),
        Ok(None) => say(format!("its bytes are gone: there is no file {}", row.sha256)),
        Ok(Some(measured)) => {
            if measured.sha256 != row.sha256 {
                say(format!("its bytes are not what was kept: SHA-256 {}", measured.sha256));
            }
            if measured.size_bytes != row.size_bytes {
                say(format!("it has {} bytes and says {}", measured.size_bytes, row.size_bytes));
            }
        }
    }
}

fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

fn moment(at_ms: Option<i64>) -> String {
    at_ms.map_or_else(|| "none".to_owned(), |at_ms| at_ms.to_string())
}
