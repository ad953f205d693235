//! The page of one inbox's health beside the list of them all, and the bar on the first screen.

use db::Tx;
use doors::hook::Provider;
use jiff::tz::TimeZone;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use spine::health::{self, Incident, Quiet};
use spine::inbox;
use web::form;
use web::ui::{self, Field};
use words::{Say, when};

use super::{Line, View, path};
use crate::console::settings::phrases::{moment, zone};
use crate::console::settings::{Frame, Place, framed};
use crate::fault::Fault;
use crate::session::Agent;

/// Minutes between probes that are offered.
const EVERY: [i64; 5] = [15, 30, 60, 240, 1_440];
/// Troubles named on the first screen; the rest is counted.
const ON_THE_BAR: usize = 3;

/// One thing that is wrong, as the first screen says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub text: String,
    pub href: String,
}

/// What is wrong with any inbox, the oldest first.
pub(crate) fn troubles(tx: &mut Tx<'_>, say: Say, zone: &TimeZone) -> Result<Vec<Told>, Fault> {
    let open = health::open_incidents(tx)?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let (inboxes, now_ms) = (inbox::list(tx)?, tx.now_ms());
    let told = open.iter().filter_map(|incident| {
        let inbox = inboxes.iter().find(|inbox| inbox.id == incident.inbox_id)?;
        let address = inbox.address.clone().unwrap_or_else(|| inbox.name.clone());
        Some(Told { text: told(say, incident, &address, now_ms, zone), href: path(inbox) })
    });
    Ok(told.collect())
}

/// The bar of the first screen; `live` is the address its parts are asked from. Without troubles nothing is seen of it.
pub(crate) fn bar(say: Say, troubles: &[Told], live: &str) -> Markup {
    let more = troubles.len().saturating_sub(ON_THE_BAR);
    html! {
        div id="channels" data-live=(live) role=[(!troubles.is_empty()).then_some("alert")] {
            @if !troubles.is_empty() {
                div class="channel-bar" {
                    @for told in troubles.iter().take(ON_THE_BAR) {
                        p {
                            (ui::icon("triangle-alert")) span { (told.text) " " a href=(told.href) { (say.say("health-bar-see")) } }
                        }
                    }
                    @if more > 0 {
                        p { a href="/console/settings/health" { (say.with("health-bar-more", &[("count", more.into())])) } }
                    }
                }
            }
        }
    }
}

fn told(say: Say, incident: &Incident, address: &str, now_ms: i64, zone: &TimeZone) -> String {
    let since = when::from(say, incident.opened_at_ms, now_ms, zone);
    let key = format!("health-bar-{}", incident.kind.name());
    say.with(&key, &[("inbox", address.into()), ("since", since.into())])
}

pub(super) fn nothing(agent: &Agent, now_ms: i64) -> Markup {
    let say = agent.say;
    let act = agent
        .may(Permission::ChangeInboxes)
        .then(|| ui::button_link("primary", "/console/settings/inboxes/new", say.say("health-none-act")));
    let body = html! {
        main class="thread settings" id="canale" {
            header { div class="title" { h1 { (say.say("health-title")) } } }
            div class="pages" { (ui::empty(&say.say("health-none"), &say.say("health-none-text"), act)) }
        }
    };
    let title = say.say("health-title");
    framed(Frame { agent, place: Place::Channels, title, deck: "plain", skip: "canale", body, now_ms })
}

pub(super) fn draw(agent: &Agent, view: &View) -> Markup {
    let title = view.open.address.clone().unwrap_or_else(|| view.open.name.clone());
    let body = html! { (list(agent, view)) (leaf(agent, view, &title)) };
    framed(Frame {
        agent,
        place: Place::Channels,
        title,
        deck: "cabinet",
        skip: "canale",
        body,
        now_ms: view.now_ms,
    })
}

