//! Who is called out: rotas, covers, rules, and alerts until somebody has them.

use db::Tx;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use kernel::id::Kind;
use office::oncall::{self, Alert, Cover, NewRota, NewRule, Rota, Rule, State, Turn, When};
use serde_json::{Value, json};
use spine::error::Error;
use spine::{agent, conversation, inbox};

use office::account::Permission;

use super::call::{Act, Answer, Ask, Call, Gives, Job, Takes};
use super::given::{Given, at, at_some, named};
use super::page;
use super::problem::Problem;
use super::table::{CREATE, DELETE, GET, POST, PUT, one_of};

const ROTAS: Call = Call { path: "/oncall/rotas", ..GET };
const ROTA: Call = Call { path: "/oncall/rotas/{id}", ..GET };
const RULES: Call = Call { path: "/oncall/rules", ..GET };
const RULE: Call = Call { path: "/oncall/rules/{id}", ..GET };

/// Calls about who is called out.
pub(super) static CALLS: &[Call] = &[
    Call {
        may: Some(Permission::SeeSettings),
        about: "Who is on call in turn, who covers, and whose turn it is now.",
        gives: Gives::List("Rota"),
        act: Act::Read(rotas),
        ..ROTAS
    },
    Call {
        path: ROTAS.path,
        may: Some(Permission::ChangeTeams),
        about: "Makes a rota.",
        takes: Takes::Json("NewRota"),
        gives: Gives::One("Rota"),
        act: Act::Write(make_rota),
        ..CREATE
    },
    Call {
        may: Some(Permission::SeeSettings),
        about: "One rota.",
        gives: Gives::One("Rota"),
        act: Act::Read(rota),
        ..ROTA
    },
    Call {
        path: ROTA.path,
        may: Some(Permission::ChangeTeams),
        about: "Changes a rota; calls under way go on with it.",
        takes: Takes::Json("NewRota"),
        gives: Gives::One("Rota"),
        act: Act::Write(put_rota),
        ..PUT
    },
    Call {
        path: ROTA.path,
        may: Some(Permission::ChangeTeams),
        about: "Throws a rota away with its covers. Refused while a rule calls it.",
        act: Act::Write(drop_rota),
        ..DELETE
    },
    Call {
        path: "/oncall/rotas/{id}/covers",
        may: Some(Permission::ChangeTeams),
        about: "Somebody takes over for at most 31 days.",
        takes: Takes::Json("NewCover"),
        gives: Gives::One("Cover"),
        act: Act::Write(cover),
        ..CREATE
    },
    Call {
        path: "/oncall/covers/{id}",
        may: Some(Permission::ChangeTeams),
        about: "Takes a cover back.",
        act: Act::Write(drop_cover),
        ..DELETE
    },
    Call {
        may: Some(Permission::SeeSettings),
        about: "Which messages call somebody out.",
        gives: Gives::List("OncallRule"),
        act: Act::Read(rules),
        ..RULES
    },
    Call {
        path: RULES.path,
        may: Some(Permission::ChangeTeams),
        about: "Makes a rule.",
        takes: Takes::Json("NewOncallRule"),
        gives: Gives::One("OncallRule"),
        act: Act::Write(make_rule),
        ..CREATE
    },
    Call {
        path: RULE.path,
        may: Some(Permission::ChangeTeams),
        about: "Changes a rule; calls under way keep what they began with.",
        takes: Takes::Json("NewOncallRule"),
        gives: Gives::One("OncallRule"),
        act: Act::Write(put_rule),
        ..PUT
    },
    Call {
        path: RULE.path,
        may: Some(Permission::ChangeTeams),
        about: "Throws a rule away.",
        act: Act::Write(drop_rule),
        ..DELETE
    },
    Call {
        path: "/oncall/rules/{id}/try",
        may: Some(Permission::ChangeTeams),
        about: "Calls the people of a rule for a conversation, to see who comes.",
        takes: Takes::Json("OncallTrial"),
        gives: Gives::One("Alert"),
        act: Act::Write(try_rule),
        ..CREATE
    },
    Call {
        path: "/oncall/alerts",
        about: "Urgent messages, who was called, and who has them.",
        query: &[one_of("state", "Only these.", &["calling", "acknowledged", "unanswered"])],
        gives: Gives::List("Alert"),
        act: Act::Read(alerts),
        ..GET
    },
    Call {
        path: "/oncall/alerts/{id}",
        about: "One urgent message.",
        gives: Gives::One("Alert"),
        act: Act::Read(alert),
        ..GET
    },
    Call {
        path: "/oncall/alerts/{id}/acknowledge",
        may: Some(Permission::Answer),
        about: "Says that somebody has it: nobody else is called. A conflict when somebody has it already.",
        takes: Takes::Json("Acknowledgement"),
        gives: Gives::One("Alert"),
        act: Act::Write(acknowledge),
        ..POST
    },
];

