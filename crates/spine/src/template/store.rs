//! Rows of wordings.

db::queries! {
    "template";
    account {
        ADD = "insert into template (account_id, kind, language, register, inbox_id, version, parts, made_at_ms, made_by_id)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        HISTORY = "select version, parts, made_at_ms, made_by_id from template
                   where account_id = ?1 and kind = ?2 and language = ?3 and register = ?4 and inbox_id = ?5
                   order by version desc limit ?6";
        VERSION = "select version, parts, made_at_ms, made_by_id from template
                   where account_id = ?1 and kind = ?2 and language = ?3 and register = ?4 and inbox_id = ?5
                     and version = ?6";
    }
    everywhere {}
}
