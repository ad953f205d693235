//! Complaints.

use serde_json::{Value, json};

use super::{DUE, Member, NOW, flag, gives, id, list, long, maybe, moment, takes, text, the, whole, word};

const STATES: &[&str] = &["open", "answered", "followed_up", "closed"];
const ORIGINS: &[&str] = &["form", "page", "words", "agent", "api", "recognised"];
const KINDS: &[&str] =
    &["apology", "replacement", "repair", "redelivery", "refund", "discount", "credit", "call", "other"];
const CATEGORIES: &[&str] = &["product", "delivery", "promise", "billing", "service", "information", "other"];
const OUTCOMES: &[&str] = &["solved", "not_solved", "no_answer"];
const UNITS: &[&str] = &["solar", "working"];
const WAYS: &[&str] = &["call", "mail"];

/// A text of a closed list, with an example of it.
fn key(example: &str) -> Value {
    long(40, example)
}

fn term() -> Vec<Member> {
    vec![
        ("key", key("standard")),
        ("it", long(80, "Reclamo")),
        ("en", long(80, "Complaint")),
        ("days", whole(30)),
        ("unit", word(UNITS)),
        ("source", long(300, "Impegno dell’azienda, sul modello della delibera AGCOM 255/24/CONS")),
        ("confirmed_at", maybe(moment(NOW))),
    ]
}

fn cause() -> Vec<Member> {
    vec![
        ("key", key("packaging")),
        ("it", long(80, "Imballo che non protegge")),
        ("en", long(80, "Packaging that does not protect")),
        ("category", word(CATEGORIES)),
    ]
}

fn limits() -> Vec<Member> {
    vec![("agent", maybe(whole(5_000))), ("supervisor", maybe(whole(25_000))), ("admin", maybe(whole(100_000)))]
}

fn complaint() -> Value {
    gives(vec![
        ("id", id("cpl")),
        ("code", text("RC-2026-0042")),
        ("conversation_id", id("cnv")),
        ("customer_id", id("cus")),
        ("origin", word(ORIGINS)),
        ("words", text("È la terza volta che mi promettete il preventivo.")),
        ("state", word(STATES)),
        ("late", flag()),
        ("owner_id", id("agt")),
        ("cause", maybe(text("promise"))),
        ("founded", maybe(flag())),
        ("term", gives(term())),
        ("opened_at", moment(NOW)),
        ("due_at", moment(DUE)),
        ("answer_message_id", maybe(id("msg"))),
        ("answered_at", maybe(moment(NOW))),
        ("in_time", maybe(flag())),
        (
            "follow_up",
            gives(vec![
                ("by", word(WAYS)),
                ("at", maybe(moment(DUE))),
                ("asked_at", maybe(moment(DUE))),
                ("outcome", maybe(word(OUTCOMES))),
                ("note", maybe(text("È contento."))),
                ("followed_up_at", maybe(moment(DUE))),
            ]),
        ),
        ("remedies", list(the("Remedy"))),
        ("closed_at", maybe(moment(DUE))),
        ("closed_why", maybe(text("Era una domanda"))),
        ("reopened", whole(0)),
    ])
}

