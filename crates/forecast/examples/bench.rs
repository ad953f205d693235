//! `cargo xtask bench forecast`: the numbers of forecast and staffing beside their goals, put into `docs/benchmarks.md`
//! in a section of their own; whatever else stands on that page stays.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use forecast::Model;
use forecast::erlang::{self, Law, Queue};
use forecast::roster::{self, Cover, Problem, Solver};
use forecast::run::{self, Asked};
use forecast::series::Series;
use forecast::testing::{self, Staffed};
use forecast::{bank15, law};
use jiff::civil::date;

const PAGE: &str = "docs/benchmarks.md";
const HEADING: &str = "## Forecast and staffing";
/// A solver may take this long.
const DEADLINE: Duration = Duration::from_secs(10);

struct Table(String);

impl Table {
    fn line(&mut self, number: &str, goal: &str, reached: &str, held: Option<bool>) {
        let mark = match held {
            Some(true) => "held",
            Some(false) => "**missed**",
            None => "",
        };
        eprintln!("{number}: {reached} {goal} {mark}");
        // Writing into a string does not fail.
        let _ = writeln!(self.0, "| {number} | {goal} | {reached} | {mark} |");
    }

    fn near(&mut self, number: &str, goal: f64, within: f64, reached: f64) {
        let held = (reached - goal).abs() <= within;
        self.line(number, &format!("{goal} ± {within}"), &format!("{reached:.6}"), Some(held));
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut table = Table(String::new());
    scores(&mut table)?;
    three_years(&mut table)?;
    formulas(&mut table);
    shifts(&mut table);
    holidays(&mut table)?;
    let page = merged(&std::fs::read_to_string(PAGE).unwrap_or_default(), &table.0);
    std::fs::write(PAGE, page)?;
    Ok(())
}

/// The protocol of C1 and C2 on the generated call centre: the real calls are not in this repository.
fn scores(table: &mut Table) -> Result<(), Box<dyn std::error::Error>> {
    let began = Instant::now();
    let report = bank15::run(bank15::read(&testing::bank())?, &Model::ALL);
    let took = began.elapsed().as_secs_f64();
    let best = |of: &dyn Fn(&forecast::score::Scores) -> f64| {
        let others = report.models.iter().filter(|(model, _)| *model != Model::Factor);
        others.map(|(_, scores)| of(scores)).fold(f64::INFINITY, f64::min)
    };
    if let Some(own) = report.of(Model::Factor) {
        let others = best(&|scores| scores.mase);
        let reached = format!("{:.3}; best comparison {others:.3}", own.mase);
        table.line(
            "BANK-15 on a generated year: MASE",
            "≤ 0.88 of the best comparison",
            &reached,
            Some(own.mase <= 0.88 * others),
        );
        let reached = format!("{:.3}; best comparison {:.3}", own.pinball, best(&|scores| scores.pinball));
        table.line("BANK-15 on a generated year: pinball", "", &reached, None);
        let held = (0.86..=0.93).contains(&own.cov90);
        table.line(
            "BANK-15 on a generated year: cover of 90 %",
            "0.86 to 0.93",
            &format!("{:.3}", own.cov90),
            Some(held),
        );
    }
    for rest in &report.intraday {
        let number = format!("BANK-15 on a generated year: rest of the day after {} h, MASE", rest.hours);
        let reached = format!("{:.3} from {:.3}, by {:.2}", rest.after, rest.before, rest.beta);
        table.line(&number, "less than before", &reached, Some(rest.after < rest.before));
    }
    table.line("BANK-15: whole protocol, six models", "", &format!("{took:.1} s"), None);
    Ok(())
}

/// C3: three years, six weeks ahead.
fn three_years(table: &mut Table) -> Result<(), Box<dyn std::error::Error>> {
    for (minutes, staffed) in [(30, Staffed::ByNobody), (15, Staffed::ByPeople)] {
        let text = testing::shop(staffed, date(2023, 1, 2), 1_096, minutes);
        let series = Series::read(&text, minutes, "Europe/Rome")?;
        let asked = Asked { horizon: 42 * 1_440 / minutes, ..Asked::default() };
        let mut times: Vec<f64> = Vec::new();
        for _ in 0..5 {
            let began = Instant::now();
            run::forecast(&series, &asked)?;
            times.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        times.sort_by(f64::total_cmp);
        let what = match staffed {
            Staffed::ByNobody => "at all hours",
            Staffed::ByPeople => "of a staffed desk",
        };
        let number = format!("three years {what} by {minutes} minutes, six weeks ahead with quantiles");
        table.line(&number, "< 200 ms", &format!("{:.0} ms", times[2]), Some(times[2] < 200.0));
    }
    Ok(())
}

/// C4: check values.
fn formulas(table: &mut Table) {
    let queue = Queue { arrivals_per_hour: 100.0, handling_seconds: 360.0, patience_seconds: 180.0 };
    let outlook = queue.outlook(11);
    table.near("Erlang C, 14 people, 10 Erlangs: waits", 0.174_132, 1e-4, erlang::c(14, 10.0));
    table.near("Erlang C: within 20 s", 0.860_566, 1e-4, queue.service_level_without_patience(14, 20.0));
    table.near("Erlang A, 11 people: waits", 0.3590, 1e-4, outlook.wait);
    table.near("Erlang A: gives up", 0.1016, 1e-4, outlook.abandon);
    table.near("Erlang A: mean wait, s", 18.295, 1e-3, outlook.wait_seconds);
    table.near("Erlang A: within 20 s", 0.7107, 1e-4, queue.service_level(11, 20.0));
    let people = [Law::ErlangA, Law::ErlangC].map(|law| queue.people(0.8, 20.0, 1.0, law));
    table.line(
        "people for 80/20 by Erlang A and C",
        "13 and 14",
        &format!("{people:?}"),
        Some(people == [Some(13), Some(14)]),
    );
    let [poisson, scattered] = [0.0, 0.05].map(|dispersion| law::quantiles(40.0, dispersion, [0.95])[0]);
    table.line("95 % of 40 arrivals, Poisson and scattered", "", &format!("{poisson} and {scattered}"), None);
}

/// C5: shifts.
fn shifts(table: &mut Table) {
    let problems: [(&str, Problem, f64); 4] = [
        ("easy", testing::quarters(1.0), 186.0),
        ("easy, three times as many", testing::quarters(3.0), 562.0),
        ("hard", testing::hard_quarters(1.0), 210.0),
        ("hard, three times as many", testing::hard_quarters(3.0), 650.0),
    ];
    for (name, problem, best) in problems {
        for solver in [Solver::Highs, Solver::Microlp, Solver::Greedy] {
            if !solver.is_here() {
                continue;
            }
            let began = Instant::now();
            let found = roster::cover(&problem, solver, DEADLINE);
            let took = began.elapsed().as_secs_f64();
            let Cover { cost, lower_bound, .. } = found;
            let number = format!("shifts, {name}, {}", solver.name());
            let reached = format!(
                "{cost} by {} ({}), nothing below {lower_bound}, {took:.2} s",
                found.solver.name(),
                found.status.name()
            );
            match solver {
                Solver::Highs => {
                    let held = (cost - best).abs() < 1e-6 && took <= 2.0;
                    table.line(&number, &format!("{best} in ≤ 2 s"), &reached, Some(held));
                }
                Solver::Microlp => table.line(&number, "", &reached, None),
                Solver::Greedy => {
                    table.line(&number, &format!("≤ 3 % above {best}"), &reached, Some(cost <= 1.03 * best));
                }
            }
        }
    }
}

/// C7: a holiday of a desk with people and of a channel without.
fn holidays(table: &mut Table) -> Result<(), Box<dyn std::error::Error>> {
    for (staffed, name, goal) in
        [(Staffed::ByPeople, "a staffed desk", "0"), (Staffed::ByNobody, "a channel that is never shut", "> 0")]
    {
        // Ends on 30 April 2026: the first of May is the next day.
        let text = testing::shop(staffed, date(2025, 1, 1), 485, 30);
        let series = Series::read(&text, 30, "Europe/Rome")?;
        let found = run::forecast(&series, &Asked { horizon: 48, ..Asked::default() })?;
        let total: f64 = found.slots.iter().map(|slot| slot.mean).sum();
        let held = match staffed {
            Staffed::ByPeople => total == 0.0,
            Staffed::ByNobody => total > 0.0,
        };
        table.line(&format!("forecast of a holiday, {name}"), goal, &format!("{total:.1}"), Some(held));
    }
    Ok(())
}

/// The page with this section in the place of the one that was there, or at its end.
fn merged(page: &str, lines: &str) -> String {
    let section = format!(
        "{HEADING}\n\n\
         Written by `cargo xtask bench forecast`. The calls of BANK-15 are not in this repository: here the protocol runs on a\n\
         generated year, whose law is in `crates/forecast/src/testing.rs`; shifts are the ones of that file too.\n\n\
         | number | goal | reached | |\n| --- | --- | --- | --- |\n{lines}"
    );
    let Some(at) = page.find(HEADING) else {
        return format!("{}\n\n{section}", page.trim_end());
    };
    let after = page[at + HEADING.len()..].find("\n## ").map(|next| &page[at + HEADING.len() + next + 1..]);
    match after {
        Some(after) => format!("{}{section}\n{after}", &page[..at]),
        None => format!("{}{section}", &page[..at]),
    }
}
