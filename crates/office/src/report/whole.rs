//! A report: the figures of a period and of its parts, with the names people know them by.

use std::collections::BTreeMap;

use db::Tx;
use jiff::ToSpan;
use kernel::id::Kind;
use spine::inbox::{Channel, Tier};
use spine::{Error, agent, inbox};

use super::behind::{Side, behind};
use super::figures::{Facts, Figures, Part, Ripe, figures};
use super::period::Period;
use super::sheet::{Measure, Of, Value, line};
use super::store::{self, Face, Scope};
use super::wilson::tenths;
use crate::kpi;

/// The figures of a period.
#[derive(Clone, Debug)]
pub struct Report {
    pub period: Period,
    pub scope: Scope,
    /// Everything up to this moment is in it.
    pub at_ms: i64,
    pub total: Figures,
    /// Of as many days just before; what waits now is not in it.
    pub before: Figures,
    /// How far the log was read for what is summed by day.
    pub progress: kpi::Progress,
    /// Requests by month and channel, the month of today and the twelve before.
    pub months: Vec<(String, Channel, i64)>,
    /// Inboxes, channels, web and telephone, tiers, people, days; in each of these as they are read.
    pub parts: Vec<Named>,
    facts: Facts,
}

/// One part, with its name.
#[derive(Clone, Debug)]
pub struct Named {
    pub part: Part,
    /// Of the inbox or person as they are called now, the tier's letter, the day; empty for nobody.
    pub name: String,
    /// Outside name of the inbox or person.
    pub id: Option<String>,
    pub figures: Figures,
    pub of: Of,
}

impl Part {
    /// What the parts of its kind are called.
    pub fn by(&self) -> &'static str {
        match self {
            Self::Inbox(_) => "inbox",
            Self::Channel(_) => "channel",
            Self::Way(_) => "way",
            Self::Tier(_) => "tier",
            Self::Person(_) => "person",
            Self::Day(_) => "day",
        }
    }
}

impl Report {
    /// Whose all of it is.
    pub fn of(&self) -> Of {
        if self.scope.person_id.is_some() { Of::Person } else { Of::Many }
    }

    /// The kept-rate with words of tier A counted four times and of tier B twice, as much as they weigh where work is given
    /// out: tenths of a percent. Nothing of nothing, nor of one person.
    pub fn kept_by_weight(&self) -> Option<i64> {
        if self.of() == Of::Person {
            return None;
        }
        let (mut kept, mut settled) = (0, 0);
        for named in &self.parts {
            let Part::Tier(tier) = named.part else { continue };
            let weight = match Tier::of_name(tier).unwrap_or_default() {
                Tier::A => 4,
                Tier::B => 2,
                Tier::C => 1,
            };
            kept += weight * named.figures.words.kept;
            settled += weight * named.figures.words.settled();
        }
        tenths(kept, settled)
    }

    /// Until when the event log was counted, where that is before the end of the period and of now.
    pub fn behind_since_ms(&self) -> Option<i64> {
        let end_ms = self.period.bounds_ms().1.min(self.at_ms);
        self.progress.next_ms.filter(|_| !self.progress.reached(end_ms))
    }

    /// Whether a measure of a person has too few cases to say how many count: then its cases are named together.
    pub fn hides(&self, measure: Measure) -> bool {
        line(measure, &self.total, self.of()).value == Value::TooFew
    }

    /// The parts of one kind: `inbox`, `channel`, `way`, `tier`, `person` or `day`.
    pub fn parts_by<'a>(&'a self, by: &'a str) -> impl Iterator<Item = &'a Named> {
        self.parts.iter().filter(move |named| named.part.by() == by)
    }

