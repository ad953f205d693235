//! The page behind the bell.

use maud::{Markup, html};
use spine::notice::Kind;
use web::form;
use web::shell::{self, Live, Page, Section, View as Line, views_section};
use web::ui::{self, icon};
use words::when;

use super::{Told, View};
use crate::session::Agent;

const HERE: &str = "/console/notices";

pub(super) fn draw(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    shell::console(&Page {
        title: say.say("notices-title"),
        section: Section::Notices,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &agent.account.name,
        deck: "plain",
        skip: ("avvisi", say.say("notices-skip")),
        views_label: say.say("notices-title"),
        views: views(agent, view),
        body: body(agent, view),
        keys: &[("J K", say.say("notices-key-walk"))],
        more_keys: &[],
        status: None,
        live: Live::After(view.seq),
        csrf: agent.csrf(),
        now_ms: view.now_ms,
    })
}

/// What changes by itself.
pub(super) fn parts(agent: &Agent, view: &View) -> Markup {
    html! { (views(agent, view)) (body(agent, view)) }
}

fn fragment(view: &View) -> &'static str {
    if view.unread_only { "/console/fragment/notices?show=unread" } else { "/console/fragment/notices" }
}

fn views(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let line = |href: &str, icon: &'static str, key: &str, count: Option<i64>, current: bool| Line {
        href: href.to_owned(),
        icon,
        text: say.say(key),
        count: count.map(|count| (when::number(say, count), if count > 0 { "" } else { "faint" })),
        current,
    };
    let lines = [
        line(HERE, "bell", "notices-all", None, !view.unread_only),
        line("/console/notices?show=unread", "eye", "notices-unread", Some(view.unread), view.unread_only),
    ];
    let own = [line("/console/me#avvisi", "settings", "notices-choose", None, false)];
    html! {
        div id="views" class="views-in" data-live=(fragment(view)) data-live-on="notice" {
            (views_section("views-notices", &say.say("notices-title"), &lines))
            (views_section("views-notices-own", &say.say("notices-own"), &own))
        }
    }
}

fn body(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        main class="thread notices" id="avvisi" aria-labelledby="titolo" {
            header {
                div class="title" {
                    h1 id="titolo" { (say.say("notices-title")) }
                    span class="row end" id="read-all" data-live=(fragment(view)) data-live-on="notice" {
                        @if view.unread > 0 {
                            form method="post" action=(HERE) {
                                (form::csrf(agent.csrf()))
                                input type="hidden" name="act" value="all";
                                (ui::submit("", &say.say("notices-read-all")))
                            }
                        }
                    }
                }
            }
            div class="pages" id="elenco" data-hold data-live=(fragment(view)) data-live-on="notice" {
                @if view.told.is_empty() {
                    div class="empty-in" {
                        @let title = if view.unread_only { "notices-empty-unread" } else { "notices-empty" };
                        (ui::empty(&say.say(title), &say.say("notices-empty-text"), Some(
                            ui::button_link("", "/console/me#avvisi", say.say("notices-choose")))))
                    }
                } @else {
                    ul class="told" id="told" data-walk {
                        @for told in &view.told { (row(agent, view, told)) }
                    }
                }
                @if let Some(next) = view.next {
                    p class="row more" id="more" {
                        @let show = if view.unread_only { "&show=unread" } else { "" };
                        a class="button" rel="next" href={ (HERE) "?before=" (next) (show) } { (say.say("notices-older")) }
                    }
                }
            }
        }
    }
}

fn row(agent: &Agent, view: &View, told: &Told) -> Markup {
    let say = agent.say;
    let (act, key) =
        if told.unread { ("read", "notices-mark-read") } else { ("unread", "notices-mark-unread") };
    html! {
        li id={ "notice-" (told.name) } class=[told.unread.then_some("unread")] {
            a class="told-line" href={ (HERE) "/" (told.name) } {
                (icon(glyph(told.kind)))
                span {
                    b { (told.line) }
                    @if told.unread { " " span class="sr" { (say.say("notices-is-unread")) } }
                    span class="muted clip" { (told.reference) " " (told.subject) }
                }
                span class="faint nowrap" { (when::day_time(say, told.at_ms, view.now_ms, &view.zone)) }
            }
            form method="post" action=(HERE) {
                (form::csrf(agent.csrf()))
                input type="hidden" name="notice" value=(told.name);
                input type="hidden" name="show" value=(if view.unread_only { "unread" } else { "" });
                button type="submit" class="link-act" name="act" value=(act) {
                    (say.say(key)) span class="sr" { " " (told.line) " " (told.reference) }
                }
            }
        }
    }
}

fn glyph(kind: Kind) -> &'static str {
    match kind {
        Kind::Mention => "at-sign",
        Kind::Assigned => "user-plus",
        Kind::Replied => "message-square",
        Kind::AtRisk => "timer",
        Kind::Trouble => "triangle-alert",
        Kind::Task => "check",
        Kind::Oncall => "zap",
    }
}
