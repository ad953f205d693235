//! Facts of a period, read across rooms from what they keep: nothing is counted twice over, and nothing has to be kept
//! in step.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use db::{Row, Tx, args};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::calendar::Hours;
use spine::Error;
use spine::inbox::{self, Channel, Tier};
use spine::promise::State;

use super::figures::{
    Answer, Certainty, Facts, Live, Outcome, Part, Request, Ripe, Summed, Tally, Waiting, Whose, Word, way,
};
use super::period::{Period, begins_ms};
use crate::kpi;

/// Working days within which an answer is certain.
const CERTAIN_DAYS: usize = 5;
/// An answer within so many days of any kind is within as many working days.
const SURELY_MS: i64 = CERTAIN_DAYS as i64 * 86_400_000;
/// Conversations, words or waiting ones one report reads at most; a longer one is refused, never cut.
pub(super) const FACTS_MAX: usize = 200_000;

/// The first answer of a person's to a conversation, or to the one it was merged into: one column of it.
macro_rules! first_answer {
    ($column:literal) => {
        concat!(
            "(select a.",
            $column,
            " from message a
                where a.account_id = c.account_id and a.conversation_id = coalesce(c.merged_into_id, c.id)
                  and a.direction = 'out' and a.author_kind = 'agent' and a.automatic = false
                  and a.created_at_ms >= c.created_at_ms
                order by a.created_at_ms, a.id limit 1)"
        )
    };
}

db::queries! {
    "reports";
    account {
        /// Conversations that begin with a customer's message, by arrival; one that was merged away stays one that was
        /// received. Unwanted mail a person closed as such is none.
        REQUESTS = concat!("
    select c.id, c.created_at_ms, c.inbox_id, c.channel, c.tier, coalesce(t.status, c.status),
           coalesce(t.assignee_id, c.assignee_id), ", first_answer!("created_at_ms"), ", ", first_answer!("author_id"), "
      from conversation c
      left join conversation t on t.account_id = c.account_id and t.id = c.merged_into_id
     where c.account_id = ?1 and c.created_at_ms >= ?2 and c.created_at_ms < ?3
       and (c.merged_into_id is not null
            or (select m.direction from message m
                 where m.account_id = c.account_id and m.conversation_id = c.id and m.direction <> 'note'
                 order by m.id limit 1) = 'in')
       and not exists (select 1 from conversation_tag g
                        where g.account_id = c.account_id and g.conversation_id = c.id and g.tag = 'spam')
       and (cast(?5 as bigint) is null or c.inbox_id = ?5) and (cast(?6 as text) is null or c.channel = ?6)
       and (cast(?7 as text) is null or c.tier = ?7)
       and (cast(?8 as bigint) is null or coalesce(", first_answer!("author_id"), ", t.assignee_id, c.assignee_id) = ?8)
     order by c.created_at_ms, c.id
     limit ?4");
        /// Words given to customers, by the moment they were first given; a moved one with what took its place.
        WORDS = "
    select p.conversation_id, p.made_at_ms, p.inbox_id, coalesce(c.channel, 'email'), p.tier, p.state, p.settled_at_ms, p.due_at_ms,
           p.original_due_at_ms, p.settled_by_id, p.told_at_ms, n.state, n.settled_at_ms, n.settled_by_id, c.assignee_id
      from promise p
      left join promise n on n.account_id = p.account_id and n.id = p.moved_to_id
      left join promise f on f.account_id = p.account_id and f.id = p.follows_id
      left join conversation c on c.account_id = p.account_id and c.id = p.conversation_id
     where p.account_id = ?1 and p.made_at_ms >= ?2 and p.made_at_ms < ?3
       and (f.state is null or f.state <> 'moved')
       and (p.not_told_reason is null or p.not_told_reason <> 'internal')
       and (cast(?5 as bigint) is null or p.inbox_id = ?5)
       and (cast(?6 as text) is null or coalesce(c.channel, 'email') = ?6)
       and (cast(?7 as text) is null or p.tier = ?7)
     order by p.made_at_ms, p.id
     limit ?4";
        /// In the order of the index that holds these few alone; whoever shows them puts them in an order of their own.
        WAITING = "
    select c.id, c.inbox_id, c.channel, c.tier, c.assignee_id, c.created_at_ms, c.urgent_at_ms
      from conversation c
     where c.account_id = ?1 and c.status in ('open', 'snoozed')
       and (cast(?3 as bigint) is null or c.inbox_id = ?3) and (cast(?4 as text) is null or c.channel = ?4)
       and (cast(?5 as text) is null or c.tier = ?5) and (cast(?6 as bigint) is null or c.assignee_id = ?6)
     order by c.inbox_id, c.team_id
     limit ?2";
        FACE = "
    select c.id, c.oid, c.reference, c.subject, c.created_at_ms, c.status, c.tier, i.name,
           coalesce(k.name, (select d.value from identity d
                              where d.account_id = c.account_id and d.customer_id = c.customer_id
                              order by d.id limit 1)), c.channel,
           (select u.topic from understanding u where u.account_id = c.account_id and u.conversation_id = c.id)
      from conversation c
      join inbox i on i.account_id = c.account_id and i.id = c.inbox_id
      join customer k on k.account_id = c.account_id and k.id = c.customer_id
     where c.account_id = ?1 and c.id = ?2";
    }
}

/// Opening hours of the inboxes, each read once.
#[derive(Default)]
struct Clocks(BTreeMap<i64, Hours>);

impl Clocks {
    fn of(&mut self, tx: &mut Tx<'_>, inbox_id: i64) -> Result<&Hours, Error> {
        Ok(match self.0.entry(inbox_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(inbox::find(tx, inbox_id)?.hours),
        })
    }
}

/// What is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub inbox_id: Option<i64>,
    pub channel: Option<Channel>,
    pub tier: Option<Tier>,
    pub person_id: Option<i64>,
}

