//! Who answers: colleagues invited by mail, or by a link handed over where no mail can leave yet.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use maud::{Markup, html};
use office::account::{self, Member, NewPerson, PEOPLE, Permission, Refusal, Role};
use web::form;
use web::ui;

use super::{Step, finish, frame, pending};
use crate::Desk;
use crate::console::settings::people::{Invitation, invite};
use crate::entry::{refused, shown};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

/// Colleagues the form asks for at once; more are in the settings.
const ROWS: usize = 4;

pub(super) async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            Ok(shown(draw(agent, tx, &Fields::default(), &Wrong::default(), &[])?))
        })
        .await
}

/// Invites everybody written down. Whoever is wrong stands in the form again; the others are on their way.
pub(super) async fn save(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let state = Arc::clone(&desk);
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            agent.must(Permission::ChangePeople)?;
            if fields.get("do") == "finish" {
                finish(tx)?;
                return Ok(Redirect::to(Step::Trial.path()).into_response());
            }
            let (mut made, mut left, mut wrong) = (Vec::new(), Fields::default(), Wrong::default());
            let (names, emails) = (fields.all("name"), fields.all("email").collect::<Vec<_>>());
            let roles: Vec<&str> = fields.all("role").collect();
            for (row, name) in names.enumerate().take(ROWS) {
                let email = emails.get(row).copied().unwrap_or_default();
                if name.trim().is_empty() && email.trim().is_empty() {
                    continue;
                }
                let role = roles.get(row).and_then(|role| Role::of_name(role)).unwrap_or(Role::Agent);
                let language = agent.account.language;
                let new = NewPerson { name, email, role, language, password_hash: None };
                match account::add_person(tx, agent.actor(), &new) {
                    Ok(agent_id) => made.push(invite(tx, &state, agent, agent_id)?),
                    Err(account::Error::Refused(refusal)) => {
                        let at = left.all("name").count();
                        let field = match refusal {
                            Refusal::NameEmpty | Refusal::NameTooLong => "name",
                            _ => "email",
                        };
                        wrong.add(agent.say, format!("{field}-{at}"), refusal.key());
                        left.push("name", name);
                        left.push("email", email);
                        left.push("role", role.name());
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            if made.is_empty() && wrong.is_empty() {
                finish(tx)?;
                return Ok(Redirect::to(Step::Trial.path()).into_response());
            }
            let page = draw(agent, tx, &left, &wrong, &made)?;
            Ok(if wrong.is_empty() { shown(page) } else { refused(page) })
        })
        .await
}

fn draw(
    agent: &Agent,
    tx: &mut Tx<'_>,
    values: &Fields,
    wrong: &Wrong,
    made: &[Invitation],
) -> Result<Markup, Fault> {
    let say = agent.say;
    let people: Vec<Member> = account::people(tx)?.into_iter().filter(|member| !member.of_token).collect();
    let body = html! {
        @if !made.is_empty() {
            section class="alert kept" role="status" {
                (ui::icon("circle-check"))
                div {
                    b { (say.say("entry-people-made")) }
                    ul class="lines" { @for one in made { li { (one.draw(say)) } } }
                }
            }
        }
        form class="fields" method="post" novalidate {
            (form::csrf(agent.csrf()))
            (frame::faults(say, wrong))
            @for row in 0..ROWS { (line(agent, values, wrong, row)) }
            p class="row" {
                button class="button primary tall" type="submit" name="do" value="invite" { (say.say("entry-people-go")) }
                button class="button tall" type="submit" name="do" value="finish" {
                    (say.say(if people.len() > 1 { "entry-people-finish" } else { "entry-people-alone" }))
                }
            }
        }
    };
    let aside = html! {
        section class="preview" aria-labelledby="chi-gia" {
            h2 id="chi-gia" { (say.say("entry-people-there")) }
            ul class="lines" {
                @for member in &people {
                    li {
                        (ui::avatar(&ui::initials(&member.person.name), "", None, ""))
                        b class="clip" { (member.person.name) }
                        span class="muted end" {
                            @if member.person.has_password { (say.say(&format!("settings-role-{}", member.person.role.name()))) }
                            @else { (say.say("settings-person-invited")) }
                        }
                    }
                }
            }
            p class="faint" { (say.say("entry-people-text")) }
        }
    };
    Ok(frame::draw(frame::Sheet {
        agent,
        step: Step::People,
        reached: pending(tx)?,
        title: say.say("entry-people-title"),
        lead: say.say("entry-people-lead"),
        body,
        aside,
    }))
}

fn line(agent: &Agent, values: &Fields, wrong: &Wrong, row: usize) -> Markup {
    let say = agent.say;
    let value = |name: &str| values.all(name).nth(row).unwrap_or_default().to_owned();
    let field = |name: &str, label: &str, kind: &str| {
        let error = wrong.of(&format!("{name}-{row}"));
        let (id, value) = (format!("f-{name}-{row}"), value(name));
        html! {
            div class=(if error.is_some() { "field error" } else { "field" }) {
                label for=(id) { (say.say(label)) }
                input class="input" id=(id) name=(name) type=(kind) value=(value) autocomplete="off"
                    aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("{id}-hint"))];
                @if let Some(error) = error { p class="hint" id={ (id) "-hint" } { (error) } }
            }
        }
    };
    let role = value("role");
    html! {
        fieldset class="colleague" {
            legend class="sr" { (say.with("entry-people-row", &[("place", (row + 1).into())])) }
            (field("name", "entry-your-name", "text"))
            (field("email", "entry-email", "email"))
            div class="field" {
                label for={ "f-role-" (row) } { (say.say("settings-role")) }
                select class="input" id={ "f-role-" (row) } name="role" {
                    @for one in PEOPLE.into_iter().rev() {
                        option value=(one.name()) selected[role == one.name()] { (say.say(&format!("settings-role-{}", one.name()))) }
                    }
                }
            }
        }
    }
}
