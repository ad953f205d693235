//! Rows of what was understood.

db::queries! {
    "topic";
    account {
        OF = "select topic, order_number, corrected_at_ms from understanding where account_id = ?1 and conversation_id = ?2";
        SAVE = "insert into understanding (account_id, conversation_id, topic, order_number, corrected_at_ms)
                values (?1, ?2, ?3, ?4, ?5)
                on conflict (account_id, conversation_id) do update
                set topic = excluded.topic, order_number = excluded.order_number,
                    corrected_at_ms = excluded.corrected_at_ms";
    }
    everywhere {}
}
