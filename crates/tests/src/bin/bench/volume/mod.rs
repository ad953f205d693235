//! Pages and searches at ten thousand, a hundred thousand and a million conversations, over HTTP, on both engines.

mod fill;
pub mod live;
mod loader;

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use db::Actor;
use kernel::language::Language;
use office::account::{self, NewPerson, Role};
use riscontro::node::ACCOUNT;
use tests::CLUSTER;
use tests::http::Client;
use tests::shop::{Engine, Shop};

use crate::page::{Line, Page, Part};
use fill::{House, MARKERS, fill, marker};
use loader::Loader;

/// Requests of each kind that are measured, after some that are not.
const REQUESTS: usize = 200;
const WARM: usize = 10;
const AGENTS: usize = 20;
/// Larger stores are like the small ones, which is verified.
const VERIFIED: usize = 10_000;
const PASSWORD: &str = "lampada da terra 12";

/// What is asked for, what it may take, and its name in the table.
struct Kind {
    name: &'static str,
    goal_ms: f64,
    /// The address of one request.
    path: Box<dyn Fn(usize, usize) -> String>,
}

/// Measures every kind of page at each number of conversations.
pub fn measure(folder: &Path, scales: &[usize], page: &mut Page) -> Result<(), Box<dyn Error>> {
    let engines: &[Engine] = match std::env::var_os(CLUSTER) {
        Some(_) => &[Engine::Sqlite, Engine::Postgres],
        None => &[Engine::Sqlite],
    };
    for engine in engines {
        let mut reached: Vec<Vec<f64>> = Vec::new();
        for count in scales {
            let store = folder.join(format!("volume-{engine:?}-{count}"));
            page.begin(Part::Volume, &beginning(*engine, *count));
            reached.push(at(&store, *engine, *count, page)?);
            page.end();
            std::fs::remove_dir_all(&store)?;
        }
        growth(*engine, scales, &reached, page);
    }
    Ok(())
}

fn kinds() -> Vec<Kind> {
    let kind = |name, goal_ms, path: Box<dyn Fn(usize, usize) -> String>| Kind { name, goal_ms, path };
    let list =
        |path: &'static str| -> Box<dyn Fn(usize, usize) -> String> { Box::new(move |_, _| path.to_owned()) };
    let found = |matches: usize| -> Box<dyn Fn(usize, usize) -> String> {
        Box::new(move |turn, _| format!("/console/inbox/all?q={}%20", marker(matches, turn % MARKERS)))
    };
    vec![
        kind("list page, mine", 50.0, list("/console/inbox/mine")),
        kind("list page, the team's", 50.0, list("/console/inbox/team")),
        kind("list page, all", 50.0, list("/console/inbox/all")),
        kind("list page, closed", 50.0, list("/console/inbox/closed")),
        kind(
            "conversation page",
            50.0,
            Box::new(|turn, count| format!("/console/inbox/all/R-{:07}", turn * 7_919 % count)),
        ),
        kind("wallboard", 50.0, list("/console/wallboard")),
        kind("reports, 28 days", 50.0, list("/console/reports")),
        kind("reports, 92 days", 150.0, list("/console/reports?days=92")),
        kind("API list by due moment", 50.0, list("/api/v1/conversations?order=due&limit=50")),
        kind("API list, newest", 50.0, list("/api/v1/conversations?limit=50")),
        kind("search, 10 matches", 100.0, found(10)),
        kind("search, 100 matches", 100.0, found(100)),
        kind("search, 1,000 matches", 100.0, found(1_000)),
        kind(
            "search, two words, one common",
            100.0,
            Box::new(|turn, _| format!("/console/inbox/all?q=ordine%20{}%20", marker(1_000, turn % MARKERS))),
        ),
        kind(
            "search, unfinished word",
            100.0,
            Box::new(|turn, _| format!("/console/inbox/all?q={}", &marker(100, turn % MARKERS)[..7])),
        ),
        kind(
            "search, one sender",
            100.0,
            Box::new(|turn, count| {
                let customer = turn * 31 % (count / 4);
                let (name, family) = (fill::name_of(customer), fill::family_of(customer));
                format!("/console/inbox/all?q=da:{name}.{family}{customer}@posta.example%20")
            }),
        ),
        kind("search, a word in almost all", f64::INFINITY, list("/console/inbox/all?q=ordine%20")),
    ]
}

