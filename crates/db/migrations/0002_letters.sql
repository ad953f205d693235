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
