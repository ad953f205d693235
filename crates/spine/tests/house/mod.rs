//! A small company without sockets: an inbox, two people, a clock in hand.

use std::sync::atomic::{AtomicUsize, Ordering};

use db::{Actor, Db, Query, Scope, Value, args};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kernel::address::Address;
use kernel::calendar::Hours;
use kernel::clock::Clock;
use kernel::language::{Language, Register};
use spine::Error;
use spine::conversation::{self, Author, Conversation};
use spine::inbox::{self, Channel, Targets};
use spine::intake::{self, Accept, Arrival, Class, Forwarded, Inbound, Report};
use spine::outbox::{self, Envelope, Outgoing, Reply};
use spine::promise::{self, Promise};

pub const AGENT: i64 = 77;

db::queries! {
    "house";
    account {
        ADD_ACCOUNT = "insert into account (account_id, oid, name, language, register, created_at_ms, event_seq, settings)
                       values (?1, '1', 'Fioca', 'it', 'lei', 0, 0, '{\"public_url\":\"https://fioca.example\"}')";
        ADD_AGENT = "insert into agent (account_id, id, oid, name, email, role, language, presence, capacity, skills,
                       tier_rights, active, created_at_ms, password_hash)
                     values (?1, ?2, '1', 'Giulia Ferrante', 'giulia@shop.example', 'agent', 'it', 'online', '{}', '[]',
                       '[]', true, 0, '$argon2id$none')";
    }
}

pub struct House {
    pub db: Db,
    pub clock: Clock,
    inbox_id: i64,
}

/// A mail as the spine is handed it.
#[derive(Clone)]
pub struct Letter {
    pub sender: String,
    pub subject: String,
    pub content: String,
    pub header_id: Option<String>,
    pub answers: Vec<String>,
    pub reference: Option<String>,
    pub cc: Vec<String>,
    pub class: Class,
    pub bulk_unless_known: bool,
    pub reports: Vec<Report>,
    pub reported_ids: Vec<String>,
    pub forwarded_from: Option<String>,
    /// Its domain denies it.
    pub forged: bool,
}

impl Letter {
    pub fn from(sender: &str, subject: &str) -> Self {
        static TURN: AtomicUsize = AtomicUsize::new(1);
        let turn = match subject {
            "Dov'è il mio pacco?" | "Prima" | "Ditemi" => 1,
            _ => TURN.fetch_add(1, Ordering::SeqCst) + 1,
        };
        let (local, domain) = sender.split_once('@').unwrap();
        Self {
            sender: sender.to_owned(),
            subject: subject.to_owned(),
            content: format!("{sender} {subject}"),
            header_id: Some(format!("{local}-{turn}@{domain}")),
            answers: Vec::new(),
            reference: None,
            cc: Vec::new(),
            class: Class::Person,
            bulk_unless_known: false,
            reports: Vec::new(),
            reported_ids: Vec::new(),
            forwarded_from: None,
            forged: false,
        }
    }

    pub fn answer(sender: &str, subject: &str, to: &str) -> Self {
        Self { answers: vec![to.to_owned()], ..Self::from(sender, subject) }
    }

    fn inbound(&self) -> Inbound {
        Inbound {
            from: Some(Address::new(self.sender.clone())),
            reply_to: None,
            to: vec![Address::new("aiuto@shop.example")],
            cc: self.cc.iter().map(Address::new).collect(),
            subject: self.subject.clone(),
            text: self.content.clone(),
            html: None,
            reply_text: self.content.clone(),
            quoted_text: None,
            forwarded: self.forwarded_from.as_ref().map(|from| Forwarded {
                from: Some(Address::new(from)),
                to: Vec::new(),
                cc: Vec::new(),
                subject: Some("Lampada rotta".into()),
                text: "La lampada è rotta.".into(),
            }),
            language: None,
            header_id: self.header_id.clone(),
            answers: self.answers.clone(),
            reference: self.reference.clone(),
            tag: None,
            content_sha256: self.content.clone(),
            files: Vec::new(),
            class: self.class,
            class_reason: "test".into(),
            bulk_unless_known: self.bulk_unless_known,
            reports: self.reports.clone(),
            reported_ids: self.reported_ids.clone(),
            reported_reference: None,
            delivered: false,
            list: false,
            spam: None,
            authentication: None,
            forged: self.forged,
            oddities: "[]".into(),
            visitor: None,
            probe: None,
        }
    }
}

