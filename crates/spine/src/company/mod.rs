//! The company this account belongs to, and the few settings every room reads.

use std::sync::Arc;

use db::{Actor, Error as Store, Event, Tx, args};
use kernel::language::{Language, Register};
use serde_json::{Map, Value, json};

use crate::changed::Changes;
use crate::error::Error;

db::queries! {
    "company";
    account {
        FIND = "select name, language, register, settings from account where account_id = ?1";
        SETTINGS = "select settings from account where account_id = ?1";
        SAVE_SETTINGS = "update account set settings = ?2 where account_id = ?1";
        SAVE = "update account set name = ?2, language = ?3, register = ?4, settings = ?5 where account_id = ?1";
    }
    everywhere {
        ALL = "select account_id from account order by account_id limit 100000";
    }
}

/// Who the company is.
#[derive(Clone, Debug)]
pub struct Company {
    pub name: String,
    pub language: Language,
    pub register: Register,
    /// IANA name of the zone the company's days are counted in; default `Europe/Rome`.
    pub timezone: String,
    /// Where customers reach this server, without a slash at the end.
    pub public_url: String,
    pub phone: Option<String>,
    /// Postal address in one line, for the foot of mails.
    pub address_line: Option<String>,
    /// Days a conversation waits on the customer before it comes back; default 3.
    pub waiting_days: i64,
    /// Minutes before a promise falls due that its people are warned; default 20.
    pub warn_minutes: i64,
    /// Days within which an answer to a closed conversation opens it again; default 7.
    pub reopen_days: i64,
    /// Days after which the raw bytes of what arrived are let go; without, they are kept for ever.
    pub raw_days: Option<i64>,
    /// Whether everybody may see how many of the words were kept; default not.
    pub kept_badge: bool,
    /// From which address mails to the house's own people leave; without one, the first live inbox's.
    pub house_address: Option<String>,
    /// The step of the first set-up that comes next; none once it was gone through or left for good.
    pub setup_step: Option<String>,
    /// Hours chosen in the first set-up before there was an inbox to have them, in the contract's shape.
    pub setup_hours: Option<Value>,
}

pub(crate) const DAY_MS: i64 = 86_400_000;

impl Company {
    pub fn waiting_ms(&self) -> i64 {
        self.waiting_days * DAY_MS
    }

    /// Until when the raw bytes of what arrived then are kept; without, for ever.
    pub fn raw_kept_until_ms(&self, received_at_ms: i64) -> Option<i64> {
        self.raw_days.map(|days| received_at_ms + days * DAY_MS)
    }

    pub fn reopen_ms(&self) -> i64 {
        self.reopen_days * DAY_MS
    }

    /// The customer's page of one request.
    pub fn track_url(&self, track_token: &str) -> String {
        format!("{}/r/{track_token}", self.public_url)
    }
}

pub fn find(tx: &mut Tx<'_>) -> Result<Company, Error> {
    tx.once("account", 0, read)
}

fn read(tx: &mut Tx<'_>) -> Result<Company, Error> {
    let (name, language, register, settings) = tx
        .find(FIND, &[], |row| {
            Ok((row.next::<String>()?, row.next::<String>()?, row.next::<String>()?, row.next::<String>()?))
        })?
        .ok_or(Error::Missing("account"))?;
    let settings: Value = serde_json::from_str(&settings).unwrap_or_default();
    let text = |key: &str| settings[key].as_str().map(str::to_owned);
    let number = |key: &str, default: i64| settings[key].as_i64().unwrap_or(default);
    Ok(Company {
        name,
        language: Language::of_tag(&language).unwrap_or_default(),
        register: Register::of_name(&register).unwrap_or_default(),
        timezone: text("timezone").unwrap_or_else(|| "Europe/Rome".to_owned()),
        public_url: text("public_url").unwrap_or_default(),
        phone: text("phone"),
        address_line: text("address_line"),
        waiting_days: number("waiting_days", 3),
        warn_minutes: number("warn_minutes", 20),
        reopen_days: number("reopen_days", 7),
        raw_days: settings["raw_days"].as_i64(),
        kept_badge: settings["kept_badge"].as_bool().unwrap_or(false),
        house_address: text("house_address"),
        setup_step: text("setup_step"),
        setup_hours: Some(settings["setup_hours"].clone()).filter(|hours| !hours.is_null()),
    })
}

