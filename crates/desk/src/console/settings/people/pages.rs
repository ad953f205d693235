//! The page of one person, beside the list of everybody, with the teams.

use kernel::id::Kind;
use maud::{Markup, html};
use office::account::{Member, PEOPLE, Permission};
use web::form;
use web::ui::{self, Field};

use super::{View, path};
use crate::console::settings::phrases::{moment, zone};
use crate::console::settings::{Frame, Place, framed};
use crate::session::Agent;

pub(super) fn draw(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let title = match &view.open {
        Some(member) => member.person.name.clone(),
        None => say.say("settings-person-new"),
    };
    let body = html! {
        (list(agent, view))
        (leaf(agent, view, &title))
    };
    framed(Frame {
        agent,
        place: Place::People,
        title,
        deck: "cabinet",
        skip: "persona",
        body,
        now_ms: view.now_ms,
    })
}

fn list(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let active = view.members.iter().filter(|member| member.person.active).count();
    html! {
        section class="queue" aria-labelledby="lista" {
            header {
                h1 id="lista" {
                    (say.say("settings-people")) " " span class="count" { (active) }
                    @if agent.may(Permission::ChangePeople) {
                        a class="button quiet end" href="/console/settings/people/new" { (say.say("settings-invite")) }
                    }
                }
            }
            div class="due" data-walk {
                ul class="boxes" {
                    @for member in &view.members {
                        @let open = view.open.as_ref().is_some_and(|open| open.person.id == member.person.id);
                        @let (kind, state) = state(agent, member);
                        li {
                            a href=(path(&Kind::Agent.name(&member.person.oid))) aria-current=[open.then_some("page")] {
                                (ui::avatar(&ui::initials(&member.person.name), "", None, ""))
                                b class="clip" { (member.person.name) }
                                (ui::state(kind, state))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn state(agent: &Agent, member: &Member) -> (&'static str, String) {
    let say = agent.say;
    match (member.person.active, member.person.has_password) {
        (false, _) => ("none", say.say("settings-person-off")),
        (true, false) => ("soon", say.say("settings-person-invited")),
        (true, true) => ("", say.say(&format!("settings-role-{}", member.person.role.name()))),
    }
}

fn leaf(agent: &Agent, view: &View, title: &str) -> Markup {
    let say = agent.say;
    html! {
        main class="thread settings" id="persona" aria-labelledby="nome" {
            header {
                div class="title" {
                    h2 id="nome" { (title) }
                    @if let Some(member) = &view.open {
                        @if !member.person.active { (ui::chip("outline", say.say("settings-person-off"))) }
                        span class="muted clip" { (member.person.email) }
                    }
                }
            }
            div class="pages folio" {
                div class="leaves" {
                    @if let Some(link) = &view.link { (invitation(agent, link)) }
                    (identity(agent, view))
                }
                div class="leaves" {
                    @if let Some(member) = &view.open { (door(agent, view, member)) }
                    (teams(agent, view))
                }
            }
        }
    }
}

fn invitation(agent: &Agent, link: &str) -> Markup {
    let say = agent.say;
    html! {
        section class="leaf" aria-labelledby="invito" {
            div class="alert kept" role="status" {
                (ui::icon("key-round"))
                div {
                    b id="invito" { (say.say("settings-invite-made")) }
                    p { (say.say("settings-invite-once")) }
                    p class="paste" { code { (link) } }
                }
            }
        }
    }
}

fn identity(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let (may, may_team) = (agent.may(Permission::ChangePeople), agent.may(Permission::ChangeTeams));
    let text = |name: &'static str, key: &str, kind| {
        ui::field(&Field {
            name,
            label: &say.say(key),
            kind,
            value: view.values.get(name),
            error: view.wrong.of(name),
            autocomplete: "off",
            required: true,
            ..Field::default()
        })
    };
    let action = match &view.open {
        Some(member) => path(&Kind::Agent.name(&member.person.oid)),
        None => path("new"),
    };
    html! {
        section class="leaf" aria-labelledby="p1" {
            h3 id="p1" { (say.say("settings-person-who")) }
            form method="post" action=(action) class="fields" novalidate {
                (form::csrf(agent.csrf()))
                fieldset class="bare fields" disabled[!may] {
                    (text("name", "entry-your-name", ""))
                    (text("email", "settings-person-email", "email"))
                    div class=(if view.wrong.of("role").is_some() { "field error" } else { "field" }) {
                        label for="f-role" { (say.say("settings-role")) }
                        select class="input" id="f-role" name="role" aria-describedby="f-role-hint" {
                            @for role in PEOPLE {
                                option value=(role.name()) selected[view.values.get("role") == role.name()] {
                                    (say.say(&format!("settings-role-{}", role.name())))
                                }
                            }
                        }
                        p class="hint" id="f-role-hint" {
                            @match view.wrong.of("role") { Some(wrong) => { (wrong) } None => { (say.say("settings-role-hint")) } }
                        }
                    }
                }
                @if !view.teams.is_empty() {
                    fieldset class="ticks" disabled[!may_team] {
                        legend { (say.say("settings-teams")) }
                        @for team in &view.teams {
                            @let name = Kind::Team.name(&team.oid);
                            label class="tick" {
                                input type="checkbox" name="team" value=(name) checked[view.values.all("team").any(|ticked| ticked == name)];
                                span { (team.name) }
                            }
                        }
                    }
                }
                @if may_team {
                    p { (ui::submit("primary", &say.say(if view.open.is_some() { "settings-save" } else { "settings-person-add" }))) }
                }
            }
        }
    }
}

fn door(agent: &Agent, view: &View, member: &Member) -> Markup {
    let say = agent.say;
    let name = Kind::Agent.name(&member.person.oid);
    let seen = moment(say, member.seen_at_ms, view.now_ms, &zone(agent));
    html! {
        section class="leaf" aria-labelledby="p2" {
            h3 id="p2" { (say.say("settings-door")) }
            dl class="facts" {
                dt { (say.say("settings-last-seen")) } dd { (seen) }
                dt { (say.say("settings-password")) }
                dd { (say.say(if member.person.has_password { "settings-password-set" } else { "settings-password-unset" })) }
            }
            @if agent.may(Permission::ChangePeople) {
                div class="row acts" {
                    @if member.person.active {
                        form method="post" action={ (path(&name)) "/invite" } {
                            (form::csrf(agent.csrf()))
                            (ui::submit("", &say.say(if member.person.has_password { "settings-link-password" } else { "settings-link-again" })))
                        }
                    }
                    form method="post" action={ (path(&name)) "/active" } {
                        (form::csrf(agent.csrf()))
                        @if member.person.active {
                            button class="button" type="submit" name="active" value="no" { (say.say("settings-deactivate")) }
                        } @else {
                            button class="button" type="submit" name="active" value="yes" { (say.say("settings-reactivate")) }
                        }
                    }
                }
                p class="tiny muted" { (say.say("settings-deactivate-text")) }
            }
        }
    }
}

fn teams(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let named = |id: &i64| {
        view.members.iter().find(|member| member.person.id == *id).map(|member| member.person.name.as_str())
    };
    html! {
        section class="leaf" aria-labelledby="p3" {
            h3 id="p3" { (say.say("settings-teams")) " " span class="count" { (view.teams.len()) } }
            @if view.teams.is_empty() { p class="muted" { (say.say("settings-teams-none")) } }
            ul class="lines" {
                @for team in &view.teams {
                    li {
                        b { (team.name) }
                        span class="muted end clip" { (team.members.iter().filter_map(named).collect::<Vec<_>>().join(", ")) }
                    }
                }
            }
            @if agent.may(Permission::ChangeTeams) {
                form method="post" action="/console/settings/teams" class="fields" {
                    (form::csrf(agent.csrf()))
                    @if let Some(member) = &view.open { input type="hidden" name="back" value=(Kind::Agent.name(&member.person.oid)); }
                    (ui::field(&Field {
                        name: "team-name", label: &say.say("settings-team-new"), value: view.values.get("team-name"),
                        error: view.wrong.of("team-name"), autocomplete: "off", ..Field::default()
                    }))
                    p { (ui::submit("", &say.say("settings-team-add"))) }
                }
            }
        }
    }
}
