-- Who takes what: a catalogue of skills, rules that lead from content to a skill, what a conversation needs, who sent one
-- back, and when somebody was last heard.

create table skill (
    account_id    bigint not null,
    id            bigint not null,
    oid           word not null,
    name          text not null,
    folded        word not null,
    retired_at_ms bigint,
    primary key (account_id, id),
    unique (account_id, oid),
    unique (account_id, folded)
);

-- Accounts whose people's and conversations' skills, written before there was a catalogue, stand in it.
create table skill_taken_over (
    account_id  bigint not null primary key,
    at_ms       bigint not null
);

create table skill_rule (
    account_id  bigint not null,
    id          bigint not null,
    oid         word not null,
    place       bigint not null,
    words       text not null,
    topics      text not null,
    inbox_id    bigint,
    skill_id    bigint not null,
    level       bigint not null,
    active      boolean not null,
    primary key (account_id, id),
    unique (account_id, oid)
);

create table routing_need (
    account_id       bigint not null,
    conversation_id  bigint not null,
    level            bigint not null,
    rule_id          bigint,
    found            text,
    by_hand          boolean not null,
    prefers_id       bigint,
    held_until_ms    bigint,
    primary key (account_id, conversation_id)
);

create table routing_refusal (
    account_id       bigint not null,
    conversation_id  bigint not null,
    agent_id         bigint not null,
    until_ms         bigint not null,
    primary key (account_id, conversation_id, agent_id)
);
create index routing_refusal_until on routing_refusal (account_id, until_ms);

-- Grows with every change of who has what: whoever writes down what a router said compares it with what he read.
create table assigning (
    account_id  bigint not null primary key,
    version     bigint not null
);

create table agent_heard (
    account_id   bigint not null,
    agent_id     bigint not null,
    heard_at_ms  bigint not null,
    primary key (account_id, agent_id)
);

alter table agent add column languages text not null default '[]';
