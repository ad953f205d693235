//! What the API reads across rooms: rows with the outside names of what they point to. Read only, but for the keys of
//! [`super::idempotency`].

macro_rules! conversation_columns {
    () => {
        "select c.id, c.oid, c.reference, c.track_token, c.subject, c.status, c.channel, i.oid, c.tier, c.skills,
                c.priority, c.created_at_ms, c.updated_at_ms, c.closed_at_ms, c.returns_at_ms, c.next_due_at_ms,
                c.message_count, c.trouble, cu.id, cu.oid, cu.name, cu.tier, cu.language, a.oid, t.oid, l.oid
           from conversation c
           join inbox i on i.account_id = c.account_id and i.id = c.inbox_id
           join customer cu on cu.account_id = c.account_id and cu.id = c.customer_id
           left join agent a on a.account_id = c.account_id and a.id = c.assignee_id
           left join team t on t.account_id = c.account_id and t.id = c.team_id
           left join conversation l on l.account_id = c.account_id and l.id = c.linked_id "
    };
}

/// `?2` to `?5`: status, inbox, assignee (0 for nobody), customer; each may be null.
macro_rules! conversation_filters {
    () => {
        " b.merged_into_id is null
           and (cast(?2 as text) is null or b.status = ?2)
           and (cast(?3 as bigint) is null or b.inbox_id = ?3)
           and (cast(?4 as bigint) is null or coalesce(b.assignee_id, 0) = ?4)
           and (cast(?5 as bigint) is null or b.customer_id = ?5) "
    };
}

/// Of `?8` candidates those that pass, `?7` at most.
macro_rules! conversation_page {
    ($candidates:literal) => {
        concat!("select b.id, b.due_at_ms from (
             select s.id, coalesce(s.next_due_at_ms, 9223372036854775807) as due_at_ms, s.merged_into_id, s.status,
               s.inbox_id, s.assignee_id, s.customer_id
             from conversation s where s.account_id = ?1 and ", $candidates, " limit ?8) b
           where ", conversation_filters!(), " limit ?7")
    };
}

macro_rules! promise_columns {
    () => {
        "select p.id, p.oid, c.oid, p.kind, p.tier, p.state, p.made_at_ms, p.due_at_ms, p.original_due_at_ms,
                p.told_at_ms, p.told_via, p.not_told_reason, p.confidence, p.source, p.explanation, p.inputs, p.text,
                p.moved_reason, p.settled_at_ms, m.oid, f.oid, a.oid
           from promise p
           join conversation c on c.account_id = p.account_id and c.id = p.conversation_id
           left join promise m on m.account_id = p.account_id and m.id = p.moved_to_id
           left join promise f on f.account_id = p.account_id and f.id = p.follows_id
           left join agent a on a.account_id = p.account_id and a.id = p.made_by_id "
    };
}

macro_rules! arrival_columns {
    () => {
        "select r.id, r.oid, r.channel, i.oid, r.received_at_ms, r.sender, r.recipient, r.size_bytes, r.sha256,
                r.class, r.bounce, r.verdict, r.reason, c.oid, m.oid, r.subject, r.from_name, r.oddities,
                r.authentication, r.attempts, r.settled_at_ms, r.raw_gone_at_ms
           from arrival r
           join inbox i on i.account_id = r.account_id and i.id = r.inbox_id
           left join conversation c on c.account_id = r.account_id and c.id = r.conversation_id
           left join message m on m.account_id = r.account_id and m.id = r.message_id "
    };
}

macro_rules! outgoing_columns {
    () => {
        "select o.id, o.oid, o.kind, o.state, c.oid, m.oid, p.oid, i.oid, o.automatic, o.recipients, o.subject,
                o.wording, o.attempts, o.not_before_ms, o.last_error, o.last_code, o.created_at_ms, o.sent_at_ms
           from outbox o
           left join conversation c on c.account_id = o.account_id and c.id = o.conversation_id
           left join inbox i on i.account_id = o.account_id and i.id = o.inbox_id
           left join message m on m.account_id = o.account_id and m.id = o.message_id
           left join promise p on p.account_id = o.account_id and p.id = o.promise_id "
    };
}