impl Scope {
    /// As queries ask for it, but for the person.
    fn named(&self) -> (Option<i64>, Option<&'static str>, Option<&'static str>) {
        (self.inbox_id, self.channel.map(Channel::name), self.tier.map(Tier::name))
    }

    pub(super) fn only(&self) -> kpi::Only {
        let Self { inbox_id, channel, tier, person_id } = *self;
        kpi::Only { inbox_id, channel, tier, person_id }
    }

    fn takes(&self, whose: &Whose) -> bool {
        self.inbox_id.is_none_or(|id| id == whose.inbox_id)
            && self.channel.is_none_or(|channel| channel == whose.channel)
            && self.tier.is_none_or(|tier| tier == whose.tier)
            && self.person_id.is_none_or(|id| whose.person_id == Some(id))
    }
}

/// Everything that came in a period, as it stands at `now_ms`.
///
/// # Errors
/// More than 200,000 conversations or words: the period is refused as too long.
pub(super) fn facts(
    tx: &mut Tx<'_>,
    period: &Period,
    scope: &Scope,
    now_ms: i64,
    progress: &kpi::Progress,
) -> Result<Facts, Error> {
    let mut facts = Facts { waiting: Vec::new(), ..arrived(tx, period, scope, now_ms)? };
    let (inbox_id, channel, tier) = scope.named();
    let waiting = tx.list(WAITING, args![FACTS_MAX + 1, inbox_id, channel, tier, scope.person_id], waiting)?;
    bounded(waiting.len())?;
    facts.sums = summed(tx, period, scope, now_ms, progress)?;
    facts.waiting = waiting;
    Ok(facts)
}

