//! `staff`: which shifts cover what is required.

use std::path::PathBuf;
use std::time::Duration;

use forecast::roster::{self, Cover, Demand, Limit, Most, Pattern, Problem, Solver};
use serde_json::{Value, json};

use super::predict::{in_file, pretty, rounded, text};
use super::{Stop, help};

/// How long a solver may take, when nobody says.
const SECONDS: u64 = 10;
const SECONDS_MAX: u64 = 3_600;

/// What was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Words {
    demand: PathBuf,
    patterns: PathBuf,
    limits: Vec<Limit>,
    uncovered_cost: Option<f64>,
    deadline: Duration,
    solver: Solver,
    json: bool,
}

impl Words {
    /// Reads the flags of the command; `given` finds the last value of each.
    pub(super) fn read<'a>(given: impl Fn(&str) -> Option<&'a str>) -> Result<Self, Stop> {
        let wrong = |what: &str| Stop::Wrong(what.to_owned());
        let needed = |name: &str, what: &str| given(name).map(PathBuf::from).ok_or_else(|| wrong(what));
        let seconds = match given("seconds") {
            None => Some(SECONDS),
            Some(value) => value.parse().ok().filter(|seconds| (1..=SECONDS_MAX).contains(seconds)),
        };
        let seconds = seconds
            .ok_or_else(|| Stop::Wrong(format!("--seconds takes a whole number from 1 to {SECONDS_MAX}")))?;
        let uncovered_cost = given("uncovered").map(|value| {
            let cost = value.parse::<f64>().ok().filter(|cost| cost.is_finite() && *cost > 0.0);
            cost.ok_or_else(|| wrong("--uncovered takes a cost above 0"))
        });
        let solver = match given("solver") {
            None => Solver::BEST,
            Some(name) => Solver::of_name(name)
                .ok_or_else(|| wrong("--solver takes highs, microlp or greedy"))
                .and_then(|solver| match solver.is_here() {
                    true => Ok(solver),
                    false => Err(wrong("--solver highs: this program was built without it (feature highs)")),
                })?,
        };
        Ok(Self {
            demand: needed("demand", "staff needs --demand FILE")?,
            patterns: needed("patterns", "staff needs --patterns FILE")?,
            limits: given("limits").map_or(Ok(Vec::new()), limits)?,
            uncovered_cost: uncovered_cost.transpose()?,
            deadline: Duration::from_secs(seconds),
            solver,
            json: given("json").is_some(),
        })
    }
}

/// `4h=30%,6h=3`: a share of all shifts, or a number.
fn limits(written: &str) -> Result<Vec<Limit>, Stop> {
    let wrong = || Stop::Wrong("--limits takes a share or a number for each group, as 4h=30%,6h=3".to_owned());
    written
        .split(',')
        .map(|one| {
            let (group, most) = one.split_once('=').ok_or_else(wrong)?;
            let most = match most.strip_suffix('%') {
                Some(share) => {
                    let share = share.parse::<f64>().ok().filter(|share| (0.0..=100.0).contains(share));
                    Most::Share(share.ok_or_else(wrong)? / 100.0)
                }
                None => Most::Count(most.parse().map_err(|_| wrong())?),
            };
            match group.trim() {
                "" => Err(wrong()),
                group => Ok(Limit { group: group.to_owned(), most }),
            }
        })
        .collect()
}

pub(super) fn print(words: &Words) -> Result<u8, Stop> {
    let demand = roster::read_demand(&text(&words.demand)?).map_err(in_file(&words.demand))?;
    let patterns = roster::read_patterns(&text(&words.patterns)?, demand.required.len())
        .map_err(in_file(&words.patterns))?;
    if let Some(limit) = words.limits.iter().find(|limit| !is_a_group(&patterns, &limit.group)) {
        return Err(Stop::Wrong(format!("--limits names {:?}, which is no group of a pattern", limit.group)));
    }
    let mut problem = Problem::new(demand.required.clone(), patterns);
    problem.limits.clone_from(&words.limits);
    problem.uncovered_cost = words.uncovered_cost.unwrap_or(problem.uncovered_cost);
    let cover = roster::cover(&problem, words.solver, words.deadline);
    help::write(&match words.json {
        true => pretty(&json(&problem, &demand, &cover))?,
        false => table(&problem, &demand, &cover),
    })
}

fn is_a_group(patterns: &[Pattern], group: &str) -> bool {
    patterns.iter().any(|pattern| pattern.group == group)
}

fn used<'a>(problem: &'a Problem, cover: &'a Cover) -> impl Iterator<Item = (&'a Pattern, u32)> {
    problem.patterns.iter().zip(cover.counts.iter().copied()).filter(|(_, count)| *count > 0)
}

fn missing<'a>(demand: &'a Demand, cover: &'a Cover) -> impl Iterator<Item = (&'a String, u32)> {
    demand.starts.iter().zip(cover.missing.iter().copied()).filter(|(_, people)| *people > 0)
}

fn json(problem: &Problem, demand: &Demand, cover: &Cover) -> Value {
    let shifts: Vec<Value> = used(problem, cover)
        .map(|(pattern, count)| json!({ "pattern": pattern.name, "count": count }))
        .collect();
    let slots: Vec<Value> =
        missing(demand, cover).map(|(start, people)| json!({ "start": start, "people": people })).collect();
    json!({
        "status": cover.status.name(),
        "cost": rounded(cover.cost),
        "lower_bound": rounded(cover.lower_bound),
        "gap": rounded(cover.gap()),
        "solver": cover.solver.name(),
        "shifts": shifts,
        "uncovered": cover.missing.iter().sum::<u32>(),
        "uncovered_slots": slots,
    })
}

fn table(problem: &Problem, demand: &Demand, cover: &Cover) -> String {
    let mut text = String::new();
    for (pattern, count) in used(problem, cover) {
        let last = pattern.start + pattern.slots - 1;
        let (from, to) = (&demand.starts[pattern.start], &demand.starts[last]);
        text.push_str(&format!("{count:>5} × {:<24} first slot {from}, last slot {to}\n", pattern.name));
    }
    for (start, people) in missing(demand, cover) {
        text.push_str(&format!("missing {people} at {start}\n"));
    }
    let uncovered: u32 = cover.missing.iter().sum();
    text.push_str(&format!(
        "{}: cost {}, nothing below {} (gap {:.1} %), by {}; {uncovered} uncovered\n",
        cover.status.name(),
        rounded(cover.cost),
        rounded(cover.lower_bound),
        100.0 * cover.gap(),
        cover.solver.name()
    ));
    text
}
