//! The shapes of everything the API takes and gives, each with an example.

use serde_json::{Map, Value, json};

type Member = (&'static str, Value);

/// What an answer holds: every member is always there.
fn gives(members: Vec<Member>) -> Value {
    let required: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        members.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

/// What a body holds: these members, others are refused.
fn takes(required: &[&str], members: Vec<Member>) -> Value {
    let properties: Map<String, Value> =
        members.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

fn text(example: &str) -> Value {
    json!({ "type": "string", "examples": [example] })
}

fn long(most: usize, example: &str) -> Value {
    json!({ "type": "string", "maxLength": most, "examples": [example] })
}

fn whole(example: i64) -> Value {
    json!({ "type": "integer", "examples": [example] })
}

fn flag() -> Value {
    json!({ "type": "boolean", "examples": [true] })
}

fn moment(example: &str) -> Value {
    json!({ "type": "string", "format": "date-time", "examples": [example] })
}

fn url(example: &str) -> Value {
    json!({ "type": "string", "format": "uri", "examples": [example] })
}

fn id(prefix: &str) -> Value {
    json!({
        "type": "string",
        "pattern": format!("^{prefix}_[0-9a-hjkmnp-tv-z]{{26}}$"),
        "examples": [format!("{prefix}_01kahk5v7m2c9q4r8s6t1w3x5z")],
    })
}

fn word(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn any_object() -> Value {
    json!({ "type": "object", "examples": [{}] })
}

fn the(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

/// The same, or null.
fn maybe(schema: Value) -> Value {
    json!({ "oneOf": [schema, { "type": "null" }] })
}

const ROLES: &[&str] = &["admin", "supervisor", "agent"];
const TIERS: &[&str] = &["A", "B", "C"];
const CHANNELS: &[&str] = &["email", "pec", "form", "chat", "messaging", "social", "sms", "phone", "letter"];
const PRESENCES: &[&str] = &["online", "busy", "away", "offline"];
const STATUSES: &[&str] = &["open", "waiting", "snoozed", "closed"];
const NOW: &str = "2026-11-19T09:00:00Z";
const DUE: &str = "2026-11-19T13:00:00Z";

/// Every schema by name, each with an example.
pub(super) fn all() -> Map<String, Value> {
    let mut schemas: Map<String, Value> = [people(), conversations(), mail(), settings(), reports()]
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect();
    let examples: Vec<(String, Value)> =
        schemas.iter().map(|(name, schema)| (name.clone(), example(schema, &schemas))).collect();
    for (name, example) in examples {
        if let Some(schema) = schemas.get_mut(&name) {
            schema["examples"] = json!([example]);
        }
    }
    schemas
}

/// An example put together from those of the members.
fn example(schema: &Value, all: &Map<String, Value>) -> Value {
    if let Some(example) = schema["examples"].get(0).or_else(|| schema["enum"].get(0)) {
        return example.clone();
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|place| place.rsplit('/').next()) {
        return all.get(name).map_or(Value::Null, |schema| example(schema, all));
    }
    match (schema["oneOf"].get(0), schema["type"].as_str()) {
        (Some(first), _) => example(first, all),
        (None, Some("array")) => json!([example(&schema["items"], all)]),
        (None, Some("object")) => match &schema["properties"] {
            Value::Object(members) => {
                members.iter().map(|(name, schema)| (name.clone(), example(schema, all))).collect()
            }
            _ => json!({}),
        },
        _ => Value::Null,
    }
}

fn people() -> Vec<Member> {
    let skill = || gives(vec![("skill", text("fatture")), ("level", whole(3))]);
    let agent = || {
        vec![
            ("id", id("agt")),
            ("name", text("Giulia Ferri")),
            ("email", text("giulia@fioca.example")),
            ("role", word(&["admin", "supervisor", "agent", "integration"])),
            ("language", text("it")),
            ("tier_rights", list(word(TIERS))),
            ("skills", list(skill())),
            ("teams", list(id("tea"))),
            ("presence", word(PRESENCES)),
            ("capacity", json!({ "type": "object", "examples": [{ "email": 30 }] })),
            ("active", flag()),
        ]
    };
    let change = || {
        vec![
            ("name", long(120, "Giulia Ferri")),
            ("email", long(254, "giulia@fioca.example")),
            ("role", word(ROLES)),
            ("language", word(&["it", "en"])),
            ("tier_rights", list(word(TIERS))),
            ("skills", list(takes(&["skill"], vec![("skill", long(60, "fatture")), ("level", whole(3))]))),
            ("teams", list(id("tea"))),
            ("presence", word(PRESENCES)),
            ("capacity", json!({ "type": "object", "examples": [{ "email": 30 }] })),
        ]
    };
    let mut me = agent();
    me.extend([
        ("permissions", list(text("read"))),
        ("token", gives(vec![("id", id("tok")), ("name", text("La mia integrazione"))])),
        ("account", account()),
    ]);
    let mut invited = agent();
    invited.push(("invite_url", maybe(url("https://aiuto.fioca.example/invite/…"))));
    let mut changed = change();
    changed.push(("active", flag()));
    vec![
        ("Agent", gives(agent())),
        ("Me", gives(me)),
        ("Presence", takes(&["presence"], vec![("presence", word(PRESENCES))])),
        ("NewAgent", takes(&["name", "email", "role"], change())),
        ("Invited", gives(invited)),
        ("AgentChange", takes(&[], changed)),
        ("Team", gives(team())),
        ("NewTeam", takes(&["name"], vec![("name", long(80, "Assistenza")), ("members", list(id("agt")))])),
        ("Token", gives(token())),
        (
            "NewToken",
            takes(
                &["name", "role"],
                vec![
                    ("name", long(120, "La mia integrazione")),
                    ("role", word(&["integration", "agent", "supervisor", "admin"])),
                ],
            ),
        ),
        ("FreshToken", gives(token().into_iter().chain([("token", maybe(text("rsc_…")))]).collect())),
    ]
}

fn account() -> Value {
    gives(vec![
        ("name", text("Fioca")),
        ("language", word(&["it", "en"])),
        ("register", word(&["tu", "lei"])),
        ("timezone", text("Europe/Rome")),
    ])
}

fn team() -> Vec<Member> {
    vec![("id", id("tea")), ("name", text("Assistenza")), ("members", list(id("agt")))]
}

fn token() -> Vec<Member> {
    vec![
        ("id", id("tok")),
        ("name", text("La mia integrazione")),
        ("role", word(&["integration", "agent", "supervisor", "admin"])),
        ("created_at", moment(NOW)),
        ("last_used_at", maybe(moment(NOW))),
    ]
}

fn identity() -> Value {
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

fn new_identities() -> Value {
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
        ("trouble", maybe(text("550 5.1.1 no such user"))),
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

fn conversations() -> Vec<Member> {
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

fn new_promise() -> Value {
    takes(
        &["due_at"],
        vec![("due_at", moment(DUE)), ("text", maybe(long(500, "La richiamo con il nuovo codice.")))],
    )
}

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
        ("id", maybe(id("cus"))),
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

fn mail() -> Vec<Member> {
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
        (
            "NewMessage",
            takes(
                &["kind", "text"],
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
                ("raw_url", url("https://aiuto.fioca.example/api/v1/arrivals/arr_…/raw")),
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

fn settings() -> Vec<Member> {
    let hours = || {
        json!({
            "type": "object",
            "description": "When somebody is there; a key left out has its default.",
            "examples": [{
                "timezone": "Europe/Rome",
                "week": { "mon": [["09:00", "18:00"]], "tue": [["09:00", "13:00"], ["14:00", "18:00"]] },
                "holidays": "IT",
                "patron": "06-24",
                "exceptions": [{ "date": "2026-12-24", "intervals": [["09:00", "13:00"]] }],
            }],
        })
    };
    let targets = || {
        json!({
            "type": "object",
            "description": "Open minutes by tier until an answer is owed.",
            "examples": [{
                "first_reply_minutes": { "A": 60, "B": 120, "C": 240 },
                "next_reply_minutes": { "A": 60, "B": 120, "C": 240 },
                "resolution_minutes": null,
            }],
        })
    };
    let given = || {
        vec![
            ("name", long(120, "Assistenza")),
            ("address", maybe(long(254, "aiuto@fioca.example"))),
            ("language", word(&["it", "en"])),
            ("register", word(&["lei", "tu"])),
            ("hours", hours()),
            ("targets", targets()),
            ("team", maybe(id("tea"))),
        ]
    };
    let mut new = given();
    new.push(("kind", word(CHANNELS)));
    let mut change = given();
    change.push(("live", flag()));
    let mut inbox = given();
    inbox.extend([
        ("id", id("inb")),
        ("key", text("7f3k9m2q4r8s6t1w3x5z")),
        ("kind", word(CHANNELS)),
        ("live", flag()),
        ("form_url", maybe(url("https://aiuto.fioca.example/forms/…"))),
        (
            "health",
            gives(vec![
                ("state", word(&["good", "failing", "off"])),
                ("last_in_at", maybe(moment(NOW))),
                ("last_out_at", maybe(moment(NOW))),
                ("last_error", maybe(text("connection refused"))),
                ("last_error_at", maybe(moment(NOW))),
            ]),
        ),
    ]);
    let customer = vec![
        ("id", id("cus")),
        ("name", maybe(text("Ada Neri"))),
        ("tier", word(TIERS)),
        ("language", maybe(text("it"))),
        ("identities", list(identity())),
        (
            "preference",
            gives(vec![
                ("channel", maybe(word(CHANNELS))),
                ("scores", any_object()),
                ("reason", text("the first of their e-mail addresses that mail reaches")),
            ]),
        ),
        (
            "relationship",
            gives(vec![
                ("score", json!({ "oneOf": [{ "type": "number" }, { "type": "null" }], "examples": [null] })),
                ("reasons", list(text("writes every month"))),
            ]),
        ),
        ("attributes", json!({ "type": "object", "examples": [{ "shop_number": 4711 }] })),
        ("created_at", moment(NOW)),
    ];
    let customer_given = || {
        vec![
            ("name", maybe(long(200, "Ada Neri"))),
            ("tier", word(TIERS)),
            ("language", maybe(text("it"))),
            ("identities", new_identities()),
            ("attributes", json!({ "type": "object", "examples": [{ "shop_number": 4711 }] })),
        ]
    };
    vec![
        ("Inbox", gives(inbox)),
        ("NewInbox", takes(&["kind", "name"], new)),
        ("InboxChange", takes(&[], change)),
        ("Customer", gives(customer)),
        ("NewCustomer", takes(&[], customer_given())),
        ("CustomerChange", takes(&[], customer_given())),
        (
            "TimelineEntry",
            gives(vec![
                ("kind", word(&["message"])),
                ("at", moment(NOW)),
                ("conversation_id", id("cnv")),
                ("reference", text("R-4F7K2")),
                ("message", the("Message")),
            ]),
        ),
    ]
}

fn reports() -> Vec<Member> {
    let counts = || {
        vec![
            ("received", whole(12)),
            ("owed", whole(9)),
            ("answered", whole(7)),
            ("waiting", whole(2)),
            ("late", whole(0)),
            ("stuck", whole(0)),
            ("machines", whole(2)),
            ("spam", whole(1)),
            ("duplicates", whole(0)),
            ("unread", whole(0)),
        ]
    };
    let row = counts().into_iter().chain([("channel", word(CHANNELS)), ("day", text("2026-11-19"))]);
    let actor =
        gives(vec![("kind", word(&["system", "agent", "customer", "integration"])), ("id", maybe(id("agt")))]);
    let fault = json!({
        "type": "object",
        "required": ["pointer", "detail"],
        "properties": {
            "pointer": text("/targets/first_reply_minutes/A"),
            "detail": text("must be whole minutes between 1 and 527040"),
            "in": word(&["query", "header"]),
        },
        "examples": [{ "pointer": "/text", "detail": "must not be empty" }],
    });
    vec![
        (
            "Ledger",
            gives(vec![
                ("from", text("2026-11-13")),
                ("to", text("2026-11-19")),
                ("timezone", text("Europe/Rome")),
                ("data", list(gives(row.collect()))),
                ("total", gives(counts())),
            ]),
        ),
        (
            "Event",
            gives(vec![
                ("seq", whole(42)),
                ("type", text("promise.made")),
                ("at", moment(NOW)),
                ("actor", actor),
                ("conversation_id", maybe(id("cnv"))),
                ("data", any_object()),
            ]),
        ),
        (
            "Problem",
            json!({
                "type": "object",
                "required": ["type", "title", "status", "detail"],
                "properties": {
                    "type": text("about:blank"),
                    "title": text("Unprocessable Entity"),
                    "status": whole(422),
                    "detail": text("Some fields were not accepted."),
                    "errors": list(fault),
                },
            }),
        ),
    ]
}
