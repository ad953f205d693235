//! Every page there is can be read by everybody: nothing for axe to find, in light and dark, in Italian and in English,
//! on a desk and on a telephone; nothing to scroll sideways at any width; nothing the browser complains of.

use std::collections::BTreeSet;

use kernel::language::Language;
use office::account::Role;
use serde_json::{Value, json};
use tests::browser::{Browser, Start};
use tests::shop::{Engine, Shop, text_of};

use super::company::{self, Company};
use super::pages::{self, FIRST_HOUR, INBOX, OFFICE, OUTSIDE, SETTINGS, Sheet, Things};
use super::{GIULIA, console, employ, employ_in, page, shop, sign_in};

/// Widths of windows people have, in CSS pixels.
const WIDTHS: [u32; 6] = [320, 390, 768, 1280, 1440, 1920];
/// Widths at which axe reads the page.
const READ_AT: &[u32] = &[390, 1440];
/// The same for a page that was read at all of them in another language.
const READ_AGAIN_AT: &[u32] = &[1440];

/// Goes from page to page and writes down what is wrong with each.
struct Round<'a> {
    browser: Browser,
    shop: &'a Shop,
    read_at: &'static [u32],
    wrong: Vec<String>,
}

impl<'a> Round<'a> {
    fn new(browser: Browser, shop: &'a Shop) -> Self {
        Self { browser, shop, read_at: READ_AT, wrong: Vec::new() }
    }

    fn visit(&mut self, path: &str) {
        self.browser.go(&page(self.shop, path));
        self.read(path);
    }

    /// Visits pages of the list.
    fn walk(&mut self, sheets: &[Sheet], things: &Things) {
        for address in pages::addresses(sheets, things) {
            self.visit(&address);
            let shown = self.browser.url();
            if shown != page(self.shop, &address) {
                self.wrong.push(format!("{address} led to {shown}"));
            }
        }
    }

    /// Clicks something on the page.
    fn click(&mut self, css: &str) {
        let element = self.browser.find(css);
        self.browser.click(&element);
    }

    /// Fills fields of the page, sends them, and reads the page that answers.
    fn send(&mut self, name: &str, fields: &[(&str, &str)], button: &str) {
        for (css, text) in fields {
            let field = self.browser.find(css);
            self.browser.type_into(&field, text);
        }
        self.click(button);
        self.read(name);
    }

    /// Reads the page shown, as it is now.
    fn read(&mut self, name: &str) {
        for width in WIDTHS {
            self.browser.resize(width, 900);
            let over = self.browser.sideways();
            if over > 0 {
                self.wrong.push(format!("{name} at {width}: scrolls sideways by {over}"));
            }
            if !self.read_at.contains(&width) {
                continue;
            }
            let findings = self.browser.findings();
            self.wrong.extend(findings.iter().map(|finding| format!("{name} at {width}: {finding}")));
            self.browser.prefer_theme("dark");
            let findings = self.browser.colour_findings();
            self.wrong.extend(findings.iter().map(|finding| format!("{name} at {width} dark: {finding}")));
            self.browser.prefer_theme("light");
        }
        self.browser.resize(1440, 900);
        // A page that says no is written down as such too.
        let complaints = self.browser.complaints();
        let own = complaints.iter().filter(|line| !line.contains("the server responded with a status of 4"));
        self.wrong.extend(own.map(|line| format!("{name}: {line}")));
    }

