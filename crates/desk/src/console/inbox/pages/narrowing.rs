//! Filters over a list, and what can be done to the conversations picked in it.

use maud::{Markup, html};
use web::ui::small_icon;
use words::Say;

use crate::console::inbox::filter::{CHANNELS, PROMISES, STATUSES, TIERS};
use crate::console::inbox::view::{Counts, Place, Queue, Reading};
use crate::console::views;

/// A form of filters, those that are set as chips, and where the list is saved under a name.
pub fn filters(place: &Place, queue: &Queue, counts: &Counts, reading: &Reading) -> Markup {
    let (say, filter) = (reading.say, &place.filter);
    let known = |words: &[&'static str], area: &str| -> Vec<(String, String)> {
        words
            .iter()
            .map(|word| ((*word).to_owned(), say.say(&format!("{area}-{}", word.to_lowercase()))))
            .collect()
    };
    let inboxes: Vec<(String, String)> =
        counts.inboxes.iter().map(|inbox| (inbox.oid.clone(), inbox.name.clone())).collect();
    let mut people =
        vec![("me".to_owned(), say.say("lists-bulk-me")), ("none".to_owned(), say.say("lists-bulk-nobody"))];
    people.extend(queue.people.iter().cloned());
    let set = chips(place, &inboxes, &people, queue, say);
    html! {
        div class="row narrowing" {
            details class="menu filters" {
                summary class="button quiet" { (small_icon("filter")) " " (say.say("lists-filters"))
                    @if !set.is_empty() { " " span class="count" { (set.len()) } } }
                form method="get" action=(Place::of(place.view).href()) class="filter-form" {
                    @if !place.query.is_empty() { input type="hidden" name="q" value=(place.query); }
                    (choice(say, "status", &known(&STATUSES, "lists-status"), filter.status.as_deref()))
                    (choice(say, "promise", &known(&PROMISES, "lists-promise"), filter.promise.as_deref()))
                    (choice(say, "inbox", &inboxes, place.inbox.as_deref()))
                    (choice(say, "team", &queue.teams, filter.team.as_deref()))
                    (choice(say, "person", &people, filter.person.as_deref()))
                    (choice(say, "tier", &known(&TIERS, "lists-tier"), filter.tier.as_deref()))
                    (choice(say, "channel", &known(&CHANNELS, "lists-channel"), filter.channel.as_deref()))
                    label class="field" { span { (say.say("lists-filter-tag")) }
                        input type="text" name="tag" value=[place.tag.as_deref()] maxlength="60"; }
                    label class="field" { span { (say.say("lists-filter-since")) }
                        input type="date" name="since" value=[filter.since.as_deref()]; }
                    label class="field" { span { (say.say("lists-filter-until")) }
                        input type="date" name="until" value=[filter.until.as_deref()]; }
                    label class="tick" { input type="checkbox" name="files" value="1" checked[filter.files];
                        span { (say.say("lists-filter-files")) } }
                    label class="tick" { input type="checkbox" name="unread" value="1" checked[filter.unread];
                        span { (say.say("lists-filter-unread")) } }
                    p class="row" { button class="button primary" { (say.say("lists-filter-go")) }
                        a class="button quiet" href=(Place::of(place.view).href()) { (say.say("lists-filter-none")) } }
                }
            }
            @for (text, href) in &set {
                a class="chip petrol" href=(href) title=(say.with("lists-filter-drop", &[("filter", text.into())])) {
                    (text) " " (small_icon("x")) span class="sr" { (say.with("lists-filter-drop", &[("filter", text.into())])) } }
            }
            @if place.is_narrowed() { a class="button quiet save-as" href=(views::new_href(place)) { (say.say("lists-views-save-as")) } }
        }
    }
}

fn choice(say: Say, name: &str, choices: &[(String, String)], chosen: Option<&str>) -> Markup {
    html! {
        label class="field" { span { (say.say(&format!("lists-filter-{name}"))) }
            select name=(name) {
                option value="" { (say.say("lists-filter-any")) }
                @for (value, text) in choices { option value=(value) selected[chosen == Some(value)] { (text) } }
            }
        }
    }
}

/// What is set, in words, with the address of the list without it.
fn chips(
    place: &Place,
    inboxes: &[(String, String)],
    people: &[(String, String)],
    queue: &Queue,
    say: Say,
) -> Vec<(String, String)> {
    let place = Place { after: None, ..place.list() };
    let named = |list: &[(String, String)], value: &str| {
        list.iter().find(|(oid, _)| oid == value).map_or_else(|| value.to_owned(), |(_, name)| name.clone())
    };
    let mut chips = Vec::new();
    for (name, value) in place.filter.pairs() {
        let text = match name {
            "status" | "promise" | "tier" | "channel" => {
                say.say(&format!("lists-{name}-{}", value.to_lowercase()))
            }
            "team" => named(&queue.teams, value),
            "person" => named(people, value),
            "since" | "until" => say.with(&format!("lists-chip-{name}"), &[("day", value.into())]),
            _ => say.say(&format!("lists-filter-{name}")),
        };
        let filter = place.filter.without(name);
        chips.push((text, Place { filter, ..place.clone() }.href()));
    }
    if let Some(inbox) = &place.inbox {
        chips.push((named(inboxes, inbox), Place { inbox: None, ..place.clone() }.href()));
    }
    if let Some(tag) = &place.tag {
        chips.push((format!("#{tag}"), Place { tag: None, ..place.clone() }.href()));
    }
    chips
}

/// The bar for what is picked. Boxes of the rows belong to this form; scripts show it once one is ticked.
pub fn bulk(place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        form id="bulk" class="bulk" method="post" action="/console/bulk" aria-label=(say.say("lists-bulk-title"))
            data-one=(say.say("lists-bulk-one")) data-many=(say.say("lists-bulk-many")) {
            (web::form::csrf(csrf))
            input type="hidden" name="place" value=(place.list().href());
            output id="picked" { (say.say("lists-bulk-hint")) }
            label { span class="sr" { (say.say("lists-bulk-verb")) }
                select name="verb" {
                    @for verb in ["assign", "team", "tag", "close", "snooze", "spam", "read"] {
                        option value=(verb) { (say.say(&format!("lists-bulk-verb-{verb}"))) }
                    }
                } }
            label class="tick" { input type="checkbox" name="all" value="1"; span { (say.say("lists-bulk-all")) } }
            button class="button" { (say.say("lists-bulk-next")) }
            button type="reset" class="button quiet" data-do="unpick" { (say.say("lists-bulk-unpick")) }
        }
    }
}
