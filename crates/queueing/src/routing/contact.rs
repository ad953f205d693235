//! A contact that waits.

use super::people::Skills;
use crate::channel::Channel;

/// No agent's place.
pub const NOBODY: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    pub id: u64,
    pub channel: Channel,
    /// 0 is A, the dearest.
    pub tier: u8,
    /// What a tier weighs where a rule weighs at all.
    pub weight: f64,
    /// Bits of the skills it needs, all of them.
    pub skills: Skills,
    /// Least level in each, 1 to 5.
    pub level: u8,
    /// Bits of the languages it can be answered in; 0 for any.
    pub languages: u32,
    pub arrived_s: f64,
    /// Length of its promise: the due moment is `arrived_s + promised_s`.
    pub promised_s: f64,
    /// How long it is expected to take.
    pub handling_s: f64,
    /// When the customer left; infinite while nobody knows that they did. A contact whose customer left keeps its place:
    /// when its turn comes it tells how long it would have waited.
    pub withdrawn_s: f64,
    /// Place of the agent who should have it, or [`NOBODY`].
    pub preferred: u32,
    /// Until then nobody but `preferred` gets it; minus infinity for no hold.
    pub held_until_s: f64,
}

impl Waiting {
    #[inline]
    pub fn age_s(&self, now_s: f64) -> f64 {
        now_s - self.arrived_s
    }

    #[inline]
    pub fn due_s(&self) -> f64 {
        self.arrived_s + self.promised_s
    }

    /// Seconds left of its promise, below zero when it is broken.
    #[inline]
    pub fn slack_s(&self, now_s: f64) -> f64 {
        self.promised_s - self.age_s(now_s)
    }

    #[inline]
    pub fn has_left(&self, now_s: f64) -> bool {
        self.withdrawn_s <= now_s
    }
}
