//! What wants a decision: people lacking, rules that do not hold, requests and swaps; and how the weeks and the people of
//! today stand.

use kernel::id::Kind;
use maud::{Markup, html};
use office::shift::{self, Asking, Check, Finding, Mend, Request, Swap, There, What};
use web::form;
use web::ui;
use words::{Say, when};

use super::super::forms::{hours_text, mend_key};
use super::super::{Open, Published, ROOT, View};
use super::day::capital;
use super::{carried, choice, does, hours, input, people_here, span_of_week, weekday};
use crate::session::Agent;

/// Requests, rules and people shown before the rest is counted.
pub(in crate::console::shifts) const SHOWN: usize = 12;

pub(super) fn gap(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let facts = &view.facts;
    let lacking = facts.lacking();
    let to_come = shift::plus_days(facts.monday, 6) > view.today;
    let title = match lacking {
        0 => say.say("shift-gap-none"),
        _ => say.with("shift-gap", &[("hours", hours(say, lacking).into())]),
    };
    html! {
        section class="tile" aria-labelledby="s2" {
            h2 id="s2" { (title) }
            @if facts.need.is_empty() { p class="muted small" { (say.say("shift-gap-no-need")) " " a href={ (ROOT) "/arrange#need" } { (say.say("shift-gap-set")) } } }
            @if let Some((proposal, made_at_ms)) = &view.proposal {
                dl class="effect" {
                    dt { (say.say("shift-proposal-shifts")) } dd { b { (proposal.shifts.len()) } }
                    dt { (say.say("shift-proposal-cost")) } dd { b { (hours(say, (proposal.cost * 60.0) as i64)) " h" } }
                    dt { (say.say("shift-proposal-bound")) } dd { (hours(say, (proposal.lower_bound * 60.0) as i64)) " h" }
                    dt { (say.say("shift-proposal-gap")) } dd { (when::percent(say, proposal.gap())) }
                    dt { (say.say("shift-proposal-lacking")) } dd { (hours(say, proposal.lacking)) " h" }
                    @if let Some(tried) = proposal.tried {
                        dt { (say.with("shift-proposal-tried", &[("days", tried.days.into())])) } dd { b { (share(say, tried.kept)) } }
                        dt { (say.say("shift-proposal-band")) } dd { (share(say, tried.low)) "–" (share(say, tried.high)) }
                    }
                    @if !proposal.open.is_empty() { dt { (say.say("shift-proposal-open")) } dd { (proposal.open.len()) } }
                }
                p class="row wraps" {
                    form method="post" action={ (ROOT) "/proposal" } class="row wraps" {
                        (carried(agent, view))
                        input type="hidden" name="made" value=(made_at_ms);
                        button class="button primary" type="submit" name="do" value="accept" { (say.say("shift-accept")) }
                        button class="button quiet" type="submit" name="do" value="drop" { (say.say("shift-discard")) }
                    }
                }
                p class="faint small" {
                    @let solver = if proposal.solver == "greedy" { "shift-solver-greedy" } else if proposal.proved { "shift-solver-proved" } else { "shift-solver-best" };
                    (say.with("shift-proposal-made", &[
                        ("at", when::day_time(say, *made_at_ms, view.now_ms, &facts.zone).into()),
                        ("tenths", hours(say, proposal.took_ms * 60 / 1_000).into()),
                    ])) " " (say.say(solver))
                }
            }
            @if to_come { (does(agent, view, "compute", "", &say.say(if view.proposal.is_some() { "shift-compute-again" } else { "shift-compute" }))) }
            @else { p class="muted small" { (say.say("shift-week-over")) } }
        }
    }
}

fn share(say: Say, thousandths: i64) -> String {
    when::percent(say, thousandths as f64 / 1_000.0)
}

pub(super) fn rules(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        section class="tile" aria-labelledby="s3" {
            h2 id="s3" {
                (say.say("shift-rules")) " " span class="count" { (view.findings.len()) }
                span class="muted normal end small" { (say.say("shift-rules-source")) }
            }
            @if view.findings.is_empty() { p class="muted small" { (say.say("shift-rules-fine")) } }
            ul class="issues" {
                @for (finding, mend) in view.findings.iter().take(SHOWN) {
                    li {
                        b { (view.first_name(finding.agent_id)) ", " (weekday(say, finding.day)) "." } " "
                        span { (breach(say, view, finding)) }
                        @if let Some(mend) = mend {
                            form method="post" action={ (ROOT) "/mend" } class="row" {
                                (carried(agent, view))
                                input type="hidden" name="mend" value=(mend_key(*mend));
                                button class="button" type="submit" { (mended(say, view, *mend)) }
                            }
                        }
                    }
                }
            }
            @if view.findings.len() > SHOWN { p class="muted small" { (say.with("shift-more", &[("count", (view.findings.len() - SHOWN).into())])) } }
        }
    }
}

