//! How long somebody will wait.

pub mod formula;
mod guess;
pub mod paths;
pub mod regression;

pub use guess::{Beliefs, Forecast, Kind, Seen};

/// Everything a wait was predicted from, and what each way of predicting said; seconds.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Facts {
    /// Waiting ahead in the same channel and skill.
    pub ahead: usize,
    pub waiting: usize,
    /// Places on duty for this channel and skill, now and by the plan in fifteen minutes.
    pub places: f64,
    pub places_soon: f64,
    /// Wait of the last one of the class who was served.
    pub last_served_s: f64,
    /// Age of the first of the class in the queue.
    pub head_age_s: f64,
    pub tier: usize,
    pub skill: usize,
    /// Hour of the desk's day.
    pub hour: f64,
    /// The 90 % quantile by the formula with abandonment.
    pub formula_s: f64,
    /// Median and 90 % quantile by Monte-Carlo; 0 where it was not asked.
    pub paths_median_s: f64,
    pub paths_high_s: f64,
}
