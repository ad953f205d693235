//! What a company sets about its routing.

use super::index::Policy;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    pub policy: Policy,
    /// How late a contact may get, in lengths of its promise, before it goes before all others.
    pub rescue_after: f64,
    pub escape: Option<Escape>,
    pub hold: Option<Hold>,
    pub occupancy: Option<Occupancy>,
    /// Somebody on a chat takes no further chat while a call waits with less than this share of its promise left.
    pub reserve_share: Option<f64>,
    /// A contact that was sent back does not come again to who sent it for this long.
    pub sent_back_s: f64,
    /// Who was not heard for this long is not there.
    pub silence_s: f64,
}

/// The circle widens as a promise runs out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Escape {
    /// Shares of the promise after which the second ring and everybody trained are asked.
    pub second_after: f64,
    pub trained_after: f64,
}

/// A contact waits for the person who knows it, if that costs little of its promise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hold {
    /// Added to when that person is expected to be free.
    pub margin_s: f64,
    /// At most this share of what is left of the promise.
    pub slack_share: f64,
}

/// A short rest for who worked the hour through, when nobody's promise is near.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Occupancy {
    pub share: f64,
    pub rest_s: f64,
    /// No rest while somebody they could take has less slack than this.
    pub slack_s: f64,
}

impl Rules {
    /// The order alone: what the simulated world is measured with.
    pub fn bare(policy: Policy) -> Self {
        Self {
            policy,
            rescue_after: 1.0,
            escape: None,
            hold: None,
            occupancy: None,
            reserve_share: None,
            sent_back_s: 600.0,
            silence_s: 30.0,
        }
    }

    /// What a new company starts with.
    pub fn usual() -> Self {
        Self {
            escape: Some(Escape { second_after: 0.5, trained_after: 0.8 }),
            hold: Some(Hold { margin_s: 20.0, slack_share: 0.3 }),
            occupancy: Some(Occupancy { share: 0.88, rest_s: 30.0, slack_s: 60.0 }),
            reserve_share: Some(0.3),
            ..Self::bare(Policy::Fedf)
        }
    }
}
