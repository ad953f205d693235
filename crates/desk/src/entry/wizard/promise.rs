//! The promise: how soon a new customer is answered, and the letter that says so, as the customer will see it.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use db::Tx;
use maud::{Markup, html};
use office::account::Permission;
use spine::inbox::{self, Inbox, Targets, Tier};
use spine::letters::{self, Facts, Letter, Matter};
use spine::{company, template};
use web::form;
use web::headers::MESSAGE_POLICY;
use web::ui;
use words::Say;

use super::frame;
use super::{Step, done, first_inbox, pending};
use crate::Desk;
use crate::console::settings::hours::{read_targets, write_targets};
use crate::console::settings::week::sentence;
use crate::entry::{refused, shown};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

/// Code of the letter shown: one that no request has.
const SAMPLE_CODE: &str = "R-7K3PQ";

pub(super) async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let Some(inbox) = first_inbox(tx)? else {
                return Ok(Redirect::to(Step::Mailbox.path()).into_response());
            };
            let mut values = Fields::default();
            write_targets(agent.say, &inbox.targets, &mut values);
            if inbox.acknowledges {
                values.push("acknowledges", "yes");
            }
            Ok(shown(draw(agent, tx, &inbox, &values, &Wrong::default())?))
        })
        .await
}

/// The targets of the form. It asks for first answers alone; the others follow them, and nothing else changes.
fn read(say: Say, fields: &Fields, inbox: &Inbox, wrong: &mut Wrong) -> Option<Targets> {
    let mut whole = Fields::default();
    write_targets(say, &inbox.targets, &mut whole);
    let mut written = Fields::default();
    for tier in Tier::ALL.map(Tier::name) {
        for kind in ["first", "next"] {
            written.push(format!("{kind}-{tier}"), fields.get(&format!("first-{tier}")));
        }
        let resolution = format!("resolution-{tier}");
        written.push(resolution.clone(), whole.get(&resolution));
    }
    read_targets(say, &written, wrong)
}

pub(super) async fn save(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let Some(inbox) = first_inbox(tx)? else {
                return Ok(Redirect::to(Step::Mailbox.path()).into_response());
            };
            let mut wrong = Wrong::default();
            let Some(targets) = read(agent.say, &fields, &inbox, &mut wrong) else {
                return Ok(refused(draw(agent, tx, &inbox, &fields, &wrong)?));
            };
            if fields.get("do") == "look" {
                return Ok(shown(draw(agent, tx, &inbox, &fields, &wrong)?));
            }
            let edit = inbox::Edit {
                targets: Some(targets),
                acknowledges: Some(fields.has("acknowledges")),
                ..inbox::Edit::default()
            };
            inbox::edit(tx, inbox.id, edit, agent.actor())?;
            done(tx, Step::Promise)?;
            Ok(Redirect::to(Step::People.path()).into_response())
        })
        .await
}

/// The letter a new customer would get if they wrote now, in a frame of its own.
pub(super) async fn letter(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let minutes = Fields::of_query(query.as_deref()).get("minutes").parse::<i64>().ok();
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let inbox = first_inbox(tx)?.ok_or(Fault::Missing)?;
            let minutes = minutes.unwrap_or_else(|| inbox.targets.first_reply_minutes(Tier::C));
            let letter = written(agent, tx, &inbox, minutes.clamp(1, 366 * 24 * 60))?;
            let policy = (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(MESSAGE_POLICY));
            Ok(([policy], Html(letter.html)).into_response())
        })
        .await
}

fn written(agent: &Agent, tx: &mut Tx<'_>, inbox: &Inbox, minutes: i64) -> Result<Letter, Fault> {
    let (company, now_ms) = (company::find(tx)?, tx.now_ms());
    let say = Say::new(inbox.language, inbox.register);
    let facts = Facts {
        say,
        company: company.name.clone(),
        customer: Some("Caterina Morandi".to_owned()),
        reference: SAMPLE_CODE.to_owned(),
        due_ms: inbox.hours.due(now_ms, minutes).unwrap_or(now_ms),
        now_ms,
        zone: inbox.hours.timezone().clone(),
        received_ms: now_ms,
        understood: Some(agent.say.say("entry-it-asks")),
        topic: None,
        order_number: None,
        attachments: Vec::new(),
        resolution_due_ms: None,
        chosen_way: None,
        track_url: company.public_url.clone(),
        phone: company.phone.clone(),
        person: letters::Person::at(&inbox.hours, now_ms),
        address_line: company.address_line.clone(),
    };
    let matter = Matter::Acknowledgement;
    let parts = template::in_force(
        tx,
        template::Asked {
            kind: matter.kind(),
            language: say.language,
            register: say.register,
            scope: template::Scope::Inbox(inbox.id),
        },
    )?;
    Ok(letters::write(&facts, matter, &parts))
}

fn draw(
    agent: &Agent,
    tx: &mut Tx<'_>,
    inbox: &Inbox,
    values: &Fields,
    wrong: &Wrong,
) -> Result<Markup, Fault> {
    let say = agent.say;
    let customer = Say::new(inbox.language, inbox.register);
    let targets = read(say, values, inbox, &mut Wrong::default()).unwrap_or(inbox.targets);
    let minutes = targets.first_reply_minutes(Tier::C);
    let letter = format!("/console/setup/promise/letter?minutes={minutes}");
    let body = html! {
        form class="fields" method="post" novalidate {
            (form::csrf(agent.csrf()))
            (frame::faults(say, wrong))
            @for tier in Tier::ALL.into_iter().rev() {
                @let name = format!("first-{}", tier.name());
                @let error = wrong.of(&name);
                div class=(if error.is_some() { "field error" } else { "field" }) {
                    label for={ "f-" (name) } {
                        (ui::tier(tier.name(), "")) " " (say.say(&format!("entry-promise-{}", tier.name().to_lowercase())))
                    }
                    input class="input" id={ "f-" (name) } name=(name) value=(values.get(&name)) autocomplete="off"
                        aria-invalid=[error.map(|_| "true")] aria-describedby={ "f-" (name) "-hint" };
                    p class="hint" id={ "f-" (name) "-hint" } {
                        @match error { Some(error) => { (error) } None => { (say.say("entry-promise-hint")) } }
                    }
                }
            }
            label class="tick" {
                input type="checkbox" name="acknowledges" value="yes" checked[values.has("acknowledges")];
                span { (say.say("settings-inbox-acknowledges")) br; span class="muted" { (say.say("settings-inbox-acknowledges-hint")) } }
            }
            p class="said-word word" { (sentence(customer, &inbox.hours, &targets, tx.now_ms())) }
            p class="row" {
                button class="button primary tall" type="submit" { (say.say("entry-on")) }
                button class="button tall" type="submit" name="do" value="look" { (say.say("entry-promise-look")) }
            }
        }
    };
    let aside = html! {
        section class="preview" aria-labelledby="lettera" {
            h2 id="lettera" { (say.say("entry-promise-letter")) }
            iframe class="letter" src=(letter) title=(say.say("entry-promise-letter")) sandbox="allow-same-origin" {}
            p class="faint tiny" { (say.say("entry-promise-letter-text")) }
        }
    };
    Ok(frame::draw(frame::Sheet {
        agent,
        step: Step::Promise,
        reached: pending(tx)?,
        title: say.say("entry-promise-title"),
        lead: say.say("entry-promise-lead"),
        body,
        aside,
    }))
}
