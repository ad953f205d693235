//! The forms of special days and of how the company staffs: fields to what they say, and back.

use office::forecast::{Group, NewSpecialDay, Settings, SpecialDay};
use serde_json::{Map, Value};
use spine::error::Field;
use words::Say;

use crate::fields::{Fields, Wrong};

pub(super) fn of_day(special: &SpecialDay) -> Fields {
    let mut fields = Fields::of_pairs([
        ("name", special.name.clone()),
        ("first", special.first.to_string()),
        ("last", special.last.to_string()),
    ]);
    if let Some(percent) = special.percent {
        fields.push("percent", percent.to_string());
    }
    fields
}

pub(super) fn day(say: Say, fields: &Fields, wrong: &mut Wrong) -> NewSpecialDay {
    let date = |name: &'static str, wrong: &mut Wrong| match fields.get(name).trim() {
        "" => None,
        written => {
            let read = written.parse().ok();
            if read.is_none() {
                wrong.add(say, name, "forecast-error-date");
            }
            read
        }
    };
    let (first, last) = (date("first", wrong), date("last", wrong));
    let percent = match fields.get("percent").trim() {
        "" => None,
        written => {
            let read = written.trim_end_matches('%').trim().parse().ok();
            if read.is_none() {
                wrong.add(say, "percent", "forecast-error-percent");
            }
            read
        }
    };
    NewSpecialDay { name: fields.get("name").trim().to_owned(), first, last, percent }
}

pub(super) fn place_of_day(field: &Field) -> (&'static str, &'static str) {
    match field.pointer.as_str() {
        "/first" => ("first", "forecast-error-first"),
        "/last" => ("last", "forecast-error-last"),
        "/percent" => ("percent", "forecast-error-percent"),
        _ => ("name", "forecast-error-name"),
    }
}

/// The fields of one group: name of the field, member of the settings.
pub(super) fn members(group: Group) -> &'static [(&'static str, &'static str)] {
    const WRITTEN: &[(&str, &str)] = &[("handling", "handling_seconds"), ("fee", "fee_cents")];
    const PHONE: &[(&str, &str)] = &[
        ("handling", "handling_seconds"),
        ("level", "level_percent"),
        ("target", "target_seconds"),
        ("patience", "patience_seconds"),
        ("fee", "fee_cents"),
    ];
    const CHAT: &[(&str, &str)] = &[
        ("handling", "handling_seconds"),
        ("level", "level_percent"),
        ("target", "target_seconds"),
        ("patience", "patience_seconds"),
        ("at-once", "at_once"),
        ("slower", "slower_percent"),
        ("fee", "fee_cents"),
    ];
    match group {
        Group::Written => WRITTEN,
        Group::Phone => PHONE,
        Group::Chat => CHAT,
    }
}

const WHOLE: [(&str, &str); 4] = [
    ("shrinkage", "shrinkage_percent"),
    ("occupancy", "occupancy_percent"),
    ("wage", "wage_cents"),
    ("missed", "missed_cents"),
];

/// What stands in the fields; amounts of money in euros.
pub(super) fn of_settings(settings: &Settings) -> Fields {
    let kept = settings.to_json();
    let mut fields = Fields::default();
    let shown = |member: &str, value: &Value| match (member.ends_with("_cents"), value.as_i64()) {
        (true, Some(cents)) if cents % 100 != 0 => format!("{},{:02}", cents / 100, cents % 100),
        (true, Some(cents)) => (cents / 100).to_string(),
        (_, Some(number)) => number.to_string(),
        (_, None) => String::new(),
    };
    for (name, member) in WHOLE {
        fields.push(name, shown(member, &kept[member]));
    }
    for group in Group::ALL {
        for (name, member) in members(group) {
            fields.push(
                format!("{}-{name}", group.name()),
                shown(member, &kept["groups"][group.name()][*member]),
            );
        }
    }
    fields
}

/// What a form says of the settings, as the room reads them; a field that is not there changes nothing.
pub(super) fn settings(say: Say, fields: &Fields, wrong: &mut Wrong) -> Value {
    let mut read = |name: &str, member: &str| -> Option<Value> {
        if !fields.has(name) {
            return None;
        }
        let written = fields.get(name).trim();
        if written.is_empty() && member == "handling_seconds" {
            return Some(Value::Null);
        }
        let number = if member.ends_with("_cents") { cents(written) } else { written.parse().ok() };
        if number.is_none() {
            wrong.add(say, name, "forecast-error-number");
        }
        Some(number.map_or(Value::Null, Value::from))
    };
    let mut given = Map::new();
    for (name, member) in WHOLE {
        given.extend(read(name, member).map(|value| (member.to_owned(), value)));
    }
    let mut groups = Map::new();
    for group in Group::ALL {
        let mut of = Map::new();
        for (name, member) in members(group) {
            of.extend(
                read(&format!("{}-{name}", group.name()), member).map(|value| ((*member).to_owned(), value)),
            );
        }
        if !of.is_empty() {
            groups.insert(group.name().to_owned(), of.into());
        }
    }
    given.insert("groups".to_owned(), groups.into());
    given.into()
}

/// Euros with or without cents, as people write them: `25`, `25,50`, `25.5`.
fn cents(written: &str) -> Option<i64> {
    let written = written.trim_end_matches('€').trim();
    let (whole, rest) = written.split_once([',', '.']).unwrap_or((written, ""));
    let cents = match rest.len() {
        0 => 0,
        1 => rest.parse::<i64>().ok()? * 10,
        2 => rest.parse().ok()?,
        _ => return None,
    };
    let whole: i64 = whole.parse().ok().filter(|whole| (0..1_000_000).contains(whole))?;
    (cents >= 0).then_some(whole * 100 + cents)
}

pub(super) fn place_of_setting(field: &Field) -> (String, &'static str) {
    let parts: Vec<&str> = field.pointer.split('/').skip(1).collect();
    let name = match parts.as_slice() {
        ["groups", group, member] => Group::ALL
            .into_iter()
            .filter(|one| one.name() == *group)
            .flat_map(members)
            .find(|(_, of)| of == member)
            .map(|(name, _)| format!("{group}-{name}")),
        [member] => WHOLE.iter().find(|(_, of)| of == member).map(|(name, _)| (*name).to_owned()),
        _ => None,
    };
    (name.unwrap_or_else(|| "shrinkage".to_owned()), "forecast-error-range")
}

#[cfg(test)]
mod tests {
    use office::forecast::Settings;
    use words::Say;

    use super::{cents, of_settings, settings};
    use crate::fields::Wrong;

    #[test]
    fn euros_are_read_as_people_write_them() {
        let read = ["25", "25,5", "25.50", "0,07 €", "25,505", "-1", "x", ""].map(cents);
        assert_eq!(read, [Some(2_500), Some(2_550), Some(2_550), Some(7), None, None, None, None]);
    }

    #[test]
    fn what_stands_in_the_fields_is_what_they_say() {
        let kept = Settings { wage_cents: 2_350, missed_cents: 1_250, ..Settings::default() };
        let mut wrong = Wrong::default();
        let given = settings(Say::default(), &of_settings(&kept), &mut wrong);
        assert!(wrong.is_empty());
        assert_eq!(Settings::default().changed(&given), Ok(kept));
    }
}
