//! How far the folders of a mailbox were read: every mail known of, and what became of it. The mark is UIDVALIDITY
//! and UID (RFC 3501, section 2.3.1.1), never a date or a flag; a mail is on the list before it is fetched.

use std::collections::{BTreeMap, BTreeSet};

use db::{Actor, Event, Tx, args};
use kernel::id;
use serde_json::json;

use super::model::Reconciliation;
use super::report::Fault;
use super::store;
use crate::error::Error;
use crate::inbox;

/// What became of a mail in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// On the list, to be fetched.
    Wanted,
    /// In the ledger.
    Taken,
    /// The same bytes had been taken before.
    Same,
    /// Too large: its headers are in the ledger, before a person.
    Large,
    /// It lay there before the first connection and stays.
    Before,
    /// It was gone from the server before it could be fetched; wanted again when it is seen there after all.
    Gone,
    /// The server did not give it, however often it was asked: in the ledger, before a person.
    Withheld,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            Self::Wanted => "wanted",
            Self::Taken => "taken",
            Self::Same => "same",
            Self::Large => "large",
            Self::Before => "before",
            Self::Gone => "gone",
            Self::Withheld => "withheld",
        }
    }
}

/// A folder as the server counts it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub inbox_id: i64,
    pub folder: String,
    pub uid_validity: i64,
}

/// How far a folder was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folder {
    pub uid_validity: i64,
    pub last_uid: i64,
    /// What lay there when the mark was set is on the list, to its end.
    pub listed: bool,
}

/// A mail as it stands in the server's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub uid: i64,
    /// Of its identifying headers and size.
    pub print: String,
    pub size_bytes: i64,
    /// [`State::Wanted`] or [`State::Before`].
    pub state: State,
}

/// Where reading a folder goes on: after this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub last_uid: i64,
    pub listed: bool,
}

/// A mail to be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub uid: i64,
    pub size_bytes: i64,
    pub attempts: i64,
}

/// A mail with what was fetched of it.
#[derive(Clone, Debug)]
pub struct Mail {
    pub uid: i64,
    pub state: State,
    pub sha256: Option<String>,
    pub arrival_id: Option<i64>,
}

/// Mailboxes of all accounts that are read: account, inbox, revision.
pub fn pulled(tx: &mut Tx<'_>) -> Result<Vec<(i64, i64, i64)>, db::Error> {
    tx.list(store::PULLED, &[], |row| Ok((row.next()?, row.next()?, row.next()?)))
}

/// Mailboxes of all accounts that answers are handed in at: account, inbox, revision.
pub fn sending(tx: &mut Tx<'_>) -> Result<Vec<(i64, i64, i64)>, db::Error> {
    tx.list(store::SENDING, &[], |row| Ok((row.next()?, row.next()?, row.next()?)))
}

/// Takes or keeps a mailbox for one node until then; false while another node has it.
pub fn hold(tx: &mut Tx<'_>, inbox_id: i64, holder: &str, until_ms: i64) -> Result<bool, Error> {
    let now_ms = tx.now_ms();
    Ok(tx.execute(store::HOLD, args![inbox_id, holder, until_ms, now_ms])? == 1)
}

pub fn let_go(tx: &mut Tx<'_>, inbox_id: i64, holder: &str) -> Result<(), Error> {
    tx.execute(store::LET_GO, args![inbox_id, holder])?;
    Ok(())
}

/// Lets go of every mailbox: the only node of this store has just started.
pub fn release_all(tx: &mut Tx<'_>) -> Result<(), db::Error> {
    tx.execute(store::RELEASE_ALL, &[]).map(|_| ())
}

/// Everything that was there is taken in.
pub fn note_success(tx: &mut Tx<'_>, inbox_id: i64) -> Result<(), Error> {
    let was_failing = super::find(tx, inbox_id)?.is_some_and(|mailbox| mailbox.health.fault.is_some());
    let now_ms = tx.now_ms();
    tx.execute(store::NOTE_SUCCESS, args![inbox_id, now_ms])?;
    match was_failing {
        true => record(tx, "mailbox.recovered", inbox_id, json!({})),
        false => Ok(()),
    }
}

