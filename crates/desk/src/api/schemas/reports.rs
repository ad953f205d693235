//! Shapes of reports.

use serde_json::{Value, json};

use super::{
    CHANNELS, DUE, NOW, PRESENCES, flag, gives, id, id_of, list, maybe, moment, number, takes, text, the,
    whole, word,
};

const MEASURES: &[&str] = &[
    "received",
    "answered",
    "response_certainty",
    "promises_kept",
    "first_answer_open",
    "first_answer_wall",
    "backlog",
    "first_contact_72h",
    "first_contact_7d",
    "reopened",
    "recontacts",
    "handed_on",
    "satisfied",
    "rating_response",
    "customer_time",
    "customer_waiting",
    "customer_writing",
    "customer_repeating",
    "customer_coming_back",
    "service_level",
    "answer_wait",
    "abandoned",
    "abandoned_soon",
];

pub(super) fn figures() -> Vec<(&'static str, Value)> {
    let some = |example: i64| maybe(whole(example));
    let line = gives(vec![
        ("measure", word(MEASURES)),
        ("count", some(32)),
        ("percent", maybe(number(94.6))),
        ("mean_ms", some(5_400_000)),
        ("p50_ms", some(3_600_000)),
        ("p90_ms", some(10_800_000)),
        ("p95_ms", some(14_400_000)),
        ("numerator", some(10_603)),
        ("n", whole(11_214)),
        ("low", maybe(number(94.1))),
        ("high", maybe(number(95.0))),
        ("complete_from", maybe(moment(DUE))),
        ("note", maybe(json!({ "type": "string", "enum": ["no_case", "too_few"] }))),
    ]);
    let age = gives(vec![("below_days", some(1)), ("open", whole(28)), ("late", whole(1))]);
    let words = gives(vec![
        ("kept", whole(10_603)),
        ("not_kept", whole(611)),
        ("moved", whole(64)),
        ("withdrawn", whole(120)),
        ("open", whole(32)),
        ("untold", whole(3)),
        ("kept_percent_by_weight", maybe(number(95.1))),
    ]);
    let goal = |more: Vec<(&'static str, Value)>| {
        let mut members = vec![
            ("measure", word(&["complaints_in_time", "mean_wait", "within_20_seconds"])),
            ("at_least_percent", maybe(number(95.0))),
            ("at_most_ms", maybe(whole(180_000))),
        ];
        members.extend(more);
        gives(members)
    };
    let measured = vec![
        ("percent", maybe(number(96.2))),
        ("mean_ms", maybe(whole(142_000))),
        ("n", whole(42)),
        ("reached", maybe(flag())),
    ];
    let preset_term = gives(vec![
        ("key", text("arera-complaint")),
        ("it", text("Reclamo scritto")),
        ("en", text("Written complaint")),
        ("days", whole(30)),
        ("unit", word(&["solar", "working"])),
    ]);
    let step = gives(vec![("until_times", some(2)), ("cents", whole(2_500))]);
    let counted = gives(vec![("seq", whole(81_240)), ("of", whole(81_240)), ("until", maybe(moment(NOW)))]);
    let difference = gives(vec![
        ("unit", word(&["points", "ms"])),
        ("by", number(2.6)),
        ("low", number(1.4)),
        ("high", number(3.9)),
        ("outcome", word(&["even", "web_better", "web_worse"])),
    ]);
    let parity = gives(vec![
        ("web", the("FigureLine")),
        ("phone", the("FigureLine")),
        ("difference", maybe(difference)),
    ]);
    let month =
        gives(vec![("month", text("2026-11")), ("channel", word(CHANNELS)), ("received", whole(3_780))]);
    let behind = gives(vec![
        ("id", id("cnv")),
        ("reference", text("R-5G9K")),
        ("subject", text("Reso")),
        ("topic", maybe(text("returns"))),
        ("channel", word(CHANNELS)),
        ("tier", word(&["A", "B", "C"])),
        ("status", word(&["open", "waiting", "snoozed", "closed"])),
        ("received_at", moment(NOW)),
        ("came_back_after_ms", some(7_200_000)),
        ("came_back_by", maybe(text("R-5H2K"))),
    ]);
    let part = gives(vec![
        ("by", word(&["inbox", "channel", "way", "tier", "person", "day"])),
        ("id", maybe(id_of(&["inb", "agt"]))),
        ("name", text("Assistenza")),
        ("figures", list(the("FigureLine"))),
    ]);
    let kept = || gives(vec![("kept", whole(180)), ("settled", whole(191)), ("moved", whole(7))]);
    let lane = |prefix: &str| {
        gives(vec![
            ("id", id(prefix)),
            ("name", text("Assistenza")),
            ("waiting", whole(12)),
            ("oldest_at", maybe(moment(NOW))),
            ("next_due_at", maybe(moment(DUE))),
            ("kept_today", maybe(kept())),
        ])
    };
    let person = gives(vec![
        ("id", id("agt")),
        ("name", text("Nadia Belkacem")),
        ("presence", word(PRESENCES)),
        ("open", whole(4)),
        ("capacity", whole(30)),
    ]);
    let board = gives(vec![
        ("at", moment(NOW)),
        ("kept_today", kept()),
        ("kept_28_days", kept()),
        ("without_word", whole(0)),
        ("late", whole(1)),
        ("at_risk", whole(5)),
        ("warn_minutes", whole(20)),
        ("inboxes", list(lane("inb"))),
        ("teams", list(lane("tea"))),
        ("people", list(person)),
    ]);
    let danger = gives(vec![
        ("conversation_id", id("cnv")),
        ("reference", text("R-7K3PQ")),
        ("due_at", moment(DUE)),
        ("missed_percent", whole(71)),
        (
            "remedy",
            maybe(gives(vec![
                ("assignee", id("agt")),
                ("name", text("Nadia Belkacem")),
                ("missed_percent", whole(12)),
            ])),
        ),
    ]);
    let outlook =
        gives(vec![("at", moment(NOW)), ("minutes", whole(30)), ("known", flag()), ("data", list(danger))]);
    let coverage = gives(vec![
        ("n", whole(11_214)),
        ("kept", whole(10_603)),
        ("not_kept", whole(611)),
        ("moved", whole(64)),
        ("withdrawn", whole(143)),
        ("open", whole(32)),
        ("untold", whole(3)),
        ("percent", maybe(number(94.6))),
        ("low", maybe(number(94.1))),
        ("high", maybe(number(95.0))),
        ("announced_ms", some(14_400_000)),
        ("nine_of_ten_ms", some(13_680_000)),
        ("nine_of_ten_at_least", flag()),
        ("ratio", maybe(number(1.05))),
        ("tightness", maybe(word(&["wide", "tight", "short"]))),
        ("note", maybe(word(&["too_few"]))),
    ]);
    let group = gives(vec![
        ("by", word(&["source", "channel", "inbox", "tier", "hour", "week"])),
        ("id", maybe(id("inb"))),
        ("name", text("email")),
        ("coverage", the("Coverage")),
    ]);
    let day = gives(vec![("day", text("2026-11-18")), ("kept", whole(83))]);
    let drift = gives(vec![
        ("channel", word(CHANNELS)),
        ("settled", whole(842)),
        ("out_of", whole(100)),
        ("state", word(&["too_few", "steady", "alarm"])),
        ("since", maybe(moment(NOW))),
        ("days", list(day)),
    ]);
    let tier = gives(vec![
        ("tier", word(&["A", "B", "C"])),
        ("minutes", whole(240)),
        ("n", whole(22_604)),
        ("percent", maybe(number(93.1))),
    ]);
    let trial = gives(vec![
        ("people", whole(3)),
        ("messages_per_week", whole(229)),
        ("missed_per_week", whole(12)),
        ("percent", maybe(number(94.6))),
        ("low", number(91.8)),
        ("high", number(96.9)),
        ("half_ms", whole(2_520_000)),
        ("nine_of_ten_ms", whole(9_060_000)),
        ("busy_percent", number(84.8)),
        ("cost_per_answer_cents", whole(982)),
        ("tiers", list(tier)),
    ]);
    let whatif = gives(vec![
        ("inbox_id", id("inb")),
        ("weeks", maybe(whole(100))),
        ("now", maybe(the("Trial"))),
        ("then", maybe(the("Trial"))),
        ("note", maybe(word(&["too_few"]))),
    ]);
    let beside = |of: Vec<(&'static str, Value)>| {
        let mut members = of;
        members.extend([
            ("settled", whole(412)),
            ("would_have_held", whole(374)),
            ("kept", whole(390)),
            ("learning", whole(96)),
            ("would_have_said_ms", maybe(whole(7_800_000))),
            ("said_ms", maybe(whole(14_400_000))),
            ("nine_of_ten_ms", maybe(whole(7_260_000))),
        ]);
        gives(members)
    };
    let hindsight = gives(vec![
        ("inbox_id", id("inb")),
        ("since", moment(NOW)),
        ("cut", flag()),
        ("ready_at", maybe(moment(NOW))),
        ("total", beside(vec![])),
        ("tiers", list(beside(vec![("tier", word(&["A", "B", "C"]))]))),
        ("weeks", list(beside(vec![("week", text("2026-11-16"))]))),
    ]);
    let truth = gives(vec![
        ("from", text("2026-10-26")),
        ("to", text("2026-11-22")),
        ("timezone", text("Europe/Rome")),
        ("at", moment(NOW)),
        ("total", the("Coverage")),
        ("tier_gap_points", maybe(number(0.7))),
        ("tier_gap_limit_points", number(10.0)),
        ("drift", list(the("Drift"))),
        ("data", list(the("CoverageGroup"))),
    ]);
    vec![
        ("Wallboard", board),
        ("Outlook", outlook),
        ("Coverage", coverage),
        ("CoverageGroup", group),
        ("Drift", drift),
        ("Truth", truth),
        ("Trial", trial),
        ("WhatIf", whatif),
        ("Hindsight", hindsight),
        ("FigureLine", line),
        ("FiguresPart", part),
        (
            "Figures",
            gives(vec![
                ("from", text("2026-10-26")),
                ("to", text("2026-11-22")),
                ("timezone", text("Europe/Rome")),
                ("at", moment(NOW)),
                ("total", list(the("FigureLine"))),
                ("before", list(the("FigureLine"))),
                ("closed_unanswered", whole(14)),
                ("promises", words),
                ("backlog_oldest_at", maybe(moment(NOW))),
                ("backlog_ages", list(age)),
                ("counted", counted),
                ("parity", list(parity)),
                ("months", list(month)),
                ("data", list(the("FiguresPart"))),
            ]),
        ),
        (
            "Mailing",
            gives(vec![
                ("id", id("mlg")),
                ("report", word(&["figures", "truth"])),
                ("every", word(&["day", "week", "month"])),
                ("hour", whole(8)),
                ("inbox_id", maybe(id("inb"))),
                ("tier", maybe(word(&["A", "B", "C"]))),
                ("recipients", list(id("agt"))),
                ("paused", flag()),
                ("created_at", moment(NOW)),
                ("next_at", maybe(moment(DUE))),
                ("last_at", maybe(moment(NOW))),
                ("last_mails", some(2)),
                ("failed_at", maybe(moment(DUE))),
                ("failed_why", maybe(text("not accepted: /from has too much behind it; choose fewer days"))),
            ]),
        ),
        (
            "NewMailing",
            takes(
                &["report", "every", "recipients"],
                vec![
                    ("report", word(&["figures", "truth"])),
                    ("every", word(&["day", "week", "month"])),
                    ("hour", whole(8)),
                    ("inbox_id", maybe(id("inb"))),
                    ("tier", maybe(word(&["A", "B", "C"]))),
                    ("recipients", list(id("agt"))),
                ],
            ),
        ),
        (
            "Preset",
            gives(vec![
                ("id", text("arera-tiqv")),
                ("version", text("2026-11")),
                ("it", text("ARERA, qualità della vendita (TIQV)")),
                ("en", text("ARERA, quality of sales (TIQV)")),
                ("source", text("ARERA, TIQV")),
                ("in_force", text("2026-01-01")),
                ("term", text("arera-complaint")),
                ("terms", list(preset_term)),
                ("goals", list(goal(Vec::new()))),
                ("compensation", list(step)),
                ("chosen_at", maybe(moment(NOW))),
                ("chosen_by", maybe(id("agt"))),
                ("confirmed_at", maybe(moment(NOW))),
                ("confirmed_by", maybe(id("agt"))),
            ]),
        ),
        (
            "Compliance",
            gives(vec![
                ("preset", text("arera-tiqv")),
                ("half", text("2026-2")),
                ("from", text("2026-07-01")),
                ("to", text("2026-12-31")),
                ("verified", flag()),
                ("total", the("ComplianceRow")),
                ("terms", list(the("ComplianceRow"))),
                ("goals", list(goal(measured))),
            ]),
        ),
        (
            "ComplianceRow",
            gives(vec![
                ("term", text("arera-complaint")),
                ("opened", whole(42)),
                ("in_time", whole(38)),
                ("late", whole(2)),
                ("unanswered", whole(0)),
                ("overdue", whole(1)),
                ("running", whole(1)),
                ("compensation_cents", whole(7_500)),
            ]),
        ),
        (
            "Compensation",
            gives(vec![
                ("code", text("RC-2026-0042")),
                ("due_at", moment(DUE)),
                ("preset", maybe(text("arera-tiqv"))),
                ("verified", flag()),
                ("cents", whole(2_500)),
                ("days", some(41)),
            ]),
        ),
        (
            "FiguresBehind",
            gives(vec![
                ("measure", word(MEASURES)),
                ("side", word(&["counted", "others"])),
                ("all", whole(108)),
                ("data", list(behind)),
            ]),
        ),
    ]
}
