//! The frame around every page: the console's rail, left column, status line and table of keys;
//! the customer's page; the page before anybody has signed in.

use maud::{DOCTYPE, Markup, Render, html};
use words::Say;

use crate::assets::url;
use crate::theme::Theme;
use crate::ui::{self, kbd, large_icon, small_icon};

/// Places on the console's rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Inbox,
    /// What happens now, for whoever answers for it.
    Wallboard,
    /// What is asked of others.
    Tasks,
    Ledger,
    /// What happened, in figures.
    Reports,
    /// How true the given words were.
    Truth,
    /// What will come, and how many people it takes.
    Forecast,
    /// What other numbers would do.
    WhatIf,
    Complaints,
    /// Who can do what, and who gets what.
    Skills,
    /// Who works when.
    Shifts,
    Settings,
    /// What the reader was told of, behind the bell.
    Notices,
    /// The reader's own page, behind the avatar.
    Own,
}

/// What a signed-in person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Agent,
    Supervisor,
    Admin,
}

impl Role {
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "agent" => Some(Self::Agent),
            "supervisor" => Some(Self::Supervisor),
            "admin" => Some(Self::Admin),
            _ => None,
        }
    }
}

/// Who is reading.
#[derive(Clone, Debug)]
pub struct Me {
    /// Outside value of their name: scripts tell them from others by it.
    pub oid: String,
    pub name: String,
    pub role: Role,
    /// `online`, `busy`, `away` or `offline`.
    pub presence: String,
    /// Notices not read yet.
    pub notices: i64,
}

/// How the page stays current.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live {
    /// It does not.
    No,
    /// From the event with this number on; the page shows everything up to it.
    After(i64),
}

/// One page of the console, as finished values.
pub struct Page<'a> {
    /// First part of the window's title.
    pub title: String,
    pub section: Section,
    pub say: Say,
    pub theme: Theme,
    pub me: &'a Me,
    /// Name of the company.
    pub company: &'a str,
    /// Variant of the grid: `""` (inbox: list, thread, profile), `books`, `cabinet`, `plain` (one wide column), or
    /// `wide` (no left column at all: [`Page::views`] is left out).
    pub deck: &'a str,
    /// Element the first Tab leads to, and the words of that link.
    pub skip: (&'a str, String),
    /// Accessible name of the left column.
    pub views_label: String,
    /// Sections of the left column; a page without any has no such column.
    pub views: Markup,
    /// Everything between the left column and the status line, one element a grid column.
    pub body: Markup,
    /// Keys shown in the status line and, with [`Page::more_keys`], in the table behind `?`.
    pub keys: &'a [(&'a str, String)],
    /// Keys shown only in the table.
    pub more_keys: &'a [(&'a str, String)],
    /// Right end of the status line, one element: what was kept today, and so on.
    pub status: Option<Markup>,
    pub live: Live,
    /// The session's proof for forms and scripts.
    pub csrf: &'a str,
    /// The moment the page was made, UTC milliseconds: rings go on from it.
    pub now_ms: i64,
}

/// The whole console page.
pub fn console(page: &Page<'_>) -> Markup {
    let say = page.say;
    html! {
        (DOCTYPE)
        html lang=(say.language.tag()) data-theme=[page.theme.name()] {
            head {
                (head(&format!("{} · {} · Riscontro", page.title, page.company), "css/console.css"))
                script type="module" src=(url("js/console.js")) {}
            }
            body class="console" data-now=(page.now_ms) data-csrf=(page.csrf) data-me=(page.me.oid) data-words=(script_words(say))
                data-live=[match page.live { Live::No => None, Live::After(seq) => Some(seq) }] {
                a class="skip" href={ "#" (page.skip.0) } { (page.skip.1) }
                div class=(ui::classes(&["deck", page.deck])) {
                    (rail(page))
                    @if !page.views.0.is_empty() {
                        nav class="views" aria-label=(page.views_label) {
                            div class="shop" { span class="clip" { (page.company) } }
                            (page.views)
                        }
                    }
                    (page.body)
                    (status(page))
                }
                (keys_dialog(page))
                p class="sr" id="announce" role="status" {}
            }
        }
    }
}

fn head(title: &str, style: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        title { (title) }
        link rel="preload" as="font" type="font/woff2" href=(url("fonts/hanken-grotesk.woff2")) crossorigin;
        link rel="stylesheet" href=(url(style));
        link rel="icon" type="image/svg+xml" href=(url("mark.svg"));
    }
}

/// Where a page stands on the rail: those of the office share one place.
fn placed(section: Section) -> Section {
    match section {
        Section::Truth
        | Section::Complaints
        | Section::Skills
        | Section::Forecast
        | Section::Shifts
        | Section::WhatIf => Section::Reports,
        other => other,
    }
}

