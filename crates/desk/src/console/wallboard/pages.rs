//! The board: the given word large, queues, what falls due next, the black hole, and people with what they have.

use maud::{Markup, html};
use office::report::{Counts, Kept, interval_tenths, tenths};
use web::shell::{self, Live, Page, Section};
use web::ui::{self, Size, icon, small_icon};
use words::{Say, when};

use super::outlook::Ahead;
use super::store::{Due, SLOTS};
use super::{Board, Flow, Lane, Person};
use crate::console::forecast::{charts, there};
use crate::console::inbox::view::Reading;
use crate::console::pass;
use crate::console::reports::span;
use crate::session::Agent;

/// Under so many words no interval is drawn.
const BAND_FROM: i64 = 50;
const HERE: &str = "/console/fragment/wallboard";

pub(super) fn draw(agent: &Agent, board: &Board, ahead: &Ahead, reading: &Reading) -> Markup {
    let say = agent.say;
    shell::console(&Page {
        title: say.say("shell-wallboard"),
        section: Section::Wallboard,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &board.company,
        deck: "wide",
        skip: ("lavagna", say.say("wallboard-skip")),
        views_label: String::new(),
        views: html! {},
        body: html! { (body(board, ahead, reading)) },
        keys: &[
            ("J K", say.say("inbox-key-walk")),
            ("P", say.say("wallboard-key-pass")),
            ("F", say.say("wallboard-full")),
        ],
        more_keys: &[("Z", say.say("inbox-key-undo"))],
        status: None,
        live: Live::After(board.seq),
        csrf: agent.csrf(),
        now_ms: reading.now_ms,
    })
}

/// The board itself; each tile is fetched again when something happens, and once a minute.
pub(super) fn body(board: &Board, ahead: &Ahead, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        main class="board" id="lavagna" data-minutely {
            header class="bar" {
                h1 { (say.say("shell-wallboard")) }
                span class="muted clip" id="board-day" data-live=(HERE) { (when::day(say, today(reading), today(reading))) }
                p class="stale" id="stale" role="status" hidden data-keep
                    data-many=(say.say("wallboard-stale")) {}
                button type="button" class="button end full" data-key="f" data-do="full" {
                    (small_icon("gauge")) " " (say.say("wallboard-full")) " " (ui::kbd("F"))
                }
                time class="clock" id="board-clock" data-live=(HERE) datetime=(reading.iso(reading.now_ms)) {
                    (when::time(reading.now_ms, &reading.zone))
                }
            }
            (given(say, board))
            (lanes(board, reading))
            (risk(board, ahead, reading))
            (hole(say, board))
            (flow(say, &board.flow))
            (need(say, &board.flow))
            (crew(board, reading))
        }
    }
}

fn today(reading: &Reading) -> jiff::civil::Date {
    office::report::day_of(reading.now_ms, &reading.zone)
}

/// A share in the reader's language without its sign: `94,2`.
fn figure(say: Say, tenths: i64) -> String {
    when::percent(say, tenths as f64 / 1_000.0).trim_end_matches('%').to_owned()
}

fn given(say: Say, board: &Board) -> Markup {
    let Kept { settled, kept, moved } = board.today;
    let count = |count: i64| when::number(say, count);
    html! {
        section class="tile given" id="board-given" data-live=(HERE) aria-labelledby="w1" {
            h2 id="w1" { (say.say("wallboard-kept-today")) }
            @match tenths(kept, settled) {
                Some(share) => {
                    p class="headline word" { (figure(say, share)) span { "%" } }
                    p class="context" {
                        (say.with("wallboard-kept-of", &[("kept", kept.into()), ("settled", settled.into())]))
                        br; (band(say, kept, settled))
                    }
                }
                None => {
                    p class="headline word" { "—" }
                    p class="context" { (say.say("wallboard-none-due")) }
                }
            }
            (month(say, board.month))
            dl class="trio" {
                div { dt { (say.say("wallboard-moved")) } dd { (count(moved)) } }
                div {
                    dt { (say.say("wallboard-not-kept")) }
                    dd class=(if settled > kept { "late" } else { "" }) { (count(settled - kept)) }
                }
                div {
                    dt { (say.say("wallboard-wordless")) }
                    dd class=(if board.wordless > 0 { "late" } else { "kept" }) { (count(board.wordless)) }
                }
            }
        }
    }
}

/// No percentage without its n, no interval of few.
fn band(say: Say, kept: i64, settled: i64) -> String {
    match interval_tenths(kept, settled).filter(|_| settled >= BAND_FROM) {
        Some((low, high)) => {
            let (low, high) = (figure(say, low), figure(say, high));
            say.with("wallboard-band", &[("low", low.into()), ("high", high.into())])
        }
        None => say.with("wallboard-no-band", &[("least", BAND_FROM.into())]),
    }
}

