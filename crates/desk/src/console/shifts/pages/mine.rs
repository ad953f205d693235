//! The page of one's own shifts.

use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use office::shift::{self, Stand, Swap, Told};
use web::shell::{Live, Section};
use web::ui::{self, small_icon};
use words::{Say, when};

use super::super::mine::{Open, ROOT, View};
use super::day::capital;
use super::side::{asked_for, own};
use super::{choice, framed, input, long_day, span_of_week};
use crate::console::inbox::view::Reading;
use crate::session::Agent;

pub(in crate::console::shifts) fn draw(agent: &Agent, view: &View, open: &Open, reading: &Reading) -> Markup {
    let say = agent.say;
    let body = html! {
        main class="office shifts mine" id="shifts" {
            header class="bar" {
                h1 { (say.say("shift-mine")) }
                (crate::console::office_pages(agent, Section::Shifts))
                @if agent.may(Permission::PlanShifts) { (ui::button_link("end", super::super::ROOT, say.say("shift-back-plan"))) }
            }
            @if let Some(key) = open.notice { (ui::alert("soon", "triangle-alert", &say.say("shift-notice"), say.say(key), None)) }
            div class="column main-column" {
                div id="mine-weeks" class="column" data-live=(ROOT) data-live-on="shift" {
                    @if view.unread > 0 {
                        (ui::alert("", "bell", &say.say("shift-news"), say.say("shift-news-text"), Some(html! {
                            form method="post" action={ (ROOT) "/read" } { (own(agent)) (ui::submit("primary", &say.say("shift-read"))) }
                        })))
                    }
                    @for week in 0..3 { (own_week(say, view, shift::plus_days(view.monday, week * 7))) }
                }
                (swaps(agent, view))
            }
            div class="column side-column" {
                (asking(agent, view, open))
                (swap_form(agent, view, open))
                (feed(agent, view, open))
            }
        }
    };
    framed(agent, &view.company, (Live::After(view.seq), false), reading, body)(say)
}

fn own_week(say: Say, view: &View, monday: jiff::civil::Date) -> Markup {
    let end = shift::plus_days(monday, 7);
    let days: Vec<&Told> = view.told.iter().filter(|one| (monday..end).contains(&one.is.day)).collect();
    let id = format!("w-{monday}");
    html! {
        section class="tile" aria-labelledby=(id) {
            h2 id=(id) { (capital(&span_of_week(say, monday, view.today))) }
            @if days.is_empty() { p class="muted small" { (say.say("shift-mine-none")) } }
            ul class="leads own-days" {
                @for one in &days {
                    li class=[(one.is.day < view.today).then_some("past")] {
                        b { (capital(&long_day(say, one.is.day, view.today))) }
                        @if one.cancelled { s { (shift::clock(one.is.start)) "–" (shift::clock(one.is.end)) } " " (ui::chip("", say.say("shift-cancelled"))) }
                        @else { span class="hrs" { (shift::clock(one.is.start)) "–" (shift::clock(one.is.end)) } }
                        @if one.sequence > 0 && !one.cancelled { " " (ui::chip("soon", say.say("shift-changed"))) }
                        @let parts = shift::parts_as(say, &one.is);
                        @if !parts.is_empty() && !one.cancelled { span class="sub" { (parts.join(", ")) } }
                    }
                }
            }
        }
    }
}

fn stand(say: Say, stand: Stand) -> Markup {
    let kind = match stand {
        Stand::Asked | Stand::Accepted => "soon",
        Stand::Approved => "",
        Stand::Declined | Stand::Refused => "late",
        Stand::Withdrawn => "none",
    };
    ui::state(kind, say.say(&format!("shift-stand-{}", stand.name())))
}

fn asking(agent: &Agent, view: &View, open: &Open) -> Markup {
    let say = agent.say;
    let (fields, wrong) = (&open.fields, &open.wrong);
    let kinds: Vec<(String, String)> = shift::Asking::ALL
        .map(|kind| (kind.name().to_owned(), capital(&say.say(&format!("shift-asking-{}", kind.name())))))
        .to_vec();
    html! {
        section class="tile" aria-labelledby="m2" {
            h2 id="m2" { (say.say("shift-ask")) }
            ul class="issues" {
                @for request in &view.requests {
                    li {
                        b { (capital(&asked_for(say, &request.is, view.today))) } " " (stand(say, request.stand))
                        @if let Some(answer) = &request.answer { span class="sub" { "«" (answer) "»" } }
                        @if request.stand == Stand::Asked {
                            form method="post" action={ (ROOT) "/requests/" (Kind::ShiftRequest.name(&request.oid)) "/withdraw" } {
                                (own(agent)) (ui::submit("quiet", &say.say("shift-withdraw")))
                            }
                        }
                    }
                }
            }
            form method="post" action={ (ROOT) "/requests" } class="fields" novalidate {
                (own(agent))
                (choice("kind", &say.say("shift-ask-what"), &kinds, fields.get("kind"), None))
                div class="narrow" {
                    (input(say, "first", "date", "shift-first-day", fields, wrong))
                    (input(say, "last", "date", "shift-last-day", fields, wrong))
                    (input(say, "from", "time", "shift-from", fields, wrong))
                    (input(say, "to", "time", "shift-to", fields, wrong))
                }
                (input(say, "reason", "text", "shift-reason", fields, wrong))
                p { (ui::submit("primary", &say.say("shift-ask-send"))) }
            }
        }
    }
}

