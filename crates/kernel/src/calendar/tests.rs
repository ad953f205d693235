#![expect(clippy::unwrap_used, reason = "tests")]

use jiff::Timestamp;
use jiff::civil::{DateTime, date};
use serde_json::{Value, json};

use super::{Hours, MINUTE_MS};

fn hours(json: Value) -> Hours {
    Hours::from_json(&json).unwrap()
}

fn every_day(intervals: Value) -> Value {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    days.into_iter().map(|day| (day.to_owned(), intervals.clone())).collect()
}

fn round_the_clock() -> Hours {
    hours(json!({ "week": every_day(json!([["00:00", "24:00"]])), "holidays": null }))
}

fn with_a_break() -> Hours {
    let day = json!([["08:30", "12:50"], ["14:10", "18:20"]]);
    hours(json!({ "week": { "mon": day, "tue": day, "wed": day, "thu": day, "sat": [["10:00", "11:30"]] } }))
}

/// A local time as written, or with an offset where the clock shows it twice, as UTC milliseconds.
fn at(hours: &Hours, written: &str) -> i64 {
    match written.parse::<Timestamp>() {
        Ok(instant) => instant.as_millisecond(),
        Err(_) => {
            let shown: DateTime = written.parse().unwrap();
            hours.timezone().to_ambiguous_timestamp(shown).unambiguous().unwrap().as_millisecond()
        }
    }
}

fn shown(hours: &Hours, at_ms: i64) -> String {
    let zoned = Timestamp::from_millisecond(at_ms).unwrap().to_zoned(hours.timezone().clone());
    zoned.strftime("%a %Y-%m-%d %H:%M:%S").to_string()
}

#[track_caller]
fn check(hours: &Hours, written: &str, open_minutes: i64, promised: &str) {
    let due_ms = hours.due(at(hours, written), open_minutes).unwrap();
    assert_eq!(shown(hours, due_ms), format!("{promised}:00"), "{written} +{open_minutes}");
}

#[test]
fn what_is_written_in_opening_hours_is_promised_the_same_day() {
    let rome = Hours::default();
    check(&rome, "2026-03-02T10:00", 60, "Mon 2026-03-02 11:00");
    check(&rome, "2026-03-02T10:07", 60, "Mon 2026-03-02 11:15");
    check(&rome, "2026-03-02T10:07:01", 30, "Mon 2026-03-02 10:40");
    check(&rome, "2026-03-02T10:07:01", 10, "Mon 2026-03-02 10:18");
    check(&rome, "2026-03-02T16:00", 120, "Mon 2026-03-02 18:00");
}

#[test]
fn what_is_written_while_the_desk_sleeps_is_promised_from_the_opening() {
    let rome = Hours::default();
    check(&rome, "2026-03-01T01:00", 240, "Mon 2026-03-02 13:00");
    check(&rome, "2026-03-02T07:13", 240, "Mon 2026-03-02 13:00");
    check(&rome, "2026-03-06T18:00", 60, "Mon 2026-03-09 10:00");
    check(&rome, "2026-03-06T17:59:59", 60, "Mon 2026-03-09 10:00");
    check(&rome, "2026-11-22T01:04", 0, "Mon 2026-11-23 09:00");
}

#[test]
fn a_promise_over_the_weekend_the_clocks_change_counts_the_hours_people_work() {
    let rome = Hours::default();
    check(&rome, "2026-03-27T17:59", 2, "Mon 2026-03-30 09:01");
    check(&rome, "2026-10-23T17:59", 2, "Mon 2026-10-26 09:01");
}

#[test]
fn half_a_minute_is_said_only_of_the_shortest_promises() {
    let rome = Hours::default();
    let due_ms = rome.due(at(&rome, "2026-03-02T10:00:10"), 2).unwrap();
    assert_eq!(shown(&rome, due_ms), "Mon 2026-03-02 10:02:30");
}

#[test]
fn a_long_promise_falls_due_at_noon_at_six_or_at_closing() {
    let rome = Hours::default();
    check(&rome, "2026-03-02T09:00", 241, "Mon 2026-03-02 18:00");
    check(&rome, "2026-03-02T11:00", 480, "Tue 2026-03-03 12:00");
    check(&rome, "2026-03-02T09:00", 540, "Mon 2026-03-02 18:00");
    check(&rome, "2026-03-02T09:00", 541, "Tue 2026-03-03 12:00");
    check(&round_the_clock(), "2026-03-02T09:00", 600, "Tue 2026-03-03 00:00");
    check(&round_the_clock(), "2026-03-02T09:00", 900, "Tue 2026-03-03 00:00");
    check(&round_the_clock(), "2026-03-02T09:00", 901, "Tue 2026-03-03 12:00");
}

