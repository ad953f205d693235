//! Borders between rooms: reads the crates' manifests and sources and names each sentence of ARCHITECTURE.md
//! that they break.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The order of the crates: each may use those of the lines before its own.
const STEPS: [&[&str]; 7] = [
    &["kernel"],
    &["words", "wire", "db", "forecast"],
    &["web", "spine"],
    &["doors", "office"],
    &["desk"],
    &["riscontro"],
    &["tests"],
];

/// The wings, whose rooms stand in the order of their `lib.rs`.
const WINGS: [&str; 3] = ["spine", "doors", "office"];

const ORDER: &str = "A crate uses only crates of the steps before its own.";
const ROOMS: &str =
    "Inside a wing a room calls the rooms above it in the order of `lib.rs`, never those below.";

/// A library, the only places that may name it, and the sentence that says so. A place is a crate or
/// `crate/room`. The stories in `crates/tests` stand outside the house and may name anything.
struct Reserved {
    names: &'static [&'static str],
    places: &'static [&'static str],
    sentence: &'static str,
}

const RESERVED: [Reserved; 6] = [
    Reserved {
        names: &["rusqlite", "postgres", "tokio_postgres", "tokio_postgres_rustls"],
        places: &["db"],
        sentence: "Only `db` names an engine.",
    },
    Reserved {
        names: &["axum"],
        places: &["web", "desk", "riscontro"],
        sentence: "Only `web`, `desk` and `riscontro` name axum.",
    },
    Reserved {
        names: &["mail_parser", "smtp_proto"],
        places: &["wire"],
        sentence: "Only `wire` reads MIME and SMTP.",
    },
    Reserved {
        names: &["mail_builder"],
        places: &["wire", "spine/outbox", "riscontro/demo"],
        sentence: "Only `spine::outbox` and the demo's customers build mail.",
    },
    Reserved {
        names: &["mail_auth"],
        places: &["doors"],
        sentence: "Only `doors` asks whether a sender is who he says.",
    },
    Reserved {
        names: &["TcpListener", "TcpStream", "UdpSocket", "UnixListener", "UnixStream"],
        places: &["riscontro"],
        sentence: "Only `riscontro` opens sockets.",
    },
];

/// One source file of a crate: which room it belongs to, and its lines without comments and tests.
struct Source {
    path: PathBuf,
    room: String,
    lines: Vec<(usize, String)>,
}

struct Crate {
    name: String,
    manifest: PathBuf,
    /// Names as written in `[dependencies]`, with underscores.
    uses: Vec<String>,
    sources: Vec<Source>,
}

/// What is broken, one paragraph a place: the sentence, then where.
pub fn broken(house: &Path) -> Result<Vec<String>> {
    let page = std::fs::read_to_string(house.join("ARCHITECTURE.md")).context("reading ARCHITECTURE.md")?;
    let sentences = [ORDER, ROOMS].into_iter().chain(RESERVED.iter().map(|reserved| reserved.sentence));
    for sentence in sentences {
        ensure!(page.contains(sentence), "ARCHITECTURE.md lost its sentence {sentence:?}");
    }
    let crates = read(house)?;
    ensure!(crates.len() >= STEPS.iter().map(|step| step.len()).sum(), "crates are missing under crates/");
    let mut found = BTreeMap::new();
    for one in &crates {
        order(one, &mut found);
        if WINGS.contains(&one.name.as_str()) {
            rooms(one, &mut found);
        }
        if one.name != "tests" {
            reserved(one, &mut found);
        }
    }
    Ok(found
        .into_iter()
        .map(|(sentence, places): (&str, Vec<String>)| {
            places.iter().fold(format!("broken: {sentence}"), |mut said, place| {
                let _ = write!(said, "\n  {}", place.replace(&format!("{}/", house.display()), ""));
                said
            })
        })
        .collect())
}

type Found = BTreeMap<&'static str, Vec<String>>;

fn step(name: &str) -> Option<usize> {
    STEPS.iter().position(|step| step.contains(&name))
}

fn order(one: &Crate, found: &mut Found) {
    let mut say = |what: String| found.entry(ORDER).or_default().push(what);
    let Some(own) = step(&one.name) else {
        return say(format!("{}: `{}` has no step", one.manifest.display(), one.name));
    };
    for used in &one.uses {
        if step(used).is_some_and(|other| other >= own) {
            say(format!("{}: `{}` uses `{used}`", one.manifest.display(), one.name));
        }
    }
}

