//! Tables of hours, coverage, rules and their mends, proposals, presence and calendars.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use super::super::adherence::{Adherence, Sample, There, adherence};
use super::super::calendar::{Wording, calendar};
use super::super::proposal::{Proposal, propose};
use super::super::publishing::{Difference, change_as, differences};
use super::super::trial::Coming;
use super::super::week::{Facts, Half, Mend, What, halves, higher, is_reached, of_floors};
use super::*;

/// A Monday.
const MONDAY: Date = date(2026, 11, 23);
const ANNA: i64 = 1;
const BRUNO: i64 = 2;
const CARLA: i64 = 3;

fn rome() -> TimeZone {
    TimeZone::get("Europe/Rome").unwrap()
}

fn pause(at: i64, minutes: i64, paid: bool) -> Activity {
    Activity { doing: Doing::Break, at, minutes, paid }
}

fn hours(agent_id: i64, day: i64, from: i64, to: i64) -> NewShift {
    let activities = if to - from > 6 { vec![pause(4 * 60, 60, false)] } else { Vec::new() };
    NewShift {
        agent_id,
        day: plus_days(MONDAY, day),
        start: from * 60,
        end: to * 60,
        activities,
        pattern_id: None,
    }
}

fn shift(id: i64, is: NewShift) -> Shift {
    Shift { id, oid: format!("{id:026}"), is }
}

fn pattern(id: i64, from: i64, to: i64, activities: Vec<Activity>) -> Pattern {
    let is = NewPattern {
        name: format!("{from}-{to}"),
        start: from * 60,
        end: to * 60,
        activities,
        days: vec![1, 2, 3, 4, 5],
        cost_percent: 100,
        most: None,
    };
    Pattern { id, oid: format!("{id:026}"), retired_at_ms: None, is }
}

fn facts(shifts: Vec<NewShift>) -> Facts {
    Facts {
        monday: MONDAY,
        zone: rome(),
        settings: Settings::default(),
        patterns: Vec::new(),
        contracts: [ANNA, BRUNO, CARLA].map(Contract::usual).to_vec(),
        people: vec![ANNA, BRUNO, CARLA],
        requests: Vec::new(),
        shifts: (1..).zip(shifts).map(|(id, is)| shift(id, is)).collect(),
        need: Vec::new(),
    }
}

fn found(facts: &Facts) -> Vec<(i64, Date, What)> {
    facts.findings().into_iter().map(|one| (one.agent_id, one.day, one.what)).collect()
}

fn places(wrong: Vec<Field>) -> Vec<String> {
    wrong.into_iter().map(|field| field.pointer).collect()
}

#[test]
fn what_cannot_be_is_named_with_its_place() {
    let bad = NewShift { start: 7, end: 9 * 60 + 7, ..hours(ANNA, 0, 9, 15) };
    assert_eq!(places(bad.wrong()), ["/start", "/end"]);
    let outside = NewShift { activities: vec![pause(330, 60, true)], ..hours(ANNA, 0, 9, 15) };
    assert_eq!(places(outside.wrong()), ["/activities/0"]);
    let crossed =
        NewShift { activities: vec![pause(60, 60, true), pause(90, 15, true)], ..hours(ANNA, 0, 9, 15) };
    assert_eq!(places(crossed.wrong()), ["/activities/1"]);
    // Numbers at the end of what can be counted are wrong and no more than that.
    for (at, minutes) in [(15, i64::MAX), (i64::MIN + 8, 15), (i64::MAX - 7, 60)] {
        let endless = NewShift { activities: vec![pause(at, minutes, true)], ..hours(ANNA, 0, 9, 15) };
        assert_eq!(places(endless.wrong()), ["/activities/0"], "{at} {minutes}");
    }
    let endless = hours(ANNA, 0, 9, 18).moved(i64::MIN, i64::MAX);
    assert_eq!(places(endless.wrong()), ["/start", "/end"]);
    let of = NewPattern {
        name: " ".to_owned(),
        days: vec![8],
        cost_percent: 1,
        most: Some(0),
        ..pattern(1, 9, 18, vec![]).is
    };
    assert_eq!(places(of.wrong()), ["/name", "/days", "/cost_percent", "/most"]);
    let contract = Contract {
        week_minutes: 0,
        from: 600,
        to: 600,
        days_off: (1..=7).collect(),
        unavailable: vec![Unavailable { weekday: 0, from: 0, to: 60 }],
        ..Contract::usual(ANNA)
    };
    assert_eq!(places(contract.wrong()), ["/week_minutes", "/to", "/days_off", "/unavailable/0"]);
    let request = NewRequest {
        agent_id: ANNA,
        asking: Asking::Unavailable,
        first: plus_days(MONDAY, -1),
        last: plus_days(MONDAY, 90),
        hours: None,
        reason: String::new(),
    };
    assert_eq!(places(request.wrong(MONDAY)), ["/first_day", "/last_day", "/from", "/reason"]);
    let settings = Settings { lead_days: 61, break_minutes: -1, ..Settings::default() };
    assert_eq!(places(settings.wrong()), ["/break_minutes", "/lead_days"]);
    assert_eq!(Settings::of(&Settings { lead_days: 7, ..Settings::default() }.json()).lead_days, 7);
}

