//! Messages, what arrives and what leaves.

use serde_json::{Value, json};

use super::matters::new_promise;
use super::{
    CHANNELS, DUE, Member, NOW, any_object, flag, gives, id, id_of, list, long, maybe, moment, takes, text,
    the, url, whole, word,
};

fn file() -> Vec<Member> {
    vec![
        ("id", id("att")),
        ("name", text("lampada.jpg")),
        ("content_type", text("image/jpeg")),
        ("size_bytes", whole(48_213)),
        ("sha256", text("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")),
    ]
}

fn message() -> Vec<Member> {
    let person = || gives(vec![("name", maybe(text("Ada Neri"))), ("email", text("ada@posta.example"))]);
    let author = gives(vec![
        ("kind", word(&["customer", "agent", "integration", "other"])),
        ("id", maybe(id_of(&["cus", "agt", "tok"]))),
        ("name", maybe(text("Ada Neri"))),
        ("address", maybe(text("ada@posta.example"))),
    ]);
    let forwarded = gives(vec![
        ("from", maybe(person())),
        ("to", list(person())),
        ("cc", list(person())),
        ("subject", maybe(text("Guasto"))),
    ]);
    let attachment = file().into_iter().chain([
        ("url", url("https://aiuto.fioca.example/api/v1/attachments/att_…")),
        ("inline", flag()),
        ("content_id", maybe(text("image001"))),
    ]);
    let authentication = gives(vec![
        ("spf", maybe(text("pass"))),
        ("dkim", maybe(text("pass"))),
        ("dmarc", maybe(text("pass"))),
    ]);
    let delivery = gives(vec![
        ("state", word(&["queued", "sent", "delivered", "failed"])),
        ("attempts", whole(1)),
        ("last_error", maybe(text("451 4.3.0 try again later"))),
        ("outgoing_id", id("out")),
    ]);
    vec![
        ("id", id("msg")),
        ("direction", word(&["in", "out", "note", "event"])),
        ("channel", word(CHANNELS)),
        ("author", author),
        ("to", list(person())),
        ("cc", list(person())),
        ("bcc", list(person())),
        ("subject", maybe(text("La lampada non si accende"))),
        ("text", text("Buongiorno, la lampada Piuma non si accende.")),
        ("html", maybe(text("<p>Buongiorno</p>"))),
        ("reply_text", text("Buongiorno, la lampada Piuma non si accende.")),
        ("quoted_text", maybe(text("> Il pacco parte oggi."))),
        ("forwarded", maybe(forwarded)),
        ("attachments", list(gives(attachment.collect()))),
        ("authentication", maybe(authentication)),
        ("warning", maybe(word(&["forged", "stranger"]))),
        ("automatic", flag()),
        ("arrival_id", maybe(id("arr"))),
        ("delivery", maybe(delivery)),
        ("created_at", moment(NOW)),
    ]
}

/// An answer that leaves later.
fn scheduled() -> Value {
    let person = || gives(vec![("email", text("ada@posta.example")), ("name", maybe(text("Ada Neri")))]);
    let promise =
        gives(vec![("due_at", moment(DUE)), ("text", maybe(text("La richiamo con il nuovo codice.")))]);
    gives(vec![
        ("id", id("sch")),
        ("conversation_id", id("cnv")),
        ("agent_id", id("agt")),
        ("text", text("Buongiorno, il pacco parte oggi.")),
        ("html", maybe(text("<p>Buongiorno</p>"))),
        ("to", list(person())),
        ("cc", list(person())),
        ("bcc", list(person())),
        ("attachments", list(id("att"))),
        ("promise", maybe(promise)),
        ("close", flag()),
        ("send_at", moment(DUE)),
        ("state", word(&["waiting", "held"])),
        ("held_why", maybe(word(&["customer_wrote", "answered", "closed", "refused"]))),
        ("created_at", moment(NOW)),
    ])
}

