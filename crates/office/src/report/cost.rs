//! What a solved matter costs on each channel, and beside it what it asked of the customer: how often they wrote, how long they
//! waited, whether they had to come back, what mark they gave. A cost without these would close the wrong channel.

use std::collections::BTreeMap;

use db::{Row, Tx, args};
use spine::error::Error;
use spine::inbox::{self, Channel};

use super::promises::{Kept, kept_by_inbox};
use super::spread::Spread;
use super::store::{FACTS_MAX, bounded};
use super::wilson;
use crate::forecast::{self, Group, HandlingBy};

const DAY_MS: i64 = 86_400_000;
/// Days of matters that are looked at: closed in four weeks.
pub const COST_DAYS: i64 = 28;
/// Within so many days a customer who comes back was not helped.
pub const RETURN_DAYS: i64 = 7;
/// A matter that took longer from its beginning to its end is not looked at.
const LONGEST_DAYS: i64 = 60;
/// Matters from which on an interval is shown, and from which on a number is.
pub const COST_BAND_MIN: i64 = 50;
pub const COST_MIN: i64 = 10;

db::queries! {
    "cost";
    account {
        /// Matters that were closed in some time, by when they began: the customer's messages, the first answer, whether the
        /// customer began another one soon after or this one was opened again, the mark.
        MATTERS = "
    select c.channel, c.inbox_id, c.created_at_ms,
           (select cast(count(*) as bigint) from message m
             where m.account_id = c.account_id and m.conversation_id = c.id and m.direction = 'in'
               and m.automatic = false),
           (select min(a.created_at_ms) from message a
             where a.account_id = c.account_id and a.conversation_id = c.id and a.direction = 'out'
               and a.author_kind = 'agent' and a.automatic = false),
           (select cast(count(*) as bigint) from conversation n
             where n.account_id = c.account_id and n.customer_id = c.customer_id and n.id <> c.id
               and n.created_at_ms > c.closed_at_ms and n.created_at_ms <= c.closed_at_ms + cast(?6 as bigint)),
           (select cast(count(*) as bigint) from event e
             where e.account_id = c.account_id and e.conversation_id = c.id and e.type = 'conversation.reopened'),
           (select t.rating from tracking t where t.account_id = c.account_id and t.conversation_id = c.id)
      from conversation c
     where c.account_id = ?1 and c.created_at_ms >= ?2 and c.created_at_ms < ?4 and c.status = 'closed'
       and c.closed_at_ms >= ?3 and c.closed_at_ms < ?4 and c.merged_into_id is null
       and not exists (select 1 from conversation_tag g
                        where g.account_id = c.account_id and g.conversation_id = c.id and g.tag = 'spam')
     order by c.created_at_ms, c.id
     limit ?5";
    }
}

/// A matter that was closed.
#[derive(Clone, Debug)]
struct Matter {
    channel: Channel,
    /// The customer's messages.
    messages: i64,
    /// Open time to the first answer.
    waited_ms: Option<i64>,
    came_back: bool,
    mark: Option<i64>,
}

/// One channel's matters.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelCost {
    pub channel: Channel,
    /// Matters closed.
    pub closed: i64,
    /// Of them, those after which the customer did not come back within seven days.
    pub solved: i64,
    /// Messages and calls of customers in them.
    pub messages: i64,
    /// Open time to the first answer.
    pub waited: Spread,
    /// Marks: how many, and their sum.
    pub marks: (i64, i64),
    /// Of the channel's inboxes, in the same days.
    pub kept: Kept,
    /// Seconds of one answer, and where they come from.
    pub handling_s: i64,
    pub handling_by: HandlingBy,
    /// Cents of one message answered.
    pub contact_cents: f64,
    /// Cents of one solved matter; nothing while too few were closed, or none was solved.
    pub solved_cents: Option<f64>,
    /// Where it lies 19 times of 20, as far as the share of solved ones is unsure; nothing of few.
    pub band_cents: Option<(f64, f64)>,
}

