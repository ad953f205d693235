//! What happens on which day: worked out before anything is sent, so that the same seed gives the same two months.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::matters::{MATTERS, Matter};
use super::world::{self, ARCHITECTS, Customer, Dice, FAULTS, HELP, LAMPS};

/// How a conversation goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Answered at this percentage of the time that was promised.
    Answered(i64),
    /// Answered after the moment passed.
    Late,
    /// Moved with a reason, then answered.
    Moved,
    /// Nobody has answered yet: it stands in the queue at the end.
    Open,
}

/// One conversation to be.
#[derive(Clone, Debug)]
pub struct Story {
    pub at_ms: i64,
    pub customer: Customer,
    pub inbox: &'static str,
    pub matter: usize,
    pub lamp: &'static str,
    pub order: String,
    pub fate: Fate,
    /// Whether the customer writes back after the answer.
    pub writes_back: bool,
    /// Index of whoever answers, among the agents.
    pub agent: usize,
    pub photo: bool,
    pub note: bool,
    /// Sent through the form on the shop's site instead of by mail.
    pub by_form: bool,
    /// The customer asks to be called back, from the page of the request.
    pub wants_call: bool,
    /// The mark the customer gives once it is closed.
    pub mark: Option<i64>,
    /// Nobody has answered yet, but somebody has taken it.
    pub taken: bool,
}

impl Story {
    pub fn matter(&self) -> &'static Matter {
        &MATTERS[self.matter]
    }

    pub fn filled(&self, text: &str, author: &str) -> String {
        world::filled(text, self.lamp, &self.order, self.customer.called(), author)
    }
}

/// Mail that machines write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    Newsletter,
    OutOfOffice,
    Spam,
}

pub struct Plan {
    /// By time.
    pub stories: Vec<Story>,
    pub noise: Vec<(i64, Noise)>,
}

const HOUR_MS: i64 = 3_600_000;
/// Minutes before the end at which somebody reports a fault nobody has answered yet: whatever the hour, some are late,
/// some are pressing, some have time.
const FRESH_FAULTS: [i64; 7] = [75, 66, 52, 41, 33, 18, 6];

/// Plans `days` days that end at `now_ms`, in the shop's own zone.
pub fn plan(now_ms: i64, days: i64, zone: &TimeZone) -> Plan {
    let mut dice = Dice::new(0xF10CA);
    let today = Timestamp::from_millisecond(now_ms).unwrap_or_default().to_zoned(zone.clone()).date();
    let (mut stories, mut noise) = (Vec::new(), Vec::new());
    for back in (0..=days).rev() {
        let Ok(day) = today.checked_sub(back.days()) else { continue };
        let open = !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let count = if open { dice.between(11, 17) } else { dice.between(3, 6) };
        for _ in 0..count {
            let minute =
                if open && dice.percent(85) { dice.between(500, 1_130) } else { dice.between(400, 1_380) };
            let at_ms = moment(day, minute, zone) + dice.between(0, 59_999);
            stories.push(story(&mut dice, at_ms, now_ms));
        }
        if back % 2 == 0 {
            noise.push((moment(day, dice.between(300, 480), zone), Noise::Newsletter));
        }
        if back % 9 == 4 {
            noise.push((moment(day, dice.between(60, 300), zone), Noise::Spam));
        }
        if back % 5 == 1 {
            noise.push((moment(day, dice.between(600, 1_000), zone), Noise::OutOfOffice));
        }
    }
    for minutes in FRESH_FAULTS {
        let mut fault = story(&mut dice, now_ms - minutes * 60_000, now_ms);
        while fault.matter().tag != "tecnica" && fault.matter().tag != "garanzia" {
            fault = story(&mut dice, fault.at_ms, now_ms);
        }
        stories.push(Story { inbox: FAULTS, fate: Fate::Open, ..fault });
    }
    stories.retain(|story| story.at_ms < now_ms - 60_000);
    noise.retain(|(at_ms, _)| *at_ms < now_ms - 60_000);
    stories.sort_by_key(|story| story.at_ms);
    noise.sort_by_key(|(at_ms, _)| *at_ms);
    Plan { stories, noise }
}

fn story(dice: &mut Dice, at_ms: i64, now_ms: i64) -> Story {
    let (customer, inbox) = match dice.below(100) {
        0..10 => (world::company(dice), ARCHITECTS),
        10..18 => (world::abroad(dice), HELP),
        _ => (world::private(dice), HELP),
    };
    let english = customer.language == kernel::language::Language::En;
    let fitting: Vec<usize> = MATTERS
        .iter()
        .enumerate()
        .filter(|(_, matter)| {
            matter.english == english && (matter.tag == "preventivi") == (inbox == ARCHITECTS)
        })
        .map(|(at, _)| at)
        .collect();
    let matter = *dice.one(&fitting);
    let recent = now_ms - at_ms < 20 * HOUR_MS;
    let fate = match dice.below(100) {
        _ if recent && dice.percent(65) => Fate::Open,
        0..94 => Fate::Answered(dice.between(8, 88)),
        94..97 => Fate::Moved,
        _ => Fate::Late,
    };
    let by_form = inbox == HELP && dice.percent(14);
    let marks = [5, 5, 4, 5, 3, 4, 5, 2, 4, 5];
    Story {
        by_form,
        wants_call: by_form && dice.percent(30),
        mark: dice.percent(22).then(|| *dice.one(&marks)),
        taken: dice.percent(70),
        at_ms,
        customer,
        inbox,
        matter,
        lamp: dice.one::<&str>(&LAMPS),
        order: format!("F-{}", dice.between(20_100, 20_990)),
        fate,
        writes_back: MATTERS[matter].back.is_some() && dice.percent(70),
        agent: dice.below(5),
        photo: dice.percent(8),
        note: dice.percent(12),
    }
}

/// A minute of a day as an instant.
pub fn moment(day: Date, minute: i64, zone: &TimeZone) -> i64 {
    day.at((minute / 60) as i8, (minute % 60) as i8, 0, 0)
        .to_zoned(zone.clone())
        .map(|zoned| zoned.timestamp().as_millisecond())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Fate, plan};
    use jiff::tz::TimeZone;

    #[test]
    fn two_months_are_planned_alike_every_time_and_end_with_a_living_queue() {
        let rome = TimeZone::get("Europe/Rome").expect("bundled");
        let now_ms = 1_795_359_600_000;
        let (one, two) = (plan(now_ms, 60, &rome), plan(now_ms, 60, &rome));
        let seeds = |plan: &super::Plan| {
            plan.stories
                .iter()
                .map(|story| (story.at_ms, story.matter, story.order.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(seeds(&one), seeds(&two));
        assert!((500..900).contains(&one.stories.len()), "{}", one.stories.len());
        let open = one.stories.iter().filter(|story| story.fate == Fate::Open).count();
        assert!((7..32).contains(&open), "{open} open");
        assert!(one.stories.iter().any(|story| story.fate == Fate::Late));
        let by_form = one.stories.iter().filter(|story| story.by_form).count();
        let calls = one.stories.iter().filter(|story| story.wants_call).count();
        assert!((30..160).contains(&by_form) && (5..60).contains(&calls), "{by_form} by form, {calls} calls");
        assert!(one.stories.windows(2).all(|pair| pair[0].at_ms <= pair[1].at_ms));
    }
}
