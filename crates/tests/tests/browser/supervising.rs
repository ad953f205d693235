//! The supervisor's day: a board that moves by itself, conversations passed on by key and by hand, figures one can trust.

use office::account::Role;
use tests::browser::{Browser, keys};
use tests::shop::{Shop, text_of};
use tests::wait_until;

use super::{console, employ, page, shop};

/// A shop with Nadia, who is there and answers.
fn staffed() -> Shop {
    let shop = shop();
    let nadia = employ(&shop, "Nadia Belkacem", "nadia@fioca.example", Role::Agent);
    let there =
        shop.node().db().write(riscontro::node::ACCOUNT, move |tx| spine::agent::presence(tx, nadia, "online"));
    there.expect("Nadia is there");
    shop
}

/// Whose a conversation is.
#[track_caller]
fn becomes_of(shop: &Shop, sender: &str, name: Option<&str>) {
    let people = shop.list("/api/v1/agents?limit=200");
    let id = name.map(|name| people.iter().find(|one| one["name"] == name).expect("somebody")["id"].clone());
    let expected = id.unwrap_or_default();
    let mut seen = serde_json::Value::Null;
    wait_until(&format!("the conversation of {sender} to be {name:?}’s"), || {
        seen = shop.conversation_of(sender)["assignee"].clone();
        seen == expected
    });
}

#[track_caller]
fn looked_at(browser: &mut Browser, what: &str) {
    for theme in ["light", "dark"] {
        browser.prefer_theme(theme);
        for (width, height) in [(320, 700), (1440, 900)] {
            browser.resize(width, height);
            let findings = browser.findings();
            assert!(findings.is_empty(), "{what}, {theme}, {width}: {findings:#?}");
            assert_eq!(browser.sideways(), 0, "{what} at {width} is wider than the window");
        }
    }
    browser.prefer_theme("light");
}

#[test]
fn the_wallboard_moves_by_itself_when_a_mail_comes_in() {
    let shop = staffed();
    let mut browser = console(&shop, "team");
    browser.go(&page(&shop, "/console/wallboard"));
    browser.wait_for_text("Oggi non è ancora scaduta nessuna promessa.");
    browser.run("document.documentElement.dataset.mark = 'here'");
    let waiting = "return document.querySelector('#board-live td.big').innerText";
    assert_eq!(browser.run(waiting), "0");
    shop.mail_from("anna@example.it", "Dov’è il mio pacco?", "L’ordine 4471 non è arrivato.");
    wait_until("one waits", || browser.run(waiting) == "1");
    browser.wait_for_text("anna@example.it");
    browser.wait_for_text("entro le 14:00");
    assert_eq!(
        browser.run("return document.documentElement.dataset.mark"),
        "here",
        "the page was loaded again"
    );
    assert_eq!(browser.complaints(), Vec::<String>::new());
    looked_at(&mut browser, "the wallboard");
}

#[test]
fn a_board_whose_numbers_are_old_says_so_until_they_are_new() {
    let shop = staffed();
    let mut browser = console(&shop, "team");
    browser.go(&page(&shop, "/console/wallboard"));
    browser.wait_for_text("Oggi non è ancora scaduta nessuna promessa.");
    // As after a computer's sleep: its clock went on, nothing was fetched.
    browser.run("const real = Date.now.bind(Date); Date.now = () => real() + 180_000;");
    browser.wait_for_text("Dati di 3 minuti fa");
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    wait_until("the note gone", || browser.run("return document.getElementById('stale').hidden") == true);
}

#[test]
fn the_board_fills_the_screen_at_a_key() {
    let shop = staffed();
    let mut browser = console(&shop, "team");
    browser.go(&page(&shop, "/console/wallboard"));
    browser.find("#board-given");
    browser.press("f");
    wait_until("the whole screen", || browser.run("return document.fullscreenElement !== null") == true);
    let rail = browser.run("return getComputedStyle(document.querySelector('.rail')).display");
    assert_eq!(rail, "none", "nothing but the board");
    assert_eq!(browser.sideways(), 0);
    browser.press("f");
    wait_until("the window again", || browser.run("return document.fullscreenElement === null") == true);
}

#[test]
fn a_conversation_is_passed_on_by_key_and_taken_back_by_key() {
    let shop = staffed();
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    becomes_of(&shop, "anna@example.it", None);
    let mut browser = console(&shop, "team");
    browser.go(&page(&shop, "/console/wallboard"));
    browser.wait_for_text("anna@example.it");
    browser.press("jp");
    browser.find("dialog:modal .people");
    let findings = browser.findings();
    assert!(findings.is_empty(), "{findings:#?}");
    // A letter goes to the person whose name begins with it.
    browser.press("n");
    browser.chord(&[keys::ENTER]);
    browser.wait_for_text("è di Nadia Belkacem.");
    becomes_of(&shop, "anna@example.it", Some("Nadia Belkacem"));
    wait_until("her load", || {
        browser.run("return document.querySelector('[data-name=\"Nadia Belkacem\"] .rate').innerText")
            == "1 di 30"
    });
    browser.press("z");
    becomes_of(&shop, "anna@example.it", None);
    browser.wait_for_text("È tornata com’era.");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_conversation_is_dragged_onto_a_person_on_the_board_and_in_the_inbox() {
    let shop = staffed();
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    becomes_of(&shop, "anna@example.it", None);
    let mut browser = console(&shop, "team");
    browser.go(&page(&shop, "/console/wallboard"));
    let row = browser.find(".breaches li[data-pass] .muted");
    let nadia = browser.find("#board-crew [data-name='Nadia Belkacem']");
    browser.drag(&row, &nadia);
    becomes_of(&shop, "anna@example.it", Some("Nadia Belkacem"));
    browser.wait_for_text("è di Nadia Belkacem.");
    let undo = browser.find("#passed button.undo");
    browser.click(&undo);
    becomes_of(&shop, "anna@example.it", None);

    browser.go(&page(&shop, "/console/inbox/team"));
    let row = browser.find("#due li[data-pass] .subject");
    let nadia = browser.find(".here [data-person][data-name='Nadia Belkacem']");
    browser.drag(&row, &nadia);
    becomes_of(&shop, "anna@example.it", Some("Nadia Belkacem"));
    assert!(browser.url().ends_with("/console/inbox/team"), "the drag opened {}", browser.url());
    // By key in the list: P asks about the row in focus.
    browser.press("jp");
    browser.find("dialog#ask-pass:modal");
    browser.press("g");
    browser.chord(&[keys::ENTER]);
    becomes_of(&shop, "anna@example.it", Some("Giulia Riva"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn the_reports_are_read_by_everybody_and_lead_to_the_conversations_behind_a_number() {
    let shop = staffed();
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@example.it");
    let mut browser = console(&shop, "team");
    browser.go(&page(&shop, "/console/reports?measure=answered"));
    browser.wait_for_text("Dietro il numero: senza risposta, 1");
    looked_at(&mut browser, "the reports");
    let link = browser.find("#behind tbody th a");
    assert_eq!(browser.text(&link), text_of(&conversation, "/reference"));
    browser.click(&link);
    browser.find("#composer");
}
