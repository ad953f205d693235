//! Questions the inbox asks of the store: read-only, across rooms, every list bounded.

/// The earliest open promise of a conversation, and the one that was missed before it.
macro_rules! promised {
    () => {
        "left join promise p on p.account_id = c.account_id and p.id = (
           select q.id from promise q where q.account_id = c.account_id and q.conversation_id = c.id
             and q.state = 'open' order by q.due_at_ms, q.id limit 1)
         left join promise f on f.account_id = c.account_id and f.id = p.follows_id and f.state = 'broken'"
    };
}

macro_rules! tickets {
    ($filter:expr, $narrow:expr, $order:expr) => {
        concat!(
            "select c.id, c.reference, coalesce(k.name, (
                select d.value from identity d where d.account_id = c.account_id and d.customer_id = c.customer_id
                order by d.id limit 1)),
              c.tier, c.subject, c.channel, i.name, a.name, c.status, c.returns_at_ms, c.closed_at_ms,
              c.trouble, p.made_at_ms, p.due_at_ms, f.due_at_ms, l.due_at_ms, l.settled_at_ms,
              coalesce(c.next_due_at_ms, 9000000000000000), c.updated_at_ms
             from conversation c
             join customer k on k.account_id = c.account_id and k.id = c.customer_id
             join inbox i on i.account_id = c.account_id and i.id = c.inbox_id
             left join agent a on a.account_id = c.account_id and a.id = c.assignee_id ",
            promised!(),
            " left join promise l on l.account_id = c.account_id and l.id = (
                select q.id from promise q where q.account_id = c.account_id and q.conversation_id = c.id
                  and q.state = 'kept' order by q.settled_at_ms desc, q.id desc limit 1)
             where c.account_id = ?1 and ",
            $filter,
            " ",
            $narrow,
            " ",
            $order
        )
    };
}

/// Narrowed to an inbox and a tag, and going on after a place in the order by due moment.
macro_rules! by_due {
    ($filter:expr) => {
        tickets!(
            $filter,
            "and (cast(?3 as bigint) is null or c.inbox_id = ?3)
             and (cast(?4 as text) is null or exists (select 1 from conversation_tag t where t.account_id = ?1
                   and t.conversation_id = c.id and t.tag = ?4))
             and (cast(?5 as bigint) is null or (coalesce(c.next_due_at_ms, 9000000000000000), c.id) > (cast(?5 as bigint), cast(?6 as bigint)))",
            "order by coalesce(c.next_due_at_ms, 9000000000000000), c.id limit ?7"
        )
    };
}

/// The same, newest first.
macro_rules! by_change {
    ($filter:expr) => {
        tickets!(
            $filter,
            "and (cast(?3 as bigint) is null or c.inbox_id = ?3)
             and (cast(?4 as text) is null or exists (select 1 from conversation_tag t where t.account_id = ?1
                   and t.conversation_id = c.id and t.tag = ?4))
             and (cast(?5 as bigint) is null or (c.updated_at_ms, c.id) < (cast(?5 as bigint), cast(?6 as bigint)))",
            "order by c.updated_at_ms desc, c.id desc limit ?7"
        )
    };
}