/// What came in a period, and its sums put together: the whole alone, without its parts and what waits now.
pub(super) fn whole(
    tx: &mut Tx<'_>,
    period: &Period,
    scope: &Scope,
    now_ms: i64,
    progress: &kpi::Progress,
) -> Result<(Facts, BTreeMap<kpi::Measure, Tally>), Error> {
    let facts = arrived(tx, period, scope, now_ms)?;
    let mut sums: BTreeMap<kpi::Measure, Tally> = BTreeMap::new();
    for one in kpi::together(tx, period.from(), period.to(), scope.only())? {
        let ripe = ripe(one.measure, one.day, period, now_ms, progress);
        sums.entry(one.measure).or_default().count(ripe, one.n, one.part, one.squares);
    }
    Ok((facts, sums))
}

/// Conversations and words of a period.
fn arrived(tx: &mut Tx<'_>, period: &Period, scope: &Scope, now_ms: i64) -> Result<Facts, Error> {
    let (from_ms, to_ms) = period.bounds_ms();
    let (inbox_id, channel, tier) = scope.named();
    let rows = tx.list(
        REQUESTS,
        args![from_ms, to_ms, FACTS_MAX + 1, inbox_id, channel, tier, scope.person_id],
        begun,
    )?;
    bounded(rows.len())?;
    let mut clocks = Clocks::default();
    let mut facts = Facts::default();
    for row in rows {
        let hours = clocks.of(tx, row.whose.inbox_id)?;
        facts.requests.push(request(row, hours, period, now_ms));
    }
    let words =
        tx.list(WORDS, args![from_ms, to_ms, FACTS_MAX + 1, inbox_id, channel, tier], |row| word(row, period))?;
    bounded(words.len())?;
    facts.words = words.into_iter().filter(|word| scope.takes(&word.whose)).collect();
    facts.waits = kpi::waits(tx, from_ms, to_ms, scope.only())?
        .into_iter()
        .map(|one| {
            let kpi::Wait { inbox_id, channel, tier, person_id, began_at_ms, ms } = one;
            Live { whose: Whose { inbox_id, channel, tier, person_id }, day: period.day_of(began_at_ms), ms }
        })
        .collect();
    Ok(facts)
}

/// What is summed by day, with whether all its cases are settled.
fn summed(
    tx: &mut Tx<'_>,
    period: &Period,
    scope: &Scope,
    now_ms: i64,
    progress: &kpi::Progress,
) -> Result<Vec<Summed>, Error> {
    let (from, to, only) = (period.from(), period.to(), scope.only());
    let ripe = |measure, day| ripe(measure, day, period, now_ms, progress);
    let mut sums = Vec::new();
    for one in kpi::together(tx, from, to, only)? {
        let kpi::Together { day, measure, n, part, squares } = one;
        let of_whole = Summed { of: None, measure, ripe: ripe(measure, day), n, part, squares };
        sums.extend([of_whole, Summed { of: Some(Part::Day(day)), ..of_whole }]);
    }
    let settled = [kpi::Measure::FirstContactWeek, kpi::Measure::FirstContact].map(|measure| {
        let mut days = from.series(1.day()).take_while(|day| *day <= to);
        let open = days.find(|day| ripe(measure, *day) != Ripe::Yes);
        open.map_or(to, |day| day.yesterday().unwrap_or(day))
    });
    for by in [kpi::By::Inbox, kpi::By::Channel, kpi::By::Tier, kpi::By::Person] {
        for one in kpi::grouped(tx, by, from, to, only, settled)? {
            let kpi::Grouped { whose, measure, last, n, part, squares } = one;
            let (of, of_way) = match whose {
                kpi::Whose::Inbox(id) => (Part::Inbox(id), None),
                kpi::Whose::Channel(channel) => (Part::Channel(channel.name()), way(channel).map(Part::Way)),
                kpi::Whose::Tier(tier) => (Part::Tier(tier.name()), None),
                kpi::Whose::Person(id) => (Part::Person(id), None),
            };
            let sum = Summed { of: Some(of), measure, ripe: ripe(measure, last), n, part, squares };
            sums.push(sum);
            sums.extend(of_way.map(|way| Summed { of: Some(way), ..sum }));
        }
    }
    Ok(sums)
}