#[test]
fn rounding_never_passes_closing_time_nor_ends_in_a_break() {
    let desk = with_a_break();
    check(&desk, "2026-03-02T17:06", 70, "Mon 2026-03-02 18:20");
    check(&desk, "2026-03-02T11:36", 70, "Mon 2026-03-02 12:50");
    check(&desk, "2026-03-02T12:00", 50, "Mon 2026-03-02 12:50");
    check(&desk, "2026-03-02T12:00", 51, "Mon 2026-03-02 14:15");
    check(&desk, "2026-03-06T09:00", 60, "Sat 2026-03-07 11:00");
    let noon_break = hours(json!({ "week": { "mon": [["05:00", "11:00"], ["13:00", "20:00"]] } }));
    check(&noon_break, "2026-03-02T05:00", 300, "Mon 2026-03-02 11:00");
    check(&noon_break, "2026-03-02T05:00", 400, "Mon 2026-03-02 18:00");
    check(&noon_break, "2026-03-02T05:00", 700, "Mon 2026-03-02 20:00");
}

#[test]
fn holidays_patron_and_exceptions_move_the_promise() {
    let rome = Hours::default();
    check(&rome, "2026-04-03T17:30", 60, "Tue 2026-04-07 09:30");
    check(&rome, "2026-12-24T17:00", 120, "Mon 2026-12-28 10:00");
    let turin = hours(json!({
        "patron": "06-24",
        "exceptions": [
            { "date": "2026-12-25", "intervals": [["10:00", "12:00"]] },
            { "date": "2026-12-24", "intervals": [] }
        ]
    }));
    check(&turin, "2026-06-23T17:30", 60, "Thu 2026-06-25 09:30");
    check(&turin, "2026-12-23T17:30", 60, "Fri 2026-12-25 10:30");
}

#[test]
fn the_night_an_hour_is_missing_a_desk_that_never_shuts_loses_an_hour_of_clock_not_of_time() {
    let desk = round_the_clock();
    check(&desk, "2026-03-29T01:30", 60, "Sun 2026-03-29 03:30");
    check(&desk, "2026-03-29T01:58", 4, "Sun 2026-03-29 03:02");
    check(&desk, "2026-03-28T23:00", 240, "Sun 2026-03-29 04:00");
    assert_eq!(desk.open_minutes(at(&desk, "2026-03-29T00:00"), at(&desk, "2026-03-30T00:00")), 23 * 60);
}

#[test]
fn the_night_an_hour_comes_twice_it_is_worked_twice() {
    let desk = round_the_clock();
    let second_half_past_two = at(&desk, "2026-10-25T02:30:00+01:00");
    assert_eq!(desk.due(at(&desk, "2026-10-25T02:30:00+02:00"), 60), Some(second_half_past_two));
    assert_eq!(desk.open_minutes(at(&desk, "2026-10-25T00:00"), at(&desk, "2026-10-26T00:00")), 25 * 60);
    assert_eq!(
        desk.due(at(&desk, "2026-10-25T02:52:00+02:00"), 20),
        Some(at(&desk, "2026-10-25T02:15:00+01:00"))
    );
}

#[test]
fn a_desk_that_opens_in_the_missing_hour_opens_when_the_clock_jumps() {
    let night = hours(json!({ "week": { "sun": [["02:30", "05:00"]] } }));
    assert_eq!(night.next_open_ms(at(&night, "2026-03-29T00:00")), Some(at(&night, "2026-03-29T03:00")));
    assert_eq!(night.open_minutes(at(&night, "2026-03-29T00:00"), at(&night, "2026-03-29T12:00")), 120);
    let inside = hours(json!({ "week": { "sun": [["02:10", "02:50"]], "mon": [["09:00", "10:00"]] } }));
    assert_eq!(inside.next_open_ms(at(&inside, "2026-03-29T00:00")), Some(at(&inside, "2026-03-30T09:00")));
}

#[test]
fn a_desk_with_half_hour_offsets_is_rounded_on_its_own_clock() {
    let nepal = hours(json!({ "timezone": "Asia/Kathmandu", "week": every_day(json!([["09:00", "18:00"]])) }));
    check(&nepal, "2026-03-02T10:07", 60, "Mon 2026-03-02 11:15");
    let lord_howe = hours(json!({ "timezone": "australia/lord_howe", "holidays": null }));
    assert_eq!(lord_howe.timezone_name(), "Australia/Lord_Howe");
    check(&lord_howe, "2026-03-02T10:07", 60, "Mon 2026-03-02 11:15");
}

