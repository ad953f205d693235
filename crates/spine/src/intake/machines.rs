//! Machines' mails: attached to what they speak of, acted upon, never answered.

use db::Tx;

use super::accept::{Ended, settle};
use super::model::{Arrival, Class, Inbound, Verdict};
use super::thread;
use crate::complaint;
use crate::conversation::{self, Author, Direction, NewMessage};
use crate::customer::{self, Reach};
use crate::error::Error;
use crate::outbox;
use crate::reason::Reason;

/// Files a machine's mail away: with its conversation when it names one, and with its consequences.
pub(super) fn file(tx: &mut Tx<'_>, arrival: &Arrival, inbound: &Inbound) -> Result<(), Error> {
    let reported: Vec<String> = inbound.reported_ids.iter().chain(&inbound.answers).cloned().collect();
    let outgoing = outbox::find_reported(tx, &reported, inbound.tag.as_deref())?;
    let conversation_id = match &outgoing {
        Some(outgoing) => outgoing.conversation_id,
        None => named(tx, inbound)?,
    };
    if let Some(outgoing) = &outgoing {
        consequence(tx, outgoing, inbound)?;
    }
    mark_addresses(tx, inbound, outgoing.as_ref())?;
    let message_id = match conversation_id {
        Some(conversation_id) => Some(attach(tx, arrival, inbound, conversation_id)?),
        None => None,
    };
    let class = inbound.class.name().to_owned();
    let reason = Reason::Machine { class, detail: inbound.class_reason.clone() };
    let ended = Ended { verdict: Verdict::NoAnswerOwed, reason: Some(&reason), conversation_id, message_id };
    settle(tx, arrival, Some(inbound), ended)
}

/// The conversation of a code in the returned subject, in the address, or in its own subject.
fn named(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<i64>, Error> {
    if let Some(code) = &inbound.reported_reference
        && let Some(found) = conversation::by_reference(tx, code)?
    {
        return Ok(Some(found.id));
    }
    for header_id in &inbound.reported_ids {
        if let Some(conversation_id) = conversation::of_header(tx, header_id)? {
            return Ok(Some(conversation_id));
        }
    }
    Ok(thread::find(tx, inbound)?.map(|(conversation, _)| conversation.id))
}

fn consequence(tx: &mut Tx<'_>, outgoing: &outbox::Outgoing, inbound: &Inbound) -> Result<(), Error> {
    let report = inbound.reports.first();
    let reason = report.map_or(inbound.class_reason.as_str(), |report| report.reason.as_str());
    let code = report.and_then(|report| report.status_code.as_deref());
    match inbound.class {
        Class::BounceHard => {
            outbox::bounced(tx, outgoing, reason, code)?;
            complaint::left(tx, outgoing.id)
        }
        Class::BounceSoft => match outgoing.conversation_id {
            Some(conversation_id) => conversation::trouble(tx, conversation_id, reason),
            None => Ok(()),
        },
        Class::Notice if inbound.delivered => outbox::delivered(tx, outgoing),
        Class::Notice | Class::Complaint | Class::AutoReply | Class::Bulk | Class::Person => Ok(()),
    }
}

/// The address that does not work is known from the report, or it is the one we wrote to.
fn mark_addresses(
    tx: &mut Tx<'_>,
    inbound: &Inbound,
    outgoing: Option<&outbox::Outgoing>,
) -> Result<(), Error> {
    // Only what we did write can come back: a forged bounce must not silence a customer.
    if outgoing.is_none() {
        return Ok(());
    }
    for report in &inbound.reports {
        if let Some(email) = &report.recipient {
            let reach = if report.hard { Reach::Undeliverable } else { Reach::Delayed };
            customer::mark_reach(tx, email, reach, report.status_code.as_deref(), Some(&report.reason))?;
        }
    }
    Ok(())
}

fn attach(tx: &mut Tx<'_>, arrival: &Arrival, inbound: &Inbound, conversation_id: i64) -> Result<i64, Error> {
    let conversation = conversation::find(tx, conversation_id)?;
    let from = inbound.from.clone();
    let author = Author::Other {
        name: from.as_ref().and_then(|from| from.name.clone()),
        address: from.map(|from| from.email).or_else(|| Some(arrival.sender.clone())),
    };
    let actor = author.actor();
    let message = conversation::add_message(
        tx,
        &conversation,
        NewMessage {
            direction: Direction::In,
            channel: arrival.channel,
            author,
            recipients: "{}".to_owned(),
            subject: Some(inbound.subject.clone()),
            text: inbound.text.clone(),
            html: inbound.html.clone(),
            reply_text: inbound.reply_text.clone(),
            quoted_text: inbound.quoted_text.clone(),
            forwarded: None,
            authentication: inbound.authentication.clone(),
            warning: None,
            automatic: true,
            header_id: inbound.header_id.clone(),
            arrival_id: Some(arrival.id),
        },
        super::receive::files(&inbound.files),
        actor,
    )?;
    Ok(message.id)
}
