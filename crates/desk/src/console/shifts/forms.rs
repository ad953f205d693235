//! The forms of shifts, patterns, contracts and rules: fields to what they say, and back.

use db::Tx;
use jiff::civil::Date;
use kernel::id::Kind;
use office::shift::{
    self, Activity, Asking, BOUNDS, Contract, Doing, Floor, Mend, NewPattern, NewRequest, NewShift, Pattern,
    Settings, Shift, Unavailable, clock, end_of, minute_of,
};
use spine::agent;
use spine::error::{Error, Field};
use words::Say;

use crate::fault::Fault;
use crate::fields::{Fields, Wrong};

/// What one mend does, as its form carries it.
pub(super) fn mend_key(mend: Mend) -> String {
    match mend {
        Mend::StartLater { shift_id, start } => format!("later-{shift_id}-{start}"),
        Mend::Break { shift_id, at, minutes } => format!("break-{shift_id}-{at}-{minutes}"),
        Mend::Give { shift_id, to } => format!("give-{shift_id}-{to}"),
    }
}

/// A shift from nine for somebody, or the first pattern of that day.
pub(super) fn usual(tx: &mut Tx<'_>, say: Say, asked: &Fields) -> Result<Fields, Fault> {
    let day = asked.get("day").parse::<Date>().unwrap_or(shift::today(tx)?);
    let first = shift::patterns(tx)?
        .into_iter()
        .find(|one| one.retired_at_ms.is_none() && one.is.days.contains(&shift::weekday(day)));
    let (start, end, activities) = match &first {
        Some(one) => (one.is.start, one.is.end, one.is.activities.clone()),
        None => (9 * 60, 13 * 60, Vec::new()),
    };
    let mut fields = Fields::of_pairs([
        ("who", asked.get("add").to_owned()),
        ("on", day.to_string()),
        ("start", clock(start)),
        ("end", clock(end)),
        ("activities", written(say, &activities, start)),
    ]);
    let pattern = first.map_or_else(String::new, |one| Kind::ShiftPattern.name(&one.oid));
    fields.push("pattern", pattern.clone());
    fields.push("prefilled", pattern);
    Ok(fields)
}

pub(super) fn of_shift(tx: &mut Tx<'_>, say: Say, one: &Shift) -> Result<Fields, Fault> {
    let known = shift::patterns(tx)?;
    let pattern = one.is.pattern_id.and_then(|id| known.iter().find(|one| one.id == id));
    Ok(Fields::of_pairs([
        ("who", Kind::Agent.name(&agent::find(tx, one.is.agent_id)?.oid)),
        ("on", one.is.day.to_string()),
        ("start", clock(one.is.start)),
        ("end", clock(one.is.end)),
        ("activities", written(say, &one.is.activities, one.is.start)),
        ("pattern", pattern.map_or_else(String::new, |one| Kind::ShiftPattern.name(&one.oid))),
    ]))
}

