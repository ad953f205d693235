//! After it all: what the outside was told against what is kept and what left. Nothing is lost, nothing is told twice.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tests::letter::Received;
use tests::smtp::Session;

use super::dice::Dice;
use super::process::Process;
use super::traffic::{Sent, Told, Traffic};
use super::{comes_in, one_at_a_time};

/// Findings shown of a run that failed.
const SHOWN: usize = 30;

/// Mails that may have left a second time, under the same Message-ID.
#[derive(Clone, Copy, Debug)]
pub struct Copies {
    pub at_most: usize,
}

/// The connections a node has to its next hop: what can be half-way over when it dies.
pub const IN_HAND: usize = 5;

/// Waits until everything is done with, and looks at all of it.
///
/// # Panics
/// With what was found, when anything does not hold.
#[track_caller]
pub fn all_is_well(process: &Process, told: &Told, copies: Copies, seed: u64) {
    settle(process);
    let findings = findings(process, told, copies);
    assert!(
        findings.is_empty(),
        "{} findings with seed {seed} after {} mails, {} answers (SMTP also said {:?}, the API {:?}):\n{}\n{}",
        findings.len(),
        told.sent.len(),
        told.answers.len(),
        told.put_off,
        told.turned_down,
        findings[..findings.len().min(SHOWN)].join("\n"),
        process.log_end()
    );
}

/// Whatever does not hold.
fn findings(process: &Process, told: &Told, copies: Copies) -> Vec<String> {
    let tables = process.tables();
    let mut books = Books { tables: &tables, left: process.relay.mails(), findings: Vec::new() };
    books.mails(told);
    books.acknowledgements(told);
    books.answers(told);
    books.log();
    books.copies(copies);
    let mut findings = books.findings;
    let verified = process.run(&["verify"]);
    if !verified.status.success() {
        findings.push(format!("verify: {}", String::from_utf8_lossy(&verified.stdout)));
    }
    findings
}

/// Waits until every arrival has its verdict and every mail has left.
#[track_caller]
pub fn settle(process: &Process) {
    process.wait_until("a verdict for every arrival", || {
        none_left(process, "/api/v1/arrivals?verdict=waiting&limit=1")
    });
    process.wait_until("the last mail to leave", || {
        let outbox = process.tables().remove("outbox").unwrap_or_default();
        let queued: Vec<&Value> = outbox.iter().filter(|row| row["state"] == "queued").collect();
        match queued.first() {
            None => Ok(()),
            Some(first) => Err(format!("{} are queued, the first: {first}", queued.len())),
        }
    });
}

fn none_left(process: &Process, path: &str) -> Result<(), String> {
    let listed = process.api().try_send("GET", path, &[], &[]).map_err(|error| error.to_string())?;
    let page: Value = serde_json::from_slice(&listed.body).map_err(|_| listed.text())?;
    match page["data"].as_array() {
        Some(rows) if rows.is_empty() => Ok(()),
        Some(_) | None => Err(page.to_string()),
    }
}

struct Books<'a> {
    tables: &'a BTreeMap<String, Vec<Value>>,
    left: Vec<Received>,
    findings: Vec<String>,
}

