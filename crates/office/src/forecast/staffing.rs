//! From what is expected to how many people each half hour needs.
//!
//! Live channels by Erlang A, with Erlang C as the cautious bound; chats side by side. What can wait is spread evenly from
//! the moment it comes until it is due, in open time, and the people that rounding up leaves over are taken out again where
//! everything still can be done by when it is due. Together, what can wait fills the time in which nobody calls or writes.

use std::collections::BTreeMap;

use ::forecast::erlang::Law;
use ::forecast::staffing::{self, Arrivals, Chats, Deferrable, lacking};
use db::{Tx, args};
use jiff::civil::Date;
use spine::error::Error;
use spine::inbox::{Channel, Tier};

use super::acts::{DAY_MS, arrived, settings, today, zone};
use super::handling::{self, Handling};
use super::model::{Group, HOUR_S, Part, SLOT_MINUTES, SLOTS, Settings, days_after};
use super::opening::{Doors, Open};
use super::reading::{self, Expected};
use super::store;

/// Days before that may have left something to be done.
const BEFORE_DAYS: i64 = 4;
/// Days behind shares of inboxes and tiers.
const SHARES_MS: i64 = 28 * DAY_MS;
const SLOT_HOURS: f64 = SLOT_MINUTES as f64 / 60.0;
/// Price of a broken promise over that of as much idle time: staffed for the 67 % quantile of what may come.
const BROKEN_OVER_IDLE: f64 = 2.0;

/// People of one half hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// At work.
    pub net: i64,
    /// On the roster, so that `net` are at work.
    pub scheduled: i64,
    /// At work if nobody ever gave up waiting (Erlang C).
    pub cautious: i64,
}

/// By local half hour.
pub type HalfHours = [People; SLOTS];

/// Half hours that need nobody.
pub const NOBODY: HalfHours = [People { net: 0, scheduled: 0, cautious: 0 }; SLOTS];

/// What one day needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    pub date: Date,
    /// Whether anything is forecast of it: where not, all is 0 and says nothing.
    pub is_known: bool,
    /// Half hours in which an inbox of any channel is open.
    pub open: [bool; SLOTS],
    /// Of each group that has an inbox or something forecast.
    pub groups: Vec<(Group, HalfHours)>,
    /// People who can do everything: what can wait is done when nobody calls or writes.
    pub together: HalfHours,
    /// Percent of paid time that is not at work.
    pub shrinkage_percent: i64,
}

impl Needed {
    /// Hours on the roster that so many hours at work take: half hours one by one would round each of them up.
    pub fn on_roster(&self, hours: f64) -> f64 {
        hours / (1.0 - self.shrinkage_percent as f64 / 100.0)
    }

    /// Hours of people at work, and on the roster, of the whole day.
    pub fn hours(&self) -> (f64, f64) {
        let work = hours(&self.together);
        (work, self.on_roster(work))
    }
}

/// Hours of people at work.
pub fn hours(people: &HalfHours) -> f64 {
    people.iter().map(|one| one.net as f64 * SLOT_HOURS).sum()
}

/// How many people each half hour of `days` days from `from` on needs, by the forecasts as they are stored; at most 62 days.
pub fn needed(tx: &mut Tx<'_>, from: Date, days: usize) -> Result<Vec<Needed>, Error> {
    let days = days.min(reading::DAYS_MAX);
    Ok(Plan::read(tx, from, days)?.needed(from, days))
}

/// How long a part of a channel's messages may wait.
pub(super) struct Target {
    inbox_id: i64,
    open_minutes: i64,
    share: f64,
}

/// Everything the people are worked out from.
pub(super) struct Plan {
    pub settings: Settings,
    pub handling: Handling,
    pub expected: BTreeMap<(Date, Channel), Expected>,
    pub targets: BTreeMap<Channel, Vec<Target>>,
    /// Half hours in which each inbox is open.
    pub inboxes: BTreeMap<i64, Open>,
    pub open: BTreeMap<Group, Open>,
    pub first: Date,
}

