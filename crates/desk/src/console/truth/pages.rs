//! The page: the share and what it is made of, channels and inboxes, drift, hours, weeks and tiers, what was missed, and
//! the badge.

use maud::{Markup, html};
use office::account::Permission;
use office::report::{
    AIM_TENTHS, Coverage, Group, MISSED_MAX, OUT_OF, Piece, TIER_GAP_TENTHS, Tightness, Watch,
};
use web::form;
use web::shell::{self, Live, Page, Section};
use web::ui::{self, small_icon};
use words::{Say, when};

use super::{Asked, View, called, charts, named};
use crate::console::inbox::view::Reading;
use crate::console::reports::{Days, LENGTHS, percent, span};
use crate::session::Agent;

const HERE: &str = "/console/truth";

pub(super) fn draw(agent: &Agent, view: &View, reading: &Reading) -> Markup {
    let say = agent.say;
    shell::console(&Page {
        title: say.say("truth-title"),
        section: Section::Truth,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &view.company.name,
        deck: "wide",
        skip: ("truth", say.say("truth-skip")),
        views_label: String::new(),
        views: html! {},
        body: body(agent, view, reading),
        keys: &[("J K", say.say("inbox-key-walk"))],
        more_keys: &[],
        status: None,
        live: Live::No,
        csrf: agent.csrf(),
        now_ms: reading.now_ms,
    })
}

fn body(agent: &Agent, view: &View, reading: &Reading) -> Markup {
    let say = agent.say;
    let words = &view.truth.total.words;
    let nothing = words.settled() + words.withdrawn + words.open == 0;
    html! {
        main class="office truth" id="truth" {
            header class="bar" {
                h1 { (say.say("truth-title")) }
                span class="muted" { (days(say, view, reading)) }
                (crate::console::office_pages(agent, Section::Truth))
                (lengths(say, view))
                a class="button" href="/console/truth/hindsight" { (say.say("hindsight-title")) }
                a class="button" href=(view.asked.link("/console/truth/file")) download { "CSV" }
            }
            @if let Some(problem) = view.problem {
                (ui::alert("late", "triangle-alert", &say.say("reports-wrong"), say.say(problem), None))
            }
            (filters(say, view))
            @if nothing { (empty(say, view)) }
            @else {
                (headline(say, view))
                (lanes(say, view, reading))
                (drift(say, view, reading))
                (hours(say, view, reading))
                (weeks(say, view, reading))
                (tiers(say, view, reading))
                (missed(say, view, reading))
            }
            (badge(agent, view))
            (how(say))
        }
    }
}

/// "3 febbraio – 2 marzo".
fn days(say: Say, view: &View, reading: &Reading) -> String {
    let period = &view.truth.period;
    let today = period.day_of(reading.now_ms);
    let (from, to) = (when::day(say, period.from(), today), when::day(say, period.to(), today));
    if period.from() == period.to() { from } else { format!("{from} – {to}") }
}

fn lengths(say: Say, view: &View) -> Markup {
    html! {
        nav class="seg end" aria-label=(say.say("ledger-period")) {
            @for days in LENGTHS {
                @let asked = Asked { days: Days::last(days), ..view.asked.clone() };
                @let current = !view.asked.days.is_named() && view.truth.period.days() == days;
                a href=(asked.link(HERE)) aria-current=[current.then_some("true")] {
                    (if days == 1 { say.say("ledger-today") } else { say.with("reports-length", &[("count", days.into())]) })
                }
            }
        }
    }
}

fn filters(say: Say, view: &View) -> Markup {
    let period = &view.truth.period;
    html! {
        form class="tile span-12 narrow" method="get" action=(HERE) aria-label=(say.say("reports-filter")) {
            div class="field" {
                label for="f-from" { (say.say("reports-from")) }
                input class="input" type="date" id="f-from" name="from" value=(period.from());
            }
            div class="field" {
                label for="f-to" { (say.say("reports-to")) }
                input class="input" type="date" id="f-to" name="to" value=(period.to());
            }
            div class="field" {
                label for="f-inbox" { (say.say("reports-inbox")) }
                select class="input" id="f-inbox" name="inbox" {
                    option value="" { (say.say("reports-all")) }
                    @for (value, text) in &view.inboxes {
                        option value=(value) selected[view.asked.inbox == *value] { (text) }
                    }
                }
            }
            button type="submit" class="button" { (small_icon("filter")) " " (say.say("reports-show")) }
        }
    }
}