/// Something went wrong; told in the log when it is new.
pub fn note_fault(tx: &mut Tx<'_>, inbox_id: i64, fault: &Fault) -> Result<(), Error> {
    let Some(mailbox) = super::find(tx, inbox_id)? else { return Ok(()) };
    let is_new = mailbox.health.fault.is_none_or(|known| known.kind != fault.kind);
    let now_ms = tx.now_ms();
    tx.execute(store::NOTE_FAULT, args![inbox_id, fault.kind.code(), &fault.place, &fault.detail, now_ms])?;
    match is_new {
        true => record(tx, "mailbox.failed", inbox_id, json!({ "code": fault.kind.code() })),
        false => Ok(()),
    }
}

/// So many unread mails lay there at the first connection.
pub fn note_unseen(tx: &mut Tx<'_>, inbox_id: i64, unseen: i64) -> Result<(), Error> {
    tx.execute(store::NOTE_UNSEEN, args![inbox_id, unseen])?;
    Ok(())
}

/// Unread mails in a folder, as the server says now: those that lay there before and are wanted go on the list. How
/// many lay there before and stay.
pub fn unread(tx: &mut Tx<'_>, place: &Place, uids: &[i64], wants: Unread) -> Result<(), Error> {
    let (now_ms, mut left) = (tx.now_ms(), 0);
    for uid in uids {
        let here = args![place.inbox_id, &place.folder, place.uid_validity, *uid];
        let state = tx.find(store::IS_KNOWN, here, |row| row.next::<String>())?;
        if state.as_deref() != Some(State::Before.name()) {
            continue;
        }
        match wants {
            Unread::Taken => {
                let row = args![place.inbox_id, &place.folder, place.uid_validity, *uid, now_ms];
                tx.execute(store::WANT_UNREAD, row)?;
            }
            Unread::Left => left += 1,
        }
    }
    note_unseen(tx, place.inbox_id, left)
}

/// What becomes of unread mails that lay in a folder before it was first read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    Taken,
    Left,
}

/// How far this folder was read; `None` when it never was.
pub fn folder(tx: &mut Tx<'_>, inbox_id: i64, folder: &str) -> Result<Option<Folder>, Error> {
    Ok(tx.find(store::FOLDER, args![inbox_id, folder], |row| {
        Ok(Folder { uid_validity: row.next()?, last_uid: row.next()?, listed: row.next()? })
    })?)
}