impl Plan {
    fn read(tx: &mut Tx<'_>, from: Date, days: usize) -> Result<Self, Error> {
        let zone = zone(tx)?;
        let doors = Doors::of(tx, zone)?;
        let (first, end) = (days_after(from, -BEFORE_DAYS), days_after(from, days as i64));
        let mut expected: BTreeMap<(Date, Channel), Expected> = BTreeMap::new();
        for one in reading::expected(tx, first, days + BEFORE_DAYS as usize)? {
            if one.part == Part::Whole {
                expected.insert((one.date, one.channel), one);
            }
        }
        // Days before the first forecast say what came.
        let today = today(tx)?;
        if first < today {
            let before = arrived(tx, first, BEFORE_DAYS as usize)?;
            for ((channel, part), counts) in before {
                for (date, counts) in
                    counts.into_iter().filter(|(date, _)| part == Part::Whole && *date < today)
                {
                    expected.entry((date, channel)).or_insert_with(|| Expected::came(channel, date, &counts));
                }
            }
        }
        let written = doors.inboxes.iter().filter(|(channel, _)| Group::of(**channel) == Group::Written);
        let inboxes = written
            .flat_map(|(_, inboxes)| inboxes)
            .map(|inbox| (inbox.id, doors.open_inbox(inbox, first, end)))
            .collect();
        let open = Group::ALL.into_iter().map(|group| (group, doors.open_group(group, first, end))).collect();
        Ok(Self {
            settings: settings(tx)?,
            handling: handling::measured(tx)?,
            expected,
            targets: targets(tx, &doors)?,
            inboxes,
            open,
            first,
        })
    }

    pub(super) fn needed(&self, from: Date, days: usize) -> Vec<Needed> {
        let written = self.written();
        (0..days as i64).map(|number| self.day(days_after(from, number), &written)).collect()
    }

    fn day(&self, date: Date, written: &Written) -> Needed {
        let mut needed = Needed {
            date,
            is_known: self.expected.keys().any(|(day, _)| *day == date),
            open: [false; SLOTS],
            groups: Vec::new(),
            together: NOBODY,
            shrinkage_percent: self.settings.shrinkage_percent,
        };
        for open in self.open.values().filter_map(|open| open.get(&date)) {
            needed.open.iter_mut().zip(open).for_each(|(any, open)| *any |= open);
        }
        if !needed.is_known {
            return needed;
        }
        // Time that live channels leave over, and the people who are there for them anyway.
        let (mut live, mut spare) = (NOBODY, [0.0; SLOTS]);
        for group in [Group::Phone, Group::Chat] {
            let Some((people, work)) = self.live(group, date) else { continue };
            for slot in 0..SLOTS {
                live[slot].net += people[slot].net;
                live[slot].cautious += people[slot].cautious;
                spare[slot] += (people[slot].net as f64 * self.occupancy() * SLOT_HOURS - work[slot]).max(0.0);
            }
            needed.groups.push((group, people));
        }
        let is_written =
            self.expected.keys().any(|(day, channel)| *day == date && Group::of(*channel) == Group::Written);
        if is_written {
            needed.groups.push((Group::Written, self.of_written(written, date, &[0.0; SLOTS])));
        }
        let beside = if is_written { self.of_written(written, date, &spare) } else { NOBODY };
        for slot in 0..SLOTS {
            needed.together[slot] =
                self.people(live[slot].net + beside[slot].net, live[slot].cautious + beside[slot].net);
        }
        needed
    }

    fn people(&self, net: i64, cautious: i64) -> People {
        let shrinkage = self.settings.shrinkage_percent as f64 / 100.0;
        let scheduled = staffing::scheduled(usize::try_from(net).unwrap_or(0), shrinkage) as i64;
        People { net, scheduled, cautious: cautious.max(net) }
    }

