//! Turns over clock changes, covers, and what is urgent in a sentence.

#![expect(clippy::unwrap_used, reason = "tests")]

use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;

fn rome() -> TimeZone {
    TimeZone::get("Europe/Rome").unwrap()
}

fn at(local: &str) -> i64 {
    let local: jiff::civil::DateTime = local.parse().unwrap();
    local.to_zoned(rome()).unwrap().timestamp().as_millisecond()
}

fn rota(turn: Turn) -> Rota {
    Rota {
        id: 1,
        oid: String::new(),
        name: "Notti".to_owned(),
        turn,
        starts: date(2026, 3, 23),
        handover_minute: 9 * 60,
        members: vec![10, 20, 30],
    }
}

#[test]
fn each_is_on_call_for_a_turn_from_handover_to_handover() {
    let weeks = rota(Turn::Week);
    for (when, who) in [
        ("2026-03-23T08:59", 30),
        ("2026-03-23T09:00", 10),
        // The clocks change on Sunday the 29th.
        ("2026-03-30T08:59", 10),
        ("2026-03-30T09:00", 20),
        ("2026-04-06T09:00", 30),
        ("2026-04-13T09:00", 10),
        ("2026-03-09T12:00", 20),
    ] {
        assert_eq!(weeks.order(&[], at(when), &rome())[0], who, "{when}");
    }
    let days = rota(Turn::Day);
    assert_eq!(days.order(&[], at("2026-03-24T09:00"), &rome()), [20, 30, 10]);
    assert_eq!(days.order(&[], at("2026-03-24T03:00"), &rome()), [10, 20, 30]);
}

#[test]
fn who_covers_is_called_first_and_nobody_twice() {
    let cover = |agent_id, from: &str, to: &str| Cover {
        id: 7,
        oid: String::new(),
        rota_id: 1,
        agent_id,
        from_ms: at(from),
        to_ms: at(to),
    };
    let covers = [
        cover(30, "2026-03-24T00:00", "2026-03-25T00:00"),
        Cover { rota_id: 2, ..cover(99, "2026-03-24T00:00", "2026-03-25T00:00") },
    ];
    let order = |when: &str| rota(Turn::Week).order(&covers, at(when), &rome());
    assert_eq!(order("2026-03-24T12:00"), [30, 10, 20]);
    assert_eq!(order("2026-03-25T00:00"), [10, 20, 30], "its last moment is not of it");
}

#[test]
fn a_rota_of_nobody_calls_nobody() {
    let empty = Rota { members: Vec::new(), ..rota(Turn::Week) };
    assert_eq!(empty.order(&[], at("2026-03-24T12:00"), &rome()), Vec::<i64>::new());
}

fn rule() -> Rule {
    Rule {
        id: 1,
        oid: String::new(),
        name: "Urgenze".to_owned(),
        rota_id: 1,
        inbox_id: None,
        words: ["urgent*", "prende fuoco", "perdita di gas", "è al buio"].map(str::to_owned).to_vec(),
        topics: vec!["defect".to_owned()],
        when: When::Closed,
        wait_minutes: 10,
        rounds: 2,
        active: true,
    }
}

#[test]
fn urgent_words_are_found_whatever_their_accents_and_endings() {
    for (subject, text, found) in [
        ("URGENTE", "", Some("urgent*")),
        ("Lampada", "È un caso urgentissimo!", Some("urgent*")),
        ("", "Aiuto: la lampada prende   fuoco", Some("prende fuoco")),
        ("", "il negozio e' al buio", Some("è al buio")),
        ("", "Il negozio E al buio da ieri", Some("è al buio")),
        ("perdita", "di gas", None),
        ("Orari", "Siete aperti sabato?", None),
        ("", "divergente", None),
    ] {
        assert_eq!(rule().finds(subject, text, None).as_deref(), found, "{subject} / {text}");
    }
}

#[test]
fn a_denied_word_is_not_urgent_and_one_said_again_is() {
    for (text, is) in [
        ("Non è urgente, fate con calma.", false),
        ("It is not that urgent", false),
        ("Nessuna urgenza", false),
        ("Non è urgente? Sì, è urgente!", true),
        ("Non funziona più nulla ed ora per me diventa urgente", true),
        ("Non ho luce. Urgente!", true),
    ] {
        assert_eq!(rule().finds("", text, None).is_some(), is, "{text}");
    }
}

#[test]
fn a_topic_is_enough() {
    assert_eq!(rule().finds("", "", Some("defect")).as_deref(), Some("defect"));
    assert_eq!(rule().finds("", "", Some("billing")), None);
}

#[test]
fn what_cannot_be_is_named_with_its_place() {
    let places = |wrong: Vec<Field>| wrong.into_iter().map(|field| field.pointer).collect::<Vec<_>>();
    let new = NewRule {
        name: " ".to_owned(),
        rota_id: 1,
        inbox_id: None,
        words: vec!["a".to_owned(), "**".to_owned(), "fuoco".to_owned()],
        topics: Vec::new(),
        when: When::Always,
        wait_minutes: 0,
        rounds: 6,
        active: true,
    };
    assert_eq!(places(new.wrong()), ["/name", "/words/0", "/words/1", "/wait_minutes", "/rounds"]);
    let none = NewRule { name: "x".to_owned(), words: Vec::new(), wait_minutes: 1, rounds: 1, ..new };
    assert_eq!(places(none.wrong()), ["/words"]);
    let rota = NewRota {
        name: "n".repeat(81),
        turn: Turn::Day,
        starts: date(2026, 3, 1),
        handover_minute: 1_440,
        members: vec![1, 2, 1],
    };
    assert_eq!(places(rota.wrong()), ["/name", "/handover", "/members"]);
}
