//! The router: told what happens, it says who takes whom.

use std::cmp::Ordering;

use super::contact::{NOBODY, Waiting};
use super::explain::Bar;
use super::index::{Policy, Rank};
use super::people::{Agent, Load, Ring};
use super::rules::Rules;
use crate::channel::Channel;

/// People and waiting contacts, and the rules between them. An agent's place in `agents` is their name inside.
#[derive(Clone, Debug)]
pub struct Router {
    pub rules: Rules,
    pub agents: Vec<Agent>,
    /// In no order.
    pub waiting: Vec<Waiting>,
    /// Grows with every change: who writes an answer of this router compares it with what he read.
    pub version: u64,
    /// Whose turn it is under [`Policy::Blind`].
    turn: u32,
}

/// Somebody takes somebody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assignment {
    pub agent: u32,
    pub contact: Waiting,
    pub ring: Ring,
    /// Contacts of the same channel already in hand when this one began.
    pub beside: u8,
    /// The router's version after it.
    pub version: u64,
}

/// A contact whose turn came when its customer had left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gone {
    pub contact: Waiting,
    /// How long it would have waited.
    pub waited_s: f64,
}

/// What became of a contact that came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Placed {
    Taken(Assignment),
    /// It waits for somebody who knows it, until then for nobody else.
    Held {
        agent: u32,
        until_s: f64,
    },
    Waits,
}

/// Why an act by hand cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It does not wait (any more): somebody was quicker.
    NotWaiting,
    Bar(Bar),
}

impl Router {
    pub fn new(rules: Rules, agents: Vec<Agent>) -> Self {
        Self { rules, agents, waiting: Vec::new(), version: 0, turn: 0 }
    }

    /// Takes over another's state without new memory.
    pub fn become_like(&mut self, other: &Self) {
        self.rules = other.rules;
        self.agents.clone_from(&other.agents);
        self.waiting.clone_from(&other.waiting);
        self.version = other.version;
        self.turn = other.turn;
    }

    /// A contact comes. Of the free people who may take it the one who knows it is asked first, then the one with least
    /// in hand, then who can do little else; among equals the first place.
    pub fn arrived(&mut self, mut contact: Waiting, now_s: f64) -> Placed {
        self.version += 1;
        if self.rules.policy == Policy::Blind {
            contact.preferred = self.next_in_turn(&contact);
            contact.held_until_s = f64::INFINITY;
        }
        if let Some(agent) = self.best_for(&contact, now_s) {
            return Placed::Taken(self.give(agent, contact, now_s));
        }
        if let Some(until_s) = self.hold(&contact, now_s) {
            contact.held_until_s = until_s;
        }
        self.waiting.push(contact);
        if contact.preferred != NOBODY && contact.held_until_s > now_s {
            return Placed::Held { agent: contact.preferred, until_s: contact.held_until_s };
        }
        Placed::Waits
    }

    /// Somebody may be free: the contact that goes first of those they may take, if any. To be asked again until nothing
    /// comes. Whose customer had left is handed to `gone`, and the next one is looked at.
    pub fn free(&mut self, agent: u32, now_s: f64, mut gone: impl FnMut(Gone)) -> Option<Assignment> {
        loop {
            let place = self.first_for(agent, now_s)?;
            self.version += 1;
            let contact = self.waiting.swap_remove(place);
            if contact.has_left(now_s) {
                gone(Gone { contact, waited_s: contact.age_s(now_s) });
                continue;
            }
            return Some(self.give(agent, contact, now_s));
        }
    }

    /// Somebody ended one contact. With the rule on, who worked the hour through gets a short rest, unless somebody they
    /// could take is near the end of their promise.
    pub fn ended(&mut self, agent: u32, now_s: f64) {
        self.version += 1;
        let one = &mut self.agents[agent as usize];
        one.load.count = one.load.count.saturating_sub(1);
        let Some(rule) = self.rules.occupancy else { return };
        if one.load.count > 0 || one.worked.share(now_s) <= rule.share {
            return;
        }
        let one = &self.agents[agent as usize];
        let pressing = self.waiting.iter().any(|contact| {
            contact.slack_s(now_s) < rule.slack_s && self.bar(one, agent, contact, now_s).is_none()
        });
        if !pressing {
            self.agents[agent as usize].rest_until_s = now_s + rule.rest_s;
        }
    }

