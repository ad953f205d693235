-- What is known of each conversation for the figures, worked out from the event log on; and the sums of every day.

create table kpi_cursor (
    account_id  bigint not null primary key,
    seq         bigint not null,
    basis       word not null
);

create table kpi_fact (
    account_id        bigint not null,
    conversation_id   bigint not null,
    customer_id       bigint not null,
    inbox_id          bigint not null,
    channel           word not null,
    tier              word not null,
    person_id         bigint,
    topic             word,
    began_at_ms       bigint not null,
    counts            boolean not null,
    merged            boolean not null,
    answered_at_ms    bigint,
    gave_up_at_ms     bigint,
    called_back       boolean not null,
    resolved_at_ms    bigint,
    reopened_at_ms    bigint,
    returned_at_ms    bigint,
    returned_by_id    bigint,
    follows_id        bigint,
    hands             bigint not null,
    asked_at_ms       bigint,
    mark              bigint,
    waiting_ms        bigint not null,
    writing_ms        bigint not null,
    repeating_ms      bigint not null,
    coming_back_ms    bigint not null,
    returns_ms        bigint not null,
    messages          bigint not null,
    primary key (account_id, conversation_id)
);
create index kpi_fact_began on kpi_fact (account_id, began_at_ms, conversation_id);
create index kpi_fact_resolved on kpi_fact (account_id, resolved_at_ms, conversation_id);
create index kpi_fact_customer on kpi_fact (account_id, customer_id, began_at_ms, conversation_id);
create index kpi_fact_follows on kpi_fact (account_id, follows_id) where follows_id is not null;
create index kpi_fact_needs on kpi_fact (account_id, customer_id, resolved_at_ms, conversation_id);

create table kpi_day (
    account_id  bigint not null,
    day         word not null,
    measure     word not null,
    inbox_id    bigint not null,
    channel     word not null,
    tier        word not null,
    person_id   bigint not null,
    n           bigint not null,
    part        bigint not null,
    squares     bigint not null,
    primary key (account_id, day, measure, inbox_id, channel, tier, person_id)
);
create index kpi_day_measure on kpi_day (account_id, measure, day, channel);

-- Reports that leave by mail at their hour.
create table report_mailing (
    account_id     bigint not null,
    id             bigint not null,
    oid            word not null,
    report         word not null,
    every          word not null,
    hour           bigint not null,
    inbox_id       bigint,
    tier           word,
    recipients     text not null,
    paused         boolean not null,
    made_by_id     bigint,
    made_at_ms     bigint not null,
    next_at_ms     bigint,
    last_at_ms     bigint,
    last_mails     bigint,
    failed_at_ms   bigint,
    failed_why     text,
    primary key (account_id, id),
    unique (account_id, oid)
);
create index report_mailing_next on report_mailing (next_at_ms) where next_at_ms is not null;

-- For programs that read with SQL: the names and columns here stay. Always ask for one account_id.
create view report_request as
    select account_id, conversation_id, customer_id, inbox_id, channel, tier, person_id, topic, began_at_ms,
           merged, answered_at_ms, gave_up_at_ms, called_back, resolved_at_ms, reopened_at_ms, returned_at_ms,
           returned_by_id, follows_id, hands, asked_at_ms, mark, waiting_ms, writing_ms, repeating_ms, coming_back_ms,
           returns_ms, messages
      from kpi_fact
     where counts = true;

create view report_day as
    select account_id, day, measure, inbox_id, channel, tier, person_id, n, part
      from kpi_day;

create view report_promise as
    select p.account_id, p.id as promise_id, p.conversation_id, p.inbox_id, c.channel, p.kind, p.tier, p.state,
           p.made_at_ms, p.told_at_ms, p.due_at_ms, p.original_due_at_ms, p.settled_at_ms, p.settled_by_id
      from promise p
      join conversation c on c.account_id = p.account_id and c.id = p.conversation_id
     where p.not_told_reason is null or p.not_told_reason <> 'internal';

create view report_complaint as
    select account_id, id as complaint_id, year, number, conversation_id, inbox_id, origin, state, owner_id, cause,
           founded, opened_at_ms, due_at_ms, answered_at_ms, in_time, follow_up_outcome, closed_at_ms
      from complaint;
