//! Hand-made cases: every figure worked out beside it.

#![expect(clippy::unwrap_used, reason = "tests")]

use jiff::civil::{Date, date};
use spine::inbox::{Channel, Tier};
use spine::promise::State;

use super::behind::{Side, behind};
use super::figures::{
    Answer, Certainty, Facts, Figures, Outcome, Part, Request, Waiting, Whose, Word, figures,
};
use super::sheet::{Measure, Of, Value, line};

const NOW_MS: i64 = 1_772_442_000_000;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;

fn monday() -> Date {
    date(2026, 3, 2)
}

fn of(inbox_id: i64, tier: Tier, person_id: Option<i64>) -> Whose {
    Whose { inbox_id, channel: Channel::Email, tier, person_id }
}

fn answered(id: i64, whose: Whose, day: Date, wall: i64, open: i64) -> Request {
    Request {
        conversation_id: id,
        received_at_ms: NOW_MS + id,
        day,
        whose,
        answer: Some(Answer { wall_ms: wall * MINUTE_MS, open_ms: open * MINUTE_MS }),
        certainty: Certainty::Given,
        closed_unanswered: false,
    }
}

fn unanswered(id: i64, whose: Whose, day: Date, certainty: Certainty, closed: bool) -> Request {
    Request { answer: None, certainty, closed_unanswered: closed, ..answered(id, whose, day, 0, 0) }
}

fn word(id: i64, whose: Whose, day: Date, outcome: Outcome, moved: bool) -> Word {
    Word { conversation_id: id, day, whose, outcome, moved, untold: false }
}

/// Two inboxes, three tiers, two people, two days.
fn facts() -> Facts {
    let (sunday, monday) = (date(2026, 3, 1), monday());
    let (giulia, marco) = (Some(1), Some(2));
    Facts {
        waits: Vec::new(),
        requests: vec![
            answered(1, of(1, Tier::A, giulia), sunday, 600, 60),
            answered(2, of(1, Tier::B, giulia), monday, 30, 30),
            answered(3, of(2, Tier::C, marco), monday, 90, 90),
            unanswered(4, of(2, Tier::C, marco), sunday, Certainty::Missed, true),
            unanswered(5, of(2, Tier::C, None), monday, Certainty::Undecided { until_ms: NOW_MS + 7 }, false),
            unanswered(6, of(1, Tier::A, None), monday, Certainty::Undecided { until_ms: NOW_MS + 9 }, false),
        ],
        words: vec![
            word(1, of(1, Tier::A, giulia), sunday, Outcome::Kept, false),
            word(2, of(1, Tier::B, giulia), monday, Outcome::Kept, true),
            word(3, of(2, Tier::C, marco), monday, Outcome::NotKept, false),
            word(3, of(2, Tier::C, marco), monday, Outcome::NotKept, true),
            word(4, of(2, Tier::C, marco), sunday, Outcome::Withdrawn, false),
            word(5, of(2, Tier::C, None), monday, Outcome::Open, false),
        ],
        waiting: vec![
            Waiting { conversation_id: 5, whose: of(2, Tier::C, None), since_ms: NOW_MS - 1, due_at_ms: None },
            Waiting {
                conversation_id: 6,
                whose: of(1, Tier::A, None),
                since_ms: NOW_MS - DAY_MS,
                due_at_ms: Some(NOW_MS),
            },
            Waiting {
                conversation_id: 7,
                whose: of(1, Tier::A, Some(1)),
                since_ms: NOW_MS - 8 * DAY_MS,
                due_at_ms: Some(NOW_MS + 1),
            },
        ],
        sums: Vec::new(),
    }
}

#[test]
fn every_figure_is_the_one_worked_out_by_hand() {
    let (whole, _) = figures(&facts(), NOW_MS);
    assert_eq!((whole.received, whole.answered, whole.closed_unanswered), (6, 3, 1));
    assert_eq!((whole.certain, whole.undecided, whole.complete_from_ms), (3, 2, Some(NOW_MS + 9)));
    let words = whole.words;
    assert_eq!((words.kept, words.not_kept, words.withdrawn, words.open, words.moved), (2, 2, 1, 1, 2));
    // 30, 90 and 600 minutes; 30, 60 and 90 while open.
    assert_eq!((whole.wall.p50_ms, whole.wall.p90_ms), (90 * MINUTE_MS, 600 * MINUTE_MS));
    assert_eq!(whole.wall.mean_ms(), Some(240 * MINUTE_MS));
    assert_eq!((whole.open.p50_ms, whole.open.mean_ms()), (60 * MINUTE_MS, Some(60 * MINUTE_MS)));
    assert_eq!((whole.backlog.open, whole.backlog.late), (3, 1));
    assert_eq!(whole.backlog.oldest_at_ms, Some(NOW_MS - 8 * DAY_MS));
    assert_eq!(whole.backlog.ages, [(1, 0), (1, 1), (0, 0), (1, 0)]);
}

