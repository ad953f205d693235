//! One page of the inbox with everything on it, for the tests of the pages: Fioca, Monday 2026-11-23, 10:22.

use jiff::tz::TimeZone;
use kernel::language::{Language, Register};
use words::Say;

use super::view::*;

/// 2026-11-23T10:22 in Rome.
pub const NOW_MS: i64 = 1_795_425_720_000;
const MINUTE_MS: i64 = 60_000;

pub fn reading(language: Language) -> Reading {
    let zone = TimeZone::get("Europe/Rome").unwrap_or(TimeZone::UTC);
    Reading { say: Say::new(language, Register::Tu), now_ms: NOW_MS, zone }
}

fn ticket(reference: &str, customer: &str, tier: &str, subject: &str, inbox: &str, debt: Debt) -> Ticket {
    Ticket {
        unread: false,
        reference: reference.to_owned(),
        customer: customer.to_owned(),
        tier: tier.to_owned(),
        subject: subject.to_owned(),
        channel: "email".to_owned(),
        inbox: inbox.to_owned(),
        assignee: None,
        debt,
        trouble: false,
    }
}

fn due(made_minutes_ago: i64, due_in_minutes: i64) -> Debt {
    Debt::Open {
        made_at_ms: NOW_MS - made_minutes_ago * MINUTE_MS,
        due_at_ms: NOW_MS + due_in_minutes * MINUTE_MS,
        missed_ms: None,
    }
}

fn message(name: &str, minutes_ago: i64, side: Side, author: &str, text: &str) -> Entry {
    Entry {
        id: format!("msg-{name}"),
        at_ms: NOW_MS - minutes_ago * MINUTE_MS,
        what: What::Message(Box::new(Said {
            name: format!("msg_{name}"),
            side,
            channel: "email".to_owned(),
            author: author.to_owned(),
            address: None,
            automatic: false,
            text: text.to_owned(),
            quoted: None,
            html: false,
            remote_images: false,
            to: Vec::new(),
            cc: Vec::new(),
            bcc: Vec::new(),
            files: Vec::new(),
            warning: None,
            authentication: Vec::new(),
            delivery: None,
            forwarded_from: None,
            language: None,
        })),
    }
}

fn edit(mut entry: Entry, change: impl FnOnce(&mut Said)) -> Entry {
    if let What::Message(said) = &mut entry.what {
        change(said);
    }
    entry
}

fn line(name: &str, minutes_ago: i64, parts: &[(&str, Emphasis)]) -> Entry {
    Entry {
        id: format!("evt-{name}"),
        at_ms: NOW_MS - minutes_ago * MINUTE_MS,
        what: What::Line(parts.iter().map(|(text, emphasis)| ((*text).to_owned(), *emphasis)).collect()),
    }
}

fn colleague(name: &str, presence: &str, is_me: bool) -> Colleague {
    let oid = name.to_lowercase().replace(' ', "-");
    Colleague { oid, name: name.to_owned(), presence: presence.to_owned(), is_me }
}

fn counts() -> Counts {
    let inbox = |oid: &str, name: &str, open| InboxCount {
        oid: oid.to_owned(),
        name: name.to_owned(),
        channel: "email".to_owned(),
        open,
    };
    Counts {
        mine: 9,
        mine_soon: 2,
        team: 27,
        risk: 3,
        late: 1,
        kept_today: 31,
        settled_today: 32,
        delivery: 1,
        waiting: 14,
        snoozed: 0,
        inboxes: vec![inbox("a", "Fioca, assistenza", 19), inbox("b", "Ordini", 8)],
        here: vec![
            colleague("Giulia Ferrante", "online", true),
            colleague("Tommaso Rinaldi", "busy", false),
            colleague("Nadia Bruni", "online", false),
            colleague("Elena Villa", "away", false),
        ],
        troubles: Vec::new(),
        saved: Vec::new(),
    }
}

