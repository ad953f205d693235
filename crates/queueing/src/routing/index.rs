//! The index: in which order waiting contacts are served.

use super::contact::Waiting;
use crate::channel::Channel;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Who came first.
    Fifo,
    /// The dearer tier, then who came first.
    Strict,
    /// The nearest due moment, also of promises that are broken.
    Edf,
    /// Age in lengths of the promise (accumulating priority: Stanford, Taylor, Ziedins 2014).
    Apq,
    /// Quadratic cost of delay by expected work (van Mieghem 1995).
    Gcmu,
    /// The nearest due moment among promises that can still be kept; broken ones after, rescued when very late.
    Fedf,
    /// The same, with weight and work.
    FedfWeighted,
    /// Pushed to the next person in turn, whatever they have in hand.
    Blind,
}

impl Policy {
    pub const ALL: [Self; 8] = [
        Self::Fifo,
        Self::Strict,
        Self::Edf,
        Self::Apq,
        Self::Gcmu,
        Self::Fedf,
        Self::FedfWeighted,
        Self::Blind,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Fifo => "fifo",
            Self::Strict => "strict",
            Self::Edf => "edf",
            Self::Apq => "apq",
            Self::Gcmu => "gcmu",
            Self::Fedf => "fedf",
            Self::FedfWeighted => "fedf-w",
            Self::Blind => "blind",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

/// Whether a promise can still be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Broken: served after all that can still be saved.
    Late,
    /// Can be kept.
    Feasible,
    /// So late that it goes first: nobody is forgotten.
    Rescued,
}

impl Standing {
    #[inline]
    pub fn of(slack_s: f64, promised_s: f64, rescue_after: f64) -> Self {
        if slack_s >= 0.0 {
            Self::Feasible
        } else if slack_s >= -rescue_after * promised_s {
            Self::Late
        } else {
            Self::Rescued
        }
    }
}

/// The place of a contact in the order: the greater, the sooner. Two parts, so that no sum of large and small numbers
/// makes two of the same class equal.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Rank {
    pub group: u8,
    pub value: f64,
}

/// Seconds of work that weigh as one in the weighted index.
const USUAL_WORK_S: f64 = 200.0;
/// Chats that run side by side take so much less of a person.
const CHATS_SIDE_BY_SIDE: f64 = 2.5;

impl Rank {
    #[inline]
    pub fn of(policy: Policy, rescue_after: f64, contact: &Waiting, now_s: f64) -> Self {
        let age_s = contact.age_s(now_s);
        let promised_s = contact.promised_s;
        let slack_s = promised_s - age_s;
        let standing = || Standing::of(slack_s, promised_s, rescue_after);
        match policy {
            Policy::Fifo | Policy::Blind => Self { group: 0, value: age_s },
            Policy::Strict => Self { group: u8::MAX - contact.tier, value: age_s },
            Policy::Edf => Self { group: 0, value: -slack_s },
            Policy::Apq => Self { group: 0, value: age_s / promised_s },
            Policy::Gcmu => {
                let cost = contact.weight * (age_s + 1.0) / (promised_s * promised_s * contact.handling_s);
                Self { group: 0, value: cost }
            }
            Policy::Fedf => {
                let standing = standing();
                let value = match standing {
                    Standing::Feasible => -slack_s,
                    Standing::Late | Standing::Rescued => -slack_s / promised_s,
                };
                Self { group: standing as u8, value }
            }
            Policy::FedfWeighted => {
                let standing = standing();
                let value = match standing {
                    Standing::Feasible => -slack_s * (work_s(contact) / USUAL_WORK_S) / contact.weight.sqrt(),
                    Standing::Late => contact.weight * -slack_s / promised_s,
                    Standing::Rescued => -slack_s / promised_s,
                };
                Self { group: standing as u8, value }
            }
        }
    }
}

fn work_s(contact: &Waiting) -> f64 {
    match contact.channel {
        Channel::Chat => contact.handling_s / CHATS_SIDE_BY_SIDE,
        Channel::Phone | Channel::Email => contact.handling_s,
    }
}
