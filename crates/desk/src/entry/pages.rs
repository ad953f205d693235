//! Pages before anybody is signed in.

use std::f64::consts::TAU;
use std::fmt::Write;
use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use kernel::language::Language;
use maud::{Markup, html};
use office::account::{PASSWORD_MIN_CHARS, Person};
use web::shell::{self, First, FirstLook};
use web::ui::{self, Field};

use super::Visitor;
use crate::fields::{Fields, Wrong};

/// The sign-in form.
pub(super) struct Door<'a> {
    pub company: &'a str,
    pub email: &'a str,
    /// Where to go once inside.
    pub next: &'a str,
    /// Address or password were not right.
    pub wrong: bool,
}

pub(super) fn door(visitor: &Visitor, door: &Door) -> Markup {
    let say = visitor.say;
    let wrong = door.wrong.then(|| say.say("entry-wrong"));
    let form = html! {
        form class="fields" method="post" action={ "/sign-in?lang=" (say.language.tag()) } aria-labelledby="enter" {
            h1 id="enter" { (say.with("entry-enter", &[("company", door.company.into())])) }
            input type="hidden" name="next" value=(door.next);
            @if let Some(wrong) = &wrong {
                (ui::alert("late", "triangle-alert", wrong, say.say("entry-wrong-text"), None))
            }
            (ui::field(&Field {
                name: "email", label: &say.say("entry-email"), kind: "email", value: door.email,
                autocomplete: "username", required: true, autofocus: door.email.is_empty(),
                ..Field::default()
            }))
            (password(visitor, "entry-password", "current-password", !door.email.is_empty(), None))
            (ui::submit("primary", &say.say("entry-go")))
            p class="tiny" { a href=(forgotten_path(visitor, door.email)) { (say.say("entry-forgotten")) } }
        }
    };
    at_the_door(visitor, say.say("entry-title"), form, &say.say("entry-cannot"))
}

fn forgotten_path(visitor: &Visitor, email: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("lang", visitor.say.language.tag());
    if !email.is_empty() {
        query.append_pair("email", email);
    }
    format!("/password?{}", query.finish())
}

/// The form that asks for a way back in; `relay` says whether a mail can leave from here.
pub(super) fn forgotten(visitor: &Visitor, email: &str, relay: bool, error: Option<&str>) -> Markup {
    let say = visitor.say;
    let form = html! {
        form class="fields" method="post" action={ "/password?lang=" (say.language.tag()) } aria-labelledby="enter" novalidate {
            h1 id="enter" { (say.say("entry-forgotten-title")) }
            @if relay {
                p class="lead" { (say.say("entry-forgotten-text")) }
                (ui::field(&Field {
                    name: "email", label: &say.say("entry-email"), kind: "email", value: email, error,
                    autocomplete: "username", required: true, autofocus: true, ..Field::default()
                }))
                (ui::submit("primary", &say.say("entry-forgotten-go")))
            } @else {
                p class="lead" { (say.say("entry-forgotten-no-mail")) }
            }
            p class="tiny" { a href={ "/sign-in?lang=" (say.language.tag()) } { (say.say("entry-back")) } }
        }
    };
    at_the_door(visitor, say.say("entry-forgotten"), form, &say.say("entry-cannot"))
}

/// What everybody reads who asked for a way back in.
pub(super) fn sent_back_in(visitor: &Visitor, email: &str) -> Markup {
    let say = visitor.say;
    let text = html! {
        div class="fields" {
            h1 { (say.say("entry-sent-title")) }
            p class="lead" { (say.with("entry-sent-text", &[("email", email.into())])) }
            p { (ui::button_link("", "/sign-in", say.say("entry-back"))) }
        }
    };
    at_the_door(visitor, say.say("entry-forgotten"), text, &say.say("entry-cannot"))
}

/// The form where somebody who forgot their password chooses another.
pub(super) fn another_password(visitor: &Visitor, person: &Person, wrong: &Wrong) -> Markup {
    let say = visitor.say;
    let form = html! {
        form class="fields" method="post" aria-labelledby="enter" {
            h1 id="enter" { (say.say("entry-another-title")) }
            p class="lead" { (say.say("entry-another-text")) }
            input type="hidden" name="email" autocomplete="username" value=(person.email);
            (password(visitor, "entry-new-password", "new-password", true, wrong.of("password")))
            (ui::submit("primary", &say.say("entry-another-go")))
        }
    };
    let foot = say.with("entry-enters-as", &[("email", (&person.email).into())]);
    at_the_door(visitor, say.say("entry-another-title"), form, &foot)
}

/// The form where an invited person chooses a password.
pub(super) fn invitation(visitor: &Visitor, company: &str, person: &Person, wrong: &Wrong) -> Markup {
    let say = visitor.say;
    let form = html! {
        form class="fields" method="post" aria-labelledby="enter" {
            h1 id="enter" { (say.with("entry-welcome", &[("name", (&person.name).into())])) }
            p class="lead" { (say.with("entry-choose-password", &[("company", company.into())])) }
            // Password keepers look for it.
            input type="hidden" name="email" autocomplete="username" value=(person.email);
            (password(visitor, "entry-new-password", "new-password", true, wrong.of("password")))
            (ui::submit("primary", &say.say("entry-go")))
        }
    };
    let foot = say.with("entry-enters-as", &[("email", (&person.email).into())]);
    at_the_door(visitor, say.say("entry-invitation"), form, &foot)
}

