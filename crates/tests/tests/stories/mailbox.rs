//! The mailbox a company already has: fetched by IMAP, nothing lost, nothing doubled, whatever its server does.

use std::net::SocketAddr;

use riscontro::sockets::web::Allowed;
use serde_json::{Value, json};
use tests::letter::letter;
use tests::mailbox::{Issuer, Liar, PASSWORD, Postbox};
use tests::program::{Place, Program, binary};
use tests::relay::Relay;
use tests::shop::{ASSISTENZA, Engine, Shop, on_both_engines_with, text_of};
use tests::{wait_for, wait_until};

/// A shop that looks into its mailboxes every second and may reach this machine.
fn shop() -> Shop {
    Shop::open_with(Engine::Sqlite, |settings| {
        settings.allow_private_hosts = Allowed::all();
        settings.mailbox_poll_seconds = 1;
    })
}

/// The wish for a mailbox on a server here, without encryption.
fn wish(at: SocketAddr, user: &str) -> Value {
    json!({
        "provider": "own",
        "imap": { "host": at.ip().to_string(), "port": at.port(), "encryption": "none" },
        "smtp": null,
        "user": user,
        "password": PASSWORD,
    })
}

fn path(shop: &Shop) -> String {
    format!("/api/v1/inboxes/{}/mailbox", shop.inbox_id)
}

#[track_caller]
fn connect(shop: &Shop, wish: &Value) -> Value {
    put(shop, wish).expect(200).json()
}

#[track_caller]
fn put(shop: &Shop, wish: &Value) -> tests::http::Answer {
    let headers = [("content-type", "application/json")];
    shop.api().send("PUT", &path(shop), &headers, wish.to_string().as_bytes())
}

/// A look at what the shop shows, unhurried: a mailbox is looked into once a second, and programs are not to ask
/// without a pause.
#[track_caller]
fn look(shop: &Shop, path: &str) -> Value {
    std::thread::park_timeout(std::time::Duration::from_millis(100));
    shop.get(path)
}

#[track_caller]
fn stuck(shop: &Shop, count: usize) -> Vec<Value> {
    wait_for(&format!("{count} stuck arrivals"), || {
        let stuck = look(shop, "/api/v1/arrivals?verdict=stuck")["data"].as_array()?.clone();
        (stuck.len() == count).then_some(stuck)
    })
}

/// The mailbox once it was read to its end since it was last changed.
#[track_caller]
fn read_once(shop: &Shop) -> Value {
    wait_for("the mailbox read to its end", || {
        let mailbox = look(shop, &path(shop));
        (mailbox["health"]["state"] == "good" && mailbox["health"]["backlog"] == 0).then_some(mailbox)
    })
}

#[track_caller]
fn fault(shop: &Shop, code: &str) -> Value {
    wait_for(&format!("the fault {code}"), || {
        let fault = look(shop, &path(shop))["health"]["fault"].clone();
        (fault["code"] == code).then_some(fault)
    })
}

/// A mail from somebody to the shop, as bytes.
fn mail(from: &str, subject: &str) -> Vec<u8> {
    letter(from, ASSISTENZA, subject, "Buongiorno.").bytes()
}

fn subjects(shop: &Shop) -> Vec<String> {
    shop.settle();
    let mut subjects: Vec<String> = shop
        .list("/api/v1/arrivals?limit=200")
        .iter()
        .map(|arrival| arrival["subject"].as_str().unwrap_or_default().to_owned())
        .collect();
    subjects.sort();
    subjects
}

/// Waits until the shop has received so many mails, and gives their subjects.
#[track_caller]
fn received(shop: &Shop, count: usize) -> Vec<String> {
    wait_until(&format!("{count} arrivals"), || {
        look(shop, "/api/v1/arrivals?limit=200")["data"].as_array().is_some_and(|list| list.len() >= count)
    });
    subjects(shop)
}

