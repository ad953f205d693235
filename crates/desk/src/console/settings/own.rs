//! Everybody's own page: presence, language, password, single-key shortcuts.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{Redirect, Response};
use db::Tx;
use kernel::language::Language;
use maud::{Markup, html};
use office::account::{self, PASSWORD_MIN_CHARS};
use spine::agent;
use web::form;
use web::ui::{self, Field};

use super::{Frame, Place, framed, refused, shown, signature};
use crate::Desk;
use crate::console::notices;
use crate::entry::letters;
use crate::fault::Fault;
use crate::fields::Wrong;
use crate::session::{Agent, Sent, blocking};

const PRESENCES: [&str; 4] = ["online", "busy", "away", "offline"];

/// What the page shows beside what the [`Agent`] knows of themself.
struct View {
    /// Sessions open, this one among them.
    sessions: i64,
    signature: signature::Shown,
    notices: notices::Own,
    /// Just done: the key of the sentence that says so.
    done: Option<&'static str>,
    wrong: Wrong,
    now_ms: i64,
}

fn view(agent: &Agent, tx: &mut Tx<'_>, wall_ms: i64) -> Result<View, Fault> {
    Ok(View {
        sessions: account::sessions(tx, agent.id(), wall_ms)?.len() as i64,
        signature: signature::own(agent, tx)?,
        notices: notices::own_view(tx, agent.id())?,
        done: None,
        wrong: Wrong::default(),
        now_ms: tx.now_ms(),
    })
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    let wall_ms = desk.wall.now_ms();
    agent.read(&desk.db, move |agent, tx| Ok(shown(draw(agent, &view(agent, tx, wall_ms)?)))).await
}

pub(super) async fn save(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let language = Language::of_tag(fields.get("language")).unwrap_or(agent.say.language);
    agent
        .write(&desk.db, move |agent, tx| {
            account::change_language(tx, agent.id(), language)?;
            Ok(Redirect::to("/console/me"))
        })
        .await
}

pub(super) async fn change_presence(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let presence = fields.get("presence").to_owned();
    agent
        .write(&desk.db, move |agent, tx| {
            if PRESENCES.contains(&presence.as_str()) {
                agent::presence(tx, agent.id(), &presence)?;
            }
            Ok(Redirect::to("/console/me"))
        })
        .await
}

pub(super) async fn change_password(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let (say, wall_ms) = (agent.say, desk.wall.now_ms());
    let allowance = desk.limits.sign_in.take(&format!("own {}", agent.id()), wall_ms);
    if !allowance.is_allowed() {
        let mut wait = agent.problem(Fault::TooMany);
        allowance.tell(wait.headers_mut());
        return wait;
    }
    let (current, chosen) = (fields.get("current").to_owned(), fields.get("password").to_owned());
    let (db, me, state) = (desk.db.clone(), agent.clone(), Arc::clone(&desk));
    let outcome = blocking(move || {
        let mut wrong = Wrong::default();
        if let Err(refusal) = account::check_new_password(&chosen, &me.person().email) {
            wrong.add(say, "password", refusal.key());
        }
        let known = db.read(me.account.id, |tx| account::person_by_email(tx, &me.person().email))?;
        let hash = known.and_then(|(_, hash)| hash);
        if !account::password_matches(&current, hash.as_deref()) {
            wrong.add(say, "current", "settings-password-not-current");
        }
        if wrong.is_empty() {
            let hash = account::hash_password(&chosen);
            let own = me.clone();
            db.write(me.account.id, move |tx| {
                account::set_password(tx, own.id(), &hash, Some(&own.visit.token_hash))?;
                match letters::can_leave(tx, &state)? {
                    true => letters::password_changed(tx, own.person(), &own.account.name),
                    false => Ok(()),
                }
            })?;
        }
        let mut view = db.read(me.account.id, |tx| view(&me, tx, wall_ms))?;
        view.done = wrong.is_empty().then_some("settings-password-changed");
        view.wrong = wrong;
        let page = draw(&me, &view);
        Ok(if view.wrong.is_empty() { shown(page) } else { refused(page) })
    });
    outcome.await.unwrap_or_else(|fault| agent.problem(fault))
}

