//! Hostile words stay words: in every place they can be put, on every page that shows them, in every mail that leaves.
//! Counted in a real browser: dialogs, requests to anybody but the shop, refusals of the pages' own policy, and
//! connections to a listener most of the words point at. A page of nobody's making shows that all four can be more.

use std::collections::BTreeSet;

use db::Actor;
use kernel::language::Language;
use office::account::Role;
use riscontro::node::ACCOUNT;
use serde_json::{Value, json};
use spine::form;
use tests::browser::{Browser, Doings, Start, Watched};
use tests::letter::{Letter, Received, letter};
use tests::shop::{ASSISTENZA, Shop, text_of};
use tests::trap::{Display, Trap};
use tests::{PATIENCE, wait_until};

use super::hostile::{groups, strings};
use super::pages::{self, FIRST_HOUR, INBOX, OFFICE, OUTSIDE, SETTINGS, Things};
use super::{GIULIA, employ, page, shop, sign_in};

/// Characters of a conversation's subject.
const SUBJECT_CHARACTERS: usize = 300;
/// Characters of a line of a form.
const LINE_CHARACTERS: usize = 280;
/// Fields of the form that text is typed into.
const FIELDS_FILLED: usize = 6;
/// Mails on one page.
const MAILS_A_PAGE: usize = 25;

/// Lists what lives on a page that should not, frames of the same house included: programs, handlers, addresses that
/// are programs, elements that load or lead elsewhere. A page of ours may have its own scripts and styles.
const LIVES: &str = r#"
  const own = location.origin + '/', wrong = [];
  const here = url => { try { return new URL(url, document.baseURI).href.startsWith(own) } catch { return false } };
  const banned = 'script object embed applet base meta link style portal frame frameset math template'.split(' ');
  const urls = 'href src action formaction data poster background xlink:href srcset srcdoc ping cite'.split(' ');
  const look = (root, framed) => {
    for (const one of root.querySelectorAll('*')) {
      const name = one.localName, say = what => wrong.push(`${what}: ${one.outerHTML.slice(0, 120)}`);
      if (framed && banned.includes(name) && !one.closest('head')) say('an element');
      if (framed && ['form', 'svg', 'iframe', 'input', 'button'].includes(name)) say('an element');
      if (!framed && banned.includes(name) && !one.closest('head')
        && !(name === 'script' && one.src.startsWith(own)) && !(name === 'template' && !one.innerHTML.includes('onerror')))
        say('an element');
      if (name === 'script' && !one.src.startsWith(own)) say('a program');
      for (const { name: key, value } of one.attributes) {
        const plain = value.replace(/[\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f]/g, '').toLowerCase();
        if (key.startsWith('on')) say('a handler');
        if (urls.includes(key) && /^(javascript|vbscript|data:text|data:image\/svg|blob|file|view-source):/.test(plain))
          say('an address that is a program');
        if (key === 'style' && (/url\(|image-set|expression|binding|behavior|@import|position/i.test(value)))
          say('a style that reaches out');
        if (['src', 'srcset', 'poster', 'background', 'data'].includes(key) && value && !/^(data:image|cid:)/.test(plain)
          && !here(value)) say('a load');
        if (['action', 'formaction'].includes(key) && !here(value)) say('a form that leads away');
        if (['ping', 'srcdoc', 'autofocus', 'http-equiv'].includes(key) && framed) say('an attribute');
      }
    }
    for (const frame of root.querySelectorAll('iframe'))
      if (frame.contentDocument) look(frame.contentDocument, !frame.dataset.own);
  };
"#;

/// Opens everything that can be opened on a page, waits for its frames, and gives what lives there.
const OPENED: &str = r#"
  document.querySelectorAll('details').forEach(one => one.open = true);
  const frames = [...document.querySelectorAll('iframe')];
  const loaded = frame => new Promise(done => {
    if (frame.contentDocument?.readyState === 'complete' && frame.contentDocument.URL !== 'about:blank') return done();
    frame.addEventListener('load', done);
    frame.loading = 'eager';
    setTimeout(done, 5000);
  });
  return Promise.all(frames.map(loaded)).then(() => { look(document, false); return wrong; });
"#;

/// Goes from page to page and writes down whatever moved.
struct Watch<'a> {
    browser: Browser,
    trap: &'a Trap,
    /// Where pages may ask for things.
    house: String,
    opened: usize,
    wrong: Vec<String>,
}

