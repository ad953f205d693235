//! The people who answer, as the router sees them.

use super::contact::Waiting;
use crate::channel::Channel;

/// Bits of skills. A desk with more than 128 skills in use at a moment gives each router those its waiting contacts need.
pub type Skills = u128;

/// Levels go from 1 (can) to 5 (teaches it).
pub const LEVELS: usize = 5;

/// How far the circle around a contact was drawn before somebody was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ring {
    /// The skill at the level asked for.
    First,
    /// The skill held in second place, or one level below.
    Second,
    /// Anybody who was trained for it.
    Trained,
}

/// What somebody has in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Load {
    pub count: u8,
    /// Place of the channel of what is in hand; says nothing when `count` is 0. A person works one channel at a time.
    channel: u8,
}

impl Load {
    pub const NONE: Self = Self { count: 0, channel: 0 };

    pub fn of(channel: Channel, count: u8) -> Self {
        Self { count, channel: channel.place() as u8 }
    }

    pub fn channel(self) -> Option<Channel> {
        (self.count > 0).then(|| Channel::ALL[usize::from(self.channel)])
    }

    /// How many of `channel` are running.
    #[inline]
    pub fn running(self, channel: Channel) -> u8 {
        if usize::from(self.channel) == channel.place() { self.count } else { 0 }
    }
}

#[derive(Clone, Debug)]
pub struct Agent {
    pub id: u64,
    /// Skills held in first place: bit set in `at_least[l]` when the level is at least `l + 1`.
    pub at_least: [Skills; LEVELS],
    /// Skills held in second place, asked for only when the circle widens.
    pub second: Skills,
    /// Everything they were ever trained for.
    pub trained: Skills,
    pub languages: u32,
    /// Bits of [`Channel::bit`].
    pub channels: u8,
    /// How many at once, by channel.
    pub capacity: [u8; 3],
    pub load: Load,
    pub on_duty: bool,
    /// When their console last said it lives; infinite where nobody asks.
    pub heard_s: f64,
    /// Until then a short rest, after an hour without any.
    pub rest_until_s: f64,
    /// When they are expected to be free again; infinite when nobody can tell.
    pub expected_free_s: f64,
    /// Contacts they sent back, each with the moment from which it may come again.
    pub sent_back: Vec<(u64, f64)>,
    /// Seconds at work in each of the last sixty minutes.
    pub worked: Worked,
    /// Three for their skills, one for their channels: the more somebody can do, the later they are asked.
    pub(super) breadth: u32,
}

impl Agent {
    /// Somebody off duty with nothing in hand, who has these skills at the highest level.
    pub fn new(id: u64, skills: Skills, channels: u8) -> Self {
        Self {
            id,
            at_least: [skills; LEVELS],
            second: 0,
            trained: skills,
            languages: u32::MAX,
            channels,
            capacity: [1, 3, 1],
            load: Load::NONE,
            on_duty: false,
            heard_s: f64::INFINITY,
            rest_until_s: f64::NEG_INFINITY,
            expected_free_s: f64::INFINITY,
            sent_back: Vec::new(),
            worked: Worked::default(),
            breadth: breadth(skills, channels),
        }
    }

    /// Somebody with a level in each of some skills; `first` says which they are asked for, the rest stand in second place.
    pub fn with_levels(id: u64, levels: &[(u8, u8)], second: Skills, trained: Skills, channels: u8) -> Self {
        let mut agent = Self::new(id, 0, channels);
        for &(skill, level) in levels {
            let bit = 1 << skill;
            for lower in agent.at_least.iter_mut().take(usize::from(level)) {
                if second & bit == 0 {
                    *lower |= bit;
                }
            }
            agent.trained |= bit;
        }
        agent.second = second;
        agent.trained |= trained | second;
        agent.breadth = breadth(agent.at_least[0], channels);
        agent
    }

    /// The ring in which they stand for a contact; nothing when they cannot answer it at all.
    #[inline]
    pub fn ring(&self, contact: &Waiting) -> Option<Ring> {
        let lacks = |has: Skills| contact.skills & !has != 0;
        let level = usize::from(contact.level.clamp(1, LEVELS as u8)) - 1;
        if !lacks(self.at_least[level]) {
            return Some(Ring::First);
        }
        if !lacks(self.at_least[level.saturating_sub(1)] | self.second) {
            return Some(Ring::Second);
        }
        (!lacks(self.trained)).then_some(Ring::Trained)
    }

    /// Whether one more of this channel fits in their hands.
    #[inline]
    pub fn has_room(&self, channel: Channel) -> bool {
        let running = self.load.running(channel);
        running == self.load.count && running < self.capacity[channel.place()]
    }

    #[inline]
    pub fn speaks(&self, contact: &Waiting) -> bool {
        contact.languages == 0 || contact.languages & self.languages != 0
    }

    /// Lowest is asked first: who has little in hand, then who can do little else.
    #[inline]
    pub(super) fn score(&self) -> u32 {
        10 * u32::from(self.load.count) + self.breadth
    }
}

fn breadth(skills: Skills, channels: u8) -> u32 {
    2 * skills.count_ones() + channels.count_ones()
}

const HOUR_MINUTES: usize = 60;

/// Rolling hour of work, by minute. Empty until the first work is told, so that it costs nothing where nobody asks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worked {
    seconds: Vec<f32>,
    /// Minute of the clock the last entry stands for.
    last_minute: i64,
}

impl Worked {
    /// Notes that somebody had something in hand from one moment to another. Times that overlap are told once: the
    /// caller tells each stretch between two changes.
    pub fn note(&mut self, from_s: f64, to_s: f64) {
        let mut at_s = from_s.max(to_s - 3_600.0);
        while at_s < to_s {
            let minute = (at_s / 60.0).floor();
            let until_s = ((minute + 1.0) * 60.0).min(to_s);
            self.turn_to(minute as i64);
            self.seconds[(minute as i64).rem_euclid(HOUR_MINUTES as i64) as usize] += (until_s - at_s) as f32;
            at_s = until_s;
        }
    }

    /// Share of the hour before `now_s` at work.
    pub fn share(&mut self, now_s: f64) -> f64 {
        self.turn_to((now_s / 60.0).floor() as i64);
        f64::from(self.seconds.iter().sum::<f32>()) / 3_600.0
    }

    fn turn_to(&mut self, minute: i64) {
        if self.seconds.is_empty() {
            self.seconds = vec![0.0; HOUR_MINUTES];
            self.last_minute = minute;
        }
        let steps = (minute - self.last_minute).clamp(0, HOUR_MINUTES as i64);
        for step in 1..=steps {
            let place = (minute - steps + step).rem_euclid(HOUR_MINUTES as i64) as usize;
            self.seconds[place] = 0.0;
        }
        self.last_minute = self.last_minute.max(minute);
    }
}
