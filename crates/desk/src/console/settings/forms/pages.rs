//! The editor's page.

use maud::{Markup, html};
use spine::form::{Field, Kind, STANDARD};
use spine::inbox::Channel;
use web::{form, ui};
use words::Say;

use super::View;
use crate::console::settings::{Frame, Place, framed};
use crate::public::form::embed;
use crate::session::Agent;
use office::account::Permission;

/// Before there is any inbox: what a form is for, and a first one.
pub(super) fn nothing(agent: &Agent, now_ms: i64) -> Markup {
    let say = agent.say;
    let body = html! {
        main class="thread settings" id="moduli" aria-labelledby="nome" {
            header { div class="title" { h1 id="nome" { (say.say("form-editor-title")) } } }
            div class="pages" {
                section class="leaf" {
                    (ui::empty(&say.say("form-editor-none"), &say.say("form-editor-none-text"), None))
                    @if agent.may(Permission::ChangeInboxes) { (create(agent)) }
                }
            }
        }
    };
    frame(agent, body, now_ms)
}

fn frame(agent: &Agent, body: Markup, now_ms: i64) -> Markup {
    framed(Frame {
        agent,
        place: Place::Forms,
        title: agent.say.say("form-editor-title"),
        deck: "plain",
        skip: "moduli",
        body,
        now_ms,
    })
}

pub(super) fn draw(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let may = agent.may(Permission::ChangeInboxes);
    let body = html! {
        main class="thread settings" id="moduli" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("form-editor-title")) }
                    span class="muted clip" { (view.inbox.name) }
                }
            }
            div class="pages form-editor" {
                section class="leaf" aria-labelledby="quale" {
                    h2 id="quale" { (say.say("form-editor-which")) }
                    ul class="form-inboxes" {
                        @for inbox in &view.inboxes {
                            li {
                                a href=(super::path(inbox)) aria-current=[(inbox.id == view.inbox.id).then_some("page")] {
                                    (ui::icon(if inbox.channel == Channel::Form { "globe" } else { "mail" })) " " (inbox.name)
                                }
                            }
                        }
                    }
                    @if may { (create(agent)) }
                }
                (elsewhere(say, view))
                form method="post" class="form-edit" id="modulo" {
                    (form::csrf(agent.csrf()))
                    (said(say, view))
                    fieldset class="whole" disabled[!may] {
                        @if may {
                            // Enter in a field saves; it does not move the first one.
                            button type="submit" class="sr" tabindex="-1" aria-hidden="true" { (say.say("form-editor-save")) }
                        }
                        (fields(say, view))
                        (manners(say, view))
                        @if may { p class="row" { (ui::submit("primary", &say.say("form-editor-save"))) } }
                    }
                }
            }
        }
    };
    frame(agent, body, view.now_ms)
}

fn create(agent: &Agent) -> Markup {
    let say = agent.say;
    html! {
        form method="post" action="/console/settings/forms" class="row" {
            (form::csrf(agent.csrf()))
            label class="sr" for="f-new-name" { (say.say("form-editor-new-label")) }
            input class="input slim" id="f-new-name" name="name" maxlength="120" placeholder=(say.say("form-editor-new-name"));
            (ui::submit("", &say.say("form-editor-new")))
        }
    }
}

/// Where the form is, and the line for other sites.
fn elsewhere(say: Say, view: &View) -> Markup {
    let address = format!("{}/forms/{}", view.public_url, view.inbox.key);
    let local = format!("/forms/{}", view.inbox.key);
    html! {
        section class="leaf" aria-labelledby="dove" {
            h2 id="dove" { (say.say("form-editor-where")) }
            p { a href=(local) target="_blank" rel="noopener" { (address) } }
            p class="muted" { (say.say("form-editor-snippet")) }
            div class="row wraps" {
                code id="riga" class="snippet" { (embed::line(&view.public_url, &view.inbox.key)) }
                button type="button" class="button" data-copy="riga" { (say.say("form-editor-copy")) }
            }
            @if view.form.sites.is_empty() { p class="hint" { (say.say("form-editor-no-sites")) } }
            script type="module" src=(web::assets::url("js/copy.js")) {}
        }
    }
}

