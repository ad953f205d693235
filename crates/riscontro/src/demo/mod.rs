//! `riscontro demo`: Fioca, a lamp shop that does not exist, with two months behind it and mail coming in. Everything
//! goes through the real doors: SMTP in, the outbox to a mail sink of its own. Nothing leaves the machine.

mod evening;
mod matters;
mod plan;
mod play;
mod post;
mod shifts;
mod skills;
mod stage;
mod web;
mod world;

use std::fs;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use kernel::clock::Clock;
use office::account;
use tokio::runtime::Runtime;

use crate::node::{ACCOUNT, Node};
use crate::settings::{Dns, Settings};
use crate::sink::Sink;
use stage::Stage;

pub use stage::QUERIES;

/// What the demo was asked.
#[derive(Clone, Debug)]
pub struct Options {
    /// Keeps the data in this directory; without it they are thrown away at the end.
    pub keep: Option<PathBuf>,
    /// Days of history.
    pub days: u32,
    /// Whether mail keeps coming in.
    pub traffic: bool,
    /// Listening addresses and the like; data directory, relay and DNS are the demo's own.
    pub settings: Settings,
}

/// A sign-in link of the demo opens for a day, as often as one likes the first time only.
const LINK_MS: i64 = 24 * 3_600_000;
/// Mails of the sink kept as files.
const FILES_KEPT: usize = 500;

/// A demo that runs; dropping it ends it.
pub struct Demo {
    node: Option<Node>,
    /// Where the sink lives; it ends with it.
    runtime: Option<Runtime>,
    over: Arc<AtomicBool>,
    player: Option<std::thread::JoinHandle<()>>,
    data_dir: PathBuf,
    throw_away: bool,
}

/// Starts the demo and prints where to look. The history fills in behind.
pub fn start(options: Options) -> Result<Demo> {
    let throw_away = options.keep.is_none();
    let data_dir = match options.keep {
        Some(dir) => dir,
        None => std::env::temp_dir().join(format!("riscontro-demo-{}", std::process::id())),
    };
    let filled = data_dir.join("demo-filled").exists();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let sink = Arc::new(runtime.block_on(Sink::start(SocketAddr::from(([127, 0, 0, 1], 0))))?);
    let mut settings = Settings {
        data_dir: data_dir.clone(),
        database_url: None,
        relay_url: Some(sink.relay_url()),
        dns: Dns::Off,
        ..options.settings
    };
    settings.http_listen = free_or_any(settings.http_listen);
    settings.smtp_listen = free_or_any(settings.smtp_listen);
    let real_now_ms = Clock::system().now_ms();
    let begin_ms = real_now_ms - i64::from(options.days) * 86_400_000;
    let clock = if filled { Clock::system() } else { Clock::by_hand(begin_ms) };
    let node = Node::start(settings, clock.clone())?;
    if !filled {
        stage::furnish(node.db())?;
    }
    greet(&node, &data_dir)?;
    let over = Arc::new(AtomicBool::new(false));
    let shop = Stage::set(&node, clock)?;
    let mut player = play::Player::new(shop, sink, Arc::clone(&over), data_dir.join("sink"))?;
    let (mark, days, traffic) = (data_dir.join("demo-filled"), options.days, options.traffic);
    let player = std::thread::Builder::new().name("riscontro-demo".to_owned()).spawn(move || {
        let played = (|| {
            if !filled {
                player.history(i64::from(days))?;
                fs::write(&mark, "")?;
                say("history    it is in; the clock is the real one now");
            }
            if traffic { player.traffic() } else { Ok(()) }
        })();
        if let Err(error) = played {
            tracing::error!(%error, "the demo's players stopped");
        }
    })?;
    Ok(Demo { node: Some(node), runtime: Some(runtime), over, player: Some(player), data_dir, throw_away })
}

impl Demo {
    pub fn node(&self) -> Option<&Node> {
        self.node.as_ref()
    }

    /// Waits until the history is in (and, with traffic, for ever).
    pub fn wait(&mut self) {
        if let Some(player) = self.player.take() {
            let _ = player.join();
        }
    }

    /// Ends players, node and sink, and throws the data away unless they were to be kept.
    pub fn stop(mut self) {
        self.over.store(true, Ordering::SeqCst);
        self.wait();
        if let Some(node) = self.node.take() {
            node.stop();
        }
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        if self.throw_away {
            let _ = fs::remove_dir_all(&self.data_dir);
        }
    }
}

fn greet(node: &Node, data_dir: &Path) -> Result<()> {
    let url = node.public_url();
    say(&format!("console    {url}"));
    for (email, what) in [
        ("giulia@fioca.example", "agent     "),
        ("marta@fioca.example", "supervisor"),
        ("omar@fioca.example", "admin     "),
    ] {
        let link = sign_in(node, email)?;
        say(&format!("{what} {url}{link}"));
    }
    say(&format!(
        "smtp       {}   (write to {}, {} or {})",
        node.smtp_addr(),
        world::HELP,
        world::ARCHITECTS,
        world::FAULTS
    ));
    say(&format!("sent mail  {}", data_dir.join("sink").display()));
    Ok(())
}

