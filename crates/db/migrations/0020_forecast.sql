-- How much will come: what came in each half hour, counted from the event log; forecasts as they were made; days the company
-- knows to be unlike others.

-- People's messages by the half hour they came in: those a conversation began with, and further ones.
create table arrival_count (
    account_id  bigint not null,
    at_ms       bigint not null,
    channel     word not null,
    inbox_id    bigint not null,
    skill_id    bigint not null,
    begun       bigint not null,
    further     bigint not null,
    primary key (account_id, at_ms, channel, inbox_id, skill_id)
);

-- What of a conversation is in those counts, so that a change takes out exactly what was put in.
create table arrival_counted (
    account_id       bigint not null,
    conversation_id  bigint not null,
    last_at_ms       bigint not null,
    inbox_id         bigint not null,
    skill_id         bigint not null,
    counted          text not null,
    primary key (account_id, conversation_id)
);
create index arrival_counted_last on arrival_counted (account_id, last_at_ms);

-- How far the log was counted, when forecasts are made anew, the day the last nightly ones were made for, and how long
-- answers took when they were.
create table forecast_cursor (
    account_id  bigint not null primary key,
    seq         bigint not null,
    next_at_ms  bigint not null,
    night       word,
    handling    text not null
);
create index forecast_cursor_next on forecast_cursor (next_at_ms);

-- One day of one channel: the whole (skill -1), without a skill (0), or one skill. Means of its 48 half hours are thousandths.
create table forecast (
    account_id                bigint not null,
    channel                   word not null,
    skill_id                  bigint not null,
    day                       word not null,
    made                      word not null,
    made_at_ms                bigint not null,
    model                     word not null,
    days_known                bigint not null,
    dispersion_millionths     bigint not null,
    day_dispersion_millionths bigint not null,
    means                     text not null,
    primary key (account_id, channel, skill_id, day, made)
);
create index forecast_day on forecast (account_id, day);

create table special_day (
    account_id  bigint not null,
    id          bigint not null,
    oid         word not null,
    name        text not null,
    first_day   word not null,
    last_day    word not null,
    percent     bigint,
    primary key (account_id, id),
    unique (account_id, oid)
);
