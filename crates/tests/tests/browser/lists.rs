//! Going anywhere by keyboard, a list under a name that counts by itself, and thirty conversations closed and back.

use tests::browser::{Browser, Scripts, keys};
use tests::shop::{Shop, text_of};
use tests::wait_until;

use super::{GIULIA, console, page, shop, sign_in};

/// So many customers wrote, each once.
fn wrote(shop: &Shop, count: usize) {
    for turn in 0..count {
        shop.mail_from(&format!("cliente{turn}@example.it"), &format!("Domanda {turn}"), "La lampada è rotta.");
    }
    wait_until("every mail read", || shop.list("/api/v1/conversations?limit=200").len() == count);
}

#[track_caller]
fn nothing_found(browser: &mut Browser, what: &str) {
    let findings = browser.findings();
    assert!(findings.is_empty(), "{what}: {findings:#?}");
    assert_eq!(browser.sideways(), 0, "{what} is wider than the window");
}

/// Read by axe in both themes and at the width of a telephone.
#[track_caller]
fn looked_at(browser: &mut Browser, what: &str) {
    for theme in ["light", "dark"] {
        browser.prefer_theme(theme);
        nothing_found(browser, &format!("{what}, {theme}"));
    }
    browser.resize(390, 844);
    nothing_found(browser, &format!("{what}, 390 px"));
    browser.resize(1440, 900);
}

#[test]
fn a_conversation_and_an_act_are_reached_by_the_palette_alone() {
    let shop = shop();
    wrote(&shop, 3);
    let mut browser = console(&shop, "team");
    browser.chord(&[keys::CONTROL, 'k']);
    browser.find("dialog.palette-box:modal [role=combobox]");
    nothing_found(&mut browser, "the palette");
    let one = shop.conversation_of("cliente1@example.it");
    browser.press(&text_of(&one, "/reference").to_lowercase());
    wait_until("the conversation offered", || {
        browser
            .run("return document.querySelector('.palette [aria-selected=true]')?.innerText ?? ''")
            .as_str()
            .is_some_and(|text| text.contains("Domanda 1"))
    });
    browser.chord(&[keys::ENTER]);
    wait_until("the conversation open", || browser.url().contains("/inbox/all/R-"));
    browser.find("#composer");

    browser.chord(&[keys::CONTROL, 'k']);
    browser.find("dialog.palette-box:modal [role=combobox]");
    browser.press("chiudi");
    wait_until("the act offered", || {
        browser
            .run("return document.querySelector('.palette [aria-selected=true]')?.dataset.href ?? ''")
            .as_str()
            .is_some_and(|href| href.ends_with("/close"))
    });
    browser.chord(&[keys::ENTER]);
    browser.find("dialog[data-dialog]:modal");
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{complaints:?}");
}

#[test]
fn a_saved_view_counts_by_itself_while_mails_come() {
    let shop = shop();
    wrote(&shop, 2);
    let mut browser = console(&shop, "all?status=open");
    looked_at(&mut browser, "a filtered list");
    browser.go(&page(&shop, "/console/views?place=%2Fconsole%2Finbox%2Fall%3Fstatus%3Dopen"));
    let field = browser.find(".save-view [name=name]");
    browser.type_into(&field, "Da fare");
    looked_at(&mut browser, "a view being saved");
    let button = browser.find(".save-view button.primary");
    browser.click(&button);
    let count = "return document.querySelector('#views-saved + ul .count')?.innerText ?? ''";
    wait_until("two in the view", || browser.run(count) == "2");
    shop.mail_from("nuova@example.it", "Una in più", "Ciao.");
    wait_until("three in the view, without a reload", || browser.run(count) == "3");
    browser.go(&page(&shop, "/console/views"));
    looked_at(&mut browser, "the saved views");
    shop.searchable();
    browser.go(&page(&shop, "/console/search?q=lampada"));
    looked_at(&mut browser, "the search");
}

#[test]
fn thirty_are_picked_closed_and_taken_back() {
    let shop = shop();
    wrote(&shop, 30);
    let mut browser = console(&shop, "team");
    let rows = "return document.querySelectorAll('input.pick').length";
    assert_eq!(browser.run(rows), 30);
    browser.press("jx");
    wait_until("one picked", || {
        browser.run("return document.getElementById('picked').innerText") == "1 scelta"
    });
    // Shift and X on the last row takes everything between.
    browser.run("document.querySelectorAll('[data-walk] a.ticket')[29].focus()");
    browser.chord(&[keys::SHIFT, 'x']);
    wait_until("all picked", || {
        browser.run("return document.getElementById('picked').innerText") == "30 scelte"
    });
    nothing_found(&mut browser, "a list with picked rows");
    browser.run("document.querySelector('#bulk [name=verb]').value = 'close'");
    let button = browser.find("#bulk button:not([type=reset])");
    browser.click(&button);
    browser.wait_for_text("Cambiano 30 conversazioni.");
    looked_at(&mut browser, "what closing will do");
    let field = browser.find(".bulk-ask [name=reason]");
    browser.type_into(&field, "Doppioni");
    let button = browser.find(".bulk-ask button.primary");
    browser.click(&button);
    browser.wait_for_text("30 conversazioni sono cambiate.");
    assert_eq!(shop.list("/api/v1/conversations?status=closed&limit=200").len(), 30);
    looked_at(&mut browser, "what closing did");
    let button = browser.find(".bulk-ask button.button:not(.primary)");
    browser.click(&button);
    browser.wait_for_text("30 sono tornate com’erano.");
    let open = shop.list("/api/v1/conversations?status=open&limit=200");
    assert!(open.len() == 30 && open.iter().all(|one| one["promise"]["state"] == "open"));
}

#[test]
fn without_scripts_one_searches_picks_and_changes_all_the_same() {
    let shop = shop();
    wrote(&shop, 2);
    let mut browser = Browser::open_with(1440, 900, Scripts::Off);
    sign_in(&mut browser, &shop, GIULIA);
    shop.searchable();
    browser.go(&page(&shop, "/console/search?q=domanda"));
    browser.wait_for_text("Domanda 1");
    browser.go(&page(&shop, "/console/inbox/all"));
    let box_of_one = browser.find("input.pick");
    browser.click(&box_of_one);
    let button = browser.find("#bulk button:not([type=reset])");
    browser.click(&button);
    browser.wait_for_text("Cambia una conversazione.");
}
