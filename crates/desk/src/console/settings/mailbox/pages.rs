//! The page of one inbox's mailbox.

use kernel::id::Kind;
use maud::{Markup, html};
use web::form as proof;
use web::ui;
use words::when;

use super::form::{self, Sheet};
use super::{View, path};
use crate::console::settings::phrases::{moment, zone};
use crate::console::settings::{Frame, Place, framed};
use crate::session::Agent;

pub(super) fn draw(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let email = view.inbox.address.clone().unwrap_or_default();
    let back = format!("/console/settings/inboxes/{}", Kind::Inbox.name(&view.inbox.oid));
    let sheet = Sheet { say, values: &view.values, wrong: &view.wrong, kept: view.mailbox.is_some() };
    let bad = view.report.as_ref().is_some_and(|report| !report.is_good());
    let body = html! {
        main class="thread settings" id="posta" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("settings-mailbox")) }
                    span class="muted clip" { a href=(back) { (email) } }
                }
            }
            div class="pages folio" {
                div class="leaves" {
                    section class="leaf" aria-labelledby="m1" {
                        h2 id="m1" { (say.say("settings-mailbox-connected")) }
                        @if let Some(report) = &view.report { (form::report(say, report)) }
                        form method="post" class="fields" novalidate action={ (path(&view.inbox)) "#prova" } {
                            (proof::csrf(agent.csrf()))
                            (form::draw(&sheet))
                            div class="row acts" {
                                button type="submit" class="button primary" name="do" value="save" { (say.say("settings-mailbox-save")) }
                                button type="submit" class="button" name="do" value="test" { (say.say("settings-mailbox-test")) }
                                @if bad {
                                    button type="submit" class="button quiet" name="do" value="keep" { (say.say("settings-mailbox-keep")) }
                                }
                            }
                        }
                    }
                }
                div class="leaves" {
                    (health(agent, view))
                    (doors(agent, view, &email))
                    @if view.mailbox.is_some() { (compared(agent, view)) (removal(agent, view)) }
                }
            }
        }
    };
    framed(Frame {
        agent,
        place: Place::Inboxes,
        title: say.say("settings-mailbox"),
        deck: "plain",
        skip: "posta",
        body,
        now_ms: view.now_ms,
    })
}

fn health(agent: &Agent, view: &View) -> Markup {
    let Some(mailbox) = &view.mailbox else { return html! {} };
    let (say, zone, health) = (agent.say, zone(agent), &mailbox.health);
    html! {
        section class="leaf" aria-labelledby="m2" {
            h2 id="m2" { (say.say("settings-health")) }
            @match &health.fault {
                Some(fault) => {
                    (ui::alert("late", "triangle-alert", &say.say("settings-mailbox-stopped"), fault.words(&say), None))
                    p class="muted" { (moment(say, health.fault_at_ms, view.now_ms, &zone)) }
                }
                None => { p { (ui::state("", say.say("settings-mailbox-well"))) } }
            }
            dl class="facts" {
                dt { (say.say("settings-mailbox-last")) } dd { (moment(say, health.last_success_at_ms, view.now_ms, &zone)) }
                dt { (say.say("settings-mailbox-backlog")) } dd { (health.backlog) }
                @if health.unseen_before > 0 {
                    dt { (say.say("settings-mailbox-unseen")) } dd { (health.unseen_before) }
                }
            }
        }
    }
}

/// What to write at another provider so that its mail comes here.
pub(super) fn doors(agent: &Agent, view: &View, email: &str) -> Markup {
    let say = agent.say;
    html! {
        section class="leaf" aria-labelledby="m3" {
            h2 id="m3" { (say.say("settings-mailbox-pushed")) }
            (door_text(say, &view.doors, email))
        }
    }
}

/// The doors of this server and how mail is led to them.
pub(crate) fn door_text(say: words::Say, doors: &crate::Doors, email: &str) -> Markup {
    html! {
        p { (say.with("settings-mailbox-pushed-text", &[("email", email.into())])) }
        dl class="facts" {
            dt { "SMTP" } dd { code { (doors.smtp) } }
            @if let Some(lmtp) = &doors.lmtp { dt { "LMTP" } dd { code { (lmtp) } } }
        }
        ul class="hints" {
            li { (say.say("settings-mailbox-pushed-forward")) }
            li { (say.with("settings-mailbox-pushed-mx", &[("host", doors.host.as_str().into())])) }
            li { (say.with("settings-mailbox-pushed-transport", &[("smtp", doors.smtp.as_str().into())])) }
        }
    }
}

/// The nightly comparison of the server's list against the ledger.
fn compared(agent: &Agent, view: &View) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    html! {
        section class="leaf" aria-labelledby="m4" {
            h2 id="m4" { (say.say("settings-mailbox-compared")) }
            @if view.reconciliations.is_empty() {
                (ui::empty(&say.say("settings-mailbox-compared-none"), &say.say("settings-mailbox-compared-none-text"), None))
            } @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="m4" {
                    table class="lanes" {
                        thead {
                            tr {
                                th scope="col" { (say.say("settings-log-when")) }
                                @for key in ["on-server", "accepted", "left-alone", "fetched", "gone"] {
                                    th scope="col" class="n" { (say.say(&format!("settings-mailbox-{key}"))) }
                                }
                            }
                        }
                        tbody {
                            @for one in &view.reconciliations {
                                tr {
                                    th scope="row" { (when::day_time(say, one.at_ms, view.now_ms, &zone)) }
                                    @for count in [one.on_server, one.accepted, one.left_alone, one.fetched, one.gone] {
                                        td class="n" { (when::number(say, count)) }
                                    }
                                }
                            }
                        }
                    }
                }
                p class="tiny muted" { (say.say("settings-mailbox-compared-text")) }
            }
        }
    }
}

fn removal(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        section class="leaf" {
            details class="removal" {
                summary { (say.say("settings-mailbox-remove")) }
                form method="post" action={ (path(&view.inbox)) "/remove" } {
                    (proof::csrf(agent.csrf()))
                    p { (say.say("settings-mailbox-remove-text")) }
                    (ui::submit("", &say.say("settings-mailbox-remove-yes")))
                }
            }
        }
    }
}
