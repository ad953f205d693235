//! A desk in motion: the router, what everybody has in hand, and who comes on and goes off duty when.
//!
//! The same loop runs a simulated week, whose customers are known, and the Monte-Carlo behind a promise, whose customers
//! are guessed. What differs between the two is [`Nature`].
//!
//! Events at the same moment come in this order: closing time, people coming and going (lowest place first), the end of
//! a contact, an arrival. Who goes off duty with something in hand takes nothing new, ends what they have, and is back
//! when the plan says, however late they left.

use crate::channel::Channel;
use crate::routing::{Assignment, Gone, Placed, Router, Waiting};

/// Somebody comes on duty or goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    pub at_s: f64,
    pub on: bool,
}

/// One contact in somebody's hands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Running {
    pub agent: u32,
    pub channel: Channel,
    pub contact_id: u64,
    pub started_s: f64,
    /// Others of its channel already in hand when it began.
    pub beside: u8,
    pub ends_s: f64,
}

/// How a contact ended its wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// Somebody was free when it came.
    AtOnce,
    AfterAWait,
    /// Its customer had left; the time is what it would have been.
    Gone,
    /// The desk closed.
    Unserved,
}

/// What happens on a floor and is not decided there.
pub trait Nature {
    fn next_arrival_s(&self) -> f64;
    /// The contact that comes now; the next call tells the one after.
    fn arrival(&mut self) -> Waiting;
    /// How long what was just given takes.
    fn service_s(&mut self, assignment: &Assignment, now_s: f64) -> f64;
    fn next_closing_s(&self) -> f64;
    /// The desk closed.
    fn closed(&mut self);
    /// A contact found nobody free and waits now. The answer is the length of the promise it was told instead of its
    /// target, if any.
    fn waits(&mut self, floor: &Floor, contact: &Waiting, now_s: f64) -> Option<f64>;
    fn met(&mut self, contact: &Waiting, waited_s: f64, how: Met);
    /// Nothing more is asked.
    fn is_over(&self) -> bool;
}

#[derive(Clone, Debug)]
pub struct Floor {
    pub router: Router,
    pub running: Vec<Running>,
    /// For each agent the place of the next change in their plan, and its moment.
    next_change: Vec<(usize, f64)>,
    soonest_change_s: f64,
}

impl Floor {
    /// Everybody off duty, before the first change of each plan.
    pub fn new(router: Router, plans: &[Vec<Change>]) -> Self {
        let next_change: Vec<(usize, f64)> = plans.iter().map(|plan| (0, moment(plan, 0))).collect();
        let mut floor = Self { router, running: Vec::new(), next_change, soonest_change_s: 0.0 };
        floor.find_soonest_change();
        floor
    }

    /// Takes over another's state without new memory.
    pub fn become_like(&mut self, other: &Self) {
        self.router.become_like(&other.router);
        self.running.clone_from(&other.running);
        self.next_change.clone_from(&other.next_change);
        self.soonest_change_s = other.soonest_change_s;
    }

    /// Goes over to other plans with the same changes at other moments, as far as they are known. Whose change is
    /// overdue is expected in `overdue_s`.
    pub fn replan(&mut self, plans: &[Vec<Change>], now_s: f64, overdue_s: f64) {
        for ((place, at_s), plan) in self.next_change.iter_mut().zip(plans) {
            *at_s = moment(plan, *place);
            if *at_s < now_s {
                *at_s = now_s + overdue_s;
            }
        }
        self.find_soonest_change();
    }

    /// Lets things happen up to and including `until_s`.
    pub fn run(&mut self, plans: &[Vec<Change>], nature: &mut impl Nature, until_s: f64) {
        while !nature.is_over() {
            let (ending, ends_s) = self.soonest_end();
            let arrives_s = nature.next_arrival_s();
            let closes_s = nature.next_closing_s();
            let now_s = ends_s.min(arrives_s).min(closes_s).min(self.soonest_change_s);
            if now_s > until_s || now_s == f64::INFINITY {
                return;
            }
            if closes_s == now_s {
                self.close(nature, now_s);
            } else if self.soonest_change_s == now_s {
                self.change(plans, nature, now_s);
            } else if ends_s == now_s {
                let ended = self.running.swap_remove(ending);
                self.router.ended(ended.agent, now_s);
                self.fill(ended.agent, nature, now_s);
            } else {
                let contact = nature.arrival();
                match self.router.arrived(contact, now_s) {
                    Placed::Taken(assignment) => {
                        nature.met(&assignment.contact, 0.0, Met::AtOnce);
                        self.begin(&assignment, nature, now_s);
                    }
                    Placed::Held { .. } | Placed::Waits => {
                        if let Some(promised_s) = nature.waits(self, &contact, now_s)
                            && let Some(waiting) = self.router.waiting.last_mut()
                        {
                            waiting.promised_s = promised_s;
                        }
                    }
                }
            }
        }
    }

    fn soonest_end(&self) -> (usize, f64) {
        let mut soonest = (0, f64::INFINITY);
        for (place, running) in self.running.iter().enumerate() {
            if running.ends_s < soonest.1 {
                soonest = (place, running.ends_s);
            }
        }
        soonest
    }

    fn find_soonest_change(&mut self) {
        self.soonest_change_s =
            self.next_change.iter().fold(f64::INFINITY, |soonest, &(_, at_s)| soonest.min(at_s));
    }

    fn change(&mut self, plans: &[Vec<Change>], nature: &mut impl Nature, now_s: f64) {
        let Some(agent) = self.next_change.iter().position(|&(_, at_s)| at_s == now_s) else { return };
        let (place, _) = self.next_change[agent];
        let on = plans[agent][place].on;
        let next = place + 1;
        self.next_change[agent] = (next, moment(&plans[agent], next).max(now_s));
        self.find_soonest_change();
        self.router.agents[agent].on_duty = on;
        if on {
            self.fill(agent as u32, nature, now_s);
        }
    }

    /// Gives somebody contacts until their hands are full or nothing waits for them.
    fn fill(&mut self, agent: u32, nature: &mut impl Nature, now_s: f64) {
        loop {
            let gone = |gone: Gone| nature.met(&gone.contact, gone.waited_s, Met::Gone);
            let Some(assignment) = self.router.free(agent, now_s, gone) else { return };
            nature.met(&assignment.contact, assignment.contact.age_s(now_s), Met::AfterAWait);
            self.begin(&assignment, nature, now_s);
        }
    }

    fn begin(&mut self, assignment: &Assignment, nature: &mut impl Nature, now_s: f64) {
        self.running.push(Running {
            agent: assignment.agent,
            channel: assignment.contact.channel,
            contact_id: assignment.contact.id,
            started_s: now_s,
            beside: assignment.beside,
            ends_s: now_s + nature.service_s(assignment, now_s),
        });
    }

    fn close(&mut self, nature: &mut impl Nature, now_s: f64) {
        nature.closed();
        self.router.waiting.retain(|contact| {
            if contact.channel.is_live() {
                nature.met(contact, contact.age_s(now_s), Met::Unserved);
            }
            !contact.channel.is_live()
        });
    }
}

fn moment(plan: &[Change], place: usize) -> f64 {
    plan.get(place).map_or(f64::INFINITY, |change| change.at_s)
}
