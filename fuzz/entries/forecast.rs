//! What is tried on the files of `riscontro forecast` and `riscontro staff`. Used by the fuzz target and, bounded, by
//! `crates/forecast/tests/bounded_fuzz.rs`.

use std::time::Duration;

use forecast::roster::{self, Problem, Solver};
use forecast::run::{self, Asked};
use forecast::series::Series;
use forecast::{Model, bank15};

/// Any text is read as each kind of file; what can be read is forecast and covered, and the answers hold together.
pub fn forecast_files(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    if let Ok(series) = Series::read(text, 60, "Europe/Rome") {
        for model in [Model::Factor, Model::SeasonalNaive] {
            let asked = Asked { horizon: 60, model: Some(model), ..Asked::default() };
            let Ok(found) = run::forecast(&series, &asked) else { continue };
            assert_eq!(found.slots.len(), 60);
            for slot in found.slots {
                assert!(slot.mean.is_finite() && slot.mean >= 0.0, "{slot:?}");
                assert!(slot.quantiles.is_sorted() && slot.quantiles[0] >= 0.0, "{slot:?}");
            }
        }
    }
    let _ = bank15::read(text);
    let _ = run::read_events(text);
    let _ = roster::read_demand(text);
    let Ok(patterns) = roster::read_patterns(text, 24) else { return };
    if patterns.len() <= 40 {
        let problem = Problem::new((0..24).map(|slot| slot % 5).collect(), patterns);
        let cover = roster::cover(&problem, Solver::Greedy, Duration::from_millis(200));
        assert!(problem.allows(&cover.counts) && cover.lower_bound <= cover.cost + 1e-6, "{cover:?}");
    }
}
