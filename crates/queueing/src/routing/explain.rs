//! Why this contact came to me, and why not to somebody else: as data, put into words elsewhere.

use super::contact::Waiting;
use super::index::{Rank, Standing};
use super::people::Ring;
use super::router::{Assignment, Router};

/// What keeps an agent from a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    OffDuty,
    /// Their console was not heard for a while.
    Silent,
    Channel,
    /// As many in hand as they have hands for.
    Full,
    /// A short rest after a full hour.
    Resting,
    /// Neither skill nor level, as far as the circle is drawn now.
    Skill,
    Language,
    /// It waits for the person who knows it.
    Held,
    /// They sent it back a moment ago.
    SentBack,
    /// A call they could take has little time left.
    Reserved,
}

/// One agent's part in a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The one who has it.
    Chosen(Ring),
    /// Could have, and another was asked first: who knows the customer, has less in hand, or can do less else.
    AskedLater(Ring),
    Barred(Bar),
}

/// Everything an assignment was decided by.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    pub contact_id: u64,
    pub agent_id: u64,
    pub ring: Ring,
    pub rank: Rank,
    pub standing: Standing,
    pub waited_s: f64,
    pub slack_s: f64,
    /// Whether it is the person who knows the customer.
    pub knows: bool,
    /// Contacts that still wait and that this agent could have taken, and how many of them are older: they yielded.
    pub could_take: usize,
    pub older_that_yielded: usize,
    /// Every agent by id.
    pub agents: Vec<(u64, Why)>,
}

impl Router {
    /// Explains an assignment the router just made. `now_s` is the moment it was made.
    pub fn explain(&self, assignment: &Assignment, now_s: f64) -> Explanation {
        let Assignment { agent, contact, ring, beside, .. } = *assignment;
        let chosen = &self.agents[agent as usize];
        let mut then = chosen.clone();
        then.load = super::people::Load::of(contact.channel, beside);
        let could: Vec<&Waiting> =
            self.waiting.iter().filter(|other| self.bar(&then, agent, other, now_s).is_none()).collect();
        let agents = self.agents.iter().zip(0u32..).map(|(other, place)| {
            let why = match self.bar(other, place, &contact, now_s) {
                _ if place == agent => Why::Chosen(ring),
                Some(bar) => Why::Barred(bar),
                None => Why::AskedLater(other.ring(&contact).unwrap_or(Ring::Trained)),
            };
            (other.id, why)
        });
        let slack_s = contact.slack_s(now_s);
        Explanation {
            contact_id: contact.id,
            agent_id: chosen.id,
            ring,
            rank: self.rank(&contact, now_s),
            standing: Standing::of(slack_s, contact.promised_s, self.rules.rescue_after),
            waited_s: contact.age_s(now_s),
            slack_s,
            knows: contact.preferred == agent,
            could_take: could.len(),
            older_that_yielded: could.iter().filter(|other| other.arrived_s < contact.arrived_s).count(),
            agents: agents.collect(),
        }
    }

    /// Why a contact that waits is with nobody yet: every agent's bar.
    pub fn why_it_waits(&self, contact: &Waiting, now_s: f64) -> Vec<(u64, Option<Bar>)> {
        let bars = self.agents.iter().zip(0u32..);
        bars.map(|(agent, place)| (agent.id, self.bar(agent, place, contact, now_s))).collect()
    }
}
