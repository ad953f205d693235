//! Shapes of what will come.

use serde_json::{Value, json};

use super::{
    CHANNELS, Member, NOW, flag, gives, id, list, long, maybe, moment, number, takes, text, whole, word,
};

const GROUPS: &[&str] = &["phone", "chat", "written"];

pub(super) fn forecast() -> Vec<Member> {
    let day = || text("2026-11-30");
    let half = gives(vec![
        ("start", moment(NOW)),
        ("expected", number(3.217)),
        ("q05", number(1.0)),
        ("q25", number(2.0)),
        ("q50", number(3.0)),
        ("q75", number(4.0)),
        ("q95", number(7.0)),
        ("came", maybe(whole(4))),
    ]);
    let a_day = gives(vec![
        ("date", day()),
        ("channel", word(CHANNELS)),
        ("part", word(&["whole", "no_skill", "skill"])),
        ("skill_id", maybe(id("skl"))),
        ("skill", maybe(text("Resi"))),
        ("made_at", moment(NOW)),
        ("during_the_day", flag()),
        ("model", text("fm/1")),
        ("plain_mean", flag()),
        ("days_known", whole(60)),
        ("expected", number(72.4)),
        ("low", number(58.0)),
        ("high", number(88.0)),
        ("came", maybe(whole(31))),
        ("half_hours", list(half)),
    ]);
    vec![
        (
            "Forecast",
            gives(vec![
                ("from", day()),
                ("to", day()),
                ("note", maybe(word(&["too_little"]))),
                ("known_since", maybe(text("2026-10-01"))),
                ("days", list(a_day)),
            ]),
        ),
        ("ForecastAccuracy", gives(vec![("days", whole(28)), ("channels", list(accuracy()))])),
        ("Staffing", staffing()),
        ("StaffingSettings", settings()),
        ("StaffingSettingsChange", change()),
        (
            "SpecialDay",
            gives(vec![
                ("id", id("spd")),
                ("name", text("Newsletter")),
                ("first", day()),
                ("last", day()),
                ("percent", maybe(whole(40))),
            ]),
        ),
        (
            "NewSpecialDay",
            takes(
                &["name", "first"],
                vec![
                    ("name", long(60, "Newsletter")),
                    ("first", day()),
                    ("last", maybe(day())),
                    (
                        "percent",
                        maybe(json!({ "type": "integer", "minimum": -90, "maximum": 500, "examples": [40] })),
                    ),
                ],
            ),
        ),
        (
            "ChannelCosts",
            gives(vec![("days", whole(28)), ("ended_days_ago", whole(7)), ("channels", list(cost()))]),
        ),
    ]
}

fn accuracy() -> Value {
    gives(vec![
        ("channel", word(CHANNELS)),
        ("days", whole(28)),
        ("messages", whole(1_840)),
        ("day_wape", number(0.087)),
        ("wape", number(0.312)),
        ("mase", maybe(number(0.74))),
        ("half_hours", whole(1_344)),
        ("within_80", whole(1_121)),
    ])
}

fn staffing() -> Value {
    let people = |name: &[&str]| {
        gives(vec![
            ("group", word(name)),
            ("at_work", whole(3)),
            ("on_roster", whole(5)),
            ("cautious", whole(4)),
        ])
    };
    let hours = |name: &[&str]| {
        gives(vec![
            ("group", word(name)),
            ("hours_at_work", number(21.5)),
            ("hours_on_roster", number(31.0)),
            ("most_at_work", whole(4)),
        ])
    };
    let half = gives(vec![
        ("start", moment(NOW)),
        ("open", flag()),
        ("at_work", whole(3)),
        ("on_roster", whole(5)),
        ("cautious", whole(4)),
        ("groups", list(people(GROUPS))),
    ]);
    let day = gives(vec![
        ("date", text("2026-11-30")),
        ("known", flag()),
        ("together", hours(&["together"])),
        ("groups", list(hours(GROUPS))),
        ("half_hours", list(half)),
    ]);
    gives(vec![("from", text("2026-11-30")), ("to", text("2026-12-06")), ("days", list(day))])
}

fn within(example: i64, least: i64, most: i64) -> Value {
    json!({ "type": "integer", "minimum": least, "maximum": most, "examples": [example] })
}

/// What is said of one kind of work; some of it only of live ones.
fn terms() -> [(&'static str, Vec<Member>); 3] {
    let handling = || ("handling_seconds", maybe(within(420, 10, 86_400)));
    let fee = || ("fee_cents", within(4, 0, 100_000));
    let live = || {
        vec![
            handling(),
            ("level_percent", within(80, 1, 99)),
            ("target_seconds", within(20, 0, 3_600)),
            ("patience_seconds", within(180, 10, 7_200)),
            fee(),
        ]
    };
    let mut chat = live();
    chat.extend([("at_once", within(3, 1, 10)), ("slower_percent", within(135, 100, 400))]);
    [("phone", live()), ("chat", chat), ("written", vec![handling(), fee()])]
}

fn whole_company() -> Vec<Member> {
    vec![
        ("shrinkage_percent", within(30, 0, 80)),
        ("occupancy_percent", within(85, 30, 98)),
        ("wage_cents", within(2_500, 0, 100_000)),
        ("missed_cents", within(0, 0, 1_000_000)),
    ]
}

fn settings() -> Value {
    let mut members = whole_company();
    members.push(("groups", gives(terms().map(|(name, terms)| (name, gives(terms))).into())));
    let used = gives(vec![
        ("group", word(GROUPS)),
        ("seconds", whole(512)),
        ("by", word(&["said", "measured", "usual"])),
        ("answers", maybe(whole(311))),
    ]);
    members.push(("handling", list(used)));
    let measured = vec![("percent", whole(27)), ("shifts", whole(84)), ("leave_days", whole(3))];
    members.push(("measured_shrinkage", maybe(gives(measured))));
    gives(members)
}

fn change() -> Value {
    let mut members = whole_company();
    members.push(("groups", takes(&[], terms().map(|(name, terms)| (name, takes(&[], terms))).into())));
    takes(&[], members)
}

fn cost() -> Value {
    let some = |example: i64| maybe(whole(example));
    gives(vec![
        ("channel", word(CHANNELS)),
        ("closed", whole(412)),
        ("solved", whole(371)),
        ("solved_percent", maybe(number(90.0))),
        ("solved_low", maybe(number(86.8))),
        ("solved_high", maybe(number(92.6))),
        ("cents_per_solved", some(612)),
        ("cents_low", some(595)),
        ("cents_high", some(635)),
        ("cents_per_message", whole(355)),
        ("cents_of_missed", some(0)),
        ("handling_seconds", whole(512)),
        ("handling_by", word(&["said", "measured", "usual"])),
        ("handling_answers", some(311)),
        ("customer_messages", whole(640)),
        ("waited_p50_ms", some(5_400_000)),
        ("customer_time_mean_ms", some(290_000)),
        ("marks", whole(57)),
        ("mark_mean", maybe(number(4.4))),
        ("promises_settled", whole(398)),
        ("promises_not_kept", whole(12)),
        ("note", maybe(word(&["too_few"]))),
    ])
}
