-- What is asked of colleagues, departments and suppliers so that a customer can be answered.

create table contact (
    account_id      bigint not null,
    id              bigint not null,
    oid             word not null,
    kind            word not null,
    name            text not null,
    email           word not null,
    language        word not null,
    note            text,
    created_at_ms   bigint not null,
    removed_at_ms   bigint,
    primary key (account_id, id),
    unique (account_id, oid)
);

create table task (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    conversation_id  bigint not null,
    token            word not null unique,
    agent_id         bigint,
    contact_id       bigint,
    asked_by_id      bigint,
    title            text not null,
    text             text not null,
    files            text not null,
    due_at_ms        bigint not null,
    remind_at_ms     bigint,
    state            word not null,
    made_at_ms       bigint not null,
    reminded_at_ms   bigint,
    late_at_ms       bigint,
    settled_at_ms    bigint,
    answer           text,
    answered_via     word,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index task_conversation on task (account_id, conversation_id, id);
create index task_state on task (account_id, state, due_at_ms, id);
create index task_agent on task (account_id, agent_id, state, due_at_ms, id);
create index task_asked_by on task (account_id, asked_by_id, state, due_at_ms, id);
create index task_due on task (due_at_ms) where state = 'open' and late_at_ms is null;
create index task_remind on task (remind_at_ms) where state = 'open' and reminded_at_ms is null;

-- The Message-IDs a task's mails left with: an answer to one of them is the task's.
create table task_mail (
    account_id  bigint not null,
    header_id   word not null,
    task_id     bigint not null,
    primary key (account_id, header_id)
);
