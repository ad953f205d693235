//! Who is called out when the desk is shut: the page of rotas and rules, and the page an alert leads to.

mod forms;
mod pages;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use jiff::tz::TimeZone;
use kernel::id::Kind;
use maud::Markup;
use office::account::{self, Member, Permission};
use office::oncall::{self, Alert, Cover, Page, Rota, Rule};
use spine::conversation::{self, Conversation};
use spine::inbox::{self, Inbox};
use spine::topic::{self, Topic};
use spine::{agent, customer};

use crate::Desk;
use crate::console::settings::{refused, shown};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

const ROOT: &str = "/console/settings/oncall";
/// Alerts shown under the rules.
const LATEST: usize = 20;
/// Turns told in advance.
const TURNS_AHEAD: usize = 6;

/// Addresses of the rotas, the rules and the alerts.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(ROOT, get(page))
        .route("/console/settings/oncall/rotas", post(make_rota))
        .route("/console/settings/oncall/rotas/{oid}", get(rota).post(change_rota))
        .route("/console/settings/oncall/rotas/{oid}/delete", post(drop_rota))
        .route("/console/settings/oncall/rotas/{oid}/covers", post(cover))
        .route("/console/settings/oncall/rotas/{oid}/covers/{cover}/delete", post(drop_cover))
        .route("/console/settings/oncall/rules", post(make_rule))
        .route("/console/settings/oncall/rules/{oid}", get(rule).post(change_rule))
        .route("/console/settings/oncall/rules/{oid}/delete", post(drop_rule))
        .route("/console/oncall/{oid}", get(alert).post(acknowledge))
}

/// One rota with who is called now and whose turn comes next.
struct Standing {
    rota: Rota,
    covers: Vec<Cover>,
    now: Option<i64>,
    /// From when, and who: the turns that begin next.
    ahead: Vec<(i64, i64)>,
}

/// Everything the page of settings shows.
struct View {
    rotas: Vec<Standing>,
    rules: Vec<Rule>,
    alerts: Vec<(Alert, Conversation)>,
    people: Vec<Member>,
    inboxes: Vec<Inbox>,
    topics: Vec<Topic>,
    zone: TimeZone,
    now_ms: i64,
}

impl View {
    fn name(&self, agent_id: i64) -> &str {
        let found = self.people.iter().find(|member| member.person.id == agent_id);
        found.map_or("–", |member| member.person.name.as_str())
    }
}

/// What is being written, and what is wrong with it.
struct Open<'a> {
    rota: Option<&'a Rota>,
    rule: Option<&'a Rule>,
    rota_fields: Fields,
    rule_fields: Fields,
    wrong: Wrong,
}

fn view(tx: &mut Tx<'_>) -> Result<View, Fault> {
    let now_ms = tx.now_ms();
    let zone = TimeZone::get(&spine::company::find(tx)?.timezone).unwrap_or(TimeZone::UTC);
    let mut rotas = Vec::new();
    for rota in oncall::rotas(tx)? {
        let covers = oncall::covers(tx, rota.id)?;
        let now = rota.order(&covers, now_ms, &zone).first().copied();
        let ahead = rota.ahead(now_ms, &zone, TURNS_AHEAD);
        rotas.push(Standing { rota, covers, now, ahead });
    }
    let mut alerts = Vec::new();
    for alert in oncall::alerts(tx, i64::MAX, None, LATEST)? {
        let conversation = conversation::find(tx, alert.conversation_id)?;
        alerts.push((alert, conversation));
    }
    let people = account::people(tx)?.into_iter().filter(|member| !member.of_token).collect();
    Ok(View {
        rotas,
        rules: oncall::rules(tx)?,
        alerts,
        people,
        inboxes: inbox::list(tx)?,
        topics: topic::configured(tx)?.topics,
        zone,
        now_ms,
    })
}

fn draw(agent: &Agent, tx: &mut Tx<'_>, open: &Open<'_>) -> Result<Markup, Fault> {
    Ok(pages::settings(agent, &view(tx)?, open))
}

async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let open = blank(tx);
            Ok(shown(draw(agent, tx, &open)?))
        })
        .await
}