/// Whether what was summed of a day can still change: by what customers do, or as the event log is counted on.
pub(super) fn ripe(
    measure: kpi::Measure,
    day: Date,
    period: &Period,
    now_ms: i64,
    progress: &kpi::Progress,
) -> Ripe {
    let over_ms = begins_ms(day.tomorrow().unwrap_or(day), period.zone());
    let settled_ms = over_ms.saturating_add(measure.settles_after_ms());
    match measure.is_by_resolution() && (settled_ms > now_ms || !progress.reached(settled_ms)) {
        true => Ripe::From(settled_ms.max(now_ms)),
        false => Ripe::Yes,
    }
}

pub(super) fn bounded(rows: usize) -> Result<(), Error> {
    match rows > FACTS_MAX {
        true => Err(Error::refused("/from", "has too much behind it; choose fewer days")),
        false => Ok(()),
    }
}

/// A conversation as it is read.
struct Begun {
    conversation_id: i64,
    received_at_ms: i64,
    whose: Whose,
    answered_at_ms: Option<i64>,
    closed: bool,
}

fn begun(row: &mut Row) -> Result<Begun, db::Error> {
    let (conversation_id, received_at_ms) = (row.next()?, row.next()?);
    let (inbox_id, channel, tier) = (row.next()?, channel(row)?, tier(row)?);
    let closed = row.next::<String>()? == "closed";
    let holder = row.next::<Option<i64>>()?;
    let (answered_at_ms, answerer) = (row.next::<Option<i64>>()?, row.next::<Option<i64>>()?);
    let person_id = answerer.or(holder);
    Ok(Begun {
        conversation_id,
        received_at_ms,
        whose: Whose { inbox_id, channel, tier, person_id },
        answered_at_ms,
        closed,
    })
}

fn request(begun: Begun, hours: &Hours, period: &Period, now_ms: i64) -> Request {
    let received_ms = begun.received_at_ms;
    let answer = begun
        .answered_at_ms
        .map(|at_ms| Answer { wall_ms: at_ms - received_ms, open_ms: hours.open_ms(received_ms, at_ms) });
    Request {
        conversation_id: begun.conversation_id,
        received_at_ms: received_ms,
        day: period.day_of(received_ms),
        whose: begun.whose,
        answer,
        certainty: certainty(hours, received_ms, begun.answered_at_ms, now_ms),
        closed_unanswered: begun.closed && answer.is_none(),
    }
}

/// Hours that never open again have no working days: then any five days count.
fn certainty(hours: &Hours, received_ms: i64, answered_ms: Option<i64>, now_ms: i64) -> Certainty {
    if answered_ms.is_some_and(|at_ms| at_ms - received_ms < SURELY_MS) {
        return Certainty::Given;
    }
    let until_ms = hours.working_days_end_ms(received_ms, CERTAIN_DAYS).unwrap_or(received_ms + SURELY_MS);
    match answered_ms {
        Some(at_ms) if at_ms < until_ms => Certainty::Given,
        None if now_ms < until_ms => Certainty::Undecided { until_ms },
        Some(_) | None => Certainty::Missed,
    }
}

fn word(row: &mut Row, period: &Period) -> Result<Word, db::Error> {
    let (conversation_id, made_ms) = (row.next()?, row.next()?);
    let (inbox_id, channel, tier) = (row.next()?, channel(row)?, tier(row)?);
    let (mut state, mut settled_ms) = (state(&row.next::<String>()?)?, row.next::<Option<i64>>()?);
    let (due_ms, original_ms) = (row.next::<i64>()?, row.next::<i64>()?);
    let mut settled_by = row.next::<Option<i64>>()?;
    let untold = row.next::<Option<i64>>()?.is_none();
    let next = row.next::<Option<String>>()?;
    let (next_settled_ms, next_by) = (row.next::<Option<i64>>()?, row.next::<Option<i64>>()?);
    let holder = row.next::<Option<i64>>()?;
    let moved = next.is_some() || due_ms != original_ms;
    if let Some(next) = next {
        (state, settled_ms, settled_by) = (self::state(&next)?, next_settled_ms, next_by);
    }
    Ok(Word {
        conversation_id,
        day: period.day_of(made_ms),
        whose: Whose { inbox_id, channel, tier, person_id: settled_by.or(holder) },
        outcome: Outcome::of(state, settled_ms, original_ms),
        moved,
        untold,
    })
}