fn empty(say: Say, view: &View) -> Markup {
    let longest = LENGTHS[LENGTHS.len() - 1];
    let act = (view.asked.days.is_named() || view.truth.period.days() < longest).then(|| {
        let asked = Asked { days: Days::last(longest), of: String::new(), ..view.asked.clone() };
        ui::button_link("", &asked.link(HERE), say.with("reports-length", &[("count", longest.into())]))
    });
    html! { section class="tile span-12" { (ui::empty(&say.say("truth-empty"), &say.say("truth-empty-text"), act)) } }
}

/// `90,3%`, or a dash where there are too few cases.
fn share(say: Say, coverage: &Coverage) -> Markup {
    match coverage.share() {
        Some(share) => html! { (percent(say, share)) },
        None => {
            html! { span class="faint" { (say.with("truth-of", &[("kept", coverage.words.kept.into()), ("n", coverage.n().into())])) } }
        }
    }
}

/// `89,5–91,1`.
fn band(say: Say, coverage: &Coverage) -> Option<String> {
    let (low, high) = coverage.band()?;
    let bare = |tenths: i64| percent(say, tenths).trim_end_matches('%').trim_end().to_owned();
    Some(format!("{}–{}", bare(low), bare(high)))
}

/// Hundredths in the reader's language: `1,05`.
fn hundredths(say: Say, ratio: i64) -> String {
    let mark = if percent(say, 1).contains(',') { ',' } else { '.' };
    format!("{}{mark}{:02}", ratio / 100, ratio % 100)
}

fn headline(say: Say, view: &View) -> Markup {
    let total = &view.truth.total;
    // The aim is that of calculated words: where there are some, they stand first.
    let sources: Vec<&Piece> = view.truth.by("source").collect();
    let model = sources.iter().find(|piece| piece.name == "model" && piece.coverage.is_enough());
    let (title, first) = match model {
        Some(piece) => ("truth-headline-model", &piece.coverage),
        None => ("truth-headline", total),
    };
    html! {
        section class="tile span-3" aria-labelledby="t1" {
            h2 id="t1" { (say.say(title)) }
            @match first.share() {
                Some(share) => {
                    @let text = percent(say, share);
                    p class="headline word" { (text.trim_end_matches('%').trim_end()) span { "%" } }
                    p class="context" {
                        (say.with("truth-context", &[
                            ("kept", first.words.kept.into()),
                            ("n", first.n().into()),
                            ("band", band(say, first).unwrap_or_default().into()),
                            ("aim", percent(say, AIM_TENTHS).into()),
                        ]))
                    }
                }
                None => {
                    p class="amount word" { (say.with("truth-of", &[("kept", first.words.kept.into()), ("n", first.n().into())])) }
                    p class="context" { (say.say("truth-few")) }
                }
            }
            table class="ledger sums" {
                caption class="sr" { (say.say("truth-sums")) }
                thead { tr {
                    th scope="col" { (say.say("truth-source")) }
                    th scope="col" class="n" { (say.say("truth-n")) }
                    th scope="col" class="n" { (say.say("truth-kept")) }
                } }
                tbody {
                    @for piece in sources {
                        tr {
                            th scope="row" { (say.say(&format!("truth-source-{}", piece.name))) }
                            td class="n" { (when::number(say, piece.coverage.n())) }
                            td class="n word" { (share(say, &piece.coverage)) }
                        }
                    }
                    tr class="total" {
                        th scope="row" { (say.say("truth-all")) }
                        td class="n" { (when::number(say, total.n())) }
                        td class="n word" data-value="total" { (share(say, total)) }
                    }
                }
            }
            p class="faint small" {
                (say.with("truth-beside", &[
                    ("moved", total.words.moved.into()),
                    ("withdrawn", total.words.withdrawn.into()),
                    ("open", total.words.open.into()),
                ]))
            }
        }
    }
}

