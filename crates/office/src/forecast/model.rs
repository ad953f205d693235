//! Half hours, channels and their parts, and what the company says of how it works. Pure.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Map, Value, json};
use spine::error::Field;
use spine::inbox::Channel;

/// Half hours of a local day as posted; of an hour the clock shows twice both are the same two.
pub const SLOTS: usize = 48;
pub(super) const SLOT_MINUTES: i64 = 30;
pub(super) const SLOT_MS: i64 = SLOT_MINUTES * 60_000;
pub(super) const HOUR_S: f64 = 3_600.0;

/// What is forecast of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Whole,
    /// What no skill was asked for.
    Unskilled,
    /// By id.
    Skill(i64),
}

impl Part {
    pub(super) fn kept(self) -> i64 {
        match self {
            Self::Whole => -1,
            Self::Unskilled => 0,
            Self::Skill(id) => id,
        }
    }

    pub(super) fn read(kept: i64) -> Self {
        match kept {
            -1 => Self::Whole,
            0 => Self::Unskilled,
            id => Self::Skill(id),
        }
    }
}

/// Channels whose people are needed in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Whoever calls waits on the line.
    Phone,
    /// Whoever writes waits before the screen.
    Chat,
    /// Can wait until it is due: e-mail, forms, letters, messages.
    Written,
}

impl Group {
    pub const ALL: [Self; 3] = [Self::Phone, Self::Chat, Self::Written];

    pub fn of(channel: Channel) -> Self {
        match channel {
            Channel::Phone => Self::Phone,
            Channel::Chat => Self::Chat,
            Channel::Email
            | Channel::Pec
            | Channel::Form
            | Channel::Messaging
            | Channel::Social
            | Channel::Sms
            | Channel::Letter => Self::Written,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Chat => "chat",
            Self::Written => "written",
        }
    }

    /// Whether somebody must be there in the very moment: when the desk is shut nothing comes, and nothing is known.
    pub fn is_staffed(self) -> bool {
        match self {
            Self::Phone | Self::Chat => true,
            Self::Written => false,
        }
    }
}

/// The local half hour an instant falls in: its day, and which of the day's.
pub(super) fn slot_of(at_ms: i64, zone: &TimeZone) -> (Date, usize) {
    let local = Timestamp::from_millisecond(at_ms).unwrap_or_default().to_zoned(zone.clone()).datetime();
    (local.date(), usize::from(local.hour().unsigned_abs()) * 2 + usize::from(local.minute() >= 30))
}

/// The instant the local half hour around an instant began.
pub(super) fn slot_begins_ms(at_ms: i64, zone: &TimeZone) -> i64 {
    let instant = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    let offset_ms = i64::from(zone.to_offset(instant).seconds()) * 1_000;
    (at_ms + offset_ms).div_euclid(SLOT_MS) * SLOT_MS - offset_ms
}

/// The instant a local half hour begins; one the clock jumps over begins with the jump.
pub fn begins_ms(day: Date, slot: usize, zone: &TimeZone) -> i64 {
    let local =
        day.to_datetime(jiff::civil::Time::midnight()).saturating_add((slot as i64 * SLOT_MINUTES).minutes());
    zone.to_ambiguous_zoned(local).compatible().map_or(i64::MAX, |at| at.timestamp().as_millisecond())
}

pub(super) fn days_after(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

/// Days from one to the other; negative when the other is earlier.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.until((jiff::Unit::Day, to)).map_or(0, |span| i64::from(span.get_days()))
}

/// How a group works, as far as the company says so; what it does not say is measured or usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Seconds of work one message or call takes; measured when nobody says.
    pub handling_s: Option<i64>,
    /// Percent answered within `target_s`; of live groups.
    pub level_percent: i64,
    pub target_s: i64,
    /// How long people wait before they give up, on the mean; of live groups.
    pub patience_s: i64,
    /// Conversations one person has at once, and how much longer each takes then, in percent; of chats.
    pub at_once: i64,
    pub slower_percent: i64,
    /// What one contact costs beside people's time, in cents.
    pub fee_cents: i64,
}

impl Terms {
    fn usual(group: Group) -> Self {
        let live = Self {
            handling_s: None,
            level_percent: 80,
            target_s: 20,
            patience_s: 180,
            at_once: 1,
            slower_percent: 100,
            fee_cents: 0,
        };
        match group {
            Group::Phone | Group::Written => live,
            Group::Chat => Self { target_s: 60, at_once: 3, slower_percent: 135, ..live },
        }
    }

