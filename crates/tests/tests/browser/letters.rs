//! The words of a mail written beside its preview, a task asked and answered on a telephone without an account.

use serde_json::json;
use tests::browser::{Browser, Scripts};
use tests::shop::{Shop, text_of};
use tests::wait_until;

use super::{console, page, shop};

/// Read by axe in both themes, and on a telephone.
#[track_caller]
fn looked_at(browser: &mut Browser, what: &str) {
    for width in [1440, 390] {
        browser.resize(width, 900);
        for theme in ["light", "dark"] {
            browser.prefer_theme(theme);
            let findings = browser.findings();
            assert!(findings.is_empty(), "{what} at {width}, {theme}: {findings:#?}");
        }
        assert_eq!(browser.sideways(), 0, "{what} is wider than {width}");
    }
    browser.prefer_theme("light");
    browser.resize(1440, 900);
}

fn wait_in_frame(browser: &mut Browser, name: &str, text: &str) {
    let look =
        format!("return document.querySelector('iframe[name={name}]').contentDocument?.body?.innerText ?? ''");
    wait_until("the preview", || browser.run(&look).as_str().is_some_and(|shown| shown.contains(text)));
}

fn write(browser: &mut Browser, css: &str, text: &str) {
    browser.run(&format!("document.querySelector('{css}').value = ''"));
    let field = browser.find(css);
    browser.type_into(&field, text);
}

#[test]
fn a_wording_is_written_beside_its_preview_and_one_without_its_time_is_refused() {
    let shop = shop();
    let mut browser = console(&shop, "mine");
    browser.go(&page(&shop, "/console/settings/mails?kind=acknowledgement&language=it&register=tu"));
    wait_in_frame(&mut browser, "chiara", "Ti rispondiamo");
    looked_at(&mut browser, "the wording");
    write(&mut browser, "#f-headline", "Eccoci");
    wait_in_frame(&mut browser, "scura", "Eccoci");
    let save = browser.find("button[value=save]");
    browser.click(&save);
    browser.wait_for_text("Manca l’ora promessa");
    looked_at(&mut browser, "a wording refused");
    write(&mut browser, "#f-headline", "Eccoci: {{promise}}");
    let save = browser.find("button[value=save]");
    browser.click(&save);
    browser.wait_for_text("Salvato");
    browser.wait_for_text("Versione 1");
    let test = browser.find("button[value=test]");
    browser.click(&test);
    browser.wait_for_text("Prova in partenza");
    assert_eq!(shop.mails_to(super::GIULIA, 1).len(), 1);
    let reset = browser.find("button[value=reset]");
    browser.click(&reset);
    browser.wait_for_text("Tornato al testo di prima");
    browser.go(&page(&shop, "/console/settings/topics"));
    looked_at(&mut browser, "the topics");
    let complaints = browser.complaints();
    let own = complaints.iter().filter(|line| !line.contains("status of 4"));
    assert_eq!(own.collect::<Vec<_>>(), Vec::<&String>::new());
}

/// Somebody wrote, and there is a supplier to ask.
fn asked(shop: &Shop) -> String {
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@example.it");
    let contact = json!({"kind": "supplier", "name": "Vetreria", "email": "vetreria@example.org"});
    shop.post("/api/v1/contacts", &contact);
    text_of(&conversation, "/reference")
}

#[test]
fn a_supplier_answers_a_task_on_a_telephone_without_scripts_and_the_asker_reads_it() {
    let shop = shop();
    let reference = asked(&shop);
    let mut browser = console(&shop, "all");
    browser.go(&page(&shop, &format!("/console/inbox/all/{reference}")));
    let ask = browser.find("a[href^='/console/tasks/new']");
    browser.click(&ask);
    looked_at(&mut browser, "asking");
    browser.run("document.querySelector('#f-whom').selectedIndex = 1");
    write(&mut browser, "#f-title", "Avete il vetro?");
    let send = browser.find("main form button.primary");
    browser.click(&send);
    browser.wait_for_text("Avete il vetro?");
    looked_at(&mut browser, "a task");
    let mail = shop.mails_to("vetreria@example.org", 1).remove(0).text();
    let path =
        mail.split("/t/").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link").to_owned();

    let mut phone = Browser::open_with(390, 844, Scripts::Off);
    phone.go(&page(&shop, &format!("/t/{path}")));
    phone.wait_for_text("Avete il vetro?");
    let field = phone.find("#f-answer");
    phone.type_into(&field, "Sì, due.");
    let done = phone.find("button[value=done]");
    phone.click(&done);
    phone.wait_for_text("Arrivata. Grazie.");

    browser.reload();
    browser.wait_for_text("Sì, due.");
    for view in ["mine", "asked", "late", "open", "settled"] {
        browser.go(&page(&shop, &format!("/console/tasks?view={view}")));
        looked_at(&mut browser, view);
    }
    browser.go(&page(&shop, "/console/settings/contacts"));
    looked_at(&mut browser, "the address book");
    browser.go(&page(&shop, &format!("/t/{path}")));
    looked_at(&mut browser, "the supplier's page");
}
