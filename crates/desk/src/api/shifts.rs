//! Who works when: shifts, what they are made from, what people ask, what was published, who is there.

use axum::http::StatusCode;
use db::{Actor, Tx};
use jiff::civil::Date;
use kernel::id::Kind;
use office::account::{Permission, Role};
use office::shift::{
    self, Activity, Asking, BOUNDS, Contract, Decision, Doing, Floor, NewPattern, NewRequest, NewShift,
    Pattern, Publication, Request, Shift, Stand, Swap, Told, Unavailable,
};
use serde_json::{Value, json};
use spine::agent;

use super::call::{Act, Answer, Ask, Call, Gives, Job, Takes};
use super::given::{Given, at, at_some, named};
use super::page;
use super::problem::Problem;
use super::table::{CREATE, DELETE, GET, PATCH, POST, PUT, any};

const SHIFTS: Call = Call { path: "/shifts", ..GET };
const SHIFT: Call = Call { path: "/shifts/{id}", ..GET };
const PATTERNS: Call = Call { path: "/shift-patterns", ..GET };
const CONTRACTS: Call = Call { path: "/shift-contracts", ..GET };
const RULES: Call = Call { path: "/shift-rules", ..GET };
const REQUESTS: Call = Call { path: "/shift-requests", ..GET };
const SWAPS: Call = Call { path: "/shift-swaps", ..GET };
const PUBLICATIONS: Call = Call { path: "/shift-publications", ..GET };
const PROPOSALS: Call = Call { path: "/shift-proposals", ..GET };
const FEED: Call = Call { path: "/shift-feed", ..GET };
const PLAN: Option<Permission> = Some(Permission::PlanShifts);