db::queries! {
    "console_inbox";
    account {
        MINE = by_due!("c.status = 'open' and c.assignee_id = ?2");
        TEAM = by_due!("c.status = 'open' and (c.team_id is null or c.team_id in (
                 select m.team_id from team_member m where m.account_id = ?1 and m.agent_id = ?2))");
        RISK = by_due!("c.status = 'open' and (c.next_due_at_ms <= ?2 or f.id is not null)");
        KEPT = by_change!("c.id in (select s.conversation_id from promise s where s.account_id = ?1
                 and s.state = 'kept' and s.due_at_ms >= ?2 and s.settled_at_ms >= ?2)");
        DELIVERY = by_change!("c.trouble is not null and c.updated_at_ms >= ?2");
        IN_STATUS = by_change!("c.status = ?2");
        ALL = by_change!("c.created_at_ms >= ?2");
        FOUND = tickets!(
            "c.id in (select s.conversation_id from search_text s where s.account_id = ?1
               and s.content like ?2 and s.content like ?3 and s.content like ?4 and s.content like ?5
               group by s.conversation_id order by max(s.message_id) desc limit 100)",
            "and (cast(?6 as bigint) is null or c.inbox_id = ?6)",
            "order by c.updated_at_ms desc, c.id desc limit 100"
        );
        JUST_KEPT = tickets!(
            "c.status = 'waiting' and c.assignee_id = ?2 and c.id in (
               select s.conversation_id from promise s where s.account_id = ?1 and s.state = 'kept'
                 and s.due_at_ms >= ?3 and s.settled_at_ms >= ?3)",
            "",
            "order by c.updated_at_ms desc, c.id desc limit 5"
        );
        /// ?2 the reader, ?3 half an hour from now, ?4 now.
        OPEN_COUNTS = concat!(
            "select cast(coalesce(sum(case when c.assignee_id = ?2 then 1 else 0 end), 0) as bigint),
              cast(coalesce(sum(case when c.assignee_id = ?2 and (c.next_due_at_ms <= ?3 or f.id is not null)
                then 1 else 0 end), 0) as bigint),
              cast(coalesce(sum(case when c.team_id is null or c.team_id in (
                select m.team_id from team_member m where m.account_id = ?1 and m.agent_id = ?2)
                then 1 else 0 end), 0) as bigint),
              cast(coalesce(sum(case when c.next_due_at_ms <= ?3 or f.id is not null then 1 else 0 end), 0) as bigint),
              cast(coalesce(sum(case when c.next_due_at_ms <= ?4 or f.id is not null then 1 else 0 end), 0) as bigint)
             from conversation c ", promised!(), " where c.account_id = ?1 and c.status = 'open'"
        );
        ASIDE_COUNTS = "select status, cast(count(*) as bigint) from conversation
                        where account_id = ?1 and status in ('waiting', 'snoozed') group by status limit 2";
        TROUBLE_COUNT = "select cast(count(*) as bigint) from conversation where account_id = ?1 and trouble is not null";
        INBOX_COUNTS = "select i.oid, i.name, i.kind, cast(count(c.id) as bigint) from inbox i
                        left join conversation c on c.account_id = i.account_id and c.inbox_id = i.id and c.status = 'open'
                        where i.account_id = ?1 and i.deleted_at_ms is null
                        group by i.id, i.oid, i.name, i.kind order by i.id limit 50";
        /// Promises of replies settled between ?2 and ?3: kept, and kept or missed.
        SETTLED = "select cast(coalesce(sum(case when state = 'kept' then 1 else 0 end), 0) as bigint),
                     cast(count(*) as bigint) from promise
                   where account_id = ?1 and state in ('kept', 'broken') and due_at_ms >= ?2
                     and settled_at_ms >= ?2 and settled_at_ms <= ?3 and told_at_ms is not null";
        HERE = "select oid, name, presence, id from agent
                where account_id = ?1 and active = true and presence <> 'offline' and role <> 'integration'
                order by name, id limit 12";
        NEXT_DUE = "select min(next_due_at_ms) from conversation
                    where account_id = ?1 and status = 'open' and next_due_at_ms > ?2";
        FIRST_SHOWN = "select min(m.id) from (select id from message where account_id = ?1 and conversation_id = ?2
                       order by id desc limit ?3) m";
        TIMELINE = "select id, oid, direction, channel, author_kind, author_id, author_name, author_address, recipients,
                      substr(reply_text, 1, 20000), substr(quoted_text, 1, 20000), forwarded, authentication, warning,
                      automatic, created_at_ms, cast(case when html is null then 0 else 1 end as bigint),
                      cast(case when html like '%data-src%' then 1 else 0 end as bigint), substr(text, 1, 20000)
                    from message where account_id = ?1 and conversation_id = ?2 and id >= ?3 order by id limit 500";
        FILES = "select t.message_id, t.oid, t.name, t.content_type, t.size_bytes, t.inline from attachment t
                 join message m on m.account_id = t.account_id and m.id = t.message_id
                 where t.account_id = ?1 and m.conversation_id = ?2 and m.id >= ?3 order by t.id limit 1000";
        DELIVERIES = "select message_id, state, not_before_ms, attempts, last_error, sent_at_ms, last_code, first_recipient
                      from outbox where account_id = ?1 and conversation_id = ?2 order by id limit 1000";
        EVENTS = "select seq, type, at_ms, actor_kind, actor_id, data from event
                  where account_id = ?1 and conversation_id = ?2 and at_ms >= ?3 and type in (
                    'conversation.assigned', 'conversation.team_changed', 'conversation.tagged',
                    'conversation.snoozed', 'conversation.closed', 'conversation.reopened',
                    'conversation.returned', 'promise.told', 'promise.moved', 'promise.kept', 'promise.broken',
                    'promise.voided', 'promise.warned', 'message.failed')
                  order by seq desc limit 300";
        KEPT_OF = "select cast(coalesce(sum(case when p.state = 'kept' then 1 else 0 end), 0) as bigint),
                     cast(coalesce(sum(case when p.state = 'broken' then 1 else 0 end), 0) as bigint)
                   from promise p join conversation c on c.account_id = p.account_id and c.id = p.conversation_id
                   where p.account_id = ?1 and c.customer_id = ?2";
        OWED_TO = "select p.kind, p.text, p.made_at_ms, p.due_at_ms, c.reference
                   from promise p join conversation c on c.account_id = p.account_id and c.id = p.conversation_id
                   where p.account_id = ?1 and c.customer_id = ?2 and p.state = 'open'
                     and coalesce(p.not_told_reason, '') <> 'internal'
                   order by p.due_at_ms, p.id limit 10";
        OTHERS = "select reference, subject, status, updated_at_ms from conversation
                  where account_id = ?1 and customer_id = ?2 and id <> ?3 order by id desc limit 10";
        KNOWN_TAGS = "select tag from conversation_tag where account_id = ?1 group by tag order by tag limit 200";
        BODY = "select html, text from message where account_id = ?1 and oid = ?2";
        BODY_FILES = "select t.oid, t.content_id from attachment t
                      join message m on m.account_id = t.account_id and m.id = t.message_id
                      where t.account_id = ?1 and m.oid = ?2 and t.content_id is not null order by t.id limit 500";
    }
}