fn tickets() -> Vec<Ticket> {
    let missed = Debt::Open {
        made_at_ms: NOW_MS - 4 * MINUTE_MS,
        due_at_ms: NOW_MS + 23 * MINUTE_MS,
        missed_ms: Some(NOW_MS - 4 * MINUTE_MS),
    };
    let mut bounced = ticket(
        "R-9K2MX",
        "Bruno Sartor",
        "C",
        "Fattura intestata alla mia partita IVA",
        "Ordini",
        due(160, 68),
    );
    bounced.trouble = true;
    let mut passed = ticket(
        "R-4F7K2",
        "Caterina Morandi",
        "A",
        "Le Piuma sfarfallano con il dimmer",
        "Fioca, assistenza",
        due(240, 18),
    );
    passed.assignee = Some("Giulia Ferrante".to_owned());
    vec![
        ticket(
            "R-7H3PQ",
            "Ivo Petrucci",
            "B",
            "Reso: paralume arrivato con una crepa",
            "Fioca, assistenza",
            missed,
        ),
        passed,
        ticket("R-2B8TV", "Studio Vallesi", "A", "Preventivo per 40 Asola da esterno", "Ordini", due(90, 24)),
        ticket(
            "R-5N1CD",
            "Dario Anselmi",
            "C",
            "Vorrei essere richiamato sul cambio indirizzo",
            "Fioca, assistenza",
            due(120, 38),
        ),
        bounced,
        ticket("R-8W4ZE", "Hotel Corte Alba", "A", "Ricambi per 6 lampade del 2019", "Ordini", due(60, 248)),
        ticket(
            "R-3J6RF",
            "Nora Battaglia",
            "C",
            "Consegna al piano: è compresa?",
            "Fioca, assistenza",
            due(30, 1_500),
        ),
        ticket(
            "R-6Y9SG",
            "Renato Lai",
            "C",
            "Dove si trova il pacco F-20377?",
            "Ordini",
            Debt::Kept { due_at_ms: NOW_MS - 7 * MINUTE_MS, kept_at_ms: NOW_MS - 13 * MINUTE_MS },
        ),
    ]
}

fn entries() -> Vec<Entry> {
    use Emphasis::{Bold, Plain, Word};
    let photo = File {
        name: "att_1".to_owned(),
        title: "dimmer.jpg".to_owned(),
        content_type: "image/jpeg".to_owned(),
        size_bytes: 1_200_000,
        inline: false,
    };
    let paper = File {
        name: "att_2".to_owned(),
        title: "Scheda tecnica Piuma, edizione 2026 con appendice.pdf".to_owned(),
        content_type: "application/pdf".to_owned(),
        size_bytes: 482_000,
        inline: false,
    };
    vec![
        edit(
            message(
                "1",
                2_000,
                Side::Customer,
                "Caterina",
                "Buonasera, ho montato le due Piuma che ho preso da voi a ottobre. Sono bellissime, ma quando abbasso il dimmer sotto metà cominciano a sfarfallare.\n\nÈ un difetto o sbaglio qualcosa io?",
            ),
            |said| {
                said.address = Some("caterina.morandi@posta.example".to_owned());
                said.to = vec!["aiuto@fioca.example".to_owned()];
                said.authentication =
                    vec![("spf".to_owned(), "pass".to_owned()), ("dmarc".to_owned(), "pass".to_owned())];
                said.html = true;
                said.remote_images = true;
            },
        ),
        line("1", 2_000, &[("Promessa inviata: ", Plain), ("lunedì, entro le 10:40", Word)]),
        edit(
            message(
                "2",
                62,
                Side::Note,
                "Tommaso",
                "Per me è un dimmer a taglio di fase iniziale. Le Piuma vogliono il finale. Aspettiamo la foto.",
            ),
            |_| {},
        ),
        edit(
            message(
                "3",
                61,
                Side::Ours,
                "Tommaso",
                "Caterina, ci mandi una foto del dimmer?\nTi risponde Giulia entro le 10:40.",
            ),
            |said| {
                said.to = vec!["caterina.morandi@posta.example".to_owned()];
                said.delivery = Some(Delivery::Sent { at_ms: Some(NOW_MS - 61 * MINUTE_MS) });
            },
        ),
        line("2", 61, &[("Assegnata a ", Plain), ("Giulia Ferrante", Bold)]),
        edit(
            message(
                "4",
                17,
                Side::Customer,
                "Caterina",
                "Ecco il dimmer. Se devo cambiarlo ditemi voi quale, così lo prendo insieme al resto.",
            ),
            |said| {
                said.quoted =
                    Some("Il 23 novembre Tommaso ha scritto:\n> ci mandi una foto del dimmer?".to_owned());
                said.files = vec![photo, paper];
                said.warning = Some(Warning::Stranger);
                said.address = Some("c.morandi@ufficio.example".to_owned());
            },
        ),
        edit(message("5", 3, Side::Ours, "Giulia", "Sto guardando, ti scrivo tra qualche minuto."), |said| {
            said.delivery = Some(Delivery::Failed { error: Some("550 5.1.1 casella inesistente".to_owned()) });
        }),
    ]
}

/// The whole page, the conversation open.
pub fn inbox() -> Inbox {
    Inbox {
        place: Place::of(View::Mine).with_open("R-4F7K2"),
        counts: counts(),
        queue: Queue {
            total: Some(9),
            tickets: tickets(),
            more: Some("x".to_owned()),
            next_due_ms: None,
            first: None,
            inbox: None,
            people: Vec::new(),
            teams: Vec::new(),
        },
        thread: Some((thread(), person())),
    }
}

