-- The spine. One text for both engines: `bytes` stands for blob (SQLite) and bytea (PostgreSQL),
-- `word` for text compared byte by byte on both. Instants are UTC milliseconds, JSON is text.

create table account (
    account_id     bigint not null primary key,
    oid            word not null unique,
    name           text not null,
    language       word not null,
    register       word not null,
    created_at_ms  bigint not null,
    event_seq      bigint not null,
    settings       text not null
);

create table team (
    account_id  bigint not null,
    id          bigint not null,
    oid         word not null,
    name        text not null,
    primary key (account_id, id),
    unique (account_id, oid)
);

create table agent (
    account_id     bigint not null,
    id             bigint not null,
    oid            word not null,
    name           text not null,
    email          word not null,
    password_hash  text,
    role           word not null,
    language       word not null,
    presence       word not null,
    capacity       text not null,
    skills         text not null,
    tier_rights    text not null,
    active         boolean not null,
    created_at_ms  bigint not null,
    primary key (account_id, id),
    unique (account_id, oid),
    unique (account_id, email)
);

create table team_member (
    account_id  bigint not null,
    team_id     bigint not null,
    agent_id    bigint not null,
    primary key (account_id, team_id, agent_id)
);

create table session (
    account_id     bigint not null,
    token_hash     word not null unique,
    agent_id       bigint not null,
    csrf           word not null,
    created_at_ms  bigint not null,
    seen_at_ms     bigint not null,
    expires_at_ms  bigint not null,
    user_agent     text not null,
    address        word not null,
    primary key (account_id, token_hash)
);

-- One-time links: `setup` makes the first administrator, `invite` and `sign_in` open the door to one agent.
create table one_time_link (
    account_id     bigint not null,
    token_hash     word not null unique,
    purpose        word not null,
    agent_id       bigint,
    created_at_ms  bigint not null,
    expires_at_ms  bigint not null,
    used_at_ms     bigint,
    primary key (account_id, token_hash)
);

create table token (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    name             text not null,
    role             word not null,
    token_hash       word not null unique,
    agent_id         bigint not null,
    created_at_ms    bigint not null,
    last_used_at_ms  bigint,
    revoked_at_ms    bigint,
    primary key (account_id, id),
    unique (account_id, oid)
);

create table inbox (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    inbox_key        word not null unique,
    kind             word not null,
    name             text not null,
    address          word,
    language         word not null,
    register         word not null,
    hours            text not null,
    targets          text not null,
    team_id          bigint,
    live             boolean not null,
    created_at_ms    bigint not null,
    deleted_at_ms    bigint,
    last_in_at_ms    bigint,
    last_out_at_ms   bigint,
    last_error       text,
    last_error_at_ms bigint,
    primary key (account_id, id),
    unique (account_id, oid)
);
create unique index inbox_address on inbox (address);

create table customer (
    account_id     bigint not null,
    id             bigint not null,
    oid            word not null,
    name           text,
    tier           word not null,
    language       word,
    attributes     text not null,
    created_at_ms  bigint not null,
    primary key (account_id, id),
    unique (account_id, oid)
);

create table identity (
    account_id       bigint not null,
    id               bigint not null,
    customer_id      bigint not null,
    kind             word not null,
    value            word not null,
    proof            word not null,
    reach            word not null,
    reach_code       word,
    reach_reason     text,
    reach_at_ms      bigint,
    created_at_ms    bigint not null,
    primary key (account_id, id),
    unique (account_id, kind, value)
);
create index identity_customer on identity (account_id, customer_id);

create table conversation (
    account_id        bigint not null,
    id                bigint not null,
    oid               word not null,
    reference         word not null,
    track_token       word not null unique,
    subject           text not null,
    status            word not null,
    channel           word not null,
    inbox_id          bigint not null,
    customer_id       bigint not null,
    assignee_id       bigint,
    team_id           bigint,
    tier              word not null,
    skills            text not null,
    priority          bigint not null,
    linked_id         bigint,
    created_at_ms     bigint not null,
    updated_at_ms     bigint not null,
    last_in_at_ms     bigint,
    last_out_at_ms    bigint,
    closed_at_ms      bigint,
    returns_at_ms     bigint,
    next_due_at_ms    bigint,
    message_count     bigint not null,
    trouble           text,
    primary key (account_id, id),
    unique (account_id, oid),
    unique (account_id, reference)
);
create index conversation_due on conversation (account_id, status, next_due_at_ms, id);
create index conversation_updated on conversation (account_id, updated_at_ms, id);
create index conversation_created on conversation (account_id, created_at_ms, id);
create index conversation_customer on conversation (account_id, customer_id, id);
create index conversation_trouble on conversation (account_id, updated_at_ms, id) where trouble is not null;
create index conversation_returns on conversation (returns_at_ms);

create table conversation_tag (
    account_id       bigint not null,
    conversation_id  bigint not null,
    tag              word not null,
    primary key (account_id, conversation_id, tag)
);

-- Everybody a thread by mail goes to besides the customer: to, cc.
create table participant (
    account_id       bigint not null,
    conversation_id  bigint not null,
    email            word not null,
    name             text,
    place            word not null,
    primary key (account_id, conversation_id, email)
);