#[test]
fn a_mail_in_the_companys_own_mailbox_is_promised_answered_and_marked_as_read() {
    on_both_engines_with(
        |settings| {
            settings.allow_private_hosts = Allowed::all();
            settings.mailbox_poll_seconds = 1;
        },
        |shop| {
            let postbox = Postbox::open();
            postbox.put("aiuto", "INBOX", &mail("vecchio@cliente.example", "Di prima"));
            let shown = connect(shop, &wish(postbox.imap, "aiuto"));
            assert!(!shown.to_string().contains(PASSWORD));
            read_once(shop);
            postbox.put("aiuto", "INBOX", &mail("anna@cliente.example", "Dov'è il pacco?"));
            assert_eq!(received(shop, 1), ["Dov'è il pacco?"], "what was there before stays there");
            let told = shop.mails_to("anna@cliente.example", 1).remove(0);
            assert!(told.text().contains("14:00"), "{}", told.text());
            wait_until("it is marked as read", || {
                postbox.folder("aiuto", "INBOX").iter().map(|mail| mail.seen).collect::<Vec<_>>()
                    == [false, true]
            });
            assert_eq!(shop.get(&path(shop))["health"]["unseen_before"], 1);
        },
    );
}

#[test]
fn mails_already_read_elsewhere_moved_or_without_an_id_of_their_own_all_come_once() {
    let mut shop = shop();
    let postbox = Postbox::open();
    connect(&shop, &wish(postbox.imap, "aiuto"));
    read_once(&shop);
    shop.stop();
    // 72 hours away. Meanwhile somebody read one of them on the phone.
    shop.clock.advance(72 * 3_600_000);
    let twin = letter("anna@cliente.example", ASSISTENZA, "Prima", "Uno.");
    let same_id =
        letter("anna@cliente.example", ASSISTENZA, "Seconda", "Due.").header("Message-ID", &twin.message_id());
    let no_id = letter("bruno@cliente.example", ASSISTENZA, "Senza", "Tre.").without("Message-ID");
    let empty_id = letter("carla@cliente.example", ASSISTENZA, "Vuota", "Quattro.").header("Message-ID", "");
    for mail in [&twin, &same_id, &no_id, &empty_id] {
        postbox.put("aiuto", "INBOX", &mail.bytes());
    }
    postbox.say("aiuto", "INBOX", "uid store 1:* +flags (\\Seen)");
    shop.start();
    assert_eq!(received(&shop, 4), ["Prima", "Seconda", "Senza", "Vuota"]);
    let verdicts = shop.list("/api/v1/arrivals");
    assert!(verdicts.iter().all(|arrival| arrival["verdict"] == "owed"), "{verdicts:#?}");
}

#[test]
fn a_server_that_counts_anew_doubles_nothing_and_hides_nothing() {
    let mut shop = shop();
    let mut postbox = Postbox::open();
    postbox.put("aiuto", "INBOX", &mail("vecchio@cliente.example", "Di prima"));
    connect(&shop, &wish(postbox.imap, "aiuto"));
    read_once(&shop);
    postbox.put("aiuto", "INBOX", &mail("anna@cliente.example", "Presa"));
    received(&shop, 1);
    let counted = |postbox: &Postbox| {
        let lines = postbox.say("aiuto", "", "status INBOX (uidvalidity)");
        lines.into_iter().map(|(line, _)| line).collect::<String>()
    };
    let before = counted(&postbox);
    shop.stop();
    postbox.count_anew("aiuto");
    assert_ne!(counted(&postbox), before, "the server counts anew");
    postbox.put("aiuto", "INBOX", &mail("bruno@cliente.example", "Nel frattempo"));
    shop.start();
    assert_eq!(received(&shop, 2), ["Nel frattempo", "Presa"]);
    read_once(&shop);
    postbox.put("aiuto", "INBOX", &mail("carla@cliente.example", "Dopo"));
    assert_eq!(received(&shop, 3), ["Dopo", "Nel frattempo", "Presa"]);
}

#[test]
fn the_unread_mails_of_before_are_taken_when_they_are_asked_for() {
    let shop = shop();
    let postbox = Postbox::open();
    for subject in ["Letta", "Non letta"] {
        postbox.put("aiuto", "INBOX", &mail("anna@cliente.example", subject));
    }
    postbox.say("aiuto", "INBOX", "uid store 1 +flags (\\Seen)");
    let mut wish = wish(postbox.imap, "aiuto");
    wish["first"] = json!({ "take": "unseen" });
    connect(&shop, &wish);
    assert_eq!(received(&shop, 1), ["Non letta"]);
    assert_eq!(read_once(&shop)["health"]["unseen_before"], 0);
}

