//! Numbers that look random and are not: each is a function of a seed, a stream and a counter.
//!
//! Because no number depends on how many were drawn before it, every policy meets the same customers, and a promise
//! can be worked out again years later from the seed it stored.

use std::f64::consts::TAU;

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
/// 2^-53, the distance of neighbouring numbers in [0.5, 1).
const STEP: f64 = 1.0 / 9_007_199_254_740_992.0;

/// The finaliser of SplitMix64: every bit of `z` moves about half the bits of what comes out.
#[inline]
pub fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number strictly between 0 and 1.
#[inline]
pub fn uniform(seed: u64, stream: u64, index: u64) -> f64 {
    Stream::of(seed, stream).uniform(index)
}

/// A standard normal number (Box and Muller, the cosine alone, two uniforms each).
#[inline]
pub fn normal(seed: u64, stream: u64, index: u64) -> f64 {
    Stream::of(seed, stream).normal(index)
}

/// One stream of one seed; numbers are asked for by their index.
#[derive(Clone, Copy, Debug)]
pub struct Stream(u64);

impl Stream {
    #[inline]
    pub fn of(seed: u64, stream: u64) -> Self {
        Self(mix(seed.wrapping_mul(GOLDEN).wrapping_add(stream)))
    }

    #[inline]
    pub fn uniform(self, index: u64) -> f64 {
        let bits = mix(self.0.wrapping_add(index.wrapping_add(1).wrapping_mul(GOLDEN))) >> 11;
        (bits as f64 + 0.5) * STEP
    }

    #[inline]
    pub fn normal(self, index: u64) -> f64 {
        let radius = (-2.0 * self.uniform(2 * index).ln()).sqrt();
        radius * (TAU * self.uniform(2 * index + 1)).cos()
    }
}
