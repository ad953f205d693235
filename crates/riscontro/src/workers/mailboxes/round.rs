//! One look into a mailbox: what is new goes on the list, what is on the list is fetched and accepted, what was
//! accepted is marked on the server, and once a night both lists are compared.

use std::collections::BTreeSet;

use db::Db;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use spine::Reason;
use spine::inbox::Channel;
use spine::intake::{self, Accept};
use spine::mailbox::{
    self, After, Fault, FaultKind, First, Folder, Listed, Mail, Mailbox, Mark, Place, State, Unread, Wanted,
};

use super::store_away;
use crate::sockets::imap::{Listing, MOST_LISTED, Selected, Session};
use crate::workers::blocking;

/// Mails taken from the list at once.
const BATCH: usize = 50;
/// Mails marked or moved with one command.
const SETTLED_AT_ONCE: usize = 200;
/// A mail the server refuses to give is given up after so many tries.
const MOST_REFUSALS: i64 = 3;
/// A mail over which the connection breaks is given up after so many.
const MOST_BREAKS: i64 = 100;
/// Of a mail too large or withheld this much of its headers is kept.
const HEADER_BYTES: usize = 64 * 1024;
/// Most mails of a folder whose identity is kept at the first connection.
const MOST_KNOWN: usize = 200_000;
/// Unread mails looked at in one round: the newest.
const MOST_UNREAD: usize = 10_000;
/// Days that are compared with the server's list.
const COMPARED_DAYS: i64 = 7;
/// Mails no longer on the server are forgotten after this long.
const FORGET_MS: i64 = 30 * 86_400_000;
const HOUR_MS: i64 = 3_600_000;

/// What the rounds of one connection share.
pub struct Round<'a> {
    db: &'a Db,
    account_id: i64,
    mailbox: &'a Mailbox,
    /// The address of the inbox.
    address: String,
    max_message_bytes: usize,
    /// The newest unread mails below the mark, as last seen.
    unread: Option<Vec<u32>>,
}

impl<'a> Round<'a> {
    pub fn new(
        db: &'a Db,
        account_id: i64,
        mailbox: &'a Mailbox,
        address: String,
        max_message_bytes: usize,
    ) -> Self {
        Self { db, account_id, mailbox, address, max_message_bytes, unread: None }
    }

    pub async fn go(&mut self, session: &mut Session) -> Result<(), Fault> {
        let (place, selected) = self.select(session).await?;
        let (inbox_id, folder) = (self.mailbox.inbox_id, place.folder.clone());
        let known = self.read(move |tx| mailbox::folder(tx, inbox_id, &folder)).await?;
        let last_uid = match known {
            None => self.first(session, &place, selected).await?,
            Some(Folder { uid_validity, .. }) if uid_validity != place.uid_validity => {
                self.recount(session, &place).await?
            }
            Some(Folder { last_uid, listed: false, .. }) => {
                self.list_first(session, &place, last_uid).await?;
                last_uid
            }
            Some(Folder { last_uid, .. }) => {
                self.look_at_unread(session, &place, last_uid).await?;
                last_uid
            }
        };
        self.discover(session, &place, last_uid).await?;
        self.fetch(session, &place).await?;
        self.settle(session, &place).await?;
        if self.is_time_to_compare().await? {
            self.compare(session, &place).await?;
            self.fetch(session, &place).await?;
            self.settle(session, &place).await?;
        }
        Ok(())
    }

    /// Opens the folder; one that is missing may have a new name, which is told.
    async fn select(&self, session: &mut Session) -> Result<(Place, Selected), Fault> {
        let folder = &self.mailbox.connect.folder;
        let read_only = self.mailbox.after == After::Leave;
        match session.select(folder, read_only).await {
            Ok(selected) => {
                let uid_validity = i64::from(selected.uid_validity);
                Ok((Place { inbox_id: self.mailbox.inbox_id, folder: folder.clone(), uid_validity }, selected))
            }
            Err(fault) if fault.kind == FaultKind::FolderMissing => {
                let (inbox_id, name) = (self.mailbox.inbox_id, folder.clone());
                let known = self.read(move |tx| mailbox::folder(tx, inbox_id, &name)).await?;
                let counted_as = known.and_then(|known| u32::try_from(known.uid_validity).ok());
                let renamed = match counted_as {
                    Some(uid_validity) => session.folder_counted_as(uid_validity).await?,
                    None => None,
                };
                Err(match renamed {
                    Some(name) => Fault::new(FaultKind::FolderMissing, folder.as_str(), &name),
                    None => fault,
                })
            }
            Err(fault) => Err(fault),
        }
    }