/// Channels, and under them the inboxes.
fn lanes(say: Say, view: &View, reading: &Reading) -> Markup {
    let all = |by: &'static str| view.truth.by(by).map(|piece| &piece.coverage);
    let floor = charts::floor(all("channel").chain(all("inbox")));
    html! {
        section class="tile span-6" aria-labelledby="t2" {
            h2 id="t2" { (say.say("truth-channels")) span class="legend" { span class="l4" { (say.say("truth-band-95")) } } }
            @for by in ["channel", "inbox"] {
                @let pieces = by_name(say, view, by, reading);
                div class="sideways" tabindex="0" role="group" aria-label=(say.say(&format!("truth-by-{by}"))) {
                    table class="ledger tight" {
                        thead { tr {
                            th scope="col" { (say.say(&format!("truth-by-{by}"))) }
                            th scope="col" class="n" { (say.say("truth-n")) }
                            th scope="col" class="n" { (say.say("truth-kept")) }
                            th scope="col" class="n" { (say.say("truth-band")) }
                            th scope="col" { span class="sr" { (say.say("truth-drawn")) } span class="faint" aria-hidden="true" { (floor / 10) "–100" } }
                            th scope="col" class="n" { (say.say("truth-announced")) }
                            th scope="col" class="n" { (say.say("truth-nine")) }
                            th scope="col" class="n" { (say.say("truth-ratio")) }
                        } }
                        tbody data-walk { @for piece in pieces { (lane(say, view, piece, floor, reading)) } }
                    }
                }
            }
            p class="reading" { (small_icon("lightbulb")) span { (say.say("truth-ratio-read")) } }
        }
    }
}

/// The groups of one kind in the order of their names; nameless ones last.
fn by_name<'a>(say: Say, view: &'a View, by: &'a str, reading: &Reading) -> Vec<&'a Piece> {
    let mut pieces: Vec<&Piece> = view.truth.by(by).collect();
    pieces.sort_by_key(|piece| (piece.name.is_empty(), called(say, piece, reading).to_lowercase()));
    pieces
}

fn lane(say: Say, view: &View, piece: &Piece, floor: i64, reading: &Reading) -> Markup {
    let coverage = &piece.coverage;
    let some = coverage.n() > 0;
    let time = |ms: i64, at_least: bool| match (some, at_least) {
        (false, _) => "—".to_owned(),
        (true, false) => span(say, ms),
        (true, true) => say.with("truth-at-least", &[("time", span(say, ms).into())]),
    };
    html! {
        tr id={ "g-" (named(piece)) } aria-current=[is_chosen(view, piece).then_some("true")] {
            th scope="row" { (leads(say, view, piece, reading)) }
            td class="n" { (when::number(say, coverage.n())) }
            td class="n word" { (share(say, coverage)) }
            @match band(say, coverage) {
                Some(band) => { td class="n faint" { (band) } td { (charts::forest(coverage, floor)) } }
                None => td class="faint small" colspan="2" { (say.say("truth-too-few")) },
            }
            td class="n word" { (time(coverage.announced_ms, false)) }
            td class="n" { (time(coverage.nine_ms, coverage.nine_at_least)) }
            td class="n" { (tightness(say, coverage)) }
        }
    }
}

/// The ratio with what it means beside its mark.
fn tightness(say: Say, coverage: &Coverage) -> Markup {
    let (Some(ratio), Some(tightness)) = (coverage.ratio(), coverage.tightness()) else {
        return html! { span class="faint" { "—" } };
    };
    let look = match tightness {
        Tightness::Tight => "",
        Tightness::Wide => "soon",
        Tightness::Short => "late",
    };
    html! {
        (ui::state(look, hundredths(say, ratio)))
        @if tightness != Tightness::Tight { span class="sub" { (say.say(&format!("truth-{}", tightness.name()))) } }
    }
}

fn is_chosen(view: &View, piece: &Piece) -> bool {
    view.chosen.as_ref().is_some_and(|chosen| chosen.group == piece.group)
}

/// The name of a group, leading to its missed words.
fn leads(say: Say, view: &View, piece: &Piece, reading: &Reading) -> Markup {
    let asked = Asked { of: named(piece), ..view.asked.clone() };
    let name = called(say, piece, reading);
    html! {
        a href={ (asked.link(HERE)) "#missed" } {
            @if let Group::Channel(channel) = piece.group { (ui::icon(ui::channel_icon(channel.name()))) " " }
            (name)
        }
    }
}

