//! Rows of inboxes.

use db::{Error, Row, Tx, args};
use kernel::calendar::Hours;
use kernel::language::{Language, Register};

use super::model::{Channel, Inbox, PromisesBy, Targets};

macro_rules! columns {
    () => {
        "id, oid, inbox_key, kind, name, address, language, register, hours, targets, team_id, live, acknowledges,
         promises_by, last_in_at_ms, last_out_at_ms, last_error, last_error_at_ms"
    };
}

db::queries! {
    "inbox";
    account {
        ADD = "insert into inbox (account_id, id, oid, inbox_key, kind, name, address, language, register, hours,
                 targets, team_id, live, created_at_ms)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        SAVE = "update inbox set name = ?3, address = ?4, language = ?5, register = ?6, hours = ?7, targets = ?8,
                  team_id = ?9, live = ?10, acknowledges = ?11,
                  promises_by = ?12
                where account_id = ?1 and id = ?2";
        DELETE = "update inbox set deleted_at_ms = ?3, address = null, live = false where account_id = ?1 and id = ?2";
        FIND = concat!("select ", columns!(), " from inbox where account_id = ?1 and id = ?2");
        BY_OID = concat!("select ", columns!(), " from inbox
                  where account_id = ?1 and oid = ?2 and deleted_at_ms is null");
        LIST = concat!("select ", columns!(), " from inbox
                where account_id = ?1 and deleted_at_ms is null order by id limit 1000");
        NOTE_IN = "update inbox set last_in_at_ms = ?3 where account_id = ?1 and id = ?2";
        NOTE_OUT = "update inbox set last_out_at_ms = ?3 where account_id = ?1 and id = ?2";
        NOTE_ERROR = "update inbox set last_error = ?3, last_error_at_ms = ?4 where account_id = ?1 and id = ?2";
    }
    everywhere {
        AT_ADDRESS = "select account_id, id from inbox where address = ?1 and kind = 'email'";
        BY_KEY = "select account_id, id from inbox where inbox_key = ?1 and deleted_at_ms is null";
        ESTIMATED = "select account_id, id from inbox
                     where promises_by <> 'policy' and live = true and deleted_at_ms is null
                     order by account_id, id limit ?1";
    }
}

pub(super) fn add(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(
        ADD,
        args![
            inbox.id,
            &inbox.oid,
            &inbox.key,
            inbox.channel.name(),
            &inbox.name,
            inbox.address.clone(),
            inbox.language.tag(),
            inbox.register.name(),
            inbox.hours.to_json().to_string(),
            inbox.targets.to_json().to_string(),
            inbox.team_id,
            inbox.live,
            now_ms
        ],
    )
    .map(|_| ())
}

pub(super) fn save(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<(), Error> {
    tx.execute(
        SAVE,
        args![
            inbox.id,
            &inbox.name,
            inbox.address.clone(),
            inbox.language.tag(),
            inbox.register.name(),
            inbox.hours.to_json().to_string(),
            inbox.targets.to_json().to_string(),
            inbox.team_id,
            inbox.live,
            inbox.acknowledges,
            inbox.promises_by.name()
        ],
    )
    .map(|_| ())
}

pub(super) fn read(row: &mut Row) -> Result<Inbox, Error> {
    Ok(Inbox {
        id: row.next()?,
        oid: row.next()?,
        key: row.next()?,
        channel: Channel::of_name(&row.next::<String>()?).ok_or_else(|| unreadable("kind"))?,
        name: row.next()?,
        address: row.next()?,
        language: Language::of_tag(&row.next::<String>()?).unwrap_or_default(),
        register: Register::of_name(&row.next::<String>()?).unwrap_or_default(),
        hours: serde_json::from_str(&row.next::<String>()?)
            .ok()
            .and_then(|json| Hours::from_json(&json).ok())
            .ok_or_else(|| unreadable("hours"))?,
        targets: serde_json::from_str(&row.next::<String>()?)
            .ok()
            .and_then(|json| Targets::from_json(&json).ok())
            .ok_or_else(|| unreadable("targets"))?,
        team_id: row.next()?,
        live: row.next()?,
        acknowledges: row.next()?,
        promises_by: PromisesBy::of_name(&row.next::<String>()?).unwrap_or_default(),
        last_in_at_ms: row.next()?,
        last_out_at_ms: row.next()?,
        last_error: row.next()?,
        last_error_at_ms: row.next()?,
    })
}

fn unreadable(column: &str) -> Error {
    Error::Broken(format!("inbox.{column} cannot be read"))
}
