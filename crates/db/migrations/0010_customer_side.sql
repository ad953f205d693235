-- The customer's side: forms and what was sent through them, and what a customer says on the page of a request.

create table form (
    account_id     bigint not null,
    inbox_id       bigint not null,
    definition     text not null,
    changed_at_ms  bigint not null,
    primary key (account_id, inbox_id)
);

-- What the account signs its own tokens with.
create table seal (
    account_id  bigint not null,
    purpose     word not null,
    secret      word not null,
    primary key (account_id, purpose)
);

-- The first answer to a form sent under an Idempotency-Key.
create table form_answer (
    account_id     bigint not null,
    inbox_id       bigint not null,
    idem_key       word not null,
    body_sha256    word not null,
    answer         text not null,
    created_at_ms  bigint not null,
    primary key (account_id, inbox_id, idem_key)
);
create index form_answer_created on form_answer (account_id, created_at_ms);

-- What a customer chose and said on the page of one request.
create table tracking (
    account_id       bigint not null,
    conversation_id  bigint not null,
    phone            word,
    way              word,
    rating           bigint,
    rating_comment   text,
    rated_at_ms      bigint,
    primary key (account_id, conversation_id)
);

-- A call the company promised: whom, when, and what came of it.
create table callback (
    account_id       bigint not null,
    promise_id       bigint not null,
    conversation_id  bigint not null,
    inbox_id         bigint not null,
    uid              word not null,
    sequence         bigint not null,
    phone            word not null,
    slot_at_ms       bigint not null,
    moved            boolean not null,
    outcome          word,
    outcome_at_ms    bigint,
    agent_id         bigint,
    primary key (account_id, promise_id)
);
create index callback_slot on callback (account_id, inbox_id, slot_at_ms);
create index callback_conversation on callback (account_id, conversation_id, promise_id);