pub fn minutes(minutes: i64) -> i64 {
    minutes * 60_000
}

/// A moment on the wall clock of Rome.
pub fn at(written: &str) -> i64 {
    let rome = TimeZone::get("Europe/Rome").unwrap();
    written.parse::<DateTime>().unwrap().to_zoned(rome).unwrap().timestamp().as_millisecond()
}

pub fn reply(text: &str) -> Reply {
    Reply {
        author: Author::Agent { id: AGENT, name: "Giulia Ferrante".into() },
        text: text.to_owned(),
        html: None,
        to: Vec::new(),
        cc: Vec::new(),
        bcc: Vec::new(),
        attachments: Vec::new(),
        hold_ms: 0,
    }
}

/// Runs a story on SQLite, and on PostgreSQL when the test command started one. It begins on a Monday at ten.
pub fn on_both_engines(story: impl Fn(House)) {
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let turn = TURN.fetch_add(1, Ordering::SeqCst);
    let folder = std::env::temp_dir().join(format!("riscontro-spine-{}-{turn}", std::process::id()));
    story(House::open(None, &folder));
    if let Ok(cluster) = std::env::var("RISCONTRO_TEST_POSTGRES") {
        let name = format!("spine_{}_{turn}", std::process::id());
        let mut admin = postgres::Client::connect(&cluster, postgres::NoTls).unwrap();
        admin.batch_execute(&format!("create database {name}")).unwrap();
        let (base, _) = cluster.rsplit_once('/').unwrap();
        story(House::open(Some(&format!("{base}/{name}?sslmode=disable")), &folder));
        admin.batch_execute(&format!("drop database {name} with (force)")).unwrap();
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

impl House {
    fn open(url: Option<&str>, folder: &std::path::Path) -> Self {
        let clock = Clock::by_hand(at("2026-03-02T10:00"));
        let db = Db::open(url, folder, clock.clone()).unwrap();
        let inbox_id = db
            .write(1, |tx| {
                tx.execute(ADD_ACCOUNT, &[])?;
                tx.execute(ADD_AGENT, args![AGENT])?;
                let new = inbox::New {
                    channel: Channel::Email,
                    name: "Aiuto".into(),
                    address: Some("aiuto@shop.example".into()),
                    language: Language::It,
                    register: Register::Tu,
                    hours: Hours::default(),
                    targets: Targets::default(),
                    team_id: None,
                };
                Ok::<_, Error>(inbox::create(tx, new, Actor::System)?.id)
            })
            .unwrap();
        Self { db, clock, inbox_id }
    }

    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    pub fn read<R>(&self, look: impl FnOnce(&mut db::Tx<'_>) -> Result<R, Error>) -> R {
        self.db.read(1, look).unwrap()
    }

    pub fn try_write<R: Send + 'static>(
        &self,
        act: impl FnOnce(&mut db::Tx<'_>) -> Result<R, Error> + Send + 'static,
    ) -> Result<R, Error> {
        self.db.write(1, act)
    }

    pub fn accept(&self, letter: &Letter) -> i64 {
        let accept = Accept {
            channel: Channel::Email,
            inbox_id: self.inbox_id,
            sender: letter.sender.clone(),
            recipient: "aiuto@shop.example".into(),
            remote: "127.0.0.1".into(),
            helo: "example.it".into(),
            kept: self.db.keep(letter.content.as_bytes()).unwrap(),
        };
        self.try_write(move |tx| intake::accept(tx, accept)).unwrap()
    }

    pub fn receive(&self, arrival_id: i64, letter: &Letter) -> Arrival {
        let arrival = self.receive_only(arrival_id, letter);
        self.index();
        arrival
    }

    /// Makes searchable what came in.
    pub fn index(&self) {
        while conversation::index_queued(&self.db, 1).unwrap() {}
    }

    /// Receives a mail whose words nobody has written down yet.
    pub fn receive_only(&self, arrival_id: i64, letter: &Letter) -> Arrival {
        let inbound = letter.inbound();
        self.try_write(move |tx| {
            intake::claim(tx, arrival_id)?;
            intake::receive(tx, arrival_id, &inbound)
        })
        .unwrap();
        self.clock.advance(1);
        self.read(|tx| intake::find(tx, arrival_id))
    }

    pub fn mail(&self, letter: Letter) -> Arrival {
        let arrival_id = self.accept(&letter);
        self.receive(arrival_id, &letter)
    }

    pub fn take_up(&self, arrival: &Arrival) -> Arrival {
        let id = arrival.id;
        self.try_write(move |tx| intake::take_up(tx, id, Actor::Agent(AGENT))).unwrap();
        let letter =
            Letter { class: Class::Bulk, bulk_unless_known: true, ..Letter::from("news@example.it", "Sconti") };
        self.receive(id, &letter)
    }

    pub fn conversation(&self, arrival: &Arrival) -> Conversation {
        self.read(|tx| conversation::find(tx, arrival.conversation_id.unwrap()))
    }

    pub fn promises(&self, conversation: &Conversation) -> Vec<Promise> {
        self.read(|tx| promise::of_conversation(tx, conversation.id))
    }

    pub fn answer(&self, arrival: &Arrival, text: &str) -> Conversation {
        let (id, reply) = (arrival.conversation_id.unwrap(), reply(text));
        self.clock.advance(1);
        let conversation = self
            .try_write(move |tx| {
                let mut conversation = conversation::find(tx, id)?;
                outbox::reply(tx, &mut conversation, reply)?;
                conversation::find(tx, id)
            })
            .unwrap();
        self.clock.advance(1);
        conversation
    }

    pub fn close(&self, arrival: &Arrival) {
        let id = arrival.conversation_id.unwrap();
        self.try_write(move |tx| {
            let mut conversation = conversation::find(tx, id)?;
            promise::close(tx, &mut conversation, None, Actor::Agent(AGENT))
        })
        .unwrap();
    }

    pub fn due(&self) -> Vec<(i64, Vec<String>)> {
        let now_ms = self.now_ms();
        let due = self.db.read_everywhere(|tx| outbox::due(tx, now_ms, 100)).unwrap();
        due.into_iter().map(|(_, id, _)| (id, vec!["anna@example.it".to_owned()])).collect()
    }

    /// The next hop takes everything that is due.
    pub fn send_all(&self) -> Vec<(Outgoing, Envelope)> {
        self.due()
            .into_iter()
            .map(|(id, _)| {
                let outgoing = self.try_write(move |tx| outbox::claim(tx, id)).unwrap().unwrap();
                let envelope = outbox::compose(&self.db, 1, &outgoing).unwrap();
                self.try_write(move |tx| outbox::handed_over(tx, id, &[])).unwrap();
                self.clock.advance(1);
                (outgoing, envelope)
            })
            .collect()
    }

    /// The timers, once.
    pub fn tick(&self) {
        let now_ms = self.now_ms();
        let (warn, due, back) = self
            .db
            .read_everywhere(|tx| {
                Ok::<_, Error>((
                    promise::warnings_due(tx, now_ms, 100)?,
                    promise::due(tx, now_ms, 100)?,
                    conversation::to_return(tx, now_ms, 100)?,
                ))
            })
            .unwrap();
        for (_, id) in warn {
            self.try_write(move |tx| promise::warn(tx, id)).unwrap();
        }
        for (_, id) in due {
            self.try_write(move |tx| outbox::breach(tx, id)).unwrap();
        }
        for (_, id) in back {
            self.try_write(move |tx| promise::come_back(tx, id)).unwrap();
        }
    }

    /// Every parameter null: the only thing an engine may say no to is a column that must not be.
    pub fn run_with_nulls(&self, query: &'static Query) {
        let parameters = (1..100).rev().find(|n| query.sql.contains(&format!("?{n}"))).unwrap_or(0);
        let own = if query.scope == Scope::Account { parameters.max(1) - 1 } else { parameters };
        // A limit is a number on every engine; everything else is null.
        let first = parameters - own + 1;
        let nulls: Vec<Value> = (first..=parameters)
            .map(|n| if query.sql.contains(&format!("limit ?{n}")) { Value::Int(1) } else { Value::Null })
            .collect();
        let outcome = self.db.write(1, move |tx| {
            tx.list(*query, &nulls, |_| Ok(()))?;
            Err::<(), _>(db::Error::Unavailable("undo".into()))
        });
        match outcome {
            Err(db::Error::Unavailable(_) | db::Error::Refused { refusal: db::Refusal::NotNull, .. }) => {}
            other => panic!("{}: {other:?}", query.name),
        }
    }
}
