//! A day's work by keyboard, with drafts that stay and answers that can be taken back; and without scripts.

use tests::browser::{Browser, Scripts, keys};
use tests::shop::text_of;
use tests::wait_until;

use super::{GIULIA, console, page, shop, sign_in};

/// The subject the focus is on, or the id of what has it.
fn focus(browser: &mut Browser) -> String {
    let focus = browser.run(
        "const here = document.activeElement; return here.querySelector('.subject')?.innerText ?? here.id",
    );
    focus.as_str().unwrap_or_default().trim().to_owned()
}

#[track_caller]
fn focus_goes_to(browser: &mut Browser, expected: &str) {
    let mut seen = String::new();
    wait_until(&format!("the focus on {expected:?}"), || {
        seen = focus(browser);
        seen == expected
    });
}

/// The title of the question asked over the page.
#[track_caller]
fn asked(browser: &mut Browser) -> String {
    let title = browser.find("dialog:modal h2");
    browser.text(&title)
}

#[track_caller]
fn nothing_is_asked(browser: &mut Browser) {
    wait_until("the question gone", || browser.find_all("dialog:modal").is_empty());
}

#[test]
fn a_morning_is_worked_through_by_keyboard_alone() {
    let shop = shop();
    for (minutes, from, subject) in
        [(0, "anna@example.it", "Uno"), (20, "bruno@example.it", "Due"), (20, "carla@example.it", "Tre")]
    {
        shop.advance(minutes);
        shop.mail_from(from, subject, "È rotta.");
        wait_until("the customer told", || shop.conversation_of(from)["promise"]["told_at"].is_string());
    }
    let mut browser = console(&shop, "team");

    // The list, in the order of the word given.
    browser.press("j");
    focus_goes_to(&mut browser, "Uno");
    browser.press("jj");
    focus_goes_to(&mut browser, "Tre");
    browser.press("k");
    focus_goes_to(&mut browser, "Due");
    browser.chord(&[keys::ENTER]);
    browser.find("#composer");
    wait_until("the conversation", || browser.url().contains("/team/R-"));

    // A note stays inside.
    browser.press("n");
    focus_goes_to(&mut browser, "text");
    browser.press("Chiamato il corriere.");
    browser.chord(&[keys::CONTROL, keys::ENTER]);
    browser.find(".entry.note");
    browser.wait_for_text("Chiamato il corriere.");
    // It stands there at once; the keys are the page's again when it was taken.
    focus_goes_to(&mut browser, "timeline");

    // Questions come and go.
    browser.press("?");
    assert_eq!(asked(&mut browser), "Tasti");
    browser.chord(&[keys::ESCAPE]);
    nothing_is_asked(&mut browser);
    browser.press("e");
    assert_eq!(asked(&mut browser), "Chiudi la conversazione");
    browser.chord(&[keys::ESCAPE]);
    nothing_is_asked(&mut browser);

    // An answer.
    browser.press("r");
    focus_goes_to(&mut browser, "text");
    browser.press("Arriva domani.");
    browser.chord(&[keys::CONTROL, keys::ENTER]);
    browser.find("#leaving");
    shop.advance(1);
    let answer = shop.mails_to("bruno@example.it", 2).remove(1);
    assert!(answer.text().contains("Arriva domani."));
    assert!(!answer.text().contains("corriere"), "a note left the house");

    // The search.
    shop.searchable();
    browser.press("/");
    focus_goes_to(&mut browser, "find");
    browser.press("Tre");
    browser.chord(&[keys::ENTER]);
    wait_until("what was found", || browser.url().ends_with("?q=Tre"));
    assert_eq!(browser.find_all("#due a.ticket").len(), 1);
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn an_answer_is_taken_back_by_one_key_and_never_leaves() {
    let shop = shop();
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@example.it");
    let mut browser = console(&shop, &format!("team/{}", text_of(&conversation, "/reference")));
    let field = browser.find("#text");
    browser.type_into(&field, "La sostituiamo gratis a Bruno.");
    browser.chord(&[keys::CONTROL, keys::ENTER]);
    browser.find("#leaving");
    browser.press("z");
    wait_until("the text back", || {
        browser.run("return document.getElementById('text')?.value") == "La sostituiamo gratis a Bruno."
    });
    assert!(browser.find_all("#leaving").is_empty());
    shop.advance(5);
    shop.mail_from("bruno@example.it", "Altro", "Grazie.");
    shop.mails_to("bruno@example.it", 1);
    assert_eq!(shop.relay.mails_to("anna@example.it").len(), 1, "the answer left");
    assert_eq!(shop.conversation_of("anna@example.it")["promise"]["state"], "open");
}

#[test]
fn what_was_typed_is_there_after_loading_the_page_again() {
    let shop = shop();
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@example.it");
    let mut browser = console(&shop, &format!("team/{}", text_of(&conversation, "/reference")));
    let field = browser.find("#text");
    browser.type_into(&field, "Gentile Anna,");
    // At once: nothing was saved yet.
    browser.reload();
    let kept = "return document.getElementById('text').value";
    assert_eq!(browser.run(kept), "Gentile Anna,");
    let field = browser.find("#text");
    browser.type_into(&field, " mi spiace.");
    browser.wait_for_text("Bozza salvata");
    // On another computer: from the server.
    browser.run("localStorage.clear()");
    browser.reload();
    assert_eq!(browser.run(kept), "Gentile Anna, mi spiace.");
}

#[test]
fn without_scripts_people_sign_in_read_and_answer() {
    let shop = shop();
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@example.it");
    let mut browser = Browser::open_with(1280, 800, Scripts::Off);
    sign_in(&mut browser, &shop, GIULIA);
    browser.go(&page(&shop, "/console/inbox/team"));
    assert!(browser.find_all("html[data-script]").is_empty(), "scripts run");
    let row = browser.find("#due a.ticket");
    browser.click(&row);
    let field = browser.find("#text");
    browser.type_into(&field, "Ci manda una foto?");
    let send = browser.find("button[value=keep]");
    browser.click(&send);
    browser.find("#leaving");
    shop.advance(1);
    assert!(shop.mails_to("anna@example.it", 2).remove(1).text().contains("Ci manda una foto?"));
    shop.promise_becomes(&conversation, "kept");
    browser.reload();
    browser.find(".pledge .ring.kept");
}

#[test]
fn a_customer_follows_the_request_on_a_telephone() {
    let shop = shop();
    shop.mail_from("anna@example.it", "Lampada", &"Spiegazione".repeat(30));
    let conversation = shop.conversation_of("anna@example.it");
    let mut browser = Browser::open(390, 844);
    browser.go(&text_of(&conversation, "/track_url"));
    let word = browser.find("h1");
    assert_eq!(browser.text(&word), "Avrà risposta oggi, entro le 14:00");
    assert_eq!(browser.sideways(), 0);
    shop.answer(&conversation, "Ci manda una foto?");
    shop.promise_becomes(&conversation, "kept");
    browser.reload();
    browser.find(".vow .ring.kept");
    browser.wait_for_text("Ci manda una foto?");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
