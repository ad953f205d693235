//! The page: verdicts at the left, the meter and the list in the middle, the opened arrival at the right.

use jiff::Timestamp;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use spine::Reason;
use spine::intake::{Class, Verdict};
use web::form;
use web::shell::{self, Live, Page, Section, View as Place, views_section};
use web::ui;
use words::{Say, when};

use super::store::{Joined, Line};
use super::{Filter, Outgoing, View, local_day, meter, slip};
use crate::session::Agent;

pub(super) fn draw(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let title = match view.stuck {
        0 => say.say("shell-ledger"),
        stuck => say.with("ledger-title-stuck", &[("count", stuck.into())]),
    };
    let keys = [
        ("J K", say.say("settings-key-walk")),
        ("↵", say.say("ledger-key-open")),
        ("/", say.say("ledger-key-search")),
    ];
    shell::console(&Page {
        title,
        section: Section::Ledger,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &agent.account.name,
        deck: "books",
        skip: if view.opened.is_some() {
            ("arrivo", say.say("ledger-skip-opened"))
        } else {
            ("elenco", say.say("ledger-skip-list"))
        },
        views_label: say.say("ledger-verdicts"),
        views: views(say, view),
        body: html! {
            (register(agent, view))
            @match &view.opened { Some(opened) => (slip::draw(agent, view, opened)), None => (unopened(agent, view)) }
        },
        keys: &keys,
        more_keys: &[],
        status: view.last_at_ms.map(|at_ms| {
            html! { (say.say("ledger-last")) " " b { (when::day_time(say, at_ms, view.now_ms, &view.zone)) } }
        }),
        live: Live::After(view.seq),
        csrf: agent.csrf(),
        now_ms: view.now_ms,
    })
}

/// The left column: verdicts with their counts, and what does not leave.
fn views(say: Say, view: &View) -> Markup {
    let total = meter::total(view);
    let count = |count: i64, class: &'static str| (count > 0).then(|| (when::number(say, count), class));
    let place = |verdict: Option<Verdict>, icon, key: &str, counted| Place {
        href: Filter { verdict, ..view.filter.clone() }.link(),
        icon,
        text: say.say(key),
        count: counted,
        current: view.filter.verdict == verdict,
    };
    let verdicts = [
        place(None, "inbox", "ledger-all", count(total.received, "")),
        place(Some(Verdict::Stuck), "triangle-alert", "ledger-stuck", count(view.stuck, "late")),
        place(Some(Verdict::Owed), "timer", "ledger-owed", count(total.owed, "")),
        place(Some(Verdict::NoAnswerOwed), "settings", "ledger-machines", count(total.machines, "")),
        place(Some(Verdict::Spam), "x", "ledger-spam", count(total.spam, "")),
        place(Some(Verdict::Duplicate), "list-ordered", "ledger-duplicates", count(total.duplicates, "")),
    ];
    html! {
        div id="esiti" data-live=(here(view)) {
            (views_section("v1", &say.say("ledger-by-verdict"), &verdicts))
            (leaving(say, view.outgoing, None))
        }
    }
}

/// The left column of the delivery problems: the ledger is one step away.
pub(in crate::console) fn beside_delivery(say: Say, stuck: i64, outgoing: Outgoing, current: &str) -> Markup {
    let count = (stuck > 0).then(|| (when::number(say, stuck), "late"));
    let place = |href: &str, icon, key: &str, count| Place {
        href: href.to_owned(),
        icon,
        text: say.say(key),
        count,
        current: false,
    };
    let verdicts = [
        place("/console/ledger", "inbox", "ledger-all", None),
        place("/console/ledger?verdict=stuck", "triangle-alert", "ledger-stuck", count),
    ];
    html! {
        (views_section("v1", &say.say("ledger-by-verdict"), &verdicts))
        (leaving(say, outgoing, Some(current)))
    }
}

fn leaving(say: Say, outgoing: Outgoing, current: Option<&str>) -> Markup {
    let count = |count: i64, class: &'static str| (count > 0).then(|| (when::number(say, count), class));
    let place = |state: &str, icon, key: &str, count| Place {
        href: format!("/console/delivery?state={state}"),
        icon,
        text: say.say(key),
        count,
        current: current == Some(state),
    };
    let places = [
        place("queued", "send", "ledger-out-queued", count(outgoing.queued, "")),
        place("failed", "undo-2", "ledger-out-failed", count(outgoing.failed, "soon")),
        place("addresses", "triangle-alert", "ledger-out-addresses", None),
    ];
    views_section("v2", &say.say("ledger-out"), &places)
}

