//! Wordings of mails, tasks and the address book.

use serde_json::Value;

use super::{DUE, Member, NOW, flag, gives, id, list, long, maybe, moment, takes, text, whole, word};

const KINDS: &[&str] = &[
    "acknowledgement",
    "answer",
    "moved",
    "apology",
    "rating",
    "callback",
    "complaint",
    "follow_up",
    "thanks",
    "outcome",
];
const CONTACTS: &[&str] = &["department", "supplier", "colleague"];

pub(super) fn letters() -> Vec<Member> {
    let part = |example: &str| long(5_000, example);
    let parts = || {
        vec![
            ("subject", part("{{promise.short}}")),
            ("headline", part("{{promise}}")),
            ("preheader", part("La tua e-mail è arrivata.")),
            ("body", part("{{greeting}}, eccoci.\n\n{{understood}}\n\n{{track_link}}\n\n{{person}}")),
        ]
    };
    let mut template = vec![
        ("kind", word(KINDS)),
        ("language", word(&["it", "en"])),
        ("register", word(&["tu", "lei"])),
        ("inbox_id", maybe(id("inb"))),
    ];
    template.extend(parts().into_iter().map(|(name, schema)| (name, maybe(schema))));
    template.extend([
        ("own", flag()),
        ("version", maybe(whole(3))),
        ("changed_at", maybe(moment(NOW))),
        ("places", list(text("promise"))),
    ]);
    vec![
        ("Template", gives(template)),
        ("TemplateChange", takes(&[], parts())),
        ("Task", gives(task())),
        (
            "NewTask",
            takes(
                &["conversation_id", "title", "due_at"],
                vec![
                    ("conversation_id", id("cnv")),
                    ("agent_id", maybe(id("agt"))),
                    ("contact_id", maybe(id("con"))),
                    ("title", long(150, "Quando riparte il pacco 1Z999?")),
                    ("text", long(10_000, "Il cliente lo aspetta per domani.")),
                    ("due_at", moment(DUE)),
                    ("later_than_promise", flag()),
                    ("files", list(id("att"))),
                ],
            ),
        ),
        (
            "TaskChange",
            takes(
                &[],
                vec![
                    ("state", word(&["done", "declined", "withdrawn"])),
                    ("answer", long(10_000, "Riparte alle 11.")),
                    ("due_at", moment(DUE)),
                    ("later_than_promise", flag()),
                ],
            ),
        ),
        ("Contact", gives(contact().into_iter().chain([("note", maybe(text("Dalle 8 alle 17")))]).collect())),
        (
            "NewContact",
            takes(
                &["kind", "name", "email"],
                vec![
                    ("kind", word(CONTACTS)),
                    ("name", long(120, "Magazzino")),
                    ("email", long(254, "magazzino@fioca.example")),
                    ("language", word(&["it", "en"])),
                    ("note", long(1_000, "Dalle 8 alle 17")),
                ],
            ),
        ),
    ]
}

fn task() -> Vec<Member> {
    vec![
        ("id", id("tsk")),
        ("conversation_id", id("cnv")),
        ("agent_id", maybe(id("agt"))),
        ("contact_id", maybe(id("con"))),
        ("asked_by", maybe(id("agt"))),
        ("title", text("Quando riparte il pacco 1Z999?")),
        ("text", text("Il cliente lo aspetta per domani.")),
        ("files", list(id("att"))),
        ("state", word(&["open", "done", "declined", "withdrawn"])),
        ("due_at", moment(DUE)),
        ("late", flag()),
        ("created_at", moment(NOW)),
        ("reminded_at", maybe(moment(NOW))),
        ("settled_at", maybe(moment(NOW))),
        ("answer", maybe(text("Riparte alle 11."))),
        ("answered_via", maybe(word(&["console", "page", "mail", "api"]))),
    ]
}

fn contact() -> Vec<(&'static str, Value)> {
    vec![
        ("id", id("con")),
        ("kind", word(CONTACTS)),
        ("name", text("Magazzino")),
        ("email", text("magazzino@fioca.example")),
        ("language", word(&["it", "en"])),
    ]
}
