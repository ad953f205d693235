//! Where somebody wants to be told, on their own page.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{Redirect, Response};
use db::Tx;
use maud::{Markup, html};
use spine::notice::{self, Choice, Kind, Subscription};
use web::form;
use web::ui;

use crate::Desk;
use crate::fault::Fault;
use crate::session::{Agent, Sent};

/// What the section shows.
pub struct Own {
    choices: Vec<Choice>,
    browsers: Vec<Subscription>,
}

pub fn own_view(tx: &mut Tx<'_>, agent_id: i64) -> Result<Own, Fault> {
    Ok(Own { choices: notice::choices(tx, agent_id)?, browsers: notice::subscriptions(tx, agent_id)? })
}

/// The section of the reader's own page: a line for each kind, and this browser's permission.
pub fn section(agent: &Agent, own: &Own) -> Markup {
    let say = agent.say;
    let places = ["screen", "browser", "push"];
    html! {
        section class="leaf" id="avvisi" aria-labelledby="avvisi-titolo" {
            h2 id="avvisi-titolo" { (say.say("notices-own")) }
            form method="post" action="/console/me/notices" class="fields" {
                (form::csrf(agent.csrf()))
                table class="choices-of" {
                    thead {
                        tr {
                            th scope="col" { span class="sr" { (say.say("notices-of")) } }
                            @for place in places { th scope="col" { (say.say(&format!("notices-place-{place}"))) } }
                        }
                    }
                    tbody {
                        @for choice in &own.choices {
                            @let kind = choice.kind.name();
                            @let name = say.say(&format!("notices-kind-{}", kind.replace('_', "-")));
                            tr {
                                th scope="row" { (name) }
                                @for (place, on) in places.iter().zip([choice.on_screen, choice.in_browser, choice.by_push]) {
                                    td {
                                        input type="checkbox" name={ (kind) "." (place) } value="1" checked[on]
                                            aria-label={ (name) ", " (say.say(&format!("notices-place-{place}"))) };
                                    }
                                }
                            }
                        }
                    }
                }
                p class="row" { (ui::submit("", &say.say("settings-save"))) }
            }
            div class="fields this-browser" id="this-browser" data-notices hidden
                data-asked=(say.say("notices-browser-ask")) data-granted=(say.say("notices-browser-granted"))
                data-denied=(say.say("notices-browser-denied")) data-missing=(say.say("notices-browser-missing"))
                data-on=(say.say("notices-push-on")) data-off=(say.say("notices-push-off")) {
                h3 { (say.say("notices-this-browser")) }
                p class="muted" data-part="state" role="status" {}
                label class="tick" {
                    input type="checkbox" data-part="full";
                    span { (say.say("notices-full")) span class="muted" { (say.say("notices-full-hint")) } }
                }
                p class="row" {
                    button type="button" class="button" data-part="ask" hidden { (say.say("notices-browser-allow")) }
                    button type="button" class="button" data-part="push" hidden { (say.say("notices-push-on")) }
                }
            }
            p class="muted tiny" { (say.with("notices-browsers", &[("count", (own.browsers.len() as i64).into())])) }
        }
    }
}

/// `POST /console/me/notices`: every box that is ticked.
pub(super) async fn save(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let answer = agent.write(&desk.db, move |agent, tx| {
        let ticked = |kind: Kind, place: &str| fields.has(&format!("{}.{place}", kind.name()));
        let choices = Kind::ALL.map(|kind| Choice {
            kind,
            on_screen: ticked(kind, "screen"),
            in_browser: ticked(kind, "browser"),
            by_push: ticked(kind, "push"),
        });
        notice::choose(tx, agent.id(), &choices)?;
        Ok(Redirect::to("/console/me#avvisi"))
    });
    answer.await
}
