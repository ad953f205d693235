//! Reports that leave by mail at their hour.

use db::Tx;
use kernel::id::Kind;
use office::account::Permission;
use office::mailing::{self, Every, Mailing, NewMailing, RECIPIENTS_MAX, What};
use serde_json::{Value, json};
use spine::agent;
use spine::error::Error;
use spine::inbox::{self, Tier};

use super::call::{Act, Answer, Ask, Call, Gives, Job, Takes};
use super::given::{Given, at, at_some, named};
use super::page;
use super::problem::Problem;
use super::table::{CREATE, DELETE, GET, POST, PUT};

const MAILINGS: Call = Call { path: "/mailings", may: Some(Permission::SeeFigures), ..GET };
const MAILING: Call = Call { path: "/mailings/{id}", ..MAILINGS };

/// Calls about reports that leave by mail.
pub(super) static CALLS: &[Call] = &[
    Call {
        about: "Reports that leave by mail: which, how often, about what, to whom; when next and when last.",
        gives: Gives::List("Mailing"),
        act: Act::Read(list),
        ..MAILINGS
    },
    Call {
        path: MAILINGS.path,
        may: MAILINGS.may,
        about: "Makes one; it leaves for the first time at its next hour in the account's zone. Those it goes to must be \
            people who may read everybody's figures.",
        takes: Takes::Json("NewMailing"),
        gives: Gives::One("Mailing"),
        act: Act::Write(make),
        ..CREATE
    },
    Call { about: "One of them.", gives: Gives::One("Mailing"), act: Act::Read(one), ..MAILING },
    Call {
        path: MAILING.path,
        may: MAILING.may,
        about: "Puts another in its place; a paused one stays paused.",
        takes: Takes::Json("NewMailing"),
        gives: Gives::One("Mailing"),
        act: Act::Write(put),
        ..PUT
    },
    Call { path: MAILING.path, may: MAILING.may, about: "Throws one away.", act: Act::Write(delete), ..DELETE },
    Call {
        path: "/mailings/{id}/pause",
        may: MAILING.may,
        about: "It leaves no more until it is resumed.",
        gives: Gives::One("Mailing"),
        act: Act::Write(pause),
        ..POST
    },
    Call {
        path: "/mailings/{id}/resume",
        may: MAILING.may,
        about: "It leaves again from its next hour on.",
        gives: Gives::One("Mailing"),
        act: Act::Write(resume),
        ..POST
    },
    Call {
        path: "/mailings/{id}/send",
        may: MAILING.may,
        about: "Sends it at once; its next hour stays. A conflict when nobody is left who may read it.",
        gives: Gives::One("Mailing"),
        act: Act::Write(send),
        ..POST
    },
];

