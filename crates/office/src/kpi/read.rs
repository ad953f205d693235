//! Sums and facts as reports read them.

use db::{Tx, args};
use jiff::civil::Date;
use spine::Error;
use spine::inbox::{Channel, Tier};

use super::measure::Measure;
use super::model::Fact;
use super::store;

/// Sums, or facts, one report reads at most; more are refused, never cut.
const READ_MAX: usize = 400_000;

/// Whose sums are put together; all where nothing is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Only {
    pub inbox_id: Option<i64>,
    pub channel: Option<Channel>,
    pub tier: Option<Tier>,
    pub person_id: Option<i64>,
}

/// A sum of one day, whoever's it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Together {
    pub day: Date,
    pub measure: Measure,
    pub n: i64,
    pub part: i64,
    pub squares: i64,
}

/// The sums of some days put together: one a day and measure.
pub fn together(tx: &mut Tx<'_>, from: Date, to: Date, only: Only) -> Result<Vec<Together>, Error> {
    let within = args![
        from.to_string(),
        to.to_string(),
        only.inbox_id,
        only.channel.map(Channel::name),
        only.tier.map(Tier::name),
        only.person_id
    ];
    Ok(tx.list(store::DAYS_TOGETHER, within, |row| {
        let broken = |what: &str| db::Error::Broken(format!("kpi_day.{what} cannot be read"));
        Ok(Together {
            day: row.next::<String>()?.parse().map_err(|_| broken("day"))?,
            measure: Measure::of_name(&row.next::<String>()?).ok_or_else(|| broken("measure"))?,
            n: row.next()?,
            part: row.next()?,
            squares: row.next()?,
        })
    })?)
}

/// What sums are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Inbox,
    Channel,
    Tier,
    Person,
}

/// Whose a sum is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Inbox(i64),
    Channel(Channel),
    Tier(Tier),
    Person(Option<i64>),
}

/// The sum of days that settle together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grouped {
    pub whose: Whose,
    pub measure: Measure,
    /// The last of the days.
    pub last: Date,
    pub n: i64,
    pub part: i64,
    pub squares: i64,
}

/// The sums of some days by inbox, channel, tier or person. Days up to the first of `settled` are put together, those up to
/// the second one, and the rest.
///
/// # Errors
/// Refused when there are too many.
pub fn grouped(
    tx: &mut Tx<'_>,
    by: By,
    from: Date,
    to: Date,
    only: Only,
    settled: [Date; 2],
) -> Result<Vec<Grouped>, Error> {
    let query = match by {
        By::Inbox => store::BY_INBOX,
        By::Channel => store::BY_CHANNEL,
        By::Tier => store::BY_TIER,
        By::Person => store::BY_PERSON,
    };
    let within = args![
        from.to_string(),
        to.to_string(),
        only.inbox_id,
        only.channel.map(Channel::name),
        only.tier.map(Tier::name),
        only.person_id,
        settled[0].to_string(),
        settled[1].to_string(),
        READ_MAX + 1
    ];
    let found = tx.list(query, within, |row| {
        let broken = |what: &str| db::Error::Broken(format!("kpi_day.{what} cannot be read"));
        let whose = match by {
            By::Inbox => Whose::Inbox(row.next()?),
            By::Channel => Whose::Channel(store::channel(row)?),
            By::Tier => Whose::Tier(store::tier(row)?),
            By::Person => Whose::Person(Some(row.next::<i64>()?).filter(|id| *id != 0)),
        };
        let measure = Measure::of_name(&row.next::<String>()?).ok_or_else(|| broken("measure"))?;
        row.next::<i64>()?;
        let last = row.next::<String>()?.parse().map_err(|_| broken("day"))?;
        Ok(Grouped { whose, measure, last, n: row.next()?, part: row.next()?, squares: row.next()? })
    })?;
    bounded(found)
}

fn bounded<T>(found: Vec<T>) -> Result<Vec<T>, Error> {
    match found.len() > READ_MAX {
        true => Err(Error::refused("/from", "has too much behind it; choose fewer days")),
        false => Ok(found),
    }
}