/// Empty forms with what is usual.
fn blank<'a>(tx: &mut Tx<'_>) -> Open<'a> {
    Open {
        rota: None,
        rule: None,
        rota_fields: forms::usual_rota(tx.now_ms()),
        rule_fields: forms::usual_rule(),
        wrong: Wrong::default(),
    }
}

fn known_rota(tx: &mut Tx<'_>, name: &str) -> Result<Rota, Fault> {
    Ok(oncall::rota_by_oid(tx, Kind::Rota.oid(name).ok_or(Fault::Missing)?)?)
}

fn known_rule(tx: &mut Tx<'_>, name: &str) -> Result<Rule, Fault> {
    Ok(oncall::rule_by_oid(tx, Kind::OncallRule.oid(name).ok_or(Fault::Missing)?)?)
}

async fn rota(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let rota = known_rota(tx, &name)?;
            let rota_fields = forms::of_rota(tx, &rota)?;
            let open = Open { rota: Some(&rota), rota_fields, ..blank(tx) };
            Ok(shown(draw(agent, tx, &open)?))
        })
        .await
}

async fn rule(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let rule = known_rule(tx, &name)?;
            let rule_fields = forms::of_rule(tx, &rule)?;
            let open = Open { rule: Some(&rule), rule_fields, ..blank(tx) };
            Ok(shown(draw(agent, tx, &open)?))
        })
        .await
}

async fn make_rota(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent.write(&desk.db, move |agent, tx| keep_rota(agent, tx, None, fields)).await
}

async fn change_rota(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let rota = known_rota(tx, &name)?;
            keep_rota(agent, tx, Some(rota), fields)
        })
        .await
}

/// Keeps what the form says, or shows it again with what is wrong beside its fields.
fn keep_rota(agent: &Agent, tx: &mut Tx<'_>, rota: Option<Rota>, fields: Fields) -> Result<Response, Fault> {
    agent.must(Permission::ChangeTeams)?;
    let mut wrong = Wrong::default();
    if let Some(new) = forms::rota(tx, agent.say, &fields, &mut wrong)? {
        let kept = match &rota {
            Some(rota) => oncall::change_rota(tx, rota, &new, agent.actor()),
            None => oncall::make_rota(tx, &new, agent.actor()),
        };
        if wrong.take(agent.say, kept, forms::place)?.is_some() {
            return Ok(Redirect::to(ROOT).into_response());
        }
    }
    let open = Open { rota: rota.as_ref(), rota_fields: fields, wrong, ..blank(tx) };
    Ok(refused(draw(agent, tx, &open)?))
}

async fn drop_rota(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let rota = known_rota(tx, &name)?;
            match oncall::drop_rota(tx, &rota, agent.actor()) {
                Ok(()) => Ok(Redirect::to(ROOT).into_response()),
                Err(spine::Error::Conflict(_)) => {
                    let mut wrong = Wrong::default();
                    wrong.add(agent.say, "drop-rota", "oncall-error-rota-busy");
                    let rota_fields = forms::of_rota(tx, &rota)?;
                    let open = Open { rota: Some(&rota), rota_fields, wrong, ..blank(tx) };
                    Ok(refused(draw(agent, tx, &open)?))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}

async fn cover(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let rota = known_rota(tx, &name)?;
            let mut wrong = Wrong::default();
            if let Some((agent_id, from_ms, to_ms)) = forms::cover(tx, agent.say, &fields, &mut wrong)? {
                let kept = oncall::cover(tx, &rota, agent_id, from_ms, to_ms, agent.actor());
                if wrong.take(agent.say, kept, forms::place)?.is_some() {
                    return Ok(Redirect::to(&pages::rota_path(&rota)).into_response());
                }
            }
            let mut rota_fields = forms::of_rota(tx, &rota)?;
            for name in ["cover", "cover-from", "cover-to"] {
                rota_fields.push(name, fields.get(name));
            }
            let open = Open { rota: Some(&rota), rota_fields, wrong, ..blank(tx) };
            Ok(refused(draw(agent, tx, &open)?))
        })
        .await
}

