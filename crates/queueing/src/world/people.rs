//! The 24 people of the world and their days.

use super::DAY_S;
use crate::random::Stream;

const SKILL_BITS: [u8; 24] = [1, 1, 1, 1, 1, 2, 2, 2, 4, 4, 3, 3, 5, 6, 1, 1, 1, 2, 2, 4, 7, 7, 7, 7];
const CHANNEL_BITS: [u8; 24] = [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7];
const SHIFT_S: f64 = 8.0 * 3_600.0;
/// People come back from a break late by this much on average.
pub const LATE_MEAN_S: f64 = 90.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Bit s: answers skill s.
    pub skills: u8,
    /// Bits: 1 phone, 2 chat, 4 e-mail.
    pub channels: u8,
}

/// A break as planned, in seconds of the day, and how late its owner really comes back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Break {
    pub from_s: f64,
    pub to_s: f64,
    pub late_s: f64,
}

/// One person's day, in seconds of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    pub from_s: f64,
    pub to_s: f64,
    pub breaks: [Break; 3],
}

pub fn people() -> [Person; 24] {
    std::array::from_fn(|index| Person { skills: SKILL_BITS[index], channels: CHANNEL_BITS[index] })
}

impl Plan {
    /// The day of person `index`; `seed` is the day's.
    pub fn of(index: usize, seed: u64) -> Self {
        let from_s = (index % 5) as f64 * 1_800.0;
        let (third, fourth) = ((index % 3) as f64 * 900.0, (index % 4) as f64 * 900.0);
        let late = Stream::of(seed, 3);
        let taken = |after_s: f64, length_s: f64, number: u64| Break {
            from_s: from_s + after_s,
            to_s: from_s + after_s + length_s,
            late_s: -LATE_MEAN_S * late.uniform(8 * index as u64 + number).ln(),
        };
        let breaks = [
            taken(7_200.0 + third, 900.0, 2),
            taken(14_400.0 + fourth, 1_800.0, 4),
            taken(21_600.0 + third, 900.0, 6),
        ];
        Self { from_s, to_s: (from_s + SHIFT_S).min(DAY_S), breaks }
    }
}
