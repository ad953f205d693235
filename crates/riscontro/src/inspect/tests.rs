//! A store that lived a little holds together; broken anywhere by SQL behind our back, the inspection says so.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use db::{Actor, Db, Tx};
use kernel::calendar::Hours;
use kernel::clock::Clock;
use kernel::language::{Language, Register};
use office::account::{self, NewPerson, Role};
use office::shift;
use spine::conversation::{self, Author, Conversation};
use spine::inbox::{self, Channel, Targets};
use spine::intake::{self, Accept, Arrival};
use spine::outbox::{self, Reply};
use spine::scheduled::{self, Later};
use spine::task::{self, Ask, ContactKind, NewContact, Outcome, Whom};
use spine::{Error, promise, routing, skill};

use super::{Remembered, metrics, survey, verify};
use crate::{node, switchboard};

/// Monday 2 March 2026, 10:00 in Rome.
const MONDAY_MS: i64 = 1_772_442_000_000;
const HOUR_MS: i64 = 3_600_000;

struct Shop {
    db: Db,
    clock: Clock,
    inbox_id: i64,
}

impl Shop {
    fn open(url: Option<&str>, folder: &Path) -> Self {
        let clock = Clock::by_hand(MONDAY_MS);
        let db = Db::open(url, folder, clock.clone()).unwrap();
        node::found_account(&db).unwrap();
        let new = inbox::New {
            channel: Channel::Email,
            name: "Aiuto".into(),
            address: Some("aiuto@fioca.example".into()),
            language: Language::It,
            register: Register::Tu,
            hours: Hours::default(),
            targets: Targets::default(),
            team_id: None,
        };
        let inbox_id = db.write(1, move |tx| inbox::create(tx, new, Actor::System)).unwrap().id;
        Self { db, clock, inbox_id }
    }

