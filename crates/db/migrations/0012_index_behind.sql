-- Messages whose words are not found yet: written with the message, worked off behind it.
create table search_queue (
    account_id  bigint not null,
    message_id  bigint not null,
    primary key (account_id, message_id)
);
