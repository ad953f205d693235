//! A week is planned and published; its people see it, in the console and in their calendars; a swap is asked, accepted
//! and approved; who is late is seen.

use db::Actor;
use office::account::{self, NewPerson, Role};
use riscontro::inspect;
use riscontro::node::ACCOUNT;
use serde_json::{Value, json};
use tests::http::{Answer, Client};
use tests::shop::{Shop, on_both_engines, text_of};
use tests::wait_until;

/// The Monday after the one the shop opens on.
const NEXT_MONDAY: &str = "2026-03-09";
const HOUR: i64 = 60;

/// Somebody with a session of their own.
struct Person {
    id: Value,
    agent_id: i64,
    web: Client,
    csrf: String,
}

impl Person {
    fn new(shop: &Shop, name: &'static str, email: &'static str) -> Self {
        let now_ms = kernel::clock::Clock::system().now_ms();
        let made = shop.node().db().write(ACCOUNT, move |tx| {
            let language = kernel::language::Language::It;
            let new = NewPerson { name, email, role: Role::Agent, language, password_hash: None };
            let agent_id = account::add_person(tx, Actor::System, &new)?;
            Ok::<_, account::Error>((agent_id, account::sign_in(tx, agent_id, "Firefox", "127.0.0.1", now_ms)?))
        });
        let (agent_id, session) = made.expect("a person");
        let all = shop.list("/api/v1/agents?limit=200");
        let id = all.iter().find(|one| one["email"] == email).expect("the person")["id"].clone();
        let web = shop.web().with_cookie("__Host-riscontro", &session.token);
        Self { id, agent_id, web, csrf: session.csrf }
    }

    fn mine(&mut self) -> String {
        self.web.get("/console/shifts/mine").expect(200).text()
    }

    fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(fields);
        self.web.post_form(path, &all)
    }
}

fn shift(shop: &Shop, who: &Person, day: &str, start: &str, end: &str) -> Value {
    shop.post("/api/v1/shifts", &json!({ "agent_id": who.id, "day": day, "start": start, "end": end }))
}

fn mails(shop: &Shop, email: &str, subject: &str) -> usize {
    let all = shop.relay.mails_to(email);
    all.iter().filter(|mail| mail.header("Subject").is_some_and(|line| line.starts_with(subject))).count()
}

