//! The log as a page and as a file.

use jiff::Timestamp;
use kernel::id::Kind;
use maud::{Markup, html};
use web::ui;
use words::{Say, when};

use super::values::{self, Line};
use super::{ABOUT, Change, View, Who};
use crate::console::settings::phrases::zone;
use crate::console::settings::{Frame, Place, framed};
use crate::session::Agent;

const PATH: &str = "/console/settings/log";

pub(super) fn draw(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let body = html! {
        main class="thread settings" id="registro" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("settings-log")) }
                    span class="muted clip" { (say.say("settings-log-text")) }
                    span class="row end" {
                        (ui::button_link("", &address(view, "/file", None), say.say("settings-log-file")))
                    }
                }
            }
            div class="pages" {
                section class="leaf" aria-labelledby="nome" {
                    (filter(agent, view))
                    @if view.changes.is_empty() {
                        @if narrowed(view) {
                            (ui::empty(&say.say("settings-log-no-such"), &say.say("settings-log-no-such-text"),
                                Some(ui::button_link("", PATH, say.say("settings-log-all")))))
                        } @else {
                            (ui::empty(&say.say("settings-log-none"), &say.say("settings-log-none-text"), None))
                        }
                    } @else {
                        (table(agent, view))
                    }
                    @if let Some(next) = view.next {
                        p class="row" { (ui::button_link("", &address(view, "", Some(next)), say.say("settings-log-older"))) }
                    }
                }
            }
        }
    };
    framed(Frame {
        agent,
        place: Place::Log,
        title: say.say("settings-log"),
        deck: "plain",
        skip: "registro",
        body,
        now_ms: view.now_ms,
    })
}

fn narrowed(view: &View) -> bool {
    ["about", "who"].iter().any(|name| !view.filter.get(name).is_empty())
}

/// The same log elsewhere in it, or as a file.
fn address(view: &View, more: &str, before: Option<i64>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in ["about", "who"] {
        if !view.filter.get(name).is_empty() {
            query.append_pair(name, view.filter.get(name));
        }
    }
    if let Some(before) = before {
        query.append_pair("before", &before.to_string());
    }
    let query = query.finish();
    if query.is_empty() { format!("{PATH}{more}") } else { format!("{PATH}{more}?{query}") }
}

fn filter(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        form method="get" action=(PATH) class="row log-filter" {
            label { (say.say("settings-log-about")) " "
                select class="input slim" name="about" {
                    option value="" { (say.say("settings-log-everything")) }
                    @for (about, key) in ABOUT {
                        option value=(about) selected[view.filter.get("about") == about] { (say.say(key)) }
                    }
                }
            }
            label { (say.say("settings-log-who")) " "
                select class="input slim" name="who" {
                    option value="" { (say.say("settings-log-everybody")) }
                    @for member in view.people.iter().filter(|member| !member.of_token) {
                        @let name = Kind::Agent.name(&member.person.oid);
                        option value=(name) selected[view.filter.get("who") == name] { (member.person.name) }
                    }
                }
            }
            (ui::submit("", &say.say("settings-log-show")))
        }
    }
}

fn table(agent: &Agent, view: &View) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    html! {
        div class="sideways" tabindex="0" role="group" aria-labelledby="nome" {
            table class="lanes log" {
                thead {
                    tr { @for key in ["settings-log-when", "settings-log-who", "settings-log-what"] { th scope="col" { (say.say(key)) } } }
                }
                tbody data-walk {
                    @for change in &view.changes {
                        tr {
                            td class="nowrap" { (ui::time(&iso(change.at_ms), &when::day_time(say, change.at_ms, view.now_ms, &zone))) }
                            td { (who(say, change)) }
                            td { b { (what(say, change)) } (fields(say, change)) }
                        }
                    }
                }
            }
        }
    }
}

fn fields(say: Say, change: &Change) -> Markup {
    let lines = values::lines(say, &change.data);
    html! {
        @if !lines.is_empty() {
            ul class="changed" {
                @for Line { field, from, to } in lines {
                    li { (field) ": " del { (from) } " " (ui::small_icon("arrow-right")) span class="sr" { (say.say("settings-log-becomes")) } " " ins { (to) } }
                }
            }
        }
    }
}

fn who(say: Say, change: &Change) -> String {
    match &change.who {
        Who::Person(name) => name.clone(),
        Who::Program(name) => say.with("settings-log-program", &[("name", name.as_str().into())]),
        Who::House => say.say("settings-log-house"),
    }
}

/// What happened: "Casella aiuto@fioca.example cambiata"; a kind nobody has words for stands as it is.
fn what(say: Say, change: &Change) -> String {
    let key = format!("settings-log-{}", change.kind.replace(['.', '_'], "-"));
    let name = change.data["name"].as_str().unwrap_or_default();
    let text = say.known(&key, &[("name", name.into())]).unwrap_or_else(|| format!("{} {name}", change.kind));
    text.trim().to_owned()
}

fn iso(at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms).unwrap_or_default().to_string()
}

/// One line a field that changed, for a spreadsheet: UTF-8 with its mark, as spreadsheets look for it.
pub(super) fn file(agent: &Agent, changes: &[Change]) -> String {
    let say = agent.say;
    let mut text = "\u{feff}".to_owned();
    let mut line = |cells: &[&str]| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    };
    line(&["seq", "at", "who", "type", "what", "field", "from", "to"]);
    for change in changes {
        let (seq, at, who, what) =
            (change.seq.to_string(), iso(change.at_ms), who(say, change), what(say, change));
        let mut lines = values::lines(say, &change.data);
        if lines.is_empty() {
            lines.push(Line { field: String::new(), from: String::new(), to: String::new() });
        }
        for Line { field, from, to } in lines {
            line(&[&seq, &at, &who, &change.kind, &what, &field, &from, &to]);
        }
    }
    text
}

/// A cell that no spreadsheet reads as a formula (OWASP, CSV injection).
fn quoted(cell: &str) -> String {
    let safe = match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    };
    format!("\"{}\"", safe.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_name_that_looks_like_a_formula_stays_a_name() {
        assert_eq!(
            quoted("=HYPERLINK(\"http://evil.example\")"),
            "\"'=HYPERLINK(\"\"http://evil.example\"\")\""
        );
        assert_eq!(quoted("Assistenza"), "\"Assistenza\"");
    }
}
