//! The page of one inbox, beside the list of them all.

use jiff::civil::Weekday;
use jiff::{Timestamp, ToSpan};
use kernel::calendar::Hours;
use kernel::id::Kind;
use kernel::language::{Language, Register};
use maud::{Markup, html};
use office::account::Permission;
use spine::inbox::{Inbox, Targets, Tier};
use web::form;
use web::ui::{self, Field};
use words::{Say, when};

use super::View;
use crate::console::settings::hours::{DAYS, KINDS};
use crate::console::settings::phrases::{moment, zone};
use crate::console::settings::store::BARS;
use crate::console::settings::{Frame, Place, framed};
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
                        @let (kind, state) = state(say, inbox, view.relay);
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
fn state(say: Say, inbox: &Inbox, relay: bool) -> (&'static str, String) {
    let failing = inbox.last_error_at_ms > inbox.last_out_at_ms.max(inbox.last_in_at_ms);
    match (inbox.live, relay, failing) {
        (false, _, _) => ("none", say.say("settings-inbox-off")),
        (true, false, _) => ("late", say.say("settings-inbox-no-relay")),
        (true, true, true) => ("late", say.say("settings-inbox-failing")),
        (true, true, false) => ("", say.say("settings-inbox-well")),
    }
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
                    @if let Some(inbox) = &view.open { (health(agent, view, inbox)) }
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
            label class="tick" {
                input type="checkbox" name="live" value="yes" checked[view.values.has("live")];
                span { (say.say("settings-inbox-on")) span class="muted" { (say.say("settings-inbox-on-hint")) } }
            }
        }
    }
}

fn hours(agent: &Agent, view: &View) -> Markup {
    let (say, values) = (agent.say, &view.values);
    html! {
        section class="leaf" id="orari" aria-labelledby="o1" {
            h3 id="o1" { (say.say("settings-hours-title")) }
            @if let Some(wrong) = view.wrong.of("hours") { p class="hint fault" { (wrong) } }
            table class="weekdays" {
                colgroup { col class="w1"; col class="w2"; col; }
                thead class="sr" {
                    tr { @for key in ["settings-day", "settings-intervals", "settings-day-drawn"] { th scope="col" { (say.say(key)) } } }
                }
                tbody { @for day in DAYS { (weekday(say, view, day)) } }
            }
            p class="week-scale" aria-hidden="true" { span { "8" } span { "12" } span { "16" } span { "20" } }
            div class="feasts" {
                (exceptions(say, view))
                div {
                    h4 { (say.say("settings-holidays")) }
                    label class="tick" {
                        input type="checkbox" name="holidays" value="IT" checked[values.get("holidays") == "IT"];
                        span { (say.say("settings-holidays-italian"))
                            @if let Some(next) = next_holidays(say, view) { span class="muted" { (next) } } }
                    }
                    (small(say, view, "patron", "settings-patron"))
                    (small(say, view, "timezone", "settings-zone"))
                }
            }
            (proof(say, view))
        }
    }
}

fn small(say: Say, view: &View, name: &str, key: &str) -> Markup {
    let wrong = view.wrong.of(name);
    html! {
        div class=(if wrong.is_some() { "field patron error" } else { "field patron" }) {
            label for={ "f-" (name) } { (say.say(key)) }
            input class="input slim" id={ "f-" (name) } name=(name) value=(view.values.get(name)) autocomplete="off"
                aria-describedby={ "f-" (name) "-hint" } aria-invalid=[wrong.map(|_| "true")];
            p class="hint" id={ "f-" (name) "-hint" } {
                @match wrong { Some(wrong) => { (wrong) } None => { (say.say(&format!("{key}-hint"))) } }
            }
        }
    }
}

fn weekday(say: Say, view: &View, day: &str) -> Markup {
    let name = say.say(&format!("settings-day-{day}"));
    let opens: Vec<&str> = view.values.all(&format!("open-{day}")).collect();
    let closes: Vec<&str> = view.values.all(&format!("close-{day}")).collect();
    let wrong = view.wrong.of(&format!("open-{day}"));
    let label = |key: &str, index: usize| {
        let words: &[(&str, words::Arg)] = &[("day", name.as_str().into()), ("place", (index + 1).into())];
        say.with(key, words)
    };
    html! {
        tr {
            th scope="row" { (name) }
            td {
                span class="intervals" {
                    @for (index, opens) in opens.iter().enumerate() {
                        span class="interval" {
                            input class="input slim hour" name={ "open-" (day) } value=(opens)
                                aria-label=(label("settings-opens", index)) aria-invalid=[wrong.map(|_| "true")];
                            span class="faint" aria-hidden="true" { "–" }
                            input class="input slim hour" name={ "close-" (day) } value=(closes.get(index).copied().unwrap_or_default())
                                aria-label=(label("settings-closes", index)) aria-invalid=[wrong.map(|_| "true")];
                        }
                    }
                    @if opens.is_empty() { span class="muted" { (say.say("settings-shut")) } }
                    @if opens.len() < 8 {
                        button type="submit" class="button quiet" name="do" value={ "interval:" (day) } {
                            @if opens.is_empty() { (say.say("settings-open-day")) } @else { (say.say("settings-more")) }
                            span class="sr" { " " (name) }
                        }
                    }
                }
                @if let Some(wrong) = wrong { p class="hint fault" { (wrong) } }
            }
            td { (daybar(&opens, &closes)) }
        }
    }
}

