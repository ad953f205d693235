//! One week of the world under one policy.

use crate::floor::{Change, Floor, Met, Nature};
use crate::routing::{Assignment, Router, Rules, Waiting};
use crate::world::{DAY_S, DAYS, Late, Targets, Week, agents, plans, slowdown};

/// What became of one contact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    pub waited_s: f64,
    pub how: Met,
}

/// Who looks on while a week runs.
pub trait Watcher {
    fn arrived(&mut self, contact: &Waiting);
    /// Somebody has to wait: the floor with them in the queue. The answer is the length of what was promised, where that
    /// takes the place of the target.
    fn waits(&mut self, floor: &Floor, contact: &Waiting, now_s: f64) -> Option<f64>;
    fn met(&mut self, contact: &Waiting, waited_s: f64, how: Met);
}

/// Nobody looks on.
pub struct Nobody;

impl Watcher for Nobody {
    fn arrived(&mut self, _: &Waiting) {}

    fn waits(&mut self, _: &Floor, _: &Waiting, _: f64) -> Option<f64> {
        None
    }

    fn met(&mut self, _: &Waiting, _: f64, _: Met) {}
}

/// Runs a week. By place of the contact, what became of it; `None` for an e-mail that still waited when the week ended.
pub fn run_week(
    week: &Week,
    rules: Rules,
    targets: &Targets,
    watcher: &mut dyn Watcher,
) -> Vec<Option<Outcome>> {
    let plans: Vec<Vec<Change>> = plans(week.number, Late::AsItWas);
    let mut floor = Floor::new(Router::new(rules, agents()), &plans);
    let outcomes = vec![None; week.contacts.len()];
    let mut true_week = TrueWeek { week, targets, next: 0, closings: 0, outcomes, watcher };
    floor.run(&plans, &mut true_week, DAYS as f64 * DAY_S);
    true_week.outcomes
}

struct TrueWeek<'a> {
    week: &'a Week,
    targets: &'a Targets,
    next: usize,
    closings: usize,
    outcomes: Vec<Option<Outcome>>,
    watcher: &'a mut dyn Watcher,
}

impl Nature for TrueWeek<'_> {
    fn next_arrival_s(&self) -> f64 {
        self.week.contacts.get(self.next).map_or(f64::INFINITY, |contact| contact.at_s)
    }

    fn arrival(&mut self) -> Waiting {
        self.next += 1;
        let contact = self.week.waiting(self.next - 1, self.targets);
        self.watcher.arrived(&contact);
        contact
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

    fn waits(&mut self, floor: &Floor, contact: &Waiting, now_s: f64) -> Option<f64> {
        self.watcher.waits(floor, contact, now_s)
    }

    fn met(&mut self, contact: &Waiting, waited_s: f64, how: Met) {
        self.outcomes[contact.id as usize] = Some(Outcome { waited_s, how });
        self.watcher.met(contact, waited_s, how);
    }

    fn is_over(&self) -> bool {
        false
    }
}
