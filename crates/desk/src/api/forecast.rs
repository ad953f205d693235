//! What will come and how many people it takes: forecasts, staffing, special days, how good it was, what solved matters cost.

use std::collections::BTreeMap;

use db::Tx;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::id::Kind;
use office::account::Permission;
use office::forecast::{
    self, Accuracy, Expected, Group, HalfHours, HandlingBy, NAME_CHARS, Needed, NewSpecialDay, Part, People,
    SLOTS, Slot, SpecialDay,
};
use office::report::{self, COST_BAND_MIN, COST_DAYS, COST_MIN, ChannelCost, RETURN_DAYS, interval_tenths};
use office::shift;
use serde_json::{Value, json};
use spine::inbox::Channel;
use spine::{company, skill};

use super::call::{Act, Answer, Ask, Call, Gives, Job, Takes};
use super::given::{Given, at};
use super::page;
use super::problem::Problem;
use super::table::{CREATE, DELETE, GET, PATCH, PUT, any, one_of};

/// Days one answer holds, half hour by half hour.
const DAYS_MAX: i64 = 15;
/// Names of the channels, as a parameter takes them.
const CHANNELS: &[&str] = &["email", "pec", "form", "chat", "messaging", "social", "sms", "phone", "letter"];

const SPECIAL_DAYS: Call = Call { path: "/special-days", ..GET };
const SPECIAL_DAY: Call = Call { path: "/special-days/{id}", ..GET };
const SETTINGS: Call = Call { path: "/staffing/settings", ..GET };

/// Calls about what will come.
pub(super) static CALLS: &[Call] = &[
    Call {
        path: "/forecast",
        may: Some(Permission::SeeFigures),
        about: "Messages expected in each half hour, by channel and skill, with quantiles, and what came of them so far. A \
            channel of which less than a week is known is not among them, nor is a day beyond six weeks.",
        query: &[
            any("from", "First day in the account's zone, as in \"2026-11-30\"; today unless named."),
            any("to", "Last day; at most 15 days with the first; a week with it unless named."),
            one_of("channel", "Only of this channel.", CHANNELS),
            any(
                "skill",
                "Of this skill's id, \"none\" for what asks for no skill, \"each\" for all of them apart; the whole channel unless named.",
            ),
        ],
        gives: Gives::One("Forecast"),
        act: Act::Read(get),
        ..GET
    },
    Call {
        path: "/forecast/accuracy",
        may: Some(Permission::SeeFigures),
        about: "How good the forecasts of the last 28 days were, by channel: what was said in the night before against what came.",
        gives: Gives::One("ForecastAccuracy"),
        act: Act::Read(accuracy),
        ..GET
    },
    Call {
        path: "/staffing",
        may: Some(Permission::SeeFigures),
        about: "People needed in each half hour: at work, on the roster with the time that is paid and not on duty, and the \
            cautious bound in which nobody gives up waiting; of each kind of work and of people who can do all of it.",
        query: &[
            any("from", "First day in the account's zone, as in \"2026-11-30\"; today unless named."),
            any("to", "Last day; at most 15 days with the first; a week with it unless named."),
        ],
        gives: Gives::One("Staffing"),
        act: Act::Read(staffing),
        ..GET
    },
    Call {
        may: Some(Permission::SeeFigures),
        about: "What people are worked out from: shrinkage, occupancy, wage, and how each kind of work is answered.",
        gives: Gives::One("StaffingSettings"),
        act: Act::Read(settings),
        ..SETTINGS
    },
    Call {
        path: SETTINGS.path,
        may: Some(Permission::ChangeTeams),
        about: "Changes what people are worked out from; what is left out stays. `handling_seconds` null is measured.",
        takes: Takes::Json("StaffingSettingsChange"),
        gives: Gives::One("StaffingSettings"),
        act: Act::Write(change_settings),
        ..PATCH
    },
    Call {
        may: Some(Permission::SeeFigures),
        about: "Days the company knows to be unlike others: campaigns, invoice runs, announced outages.",
        gives: Gives::List("SpecialDay"),
        act: Act::Read(special_days),
        ..SPECIAL_DAYS
    },
    Call {
        path: SPECIAL_DAYS.path,
        may: Some(Permission::ChangeTeams),
        about: "Notes a special day or some in a row; forecasts are made anew with it. Without `percent` the effect is learnt \
            from earlier days of the same name.",
        takes: Takes::Json("NewSpecialDay"),
        gives: Gives::One("SpecialDay"),
        act: Act::Write(add_special_day),
        ..CREATE
    },
    Call {
        may: Some(Permission::SeeFigures),
        about: "One special day.",
        gives: Gives::One("SpecialDay"),
        act: Act::Read(special_day),
        ..SPECIAL_DAY
    },
    Call {
        path: SPECIAL_DAY.path,
        may: Some(Permission::ChangeTeams),
        about: "Changes a special day.",
        takes: Takes::Json("NewSpecialDay"),
        gives: Gives::One("SpecialDay"),
        act: Act::Write(put_special_day),
        ..PUT
    },
    Call {
        path: SPECIAL_DAY.path,
        may: Some(Permission::ChangeTeams),
        about: "Forgets a special day.",
        act: Act::Write(drop_special_day),
        ..DELETE
    },
    Call {
        path: "/reports/cost",
        may: Some(Permission::SeeFigures),
        about: "What a solved matter costs on each channel, with its 95 % interval, beside what it asked of the customer; of \
            matters resolved in the 28 whole days that ended a week ago, counted as the reports count `first_contact_7d`. \
            Null where too few were resolved.",
        gives: Gives::One("ChannelCosts"),
        act: Act::Read(cost),
        ..GET
    },
];

