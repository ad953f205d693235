//! Hours and targets between the form and their own shapes. Times are read as people write them
//! ("9", "9.30", "09:30"; "90 min", "2 ore", "1,5 h"), spans written back the same way.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::calendar::Hours;
use serde_json::{Map, Value, json};
use spine::inbox::{Targets, Tier};
use words::Say;

use crate::fields::{Fields, Wrong};

/// Days as the fields and the hours name them, Monday first.
pub(crate) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// One line of targets: the field's first part and how the contract calls it.
pub(crate) const KINDS: [&str; 3] = ["first", "next", "resolution"];
/// Days one line of exceptions can span.
const RUN_MAX: usize = 62;
const LONGEST_MINUTES: i64 = 366 * 24 * 60;

/// Puts hours into a form's fields.
pub(crate) fn write_hours(hours: &Hours, fields: &mut Fields) {
    let json = hours.to_json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let pairs = |intervals: &Value| -> Vec<(String, String)> {
        let list = intervals.as_array().cloned().unwrap_or_default();
        list.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
    };
    for day in DAYS {
        for (opens, closes) in pairs(&json["week"][day]) {
            fields.push(format!("open-{day}"), short(&opens));
            fields.push(format!("close-{day}"), short(&closes));
        }
    }
    fields.push("timezone", text(&json["timezone"]));
    if json["holidays"] == "IT" {
        fields.push("holidays", "IT");
    }
    if let Some((month, day)) = json["patron"].as_str().and_then(|date| date.split_once('-')) {
        let plain = |digits: &str| digits.trim_start_matches('0').to_owned();
        fields.push("patron", format!("{}/{}", plain(day), plain(month)));
    }
    for (from, until, open) in runs(&json["exceptions"]) {
        let open: Vec<String> =
            pairs(&open).iter().map(|(opens, closes)| format!("{}–{}", short(opens), short(closes))).collect();
        fields.push("ex-date", from.clone());
        fields.push("ex-until", if from == until { String::new() } else { until });
        fields.push("ex-hours", open.join(", "));
    }
}

/// Exceptions of days that follow each other with the same hours stand in one line: from, until, intervals.
fn runs(exceptions: &Value) -> Vec<(String, String, Value)> {
    let mut runs: Vec<(String, String, Value)> = Vec::new();
    for exception in exceptions.as_array().into_iter().flatten() {
        let date = exception["date"].as_str().unwrap_or_default().to_owned();
        let follows = |until: &str| {
            let next = until.parse::<Date>().ok().and_then(|until| until.tomorrow().ok());
            next.is_some_and(|next| next.to_string() == date)
        };
        match runs.last_mut() {
            Some((_, until, open)) if follows(until) && *open == exception["intervals"] => *until = date,
            _ => runs.push((date.clone(), date, exception["intervals"].clone())),
        }
    }
    runs
}

/// Every day of a line; the first as written when it is none, for the hours to refuse.
fn days(from: &str, until: &str) -> Vec<String> {
    let (Ok(first), Ok(last)) = (from.parse::<Date>(), until.parse::<Date>()) else {
        return vec![from.to_owned()];
    };
    match last >= first {
        true => first
            .series(1.day())
            .take_while(|day| *day <= last)
            .take(RUN_MAX)
            .map(|day| day.to_string())
            .collect(),
        false => vec![format!("{from}/{until}")],
    }
}

/// Reads hours from a form; what is wrong stands beside `open-DAY`, `timezone`, `patron` or `ex-N`.
pub(crate) fn read_hours(say: Say, fields: &Fields, wrong: &mut Wrong) -> Option<Hours> {
    let mut week = Map::new();
    for day in DAYS {
        let closes: Vec<&str> = fields.all(&format!("close-{day}")).collect();
        let mut intervals = Vec::new();
        for (index, opens) in fields.all(&format!("open-{day}")).enumerate() {
            let closes = closes.get(index).copied().unwrap_or_default();
            if !(opens.trim().is_empty() && closes.trim().is_empty()) {
                intervals.push(json!([clock(opens), clock(closes)]));
            }
        }
        week.insert(day.to_owned(), Value::Array(intervals));
    }
    let mut exceptions = Vec::new();
    let mut rows = Vec::new();
    let texts: Vec<&str> = fields.all("ex-hours").collect();
    let untils: Vec<&str> = fields.all("ex-until").collect();
    for (row, date) in fields.all("ex-date").enumerate() {
        let open = texts.get(row).copied().unwrap_or_default().trim();
        if date.trim().is_empty() && open.is_empty() {
            continue;
        }
        let until = untils.get(row).copied().unwrap_or_default().trim();
        for day in days(date.trim(), until) {
            exceptions.push(json!({ "date": day, "intervals": spans(open) }));
            rows.push(row);
        }
    }
    let patron = fields.get("patron").trim();
    let holidays = (fields.get("holidays") == "IT").then_some("IT");
    let json = json!({
        "timezone": fields.get("timezone").trim(),
        "week": week,
        "holidays": holidays,
        "patron": (!patron.is_empty()).then(|| month_day(patron)),
        "exceptions": exceptions,
    });
    match Hours::from_json(&json) {
        Ok(hours) => Some(hours),
        Err(errors) => {
            for error in errors {
                let field = beside(&error.pointer, &rows);
                let key = if field == "patron" { "settings-error-patron" } else { error.key };
                wrong.add(say, field, key);
            }
            None
        }
    }
}