pub fn thread() -> Thread {
    Thread {
        name: "cnv_01k".to_owned(),
        reference: "R-4F7K2".to_owned(),
        subject: "Le Piuma sfarfallano con il dimmer".to_owned(),
        status: Status::Open,
        channel: "email".to_owned(),
        inbox: "Fioca, assistenza".to_owned(),
        assignee: Some(colleague("Giulia Ferrante", "online", true)),
        team: Some("Assistenza".to_owned()),
        pledge: Pledge {
            debt: due(240, 18),
            promise: Some("prm_1".to_owned()),
            kind: "first_reply".to_owned(),
            text: None,
            told_at_ms: Some(NOW_MS - 2_000 * MINUTE_MS),
            not_told: None,
            moved_from_ms: None,
            movable: true,
        },
        tags: vec!["dimmer".to_owned()],
        beside: super::together::Beside::default(),
        asked: crate::console::tasks::Beside::default(),
        complaint: crate::console::complaints::Beside::default(),
        side: crate::console::calls::Side::default(),
        linked: Some(("R-1A2B3".to_owned(), "Ordine F-20418".to_owned())),
        trouble: Some(Trouble {
            reason: "550 5.1.1 casella inesistente".to_owned(),
            address: Some("c.morandi@ufficio.example".to_owned()),
            hard: true,
        }),
        entries: entries(),
        cut: false,
        composer: Composer {
            customer: "Caterina".to_owned(),
            channel: "email".to_owned(),
            because: Some("Ha scritto da qui".to_owned()),
            to: "caterina.morandi@posta.example".to_owned(),
            cc: "studio@architetti.example".to_owned(),
            bcc: String::new(),
            others: vec!["studio@architetti.example".to_owned()],
            reply: Draft {
                text: "Ciao Caterina, grazie della foto: le lampade non hanno difetti.".to_owned(),
                saved_at_ms: Some(NOW_MS),
                ..Draft::default()
            },
            note: Draft::default(),
            note_first: false,
            closed_door: None,
            problem: None,
            writing: Writing::default(),
        },
        leaving: Some(Leaving { message: "msg_5".to_owned(), leaves_at_ms: NOW_MS + 8_000 }),
        track_url: "https://aiuto.fioca.example/r/x".to_owned(),
    }
}

pub fn person() -> Person {
    Person {
        name: Some("Caterina Morandi".to_owned()),
        tier: "A".to_owned(),
        since_ms: NOW_MS - 420 * 24 * 60 * MINUTE_MS,
        identities: vec![
            Identity {
                kind: "email".to_owned(),
                value: "caterina.morandi@posta.example".to_owned(),
                proof: "verified".to_owned(),
                unreachable: None,
            },
            Identity {
                kind: "email".to_owned(),
                value: "c.morandi@ufficio.example".to_owned(),
                proof: "claimed".to_owned(),
                unreachable: Some((Permanence::ForGood, "550 5.1.1 casella inesistente".to_owned())),
            },
        ],
        kept: 6,
        broken: 1,
        owed: vec![Owed {
            kind: "first_reply".to_owned(),
            text: None,
            made_at_ms: NOW_MS - 240 * MINUTE_MS,
            due_at_ms: NOW_MS + 18 * MINUTE_MS,
            reference: "R-4F7K2".to_owned(),
        }],
        others: vec![Other {
            reference: "R-1A2B3".to_owned(),
            subject: "Ordine F-20418".to_owned(),
            status: Status::Closed,
            at_ms: NOW_MS - 40 * 24 * 60 * MINUTE_MS,
        }],
        language: Some("it".to_owned()),
    }
}

/// One of each dialog.
pub fn askings() -> Vec<Asking> {
    let choice = |minutes| Choice { value: format!("c{minutes}"), at_ms: NOW_MS + minutes * MINUTE_MS };
    vec![
        Asking::Move(Moving {
            promise: "prm_1".to_owned(),
            due_at_ms: NOW_MS + 18 * MINUTE_MS,
            choices: vec![choice(53), choice(98), choice(248)],
            chosen: None,
            reason: "aspettiamo il corriere".to_owned(),
            earliest: "2026-11-23T10:23".to_owned(),
            preview: Some(Preview {
                word: "Ti rispondiamo oggi, entro le 11:15.".to_owned(),
                text: "Non ce la facciamo per le 10:40.".to_owned(),
                frame: "/console/conversation/R-4F7K2/move/letter?choice=1&reason=x".to_owned(),
            }),
            problem: None,
        }),
        Asking::Assign {
            colleagues: counts().here,
            teams: vec![("t".to_owned(), "Spedizioni".to_owned())],
            problem: None,
        },
        Asking::Snooze {
            choices: vec![("composer-later-today", choice(60)), ("composer-tomorrow", choice(1_500))],
            earliest: "2026-11-23T10:00".to_owned(),
            problem: None,
        },
        Asking::Close { owed: Some(NOW_MS + 18 * MINUTE_MS), problem: Some("Manca il motivo.".to_owned()) },
        Asking::Tags { tags: vec!["dimmer".to_owned()], known: vec!["resi".to_owned()], problem: None },
    ]
}