    fn write<R: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Tx<'_>) -> Result<R, Error> + Send + 'static,
    ) -> R {
        self.clock.advance(1);
        self.db.write(1, act).unwrap()
    }

    fn accept(&self, raw: &str) -> i64 {
        let accept = Accept {
            channel: Channel::Email,
            inbox_id: self.inbox_id,
            sender: "anna@example.it".into(),
            recipient: "aiuto@fioca.example".into(),
            remote: "127.0.0.1".into(),
            helo: "example.it".into(),
            kept: self.db.keep(raw.as_bytes()).unwrap(),
        };
        self.write(move |tx| intake::accept(tx, accept))
    }

    fn mail(&self, raw: &str) -> Arrival {
        let id = self.accept(raw);
        let arrival = self.write(move |tx| intake::claim(tx, id)).unwrap();
        let inbound = switchboard::read(&self.db, &arrival, raw.as_bytes(), None, None).unwrap();
        self.write(move |tx| {
            intake::receive(tx, id, &inbound)?;
            intake::find(tx, id)
        })
    }

    fn send_all(&self) {
        let now_ms = self.clock.now_ms();
        for (_, id, _) in self.db.read_everywhere(|tx| outbox::due(tx, now_ms, 100)).unwrap() {
            self.write(move |tx| {
                outbox::claim(tx, id)?;
                outbox::handed_over(tx, id, &[])
            });
        }
    }

    fn change<R: Send + 'static>(
        &self,
        arrival: &Arrival,
        act: impl FnOnce(&mut Tx<'_>, &mut Conversation) -> Result<R, Error> + Send + 'static,
    ) -> R {
        let id = arrival.conversation_id.unwrap();
        self.write(move |tx| {
            let mut conversation = conversation::find(tx, id)?;
            act(tx, &mut conversation)
        })
    }

    fn answer(&self, arrival: &Arrival) {
        let reply = Reply {
            author: Author::Agent { id: 77, name: "Giulia Ferrante".into() },
            text: "Ecco.".into(),
            html: None,
            to: Vec::new(),
            cc: Vec::new(),
            bcc: Vec::new(),
            attachments: Vec::new(),
            hold_ms: 0,
        };
        self.change(arrival, |tx, conversation| outbox::reply(tx, conversation, reply));
    }

    /// A task that was declined, one that is open, and an answer with a file that leaves later.
    fn ask(&self, arrival: &Arrival) {
        let new = NewPerson {
            name: "Giulia Ferrante",
            email: "giulia@fioca.example",
            role: Role::Agent,
            language: Language::It,
            password_hash: None,
        };
        let giulia = self.db.write(1, move |tx| account::add_person(tx, Actor::System, &new)).unwrap();
        let kept = self.db.keep(b"domani").unwrap();
        let due_at_ms = self.clock.now_ms() + HOUR_MS;
        self.change(arrival, move |tx, conversation| {
            let new = NewContact {
                kind: ContactKind::Supplier,
                name: "Vetreria".into(),
                email: "vetri@fornitore.example".into(),
                language: Language::It,
                note: None,
            };
            let contact = task::add_contact(tx, new, Actor::System)?;
            let ask = |title: &str| Ask {
                whom: Whom::Contact(contact.id),
                title: title.into(),
                text: String::new(),
                due_at_ms,
                later_than_promise: true,
                files: Vec::new(),
            };
            let declined = task::ask(tx, conversation, ask("Quando?"), Actor::Agent(giulia))?;
            let author = Author::Other { name: Some("Vetreria".into()), address: None };
            task::settle(tx, &declined, Outcome::Declined, "Non è nostro.", author, "page")?;
            task::ask(tx, conversation, ask("Quanto?"), Actor::Agent(giulia))?;
            let file = conversation::Attachment::named("orari.txt", "text/plain", None, false);
            let file = conversation::upload(tx, file, kept)?;
            let later = Later { text: "Ecco.".into(), attachments: vec![file.oid], ..Later::default() };
            scheduled::schedule(tx, conversation, giulia, &later, due_at_ms)
        });
    }

    /// A shift that was published and one that is planned, a request refused and one that waits, a swap that waits.
    fn plan(&self) {
        let new = NewPerson {
            name: "Nora Riva",
            email: "nora.riva@fioca.example",
            role: Role::Agent,
            language: Language::It,
            password_hash: None,
        };
        let nora = self.db.write(1, move |tx| account::add_person(tx, Actor::System, &new)).unwrap();
        self.write(move |tx| {
            let giulia = spine::agent::by_email(tx, "giulia@fioca.example")?.unwrap().id;
            let day = shift::plus_days(shift::today(tx)?, 8);
            let one = |agent_id| shift::NewShift {
                agent_id,
                day,
                start: 540,
                end: 900,
                activities: Vec::new(),
                pattern_id: None,
            };
            let given = shift::make_shift(tx, &one(giulia), Actor::System)?;
            shift::publish(tx, day, Actor::System)?;
            shift::make_shift(tx, &one(nora), Actor::System)?;
            shift::ask_swap(tx, giulia, given.id, nora, None, Actor::Agent(giulia))?;
            let leave = shift::NewRequest {
                agent_id: nora,
                asking: shift::Asking::Leave,
                first: day,
                last: day,
                hours: None,
                reason: "trasloco".into(),
            };
            let request = shift::ask(tx, &leave, Actor::Agent(nora))?;
            shift::decide_request(tx, &request, shift::Decision::Refuse, Some("No."), Actor::System)?;
            shift::ask(tx, &leave, Actor::Agent(nora)).map(drop)
        });
    }

    /// A skill somebody has, a rule that leads to it and a conversation that needs it.
    fn train(&self, of: &Arrival) {
        self.write(|tx| {
            skill::take_over(tx)?;
            let skill = skill::add(tx, "resi", Actor::System)?;
            let rule = skill::NewRule {
                words: vec!["reso".to_owned()],
                topics: Vec::new(),
                inbox_id: None,
                skill_id: skill.id,
                level: 2,
                active: true,
            };
            skill::make_rule(tx, &rule, Actor::System)?;
            let giulia = spine::agent::by_email(tx, "giulia@fioca.example")?.unwrap().id;
            let held = skill::Holding { skill: "resi".to_owned(), level: 3, held: skill::Held::First };
            skill::set_held(tx, giulia, &[held], Actor::System).map(drop)
        });
        self.change(of, |tx, conversation| {
            routing::set_by_hand(tx, conversation, &["resi".to_owned()], Some(2), Actor::Agent(77))
        });
    }

    /// One of everything: answered, moved, snoozed, closed, broken, machine, twice the same, and one nobody read yet.
    fn live(&self) {
        let answered = self.mail(&letter("anna@example.it", "Dov'è il mio pacco?", ""));
        self.mail(&letter("anna@example.it", "Dov'è il mio pacco?", ""));
        let moved = self.mail(&letter("ivo@example.it", "Fattura", &file(300_000)));
        self.mail(&letter("noreply@example.it", "Fuori ufficio", "Auto-Submitted: auto-replied\r\n"));
        let closed = self.mail(&letter("rosa@example.it", "Niente", &file(20)));
        let snoozed = self.mail(&letter("dario@example.it", "Domani", ""));
        self.mail(&letter("lucia@example.it", "Mai", ""));
        self.send_all();
        self.answer(&answered);
        self.send_all();
        let later_ms = MONDAY_MS + 26 * HOUR_MS;
        self.change(&moved, move |tx, conversation| {
            let old = promise::open_of(tx, conversation.id)?.remove(0);
            let next = promise::move_to(tx, conversation, &old, later_ms, "aspettiamo il corriere", 77)?;
            outbox::tell_moved(tx, conversation, &old, &next, "aspettiamo il corriere")
        });
        self.answer(&closed);
        self.ask(&moved);
        self.plan();
        self.train(&moved);
        self.send_all();
        self.change(&closed, |tx, conversation| promise::close(tx, conversation, None, Actor::Agent(77)));
        self.clock.advance(5 * HOUR_MS);
        let now_ms = self.clock.now_ms();
        for (_, id) in self.db.read_everywhere(|tx| promise::due(tx, now_ms, 100)).unwrap() {
            self.write(move |tx| outbox::breach(tx, id));
        }
        while spine::conversation::index_queued(&self.db, 1).unwrap() {}
        self.change(&snoozed, move |tx, conversation| {
            conversation::snooze(tx, conversation, later_ms, Actor::Agent(77))
        });
        self.accept(&letter("nora@example.it", "Appena arrivata", ""));
    }
}

