//! The mails that leave by themselves, to tell a promise: never to machines, at most one a promise, at most five to
//! one address in a day.

use db::{Tx, args};
use kernel::address::{self, Address};
use kernel::language::Language;
use words::Say;

use super::answer::{Queued, fresh_header_id, queue, sending_inbox, thread_of};
use super::mime::{self, Mail, Writer};
use super::model::Purpose;
use super::store;
use crate::company::{self, Company};
use crate::conversation::{self, Conversation};
use crate::customer;
use crate::error::Error;
use crate::inbox::{self, Channel, Inbox};
use crate::letters::{self, Facts, Letter, Matter};
use crate::promise::{self, Promise};
use crate::{preference, template, topic};

/// Automatic mails to one address within a day; then the loop guard holds.
pub(super) const MOST_A_DAY: i64 = 5;
pub(super) const DAY_MS: i64 = 86_400_000;

/// Whether a promise was told, or why not, in the stable word kept on it.
type Outcome = Result<(), &'static str>;

/// Tells a new promise: what we understood, the code, the moment, where to follow it, how to reach a person.
/// `to` is who wrote; `resolution` a promise of the same mail. An inbox that sends no acknowledgements tells by the
/// customer's page alone.
pub fn acknowledge(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    promise: &Promise,
    resolution: Option<&Promise>,
    to: Option<&Address>,
) -> Result<(), Error> {
    if !inbox::find(tx, conversation.inbox_id)?.acknowledges {
        return promise::not_told(tx, promise.id, "switched_off");
    }
    let told = Told {
        resolution_due_ms: resolution.map(|resolution| resolution.due_at_ms),
        ..Told::alone(Purpose::Acknowledgement, Matter::Acknowledgement)
    };
    tell(tx, conversation, promise, to, told)
}

/// Tells a complaint taken in: its code, by when it is answered with reasons, and by when somebody writes first where
/// that was promised too. It leaves also where an inbox sends no acknowledgements: the code is the customer's right.
pub fn acknowledge_complaint(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    code: &str,
    legal: &Promise,
    reply: Option<&Promise>,
    to: Option<&Address>,
) -> Result<(), Error> {
    let matter = Matter::Complaint { code, reply_due_ms: reply.map(|reply| reply.due_at_ms) };
    let told = Told { also_promise_id: reply.map(|reply| reply.id), ..Told::alone(Purpose::Complaint, matter) };
    if let Err(reason) = try_to_tell(tx, conversation, legal, to, told)? {
        for promise in [Some(legal), reply].into_iter().flatten() {
            promise::not_told(tx, promise.id, reason)?;
        }
    }
    Ok(())
}

/// Tells the moment a person chose.
pub fn tell_custom(tx: &mut Tx<'_>, conversation: &Conversation, promise: &Promise) -> Result<(), Error> {
    let told = Told::alone(Purpose::Acknowledgement, Matter::Acknowledgement);
    tell(tx, conversation, promise, None, told)
}

/// Tells that a person moved a promise, and why.
pub fn tell_moved(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    old: &Promise,
    next: &Promise,
    reason: &str,
) -> Result<(), Error> {
    let matter = Matter::Moved { old_due_ms: old.due_at_ms, reason };
    tell(tx, conversation, next, None, Told::alone(Purpose::Moved, matter))
}

/// The letter a move would send, for whoever decides on it; nothing leaves.
pub fn moved_letter(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    old: &Promise,
    due_at_ms: i64,
    reason: &str,
) -> Result<Letter, Error> {
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let known = customer::find(tx, conversation.customer_id)?;
    let company = company::find(tx)?;
    let next = Promise { due_at_ms, ..old.clone() };
    let language = known.language.unwrap_or(inbox.language);
    let mut facts = facts(tx, &company, &inbox, conversation, next.due_at_ms, language)?;
    facts.customer = known.name;
    worded(tx, &facts, &inbox, Matter::Moved { old_due_ms: old.due_at_ms, reason })
}

/// Breaks a promise that is past due: the second one is made and told with an apology, unless the customer knew
/// nothing of the first.
pub fn breach(tx: &mut Tx<'_>, promise_id: i64) -> Result<(), Error> {
    let Some(broken) = promise::break_due(tx, promise_id)? else { return Ok(()) };
    let now_ms = tx.now_ms();
    let was_on_its_way = tx.execute(store::WITHDRAW_STALE, args![promise_id, now_ms])? > 0;
    match &broken.broken.not_told_reason {
        _ if broken.broken.told_at_ms.is_some() || was_on_its_way => apologise(tx, &broken),
        Some(reason) => promise::not_told(tx, broken.next.id, reason),
        None => apologise(tx, &broken),
    }
}

fn apologise(tx: &mut Tx<'_>, broken: &promise::Broken) -> Result<(), Error> {
    let owner = match broken.conversation.assignee_id {
        Some(agent_id) => Some(crate::agent::find(tx, agent_id)?.name),
        None => None,
    };
    let matter = Matter::Apology { old_due_ms: broken.broken.due_at_ms, owner: owner.as_deref() };
    let told = Told::alone(Purpose::Apology, matter);
    tell(tx, &broken.conversation, &broken.next, None, told)
}

/// What a promise's mail tells.
struct Told<'a> {
    purpose: Purpose,
    matter: Matter<'a>,
    /// Of the solution promised with it.
    resolution_due_ms: Option<i64>,
    /// A second promise the mail tells: the first answer beside the reasoned one.
    also_promise_id: Option<i64>,
}

