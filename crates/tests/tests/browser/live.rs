//! Open pages are current without loading them again.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tests::browser::{Browser, keys};
use tests::letter::letter;
use tests::line::Line;
use tests::shop::{ASSISTENZA, text_of};
use tests::wait_until;

use super::{GIULIA, PASSWORD, console, page, shop};

/// A person looks away after that.
const AT_ONCE: Duration = Duration::from_secs(3);

/// Puts a mark on the page that loading it again would wipe out.
fn mark(browser: &mut Browser) {
    browser.run("document.documentElement.dataset.mark = 'here'");
}

#[track_caller]
fn still_marked(browser: &mut Browser) {
    assert_eq!(
        browser.run("return document.documentElement.dataset.mark"),
        "here",
        "the page was loaded again"
    );
}

/// Subjects of the list, from the top.
fn subjects(browser: &mut Browser) -> Vec<String> {
    let shown = browser
        .run("return [...document.querySelectorAll('#due .subject')].map(line => line.innerText.trim())");
    shown.as_array().expect("a list").iter().filter_map(|line| line.as_str().map(str::to_owned)).collect()
}

#[track_caller]
fn shows(browser: &mut Browser, expected: &[&str]) {
    let mut seen = Vec::new();
    wait_until(&format!("{expected:?} in the list"), || {
        seen = subjects(browser);
        seen == expected
    });
}

