//! The page of one inbox, beside the list of them all.

use kernel::id::Kind;
use kernel::language::{Language, Register};
use maud::{Markup, html};
use office::account::Permission;
use spine::inbox::{Inbox, PromisesBy, Tier};
use spine::promise::estimate::Figures;
use web::form;
use web::ui::{self, Field};
use words::{Say, when};

use super::View;
use crate::console::reports::span;
use crate::console::settings::hours::KINDS;
use crate::console::settings::phrases::{moment, zone};
use crate::console::settings::store::BARS;
use crate::console::settings::{Frame, Place, framed, signature, week};
use crate::session::Agent;

pub(super) fn draw(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let title = match &view.open {
        Some(inbox) => inbox.address.clone().unwrap_or_else(|| inbox.name.clone()),
        None => say.say("settings-inbox-new"),
    };
    let body = html! {
        (list(agent, view))
        (leaf(agent, view, &title))
    };
    framed(Frame {
        agent,
        place: Place::Inboxes,
        title,
        deck: "cabinet",
        skip: "casella",
        body,
        now_ms: view.now_ms,
    })
}

fn list(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        section class="queue" aria-labelledby="lista" {
            header {
                h1 id="lista" {
                    (say.say("settings-inboxes")) " " span class="count" { (view.inboxes.len()) }
                    @if agent.may(Permission::ChangeInboxes) {
                        a class="button quiet end" href="/console/settings/inboxes/new" { (say.say("settings-add")) }
                    }
                }
            }
            div class="due" data-walk {
                @if view.inboxes.is_empty() { p class="aside-note" { (say.say("settings-inboxes-none")) } }
                ul class="boxes" {
                    @for inbox in &view.inboxes {
                        @let (kind, state) = state(say, inbox, view);
                        li {
                            a href={ "/console/settings/inboxes/" (Kind::Inbox.name(&inbox.oid)) }
                                aria-current=[view.open.as_ref().is_some_and(|open| open.id == inbox.id).then_some("page")] {
                                (ui::icon(ui::channel_icon(inbox.channel.name())))
                                b class="clip" { (inbox.address.as_deref().unwrap_or(&inbox.name)) }
                                (ui::state(kind, state))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How an inbox stands, as one mark and a few words.
fn state(say: Say, inbox: &Inbox, view: &View) -> (&'static str, String) {
    let mailbox = view.mailbox_of(inbox);
    let stopped = mailbox.is_some_and(|mailbox| mailbox.health.fault.is_some());
    let sends = view.relay || mailbox.is_some_and(|mailbox| mailbox.sends());
    let failing = inbox.last_error_at_ms > inbox.last_out_at_ms.max(inbox.last_in_at_ms);
    let key = match inbox.live {
        false => return ("none", say.say("settings-inbox-off")),
        true if stopped => "settings-mailbox-stopped",
        true if !sends => "settings-inbox-no-relay",
        true if failing => "settings-inbox-failing",
        true => return ("", say.say("settings-inbox-well")),
    };
    ("late", say.say(key))
}

fn leaf(agent: &Agent, view: &View, title: &str) -> Markup {
    let say = agent.say;
    let may = agent.may(Permission::ChangeInboxes);
    html! {
        main class="thread settings" id="casella" aria-labelledby="nome" {
            header {
                div class="title" {
                    h2 id="nome" { (title) }
                    @if let Some(inbox) = &view.open {
                        @if inbox.live { (ui::chip("kept", say.say("settings-inbox-live"))) }
                        @else { (ui::chip("outline", say.say("settings-inbox-off"))) }
                        span class="muted clip" { (inbox.name) }
                    }
                    @if view.saved { span class="row end" { (ui::state("", say.say("settings-saved"))) } }
                }
            }
            form class="pages folio" method="post" novalidate id="modulo" {
                (form::csrf(agent.csrf()))
                // Enter in a field saves: the first button of a form is the one a browser presses.
                button type="submit" class="sr" tabindex="-1" aria-hidden="true" {}
                fieldset class="leaves bare" disabled[!may] {
                    (hours(agent, view))
                    (targets(agent, view))
                }
                div class="leaves" {
                    fieldset class="bare" disabled[!may] { (identity(agent, view)) }
                    @if let Some(inbox) = &view.open { (arrival(agent, view, inbox)) (health(agent, view, inbox)) (signature::link(agent, inbox)) }
                }
            }
            footer class="savebar" {
                @if view.wrong.is_empty() {
                    span class="muted" { (say.say("settings-counts-from-now")) }
                } @else {
                    span class="state late" role="alert" {
                        (say.with("settings-faults", &[("count", view.wrong.all().count().into())]))
                    }
                }
                @if may {
                    @if let Some(inbox) = &view.open { (removal(agent, inbox)) }
                    a class="button end" href=(view.open.as_ref().map_or_else(
                        || "/console/settings/inboxes".to_owned(), super::path)) { (say.say("settings-cancel")) }
                    button type="submit" form="modulo" class="button primary" { (say.say("settings-save")) }
                }
            }
        }
    }
}

fn removal(agent: &Agent, inbox: &Inbox) -> Markup {
    let say = agent.say;
    html! {
        details class="removal" {
            summary { (say.say("settings-inbox-delete")) }
            form method="post" action={ (super::path(inbox)) "/delete" } {
                (form::csrf(agent.csrf()))
                p { (say.say("settings-inbox-delete-text")) }
                (ui::submit("", &say.say("settings-inbox-delete-yes")))
            }
        }
    }
}

fn identity(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let text = |name: &'static str, key: &str, kind| {
        let (label, hint) = (say.say(key), say.say(&format!("{key}-hint")));
        ui::field(&Field {
            name,
            label: &label,
            kind,
            value: view.values.get(name),
            hint: &hint,
            error: view.wrong.of(name),
            autocomplete: "off",
            required: true,
            ..Field::default()
        })
    };
    let choice = |name: &'static str, key: &str, options: &[(String, String)]| {
        html! {
            div class="field" {
                label for={ "f-" (name) } { (say.say(key)) }
                select class="input slim" id={ "f-" (name) } name=(name) {
                    @for (value, text) in options {
                        option value=(value) selected[view.values.get(name) == value] { (text) }
                    }
                }
            }
        }
    };
    let languages = [(Language::It, "Italiano"), (Language::En, "English")]
        .map(|(language, name)| (language.tag().to_owned(), name.to_owned()));
    let registers = [("lei", "entry-register-lei"), ("tu", "entry-register-tu")]
        .map(|(value, key)| (value.to_owned(), say.say(key)));
    let mut teams = vec![(String::new(), say.say("settings-team-anybody"))];
    teams.extend(view.teams.iter().map(|team| (team.id.to_string(), team.name.clone())));
    html! {
        section class="leaf" aria-labelledby="chi" {
            h3 id="chi" { (say.say("settings-inbox-who")) }
            (text("address", "settings-inbox-address", "email"))
            (text("name", "settings-inbox-name", ""))
            (choice("language", "settings-inbox-language", &languages))
            (choice("register", "settings-inbox-register", &registers))
            (choice("team", "settings-inbox-team", &teams))
            @if let Some(wrong) = view.wrong.of("team") { p class="hint fault" role="alert" { (wrong) } }
            details class="fold" open[view.values.has("member")] {
                summary { (say.say("settings-inbox-members")) }
                fieldset class="ticks" {
                    legend class="sr" { (say.say("settings-inbox-members")) }
                    @for person in &view.people {
                        @let name = Kind::Agent.name(&person.oid);
                        label class="tick" {
                            input type="checkbox" name="member" value=(name) checked[view.values.all("member").any(|ticked| ticked == name)];
                            span { (person.name) }
                        }
                    }
                    p class="hint" { (say.say("settings-inbox-members-hint")) }
                }
            }
            label class="tick" {
                input type="checkbox" name="live" value="yes" checked[view.values.has("live")];
                span { (say.say("settings-inbox-on")) span class="muted" { (say.say("settings-inbox-on-hint")) } }
            }
            label class="tick" {
                input type="checkbox" name="acknowledges" value="yes" checked[view.values.has("acknowledges")];
                span { (say.say("settings-inbox-acknowledges")) span class="muted" { (say.say("settings-inbox-acknowledges-hint")) } }
            }
        }
    }
}

fn hours(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let sheet = view.sheet(say);
    html! {
        section class="leaf" id="orari" aria-labelledby="o1" {
            h3 id="o1" { (say.say("settings-hours-title")) }
            (week::week(&sheet))
            (week::feasts(&sheet))
            (week::proof(&sheet, customer(view), view.targets.as_ref()))
        }
    }
}

/// The language and register this inbox speaks to customers in.
fn customer(view: &View) -> Say {
    Say::new(
        Language::of_tag(view.values.get("language")).unwrap_or_default(),
        Register::of_name(view.values.get("register")).unwrap_or_default(),
    )
}

fn targets(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        section class="leaf" id="obiettivi" aria-labelledby="o2" {
            h3 id="o2" { (say.say("settings-targets")) " " span class="end muted" { (say.say("settings-targets-open")) } }
            div class="sideways" tabindex="0" role="group" aria-labelledby="o2" {
                table class="lanes goals" {
                    thead {
                        tr {
                            th scope="col" { (say.say("settings-tier")) }
                            @for kind in KINDS { th scope="col" { (say.say(&format!("settings-target-{kind}"))) } }
                            th scope="col" class="n" { (say.say("settings-target-kept")) }
                        }
                    }
                    tbody {
                        @for tier in Tier::ALL {
                            tr {
                                th scope="row" {
                                    span class="row" {
                                        (ui::tier(tier.name(), "")) " "
                                        (say.say(&format!("settings-tier-{}", tier.name().to_lowercase())))
                                    }
                                }
                                @for kind in KINDS { td { (target(say, view, kind, tier)) } }
                                td class="n" { (kept(say, view, tier)) }
                            }
                        }
                    }
                }
            }
            @if let Some((_, wrong)) = view.wrong.all().find(|(field, _)| KINDS.iter().any(|kind| field.starts_with(&format!("{kind}-")))) {
                p class="hint fault" { (wrong) }
            }
            p class="tiny muted" { (say.say("settings-targets-text")) }
            (promises_by(agent, view))
        }
    }
}

/// Where the moments come from, and what the estimates were worth so far.
fn promises_by(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        fieldset class="ticks" {
            legend { (say.say("settings-promises-by")) }
            @for by in PromisesBy::ALL {
                @let key = format!("settings-promises-by-{}", by.name());
                label class="tick" {
                    input type="radio" name="promises_by" value=(by.name()) checked[view.values.get("promises_by") == by.name()];
                    span { (say.say(&key)) span class="muted" { (say.say(&format!("{key}-hint"))) } }
                }
            }
        }
        @if let Some(inbox) = view.open.as_ref().filter(|_| agent.may(Permission::SeeFigures)) {
            p { a href={ "/console/truth/hindsight?inbox=" (inbox.oid) } { (say.say("settings-hindsight")) } }
        }
        @if let Some((whole, tiers)) = view.estimates.as_ref().filter(|(whole, _)| whole.settled + whole.learning > 0) {
            p class="eyebrow" id="o6" { (say.say("settings-estimates")) }
            div class="sideways" tabindex="0" role="group" aria-labelledby="o6" {
                table class="lanes tight" {
                    thead {
                        tr {
                            th scope="col" { (say.say("settings-tier")) }
                            th scope="col" class="n" { (say.say("settings-estimates-held")) }
                            th scope="col" class="n" { (say.say("settings-estimates-band")) }
                            th scope="col" class="n" { (say.say("settings-estimates-announced")) }
                            th scope="col" class="n" { (say.say("settings-estimates-nine")) }
                        }
                    }
                    tbody {
                        @for (tier, figures) in Tier::ALL.iter().zip(tiers) {
                            tr { th scope="row" { (ui::tier(tier.name(), "")) } (estimated(say, figures)) }
                        }
                        tr class="total" { th scope="row" { (say.say("settings-estimates-all")) } (estimated(say, whole)) }
                    }
                }
            }
            p class="tiny muted" { (say.with("settings-estimates-text", &[("learning", whole.learning.into())])) }
        }
    }
}

/// Share held with its band, what was announced, what nine of ten took. Counts alone below thirty cases.
fn estimated(say: Say, figures: &Figures) -> Markup {
    const FEWEST: i64 = 30;
    let length = |ms: Option<i64>| ms.map_or_else(|| "–".to_owned(), |ms| span(say, ms));
    let band =
        office::report::interval_tenths(figures.held, figures.settled).filter(|_| figures.settled >= FEWEST);
    html! {
        @match band {
            Some((low, high)) => {
                @let share = figures.held as f64 / figures.settled as f64;
                td class="n" { (ui::state(if share < 0.88 { "soon" } else { "" }, when::percent(say, share))) }
                td class="n faint" { (when::percent(say, low as f64 / 1_000.0)) "–" (when::percent(say, high as f64 / 1_000.0)) }
            }
            None if figures.settled == 0 => {
                td class="n faint" { "–" }
                td class="n faint" { "–" }
            }
            None => {
                td class="n" { (say.with("settings-kept-few", &[("kept", figures.held.into()), ("settled", figures.settled.into())])) }
                td class="n faint" { "–" }
            }
        }
        td class="n" { (length(figures.announced_ms)) }
        td class="n" { (length(figures.nine_of_ten_ms)) }
    }
}

fn target(say: Say, view: &View, kind: &str, tier: Tier) -> Markup {
    let name = format!("{kind}-{}", tier.name());
    let label = format!("{}, {}", tier.name(), say.say(&format!("settings-target-{kind}")));
    html! {
        input class="input slim span" name=(name) value=(view.values.get(&name)) aria-label=(label)
            placeholder=[(kind == "resolution").then(|| say.say("settings-target-none"))]
            aria-invalid=[view.wrong.of(&name).map(|_| "true")];
    }
}

/// Share kept in 28 days; a count under 20 says nothing as a share.
fn kept(say: Say, view: &View, tier: Tier) -> Markup {
    match view.kept.iter().find(|(name, ..)| name == tier.name()) {
        Some((_, settled, kept)) if *settled >= 20 => {
            let share = *kept as f64 / *settled as f64;
            ui::state(if share < 0.95 { "soon" } else { "" }, when::percent(say, share))
        }
        Some((_, settled, kept)) => {
            html! { (say.with("settings-kept-few", &[("kept", (*kept).into()), ("settled", (*settled).into())])) }
        }
        None => html! { span class="faint" { "–" } },
    }
}

/// How its mail arrives: from a mailbox, or by another server.
fn arrival(agent: &Agent, view: &View, inbox: &Inbox) -> Markup {
    let say = agent.say;
    let change = format!("{}/mailbox", super::path(inbox));
    html! {
        section class="leaf" aria-labelledby="o5" {
            h3 id="o5" { (say.say("settings-mailbox")) }
            @match view.mailbox_of(inbox) {
                Some(mailbox) => {
                    p { (say.with("settings-mailbox-with", &[("host", mailbox.connect.imap.host.as_str().into())])) }
                    @match &mailbox.health.fault {
                        Some(fault) => { (ui::alert("late", "triangle-alert", &say.say("settings-mailbox-stopped"), fault.words(&say), None)) }
                        None => { p { (ui::state("", say.say("settings-mailbox-well"))) } }
                    }
                }
                None => { p class="muted" { (say.say("settings-mailbox-none")) } }
            }
            @if agent.may(Permission::ChangeInboxes) {
                p {
                    (ui::button_link("", &change, say.say(
                        if view.mailbox_of(inbox).is_some() { "settings-mailbox-change" } else { "settings-mailbox-connect" })))
                }
            }
        }
    }
}

fn health(agent: &Agent, view: &View, inbox: &Inbox) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    let at = |at_ms| moment(say, at_ms, view.now_ms, &zone);
    html! {
        section class="leaf" aria-labelledby="o3" {
            h3 id="o3" {
                (say.say("settings-health")) " "
                a class="end" href={ "/console/settings/health/" (Kind::Inbox.name(&inbox.oid)) } { (say.say("health-title")) }
            }
            dl class="facts" {
                dt { (say.say("settings-last-in")) } dd { (at(inbox.last_in_at_ms)) }
                dt { (say.say("settings-last-out")) } dd { (at(inbox.last_out_at_ms)) }
                dt { (say.say("settings-last-error")) }
                dd { (at(inbox.last_error_at_ms)) @if let Some(error) = &inbox.last_error { " " span class="muted" lang="en" { (error) } } }
                @if let Some(health) = &view.health {
                    dt { (say.say("settings-waiting")) }
                    dd { (say.with("settings-waiting-counts", &[("unread", health.unread.into()), ("queued", health.queued.into())])) }
                }
            }
            @if !view.relay && !view.mailbox_of(inbox).is_some_and(|mailbox| mailbox.sends()) { (ui::alert("late", "triangle-alert", &say.say("settings-inbox-no-relay"), say.say("settings-no-relay-text"), None)) }
            @if let Some(health) = &view.health { (pulse(agent, view, health)) }
        }
    }
}

/// Arrivals every half hour of the last twelve.
fn pulse(agent: &Agent, view: &View, health: &super::Health) -> Markup {
    const STEP: f64 = 13.75;
    let (say, zone) = (agent.say, zone(agent));
    let most = health.pulse.iter().copied().max().unwrap_or_default().max(1);
    let total: i64 = health.pulse.iter().sum();
    let label = say.with("settings-pulse", &[("count", total.into())]);
    let half_ms = (view.now_ms - health.pulse_from_ms) / 2;
    html! {
        svg class="chart beat" viewBox="0 0 328 52" role="img" aria-label=(label) {
            @for (bar, count) in health.pulse.iter().enumerate().take(BARS) {
                @let height = 1.0 + *count as f64 / most as f64 * 32.0;
                rect class="bar1" x=(format!("{:.1}", bar as f64 * STEP)) y=(format!("{:.1}", 36.0 - height))
                    width="10" height=(format!("{height:.1}")) rx="1" {}
            }
            text class="lab" x="0" y="51" { (when::time(health.pulse_from_ms, &zone)) }
            text class="lab" x="164" y="51" text-anchor="middle" { (when::time(health.pulse_from_ms + half_ms, &zone)) }
            text class="lab" x="328" y="51" text-anchor="end" { (say.say("settings-now")) }
        }
    }
}
