//! What we understand of a first message: the topics, the forms of order numbers, and when to ask for a rating.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use maud::{Markup, html};
use office::account::Permission;
use spine::outbox;
use spine::topic::{self, Settings, Topic};
use web::form;
use web::ui::{self, Field};

use super::super::{Frame, Place, framed, refused, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

const HERE: &str = "/console/settings/topics";

pub(super) async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let saved = Fields::of_query(query.as_deref()).get("done") == "saved";
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let settings = topic::configured(tx)?;
            let forms = settings.order_forms.join("\n");
            Ok(shown(draw(agent, tx, &settings.topics, &forms, None, &Wrong::default(), saved)?))
        })
        .await
}

pub(super) async fn save(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let settings = read(&fields);
            let configured = topic::configure(tx, &settings, agent.actor());
            let mut wrong = Wrong::default();
            let kept = wrong.take(agent.say, configured, |refused| {
                let mut steps = refused.pointer.trim_start_matches('/').split('/');
                match (steps.next(), steps.next()) {
                    (Some("topics"), Some(at)) => (format!("topic-{at}"), "template-topic-error"),
                    _ => ("forms".to_owned(), "template-topic-error-forms"),
                }
            })?;
            match kept {
                Some(()) => Ok(Redirect::to(&format!("{HERE}?done=saved")).into_response()),
                None => {
                    let forms = fields.get("forms");
                    Ok(refused(draw(agent, tx, &settings.topics, forms, None, &wrong, false)?))
                }
            }
        })
        .await
}

/// When customers are asked how it went.
pub(super) async fn save_rating(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let given = fields.get("after").trim().to_owned();
            let hours = match given.as_str() {
                "" => Some(None),
                number => number.parse::<i64>().ok().filter(|hours| (1..=200).contains(hours)).map(Some),
            };
            let Some(hours) = hours else {
                let settings = topic::configured(tx)?;
                let forms = settings.order_forms.join("\n");
                let mut wrong = Wrong::default();
                wrong.add(agent.say, "after", "template-rating-error");
                return Ok(refused(draw(agent, tx, &settings.topics, &forms, Some(&given), &wrong, false)?));
            };
            outbox::set_rating_after(tx, hours, agent.actor())?;
            Ok(Redirect::to(&format!("{HERE}?done=saved")).into_response())
        })
        .await
}

/// The rows of the form; one whose short name is empty is gone.
fn read(fields: &Fields) -> Settings {
    let column = |name: &'static str| fields.all(name).map(|value| value.trim().to_owned()).collect::<Vec<_>>();
    let (keys, italian, english, words) = (column("key"), column("it"), column("en"), column("words"));
    let complaints: Vec<&str> = fields.all("complaint").collect();
    let at = |column: &[String], at: usize| column.get(at).cloned().unwrap_or_default();
    let row = |index: usize| Topic {
        key: at(&keys, index),
        italian: at(&italian, index),
        english: at(&english, index),
        words: at(&words, index)
            .split(',')
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .collect(),
        complaint: complaints.contains(&index.to_string().as_str()),
    };
    let topics = (0..keys.len()).map(row).filter(|topic| !topic.key.is_empty()).collect();
    let forms = fields.get("forms").lines().map(|form| form.trim().to_owned()).filter(|form| !form.is_empty());
    Settings { topics, order_forms: forms.collect() }
}

fn draw(
    agent: &Agent,
    tx: &mut Tx<'_>,
    topics: &[Topic],
    forms: &str,
    after: Option<&str>,
    wrong: &Wrong,
    saved: bool,
) -> Result<Markup, Fault> {
    let say = agent.say;
    let may = agent.may(Permission::ChangeAccount);
    let kept = outbox::rating_after(tx)?.map(|hours| hours.to_string()).unwrap_or_default();
    let after = after.map_or(kept, str::to_owned);
    let blank = Topic {
        key: String::new(),
        italian: String::new(),
        english: String::new(),
        words: Vec::new(),
        complaint: false,
    };
    let body = html! {
        main class="thread settings" id="argomenti" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("template-topics")) }
                    span class="muted clip" { (say.say("template-topic-text")) }
                }
            }
            div class="pages" {
                @if saved {
                    section class="notice" { (ui::alert("kept", "check", &say.say("template-topic-saved"), say.say("template-topic-saved-text"), None)) }
                }
                section class="leaf" aria-labelledby="lista" {
                    h2 id="lista" { (say.say("template-topic-list")) }
                    p class="muted" { (say.say("template-topic-how")) }
                    form method="post" action=(HERE) class="fields" novalidate {
                        (form::csrf(agent.csrf()))
                        fieldset class="bare fields" disabled[!may] {
                            @for (index, topic) in topics.iter().chain([&blank]).enumerate() {
                                (row(agent, index, topic, wrong))
                            }
                            p class="hint" { (say.say("template-topic-remove-hint")) }
                            div class=(if wrong.of("forms").is_some() { "field error" } else { "field" }) {
                                label for="f-forms" { (say.say("template-topic-forms")) }
                                textarea class="input" id="f-forms" name="forms" rows="3" aria-describedby="h-forms" aria-invalid=[wrong.of("forms").map(|_| "true")] { (forms) }
                                @let hint = say.say("template-topic-forms-hint");
                                p class="hint" id="h-forms" { (wrong.of("forms").unwrap_or(&hint)) }
                            }
                            @if may { p { (ui::submit("primary", &say.say("settings-save"))) } }
                        }
                    }
                }
                section class="leaf" aria-labelledby="voto" {
                    h2 id="voto" { (say.say("template-rating-title")) }
                    form method="post" action={ (HERE) "/rating" } class="fields" novalidate {
                        (form::csrf(agent.csrf()))
                        fieldset class="bare fields" disabled[!may] {
                            (ui::field(&Field {
                                name: "after", label: &say.say("template-rating-after"), value: &after,
                                hint: &say.say("template-rating-after-hint"), error: wrong.of("after"),
                                autocomplete: "off", ..Field::default()
                            }))
                            @if may { p { (ui::submit("", &say.say("settings-save"))) } }
                        }
                    }
                }
            }
        }
    };
    Ok(framed(Frame {
        agent,
        place: Place::Topics,
        title: say.say("template-topics"),
        deck: "plain",
        skip: "argomenti",
        body,
        now_ms: tx.now_ms(),
    }))
}

fn row(agent: &Agent, index: usize, topic: &Topic, wrong: &Wrong) -> Markup {
    let say = agent.say;
    let error = wrong.of(&format!("topic-{index}"));
    let legend = match topic.key.as_str() {
        "" => say.say("template-topic-another"),
        _ => topic.label(say.language).to_owned(),
    };
    let field = |name: &str, key: &str, value: &str, class: &str| {
        let id = format!("f-{name}-{index}");
        html! {
            div class={ "field " (class) } {
                label for=(id) { (say.say(key)) }
                input class="input" id=(id) name=(name) value=(value) autocomplete="off" aria-invalid=[error.map(|_| "true")];
            }
        }
    };
    html! {
        fieldset class=(if error.is_some() { "matter-card error" } else { "matter-card" }) {
            legend { (legend) }
            div class="cells" {
                (field("key", "template-topic-key", &topic.key, ""))
                (field("it", "template-topic-it", &topic.italian, ""))
                (field("en", "template-topic-en", &topic.english, ""))
                (field("words", "template-topic-words", &topic.words.join(", "), "wide"))
            }
            label class="tick" { input type="checkbox" name="complaint" value=(index) checked[topic.complaint]; " " (say.say("template-topic-complaint")) }
            @if let Some(error) = error { p class="hint" { (error) } }
        }
    }
}