/// The facts that are cases of a measure, with the side they stand on, the newest first.
///
/// # Errors
/// Refused when there are too many.
pub fn behind_of(
    tx: &mut Tx<'_>,
    measure: Measure,
    from_ms: i64,
    to_ms: i64,
    only: Only,
) -> Result<Vec<(Fact, bool)>, Error> {
    let query = if measure.is_by_resolution() { store::RESOLVED } else { store::BEGAN };
    let within = args![
        from_ms,
        to_ms,
        READ_MAX + 1,
        only.inbox_id,
        only.channel.map(Channel::name),
        only.tier.map(Tier::name),
        only.person_id
    ];
    let facts = bounded(tx.list(query, within, store::fact)?)?;
    Ok(facts.into_iter().filter_map(|fact| measure.side_of(&fact).map(|side| (fact, side))).collect())
}

/// Somebody on a live channel who was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    pub inbox_id: i64,
    pub channel: Channel,
    pub tier: Tier,
    pub person_id: Option<i64>,
    pub began_at_ms: i64,
    pub ms: i64,
}

/// How long each of them waited, by when they came: the cases of [`Measure::AnswerWait`].
///
/// # Errors
/// Refused when there are too many.
pub fn waits(tx: &mut Tx<'_>, from_ms: i64, to_ms: i64, only: Only) -> Result<Vec<Wait>, Error> {
    let within = args![
        from_ms,
        to_ms,
        READ_MAX + 1,
        only.inbox_id,
        only.channel.map(Channel::name),
        only.tier.map(Tier::name),
        only.person_id
    ];
    let found = tx.list(store::WAITS, within, |row| {
        let inbox_id = row.next()?;
        let (channel, tier) = (store::channel(row)?, store::tier(row)?);
        let (person_id, began_at_ms, ms) = (row.next()?, row.next()?, row.next::<i64>()?);
        Ok(Wait { inbox_id, channel, tier, person_id, began_at_ms, ms: ms.max(0) })
    })?;
    bounded(found)
}

/// Requests by month (`2026-11`) and channel, from a day on.
pub fn months(
    tx: &mut Tx<'_>,
    from: Date,
    inbox_id: Option<i64>,
    tier: Option<Tier>,
) -> Result<Vec<(String, Channel, i64)>, Error> {
    let tier = tier.map(Tier::name);
    Ok(tx.list(store::MONTHS, args![from.to_string(), inbox_id, tier], |row| {
        Ok((row.next()?, store::channel(row)?, row.next()?))
    })?)
}

/// Cases of a measure on one channel in some days, and what counts of them.
pub fn total(
    tx: &mut Tx<'_>,
    measure: Measure,
    from: Date,
    to: Date,
    channel: Channel,
) -> Result<(i64, i64), Error> {
    let days = args![measure.name(), from.to_string(), to.to_string(), channel.name()];
    let found = tx.find(store::TOTAL, days, |row| {
        Ok((row.next::<Option<i64>>()?.unwrap_or_default(), row.next::<Option<i64>>()?.unwrap_or_default()))
    })?;
    Ok(found.unwrap_or_default())
}

/// How far the log was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Progress {
    pub seq: i64,
    pub of: i64,
    /// When the last event that is in the numbers happened.
    pub at_ms: Option<i64>,
    /// When the first one that is not happened.
    pub next_ms: Option<i64>,
}

impl Progress {
    /// Whether everything that happened before a moment is in the numbers.
    pub fn reached(&self, at_ms: i64) -> bool {
        self.seq >= self.of || self.next_ms.is_some_and(|next_ms| next_ms >= at_ms)
    }
}

pub fn progress(tx: &mut Tx<'_>) -> Result<Progress, Error> {
    let found = tx.find(store::PROGRESS, &[], |row| {
        Ok(Progress {
            seq: row.next::<Option<i64>>()?.unwrap_or_default(),
            of: row.next()?,
            at_ms: row.next()?,
            next_ms: row.next()?,
        })
    })?;
    Ok(found.unwrap_or_default())
}