create table message (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    conversation_id  bigint not null,
    direction        word not null,
    channel          word not null,
    author_kind      word not null,
    author_id        bigint,
    author_name      text,
    author_address   word,
    recipients       text not null,
    subject          text,
    text             text not null,
    html             text,
    reply_text       text not null,
    quoted_text      text,
    forwarded        text,
    authentication   text,
    warning          text,
    automatic        boolean not null,
    header_id        word,
    created_at_ms    bigint not null,
    arrival_id       bigint,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index message_conversation on message (account_id, conversation_id, id);
create index message_header on message (account_id, header_id);

create table attachment (
    account_id     bigint not null,
    id             bigint not null,
    oid            word not null,
    message_id     bigint,
    name           text not null,
    content_type   word not null,
    size_bytes     bigint not null,
    sha256         word not null,
    content        bytes,
    content_id     word,
    inline         boolean not null,
    created_at_ms  bigint not null,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index attachment_message on attachment (account_id, message_id, id);

create table arrival (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    channel          word not null,
    inbox_id         bigint not null,
    received_at_ms   bigint not null,
    sender           word not null,
    recipient        word not null,
    remote           word not null,
    helo             text not null,
    size_bytes       bigint not null,
    sha256           word not null,
    raw              bytes,
    subject          text,
    from_name        text,
    content_sha256   word,
    header_id        word,
    class            word,
    bounce           text,
    oddities         text not null,
    authentication   text,
    verdict          word not null,
    reason           text,
    conversation_id  bigint,
    message_id       bigint,
    attempts         bigint not null,
    locked_until_ms  bigint not null,
    settled_at_ms    bigint,
    forced           boolean not null,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index arrival_waiting on arrival (verdict, locked_until_ms, id);
create index arrival_received on arrival (account_id, received_at_ms, id);
create index arrival_verdict on arrival (account_id, verdict, id);
create index arrival_content on arrival (account_id, content_sha256);
create index arrival_header on arrival (account_id, header_id);
create index arrival_conversation on arrival (account_id, conversation_id, id);

create table promise (
    account_id          bigint not null,
    id                  bigint not null,
    oid                 word not null,
    conversation_id     bigint not null,
    inbox_id            bigint not null,
    kind                word not null,
    tier                word not null,
    state               word not null,
    made_at_ms          bigint not null,
    due_at_ms           bigint not null,
    original_due_at_ms  bigint not null,
    told_at_ms          bigint,
    told_via            word,
    not_told_reason     text,
    warn_at_ms          bigint not null,
    warned_at_ms        bigint,
    confidence          bigint,
    source              word not null,
    explanation         text not null,
    inputs              text not null,
    text                text,
    made_by_id          bigint,
    follows_id          bigint,
    moved_to_id         bigint,
    moved_reason        text,
    settled_at_ms       bigint,
    settled_by_id       bigint,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index promise_conversation on promise (account_id, conversation_id, id);
create index promise_due on promise (state, due_at_ms, id);
create index promise_warn on promise (state, warned_at_ms, warn_at_ms);
create index promise_made on promise (account_id, made_at_ms, id);

-- What the customer was told, word for word; rows are only ever added.
create table promise_told (
    account_id   bigint not null,
    promise_id   bigint not null,
    told_at_ms   bigint not null,
    via          word not null,
    recipient    word not null,
    wording      text not null,
    outgoing_id  bigint,
    primary key (account_id, promise_id, told_at_ms)
);

create table outbox (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    kind             word not null,
    conversation_id  bigint not null,
    message_id       bigint,
    promise_id       bigint,
    inbox_id         bigint not null,
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
create index outbox_due on outbox (state, not_before_ms, id);
create index outbox_automatic on outbox (account_id, first_recipient, automatic, created_at_ms);
create index outbox_message on outbox (account_id, message_id);
create index outbox_header on outbox (account_id, header_id);
create index outbox_conversation on outbox (account_id, conversation_id, id);

create table event (
    account_id       bigint not null,
    seq              bigint not null,
    type             word not null,
    at_ms            bigint not null,
    actor_kind       word not null,
    actor_id         bigint,
    conversation_id  bigint,
    data             text not null,
    primary key (account_id, seq)
);
create index event_conversation on event (account_id, conversation_id, seq);

create table draft (
    account_id       bigint not null,
    conversation_id  bigint not null,
    agent_id         bigint not null,
    kind             word not null,
    content          text not null,
    updated_at_ms    bigint not null,
    primary key (account_id, conversation_id, agent_id, kind)
);

create table idempotency (
    account_id     bigint not null,
    token_id       bigint not null,
    idem_key       word not null,
    body_sha256    word not null,
    status         bigint,
    content_type   text,
    response       text,
    created_at_ms  bigint not null,
    primary key (account_id, token_id, idem_key)
);
create index idempotency_created on idempotency (created_at_ms);

-- Words to look for, folded and stemmed before they come here, one row a message.
create table search_text (
    account_id       bigint not null,
    message_id       bigint not null,
    conversation_id  bigint not null,
    content          text not null,
    primary key (account_id, message_id)
);
create index search_conversation on search_text (account_id, conversation_id);
