//! The way of a mail once it is in the outbox: claimed, composed, handed over, tried again, or a person's task.

use db::{Actor, Db, Event, Tx, args};
use kernel::address::{self, Address};
use kernel::id::Kind;
use serde_json::{Value, json};
use words::Say;

use super::answer::{Fetched, thread_of};
use super::mime::{self, File, Mail, Writer};
use super::model::{Outgoing, Purpose, State};
use super::store;
use crate::conversation::{self, Conversation};
use crate::customer::{self, Reach};
use crate::error::Error;
use crate::letters::template::{Kind as WordingKind, Parts};
use crate::letters::{self, Around};
use crate::{company, inbox, promise, template};

/// How long a node may hold a mail before another takes it over; longer than any try.
const LEASE_MS: i64 = 480_000;
/// A mail is tried for this long.
const GIVE_UP_MS: i64 = 3 * 86_400_000;
/// First pause between tries; it doubles up to four hours.
const FIRST_PAUSE_MS: i64 = 30_000;
const LONGEST_PAUSE_MS: i64 = 4 * 3_600_000;

/// What the next hop is given.
#[derive(Clone, Debug)]
pub struct Envelope {
    pub from: String,
    pub recipients: Vec<String>,
    pub raw: Vec<u8>,
}

/// Mails of all accounts whose time has come: account, row id and inbox, the oldest first.
pub fn due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64, Option<i64>)>, db::Error> {
    tx.list(store::DUE, args![now_ms, limit], |row| Ok((row.next()?, row.next()?, row.next()?)))
}

/// Mails of one inbox (or of none) whose time has come: row id and inbox, the oldest first.
pub fn due_of_inbox(
    tx: &mut Tx<'_>,
    inbox_id: Option<i64>,
    limit: usize,
) -> Result<Vec<(i64, Option<i64>)>, Error> {
    let now_ms = tx.now_ms();
    Ok(tx.list(store::DUE_OF_INBOX, args![now_ms, inbox_id, limit], |row| Ok((row.next()?, row.next()?)))?)
}

/// Lets go of every lease: the only node of this store has just started, so nobody holds one.
pub fn release_all(tx: &mut Tx<'_>) -> Result<(), db::Error> {
    tx.execute(store::RELEASE_ALL, &[]).map(|_| ())
}

/// Takes a mail for one try; `None` when somebody else has it or it is settled.
pub fn claim(tx: &mut Tx<'_>, outgoing_id: i64) -> Result<Option<Outgoing>, Error> {
    let now_ms = tx.now_ms();
    match tx.execute(store::CLAIM, args![outgoing_id, now_ms, now_ms + LEASE_MS])? {
        0 => Ok(None),
        _ => find(tx, outgoing_id).map(Some),
    }
}

/// Gives back what a claim of that moment may have taken; nothing when it took nothing or somebody else has it.
pub fn let_go(tx: &mut Tx<'_>, outgoing_id: i64, claimed_at_ms: i64) -> Result<(), Error> {
    tx.execute(store::LET_GO, args![outgoing_id, claimed_at_ms + LEASE_MS])?;
    Ok(())
}

fn find(tx: &mut Tx<'_>, outgoing_id: i64) -> Result<Outgoing, Error> {
    tx.find(store::FIND, args![outgoing_id], store::read)?.ok_or(Error::Missing("outgoing mail"))
}

/// A mail by its row; none when it was taken back.
pub fn known(tx: &mut Tx<'_>, outgoing_id: i64) -> Result<Option<Outgoing>, Error> {
    Ok(tx.find(store::FIND, args![outgoing_id], store::read)?)
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Outgoing, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("outgoing mail"))
}

/// The mail a message leaves by.
pub fn of_message(tx: &mut Tx<'_>, message_id: i64) -> Result<Option<Outgoing>, Error> {
    Ok(tx.find(store::OF_MESSAGE, args![message_id], store::read)?)
}