#[test]
fn a_mail_arrives_in_an_open_console_is_answered_and_its_ring_ends() {
    let shop = shop();
    let mut browser = console(&shop, "team");
    browser.wait_for_text("Ancora nessuna conversazione");
    mark(&mut browser);
    shop.mail_from("anna@example.it", "Dov’è il mio pacco?", "L’ordine 4471 non è arrivato.");
    let arrived = Instant::now();
    shows(&mut browser, &["Dov’è il mio pacco?"]);
    assert!(arrived.elapsed() < AT_ONCE, "it took {:?}", arrived.elapsed());
    still_marked(&mut browser);

    let row = browser.find("#due a.ticket");
    browser.click(&row);
    browser.wait_for_text("L’ordine 4471 non è arrivato.");
    browser.find(".pledge .ring[data-due]");
    let word = browser.find(".pledge .word");
    assert_eq!(browser.text(&word), "Risposta entro le 14:00");
    let field = browser.find("#text");
    browser.type_into(&field, "Buongiorno Anna, il pacco parte oggi.");
    browser.chord(&[keys::CONTROL, keys::ENTER]);
    browser.find("#leaving");
    assert_eq!(
        shop.relay.mails_to("anna@example.it").len(),
        1,
        "the answer left before it could be taken back"
    );

    mark(&mut browser);
    shop.advance(1);
    let answer = shop.mails_to("anna@example.it", 2).remove(1);
    assert!(answer.text().contains("il pacco parte oggi"), "{}", answer.text());
    browser.find(".pledge .ring.kept");
    browser.wait_for_text("Mantenuta, 3 ore e 59 minuti prima");
    browser.find("#due .ring.kept, #due .empty");
    assert!(browser.find_all(".ring[data-due]").is_empty(), "a ring still runs");
    still_marked(&mut browser);
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn two_windows_share_one_stream_and_the_second_goes_on_when_the_first_is_closed() {
    let shop = shop();
    let mut browser = console(&shop, "all");
    let first = browser.window();
    mark(&mut browser);
    let second = browser.open_window();
    browser.go(&page(&shop, "/console/inbox/all"));
    mark(&mut browser);
    shop.mail_from("anna@example.it", "Uno", "È rotta.");
    shows(&mut browser, &["Uno"]);
    let streams = "return performance.getEntriesByType('resource').filter(one => one.name.includes('/console/live')).length";
    assert_eq!(browser.run(streams), 0, "the second window opened a stream of its own");
    browser.turn_to(&first);
    shows(&mut browser, &["Uno"]);
    still_marked(&mut browser);
    browser.close_window();
    browser.turn_to(&second);
    shop.mail_from("bruno@example.it", "Due", "È rotta.");
    wait_until("the second mail in the window left", || subjects(&mut browser).len() == 2);
    still_marked(&mut browser);
}

#[test]
fn what_happened_while_the_server_was_away_is_there_without_loading_the_page_again() {
    let mut shop = shop();
    shop.settings.http_listen = shop.node().http_addr();
    shop.settings.smtp_listen = shop.node().smtp_addr();
    let mut browser = console(&shop, "all");
    shop.mail_from("anna@example.it", "Uno", "È rotta.");
    shows(&mut browser, &["Uno"]);
    mark(&mut browser);
    shop.stop();
    let offline = "return document.getElementById('live').dataset.state";
    wait_until("the console says it waits", || browser.run(offline) == "waiting");
    shop.start();
    shop.advance(1);
    shop.mail_from("bruno@example.it", "Due", "È rotta.");
    shop.mail_from("carla@example.it", "Tre", "È rotta.");
    wait_until("all three mails in the list", || {
        let mut seen = subjects(&mut browser);
        seen.sort();
        seen == ["Due", "Tre", "Uno"]
    });
    wait_until("the console says it is current", || browser.run(offline) == "live");
    still_marked(&mut browser);
}

#[test]
fn a_stream_that_is_cut_again_and_again_loses_nothing_and_loads_nothing_again() {
    let shop = shop();
    let line = Line::to(shop.node().http_addr());
    let mut browser = Browser::open(1440, 900);
    browser.go(&format!("http://{}/sign-in", line.at()));
    for (css, text) in [("#f-email", GIULIA), ("#f-password", PASSWORD)] {
        let field = browser.find(css);
        browser.type_into(&field, text);
    }
    let button = browser.find("button[type=submit]");
    browser.click(&button);
    browser.find(".deck");
    browser.go(&format!("http://{}/console/inbox/all", line.at()));
    shop.mail_from("anna@example.it", "Prima", "È rotta.");
    shows(&mut browser, &["Prima"]);
    mark(&mut browser);
    let streams = "return performance.getEntriesByType('resource').filter(one => one.name.includes('/console/live')).length";

    // The line drops in the middle of what happens, and is there again at once.
    for turn in 0..5 {
        shop.mail_from(&format!("cliente{turn}@example.it"), &format!("Durante {turn}"), "È rotta.");
        line.hang_up();
    }
    wait_until("everything that came between the cuts", || subjects(&mut browser).len() == 6);

    // It is away for a while, and the page says so.
    line.cut();
    for turn in 5..9 {
        shop.mail_from(&format!("cliente{turn}@example.it"), &format!("Durante {turn}"), "È rotta.");
    }
    shop.settle();
    let state = "return document.getElementById('live').dataset.state";
    wait_until("the console says it waits", || browser.run(state) == "waiting");
    assert_eq!(subjects(&mut browser).len(), 6, "something came through a line that is cut");
    line.mend();
    wait_until("everything that came while the line was away", || subjects(&mut browser).len() == 10);
    wait_until("the console says it is current", || browser.run(state) == "live");
    let expected: BTreeSet<String> =
        (0..9).map(|turn| format!("Durante {turn}")).chain(["Prima".to_owned()]).collect();
    assert_eq!(subjects(&mut browser).into_iter().collect::<BTreeSet<String>>(), expected);
    still_marked(&mut browser);
    assert!(browser.run(streams).as_i64().is_some_and(|count| count >= 2), "the stream was never opened again");
}

#[test]
fn a_customer_who_writes_again_appears_in_the_open_conversation_and_what_is_being_typed_stays() {
    let shop = shop();
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@example.it");
    let mut browser = console(&shop, &format!("team/{}", text_of(&conversation, "/reference")));
    mark(&mut browser);
    let field = browser.find("#text");
    browser.type_into(&field, "Gentile Anna,");
    let acknowledgement = shop.mails_to("anna@example.it", 1).remove(0);
    let more = letter("anna@example.it", ASSISTENZA, "", "Aggiungo: il vetro.").in_reply_to(&acknowledgement);
    shop.mail("anna@example.it", &more);
    browser.wait_for_text("Aggiungo: il vetro.");
    browser.press(" domani");
    assert_eq!(browser.run("return document.activeElement.value"), "Gentile Anna, domani");
    still_marked(&mut browser);
}