#[test]
fn accepted_mails_are_moved_where_the_company_wants_them() {
    let shop = shop();
    let postbox = Postbox::open();
    let mut wish = wish(postbox.imap, "aiuto");
    wish["after"] = json!({ "action": "move", "folder": "Già presi" });
    connect(&shop, &wish);
    read_once(&shop);
    postbox.put("aiuto", "INBOX", &mail("anna@cliente.example", "Dov'è il pacco?"));
    received(&shop, 1);
    wait_until("the folder is empty", || postbox.folder("aiuto", "INBOX").is_empty());
    assert_eq!(postbox.folder("aiuto", "\"Gi&AOA- presi\"").len(), 1);
    assert_eq!(received(&shop, 1).len(), 1);
}

#[test]
fn a_folder_that_was_renamed_is_told_by_its_new_name_and_goes_on_where_it_was() {
    let shop = shop();
    let postbox = Postbox::open();
    postbox.say("aiuto", "", "create Assistenza");
    postbox.put("aiuto", "Assistenza", &mail("vecchio@cliente.example", "Di prima"));
    let mut wish = wish(postbox.imap, "aiuto");
    wish["folder"] = json!("Assistenza");
    connect(&shop, &wish);
    read_once(&shop);
    postbox.put("aiuto", "Assistenza", &mail("anna@cliente.example", "Presa"));
    received(&shop, 1);
    read_once(&shop);
    postbox.say("aiuto", "", "rename Assistenza Clienti");
    let told = fault(&shop, "folder_missing");
    assert!(
        told["text"].as_str().is_some_and(|text| text.contains("Assistenza") && text.contains("Clienti")),
        "{told}"
    );
    postbox.put("aiuto", "Clienti", &mail("bruno@cliente.example", "Nel frattempo"));
    wish["folder"] = json!("Clienti");
    connect(&shop, &wish);
    assert_eq!(received(&shop, 2), ["Nel frattempo", "Presa"]);
    read_once(&shop);
}

#[test]
fn a_server_that_lies_about_new_mail_is_looked_into_all_the_same() {
    let shop = shop();
    let liar = Liar::open();
    liar.lies().says_nothing_in_idle = true;
    connect(&shop, &wish(liar.at(), "aiuto"));
    read_once(&shop);
    liar.put(&mail("anna@cliente.example", "Taciuta"));
    assert_eq!(received(&shop, 1), ["Taciuta"]);
    assert_eq!(liar.lies().sessions, 1, "on the same connection");
}

#[test]
fn a_list_that_breaks_off_is_no_list_of_what_is_gone() {
    let shop = shop();
    let liar = Liar::open();
    connect(&shop, &wish(liar.at(), "aiuto"));
    read_once(&shop);
    {
        let mut lies = liar.lies();
        lies.breaks_off_next_list = true;
        let all = (1..=5).map(|uid| (uid, mail("anna@cliente.example", &format!("Numero {uid}"))));
        lies.mails = all.collect();
    }
    assert_eq!(received(&shop, 5).len(), 5);
    wait_until("each is marked once", || liar.lies().seen == [1, 2, 3, 4, 5]);
    assert_eq!(liar.lies().given, [1, 2, 3, 4, 5], "and each was fetched once");
    liar.lies().uid_validity = 8;
    let kept = liar.lies().mails.clone();
    liar.lies().mails = kept.into_iter().map(|(uid, raw)| (uid + 100, raw)).collect();
    liar.put(&mail("bruno@cliente.example", "Nuova"));
    assert_eq!(received(&shop, 6).len(), 6);
    assert_eq!(liar.lies().given, [1, 2, 3, 4, 5, 106], "what was known is not even fetched");
}

