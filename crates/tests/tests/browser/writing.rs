//! Writing as agents do: with form, pictures, canned answers, a word given in passing, answers that wait, and nobody
//! answering twice.

use serde_json::json;
use tests::browser::{Browser, keys};
use tests::letter::letter;
use tests::shop::{ASSISTENZA, Shop, text_of};
use tests::wait_until;

use super::{console, page, shop};

/// Anna's conversation, open in Giulia's browser.
fn open(shop: &Shop) -> (serde_json::Value, Browser) {
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@example.it");
    let mut browser = console(shop, &format!("team/{}", text_of(&conversation, "/reference")));
    browser.find("#text[contenteditable]");
    (conversation, browser)
}

fn text(browser: &mut Browser) -> String {
    browser.run("return document.getElementById('text').value").as_str().unwrap_or_default().to_owned()
}

fn send(browser: &mut Browser) {
    browser.chord(&[keys::CONTROL, keys::ENTER]);
}

#[test]
fn an_answer_with_its_form_arrives_with_it_and_stands_at_once() {
    let shop = shop();
    let (_, mut browser) = open(&shop);
    browser.run("document.documentElement.dataset.mark = 'here'");
    browser.press("r");
    browser.press("Serve ");
    browser.chord(&[keys::CONTROL, 'b']);
    browser.press("un dimmer");
    browser.chord(&[keys::CONTROL, 'b']);
    browser.press(" nuovo.");
    let link = "const page = document.getElementById('text'); const range = document.createRange();
        range.selectNodeContents(page); range.collapse(false); getSelection().removeAllRanges(); getSelection().addRange(range)";
    browser.run(link);
    browser.chord(&[keys::CONTROL, 'k']);
    wait_until("the field of the link", || {
        browser.run("return document.activeElement.hasAttribute('data-link')") == true
    });
    assert!(browser.find_all("dialog:modal").is_empty(), "the palette opened over the editor");
    browser.press("fioca.example/dimmer");
    browser.chord(&[keys::ENTER]);
    send(&mut browser);
    wait_until("the editor is empty: the answer is on its way", || text(&mut browser).is_empty());
    browser.find("#timeline .entry.ours");
    browser.find("#leaving");
    assert_eq!(browser.run("return document.documentElement.dataset.mark"), "here", "no page was loaded");
    shop.advance(1);
    let mail = shop.mails_to("anna@example.it", 2).remove(1);
    assert!(mail.html().contains("<b>un dimmer</b>"), "{}", mail.html());
    assert!(
        mail.text().contains("un dimmer nuovo.fioca.example/dimmer")
            || mail.text().contains("(https://fioca.example/dimmer)"),
        "{}",
        mail.text()
    );
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn what_is_pasted_from_elsewhere_is_cleaned_and_a_picture_travels_within_the_mail() {
    let shop = shop();
    let (_, mut browser) = open(&shop);
    browser.press("r");
    browser.run(
        "const data = new DataTransfer();
         data.setData('text/html', '<p class=MsoNormal style=\"color:red\" onclick=\"x()\"><b>Da Word</b><o:p></o:p></p><script>document.title = 1</script>');
         data.setData('text/plain', 'Da Word');
         document.getElementById('text').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))",
    );
    let inside = "return document.getElementById('text').innerHTML";
    assert_eq!(browser.run(inside), "<b>Da Word</b>");
    browser.run(
        "const data = new DataTransfer();
         const bytes = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), c => c.charCodeAt(0));
         data.items.add(new File([bytes], 'schema.png', { type: 'image/png' }));
         document.getElementById('text').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))",
    );
    browser.find("#text img");
    send(&mut browser);
    browser.find("#leaving");
    shop.advance(1);
    let mail = shop.mails_to("anna@example.it", 2).remove(1);
    assert!(mail.html().contains("<img src=\"cid:att_"), "{}", mail.html());
    let raw = String::from_utf8_lossy(&mail.raw).into_owned();
    assert!(raw.contains("multipart/related") && raw.contains("Content-ID: <att_"), "{raw}");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_file_too_large_is_said_before_it_is_sent() {
    let shop = shop();
    let (_, mut browser) = open(&shop);
    browser.run(
        "const input = document.querySelector('[data-upload]'); input.dataset.max = '3';
         const data = new DataTransfer(); data.items.add(new File(['molto'], 'film.mp4'));
         input.files = data.files; input.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    browser.wait_for_text("non si può inviare");
    let remove = browser.find("#files [data-do=remove-file]");
    browser.click(&remove);
    assert!(browser.find_all("#files li").is_empty());
}

#[test]
fn a_canned_answer_comes_after_a_slash_and_waits_to_be_filled() {
    let shop = shop();
    shop.post(
        "/api/v1/canned",
        &json!({ "title": "Reso gratuito", "shortcut": "reso", "text": "Gentile {{customer.name}}, passa {{corriere}}." }),
    );
    let (_, mut browser) = open(&shop);
    browser.press("r");
    browser.press("/res");
    browser.find("#canned-options [role=option][aria-selected=true]");
    browser.chord(&[keys::ENTER]);
    wait_until("the canned answer", || text(&mut browser).contains("passa {{corriere}}"));
    send(&mut browser);
    browser.wait_for_text("Resta da completare: ");
    assert!(text(&mut browser).contains("{{corriere}}"), "nothing is lost");
    // The place to fill is marked: typing takes its place.
    browser.run("document.getElementById('text').value = 'Gentile Anna, passa Bartolini.'");
    browser.press("r");
    send(&mut browser);
    browser.find("#leaving");
    let used = &shop.list("/api/v1/canned")[0]["used"];
    assert_eq!(*used, 1);
}

#[test]
fn a_word_typed_is_offered_as_a_promise_and_told_in_the_answer() {
    let shop = shop();
    let (conversation, mut browser) = open(&shop);
    browser.press("r");
    browser.press("Verifico e le rispondo domani.");
    let take = browser.find("#heard [data-do=take-word]");
    browser.click(&take);
    browser.find("#heard .given:not([hidden])");
    let field = browser.find("#text");
    browser.click(&field);
    send(&mut browser);
    browser.find("#leaving");
    shop.advance(1);
    let mail = shop.mails_to("anna@example.it", 2).remove(1);
    assert!(mail.text().contains("Le rispondiamo martedì 3 marzo, entro le 18:00."), "{}", mail.text());
    wait_until("the word told", || {
        shop.promises(&conversation).last().is_some_and(|promise| promise["told_at"].is_string())
    });
    let given = shop.promises(&conversation).pop().expect("a promise");
    assert_eq!((&given["kind"], &given["state"]), (&json!("custom"), &json!("open")));
    assert_eq!(shop.relay.mails_to("anna@example.it").len(), 2, "no letter besides");
}

#[test]
fn nobody_answers_over_an_answer_they_have_not_seen() {
    let shop = shop();
    let (conversation, mut browser) = open(&shop);
    shop.answer(&conversation, "Parte domani.");
    browser.press("r");
    browser.press("Parte oggi.");
    send(&mut browser);
    browser.find("#unseen");
    browser.wait_for_text("Parte domani.");
    assert_eq!(text(&mut browser), "Parte oggi.");
    let anyway = browser.find("#unseen [name=anyway]");
    browser.click(&anyway);
    wait_until("the second answer", || shop.messages(&conversation).len() == 3);
    wait_until("the notice gone", || browser.find_all("#unseen").is_empty());
    let last = shop.messages(&conversation).pop().expect("an answer");
    assert_eq!(last["text"], "Parte oggi.");
}

#[test]
fn an_answer_put_off_waits_and_stops_when_the_customer_writes() {
    let shop = shop();
    let (conversation, mut browser) = open(&shop);
    browser.press("r");
    browser.press("Più tardi.");
    let menu = browser.find("#other-ways summary");
    browser.click(&menu);
    let later = browser.find("#other-ways button[value^='at:']");
    browser.click(&later);
    browser.wait_for_text("Una risposta parte");
    assert_eq!(shop.messages(&conversation).len(), 1);
    let acknowledgement = shop.mails_to("anna@example.it", 1).remove(0);
    let more = letter("anna@example.it", ASSISTENZA, "", "Ho risolto.").in_reply_to(&acknowledgement);
    shop.mail("anna@example.it", &more);
    browser.wait_for_text("Una risposta programmata è ferma");
    let edit = browser.find("[data-later=edit]");
    browser.click(&edit);
    wait_until("the text back", || {
        browser.run("return document.getElementById('text')?.value") == "Più tardi."
    });
    browser.go(&page(&shop, "/console/scheduled"));
    browser.wait_for_text("Nessuna risposta programmata");
}

#[test]
fn an_answer_that_waits_leaves_by_itself_and_send_and_close_can_be_taken_back() {
    let shop = shop();
    let (conversation, mut browser) = open(&shop);
    browser.press("r");
    browser.press("Più tardi.");
    let menu = browser.find("#other-ways summary");
    browser.click(&menu);
    let later = browser.find("#other-ways button[value^='at:']");
    browser.click(&later);
    browser.wait_for_text("Una risposta parte");
    shop.advance(180);
    let mail = shop.mails_to("anna@example.it", 2).remove(1);
    assert!(mail.text().contains("Più tardi."), "{}", mail.text());

    browser.reload();
    browser.find("#text[contenteditable]");
    browser.press("r");
    browser.press("Tutto a posto.");
    let menu = browser.find("#other-ways summary");
    browser.click(&menu);
    let close = browser.find("#other-ways button[value=close]");
    browser.click(&close);
    browser.find("#leaving");
    assert_eq!(shop.conversation(&text_of(&conversation, "/id"))["status"], "closed");
    browser.press("z");
    wait_until("the text back", || {
        browser.run("return document.getElementById('text')?.value") == "Tutto a posto."
    });
    assert_eq!(shop.conversation(&text_of(&conversation, "/id"))["status"], "open");
}

#[test]
fn a_canned_answer_goes_from_the_palette_into_whatever_is_being_written() {
    let shop = shop();
    shop.post(
        "/api/v1/canned",
        &json!({ "title": "Reso gratuito", "shortcut": "reso", "text": "Gentile {{customer.name}}, il reso è gratuito." }),
    );
    let from_palette = |browser: &mut Browser| {
        browser.chord(&[keys::CONTROL, 'k']);
        browser.find("dialog.palette-box:modal [role=combobox]");
        browser.press("reso");
        wait_until("the canned answer offered", || {
            browser
                .run("return document.querySelector('.palette [aria-selected=true]')?.dataset.href ?? ''")
                .as_str()
                .is_some_and(|href| href.contains("/canned#can_"))
        });
        browser.chord(&[keys::ENTER]);
    };
    let (_, mut browser) = open(&shop);
    let note = browser.find("#composer [value=note]");
    browser.click(&note);
    from_palette(&mut browser);
    wait_until("it stands in the answer", || text(&mut browser).contains("il reso è gratuito"));
    assert!(browser.url().contains("/console/inbox/"), "no other page was opened");

    browser.go(&page(&shop, "/console/new"));
    browser.find("#f-text[contenteditable]");
    let to = browser.find("#f-to");
    browser.type_into(&to, "Bruno Serra <bruno@example.it>");
    from_palette(&mut browser);
    let written = "return document.getElementById('f-text').value";
    wait_until("it stands in the new message, its name filled in", || {
        browser
            .run(written)
            .as_str()
            .is_some_and(|text| text.contains("Gentile Bruno Serra, il reso è gratuito."))
    });
    // The same after a slash.
    browser.run("document.getElementById('f-text').value = ''");
    let field = browser.find("#f-text");
    browser.click(&field);
    browser.press("/res");
    browser.find("#canned-options [role=option][aria-selected=true]");
    browser.chord(&[keys::ENTER]);
    wait_until("once more", || {
        browser.run(written).as_str().is_some_and(|text| text.contains("Gentile Bruno Serra"))
    });

    // Nothing is being written: its page opens.
    browser.go(&page(&shop, "/console/ledger"));
    from_palette(&mut browser);
    wait_until("its page", || browser.url().contains("/console/settings/canned#can_"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn an_answer_shows_how_far_it_got_and_is_tried_again_where_it_failed() {
    let shop = shop();
    let (_, mut browser) = open(&shop);
    shop.relay.refuse("anna@example.it", "550 5.1.1 no such person");
    browser.press("r");
    browser.press("Arriva domani.");
    send(&mut browser);
    browser.find("#timeline .entry.ours .state.alive");
    browser.run("document.documentElement.dataset.mark = 'here'");
    shop.advance(1);
    browser.find("#timeline .entry.ours .state.late");
    browser.find("#timeline .another-try");
    let findings = browser.findings();
    assert!(findings.is_empty(), "{findings:#?}");
    assert_eq!(browser.run("return document.documentElement.dataset.mark"), "here", "it came by itself");
    // To another address, where it arrives.
    let elsewhere = browser.find(".another-try summary");
    browser.click(&elsewhere);
    let field = browser.find(".another-try input[type=email]");
    browser.type_into(&field, "anna@lavoro.example");
    let here = browser.find(".another-try [value=redirect]");
    browser.click(&here);
    wait_until("it arrived there", || !shop.relay.mails_to("anna@lavoro.example").is_empty());
    wait_until("the bubble says so", || {
        browser.find_all("#timeline .another-try").is_empty()
            && browser.find_all("#timeline .entry.ours .state.late").is_empty()
    });
    let mail = shop.relay.mails_to("anna@lavoro.example").remove(0);
    assert!(mail.text().contains("Arriva domani."), "{}", mail.text());
}

#[test]
fn an_answer_that_cannot_leave_this_computer_says_so_in_its_bubble_and_is_tried_again() {
    let shop = shop();
    let (_, mut browser) = open(&shop);
    browser.press("r");
    browser.press("Arriva domani.");
    browser.run(
        "window.kept = window.fetch; window.fetch = (url, options) => options?.method === 'POST' && String(url).endsWith('/message')
            ? Promise.reject(new TypeError('offline')) : window.kept(url, options)",
    );
    send(&mut browser);
    let again = browser.find("#timeline .pending.failed button");
    assert!(text(&mut browser).contains("Arriva domani."), "the text is still there");
    browser.run("window.fetch = window.kept");
    browser.click(&again);
    wait_until("it left", || text(&mut browser).is_empty());
    browser.find("#leaving");
    wait_until("one bubble", || browser.find_all("#timeline .pending").is_empty());
    let ours = "return [...document.querySelectorAll('#timeline .entry.ours .said')].filter(one => one.textContent.includes('Arriva domani')).length";
    assert_eq!(browser.run(ours), 1, "it stands once");
}