#[test]
fn a_time_that_is_not_after_the_beginning_is_on_the_next_day() {
    assert_eq!(end_of("18:00", 9 * 60), Some(18 * 60));
    assert_eq!(end_of("00:00", 16 * 60), Some(DAY_MINUTES));
    assert_eq!(end_of("24:00", 16 * 60), Some(DAY_MINUTES));
    assert_eq!(end_of("02:30", 20 * 60), Some(26 * 60 + 30));
    assert_eq!(end_of("x", 0), None);
    assert_eq!((clock(26 * 60 + 30), minute_of("09:15")), ("02:30".to_owned(), Some(555)));
}

#[test]
fn nine_oclock_stays_nine_oclock_when_the_clocks_change() {
    for (day, utc) in
        [(date(2026, 10, 24), "07:00"), (date(2026, 10, 25), "08:00"), (date(2026, 3, 29), "07:00")]
    {
        let at = Timestamp::from_millisecond(instant(day, 540, &rome())).unwrap().to_string();
        assert_eq!(at, format!("{day}T{utc}:00Z"));
    }
    // A night shift over the longer night lasts an hour more.
    let night = NewShift { day: date(2026, 10, 24), start: 22 * 60, end: 30 * 60, ..hours(ANNA, 0, 9, 15) };
    let (from, to) = night.span_ms(&rome());
    assert_eq!((to - from) / 3_600_000, 9);
    assert_eq!(monday_of(date(2026, 11, 29)), MONDAY);
}

#[test]
fn who_has_a_lunch_break_or_a_training_is_not_on_duty_and_a_short_break_counts() {
    let mut anna = hours(ANNA, 0, 9, 18);
    anna.activities = vec![
        pause(60, 15, true),
        pause(240, 60, false),
        Activity { doing: Doing::Training, at: 420, minutes: 30, paid: true },
    ];
    let need = vec![(MONDAY, 13 * 60, 1), (MONDAY, 9 * 60, 2)];
    let day = halves(MONDAY, &need, std::iter::once(&anna));
    let at = |hour: i64, minute: i64| day[(hour * 2 + minute / 30) as usize];
    assert_eq!(at(9, 0), Half { at: 540, needed: 2, on_duty: 1 });
    assert_eq!(at(10, 0).on_duty, 1, "a short paid break is in the need already");
    assert_eq!((at(13, 0).on_duty, at(13, 0).lacking(), at(13, 30).on_duty), (0, 1, 0));
    assert_eq!((at(14, 0).on_duty, at(16, 0).on_duty, at(18, 0).on_duty), (1, 0, 0));
    assert_eq!((anna.paid_minutes(), anna.break_minutes()), (480, 75));
    // Half of a half hour covers none of it; an evening goes on after midnight.
    let late = NewShift { start: 20 * 60 + 15, end: 25 * 60, ..hours(ANNA, 0, 9, 15) };
    let evening = halves(MONDAY, &[], std::iter::once(&late));
    assert_eq!((evening[40].on_duty, evening[41].on_duty), (0, 1));
    let next = halves(plus_days(MONDAY, 1), &[], std::iter::once(&late));
    assert_eq!((next[0].on_duty, next[1].on_duty, next[2].on_duty), (1, 1, 0));
}