fn letter(from: &str, subject: &str, more: &str) -> String {
    let id = format!("{}.{}", subject.len(), from);
    let (head, body) = match more.strip_prefix("--") {
        None => (more.to_owned(), "Buongiorno.\r\n".to_owned()),
        Some(_) => {
            ("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n".to_owned(), more.to_owned())
        }
    };
    format!(
        "From: {from}\r\nTo: aiuto@fioca.example\r\nSubject: {subject}\r\nMessage-ID: <{id}>\r\n{head}\r\n{body}"
    )
}

/// A body of one word and one file of that many bytes.
fn file(bytes: usize) -> String {
    let lines: Vec<String> = (0..bytes / 54).map(|line| format!("{line:072}")).collect();
    format!(
        "--b\r\n\r\nEcco\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\
         Content-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n\
         QUJDRA==\r\n{}\r\n--b--\r\n",
        lines.join("\r\n")
    )
}

fn folder(name: &str) -> PathBuf {
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let turn = TURN.fetch_add(1, Ordering::SeqCst);
    std::env::temp_dir().join(format!("riscontro-inspect-{}-{name}-{turn}", std::process::id()))
}

/// Runs a story on SQLite, and on PostgreSQL when the test command started one; it gets a way to run SQL of its own.
fn on_both_engines(story: impl Fn(&Shop, &mut dyn FnMut(&str))) {
    let folder = folder("both");
    let shop = Shop::open(None, &folder);
    let connection = rusqlite::Connection::open(folder.join("riscontro.db")).unwrap();
    story(&shop, &mut |sql| connection.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}")));
    if let Ok(cluster) = std::env::var("RISCONTRO_TEST_POSTGRES") {
        let name = folder.file_name().unwrap().to_string_lossy().replace('-', "_");
        let mut admin = postgres::Client::connect(&cluster, postgres::NoTls).unwrap();
        admin.batch_execute(&format!("create database {name}")).unwrap();
        let (base, _) = cluster.rsplit_once('/').unwrap();
        let url = format!("{base}/{name}?sslmode=disable");
        let mut connection = postgres::Client::connect(&format!("{base}/{name}"), postgres::NoTls).unwrap();
        story(&Shop::open(Some(&url), &folder), &mut |sql| {
            connection.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        });
        drop(connection);
        admin.batch_execute(&format!("drop database {name} with (force)")).unwrap();
    }
    fs::remove_dir_all(&folder).unwrap();
}

