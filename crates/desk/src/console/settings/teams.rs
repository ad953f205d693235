//! Teams: named, renamed, dissolved, and who is in them.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::{self, Member, Permission};
use spine::agent::{self, Team, TeamEdit};
use spine::inbox::{self, Inbox};
use spine::routing;
use web::form;
use web::ui::{self, Field};

use super::{Frame, Place, framed, refused, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

/// Characters a team's name can have.
const NAME_MAX: usize = 80;

/// Everything the page shows.
struct View {
    team: Team,
    people: Vec<Member>,
    /// Inboxes this team answers.
    inboxes: Vec<Inbox>,
    values: Fields,
    wrong: Wrong,
    now_ms: i64,
}

fn view(tx: &mut Tx<'_>, name: &str, values: Option<Fields>, wrong: Wrong) -> Result<View, Fault> {
    let oid = Kind::Team.oid(name).ok_or(Fault::Missing)?;
    let known = agent::team_by_oid(tx, oid)?;
    let team = agent::team(tx, known.id)?;
    let people: Vec<Member> =
        account::people(tx)?.into_iter().filter(|member| !member.of_token && member.person.active).collect();
    let values = values.unwrap_or_else(|| {
        let mut values = Fields::of_pairs([("team-name", team.name.clone())]);
        for member in people.iter().filter(|member| team.members.contains(&member.person.id)) {
            values.push("member", Kind::Agent.name(&member.person.oid));
        }
        values
    });
    let inboxes = inbox::list(tx)?.into_iter().filter(|inbox| inbox.team_id == Some(team.id)).collect();
    Ok(View { team, people, inboxes, values, wrong, now_ms: tx.now_ms() })
}

fn path(name: &str) -> String {
    format!("/console/settings/teams/{name}")
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            Ok(shown(draw(agent, &view(tx, &name, None, Wrong::default())?)))
        })
        .await
}

/// The name of a form, when it will do.
fn named(agent: &Agent, fields: &Fields) -> Result<String, Wrong> {
    let name = fields.get("team-name").trim();
    match name.is_empty() || name.chars().count() > NAME_MAX {
        false => Ok(name.to_owned()),
        true => {
            let mut wrong = Wrong::default();
            wrong.add(agent.say, "team-name", "settings-error-team");
            Err(wrong)
        }
    }
}

pub(super) async fn create(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            match named(agent, &fields) {
                Ok(name) => {
                    let team = agent::create_team(tx, &name, &[], agent.actor())?;
                    Ok(Redirect::to(&path(&Kind::Team.name(&team.oid))).into_response())
                }
                Err(wrong) => Ok(refused(blank(agent, &fields, &wrong, tx.now_ms()))),
            }
        })
        .await
}

/// The form of a team that is not there yet.
fn blank(agent: &Agent, values: &Fields, wrong: &Wrong, now_ms: i64) -> Markup {
    let say = agent.say;
    let body = html! {
        main class="thread settings" id="gruppo" aria-labelledby="nome" {
            header { div class="title" { h1 id="nome" { (say.say("settings-team-new")) } } }
            div class="pages" {
                section class="leaf" {
                    form method="post" action="/console/settings/teams" class="fields" novalidate {
                        (form::csrf(agent.csrf()))
                        (ui::field(&Field {
                            name: "team-name", label: &say.say("settings-team-name"), value: values.get("team-name"),
                            error: wrong.of("team-name"), autocomplete: "off", required: true, ..Field::default()
                        }))
                        p { (ui::submit("primary", &say.say("settings-team-add"))) }
                    }
                }
            }
        }
    };
    let (place, title) = (Place::People, say.say("settings-team-new"));
    framed(Frame { agent, place, title, deck: "plain", skip: "gruppo", body, now_ms })
}

