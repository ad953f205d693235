//! Rows of what was learnt, and of the conversations it is learnt from.

db::queries! {
    "routing_learnt";
    account {
        /// Conversations that have a skill of somebody's, or one that stood until they were answered or closed.
        LABELLED = "select c.id, c.customer_id, c.subject, c.skills, n.rule_id, substr(m.reply_text, 1, 4000)
                    from routing_need n
                    join conversation c on c.account_id = n.account_id and c.id = n.conversation_id
                    left join message m on m.account_id = c.account_id and m.id = (
                      select min(q.id) from message q where q.account_id = c.account_id and q.conversation_id = c.id
                        and q.direction = 'in')
                    where n.account_id = ?1 and n.conversation_id < ?2 and c.merged_into_id is null and c.skills <> '[]'
                      and (n.by_hand = true or (n.rule_id is not null or n.learnt_id is not null)
                        and (c.status = 'closed' or c.last_out_at_ms is not null))
                    order by n.conversation_id desc limit ?3";
        /// What nobody has and nobody and nothing named.
        UNNAMED = "select c.id from conversation c
                   left join routing_need n on n.account_id = c.account_id and n.conversation_id = c.id
                   where c.account_id = ?1 and c.status = 'open' and c.assignee_id is null and c.skills = '[]'
                     and c.merged_into_id is null
                     and (n.conversation_id is null or n.by_hand = false and n.rule_id is null and n.learnt_id is null)
                   order by c.urgent_at_ms, c.id limit ?2";
        FIRST = "select c.subject, substr(m.reply_text, 1, 4000) from conversation c
                 left join message m on m.account_id = c.account_id and m.id = (
                   select min(q.id) from message q where q.account_id = c.account_id and q.conversation_id = c.id
                     and q.direction = 'in')
                 where c.account_id = ?1 and c.id = ?2";
        FITTED = "select fitted_at_ms, measure from skill_learnt where account_id = ?1";
        COUNTS = "select counts from skill_learnt where account_id = ?1 and counts is not null";
        /// Whoever read it as it stood writes; another node that fitted meanwhile was first.
        KEEP = "insert into skill_learnt (account_id, fitted_at_ms, measure, counts) values (?1, ?2, ?3, ?4)
                on conflict (account_id) do update set fitted_at_ms = excluded.fitted_at_ms, measure = excluded.measure,
                  counts = excluded.counts where skill_learnt.fitted_at_ms = ?5";
        FIGURES = "select n.learnt_id, cast(count(*) as bigint),
                     cast(sum(case when n.by_hand = true then 1 else 0 end) as bigint)
                   from routing_need n
                   join conversation c on c.account_id = n.account_id and c.id = n.conversation_id
                   where n.account_id = ?1 and n.learnt_id is not null and c.created_at_ms >= ?2
                   group by n.learnt_id order by n.learnt_id limit 1000";
    }
    everywhere {
        DUE = "select a.account_id from account a left join skill_learnt l on l.account_id = a.account_id
               where l.account_id is null or l.fitted_at_ms <= ?1 order by a.account_id limit ?2";
    }
}