/// What can be added.
fn sums(figures: &Figures) -> [i64; 14] {
    let (words, backlog) = (figures.words, &figures.backlog);
    [
        figures.received,
        figures.answered,
        figures.closed_unanswered,
        figures.certain,
        figures.undecided,
        words.kept,
        words.not_kept,
        words.withdrawn,
        words.open,
        figures.open.n,
        figures.open.total_ms,
        figures.wall.total_ms,
        backlog.open,
        backlog.late,
    ]
}

#[test]
fn numerators_and_denominators_of_the_parts_add_up_to_the_whole() {
    let (whole, parts) = figures(&facts(), NOW_MS);
    for by in ["inbox", "channel", "way", "tier", "person", "day"] {
        let mut added = [0; 14];
        for figures in parts.iter().filter(|(part, _)| part.by() == by).map(|(_, figures)| figures) {
            for (sum, more) in added.iter_mut().zip(sums(figures)) {
                *sum += more;
            }
        }
        let mut expected = sums(&whole);
        if by == "day" {
            expected[12..].fill(0);
        }
        assert_eq!(added, expected, "by {by}");
    }
    // The mean of the whole is no mean of means: (600 + 30) / 2 and 90 would give 202.5.
    assert_eq!(parts[&Part::Inbox(1)].wall.mean_ms(), Some(315 * MINUTE_MS));
    assert_eq!(whole.wall.mean_ms(), Some(240 * MINUTE_MS));
}

#[test]
fn the_order_of_the_facts_does_not_matter() {
    let mut turned = facts();
    turned.requests.reverse();
    turned.words.reverse();
    turned.waiting.reverse();
    assert_eq!(figures(&facts(), NOW_MS), figures(&turned, NOW_MS));
}

#[test]
fn a_moved_word_is_kept_only_by_the_moment_first_given() {
    let kept = |settled_ms| Outcome::of(State::Kept, Some(settled_ms), 100);
    assert_eq!(kept(100), Outcome::Kept);
    assert_eq!(kept(101), Outcome::NotKept);
    assert_eq!(Outcome::of(State::Broken, Some(100), 100), Outcome::NotKept);
    assert_eq!(Outcome::of(State::Void, Some(50), 100), Outcome::Withdrawn);
    assert_eq!(Outcome::of(State::Open, None, 100), Outcome::Open);
}

/// So many words kept of so many.
fn kept(kept: i64, n: i64) -> Figures {
    let mut figures = Figures::default();
    (figures.words.kept, figures.words.not_kept) = (kept, n - kept);
    figures
}

#[test]
fn a_person_has_no_figure_under_ten_cases_and_none_without_its_interval() {
    let value = |kept_of: (i64, i64), of| line(Measure::Kept, &kept(kept_of.0, kept_of.1), of);
    assert_eq!(value((9, 9), Of::Person).value, Value::TooFew);
    assert_eq!(value((9, 9), Of::Person).numerator, 0, "the share could be worked out");
    let ten = value((8, 10), Of::Person);
    assert_eq!((ten.value, ten.interval), (Value::Share(800), Some((490, 943))));
    let many = value((8, 10), Of::Many);
    assert_eq!((many.value, many.interval), (Value::Share(800), None));
    assert_eq!(value((45, 50), Of::Many).interval, Some((786, 957)));
    assert_eq!(value((0, 0), Of::Many).value, Value::Nothing);
}

#[test]
fn a_number_and_the_list_behind_it_have_the_same_length() {
    let facts = facts();
    let (whole, _) = figures(&facts, NOW_MS);
    for measure in Measure::ALL {
        let line = line(measure, &whole, Of::Many);
        let counted = behind(&facts, measure, Side::Counted, NOW_MS);
        let all = counted.len();
        assert_eq!((counted.len(), all as i64), (all, line.numerator), "{measure:?}");
        let others = behind(&facts, measure, Side::Others, NOW_MS).len() as i64;
        assert_eq!(all as i64 + others, line.n, "{measure:?}");
    }
    let slowest = behind(&facts, Measure::FirstWall, Side::Counted, NOW_MS);
    assert_eq!(slowest, [1, 3, 2]);
    assert_eq!(*behind(&facts, Measure::Backlog, Side::Others, NOW_MS).first().unwrap(), 7);
}
