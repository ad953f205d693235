//! The integer programme, by a solver in its own thread until the deadline.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use good_lp::solvers::{SolutionStatus, WithTimeLimit};
use good_lp::{
    Expression, Solution, SolverModel, Variable, WithInitialSolution, constraint, variable, variables,
};

use super::{Cover, Most, Problem, Status, greedy};

/// Who found the shifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solver {
    Highs,
    Microlp,
    /// The rounded relaxation.
    Greedy,
}

impl Solver {
    /// The best one this program was built with.
    pub const BEST: Self = if cfg!(feature = "highs") { Self::Highs } else { Self::Microlp };

    pub fn name(self) -> &'static str {
        match self {
            Self::Highs => "highs",
            Self::Microlp => "microlp",
            Self::Greedy => "greedy",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Highs, Self::Microlp, Self::Greedy].into_iter().find(|solver| solver.name() == name)
    }

    /// Whether this program was built with it.
    pub fn is_here(self) -> bool {
        match self {
            Self::Highs => cfg!(feature = "highs"),
            Self::Microlp | Self::Greedy => true,
        }
    }
}

/// Beyond the deadline a solver has this long to come back by itself.
const GRACE: Duration = Duration::from_millis(250);

/// Rounding has this long even when the deadline is over: there must be an answer.
const ROUNDING_LEAST: Duration = Duration::from_millis(200);

/// Whether counts must be whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    Whole,
    Parts,
}

/// What a solver came back with.
struct Solved {
    counts: Vec<f64>,
    cost: f64,
    proved: bool,
}

/// The cheapest shifts that `solver` finds within `deadline`; the rounded relaxation when it finds none better.
pub fn cover(problem: &Problem, solver: Solver, deadline: Duration) -> Cover {
    let began = Instant::now();
    let relaxed =
        within(deadline, problem, move |problem, left| by_microlp(problem, Counts::Parts, left, None));
    let (bound, parts) = match relaxed {
        // One that was cut off bounds nothing, but may be rounded all the same.
        Some(relaxed) if !relaxed.proved => (0.0, relaxed.counts),
        Some(relaxed) => (rounded_bound(problem, relaxed.cost), relaxed.counts),
        None => (0.0, vec![0.0; problem.patterns.len()]),
    };
    let left = deadline.saturating_sub(began.elapsed());
    let budget = if solver == Solver::Greedy { left } else { left / 2 };
    let counts = greedy::round(problem, &parts, budget.max(ROUNDING_LEAST));
    let mut best = Cover {
        status: Status::Feasible,
        solver: Solver::Greedy,
        cost: problem.cost(&counts),
        missing: problem.missing(&counts),
        counts,
        lower_bound: bound,
    };
    let left = deadline.saturating_sub(began.elapsed());
    let start = best.counts.clone();
    let whole = match solver {
        _ if best.gap() < 1e-9 => None,
        Solver::Greedy => None,
        Solver::Microlp => {
            within(left, problem, move |problem, left| by_microlp(problem, Counts::Whole, left, Some(&start)))
        }
        Solver::Highs => within(left, problem, move |problem, left| by_highs(problem, left, &start)),
    };
    if let Some(whole) = whole {
        let counts: Vec<u32> = whole.counts.iter().map(|count| count.round().max(0.0) as u32).collect();
        let cost = problem.cost(&counts);
        if problem.allows(&counts) && cost <= best.cost + 1e-9 {
            best.missing = problem.missing(&counts);
            (best.solver, best.cost, best.counts) = (solver, cost, counts);
            if whole.proved {
                best.lower_bound = cost;
            }
        }
    }
    best.lower_bound = best.lower_bound.min(best.cost);
    if best.gap() < 1e-9 {
        best.status = Status::Optimal;
    }
    best
}

/// Runs `solve` in a thread of its own and waits for it until the deadline; one that does not come back is left to
/// itself: it has the same deadline.
fn within(
    deadline: Duration,
    problem: &Problem,
    solve: impl FnOnce(&Problem, Duration) -> Option<Solved> + Send + 'static,
) -> Option<Solved> {
    if deadline.is_zero() {
        return None;
    }
    let (tell, told) = mpsc::channel();
    let problem = problem.clone();
    let thread = std::thread::Builder::new().name("shifts".to_owned()).spawn(move || {
        // Nobody may be listening any more.
        let _ = tell.send(solve(&problem, deadline));
    });
    thread.ok()?;
    told.recv_timeout(deadline + GRACE).ok().flatten()
}

/// Where all costs are multiples of one amount, so is every total: the bound is brought up to the next.
fn rounded_bound(problem: &Problem, bound: f64) -> f64 {
    const PARTS: f64 = 1_000.0;
    let costs = problem.patterns.iter().map(|pattern| pattern.cost).chain([problem.uncovered_cost]);
    let mut common = 0u64;
    for cost in costs {
        let parts = (cost * PARTS).round();
        if (cost * PARTS - parts).abs() > 1e-6 {
            return bound;
        }
        let (mut a, mut b) = (common, parts as u64);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        common = a;
    }
    if common == 0 {
        return bound;
    }
    let unit = common as f64 / PARTS;
    ((bound / unit - 1e-6).ceil() * unit).max(bound)
}