    fn occupancy(&self) -> f64 {
        self.settings.occupancy_percent as f64 / 100.0
    }

    /// People for a live group, and the hours of work it brings; nothing where nothing is forecast of it.
    fn live(&self, group: Group, date: Date) -> Option<(HalfHours, [f64; SLOTS])> {
        let terms = self.settings.terms(group);
        let of: Vec<&Expected> = self
            .expected
            .iter()
            .filter(|((day, channel), _)| *day == date && Group::of(*channel) == group)
            .map(|(_, one)| one)
            .collect();
        if of.is_empty() {
            return None;
        }
        let open = self.open.get(&group).and_then(|open| open.get(&date));
        let handling_s = self.handling.seconds(group, &self.settings);
        let asked = staffing::Terms {
            handling_seconds: handling_s,
            patience_seconds: terms.patience_s as f64,
            level: terms.level_percent as f64 / 100.0,
            target_seconds: terms.target_s as f64,
            occupancy: self.occupancy(),
            shrinkage: self.settings.shrinkage_percent as f64 / 100.0,
            at_once: Chats { most: terms.at_once as u32, slower: terms.slower_percent as f64 / 100.0 },
            broken_over_idle: BROKEN_OVER_IDLE,
            law: Law::ErlangA,
        };
        let (mut people, mut work) = (NOBODY, [0.0; SLOTS]);
        for slot in (0..SLOTS).filter(|slot| open.is_some_and(|open| open[*slot])) {
            let mean: f64 = of.iter().map(|one| one.slots[slot].mean).sum();
            let dispersion = of.iter().map(|one| one.slots[slot].dispersion).fold(0.0, f64::max);
            let found = staffing::people(Arrivals { mean, dispersion }, SLOT_MINUTES as f64, &asked);
            // Who is open has somebody there, whatever is expected.
            let (net, cautious) = found.map_or((1, 1), |found| (found.net.max(1), found.cautious.max(1)));
            people[slot] = self.people(net as i64, cautious as i64);
            let at_once = terms.at_once.max(1) as f64;
            work[slot] = mean * handling_s * asked.at_once.slower / at_once / HOUR_S;
        }
        Some((people, work))
    }

    /// What can wait, on the axis of the half hours in which it can be done.
    fn written(&self) -> Written {
        let mut written = Written::default();
        let no_open = Open::new();
        let open = self.open.get(&Group::Written).unwrap_or(&no_open);
        for (date, slots) in open {
            let begins = written.axis.len();
            written.axis.extend((0..SLOTS).filter(|slot| slots[*slot]).map(|slot| (*date, slot)));
            written.days.insert(*date, (begins, written.axis.len()));
        }
        for (inbox_id, open) in &self.inboxes {
            let own = written
                .axis
                .iter()
                .enumerate()
                .filter(|(_, (date, slot))| open.get(date).is_some_and(|open| open[*slot]));
            written.own.insert(*inbox_id, own.map(|(place, _)| place).collect());
        }
        let level = staffing::planned_level(BROKEN_OVER_IDLE);
        let handling_s = self.handling.seconds(Group::Written, &self.settings) / self.occupancy();
        for ((date, channel), one) in &self.expected {
            let Some(targets) = self.targets.get(channel).filter(|_| *date >= self.first) else { continue };
            for (slot, expected) in one.slots.iter().enumerate() {
                let arrivals = Arrivals { mean: expected.mean, dispersion: one.day.dispersion };
                let work = staffing::planned(arrivals, level) * handling_s / HOUR_S;
                for target in targets.iter().filter(|_| work > 0.0) {
                    let Some(own) = written.own.get(&target.inbox_id) else { continue };
                    let first = own.partition_point(|place| written.axis[*place] < (*date, slot));
                    let slots = (target.open_minutes / SLOT_MINUTES).max(1) as usize;
                    if first < own.len() {
                        let last = first + slots - 1;
                        written.pieces.push(Piece {
                            inbox_id: target.inbox_id,
                            first,
                            last,
                            hours: work * target.share,
                        });
                    }
                }
            }
        }
        written
    }

