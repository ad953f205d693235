//! Rows of what waits, what it needs, who has how much, and who sent what back.

db::queries! {
    "routing";
    account {
        LAST_ANSWERER = "select m.author_id from conversation c
                         join message m on m.account_id = c.account_id and m.conversation_id = c.id
                         where c.account_id = ?1 and c.customer_id = ?2 and m.author_kind = 'agent'
                           and m.direction = 'out' and m.created_at_ms >= ?3
                         order by m.created_at_ms desc limit 1";
        LOAD = "select cast(count(*) as bigint) from conversation
                where account_id = ?1 and assignee_id = ?2 and status = 'open'";
        OF_TEAM = "select id from conversation where account_id = ?1 and team_id = ?2 and status <> 'closed'
                   order by id limit 10000";
        OF_AGENT = "select id from conversation where account_id = ?1 and assignee_id = ?2 and status <> 'closed'
                    order by id limit 10000";
        LEAVE_TEAM = "update conversation set team_id = null where account_id = ?1 and team_id = ?2";
        WAITING = "select c.id, c.channel, c.tier, c.skills, c.inbox_id, c.team_id, cu.language, c.created_at_ms,
                     p.made_at_ms, p.due_at_ms, n.level, n.prefers_id, n.held_until_ms, c.assignee_id
                   from conversation c
                   join customer cu on cu.account_id = c.account_id and cu.id = c.customer_id
                   left join promise p on p.account_id = c.account_id and p.id = (
                     select q.id from promise q where q.account_id = c.account_id and q.conversation_id = c.id
                       and q.state = 'open' order by q.due_at_ms, q.id limit 1)
                   left join routing_need n on n.account_id = c.account_id and n.conversation_id = c.id
                   where c.account_id = ?1 and c.status = 'open' and c.assignee_id is null
                     and (cast(?2 as bigint) is null or c.id = ?2)
                   order by c.urgent_at_ms, c.id limit ?3";
        /// The same of everything that is owed an answer, whoever has it.
        OWED = "select c.id, c.channel, c.tier, c.skills, c.inbox_id, c.team_id, cu.language, c.created_at_ms,
                  p.made_at_ms, p.due_at_ms, n.level, n.prefers_id, n.held_until_ms, c.assignee_id
                from conversation c
                join customer cu on cu.account_id = c.account_id and cu.id = c.customer_id
                join promise p on p.account_id = c.account_id and p.id = (
                  select q.id from promise q where q.account_id = c.account_id and q.conversation_id = c.id
                    and q.state = 'open' order by q.due_at_ms, q.id limit 1)
                left join routing_need n on n.account_id = c.account_id and n.conversation_id = c.id
                where c.account_id = ?1 and c.status = 'open'
                order by c.urgent_at_ms, c.id limit ?2";
        /// Answers that left in time, with the moment from which they waited.
        ANSWERS = "select settled_by_id, made_at_ms, settled_at_ms from promise
                   where account_id = ?1 and state = 'kept' and settled_at_ms >= ?2 and settled_by_id is not null
                   order by settled_at_ms desc, id desc limit ?3";
        LOADS = "select assignee_id, channel, cast(count(*) as bigint) from conversation
                 where account_id = ?1 and status = 'open' and assignee_id is not null
                 group by assignee_id, channel order by assignee_id, channel limit 20000";
        MEMBERS = "select inbox_id, agent_id from inbox_member where account_id = ?1 order by inbox_id, agent_id limit 100000";
        /// What somebody has in hand, with the promise that falls due first.
        IN_HAND = "select c.id, c.inbox_id, c.team_id, p.made_at_ms, p.due_at_ms from conversation c
                   join promise p on p.account_id = c.account_id and p.id = (
                     select q.id from promise q where q.account_id = c.account_id and q.conversation_id = c.id
                       and q.state = 'open' order by q.due_at_ms, q.id limit 1)
                   where c.account_id = ?1 and c.assignee_id = ?2 and c.status = 'open'
                   order by c.urgent_at_ms, c.id limit ?3";
        REFUSED = "select conversation_id, agent_id, until_ms from routing_refusal
                   where account_id = ?1 and until_ms > ?2 order by until_ms limit 10000";
        REFUSE = "insert into routing_refusal (account_id, conversation_id, agent_id, until_ms) values (?1, ?2, ?3, ?4)
                  on conflict (account_id, conversation_id, agent_id) do update set until_ms = excluded.until_ms";
        FORGET_REFUSALS = "delete from routing_refusal where account_id = ?1 and until_ms <= ?2";
        NEED = "select level, rule_id, found, by_hand, learnt_id, learnt_tenths from routing_need where account_id = ?1 and conversation_id = ?2";
        SET_NEED = "insert into routing_need (account_id, conversation_id, level, rule_id, found, by_hand, learnt_id,
                      learnt_tenths)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                    on conflict (account_id, conversation_id) do update set level = excluded.level,
                      rule_id = excluded.rule_id, found = excluded.found, by_hand = excluded.by_hand,
                      learnt_id = excluded.learnt_id, learnt_tenths = excluded.learnt_tenths";
        PREFER = "insert into routing_need (account_id, conversation_id, level, by_hand, prefers_id) values (?1, ?2, 1, false, ?3)
                  on conflict (account_id, conversation_id) do update set prefers_id = excluded.prefers_id, held_until_ms = null";
        HOLD = "update routing_need set held_until_ms = ?3
                where account_id = ?1 and conversation_id = ?2 and held_until_ms is null";
        NO_PREFERENCE = "update routing_need set prefers_id = null, held_until_ms = null
                         where account_id = ?1 and conversation_id = ?2 and prefers_id is not null";
        OPENED = "select c.id, c.oid, c.reference, c.subject, c.inbox_id, c.skills, m.reply_text
                  from conversation c
                  left join message m on m.account_id = c.account_id and m.id = (
                    select min(q.id) from message q where q.account_id = c.account_id and q.conversation_id = c.id
                      and q.direction = 'in')
                  where c.account_id = ?1 and c.merged_into_id is null order by c.created_at_ms desc, c.id desc limit ?2";
        RULE_FIGURES = "select n.rule_id, cast(count(*) as bigint),
                          cast(sum(case when n.by_hand = true then 1 else 0 end) as bigint)
                        from routing_need n
                        join conversation c on c.account_id = n.account_id and c.id = n.conversation_id
                        where n.account_id = ?1 and n.rule_id is not null and c.created_at_ms >= ?2
                        group by n.rule_id order by n.rule_id limit 1000";
        LAST_GIVEN = "select at_ms, actor_kind, actor_id, data from event
                      where account_id = ?1 and conversation_id = ?2 and type = 'conversation.assigned'
                      order by seq desc limit 1";
    }
    everywhere {
        ENDS = "select account_id, event_seq from account order by account_id limit 100000";
    }
}
