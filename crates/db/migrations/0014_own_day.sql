-- Whose word a settled promise was: of whoever answered or moved it, else of whoever had the conversation when its
-- moment passed. What somebody has kept stays theirs when the conversation goes on to a colleague.

alter table promise add column owner_id bigint null;
update promise set owner_id = coalesce(settled_by_id,
    (select c.assignee_id from conversation c
      where c.account_id = promise.account_id and c.id = promise.conversation_id))
 where state in ('kept', 'broken', 'moved');
create index promise_owner on promise (account_id, owner_id, settled_at_ms, id);
