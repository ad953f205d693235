-- How long answers will take, worked out from the queue as it is; what a promise was, or would have been, by it; and
-- whether it held.

alter table inbox add column promises_by word not null default 'policy';

create table estimate (
    account_id       bigint not null,
    id               bigint not null,
    inbox_id         bigint not null,
    made_at_ms       bigint not null,
    seen             word not null,
    model            word not null,
    inputs           text not null,
    inputs_hash      word not null,
    predicted_a_ms   bigint not null,
    predicted_b_ms   bigint not null,
    predicted_c_ms   bigint not null,
    calibrated_on    word not null,
    calibration      text not null,
    primary key (account_id, id)
);
create index estimate_latest on estimate (account_id, inbox_id, id);

create table promise_estimate (
    account_id       bigint not null,
    promise_id       bigint not null,
    conversation_id  bigint not null,
    inbox_id         bigint not null,
    tier             word not null,
    estimate_id      bigint not null,
    made_at_ms       bigint not null,
    told             boolean not null,
    ready            boolean not null,
    predicted_ms     bigint not null,
    q_millionths     bigint not null,
    announced_ms     bigint not null,
    due_at_ms        bigint not null,
    known_at_ms      bigint,
    waited_ms        bigint,
    primary key (account_id, promise_id)
);
create index promise_estimate_waiting on promise_estimate (account_id, conversation_id, promise_id)
    where known_at_ms is null;
create index promise_estimate_known on promise_estimate (account_id, inbox_id, known_at_ms, promise_id);
create index promise_estimate_made on promise_estimate (account_id, inbox_id, made_at_ms, promise_id);
create index promise_estimate_of on promise_estimate (account_id, estimate_id);

-- When the customer of a long promise hears once more that it stands; null where nothing is to be said (any more).
alter table promise add column progress_at_ms bigint null;
create index promise_progress on promise (progress_at_ms) where state = 'open' and progress_at_ms is not null;

create index promise_inbox on promise (account_id, inbox_id, made_at_ms, id);
create index promise_standing on promise (account_id, inbox_id, id) where state = 'open';
