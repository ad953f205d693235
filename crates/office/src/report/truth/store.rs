//! The words of a period with what became of them, and those that were settled, in order.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use db::{Row, Tx, args};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kernel::id::Kind as Name;
use spine::Error;
use spine::inbox::{self, Channel, Tier};
use spine::promise::{self, Kind, Source, State};

use super::super::figures::Outcome;
use super::super::period::{Period, REPORT_DAYS_MAX, begins_ms};
use super::super::store::{FACTS_MAX, Face, bounded, face};
use super::clock::OpenTime;
use super::coverage::{Case, Coverage, Group, coverage, tier_gap};
use super::drift::{Drift, follow};

/// Settled words drift looks at, of all channels together; the newest.
const DRIFT_MAX: usize = 50_000;
/// Missed words shown at most.
pub const MISSED_MAX: usize = 50;
/// Days after a period a clock covers: what falls due later is counted the slow way.
const AHEAD_DAYS: i64 = 60;

db::queries! {
    "truth";
    account {
        /// The words of the reports, with their channel and, of a broken one, what answered it after all: a person's
        /// message, or, where no message keeps it, a later word of the same kind. (`+ 0` keeps SQLite from walking all
        /// words kept since.)
        CASES = "
    select p.id, p.conversation_id, p.made_at_ms, p.inbox_id, c.channel, p.tier, p.source, p.kind, p.state,
           p.settled_at_ms, p.due_at_ms, p.original_due_at_ms, p.told_at_ms, n.state, n.settled_at_ms,
           case when coalesce(n.state, p.state) = 'broken' then
               (select a.created_at_ms from message a
                 where a.account_id = p.account_id and a.conversation_id = p.conversation_id
                   and a.direction = 'out' and a.author_kind = 'agent' and a.automatic = false
                   and a.created_at_ms >= p.made_at_ms
                 order by a.created_at_ms, a.id limit 1) end,
           case when coalesce(n.state, p.state) = 'broken' then
               (select min(k.settled_at_ms) from promise k
                 where k.account_id = p.account_id and k.conversation_id = p.conversation_id and k.state = 'kept'
                   and k.due_at_ms > p.due_at_ms and k.kind = p.kind and k.settled_at_ms + 0 >= p.due_at_ms) end
      from promise p
      left join promise n on n.account_id = p.account_id and n.id = p.moved_to_id
      left join promise f on f.account_id = p.account_id and f.id = p.follows_id
      left join conversation c on c.account_id = p.account_id and c.id = p.conversation_id
     where p.account_id = ?1 and p.made_at_ms >= ?2 and p.made_at_ms < ?3
       and (f.state is null or f.state <> 'moved')
       and (p.not_told_reason is null or p.not_told_reason <> 'internal')
       and (cast(?4 as bigint) is null or p.inbox_id = ?4)
     order by p.made_at_ms, p.id
     limit ?5";
        /// The words of the wallboard's kept-rate that ended in one state, newest first, in the order of their index.
        SETTLED = "
    select c.channel, p.settled_at_ms,
           cast(case when p.state = 'kept' and p.settled_at_ms <= p.original_due_at_ms then 1 else 0 end as bigint),
           p.id
      from promise p
      left join conversation c on c.account_id = p.account_id and c.id = p.conversation_id
     where p.account_id = ?1 and p.state = ?6 and p.settled_at_ms >= ?2 and p.settled_at_ms < ?3
       and (p.not_told_reason is null or p.not_told_reason <> 'internal')
       and (cast(?4 as bigint) is null or p.inbox_id = ?4)
     order by p.settled_at_ms desc, p.id desc
     limit ?5";
    }
}

/// How true the words of a period were.
#[derive(Clone, Debug)]
pub struct Truth {
    pub period: Period,
    pub inbox_id: Option<i64>,
    /// Everything up to this moment is in it.
    pub at_ms: i64,
    pub total: Coverage,
    /// By source, channel, inbox, tier, hour and week; in each of these as they are read.
    pub pieces: Vec<Piece>,
    /// Of the channels with a settled word in the 92 days that end with the period.
    pub drifts: Vec<Drift>,
    cases: Vec<Case>,
}

/// One group, with its name.
#[derive(Clone, Debug)]
pub struct Piece {
    pub group: Group,
    /// Of an inbox, as it is called now, empty when it was deleted; else the group's own word.
    pub name: String,
    /// Outside name of the inbox.
    pub id: Option<String>,
    pub coverage: Coverage,
}

/// A word that was not kept by the moment first given.
#[derive(Clone, Debug)]
pub struct Missed {
    /// Outside name of the promise.
    pub id: String,
    pub made_at_ms: i64,
    pub due_at_ms: i64,
    /// Open time from its making to the answer, or so far.
    pub waited_ms: i64,
    pub still_waiting: bool,
    pub face: Face,
}