fn said(db: &Db) -> Vec<String> {
    verify(db).unwrap().iter().map(ToString::to_string).collect()
}

/// What is broken by whom, and the end of each line that must be said of it.
const BROKEN: &[(&str, &[&str])] = &[
    (
        "insert into forecast_cursor (account_id, seq, next_at_ms, night, handling)
         select account_id, event_seq, 0, null, '[]' from account",
        &["is counted wrongly"],
    ),
    (
        "update skill set name = 'altro', folded = 'altro'",
        &["they have the skill \"resi\", which does not exist", "it asks for the skill \"resi\", which does not exist"],
    ),
    ("update skill_rule set skill_id = 1", &["it leads to a skill that does not exist"]),
    ("update skill_rule set level = 9", &["it asks for level 9"]),
    ("update routing_need set level = 0", &["it asks for level 0"]),
    ("update arrival set verdict = 'lost' where verdict = 'waiting'", &["its verdict \"lost\" is none"]),
    (
        "update arrival set conversation_id = null, message_id = null where id = OWED",
        &["an answer is owed and no conversation named", "an answer is owed and no message named"],
    ),
    (
        "update arrival set conversation_id = 1 where id = OWED",
        &["it names conversation 1, which does not exist", "is of another conversation",
          "an answer is owed and nothing was ever promised in conversation 1"],
    ),
    ("update arrival set message_id = 1 where id = OWED", &["it names message 1, which does not exist"]),
    (
        "update arrival set conversation_id = null, reason = null where verdict = 'duplicate'",
        &["it is a duplicate of nothing, and nothing says why"],
    ),
    (
        "update arrival set reason = ' ' where verdict = 'no_answer_owed'",
        &["its verdict is no_answer_owed and nothing says why"],
    ),
    (
        "update arrival set settled_at_ms = null where verdict = 'duplicate'",
        &["its verdict is duplicate and nothing says since when"],
    ),
    (
        "update promise set state = 'void', settled_at_ms = 1 where state = 'open' and conversation_id = OPEN;
         update conversation set next_due_at_ms = null where id = OPEN",
        &["it is open and nothing is promised", "it is listed as urgent at "],
    ),
    (
        "update conversation set next_due_at_ms = 5 where id = OPEN",
        &["its next due moment is 5 and its earliest open promise "],
    ),
    (
        "update conversation set returns_at_ms = null where status = 'snoozed'",
        &["it is snoozed and never comes back"],
    ),
    (
        "update conversation set returns_at_ms = null where status = 'waiting'",
        &["it is waiting and never comes back"],
    ),
    (
        "update conversation set closed_at_ms = null where status = 'closed'",
        &["it is closed and nothing says since when"],
    ),
    (
        "update conversation set status = 'gone' where status = 'closed'",
        &["its status \"gone\" is none", "count 1 too many under closed", "count 1 too few under gone"],
    ),
    (
        "update tally set figure = figure + 1 where kind = 'assignee' and subject = 0",
        &["account 1: its queues count 1 too many under assignee"],
    ),
    ("update conversation set message_count = 9 where id = OPEN", &["it counts 9 messages and has 1"]),
    ("update conversation set customer_id = 1 where id = OPEN", &["its customer does not exist"]),
    (
        "drop view report_promise; create table other as select * from conversation; drop table conversation;
         alter table other rename to conversation;
         update conversation set reference = 'R-00000' where status in ('closed', 'snoozed')",
        &["2 conversations have its code", "2 conversations have its code"],
    ),
    ("update message set direction = 'up' where arrival_id = OWED", &["its direction \"up\" is none"]),
    (
        "update message set conversation_id = 1 where arrival_id = OWED",
        &["is of another conversation", "it counts 2 messages and has 1", "its conversation does not exist",
          "its words are kept with conversation "],
    ),
    (
        "delete from outbox where id = ANSWER",
        &["it leaves by mail and the outbox has it 0 times"],
    ),
    (
        "create table twice as select * from outbox where id = ANSWER; update twice set id = 5, oid = '5';
         insert into outbox select * from twice; drop table twice",
        &["it leaves by mail and the outbox has it 2 times"],
    ),
    (
        "update outbox set message_id = null where id = ANSWER",
        &["it leaves by mail and the outbox has it 0 times", "it is an answer without its message"],
    ),
    (
        "update outbox set message_id = 1 where id = ANSWER",
        &["it leaves by mail and the outbox has it 0 times", "it names message 1, which does not exist"],
    ),
    ("update outbox set header_id = 'a@b' where id = ANSWER", &["its Message-ID is not that of its message"]),
    (
        "update outbox set conversation_id = 1 where id = ANSWER",
        &["its conversation does not exist", "is of another conversation"],
    ),
    (
        "update outbox set sent_at_ms = null where id = ANSWER",
        &["it is sent and nothing says since when"],
    ),
    ("update outbox set state = 'lost' where id = ANSWER", &["its state \"lost\" is none"]),
    ("update outbox set kind = 'joke' where id = ANSWER", &["its kind \"joke\" is none"]),
    ("update outbox set promise_id = null where kind = 'moved'", &["it is the moved of no promise"]),
    ("update outbox set promise_id = 1 where kind = 'moved'", &["it names promise 1, which does not exist"]),
    (
        "create table twice as select * from outbox where kind = 'acknowledgement' and conversation_id = OPEN;
         update twice set id = 5, oid = '5'; insert into outbox select * from twice; drop table twice",
        &["it is acknowledged 2 times"],
    ),
    (
        "update promise set settled_at_ms = 5 where state = 'open' and conversation_id = OPEN",
        &["it is open and settled at once"],
    ),
    (
        "update promise set settled_at_ms = null where state = 'moved'",
        &["it is moved and nothing says since when"],
    ),
    ("update promise set state = 'late' where state = 'moved'",
     &["its state \"late\" is none", "it is late and promise "]),
    ("update promise set kind = 'oath' where state = 'moved'", &["its kind \"oath\" is none"]),
    ("update promise set moved_to_id = null where state = 'moved'", &["it was moved and no promise took its place"]),
    ("update promise set moved_to_id = 1 where state = 'moved'", &["it was moved to promise 1, which does not follow it"]),
    ("update promise set moved_to_id = id where state = 'kept' and conversation_id = ANSWERED", &["it is kept and promise "]),
    (
        "delete from promise_told where promise_id in (select id from promise where conversation_id = ANSWERED)",
        &["it was told and nothing says in which words"],
    ),
    (
        "update promise set told_at_ms = null where state = 'kept' and conversation_id = ANSWERED",
        &["words were told of it and nothing says when"],
    ),
    ("delete from event where seq = 3", &["event 3 is missing from its log"]),
    ("delete from event where seq in (3, 4, 5)", &["events 3 to 5 are missing from its log"]),
    ("update account set event_seq = event_seq + 1", &["and should end at "]),
    (
        "update attachment set message_id = 1 where size_bytes < 100 and message_id is not null",
        &["its message does not exist"],
    ),
    ("update attachment set sha256 = 'no hash' where size_bytes < 100 and message_id is not null", &["its bytes are not what was kept: SHA-256 "]),
    ("update attachment set size_bytes = 3 where size_bytes < 100 and message_id is not null", &["bytes and says 3"]),
    ("update attachment set content = null where size_bytes < 100 and message_id is not null", &["its bytes are gone: there is no file "]),
    ("update arrival set size_bytes = 1 where id = OWED", &["bytes and says 1"]),
    ("update arrival set sha256 = 'x' where id = OWED", &["its bytes are not what was kept: SHA-256 "]),
    (
        "update arrival set raw_gone_at_ms = 5 where id = OWED",
        &["its bytes were let go and are still there"],
    ),
    (
        "update arrival set raw_gone_at_ms = 5 where verdict = 'waiting'",
        &["its verdict is waiting and its bytes were let go"],
    ),
    ("update task set conversation_id = 1 where state = 'open'", &["its conversation does not exist"]),
    ("update task set contact_id = null where state = 'open'", &["it is asked of nobody"]),
    ("update task set agent_id = 1 where state = 'open'", &["it is asked of two at once"]),
    ("update task set contact_id = 1 where state = 'open'", &["whoever it is asked of does not exist"]),
    ("update task set state = 'lost' where state = 'open'", &["its state \"lost\" is none"]),
    ("update task set settled_at_ms = 5 where state = 'open'", &["it is open and settled at once"]),
    ("update task set settled_at_ms = null where state = 'declined'", &["it is declined and nothing says since when"]),
    ("update task set answer = ' ' where state = 'declined'", &["it was declined and nothing says why"]),
    ("update task set remind_at_ms = due_at_ms + 1 where state = 'open'", &["it is reminded of after it is due"]),
    (
        "delete from task_mail where task_id = (select id from task where state = 'open')",
        &["it is of no task: an answer to it would find nobody"],
    ),
    ("update shift set agent_id = 1 where id = (select min(id) from shift)", &["whoever works it does not exist"]),
    ("update shift set end_minute = start_minute where id = (select min(id) from shift)", &["it lasts 0 minutes"]),
    ("update shift_publication set version = 3", &["it is version 3 and there is none before it"]),
    ("delete from shift_receipt", &["nobody was told anything by it"]),
    ("update shift_request set state = 'lost' where state = 'asked'", &["its state \"lost\" is none"]),
    ("update shift_request set decided_at_ms = 5 where state = 'asked'", &["it waits and was decided at once"]),
    ("update shift_request set answer = null where state = 'refused'", &["it was refused and nothing says why"]),
    ("update shift_swap set state = 'approved'", &["it is approved and nothing says since when"]),
    ("update shift_swap set other_id = 1", &["whoever it is about does not exist"]),
    ("update scheduled set conversation_id = 1", &["its conversation does not exist"]),
    ("update scheduled set agent_id = 1", &["whoever wrote it does not exist"]),
    ("update scheduled set state = 'lost'", &["its state \"lost\" is none"]),
    ("update scheduled set state = 'held'", &["it is held and nothing says why"]),
    ("delete from attachment where message_id is null", &["is gone"]),
    (
        "delete from search_text where message_id = (select message_id from arrival where id = OWED)",
        &["nobody can find it: its words are not kept, and nothing waits to keep them"],
    ),
    (
        "update search_text set conversation_id = 1 where message_id = (select message_id from arrival where id = OWED)",
        &["its words are kept with conversation 1"],
    ),
    (
        "insert into search_text (account_id, message_id, conversation_id, content) values (1, 5, 6, 'x')",
        &["account 1: words of message 5, which does not exist, find conversation 6"],
    ),
    (
        "update conversation set urgent_at_ms = 5 where id = OPEN",
        &["it is listed as urgent at 5 and its promises say "],
    ),
    ("update identity set customer_id = 1 where value = 'ivo@example.it'", &["its customer does not exist"]),
    ("update identity set value = 'Ivo@example.it' where value = 'ivo@example.it'", &["it is not written as addresses are compared"]),
    (
        "create table other as select * from identity; drop table identity; alter table other rename to identity;
         update identity set value = 'ivo@example.it' where value = 'rosa@example.it'",
        &["it is there 2 times", "it is there 2 times"],
    ),
];

