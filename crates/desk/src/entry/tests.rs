//! The door, knocked at as a browser knocks.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::{StatusCode, header};
use office::account::{self, Purpose, Role};
use spine::{inbox, mailbox, outbox};

use super::link_path;
use crate::testing::{NOW_MS, PASSWORD, Shop, before_set_up, on_both_engines};

const HOUR_MS: i64 = 3_600_000;

const SETUP: [(&str, &str); 7] = [
    ("company", "Fioca"),
    ("register", "tu"),
    ("language", "it"),
    ("timezone", "europe/rome"),
    ("name", "Marta Bisi"),
    ("email", "Marta@fioca.example"),
    ("password", "lampada a sospensione"),
];

/// The cookie and the proof of whoever went through the first step.
async fn founded(shop: &Shop) -> (String, String) {
    let secret = shop.write(|tx| Ok(account::setup_link(tx, NOW_MS)?));
    let done = shop.post(&link_path(Purpose::Setup, &secret), "", &SETUP).await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, "/console/setup/hours"),
        "{}",
        done.body
    );
    let cookie = done.cookie();
    let csrf = shop.get("/console/setup/hours", &cookie).await.csrf();
    (cookie, csrf)
}

/// Monday to Friday 10–17:30, Saturday 10–13.
fn hours(csrf: &str) -> Vec<(&str, &str)> {
    let mut fields = vec![("csrf", csrf), ("timezone", "Europe/Rome"), ("holidays", "IT")];
    for (opens, closes) in [
        ("open-mon", "close-mon"),
        ("open-tue", "close-tue"),
        ("open-wed", "close-wed"),
        ("open-thu", "close-thu"),
        ("open-fri", "close-fri"),
    ] {
        fields.extend([(opens, "10"), (closes, "17.30")]);
    }
    fields.extend([("open-sat", "10"), ("close-sat", "13")]);
    fields
}

#[tokio::test]
async fn the_setup_link_names_the_company_and_works_once() {
    before_set_up(async |shop| {
        shop.get("/sign-in", "").await.shows("Manca il primo avvio");
        let secret = shop.write(|tx| Ok(account::setup_link(tx, NOW_MS)?));
        let path = link_path(Purpose::Setup, &secret);
        shop.get(&path, "").await.shows("Le rispondiamo oggi, entro le 14:00");
        let done = shop.post(&path, "", &SETUP).await;
        assert_eq!(
            (done.status, done.location()),
            (StatusCode::SEE_OTHER, "/console/setup/hours"),
            "{}",
            done.body
        );
        assert_eq!(shop.read(|tx| Ok(account::find(tx)?)).name, "Fioca");

        let again = shop.get(&path, "").await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        again.shows("non apre più");
        shop.get("/sign-in", "").await.shows("Entra in Fioca");
    })
    .await;
}

