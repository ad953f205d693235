//! Every page there is can be read by everybody: nothing for axe to find, in light and dark, on a desk and on a
//! telephone; nothing to scroll sideways at any width; nothing the browser complains of.

use std::collections::BTreeSet;

use office::account::{self, Role};
use riscontro::node::ACCOUNT;
use tests::browser::Browser;
use tests::shop::{Engine, Shop, text_of};

use super::company::{self, Company};
use super::{GIULIA, console, employ, page, shop, sign_in};

/// Widths of windows people have, in CSS pixels.
const WIDTHS: [u32; 6] = [320, 390, 768, 1280, 1440, 1920];
/// Widths at which axe reads the page.
const READ_AT: [u32; 2] = [390, 1440];

/// Addresses that show no page of ours: redirects, files, a customer's own mail, parts of pages; and two lists that
/// open at their first entry.
const NO_PAGES: &[&str] = &[
    "/console/fragment/bell",
    "/console/fragment/wallboard",
    "/console/reports/file",
    "/console/fragment/notices",
    "/console/notices/{name}",
    "/console/notices/{name}/card",
    "/console/palette",
    "/console/push/key",
    "/sw.js",
    "/console/settings/mails/preview",
    "/t/{token}/{file}",
    "/console/setup",
    "/console/setup/promise/letter",
    "/console/settings/log/file",
    "/form.js",
    "/r/{token}/files/{name}",
    "/console/settings/forms",
    "/console/settings/health",
    "/",
    "/in/{secret}",
    "/console",
    "/console/inbox",
    "/console/settings",
    "/console/settings/inboxes",
    "/console/settings/people",
    "/console/conversation/{name}",
    "/console/fragment/inbox/{view}",
    "/console/fragment/inbox/{view}/{reference}",
    "/console/message/{name}/body",
    "/console/attachment/{name}",
    "/console/ledger/{arrival}/raw",
    "/console/live",
    "/assets/{version}/{*name}",
];

/// Goes from page to page and writes down what is wrong with each.
struct Round<'a> {
    browser: Browser,
    shop: &'a Shop,
    wrong: Vec<String>,
    seen: BTreeSet<String>,
}

impl<'a> Round<'a> {
    fn new(browser: Browser, shop: &'a Shop) -> Self {
        Self { browser, shop, wrong: Vec::new(), seen: BTreeSet::new() }
    }

