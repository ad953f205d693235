//! Skills with their level, tiers and capacity between the form and their own shapes.

use serde_json::{Map, Value, json};
use spine::agent::{Agent, Edit};
use spine::inbox::{Channel, Tier};
use spine::skill::{self, Held, Holding, LEVELS};
use words::Say;

use crate::fields::{Fields, Wrong};

/// Skills one person can have in the form.
pub(super) const SKILLS_MAX: usize = 40;
/// Conversations of one channel somebody can have at once.
const CAPACITY_MAX: i64 = 1_000;
/// Channels the form asks a capacity for.
pub(super) const CHANNELS: [Channel; 4] = [Channel::Email, Channel::Form, Channel::Chat, Channel::Phone];

/// What is written down of a person.
pub(super) fn values_of(agent: &Agent) -> Fields {
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let mut values = Fields::default();
    for holding in skill::held_of(&agent.skills) {
        values.push("skill", holding.skill);
        values.push("level", holding.level.to_string());
        values.push("held", holding.held.name());
    }
    for tier in parsed(&agent.tier_rights).as_array().into_iter().flatten() {
        values.push("tier", tier.as_str().unwrap_or_default());
    }
    for (channel, most) in parsed(&agent.capacity).as_object().into_iter().flatten() {
        values.push(format!("capacity-{channel}"), most.as_i64().unwrap_or_default().to_string());
    }
    values
}

/// Reads the form; what is wrong stands beside `skill-N` or `capacity-CHANNEL`.
pub(super) fn read(say: Say, fields: &Fields, wrong: &mut Wrong) -> (Edit, Vec<Holding>) {
    let levels: Vec<&str> = fields.all("level").collect();
    let places: Vec<&str> = fields.all("held").collect();
    let mut skills: Vec<Holding> = Vec::new();
    for (row, skill) in fields.all("skill").enumerate().take(SKILLS_MAX) {
        let skill = skill.trim();
        if skill.is_empty() {
            continue;
        }
        let level = match levels.get(row).copied().unwrap_or_default().trim() {
            "" => Some(1),
            written => written.parse::<i64>().ok().filter(|level| LEVELS.contains(level)),
        };
        let held = places.get(row).and_then(|place| Held::of_name(place)).unwrap_or_default();
        let same =
            |other: &Holding| spine::conversation::folded(&other.skill) == spine::conversation::folded(skill);
        let twice = skills.iter().any(same);
        match level {
            None => wrong.add(say, format!("skill-{row}"), "settings-error-level"),
            Some(_) if skill.chars().count() > 60 || twice => {
                wrong.add(say, format!("skill-{row}"), "settings-error-skill");
            }
            Some(level) => skills.push(Holding { skill: skill.to_owned(), level, held }),
        }
    }
    let mut capacity = Map::new();
    for channel in Channel::ALL.map(Channel::name) {
        let field = format!("capacity-{channel}");
        match fields.get(&field).trim() {
            "" => {}
            written => match written.parse::<i64>().ok().filter(|most| (0..=CAPACITY_MAX).contains(most)) {
                Some(most) => {
                    capacity.insert(channel.to_owned(), most.into());
                }
                None => wrong.add(say, field, "settings-error-capacity"),
            },
        }
    }
    let ticked = |tier: &Tier| fields.all("tier").any(|name| name == tier.name());
    let tiers: Vec<&str> = Tier::ALL.iter().filter(|tier| ticked(tier)).map(|tier| tier.name()).collect();
    let edit = Edit {
        tier_rights: Some(json!(tiers).to_string()),
        capacity: Some(Value::Object(capacity).to_string()),
        ..Edit::default()
    };
    (edit, skills)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields::of_pairs(pairs.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }

    #[test]
    fn skills_keep_their_level_and_an_empty_line_is_none() {
        let given = [
            ("skill", "resi"),
            ("level", "4"),
            ("held", "second"),
            ("skill", ""),
            ("level", ""),
            ("held", "first"),
            ("skill", "inglese"),
            ("level", ""),
            ("held", "first"),
            ("tier", "A"),
            ("capacity-email", "12"),
            ("capacity-chat", ""),
        ];
        let mut wrong = Wrong::default();
        let (edit, skills) = read(Say::default(), &fields(&given), &mut wrong);
        assert!(wrong.is_empty());
        let kept: Value = serde_json::from_str(&skill::kept(&skills)).expect("JSON");
        assert_eq!(
            kept,
            json!([{ "skill": "resi", "level": 4, "held": "second" }, { "skill": "inglese", "level": 1 }])
        );
        assert_eq!(edit.capacity.as_deref(), Some("{\"email\":12}"));
        assert_eq!(edit.tier_rights.as_deref(), Some("[\"A\"]"));
    }

    #[test]
    fn a_level_of_six_and_a_capacity_of_words_are_refused_where_they_stand() {
        let given = [("skill", "resi"), ("level", "6"), ("capacity-phone", "tante")];
        let mut wrong = Wrong::default();
        read(Say::default(), &fields(&given), &mut wrong);
        let places: Vec<_> = wrong.all().map(|(field, _)| field).collect();
        assert_eq!(places, ["skill-0", "capacity-phone"]);
    }
}
