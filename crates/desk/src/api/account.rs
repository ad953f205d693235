//! The company behind the token: its name, how it addresses people, its limits, how long raw bytes are kept.

use db::Tx;
use jiff::tz::TimeZone;
use kernel::language::{Language, Register};
use office::account;
use serde_json::{Value, json};
use spine::company::{self, Company};
use spine::intake::RAW_DAYS;

use super::call::{Answer, Ask, Job};
use super::given::Given;
use super::problem::Problem;

/// A whole number of the company: member, least, most.
type Bound = (&'static str, i64, i64);

const WAITING: Bound = ("waiting_days", 1, 60);
const WARN: Bound = ("warn_minutes", 1, 480);
const REOPEN: Bound = ("reopen_days", 0, 365);

fn show(company: &Company) -> Value {
    json!({
        "name": company.name,
        "language": company.language.tag(),
        "register": company.register.name(),
        "timezone": company.timezone,
        "phone": company.phone,
        "address_line": company.address_line,
        "waiting_days": company.waiting_days,
        "warn_minutes": company.warn_minutes,
        "reopen_days": company.reopen_days,
        "raw_days": company.raw_days,
        "kept_badge": company.kept_badge,
    })
}

pub(super) fn get(_: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    Ok(Answer::json(show(&company::find(tx)?)))
}

/// What a body may set to nothing: left out, null, or a value.
fn emptied<T>(given: &mut Given, name: &str, read: impl FnOnce(&mut Given) -> Option<T>) -> Option<Option<T>> {
    match given.has(name) {
        true => read(given).map(Some),
        false => given.take(name).map(|_| None),
    }
}

fn bounded(given: &mut Given, (name, least, most): Bound) -> Option<i64> {
    let number = given.whole(name)?;
    if !(least..=most).contains(&number) {
        given.refuse(name, format!("must be {least} to {most}"));
    }
    Some(number)
}

pub(super) fn patch(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let name = given.has("name").then(|| given.needed_text("name", 120));
    let language = given.word("language", "it or en", |tag| match tag {
        "it" => Some(Language::It),
        "en" => Some(Language::En),
        _ => None,
    });
    let register = given.word("register", "lei or tu", Register::of_name);
    let timezone = given.word("timezone", "the name of a time zone, as in \"Europe/Rome\"", |name| {
        TimeZone::get(name).ok()?.iana_name().map(str::to_owned)
    });
    let phone = emptied(&mut given, "phone", |given| given.text("phone", 200));
    let address_line = emptied(&mut given, "address_line", |given| given.text("address_line", 200));
    let [waiting, warn, reopen] = [WAITING, WARN, REOPEN].map(|bound| bounded(&mut given, bound));
    let raw_bound = ("raw_days", *RAW_DAYS.start(), *RAW_DAYS.end());
    let raw_days = emptied(&mut given, "raw_days", |given| bounded(given, raw_bound));
    let kept_badge = given.flag("kept_badge");
    given.done()?;
    Ok(Box::new(move |tx| {
        let there = company::find(tx)?;
        let changed = Company {
            name: name.unwrap_or(there.name),
            language: language.unwrap_or(there.language),
            register: register.unwrap_or(there.register),
            timezone: timezone.unwrap_or(there.timezone),
            phone: phone.unwrap_or(there.phone),
            address_line: address_line.unwrap_or(there.address_line),
            waiting_days: waiting.unwrap_or(there.waiting_days),
            warn_minutes: warn.unwrap_or(there.warn_minutes),
            reopen_days: reopen.unwrap_or(there.reopen_days),
            raw_days: raw_days.unwrap_or(there.raw_days),
            kept_badge: kept_badge.unwrap_or(there.kept_badge),
            ..there
        };
        account::change_account(tx, ask.actor(), changed)?;
        Ok(Answer::json(show(&company::find(tx)?)))
    }))
}
