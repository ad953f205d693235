//! Uploads no message ever named: gone after a day.

use db::{Tx, args};

use super::acts::UPLOAD_MS;
use crate::error::Error;

/// Uploads swept in one turn.
const MOST: usize = 500;

db::queries! {
    "loose_upload";
    account {
        LOOSE = "select id from attachment
                 where account_id = ?1 and message_id is null and created_at_ms < ?2 order by created_at_ms limit ?3";
        DROP = "delete from attachment where account_id = ?1 and id = ?2 and message_id is null";
    }
    everywhere {
        NAMES_FILE = "select 1 from attachment where sha256 = ?1 and size_bytes > 262144 limit 1";
    }
}

/// Whether any attachment of any account has its content in the file of that hash.
pub fn names_file(tx: &mut Tx<'_>, sha256: &str) -> Result<bool, db::Error> {
    Ok(tx.find(NAMES_FILE, args![sha256], |row| row.next::<i64>())?.is_some())
}

/// Forgets uploads older than 24 hours that no message names; how many there were.
pub fn sweep_uploads(tx: &mut Tx<'_>) -> Result<usize, Error> {
    let oldest_ms = tx.now_ms() - UPLOAD_MS;
    let loose = tx.list(LOOSE, args![oldest_ms, MOST], |row| row.next::<i64>())?;
    for id in &loose {
        tx.execute(DROP, args![*id])?;
    }
    Ok(loose.len())
}