/// What solved matters cost, by channel, over the four weeks that ended a week ago.
///
/// # Errors
/// More than 200,000 matters.
pub fn cost(tx: &mut Tx<'_>) -> Result<Vec<ChannelCost>, Error> {
    let to_ms = tx.now_ms() - RETURN_DAYS * DAY_MS;
    let from_ms = to_ms - COST_DAYS * DAY_MS;
    let began_ms = from_ms - LONGEST_DAYS * DAY_MS;
    let mut hours = BTreeMap::new();
    let mut channels: BTreeMap<i64, Channel> = BTreeMap::new();
    for inbox in inbox::list(tx)? {
        channels.insert(inbox.id, inbox.channel);
        hours.insert(inbox.id, inbox.hours);
    }
    let rows =
        tx.list(MATTERS, args![began_ms, from_ms, to_ms, FACTS_MAX + 1, RETURN_DAYS * DAY_MS], |row| {
            let (channel, inbox_id, began_ms): (String, i64, i64) = (row.next()?, row.next()?, row.next()?);
            let (messages, answered_ms) = (row.next::<i64>()?, row.next::<Option<i64>>()?);
            let waited_ms = answered_ms.map(|at_ms| match hours.get(&inbox_id) {
                Some(hours) => hours.open_ms(began_ms, at_ms),
                None => at_ms - began_ms,
            });
            Ok(Matter {
                channel: Channel::of_name(&channel).unwrap_or(Channel::Email),
                messages,
                waited_ms,
                came_back: came_back(row)?,
                mark: row.next()?,
            })
        })?;
    bounded(rows.len())?;
    let mut kept: BTreeMap<Channel, Kept> = BTreeMap::new();
    for (inbox_id, of_inbox) in kept_by_inbox(tx, from_ms, to_ms)? {
        if let Some(channel) = channels.get(&inbox_id) {
            let sum = kept.entry(*channel).or_default();
            sum.settled += of_inbox.settled;
            sum.kept += of_inbox.kept;
            sum.moved += of_inbox.moved;
        }
    }
    let settings = forecast::settings(tx)?;
    let handling = forecast::measured(tx)?;
    let mut by_channel: BTreeMap<Channel, Vec<Matter>> = BTreeMap::new();
    // What we began ourselves is nobody's request.
    for matter in rows.into_iter().filter(|matter| matter.messages > 0) {
        by_channel.entry(matter.channel).or_default().push(matter);
    }
    let of = |(channel, matters): (Channel, Vec<Matter>)| {
        let (handling_s, handling_by) = handling.of(Group::of(channel), &settings);
        let contact_cents = settings.contact_cents(Group::of(channel), handling_s);
        let kept = kept.get(&channel).copied().unwrap_or_default();
        ChannelCost { kept, handling_by, ..of_channel(channel, &matters, handling_s, contact_cents) }
    };
    Ok(by_channel.into_iter().map(of).collect())
}

fn came_back(row: &mut Row) -> Result<bool, db::Error> {
    Ok(row.next::<i64>()? + row.next::<i64>()? > 0)
}

fn of_channel(channel: Channel, matters: &[Matter], handling_s: i64, contact_cents: f64) -> ChannelCost {
    let closed = matters.len() as i64;
    let solved = matters.iter().filter(|matter| !matter.came_back).count() as i64;
    let messages: i64 = matters.iter().map(|matter| matter.messages).sum();
    let marks =
        matters.iter().filter_map(|matter| matter.mark).fold((0, 0), |(n, sum), mark| (n + 1, sum + mark));
    let all_cents = messages as f64 * contact_cents;
    let a_matter = all_cents / closed.max(1) as f64;
    let enough = closed >= COST_MIN && solved > 0;
    let band = wilson::interval(solved, closed).filter(|(low, _)| closed >= COST_BAND_MIN && *low > 0.0);
    ChannelCost {
        channel,
        closed,
        solved,
        messages,
        waited: Spread::of(matters.iter().filter_map(|matter| matter.waited_ms).collect()),
        marks,
        kept: Kept::default(),
        handling_s,
        handling_by: HandlingBy::Usual,
        contact_cents,
        solved_cents: enough.then(|| all_cents / solved as f64),
        band_cents: band.map(|(low, high)| (a_matter / high, a_matter / low)),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use spine::inbox::Channel;

    use super::{Matter, of_channel};

    fn matters(solved: usize, came_back: usize) -> Vec<Matter> {
        let matter = |came_back| Matter {
            channel: Channel::Email,
            messages: 2,
            waited_ms: Some(3_600_000),
            came_back,
            mark: (!came_back).then_some(4),
        };
        (0..solved).map(|_| matter(false)).chain((0..came_back).map(|_| matter(true))).collect()
    }

    #[test]
    fn a_solved_matter_costs_what_all_of_them_did_and_few_are_no_number() {
        // A hundred matters of two messages at 300 cents, eighty of them solved: 60,000 cents by 80.
        let found = of_channel(Channel::Email, &matters(80, 20), 600, 300.0);
        assert_eq!((found.closed, found.solved, found.messages, found.marks), (100, 80, 200, (80, 320)));
        assert_eq!(found.solved_cents, Some(750.0));
        // Wilson: 71.1 % to 86.7 % of a hundred.
        let (low, high) = found.band_cents.unwrap();
        assert!((low - 600.0 / 0.8666).abs() < 1.0 && (high - 600.0 / 0.7112).abs() < 1.0, "{low} {high}");
        let few = of_channel(Channel::Email, &matters(12, 0), 600, 300.0);
        assert_eq!((few.solved_cents, few.band_cents), (Some(600.0), None));
        let fewer = of_channel(Channel::Email, &matters(9, 0), 600, 300.0);
        assert_eq!((fewer.solved_cents, fewer.band_cents, fewer.closed), (None, None, 9));
        assert_eq!(of_channel(Channel::Email, &matters(0, 60), 600, 300.0).solved_cents, None);
    }
}
