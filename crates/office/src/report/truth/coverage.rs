//! Coverage and tightness of a number of words: pure arithmetic over what became of them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use spine::inbox::{Channel, Tier};
use spine::promise::Source;

use super::super::figures::{Outcome, Words};
use super::super::sheet::BAND_FROM;
use super::super::wilson;

/// One word, as it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Case {
    pub promise_id: i64,
    pub conversation_id: i64,
    pub made_at_ms: i64,
    pub inbox_id: i64,
    pub channel: Channel,
    pub tier: Tier,
    /// Of the moment first given.
    pub source: Source,
    /// Of its making, in the account's zone.
    pub hour: i8,
    /// The Monday of its week, in the account's zone.
    pub week: Date,
    pub outcome: Outcome,
    pub moved: bool,
    pub untold: bool,
    /// From its making to the moment first given, while the inbox was open.
    pub announced_ms: i64,
    /// From its making to the answer, while the inbox was open; of one still waiting, so far.
    pub waited_ms: i64,
    pub still_waiting: bool,
}

/// What words are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// `model`, `policy`, `agent` or `law`, in that order.
    Source(u8),
    Channel(Channel),
    Inbox(i64),
    Tier(&'static str),
    /// 0 to 23.
    Hour(i8),
    /// The Monday it begins with.
    Week(Date),
}

const SOURCES: [Source; 4] = [Source::Model, Source::Policy, Source::Agent, Source::Law];

impl Group {
    /// What the groups of its kind are called.
    pub fn by(&self) -> &'static str {
        match self {
            Self::Source(_) => "source",
            Self::Channel(_) => "channel",
            Self::Inbox(_) => "inbox",
            Self::Tier(_) => "tier",
            Self::Hour(_) => "hour",
            Self::Week(_) => "week",
        }
    }

    /// The stable word of a source, channel or tier, the hour, the first day; an inbox is named by whoever knows it.
    pub fn name(&self) -> String {
        match self {
            Self::Source(place) => SOURCES[usize::from(*place) % SOURCES.len()].name().to_owned(),
            Self::Channel(channel) => channel.name().to_owned(),
            Self::Inbox(_) => String::new(),
            Self::Tier(tier) => (*tier).to_owned(),
            Self::Hour(hour) => hour.to_string(),
            Self::Week(monday) => monday.to_string(),
        }
    }

    fn of_source(source: Source) -> Self {
        let place = SOURCES.iter().position(|one| *one == source).unwrap_or_default();
        Self::Source(place as u8)
    }
}

impl Case {
    pub fn groups(&self) -> [Group; 6] {
        [
            Group::of_source(self.source),
            Group::Channel(self.channel),
            Group::Inbox(self.inbox_id),
            Group::Tier(self.tier.name()),
            Group::Hour(self.hour),
            Group::Week(self.week),
        ]
    }
}

/// What became of a number of words, and how tight they were. The times are those of the settled ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Coverage {
    pub words: Words,
    /// Half of them were promised within so much open time (nearest rank).
    pub announced_ms: i64,
    /// Nine of ten of them were answered within so much open time (nearest rank).
    pub nine_ms: i64,
    /// The one at that rank still waits: it will be at least so much.
    pub nine_at_least: bool,
}

/// How what is announced stands to what nine of ten get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tightness {
    /// Over 1.15: people are told to wait longer than they do.
    Wide,
    Tight,
    /// Under 0.90: more is promised than nine of ten get.
    Short,
}

impl Tightness {
    pub fn name(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Tight => "tight",
            Self::Short => "short",
        }
    }
}

/// Hundredths above which words are wide, and below which they are short.
const WIDE_OVER: i64 = 115;
const SHORT_UNDER: i64 = 90;

impl Coverage {
    /// Cases of the share: kept and not kept.
    pub fn n(&self) -> i64 {
        self.words.settled()
    }

    /// Whether there are enough cases for a share, its interval and a ratio; under fifty there are counts only.
    pub fn is_enough(&self) -> bool {
        self.n() >= BAND_FROM
    }

    /// Tenths of a percent.
    pub fn share(&self) -> Option<i64> {
        wilson::tenths(self.words.kept, self.n()).filter(|_| self.is_enough())
    }

    /// Where the share lies 19 times of 20 (Wilson), tenths of a percent.
    pub fn band(&self) -> Option<(i64, i64)> {
        wilson::interval_tenths(self.words.kept, self.n()).filter(|_| self.is_enough())
    }

    /// Announced, divided by what nine of ten got: hundredths, to the nearest. Nothing when nine of ten waited for no open
    /// time at all.
    pub fn ratio(&self) -> Option<i64> {
        let known = self.is_enough() && self.nine_ms > 0;
        known.then(|| (self.announced_ms * 100 + self.nine_ms / 2) / self.nine_ms)
    }

    pub fn tightness(&self) -> Option<Tightness> {
        Some(match self.ratio()? {
            ratio if ratio > WIDE_OVER => Tightness::Wide,
            ratio if ratio < SHORT_UNDER => Tightness::Short,
            _ => Tightness::Tight,
        })
    }
}

#[derive(Default)]
struct Sums {
    words: Words,
    announced_ms: Vec<i64>,
    waited: Vec<(i64, bool)>,
}

impl Sums {
    fn add(&mut self, case: &Case) {
        self.words.count(case.outcome, case.moved, case.untold);
        if matches!(case.outcome, Outcome::Kept | Outcome::NotKept) {
            self.announced_ms.push(case.announced_ms);
            self.waited.push((case.waited_ms, case.still_waiting));
        }
    }

    fn done(mut self) -> Coverage {
        let n = self.waited.len();
        if n == 0 {
            return Coverage { words: self.words, ..Coverage::default() };
        }
        // Nearest rank, ceil(p × n / 100), as everywhere in the reports.
        let place = |percent: usize| ((percent * n).div_ceil(100)).clamp(1, n) - 1;
        let announced_ms = *self.announced_ms.select_nth_unstable(place(50)).1;
        let (nine_ms, nine_at_least) = *self.waited.select_nth_unstable(place(90)).1;
        Coverage { words: self.words, announced_ms, nine_ms, nine_at_least }
    }
}

/// The coverage of the whole and of each group.
pub(super) fn coverage(cases: &[Case]) -> (Coverage, BTreeMap<Group, Coverage>) {
    let mut whole = Sums::default();
    let mut groups: BTreeMap<Group, Sums> = BTreeMap::new();
    for case in cases {
        whole.add(case);
        for group in case.groups() {
            groups.entry(group).or_default().add(case);
        }
    }
    (whole.done(), groups.into_iter().map(|(group, sums)| (group, sums.done())).collect())
}

/// Most that the shares of two tiers may lie apart, tenths of a percent: ten points.
pub const TIER_GAP_TENTHS: i64 = 100;

/// How far the shares of the tiers lie apart, tenths of a percent; nothing unless two of them have cases enough.
pub fn tier_gap(tiers: impl Iterator<Item = Coverage>) -> Option<i64> {
    let shares: Vec<i64> = tiers.filter_map(|tier| tier.share()).collect();
    if shares.len() < 2 {
        return None;
    }
    Some(shares.iter().max()? - shares.iter().min()?)
}
