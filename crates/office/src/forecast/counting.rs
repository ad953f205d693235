//! What came in each half hour, counted from the event log as it grows. Of every conversation is kept what of it was counted:
//! when it changes (another message, another inbox, another skill, merged, split, called unwanted) exactly that is taken out
//! and what it is now is put in, so that counting on is the same as counting all over.

use std::collections::{BTreeMap, BTreeSet};

use db::{Row, Tx, args};
use jiff::tz::TimeZone;
use spine::error::Error;
use spine::inbox::Channel;
use spine::log::{self, Cursor};
use spine::{company, skill};

use super::model::slot_begins_ms;
use super::store;

/// Messages of one conversation that are counted; whoever writes on after that is in touch already.
const MESSAGES_MAX: usize = 500;
/// Conversations counted over again at a time.
const PAGE: usize = 500;
/// Rows of a week of counts: more places than a company has.
const WEEK_ROWS: usize = 200_000;

/// Begun and further messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    begun: i64,
    further: i64,
}

/// By the half hour's beginning and the channel.
type Came = BTreeMap<(i64, &'static str), Count>;
/// By half hour, channel, inbox and skill: begun and further.
type Whole = BTreeMap<(i64, String, i64, i64), (i64, i64)>;

/// Accounts whose log goes on after what was counted.
pub fn behind(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::BEHIND, args![limit], Row::next)?)
}

/// Counts on. Whether there is more to read.
pub fn catch_up(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let cursor = Cursor { at: store::CURSOR, start: store::START, advance: store::ADVANCE };
    let begins = tx.find(store::CURSOR, &[], Row::next::<i64>)?.is_none();
    let mut touched = BTreeSet::new();
    let more = log::read_on(tx, &cursor, |_, event| {
        // One that was split off has its messages from its beginning.
        let counts = event.kind == "message.received" || event.kind.starts_with("conversation.");
        touched.extend(event.conversation_id.filter(|_| counts));
        Ok(())
    })?;
    if !touched.is_empty() {
        let places = Places::of(tx)?;
        for conversation_id in touched {
            recount(tx, &places, conversation_id)?;
        }
    }
    Ok(more || begins)
}

/// Where half hours begin, and which skill is which.
struct Places {
    zone: TimeZone,
    skills: BTreeMap<String, i64>,
}

impl Places {
    fn of(tx: &mut Tx<'_>) -> Result<Self, Error> {
        let zone = TimeZone::get(&company::find(tx)?.timezone).unwrap_or(TimeZone::UTC);
        let skills = skill::list(tx)?.into_iter().map(|skill| (skill.name, skill.id)).collect();
        Ok(Self { zone, skills })
    }

    /// The first skill that is asked for; 0 where none is.
    fn skill_id(&self, asked: &str) -> i64 {
        let names: Vec<String> = serde_json::from_str(asked).unwrap_or_default();
        names.first().and_then(|name| self.skills.get(name)).copied().unwrap_or(0)
    }

    fn came(&self, messages: &[(i64, String)]) -> Came {
        let mut came = Came::new();
        for (number, (at_ms, channel)) in messages.iter().take(MESSAGES_MAX).enumerate() {
            let Some(channel) = Channel::of_name(channel) else { continue };
            let count = came.entry((slot_begins_ms(*at_ms, &self.zone), channel.name())).or_default();
            match number {
                0 => count.begun += 1,
                _ => count.further += 1,
            }
        }
        came
    }
}

/// Where a conversation stands and what came in it; nothing when it is gone.
fn standing(tx: &mut Tx<'_>, places: &Places, conversation_id: i64) -> Result<Option<(i64, i64, Came)>, Error> {
    let stands = tx.find(store::STANDS, args![conversation_id], |row| {
        Ok((row.next::<i64>()?, row.next::<String>()?, row.next::<i64>()? > 0))
    })?;
    let Some((inbox_id, skills, unwanted)) = stands else { return Ok(None) };
    let messages = match unwanted {
        true => Vec::new(),
        false => {
            tx.list(store::CAME, args![conversation_id, MESSAGES_MAX], |row| Ok((row.next()?, row.next()?)))?
        }
    };
    Ok(Some((inbox_id, places.skill_id(&skills), places.came(&messages))))
}

