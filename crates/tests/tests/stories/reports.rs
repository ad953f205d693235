//! One number, three places: the page, the file and the API say the same of the same days.

use std::collections::BTreeMap;

use db::Actor;
use kernel::language::Language;
use office::account::{self, NewPerson, Role};
use riscontro::node::ACCOUNT;
use serde_json::{Value, json};
use tests::http::Client;
use tests::letter::letter;
use tests::shop::{ASSISTENZA, Shop, on_both_engines, text_of};
use tests::wait_until;

/// A supervisor's browser without eyes.
fn supervisor(shop: &Shop) -> Client {
    // Sessions go by the wall clock.
    let now_ms = kernel::clock::Clock::system().now_ms();
    let session = shop.node().db().write(ACCOUNT, move |tx| {
        let person = NewPerson {
            name: "Sara Conti",
            email: "sara@fioca.example",
            role: Role::Supervisor,
            language: Language::It,
            password_hash: None,
        };
        let id = account::add_person(tx, Actor::System, &person)?;
        account::sign_in(tx, id, "Firefox", "127.0.0.1", now_ms)
    });
    shop.web().with_cookie("__Host-riscontro", &session.expect("a session").token)
}

/// Numerator and n of each measure of the whole that is said, as the API says.
fn of_api(report: &Value) -> BTreeMap<String, (i64, i64)> {
    let lines = report["total"].as_array().expect("lines").iter();
    lines
        .filter(|line| line["note"] != "too_few")
        .map(|line| {
            let number = |name: &str| line[name].as_i64().unwrap_or_else(|| panic!("{name} of {line}"));
            (text_of(line, "/measure"), (number("numerator"), number("n")))
        })
        .collect()
}

/// The same as the file says.
fn of_file(file: &str) -> BTreeMap<String, (i64, i64)> {
    file.lines()
        .map(|line| line.trim_matches('"').split("\",\"").collect::<Vec<_>>())
        .filter(|cells| cells[0] == "total" && cells.get(15) != Some(&"too_few"))
        .map(|cells| {
            // Times are in seconds there, in milliseconds in the API.
            let number = |at: usize| {
                let cell = cells[at].replace('.', "");
                cell.parse().unwrap_or_else(|_| panic!("{cells:?}"))
            };
            (cells[3].to_owned(), (number(6), number(7)))
        })
        .collect()
}

/// The text of the cells of a row of the page's table of measures.
fn row<'a>(page: &'a str, measure: &str) -> Vec<&'a str> {
    let mark = format!("id=\"m-{measure}\"");
    let row = page.split_once(&mark).and_then(|(_, after)| after.split_once("</tr>")).expect("a row").0;
    let cells = row.split("<td").skip(1).map(|cell| cell.split_once('>').map_or("", |(_, inside)| inside));
    cells.map(|cell| cell.split('<').next().unwrap_or_default()).collect()
}

/// And as the page says: one number where both are the same.
fn of_page(page: &str, measures: impl Iterator<Item = String>) -> BTreeMap<String, (i64, i64)> {
    measures
        .map(|measure| {
            let cell = row(page, &measure)[2].replace('.', "");
            let number = |text: &str| text.trim().parse().unwrap_or_else(|_| panic!("{measure}: {cell}"));
            let pair = match cell.split_once('/') {
                Some((numerator, n)) => (number(numerator), number(n)),
                None => (number(&cell), number(&cell)),
            };
            (measure, pair)
        })
        .collect()
}