pub(super) fn mail() -> Vec<Member> {
    let recipient = json!({
        "oneOf": [
            { "type": "string", "examples": ["ada@posta.example"] },
            takes(&["email"], vec![("email", long(254, "ada@posta.example")), ("name", maybe(long(200, "Ada Neri")))]),
        ],
    });
    let written = message().into_iter().chain([
        ("channel_reason", text("the customer wrote by e-mail")),
        ("promise", maybe(the("ToldPromise"))),
    ]);
    let bounce = gives(vec![
        ("recipient", maybe(text("ada@posta.example"))),
        ("status_code", maybe(text("5.1.1"))),
        ("reason", text("no such user")),
    ]);
    vec![
        ("Recipient", recipient),
        ("Message", gives(message())),
        ("Written", gives(written.collect())),
        ("Answered", json!({ "oneOf": [the("Written"), the("Scheduled")] })),
        ("Scheduled", scheduled()),
        (
            "NewMessage",
            takes(
                &["kind"],
                vec![
                    ("kind", word(&["reply", "note"])),
                    ("text", long(200_000, "Buongiorno, il pacco parte oggi.")),
                    ("html", maybe(long(1_000_000, "<p>Buongiorno</p>"))),
                    ("channel", maybe(word(CHANNELS))),
                    ("to", list(the("Recipient"))),
                    ("cc", list(the("Recipient"))),
                    ("bcc", list(the("Recipient"))),
                    ("attachments", list(id("att"))),
                    ("on_behalf_of", maybe(id("agt"))),
                    ("promise", maybe(new_promise())),
                    (
                        "hold_seconds",
                        json!({ "type": "integer", "minimum": 0, "maximum": 60, "examples": [8] }),
                    ),
                    ("send_at", maybe(moment(DUE))),
                ],
            ),
        ),
        ("Upload", gives(file().into_iter().chain([("created_at", moment(NOW))]).collect())),
        (
            "Arrival",
            gives(vec![
                ("id", id("arr")),
                ("channel", word(CHANNELS)),
                ("inbox_id", id("inb")),
                ("received_at", moment(NOW)),
                ("sender", text("ada@posta.example")),
                ("recipient", text("aiuto+garanzia@fioca.example")),
                ("size_bytes", whole(4_821)),
                ("sha256", text("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")),
                (
                    "class",
                    maybe(word(&[
                        "person",
                        "bounce_hard",
                        "bounce_soft",
                        "notice",
                        "complaint",
                        "auto_reply",
                        "bulk",
                    ])),
                ),
                ("bounce", maybe(bounce)),
                ("verdict", word(&["waiting", "owed", "no_answer_owed", "duplicate", "spam", "stuck"])),
                ("reason", maybe(text("List-Unsubscribe"))),
                ("conversation_id", maybe(id("cnv"))),
                ("message_id", maybe(id("msg"))),
                ("subject", maybe(text("La lampada non si accende"))),
                ("from_name", maybe(text("Ada Neri"))),
                ("oddities", list(any_object())),
                ("authentication", maybe(any_object())),
                ("attempts", whole(1)),
                ("settled_at", maybe(moment(NOW))),
                ("raw_url", maybe(url("https://aiuto.fioca.example/api/v1/arrivals/arr_…/raw"))),
                ("raw_kept_until", maybe(moment(NOW))),
                ("raw_gone_at", maybe(moment(NOW))),
            ]),
        ),
        (
            "Outgoing",
            gives(vec![
                ("id", id("out")),
                ("purpose", word(&["answer", "acknowledgement", "moved", "apology"])),
                ("state", word(&["queued", "sent", "delivered", "failed"])),
                ("conversation_id", id("cnv")),
                ("message_id", maybe(id("msg"))),
                ("promise_id", maybe(id("prm"))),
                ("inbox_id", id("inb")),
                ("automatic", flag()),
                ("recipients", list(text("ada@posta.example"))),
                ("subject", text("Re: La lampada non si accende [#R-4F7K2]")),
                ("wording", maybe(text("Ti rispondiamo entro le 14 di oggi."))),
                ("attempts", whole(1)),
                ("not_before", moment(NOW)),
                ("last_error", maybe(text("451 4.3.0 try again later"))),
                ("last_code", maybe(text("4.3.0"))),
                ("created_at", moment(NOW)),
                ("sent_at", maybe(moment(NOW))),
            ]),
        ),
    ]
}