fn rooms(wing: &Crate, found: &mut Found) {
    let order: Vec<String> = wing
        .sources
        .iter()
        .filter(|source| source.room == "lib")
        .flat_map(|source| &source.lines)
        .filter_map(|(_, line)| {
            let name = line.trim().trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';')?;
            Some(name.to_owned())
        })
        .collect();
    let place = |room: &str| order.iter().position(|one| one == room);
    for source in &wing.sources {
        let Some(own) = place(&source.room) else { continue };
        for (number, line) in &source.lines {
            for other in after(line, "crate::") {
                if place(other).is_some_and(|other| other > own) {
                    found.entry(ROOMS).or_default().push(format!(
                        "{}:{number}: `{}` calls `{other}`",
                        source.path.display(),
                        source.room
                    ));
                }
            }
        }
    }
}

fn reserved(one: &Crate, found: &mut Found) {
    for Reserved { names, places, sentence } in &RESERVED {
        let mut say = |what: String| found.entry(sentence).or_default().push(what);
        let may = |room: &str| {
            places.iter().any(|place| match place.split_once('/') {
                None => *place == one.name,
                Some((wing, only)) => wing == one.name && only == room,
            })
        };
        let lives_here = places.iter().any(|place| place.split('/').next() == Some(&one.name));
        for used in one.uses.iter().filter(|used| names.contains(&used.as_str())) {
            if !lives_here {
                say(format!("{}: depends on `{used}`", one.manifest.display()));
            }
        }
        for source in one.sources.iter().filter(|source| !may(&source.room)) {
            for (number, line) in &source.lines {
                if let Some(name) = words(line).find(|word| names.contains(word)) {
                    // A room or a variable may be called like a library: it is the path that names one.
                    let is_type = name.starts_with(char::is_uppercase);
                    if is_type
                        || line.contains(&format!("{name}::")) && !line.contains(&format!("crate::{name}"))
                    {
                        say(format!("{}:{number}: names `{name}`", source.path.display()));
                    }
                }
            }
        }
    }
}

/// The names that follow `prefix` in a line; of `crate::{a, b::c}` the names at the head of each branch.
fn after<'a>(line: &'a str, prefix: &str) -> Vec<&'a str> {
    let head =
        |text: &'a str| text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let mut names = Vec::new();
    for (at, _) in line.match_indices(prefix) {
        let rest = &line[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.push(head(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = 0;
        for (index, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    names.push(head(group[start..index].trim_start()));
                    break;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    names.push(head(group[start..index].trim_start()));
                    start = index + 1;
                }
                _ => {}
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
}

fn read(house: &Path) -> Result<Vec<Crate>> {
    let folder = house.join("crates");
    let mut crates = Vec::new();
    for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let home = entry?.path();
        let manifest = home.join("Cargo.toml");
        let Ok(text) = std::fs::read_to_string(&manifest) else { continue };
        let name = home.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let mut sources = Vec::new();
        let inside = home.join("src");
        collect(&inside, &inside, &mut sources)?;
        crates.push(Crate { name, manifest, uses: dependencies(&text), sources });
    }
    Ok(crates)
}

/// Names in `[dependencies]`; what only tests use does not bind the product.
fn dependencies(manifest: &str) -> Vec<String> {
    manifest
        .lines()
        .skip_while(|line| line.trim() != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', '=', ' ']).next())
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .map(|name| name.replace('-', "_"))
        .collect()
}

fn collect(root: &Path, folder: &Path, into: &mut Vec<Source>) -> Result<()> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(root, &path, into)?;
        } else if path.extension().is_some_and(|kind| kind == "rs")
            && !path.ends_with("tests.rs")
            && !path.ends_with("testing.rs")
        {
            let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let inside = path.strip_prefix(root).unwrap_or(&path);
            let room = inside.iter().next().and_then(|first| first.to_str()).unwrap_or_default();
            let room = room.trim_end_matches(".rs").to_owned();
            into.push(Source { room, lines: statements(&text), path });
        }
    }
    Ok(())
}