#[test]
fn the_page_the_file_and_the_api_say_the_same() {
    on_both_engines(|shop| {
        let mut sara = supervisor(shop);
        for turn in 0..6 {
            shop.mail_from(&format!("cliente{turn}@example.it"), &format!("Domanda {turn}"), "È rotta.");
        }
        shop.settle();
        let first = shop.conversation_of("cliente0@example.it");
        let second = shop.conversation_of("cliente1@example.it");
        shop.advance(30);
        shop.answer(&first, "Arriva domani.");
        shop.promise_becomes(&first, "kept");
        // Machines, and a second message of the same thread, are no further requests.
        let robot = letter("robot@example.org", ASSISTENZA, "Fuori ufficio", "Torno lunedì.");
        shop.mail("robot@example.org", &robot.header("Auto-Submitted", "auto-replied"));
        shop.advance(215);
        wait_until("the others missed", || {
            let broken = shop.list("/api/v1/promises?state=broken&limit=200");
            broken.len() == 5
        });
        shop.answer(&second, "Ecco.");
        shop.promise_becomes(&second, "kept");
        shop.settle();

        let query = "from=2026-03-02&to=2026-03-02";
        let report = shop.get(&format!("/api/v1/reports?{query}"));
        let api = of_api(&report);
        assert_eq!(api["received"], (6, 6));
        assert_eq!(api["answered"], (2, 6));
        assert_eq!(api["response_certainty"], (2, 6));
        // Five were missed; the second word to one of them was kept.
        assert_eq!(api["promises_kept"], (2, 7));
        assert_eq!(api["first_answer_wall"], (2, 2));
        let file = sara.get(&format!("/console/reports/file?{query}")).expect(200).text();
        assert_eq!(of_file(&file), api);
        let page = sara.get(&format!("/console/reports?{query}")).expect(200).text();
        // Nobody waited live, and the parts of the customer's time have a table of their own.
        let hidden = |measure: &String| {
            let live = ["service_level", "answer_wait", "abandoned", "abandoned_soon"];
            live.contains(&measure.as_str()) || measure.starts_with("customer_")
        };
        let on_page: BTreeMap<_, _> = api.clone().into_iter().filter(|(measure, _)| !hidden(measure)).collect();
        assert_eq!(of_page(&page, on_page.keys().cloned()), on_page);

        // The shares and the times too.
        let line = |measure: &str| {
            let lines = report["total"].as_array().expect("lines");
            lines.iter().find(|line| line["measure"] == measure).expect("a line").clone()
        };
        assert_eq!(line("response_certainty")["percent"], 33.3);
        assert!(file.contains("\"response_certainty\",\"33.3\",\"percent\""), "{file}");
        assert!(
            row(&page, "response_certainty")[0].starts_with("33,3%"),
            "{:?}",
            row(&page, "response_certainty")
        );
        let p50 = line("first_answer_wall")["p50_ms"].as_i64().expect("a time");
        assert!(file.contains(&format!("\"{}.{:03}\",\"seconds\"", p50 / 1_000, p50 % 1_000)), "{file}");
        assert_eq!(p50, 30 * 60_000);
        assert!(
            row(&page, "first_answer_wall")[0].starts_with("30 min"),
            "{:?}",
            row(&page, "first_answer_wall")
        );

        // And the ledger counts the same requests.
        let ledger = shop.get(&format!("/api/v1/ledger?{query}"));
        assert_eq!(ledger["total"]["owed"].as_i64(), Some(api["received"].1));
        assert_eq!(ledger["total"]["answered"].as_i64(), Some(api["answered"].0));
        // Tomorrow has none of them.
        let none = of_api(&shop.get("/api/v1/reports?from=2026-03-01&to=2026-03-01"));
        assert_eq!((none["received"], none["answered"]), ((0, 0), (0, 0)));
    });
}

#[test]
fn the_night_the_clocks_change_is_a_day_of_its_own_length() {
    on_both_engines(|shop| {
        // Sunday 29 March 2026, 0:10 and 23:50 in Rome: 22 hours and 40 minutes apart.
        let night_ms = 1_774_739_400_000;
        shop.clock.move_to(night_ms);
        shop.mail_from("anna@example.it", "Di notte", "?");
        shop.settle();
        shop.clock.move_to(night_ms + (22 * 60 + 40) * 60_000);
        shop.mail_from("bruno@example.it", "Di sera", "?");
        shop.settle();
        shop.advance(20);
        shop.mail_from("carla@example.it", "Dopo mezzanotte", "?");
        shop.settle();
        // Monday at 9:30: half an hour of open time for each of them.
        let answered_ms = night_ms + (22 * 60 + 40 + 580) * 60_000;
        shop.clock.move_to(answered_ms);
        for sender in ["anna@example.it", "bruno@example.it", "carla@example.it"] {
            let conversation = shop.conversation_of(sender);
            shop.answer(&conversation, "Ecco.");
        }
        let report = shop.get("/api/v1/reports?from=2026-03-29&to=2026-03-30");
        let received = |day: &str| {
            let parts = report["data"].as_array().expect("parts");
            let part =
                parts.iter().find(|part| part["name"] == day).unwrap_or_else(|| panic!("{day}: {report}"));
            part["figures"][0]["count"].clone()
        };
        assert_eq!((received("2026-03-29"), received("2026-03-30")), (2.into(), 1.into()));
        let line = |measure: &str| {
            let lines = report["total"].as_array().expect("lines");
            lines.iter().find(|line| line["measure"] == measure).expect("a line").clone()
        };
        assert_eq!(line("first_answer_open")["p95_ms"], 30 * 60_000);
        assert_eq!(line("first_answer_wall")["p95_ms"], answered_ms - night_ms);
    });
}

/// The figures are counted as far as the log goes.
fn counted(shop: &Shop) {
    wait_until("the log counted", || {
        let counted = &shop.get("/api/v1/reports")["counted"];
        counted["seq"] == counted["of"]
    });
}

