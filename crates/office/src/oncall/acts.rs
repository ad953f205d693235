//! Rotas and rules are made and changed; an alert calls one person after the other until somebody has it.

use db::{Actor, Event, Tx, args};
use jiff::tz::TimeZone;
use kernel::id::{self, Kind as Name};
use kernel::language::{Language, Register};
use serde_json::{Value, json};
use spine::agent::{self, Agent, Role};
use spine::company;
use spine::conversation::{self, Conversation};
use spine::error::{Error, Field};
use spine::outbox::{self, HouseKind, HouseMail};
use spine::{customer, inbox, topic};
use words::Say;

use super::model::{Alert, Cover, Ended, NewRota, NewRule, Page, Rota, Rule, State};
use super::store;

/// Rotas and rules of one account at most, each.
const MOST: usize = 50;
/// Covers listed of one rota, and the longest one.
const COVERS_MOST: usize = 100;
const COVER_LONGEST_MS: i64 = 31 * 86_400_000;
/// A cover can begin at most this far ahead.
const COVER_FARTHEST_MS: i64 = 366 * 86_400_000;

pub fn rotas(tx: &mut Tx<'_>) -> Result<Vec<Rota>, Error> {
    Ok(tx.list(store::ROTAS, args![MOST], store::read_rota)?)
}

pub fn rota_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Rota, Error> {
    tx.find(store::ROTA_BY_OID, args![oid], store::read_rota)?.ok_or(Error::Missing("rota"))
}

fn rota(tx: &mut Tx<'_>, rota_id: i64) -> Result<Option<Rota>, Error> {
    Ok(tx.find(store::ROTA, args![rota_id], store::read_rota)?)
}

/// Makes a rota.
///
/// # Errors
/// What [`NewRota::wrong`] names, people who are not here, more than 50 rotas.
pub fn make_rota(tx: &mut Tx<'_>, new: &NewRota, actor: Actor) -> Result<Rota, Error> {
    check_rota(tx, new)?;
    if rotas(tx)?.len() >= MOST {
        return Err(Error::refused("/name", format!("can be one of {MOST} rotas at most")));
    }
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    tx.execute(
        store::ADD_ROTA,
        args![
            row_id,
            &oid,
            new.name.trim(),
            new.turn.name(),
            new.starts.to_string(),
            new.handover_minute,
            json!(new.members).to_string()
        ],
    )?;
    record_rota(tx, "rota.made", &oid, new, actor)?;
    rota_by_oid(tx, &oid)
}

/// Changes a rota; alerts under way go on with the new one.
///
/// # Errors
/// As for a new one.
pub fn change_rota(tx: &mut Tx<'_>, rota: &Rota, new: &NewRota, actor: Actor) -> Result<Rota, Error> {
    check_rota(tx, new)?;
    tx.execute(
        store::CHANGE_ROTA,
        args![
            rota.id,
            new.name.trim(),
            new.turn.name(),
            new.starts.to_string(),
            new.handover_minute,
            json!(new.members).to_string()
        ],
    )?;
    record_rota(tx, "rota.changed", &rota.oid, new, actor)?;
    rota_by_oid(tx, &rota.oid)
}

fn check_rota(tx: &mut Tx<'_>, new: &NewRota) -> Result<(), Error> {
    let mut wrong = new.wrong();
    for agent_id in &new.members {
        if !callable(tx, *agent_id)? {
            wrong.push(Field::new("/members", "must be people who are here"));
            break;
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Refused(wrong)) }
}

