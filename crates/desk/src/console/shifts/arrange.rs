//! What a plan is made from: patterns, contracts, how many people there are never fewer than, rules of rest.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use kernel::id::Kind;
use maud::Markup;
use office::account::Permission;
use office::shift::{self, Contract, Pattern};
use spine::agent::{self, Agent as Person};

use super::{forms, pages};
use crate::Desk;
use crate::console::inbox::store::reading;
use crate::console::settings::{refused, shown};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

pub(super) const ROOT: &str = "/console/shifts/arrange";

pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(ROOT, get(page))
        .route("/console/shifts/patterns", post(make_pattern))
        .route("/console/shifts/patterns/{oid}", post(change_pattern))
        .route("/console/shifts/patterns/{oid}/retire", post(retire_pattern))
        .route("/console/shifts/people/{oid}", post(set_contract))
        .route("/console/shifts/people/{oid}/delete", post(drop_contract))
        .route("/console/shifts/rules", post(set_rules))
        .route("/console/shifts/need", post(set_floors))
}

pub(super) struct View {
    pub company: String,
    pub patterns: Vec<Pattern>,
    pub contracts: Vec<Contract>,
    pub people: Vec<Person>,
}

impl View {
    pub fn contract(&self, agent_id: i64) -> Option<&Contract> {
        self.contracts.iter().find(|one| one.agent_id == agent_id)
    }
}

/// Which form is open, and what is wrong with it.
#[derive(Default)]
pub(super) struct Open {
    pub pattern: Option<Pattern>,
    pub person: Option<Person>,
    /// Fields of the pattern's form, of the contract's, of the rules'.
    pub pattern_fields: Fields,
    pub person_fields: Fields,
    pub rule_fields: Fields,
    pub wrong: Wrong,
}

fn draw(agent: &Agent, tx: &mut Tx<'_>, open: Open) -> Result<Markup, Fault> {
    let reading = reading(tx, agent.say)?;
    let view = View {
        company: spine::company::find(tx)?.name,
        patterns: shift::patterns(tx)?,
        contracts: shift::contracts(tx)?,
        people: shift::people(tx)?,
    };
    Ok(pages::arrange::draw(agent, &view, &open, &reading))
}

/// Every form with what is kept.
fn fresh(agent: &Agent, tx: &mut Tx<'_>) -> Result<Open, Fault> {
    let rule_fields = forms::of_rules(&shift::settings(tx)?, &shift::floors(tx)?);
    Ok(Open { pattern_fields: forms::usual_pattern(agent.say), rule_fields, ..Open::default() })
}

fn known_pattern(tx: &mut Tx<'_>, name: &str) -> Result<Pattern, Fault> {
    Ok(shift::pattern_by_oid(tx, Kind::ShiftPattern.oid(name).ok_or(Fault::Missing)?)?)
}

/// Somebody who can have a contract.
fn known_person(tx: &mut Tx<'_>, name: &str) -> Result<Person, Fault> {
    let person = agent::by_oid(tx, Kind::Agent.oid(name).ok_or(Fault::Missing)?)?;
    shift::people(tx)?.into_iter().find(|one| one.id == person.id).ok_or(Fault::Missing)
}

async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let asked = Fields::of_query(query.as_deref());
            let mut open = fresh(agent, tx)?;
            if asked.has("pattern") {
                let pattern = known_pattern(tx, asked.get("pattern"))?;
                open.pattern_fields = forms::of_pattern(agent.say, &pattern);
                open.pattern = Some(pattern);
            }
            if asked.has("person") {
                let person = known_person(tx, asked.get("person"))?;
                let contract = shift::contract(tx, person.id)?.unwrap_or_else(|| Contract::usual(person.id));
                open.person_fields = forms::of_contract(tx, &contract)?;
                open.person = Some(person);
            }
            Ok(shown(draw(agent, tx, open)?))
        })
        .await
}

async fn make_pattern(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent.write(&desk.db, move |agent, tx| keep_pattern(agent, tx, None, fields)).await
}

async fn change_pattern(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let pattern = known_pattern(tx, &name)?;
            keep_pattern(agent, tx, Some(pattern), fields)
        })
        .await
}

fn keep_pattern(
    agent: &Agent,
    tx: &mut Tx<'_>,
    pattern: Option<Pattern>,
    fields: Fields,
) -> Result<Response, Fault> {
    agent.must(Permission::PlanShifts)?;
    let mut wrong = Wrong::default();
    if let Some(new) = forms::pattern(agent.say, &fields, &mut wrong) {
        let kept = match &pattern {
            Some(pattern) => shift::change_pattern(tx, pattern, &new, agent.actor()),
            None => shift::make_pattern(tx, &new, agent.actor()),
        };
        if wrong.take(agent.say, kept, forms::place)?.is_some() {
            return Ok(Redirect::to(ROOT).into_response());
        }
    }
    let open = Open { pattern, pattern_fields: fields, wrong, ..fresh(agent, tx)? };
    Ok(refused(draw(agent, tx, open)?))
}

async fn retire_pattern(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let pattern = known_pattern(tx, &name)?;
            shift::retire_pattern(tx, &pattern, fields.get("retired") == "yes", agent.actor())?;
            Ok(Redirect::to(ROOT))
        })
        .await
}

async fn set_contract(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let person = known_person(tx, &name)?;
            let mut wrong = Wrong::default();
            if let Some(contract) = forms::contract(tx, agent.say, person.id, &fields, &mut wrong)? {
                let kept = shift::set_contract(tx, &contract, agent.actor());
                if wrong.take(agent.say, kept, forms::place)?.is_some() {
                    return Ok(Redirect::to(ROOT).into_response());
                }
            }
            let open = Open { person: Some(person), person_fields: fields, wrong, ..fresh(agent, tx)? };
            Ok(refused(draw(agent, tx, open)?))
        })
        .await
}

async fn drop_contract(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let person = known_person(tx, &name)?;
            shift::drop_contract(tx, person.id, agent.actor())?;
            Ok(Redirect::to(ROOT))
        })
        .await
}

async fn set_rules(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let mut wrong = Wrong::default();
            let settings = forms::rules(agent.say, &fields, &mut wrong);
            if wrong.is_empty() {
                shift::change_settings(tx, &settings, agent.actor())?;
                return Ok(Redirect::to(ROOT).into_response());
            }
            let kept = forms::of_rules(&settings, &shift::floors(tx)?);
            let mut rule_fields = fields;
            rule_fields.push("floors", kept.get("floors"));
            let open = Open { rule_fields, wrong, ..fresh(agent, tx)? };
            Ok(refused(draw(agent, tx, open)?))
        })
        .await
}

async fn set_floors(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let mut wrong = Wrong::default();
            if let Some(floors) = forms::floors(agent.say, &fields, &mut wrong) {
                let kept = shift::set_floors(tx, &floors, agent.actor());
                if wrong.take(agent.say, kept, forms::place)?.is_some() {
                    return Ok(Redirect::to(ROOT).into_response());
                }
            }
            let mut rule_fields = fields;
            let kept = forms::of_rules(&shift::settings(tx)?, &[]);
            for (name, ..) in shift::BOUNDS {
                rule_fields.push(name, kept.get(name));
            }
            let open = Open { rule_fields, wrong, ..fresh(agent, tx)? };
            Ok(refused(draw(agent, tx, open)?))
        })
        .await
}