/// Every mail of a conversation.
pub(crate) fn of_conversation(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<Outgoing>, Error> {
    Ok(tx.list(store::OF_CONVERSATION, args![conversation_id], store::read)?)
}

/// Puts mails into another conversation, with their messages and promises.
pub(crate) fn rehome(tx: &mut Tx<'_>, mails: &[i64], into_id: i64) -> Result<(), Error> {
    for outgoing_id in mails {
        tx.execute(store::REHOME, args![*outgoing_id, into_id])?;
    }
    Ok(())
}

/// Mails of one state, newest first below the id `before`.
pub fn list(tx: &mut Tx<'_>, state: State, before: i64, limit: usize) -> Result<Vec<Outgoing>, Error> {
    Ok(tx.list(store::LIST, args![state.name(), before, limit], store::read)?)
}

/// Whether a person of ours ever wrote to this address.
pub fn wrote_to(tx: &mut Tx<'_>, email: &str) -> Result<bool, Error> {
    Ok(tx.number(store::WROTE_TO, args![address::key(email)])? > 0)
}

/// The bytes of a claimed mail. Reads a snapshot; blocks. The same at every try.
pub fn compose(store: &Db, account_id: i64, outgoing: &Outgoing) -> Result<Envelope, Error> {
    let raw = match store.read(account_id, |tx| raw_of(tx, outgoing))? {
        Some(raw) => raw,
        None => compose_answer(store, account_id, outgoing)?,
    };
    Ok(Envelope { from: outgoing.envelope_from.clone(), recipients: outgoing.recipients.clone(), raw })
}

fn raw_of(tx: &mut Tx<'_>, outgoing: &Outgoing) -> Result<Option<Vec<u8>>, Error> {
    Ok(tx.find(store::RAW, args![outgoing.id], |row| row.next::<Option<Vec<u8>>>())?.flatten())
}

fn compose_answer(store: &Db, account_id: i64, outgoing: &Outgoing) -> Result<Vec<u8>, Error> {
    let message_id = outgoing.message_id.ok_or(Error::Missing("message"))?;
    let (message, from, files, in_reply_to, references, facts, parts) = store.read(account_id, |tx| {
        let message = conversation::message(tx, message_id)?;
        let inbox = inbox::find(tx, outgoing.inbox_id.ok_or(Error::Missing("inbox"))?)?;
        let company = company::find(tx)?.name;
        let name = match message.author_name.as_deref() {
            Some(author) => format!("{author}, {company}"),
            None => company,
        };
        let from = Address { name: Some(name), email: inbox.address.clone().unwrap_or_default() };
        let mut files: Vec<Fetched> = Vec::new();
        for file in conversation::attachments(tx, message.id)? {
            let content = conversation::attachment_content(tx, file.id)?;
            files.push((file, content));
        }
        let (in_reply_to, references) = thread_of(tx, message.conversation_id, message.id)?;
        let (facts, parts) = answer_wording(tx, message.conversation_id, &inbox)?;
        Ok::<_, Error>((message, from, files, in_reply_to, references, facts, parts))
    })?;
    let recipients: Value = serde_json::from_str(&message.recipients).unwrap_or_default();
    let (to, cc) = (people(&recipients["to"]), people(&recipients["cc"]));
    let files = files
        .into_iter()
        .map(|(file, (in_row, sha256))| {
            Ok(File {
                name: file.name,
                content_type: file.content_type,
                content_id: file.content_id,
                bytes: store.fetch(in_row, &sha256)?,
            })
        })
        .collect::<Result<_, Error>>()?;
    let html = message.html.clone().unwrap_or_else(|| wire::plain::html_of(&message.text));
    let written = Around { text: &message.text, html: &html, agent: message.author_name.as_deref() };
    let (text, html) = letters::around(&facts, written, &parts);
    Ok(mime::build(&Mail {
        from,
        to: &to,
        cc: &cc,
        subject: &outgoing.subject,
        text: &text,
        html: &html,
        header_id: &outgoing.header_id,
        in_reply_to: in_reply_to.as_deref(),
        references: &references,
        date_ms: message.created_at_ms,
        writer: Writer::Person,
        language: facts.say.language.tag(),
        files,
    }))
}

/// The company's wording around an answer, in the customer's language.
fn answer_wording(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    inbox: &inbox::Inbox,
) -> Result<(letters::Facts, Parts), Error> {
    let conversation = conversation::find(tx, conversation_id)?;
    let known = customer::find(tx, conversation.customer_id)?;
    let say = Say::new(known.language.unwrap_or(inbox.language), inbox.register);
    let facts = super::sample::facts_of(tx, say, &conversation)?;
    let Say { language, register } = say;
    let scope = template::Scope::Inbox(inbox.id);
    let parts =
        template::in_force(tx, template::Asked { kind: WordingKind::Answer, language, register, scope })?;
    Ok((facts, parts))
}

fn people(list: &Value) -> Vec<Address> {
    list.as_array()
        .map(|people| {
            people
                .iter()
                .map(|person| Address {
                    name: person["name"].as_str().map(str::to_owned),
                    email: person["email"].as_str().unwrap_or_default().to_owned(),
                })
                .collect()
        })
        .unwrap_or_default()
}

/// The next hop took the mail for everybody who was left. A person's answer keeps its promise at this moment;
/// an automatic mail has told its own.
pub fn handed_over(tx: &mut Tx<'_>, outgoing_id: i64, refused: &[(String, String)]) -> Result<(), Error> {
    let outgoing = find(tx, outgoing_id)?;
    let now_ms = tx.now_ms();
    let note = (!refused.is_empty())
        .then(|| refused.iter().map(|(email, why)| format!("{email}: {why}")).collect::<Vec<_>>().join("; "));
    if tx.execute(store::HANDED_OVER, args![outgoing_id, now_ms, note.clone(), None::<String>])? == 0 {
        return Ok(());
    }
    if let Some(inbox_id) = outgoing.inbox_id {
        inbox::note_out(tx, inbox_id, now_ms)?;
    }
    arrived(tx, &outgoing)?;
    super::house::forget_secret(tx, outgoing_id, outgoing.purpose)?;
    record(tx, "message.sent", &outgoing, json!({ "refused": refused.len() }))?;
    if let (Some(note), Some(conversation_id)) = (note, outgoing.conversation_id) {
        conversation::trouble(tx, conversation_id, &note)?;
    }
    for (email, why) in refused {
        customer::mark_reach(tx, email, Reach::Undeliverable, None, Some(why))?;
    }
    Ok(())
}

/// What follows once the first recipient has it.
fn arrived(tx: &mut Tx<'_>, outgoing: &Outgoing) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    match (outgoing.conversation_id, outgoing.purpose, outgoing.message_id, outgoing.promise_id) {
        (Some(conversation_id), Purpose::Answer, Some(message_id), word) => {
            answered(tx, conversation_id, message_id, now_ms)?;
            match word {
                Some(promise_id) if outgoing.sent_at_ms.is_none() => tell(tx, outgoing, promise_id),
                Some(_) | None => Ok(()),
            }
        }
        (_, _, _, Some(promise_id)) if outgoing.sent_at_ms.is_none() => tell(tx, outgoing, promise_id),
        _ => Ok(()),
    }
}

