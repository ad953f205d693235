//! The spine: recognise, thread, promise, route, acknowledge. One transaction: either all of it happened, or the
//! arrival is still waiting to be tried again.

use db::{Actor, Kept, Tx, args};
use kernel::address::{self, Address};
use kernel::{fail, language::Language};
use serde_json::json;

use super::accept::{Ended, find, settle};
use super::model::{Arrival, Class, Filed, Forwarded, Inbound, Verdict};
use super::{machines, store, thread};
use crate::agent;
use crate::complaint::{self, Complaint, Heard};
use crate::conversation::{self, Attachment, Author, Conversation, Direction, Message, NewMessage};
use crate::customer::{self, Customer, Edit};
use crate::error::Error;
use crate::health;
use crate::inbox::{self, Channel, Inbox, Tier};
use crate::outbox;
use crate::promise::{self, Kind, Promise};
use crate::reason::Reason;
use crate::routing;
use crate::scheduled;
use crate::tracking;
use crate::{skill, task, topic};

/// Without a Message-ID, the same content from the same sender is the same mail for this long.
const SAME_CONTENT_MS: i64 = 24 * 3_600_000;
/// The same words sent through a form again are a second click for this long, then a second request: one minute.
const SAME_CLICK_MS: i64 = 60_000;

/// Turns one accepted arrival into a conversation somebody owes an answer to, or into a visible reason why not.
pub fn receive(tx: &mut Tx<'_>, arrival_id: i64, inbound: &Inbound) -> Result<Verdict, Error> {
    let arrival = find(tx, arrival_id)?;
    if arrival.verdict != Verdict::Waiting {
        return Ok(arrival.verdict);
    }
    fail::point("receive.described");
    if let Some(token) = &inbound.probe
        && health::returned(tx, arrival.inbox_id, token)?
    {
        settle(tx, &arrival, Some(inbound), Ended::of(Verdict::NoAnswerOwed, Some(&Reason::Probe)))?;
        return Ok(Verdict::NoAnswerOwed);
    }
    if let Some((conversation_id, reason)) = seen_before(tx, &arrival, inbound)? {
        let ended = Ended { conversation_id, ..Ended::of(Verdict::Duplicate, Some(&reason)) };
        settle(tx, &arrival, Some(inbound), ended)?;
        return Ok(Verdict::Duplicate);
    }
    if let (Some(why), false) = (&inbound.spam, arrival.forced) {
        let why = Reason::of_suspicion(why);
        settle(tx, &arrival, Some(inbound), Ended::of(Verdict::Spam, Some(&why)))?;
        return Ok(Verdict::Spam);
    }
    if !arrival.forced && is_machine(tx, inbound)? {
        machines::file(tx, &arrival, inbound)?;
        return Ok(Verdict::NoAnswerOwed);
    }
    if let Some(verdict) = task_answer(tx, &arrival, inbound)? {
        return Ok(verdict);
    }
    if let Some(colleague) = colleague_note(tx, &arrival, inbound)? {
        return Ok(colleague);
    }
    owe(tx, &arrival, inbound)?;
    Ok(Verdict::Owed)
}

/// The same mail once more: its conversation, and how we know.
fn seen_before(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    inbound: &Inbound,
) -> Result<Option<(Option<i64>, Reason)>, Error> {
    let (earlier, reason) = match &inbound.header_id {
        Some(header_id) => (
            tx.find(store::SAME_ID, args![header_id, &inbound.content_sha256, arrival.id], |row| {
                Ok((row.next::<i64>()?, row.next::<Option<i64>>()?))
            })?,
            Reason::SameId,
        ),
        None => (
            tx.find(
                store::SAME_CONTENT,
                args![
                    &inbound.content_sha256,
                    &arrival.sender,
                    arrival.id,
                    arrival.received_at_ms
                        - if inbound.visitor.is_some() { SAME_CLICK_MS } else { SAME_CONTENT_MS }
                ],
                |row| Ok((row.next::<i64>()?, row.next::<Option<i64>>()?)),
            )?,
            Reason::SameContent,
        ),
    };
    Ok(earlier.map(|(_, conversation_id)| (conversation_id, reason)))
}