/// What does not hold, in words with its numbers.
pub(super) fn breach(say: Say, view: &View, finding: &Finding) -> String {
    let settings = &view.facts.settings;
    let text = |key: &str, is: i64, should: i64| {
        say.with(key, &[("is", hours_text(is).into()), ("should", hours_text(should).into())])
    };
    match finding.what {
        What::Overlap => say.say("shift-breach-overlap"),
        What::DailyRest(minutes) => text("shift-breach-daily-rest", minutes, settings.daily_rest_minutes),
        What::WeeklyRest => text("shift-breach-weekly-rest", 0, settings.weekly_rest_minutes),
        What::WeekMinutes(minutes) => {
            let contract = view.facts.contract(finding.agent_id).map(|one| one.week_minutes);
            text("shift-breach-week-minutes", minutes, contract.unwrap_or(i64::MAX).min(settings.week_minutes))
        }
        What::Away => say.say("shift-breach-away"),
        What::Pattern => say.say("shift-breach-pattern"),
        What::Left => say.say("shift-breach-left"),
        What::Break => say.with(
            "shift-breach-break",
            &[
                ("is", settings.break_minutes.into()),
                ("should", hours_text(settings.break_after_minutes).into()),
            ],
        ),
    }
}

fn mended(say: Say, view: &View, mend: Mend) -> String {
    match mend {
        Mend::StartLater { start, .. } => say.with("shift-mend-later", &[("at", shift::clock(start).into())]),
        Mend::Break { shift_id, at, .. } => {
            let start = view.facts.shift(shift_id).map_or(0, |one| one.is.start);
            say.with("shift-mend-break", &[("at", shift::clock(start + at).into())])
        }
        Mend::Give { shift_id, to } => {
            let day = view.facts.shift(shift_id).map(|one| weekday(say, one.is.day)).unwrap_or_default();
            say.with("shift-mend-give", &[("day", day.into()), ("name", view.first_name(to).into())])
        }
    }
}

pub(super) fn publications(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        section class="tile" aria-labelledby="s5" {
            h2 id="s5" { (say.say("shift-publications")) }
            ul class="leads rows" {
                @for one in &view.published {
                    li {
                        a href=(super::super::address(one.week, view.as_week)) {
                            (ui::state(if one.last.is_none() && one.overdue { "soon" } else if one.last.is_none() { "none" } else { "" }, span_of_week(say, one.week, view.today)))
                        }
                        span { (standing(say, view, one)) }
                    }
                }
            }
        }
    }
}

fn standing(say: Say, view: &View, one: &Published) -> String {
    let day = |at_ms: i64| when::day(say, shift::local(at_ms, &view.facts.zone).0, view.today);
    let lead = view.facts.settings.lead_days;
    match &one.last {
        Some(last) => {
            let mut parts = vec![say.with("shift-published-on", &[("day", day(last.published_at_ms).into())])];
            if one.later > 0 {
                parts.push(say.with("shift-changes-later", &[("count", one.later.into())]));
            }
            parts.push(say.with("shift-read-by", &[("seen", one.seen.into()), ("told", one.told.into())]));
            parts.join(", ")
        }
        None if one.overdue => say.say("shift-draft-late"),
        None => {
            let by = when::day(say, shift::plus_days(one.week, -lead), view.today);
            say.with("shift-draft-by", &[("day", by.into())])
        }
    }
}