/// The customer has the word a mail carries.
fn tell(tx: &mut Tx<'_>, outgoing: &Outgoing, promise_id: i64) -> Result<(), Error> {
    let recipient = outgoing.recipients.first().cloned().unwrap_or_default();
    let wording = outgoing.wording.clone().unwrap_or_default();
    if let Some(also) = outgoing.also_promise_id {
        promise::told(tx, also, "email", &recipient, &wording, Some(outgoing.id))?;
    }
    promise::told(tx, promise_id, "email", &recipient, &wording, Some(outgoing.id))
}

/// A person's answer reached the next hop: promises are settled, and what the customer wrote after it gets its own.
fn answered(tx: &mut Tx<'_>, conversation_id: i64, message_id: i64, at_ms: i64) -> Result<(), Error> {
    let message = conversation::message(tx, message_id)?;
    if message.author_kind != "agent" {
        return Ok(());
    }
    let mut conversation = conversation::find(tx, conversation_id)?;
    promise::answered(tx, &mut conversation, message_id, message.author_id, at_ms)?;
    let wrote_since = conversation::last_inbound(tx, conversation_id)?.filter(|last| last.id > message_id);
    if wrote_since.is_some() && promise::open_of(tx, conversation_id)?.is_empty() {
        owe_next(tx, &mut conversation)?;
    }
    // A person may have taken the conversation back before the answer left.
    promise::owe_again(tx, &mut conversation)
}

