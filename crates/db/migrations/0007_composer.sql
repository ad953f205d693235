-- Writing: canned answers, signatures, answers that leave at a chosen moment.

-- A canned answer is everybody's while it names nobody. `body` is safe HTML with places such as {{customer.name}};
-- `search` is what it is found by, folded.
create table canned (
    account_id     bigint not null,
    id             bigint not null,
    oid            word not null,
    agent_id       bigint,
    title          text not null,
    shortcut       word not null,
    category       text not null,
    language       word,
    body           text not null,
    search         text not null,
    used           bigint not null,
    used_at_ms     bigint,
    updated_at_ms  bigint not null,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index canned_shortcut on canned (account_id, shortcut);
create index canned_used on canned (account_id, used, id);

-- What stands under the answers of a person (`agent`) or of an inbox (`inbox`); safe HTML with places.
create table signature (
    account_id     bigint not null,
    kind           word not null,
    owner_id       bigint not null,
    body           text not null,
    updated_at_ms  bigint not null,
    primary key (account_id, kind, owner_id)
);

-- An answer written to leave later: `waiting`, or `held` with the reason until its author decides.
create table scheduled (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    conversation_id  bigint not null,
    agent_id         bigint not null,
    content          text not null,
    leaves_at_ms     bigint not null,
    state            word not null,
    held_why         word,
    created_at_ms    bigint not null,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index scheduled_due on scheduled (state, leaves_at_ms, id);
create index scheduled_conversation on scheduled (account_id, conversation_id, id);
create index scheduled_agent on scheduled (account_id, agent_id, leaves_at_ms, id);

create index attachment_loose on attachment (created_at_ms) where message_id is null;
