//! The first set-up, behind its one-time link: the company, who administers it, and the first inbox.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::Response;
use db::Actor;
use kernel::address;
use kernel::calendar::Hours;
use kernel::language::Register;
use office::account::{self, Link, Purpose, SetUp, SignedIn};
use serde_json::json;
use spine::inbox::{self, Channel, Targets, Tier};
use words::{Say, when};

use super::{Visitor, pages, refused, shown, welcomed};
use crate::Desk;
use crate::console::settings::clock;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::security;
use crate::session::{self, blocking};

/// Days as the form and the hours name them, Monday first.
pub(super) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const ZONE: &str = "Europe/Rome";

/// What the form brought, once nothing is wrong with it.
struct Company {
    name: String,
    register: Register,
    admin_name: String,
    admin_email: String,
    password: String,
    inbox_name: String,
    inbox_address: String,
    hours: Hours,
}

/// The empty form, with what most companies choose.
fn first_values() -> Fields {
    let mut fields = Fields::of_pairs([
        ("register", "lei".to_owned()),
        ("opens", "09:00".to_owned()),
        ("closes", "18:00".to_owned()),
    ]);
    for day in &DAYS[..5] {
        fields.push("day", *day);
    }
    fields
}

async fn open(desk: &Arc<Desk>, secret: &str) -> Result<Option<Link>, Fault> {
    let (db, secret, now_ms) = (desk.db.clone(), secret.to_owned(), desk.wall.now_ms());
    blocking(move || {
        let link = db.read_everywhere(|tx| account::open_link(tx, &secret, now_ms))?;
        Ok(link.filter(|link| link.purpose == Purpose::Setup))
    })
    .await
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    Path(secret): Path<String>,
    request: Request,
) -> Response {
    let visitor = Visitor::of(request.into_parts().0);
    if let Some(wait) = visitor.must_wait(&desk) {
        return wait;
    }
    match open(&desk, &secret).await {
        Ok(Some(_)) => {
            let values = first_values();
            let told = first_promise(visitor.say, &values, desk.clock.now_ms());
            shown(pages::setup(&visitor, &values, &told, &Wrong::default()))
        }
        Ok(None) => pages::link_over(&visitor),
        Err(fault) => visitor.problem(fault),
    }
}

pub(super) async fn save(
    State(desk): State<Arc<Desk>>,
    Path(secret): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let visitor = Visitor::of(parts);
    if !security::is_from_here(&visitor.parts, &desk.settings.public_url) {
        return visitor.problem(Fault::Forged);
    }
    if let Some(wait) = visitor.must_wait(&desk) {
        return wait;
    }
    let link = match open(&desk, &secret).await {
        Ok(Some(link)) => link,
        Ok(None) => return pages::link_over(&visitor),
        Err(fault) => return visitor.problem(fault),
    };
    let fields = match session::read_form(body).await {
        Ok(fields) => fields,
        Err(response) => return response,
    };
    let company = match check(visitor.say, &fields) {
        Ok(company) => company,
        Err(wrong) => {
            let told = first_promise(visitor.say, &fields, desk.clock.now_ms());
            return refused(pages::setup(&visitor, &fields, &told, &wrong));
        }
    };
    match found(&desk, &visitor, link.account_id, secret, company).await {
        Ok(Ok(session)) => welcomed(&desk, &session, "/console"),
        Ok(Err(account::Error::Refused(_))) => pages::link_over(&visitor),
        Ok(Err(error)) => visitor.problem(error.into()),
        Err(fault) => visitor.problem(fault),
    }
}

