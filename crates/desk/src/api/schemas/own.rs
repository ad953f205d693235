//! One person's own: day, notices, what they follow, thanks.

use serde_json::{Value, json};

use super::{
    DUE, Member, NOW, TIERS, flag, gives, id, list, long, maybe, moment, takes, text, the, whole, word,
};

fn share() -> Value {
    json!({ "type": "number", "minimum": 0, "maximum": 1, "examples": [0.971] })
}

fn kept() -> Vec<Member> {
    vec![("kept", whole(604)), ("settled", whole(622)), ("moved", whole(9))]
}

fn promise() -> Value {
    gives(vec![
        ("promise_id", id("prm")),
        ("kind", word(&["first_reply", "next_reply", "callback", "resolution", "custom", "legal"])),
        ("conversation_id", id("cnv")),
        ("reference", text("R-4F7K2")),
        ("subject", text("La lampada non si accende")),
        ("customer", text("Ada Neri")),
        ("tier", word(TIERS)),
        ("due_at", moment(DUE)),
        ("missed_at", maybe(moment(NOW))),
        ("told", flag()),
        ("moved", flag()),
        ("undelivered", flag()),
        ("waits_on", maybe(gives(vec![("name", text("Acquisti")), ("due_at", moment(NOW))]))),
        ("call_at", maybe(moment(DUE))),
        ("answer_leaves_at", maybe(moment(DUE))),
        ("draft", flag()),
    ])
}

fn asked() -> Value {
    gives(vec![
        ("task_id", id("tsk")),
        ("title", text("Il listino Asola da esterno")),
        ("state", word(&["open", "done", "declined"])),
        ("whom", text("Acquisti")),
        ("due_at", moment(NOW)),
        ("settled_at", maybe(moment(NOW))),
        ("answer", maybe(text("Eccolo."))),
        ("reference", text("R-4F7K2")),
        ("customer", text("Ada Neri")),
        ("serves_promise_due_at", maybe(moment(DUE))),
        ("undelivered", flag()),
    ])
}

pub(super) fn own() -> Vec<Member> {
    let agenda = gives(vec![
        ("at", moment(DUE)),
        ("what", word(&["call", "answer_leaves", "answer_stopped", "returns", "task", "closed"])),
        ("about", maybe(text("Ada Neri"))),
        ("until", maybe(moment(DUE))),
        ("reference", maybe(text("R-4F7K2"))),
    ]);
    let week = gives(kept().into_iter().chain([("from", moment(NOW))]).collect());
    let because = gives(vec![("reason", text("Aspettiamo il corriere")), ("count", whole(3))]);
    let standing = kept().into_iter().chain([
        ("from", moment(NOW)),
        ("rate", maybe(share())),
        ("low", maybe(share())),
        ("high", maybe(share())),
        ("weeks", list(week)),
        ("moved_because", list(because)),
    ]);
    let report = || {
        vec![
            ("thanked_at", maybe(moment(NOW))),
            ("thanks_id", maybe(id("msg"))),
            ("outcome_at", maybe(moment(NOW))),
            ("offered_thanks", text("Gentile Ada, grazie della segnalazione.")),
            ("offered_outcome", text("Gentile Ada, torniamo sulla sua segnalazione.")),
        ]
    };
    vec![
        (
            "Day",
            gives(vec![
                ("agent_id", id("agt")),
                ("name", text("Giulia Ferri")),
                ("span", word(&["today", "tomorrow", "week"])),
                ("from", moment(NOW)),
                ("to", moment(DUE)),
                (
                    "shift",
                    gives(vec![("state", word(&["on", "away", "closed"])), ("opens_at", maybe(moment(NOW)))]),
                ),
                ("next_due_at", maybe(moment(DUE))),
                ("promises", list(promise())),
                ("asked", list(asked())),
                ("agenda", list(agenda)),
                ("today", gives(kept())),
                ("last_28_days", gives(standing.collect())),
            ]),
        ),
        (
            "Notice",
            gives(vec![
                ("id", id("ntc")),
                ("kind", word(&["mention", "assigned", "replied", "at_risk", "trouble", "task"])),
                ("conversation_id", id("cnv")),
                ("reference", text("R-4F7K2")),
                ("subject", text("La lampada non si accende")),
                ("by", maybe(id("agt"))),
                ("made_at", moment(NOW)),
                ("read_at", maybe(moment(NOW))),
            ]),
        ),
        ("NoticeChange", takes(&["read"], vec![("read", flag())])),
        ("Unread", gives(vec![("unread", whole(0))])),
        ("Follow", takes(&[], vec![("following", flag())])),
        (
            "Followers",
            gives(vec![
                ("following", flag()),
                ("followers", list(gives(vec![("id", id("agt")), ("name", text("Giulia Ferri"))]))),
            ]),
        ),
        ("Report", gives(report())),
        ("ToldOutcome", gives(report().into_iter().chain([("told", whole(1))]).collect())),
        (
            "ReportLetter",
            takes(
                &[],
                vec![
                    ("text", maybe(long(200_000, "Gentile Ada, grazie della segnalazione."))),
                    ("on_behalf_of", maybe(id("agt"))),
                ],
            ),
        ),
        (
            "TakenBack",
            gives(vec![
                ("text", text("Buongiorno, il pacco parte oggi.")),
                ("html", maybe(text("<p>Buongiorno</p>"))),
                ("written_at", moment(NOW)),
                ("conversation", the("Conversation")),
            ]),
        ),
        (
            "BulkPreview",
            gives(vec![
                ("action", word(&["assign", "team", "tag", "close", "snooze", "spam"])),
                ("changed", whole(28)),
                ("unchanged", whole(2)),
                ("ended_promises", whole(3)),
                ("waiting", list(text("R-4F7K2"))),
            ]),
        ),
    ]
}