impl<'a> Watch<'a> {
    fn new(shop: &Shop, trap: &'a Trap) -> Self {
        let start = Start { watched: Watched::Yes, ..Start::default() };
        Self {
            browser: Browser::start(1440, 900, start),
            trap,
            house: page(shop, "/"),
            opened: 0,
            wrong: Vec::new(),
        }
    }

    fn visit(&mut self, address: &str) {
        self.browser.go(address);
        self.look(address);
    }

    fn look(&mut self, address: &str) {
        let lives = self.browser.run(&format!("{LIVES}{OPENED}"));
        let lives = lives.as_array().expect("a list").iter().filter_map(Value::as_str);
        self.wrong.extend(lives.map(|one| format!("{address}: {one}")));
        let Doings { requests, dialogs, refused } = self.browser.doings();
        let away = requests.iter().filter(|url| {
            !url.starts_with(&self.house)
                && !["data:image/", "about:", "cid:"].iter().any(|own| url.starts_with(own))
        });
        self.wrong.extend(away.map(|url| format!("{address}: asked for {url}")));
        self.wrong.extend(dialogs.iter().map(|said| format!("{address}: a dialog said {said}")));
        self.wrong.extend(refused.iter().map(|line| format!("{address}: {line}")));
        self.opened += 1;
    }

    #[track_caller]
    fn end(self) {
        let different: BTreeSet<&str> = self.wrong.iter().map(String::as_str).collect();
        let shown = different.into_iter().take(40).collect::<Vec<_>>().join("\n");
        assert!(self.wrong.is_empty(), "{} findings on {} pages:\n{shown}", self.wrong.len(), self.opened);
        assert_eq!(self.trap.touched(), 0, "somebody was reached");
    }
}

/// An encoded word for each few characters: every byte arrives as it is, line breaks too (RFC 2047).
fn word(text: &str) -> String {
    let mut words = vec![String::new()];
    for c in text.chars() {
        let mut buffer = [0; 4];
        let piece: String = c.encode_utf8(&mut buffer).bytes().map(|byte| format!("={byte:02X}")).collect();
        match words.last_mut() {
            Some(word) if word.len() + piece.len() <= 60 => word.push_str(&piece),
            _ => words.push(piece),
        }
    }
    words.iter().map(|word| format!("=?utf-8?q?{word}?=")).collect::<Vec<_>>().join("\r\n ")
}

/// Quoted-printable, nothing left as it is but letters and digits.
fn printable(text: &str) -> String {
    let mut lines = String::new();
    for (at, byte) in text.bytes().enumerate() {
        if at % 24 == 23 {
            lines.push_str("=\n");
        }
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => lines.push(byte as char),
            _ => lines.push_str(&format!("={byte:02X}")),
        }
    }
    lines
}

/// The name of a file in a parameter, every byte written down (RFC 2231).
fn parameter(text: &str) -> String {
    let bytes: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("filename*=utf-8''{bytes}")
}

/// A mail that says one string wherever a mail can: subject, name, both bodies, the name and type of a file.
fn hostile_mail(email: &str, subject: &str, name: &str, string: &str) -> Letter {
    let part = |kind: &str, text: &str| {
        format!(
            "--b\nContent-Type: {kind}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{}\n",
            printable(text)
        )
    };
    let html = format!("<html><body><p>Buongiorno</p>{string}<p>Saluti</p></body></html>");
    let kind = ["text/html", "image/svg+xml", "application/pdf", "image/png"][string.len() % 4];
    let body = format!(
        "--a\nContent-Type: multipart/alternative; boundary=b\n\n{}{}--b--\n--a\nContent-Type: {kind}\nContent-Disposition: attachment; {}\nContent-Transfer-Encoding: quoted-printable\n\n{}\n--a--",
        part("text/plain", string),
        part("text/html", &html),
        parameter(string),
        printable(string)
    );
    letter(email, ASSISTENZA, "", "")
        .header("From", &format!("{} <{email}>", word(name)))
        .header("Subject", &word(subject))
        .with_body("multipart/mixed; boundary=a", &body)
        .without("Content-Transfer-Encoding")
}