impl Truth {
    /// The groups of one kind: `source`, `channel`, `inbox`, `tier`, `hour` or `week`.
    pub fn by<'a>(&'a self, by: &'a str) -> impl Iterator<Item = &'a Piece> {
        self.pieces.iter().filter(move |piece| piece.group.by() == by)
    }

    /// How far the tiers lie apart, tenths of a percent.
    pub fn tier_gap(&self) -> Option<i64> {
        tier_gap(self.by("tier").map(|piece| piece.coverage))
    }

    /// The missed words of a group or of all, the latest first, at most [`MISSED_MAX`], and how many there are in all.
    pub fn missed(&self, tx: &mut Tx<'_>, group: Option<Group>) -> Result<(Vec<Missed>, usize), Error> {
        let is_meant = |case: &&Case| {
            case.outcome == Outcome::NotKept && group.is_none_or(|group| case.groups().contains(&group))
        };
        let these: Vec<&Case> = self.cases.iter().filter(is_meant).collect();
        let mut missed = Vec::new();
        for case in these.iter().rev().take(MISSED_MAX) {
            let promise = promise::find(tx, case.promise_id)?;
            let Some(face) = face(tx, case.conversation_id)? else { continue };
            missed.push(Missed {
                id: Name::Promise.name(&promise.oid),
                made_at_ms: case.made_at_ms,
                due_at_ms: promise.original_due_at_ms,
                waited_ms: case.waited_ms,
                still_waiting: case.still_waiting,
                face,
            });
        }
        Ok((missed, these.len()))
    }
}

/// How true the words of a period were, as things stand now.
///
/// # Errors
/// Refused when there are more than 200,000 words in the period.
pub fn truth(tx: &mut Tx<'_>, period: Period, inbox_id: Option<i64>) -> Result<Truth, Error> {
    let now_ms = tx.now_ms();
    let cases = cases(tx, &period, inbox_id, now_ms)?;
    let (total, groups) = coverage(&cases);
    let names: BTreeMap<i64, (String, String)> =
        inbox::list(tx)?.into_iter().map(|one| (one.id, (one.name, Name::Inbox.name(&one.oid)))).collect();
    let pieces = groups.into_iter().map(|(group, coverage)| {
        let (name, id) = match group {
            Group::Inbox(id) => match names.get(&id) {
                Some((name, id)) => (name.clone(), Some(id.clone())),
                None => (String::new(), None),
            },
            Group::Source(_) | Group::Channel(_) | Group::Tier(_) | Group::Hour(_) | Group::Week(_) => {
                (group.name(), None)
            }
        };
        Piece { group, name, id, coverage }
    });
    let pieces = pieces.collect();
    let drifts = drifts(tx, &period, inbox_id)?;
    Ok(Truth { period, inbox_id, at_ms: now_ms, total, pieces, drifts, cases })
}

/// Opening hours of the inboxes, each read once.
struct Clocks {
    first: Date,
    last: Date,
    known: BTreeMap<i64, OpenTime>,
}

impl Clocks {
    fn of(&mut self, tx: &mut Tx<'_>, inbox_id: i64) -> Result<&OpenTime, Error> {
        Ok(match self.known.entry(inbox_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let hours = inbox::find(tx, inbox_id)?.hours;
                place.insert(OpenTime::new(hours, self.first, self.last))
            }
        })
    }
}

fn cases(tx: &mut Tx<'_>, period: &Period, inbox_id: Option<i64>, now_ms: i64) -> Result<Vec<Case>, Error> {
    let (from_ms, to_ms) = period.bounds_ms();
    let rows = tx.list(CASES, args![from_ms, to_ms, inbox_id, FACTS_MAX + 1], given)?;
    bounded(rows.len())?;
    // A day on either side: the zone of an inbox need not be the account's.
    let last = period.to().max(period.day_of(now_ms)).saturating_add(AHEAD_DAYS.days());
    let mut clocks = Clocks { first: period.from().saturating_sub(1.day()), last, known: BTreeMap::new() };
    rows.into_iter()
        .map(|given| {
            let clock = clocks.of(tx, given.inbox_id)?;
            Ok(case(given, clock, period.zone(), now_ms))
        })
        .collect()
}

/// A word as it is read.
struct Given {
    promise_id: i64,
    conversation_id: i64,
    made_at_ms: i64,
    inbox_id: i64,
    channel: Channel,
    tier: Tier,
    source: Source,
    outcome: Outcome,
    moved: bool,
    untold: bool,
    original_due_at_ms: i64,
    /// When it was answered; nothing while nobody did.
    answered_at_ms: Option<i64>,
}