/// Everything of the set-up in one transaction, and the administrator's first session.
async fn found(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    account_id: i64,
    secret: String,
    company: Company,
) -> Result<Result<SignedIn, account::Error>, Fault> {
    let (db, now_ms, language) = (desk.db.clone(), desk.wall.now_ms(), visitor.say.language);
    let (user_agent, address) = (visitor.user_agent.clone(), visitor.address.clone());
    blocking(move || {
        let hash = account::hash_password(&company.password);
        let inbox = inbox::New {
            channel: Channel::Email,
            name: company.inbox_name,
            address: Some(company.inbox_address),
            language,
            register: company.register,
            hours: company.hours,
            targets: Targets::default(),
            team_id: None,
        };
        Ok(db.write(account_id, move |tx| {
            account::take_link(tx, &secret, now_ms)?;
            let admin_id = account::set_up(
                tx,
                &SetUp {
                    company: &company.name,
                    register: company.register,
                    language,
                    zone_name: ZONE,
                    admin_name: &company.admin_name,
                    admin_email: &company.admin_email,
                    password_hash: &hash,
                },
            )?;
            inbox::create(tx, inbox, Actor::Agent(admin_id))?;
            account::sign_in(tx, admin_id, &user_agent, &address, now_ms)
        }))
    })
    .await
}

fn check(say: Say, fields: &Fields) -> Result<Company, Wrong> {
    let mut wrong = Wrong::default();
    let named = |name: &str, wrong: &mut Wrong| {
        let value = fields.get(name).trim().to_owned();
        match value.chars().count() {
            0 => wrong.add(say, name, "entry-error-name-empty"),
            1..=120 => {}
            _ => wrong.add(say, name, "entry-error-name-long"),
        }
        value
    };
    let name = named("company", &mut wrong);
    let admin_name = named("name", &mut wrong);
    let addressed = |name: &str, wrong: &mut Wrong| {
        let value = address::key(fields.get(name));
        if !address::plausible(&value) {
            wrong.add(say, name, "entry-error-address");
        }
        value
    };
    let admin_email = addressed("email", &mut wrong);
    let password = fields.get("password").to_owned();
    if let Err(refusal) = account::check_new_password(&password, &admin_email) {
        wrong.add(say, "password", refusal.key());
    }
    let inbox_address = addressed("inbox", &mut wrong);
    if inbox_address.contains('+') {
        wrong.add(say, "inbox", "entry-error-plus");
    }
    let hours = hours(fields);
    if let Err(key) = &hours {
        wrong.add(say, "hours", key);
    }
    let inbox_name = match fields.get("inbox_name").trim() {
        "" => name.clone(),
        written => written.chars().take(120).collect(),
    };
    match hours {
        Ok(hours) if wrong.is_empty() => Ok(Company {
            name,
            register: Register::of_name(fields.get("register")).unwrap_or_default(),
            admin_name,
            admin_email,
            password,
            inbox_name,
            inbox_address,
            hours,
        }),
        _ => Err(wrong),
    }
}

/// The hours of the form: the same interval on every day ticked; or the key of what is wrong.
fn hours(fields: &Fields) -> Result<Hours, &'static str> {
    let interval = json!([[clock(fields.get("opens")), clock(fields.get("closes"))]]);
    let week: serde_json::Map<String, serde_json::Value> = DAYS
        .iter()
        .filter(|day| fields.all("day").any(|ticked| ticked == **day))
        .map(|day| ((*day).to_owned(), interval.clone()))
        .collect();
    if week.is_empty() {
        return Err("entry-error-no-day");
    }
    Hours::from_json(&json!({ "timezone": ZONE, "week": week }))
        .map_err(|errors| errors.first().map_or("entry-error-no-day", |error| error.key))
}

/// What somebody who writes now would be told with these hours.
pub(super) struct FirstPromise {
    pub sentence: String,
    pub due_ms: i64,
    pub from_ms: i64,
}

fn first_promise(say: Say, fields: &Fields, now_ms: i64) -> FirstPromise {
    let hours = hours(fields).unwrap_or_default();
    let minutes = Targets::default().first_reply_minutes(Tier::C);
    let due_ms = hours.due(now_ms, minutes).unwrap_or(now_ms);
    let register = Register::of_name(fields.get("register")).unwrap_or_default();
    let sentence = when::promise(Say::new(say.language, register), due_ms, now_ms, hours.timezone());
    FirstPromise { sentence, due_ms, from_ms: now_ms }
}
