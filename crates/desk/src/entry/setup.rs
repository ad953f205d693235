//! The first set-up, behind its one-time link: the company and who administers it. What follows is the wizard's, and
//! can be left and taken up again.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::response::Response;
use jiff::tz::TimeZone;
use kernel::address;
use kernel::language::{Language, Register};
use office::account::{self, Link, Purpose, SetUp, SignedIn};
use spine::company::{self, Company};
use words::Say;

use super::wizard::{self, Step};
use super::{Visitor, pages, refused, shown, welcomed};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::security;
use crate::session::{self, blocking};

/// What the form brought, once nothing is wrong with it.
struct Founding {
    name: String,
    language: Language,
    register: Register,
    zone_name: String,
    admin_name: String,
    admin_email: String,
    password: String,
}

/// The empty form, with what most companies choose.
fn first_values(say: Say) -> Fields {
    Fields::of_pairs([
        ("register", "lei".to_owned()),
        ("language", say.language.tag().to_owned()),
        ("timezone", "Europe/Rome".to_owned()),
    ])
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
            let values = first_values(visitor.say);
            let now_ms = desk.clock.now_ms();
            shown(wizard::founding(&visitor, &values, &Wrong::default(), now_ms))
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
    let founding = match check(visitor.say, &fields) {
        Ok(founding) => founding,
        Err(wrong) => return refused(wizard::founding(&visitor, &fields, &wrong, desk.clock.now_ms())),
    };
    match found(&desk, &visitor, link.account_id, secret, founding).await {
        Ok(Some(session)) => welcomed(&desk, &session, Step::Hours.path()),
        Ok(None) => pages::link_over(&visitor),
        Err(fault) => visitor.problem(fault),
    }
}

/// The company, its administrator and their first session in one transaction; nothing when the link was used up.
async fn found(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    account_id: i64,
    secret: String,
    founding: Founding,
) -> Result<Option<SignedIn>, Fault> {
    let (db, now_ms) = (desk.db.clone(), desk.wall.now_ms());
    let (user_agent, address) = (visitor.user_agent.clone(), visitor.address.clone());
    blocking(move || {
        let hash = account::hash_password(&founding.password);
        db.write(account_id, move |tx| {
            match account::take_link(tx, &secret, now_ms) {
                Ok(()) => {}
                Err(account::Error::Refused(_)) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
            let admin_id = account::set_up(
                tx,
                &SetUp {
                    company: &founding.name,
                    register: founding.register,
                    language: founding.language,
                    zone_name: &founding.zone_name,
                    admin_name: &founding.admin_name,
                    admin_email: &founding.admin_email,
                    password_hash: &hash,
                },
            )?;
            let company = company::find(tx)?;
            let setup_step = Some(Step::Hours.name().to_owned());
            company::save(tx, &Company { setup_step, ..company })?;
            Ok(Some(account::sign_in(tx, admin_id, &user_agent, &address, now_ms)?))
        })
    })
    .await
}

fn check(say: Say, fields: &Fields) -> Result<Founding, Wrong> {
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
    let admin_email = address::key(fields.get("email"));
    if !address::plausible(&admin_email) {
        wrong.add(say, "email", "entry-error-address");
    }
    let password = fields.get("password").to_owned();
    if let Err(refusal) = account::check_new_password(&password, &admin_email) {
        wrong.add(say, "password", refusal.key());
    }
    let zone = match fields.get("timezone").trim() {
        "" => "Europe/Rome",
        written => written,
    };
    let zone_name = TimeZone::get(zone).ok().and_then(|zone| zone.iana_name().map(str::to_owned));
    if zone_name.is_none() {
        wrong.add(say, "timezone", "time-hours-unknown-zone");
    }
    match zone_name {
        Some(zone_name) if wrong.is_empty() => Ok(Founding {
            name,
            language: Language::of_tag(fields.get("language")).unwrap_or(say.language),
            register: Register::of_name(fields.get("register")).unwrap_or_default(),
            zone_name,
            admin_name,
            admin_email,
            password,
        }),
        _ => Err(wrong),
    }
}
