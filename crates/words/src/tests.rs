#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::language::{Language, Register};

use crate::catalogue::{AREAS, bundle};
use crate::{Arg, Say, keys};

const LANGUAGES: [Language; 2] = [Language::It, Language::En];

/// Every key with its text, as it stands in the files.
fn texts(language: Language) -> BTreeMap<String, String> {
    let messages = AREAS.iter().flat_map(|area| area.messages(language));
    messages.map(|message| (message.key, message.body)).collect()
}

/// The variables a text needs from its caller.
fn variables(body: &str) -> BTreeSet<String> {
    let named = body.split('$').skip(1).map(|rest| {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect::<String>()
    });
    named.filter(|name| name != "register").collect()
}

#[test]
fn every_file_of_texts_is_read_without_a_fault() {
    for area in AREAS {
        for language in LANGUAGES {
            let faults =
                FluentResource::try_new(area.text(language).to_owned()).err().map(|(_, faults)| faults);
            assert!(faults.is_none(), "{}/{}.ftl: {faults:?}", language.tag(), area.name);
        }
    }
}

#[test]
fn both_languages_say_the_same_things() {
    let (it, en) = (keys(Language::It), keys(Language::En));
    assert_eq!(it.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in English");
    assert_eq!(en.difference(&it).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in Italian");
    assert!(it.len() > 50, "the catalogue was not read");
}

#[test]
fn every_text_is_found_under_the_key_of_its_file() {
    for language in LANGUAGES {
        for key in keys(language) {
            let message = bundle(language).get_message(&key);
            assert!(message.is_some_and(|message| message.value().is_some()), "{key} in {}", language.tag());
        }
    }
}

#[test]
fn a_key_begins_with_its_area_and_is_used_once() {
    for language in LANGUAGES {
        let mut seen = BTreeSet::new();
        for area in AREAS {
            for message in area.messages(language) {
                let key = message.key;
                assert!(key.starts_with(&format!("{}-", area.name)), "{key} in {}.ftl", area.name);
                let kebab = key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                assert!(kebab, "{key} is not kebab-case");
                assert!(seen.insert(key.clone()), "{key} stands twice in {}", language.tag());
            }
        }
    }
}

#[test]
fn every_text_takes_the_same_places_in_both_languages() {
    let en = texts(Language::En);
    for (key, body) in texts(Language::It) {
        let english = en.get(&key).map(|body| variables(body)).unwrap_or_default();
        assert_eq!(variables(&body), english, "{key}");
    }
}

#[test]
fn an_italian_sentence_that_addresses_its_reader_knows_both_registers() {
    for (key, body) in texts(Language::It) {
        for choice in body.split("$register").skip(1) {
            assert!(choice.contains("[tu]") && choice.contains("*[lei]"), "{key} must have [tu] and *[lei]");
        }
    }
}

#[test]
fn every_text_comes_out_whole_in_both_registers() {
    for language in LANGUAGES {
        for (key, body) in texts(language) {
            for register in [Register::Lei, Register::Tu] {
                let mut places = FluentArgs::new();
                places.set("register", register.name());
                let names: Vec<String> = variables(&body).into_iter().collect();
                for name in &names {
                    places.set(name.as_str(), FluentValue::from(2));
                }
                let mut faults = vec![];
                let message = bundle(language).get_message(&key).unwrap();
                let text =
                    bundle(language).format_pattern(message.value().unwrap(), Some(&places), &mut faults);
                assert!(faults.is_empty(), "{key} in {}: {faults:?}", language.tag());
                let meant_empty = body.trim() == "{\"\"}";
                assert!(meant_empty || !text.trim().is_empty(), "{key} in {} is empty", language.tag());
            }
        }
    }
}

#[test]
fn we_never_answer_shortly_nor_thank_for_patience() {
    let never = [
        "a breve",
        "appena possibile",
        "fra poco",
        "pazienza",
        "andato storto",
        "shortly",
        "patience",
        "soon as possible",
    ];
    for language in LANGUAGES {
        for (key, body) in texts(language) {
            let body = body.to_lowercase();
            for phrase in never {
                assert!(!body.contains(phrase), "{key} says \"{phrase}\"");
            }
            assert!(!body.contains('\''), "{key} has a typewriter apostrophe");
        }
    }
}

/// A text asked for in the source: where, its key, and the names filled in when they stand there literally.
struct Asked {
    place: String,
    key: String,
    filled: Option<BTreeSet<String>>,
}

fn asked(path: &Path) -> Vec<Asked> {
    let source = fs::read_to_string(path).unwrap();
    let mut found = vec![];
    for call in [".say(", ".with("] {
        for (at, _) in source.match_indices(call) {
            let rest = source[at + call.len()..].trim_start();
            let Some((key, rest)) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) else {
                continue;
            };
            // Others have a `say` too: only what is shaped like a key of ours is one.
            if !key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
                continue;
            }
            let rest = rest.trim_start().trim_start_matches(',').trim_start();
            let filled = if call == ".say(" {
                Some(BTreeSet::new())
            } else {
                rest.strip_prefix("&[").map(literal_names)
            };
            let line = source[..at].lines().count();
            found.push(Asked { place: format!("{}:{line}", path.display()), key: key.to_owned(), filled });
        }
    }
    found
}

