-- Channels: who answers at an inbox, programs that post mail, health, signatures, records in the DNS.

-- People named for an inbox beside its team; with nobody named, everybody answers.
create table inbox_member (
    account_id  bigint not null,
    inbox_id    bigint not null,
    agent_id    bigint not null,
    primary key (account_id, inbox_id, agent_id)
);

-- The secret in the address that mail services post to; both secrets sealed.
create table mail_hook (
    account_id       bigint not null,
    inbox_id         bigint not null,
    secret_hash      word not null,
    secret           text not null,
    mailgun_key      text,
    created_at_ms    bigint not null,
    last_used_at_ms  bigint,
    last_provider    word,
    primary key (account_id, inbox_id)
);

-- What was posted already: signed once only, or not understood and kept.
create table mail_hook_seen (
    account_id  bigint not null,
    inbox_id    bigint not null,
    mark        word not null,
    arrival_id  bigint not null,
    seen_at_ms  bigint not null,
    primary key (account_id, inbox_id, mark)
);
create index mail_hook_seen_at on mail_hook_seen (seen_at_ms);

-- How an inbox is watched; without a row: silence is told, no probes.
create table channel_watch (
    account_id           bigint not null,
    inbox_id             bigint not null,
    silence              boolean not null,
    probe_minutes        bigint,
    probe_late_minutes   bigint not null,
    next_probe_at_ms     bigint not null,
    primary key (account_id, inbox_id)
);

create table channel_probe (
    account_id      bigint not null,
    id              bigint not null,
    inbox_id        bigint not null,
    token           word not null,
    sent_at_ms      bigint not null,
    returned_at_ms  bigint,
    primary key (account_id, id)
);
create index channel_probe_inbox on channel_probe (account_id, inbox_id, id);
create index channel_probe_token on channel_probe (account_id, token);

create table channel_incident (
    account_id    bigint not null,
    id            bigint not null,
    oid           word not null,
    inbox_id      bigint not null,
    kind          word not null,
    detail        text not null,
    opened_at_ms  bigint not null,
    closed_at_ms  bigint,
    primary key (account_id, id),
    unique (account_id, oid)
);
create unique index channel_incident_one on channel_incident (account_id, inbox_id, kind) where closed_at_ms is null;
create index channel_incident_opened on channel_incident (account_id, opened_at_ms, id);
create index arrival_inbox on arrival (account_id, inbox_id, received_at_ms);
create index outbox_inbox on outbox (account_id, inbox_id, state, created_at_ms);

-- Keys that sign what leaves; the private half sealed.
create table signing_key (
    account_id     bigint not null,
    id             bigint not null,
    domain         word not null,
    selector       word not null,
    algorithm      word not null,
    public_key     text not null,
    private_key    text not null,
    active         boolean not null,
    created_at_ms  bigint not null,
    primary key (account_id, id),
    unique (account_id, domain, selector)
);

-- What the DNS says of a domain, as last asked.
create table domain_check (
    account_id     bigint not null,
    domain         word not null,
    asked_at_ms    bigint not null,
    checked_at_ms  bigint,
    found          text,
    primary key (account_id, domain)
);
create index domain_check_asked on domain_check (checked_at_ms, asked_at_ms);
