//! Presets: the files themselves, choosing and confirming, what is due for a late answer, and half-years.

#![expect(clippy::unwrap_used, reason = "tests")]

use db::{Actor, Tx, args};
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use kernel::calendar::Hours;
use kernel::language::{Language, Register};
use spine::complaint::{self, Complaint, Unit};
use spine::inbox::Targets;

use super::model::FILES;
use super::{
    Compensation, Half, Limit, Measured, PRESETS, choose, compensation, compliance, confirm, csv, find, leave,
    of_complaint,
};
use crate::testing::on_both_engines;
use crate::{account, report};

db::queries! {
    "preset_test";
    account {
        INBOX = "insert into inbox (account_id, id, oid, inbox_key, kind, name, address, language, register, hours,
                   targets, live, acknowledges, created_at_ms)
                 values (?1, 1, 'box', 'box', 'email', 'Assistenza', null, 'it', 'lei', ?2, ?3, true, true, 0)";
        /// A legal promise.
        GIVE = "insert into promise (account_id, id, oid, conversation_id, inbox_id, kind, tier, state, made_at_ms,
                  due_at_ms, original_due_at_ms, warn_at_ms, source, explanation, inputs, not_told_reason)
                values (?1, ?2, ?3, ?4, 1, 'legal', 'B', 'open', ?5, ?6, ?6, ?6, 'law', '', '{}', ?7)";
        OPENED = "update complaint set opened_at_ms = ?3 where account_id = ?1 and id = ?2";
        AGAIN = "update complaint set reopened = 1, due_at_ms = ?3, answered_at_ms = ?4 where account_id = ?1 and id = ?2";
        END = "update complaint set state = 'closed', closed_at_ms = ?3, answered_at_ms = null where account_id = ?1
                 and id = ?2";
        COMPLAIN = "insert into complaint (account_id, id, oid, code, year, number, conversation_id, customer_id, inbox_id,
                      origin, words, state, owner_id, term, promise_id, opened_at_ms, due_at_ms, answered_at_ms, in_time,
                      follow_up, reopened, changed_at_ms)
                    values (?1, ?2, ?3, ?3, 2026, ?2, ?2, 1, 1, 'agent', '', ?4, 1, ?5, 1, ?6, ?7, ?8, ?9, 'mail', 0, ?6)";
    }
}

fn at(written: &str) -> i64 {
    let moment: DateTime = written.parse().unwrap();
    moment.to_zoned(TimeZone::get("Europe/Rome").unwrap()).unwrap().timestamp().as_millisecond()
}

fn preset(key: &str) -> &'static super::Preset {
    PRESETS.iter().find(|preset| preset.key == key).unwrap()
}

#[test]
fn every_file_is_read_and_says_what_the_law_table_says() {
    assert_eq!(PRESETS.len(), FILES.len(), "a file that is not understood");
    let terms = |key: &str| -> Vec<(i64, Unit)> {
        preset(key).terms.iter().map(|term| (term.days, term.unit)).collect()
    };
    assert_eq!(
        terms("arera-tiqv"),
        [(30, Unit::Solar), (60, Unit::Solar), (90, Unit::Solar), (15, Unit::Solar)]
    );
    assert_eq!(terms("agcom-255-24"), [(30, Unit::Solar)]);
    assert_eq!(terms("es-sac"), [(15, Unit::Working), (5, Unit::Working)]);
    let limits = |key: &str| -> Vec<Limit> { preset(key).goals.iter().map(|goal| goal.limit).collect() };
    assert_eq!(limits("arera-tiqv"), [Limit::AtLeast(950), Limit::AtMost(180_000)]);
    assert_eq!(limits("agcom-255-24")[1..], [Limit::AtMost(150_000), Limit::AtLeast(400)]);
    for preset in PRESETS.iter() {
        assert!(preset.has_term(&preset.term) && preset.source.chars().count() <= 300, "{}", preset.key);
        for language in [Language::It, Language::En] {
            assert!(!preset.name(language).is_empty() && !preset.hints(language).is_empty());
        }
    }
}