fn recount(tx: &mut Tx<'_>, places: &Places, conversation_id: i64) -> Result<(), Error> {
    let Some((inbox_id, skill_id, now)) = standing(tx, places, conversation_id)? else { return Ok(()) };
    let before = tx.find(store::COUNTED, args![conversation_id], |row| {
        Ok((row.next::<i64>()?, row.next::<i64>()?, row.next::<String>()?))
    })?;
    if let Some((inbox_before, skill_before, counted)) = before {
        let was = read(&counted)?;
        if (inbox_before, skill_before) == (inbox_id, skill_id) && was == now {
            return Ok(());
        }
        for ((at_ms, channel), count) in &was {
            let out = args![*at_ms, *channel, inbox_before, skill_before, -count.begun, -count.further];
            tx.put(store::COUNT, out)?;
        }
    }
    for ((at_ms, channel), count) in &now {
        tx.put(store::COUNT, args![*at_ms, *channel, inbox_id, skill_id, count.begun, count.further])?;
    }
    let last_ms = now.keys().map(|(at_ms, _)| *at_ms).max().unwrap_or_else(|| tx.now_ms());
    tx.put(store::KEEP_COUNTED, args![conversation_id, last_ms, inbox_id, skill_id, kept(&now)])?;
    Ok(())
}

fn kept(came: &Came) -> String {
    let rows: Vec<(i64, &str, i64, i64)> =
        came.iter().map(|((at_ms, channel), count)| (*at_ms, *channel, count.begun, count.further)).collect();
    serde_json::json!(rows).to_string()
}

fn read(counted: &str) -> Result<Came, Error> {
    let rows: Vec<(i64, String, i64, i64)> = serde_json::from_str(counted)
        .map_err(|_| db::Error::Broken("arrival_counted.counted cannot be read".to_owned()))?;
    let row = |(at_ms, channel, begun, further): (i64, String, i64, i64)| {
        Some(((at_ms, Channel::of_name(&channel)?.name()), Count { begun, further }))
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

/// Half hours of the last days, as many as are learnt from, whose count is another than counting all over again gives: none,
/// unless something was written past the rooms. Only where the log was counted to its end.
pub fn miscounted(tx: &mut Tx<'_>) -> Result<Vec<i64>, Error> {
    let standing = tx.find(store::STANDING, &[], |row| Ok((row.next::<i64>()?, row.next::<i64>()?)))?;
    if standing.is_none_or(|(seq, end)| seq < end) {
        return Ok(Vec::new());
    }
    let since_ms = tx.now_ms() - super::acts::LEARNT_MS;
    let (counted, anew) = (counts(tx, since_ms)?, anew(tx, since_ms)?);
    let unlike =
        counted.iter().filter(|(place, count)| anew.get(*place) != Some(*count)).map(|(place, _)| place.0);
    let missing = anew.keys().filter(|place| !counted.contains_key(*place)).map(|place| place.0);
    let halves: BTreeSet<i64> = unlike.chain(missing).collect();
    Ok(halves.into_iter().collect())
}

/// The counts as they stand.
fn counts(tx: &mut Tx<'_>, since_ms: i64) -> Result<Whole, Error> {
    const WEEK_MS: i64 = 7 * 86_400_000;
    let mut whole = Whole::new();
    let mut from_ms = since_ms;
    while from_ms <= tx.now_ms() {
        let rows = tx.list(store::ALL_COUNTS, args![from_ms, from_ms + WEEK_MS, WEEK_ROWS], |row| {
            let (at_ms, channel, inbox_id, skill_id) = (row.next()?, row.next()?, row.next()?, row.next()?);
            Ok(((at_ms, channel, inbox_id, skill_id), (row.next()?, row.next()?)))
        })?;
        whole.extend(rows);
        from_ms += WEEK_MS;
    }
    Ok(whole)
}

/// Everything counted anew, from the conversations themselves.
fn anew(tx: &mut Tx<'_>, since_ms: i64) -> Result<Whole, Error> {
    let places = Places::of(tx)?;
    let mut whole = Whole::new();
    let mut after = 0_i64;
    loop {
        let ids: Vec<i64> = tx.list(store::NEXT_CONVERSATIONS, args![after, PAGE], Row::next)?;
        let Some(last) = ids.last().copied() else { return Ok(whole) };
        for conversation_id in ids {
            let Some((inbox_id, skill_id, came)) = standing(tx, &places, conversation_id)? else { continue };
            for ((at_ms, channel), count) in came.into_iter().filter(|((at_ms, _), _)| *at_ms >= since_ms) {
                let into = whole.entry((at_ms, channel.to_owned(), inbox_id, skill_id)).or_default();
                *into = (into.0 + count.begun, into.1 + count.further);
            }
        }
        after = last;
    }
}
