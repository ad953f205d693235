//! `cargo xtask bench`: how fast the released program is on this machine, each number beside its floor or its goal,
//! measured in the same run and written to `docs/benchmarks.md`.
//!
//! Arguments: the program, a folder on the disk that counts, and which parts to measure; all of them when none is named.

mod floor;
mod load;
mod newcomer;
mod page;
mod volume;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use page::{Line, Page, Part};
use tests::program::{self, INBOX, Place, Program};
use tests::smtp::Session;

/// Size of every mail that is sent, headers included.
pub const MAIL_BYTES: usize = 20 * 1024;
/// How long each number of senders goes on.
const A_WHILE: Duration = Duration::from_secs(8);
const SENDERS: [usize; 3] = [1, 8, 64];
/// Conversations a company has behind it.
const SCALES: [usize; 3] = [10_000, 100_000, 1_000_000];
/// Mails of the latency run, one after the other.
const SEEN_MAILS: usize = 200;
/// Starts of which the middle one counts.
const STARTS: usize = 5;

const USAGE: &str = "usage: bench PROGRAM FOLDER [accept] [seen] [cost] [volume [CONVERSATIONS…]] [live]";

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args_os().skip(1);
    let (Some(program), Some(folder)) = (words.next(), words.next()) else { return Err(USAGE.into()) };
    let (program, folder) = (PathBuf::from(program), PathBuf::from(folder));
    let words: Vec<String> = words.map(|word| word.to_string_lossy().into_owned()).collect();
    let (parts, scales) = asked(&words)?;
    std::fs::create_dir_all(&folder)?;
    let mut page = Page::of_this_machine();
    for part in parts {
        match part {
            Part::Accept => accept(&program, &folder, &mut page)?,
            Part::Seen => {
                page.begin(part, "");
                seen(&program, &folder, &mut page);
                start(&program, &folder, &mut page);
                page.end();
            }
            Part::Cost => {
                let target = program.ancestors().nth(2).ok_or(USAGE)?;
                page.begin(part, "");
                newcomer::measure(target, &folder, &mut page)?;
                page.end();
            }
            Part::Volume => volume::measure(&folder, &scales, &mut page)?,
            Part::Live => {
                page.begin(part, "");
                volume::live::measure(&mut page)?;
                page.end();
            }
        }
    }
    println!("{}", page.text());
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// The parts that are named, in the order of the page, and the numbers of conversations that stand after `volume`.
fn asked(words: &[String]) -> Result<(Vec<Part>, Vec<usize>), Box<dyn Error>> {
    let (mut parts, mut scales) = (Vec::new(), Vec::new());
    for word in words {
        match (Part::of_name(word), word.parse::<usize>()) {
            (Some(part), _) => parts.push(part),
            (None, Ok(scale)) if parts.last() == Some(&Part::Volume) => scales.push(scale),
            (None, _) => return Err(format!("{word} is not understood. {USAGE}").into()),
        }
    }
    if parts.is_empty() {
        parts = Part::ALL.to_vec();
    }
    if scales.is_empty() {
        scales = SCALES.to_vec();
    }
    parts.sort();
    parts.dedup();
    Ok((parts, scales))
}

fn accept(program: &Path, folder: &Path, page: &mut Page) -> Result<(), Box<dyn Error>> {
    let floors: Vec<f64> =
        SENDERS.iter().map(|&senders| floor::inserts(folder, senders, A_WHILE)).collect::<Result<_, _>>()?;
    page.begin(Part::Accept, "SQLite");
    accepts(program, folder, &Place::Sqlite, Some(&floors), page);
    page.end();
    if let Ok(cluster) = std::env::var(tests::CLUSTER) {
        page.begin(Part::Accept, "PostgreSQL");
        accepts(program, folder, &Place::Postgres(cluster), None, page);
        page.end();
    }
    Ok(())
}