/// The programme in good_lp's words: a variable for each pattern, one for each slot's missing people.
struct Programme {
    counts: Vec<Variable>,
    missing: Vec<Variable>,
    variables: good_lp::ProblemVariables,
}

impl Programme {
    fn of(problem: &Problem, counts: Counts) -> Self {
        let mut variables = variables!();
        let count = |most: u32| {
            let one = variable().min(0.0).max(f64::from(most));
            if counts == Counts::Whole { one.integer() } else { one }
        };
        let of_pattern: Vec<Variable> =
            problem.patterns.iter().map(|one| variables.add(count(problem.useful(one)))).collect();
        // Whole by themselves once the counts are.
        let missing: Vec<Variable> = problem
            .required
            .iter()
            .map(|required| variables.add(variable().min(0.0).max(f64::from(*required))))
            .collect();
        Self { counts: of_pattern, missing, variables }
    }

    fn objective(&self, problem: &Problem) -> Expression {
        let shifts = self.counts.iter().zip(&problem.patterns).map(|(count, one)| *count * one.cost);
        let missing = self.missing.iter().map(|missing| *missing * problem.uncovered_cost);
        shifts.chain(missing).sum()
    }

    fn constraints(&self, problem: &Problem) -> Vec<good_lp::Constraint> {
        let mut covered: Vec<Expression> =
            self.missing.iter().map(|missing| Expression::from(*missing)).collect();
        for (count, pattern) in self.counts.iter().zip(&problem.patterns) {
            for slot in pattern.works() {
                if let Some(covered) = covered.get_mut(slot) {
                    *covered += *count;
                }
            }
        }
        let enough = covered
            .into_iter()
            .zip(&problem.required)
            .filter(|(_, required)| **required > 0)
            .map(|(covered, required)| constraint!(covered >= f64::from(*required)));
        let all = || self.counts.iter().copied().sum::<Expression>();
        let limits = problem.limits.iter().map(|limit| {
            let members = self.counts.iter().zip(&problem.patterns);
            let of_group: Expression =
                members.filter(|(_, one)| one.group == limit.group).map(|(count, _)| *count).sum();
            match limit.most {
                Most::Share(share) => constraint!(of_group <= share * all()),
                Most::Count(count) => constraint!(of_group <= f64::from(count)),
            }
        });
        enough.chain(limits).collect()
    }

    /// A start of whole shifts, with what they leave missing.
    fn start(&self, problem: &Problem, counts: &[u32]) -> Vec<(Variable, f64)> {
        let missing = problem.missing(counts);
        let counts = self.counts.iter().zip(counts).map(|(one, count)| (*one, f64::from(*count)));
        counts.chain(self.missing.iter().zip(missing).map(|(one, count)| (*one, f64::from(count)))).collect()
    }
}

fn by_microlp(problem: &Problem, counts: Counts, deadline: Duration, start: Option<&[u32]>) -> Option<Solved> {
    let programme = Programme::of(problem, counts);
    let constraints = programme.constraints(problem);
    let start = start.map(|start| programme.start(problem, start));
    let objective = programme.objective(problem);
    let mut model = programme.variables.minimise(objective).using(good_lp::microlp);
    for one in constraints {
        model.add_constraint(one);
    }
    let mut model = model.with_time_limit(deadline.as_secs_f64());
    if let Some(start) = start {
        model = model.with_initial_solution(start);
    }
    let solution = model.solve().ok()?;
    Some(read(problem, &programme.counts, &programme.missing, &solution))
}

#[cfg(feature = "highs")]
fn by_highs(problem: &Problem, deadline: Duration, start: &[u32]) -> Option<Solved> {
    let programme = Programme::of(problem, Counts::Whole);
    let constraints = programme.constraints(problem);
    let start = programme.start(problem, start);
    let objective = programme.objective(problem);
    let mut model = programme.variables.minimise(objective).using(good_lp::highs);
    for one in constraints {
        model.add_constraint(one);
    }
    // One thread, and so the same answer every time; no gap is left on purpose.
    let model = model
        .with_time_limit(deadline.as_secs_f64())
        .set_threads(1)
        .set_option("mip_rel_gap", 0.0)
        .set_option("random_seed", 0)
        .with_initial_solution(start);
    let solution = model.solve().ok()?;
    Some(read(problem, &programme.counts, &programme.missing, &solution))
}

#[cfg(not(feature = "highs"))]
fn by_highs(_: &Problem, _: Duration, _: &[u32]) -> Option<Solved> {
    None
}

fn read(problem: &Problem, counts: &[Variable], missing: &[Variable], solution: &impl Solution) -> Solved {
    let counts: Vec<f64> = counts.iter().map(|one| solution.value(*one)).collect();
    let shifts: f64 = counts.iter().zip(&problem.patterns).map(|(count, one)| count * one.cost).sum();
    let missing: f64 = missing.iter().map(|one| solution.value(*one)).sum();
    let proved = match solution.status() {
        SolutionStatus::Optimal => true,
        SolutionStatus::TimeLimit | SolutionStatus::GapLimit => false,
    };
    Solved { counts, cost: shifts + missing * problem.uncovered_cost, proved }
}
