//! A week planned, published, changed and swapped, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use db::{Actor, Db, Tx};
use jiff::civil::Date;
use kernel::language::{Language, Register};
use spine::Error;
use spine::agent;

use super::*;
use crate::account::{self, NewPerson, Role, SetUp};
use crate::testing::{NOW_MS, on_both_engines};

struct House {
    store: Db,
    marta: i64,
    anna: i64,
    bruno: i64,
}

impl House {
    fn open(store: Db) -> Self {
        let (marta, anna, bruno) = store
            .write(1, |tx| {
                account::create(tx, "", Language::It, Register::Lei)?;
                let new = SetUp {
                    company: "Fioca",
                    register: Register::Tu,
                    language: Language::It,
                    zone_name: "Europe/Rome",
                    admin_name: "Marta Bisi",
                    admin_email: "marta@fioca.example",
                    password_hash: "$argon2id$none",
                };
                let marta = account::set_up(tx, &new)?;
                let mut add = |name: &str, email: &str| {
                    let new = NewPerson {
                        name,
                        email,
                        role: Role::Agent,
                        language: Language::It,
                        password_hash: None,
                    };
                    account::add_person(tx, Actor::System, &new)
                };
                let anna = add("Anna Neri", "anna@fioca.example")?;
                let bruno = add("Bruno Riva", "bruno@fioca.example")?;
                Ok::<_, account::Error>((marta, anna, bruno))
            })
            .unwrap();
        Self { store, marta, anna, bruno }
    }

    fn write<R: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Tx<'_>) -> Result<R, Error> + Send + 'static,
    ) -> R {
        self.store.write(1, act).unwrap()
    }

    fn refused<R: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Tx<'_>) -> Result<R, Error> + Send + 'static,
    ) -> Vec<String> {
        match self.store.write(1, act) {
            Err(Error::Refused(fields)) => fields.into_iter().map(|field| field.pointer).collect(),
            Err(Error::Conflict(_)) => vec!["conflict".to_owned()],
            Err(error) => panic!("{error}"),
            Ok(_) => Vec::new(),
        }
    }

    fn read<R>(&self, look: impl FnOnce(&mut Tx<'_>) -> Result<R, Error>) -> R {
        self.store.read(1, look).unwrap()
    }

    fn clock(&self) -> &kernel::clock::Clock {
        self.store.clock()
    }
}

fn next_monday() -> Date {
    let zone = jiff::tz::TimeZone::get("Europe/Rome").unwrap();
    plus_days(monday_of(local(NOW_MS, &zone).0), 7)
}

fn from_nine(agent_id: i64, day: i64) -> NewShift {
    NewShift {
        agent_id,
        day: plus_days(next_monday(), day),
        start: 540,
        end: 900,
        activities: Vec::new(),
        pattern_id: None,
    }
}

#[test]
fn a_week_is_planned_published_once_and_later_changes_are_counted_and_told() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (marta, anna, bruno) = (Actor::Agent(house.marta), house.anna, house.bruno);
        let monday = next_monday();
        assert_eq!(house.refused(move |tx| publish(tx, monday, marta)), ["conflict"]);
        let one = house.write(move |tx| make_shift(tx, &from_nine(anna, 0), marta));
        house.write(move |tx| make_shift(tx, &from_nine(bruno, 1), marta));
        assert!(house.read(|tx| told_to(tx, anna, monday, plus_days(monday, 7))).is_empty(), "nobody was told");
        let first = house.write(move |tx| publish(tx, monday, marta));
        assert_eq!((first.version, first.changes), (1, 2));
        assert_eq!(house.refused(move |tx| publish(tx, monday, marta)), ["conflict"]);
        let unread = |house: &House| {
            let all = house.read(|tx| receipts(tx, monday));
            all.into_iter().filter(|one| one.read_at_ms.is_none()).map(|one| one.agent_id).collect::<Vec<_>>()
        };
        assert_eq!(unread(&house).len(), 2);
        house.write(move |tx| read_all(tx, anna));
        assert_eq!(unread(&house), [bruno]);

        // Moved, and given to somebody else: each a change for whom it concerns.
        let moved = one.is.moved(600, 960);
        let one = house.write(move |tx| change_shift(tx, &one, &moved, marta));
        let told = house.read(|tx| told_to(tx, anna, monday, plus_days(monday, 7))).remove(0);
        assert_eq!((told.is.start, told.sequence), (540, 0), "the plan is not what was told");
        let second = house.write(move |tx| publish(tx, monday, marta));
        assert_eq!((second.version, second.changes), (2, 1));
        let given = NewShift { agent_id: bruno, ..one.is.clone() };
        house.write(move |tx| change_shift(tx, &one, &given, marta));
        let third = house.write(move |tx| publish(tx, monday, marta));
        assert_eq!((third.version, third.changes), (3, 2));
        let told = house.read(|tx| told_to(tx, anna, monday, plus_days(monday, 7))).remove(0);
        assert_eq!((told.is.start, told.sequence, told.cancelled), (600, 2, true));
        assert_eq!(house.read(|tx| told_to(tx, bruno, monday, plus_days(monday, 7))).len(), 2);
    });
}