#[test]
fn the_higher_of_two_needs_counts() {
    let floors = [
        Floor { weekday: 1, from: 540, to: 600, people: 2 },
        Floor { weekday: 1, from: 540, to: 570, people: 1 },
        Floor { weekday: 7, from: 0, to: 30, people: 1 },
    ];
    let need = of_floors(&floors, std::iter::once(MONDAY));
    assert_eq!(need, [(MONDAY, 540, 2), (MONDAY, 570, 2)]);
    let all = higher(need, vec![(MONDAY, 570, 5), (MONDAY, 600, 1), (MONDAY, 540, 1)]);
    assert_eq!(all, [(MONDAY, 540, 2), (MONDAY, 570, 5), (MONDAY, 600, 1)]);
    assert!(Floor { weekday: 1, from: 545, to: 600, people: 2 }.is_wrong());
    // What no pattern reaches is whoever's who is on call.
    let late = Pattern {
        is: NewPattern { end: 25 * 60, days: vec![7], ..pattern(1, 20, 24, vec![]).is },
        ..pattern(1, 20, 24, vec![])
    };
    let all = [pattern(2, 9, 18, vec![]), late];
    for (day, hour, is) in
        [(0, 9, true), (0, 18, false), (0, 0, true), (0, 1, false), (6, 9, false), (6, 23, true)]
    {
        assert_eq!(is_reached(&all, plus_days(MONDAY, day), hour * 60), is, "{day} {hour}");
    }
    assert!(is_reached(&[], MONDAY, 0), "without patterns every hour counts");
}

#[test]
fn a_short_rest_is_mended_by_beginning_later() {
    let week = facts(vec![hours(ANNA, 0, 14, 22), hours(ANNA, 1, 8, 16)]);
    assert_eq!(found(&week), [(ANNA, plus_days(MONDAY, 1), What::DailyRest(600))]);
    let mend = week.mend(&week.findings()[0]).unwrap();
    assert_eq!(mend, Mend::StartLater { shift_id: 2, start: 9 * 60 });
    assert_eq!(found(&week.mended(mend)), []);
    // The rest before the first day of the next week lies in this one.
    let sunday = facts(vec![hours(ANNA, 6, 14, 22), hours(ANNA, 7, 8, 16)]);
    assert_eq!(found(&sunday), [(ANNA, plus_days(MONDAY, 7), What::DailyRest(600))]);
    // And the one before this Monday too.
    let before = facts(vec![hours(ANNA, -1, 14, 22), hours(ANNA, 0, 8, 14)]);
    assert_eq!(found(&before), [(ANNA, MONDAY, What::DailyRest(600))]);
}

#[test]
fn a_long_shift_is_given_a_break_where_there_is_room() {
    let long = NewShift { activities: vec![], ..hours(ANNA, 0, 9, 16) };
    let week = facts(vec![long]);
    assert_eq!(found(&week), [(ANNA, MONDAY, What::Break)]);
    let mend = week.mend(&week.findings()[0]).unwrap();
    assert_eq!(mend, Mend::Break { shift_id: 1, at: 195, minutes: 15 });
    assert_eq!(found(&week.mended(mend)), []);
}

#[test]
fn a_seventh_day_goes_to_a_colleague_who_breaks_no_rule_by_it() {
    let mut shifts: Vec<NewShift> = (0..7).map(|day| hours(ANNA, day, 9, 14)).collect();
    // Bruno worked late on the evening before, Carla is free.
    shifts.push(hours(BRUNO, 5, 16, 23));
    let week = facts(shifts);
    let sunday = plus_days(MONDAY, 6);
    assert_eq!(found(&week), [(ANNA, sunday, What::WeeklyRest)]);
    let mend = week.mend(&week.findings()[0]).unwrap();
    assert_eq!(mend, Mend::Give { shift_id: 7, to: CARLA });
    assert_eq!(found(&week.mended(mend)), []);
    // The rest may be missing across the turn of the week.
    let across = facts((-3..4).map(|day| hours(ANNA, day, 9, 14)).collect());
    assert_eq!(found(&across), [(ANNA, plus_days(MONDAY, 3), What::WeeklyRest)]);
}

