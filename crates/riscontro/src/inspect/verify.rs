//! Goes through every row of one snapshot, a page at a time, and says which does not hold.

use std::cell::RefCell;
use std::fmt;

use db::{Db, Error, Query, Row, Tx, args};
use kernel::id::Kind;
use office::forecast;
use spine::company;

use super::desk;
use super::rules::{self, Say};
use super::store::{self, Found};
use super::{shifts, skills};

/// Rows looked at together.
const PAGE: usize = 500;
/// Rows with their bytes looked at together; each has some 256 KiB at most.
const CONTENT_PAGE: usize = 16;
/// Numbers of the log looked at together.
const LOG_PAGE: usize = 5_000;
/// After so many violations the rest is not looked at.
const MOST: usize = 10_000;

/// One row that does not hold, and why. No personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Kind, outside name, account and row: `arrival arr_… (account 1, row 42)`.
    pub subject: String,
    pub sentence: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.subject, self.sentence)
    }
}

/// How much was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub arrivals: i64,
    pub conversations: i64,
    pub messages: i64,
    pub promises: i64,
    pub outgoing: i64,
    pub files: i64,
    pub events: i64,
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} arrivals, {} conversations, {} messages, {} promises, {} outgoing mails, {} attachments, {} events",
            grouped(self.arrivals),
            grouped(self.conversations),
            grouped(self.messages),
            grouped(self.promises),
            grouped(self.outgoing),
            grouped(self.files),
            grouped(self.events)
        )
    }
}

/// What a whole inspection found.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    pub counted: Counted,
    /// At most some 10,000; then the last one says that the inspection ended early.
    pub violations: Vec<Violation>,
}

/// Checks every invariant of the stored data in one snapshot, also while a node runs on it. Blocks; memory stays
/// bounded however much is stored.
///
/// # Errors
/// A store that is away, or a row that cannot be read at all.
pub fn verify(db: &Db) -> Result<Vec<Violation>, Error> {
    survey(db).map(|survey| survey.violations)
}

/// [`verify`], and how much it looked at.
///
/// # Errors
/// As [`verify`].
pub fn survey(db: &Db) -> Result<Survey, Error> {
    let mut found = walk_all(db)?;
    found.violations.extend(miscounted(db)?);
    Ok(found)
}

/// Half hours whose count of messages is another than that of the conversations, account by account.
fn miscounted(db: &Db) -> Result<Vec<Violation>, Error> {
    const SHOWN: usize = 100;
    let mut violations = Vec::new();
    for account_id in db.read_everywhere(company::all)? {
        let found = db.read(account_id, forecast::miscounted).map_err(|error| match error {
            spine::Error::Store(error) => error,
            other => Error::Broken(other.to_string()),
        })?;
        violations.extend(found.into_iter().take(SHOWN).map(|at_ms| Violation {
            subject: format!("account {account_id}"),
            sentence: format!("what came in the half hour from {at_ms} is counted wrongly"),
        }));
    }
    Ok(violations)
}

fn walk_all(db: &Db) -> Result<Survey, Error> {
    db.read_everywhere(|tx| {
        let mut inspection = Inspection { tx, violations: Vec::new() };
        let measured = |found: &Found<store::Content>, say: &mut Say<'_>| {
            let measured = db.measure(found.row.in_row.as_deref(), &found.row.sha256);
            rules::content(found, &measured.map_err(|error| error.to_string()), say);
        };
        let counted = Counted {
            events: inspection.logs()?,
            arrivals: inspection.walk(&ARRIVALS, store::arrival, rules::arrival)?,
            conversations: inspection.walk(&CONVERSATIONS, store::conversation, rules::conversation)?,
            messages: inspection.walk(&MESSAGES, store::message, rules::message)?,
            promises: inspection.walk(&PROMISES, store::promise, rules::promise)?,
            outgoing: inspection.walk(&OUTBOX, store::outgoing, rules::outgoing)?,
            files: inspection.walk(&FILES, store::content, measured)?,
        };
        inspection.figures()?;
        inspection.walk(&IDENTITIES, store::identity, rules::identity)?;
        inspection.walk(&COMPLAINTS, store::complaint, rules::complaint)?;
        inspection.walk(&REMEDIES, store::remedy, rules::remedy)?;
        inspection.walk(&RAW, store::content, measured)?;
        inspection.desk()?;
        inspection.walk(&SHIFTS, shifts::read_shift, shifts::shift)?;
        inspection.walk(&PUBLICATIONS, shifts::read_publication, shifts::publication)?;
        inspection.walk(&SHIFT_REQUESTS, shifts::read_asked, shifts::asked)?;
        inspection.walk(&SHIFT_SWAPS, shifts::read_asked, shifts::asked)?;
        inspection.skills()?;
        let mut violations = inspection.violations;
        if violations.len() >= MOST {
            violations.push(Violation { subject: "the store".to_owned(), sentence: TOO_MANY.to_owned() });
        }
        Ok(Survey { counted, violations })
    })
}