#[test]
fn half_years_are_named_and_bounded() {
    let half = Half::of_name("2026-2").unwrap();
    assert_eq!((half.from(), half.to()), (date(2026, 7, 1), date(2026, 12, 31)));
    assert_eq!((half.before().name(), half.before().to()), ("2026-1".to_owned(), date(2026, 6, 30)));
    assert_eq!(Half::of_day(date(2026, 7, 1)), half);
    for wrong in ["2026", "2026-3", "26-1", "1999-1", "2026-1 ", "+026-1", "2026-01"] {
        assert_eq!(Half::of_name(wrong), None, "{wrong}");
    }
}

fn with_house(look: impl Fn(&mut Tx) + Send + Sync + Copy + 'static) {
    on_both_engines(|store| {
        store
            .write(1, move |tx| {
                account::create(tx, "Luce", Language::It, Register::Lei)?;
                let (hours, targets) = (Hours::default().to_json(), Targets::default().to_json());
                tx.execute(INBOX, args![hours.to_string(), targets.to_string()])?;
                look(tx);
                Ok::<_, account::Error>(())
            })
            .unwrap();
    });
}

#[test]
fn a_chosen_preset_sets_the_terms_and_waits_for_somebody_to_read_the_law() {
    with_house(|tx| {
        let actor = Actor::Agent(7);
        assert!(confirm(tx, "arera-tiqv", Some(7), actor).is_err(), "nobody chose it");
        assert!(find(tx, "nessuna").is_err());
        let chosen = choose(tx, "arera-tiqv", Some(7), actor).unwrap().chosen.unwrap();
        assert_eq!((chosen.by_id, chosen.confirmed), (Some(7), None));
        let settings = complaint::configured(tx).unwrap();
        assert_eq!((settings.term.as_str(), settings.terms.len()), ("arera-complaint", 5));
        assert_eq!(settings.term("arera-billing").unwrap().confirmed_at_ms, None);
        let confirmed = confirm(tx, "arera-tiqv", Some(8), actor).unwrap().chosen.unwrap();
        assert_eq!(confirmed.confirmed, Some((tx.now_ms(), Some(8))));
        assert!(complaint::configured(tx).unwrap().term("arera-billing").unwrap().confirmed_at_ms.is_some());
        // A term changed by hand is no longer what was read.
        let mut other = complaint::configured(tx).unwrap();
        other.terms.iter_mut().find(|term| term.key == "arera-billing").unwrap().days = 45;
        complaint::change(tx, other, actor).unwrap();
        assert_eq!(find(tx, "arera-tiqv").unwrap().chosen.unwrap().confirmed, None);
        assert!(confirm(tx, "arera-tiqv", Some(8), actor).is_err());
        assert_eq!(leave(tx, "arera-tiqv", actor).unwrap().chosen, None);
        assert_eq!(
            complaint::configured(tx).unwrap().terms.len(),
            5,
            "terms stay until somebody takes them out"
        );
    });
}

/// One opened on 1 July with the usual term of a preset.
fn complain(tx: &mut Tx, id: i64, key: &str, due: &str, answered: Option<&str>) -> Complaint {
    let preset = PRESETS.iter().find(|preset| preset.has_term(key)).unwrap();
    let term = preset.terms.iter().find(|term| term.key == key).unwrap().kept(&preset.source);
    let state = if answered.is_some() { "answered" } else { "open" };
    let (due_ms, answered_ms) = (at(due), answered.map(at));
    let in_time = answered_ms.map(|at_ms| at_ms <= due_ms);
    let oid = format!("c{id}");
    let (term, opened_ms) = (term.to_json().to_string(), at("2026-07-01T10:00"));
    let row = args![id, &oid, state, term, opened_ms, due_ms, answered_ms, in_time];
    tx.execute(COMPLAIN, row).unwrap();
    complaint::find(tx, id).unwrap()
}