/// A day from 8 to 20 as a line, its open hours thick.
fn daybar(opens: &[&str], closes: &[&str]) -> Markup {
    let place = |written: &str| -> Option<f64> {
        let (hours, minutes) = written.split_once([':', '.']).unwrap_or((written, "0"));
        let hour = hours.trim().parse::<f64>().ok()? + minutes.trim().parse::<f64>().ok()? / 60.0;
        Some(((hour - 8.0) * 10.0).clamp(0.0, 120.0))
    };
    html! {
        svg class="daybar" viewBox="0 0 120 14" preserveAspectRatio="none" aria-hidden="true" {
            rect class="closed" y="6" width="120" height="2" rx="1" {}
            @for (opens, closes) in opens.iter().zip(closes) {
                @if let (Some(from), Some(to)) = (place(opens), place(closes)) && to > from {
                    rect class="open" x=(format!("{from:.1}")) y="3" width=(format!("{:.1}", to - from)) height="8" rx="2" {}
                }
            }
        }
    }
}

fn exceptions(say: Say, view: &View) -> Markup {
    let texts: Vec<&str> = view.values.all("ex-hours").collect();
    html! {
        div {
            h4 { (say.say("settings-exceptions")) }
            ul class="lines exceptions" {
                @for (row, date) in view.values.all("ex-date").enumerate() {
                    @let open = texts.get(row).copied().unwrap_or_default();
                    @let wrong = view.wrong.of(&format!("ex-{row}"));
                    @if !(date.is_empty() && open.is_empty()) || view.values.get("do") == "exception:" && row + 1 == texts.len() {
                        li {
                            input class="input slim" type="date" name="ex-date" value=(date)
                                aria-label=(say.say("settings-exception-day")) aria-invalid=[wrong.map(|_| "true")];
                            input class="input slim" name="ex-hours" value=(open)
                                placeholder=(say.say("settings-shut")) aria-label=(say.say("settings-exception-hours"));
                            button type="submit" class="button quiet square" name="do" value={ "drop:" (row) }
                                title=(say.say("settings-remove")) {
                                (ui::small_icon("x")) span class="sr" { (say.say("settings-remove")) " " (date) }
                            }
                        }
                        @if let Some(wrong) = wrong { li class="hint fault" { (wrong) } }
                    } @else {
                        input type="hidden" name="ex-date" value=""; input type="hidden" name="ex-hours" value="";
                    }
                }
            }
            @if let Some(wrong) = view.wrong.of("ex") { p class="hint fault" { (wrong) } }
            button type="submit" class="button quiet inset" name="do" value="exception:" { (say.say("settings-exception-add")) }
            p class="tiny muted" { (say.say("settings-exception-hint")) }
        }
    }
}

/// "Le prossime: …", the three next holidays of these hours.
fn next_holidays(say: Say, view: &View) -> Option<String> {
    let hours = view.hours.as_ref()?;
    let today = hours.today(view.now_ms);
    let next: Vec<String> = today
        .series(1.day())
        .take(366)
        .filter(|day| hours.is_holiday(*day))
        .take(3)
        .map(|day| when::day(say, day, today))
        .collect();
    (!next.is_empty()).then(|| say.with("settings-holidays-next", &[("days", next.join(", ").into())]))
}

/// What a customer would read, now and on a Friday at 17: with the hours and the first target of the form.
fn proof(say: Say, view: &View) -> Markup {
    let (Some(hours), Some(targets)) = (&view.hours, &view.targets) else { return html! {} };
    let customer = customer(view);
    let friday_ms = friday_at_17(hours, view.now_ms);
    let told = |at_ms: i64| sentence(customer, hours, targets, at_ms);
    let line = |key: &str, at_ms: i64| html! { (say.say(key)) " " (ui::word(&told(at_ms))) };
    html! {
        p class="proof" {
            (line("settings-writes-now", view.now_ms)) br;
            @if let Some(friday_ms) = friday_ms { (line("settings-writes-friday", friday_ms)) }
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

fn sentence(say: Say, hours: &Hours, targets: &Targets, at_ms: i64) -> String {
    match hours.due(at_ms, targets.first_reply_minutes(Tier::C)) {
        Some(due_ms) => format!("{}.", when::promise(say, due_ms, at_ms, hours.timezone())),
        None => "—".to_owned(),
    }
}

fn friday_at_17(hours: &Hours, now_ms: i64) -> Option<i64> {
    let today = hours.today(now_ms);
    let friday = match today.weekday() {
        Weekday::Friday => today,
        _ => today.nth_weekday(1, Weekday::Friday).ok()?,
    };
    let moment = friday.at(17, 0, 0, 0).to_zoned(hours.timezone().clone()).ok()?;
    Some(Timestamp::as_millisecond(moment.timestamp()))
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
        }
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

fn health(agent: &Agent, view: &View, inbox: &Inbox) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    let at = |at_ms| moment(say, at_ms, view.now_ms, &zone);
    html! {
        section class="leaf" aria-labelledby="o3" {
            h3 id="o3" { (say.say("settings-health")) }
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
            @if !view.relay { (ui::alert("late", "triangle-alert", &say.say("settings-inbox-no-relay"), say.say("settings-no-relay-text"), None)) }
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
