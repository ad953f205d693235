//! The pages people read say what the program does.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const INTEGRATORS: &str = include_str!("../../../../docs/integrators.md");
const OPERATORS: &str = include_str!("../../../../docs/operators.md");

#[test]
fn every_event_there_is_stands_on_the_page_for_integrators_and_no_other() {
    let nouns = [
        "account",
        "agent",
        "answer",
        "arrival",
        "bulk",
        "canned",
        "channel",
        "complaint",
        "contact",
        "conversation",
        "customer",
        "domain",
        "hook",
        "inbox",
        "mailbox",
        "message",
        "promise",
        "signature",
        "task",
        "team",
        "template",
        "token",
        "topics",
        "view",
    ];
    // Places in canned answers and wordings look like events.
    let places = ["name", "code", "short", "time"];
    let is_event = |word: &str| {
        word.split_once('.').is_some_and(|(noun, verb)| {
            nouns.contains(&noun)
                && !verb.is_empty()
                && !places.contains(&verb)
                && verb.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        })
    };
    let quoted = |text: &str, quote: char| -> BTreeSet<String> {
        text.lines()
            .flat_map(|line| line.split(quote).skip(1).step_by(2))
            .filter(|word| is_event(word))
            .map(str::to_owned)
            .collect()
    };
    let mut recorded = BTreeSet::new();
    for wing in ["spine", "office", "desk", "doors"] {
        for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(wing).join("src")) {
            let text = std::fs::read_to_string(&file).expect("a source");
            let product = text.split("#[cfg(test)]").next().unwrap_or_default();
            recorded.append(&mut quoted(product, '"'));
        }
    }
    let described = quoted(INTEGRATORS, '`');
    assert_eq!(described, recorded);
}

#[test]
fn the_page_for_operators_names_only_settings_there_are() {
    let words = OPERATORS.split(|c: char| !c.is_ascii_uppercase() && c != '_' && !c.is_ascii_digit());
    let named: BTreeSet<String> =
        words.filter_map(|word| word.strip_prefix("RISCONTRO_")).map(str::to_ascii_lowercase).collect();
    let known: BTreeSet<String> =
        riscontro::settings::ALL.iter().map(|setting| setting.key.to_owned()).collect();
    // The bare prefix stands for all of them.
    let unknown: Vec<&String> =
        named.iter().filter(|name| !name.is_empty() && !known.contains(*name)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| entry.expect("an entry").path())
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("tests.rs"))
        .collect()
}
