//! What is kept, and what goes: raw bytes past their term, files nobody names any more.

use std::collections::BTreeSet;

use riscontro::settings::Hidden;
use serde_json::json;
use spine::conversation::{self, Attachment};
use tests::bucket::{self, Bucket};
use tests::letter::{Letter, letter};
use tests::shop::{ASSISTENZA, Engine, Shop, on_both_engines, text_of};

const ACCOUNT: i64 = riscontro::node::ACCOUNT;
/// A round of the sweep, and a little more.
const ROUND_MINUTES: i64 = 6 * 60 + 1;

/// A mail with a picture; both are too large for a row.
fn large(who: &str) -> Letter {
    let content = "QUJD".repeat(150_000);
    let lines: Vec<String> =
        content.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    let body = format!(
        "--x\r\nContent-Type: text/plain\r\n\r\nEcco.\r\n--x\r\nContent-Type: image/png; name=foto.png\r\n\
         Content-Disposition: attachment; filename=foto.png\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--x--\r\n",
        lines.join("\r\n")
    );
    letter(&format!("{who}@example.it"), ASSISTENZA, "La foto", "")
        .with_body("multipart/mixed; boundary=x", &body)
}

/// Hashes of the files in the data directory.
fn files(shop: &Shop) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let Ok(shelves) = std::fs::read_dir(shop.settings.data_dir.join("blobs")) else { return names };
    for shelf in shelves.map_while(Result::ok).filter(|shelf| shelf.path().is_dir()) {
        let first = shelf.file_name().to_string_lossy().into_owned();
        for file in std::fs::read_dir(shelf.path()).expect("a shelf").map_while(Result::ok) {
            names.insert(format!("{first}{}", file.file_name().to_string_lossy()));
        }
    }
    names
}

/// An upload nobody will name, as a form or a program leaves it; its hash.
fn forgotten(shop: &Shop, byte: u8) -> String {
    let db = shop.node().db().clone();
    let kept = db.keep(&vec![byte; 300_000]).expect("kept");
    let sha256 = kept.sha256.clone();
    let file = Attachment::named("foto.png", "image/png", None, false);
    db.write(ACCOUNT, move |tx| conversation::upload(tx, file, kept)).expect("an upload");
    sha256
}

/// Most rounds that are let go by: a term of a week, and some more, each seen to its end on a slow machine.
const MOST_ROUNDS: usize = 120;

/// Lets rounds go by until it is so.
#[track_caller]
fn in_some_rounds(shop: &Shop, what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..MOST_ROUNDS {
        if is_so() {
            return;
        }
        shop.advance(ROUND_MINUTES);
        std::thread::park_timeout(std::time::Duration::from_millis(400));
    }
    panic!("{MOST_ROUNDS} rounds went by in vain for {what}");
}

fn holds_together(shop: &Shop) {
    let survey = riscontro::inspect::survey(shop.node().db()).expect("surveyed");
    assert!(survey.violations.is_empty(), "{:?}", survey.violations);
}

#[test]
fn raw_bytes_go_after_their_term_and_with_them_the_files_nobody_names() {
    on_both_engines(|shop| {
        shop.mail("anna@example.it", &large("anna"));
        let arrival = shop.arrivals_from("anna@example.it").remove(0);
        let message = shop.messages(&shop.conversation_of("anna@example.it")).remove(0);
        let (raw, picture) = (text_of(&arrival, "/sha256"), text_of(&message, "/attachments/0/sha256"));
        let upload = forgotten(shop, 7);
        let all: BTreeSet<String> = [raw.clone(), picture.clone(), upload.clone()].into();
        assert_eq!(files(shop), all);
        // An upload is forgotten after a day, and its file with it; what is named stays.
        in_some_rounds(shop, "the upload's file is gone", || !files(shop).contains(&upload));
        assert_eq!(files(shop), [raw.clone(), picture.clone()].into());
        let place = format!("/api/v1/arrivals/{}/raw", text_of(&arrival, "/id"));
        shop.api().get(&place).expect(200);
        let changed = shop.api().patch_json("/api/v1/account", &json!({ "raw_days": 7 })).expect(200).json();
        assert_eq!(changed["raw_days"], 7);
        in_some_rounds(shop, "the raw bytes are gone", || files(shop) == [picture.clone()].into());
        let gone = shop.api().get(&place).expect(410);
        assert!(gone.text().contains("2026-"), "{}", gone.text());
        let after = shop.arrivals_from("anna@example.it").remove(0);
        assert_eq!((&after["sha256"], &after["verdict"]), (&arrival["sha256"], &arrival["verdict"]));
        assert!(after["raw_url"].is_null() && after["raw_gone_at"].is_string(), "{after}");
        let url = text_of(&message, "/attachments/0/url");
        let path = url.split_once("/api/").map(|(_, rest)| format!("/api/{rest}")).expect("an address");
        shop.api().get(&path).expect(200);
        holds_together(shop);
    });
}

#[test]
fn what_waits_keeps_its_bytes_whatever_the_term() {
    let shop = Shop::open(Engine::Sqlite);
    shop.patch("/api/v1/account", &json!({ "raw_days": 7 }));
    shop.mail_from("anna@example.it", "Ciao", "Buongiorno.");
    let settled = text_of(&shop.arrivals_from("anna@example.it")[0], "/id");
    shop.patch(&format!("/api/v1/inboxes/{}", shop.inbox_id), &json!({ "live": false }));
    let letter = letter("carla@example.it", ASSISTENZA, "Terza", "Aspetto.");
    assert_eq!(shop.deliver("carla@example.it", &[ASSISTENZA], &letter).code, 250);
    let waiting = text_of(&shop.list("/api/v1/arrivals?verdict=waiting")[0], "/id");
    let raw = |id: &str| shop.api().get(&format!("/api/v1/arrivals/{id}/raw")).status;
    in_some_rounds(&shop, "the settled one is let go", || raw(&settled) == 410);
    assert_eq!(raw(&waiting), 200);
    holds_together(&shop);
}

#[test]
fn an_object_nobody_names_leaves_the_bucket_and_what_is_named_stays() {
    let bucket = Bucket::open();
    let url = bucket.url();
    let shop = Shop::open_with(Engine::Sqlite, |settings| {
        settings.blobs = Some(("riscontro".to_owned(), "posta/2026".to_owned()));
        settings.blobs_endpoint = Some(url);
        settings.blobs_region = bucket::REGION.to_owned();
        settings.blobs_access_key = bucket::ACCESS_KEY.to_owned();
        settings.blobs_secret_key = Hidden(bucket::SECRET_KEY.to_owned());
        settings.blobs_cache_bytes = 1_000_000;
    });
    shop.mail("anna@example.it", &large("anna"));
    let upload = forgotten(&shop, 9);
    let path = format!("/riscontro/posta/2026/{}/{}", &upload[..2], &upload[2..]);
    assert_eq!((bucket.objects().len(), bucket.objects().contains(&path)), (3, true));
    in_some_rounds(&shop, "the object is gone", || !bucket.objects().contains(&path));
    assert_eq!(bucket.objects().len(), 2, "{:?}", bucket.objects());
    assert_eq!(bucket.forged(), 0, "every request is signed");
    holds_together(&shop);
}