/// Names of rows in [`BROKEN`], as SQL finds them.
const NAMES: [(&str, &str); 4] = [
    ("OWED", "(select min(id) from arrival where verdict = 'owed')"),
    ("ANSWERED", "(select conversation_id from arrival where verdict = 'owed' order by id limit 1)"),
    ("ANSWER", "(select min(id) from outbox where kind = 'answer')"),
    ("OPEN", "(select max(id) from conversation where status = 'open')"),
];

fn sql(broken: &str) -> String {
    // `ANSWERED` before `ANSWER`, which it begins with.
    NAMES.iter().fold(broken.to_owned(), |sql, (name, found)| sql.replace(name, found))
}

#[test]
fn a_store_that_lived_holds_together_on_both_engines() {
    on_both_engines(|shop, _| {
        assert_eq!(said(&shop.db), Vec::<String>::new(), "empty");
        shop.live();
        let survey = survey(&shop.db).unwrap();
        assert_eq!(survey.violations, [], "{:?}", survey.violations);
        let summary = survey.counted.to_string();
        assert!(
            summary.starts_with("8 arrivals, 5 conversations, 8 messages, ")
                && summary.contains(" 3 attachments, "),
            "{summary}"
        );
    });
}

#[test]
fn whatever_is_broken_is_said_and_nothing_else() {
    let original = folder("whole");
    let shop = Shop::open(None, &original);
    shop.live();
    let whole = rusqlite::Connection::open(original.join("riscontro.db")).unwrap();
    for (broken, expected) in BROKEN {
        let copy = folder("broken");
        fs::create_dir_all(&copy).unwrap();
        std::os::unix::fs::symlink(original.join("blobs"), copy.join("blobs")).unwrap();
        let file = copy.join("riscontro.db");
        whole.execute("vacuum into ?1", [file.to_string_lossy()]).unwrap();
        let connection = rusqlite::Connection::open(&file).unwrap();
        connection.execute_batch(&sql(broken)).unwrap_or_else(|error| panic!("{broken}: {error}"));
        drop(connection);
        let said = said(&Db::open(None, &copy, Clock::by_hand(MONDAY_MS)).unwrap());
        let as_expected =
            said.len() == expected.len() && said.iter().zip(*expected).all(|(line, end)| line.contains(end));
        assert!(as_expected, "{broken}\n{said:#?}");
        fs::remove_dir_all(&copy).unwrap();
    }
    fs::remove_dir_all(&original).unwrap();
}