fn sign_in(node: &Node, email: &'static str) -> Result<String> {
    let now_ms = Clock::system().now_ms();
    let secret = node
        .db()
        .write(ACCOUNT, move |tx| {
            let (person, _) = account::person_by_email(tx, email)?.ok_or(spine::Error::Missing("person"))?;
            account::sign_in_link(tx, person.id, now_ms, LINK_MS)
        })
        .with_context(|| format!("a link for {email}"))?;
    Ok(format!("/in/{secret}"))
}

/// The address asked for, or any free port of it when somebody has it.
fn free_or_any(wanted: SocketAddr) -> SocketAddr {
    match TcpListener::bind(wanted) {
        Ok(_) => wanted,
        Err(_) => SocketAddr::new(wanted.ip(), 0),
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::net::SocketAddr;

    use super::{Options, start};
    use crate::inspect;
    use crate::node::ACCOUNT;
    use crate::settings::Settings;

    #[test]
    fn three_days_of_the_shop_are_played_through_the_doors_and_end_without_a_flaw() {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let settings = Settings { http_listen: any, smtp_listen: any, ..Settings::default() };
        let mut demo = start(Options { keep: None, days: 3, traffic: false, settings }).unwrap();
        demo.wait();
        let db = demo.node().unwrap().db().clone();
        let survey = inspect::survey(&db).unwrap();
        assert!(survey.violations.is_empty(), "{:?}", survey.violations);
        let metrics = inspect::metrics(&db, &inspect::Remembered::default()).unwrap();
        let counted = |line: &str| {
            metrics
                .lines()
                .find_map(|found| found.strip_prefix(line))
                .map_or(0, |count| count.trim().parse::<i64>().unwrap())
        };
        assert_eq!(counted("riscontro_arrivals{verdict=\"waiting\"}"), 0, "{metrics}");
        assert_eq!(counted("riscontro_outbox{state=\"queued\"}"), 0, "{metrics}");
        assert!(counted("riscontro_arrivals{verdict=\"owed\"}") > 15, "{metrics}");
        assert!(counted("riscontro_promises{state=\"open\"}") > 5, "{metrics}");
        assert!(counted("riscontro_promises{state=\"broken\"}") > 1, "{metrics}");
        let (by_form, unread) = db
            .read(ACCOUNT, |tx| {
                let mut unread = Vec::new();
                for person in spine::agent::list(tx)? {
                    unread.push(spine::notice::unread(tx, person.id)?);
                }
                let form = Some(spine::inbox::Channel::Form);
                let by_form = spine::intake::list(tx, i64::MAX, None, None, form, 500)?.len();
                Ok::<_, spine::Error>((by_form, unread))
            })
            .unwrap();
        assert!(by_form > 2, "{by_form} came through the form");
        let (running, waiting, unsaid, alert, tasks) = db
            .read(ACCOUNT, |tx| {
                let all = spine::complaint::Filter {
                    standing: spine::complaint::Standing::All,
                    owner_id: None,
                    cause: None,
                };
                let complaints = spine::complaint::list(tx, &all, i64::MAX, 50)?;
                let alert = office::oncall::alerts(tx, i64::MAX, None, 9)?.pop().unwrap();
                let called = office::oncall::pages_of(tx, alert.id)?.len();
                let settled = spine::task::tasks(tx, spine::task::View::Settled, i64::MAX, 9)?.len();
                let open = spine::task::tasks(tx, spine::task::View::Open, i64::MAX, 9)?.len();
                Ok::<_, spine::Error>((
                    complaints.iter().filter(|complaint| complaint.cause.is_some()).count(),
                    spine::complaint::waiting(tx)?,
                    spine::complaint::proposals(tx, i64::MAX, 9)?.len(),
                    (called, alert.ended_by_id.is_some()),
                    (settled, open),
                ))
            })
            .unwrap();
        assert_eq!((running, waiting), (2, 1), "two complain, for one a supervisor has to say yes");
        assert!(unsaid > 0, "somebody sounds as if they complained");
        let (published, drafted, swaps) = db
            .read(ACCOUNT, |tx| {
                let today = office::shift::today(tx)?;
                let published = office::shift::publications(tx, today)?.len();
                let third = office::shift::plus_days(office::shift::monday_of(today), 14);
                let drafted = office::shift::untold(tx, third)?.len();
                Ok::<_, spine::Error>((published, drafted, office::shift::waiting_swaps(tx)?.len()))
            })
            .unwrap();
        assert!(published == 2 && drafted > 9, "two weeks are out, {drafted} shifts of the third are not");
        assert_eq!(swaps, 1, "two agree to a swap");
        assert_eq!(alert, (2, true), "the second one called had it");
        assert!(tasks.0 == 1 && tasks.1 > 0, "a supplier answered, others are asked: {tasks:?}");
        assert!(unread.iter().all(|count| *count <= 6), "nobody begins with a heap of notices: {unread:?}");
        demo.stop();
    }
}