/// First day and number of days, as they are asked for.
fn days(ask: &Ask, tx: &mut Tx<'_>) -> Result<(Date, usize), Problem> {
    let today = forecast::today(tx)?;
    let date = |name: &'static str| -> Result<Option<Date>, Problem> {
        let Some(written) = ask.parameter(name) else { return Ok(None) };
        let read = written.parse().map(Some);
        read.map_err(|_| {
            Problem::outside_body("query", name, "must be a date, as in \"2026-11-30\"".to_owned())
        })
    };
    let from = date("from")?.unwrap_or(today);
    let to = date("to")?.unwrap_or_else(|| from.saturating_add(6.days()));
    let days = i64::from(from.until((jiff::Unit::Day, to)).map_or(-1, |span| span.get_days())) + 1;
    if !(1..=DAYS_MAX).contains(&days) {
        let says = format!("must be the first day or up to {} days after it", DAYS_MAX - 1);
        return Err(Problem::outside_body("query", "to", says));
    }
    Ok((from, days as usize))
}

fn zone(tx: &mut Tx<'_>) -> Result<TimeZone, Problem> {
    Ok(TimeZone::get(&company::find(tx)?.timezone).unwrap_or(TimeZone::UTC))
}

fn rounded(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}

/// Whether a part was asked for.
enum Wanted {
    Each,
    Only(Part),
}

fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let (from, days) = days(ask, tx)?;
    let zone = zone(tx)?;
    let skills: BTreeMap<i64, (String, String)> =
        skill::list(tx)?.into_iter().map(|one| (one.id, (one.oid, one.name))).collect();
    let wanted = match ask.parameter("skill") {
        None => Wanted::Only(Part::Whole),
        Some("each") => Wanted::Each,
        Some("none") => Wanted::Only(Part::Unskilled),
        Some(name) => {
            let oid = Kind::Skill.oid(name).unwrap_or_default();
            let found = skills.iter().find(|(_, (known, _))| known == oid);
            let takes = || "must be the id of a skill, \"none\" or \"each\"".to_owned();
            Wanted::Only(Part::Skill(*found.ok_or_else(|| Problem::outside_body("query", "skill", takes()))?.0))
        }
    };
    let channel = ask.parameter("channel").and_then(Channel::of_name);
    let today = forecast::today(tx)?;
    let now_ms = tx.now_ms();
    let came = forecast::arrived(tx, from, days)?;
    let shown: Vec<Value> = forecast::expected(tx, from, days)?
        .iter()
        .filter(|one| channel.is_none_or(|only| only == one.channel))
        .filter(|one| match wanted {
            Wanted::Each => one.part != Part::Whole,
            Wanted::Only(part) => part == one.part,
        })
        .map(|one| {
            let none = [0.0; SLOTS];
            let came = came.get(&(one.channel, one.part)).and_then(|counts| counts.get(&one.date));
            let came = (one.date <= today).then(|| came.unwrap_or(&none));
            show_day(one, came, &skills, &zone, now_ms)
        })
        .collect();
    let since = forecast::since(tx)?;
    Ok(Answer::json(json!({
        "from": from.to_string(),
        "to": from.saturating_add((days as i64 - 1).days()).to_string(),
        "note": shown.is_empty().then_some("too_little"),
        "known_since": since.map(|day| day.to_string()),
        "days": shown,
    })))
}