/// What was saved, or what cannot be.
fn said(say: Say, view: &View) -> Markup {
    let general = view.wrong.of("/fields");
    html! {
        @if view.saved { div class="alert kept" role="status" { (ui::icon("circle-check")) div { b { (say.say("form-editor-saved")) } } } }
        @if !view.wrong.is_empty() {
            div class="alert late" role="alert" tabindex="-1" autofocus {
                (ui::icon("triangle-alert"))
                div { b { (say.say("form-editor-refused")) } p { (general.unwrap_or(&say.say("form-editor-refused-text"))) } }
            }
        }
    }
}

fn fields(say: Say, view: &View) -> Markup {
    let missing: Vec<&str> = STANDARD.into_iter().filter(|name| view.form.field(name).is_none()).collect();
    html! {
        section class="leaf" aria-labelledby="campi" {
            h2 id="campi" { (say.say("form-editor-fields")) }
            p class="muted" { (say.say("form-editor-fields-text")) }
            ol class="form-fields" {
                @for (at, one) in view.form.fields.iter().enumerate() { (field(say, view, at, one)) }
            }
            div class="row wraps" {
                label for="f-new" { (say.say("form-editor-add-what")) }
                select class="input slim" id="f-new" name="new" {
                    @for name in missing { option value=(name) { (say.say(&format!("form-field-{name}"))) } }
                    @for kind in Kind::ALL { option value=(kind.name()) { (say.say(&format!("form-kind-{}", kind.name()))) } }
                }
                button type="submit" class="button" name="do" value="add:" { (say.say("form-editor-add")) }
            }
        }
    }
}

fn field(say: Say, view: &View, at: usize, field: &Field) -> Markup {
    let title = match (field.label.is_empty(), field.is_standard()) {
        (true, true) => say.say(&format!("form-field-{}", field.name)),
        (true, false) => say.say("form-editor-unnamed"),
        (false, _) => field.label.clone(),
    };
    let wrong = |place: &str| view.wrong.of(&format!("/fields/{at}/{place}"));
    let id = |what: &str| format!("c{at}-{what}");
    let act = |what: &str, icon: &str, key: &str, off: bool| {
        let words = say.with(key, &[("field", (&title).into())]);
        html! {
            button type="submit" class="button quiet square" name="do" value=(format!("{what}:{at}")) title=(words) disabled[off] {
                (ui::small_icon(icon)) span class="sr" { (words) }
            }
        }
    };
    let line = |what: &str, name: &str, key: &str, value: &str, more: Option<&str>| {
        let fault = wrong(what);
        html! {
            div class=(if fault.is_some() { "field error" } else { "field" }) {
                label for=(id(what)) { (say.say(key)) }
                input class="input slim" id=(id(what)) name=(name) value=(value) autocomplete="off"
                    placeholder=[more] aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| format!("{}-h", id(what)))];
                @if let Some(fault) = fault { p class="hint" id={ (id(what)) "-h" } { (fault) } }
            }
        }
    };
    let own = say.known(&format!("form-field-{}", field.name), &[]).unwrap_or_default();
    html! {
        li {
            fieldset {
                legend { (at + 1) ". " (title) " " span class="muted" { (say.say(&format!("form-kind-{}", field.kind.name()))) } }
                span class="row moves" {
                    (act("up", "chevron-up", "form-editor-up", at == 0))
                    (act("down", "chevron-down", "form-editor-down", at + 1 == view.form.fields.len()))
                    (act("drop", "x", "form-editor-drop", false))
                }
                input type="hidden" name="field" value=(field.name);
                @if let Some(fault) = wrong("name").or(wrong("kind")) { p class="hint fault" { (fault) } }
                div class="abreast" {
                    (line("label", "label", "form-editor-label", &field.label, field.is_standard().then_some(own.as_str())))
                    @if field.is_standard() { input type="hidden" name="kind" value=(field.kind.name()); }
                    @else {
                        div class="field" {
                            label for=(id("kind")) { (say.say("form-editor-kind")) }
                            select class="input slim" id=(id("kind")) name="kind" {
                                @for kind in Kind::ALL { option value=(kind.name()) selected[kind == field.kind] { (say.say(&format!("form-kind-{}", kind.name()))) } }
                            }
                        }
                    }
                    (line("help", "help", "form-editor-help", &field.help, None))
                }
                @if field.kind == Kind::Choice {
                    @let fault = wrong("choices");
                    div class=(if fault.is_some() { "field error" } else { "field" }) {
                        label for=(id("choices")) { (say.say("form-editor-choices")) }
                        textarea class="input" id=(id("choices")) name="choices" rows="4" aria-invalid=[fault.map(|_| "true")]
                            aria-describedby=(id("choices-h")) { (field.choices.join("\n")) }
                        p class="hint" id=(id("choices-h")) { (fault.unwrap_or(&say.say("form-editor-choices-hint"))) }
                    }
                } @else { input type="hidden" name="choices" value=(field.choices.join("\n")); }
                div class="abreast" {
                    label class="tick" {
                        input type="checkbox" name="required" value=(field.name) checked[field.required];
                        span { (say.say("form-editor-required")) }
                    }
                    (condition(say, view, at, field))
                }
            }
        }
    }
}