fn drift(say: Say, view: &View, reading: &Reading) -> Markup {
    let today = view.truth.period.day_of(reading.now_ms);
    let alarms = view.truth.drifts.iter().filter(|drift| matches!(drift.watch, Watch::Alarm { .. })).count();
    html! {
        section class="tile span-3 drift" aria-labelledby="t3" {
            h2 id="t3" {
                (say.say("truth-drift")) " "
                @if alarms > 0 { (ui::chip("late", say.with("truth-alarms", &[("count", alarms.into())]))) }
            }
            @if view.truth.drifts.is_empty() { p class="muted" { (say.say("truth-drift-none")) } }
            @for drift in &view.truth.drifts {
                @let channel = say.say(&format!("ledger-channel-{}", drift.channel.name()));
                @let last = drift.days.last().map_or(0, |(_, kept)| *kept);
                @match drift.watch {
                    Watch::TooFew => p class="muted" {
                        b { (channel) } " " (say.with("truth-drift-few", &[("n", drift.settled.into()), ("least", OUT_OF.into())]))
                    },
                    Watch::Steady => {
                        p { b { (channel) } " " (ui::state("", say.with("truth-drift-steady", &[("kept", last.into())]))) }
                        (charts::drift(say, &channel, drift, None, today))
                    }
                    Watch::Alarm { since_ms } => {
                        @let since = view.truth.period.day_of(since_ms);
                        p { b { (channel) } " " (ui::state("late", say.with("truth-drift-alarm", &[("kept", last.into()), ("day", when::day(say, since, today).into())]))) }
                        (charts::drift(say, &channel, drift, Some(since), today))
                        ul class="leads" {
                            li { (say.say("truth-drift-look")) }
                            li { (say.say("truth-drift-targets")) }
                            li { (say.say("truth-drift-given")) }
                        }
                        @let asked = Asked { of: format!("channel-{}", drift.channel.name()), ..view.asked.clone() };
                        p class="row wrap" { a class="button" href={ (asked.link(HERE)) "#missed" } { (say.say("truth-see-missed")) } }
                    }
                }
                @if !drift.days.is_empty() {
                    details class="how" {
                        summary { (say.with("truth-drift-table", &[("channel", channel.as_str().into())])) }
                        table class="ledger" {
                            thead { tr { th scope="col" { (say.say("reports-day")) } th scope="col" class="n" { (say.say("truth-drift-kept")) } } }
                            tbody { @for (day, kept) in drift.days.iter().rev() { tr { th scope="row" { (when::day(say, *day, today)) } td class="n" { (kept) } } } }
                        }
                    }
                }
            }
            p class="faint small" { (say.say("truth-drift-rule")) }
        }
    }
}

/// A table of the numbers behind a drawing.
fn behind(say: Say, view: &View, key: &str, pieces: &[&Piece], reading: &Reading) -> Markup {
    html! {
        details class="how" {
            summary { (say.say("truth-table")) }
            div class="sideways" tabindex="0" role="group" aria-label=(say.say(key)) {
                table class="ledger" {
                    thead { tr {
                        th scope="col" { (say.say(key)) }
                        th scope="col" class="n" { (say.say("truth-n")) }
                        th scope="col" class="n" { (say.say("truth-kept")) }
                        th scope="col" class="n" { (say.say("truth-band")) }
                    } }
                    tbody { @for piece in pieces { tr {
                        th scope="row" { (leads(say, view, piece, reading)) }
                        td class="n" { (when::number(say, piece.coverage.n())) }
                        td class="n word" { (share(say, &piece.coverage)) }
                        td class="n faint" { (band(say, &piece.coverage).unwrap_or_else(|| say.say("truth-too-few"))) }
                    } } }
                }
            }
        }
    }
}

/// Whether there is anything to draw.
fn any(marks: &[(String, Coverage)]) -> bool {
    marks.iter().any(|(_, coverage)| coverage.is_enough())
}