/// Calls about shifts.
pub(super) static CALLS: &[Call] = &[
    Call {
        about: "Shifts of these days, newest first. Whoever plans gets the plan; an agent their own as they were published, \
                cancelled ones too; a program what is published.",
        query: &[
            any("from", "First day; this week's Monday when it is left out."),
            any("to", "Last day, at most 92 days later; four weeks when it is left out."),
            any("agent_id", "Only those of this person."),
        ],
        gives: Gives::List("Shift"),
        act: Act::Read(shifts),
        ..SHIFTS
    },
    Call {
        path: SHIFTS.path,
        may: PLAN,
        about: "Plans a shift: of a pattern, or with hours of its own. Nobody is told before the week is published.",
        takes: Takes::Json("NewShift"),
        gives: Gives::One("Shift"),
        act: Act::Write(make_shift),
        ..CREATE
    },
    Call { about: "One shift.", gives: Gives::One("Shift"), act: Act::Read(one_shift), ..SHIFT },
    Call {
        path: SHIFT.path,
        may: PLAN,
        about: "Changes the plan of a shift; its person hears of it when the week is published again. With the `mark` it was \
                read with a conflict when somebody changed it since.",
        takes: Takes::Json("ShiftChange"),
        gives: Gives::One("Shift"),
        act: Act::Write(change_shift),
        ..PATCH
    },
    Call {
        path: SHIFT.path,
        may: PLAN,
        about: "Takes a shift off the plan.",
        act: Act::Write(drop_shift),
        ..DELETE
    },
    Call {
        about: "Shifts that can be worked any number of times.",
        gives: Gives::List("ShiftPattern"),
        act: Act::Read(patterns),
        ..PATTERNS
    },
    Call {
        path: PATTERNS.path,
        may: PLAN,
        about: "Makes a pattern.",
        takes: Takes::Json("NewShiftPattern"),
        gives: Gives::One("ShiftPattern"),
        act: Act::Write(make_pattern),
        ..CREATE
    },
    Call {
        path: "/shift-patterns/{id}",
        may: PLAN,
        about: "Changes a pattern; shifts made of it stay as they are.",
        takes: Takes::Json("NewShiftPattern"),
        gives: Gives::One("ShiftPattern"),
        act: Act::Write(put_pattern),
        ..PUT
    },
    Call {
        path: "/shift-patterns/{id}",
        may: PLAN,
        about: "Takes a pattern out of use.",
        act: Act::Write(retire_pattern),
        ..DELETE
    },
    Call {
        may: PLAN,
        about: "What people's contracts say of their shifts.",
        gives: Gives::List("ShiftContract"),
        act: Act::Read(contracts),
        ..CONTRACTS
    },
    Call {
        path: "/shift-contracts/{id}",
        may: PLAN,
        about: "Keeps the contract of the person `id` names.",
        takes: Takes::Json("ShiftContractChange"),
        gives: Gives::One("ShiftContract"),
        act: Act::Write(put_contract),
        ..PUT
    },
    Call {
        path: "/shift-contracts/{id}",
        may: PLAN,
        about: "Takes somebody's contract away: computing leaves them out.",
        act: Act::Write(drop_contract),
        ..DELETE
    },
    Call {
        may: Some(Permission::SeeSettings),
        about: "The rules of rest (the first numbers are those of D.Lgs. 66/2003), days of lead, and how many people there are \
                never fewer than.",
        gives: Gives::One("ShiftRules"),
        act: Act::Read(rules),
        ..RULES
    },
    Call {
        path: RULES.path,
        may: PLAN,
        about: "Changes the rules; what is left out stays.",
        takes: Takes::Json("ShiftRulesChange"),
        gives: Gives::One("ShiftRules"),
        act: Act::Write(change_rules),
        ..PATCH
    },
    Call {
        about: "Leave, hours somebody cannot work, wishes. An agent sees their own.",
        gives: Gives::List("ShiftRequest"),
        act: Act::Read(requests),
        ..REQUESTS
    },
    Call {
        path: REQUESTS.path,
        about: "Asks for the token's person; whoever plans can ask for `agent_id`.",
        takes: Takes::Json("NewShiftRequest"),
        gives: Gives::One("ShiftRequest"),
        act: Act::Write(make_request),
        ..CREATE
    },
    Call {
        path: "/shift-requests/{id}/decide",
        may: PLAN,
        about: "Approves, approves and gives the shifts to whoever can take them, or refuses with an `answer`.",
        takes: Takes::Json("ShiftDecision"),
        gives: Gives::One("ShiftRequest"),
        act: Act::Write(decide_request),
        ..POST
    },
    Call {
        path: "/shift-requests/{id}",
        about: "Withdraws a request of the token's person that nobody decided; whoever plans also takes back what was approved, and \
                its person gets a mail.",
        act: Act::Write(withdraw_request),
        ..DELETE
    },
    Call {
        about: "Swaps. An agent sees those they ask or are asked.",
        gives: Gives::List("ShiftSwap"),
        act: Act::Read(swaps),
        ..SWAPS
    },
    Call {
        path: SWAPS.path,
        about: "Asks a colleague to take a published shift to come, or to exchange it for `for_shift_id`.",
        takes: Takes::Json("NewShiftSwap"),
        gives: Gives::One("ShiftSwap"),
        act: Act::Write(make_swap),
        ..CREATE
    },
    Call {
        path: "/shift-swaps/{id}/answer",
        about: "The colleague accepts or declines.",
        takes: Takes::Json("ShiftSwapAnswer"),
        gives: Gives::One("ShiftSwap"),
        act: Act::Write(answer_swap),
        ..POST
    },
    Call {
        path: "/shift-swaps/{id}/decide",
        may: PLAN,
        about: "Approves an accepted swap, or refuses it with an `answer`. A conflict when it breaks a rule of rest or leaves \
                too few people; both are told at once.",
        takes: Takes::Json("ShiftSwapDecision"),
        gives: Gives::One("ShiftSwap"),
        act: Act::Write(decide_swap),
        ..POST
    },
    Call {
        path: "/shift-swaps/{id}",
        about: "Withdraws a swap of the token's person.",
        act: Act::Write(withdraw_swap),
        ..DELETE
    },
    Call {
        about: "Weeks as they were published, version after version, from four weeks ago on.",
        gives: Gives::List("ShiftPublication"),
        act: Act::Read(publications),
        ..PUBLICATIONS
    },
    Call {
        path: PUBLICATIONS.path,
        may: PLAN,
        about: "Publishes a week: everybody with something new to hear gets a mail. A conflict when there is nothing.",
        takes: Takes::Json("NewShiftPublication"),
        gives: Gives::One("ShiftPublication"),
        act: Act::Write(publish),
        ..CREATE
    },
    Call {
        path: "/shift-week",
        may: PLAN,
        about: "A week as it is planned: people needed and on duty every half hour, rules that do not hold, what is not \
                published yet.",
        query: &[any("week", "A day of it; this week when it is left out.")],
        gives: Gives::One("ShiftWeek"),
        act: Act::Read(week),
        ..GET
    },
    Call {
        path: "/shift-week/copy",
        may: PLAN,
        about: "Fills an empty week with the shifts of the week before. A conflict when it has shifts already.",
        takes: Takes::Json("ShiftWeekOf"),
        gives: Gives::One("ShiftWeek"),
        act: Act::Write(copy_week),
        ..POST
    },
    Call {
        may: PLAN,
        about: "The week that was worked out and waits to be taken over: what it costs, how far from the best possible it may be, \
                and how many promises held on its roster in simulated days.",
        query: &[any("week", "A day of it; this week when it is left out.")],
        gives: Gives::One("ShiftProposal"),
        act: Act::Read(proposal),
        ..PROPOSALS
    },
    Call {
        path: PROPOSALS.path,
        may: PLAN,
        about: "Works out the days of a week that are still to come, in two seconds at most. It plans nothing by itself.",
        takes: Takes::Json("ShiftWeekOf"),
        gives: Gives::One("ShiftProposal"),
        act: Act::Write(make_proposal),
        ..CREATE
    },
    Call {
        path: "/shift-proposals/accept",
        may: PLAN,
        about: "Takes a proposal over into the plan. A conflict when it is not the one made at `made_at`, or when the week was \
                planned otherwise since.",
        takes: Takes::Json("ShiftProposalAccepted"),
        gives: Gives::One("ShiftWeek"),
        act: Act::Write(accept_proposal),
        ..POST
    },
    Call {
        path: "/shift-proposals/discard",
        may: PLAN,
        about: "Lets a proposal go.",
        takes: Takes::Json("ShiftWeekOf"),
        act: Act::Write(discard_proposal),
        status: StatusCode::NO_CONTENT,
        ..POST
    },
    Call {
        about: "Since when the token's person has an address for their calendar.",
        gives: Gives::One("ShiftFeed"),
        act: Act::Read(feed),
        ..FEED
    },
    Call {
        path: FEED.path,
        about: "Gives the token's person a fresh address for their calendar, told once; the one before opens nothing any more.",
        gives: Gives::One("NewShiftFeed"),
        act: Act::Write(make_feed),
        ..CREATE
    },
    Call {
        path: FEED.path,
        about: "Closes the address of the token's person.",
        act: Act::Write(drop_feed),
        ..DELETE
    },
    Call {
        path: "/shift-adherence",
        may: PLAN,
        about: "Who should be there now and is not, and how everybody kept today's published shift so far.",
        gives: Gives::List("ShiftAdherence"),
        act: Act::Read(adherence),
        ..GET
    },
];

fn name_of(tx: &mut Tx<'_>, agent_id: i64) -> Result<String, Problem> {
    Ok(Kind::Agent.name(&agent::find(tx, agent_id)?.oid))
}

