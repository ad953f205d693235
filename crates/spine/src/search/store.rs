//! Rows of terms and of the folded text they were made from.

/// `(account, term, conversation)` for so many terms, starting at `?3`.
macro_rules! add {
    ($($n:literal)*) => {
        concat!("insert into search_term (account_id, conversation_id, term) values (?1, ?2, ?3)",
            $(", (?1, ?2, ?", $n, ")",)* " on conflict (account_id, term, conversation_id) do nothing")
    };
}

db::queries! {
    "search";
    account {
        ADD_TEXT = "insert into search_text (account_id, message_id, conversation_id, content) values (?1, ?2, ?3, ?4)
                    on conflict (account_id, message_id) do update set content = excluded.content";
        TEXT = "select conversation_id, content from search_text where account_id = ?1 and message_id = ?2 limit 1";
        /// Newest last.
        TEXTS = "select content from search_text where account_id = ?1 and conversation_id = ?2
                 order by message_id limit ?3";
        TEXTS_AFTER = "select message_id, content from search_text
                       where account_id = ?1 and conversation_id = ?2 and message_id > ?3 order by message_id limit ?4";
        DROP_TEXT = "delete from search_text where account_id = ?1 and message_id = ?2";
        MOVE_TEXT = "update search_text set conversation_id = ?3 where account_id = ?1 and message_id = ?2";
        ADD_8 = add!(4 5 6 7 8 9 10);
        ADD_48 = add!(4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37
                      38 39 40 41 42 43 44 45 46 47 48 49 50);
        /// Of several conversations, starting at `?2`: term and conversation.
        ADD_PAIRS = "insert into search_term (account_id, term, conversation_id) values
                     (?1, ?2, ?3), (?1, ?4, ?5), (?1, ?6, ?7), (?1, ?8, ?9), (?1, ?10, ?11), (?1, ?12, ?13),
                     (?1, ?14, ?15), (?1, ?16, ?17), (?1, ?18, ?19), (?1, ?20, ?21), (?1, ?22, ?23), (?1, ?24, ?25),
                     (?1, ?26, ?27), (?1, ?28, ?29), (?1, ?30, ?31), (?1, ?32, ?33), (?1, ?34, ?35), (?1, ?36, ?37),
                     (?1, ?38, ?39), (?1, ?40, ?41), (?1, ?42, ?43), (?1, ?44, ?45), (?1, ?46, ?47), (?1, ?48, ?49),
                     (?1, ?50, ?51), (?1, ?52, ?53), (?1, ?54, ?55), (?1, ?56, ?57), (?1, ?58, ?59), (?1, ?60, ?61),
                     (?1, ?62, ?63), (?1, ?64, ?65)
                     on conflict (account_id, term, conversation_id) do nothing";
        QUEUE = "insert into search_queue (account_id, message_id) values (?1, ?2)
                 on conflict (account_id, message_id) do nothing";
        QUEUED = "select message_id from search_queue where account_id = ?1 order by message_id limit ?2";
        TAKE = "delete from search_queue where account_id = ?1 and message_id = ?2";
        DROP_TERM = "delete from search_term where account_id = ?1 and term = ?2 and conversation_id = ?3";
        /// Newest conversation first, below ?3.
        HOLDING = "select conversation_id from search_term
                   where account_id = ?1 and term = ?2 and conversation_id < ?3
                   order by conversation_id desc limit ?4";
        /// Which of 32 conversations hold a term.
        AMONG = "select conversation_id from search_term where account_id = ?1 and term = ?2 and conversation_id in (
                   ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
                   ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34) limit 32";
        /// The terms from ?2 up to ?3, one step in the index for each, however many conversations hold them.
        BEGINNING = "with recursive t(term) as (
                       select min(s.term) from search_term s where s.account_id = ?1 and s.term >= ?2 and s.term < ?3
                       union all
                       select (select min(n.term) from search_term n
                                where n.account_id = ?1 and n.term > t.term and n.term < ?3)
                         from t where t.term is not null)
                     select t.term from t where t.term is not null limit ?4";
        BACKLOG = "select message_id from search_backlog where account_id = ?1";
        SET_BACKLOG = "update search_backlog set message_id = ?2 where account_id = ?1";
        END_BACKLOG = "delete from search_backlog where account_id = ?1";
    }
    everywhere {
        QUEUES = "select distinct account_id from search_queue order by account_id limit ?1";
        BEHIND = "select account_id from search_backlog order by account_id limit ?1";
    }
}
