//! Mails of the house to its own people: an invitation, a way back in, an alert, a report. They belong to no
//! conversation, count for no customer's loop guard, and their bounces open nothing.

use db::{Tx, args};
use kernel::address::{self, Address};
use kernel::language::{Language, Register};
use words::Say;

use super::answer::{Queued, fresh_header_id, queue, sending_inbox};
use super::mime::{self, Mail, Writer};
use super::model::{HouseKind, Purpose};
use super::store;
use crate::company::{self, Company};
use crate::conversation::Conversation;
use crate::error::Error;
use crate::inbox::{self, Channel};
use crate::letters::{self, Letter, Notice};

/// What one of our own people is told.
#[derive(Clone, Debug)]
pub struct HouseMail {
    pub kind: HouseKind,
    /// One address.
    pub to: String,
    pub name: Option<String>,
    pub language: Language,
    /// One line; the headline too.
    pub subject: String,
    /// Plain text, one line each; the greeting and the foot are added.
    pub paragraphs: Vec<String>,
    /// What the button says, and its whole address.
    pub link: Option<(String, String)>,
}

/// A file that goes with a mail of the house.
#[derive(Clone, Debug)]
pub struct Enclosure {
    pub name: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Writes a mail of the house into the outbox, in the caller's transaction; gives its row id.
///
/// # Errors
/// An address that cannot be one.
pub fn post_house_mail(tx: &mut Tx<'_>, mail: HouseMail) -> Result<i64, Error> {
    post_house_mail_with(tx, mail, Vec::new())
}

/// The same with files.
///
/// # Errors
/// An address that cannot be one.
pub fn post_house_mail_with(
    tx: &mut Tx<'_>,
    mail: HouseMail,
    enclosures: Vec<Enclosure>,
) -> Result<i64, Error> {
    let company = company::find(tx)?;
    let letter = letters::house(&Notice {
        say: Say::new(mail.language, Register::Tu),
        company: company.name.clone(),
        name: mail.name.clone(),
        subject: mail.subject.clone(),
        paragraphs: mail.paragraphs,
        link: mail.link,
    });
    let to = Address { name: mail.name, email: mail.to };
    let files = enclosures.into_iter().map(|file| mime::File {
        name: file.name,
        content_type: file.content_type.to_owned(),
        content_id: None,
        bytes: file.bytes,
    });
    post_letter(tx, &company, mail.kind, &to, &letter, mail.language, files.collect())
}

/// Writes a finished letter to one of our own people into the outbox.
pub(super) fn post_letter(
    tx: &mut Tx<'_>,
    company: &Company,
    kind: HouseKind,
    to: &Address,
    letter: &Letter,
    language: Language,
    files: Vec<mime::File>,
) -> Result<i64, Error> {
    if !address::plausible(to.email.trim()) {
        return Err(Error::refused("/to", "is not an e-mail address"));
    }
    let (sender, inbox_id) = sender(tx, company)?;
    let now_ms = tx.now_ms();
    let header_id = fresh_header_id(&sender, now_ms);
    let raw = mime::build(&Mail {
        from: Address { name: Some(company.name.clone()), email: sender.clone() },
        to: std::slice::from_ref(to),
        cc: &[],
        subject: &letter.subject,
        text: &letter.text,
        html: &letter.html,
        header_id: &header_id,
        in_reply_to: None,
        references: &[],
        date_ms: now_ms,
        writer: Writer::Unasked,
        language: language.tag(),
        files,
    });
    queue(
        tx,
        Queued {
            purpose: Purpose::House(kind),
            conversation_id: None,
            message_id: None,
            promise_id: None,
            inbox_id,
            sender: &sender,
            recipients: vec![to.email.trim().to_owned()],
            header_id,
            subject: letter.subject.clone(),
            wording: None,
            raw: Some(raw),
            not_before_ms: now_ms,
        },
    )
}

/// The address of the setting; else the first live inbox's; else one at the server's own name. With the inbox whose
/// address it is: there its bounces come back.
fn sender(tx: &mut Tx<'_>, company: &Company) -> Result<(String, Option<i64>), Error> {
    let inboxes: Vec<(String, i64)> = inbox::list(tx)?
        .into_iter()
        .filter(|inbox| inbox.channel == Channel::Email && inbox.live)
        .filter_map(|inbox| Some((inbox.address?, inbox.id)))
        .collect();
    match &company.house_address {
        Some(email) => {
            let own = inboxes.into_iter().find(|(address, _)| *address == address::key(email));
            Ok((email.clone(), own.map(|(_, inbox_id)| inbox_id)))
        }
        None => Ok(match inboxes.into_iter().next() {
            Some((email, inbox_id)) => (email, Some(inbox_id)),
            None => (format!("riscontro@{}", host(&company.public_url)), None),
        }),
    }
}

/// The name of the server in its address.
fn host(public_url: &str) -> &str {
    let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    let name = rest.split(['/', ':']).next().unwrap_or_default();
    if name.is_empty() { "localhost" } else { name }
}

/// A mail with a link that lets somebody in is not kept once it has left.
pub(super) fn forget_secret(tx: &mut Tx<'_>, outgoing_id: i64, purpose: Purpose) -> Result<(), Error> {
    if let Purpose::House(HouseKind::Invitation | HouseKind::PasswordReset) = purpose {
        tx.execute(store::FORGET, args![outgoing_id])?;
    }
    Ok(())
}

/// A mail about a task to whoever was asked.
pub struct TaskMail<'a> {
    pub oid: &'a str,
    pub to: Address,
    pub letter: Letter,
    pub language: Language,
}

/// Writes a task's mail into the outbox: answers to it come back under the task's own tag. Its Message-ID; none where
/// no inbox can send.
pub fn post_task_mail(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    mail: TaskMail<'_>,
) -> Result<Option<String>, Error> {
    let Some((inbox, email)) = sending_inbox(tx, conversation)? else { return Ok(None) };
    let company = company::find(tx)?;
    let now_ms = tx.now_ms();
    let header_id = fresh_header_id(&email, now_ms);
    let from = match email.rsplit_once('@') {
        Some((local, domain)) => format!("{local}+t.{}@{domain}", mail.oid),
        None => email.clone(),
    };
    let raw = mime::build(&Mail {
        from: Address { name: Some(company.name), email: from },
        to: std::slice::from_ref(&mail.to),
        cc: &[],
        subject: &mail.letter.subject,
        text: &mail.letter.text,
        html: &mail.letter.html,
        header_id: &header_id,
        in_reply_to: None,
        references: &[],
        date_ms: now_ms,
        writer: Writer::Unasked,
        language: mail.language.tag(),
        files: Vec::new(),
    });
    queue(
        tx,
        Queued {
            purpose: Purpose::Task,
            conversation_id: Some(conversation.id),
            message_id: None,
            promise_id: None,
            inbox_id: Some(inbox.id),
            sender: &email,
            recipients: vec![mail.to.email.trim().to_owned()],
            header_id: header_id.clone(),
            subject: mail.letter.subject,
            wording: None,
            raw: Some(raw),
            not_before_ms: now_ms,
        },
    )?;
    Ok(Some(header_id))
}