    /// Seconds of work of one message or call where nothing was measured or said.
    pub(super) fn usual_handling_s(group: Group) -> i64 {
        match group {
            Group::Phone => 360,
            Group::Chat => 480,
            Group::Written => 600,
        }
    }
}

/// What the company says of how it staffs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Percent of paid time that is leave, sickness, training, meetings, late returns.
    pub shrinkage_percent: i64,
    /// Percent of people's time that may be work.
    pub occupancy_percent: i64,
    /// What an hour of somebody's time costs, in cents.
    pub wage_cents: i64,
    /// What a promise that was missed costs the company, in cents, as far as it says so.
    pub missed_cents: i64,
    /// In the order of [`Group::ALL`].
    pub groups: [Terms; 3],
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            shrinkage_percent: 30,
            occupancy_percent: 85,
            wage_cents: 2_500,
            missed_cents: 0,
            groups: Group::ALL.map(Terms::usual),
        }
    }
}

pub const SHRINKAGE: RangeInclusive<i64> = 0..=80;
pub const OCCUPANCY: RangeInclusive<i64> = 30..=98;
pub const WAGE_CENTS: RangeInclusive<i64> = 0..=100_000;
pub const MISSED_CENTS: RangeInclusive<i64> = 0..=1_000_000;
pub const HANDLING_S: RangeInclusive<i64> = 10..=86_400;
pub const LEVEL: RangeInclusive<i64> = 1..=99;
pub const TARGET_S: RangeInclusive<i64> = 0..=3_600;
pub const PATIENCE_S: RangeInclusive<i64> = 10..=7_200;
pub const AT_ONCE: RangeInclusive<i64> = 1..=10;
pub const SLOWER: RangeInclusive<i64> = 100..=400;
pub const FEE_CENTS: RangeInclusive<i64> = 0..=100_000;

impl Settings {
    pub fn terms(&self, group: Group) -> &Terms {
        &self.groups[group as usize]
    }

    /// What answering one message or call costs: paid time that is not work in it, and what the channel itself costs.
    pub fn contact_cents(&self, group: Group, handling_s: i64) -> f64 {
        let terms = self.terms(group);
        let paid = self.occupancy_percent as f64 / 100.0 * (1.0 - self.shrinkage_percent as f64 / 100.0);
        let at_once = terms.at_once as f64 / (terms.slower_percent as f64 / 100.0);
        handling_s as f64 / (paid * at_once) * self.wage_cents as f64 / HOUR_S + terms.fee_cents as f64
    }

    pub fn to_json(&self) -> Value {
        let mut groups = Map::new();
        for group in Group::ALL {
            let terms = self.terms(group);
            let mut of = json!({ "handling_seconds": terms.handling_s, "fee_cents": terms.fee_cents });
            if group.is_staffed() {
                of["level_percent"] = terms.level_percent.into();
                of["target_seconds"] = terms.target_s.into();
                of["patience_seconds"] = terms.patience_s.into();
            }
            if group == Group::Chat {
                of["at_once"] = terms.at_once.into();
                of["slower_percent"] = terms.slower_percent.into();
            }
            groups.insert(group.name().to_owned(), of);
        }
        json!({
            "shrinkage_percent": self.shrinkage_percent,
            "occupancy_percent": self.occupancy_percent,
            "wage_cents": self.wage_cents,
            "missed_cents": self.missed_cents,
            "groups": groups,
        })
    }

    /// These settings with what `given` says otherwise. Pointers start at the settings.
    ///
    /// # Errors
    /// Every member that is none, or out of its range.
    pub fn changed(&self, given: &Value) -> Result<Self, Vec<Field>> {
        let Some(object) = given.as_object() else { return Err(vec![Field::new("", "must be an object")]) };
        let (mut settings, mut wrong) = (*self, Vec::new());
        for (key, value) in object {
            let at = format!("/{key}");
            match key.as_str() {
                "shrinkage_percent" => {
                    number(&at, value, &SHRINKAGE, &mut settings.shrinkage_percent, &mut wrong)
                }
                "occupancy_percent" => {
                    number(&at, value, &OCCUPANCY, &mut settings.occupancy_percent, &mut wrong)
                }
                "wage_cents" => number(&at, value, &WAGE_CENTS, &mut settings.wage_cents, &mut wrong),
                "missed_cents" => number(&at, value, &MISSED_CENTS, &mut settings.missed_cents, &mut wrong),
                "groups" => groups(&at, value, &mut settings.groups, &mut wrong),
                _ => wrong.push(Field::new(at, "is not a setting")),
            }
        }
        if wrong.is_empty() { Ok(settings) } else { Err(wrong) }
    }
}

