//! One week of the world under one policy.

use crate::floor::{Floor, Met, Nature};
use crate::routing::{Assignment, Router, Rules, Waiting};
use crate::world::{DAY_S, DAYS, Late, Targets, Week, agents, plans, slowdown};

/// What became of one contact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    pub waited_s: f64,
    pub how: Met,
}

/// A week that was run.
#[derive(Clone, Debug)]
pub struct Ran {
    /// By place of the contact in the week; `None` for what still waited when the week ended.
    pub outcomes: Vec<Option<Outcome>>,
}

/// What is asked at each contact that finds nobody free.
pub type Ask<'a> = dyn FnMut(&Floor, &Waiting, f64) + 'a;

/// Runs a week. `ask` sees the floor each time somebody has to wait.
pub fn run_week(week: &Week, rules: Rules, targets: &Targets, ask: &mut Ask<'_>) -> Ran {
    let plans = plans(week.number, Late::AsItWas);
    let mut floor = Floor::new(Router::new(rules, agents()), &plans);
    let outcomes = vec![None; week.contacts.len()];
    let mut true_week = TrueWeek { week, targets, next: 0, closings: 0, outcomes, ask };
    floor.run(&plans, &mut true_week, DAYS as f64 * DAY_S);
    Ran { outcomes: true_week.outcomes }
}

struct TrueWeek<'a, 'b> {
    week: &'a Week,
    targets: &'a Targets,
    next: usize,
    closings: usize,
    outcomes: Vec<Option<Outcome>>,
    ask: &'a mut Ask<'b>,
}

impl Nature for TrueWeek<'_, '_> {
    fn next_arrival_s(&self) -> f64 {
        self.week.contacts.get(self.next).map_or(f64::INFINITY, |contact| contact.at_s)
    }

    fn arrival(&mut self) -> Waiting {
        self.next += 1;
        self.week.waiting(self.next - 1, self.targets)
    }

    fn service_s(&mut self, assignment: &Assignment, _: f64) -> f64 {
        let contact = &self.week.contacts[assignment.contact.id as usize];
        contact.service_s * slowdown(contact.channel, assignment.beside)
    }

    fn next_closing_s(&self) -> f64 {
        (self.closings + 1) as f64 * DAY_S
    }

    fn closed(&mut self) {
        self.closings += 1;
    }

    fn waits(&mut self, floor: &Floor, contact: &Waiting, now_s: f64) {
        (self.ask)(floor, contact, now_s);
    }

    fn met(&mut self, contact: &Waiting, waited_s: f64, how: Met) {
        self.outcomes[contact.id as usize] = Some(Outcome { waited_s, how });
    }

    fn is_over(&self) -> bool {
        false
    }
}
