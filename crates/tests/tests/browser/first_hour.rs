//! The first hour of a company, from the link the server wrote to the first answer, without touching the mouse.

use riscontro::sockets::web::Allowed;
use tests::browser::{Browser, keys};
use tests::letter::letter;
use tests::mailbox::{PASSWORD, Postbox};
use tests::shop::{ASSISTENZA, Engine, Shop};
use tests::wait_until;

const TAB: char = '\u{E004}';
const DOWN: char = '\u{E015}';
/// No form of ours takes more steps from one field to another.
const TABS_MAX: usize = 120;

/// A house nobody has entered yet: no inbox, nobody with a password.
fn empty_house() -> Shop {
    let shop = Shop::open_with(Engine::Sqlite, |settings| {
        settings.public_url = None;
        settings.allow_private_hosts = Allowed::all();
        settings.mailbox_poll_seconds = 1;
    });
    shop.api().send("DELETE", &format!("/api/v1/inboxes/{}", shop.inbox_id), &[], &[]).expect(204);
    shop
}

/// Goes on with Tab until the focus is on this element.
#[track_caller]
fn tab_to(browser: &mut Browser, css: &str) {
    browser.find(css);
    let here = format!("return document.activeElement.matches({css:?})");
    for _ in 0..TABS_MAX {
        if browser.run(&here) == true {
            return;
        }
        browser.chord(&[TAB]);
    }
    panic!("no way to {css} by keyboard");
}

/// Fills a field reached by keyboard with something else.
#[track_caller]
fn write(browser: &mut Browser, css: &str, text: &str) {
    tab_to(browser, css);
    browser.chord(&[keys::CONTROL, 'a']);
    browser.press(text);
}

/// Presses a button reached by keyboard and waits for the page it leads to.
#[track_caller]
fn enter(browser: &mut Browser, css: &str, path: &str) {
    tab_to(browser, css);
    browser.chord(&[keys::ENTER]);
    wait_until(&format!("{path} after {css}"), || browser.url().contains(path));
}

#[track_caller]
fn founded(browser: &mut Browser, shop: &Shop) {
    let link = shop.node().setup_link().expect("a link").expect("nobody was let in before");
    browser.go(&format!("{link}?lang=it"));
    write(browser, "#f-company", "Fioca");
    write(browser, "#f-name", "Marta Bisi");
    write(browser, "#f-email", "marta@fioca.example");
    write(browser, "#f-password", "lampada a sospensione");
    enter(browser, "main form button.primary", "/console/setup/hours");
}

#[test]
fn from_the_setup_link_to_the_first_answer_by_keyboard_alone() {
    let (shop, postbox) = (empty_house(), Postbox::open());
    let mut browser = Browser::open(1440, 900);
    founded(&mut browser, &shop);

    write(&mut browser, "input[name=close-fri]", "13");
    enter(&mut browser, "main form button.primary", "/console/setup/mailbox");

    write(&mut browser, "#f-address", ASSISTENZA);
    tab_to(&mut browser, "#f-password");
    browser.press("sbagliata");
    tab_to(&mut browser, "#f-provider");
    browser.press("Un");
    tab_to(&mut browser, "details.fold summary");
    browser.chord(&[keys::ENTER]);
    write(&mut browser, "#f-imap-host", "127.0.0.1");
    write(&mut browser, "#f-imap-port", &postbox.imap.port().to_string());
    tab_to(&mut browser, "#f-imap-encryption");
    browser.press("n");
    write(&mut browser, "#f-user", "fioca");
    tab_to(&mut browser, "#f-sends");
    browser.chord(&[DOWN]);
    tab_to(&mut browser, "main form button.primary");
    browser.chord(&[keys::ENTER]);
    eprintln!("PAGE {}", browser.run("return document.body.innerText"));
    browser.wait_for_text("non accetta nome utente e password");
    write(&mut browser, "#f-password", PASSWORD);
    enter(&mut browser, "main form button.primary", "/console/setup/promise");

    let word = browser.find(".said-word");
    assert_eq!(browser.text(&word), "Le rispondiamo oggi, entro le 14:00.");
    write(&mut browser, "#f-first-C", "2 ore");
    enter(&mut browser, "main form button.primary", "/console/setup/people");
    write(&mut browser, "#f-name-0", "Giulia Ferrante");
    write(&mut browser, "#f-email-0", "giulia@fioca.example");
    tab_to(&mut browser, "main form button[value=invite]");
    browser.chord(&[keys::ENTER]);
    browser.wait_for_text("L’invito è in viaggio verso giulia@fioca.example");
    assert!(shop.mails_to("giulia@fioca.example", 1)[0].text().contains("/invite/"));
    enter(&mut browser, "main form button[value=finish]", "/console/inbox/team");
    browser.wait_for_text(ASSISTENZA);

    // A mail to oneself, watched as it arrives.
    let mail = letter("anna@example.it", ASSISTENZA, "La Vela è tornata?", "Buongiorno, la Vela è tornata?");
    postbox.put("fioca", "INBOX", &mail.bytes());
    browser.wait_for_text("La Vela è tornata?");
    assert_eq!(shop.mails_to("anna@example.it", 1).len(), 1, "and told when");
    browser.press("j");
    browser.chord(&[keys::ENTER]);
    browser.find("#composer");
    wait_until("the conversation", || browser.url().contains("/team/R-"));
    browser.press("r");
    wait_until("the composer", || {
        browser.run("return document.activeElement.closest('#composer') !== null") == true
    });
    browser.press("Sì, da oggi.");
    browser.chord(&[keys::CONTROL, keys::ENTER]);
    browser.find(".entry.ours");
    browser.wait_for_text("Sì, da oggi.");
    // The moment in which it can be taken back goes by.
    shop.advance(1);
    let answer = shop.mails_to("anna@example.it", 2).remove(1);
    assert!(answer.text().contains("Sì, da oggi."));
    assert!(browser.complaints().iter().all(|line| line.contains("status of 4")), "pages without faults");
}

#[test]
fn a_company_without_a_mailbox_is_told_where_to_lead_its_mail_and_goes_on_later() {
    let shop = empty_house();
    let mut browser = Browser::open(390, 844);
    founded(&mut browser, &shop);
    enter(&mut browser, "main form button.primary", "/console/setup/mailbox");
    write(&mut browser, "#f-address", ASSISTENZA);
    enter(&mut browser, "main form button[value=skip]", "how=pushed");
    browser.wait_for_text(&shop.node().smtp_addr().to_string());

    // Tomorrow, from the door.
    let door = format!("http://{}/sign-in", shop.node().http_addr());
    let mut again = Browser::open(390, 844);
    again.go(&door);
    write(&mut again, "#f-email", "marta@fioca.example");
    write(&mut again, "#f-password", "lampada a sospensione");
    enter(&mut again, "form button[type=submit]", "/console/setup/promise");
    again.find("iframe.letter");
    shop.mail_from("bruno@example.it", "Paralume", "Si trova ancora?");
    assert_eq!(shop.mails_to("bruno@example.it", 1).len(), 1, "its mail is promised all the same");
}
