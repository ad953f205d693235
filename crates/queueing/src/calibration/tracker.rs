//! The log quantile tracker: follows the quantile of the scores by its own mistakes.
//!
//! With every outcome `q ← q + eta (missed - alpha)`. Added up over T outcomes, in whatever order they are told,
//! `sum(missed - alpha) = (q_T - q_1) / eta` as long as the clamp is not touched, whatever the traffic does: the share
//! missed is within `|q_T - q_1| / (eta T)` of alpha. (Angelopoulos, Candès, Tibshirani 2023, on the logarithm.)

/// How far `q` may go from where it began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clamp {
    None,
    Within(f64),
}

impl Clamp {
    /// Twelve times shorter or longer than predicted: beyond that the prediction is the fault, and somebody is told.
    pub const LIVE: Self = Self::Within(2.5);
    pub const DEFERRED: Self = Self::Within(0.7);
}

#[derive(Clone, Debug, PartialEq)]
pub struct Tracker {
    q: f64,
    began: f64,
    eta: f64,
    alpha: f64,
    clamp: Clamp,
    told: u64,
    missed: u64,
    /// Outcomes that pushed against the clamp: the guarantee does not hold for them.
    clamped: u64,
}

impl Tracker {
    pub fn new(q: f64, eta: f64, alpha: f64, clamp: Clamp) -> Self {
        Self { q, began: q, eta, alpha, clamp, told: 0, missed: 0, clamped: 0 }
    }

    pub fn q(&self) -> f64 {
        self.q
    }

    pub fn told(&self) -> u64 {
        self.told
    }

    /// Whether the clamp is touched: an alarm.
    pub fn is_clamped(&self) -> bool {
        match self.clamp {
            Clamp::None => false,
            Clamp::Within(most) => (self.q - self.began).abs() >= most,
        }
    }

    /// Bound on the distance of the missed share from alpha, after the outcomes so far; nothing once the clamp was touched.
    pub fn bound(&self) -> Option<f64> {
        (self.clamped == 0 && self.told > 0)
            .then(|| (self.q - self.began).abs() / (self.eta * self.told as f64))
    }

    pub fn missed_share(&self) -> f64 {
        self.missed as f64 / self.told.max(1) as f64
    }

    /// The outcome of one promise is known: a person answered, or the moment passed.
    pub fn tell(&mut self, missed: bool) {
        self.told += 1;
        self.missed += u64::from(missed);
        let moved = self.q + self.eta * (if missed { 1.0 } else { 0.0 } - self.alpha);
        self.q = match self.clamp {
            Clamp::None => moved,
            Clamp::Within(most) => moved.clamp(self.began - most, self.began + most),
        };
        self.clamped += u64::from(self.q != moved);
    }

    /// Another tracker takes over from here, as for a tier that has outcomes enough of its own.
    pub fn parted(&self, eta: f64) -> Self {
        Self { eta, told: 0, missed: 0, clamped: 0, began: self.q, ..self.clone() }
    }
}
