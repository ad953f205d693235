//! The page of saved views.

use maud::{Markup, html};
use web::form;
use web::ui::{self, small_icon};

use super::store::Saved;
use crate::fields::Fields;
use crate::session::Agent;

pub fn body(agent: &Agent, views: &[Saved], fields: &Fields, problem: Option<&str>) -> Markup {
    let say = agent.say;
    let place = fields.get("place");
    html! {
        main class="lists-page" id="conversation" aria-labelledby="views-title" {
            header { h1 id="views-title" { (say.say("lists-views-title")) } p class="muted" { (say.say("lists-views-about")) } }
            @if let Some(problem) = problem { (ui::alert("late", "triangle-alert", problem, "", None)) }
            @if !place.is_empty() {
                form class="card save-view" method="post" action="/console/views" {
                    (form::csrf(agent.csrf()))
                    input type="hidden" name="place" value=(place);
                    h2 { (say.say("lists-views-new")) }
                    label class="field" { span { (say.say("lists-views-name")) }
                        input type="text" name="name" value=(fields.get("name")) maxlength="60" required autofocus; }
                    (ticks(say, false, true))
                    p class="row" { button class="button primary" { (say.say("lists-views-save")) } }
                }
            }
            @if views.is_empty() {
                (ui::empty(&say.say("lists-views-none"), &say.say("lists-views-none-text"),
                    Some(ui::button_link("", "/console/inbox/all", say.say("lists-views-none-act")))))
            }
            ol class="saved-views" {
                @for view in views { li id=(view.outside()) class="card" { (one(agent, view)) } }
            }
        }
    }
}

fn ticks(say: words::Say, shared: bool, pinned: bool) -> Markup {
    html! {
        p class="row ticks" {
            label class="tick" { input type="checkbox" name="pinned" value="1" checked[pinned]; span { (say.say("lists-views-pinned")) } }
            label class="tick" { input type="checkbox" name="shared" value="1" checked[shared]; span { (say.say("lists-views-shared")) } }
        }
    }
}

fn one(agent: &Agent, view: &Saved) -> Markup {
    let say = agent.say;
    let action = format!("/console/views/{}", view.outside());
    let press = |value: &str, key: &str, icon: &str| {
        html! {
            button class="button quiet square" name="do" value=(value) title=(say.say(key)) {
                (small_icon(icon)) span class="sr" { (say.with(&format!("{key}-of"), &[("name", view.name.as_str().into())])) }
            }
        }
    };
    html! {
        p class="row" { a class="view-name" href=(view.place) { (view.name) }
            @if view.shared { (ui::chip("", say.say("lists-views-shared-chip"))) } }
        @if agent.keeper().may_change(view) {
            form method="post" action=(action) {
                (form::csrf(agent.csrf()))
                label class="field" { span { (say.say("lists-views-name")) }
                    input type="text" name="name" value=(view.name) maxlength="60" required; }
                (ticks(say, view.shared, view.pinned))
                p class="row" {
                    button class="button" name="do" value="save" { (say.say("lists-views-save")) }
                    (press("up", "lists-views-up", "chevron-up")) (press("down", "lists-views-down", "chevron-down"))
                    (press("delete", "lists-views-delete", "x"))
                }
            }
        }
    }
}
