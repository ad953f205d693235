//! Two people at one desk, each in a browser of their own: who looks, who writes, what is unread, what one is told of;
//! and one person who merges, splits and prints.

use office::account::Role;
use serde_json::Value;
use tests::browser::Browser;
use tests::shop::{Shop, text_of};
use tests::wait_until;

use super::{console, employ, page, shop, sign_in};

const MARCO: &str = "marco@fioca.example";

/// Marco's browser, signed in.
fn marco(shop: &Shop) -> Browser {
    employ(shop, "Marco Sala", MARCO, Role::Agent);
    let mut browser = Browser::open(1440, 900);
    sign_in(&mut browser, shop, MARCO);
    browser
}

/// Somebody writes; the conversation it became.
fn mail(shop: &Shop, from: &str, subject: &str) -> Value {
    shop.mail_from(from, subject, "Buongiorno, ho bisogno di voi.");
    let arrival = shop.arrivals_from(from).pop().expect("an arrival");
    shop.conversation(&text_of(&arrival, "/conversation_id"))
}

fn address(shop: &Shop, conversation: &Value) -> String {
    page(shop, &format!("/console/inbox/all/{}", text_of(conversation, "/reference")))
}

#[track_caller]
fn becomes(browser: &mut Browser, what: &str, script: &str, expected: &str) {
    wait_until(what, || browser.run(script) == expected);
}

const LOOKERS: &str =
    "return [...document.querySelectorAll('#lookers .avatar')].map(one => one.textContent).join(' ')";
const TYPING: &str = "return document.getElementById('typing').textContent";

#[test]
fn two_people_see_each_other_look_write_and_leave() {
    let shop = shop();
    let conversation = mail(&shop, "anna@example.it", "Lampada");
    let mut giulia = console(&shop, "team");
    giulia.go(&address(&shop, &conversation));
    let mut marco = marco(&shop);
    marco.go(&address(&shop, &conversation));
    becomes(&mut giulia, "Marco looking", LOOKERS, "MS");
    becomes(&mut marco, "Giulia looking", LOOKERS, "GR");

    let note = marco.find("#composer [value=note]");
    marco.click(&note);
    let field = marco.find("#text");
    marco.type_into(&field, "Ci penso io");
    becomes(&mut giulia, "Marco writing", TYPING, "Marco sta scrivendo…");

    // A second window of his own is not a second person.
    let first = marco.window();
    marco.open_window();
    marco.go(&address(&shop, &conversation));
    becomes(&mut marco, "only Giulia", LOOKERS, "GR");
    becomes(&mut giulia, "Marco once", LOOKERS, "MS");
    marco.close_window();
    marco.turn_to(&first);
    marco.go(&page(&shop, "/console/inbox/team"));
    becomes(&mut giulia, "Marco gone", LOOKERS, "");
    assert_eq!(giulia.complaints(), Vec::<String>::new());
}

#[test]
fn a_colleague_named_in_a_note_hears_the_bell_at_once() {
    let shop = shop();
    let conversation = mail(&shop, "anna@example.it", "Lampada");
    let mut marco = marco(&shop);
    assert!(marco.find_all(".bell .figure").is_empty(), "nothing to tell yet");
    let mut giulia = console(&shop, "team");
    giulia.go(&address(&shop, &conversation));
    giulia.press("n");
    let field = giulia.find("#text");
    giulia.type_into(&field, "Lo sa @mar");
    giulia.find("#mentions li[aria-selected=true]");
    giulia.press("\u{e007}");
    let typed = "return document.getElementById('text').value";
    assert_eq!(giulia.run(typed), "Lo sa @Marco Sala ");
    giulia.chord(&[tests::browser::keys::CONTROL, tests::browser::keys::ENTER]);

    becomes(&mut marco, "the bell", "return document.querySelector('.bell .figure')?.textContent ?? ''", "1");
    let bell = marco.find(".bell");
    marco.click(&bell);
    marco.wait_for_text("la nomina in una nota");
    let told = marco.find("#told a");
    marco.click(&told);
    marco.wait_for_text("Lo sa @Marco Sala");
    becomes(
        &mut marco,
        "the bell silent",
        "return document.querySelector('.bell .figure')?.textContent ?? ''",
        "",
    );
}

