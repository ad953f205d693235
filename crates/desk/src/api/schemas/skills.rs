//! Skills, what leads to them, and who gets what.

use super::{
    Member, NOW, any_object, flag, gives, id, list, long, maybe, moment, number, takes, text, the, whole, word,
};

pub(super) fn skills() -> Vec<Member> {
    let modes = &["by_hand", "automatic"];
    let rule = || {
        vec![
            ("id", id("skr")),
            ("words", list(text("sfarfall*"))),
            ("topics", list(text("defect"))),
            ("inbox_id", maybe(id("inb"))),
            ("skill_id", id("skl")),
            ("skill", text("Tecnica luce")),
            ("level", whole(2)),
            ("active", flag()),
        ]
    };
    let new_rule = || {
        vec![
            ("words", list(long(60, "sfarfall*"))),
            ("topics", list(long(60, "defect"))),
            ("inbox_id", maybe(id("inb"))),
            ("skill_id", id("skl")),
            ("level", whole(2)),
            ("active", flag()),
        ]
    };
    let with_place = || new_rule().into_iter().chain([("place", whole(1))]).collect::<Vec<_>>();
    let listed: Vec<Member> = rule()
        .into_iter()
        .chain([("place", whole(1)), ("given", whole(812)), ("changed", whole(29))])
        .collect();
    let team = || vec![("team_id", id("tea")), ("mode", word(modes))];
    vec![
        (
            "Skill",
            gives(vec![
                ("id", id("skl")),
                ("name", text("Tecnica luce")),
                ("retired", flag()),
                ("retired_at", maybe(moment(NOW))),
                ("people", whole(5)),
                ("online", whole(4)),
            ]),
        ),
        ("NewSkill", takes(&["name"], vec![("name", long(60, "Tecnica luce"))])),
        ("SkillChange", takes(&["retired"], vec![("retired", flag())])),
        ("SkillRule", gives(rule())),
        ("SkillRules", gives(vec![("data", list(gives(listed)))])),
        ("NewSkillRule", takes(&["skill_id"], with_place())),
        ("SkillRuleTrial", takes(&[], vec![("rule", takes(&["skill_id"], new_rule()))])),
        (
            "SkillRulePreview",
            gives(vec![
                (
                    "data",
                    list(gives(vec![
                        ("conversation_id", id("cnv")),
                        ("reference", text("R-4F7K2")),
                        ("subject", text("La lampada sfarfalla")),
                        ("skills", list(text("Spedizioni"))),
                        ("rule_id", maybe(id("skr"))),
                        ("skill", maybe(text("Tecnica luce"))),
                        ("found", maybe(text("sfarfall*"))),
                    ])),
                ),
                ("found", list(whole(12))),
            ]),
        ),
        (
            "LearntSkills",
            gives(vec![
                ("on", flag()),
                ("learnt_at", maybe(moment(NOW))),
                ("labelled", whole(2_310)),
                ("measured", whole(1_180)),
                ("missing", gives(vec![("labelled", whole(0)), ("skills", whole(0)), ("measured", whole(0))])),
                ("speaks", flag()),
                ("spoken", whole(840)),
                ("right", whole(781)),
                ("percent", maybe(number(92.9))),
                ("low", maybe(number(91.0))),
                ("high", maybe(number(94.5))),
                ("always_spoken", whole(1_170)),
                ("always_right", whole(948)),
                (
                    "skills",
                    list(gives(vec![
                        ("skill_id", id("skl")),
                        ("skill", text("Tecnica luce")),
                        ("labelled", whole(412)),
                        ("right", whole(203)),
                        ("wrong", whole(11)),
                        ("given", whole(64)),
                        ("changed", whole(3)),
                    ])),
                ),
            ]),
        ),
        ("LearntSkillsChange", takes(&["on"], vec![("on", flag())])),
        (
            "Routing",
            gives(vec![
                ("mode", word(modes)),
                ("teams", list(gives(team()))),
                ("silence_minutes", whole(5)),
                ("return_minutes", whole(120)),
            ]),
        ),
        (
            "RoutingChange",
            takes(
                &["mode"],
                vec![
                    ("mode", word(modes)),
                    ("teams", list(takes(&["team_id", "mode"], team()))),
                    ("silence_minutes", whole(5)),
                    ("return_minutes", whole(120)),
                ],
            ),
        ),
        ("NextAsked", takes(&[], vec![("agent_id", maybe(id("agt")))])),
        ("Next", gives(vec![("conversation", maybe(the("Conversation")))])),
        (
            "SendBack",
            takes(
                &["reason"],
                vec![("reason", long(500, "La conosce Giulia.")), ("agent_id", maybe(id("agt")))],
            ),
        ),
        (
            "ConversationRouting",
            gives(vec![
                ("skills", list(text("Tecnica luce"))),
                ("level", whole(2)),
                ("set_by", maybe(word(&["rule", "learnt", "person"]))),
                ("rule_id", maybe(id("skr"))),
                ("found", maybe(text("sfarfall*"))),
                ("right_percent", maybe(number(93.1))),
                ("given", maybe(any_object())),
                (
                    "people",
                    list(gives(vec![
                        ("agent_id", id("agt")),
                        ("can", flag()),
                        ("why_not", maybe(text("skill"))),
                        ("ring", maybe(word(&["first", "second", "trained"]))),
                        ("load", whole(4)),
                        ("knows", flag()),
                    ])),
                ),
            ]),
        ),
    ]
}
