//! Mails that wait to leave or never will, and addresses that do not work, each with its conversation.

use db::{Error, Row, Tx, args};

db::queries! {
    "delivery";
    account {
        LIST = "
    select o.id, o.oid, o.kind, o.first_recipient, o.subject, o.attempts, o.not_before_ms, o.created_at_ms,
           o.last_error, o.last_code, c.reference, c.oid
      from outbox o
      left join conversation c on c.account_id = o.account_id and c.id = o.conversation_id
     where o.account_id = ?1 and o.state = ?2 and o.id < ?3
     order by o.id desc
     limit ?4";
        ADDRESSES = "
    select i.id, i.value, i.reach, i.reach_code, i.reach_reason, i.reach_at_ms, u.name
      from identity i
      join customer u on u.account_id = i.account_id and u.id = i.customer_id
     where i.account_id = ?1 and i.kind = 'email' and i.reach in ('undeliverable', 'delayed') and i.id < ?2
     order by i.id desc
     limit ?3";
    }
}

/// A mail that has not left.
pub(super) struct Mail {
    pub id: i64,
    pub oid: String,
    pub purpose: String,
    pub recipient: String,
    pub subject: String,
    pub attempts: i64,
    pub not_before_ms: i64,
    pub created_at_ms: i64,
    pub last_error: Option<String>,
    pub last_code: Option<String>,
    /// Code and name of its conversation; a mail of the house has none.
    pub reference: Option<String>,
    pub conversation_oid: Option<String>,
}

/// An address mails come back from.
pub(super) struct Address {
    pub id: i64,
    pub email: String,
    pub hard: bool,
    pub code: Option<String>,
    pub reason: Option<String>,
    pub at_ms: Option<i64>,
    pub name: Option<String>,
}

pub(super) fn mails(tx: &mut Tx<'_>, state: &str, before: i64, limit: usize) -> Result<Vec<Mail>, Error> {
    tx.list(LIST, args![state, before, limit], |row: &mut Row| {
        Ok(Mail {
            id: row.next()?,
            oid: row.next()?,
            purpose: row.next()?,
            recipient: row.next()?,
            subject: row.next()?,
            attempts: row.next()?,
            not_before_ms: row.next()?,
            created_at_ms: row.next()?,
            last_error: row.next()?,
            last_code: row.next()?,
            reference: row.next()?,
            conversation_oid: row.next()?,
        })
    })
}

pub(super) fn addresses(tx: &mut Tx<'_>, before: i64, limit: usize) -> Result<Vec<Address>, Error> {
    tx.list(ADDRESSES, args![before, limit], |row: &mut Row| {
        Ok(Address {
            id: row.next()?,
            email: row.next()?,
            hard: row.next::<String>()? == "undeliverable",
            code: row.next()?,
            reason: row.next()?,
            at_ms: row.next()?,
            name: row.next()?,
        })
    })
}
