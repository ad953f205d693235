//! The palette's choices, and the search as a page.

use maud::{Markup, html};
use web::ui::{self, kbd, small_icon};

use super::choices::{Choice, Group};
use crate::console::inbox::pages::ticket_row;
use crate::console::inbox::view::{Place, Queue, Reading};
use crate::session::Agent;

/// The choices as the script puts them into its dialog.
pub fn palette(agent: &Agent, query: &str, groups: &[Group]) -> Markup {
    let say = agent.say;
    let everywhere = format!("/console/search?q={}", crate::console::inbox::view::escaped(query));
    html! {
        section class="palette" id="palette-in" aria-labelledby="palette-title" {
            h2 class="sr" id="palette-title" { (say.say("lists-palette-title")) }
            form class="search" action="/console/search" role="search" {
                (small_icon("search"))
                label class="sr" for="palette-q" { (say.say("lists-palette-field")) }
                input type="text" id="palette-q" name="q" role="combobox" aria-expanded="true" aria-autocomplete="list"
                    aria-controls="palette-list" autocomplete="off" maxlength="200" value=(query)
                    placeholder=(say.say("lists-palette-placeholder"));
                button type="button" class="kbd" data-do="close" { "Esc" }
            }
            div class="choices" id="palette-list" role="listbox" aria-label=(say.say("lists-palette-choices")) {
                @for (at, group) in groups.iter().enumerate() {
                    div role="group" aria-labelledby={ "palette-g" (at) } {
                        p id={ "palette-g" (at) } { (say.say(group.title)) }
                        @for (n, choice) in group.choices.iter().enumerate() {
                            div class="option" role="option" id={ "palette-" (at) "-" (n) } aria-selected="false"
                                data-href=(choice.href) data-asks[choice.asks] {
                                (small_icon(choice.icon))
                                span class="clip" { (marked(&choice.text, query)) " " span class="muted" { (choice.about) } }
                                @if let Some(key) = choice.key { (kbd(key)) }
                            }
                        }
                    }
                }
                @if groups.is_empty() {
                    div class="option" role="option" id="palette-none" aria-selected="false" data-href=(everywhere) {
                        (small_icon("search")) span class="clip" { (say.say("lists-palette-none")) }
                    }
                }
            }
            p class="palette-foot" {
                span { (kbd("↑")) (kbd("↓")) " " (say.say("lists-palette-pick")) }
                span { (kbd("↵")) " " (say.say("lists-palette-go")) }
                a class="end" href=(everywhere) { (say.say("lists-palette-everywhere")) " " (kbd("⇧")) (kbd("↵")) }
            }
        }
    }
}

/// The text with what was typed set off.
fn marked(text: &str, query: &str) -> Markup {
    let query = query.trim().to_lowercase();
    let lower = text.to_lowercase();
    let at = lower
        .find(&query)
        .filter(|at| !query.is_empty() && lower.len() == text.len() && text.is_char_boundary(*at));
    match at.filter(|at| text.is_char_boundary(at + query.len())) {
        Some(at) => {
            let (before, rest) = text.split_at(at);
            let (found, after) = rest.split_at(query.len());
            html! { (before) mark { (found) } (after) }
        }
        None => html! { (text) },
    }
}

/// The search as a page of its own.
pub fn page(
    agent: &Agent,
    place: &Place,
    queue: Option<&Queue>,
    groups: &[Group],
    reading: &Reading,
) -> Markup {
    let say = agent.say;
    let syntax = [
        ("lists-search-from", "lists-search-from-about"),
        ("lists-search-status", "lists-search-status-about"),
        ("lists-search-inbox", "lists-search-inbox-about"),
        ("lists-search-has", "lists-search-has-about"),
        ("lists-search-before", "lists-search-before-about"),
        ("lists-search-exact", "lists-search-exact-about"),
    ];
    html! {
        main class="lists-page" id="conversation" aria-labelledby="search-title" {
            header {
                h1 id="search-title" { (say.say("lists-search-title")) }
                form class="search find wide" role="search" action="/console/search" {
                    (small_icon("search"))
                    label class="sr" for="search-q" { (say.say("inbox-search-label")) }
                    input type="search" id="search-q" name="q" value=(place.query) data-key="search" maxlength="200"
                        placeholder=(say.say("lists-search-placeholder")) autofocus[place.query.is_empty()];
                    button class="button primary" { (say.say("lists-search-go")) }
                }
            }
            @if let Some(queue) = queue {
                section aria-labelledby="search-found" {
                    h2 id="search-found" { (say.say("lists-palette-conversations"))
                        @if let Some(total) = queue.total { " " span class="count" { (words::when::number(say, total)) } } }
                    @if queue.tickets.is_empty() {
                        (ui::empty(&say.with("inbox-nothing-found", &[("query", place.query.as_str().into())]),
                            &say.say("inbox-nothing-found-text"), None))
                    }
                    ol class="batch" data-walk { @for ticket in &queue.tickets { (ticket_row(ticket, place, reading)) } }
                    @if let Some(after) = &queue.more {
                        @let next = Place { after: Some(after.clone()), ..place.clone() };
                        p class="more" { a class="button" href=(next.href()) { (say.say("inbox-more")) } }
                    }
                }
            }
            @for (at, group) in groups.iter().enumerate().filter(|(_, group)| group.title != "lists-palette-conversations") {
                section aria-labelledby={ "also-" (at) } {
                    h2 id={ "also-" (at) } { (say.say(group.title)) }
                    ul class="also" { @for choice in &group.choices { li { (also(choice)) } } }
                }
            }
            section aria-labelledby="search-syntax" {
                h2 id="search-syntax" { (say.say("lists-search-syntax")) }
                dl class="facts syntax" { @for (word, about) in syntax { dt { code { (say.say(word)) } } dd { (say.say(about)) } } }
            }
        }
    }
}

fn also(choice: &Choice) -> Markup {
    html! {
        a href=(choice.href) { (small_icon(choice.icon)) " " span { (choice.text) @if !choice.about.is_empty() { span class="muted" { " " (choice.about) } } } }
    }
}