fn agent_name(tx: &mut Tx<'_>, agent_id: i64) -> Result<String, Problem> {
    Ok(Kind::Agent.name(&agent::find(tx, agent_id)?.oid))
}

fn show_rota(tx: &mut Tx<'_>, rota: &Rota) -> Result<Value, Problem> {
    let now_ms = tx.now_ms();
    let zone = TimeZone::get(&spine::company::find(tx)?.timezone).unwrap_or(TimeZone::UTC);
    let covers = oncall::covers(tx, rota.id)?;
    let mut members = Vec::new();
    for agent_id in &rota.members {
        members.push(agent_name(tx, *agent_id)?);
    }
    let on_call = match rota.order(&covers, now_ms, &zone).first() {
        Some(agent_id) => Some(agent_name(tx, *agent_id)?),
        None => None,
    };
    let mut shown = Vec::new();
    for cover in &covers {
        shown.push(show_cover(tx, cover)?);
    }
    Ok(json!({
        "id": Kind::Rota.name(&rota.oid),
        "name": rota.name,
        "turn": rota.turn.name(),
        "starts": rota.starts.to_string(),
        "handover": format!("{:02}:{:02}", rota.handover_minute / 60, rota.handover_minute % 60),
        "members": members,
        "on_call": on_call,
        "covers": shown,
    }))
}

fn show_cover(tx: &mut Tx<'_>, cover: &Cover) -> Result<Value, Problem> {
    Ok(json!({
        "id": Kind::Cover.name(&cover.oid),
        "agent_id": agent_name(tx, cover.agent_id)?,
        "from": at(cover.from_ms),
        "to": at(cover.to_ms),
    }))
}

pub(super) fn rotas(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let all = oncall::rotas(tx)?;
    page::of_all(ask, all, |rota| rota.id, |rota| show_rota(tx, &rota))
}

pub(super) fn rota(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let rota = oncall::rota_by_oid(tx, ask.oid(Kind::Rota)?)?;
    Ok(Answer::json(show_rota(tx, &rota)?))
}

/// A rota as a body has it; the people are found inside the transaction.
struct Body {
    name: String,
    turn: Turn,
    starts: Date,
    handover_minute: i64,
    members: Vec<String>,
}

fn rota_of(body: Value) -> Result<Body, Problem> {
    let mut given = Given::of(body)?;
    let name = given.needed_text("name", 80);
    let turn = given.needed_word("turn", "day or week", Turn::of_name);
    let starts = given.needed_word("starts", "a date, as in \"2026-03-02\"", |text| text.parse::<Date>().ok());
    let handover =
        given.needed_word("handover", "a time of day, as in \"09:00\"", |text| text.parse::<Time>().ok());
    let members = given.texts("members", oncall::MEMBERS_MAX, 40).unwrap_or_default();
    given.done()?;
    let handover = handover.unwrap_or_default();
    Ok(Body {
        name,
        turn: turn.unwrap_or(Turn::Week),
        starts: starts.unwrap_or_default(),
        handover_minute: i64::from(handover.hour()) * 60 + i64::from(handover.minute()),
        members,
    })
}

fn new_rota(tx: &mut Tx<'_>, body: Body) -> Result<NewRota, Problem> {
    let mut members = Vec::new();
    for (place, name) in body.members.iter().enumerate() {
        let found = Kind::Agent.oid(name).map(|oid| agent::by_oid(tx, oid));
        match found {
            Some(Ok(person)) => members.push(person.id),
            Some(Err(Error::Missing(_))) | None => {
                return Err(Problem::field(format!("/members/{place}"), "must be the id of a person"));
            }
            Some(Err(error)) => return Err(error.into()),
        }
    }
    let Body { name, turn, starts, handover_minute, .. } = body;
    Ok(NewRota { name, turn, starts, handover_minute, members })
}

