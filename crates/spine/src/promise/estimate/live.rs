//! Customers who wait while they look on, on chat and phone: what they are told by, pure.
//!
//! Three ways of predicting, each in its time (`shared/algorithms.md`, a): the formula with a third on top while little is
//! known, the paths of the Monte-Carlo, and from two thousand outcomes on a regression that sees the paths. What is added to
//! them follows every outcome: a step longer after a missed one, a smaller step shorter after one that held.

use queueing::calibration::{Ladder, REGRESSION_NEEDS, Stage, Told, score};
use queueing::channel::Channel;
use queueing::prediction::Facts;
use queueing::prediction::formula::queue_length_with_leaving;
use queueing::prediction::regression::{Regression, Sees, offset_s};
use serde_json::{Value, json};

use super::model::{Calibration, Cell, Inputs, QUANTILE};
use crate::inbox::{Channel as Way, Tier};

/// Name and version, beside [`super::model::MODEL`].
pub const LIVE_MODEL: &str = "live-mc100-qr+qt/1";
/// How long somebody is believed to wait at most on average; deliberately rough, as in the study.
pub(super) const PATIENCE_S: f64 = 600.0;
/// Coefficients are kept as whole numbers of so many to one, so that a replay sees the very same ones.
const BILLION: f64 = 1e9;

/// What is seen of a live queue beside the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live {
    pub way: Channel,
    pub stage: Stage,
    /// What the last one who was served had waited; open seconds.
    pub last_served_s: i64,
    /// Of the inbox's day.
    pub minute: i64,
    /// In billionths; nothing before there is one.
    pub regression: Option<Vec<i64>>,
}

/// Whether customers look on while they wait.
pub(super) fn way_of(channel: Way) -> Option<Channel> {
    match channel {
        Way::Phone => Some(Channel::Phone),
        Way::Chat => Some(Channel::Chat),
        Way::Email | Way::Pec | Way::Form | Way::Messaging | Way::Social | Way::Sms | Way::Letter => None,
    }
}

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Cold => "formula",
        Stage::Paths => "paths",
        Stage::PathsAndRegression => "regression",
    }
}

fn stage_of(name: &str) -> Option<Stage> {
    [Stage::Cold, Stage::Paths, Stage::PathsAndRegression].into_iter().find(|stage| stage_name(*stage) == name)
}

impl Live {
    pub(super) fn kept(&self) -> Value {
        json!({
            "way": self.way.name(),
            "stage": stage_name(self.stage),
            "last_served_s": self.last_served_s,
            "minute": self.minute,
            "regression": self.regression,
        })
    }

    pub(super) fn read(kept: &Value) -> Option<Self> {
        let whole = |name: &str| kept.get(name)?.as_i64();
        Some(Self {
            way: [Channel::Phone, Channel::Chat].into_iter().find(|way| kept["way"] == way.name())?,
            stage: stage_of(kept["stage"].as_str()?)?,
            last_served_s: whole("last_served_s")?,
            minute: whole("minute")?,
            regression: serde_json::from_value(kept.get("regression")?.clone()).ok()?,
        })
    }

    fn regression(&self) -> Option<Regression> {
        let coefficients: Vec<f64> =
            self.regression.as_ref()?.iter().map(|one| *one as f64 / BILLION).collect();
        Regression::of(self.way, Sees::QueueAndPaths, &coefficients)
    }
}

/// What each way of predicting says for one tier; open milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub formula_ms: i64,
    /// The wait that one of ten stays below on the paths, half, nine of ten, and nineteen of twenty.
    pub low_ms: i64,
    pub median_ms: i64,
    pub high_ms: i64,
    pub second_ms: i64,
    pub regression_ms: Option<i64>,
}

impl Said {
    /// By the stage in force. Until there is a regression the paths speak.
    pub(super) fn by(&self, stage: Stage) -> i64 {
        match stage {
            Stage::Cold => self.formula_ms,
            Stage::Paths => self.high_ms,
            Stage::PathsAndRegression => self.regression_ms.unwrap_or(self.high_ms),
        }
    }

    pub(super) fn kept(&self) -> Value {
        json!([self.formula_ms, self.low_ms, self.median_ms, self.high_ms, self.second_ms, self.regression_ms])
    }

