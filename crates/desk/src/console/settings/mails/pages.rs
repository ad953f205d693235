//! The page of one wording.

use kernel::id::Kind as Names;
use kernel::language::{Language, Register};
use maud::{Markup, html};
use office::account::Permission;
use spine::letters::template::{Kind, Part};
use spine::template::Asked;
use web::form;
use web::ui;
use words::{Say, when};

use super::super::phrases::zone;
use super::super::{Frame, Place, framed};
use super::{View, place, wording};
use crate::session::Agent;

/// The wordings a mail can have.
const WORDINGS: [(Language, Register, &str); 3] = [
    (Language::It, Register::Tu, "template-it-tu"),
    (Language::It, Register::Lei, "template-it-lei"),
    (Language::En, Register::Lei, "template-en"),
];

pub(super) fn draw(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let kinds: Vec<(String, String, bool)> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let href = place(Asked { kind, ..view.asked }, view.inbox.as_ref());
            (
                href,
                say.say(&format!("template-kind-{}", kind.name().replace('_', "-"))),
                kind == view.asked.kind,
            )
        })
        .collect();
    let body = html! {
        main class="thread settings" id="modelli" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("template-mails")) }
                    span class="muted clip" { (say.say("template-text")) }
                }
            }
            div class="pages" {
                @if let Some(key) = view.saved {
                    section class="notice" { (ui::alert("kept", "check", &say.say(key), say.say(&format!("{key}-text")), None)) }
                }
                section class="leaf choosing" aria-label=(say.say("template-which")) {
                    (ui::seg(&say.say("template-which"), &kinds))
                    (choices(say, view))
                }
                div class="folio wordings" {
                    div class="leaves" { (written(agent, view)) (history(agent, view)) }
                    div class="leaves" { (previews(say, view)) (places(say, view)) }
                }
            }
        }
    };
    framed(Frame {
        agent,
        place: Place::Mails,
        title: say.say("template-mails"),
        deck: "plain",
        skip: "modelli",
        body,
        now_ms: view.now_ms,
    })
}

/// Language, register and inbox.
fn choices(say: Say, view: &View) -> Markup {
    let wordings: Vec<(String, String, bool)> = WORDINGS
        .into_iter()
        .map(|(language, register, key)| {
            let same_register = language == Language::En || register == view.asked.register;
            let href = place(Asked { language, register, ..view.asked }, view.inbox.as_ref());
            (href, say.say(key), language == view.asked.language && same_register)
        })
        .collect();
    html! {
        (ui::seg(&say.say("template-wording"), &wordings))
        @if !view.inboxes.is_empty() {
            form method="get" action="/console/settings/mails" class="row fields-row" {
                input type="hidden" name="kind" value=(view.asked.kind.name());
                input type="hidden" name="language" value=(view.asked.language.tag());
                input type="hidden" name="register" value=(view.asked.register.name());
                div class="field" {
                    label for="f-inbox" { (say.say("template-inbox")) }
                    select class="input" id="f-inbox" name="inbox" {
                        option value="" { (say.say("template-every-inbox")) }
                        @for inbox in &view.inboxes {
                            option value=(Names::Inbox.name(&inbox.oid)) selected[view.inbox.as_ref().is_some_and(|own| own.id == inbox.id)] { (inbox.name) }
                        }
                    }
                }
                (ui::submit("", &say.say("template-show")))
            }
        }
    }
}

fn written(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let kind = view.asked.kind;
    let may = agent.may(Permission::ChangeAccount);
    html! {
        section class="leaf" aria-labelledby="testo" {
            h2 id="testo" {
                (say.say(&format!("template-kind-{}", kind.name().replace('_', "-"))))
                span class="muted" { (say.say(if view.own { "template-own" } else { "template-catalogue" })) }
            }
            p class="muted" { (say.say(&format!("template-about-{}", kind.name().replace('_', "-")))) }
            form method="post" action="/console/settings/mails" id="scrittura" class="fields" data-wording novalidate {
                (form::csrf(agent.csrf()))
                input type="hidden" name="kind" value=(kind.name());
                input type="hidden" name="language" value=(view.asked.language.tag());
                input type="hidden" name="register" value=(view.asked.register.name());
                @if let Some(inbox) = &view.inbox { input type="hidden" name="inbox" value=(Names::Inbox.name(&inbox.oid)); }
                fieldset class="bare fields" disabled[!may] {
                    @for part in kind.parts() { (part_field(say, view, *part)) }
                }
                div class="field" {
                    label for="f-conversation" { (say.say("template-conversation")) }
                    input class="input slim" id="f-conversation" name="conversation" value=(view.values.get("conversation")) autocomplete="off" placeholder="R-4F7K" aria-describedby="h-conversation";
                    p class="hint" id="h-conversation" { (say.say("template-conversation-hint")) }
                }
                @if may {
                    div class="row wrap" {
                        button type="submit" class="button primary" name="do" value="save" { (say.say("settings-save")) }
                        button type="submit" class="button" name="do" value="test" { (say.say("template-test")) }
                        @if view.own { button type="submit" class="button quiet" name="do" value="reset" { (say.say("template-reset")) } }
                    }
                }
            }
        }
    }
}

