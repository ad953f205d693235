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
create index arrival_raw_kept on arrival (account_id, received_at_ms, id) where raw_gone_at_ms is null;

-- Why: one stable name and what it speaks of, said in the reader's language.
update arrival set reason = '{"why":"probe"}' where reason = 'a probe of our own';
update arrival set reason = '{"why":"same_id"}' where reason = 'the same Message-ID with the same content';
update arrival set reason = '{"why":"same_content"}'
    where reason = 'the same content from the same sender within a day, without Message-ID';
update arrival set reason = '{"why":"person_said_spam"}' where reason = 'a person said so';
update arrival set reason = '{"why":"unseen_field"}' where reason like 'the field nobody sees%';
update arrival set reason = '{"why":"too_soon"}' where reason like 'it was confirmed sooner%';
update arrival set reason = '{"why":"task_answer"}' where reason = 'the answer to a task';
update arrival set reason = '{"why":"colleague"}' where reason = 'a colleague wrote into the conversation by mail';
update arrival set reason = '{"why":"many_tries"}' where reason like 'it could not be read to its end%';
update arrival set reason = '{"why":"machine","class":"' || class || '","detail":"'
      || replace(replace(substr(reason, length(class) + 3), '\', '\\'), '"', '\"') || '"}'
    where verdict = 'no_answer_owed' and class is not null and reason like class || ': %';
update arrival set reason = '{"why":"spam_header","detail":"'
      || replace(replace(reason, '\', '\\'), '"', '\"') || '"}'
    where verdict = 'spam' and reason is not null and reason not like '{"why":%';
update arrival set reason = '{"why":"reading_failed","detail":"'
      || replace(replace(substr(reason, 20), '\', '\\'), '"', '\"') || '"}'
    where reason like 'reading it failed: %';
update arrival set reason = '{"why":"unreadable_post","detail":"'
      || replace(replace(substr(reason, 47), '\', '\\'), '"', '\"') || '"}'
    where reason like 'a mail service posted what could not be read: %';
update promise set explanation = '{"why":"person_gave"}' where explanation = 'a person gave this moment';
update promise set explanation = '{"why":"person_moved"}' where explanation = 'a person moved it';
update promise set explanation = '{"why":"slot"}' where explanation = 'a call in the slot the customer chose';
update promise set explanation = '{"why":"carried"}'
    where explanation = 'carried over from the conversation it was split from';
update promise set explanation = '{"why":"policy","minutes":'
      || replace(explanation, ' open minutes for tier ', ',"tier":"') || '"}'
    where explanation like '% open minutes for tier _';