impl Books<'_> {
    fn found(&mut self, finding: String) {
        self.findings.push(finding);
    }

    fn rows(&self, table: &str) -> &[Value] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }

    /// Rows by the Message-ID in them.
    fn by_header(&self, table: &str) -> BTreeMap<String, Vec<Value>> {
        let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for row in self.rows(table) {
            found.entry(text(row, "header_id")).or_default().push(row.clone());
        }
        found
    }

    /// Each mail that was answered `250` is there once, in one conversation, with its files.
    fn mails(&mut self, told: &Told) {
        let arrivals = self.by_header("arrival");
        let mut files: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
        for row in self.rows("attachment") {
            files.entry(number(row, "message_id")).or_default().insert(text(row, "sha256"));
        }
        let mut placed: BTreeMap<String, i64> = BTreeMap::new();
        for mail in &told.sent {
            let came = arrivals.get(&mail.message_id).map_or(&[][..], Vec::as_slice);
            let owed: Vec<&Value> = came.iter().filter(|row| row["verdict"] == "owed").collect();
            let places: BTreeSet<i64> = came.iter().map(|row| number(row, "conversation_id")).collect();
            let odd = came.iter().find(|row| row["verdict"] != "owed" && row["verdict"] != "duplicate");
            if owed.len() != 1 || places.len() != 1 || odd.is_some() {
                let seen: Vec<String> = came.iter().map(brief).collect();
                self.found(format!("{} was answered 250 and is there as {seen:?}", mail.message_id));
                continue;
            }
            placed.insert(mail.message_id.clone(), number(owed[0], "conversation_id"));
            let kept = files.get(&number(owed[0], "message_id")).cloned().unwrap_or_default();
            if kept != mail.files {
                self.found(format!("{} came with {:?} and has {kept:?}", mail.message_id, mail.files));
            }
        }
        self.threads(told, &placed);
        // Files of what was never told `250` may be there, rows of it may not: one message for one mail.
        for (message_id, rows) in self.by_header("message") {
            if !message_id.is_empty() && rows.len() > 1 {
                self.found(format!("{message_id} is {} messages", rows.len()));
            }
        }
    }

    /// A first mail has a conversation to itself; what follows it is there too.
    fn threads(&mut self, told: &Told, placed: &BTreeMap<String, i64>) {
        let mut begun: BTreeMap<i64, String> = BTreeMap::new();
        for mail in told.sent.iter().filter(|mail| mail.follows.is_none()) {
            let Some(place) = placed.get(&mail.message_id) else { continue };
            if let Some(other) = begun.insert(*place, mail.message_id.clone()) {
                self.found(format!("{} and {other} are in one conversation", mail.message_id));
            }
        }
        for (mail, first) in told.sent.iter().filter_map(|mail| Some((mail, mail.follows.as_ref()?))) {
            if placed.get(&mail.message_id) != placed.get(first) {
                self.found(format!("{} is not in the conversation of {first}", mail.message_id));
            }
        }
        let conversations = self.rows("conversation").len();
        if conversations != begun.len() {
            self.found(format!("{conversations} conversations for {} first mails", begun.len()));
        }
    }

    /// Each first mail is acknowledged under one Message-ID; nothing else is.
    fn acknowledgements(&mut self, told: &Told) {
        let kept: BTreeSet<String> = self.rows("arrival").iter().map(|row| text(row, "header_id")).collect();
        let outbox = self.by_header("outbox");
        let mut told_by: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut strangers = Vec::new();
        for mail in &self.left {
            let own = bare(&mail.header("Message-ID").unwrap_or_default());
            if outbox.get(&own).map(Vec::len) != Some(1) {
                strangers.push(format!("{own} left to {:?} and is not in the outbox", mail.to));
            }
            if mail.header("Auto-Submitted").is_none() {
                continue;
            }
            let answered = bare(&mail.header("In-Reply-To").unwrap_or_default());
            if !kept.contains(&answered) {
                strangers.push(format!("{own} to {:?} acknowledges {answered}, which is not there", mail.to));
            }
            told_by.entry(answered).or_default().insert(own);
        }
        self.findings.append(&mut strangers);
        for Sent { message_id, from, follows, .. } in &told.sent {
            let ids = told_by.get(message_id).cloned().unwrap_or_default();
            match (ids.len(), follows) {
                (1, _) | (0, Some(_)) => {}
                _ => self.found(format!("{message_id} of {from} was acknowledged by {ids:?}")),
            }
        }
        let reached: BTreeSet<String> = self.left.iter().filter_map(|mail| mail.header("Message-ID")).collect();
        for (header_id, rows) in outbox {
            if !reached.contains(&format!("<{header_id}>")) || rows[0]["state"] != "sent" {
                self.found(format!("{header_id} is in the outbox as {} and did not leave", rows[0]["state"]));
            }
        }
    }

    /// Each answer the API took is there once and left under one Message-ID.
    fn answers(&mut self, told: &Told) {
        for word in &told.answers {
            let written = self.rows("message").iter().filter(|row| text(row, "text").contains(word)).count();
            let left: BTreeSet<Option<String>> = self
                .left
                .iter()
                .filter(|mail| mail.header("Auto-Submitted").is_none() && mail.text().contains(word))
                .map(|mail| mail.header("Message-ID"))
                .collect();
            if written != 1 || left.len() != 1 {
                self.found(format!("{word} is written {written} times and left as {left:?}"));
            }
        }
    }

    fn log(&mut self) {
        let numbers: Vec<i64> = self.rows("event").iter().map(|row| number(row, "seq")).collect();
        if let Some((at, seq)) = (1..).zip(&numbers).find(|(at, seq)| at != *seq) {
            self.found(format!("event {at} of the log has number {seq}"));
        }
    }

    /// What left more than once.
    fn copies(&mut self, bound: Copies) {
        let ids: BTreeSet<Option<String>> = self.left.iter().map(|mail| mail.header("Message-ID")).collect();
        let again = self.left.len() - ids.len();
        if again > bound.at_most {
            self.found(format!("{again} mails left a second time, at most {} could", bound.at_most));
        }
    }
}