#[test]
fn both_engines_say_the_same_of_the_same_harm() {
    on_both_engines(|shop, run| {
        shop.live();
        run(&sql("update arrival set verdict = 'lost' where verdict = 'waiting'"));
        run(&sql("update conversation set message_count = 9 where id = OPEN"));
        run(&sql("update promise set told_at_ms = null where state = 'kept' and conversation_id = ANSWERED"));
        run(&sql("delete from outbox where id = ANSWER"));
        run("delete from event where seq = 3");
        run("update attachment set size_bytes = 3 where size_bytes < 100 and message_id is not null");
        run("update identity set customer_id = 1 where value = 'ivo@example.it'");
        let ends = [
            "account 1: event 3 is missing from its log",
            "its verdict \"lost\" is none",
            "it counts 9 messages and has 1",
            "it leaves by mail and the outbox has it 0 times",
            "words were told of it and nothing says when",
            "bytes and says 3",
            "its customer does not exist",
        ];
        let said = said(&shop.db);
        assert!(said.len() == 7 && said.iter().zip(ends).all(|(line, end)| line.ends_with(end)), "{said:#?}");
        assert!(said[1].starts_with("arrival arr_") && said[1].contains(" (account 1, row "), "{}", said[1]);
    });
}

#[test]
fn an_answer_that_leaves_after_its_conversation_was_taken_back_keeps_a_due_moment_on_the_desk() {
    on_both_engines(|shop, _| {
        let arrival = shop.mail(&letter("anna@example.it", "Dov'è il mio pacco?", ""));
        shop.answer(&arrival);
        shop.change(&arrival, |tx, conversation| {
            conversation::reopen(tx, conversation, "by_hand", Actor::Agent(77))?;
            promise::owe_again(tx, conversation)
        });
        shop.send_all();
        assert_eq!(said(&shop.db), Vec::<String>::new());
    });
}

