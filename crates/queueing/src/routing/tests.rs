#![expect(clippy::unwrap_used, reason = "tests")]

use super::{
    Agent, Assignment, Bar, Load, NOBODY, Placed, Policy, Refused, Ring, Router, Rules, Standing, Waiting, Why,
};
use crate::channel::Channel;
use crate::random::{Stream, uniform};

const PHONE: u8 = 1;
const CHAT: u8 = 2;
const ALL: u8 = 7;

fn contact(id: u64, channel: Channel, arrived_s: f64, promised_s: f64) -> Waiting {
    Waiting {
        id,
        channel,
        tier: 2,
        weight: 1.0,
        skills: 1,
        level: 3,
        languages: 0,
        arrived_s,
        promised_s,
        handling_s: 300.0,
        withdrawn_s: f64::INFINITY,
        preferred: NOBODY,
        held_until_s: f64::NEG_INFINITY,
    }
}

fn on_duty(mut agents: Vec<Agent>) -> Vec<Agent> {
    agents.iter_mut().for_each(|agent| agent.on_duty = true);
    agents
}

fn desk(rules: Rules, agents: Vec<Agent>) -> Router {
    Router::new(rules, on_duty(agents))
}

fn taken(placed: Placed) -> Assignment {
    match placed {
        Placed::Taken(assignment) => assignment,
        other => panic!("{other:?}"),
    }
}

fn next(router: &mut Router, agent: u32, now_s: f64) -> Option<Assignment> {
    router.free(agent, now_s, |_| ())
}

#[test]
fn who_can_do_little_else_is_asked_first() {
    let mut router = desk(
        Rules::bare(Policy::Fedf),
        vec![Agent::new(10, 7, ALL), Agent::new(11, 1, ALL), Agent::new(12, 1, PHONE)],
    );
    let order: Vec<u32> =
        (0..3).map(|id| taken(router.arrived(contact(id, Channel::Phone, 0.0, 60.0), 0.0)).agent).collect();
    assert_eq!(order, [2, 1, 0]);
    assert_eq!(router.arrived(contact(9, Channel::Phone, 1.0, 60.0), 1.0), Placed::Waits);
}

#[test]
fn chats_run_side_by_side_up_to_three_and_never_beside_a_call() {
    let mut router = desk(Rules::bare(Policy::Fedf), vec![Agent::new(1, 1, ALL)]);
    let beside: Vec<u8> =
        (0..3).map(|id| taken(router.arrived(contact(id, Channel::Chat, 0.0, 60.0), 0.0)).beside).collect();
    assert_eq!(beside, [0, 1, 2]);
    assert_eq!(router.arrived(contact(3, Channel::Chat, 0.0, 60.0), 0.0), Placed::Waits);
    assert_eq!(router.arrived(contact(4, Channel::Phone, 0.0, 1.0), 0.0), Placed::Waits);
    router.ended(0, 1.0);
    assert_eq!(next(&mut router, 0, 1.0).unwrap().contact.id, 3);
    (0..3).for_each(|_| router.ended(0, 2.0));
    assert_eq!(next(&mut router, 0, 2.0).unwrap().contact.id, 4);
}

#[test]
fn what_can_be_kept_goes_before_what_is_broken_and_the_very_late_before_all() {
    let mut router = desk(Rules::bare(Policy::Fedf), Vec::new());
    for (id, arrived_s) in [(1, 0.0), (2, 850.0), (3, 930.0), (4, 960.0)] {
        router.arrived(contact(id, Channel::Phone, arrived_s, 100.0), arrived_s);
    }
    router.agents = on_duty(vec![Agent::new(1, 1, ALL)]);
    let mut order = Vec::new();
    while let Some(one) = next(&mut router, 0, 1_000.0) {
        order.push(one.contact.id);
        router.ended(0, 1_000.0);
    }
    // 1 is ten promises late, 3 and 4 can be kept, 2 is late by half of one.
    assert_eq!(order, [1, 3, 4, 2]);
}