fn hours(say: Say, view: &View, reading: &Reading) -> Markup {
    let pieces: Vec<&Piece> = view.truth.by("hour").filter(|piece| piece.coverage.n() > 0).collect();
    let marks: Vec<(String, Coverage)> =
        pieces.iter().map(|piece| (piece.name.clone(), piece.coverage)).collect();
    let sentence = charts::said(say, "truth-hours", &marks);
    html! {
        section class="tile span-5" aria-labelledby="t4" {
            h2 id="t4" { (say.say("truth-hours")) }
            @if any(&marks) { (charts::row(&sentence, 420, &marks)) }
            p class="reading" { (small_icon("lightbulb")) span { (sentence) } }
            (behind(say, view, "truth-by-hour", &pieces, reading))
        }
    }
}

fn weeks(say: Say, view: &View, reading: &Reading) -> Markup {
    let pieces: Vec<&Piece> = view.truth.by("week").filter(|piece| piece.coverage.n() > 0).collect();
    let today = view.truth.period.day_of(reading.now_ms);
    let name = |piece: &Piece| match piece.group {
        Group::Week(monday) => format!("{}/{}", monday.day(), monday.month()),
        _ => called(say, piece, reading),
    };
    let marks: Vec<(String, Coverage)> = pieces.iter().map(|piece| (name(piece), piece.coverage)).collect();
    let whole: Vec<(String, Coverage)> = pieces
        .iter()
        .map(|piece| match piece.group {
            Group::Week(monday) => (when::day(say, monday, today), piece.coverage),
            _ => (name(piece), piece.coverage),
        })
        .collect();
    let sentence = charts::said(say, "truth-weeks", &whole);
    html! {
        section class="tile span-4 weeks" aria-labelledby="t5" {
            h2 id="t5" { (say.say("truth-weeks")) }
            @if any(&marks) { (charts::row(&sentence, 420, &marks)) }
            p class="reading" { (small_icon("lightbulb")) span { (sentence) } }
            (behind(say, view, "truth-by-week", &pieces, reading))
        }
    }
}

fn tiers(say: Say, view: &View, reading: &Reading) -> Markup {
    let gap = view.truth.tier_gap();
    let points = |tenths: i64| percent(say, tenths).trim_end_matches('%').trim_end().to_owned();
    let said = |gap: i64| {
        let key = if gap > TIER_GAP_TENTHS { "truth-gap-over" } else { "truth-gap" };
        say.with(key, &[("gap", points(gap).into()), ("limit", points(TIER_GAP_TENTHS).into())])
    };
    html! {
        section class="tile span-3 tiers" aria-labelledby="t6" {
            h2 id="t6" { (say.say("truth-tiers")) }
            table class="ledger" {
                caption class="sr" { (say.say("truth-tiers")) }
                thead { tr {
                    th scope="col" { (say.say("truth-by-tier")) }
                    th scope="col" class="n" { (say.say("truth-n")) }
                    th scope="col" class="n" { (say.say("truth-kept")) }
                    th scope="col" class="n" { (say.say("truth-band")) }
                } }
                tbody { @for piece in view.truth.by("tier") { tr {
                    th scope="row" { (leads(say, view, piece, reading)) }
                    td class="n" { (when::number(say, piece.coverage.n())) }
                    td class="n word" { (share(say, &piece.coverage)) }
                    td class="n faint" { (band(say, &piece.coverage).unwrap_or_else(|| "—".to_owned())) }
                } } }
            }
            @match gap {
                Some(gap) => p class=(if gap > TIER_GAP_TENTHS { "late" } else { "muted" }) { (said(gap)) },
                None => p class="muted" { (say.say("truth-gap-few")) },
            }
        }
    }
}

