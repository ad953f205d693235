//! The page of one person, beside the list of everybody, with the teams.

use kernel::id::Kind;
use maud::{Markup, html};
use office::account::{Member, PEOPLE, Permission};
use spine::inbox::Tier;
use spine::skill::Held;
use web::form;
use web::ui::{self, Field};
use words::{Say, when};

use super::arrange::{CHANNELS, SKILLS_MAX};
use super::{Invitation, View, path};
use crate::console::settings::phrases::{moment, zone};
use crate::console::settings::{Frame, Place, framed, sessions};
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
                        @if agent.may(Permission::ChangeTeams) {
                            a class="button quiet end" href={ "/console/day/" (Kind::Agent.name(&member.person.oid)) } { (say.say("day-short")) }
                        }
                    }
                }
            }
            div class="pages folio" {
                div class="leaves" {
                    @if let Some(made) = &view.invitation { (invitation(say, made)) }
                    (identity(agent, view))
                    @if let Some(member) = &view.open { (arranged(agent, view, member)) }
                }
                div class="leaves" {
                    @if let Some(member) = &view.open { (door(agent, view, member)) }
                    (teams(agent, view))
                }
            }
        }
    }
}

impl Invitation {
    /// That it left, or the link to hand over.
    pub(crate) fn draw(&self, say: Say) -> Markup {
        let places = [("email", self.email.as_str().into()), ("until", self.until.as_str().into())];
        html! {
            div {
                b { (self.name) }
                @match &self.link {
                    None => { p { (say.with("settings-invite-sent", &places)) } }
                    Some(link) => {
                        p { (say.with("settings-invite-once", &places)) }
                        p class="paste" { code { (link) } }
                    }
                }
            }
        }
    }
}