/// Whether some of these mails, by number and print, are known from a folder of another name: then this is that
/// folder, renamed.
pub fn known_elsewhere(tx: &mut Tx<'_>, place: &Place, mails: &[Listed]) -> Result<bool, Error> {
    for mail in mails {
        let key = args![place.inbox_id, &place.folder, place.uid_validity, mail.uid, &mail.print];
        if tx.number(store::STANDS_ELSEWHERE, key)? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Puts newly listed mails on the list and moves the folder's mark, at once or not at all.
pub fn found(tx: &mut Tx<'_>, place: &Place, mails: &[Listed], mark: Option<Mark>) -> Result<(), Error> {
    for mail in mails {
        add(tx, place, mail)?;
    }
    set_mark(tx, place, mark)
}

fn add(tx: &mut Tx<'_>, place: &Place, mail: &Listed) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(
        store::ADD_MAIL,
        args![
            place.inbox_id,
            &place.folder,
            place.uid_validity,
            mail.uid,
            &mail.print,
            mail.size_bytes,
            mail.state.name(),
            true,
            now_ms
        ],
    )?;
    Ok(())
}

fn set_mark(tx: &mut Tx<'_>, place: &Place, mark: Option<Mark>) -> Result<(), Error> {
    let Some(Mark { last_uid, listed }) = mark else { return Ok(()) };
    let now_ms = tx.now_ms();
    let row = args![place.inbox_id, &place.folder, place.uid_validity, last_uid, listed, now_ms];
    tx.execute(store::SET_FOLDER, row)?;
    Ok(())
}

/// The server counts the folder anew, or it stands elsewhere: mails that are known by their print get their new
/// number, each once, the others go on the list.
pub fn recounted(tx: &mut Tx<'_>, place: &Place, mails: &[Listed], mark: Option<Mark>) -> Result<(), Error> {
    for mail in mails {
        let here = args![place.inbox_id, &place.folder, place.uid_validity, mail.uid];
        if tx.find(store::IS_KNOWN, here, |row| row.next::<String>())?.is_some() {
            continue;
        }
        let key = args![place.inbox_id, &mail.print, &place.folder, place.uid_validity];
        let known = tx.find(store::KNOWN_ELSEWHERE, key, |row| {
            Ok((row.next::<String>()?, row.next::<i64>()?, row.next::<i64>()?))
        })?;
        let now_ms = tx.now_ms();
        match known {
            Some((folder, uid_validity, uid)) => {
                let moved = args![
                    place.inbox_id,
                    &place.folder,
                    place.uid_validity,
                    mail.uid,
                    now_ms,
                    folder,
                    uid_validity,
                    uid
                ];
                tx.execute(store::MOVE_MAIL, moved)?;
            }
            None => add(tx, place, mail)?,
        }
    }
    set_mark(tx, place, mark)
}

/// The next mails to fetch: those not yet tried first, then the oldest.
pub fn wanted(tx: &mut Tx<'_>, place: &Place, limit: usize) -> Result<Vec<Wanted>, Error> {
    let key = args![place.inbox_id, &place.folder, place.uid_validity, limit];
    Ok(tx.list(store::WANTED, key, |row| {
        Ok(Wanted { uid: row.next()?, size_bytes: row.next()?, attempts: row.next()? })
    })?)
}

/// Whether a mail of these very bytes was taken from this mailbox before.
pub fn already_taken(tx: &mut Tx<'_>, inbox_id: i64, sha256: &str) -> Result<bool, Error> {
    Ok(tx.number(store::ALREADY_TAKEN, args![inbox_id, sha256])? > 0)
}

/// Notes what became of a wanted mail; false when it was not wanted any more. To be called in the transaction that
/// accepts it.
pub fn taken(tx: &mut Tx<'_>, place: &Place, mail: &Mail) -> Result<bool, Error> {
    let now_ms = tx.now_ms();
    let settled = !matches!(mail.state, State::Taken | State::Same);
    let row = args![
        place.inbox_id,
        &place.folder,
        place.uid_validity,
        mail.uid,
        mail.state.name(),
        mail.sha256.clone(),
        mail.arrival_id,
        settled,
        now_ms
    ];
    Ok(tx.execute(store::TAKEN, row)? == 1)
}

/// The server did not give a wanted mail: it is asked again, or given up ([`State::Gone`]).
pub fn not_taken(tx: &mut Tx<'_>, place: &Place, uid: i64, state: State) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(
        store::NOT_TAKEN,
        args![place.inbox_id, &place.folder, place.uid_validity, uid, state.name(), now_ms],
    )?;
    Ok(())
}

/// Mails that are taken and still have to be marked or moved on the server.
pub fn unsettled(tx: &mut Tx<'_>, place: &Place, limit: usize) -> Result<Vec<i64>, Error> {
    let key = args![place.inbox_id, &place.folder, place.uid_validity, limit];
    Ok(tx.list(store::UNSETTLED, key, |row| row.next())?)
}

/// They are marked or moved.
pub fn settled(tx: &mut Tx<'_>, place: &Place, uids: &[i64]) -> Result<(), Error> {
    for uid in uids {
        tx.execute(store::SETTLED, args![place.inbox_id, &place.folder, place.uid_validity, *uid])?;
    }
    Ok(())
}

