//! Who works when.

use super::{
    DUE, Member, NOW, flag, gives, id, list, long, maybe, moment, number, takes, text, the, whole, word,
};

pub(super) fn shifts() -> Vec<Member> {
    let day = || text("2026-12-07");
    let activities = || list(the("ShiftActivity"));
    let decided = || long(300, "Quel giorno siamo in tre.");
    let minimum =
        || vec![("weekday", whole(6)), ("from", text("09:00")), ("to", text("13:00")), ("people", whole(2))];
    let numbers = || {
        vec![
            ("daily_rest_minutes", whole(660)),
            ("weekly_rest_minutes", whole(1_440)),
            ("week_minutes", whole(2_880)),
            ("break_after_minutes", whole(360)),
            ("break_minutes", whole(10)),
            ("lead_days", whole(10)),
            ("grace_minutes", whole(5)),
        ]
    };
    let with_floors = |mut members: Vec<Member>| {
        members.push(("floors", list(the("ShiftFloor"))));
        members
    };
    let hours = || vec![("start", text("09:00")), ("end", text("18:00")), ("activities", activities())];
    let with = |mut members: Vec<Member>, more: Vec<Member>| {
        members.extend(more);
        members
    };
    let kinds = || word(&["leave", "unavailable", "wish"]);
    vec![
        (
            "ShiftActivity",
            takes(
                &["kind", "at", "minutes"],
                vec![
                    ("kind", word(&["break", "training", "meeting"])),
                    ("at", whole(240)),
                    ("minutes", whole(60)),
                    ("paid", flag()),
                ],
            ),
        ),
        (
            "Shift",
            gives(vec![
                ("id", id("shf")),
                ("agent_id", id("agt")),
                ("day", day()),
                ("start", text("09:00")),
                ("end", text("18:00")),
                ("from", moment(NOW)),
                ("to", moment(DUE)),
                ("paid_minutes", whole(480)),
                ("activities", activities()),
                ("pattern_id", maybe(id("shp"))),
                ("state", word(&["planned", "published", "changed", "cancelled"])),
                ("sequence", maybe(whole(0))),
                ("mark", maybe(text("9c1f0b7e52a4d866"))),
            ]),
        ),
        (
            "NewShift",
            takes(
                &["agent_id", "day"],
                with(hours(), vec![("agent_id", id("agt")), ("day", day()), ("pattern_id", maybe(id("shp")))]),
            ),
        ),
        (
            "ShiftChange",
            takes(
                &[],
                with(
                    hours(),
                    vec![
                        ("agent_id", id("agt")),
                        ("day", day()),
                        ("pattern_id", maybe(id("shp"))),
                        ("mark", text("9c1f0b7e52a4d866")),
                    ],
                ),
            ),
        ),
        (
            "ShiftPattern",
            gives(vec![
                ("id", id("shp")),
                ("name", text("Giornata")),
                ("start", text("09:00")),
                ("end", text("18:00")),
                ("paid_minutes", whole(480)),
                ("activities", activities()),
                ("days", list(whole(1))),
                ("cost_percent", whole(100)),
                ("most", maybe(whole(4))),
                ("retired", flag()),
            ]),
        ),
        (
            "NewShiftPattern",
            takes(
                &["name", "start", "end"],
                with(
                    hours(),
                    vec![
                        ("name", long(60, "Giornata")),
                        ("days", list(whole(1))),
                        ("cost_percent", whole(100)),
                        ("most", maybe(whole(4))),
                        ("retired", flag()),
                    ],
                ),
            ),
        ),
        (
            "ShiftUnavailable",
            takes(
                &["weekday", "from", "to"],
                vec![("weekday", whole(2)), ("from", text("19:00")), ("to", text("24:00"))],
            ),
        ),
        (
            "ShiftContract",
            gives(vec![
                ("agent_id", id("agt")),
                ("week_minutes", whole(2_400)),
                ("patterns", list(id("shp"))),
                ("from", text("00:00")),
                ("to", text("24:00")),
                ("days_off", list(whole(7))),
                ("unavailable", list(the("ShiftUnavailable"))),
            ]),
        ),
        (
            "ShiftContractChange",
            takes(
                &["week_minutes"],
                vec![
                    ("week_minutes", whole(2_400)),
                    ("patterns", list(id("shp"))),
                    ("from", text("00:00")),
                    ("to", text("24:00")),
                    ("days_off", list(whole(7))),
                    ("unavailable", list(the("ShiftUnavailable"))),
                ],
            ),
        ),
        ("ShiftFloor", takes(&["weekday", "from", "to", "people"], minimum())),
        ("ShiftRules", gives(with_floors(numbers()))),
        ("ShiftRulesChange", takes(&[], with_floors(numbers()))),
        (
            "ShiftRequest",
            gives(vec![
                ("id", id("shr")),
                ("agent_id", id("agt")),
                ("kind", kinds()),
                ("first_day", day()),
                ("last_day", day()),
                ("from", maybe(text("09:00"))),
                ("to", maybe(text("13:00"))),
                ("reason", text("trasloco")),
                ("state", word(&["asked", "approved", "refused", "withdrawn"])),
                ("asked_at", moment(NOW)),
                ("decided_at", maybe(moment(DUE))),
                ("decided_by", maybe(id("agt"))),
                ("answer", maybe(text("Quel giorno siamo in tre."))),
            ]),
        ),
        (
            "NewShiftRequest",
            takes(
                &["kind", "first_day", "reason"],
                vec![
                    ("agent_id", maybe(id("agt"))),
                    ("kind", kinds()),
                    ("first_day", day()),
                    ("last_day", maybe(day())),
                    ("from", maybe(text("09:00"))),
                    ("to", maybe(text("13:00"))),
                    ("reason", long(300, "trasloco")),
                ],
            ),
        ),
        (
            "ShiftDecision",
            takes(
                &["decision"],
                vec![
                    ("decision", word(&["approve", "approve_and_give", "refuse"])),
                    ("answer", maybe(decided())),
                ],
            ),
        ),
        (
            "ShiftSwap",
            gives(vec![
                ("id", id("shw")),
                ("shift_id", maybe(id("shf"))),
                ("agent_id", id("agt")),
                ("with", id("agt")),
                ("for_shift_id", maybe(id("shf"))),
                ("state", word(&["asked", "accepted", "declined", "approved", "refused", "withdrawn"])),
                ("can_be_approved", maybe(flag())),
                ("asked_at", moment(NOW)),
                ("decided_at", maybe(moment(DUE))),
                ("answer", maybe(text("Quel giorno siamo in tre."))),
            ]),
        ),
        (
            "NewShiftSwap",
            takes(
                &["shift_id", "with"],
                vec![("shift_id", id("shf")), ("with", id("agt")), ("for_shift_id", maybe(id("shf")))],
            ),
        ),
        ("ShiftSwapAnswer", takes(&["accept"], vec![("accept", flag())])),
        ("ShiftSwapDecision", takes(&["approve"], vec![("approve", flag()), ("answer", maybe(decided()))])),
        (
            "ShiftPublication",
            gives(vec![
                ("id", id("shb")),
                ("week", day()),
                ("version", whole(1)),
                ("changes", whole(35)),
                ("published_at", moment(NOW)),
                ("published_by", maybe(id("agt"))),
                ("told", whole(7)),
                ("read", whole(6)),
            ]),
        ),
        ("NewShiftPublication", takes(&["week"], vec![("week", day())])),
        ("ShiftWeekOf", takes(&["week"], vec![("week", day())])),
        ("ShiftProposalAccepted", takes(&["week", "made_at"], vec![("week", day()), ("made_at", moment(NOW))])),
        (
            "ShiftProposal",
            gives(vec![
                ("week", day()),
                ("from", day()),
                ("made_at", moment(NOW)),
                (
                    "shifts",
                    list(gives(vec![
                        ("agent_id", id("agt")),
                        ("day", day()),
                        ("pattern_id", maybe(id("shp"))),
                    ])),
                ),
                ("open", list(gives(vec![("day", day()), ("pattern_id", maybe(id("shp")))]))),
                ("cost_hours", number(186.5)),
                ("least_cost_hours", number(186.0)),
                ("gap", number(0.0027)),
                ("proved", flag()),
                ("solver", text("highs")),
                ("lacking_minutes", whole(150)),
                ("simulated_days", maybe(whole(203))),
                ("kept", maybe(number(0.95))),
                ("kept_low", maybe(number(0.941))),
                ("kept_high", maybe(number(0.958))),
            ]),
        ),
        ("ShiftFeed", gives(vec![("since", maybe(moment(NOW)))])),
        ("NewShiftFeed", gives(vec![("url", text("https://desk.example/calendar/7f3a.ics"))])),
        (
            "ShiftWeek",
            gives(vec![
                ("week", day()),
                (
                    "days",
                    list(gives(vec![
                        ("day", day()),
                        ("needed_minutes", whole(4_590)),
                        ("on_duty_minutes", whole(4_890)),
                        ("lacking_minutes", whole(150)),
                        (
                            "half_hours",
                            list(gives(vec![
                                ("at", text("11:30")),
                                ("needed", whole(9)),
                                ("on_duty", whole(8)),
                            ])),
                        ),
                    ])),
                ),
                (
                    "findings",
                    list(gives(vec![
                        (
                            "rule",
                            word(&[
                                "overlap",
                                "daily_rest",
                                "weekly_rest",
                                "week_minutes",
                                "away",
                                "pattern",
                                "break",
                                "left",
                            ]),
                        ),
                        ("agent_id", id("agt")),
                        ("day", day()),
                        ("shift_id", maybe(id("shf"))),
                        ("minutes", maybe(whole(600))),
                    ])),
                ),
                ("unpublished", whole(3)),
            ]),
        ),
        (
            "ShiftAdherence",
            gives(vec![
                ("agent_id", id("agt")),
                (
                    "state",
                    word(&["late", "left_early", "away", "present", "pause", "to_come", "over", "extra"]),
                ),
                ("from", maybe(moment(NOW))),
                ("to", maybe(moment(DUE))),
                ("due_seconds", whole(14_400)),
                ("kept_seconds", whole(13_500)),
            ]),
        ),
    ]
}