#[test]
fn who_has_left_covers_nothing_and_their_shifts_are_somebodys_to_take() {
    let mut week = facts(vec![hours(CARLA, 0, 9, 13), hours(ANNA, 1, 9, 13)]);
    week.need = vec![(MONDAY, 9 * 60, 1)];
    assert_eq!((found(&week), week.lacking()), (vec![], 0));
    week.people.retain(|who| *who != CARLA);
    assert_eq!((found(&week), week.lacking()), (vec![(CARLA, MONDAY, What::Left)], 30));
    let mend = week.mend(&week.findings()[0]).unwrap();
    assert!(matches!(mend, Mend::Give { shift_id: 1, to: ANNA | BRUNO }), "{mend:?}");
    assert_eq!(found(&week.mended(mend)), []);
    // A proposal counts on nobody who is gone and lets go of what they had.
    week.patterns = vec![pattern(1, 9, 13, vec![])];
    let proposal = propose(&week, &Coming::default(), MONDAY, Duration::from_secs(2));
    assert_eq!(proposal.shifts.len(), 1);
    assert!(!week.stays(&week.shifts[0], MONDAY));
}

#[test]
fn a_week_in_which_the_clocks_change_has_its_own_shifts_and_no_others() {
    // The Sunday of October has an hour more, that of March one less.
    for (monday, day, from) in
        [(date(2026, 10, 19), date(2026, 10, 25), 23), (date(2026, 3, 23), date(2026, 3, 30), 0)]
    {
        let of =
            |day, from: i64| NewShift { day, start: from * 60, end: from * 60 + 60, ..hours(ANNA, 0, 9, 10) };
        let mut week = Facts { monday, ..facts(vec![of(monday, 9), of(day, from)]) };
        week.contracts[0].week_minutes = 60;
        let is_of_week = week.is_of_week(day);
        let over = found(&week).iter().any(|one| one.2 == What::WeekMinutes(120));
        assert_eq!(over, is_of_week, "{day}");
    }
}

#[test]
fn hours_over_the_contract_leave_and_days_off_are_seen() {
    let mut week = facts(vec![hours(ANNA, 0, 9, 18), hours(ANNA, 1, 9, 18), hours(BRUNO, 2, 9, 13)]);
    week.contracts[0].week_minutes = 15 * 60;
    week.contracts[1].days_off = vec![3];
    assert_eq!(
        found(&week),
        [(BRUNO, plus_days(MONDAY, 2), What::Away), (ANNA, plus_days(MONDAY, 6), What::WeekMinutes(960))]
    );
    let leave = |asking, stand| Request {
        id: 9,
        oid: String::new(),
        is: NewRequest {
            agent_id: CARLA,
            asking,
            first: MONDAY,
            last: MONDAY,
            hours: Some((600, 660)),
            reason: "visita".to_owned(),
        },
        stand,
        asked_at_ms: 0,
        decided_at_ms: None,
        decided_by_id: None,
        answer: None,
    };
    for (asking, stand, is) in [
        (Asking::Leave, Stand::Approved, true),
        (Asking::Unavailable, Stand::Approved, true),
        (Asking::Leave, Stand::Asked, false),
        (Asking::Wish, Stand::Approved, false),
    ] {
        let mut week = facts(vec![hours(CARLA, 0, 9, 13)]);
        week.requests = vec![leave(asking, stand)];
        assert_eq!(!week.findings().is_empty(), is, "{asking:?} {stand:?}");
    }
    // A pattern they cannot work, also once it is out of use.
    let mut week = facts(vec![NewShift { pattern_id: Some(7), ..hours(ANNA, 0, 9, 13) }]);
    assert_eq!(found(&week), []);
    week.contracts[0].patterns = vec![8];
    assert_eq!(found(&week), [(ANNA, MONDAY, What::Pattern)]);
}