/// Somebody who is here and can be written to.
fn callable(tx: &mut Tx<'_>, agent_id: i64) -> Result<bool, Error> {
    match agent::find(tx, agent_id) {
        Ok(person) => Ok(is_person(&person)),
        Err(Error::Missing(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

fn is_person(person: &Agent) -> bool {
    person.active && person.role != Role::Integration && !person.email.ends_with("@token.invalid")
}

/// Throws a rota away with its covers.
///
/// # Errors
/// A conflict while a rule calls it.
pub fn drop_rota(tx: &mut Tx<'_>, rota: &Rota, actor: Actor) -> Result<(), Error> {
    if let Some(rule) = rules(tx)?.into_iter().find(|rule| rule.rota_id == rota.id) {
        return Err(Error::Conflict(format!("the rule {} calls this rota", rule.name)));
    }
    tx.execute(store::DROP_COVERS, args![rota.id])?;
    tx.execute(store::DROP_ROTA, args![rota.id])?;
    record(tx, "rota.dropped", None, json!({ "rota_id": Name::Rota.name(&rota.oid), "name": rota.name }), actor)
}

fn record_rota(
    tx: &mut Tx<'_>,
    kind: &'static str,
    oid: &str,
    new: &NewRota,
    actor: Actor,
) -> Result<(), Error> {
    let mut members = Vec::new();
    for agent_id in &new.members {
        members.push(Name::Agent.name(&agent::find(tx, *agent_id)?.oid));
    }
    let data = json!({
        "rota_id": Name::Rota.name(oid),
        "name": new.name.trim(),
        "turn": new.turn.name(),
        "starts": new.starts.to_string(),
        "handover_minute": new.handover_minute,
        "members": members,
    });
    record(tx, kind, None, data, actor)
}

/// Covers of a rota that are not over, the earliest first.
pub fn covers(tx: &mut Tx<'_>, rota_id: i64) -> Result<Vec<Cover>, Error> {
    let now_ms = tx.now_ms();
    Ok(tx.list(store::COVERS, args![rota_id, now_ms, COVERS_MOST], store::read_cover)?)
}

/// Somebody takes over from one moment to another.
///
/// # Errors
/// Somebody who is not here; an end that is past or not after the beginning, more than 31 days, beyond a year; more
/// than 100 at once.
pub fn cover(
    tx: &mut Tx<'_>,
    rota: &Rota,
    agent_id: i64,
    from_ms: i64,
    to_ms: i64,
    actor: Actor,
) -> Result<Cover, Error> {
    let now_ms = tx.now_ms();
    let mut wrong = Vec::new();
    if !callable(tx, agent_id)? {
        wrong.push(Field::new("/agent_id", "must be somebody who is here"));
    }
    if from_ms > now_ms + COVER_FARTHEST_MS {
        wrong.push(Field::new("/from", "must be in the coming year"));
    }
    if to_ms <= now_ms || to_ms <= from_ms || to_ms - from_ms > COVER_LONGEST_MS {
        wrong.push(Field::new("/to", "must be after the beginning and after now, at most 31 days later"));
    }
    if !wrong.is_empty() {
        return Err(Error::Refused(wrong));
    }
    if covers(tx, rota.id)?.len() >= COVERS_MOST {
        return Err(Error::refused("/from", format!("can be one of {COVERS_MOST} at most")));
    }
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    tx.execute(store::ADD_COVER, args![row_id, &oid, rota.id, agent_id, from_ms, to_ms])?;
    let person = agent::find(tx, agent_id)?;
    let data = json!({
        "rota_id": Name::Rota.name(&rota.oid),
        "agent_id": Name::Agent.name(&person.oid),
        "from_ms": from_ms,
        "to_ms": to_ms,
    });
    record(tx, "rota.covered", None, data, actor)?;
    Ok(Cover { id: row_id, oid, rota_id: rota.id, agent_id, from_ms, to_ms })
}

pub fn cover_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Cover, Error> {
    tx.find(store::COVER_BY_OID, args![oid], store::read_cover)?.ok_or(Error::Missing("cover"))
}

/// Whoever's turn it is answers again.
pub fn drop_cover(tx: &mut Tx<'_>, cover: &Cover, actor: Actor) -> Result<(), Error> {
    tx.execute(store::DROP_COVER, args![cover.id])?;
    let rota_id = rota(tx, cover.rota_id)?.map(|rota| Name::Rota.name(&rota.oid));
    record(tx, "rota.uncovered", None, json!({ "rota_id": rota_id, "from_ms": cover.from_ms }), actor)
}

pub fn rules(tx: &mut Tx<'_>) -> Result<Vec<Rule>, Error> {
    Ok(tx.list(store::RULES, args![MOST], store::read_rule)?)
}

pub fn rule_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Rule, Error> {
    tx.find(store::RULE_BY_OID, args![oid], store::read_rule)?.ok_or(Error::Missing("rule"))
}

/// Makes a rule.
///
/// # Errors
/// What [`NewRule::wrong`] names; a rota, an inbox or a topic that is not there; more than 50 rules.
pub fn make_rule(tx: &mut Tx<'_>, new: &NewRule, actor: Actor) -> Result<Rule, Error> {
    check_rule(tx, new)?;
    if rules(tx)?.len() >= MOST {
        return Err(Error::refused("/name", format!("can be one of {MOST} rules at most")));
    }
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    tx.execute(
        store::ADD_RULE,
        args![
            row_id,
            &oid,
            new.name.trim(),
            new.rota_id,
            new.inbox_id,
            json!(new.words).to_string(),
            json!(new.topics).to_string(),
            new.when.name(),
            new.wait_minutes,
            new.rounds,
            new.active
        ],
    )?;
    record(tx, "oncall.rule_made", None, told_of_rule(&oid, new), actor)?;
    rule_by_oid(tx, &oid)
}

/// Changes a rule; alerts under way keep what they began with.
///
/// # Errors
/// As for a new one.
pub fn change_rule(tx: &mut Tx<'_>, rule: &Rule, new: &NewRule, actor: Actor) -> Result<Rule, Error> {
    check_rule(tx, new)?;
    tx.execute(
        store::CHANGE_RULE,
        args![
            rule.id,
            new.name.trim(),
            new.rota_id,
            new.inbox_id,
            json!(new.words).to_string(),
            json!(new.topics).to_string(),
            new.when.name(),
            new.wait_minutes,
            new.rounds,
            new.active
        ],
    )?;
    record(tx, "oncall.rule_changed", None, told_of_rule(&rule.oid, new), actor)?;
    rule_by_oid(tx, &rule.oid)
}

pub fn drop_rule(tx: &mut Tx<'_>, rule: &Rule, actor: Actor) -> Result<(), Error> {
    tx.execute(store::DROP_RULE, args![rule.id])?;
    let data = json!({ "rule_id": Name::OncallRule.name(&rule.oid), "name": rule.name });
    record(tx, "oncall.rule_dropped", None, data, actor)
}

fn check_rule(tx: &mut Tx<'_>, new: &NewRule) -> Result<(), Error> {
    let mut wrong = new.wrong();
    if rota(tx, new.rota_id)?.is_none() {
        wrong.push(Field::new("/rota_id", "must be a rota"));
    }
    if let Some(inbox_id) = new.inbox_id
        && inbox::list(tx)?.iter().all(|inbox| inbox.id != inbox_id)
    {
        wrong.push(Field::new("/inbox_id", "must be an inbox"));
    }
    let known = topic::configured(tx)?.topics;
    if let Some(at) = new.topics.iter().position(|key| known.iter().all(|topic| topic.key != *key)) {
        wrong.push(Field::new(format!("/topics/{at}"), "must be the key of a topic"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Refused(wrong)) }
}

fn told_of_rule(oid: &str, new: &NewRule) -> Value {
    json!({
        "rule_id": Name::OncallRule.name(oid),
        "name": new.name.trim(),
        "words": new.words,
        "topics": new.topics,
        "when": new.when.name(),
        "wait_minutes": new.wait_minutes,
        "rounds": new.rounds,
        "active": new.active,
    })
}

/// Alerts newest first below the id `before`, of one state or all.
pub fn alerts(tx: &mut Tx<'_>, before: i64, state: Option<State>, limit: usize) -> Result<Vec<Alert>, Error> {
    Ok(tx.list(store::ALERTS, args![before, state.map(State::name), limit], store::read_alert)?)
}

pub fn alert_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Alert, Error> {
    tx.find(store::ALERT_BY_OID, args![oid], store::read_alert)?.ok_or(Error::Missing("alert"))
}

/// The alert of a conversation that nobody has yet.
pub fn open_of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Option<Alert>, Error> {
    Ok(tx.find(store::OPEN_OF, args![conversation_id], store::read_alert)?)
}

/// Who was called for it, in that order.
pub fn pages_of(tx: &mut Tx<'_>, alert_id: i64) -> Result<Vec<Page>, Error> {
    Ok(tx.list(store::PAGES, args![alert_id], store::read_page)?)
}

/// Alerts of all accounts whose next call is due: account and alert id.
pub fn due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, Error> {
    Ok(tx.list(store::DUE, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))?)
}

/// What an alert begins with.
pub(super) struct Raised<'a> {
    pub rule_id: Option<i64>,
    pub rota_id: i64,
    pub found: &'a str,
    pub wait_minutes: i64,
    pub rounds: i64,
}

/// Begins to call; nothing while an alert of this conversation is open already.
pub(super) fn raise(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    raised: &Raised<'_>,
    actor: Actor,
) -> Result<Option<Alert>, Error> {
    if open_of(tx, conversation.id)?.is_some() {
        return Ok(None);
    }
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    tx.execute(
        store::ADD_ALERT,
        args![
            row_id,
            &oid,
            raised.rule_id,
            raised.rota_id,
            conversation.id,
            raised.found,
            now_ms,
            raised.wait_minutes,
            raised.rounds
        ],
    )?;
    let data = json!({ "alert_id": Name::Alert.name(&oid), "found": raised.found });
    record(tx, "oncall.raised", Some(conversation.id), data, actor)?;
    step(tx, row_id)?;
    alert_by_oid(tx, &oid).map(Some)
}

/// Calls the people of a rule for a conversation, as if its customer had written an urgent word now: to see who comes.
///
/// # Errors
/// A conflict while the conversation has an open alert.
pub fn try_out(
    tx: &mut Tx<'_>,
    rule: &Rule,
    conversation: &Conversation,
    actor: Actor,
) -> Result<Alert, Error> {
    let raised = Raised {
        rule_id: Some(rule.id),
        rota_id: rule.rota_id,
        found: "",
        wait_minutes: rule.wait_minutes,
        rounds: rule.rounds,
    };
    raise(tx, conversation, &raised, actor)?
        .ok_or_else(|| Error::Conflict("somebody is being called for this conversation already".to_owned()))
}

/// The next call of an alert, when its time has come: the next person of the rota, or, when all were called as often
/// as the rule says, everybody who supervises.
pub fn step(tx: &mut Tx<'_>, alert_id: i64) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let Some(alert) = tx.find(store::ALERT, args![alert_id], store::read_alert)? else { return Ok(()) };
    if alert.next_at_ms.is_none_or(|next_at_ms| next_at_ms > now_ms) {
        return Ok(());
    }
    let people = whom(tx, &alert, now_ms)?;
    let turn = usize::try_from(alert.step).unwrap_or(usize::MAX);
    let calls = people.len() * usize::try_from(alert.rounds).unwrap_or(1);
    if turn >= calls {
        return nobody_came(tx, &alert);
    }
    let next_at_ms = now_ms + alert.wait_minutes * 60_000;
    let moved = tx
        .execute(store::STEP, args![alert.id, alert.step, State::Calling.name(), alert.step + 1, next_at_ms])?;
    if moved == 0 {
        // Another node called, or somebody has it.
        return Ok(());
    }
    let person = &people[turn % people.len()];
    tx.execute(store::ADD_PAGE, args![alert.id, alert.step, person.id, now_ms])?;
    let conversation = conversation::find(tx, alert.conversation_id)?;
    let data = json!({
        "alert_id": Name::Alert.name(&alert.oid),
        "agent_id": Name::Agent.name(&person.oid),
        "step": alert.step,
    });
    record(tx, "oncall.paged", Some(conversation.id), data, Actor::System)?;
    write(tx, &alert, &conversation, person, "called")
}

/// Whom an alert calls, one after the other; people who left are not.
fn whom(tx: &mut Tx<'_>, alert: &Alert, now_ms: i64) -> Result<Vec<Agent>, Error> {
    let Some(rota) = rota(tx, alert.rota_id)? else { return Ok(Vec::new()) };
    let covers = covers(tx, rota.id)?;
    let mut people = Vec::new();
    for agent_id in rota.order(&covers, now_ms, &zone(tx)?) {
        if callable(tx, agent_id)? {
            people.push(agent::find(tx, agent_id)?);
        }
    }
    Ok(people)
}

/// The company's zone: handovers are at its time of day.
fn zone(tx: &mut Tx<'_>) -> Result<TimeZone, Error> {
    Ok(TimeZone::get(&company::find(tx)?.timezone).unwrap_or(TimeZone::UTC))
}

fn nobody_came(tx: &mut Tx<'_>, alert: &Alert) -> Result<(), Error> {
    let none: Option<i64> = None;
    if tx.execute(store::STEP, args![alert.id, alert.step, State::Unanswered.name(), alert.step, none])? == 0 {
        return Ok(());
    }
    let conversation = conversation::find(tx, alert.conversation_id)?;
    let data = json!({ "alert_id": Name::Alert.name(&alert.oid), "called": alert.step });
    record(tx, "oncall.unanswered", Some(conversation.id), data, Actor::System)?;
    for person in agent::list(tx)? {
        if matches!(person.role, Role::Admin | Role::Supervisor) && is_person(&person) {
            write(tx, alert, &conversation, &person, "unanswered")?;
        }
    }
    Ok(())
}

/// A mail to one of our people; what the customer wrote stays in the console.
fn write(
    tx: &mut Tx<'_>,
    alert: &Alert,
    conversation: &Conversation,
    person: &Agent,
    what: &str,
) -> Result<(), Error> {
    let company = company::find(tx)?;
    let say = Say::new(person.language, Register::Tu);
    let customer =
        customer::find(tx, conversation.customer_id)?.name.unwrap_or_else(|| say.say("oncall-somebody"));
    let found = found(tx, alert, person.language)?;
    let facts = [
        ("reference", conversation.reference.as_str().into()),
        ("customer", customer.into()),
        ("subject", conversation.subject.as_str().into()),
        ("found", found.into()),
        ("minutes", alert.wait_minutes.into()),
        ("count", alert.step.into()),
    ];
    let tried = if alert.found.is_empty() { "-trial" } else { "" };
    let mail = HouseMail {
        kind: HouseKind::Alert,
        to: person.email.clone(),
        name: Some(person.name.clone()),
        language: person.language,
        subject: say.with(&format!("oncall-mail-{what}{tried}"), &facts),
        paragraphs: vec![
            say.with(&format!("oncall-mail-{what}-text"), &facts),
            say.with(&format!("oncall-mail-{what}-do"), &facts),
        ],
        link: Some((
            say.say("oncall-mail-open"),
            format!("{}/console/oncall/{}", company.public_url, Name::Alert.name(&alert.oid)),
        )),
    };
    outbox::post_house_mail(tx, mail).map(drop)
}

/// What was urgent, in words: the word as the rule has it, or the topic's name.
fn found(tx: &mut Tx<'_>, alert: &Alert, language: Language) -> Result<String, Error> {
    let label = topic::label(tx, Some(&alert.found), language)?;
    Ok(label.unwrap_or_else(|| alert.found.trim_end_matches('*').to_owned()))
}

/// Somebody has it: nobody else is called, and the conversation is theirs unless it is somebody's already.
///
/// # Errors
/// A conflict when somebody else has it.
pub fn acknowledge(tx: &mut Tx<'_>, alert: &Alert, agent_id: i64) -> Result<(), Error> {
    end(tx, alert, Some(agent_id), Ended::Taken)?;
    let mut conversation = conversation::find(tx, alert.conversation_id)?;
    if conversation.assignee_id.is_none() {
        let person = agent::find(tx, agent_id)?;
        conversation::assign(tx, &mut conversation, Some(&person), "on_call", Actor::Agent(agent_id))?;
    }
    Ok(())
}

/// Settles an alert.
///
/// # Errors
/// A conflict when it is settled already.
pub(super) fn end(tx: &mut Tx<'_>, alert: &Alert, agent_id: Option<i64>, how: Ended) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    if tx.execute(store::END, args![alert.id, now_ms, agent_id, how.name()])? == 0 {
        return Err(Error::Conflict("somebody has this already".to_owned()));
    }
    let data = json!({
        "alert_id": Name::Alert.name(&alert.oid),
        "how": how.name(),
        "after_ms": now_ms - alert.raised_at_ms,
    });
    let actor = agent_id.map_or(Actor::System, Actor::Agent);
    record(tx, "oncall.acknowledged", Some(alert.conversation_id), data, actor)
}

fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    conversation_id: Option<i64>,
    data: Value,
    actor: Actor,
) -> Result<(), Error> {
    tx.record(Event { kind, actor, conversation_id, data: data.to_string() })?;
    Ok(())
}
