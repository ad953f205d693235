//! Rows of canned answers.

use db::{Error, Row};
use kernel::language::Language;

use super::model::Canned;

macro_rules! columns {
    () => {
        "id, oid, agent_id, title, shortcut, category, language, body, used, used_at_ms, updated_at_ms"
    };
}

db::queries! {
    "canned";
    account {
        ADD = "insert into canned (account_id, id, oid, agent_id, title, shortcut, category, language, body, search,
                 used, updated_at_ms)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, ?11)";
        SAVE = "update canned set agent_id = ?3, title = ?4, shortcut = ?5, category = ?6, language = ?7, body = ?8,
                  search = ?9, updated_at_ms = ?10
                where account_id = ?1 and id = ?2";
        DELETE = "delete from canned where account_id = ?1 and id = ?2";
        BY_OID = concat!("select ", columns!(), " from canned where account_id = ?1 and oid = ?2");
        /// Everybody's and those of the reader ?2; of anybody when ?2 is null.
        LIST = concat!("select ", columns!(), " from canned
               where account_id = ?1 and (agent_id is null or cast(?2 as bigint) is null or agent_id = ?2)
                 and id < ?3
               order by id desc limit ?4");
        /// The reader's and everybody's that hold every word, shortcuts that begin so first, then the most used.
        SEARCH = concat!("select ", columns!(), " from canned
                 where account_id = ?1 and (agent_id is null or agent_id = ?2)
                   and (language is null or cast(?3 as text) is null or language = ?3)
                   and search like ?5 and search like ?6 and search like ?7
                 order by case when shortcut like ?4 then 0 else 1 end, used desc, id desc limit ?8");
        SAME_SHORTCUT = "select cast(count(*) as bigint) from canned
                         where account_id = ?1 and shortcut = ?2 and id <> ?3 and shortcut <> ''
                           and coalesce(agent_id, 0) = coalesce(cast(?4 as bigint), 0)";
        COUNT = "select cast(count(*) as bigint) from canned where account_id = ?1";
        USE = "update canned set used = used + 1, used_at_ms = ?3 where account_id = ?1 and id = ?2";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Canned, Error> {
    Ok(Canned {
        id: row.next()?,
        oid: row.next()?,
        agent_id: row.next()?,
        title: row.next()?,
        shortcut: row.next()?,
        category: row.next()?,
        language: row.next::<Option<String>>()?.as_deref().and_then(Language::of_tag),
        body: row.next()?,
        used: row.next()?,
        used_at_ms: row.next()?,
        updated_at_ms: row.next()?,
    })
}
