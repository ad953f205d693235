-- A word of a conversation is its own key: kept once, not in a table and again in its index. PostgreSQL has no such tables.
create table search_term_once (
    account_id       bigint not null,
    term             word not null,
    conversation_id  bigint not null,
    primary key (account_id, term, conversation_id)
) without rowid;
insert into search_term_once (account_id, term, conversation_id)
    select account_id, term, conversation_id from search_term order by account_id, term, conversation_id;
drop table search_term;
alter table search_term_once rename to search_term;