db::queries! {
    "api";
    account {
        CONVERSATION = concat!(conversation_columns!(), "where c.account_id = ?1 and c.id = ?2");
        /// 32 of them together.
        CONVERSATIONS_AMONG = concat!(conversation_columns!(), "where c.account_id = ?1 and c.id in (?2, ?3, ?4, ?5, ?6,
            ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29,
            ?30, ?31, ?32, ?33) limit 32");
        CONVERSATION_BY_OID = concat!(conversation_columns!(), "where c.account_id = ?1 and c.oid = ?2");
        CONVERSATIONS_NEWEST = conversation_page!("s.id < ?6 order by s.id desc");
        NEWEST_END = "select s.id from conversation s where s.account_id = ?1 and s.id < ?2 order by s.id desc limit 1 offset ?3";
        CONVERSATIONS_OF = conversation_page!("s.customer_id = ?5 and s.id < ?6 order by s.id desc");
        /// Of one status (?9), after a due moment and an id. Those that owe nothing come last.
        CONVERSATIONS_DUE = conversation_page!("s.status = ?9
            and (coalesce(s.next_due_at_ms, 9223372036854775807), s.id) > (cast(?6 as bigint), cast(?10 as bigint))
            order by coalesce(s.next_due_at_ms, 9223372036854775807), s.id");
        DUE_END = "select coalesce(s.next_due_at_ms, 9223372036854775807), s.id from conversation s
                   where s.account_id = ?1 and s.status = ?2
                     and (coalesce(s.next_due_at_ms, 9223372036854775807), s.id) > (cast(?3 as bigint), cast(?4 as bigint))
                   order by coalesce(s.next_due_at_ms, 9223372036854775807), s.id limit 1 offset ?5";
        /// Whether one that a search found passes.
        CONVERSATION_PASSES = concat!("select b.id, coalesce(b.next_due_at_ms, 9223372036854775807) from conversation b
            where b.account_id = ?1 and b.id = ?6 and", conversation_filters!(), "limit 1");
        PROMISE_BY_OID = concat!(promise_columns!(), "where p.account_id = ?1 and p.oid = ?2");
        /// The open one that falls due first, else the last.
        PROMISE_OF = concat!(promise_columns!(), "where p.account_id = ?1 and p.conversation_id = ?2
            order by case when p.state = 'open' then 0 else 1 end,
                     case when p.state = 'open' then p.due_at_ms else 0 end, p.id desc
            limit 1");
        PROMISES = concat!(promise_columns!(), "where p.account_id = ?1 and p.id < ?2
            and (cast(?3 as text) is null or p.state = ?3)
            and (cast(?4 as bigint) is null or p.conversation_id = ?4)
            order by p.id desc limit ?5");
        ARRIVAL_BY_OID = concat!(arrival_columns!(), "where r.account_id = ?1 and r.oid = ?2");
        ARRIVALS = concat!(arrival_columns!(), "where r.account_id = ?1 and r.id < ?2
            and (cast(?3 as text) is null or r.verdict = ?3)
            and (cast(?4 as text) is null or lower(r.recipient) = lower(?4))
            and (cast(?5 as text) is null or r.channel = ?5)
            order by r.id desc limit ?6");
        FIRST_ARRIVAL = "select cast(min(received_at_ms) as bigint) from arrival where account_id = ?1";
        OUTGOING_BY_OID = concat!(outgoing_columns!(), "where o.account_id = ?1 and o.oid = ?2");
        OUTBOX = concat!(outgoing_columns!(), "where o.account_id = ?1 and o.id < ?2
            and (cast(?3 as text) is null or o.state = ?3)
            order by o.id desc limit ?4");
        /// Everything a customer and we wrote to each other, over all conversations, newest first.
        TIMELINE = "select m.id, c.oid, c.reference from message m
                    join conversation c on c.account_id = m.account_id and c.id = m.conversation_id
                    where m.account_id = ?1 and c.customer_id = ?2 and m.id < ?3 order by m.id desc limit ?4";
        EVENTS = "select e.seq, e.type, e.at_ms, e.actor_kind, coalesce(a.oid, cu.oid, t.oid), c.oid, e.data
                    from event e
                    left join agent a on e.actor_kind = 'agent' and a.account_id = e.account_id and a.id = e.actor_id
                    left join customer cu on e.actor_kind = 'customer' and cu.account_id = e.account_id
                                         and cu.id = e.actor_id
                    left join token t on e.actor_kind = 'integration' and t.account_id = e.account_id
                                     and t.id = e.actor_id
                    left join conversation c on c.account_id = e.account_id and c.id = e.conversation_id
                   where e.account_id = ?1 and e.seq > ?2 order by e.seq limit ?3";
        /// Who wrote a message, by outside name.
        AUTHOR = "select coalesce(
                    (select a.oid from agent a where a.account_id = ?1 and a.id = ?2 and ?3 = 'agent'),
                    (select c.oid from customer c where c.account_id = ?1 and c.id = ?2 and ?3 = 'customer'),
                    (select t.oid from token t where t.account_id = ?1 and t.id = ?2 and ?3 = 'integration'))";
        ARRIVAL_OID = "select oid from arrival where account_id = ?1 and id = ?2";
        KEY = "select body_sha256, status, content_type, response from idempotency
               where account_id = ?1 and token_id = ?2 and idem_key = ?3";
        KEEP_KEY = "insert into idempotency (account_id, token_id, idem_key, body_sha256, status, content_type, response,
                      created_at_ms)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        SWEEP_KEYS = "delete from idempotency where account_id = ?1 and created_at_ms < ?2";
    }
}
