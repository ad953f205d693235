//! Who is called out.

use super::{DUE, Member, NOW, flag, gives, id, list, long, maybe, moment, takes, text, the, whole, word};

pub(super) fn oncall() -> Vec<Member> {
    let name = || long(80, "Notti e festivi");
    let words = || list(long(60, "urgent*"));
    vec![
        (
            "Rota",
            gives(vec![
                ("id", id("rot")),
                ("name", text("Notti e festivi")),
                ("turn", word(&["day", "week"])),
                ("starts", text("2026-11-16")),
                ("handover", text("09:00")),
                ("members", list(id("agt"))),
                ("on_call", maybe(id("agt"))),
                ("covers", list(the("Cover"))),
            ]),
        ),
        (
            "NewRota",
            takes(
                &["name", "turn", "starts", "handover", "members"],
                vec![
                    ("name", name()),
                    ("turn", word(&["day", "week"])),
                    ("starts", text("2026-11-16")),
                    ("handover", text("09:00")),
                    ("members", list(id("agt"))),
                ],
            ),
        ),
        (
            "Cover",
            gives(vec![("id", id("cov")), ("agent_id", id("agt")), ("from", moment(NOW)), ("to", moment(DUE))]),
        ),
        (
            "NewCover",
            takes(
                &["agent_id", "from", "to"],
                vec![("agent_id", id("agt")), ("from", moment(NOW)), ("to", moment(DUE))],
            ),
        ),
        (
            "OncallRule",
            gives(vec![
                ("id", id("ocr")),
                ("name", text("Pericolo")),
                ("rota_id", maybe(id("rot"))),
                ("inbox_id", maybe(id("inb"))),
                ("words", list(text("prende fuoco"))),
                ("topics", list(text("defect"))),
                ("when", word(&["closed", "always"])),
                ("wait_minutes", whole(10)),
                ("rounds", whole(2)),
                ("active", flag()),
            ]),
        ),
        (
            "NewOncallRule",
            takes(
                &["name", "rota_id"],
                vec![
                    ("name", name()),
                    ("rota_id", id("rot")),
                    ("inbox_id", maybe(id("inb"))),
                    ("words", words()),
                    ("topics", list(long(60, "defect"))),
                    ("when", word(&["closed", "always"])),
                    ("wait_minutes", whole(10)),
                    ("rounds", whole(2)),
                    ("active", flag()),
                ],
            ),
        ),
        ("OncallTrial", takes(&["conversation_id"], vec![("conversation_id", id("cnv"))])),
        ("Acknowledgement", takes(&[], vec![("agent_id", maybe(id("agt")))])),
        (
            "Alert",
            gives(vec![
                ("id", id("alr")),
                ("conversation_id", id("cnv")),
                ("found", text("prende fuoco")),
                ("state", word(&["calling", "acknowledged", "unanswered"])),
                ("raised_at", moment(NOW)),
                ("next_at", maybe(moment(DUE))),
                ("called", list(gives(vec![("agent_id", id("agt")), ("at", moment(NOW))]))),
                ("ended_at", maybe(moment(DUE))),
                ("ended_by", maybe(id("agt"))),
                ("ended_how", maybe(word(&["taken", "answered", "closed"]))),
            ]),
        ),
    ]
}
