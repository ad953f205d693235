//! What the store holds, as Prometheus reads it (text format 0.0.4).

use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use db::{Db, Error, Query, Tx, args};
use spine::conversation::Status;
use spine::intake::Verdict;
use spine::outbox::State as Way;
use spine::promise::State;

use super::store;

const VERDICTS: [Verdict; 6] =
    [Verdict::Waiting, Verdict::Owed, Verdict::NoAnswerOwed, Verdict::Duplicate, Verdict::Spam, Verdict::Stuck];
const STATUSES: [Status; 4] = [Status::Open, Status::Waiting, Status::Snoozed, Status::Closed];
const STATES: [State; 5] = [State::Open, State::Kept, State::Broken, State::Moved, State::Void];
const WAYS: [Way; 4] = [Way::Queued, Way::Sent, Way::Delivered, Way::Failed];

/// Counts over everything stored are made again only after so many times as long as they took.
const REST: u32 = 100;
/// What takes less is made anew at every reading.
const QUICK: Duration = Duration::from_millis(10);

/// Counts by verdict, by state of promises, by state of what leaves.
#[derive(Clone, Default)]
struct Counted {
    arrivals: Vec<(String, i64)>,
    promises: Vec<(String, i64)>,
    outbox: Vec<(String, i64)>,
}

/// Counts that took long to make, good for a while: reading this page must not cost the store its day.
#[derive(Default)]
pub struct Remembered(Mutex<Option<(Instant, Counted)>>);

/// Figures of one snapshot of every account, and of this process. Blocks.
///
/// # Errors
/// A store that is away.
pub fn metrics(db: &Db, remembered: &Remembered) -> Result<String, Error> {
    let mut page = Page::default();
    db.read_everywhere(|tx| of_store(tx, remembered, &mut page))?;
    if let Some(bytes) = resident_bytes() {
        page.one("process_resident_memory_bytes", "Memory of this process that is in RAM.", "gauge", bytes);
    }
    let engine = if db.is_embedded() { "sqlite" } else { "postgres" };
    page.head("riscontro_build_info", "Which Riscontro this is, and on which engine.", "gauge");
    let _ = writeln!(
        page.text,
        "riscontro_build_info{{version=\"{}\",engine=\"{engine}\"}} 1",
        env!("CARGO_PKG_VERSION")
    );
    Ok(page.text)
}

fn of_store(tx: &mut Tx<'_>, remembered: &Remembered, page: &mut Page) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let Counted { arrivals, promises, outbox } = counted(tx, remembered)?;
    page.each(
        ("riscontro_arrivals", "Everything received, by what became of it."),
        ("verdict", &VERDICTS.map(Verdict::name)),
        &arrivals,
    );
    let waiting = arrivals.iter().find(|(verdict, _)| verdict == Verdict::Waiting.name());
    let waiting = waiting.map_or(0, |(_, count)| *count);
    page.one("riscontro_arrivals_waiting", "Accepted and not yet read.", "gauge", waiting);
    page.one(
        "riscontro_arrivals_oldest_waiting_seconds",
        "Age of the oldest that is not yet read; 0 when there is none.",
        "gauge",
        age_seconds(tx, store::OLDEST_WAITING, now_ms)?,
    );
    page.each(
        ("riscontro_conversations", "Conversations, by status."),
        ("status", &STATUSES.map(Status::name)),
        &counts(tx, store::CONVERSATIONS_BY_STATUS)?,
    );
    page.each(("riscontro_promises", "Promises, by state."), ("state", &STATES.map(State::name)), &promises);
    page.one(
        "riscontro_promises_past_due",
        "Open promises whose moment has passed.",
        "gauge",
        tx.number(store::PROMISES_PAST_DUE, args![now_ms])?,
    );
    page.each(
        ("riscontro_outbox", "Everything that leaves, by how far it got."),
        ("state", &WAYS.map(Way::name)),
        &outbox,
    );
    page.one(
        "riscontro_outbox_oldest_queued_seconds",
        "Age of the oldest mail the next hop has not taken; 0 when there is none.",
        "gauge",
        age_seconds(tx, store::OLDEST_QUEUED, now_ms)?,
    );
    let events = tx.number(store::EVENTS, &[])?;
    page.one("riscontro_events_total", "Events in the logs of all accounts.", "counter", events);
    Ok(())
}

/// The counts, remembered or fresh.
fn counted(tx: &mut Tx<'_>, remembered: &Remembered) -> Result<Counted, Error> {
    let mut place = remembered.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some((until, counted)) = &*place
        && Instant::now() < *until
    {
        return Ok(counted.clone());
    }
    let started = Instant::now();
    let counted = Counted {
        arrivals: counts(tx, store::ARRIVALS_BY_VERDICT)?,
        promises: counts(tx, store::PROMISES_BY_STATE)?,
        outbox: counts(tx, store::OUTBOX_BY_STATE)?,
    };
    let took = started.elapsed();
    *place = (took > QUICK).then(|| (Instant::now() + took * REST, counted.clone()));
    Ok(counted)
}

fn counts(tx: &mut Tx<'_>, query: Query) -> Result<Vec<(String, i64)>, Error> {
    tx.list(query, &[], |row| Ok((row.next()?, row.next()?)))
}

/// Seconds since the earliest moment a query gives; zero when it gives none.
fn age_seconds(tx: &mut Tx<'_>, query: Query, now_ms: i64) -> Result<i64, Error> {
    let oldest_ms = tx.find(query, &[], |row| row.next::<Option<i64>>())?.flatten();
    Ok(oldest_ms.map_or(0, |oldest_ms| (now_ms - oldest_ms).max(0) / 1_000))
}

/// Resident memory as Linux tells it, in kB (proc_pid_status(5)): no page size to guess, as `statm` would need.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<i64>().ok().map(|kb| kb * 1_024)
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn head(&mut self, name: &str, help: &str, kind: &str) {
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn one(&mut self, name: &str, help: &str, kind: &str, value: i64) {
        self.head(name, help, kind);
        let _ = writeln!(self.text, "{name} {value}");
    }

    /// One line for every label there can be, zero when nothing has it.
    fn each(&mut self, (name, help): (&str, &str), (label, all): (&str, &[&str]), counts: &[(String, i64)]) {
        self.head(name, help, "gauge");
        for one in all {
            let count = counts.iter().find(|(found, _)| found == one).map_or(0, |(_, count)| *count);
            let _ = writeln!(self.text, "{name}{{{label}=\"{one}\"}} {count}");
        }
    }
}