/// Waits until nothing waits, however many came.
#[track_caller]
fn settled(shop: &Shop) {
    let mut last = usize::MAX;
    let mut since = std::time::Instant::now();
    wait_until_patient("every arrival's verdict", || {
        let waiting = shop.list("/api/v1/arrivals?verdict=waiting&limit=200").len();
        if waiting < last {
            (last, since) = (waiting, std::time::Instant::now());
        }
        assert!(since.elapsed() < PATIENCE, "{waiting} arrivals wait for nothing");
        waiting == 0
    });
}

#[track_caller]
fn wait_until_patient(what: &str, mut so: impl FnMut() -> bool) {
    for _ in 0..12 {
        if so() {
            return;
        }
        let again = std::time::Instant::now();
        while again.elapsed() < PATIENCE / 12 {
            if so() {
                return;
            }
            std::thread::park_timeout(std::time::Duration::from_millis(50));
        }
    }
    panic!("waited in vain for {what}");
}

#[test]
fn hostile_mails_are_words_on_every_page_and_in_every_mail_that_leaves() {
    let trap = Trap::set();
    let strings = strings(trap.at());
    let different: BTreeSet<&String> = strings.iter().collect();
    assert!(different.len() >= 150 && different.len() == strings.len(), "{} strings", different.len());
    let shop = shop();
    employ(&shop, "Marco Bassi", "marco@fioca.example", Role::Agent);
    let groups = groups(&strings, SUBJECT_CHARACTERS);
    let conversations = written(&shop, &groups);
    let things = arranged(&shop, &conversations, &strings);
    answered(&shop, &conversations, &groups);

    let mut watch = Watch::new(&shop, &trap);
    sign_in(&mut watch.browser, &shop, GIULIA);
    for conversation in &conversations {
        let (code, track) = (text_of(conversation, "/reference"), text_of(conversation, "/track_url"));
        watch.visit(&page(&shop, &format!("/console/inbox/all/{code}")));
        watch.visit(&page(&shop, &format!("/console/conversation/{code}/print?notes=1")));
        watch.visit(&track);
    }
    everywhere(&mut watch, &shop, things);
    assert!(watch.opened > 2 * groups.len() + 80, "only {} pages were opened", watch.opened);
    mails_are_letters(&mut watch, &shop);
    watch.end();
    files_are_only_saved(&shop, &conversations);
}

/// One conversation a group: its strings together in the subject, each alone in a mail of the thread.
fn written(shop: &Shop, groups: &[&[String]]) -> Vec<Value> {
    let mut session = shop.smtp();
    session.ehlo();
    for (turn, group) in groups.iter().enumerate() {
        let email = format!("x{turn}@clienti.example");
        let mut first: Option<Letter> = None;
        for string in *group {
            let subject = if first.is_none() { group.join(" ") } else { string.clone() };
            let mut mail = hostile_mail(&email, &subject, string, string);
            if let Some(first) = &first {
                mail =
                    mail.header("In-Reply-To", &first.message_id()).header("References", &first.message_id());
            }
            let reply = session.send(&email, &[ASSISTENZA], &mail.bytes());
            assert_eq!(reply.code, 250, "{string}: {reply:?}");
            first.get_or_insert(mail);
        }
        if turn % 8 == 7 {
            settled(shop);
        }
    }
    settled(shop);
    let mut conversations = shop.list("/api/v1/conversations?limit=200");
    conversations.reverse();
    assert_eq!(conversations.len(), groups.len(), "each group is one conversation");
    conversations
}

/// What people of the house name: contacts, teams, canned answers, tasks, tags, notes, wordings.
fn arranged(shop: &Shop, conversations: &[Value], strings: &[String]) -> Things {
    let mut api = shop.api();
    let mut taken = 0;
    for (turn, string) in strings.iter().enumerate() {
        let conversation = &conversations[turn % conversations.len()];
        let id = text_of(conversation, "/id");
        let calls = [
            (
                "/api/v1/contacts",
                json!({ "kind": "supplier", "name": string, "email": format!("f{turn}@forni.example") }),
            ),
            ("/api/v1/teams", json!({ "name": string })),
            (
                "/api/v1/canned",
                json!({ "title": string, "shortcut": format!("s{turn}"), "category": string, "html": string }),
            ),
            ("/api/v1/views", json!({ "name": string, "address": "/console/inbox/all?status=open" })),
            (&*format!("/api/v1/conversations/{id}/messages"), json!({ "kind": "note", "text": string })),
        ];
        // Every string in one place of many, so that each place has dozens.
        let (path, body) = &calls[turn % calls.len()];
        taken += usize::from(api.post_json(path, body).status == 201);
        let tags = json!({ "tags": [string.to_lowercase()] });
        api.patch_json(&format!("/api/v1/conversations/{id}"), &tags);
    }
    assert!(taken > strings.len() / 2, "only {taken} were taken");
    let named = "<svg onload=alert('n1')>\"'><img src=x onerror=alert(2)>";
    pages::things_of(shop, &conversations[0], &conversations[1], named, Language::It)
}