/// The person a token speaks for.
fn me(ask: &Ask) -> Option<i64> {
    match ask.actor() {
        Actor::Agent(agent_id) => Some(agent_id),
        Actor::System | Actor::Customer(_) | Actor::Integration(_) => None,
    }
}

/// Who sees only their own.
fn only(ask: &Ask) -> Option<i64> {
    if ask.bearer.role == Role::Agent { me(ask) } else { None }
}

fn activities(list: &[Activity]) -> Value {
    let one = |one: &Activity| json!({ "kind": one.doing.name(), "at": one.at, "minutes": one.minutes, "paid": one.paid });
    list.iter().map(one).collect()
}

fn show(
    tx: &mut Tx<'_>,
    oid: &str,
    is: &NewShift,
    state: &str,
    sequence: Option<i64>,
) -> Result<Value, Problem> {
    let zone = shift::zone(tx)?;
    let (from_ms, to_ms) = is.span_ms(&zone);
    let known = shift::patterns(tx)?;
    let pattern = is.pattern_id.and_then(|id| known.iter().find(|one| one.id == id));
    Ok(json!({
        "id": Kind::Shift.name(oid),
        "agent_id": name_of(tx, is.agent_id)?,
        "day": is.day.to_string(),
        "start": shift::clock(is.start),
        "end": shift::clock(is.end),
        "from": at(from_ms),
        "to": at(to_ms),
        "paid_minutes": is.paid_minutes(),
        "activities": activities(&is.activities),
        "pattern_id": pattern.map(|one| Kind::ShiftPattern.name(&one.oid)),
        "state": state,
        "sequence": sequence,
        "mark": Value::Null,
    }))
}

/// As whoever plans sees it.
fn show_planned(tx: &mut Tx<'_>, one: &Shift) -> Result<Value, Problem> {
    let told = shift::told_of(tx, one.id)?;
    let known = told.iter().find(|told| told.is.agent_id == one.is.agent_id);
    let state = match known {
        Some(told) if told.agrees(&one.is) => "published",
        None if told.iter().all(|told| told.cancelled) => "planned",
        _ => "changed",
    };
    let mut shown = show(tx, &one.oid, &one.is, state, known.map(|told| told.sequence))?;
    shown["mark"] = one.mark().into();
    Ok(shown)
}

fn show_told(tx: &mut Tx<'_>, told: &Told) -> Result<Value, Problem> {
    let state = if told.cancelled { "cancelled" } else { "published" };
    show(tx, &told.oid, &told.is, state, Some(told.sequence))
}

/// A day of the query.
fn day(ask: &Ask, name: &'static str) -> Result<Option<Date>, Problem> {
    let Some(text) = ask.parameter(name) else { return Ok(None) };
    let day = text
        .parse::<Date>()
        .map_err(|_| Problem::outside_body("query", name, "must be a day, as in \"2026-12-07\""))?;
    Ok(Some(day))
}

fn shifts(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let monday = shift::monday_of(shift::today(tx)?);
    let from = day(ask, "from")?.unwrap_or(monday);
    let last = day(ask, "to")?.unwrap_or_else(|| shift::plus_days(from, 27));
    if !(0..=92).contains(&shift::days_between(from, last)) {
        return Err(Problem::outside_body("query", "to", "must be the first day or at most 92 days later"));
    }
    let to = shift::plus_days(last, 1);
    let whom = match ask.parameter_oid("agent_id", Kind::Agent)? {
        Some(oid) => match agent::by_oid(tx, oid) {
            Ok(person) => Some(person.id),
            Err(spine::Error::Missing(_)) => {
                return Err(Problem::outside_body("query", "agent_id", "names nobody of this account"));
            }
            Err(error) => return Err(error.into()),
        },
        None => None,
    };
    if ask.may(Permission::PlanShifts) {
        let mut all = shift::shifts(tx, from, to)?;
        all.retain(|one| whom.is_none_or(|whom| one.is.agent_id == whom));
        return page::of_all(ask, all, |one| one.id, |one| show_planned(tx, &one));
    }
    let own = only(ask);
    let mut told = shift::told(tx, from, to)?;
    told.retain(|one| {
        let seen = own.map_or(!one.cancelled, |me| one.is.agent_id == me);
        seen && whom.is_none_or(|whom| one.is.agent_id == whom)
    });
    page::of_all(ask, told, |one| one.shift_id, |one| show_told(tx, &one))
}

fn one_shift(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let oid = ask.oid(Kind::Shift)?;
    if ask.may(Permission::PlanShifts) {
        let one = shift::shift_by_oid(tx, oid)?;
        return Ok(Answer::json(show_planned(tx, &one)?));
    }
    // One that was told stays known when the plan has it no more.
    let own = only(ask);
    let told = shift::told_by_oid(tx, oid)?;
    let seen = told.iter().find(|told| own.map_or(!told.cancelled, |me| told.is.agent_id == me));
    let seen = seen.ok_or_else(Problem::missing)?;
    Ok(Answer::json(show_told(tx, seen)?))
}

fn time(given: &mut Given, name: &str) -> Option<i64> {
    given.word(name, "a time of day, as in \"09:15\"", shift::minute_of)
}

/// A time that may be the end of a day.
fn until(text: &str) -> Option<i64> {
    if text == "24:00" { Some(shift::DAY_MINUTES) } else { shift::minute_of(text) }
}

fn a_day(given: &mut Given, name: &str) -> Option<Date> {
    given.word(name, "a day, as in \"2026-12-07\"", |text| text.parse::<Date>().ok())
}

