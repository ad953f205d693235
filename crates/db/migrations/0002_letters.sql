-- Mails of the house to its own people belong to no conversation and no inbox: the outbox is made again with both
-- nullable. Everything else in it stays as it was.

create table outbox_made_again (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    kind             word not null,
    conversation_id  bigint,
    message_id       bigint,
    promise_id       bigint,
    inbox_id         bigint,
    automatic        boolean not null,
    first_recipient  word not null,
    recipients       text not null,
    envelope_from    word not null,
    header_id        word not null,
    subject          text not null,
    wording          text,
    raw              bytes,
    state            word not null,
    not_before_ms    bigint not null,
    locked_until_ms  bigint not null,
    attempts         bigint not null,
    last_error       text,
    last_code        word,
    created_at_ms    bigint not null,
    sent_at_ms       bigint,
    primary key (account_id, id),
    unique (account_id, oid)
);
insert into outbox_made_again
    select account_id, id, oid, kind, conversation_id, message_id, promise_id, inbox_id, automatic, first_recipient,
           recipients, envelope_from, header_id, subject, wording, raw, state, not_before_ms, locked_until_ms, attempts,
           last_error, last_code, created_at_ms, sent_at_ms
      from outbox;
drop table outbox;
alter table outbox_made_again rename to outbox;
create index outbox_due on outbox (state, not_before_ms, id);
create index outbox_automatic on outbox (account_id, first_recipient, automatic, created_at_ms);
create index outbox_message on outbox (account_id, message_id);
create index outbox_header on outbox (account_id, header_id);
create index outbox_conversation on outbox (account_id, conversation_id, id);

-- The wordings of mails, every version; a null is the catalogue's own again. Inbox 0 is every inbox.
create table template (
    account_id  bigint not null,
    kind        word not null,
    language    word not null,
    register    word not null,
    inbox_id    bigint not null,
    version     bigint not null,
    parts       text,
    made_at_ms  bigint not null,
    made_by_id  bigint,
    primary key (account_id, kind, language, register, inbox_id, version)
);

-- What we understood of a conversation, and what its customer corrected.
create table understanding (
    account_id       bigint not null,
    conversation_id  bigint not null,
    topic            word,
    order_number     text,
    corrected_at_ms  bigint,
    primary key (account_id, conversation_id)
);

-- Closed conversations whose customer is to be asked how it went, and what was decided when the time came.
create table rating_request (
    account_id       bigint not null,
    conversation_id  bigint not null,
    closed_at_ms     bigint not null,
    ask_at_ms        bigint not null,
    outcome          word,
    primary key (account_id, conversation_id)
);
create index rating_request_due on rating_request (ask_at_ms) where outcome is null;
create index conversation_closed on conversation (closed_at_ms) where status = 'closed';