    /// A customer left; the place in the queue stays, and tells later how long it would have been.
    pub fn withdrawn(&mut self, contact_id: u64, now_s: f64) {
        self.version += 1;
        if let Some(contact) = self.waiting.iter_mut().find(|contact| contact.id == contact_id) {
            contact.withdrawn_s = contact.withdrawn_s.min(now_s);
        }
    }

    /// An agent sends a contact back: it waits again as old as it is, and does not come to them for a while.
    pub fn sent_back(&mut self, agent: u32, contact: Waiting, now_s: f64) {
        let again_s = now_s + self.rules.sent_back_s;
        let one = &mut self.agents[agent as usize];
        one.load.count = one.load.count.saturating_sub(1);
        one.sent_back.retain(|&(_, until_s)| until_s > now_s);
        one.sent_back.push((contact.id, again_s));
        self.returned(contact);
    }

    /// A contact waits again at its old place: its agent vanished, or gave it back.
    pub fn returned(&mut self, contact: Waiting) {
        self.version += 1;
        self.waiting.push(Waiting { preferred: NOBODY, held_until_s: f64::NEG_INFINITY, ..contact });
    }

    /// Somebody is not there any more; what they had in hand the caller gives back one by one ([`Self::returned`]).
    pub fn vanished(&mut self, agent: u32) {
        self.version += 1;
        let one = &mut self.agents[agent as usize];
        one.on_duty = false;
        one.load = Load::NONE;
    }

    /// A supervisor gives a contact to somebody, or somebody takes it themselves. The order does not bind them, nor skill,
    /// language, rest or hold; what is named as overridden is told with it. Nobody gets more than they have hands for.
    pub fn by_hand(
        &mut self,
        agent: u32,
        contact_id: u64,
        now_s: f64,
    ) -> Result<(Assignment, Option<Bar>), Refused> {
        let place =
            self.waiting.iter().position(|contact| contact.id == contact_id).ok_or(Refused::NotWaiting)?;
        let contact = self.waiting[place];
        let bar = self.bar(&self.agents[agent as usize], agent, &contact, now_s);
        match bar {
            Some(bar @ (Bar::OffDuty | Bar::Silent | Bar::Full)) => return Err(Refused::Bar(bar)),
            None
            | Some(
                Bar::Channel
                | Bar::Skill
                | Bar::Language
                | Bar::Resting
                | Bar::SentBack
                | Bar::Held
                | Bar::Reserved,
            ) => {}
        }
        self.version += 1;
        self.waiting.swap_remove(place);
        Ok((self.give(agent, contact, now_s), bar))
    }

    /// Time alone passed: holds ended, circles widened, rests are over. Contacts in their order, each to the best of the
    /// free people who may take it now.
    pub fn looked_at(&mut self, now_s: f64, gone: impl FnMut(Gone)) -> Vec<Assignment> {
        let mut given = Vec::new();
        self.looked_at_each(now_s, gone, |_, assignment| given.push(*assignment));
        given
    }

    /// The same, told one by one, as the desk stands right after each: what an explanation is made from.
    pub fn looked_at_each(
        &mut self,
        now_s: f64,
        mut gone: impl FnMut(Gone),
        mut given: impl FnMut(&Self, &Assignment),
    ) {
        let mut order: Vec<(Rank, Waiting)> =
            self.waiting.iter().map(|contact| (self.rank(contact, now_s), *contact)).collect();
        order.sort_by(before);
        for (_, contact) in order {
            let Some(agent) = self.best_for(&contact, now_s) else { continue };
            let Some(place) = self.waiting.iter().position(|one| one.id == contact.id) else { continue };
            self.version += 1;
            self.waiting.swap_remove(place);
            if contact.has_left(now_s) {
                gone(Gone { contact, waited_s: contact.age_s(now_s) });
            } else {
                let assignment = self.give(agent, contact, now_s);
                given(self, &assignment);
            }
        }
    }

