//! What a promise stores of how it was made, so that it can be made again years later.

use crate::random::mix;

/// Never changed once written; only its outcome is added.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Name and version of what predicted and calibrated, as in `mc-qr+qt:0.05+tier/1`.
    pub model: String,
    /// Of everything the prediction saw ([`hash`]).
    pub inputs_hash: u64,
    pub conversation_id: u64,
    pub announcement: u64,
    /// Of the paths.
    pub seed: u64,
    /// Which quantile of the wait was asked for.
    pub quantile: f64,
    /// As predicted, seconds.
    pub predicted_s: f64,
    /// What calibration added, on the logarithm.
    pub q: f64,
    /// As announced, before rounding, seconds.
    pub announced_s: f64,
    pub alpha: f64,
    pub made_at_ms: i64,
    /// The moment told, rounded up.
    pub due_at_ms: i64,
    pub outcome: Option<Outcome>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    Kept {
        waited_s: f64,
    },
    Broken,
    /// The customer left before the due moment; the wait is the ghost's, where it is known.
    Withdrawn {
        ghost_s: Option<f64>,
    },
}

impl Record {
    /// Adds what became of it, once.
    ///
    /// # Errors
    /// The outcome it has.
    pub fn settle(&mut self, outcome: Outcome) -> Result<(), Outcome> {
        match self.outcome {
            Some(known) => Err(known),
            None => {
                self.outcome = Some(outcome);
                Ok(())
            }
        }
    }

    /// Whether a prediction made again from the stored inputs is the one that was told, to the last bit.
    pub fn agrees(&self, inputs_hash: u64, predicted_s: f64, announced_s: f64) -> bool {
        self.inputs_hash == inputs_hash
            && self.predicted_s.to_bits() == predicted_s.to_bits()
            && self.announced_s.to_bits() == announced_s.to_bits()
    }
}

/// A fingerprint of the inputs of a prediction, canonical bytes in. Not against somebody who means harm: the event log
/// keeps the inputs.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut state = mix(bytes.len() as u64);
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        state = mix(state ^ u64::from_le_bytes(word));
    }
    state
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Record, hash};

    #[test]
    fn a_promise_is_settled_once_and_can_be_made_again() {
        let mut record = Record {
            model: "mc+qt:0.05/1".to_owned(),
            inputs_hash: hash(b"floor"),
            conversation_id: 7,
            announcement: 1,
            seed: 9,
            quantile: 0.9,
            predicted_s: 100.0,
            q: 0.1,
            announced_s: 112.0,
            alpha: 0.1,
            made_at_ms: 0,
            due_at_ms: 120_000,
            outcome: None,
        };
        assert!(record.agrees(hash(b"floor"), 100.0, 112.0));
        assert!(!record.agrees(hash(b"floos"), 100.0, 112.0));
        assert_eq!(record.settle(Outcome::Broken), Ok(()));
        assert_eq!(record.settle(Outcome::Kept { waited_s: 1.0 }), Err(Outcome::Broken));
    }

    #[test]
    fn fingerprints_tell_lengths_and_places_apart() {
        let all = [hash(b""), hash(b"\0"), hash(b"\0\0"), hash(b"ab"), hash(b"ba"), hash(b"12345678a")];
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
    }
}