    /// The folder is read for the first time. The mark is set before anything else, so that what comes meanwhile is
    /// new; then what lies there is listed.
    async fn first(&self, session: &mut Session, place: &Place, selected: Selected) -> Result<i64, Fault> {
        let uids = session.search("ALL").await?;
        let last_listed = uids.last().copied().unwrap_or(0);
        let mark = i64::from(last_listed.max(selected.uid_next.saturating_sub(1)));
        let newest: Vec<u32> = uids.iter().rev().take(MOST_LISTED).rev().copied().collect();
        let newest = self.listing(session, &newest, State::Before).await?;
        let asked = place.clone();
        if self.read(move |tx| mailbox::known_elsewhere(tx, &asked, &newest)).await? {
            return self.recount(session, place).await;
        }
        let (asked, mark_now) = (place.clone(), Mark { last_uid: mark, listed: false });
        self.write(move |tx| mailbox::found(tx, &asked, &[], Some(mark_now))).await?;
        self.list_first(session, place, mark).await?;
        Ok(mark)
    }

    /// Lists what lay in the folder when its mark was set: some of it wanted, the rest only to be known again.
    async fn list_first(&self, session: &mut Session, place: &Place, mark: i64) -> Result<(), Fault> {
        let below = |uids: Vec<u32>| uids.into_iter().filter(|uid| i64::from(*uid) <= mark).collect::<Vec<_>>();
        let unseen = below(session.search("UNSEEN").await?);
        let wanted: BTreeSet<u32> = match self.mailbox.first {
            First::New => BTreeSet::new(),
            First::Unseen => unseen.iter().copied().collect(),
            First::Days(days) => {
                below(session.search(&format!("SINCE {}", self.date_before(days))).await?).into_iter().collect()
            }
        };
        let left = unseen.iter().filter(|uid| !wanted.contains(uid)).count() as i64;
        let all = below(session.search("ALL").await?);
        let all: Vec<u32> = all
            .iter()
            .enumerate()
            .filter(|(at, uid)| at + MOST_KNOWN >= all.len() || wanted.contains(uid))
            .map(|(_, uid)| *uid)
            .collect();
        for chunk in all.chunks(MOST_LISTED) {
            let mut listed = self.listing(session, chunk, State::Before).await?;
            for mail in &mut listed {
                if u32::try_from(mail.uid).is_ok_and(|uid| wanted.contains(&uid)) {
                    mail.state = State::Wanted;
                }
            }
            let asked = place.clone();
            self.write(move |tx| mailbox::found(tx, &asked, &listed, None)).await?;
        }
        let (asked, inbox_id) = (place.clone(), place.inbox_id);
        self.write(move |tx| {
            mailbox::note_unseen(tx, inbox_id, left)?;
            mailbox::found(tx, &asked, &[], Some(Mark { last_uid: mark, listed: true }))
        })
        .await
    }

    /// Unread mails that lay there before the first connection: one that somebody marked as unread since is taken where
    /// unread ones are wanted; how many are left is counted anew. Nothing is asked of the store while they are the same.
    async fn look_at_unread(&mut self, session: &mut Session, place: &Place, mark: i64) -> Result<(), Fault> {
        let mut unread = session.search("UNSEEN").await?;
        unread.retain(|uid| i64::from(*uid) <= mark);
        let newest = unread.split_off(unread.len().saturating_sub(MOST_UNREAD));
        if self.unread.as_ref() == Some(&newest) {
            return Ok(());
        }
        let wants = match self.mailbox.first {
            First::Unseen => Unread::Taken,
            First::New | First::Days(_) => Unread::Left,
        };
        let (asked, uids) = (place.clone(), newest.iter().map(|uid| i64::from(*uid)).collect::<Vec<_>>());
        self.write(move |tx| mailbox::unread(tx, &asked, &uids, wants)).await?;
        self.unread = Some(newest);
        Ok(())
    }