#[test]
fn a_mail_that_is_too_large_or_not_given_stands_before_a_person_and_holds_nobody_up() {
    let shop = Shop::open_with(Engine::Sqlite, |settings| {
        settings.allow_private_hosts = Allowed::all();
        settings.mailbox_poll_seconds = 1;
        settings.max_message_bytes = 64 * 1024;
    });
    let liar = Liar::open();
    connect(&shop, &wish(liar.at(), "aiuto"));
    read_once(&shop);
    let large = letter("anna@cliente.example", ASSISTENZA, "Enorme", &"x".repeat(100_000)).bytes();
    liar.put(&large);
    let withheld = liar.put(&mail("bruno@cliente.example", "Negata"));
    liar.lies().withholds.push(withheld);
    liar.put(&mail("carla@cliente.example", "Normale"));
    received(&shop, 3);
    let stuck_now = stuck(&shop, 2);
    let reasons: String = stuck_now.iter().map(|arrival| text_of(arrival, "/reason")).collect();
    assert!(reasons.contains("too large") && reasons.contains("does not give"), "{reasons}");
    assert_eq!(shop.arrivals_from("carla@cliente.example").len(), 1);
    read_once(&shop);
    // A size told too small changes nothing: the mail is too large, whatever is said.
    liar.lies().size = Some(100);
    liar.put(&letter("anna@cliente.example", ASSISTENZA, "Enorme anche questa", &"y".repeat(100_000)).bytes());
    liar.put(&letter("anna@cliente.example", ASSISTENZA, "Senza fine", &"z".repeat(1_000_000)).bytes());
    stuck(&shop, 4);
    liar.put(&mail("dario@cliente.example", "Dopo"));
    received(&shop, 6);
    assert_eq!(shop.arrivals_from("dario@cliente.example").len(), 1);
}

#[test]
fn every_night_the_servers_list_is_compared_and_what_is_missing_is_fetched() {
    let shop = shop();
    let liar = Liar::open();
    connect(&shop, &wish(liar.at(), "aiuto"));
    read_once(&shop);
    liar.lies().hides.push(1);
    liar.lies().mails =
        vec![(1, mail("anna@cliente.example", "Nascosta")), (2, mail("bruno@cliente.example", "Visibile"))];
    assert_eq!(received(&shop, 1), ["Visibile"]);
    liar.lies().hides.clear();
    // The next night.
    shop.advance(16 * 60);
    assert_eq!(received(&shop, 2), ["Nascosta", "Visibile"]);
    let reports = shop.list(&format!("{}/reconciliations", path(&shop)));
    let counts =
        |report: &Value| ["on_server", "accepted", "fetched", "gone"].map(|count| report[count].clone());
    assert_eq!(counts(&reports[0]), [2, 1, 1, 0].map(Value::from), "{reports:#?}");
    assert_eq!(reports.len(), 2, "once at the start, once in the night");
}

#[test]
fn answers_leave_by_the_mailboxs_own_server_with_the_mailboxs_own_password() {
    let mut shop = shop();
    // There is no common relay at all.
    shop.stop();
    shop.settings.relay_url = None;
    shop.start();
    let postbox = Postbox::open();
    let sending = Relay::with_password("aiuto", PASSWORD);
    let mut wish = wish(postbox.imap, "aiuto");
    wish["smtp"] = json!({ "host": "127.0.0.1", "port": sending.at().port(), "encryption": "none" });
    connect(&shop, &wish);
    read_once(&shop);
    postbox.put("aiuto", "INBOX", &mail("anna@cliente.example", "Dov'è il pacco?"));
    received(&shop, 1);
    let told = wait_for("the acknowledgement", || sending.mails_to("anna@cliente.example").pop());
    assert_eq!(told.from, ASSISTENZA, "the envelope is the mailbox's own address");
    let conversation = shop.conversation_of("anna@cliente.example");
    shop.answer(&conversation, "Arriva domani.");
    shop.promise_becomes(&conversation, "kept");
    assert_eq!(sending.mails_to("anna@cliente.example").len(), 2);
}