fn invitation(say: Say, invitation: &Invitation) -> Markup {
    html! {
        section class="leaf" aria-labelledby="invito" {
            div class="alert kept" role="status" {
                (ui::icon("key-round"))
                div { b id="invito" { (say.say("settings-invite-made")) } (invitation.draw(say)) }
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

/// Skills with their level, tiers, and how much at once.
fn arranged(agent: &Agent, view: &View, member: &Member) -> Markup {
    let (say, values, wrong) = (agent.say, &view.arranged, &view.wrong);
    let levels: Vec<&str> = values.all("level").collect();
    let held: Vec<&str> = values.all("held").collect();
    let skills: Vec<&str> = values.all("skill").collect();
    let rows = (skills.len() + 2).min(SKILLS_MAX);
    html! {
        section class="leaf" aria-labelledby="p4" {
            h3 id="p4" { (say.say("settings-arranged")) }
            form method="post" action={ (path(&Kind::Agent.name(&member.person.oid))) "/arrange" } class="fields" novalidate {
                (form::csrf(agent.csrf()))
                fieldset class="bare fields" disabled[!agent.may(Permission::ChangeTeams)] {
                    fieldset class="skills" {
                        legend { (say.say("settings-skills")) }
                        p class="hint" { (say.say("settings-skills-hint")) }
                        @for row in 0..rows {
                            @let fault = wrong.of(&format!("skill-{row}"));
                            div class="row" {
                                input class="input slim" name="skill" value=[skills.get(row)] aria-invalid=[fault.map(|_| "true")]
                                    aria-label=(say.with("settings-skill", &[("place", (row + 1).into())]));
                                input class="input slim hour" name="level" value=[levels.get(row)] inputmode="numeric"
                                    aria-label=(say.with("settings-skill-level", &[("place", (row + 1).into())]));
                                select class="input slim" name="held" aria-label=(say.with("settings-skill-held", &[("place", (row + 1).into())])) {
                                    @for place in Held::ALL {
                                        option value=(place.name()) selected[held.get(row) == Some(&place.name())] { (say.say(&format!("skill-held-{}", place.name()))) }
                                    }
                                }
                            }
                            @if let Some(fault) = fault { p class="hint fault" { (fault) } }
                        }
                    }
                    fieldset class="ticks" {
                        legend { (say.say("settings-tiers")) }
                        div class="row" {
                            @for tier in Tier::ALL {
                                label class="tick" {
                                    input type="checkbox" name="tier" value=(tier.name()) checked[values.all("tier").any(|name| name == tier.name())];
                                    span { (ui::tier(tier.name(), "")) }
                                }
                            }
                        }
                    }
                    fieldset class="skills" {
                        legend { (say.say("settings-capacity")) }
                        p class="hint" { (say.say("settings-capacity-hint")) }
                        @for channel in CHANNELS {
                            @let name = format!("capacity-{}", channel.name());
                            @let fault = wrong.of(&name);
                            div class="row" {
                                label for={ "f-" (name) } { (ui::icon(ui::channel_icon(channel.name()))) " " (say.say(&format!("settings-channel-{}", channel.name()))) }
                                input class="input slim hour end" id={ "f-" (name) } name=(name) value=(values.get(&name)) inputmode="numeric"
                                    aria-invalid=[fault.map(|_| "true")];
                            }
                            @if let Some(fault) = fault { p class="hint fault" { (fault) } }
                        }
                    }
                    @if agent.may(Permission::ChangeTeams) { p { (ui::submit("primary", &say.say("settings-save"))) } }
                }
            }
        }
    }
}

fn door(agent: &Agent, view: &View, member: &Member) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    let name = Kind::Agent.name(&member.person.oid);
    let seen = moment(say, member.seen_at_ms, view.wall_ms, &zone);
    let invited = member.invited_until_ms.map(|until_ms| {
        let key = if until_ms > view.wall_ms { "settings-invite-until" } else { "settings-invite-over" };
        say.with(key, &[("until", when::day_time(say, until_ms, view.wall_ms, &zone).into())])
    });
    html! {
        section class="leaf" aria-labelledby="p2" {
            h3 id="p2" { (say.say("settings-door")) }
            dl class="facts" {
                dt { (say.say("settings-last-seen")) } dd { (seen) }
                dt { (say.say("settings-password")) }
                dd { (say.say(if member.person.has_password { "settings-password-set" } else { "settings-password-unset" })) }
                @if let Some(invited) = invited { dt { (say.say("entry-invitation")) } dd { (invited) } }
            }
            @if agent.may(Permission::ChangePeople) {
                div class="row acts" {
                    @if member.person.active {
                        form method="post" action={ (path(&name)) "/invite" } {
                            (form::csrf(agent.csrf()))
                            (ui::submit("", &say.say(if member.person.has_password { "settings-link-password" } else { "settings-link-again" })))
                        }
                    } @else {
                        form method="post" action={ (path(&name)) "/active" } {
                            (form::csrf(agent.csrf()))
                            button class="button" type="submit" name="active" value="yes" { (say.say("settings-reactivate")) }
                        }
                    }
                }
                (seats(agent, view, &name))
                @if member.person.active { (leaving(agent, view, member, &name)) }
            }
        }
    }
}

/// Where the person is signed in; an administrator ends it.
fn seats(agent: &Agent, view: &View, name: &str) -> Markup {
    let say = agent.say;
    let action = format!("{}/sessions", path(name));
    html! {
        h4 { (say.say("settings-sessions-of")) }
        @if view.sessions.is_empty() {
            p class="muted" { (say.say("settings-sessions-of-none")) }
        } @else {
            (sessions::list(&sessions::Shown {
                say, sessions: &view.sessions, here: Some(&agent.visit.token_hash), action: &action,
                csrf: agent.csrf(), zone: &zone(agent), wall_ms: view.wall_ms,
            }))
            form method="post" action=(action) {
                (form::csrf(agent.csrf()))
                p { (ui::submit("quiet", &say.say("settings-sessions-end-all"))) }
            }
        }
    }
}

/// Deactivating somebody, after the sentence that says what becomes of their work.
fn leaving(agent: &Agent, view: &View, member: &Member, name: &str) -> Markup {
    let say = agent.say;
    html! {
        details class="removal" {
            summary { (say.say("settings-deactivate")) }
            form method="post" action={ (path(name)) "/active" } {
                (form::csrf(agent.csrf()))
                p { (say.with("settings-deactivate-text", &[("name", member.person.name.as_str().into()), ("count", view.holds.into())])) }
                button class="button" type="submit" name="active" value="no" { (say.say("settings-deactivate-yes")) }
            }
        }
    }
}

fn teams(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        section class="leaf" aria-labelledby="p3" {
            h3 id="p3" { (say.say("settings-teams")) " " span class="count" { (view.teams.len()) } }
            @if view.teams.is_empty() {
                (ui::empty(&say.say("settings-teams-empty"), &say.say("settings-teams-none"), None))
            }
            ul class="lines" {
                @for team in &view.teams {
                    li {
                        a href={ "/console/settings/teams/" (Kind::Team.name(&team.oid)) } { b { (team.name) } }
                        span class="muted end clip" { (say.with("settings-team-count", &[("count", team.members.len().into())])) }
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
