-- Working together: conversations merged, split, moved and linked, with what it takes to undo each; who follows what,
-- what each person has read, and what each is told of.

-- Where a merged conversation went on; its code, its tracking link and its Message-IDs lead there.
alter table conversation add column merged_into_id bigint;
create index conversation_merged on conversation (account_id, merged_into_id);

-- `thanks` when the answer that kept it only thanked for a report.
alter table promise add column kept_by word null;

create table operation (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    kind             word not null,
    conversation_id  bigint not null,
    other_id         bigint not null,
    was              text not null,
    made_at_ms       bigint not null,
    made_by_id       bigint,
    undone_at_ms     bigint,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index operation_conversation on operation (account_id, conversation_id, id);
create index operation_other on operation (account_id, other_id);

-- Both ways: one row for each of the two.
create table conversation_link (
    account_id       bigint not null,
    conversation_id  bigint not null,
    other_id         bigint not null,
    made_at_ms       bigint not null,
    primary key (account_id, conversation_id, other_id)
);

-- A report that needed no answer: when it was thanked, and what became of it.
create table report (
    account_id          bigint not null,
    conversation_id     bigint not null,
    thanked_at_ms       bigint not null,
    thanked_by_id       bigint not null,
    message_id          bigint,
    outcome_at_ms       bigint,
    outcome_message_id  bigint,
    primary key (account_id, conversation_id)
);

create table follower (
    account_id       bigint not null,
    conversation_id  bigint not null,
    agent_id         bigint not null,
    why              word not null,
    since_ms         bigint not null,
    primary key (account_id, conversation_id, agent_id)
);

create table seen (
    account_id       bigint not null,
    conversation_id  bigint not null,
    agent_id         bigint not null,
    seen_at_ms       bigint not null,
    primary key (account_id, conversation_id, agent_id)
);

create table notice (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    agent_id         bigint not null,
    kind             word not null,
    conversation_id  bigint not null,
    by_id            bigint,
    made_at_ms       bigint not null,
    read_at_ms       bigint,
    on_screen        boolean not null,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index notice_agent on notice (account_id, agent_id, id);
create index notice_unread on notice (account_id, agent_id, id) where read_at_ms is null;

-- Up to which event of the log notices were made.
create table notice_cursor (
    account_id  bigint not null primary key,
    seq         bigint not null
);

create table notice_choice (
    account_id  bigint not null,
    agent_id    bigint not null,
    kind        word not null,
    on_screen   boolean not null,
    in_browser  boolean not null,
    by_push     boolean not null,
    primary key (account_id, agent_id, kind)
);

create table push_key (
    account_id     bigint not null primary key,
    public_key     word not null,
    sealed_key     word not null,
    created_at_ms  bigint not null
);

create table push_subscription (
    account_id     bigint not null,
    id             bigint not null,
    agent_id       bigint not null,
    endpoint       word not null,
    p256dh         word not null,
    auth           word not null,
    user_agent     text not null,
    full_text      boolean not null,
    created_at_ms  bigint not null,
    primary key (account_id, id),
    unique (account_id, endpoint)
);
create index push_subscription_agent on push_subscription (account_id, agent_id, id);

create table push (
    account_id       bigint not null,
    id               bigint not null,
    subscription_id  bigint not null,
    notice_id        bigint not null,
    not_before_ms    bigint not null,
    locked_until_ms  bigint not null,
    attempts         bigint not null,
    primary key (account_id, id)
);
create index push_due on push (not_before_ms, id);