fn month(say: Say, kept: Kept) -> Markup {
    let Some(share) = tenths(kept.kept, kept.settled) else {
        return html! { p class="month" { b { (say.say("wallboard-28-days")) } " " (say.say("wallboard-none-due-28")) } };
    };
    let of = say.with("wallboard-kept-of", &[("kept", kept.kept.into()), ("settled", kept.settled.into())]);
    html! {
        p class="month" {
            b { (say.say("wallboard-28-days")) } " "
            span class="word" { (figure(say, share)) "%" }
            span class="muted" { (of) " " (band(say, kept.kept, kept.settled)) }
        }
    }
}

fn lanes(board: &Board, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        section class="tile live" id="board-live" data-live=(HERE) aria-labelledby="w2" {
            h2 id="w2" { (say.say("wallboard-queues")) }
            @if board.inboxes.is_empty() {
                @let act = ui::button_link("", "/console/settings/inboxes/new", say.say("settings-inbox-new"));
                (ui::empty(&say.say("wallboard-no-inbox"), &say.say("wallboard-no-inbox-text"), Some(act)))
            } @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="w2" {
                    table class="lanes" {
                        thead {
                            tr {
                                th scope="col" { (say.say("wallboard-inbox")) }
                                th scope="col" class="n" { (say.say("wallboard-waiting")) }
                                th scope="col" class="n" { (say.say("wallboard-oldest")) }
                                th scope="col" class="n" { (say.say("wallboard-next-due")) }
                                th scope="col" class="n" { (say.say("wallboard-we-promise")) }
                                th scope="col" class="came" { (say.say("wallboard-four-hours")) }
                                th scope="col" class="n" { (say.say("wallboard-kept")) }
                            }
                        }
                        tbody { @for lane in &board.inboxes { (row(lane, reading)) } }
                        @if !board.teams.is_empty() {
                            tbody {
                                tr class="group" { th scope="rowgroup" colspan="7" { (say.say("wallboard-teams")) } }
                                @for lane in &board.teams { (row(lane, reading)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn row(lane: &Lane, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        tr {
            th scope="row" {
                span class="row" {
                    (icon(lane.channel.as_deref().map_or("users", ui::channel_icon))) " "
                    @match &lane.href {
                        Some(href) => a class="clip" href=(href) { (lane.name) },
                        None => span class="clip" { (lane.name) },
                    }
                }
            }
            td class="n big" { (when::number(say, lane.waiting)) }
            td class="n" {
                @match lane.oldest_at_ms {
                    Some(since_ms) => (span(say, reading.now_ms - since_ms)),
                    None => span class="faint" { (say.say("wallboard-nobody")) },
                }
            }
            td class="n" {
                @match lane.urgent_at_ms {
                    Some(at_ms) if at_ms <= reading.now_ms => (ui::state("late", reading.short(at_ms))),
                    Some(at_ms) => span class="word" { (reading.short(at_ms)) },
                    None => span class="faint" { "—" },
                }
            }
            td class="n" {
                @match lane.promised_minutes {
                    Some(minutes) => span class="word" { (span(say, minutes * 60_000)) },
                    None => span class="faint" { "—" },
                }
            }
            td class="came" { @if let Some(bars) = &lane.came { (chart(bars)) } }
            td class="n" {
                @match lane.kept {
                    Some(kept) if kept.settled > 0 => (share(say, kept)),
                    Some(_) | None => span class="faint" { "—" },
                }
            }
        }
    }
}

/// Kept of settled; in percent from fifty on, as two numbers before.
fn share(say: Say, kept: Kept) -> Markup {
    let look = match (kept.kept, kept.settled) {
        (kept, settled) if kept == settled => "",
        (kept, settled) if kept * 10 >= settled * 9 => "soon",
        _ => "late",
    };
    let of = say.with("inbox-kept-today-of", &[("kept", kept.kept.into()), ("settled", kept.settled.into())]);
    let shown = match tenths(kept.kept, kept.settled).filter(|_| kept.settled >= BAND_FROM) {
        Some(share) => format!("{}%, {of}", figure(say, share)),
        None => of,
    };
    ui::state(look, shown)
}

/// Twelve bars: decoration, the numbers are in the table.
fn chart(bars: &[i64; SLOTS]) -> Markup {
    let most = bars.iter().copied().max().unwrap_or_default().max(1);
    html! {
        svg class="chart bars" viewBox="0 0 84 18" aria-hidden="true" {
            @for (place, count) in bars.iter().enumerate() {
                @let height = 1.0 + 16.0 * (*count as f64) / (most as f64);
                rect x=(place * 7) y=(format!("{:.1}", 18.0 - height)) width="5" height=(format!("{height:.1}")) rx="1" {}
            }
        }
    }
}

fn risk(board: &Board, ahead: &Ahead, reading: &Reading) -> Markup {
    let say = reading.say;
    let soon_ms = reading.now_ms + board.warn_minutes * 60_000;
    let groups = [
        ("late", "wallboard-missed", board.late),
        ("soon", "wallboard-at-risk", board.at_risk),
        ("", "wallboard-then", 0),
    ];
    let group = |due: &Due| match due.urgent_at_ms {
        at_ms if at_ms <= reading.now_ms => 0,
        at_ms if at_ms <= soon_ms => 1,
        _ => 2,
    };
    html! {
        section class="tile risk" id="board-risk" data-live=(HERE) data-hold aria-labelledby="w3" {
            h2 id="w3" {
                (say.with("wallboard-risk", &[("count", board.warn_minutes.into())])) " "
                span class=(if board.at_risk > 0 { "count soon" } else { "count" }) { (when::number(say, board.at_risk)) }
                @if board.late > 0 {
                    span class="count late" { (say.with("wallboard-missed-count", &[("count", board.late.into())])) }
                }
                button type="button" class="news" hidden data-do="news" {}
            }
            @if board.due.is_empty() {
                (ui::empty(&say.say("inbox-empty-title"), &say.say("wallboard-none-waits"), None))
            }
            @for (place, (class, key, all)) in groups.into_iter().enumerate() {
                @let these: Vec<&Due> = board.due.iter().filter(|due| group(due) == place).collect();
                @if !these.is_empty() {
                    h3 class=(class) id={ "risk-" (key) } {
                        (say.say(key))
                        @if all > these.len() as i64 { " " span class="faint" { (say.with("wallboard-first", &[("shown", these.len().into()), ("all", all.into())])) } }
                    }
                    ol class="breaches" data-walk id={ "risk-list-" (key) } { @for due in these { (breach(due, ahead, reading)) } }
                }
            }
            @if board.at_risk > 0 { (ahead.source(say)) }
            @if board.due.len() as i64 >= super::store::SHOWN as i64 {
                p { a href="/console/inbox/risk" class="button" { (say.say("wallboard-all-risk")) } }
            }
        }
    }
}

fn breach(due: &Due, ahead: &Ahead, reading: &Reading) -> Markup {
    let say = reading.say;
    let who = due.customer.clone().unwrap_or_else(|| due.reference.clone());
    let ring = ui::Ring::open(say, due.made_at_ms, due.urgent_at_ms, reading.now_ms);
    html! {
        li id={ "due-" (due.reference) } data-pass=(pass::address(&due.reference)) {
            (ui::ring(&ring, Size::Row))
            div {
                p {
                    a class="clip" draggable="false" href={ "/console/conversation/" (due.reference) } { b { (who) } }
                    (ui::tier(&due.tier, &say.with("inbox-tier", &[("tier", due.tier.as_str().into())])))
                }
                p class="muted clip" {
                    (moment(due, reading)) ", "
                    @match &due.holder {
                        Some(name) => (say.with("inbox-with", &[("name", name.into())])),
                        None => (say.say("wallboard-with-nobody")),
                    }
                }
                p class="faint clip" { @if due.subject.is_empty() { (say.say("inbox-no-subject")) } @else { (due.subject) } " · " (due.inbox) }
            }
            (ahead.row(say, &due.reference, &who))
        }
    }
}

/// "entro le 10:40", or what was missed and until when it is owed now.
fn moment(due: &Due, reading: &Reading) -> String {
    let say = reading.say;
    if due.urgent_at_ms > reading.now_ms {
        return reading.by(due.urgent_at_ms);
    }
    let missed = say.with("wallboard-was-due", &[("when", reading.at(due.urgent_at_ms).into())]);
    match due.next_due_at_ms.filter(|at_ms| *at_ms > reading.now_ms) {
        Some(next_ms) => {
            say.with("wallboard-now-due", &[("missed", missed.into()), ("by", reading.by(next_ms).into())])
        }
        None => missed,
    }
}

fn hole(say: Say, board: &Board) -> Markup {
    let Counts { received, owed, answered, waiting, late, stuck, machines, spam, duplicates, unread } =
        board.meter;
    let line = |key: &'static str, count: i64, class: &'static str| (key, count, class);
    let lines = [
        line("ledger-owed", owed, ""),
        line("ledger-answered", answered, ""),
        line("ledger-waiting", waiting, ""),
        line("ledger-late", late, "late"),
        line("ledger-machines", machines, ""),
        line("ledger-spam", spam, ""),
        line("ledger-duplicates", duplicates, ""),
        line("ledger-stuck", stuck, "late"),
    ];
    html! {
        section class="tile hole" id="board-hole" data-live=(HERE) tabindex="0" aria-labelledby="w4" {
            h2 id="w4" { (say.say("wallboard-hole")) span class="count" { (when::number(say, received)) } }
            dl class="meters" {
                @for (key, count, class) in lines {
                    div { dt { (say.say(key)) } dd class=(if count > 0 { class } else { "faint" }) { (when::number(say, count)) } }
                }
            }
            p class="reading" {
                @if board.meter.add_up() && stuck == 0 {
                    (small_icon("shield-check")) span { (say.with("wallboard-adds-up", &[("count", received.into()), ("unread", unread.into())])) }
                } @else {
                    (small_icon("triangle-alert")) span class="late" { (say.say("wallboard-hole-open")) }
                }
                a class="end" href="/console/ledger?days=1" { (say.say("shell-ledger")) }
            }
        }
    }
}

/// What came today in bars, what is expected as a line with its band.
fn flow(say: Say, today: &Flow) -> Markup {
    html! {
        section class="tile flow" id="board-flow" data-live=(HERE) aria-labelledby="w6" {
            h2 id="w6" {
                a href="/console/forecast" { (say.say("forecast-flow")) }
                span class="legend" { span class="l1" { (say.say("forecast-came")) } span class="l2" { (say.say("forecast-expected-band")) } }
            }
            @match &today.expected {
                None => (ui::empty(&say.say("forecast-unknown"), &say.say("wallboard-no-forecast"), None)),
                Some(expected) => {
                    @let rest: f64 = expected.iter().enumerate().filter(|(slot, _)| *slot as f64 > today.now).map(|(_, slot)| slot.mean).sum();
                    @let came: f64 = today.came.iter().sum();
                    @let facts = [
                        ("came", when::number(say, came as i64).into()),
                        ("rest", when::number(say, rest.round() as i64).into()),
                        ("low", when::number(say, today.total.band[0] as i64).into()),
                        ("high", when::number(say, today.total.band[1] as i64).into()),
                    ];
                    @let sentence = say.with("wallboard-flow-said", &facts);
                    @let window = charts::span(Some(expected), Some(&today.came), today.needed.as_ref());
                    (charts::flow(charts::BOARD, &sentence, expected, Some(&today.came), Some(today.now), window))
                    p class="reading" { (small_icon("trending-up")) span { (sentence) } }
                }
            }
        }
    }
}

/// Who is needed each half hour, and who is there now.
fn need(say: Say, today: &Flow) -> Markup {
    html! {
        section class="tile need" id="board-need" data-live=(HERE) aria-labelledby="w7" {
            h2 id="w7" {
                a href="/console/forecast" { (say.say("forecast-need")) }
                span class="legend" { span class="l4" { (say.say("forecast-needed")) } }
            }
            @match &today.needed {
                None => (ui::empty(&say.say("forecast-unknown"), &say.say("wallboard-no-forecast"), None)),
                Some(needed) => {
                    @let window = charts::span(today.expected.as_ref(), Some(&today.came), Some(needed));
                    @let now = needed[(today.now as usize).min(needed.len() - 1)].net;
                    @let most = needed.iter().map(|people| people.net).max().unwrap_or(0);
                    @let sentence = say.with("wallboard-need-said", &[("most", most.into()), ("now", now.into()), ("there", today.there.into())]);
                    (charts::needs(charts::BOARD, &sentence, needed, Some(today.there), Some(today.now), window))
                    (there(say, now, today.there))
                }
            }
        }
    }
}

fn crew(board: &Board, reading: &Reading) -> Markup {
    let say = reading.say;
    let there = board.people.iter().filter(|person| person.presence != "offline").count();
    html! {
        section class="tile crew" id="board-crew" data-live=(HERE) tabindex="0" aria-labelledby="w5" {
            h2 id="w5" { (say.say("wallboard-people")) " " span class="count" { (when::number(say, there as i64)) }
                span class="legend drop-hint" { (say.say("wallboard-drop")) } }
            ul class="agents" { @for person in &board.people { (member(say, person)) } }
        }
    }
}

fn member(say: Say, person: &Person) -> Markup {
    let full = person.open >= person.capacity;
    let places = [("open", person.open.into()), ("capacity", person.capacity.into())];
    let share = (person.open * 100 / person.capacity.max(1)).min(100);
    html! {
        li id={ "crew-" (person.oid) } data-person=(person.oid) data-name=(person.name) {
            (ui::avatar(&ui::initials(&person.name), "", Some(&person.presence), if person.is_me { "self" } else { "" }))
            b class="clip" { (person.name) }
            span class="doing" { (say.say(&format!("shell-presence-{}", person.presence))) }
            span class=(if full { "rate soon" } else { "rate" }) { (say.with("wallboard-load", &places)) }
            svg class="load" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {
                rect class="whole" width="100" height="4" {}
                rect class=(if full { "part soon" } else { "part" }) width=(share) height="4" {}
            }
        }
    }
}