fn given_activities(given: &mut Given) -> Option<Vec<Activity>> {
    let list = given.list("activities", shift::ACTIVITIES_MAX)?;
    let mut read = Vec::new();
    for (place, value) in list.into_iter().enumerate() {
        let Some(mut inner) = given.object_at("activities", place, value) else { continue };
        let doing = inner.needed_word("kind", "break, training or meeting", Doing::of_name);
        let (at, minutes) = (inner.whole("at"), inner.whole("minutes"));
        let paid = inner.flag("paid").unwrap_or(true);
        for (name, value) in [("at", at), ("minutes", minutes)] {
            if value.is_none() {
                inner.refuse(name, "is needed, in minutes");
            }
        }
        given.back(inner);
        if let (Some(doing), Some(at), Some(minutes)) = (doing, at, minutes) {
            read.push(Activity { doing, at, minutes, paid });
        }
    }
    Some(read)
}

/// A shift as a body has it; what is left out is `None`.
struct Body {
    agent: Option<String>,
    day: Option<Date>,
    start: Option<i64>,
    end: Option<String>,
    activities: Option<Vec<Activity>>,
    pattern: Option<String>,
    /// What the shift was when whoever changes it saw it.
    mark: Option<String>,
}

fn shift_of(body: Value, whole: bool) -> Result<Body, Problem> {
    let mut given = Given::of(body)?;
    if whole {
        given.needs("agent_id");
        given.needs("day");
        if !given.has("pattern_id") {
            given.needs("start");
            given.needs("end");
        }
    }
    let read = Body {
        agent: given.oid("agent_id", Kind::Agent),
        day: a_day(&mut given, "day"),
        start: time(&mut given, "start"),
        end: given.word("end", "a time of day, as in \"18:00\"", |text| until(text).map(|_| text.to_owned())),
        activities: given_activities(&mut given),
        pattern: given.oid("pattern_id", Kind::ShiftPattern),
        mark: if whole { None } else { given.text("mark", 16) },
    };
    given.done()?;
    Ok(read)
}

impl Body {
    /// The shift it makes of one there is, or of none.
    fn over(self, tx: &mut Tx<'_>, before: Option<&NewShift>) -> Result<NewShift, Problem> {
        let pattern = match &self.pattern {
            Some(oid) => Some(named(tx, "/pattern_id", |tx| shift::pattern_by_oid(tx, oid))?),
            None => None,
        };
        let agent_id = match (&self.agent, before) {
            (Some(oid), _) => named(tx, "/agent_id", |tx| agent::by_oid(tx, oid))?.id,
            (None, Some(before)) => before.agent_id,
            (None, None) => 0,
        };
        let day = self.day.or(before.map(|one| one.day)).unwrap_or_default();
        let of_pattern = pattern.as_ref().map(|one| NewShift::of_pattern(one, agent_id, day));
        let base = of_pattern.as_ref().or(before);
        let start = self.start.or(base.map(|one| one.start)).unwrap_or_default();
        let end = match &self.end {
            Some(text) => shift::end_of(text, start).unwrap_or_default(),
            // Only the beginning is given: the length stays.
            None => base.map_or(0, |one| one.end - one.start) + start,
        };
        let activities = self.activities.or(base.map(|one| one.activities.clone())).unwrap_or_default();
        let pattern_id = pattern.map(|one| one.id).or(before.and_then(|one| one.pattern_id));
        Ok(NewShift { agent_id, day, start, end, activities, pattern_id })
    }
}

fn make_shift(mut ask: Ask) -> Result<Job, Problem> {
    let body = shift_of(ask.body.take(), true)?;
    Ok(Box::new(move |tx| {
        let new = body.over(tx, None)?;
        let one = shift::make_shift(tx, &new, ask.actor())?;
        Ok(Answer::json(show_planned(tx, &one)?).created())
    }))
}

fn change_shift(mut ask: Ask) -> Result<Job, Problem> {
    let body = shift_of(ask.body.take(), false)?;
    Ok(Box::new(move |tx| {
        let one = shift::shift_by_oid(tx, ask.oid(Kind::Shift)?)?;
        shift::unchanged(&one, body.mark.as_deref())?;
        let new = body.over(tx, Some(&one.is))?;
        let one = shift::change_shift(tx, &one, &new, ask.actor())?;
        Ok(Answer::json(show_planned(tx, &one)?))
    }))
}