pub(super) fn asked(agent: &Agent, view: &View, open: &Open) -> Markup {
    let say = agent.say;
    let count = view.requests.len() + view.swaps.len() + view.more_asked;
    html! {
        section class="tile" aria-labelledby="s4" {
            h2 id="s4" { (say.say("shift-asked")) " " span class="count" { (count) } }
            @if count == 0 { p class="muted small" { (say.say("shift-asked-none")) } }
            ul class="issues across" {
                @for (swap, check) in &view.swaps { (swap_item(agent, view, swap, check)) }
                @for (request, impact) in &view.requests {
                    li {
                        b { (view.first_name(request.is.agent_id)) ", " (request_title(say, view, request)) "." } " "
                        span { "«" (request.is.reason) "»" }
                        @if request.is.asking != Asking::Wish {
                            @if impact.shifts.is_empty() { span class="sub" { (say.say("shift-impact-none")) } }
                            @else {
                                span class="sub" {
                                    (say.with("shift-impact", &[("count", impact.shifts.len().into())])) " "
                                    @let takers: Vec<&str> = impact.shifts.iter().filter_map(|(_, taker)| taker.map(|who| view.first_name(who))).collect();
                                    @if impact.is_covered() { (say.with("shift-impact-takers", &[("names", takers.join(", ").into()), ("count", takers.len().into())])) }
                                    @else if impact.lacking_more > 0 { (say.with("shift-impact-lacking", &[("hours", hours(say, impact.lacking_more).into())])) }
                                    @else { (say.say("shift-impact-still-covered")) }
                                }
                            }
                        }
                        form method="post" action={ (ROOT) "/requests/" (Kind::ShiftRequest.name(&request.oid)) } class="row wraps" {
                            (carried(agent, view))
                            @if impact.is_covered() && !impact.shifts.is_empty() {
                                button class="button" type="submit" name="do" value="give" { (say.say("shift-approve-give")) }
                            }
                            button class="button" type="submit" name="do" value="approve" { (say.say("shift-approve")) }
                            (no(say, &request.oid))
                        }
                    }
                }
            }
            @if view.more_asked > 0 { p class="muted small" { (say.with("shift-more", &[("count", view.more_asked.into())])) } }
            (approved(agent, view))
            (ask_for(agent, view, open))
        }
    }
}

/// A request written down for somebody else.
fn ask_for(agent: &Agent, view: &View, open: &Open) -> Markup {
    let say = agent.say;
    let nothing = (crate::fields::Fields::default(), crate::fields::Wrong::default());
    let (fields, wrong) = if open.asks { (&open.fields, &open.wrong) } else { (&nothing.0, &nothing.1) };
    let kinds = Asking::ALL
        .map(|kind| (kind.name().to_owned(), capital(&say.say(&format!("shift-asking-{}", kind.name())))))
        .to_vec();
    html! {
        details id="ask-for" data-keep open[open.asks] {
            summary class="button quiet" { (say.say("shift-ask-for")) }
            form method="post" action={ (ROOT) "/requests" } class="fields" novalidate {
                (carried(agent, view))
                div class="narrow" {
                    (choice("for", &say.say("shift-who"), &people_here(view), fields.get("for"), wrong.of("for")))
                    (choice("kind", &say.say("shift-ask-what"), &kinds, fields.get("kind"), None))
                    (input(say, "first", "date", "shift-first-day", fields, wrong))
                    (input(say, "last", "date", "shift-last-day", fields, wrong))
                    (input(say, "from", "time", "shift-from", fields, wrong))
                    (input(say, "to", "time", "shift-to", fields, wrong))
                }
                (input(say, "reason", "text", "shift-reason", fields, wrong))
                p { (ui::submit("primary", &say.say("settings-save"))) }
            }
        }
    }
}

/// Approved requests that reach into the week shown, each to be taken back.
fn approved(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let facts = &view.facts;
    let sunday = shift::plus_days(facts.monday, shift::WEEK_DAYS - 1);
    let given: Vec<&Request> = facts
        .requests
        .iter()
        .filter(|one| one.stand == shift::Stand::Approved && one.is.last >= view.today)
        .filter(|one| one.is.first <= sunday && one.is.last >= facts.monday)
        .collect();
    html! {
        @if !given.is_empty() {
            h3 { (say.say("shift-approved-week")) " " span class="count" { (given.len()) } }
            ul class="issues across" {
                @for request in given.iter().take(SHOWN) {
                    li {
                        b { (view.first_name(request.is.agent_id)) ", " (request_title(say, view, request)) "." }
                        form method="post" action={ (ROOT) "/requests/" (Kind::ShiftRequest.name(&request.oid)) } class="row" {
                            (carried(agent, view))
                            button class="button quiet" type="submit" name="do" value="revoke" { (say.say("shift-revoke")) }
                        }
                    }
                }
            }
            @if given.len() > SHOWN { p class="muted small" { (say.with("shift-more", &[("count", (given.len() - SHOWN).into())])) } }
        }
    }
}