/// An answer in each conversation that says the group's strings, as text, as formatted text and as a file's name.
fn answered(shop: &Shop, conversations: &[Value], groups: &[&[String]]) {
    let mut api = shop.api();
    for (conversation, group) in conversations.iter().zip(groups) {
        let id = text_of(conversation, "/id");
        let promise = text_of(conversation, "/promise/id");
        if group.len() % 2 == 0 {
            let moved = json!({ "due_at": "2026-03-03T11:00:00Z", "reason": group.join(" ") });
            api.post_json(&format!("/api/v1/promises/{promise}/move"), &moved).expect(200);
        }
        let answer = json!({ "kind": "reply", "text": group.join("\n"), "html": format!("<p>{}</p>", group.join("</p><p>")) });
        let told = api.post_json(&format!("/api/v1/conversations/{id}/messages"), &answer);
        assert!([201, 422].contains(&told.status), "{}", told.text());
    }
    shop.advance(1);
    wait_until_patient("the outbox empty", || shop.list("/api/v1/outbox?state=queued&limit=1").is_empty());
}

/// Every page of the list, and every page of the lists in it.
fn everywhere(watch: &mut Watch<'_>, shop: &Shop, mut things: Things) {
    things.append(&mut pages::links_of(shop));
    for sheets in [INBOX, OFFICE, SETTINGS, OUTSIDE] {
        for address in pages::addresses(sheets, &things) {
            watch.visit(&page(shop, &address));
        }
    }
    pages::first_hour_at(shop, "people");
    for address in pages::addresses(FIRST_HOUR, &things) {
        watch.visit(&page(shop, &address));
    }
    // The rest of what a list shows is behind its link to older ones.
    for list in ["/console/inbox/all", "/console/ledger", "/console/search?q=alert"] {
        let mut next = page(shop, list);
        for _ in 0..12 {
            watch.visit(&next);
            let link = watch.browser.run("return document.querySelector('a[rel=next]')?.href ?? ''");
            match link.as_str() {
                Some(link) if !link.is_empty() => link.clone_into(&mut next),
                _ => break,
            }
        }
    }
    palette(watch, shop);
}

/// What is typed into the palette is found there and shown.
fn palette(watch: &mut Watch<'_>, shop: &Shop) {
    let words = [
        "alert",
        "script",
        "onerror",
        "ordine",
        "<img src=x onerror=alert(1)>",
        "\"><script>alert(1)</script>",
    ];
    watch.browser.go(&page(shop, "/console/inbox/all"));
    for words in words {
        watch.browser.chord(&[tests::browser::keys::CONTROL, 'k']);
        let field = watch.browser.find("dialog.palette-box:modal [role=combobox]");
        watch.browser.type_into(&field, words);
        watch.browser.find(".palette [role=option]");
        watch.look(&format!("the palette at {words}"));
        watch.browser.press(&tests::browser::keys::ESCAPE.to_string());
        watch.browser.reload();
    }
}

/// Headers every mail of ours may have.
const HEADERS: &[&str] = &[
    "auto-submitted",
    "bcc",
    "cc",
    "content-language",
    "content-transfer-encoding",
    "content-type",
    "date",
    "from",
    "in-reply-to",
    "message-id",
    "mime-version",
    "precedence",
    "references",
    "reply-to",
    "subject",
    "to",
    "x-auto-response-suppress",
];

