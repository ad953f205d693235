//! How a mailbox is connected, changed and taken away.

use std::collections::BTreeSet;

use db::{Actor, Event, Sealer, Tx, args};
use kernel::id;
use serde_json::json;

use super::model::{After, Connect, Credential, First, Mailbox, Save, Secret, Server};
use super::presets::Provider;
use super::store;
use crate::error::{Error, Field};
use crate::inbox::{self, Channel};

/// Longest host, user, folder or secret, in characters.
const MOST_CHARS: usize = 512;
/// Longest token; some providers issue thousands of characters.
const MOST_TOKEN_CHARS: usize = 8_192;

/// Connects an inbox with its mailbox, or changes how. Secrets left empty stay as they are. Reads and writes the
/// sealing key at the first use.
///
/// # Errors
/// No such inbox or not one of e-mail; places and names that cannot be, each with its pointer.
pub fn save(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    inbox_id: i64,
    save: Save,
    actor: Actor,
) -> Result<Mailbox, Error> {
    let inbox = inbox::find(tx, inbox_id)?;
    if inbox.channel != Channel::Email {
        return Err(Error::Conflict("only an inbox of e-mail has a mailbox".to_owned()));
    }
    let connect = completed(tx, sealer, inbox_id, save.connect)?;
    let save = Save { connect, ..save };
    check(&save)?;
    let connect = save.connect;
    if let Some(kept) = find(tx, inbox_id)?
        && !kept.connect.user.eq_ignore_ascii_case(&connect.user)
    {
        set_aside(tx, inbox_id, kept.revision)?;
    }
    store::save(tx, sealer, inbox_id, &save.provider, &connect, &save.after, save.first)?;
    record(tx, "mailbox.changed", &inbox.oid, actor)?;
    find(tx, inbox_id)?.ok_or(Error::Missing("mailbox"))
}

/// Another user has another mailbox: its folders are read for the first time, whatever they are called and however they
/// are counted. What was taken stays known under a folder of another name, so that where it is the same mailbox after
/// all, nothing is taken twice and nothing is missed.
fn set_aside(tx: &mut Tx<'_>, inbox_id: i64, revision: i64) -> Result<(), Error> {
    tx.execute(store::REMOVE_FOLDERS, args![inbox_id])?;
    tx.execute(store::REMOVE_WANTED, args![inbox_id])?;
    tx.execute(store::SET_ASIDE, args![inbox_id, format!("before {revision}: ")])?;
    Ok(())
}

/// The mailbox of an inbox, without its secrets.
pub fn find(tx: &mut Tx<'_>, inbox_id: i64) -> Result<Option<Mailbox>, Error> {
    Ok(tx.find(store::FIND, args![inbox_id], store::read)?)
}

/// Every mailbox, in the order of the inboxes; at most 1,000.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Mailbox>, Error> {
    Ok(tx.list(store::LIST, &[], store::read)?)
}

/// Whether answers of this inbox are handed in at a server of its own.
pub fn sends(tx: &mut Tx<'_>, inbox_id: i64) -> Result<bool, Error> {
    Ok(find(tx, inbox_id)?.is_some_and(|mailbox| mailbox.sends()))
}

/// Whether every live inbox of e-mail has a sending server of its own, and there is one.
pub fn everybody_sends(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let sending: BTreeSet<i64> =
        list(tx)?.into_iter().filter(|mailbox| mailbox.sends()).map(|mailbox| mailbox.inbox_id).collect();
    let inboxes = inbox::list(tx)?;
    let mut live = inboxes.iter().filter(|inbox| inbox.live && inbox.channel == Channel::Email).peekable();
    Ok(live.peek().is_some() && live.all(|inbox| sending.contains(&inbox.id)))
}

/// Everything needed to reach the mailbox, secrets open: for who connects, never for a page.
///
/// # Errors
/// No mailbox; secrets sealed with another key.
pub fn open(tx: &mut Tx<'_>, sealer: &Sealer, inbox_id: i64) -> Result<Connect, Error> {
    let mailbox = find(tx, inbox_id)?.ok_or(Error::Missing("mailbox"))?;
    completed(tx, sealer, inbox_id, mailbox.connect)
}

/// `connect` with its empty secrets filled from what is written down for the inbox: what a trial of a form needs.
/// A secret is only taken along to the host it was given for.
///
/// # Errors
/// Secrets sealed with another key, when one is needed.
pub fn completed(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    inbox_id: i64,
    mut connect: Connect,
) -> Result<Connect, Error> {
    let Some(kept) = find(tx, inbox_id)? else { return Ok(connect) };
    if !lacks_secrets(&connect) {
        return Ok(connect);
    }
    let Some([password, client_secret, refresh_token, smtp_password]) = store::secrets(tx, sealer, inbox_id)?
    else {
        return Ok(connect);
    };
    let same_place = kept.connect.imap.host == connect.imap.host && kept.connect.user == connect.user;
    let fill = |word: &mut Secret, kept: Secret| {
        if word.is_empty() {
            *word = kept;
        }
    };
    match &mut connect.credential {
        Credential::Password(word) if same_place => fill(word, password),
        Credential::Token(token) => {
            let same_issuer = matches!(&kept.connect.credential,
                Credential::Token(old) if old.token_url == token.token_url && old.client_id == token.client_id);
            if same_place && same_issuer {
                fill(&mut token.client_secret, client_secret);
                fill(&mut token.refresh_token, refresh_token);
            }
        }
        Credential::Password(_) => {}
    }
    if let (Some(smtp), Some(old)) = (&mut connect.smtp, &kept.connect.smtp)
        && smtp.user.is_some()
        && smtp.user == old.user
        && smtp.server.host == old.server.host
    {
        fill(&mut smtp.password, smtp_password);
    }
    Ok(connect)
}