fn groups(at: &str, value: &Value, terms: &mut [Terms; 3], wrong: &mut Vec<Field>) {
    let Some(object) = value.as_object() else {
        return wrong.push(Field::new(at, "must be an object with phone, chat, written"));
    };
    for (name, value) in object {
        let at = format!("{at}/{name}");
        let Some(group) = Group::ALL.into_iter().find(|group| group.name() == name) else {
            wrong.push(Field::new(at, "is not a group (phone, chat, written)"));
            continue;
        };
        let Some(object) = value.as_object() else {
            wrong.push(Field::new(at, "must be an object"));
            continue;
        };
        let of = &mut terms[group as usize];
        for (key, value) in object {
            let at = format!("{at}/{key}");
            match (key.as_str(), group.is_staffed()) {
                ("handling_seconds", _) if value.is_null() => of.handling_s = None,
                ("handling_seconds", _) => {
                    let mut handling_s = 0;
                    number(&at, value, &HANDLING_S, &mut handling_s, wrong);
                    of.handling_s = Some(handling_s);
                }
                ("fee_cents", _) => number(&at, value, &FEE_CENTS, &mut of.fee_cents, wrong),
                ("level_percent", true) => number(&at, value, &LEVEL, &mut of.level_percent, wrong),
                ("target_seconds", true) => number(&at, value, &TARGET_S, &mut of.target_s, wrong),
                ("patience_seconds", true) => number(&at, value, &PATIENCE_S, &mut of.patience_s, wrong),
                ("at_once", _) if group == Group::Chat => number(&at, value, &AT_ONCE, &mut of.at_once, wrong),
                ("slower_percent", _) if group == Group::Chat => {
                    number(&at, value, &SLOWER, &mut of.slower_percent, wrong);
                }
                _ => wrong.push(Field::new(at, format!("is not a setting of {name}"))),
            }
        }
    }
}

fn number(at: &str, value: &Value, range: &RangeInclusive<i64>, into: &mut i64, wrong: &mut Vec<Field>) {
    match value.as_i64().filter(|number| range.contains(number)) {
        Some(number) => *into = number,
        None => {
            let says = format!("must be a whole number from {} to {}", range.start(), range.end());
            wrong.push(Field::new(at, says));
        }
    }
}

/// Days the company knows to be unlike others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialDay {
    pub id: i64,
    pub oid: String,
    /// Days of one name are alike: what one did tells what the next will do.
    pub name: String,
    pub first: Date,
    pub last: Date,
    /// What is expected of it, in percent more or less; learnt from earlier days of that name when nobody says.
    pub percent: Option<i64>,
}

/// A special day as it is entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSpecialDay {
    pub name: String,
    pub first: Option<Date>,
    pub last: Option<Date>,
    pub percent: Option<i64>,
}

/// Characters of a special day's name.
pub const NAME_CHARS: usize = 60;
/// Days one entry covers at most.
pub const RANGE_DAYS: i64 = 31;
pub const PERCENT: RangeInclusive<i64> = -90..=500;
/// Special days of one account at most.
pub const SPECIAL_DAYS_MAX: usize = 500;
/// Years back and ahead that a special day can lie.
const YEARS: i64 = 3;

