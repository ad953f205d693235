//! Rows of operations.

use db::{Error, Row};

use super::model::{Kind, Operation};

macro_rules! columns {
    () => {
        "id, oid, kind, conversation_id, other_id, was, made_at_ms, made_by_id, undone_at_ms"
    };
}

db::queries! {
    "matter";
    account {
        ADD = "insert into operation (account_id, id, oid, kind, conversation_id, other_id, was, made_at_ms, made_by_id)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        FIND = concat!("select ", columns!(), " from operation where account_id = ?1 and id = ?2");
        BY_OID = concat!("select ", columns!(), " from operation where account_id = ?1 and oid = ?2");
        LAST_OF = concat!("select ", columns!(), " from operation where account_id = ?1 and conversation_id = ?2
                  order by id desc limit 1");
        /// A later operation that still stands, on either conversation of this one.
        LATER = "select oid from operation where account_id = ?1 and id > ?2 and undone_at_ms is null
                   and kind in ('merge', 'split') and (conversation_id = ?3 or other_id = ?3) order by id limit 1";
        UNDONE = "update operation set undone_at_ms = ?3 where account_id = ?1 and id = ?2 and undone_at_ms is null";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Operation, Error> {
    Ok(Operation {
        id: row.next()?,
        oid: row.next()?,
        kind: Kind::of_name(&row.next::<String>()?)
            .ok_or_else(|| Error::Broken("operation.kind cannot be read".to_owned()))?,
        conversation_id: row.next()?,
        other_id: row.next()?,
        was: row.next()?,
        made_at_ms: row.next()?,
        made_by_id: row.next()?,
        undone_at_ms: row.next()?,
    })
}