pub(super) async fn save(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let known = view(tx, &name, None, Wrong::default())?;
            let written = match named(agent, &fields) {
                Ok(written) => written,
                Err(wrong) => {
                    return Ok(refused(draw(agent, &view(tx, &name, Some(fields), wrong)?)));
                }
            };
            let ticked = |member: &&Member| {
                fields.all("member").any(|name| name == Kind::Agent.name(&member.person.oid))
            };
            let members = known.people.iter().filter(ticked).map(|member| member.person.id).collect();
            let edit = TeamEdit { name: Some(written), members: Some(members) };
            agent::edit_team(tx, known.team.id, edit, agent.actor())?;
            Ok(Redirect::to(&path(&name)).into_response())
        })
        .await
}

/// Dissolves a team; one that answers an inbox stays, and the page says which.
pub(super) async fn delete(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let known = view(tx, &name, None, Wrong::default())?;
            match routing::dissolve_team(tx, known.team.id, agent.actor()) {
                Ok(()) => Ok(Redirect::to("/console/settings/people").into_response()),
                Err(spine::Error::Conflict(_)) => {
                    let mut wrong = Wrong::default();
                    wrong.add(agent.say, "delete", "settings-team-busy");
                    Ok(refused(draw(agent, &view(tx, &name, None, wrong)?)))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}

fn draw(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let name = Kind::Team.name(&view.team.oid);
    let may = agent.may(Permission::ChangeTeams);
    let body = html! {
        main class="thread settings" id="gruppo" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (view.team.name) }
                    span class="muted clip" { (say.with("settings-team-count", &[("count", view.team.members.len().into())])) }
                }
            }
            div class="pages folio" {
                div class="leaves" {
                    section class="leaf" aria-labelledby="t1" {
                        h2 id="t1" { (say.say("settings-team")) }
                        form method="post" class="fields" novalidate {
                            (form::csrf(agent.csrf()))
                            fieldset class="bare fields" disabled[!may] {
                                (ui::field(&Field {
                                    name: "team-name", label: &say.say("settings-team-name"), value: view.values.get("team-name"),
                                    error: view.wrong.of("team-name"), autocomplete: "off", required: true, ..Field::default()
                                }))
                                fieldset class="ticks" {
                                    legend { (say.say("settings-team-who")) }
                                    @for member in &view.people {
                                        @let own = Kind::Agent.name(&member.person.oid);
                                        label class="tick" {
                                            input type="checkbox" name="member" value=(own) checked[view.values.all("member").any(|name| name == own)];
                                            span { (member.person.name) }
                                        }
                                    }
                                }
                                @if may { p { (ui::submit("primary", &say.say("settings-save"))) } }
                            }
                        }
                    }
                }
                div class="leaves" {
                    section class="leaf" aria-labelledby="t2" {
                        h2 id="t2" { (say.say("settings-team-inboxes")) }
                        @if view.inboxes.is_empty() {
                            (ui::empty(&say.say("settings-team-no-inbox"), &say.say("settings-team-no-inbox-text"),
                                Some(ui::button_link("", "/console/settings/inboxes", say.say("settings-inboxes")))))
                        }
                        ul class="lines" {
                            @for inbox in &view.inboxes {
                                li { a href={ "/console/settings/inboxes/" (Kind::Inbox.name(&inbox.oid)) } { (inbox.address.as_deref().unwrap_or(&inbox.name)) } }
                            }
                        }
                        @if let Some(wrong) = view.wrong.of("delete") { p class="hint fault" role="alert" { (wrong) } }
                        @if may {
                            details class="removal" {
                                summary { (say.say("settings-team-delete")) }
                                form method="post" action={ (path(&name)) "/delete" } {
                                    (form::csrf(agent.csrf()))
                                    p { (say.say("settings-team-delete-text")) }
                                    (ui::submit("", &say.say("settings-team-delete-yes")))
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    framed(Frame {
        agent,
        place: Place::People,
        title: view.team.name.clone(),
        deck: "plain",
        skip: "gruppo",
        body,
        now_ms: view.now_ms,
    })
}