/// The field a JSON pointer of the hours speaks of.
fn beside(pointer: &str, rows: &[usize]) -> String {
    let mut parts = pointer.split('/').skip(1);
    match (parts.next(), parts.next()) {
        (Some("week"), Some(day)) => format!("open-{day}"),
        (Some("exceptions"), Some(index)) => {
            let row = index.parse::<usize>().ok().and_then(|index| rows.get(index)).copied();
            row.map_or_else(|| "ex".to_owned(), |row| format!("ex-{row}"))
        }
        (Some("exceptions"), None) => "ex".to_owned(),
        (Some(field), _) => field.to_owned(),
        (None, _) => "hours".to_owned(),
    }
}

/// "9", "9.30" or "9:30" as `09:30`; anything else as it is, for the hours to refuse.
pub(crate) fn clock(written: &str) -> String {
    let written = written.trim();
    let (hours, minutes) = written.split_once([':', '.']).unwrap_or((written, "00"));
    let digits = |text: &str| !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    match digits(hours) && digits(minutes) && minutes.len() == 2 {
        true => format!("{hours:0>2}:{minutes}"),
        false => written.to_owned(),
    }
}

/// `09:00` as `9:00`.
fn short(clock: &str) -> String {
    clock.strip_prefix('0').unwrap_or(clock).to_owned()
}

/// "9–13, 14:30–18" as a list of pairs.
fn spans(written: &str) -> Vec<Value> {
    let pair = |part: &str| match part.split_once(['–', '-']) {
        Some((opens, closes)) => json!([clock(opens), clock(closes)]),
        None => json!([part.trim()]),
    };
    written.split(',').filter(|part| !part.trim().is_empty()).map(pair).collect()
}

/// "24/6" as `06-24`.
fn month_day(written: &str) -> String {
    match written.split_once(['/', '.', '-']) {
        Some((day, month)) => format!("{:0>2}-{:0>2}", month.trim(), day.trim()),
        None => written.to_owned(),
    }
}

/// Puts targets into a form's fields: `first-A`, `next-C`, `resolution-B`.
pub(crate) fn write_targets(say: Say, targets: &Targets, fields: &mut Fields) {
    for tier in Tier::ALL {
        let minutes = [
            Some(targets.first_reply_minutes(tier)),
            Some(targets.next_reply_minutes(tier)),
            targets.resolution_minutes(tier),
        ];
        for (kind, minutes) in KINDS.iter().zip(minutes) {
            let text = minutes.map(|minutes| span(say, minutes)).unwrap_or_default();
            fields.push(format!("{kind}-{}", tier.name()), text);
        }
    }
}

/// Reads targets from a form.
pub(crate) fn read_targets(say: Say, fields: &Fields, wrong: &mut Wrong) -> Option<Targets> {
    let mut faults = false;
    let mut line = |kind: &str| {
        Tier::ALL.map(|tier| {
            let field = format!("{kind}-{}", tier.name());
            let minutes = minutes(fields.get(&field)).filter(|minutes| (1..=LONGEST_MINUTES).contains(minutes));
            if minutes.is_none() {
                wrong.add(say, field, "settings-error-span");
                faults = true;
            }
            minutes.unwrap_or_default()
        })
    };
    let (first_reply, next_reply) = (line("first"), line("next"));
    let any =
        Tier::ALL.iter().any(|tier| !fields.get(&format!("resolution-{}", tier.name())).trim().is_empty());
    let resolution = any.then(|| line("resolution"));
    (!faults).then_some(Targets { first_reply, next_reply, resolution })
}

/// "2 ore", "90 min", "2 ore e 30 min".
pub(super) fn span(say: Say, minutes: i64) -> String {
    let count = |key: &str, count: i64| say.with(key, &[("count", count.into())]);
    match (minutes / 60, minutes % 60) {
        (0, _) => count("settings-minutes", minutes),
        (hours, 0) => count("settings-hours", hours),
        (1, rest) => count("settings-minutes", 60 + rest),
        (hours, rest) => say.with(
            "settings-hours-minutes",
            &[
                ("hours", count("settings-hours", hours).into()),
                ("minutes", count("settings-minutes", rest).into()),
            ],
        ),
    }
}