#[test]
fn a_ghost_keeps_its_place_and_tells_how_long_it_would_have_been() {
    let mut router = desk(Rules::bare(Policy::Fifo), Vec::new());
    router.arrived(contact(1, Channel::Phone, 0.0, 60.0), 0.0);
    router.arrived(contact(2, Channel::Phone, 5.0, 60.0), 5.0);
    router.withdrawn(1, 20.0);
    router.agents = on_duty(vec![Agent::new(1, 1, ALL)]);
    let mut ghosts = Vec::new();
    let one = router.free(0, 90.0, |gone| ghosts.push((gone.contact.id, gone.waited_s))).unwrap();
    assert_eq!((one.contact.id, ghosts), (2, vec![(1, 90.0)]));
}

#[test]
fn the_circle_widens_as_the_promise_runs_out_and_the_widening_is_told() {
    let second = Agent::with_levels(2, &[(0, 2)], 0, 0, ALL);
    let trained = Agent::with_levels(3, &[(1, 5)], 0, 1, ALL);
    let mut router = desk(Rules::usual(), vec![second, trained]);
    router.agents[0].on_duty = false;
    assert_eq!(router.arrived(contact(7, Channel::Email, 0.0, 1_000.0), 0.0), Placed::Waits);
    assert_eq!(router.next_look_s(0.0), 500.0);
    assert!(router.looked_at(500.0, |_| ()).is_empty());
    let mut other = router.clone();
    other.agents[0].on_duty = true;
    assert_eq!(other.looked_at(499.0, |_| ()), []);
    let widened = other.looked_at(500.0, |_| ());
    assert_eq!((widened[0].agent, widened[0].ring), (0, Ring::Second));
    let widened = router.looked_at(800.0, |_| ());
    assert_eq!((widened[0].agent, widened[0].ring), (1, Ring::Trained));
}

#[test]
fn a_customer_waits_for_who_knows_them_only_if_it_costs_little_of_the_promise() {
    let knows = |promised_s: f64, free_in_s: f64| {
        let mut router = desk(Rules::usual(), vec![Agent::new(1, 1, ALL), Agent::new(2, 1, ALL)]);
        router.agents[0].load = Load::of(Channel::Phone, 1);
        router.agents[1].load = Load::of(Channel::Phone, 1);
        router.agents[0].expected_free_s = free_in_s;
        let asks = Waiting { preferred: 0, ..contact(5, Channel::Phone, 0.0, promised_s) };
        (router.arrived(asks, 0.0), router)
    };
    assert_eq!(knows(200.0, 50.0).0, Placed::Waits);
    let (placed, mut router) = knows(300.0, 50.0);
    assert_eq!(placed, Placed::Held { agent: 0, until_s: 70.0 });
    router.ended(1, 10.0);
    assert_eq!(next(&mut router, 1, 10.0), None);
    assert_eq!(router.bar(&router.agents[1].clone(), 1, &router.waiting[0], 10.0), Some(Bar::Held));
    let mut later = router.clone();
    assert_eq!(next(&mut later, 1, 70.0).unwrap().agent, 1);
    router.ended(0, 30.0);
    assert_eq!(next(&mut router, 0, 30.0).unwrap().agent, 0);
    let mut free = desk(Rules::usual(), vec![Agent::new(1, 1, PHONE), Agent::new(2, 1, ALL)]);
    let asks = Waiting { preferred: 1, ..contact(5, Channel::Phone, 0.0, 60.0) };
    assert_eq!(taken(free.arrived(asks, 0.0)).agent, 1);
}

#[test]
fn somebody_on_a_chat_is_kept_for_a_call_whose_time_runs_out() {
    let mut router = desk(Rules::usual(), vec![Agent::new(1, 1, PHONE | CHAT)]);
    taken(router.arrived(contact(1, Channel::Chat, 0.0, 600.0), 0.0));
    router.arrived(contact(2, Channel::Phone, 0.0, 100.0), 0.0);
    taken(router.arrived(contact(3, Channel::Chat, 60.0, 5_000.0), 60.0));
    assert_eq!(router.arrived(contact(4, Channel::Chat, 80.0, 5_000.0), 80.0), Placed::Waits);
    assert_eq!(router.bar(&router.agents[0], 0, &router.waiting[1], 80.0), Some(Bar::Reserved));
    router.ended(0, 81.0);
    assert_eq!(next(&mut router, 0, 81.0), None);
    router.ended(0, 82.0);
    assert_eq!(next(&mut router, 0, 82.0).unwrap().contact.id, 2);
}

