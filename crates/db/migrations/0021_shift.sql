-- Shifts: patterns, contracts, who works when, what each was told of it, what is asked for, and who was there.

create table shift_pattern (
    account_id     bigint not null,
    id             bigint not null,
    oid            word not null,
    name           text not null,
    start_minute   bigint not null,
    end_minute     bigint not null,
    activities     text not null,
    days           text not null,
    cost_percent   bigint not null,
    most           bigint,
    retired_at_ms  bigint,
    primary key (account_id, id),
    unique (account_id, oid)
);

create table shift_contract (
    account_id    bigint not null,
    agent_id      bigint not null,
    week_minutes  bigint not null,
    patterns      text not null,
    from_minute   bigint not null,
    to_minute     bigint not null,
    days_off      text not null,
    unavailable   text not null,
    primary key (account_id, agent_id)
);

-- Never fewer people than so many, by weekday and hour.
create table shift_floor (
    account_id   bigint not null,
    id           bigint not null,
    weekday      bigint not null,
    from_minute  bigint not null,
    to_minute    bigint not null,
    people       bigint not null,
    primary key (account_id, id)
);

-- As it is planned now; days are local dates, minutes local from their midnight.
create table shift (
    account_id    bigint not null,
    id            bigint not null,
    oid           word not null,
    agent_id      bigint not null,
    day           word not null,
    start_minute  bigint not null,
    end_minute    bigint not null,
    activities    text not null,
    pattern_id    bigint,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index shift_day on shift (account_id, day, agent_id);

-- As its person was told of it; a shift taken away from somebody stays here as cancelled.
create table shift_told (
    account_id    bigint not null,
    shift_id      bigint not null,
    agent_id      bigint not null,
    oid           word not null,
    day           word not null,
    start_minute  bigint not null,
    end_minute    bigint not null,
    activities    text not null,
    sequence      bigint not null,
    cancelled     boolean not null,
    told_at_ms    bigint not null,
    primary key (account_id, shift_id, agent_id)
);
create index shift_told_day on shift_told (account_id, day, agent_id);

create table shift_publication (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    week             word not null,
    version          bigint not null,
    changes          bigint not null,
    published_at_ms  bigint not null,
    by_id            bigint,
    primary key (account_id, id),
    unique (account_id, oid),
    unique (account_id, week, version)
);

create table shift_receipt (
    account_id      bigint not null,
    publication_id  bigint not null,
    agent_id        bigint not null,
    read_at_ms      bigint,
    primary key (account_id, publication_id, agent_id)
);

create table shift_request (
    account_id     bigint not null,
    id             bigint not null,
    oid            word not null,
    agent_id       bigint not null,
    kind           word not null,
    first_day      word not null,
    last_day       word not null,
    from_minute    bigint,
    to_minute      bigint,
    reason         text not null,
    state          word not null,
    asked_at_ms    bigint not null,
    decided_at_ms  bigint,
    decided_by_id  bigint,
    answer         text,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index shift_request_days on shift_request (account_id, state, last_day);

create table shift_swap (
    account_id      bigint not null,
    id              bigint not null,
    oid             word not null,
    shift_id        bigint not null,
    agent_id        bigint not null,
    other_id        bigint not null,
    other_shift_id  bigint,
    state           word not null,
    asked_at_ms     bigint not null,
    decided_at_ms   bigint,
    decided_by_id   bigint,
    answer          text,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index shift_swap_state on shift_swap (account_id, state, id);

create table shift_proposal (
    account_id  bigint not null,
    week        word not null,
    content     text not null,
    made_at_ms  bigint not null,
    by_id       bigint,
    primary key (account_id, week)
);

-- The last change of each planner, to take back.
create table shift_undo (
    account_id  bigint not null,
    agent_id    bigint not null,
    changes     text not null,
    at_ms       bigint not null,
    primary key (account_id, agent_id)
);

-- The address of a person's calendar, by the SHA-256 of its secret.
create table shift_feed (
    account_id  bigint not null,
    agent_id    bigint not null,
    token_hash  word not null,
    made_at_ms  bigint not null,
    primary key (account_id, agent_id)
);
create unique index shift_feed_token on shift_feed (token_hash);

-- Presence as it changed, for a few weeks.
create table shift_presence (
    account_id  bigint not null,
    agent_id    bigint not null,
    seq         bigint not null,
    at_ms       bigint not null,
    presence    word not null,
    primary key (account_id, agent_id, seq)
);
create index shift_presence_at on shift_presence (account_id, at_ms);

create table shift_cursor (
    account_id  bigint not null primary key,
    seq         bigint not null
);
