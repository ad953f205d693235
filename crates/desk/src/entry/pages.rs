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
use web::ui::{self, Field, Ring, Size};

use super::Visitor;
use super::setup::{DAYS, FirstPromise};
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
        }
    };
    at_the_door(visitor, say.say("entry-title"), form, &say.say("entry-cannot"))
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

fn languages(visitor: &Visitor) -> Markup {
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

/// The first set-up: three short parts at the left, at the right what happens to the next e-mail.
pub(super) fn setup(visitor: &Visitor, values: &Fields, told: &FirstPromise, wrong: &Wrong) -> Markup {
    let say = visitor.say;
    let steps = [
        ("azienda", "entry-step-company", "entry-step-company-text"),
        ("chi", "entry-step-admin", "entry-step-admin-text"),
        ("casella", "entry-step-inbox", "entry-step-inbox-text"),
    ];
    let body = html! {
        div class="begin" {
            aside class="path" aria-label=(say.say("entry-steps")) {
                div class="row" { (shell::brand()) (languages(visitor)) }
                ol class="todo" {
                    @for (index, (id, name, text)) in steps.iter().enumerate() {
                        li class=[(index == 0).then_some("now")] {
                            span class="stop" { (index + 1) }
                            span { a href={ "#" (id) } { (say.say(name)) } br; span class="faint" { (say.say(text)) } }
                        }
                    }
                }
                p class="faint later" { (say.say("entry-later")) }
            }
            main class="desk" id="passo" {
                div class="pair" {
                    section class="step" aria-labelledby="inizio" {
                        h1 id="inizio" { (say.say("entry-setup")) }
                        p class="lead" { (say.say("entry-setup-text")) }
                        (setup_form(visitor, values, wrong))
                    }
                    (next_mail(visitor, told))
                }
            }
        }
    };
    shell::first(&First {
        title: say.say("entry-setup"),
        say,
        theme: visitor.theme,
        look: FirstLook::Steps,
        skip: ("passo", say.say("entry-skip")),
        body,
    })
}

fn setup_form(visitor: &Visitor, values: &Fields, wrong: &Wrong) -> Markup {
    let say = visitor.say;
    let text = |name, label: &str, hint: &str, autocomplete, kind| {
        let label = say.say(label);
        let hint = if hint.is_empty() { String::new() } else { say.say(hint) };
        ui::field(&Field {
            name,
            label: &label,
            kind,
            value: if kind == "password" { "" } else { values.get(name) },
            hint: &hint,
            error: wrong.of(name),
            autocomplete,
            required: true,
            ..Field::default()
        })
    };
    html! {
        form class="fields" method="post" novalidate {
            @if !wrong.is_empty() {
                (ui::alert("late", "triangle-alert", &say.say("entry-fix"), say.say("entry-fix-text"), None))
            }
            h2 id="azienda" { (say.say("entry-step-company")) }
            (text("company", "entry-company", "", "organization", ""))
            (register_choice(visitor, values))
            h2 id="chi" { (say.say("entry-step-admin")) }
            (text("name", "entry-your-name", "entry-your-name-hint", "name", ""))
            (text("email", "entry-your-email", "", "username", "email"))
            (password(visitor, "entry-new-password", "new-password", false, wrong.of("password")))
            h2 id="casella" { (say.say("entry-step-inbox")) }
            (text("inbox", "entry-inbox", "entry-inbox-hint", "off", "email"))
            (ui::field(&Field {
                name: "inbox_name", label: &say.say("entry-inbox-name"), value: values.get("inbox_name"),
                hint: &say.say("entry-inbox-name-hint"), autocomplete: "off", ..Field::default()
            }))
            (hours_choice(visitor, values, wrong.of("hours")))
            p class="row" { button class="button primary tall" type="submit" { (say.say("entry-begin")) } }
        }
    }
}

fn register_choice(visitor: &Visitor, values: &Fields) -> Markup {
    let say = visitor.say;
    html! {
        fieldset class="ticks" {
            legend { (say.say("entry-register")) }
            @for (value, name) in [("lei", "entry-register-lei"), ("tu", "entry-register-tu")] {
                label class="tick" {
                    input type="radio" name="register" value=(value) checked[values.get("register") == value];
                    span { (say.say(name)) }
                }
            }
        }
    }
}

fn hours_choice(visitor: &Visitor, values: &Fields, error: Option<&str>) -> Markup {
    let say = visitor.say;
    html! {
        fieldset class=(if error.is_some() { "ticks error" } else { "ticks" }) aria-describedby="hours-hint" {
            legend { (say.say("entry-hours")) }
            div class="row week" {
                @for day in DAYS {
                    label class="tick" {
                        input type="checkbox" name="day" value=(day) checked[values.all("day").any(|ticked| ticked == day)];
                        span { (say.say(&format!("entry-day-{day}"))) }
                    }
                }
            }
            div class="row" {
                label { (say.say("entry-from")) " "
                    input class="input slim hour" name="opens" value=(values.get("opens")) inputmode="numeric"; }
                label { (say.say("entry-to")) " "
                    input class="input slim hour" name="closes" value=(values.get("closes")) inputmode="numeric"; }
            }
            p class="hint" id="hours-hint" {
                @match error { Some(error) => { (error) } None => { (say.say("entry-hours-hint")) } }
            }
        }
    }
}

/// What becomes of a mail that arrives now.
fn next_mail(visitor: &Visitor, told: &FirstPromise) -> Markup {
    let say = visitor.say;
    let ring = Ring::open(say, told.from_ms, told.due_ms, told.from_ms);
    let entry = |icon: &str, title: &str, rest: Markup| {
        html! {
            li class="entry" {
                span class="node" { (ui::icon(icon)) }
                div { p { b { (say.say(title)) } } (rest) }
            }
        }
    };
    html! {
        section class="preview" aria-labelledby="poi" {
            h2 id="poi" { (say.say("entry-next-mail")) }
            ol class="entries" {
                (entry("mail", "entry-it-arrives", html! { p class="muted" { (say.say("entry-it-says")) } }))
                (entry("user", "entry-we-recognise", html! { p class="muted" { (say.say("entry-recognised-by")) } }))
                (entry("timer", "entry-we-promise", html! { p class="said-word word" { (told.sentence) "." } }))
                (entry("inbox", "entry-you-find-it", html! {
                    div class="mini" {
                        (ui::ring(&ring, Size::Row))
                        span { b { "Ezio Carraro" } br; span class="muted" { (say.say("entry-it-asks")) } }
                    }
                }))
            }
        }
    }
}

/// The field for a password; with script it can be looked at. A new one says what it takes.
fn password(
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