#[tokio::test]
async fn the_first_hour_goes_from_the_hours_to_the_inbox_with_a_mailbox_that_answers() {
    before_set_up(async |shop| {
        let (cookie, csrf) = founded(&shop).await;
        let kept = shop.post("/console/setup/hours", &cookie, &hours(&csrf)).await;
        assert_eq!(kept.location(), "/console/setup/mailbox", "{}", kept.body);
        let mailbox = [
            ("csrf", csrf.as_str()),
            ("address", "Aiuto@fioca.example"),
            ("password", "mokaebiscotti"),
            ("provider", "own"),
            ("imap-host", "imap.fioca.example"),
            ("inbox-name", "Fioca, assistenza"),
            ("do", "save"),
        ];
        let connected = shop.post("/console/setup/mailbox", &cookie, &mailbox).await;
        assert_eq!(connected.location(), "/console/setup/promise", "{}", connected.body);
        let inbox = shop.read(|tx| Ok(inbox::list(tx)?.remove(0)));
        assert_eq!(inbox.address.as_deref(), Some("aiuto@fioca.example"));
        assert_eq!(inbox.hours.to_json()["week"]["sat"], serde_json::json!([["10:00", "13:00"]]));
        let id = inbox.id;
        let kept = shop.read(move |tx| Ok(mailbox::find(tx, id)?)).unwrap();
        assert_eq!(kept.connect.imap.host, "imap.fioca.example");

        let page = shop.get("/console/setup/promise", &cookie).await;
        page.shows("Ti rispondiamo oggi, entro le 14:00.");
        let letter = shop.get("/console/setup/promise/letter?minutes=120", &cookie).await;
        letter.shows("entro le 12:00");
        assert!(letter.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("sandbox"));
        let promise = [
            ("csrf", csrf.as_str()),
            ("first-A", "1 ora"),
            ("first-B", "90 min"),
            ("first-C", "2 ore"),
            ("acknowledges", "yes"),
        ];
        let given = shop.post("/console/setup/promise", &cookie, &promise).await;
        assert_eq!(given.location(), "/console/setup/people", "{}", given.body);
        assert_eq!(shop.read(|tx| Ok(inbox::list(tx)?.remove(0))).targets.first_reply, [60, 90, 120]);

        let people = [
            ("csrf", csrf.as_str()),
            ("name", "Giulia Ferrante"),
            ("email", "giulia@fioca.example"),
            ("role", "agent"),
            ("name", "Omar"),
            ("email", "non so"),
            ("role", "supervisor"),
            ("do", "invite"),
        ];
        let invited = shop.post("/console/setup/people", &cookie, &people).await;
        assert_eq!(invited.status, StatusCode::UNPROCESSABLE_ENTITY);
        invited.shows("L’invito è in viaggio verso giulia@fioca.example");
        invited.shows("value=\"non so\"");
        let end = shop.post("/console/setup/people", &cookie, &[("csrf", &csrf), ("do", "finish")]).await;
        assert_eq!(end.location(), "/console/inbox/team");
        assert_eq!(shop.get("/console/setup", &cookie).await.location(), "/console/inbox/team");
    })
    .await;
}