#[test]
fn a_shift_moved_to_another_week_is_told_as_a_change_and_swaps_of_the_past_wait_for_nobody() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (anna, bruno, marta) = (house.anna, house.bruno, Actor::Agent(house.marta));
        let monday = next_monday();
        let later = plus_days(monday, 7);
        let one = house.write(move |tx| make_shift(tx, &from_nine(anna, 1), marta));
        house.write(move |tx| publish(tx, monday, marta));
        let moved = NewShift { day: plus_days(later, 1), ..one.is.clone() };
        let kept = one.clone();
        house.write(move |tx| change_shift(tx, &kept, &moved, marta));
        let found = house.read(|tx| untold(tx, later));
        assert_eq!((found.len(), found[0].before.as_ref()), (1, Some(&one.is)), "{found:?}");
        house.write(move |tx| publish(tx, later, marta));
        assert!(
            house.read(|tx| untold(tx, monday)).is_empty() && house.read(|tx| untold(tx, later)).is_empty()
        );

        let id = one.id;
        let swap = house.write(move |tx| ask_swap(tx, anna, id, bruno, None, Actor::Agent(anna)));
        house.write(move |tx| answer_swap(tx, &swap, true, Actor::Agent(bruno)));
        assert_eq!(house.read(waiting_swaps).len(), 1);
        house.clock().advance(30 * 86_400_000);
        assert!(house.read(waiting_swaps).is_empty());
    });
}

#[test]
fn the_last_change_can_be_taken_back_until_somebody_changed_more() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (me, anna, marta) = (house.marta, house.anna, Actor::Agent(house.marta));
        let one = house.write(move |tx| make_shift(tx, &from_nine(anna, 0), marta));
        assert_eq!(house.read(|tx| undoable(tx, me)), 1);
        house.write(move |tx| undo(tx, me));
        assert!(house.read(|tx| shift(tx, one.id)).is_none());
        assert_eq!(house.refused(move |tx| undo(tx, me)), ["conflict"]);
        let one = house.write(move |tx| make_shift(tx, &from_nine(anna, 0), marta));
        let moved = one.is.moved(600, 960);
        let kept = one.clone();
        house.write(move |tx| change_shift(tx, &kept, &moved, marta));
        house.write(move |tx| undo(tx, me));
        assert_eq!(house.read(|tx| shift(tx, one.id)).unwrap(), one);
        let again = one.clone();
        house.write(move |tx| drop_shift(tx, &again, marta));
        house.write(move |tx| undo(tx, me));
        assert_eq!(house.read(|tx| shift(tx, one.id)).unwrap(), one, "with its old name");
        // Omar changed it since.
        let (mine, theirs) = (one.is.moved(600, 960), one.is.moved(660, 960));
        let (first, second) = (one.clone(), one.clone());
        house.write(move |tx| change_shift(tx, &first, &mine, marta));
        house.write(move |tx| change_shift(tx, &second, &theirs, Actor::Agent(anna)));
        assert_eq!(house.refused(move |tx| undo(tx, me)), ["conflict"]);
        house.clock().advance(25 * 3_600_000);
        assert_eq!(house.read(|tx| undoable(tx, me)), 0);
    });
}