#[test]
fn after_a_full_hour_there_is_a_short_rest_unless_a_promise_is_near() {
    let rested = |slack_s: f64| {
        let mut router = desk(Rules::usual(), vec![Agent::new(1, 1, ALL)]);
        router.agents[0].load = Load::of(Channel::Phone, 1);
        router.agents[0].worked.note(0.0, 3_500.0);
        router.arrived(contact(2, Channel::Phone, 3_500.0, slack_s), 3_500.0);
        router.ended(0, 3_500.0);
        (next(&mut router, 0, 3_500.0).is_none(), router)
    };
    assert!(!rested(59.0).0);
    let (rests, mut router) = rested(100.0);
    assert!(rests);
    assert_eq!(router.next_look_s(3_500.0), 3_530.0);
    assert_eq!(router.looked_at(3_530.0, |_| ()).len(), 1);
    let mut idle = desk(Rules::usual(), vec![Agent::new(1, 1, ALL)]);
    idle.agents[0].worked.note(0.0, 3_000.0);
    assert!(idle.agents[0].worked.share(3_600.0) < 0.85);
    assert_eq!(idle.agents[0].worked.share(7_300.0), 0.0);
}

#[test]
fn what_was_sent_back_waits_as_old_as_it_is_and_comes_to_somebody_else() {
    let mut router = desk(Rules::usual(), vec![Agent::new(1, 1, PHONE), Agent::new(2, 1, ALL)]);
    router.agents[1].load = Load::of(Channel::Phone, 1);
    let one = taken(router.arrived(contact(1, Channel::Phone, 0.0, 2_000.0), 0.0));
    router.sent_back(one.agent, one.contact, 10.0);
    assert_eq!(next(&mut router, 0, 10.0), None);
    assert_eq!(router.waiting[0].age_s(10.0), 10.0);
    let mut later = router.clone();
    assert!(next(&mut later, 0, 610.0).is_some());
    router.ended(1, 20.0);
    assert_eq!(next(&mut router, 1, 20.0).unwrap().agent, 1);
}

#[test]
fn who_vanished_gets_nothing_and_what_they_had_is_given_to_others() {
    let mut router = desk(Rules::bare(Policy::Fedf), vec![Agent::new(1, 1, PHONE), Agent::new(2, 3, ALL)]);
    router.agents[0].heard_s = 100.0;
    let one = taken(router.arrived(contact(1, Channel::Phone, 100.0, 60.0), 100.0));
    assert_eq!(one.agent, 0);
    assert_eq!(taken(router.arrived(contact(2, Channel::Phone, 131.0, 60.0), 131.0)).agent, 1);
    router.vanished(0);
    router.returned(one.contact);
    router.ended(1, 140.0);
    assert_eq!(next(&mut router, 1, 140.0).unwrap().contact.id, 1);
}

#[test]
fn by_hand_overrides_the_order_and_the_skill_but_not_the_hands() {
    let mut router = desk(Rules::usual(), vec![Agent::new(1, 2, PHONE), Agent::new(2, 2, PHONE)]);
    router.agents[1].on_duty = false;
    router.arrived(contact(1, Channel::Phone, 0.0, 60.0), 0.0);
    router.arrived(contact(2, Channel::Phone, 1.0, 60.0), 1.0);
    assert_eq!(router.by_hand(1, 2, 5.0), Err(Refused::Bar(Bar::OffDuty)));
    let before = router.version;
    let (one, overridden) = router.by_hand(0, 2, 5.0).unwrap();
    assert_eq!((one.contact.id, overridden), (2, Some(Bar::Skill)));
    assert!(one.version > before);
    assert_eq!(router.by_hand(0, 2, 6.0), Err(Refused::NotWaiting));
    assert_eq!(router.by_hand(0, 1, 6.0), Err(Refused::Bar(Bar::Full)));
}

