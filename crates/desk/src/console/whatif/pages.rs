//! The page: what is changed, and today beside the trial.

use maud::{Markup, html};
use spine::inbox::Tier;
use spine::promise::estimate::Tried;
use web::shell::{self, Live, Page, Section};
use web::ui::{self, Field};
use words::{Say, when};

use super::{TARGETS, View};
use crate::console::inbox::view::Reading;
use crate::console::reports::span;
use crate::session::Agent;

const HERE: &str = "/console/whatif";
/// What words aim at: to hold nine times of ten.
const AIM: f64 = 0.9;

pub(super) fn draw(agent: &Agent, view: &View, company: &str, reading: &Reading) -> Markup {
    let say = agent.say;
    shell::console(&Page {
        title: say.say("whatif-title"),
        section: Section::WhatIf,
        say,
        theme: agent.theme,
        me: &agent.me,
        company,
        deck: "wide",
        skip: ("whatif", say.say("whatif-skip")),
        views_label: String::new(),
        views: html! {},
        body: body(agent, view),
        keys: &[],
        more_keys: &[],
        status: None,
        live: Live::No,
        csrf: agent.csrf(),
        now_ms: reading.now_ms,
    })
}

fn body(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        main class="office whatif" id="whatif" {
            header class="bar" {
                h1 { (say.say("whatif-title")) }
                span class="muted clip hide-narrow" { (say.say("whatif-what")) }
                (crate::console::office_pages(agent, Section::WhatIf))
            }
            @match (&view.inbox, &view.tried) {
                (None, _) => {
                    section class="tile span-12" {
                        (ui::empty(&say.say("whatif-no-inbox"), &say.say("whatif-no-inbox-text"), None))
                    }
                }
                (Some(_), tried) => {
                    (levers(say, view))
                    @match tried {
                        Some((now, then)) => { (verdict(say, view, now, then)) (tiers(say, now, then)) }
                        None if view.wrong.is_empty() => {
                            section class="tile verdict" {
                                (ui::empty(&say.say("whatif-unknown"), &say.say("whatif-unknown-text"), None))
                            }
                        }
                        None => {
                            section class="tile verdict" {
                                (ui::alert("late", "triangle-alert", &say.say("whatif-refused"), say.say("whatif-refused-text"), None))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn levers(say: Say, view: &View) -> Markup {
    let number = |name: &'static str, key: &str| {
        let (label, hint) = (say.say(key), say.say(&format!("{key}-hint")));
        ui::field(&Field {
            name,
            label: &label,
            kind: "number",
            value: view.values.get(name),
            hint: &hint,
            error: view.wrong.of(name),
            autocomplete: "off",
            ..Field::default()
        })
    };
    let chosen = view.inbox.as_ref().map(|inbox| inbox.oid.as_str());
    html! {
        form class="tile levers" method="get" action=(HERE) aria-labelledby="w1" {
            h2 id="w1" { (say.say("whatif-levers")) }
            div class="field" {
                label for="f-inbox" { (say.say("whatif-inbox")) }
                select class="input" id="f-inbox" name="inbox" {
                    @for inbox in &view.inboxes {
                        option value=(inbox.oid) selected[chosen == Some(inbox.oid.as_str())] {
                            (inbox.address.as_deref().unwrap_or(&inbox.name))
                        }
                    }
                }
            }
            (number("volume", "whatif-volume"))
            (number("people", "whatif-people"))
            fieldset {
                legend { (say.say("whatif-minutes")) }
                table class="ledger mini" {
                    caption class="sr" { (say.say("whatif-minutes")) }
                    tbody {
                        @for tier in Tier::ALL {
                            @let name = TARGETS[tier as usize];
                            tr {
                                th scope="row" { label for={ "f-" (name) } { (ui::tier(tier.name(), "")) " " (say.say(&format!("settings-tier-{name}"))) } }
                                td class="n" {
                                    input class="input" type="number" id={ "f-" (name) } name=(name) value=(view.values.get(name))
                                        aria-invalid=[view.wrong.of(name).map(|_| "true")];
                                }
                            }
                        }
                    }
                }
                @if let Some(wrong) = TARGETS.iter().find_map(|name| view.wrong.of(name)) {
                    p class="hint fault" role="alert" { (wrong) }
                }
            }
            fieldset {
                legend { (say.say("whatif-channels")) }
                div class="field" {
                    label for="f-close" { (say.say("whatif-close")) }
                    select class="input" id="f-close" name="close" {
                        option value="" { (say.say("whatif-close-none")) }
                        @for inbox in view.inboxes.iter().filter(|inbox| chosen != Some(inbox.oid.as_str())) {
                            option value=(inbox.oid) selected[view.closed.as_ref().is_some_and(|closed| closed.id == inbox.id)] {
                                (inbox.address.as_deref().unwrap_or(&inbox.name))
                            }
                        }
                    }
                }
                (number("come", "whatif-come"))
                (number("leave", "whatif-leave"))
            }
            (number("wage", "whatif-wage"))
            p class="row wrap" {
                button type="submit" class="button primary" { (say.say("whatif-play")) } " "
                (ui::button_link("quiet", &today(chosen), say.say("whatif-today")))
            }
        }
    }
}

/// The page with nothing changed.
fn today(chosen: Option<&str>) -> String {
    chosen.map_or_else(|| HERE.to_owned(), |oid| format!("{HERE}?inbox={oid}"))
}

fn share(part: i64, whole: i64) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn kept(tried: &Tried) -> f64 {
    share(tried.kept, tried.messages)
}

/// Missed promises in a week, to the nearest.
fn missed(tried: &Tried) -> i64 {
    let weeks = tried.weeks.max(1) as i64;
    (tried.messages - tried.kept + weeks / 2) / weeks
}

/// Cents for one answer: everybody's open hours of the week, by its messages.
fn cost_cents(tried: &Tried, wage: i64) -> i64 {
    let hours_cents = tried.people as i64 * tried.open_s * wage * 100 / 3_600;
    hours_cents * tried.weeks as i64 / tried.messages.max(1)
}

fn verdict(say: Say, view: &View, now: &Tried, then: &Tried) -> Markup {
    let percent = |share: f64| when::percent(say, share);
    let thousandths = |value: i64| percent(value as f64 / 1_000.0);
    let pair = |key: &str, was: String, is: String, beside: String| {
        html! {
            div {
                dt { (say.say(key)) }
                dd {
                    span class="was" { (was) } (ui::small_icon("arrow-right")) span class="sr" { (say.say("whatif-becomes")) }
                    b { (is) }
                }
                dd class="faint" { (beside) }
            }
        }
    };
    let between = say.with(
        "whatif-between",
        &[("low", thousandths(then.low).into()), ("high", thousandths(then.high).into())],
    );
    let is_short = kept(then) < AIM;
    html! {
        section class="tile verdict" aria-labelledby="w2" {
            h2 id="w2" { (say.say("whatif-verdict")) }
            dl class="versus" {
                (pair("whatif-kept", percent(kept(now)), percent(kept(then)), between))
                (pair("whatif-missed", when::number(say, missed(now)), when::number(say, missed(then)),
                    say.with("whatif-of-week", &[("count", (then.messages / then.weeks.max(1) as i64).into())])))
                (pair("whatif-nine", span(say, now.nine_ms), span(say, then.nine_ms),
                    say.with("whatif-half", &[("half", span(say, then.half_ms).into())])))
                (pair("whatif-busy", thousandths(now.busy), thousandths(then.busy),
                    say.with("whatif-people-there", &[("count", (then.people as i64).into())])))
                (pair("whatif-cost", when::euros(say, cost_cents(now, view.wage)), when::euros(say, cost_cents(then, view.wage)),
                    say.with("whatif-wage-of", &[("wage", when::euros(say, view.wage * 100).into())])))
            }
            p class={ "reading" @if is_short { " soon" } } {
                (ui::small_icon(if is_short { "triangle-alert" } else { "check" }))
                span {
                    (say.say(match (is_short, then.busy > 1_000) {
                        (_, true) => "whatif-says-drowns",
                        (true, false) => "whatif-says-short",
                        (false, false) => "whatif-says-holds",
                    }))
                }
            }
            @if let Some(closed) = &view.closed {
                p class="reading" {
                    (ui::small_icon("arrow-right"))
                    span { (say.with("whatif-closed", &[("inbox", closed.name.as_str().into()), ("come", view.values.get("come").into())])) }
                }
            }
            p class="reading faint" { (say.with("whatif-how", &[("weeks", (then.weeks as i64).into())])) }
        }
    }
}

fn tiers(say: Say, now: &Tried, then: &Tried) -> Markup {
    let cell =
        |(n, kept): (i64, i64)| if n == 0 { "–".to_owned() } else { when::percent(say, share(kept, n)) };
    html! {
        section class="tile tried" aria-labelledby="w3" {
            h2 id="w3" { (say.say("whatif-tiers")) }
            table class="lanes tight" {
                thead { tr {
                    th scope="col" { (say.say("settings-tier")) }
                    th scope="col" class="n" { (say.say("whatif-promised")) }
                    th scope="col" class="n" { (say.say("whatif-now")) }
                    th scope="col" class="n" { (say.say("whatif-then")) }
                } }
                tbody {
                    @for tier in Tier::ALL {
                        @let place = tier as usize;
                        @let (was, is) = (now.minutes[place] * 60_000, then.minutes[place] * 60_000);
                        tr {
                            th scope="row" { (ui::tier(tier.name(), "")) " " (say.say(&format!("settings-tier-{}", TARGETS[place]))) }
                            td class="n" {
                                @if was != is { s class="faint" { (span(say, was)) } " " }
                                (span(say, is))
                            }
                            td class="n faint" { (cell(now.tiers[place])) }
                            td class="n word" { (cell(then.tiers[place])) }
                        }
                    }
                }
            }
        }
    }
}

/// What a program reads: the same numbers, of one case.
pub(crate) fn shown(tried: &Tried, wage: i64) -> serde_json::Value {
    let percent = |part: i64, whole: i64| (whole > 0).then(|| (share(part, whole) * 1_000.0).round() / 10.0);
    let tier = |tier: &Tier| {
        let (n, kept) = tried.tiers[*tier as usize];
        serde_json::json!({ "tier": tier.name(), "minutes": tried.minutes[*tier as usize], "n": n, "percent": percent(kept, n) })
    };
    serde_json::json!({
        "people": tried.people,
        "messages_per_week": tried.messages / tried.weeks.max(1) as i64,
        "missed_per_week": missed(tried),
        "percent": percent(tried.kept, tried.messages),
        "low": tried.low as f64 / 10.0,
        "high": tried.high as f64 / 10.0,
        "half_ms": tried.half_ms,
        "nine_of_ten_ms": tried.nine_ms,
        "busy_percent": tried.busy as f64 / 10.0,
        "cost_per_answer_cents": cost_cents(tried, wage),
        "tiers": Tier::ALL.iter().map(tier).collect::<Vec<_>>(),
    })
}
