-- What is written often is kept apart from what is large and never changes: an arrival's row changes four times while
-- it is received, its bytes never do.

create table arrival_raw (
    account_id  bigint not null,
    arrival_id  bigint not null,
    raw         bytes not null,
    primary key (account_id, arrival_id)
);
insert into arrival_raw (account_id, arrival_id, raw)
    select account_id, id, raw from arrival where raw is not null;
alter table arrival drop column raw;

-- Questions asked once a mail find their rows without walking through the account's.
drop index arrival_header;
drop index arrival_content;
drop index identity_customer;
drop index message_conversation;
drop index promise_conversation;
create index arrival_same on arrival (account_id, header_id, content_sha256, id);
create index arrival_content on arrival (account_id, content_sha256, id);
create index identity_customer on identity (account_id, customer_id, id);
create index conversation_team on conversation (account_id, team_id, id);
create index message_conversation on message (account_id, conversation_id, id, direction, header_id);
create index promise_conversation on promise (account_id, conversation_id, state, due_at_ms, id);
create index outbox_promise on outbox (account_id, promise_id);
create index outbox_queued on outbox (account_id, inbox_id) where state = 'queued';