#[test]
fn why_me_and_why_not_are_told_for_everybody() {
    let mut router = desk(
        Rules::bare(Policy::Fedf),
        vec![Agent::new(10, 1, PHONE), Agent::new(11, 1, ALL), Agent::new(12, 2, ALL), Agent::new(13, 1, CHAT)],
    );
    let one = taken(router.arrived(contact(1, Channel::Phone, 0.0, 60.0), 0.0));
    let told = router.explain(&one, 0.0);
    let agents = [
        (10, Why::Chosen(Ring::First)),
        (11, Why::AskedLater(Ring::First)),
        (12, Why::Barred(Bar::Skill)),
        (13, Why::Barred(Bar::Channel)),
    ];
    assert_eq!((told.agents.as_slice(), told.standing), (&agents[..], Standing::Feasible));
    router.agents[1].on_duty = false;
    router.arrived(contact(2, Channel::Phone, 1.0, 10.0), 1.0);
    router.arrived(contact(3, Channel::Phone, 20.0, 60.0), 20.0);
    router.ended(0, 30.0);
    let next = next(&mut router, 0, 30.0).unwrap();
    let told = router.explain(&next, 30.0);
    // Two is three promises late: rescued, it goes first.
    assert_eq!((told.contact_id, told.standing, told.could_take), (2, Standing::Rescued, 1));
    assert_eq!(router.why_it_waits(&router.waiting[0], 30.0)[0], (10, Some(Bar::Full)));
}

/// A desk in which everything happens: contacts come, people come and go, end, send back, vanish, and are pushed to.
struct Turmoil {
    router: Router,
    stream: Stream,
    drawn: u64,
    now_s: f64,
    next_id: u64,
    hands: Vec<Vec<Waiting>>,
}

impl Turmoil {
    fn new(seed: u64, rules: Rules) -> Self {
        let agents: Vec<Agent> = (0..12)
            .map(|id| {
                let draw = |stream| uniform(seed, 900 + stream, id);
                let levels: Vec<(u8, u8)> = (0..4)
                    .filter(|&skill| draw(u64::from(skill)) < 0.5)
                    .map(|skill| (skill, 1 + (draw(10) * 5.0) as u8))
                    .collect();
                Agent::with_levels(id, &levels, (draw(11) * 16.0) as u128, 0, 1 + (draw(12) * 7.0) as u8)
            })
            .collect();
        let hands = vec![Vec::new(); agents.len()];
        Self {
            router: Router::new(rules, agents),
            stream: Stream::of(seed, 1),
            drawn: 0,
            now_s: 0.0,
            next_id: 0,
            hands,
        }
    }

    fn draw(&mut self, below: usize) -> usize {
        self.drawn += 1;
        (self.stream.uniform(self.drawn) * below as f64) as usize
    }

    fn contact(&mut self) -> Waiting {
        self.next_id += 1;
        let channel = Channel::ALL[self.draw(3)];
        let tier = self.draw(3);
        Waiting {
            tier: tier as u8,
            weight: [4.0, 2.0, 1.0][tier],
            skills: 1 << self.draw(4),
            level: 1 + self.draw(4) as u8,
            preferred: if self.draw(3) == 0 { self.draw(12) as u32 } else { NOBODY },
            ..contact(self.next_id, channel, self.now_s, [60.0, 120.0, 240.0][tier])
        }
    }

    fn assigned(&mut self, one: Assignment) {
        let agent = &self.router.agents[one.agent as usize];
        assert!(agent.on_duty && agent.ring(&one.contact).is_some(), "without skill: {one:?}");
        assert!(agent.channels & one.contact.channel.bit() != 0, "without channel: {one:?}");
        let hand = &mut self.hands[one.agent as usize];
        hand.push(one.contact);
        assert!(hand.iter().all(|other| other.channel == one.contact.channel), "mixed: {hand:?}");
        assert!(hand.len() <= usize::from(agent.capacity[one.contact.channel.place()]), "too many: {hand:?}");
    }

