//! The wizard's page: the steps at the left, the one at hand, and beside it what it brings.

use kernel::calendar::Hours;
use kernel::language::{Language, Register};
use maud::{Markup, html};
use spine::inbox::{Targets, Tier};
use web::form;
use web::shell::{self, First, FirstLook};
use web::ui::{self, Field, Ring, Size};
use words::{Say, when};

use super::Step;
use crate::entry::{Visitor, pages};
use crate::fields::{Fields, Wrong};
use crate::session::Agent;

/// One step of the wizard for whoever is signed in.
pub(super) struct Sheet<'a> {
    pub agent: &'a Agent,
    pub step: Step,
    /// How far the set-up has come.
    pub reached: Option<Step>,
    /// Title, and the sentence under it.
    pub title: String,
    pub lead: String,
    pub body: Markup,
    pub aside: Markup,
}

pub(super) fn draw(sheet: Sheet<'_>) -> Markup {
    let say = sheet.agent.say;
    let leave = html! {
        form method="post" action="/console/setup/leave" class="later" {
            (form::csrf(sheet.agent.csrf()))
            p class="faint" { (say.say("entry-later")) }
            button class="button quiet" type="submit" { (say.say("entry-leave")) }
        }
    };
    let path = path(say, sheet.step, sheet.reached.unwrap_or(Step::Trial), html! {}, leave);
    page(say, sheet.agent.theme, path, &sheet.title, &sheet.lead, sheet.body, sheet.aside)
}

fn page(
    say: Say,
    theme: web::theme::Theme,
    path: Markup,
    title: &str,
    lead: &str,
    body: Markup,
    aside: Markup,
) -> Markup {
    let body = html! {
        div class="begin" {
            (path)
            main class="desk" id="passo" {
                div class="pair" {
                    section class="step" aria-labelledby="inizio" {
                        h1 id="inizio" { (title) }
                        p class="lead" { (lead) }
                        (body)
                    }
                    (aside)
                }
            }
        }
    };
    let skip = ("passo", say.say("entry-skip"));
    shell::first(&First { title: title.to_owned(), say, theme, look: FirstLook::Steps, skip, body })
}

/// The column of steps: those done lead back, those to come stand still.
fn path(say: Say, step: Step, reached: Step, beside: Markup, later: Markup) -> Markup {
    html! {
        aside class="path" aria-label=(say.say("entry-steps")) {
            div class="row" { (shell::brand()) (beside) }
            ol class="todo" {
                @for (index, one) in Step::ALL.into_iter().enumerate() {
                    @let done = one < reached && one != step;
                    @let words = html! {
                        (say.say(&format!("entry-step-{}", one.name()))) br;
                        span class="faint" { (say.say(&format!("entry-step-{}-text", one.name()))) }
                    };
                    li class=[if one == step { Some("now") } else if done { Some("done") } else { None }]
                        aria-current=[(one == step).then_some("step")] {
                        span class="stop" {
                            @if done { (ui::small_icon("check")) span class="sr" { (say.say("entry-step-done")) } }
                            @else { (index + 1) }
                        }
                        span {
                            @if (done || one == reached) && one != step && one != Step::Trial {
                                a href=(one.path()) { (words) }
                            } @else { (words) }
                        }
                    }
                }
            }
            (later)
        }
    }
}

/// The first step, before anybody is signed in: the company and who administers it.
pub(in crate::entry) fn founding(visitor: &Visitor, values: &Fields, wrong: &Wrong, now_ms: i64) -> Markup {
    let say = visitor.say;
    let later = html! { p class="faint later" { (say.say("entry-later")) } };
    let path = path(say, Step::Company, Step::Company, pages::languages(visitor), later);
    let register = Register::of_name(values.get("register")).unwrap_or_default();
    let told = Told::by(Say::new(say.language, register), &Hours::default(), &Targets::default(), now_ms);
    let lead = say.say("entry-setup-text");
    let form = founding_form(visitor, values, wrong);
    page(say, visitor.theme, path, &say.say("entry-setup"), &lead, form, next_mail(say, &told))
}

fn founding_form(visitor: &Visitor, values: &Fields, wrong: &Wrong) -> Markup {
    let say = visitor.say;
    let text = |name, label: &str, hint: &str, autocomplete, kind| {
        ui::field(&Field {
            name,
            label: &say.say(label),
            kind,
            value: values.get(name),
            hint: &if hint.is_empty() { String::new() } else { say.say(hint) },
            error: wrong.of(name),
            autocomplete,
            required: true,
            ..Field::default()
        })
    };
    html! {
        form class="fields" method="post" novalidate {
            (faults(say, wrong))
            h2 id="azienda" { (say.say("entry-step-company")) }
            (text("company", "entry-company", "", "organization", ""))
            (register_choice(say, values))
            div class="field" {
                label for="f-language" { (say.say("entry-company-language")) }
                select class="input" id="f-language" name="language" {
                    @for (language, name) in [(Language::It, "Italiano"), (Language::En, "English")] {
                        option value=(language.tag()) selected[values.get("language") == language.tag()] { (name) }
                    }
                }
            }
            (text("timezone", "entry-zone", "entry-zone-hint", "off", ""))
            h2 id="chi" { (say.say("entry-step-admin")) }
            (text("name", "entry-your-name", "entry-your-name-hint", "name", ""))
            (text("email", "entry-your-email", "", "username", "email"))
            (pages::password(visitor, "entry-new-password", "new-password", false, wrong.of("password")))
            p class="row" { button class="button primary tall" type="submit" { (say.say("entry-begin")) } }
        }
    }
}

/// Says above a form that something in it is to be mended.
pub(super) fn faults(say: Say, wrong: &Wrong) -> Markup {
    html! {
        @if !wrong.is_empty() {
            (ui::alert("late", "triangle-alert", &say.say("entry-fix"), say.say("entry-fix-text"), None))
        }
    }
}

fn register_choice(say: Say, values: &Fields) -> Markup {
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

/// What somebody who writes now would be told.
pub(super) struct Told {
    sentence: String,
    due_ms: i64,
    from_ms: i64,
}

impl Told {
    /// With these hours and targets, in the words customers read.
    pub(super) fn by(customer: Say, hours: &Hours, targets: &Targets, now_ms: i64) -> Self {
        let due_ms = hours.due(now_ms, targets.first_reply_minutes(Tier::C)).unwrap_or(now_ms);
        Self { sentence: when::promise(customer, due_ms, now_ms, hours.timezone()), due_ms, from_ms: now_ms }
    }
}

/// What becomes of a mail that arrives now.
pub(super) fn next_mail(say: Say, told: &Told) -> Markup {
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
