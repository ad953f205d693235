//! Making messages searchable, and finding conversations.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use db::{Tx, Value, args};

use super::asked::{Wanted, Word};
use super::model::{Texts, spoken, terms};
use super::store;
use crate::error::Error;

/// Conversations looked at together for one term.
const LOOK: usize = 2_000;
/// Terms an unfinished word can stand for.
const ENDINGS: usize = 24;
/// Conversations asked about at once.
const AMONG: usize = 32;
/// Messages of one conversation that are read for a phrase, or at once for their terms.
const READ: usize = 200;
/// Conversations read for a phrase in one search.
const PHRASES: usize = 300;
/// Terms added with one statement, each with its conversation.
const PAIRS: usize = 32;
/// Above every term that begins with what stands before it.
const LAST: char = '\u{10ffff}';

/// What is kept of a message: its text as it is searched, and its terms.
pub fn kept(texts: &Texts<'_>) -> (String, Vec<String>) {
    let content = texts.content();
    let terms = terms(&content);
    (content, terms)
}

/// Has a message made searchable behind the act that wrote it.
pub fn queue(tx: &mut Tx<'_>, message_id: i64) -> Result<(), Error> {
    tx.put(store::QUEUE, args![message_id])?;
    Ok(())
}

/// Messages that are not searchable yet, the oldest first.
pub fn queued(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::QUEUED, args![limit], |row| row.next())?)
}

/// Accounts with messages that are not searchable yet.
pub fn queues(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::QUEUES, args![limit], |row| row.next())?)
}

/// Takes a message out of the queue; `false` when somebody else did, or it was taken back.
pub fn take(tx: &mut Tx<'_>, message_id: i64) -> Result<bool, Error> {
    Ok(tx.execute(store::TAKE, args![message_id])? == 1)
}

/// A message whose terms were made before the writer is asked.
#[derive(Clone, Debug)]
pub struct Kept {
    pub conversation_id: i64,
    pub message_id: i64,
    pub content: String,
    pub terms: Vec<String>,
}

