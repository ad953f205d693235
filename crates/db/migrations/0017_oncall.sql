-- Who is called out when the desk is shut: rotas, covers, what is urgent, and alerts until somebody has them.

create table oncall_rota (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    name             text not null,
    turn             word not null,
    starts           word not null,
    handover_minute  bigint not null,
    members          text not null,
    primary key (account_id, id),
    unique (account_id, oid)
);

create table oncall_cover (
    account_id  bigint not null,
    id          bigint not null,
    oid         word not null,
    rota_id     bigint not null,
    agent_id    bigint not null,
    from_ms     bigint not null,
    to_ms       bigint not null,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index oncall_cover_rota on oncall_cover (account_id, rota_id, to_ms);

create table oncall_rule (
    account_id    bigint not null,
    id            bigint not null,
    oid           word not null,
    name          text not null,
    rota_id       bigint not null,
    inbox_id      bigint,
    words         text not null,
    topics        text not null,
    counts_when   word not null,
    wait_minutes  bigint not null,
    rounds        bigint not null,
    active        boolean not null,
    primary key (account_id, id),
    unique (account_id, oid)
);

create table oncall_alert (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    rule_id          bigint,
    rota_id          bigint not null,
    conversation_id  bigint not null,
    found            text not null,
    state            word not null,
    raised_at_ms     bigint not null,
    step             bigint not null,
    next_at_ms       bigint,
    wait_minutes     bigint not null,
    rounds           bigint not null,
    ended_at_ms      bigint,
    ended_by_id      bigint,
    ended_how        word,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index oncall_alert_next on oncall_alert (next_at_ms);
create index oncall_alert_conversation on oncall_alert (account_id, conversation_id, id);

create table oncall_page (
    account_id  bigint not null,
    alert_id    bigint not null,
    step        bigint not null,
    agent_id    bigint not null,
    paged_at_ms bigint not null,
    primary key (account_id, alert_id, step)
);

-- How far the event log was read for them.
create table oncall_cursor (
    account_id  bigint not null primary key,
    seq         bigint not null
);