#[test]
fn leave_is_asked_and_decided_and_a_no_has_a_reason() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (anna, bruno, marta) = (house.anna, house.bruno, Actor::Agent(house.marta));
        for who in [anna, bruno] {
            house.write(move |tx| set_contract(tx, &Contract::usual(who), marta));
        }
        let one = house.write(move |tx| make_shift(tx, &from_nine(anna, 2), marta));
        let new = NewRequest {
            agent_id: anna,
            asking: Asking::Leave,
            first: plus_days(next_monday(), 2),
            last: plus_days(next_monday(), 3),
            hours: None,
            reason: "trasloco".to_owned(),
        };
        let past = NewRequest { first: plus_days(next_monday(), -30), ..new.clone() };
        assert_eq!(house.refused(move |tx| ask(tx, &past, Actor::Agent(anna))), ["/first_day"]);
        let request = house.write({
            let new = new.clone();
            move |tx| ask(tx, &new, Actor::Agent(anna))
        });
        let seen = house.read(|tx| impact(tx, &request));
        assert_eq!(seen.shifts, [(one.clone(), Some(bruno))]);
        let (no, give) = (request.clone(), request.clone());
        assert_eq!(
            house.refused(move |tx| decide_request(tx, &no, Decision::Refuse, Some(" "), marta)),
            ["/answer"]
        );
        let decided = house.write(move |tx| decide_request(tx, &give, Decision::ApproveAndGive, None, marta));
        assert_eq!((decided.stand, decided.decided_by_id), (Stand::Approved, Some(house.marta)));
        assert_eq!(house.read(|tx| shift(tx, one.id)).unwrap().is.agent_id, bruno);
        let late = request.clone();
        assert_eq!(house.refused(move |tx| withdraw_request(tx, &late, Actor::Agent(anna))), ["conflict"]);
        // From now on she is away.
        let back = from_nine(anna, 3);
        house.write(move |tx| make_shift(tx, &back, marta));
        let found = house.read(|tx| facts(tx, next_monday())).findings();
        assert_eq!(found.iter().map(|one| one.what).collect::<Vec<_>>(), [What::Away]);
    });
}

#[test]
fn leave_meets_the_night_that_reaches_into_it_and_nothing_that_is_over_and_can_be_taken_back() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (anna, marta) = (house.anna, Actor::Agent(house.marta));
        let zone = jiff::tz::TimeZone::get("Europe/Rome").unwrap();
        let today = local(NOW_MS, &zone).0;
        let monday = next_monday();
        let night = NewShift { start: 22 * 60, end: 30 * 60, ..from_nine(anna, -1) };
        let night = house.write(move |tx| make_shift(tx, &night, marta));
        let leave = |first: Date, last: Date| NewRequest {
            agent_id: anna,
            asking: Asking::Leave,
            first,
            last,
            hours: None,
            reason: "trasloco".to_owned(),
        };
        let new = leave(monday, monday);
        let request = house.write(move |tx| ask(tx, &new, Actor::Agent(anna)));
        let hit = |house: &House, request: &Request| {
            house.read(|tx| impact(tx, request)).shifts.into_iter().map(|(one, _)| one.id).collect::<Vec<_>>()
        };
        assert_eq!(hit(&house, &request), [night.id]);

        let of_today = NewShift { day: today, ..from_nine(anna, 0) };
        let later = NewShift { day: plus_days(today, 1), ..from_nine(anna, 0) };
        house.write(move |tx| make_shift(tx, &of_today, marta));
        let later = house.write(move |tx| make_shift(tx, &later, marta));
        let new = leave(today, plus_days(today, 1));
        let long = house.write(move |tx| ask(tx, &new, Actor::Agent(anna)));
        assert_eq!(hit(&house, &long).len(), 2);
        house.clock().advance(24 * 3_600_000);
        assert_eq!(hit(&house, &long), [later.id], "what is over stays hers");

        let (open, given) = (long.clone(), long.clone());
        assert_eq!(house.refused(move |tx| revoke_request(tx, &open, marta)), ["conflict"]);
        house.write(move |tx| decide_request(tx, &given, Decision::Approve, None, marta));
        let oid = long.oid.clone();
        house.write(move |tx| revoke_request(tx, &long, marta));
        assert_eq!(house.read(|tx| request_by_oid(tx, &oid)).stand, Stand::Withdrawn);
    });
}