fn show(tx: &mut Tx<'_>, mailing: &Mailing) -> Result<Value, Problem> {
    let mut recipients = Vec::with_capacity(mailing.recipients.len());
    for agent_id in &mailing.recipients {
        match agent::find(tx, *agent_id) {
            Ok(person) => recipients.push(Kind::Agent.name(&person.oid)),
            Err(Error::Missing(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let inbox_id = match mailing.inbox_id {
        Some(inbox_id) => Some(Kind::Inbox.name(&inbox::find(tx, inbox_id)?.oid)),
        None => None,
    };
    Ok(json!({
        "id": Kind::Mailing.name(&mailing.oid),
        "report": mailing.what.name(),
        "every": mailing.every.name(),
        "hour": mailing.hour,
        "inbox_id": inbox_id,
        "tier": mailing.tier.map(Tier::name),
        "recipients": recipients,
        "paused": mailing.paused,
        "created_at": at(mailing.made_at_ms),
        "next_at": at_some(mailing.next_at_ms),
        "last_at": at_some(mailing.last_at_ms),
        "last_mails": mailing.last_mails,
        "failed_at": at_some(mailing.failed.as_ref().map(|(at_ms, _)| *at_ms)),
        "failed_why": mailing.failed.as_ref().map(|(_, why)| why),
    }))
}

fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let all = mailing::list(tx)?;
    page::of_all(ask, all, |one| one.id, |one| show(tx, &one))
}

fn known(ask: &Ask, tx: &mut Tx<'_>) -> Result<Mailing, Problem> {
    Ok(mailing::by_oid(tx, ask.oid(Kind::Mailing)?)?)
}

fn one(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let mailing = known(ask, tx)?;
    Ok(Answer::json(show(tx, &mailing)?))
}

/// One as a body has it; inbox and people are found inside the transaction.
struct Body {
    what: What,
    every: Every,
    hour: i64,
    inbox: Option<String>,
    tier: Option<Tier>,
    recipients: Vec<String>,
}

fn read(body: Value) -> Result<Body, Problem> {
    let mut given = Given::of(body)?;
    let what = given.needed_word("report", "figures or truth", What::of_name);
    let every = given.needed_word("every", "day, week or month", Every::of_name);
    let hour = given.whole("hour").unwrap_or(8);
    let inbox = given.oid("inbox_id", Kind::Inbox);
    let tier = given.word("tier", "A, B, C or null", Tier::of_name);
    let recipients = given.texts("recipients", RECIPIENTS_MAX, 40).unwrap_or_default();
    given.done()?;
    let (what, every) = (what.unwrap_or(What::Figures), every.unwrap_or(Every::Week));
    Ok(Body { what, every, hour, inbox, tier, recipients })
}

fn new(tx: &mut Tx<'_>, body: Body) -> Result<NewMailing, Problem> {
    let inbox_id = match &body.inbox {
        Some(oid) => Some(named(tx, "/inbox_id", |tx| inbox::by_oid(tx, oid))?.id),
        None => None,
    };
    let mut recipients = Vec::with_capacity(body.recipients.len());
    for (place, name) in body.recipients.iter().enumerate() {
        match Kind::Agent.oid(name).map(|oid| agent::by_oid(tx, oid)) {
            Some(Ok(person)) => recipients.push(person.id),
            Some(Err(Error::Missing(_))) | None => {
                return Err(Problem::field(format!("/recipients/{place}"), "must be the id of a person"));
            }
            Some(Err(error)) => return Err(error.into()),
        }
    }
    let Body { what, every, hour, tier, .. } = body;
    Ok(NewMailing { what, every, hour, inbox_id, tier, recipients })
}

fn make(mut ask: Ask) -> Result<Job, Problem> {
    let body = read(ask.body.take())?;
    Ok(Box::new(move |tx| {
        let new = new(tx, body)?;
        let made = mailing::make(tx, &new, Some(ask.bearer.agent_id), ask.actor())?;
        Ok(Answer::json(show(tx, &made)?).created())
    }))
}

fn put(mut ask: Ask) -> Result<Job, Problem> {
    let body = read(ask.body.take())?;
    Ok(Box::new(move |tx| {
        let mailing = known(&ask, tx)?;
        let new = new(tx, body)?;
        let changed = mailing::change(tx, &mailing, &new, ask.actor())?;
        Ok(Answer::json(show(tx, &changed)?))
    }))
}

fn delete(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let mailing = known(&ask, tx)?;
        mailing::drop_mailing(tx, &mailing, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

fn pause(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let mailing = known(&ask, tx)?;
        let changed = mailing::pause(tx, &mailing, true, ask.actor())?;
        Ok(Answer::json(show(tx, &changed)?))
    }))
}

fn resume(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let mailing = known(&ask, tx)?;
        let changed = mailing::pause(tx, &mailing, false, ask.actor())?;
        Ok(Answer::json(show(tx, &changed)?))
    }))
}

fn send(ask: Ask) -> Result<Job, Problem> {
    // Counted from a snapshot; the writer writes the mails alone.
    let prepared = ask.desk.db.read(ask.account_id(), |tx| {
        let mailing = known(&ask, tx)?;
        mailing::prepare_now(tx, &mailing).map_err(Problem::from)
    })?;
    Ok(Box::new(move |tx| {
        let sent = mailing::send_now(tx, &prepared, ask.actor())?;
        Ok(Answer::json(show(tx, &sent)?))
    }))
}