#[test]
fn a_desk_that_never_opens_promises_nothing_and_answers_at_once() {
    let shut = hours(json!({ "week": {} }));
    assert_eq!(shut.due(0, 60), None);
    assert_eq!(shut.next_open_ms(0), None);
    assert_eq!(shut.closing_ms(0), None);
    assert_eq!(shut.open_minutes(0, i64::MAX), 0);
    let far =
        json!({ "week": {}, "exceptions": [{ "date": "2028-01-10", "intervals": [["09:00", "10:00"]] }] });
    let far = hours(far);
    assert_eq!(far.due(at(&far, "2026-03-02T10:00"), 10), None);
    assert_eq!(far.due(at(&far, "2027-03-02T10:00"), 10), Some(at(&far, "2028-01-10T09:10")));
}

#[test]
fn no_number_from_outside_makes_the_arithmetic_fail() {
    let edges = [i64::MIN, i64::MIN + 1, -1, 0, 1, 253_402_300_799_999, i64::MAX - 1, i64::MAX];
    for desk in [Hours::default(), round_the_clock(), hours(json!({ "week": {} }))] {
        for from_ms in edges {
            for other in edges {
                let _ = desk.due(from_ms, other);
                let _ = desk.open_minutes(from_ms, other);
            }
            let _ = (desk.is_open(from_ms), desk.closing_ms(from_ms), desk.next_open_ms(from_ms));
        }
    }
}

#[test]
fn opening_is_open_and_closing_is_shut() {
    let rome = Hours::default();
    let open = |written: &str| rome.is_open(at(&rome, written));
    assert!(open("2026-03-02T09:00"));
    assert!(open("2026-03-02T17:59:59"));
    assert!(!open("2026-03-02T18:00"));
    assert!(!open("2026-03-02T08:59:59"));
    assert!(!open("2026-03-01T12:00"));
    assert_eq!(rome.closing_ms(at(&rome, "2026-03-02T03:00")), Some(at(&rome, "2026-03-02T18:00")));
    assert_eq!(rome.closing_ms(at(&rome, "2026-03-01T03:00")), None);
    assert_eq!(rome.today(at(&rome, "2026-03-01T00:30")), date(2026, 3, 1));
}

#[test]
fn what_is_left_out_has_its_default_and_what_is_written_comes_back() {
    assert_eq!(hours(json!({})), Hours::default());
    let written = json!({
        "timezone": "Europe/London",
        "week": {
            "mon": [["09:00", "13:00"], ["14:00", "24:00"]], "tue": [], "wed": [["00:00", "24:00"]],
            "thu": [], "fri": [], "sat": [], "sun": [["10:00", "10:30"]]
        },
        "holidays": null,
        "patron": "02-29",
        "exceptions": [{ "date": "2026-12-24", "intervals": [["09:00", "13:00"]] }]
    });
    assert_eq!(hours(written.clone()).to_json(), written);
    let disordered = json!({ "week": { "mon": [["14:00", "18:00"], ["09:00", "13:00"]] } });
    assert_eq!(hours(disordered).to_json()["week"]["mon"], json!([["09:00", "13:00"], ["14:00", "18:00"]]));
    assert_eq!(hours(Hours::default().to_json()), Hours::default());
}