#[tokio::test]
async fn a_mailbox_that_does_not_answer_says_which_station_failed_and_is_kept_only_when_asked() {
    before_set_up(async |shop| {
        let (cookie, csrf) = founded(&shop).await;
        let mut fields = vec![
            ("csrf", csrf.as_str()),
            ("address", "aiuto@fioca.example"),
            ("password", "mokaebiscotti"),
            ("provider", "own"),
            ("imap-host", "sign-in.sign_in_refused.invalid"),
            ("do", "save"),
        ];
        let refused = shop.post("/console/setup/mailbox", &cookie, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("non accetta nome utente e password");
        refused.shows("Salva anche se non risponde");
        assert!(!refused.body.contains("mokaebiscotti"), "a password is never sent back");
        assert!(shop.read(|tx| Ok(inbox::list(tx)?)).is_empty());
        fields[5] = ("do", "keep");
        let nowhere = std::mem::replace(&mut fields[4], ("imap-host", "la posta di casa"));
        let refused = shop.post("/console/setup/mailbox", &cookie, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(shop.read(|tx| Ok(inbox::list(tx)?)).is_empty(), "half of it is not kept");
        fields[4] = nowhere;
        assert_eq!(
            shop.post("/console/setup/mailbox", &cookie, &fields).await.location(),
            "/console/setup/promise"
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_has_no_mailbox_is_told_where_its_mail_has_to_be_led() {
    before_set_up(async |shop| {
        let (cookie, csrf) = founded(&shop).await;
        let skip = [("csrf", csrf.as_str()), ("address", "aiuto@fioca.example"), ("do", "skip")];
        let skipped = shop.post("/console/setup/mailbox", &cookie, &skip).await;
        let page = shop.get(skipped.location(), &cookie).await;
        page.shows("desk.example:2525");
        page.shows("aiuto@fioca.example");
        assert!(shop.read(|tx| Ok(mailbox::list(tx)?)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_set_up_left_half_way_is_taken_up_where_it_was_left() {
    before_set_up(async |shop| {
        let (cookie, csrf) = founded(&shop).await;
        shop.post("/console/setup/hours", &cookie, &hours(&csrf)).await;
        let fields = [("email", "marta@fioca.example"), ("password", PASSWORD), ("next", "/console")];
        let inside = shop.post("/sign-in", "", &fields).await;
        assert_eq!(inside.location(), "/console/setup");
        let on = shop.get("/console/setup", &inside.cookie()).await;
        assert_eq!(on.location(), "/console/setup/mailbox");
        shop.get("/console/setup/hours", &inside.cookie()).await.shows("value=\"17:30\"");

        shop.post("/console/setup/leave", &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(shop.post("/sign-in", "", &fields).await.location(), "/console");
    })
    .await;
}

#[tokio::test]
async fn a_setup_with_faults_keeps_what_was_typed_and_says_why_beside_each_field() {
    before_set_up(async |shop| {
        let secret = shop.write(|tx| Ok(account::setup_link(tx, NOW_MS)?));
        let path = link_path(Purpose::Setup, &secret);
        let fields = [
            ("company", "Fioca <lampade>"),
            ("register", "tu"),
            ("name", ""),
            ("email", "marta"),
            ("password", "corta"),
            ("timezone", "Europa/Roma"),
        ];
        let refused = shop.post(&path, "", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("value=\"Fioca &lt;lampade&gt;\"");
        for sentence in ["Manca il nome.", "Non sembra un indirizzo", "Troppo corta", "value=\"Europa/Roma\""] {
            refused.shows(sentence);
        }
        assert!(!refused.body.contains("value=\"corta\""), "a password is never sent back");
        assert_eq!(
            shop.post(&path, "", &SETUP).await.status,
            StatusCode::SEE_OTHER,
            "the link was not used up"
        );
    })
    .await;
}

#[tokio::test]
async fn an_agent_has_no_business_in_the_set_up() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.add("Giulia", Role::Agent));
        for path in ["", "/hours", "/mailbox", "/promise", "/people"] {
            let path = format!("/console/setup{path}");
            assert_eq!(shop.get(&path, &cookie).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let tried = shop.post("/console/setup/people", &cookie, &[("csrf", &csrf), ("do", "finish")]).await;
        assert_eq!(tried.status, StatusCode::FORBIDDEN);
    })
    .await;
}

/// The one-time link in the last mail of the house to an address.
async fn mailed_link(shop: &Shop, to: &'static str, path: &str) -> Option<String> {
    let queued = shop.read(|tx| Ok(outbox::list(tx, outbox::State::Queued, i64::MAX, 50)?));
    let mail = queued.into_iter().find(|mail| mail.recipients.iter().any(|one| one == to))?;
    let db = shop.desk.db.clone();
    let written = std::thread::spawn(move || outbox::compose(&db, 1, &mail).unwrap().raw).join().unwrap();
    let text = String::from_utf8(written).unwrap().replace("=\r\n", "");
    let after = text.split(&format!("http://desk.example{path}")).nth(1)?;
    let secret: String = after.chars().take_while(char::is_ascii_alphanumeric).collect();
    Some(format!("{path}{secret}"))
}

/// The same once it was written, which nobody waits for.
async fn link_to_come(shop: &Shop, to: &'static str, path: &str) -> String {
    for _ in 0..2_000 {
        if let Some(link) = mailed_link(shop, to, path).await {
            return link;
        }
        tokio::task::yield_now().await;
    }
    panic!("no mail to {to}");
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_link_that_works_once_and_ends_every_session() {
    on_both_engines(async |shop| {
        let (before, _) = shop.session(shop.marta);
        shop.get("/sign-in", "").await.shows("Password dimenticata");
        let asked = shop.post("/password", "", &[("email", "Marta@fioca.example")]).await;
        asked.shows("Controlla la posta");
        let link = link_to_come(&shop, "marta@fioca.example", "/password/").await;
        shop.get(&link, "").await.shows("Una password nuova");
        let short = shop.post(&link, "", &[("password", "corta")]).await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        let inside = shop.post(&link, "", &[("password", "paralume di lino")]).await;
        assert_eq!(inside.location(), "/console", "{}", inside.body);
        assert_eq!(shop.get("/console/me", &inside.cookie()).await.status, StatusCode::OK);
        assert!(shop.get("/console/me", &before).await.location().starts_with("/sign-in"));
        assert_eq!(shop.get(&link, "").await.status, StatusCode::NOT_FOUND);
        let told = shop.read(|tx| {
            let queued = outbox::list(tx, outbox::State::Queued, i64::MAX, 50)?;
            Ok(queued.into_iter().any(|mail| mail.subject == "La tua password è cambiata"))
        });
        assert!(told, "whoever it belongs to is told");
    })
    .await;
}

#[tokio::test]
async fn where_mail_leaves_by_a_mailbox_alone_a_password_that_changed_is_told_too() {
    on_both_engines(async |shop| {
        let shop = shop.without_relay();
        let (inbox_id, sealer, marta) = (shop.inbox().id, shop.desk.db.sealer(), shop.marta);
        let server = |host: &str| mailbox::Server {
            host: host.to_owned(),
            port: 465,
            encryption: mailbox::Encryption::Tls,
        };
        let smtp = mailbox::Submission {
            server: server("smtp.fioca.example"),
            user: None,
            password: Default::default(),
        };
        let save = mailbox::Save {
            provider: "own".to_owned(),
            connect: mailbox::Connect {
                imap: server("imap.fioca.example"),
                user: "aiuto@fioca.example".to_owned(),
                credential: mailbox::Credential::Password(mailbox::Secret::new("lampada")),
                folder: "INBOX".to_owned(),
                smtp: Some(smtp),
            },
            after: Default::default(),
            first: Default::default(),
        };
        shop.write(move |tx| Ok(mailbox::save(tx, &sealer, inbox_id, save, db::Actor::System)?));
        let secret = shop.write(move |tx| Ok(account::reset_link(tx, marta, NOW_MS)?)).unwrap();
        let changes = || {
            let queued = shop.read(|tx| Ok(outbox::list(tx, outbox::State::Queued, i64::MAX, 50)?));
            queued.into_iter().filter(|mail| mail.subject == "La tua password è cambiata").count()
        };
        let link = link_path(Purpose::Reset, &secret);
        let inside = shop.post(&link, "", &[("password", "paralume di lino")]).await;
        assert_eq!((inside.location(), changes()), ("/console", 1), "{}", inside.body);
        let csrf = shop.get("/console/me", &inside.cookie()).await.csrf();
        let own = [("csrf", csrf.as_str()), ("current", "paralume di lino"), ("password", "paralume di seta")];
        shop.post("/console/me/password", &inside.cookie(), &own).await;
        assert_eq!(changes(), 2);
    })
    .await;
}

#[tokio::test]
async fn asking_for_a_way_back_in_says_nothing_of_who_works_here() {
    on_both_engines(async |shop| {
        let known = shop.post("/password", "", &[("email", "marta@fioca.example")]).await;
        let unknown = shop.post("/password", "", &[("email", "nessun@fioca.example")]).await;
        assert_eq!(known.status, unknown.status);
        assert_eq!(known.body.replace("marta@", "nessun@"), unknown.body);
        let first = link_to_come(&shop, "marta@fioca.example", "/password/").await;
        shop.post("/password", "", &[("email", "marta@fioca.example")]).await;
        shop.clock.advance(3_599_000);
        assert_eq!(shop.get(&first, "").await.status, StatusCode::OK, "two mails in two minutes are one");
        shop.clock.advance(2_000);
        assert_eq!(shop.get(&first, "").await.status, StatusCode::NOT_FOUND, "an hour and no more");
    })
    .await;
}

#[tokio::test]
async fn whoever_works_in_another_account_signs_in_at_the_same_door() {
    on_both_engines(async |shop| {
        let other = shop.desk.db.submit(2, |tx| {
            account::create(tx, "Lume", kernel::language::Language::It, kernel::language::Register::Lei)?;
            let hash = account::hash_password("lampada da terra");
            let person = account::NewPerson {
                name: "Ada",
                email: "ada@lume.example",
                role: Role::Admin,
                language: kernel::language::Language::It,
                password_hash: Some(&hash),
            };
            account::add_person(tx, db::Actor::System, &person)
        });
        std::thread::spawn(move || other.wait().unwrap()).join().unwrap();
        let fields = [("email", "ada@lume.example"), ("password", "lampada da terra")];
        let inside = shop.post("/sign-in", "", &fields).await;
        assert_eq!(inside.status, StatusCode::SEE_OTHER);
        shop.get("/console/me", &inside.cookie()).await.shows("ada@lume.example");
    })
    .await;
}

#[tokio::test]
async fn a_person_signs_in_goes_where_they_wanted_and_signs_out() {
    on_both_engines(async |shop| {
        let sent_away = shop.get("/console/settings/tokens?x=1", "").await;
        assert_eq!(sent_away.location(), "/sign-in?next=%2Fconsole%2Fsettings%2Ftokens%3Fx%3D1");
        let form = shop.get(sent_away.location(), "").await;
        form.shows("name=\"next\" value=\"/console/settings/tokens?x=1\"");
        form.shows("?lang=en&amp;next=%2Fconsole%2Fsettings%2Ftokens%3Fx%3D1");

        let fields = [
            ("email", " Marta@Fioca.example "),
            ("password", PASSWORD),
            ("next", "/console/settings/tokens?x=1"),
        ];
        let inside = shop.post("/sign-in", "", &fields).await;
        assert_eq!(inside.location(), "/console/settings/tokens?x=1");
        let line = inside.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax"), "{line}");

        let cookie = inside.cookie();
        let csrf = shop.get("/console/me", &cookie).await.csrf();
        let out = shop.post("/sign-out", &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(out.location(), "/sign-in");
        assert_eq!(shop.get("/console/me", &cookie).await.location(), "/sign-in?next=%2Fconsole%2Fme");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    on_both_engines(async |shop| {
        let wrong = [("email", "marta@fioca.example"), ("password", "lampada da tavolo")];
        let unknown = [("email", "nessuno@fioca.example"), ("password", PASSWORD)];
        for fields in [wrong, unknown] {
            let refused = shop.post("/sign-in?lang=it", "", &fields).await;
            assert_eq!((refused.status, refused.cookie().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, ""));
            refused.shows("E-mail o password non sono giuste");
            refused.shows(fields[0].1);
            shop.post("/sign-in?lang=en", "", &fields).await.shows("lang=\"en\"");
        }
    })
    .await;
}

#[tokio::test]
async fn the_way_on_after_signing_in_never_leaves_our_site() {
    on_both_engines(async |shop| {
        let fields = [("email", "marta@fioca.example"), ("password", PASSWORD), ("next", "//evil.example/")];
        assert_eq!(shop.post("/sign-in", "", &fields).await.location(), "/console");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_signed_in_from_another_site() {
    on_both_engines(async |shop| {
        let fields = [("email", "marta@fioca.example"), ("password", PASSWORD)];
        let forged = shop.post_from("https://evil.example", "/sign-in", "", &fields).await;
        assert_eq!((forged.status, forged.cookie().as_str()), (StatusCode::FORBIDDEN, ""));
    })
    .await;
}

#[tokio::test]
async fn the_eleventh_try_in_a_minute_has_to_wait() {
    on_both_engines(async |shop| {
        let wrong = [("email", "marta@fioca.example"), ("password", "x")];
        for _ in 0..10 {
            assert_eq!(shop.post("/sign-in", "", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let right = [("email", "marta@fioca.example"), ("password", PASSWORD)];
        let wait = shop.post("/sign-in", "", &right).await;
        assert_eq!(wait.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(wait.headers.get(header::RETRY_AFTER).unwrap(), "6");
        shop.clock.advance(6_000);
        assert_eq!(shop.post("/sign-in", "", &right).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_link_opens_one_session_and_is_used_up() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let secret = shop.write(move |tx| Ok(account::sign_in_link(tx, giulia, NOW_MS, HOUR_MS)?));
        let path = link_path(Purpose::SignIn, &secret);
        let inside = shop.get(&path, "").await;
        assert_eq!(inside.location(), "/console");
        assert_eq!(shop.get("/console/me", &inside.cookie()).await.status, StatusCode::OK);
        assert_eq!(shop.get(&path, "").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn an_invited_person_chooses_a_password_and_is_in() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let secret = shop.write(move |tx| Ok(account::invite(tx, db::Actor::System, giulia, NOW_MS)?));
        let path = link_path(Purpose::Invite, &secret);
        shop.get(&path, "").await.shows("Ciao, Giulia");
        let short = shop.post(&path, "", &[("password", "corta")]).await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        let inside = shop.post(&path, "", &[("password", "paralume di lino")]).await;
        assert_eq!(inside.location(), "/console");
        let fields = [("email", "giulia@fioca.example"), ("password", "paralume di lino")];
        assert_eq!(shop.post("/sign-in", "", &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!(shop.get(&path, "").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn an_address_without_a_page_says_so_with_a_way_back() {
    on_both_engines(async |shop| {
        let nowhere = shop.get("/nowhere", "").await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
        nowhere.shows("href=\"/console\"");
        assert!(nowhere.headers.contains_key(header::CONTENT_SECURITY_POLICY));
    })
    .await;
}