#[test]
fn what_is_wrong_is_said_in_words_before_anything_is_saved() {
    let shop = shop();
    let postbox = Postbox::open();
    let test = |wish: &Value| {
        let report = shop.api().post_json(&format!("{}/test", path(&shop)), wish).expect(200).json();
        let steps = report["steps"].as_array().expect("steps").clone();
        let failed = steps.iter().find(|step| step["outcome"] == "failed");
        match failed {
            Some(step) => {
                let text = text_of(step, "/fault/text");
                assert!(text.len() > 20 && !text.starts_with("mailbox-"), "{text}");
                format!("{} {}", text_of(step, "/station"), text_of(step, "/fault/code"))
            }
            None => format!("good {}", report["good"]),
        }
    };
    let good = wish(postbox.imap, "aiuto");
    let with = |pointer: &str, value: Value| {
        let mut wish = good.clone();
        *wish.pointer_mut(pointer).expect("a place") = value;
        wish
    };
    assert_eq!(test(&good), "good true");
    assert_eq!(test(&with("/imap/host", json!("imap.nessuno.invalid"))), "name name_unknown");
    let closed = Relay::open().at().port();
    assert_eq!(test(&with("/imap/port", json!(closed))), "port port_closed");
    assert_eq!(test(&with("/imap/encryption", json!("tls"))), "certificate other_protocol");
    assert_eq!(test(&with("/imap/encryption", json!("starttls"))), "certificate no_encryption");
    assert_eq!(test(&with("/password", json!("sbagliata"))), "sign_in sign_in_refused");
    let mut no_folder = good.clone();
    no_folder["folder"] = json!("Assente");
    assert_eq!(test(&no_folder), "folder folder_missing");
    let smtp = Relay::with_password("aiuto", "altra");
    let sends = json!({ "host": "127.0.0.1", "port": smtp.at().port(), "encryption": "none" });
    assert_eq!(test(&with("/smtp", sends)), "sending_sign_in sign_in_refused");
    let imap = json!({ "host": "127.0.0.1", "port": postbox.imap.port(), "encryption": "none" });
    assert_eq!(test(&with("/smtp", imap)), "sending other_protocol");
    shop.api().get(&path(&shop)).expect(404);
}

#[test]
fn a_server_inside_the_own_network_is_not_reached_unless_the_operator_allows_it() {
    let shop = Shop::open(Engine::Sqlite);
    let postbox = Postbox::open();
    let report =
        shop.api().post_json(&format!("{}/test", path(&shop)), &wish(postbox.imap, "aiuto")).expect(200).json();
    assert_eq!(report["steps"][0]["fault"]["code"], "own_network", "{report:#}");
}

#[test]
fn a_wrong_password_stops_the_fetching_in_words_and_the_right_one_starts_it() {
    let shop = shop();
    let postbox = Postbox::open();
    let mut wrong = wish(postbox.imap, "aiuto");
    wrong["password"] = json!("sbagliata");
    connect(&shop, &wrong);
    let told = fault(&shop, "sign_in_refused");
    assert!(text_of(&told, "/text").contains("nome utente"), "{told}");
    assert!(!told.to_string().contains("sbagliata"));
    connect(&shop, &wish(postbox.imap, "aiuto"));
    read_once(&shop);
    // A change without the password keeps it; another place does not get it.
    let mut later = wish(postbox.imap, "aiuto");
    later.as_object_mut().expect("an object").remove("password");
    later["after"] = json!({ "action": "leave" });
    connect(&shop, &later);
    read_once(&shop);
    later["imap"]["host"] = json!("localhost");
    put(&shop, &later).expect(422);
    let kinds: Vec<String> = shop.events().iter().map(|event| text_of(event, "/type")).collect();
    for kind in ["mailbox.changed", "mailbox.failed"] {
        assert!(kinds.iter().any(|found| found == kind), "{kind} in {kinds:?}");
    }
}

/// A certificate for these names nobody has signed, and its key.
fn certificate(names: &[&str]) -> (String, String) {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(names).expect("a certificate");
    (made.cert.pem(), made.signing_key.serialize_pem())
}

#[test]
fn a_password_is_only_sent_to_a_server_whose_certificate_can_be_trusted() {
    let (certificate_of_the_house, key) = certificate(&["localhost"]);
    let postbox = Postbox::encrypted(&certificate_of_the_house, &key);
    let mut wish = wish(postbox.imap, "aiuto");
    wish["imap"]["encryption"] = json!("tls");
    wish["imap"]["host"] = json!("localhost");
    let mut shop = shop();
    let code = |shop: &Shop, wish: &Value| {
        let report = shop.api().post_json(&format!("{}/test", path(shop)), wish).expect(200).json();
        let steps = report["steps"].as_array().expect("steps").clone();
        steps.iter().find_map(|step| step["fault"]["code"].as_str().map(str::to_owned))
    };
    assert_eq!(code(&shop, &wish).as_deref(), Some("certificate_unknown"));
    connect(&shop, &wish);
    let told = fault(&shop, "certificate_unknown");
    assert!(text_of(&told, "/text").contains("RISCONTRO_MAIL_CA"), "{told}");
    assert!(!postbox.log().contains("aiuto"), "nobody tried to sign in: {}", postbox.log());
    // The operator trusts the house's own authority from now on.
    shop.stop();
    let authority = shop.settings.data_dir.join("authority.pem");
    std::fs::write(&authority, &certificate_of_the_house).expect("our own folder");
    shop.settings.mail_ca = Some(authority);
    shop.start();
    read_once(&shop);
    postbox_is_read(&shop, &postbox);
    wish["imap"]["host"] = json!("127.0.0.1");
    assert_eq!(code(&shop, &wish).as_deref(), Some("certificate_other_name"));
}