/// Makes several messages searchable: all their terms in the order of the index.
pub fn add_all(tx: &mut Tx<'_>, messages: Vec<Kept>) -> Result<(), Error> {
    let mut pairs: Vec<(String, i64)> = Vec::new();
    for message in messages {
        tx.put(store::ADD_TEXT, args![message.message_id, message.conversation_id, message.content])?;
        pairs.extend(message.terms.into_iter().map(|term| (term, message.conversation_id)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    for some in pairs.chunks(PAIRS) {
        let mut values = Vec::with_capacity(2 * PAIRS);
        // What is there already is passed over: the last one may stand there many times.
        for (term, conversation_id) in some.iter().chain(some.last().into_iter().cycle()).take(PAIRS) {
            values.extend([Value::from(term.as_str()), Value::Int(*conversation_id)]);
        }
        tx.put(store::ADD_PAIRS, &values)?;
    }
    Ok(())
}

/// Makes a message searchable at once.
pub fn add(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    message_id: i64,
    content: String,
    terms: &[String],
) -> Result<(), Error> {
    tx.put(store::ADD_TEXT, args![message_id, conversation_id, content])?;
    add_terms(tx, conversation_id, terms)
}

fn add_terms(tx: &mut Tx<'_>, conversation_id: i64, terms: &[String]) -> Result<(), Error> {
    let mut rest = terms;
    while let Some(last) = rest.last() {
        let (query, size) = if rest.len() > 16 { (store::ADD_48, 48) } else { (store::ADD_8, 8) };
        let (now, later) = rest.split_at(rest.len().min(size));
        let mut values = vec![Value::Int(conversation_id)];
        values.extend(now.iter().map(|term| Value::from(term.as_str())));
        // What is there already is passed over: the last one may stand there many times.
        values.resize(size + 1, Value::from(last.as_str()));
        tx.put(query, &values)?;
        rest = later;
    }
    Ok(())
}

/// A message is taken back: it is no longer found, nor its words where no other message of the conversation has them.
pub fn remove(tx: &mut Tx<'_>, message_id: i64) -> Result<(), Error> {
    take(tx, message_id)?;
    let Some((conversation_id, content)) = text(tx, message_id)? else { return Ok(()) };
    tx.put(store::DROP_TEXT, args![message_id])?;
    drop_terms(tx, conversation_id, terms(&content).into_iter().collect())
}

/// Messages of one conversation stand in another now. One that is still queued will be found where it stands then.
pub fn moved(tx: &mut Tx<'_>, messages: &[i64], to: i64) -> Result<(), Error> {
    let mut gone: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for message_id in messages {
        let Some((from, content)) = text(tx, *message_id)? else { continue };
        tx.put(store::MOVE_TEXT, args![*message_id, to])?;
        gone.entry(from).or_default().extend(terms(&content));
    }
    for (from, gone) in gone {
        let came: Vec<String> = gone.iter().cloned().collect();
        add_terms(tx, to, &came)?;
        drop_terms(tx, from, gone)?;
    }
    Ok(())
}

/// The conversation of a message and its kept text.
fn text(tx: &mut Tx<'_>, message_id: i64) -> Result<Option<(i64, String)>, Error> {
    Ok(tx.find(store::TEXT, args![message_id], |row| Ok((row.next()?, row.next()?)))?)
}

/// Takes terms from a conversation, except those its remaining messages have, however many there are.
fn drop_terms(tx: &mut Tx<'_>, conversation_id: i64, mut gone: BTreeSet<String>) -> Result<(), Error> {
    let mut after = i64::MIN;
    while !gone.is_empty() {
        let left = tx.list(store::TEXTS_AFTER, args![conversation_id, after, READ], |row| {
            Ok((row.next::<i64>()?, row.next::<String>()?))
        })?;
        for (message_id, content) in &left {
            after = *message_id;
            for term in terms(content) {
                gone.remove(&term);
            }
        }
        if left.len() < READ {
            break;
        }
    }
    for term in gone {
        tx.put(store::DROP_TERM, args![term, conversation_id])?;
    }
    Ok(())
}

/// What a search found, newest conversation first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    pub ids: Vec<i64>,
    /// Below which conversation to look on; `None` when that was all.
    pub more: Option<i64>,
}

/// Conversations below `before` in which every word is found, by words alone: filters are the caller's.
/// Bounded work however common the words are; what is left is behind [`Hits::more`].
pub fn find(tx: &mut Tx<'_>, wanted: &Wanted, before: i64) -> Result<Hits, Error> {
    let mut looks = Vec::new();
    for word in &wanted.words {
        let look = Look::of(tx, word, before)?;
        if look.ids.is_empty() {
            return Ok(Hits::default());
        }
        looks.push(look);
    }
    // The rarest word leads; the others are asked about what it found.
    looks.sort_by_key(|look| (look.floor, look.ids.len()));
    let mut looks = looks.into_iter();
    let Some(lead) = looks.next() else { return Ok(Hits::default()) };
    let mut ids: Vec<i64> = lead.ids.iter().rev().copied().collect();
    for look in looks {
        ids = look.keep(tx, ids)?;
    }
    let mut more = lead.floor;
    if !wanted.phrases.is_empty() {
        if ids.len() > PHRASES {
            ids.truncate(PHRASES);
            more = ids.last().copied();
        }
        let mut said = Vec::new();
        for id in ids {
            if holds(tx, id, &wanted.phrases)? {
                said.push(id);
            }
        }
        ids = said;
    }
    Ok(Hits { ids, more })
}

/// Whether every phrase stands in one message or another of a conversation.
pub fn holds(tx: &mut Tx<'_>, conversation_id: i64, phrases: &[Vec<String>]) -> Result<bool, Error> {
    let contents = tx.list(store::TEXTS, args![conversation_id, READ], |row| row.next::<String>())?;
    let said: Vec<Vec<&str>> = contents.iter().map(|content| spoken(content)).collect();
    Ok(phrases.iter().all(|phrase| {
        said.iter().any(|words| words.windows(phrase.len()).any(|window| window.iter().eq(phrase.iter())))
    }))
}

/// The newest conversations of one word.
struct Look {
    terms: Vec<String>,
    ids: BTreeSet<i64>,
    /// Below it there are more that were not looked at.
    floor: Option<i64>,
}

impl Look {
    fn of(tx: &mut Tx<'_>, word: &Word, before: i64) -> Result<Self, Error> {
        let mut terms = word.terms.clone();
        if let Some(prefix) = &word.prefix {
            let end = format!("{prefix}{LAST}");
            terms.extend(
                tx.list(store::BEGINNING, args![prefix.as_str(), end, ENDINGS], |row| row.next::<String>())?,
            );
            terms.sort();
            terms.dedup();
        }
        let (mut ids, mut floor) = (BTreeSet::new(), None);
        let share = if terms.len() > 4 { LOOK / 4 } else { LOOK };
        for term in &terms {
            let found =
                tx.list(store::HOLDING, args![term.as_str(), before, share], |row| row.next::<i64>())?;
            if found.len() == share {
                floor = floor.max(found.last().copied());
            }
            ids.extend(found);
        }
        if let Some(floor) = floor {
            ids = ids.split_off(&floor);
        }
        Ok(Self { terms, ids, floor })
    }

    /// Those of `ids` (newest first) that this word is in.
    fn keep(&self, tx: &mut Tx<'_>, ids: Vec<i64>) -> Result<Vec<i64>, Error> {
        let floor = self.floor.unwrap_or(i64::MIN);
        let below: Vec<i64> = ids.iter().copied().filter(|id| *id < floor).collect();
        let mut asked = HashSet::new();
        for some in below.chunks(AMONG) {
            for term in &self.terms {
                let mut values = vec![Value::from(term.as_str())];
                values.extend(some.iter().map(|id| Value::Int(*id)));
                values.resize(AMONG + 1, Value::Int(some[0]));
                asked.extend(tx.list(store::AMONG, &values, |row| row.next::<i64>())?);
            }
        }
        Ok(ids.into_iter().filter(|id| self.ids.contains(id) || asked.contains(id)).collect())
    }
}

/// Up to which message an account's older messages were made searchable; `None` when all are.
pub fn backlog(tx: &mut Tx<'_>) -> Result<Option<i64>, Error> {
    Ok(tx.find(store::BACKLOG, &[], |row| row.next())?)
}

/// Writes down how far it went; `None` when it is done.
pub fn set_backlog(tx: &mut Tx<'_>, message_id: Option<i64>) -> Result<(), Error> {
    match message_id {
        Some(message_id) => tx.execute(store::SET_BACKLOG, args![message_id])?,
        None => tx.execute(store::END_BACKLOG, &[])?,
    };
    Ok(())
}

/// Accounts with older messages that are not searchable yet.
pub fn behind(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::BEHIND, args![limit], |row| row.next())?)
}