fn part_field(say: Say, view: &View, part: Part) -> Markup {
    let name = part.name();
    let (id, hint_id) = (format!("f-{name}"), format!("h-{name}"));
    let error = view.wrong.of(name);
    html! {
        div class=(if error.is_some() { "field error" } else { "field" }) {
            label for=(id) { (say.say(&format!("template-part-{name}"))) }
            @match part {
                Part::Body => textarea class="input" id=(id) name=(name) rows="14" aria-invalid=[error.map(|_| "true")] aria-describedby=(hint_id) { (view.values.get(name)) },
                Part::Subject | Part::Headline | Part::Preheader => input class="input" id=(id) name=(name) value=(view.values.get(name)) autocomplete="off" aria-invalid=[error.map(|_| "true")] aria-describedby=(hint_id);,
            }
            @let hint = say.say(&format!("template-part-{name}-hint"));
            p class="hint" id=(hint_id) { (error.unwrap_or(&hint)) }
        }
    }
}

/// The mail on a computer by day, and on a telephone by night.
fn previews(say: Say, view: &View) -> Markup {
    let inbox = view
        .inbox
        .as_ref()
        .map(|inbox| format!("&inbox={}", Names::Inbox.name(&inbox.oid)))
        .unwrap_or_default();
    let src =
        |look: &str| format!("/console/settings/mails/preview?{}{inbox}&look={look}", wording(view.asked));
    html! {
        section class="leaf previews" aria-labelledby="anteprime" {
            h2 id="anteprime" { (say.say("template-preview")) }
            @for (look, frame, class) in [("light", "chiara", "wide"), ("dark", "scura", "slim")] {
                figure class={ "envelope " (class) } {
                    figcaption {
                        span { (say.say(&format!("template-look-{look}"))) }
                        button type="submit" class="button quiet" form="scrittura" name="look" value=(look)
                            formaction="/console/settings/mails/preview" formtarget=(frame) data-look {
                            (say.say("template-refresh")) span class="sr" { " " (say.say(&format!("template-look-{look}"))) }
                        }
                    }
                    iframe name=(frame) src=(src(look)) sandbox="allow-same-origin" title=(say.say(&format!("template-look-{look}"))) {}
                }
            }
        }
    }
}

fn places(say: Say, view: &View) -> Markup {
    html! {
        section class="leaf" aria-labelledby="posti" {
            h2 id="posti" { (say.say("template-places")) }
            p class="muted" { (say.say("template-places-text")) }
            dl class="places" {
                @for name in view.asked.kind.places() {
                    dt { code { "{{" (name) "}}" } }
                    dd { (say.say(&format!("template-place-{}", name.replace(['.', '_'], "-")))) }
                }
            }
        }
    }
}

fn history(agent: &Agent, view: &View) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    html! {
        section class="leaf" aria-labelledby="versioni" {
            h2 id="versioni" { (say.say("template-history")) }
            @if view.history.is_empty() {
                p class="muted" { (say.say("template-history-none")) }
            } @else {
                ol class="versions" reversed {
                    @for (version, by) in &view.history {
                        li {
                            a href={ (place(view.asked, view.inbox.as_ref())) "&version=" (version.version) } {
                                (say.with("template-version", &[("number", version.version.into())]))
                            }
                            " " span class="muted" {
                                (when::day_time(say, version.made_at_ms, view.now_ms, &zone))
                                @if let Some(by) = by { ", " (by) }
                                @if version.parts.is_none() { ", " (say.say("template-version-reset")) }
                            }
                        }
                    }
                }
            }
        }
    }
}