fn show_day(
    one: &Expected,
    came: Option<&[f64; SLOTS]>,
    skills: &BTreeMap<i64, (String, String)>,
    zone: &TimeZone,
    now_ms: i64,
) -> Value {
    let named = match one.part {
        Part::Skill(id) => skills.get(&id),
        Part::Whole | Part::Unskilled => None,
    };
    let halves: Vec<Value> = (0..SLOTS)
        .map(|slot| {
            let begins_ms = forecast::begins_ms(one.date, slot, zone);
            let expected = &one.slots[slot];
            let [q05, q25, q50, q75, q95] = expected.quantiles;
            json!({
                "start": at(begins_ms),
                "expected": rounded(expected.mean),
                "q05": q05, "q25": q25, "q50": q50, "q75": q75, "q95": q95,
                "came": came.filter(|_| begins_ms <= now_ms).map(|came| came[slot] as i64),
            })
        })
        .collect();
    let Slot { mean, band: [low, high], .. } = one.day;
    json!({
        "date": one.date.to_string(),
        "channel": one.channel.name(),
        "part": match one.part { Part::Whole => "whole", Part::Unskilled => "no_skill", Part::Skill(_) => "skill" },
        "skill_id": named.map(|(oid, _)| Kind::Skill.name(oid)),
        "skill": named.map(|(_, name)| name),
        "made_at": at(one.made_at_ms),
        "during_the_day": one.during_the_day,
        "model": one.model,
        "plain_mean": one.is_plain_mean(),
        "days_known": one.days_known,
        "expected": rounded(mean),
        "low": low,
        "high": high,
        "came": came.map(|came| came.iter().sum::<f64>() as i64),
        "half_hours": halves,
    })
}

fn accuracy(_: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let show = |one: &Accuracy| {
        json!({
            "channel": one.channel.name(),
            "days": one.days,
            "messages": one.came as i64,
            "day_wape": rounded(one.day_wape),
            "wape": rounded(one.wape),
            "mase": one.mase.map(rounded),
            "half_hours": one.halves,
            "within_80": one.inside,
        })
    };
    let found: Vec<Value> = forecast::accuracy(tx)?.iter().map(show).collect();
    Ok(Answer::json(json!({ "days": forecast::ACCURACY_DAYS, "channels": found })))
}

fn staffing(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let (from, days) = days(ask, tx)?;
    let zone = zone(tx)?;
    let shown: Vec<Value> = forecast::needed(tx, from, days)?
        .iter()
        .map(|day| {
            let halves: Vec<Value> = (0..SLOTS)
                .map(|slot| {
                    let People { net, scheduled, cautious } = day.together[slot];
                    let groups: Vec<Value> =
                        day.groups.iter().map(|(group, people)| show_people(*group, &people[slot])).collect();
                    json!({
                        "start": at(forecast::begins_ms(day.date, slot, &zone)),
                        "open": day.open[slot],
                        "at_work": net,
                        "on_roster": scheduled,
                        "cautious": cautious,
                        "groups": groups,
                    })
                })
                .collect();
            let groups: Vec<Value> =
                day.groups.iter().map(|(group, people)| show_hours(group.name(), people, day)).collect();
            json!({
                "date": day.date.to_string(),
                "known": day.is_known,
                "together": show_hours("together", &day.together, day),
                "groups": groups,
                "half_hours": halves,
            })
        })
        .collect();
    Ok(Answer::json(json!({
        "from": from.to_string(),
        "to": from.saturating_add((days as i64 - 1).days()).to_string(),
        "days": shown,
    })))
}

fn show_people(group: Group, people: &People) -> Value {
    json!({ "group": group.name(), "at_work": people.net, "on_roster": people.scheduled, "cautious": people.cautious })
}

fn show_hours(name: &str, people: &HalfHours, day: &Needed) -> Value {
    let work = forecast::hours(people);
    json!({
        "group": name,
        "hours_at_work": work,
        "hours_on_roster": rounded(day.on_roster(work)),
        "most_at_work": people.iter().map(|one| one.net).max().unwrap_or(0),
    })
}

fn show_settings(tx: &mut Tx<'_>) -> Result<Value, Problem> {
    let settings = forecast::settings(tx)?;
    let handling = forecast::measured(tx)?;
    let mut shown = settings.to_json();
    let used: Vec<Value> = Group::ALL
        .into_iter()
        .map(|group| {
            let (seconds, by) = handling.of(group, &settings);
            let (by, answers) = handling_by(by);
            json!({ "group": group.name(), "seconds": seconds, "by": by, "answers": answers })
        })
        .collect();
    shown["handling"] = used.into();
    shown["measured_shrinkage"] = shift::shrinkage(tx)?.map_or(
        Value::Null,
        |found| json!({ "percent": found.percent(), "shifts": found.shifts, "leave_days": found.leave_days }),
    );
    Ok(shown)
}

