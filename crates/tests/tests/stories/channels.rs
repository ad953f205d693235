//! Mail handed in by services, channels that are watched, signatures on what leaves, and large contents in a bucket.

use std::time::{SystemTime, UNIX_EPOCH};

use db::Actor;
use riscontro::settings::{Dns, Hidden};
use serde_json::{Value, json};
use spine::{domain, hook, inbox};
use tests::bucket::{self, Bucket};
use tests::dns::NameServer;
use tests::letter::letter;
use tests::shop::{ASSISTENZA, Engine, Shop, on_both_engines, text_of};
use tests::wait_for;

const ACCOUNT: i64 = riscontro::node::ACCOUNT;
const MINUTES_A_WEEK: i64 = 7 * 24 * 60;

fn sha256(text: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Opens the shop's address for services; its path.
fn open_hook(shop: &Shop, mailgun_key: &str) -> String {
    let db = shop.node().db().clone();
    let (sealer, key) = (db.sealer(), mailgun_key.to_owned());
    let made = db.write(ACCOUNT, move |tx| {
        let inbox = inbox::list(tx)?.remove(0);
        let fresh = hook::Fresh::make(&sealer, inbox.id, sha256)?;
        hook::rotate(tx, &inbox, fresh, Actor::System)?;
        hook::set_mailgun_key(tx, &sealer, &inbox, &key, Actor::System)?;
        let secret = hook::find(tx, inbox.id)?.expect("made").secret(&sealer, inbox.id)?;
        Ok::<_, spine::Error>(format!("/hooks/mail/{}/{secret}", inbox.key))
    });
    made.expect("an address")
}

/// Fields as a form with parts; those with a file's name are files.
fn multipart(fields: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in fields {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body.extend_from_slice(
            format!("--limite\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--limite--\r\n");
    body
}

const PARTS: (&str, &str) = ("content-type", "multipart/form-data; boundary=limite");
const JSON: (&str, &str) = ("content-type", "application/json");

#[test]
fn a_mail_each_service_hands_in_is_a_conversation_with_a_promise() {
    on_both_engines(|shop| {
        let path = open_hook(shop, "");
        let raw = |who: &str| {
            let letter = letter(&format!("{who}@example.it"), ASSISTENZA, "La lampada", "È rotta.");
            letter.bytes()
        };
        let mailgun = multipart(&[
            ("recipient", None, ASSISTENZA.as_bytes()),
            ("sender", None, b"anna@example.it"),
            ("body-mime", None, &raw("anna")),
        ]);
        let sendgrid = multipart(&[
            (
                "envelope",
                None,
                format!("{{\"to\":[\"{ASSISTENZA}\"],\"from\":\"bruno@example.it\"}}").as_bytes(),
            ),
            ("email", None, &raw("bruno")),
        ]);
        let parsed = json!({
            "FromName": "Carla", "FromFull": { "Email": "carla@example.it" }, "OriginalRecipient": ASSISTENZA,
            "Subject": "La lampada", "TextBody": "È rotta.",
            "Headers": [{ "Name": "Message-ID", "Value": "<c1@example.it>" }],
            "Attachments": [{ "Name": "foto.png", "ContentType": "image/png", "Content": "AQID" }],
        });
        let mut web = shop.web();
        for (headers, body) in [(PARTS, mailgun), (PARTS, sendgrid), (JSON, parsed.to_string().into_bytes())] {
            let kept = web.send("POST", &path, &[headers], &body).expect(200).json();
            assert_eq!(kept["status"], "kept");
            // A service that did not hear us sends it again.
            web.send("POST", &path, &[headers], &body).expect(200);
        }
        for who in ["anna", "bruno", "carla"] {
            let sender = format!("{who}@example.it");
            let arrivals = shop.arrivals_from(&sender);
            let verdicts: Vec<&str> =
                arrivals.iter().filter_map(|arrival| arrival["verdict"].as_str()).collect();
            assert_eq!(verdicts, ["owed", "duplicate"], "{who}");
            assert_eq!(shop.mails_to(&sender, 1).len(), 1, "{who} is told once");
        }
        let carla = shop.arrivals_from("carla@example.it").remove(0);
        let conversation = shop.conversation(&text_of(&carla, "/conversation_id"));
        let message = shop.messages(&conversation).remove(0);
        assert_eq!(message["attachments"][0]["name"], "foto.png");
    });
}

#[test]
fn only_who_knows_the_secret_hands_mail_in_and_what_is_no_mail_is_kept_for_a_person() {
    on_both_engines(|shop| {
        let path = open_hook(shop, "");
        let (place, secret) = path.rsplit_once('/').expect("a secret");
        let mut web = shop.web();
        web.send("POST", &format!("{place}/{}", "0".repeat(32)), &[JSON], b"{}").expect(401);
        web.send("POST", place, &[JSON], b"{}").expect(401);
        web.send("POST", "/hooks/mail/nobody/nothing", &[JSON], b"{}").expect(401);
        let bearer = format!("Bearer {secret}");
        let refused = web.send("POST", place, &[JSON, ("authorization", &bearer)], b"{\"odd\":1}").expect(422);
        assert_eq!(refused.header("content-type"), Some("application/problem+json"));
        assert!(text_of(&refused.json(), "/detail").contains("OriginalRecipient"), "{}", refused.text());
        web.send("POST", &path, &[JSON], b"{\"odd\":1}").expect(422);
        web.send("POST", &path, &[("content-type", "text/plain")], b"x").expect(415);
        web.send("POST", &path, &[PARTS], b"no parts at all").expect(400);
        let stuck = shop.list("/api/v1/arrivals?verdict=stuck");
        assert_eq!(stuck.len(), 1, "the same body is kept once");
        let raw = shop.api().get(&format!("/api/v1/arrivals/{}/raw", text_of(&stuck[0], "/id"))).expect(200);
        assert_eq!(raw.body, b"{\"odd\":1}");
    });
}

#[test]
fn with_mailguns_key_only_its_signature_opens_and_counts_once() {
    on_both_engines(|shop| {
        let path = open_hook(shop, "chiave");
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() as i64;
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"chiave");
        let posted = |timestamp: i64, token: &str, forged: bool| {
            let mac = ring::hmac::sign(&key, format!("{timestamp}{token}").as_bytes());
            let mut hex: String = mac.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
            if forged {
                hex.replace_range(..2, if hex.starts_with("00") { "11" } else { "00" });
            }
            let raw = letter("anna@example.it", ASSISTENZA, "La lampada", token).bytes();
            multipart(&[
                ("recipient", None, ASSISTENZA.as_bytes()),
                ("sender", None, b"anna@example.it"),
                ("timestamp", None, timestamp.to_string().as_bytes()),
                ("token", None, token.as_bytes()),
                ("signature", None, hex.as_bytes()),
                ("body-mime", None, &raw),
            ])
        };
        let mut web = shop.web();
        web.send("POST", &path, &[PARTS], &posted(now, "a", true)).expect(403);
        web.send("POST", &path, &[PARTS], &posted(now - 24 * 3_600, "a", false)).expect(403);
        web.send("POST", &path, &[PARTS], &posted(now + 3_600, "a", false)).expect(403);
        let unsigned = multipart(&[("recipient", None, ASSISTENZA.as_bytes()), ("body-mime", None, b"x")]);
        web.send("POST", &path, &[PARTS], &unsigned).expect(403);
        let first = web.send("POST", &path, &[PARTS], &posted(now, "a", false)).expect(200).json();
        let again = web.send("POST", &path, &[PARTS], &posted(now, "a", false)).expect(200).json();
        assert_eq!((&first["status"], &again["status"]), (&json!("kept"), &json!("already_kept")));
        assert_eq!(first["arrival_id"], again["arrival_id"]);
        assert_eq!(shop.arrivals_from("anna@example.it").len(), 1);
    });
}

/// The health of the shop's inbox, once it names these troubles.
fn troubles_become(shop: &Shop, troubles: &Value) -> Value {
    wait_for(&format!("the troubles {troubles}"), || {
        let inbox = shop.get(&format!("/api/v1/inboxes/{}", shop.inbox_id));
        (inbox["health"]["troubles"] == *troubles).then_some(inbox)
    })
}

/// Names somebody who administers, so that alerts have a reader.
fn add_admin(shop: &Shop) -> String {
    let body = json!({ "name": "Marta", "email": "marta@fioca.example", "role": "admin" });
    text_of(&shop.post("/api/v1/agents", &body), "/id")
}

#[test]
fn a_silence_much_longer_than_usual_is_told_once_and_so_is_its_end() {
    on_both_engines(|shop| {
        add_admin(shop);
        for week in 0..4 {
            for turn in 0..10 {
                shop.mail_from(&format!("c{week}{turn}@example.it"), "Ciao", &format!("{week} {turn}"));
                shop.advance(6);
            }
            shop.settle();
            shop.advance(MINUTES_A_WEEK - 60);
        }
        troubles_become(shop, &json!([]));
        // The fifth Monday, eleven o’clock: the last mail is six days old, and this morning none came.
        shop.advance(60);
        troubles_become(shop, &json!(["silence"]));
        let alerts = |count| {
            wait_for(&format!("{count} alerts"), || {
                let mut subjects: Vec<String> = shop
                    .mails_to("marta@fioca.example", 1)
                    .iter()
                    .filter_map(|mail| mail.header("Subject"))
                    .filter(|subject| {
                        subject.contains("non arriva posta") || subject.contains("arriva di nuovo")
                    })
                    .collect();
                subjects.sort();
                (subjects.len() >= count).then_some(subjects)
            })
        };
        assert!(alerts(1)[0].contains("non arriva posta"));
        // A clock that jumps makes other mail look late for a moment: only the silence is looked at.
        let mut incidents = shop.list("/api/v1/incidents");
        incidents.retain(|incident| incident["kind"] == "silence");
        assert_eq!((incidents.len(), &incidents[0]["kind"]), (1, &json!("silence")));
        assert_eq!(incidents[0]["closed_at"], Value::Null);
        shop.mail_from("anna@example.it", "Ciao", "Di nuovo.");
        shop.advance(2);
        troubles_become(shop, &json!([]));
        assert_eq!(alerts(2).len(), 2, "once each");
        for kind in ["channel.alarmed", "channel.recovered"] {
            let told = |event: &&Value| event["type"] == kind && event["data"]["kind"] == "silence";
            assert_eq!(shop.events().iter().filter(told).count(), 1, "{kind}");
        }
    });
}

#[test]
fn a_probe_goes_round_and_never_becomes_a_conversation_and_a_lost_one_is_told() {
    on_both_engines(|shop| {
        let db = shop.node().db().clone();
        db.write(ACCOUNT, |tx| {
            let inbox = inbox::list(tx)?.remove(0);
            let watch = spine::health::Watch { probe_minutes: Some(15), ..spine::health::Watch::default() };
            spine::health::change_watch(tx, &inbox, watch, Actor::System)
        })
        .expect("watched");
        let probe = shop.mails_to(ASSISTENZA, 1).remove(0);
        assert!(probe.header("X-Riscontro-Probe").is_some_and(|token| token.len() >= 20));
        let mut session = shop.smtp();
        session.ehlo();
        assert_eq!(session.send(ASSISTENZA, &[ASSISTENZA], &probe.raw).code, 250);
        shop.settle();
        let arrival = shop.arrivals_from(ASSISTENZA).remove(0);
        assert_eq!(
            (&arrival["verdict"], &arrival["conversation_id"]),
            (&json!("no_answer_owed"), &Value::Null)
        );
        assert_eq!(arrival["reason"], "a probe of our own");
        shop.advance(16);
        assert_eq!(shop.mails_to(ASSISTENZA, 2).len(), 2, "the next one leaves");
        shop.advance(11);
        troubles_become(shop, &json!(["probe"]));
        assert!(shop.list("/api/v1/conversations").is_empty());
    });
}

/// Somebody follows their invitation and chooses a password.
fn comes_in(shop: &Shop, invited: &Value) {
    let invitation = text_of(invited, "/invite_url");
    let path = &invitation[invitation.find("/invite/").expect("an invitation")..];
    shop.web().post_form(path, &[("password", "una frase lunga e tutta sua")]).expect(303);
}

#[test]
fn an_inbox_that_is_not_live_keeps_its_mail_waiting_and_goes_live_only_with_somebody_who_answers() {
    on_both_engines(|shop| {
        let inbox = format!("/api/v1/inboxes/{}", shop.inbox_id);
        shop.patch(&inbox, &json!({ "live": false }));
        shop.mail_from("anna@example.it", "Ciao", "C’è qualcuno?");
        let waiting = wait_for("the waiting mail", || {
            let shown = shop.get(&inbox);
            (shown["health"]["waiting"] == 1).then_some(shown)
        });
        assert_eq!(waiting["health"]["state"], "off");
        assert_eq!(shop.list("/api/v1/arrivals?verdict=waiting").len(), 1);
        let empty = text_of(&shop.post("/api/v1/teams", &json!({ "name": "Nessuno", "members": [] })), "/id");
        let refused = shop.api().patch_json(&inbox, &json!({ "team": empty, "live": true })).expect(422);
        assert!(refused.text().contains("needs somebody who answers"), "{}", refused.text());
        assert_eq!(shop.get(&inbox)["live"], false, "nothing of it was done");
        let body = json!({ "name": "Marta", "email": "marta@fioca.example", "role": "admin" });
        let invited = shop.post("/api/v1/agents", &body);
        let marta = text_of(&invited, "/id");
        let refused = shop.api().patch_json(&inbox, &json!({ "members": [marta], "live": true })).expect(422);
        assert!(refused.text().contains("needs somebody who answers"), "who never came: {}", refused.text());
        comes_in(shop, &invited);
        let live = shop.patch(&inbox, &json!({ "members": [marta], "live": true }));
        assert_eq!((&live["members"], &live["health"]["attended"]), (&json!([marta]), &json!(true)));
        assert_eq!(shop.arrivals_from("anna@example.it")[0]["verdict"], "owed");
        // The team it was answered by is empty: the last person named for it stays.
        shop.patch(&format!("/api/v1/teams/{empty}"), &json!({ "members": [marta] }));
        shop.patch(&inbox, &json!({ "team": empty }));
        shop.patch(&format!("/api/v1/teams/{empty}"), &json!({ "members": [] }));
        let refused = shop.api().patch_json(&inbox, &json!({ "members": [] })).expect(422);
        assert!(refused.text().contains("needs somebody who answers"), "{}", refused.text());
        shop.patch(&inbox, &json!({ "team": null }));
        let other = json!({ "name": "Nino", "email": "nino@fioca.example", "role": "admin" });
        comes_in(shop, &shop.post("/api/v1/agents", &other));
        shop.patch(&format!("/api/v1/agents/{marta}"), &json!({ "active": false }));
        shop.advance(2);
        troubles_become(shop, &json!(["unattended"]));
        let told = shop.mails_to("nino@fioca.example", 1);
        assert!(
            told.iter().any(|mail| mail.header("Subject").is_some_and(|text| text.contains("non risponde")))
        );
    });
}

#[test]
fn what_leaves_is_signed_and_the_signature_holds_where_it_arrives() {
    let names = NameServer::open();
    let mut shop = Shop::open_with(Engine::Sqlite, |settings| settings.dns = Dns::At(names.at()));
    for algorithm in doors::email::signature::Algorithm::ALL {
        let pair = doors::email::signature::generate(algorithm).expect("a key");
        let record = doors::email::signature::record(algorithm, &pair.public);
        let db = shop.node().db().clone();
        let sealer = db.sealer();
        let key = db.write(ACCOUNT, move |tx| {
            let (public, private) = (&pair.public, &pair.private);
            let name = algorithm.name();
            let key = domain::add_key(tx, &sealer, "example.it", name, public, private, Actor::System)?;
            domain::set_active(tx, key.id, true, Actor::System)
        });
        let key = key.expect("kept");
        names.text(&format!("{}._domainkey.example.it", key.selector), &record);
    }
    // Keys are kept sealed: they sign after a restart, too.
    shop.restart();
    shop.mail_from("anna@posta.example", "La lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@posta.example");
    shop.answer(&conversation, "Arriva domani.\n\nCiao — da «noi».");
    let answer = shop.mails_to("anna@posta.example", 2).remove(1);
    let text = String::from_utf8_lossy(&answer.raw).into_owned();
    assert_eq!(text.matches("DKIM-Signature:").count(), 2, "{text}");
    // It arrives at an inbox whose server checks signatures: ours.
    shop.open_inbox("Altri", "altri@example.net");
    let mut session = shop.smtp();
    session.ehlo();
    let reply = session.send("assistenza@example.it", &["altri@example.net"], &answer.raw);
    assert_eq!(reply.code, 250, "{reply:?}");
    let arrival = shop.arrivals_from("assistenza@example.it").remove(0);
    let conversation = shop.conversation(&text_of(&arrival, "/conversation_id"));
    let message =
        shop.messages(&conversation).into_iter().rfind(|message| message["authentication"].is_object());
    assert_eq!(message.expect("checked")["authentication"]["dkim"], "pass");
    let mut changed = answer.raw.clone();
    let at = text.find("domani").expect("the text").min(changed.len() - 1);
    changed[at] = b'D';
    let changed = [&b"X-Other: 1\r\n"[..], &changed].concat();
    let mut session = shop.smtp();
    session.ehlo();
    session.send("falso@example.it", &["altri@example.net"], &changed);
    let arrival = shop.arrivals_from("falso@example.it").remove(0);
    let conversation = shop.conversation(&text_of(&arrival, "/conversation_id"));
    let last = shop.messages(&conversation).pop().expect("a message");
    assert_ne!(last["authentication"]["dkim"], "pass", "a changed letter does not hold");
}

#[test]
fn the_page_of_domains_says_in_words_what_the_dns_has() {
    let names = NameServer::open();
    names.exchanger("example.it", 10, "mx.fornitore.example");
    names.text("example.it", "v=spf1 mx +all");
    names.text("example.it", "altro");
    names.text("_dmarc.example.it", "v=DMARC1; p=reject");
    let shop = Shop::open_with(Engine::Sqlite, |settings| settings.dns = Dns::At(names.at()));
    let db = shop.node().db().clone();
    db.write(ACCOUNT, |tx| domain::ask(tx, "example.it")).expect("asked");
    let found = wait_for("the answers", || {
        let check = db.read(ACCOUNT, |tx| domain::asked(tx, "example.it")).expect("read")?;
        check.found
    });
    let judged =
        domain::Judged { domain: "example.it", address: ASSISTENZA, host: "assistenza.example.it", keys: &[] };
    let said: Vec<(&str, &str)> = domain::findings(&found, &judged)
        .iter()
        .map(|finding| (finding.subject.name(), finding.what))
        .collect();
    assert_eq!(said, [("mx", "elsewhere"), ("spf", "everybody"), ("dkim", "no-key"), ("dmarc", "well")]);
}

#[test]
fn a_large_mail_is_in_the_bucket_before_it_is_accepted_and_comes_back_whole() {
    let bucket = Bucket::open();
    let url = bucket.url();
    let mut shop = Shop::open_with(Engine::Sqlite, |settings| {
        settings.blobs = Some(("riscontro".to_owned(), "posta/2026".to_owned()));
        settings.blobs_endpoint = Some(url);
        settings.blobs_region = bucket::REGION.to_owned();
        settings.blobs_access_key = bucket::ACCESS_KEY.to_owned();
        settings.blobs_secret_key = Hidden(bucket::SECRET_KEY.to_owned());
        settings.blobs_cache_bytes = 1_000_000;
    });
    let large = |who: &str| {
        let content = "QUJD".repeat(150_000);
        let body = format!(
            "--x\r\nContent-Type: text/plain\r\n\r\nEcco.\r\n--x\r\nContent-Type: image/png; name=foto.png\r\n\
             Content-Disposition: attachment; filename=foto.png\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--x--\r\n",
            content
                .as_bytes()
                .chunks(76)
                .map(|line| String::from_utf8_lossy(line).into_owned())
                .collect::<Vec<_>>()
                .join("\r\n")
        );
        letter(&format!("{who}@example.it"), ASSISTENZA, "La foto", "")
            .with_body("multipart/mixed; boundary=x", &body)
    };
    bucket.set_away(true);
    let reply = shop.deliver("anna@example.it", &[ASSISTENZA], &large("anna"));
    assert_eq!(reply.code, 451, "{reply:?}");
    shop.web().get("/readyz").expect(503);
    bucket.set_away(false);
    shop.mail("anna@example.it", &large("anna"));
    assert!(
        bucket.objects().iter().all(|path| path.starts_with("/riscontro/posta/2026/")),
        "{:?}",
        bucket.objects()
    );
    assert!(!bucket.objects().is_empty());
    let conversation = shop.conversation_of("anna@example.it");
    let message = shop.messages(&conversation).remove(0);
    let file = text_of(&message, "/attachments/0/url");
    let path = file.split_once("/api/").map(|(_, rest)| format!("/api/{rest}")).expect("an address");
    let whole = b"ABC".repeat(150_000);
    assert_eq!(shop.api().get(&path).expect(200).body, whole);
    shop.stop();
    let cache = shop.settings.data_dir.join("blob-cache");
    let cached: u64 = std::fs::read_dir(&cache)
        .expect("a cache")
        .map(|entry| entry.and_then(|entry| entry.metadata()).map_or(0, |about| about.len()))
        .sum();
    assert!((1..=1_000_000).contains(&cached), "{cached}");
    std::fs::remove_dir_all(&cache).expect("the cache is no promise");
    shop.start();
    assert_eq!(shop.api().get(&path).expect(200).body, whole, "read again from the bucket");
    assert_eq!(bucket.forged(), 0, "every request is signed");
    assert!(!shop.settings.data_dir.join("blobs").exists(), "nothing large is in the data directory");
    let survey = |shop: &Shop| riscontro::inspect::survey(shop.node().db()).expect("surveyed").violations;
    assert!(survey(&shop).is_empty());
    bucket.damage();
    assert!(!survey(&shop).is_empty(), "verify measures what the bucket has");
    bucket.forget_all();
    assert!(survey(&shop).iter().any(|violation| violation.to_string().contains("gone")));
}