#[test]
fn every_wrong_field_is_refused_with_its_place() {
    let pointers = |json: Value| -> Vec<String> {
        Hours::from_json(&json).unwrap_err().into_iter().map(|error| error.pointer).collect()
    };
    let many: Vec<Value> = (0..9).map(|h| json!([format!("{h:02}:00"), format!("{h:02}:30")])).collect();
    let table = [
        (json!([]), vec![""]),
        (json!(null), vec![""]),
        (json!({ "timezone": "Europe/Atlantis" }), vec!["/timezone"]),
        (json!({ "timezone": "Etc/Unknown" }), vec!["/timezone"]),
        (json!({ "timezone": null }), vec!["/timezone"]),
        (json!({ "holidays": "DE", "patron": "13-01" }), vec!["/holidays", "/patron"]),
        (json!({ "patron": "02-30" }), vec!["/patron"]),
        (json!({ "colour/x~y": 1 }), vec!["/colour~1x~0y"]),
        (json!({ "week": [] }), vec!["/week"]),
        (json!({ "week": { "lun": [] } }), vec!["/week/lun"]),
        (json!({ "week": { "mon": [["18:00", "09:00"]] } }), vec!["/week/mon/0"]),
        (json!({ "week": { "mon": [["09:00", "09:00"]] } }), vec!["/week/mon/0"]),
        (json!({ "week": { "mon": [["09:00", "13:00"], ["12:59", "18:00"]] } }), vec!["/week/mon/1"]),
        (json!({ "week": { "mon": [["9:00", "13:00"]] } }), vec!["/week/mon/0"]),
        (json!({ "week": { "mon": [["09:60", "13:00"]] } }), vec!["/week/mon/0"]),
        (json!({ "week": { "mon": [["09:00", "24:01"]] } }), vec!["/week/mon/0"]),
        (json!({ "week": { "mon": [["24:00", "24:00"]] } }), vec!["/week/mon/0"]),
        (
            json!({ "week": { "mon": [["09:00"]], "tue": [7], "wed": 7 } }),
            vec!["/week/mon/0", "/week/tue/0", "/week/wed"],
        ),
        (json!({ "week": { "mon": many } }), vec!["/week/mon"]),
        (json!({ "exceptions": {} }), vec!["/exceptions"]),
        (json!({ "exceptions": vec![json!({}); 401] }), vec!["/exceptions"]),
        (json!({ "exceptions": [{ "date": "2026-02-29", "intervals": [] }] }), vec!["/exceptions/0/date"]),
        (json!({ "exceptions": [{ "date": "2026-2-9", "intervals": [] }] }), vec!["/exceptions/0/date"]),
        (json!({ "exceptions": [{ "date": "2026-02-09" }] }), vec!["/exceptions/0/intervals"]),
        (
            json!({ "exceptions": [
                { "date": "2026-02-09", "intervals": [], "note": "x" },
                { "date": "2026-02-09", "intervals": [["10:00", "11:00"], ["10:30", "12:00"]] }
            ] }),
            vec!["/exceptions/0/note", "/exceptions/1/intervals/1", "/exceptions/1/date"],
        ),
    ];
    for (json, expected) in table {
        assert_eq!(pointers(json.clone()), expected, "{json}");
    }
}

#[test]
fn a_hostile_text_gets_a_bounded_list_of_faults() {
    let hostile: Value = (0..5_000).map(|n| (format!("{n}{}", "x".repeat(500)), json!(1))).collect();
    let errors = Hours::from_json(&hostile).unwrap_err();
    assert_eq!(errors.len(), 50);
    assert!(errors.iter().all(|error| error.pointer.len() < 50));
}

/// A small deterministic generator (xorshift64*), so that a failing case comes back every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % below
    }

    fn among<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.roll(choices.len() as u64) as usize].clone()
    }

    fn intervals(&mut self) -> Value {
        let mut marks: Vec<u64> = (0..self.among(&[0, 2, 2, 4, 6])).map(|_| self.roll(289) * 5).collect();
        marks.sort_unstable();
        let time = |minute: u64| format!("{:02}:{:02}", minute / 60, minute % 60);
        let pairs = marks.chunks(2).filter(|pair| pair[0] < pair[1]);
        pairs.map(|pair| json!([time(pair[0]), time(pair[1])])).collect()
    }

    fn hours(&mut self) -> Hours {
        let zones = [
            "Europe/Rome",
            "Europe/Rome",
            "Europe/London",
            "America/St_Johns",
            "Asia/Kathmandu",
            "Africa/Cairo",
            "Australia/Lord_Howe",
            "America/Santiago",
            "Pacific/Apia",
            "UTC",
        ];
        let mut week = json!({});
        for day in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] {
            week[day] = if self.roll(6) == 0 { json!([["00:00", "24:00"]]) } else { self.intervals() };
        }
        let exceptions: Vec<Value> = (1..=self.roll(4))
            .map(|n| json!({ "date": format!("2026-{:02}-{:02}", n * 3, 1 + self.roll(28)), "intervals": self.intervals() }))
            .collect();
        hours(json!({
            "timezone": self.among(&zones), "week": week, "exceptions": exceptions,
            "holidays": self.among(&[json!("IT"), json!(null)]), "patron": self.among(&[json!("10-04"), json!(null)]),
        }))
    }

    /// A moment of 2026, often near a night the clocks change.
    fn moment(&mut self) -> i64 {
        let near =
            ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-04-04T15:00:00Z", "2026-01-01T00:00:00Z"];
        let base_ms = self.among(&near).parse::<Timestamp>().unwrap().as_millisecond();
        let reach_minutes = self.among(&[300, 3_000, 300_000]);
        base_ms + self.roll(reach_minutes) as i64 * MINUTE_MS + self.among(&[0, 0, 1, 29_999, 30_000, 59_999])
    }

    fn open_minutes(&mut self) -> i64 {
        let most = self.among(&[6, 20, 70, 300, 3_000]);
        self.roll(most) as i64
    }
}