#[test]
fn what_is_due_grows_with_the_delay_and_the_half_year_adds_up() {
    with_house(|tx| {
        let hours = Hours::default();
        let key = "arera-complaint";
        // Thirty days are the 31st of July; sixty the 30th of August, ninety the 29th of September.
        let due = "2026-07-31T18:00";
        let cases = [
            (Some("2026-07-31T18:00"), Compensation::None),
            (Some("2026-08-01T09:00"), Compensation::Due { days: 31, cents: 2_500 }),
            (Some("2026-08-30T09:00"), Compensation::Due { days: 60, cents: 2_500 }),
            (Some("2026-08-31T09:00"), Compensation::Due { days: 61, cents: 5_000 }),
            (Some("2026-09-29T09:00"), Compensation::Due { days: 90, cents: 5_000 }),
            (Some("2026-09-30T09:00"), Compensation::Due { days: 91, cents: 7_500 }),
            // Still open on 18 November.
            (None, Compensation::Due { days: 140, cents: 7_500 }),
        ];
        for (id, (answered, wanted)) in (1..).zip(cases) {
            let complaint = complain(tx, id, key, due, answered);
            let since_ms = complaint.opened_at_ms;
            let due = compensation(preset("arera-tiqv"), &complaint, since_ms, &hours, tx.now_ms());
            assert_eq!(due, Some(wanted));
            assert_eq!(of_complaint(tx, &complaint).unwrap().unwrap().1, wanted);
        }
        let spanish = complain(tx, 20, "es-complaint", "2026-07-22T18:00", Some("2026-07-25T10:00"));
        assert_eq!(of_complaint(tx, &spanish).unwrap().map(|(_, due)| due), None, "Spain makes none due");
        let half = Half::of_name("2026-2").unwrap();
        let found = compliance(tx, preset("arera-tiqv"), half).unwrap();
        let total = found.total;
        assert_eq!((total.opened, total.in_time, total.late, total.overdue, total.running), (7, 1, 5, 1, 0));
        assert_eq!(total.compensation_cents, 2 * 2_500 + 2 * 5_000 + 2 * 7_500);
        assert_eq!(found.terms[0], (key.to_owned(), total));
        assert_eq!(found.goals[0].measured, Measured::Share { tenths: 143, part: 1, n: 7 });
        assert_eq!((found.goals[0].reached, found.goals[1].reached), (Some(false), None));
        let file = csv(&find(tx, "arera-tiqv").unwrap(), &found);
        assert_eq!(file.lines().count(), 1 + 1 + 7 + 4 + 2);
        assert!(file.lines().all(|line| line.split("\",\"").count() == 18), "{file}");
        assert!(file.contains("\"RC-2026-0006\",\"arera-complaint\",\"30\",\"solar\""), "{file}");
        assert!(file.contains("\"75.00\"") && file.contains("\">= 95.0\"".trim_start_matches('"')), "{file}");
        assert_eq!(compliance(tx, preset("arera-tiqv"), half.before()).unwrap().total.opened, 0);
        assert_eq!(compliance(tx, preset("es-sac"), half).unwrap().total.late, 1);
        let zone = TimeZone::get("Europe/Rome").unwrap();
        assert_eq!(report::day_of(at("2026-07-01T00:00"), &zone), half.from());
    });
}

#[test]
fn the_law_counts_to_the_end_of_its_own_last_day() {
    with_house(|tx| {
        let key = "arera-complaint";
        // Thirty days from 1 July are Friday 31 July; the desk's own date came before it.
        for (id, answered) in [(1, "2026-07-30T20:00"), (2, "2026-07-31T23:30"), (3, "2026-08-01T00:30")] {
            complain(tx, id, key, "2026-07-30T18:00", Some(answered));
        }
        // Still open; its last day of the law is over.
        complain(tx, 4, key, "2026-07-30T18:00", None);
        let found = compliance(tx, preset("arera-tiqv"), Half::of_name("2026-2").unwrap()).unwrap();
        let total = found.total;
        assert_eq!((total.in_time, total.late, total.overdue, total.compensation_cents), (2, 1, 1, 10_000));
        let in_time: Vec<Option<bool>> = found.complaints.iter().map(|case| case.in_time).collect();
        assert_eq!(in_time, [Some(true), Some(true), Some(false), None]);
        let file = csv(&find(tx, "arera-tiqv").unwrap(), &found);
        let answers: Vec<&str> =
            file.lines().skip(2).take(4).map(|line| line.split("\",\"").nth(8).unwrap()).collect();
        assert_eq!(answers, ["yes", "yes", "no", ""]);
    });
}