#[test]
fn a_week_is_worked_out_within_contracts_and_rules() {
    let mut week = facts(Vec::new());
    week.patterns = vec![
        pattern(11, 9, 18, vec![pause(240, 60, false)]),
        pattern(12, 9, 13, vec![]),
        pattern(13, 14, 18, vec![]),
    ];
    // Two people from nine to six, Monday to Friday; one of the three works mornings only.
    week.need = of_floors(
        &(1..=5).map(|weekday| Floor { weekday, from: 540, to: 1_080, people: 2 }).collect::<Vec<_>>(),
        week.days(),
    );
    week.contracts[2] = Contract { week_minutes: 20 * 60, to: 13 * 60, ..Contract::usual(CARLA) };
    let proposal = propose(&week, &Coming::default(), MONDAY, Duration::from_secs(2));
    assert!(proposal.proved && proposal.gap() < 1e-9, "{proposal:?}");
    assert!(proposal.lower_bound > 0.0 && proposal.cost >= proposal.lower_bound);
    let planned = proposal.planned(&week.patterns);
    let mut with = facts(planned);
    with.contracts = week.contracts.clone();
    with.patterns = week.patterns.clone();
    with.need = week.need.clone();
    assert_eq!(found(&with), []);
    assert_eq!(with.lacking(), proposal.lacking);
    assert!(with.on(MONDAY).all(|one| one.is.agent_id != CARLA || one.is.end <= 13 * 60));
    assert_eq!(Proposal::of(&proposal.json().to_string()).unwrap(), proposal);
    // Days that have begun stay as they are.
    let rest = propose(&week, &Coming::default(), plus_days(MONDAY, 3), Duration::from_secs(2));
    assert!(rest.shifts.iter().all(|(_, day, _)| *day >= plus_days(MONDAY, 3)) && !rest.shifts.is_empty());
    // Without patterns nothing can be covered, and it says how much.
    week.patterns.clear();
    let nothing = propose(&week, &Coming::default(), MONDAY, Duration::from_secs(2));
    assert_eq!((nothing.shifts.len(), nothing.lacking), (0, 5 * 9 * 2 * 60));
}

/// What is planned in the facts when a proposal is taken over.
fn taken_over(week: &Facts, proposal: &Proposal) -> Facts {
    let kept = week.shifts.iter().filter(|one| week.stays(one, proposal.from)).map(|one| one.is.clone());
    let all = kept.chain(proposal.planned(&week.patterns)).collect();
    Facts { shifts: facts(all).shifts, ..week.clone() }
}

#[test]
fn the_hours_after_midnight_are_covered_by_the_evening_before() {
    let every_day = |one: Pattern| Pattern { is: NewPattern { days: (1..=7).collect(), ..one.is }, ..one };
    let floors: Vec<Floor> = (1..=7).map(|weekday| Floor { weekday, from: 0, to: 360, people: 1 }).collect();
    // Anna has a night already: it is dealt out anew, and so not counted.
    let mut week = facts(vec![hours(ANNA, 1, 23, 29)]);
    week.patterns = vec![
        every_day(pattern(1, 22, 30, vec![pause(240, 15, true)])),
        every_day(pattern(2, 9, 17, vec![pause(240, 15, true)])),
    ];
    week.need = of_floors(&floors, (0..8).map(|day| plus_days(MONDAY, day)));
    let proposal = propose(&week, &Coming::default(), MONDAY, Duration::from_secs(2));
    assert_eq!(proposal.shifts.iter().map(|one| one.2).collect::<Vec<_>>(), [1; 7], "{proposal:?}");
    // Nobody came in on the Sunday before.
    assert_eq!((proposal.open.len(), proposal.lacking), (0, 360));
    let then = taken_over(&week, &proposal);
    assert_eq!((found(&then), then.lacking()), (vec![], 360));
    // What somebody without a contract works in the night is there.
    week.contracts.truncate(2);
    let night = NewShift { activities: vec![pause(240, 15, true)], ..hours(CARLA, 2, 22, 30) };
    week.shifts.push(shift(9, night));
    let proposal = propose(&week, &Coming::default(), MONDAY, Duration::from_secs(2));
    assert!(proposal.shifts.iter().all(|one| one.1 != plus_days(MONDAY, 2)), "{proposal:?}");
}