fn given(row: &mut Row) -> Result<Given, db::Error> {
    let (promise_id, conversation_id, made_at_ms) = (row.next()?, row.next()?, row.next()?);
    let inbox_id = row.next()?;
    let channel = channel(row)?;
    let tier = Tier::of_name(&row.next::<String>()?).unwrap_or_default();
    let source = Source::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("source"))?;
    let kind = Kind::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("kind"))?;
    let own_state = state(&row.next::<String>()?)?;
    let own_settled_ms = row.next::<Option<i64>>()?;
    let (due_ms, original_due_at_ms) = (row.next::<i64>()?, row.next::<i64>()?);
    let untold = row.next::<Option<i64>>()?.is_none();
    let (next_state, next_settled_ms) = (row.next::<Option<String>>()?, row.next::<Option<i64>>()?);
    let (message_at_ms, later_kept_ms) = (row.next::<Option<i64>>()?, row.next::<Option<i64>>()?);
    let moved = next_state.is_some() || due_ms != original_due_at_ms;
    let (state, settled_ms) = match next_state {
        Some(next) => (state(&next)?, next_settled_ms),
        None => (own_state, own_settled_ms),
    };
    let outcome = Outcome::of(state, settled_ms, original_due_at_ms);
    let answered_at_ms = match state {
        State::Kept => settled_ms,
        // What was written in time and left too late still came after the moment.
        State::Broken if kind.is_reply() => message_at_ms.map(|at_ms| at_ms.max(original_due_at_ms)),
        State::Broken => later_kept_ms,
        State::Open | State::Moved | State::Void => None,
    };
    Ok(Given {
        promise_id,
        conversation_id,
        made_at_ms,
        inbox_id,
        channel,
        tier,
        source,
        outcome,
        moved,
        untold,
        original_due_at_ms,
        answered_at_ms,
    })
}

fn case(given: Given, clock: &OpenTime, zone: &TimeZone, now_ms: i64) -> Case {
    let made = Timestamp::from_millisecond(given.made_at_ms).unwrap_or_default().to_zoned(zone.clone());
    let monday = i64::from(made.weekday().to_monday_zero_offset());
    let until_ms = given.answered_at_ms.unwrap_or(now_ms.max(given.original_due_at_ms));
    Case {
        promise_id: given.promise_id,
        conversation_id: given.conversation_id,
        made_at_ms: given.made_at_ms,
        inbox_id: given.inbox_id,
        channel: given.channel,
        tier: given.tier,
        source: given.source,
        hour: made.hour(),
        week: made.date().saturating_sub(monday.days()),
        outcome: given.outcome,
        moved: given.moved,
        untold: given.untold,
        announced_ms: clock.between_ms(given.made_at_ms, given.original_due_at_ms),
        waited_ms: clock.between_ms(given.made_at_ms, until_ms),
        still_waiting: given.answered_at_ms.is_none(),
    }
}

fn drifts(tx: &mut Tx<'_>, period: &Period, inbox_id: Option<i64>) -> Result<Vec<Drift>, Error> {
    let (_, to_ms) = period.bounds_ms();
    let first = period.to().saturating_sub((REPORT_DAYS_MAX - 1).days());
    let from_ms = begins_ms(first, period.zone());
    let mut words = Vec::new();
    for state in [State::Kept, State::Broken] {
        let asked = args![from_ms, to_ms, inbox_id, DRIFT_MAX, state.name()];
        words.extend(tx.list(SETTLED, asked, |row| {
            Ok((channel(row)?, row.next::<i64>()?, row.next::<i64>()? == 1, row.next::<i64>()?))
        })?);
    }
    words.sort_unstable_by_key(|(_, at_ms, _, id)| (-at_ms, -id));
    words.truncate(DRIFT_MAX);
    let mut channels: BTreeMap<Channel, Vec<(i64, bool)>> = BTreeMap::new();
    for (channel, at_ms, kept, _) in words.into_iter().rev() {
        channels.entry(channel).or_default().push((at_ms, kept));
    }
    Ok(channels.into_iter().map(|(channel, words)| follow(channel, &words, period.zone())).collect())
}

/// A word whose conversation is gone counts as mail.
fn channel(row: &mut Row) -> Result<Channel, db::Error> {
    Ok(row.next::<Option<String>>()?.and_then(|name| Channel::of_name(&name)).unwrap_or(Channel::Email))
}

fn state(name: &str) -> Result<State, db::Error> {
    State::of_name(name).ok_or_else(|| unreadable("state"))
}

fn unreadable(column: &str) -> db::Error {
    db::Error::Broken(format!("promise.{column} cannot be read"))
}