    /// The next moment at which time alone may change an answer; infinite when there is none.
    pub fn next_look_s(&self, now_s: f64) -> f64 {
        let mut next_s = f64::INFINITY;
        let mut may_be = |at_s: f64| {
            if at_s > now_s && at_s < next_s {
                next_s = at_s;
            }
        };
        for contact in &self.waiting {
            may_be(contact.held_until_s);
            if let Some(escape) = self.rules.escape {
                may_be(contact.arrived_s + escape.second_after * contact.promised_s);
                may_be(contact.arrived_s + escape.trained_after * contact.promised_s);
            }
        }
        for agent in &self.agents {
            may_be(agent.rest_until_s);
            agent.sent_back.iter().for_each(|&(_, until_s)| may_be(until_s));
        }
        next_s
    }

    #[inline]
    pub fn rank(&self, contact: &Waiting, now_s: f64) -> Rank {
        Rank::of(self.rules.policy, self.rules.rescue_after, contact, now_s)
    }

    /// Whether `one` goes before `other`: by rank, then by age, then by id.
    pub fn goes_before(&self, one: &Waiting, other: &Waiting, now_s: f64) -> bool {
        before(&(self.rank(one, now_s), *one), &(self.rank(other, now_s), *other)) == Ordering::Less
    }

    /// What keeps somebody from a contact at this moment; nothing when they may take it.
    pub fn bar(&self, agent: &Agent, place: u32, contact: &Waiting, now_s: f64) -> Option<Bar> {
        if let Some(bar) = self.absent(agent, now_s) {
            return Some(bar);
        }
        if agent.channels & contact.channel.bit() == 0 {
            return Some(Bar::Channel);
        }
        if !agent.has_room(contact.channel) {
            return Some(Bar::Full);
        }
        if now_s < agent.rest_until_s {
            return Some(Bar::Resting);
        }
        if self.ring(agent, contact, now_s).is_none() {
            return Some(Bar::Skill);
        }
        if !agent.speaks(contact) {
            return Some(Bar::Language);
        }
        if contact.preferred != NOBODY && contact.preferred != place && now_s < contact.held_until_s {
            return Some(Bar::Held);
        }
        if agent.sent_back.iter().any(|&(id, until_s)| id == contact.id && now_s < until_s) {
            return Some(Bar::SentBack);
        }
        (contact.channel == Channel::Chat && self.keeps_for_a_call(agent, now_s)).then_some(Bar::Reserved)
    }

    fn absent(&self, agent: &Agent, now_s: f64) -> Option<Bar> {
        if !agent.on_duty {
            return Some(Bar::OffDuty);
        }
        (now_s - agent.heard_s > self.rules.silence_s).then_some(Bar::Silent)
    }

    /// The ring in which somebody may take a contact now.
    fn ring(&self, agent: &Agent, contact: &Waiting, now_s: f64) -> Option<Ring> {
        let ring = agent.ring(contact)?;
        let share = contact.age_s(now_s) / contact.promised_s;
        let open = match (ring, self.rules.escape) {
            (Ring::First, _) => true,
            (Ring::Second, Some(escape)) => share >= escape.second_after,
            (Ring::Trained, Some(escape)) => share >= escape.trained_after,
            (Ring::Second | Ring::Trained, None) => false,
        };
        open.then_some(ring)
    }

    /// Whether somebody on a chat takes no further one, because a call they could take is near its end.
    fn keeps_for_a_call(&self, agent: &Agent, now_s: f64) -> bool {
        let Some(share) = self.rules.reserve_share else { return false };
        let blended = agent.channels & Channel::Phone.bit() != 0;
        blended
            && agent.load.running(Channel::Chat) > 0
            && self.waiting.iter().any(|contact| {
                contact.channel == Channel::Phone
                    && contact.slack_s(now_s) < share * contact.promised_s
                    && !contact.has_left(now_s)
                    && agent.ring(contact) == Some(Ring::First)
            })
    }

