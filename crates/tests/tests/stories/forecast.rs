//! Weeks of mail on the test's clock: the forecast says more on the weekday that is busy, and knows a holiday when it sees one
//! coming.

use db::Actor;
use jiff::civil::Weekday;
use kernel::language::Language;
use office::account::{self, NewPerson, Role};
use riscontro::node::ACCOUNT;
use serde_json::{Value, json};
use tests::http::Client;
use tests::shop::{Shop, on_both_engines, text_of};
use tests::wait_until;

const DAY_MINUTES: i64 = 24 * 60;
const WEEKS: i64 = 5;

/// A supervisor's browser without eyes.
fn supervisor(shop: &Shop) -> Client {
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

fn today(shop: &Shop) -> jiff::civil::Date {
    let now_ms = shop.node().db().clock().now_ms();
    let now = jiff::Timestamp::from_millisecond(now_ms).expect("a moment");
    now.in_tz("Europe/Rome").expect("a zone").date()
}

/// The forecast of the mail of one day.
fn of_day(shop: &Shop, day: &str) -> Value {
    let found = shop.get(&format!("/api/v1/forecast?channel=email&from={day}&to={day}"));
    found["days"][0].clone()
}

#[test]
fn weeks_of_mail_say_which_weekday_is_busy_and_a_holiday_is_known_before_it_comes() {
    on_both_engines(|shop| {
        assert_eq!(shop.get("/api/v1/forecast")["note"], "too_little");
        let mut sara = supervisor(shop);
        let page = sara.get("/console/forecast").expect(200).text();
        assert!(page.contains("Nessuna previsione"), "{page}");
        for day in 0..WEEKS * 7 {
            let mails = if today(shop).weekday() == Weekday::Monday { 5 } else { 1 };
            for number in 0..mails {
                shop.mail_from(
                    &format!("cliente-{day}-{number}@example.it"),
                    "Una domanda",
                    "Quanto costa la lampada?",
                );
            }
            shop.settle();
            shop.advance(DAY_MINUTES);
        }
        // Monday the 6th of April: five weeks are known, and the model answers.
        wait_until("a forecast of five weeks", || {
            of_day(shop, "2026-04-07")["made_at"]
                .as_str()
                .is_some_and(|made_at| made_at.starts_with("2026-04-06"))
        });
        assert_eq!(of_day(shop, "2026-04-07")["model"], "fm/1");
        let expected = |day: &str| of_day(shop, day)["expected"].as_f64().expect("a number");
        let (monday, wednesday) = (expected("2026-04-20"), expected("2026-04-22"));
        assert!(monday > 2.0 * wednesday, "{monday} {wednesday}");
        // The first of May is a Friday: mail comes all the same, and nobody is needed to be there.
        assert!(expected("2026-05-01") > 0.0);
        let staffing = shop.get("/api/v1/staffing?from=2026-04-30&to=2026-05-01");
        let most = |day: usize| staffing["days"][day]["together"]["most_at_work"].as_i64().expect("a number");
        assert!(most(0) > 0 && most(1) == 0, "{staffing}");
        let shut = staffing["days"][1]["half_hours"].as_array().expect("half hours");
        assert!(shut.iter().all(|half| half["open"] == false));

        // What the company knows is in it at once.
        let before = expected("2026-04-22");
        let special = json!({ "name": "Newsletter di primavera", "first": "2026-04-22", "percent": 100 });
        let special = shop.post("/api/v1/special-days", &special);
        wait_until("the special day", || (expected("2026-04-22") / before - 2.0).abs() < 0.05);
        let page = sara.get("/console/forecast").expect(200).text();
        assert!(page.contains("Newsletter di primavera") && page.contains("Modello a fattori"), "{page}");
        // Easter Monday is today; the Liberation Day is beyond the two weeks of the page.
        assert!(page.contains("Lunedì dell’Angelo"), "{page}");
        let file = sara.get("/console/forecast/file").expect(200).text();
        assert!(file.contains("\"2026-04-07\",\"09:00\",\"email\""), "{file}");
        let people = sara.get("/console/forecast/people").expect(200).text();
        assert!(people.contains("\"together\""), "{people}");

        // What was said is held against what came.
        shop.mail_from("martedi@example.it", "Una domanda", "E la lampada da tavolo?");
        shop.settle();
        shop.advance(DAY_MINUTES);
        wait_until("a comparison", || {
            let found = shop.get("/api/v1/forecast/accuracy");
            found["channels"][0]["days"].as_i64().is_some_and(|days| days >= 1)
        });
        // An agent's token has no way to figures of everybody.
        shop.api_as("agent").get("/api/v1/forecast").expect(403);
        let gone = format!("/api/v1/special-days/{}", text_of(&special, "/id"));
        shop.api().send("DELETE", &gone, &[], b"").expect(204);
        wait_until("it is forgotten", || (expected("2026-04-22") / before - 1.0).abs() < 0.3);
    });
}