/// The issuer gave a new refresh token in place of the `used` one, which may soon be void. Nothing where another was
/// written down meanwhile: that one is a person's.
///
/// # Errors
/// Secrets sealed with another key.
pub fn renewed(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    inbox_id: i64,
    used: &str,
    refresh_token: &str,
) -> Result<(), Error> {
    let Some(mailbox) = find(tx, inbox_id)? else { return Ok(()) };
    let mut connect = completed(tx, sealer, inbox_id, mailbox.connect)?;
    if let Credential::Token(token) = &mut connect.credential
        && token.refresh_token.expose() == used
    {
        token.refresh_token = Secret::new(refresh_token);
        store::save_secrets(tx, sealer, inbox_id, &connect)?;
    }
    Ok(())
}

fn lacks_secrets(connect: &Connect) -> bool {
    let credential = match &connect.credential {
        Credential::Password(word) => word.is_empty(),
        Credential::Token(token) => token.client_secret.is_empty() || token.refresh_token.is_empty(),
    };
    credential || connect.smtp.as_ref().is_some_and(|smtp| smtp.user.is_some() && smtp.password.is_empty())
}

/// Takes the mailbox from its inbox, with all that is known of its folders; what was accepted stays.
///
/// # Errors
/// No such mailbox.
pub fn remove(tx: &mut Tx<'_>, inbox_id: i64, actor: Actor) -> Result<(), Error> {
    let inbox = inbox::find(tx, inbox_id)?;
    if tx.execute(store::REMOVE, args![inbox_id])? == 0 {
        return Err(Error::Missing("mailbox"));
    }
    for query in [store::REMOVE_FOLDERS, store::REMOVE_MAILS, store::REMOVE_RECONCILIATIONS] {
        tx.execute(query, args![inbox_id])?;
    }
    record(tx, "mailbox.removed", &inbox.oid, actor)
}

/// Whether a mailbox could be kept as it stands, its secrets [`completed`].
///
/// # Errors
/// Places and names that cannot be, each with its pointer.
pub fn check(save: &Save) -> Result<(), Error> {
    let Save { provider, connect, after, first } = save;
    let mut wrong = Vec::new();
    if Provider::of_key(provider).is_none() {
        wrong.push(Field::new("/provider", "is not a known provider"));
    }
    if connect.imap.host.is_empty() && connect.smtp.is_none() {
        wrong.push(Field::new("/imap/host", "must not be empty where nothing is sent either"));
    } else if !connect.imap.host.is_empty() {
        check_server("/imap", &connect.imap, &mut wrong);
    }
    if !is_line(&connect.user) {
        wrong.push(Field::new("/user", "must have 1 to 512 characters in one line"));
    }
    match &connect.credential {
        Credential::Password(word) if !is_line(word.expose()) => {
            wrong.push(Field::new("/password", "must have 1 to 512 characters in one line"));
        }
        Credential::Password(_) => {}
        Credential::Token(token) => check_token(token, &mut wrong),
    }
    if !is_line(&connect.folder) {
        wrong.push(Field::new("/folder", "must have 1 to 512 characters in one line"));
    }
    if let Some(smtp) = &connect.smtp {
        check_server("/smtp", &smtp.server, &mut wrong);
        match &smtp.user {
            Some(user) if !is_line(user) => {
                wrong.push(Field::new("/smtp/user", "must have 1 to 512 characters"))
            }
            Some(_) if !is_line(smtp.password.expose()) => {
                wrong.push(Field::new("/smtp/password", "is needed beside a user of its own"));
            }
            Some(_) | None => {}
        }
    }
    match after {
        After::Move(folder) if !is_line(folder) => {
            wrong.push(Field::new("/after/folder", "must have 1 to 512 characters in one line"));
        }
        After::Move(folder) if *folder == connect.folder => {
            wrong.push(Field::new("/after/folder", "must be another folder than the one that is read"));
        }
        After::Move(_) | After::Seen | After::Leave => {}
    }
    if let First::Days(days) = first
        && !(1..=First::MOST_DAYS).contains(days)
    {
        wrong.push(Field::new("/first/days", "must be 1 to 90"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Refused(wrong)) }
}

fn check_token(token: &super::model::Token, wrong: &mut Vec<Field>) {
    if !is_line(&token.client_id) {
        wrong.push(Field::new("/token/client_id", "must have 1 to 512 characters"));
    }
    let refresh_chars = token.refresh_token.expose().chars().count();
    if refresh_chars == 0 || refresh_chars > MOST_TOKEN_CHARS {
        wrong.push(Field::new("/token/refresh_token", "is needed"));
    }
    let url = &token.token_url;
    if !(url.starts_with("https://") || url.starts_with("http://")) || !is_line(url) || url.contains(' ') {
        wrong.push(Field::new("/token/token_url", "must be an address like https://…"));
    }
}

fn check_server(pointer: &str, server: &Server, wrong: &mut Vec<Field>) {
    let host = &server.host;
    let is_host = !host.is_empty()
        && host.len() <= 253
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b':'));
    if !is_host {
        wrong.push(Field::new(format!("{pointer}/host"), "must be a host name or an address"));
    }
    if server.port == 0 {
        wrong.push(Field::new(format!("{pointer}/port"), "must be 1 to 65535"));
    }
}

fn is_line(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= MOST_CHARS && !text.chars().any(char::is_control)
}

fn record(tx: &mut Tx<'_>, kind: &'static str, inbox_oid: &str, actor: Actor) -> Result<(), Error> {
    let data = json!({ "inbox_id": id::Kind::Inbox.name(inbox_oid) });
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}