fn list(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        section class="queue" aria-labelledby="lista" {
            header { h1 id="lista" { (say.say("health-title")) " " span class="count" { (view.inboxes.len()) } } }
            div class="due" data-walk {
                ul class="boxes" {
                    @for line in &view.inboxes {
                        @let (kind, state) = state(say, line);
                        li {
                            a href=(path(&line.inbox)) aria-current=[(line.inbox.id == view.open.id).then_some("page")] {
                                (ui::icon(ui::channel_icon(line.inbox.channel.name())))
                                b class="clip" { (line.inbox.address.as_deref().unwrap_or(&line.inbox.name)) }
                                (ui::state(kind, state))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn state(say: Say, line: &Line) -> (&'static str, String) {
    match (line.inbox.live, line.troubles) {
        (_, troubles) if troubles > 0 => {
            ("late", say.with("health-state-trouble", &[("count", troubles.into())]))
        }
        (false, _) => ("none", say.say("health-state-off")),
        (true, _) => ("", say.say("health-state-well")),
    }
}

fn leaf(agent: &Agent, view: &View, title: &str) -> Markup {
    let say = agent.say;
    let may = agent.may(Permission::ChangeInboxes);
    html! {
        main class="thread settings" id="canale" aria-labelledby="nome" {
            header {
                div class="title" {
                    h2 id="nome" { (title) }
                    span class="muted clip" { (say.say("health-lead")) }
                    @if view.saved { span class="row end" role="status" { (ui::state("", say.say("health-saved"))) } }
                }
            }
            div class="pages folio" {
                div class="leaves" {
                    (now(agent, view))
                    (people(agent, view, may))
                    (hook(agent, view, may))
                }
                div class="leaves" {
                    (watch(agent, view, may))
                    (history(agent, view))
                }
            }
        }
    }
}

fn now(agent: &Agent, view: &View) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    let at = |at_ms| moment(say, at_ms, view.now_ms, &zone);
    let inbox = &view.open;
    let address = inbox.address.as_deref().unwrap_or(&inbox.name);
    html! {
        section class="leaf" aria-labelledby="stato" {
            h3 id="stato" { (say.say("health-state")) }
            @if view.incidents.is_empty() { p class="muted" { (say.say("health-troubles-none")) } }
            @for incident in &view.incidents {
                div class="alert late" {
                    (ui::icon("triangle-alert"))
                    div {
                        b { (told(say, incident, address, view.now_ms, &zone)) }
                        @if incident.kind == health::Kind::Sending && !incident.detail.is_empty() {
                            p lang="en" class="muted" { (incident.detail) }
                        }
                        p { (say.say(&format!("health-alarm-{}-do", incident.kind.name()))) }
                    }
                }
            }
            @if !inbox.live && view.standing.waiting > 0 {
                (ui::alert("soon", "inbox", &say.say("health-state-off"),
                    say.with("health-parked", &[("count", view.standing.waiting.into())]), None))
            }
            dl class="facts" {
                dt { (say.say("health-last-in")) } dd { (at(inbox.last_in_at_ms)) }
                dt { (say.say("health-last-out")) } dd { (at(inbox.last_out_at_ms)) }
                dt { (say.say("health-last-error")) }
                dd { (at(inbox.last_error_at_ms)) @if let Some(error) = &inbox.last_error { " " span class="muted" lang="en" { (error) } } }
                dt { (say.say("health-backlog")) }
                dd { (say.with("health-backlog-counts", &[("waiting", view.standing.waiting.into()), ("queued", view.standing.queued.into())])) }
            }
        }
    }
}

fn people(agent: &Agent, view: &View, may: bool) -> Markup {
    let say = agent.say;
    let nobody = view.people.iter().all(|(_, named)| !named);
    html! {
        section class="leaf" aria-labelledby="chi" {
            h3 id="chi" { (say.say("health-people")) }
            p class="tiny muted" { (say.say("health-people-text")) }
            @if let Some(team) = &view.team { p { (say.with("health-people-team", &[("team", team.into())])) } }
            @else if nobody { p { (say.say("health-people-all")) } }
            form method="post" action={ (path(&view.open)) "/people" } {
                (form::csrf(agent.csrf()))
                fieldset class="bare checks" disabled[!may] aria-labelledby="chi"
                    aria-describedby=[view.wrong.of("member").map(|_| "chi-errore")] {
                    @for (person, named) in &view.people {
                        label class="check" {
                            input type="checkbox" name="member" value=(Kind::Agent.name(&person.oid)) checked[*named];
                            " " span { (person.name) }
                            @if !person.active { " " span class="muted" { (say.say("health-people-inactive")) } }
                        }
                    }
                    @if let Some(wrong) = view.wrong.of("member") { p class="hint fault" id="chi-errore" role="alert" { (wrong) } }
                }
                @if may { button type="submit" class="button" { (say.say("health-save")) } }
            }
        }
    }
}

fn watch(agent: &Agent, view: &View, may: bool) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    let silence = match health::quiet(&view.standing.facts) {
        Quiet::Learning { weeks } => say.with("health-quiet-learning", &[("weeks", weeks.into())]),
        Quiet::Usual { .. } => say.say("health-quiet-usual"),
        Quiet::Unusual { since_ms, expected } => {
            let since = when::from(say, since_ms, view.now_ms, &zone);
            say.with("health-quiet-unusual", &[("since", since.into()), ("expected", expected.into())])
        }
    };
    let every = view.values.get("probe");
    let own = every.parse::<i64>().ok().filter(|minutes| !EVERY.contains(minutes));
    html! {
        section class="leaf" aria-labelledby="guardia" {
            form method="post" action={ (path(&view.open)) "/watch" } novalidate {
                (form::csrf(agent.csrf()))
                fieldset class="bare" disabled[!may] {
                    h3 id="guardia" { (say.say("health-quiet")) }
                    p { (silence) }
                    label class="check" {
                        input type="checkbox" name="silence" value="yes" checked[view.values.has("silence")];
                        " " span { (say.say("health-quiet-on")) }
                    }
                    p class="tiny muted" { (say.say("health-quiet-rule")) }
                    h3 id="prova" { (say.say("health-probe")) }
                    p class="tiny muted" { (say.say("health-probe-text")) }
                    @if let Some(probe) = view.probe { p { (probe_told(say, probe, view.now_ms, &zone)) } }
                    div class="fields-row row" {
                        div class="field" {
                            label for="f-probe" { (say.say("health-probe-every")) }
                            select class="input" id="f-probe" name="probe" {
                                option value="" selected[every.is_empty()] { (say.say("health-probe-off")) }
                                @for minutes in EVERY.into_iter().chain(own) {
                                    option value=(minutes) selected[every == minutes.to_string()] {
                                        (say.with("health-probe-minutes", &[("minutes", minutes.into())]))
                                    }
                                }
                            }
                        }
                        (ui::field(&Field {
                            name: "late", label: &say.say("health-probe-late"), value: view.values.get("late"),
                            error: view.wrong.of("late"), autocomplete: "off", ..Field::default()
                        }))
                    }
                }
                @if may { button type="submit" class="button" { (say.say("health-save")) } }
            }
        }
    }
}

fn probe_told(say: Say, probe: (i64, Option<i64>), now_ms: i64, zone: &TimeZone) -> String {
    match probe {
        (sent_ms, Some(back_ms)) => {
            say.with("health-probe-back", &[("seconds", ((back_ms - sent_ms).max(0) / 1_000).into())])
        }
        (sent_ms, None) => {
            say.with("health-probe-out", &[("since", when::from(say, sent_ms, now_ms, zone).into())])
        }
    }
}

fn hook(agent: &Agent, view: &View, may: bool) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    let action = format!("{}/hook", path(&view.open));
    let act = |what: &str, kind: &str, text: &str| {
        html! {
            form method="post" action=(action) {
                (form::csrf(agent.csrf()))
                input type="hidden" name="do" value=(what);
                button type="submit" class={ "button " (kind) } { (text) }
            }
        }
    };
    html! {
        section class="leaf" aria-labelledby="servizio" {
            h3 id="servizio" { (say.say("health-hook")) }
            p class="tiny muted" { (say.say("health-hook-text")) }
            @match (&view.hook, &view.hook_url) {
                (None, _) => {
                    p { (say.say("health-hook-none")) }
                    @if may { (act("rotate", "", &say.say("health-hook-make"))) }
                }
                (Some(hook), url) => {
                    @if let Some(url) = url {
                        p class="paste" {
                            code id="indirizzo" { (url) }
                            button type="button" class="button quiet" data-copy="indirizzo" { (say.say("health-hook-copy")) }
                        }
                        ul class="steps tiny" {
                            @for provider in Provider::ALL { li { (say.say(&format!("health-hook-{}", provider.name()))) } }
                        }
                    }
                    p {
                        @match (hook.last_used_at_ms, hook.last_provider.as_deref().and_then(Provider::of_name)) {
                            (Some(at_ms), Some(provider)) => {
                                (say.with("health-hook-used", &[
                                    ("provider", provider.title().into()),
                                    ("when", when::day_time(say, at_ms, view.now_ms, &zone).into())]))
                            }
                            _ => { (say.say("health-hook-unused")) }
                        }
                    }
                    @if may {
                        form method="post" action=(action) class="row fields-row" {
                            (form::csrf(agent.csrf()))
                            input type="hidden" name="do" value="key";
                            (ui::field(&Field {
                                name: "key", kind: "password", label: &say.say("health-hook-key"),
                                hint: &say.say(if hook.has_mailgun_key() { "health-hook-key-set" } else { "health-hook-key-hint" }),
                                error: view.wrong.of("key"), autocomplete: "off", ..Field::default()
                            }))
                            button type="submit" class="button" { (say.say("health-save")) }
                        }
                        div class="row" {
                            (act("rotate", "", &say.say("health-hook-rotate")))
                            (act("close", "quiet", &say.say("health-hook-close")))
                        }
                        p class="tiny muted" { (say.say("health-hook-rotate-text")) }
                    }
                }
            }
        }
    }
}

fn history(agent: &Agent, view: &View) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    let at = |at_ms| when::day_time(say, at_ms, view.now_ms, &zone);
    html! {
        section class="leaf" aria-labelledby="storia" {
            h3 id="storia" { (say.say("health-history")) }
            @if view.past.is_empty() { p class="muted" { (say.say("health-history-none")) } }
            @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="storia" {
                    table class="lanes" {
                        thead { tr {
                            th scope="col" { (say.say("health-what")) }
                            th scope="col" { (say.say("health-from")) }
                            th scope="col" { (say.say("health-to")) }
                        } }
                        tbody {
                            @for incident in &view.past {
                                tr {
                                    th scope="row" { (say.say(&format!("health-kind-{}", incident.kind.name()))) }
                                    td { (at(incident.opened_at_ms)) }
                                    td {
                                        @match incident.closed_at_ms {
                                            Some(closed_ms) => { (at(closed_ms)) }
                                            None => { (ui::state("late", say.say("health-still"))) }
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
}