    /// The server counts the folder anew, or it was renamed: every mail is told by its print, and what is not known
    /// goes on the list. Nothing is lost, and nothing that was taken is taken again.
    async fn recount(&self, session: &mut Session, place: &Place) -> Result<i64, Fault> {
        let uids = session.search("ALL").await?;
        let last_uid = i64::from(uids.last().copied().unwrap_or(0));
        tracing::info!(
            account_id = self.account_id,
            inbox_id = place.inbox_id,
            mails = uids.len(),
            "a mailbox is counted anew"
        );
        for chunk in uids.chunks(MOST_LISTED) {
            let listed = self.listing(session, chunk, State::Wanted).await?;
            let asked = place.clone();
            self.write(move |tx| mailbox::recounted(tx, &asked, &listed, None)).await?;
        }
        let asked = place.clone();
        self.write(move |tx| mailbox::found(tx, &asked, &[], Some(Mark { last_uid, listed: true }))).await?;
        Ok(last_uid)
    }

    /// Everything above the mark goes on the list, and the mark with it.
    async fn discover(&self, session: &mut Session, place: &Place, last_uid: i64) -> Result<(), Fault> {
        let from = u32::try_from(last_uid).unwrap_or(u32::MAX).saturating_add(1);
        let mut uids = session.search(&format!("UID {from}:*")).await?;
        // `*` is the last mail, also where its number is below ours (RFC 3501, section 6.4.8).
        uids.retain(|uid| *uid >= from);
        for chunk in uids.chunks(MOST_LISTED) {
            let listed = self.listing(session, chunk, State::Wanted).await?;
            let mark = chunk.last().map(|uid| Mark { last_uid: i64::from(*uid), listed: true });
            let asked = place.clone();
            self.write(move |tx| mailbox::found(tx, &asked, &listed, mark)).await?;
        }
        Ok(())
    }

    /// The mails with these numbers. One the server leaves out of its list is on ours all the same: whether it is
    /// there shows when it is fetched.
    async fn listing(&self, session: &mut Session, uids: &[u32], state: State) -> Result<Vec<Listed>, Fault> {
        if uids.is_empty() {
            return Ok(Vec::new());
        }
        let told = session.listing(&wire::imap::uid_set(uids)).await?;
        Ok(uids
            .iter()
            .map(|uid| match told.binary_search_by_key(uid, |mail| mail.uid) {
                Ok(at) => {
                    let Listing { size_bytes, print, .. } = &told[at];
                    Listed {
                        uid: i64::from(*uid),
                        print: print.clone(),
                        size_bytes: i64::from(*size_bytes),
                        state,
                    }
                }
                Err(_) => {
                    Listed { uid: i64::from(*uid), print: format!("unlisted {uid}"), size_bytes: 0, state }
                }
            })
            .collect())
    }

    /// Fetches what is on the list, mail by mail, until it is empty. A mail that cannot be had stands back for the
    /// others.
    async fn fetch(&self, session: &mut Session, place: &Place) -> Result<(), Fault> {
        loop {
            let asked = place.clone();
            let wanted = self.read(move |tx| mailbox::wanted(tx, &asked, BATCH)).await?;
            if wanted.is_empty() {
                return Ok(());
            }
            let mut withheld = false;
            for mail in wanted {
                withheld |= !self.take(session, place, mail).await?;
            }
            if withheld {
                return Ok(());
            }
        }
    }

    /// Takes one mail; false when it stays on the list.
    async fn take(&self, session: &mut Session, place: &Place, mail: Wanted) -> Result<bool, Fault> {
        let Ok(uid) = u32::try_from(mail.uid) else {
            self.not_taken(place, mail, State::Gone).await?;
            return Ok(true);
        };
        if mail.size_bytes > self.max_message_bytes as i64 {
            let why = self.too_large(place, mail.size_bytes);
            return self.take_header(session, place, mail, State::Large, why).await.map(|()| true);
        }
        match session.fetch(uid, self.max_message_bytes).await {
            Ok(Some(raw)) if raw.len() > self.max_message_bytes => {
                let why = self.too_large(place, raw.len() as i64);
                self.take_header(session, place, mail, State::Large, why).await.map(|()| true)
            }
            Ok(Some(raw)) => self.accept(place, mail, raw, State::Taken, None).await.map(|()| true),
            Ok(None) if session.search(&format!("UID {uid}")).await?.is_empty() => {
                self.not_taken(place, mail, State::Gone).await?;
                Ok(true)
            }
            Ok(None) => self.stands_back(session, place, mail, MOST_REFUSALS).await,
            Err(fault) if fault.kind == FaultKind::ServerRefused => {
                self.stands_back(session, place, mail, MOST_REFUSALS).await
            }
            Err(fault) => {
                let most = if fault.kind == FaultKind::OtherProtocol { MOST_REFUSALS } else { MOST_BREAKS };
                match mail.attempts + 1 < most {
                    true => self.not_taken(place, mail, State::Wanted).await?,
                    // The conversation is of no use any more: not even the headers can be asked for.
                    false => {
                        let why = self.withheld(place, mail);
                        self.accept(place, mail, Vec::new(), State::Withheld, Some(why)).await?;
                    }
                }
                Err(fault)
            }
        }
    }

