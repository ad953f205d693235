//! People, settings, customers and numbers.

use serde_json::{Value, json};

use super::matters::{identity, new_identities};
use super::{
    CHANNELS, Member, NOW, PRESENCES, ROLES, TIERS, any_object, flag, gives, id, id_of, list, long, maybe,
    moment, takes, text, the, url, whole, word,
};

pub(super) fn people() -> Vec<Member> {
    // `held` stands there when it is not the first place.
    let skill = || {
        let mut skill = gives(vec![("skill", text("fatture")), ("level", whole(3))]);
        skill["properties"]["held"] = word(&["second", "trained"]);
        skill
    };
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
            ("languages", list(text("it"))),
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
            (
                "skills",
                list(takes(
                    &["skill"],
                    vec![
                        ("skill", long(60, "fatture")),
                        ("level", json!({ "type": "integer", "minimum": 1, "maximum": 5, "examples": [3] })),
                        ("held", word(&["first", "second", "trained"])),
                    ],
                )),
            ),
            ("languages", list(long(3, "it"))),
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
        ("TeamChange", takes(&[], vec![("name", long(80, "Assistenza")), ("members", list(id("agt")))])),
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

/// What can be wrong with an inbox.
const TROUBLES: &[&str] = &["silence", "probe", "reading", "sending", "unattended"];

pub(super) fn settings() -> Vec<Member> {
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
            ("members", list(id("agt"))),
        ]
    };
    let mut new = given();
    new.push(("kind", word(CHANNELS)));
    let mut change = given();
    change.push(("live", flag()));
    change.push(("acknowledges", flag()));
    change.push(("promises_by", word(&["policy", "shadow", "model"])));
    let offer = gives(vec![
        ("kind", word(&["wait", "callback", "next_opening"])),
        ("from", moment(NOW)),
        ("to", moment(NOW)),
    ]);
    let mut inbox = given();
    inbox.extend([
        ("id", id("inb")),
        ("key", text("7f3k9m2q4r8s6t1w3x5z")),
        ("kind", word(CHANNELS)),
        ("live", flag()),
        ("door", flag()),
        ("acknowledges", flag()),
        ("promises_by", word(&["policy", "shadow", "model"])),
        (
            "estimate",
            maybe(gives(vec![
                ("made_at", moment(NOW)),
                ("minutes", gives(vec![("A", whole(35)), ("B", whole(50)), ("C", whole(95))])),
                ("ready", gives(vec![("A", flag()), ("B", flag()), ("C", flag())])),
                (
                    "offers",
                    gives(vec![("A", maybe(offer.clone())), ("B", maybe(offer.clone())), ("C", maybe(offer))]),
                ),
            ])),
        ),
        ("form_url", maybe(url("https://aiuto.fioca.example/forms/…"))),
        (
            "health",
            gives(vec![
                ("state", word(&["good", "failing", "off"])),
                ("last_in_at", maybe(moment(NOW))),
                ("last_out_at", maybe(moment(NOW))),
                ("last_error", maybe(text("connection refused"))),
                ("last_error_at", maybe(moment(NOW))),
                ("waiting", whole(0)),
                ("queued", whole(0)),
                ("attended", flag()),
                ("troubles", list(word(TROUBLES))),
            ]),
        ),
    ]);
    let incident = vec![
        ("id", id("inc")),
        ("inbox_id", id("inb")),
        ("kind", word(TROUBLES)),
        ("detail", text("connection refused")),
        ("opened_at", moment(NOW)),
        ("closed_at", maybe(moment(NOW))),
    ];
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
        ("Incident", gives(incident)),
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

pub(super) fn reports() -> Vec<Member> {
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
    let actor = gives(vec![
        ("kind", word(&["system", "agent", "customer", "integration"])),
        ("id", maybe(id_of(&["agt", "cus", "tok"]))),
    ]);
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
                    "title": text("Unprocessable Content"),
                    "status": whole(422),
                    "detail": text("Some fields were not accepted."),
                    "errors": list(fault),
                },
            }),
        ),
    ]
}