pub(super) fn complaints() -> Vec<Member> {
    vec![
        ("Complaint", complaint()),
        (
            "NewComplaint",
            takes(
                &["conversation_id"],
                vec![
                    ("conversation_id", id("cnv")),
                    ("words", long(300, "È la terza volta che mi promettete il preventivo.")),
                    ("message_id", id("msg")),
                    ("cause", key("promise")),
                    ("term", key("standard")),
                    ("owner_id", id("agt")),
                ],
            ),
        ),
        (
            "ComplaintChange",
            takes(
                &[],
                vec![
                    ("owner_id", id("agt")),
                    ("cause", maybe(key("promise"))),
                    ("founded", maybe(flag())),
                    ("follow_up", word(WAYS)),
                    ("follow_up_at", moment(DUE)),
                ],
            ),
        ),
        ("ComplaintAnswer", takes(&["message_id"], vec![("message_id", id("msg"))])),
        (
            "Remedy",
            gives(vec![
                ("id", id("rem")),
                ("kind", word(KINDS)),
                ("amount_cents", whole(17_600)),
                ("text", text("Sconto 8% su 40 Asola da esterno")),
                ("state", word(&["approved", "waiting", "refused"])),
                ("proposed_by", maybe(id("agt"))),
                ("proposed_at", moment(NOW)),
                ("decided_by", maybe(id("agt"))),
                ("decided_at", maybe(moment(NOW))),
                ("reason", maybe(text("È un cliente da anni"))),
            ]),
        ),
        (
            "NewRemedy",
            takes(
                &["kind", "text"],
                vec![
                    ("kind", word(KINDS)),
                    ("amount_cents", json!({ "type": "integer", "minimum": 0, "examples": [17_600] })),
                    ("text", long(1_000, "Sconto 8% su 40 Asola da esterno")),
                ],
            ),
        ),
        (
            "RemedyDecision",
            takes(&["allow", "reason"], vec![("allow", flag()), ("reason", long(500, "È un cliente da anni"))]),
        ),
        (
            "ComplaintFollowUp",
            takes(
                &["outcome"],
                vec![("outcome", word(OUTCOMES)), ("note", long(2_000, "È contento.")), ("close", flag())],
            ),
        ),
        ("ComplaintReason", takes(&[], vec![("reason", long(500, "Era una domanda"))])),
        (
            "ComplaintProposal",
            gives(vec![
                ("id", id("cph")),
                ("conversation_id", id("cnv")),
                ("score", whole(85)),
                ("words", list(text("terza volta"))),
                ("made_at", moment(NOW)),
                ("complaint", maybe(flag())),
            ]),
        ),
        ("ComplaintLabel", takes(&["complaint"], vec![("complaint", flag())])),
        (
            "RecurringCause",
            gives(vec![
                ("id", id("rcc")),
                ("cause", text("packaging")),
                ("state", word(&["open", "done"])),
                ("found_at", moment(NOW)),
                ("found_count", whole(3)),
                ("owner_id", id("agt")),
                ("due_at", moment(DUE)),
                ("late", flag()),
                ("note", text("Scatola nuova per i vetri")),
                ("done_at", maybe(moment(DUE))),
                ("recurred_since", maybe(whole(0))),
            ]),
        ),
        (
            "RecurringCauseChange",
            takes(
                &[],
                vec![
                    ("owner_id", id("agt")),
                    ("due_at", moment(DUE)),
                    ("note", long(1_000, "Scatola nuova per i vetri")),
                    ("done", flag()),
                ],
            ),
        ),
        (
            "ComplaintSettings",
            gives(vec![
                ("causes", list(gives(cause()))),
                ("terms", list(gives(term()))),
                ("term", text("standard")),
                ("limits", gives(limits())),
                ("follow_up", word(WAYS)),
                ("follow_up_days", whole(7)),
                ("recurring_count", whole(3)),
                ("opens_itself", flag()),
            ]),
        ),
        (
            "NewComplaintSettings",
            takes(
                &["causes", "terms", "term", "limits", "follow_up", "follow_up_days", "recurring_count"],
                vec![
                    ("causes", list(takes(&["key", "it", "en"], cause()))),
                    ("terms", list(takes(&["key", "it", "en", "days", "unit", "source"], term()))),
                    ("term", key("standard")),
                    ("limits", takes(&[], limits())),
                    ("follow_up", word(WAYS)),
                    ("follow_up_days", whole(7)),
                    ("recurring_count", whole(3)),
                    ("opens_itself", flag()),
                ],
            ),
        ),
        ("ConfirmedTerm", takes(&["term"], vec![("term", key("standard"))])),
        (
            "ComplaintSummary",
            gives(vec![
                ("open", whole(10)),
                ("answered", whole(4)),
                ("followed_up", whole(2)),
                ("overdue", whole(0)),
                ("nearest_due_at", maybe(moment(DUE))),
                ("opened_28_days", whole(41)),
                ("answered_28_days", whole(37)),
                ("in_time_28_days", whole(35)),
                ("followed_up_28_days", whole(31)),
                ("solved_28_days", whole(25)),
                ("given_28_days_cents", whole(89_000)),
                ("labels", gives(vec![("yes", whole(40)), ("no", whole(12)), ("needed", whole(500))])),
                (
                    "causes",
                    list(gives(vec![
                        ("cause", maybe(text("packaging"))),
                        ("now", whole(14)),
                        ("before", whole(9)),
                    ])),
                ),
            ]),
        ),
    ]
}