async fn drop_cover(
    State(desk): State<Arc<Desk>>,
    Path((name, cover)): Path<(String, String)>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let rota = known_rota(tx, &name)?;
            let cover = oncall::cover_by_oid(tx, Kind::Cover.oid(&cover).ok_or(Fault::Missing)?)?;
            oncall::drop_cover(tx, &cover, agent.actor())?;
            Ok(Redirect::to(&pages::rota_path(&rota)))
        })
        .await
}

async fn make_rule(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent.write(&desk.db, move |agent, tx| keep_rule(agent, tx, None, fields)).await
}

async fn change_rule(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let rule = known_rule(tx, &name)?;
            keep_rule(agent, tx, Some(rule), fields)
        })
        .await
}

fn keep_rule(agent: &Agent, tx: &mut Tx<'_>, rule: Option<Rule>, fields: Fields) -> Result<Response, Fault> {
    agent.must(Permission::ChangeTeams)?;
    let mut wrong = Wrong::default();
    if let Some(new) = forms::rule(tx, agent.say, &fields, &mut wrong)? {
        let kept = match &rule {
            Some(rule) => oncall::change_rule(tx, rule, &new, agent.actor()),
            None => oncall::make_rule(tx, &new, agent.actor()),
        };
        if wrong.take(agent.say, kept, forms::place)?.is_some() {
            return Ok(Redirect::to(ROOT).into_response());
        }
    }
    let open = Open { rule: rule.as_ref(), rule_fields: fields, wrong, ..blank(tx) };
    Ok(refused(draw(agent, tx, &open)?))
}

async fn drop_rule(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let rule = known_rule(tx, &name)?;
            oncall::drop_rule(tx, &rule, agent.actor())?;
            Ok(Redirect::to(ROOT))
        })
        .await
}

/// An alert as the page it leads to shows it.
struct Called {
    alert: Alert,
    conversation: Conversation,
    customer: String,
    /// What was urgent, in the reader's words.
    found: String,
    /// Who was called and when.
    pages: Vec<(String, Page)>,
    /// Who has it.
    ended_by: Option<String>,
    zone: TimeZone,
    now_ms: i64,
}

fn called(agent: &Agent, tx: &mut Tx<'_>, alert: Alert) -> Result<Called, Fault> {
    let conversation = conversation::find(tx, alert.conversation_id)?;
    let customer = customer::find(tx, conversation.customer_id)?.name;
    let label = topic::label(tx, Some(&alert.found), agent.say.language)?;
    let mut pages = Vec::new();
    for page in oncall::pages_of(tx, alert.id)? {
        pages.push((agent::find(tx, page.agent_id)?.name, page));
    }
    let ended_by = match alert.ended_by_id {
        Some(agent_id) => Some(agent::find(tx, agent_id)?.name),
        None => None,
    };
    Ok(Called {
        customer: customer.unwrap_or_else(|| agent.say.say("oncall-somebody")),
        found: label.unwrap_or_else(|| alert.found.trim_end_matches('*').to_owned()),
        pages,
        ended_by,
        zone: inbox::find(tx, conversation.inbox_id)?.hours.timezone().clone(),
        now_ms: tx.now_ms(),
        conversation,
        alert,
    })
}

fn known_alert(tx: &mut Tx<'_>, name: &str) -> Result<Alert, Fault> {
    Ok(oncall::alert_by_oid(tx, Kind::Alert.oid(name).ok_or(Fault::Missing)?)?)
}

async fn alert(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::Answer)?;
            let alert = known_alert(tx, &name)?;
            let called = called(agent, tx, alert)?;
            Ok(shown(pages::alert(agent, &called)))
        })
        .await
}

/// "I have it": the way leads into the conversation. Somebody who comes second is told who has it.
async fn acknowledge(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::Answer)?;
            let alert = known_alert(tx, &name)?;
            match oncall::acknowledge(tx, &alert, agent.id()) {
                Ok(()) => {
                    let conversation = conversation::find(tx, alert.conversation_id)?;
                    Ok(Redirect::to(&pages::conversation_path(&conversation)).into_response())
                }
                Err(spine::Error::Conflict(_)) => {
                    let alert = known_alert(tx, &name)?;
                    let called = called(agent, tx, alert)?;
                    Ok(refused(pages::alert(agent, &called)))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}
