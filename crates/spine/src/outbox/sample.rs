//! A wording as its mail would look: with a made-up customer, or with a real conversation; shown, or sent to whoever
//! edits it. Nothing of it reaches the customer.

use db::Tx;
use kernel::address::Address;
use words::Say;

use super::automatic::facts;
use super::house;
use super::model::HouseKind;
use crate::conversation::{self, Conversation};
use crate::error::Error;
use crate::inbox::{self, Inbox};
use crate::letters::template::{Kind, Parts};
use crate::letters::{self, Around, Facts, Letter, Matter, Person};
use crate::template::{Asked, Scope};
use crate::{agent, company, customer, topic};

const HOUR_MS: i64 = 3_600_000;
/// The code of a complaint that is none.
const SAMPLE_CODE: &str = "RC-2026-0042";

/// The mail of this wording; of `conversation` where one is named.
pub fn sample(
    tx: &mut Tx<'_>,
    asked: Asked,
    parts: &Parts,
    conversation: Option<&Conversation>,
) -> Result<Letter, Error> {
    let say = Say::new(asked.language, asked.register);
    let facts = match conversation {
        Some(conversation) => facts_of(tx, say, conversation)?,
        None => made_up(tx, say, asked.scope)?,
    };
    let writer = match conversation.and_then(|conversation| conversation.assignee_id) {
        Some(agent_id) => agent::find(tx, agent_id)?.name,
        None => "Giulia Ferrante".to_owned(),
    };
    let hours_before = |hours: i64| facts.now_ms - hours * HOUR_MS;
    let reason = say.say("mail-sample-reason");
    let phone = facts.phone.clone().unwrap_or_else(|| "333 000 0000".to_owned());
    let matter = match asked.kind {
        Kind::Acknowledgement => Matter::Acknowledgement,
        Kind::Moved => Matter::Moved { old_due_ms: facts.now_ms + HOUR_MS / 2, reason: &reason },
        Kind::Apology => Matter::Apology { old_due_ms: hours_before(1), owner: Some(&writer) },
        Kind::Rating => Matter::Rating {
            promised_ms: Some(hours_before(1)),
            answered_ms: hours_before(1) - HOUR_MS / 4,
            agent: Some(&writer),
        },
        Kind::Callback => {
            Matter::Callback { from_ms: facts.due_ms, to_ms: facts.due_ms + HOUR_MS / 4, phone: &phone }
        }
        Kind::Complaint => {
            Matter::Complaint { code: SAMPLE_CODE, reply_due_ms: Some(facts.now_ms + 4 * HOUR_MS) }
        }
        Kind::FollowUp => Matter::FollowUp { code: SAMPLE_CODE, answered_ms: hours_before(72) },
        Kind::Answer | Kind::Thanks | Kind::Outcome => {
            return Ok(around(&facts, asked.kind, parts, &writer, conversation));
        }
    };
    Ok(letters::write(&facts, matter, parts))
}

/// Sends the mail of this wording to one of our own people.
pub fn post_sample(
    tx: &mut Tx<'_>,
    asked: Asked,
    parts: &Parts,
    conversation: Option<&Conversation>,
    to: &Address,
) -> Result<i64, Error> {
    let letter = sample(tx, asked, parts, conversation)?;
    let company = company::find(tx)?;
    house::post_letter(tx, &company, HouseKind::Sample, to, &letter, asked.language, Vec::new())
}

/// The words a person is offered before they thank for a report or tell what became of it.
pub fn offered_words(
    tx: &mut Tx<'_>,
    kind: Kind,
    conversation: &Conversation,
    agent: &str,
) -> Result<String, Error> {
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let known = customer::find(tx, conversation.customer_id)?;
    let say = Say::new(known.language.unwrap_or(inbox.language), inbox.register);
    let facts = facts_of(tx, say, conversation)?;
    let Say { language, register } = say;
    let asked = Asked { kind, language, register, scope: Scope::Inbox(inbox.id) };
    let parts = crate::template::in_force(tx, asked)?;
    Ok(letters::prefilled(&facts, Some(agent), &parts))
}

fn around(
    facts: &Facts,
    kind: Kind,
    parts: &Parts,
    writer: &str,
    conversation: Option<&Conversation>,
) -> Letter {
    let subject = match conversation {
        Some(conversation) => super::answer::subject_of(conversation),
        None => format!("Re: {} [#{}]", facts.understood.clone().unwrap_or_default(), facts.reference),
    };
    let words = match kind {
        Kind::Thanks | Kind::Outcome => letters::prefilled(facts, Some(writer), parts),
        _ => facts.say.say("mail-sample-answer"),
    };
    let outer = match kind {
        Kind::Thanks | Kind::Outcome => Parts { body: "{{message}}".to_owned(), ..Parts::default() },
        _ => parts.clone(),
    };
    let page = wire::plain::html_of(&words);
    let (text, html) =
        letters::around(facts, Around { text: &words, html: &page, agent: Some(writer) }, &outer);
    Letter { word: subject.clone(), subject, text, html }
}

/// What the mails of a conversation can say.
pub(super) fn facts_of(tx: &mut Tx<'_>, say: Say, conversation: &Conversation) -> Result<Facts, Error> {
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let company = company::find(tx)?;
    let due_ms = match conversation.next_due_at_ms {
        Some(due_ms) => due_ms,
        None => inbox_due(tx, &inbox),
    };
    let mut facts = facts(tx, &company, &inbox, conversation, due_ms, say.language)?;
    facts.say = say;
    facts.customer = customer::find(tx, conversation.customer_id)?.name;
    let last = conversation::last_inbound(tx, conversation.id)?;
    facts.customer = facts.customer.or_else(|| last.and_then(|message| message.author_name));
    Ok(facts)
}

fn inbox_due(tx: &Tx<'_>, inbox: &Inbox) -> i64 {
    let now_ms = tx.now_ms();
    inbox.hours.next_open_ms(now_ms).unwrap_or(now_ms) + 4 * HOUR_MS
}

/// A customer who wrote a moment ago.
fn made_up(tx: &mut Tx<'_>, say: Say, scope: Scope) -> Result<Facts, Error> {
    let company = company::find(tx)?;
    let now_ms = tx.now_ms();
    let chosen = match scope {
        Scope::Inbox(inbox_id) => Some(inbox::find(tx, inbox_id)?),
        Scope::EveryInbox => inbox::list(tx)?.into_iter().next(),
    };
    let (zone, due_ms, person) = match &chosen {
        Some(inbox) => (inbox.hours.timezone().clone(), inbox_due(tx, inbox), Person::at(&inbox.hours, now_ms)),
        None => {
            let zone = jiff::tz::TimeZone::get(&company.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
            (zone, now_ms + 4 * HOUR_MS, Person::Someday)
        }
    };
    Ok(Facts {
        say,
        company: company.name.clone(),
        customer: Some("Caterina Morandi".to_owned()),
        reference: "R-4F7K".to_owned(),
        due_ms,
        now_ms,
        zone,
        received_ms: now_ms - 60_000,
        understood: Some(say.say("mail-sample-subject")),
        topic: topic::configured(tx)?.topics.first().map(|topic| topic.label(say.language).to_owned()),
        order_number: Some("F-20418".to_owned()),
        attachments: vec!["foto.jpg".to_owned()],
        resolution_due_ms: None,
        chosen_way: None,
        track_url: company.track_url("…"),
        phone: company.phone.clone(),
        person,
        address_line: company.address_line,
    })
}