fn drop_shift(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let one = shift::shift_by_oid(tx, ask.oid(Kind::Shift)?)?;
        shift::drop_shift(tx, &one, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

fn show_pattern(one: &Pattern) -> Value {
    json!({
        "id": Kind::ShiftPattern.name(&one.oid),
        "name": one.is.name,
        "start": shift::clock(one.is.start),
        "end": shift::clock(one.is.end),
        "paid_minutes": one.is.paid_minutes(),
        "activities": activities(&one.is.activities),
        "days": one.is.days,
        "cost_percent": one.is.cost_percent,
        "most": one.is.most,
        "retired": one.retired_at_ms.is_some(),
    })
}

fn patterns(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let all = shift::patterns(tx)?;
    page::of_all(ask, all, |one| one.id, |one| Ok(show_pattern(&one)))
}

fn pattern_of(body: Value) -> Result<(NewPattern, bool), Problem> {
    let mut given = Given::of(body)?;
    let name = given.needed_text("name", shift::NAME_CHARS);
    given.needs("start");
    let start = time(&mut given, "start").unwrap_or_default();
    given.needs("end");
    let end = given.word("end", "a time of day, as in \"18:00\"", |text| shift::end_of(text, start));
    let activities = given_activities(&mut given).unwrap_or_default();
    let days = whole_list(&mut given, "days").unwrap_or_else(|| vec![1, 2, 3, 4, 5]);
    let cost_percent = given.whole("cost_percent").unwrap_or(100);
    let most = given.whole("most");
    let retired = given.flag("retired").unwrap_or(false);
    given.done()?;
    let end = end.unwrap_or_default();
    Ok((NewPattern { name, start, end, activities, days, cost_percent, most }, retired))
}

/// A list of whole numbers, seven at most.
fn whole_list(given: &mut Given, name: &str) -> Option<Vec<i64>> {
    let list = given.list(name, 7)?;
    let numbers: Option<Vec<i64>> = list.iter().map(Value::as_i64).collect();
    if numbers.is_none() {
        given.refuse(name, "must be days of the week, 1 (Monday) to 7");
    }
    numbers
}

fn make_pattern(mut ask: Ask) -> Result<Job, Problem> {
    let (new, _) = pattern_of(ask.body.take())?;
    Ok(Box::new(move |tx| {
        let one = shift::make_pattern(tx, &new, ask.actor())?;
        Ok(Answer::json(show_pattern(&one)).created())
    }))
}

fn put_pattern(mut ask: Ask) -> Result<Job, Problem> {
    let (new, retired) = pattern_of(ask.body.take())?;
    Ok(Box::new(move |tx| {
        let one = shift::pattern_by_oid(tx, ask.oid(Kind::ShiftPattern)?)?;
        let was_retired = one.retired_at_ms.is_some();
        let one = shift::change_pattern(tx, &one, &new, ask.actor())?;
        if was_retired != retired {
            shift::retire_pattern(tx, &one, retired, ask.actor())?;
        }
        Ok(Answer::json(show_pattern(&shift::pattern_by_oid(tx, &one.oid)?)))
    }))
}

fn retire_pattern(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let one = shift::pattern_by_oid(tx, ask.oid(Kind::ShiftPattern)?)?;
        shift::retire_pattern(tx, &one, true, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

fn ended(minute: i64) -> String {
    if minute == shift::DAY_MINUTES { "24:00".to_owned() } else { shift::clock(minute) }
}

fn show_contract(tx: &mut Tx<'_>, one: &Contract) -> Result<Value, Problem> {
    let known = shift::patterns(tx)?;
    let patterns = known.iter().filter(|pattern| one.patterns.contains(&pattern.id));
    let times = one
        .unavailable
        .iter()
        .map(|time| json!({ "weekday": time.weekday, "from": shift::clock(time.from), "to": ended(time.to) }));
    Ok(json!({
        "agent_id": name_of(tx, one.agent_id)?,
        "week_minutes": one.week_minutes,
        "patterns": patterns.map(|pattern| Kind::ShiftPattern.name(&pattern.oid)).collect::<Vec<_>>(),
        "from": shift::clock(one.from),
        "to": ended(one.to),
        "days_off": one.days_off,
        "unavailable": times.collect::<Vec<_>>(),
    }))
}

fn contracts(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let all = shift::contracts(tx)?;
    page::of_all(ask, all, |one| one.agent_id, |one| show_contract(tx, &one))
}

fn put_contract(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    given.needs("week_minutes");
    let week_minutes = given.whole("week_minutes").unwrap_or_default();
    let names = given.texts("patterns", 200, 40).unwrap_or_default();
    let from = time(&mut given, "from").unwrap_or(0);
    let to = given.word("to", "a time of day, as in \"24:00\"", |text| shift::end_of(text, from));
    let to = to.unwrap_or(shift::DAY_MINUTES);
    let days_off = whole_list(&mut given, "days_off").unwrap_or_default();
    let mut unavailable = Vec::new();
    for (place, value) in
        given.list("unavailable", shift::UNAVAILABLE_MAX).unwrap_or_default().into_iter().enumerate()
    {
        let Some(mut inner) = given.object_at("unavailable", place, value) else { continue };
        let weekday = if inner.needs("weekday") { inner.whole("weekday") } else { None };
        let from = inner.needed_word("from", "a time of day", shift::minute_of);
        let to = inner.needed_word("to", "a time of day", until);
        given.back(inner);
        if let (Some(weekday), Some(from), Some(to)) = (weekday, from, to) {
            unavailable.push(Unavailable { weekday, from, to });
        }
    }
    given.done()?;
    Ok(Box::new(move |tx| {
        let person = agent::by_oid(tx, ask.oid(Kind::Agent)?)?;
        let mut patterns = Vec::new();
        for (place, name) in names.iter().enumerate() {
            let oid = Kind::ShiftPattern.oid(name).unwrap_or_default().to_owned();
            patterns.push(named(tx, &format!("/patterns/{place}"), |tx| shift::pattern_by_oid(tx, &oid))?.id);
        }
        let agent_id = person.id;
        let contract = Contract { agent_id, week_minutes, patterns, from, to, days_off, unavailable };
        shift::set_contract(tx, &contract, ask.actor())?;
        Ok(Answer::json(show_contract(tx, &contract)?))
    }))
}

fn drop_contract(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let person = agent::by_oid(tx, ask.oid(Kind::Agent)?)?;
        shift::drop_contract(tx, person.id, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

fn show_rules(tx: &mut Tx<'_>) -> Result<Value, Problem> {
    let settings = shift::settings(tx)?;
    let floors = shift::floors(tx)?;
    let floor = |one: &Floor| json!({ "weekday": one.weekday, "from": shift::clock(one.from), "to": ended(one.to), "people": one.people });
    let mut shown = settings.json();
    shown["floors"] = floors.iter().map(floor).collect();
    Ok(shown)
}

fn rules(_: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    Ok(Answer::json(show_rules(tx)?))
}

fn change_rules(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let numbers: Vec<(&str, Option<i64>)> =
        BOUNDS.iter().map(|(name, ..)| (*name, given.whole(name))).collect();
    let rows = given.list("floors", shift::FLOORS_MAX);
    let floors = rows.map(|rows| {
        let mut floors = Vec::new();
        for (place, value) in rows.into_iter().enumerate() {
            let Some(mut inner) = given.object_at("floors", place, value) else { continue };
            let weekday = if inner.needs("weekday") { inner.whole("weekday") } else { None };
            let from = inner.needed_word("from", "a time of day", shift::minute_of);
            let to = inner.needed_word("to", "a time of day", until);
            let people = if inner.needs("people") { inner.whole("people") } else { None };
            given.back(inner);
            if let (Some(weekday), Some(from), Some(to), Some(people)) = (weekday, from, to, people) {
                floors.push(Floor { weekday, from, to, people });
            }
        }
        floors
    });
    given.done()?;
    Ok(Box::new(move |tx| {
        let mut settings = shift::settings(tx)?;
        let before = settings;
        numbers.iter().filter_map(|(name, value)| Some((name, (*value)?))).for_each(|(name, value)| {
            settings.set(name, value);
        });
        if settings != before {
            shift::change_settings(tx, &settings, ask.actor())?;
        }
        if let Some(floors) = &floors {
            shift::set_floors(tx, floors, ask.actor())?;
        }
        Ok(Answer::json(show_rules(tx)?))
    }))
}

fn show_request(tx: &mut Tx<'_>, one: &Request) -> Result<Value, Problem> {
    let is = &one.is;
    let decided_by = match one.decided_by_id {
        Some(agent_id) => agent::find(tx, agent_id).ok().map(|person| Kind::Agent.name(&person.oid)),
        None => None,
    };
    Ok(json!({
        "id": Kind::ShiftRequest.name(&one.oid),
        "agent_id": name_of(tx, is.agent_id)?,
        "kind": is.asking.name(),
        "first_day": is.first.to_string(),
        "last_day": is.last.to_string(),
        "from": is.hours.map(|(from, _)| shift::clock(from)),
        "to": is.hours.map(|(_, to)| ended(to)),
        "reason": is.reason,
        "state": one.stand.name(),
        "asked_at": at(one.asked_at_ms),
        "decided_at": at_some(one.decided_at_ms),
        "decided_by": decided_by,
        "answer": one.answer,
    }))
}

fn requests(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    if !ask.may(Permission::PlanShifts) && only(ask).is_none() {
        return Err(Problem::forbidden(Permission::PlanShifts.name()));
    }
    let rows = shift::requests(tx, ask.after_id()?, only(ask), ask.limit() + 1)?;
    page::answer(ask, rows, |one| [one.id], |one| show_request(tx, &one))
}

/// Whom something is asked for: the token's person, or whoever is named by somebody who plans.
fn whose(ask: &Ask, tx: &mut Tx<'_>, named_oid: Option<&str>) -> Result<i64, Problem> {
    match (named_oid, me(ask)) {
        (Some(oid), me) => {
            let person = named(tx, "/agent_id", |tx| agent::by_oid(tx, oid))?;
            if me != Some(person.id) {
                ask.must(Permission::PlanShifts)?;
            }
            Ok(person.id)
        }
        (None, Some(me)) => Ok(me),
        (None, None) => Err(Problem::forbidden(Permission::PlanShifts.name())),
    }
}

fn make_request(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let agent_oid = given.oid("agent_id", Kind::Agent);
    let asking = given.needed_word("kind", "leave, unavailable or wish", Asking::of_name);
    given.needs("first_day");
    let first = a_day(&mut given, "first_day");
    let last = a_day(&mut given, "last_day").or(first);
    let from = time(&mut given, "from");
    let to = given.word("to", "a time of day, as in \"24:00\"", until);
    if from.is_some() != to.is_some() {
        given.refuse(if from.is_some() { "to" } else { "from" }, "is needed with the other");
    }
    let reason = given.needed_text("reason", shift::REASON_CHARS);
    given.done()?;
    let (asking, first, last) =
        (asking.unwrap_or(Asking::Leave), first.unwrap_or_default(), last.unwrap_or_default());
    Ok(Box::new(move |tx| {
        let agent_id = whose(&ask, tx, agent_oid.as_deref())?;
        let new = NewRequest { agent_id, asking, first, last, hours: from.zip(to), reason };
        let one = shift::ask(tx, &new, ask.actor())?;
        Ok(Answer::json(show_request(tx, &one)?).created())
    }))
}

fn decide_request(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let decision = given.needed_word("decision", "approve, approve_and_give or refuse", |word| match word {
        "approve" => Some(Decision::Approve),
        "approve_and_give" => Some(Decision::ApproveAndGive),
        "refuse" => Some(Decision::Refuse),
        _ => None,
    });
    let answer = given.text("answer", shift::REASON_CHARS);
    given.done()?;
    Ok(Box::new(move |tx| {
        let one = shift::request_by_oid(tx, ask.oid(Kind::ShiftRequest)?)?;
        let decision = decision.unwrap_or(Decision::Refuse);
        let one = shift::decide_request(tx, &one, decision, answer.as_deref(), ask.actor())?;
        Ok(Answer::json(show_request(tx, &one)?))
    }))
}

fn withdraw_request(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let one = shift::request_by_oid(tx, ask.oid(Kind::ShiftRequest)?)?;
        if me(&ask) != Some(one.is.agent_id) {
            ask.must(Permission::PlanShifts)?;
        }
        match one.stand == Stand::Approved && ask.may(Permission::PlanShifts) {
            true => shift::revoke_request(tx, &one, ask.actor())?,
            false => shift::withdraw_request(tx, &one, ask.actor())?,
        }
        Ok(Answer::nothing())
    }))
}

fn show_swap(tx: &mut Tx<'_>, one: &Swap) -> Result<Value, Problem> {
    // A shift that was taken away since has no name any more.
    let of = |tx: &mut Tx<'_>, shift_id: i64| -> Result<Option<String>, Problem> {
        Ok(shift::shift(tx, shift_id)?.map(|shift| Kind::Shift.name(&shift.oid)))
    };
    let for_shift = match one.other_shift_id {
        Some(shift_id) => of(tx, shift_id)?,
        None => None,
    };
    let fine = match one.stand {
        Stand::Accepted => Some(shift::check_swap(tx, one)?.is_fine()),
        _ => None,
    };
    Ok(json!({
        "id": Kind::ShiftSwap.name(&one.oid),
        "shift_id": of(tx, one.shift_id)?,
        "agent_id": name_of(tx, one.agent_id)?,
        "with": name_of(tx, one.other_id)?,
        "for_shift_id": for_shift,
        "state": one.stand.name(),
        "can_be_approved": fine,
        "asked_at": at(one.asked_at_ms),
        "decided_at": at_some(one.decided_at_ms),
        "answer": one.answer,
    }))
}

fn swaps(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    if !ask.may(Permission::PlanShifts) && only(ask).is_none() {
        return Err(Problem::forbidden(Permission::PlanShifts.name()));
    }
    let rows = shift::swaps(tx, ask.after_id()?, only(ask), ask.limit() + 1)?;
    page::answer(ask, rows, |one| [one.id], |one| show_swap(tx, &one))
}

fn make_swap(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let shift_oid = given.needed_oid("shift_id", Kind::Shift);
    let with = given.needed_oid("with", Kind::Agent);
    let for_shift = given.oid("for_shift_id", Kind::Shift);
    given.done()?;
    Ok(Box::new(move |tx| {
        let mine = named(tx, "/shift_id", |tx| shift::shift_by_oid(tx, &shift_oid))?;
        let other = named(tx, "/with", |tx| agent::by_oid(tx, &with))?;
        let theirs = match &for_shift {
            Some(oid) => Some(named(tx, "/for_shift_id", |tx| shift::shift_by_oid(tx, oid))?.id),
            None => None,
        };
        // Whoever plans asks for the person whose shift it is.
        let asker = match (ask.may(Permission::PlanShifts), me(&ask)) {
            (true, _) => mine.is.agent_id,
            (false, Some(me)) => me,
            (false, None) => return Err(Problem::forbidden(Permission::PlanShifts.name())),
        };
        let swap = shift::ask_swap(tx, asker, mine.id, other.id, theirs, ask.actor())?;
        Ok(Answer::json(show_swap(tx, &swap)?).created())
    }))
}

fn answer_swap(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    given.needs("accept");
    let accept = given.flag("accept").unwrap_or_default();
    given.done()?;
    Ok(Box::new(move |tx| {
        let swap = shift::swap_by_oid(tx, ask.oid(Kind::ShiftSwap)?)?;
        if me(&ask) != Some(swap.other_id) {
            ask.must(Permission::PlanShifts)?;
        }
        let swap = shift::answer_swap(tx, &swap, accept, ask.actor())?;
        Ok(Answer::json(show_swap(tx, &swap)?))
    }))
}

fn decide_swap(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    given.needs("approve");
    let approve = given.flag("approve").unwrap_or_default();
    let answer = given.text("answer", shift::REASON_CHARS);
    given.done()?;
    Ok(Box::new(move |tx| {
        let swap = shift::swap_by_oid(tx, ask.oid(Kind::ShiftSwap)?)?;
        let swap = shift::decide_swap(tx, &swap, approve, answer.as_deref(), ask.actor())?;
        Ok(Answer::json(show_swap(tx, &swap)?))
    }))
}

fn withdraw_swap(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let swap = shift::swap_by_oid(tx, ask.oid(Kind::ShiftSwap)?)?;
        if me(&ask) != Some(swap.agent_id) {
            ask.must(Permission::PlanShifts)?;
        }
        shift::withdraw_swap(tx, &swap, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

fn show_publication(tx: &mut Tx<'_>, one: &Publication) -> Result<Value, Problem> {
    let receipts = shift::receipts(tx, one.week)?;
    let of = || receipts.iter().filter(|receipt| receipt.publication_id == one.id);
    let by = match one.by_id {
        Some(agent_id) => agent::find(tx, agent_id).ok().map(|person| Kind::Agent.name(&person.oid)),
        None => None,
    };
    Ok(json!({
        "id": Kind::ShiftPublication.name(&one.oid),
        "week": one.week.to_string(),
        "version": one.version,
        "changes": one.changes,
        "published_at": at(one.published_at_ms),
        "published_by": by,
        "told": of().count(),
        "read": of().filter(|receipt| receipt.read_at_ms.is_some()).count(),
    }))
}

fn publications(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let from = shift::plus_days(shift::today(tx)?, -28);
    let all = shift::publications(tx, from)?;
    page::of_all(ask, all, |one| one.id, |one| show_publication(tx, &one))
}

fn publish(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    given.needs("week");
    let week = a_day(&mut given, "week").unwrap_or_default();
    given.done()?;
    Ok(Box::new(move |tx| {
        let one = shift::publish(tx, week, ask.actor())?;
        Ok(Answer::json(show_publication(tx, &one)?).created())
    }))
}

/// The Monday of the day a body names.
fn monday_of(body: Value) -> Result<Date, Problem> {
    let mut given = Given::of(body)?;
    given.needs("week");
    let week = a_day(&mut given, "week").unwrap_or_default();
    given.done()?;
    Ok(shift::monday_of(week))
}

fn copy_week(mut ask: Ask) -> Result<Job, Problem> {
    let monday = monday_of(ask.body.take())?;
    Ok(Box::new(move |tx| {
        shift::copy_week(tx, monday, ask.actor())?;
        show_week(tx, monday)
    }))
}

fn show_proposal(tx: &mut Tx<'_>, monday: Date) -> Result<Value, Problem> {
    let (one, made_at_ms) = shift::proposal(tx, monday)?.ok_or_else(Problem::missing)?;
    let known = shift::patterns(tx)?;
    let pattern = |id: i64| known.iter().find(|one| one.id == id).map(|one| Kind::ShiftPattern.name(&one.oid));
    let mut shifts = Vec::new();
    for (who, day, id) in &one.shifts {
        shifts.push(
            json!({ "agent_id": name_of(tx, *who)?, "day": day.to_string(), "pattern_id": pattern(*id) }),
        );
    }
    let open = one.open.iter().map(|(day, id)| json!({ "day": day.to_string(), "pattern_id": pattern(*id) }));
    let share = |thousandths: i64| thousandths as f64 / 1_000.0;
    Ok(json!({
        "week": monday.to_string(),
        "from": one.from.to_string(),
        "made_at": at(made_at_ms),
        "shifts": shifts,
        "open": open.collect::<Vec<_>>(),
        "cost_hours": one.cost,
        "least_cost_hours": one.lower_bound,
        "gap": one.gap(),
        "proved": one.proved,
        "solver": one.solver,
        "lacking_minutes": one.lacking,
        "simulated_days": one.tried.map(|tried| tried.days),
        "kept": one.tried.map(|tried| share(tried.kept)),
        "kept_low": one.tried.map(|tried| share(tried.low)),
        "kept_high": one.tried.map(|tried| share(tried.high)),
    }))
}

fn proposal(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let day = day(ask, "week")?.unwrap_or(shift::today(tx)?);
    Ok(Answer::json(show_proposal(tx, shift::monday_of(day))?))
}

/// Worked out away from the writer, then kept.
fn make_proposal(mut ask: Ask) -> Result<Job, Problem> {
    let monday = monday_of(ask.body.take())?;
    let (facts, coming, today) = ask.desk.db.read(ask.account_id(), |tx| {
        Ok::<_, Problem>((shift::facts(tx, monday)?, shift::coming(tx, monday)?, shift::today(tx)?))
    })?;
    let made = shift::propose(&facts, &coming, shift::plus_days(today, 1), shift::DEADLINE);
    Ok(Box::new(move |tx| {
        shift::keep_proposal(tx, monday, &made, ask.actor())?;
        Ok(Answer::json(show_proposal(tx, monday)?).created())
    }))
}

fn accept_proposal(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    given.needs("week");
    let monday = shift::monday_of(a_day(&mut given, "week").unwrap_or_default());
    let made_at_ms = given.needed_moment("made_at").unwrap_or_default();
    given.done()?;
    Ok(Box::new(move |tx| {
        shift::accept_proposal(tx, monday, made_at_ms, ask.actor())?;
        show_week(tx, monday)
    }))
}

fn discard_proposal(mut ask: Ask) -> Result<Job, Problem> {
    let monday = monday_of(ask.body.take())?;
    Ok(Box::new(move |tx| {
        shift::drop_proposal(tx, monday)?;
        Ok(Answer::nothing())
    }))
}

/// Whose calendar: a program has none.
fn own(ask: &Ask) -> Result<i64, Problem> {
    me(ask).ok_or_else(|| Problem::forbidden(Permission::Read.name()))
}

fn feed(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let since_ms = shift::feed_since(tx, own(ask)?)?;
    Ok(Answer::json(json!({ "since": at_some(since_ms) })))
}

fn make_feed(ask: Ask) -> Result<Job, Problem> {
    let me = own(&ask)?;
    Ok(Box::new(move |tx| {
        let secret = shift::make_feed(tx, me)?;
        let url = spine::company::find(tx)?.public_url;
        Ok(Answer::json(json!({ "url": format!("{url}/calendar/{secret}.ics") })).created())
    }))
}

fn drop_feed(ask: Ask) -> Result<Job, Problem> {
    let me = own(&ask)?;
    Ok(Box::new(move |tx| {
        shift::drop_feed(tx, me)?;
        Ok(Answer::nothing())
    }))
}

fn week(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let day = day(ask, "week")?.unwrap_or(shift::today(tx)?);
    show_week(tx, shift::monday_of(day))
}

fn show_week(tx: &mut Tx<'_>, day: Date) -> Result<Answer, Problem> {
    let facts = shift::facts(tx, shift::monday_of(day))?;
    let untold = shift::untold(tx, facts.monday)?;
    let mut findings = Vec::new();
    for one in facts.findings() {
        let shift_id = one.shift_id.and_then(|id| facts.shift(id)).map(|shift| Kind::Shift.name(&shift.oid));
        findings.push(json!({
            "rule": one.what.name(),
            "agent_id": name_of(tx, one.agent_id)?,
            "day": one.day.to_string(),
            "shift_id": shift_id,
            "minutes": one.what.minutes(),
        }));
    }
    let days = facts.days().map(|day| {
        let halves = facts.halves(day).into_iter().filter(|half| half.needed > 0 || half.on_duty > 0);
        let sum = facts.sum(day);
        json!({
            "day": day.to_string(),
            "needed_minutes": sum.needed,
            "on_duty_minutes": sum.on_duty,
            "lacking_minutes": sum.lacking,
            "half_hours": halves.map(|half| json!({
                "at": shift::clock(half.at), "needed": half.needed, "on_duty": half.on_duty,
            })).collect::<Vec<_>>(),
        })
    });
    Ok(Answer::json(json!({
        "week": facts.monday.to_string(),
        "days": days.collect::<Vec<_>>(),
        "findings": findings,
        "unpublished": untold.len(),
    })))
}

fn adherence(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let all = shift::adherence_now(tx)?;
    page::of_all(
        ask,
        all,
        |(agent_id, ..)| *agent_id,
        |(agent_id, _, one)| {
            Ok(json!({
                "agent_id": name_of(tx, agent_id)?,
                "state": one.there.name().replace('-', "_"),
                "from": at_some(one.span_ms.map(|(from, _)| from)),
                "to": at_some(one.span_ms.map(|(_, to)| to)),
                "due_seconds": one.due_ms / 1_000,
                "kept_seconds": one.kept_ms / 1_000,
            }))
        },
    )
}