    fn fill(&mut self, agent: u32) {
        while let Some(one) = self.router.free(agent, self.now_s, |_| ()) {
            self.assigned(one);
        }
    }

    fn event(&mut self) {
        self.now_s += 0.1 + self.draw(40) as f64 / 4.0;
        let agent = self.draw(12) as u32;
        match self.draw(12) {
            0..=3 if self.router.waiting.len() < 60 => {
                let contact = self.contact();
                if let Placed::Taken(one) = self.router.arrived(contact, self.now_s) {
                    self.assigned(one);
                }
            }
            4 => {
                let on = !self.router.agents[agent as usize].on_duty;
                self.router.agents[agent as usize].on_duty = on;
                if on {
                    self.fill(agent);
                }
            }
            5 if !self.hands[agent as usize].is_empty() => {
                let contact = self.hands[agent as usize].remove(0);
                self.router.sent_back(agent, contact, self.now_s);
            }
            6 if self.draw(10) == 0 => {
                self.router.vanished(agent);
                for contact in std::mem::take(&mut self.hands[agent as usize]) {
                    self.router.returned(contact);
                }
            }
            7 => {
                for one in self.router.looked_at(self.now_s, |_| ()) {
                    self.assigned(one);
                }
            }
            8 if !self.router.waiting.is_empty() => {
                let place = self.draw(self.router.waiting.len());
                let id = self.router.waiting[place].id;
                self.router.withdrawn(id, self.now_s);
            }
            _ if !self.hands[agent as usize].is_empty() => {
                self.hands[agent as usize].remove(0);
                self.router.ended(agent, self.now_s);
                self.fill(agent);
            }
            _ => {}
        }
        let count = usize::from(self.router.agents[agent as usize].load.count);
        assert_eq!(count, self.hands[agent as usize].len(), "hands of {agent}");
    }
}

/// B5.
#[test]
fn nobody_gets_what_they_cannot_do_nor_more_than_they_have_hands_for() {
    for (seed, policy) in (0u64..).zip(Policy::ALL) {
        let mut desk = Turmoil::new(seed, Rules { policy, ..Rules::usual() });
        (0..125_000).for_each(|_| desk.event());
        assert!(desk.next_id > 20_000, "{} came", desk.next_id);
    }
}

/// B4.
#[test]
fn the_older_of_a_class_goes_first_and_nobody_is_forgotten() {
    let mut compared = 0;
    for seed in 0..100 {
        let mut desk = Turmoil::new(seed, Rules::bare(Policy::Fedf));
        for _ in 0..1_500 {
            desk.event();
            let agent = desk.draw(12);
            let Some(contact) = desk.hands[agent].pop() else { continue };
            desk.router.ended(agent as u32, desk.now_s);
            let could: Vec<Waiting> = desk
                .router
                .waiting
                .iter()
                .filter(|other| {
                    desk.router.bar(&desk.router.agents[agent], agent as u32, other, desk.now_s).is_none()
                        && !other.has_left(desk.now_s)
                })
                .copied()
                .collect();
            let Some(one) = desk.router.free(agent as u32, desk.now_s, |_| ()) else { continue };
            let standing = |other: &Waiting| Standing::of(other.slack_s(desk.now_s), other.promised_s, 1.0);
            let class = |other: &Waiting| (other.channel, other.skills, other.tier);
            for other in could.iter().filter(|other| other.id != one.contact.id) {
                if class(other) == class(&one.contact) && standing(other) == standing(&one.contact) {
                    assert!(other.arrived_s >= one.contact.arrived_s, "{other:?} is older than {one:?}");
                    compared += 1;
                }
                if standing(other) == Standing::Rescued {
                    assert_eq!(standing(&one.contact), Standing::Rescued, "{other:?} is forgotten for {one:?}");
                }
            }
            desk.assigned(one);
            desk.hands[agent].retain(|other| other.id != contact.id);
        }
    }
    assert!(compared > 500, "{compared} were compared");
}