/// Writes the company down as it now is; settings of other rooms stay.
pub fn save(tx: &mut Tx<'_>, company: &Company) -> Result<(), Error> {
    let mut settings: Map<String, Value> = tx
        .find(SETTINGS, &[], |row| row.next::<String>())?
        .and_then(|settings| serde_json::from_str(&settings).ok())
        .unwrap_or_default();
    settings.extend(settings_of(company));
    tx.execute(
        SAVE,
        args![
            &company.name,
            company.language.tag(),
            company.register.name(),
            Value::Object(settings).to_string()
        ],
    )?;
    Ok(())
}

/// What of a company stands among the settings, by name.
fn settings_of(company: &Company) -> Map<String, Value> {
    let mut settings = Map::new();
    settings.insert("timezone".into(), company.timezone.clone().into());
    settings.insert("public_url".into(), company.public_url.clone().into());
    settings.insert("phone".into(), company.phone.clone().into());
    settings.insert("address_line".into(), company.address_line.clone().into());
    settings.insert("waiting_days".into(), company.waiting_days.into());
    settings.insert("warn_minutes".into(), company.warn_minutes.into());
    settings.insert("reopen_days".into(), company.reopen_days.into());
    settings.insert("raw_days".into(), company.raw_days.into());
    settings.insert("kept_badge".into(), company.kept_badge.into());
    settings.insert("house_address".into(), company.house_address.clone().into());
    settings.insert("setup_step".into(), company.setup_step.clone().into());
    settings.insert("setup_hours".into(), company.setup_hours.clone().unwrap_or_default());
    settings
}

/// Changes the company and says so in the event log, field by field.
pub fn change(tx: &mut Tx<'_>, company: &Company, actor: Actor) -> Result<(), Error> {
    let before = find(tx)?;
    let mut changes = Changes::default();
    changes.note("name", before.name.as_str(), company.name.as_str());
    changes.note("language", before.language.tag(), company.language.tag());
    changes.note("register", before.register.name(), company.register.name());
    let mut settings = settings_of(&before);
    for (field, to) in settings_of(company) {
        let from = settings.remove(&field).unwrap_or_default();
        // How far the first set-up has come is nobody's decision.
        if !field.starts_with("setup_") {
            changes.note(&field, from, to);
        }
    }
    save(tx, company)?;
    if changes.is_empty() {
        return Ok(());
    }
    let data = changes.within(json!({}));
    tx.record(Event { kind: "account.changed", actor, conversation_id: None, data })?;
    Ok(())
}

/// What another room keeps among the account's settings under its own key; null when nothing.
pub fn setting(tx: &mut Tx<'_>, key: &str) -> Result<Value, Error> {
    let settings = tx.once("account", 1, |tx| {
        let settings = tx.find(SETTINGS, &[], |row| row.next::<String>())?.unwrap_or_default();
        Ok::<_, Error>(Arc::new(serde_json::from_str::<Value>(&settings).unwrap_or_default()))
    })?;
    Ok(settings[key].clone())
}

/// Keeps a room's own setting.
pub fn keep_setting(tx: &mut Tx<'_>, key: &'static str, value: Value) -> Result<(), Error> {
    let settings = tx.find(SETTINGS, &[], |row| row.next::<String>())?.unwrap_or_default();
    let mut settings: Map<String, Value> = serde_json::from_str(&settings).unwrap_or_default();
    settings.insert(key.to_owned(), value);
    tx.execute(SAVE_SETTINGS, args![Value::Object(settings).to_string()])?;
    Ok(())
}

/// Every account of this store.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<i64>, Store> {
    tx.list(ALL, &[], |row| row.next())
}