/// Numbered lines without comments, up to the tests at the file's foot; a `use` that spans lines is put
/// together on its first.
fn statements(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut open_use = false;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with("#[cfg(test)]") {
            break;
        }
        let code = line.split("//").next().unwrap_or_default();
        match lines.last_mut() {
            Some((_, last)) if open_use => last.push_str(code.trim()),
            _ => lines.push((index + 1, code.to_owned())),
        }
        let starts = code.trim_start().trim_start_matches("pub ").starts_with("use ");
        open_use = (open_use || starts) && !code.contains(';');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{
        Crate, Found, ORDER, ROOMS, Source, after, broken, dependencies, order, reserved, rooms, statements,
    };

    fn room(path: &str, text: &str) -> Source {
        let room = path.split(['/', '.']).next().unwrap_or_default().to_owned();
        Source { path: path.into(), room, lines: statements(text) }
    }

    fn a_crate(name: &str, uses: &[&str], sources: Vec<Source>) -> Crate {
        let uses = uses.iter().map(|name| (*name).to_owned()).collect();
        Crate { name: name.to_owned(), manifest: format!("{name}/Cargo.toml").into(), uses, sources }
    }

    #[test]
    fn this_house_breaks_none_of_its_sentences() -> anyhow::Result<()> {
        assert_eq!(broken(&crate::house())?, Vec::<String>::new());
        Ok(())
    }

    #[test]
    fn a_crate_that_uses_a_later_one_is_named() {
        let mut found = Found::new();
        order(&a_crate("spine", &["kernel", "db", "desk"], Vec::new()), &mut found);
        order(&a_crate("web", &["spine", "axum"], Vec::new()), &mut found);
        assert_eq!(
            found[ORDER],
            ["spine/Cargo.toml: `spine` uses `desk`", "web/Cargo.toml: `web` uses `spine`"]
        );
    }

    #[test]
    fn a_room_that_calls_one_below_is_named_in_every_way_of_writing_it() {
        let wing = |text: &str| {
            let lib = room("lib.rs", "pub mod customer;\npub mod promise;\nmod outbox;\n");
            let mut found = Found::new();
            rooms(&a_crate("spine", &[], vec![lib, room("promise/acts.rs", text)]), &mut found);
            found.remove(ROOMS).unwrap_or_default()
        };
        assert!(wing("use crate::customer::Customer;\nuse crate::promise::model;\n").is_empty());
        assert!(wing("// crate::outbox is below\n").is_empty());
        assert!(wing("fn a() {}\n#[cfg(test)]\nmod tests { use crate::outbox; }\n").is_empty());
        for text in [
            "use crate::outbox;",
            "fn f() { crate::outbox::send() }",
            "use crate::{customer, outbox::{Row, send}};",
            "use crate::{\n    customer,\n    outbox,\n};",
        ] {
            assert_eq!(wing(text), ["promise/acts.rs:1: `promise` calls `outbox`"], "{text}");
        }
    }

    #[test]
    fn a_library_outside_its_place_is_named() {
        let names = |name: &str, uses: &[&str], path: &str, text: &str| {
            let mut found = Found::new();
            reserved(&a_crate(name, uses, vec![room(path, text)]), &mut found);
            found.into_values().flatten().collect::<Vec<_>>()
        };
        assert!(names("db", &["rusqlite"], "sqlite.rs", "use rusqlite::Connection;").is_empty());
        assert!(
            names("spine", &["mail_builder"], "outbox/mail.rs", "use mail_builder::MessageBuilder;").is_empty()
        );
        assert_eq!(
            names("spine", &["mail_builder"], "promise/acts.rs", "use mail_builder::MessageBuilder;"),
            ["promise/acts.rs:1: names `mail_builder`"]
        );
        assert_eq!(names("office", &["rusqlite"], "lib.rs", ""), ["office/Cargo.toml: depends on `rusqlite`"]);
        assert_eq!(
            names("desk", &[], "live.rs", "let s = std::net::TcpStream::connect(a)?;"),
            ["live.rs:1: names `TcpStream`"]
        );
    }

    #[test]
    fn names_are_read_out_of_groups_and_manifests() {
        assert_eq!(after("use crate::{a::{b, c}, d, e::f};", "crate::"), ["a", "d", "e"]);
        assert_eq!(
            dependencies(
                "[package]\nname = \"x\"\n[dependencies]\nmail-parser.workspace = true\ndb = \"1\"\n\n[dev-dependencies]\nz = \"1\"\n"
            ),
            ["mail_parser", "db"]
        );
    }
}
