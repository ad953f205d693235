//! From what each way of predicting said to what would have been announced, in the order in which things became known.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::predictor::{Base, Layer, Predictor};
use super::watch::{LEVEL, Row};
use crate::calibration::{ALPHA, Clamp, DEFERRED_LEVEL, Rolling, Tracker, announced_s, score, split};
use crate::channel::Channel;
use crate::prediction::regression::{Regression, Sees, offset_s};
use crate::world::{DAY_S, DAYS, TIERS};

/// Somebody who waited, and what they would have been told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Announced {
    pub row: Row,
    pub predicted_s: f64,
    pub announced_s: f64,
}

/// What of one channel would have been announced in the weeks after the first `training` ones. The weeks must stand in
/// their order. Calibration learns from the training weeks too, so that it does not begin from nothing.
pub fn announce(weeks: &[Vec<Row>], training: usize, channel: Channel, predictor: Predictor) -> Vec<Announced> {
    let training = training.min(weeks.len());
    let of_channel = |row: &&Row| row.channel == channel;
    let known: Vec<Row> =
        weeks[..training].iter().flatten().filter(of_channel).filter(|row| row.is_scored()).copied().collect();
    let guess = Guess::of(channel, predictor.base, &known);
    let offset = offset_s(channel);
    let cell_of = |row: &Row| if predictor.by_tier { row.facts.tier } else { 0 };
    let scores_of = |cell: usize| -> Vec<f64> {
        let inside = known.iter().filter(|row| cell_of(row) == cell);
        inside.map(|row| score(row.waited_s, guess.predict_s(row), offset)).collect()
    };
    let mut cells: Vec<Cell> =
        (0..TIERS).map(|cell| Cell::new(channel, predictor.layer, || scores_of(cell))).collect();
    let mut news: BinaryHeap<News> = BinaryHeap::new();
    let mut announced = Vec::new();
    let mut today = 0;
    for (number, rows) in weeks.iter().enumerate() {
        let began_s = number as f64 * DAYS as f64 * DAY_S;
        for row in rows.iter().filter(of_channel) {
            let now_s = began_s + row.at_s;
            while news.peek().is_some_and(|news| news.known_s <= now_s) {
                if let Some(news) = news.pop() {
                    cells[news.cell].tell(news.missed, news.score);
                }
            }
            let day = number * DAYS + row.day();
            if day != today {
                today = day;
                cells.iter_mut().for_each(Cell::open_day);
            }
            let served = Row { waited_s: row.waited_s.min(f64::MAX), ..*row };
            if !served.is_scored() {
                continue;
            }
            let cell = cell_of(row);
            let predicted_s = guess.predict_s(row);
            let told_s = announced_s(predicted_s, cells[cell].q(), offset);
            let missed = row.waited_s > told_s;
            news.push(News {
                known_s: now_s + cells[cell].known_after_s(row.waited_s, told_s),
                cell,
                missed,
                score: row.waited_s.is_finite().then(|| score(row.waited_s, predicted_s, offset)),
            });
            if number >= training && row.is_scored() {
                announced.push(Announced { row: *row, predicted_s, announced_s: told_s });
            }
        }
    }
    announced
}

/// A predictor ready to be asked.
enum Guess {
    Fact(fn(&Row) -> f64),
    Fitted(Box<Regression>),
}

impl Guess {
    fn of(channel: Channel, base: Base, known: &[Row]) -> Self {
        let fitted = |sees, otherwise: fn(&Row) -> f64| {
            let rows: Vec<_> = known.iter().map(|row| (row.facts, row.waited_s)).collect();
            let fitted = Regression::fit(channel, sees, LEVEL, &rows);
            fitted.map_or(Self::Fact(otherwise), |fitted| Self::Fitted(Box::new(fitted)))
        };
        match base {
            Base::QueueLength => Self::Fact(|row| row.queue_length_s),
            Base::Formula => Self::Fact(|row| row.facts.formula_s),
            Base::LastServed => Self::Fact(|row| row.facts.last_served_s),
            Base::Head => Self::Fact(|row| row.facts.head_age_s),
            Base::Paths => Self::Fact(|row| row.facts.paths_high_s),
            Base::Regression => fitted(Sees::Queue, |row| row.facts.formula_s),
            Base::PathsAndRegression => fitted(Sees::QueueAndPaths, |row| row.facts.paths_high_s),
        }
    }

    fn predict_s(&self, row: &Row) -> f64 {
        match self {
            Self::Fact(of) => of(row),
            Self::Fitted(regression) => regression.predict_s(&row.facts),
        }
    }
}

/// One calibration: of a channel, or of one tier of it.
enum Cell {
    Fixed(f64),
    Rolling(Rolling),
    Tracker(Tracker),
}

impl Cell {
    fn new(channel: Channel, layer: Layer, scores: impl FnOnce() -> Vec<f64>) -> Self {
        match layer {
            Layer::Raw => Self::Fixed(0.0),
            Layer::Split => Self::Fixed(split(&scores(), LEVEL)),
            Layer::Rolling => {
                let level = if channel.is_live() { LEVEL } else { DEFERRED_LEVEL };
                Self::Rolling(Rolling::new(0.0, level))
            }
            Layer::Tracker(eta) => Self::Tracker(Tracker::new(0.0, eta, ALPHA, Clamp::LIVE)),
        }
    }

    fn q(&self) -> f64 {
        match self {
            Self::Fixed(q) => *q,
            Self::Rolling(rolling) => rolling.q(),
            Self::Tracker(tracker) => tracker.q(),
        }
    }

    /// When a tracker or a window learns: at the answer or the missed moment, or only at the answer.
    fn known_after_s(&self, waited_s: f64, told_s: f64) -> f64 {
        match self {
            Self::Fixed(_) | Self::Tracker(_) => waited_s.min(told_s),
            Self::Rolling(_) => waited_s,
        }
    }

    fn tell(&mut self, missed: bool, score: Option<f64>) {
        match self {
            Self::Fixed(_) => {}
            Self::Rolling(rolling) => score.into_iter().for_each(|score| rolling.tell(score)),
            Self::Tracker(tracker) => tracker.tell(missed),
        }
    }

    fn open_day(&mut self) {
        match self {
            Self::Rolling(rolling) => rolling.refresh(),
            Self::Fixed(_) | Self::Tracker(_) => {}
        }
    }
}

/// An outcome, when it becomes known.
struct News {
    known_s: f64,
    cell: usize,
    missed: bool,
    score: Option<f64>,
}

/// The earliest first.
impl Ord for News {
    fn cmp(&self, other: &Self) -> Ordering {
        other.known_s.total_cmp(&self.known_s).then(other.cell.cmp(&self.cell))
    }
}

impl PartialOrd for News {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for News {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for News {}
