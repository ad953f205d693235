//! Inputs for the bounded runs: a corpus bent in small ways, the same ones every time.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Longest input tried.
const MAX_BYTES: usize = 16 << 10;

/// Tries `entry` on each input of the corpus and then on bent ones, `tries` in all. A failure names its input.
pub fn run(entry: fn(&[u8]), corpus: &[Vec<u8>], words: &[&[u8]], seed: u64, tries: usize) {
    let mut chance = Chance(seed);
    for number in 0..tries {
        let input = match corpus.get(number) {
            Some(input) => input.clone(),
            None => chance.bent(corpus, words),
        };
        if catch_unwind(AssertUnwindSafe(|| entry(&input))).is_err() {
            panic!("input {number} of seed {seed} broke it: b\"{}\"", input.escape_ascii());
        }
    }
}

/// Numbers by xorshift64*: small, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or(0) % bound.max(1)
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let begin = self.below(length + 1);
        let most = (length - begin).min(1 << self.below(12));
        begin..begin + self.below(most + 1)
    }

    fn noise(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next().to_be_bytes()[0]).collect()
    }

    fn bent(&mut self, corpus: &[Vec<u8>], words: &[&[u8]]) -> Vec<u8> {
        let length = self.below(600);
        if corpus.is_empty() || self.below(20) == 0 {
            return self.noise(length);
        }
        let mut input = corpus[self.below(corpus.len())].clone();
        for _ in 0..=self.below(6) {
            self.bend(&mut input, corpus, words);
            input.truncate(MAX_BYTES);
        }
        input
    }

    fn bend(&mut self, input: &mut Vec<u8>, corpus: &[Vec<u8>], words: &[&[u8]]) {
        let range = self.range(input.len());
        let at = range.start;
        match self.below(8) {
            0 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << self.below(8);
                }
            }
            1 => {
                let noise = self.below(9);
                let noise = self.noise(noise);
                input.splice(at..at, noise);
            }
            2 => drop(input.drain(range)),
            3 => {
                let copy = input[range].to_vec();
                let to = self.below(input.len() + 1);
                input.splice(to..to, copy);
            }
            4 => {
                let other = &corpus[self.below(corpus.len())];
                let piece = self.range(other.len());
                input.splice(range, other[piece].iter().copied());
            }
            5 if !words.is_empty() => {
                let word = words[self.below(words.len())];
                input.splice(at..at, word.iter().copied());
            }
            6 => {
                let piece = input[range].to_vec();
                let times = self.below(20);
                input.splice(at..at, piece.repeat(times).into_iter().take(MAX_BYTES));
            }
            _ => input.truncate(at),
        }
    }
}