/// Fills a store, starts the product on it, and asks; p95 of each kind in milliseconds.
fn at(store: &Path, engine: Engine, count: usize, page: &mut Page) -> Result<Vec<f64>, Box<dyn Error>> {
    if store.exists() {
        std::fs::remove_dir_all(store)?;
    }
    std::fs::create_dir_all(store)?;
    let place = store.to_path_buf();
    let mut shop = Shop::open_with(engine, |settings| {
        settings.data_dir = place;
        settings.public_url = None;
    });
    let people = employ(&shop, AGENTS)?;
    let house = House {
        account_id: ACCOUNT,
        inbox_ids: inboxes(&shop)?,
        agent_ids: people.clone(),
        seq: shop.events().len() as i64,
        now_ms: shop.clock.now_ms(),
    };
    shop.stop();
    let mut loader = match &shop.settings.database_url {
        None => Loader::sqlite(&store.join("riscontro.db"))?,
        Some(url) => Loader::postgres(url)?,
    };
    let before = Instant::now();
    fill(&mut loader, &house, count)?;
    drop(loader);
    eprintln!("{engine:?}: {count} conversations in {:.0} s", before.elapsed().as_secs_f64());
    shop.start();
    let mut console = Client::to(shop.node().http_addr()).patient(Duration::from_secs(60));
    let proof = [("email", "agente0@fioca.example"), ("password", PASSWORD)];
    console.post_form("/sign-in", &proof).expect(303);
    let mut api = shop.api().patient(Duration::from_secs(60));
    let mut all = Vec::new();
    for kind in kinds() {
        let mut times = Vec::with_capacity(REQUESTS);
        for turn in 0..WARM + REQUESTS {
            let path = (kind.path)(turn, count);
            let client = if path.starts_with("/api") { &mut api } else { &mut console };
            let before = Instant::now();
            let answer = client.send("GET", &path, &[("accept", "text/html")], &[]);
            if turn >= WARM {
                times.push(before.elapsed());
            }
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            if path.contains("?q=") {
                assert!(answer.text().contains("class=\"ticket"), "{path} finds nothing");
            }
        }
        times.sort();
        let p95_ms = times[REQUESTS * 95 / 100].as_secs_f64() * 1_000.0;
        all.push(p95_ms);
        page.add(Line {
            number: format!("{}{}, p95", beginning(engine, count), kind.name),
            goal: if kind.goal_ms.is_finite() { format!("≤ {:.0} ms", kind.goal_ms) } else { String::new() },
            reached: format!("{p95_ms:.1} ms"),
            held: kind.goal_ms.is_finite().then_some(p95_ms <= kind.goal_ms),
        });
    }
    if count <= VERIFIED {
        let violations = riscontro::inspect::verify(shop.node().db())?;
        assert!(violations.is_empty(), "{:?}", &violations[..violations.len().min(5)]);
    }
    shop.stop();
    Ok(all)
}

fn called(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    }
}

/// What the lines of one engine at one number of conversations begin with.
fn beginning(engine: Engine, count: usize) -> String {
    format!("{}, {} conversations: ", called(engine), thousands(count))
}

/// How much slower the last is than the first.
fn growth(engine: Engine, scales: &[usize], reached: &[Vec<f64>], page: &mut Page) {
    let (Some(first), Some(last)) = (reached.first(), reached.last()) else { return };
    if scales.len() < 2 {
        return;
    }
    for ((kind, first), last) in kinds().iter().zip(first).zip(last) {
        if kind.goal_ms.is_finite() {
            let times = last / first;
            page.add(Line {
                number: format!("{}: {}, last against first", called(engine), kind.name),
                goal: "≤ 1.5×".to_owned(),
                reached: format!("{times:.2}×"),
                held: Some(times <= 1.5),
            });
        }
    }
}

pub(super) fn employ(shop: &Shop, count: usize) -> Result<Vec<i64>, Box<dyn Error>> {
    let hash = account::hash_password(PASSWORD);
    Ok(shop.node().db().write(ACCOUNT, move |tx| {
        (0..count)
            .map(|turn| {
                let (name, email) = (format!("Agente {turn}"), format!("agente{turn}@fioca.example"));
                let person = NewPerson {
                    name: &name,
                    email: &email,
                    role: if turn == 0 { Role::Admin } else { Role::Agent },
                    language: Language::It,
                    password_hash: Some(&hash),
                };
                account::add_person(tx, Actor::System, &person)
            })
            .collect::<Result<Vec<i64>, _>>()
    })?)
}

fn inboxes(shop: &Shop) -> Result<Vec<i64>, Box<dyn Error>> {
    for name in ["negozio", "resi"] {
        shop.open_inbox(name, &format!("{name}@example.it"));
    }
    Ok(shop.node().db().read(ACCOUNT, |tx| {
        Ok::<_, spine::Error>(spine::inbox::list(tx)?.into_iter().map(|inbox| inbox.id).collect())
    })?)
}

/// `1204` as `1,204`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}