#[test]
fn who_comes_back_is_counted_the_same_on_page_file_and_api_and_a_report_of_it_leaves_by_mail() {
    on_both_engines(|shop| {
        let mut sara = supervisor(shop);
        let close = |conversation: &Value| {
            let path = format!("/api/v1/conversations/{}", text_of(conversation, "/id"));
            shop.patch(&path, &json!({ "status": "closed" }));
        };
        // Anna's is solved; Bruno comes back by another request the day after; Carla writes on the same one.
        for (sender, subject) in
            [("anna@example.it", "Lampada"), ("bruno@example.it", "Fattura"), ("carla@example.it", "Reso")]
        {
            shop.mail_from(sender, subject, "Una domanda.");
            shop.settle();
            let conversation = shop.conversation_of(sender);
            shop.advance(10);
            shop.answer(&conversation, "Ecco la risposta.");
            shop.promise_becomes(&conversation, "kept");
            close(&conversation);
        }
        let anna = shop.conversation_of("anna@example.it");
        let page = text_of(&anna, "/track_url");
        let (_, token) = page.rsplit_once("/r/").expect("a link");
        shop.web().post_form(&format!("/r/{token}/rate"), &[("score", "5"), ("comment", "")]).expect(303);
        let first = shop.conversation_of("bruno@example.it");
        let reply_to = shop.mails_to("carla@example.it", 2).pop().and_then(|mail| mail.header("Message-ID"));
        shop.advance(24 * 60);
        shop.mail_from("bruno@example.it", "Ancora la fattura", "Non è arrivata.");
        let carla = letter("carla@example.it", ASSISTENZA, "Re: Reso", "E l’etichetta?");
        shop.mail("carla@example.it", &carla.header("In-Reply-To", &reply_to.expect("an answer")));
        shop.settle();
        let query = "from=2026-03-02&to=2026-03-02";
        counted(shop);
        let of = |report: &Value, measure: &str| {
            let lines = report["total"].as_array().expect("lines");
            lines.iter().find(|line| line["measure"] == measure).expect("a line").clone()
        };
        // The day after, nothing of it is complete.
        let early = shop.get(&format!("/api/v1/reports?{query}"));
        let growing = of(&early, "first_contact_72h");
        assert_eq!((growing["n"].as_i64(), growing["note"].as_str()), (Some(0), Some("no_case")));
        assert!(growing["complete_from"].is_string(), "{growing}");
        shop.advance(8 * 24 * 60);
        counted(shop);
        let report = shop.get(&format!("/api/v1/reports?{query}"));
        let api = of_api(&report);
        assert_eq!(api["first_contact_72h"], (1, 3));
        assert_eq!(api["first_contact_7d"], (1, 3));
        assert_eq!(api["reopened"], (1, 3));
        assert_eq!(api["recontacts"], (1, 3));
        assert_eq!(api["customer_time"].1, 3, "three needs, however many requests");
        assert_eq!(of(&report, "satisfied")["note"], "too_few", "one mark is nobody's satisfaction");
        let file = sara.get(&format!("/console/reports/file?{query}")).expect(200).text();
        assert_eq!(of_file(&file), api);
        assert!(!api.contains_key("satisfied"), "what is not said has no numerator");
        let page = sara.get(&format!("/console/reports?{query}&measure=first_contact_72h")).expect(200).text();
        let measures = ["first_contact_72h", "first_contact_7d", "reopened", "recontacts", "handed_on"];
        for (measure, pair) in of_page(&page, measures.iter().map(|one| (*one).to_owned())) {
            assert_eq!(pair, api[&measure], "{measure}");
        }
        // Behind the number stands who came back, and how.
        let behind = format!("/api/v1/reports/behind?{query}&measure=first_contact_72h&side=others");
        let behind = shop.get(&behind);
        assert_eq!(behind["all"], 2);
        let bruno =
            behind["data"].as_array().expect("rows").iter().find(|row| row["reference"] == first["reference"]);
        let bruno = bruno.expect("Bruno's first request");
        assert!(bruno["came_back_by"].as_str().is_some_and(|code| code != text_of(&first, "/reference")));
        assert!(page.contains(&text_of(bruno, "/came_back_by")), "the page names the request he came back by");
        let path = format!("/console/reports/behind?{query}&measure=first_contact_72h&side=others");
        let rows = sara.get(&path).expect(200).text();
        assert_eq!(rows.lines().count(), 1 + 2, "{rows}");

        // A report of the day leaves at its hour, once, with its file.
        let sara_id = shop.list("/api/v1/agents?limit=200");
        let sara_id =
            sara_id.iter().find(|one| one["email"] == "sara@fioca.example").expect("Sara")["id"].clone();
        let asked = json!({ "report": "figures", "every": "day", "hour": 8, "recipients": [sara_id] });
        let mailing = shop.post("/api/v1/mailings", &asked);
        let next: jiff::Timestamp = text_of(&mailing, "/next_at").parse().expect("a moment");
        shop.clock.move_to(next.as_millisecond());
        let mail = shop.mails_to("sara@fioca.example", 1).remove(0);
        assert!(
            mail.header("Subject").is_some_and(|subject| subject.contains("Rapporto")),
            "{:?}",
            mail.header("Subject")
        );
        assert!(mail.text().contains("Arretrato adesso"), "{}", mail.text());
        let raw = String::from_utf8_lossy(&mail.raw).to_string();
        assert!(raw.contains("text/csv") && raw.contains(".csv"), "{raw}");
        let place = format!("/api/v1/mailings/{}", text_of(&mailing, "/id"));
        wait_until("the mailing counted as sent", || shop.get(&place)["last_mails"] == 1);
        shop.restart();
        shop.advance(60);
        shop.settle();
        assert_eq!(shop.relay.mails_to("sara@fioca.example").len(), 1, "once a day");
        let sent = shop.events().into_iter().filter(|event| event["type"] == "mailing.sent").count();
        assert_eq!(sent, 1);
    });
}
