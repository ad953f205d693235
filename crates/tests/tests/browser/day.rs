//! One person's own day: reached from the avatar, walked with the keyboard, current by itself.

use office::account::Role;
use serde_json::{Value, json};
use tests::shop::{Shop, text_of};
use tests::wait_until;

use super::{GIULIA, console, employ, page, shop, sign_in};
use tests::browser::{Browser, keys};

/// Outside name of somebody, by address.
fn agent(shop: &Shop, email: &str) -> String {
    let all = shop.list("/api/v1/agents");
    let found = all.iter().find(|one| one["email"] == email).expect("a colleague");
    text_of(found, "/id")
}

/// Somebody writes, and Giulia has it.
fn hers(shop: &Shop, from: &str, subject: &str) -> Value {
    shop.mail_from(from, subject, "La lampada è rotta.");
    let conversation = shop.conversation_of(from);
    let place = format!("/api/v1/conversations/{}", text_of(&conversation, "/id"));
    shop.patch(&place, &json!({ "assignee": agent(shop, GIULIA) }))
}

fn duties(browser: &mut Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.duties .line b')].map(one => one.textContent)";
    let found = browser.run(script);
    found.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

#[test]
fn a_day_is_walked_with_the_keyboard_and_keeps_itself_current() {
    let shop = shop();
    hers(&shop, "anna@example.it", "Il paralume");
    shop.advance(30);
    hers(&shop, "bruno@example.it", "Il dimmer");
    let mut browser = console(&shop, "mine");
    let avatar = browser.find(".rail .foot a[href='/console/day']");
    browser.click(&avatar);
    browser.find("#day-title");
    assert_eq!(duties(&mut browser), ["anna@example.it", "bruno@example.it"], "by due moment");
    browser.find(".ruler");

    // `S` moves the promise of the row in focus, over the page.
    browser.press("jj");
    let focused = browser.run("return document.activeElement.innerText");
    assert!(focused.as_str().is_some_and(|text| text.contains("bruno@example.it")), "{focused}");
    browser.press("s");
    browser.find("dialog[data-dialog]:modal #f-reason");
    let reason = browser.find("dialog:modal #f-reason");
    browser.type_into(&reason, "aspettiamo il corriere");
    browser.find("dialog:modal #preview .word");
    browser.run("document.getElementById('preview-mail').open = true");
    wait_until("the mail in its frame", || {
        browser.run(
            "return document.querySelector('#preview-mail iframe')?.contentDocument?.body?.innerText?.includes('il corriere') ?? false",
        ) == true
    });
    browser.chord(&[keys::ESCAPE]);
    wait_until("the dialog closed", || browser.find_all("dialog:modal").is_empty());

    // `A` asks somebody: for the row in focus, else for the customer chosen.
    browser.run("document.activeElement.blur()");
    browser.press("a");
    browser.find("dialog#ask-whom:modal .ask-about a");
    let findings = browser.findings();
    assert!(findings.is_empty(), "{findings:#?}");
    browser.chord(&[keys::ESCAPE]);
    wait_until("the question closed", || browser.find_all("dialog:modal").is_empty());
    browser.press("ja");
    wait_until("the form of a task", || browser.url().contains("/console/tasks/new?conversation=cnv_"));
    browser.go(&page(&shop, "/console/day"));
    browser.find("#day-title");

    // What happens elsewhere stands here without loading the page.
    browser.run("document.documentElement.dataset.mark = 'here'");
    hers(&shop, "carla@example.it", "La fattura");
    wait_until("a third promise", || duties(&mut browser).len() == 3);
    let first = shop.conversation_of("anna@example.it");
    shop.answer(&first, "Il paralume parte oggi.");
    shop.promise_becomes(&first, "kept");
    wait_until("the kept one gone", || duties(&mut browser) == ["bruno@example.it", "carla@example.it"]);
    assert_eq!(browser.run("return document.documentElement.dataset.mark"), "here", "no page was loaded");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_colleague_sees_only_their_own_day_and_a_supervisor_everybodys() {
    let shop = shop();
    employ(&shop, "Luca Sala", "luca@fioca.example", Role::Agent);
    employ(&shop, "Sara Fonti", "sara@fioca.example", Role::Supervisor);
    hers(&shop, "anna@example.it", "Il paralume");
    let giulias = format!("/console/day/{}", agent(&shop, GIULIA));
    let mut browser = Browser::open(1440, 900);
    sign_in(&mut browser, &shop, "luca@fioca.example");
    browser.go(&page(&shop, "/console/day"));
    browser.wait_for_text("Nessuno aspetta");
    browser.go(&page(&shop, &giulias));
    assert!(browser.find_all("#day-title").is_empty(), "not his to see");
    drop(browser);
    let mut browser = Browser::open(1440, 900);
    sign_in(&mut browser, &shop, "sara@fioca.example");
    browser.go(&page(&shop, &giulias));
    browser.wait_for_text("La giornata di Giulia Riva");
    assert_eq!(duties(&mut browser), ["anna@example.it"]);
}