const TOO_MANY: &str = "there may be more; the inspection ended here";

/// A table to go through, and what its rows are called.
struct Table {
    query: Query,
    word: &'static str,
    kind: Option<Kind>,
    page: usize,
}

const ARRIVALS: Table =
    Table { query: store::ARRIVALS, word: "arrival", kind: Some(Kind::Arrival), page: PAGE };
const CONVERSATIONS: Table =
    Table { query: store::CONVERSATIONS, word: "conversation", kind: Some(Kind::Conversation), page: PAGE };
const MESSAGES: Table =
    Table { query: store::MESSAGES, word: "message", kind: Some(Kind::Message), page: PAGE };
const PROMISES: Table =
    Table { query: store::PROMISES, word: "promise", kind: Some(Kind::Promise), page: PAGE };
const OUTBOX: Table =
    Table { query: store::OUTBOX, word: "outgoing mail", kind: Some(Kind::Outgoing), page: PAGE };
const COMPLAINTS: Table =
    Table { query: store::COMPLAINTS, word: "complaint", kind: Some(Kind::Complaint), page: PAGE };
const REMEDIES: Table = Table { query: store::REMEDIES, word: "remedy", kind: Some(Kind::Remedy), page: PAGE };
const IDENTITIES: Table = Table { query: store::IDENTITIES, word: "identity", kind: None, page: PAGE };
const RAW: Table = Table { query: store::RAW, page: CONTENT_PAGE, ..ARRIVALS };
const FILES: Table =
    Table { query: store::FILES, word: "attachment", kind: Some(Kind::Attachment), page: CONTENT_PAGE };

const TASKS: Table = Table { query: desk::TASKS, word: "task", kind: Some(Kind::Task), page: PAGE };
const TASK_MAILS: Table = Table { query: desk::TASK_MAILS, ..OUTBOX };
const SCHEDULED: Table =
    Table { query: desk::SCHEDULED, word: "scheduled answer", kind: Some(Kind::Scheduled), page: PAGE };
const SEARCHED: Table = Table { query: desk::SEARCHED, ..MESSAGES };
const URGENT: Table = Table { query: desk::URGENT, ..CONVERSATIONS };

const PEOPLE: Table = Table { query: skills::PEOPLE, word: "person", kind: Some(Kind::Agent), page: PAGE };
const SKILL_RULES: Table =
    Table { query: skills::RULES, word: "rule of a skill", kind: Some(Kind::SkillRule), page: PAGE };
const NEEDS: Table = Table { query: skills::NEEDS, ..CONVERSATIONS };

const SHIFTS: Table = Table { query: shifts::SHIFTS, word: "shift", kind: Some(Kind::Shift), page: PAGE };
const PUBLICATIONS: Table = Table {
    query: shifts::PUBLICATIONS,
    word: "published week",
    kind: Some(Kind::ShiftPublication),
    page: PAGE,
};
const SHIFT_REQUESTS: Table =
    Table { query: shifts::REQUESTS, word: "request about shifts", kind: Some(Kind::ShiftRequest), page: PAGE };
const SHIFT_SWAPS: Table =
    Table { query: shifts::SWAPS, word: "swap of shifts", kind: Some(Kind::ShiftSwap), page: PAGE };

struct Inspection<'a, 'b> {
    tx: &'a mut Tx<'b>,
    violations: Vec<Violation>,
}

