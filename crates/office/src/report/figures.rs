//! What is counted, and how: pure arithmetic over the facts of one period. Every number of the pages, of the files and of
//! the API comes from [`Sums`] alone. Sums come before shares, and a group's sums add up to the whole's.

use std::collections::BTreeMap;

use jiff::civil::Date;
use spine::inbox::{Channel, Tier};

use super::spread::Spread;
use crate::kpi;

/// Whose a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whose {
    pub inbox_id: i64,
    pub channel: Channel,
    pub tier: Tier,
    /// Whoever gave the first answer, or kept the word; until somebody did, whoever has the conversation.
    pub person_id: Option<i64>,
}

/// A conversation a customer began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub conversation_id: i64,
    pub received_at_ms: i64,
    /// Of arrival, in the account's zone.
    pub day: Date,
    pub whose: Whose,
    pub answer: Option<Answer>,
    pub certainty: Certainty,
    /// Closed, and no person had answered.
    pub closed_unanswered: bool,
}

/// The first answer by a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// From the customer's message, on every clock there is.
    pub wall_ms: i64,
    /// Only while the inbox was open.
    pub open_ms: i64,
}

/// Whether a person answered within five working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    Given,
    Missed,
    /// There is still time.
    Undecided {
        until_ms: i64,
    },
}

/// A word given to a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub conversation_id: i64,
    /// Of the message it was given for, in the account's zone.
    pub day: Date,
    pub whose: Whose,
    pub outcome: Outcome,
    /// A person moved it.
    pub moved: bool,
    /// The customer could not be told.
    pub untold: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// By the moment first given.
    Kept,
    /// Not by the moment first given: too late, never, or only by the moment it was moved to.
    NotKept,
    /// Nothing was owed any more before it fell due.
    Withdrawn,
    Open,
}

impl Outcome {
    /// What became of a promise; a moved one is asked by the promise that took its place.
    pub fn of(state: spine::promise::State, settled_at_ms: Option<i64>, original_due_at_ms: i64) -> Self {
        use spine::promise::State;
        match state {
            State::Kept if settled_at_ms.is_some_and(|at_ms| at_ms <= original_due_at_ms) => Self::Kept,
            State::Kept | State::Broken => Self::NotKept,
            State::Void => Self::Withdrawn,
            State::Open | State::Moved => Self::Open,
        }
    }
}

/// A conversation that waits for us now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub conversation_id: i64,
    pub whose: Whose,
    pub since_ms: i64,
    /// The word that was missed and is still owed, else the next one.
    pub due_at_ms: Option<i64>,
}

/// Ages of the backlog: up to a day, three days, a week, and more.
pub const AGES: usize = 4;
const DAY_MS: i64 = 86_400_000;

/// What waits now, whenever it came.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Backlog {
    pub open: i64,
    /// Of which a due moment has passed.
    pub late: i64,
    /// When the oldest came.
    pub oldest_at_ms: Option<i64>,
    /// By age, with those whose moment has passed.
    pub ages: [(i64, i64); AGES],
}

impl Backlog {
    fn add(&mut self, waiting: &Waiting, now_ms: i64) {
        let late = i64::from(waiting.due_at_ms.is_some_and(|due_ms| due_ms <= now_ms));
        let age = match (now_ms - waiting.since_ms).max(0) {
            age_ms if age_ms < DAY_MS => 0,
            age_ms if age_ms < 3 * DAY_MS => 1,
            age_ms if age_ms < 7 * DAY_MS => 2,
            _ => 3,
        };
        self.open += 1;
        self.late += late;
        self.ages[age].0 += 1;
        self.ages[age].1 += late;
        self.oldest_at_ms =
            Some(self.oldest_at_ms.map_or(waiting.since_ms, |oldest_ms| oldest_ms.min(waiting.since_ms)));
    }
}

/// What became of the words given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Words {
    pub kept: i64,
    pub not_kept: i64,
    pub withdrawn: i64,
    pub open: i64,
    /// Of the kept and not kept, how many a person moved.
    pub moved: i64,
    /// Of all but the withdrawn, how many the customer could not be told.
    pub untold: i64,
}

impl Words {
    /// One word more.
    pub(super) fn count(&mut self, outcome: Outcome, moved: bool, untold: bool) {
        match outcome {
            Outcome::Kept => self.kept += 1,
            Outcome::NotKept => self.not_kept += 1,
            Outcome::Withdrawn => self.withdrawn += 1,
            Outcome::Open => self.open += 1,
        }
        self.moved += i64::from(moved && matches!(outcome, Outcome::Kept | Outcome::NotKept));
        self.untold += i64::from(untold && outcome != Outcome::Withdrawn);
    }

    /// The denominator of the kept-rate.
    pub fn settled(&self) -> i64 {
        self.kept + self.not_kept
    }
}

/// The figures of a period, or of one part of it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Figures {
    /// `received = answered + closed_unanswered + unanswered`.
    pub received: i64,
    pub answered: i64,
    pub closed_unanswered: i64,
    /// Answered by a person within five working days.
    pub certain: i64,
    /// Not answered, with time left: the share is complete from the moment named.
    pub undecided: i64,
    pub complete_from_ms: Option<i64>,
    pub words: Words,
    /// Times to the first answer, while the inbox was open.
    pub open: Spread,
    /// The same on every clock there is.
    pub wall: Spread,
    /// How long the answered of live channels waited.
    pub live: Spread,
    pub backlog: Backlog,
    /// What is summed by day: those measures that have a case.
    pub sums: BTreeMap<kpi::Measure, Tally>,
}