#[test]
fn what_is_unread_for_one_is_not_for_the_other_and_u_brings_it_back() {
    let shop = shop();
    let conversation = mail(&shop, "anna@example.it", "Lampada");
    let unread = "return document.querySelectorAll('#due .unread').length > 0 ? 'unread' : 'read'";
    let mut marco = marco(&shop);
    marco.go(&page(&shop, "/console/inbox/team"));
    let mut giulia = console(&shop, "team");
    assert_eq!(giulia.run(unread), "unread");
    giulia.go(&address(&shop, &conversation));
    giulia.go(&page(&shop, "/console/inbox/team"));
    becomes(&mut giulia, "read", unread, "read");
    assert_eq!(marco.run(unread), "unread", "Marco has not looked");
    giulia.go(&page(&shop, &format!("/console/inbox/team/{}", text_of(&conversation, "/reference"))));
    giulia.press("u");
    wait_until("the list", || giulia.url() == page(&shop, "/console/inbox/team"));
    becomes(&mut giulia, "unread again", unread, "unread");
}

#[test]
fn a_merge_is_undone_from_the_notice_over_the_page() {
    let shop = shop();
    let first = mail(&shop, "anna@example.it", "Lampada");
    let second = mail(&shop, "anna@example.it", "Fattura");
    let mut browser = console(&shop, "all");
    browser.go(&address(&shop, &first));
    let menu = browser.find("#more-acts summary");
    browser.click(&menu);
    let merge = browser.find("#more-acts a[href$='/merge']");
    browser.click(&merge);
    let choice = browser.find(&format!("#ask-merge input[value='{}']", text_of(&second, "/reference")));
    browser.click(&choice);
    let act = browser.find("#ask-merge button[type=submit]");
    browser.click(&act);
    browser.wait_for_text("Conversazioni unite.");
    assert_eq!(browser.url(), address(&shop, &second));
    assert_eq!(shop.conversation(&text_of(&second, "/id"))["message_count"], 2);
    assert_eq!(browser.findings(), Vec::<String>::new());
    let undo = browser.find("#just-done .undo");
    browser.click(&undo);
    browser.wait_for_text("ha annullato l’unione");
    assert_eq!(shop.conversation(&text_of(&first, "/id"))["message_count"], 1);
}

#[test]
fn a_message_is_split_off_and_the_whole_printed() {
    let shop = shop();
    let conversation = mail(&shop, "anna@example.it", "Lampada");
    let code = text_of(&conversation, "/reference");
    shop.mail_from("anna@example.it", &format!("Re: Lampada [#{code}]"), "Mi serve anche la fattura.");
    shop.settle();
    let mut browser = console(&shop, "all");
    browser.go(&address(&shop, &conversation));
    browser.go(&page(&shop, &format!("/console/conversation/{code}/print")));
    browser.wait_for_text("Mi serve anche la fattura.");
    browser.find("[data-do=print]");
    assert_eq!(browser.sideways(), 0);
    assert_eq!(browser.findings(), Vec::<String>::new());

    browser.go(&address(&shop, &conversation));
    let links = browser.find_all(".entry .split");
    assert_eq!(links.len(), 1, "the first message stays");
    browser.run("document.querySelector('.entry .split').focus()");
    browser.press("\u{e007}");
    browser.find("#ask-split");
    let act = browser.find("#ask-split button[type=submit]");
    browser.click(&act);
    browser.wait_for_text("Conversazione divisa.");
    assert_eq!(shop.conversation(&text_of(&conversation, "/id"))["message_count"], 1);
}
