-- The door and the settings: people are found by their address in any account, an inbox may send no acknowledgement
-- of its own, and the log of administrative changes is read without the conversations' events between.
alter table inbox add column acknowledges boolean not null default true;
create index agent_email on agent (email);
create index session_agent on session (account_id, agent_id);
create index one_time_link_agent on one_time_link (account_id, agent_id);
create index event_house on event (account_id, seq)
    where conversation_id is null and type not in (
      'agent.notices_changed', 'agent.presence_changed', 'agent.push_subscribed', 'agent.push_unsubscribed',
      'answer.held', 'answer.scheduled', 'answer.unscheduled', 'arrival.accepted', 'arrival.marked_spam',
      'arrival.settled', 'arrival.unmarked_spam', 'channel.alarmed', 'channel.recovered', 'customer.changed',
      'customer.created', 'domain.checked', 'mailbox.failed',
      'mailbox.reconciled', 'mailbox.recovered', 'message.delivered', 'message.failed', 'message.postponed',
      'message.retried', 'message.sent', 'notice.made', 'notice.read', 'promise.broken', 'promise.kept',
      'promise.made', 'promise.moved', 'promise.told', 'promise.voided', 'promise.warned');
