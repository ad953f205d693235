//! The left column of views and the list of conversations.

use maud::{Markup, html};
use web::shell::{View as Line, views_section};
use web::ui::{self, Size, icon, small_icon};

use super::narrowing;
use super::ring_of;
use crate::console::inbox::view::{
    Counts, Debt, FirstMail, Inbox, Place, Queue, Reading, Ticket, Urgency, View,
};
use crate::console::settings::health;

/// Sections of the left column.
pub fn views(counts: &Counts, place: &Place, reading: &Reading) -> Markup {
    let say = reading.say;
    let figure = |count: i64| words::when::number(say, count);
    let line = |view: View, icon: &'static str, count: Option<(String, &'static str)>| Line {
        href: Place::of(view).href(),
        icon,
        text: say.say(&format!("inbox-view-{}", view.name())),
        count,
        current: place.view == view && !place.is_narrowed(),
    };
    let warm = |count: i64, class: &'static str| (figure(count), if count > 0 { class } else { "faint" });
    let mine_class = if counts.mine_soon > 0 { "soon" } else { "" };
    let keep = [
        line(View::Mine, "timer", Some(warm(counts.mine, mine_class))),
        line(View::Team, "users", Some(warm(counts.team, ""))),
        line(
            View::Risk,
            "triangle-alert",
            Some(warm(counts.risk, if counts.late > 0 { "late" } else { "soon" })),
        ),
        line(View::Kept, "circle-check", Some(warm(counts.kept_today, ""))),
    ];
    let away = [
        line(View::Delivery, "undo-2", Some(warm(counts.delivery, "late"))),
        line(View::Waiting, "message-square", Some(warm(counts.waiting, ""))),
        line(View::Snoozed, "moon", Some(warm(counts.snoozed, ""))),
        line(View::Closed, "check", None),
        line(View::All, "inbox", None),
    ];
    let inboxes: Vec<Line<'_>> = counts
        .inboxes
        .iter()
        .map(|inbox| Line {
            href: Place { inbox: Some(inbox.oid.clone()), ..Place::of(View::All) }.href(),
            icon: ui::channel_icon(&inbox.channel),
            text: inbox.name.clone(),
            count: Some(warm(inbox.open, "")),
            current: place.inbox.as_ref() == Some(&inbox.oid),
        })
        .collect();
    let list = place.list().href();
    let saved: Vec<Line<'_>> = counts
        .saved
        .iter()
        .map(|view| Line {
            href: view.href.clone(),
            icon: "filter",
            text: view.name.clone(),
            count: Some((view.figure.clone(), if view.figure == "0" { "faint" } else { "" })),
            current: view.href == list,
        })
        .collect();
    html! {
        div id="views" class="views-in" data-live=(place.fragment()) {
            (views_section("views-keep", &say.say("inbox-views-keep"), &keep))
            (views_section("views-away", &say.say("inbox-views-away"), &away))
            @if !saved.is_empty() { (views_section("views-saved", &say.say("lists-views-column"), &saved)) }
            @if !inboxes.is_empty() { (views_section("views-inboxes", &say.say("inbox-views-inboxes"), &inboxes)) }
            @if !counts.here.is_empty() {
                section class="here" aria-labelledby="views-here" {
                    h2 id="views-here" { (say.say("inbox-views-here")) }
                    ul class="list" {
                        @for colleague in &counts.here {
                            @let presence = say.say(&format!("shell-presence-{}", colleague.presence));
                            @let title = format!("{}, {presence}", colleague.name);
                            li data-person=(colleague.oid) data-name=(colleague.name) {
                                (ui::avatar(&ui::initials(&colleague.name), &title, Some(&colleague.presence),
                                    if colleague.is_me { "self" } else { "" }))
                                span class="sr" { (title) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// "Mantenute oggi 31 su 32", at the right end of the status line.
pub fn kept_today(counts: &Counts, place: &Place, reading: &Reading) -> Markup {
    let say = reading.say;
    let figures = say.with(
        "inbox-kept-today-of",
        &[("kept", counts.kept_today.into()), ("settled", counts.settled_today.into())],
    );
    html! {
        span class="kept-today" id="kept-today" data-live=(place.fragment()) {
            (say.say("inbox-kept-today")) " " b { (figures) }
        }
    }
}

/// Title of the window: the list's name with the number of what is late.
pub fn window_title(inbox: &Inbox, reading: &Reading) -> String {
    match &inbox.thread {
        Some((open, _)) => format!("{} {}", open.reference, open.subject),
        None => title(&inbox.place, &inbox.queue, reading),
    }
}

fn title(place: &Place, queue: &Queue, reading: &Reading) -> String {
    let say = reading.say;
    if !place.query.is_empty() {
        return say.with("inbox-found-title", &[("query", place.query.as_str().into())]);
    }
    if let Some(tag) = &place.tag {
        return say.with("inbox-tag-title", &[("tag", tag.into())]);
    }
    match &queue.inbox {
        Some(name) => name.clone(),
        None => say.say(&format!("inbox-title-{}", place.view.name())),
    }
}

/// The list column.
pub fn column(inbox: &Inbox, csrf: &str, reading: &Reading) -> Markup {
    let (place, queue) = (&inbox.place, &inbox.queue);
    let say = reading.say;
    html! {
        section class="queue" id="queue" aria-labelledby="queue-title" {
            header {
                div class="row" {
                    h1 id="queue-title" data-live=(place.fragment()) {
                        (title(place, queue, reading)) " " @if let Some(total) = queue.total { span class="count" { (words::when::number(say, total)) } }
                    }
                    a class="button quiet end" href="/console/new" title=(say.say("inbox-new-long")) {
                        (small_icon("send")) " " (say.say("inbox-new"))
                    }
                }
                form class="search find" role="search" method="get" action=(Place::of(View::All).href()) {
                    (small_icon("search"))
                    label class="sr" for="find" { (say.say("inbox-search-label")) }
                    input type="search" id="find" name="q" value=(place.query) data-key="search" maxlength="200"
                        placeholder=(say.say("inbox-search-placeholder"));
                    (ui::kbd("/"))
                }
                (narrowing::filters(place, queue, &inbox.counts, reading))
                (narrowing::bulk(place, csrf, reading))
            }
            (health::bar(say, &inbox.counts.troubles, &place.fragment()))
            button type="button" class="news" id="news" hidden data-do="news" {}
            div class="due" id="due" data-walk data-hold data-live=(place.fragment()) {
                @if queue.tickets.is_empty() { (empty(place, queue, reading)) }
                @else { (batches(place, queue, reading)) }
                @if let Some(after) = &queue.more {
                    @let next = Place { after: Some(after.clone()), ..place.clone() };
                    p class="more" id="more" { a class="button" href=(next.href()) { (say.say("inbox-more")) } }
                }
            }
        }
    }
}

fn batches(place: &Place, queue: &Queue, reading: &Reading) -> Markup {
    let mut groups: Vec<(Urgency, Vec<&Ticket>)> = Vec::new();
    for ticket in &queue.tickets {
        let urgency = Urgency::of(&ticket.debt, reading);
        match groups.iter_mut().find(|(other, _)| *other == urgency) {
            Some((_, tickets)) => tickets.push(ticket),
            None => groups.push((urgency, vec![ticket])),
        }
    }
    let by_urgency = matches!(place.view, View::Mine | View::Team | View::Risk) && place.query.is_empty();
    groups.sort_by_key(|(urgency, _)| *urgency);
    let say = reading.say;
    html! {
        @if by_urgency || groups.len() > 1 && place.query.is_empty() {
            @for (urgency, tickets) in &groups {
                h2 class=(urgency.class()) id=(urgency.key()) { (say.say(urgency.key())) }
                ol class="batch" id={ (urgency.key()) "-list" } {
                    @for ticket in tickets { (row(ticket, place, reading)) }
                }
            }
        } @else {
            ol class="batch" id="batch" { @for ticket in &queue.tickets { (row(ticket, place, reading)) } }
        }
    }
}

/// One conversation of a list.
pub fn row(ticket: &Ticket, place: &Place, reading: &Reading) -> Markup {
    let say = reading.say;
    let open = place.open.as_ref() == Some(&ticket.reference);
    let done = matches!(ticket.debt, Debt::Kept { .. } | Debt::Closed { .. });
    html! {
        li id={ "ticket-" (ticket.reference) } data-pass=(crate::console::pass::address(&ticket.reference)) {
            input type="checkbox" class="pick" name="c" value=(ticket.reference) form="bulk"
                aria-label=(say.with("lists-bulk-pick", &[("reference", ticket.reference.as_str().into())]));
            a class=(ui::classes(&["ticket", if done { "done" } else { "" }, if ticket.unread { "unread" } else { "" }])) href=(place.with_open(&ticket.reference).href())
                aria-current=[open.then_some("true")] {
                (ui::ring(&ring_of(&ticket.debt, reading), Size::Row))
                span class="line" {
                    span class="name clip" { (ticket.customer) }
                    (ui::tier(&ticket.tier, &say.with("inbox-tier", &[("tier", ticket.tier.as_str().into())])))
                    (moment(&ticket.debt, reading))
                }
                span class="subject clip" {
                    @if ticket.subject.is_empty() { (say.say("inbox-no-subject")) } @else { (ticket.subject) }
                }
                span class="line meta" {
                    (icon(ui::channel_icon(&ticket.channel))) " "
                    span class="clip" { (ticket.inbox) }
                    (mark(ticket, reading))
                    @if let Some(name) = &ticket.assignee {
                        span class="end row" {
                            (ui::avatar(&ui::initials(name), name, None, ""))
                            span class="sr" { (say.with("inbox-with", &[("name", name.into())])) }
                        }
                    }
                }
            }
        }
    }
}

/// The time at the right of a row: serif when it is our word.
fn moment(debt: &Debt, reading: &Reading) -> Markup {
    let Some(at_ms) = debt.moment_ms() else { return html! {} };
    let ours = matches!(debt, Debt::Open { .. } | Debt::Kept { .. });
    html! {
        time class=(if ours { "when word" } else { "when" }) datetime=(reading.iso(at_ms)) { (reading.short(at_ms)) }
    }
}

/// The one thing to know about a row, if there is one.
fn mark(ticket: &Ticket, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        @if ticket.trouble { (ui::chip("late", say.say("inbox-not-delivered"))) }
        @match &ticket.debt {
            Debt::Open { due_at_ms, missed_ms: Some(_), .. } => {
                @let time = reading.short(*due_at_ms);
                (ui::chip("late", say.with("inbox-new-time", &[("time", time.into())])))
            }
            Debt::Kept { due_at_ms, kept_at_ms } if kept_at_ms < due_at_ms => {
                @let early = reading.span(*kept_at_ms, *due_at_ms);
                span class="clip" { (say.with("inbox-early", &[("span", early.into())])) }
            }
            Debt::Waiting { .. } => (ui::chip("", say.say("inbox-chip-waiting"))),
            Debt::Snoozed { .. } => (ui::chip("", say.say("inbox-chip-snoozed"))),
            Debt::Closed { .. } => (ui::chip("", say.say("inbox-chip-closed"))),
            Debt::Open { .. } | Debt::Kept { .. } | Debt::Nothing => {}
        }
    }
}

fn empty(place: &Place, queue: &Queue, reading: &Reading) -> Markup {
    let say = reading.say;
    if !place.query.is_empty() {
        let title = say.with("inbox-nothing-found", &[("query", place.query.as_str().into())]);
        let act = ui::button_link("", &Place::of(View::All).href(), say.say("inbox-nothing-found-act"));
        return html! { div class="empty-in" { (ui::empty(&title, &say.say("inbox-nothing-found-text"), Some(act))) } };
    }
    if let Some(first) = &queue.first {
        return html! { div class="empty-in" { (first_mail(say, first)) } };
    }
    let text = match queue.next_due_ms {
        Some(due_ms) => say.with("inbox-empty-next", &[("when", reading.at(due_ms).into())]),
        None => say.say(&format!("inbox-empty-{}", place.view.name())),
    };
    let title = match place.view {
        View::Mine | View::Team | View::Risk => say.say("inbox-empty-title"),
        View::Delivery => say.say("inbox-empty-title-delivery"),
        View::Kept | View::Waiting | View::Snoozed | View::Closed | View::All => {
            say.say("inbox-empty-title-other")
        }
    };
    let act = (place.view == View::Mine)
        .then(|| ui::button_link("", &Place::of(View::Team).href(), say.say("inbox-empty-act")));
    html! { div class="empty-in" { (ui::empty(&title, &text, act)) } }
}

/// Before the first conversation the list says how to make one, or what is missing for it.
fn first_mail(say: words::Say, first: &FirstMail) -> Markup {
    match &first.address {
        Some(address) => ui::empty(
            &say.say("inbox-first-title"),
            &say.with("inbox-first-text", &[("address", address.as_str().into())]),
            None,
        ),
        None => ui::empty(
            &say.say("inbox-first-title"),
            &say.say("inbox-first-no-inbox"),
            Some(ui::button_link("", "/console/settings/inboxes/new", say.say("settings-inbox-new"))),
        ),
    }
}
