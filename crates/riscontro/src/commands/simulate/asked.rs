//! What `simulate` was asked for.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use queueing::routing::Policy;
use queueing::simulation::{Plan, Predictor, PromisesUnder};

use crate::commands::Stop;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    pub plan: Plan,
    pub json: bool,
    pub html: Option<PathBuf>,
}

const TRAINING: RangeInclusive<u64> = 101..=106;
const VOLUME: f64 = 0.9;
/// Weeks in one run: an hour or two of work.
const MOST_WEEKS: u64 = 200;
const LAST_WEEK: u64 = 1_000_000;
const VOLUMES: RangeInclusive<f64> = 0.1..=3.0;

impl Asked {
    pub(super) fn of(flags: &[(&'static str, String)]) -> Result<Self, Stop> {
        let given =
            |name: &str| flags.iter().rev().find(|(own, _)| *own == name).map(|(_, value)| value.as_str());
        let weeks =
            given("weeks").ok_or_else(|| Stop::Wrong("simulate needs --weeks A-B, or --own".to_owned()))?;
        let live = predictor("predictor", given("predictor"), Predictor::LIVE)?;
        let plan = Plan {
            weeks: range("weeks", weeks)?,
            training: given("train").map_or(Ok(TRAINING), |value| range("train", value))?,
            volume: given("vol").map_or(Ok(VOLUME), volume)?,
            routing: policy("routing", given("routing").unwrap_or(Policy::Fedf.name()))?,
            live,
            deferred: predictor("email-predictor", given("email-predictor"), live.deferred())?,
            promises_under: match given("promises-under") {
                None | Some(BY_TARGET) => PromisesUnder::AgeByTarget,
                Some(name) => PromisesUnder::Policy(policy("promises-under", name)?),
            },
            handling: 1.0,
            threads: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        };
        Ok(Self { plan, json: given("json").is_some(), html: given("html").map(PathBuf::from) })
    }

    /// What promises are measured under, by name.
    pub(super) fn promises_under(&self) -> &'static str {
        match self.plan.promises_under {
            PromisesUnder::AgeByTarget => BY_TARGET,
            PromisesUnder::Policy(policy) => policy.name(),
        }
    }
}

/// The order in which the protocol measures promises: age by target.
const BY_TARGET: &str = "age-by-target";

fn range(name: &str, value: &str) -> Result<RangeInclusive<u64>, Stop> {
    let ends = value.split_once('-').unwrap_or((value, value));
    let (Ok(from), Ok(to)) = (ends.0.parse::<u64>(), ends.1.parse::<u64>()) else {
        return Err(Stop::Wrong(format!("--{name} takes weeks as 201-210, not {value:?}")));
    };
    if from == 0 || to > LAST_WEEK || from > to || to - from >= MOST_WEEKS {
        return Err(Stop::Wrong(format!(
            "--{name} takes up to {MOST_WEEKS} weeks from 1 to {LAST_WEEK}, the lower first, not {value:?}"
        )));
    }
    Ok(from..=to)
}

fn volume(value: &str) -> Result<f64, Stop> {
    value.parse().ok().filter(|volume| VOLUMES.contains(volume)).ok_or_else(|| {
        Stop::Wrong(format!(
            "--vol takes a number from {} to {}, not {value:?}",
            VOLUMES.start(),
            VOLUMES.end()
        ))
    })
}

fn policy(name: &str, value: &str) -> Result<Policy, Stop> {
    Policy::of_name(value).ok_or_else(|| {
        let all = Policy::ALL.map(Policy::name).join(" ");
        let also = if name == "promises-under" { format!("{BY_TARGET} ") } else { String::new() };
        Stop::Wrong(format!("--{name} {value:?} is not one of {also}{all}"))
    })
}

fn predictor(name: &str, value: Option<&str>, otherwise: Predictor) -> Result<Predictor, Stop> {
    let Some(value) = value else { return Ok(otherwise) };
    Predictor::of_name(value).map_err(|why| Stop::Wrong(format!("--{name} {value:?}: {why}")))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use queueing::routing::Policy;
    use queueing::simulation::{Predictor, PromisesUnder};

    use super::Asked;

    fn asked(flags: &[(&'static str, &str)]) -> Result<Asked, String> {
        let flags: Vec<_> = flags.iter().map(|&(name, value)| (name, value.to_owned())).collect();
        Asked::of(&flags).map_err(|stop| stop.to_string())
    }

    #[test]
    fn what_is_not_said_is_as_documented() {
        let plan = asked(&[("weeks", "201-210")]).unwrap().plan;
        assert_eq!((plan.weeks, plan.training, plan.volume), (201..=210, 101..=106, 0.9));
        assert_eq!((plan.routing, plan.promises_under), (Policy::Fedf, PromisesUnder::AgeByTarget));
        assert_eq!((plan.live, plan.deferred), (Predictor::LIVE, Predictor::DEFERRED));
    }

    #[test]
    fn what_is_said_counts_and_the_last_word_wins() {
        let said = asked(&[
            ("weeks", "5"),
            ("vol", "1.05"),
            ("routing", "edf"),
            ("routing", "fedf-w"),
            ("predictor", "les+split"),
            ("promises-under", "fedf"),
            ("json", ""),
        ]);
        let said = said.unwrap();
        assert_eq!((said.plan.weeks.clone(), said.plan.volume, said.json), (5..=5, 1.05, true));
        assert_eq!((said.plan.routing, said.promises_under()), (Policy::FedfWeighted, "fedf"));
        assert_eq!(said.plan.deferred.to_string(), "les+split");
    }

    #[test]
    fn a_wrong_word_is_named_in_one_line() {
        for (flags, named) in [
            (&[][..], "simulate needs --weeks A-B, or --own"),
            (&[("weeks", "a-b")], "--weeks takes weeks as 201-210, not \"a-b\""),
            (&[("weeks", "210-201")], "the lower first, not \"210-201\""),
            (&[("weeks", "1-999")], "up to 200 weeks"),
            (&[("weeks", "1-2"), ("train", "x")], "--train takes weeks"),
            (&[("weeks", "1-2"), ("vol", "NaN")], "--vol takes a number from 0.1 to 3, not \"NaN\""),
            (&[("weeks", "1-2"), ("routing", "lifo")], "--routing \"lifo\" is not one of fifo strict edf"),
            (&[("weeks", "1-2"), ("predictor", "magic")], "--predictor \"magic\": \"magic\" is not one of ql"),
            (&[("weeks", "1-2"), ("promises-under", "x")], "is not one of age-by-target fifo"),
        ] {
            let said = asked(flags).unwrap_err();
            assert!(said.contains(named) && !said.contains('\n'), "{said}");
        }
    }
}
