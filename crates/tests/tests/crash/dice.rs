//! Chance that can be had again: splitmix64 from a seed.

/// Set to a number to have a failed run's chances again, as far as threads allow.
const SEED: &str = "RISCONTRO_TEST_SEED";

pub struct Dice(u64);

impl Dice {
    /// The seed asked for, or a fresh one.
    pub fn seed() -> u64 {
        let asked = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok());
        asked.unwrap_or_else(|| u64::from_le_bytes(kernel::id::random()))
    }

    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From `least` to `most`, both included.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.next() % (most - least + 1)
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes: Vec<u8> = (0..count.div_ceil(8)).flat_map(|_| self.next().to_le_bytes()).collect();
        bytes.truncate(count);
        bytes
    }
}