fn swap_form(agent: &Agent, view: &View, open: &Open) -> Markup {
    let say = agent.say;
    let (fields, wrong) = (&open.fields, &open.wrong);
    let told = |one: &Told| shift::told_as(say, &one.is, view.today, &view.zone);
    let mine: Vec<(String, String)> =
        view.to_come().map(|one| (Kind::Shift.name(&one.oid), capital(&told(one)))).collect();
    let mut others = vec![(String::new(), "–".to_owned())];
    others.extend(view.people.iter().filter(|one| one.id != agent.id()).map(|one| {
        (Kind::Agent.name(&one.oid), say.with("shift-give-to", &[("name", one.name.as_str().into())]))
    }));
    others.extend(
        view.others
            .iter()
            .map(|one| (Kind::Shift.name(&one.oid), format!("{}: {}", view.name(one.is.agent_id), told(one)))),
    );
    html! {
        section class="tile" aria-labelledby="m3" {
            h2 id="m3" { (say.say("shift-swap")) }
            @if mine.is_empty() { p class="muted small" { (say.say("shift-swap-none")) } }
            @else {
                p class="muted small" { (say.say("shift-swap-text")) }
                form method="post" action={ (ROOT) "/swaps" } class="fields" novalidate {
                    (own(agent))
                    (choice("shift", &say.say("shift-swap-mine"), &mine, fields.get("shift"), wrong.of("shift")))
                    (choice("for", &say.say("shift-swap-for"), &others, fields.get("for"), wrong.of("for")))
                    p { (ui::submit("", &say.say("shift-swap-ask"))) }
                }
            }
        }
    }
}

fn swaps(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        @if !view.swaps.is_empty() {
            section class="tile" aria-labelledby="m4" {
                h2 id="m4" { (say.say("shift-swaps")) }
                ul class="issues" { @for swap in &view.swaps { (swap_item(agent, view, swap)) } }
            }
        }
    }
}

fn swap_item(agent: &Agent, view: &View, swap: &Swap) -> Markup {
    let say = agent.say;
    let told = |shift_id: i64| {
        let found = view.swapped.iter().find(|one| one.id == shift_id);
        found.map(|one| shift::told_as(say, &one.is, view.today, &view.zone)).unwrap_or_default()
    };
    let asked_of_me = swap.other_id == agent.id() && swap.stand == Stand::Asked;
    let mine = swap.agent_id == agent.id() && swap.stand.is_open();
    html! {
        li {
            b { (view.name(swap.agent_id)) " → " (view.name(swap.other_id)) } " " (stand(say, swap.stand))
            span class="sub" { (told(swap.shift_id)) @if let Some(other) = swap.other_shift_id { " ↔ " (told(other)) } }
            @if let Some(answer) = &swap.answer { span class="sub" { "«" (answer) "»" } }
            @if asked_of_me || mine {
                form method="post" action={ (ROOT) "/swaps/" (Kind::ShiftSwap.name(&swap.oid)) } class="row" {
                    (own(agent))
                    @if asked_of_me {
                        button class="button primary" type="submit" name="do" value="accept" { (say.say("shift-swap-yes")) }
                        button class="button" type="submit" name="do" value="decline" { (say.say("shift-swap-no")) }
                    }
                    @if mine { button class="button quiet" type="submit" name="do" value="withdraw" { (say.say("shift-withdraw")) } }
                }
            }
        }
    }
}

fn feed(agent: &Agent, view: &View, open: &Open) -> Markup {
    let say = agent.say;
    html! {
        section class="tile" id="feed" aria-labelledby="m5" {
            h2 id="m5" { (say.say("shift-feed")) }
            p class="muted small" { (say.say("shift-feed-text")) }
            @if let Some(url) = &open.feed {
                label for="f-feed" { (say.say("shift-feed-url")) }
                input class="input" id="f-feed" readonly value=(url);
                p class="reading soon" { (small_icon("triangle-alert")) span { (say.say("shift-feed-once")) } }
            } @else if let Some(since_ms) = view.feed_since_ms {
                p class="small" { (say.with("shift-feed-since", &[("day", when::day_time(say, since_ms, view.now_ms, &view.zone).into())])) }
            }
            form method="post" action={ (ROOT) "/feed" } class="row wraps" {
                (own(agent))
                button class="button" type="submit" name="do" value="make" { (say.say(if view.feed_since_ms.is_some() { "shift-feed-again" } else { "shift-feed-make" })) }
                @if view.feed_since_ms.is_some() { button class="button quiet" type="submit" name="do" value="drop" { (say.say("shift-feed-drop")) } }
            }
        }
    }
}