#[test]
fn a_yes_that_comes_too_late_moves_no_shift_even_where_the_page_keeps_what_was_written() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (anna, bruno, marta) = (house.anna, house.bruno, Actor::Agent(house.marta));
        for who in [anna, bruno] {
            house.write(move |tx| set_contract(tx, &Contract::usual(who), marta));
        }
        let one = house.write(move |tx| make_shift(tx, &from_nine(anna, 2), marta));
        let new = NewRequest {
            agent_id: anna,
            asking: Asking::Leave,
            first: plus_days(next_monday(), 2),
            last: plus_days(next_monday(), 2),
            hours: None,
            reason: "trasloco".to_owned(),
        };
        let request = house.write(move |tx| ask(tx, &new, Actor::Agent(anna)));
        let (open, late) = (request.clone(), request);
        house.write(move |tx| withdraw_request(tx, &open, Actor::Agent(anna)));
        let outcome =
            house.write(move |tx| Ok(decide_request(tx, &late, Decision::ApproveAndGive, None, marta).err()));
        assert!(matches!(outcome, Some(Error::Conflict(_))), "{outcome:?}");
        assert_eq!(house.read(|tx| shift(tx, one.id)).unwrap().is.agent_id, anna);
    });
}

#[test]
fn a_shift_that_was_told_anew_is_not_the_one_a_swap_was_agreed_on() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (anna, bruno, marta) = (house.anna, house.bruno, Actor::Agent(house.marta));
        let monday = next_monday();
        let one = house.write(move |tx| make_shift(tx, &from_nine(anna, 1), marta));
        house.write(move |tx| publish(tx, monday, marta));
        let id = one.id;
        let swap = house.write(move |tx| ask_swap(tx, anna, id, bruno, None, Actor::Agent(anna)));
        let swap = house.write(move |tx| answer_swap(tx, &swap, true, Actor::Agent(bruno)));
        assert!(house.read(|tx| check_swap(tx, &swap)).is_fine());
        house.clock().advance(60_000);
        let evening = one.is.moved(17 * 60, 23 * 60);
        house.write(move |tx| change_shift(tx, &one, &evening, marta));
        house.write(move |tx| publish(tx, monday, marta));
        assert!(!house.read(|tx| check_swap(tx, &swap)).stands, "Bruno agreed to the morning");
        assert_eq!(house.refused(move |tx| decide_swap(tx, &swap, true, None, marta)), ["conflict"]);
    });
}

#[test]
fn a_swap_both_agree_to_is_checked_against_the_rules_and_told_at_once() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (anna, bruno, marta) = (house.anna, house.bruno, Actor::Agent(house.marta));
        let monday = next_monday();
        let one = house.write(move |tx| make_shift(tx, &from_nine(anna, 1), marta));
        // Bruno works late on the evening before: the rest would be too short.
        let late = NewShift { start: 17 * 60, end: 23 * 60, ..from_nine(bruno, 0) };
        house.write(move |tx| make_shift(tx, &late, marta));
        let (id, by) = (one.id, Actor::Agent(anna));
        assert_eq!(
            house.refused(move |tx| ask_swap(tx, anna, id, bruno, None, by)),
            ["/shift_id"],
            "not published yet"
        );
        house.write(move |tx| publish(tx, monday, marta));
        let swap = house.write(move |tx| ask_swap(tx, anna, id, bruno, None, by));
        assert_eq!(
            house.refused(move |tx| ask_swap(tx, anna, id, bruno, None, by)),
            ["/shift_id"],
            "asked already"
        );
        let early = swap.clone();
        assert_eq!(house.refused(move |tx| decide_swap(tx, &early, true, None, marta)), ["conflict"]);
        let swap = house.write(move |tx| answer_swap(tx, &swap, true, Actor::Agent(bruno)));
        let check = house.read(|tx| check_swap(tx, &swap));
        assert_eq!(check.findings.iter().map(|one| one.what).collect::<Vec<_>>(), [What::DailyRest(600)]);
        let broken = swap.clone();
        assert_eq!(house.refused(move |tx| decide_swap(tx, &broken, true, None, marta)), ["conflict"]);
        // With nine hours asked for it may be.
        house.write(move |tx| {
            change_settings(tx, &Settings { daily_rest_minutes: 540, ..Settings::default() }, marta)
        });
        let fine = swap.clone();
        let done = house.write(move |tx| decide_swap(tx, &fine, true, None, marta));
        assert_eq!(done.stand, Stand::Approved);
        assert_eq!(house.read(|tx| shift(tx, one.id)).unwrap().is.agent_id, bruno);
        let mine = house.read(|tx| told_to(tx, anna, monday, plus_days(monday, 7)));
        assert_eq!((mine.len(), mine[0].cancelled), (1, true));
        assert_eq!(house.read(|tx| publications(tx, monday)).last().unwrap().changes, 2);
        assert!(house.read(|tx| untold(tx, monday)).is_empty());
    });
}