/// Nobody can come in yet.
pub(super) fn not_ready(visitor: &Visitor) -> Markup {
    let say = visitor.say;
    let text = html! {
        div class="fields" {
            h1 { (say.say("entry-not-ready")) }
            p class="lead" { (say.say("entry-not-ready-text")) }
            p { code { "riscontro serve" } }
        }
    };
    at_the_door(visitor, say.say("entry-title"), text, &say.say("entry-not-ready-foot"))
}

/// A link that does not open, or not any more.
pub(super) fn link_over(visitor: &Visitor) -> Response {
    let say = visitor.say;
    let text = html! {
        div class="fields" {
            h1 { (say.say("entry-link-over")) }
            p class="lead" { (say.say("entry-link-over-text")) }
            p { (ui::button_link("", "/sign-in", say.say("entry-title"))) }
        }
    };
    let page = at_the_door(visitor, say.say("entry-link-over"), text, &say.say("entry-cannot"));
    (StatusCode::NOT_FOUND, Html(page.into_string())).into_response()
}

fn at_the_door(visitor: &Visitor, title: String, form: Markup, foot: &str) -> Markup {
    let say = visitor.say;
    let body = html! {
        main class="entry-form" id="door" {
            header class="row" {
                (shell::brand())
                (languages(visitor))
            }
            (form)
            p class="faint tiny" { (foot) }
        }
        aside class="dial" aria-hidden="true" {
            (dial())
            p class="word" {
                @for line in ["entry-dial-written", "entry-dial-answered", "entry-dial-early"] {
                    (say.say(line)) br;
                }
            }
        }
    };
    shell::first(&First {
        title,
        say,
        theme: visitor.theme,
        look: FirstLook::Door,
        skip: ("door", say.say("entry-skip")),
        body,
    })
}

pub(super) fn languages(visitor: &Visitor) -> Markup {
    let choices = [(Language::It, "Italiano"), (Language::En, "English")];
    let asked = Fields::of_query(visitor.parts.uri.query());
    let next: String = form_urlencoded::byte_serialize(asked.get("next").as_bytes()).collect();
    let next = if next.is_empty() { next } else { format!("&next={next}") };
    html! {
        nav class="end langs" aria-label=(visitor.say.say("entry-language")) {
            @for (language, name) in choices {
                a href={ "?lang=" (language.tag()) (next) } hreflang=(language.tag()) lang=(language.tag())
                    aria-current=[(visitor.say.language == language).then_some("true")] { (name) }
                " "
            }
        }
    }
}

/// The field for a password; with script it can be looked at. A new one says what it takes.
pub(super) fn password(
    visitor: &Visitor,
    label: &str,
    autocomplete: &str,
    autofocus: bool,
    error: Option<&str>,
) -> Markup {
    let say = visitor.say;
    let new = autocomplete == "new-password";
    let takes = new.then(|| say.with("entry-password-hint", &[("count", PASSWORD_MIN_CHARS.into())]));
    let hint = error.map(str::to_owned).or(takes);
    html! {
        div class=(if error.is_some() { "field error" } else { "field" }) {
            label for="f-password" { (say.say(label)) }
            span class="with" {
                input class="input" id="f-password" name="password" type="password" autocomplete=(autocomplete)
                    required autofocus[autofocus] aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[hint.as_ref().map(|_| "f-password-hint")];
                button type="button" class="reveal" hidden aria-controls="f-password" aria-pressed="false" {
                    (say.say("entry-show"))
                }
            }
            @if let Some(hint) = hint { p class="hint" id="f-password-hint" { (hint) } }
        }
    }
}

/// The drawing at the door: a clock face of 120 ticks, a promise from 1:04 to 10:31 and the tick at its end.
fn dial() -> Markup {
    static TICKS: LazyLock<String> = LazyLock::new(|| {
        let mut path = String::new();
        for tick in 0..120 {
            let turn = f64::from(tick) / 120.0 * TAU;
            let outer = if tick % 10 == 0 { 200.0 } else { 191.0 };
            let point = |radius: f64| (220.0 + radius * turn.sin(), 220.0 - radius * turn.cos());
            let ((ax, ay), (bx, by)) = (point(184.0), point(outer));
            // Writing into a String cannot fail.
            let _ = write!(path, "M{ax:.1} {ay:.1}L{bx:.1} {by:.1}");
        }
        path
    });
    html! {
        svg viewBox="0 0 440 440" {
            path class="ticks" d=(*TICKS) {}
            circle class="tr" cx="220" cy="220" r="170" {}
            path class="arc" d="M310.1 75.8A170 170 0 1 1 100.8 98.7" {}
            path class="rest" d="M100.8 98.7A170 170 0 0 1 110.7 89.8" {}
            circle class="from" cx="310.1" cy="75.8" r="9" {}
            path class="tickmark" d="m186 222 26 26 50-56" {}
            circle class="to" cx="110.7" cy="89.8" r="9" {}
        }
    }
}