/// Asked only when a field above has an answer.
fn condition(say: Say, view: &View, at: usize, field: &Field) -> Markup {
    let above: Vec<&Field> = view
        .form
        .fields
        .iter()
        .take(at)
        .filter(|other| matches!(other.kind, Kind::Choice | Kind::Check))
        .collect();
    let wrong = view.wrong.of(&format!("/fields/{at}/when"));
    let when = field.when.as_ref();
    if above.is_empty() && when.is_none() {
        return html! { input type="hidden" name="when-field" value=""; input type="hidden" name="when-is" value=""; };
    }
    let (on, is) = (format!("c{at}-on"), format!("c{at}-is"));
    html! {
        div class=(if wrong.is_some() { "field error" } else { "field" }) {
            label for=(on) { (say.say("form-editor-when")) }
            span class="row wraps" {
                select class="input slim" id=(on) name="when-field" {
                    option value="" { (say.say("form-editor-always")) }
                    @for other in above {
                        option value=(other.name) selected[when.is_some_and(|when| when.field == other.name)] { (other.label) }
                    }
                }
                label class="sr" for=(is) { (say.say("form-editor-when-is")) }
                input class="input slim" id=(is) name="when-is" list={ "c" (at) "-answers" } autocomplete="off"
                    value=(when.map(|when| when.is.as_str()).unwrap_or_default()) placeholder=(say.say("form-editor-when-is"));
                datalist id={ "c" (at) "-answers" } {
                    @for other in view.form.fields.iter().take(at) {
                        @for choice in &other.choices { option value=(choice) {} }
                        @if other.kind == Kind::Check { option value="yes" {} }
                    }
                }
            }
            @if let Some(wrong) = wrong { p class="hint" { (wrong) } }
        }
    }
}

/// How the form and the pages of its requests behave.
fn manners(say: Say, view: &View) -> Markup {
    let number = |name: &str, value: i64| {
        let key = format!("form-editor-{}", name.replace('_', "-"));
        let fault = view.wrong.of(&format!("/{name}"));
        let hint = say.say(&format!("{key}-hint"));
        html! {
            (ui::field(&ui::Field { name, label: &say.say(&key), kind: "number", value: &value.to_string(), hint: &hint, error: fault, autocomplete: "off", ..ui::Field::default() }))
        }
    };
    let area = |name: &str, value: &str, rows: u8| {
        let key = format!("form-editor-{name}");
        let fault = view.wrong.of(&format!("/{name}"));
        html! {
            div class=(if fault.is_some() { "field error" } else { "field" }) {
                label for={ "f-" (name) } { (say.say(&key)) }
                textarea class="input" id={ "f-" (name) } name=(name) rows=(rows) aria-describedby={ "f-" (name) "-h" } aria-invalid=[fault.map(|_| "true")] { (value) }
                p class="hint" id={ "f-" (name) "-h" } { (fault.unwrap_or(&say.say(&format!("{key}-hint")))) }
            }
        }
    };
    html! {
        section class="leaf" aria-labelledby="modi" {
            h2 id="modi" { (say.say("form-editor-manners")) }
            (area("intro", &view.form.intro, 2))
            (area("sites", &view.form.sites.join("\n"), 3))
            label class="tick" { input type="checkbox" name="files" checked[view.form.files]; span { (say.say("form-editor-files")) } }
            label class="tick" { input type="checkbox" name="callbacks" checked[view.form.callbacks]; span { (say.say("form-editor-callbacks")) } }
            div class="abreast" {
                (number("a_minute", view.form.a_minute))
                (number("typed_seconds", view.form.typed_seconds))
                (number("track_days", view.form.track_days))
            }
        }
    }
}