fn register(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let periods = [(1, "ledger-today"), (7, "ledger-7-days"), (28, "ledger-28-days")].map(|(days, key)| {
        let filter = Filter { days, day: None, ..view.filter.clone() };
        (filter.link(), say.say(key), view.filter.days == days)
    });
    html! {
        main class="thread register" id="elenco" aria-labelledby="registro" {
            header {
                div class="title" {
                    h1 id="registro" { (say.say("shell-ledger")) }
                    span class="row end" { (ui::seg(&say.say("ledger-period"), &periods)) }
                }
                (meter::days(say, view))
            }
            div class="pages" {
                (meter::table(say, view))
                (roll(agent, view))
            }
        }
    }
}

fn roll(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let title = match (view.filter.day, view.filter.days) {
        (Some(day), _) => say.with("ledger-list-day", &[("day", when::day(say, day, view.today).into())]),
        (None, 1) => say.say("ledger-list-today"),
        (None, _) => say.say("ledger-list"),
    };
    html! {
        section class="roll" aria-labelledby="m2" {
            header class="row" {
                h2 id="m2" { (title) }
                (search(say, &view.filter))
            }
            button type="button" class="news" id="news" hidden data-do="news" {}
            div id="arrivi" data-hold data-live=[(!view.paged).then(|| here(view))] { (lines(agent, view)) }
        }
    }
}

fn lines(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    if view.lines.is_empty() {
        return nothing(say, view);
    }
    html! {
        table class="arrivals" {
            colgroup { col class="c1"; col class="c2"; col; col class="c4"; col class="c5"; }
            thead class="sr" {
                tr {
                    @for key in ["ledger-hour", "ledger-channel", "ledger-who", "ledger-why", "ledger-where"] {
                        th scope="col" { (say.say(key)) }
                    }
                }
            }
            tbody data-walk { @for line in &view.lines { (row(agent, view, line)) } }
        }
        @if let Some((at_ms, id)) = view.next {
            @let query = view.filter.query();
            @let mark = if query.is_empty() { "?" } else { "&" };
            p class="row more" {
                a class="button" rel="next" href={ "/console/ledger" (query) (mark) "before=" (at_ms) "-" (id) } {
                    (say.say("ledger-older"))
                }
            }
        }
    }
}

fn search(say: Say, filter: &Filter) -> Markup {
    html! {
        form class="row end" method="get" action="/console/ledger" role="search" {
            @if filter.days != 7 { input type="hidden" name="days" value=(filter.days); }
            @if let Some(day) = filter.day { input type="hidden" name="day" value=(day); }
            @if let Some(verdict) = filter.verdict { input type="hidden" name="verdict" value=(verdict.name()); }
            label class="search find" {
                (ui::small_icon("search")) span class="sr" { (say.say("ledger-search")) }
                input type="search" name="q" data-key="search" value=(filter.search) placeholder=(say.say("ledger-search-hint"));
                (ui::kbd("/"))
            }
            select class="input slim" name="channel" aria-label=(say.say("ledger-channel")) {
                option value="" { (say.say("ledger-all-channels-choice")) }
                @for channel in spine::inbox::Channel::ALL {
                    option value=(channel.name()) selected[filter.channel == Some(channel)] {
                        (say.say(&format!("ledger-channel-{}", channel.name())))
                    }
                }
            }
            (ui::submit("", &say.say("ledger-filter")))
        }
    }
}

fn nothing(say: Say, view: &View) -> Markup {
    let last = view.last_at_ms.map(|at_ms| when::day_time(say, at_ms, view.now_ms, &view.zone));
    match (last, &view.address) {
        (None, Some(address)) => {
            let text = say.with("ledger-empty-text", &[("address", address.into())]);
            ui::empty(&say.say("ledger-empty"), &text, None)
        }
        (None, None) => {
            let act = ui::button_link("", "/console/settings/inboxes/new", say.say("settings-inbox-new"));
            ui::empty(&say.say("ledger-empty"), &say.say("ledger-empty-no-inbox"), Some(act))
        }
        (Some(last), _) => {
            let act = ui::button_link("", "/console/ledger", say.say("ledger-see-all"));
            ui::empty(
                &say.say("ledger-none"),
                &say.with("ledger-none-text", &[("last", last.into())]),
                Some(act),
            )
        }
    }
}