/// Every mail that left: no header of a stranger's making, no reader nobody named, and nothing alive in what is shown.
fn mails_are_letters(watch: &mut Watch<'_>, shop: &Shop) {
    let mails = shop.relay.mails();
    let shown: Vec<String> = mails.iter().map(Received::html).filter(|html| !html.is_empty()).collect();
    assert!(shown.len() > 60, "only {} mails with a formatted part left", shown.len());
    for mail in &mails {
        let end = mail.raw.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(mail.raw.len());
        let head = String::from_utf8_lossy(&mail.raw[..end]).into_owned();
        for line in head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])) {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            if !HEADERS.contains(&name.as_str()) {
                watch.wrong.push(format!("a mail with {line:?}"));
            }
        }
        if head.replace("\r\n", "").contains(|c: char| c.is_control() && c != '\t') {
            watch.wrong.push(format!("a control character in {head:?}"));
        }
        if mail.to.iter().any(|to| !to.ends_with(".example") && !to.ends_with("example.org")) {
            watch.wrong.push(format!("a mail to {:?}", mail.to));
        }
    }
    // As a mail program without any protection would show them, many on a page.
    let sheets = shown.chunks(MAILS_A_PAGE).enumerate().map(|(sheet, mails)| {
        let frames = (0..mails.len()).map(|at| {
            let number = shown.len().div_ceil(MAILS_A_PAGE) + sheet * MAILS_A_PAGE + at;
            format!("<iframe data-mail src=/{number}></iframe>")
        });
        format!("<!doctype html><title>Posta</title>{}", frames.collect::<String>())
    });
    let sheets: Vec<String> = sheets.collect();
    let count = sheets.len();
    let display = Display::of("", sheets.into_iter().chain(shown).collect());
    // Whatever the last page still asks for is looked at as its own.
    watch.visit("about:blank");
    let house = std::mem::replace(&mut watch.house, display.page(0).trim_end_matches('0').to_owned());
    for sheet in 0..count {
        watch.visit(&display.page(sheet));
    }
    watch.house = house;
}