/// "2 ore", "2 h", "1,5 ore", "2:30", "90 min", "90", "2 ore e 30 min" as minutes.
fn minutes(written: &str) -> Option<i64> {
    let written = written.trim().to_lowercase();
    if let Some((hours, minutes)) = written.split_once(':') {
        let (hours, minutes) = (hours.trim().parse::<i64>().ok()?, minutes.trim().parse::<i64>().ok()?);
        return (0..60).contains(&minutes).then(|| hours.checked_mul(60)?.checked_add(minutes)).flatten();
    }
    let mut total = 0.0;
    let mut found = false;
    let mut rest = written.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(rest.len());
        let number: f64 = rest[..end].replace(',', ".").parse().ok()?;
        rest = rest[end..].trim_start();
        let unit: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
        total += match unit.as_str() {
            "" | "m" | "min" | "minuti" | "minuto" | "minutes" | "minute" => number,
            "h" | "ora" | "ore" | "hour" | "hours" => number * 60.0,
            _ => return None,
        };
        found = true;
        rest = &rest[unit.len()..];
    }
    (found && total.fract() == 0.0 && total < 1e9).then_some(total as i64)
}

#[cfg(test)]
mod tests {
    use kernel::calendar::Hours;
    use serde_json::json;
    use spine::inbox::Targets;
    use words::Say;

    use super::{minutes, read_hours, read_targets, write_hours, write_targets};
    use crate::fields::{Fields, Wrong};

    fn hours(json: serde_json::Value) -> Hours {
        Hours::from_json(&json).expect("good hours")
    }

    #[test]
    fn hours_come_back_from_their_own_form_as_they_were() {
        let before = hours(json!({
            "week": { "mon": [["09:00", "13:00"], ["14:30", "24:00"]], "sat": [["10:00", "12:30"]] },
            "holidays": "IT", "patron": "06-04",
            "exceptions": [{ "date": "2026-12-24", "intervals": [["09:00", "13:00"], ["15:00", "16:00"]] },
                           { "date": "2026-12-30", "intervals": [] },
                           { "date": "2026-12-31", "intervals": [] }],
        }));
        let (mut fields, mut wrong) = (Fields::default(), Wrong::default());
        write_hours(&before, &mut fields);
        assert_eq!(fields.all("close-mon").collect::<Vec<_>>(), ["13:00", "24:00"]);
        assert_eq!((fields.get("patron"), fields.get("ex-hours")), ("4/6", "9:00–13:00, 15:00–16:00"));
        assert_eq!(fields.all("ex-until").collect::<Vec<_>>(), ["", "2026-12-31"], "two days in one line");
        assert_eq!(read_hours(Say::default(), &fields, &mut wrong), Some(before));
    }

    #[test]
    fn what_is_wrong_with_hours_stands_beside_its_own_field() {
        let mut wrong = Wrong::default();
        let pairs = [
            ("timezone", "Europe/Rome"),
            ("open-mon", "9"),
            ("close-mon", "13.30"),
            ("open-mon", "13:00"),
            ("close-mon", "18"),
            ("open-tue", "18"),
            ("close-tue", "9"),
            ("patron", "31/2"),
            ("ex-date", ""),
            ("ex-hours", ""),
            ("ex-date", "2026-12-24"),
            ("ex-hours", "mattina"),
        ];
        let fields = Fields::of_pairs(pairs.map(|(name, value)| (name, value.to_owned())));
        assert!(read_hours(Say::default(), &fields, &mut wrong).is_none());
        let places: Vec<_> = wrong.all().map(|(field, _)| field).collect();
        assert_eq!(places, ["open-mon", "open-tue", "patron", "ex-1"]);
    }

    #[test]
    fn spans_are_read_as_people_write_them() {
        for (written, expected) in [
            ("90", Some(90)),
            ("90 min", Some(90)),
            ("2 ore", Some(120)),
            ("1,5 ore", Some(90)),
            ("2:30", Some(150)),
            ("2 ore e 30 min", Some(150)),
            ("2 giorni", None),
            ("0,3 min", None),
            ("presto", None),
            ("", None),
        ] {
            assert_eq!(minutes(written), expected, "{written}");
        }
    }

    #[test]
    fn targets_come_back_from_their_own_form_as_they_were() {
        let targets = Targets { resolution: Some([1_080, 2_000, 61]), ..Targets::default() };
        let (mut fields, mut wrong) = (Fields::default(), Wrong::default());
        write_targets(Say::default(), &targets, &mut fields);
        assert_eq!(read_targets(Say::default(), &fields, &mut wrong), Some(targets));
    }
}