pub(super) fn make_rota(mut ask: Ask) -> Result<Job, Problem> {
    let body = rota_of(ask.body.take())?;
    Ok(Box::new(move |tx| {
        let new = new_rota(tx, body)?;
        let rota = oncall::make_rota(tx, &new, ask.actor())?;
        Ok(Answer::json(show_rota(tx, &rota)?).created())
    }))
}

pub(super) fn put_rota(mut ask: Ask) -> Result<Job, Problem> {
    let body = rota_of(ask.body.take())?;
    Ok(Box::new(move |tx| {
        let rota = oncall::rota_by_oid(tx, ask.oid(Kind::Rota)?)?;
        let new = new_rota(tx, body)?;
        let rota = oncall::change_rota(tx, &rota, &new, ask.actor())?;
        Ok(Answer::json(show_rota(tx, &rota)?))
    }))
}

pub(super) fn drop_rota(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let rota = oncall::rota_by_oid(tx, ask.oid(Kind::Rota)?)?;
        oncall::drop_rota(tx, &rota, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

pub(super) fn cover(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let agent_oid = given.needed_oid("agent_id", Kind::Agent);
    let from_ms = given.needed_moment("from");
    let to_ms = given.needed_moment("to");
    given.done()?;
    Ok(Box::new(move |tx| {
        let rota = oncall::rota_by_oid(tx, ask.oid(Kind::Rota)?)?;
        let person = named(tx, "/agent_id", |tx| agent::by_oid(tx, &agent_oid))?;
        let (from_ms, to_ms) = (from_ms.unwrap_or_default(), to_ms.unwrap_or_default());
        let cover = oncall::cover(tx, &rota, person.id, from_ms, to_ms, ask.actor())?;
        Ok(Answer::json(show_cover(tx, &cover)?).created())
    }))
}

pub(super) fn drop_cover(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let cover = oncall::cover_by_oid(tx, ask.oid(Kind::Cover)?)?;
        oncall::drop_cover(tx, &cover, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

fn show_rule(tx: &mut Tx<'_>, rule: &Rule) -> Result<Value, Problem> {
    let rotas = oncall::rotas(tx)?;
    let rota = rotas.iter().find(|rota| rota.id == rule.rota_id).map(|rota| Kind::Rota.name(&rota.oid));
    let inbox_id = match rule.inbox_id {
        Some(inbox_id) => Some(Kind::Inbox.name(&inbox::find(tx, inbox_id)?.oid)),
        None => None,
    };
    Ok(json!({
        "id": Kind::OncallRule.name(&rule.oid),
        "name": rule.name,
        "rota_id": rota,
        "inbox_id": inbox_id,
        "words": rule.words,
        "topics": rule.topics,
        "when": rule.when.name(),
        "wait_minutes": rule.wait_minutes,
        "rounds": rule.rounds,
        "active": rule.active,
    }))
}

pub(super) fn rules(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let all = oncall::rules(tx)?;
    page::of_all(ask, all, |rule| rule.id, |rule| show_rule(tx, &rule))
}

/// A rule as a body has it: all of it but rota and inbox, which are found inside the transaction.
fn rule_of(body: Value) -> Result<(NewRule, String, Option<String>), Problem> {
    let mut given = Given::of(body)?;
    let name = given.needed_text("name", 80);
    let rota = given.needed_oid("rota_id", Kind::Rota);
    let inbox = given.oid("inbox_id", Kind::Inbox);
    let words = given.texts("words", oncall::WORDS_MAX, 60).unwrap_or_default();
    let topics = given.texts("topics", oncall::WORDS_MAX, 60).unwrap_or_default();
    let when = given.word("when", "closed or always", When::of_name).unwrap_or(When::Closed);
    let wait_minutes = given.whole("wait_minutes").unwrap_or(10);
    let rounds = given.whole("rounds").unwrap_or(2);
    let active = given.flag("active").unwrap_or(true);
    given.done()?;
    let new = NewRule { name, rota_id: 0, inbox_id: None, words, topics, when, wait_minutes, rounds, active };
    Ok((new, rota, inbox))
}

fn placed(tx: &mut Tx<'_>, new: NewRule, rota: &str, inbox: Option<&str>) -> Result<NewRule, Problem> {
    let rota_id = named(tx, "/rota_id", |tx| oncall::rota_by_oid(tx, rota))?.id;
    let inbox_id = match inbox {
        Some(oid) => Some(named(tx, "/inbox_id", |tx| inbox::by_oid(tx, oid))?.id),
        None => None,
    };
    Ok(NewRule { rota_id, inbox_id, ..new })
}

pub(super) fn make_rule(mut ask: Ask) -> Result<Job, Problem> {
    let (new, rota, inbox) = rule_of(ask.body.take())?;
    Ok(Box::new(move |tx| {
        let new = placed(tx, new, &rota, inbox.as_deref())?;
        let rule = oncall::make_rule(tx, &new, ask.actor())?;
        Ok(Answer::json(show_rule(tx, &rule)?).created())
    }))
}

pub(super) fn put_rule(mut ask: Ask) -> Result<Job, Problem> {
    let (new, rota, inbox) = rule_of(ask.body.take())?;
    Ok(Box::new(move |tx| {
        let rule = oncall::rule_by_oid(tx, ask.oid(Kind::OncallRule)?)?;
        let new = placed(tx, new, &rota, inbox.as_deref())?;
        let rule = oncall::change_rule(tx, &rule, &new, ask.actor())?;
        Ok(Answer::json(show_rule(tx, &rule)?))
    }))
}

pub(super) fn drop_rule(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let rule = oncall::rule_by_oid(tx, ask.oid(Kind::OncallRule)?)?;
        oncall::drop_rule(tx, &rule, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

/// Calls the people of a rule for a conversation, to see who comes.
pub(super) fn try_rule(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let conversation = given.needed_oid("conversation_id", Kind::Conversation);
    given.done()?;
    Ok(Box::new(move |tx| {
        let rule = oncall::rule_by_oid(tx, ask.oid(Kind::OncallRule)?)?;
        let conversation = named(tx, "/conversation_id", |tx| conversation::by_oid(tx, &conversation))?;
        let alert = oncall::try_out(tx, &rule, &conversation, ask.actor())?;
        Ok(Answer::json(show_alert(tx, &alert)?).created())
    }))
}

fn show_alert(tx: &mut Tx<'_>, alert: &Alert) -> Result<Value, Problem> {
    let mut called = Vec::new();
    for page in oncall::pages_of(tx, alert.id)? {
        called.push(json!({ "agent_id": agent_name(tx, page.agent_id)?, "at": at(page.at_ms) }));
    }
    let ended_by = match alert.ended_by_id {
        Some(agent_id) => Some(agent_name(tx, agent_id)?),
        None => None,
    };
    let conversation = conversation::find(tx, alert.conversation_id)?;
    Ok(json!({
        "id": Kind::Alert.name(&alert.oid),
        "conversation_id": Kind::Conversation.name(&conversation.oid),
        "found": alert.found,
        "state": alert.state.name(),
        "raised_at": at(alert.raised_at_ms),
        "next_at": at_some(alert.next_at_ms),
        "called": called,
        "ended_at": at_some(alert.ended_at_ms),
        "ended_by": ended_by,
        "ended_how": alert.ended_how,
    }))
}

pub(super) fn alerts(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let state = ask.parameter("state").and_then(State::of_name);
    let all = oncall::alerts(tx, ask.after_id()?, state, 1_000)?;
    page::of_all(ask, all, |alert| alert.id, |alert| show_alert(tx, &alert))
}

pub(super) fn alert(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let alert = oncall::alert_by_oid(tx, ask.oid(Kind::Alert)?)?;
    Ok(Answer::json(show_alert(tx, &alert)?))
}

/// The token's person has it, or whoever `agent_id` names.
pub(super) fn acknowledge(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let agent_oid = given.oid("agent_id", Kind::Agent);
    given.done()?;
    Ok(Box::new(move |tx| {
        let alert = oncall::alert_by_oid(tx, ask.oid(Kind::Alert)?)?;
        let agent_id = match (agent_oid, ask.actor()) {
            (Some(oid), _) => named(tx, "/agent_id", |tx| agent::by_oid(tx, &oid))?.id,
            (None, db::Actor::Agent(agent_id)) => agent_id,
            (None, _) => {
                return Err(Problem::field("/agent_id", "must say who has it: this token is nobody's"));
            }
        };
        oncall::acknowledge(tx, &alert, agent_id)?;
        let alert = oncall::alert_by_oid(tx, &alert.oid)?;
        Ok(Answer::json(show_alert(tx, &alert)?))
    }))
}