fn draw(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let person = agent.person();
    let body = html! {
        main class="thread settings" id="mia" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (person.name) }
                    span class="muted clip" { (person.email) }
                    span class="row end" {
                        form method="post" action="/sign-out" {
                            (form::csrf(agent.csrf())) (ui::submit("", &say.say("settings-sign-out")))
                        }
                    }
                }
            }
            div class="pages folio" {
                div class="leaves" {
                    @if let Some(done) = view.done { section class="leaf" { (ui::toast(say.say(done), None)) } }
                    (presence(agent))
                    (language(agent))
                    (password(agent, &view.wrong))
                }
                div class="leaves" {
                    (signature::section(agent, &view.signature, None))
                    (notices::own_section(agent, &view.notices))
                    (shortcuts(agent))
                    (sessions(agent, view))
                }
            }
        }
    };
    framed(Frame {
        agent,
        place: Place::Own,
        title: person.name.clone(),
        deck: "plain",
        skip: "mia",
        body,
        now_ms: view.now_ms,
    })
}

fn presence(agent: &Agent) -> Markup {
    let say = agent.say;
    html! {
        section class="leaf" aria-labelledby="presenza" {
            h2 id="presenza" { (say.say("settings-presence")) }
            form method="post" action="/console/me/presence" class="row" {
                (form::csrf(agent.csrf()))
                span class="seg" role="group" aria-labelledby="presenza" {
                    @for presence in PRESENCES {
                        button type="submit" name="presence" value=(presence)
                            aria-pressed=(if agent.me.presence == presence { "true" } else { "false" }) {
                            (say.say(&format!("shell-presence-{presence}")))
                        }
                    }
                }
            }
        }
    }
}

fn language(agent: &Agent) -> Markup {
    let say = agent.say;
    html! {
        section class="leaf" aria-labelledby="lingua" {
            h2 id="lingua" { (say.say("settings-language")) }
            form method="post" action="/console/me" class="row" {
                (form::csrf(agent.csrf()))
                select class="input slim" name="language" aria-labelledby="lingua" {
                    @for (language, name) in [(Language::It, "Italiano"), (Language::En, "English")] {
                        option value=(language.tag()) selected[say.language == language] { (name) }
                    }
                }
                (ui::submit("", &say.say("settings-save")))
            }
        }
    }
}

fn password(agent: &Agent, wrong: &Wrong) -> Markup {
    let say = agent.say;
    let hint = say.with("entry-password-hint", &[("count", PASSWORD_MIN_CHARS.into())]);
    html! {
        section class="leaf" aria-labelledby="parola" {
            h2 id="parola" { (say.say("settings-password")) }
            form method="post" action="/console/me/password" class="fields" {
                (form::csrf(agent.csrf()))
                input type="hidden" name="email" autocomplete="username" value=(agent.person().email);
                (ui::field(&Field {
                    name: "current", label: &say.say("settings-password-current"), kind: "password",
                    error: wrong.of("current"), autocomplete: "current-password", required: true,
                    ..Field::default()
                }))
                (ui::field(&Field {
                    name: "password", label: &say.say("entry-new-password"), kind: "password",
                    hint: &hint, error: wrong.of("password"), autocomplete: "new-password", required: true,
                    ..Field::default()
                }))
                p class="row" {
                    (ui::submit("", &say.say("settings-password-change")))
                    span class="muted tiny" { (say.say("settings-password-ends")) }
                }
            }
        }
    }
}

fn shortcuts(agent: &Agent) -> Markup {
    let say = agent.say;
    html! {
        section class="leaf" aria-labelledby="tasti-miei" {
            h2 id="tasti-miei" { (say.say("shell-keys")) }
            label class="tick" {
                input type="checkbox" checked data-do="letters";
                span { (say.say("shell-letters")) span class="muted" { (say.say("shell-letters-hint")) } }
            }
        }
    }
}

fn sessions(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    html! {
        section class="leaf" id="sessioni" aria-labelledby="sessioni-titolo" {
            h2 id="sessioni-titolo" { (say.say("settings-sessions")) }
            p class="muted" { (say.with("settings-sessions-count", &[("count", view.sessions.into())])) }
            p { (ui::button_link("", "/console/me/sessions", say.say("settings-sessions-see"))) }
        }
    }
}