/// The names in `("name", value), …` up to the bracket that closes the list.
fn literal_names(list: &str) -> BTreeSet<String> {
    let mut depth = 1;
    let mut end = list.len();
    let mut quoted = false;
    for (at, c) in list.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            end = at;
            break;
        }
    }
    let pairs = list[..end].split('(').skip(1).filter_map(|pair| pair.trim_start().strip_prefix('"'));
    pairs.filter_map(|pair| pair.split_once('"')).map(|(name, _)| name.to_owned()).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
}

#[test]
fn every_text_the_product_asks_for_exists_and_gets_what_it_needs() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = vec![];
    for entry in fs::read_dir(crates).unwrap() {
        let source = entry.unwrap().path().join("src");
        // The stories speak SMTP with a `say` of their own.
        if source.is_dir() && !source.ends_with("tests/src") {
            sources(&source, &mut files);
        }
    }
    let texts = texts(Language::It);
    let (mut count, mut wrong) = (0, vec![]);
    for asked in files.iter().filter(|path| !path.ends_with("words/src/tests.rs")).flat_map(|path| asked(path))
    {
        count += 1;
        match (texts.get(&asked.key), asked.filled) {
            (None, _) => wrong.push(format!("{}: no text under \"{}\"", asked.place, asked.key)),
            (Some(body), Some(filled)) => {
                let empty = variables(body).difference(&filled).cloned().collect::<Vec<_>>();
                if !empty.is_empty() {
                    wrong.push(format!("{}: \"{}\" needs {empty:?}", asked.place, asked.key));
                }
            }
            (Some(_), None) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 20, "the source was not read: {count}");
}

#[test]
fn the_keys_the_calendar_names_exist() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kernel/src/calendar");
    let mut files = vec![];
    sources(&folder, &mut files);
    let mut named = 0;
    for file in files {
        let source = fs::read_to_string(file).unwrap();
        for literal in source.split('"').skip(1).step_by(2).filter(|literal| literal.starts_with("time-")) {
            assert!(keys(Language::It).contains(literal), "{literal}");
            named += 1;
        }
    }
    assert!(named > 20, "the source was not read");
}

#[test]
fn the_register_is_the_companys_choice() {
    let by: [(&str, Arg); 1] = [("by", "oggi".into())];
    assert_eq!(Say::new(Language::It, Register::Tu).with("time-promise", &by), "Ti rispondiamo oggi");
    assert_eq!(Say::new(Language::It, Register::Lei).with("time-promise", &by), "Le rispondiamo oggi");
}

#[test]
fn a_text_nobody_wrote_is_not_known_and_does_not_pass_a_test() {
    let key = "inbox-nobody-wrote-this";
    assert_eq!(Say::default().known(key, &[]), None);
    let said = std::panic::catch_unwind(|| Say::default().say(key));
    assert_eq!(said.is_err(), cfg!(debug_assertions), "{said:?}");
}

#[test]
fn numbers_in_sentences_choose_the_plural_and_carry_the_thousands_mark() {
    let days = |language, count: i64| {
        Say::new(language, Register::Lei).with("time-left-days", &[("count", count.into())])
    };
    assert_eq!(days(Language::It, 1), "1 giorno");
    assert_eq!(days(Language::It, 1_578), "1.578 giorni");
    assert_eq!(days(Language::En, 1_578), "1,578 days");
    assert_eq!(days(Language::En, 1), "1 day");
}

#[test]
fn outside_text_stands_in_a_sentence_as_it_is() {
    let hostile = "{ $by } <b> \u{2068}";
    let said = Say::default().with("time-promise", &[("by", hostile.into())]);
    assert_eq!(said, format!("Le rispondiamo {hostile}"));
}
