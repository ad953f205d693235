//! API tokens: created, shown once, revoked.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use db::Tx;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::{self, Permission, Role, Token};
use web::form;
use web::ui::{self, Field};
use words::when;

use super::phrases::{moment, zone};
use super::{Frame, Place, framed, refused, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

/// A token just created and its secret.
struct Fresh {
    name: String,
    secret: String,
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::ChangeTokens)?;
            Ok(shown(draw(agent, tx, None, &Fields::default(), &Wrong::default())?))
        })
        .await
}

pub(super) async fn create(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTokens)?;
            let role = Role::of_name(fields.get("role")).unwrap_or(Role::Integration);
            match account::create_token(tx, agent.actor(), fields.get("name"), role) {
                Ok((token, secret)) => {
                    let fresh = Fresh { name: token.name, secret };
                    Ok(shown(draw(agent, tx, Some(&fresh), &Fields::default(), &Wrong::default())?))
                }
                Err(account::Error::Refused(refusal)) => {
                    let mut wrong = Wrong::default();
                    wrong.add(agent.say, "name", refusal.key());
                    Ok(refused(draw(agent, tx, None, &fields, &wrong)?))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}

pub(super) async fn revoke(
    State(desk): State<Arc<Desk>>,
    Path(oid): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTokens)?;
            let oid = Kind::Token.oid(&oid).ok_or(Fault::Missing)?;
            account::revoke_token(tx, agent.actor(), oid)?;
            Ok(Redirect::to("/console/settings/tokens"))
        })
        .await
}

fn draw(
    agent: &Agent,
    tx: &mut Tx<'_>,
    fresh: Option<&Fresh>,
    values: &Fields,
    wrong: &Wrong,
) -> Result<Markup, Fault> {
    let tokens = account::tokens(tx)?;
    let (say, now_ms) = (agent.say, tx.now_ms());
    let body = html! {
        main class="thread settings" id="chiavi" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("settings-tokens")) " " span class="count" { (tokens.len()) } }
                    span class="muted clip" { (say.say("settings-tokens-text")) }
                }
            }
            div class="pages" {
                @if let Some(fresh) = fresh {
                    section class="leaf" {
                        div class="alert kept" role="status" {
                            (ui::icon("key-round"))
                            div {
                                b { (say.with("settings-token-made", &[("name", (&fresh.name).into())])) }
                                p { (say.say("settings-token-once")) }
                                p class="paste" { code id="segreto" { (fresh.secret) } }
                            }
                        }
                    }
                }
                section class="leaf" aria-labelledby="nuova" {
                    h2 id="nuova" { (say.say("settings-token-new")) }
                    form method="post" class="row fields-row" {
                        (form::csrf(agent.csrf()))
                        (ui::field(&Field {
                            name: "name", label: &say.say("settings-token-name"), value: values.get("name"),
                            hint: &say.say("settings-token-name-hint"), error: wrong.of("name"),
                            autocomplete: "off", required: true, ..Field::default()
                        }))
                        div class="field" {
                            label for="f-role" { (say.say("settings-role")) }
                            select class="input" id="f-role" name="role" {
                                @for role in [Role::Integration, Role::Agent, Role::Supervisor, Role::Admin] {
                                    option value=(role.name()) selected[values.get("role") == role.name()] {
                                        (say.say(&format!("settings-role-{}", role.name())))
                                    }
                                }
                            }
                            p class="hint" { (say.say("settings-token-role-hint")) }
                        }
                        (ui::submit("primary", &say.say("settings-token-create")))
                    }
                }
                section class="leaf" aria-labelledby="elenco" {
                    h2 id="elenco" { (say.say("settings-tokens-there")) }
                    @if tokens.is_empty() {
                        (ui::empty(&say.say("settings-tokens-none"), &say.say("settings-tokens-none-text"), None))
                    } @else {
                        (table(agent, &tokens, now_ms))
                    }
                }
            }
        }
    };
    Ok(framed(Frame {
        agent,
        place: Place::Tokens,
        title: say.say("settings-tokens"),
        deck: "plain",
        skip: "chiavi",
        body,
        now_ms,
    }))
}

fn table(agent: &Agent, tokens: &[Token], now_ms: i64) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    html! {
        div class="sideways" tabindex="0" role="group" aria-labelledby="elenco" {
            table class="lanes tokens" {
                thead {
                    tr {
                        @for key in ["settings-token-name", "settings-role", "settings-token-created", "settings-token-used"] {
                            th scope="col" { (say.say(key)) }
                        }
                        th scope="col" { span class="sr" { (say.say("settings-token-revoke")) } }
                    }
                }
                tbody {
                    @for token in tokens {
                        tr {
                            th scope="row" { (token.name) }
                            td { (say.say(&format!("settings-role-{}", token.role.name()))) }
                            td { (when::day_time(say, token.created_at_ms, now_ms, &zone)) }
                            td { (moment(say, token.last_used_at_ms, now_ms, &zone)) }
                            td class="n" {
                                form method="post" action={ "/console/settings/tokens/" (Kind::Token.name(&token.oid)) "/revoke" } {
                                    (form::csrf(agent.csrf()))
                                    button class="button quiet" type="submit" {
                                        (say.say("settings-token-revoke")) span class="sr" { " " (token.name) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
