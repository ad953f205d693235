//! The company: its name, how it addresses people, the zone its days are counted in, and a few limits.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use jiff::tz::TimeZone;
use kernel::language::{Language, Register};
use maud::{Markup, html};
use office::account::{self, Permission};
use spine::company::{self, Company};
use spine::intake::RAW_DAYS;
use web::form;
use web::ui::{self, Field};

use super::{Frame, Place, framed, refused, shown};
use crate::Desk;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

/// Bounds of the numbers: field, from, to.
const NUMBERS: [(&str, i64, i64); 3] =
    [("waiting_days", 1, 60), ("warn_minutes", 1, 480), ("reopen_days", 0, 365)];

fn values_of(company: &Company) -> Fields {
    Fields::of_pairs([
        ("name", company.name.clone()),
        ("language", company.language.tag().to_owned()),
        ("register", company.register.name().to_owned()),
        ("timezone", company.timezone.clone()),
        ("phone", company.phone.clone().unwrap_or_default()),
        ("address_line", company.address_line.clone().unwrap_or_default()),
        ("waiting_days", company.waiting_days.to_string()),
        ("warn_minutes", company.warn_minutes.to_string()),
        ("reopen_days", company.reopen_days.to_string()),
        ("raw_days", company.raw_days.map(|days| days.to_string()).unwrap_or_default()),
    ])
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let values = values_of(&company::find(tx)?);
            Ok(shown(draw(agent, tx, &values, &Wrong::default())))
        })
        .await
}

pub(super) async fn save(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let mut company = company::find(tx)?;
            let wrong = read(agent, &fields, &mut company);
            if !wrong.is_empty() {
                return Ok(refused(draw(agent, tx, &fields, &wrong)));
            }
            account::change_account(tx, agent.actor(), company)?;
            Ok(Redirect::to("/console/settings/company").into_response())
        })
        .await
}

fn read(agent: &Agent, fields: &Fields, company: &mut Company) -> Wrong {
    let (say, mut wrong) = (agent.say, Wrong::default());
    company.name = fields.get("name").trim().to_owned();
    match company.name.chars().count() {
        0 => wrong.add(say, "name", "entry-error-name-empty"),
        1..=120 => {}
        _ => wrong.add(say, "name", "entry-error-name-long"),
    }
    company.language = Language::of_tag(fields.get("language")).unwrap_or(company.language);
    company.register = Register::of_name(fields.get("register")).unwrap_or(company.register);
    match TimeZone::get(fields.get("timezone").trim()).ok().as_ref().and_then(TimeZone::iana_name) {
        Some(name) => company.timezone = name.to_owned(),
        None => wrong.add(say, "timezone", "time-hours-unknown-zone"),
    }
    let line = |name: &str| {
        let text: String = fields.get(name).trim().chars().take(200).collect();
        (!text.is_empty()).then_some(text)
    };
    company.phone = line("phone");
    company.address_line = line("address_line");
    company.raw_days = match fields.get("raw_days").trim() {
        "" => None,
        days => match days.parse::<i64>().ok().filter(|days| RAW_DAYS.contains(days)) {
            Some(days) => Some(days),
            None => {
                wrong.add(say, "raw_days", "keeping-error-days");
                company.raw_days
            }
        },
    };
    for (name, from, to) in NUMBERS {
        match fields.get(name).trim().parse::<i64>() {
            Ok(number) if (from..=to).contains(&number) => match name {
                "waiting_days" => company.waiting_days = number,
                "warn_minutes" => company.warn_minutes = number,
                _ => company.reopen_days = number,
            },
            _ => wrong.add(say, name, &format!("settings-error-{}", name.replace('_', "-"))),
        }
    }
    wrong
}

fn draw(agent: &Agent, tx: &Tx<'_>, values: &Fields, wrong: &Wrong) -> Markup {
    let say = agent.say;
    let text = |name: &'static str, key: &str| {
        let label = say.say(key);
        let hint = say.known(&format!("{key}-hint"), &[]).unwrap_or_default();
        ui::field(&Field {
            name,
            label: &label,
            value: values.get(name),
            hint: &hint,
            error: wrong.of(name),
            autocomplete: "off",
            ..Field::default()
        })
    };
    let body = html! {
        main class="thread settings" id="azienda" aria-labelledby="nome" {
            header { div class="title" { h1 id="nome" { (say.say("settings-company")) } } }
            form class="pages" method="post" novalidate {
                (form::csrf(agent.csrf()))
                fieldset class="bare folio" disabled[!agent.may(Permission::ChangeAccount)] {
                    div class="leaves" {
                        section class="leaf" aria-labelledby="c1" {
                            h2 id="c1" { (say.say("settings-company-who")) }
                            (text("name", "settings-company-name"))
                            (register(agent, values))
                            (text("phone", "settings-company-phone"))
                            (text("address_line", "settings-company-address"))
                        }
                    }
                    div class="leaves" {
                        section class="leaf" aria-labelledby="c2" {
                            h2 id="c2" { (say.say("settings-company-times")) }
                            (text("timezone", "settings-company-zone"))
                            (text("waiting_days", "settings-company-waiting"))
                            (text("warn_minutes", "settings-company-warn"))
                            (text("reopen_days", "settings-company-reopen"))
                            (text("raw_days", "keeping-days"))
                            p { (ui::submit("primary", &say.say("settings-save"))) }
                        }
                    }
                }
            }
        }
    };
    framed(Frame {
        agent,
        place: Place::Company,
        title: say.say("settings-company"),
        deck: "plain",
        skip: "azienda",
        body,
        now_ms: tx.now_ms(),
    })
}

fn register(agent: &Agent, values: &Fields) -> Markup {
    let say = agent.say;
    html! {
        div class="field" {
            label for="f-register" { (say.say("settings-company-register")) }
            select class="input" id="f-register" name="register" {
                @for (value, key) in [("lei", "entry-register-lei"), ("tu", "entry-register-tu")] {
                    option value=(value) selected[values.get("register") == value] { (say.say(key)) }
                }
            }
            p class="hint" { (say.say("settings-company-register-hint")) }
        }
        div class="field" {
            label for="f-language" { (say.say("settings-company-language")) }
            select class="input" id="f-language" name="language" {
                @for (value, name) in [("it", "Italiano"), ("en", "English")] {
                    option value=(value) selected[values.get("language") == value] { (name) }
                }
            }
        }
    }
}