#[test]
fn a_due_moment_keeps_the_rules_whatever_the_hours() {
    let mut dice = Dice(0x5EED_0001);
    let mut promised = 0;
    for _ in 0..400 {
        let desk = dice.hours();
        for _ in 0..6 {
            let (from_ms, open_minutes) = (dice.moment(), dice.open_minutes());
            let Some((_, reached_ms)) = desk.reach(from_ms, open_minutes) else {
                assert_eq!(desk.due(from_ms, open_minutes), None);
                continue;
            };
            let due_ms = desk.due(from_ms, open_minutes).unwrap();
            let case = format!("{} from {from_ms} +{open_minutes}", desk.to_json());
            assert!(due_ms >= reached_ms, "due before its time: {case}");
            assert!(desk.open_minutes(from_ms, due_ms) >= open_minutes, "too little open time: {case}");
            assert!(desk.is_open(due_ms) || desk.is_open(due_ms - 1), "due in a shut moment: {case}");
            assert_eq!(desk.open_minutes(from_ms, reached_ms), open_minutes, "{case}");
            let closing_ms = desk.closing_ms(reached_ms - i64::from(!desk.is_open(reached_ms))).unwrap();
            assert!(due_ms <= closing_ms, "past closing: {case}");
            promised += 1;
        }
    }
    assert!(promised > 1_500, "the dice made desks that never open: {promised}");
}

#[test]
fn later_or_longer_is_never_due_earlier() {
    let mut dice = Dice(0x5EED_0002);
    for _ in 0..400 {
        let desk = dice.hours();
        for _ in 0..6 {
            let (from_ms, open_minutes) = (dice.moment(), dice.open_minutes());
            let (later_ms, longer) =
                (from_ms + dice.roll(90_000_000) as i64, open_minutes + dice.roll(200) as i64);
            let case = format!("{} from {from_ms}/{later_ms} +{open_minutes}/{longer}", desk.to_json());
            let reach =
                |from_ms, open_minutes| desk.reach(from_ms, open_minutes).map(|(_, reached_ms)| reached_ms);
            if let (Some(first), Some(second)) = (reach(from_ms, open_minutes), reach(later_ms, open_minutes)) {
                assert!(first <= second, "later from, earlier reached: {case}");
                assert!(desk.due(from_ms, open_minutes) <= desk.due(later_ms, open_minutes), "{case}");
            }
            if let (Some(first), Some(second)) = (reach(from_ms, open_minutes), reach(from_ms, longer)) {
                assert!(first <= second, "longer, earlier reached: {case}");
                assert!(desk.due(from_ms, open_minutes) <= desk.due(from_ms, longer), "{case}");
            }
        }
    }
}

#[test]
fn counting_open_time_agrees_with_watching_the_wall_clock_minute_by_minute() {
    let mut dice = Dice(0x5EED_0003);
    for _ in 0..60 {
        let desk = dice.hours();
        let from_ms = dice.moment() / MINUTE_MS * MINUTE_MS;
        let minutes = 1 + dice.roll(3_000) as i64;
        let mut shown_twice = false;
        let posted_open = |minute: &i64| {
            let at = Timestamp::from_millisecond(from_ms + minute * MINUTE_MS).unwrap();
            let wall = at.to_zoned(desk.timezone().clone()).datetime();
            shown_twice |= matches!(
                desk.timezone().to_ambiguous_timestamp(wall).offset(),
                jiff::tz::AmbiguousOffset::Fold { .. }
            );
            let minute = wall.hour() as u16 * 60 + wall.minute() as u16;
            desk.intervals(wall.date()).iter().any(|open| open.opens <= minute && minute < open.closes)
        };
        let watched = (0..minutes).filter(posted_open).count() as i64;
        if !shown_twice {
            assert_eq!(
                desk.open_minutes(from_ms, from_ms + minutes * MINUTE_MS),
                watched,
                "{}",
                desk.to_json()
            );
        }
    }
}