    /// Conversations one side of a measure is made of, so many at most, and how many there are in all.
    pub fn behind(
        &self,
        tx: &mut Tx<'_>,
        measure: Measure,
        side: Side,
        most: usize,
    ) -> Result<(Vec<Face>, usize), Error> {
        let mut faces = Vec::new();
        let Measure::Sum(sum) = measure else {
            let mut ids = behind(&self.facts, measure, side, self.at_ms);
            if self.hides(measure) {
                ids = behind(&self.facts, measure, Side::Counted, self.at_ms);
                ids.extend(behind(&self.facts, measure, Side::Others, self.at_ms));
                ids.sort_unstable_by(|one, other| other.cmp(one));
            }
            for id in ids.iter().take(most) {
                faces.extend(store::face(tx, *id)?);
            }
            return Ok((faces, ids.len()));
        };
        let (from_ms, to_ms) = self.period.bounds_ms();
        let (counted, hides) = (side == Side::Counted, self.hides(measure));
        let mut found = kpi::behind_of(tx, sum, from_ms, to_ms, self.scope.only())?;
        found.retain(|(fact, on)| {
            let day = self.period.day_of(fact.resolved_at_ms.unwrap_or(fact.began_at_ms));
            (hides || *on == counted)
                && store::ripe(sum, day, &self.period, self.at_ms, &self.progress) == Ripe::Yes
        });
        for (fact, _) in found.iter().take(most) {
            let face = store::face_of(tx, fact, sum.settles_after_ms())?;
            faces.extend(face.map(|face| if hides { Face { back: None, ..face } } else { face }));
        }
        Ok((faces, found.len()))
    }
}

/// The report of a period, as things stand now.
///
/// # Errors
/// Refused when there is too much behind the period.
pub fn report(tx: &mut Tx<'_>, period: Period, scope: Scope) -> Result<Report, Error> {
    let now_ms = tx.now_ms();
    let progress = kpi::progress(tx)?;
    let facts = store::facts(tx, &period, &scope, now_ms, &progress)?;
    let (total, by_part) = figures(&facts, now_ms);
    let (earlier, sums) = store::whole(tx, &period.before(), &scope, now_ms, &progress)?;
    let before = Figures { sums, ..figures(&earlier, now_ms).0 };
    let year_ago = period.day_of(now_ms).saturating_sub(12.months()).first_of_month();
    let months = match (scope.channel, scope.person_id) {
        // A channel has no shift by itself, and a person has what they are given.
        (None, None) => kpi::months(tx, year_ago, scope.inbox_id, scope.tier)?,
        _ => Vec::new(),
    };
    let names = Names::read(tx)?;
    let all_of_one = scope.person_id.is_some();
    let parts = by_part.into_iter().map(|(part, figures)| {
        let (name, id) = names.of(&part);
        let of = if all_of_one || matches!(part, Part::Person(_)) { Of::Person } else { Of::Many };
        Named { part, name, id, figures, of }
    });
    let mut parts: Vec<Named> = parts.collect();
    // People and inboxes stand by name: there is no ranking.
    parts.sort_by(|one, other| {
        let key = |named: &Named| match named.part {
            Part::Inbox(_) => (0, named.name.is_empty(), named.name.to_lowercase()),
            Part::Channel(channel) => (1, false, channel.to_owned()),
            // The web first, then the telephone.
            Part::Way(way) => (2, way != "web", way.to_owned()),
            Part::Tier(tier) => (3, false, tier.to_owned()),
            Part::Person(_) => (4, named.name.is_empty(), named.name.to_lowercase()),
            Part::Day(day) => (5, false, day.to_string()),
        };
        key(one).cmp(&key(other)).then_with(|| one.part.cmp(&other.part))
    });
    Ok(Report { period, scope, at_ms: now_ms, total, before, progress, months, parts, facts })
}

/// What inboxes and people are called.
struct Names {
    inboxes: BTreeMap<i64, (String, String)>,
    people: BTreeMap<i64, (String, String)>,
}

impl Names {
    fn read(tx: &mut Tx<'_>) -> Result<Self, Error> {
        let inboxes = inbox::list(tx)?.into_iter();
        let people = agent::list(tx)?.into_iter();
        Ok(Self {
            inboxes: inboxes.map(|one| (one.id, (one.name, Kind::Inbox.name(&one.oid)))).collect(),
            people: people.map(|one| (one.id, (one.name, Kind::Agent.name(&one.oid)))).collect(),
        })
    }

    /// An inbox that was deleted has no name any more, and still its figures.
    fn of(&self, part: &Part) -> (String, Option<String>) {
        let found = |there: Option<&(String, String)>| match there {
            Some((name, id)) => (name.clone(), Some(id.clone())),
            None => (String::new(), None),
        };
        match part {
            Part::Inbox(id) => found(self.inboxes.get(id)),
            Part::Person(id) => found(id.and_then(|id| self.people.get(&id))),
            Part::Tier(name) | Part::Channel(name) | Part::Way(name) => ((*name).to_owned(), None),
            Part::Day(day) => (day.to_string(), None),
        }
    }
}
