-- What a customer chose is asked before an answer leaves, so it stands apart from what the page of a request shows.
create table preference (
    account_id       bigint not null,
    conversation_id  bigint not null,
    way              word not null,
    chosen_at_ms     bigint not null,
    primary key (account_id, conversation_id)
);
insert into preference (account_id, conversation_id, way, chosen_at_ms)
    select tracking.account_id, tracking.conversation_id, tracking.way, conversation.updated_at_ms
    from tracking join conversation
      on conversation.account_id = tracking.account_id and conversation.id = tracking.conversation_id
    where tracking.way is not null;
alter table tracking drop column way;

-- Contents too large for a row are looked for by their hash before they are taken away.
create index attachment_file on attachment (sha256) where size_bytes > 262144;
create index arrival_file on arrival (sha256) where size_bytes > 262144;

-- When the raw bytes of an arrival were let go; the arrival itself stays.
alter table arrival add column raw_gone_at_ms bigint;
create index arrival_raw_kept on arrival (account_id, settled_at_ms, id) where raw_gone_at_ms is null;