    /// People for what can wait on one day, when so many hours of others are left over.
    fn of_written(&self, written: &Written, date: Date, spare: &[f64; SLOTS]) -> HalfHours {
        let mut people = NOBODY;
        let Some(&(begins, ends)) = written.days.get(&date).filter(|(begins, ends)| begins < ends) else {
            return people;
        };
        let places = ends - begins;
        let spare: Vec<f64> = written.axis[begins..ends].iter().map(|(_, slot)| spare[*slot]).collect();
        // The day's part of each piece: it is done evenly in its inbox's open time until it is due.
        let (mut each, mut today) = (vec![0.0; places], BTreeMap::<(usize, usize), f64>::new());
        for (inbox_id, own) in &written.own {
            let (opens, shuts) = (own.partition_point(|at| *at < begins), own.partition_point(|at| *at < ends));
            let of_day =
                |piece: &&Piece| piece.inbox_id == *inbox_id && piece.first < shuts && piece.last >= opens;
            for piece in written.pieces.iter().filter(of_day).filter(|_| opens < shuts) {
                let (first, last) = (piece.first.max(opens), piece.last.min(shuts - 1));
                let a_slot = piece.hours / (piece.last - piece.first + 1) as f64;
                own[first..=last].iter().for_each(|at| each[at - begins] += a_slot);
                let whole = a_slot * (last - first + 1) as f64;
                *today.entry((own[first] - begins, own[last] - begins)).or_default() += whole;
            }
        }
        let work: Vec<Deferrable> =
            today.into_iter().map(|((from, due), hours)| Deferrable { from, due, hours }).collect();
        let beyond: Vec<f64> =
            each.iter().zip(&spare).map(|(hours, spare)| (hours - spare).max(0.0) / SLOT_HOURS).collect();
        let mut found: Vec<i64> = beyond.iter().map(|people| (people - 1e-9).ceil() as i64).collect();
        let holds = |people: &[i64]| {
            let there: Vec<f64> =
                people.iter().zip(&spare).map(|(people, spare)| *people as f64 * SLOT_HOURS + spare).collect();
            lacking(&work, &there).is_none()
        };
        // Whom rounding up left over most goes first.
        let mut order: Vec<usize> = (0..places).filter(|place| found[*place] > 0).collect();
        let over = |place: usize| found[place] as f64 - beyond[place];
        order.sort_by(|one, other| over(*other).total_cmp(&over(*one)).then(one.cmp(other)));
        for place in order {
            found[place] -= 1;
            if !holds(&found) {
                found[place] += 1;
            }
        }
        for (place, net) in stays(&found, &written.axis[begins..ends]).into_iter().enumerate() {
            people[written.axis[begins + place].1] = self.people(net, net);
        }
        people
    }
}

/// Nobody goes home for an hour and comes back: between two half hours that need somebody one stays.
fn stays(people: &[i64], axis: &[(Date, usize)]) -> Vec<i64> {
    const GAP: usize = 2;
    let mut stays = people.to_vec();
    let needed: Vec<usize> = (0..people.len()).filter(|place| people[*place] > 0).collect();
    for pair in needed.windows(2) {
        if axis[pair[1]].1 - axis[pair[0]].1 <= GAP + 1 {
            stays[pair[0] + 1..pair[1]].fill(1);
        }
    }
    stays
}

/// Work that can wait, on the axis of half hours in which any inbox is open.
#[derive(Default)]
struct Written {
    axis: Vec<(Date, usize)>,
    /// First and one past the last place of each day.
    days: BTreeMap<Date, (usize, usize)>,
    /// Places at which each inbox is open.
    own: BTreeMap<i64, Vec<usize>>,
    pieces: Vec<Piece>,
}

