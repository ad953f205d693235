-- Reports and the wallboard find what they count without looking at anything else: answers by people, and what waits.

create index message_answer on message (account_id, conversation_id, created_at_ms, id, author_id, direction, author_kind,
    automatic) where direction = 'out' and author_kind = 'agent' and automatic = false;
create index conversation_owed on conversation (account_id, inbox_id, team_id, status, tier, assignee_id, created_at_ms,
    last_in_at_ms, last_out_at_ms, urgent_at_ms, id) where status in ('open', 'snoozed');