/// A promise for what the customer wrote while the answer was on its way, told at once.
fn owe_next(tx: &mut Tx<'_>, conversation: &mut Conversation) -> Result<(), Error> {
    conversation::reopen(tx, conversation, "customer_wrote", Actor::System)?;
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    if let Some(next) = promise::make(tx, conversation, &inbox, promise::Kind::NextReply)? {
        super::acknowledge(tx, conversation, &next, None, None)?;
    }
    Ok(())
}

/// This try did not work out for `left`; another one follows, or after three days a person has to know.
/// `someone_took_it` says that the next hop accepted it for others.
pub fn postponed(
    tx: &mut Tx<'_>,
    outgoing_id: i64,
    left: &[String],
    someone_took_it: bool,
    error: &str,
    code: Option<&str>,
) -> Result<(), Error> {
    let outgoing = find(tx, outgoing_id)?;
    if outgoing.state != State::Queued {
        return Ok(());
    }
    let now_ms = tx.now_ms();
    let error: String = error.chars().take(500).collect();
    if someone_took_it && outgoing.sent_at_ms.is_none() {
        arrived(tx, &outgoing)?;
    }
    if now_ms - outgoing.created_at_ms >= GIVE_UP_MS {
        return fail(tx, &outgoing, &error, code);
    }
    let pause_ms = (FIRST_PAUSE_MS << outgoing.attempts.clamp(1, 12)).min(LONGEST_PAUSE_MS) / 2;
    let sent_at_ms = someone_took_it.then_some(now_ms);
    tx.execute(
        store::POSTPONED,
        args![outgoing_id, json!(left).to_string(), now_ms + pause_ms, &error, code, sent_at_ms],
    )?;
    if let Some(inbox_id) = outgoing.inbox_id {
        inbox::note_error(tx, inbox_id, &error, now_ms)?;
    }
    record(tx, "message.postponed", &outgoing, json!({ "attempts": outgoing.attempts, "code": code }))
}

/// The next hop refused the mail for good.
pub fn given_up(tx: &mut Tx<'_>, outgoing_id: i64, error: &str, code: Option<&str>) -> Result<(), Error> {
    let outgoing = find(tx, outgoing_id)?;
    match outgoing.state {
        State::Queued => fail(tx, &outgoing, error, code),
        State::Sent | State::Delivered | State::Failed => Ok(()),
    }
}

/// A returned mail said that it did not arrive.
pub fn bounced(tx: &mut Tx<'_>, outgoing: &Outgoing, reason: &str, code: Option<&str>) -> Result<(), Error> {
    match outgoing.state {
        State::Failed => Ok(()),
        State::Queued | State::Sent | State::Delivered => fail(tx, outgoing, reason, code),
    }
}

/// A notice said that it arrived.
pub fn delivered(tx: &mut Tx<'_>, outgoing: &Outgoing) -> Result<(), Error> {
    if tx.execute(store::DELIVERED, args![outgoing.id])? == 1 {
        record(tx, "message.delivered", outgoing, json!({}))?;
    }
    Ok(())
}

/// The mail is a person's task from here: the conversation is back with its agent, with the reason.
fn fail(tx: &mut Tx<'_>, outgoing: &Outgoing, error: &str, code: Option<&str>) -> Result<(), Error> {
    let error: String = error.chars().take(500).collect();
    tx.execute(store::FAILED, args![outgoing.id, &error, code])?;
    let permanent = code.is_some_and(|code| code.starts_with('5'));
    if let (true, [email]) = (permanent, outgoing.recipients.as_slice()) {
        customer::mark_reach(tx, email, Reach::Undeliverable, code, Some(&error))?;
    }
    record(tx, "message.failed", outgoing, json!({ "code": code }))?;
    for promise_id in outgoing.promise_id.into_iter().chain(outgoing.also_promise_id) {
        promise::not_told(tx, promise_id, "not_sent")?;
    }
    let Some(conversation_id) = outgoing.conversation_id else { return Ok(()) };
    conversation::trouble(tx, conversation_id, &error)?;
    let mut conversation = conversation::find(tx, conversation_id)?;
    match outgoing.purpose {
        Purpose::Answer => promise::after_failure(tx, &mut conversation),
        Purpose::Acknowledgement
        | Purpose::Moved
        | Purpose::Apology
        | Purpose::Progress
        | Purpose::Callback
        | Purpose::Complaint
        | Purpose::FollowUp
        | Purpose::Link
        | Purpose::Rating
        | Purpose::Task
        | Purpose::House(_) => Ok(()),
    }
}

