//! A complaint by keyboard and mouse: recognised and confirmed with one key, made good, answered with one tick.

use tests::shop::text_of;
use tests::wait_until;

use super::{console, page, shop};

#[test]
fn a_complaint_is_confirmed_with_one_key_and_answered_with_one_tick() {
    let shop = shop();
    shop.mail_from("carlo@example.it", "Preventivo", "È inaccettabile: nessuno mi risponde da settimane.");
    let conversation = shop.conversation_of("carlo@example.it");
    let reference = text_of(&conversation, "/reference");
    let mut browser = console(&shop, &format!("all/{reference}"));
    browser.wait_for_text("Sembra un reclamo");
    browser.press("y");
    browser.wait_for_text("RC-2026-0001");
    let id = text_of(&conversation, "/id");
    let of = |state: &str| {
        let all = shop.list(&format!("/api/v1/complaints?conversation_id={id}"));
        all.into_iter().find(|one| one["state"] == state)
    };
    assert!(of("open").is_some());

    // Its cause and a remedy, beside the conversation.
    browser.run("document.querySelector('#reclamo select[name=cause]').value = 'promise'");
    let save = browser.find("#reclamo form[action$='/set'] button");
    browser.click(&save);
    wait_until("the cause", || of("open").is_some_and(|one| one["cause"] == "promise"));
    browser.find("#reclamo .more-form summary");
    let summary = browser.find("#reclamo .more-form summary");
    browser.click(&summary);
    let amount = browser.find("#f-amount");
    browser.type_into(&amount, "24,90");
    let text = browser.find("#reclamo #f-text");
    browser.type_into(&text, "Buono sconto");
    let propose = browser.find("#reclamo form[action$='/remedy'] button");
    browser.click(&propose);
    wait_until("the remedy", || of("open").is_some_and(|one| one["remedies"][0]["amount_cents"] == 2_490));

    // The answer says that it is the complaint's.
    let tick = browser.find("#composer input[name=complaint]");
    browser.click(&tick);
    browser.press("r");
    browser.press("Buongiorno, il preventivo è allegato.");
    let send = browser.find("#composer button[name=then][value=keep]");
    browser.click(&send);
    wait_until("the answer marked", || of("open").is_some_and(|one| one["answer_message_id"].is_string()));
    shop.advance(1);
    wait_until("the complaint answered", || of("answered").is_some());

    // The register by keyboard, and nothing for the browser to complain of.
    browser.go(&page(&shop, "/console/complaints"));
    browser.wait_for_text("RC-2026-0001");
    browser.press("j");
    let focus = browser.run("return document.activeElement.innerText");
    assert_eq!(focus.as_str(), Some("RC-2026-0001"));
    assert!(browser.findings().is_empty(), "{:?}", browser.findings());
    assert!(browser.complaints().is_empty(), "{:?}", browser.complaints());
}