fn rail(page: &Page<'_>) -> Markup {
    let say = page.say;
    let places = [
        (Section::Inbox, "/console/inbox", "inbox", "shell-inbox"),
        (Section::Wallboard, "/console/wallboard", "gauge", "shell-wallboard"),
        (Section::Tasks, "/console/tasks", "list-ordered", "shell-tasks"),
        (Section::Ledger, "/console/ledger", "shield-check", "shell-ledger"),
        (Section::Reports, "/console/reports", "trending-up", "shell-office"),
        (Section::Settings, "/console/settings", "settings", "shell-settings"),
    ];
    // The wallboard is everybody's figures: an agent has no way to it.
    let places = places
        .into_iter()
        .filter(|(section, ..)| *section != Section::Wallboard || page.me.role != Role::Agent);
    let presence = say.say(&format!("shell-presence-{}", page.me.presence));
    let own = say.with("shell-own", &[("name", page.me.name.as_str().into()), ("presence", presence.into())]);
    html! {
        nav class="rail" aria-label=(say.say("shell-sections")) {
            a class="mark" href="/console/inbox" title="Riscontro" {
                (large_icon("mark")) span class="sr" { "Riscontro" }
            }
            ul class="places" {
                @for (section, href, icon, key) in places {
                    li {
                        a href=(href) title=(say.say(key))
                            aria-current=[(placed(page.section) == section).then_some("page")] {
                            (large_icon(icon)) span class="sr" { (say.say(key)) }
                        }
                    }
                }
            }
            ul class="places foot" {
                li { (bell(say, page.me.notices, page.section == Section::Notices)) }
                li { (theme_button(say, page.theme)) }
                li {
                    a href="/console/day" title=(own)
                        aria-current=[(page.section == Section::Own).then_some("page")] {
                        (ui::avatar(&ui::initials(&page.me.name), "", Some(&page.me.presence), "self"))
                        span class="sr" { (own) }
                    }
                }
            }
        }
    }
}

/// The bell with how many notices are unread; fetched again when one is made or read.
pub fn bell(say: Say, unread: i64, current: bool) -> Markup {
    let words = say.with("notices-bell", &[("count", unread.into())]);
    let figure = if unread > 99 { "99+".to_owned() } else { unread.to_string() };
    html! {
        a class="bell" id="bell" href="/console/notices" title=(words) aria-current=[current.then_some("page")]
            data-live=(if current { "/console/fragment/bell?here=1" } else { "/console/fragment/bell" }) data-live-on="notice" {
            (large_icon("bell"))
            @if unread > 0 { span class="figure" aria-hidden="true" { (figure) } }
            span class="sr" { (words) }
        }
    }
}

/// Changes between light and dark; a form, so that it works without script.
fn theme_button(say: Say, theme: Theme) -> Markup {
    let other = if theme == Theme::Dark { "light" } else { "dark" };
    html! {
        form method="post" action="/theme" data-do="theme" {
            input type="hidden" name="theme" value=(other);
            input type="hidden" name="back" value="";
            button type="submit" title=(say.say("shell-theme")) {
                (large_icon("moon")) span class="sr" { (say.say("shell-theme-long")) }
            }
        }
    }
}

fn status(page: &Page<'_>) -> Markup {
    let say = page.say;
    html! {
        footer class="status" {
            @for (index, (key, text)) in page.keys.iter().enumerate() {
                span class=[(index > 2).then_some("opt")] { (key_caps(key)) " " (text) }
            }
            a class="opt" href="/console/search" data-do="palette" { (kbd("Ctrl")) (kbd("K")) " " (say.say("lists-palette-open")) }
            button type="button" data-do="keys" { (kbd("?")) " " (say.say("shell-all-keys")) }
            @if page.live != Live::No {
                span class="live" id="live" data-live-text=(say.say("shell-live"))
                    data-waiting-text=(say.say("shell-reconnecting")) data-offline-text=(say.say("shell-offline")) {
                    (say.say("shell-live"))
                }
            }
            @if let Some(status) = &page.status { (status) }
        }
    }
}

/// `J K` becomes two caps.
fn key_caps(keys: &str) -> Markup {
    html! { @for key in keys.split(' ') { (kbd(key)) } }
}

fn keys_dialog(page: &Page<'_>) -> Markup {
    let say = page.say;
    html! {
        dialog class="dialog" id="keys" aria-labelledby="keys-title" {
            h2 id="keys-title" { (say.say("shell-keys")) }
            dl class="keys" {
                @for (key, text) in page.keys.iter().chain(page.more_keys) {
                    dt { (text) } dd data-keys=(key) { (key_caps(key)) }
                }
                dt { (say.say("lists-palette-open")) } dd { (kbd("Ctrl")) (kbd("K")) }
                dt { (say.say("shell-theme")) } dd data-keys="T" { (kbd("T")) }
                dt { (say.say("shell-all-keys")) } dd data-keys="?" { (kbd("?")) }
            }
            label class="tick letters" {
                input type="checkbox" checked data-do="letters";
                span { (say.say("shell-letters")) span class="muted" { (say.say("shell-letters-hint")) } }
            }
            form method="dialog" {
                p class="row" { button class="button end" { (say.say("shell-close")) " " (kbd("Esc")) } }
            }
        }
    }
}