/// "No, because…": the reason and its button.
fn no(say: Say, oid: &str) -> Markup {
    let id = format!("no-{oid}");
    html! {
        details class="no" {
            summary class="button quiet" { (say.say("shift-refuse")) }
            label class="sr" for=(id) { (say.say("shift-refuse-why")) }
            input class="input slim" id=(id) name="answer" maxlength="300" autocomplete="off" placeholder=(say.say("shift-refuse-why"));
            button class="button" type="submit" name="do" value="refuse" { (say.say("shift-refuse-send")) }
        }
    }
}

/// "ferie 7–9 dicembre".
fn request_title(say: Say, view: &View, request: &Request) -> String {
    asked_for(say, &request.is, view.today)
}

/// What is asked, with its days and hours.
pub(super) fn asked_for(say: Say, is: &shift::NewRequest, today: jiff::civil::Date) -> String {
    let kind = say.say(&format!("shift-asking-{}", is.asking.name()));
    let days = if is.first == is.last {
        super::long_day(say, is.first, today)
    } else {
        say.with(
            "shift-week-span",
            &[("from", when::day(say, is.first, today).into()), ("to", when::day(say, is.last, today).into())],
        )
    };
    match is.hours {
        Some((from, to)) => format!("{kind} {days}, {}–{}", shift::clock(from), shift::clock(to)),
        None => format!("{kind} {days}"),
    }
}

fn swap_item(agent: &Agent, view: &View, swap: &Swap, check: &Check) -> Markup {
    let say = agent.say;
    let of = |shift_id: i64| view.swapped.iter().find(|one| one.id == shift_id);
    let zone = &view.facts.zone;
    let told = |shift_id: i64| {
        of(shift_id).map(|one| shift::told_as(say, &one.is, view.today, zone)).unwrap_or_default()
    };
    html! {
        li {
            b { (view.first_name(swap.agent_id)) " ↔ " (view.first_name(swap.other_id)) "." } " "
            span {
                (told(swap.shift_id))
                @if let Some(other) = swap.other_shift_id { " ↔ " (told(other)) }
                ". "
                @if check.is_fine() { (say.say("shift-swap-fine")) }
                @else if !check.stands { (say.say("shift-swap-gone")) }
                @else {
                    @for finding in &check.findings { (view.first_name(finding.agent_id)) ": " (breach(say, view, finding)) " " }
                    @if check.lacking_more > 0 { (say.with("shift-impact-lacking", &[("hours", hours(say, check.lacking_more).into())])) }
                }
            }
            form method="post" action={ (ROOT) "/swaps/" (Kind::ShiftSwap.name(&swap.oid)) } class="row wraps" {
                (carried(agent, view))
                @if check.is_fine() { button class="button" type="submit" name="do" value="approve" { (say.say("shift-approve")) } }
                (no(say, &swap.oid))
            }
        }
    }
}

/// Who should be there now and is not, and everybody's day so far.
pub(super) fn there(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let missed = view.there.iter().filter(|(.., one)| one.there.is_missed()).count();
    html! {
        section class="tile" id="there" aria-labelledby="s6" data-live=(view.at(view.day)) data-live-on="agent" data-each-minute {
            h2 id="s6" {
                (say.say("shift-there")) " " span class=(if missed > 0 { "count late" } else { "count" }) { (missed) }
                span class="muted normal" { (say.say("shift-there-lead")) }
            }
            @if view.there.is_empty() { p class="muted small" { (say.say("shift-there-none")) } }
            @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="s6" {
                    table class="lanes" {
                        thead { tr { @for key in ["shift-who", "shift-there-told", "shift-there-now"] { th scope="col" { (say.say(key)) } } th scope="col" class="n" { (say.say("shift-there-kept")) } } }
                        tbody {
                            @for (who, told, one) in &view.there {
                                tr {
                                    th scope="row" { (view.name(*who)) }
                                    td { @for is in told { (shift::clock(is.start)) "–" (shift::clock(is.end)) " " } @if told.is_empty() { "–" } }
                                    td { (ui::state(kind_of(one.there), say.say(&format!("shift-is-{}", one.there.name())))) }
                                    td class="n" {
                                        @if one.due_ms == 0 { "—" } @else {
                                            (say.with("shift-there-of", &[("kept", hours_text(one.kept_ms / 60_000).into()), ("due", hours_text(one.due_ms / 60_000).into())]))
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

fn kind_of(there: There) -> &'static str {
    match there {
        There::Late | There::LeftEarly => "late",
        There::Away => "soon",
        There::Present => "",
        There::Pause | There::ToCome | There::Over | There::Extra => "none",
    }
}

/// A form of one's own page: the proof alone.
pub(super) fn own(agent: &Agent) -> Markup {
    form::csrf(agent.csrf())
}
