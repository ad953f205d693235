//! The domains we write from: what the DNS says of each in plain words, what to put into it, and the keys that sign.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use doors::email::signature::{self, Algorithm};
use maud::{Markup, html};
use office::account::Permission;
use spine::domain::{self, Check, Finding, Judged, Key, Level};
use web::form;
use web::ui;
use words::when;

use super::phrases::zone;
use super::{Frame, Place, framed, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::session::{Agent, Sent, blocking};

/// Whoever asks for a check waits for its answers this long; then the page says that they are on their way.
const WAIT: Duration = Duration::from_secs(8);
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// One domain with all that is known of it.
struct Domain {
    name: String,
    address: String,
    check: Option<Check>,
    keys: Vec<Key>,
}

fn load(tx: &mut Tx<'_>) -> Result<Vec<Domain>, Fault> {
    let keys = domain::keys(tx)?;
    let mut all = Vec::new();
    for (name, address) in domain::domains(tx)? {
        let check = domain::asked(tx, &name)?;
        let keys = keys.iter().filter(|key| key.domain == name).cloned().collect();
        all.push(Domain { name, address, check, keys });
    }
    Ok(all)
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    let host = host(&desk.settings.public_url);
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            Ok(shown(draw(agent, tx, &host)?))
        })
        .await
}

/// A check asked for, a key made, switched or thrown away.
pub(super) async fn act(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    if let Err(fault) = agent.must(Permission::ChangeInboxes) {
        return agent.problem(fault);
    }
    let name = fields.get("domain").to_owned();
    if let Some(algorithm) = fields.get("do").strip_prefix("make-").and_then(Algorithm::of_name) {
        return make(&desk, agent, name, algorithm).await;
    }
    let key_id: Option<i64> = fields.get("key").parse().ok();
    let what = fields.get("do").to_owned();
    let checks = what == "check";
    let asked = name.clone();
    let done = agent
        .write(&desk.db, move |agent, tx| {
            match (what.as_str(), key_id) {
                ("check", _) if domain::domains(tx)?.iter().any(|(ours, _)| *ours == name) => {
                    domain::ask(tx, &name)?;
                }
                ("on", Some(key_id)) => drop(domain::set_active(tx, key_id, true, agent.actor())?),
                ("off", Some(key_id)) => drop(domain::set_active(tx, key_id, false, agent.actor())?),
                ("drop", Some(key_id)) => drop(domain::drop_key(tx, key_id, agent.actor())?),
                _ => return Err(Fault::Missing),
            }
            Ok(Redirect::to("/console/settings/domains"))
        })
        .await;
    if checks && done.status().is_redirection() {
        answered(&desk, agent.account.id, asked).await;
    }
    done
}

/// A fresh key: made outside the store's turn, because RSA takes its time.
async fn make(desk: &Arc<Desk>, agent: Agent, name: String, algorithm: Algorithm) -> Response {
    let made =
        blocking(move || signature::generate(algorithm).map_err(|error| Fault::Broken(error.to_string())));
    let pair = match made.await {
        Ok(pair) => pair,
        Err(fault) => return agent.problem(fault),
    };
    let sealer = desk.db.sealer();
    agent
        .write(&desk.db, move |agent, tx| {
            let added = domain::add_key(
                tx,
                &sealer,
                &name,
                algorithm.name(),
                &pair.public,
                &pair.private,
                agent.actor(),
            );
            match added {
                Ok(_) => Ok(Redirect::to("/console/settings/domains").into_response()),
                Err(spine::Error::Refused(_) | spine::Error::Conflict(_)) => Err(Fault::Missing),
                Err(error) => Err(error.into()),
            }
        })
        .await
}