fn is_machine(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<bool, Error> {
    match (inbound.class, &inbound.from) {
        (Class::Person, _) => Ok(false),
        (Class::Bulk, Some(from)) if inbound.bulk_unless_known => Ok(!outbox::wrote_to(tx, &from.email)?),
        _ => Ok(true),
    }
}

/// An answer to a task of ours, by a colleague, a department or a supplier: it stands beside the conversation.
fn task_answer(tx: &mut Tx<'_>, arrival: &Arrival, inbound: &Inbound) -> Result<Option<Verdict>, Error> {
    let answer = task::Answer {
        tag: inbound.tag.as_deref(),
        answers: &inbound.answers,
        from: inbound.from.as_ref(),
        forged: inbound.forged,
        text: &inbound.reply_text,
    };
    let found = task::answered_by_mail(tx, &answer, files(&inbound.files))?;
    let Some((conversation_id, message_id)) = found else { return Ok(None) };
    let ended = Ended {
        verdict: Verdict::NoAnswerOwed,
        reason: Some(&Reason::TaskAnswer),
        conversation_id: Some(conversation_id),
        message_id: Some(message_id),
    };
    settle(tx, arrival, Some(inbound), ended)?;
    Ok(Some(Verdict::NoAnswerOwed))
}

/// A colleague who answers into a conversation from their own mail leaves a note: nobody is owed an answer.
fn colleague_note(tx: &mut Tx<'_>, arrival: &Arrival, inbound: &Inbound) -> Result<Option<Verdict>, Error> {
    if inbound.forwarded.is_some() && inbound.forwarded.as_ref().is_some_and(|inner| inner.from.is_some()) {
        return Ok(None);
    }
    let Some(colleague) = colleague(tx, inbound)? else { return Ok(None) };
    let Some((conversation, _)) = thread::find(tx, inbound)? else { return Ok(None) };
    let author = Author::Agent { id: colleague.id, name: colleague.name };
    let mut message = message_of(arrival, inbound, author, None);
    message.direction = Direction::Note;
    let written = conversation::add_message(
        tx,
        &conversation,
        message,
        files(&inbound.files),
        Actor::Agent(colleague.id),
    )?;
    let ended = Ended {
        verdict: Verdict::NoAnswerOwed,
        reason: Some(&Reason::Colleague),
        conversation_id: Some(conversation.id),
        message_id: Some(written.id),
    };
    settle(tx, arrival, Some(inbound), ended)?;
    Ok(Some(Verdict::NoAnswerOwed))
}

/// The person of ours who sent it. A mail whose domain denies it is nobody's of ours.
fn colleague(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<agent::Agent>, Error> {
    let Some(from) = inbound.from.as_ref().filter(|_| !inbound.forged) else { return Ok(None) };
    Ok(agent::by_email(tx, &from.email)?.filter(|colleague| colleague.active))
}

/// Recognise → thread → promise → route → acknowledge.
fn owe(tx: &mut Tx<'_>, arrival: &Arrival, inbound: &Inbound) -> Result<(), Error> {
    let inbox = inbox::find(tx, arrival.inbox_id)?;
    let original = forwarded_by_colleague(tx, inbound)?;
    let sender = match &original {
        Some((_, inner)) => inner.from.clone(),
        None => customer_of(arrival, inbound, &inbox),
    };
    let sender = sender.filter(|sender| address::plausible(&sender.email));
    let subject = match &original {
        Some((_, inner)) => inner.subject.clone().unwrap_or_else(|| inbound.subject.clone()),
        None => inbound.subject.clone(),
    };
    let subject = wire::mail::subject_without_prefixes(&subject).to_string();
    let mut place = thread::place(tx, &inbox, inbound, sender.as_ref(), &subject)?;
    fail::point("receive.threaded");
    let sender = sender.or_else(|| match &inbound.visitor {
        Some(_) => place.author.address().map(Address::new),
        None => None,
    });
    note_phone(tx, inbound, &place)?;
    let message = write_down(tx, arrival, inbound, &place, original.as_ref())?;
    topic::note(tx, place.conversation.id, &subject, &message.reply_text)?;
    routing::understand(tx, &mut place.conversation, &message.reply_text)?;
    if original.is_none() && !inbound.list {
        thread::note_participants(tx, &place, inbound)?;
    }
    fail::point("receive.written");
    let (promise, resolution) = make_promises(tx, &mut place, &inbox)?;
    fail::point("receive.promised");
    routing::choose(tx, &mut place.conversation)?;
    fail::point("receive.routed");
    let chosen = inbound.visitor.as_ref().map_or(&[][..], |visitor| visitor.chosen.as_slice());
    let complained = listen(tx, &mut place, &message, chosen)?;
    let told =
        Told { promise: promise.as_ref(), resolution: resolution.as_ref(), complained: complained.as_ref() };
    tell(tx, arrival, inbound, &place, told, sender.as_ref())?;
    fail::point("receive.acknowledged");
    let ended = Ended {
        verdict: Verdict::Owed,
        reason: None,
        conversation_id: Some(place.conversation.id),
        message_id: Some(message.id),
    };
    settle(tx, arrival, Some(inbound), ended)?;
    fail::point("receive.settled");
    Ok(())
}

/// A number somebody left is theirs, and the one to call for this matter.
fn note_phone(tx: &mut Tx<'_>, inbound: &Inbound, place: &thread::Place) -> Result<(), Error> {
    let Some(phone) = inbound.visitor.as_ref().and_then(|visitor| visitor.phone.as_deref()) else {
        return Ok(());
    };
    customer::add_identity(tx, place.conversation.customer_id, "phone", phone, "claimed")?;
    tracking::note_phone(tx, place.conversation.id, phone)
}

/// The reply promise of this message, if one has to be made, and the resolution promise of a new conversation.
fn make_promises(
    tx: &mut Tx<'_>,
    place: &mut thread::Place,
    inbox: &Inbox,
) -> Result<(Option<Promise>, Option<Promise>), Error> {
    let conversation = &mut place.conversation;
    conversation::reopen(tx, conversation, "customer_wrote", Actor::System)?;
    scheduled::hold(tx, conversation.id, "customer_wrote")?;
    let open = promise::open_of(tx, conversation.id)?;
    let owed_already = open
        .iter()
        .any(|promise| promise.kind.is_reply() && promise.not_told_reason.as_deref() != Some("internal"));
    let resolution = match place.opened {
        true => promise::make(tx, conversation, inbox, Kind::Resolution)?,
        false => None,
    };
    if owed_already {
        return Ok((None, resolution));
    }
    let answered_before = promise::of_conversation(tx, conversation.id)?
        .iter()
        .any(|promise| promise.kind == Kind::FirstReply || promise.kind == Kind::NextReply);
    let kind = if answered_before || conversation.last_out_at_ms.is_some() {
        Kind::NextReply
    } else {
        Kind::FirstReply
    };
    Ok((promise::make(tx, conversation, inbox, kind)?, resolution))
}

/// Whether the customer complains: one who says so has a complaint at once, with its legal promise. Somebody whose mail
/// is to be read with care declares nothing.
fn listen(
    tx: &mut Tx<'_>,
    place: &mut thread::Place,
    message: &Message,
    chosen: &[String],
) -> Result<Option<(Complaint, Promise)>, Error> {
    if place.warning.is_some() || !matches!(place.author, Author::Customer { .. }) {
        return Ok(None);
    }
    match complaint::hear(tx, &place.conversation, message, chosen)? {
        Heard::Nothing | Heard::Proposed(_) => Ok(None),
        Heard::Declared(opening) => {
            complaint::set_aside(tx, place.conversation.id)?;
            let actor = Actor::Customer(place.conversation.customer_id);
            match complaint::open(tx, &mut place.conversation, opening, actor) {
                Ok(opened) => Ok(Some(opened)),
                // Nobody works here yet who could own it: the message is owed its answer all the same.
                Err(Error::Conflict(_)) => Ok(None),
                Err(error) => Err(error),
            }
        }
    }
}

/// What one mail tells.
#[derive(Clone, Copy)]
struct Told<'a> {
    promise: Option<&'a Promise>,
    resolution: Option<&'a Promise>,
    complained: Option<&'a (Complaint, Promise)>,
}

fn tell(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    inbound: &Inbound,
    place: &thread::Place,
    told: Told<'_>,
    sender: Option<&Address>,
) -> Result<(), Error> {
    let answer_to = inbound.reply_to.as_ref().filter(|_| !inbound.list).or(sender);
    let silent = match (inbound.class, answer_to) {
        _ if inbound.list => Some("mailing_list"),
        (Class::Person, None) => Some("no_address"),
        (Class::Person, Some(_)) => None,
        // Taken up by a person: the sender is a machine all the same, and machines get no automatic answer.
        _ if inbound.bulk_unless_known && !arrival.forced => None,
        _ => Some("machine"),
    };
    let conversation = &place.conversation;
    match (silent, told.complained, told.promise) {
        (Some(reason), complained, promise) => {
            for promise in complained.map(|(_, legal)| legal).into_iter().chain(promise) {
                promise::not_told(tx, promise.id, reason)?;
            }
            Ok(())
        }
        (None, Some((complaint, legal)), promise) => {
            outbox::acknowledge_complaint(tx, conversation, &complaint.code(), legal, promise, answer_to)
        }
        (None, None, Some(promise)) => {
            outbox::acknowledge(tx, conversation, promise, told.resolution, answer_to)
        }
        (None, None, None) => Ok(()),
    }
}

/// A forward by one of our people belongs to whoever wrote the mail inside.
fn forwarded_by_colleague(
    tx: &mut Tx<'_>,
    inbound: &Inbound,
) -> Result<Option<(agent::Agent, Forwarded)>, Error> {
    let Some(inner) = inbound.forwarded.clone().filter(|inner| inner.from.is_some()) else { return Ok(None) };
    Ok(colleague(tx, inbound)?.map(|colleague| (colleague, inner)))
}

/// Who the customer is: the author, or (when a form or shop of ours wrote for them) whom to answer.
fn customer_of(arrival: &Arrival, inbound: &Inbound, inbox: &Inbox) -> Option<Address> {
    let envelope = Some(arrival.sender.clone()).filter(|sender| !sender.is_empty()).map(Address::new);
    let author = inbound.from.clone().or(envelope);
    let written_for = author.as_ref().is_some_and(|author| {
        let local = author.key();
        let local = local.split('@').next().unwrap_or_default();
        let ours =
            inbox.address.as_deref().is_some_and(|own| address::domain(own) == address::domain(&author.email));
        ours || ["noreply", "no-reply", "donotreply", "do-not-reply"].contains(&local)
    });
    match (&inbound.reply_to, written_for) {
        (Some(reply_to), true) if !inbound.list => Some(reply_to.clone()),
        _ => author,
    }
}

fn write_down(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    inbound: &Inbound,
    place: &thread::Place,
    original: Option<&(agent::Agent, Forwarded)>,
) -> Result<Message, Error> {
    let mut message = message_of(arrival, inbound, place.author.clone(), place.warning);
    if let Some((colleague, inner)) = original {
        message.text = inner.text.clone();
        message.reply_text = inner.text.clone();
        message.quoted_text = None;
        let words = inbound.reply_text.trim();
        if !words.is_empty() {
            let author = Author::Agent { id: colleague.id, name: colleague.name.clone() };
            let mut note = message_of(arrival, inbound, author, None);
            note.direction = Direction::Note;
            note.text = words.to_owned();
            note.html = None;
            note.header_id = None;
            note.forwarded = None;
            let actor = Actor::Agent(colleague.id);
            conversation::add_message(tx, &place.conversation, note, Vec::new(), actor)?;
        }
    }
    let actor = place.author.actor();
    conversation::add_message(tx, &place.conversation, message, files(&inbound.files), actor)
}

fn message_of(
    arrival: &Arrival,
    inbound: &Inbound,
    author: Author,
    warning: Option<conversation::Warning>,
) -> NewMessage {
    let people = |people: &[Address]| {
        people.iter().map(|person| json!({ "name": person.name, "email": person.email })).collect::<Vec<_>>()
    };
    let reply_to = inbound.reply_to.as_ref().filter(|_| !inbound.list).map(|reply_to| reply_to.email.clone());
    let forwarded = inbound.forwarded.as_ref().map(|inner| {
        json!({
            "from": inner.from.as_ref().map(|from| json!({ "name": from.name, "email": from.email })),
            "to": people(&inner.to),
            "cc": people(&inner.cc),
            "subject": inner.subject,
        })
        .to_string()
    });
    NewMessage {
        direction: Direction::In,
        channel: arrival.channel,
        author,
        recipients: json!({ "to": people(&inbound.to), "cc": people(&inbound.cc), "reply_to": reply_to })
            .to_string(),
        subject: Some(inbound.subject.clone()),
        text: inbound.text.clone(),
        html: inbound.html.clone(),
        reply_text: inbound.reply_text.clone(),
        quoted_text: inbound.quoted_text.clone(),
        forwarded,
        authentication: inbound.authentication.clone(),
        warning,
        automatic: false,
        header_id: inbound.header_id.clone(),
        arrival_id: Some(arrival.id),
    }
}

pub(super) fn files(files: &[Filed]) -> Vec<(Attachment, Kept)> {
    files
        .iter()
        .map(|file| {
            let named = Attachment::named(&file.name, &file.content_type, file.content_id.clone(), file.inline);
            (named, file.kept.clone())
        })
        .collect()
}

/// What another program opens a conversation with, as if the customer had written on that channel.
#[derive(Clone, Debug)]
pub struct Opening {
    pub inbox: Inbox,
    /// How they wrote or called; the inbox's own kind for most.
    pub channel: Channel,
    pub customer: Customer,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
    pub tier: Option<Tier>,
    pub skills: Vec<String>,
    pub language: Option<Language>,
}

pub struct Opened {
    pub conversation: Conversation,
    pub message: Message,
    pub promise: Promise,
}

/// Opens a conversation for a customer who wrote or called somewhere else: promised, routed and told like any other.
///
/// # Errors
/// Nothing written.
pub fn open_by_hand(tx: &mut Tx<'_>, opening: Opening, actor: Actor) -> Result<Opened, Error> {
    if opening.text.trim().is_empty() && opening.html.is_none() {
        return Err(Error::refused("/text", "must not be empty"));
    }
    let Opening { inbox, mut customer, .. } = opening;
    if let Some(tier) = opening.tier.filter(|tier| *tier != customer.tier) {
        let edit = Edit { tier: Some(tier), ..Edit::default() };
        customer = customer::edit(tx, customer.id, edit, actor)?;
    }
    let new = conversation::Opening {
        subject: opening.subject,
        channel: opening.channel,
        inbox_id: inbox.id,
        customer_id: customer.id,
        team_id: inbox.team_id,
        tier: customer.tier,
        skills: json!(skill::check_names(tx, &opening.skills, actor)?).to_string(),
        linked_id: None,
    };
    let conversation = conversation::open(tx, new, actor)?;
    let author = Author::Customer { id: customer.id, name: customer.name.clone(), address: None };
    let message = NewMessage {
        direction: Direction::In,
        channel: opening.channel,
        author: author.clone(),
        recipients: "{}".to_owned(),
        subject: Some(conversation.subject.clone()),
        reply_text: opening.text.clone(),
        text: opening.text,
        html: opening.html,
        quoted_text: None,
        forwarded: None,
        authentication: None,
        warning: None,
        automatic: false,
        header_id: None,
        arrival_id: None,
    };
    let message = conversation::add_message(tx, &conversation, message, Vec::new(), actor)?;
    topic::note(tx, conversation.id, &conversation.subject, &message.reply_text)?;
    let mut conversation = conversation;
    routing::understand(tx, &mut conversation, &message.reply_text)?;
    let mut place = thread::Place { conversation, author, warning: None, opened: true };
    let (promise, resolution) = make_promises(tx, &mut place, &inbox)?;
    let promise = promise.ok_or_else(|| Error::Conflict("an answer is owed already".to_owned()))?;
    routing::choose(tx, &mut place.conversation)?;
    match listen(tx, &mut place, &message, &[])? {
        Some((complaint, legal)) => {
            let code = complaint.code();
            outbox::acknowledge_complaint(tx, &place.conversation, &code, &legal, Some(&promise), None)?;
        }
        None => outbox::acknowledge(tx, &place.conversation, &promise, resolution.as_ref(), None)?,
    }
    let conversation = conversation::find(tx, place.conversation.id)?;
    Ok(Opened { conversation, message, promise })
}