#[test]
fn a_published_week_reaches_its_people_and_a_swap_changes_it_for_two() {
    on_both_engines(|shop| {
        let mut anna = Person::new(shop, "Anna Neri", "anna.neri@shop.example");
        let mut bruno = Person::new(shop, "Bruno Riva", "bruno.riva@shop.example");
        let one = shift(shop, &anna, NEXT_MONDAY, "09:00", "13:00");
        shift(shop, &bruno, "2026-03-10", "14:00", "18:00");
        assert!(!anna.mine().contains("09:00–13:00"), "a plan is nobody's before it is published");
        let out = shop.post("/api/v1/shift-publications", &json!({ "week": NEXT_MONDAY }));
        assert_eq!((&out["version"], &out["told"], &out["read"]), (&json!(1), &json!(2), &json!(0)));
        wait_until("a mail to each", || {
            mails(shop, "anna.neri@shop.example", "Turni della settimana") == 1
                && mails(shop, "bruno.riva@shop.example", "Turni della settimana") == 1
        });
        assert!(anna.mine().contains("09:00–13:00"));
        anna.send("/console/shifts/mine/read", &[]).expect(303);
        let out = shop.list("/api/v1/shift-publications").remove(0);
        assert_eq!((&out["told"], &out["read"]), (&json!(2), &json!(1)));

        // The calendar, whoever reads it by its address.
        let made = anna.send("/console/shifts/mine/feed", &[("do", "make")]).expect(200).text();
        let secret = made
            .split("/calendar/")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("an address")
            .to_owned();
        let calendar = || shop.web().get(&format!("/calendar/{secret}")).expect(200);
        assert_eq!(calendar().header("content-type"), Some("text/calendar; charset=utf-8"));
        let text = calendar().text();
        let uid = text.lines().find(|line| line.starts_with("UID:")).expect("a name").to_owned();
        assert!(text.contains("DTSTART:20260309T080000Z") && text.contains("SEQUENCE:0"), "{text}");

        // A later change is told, and the calendar follows under the same name.
        let id = text_of(&one, "/id");
        shop.patch(&format!("/api/v1/shifts/{id}"), &json!({ "start": "10:00" }));
        assert!(calendar().text().contains("DTSTART:20260309T080000Z"), "not before it is published");
        let out = shop.post("/api/v1/shift-publications", &json!({ "week": NEXT_MONDAY }));
        assert_eq!((&out["version"], &out["changes"]), (&json!(2), &json!(1)));
        wait_until("Anna hears of it", || mails(shop, "anna.neri@shop.example", "Turni cambiati") == 1);
        assert_eq!(mails(shop, "bruno.riva@shop.example", "Turni cambiati"), 0);
        let text = calendar().text();
        assert!(
            text.contains(&uid) && text.contains("DTSTART:20260309T090000Z") && text.contains("SEQUENCE:1"),
            "{text}"
        );

        // Anna gives it to Bruno: he accepts, whoever plans approves.
        let to = text_of(&bruno.id, "");
        anna.send("/console/shifts/mine/swaps", &[("shift", &id), ("for", &to)]).expect(303);
        wait_until("Bruno is asked", || mails(shop, "bruno.riva@shop.example", "Richiesta di scambio") == 1);
        let swap = text_of(&shop.list("/api/v1/shift-swaps").remove(0), "/id");
        bruno.send(&format!("/console/shifts/mine/swaps/{swap}"), &[("do", "accept")]).expect(303);
        assert_eq!(shop.list("/api/v1/shift-swaps")[0]["can_be_approved"], true);
        let decided =
            shop.api().post_json(&format!("/api/v1/shift-swaps/{swap}/decide"), &json!({ "approve": true }));
        assert_eq!(decided.expect(200).json()["state"], "approved");
        assert!(bruno.mine().contains("10:00–14:00"));
        let text = calendar().text();
        assert!(
            text.contains(&uid) && text.contains("STATUS:CANCELLED") && text.contains("SEQUENCE:2"),
            "{text}"
        );
        anna.send("/console/shifts/mine/feed", &[("do", "drop")]).expect(303);
        shop.web().get(&format!("/calendar/{secret}")).expect(404);
        shop.settle();
        assert!(inspect::verify(shop.node().db()).expect("a look").is_empty());
    });
}

#[test]
fn who_is_not_there_when_the_shift_has_begun_is_seen_until_they_come() {
    on_both_engines(|shop| {
        let anna = Person::new(shop, "Anna Neri", "anna.neri@shop.example");
        let stands = || shop.list("/api/v1/shift-adherence").into_iter().find(|one| one["agent_id"] == anna.id);
        assert_eq!(stands(), None);
        shift(shop, &anna, "2026-03-02", "10:00", "14:00");
        assert_eq!(stands(), None, "nobody told her");
        shop.post("/api/v1/shift-publications", &json!({ "week": "2026-03-02" }));
        shop.advance(HOUR);
        assert_eq!(stands().expect("Anna")["state"], "late");
        let agent_id = anna.agent_id;
        shop.node()
            .db()
            .write(ACCOUNT, move |tx| spine::agent::presence(tx, agent_id, "online"))
            .expect("presence");
        wait_until("she is seen", || stands().is_some_and(|one| one["state"] == "present"));
        shop.advance(HOUR);
        // Her console says all the time that it is open.
        shop.node().db().write(ACCOUNT, move |tx| spine::agent::heard(tx, agent_id)).expect("heard");
        // Her coming is read from the log: what was before it does not count.
        wait_until("an hour counted", || stands().is_some_and(|one| one["kept_seconds"] == 3_600));
        let now = stands().expect("Anna");
        assert_eq!(now["state"], "present");
        let due = now["due_seconds"].as_i64().expect("seconds");
        assert!((7_200..7_260).contains(&due), "{now}");
    });
}