#[test]
fn a_proposal_is_taken_over_without_giving_shifts_that_stay_new_names() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (anna, bruno, marta) = (house.anna, house.bruno, Actor::Agent(house.marta));
        let monday = next_monday();
        let pattern = NewPattern {
            name: "Mattina".to_owned(),
            start: 540,
            end: 780,
            activities: Vec::new(),
            days: vec![1, 2],
            cost_percent: 100,
            most: None,
        };
        let pattern = house.write(move |tx| make_pattern(tx, &pattern, marta));
        for who in [anna, bruno] {
            house.write(move |tx| set_contract(tx, &Contract::usual(who), marta));
        }
        let floors =
            (1..=2).map(|weekday| Floor { weekday, from: 540, to: 780, people: 1 }).collect::<Vec<_>>();
        house.write(move |tx| set_floors(tx, &floors, marta));
        // What is planned by hand: Anna on Monday, and Bruno on Sunday, whom nobody needs.
        let known = house.write(move |tx| make_shift(tx, &from_nine(anna, 0), marta));
        house.write(move |tx| make_shift(tx, &from_nine(bruno, 6), marta));
        let facts = house.read(|tx| facts(tx, monday));
        let proposal = propose(&facts, &Coming::default(), monday, DEADLINE);
        assert_eq!((proposal.shifts.len(), proposal.open.len(), proposal.lacking), (2, 0, 0));
        assert!(proposal.proved && (proposal.cost - 8.0).abs() < 1e-9, "{proposal:?}");
        house.write(move |tx| keep_proposal(tx, monday, &proposal, marta));
        assert_eq!(house.refused(move |tx| accept_proposal(tx, monday, NOW_MS - 1, marta)), ["conflict"]);
        house.write(move |tx| accept_proposal(tx, monday, NOW_MS, marta));
        let planned = house.read(|tx| shifts(tx, monday, plus_days(monday, 7)));
        assert_eq!(planned.len(), 2);
        assert!(planned.iter().all(|one| one.is.pattern_id == Some(pattern.id)));
        let of_monday = planned.iter().find(|one| one.is.day == monday).unwrap();
        assert!(of_monday.is.agent_id != anna || of_monday.id == known.id);
        assert_eq!(house.refused(move |tx| accept_proposal(tx, monday, NOW_MS, marta)), ["conflict"]);
        let me = house.marta;
        house.write(move |tx| undo(tx, me));
        assert_eq!(house.read(|tx| shifts(tx, monday, plus_days(monday, 7))).len(), 2);
        assert_eq!(house.read(|tx| shift(tx, known.id)).unwrap(), known, "as it was before");
        // And a week can be filled from the one before.
        let later = plus_days(monday, 7);
        assert_eq!(house.write(move |tx| copy_week(tx, later, marta)), 2);
        assert_eq!(house.refused(move |tx| copy_week(tx, later, marta)), ["conflict"]);
    });
}

#[test]
fn a_proposal_overwrites_nothing_it_was_not_worked_out_for() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (anna, bruno, marta) = (house.anna, house.bruno, Actor::Agent(house.marta));
        let monday = next_monday();
        house.write(move |tx| set_contract(tx, &Contract::usual(anna), marta));
        // Bruno has no contract; Anna's Tuesday is a training planned by hand, her Wednesday is not.
        let of_bruno = house.write(move |tx| make_shift(tx, &from_nine(bruno, 0), marta));
        let activities = vec![Activity { doing: Doing::Training, at: 0, minutes: 120, paid: true }];
        let training = NewShift { activities, ..from_nine(anna, 1) };
        let training = house.write(move |tx| make_shift(tx, &training, marta));
        let dropped = house.write(move |tx| make_shift(tx, &from_nine(anna, 2), marta));
        let work_out = |house: &House| {
            let proposal = propose(&house.read(|tx| facts(tx, monday)), &Coming::default(), monday, DEADLINE);
            house.write(move |tx| keep_proposal(tx, monday, &proposal, marta));
        };
        work_out(&house);
        // Somebody plans on meanwhile: the proposal knows nothing of it.
        let moved = dropped.is.moved(600, 960);
        let old = dropped.clone();
        house.write(move |tx| change_shift(tx, &old, &moved, marta));
        assert_eq!(house.refused(move |tx| accept_proposal(tx, monday, NOW_MS, marta)), ["conflict"]);
        work_out(&house);
        house.write(move |tx| accept_proposal(tx, monday, NOW_MS, marta));
        assert_eq!(house.read(|tx| shifts(tx, monday, plus_days(monday, 7))), [of_bruno, training]);
    });
}