fn waiting(row: &mut Row) -> Result<Waiting, db::Error> {
    /// Where a conversation stands that owes nothing, in the order of urgency.
    const OWES_NOTHING_MS: i64 = 9_000_000_000_000_000;
    let conversation_id = row.next()?;
    let (inbox_id, channel, tier, person_id) = (row.next()?, channel(row)?, tier(row)?, row.next()?);
    let since_ms = row.next()?;
    let due_at_ms = Some(row.next::<i64>()?).filter(|due_ms| *due_ms < OWES_NOTHING_MS);
    Ok(Waiting { conversation_id, whose: Whose { inbox_id, channel, tier, person_id }, since_ms, due_at_ms })
}

fn channel(row: &mut Row) -> Result<Channel, db::Error> {
    let name = row.next::<String>()?;
    Channel::of_name(&name).ok_or_else(|| db::Error::Broken("conversation.channel cannot be read".to_owned()))
}

fn tier(row: &mut Row) -> Result<Tier, db::Error> {
    Ok(Tier::of_name(&row.next::<String>()?).unwrap_or_default())
}

fn state(name: &str) -> Result<State, db::Error> {
    State::of_name(name).ok_or_else(|| db::Error::Broken("promise.state cannot be read".to_owned()))
}

/// A conversation behind a number, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    pub conversation_id: i64,
    pub oid: String,
    pub reference: String,
    pub subject: String,
    pub received_at_ms: i64,
    pub status: String,
    pub tier: String,
    pub inbox: String,
    /// Name, else address.
    pub customer: Option<String>,
    pub channel: String,
    pub topic: Option<String>,
    /// How the customer came back, where the number is about that.
    pub back: Option<Back>,
}

/// A customer who came back after a request was resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Back {
    /// After it was resolved.
    pub after_ms: i64,
    /// Code and channel of another request; none when it was the same.
    pub by: Option<(String, String)>,
}

pub(super) fn face(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Option<Face>, Error> {
    Ok(tx.find(FACE, args![conversation_id], |row| {
        Ok(Face {
            conversation_id: row.next()?,
            oid: row.next()?,
            reference: row.next()?,
            subject: row.next()?,
            received_at_ms: row.next()?,
            status: row.next()?,
            tier: row.next()?,
            inbox: row.next()?,
            customer: row.next()?,
            channel: row.next()?,
            topic: row.next()?,
            back: None,
        })
    })?)
}

/// The same, with how its customer came back within some time.
pub(super) fn face_of(tx: &mut Tx<'_>, fact: &kpi::Fact, within_ms: i64) -> Result<Option<Face>, Error> {
    let Some(mut face) = face(tx, fact.conversation_id)? else { return Ok(None) };
    let Some(resolved_ms) = fact.resolved_at_ms else { return Ok(Some(face)) };
    let after =
        |at_ms: Option<i64>| at_ms.map(|at_ms| at_ms - resolved_ms).filter(|after_ms| *after_ms <= within_ms);
    let (same, other) = (after(fact.reopened_at_ms), after(fact.returned_at_ms));
    face.back = match (same, other) {
        (Some(same), other) if other.is_none_or(|other| same <= other) => {
            Some(Back { after_ms: same, by: None })
        }
        (_, Some(after_ms)) => {
            let next = match fact.returned_by_id {
                Some(id) => self::face(tx, id)?,
                None => None,
            };
            Some(Back { after_ms, by: next.map(|next| (next.reference, next.channel)) })
        }
        (_, None) => None,
    };
    Ok(Some(face))
}