/// So many hours of work, to be done in an inbox's open time from one of its places to another; the last may lie beyond what is
/// looked at.
struct Piece {
    inbox_id: i64,
    first: usize,
    last: usize,
    hours: f64,
}

/// How long each channel's messages may wait, in open minutes, and which share of them that holds for: by inbox and tier, as
/// they came in the last four weeks.
fn targets(tx: &mut Tx<'_>, doors: &Doors) -> Result<BTreeMap<Channel, Vec<Target>>, Error> {
    let since_ms = tx.now_ms() - SHARES_MS;
    let mut of_inbox: BTreeMap<(Channel, i64), f64> = BTreeMap::new();
    let rows = tx.list(store::INBOX_SHARES, args![since_ms], |row| {
        Ok((row.next::<String>()?, row.next::<i64>()?, row.next::<Option<i64>>()?.unwrap_or_default()))
    })?;
    for (channel, inbox_id, count) in rows {
        if let Some(channel) = Channel::of_name(&channel) {
            *of_inbox.entry((channel, inbox_id)).or_default() += count as f64;
        }
    }
    let tiers = tx.list(store::TIER_SHARES, args![since_ms], |row| {
        Ok((row.next::<i64>()?, row.next::<String>()?, row.next::<i64>()?))
    })?;
    let mut found: BTreeMap<Channel, Vec<Target>> = BTreeMap::new();
    for channel in Channel::ALL {
        // A channel without an inbox of its own is answered where its messages ended up.
        let can_wait = doors.inboxes.iter().filter(|(channel, _)| Group::of(**channel) == Group::Written);
        let inboxes: Vec<_> = can_wait.flat_map(|(_, inboxes)| inboxes).collect();
        let weights: Vec<f64> = inboxes
            .iter()
            .map(|inbox| {
                let own = if inbox.channel == channel { 0.001 } else { 0.0 };
                of_inbox.get(&(channel, inbox.id)).copied().unwrap_or(0.0) + own
            })
            .collect();
        let sum: f64 = weights.iter().sum();
        if sum <= 0.0 {
            continue;
        }
        let into = found.entry(channel).or_default();
        for (inbox, weight) in inboxes.iter().zip(&weights).filter(|(_, weight)| **weight > 0.0) {
            let of_tier = |tier: Tier| -> f64 {
                let same = tiers.iter().filter(|(id, name, _)| *id == inbox.id && *name == tier.name());
                same.map(|(.., count)| *count as f64).sum::<f64>()
            };
            // Somebody new is of the default tier: one more of it where nobody was.
            let counts =
                Tier::ALL.map(|tier| of_tier(tier) + if tier == Tier::default() { 0.001 } else { 0.0 });
            let all: f64 = counts.iter().sum();
            for (tier, count) in Tier::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0.0) {
                let open_minutes = inbox.targets.first_reply_minutes(tier);
                into.push(Target { inbox_id: inbox.id, open_minutes, share: weight / sum * count / all });
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::stays;

    #[test]
    fn who_is_needed_before_and_after_an_hour_stays_and_nobody_comes_for_a_break() {
        let day = date(2026, 11, 30);
        let axis: Vec<_> = (18..26).map(|slot| (day, slot)).collect();
        assert_eq!(stays(&[2, 0, 0, 1, 0, 0, 0, 1], &axis), [2, 1, 1, 1, 0, 0, 0, 1]);
        assert_eq!(stays(&[0, 3, 0, 0, 2, 0, 0, 0], &axis), [0, 3, 1, 1, 2, 0, 0, 0]);
        // A desk that shuts from 10 to 14.
        let broken = [(day, 18), (day, 19), (day, 28), (day, 29)];
        assert_eq!(stays(&[1, 0, 1, 1], &broken), [1, 0, 1, 1]);
    }
}
