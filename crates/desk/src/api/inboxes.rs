//! Inboxes: where customers write, when somebody is there, how soon an answer is owed.

use db::Tx;
use kernel::calendar::Hours;
use kernel::id::Kind;
use kernel::language::{Language, Register};
use serde_json::{Value, json};
use spine::error::Field;
use spine::inbox::{self, Channel, Edit, Inbox, New, PromisesBy, Targets, Tier};
use spine::promise::estimate::{self, Offer};
use spine::tracking::{self, CALL_WINDOW_MS, Slot};
use spine::{agent, company, health, intake};

use super::call::{Answer, Ask, Job};
use super::given::{Given, at, at_some, name_some, named};
use super::page;
use super::problem::Problem;

/// People one inbox can name.
const MEMBERS_MAX: usize = 1_000;

fn show(ask: &Ask, tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Value, Problem> {
    let team = match inbox.team_id {
        Some(id) => agent::teams(tx)?.into_iter().find(|team| team.id == id),
        None => None,
    };
    let members = inbox::members(tx, inbox.id)?;
    let members = named_people(tx, &members)?;
    let standing = intake::standing(tx, inbox)?;
    let troubles: Vec<&str> = health::open_incidents(tx)?
        .into_iter()
        .filter(|incident| incident.inbox_id == inbox.id)
        .map(|incident| incident.kind.name())
        .collect();
    let failing = !troubles.is_empty()
        || inbox.last_error_at_ms.is_some_and(|at_ms| inbox.last_out_at_ms.is_none_or(|out_ms| at_ms > out_ms));
    let state = match (inbox.live, failing) {
        (false, _) => "off",
        (true, true) => "failing",
        (true, false) => "good",
    };
    let estimate = estimate::standing(tx, inbox)?;
    let slots = match &estimate {
        Some(estimate) if estimate.offers.iter().flatten().any(|offer| *offer != Offer::Wait) => {
            tracking::slots(tx, inbox)?
        }
        _ => Vec::new(),
    };
    Ok(json!({
        "id": Kind::Inbox.name(&inbox.oid),
        "key": inbox.key,
        "kind": inbox.channel.name(),
        "name": inbox.name,
        "address": inbox.address,
        "language": inbox.language.tag(),
        "register": inbox.register.name(),
        "hours": inbox.hours.to_json(),
        "targets": inbox.targets.to_json(),
        "team": name_some(Kind::Team, team.as_ref().map(|team| team.oid.as_str())),
        "members": members,
        "live": inbox.live,
        "door": inbox.channel.has_door(),
        "acknowledges": inbox.acknowledges,
        "promises_by": inbox.promises_by.name(),
        "estimate": estimate.map(|estimate| json!({
            "made_at": at(estimate.made_at_ms),
            "minutes": tiers(&estimate.minutes),
            "ready": tiers(&estimate.ready),
            "offers": tiers(&estimate.offers.map(|offer| offer.map_or(Value::Null, |offer| staffed(offer, &slots)))),
        })),
        "form_url": (inbox.channel == Channel::Form).then(|| ask.url(&format!("/forms/{}", inbox.key))),
        "health": {
            "state": state,
            "last_in_at": at_some(inbox.last_in_at_ms),
            "last_out_at": at_some(inbox.last_out_at_ms),
            "last_error": inbox.last_error,
            "last_error_at": at_some(inbox.last_error_at_ms),
            "waiting": standing.waiting,
            "queued": standing.queued,
            "attended": standing.facts.attended,
            "troubles": troubles,
        },
    }))
}

/// What is offered, in a slot somebody can really call in; to wait where nobody can.
fn staffed(offer: Offer, slots: &[Slot]) -> Value {
    let (Offer::CallBack { from_ms, .. } | Offer::NextOpening { at_ms: from_ms }) = offer else {
        return offer.to_json();
    };
    // Who could be called a little earlier than they would have been answered is.
    let slot = slots.iter().find(|slot| slot.free && slot.at_ms + CALL_WINDOW_MS > from_ms);
    let offer = slot.map(|slot| match offer {
        Offer::NextOpening { .. } => Offer::NextOpening { at_ms: slot.at_ms },
        Offer::Wait | Offer::CallBack { .. } => {
            Offer::CallBack { from_ms: slot.at_ms, to_ms: slot.at_ms + CALL_WINDOW_MS }
        }
    });
    offer.unwrap_or(Offer::Wait).to_json()
}

/// A value for each tier.
fn tiers<T: Into<Value> + Clone>(values: &[T; 3]) -> Value {
    Tier::ALL.iter().zip(values).map(|(tier, value)| (tier.name(), value.clone().into())).collect()
}

/// Names of people by their ids.
fn named_people(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<String>, Problem> {
    let mut names = Vec::with_capacity(ids.len());
    for agent_id in ids {
        names.push(Kind::Agent.name(&agent::find(tx, *agent_id)?.oid));
    }
    Ok(names)
}

/// The people named in a body, when it names any.
fn members(given: &mut Given) -> Option<Vec<String>> {
    let names = given.texts("members", MEMBERS_MAX, 60)?;
    let mut oids = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        match Kind::Agent.oid(name) {
            Some(oid) => oids.push(oid.to_owned()),
            None => given.refuse(&format!("members/{at}"), "is not the id of an agent"),
        }
    }
    Some(oids)
}

fn set_members(tx: &mut Tx<'_>, ask: &Ask, inbox: &Inbox, members: Option<Vec<String>>) -> Result<(), Problem> {
    let Some(members) = members else { return Ok(()) };
    let mut ids = Vec::with_capacity(members.len());
    for (at, oid) in members.iter().enumerate() {
        ids.push(named(tx, &format!("/members/{at}"), |tx| agent::by_oid(tx, oid))?.id);
    }
    Ok(inbox::set_members(tx, inbox, &ids, ask.actor())?)
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let all = inbox::list(tx)?;
    page::of_all(ask, all, |inbox| inbox.id, |inbox| show(ask, tx, &inbox))
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let inbox = inbox::by_oid(tx, ask.oid(Kind::Inbox)?)?;
    Ok(Answer::json(show(ask, tx, &inbox)?))
}

fn language(given: &mut Given) -> Option<Language> {
    given.word("language", "it or en", |tag| match tag {
        "it" => Some(Language::It),
        "en" => Some(Language::En),
        _ => None,
    })
}

fn register(given: &mut Given) -> Option<Register> {
    given.word("register", "lei or tu", Register::of_name)
}

fn hours_of(json: &Value) -> Result<Hours, Vec<Field>> {
    let fields = |errors: Vec<kernel::calendar::FieldError>| {
        errors.into_iter().map(|error| Field::new(error.pointer, error.message)).collect()
    };
    Hours::from_json(json).map_err(fields)
}

pub(super) fn create(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let kind = given.needed_word("kind", "the name of a channel", Channel::of_name);
    let name = given.needed_text("name", 120);
    let address = given.text("address", 254);
    let language = language(&mut given);
    let register = register(&mut given);
    let hours = given.value("hours").map_or(Ok(Hours::default()), |json| hours_of(&json));
    let targets = given.value("targets").map_or(Ok(Targets::default()), |json| Targets::from_json(&json));
    let team = given.oid("team", Kind::Team);
    let members = members(&mut given);
    let hours = kept_apart(&mut given, "hours", hours);
    let targets = kept_apart(&mut given, "targets", targets);
    given.done()?;
    let (Some(channel), Some(hours), Some(targets)) = (kind, hours, targets) else {
        return Err(Problem::field("/kind", "is needed"));
    };
    Ok(Box::new(move |tx| {
        let company = company::find(tx)?;
        let team_id = match team {
            Some(oid) => Some(named(tx, "/team", |tx| agent::team_by_oid(tx, &oid))?.id),
            None => None,
        };
        let new = New {
            channel,
            name,
            address,
            language: language.unwrap_or(company.language),
            register: register.unwrap_or(company.register),
            hours,
            targets,
            team_id,
        };
        let inbox = inbox::create(tx, new, ask.actor())?;
        set_members(tx, &ask, &inbox, members)?;
        Ok(Answer::json(show(&ask, tx, &inbox)?).created())
    }))
}

fn kept_apart<T>(given: &mut Given, name: &str, read: Result<T, Vec<Field>>) -> Option<T> {
    match read {
        Ok(read) => Some(read),
        Err(wrong) => {
            given.refuse_within(name, wrong);
            None
        }
    }
}

pub(super) fn patch(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let name = given.has("name").then(|| given.needed_text("name", 120));
    let address = given.text("address", 254);
    let language = language(&mut given);
    let register = register(&mut given);
    let hours = given.value("hours");
    let targets = given.value("targets");
    let live = given.flag("live");
    let acknowledges = given.flag("acknowledges");
    let promises_by = given.word("promises_by", "policy, shadow or model", PromisesBy::of_name);
    let members = members(&mut given);
    let team = match given.has("team") {
        true => given.oid("team", Kind::Team).map(Some),
        false => given.take("team").map(|_| None),
    };
    given.done()?;
    Ok(Box::new(move |tx| {
        let before = inbox::by_oid(tx, ask.oid(Kind::Inbox)?)?;
        let hours = match hours {
            Some(patch) => {
                let whole = laid_over(before.hours.to_json(), patch, 1);
                Some(hours_of(&whole).map_err(|wrong| Problem::refused(wrong).within("/hours"))?)
            }
            None => None,
        };
        let targets = match targets {
            Some(patch) => {
                let whole = laid_over(before.targets.to_json(), patch, 2);
                Some(Targets::from_json(&whole).map_err(|wrong| Problem::refused(wrong).within("/targets"))?)
            }
            None => None,
        };
        let team_id = match team {
            None => None,
            Some(None) => Some(None),
            Some(Some(oid)) => Some(Some(named(tx, "/team", |tx| agent::team_by_oid(tx, &oid))?.id)),
        };
        let edit = Edit {
            name,
            address,
            language,
            register,
            hours,
            targets,
            team_id,
            live,
            acknowledges,
            promises_by,
        };
        set_members(tx, &ask, &before, members)?;
        let inbox = inbox::edit(tx, before.id, edit, ask.actor())?;
        Ok(Answer::json(show(&ask, tx, &inbox)?))
    }))
}

/// Members of `patch` in place of those there, down to so many levels; what is left out stays.
fn laid_over(there: Value, patch: Value, levels: usize) -> Value {
    match (there, patch) {
        (Value::Object(mut there), Value::Object(patch)) if levels > 0 => {
            for (name, value) in patch {
                let before = there.remove(&name).unwrap_or_default();
                there.insert(name, laid_over(before, value, levels - 1));
            }
            Value::Object(there)
        }
        (_, patch) => patch,
    }
}

pub(super) fn delete(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let inbox = inbox::by_oid(tx, ask.oid(Kind::Inbox)?)?;
        inbox::delete(tx, inbox.id, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_changes_what_it_names_and_nothing_else() {
        let there = json!({"a": {"A": 1, "B": 2}, "b": {"x": {"y": 1}}, "c": 3});
        let patch = json!({"a": {"B": 5}, "b": {"x": {"z": 2}}, "c": null});
        let whole = json!({"a": {"A": 1, "B": 5}, "b": {"x": {"z": 2}}, "c": null});
        assert_eq!(laid_over(there, patch, 2), whole);
    }
}
