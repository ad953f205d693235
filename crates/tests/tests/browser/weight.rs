//! What a browser fetches before somebody can work.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::json;
use tests::browser::{Browser, Start, Watched};

use super::{GIULIA, company, page, shop, sign_in};

/// The first look at the console, compressed as a front server does.
const CONSOLE_BYTES: usize = 150_000;
/// The same for a customer, on a telephone far from everything.
const CUSTOMER_BYTES: usize = 110_000;

/// Bytes of everything a browser with nothing kept asks for, each file once: compressed, but for what is already.
#[track_caller]
fn weight(browser: &mut Browser, house: &str, address: &str, cookie: Option<(&str, &str)>) -> usize {
    browser.command("Network.clearBrowserCache", &json!({}));
    browser.doings();
    browser.go(address);
    browser.run("return document.fonts.ready.then(() => true)");
    let mut requests = browser.doings().requests;
    let apart = ["/console/live", "/console/presence", "data:"];
    requests.retain(|url| !apart.iter().any(|other| url.contains(other)));
    requests.sort_unstable();
    requests.dedup();
    let at = house.trim_start_matches("http://").trim_end_matches('/').parse().expect("an address");
    let mut client = tests::http::Client::to(at);
    if let Some((name, value)) = cookie {
        client = client.with_cookie(name, value);
    }
    let mut whole = 0;
    for url in &requests {
        let Some(path) = url.strip_prefix(house) else { panic!("{url} is not ours") };
        let answer = client.get(&format!("/{path}")).expect(200);
        let bytes = match answer.header("content-type") {
            Some("font/woff2" | "image/png") => answer.body.len(),
            Some(_) | None => compressed(&answer.body),
        };
        eprintln!("{bytes:>7} {url}");
        whole += bytes;
    }
    assert!(requests.len() > 4, "{requests:?}");
    whole
}

fn compressed(bytes: &[u8]) -> usize {
    let gzip = Command::new("gzip").arg("-6c").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut gzip = gzip.expect("gzip");
    let mut into = gzip.stdin.take().expect("piped");
    let bytes = bytes.to_owned();
    let writer = std::thread::spawn(move || into.write_all(&bytes));
    let packed = gzip.wait_with_output().expect("gzip");
    writer.join().expect("nobody fell over").expect("written");
    packed.stdout.len()
}

#[test]
fn the_first_look_at_the_console_and_at_a_request_is_light() {
    let shop = shop();
    let company = company::fill(&shop);
    let start = Start { watched: Watched::Yes, ..Start::default() };
    let mut browser = Browser::start(1440, 900, start);
    let house = page(&shop, "/");
    let track = tests::shop::text_of(&company.rich, "/track_url");
    let customer = weight(&mut browser, &house, &track, None);
    assert!(customer < CUSTOMER_BYTES, "{customer} bytes for the page of a request");
    sign_in(&mut browser, &shop, GIULIA);
    let session = browser.cookie("riscontro").expect("a session");
    let address =
        page(&shop, &format!("/console/inbox/all/{}", tests::shop::text_of(&company.rich, "/reference")));
    let console = weight(&mut browser, &house, &address, Some(("riscontro", &session)));
    assert!(console < CONSOLE_BYTES, "{console} bytes for the console with a conversation open");
}