#[test]
fn a_proposal_keeps_the_rest_from_what_was_worked_before_it_and_is_planned_behind_it() {
    let floors = |hours: &[(i64, i64, i64)]| -> Vec<Floor> {
        hours
            .iter()
            .map(|&(weekday, from, to)| Floor { weekday, from: from * 60, to: to * 60, people: 1 })
            .collect()
    };
    // Six days in a row until this Monday: Tuesday would be the seventh.
    let mut week = facts((-5..1).map(|day| hours(ANNA, day, 9, 14)).collect());
    week.contracts.truncate(1);
    week.patterns = vec![pattern(1, 9, 14, vec![])];
    week.need = of_floors(&floors(&[(2, 9, 14), (3, 9, 14)]), week.days());
    let proposal = propose(&week, &Coming::default(), plus_days(MONDAY, 1), Duration::from_secs(2));
    assert_eq!(proposal.open, [(plus_days(MONDAY, 1), 1)], "{proposal:?}");
    assert_eq!(found(&taken_over(&week, &proposal)), []);
    // The next week begins early: no late Sunday for her.
    let mut week = facts(vec![hours(ANNA, 7, 6, 12)]);
    week.contracts.truncate(2);
    let sunday = pattern(1, 18, 23, vec![]);
    week.patterns = vec![Pattern { is: NewPattern { days: vec![7], ..sunday.is.clone() }, ..sunday }];
    week.need = of_floors(&floors(&[(7, 18, 23)]), week.days());
    let proposal = propose(&week, &Coming::default(), MONDAY, Duration::from_secs(2));
    assert_eq!(proposal.shifts, [(BRUNO, plus_days(MONDAY, 6), 1)]);
    // What stays in the week counts: who has a training by hand that day is not asked for another shift.
    let mut training = hours(BRUNO, 6, 9, 13);
    training.activities = vec![Activity { doing: Doing::Training, at: 0, minutes: 240, paid: true }];
    week.shifts.push(shift(9, training));
    let proposal = propose(&week, &Coming::default(), MONDAY, Duration::from_secs(2));
    assert_eq!((proposal.shifts, proposal.open.len()), (vec![], 1), "neither of them may");
    assert_eq!(proposal.lacking, 5 * 60);
}

#[test]
fn only_what_somebody_was_not_told_is_a_difference() {
    let told = |id: i64, is: NewShift, cancelled| Told {
        shift_id: id,
        oid: format!("{id:026}"),
        is,
        sequence: 0,
        cancelled,
        told_at_ms: 0,
    };
    let plan = [
        shift(1, hours(ANNA, 0, 9, 15)),
        shift(2, hours(BRUNO, 0, 9, 15)),
        shift(3, hours(CARLA, 0, 9, 15)),
        shift(5, hours(ANNA, 3, 9, 15)),
    ];
    let known = [
        told(1, hours(ANNA, 0, 9, 15), false),
        told(2, hours(ANNA, 0, 9, 15), false),
        told(3, hours(CARLA, 0, 10, 15), false),
        told(4, hours(CARLA, 1, 9, 15), true),
        told(5, hours(ANNA, 3, 9, 15), true),
    ];
    let found: Vec<(i64, i64, bool, bool)> = differences(&plan, &known)
        .into_iter()
        .map(|one| (one.agent_id, one.shift_id, one.before.is_some(), one.after.is_some()))
        .collect();
    assert_eq!(
        found,
        [(ANNA, 2, true, false), (ANNA, 5, false, true), (BRUNO, 2, false, true), (CARLA, 3, true, true)]
    );
}