fn text(row: &Value, column: &str) -> String {
    bare(row[column].as_str().unwrap_or_default())
}

fn number(row: &Value, column: &str) -> i64 {
    row[column].as_i64().unwrap_or_default()
}

fn brief(row: &Value) -> String {
    let shown = ["id", "verdict", "reason", "conversation_id", "attempts"];
    shown.iter().map(|column| format!("{column} {}", row[*column])).collect::<Vec<_>>().join(", ")
}

fn bare(message_id: &str) -> String {
    message_id.trim_matches(['<', '>']).to_owned()
}

#[test]
fn what_is_lost_or_told_twice_does_not_pass_unseen() {
    let _turn = one_at_a_time();
    let process = Process::on_sqlite();
    let seed = Dice::seed();
    let traffic = Traffic::begin(&process, seed);
    comes_in(&process, &traffic, 20);
    let told = traffic.end();
    all_is_well(&process, &told, Copies { at_most: 0 }, seed);
    let finds = |told: &Told, what: &str| {
        let findings = findings(&process, told, Copies { at_most: 0 });
        assert!(findings.iter().any(|finding| finding.contains(what)), "no {what:?} in {findings:?}");
    };

    let mut more = told.clone();
    more.sent.push(Sent { message_id: "perso@posta.example".to_owned(), ..told.sent[0].clone() });
    finds(&more, "perso@posta.example was answered 250 and is there as []");
    let mut more = told.clone();
    more.sent[0].files.insert("another".to_owned());
    finds(&more, "\"another\"");
    let mut more = told.clone();
    more.answers.push("risposta-persa".to_owned());
    finds(&more, "risposta-persa is written 0 times and left as {}");

    let left = process.relay.mails();
    let acknowledgement = |mail: &&Received| mail.header("Auto-Submitted").is_some();
    let first = left.iter().find(acknowledgement).expect("an acknowledgement left");
    let relay = process.relay.url();
    let relay = relay.trim_start_matches("smtp://").trim_end_matches("?tls=none").parse().expect("an address");
    let again = |bytes: &[u8]| assert_eq!(Session::open(relay).send("", &[&first.to[0]], bytes).code, 250);
    again(&first.raw);
    finds(&told, "1 mails left a second time, at most 0 could");
    let own = first.header("Message-ID").expect("an id");
    again(String::from_utf8_lossy(&first.raw).replace(&own, "<altro@example.it>").as_bytes());
    finds(&told, "altro@example.it left to");
    finds(&told, "was acknowledged by {");
}
