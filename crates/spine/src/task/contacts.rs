//! The address book: departments and suppliers that are asked by mail, without an account.

use db::{Actor, Event, Row, Tx, args};
use kernel::language::Language;
use kernel::{address, id};
use serde_json::json;

use super::store;
use crate::error::{Error, Field};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactKind {
    Department,
    Supplier,
    Colleague,
}

impl ContactKind {
    pub const ALL: [Self; 3] = [Self::Department, Self::Supplier, Self::Colleague];

    pub fn name(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Supplier => "supplier",
            Self::Colleague => "colleague",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Somebody who can be asked by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub id: i64,
    pub oid: String,
    pub kind: ContactKind,
    pub name: String,
    pub email: String,
    pub language: Language,
    pub note: Option<String>,
}

/// What a contact is made of.
#[derive(Clone, Debug)]
pub struct NewContact {
    pub kind: ContactKind,
    pub name: String,
    pub email: String,
    pub language: Language,
    pub note: Option<String>,
}

impl NewContact {
    fn checked(mut self) -> Result<Self, Error> {
        self.name = self.name.trim().to_owned();
        self.email = self.email.trim().to_owned();
        self.note = self.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        let mut wrong = Vec::new();
        if self.name.is_empty() || self.name.chars().count() > 120 {
            wrong.push(Field::new("/name", "must have 1 to 120 characters"));
        }
        if !address::plausible(&self.email) {
            wrong.push(Field::new("/email", "is not an e-mail address"));
        }
        if self.note.as_ref().is_some_and(|note| note.chars().count() > 1_000) {
            wrong.push(Field::new("/note", "can have 1000 characters at most"));
        }
        if wrong.is_empty() { Ok(self) } else { Err(Error::Refused(wrong)) }
    }
}

/// Adds a contact.
///
/// # Errors
/// No name, an impossible address, a note that is too long: each with its field.
pub fn add_contact(tx: &mut Tx<'_>, new: NewContact, actor: Actor) -> Result<Contact, Error> {
    let new = new.checked()?;
    let now_ms = tx.now_ms();
    let (contact_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let NewContact { kind, name, email, language, note } = new;
    let values = args![contact_id, &oid, kind.name(), &name, &email, language.tag(), note.clone(), now_ms];
    tx.execute(store::ADD_CONTACT, values)?;
    let contact = Contact { id: contact_id, oid, kind, name, email, language, note };
    record(tx, "contact.created", &contact, actor)?;
    Ok(contact)
}

/// Writes a contact anew.
pub fn change_contact(
    tx: &mut Tx<'_>,
    contact_id: i64,
    new: NewContact,
    actor: Actor,
) -> Result<Contact, Error> {
    let new = new.checked()?;
    let NewContact { kind, name, email, language, note } = new;
    tx.execute(store::SAVE_CONTACT, args![contact_id, kind.name(), &name, &email, language.tag(), note])?;
    let changed = contact(tx, contact_id)?;
    record(tx, "contact.changed", &changed, actor)?;
    Ok(changed)
}

/// Takes a contact out of the book; tasks asked of it stay.
pub fn remove_contact(tx: &mut Tx<'_>, contact_id: i64, actor: Actor) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    match tx.execute(store::REMOVE_CONTACT, args![contact_id, now_ms])? {
        0 => Err(Error::Missing("contact")),
        _ => {
            let removed = contact(tx, contact_id)?;
            record(tx, "contact.removed", &removed, actor)
        }
    }
}

/// The book by name, at most 1,000.
pub fn contacts(tx: &mut Tx<'_>) -> Result<Vec<Contact>, Error> {
    Ok(tx.list(store::CONTACTS, &[], read)?)
}

/// One contact, removed or not.
pub fn contact(tx: &mut Tx<'_>, contact_id: i64) -> Result<Contact, Error> {
    tx.find(store::CONTACT, args![contact_id], read)?.ok_or(Error::Missing("contact"))
}

/// One contact of the book.
pub fn contact_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Contact, Error> {
    tx.find(store::CONTACT_BY_OID, args![oid], read)?.ok_or(Error::Missing("contact"))
}

fn record(tx: &mut Tx<'_>, kind: &'static str, contact: &Contact, actor: Actor) -> Result<(), Error> {
    let data = json!({ "contact_id": id::Kind::Contact.name(&contact.oid), "kind": contact.kind.name() });
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}

fn read(row: &mut Row) -> Result<Contact, db::Error> {
    let broken = |column: &str| db::Error::Broken(format!("contact.{column} cannot be read"));
    Ok(Contact {
        id: row.next()?,
        oid: row.next()?,
        kind: ContactKind::of_name(&row.next::<String>()?).ok_or_else(|| broken("kind"))?,
        name: row.next()?,
        email: row.next()?,
        language: Language::of_tag(&row.next::<String>()?).ok_or_else(|| broken("language"))?,
        note: row.next()?,
    })
}
