//! What an inbox is.

use kernel::calendar::Hours;
use kernel::language::{Language, Register};
use serde_json::{Value, json};

use crate::error::Field;

/// The ways a message comes and goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    Email,
    Pec,
    Form,
    Chat,
    Messaging,
    Social,
    Sms,
    Phone,
    Letter,
}

impl Channel {
    pub const ALL: [Self; 9] = [
        Self::Email,
        Self::Pec,
        Self::Form,
        Self::Chat,
        Self::Messaging,
        Self::Social,
        Self::Sms,
        Self::Phone,
        Self::Letter,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Pec => "pec",
            Self::Form => "form",
            Self::Chat => "chat",
            Self::Messaging => "messaging",
            Self::Social => "social",
            Self::Sms => "sms",
            Self::Phone => "phone",
            Self::Letter => "letter",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }

    /// Whether customers come in by a door of ours. On the other channels programs open conversations, by the API.
    pub fn has_door(self) -> bool {
        match self {
            Self::Email | Self::Form => true,
            Self::Pec
            | Self::Chat
            | Self::Messaging
            | Self::Social
            | Self::Sms
            | Self::Phone
            | Self::Letter => false,
        }
    }
}

/// How soon the company wants to answer whom; a new customer is `C`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tier {
    A,
    B,
    #[default]
    C,
}

impl Tier {
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.name() == name)
    }
}

/// Open minutes per tier until an answer is owed; `resolution` only where the company promises one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Targets {
    pub first_reply: [i64; 3],
    pub next_reply: [i64; 3],
    pub resolution: Option<[i64; 3]>,
}

impl Default for Targets {
    fn default() -> Self {
        Self { first_reply: [60, 120, 240], next_reply: [60, 120, 240], resolution: None }
    }
}

/// A target can be at most a year of minutes.
const LONGEST_MINUTES: i64 = 366 * 24 * 60;

impl Targets {
    pub fn first_reply_minutes(&self, tier: Tier) -> i64 {
        self.first_reply[tier as usize]
    }

    pub fn next_reply_minutes(&self, tier: Tier) -> i64 {
        self.next_reply[tier as usize]
    }

    pub fn resolution_minutes(&self, tier: Tier) -> Option<i64> {
        self.resolution.map(|minutes| minutes[tier as usize])
    }

    pub fn to_json(&self) -> Value {
        let tiers = |minutes: [i64; 3]| json!({ "A": minutes[0], "B": minutes[1], "C": minutes[2] });
        json!({
            "first_reply_minutes": tiers(self.first_reply),
            "next_reply_minutes": tiers(self.next_reply),
            "resolution_minutes": self.resolution.map(tiers),
        })
    }

    /// Reads the contract's shape; what is left out keeps its default. Pointers start at the targets.
    pub fn from_json(value: &Value) -> Result<Self, Vec<Field>> {
        let Some(object) = value.as_object() else {
            return Err(vec![Field::new("", "must be an object")]);
        };
        let (mut targets, mut wrong) = (Self::default(), Vec::new());
        for (key, value) in object {
            match (key.as_str(), value) {
                ("first_reply_minutes", value) => tiers_of(key, value, &mut targets.first_reply, &mut wrong),
                ("next_reply_minutes", value) => tiers_of(key, value, &mut targets.next_reply, &mut wrong),
                ("resolution_minutes", Value::Null) => targets.resolution = None,
                ("resolution_minutes", value) => {
                    let mut minutes = [0; 3];
                    tiers_of(key, value, &mut minutes, &mut wrong);
                    if wrong.is_empty() && minutes.contains(&0) {
                        wrong.push(Field::new("/resolution_minutes", "must name A, B and C, or be null"));
                    }
                    targets.resolution = Some(minutes);
                }
                (other, _) => wrong.push(Field::new(format!("/{other}"), "is not a target")),
            }
        }
        if wrong.is_empty() { Ok(targets) } else { Err(wrong) }
    }
}

fn tiers_of(key: &str, value: &Value, minutes: &mut [i64; 3], wrong: &mut Vec<Field>) {
    let Some(object) = value.as_object() else {
        wrong.push(Field::new(format!("/{key}"), "must be an object with A, B, C in minutes"));
        return;
    };
    for (tier, value) in object {
        match (Tier::of_name(tier), value.as_i64()) {
            (Some(tier), Some(value)) if (1..=LONGEST_MINUTES).contains(&value) => {
                minutes[tier as usize] = value
            }
            (Some(_), _) => wrong.push(Field::new(
                format!("/{key}/{tier}"),
                format!("must be whole minutes between 1 and {LONGEST_MINUTES}"),
            )),
            (None, _) => wrong.push(Field::new(format!("/{key}/{tier}"), "is not a tier (A, B, C)")),
        }
    }
}

/// Where the moments of an inbox's promises come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PromisesBy {
    /// The company's targets.
    #[default]
    Policy,
    /// The targets; what the estimate would have said is noted beside, and whether it would have held.
    Shadow,
    /// The estimate, where enough is known; else the targets.
    Model,
}

impl PromisesBy {
    pub const ALL: [Self; 3] = [Self::Policy, Self::Shadow, Self::Model];

    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Shadow => "shadow",
            Self::Model => "model",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.name() == name)
    }
}

/// One inbox.
#[derive(Clone, Debug)]
pub struct Inbox {
    pub id: i64,
    pub oid: String,
    /// Public key: what a form or widget on a web page names the inbox by.
    pub key: String,
    pub channel: Channel,
    pub name: String,
    pub address: Option<String>,
    pub language: Language,
    pub register: Register,
    pub hours: Hours,
    pub targets: Targets,
    pub team_id: Option<i64>,
    pub live: bool,
    /// Whether it tells by mail when the answer comes; off, the promise is made all the same and stands on the customer's page.
    pub acknowledges: bool,
    pub promises_by: PromisesBy,
    pub last_in_at_ms: Option<i64>,
    pub last_out_at_ms: Option<i64>,
    pub last_error: Option<String>,
    pub last_error_at_ms: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::Targets;
    use serde_json::json;

    #[test]
    fn targets_left_out_keep_their_default_and_bad_ones_name_their_place() {
        let targets = Targets::from_json(&json!({"first_reply_minutes": {"A": 30}})).expect("good");
        assert_eq!(targets.first_reply, [30, 120, 240]);
        assert_eq!(Targets::from_json(&targets.to_json()).expect("round trip"), targets);
        let wrong = Targets::from_json(&json!({"next_reply_minutes": {"C": 0}, "x": 1})).expect_err("bad");
        let places: Vec<_> = wrong.iter().map(|field| field.pointer.as_str()).collect();
        assert_eq!(places, ["/next_reply_minutes/C", "/x"]);
        assert!(Targets::from_json(&json!({"resolution_minutes": {"A": 60}})).is_err());
    }
}