/// The few words scripts write by themselves, as a JSON object.
fn script_words(say: Say) -> String {
    let unit = |key: &str, count: i64| say.with(key, &[("count", count.into())]);
    let words = [
        ("min", say.say("time-unit-minutes")),
        ("hour", unit("time-unit-hours", 1)),
        ("hours", unit("time-unit-hours", 2)),
        ("day", unit("time-unit-days", 1)),
        ("days", unit("time-unit-days", 2)),
        ("second", say.say("shell-seconds")),
        ("left", say.say("shell-left")),
        ("late", say.say("shell-late")),
        ("soon30", say.say("shell-announce-30")),
        ("soon10", say.say("shell-announce-10")),
        ("soon0", say.say("shell-announce-0")),
        ("news", say.say("shell-news")),
        ("saved", say.say("shell-draft-saved")),
        ("kept-here", say.say("shell-draft-here")),
        ("sending", say.say("shell-sending")),
        ("unsent", say.say("shell-unsent")),
        ("uploading", say.say("shell-uploading")),
        ("upload-failed", say.say("shell-upload-failed")),
        ("remove", say.say("shell-remove")),
        ("out", say.say("shell-signed-out")),
    ];
    let pairs: Vec<String> =
        words.iter().map(|(key, text)| format!("{}:{}", json_text(key), json_text(text))).collect();
    format!("{{{}}}", pairs.join(","))
}

fn json_text(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            c if c.is_control() => " ".to_owned(),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

/// A page for customers: the company's name, the code of the request, one column.
pub struct Public<'a> {
    pub title: String,
    pub say: Say,
    pub company: &'a str,
    /// Right of the company's name: "Richiesta R-4F7K2".
    pub aside: Markup,
    pub skip: (&'a str, String),
    pub body: Markup,
    pub now_ms: i64,
}

/// The whole customer's page.
pub fn public(page: &Public<'_>) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(page.say.language.tag()) {
            head {
                (head(&format!("{} · {}", page.title, page.company), "css/public.css"))
                meta name="robots" content="noindex";
                script type="module" src=(url("js/public.js")) {}
            }
            body class="public" data-now=(page.now_ms) data-words=(script_words(page.say)) {
                a class="skip" href={ "#" (page.skip.0) } { (page.skip.1) }
                header class="plain inner" {
                    b class="company" { (page.company) } span class="end muted" { (page.aside) }
                }
                (page.body)
                p class="sr" id="announce" role="status" {}
            }
        }
    }
}

/// A page before anybody has signed in.
pub struct First<'a> {
    pub title: String,
    pub say: Say,
    pub theme: Theme,
    pub look: FirstLook,
    pub skip: (&'a str, String),
    pub body: Markup,
}

/// The two drawings of a first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstLook {
    /// Sign-in: a form beside the dial.
    Door,
    /// Set-up: steps at the left.
    Steps,
}

/// The whole first page: sign-in, set-up, an invitation.
pub fn first(page: &First<'_>) -> Markup {
    let class = match page.look {
        FirstLook::Door => "public door",
        FirstLook::Steps => "first",
    };
    html! {
        (DOCTYPE)
        html lang=(page.say.language.tag()) data-theme=[page.theme.name()] {
            head {
                (head(&format!("{} · Riscontro", page.title), "css/first.css"))
                meta name="robots" content="noindex";
                script type="module" src=(url("js/public.js")) {}
            }
            body class=(class) data-words=(script_words(page.say)) {
                a class="skip" href={ "#" (page.skip.0) } { (page.skip.1) }
                (page.body)
            }
        }
    }
}

/// The product's own name, with its mark.
pub fn brand() -> Markup {
    html! { a class="brand" href="/console" { (ui::icon("mark")) "Riscontro" } }
}

/// One line of the left column.
pub struct View<'a> {
    pub href: String,
    pub icon: &'a str,
    pub text: String,
    /// What it counts, and the class of the figure: `""`, `soon`, `late`, `faint`.
    pub count: Option<(String, &'a str)>,
    pub current: bool,
}

/// A titled group of lines of the left column; `id` is unique on the page.
pub fn views_section(id: &str, title: &str, views: &[View<'_>]) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            ul class="list" {
                @for view in views {
                    li {
                        a href=(view.href) aria-current=[view.current.then_some("page")] {
                            (ui::icon(view.icon)) span class="clip" { (view.text) }
                            @if let Some((count, class)) = &view.count {
                                span class=(ui::classes(&["count", class])) { (count) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A dialog of a page: opened by the page's own address, or by script over the page it was asked from.
/// `close` is where leaving it leads without script.
pub fn dialog(id: &str, title: &str, close: &str, say: Say, body: impl Render) -> Markup {
    let title_id = format!("{id}-title");
    html! {
        dialog class="dialog" id=(id) aria-labelledby=(title_id) open data-dialog {
            header class="row" {
                h2 id=(title_id) { (title) }
                a class="button quiet square end" href=(close) data-do="close" title=(say.say("shell-close")) {
                    (small_icon("x")) span class="sr" { (say.say("shell-close")) }
                }
            }
            (body)
        }
    }
}
