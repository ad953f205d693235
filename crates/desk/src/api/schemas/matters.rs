//! Conversations and promises.

use serde_json::{Value, json};

use super::{
    CHANNELS, DUE, Member, NOW, STATUSES, TIERS, any_object, gives, id, list, long, maybe, moment, takes, text,
    the, url, whole, word,
};

pub(super) fn identity() -> Value {
    gives(vec![
        ("kind", text("email")),
        ("value", text("ada@posta.example")),
        ("proof", word(&["claimed", "verified", "signed"])),
        (
            "reach",
            gives(vec![
                ("state", word(&["good", "delayed", "undeliverable"])),
                ("code", maybe(text("5.1.1"))),
                ("reason", maybe(text("no such user"))),
                ("at", maybe(moment(NOW))),
            ]),
        ),
    ])
}

pub(super) fn new_identities() -> Value {
    list(takes(&["kind", "value"], vec![("kind", text("email")), ("value", long(254, "ada@posta.example"))]))
}

fn conversation() -> Vec<Member> {
    let customer = gives(vec![
        ("id", id("cus")),
        ("name", maybe(text("Ada Neri"))),
        ("tier", word(TIERS)),
        ("language", maybe(text("it"))),
        ("identities", list(identity())),
    ]);
    vec![
        ("id", id("cnv")),
        ("reference", text("R-4F7K2")),
        ("subject", text("La lampada non si accende")),
        ("status", word(STATUSES)),
        ("channel", word(CHANNELS)),
        ("inbox_id", id("inb")),
        ("customer", customer),
        ("assignee", maybe(id("agt"))),
        ("team", maybe(id("tea"))),
        ("tags", list(text("garanzia"))),
        (
            "understood",
            gives(vec![
                ("topic", maybe(text("delivery"))),
                ("order_number", maybe(text("F-20418"))),
                ("corrected_at", maybe(moment(NOW))),
            ]),
        ),
        ("tier", word(TIERS)),
        ("skills", list(text("fatture"))),
        ("priority", whole(0)),
        ("promise", maybe(the("Promise"))),
        ("track_url", url("https://aiuto.fioca.example/r/…")),
        ("created_at", moment(NOW)),
        ("updated_at", moment(NOW)),
        ("closed_at", maybe(moment(NOW))),
        ("snoozed_until", maybe(moment(DUE))),
        ("returns_at", maybe(moment(DUE))),
        ("due_at", maybe(moment(DUE))),
        ("message_count", whole(1)),
        ("continues", maybe(id("cnv"))),
        ("merged_into", maybe(id("cnv"))),
        ("trouble", maybe(text("550 5.1.1 no such user"))),
        (
            "rating",
            maybe(gives(vec![
                ("score", whole(5)),
                ("comment", maybe(text("Gentili e veloci."))),
                ("rated_at", moment(NOW)),
            ])),
        ),
        ("wait", maybe(gives(vec![("ahead", whole(3)), ("expected_by", moment(NOW))]))),
        ("answer_way", maybe(word(&["email", "phone", "page"]))),
    ]
}

fn promise() -> Vec<Member> {
    vec![
        ("id", id("prm")),
        ("conversation_id", id("cnv")),
        ("kind", word(&["first_reply", "next_reply", "callback", "resolution", "custom", "legal"])),
        ("tier", word(TIERS)),
        ("state", word(&["open", "kept", "broken", "moved", "void"])),
        ("made_at", moment(NOW)),
        ("told_at", maybe(moment(NOW))),
        ("told_via", maybe(text("email"))),
        ("not_told_reason", maybe(text("loop_guard"))),
        ("due_at", moment(DUE)),
        ("original_due_at", moment(DUE)),
        (
            "confidence",
            json!({ "oneOf": [{ "type": "number", "minimum": 0, "maximum": 1 }, { "type": "null" }], "examples": [0.9] }),
        ),
        (
            "basis",
            gives(vec![
                ("source", word(&["policy", "model", "agent", "law"])),
                ("explanation", text("240 open minutes for tier C")),
                ("inputs", any_object()),
            ]),
        ),
        ("text", maybe(text("La richiamo con il nuovo codice."))),
        ("moved_to", maybe(id("prm"))),
        ("moved_reason", maybe(text("Il corriere passa solo domani."))),
        ("follows", maybe(id("prm"))),
        ("made_by", maybe(id("agt"))),
        ("settled_at", maybe(moment(DUE))),
    ]
}