/// A mail put into a mailbox that is read only encrypted: its file lies there as any delivery would leave it.
#[track_caller]
fn postbox_is_read(shop: &Shop, postbox: &Postbox) {
    postbox.leave("aiuto", &mail("anna@cliente.example", "Cifrata"));
    assert_eq!(received(shop, 1), ["Cifrata"]);
}

#[test]
fn a_program_killed_in_the_middle_of_fetching_takes_every_mail_once() {
    const MAILS: usize = 60;
    let folder = std::env::temp_dir().join(format!("riscontro-killed-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder of our own");
    let relay = Relay::open();
    let mut program = Program::start(binary(), &folder, &Place::Sqlite, Some(relay.url()));
    let liar = Liar::open();
    let inboxes = program.api().get("/api/v1/inboxes").expect(200).json();
    let path = format!("/api/v1/inboxes/{}/mailbox", text_of(&inboxes, "/data/0/id"));
    let headers = [("content-type", "application/json")];
    let body = wish(liar.at(), "aiuto").to_string();
    program.api().send("PUT", &path, &headers, body.as_bytes()).expect(200);
    program
        .wait_until("the mailbox", || program.api().get(&path).expect(200).json()["health"]["state"] == "good");
    for number in 0..MAILS {
        liar.put(&mail(&format!("cliente{number}@cliente.example"), &format!("Numero {number}")));
    }
    for given in [5, 20, 40] {
        wait_until("some of it fetched", || liar.lies().given.len() >= given);
        program.kill();
        program.start_again();
    }
    program.wait_until("all of it", || {
        let mailbox = program.api().get(&path).expect(200).json();
        mailbox["health"]["state"] == "good" && mailbox["health"]["backlog"] == 0
    });
    program.settle();
    let arrivals = program.api().get("/api/v1/arrivals?limit=200").expect(200).json();
    let mut senders: Vec<String> = arrivals["data"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|arrival| text_of(arrival, "/sender"))
        .collect();
    assert_eq!(senders.len(), MAILS);
    senders.sort();
    senders.dedup();
    assert_eq!(senders.len(), MAILS, "each of them once");
    drop(program);
    std::fs::remove_dir_all(&folder).expect("our own folder");
}

#[test]
fn a_mailbox_without_a_password_is_opened_by_tokens_that_are_renewed() {
    let mut shop = shop();
    let (liar, issuer) = (Liar::open(), Issuer::open());
    liar.lies().tokens = Some(vec!["breve-1".to_owned(), "breve-2".to_owned()]);
    let refused = json!({ "error": "invalid_grant" }).to_string();
    let gives = |access: &str, refresh: &str| {
        (200, json!({ "access_token": access, "expires_in": 3600, "refresh_token": refresh }).to_string())
    };
    issuer.issues().says = (400, refused.clone());
    let mut by_token = wish(liar.at(), "aiuto");
    by_token.as_object_mut().expect("an object").remove("password");
    by_token["token"] = json!({
        "client_id": "riscontro", "client_secret": "segreto-del-programma", "refresh_token": "lungo-1",
        "token_url": issuer.url(),
    });
    let shown = connect(&shop, &by_token);
    assert_eq!(shown["sign_in"], "token");
    assert!(!shown.to_string().contains("lungo-1") && !shown.to_string().contains("segreto-del"), "{shown}");
    fault(&shop, "token_refused");
    issuer.issues().says = gives("breve-1", "lungo-2");
    connect(&shop, &by_token);
    read_once(&shop);
    liar.put(&mail("anna@cliente.example", "Con il token"));
    assert_eq!(received(&shop, 1), ["Con il token"]);
    assert!(issuer.issues().asked.iter().all(|form| form.contains("refresh_token=lungo-1")));
    // The issuer gave a new long token in place of the old one: it is the one that counts after a restart.
    issuer.issues().says = gives("breve-2", "lungo-2");
    issuer.issues().asked.clear();
    shop.restart();
    liar.put(&mail("bruno@cliente.example", "Dopo"));
    assert_eq!(received(&shop, 2), ["Con il token", "Dopo"]);
    assert!(issuer.issues().asked.iter().all(|form| form.contains("refresh_token=lungo-2")));
    assert_eq!(issuer.issues().asked.len(), 1);
    // A password in place of the token is told what the server wants.
    let report =
        shop.api().post_json(&format!("{}/test", path(&shop)), &wish(liar.at(), "aiuto")).expect(200).json();
    assert_eq!(report["steps"][3]["fault"]["code"], "encryption_needed", "{report:#}");
}

#[test]
fn answers_are_handed_in_with_a_token_and_one_that_became_void_is_renewed() {
    let mut shop = shop();
    shop.stop();
    shop.settings.relay_url = None;
    shop.start();
    let (liar, issuer) = (Liar::open(), Issuer::open());
    let sending = Relay::with_tokens("aiuto", &["breve-1"]);
    liar.lies().tokens = Some(vec!["breve-1".to_owned(), "breve-2".to_owned()]);
    let gives = |access: &str| (200, json!({ "access_token": access, "expires_in": 3600 }).to_string());
    issuer.issues().says = gives("breve-1");
    let mut by_token = wish(liar.at(), "aiuto");
    by_token.as_object_mut().expect("an object").remove("password");
    by_token["token"] =
        json!({ "client_id": "riscontro", "refresh_token": "lungo-1", "token_url": issuer.url() });
    by_token["smtp"] = json!({ "host": "127.0.0.1", "port": sending.at().port(), "encryption": "none" });
    connect(&shop, &by_token);
    read_once(&shop);
    liar.put(&mail("anna@cliente.example", "Dov'è il pacco?"));
    received(&shop, 1);
    let told = wait_for("the acknowledgement", || sending.mails_to("anna@cliente.example").pop());
    assert_eq!(told.from, ASSISTENZA, "the envelope is the mailbox's own address");
    assert!(sending.void_tokens().is_empty());
    // The server no longer takes the token, long before its end: the next one is asked for, and nothing is lost.
    sending.take_tokens("aiuto", &["breve-2"]);
    issuer.issues().says = gives("breve-2");
    let conversation = shop.conversation_of("anna@cliente.example");
    shop.answer(&conversation, "Arriva domani.");
    wait_until("the void token is noticed", || {
        shop.clock.advance(60_000);
        std::thread::park_timeout(std::time::Duration::from_millis(100));
        sending.mails_to("anna@cliente.example").len() == 2
    });
    assert_eq!(sending.void_tokens().first().map(String::as_str), Some("breve-1"));
    shop.promise_becomes(&conversation, "kept");
}

#[test]
fn a_mail_of_before_that_somebody_marks_as_unread_is_taken_where_unread_ones_are_wanted() {
    let shop = shop();
    let postbox = Postbox::open();
    for subject in ["Letta", "Mai riletta"] {
        postbox.put("aiuto", "INBOX", &mail("anna@cliente.example", subject));
    }
    postbox.say("aiuto", "INBOX", "uid store 1:2 +flags (\\Seen)");
    let mut wish = wish(postbox.imap, "aiuto");
    wish["first"] = json!({ "take": "unseen" });
    connect(&shop, &wish);
    read_once(&shop);
    assert!(subjects(&shop).is_empty());
    postbox.say("aiuto", "INBOX", "uid store 1 -flags (\\Seen)");
    assert_eq!(received(&shop, 1), ["Letta"]);
    wait_until("it is marked as read again", || postbox.folder("aiuto", "INBOX").iter().all(|mail| mail.seen));
}

#[test]
fn how_many_unread_mails_of_before_are_left_is_counted_at_every_look() {
    let shop = shop();
    let postbox = Postbox::open();
    postbox.put("aiuto", "INBOX", &mail("anna@cliente.example", "Di prima"));
    connect(&shop, &wish(postbox.imap, "aiuto"));
    assert_eq!(read_once(&shop)["health"]["unseen_before"], 1);
    postbox.say("aiuto", "INBOX", "uid store 1 +flags (\\Seen)");
    wait_until("it is no longer counted", || look(&shop, &path(&shop))["health"]["unseen_before"] == 0);
    assert!(subjects(&shop).is_empty());
}
