//! Where somebody is signed in: the browser, the place, when it was last used; one ended, or all the others.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{Redirect, Response};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use office::account::{self, SessionRow};
use web::form;
use web::ui;
use words::{Say, when};

use super::phrases::zone;
use super::{Frame, Place, framed, shown};
use crate::Desk;
use crate::session::{Agent, Sent};

const PATH: &str = "/console/me/sessions";

pub(super) async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    let wall_ms = desk.wall.now_ms();
    agent
        .read(&desk.db, move |agent, tx| {
            let sessions = account::sessions(tx, agent.id(), wall_ms)?;
            Ok(shown(draw(agent, &sessions, wall_ms, tx.now_ms())))
        })
        .await
}

/// Ends the session named, or every other one.
pub(super) async fn end(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let named = fields.get("session").to_owned();
    agent
        .write(&desk.db, move |agent, tx| {
            if named.is_empty() {
                account::end_other_sessions(tx, &agent.visit)?;
            } else {
                account::end_session(tx, agent.id(), &named)?;
            }
            Ok(Redirect::to(PATH))
        })
        .await
}

fn draw(agent: &Agent, sessions: &[SessionRow], wall_ms: i64, now_ms: i64) -> Markup {
    let say = agent.say;
    let body = html! {
        main class="thread settings" id="sessioni" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("settings-sessions")) " " span class="count" { (sessions.len()) } }
                    span class="muted clip" { (say.say("settings-sessions-text")) }
                }
            }
            div class="pages" {
                section class="leaf" aria-labelledby="nome" {
                    (list(&Shown {
                        say, sessions, here: Some(&agent.visit.token_hash), action: PATH, csrf: agent.csrf(),
                        zone: &zone(agent), wall_ms,
                    }))
                    @if sessions.len() > 1 {
                        form method="post" action=(PATH) {
                            (form::csrf(agent.csrf()))
                            p { (ui::submit("", &say.say("settings-sessions-end-others"))) }
                        }
                    } @else {
                        (ui::empty(&say.say("settings-sessions-only"), &say.say("settings-sessions-only-text"), None))
                    }
                }
            }
        }
    };
    framed(Frame {
        agent,
        place: Place::Sessions,
        title: say.say("settings-sessions"),
        deck: "plain",
        skip: "sessioni",
        body,
        now_ms,
    })
}

/// Open sessions to be shown, and where ending one is asked.
pub(super) struct Shown<'a> {
    pub say: Say,
    pub sessions: &'a [SessionRow],
    /// The reader's own one among them.
    pub here: Option<&'a str>,
    pub action: &'a str,
    pub csrf: &'a str,
    pub zone: &'a TimeZone,
    pub wall_ms: i64,
}

pub(super) fn list(shown: &Shown<'_>) -> Markup {
    let say = shown.say;
    html! {
        ul class="lines sessions" {
            @for session in shown.sessions {
                li {
                    (ui::icon(if is_handheld(&session.user_agent) { "smartphone" } else { "globe" }))
                    span class="clip" {
                        b { (browser(say, &session.user_agent)) } " "
                        span class="faint" {
                            @if session.address.is_empty() { (say.say("settings-session-nowhere")) } @else { (session.address) }
                        }
                    }
                    span class="muted end" {
                        (say.with("settings-session-seen", &[
                            ("seen", when::day_time(say, session.seen_at_ms, shown.wall_ms, shown.zone).into()),
                            ("since", when::day_time(say, session.created_at_ms, shown.wall_ms, shown.zone).into()),
                        ]))
                    }
                    @if shown.here == Some(session.token_hash.as_str()) {
                        (ui::state("", say.say("settings-session-here")))
                    } @else {
                        form method="post" action=(shown.action) {
                            (form::csrf(shown.csrf))
                            button class="button quiet" type="submit" name="session" value=(session.token_hash) {
                                (say.say("settings-session-end"))
                                span class="sr" { " " (browser(say, &session.user_agent)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn is_handheld(user_agent: &str) -> bool {
    ["iPhone", "iPad", "Android", "Mobile"].iter().any(|mark| user_agent.contains(mark))
}

/// "Firefox, Linux" out of what a browser says of itself.
fn browser(say: Say, user_agent: &str) -> String {
    let known = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = known(&[
        ("Firefox", "Firefox"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = known(&[
        ("Windows", "Windows"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => say.say("settings-session-unknown"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_called_as_people_call_it() {
        for (user_agent, name) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
                "Safari, iPhone",
            ),
            ("curl/8.1", "Un altro programma"),
        ] {
            assert_eq!(browser(Say::default(), user_agent), name);
        }
    }
}
