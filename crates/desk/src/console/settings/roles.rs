//! Who may do what: the matrix, as it is enforced.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::html;
use office::account::{MATRIX, Permission, Role};
use web::ui;

use super::{Frame, Place, framed, shown};
use crate::Desk;
use crate::session::Agent;

pub(super) async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    if let Err(fault) = agent.must(Permission::SeeSettings) {
        return agent.problem(fault);
    }
    let say = agent.say;
    let body = html! {
        main class="thread settings" id="ruoli" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("settings-roles")) }
                    span class="muted clip" { (say.say("settings-roles-text")) }
                }
            }
            div class="pages" {
                section class="leaf" {
                    div class="sideways" tabindex="0" role="group" aria-labelledby="nome" {
                        table class="lanes roles" {
                            thead {
                                tr {
                                    th scope="col" { (say.say("settings-roles-may")) }
                                    @for role in Role::ALL {
                                        th scope="col" { (say.say(&format!("settings-role-{}", role.name()))) }
                                    }
                                }
                            }
                            tbody {
                                @for (permission, _) in MATRIX {
                                    tr {
                                        th scope="row" { (say.say(&format!("settings-may-{}", permission.name()))) }
                                        @for role in Role::ALL {
                                            td {
                                                @if permission.allows(role) {
                                                    (ui::icon("check")) span class="sr" { (say.say("settings-yes")) }
                                                } @else {
                                                    span class="faint" aria-hidden="true" { "–" }
                                                    span class="sr" { (say.say("settings-no")) }
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                    p class="tiny muted" { (say.say("settings-roles-integration")) }
                }
            }
        }
    };
    shown(framed(Frame {
        agent: &agent,
        place: Place::Roles,
        title: say.say("settings-roles"),
        deck: "plain",
        skip: "ruoli",
        body,
        now_ms: desk.clock.now_ms(),
    }))
}