    async fn stands_back(
        &self,
        session: &mut Session,
        place: &Place,
        mail: Wanted,
        most: i64,
    ) -> Result<bool, Fault> {
        if mail.attempts + 1 < most {
            self.not_taken(place, mail, State::Wanted).await?;
            return Ok(false);
        }
        let why = self.withheld(place, mail);
        self.take_header(session, place, mail, State::Withheld, why).await.map(|()| true)
    }

    fn too_large(&self, place: &Place, size_bytes: i64) -> Reason {
        let most_bytes = i64::try_from(self.max_message_bytes).unwrap_or(i64::MAX);
        Reason::TooLarge { size_bytes, most_bytes, folder: place.folder.clone() }
    }

    fn withheld(&self, place: &Place, mail: Wanted) -> Reason {
        Reason::Withheld { number: mail.uid, folder: place.folder.clone() }
    }

    /// Puts the headers of a mail that cannot be taken before a person, with the reason.
    async fn take_header(
        &self,
        session: &mut Session,
        place: &Place,
        mail: Wanted,
        state: State,
        why: Reason,
    ) -> Result<(), Fault> {
        let uid = u32::try_from(mail.uid).unwrap_or_default();
        let header = match session.fetch_header(uid, HEADER_BYTES).await {
            Ok(header) => header.unwrap_or_default(),
            Err(fault) if fault.kind == FaultKind::ServerRefused => Vec::new(),
            Err(fault) => return Err(fault),
        };
        self.accept(place, mail, header, state, Some(why)).await
    }

    /// Accepts a mail: its bytes, the ledger's row and the list in one transaction. Bytes taken from this mailbox
    /// before are not taken again.
    async fn accept(
        &self,
        place: &Place,
        mail: Wanted,
        raw: Vec<u8>,
        state: State,
        why: Option<Reason>,
    ) -> Result<(), Fault> {
        let envelope = wire::imap::envelope(&raw, &self.address);
        let kept = blocking(self.db, move |db| db.keep(&raw)).await;
        let kept = match kept {
            Some(Ok(kept)) => kept,
            Some(Err(error)) => return Err(store_away(&error.into())),
            None => return Err(Fault::new(FaultKind::StoreAway, "", "")),
        };
        let accept = Accept {
            channel: Channel::Email,
            inbox_id: place.inbox_id,
            sender: envelope.sender,
            recipient: envelope.recipient,
            remote: self.mailbox.connect.imap.host.clone(),
            helo: format!("imap {}", place.folder),
            kept,
        };
        let place = place.clone();
        self.write(move |tx| {
            let sha256 = accept.kept.sha256.clone();
            let mut noted = Mail { uid: mail.uid, state, sha256: Some(sha256.clone()), arrival_id: None };
            if state == State::Taken && mailbox::already_taken(tx, place.inbox_id, &sha256)? {
                noted.state = State::Same;
                mailbox::taken(tx, &place, &noted)?;
                return Ok(());
            }
            let arrival_id = intake::accept(tx, accept)?;
            noted.arrival_id = Some(arrival_id);
            if let Some(why) = why {
                intake::stuck(tx, arrival_id, &why)?;
            }
            match mailbox::taken(tx, &place, &noted)? {
                true => Ok(()),
                // Another node was faster: its arrival is the one.
                false => Err(spine::Error::Conflict("it is taken already".to_owned())),
            }
        })
        .await
    }

    async fn not_taken(&self, place: &Place, mail: Wanted, state: State) -> Result<(), Fault> {
        let place = place.clone();
        self.write(move |tx| mailbox::not_taken(tx, &place, mail.uid, state)).await
    }

    /// Marks or moves on the server what was accepted.
    async fn settle(&self, session: &mut Session, place: &Place) -> Result<(), Fault> {
        loop {
            let asked = place.clone();
            let uids = self.read(move |tx| mailbox::unsettled(tx, &asked, SETTLED_AT_ONCE)).await?;
            if uids.is_empty() {
                return Ok(());
            }
            let numbers: Vec<u32> = uids.iter().filter_map(|uid| u32::try_from(*uid).ok()).collect();
            match &self.mailbox.after {
                After::Seen => session.mark_seen(&numbers).await?,
                After::Move(folder) => session.move_to(&numbers, folder).await?,
                After::Leave => {}
            }
            let asked = place.clone();
            self.write(move |tx| mailbox::settled(tx, &asked, &uids)).await?;
        }
    }