    fn visit(&mut self, path: &str) {
        self.browser.go(&page(self.shop, path));
        self.read(path);
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
        let path = self.browser.run("return location.pathname");
        self.seen.insert(path.as_str().unwrap_or_default().to_owned());
        for width in WIDTHS {
            self.browser.resize(width, 900);
            let over = self.browser.sideways();
            if over > 0 {
                self.wrong.push(format!("{name} at {width}: scrolls sideways by {over}"));
            }
            if !READ_AT.contains(&width) {
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

    /// Insists that nothing was wrong, and that every page below a root was seen.
    #[track_caller]
    fn end(self, is_ours: impl Fn(&str) -> bool) {
        assert!(self.wrong.is_empty(), "{} findings:\n{}", self.wrong.len(), self.wrong.join("\n"));
        let pages = pages_there_are();
        assert!(pages.len() > 15, "{pages:?}");
        let unseen: Vec<&String> = pages
            .iter()
            .filter(|pattern| is_ours(pattern))
            .filter(|pattern| !self.seen.iter().any(|path| matches(pattern, path)))
            .collect();
        assert!(unseen.is_empty(), "no eye saw {unseen:?}");
    }
}

/// Addresses of the desk that answer with a page, as its routes name them.
fn pages_there_are() -> Vec<String> {
    fn collect(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("the desk's sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.ends_with("api") {
                collect(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source");
                for route in text.split(".route(\"").skip(1) {
                    let Some((pattern, handlers)) = route.split_once("\", ") else { continue };
                    if handlers.starts_with("get(") && !NO_PAGES.contains(&pattern) {
                        found.push(pattern.to_owned());
                    }
                }
            }
        }
    }
    let mut found = Vec::new();
    collect(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../desk/src"), &mut found);
    found
}

fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len()
        && pattern.iter().zip(&path).all(|(part, given)| part.starts_with('{') || part == given)
}

fn code(conversation: &serde_json::Value) -> String {
    text_of(conversation, "/reference")
}

#[test]
fn every_page_of_the_inbox_is_for_everybody() {
    let shop = shop();
    let company = company::fill(&shop);
    let mut round = Round::new(console(&shop, "mine"), &shop);
    round.read("an empty list");
    for view in ["team", "risk", "kept", "delivery", "waiting", "snoozed", "closed", "all"] {
        round.visit(&format!("/console/inbox/{view}"));
    }
    round.visit("/console/inbox/all?q=vetro");
    round.visit("/console/inbox/all?q=introvabile");
    round.visit("/console/inbox/all?tag=danno");
    conversations(&mut round, &company);
    round.visit("/console/new");
    round.send(
        "a new message refused",
        &[("#f-to", "nessun indirizzo"), ("#f-subject", "Prova"), ("#f-text", "Testo.")],
        "form.letter button.primary",
    );
    round.visit("/console/inbox/nowhere");
    round.visit("/nowhere");
    round.end(|pattern| pattern.starts_with("/console/inbox") || pattern == "/console/new");
}

fn conversations(round: &mut Round, company: &Company) {
    let Company { rich, kept, broken, snoozed, closed, failed, delayed } = company;
    for one in [kept, broken, snoozed, closed, failed, delayed] {
        round.visit(&format!("/console/inbox/all/{}", code(one)));
    }
    let rich = format!("/console/inbox/all/{}", code(rich));
    for question in ["assign", "snooze", "close", "tags", "merge", "inbox", "link", "thank"] {
        round.visit(&format!("{rich}/{question}"));
    }
    let message = round.shop.messages(&company.rich).pop().expect("a message");
    round.visit(&format!("{rich}/split?message={}", text_of(&message, "/id")));
    let paper = format!("/console/conversation/{}/print", code(&company.rich));
    round.visit(&paper);
    round.visit(&format!("{paper}?notes=1"));
    // A promise is moved only once.
    round.visit(&format!("/console/inbox/all/{}/move", code(delayed)));
    round.visit(&rich);
    round.browser.press("?");
    round.read("the keys");
    round.browser.go(&page(round.shop, &rich));
    round.browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
    round.read("a conversation with everything open");
}

#[test]
fn every_page_of_the_office_is_for_everybody() {
    let shop = shop();
    company::fill(&shop);
    let mut round = Round::new(console(&shop, "mine"), &shop);
    round.visit("/console/ledger");
    round.visit("/console/ledger?days=28");
    for verdict in ["owed", "no_answer_owed", "spam", "stuck", "duplicate"] {
        round.visit(&format!("/console/ledger?verdict={verdict}"));
    }
    round.visit("/console/ledger?q=introvabile");
    let arrivals = shop.list("/api/v1/arrivals?limit=200");
    let mut kinds = BTreeSet::new();
    for arrival in &arrivals {
        if kinds.insert(format!("{} {}", arrival["verdict"], arrival["class"])) {
            round.visit(&format!("/console/ledger/{}", text_of(arrival, "/id")));
        }
    }
    for state in ["queued", "failed", "addresses"] {
        round.visit(&format!("/console/delivery?state={state}"));
    }
    round.visit("/console/notices");
    round.visit("/console/notices?show=unread");
    tasks(&mut round);
    settings(&mut round);
    round.end(|pattern| {
        [
            "/console/notices",
            "/console/tasks",
            "/console/ledger",
            "/console/delivery",
            "/console/settings",
            "/console/me",
        ]
        .iter()
        .any(|root| pattern.starts_with(root))
    });
}

#[test]
fn every_page_of_who_supervises_is_for_everybody() {
    let shop = shop();
    company::fill(&shop);
    let mut round = Round::new(console(&shop, "mine"), &shop);
    round.visit("/console/wallboard");
    for measure in ["received", "response_certainty", "promises_kept", "first_answer_open", "backlog"] {
        round.visit(&format!("/console/reports?measure={measure}"));
    }
    round.visit("/console/reports?from=2026-03-02&to=2026-03-01");
    let waiting = shop.list("/api/v1/conversations?status=open&limit=1").remove(0);
    round.visit(&format!("/console/pass/{}", code(&waiting)));
    round.end(|pattern| {
        ["/console/wallboard", "/console/reports", "/console/pass"].iter().any(|root| pattern.starts_with(root))
    });
}

fn tasks(round: &mut Round) {
    round.visit("/console/tasks");
    let (contact, task) = asked(round.shop);
    round.visit(&format!("/console/settings/contacts/{}", text_of(&contact, "/id")));
    round.visit(&format!("/console/tasks/new?conversation={}", text_of(&task, "/conversation_id")));
    round.visit(&format!("/console/tasks/{}", text_of(&task, "/id")));
    round.visit("/console/tasks?view=open");
}

/// Something is asked of a supplier for the first conversation there is.
fn asked(shop: &Shop) -> (serde_json::Value, serde_json::Value) {
    let contact = serde_json::json!({ "kind": "supplier", "name": "Vetreria", "email": "vetro@example.org" });
    let contact = shop.post("/api/v1/contacts", &contact);
    let conversation = shop.list("/api/v1/conversations?status=open&limit=1").remove(0);
    let task = shop.post(
        "/api/v1/tasks",
        &serde_json::json!({
            "conversation_id": text_of(&conversation, "/id"), "contact_id": text_of(&contact, "/id"),
            "title": "Avete il vetro di ricambio?", "due_at": "2026-03-20T10:00:00Z", "later_than_promise": true,
        }),
    );
    (contact, task)
}

fn settings(round: &mut Round) {
    let inbox = format!("/console/settings/inboxes/{}", round.shop.inbox_id);
    let marco = round.shop.list("/api/v1/agents?limit=200");
    let marco = marco.iter().find(|agent| agent["name"] == "Marco Bassi").expect("Marco");
    let marco = format!("/console/settings/people/{}", text_of(marco, "/id"));
    for path in ["inboxes", "inboxes/new", "people", "people/new", "roles", "tokens", "company", "domains"] {
        round.visit(&format!("/console/settings/{path}"));
    }
    round.visit(&inbox);
    round.visit(&format!("/console/settings/forms/{}", round.shop.inbox_id));
    round.visit(&format!("/console/settings/health/{}", round.shop.inbox_id));
    round.visit("/console/settings/inboxes/new");
    round.click("button[form=modulo]");
    round.read("a new inbox refused");
    round.visit("/console/settings/people/new");
    round.click("main form.fields button.primary");
    round.read("a new person refused");
    round.visit(&marco);
    round.click("form[action$='/invite'] button");
    round.read("an invitation shown");
    round.visit(&format!("{inbox}/signature"));
    round.visit("/console/settings/canned");
    let canned = serde_json::json!({ "title": "Reso gratuito", "shortcut": "reso", "category": "Resi", "text": "Ciao." });
    let canned = round.shop.post("/api/v1/canned", &canned);
    round.visit("/console/settings/canned");
    round.visit(&format!("/console/settings/canned/{}", text_of(&canned, "/id")));
    round.click("form.formed button.primary");
    round.visit("/console/scheduled");
    round.visit(&format!("{inbox}/mailbox"));
    round.click("form.fields button[value=test]");
    round.read("a mailbox refused");
    round.browser.run("document.querySelectorAll('details').forEach(one => one.open = true)");
    round.read("a mailbox with everything open");
    round.visit("/console/settings/log");
    round.visit("/console/settings/log?about=team");
    for kind in ["acknowledgement", "answer", "rating"] {
        round.visit(&format!("/console/settings/mails?kind={kind}&language=it&register=tu"));
    }
    round.visit("/console/settings/topics");
    round.visit("/console/settings/contacts");
    let team = round.shop.post("/api/v1/teams", &serde_json::json!({ "name": "Assistenza" }));
    round.visit(&format!("/console/settings/teams/{}", text_of(&team, "/id")));
    round.visit("/console/me/sessions");
    round.visit("/console/settings/tokens");
    round.send("a token shown", &[("#f-name", "Negozio in linea")], "main form.fields-row button.primary");
    round.visit("/console/me");
    round.send(
        "a new password refused",
        &[("#f-current", "sbagliata"), ("#f-password", "breve")],
        "form[action='/console/me/password'] button[type=submit]",
    );
}

#[test]
fn every_page_before_the_console_is_for_everybody() {
    let shop = shop();
    let company = company::fill(&shop);
    let mut browser = Browser::open(1440, 900);
    sign_in(&mut browser, &shop, "marco@fioca.example");
    let mut round = Round::new(browser, &shop);
    // An agent's settings, and a page he may not see.
    round.visit("/console/settings/tokens");
    round.visit("/console/ledger");
    round.visit("/console/settings/inboxes");

    round.visit("/sign-in");
    round.send("a wrong password", &[("#f-email", GIULIA), ("#f-password", "lampada")], "button[type=submit]");
    round.visit("/sign-in?lang=en");
    let now_ms = kernel::clock::Clock::system().now_ms();
    let sara = employ(&shop, "Sara Conti", "sara@fioca.example", Role::Agent);
    let secrets = shop.node().db().write(ACCOUNT, move |tx| {
        Ok::<_, account::Error>((
            account::setup_link(tx, now_ms)?,
            account::invite(tx, db::Actor::System, sara, now_ms)?,
        ))
    });
    let (setup, invite) = secrets.expect("two links");
    round.visit(&format!("/invite/{invite}"));
    round.send("a short password", &[("#f-password", "breve")], "button[type=submit]");
    round.visit("/password");
    round.send("a way back in refused", &[("#f-email", "giulia")], "button[type=submit]");
    round.send("a way back in", &[("#f-email", "@fioca.example")], "button[type=submit]");
    let reset = shop.node().db().write(ACCOUNT, move |tx| account::reset_link(tx, sara, now_ms));
    round.visit(&format!("/password/{}", reset.expect("a link").expect("the first")));
    round.visit(&format!("/setup/{setup}"));
    round.click("main form button.primary");
    round.read("a set-up refused");
    round.visit("/setup/nessuno");

    for conversation in
        [&company.rich, &company.kept, &company.broken, &company.closed, &company.delayed, &company.failed]
    {
        let address = text_of(conversation, "/track_url");
        let (_, token) = address.rsplit_once("/r/").expect("a link");
        round.visit(&format!("/r/{token}"));
    }
    let address = text_of(&company.rich, "/track_url");
    let (_, token) = address.rsplit_once("/r/").expect("a link");
    round.visit(&format!("/r/{token}/correct"));
    asked(&shop);
    let mail = shop.mails_to("vetro@example.org", 1).remove(0).text();
    let token = mail.split("/t/").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link");
    round.visit(&format!("/t/{token}"));
    round.visit("/r/nessuno");
    let key = text_of(&shop.get(&format!("/api/v1/inboxes/{}", shop.inbox_id)), "/key");
    round.visit(&format!("/forms/{key}"));
    round.visit("/forms/nessuno");
    round.end(|pattern| !pattern.starts_with("/console"));
}

#[test]
fn every_step_of_the_first_hour_is_for_everybody() {
    let shop = shop();
    let db = shop.node().db();
    let mark = |step: &'static str| {
        let marked = db.write(ACCOUNT, move |tx| {
            let company = spine::company::find(tx)?;
            let setup_step = Some(step.to_owned());
            spine::company::save(tx, &spine::company::Company { setup_step, ..company })
        });
        marked.expect("a company");
    };
    let mut round = Round::new(console(&shop, "mine"), &shop);
    mark("hours");
    round.visit("/console/setup/hours");
    round.click("button[value='interval:sun']");
    round.read("hours with one more interval");
    round.visit("/console/setup/mailbox");
    round.click("button[value=save]:not(.sr)");
    round.read("a mailbox refused in the first hour");
    round.visit("/console/setup/mailbox?how=pushed");
    mark("people");
    round.visit("/console/setup/promise");
    round.visit("/console/setup/people");
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
    round.end(|pattern| pattern.starts_with("/console/setup"));
}

#[test]
fn a_house_that_is_not_set_up_or_has_no_way_out_says_so_to_everybody() {
    let empty = Shop::open_with(Engine::Sqlite, |settings| settings.public_url = None);
    let mut round = Round::new(Browser::open(1440, 900), &empty);
    round.visit("/sign-in");
    round.end(|_| false);

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
    round.end(|_| false);
}