#[test]
fn a_mail_tells_a_break_that_moved_alone() {
    let say = words::Say::new(kernel::language::Language::It, kernel::language::Register::Tu);
    let after = hours(ANNA, 0, 9, 18);
    let before = NewShift { activities: vec![pause(180, 60, false)], ..after.clone() };
    let change = |before, after| Difference { agent_id: ANNA, shift_id: 1, oid: String::new(), before, after };
    let told = |change: &Difference| change_as(say, change, MONDAY, &rome()).unwrap_or_default();
    let moved = told(&change(Some(before.clone()), Some(after)));
    assert!(moved.contains("pausa 13:00–14:00") && moved.contains("pausa 12:00–13:00"), "{moved}");
    assert!(told(&change(Some(before), None)).starts_with("Annullato: "));
    assert_eq!(told(&change(None, None)), "");
}

#[test]
fn presence_is_held_against_the_hours_told() {
    let day = [hours(ANNA, 0, 9, 18)];
    let at = |hour: i64, minute: i64| instant(MONDAY, hour * 60 + minute, &rome());
    let sample =
        |hour, minute, presence: &str| Sample { at_ms: at(hour, minute), presence: presence.to_owned() };
    let stands = |samples: &[Sample], hour, minute| adherence(&day, samples, at(hour, minute), 5, &rome());
    let there = |samples: &[Sample], hour, minute| stands(samples, hour, minute).there;
    let came = [sample(8, 55, "online"), sample(10, 0, "away"), sample(10, 15, "busy"), sample(13, 0, "away")];
    for (samples, hour, minute, is) in [
        (&came[..0], 8, 0, There::ToCome),
        (&came[..0], 9, 4, There::ToCome),
        (&came[..0], 9, 5, There::Late),
        (&came[..1], 8, 58, There::Extra),
        (&came[..1], 9, 5, There::Present),
        (&came[..2], 10, 5, There::Away),
        (&came[..4], 13, 30, There::Pause),
        (&came[..4], 14, 10, There::Away),
        (&came[..4], 18, 0, There::Over),
    ] {
        assert_eq!(there(samples, hour, minute), is, "{hour}:{minute:02}");
    }
    let left = [sample(9, 0, "online"), sample(16, 0, "offline")];
    assert_eq!(there(&left, 16, 1), There::LeftEarly);
    let Adherence { due_ms, kept_ms, span_ms, .. } = stands(&came, 14, 0);
    assert_eq!((due_ms / 60_000, kept_ms / 60_000), (240, 225));
    assert_eq!(span_ms, Some((at(9, 0), at(18, 0))));
    assert_eq!(adherence(&[], &[], at(9, 0), 5, &rome()).there, There::Over);
}

#[test]
fn a_calendar_keeps_its_names_and_tells_changes_and_cancellations() {
    let told = |id: i64, is: NewShift, sequence, cancelled| Told {
        shift_id: id,
        oid: format!("{id:026}"),
        is,
        sequence,
        cancelled,
        told_at_ms: 1_795_000_000_000,
    };
    let winter = NewShift { day: date(2026, 10, 26), ..hours(ANNA, 0, 9, 18) };
    let summer = NewShift { day: date(2026, 10, 23), ..hours(ANNA, 0, 9, 15) };
    let wording = Wording {
        name: "Turni, Fioca; così".to_owned(),
        shift: "Turno ".to_owned() + &"lunghissimo ".repeat(9) + "è",
        doings: ["Pausa", "Formazione", "Riunione"].map(str::to_owned),
    };
    let all = [told(1, summer, 0, false), told(2, winter, 3, true)];
    let text = calendar(&all, &wording, "anna", "fioca.example", &rome());
    let unfolded = text.replace("\r\n ", "");
    let lines: Vec<&str> = unfolded.split("\r\n").collect();
    for line in [
        "X-WR-CALNAME:Turni\\, Fioca\\; così",
        "X-WR-TIMEZONE:Europe/Rome",
        "UID:shf_00000000000000000000000001.anna@fioca.example",
        "DTSTART:20261023T070000Z",
        "DTEND:20261023T130000Z",
        "SEQUENCE:3",
        "DTSTART:20261026T080000Z",
        "DESCRIPTION:Pausa 13:00–14:00",
        "STATUS:CONFIRMED",
        "STATUS:CANCELLED",
    ] {
        assert!(lines.contains(&line), "{line} is not in\n{text}");
    }
    assert_eq!(lines.iter().filter(|line| **line == "BEGIN:VEVENT").count(), 2);
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
}
