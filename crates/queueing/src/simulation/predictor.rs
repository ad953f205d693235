//! Predictors by name: `mc-qr+qt:0.05+tier` is the Monte-Carlo with regression, tracked per tier.

use std::fmt;

/// What says how long it will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    QueueLength,
    Formula,
    LastServed,
    Head,
    Regression,
    Paths,
    PathsAndRegression,
}

impl Base {
    pub const ALL: [Self; 7] = [
        Self::QueueLength,
        Self::Formula,
        Self::LastServed,
        Self::Head,
        Self::Regression,
        Self::Paths,
        Self::PathsAndRegression,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::QueueLength => "ql",
            Self::Formula => "qla",
            Self::LastServed => "les",
            Self::Head => "hol",
            Self::Regression => "qr",
            Self::Paths => "mc",
            Self::PathsAndRegression => "mc-qr",
        }
    }

    pub fn asks_paths(self) -> bool {
        match self {
            Self::Paths | Self::PathsAndRegression => true,
            Self::QueueLength | Self::Formula | Self::LastServed | Self::Head | Self::Regression => false,
        }
    }
}

/// What makes it sure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Layer {
    Raw,
    /// One quantile of the training weeks' scores.
    Split,
    /// The quantile of the last scores, refreshed when the day opens.
    Rolling,
    /// The tracker, with its step.
    Tracker(f64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Predictor {
    pub base: Base,
    pub layer: Layer,
    /// One cell for each tier rather than one for the channel.
    pub by_tier: bool,
}

impl Predictor {
    /// What is recommended on live channels.
    pub const LIVE: Self = Self { base: Base::PathsAndRegression, layer: Layer::Tracker(0.05), by_tier: true };
    /// What is recommended where an answer can wait.
    pub const DEFERRED: Self = Self { base: Base::Paths, layer: Layer::Rolling, by_tier: true };

    /// Reads a name.
    ///
    /// # Errors
    /// One sentence that says which part is unknown and what there is.
    pub fn of_name(name: &str) -> Result<Self, String> {
        let mut parts = name.split('+');
        let first = parts.next().unwrap_or_default();
        let Some(base) = Base::ALL.into_iter().find(|base| base.name() == first) else {
            let all = Base::ALL.map(Base::name).join(" ");
            return Err(format!("{first:?} is not one of {all}"));
        };
        let mut predictor = Self { base, layer: Layer::Raw, by_tier: false };
        for part in parts {
            let layer = match (part, part.strip_prefix("qt:")) {
                ("tier", _) if !predictor.by_tier => {
                    predictor.by_tier = true;
                    continue;
                }
                ("split", _) => Layer::Split,
                ("rsplit", _) => Layer::Rolling,
                (_, Some(eta)) => match eta.parse::<f64>() {
                    Ok(eta) if eta > 0.0 && eta <= 1.0 => Layer::Tracker(eta),
                    _ => return Err(format!("qt: takes a step above 0 and up to 1, not {eta:?}")),
                },
                _ => return Err(format!("{part:?} is not one of +split +rsplit +qt:ETA +tier")),
            };
            if predictor.layer != Layer::Raw {
                return Err(format!("{part:?} comes on top of another calibration: one is enough"));
            }
            predictor.layer = layer;
        }
        Ok(predictor)
    }

    /// The same where an answer can wait: outcomes come hours late there, so a tracker gives way to the rolling split, and
    /// the regression adds nothing to the paths.
    pub fn deferred(self) -> Self {
        let layer = match self.layer {
            Layer::Raw => Layer::Raw,
            Layer::Split => Layer::Split,
            Layer::Rolling | Layer::Tracker(_) => Layer::Rolling,
        };
        let base = match self.base {
            Base::PathsAndRegression => Base::Paths,
            other => other,
        };
        Self { base, layer, ..self }
    }
}

impl fmt::Display for Predictor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.base.name())?;
        match self.layer {
            Layer::Raw => {}
            Layer::Split => f.write_str("+split")?,
            Layer::Rolling => f.write_str("+rsplit")?,
            Layer::Tracker(eta) => write!(f, "+qt:{eta}")?,
        }
        if self.by_tier { f.write_str("+tier") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Base, Layer, Predictor};

    #[test]
    fn names_are_read_and_written() {
        for name in ["les", "qla+split", "mc+rsplit+tier", "mc-qr+qt:0.05+tier", "ql+tier"] {
            assert_eq!(Predictor::of_name(name).unwrap().to_string(), name);
        }
        assert_eq!(Predictor::of_name("mc-qr+qt:0.05+tier"), Ok(Predictor::LIVE));
        assert_eq!(Predictor::LIVE.deferred(), Predictor::DEFERRED);
        let swapped = Predictor { base: Base::Paths, layer: Layer::Split, by_tier: true };
        assert_eq!(Predictor::of_name("mc+tier+split"), Ok(swapped));
    }

    #[test]
    fn what_is_unknown_is_named() {
        for (name, named) in [
            ("mcqr", "\"mcqr\" is not one of ql qla"),
            ("", "\"\" is not"),
            ("mc+qt", "\"qt\" is not one of"),
            ("mc+qt:", "not \"\""),
            ("mc+qt:NaN", "not \"NaN\""),
            ("mc+qt:0", "not \"0\""),
            ("mc+split+qt:0.1", "one is enough"),
            ("mc+tier+tier", "\"tier\" is not"),
        ] {
            let said = Predictor::of_name(name).unwrap_err();
            assert!(said.contains(named), "{name}: {said}");
        }
    }
}