    /// Insists that nothing was wrong.
    #[track_caller]
    fn end(self) {
        assert!(self.wrong.is_empty(), "{} findings:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}

/// Things of a company in full swing.
fn things(shop: &Shop, company: &Company, language: Language) -> Things {
    pages::things_of(shop, &company.rich, &company.delayed, "Vetreria di Murano", language)
}

fn code(conversation: &Value) -> String {
    text_of(conversation, "/reference")
}

#[test]
fn every_page_of_the_inbox_is_for_everybody() {
    let shop = shop();
    let company = company::fill(&shop);
    let things = things(&shop, &company, Language::It);
    let mut round = Round::new(console(&shop, "mine"), &shop);
    round.walk(INBOX, &things);
    let Company { rich, kept, broken, snoozed, closed, failed, delayed } = &company;
    for one in [kept, broken, snoozed, closed, failed, delayed] {
        round.visit(&format!("/console/inbox/all/{}", code(one)));
    }
    let rich = format!("/console/inbox/all/{}", code(rich));
    round.visit(&rich);
    round.browser.press("?");
    round.read("the keys");
    round.browser.go(&page(round.shop, &rich));
    round.browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
    round.read("a conversation with everything open");
    round.visit("/console/new");
    round.send(
        "a new message refused",
        &[("#f-to", "nessun indirizzo"), ("#f-subject", "Prova"), ("#f-text", "Testo.")],
        "form.letter button.primary",
    );
    round.visit("/nowhere");
    round.end();
}

#[test]
fn every_page_of_the_office_is_for_everybody() {
    let shop = shop();
    let company = company::fill(&shop);
    let mut round = Round::new(console(&shop, "mine"), &shop);
    round.visit("/console/tasks");
    round.visit("/console/settings/canned");
    let things = things(&shop, &company, Language::It);
    round.walk(OFFICE, &things);
    let mut kinds = BTreeSet::new();
    for arrival in shop.list("/api/v1/arrivals?limit=200") {
        if kinds.insert(format!("{} {}", arrival["verdict"], arrival["class"])) {
            round.visit(&format!("/console/ledger/{}", text_of(&arrival, "/id")));
        }
    }
    round.visit("/console/me");
    round.send(
        "a new password refused",
        &[("#f-current", "sbagliata"), ("#f-password", "breve")],
        "form[action='/console/me/password'] button[type=submit]",
    );
    round.end();
}

#[test]
fn every_page_of_the_settings_is_for_everybody() {
    let shop = shop();
    let company = company::fill(&shop);
    let mut round = Round::new(console(&shop, "mine"), &shop);
    let things = things(&shop, &company, Language::It);
    round.walk(SETTINGS, &things);
    round.browser.go(&page(&shop, "/console/settings/inboxes/new"));
    round.click("button[form=modulo]");
    round.read("a new inbox refused");
    round.browser.go(&page(&shop, "/console/settings/people/new"));
    round.click("main form.fields button.primary");
    round.read("a new person refused");
    round.browser.go(&page(&shop, &format!("/console/settings/people/{}", things["agent"])));
    round.click("form[action$='/invite'] button");
    round.read("an invitation shown");
    round.browser.go(&page(&shop, &format!("/console/settings/inboxes/{}/mailbox", shop.inbox_id)));
    round.click("form.fields button[value=test]");
    round.read("a mailbox refused");
    round.browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
    round.read("a mailbox with everything open");
    round.browser.go(&page(&shop, "/console/settings/tokens"));
    round.send("a token shown", &[("#f-name", "Negozio in linea")], "main form.fields-row button.primary");
    round.end();
}

#[test]
fn every_page_of_complaints_is_for_everybody() {
    let shop = shop();
    let complains = |from: &str, text: &str| {
        shop.mail_from(from, &"Donaudampfschifffahrtsgesellschaft".repeat(3), text);
        shop.conversation_of(from)
    };
    let first =
        complains("ivo@example.it", &format!("Sporgo formale reclamo {}", "precipitevolissime".repeat(20)));
    complains("studio@example.it", "Sporgo formale reclamo.");
    complains("lidia@example.it", "Sporgo formale reclamo.");
    let proposed = complains("carlo@example.it", "È inaccettabile, nessuno mi risponde.");
    complains("dario@example.it", "È una vergogna, mai più.");
    for code in ["RC-2026-0001", "RC-2026-0002", "RC-2026-0003"] {
        let cause = json!({ "cause": "packaging", "founded": true });
        shop.patch(&format!("/api/v1/complaints/{code}"), &cause);
    }
    let remedy = json!({ "kind": "discount", "amount_cents": 17_600, "text": "Sconto 8%" });
    let remedies = "/api/v1/complaints/RC-2026-0001/remedies";
    shop.api_as("agent").post_json(remedies, &remedy).expect(201);
    shop.api_as("agent").post_json(remedies, &json!({ "kind": "apology", "text": "Scuse" })).expect(201);
    let mut round = Round::new(console(&shop, "mine"), &shop);
    round.visit("/console/complaints");
    round.browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
    round.read("the register with everything open");
    round.visit("/console/complaints/RC-2026-0002");
    round.visit("/console/complaints?state=closed");
    round.visit("/console/complaints?state=all&owner=me&cause=packaging");
    round.visit(&format!("/console/inbox/all/{}", text_of(&first, "/reference")));
    round.visit(&format!("/console/inbox/all/{}", text_of(&proposed, "/reference")));
    round.visit("/console/settings/complaints");
    let track = |conversation: &Value| {
        let address = text_of(conversation, "/track_url");
        format!("/r/{}", address.rsplit_once("/r/").map_or("", |(_, token)| token))
    };
    round.visit(&track(&first));
    round.visit(&track(&proposed));
    round.visit("/console/complaints");
    round.click("form[action^='/console/remedies/'] button.primary");
    round.read("a remedy refused");
    round.end();
}

#[test]
fn every_page_before_the_console_is_for_everybody() {
    let shop = shop();
    let company = company::fill(&shop);
    let mut things = things(&shop, &company, Language::It);
    things.append(&mut pages::links_of(&shop));
    let mut browser = Browser::open(1440, 900);
    sign_in(&mut browser, &shop, "marco@fioca.example");
    let mut round = Round::new(browser, &shop);
    // An agent's settings, and a page he may not see.
    round.visit("/console/settings/tokens");
    round.visit("/console/ledger");
    round.visit("/console/settings/inboxes");
    round.walk(OUTSIDE, &things);

    round.browser.go(&page(&shop, "/sign-in"));
    round.send("a wrong password", &[("#f-email", GIULIA), ("#f-password", "lampada")], "button[type=submit]");
    round.browser.go(&page(&shop, &format!("/invite/{}", things["invite"])));
    round.send("a short password", &[("#f-password", "breve")], "button[type=submit]");
    round.browser.go(&page(&shop, "/password"));
    round.send("a way back in refused", &[("#f-email", "giulia")], "button[type=submit]");
    round.send("a way back in", &[("#f-email", "@fioca.example")], "button[type=submit]");
    round.browser.go(&page(&shop, &format!("/setup/{}", things["setup"])));
    round.click("main form button.primary");
    round.read("a set-up refused");
    for conversation in [&company.kept, &company.broken, &company.closed, &company.delayed, &company.failed] {
        let address = text_of(conversation, "/track_url");
        let (_, token) = address.rsplit_once("/r/").expect("a link");
        round.visit(&format!("/r/{token}"));
    }
    round.end();
}

#[test]
fn every_step_of_the_first_hour_is_for_everybody() {
    let shop = shop();
    let mut round = Round::new(console(&shop, "mine"), &shop);
    pages::first_hour_at(&shop, "people");
    round.walk(FIRST_HOUR, &Things::new());
    pages::first_hour_at(&shop, "hours");
    round.browser.go(&page(&shop, "/console/setup/hours"));
    round.click("button[value='interval:sun']");
    round.read("hours with one more interval");
    round.browser.go(&page(&shop, "/console/setup/mailbox"));
    round.click("button[value=save]:not(.sr)");
    round.read("a mailbox refused in the first hour");
    pages::first_hour_at(&shop, "people");
    round.browser.go(&page(&shop, "/console/setup/people"));
    round.send(
        "an invitation and a fault",
        &[
            ("#f-name-0", "Sara Conti"),
            ("#f-email-0", "sara@fioca.example"),
            ("#f-name-1", "Omar"),
            ("#f-email-1", "non so"),
        ],
        "button[value=invite]",
    );
    round.end();
}

/// A house whose people and customers read English, and a browser that asks for it.
fn in_english(shop: &Shop) -> (Browser, Things) {
    let company = company::fill(shop);
    employ_in(Language::En, shop, "Grace Moore", "grace@fioca.example", Role::Admin);
    for customer in shop.list("/api/v1/customers?limit=200") {
        let path = format!("/api/v1/customers/{}", text_of(&customer, "/id"));
        shop.patch(&path, &json!({ "language": "en" }));
    }
    let mut browser = Browser::start(1440, 900, Start { language: "en", ..Start::default() });
    sign_in(&mut browser, shop, "grace@fioca.example");
    let mut things = things(shop, &company, Language::En);
    things.append(&mut pages::links_of(shop));
    (browser, things)
}

/// Insists that the page shown is in English.
#[track_caller]
fn speaks_english(round: &mut Round<'_>, path: &str) {
    round.browser.go(&page(round.shop, path));
    assert_eq!(round.browser.run("return document.documentElement.lang"), "en", "{path}");
}

#[test]
fn every_page_of_the_desk_is_for_everybody_in_english() {
    let shop = shop();
    let (browser, things) = in_english(&shop);
    let mut round = Round { read_at: READ_AGAIN_AT, ..Round::new(browser, &shop) };
    speaks_english(&mut round, "/console/inbox/all");
    round.walk(INBOX, &things);
    round.walk(OFFICE, &things);
    round.end();
}

#[test]
fn every_page_around_the_desk_is_for_everybody_in_english() {
    let shop = shop();
    let (browser, things) = in_english(&shop);
    let mut round = Round { read_at: READ_AGAIN_AT, ..Round::new(browser, &shop) };
    speaks_english(&mut round, "/console/settings/company");
    round.walk(SETTINGS, &things);
    speaks_english(&mut round, &format!("/r/{}", things["track"]));
    speaks_english(&mut round, &format!("/t/{}", things["errand"]));
    round.walk(OUTSIDE, &things);
    pages::first_hour_at(&shop, "people");
    round.walk(FIRST_HOUR, &things);
    round.end();
}

#[test]
fn a_house_that_is_not_set_up_or_has_no_way_out_says_so_to_everybody() {
    let empty = Shop::open_with(Engine::Sqlite, |settings| settings.public_url = None);
    let mut round = Round::new(Browser::open(1440, 900), &empty);
    round.visit("/sign-in");
    round.end();

    let shop = Shop::open_with(Engine::Sqlite, |settings| {
        settings.public_url = None;
        settings.relay_url = None;
    });
    employ(&shop, "Giulia Riva", GIULIA, Role::Admin);
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@example.it");
    let mut round = Round::new(console(&shop, "team"), &shop);
    round.visit(&format!("/console/inbox/team/{}", code(&conversation)));
    round.visit("/console/delivery");
    round.visit("/console/ledger");
    round.visit("/console/settings/inboxes");
    round.end();
}
