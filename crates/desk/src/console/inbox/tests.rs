//! The pages, with sample values.

use kernel::language::Language;
use web::shell::{self, Live, Me, Page, Role};
use web::theme::Theme;

use super::view::{Inbox, Outgoing, Place, Queue, View};
use super::{pages, sample};

/// The whole page in the shell.
fn page(inbox: &Inbox, asking: Option<&super::view::Asking>, language: Language) -> String {
    let reading = sample::reading(language);
    let me = Me {
        oid: "me".to_owned(),
        name: "Giulia Ferrante".to_owned(),
        role: Role::Supervisor,
        presence: "online".to_owned(),
        notices: 2,
    };
    shell::console(&Page {
        title: pages::window_title(inbox, &reading),
        section: pages::SECTION,
        say: reading.say,
        theme: Theme::System,
        me: &me,
        company: "Fioca",
        deck: "inbox",
        skip: ("conversation", reading.say.say("inbox-skip")),
        views_label: reading.say.say("inbox-views"),
        views: pages::views(&inbox.counts, &inbox.place, &reading),
        body: pages::body(inbox, asking, "proof", &reading),
        keys: &pages::keys(&reading),
        more_keys: &pages::more_keys(&reading),
        status: Some(pages::kept_today(&inbox.counts, &inbox.place, &reading)),
        live: Live::After(7),
        csrf: "proof",
        now_ms: reading.now_ms,
    })
    .into_string()
}

/// Every page and dialog there is, in both languages.
fn all() -> Vec<String> {
    let mut pages = Vec::new();
    for language in [Language::It, Language::En] {
        let open = sample::inbox();
        pages.push(page(&open, None, language));
        pages.extend(sample::askings().iter().map(|asking| page(&open, Some(asking), language)));
        let empty = Queue {
            total: Some(0),
            tickets: Vec::new(),
            more: None,
            next_due_ms: None,
            first: None,
            inbox: None,
            people: Vec::new(),
            teams: Vec::new(),
        };
        for view in View::ALL {
            let place = Place::of(view);
            pages.push(page(
                &Inbox { place, queue: empty.clone(), thread: None, ..open.clone() },
                None,
                language,
            ));
        }
        let reading = sample::reading(language);
        pages.push(pages::outgoing(&Outgoing::default(), "proof", &reading).into_string());
    }
    pages
}

#[test]
fn no_page_carries_style_script_or_handlers_inline() {
    for page in all() {
        for tag in page.split('<').filter(|tag| !tag.starts_with('/')) {
            let tag = tag.split('>').next().unwrap_or_default();
            assert!(!tag.starts_with("style"), "{tag}");
            assert!(!tag.starts_with("script") || tag.contains(" src="), "{tag}");
            for attribute in tag.split_whitespace().skip(1).filter(|part| part.contains('=')) {
                assert!(!attribute.starts_with("style=") && !attribute.starts_with("on"), "{tag}");
            }
        }
    }
}

#[test]
fn every_text_of_the_pages_is_in_the_catalogue() {
    let keys = words::keys(Language::It);
    for page in all() {
        let texts = page.split('>').filter_map(|piece| piece.split('<').next());
        let attributes = page.split('"').skip(1).step_by(2);
        for text in texts.chain(attributes) {
            let missing = ["inbox-", "shell-", "promise-"].iter().any(|area| text.trim().starts_with(area))
                && !text.contains(' ')
                && !page.contains(&format!("id=\"{text}\""));
            assert!(!missing || keys.contains(text.trim()), "{text:?} stands on a page as it is");
        }
    }
}

#[test]
fn an_id_stands_once_on_a_page() {
    for page in all() {
        let mut ids: Vec<&str> =
            page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}

#[test]
fn the_list_goes_from_what_is_late_to_what_was_just_kept() {
    let page = page(&sample::inbox(), None, Language::It);
    let places: Vec<usize> =
        ["Scaduta", "Entro mezz’ora", "Entro due ore", ">Oggi<", "Domani e dopo", "Appena mantenuta"]
            .iter()
            .map(|group| page.find(group).unwrap_or_else(|| panic!("no group {group}")))
            .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(page.contains("nuova ora 10:45"));
}

#[test]
fn the_given_word_says_the_hour_and_when_it_was_given() {
    let page = page(&sample::inbox(), None, Language::It);
    for text in [
        "Risposta <time datetime=\"2026-11-23T09:40:00Z\">entro le 10:40</time>",
        "Promessa domenica all’1:02.",
        "Mancano 18 min.",
    ] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn a_mail_from_an_address_never_seen_here_is_marked() {
    let page = page(&sample::inbox(), None, Language::It);
    assert!(page.contains("Un indirizzo nuovo in questa conversazione"));
    assert!(page.contains("c.morandi@ufficio.example cita il codice"));
}

#[test]
fn what_a_customer_wrote_cannot_become_part_of_the_page() {
    let mut inbox = sample::inbox();
    inbox.queue.tickets[0].subject = "<script>alert(1)</script>".to_owned();
    inbox.queue.tickets[0].customer = "\" onmouseover=\"x".to_owned();
    let page = page(&inbox, None, Language::It);
    assert!(!page.contains("<script>alert") && !page.contains("\" onmouseover=\""));
}

#[test]
fn moving_a_promise_shows_what_the_customer_will_read() {
    let page = page(&sample::inbox(), sample::askings().first(), Language::It);
    assert!(page.contains("Il cliente legge:") && page.contains("Ti rispondiamo oggi, entro le 11:15."));
}
