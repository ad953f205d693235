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
        BEHIND = "select account_id from search_backlog order by account_id limit ?1";
    }
}