/// The words that were missed, each leading to its own page.
fn missed(say: Say, view: &View, reading: &Reading) -> Markup {
    let (rows, all) = &view.missed;
    let whose = view.chosen.as_ref().map(|piece| called(say, piece, reading));
    let title = match &whose {
        Some(whose) => say.with("truth-missed-of", &[("whose", whose.into()), ("count", (*all).into())]),
        None => say.with("truth-missed", &[("count", (*all).into())]),
    };
    html! {
        section class="tile span-12" id="missed" aria-labelledby="t7" {
            h2 id="t7" {
                (title)
                @if whose.is_some() {
                    @let asked = Asked { of: String::new(), ..view.asked.clone() };
                    a class="button quiet" href={ (asked.link(HERE)) "#missed" } { (say.say("truth-missed-all")) }
                }
            }
            @if rows.is_empty() { p class="muted" { (say.say("truth-missed-none")) } }
            @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="t7" {
                    table class="ledger drill" {
                        thead { tr {
                            th scope="col" { (say.say("reports-code")) }
                            th scope="col" { (say.say("reports-customer")) }
                            th scope="col" { (say.say("reports-subject")) }
                            th scope="col" { (say.say("reports-inbox")) }
                            th scope="col" { (say.say("truth-given")) }
                            th scope="col" { (say.say("truth-due")) }
                            th scope="col" class="n" { (say.say("truth-waited")) }
                            th scope="col" { span class="sr" { (say.say("truth-step")) } }
                        } }
                        tbody data-walk {
                            @for row in rows {
                                @let face = &row.face;
                                tr {
                                    th scope="row" { a href={ "/console/conversation/" (face.reference) } { (face.reference) } }
                                    td { span class="row" {
                                        span class="clip" { (face.customer.as_deref().unwrap_or("—")) } " "
                                        (ui::tier(&face.tier, &say.with("inbox-tier", &[("tier", face.tier.as_str().into())])))
                                    } }
                                    td { @if face.subject.is_empty() { (say.say("inbox-no-subject")) } @else { (face.subject) } }
                                    td class="muted" { (face.inbox) }
                                    td class="faint" { (reading.day_time(row.made_at_ms)) }
                                    td class="faint" { (reading.day_time(row.due_at_ms)) }
                                    td class="n" {
                                        @if row.still_waiting { (ui::state("late", say.with("truth-still", &[("time", span(say, row.waited_ms).into())]))) }
                                        @else { (span(say, row.waited_ms)) }
                                    }
                                    td { a href={ (HERE) "/" (row.id) } aria-label=(say.with("truth-step-of", &[("code", face.reference.as_str().into())])) { (say.say("truth-step")) } }
                                }
                            }
                        }
                    }
                }
                @if *all > MISSED_MAX { p class="faint small" { (say.with("reports-behind-shown", &[("shown", rows.len().into()), ("all", (*all).into())])) } }
            }
        }
    }
}

/// The badge as everybody would see it, and its switch.
fn badge(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let on = view.company.kept_badge;
    html! {
        section class="tile span-12 publish" id="badge" aria-labelledby="t8" {
            div {
                h2 id="t8" { (say.say("truth-badge")) " " (ui::chip(if on { "petrol" } else { "outline" }, say.say(if on { "truth-badge-on" } else { "truth-badge-off" }))) }
                p class="muted" { (say.say("truth-badge-what")) }
                @if let (true, Some(key)) = (on, &view.badge_key) {
                    p class="muted" { (say.say("truth-badge-where")) " " a href={ "/badge/" (key) } { code { "/badge/" (key) } } " · " code { ".svg" } " · " code { ".json" } }
                }
            }
            @if agent.may(Permission::ChangeAccount) {
                form method="post" action="/console/truth/badge" {
                    (form::csrf(agent.csrf()))
                    @if !on { input type="hidden" name="kept_badge" value="on"; }
                    (ui::submit(if on { "" } else { "primary" }, &say.say(if on { "truth-badge-hide" } else { "truth-badge-show" })))
                }
            } @else { p class="faint small" { (say.say("truth-badge-admin")) } }
            figure class="badge" {
                p {
                    @match view.badge.said {
                        Some(said) => {
                            b { (say.with("truth-badge-name", &[("company", view.company.name.as_str().into())])) } " "
                            (say.with("truth-badge-said", &[
                                ("share", percent(say, said.share).into()),
                                ("kept", said.kept.into()),
                                ("n", said.n.into()),
                            ]))
                        }
                        None => (say.say("truth-badge-few")),
                    }
                }
            }
        }
    }
}

fn how(say: Say) -> Markup {
    html! {
        details class="how" {
            summary { (say.say("reports-how")) }
            @for key in ["truth-how-words", "truth-how-share", "truth-how-times", "truth-how-drift", "truth-how-tiers"] {
                p { (say.say(key)) }
            }
        }
    }
}
