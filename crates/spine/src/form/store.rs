//! Rows of forms and of their first answers.

db::queries! {
    "form";
    account {
        OF_INBOX = "select definition from form where account_id = ?1 and inbox_id = ?2 limit 1";
        SAVE = "insert into form (account_id, inbox_id, definition, changed_at_ms) values (?1, ?2, ?3, ?4)
                on conflict (account_id, inbox_id)
                do update set definition = excluded.definition, changed_at_ms = excluded.changed_at_ms";
        SEAL = "select secret from seal where account_id = ?1 and purpose = ?2 limit 1";
        ADD_SEAL = "insert into seal (account_id, purpose, secret) values (?1, ?2, ?3)
                    on conflict (account_id, purpose) do nothing";
        FIRST_ANSWER = "select body_sha256, answer from form_answer
                        where account_id = ?1 and inbox_id = ?2 and idem_key = ?3 and created_at_ms >= ?4 limit 1";
        KEEP_ANSWER = "insert into form_answer (account_id, inbox_id, idem_key, body_sha256, answer, created_at_ms)
                       values (?1, ?2, ?3, ?4, ?5, ?6)
                       on conflict (account_id, inbox_id, idem_key) do nothing";
        SWEEP_ANSWERS = "delete from form_answer where account_id = ?1 and created_at_ms < ?2";
    }
}
