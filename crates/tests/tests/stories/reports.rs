//! One number, three places: the page, the file and the API say the same of the same days.

use std::collections::BTreeMap;

use db::Actor;
use kernel::language::Language;
use office::account::{self, NewPerson, Role};
use riscontro::node::ACCOUNT;
use serde_json::Value;
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

/// Numerator and n of each measure of the whole, as the API says.
fn of_api(report: &Value) -> BTreeMap<String, (i64, i64)> {
    let lines = report["total"].as_array().expect("lines").iter();
    lines
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
        .filter(|cells| cells[0] == "total")
        .map(|cells| {
            let number = |at: usize| cells[at].parse().unwrap_or_else(|_| panic!("{cells:?}"));
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
        assert_eq!(of_page(&page, api.keys().cloned()), api);

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
