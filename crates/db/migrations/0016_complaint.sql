-- Complaints: a kind of contact with a code, an owner, a cause, a remedy and a term of its own.

create table complaint (
    account_id             bigint not null,
    id                     bigint not null,
    oid                    word not null,
    code                   word not null,
    year                   bigint not null,
    number                 bigint not null,
    conversation_id        bigint not null,
    customer_id            bigint not null,
    inbox_id               bigint not null,
    message_id             bigint,
    origin                 word not null,
    words                  text not null,
    state                  word not null,
    owner_id               bigint not null,
    cause                  word,
    founded                boolean,
    term                   text not null,
    promise_id             bigint not null,
    opened_at_ms           bigint not null,
    due_at_ms              bigint not null,
    opened_by_id           bigint,
    answer_message_id      bigint,
    answered_at_ms         bigint,
    in_time                boolean,
    follow_up              word not null,
    follow_up_at_ms        bigint,
    follow_up_asked_at_ms  bigint,
    follow_up_task_id      bigint,
    follow_up_outcome      word,
    follow_up_note         text,
    followed_up_at_ms      bigint,
    closed_at_ms           bigint,
    closed_why             text,
    reopened               bigint not null,
    changed_at_ms          bigint not null,
    primary key (account_id, id)
);
create unique index complaint_oid on complaint (account_id, oid);
create unique index complaint_code on complaint (account_id, year, number);
create index complaint_conversation on complaint (account_id, conversation_id, id);
create index complaint_customer on complaint (account_id, customer_id, state);
create index complaint_due on complaint (account_id, state, due_at_ms, id);
create index complaint_opened on complaint (account_id, opened_at_ms, id);
create index complaint_cause on complaint (account_id, cause, opened_at_ms);
create index complaint_owner on complaint (account_id, owner_id, state);
create index complaint_answer on complaint (account_id, answer_message_id);
create index complaint_follow_up on complaint (follow_up_at_ms)
    where state = 'answered';

-- The last number given to a complaint of a year.
create table complaint_number (
    account_id  bigint not null,
    year        bigint not null,
    last        bigint not null,
    primary key (account_id, year)
);

-- What was offered to make it good, and who allowed it.
create table complaint_remedy (
    account_id      bigint not null,
    id              bigint not null,
    oid             word not null,
    complaint_id    bigint not null,
    kind            word not null,
    amount_cents    bigint not null,
    text            text not null,
    state           word not null,
    proposed_by_id  bigint,
    proposed_at_ms  bigint not null,
    decided_by_id   bigint,
    decided_at_ms   bigint,
    reason          text,
    primary key (account_id, id)
);
create unique index complaint_remedy_oid on complaint_remedy (account_id, oid);
create index complaint_remedy_of on complaint_remedy (account_id, complaint_id, id);

-- Words that may be a complaint, and what a person said of them: every answer is a label.
create table complaint_hint (
    account_id       bigint not null,
    id               bigint not null,
    oid              word not null,
    conversation_id  bigint not null,
    message_id       bigint,
    score            bigint not null,
    words            text not null,
    made_at_ms       bigint not null,
    answer           word,
    answered_at_ms   bigint,
    answered_by_id   bigint,
    primary key (account_id, id)
);
create unique index complaint_hint_oid on complaint_hint (account_id, oid);
create index complaint_hint_conversation on complaint_hint (account_id, conversation_id, id);
create index complaint_hint_answer on complaint_hint (account_id, answer, score);

-- A cause that keeps coming back, and who sees to it that it stops.
create table complaint_recurring (
    account_id    bigint not null,
    id            bigint not null,
    oid           word not null,
    cause         word not null,
    state         word not null,
    found_at_ms   bigint not null,
    found_count   bigint not null,
    owner_id      bigint not null,
    due_at_ms     bigint not null,
    note          text not null,
    done_at_ms    bigint,
    late_at_ms    bigint,
    primary key (account_id, id)
);
create unique index complaint_recurring_oid on complaint_recurring (account_id, oid);
create index complaint_recurring_cause on complaint_recurring (account_id, cause, id);
create index complaint_recurring_due on complaint_recurring (due_at_ms) where state = 'open' and late_at_ms is null;

-- The answer that keeps a legal promise, marked by a person; and the second word one mail may carry.
alter table promise add column answer_message_id bigint;
alter table outbox add column also_promise_id bigint;