/// Waits for the answers of a check.
async fn answered(desk: &Arc<Desk>, account_id: i64, name: String) {
    let waited = async {
        loop {
            let (db, name) = (desk.db.clone(), name.clone());
            let found = blocking(move || Ok(db.read(account_id, |tx| domain::asked(tx, &name))?)).await;
            if found.ok().flatten().is_none_or(|check| check.checked_at_ms.is_some()) {
                return;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    let _ = tokio::time::timeout(WAIT, waited).await;
}

/// The name of this server in its address.
pub(crate) fn host(public_url: &str) -> String {
    let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or_default().to_owned()
}

fn draw(agent: &Agent, tx: &mut Tx<'_>, host: &str) -> Result<Markup, Fault> {
    let (say, now_ms) = (agent.say, tx.now_ms());
    let domains = load(tx)?;
    let body = html! {
        main class="thread settings" id="domini" aria-labelledby="nome" {
            header {
                div class="title" {
                    h1 id="nome" { (say.say("domain-title")) " " span class="count" { (domains.len()) } }
                    span class="muted clip" { (say.say("domain-lead")) }
                }
            }
            div class="pages" {
                @if domains.is_empty() { (ui::empty(&say.say("domain-none"), &say.say("domain-none-text"), None)) }
                @for (place, one) in domains.iter().enumerate() { (leaf(agent, one, place, host, now_ms)) }
            }
        }
    };
    let title = say.say("domain-title");
    Ok(framed(Frame { agent, place: Place::Domains, title, deck: "plain", skip: "domini", body, now_ms }))
}

fn act_form(agent: &Agent, name: &str, what: &str, key: Option<i64>, kind: &str, text: &str) -> Markup {
    html! {
        form method="post" {
            (form::csrf(agent.csrf()))
            input type="hidden" name="domain" value=(name);
            @if let Some(key) = key { input type="hidden" name="key" value=(key); }
            button type="submit" name="do" value=(what) class={ "button " (kind) } { (text) }
        }
    }
}

fn leaf(agent: &Agent, one: &Domain, place: usize, host: &str, now_ms: i64) -> Markup {
    let (say, zone) = (agent.say, zone(agent));
    let may = agent.may(Permission::ChangeInboxes);
    let records: Vec<(String, String)> =
        one.keys.iter().map(|key| (key.selector.clone(), record(key))).collect();
    let judged = Judged { domain: &one.name, address: &one.address, host, keys: &records };
    let found = one.check.as_ref().and_then(|check| check.found.as_ref());
    let checked_at_ms = one.check.as_ref().and_then(|check| check.checked_at_ms);
    let id = format!("dominio-{place}");
    html! {
        section class="leaf" aria-labelledby=(id) {
            h2 id=(id) { (one.name) }
            div class="row" {
                span class="muted" {
                    @match (checked_at_ms, &one.check) {
                        (Some(at_ms), _) => { (say.with("domain-checked", &[("when", when::day_time(say, at_ms, now_ms, &zone).into())])) }
                        (None, Some(_)) => { (say.say("domain-asking")) }
                        (None, None) => { (say.say("domain-unchecked")) }
                    }
                }
                @if may { (act_form(agent, &one.name, "check", None, "", &say.say("domain-check"))) }
            }
            @if let Some(found) = found {
                ul class="findings" {
                    @for (line, finding) in domain::findings(found, &judged).iter().enumerate() {
                        (finding_line(agent, finding, &format!("{id}-{line}")))
                    }
                }
            }
            h3 { (say.say("domain-keys")) }
            @if one.keys.is_empty() { p class="muted" { (say.say("domain-keys-none")) } }
            @else { p class="tiny muted" { (say.say("domain-key-first")) } }
            @for key in &one.keys { (key_lines(agent, one, key, may)) }
            @if may {
                div class="row" {
                    @for algorithm in Algorithm::ALL {
                        (act_form(agent, &one.name, &format!("make-{}", algorithm.name()), None, "",
                            &say.say(&format!("domain-key-make-{}", algorithm.name()))))
                    }
                }
            }
        }
    }
}

fn record(key: &Key) -> String {
    let algorithm = Algorithm::of_name(&key.algorithm).unwrap_or(Algorithm::Rsa);
    signature::record(algorithm, &key.public_key)
}

fn finding_line(agent: &Agent, finding: &Finding, id: &str) -> Markup {
    let say = agent.say;
    let kind = match finding.level {
        Level::Good => "",
        Level::Better => "soon",
        Level::Bad => "late",
        Level::Unknown => "none",
    };
    let subject = finding.subject.name();
    let key = format!("domain-{subject}-{}", finding.what);
    html! {
        li {
            div class="row" {
                b { (say.say(&format!("domain-{subject}"))) } " "
                (ui::state(kind, say.say(&format!("domain-level-{}", finding.level.name()))))
            }
            p { (say.with(&key, &[("detail", finding.detail.as_str().into())])) }
            @if let Some((name, text)) = finding.paste.as_ref().filter(|_| finding.subject != domain::Subject::Dkim) {
                (paste(agent, name, text, id))
            }
        }
    }
}

/// What to put into the DNS, with a button for each half.
fn paste(agent: &Agent, name: &str, text: &str, id: &str) -> Markup {
    let say = agent.say;
    let half = |label: &str, value: &str, id: &str| {
        html! {
            dt class="tiny muted" { (label) }
            dd class="paste" {
                code id=(id) { (value) }
                button type="button" class="button quiet" data-copy=(id) { (say.say("domain-copy")) span class="sr" { " " (label) } }
            }
        }
    };
    html! {
        dl class="records" {
            (half(&say.say("domain-paste-name"), name, &format!("{id}-n")))
            (half(&say.say("domain-paste-text"), text, &format!("{id}-t")))
        }
    }
}

fn key_lines(agent: &Agent, one: &Domain, key: &Key, may: bool) -> Markup {
    let say = agent.say;
    let act = |what: &str, kind: &str, word: &str| {
        act_form(agent, &one.name, what, Some(key.id), kind, &say.say(word))
    };
    html! {
        div class="key" {
            div class="row" {
                b { (key.selector) } " "
                @if key.active { (ui::state("", say.say("domain-key-on"))) } @else { (ui::state("none", say.say("domain-key-off"))) }
            }
            p class="tiny muted" { (say.say(&format!("domain-key-{}", key.algorithm))) }
            (paste(agent, &format!("{}._domainkey.{}", key.selector, key.domain), &record(key), &format!("k{}", key.id)))
            @if may {
                div class="row" {
                    @if key.active { (act("off", "", "domain-key-switch-off")) } @else { (act("on", "primary", "domain-key-switch-on")) }
                    (act("drop", "quiet", "domain-key-drop"))
                }
            }
        }
    }
}