/// Sums of some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    pub n: i64,
    /// What counts of them: cases, or milliseconds.
    pub part: i64,
    /// Of seconds.
    pub squares: i64,
    /// Cases of days on which some may still change sides; they are in none of the above.
    pub unripe: i64,
    pub complete_from_ms: Option<i64>,
}

impl Tally {
    fn add(&mut self, sum: &Summed) {
        self.count(sum.ripe, sum.n, sum.part, sum.squares);
    }

    /// Some cases of one day more.
    pub(super) fn count(&mut self, ripe: Ripe, n: i64, part: i64, squares: i64) {
        match ripe {
            Ripe::Yes => {
                self.n += n;
                self.part += part;
                self.squares += squares;
            }
            Ripe::From(at_ms) => {
                self.unripe += n;
                self.complete_from_ms = self.complete_from_ms.max(Some(at_ms));
            }
        }
    }
}

/// The sum of some days, of the whole or of one part of it, and whether all its cases are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summed {
    /// The whole where it is none.
    pub of: Option<Part>,
    pub measure: kpi::Measure,
    pub ripe: Ripe,
    pub n: i64,
    pub part: i64,
    pub squares: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ripe {
    Yes,
    From(i64),
}

/// The two ways that are compared: writing on the web, and the telephone.
pub(super) fn way(channel: Channel) -> Option<&'static str> {
    match channel {
        Channel::Email | Channel::Form | Channel::Chat => Some("web"),
        Channel::Phone => Some("phone"),
        Channel::Pec | Channel::Messaging | Channel::Social | Channel::Sms | Channel::Letter => None,
    }
}

/// A part of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Inbox(i64),
    Channel(&'static str),
    /// `web` (e-mail, forms, chat) or `phone`.
    Way(&'static str),
    Tier(&'static str),
    /// Nobody's while nobody answered and nobody has it.
    Person(Option<i64>),
    /// What waits now belongs to no day.
    Day(Date),
}

/// Somebody on a live channel who was answered, and how long they waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Live {
    pub whose: Whose,
    pub day: Date,
    pub ms: i64,
}

/// All facts of a period.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub requests: Vec<Request>,
    pub words: Vec<Word>,
    pub waiting: Vec<Waiting>,
    pub waits: Vec<Live>,
    pub sums: Vec<Summed>,
}

#[derive(Default)]
struct Sums {
    figures: Figures,
    open_ms: Vec<i64>,
    wall_ms: Vec<i64>,
    live_ms: Vec<i64>,
}

impl Sums {
    fn request(&mut self, request: &Request) {
        let figures = &mut self.figures;
        figures.received += 1;
        figures.closed_unanswered += i64::from(request.closed_unanswered);
        if let Some(answer) = request.answer {
            figures.answered += 1;
            self.open_ms.push(answer.open_ms);
            self.wall_ms.push(answer.wall_ms);
        }
        match request.certainty {
            Certainty::Given => figures.certain += 1,
            Certainty::Missed => {}
            Certainty::Undecided { until_ms } => {
                figures.undecided += 1;
                figures.complete_from_ms = figures.complete_from_ms.max(Some(until_ms));
            }
        }
    }

    fn done(self) -> Figures {
        Figures {
            open: Spread::of(self.open_ms),
            wall: Spread::of(self.wall_ms),
            live: Spread::of(self.live_ms),
            ..self.figures
        }
    }
}

fn parts(whose: &Whose, day: Option<Date>) -> impl Iterator<Item = Part> {
    let always = [
        Part::Inbox(whose.inbox_id),
        Part::Channel(whose.channel.name()),
        Part::Tier(whose.tier.name()),
        Part::Person(whose.person_id),
    ];
    always.into_iter().chain(way(whose.channel).map(Part::Way)).chain(day.map(Part::Day))
}

/// The figures of the whole and of each of its parts.
pub fn figures(facts: &Facts, now_ms: i64) -> (Figures, BTreeMap<Part, Figures>) {
    let mut whole = Sums::default();
    let mut by_part: BTreeMap<Part, Sums> = BTreeMap::new();
    for request in &facts.requests {
        whole.request(request);
        for part in parts(&request.whose, Some(request.day)) {
            by_part.entry(part).or_default().request(request);
        }
    }
    for word in &facts.words {
        whole.figures.words.count(word.outcome, word.moved, word.untold);
        for part in parts(&word.whose, Some(word.day)) {
            let words = &mut by_part.entry(part).or_default().figures.words;
            words.count(word.outcome, word.moved, word.untold);
        }
    }
    for waiting in &facts.waiting {
        whole.figures.backlog.add(waiting, now_ms);
        for part in parts(&waiting.whose, None) {
            by_part.entry(part).or_default().figures.backlog.add(waiting, now_ms);
        }
    }
    for live in &facts.waits {
        whole.live_ms.push(live.ms);
        for part in parts(&live.whose, Some(live.day)) {
            by_part.entry(part).or_default().live_ms.push(live.ms);
        }
    }
    for sum in &facts.sums {
        let figures = match sum.of {
            None => &mut whole.figures,
            Some(part) => &mut by_part.entry(part).or_default().figures,
        };
        figures.sums.entry(sum.measure).or_default().add(sum);
    }
    (whole.done(), by_part.into_iter().map(|(part, sums)| (part, sums.done())).collect())
}