fn handling_by(by: HandlingBy) -> (&'static str, Option<usize>) {
    match by {
        HandlingBy::Said => ("said", None),
        HandlingBy::Measured(answers) => ("measured", Some(answers)),
        HandlingBy::Usual => ("usual", None),
    }
}

fn settings(_: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    Ok(Answer::json(show_settings(tx)?))
}

fn change_settings(mut ask: Ask) -> Result<Job, Problem> {
    let body = ask.body.take();
    Ok(Box::new(move |tx| {
        forecast::change_settings(tx, &body, ask.actor())?;
        Ok(Answer::json(show_settings(tx)?))
    }))
}

fn show_special_day(special: &SpecialDay) -> Value {
    json!({
        "id": Kind::SpecialDay.name(&special.oid),
        "name": special.name,
        "first": special.first.to_string(),
        "last": special.last.to_string(),
        "percent": special.percent,
    })
}

fn special_days(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let all = forecast::special_days(tx)?;
    page::of_all(ask, all, |special| special.id, |special| Ok(show_special_day(&special)))
}

fn special_day(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let special = forecast::special_day_by_oid(tx, ask.oid(Kind::SpecialDay)?)?;
    Ok(Answer::json(show_special_day(&special)))
}

fn special_day_of(body: Value) -> Result<NewSpecialDay, Problem> {
    let mut given = Given::of(body)?;
    let name = given.needed_text("name", NAME_CHARS);
    let date = |text: &str| text.parse::<Date>().ok();
    let first = given.needed_word("first", "a date, as in \"2026-11-27\"", date);
    let last = given.word("last", "a date, as in \"2026-11-27\"", date);
    let percent = given.whole("percent");
    given.done()?;
    Ok(NewSpecialDay { name, first, last, percent })
}

fn add_special_day(mut ask: Ask) -> Result<Job, Problem> {
    let new = special_day_of(ask.body.take())?;
    Ok(Box::new(move |tx| {
        let special = forecast::add_special_day(tx, &new, ask.actor())?;
        Ok(Answer::json(show_special_day(&special)).created())
    }))
}

fn put_special_day(mut ask: Ask) -> Result<Job, Problem> {
    let new = special_day_of(ask.body.take())?;
    Ok(Box::new(move |tx| {
        let special = forecast::special_day_by_oid(tx, ask.oid(Kind::SpecialDay)?)?;
        let special = forecast::change_special_day(tx, &special, &new, ask.actor())?;
        Ok(Answer::json(show_special_day(&special)))
    }))
}

fn drop_special_day(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let special = forecast::special_day_by_oid(tx, ask.oid(Kind::SpecialDay)?)?;
        forecast::drop_special_day(tx, &special, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

fn cost(_: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let found: Vec<Value> = report::cost(tx)?.iter().map(show_cost).collect();
    Ok(Answer::json(json!({ "days": COST_DAYS, "ended_days_ago": RETURN_DAYS, "channels": found })))
}

fn show_cost(one: &ChannelCost) -> Value {
    let cents = |value: f64| value.round() as i64;
    let share = report::tenths(one.solved, one.closed).filter(|_| one.closed >= COST_MIN);
    let (needs, busy_ms) = one.busy;
    let interval = interval_tenths(one.solved, one.closed).filter(|_| one.closed >= COST_BAND_MIN);
    let (by, answers) = handling_by(one.handling_by);
    json!({
        "channel": one.channel.name(),
        "closed": one.closed,
        "solved": one.solved,
        "solved_percent": share.map(|tenths| tenths as f64 / 10.0),
        "solved_low": interval.map(|(low, _)| low as f64 / 10.0),
        "solved_high": interval.map(|(_, high)| high as f64 / 10.0),
        "cents_per_solved": one.solved_cents.map(cents),
        "cents_low": one.band_cents.map(|(low, _)| cents(low)),
        "cents_high": one.band_cents.map(|(_, high)| cents(high)),
        "cents_per_message": cents(one.contact_cents),
        "cents_of_missed": one.solved_cents.map(|_| cents(one.missed_cents)),
        "handling_seconds": one.handling_s,
        "handling_by": by,
        "handling_answers": answers,
        "customer_messages": one.messages,
        "waited_p50_ms": (one.waited.n > 0).then_some(one.waited.p50_ms),
        "customer_time_mean_ms": (needs > 0).then(|| (busy_ms + needs / 2) / needs),
        "marks": one.marks.0,
        "mark_mean": (one.marks.0 > 0).then(|| rounded(one.marks.1 as f64 / one.marks.0 as f64)),
        "promises_settled": one.kept.settled,
        "promises_not_kept": one.kept.settled - one.kept.kept,
        "note": one.solved_cents.is_none().then_some("too_few"),
    })
}