#[test]
fn a_proposal_is_tried_out_on_what_is_forecast_and_says_nothing_where_nothing_is() {
    on_both_engines(|store| {
        let house = House::open(store);
        let monday = next_monday();
        let coming = house.read(|tx| coming(tx, monday));
        assert_eq!((coming.flows.len(), coming.begins_s.len()), (0, 336));
        assert_eq!(coming.begins_s[335], 335.0 * 1_800.0);
        let proposal = propose(&house.read(|tx| facts(tx, monday)), &coming, monday, DEADLINE);
        assert_eq!(proposal.tried, None);
        // The trial is kept with the proposal.
        let tried = Tried { days: 203, messages: 9_000, kept: 950, low: 941, high: 958 };
        let with = Proposal { tried: Some(tried), ..proposal };
        let marta = Actor::Agent(house.marta);
        let kept = with.clone();
        house.write(move |tx| keep_proposal(tx, monday, &kept, marta));
        assert_eq!(house.read(|tx| super::proposal(tx, monday)).unwrap(), (with, NOW_MS));
    });
}

#[test]
fn presence_is_read_from_the_log_and_the_calendar_opens_by_its_secret_alone() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (anna, marta) = (house.anna, Actor::Agent(house.marta));
        house.write(catch_up);
        let zone = jiff::tz::TimeZone::get("Europe/Rome").unwrap();
        let (today, minute) = local(NOW_MS, &zone);
        let start = minute / QUARTER * QUARTER - 60;
        let new = NewShift { day: today, start, end: start + 240, ..from_nine(anna, 0) };
        house.write(move |tx| make_shift(tx, &new, marta));
        house.write(move |tx| publish(tx, today, marta));
        let there = |house: &House| house.read(adherence_now).into_iter().find(|one| one.0 == anna).unwrap().2;
        assert_eq!(there(&house).there, There::Late);
        house.write(move |tx| agent::presence(tx, anna, "online"));
        house.write(catch_up);
        house.clock().advance(10 * 60_000);
        house.write(move |tx| agent::heard(tx, anna));
        let now = there(&house);
        assert_eq!((now.there, now.kept_ms), (There::Present, 10 * 60_000));
        // A console that fell silent is not there, and was until the router gives it up.
        house.clock().advance(30 * 60_000);
        let silence_ms = house.read(spine::routing::settings).silence_minutes * 60_000;
        let now = there(&house);
        assert_eq!((now.there, now.kept_ms), (There::LeftEarly, 10 * 60_000 + silence_ms));
        house.write(move |tx| agent::presence(tx, anna, "away"));
        house.write(catch_up);
        house.clock().advance(60_000);
        assert_eq!(there(&house).there, There::Away);

        let secret = house.write(move |tx| make_feed(tx, anna));
        let opens = |secret: &str| house.store.read_everywhere(|tx| feed_of(tx, secret)).unwrap();
        assert_eq!(opens(&secret), Some((1, anna)));
        assert!(house.read(|tx| calendar_of(tx, anna)).unwrap().contains("BEGIN:VEVENT"));
        let other = house.write(move |tx| make_feed(tx, anna));
        assert_eq!((opens(&secret), opens(&other)), (None, Some((1, anna))));
        house.write(move |tx| drop_feed(tx, anna));
        assert_eq!(opens(&other), None);
    });
}