    /// At night, in the company's time; never more than 30 hours apart.
    async fn is_time_to_compare(&self) -> Result<bool, Fault> {
        let inbox_id = self.mailbox.inbox_id;
        let (last_ms, zone) = self
            .read(move |tx| {
                let last_ms = mailbox::find(tx, inbox_id)?.and_then(|mailbox| mailbox.health.reconciled_at_ms);
                Ok((last_ms, spine::company::find(tx)?.timezone))
            })
            .await?;
        let Some(last_ms) = last_ms else { return Ok(true) };
        let now_ms = self.db.clock().now_ms();
        let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
        let hour = Timestamp::from_millisecond(now_ms).map_or(0, |now| now.to_zoned(zone).hour());
        let ago_ms = now_ms - last_ms;
        Ok(ago_ms >= 30 * HOUR_MS || (ago_ms >= 12 * HOUR_MS && (1..5).contains(&hour)))
    }

    /// Compares the server's list of the last days with ours, and writes down what was found.
    async fn compare(&self, session: &mut Session, place: &Place) -> Result<(), Fault> {
        let (inbox_id, folder) = (place.inbox_id, place.folder.clone());
        let known = self.read(move |tx| mailbox::folder(tx, inbox_id, &folder)).await?;
        let last_uid = known.map_or(0, |known| known.last_uid);
        let mut uids = session.search(&format!("SINCE {}", self.date_before(COMPARED_DAYS))).await?;
        uids.retain(|uid| i64::from(*uid) <= last_uid);
        let mut on_server = Vec::with_capacity(uids.len());
        for chunk in uids.chunks(MOST_LISTED) {
            on_server.extend(self.listing(session, chunk, State::Wanted).await?);
        }
        let lowest = uids.first().map_or(last_uid + 1, |uid| i64::from(*uid));
        let (asked, moved_away) = (place.clone(), matches!(self.mailbox.after, After::Move(_)));
        self.write(move |tx| {
            mailbox::compare(tx, &asked, COMPARED_DAYS, lowest, &on_server, moved_away).map(|_| ())
        })
        .await?;
        self.forget(session, place).await
    }

    /// Forgets mails that have long gone from the server.
    async fn forget(&self, session: &mut Session, place: &Place) -> Result<(), Fault> {
        let there: BTreeSet<i64> = session.search("ALL").await?.into_iter().map(i64::from).collect();
        let older_than_ms = self.db.clock().now_ms() - FORGET_MS;
        let asked = place.clone();
        let known = self.read(move |tx| mailbox::known(tx, &asked, older_than_ms)).await?;
        let gone: Vec<i64> = known.into_iter().filter(|uid| !there.contains(uid)).collect();
        let asked = place.clone();
        self.write(move |tx| mailbox::prune(tx, &asked, &gone, older_than_ms)).await
    }

    /// A day as SEARCH takes it (RFC 3501, `date`), so many days ago.
    fn date_before(&self, days: i64) -> String {
        let at_ms = self.db.clock().now_ms() - days * 24 * HOUR_MS;
        Timestamp::from_millisecond(at_ms)
            .map(|at| at.to_zoned(TimeZone::UTC).strftime("%d-%b-%Y").to_string())
            .unwrap_or_else(|_| "01-Jan-1970".to_owned())
    }

    async fn read<R: Send + 'static>(
        &self,
        look: impl FnOnce(&mut db::Tx<'_>) -> Result<R, spine::Error> + Send + 'static,
    ) -> Result<R, Fault> {
        let account_id = self.account_id;
        let found = blocking(self.db, move |db| db.read(account_id, look)).await;
        match found {
            Some(found) => found.map_err(|error| store_away(&error)),
            None => Err(Fault::new(FaultKind::StoreAway, "", "")),
        }
    }

    async fn write<R: Send + 'static>(
        &self,
        act: impl FnOnce(&mut db::Tx<'_>) -> Result<R, spine::Error> + Send + 'static,
    ) -> Result<R, Fault> {
        self.db.submit(self.account_id, act).answer().await.map_err(|error| store_away(&error))
    }
}