    pub(super) fn read(kept: &Value) -> Option<Self> {
        let at = |place: usize| kept.get(place)?.as_i64();
        Some(Self {
            formula_ms: at(0)?,
            low_ms: at(1)?,
            median_ms: at(2)?,
            high_ms: at(3)?,
            second_ms: at(4)?,
            regression_ms: at(5),
        })
    }
}

impl Inputs {
    /// What the formula and the regression say beside the paths (`low`, `median`, `high` and `second`, in seconds).
    pub(super) fn said(&self, live: &Live, tier: Tier, [low, median, high, second]: [f64; 4]) -> Said {
        let ms = |seconds: f64| (seconds * 1_000.0).ceil() as i64;
        let facts = self.facts(live, tier, median, high);
        Said {
            formula_ms: ms(facts.formula_s),
            low_ms: ms(low),
            median_ms: ms(median),
            high_ms: ms(high),
            second_ms: ms(second),
            regression_ms: live.regression().map(|regression| ms(regression.predict_s(&facts))),
        }
    }

    fn facts(&self, live: &Live, tier: Tier, median_s: f64, high_s: f64) -> Facts {
        let ahead = self.waiting.len().saturating_sub(self.pace.people);
        let places = self.pace.people as f64;
        Facts {
            ahead,
            waiting: self.waiting.len(),
            places,
            places_soon: places,
            last_served_s: live.last_served_s as f64,
            head_age_s: self.waiting.iter().map(|(_, age_s, _)| *age_s).max().unwrap_or_default() as f64,
            tier: tier as usize,
            skill: 0,
            hour: live.minute as f64 / 60.0,
            formula_s: queue_length_with_leaving(ahead, places, self.pace.handling_s as f64, PATIENCE_S),
            paths_median_s: median_s,
            paths_high_s: high_s,
        }
    }
}

/// What became of one live promise, as far as it is decided.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub tier: Tier,
    /// When it was decided: the answer, or the moment that passed.
    pub decided_ms: i64,
    pub missed: bool,
    /// Open milliseconds, where the wait is known: an answer, or the turn of somebody who had left.
    pub waited_ms: Option<i64>,
    pub said: Said,
}

/// The ladder after these outcomes.
pub(super) fn ladder(way: Channel, mut outcomes: Vec<Outcome>) -> Ladder {
    outcomes.sort_by_key(|outcome| outcome.decided_ms);
    let mut ladder = Ladder::default();
    outcomes.iter().for_each(|outcome| tell(&mut ladder, way, outcome));
    ladder
}

/// One outcome more.
pub(super) fn tell(ladder: &mut Ladder, way: Channel, outcome: &Outcome) {
    let seconds = |ms: i64| ms as f64 / 1_000.0;
    let score_of = |predicted_ms: Option<i64>| {
        Some(score(seconds(outcome.waited_ms?), seconds(predicted_ms?), offset_s(way)))
    };
    let said = &outcome.said;
    ladder.tell(Told {
        tier: outcome.tier as usize,
        missed: outcome.missed,
        scores: [score_of(Some(said.formula_ms)), score_of(Some(said.high_ms)), score_of(said.regression_ms)],
    });
}

/// What the ladder adds to the next promise of each tier.
pub(super) fn calibration(ladder: &Ladder) -> Calibration {
    let cell = |tier: Tier| Cell {
        q_millionths: (ladder.q(tier as usize) * 1e6).ceil() as i64,
        scores: ladder.told(),
    };
    Calibration(Tier::ALL.map(cell))
}

/// A regression over queues that were seen and waits that followed; nothing below two thousand.
pub(super) fn fitted(way: Channel, seen: &[(Inputs, Tier, Said, i64)]) -> Option<Vec<i64>> {
    if seen.len() < REGRESSION_NEEDS {
        return None;
    }
    let seconds = |ms: i64| ms as f64 / 1_000.0;
    let rows: Vec<(Facts, f64)> = seen
        .iter()
        .filter_map(|(inputs, tier, said, waited_ms)| {
            let live = inputs.live.as_ref()?;
            let facts = inputs.facts(live, *tier, seconds(said.median_ms), seconds(said.high_ms));
            Some((facts, seconds(*waited_ms)))
        })
        .collect();
    let regression = Regression::fit(way, Sees::QueueAndPaths, QUANTILE, &rows)?;
    Some(regression.coefficients().iter().map(|one| (one * BILLION).round() as i64).collect())
}