/// Files of hostile types are given out to be saved, under a policy that lets them do nothing.
fn files_are_only_saved(shop: &Shop, conversations: &[Value]) {
    let mut seen = 0;
    for conversation in conversations.iter().take(10) {
        for message in shop.messages(conversation) {
            for file in message["attachments"].as_array().into_iter().flatten() {
                let path = format!("/api/v1/attachments/{}", text_of(file, "/id"));
                let answer = shop.api().get(&path).expect(200);
                assert!(
                    answer.header("content-disposition").is_some_and(|kind| kind.starts_with("attachment"))
                );
                assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen} files");
}

#[test]
fn hostile_forms_are_words_on_every_page() {
    let trap = Trap::set();
    let strings = strings(trap.at());
    let shop = shop();
    let asked = ask_hostile_things(&shop, &strings);
    let groups = groups(&strings, LINE_CHARACTERS);
    let mut tracks = Vec::new();
    for (turn, group) in groups.iter().enumerate() {
        let together = group.join(" ").replace(['\r', '\n', '\0'], " ");
        let files: Vec<Value> = group
            .iter()
            .map(|name| json!({ "name": name, "content_type": "text/html", "content_base64": "PGI+" }))
            .collect();
        let body = json!({ "email": format!("f{turn}@clienti.example"), "name": together, "subject": together,
            "text": group.join("\n\n"), "misura": together, "racconto": group.join("\n\n"), "files": files });
        let at = format!("198.51.100.{}", turn + 1);
        let headers = [("content-type", "application/json"), ("x-forwarded-for", at.as_str())];
        let taken = shop.web().send("POST", &asked, &headers, body.to_string().as_bytes());
        match taken.status {
            201 => tracks.push(text_of(&taken.json(), "/track_url")),
            // It looks like a program's: it stands on the page of spam.
            202 => {}
            status => panic!("{status}: {} {together}", taken.text()),
        }
    }
    settled(&shop);
    assert!(tracks.len() > groups.len() / 2, "{} of {} were taken", tracks.len(), groups.len());

    let mut watch = Watch::new(&shop, &trap);
    for track in &tracks {
        watch.visit(track);
    }
    sign_in(&mut watch.browser, &shop, GIULIA);
    for conversation in shop.list("/api/v1/conversations?limit=200") {
        let code = text_of(&conversation, "/reference");
        watch.visit(&page(&shop, &format!("/console/inbox/all/{code}")));
    }
    for list in ["/console/inbox/all", "/console/ledger", "/console/ledger?verdict=spam"] {
        watch.visit(&page(&shop, list));
    }
    watch.visit(&page(&shop, &format!("/console/settings/forms/{}", shop.inbox_id)));
    // In the fields of the form itself, as it comes back refused: another group in each.
    for some in groups.chunks(FIELDS_FILLED) {
        watch.browser.go(&page(&shop, &asked));
        let typed: Vec<String> = some.iter().map(|group| group.join(" ")).collect();
        watch.browser.run(&format!(
            "const typed = {}, form = document.querySelector('form[data-form]');
             form.querySelector('[name=email]').type = 'text';
             const fields = [...form.querySelectorAll('[name=email], input[type=text], input[type=tel], textarea')];
             fields.forEach((field, at) => field.value = typed[at % typed.length]);
             HTMLFormElement.prototype.submit.call(form);",
            json!(typed)
        ));
        watch.browser.find("#sbagliati");
        watch.look("a form that came back");
        let kept = watch.browser.run("return [...document.querySelectorAll('textarea')].pop().value");
        assert!(kept.as_str().is_some_and(|kept| kept.len() > 100), "what was typed is lost: {kept}");
    }
    watch.end();
}

/// Puts strings into the form: its introduction, labels, helps and choices. Gives its address.
fn ask_hostile_things(shop: &Shop, strings: &[String]) -> String {
    let inbox = shop.inbox_id.trim_start_matches("inb_").to_owned();
    let short: Vec<String> = strings
        .iter()
        .filter(|one| one.chars().count() <= 100)
        .map(|one| one.replace(['\r', '\n', '\0'], " "))
        .collect();
    let changed = shop.node().db().write(ACCOUNT, move |tx| {
        let inbox = spine::inbox::by_oid(tx, &inbox)?;
        let mut asked = form::of_inbox(tx, inbox.id)?;
        let blank = asked.fields[0].clone();
        let own = |name: &str, kind: form::Kind, at: usize| form::Field {
            name: name.to_owned(),
            label: short[at].clone(),
            help: short[at + 1].clone(),
            kind,
            choices: Vec::new(),
            ..blank.clone()
        };
        asked.fields.push(own("misura", form::Kind::Text, 0));
        asked.fields.push(own("racconto", form::Kind::Long, 2));
        asked.fields.push(own("accetto", form::Kind::Check, 4));
        asked
            .fields
            .push(form::Field { choices: short[10..38].to_vec(), ..own("colore", form::Kind::Choice, 6) });
        asked.intro = short[40..44].join(" ");
        form::change(tx, &inbox, &asked, Actor::System)
    });
    changed.expect("a form");
    let key = text_of(&shop.get(&format!("/api/v1/inboxes/{}", shop.inbox_id)), "/key");
    format!("/forms/{key}")
}

#[test]
fn where_nothing_is_made_harmless_the_same_words_open_dialogs_load_and_live() {
    let trap = Trap::set();
    let strings = strings(trap.at());
    let naked = |string: &String| format!("<!doctype html><title>Nudo</title><p>{string}</p>");
    let display = Display::of("", strings.iter().map(naked).collect());
    let shop = shop();
    let mut watch = Watch::new(&shop, &trap);
    watch.house = display.page(0).trim_end_matches('0').to_owned();
    let told = |strings: &[String], wanted: &str| {
        strings.iter().position(|one| one.contains(wanted)).expect("a string")
    };
    for wanted in ["'s1'", "'h1'", "'g1'", "'m7'", "'m16'", "'b1'"] {
        watch.browser.go(&display.page(told(&strings, wanted)));
        wait_until(&format!("a dialog by {wanted}"), || !watch.browser.doings().dialogs.is_empty());
    }
    for wanted in ["/e8>", "/a19.gif", "/c2)", "/h14?"] {
        let before = trap.touched();
        watch.browser.go(&display.page(told(&strings, wanted)));
        wait_until(&format!("a connection by {wanted}"), || trap.touched() > before);
    }
    for wanted in ["'a1'", "'h20'", "/e22>", "/c6)", "/e13"] {
        watch.wrong.clear();
        let number = told(&strings, wanted);
        watch.browser.go("about:blank");
        watch.browser.go(&display.page(number));
        watch.look(wanted);
        assert!(!watch.wrong.is_empty(), "{wanted} was not noticed");
    }
    let strict =
        Display::of("content-security-policy: default-src 'none'\r\n", strings.iter().map(naked).collect());
    watch.browser.go(&strict.page(told(&strings, "'s1'")));
    wait_until("a refusal", || !watch.browser.doings().refused.is_empty());
}