#[test]
fn the_file_names_its_source_and_stands_on_the_companys_clock() {
    with_house(|tx| {
        complain(tx, 1, "arera-complaint", "2026-07-31T18:00", None);
        // Half past midnight in Rome is still June in Greenwich.
        tx.execute(OPENED, args![1_i64, at("2026-07-01T00:30")]).unwrap();
        let half = Half::of_name("2026-2").unwrap();
        let file = |tx: &mut Tx| {
            let found = compliance(tx, preset("arera-tiqv"), half).unwrap();
            csv(&find(tx, "arera-tiqv").unwrap(), &found)
        };
        let text = file(tx);
        assert!(text.contains("\"2026-07-01T00:30:00+02:00\",\"2026-07-31T18:00:00+02:00\""), "{text}");
        let rules = text.lines().nth(1).unwrap().to_owned();
        assert!(
            rules.starts_with("\"preset\",\"arera-tiqv\"") && rules.ends_with("\",\"\""),
            "to be verified: {rules}"
        );
        assert!(rules.contains(&preset("arera-tiqv").source), "{rules}");
        choose(tx, "arera-tiqv", Some(7), Actor::Agent(7)).unwrap();
        confirm(tx, "arera-tiqv", Some(7), Actor::Agent(7)).unwrap();
        assert!(file(tx).lines().nth(1).unwrap().ends_with("\",\"2026-11-18T12:06:40+01:00\""));
    });
}

#[test]
fn one_opened_again_runs_from_then_and_one_closed_unanswered_is_neither_in_time_nor_late() {
    with_house(|tx| {
        let key = "arera-complaint";
        let due = |tx: &mut Tx, id: i64| {
            let complaint = complaint::find(tx, id).unwrap();
            of_complaint(tx, &complaint).unwrap().unwrap().1
        };
        // Opened again on 1 September: answered on 20 September is day 19.
        complain(tx, 1, key, "2026-07-31T18:00", Some("2026-07-10T10:00"));
        let term_ends = at("2026-10-01T18:00");
        tx.execute(
            GIVE,
            args![1_i64, "p1", 1_i64, at("2026-07-01T10:00"), at("2026-07-31T18:00"), None::<&str>],
        )
        .unwrap();
        tx.execute(GIVE, args![2_i64, "p2", 1_i64, at("2026-09-01T10:00"), term_ends, None::<&str>]).unwrap();
        tx.execute(AGAIN, args![1_i64, term_ends, at("2026-09-20T10:00")]).unwrap();
        assert_eq!(due(tx, 1), Compensation::None);
        // An answer that came back on 30 July is owed again by the old term.
        complain(tx, 2, key, "2026-07-31T18:00", Some("2026-07-10T10:00"));
        tx.execute(
            GIVE,
            args![3_i64, "p3", 2_i64, at("2026-07-01T10:00"), at("2026-07-31T18:00"), None::<&str>],
        )
        .unwrap();
        tx.execute(GIVE, args![4_i64, "p4", 2_i64, at("2026-07-30T10:00"), at("2026-07-31T18:00"), "internal"])
            .unwrap();
        tx.execute(AGAIN, args![2_i64, at("2026-07-31T18:00"), at("2026-08-05T10:00")]).unwrap();
        assert_eq!(due(tx, 2), Compensation::Due { days: 35, cents: 2_500 });
        complain(tx, 3, key, "2026-07-31T18:00", None);
        tx.execute(END, args![3_i64, at("2026-07-03T10:00")]).unwrap();
        let total = compliance(tx, preset("arera-tiqv"), Half::of_name("2026-2").unwrap()).unwrap().total;
        assert_eq!((total.opened, total.in_time, total.late, total.unanswered, total.n()), (3, 1, 1, 1, 2));
    });
}