impl Inspection<'_, '_> {
    /// Checks every row of a table; how many there are.
    fn walk<T>(
        &mut self,
        table: &Table,
        read: impl Fn(&mut Row) -> Result<T, Error>,
        check: impl Fn(&Found<T>, &mut Say<'_>),
    ) -> Result<i64, Error> {
        let (mut after, mut seen) = ((i64::MIN, i64::MIN), 0);
        while self.violations.len() < MOST {
            let from = args![after.0, after.1, table.page];
            let rows = self.tx.list(table.query, from, |row| Found::read(row, &read))?;
            let Some(last) = rows.last() else { break };
            after = (last.account_id, last.id);
            seen += rows.len() as i64;
            for found in &rows {
                check(found, &mut |sentence| {
                    self.violations.push(Violation { subject: table.subject(found), sentence });
                });
            }
        }
        Ok(seen)
    }

    /// Checks that every account's log counts from one without a hole to where the account says it ends; how many
    /// events there are.
    fn logs(&mut self) -> Result<i64, Error> {
        let (mut after, mut seen) = (i64::MIN, 0);
        loop {
            let page = args![after, PAGE];
            let accounts = self.tx.list(store::ACCOUNTS, page, |row| Ok((row.next()?, row.next()?)))?;
            let Some((last, _)) = accounts.last() else { return Ok(seen) };
            after = *last;
            for (account_id, event_seq) in accounts {
                seen += self.log(account_id, event_seq)?;
            }
        }
    }

    /// Checks who is asked for what.
    fn skills(&mut self) -> Result<(), Error> {
        let names = self.tx.list(skills::NAMES, &[], |row| Ok((row.next()?, row.next()?)))?;
        let known = skills::Known::of(names);
        self.walk(&PEOPLE, skills::read_person, |found, say| skills::person(&known, found, say))?;
        self.walk(&SKILL_RULES, skills::read_rule, skills::rule)?;
        self.walk(&NEEDS, skills::read_need, |found, say| skills::need(&known, found, say))?;
        Ok(())
    }

    /// Checks what came with the desk.
    fn desk(&mut self) -> Result<(), Error> {
        self.walk(&TASKS, desk::read_task, desk::task)?;
        self.walk(&TASK_MAILS, desk::read_task_mail, desk::task_mail)?;
        self.walk(&SEARCHED, desk::read_searched, desk::searched)?;
        self.walk(&URGENT, desk::read_urgent, desk::urgent)?;
        let named = RefCell::new(Vec::new());
        self.walk(&SCHEDULED, desk::read_scheduled, |found, say| {
            desk::scheduled(found, say);
            let files = found.row.files().into_iter();
            named.borrow_mut().extend(files.map(|oid| (found.account_id, SCHEDULED.subject(found), oid)));
        })?;
        for (account_id, subject, oid) in named.into_inner() {
            if self.tx.find(desk::LOOSE_FILE, args![account_id, &oid], |row| row.next::<i64>())?.is_none() {
                let sentence = format!("its file {} is gone", Kind::Attachment.name(&oid));
                self.violations.push(Violation { subject, sentence });
            }
        }
        let words = self.tx.list(desk::WORDS_OF_NOTHING, &[], |row| {
            Ok((row.next::<i64>()?, row.next::<i64>()?, row.next::<i64>()?))
        })?;
        for (account_id, message_id, conversation_id) in words {
            let subject = format!("account {account_id}");
            let sentence = format!(
                "words of message {message_id}, which does not exist, find conversation {conversation_id}"
            );
            self.violations.push(Violation { subject, sentence });
        }
        Ok(())
    }

    /// Checks that what is counted with every change is what counting gives.
    fn figures(&mut self) -> Result<(), Error> {
        let wrong = self.tx.list(store::MISCOUNTED, &[], |row| {
            Ok((row.next::<i64>()?, row.next::<String>()?, row.next::<i64>()?))
        })?;
        for (account_id, kind, off) in wrong {
            let by = if off > 0 { "too many" } else { "too few" };
            let sentence = format!("its queues count {} {by} under {kind}", off.abs());
            self.violations.push(Violation { subject: format!("account {account_id}"), sentence });
        }
        Ok(())
    }

    fn log(&mut self, account_id: i64, event_seq: i64) -> Result<i64, Error> {
        let mut say = |sentence: String| {
            self.violations.push(Violation { subject: format!("account {account_id}"), sentence });
        };
        let (mut last, mut seen) = (0, 0);
        loop {
            let page = args![account_id, last, LOG_PAGE];
            let numbers = self.tx.list(store::LOG, page, |row| row.next::<i64>())?;
            if numbers.is_empty() {
                break;
            }
            seen += numbers.len() as i64;
            for seq in numbers {
                match seq - last {
                    1 => {}
                    2 => say(format!("event {} is missing from its log", last + 1)),
                    _ => say(format!("events {} to {} are missing from its log", last + 1, seq - 1)),
                }
                last = seq;
            }
        }
        if last != event_seq {
            say(format!("its log ends at event {last} and should end at {event_seq}"));
        }
        Ok(seen)
    }
}

impl Table {
    fn subject<T>(&self, found: &Found<T>) -> String {
        let place = format!("(account {}, row {})", found.account_id, found.id);
        match (self.kind, &found.oid) {
            (Some(kind), Some(oid)) => format!("{} {} {place}", self.word, kind.name(oid)),
            _ => format!("{} {place}", self.word),
        }
    }
}

/// `1204` as `1,204`.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