/// Compares the server's list of the last `days` with ours: what is missing here goes on the list, what is missing
/// there is counted, but for mails we moved away. The list begins at `lowest_uid`.
pub fn compare(
    tx: &mut Tx<'_>,
    place: &Place,
    days: i64,
    lowest_uid: i64,
    on_server: &[Listed],
    moved_away: bool,
) -> Result<Reconciliation, Error> {
    let key = args![place.inbox_id, &place.folder, place.uid_validity, lowest_uid];
    let ours: BTreeMap<i64, (String, bool)> =
        tx.list(store::RECENT, key, |row| Ok((row.next()?, (row.next()?, row.next()?))))?.into_iter().collect();
    let now_ms = tx.now_ms();
    let mut report = Reconciliation {
        id: id::fresh(now_ms),
        inbox_id: place.inbox_id,
        at_ms: now_ms,
        days,
        on_server: on_server.len() as i64,
        accepted: 0,
        left_alone: 0,
        fetched: 0,
        gone: 0,
    };
    for mail in on_server {
        match ours.get(&mail.uid).map(|(state, _)| state.as_str()) {
            Some("before") => report.left_alone += 1,
            Some("taken" | "same" | "large" | "withheld") => report.accepted += 1,
            // It was not there for a moment.
            Some("gone") => {
                let key = args![place.inbox_id, &place.folder, place.uid_validity, mail.uid, now_ms];
                tx.execute(store::WANT_AGAIN, key)?;
                report.fetched += 1;
            }
            Some(_) => report.fetched += 1,
            None => {
                add(tx, place, mail)?;
                report.fetched += 1;
            }
        }
    }
    let listed: BTreeSet<i64> = on_server.iter().map(|mail| mail.uid).collect();
    let is_accounted_for = |uid: &i64, state: &str, settled: bool| {
        listed.contains(uid) || (moved_away && settled && matches!(state, "taken" | "same"))
    };
    let gone = ours.iter().filter(|(uid, (state, settled))| !is_accounted_for(uid, state, *settled));
    report.gone = gone.count() as i64;
    tx.execute(
        store::ADD_RECONCILIATION,
        args![
            report.id,
            report.inbox_id,
            report.at_ms,
            report.days,
            report.on_server,
            report.accepted,
            report.left_alone,
            report.fetched,
            report.gone
        ],
    )?;
    tx.execute(store::RECONCILED, args![place.inbox_id, now_ms])?;
    let counts = json!({ "on_server": report.on_server, "fetched": report.fetched, "gone": report.gone });
    record(tx, "mailbox.reconciled", place.inbox_id, counts)?;
    Ok(report)
}

/// Mails of this folder that were last touched before then and need nothing more.
pub fn known(tx: &mut Tx<'_>, place: &Place, older_than_ms: i64) -> Result<Vec<i64>, Error> {
    let key = args![place.inbox_id, &place.folder, place.uid_validity, older_than_ms];
    Ok(tx.list(store::KNOWN, key, |row| row.next())?)
}

/// Forgets mails that are neither on the server any more nor have anything left to be done.
pub fn prune(tx: &mut Tx<'_>, place: &Place, gone: &[i64], older_than_ms: i64) -> Result<(), Error> {
    for uid in gone {
        let key = args![place.inbox_id, &place.folder, place.uid_validity, *uid, older_than_ms];
        tx.execute(store::PRUNE, key)?;
    }
    let others = args![place.inbox_id, &place.folder, place.uid_validity, older_than_ms];
    tx.execute(store::PRUNE_ELSEWHERE, others)?;
    Ok(())
}

/// Comparisons of a mailbox, newest first below the id `before`.
pub fn reconciliations(
    tx: &mut Tx<'_>,
    inbox_id: i64,
    before: i64,
    limit: usize,
) -> Result<Vec<Reconciliation>, Error> {
    Ok(tx.list(store::RECONCILIATIONS, args![inbox_id, before, limit], store::reconciliation)?)
}

fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    inbox_id: i64,
    mut data: serde_json::Value,
) -> Result<(), Error> {
    let inbox = inbox::find(tx, inbox_id)?;
    data["inbox_id"] = id::Kind::Inbox.name(&inbox.oid).into();
    tx.record(Event { kind, actor: Actor::System, conversation_id: None, data: data.to_string() })?;
    Ok(())
}
