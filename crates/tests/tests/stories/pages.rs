//! The pages people read say what the program does.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const INTEGRATORS: &str = include_str!("../../../../docs/en/integrators.md");
/// The page for who runs the server, in each language.
const OPERATORS: [&str; 2] =
    [include_str!("../../../../docs/en/operators.md"), include_str!("../../../../docs/it/sistemisti.md")];

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
        "oncall",
        "promise",
        "rota",
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

/// Names of settings written on a page; the bare prefix stands for all of them.
fn settings_on(page: &str) -> BTreeSet<String> {
    let words = page.split(|c: char| !c.is_ascii_uppercase() && c != '_' && !c.is_ascii_digit());
    let named = words.filter_map(|word| word.strip_prefix("RISCONTRO_")).map(str::to_ascii_lowercase);
    named.filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_pages_for_operators_name_every_setting_in_a_row_of_its_own_and_no_other() {
    let known: BTreeSet<String> =
        riscontro::settings::ALL.iter().map(|setting| setting.key.to_owned()).collect();
    for page in OPERATORS {
        let rows: String = page.lines().filter(|line| line.starts_with("| `RISCONTRO_")).collect();
        assert_eq!(settings_on(&rows), known);
    }
    let refused = riscontro::settings::NOT_TAKEN.iter().map(|(key, _)| (*key).to_owned());
    let named: BTreeSet<String> = known.into_iter().chain(refused).collect();
    for page in documents() {
        let text = std::fs::read_to_string(&page).expect("a page");
        let unknown: Vec<String> = settings_on(&text).difference(&named).cloned().collect();
        assert!(unknown.is_empty(), "{}: {unknown:?}", page.display());
    }
}

#[test]
fn every_page_is_there_in_both_languages_and_every_link_and_picture_leads_somewhere() {
    let house = house();
    let [english, italian] = ["en", "it"].map(|language| {
        let pages = std::fs::read_dir(house.join("docs").join(language)).expect("pages");
        pages.map(|page| page.expect("a page").path()).collect::<BTreeSet<PathBuf>>()
    });
    assert!(english.len() == italian.len() && english.len() >= 8, "{english:?} {italian:?}");
    let mut wrong = Vec::new();
    let (mut links, mut pictures) = (0, 0);
    for page in documents() {
        let text = std::fs::read_to_string(&page).expect("a page");
        let folder = page.parent().expect("a folder");
        for (target, is_picture) in targets(&text) {
            let (path, heading) = target.split_once('#').unwrap_or((&target, ""));
            let place = if path.is_empty() { page.clone() } else { folder.join(path) };
            if !place.exists() {
                wrong.push(format!("{}: {target}", page.display()));
            } else if !heading.is_empty() && !has_heading(&place, heading) {
                wrong.push(format!("{}: no heading {target}", page.display()));
            }
            *(if is_picture { &mut pictures } else { &mut links }) += 1;
        }
        // The other language is one click away.
        let other = if english.contains(&page) { "](../it/" } else { "](../en/" };
        if (english.contains(&page) || italian.contains(&page)) && !text.contains(other) {
            wrong.push(format!("{}: no way to the other language", page.display()));
        }
    }
    assert!(links > 60 && pictures > 10, "{links} links, {pictures} pictures");
    assert!(wrong.is_empty(), "{wrong:#?}");
    let readme = std::fs::read_to_string(house.join("README.md")).expect("a page");
    for page in english.union(&italian) {
        let path = page.strip_prefix(&house).expect("within").display().to_string();
        assert!(readme.contains(&format!("]({path})")), "the first page does not lead to {path}");
    }
}

/// Addresses inside the repository a page links to, and whether each is shown as a picture.
fn targets(text: &str) -> Vec<(String, bool)> {
    let prose = text.split("```").step_by(2);
    prose
        .flat_map(|prose| prose.match_indices("](").map(move |(at, _)| (prose, at)))
        .filter_map(|(prose, at)| {
            let (target, _) = prose[at + 2..].split_once(')')?;
            let opened = prose[..at].rfind('[')?;
            Some((target.to_owned(), prose[..opened].ends_with('!')))
        })
        .filter(|(target, _)| !target.contains("://") && !target.starts_with("mailto:"))
        .collect()
}

/// Whether a page has a heading that a link names as web sites of repositories do.
fn has_heading(page: &Path, heading: &str) -> bool {
    let text = std::fs::read_to_string(page).unwrap_or_default();
    text.lines().filter(|line| line.starts_with('#')).any(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        words.chars().filter(|c| c.is_alphanumeric() || *c == '-').eq(heading.chars())
    })
}

/// Every page of the repository that people read.
fn documents() -> Vec<PathBuf> {
    let house = house();
    let mut folders = vec![house.join("docs")];
    let mut pages: Vec<PathBuf> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .map(|name| house.join(name))
        .to_vec();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "md") {
                pages.push(path);
            }
        }
    }
    pages
}

fn house() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/tests lies in the house").to_path_buf()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| entry.expect("an entry").path())
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("tests.rs"))
        .collect()
}
