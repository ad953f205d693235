//! A hundred people with live pages open while fifty mails a second come in: how soon a page is current again, what
//! memory that takes, and what a first look at the console weighs.

use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tests::http::Client;
use tests::shop::{ASSISTENZA, Engine, Shop};
use tests::smtp::Session;

use crate::page::{Line, Page};

const AGENTS: usize = 100;
const MAILS_A_SECOND: u32 = 50;
const A_WHILE: Duration = Duration::from_secs(10);
/// Between two looks of a page, as its script keeps it: at least this, else so many times the last look's length.
const BETWEEN: Duration = Duration::from_millis(150);
const REST_TIMES: u32 = 10;
const REST_MOST: Duration = Duration::from_secs(2);

/// Measures it all on the embedded engine.
pub fn measure(page: &mut Page) -> Result<(), Box<dyn Error>> {
    let shop = Shop::open_with(Engine::Sqlite, |settings| settings.public_url = None);
    super::employ(&shop, AGENTS)?;
    let clients: Vec<Client> = (0..AGENTS)
        .map(|turn| {
            let mut client = Client::to(shop.node().http_addr()).patient(Duration::from_secs(30));
            let email = format!("agente{turn}@fioca.example");
            client.post_form("/sign-in", &[("email", &email), ("password", super::PASSWORD)]).expect(303);
            client
        })
        .collect();
    weight(clients[0].clone(), page);
    let stop = AtomicBool::new(false);
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let watching: Vec<_> = clients.into_iter().map(|client| scope.spawn(|| watch(client, &stop))).collect();
        send(&shop);
        stop.store(true, Ordering::Relaxed);
        // One more, so that every stream has something to say and is looked at a last time.
        shop.mail_from("ultima@example.it", "Ultima", "Ciao.");
        watching.into_iter().flat_map(|one| one.join().unwrap_or_default()).collect()
    });
    times.sort();
    let p95_ms = times.get(times.len() * 95 / 100).map_or(0.0, |time| time.as_secs_f64() * 1_000.0);
    page.add(Line {
        number: format!("{AGENTS} agents with live pages, {MAILS_A_SECOND} mails/s: a page's update, p95"),
        goal: "≤ 200 ms".to_owned(),
        reached: format!("{p95_ms:.0} ms over {} updates", times.len()),
        held: Some(p95_ms <= 200.0),
    });
    page.add(Line {
        number: "memory then, those who ask included".to_owned(),
        goal: String::new(),
        reached: format!("{} MB", resident_mb()),
        held: None,
    });
    Ok(())
}

/// Keeps one page current; how long each update took.
fn watch(mut client: Client, stop: &AtomicBool) -> Vec<Duration> {
    let cookie = client.cookie("riscontro").map(|value| format!("riscontro={value}")).unwrap_or_default();
    let mut stream = client.stream("/console/live", &[("cookie", &cookie)]);
    let (mut times, mut next) = (Vec::new(), Instant::now());
    loop {
        stream.next_event();
        if stop.load(Ordering::Relaxed) {
            return times;
        }
        let now = Instant::now();
        if now < next {
            continue;
        }
        client.get("/console/fragment/inbox/team").expect(200);
        let took = now.elapsed();
        times.push(took);
        next = now + (took * REST_TIMES).clamp(BETWEEN, REST_MOST);
    }
}

fn send(shop: &Shop) {
    let mut session = Session::open(shop.node().smtp_addr());
    session.ehlo();
    let (started, mut turn) = (Instant::now(), 0_u32);
    while started.elapsed() < A_WHILE {
        let due = started + Duration::from_secs(1) * turn / MAILS_A_SECOND;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let from = format!("cliente{turn}@example.it");
        let letter =
            tests::letter::letter(&from, ASSISTENZA, &format!("Domanda {turn}"), "La lampada è rotta.");
        let reply = session.send(&from, &[ASSISTENZA], &letter.bytes());
        assert_eq!(reply.code, 250, "{reply:?}");
        turn += 1;
    }
}

/// What a browser fetches for its first look at the console, compressed as a front server would.
fn weight(mut client: Client, page: &mut Page) {
    let first = client.send("GET", "/console/inbox/team", &[("accept", "text/html")], &[]).expect(200).text();
    let mut names: Vec<String> = Vec::new();
    let mut queue: Vec<String> = first
        .split('"')
        .filter(|part| part.starts_with("/assets/"))
        .map(|part| part.split('#').next().unwrap_or_default().to_owned())
        .collect();
    let mut bytes = packed(first.as_bytes());
    while let Some(name) = queue.pop() {
        if names.contains(&name) {
            continue;
        }
        let file = client.get(&name).expect(200).body;
        bytes += if name.ends_with(".woff2") { file.len() } else { packed(&file) };
        if name.ends_with(".js") {
            let text = String::from_utf8_lossy(&file).into_owned();
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let imports = text.lines().filter(|line| line.starts_with("import "));
            queue.extend(imports.filter_map(|line| {
                line.split("\"./").nth(1)?.split('"').next().map(|file| format!("{folder}/{file}"))
            }));
        }
        names.push(name);
    }
    let kb = bytes as f64 / 1_000.0;
    page.add(Line {
        number: format!("first look at the console, compressed, {} files", names.len() + 1),
        goal: "≤ 150 kB".to_owned(),
        reached: format!("{kb:.0} kB"),
        held: Some(kb <= 150.0),
    });
}

/// Bytes after gzip, by the program of that name.
fn packed(bytes: &[u8]) -> usize {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let child = Command::new("gzip").arg("-9c").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = child else { return bytes.len() };
    let input = child.stdin.take();
    std::thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(bytes)));
        child.wait_with_output().map_or(bytes.len(), |output| output.stdout.len())
    })
}

fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1_024
}