    fn best_for(&self, contact: &Waiting, now_s: f64) -> Option<u32> {
        let may = |place: u32| {
            let agent = &self.agents[place as usize];
            // What most often keeps somebody away is asked first: this runs for everybody at every arrival.
            agent.on_duty && agent.has_room(contact.channel) && self.bar(agent, place, contact, now_s).is_none()
        };
        if contact.preferred != NOBODY && may(contact.preferred) {
            return Some(contact.preferred);
        }
        (0..self.agents.len() as u32)
            .filter(|&place| may(place))
            .min_by_key(|&place| self.agents[place as usize].score())
    }

    fn first_for(&self, place: u32, now_s: f64) -> Option<usize> {
        let agent = &self.agents[place as usize];
        if self.absent(agent, now_s).is_some() {
            return None;
        }
        let room = Channel::ALL
            .into_iter()
            .filter(|&channel| agent.has_room(channel))
            .fold(0, |bits, channel| bits | channel.bit());
        let open = room & agent.channels;
        if open == 0 {
            return None;
        }
        let mut best: Option<(Rank, usize)> = None;
        for (at, contact) in self.waiting.iter().enumerate() {
            if contact.channel.bit() & open == 0 || contact.skills & !agent.trained != 0 {
                continue;
            }
            let rank = self.rank(contact, now_s);
            let sooner = best.is_none_or(|(known, known_at)| match rank.partial_cmp(&known) {
                Some(Ordering::Greater) => true,
                Some(Ordering::Less) | None => false,
                Some(Ordering::Equal) => older(contact, &self.waiting[known_at]),
            });
            if sooner && self.bar(agent, place, contact, now_s).is_none() {
                best = Some((rank, at));
            }
        }
        best.map(|(_, at)| at)
    }

    fn give(&mut self, place: u32, contact: Waiting, now_s: f64) -> Assignment {
        let agent = &mut self.agents[place as usize];
        let ring = agent.ring(&contact).unwrap_or(Ring::Trained);
        let beside = agent.load.running(contact.channel);
        agent.load = Load::of(contact.channel, beside + 1);
        agent.expected_free_s = now_s + contact.handling_s;
        Assignment { agent: place, contact, ring, beside, version: self.version }
    }

    /// Until when a contact waits for the person who knows it: as long as they are expected to need, and only where that
    /// takes little of what is left of the promise.
    pub fn hold(&self, contact: &Waiting, now_s: f64) -> Option<f64> {
        let rule = self.rules.hold?;
        let agent = self.agents.get(contact.preferred as usize)?;
        let may_later = agent.channels & contact.channel.bit() != 0
            && agent.ring(contact) == Some(Ring::First)
            && agent.speaks(contact)
            && self.absent(agent, now_s).is_none();
        let needs_s = (agent.expected_free_s - now_s).max(0.0) + rule.margin_s;
        (may_later && needs_s <= rule.slack_share * contact.slack_s(now_s)).then_some(now_s + needs_s)
    }

    /// The next place in turn that has skill and channel, on duty or not.
    fn next_in_turn(&mut self, contact: &Waiting) -> u32 {
        let count = self.agents.len() as u32;
        for step in 0..count {
            let place = (self.turn + step) % count;
            let agent = &self.agents[place as usize];
            if agent.on_duty
                && agent.channels & contact.channel.bit() != 0
                && agent.ring(contact) == Some(Ring::First)
            {
                self.turn = (place + 1) % count;
                return place;
            }
        }
        NOBODY
    }
}

fn before(one: &(Rank, Waiting), other: &(Rank, Waiting)) -> Ordering {
    let by_rank = other.0.partial_cmp(&one.0).unwrap_or(Ordering::Equal);
    by_rank.then(one.1.arrived_s.total_cmp(&other.1.arrived_s)).then(one.1.id.cmp(&other.1.id))
}

fn older(one: &Waiting, other: &Waiting) -> bool {
    one.arrived_s.total_cmp(&other.arrived_s).then(one.id.cmp(&other.id)) == Ordering::Less
}
