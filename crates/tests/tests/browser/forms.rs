//! Customers in a real browser: the form with and without scripts, nothing typed lost, a call asked for by keyboard,
//! hostile words that stay words.

use std::io::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;
use tests::browser::{Browser, Scripts, keys};
use tests::shop::{Shop, text_of};
use tests::{wait_for, wait_until};

use super::{GIULIA, page, shop, sign_in};

/// Strings that would be scripts if anybody let them.
const HOSTILE: [&str; 6] = [
    "<script>window.hurt=1</script>",
    "\"><img src=x onerror=window.hurt=1>",
    "'><svg/onload=window.hurt=1>",
    "javascript:window.hurt=1//",
    "</textarea><script>window.hurt=1</script>",
    "{{constructor.constructor('window.hurt=1')()}}",
];

fn form_of(shop: &Shop) -> String {
    let key = text_of(&shop.get(&format!("/api/v1/inboxes/{}", shop.inbox_id)), "/key");
    page(shop, &format!("/forms/{key}"))
}

fn fill(browser: &mut Browser, fields: &[(&str, &str)]) {
    for (css, text) in fields {
        let field = browser.find(css);
        browser.type_into(&field, text);
    }
}

fn click(browser: &mut Browser, css: &str) {
    let element = browser.find(css);
    browser.click(&element);
}

/// A file a person could choose.
fn file(shop: &Shop, name: &str) -> String {
    let path = shop.settings.data_dir.join(name);
    let mut file = std::fs::File::create(&path).expect("a file");
    file.write_all(b"\xff\xd8 una foto").expect("written");
    path.to_string_lossy().into_owned()
}

#[test]
fn without_scripts_a_person_confirms_once_and_reads_the_promise() {
    let shop = shop();
    let mut browser = Browser::open_with(390, 844, Scripts::Off);
    browser.go(&form_of(&shop));
    fill(&mut browser, &[("#f-text", "La catena è corta.")]);
    let chosen = file(&shop, "catena.jpg");
    fill(&mut browser, &[("#f-files", &chosen)]);
    click(&mut browser, ".give button");
    // Wrong: said beside the field, everything else is as it was.
    browser.find("#sbagliati");
    let hint = browser.find("#f-email-h");
    assert!(browser.text(&hint).contains("Qui serve qualcosa"));
    let list = browser.find("#file-list");
    assert!(browser.text(&list).contains("catena.jpg"));
    fill(&mut browser, &[("#f-email", "ezio@posta.example")]);
    // Written faster than people write, unless the machine is slow.
    click(&mut browser, ".give button");
    browser.find("#confirm, #ricevuta");
    if !browser.find_all("#confirm").is_empty() {
        let asked = Instant::now();
        wait_until("the two seconds the page asks for", || asked.elapsed() > Duration::from_secs(2));
        click(&mut browser, ".give button");
    }
    let word = browser.find("#ricevuta h1");
    assert_eq!(browser.text(&word), "Avrà risposta oggi, entro le 14:00");
    let facts = browser.find(".grasp");
    assert!(browser.text(&facts).contains("catena.jpg"));
    click(&mut browser, ".receipt .card a.button");
    browser.find(".parcel");
    let conversation = shop.conversation_of("ezio@posta.example");
    assert_eq!(shop.messages(&conversation)[0]["attachments"][0]["name"], "catena.jpg");
}

#[test]
fn with_scripts_files_go_ahead_and_what_is_typed_outlives_a_reload() {
    let shop = shop();
    let mut browser = Browser::open(1280, 900);
    browser.go(&form_of(&shop));
    fill(&mut browser, &[("#f-name", "Ezio Carraro"), ("#f-text", "La catena è corta.")]);
    let chosen = file(&shop, "catena.jpg");
    fill(&mut browser, &[("#f-files", &chosen)]);
    browser.find("#file-list input[name=kept]");
    browser.reload();
    wait_until("the words are back", || {
        browser.run("return document.querySelector('#f-text').value") == "La catena è corta."
    });
    browser.find("#file-list input[name=kept]");
    click(&mut browser, ".give button");
    browser.find("#sbagliati");
    fill(&mut browser, &[("#f-email", "ezio@posta.example")]);
    click(&mut browser, ".give button");
    // Perhaps a task is done on the way; nobody has to do anything.
    let word = browser.find("#ricevuta h1");
    assert_eq!(browser.text(&word), "Avrà risposta oggi, entro le 14:00");
    let conversation = shop.conversation_of("ezio@posta.example");
    assert_eq!(shop.messages(&conversation)[0]["attachments"][0]["name"], "catena.jpg");
    browser.go(&form_of(&shop));
    assert_eq!(browser.run("return document.querySelector('#f-text').value"), "");
    let own: Vec<String> =
        browser.complaints().into_iter().filter(|line| !line.contains("a status of 4")).collect();
    assert_eq!(own, Vec::<String>::new());
}