/// A conversation with the operation just done to it.
fn operated() -> Value {
    let operation = gives(vec![
        ("id", id("opr")),
        ("kind", word(&["merge", "split", "move"])),
        ("undo_until", moment(DUE)),
    ]);
    gives(conversation().into_iter().chain([("operation", operation)]).collect())
}

fn linked() -> Value {
    gives(vec![
        ("conversation_id", id("cnv")),
        ("reference", text("R-4F7K2")),
        ("subject", text("La fattura")),
        ("status", word(STATUSES)),
    ])
}

pub(super) fn conversations() -> Vec<Member> {
    let correction = vec![("topic", maybe(long(60, "delivery"))), ("order_number", maybe(long(40, "F-20114")))];
    let told = gives(vec![
        ("told_at", moment(NOW)),
        ("via", text("email")),
        ("recipient", text("ada@posta.example")),
        ("wording", text("Ti rispondiamo entro le 14 di oggi.")),
    ]);
    let whom = json!({
        "type": "object",
        "properties": { "id": id("cus"), "name": long(200, "Ada Neri"), "identities": new_identities() },
        "additionalProperties": false,
        "examples": [{ "name": "Ada Neri", "identities": [{ "kind": "email", "value": "ada@posta.example" }] }],
    });
    let started = conversation().into_iter().chain([("message", the("Message"))]).collect();
    vec![
        ("Conversation", gives(conversation())),
        ("Started", gives(started)),
        (
            "NewConversation",
            takes(
                &["direction", "inbox_id", "customer", "text"],
                vec![
                    ("direction", word(&["in", "out"])),
                    ("inbox_id", id("inb")),
                    ("channel", word(CHANNELS)),
                    ("customer", whom),
                    ("subject", long(300, "La lampada non si accende")),
                    ("text", long(200_000, "Buongiorno, la lampada Piuma non si accende.")),
                    ("html", maybe(long(1_000_000, "<p>Buongiorno</p>"))),
                    ("to", list(the("Recipient"))),
                    ("cc", list(the("Recipient"))),
                    ("bcc", list(the("Recipient"))),
                    ("attachments", list(id("att"))),
                    ("skills", list(long(60, "fatture"))),
                    ("tier", word(TIERS)),
                    ("on_behalf_of", maybe(id("agt"))),
                ],
            ),
        ),
        (
            "ConversationChange",
            takes(
                &[],
                vec![
                    ("status", word(STATUSES)),
                    ("close_reason", maybe(long(300, "risolta al telefono"))),
                    ("snoozed_until", maybe(moment(DUE))),
                    ("assignee", maybe(id("agt"))),
                    ("team", maybe(id("tea"))),
                    ("tags", list(long(60, "garanzia"))),
                    ("priority", json!({ "type": "integer", "minimum": 0, "maximum": 9, "examples": [1] })),
                    ("skills", list(long(60, "fatture"))),
                    ("skill_level", json!({ "type": "integer", "minimum": 1, "maximum": 5, "examples": [2] })),
                    ("understood", takes(&[], correction)),
                ],
            ),
        ),
        ("Operated", operated()),
        ("Merge", takes(&["into"], vec![("into", id("cnv"))])),
        (
            "Split",
            takes(
                &["message_id"],
                vec![
                    ("message_id", id("msg")),
                    ("subject", long(300, "La fattura")),
                    ("tell_customer", json!({ "type": "boolean", "examples": [false] })),
                ],
            ),
        ),
        ("ToInbox", takes(&["inbox_id"], vec![("inbox_id", id("inb"))])),
        ("Undo", takes(&["operation_id"], vec![("operation_id", id("opr"))])),
        ("Links", gives(vec![("links", list(linked()))])),
        (
            "Link",
            takes(
                &["conversation_id"],
                vec![
                    ("conversation_id", id("cnv")),
                    ("related", json!({ "type": "boolean", "examples": [true] })),
                ],
            ),
        ),
        ("Promise", gives(promise())),
        ("ToldPromise", gives(promise().into_iter().chain([("told", list(told))]).collect())),
        ("NewPromise", new_promise()),
        (
            "Move",
            takes(
                &["due_at", "reason"],
                vec![("due_at", moment(DUE)), ("reason", long(300, "Il corriere passa solo domani."))],
            ),
        ),
    ]
}

pub(super) fn new_promise() -> Value {
    takes(
        &["due_at"],
        vec![("due_at", moment(DUE)), ("text", maybe(long(500, "La richiamo con il nuovo codice.")))],
    )
}