impl<'a> Told<'a> {
    fn alone(purpose: Purpose, matter: Matter<'a>) -> Self {
        Self { purpose, matter, resolution_due_ms: None, also_promise_id: None }
    }
}

/// A letter in the wording the company gave it.
pub(super) fn worded(
    tx: &mut Tx<'_>,
    facts: &Facts,
    inbox: &Inbox,
    matter: Matter<'_>,
) -> Result<Letter, Error> {
    let Say { language, register } = facts.say;
    let scope = template::Scope::Inbox(inbox.id);
    let parts = template::in_force(tx, template::Asked { kind: matter.kind(), language, register, scope })?;
    Ok(letters::write(facts, matter, &parts))
}

fn tell(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    promise: &Promise,
    to: Option<&Address>,
    told: Told<'_>,
) -> Result<(), Error> {
    if let Err(reason) = try_to_tell(tx, conversation, promise, to, told)? {
        promise::not_told(tx, promise.id, reason)?;
    }
    Ok(())
}

fn try_to_tell(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    promise: &Promise,
    to: Option<&Address>,
    told: Told<'_>,
) -> Result<Outcome, Error> {
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    // A form has no address of its own: what it owes is told from the house's first inbox that has one.
    let sender = match inbox.channel {
        Channel::Email | Channel::Form => sending_inbox(tx, conversation)?,
        Channel::Pec
        | Channel::Chat
        | Channel::Messaging
        | Channel::Social
        | Channel::Sms
        | Channel::Phone
        | Channel::Letter => None,
    };
    let Some((from, email)) = sender else { return Ok(Err("no_way_out")) };
    let known = customer::find(tx, conversation.customer_id)?;
    let to = match to {
        Some(to) => to.clone(),
        None => match super::default_recipients(tx, conversation)?.0.into_iter().next() {
            Some(to) => to,
            None => return Ok(Err("no_address")),
        },
    };
    let since_ms = tx.now_ms() - DAY_MS;
    if tx.number(store::AUTOMATIC_SINCE, args![address::key(&to.email), since_ms])? >= MOST_A_DAY {
        return Ok(Err("loop_guard"));
    }
    let company = company::find(tx)?;
    let language = known.language.unwrap_or(inbox.language);
    let mut facts = facts(tx, &company, &inbox, conversation, promise.due_at_ms, language)?;
    facts.customer = known.name.or_else(|| to.name.clone());
    facts.resolution_due_ms = told.resolution_due_ms;
    let letter = worded(tx, &facts, &inbox, told.matter)?;
    let now_ms = tx.now_ms();
    let header_id = fresh_header_id(&email, now_ms);
    let (in_reply_to, references) = thread_of(tx, conversation.id, i64::MAX)?;
    let raw = mime::build(&Mail {
        from: Address { name: Some(company.name), email: email.clone() },
        to: std::slice::from_ref(&to),
        cc: &[],
        subject: &letter.subject,
        text: &letter.text,
        html: &letter.html,
        header_id: &header_id,
        in_reply_to: in_reply_to.as_deref(),
        references: &references,
        date_ms: now_ms,
        writer: Writer::Answering,
        language: language.tag(),
        files: Vec::new(),
    });
    let outgoing_id = queue(
        tx,
        Queued {
            purpose: told.purpose,
            conversation_id: Some(conversation.id),
            message_id: None,
            promise_id: Some(promise.id),
            inbox_id: Some(from.id),
            sender: &email,
            recipients: vec![to.email.trim().to_owned()],
            header_id,
            subject: letter.subject,
            wording: Some(letter.word),
            raw: Some(raw),
            not_before_ms: now_ms,
        },
    )?;
    if told.also_promise_id.is_some() {
        tx.execute(store::ALSO_TELLS, args![outgoing_id, told.also_promise_id])?;
    }
    Ok(Ok(()))
}

pub(super) fn facts(
    tx: &mut Tx<'_>,
    company: &Company,
    inbox: &Inbox,
    conversation: &Conversation,
    due_ms: i64,
    language: Language,
) -> Result<Facts, Error> {
    let last = conversation::newest_inbound(tx, conversation.id, i64::MAX)?;
    let attachments = match &last {
        Some(message) => conversation::attachments(tx, message.id)?
            .into_iter()
            .filter(|file| !file.inline)
            .map(|file| file.name)
            .take(10)
            .collect(),
        None => Vec::new(),
    };
    let now_ms = tx.now_ms();
    let understood = topic::of(tx, conversation.id)?;
    Ok(Facts {
        say: Say::new(language, inbox.register),
        company: company.name.clone(),
        customer: None,
        reference: conversation.reference.clone(),
        due_ms,
        now_ms,
        zone: inbox.hours.timezone().clone(),
        received_ms: last.map_or(now_ms, |message| message.created_at_ms),
        understood: Some(wire::mail::subject_without_prefixes(&conversation.subject).to_string())
            .filter(|subject| !subject.trim().is_empty()),
        topic: topic::label(tx, understood.topic.as_deref(), language)?,
        order_number: understood.order_number,
        attachments,
        track_url: company.track_url(&conversation.track_token),
        phone: company.phone.clone(),
        person: letters::Person::at(&inbox.hours, now_ms),
        address_line: company.address_line.clone(),
        chosen_way: preference::way_of(tx, conversation.id)?.map(preference::Way::name),
        resolution_due_ms: None,
    })
}