#[test]
fn a_call_promised_before_the_second_moment_of_what_was_missed_is_no_flaw() {
    on_both_engines(|shop, _| {
        let arrival = shop.mail(&letter("anna@example.it", "Dov’è il pacco?", ""));
        shop.clock.advance(5 * HOUR_MS);
        let now_ms = shop.clock.now_ms();
        for (_, id) in shop.db.read_everywhere(|tx| promise::due(tx, now_ms, 9)).unwrap() {
            shop.write(move |tx| outbox::breach(tx, id));
        }
        shop.change(&arrival, |tx, conversation| {
            let (soon_ms, actor) = (tx.now_ms() + HOUR_MS / 4, Actor::Customer(conversation.customer_id));
            promise::call_back(tx, conversation, soon_ms, serde_json::json!({}), actor)
        });
        assert_eq!(said(&shop.db), [] as [&str; 0]);
    });
}

#[test]
fn a_file_that_was_touched_or_is_gone_is_said() {
    let folder = folder("files");
    let shop = Shop::open(None, &folder);
    shop.live();
    let mut files = Vec::new();
    for shelf in fs::read_dir(folder.join("blobs")).unwrap() {
        files.extend(fs::read_dir(shelf.unwrap().path()).unwrap().map(|file| file.unwrap().path()));
    }
    let [first, second] = &files[..] else { panic!("the large mail and its file: {files:?}") };
    let mut bytes = fs::read(first).unwrap();
    bytes[1_000] ^= 1;
    fs::write(first, bytes).unwrap();
    fs::remove_file(second).unwrap();
    let said = said(&shop.db);
    assert_eq!(said.len(), 2, "{said:#?}");
    assert_eq!(said.iter().filter(|line| line.contains(": its bytes are gone: there is no file ")).count(), 1);
    assert_eq!(said.iter().filter(|line| line.contains(": its bytes are not what was kept")).count(), 1);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn metrics_say_how_much_waits_and_for_how_long() {
    on_both_engines(|shop, _| {
        let fresh = metrics(&shop.db, &Remembered::default()).unwrap();
        assert!(fresh.contains("\nriscontro_arrivals{verdict=\"stuck\"} 0\n"), "{fresh}");
        assert!(fresh.contains("\nriscontro_outbox_oldest_queued_seconds 0\n"), "{fresh}");
        shop.live();
        shop.clock.advance(90_000);
        let page = metrics(&shop.db, &Remembered::default()).unwrap();
        for line in [
            "# TYPE riscontro_arrivals gauge",
            "riscontro_arrivals{verdict=\"owed\"} 5",
            "riscontro_arrivals{verdict=\"duplicate\"} 1",
            "riscontro_arrivals_waiting 1",
            "riscontro_arrivals_oldest_waiting_seconds 90",
            "riscontro_conversations{status=\"closed\"} 1",
            "riscontro_promises{state=\"moved\"} 1",
            "riscontro_promises_past_due 0",
            "riscontro_outbox{state=\"failed\"} 0",
            "riscontro_outbox_oldest_queued_seconds 90",
            "# TYPE riscontro_events_total counter",
        ] {
            assert!(page.lines().any(|one| one == line), "{line} in\n{page}");
        }
        assert!(
            page.contains("riscontro_build_info{version=\"") && page.contains("process_resident_memory_bytes ")
        );
        assert_eq!(page.matches("# HELP ").count(), page.matches("# TYPE ").count());
        shop.clock.advance(48 * HOUR_MS);
        let late = metrics(&shop.db, &Remembered::default()).unwrap();
        assert!(!late.contains("riscontro_promises_past_due 0"), "{late}");
    });
}