#[test]
fn a_night_is_held_against_presence_from_its_evening_on_and_is_gone_once_it_is_over() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (anna, marta) = (house.anna, Actor::Agent(house.marta));
        house.write(catch_up);
        let zone = jiff::tz::TimeZone::get("Europe/Rome").unwrap();
        let today = local(NOW_MS, &zone).0;
        let night = NewShift { day: today, start: 22 * 60, end: 30 * 60, ..from_nine(anna, 0) };
        house.write(move |tx| make_shift(tx, &night, marta));
        house.write(move |tx| publish(tx, today, marta));
        let until = |at_ms: i64| house.clock().advance(at_ms - house.clock().now_ms());
        until(instant(today, 22 * 60, &zone));
        house.write(move |tx| agent::presence(tx, anna, "online"));
        house.write(catch_up);
        until(instant(today, 26 * 60, &zone));
        house.write(move |tx| agent::heard(tx, anna));
        let there = |house: &House| house.read(adherence_now).into_iter().find(|one| one.0 == anna);
        let now = there(&house).unwrap().2;
        assert_eq!((now.there, now.kept_ms, now.due_ms), (There::Present, 4 * 3_600_000, 4 * 3_600_000));
        until(instant(today, 30 * 60 + 15, &zone));
        house.write(move |tx| agent::presence(tx, anna, "offline"));
        house.write(catch_up);
        assert_eq!(there(&house), None, "yesterday's shift is over");
    });
}

#[test]
fn what_part_of_paid_time_is_not_at_work_is_measured_from_shifts_presence_and_leave() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (anna, marta) = (house.anna, Actor::Agent(house.marta));
        let zone = jiff::tz::TimeZone::get("Europe/Rome").unwrap();
        let today = local(NOW_MS, &zone).0;
        assert_eq!(house.read(shrinkage), None);
        house.write(catch_up);
        house.write(move |tx| agent::presence(tx, anna, "offline"));
        // Four weeks of five shifts of eight hours without a break, six of them at work; the last day nobody comes.
        for day in 0..28 {
            let day = plus_days(today, day);
            if weekday(day) > 5 {
                continue;
            }
            let new =
                NewShift { day, start: 9 * 60, end: 17 * 60, activities: Vec::new(), ..from_nine(anna, 0) };
            house.write(move |tx| make_shift(tx, &new, marta));
        }
        for week in 0..5 {
            let monday = monday_of(plus_days(today, 7 * week));
            let _ = house.store.write(1, move |tx| publish(tx, monday, marta));
        }
        let until = |at_ms: i64| house.clock().advance(at_ms - house.clock().now_ms());
        for day in 0..28 {
            let day = plus_days(today, day);
            if weekday(day) > 5 || day == today {
                continue;
            }
            until(instant(day, 10 * 60, &zone));
            house.write(move |tx| agent::presence(tx, anna, "online"));
            until(instant(day, 16 * 60, &zone));
            house.write(move |tx| agent::presence(tx, anna, "offline"));
            house.write(catch_up);
        }
        until(instant(plus_days(today, 28), 12 * 60, &zone));
        let found = house.read(shrinkage).unwrap();
        let missed = i64::from(weekday(today) <= 5);
        assert_eq!((found.shifts, found.leave_days), (20, 0));
        assert_eq!((found.paid_minutes, found.away_minutes), (20 * 480, 20 * 480 - (20 - missed) * 360));
        assert_eq!(found.percent(), (found.away_minutes * 100 + 4_800) / 9_600);
    });
}

#[test]
fn what_cannot_be_kept_is_named_with_its_place() {
    on_both_engines(|store| {
        let house = House::open(store);
        let (anna, marta) = (house.anna, Actor::Agent(house.marta));
        let far = NewShift { day: plus_days(next_monday(), 400), agent_id: 77, ..from_nine(anna, 0) };
        assert_eq!(house.refused(move |tx| make_shift(tx, &far, marta)), ["/day", "/agent_id"]);
        for _ in 0..4 {
            house.write(move |tx| make_shift(tx, &from_nine(anna, 0), marta));
        }
        assert_eq!(house.refused(move |tx| make_shift(tx, &from_nine(anna, 0), marta)), ["/day"]);
        let contract = Contract { patterns: vec![5], ..Contract::usual(anna) };
        assert_eq!(house.refused(move |tx| set_contract(tx, &contract, marta)), ["/patterns"]);
        let floor = Floor { weekday: 8, from: 0, to: 30, people: 1 };
        assert_eq!(house.refused(move |tx| set_floors(tx, &[floor], marta)), ["/floors/0"]);
        let settings = Settings { week_minutes: 1, ..Settings::default() };
        assert_eq!(house.refused(move |tx| change_settings(tx, &settings, marta)), ["/week_minutes"]);
        assert_eq!(house.refused(move |tx| publish(tx, plus_days(next_monday(), -21), marta)), ["/week"]);
    });
}
