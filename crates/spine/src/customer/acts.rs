//! Who writes to us.

use db::{Actor, Event, Row, Tx, args};
use kernel::address::{self, Address};
use kernel::id;
use kernel::language::Language;

use super::store;
use crate::error::Error;
use crate::inbox::Tier;

#[derive(Clone, Debug)]
pub struct Customer {
    pub id: i64,
    pub oid: String,
    pub name: Option<String>,
    pub tier: Tier,
    pub language: Option<Language>,
    /// A JSON object of the company's own facts.
    pub attributes: String,
    pub created_at_ms: i64,
}

/// Whether mail to an address arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Good,
    /// A hard bounce: nothing sent there arrives.
    Undeliverable,
    /// A soft bounce: it may arrive later.
    Delayed,
}

impl Reach {
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Undeliverable => "undeliverable",
            Self::Delayed => "delayed",
        }
    }

    pub fn of_name(name: &str) -> Self {
        match name {
            "undeliverable" => Self::Undeliverable,
            "delayed" => Self::Delayed,
            _ => Self::Good,
        }
    }
}

/// One way a customer is known. `proof`: `claimed` (they said so), `verified`, `signed`.
#[derive(Clone, Debug)]
pub struct Identity {
    pub kind: String,
    pub value: String,
    pub proof: String,
    pub reach: Reach,
    pub reach_code: Option<String>,
    pub reach_reason: Option<String>,
    pub reach_at_ms: Option<i64>,
}

/// What of a customer changes; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    pub name: Option<String>,
    pub tier: Option<Tier>,
    pub language: Option<Option<Language>>,
    pub attributes: Option<String>,
}

fn read(row: &mut Row) -> Result<Customer, db::Error> {
    Ok(Customer {
        id: row.next()?,
        oid: row.next()?,
        name: row.next()?,
        tier: Tier::of_name(&row.next::<String>()?).unwrap_or_default(),
        language: row.next::<Option<String>>()?.as_deref().and_then(Language::of_tag),
        attributes: row.next()?,
        created_at_ms: row.next()?,
    })
}

/// The customer an e-mail address belongs to, or a new one of tier C. A name or language we did not know is kept.
pub fn recognise(tx: &mut Tx<'_>, sender: &Address, language: Option<Language>) -> Result<Customer, Error> {
    match known_as(tx, "email", &sender.email)? {
        Some(mut customer) => {
            if customer.name.is_none() && sender.name.is_some()
                || customer.language.is_none() && language.is_some()
            {
                customer.name = customer.name.or_else(|| sender.name.clone());
                customer.language = customer.language.or(language);
                save(tx, &customer)?;
            }
            Ok(customer)
        }
        None => create(
            tx,
            sender.name.clone(),
            language,
            &[("email".to_owned(), sender.email.clone())],
            Actor::System,
        ),
    }
}

/// Makes a customer with the identities given; those that are somebody else's already stay theirs.
pub fn create(
    tx: &mut Tx<'_>,
    name: Option<String>,
    language: Option<Language>,
    identities: &[(String, String)],
    actor: Actor,
) -> Result<Customer, Error> {
    let now_ms = tx.now_ms();
    let customer = Customer {
        id: id::fresh(now_ms),
        oid: id::fresh_oid(now_ms),
        name: name.map(|name| clipped(&name, 200)).filter(|name| !name.is_empty()),
        tier: Tier::default(),
        language,
        attributes: "{}".to_owned(),
        created_at_ms: now_ms,
    };
    tx.put(
        store::ADD,
        args![
            customer.id,
            &customer.oid,
            customer.name.clone(),
            customer.tier.name(),
            customer.language.map(Language::tag),
            &customer.attributes,
            now_ms
        ],
    )?;
    for (kind, value) in identities {
        add_identity(tx, customer.id, kind, value, "claimed")?;
    }
    record(tx, "customer.created", &customer, actor)?;
    Ok(customer)
}