/// Breaks and other activities as one writes them: a line each, `13:00 60 lunch`, `11:00 15`, `16:00 30 training`.
pub(super) fn written(say: Say, activities: &[Activity], start: i64) -> String {
    let lines = activities.iter().map(|one| {
        let word = match (one.doing, one.paid) {
            (Doing::Break, true) => None,
            (Doing::Break, false) => Some("shift-write-unpaid"),
            (Doing::Training, _) => Some("shift-write-training"),
            (Doing::Meeting, _) => Some("shift-write-meeting"),
        };
        let word = word.map(|key| format!(" {}", say.say(key))).unwrap_or_default();
        format!("{} {}{word}", clock(start + one.at), one.minutes)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Words for what is done meanwhile, as people of either language write them.
const UNPAID: [&str; 4] = ["unpaid", "pranzo", "lunch", "non"];
const TRAINING: [&str; 2] = ["training", "formazione"];
const MEETING: [&str; 2] = ["meeting", "riunione"];

/// Reads them back; nothing when a line is none.
pub(super) fn activities_of(text: &str, start: i64) -> Option<Vec<Activity>> {
    let mut activities = Vec::new();
    for line in text.split(['\n', ',']).map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let at = minute_of(words.next()?)?;
        let minutes = words.next()?.parse::<i64>().ok()?;
        let word = words.next().unwrap_or_default().to_lowercase();
        let is = |of: &[&str]| of.contains(&word.as_str());
        let (doing, paid) = match () {
            () if is(&UNPAID) => (Doing::Break, false),
            () if is(&TRAINING) => (Doing::Training, true),
            () if is(&MEETING) => (Doing::Meeting, true),
            () if word.is_empty() || ["pausa", "break", "paid"].contains(&word.as_str()) => {
                (Doing::Break, true)
            }
            () => return None,
        };
        let at = if at < start { at + shift::DAY_MINUTES - start } else { at - start };
        activities.push(Activity { doing, at, minutes, paid });
    }
    activities.sort_by_key(|one| one.at);
    Some(activities)
}

/// Somebody by their outside name.
pub(super) fn person(tx: &mut Tx<'_>, name: &str) -> Result<Option<i64>, Fault> {
    let Some(oid) = Kind::Agent.oid(name) else { return Ok(None) };
    match agent::by_oid(tx, oid) {
        Ok(person) => Ok(Some(person.id)),
        Err(Error::Missing(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Beginning, end and activities of a form.
fn hours(say: Say, fields: &Fields, wrong: &mut Wrong) -> Option<(i64, i64, Vec<Activity>)> {
    let start = minute_of(fields.get("start"));
    let end = start.and_then(|start| end_of(fields.get("end"), start));
    if start.is_none() {
        wrong.add(say, "start", "shift-error-start");
    }
    if start.is_some() && end.is_none() {
        wrong.add(say, "end", "shift-error-end");
    }
    let activities = start.and_then(|start| activities_of(fields.get("activities"), start));
    if start.is_some() && activities.is_none() {
        wrong.add(say, "activities", "shift-error-activities");
    }
    Some((start?, end?, activities?))
}

pub(super) fn shift(
    tx: &mut Tx<'_>,
    say: Say,
    fields: &Fields,
    before: Option<&Shift>,
    wrong: &mut Wrong,
) -> Result<Option<NewShift>, Fault> {
    let who = person(tx, fields.get("who"))?;
    if who.is_none() {
        wrong.add(say, "who", "shift-error-who");
    }
    let day = fields.get("on").parse::<Date>().ok();
    if day.is_none() {
        wrong.add(say, "on", "shift-error-day");
    }
    let pattern = match Kind::ShiftPattern.oid(fields.get("pattern")) {
        Some(oid) => Some(shift::pattern_by_oid(tx, oid)?),
        None => None,
    };
    let pattern_id = pattern.as_ref().map(|one| one.id);
    // Another pattern than the one the form was filled with brings its hours with it.
    let is_fresh = |one: &Pattern| match before {
        Some(before) => before.is.pattern_id != Some(one.id),
        None => fields.has("prefilled") && fields.get("prefilled") != fields.get("pattern"),
    };
    let fresh = pattern.filter(is_fresh);
    let hours = match &fresh {
        Some(Pattern { is, .. }) => Some((is.start, is.end, is.activities.clone())),
        None => hours(say, fields, wrong),
    };
    let (Some(agent_id), Some(day), Some((start, end, activities))) = (who, day, hours) else {
        return Ok(None);
    };
    Ok(Some(NewShift { agent_id, day, start, end, activities, pattern_id }))
}

/// Which field of the forms a refusal of the office stands beside, and its sentence.
pub(super) fn place(refused: &Field) -> (&'static str, &'static str) {
    match refused.pointer.split('/').nth(1).unwrap_or_default() {
        "name" => ("name", "shift-error-name"),
        "start" => ("start", "shift-error-start"),
        "end" => ("end", "shift-error-end"),
        "activities" => ("activities", "shift-error-activities"),
        "days" => ("days", "shift-error-days"),
        "cost_percent" => ("cost", "shift-error-cost"),
        "most" => ("most", "shift-error-most"),
        "week_minutes" => ("hours", "shift-error-hours"),
        "to" => ("to", "shift-error-to"),
        "from" => ("from", "shift-error-from"),
        "days_off" => ("days", "shift-error-days-off"),
        "unavailable" => ("unavailable", "shift-error-unavailable"),
        "patterns" => ("pattern", "shift-error-pattern"),
        "floors" => ("floors", "shift-error-floors"),
        "agent_id" => ("who", "shift-error-who"),
        "first_day" => ("first", "shift-error-first"),
        "last_day" => ("last", "shift-error-last"),
        "reason" => ("reason", "shift-error-reason"),
        "shift_id" => ("shift", "shift-error-swap"),
        "for_shift_id" => ("for", "shift-error-swap-for"),
        "with" => ("for", "shift-error-swap-with"),
        _ => ("on", "shift-error-day"),
    }
}

pub(super) fn of_pattern(say: Say, pattern: &Pattern) -> Fields {
    let is = &pattern.is;
    let mut fields = Fields::of_pairs([
        ("pattern-name", is.name.clone()),
        ("start", clock(is.start)),
        ("end", clock(is.end)),
        ("activities", written(say, &is.activities, is.start)),
        ("cost", is.cost_percent.to_string()),
        ("most", is.most.map(|most| most.to_string()).unwrap_or_default()),
    ]);
    is.days.iter().for_each(|day| fields.push("days", day.to_string()));
    fields
}

pub(super) fn usual_pattern(say: Say) -> Fields {
    let mut fields = Fields::of_pairs([
        ("start", "09:00".to_owned()),
        ("end", "18:00".to_owned()),
        ("cost", "100".to_owned()),
    ]);
    fields.push("activities", format!("13:00 60 {}", say.say("shift-write-unpaid")));
    (1..=5).for_each(|day| fields.push("days", day.to_string()));
    fields
}

fn days(fields: &Fields, name: &str) -> Vec<i64> {
    fields.all(name).filter_map(|day| day.parse().ok()).collect()
}

pub(super) fn pattern(say: Say, fields: &Fields, wrong: &mut Wrong) -> Option<NewPattern> {
    let hours = hours(say, fields, wrong);
    let most = match fields.get("most").trim() {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    };
    if most.is_none() {
        wrong.add(say, "most", "shift-error-most");
    }
    let ((start, end, activities), most) = hours.zip(most)?;
    Some(NewPattern {
        name: fields.get("pattern-name").to_owned(),
        start,
        end,
        activities,
        days: days(fields, "days"),
        cost_percent: fields.get("cost").trim().parse().unwrap_or(0),
        most,
    })
}

pub(super) fn of_contract(tx: &mut Tx<'_>, contract: &Contract) -> Result<Fields, Fault> {
    let mut fields = Fields::of_pairs([
        ("hours", hours_text(contract.week_minutes)),
        ("from", clock(contract.from)),
        ("to", if contract.to == shift::DAY_MINUTES { "24:00".to_owned() } else { clock(contract.to) }),
    ]);
    contract.days_off.iter().for_each(|day| fields.push("days", day.to_string()));
    let times: Vec<String> = contract
        .unavailable
        .iter()
        .map(|one| format!("{} {} {}", one.weekday, clock(one.from), ended(one.to)))
        .collect();
    fields.push("unavailable", times.join("\n"));
    for pattern in shift::patterns(tx)?.iter().filter(|one| contract.patterns.contains(&one.id)) {
        fields.push("pattern", Kind::ShiftPattern.name(&pattern.oid));
    }
    Ok(fields)
}

/// `40`, or `37:30`.
pub(super) fn hours_text(minutes: i64) -> String {
    if minutes % 60 == 0 { (minutes / 60).to_string() } else { format!("{}:{:02}", minutes / 60, minutes % 60) }
}

fn hours_of(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once([':', ',', '.']).unwrap_or((text.trim(), "0"));
    let hours = hours.parse::<i64>().ok().filter(|hours| (0..=168).contains(hours))?;
    Some(hours * 60 + minutes.parse::<i64>().ok().filter(|minutes| (0..60).contains(minutes))?)
}

fn ended(minute: i64) -> String {
    if minute == shift::DAY_MINUTES { "24:00".to_owned() } else { clock(minute) }
}

/// A time of day, `24:00` too.
fn until(text: &str) -> Option<i64> {
    if text.trim() == "24:00" { Some(shift::DAY_MINUTES) } else { minute_of(text) }
}

/// A weekday, from and to, and a number where one is written behind them.
type Times = (i64, i64, i64, Option<i64>);

/// Lines of a weekday and two times.
fn times(text: &str) -> Option<Vec<Times>> {
    let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            let (day, from, to) =
                (words.next()?.parse().ok()?, minute_of(words.next()?)?, until(words.next()?)?);
            let last = words.next().map(|word| word.parse().ok());
            Some((day, from, to, last.unwrap_or(None)))
        })
        .collect()
}

pub(super) fn contract(
    tx: &mut Tx<'_>,
    say: Say,
    agent_id: i64,
    fields: &Fields,
    wrong: &mut Wrong,
) -> Result<Option<Contract>, Fault> {
    let unavailable = times(fields.get("unavailable"));
    if unavailable.is_none() {
        wrong.add(say, "unavailable", "shift-error-unavailable");
    }
    // An evening may end on the next day.
    let from = minute_of(fields.get("from"));
    let to = from.and_then(|from| end_of(fields.get("to"), from));
    if to.is_none() {
        wrong.add(say, "to", "shift-error-to");
    }
    let week_minutes = hours_of(fields.get("hours"));
    if week_minutes.is_none() {
        wrong.add(say, "hours", "shift-error-hours");
    }
    let mut patterns = Vec::new();
    for name in fields.all("pattern") {
        patterns.push(shift::pattern_by_oid(tx, Kind::ShiftPattern.oid(name).ok_or(Fault::Missing)?)?.id);
    }
    let (Some(unavailable), Some(from), Some(to), Some(week_minutes)) = (unavailable, from, to, week_minutes)
    else {
        return Ok(None);
    };
    let unavailable =
        unavailable.into_iter().map(|(weekday, from, to, _)| Unavailable { weekday, from, to }).collect();
    Ok(Some(Contract {
        agent_id,
        week_minutes,
        patterns,
        from,
        to,
        days_off: days(fields, "days"),
        unavailable,
    }))
}

pub(super) fn of_rules(settings: &Settings, floors: &[Floor]) -> Fields {
    let mut fields = Fields::default();
    for (name, ..) in BOUNDS {
        fields.push(name, settings.get(name).to_string());
    }
    let lines: Vec<String> = floors
        .iter()
        .map(|one| format!("{} {} {} {}", one.weekday, clock(one.from), ended(one.to), one.people))
        .collect();
    fields.push("floors", lines.join("\n"));
    fields
}

pub(super) fn rules(say: Say, fields: &Fields, wrong: &mut Wrong) -> Settings {
    let mut settings = Settings::default();
    for (name, least, most) in BOUNDS {
        match fields.get(name).trim().parse().ok().filter(|value| (least..=most).contains(value)) {
            Some(value) => settings.set(name, value),
            None => wrong.put(name, bounds(say, least, most)),
        }
    }
    settings
}

pub(super) fn bounds(say: Say, least: i64, most: i64) -> String {
    say.with("shift-error-bounds", &[("least", least.into()), ("most", most.into())])
}

pub(super) fn floors(say: Say, fields: &Fields, wrong: &mut Wrong) -> Option<Vec<Floor>> {
    let floors: Option<Vec<Floor>> = times(fields.get("floors")).and_then(|lines| {
        lines
            .into_iter()
            .map(|(weekday, from, to, people)| Some(Floor { weekday, from, to, people: people? }))
            .collect()
    });
    if floors.is_none() {
        wrong.add(say, "floors", "shift-error-floors");
    }
    floors
}

pub(super) fn request(say: Say, agent_id: i64, fields: &Fields, wrong: &mut Wrong) -> Option<NewRequest> {
    let first = fields.get("first").parse::<Date>().ok();
    let last = match fields.get("last") {
        "" => first,
        text => text.parse::<Date>().ok(),
    };
    if first.is_none() {
        wrong.add(say, "first", "shift-error-first");
    }
    if first.is_some() && last.is_none() {
        wrong.add(say, "last", "shift-error-last");
    }
    let hours = match (fields.get("from"), fields.get("to")) {
        ("", "") => Some(None),
        (from, to) => minute_of(from).zip(until(to)).map(Some),
    };
    if hours.is_none() {
        wrong.add(say, "to", "shift-error-to");
    }
    Some(NewRequest {
        agent_id,
        asking: Asking::of_name(fields.get("kind")).unwrap_or(Asking::Leave),
        first: first?,
        last: last?,
        hours: hours?,
        reason: fields.get("reason").to_owned(),
    })
}
