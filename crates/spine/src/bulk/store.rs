//! Rows of acts on many, and of what each conversation was like before.

use db::{Error, Row};
use serde_json::Value;

use super::model::{Bulk, Verb};

db::queries! {
    "bulk";
    account {
        ADD = "insert into bulk (account_id, id, oid, agent_id, verb, given, made_at_ms) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        BY_OID = "select id, oid, agent_id, verb, given, made_at_ms, undone_at_ms from bulk where account_id = ?1 and oid = ?2";
        RECENT = "select id, oid, agent_id, verb, given, made_at_ms, undone_at_ms from bulk
                  where account_id = ?1 and agent_id = ?2 order by id desc limit ?3";
        ADD_ROW = "insert into bulk_row (account_id, bulk_id, conversation_id, before) values (?1, ?2, ?3, ?4)
                   on conflict (account_id, bulk_id, conversation_id) do nothing";
        ROWS = "select conversation_id, before from bulk_row
                where account_id = ?1 and bulk_id = ?2 and undone is null order by conversation_id limit ?3";
        /// How many were changed, taken back, and left because they changed since.
        COUNT = "select cast(count(*) as bigint),
                   cast(coalesce(sum(case when undone = 'undone' then 1 else 0 end), 0) as bigint),
                   cast(coalesce(sum(case when undone = 'changed' then 1 else 0 end), 0) as bigint)
                 from bulk_row where account_id = ?1 and bulk_id = ?2";
        ROW_UNDONE = "update bulk_row set undone = ?4 where account_id = ?1 and bulk_id = ?2 and conversation_id = ?3";
        UNDONE = "update bulk set undone_at_ms = ?3 where account_id = ?1 and id = ?2 and undone_at_ms is null";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Bulk, Error> {
    let (id, oid, agent_id) = (row.next()?, row.next()?, row.next()?);
    let (verb, given) = (row.next::<String>()?, row.next::<String>()?);
    let given: Value = serde_json::from_str(&given).unwrap_or_default();
    let verb = Verb::of(&verb, &given).ok_or_else(|| Error::Broken("bulk.verb cannot be read".to_owned()))?;
    Ok(Bulk { id, oid, agent_id, verb, made_at_ms: row.next()?, undone_at_ms: row.next()? })
}