#[test]
fn a_form_faster_than_people_does_its_task_by_itself() {
    let shop = shop();
    let mut browser = Browser::open(1280, 900);
    browser.go(&form_of(&shop));
    browser.run(
        "document.querySelector('#f-email').value = 'ezio@posta.example';
         document.querySelector('#f-text').value = 'Subito!';
         document.querySelector('form[data-form]').requestSubmit();",
    );
    browser.find("#ricevuta h1");
    assert_eq!(shop.arrivals_from("ezio@posta.example")[0]["verdict"], "owed");
}

#[test]
fn a_call_is_asked_for_by_keyboard_on_a_telephone_and_settled_in_the_desk() {
    let shop = shop();
    let taken = shop.web().post_json(
        &form_of(&shop).replace(&page(&shop, ""), ""),
        &json!({ "email": "ezio@posta.example", "phone": "347 1122021", "text": "Mi chiamate?" }),
    );
    let taken = taken.expect(201).json();
    shop.api().patch_json("/api/v1/me/presence", &json!({ "presence": "online" })).expect(200);
    let mut browser = Browser::open(390, 844);
    browser.go(&text_of(&taken, "/track_url"));
    assert_eq!(browser.sideways(), 0);
    browser.run("document.querySelector('#richiamata input[name=slot]:not([disabled])').focus()");
    browser.press(" ");
    browser.press(&keys::ENTER.to_string());
    browser.find("#fatto");
    browser.wait_for_text("La chiamiamo");
    assert_eq!(browser.sideways(), 0);

    let mut desk = Browser::open(1440, 900);
    sign_in(&mut desk, &shop, GIULIA);
    let conversation = shop.conversation_of("ezio@posta.example");
    desk.go(&page(&shop, &format!("/console/inbox/all/{}", text_of(&conversation, "/reference"))));
    desk.wait_for_text("3471122021");
    shop.advance(31);
    click(&mut desk, ".call-to-make button[value=reached]");
    wait_for("the call kept", || {
        shop.promises(&conversation).into_iter().find(|one| one["kind"] == "callback" && one["state"] == "kept")
    });
    desk.wait_for_text("ha fatto la richiamata");
}

#[test]
fn hostile_words_stay_words_everywhere_they_are_shown() {
    let shop = shop();
    let path = form_of(&shop).replace(&page(&shop, ""), "");
    let mut browser = Browser::open(1280, 900);
    let mut pages = Vec::new();
    for (turn, hostile) in HOSTILE.iter().enumerate() {
        let body = json!({ "email": format!("x{turn}@posta.example"), "name": hostile, "subject": hostile,
            "text": hostile, "files": [{ "name": hostile, "content_type": "text/html", "content_base64": "PGI+" }] });
        pages.push(text_of(&shop.web().post_json(&path, &body).expect(201).json(), "/track_url"));
    }
    sign_in(&mut browser, &shop, GIULIA);
    for conversation in shop.list("/api/v1/conversations") {
        pages.push(page(&shop, &format!("/console/inbox/all/{}", text_of(&conversation, "/reference"))));
    }
    pages.push(page(&shop, "/console/ledger"));
    for address in pages {
        browser.go(&address);
        assert_eq!(browser.run("return window.hurt ?? 0"), 0, "{address}");
    }
    // In every field of the form itself, as it comes back.
    browser.go(&form_of(&shop));
    for (css, hostile) in ["#f-name", "#f-subject", "#f-text", "#f-email"].into_iter().zip(HOSTILE) {
        fill(&mut browser, &[(css, hostile)]);
    }
    click(&mut browser, ".give button");
    browser.find("#sbagliati");
    assert_eq!(browser.run("return window.hurt ?? 0"), 0);
    assert_eq!(browser.run("return document.querySelector('#f-name').value"), HOSTILE[0]);
}
