//! The planner by keyboard and mouse: a shift moves and the coverage with it, without loading the page again.

use office::account::Role;
use serde_json::json;
use tests::shop::text_of;
use tests::wait_until;

use super::{GIULIA, employ, page, shop, sign_in};

#[test]
fn a_shift_moved_by_the_arrows_or_dragged_changes_the_coverage_at_once() {
    let shop = shop();
    employ(&shop, "Anna Neri", "anna.neri@fioca.example", Role::Agent);
    let anna = shop.list("/api/v1/agents?limit=200");
    let anna = anna.iter().find(|one| one["email"] == "anna.neri@fioca.example").expect("Anna")["id"].clone();
    let floors = json!({ "floors": [{ "weekday": 2, "from": "09:00", "to": "13:00", "people": 1 }] });
    shop.patch("/api/v1/shift-rules", &floors);
    let contract = json!({ "week_minutes": 1_200 });
    let path = format!("/api/v1/shift-contracts/{}", text_of(&anna, ""));
    shop.api()
        .send("PUT", &path, &[("content-type", "application/json")], contract.to_string().as_bytes())
        .expect(200);
    let one = json!({ "agent_id": anna, "day": "2026-03-10", "start": "09:00", "end": "13:00" });
    let id = text_of(&shop.post("/api/v1/shifts", &one), "/id");
    let hours = || {
        let one = shop.get(&format!("/api/v1/shifts/{id}"));
        (text_of(&one, "/start"), text_of(&one, "/end"))
    };
    let is = |start: &str, end: &str| hours() == (start.to_owned(), end.to_owned());

    let mut browser = tests::browser::Browser::open(1440, 900);
    sign_in(&mut browser, &shop, GIULIA);
    browser.go(&page(&shop, "/console/shifts?day=2026-03-10"));
    browser.wait_for_text("La settimana è coperta");
    browser.run("window.stays = true; document.querySelector('a[data-shift]').focus()");
    // Right by a quarter, twice: half an hour is uncovered, and the strip says so.
    browser.press("\u{e014}");
    wait_until("a quarter later", || is("09:15", "13:15"));
    browser.press("\u{e014}");
    wait_until("two quarters later", || is("09:30", "13:30"));
    browser.wait_for_text("Ore che mancano in settimana: 0,5");
    let strip = browser.run("return document.querySelector('svg.strip').getAttribute('aria-label')");
    assert!(strip.as_str().is_some_and(|said| said.contains("1 dalle 09:00 alle 09:30")), "{strip}");
    // Back, and the end alone with Shift.
    browser.press("z");
    wait_until("taken back", || is("09:15", "13:15"));
    browser.press("\u{e012}");
    wait_until("at nine again", || is("09:00", "13:00"));
    browser.wait_for_text("La settimana è coperta");
    browser.chord(&['\u{e008}', '\u{e014}']);
    wait_until("a longer shift", || is("09:00", "13:15"));

    // By the mouse: an hour of the axis is a twelfth of its width.
    browser.run(
        "const row = document.querySelector('a[data-shift]'), bar = row.querySelector('rect.shift').getBoundingClientRect();
         const hour = row.querySelector('svg').getBoundingClientRect().width / 12;
         const at = { clientX: bar.left + bar.width / 2, clientY: bar.top + bar.height / 2, bubbles: true, button: 0 };
         row.querySelector('rect.shift').dispatchEvent(new PointerEvent('pointerdown', at));
         dispatchEvent(new PointerEvent('pointermove', { ...at, clientX: at.clientX + hour }));
         dispatchEvent(new PointerEvent('pointerup', { ...at, clientX: at.clientX + hour }));",
    );
    wait_until("dragged by an hour", || is("10:00", "14:15"));
    browser.wait_for_text("Ore che mancano in settimana: 1");
    assert_eq!(browser.run("return window.stays === true"), json!(true), "the page was never loaded again");
    assert!(browser.findings().is_empty(), "{:?}", browser.findings());
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
}