fn row(agent: &Agent, view: &View, line: &Line) -> Markup {
    let say = agent.say;
    let current = view.opened.as_ref().is_some_and(|opened| opened.line.id == line.id);
    let who = line.from_name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| sender(say, line));
    html! {
        tr id={ "riga-" (line.oid) } aria-current=[current.then_some("true")] {
            td { (ui::time(&iso(line.received_at_ms), &hour(say, view, line.received_at_ms))) }
            td title=(say.say(&format!("ledger-channel-{}", line.channel.name()))) {
                (ui::icon(ui::channel_icon(line.channel.name())))
                span class="sr" { (say.say(&format!("ledger-channel-{}", line.channel.name()))) }
            }
            td { b { (who) } a class="clip" href=(view.filter.open(&line.oid)) { (subject(say, line)) } }
            td { (fate(say, view, line)) span class="why" { (why(say, line)) } }
            td { (place(agent, view, line)) }
        }
    }
}

pub(super) fn iso(at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms).unwrap_or_default().to_string()
}

/// The hour today, the day before that.
fn hour(say: Say, view: &View, at_ms: i64) -> String {
    let day = local_day(at_ms, &view.zone);
    match day == view.today || view.filter.day.is_some() {
        true => when::time(at_ms, &view.zone),
        false => when::day(say, day, view.today).chars().take(6).collect::<String>().trim().to_owned(),
    }
}

/// The envelope's sender; a bounce has none.
pub(super) fn sender(say: Say, line: &Line) -> String {
    if line.sender.is_empty() { say.say("ledger-no-sender") } else { line.sender.clone() }
}

pub(super) fn subject(say: Say, line: &Line) -> String {
    line.subject.clone().filter(|subject| !subject.is_empty()).unwrap_or_else(|| say.say("ledger-no-subject"))
}

/// The verdict as one mark and a few words.
pub(super) fn fate(say: Say, view: &View, line: &Line) -> Markup {
    match line.verdict {
        Verdict::Owed => owed(say, view, line),
        Verdict::Waiting => ui::state("alive", say.say("ledger-fate-unread")),
        Verdict::Stuck => ui::state("late", say.with("ledger-fate-stuck", &[("count", line.attempts.into())])),
        Verdict::Duplicate => ui::state("none", say.say("ledger-fate-duplicate")),
        Verdict::Spam => ui::state("none", say.say("ledger-fate-spam")),
        Verdict::NoAnswerOwed => ui::state("none", say.say(class_key(line.class))),
    }
}

fn owed(say: Say, view: &View, line: &Line) -> Markup {
    let Some(conversation) = &line.conversation else { return ui::state("alive", say.say("ledger-fate-owed")) };
    let by = |due_ms: i64| when::by(say, due_ms, view.now_ms, &view.zone);
    match conversation {
        Joined { answered_at_ms: Some(at_ms), .. } if *at_ms >= line.received_at_ms => {
            ui::state("", say.say("ledger-fate-answered"))
        }
        Joined { next_due_at_ms: Some(due_ms), .. } if *due_ms <= view.now_ms => {
            ui::state("late", html! { span { (say.say("ledger-fate-late")) " " (ui::word(&by(*due_ms))) } })
        }
        Joined { next_due_at_ms: Some(due_ms), .. } => {
            ui::state("alive", html! { span { (say.say("ledger-fate-owed")) ", " (ui::word(&by(*due_ms))) } })
        }
        Joined { closed: true, .. } => ui::state("none", say.say("ledger-fate-closed")),
        Joined { .. } => ui::state("alive", say.say("ledger-fate-owed")),
    }
}