/// Adds a way the customer is known by; `false` when it is somebody's already.
pub fn add_identity(
    tx: &mut Tx<'_>,
    customer_id: i64,
    kind: &str,
    value: &str,
    proof: &str,
) -> Result<bool, Error> {
    let now_ms = tx.now_ms();
    let added = tx.execute(
        store::ADD_IDENTITY,
        args![id::fresh(now_ms), customer_id, kind, comparable(kind, value), proof, now_ms],
    )?;
    Ok(added == 1)
}

pub fn edit(tx: &mut Tx<'_>, customer_id: i64, edit: Edit, actor: Actor) -> Result<Customer, Error> {
    let mut customer = find(tx, customer_id)?;
    if let Some(name) = edit.name {
        customer.name = Some(clipped(&name, 200)).filter(|name| !name.is_empty());
    }
    customer.tier = edit.tier.unwrap_or(customer.tier);
    customer.language = edit.language.unwrap_or(customer.language);
    customer.attributes = edit.attributes.unwrap_or(customer.attributes);
    save(tx, &customer)?;
    record(tx, "customer.changed", &customer, actor)?;
    Ok(customer)
}

pub fn find(tx: &mut Tx<'_>, customer_id: i64) -> Result<Customer, Error> {
    tx.find(store::FIND, args![customer_id], read)?.ok_or(Error::Missing("customer"))
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Customer, Error> {
    tx.find(store::BY_OID, args![oid], read)?.ok_or(Error::Missing("customer"))
}

/// Who is known by this identity, if anybody.
pub fn known_as(tx: &mut Tx<'_>, kind: &str, value: &str) -> Result<Option<Customer>, Error> {
    Ok(tx.find(store::KNOWN_AS, args![kind, comparable(kind, value)], read)?)
}

/// Customers newest first, below the id `before`.
pub fn list(tx: &mut Tx<'_>, before: i64, limit: usize) -> Result<Vec<Customer>, Error> {
    Ok(tx.list(store::LIST, args![before, limit], read)?)
}

pub fn identities(tx: &mut Tx<'_>, customer_id: i64) -> Result<Vec<Identity>, Error> {
    Ok(tx.list(store::IDENTITIES, args![customer_id], |row| {
        Ok(Identity {
            kind: row.next()?,
            value: row.next()?,
            proof: row.next()?,
            reach: Reach::of_name(&row.next::<String>()?),
            reach_code: row.next()?,
            reach_reason: row.next()?,
            reach_at_ms: row.next()?,
        })
    })?)
}

/// Marks an address as undeliverable or delayed with the status code and reason a server gave, or as good again.
/// `false` when nobody is known by it.
pub fn mark_reach(
    tx: &mut Tx<'_>,
    email: &str,
    reach: Reach,
    code: Option<&str>,
    reason: Option<&str>,
) -> Result<bool, Error> {
    let now_ms = tx.now_ms();
    let marked = tx.execute(
        store::MARK_REACH,
        args!["email", comparable("email", email), reach.name(), code, reason, now_ms],
    )?;
    Ok(marked == 1)
}

fn save(tx: &mut Tx<'_>, customer: &Customer) -> Result<(), Error> {
    tx.put(
        store::SAVE,
        args![
            customer.id,
            customer.name.clone(),
            customer.tier.name(),
            customer.language.map(Language::tag),
            &customer.attributes
        ],
    )?;
    Ok(())
}

/// The form identities are compared in.
fn comparable(kind: &str, value: &str) -> String {
    match kind {
        "email" => address::key(value),
        "phone" => value.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
        _ => value.trim().to_owned(),
    }
}

fn clipped(text: &str, most: usize) -> String {
    text.trim().chars().take(most).collect()
}

fn record(tx: &mut Tx<'_>, kind: &'static str, customer: &Customer, actor: Actor) -> Result<(), Error> {
    let data = serde_json::json!({ "customer_id": id::Kind::Customer.name(&customer.oid) });
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}
