-- Finding and listing a million conversations: words of each conversation, the moment that makes it urgent,
-- counts kept with every change, views, and what was done to many at once.

-- One row for a word of a conversation, folded and stemmed; with `<` and `>` before it whoever wrote and was written to.
create table search_term (
    account_id       bigint not null,
    term             word not null,
    conversation_id  bigint not null,
    primary key (account_id, term, conversation_id)
);

-- Accounts whose older messages are still to be made searchable, and up to which message that is done.
create table search_backlog (
    account_id  bigint not null primary key,
    message_id  bigint not null
);
insert into search_backlog (account_id, message_id) select distinct account_id, 0 from search_text;

-- The due moment that was missed and is still owed, else the earliest one; far ahead when nothing is owed.
alter table conversation add column urgent_at_ms bigint not null default 9000000000000000;
update conversation set urgent_at_ms = coalesce(
    (select f.due_at_ms from promise p join promise f on f.account_id = p.account_id and f.id = p.follows_id
      where p.account_id = conversation.account_id and p.conversation_id = conversation.id and p.state = 'open'
        and f.state = 'broken' order by p.due_at_ms, p.id limit 1),
    next_due_at_ms, 9000000000000000);

create index conversation_urgent on conversation (account_id, status, urgent_at_ms, id);
create index conversation_mine on conversation (account_id, assignee_id, status, urgent_at_ms, id);
create index conversation_status on conversation (account_id, status, updated_at_ms, id);
create index conversation_inbox on conversation (account_id, inbox_id, updated_at_ms, id);
drop index conversation_due;
create index conversation_due on conversation (account_id, status, coalesce(next_due_at_ms, 9223372036854775807), id);
create index conversation_tagged on conversation_tag (account_id, tag, conversation_id);
create index promise_settled on promise (account_id, state, settled_at_ms, id);

-- How many there are, changed in the transaction that changes what is counted.
create table tally (
    account_id  bigint not null,
    kind        word not null,
    subject     bigint not null,
    figure      bigint not null,
    primary key (account_id, kind, subject)
);
insert into tally (account_id, kind, subject, figure)
    select account_id, status, inbox_id, count(*) from conversation group by account_id, status, inbox_id;
insert into tally (account_id, kind, subject, figure)
    select account_id, 'assignee', coalesce(assignee_id, 0), count(*) from conversation
     where status = 'open' group by account_id, coalesce(assignee_id, 0);
insert into tally (account_id, kind, subject, figure)
    select account_id, 'team', coalesce(team_id, 0), count(*) from conversation
     where status = 'open' group by account_id, coalesce(team_id, 0);
insert into tally (account_id, kind, subject, figure)
    select account_id, 'trouble', 0, count(*) from conversation where trouble is not null group by account_id;

-- A list under a name: an address of the inbox, one's own or everybody's.
create table saved_view (
    account_id     bigint not null,
    id             bigint not null,
    oid            word not null,
    agent_id       bigint not null,
    name           text not null,
    place          text not null,
    shared         boolean not null,
    pinned         boolean not null,
    position       bigint not null,
    created_at_ms  bigint not null,
    primary key (account_id, id),
    unique (account_id, oid)
);

-- Something done to many conversations by one person, and what each was like before.
create table bulk (
    account_id     bigint not null,
    id             bigint not null,
    oid            word not null,
    agent_id       bigint not null,
    verb           word not null,
    given          text not null,
    made_at_ms     bigint not null,
    undone_at_ms   bigint,
    primary key (account_id, id),
    unique (account_id, oid)
);
create table bulk_row (
    account_id       bigint not null,
    bulk_id          bigint not null,
    conversation_id  bigint not null,
    before           text not null,
    undone           word,
    primary key (account_id, bulk_id, conversation_id)
);

-- What somebody looked at last.
create index seen_recent on seen (account_id, agent_id, seen_at_ms);