/// Durable accepts a second by number of senders, what they cost, and memory under that load.
fn accepts(binary: &Path, folder: &Path, place: &Place, floors: Option<&[f64]>, page: &mut Page) {
    for (turn, &senders) in SENDERS.iter().enumerate() {
        let program = Program::start(binary, folder, place, None);
        let before = (program.cpu(), program::own_cpu());
        let run = load::senders(program.smtp, senders, A_WHILE);
        let generator = program::own_cpu() - before.1;
        program.settle();
        let spent = program.cpu() - before.0;
        let rate = run.mails as f64 / run.took.as_secs_f64();
        let engine = place.name();
        let by = format!("{engine}: durable accepts/s, {senders} senders");
        match floors.and_then(|floors| floors.get(turn)) {
            Some(&floor) => {
                let goal = if senders == 64 { "≥ 0.30 of raw inserts" } else { "" };
                let share = rate / floor;
                page.add(Line {
                    number: by,
                    goal: goal.to_owned(),
                    reached: format!("{rate:.0}/s; {share:.2} of {floor:.0} raw inserts/s"),
                    held: (senders == 64).then_some(share >= 0.3),
                });
            }
            None => {
                page.add(Line { number: by, goal: String::new(), reached: format!("{rate:.0}/s"), held: None })
            }
        }
        page.add(Line {
            number: format!("{engine}: load generator's CPU, {senders} senders"),
            goal: String::new(),
            reached: format!("{:.0} % of one core", 100.0 * generator.as_secs_f64() / run.took.as_secs_f64()),
            held: None,
        });
        let each_ms = spent.as_secs_f64() * 1_000.0 / run.mails as f64;
        page.add(Line {
            number: format!("{engine}: server CPU a mail, DATA to acknowledgement queued, {senders} senders"),
            goal: "≤ 2 ms".to_owned(),
            reached: format!("{each_ms:.2} ms over {} mails", run.mails),
            held: Some(each_ms <= 2.0),
        });
        if senders == 64 {
            page.add(Line {
                number: format!("{engine}: most memory under that load"),
                goal: String::new(),
                reached: format!("{:.0} MB", program.memory_mb("VmHWM")),
                held: None,
            });
        }
    }
}

/// From `250` until a reader of the live stream can see it.
fn seen(binary: &Path, folder: &Path, page: &mut Page) {
    let program = Program::start(binary, folder, &Place::Sqlite, None);
    let mut client = program.api();
    let mut stream = client.stream("/api/v1/events/stream", &[]);
    let mut session = Session::open(program.smtp);
    session.ehlo();
    let mut times = Vec::with_capacity(SEEN_MAILS);
    for turn in 0..SEEN_MAILS {
        let sender = format!("vista{turn}@example.it");
        let reply = session.send(&sender, &[INBOX], &load::mail(&sender, turn));
        assert_eq!(reply.code, 250, "{reply:?}");
        let accepted = Instant::now();
        while !stream.next_event().data.contains("conversation.opened") {}
        let newest = client.get("/api/v1/conversations?limit=1").expect(200).text();
        times.push(accepted.elapsed());
        assert!(newest.contains(&sender), "{newest}");
    }
    times.sort();
    let p95_ms = times[SEEN_MAILS * 95 / 100].as_secs_f64() * 1_000.0;
    page.add(Line {
        number: "accept → told by the live stream and read from the list, p95".to_owned(),
        goal: "≤ 100 ms".to_owned(),
        reached: format!("{p95_ms:.0} ms"),
        held: Some(p95_ms <= 100.0),
    });
}

/// Cold start and memory at rest.
fn start(binary: &Path, folder: &Path, page: &mut Page) {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let before = Instant::now();
        let program = Program::start_bare(binary, folder, &Place::Sqlite, None);
        times.push(before.elapsed());
        drop(program);
    }
    times.sort();
    let middle_s = times[STARTS / 2].as_secs_f64();
    page.add(Line {
        number: "start on an empty folder until ready, median".to_owned(),
        goal: "≤ 0.5 s".to_owned(),
        reached: format!("{middle_s:.2} s"),
        held: Some(middle_s <= 0.5),
    });
    let program = Program::start(binary, folder, &Place::Sqlite, None);
    std::thread::sleep(Duration::from_secs(3));
    let idle_mb = program.memory_mb("VmRSS");
    page.add(Line {
        number: "memory at rest".to_owned(),
        goal: "≤ 60 MB".to_owned(),
        reached: format!("{idle_mb:.0} MB"),
        held: Some(idle_mb <= 60.0),
    });
}