/// A person asks for another try, at once, to the same recipients or (when none are left) to those of the message.
pub fn retry_now(tx: &mut Tx<'_>, outgoing_id: i64, actor: Actor) -> Result<(), Error> {
    let outgoing = find(tx, outgoing_id)?;
    let now_ms = tx.now_ms();
    if tx.execute(store::RETRY_NOW, args![outgoing_id, now_ms])? == 0 {
        return Err(Error::Conflict("it has left already".to_owned()));
    }
    if let (true, Some(message_id)) = (outgoing.recipients.is_empty(), outgoing.message_id) {
        let message = conversation::message(tx, message_id)?;
        let recipients: Value = serde_json::from_str(&message.recipients).unwrap_or_default();
        let everybody: Vec<String> = ["to", "cc", "bcc"]
            .iter()
            .flat_map(|place| people(&recipients[*place]))
            .map(|person| person.email)
            .collect();
        tx.execute(store::REQUEUE, args![outgoing_id, json!(everybody).to_string()])?;
    }
    let data = json!({ "outgoing_id": Kind::Outgoing.name(&outgoing.oid) });
    tx.record(Event {
        kind: "message.retried",
        actor,
        conversation_id: outgoing.conversation_id,
        data: data.to_string(),
    })?;
    Ok(())
}

/// A person sends an answer that did not arrive to another address: whoever did not get it is left out, who got it
/// already gets nothing twice. The address takes part in the conversation from now on.
///
/// # Errors
/// An address that cannot be one; conflict for a mail that did not fail, or that no person wrote.
pub fn redirect(tx: &mut Tx<'_>, outgoing_id: i64, to: &Address, actor: Actor) -> Result<(), Error> {
    let outgoing = find(tx, outgoing_id)?;
    if !address::plausible(&to.email) {
        return Err(Error::refused("/to", "is not an e-mail address"));
    }
    let (State::Failed, Purpose::Answer, Some(message_id), Some(conversation_id)) =
        (outgoing.state, outgoing.purpose, outgoing.message_id, outgoing.conversation_id)
    else {
        return Err(Error::Conflict("it has left already".to_owned()));
    };
    let message = conversation::message(tx, message_id)?;
    let mut recipients: Value = serde_json::from_str(&message.recipients).unwrap_or_default();
    recipients["to"] = json!([{ "name": to.name, "email": to.email.trim() }]);
    tx.execute(store::READDRESS, args![message_id, recipients.to_string()])?;
    tx.execute(store::REQUEUE, args![outgoing_id, json!([to.email.trim()]).to_string()])?;
    conversation::add_participant(tx, conversation_id, to, "to")?;
    retry_now(tx, outgoing_id, actor)
}

/// The mail a machine speaks of: by the Message-ID it returned, or by the tag of the envelope sender it came back to.
pub fn find_reported(
    tx: &mut Tx<'_>,
    header_ids: &[String],
    tag: Option<&str>,
) -> Result<Option<Outgoing>, Error> {
    for header_id in header_ids {
        if let Some(found) = tx.find(store::BY_HEADER, args![header_id], store::read)? {
            return Ok(Some(found));
        }
    }
    match tag.and_then(|tag| tag.strip_prefix("b.")) {
        Some(oid) => Ok(tx.find(store::BY_OID, args![oid], store::read)?),
        None => Ok(None),
    }
}

fn record(tx: &mut Tx<'_>, kind: &'static str, outgoing: &Outgoing, mut data: Value) -> Result<(), Error> {
    data["purpose"] = Value::String(outgoing.purpose.name().to_owned());
    data["outgoing_id"] = Value::String(Kind::Outgoing.name(&outgoing.oid));
    if let Some(message_id) = outgoing.message_id {
        let message = conversation::message(tx, message_id)?;
        data["message_id"] = Value::String(Kind::Message.name(&message.oid));
    }
    tx.record(Event {
        kind,
        actor: Actor::System,
        conversation_id: outgoing.conversation_id,
        data: data.to_string(),
    })?;
    Ok(())
}