impl NewSpecialDay {
    /// First and last day, where they are any; or every field that is wrong.
    ///
    /// # Errors
    /// No name or one that is too long, no day, days in the wrong order or too many, out of three years; a percentage out of
    /// range.
    pub fn days(&self, today: Date) -> Result<(Date, Date), Vec<Field>> {
        let mut wrong = Vec::new();
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > NAME_CHARS {
            wrong.push(Field::new("/name", format!("must have 1 to {NAME_CHARS} characters")));
        }
        if self.percent.is_some_and(|percent| !PERCENT.contains(&percent)) {
            let says = format!("must be a whole number from {} to {}", PERCENT.start(), PERCENT.end());
            wrong.push(Field::new("/percent", says));
        }
        let Some(first) = self.first else {
            wrong.push(Field::new("/first", "must be a date, as in 2026-11-27"));
            return Err(wrong);
        };
        let last = self.last.unwrap_or(first);
        if days_between(today, first).abs() > YEARS * 366 {
            wrong.push(Field::new("/first", format!("must be within {YEARS} years")));
        }
        if !(0..RANGE_DAYS).contains(&days_between(first, last)) {
            let says = format!("must not be before the first day, nor {RANGE_DAYS} days or more after it");
            wrong.push(Field::new("/last", says));
        }
        if wrong.is_empty() { Ok((first, last)) } else { Err(wrong) }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use serde_json::json;

    use super::{Group, NewSpecialDay, Settings, begins_ms, slot_begins_ms, slot_of};

    #[test]
    fn half_hours_are_those_of_the_local_clock() {
        let rome = TimeZone::get("Europe/Rome").unwrap();
        let nine = begins_ms(date(2026, 11, 30), 18, &rome);
        assert_eq!(slot_of(nine, &rome), (date(2026, 11, 30), 18));
        assert_eq!(slot_of(nine + 30 * 60_000 - 1, &rome), (date(2026, 11, 30), 18));
        assert_eq!(slot_begins_ms(nine + 1_799_999, &rome), nine);
        // Three quarters of an hour beside the others.
        let kathmandu = TimeZone::get("Asia/Kathmandu").unwrap();
        let nine = begins_ms(date(2026, 11, 30), 18, &kathmandu);
        assert_eq!(slot_begins_ms(nine + 1_000, &kathmandu), nine);
        assert_eq!(slot_begins_ms(nine - 1, &kathmandu), nine - 1_800_000);
        // The night the clock is put back: two instants, one half hour.
        let first = begins_ms(date(2026, 10, 25), 4, &rome);
        assert_eq!(slot_of(first, &rome), slot_of(first + 3_600_000, &rome));
    }

    #[test]
    fn settings_say_what_is_wrong_with_them_and_where() {
        let usual = Settings::default();
        assert_eq!(usual.changed(&usual.to_json()), Ok(usual));
        let wrong = usual.changed(&json!({
            "shrinkage_percent": 99,
            "colour": 1,
            "groups": { "fax": {}, "written": { "at_once": 2, "handling_seconds": "long" }, "chat": { "at_once": 0 } },
        }));
        let mut pointers: Vec<String> = wrong.unwrap_err().into_iter().map(|field| field.pointer).collect();
        pointers.sort();
        assert_eq!(
            pointers,
            [
                "/colour",
                "/groups/chat/at_once",
                "/groups/fax",
                "/groups/written/at_once",
                "/groups/written/handling_seconds",
                "/shrinkage_percent"
            ]
        );
        let changed = usual.changed(&json!({ "groups": { "phone": { "handling_seconds": 300 } } })).unwrap();
        assert_eq!(changed.terms(Group::Phone).handling_s, Some(300));
        assert_eq!(changed.terms(Group::Chat), usual.terms(Group::Chat));
    }

    #[test]
    fn a_contact_costs_the_paid_time_around_it() {
        let settings = Settings { wage_cents: 2_100, ..Settings::default() };
        // Six minutes of work are 10.08 paid ones at 85 % of 70 %.
        assert!((settings.contact_cents(Group::Phone, 360) - 352.94).abs() < 0.01);
        // Three chats at once, each 1.35 times as long.
        assert!((settings.contact_cents(Group::Chat, 360) - 352.94 * 1.35 / 3.0).abs() < 0.01);
    }

    #[test]
    fn a_special_day_has_a_name_and_days_in_order() {
        let today = date(2026, 11, 30);
        let new = NewSpecialDay { name: "Saldi".into(), first: Some(date(2027, 1, 4)), ..Default::default() };
        assert_eq!(new.days(today), Ok((date(2027, 1, 4), date(2027, 1, 4))));
        let pointers = |new: &NewSpecialDay| -> Vec<String> {
            new.days(today).unwrap_err().into_iter().map(|field| field.pointer).collect()
        };
        assert_eq!(pointers(&NewSpecialDay::default()), ["/name", "/first"]);
        let back = NewSpecialDay { last: Some(date(2027, 1, 3)), percent: Some(900), ..new.clone() };
        assert_eq!(pointers(&back), ["/percent", "/last"]);
        assert_eq!(pointers(&NewSpecialDay { first: Some(date(2036, 1, 3)), ..new }), ["/first"]);
    }
}
