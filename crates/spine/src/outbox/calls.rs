//! Mails about the customer's own page: a call promised, moved, called off or not answered, each with the appointment
//! for the calendar; a new link to the page; and, midway through a long promise, that it stands.

use db::{Tx, args};
use kernel::address::{self, Address};
use words::Say;

use super::answer::{Queued, fresh_header_id, queue, sending_inbox, thread_of};
use super::automatic::{self, facts};
use super::mime::{self, File, Mail, Writer};
use super::model::Purpose;
use super::store;
use crate::conversation::Conversation;
use crate::error::Error;
use crate::letters::{self, Facts, Letter, Matter};
use crate::promise::{self, Promise};
use crate::{agent, company, customer, inbox};

pub use crate::letters::{Appointment, Change};

/// Confirms a call by mail, or what became of it, with the appointment for the calendar. What it says stands on the
/// page too: returned as the given word. Without an address nothing leaves.
pub fn confirm_call(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    promise: Option<&Promise>,
    appointment: &Appointment<'_>,
    change: Change,
) -> Result<String, Error> {
    let now_ms = tx.now_ms();
    let (facts, to) = page_facts(tx, conversation, appointment.to_ms)?;
    let letter = match change {
        Change::Booked => {
            let Appointment { from_ms, to_ms, phone, .. } = *appointment;
            let inbox = inbox::find(tx, conversation.inbox_id)?;
            automatic::worded(tx, &facts, &inbox, Matter::Callback { from_ms, to_ms, phone })?
        }
        Change::Moved | Change::Cancelled | Change::NotReached => letters::call(&facts, appointment, change),
    };
    let word = letter.word.clone();
    let calendar = letters::calendar(&facts, appointment, change, now_ms).map(|text| File {
        name: "richiamata.ics".to_owned(),
        content_type: format!("text/calendar; charset=utf-8; method={}", change.method()),
        content_id: None,
        bytes: text.into_bytes(),
    });
    let promise_id = promise.map(|promise| promise.id);
    leave(tx, conversation, Purpose::Callback, promise_id, &facts, to, letter, calendar.into_iter().collect())?;
    Ok(word)
}

/// Mails the address of the customer's page, after the old one was withdrawn; `false` when nobody's address is known.
pub fn mail_link(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<bool, Error> {
    let due_ms = conversation.next_due_at_ms;
    let now_ms = tx.now_ms();
    let (facts, to) = page_facts(tx, conversation, due_ms.unwrap_or(now_ms))?;
    let letter = letters::link(&facts, due_ms.is_some_and(|due_ms| due_ms > now_ms));
    leave(tx, conversation, Purpose::Link, None, &facts, to, letter, Vec::new())
}

/// Asks whether the answer to a complaint solved it; `false` when nobody can be written to now.
pub fn ask_follow_up(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    code: &str,
    answered_ms: i64,
) -> Result<bool, Error> {
    let now_ms = tx.now_ms();
    let (facts, to) = page_facts(tx, conversation, now_ms)?;
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let letter = automatic::worded(tx, &facts, &inbox, Matter::FollowUp { code, answered_ms })?;
    leave(tx, conversation, Purpose::FollowUp, None, &facts, to, letter, Vec::new())
}

/// Midway through a long promise the customer hears once more that it stands, and who has the matter. The promise is the same:
/// nothing is lengthened. Where the inbox tells no moments by mail nothing leaves.
pub fn reassure(tx: &mut Tx<'_>, promise_id: i64) -> Result<(), Error> {
    let Some((promise, conversation)) = promise::progressed(tx, promise_id)? else { return Ok(()) };
    if !inbox::find(tx, conversation.inbox_id)?.acknowledges {
        return Ok(());
    }
    let owner = match conversation.assignee_id {
        Some(agent_id) => Some(agent::find(tx, agent_id)?.name),
        None => None,
    };
    let (facts, to) = page_facts(tx, &conversation, promise.due_at_ms)?;
    let letter = letters::progress(&facts, owner.as_deref());
    leave(tx, &conversation, Purpose::Progress, Some(promise.id), &facts, to, letter, Vec::new())?;
    Ok(())
}

fn page_facts(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    due_ms: i64,
) -> Result<(Facts, Option<Address>), Error> {
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let known = customer::find(tx, conversation.customer_id)?;
    let company = company::find(tx)?;
    let language = known.language.unwrap_or(inbox.language);
    let mut facts = facts(tx, &company, &inbox, conversation, due_ms, language)?;
    let to = super::default_recipients(tx, conversation)?.0.into_iter().next();
    facts.customer = known.name.or_else(|| to.as_ref().and_then(|to| to.name.clone()));
    Ok((facts, to))
}

/// Puts the letter into the outbox; `false` when there is no way out, nobody to write to, or the loop guard holds.
#[expect(clippy::too_many_arguments, reason = "one letter has all of these")]
fn leave(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    purpose: Purpose,
    promise_id: Option<i64>,
    facts: &Facts,
    to: Option<Address>,
    letter: Letter,
    files: Vec<File>,
) -> Result<bool, Error> {
    let (Some((inbox, sender)), Some(to)) = (sending_inbox(tx, conversation)?, to) else { return Ok(false) };
    let now_ms = tx.now_ms();
    let since = args![address::key(&to.email), now_ms - automatic::DAY_MS];
    if tx.number(store::AUTOMATIC_SINCE, since)? >= automatic::MOST_A_DAY {
        return Ok(false);
    }
    let header_id = fresh_header_id(&sender, now_ms);
    let (in_reply_to, references) = thread_of(tx, conversation.id, i64::MAX)?;
    let Say { language, .. } = facts.say;
    let raw = mime::build(&Mail {
        from: Address { name: Some(facts.company.clone()), email: sender.clone() },
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
        files,
    });
    queue(
        tx,
        Queued {
            purpose,
            conversation_id: Some(conversation.id),
            message_id: None,
            promise_id,
            inbox_id: Some(inbox.id),
            sender: &sender,
            recipients: vec![to.email.trim().to_owned()],
            header_id,
            subject: letter.subject,
            wording: Some(letter.word),
            raw: Some(raw),
            not_before_ms: now_ms,
        },
    )?;
    Ok(true)
}