fn class_key(class: Option<Class>) -> &'static str {
    match class {
        Some(Class::BounceHard) => "ledger-class-bounce-hard",
        Some(Class::BounceSoft) => "ledger-class-bounce-soft",
        Some(Class::Notice) => "ledger-class-notice",
        Some(Class::Complaint) => "ledger-class-complaint",
        Some(Class::AutoReply) => "ledger-class-auto-reply",
        Some(Class::Bulk) => "ledger-class-bulk",
        Some(Class::Person) | None => "ledger-class-colleague",
    }
}

/// Why the verdict is what it is, in one line. What a server or header said stays as it said it.
pub(super) fn why(say: Say, line: &Line) -> String {
    let said = || line.reason.as_ref().map(|reason| reason.said(say)).unwrap_or_default();
    match line.verdict {
        Verdict::Owed => match &line.conversation {
            Some(conversation) if conversation.created_at_ms < line.received_at_ms => {
                say.say("ledger-why-joined")
            }
            _ => say.say("ledger-why-new"),
        },
        Verdict::Waiting => say.say("ledger-why-unread"),
        Verdict::Duplicate => say.say("ledger-why-duplicate"),
        Verdict::Stuck | Verdict::Spam => upper(&said()),
        Verdict::NoAnswerOwed => machine_why(say, line, &said()),
    }
}

/// With a capital, as a line begins.
fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

fn machine_why(say: Say, line: &Line, said: &str) -> String {
    let detail = match &line.reason {
        Some(Reason::Machine { detail, .. }) => detail,
        Some(Reason::Colleague) => return say.say("ledger-why-colleague"),
        Some(_) | None => return upper(said),
    };
    let bounce: serde_json::Value =
        line.bounce.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    match (bounce["status_code"].as_str(), bounce["recipient"].as_str()) {
        (Some(code), Some(recipient)) => format!("{code}: {recipient}"),
        (None, Some(recipient)) => recipient.to_owned(),
        (Some(code), None) => code.to_owned(),
        (None, None) => detail.clone(),
    }
}

/// The code of the conversation, or what can be done in one click.
fn place(agent: &Agent, view: &View, line: &Line) -> Markup {
    let say = agent.say;
    if let Some(conversation) = &line.conversation {
        return code(conversation);
    }
    let may = agent.may(Permission::DecideArrivals);
    match line.verdict {
        Verdict::Stuck => ui::chip("late", say.say("ledger-to-decide")),
        Verdict::Spam if may => take_up(agent, view, line, "ledger-not-spam"),
        Verdict::NoAnswerOwed if may => take_up(agent, view, line, "ledger-take-up"),
        Verdict::Owed | Verdict::Waiting | Verdict::Duplicate | Verdict::Spam | Verdict::NoAnswerOwed => {
            html! {}
        }
    }
}

pub(super) fn code(conversation: &Joined) -> Markup {
    html! {
        a class="chip outline" href={ "/console/inbox/all/" (Kind::Conversation.name(&conversation.oid)) } { (conversation.reference) }
    }
}

fn take_up(agent: &Agent, view: &View, line: &Line, key: &str) -> Markup {
    html! {
        form method="post" action={ "/console/ledger/" (Kind::Arrival.name(&line.oid)) "/take-up" } {
            (form::csrf(agent.csrf()))
            input type="hidden" name="back" value=(view.filter.query());
            button type="submit" class="link-act" { (agent.say.say(key)) }
        }
    }
}

/// The address this page is fetched again from when something changed.
pub(super) fn here(view: &View) -> String {
    match &view.opened {
        Some(opened) => view.filter.open(&opened.line.oid),
        None => view.filter.link(),
    }
}

/// Nothing opened: what the right column is for.
fn unopened(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        aside class="profile slip" aria-label=(say.say("ledger-opened")) {
            section {
                @if view.stuck > 0 {
                    (ui::alert("late", "triangle-alert",
                        &say.with("ledger-stuck-there", &[("count", view.stuck.into())]),
                        say.say("ledger-stuck-there-text"),
                        Some(ui::button_link("", &Filter { verdict: Some(Verdict::Stuck), day: None, ..view.filter.clone() }.link(), say.with("ledger-stuck-see", &[("count", view.stuck.into())])))))
                } @else {
                    (ui::empty(&say.say("ledger-choose"), &say.say("ledger-choose-text"), None))
                }
            }
        }
    }
}
