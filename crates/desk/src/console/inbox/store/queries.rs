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

/// What every list is narrowed by; each parameter may be null, but for ?15, the reader, and ?18, now.
macro_rules! narrow {
    ($c:literal) => {
        concat!(
            $c, ".merged_into_id is null
             and (cast(?3 as bigint) is null or ", $c, ".inbox_id = ?3)
             and (cast(?4 as text) is null or exists (select 1 from conversation_tag t where t.account_id = ?1
                   and t.conversation_id = ", $c, ".id and t.tag = ?4))
             and (cast(?8 as bigint) is null or ", $c, ".team_id = ?8)
             and (cast(?9 as bigint) is null or coalesce(", $c, ".assignee_id, 0) = ?9)
             and (cast(?10 as text) is null or ", $c, ".tier = ?10)
             and (cast(?11 as text) is null or ", $c, ".channel = ?11)
             and (cast(?12 as bigint) is null or ", $c, ".created_at_ms >= ?12)
             and (cast(?13 as bigint) is null or ", $c, ".created_at_ms < ?13)
             and (cast(?14 as bigint) is null or exists (select 1 from search_term e where e.account_id = ?1
                   and e.term = '=file' and e.conversation_id = ", $c, ".id))
             and (cast(?20 as bigint) is null or ", $c, ".last_in_at_ms > coalesce((select s.seen_at_ms from seen s
                   where s.account_id = ?1 and s.conversation_id = ", $c, ".id and s.agent_id = ?15), 0))
             and (cast(?16 as text) is null or (?16 = 'late' and ", $c, ".urgent_at_ms <= ?18)
                   or (?16 = 'none' and ", $c, ".next_due_at_ms is null)
                   or exists (select 1 from promise q where q.account_id = ?1 and q.conversation_id = ", $c, ".id
                         and q.state = ?16 and coalesce(q.not_told_reason, '') <> 'internal'))
             and (cast(?17 as text) is null or ", $c, ".status = ?17)"
        )
    };
}

/// Rows of the list for the conversations of `$from`, which names each as `x.id`. Not joined:
/// SQLite would begin with the account and not with those few.
macro_rules! tickets {
    ($reader:literal, $from:expr, $order:literal) => {
        concat!(
            "select c.id, c.reference, coalesce(k.name, (
                select d.value from identity d where d.account_id = c.account_id and d.customer_id = c.customer_id
                order by d.id limit 1)),
              c.tier, c.subject, c.channel, i.name, a.name, c.status, c.returns_at_ms, c.closed_at_ms,
              c.trouble, p.made_at_ms, p.due_at_ms, f.due_at_ms, l.due_at_ms, l.settled_at_ms,
              c.urgent_at_ms, c.updated_at_ms,
              cast(case when c.last_in_at_ms > coalesce((select s.seen_at_ms from seen s where s.account_id = c.account_id
                and s.conversation_id = c.id and s.agent_id = ", $reader, "), 0) then 1 else 0 end as bigint)
             from conversation c
             join customer k on k.account_id = c.account_id and k.id = c.customer_id
             join inbox i on i.account_id = c.account_id and i.id = c.inbox_id
             left join agent a on a.account_id = c.account_id and a.id = c.assignee_id ",
            promised!(),
            " left join promise l on l.account_id = c.account_id and l.id = (
                select q.id from promise q where q.account_id = c.account_id and q.conversation_id = c.id
                  and q.state = 'kept' order by q.settled_at_ms desc, q.id desc limit 1)
             where c.account_id = ?1 and c.id in (select x.id from (", $from, ") x)
             order by ", $order, " limit 200"
        )
    };
}

/// Columns that narrowing looks at.
macro_rules! candidates {
    () => {
        "select c.id, c.merged_into_id, c.inbox_id, c.team_id, c.assignee_id, c.tier, c.channel, c.created_at_ms,
           c.last_in_at_ms, c.urgent_at_ms, c.next_due_at_ms, c.status
         from conversation c where c.account_id = ?1 and "
    };
}

/// Of so many conversations (?19) in the order of urgency after a place (?5, ?6), the first that fit.
macro_rules! by_due {
    ($filter:literal, $also:literal) => {
        tickets!(
            "?15",
            concat!(
                "select b.id from (",
                candidates!(),
                $filter,
                " and (c.urgent_at_ms, c.id) > (cast(?5 as bigint), cast(?6 as bigint))
                  order by c.urgent_at_ms, c.id limit ?19) b where ",
                narrow!("b"),
                $also,
                " limit ?7"
            ),
            "c.urgent_at_ms, c.id"
        )
    };
}

/// Where that many conversations in the order of urgency end.
macro_rules! due_end {
    ($filter:literal) => {
        concat!(
            "select c.urgent_at_ms, c.id from conversation c where c.account_id = ?1 and ",
            $filter,
            " and (c.urgent_at_ms, c.id) > (cast(?3 as bigint), cast(?4 as bigint))
              order by c.urgent_at_ms, c.id limit 1 offset ?5"
        )
    };
}

/// The same, the last changed first.
macro_rules! by_change {
    ($filter:literal) => {
        tickets!(
            "?15",
            concat!(
                "select b.id from (",
                candidates!(),
                $filter,
                " and (c.updated_at_ms, c.id) < (cast(?5 as bigint), cast(?6 as bigint))
                  order by c.updated_at_ms desc, c.id desc limit ?19) b where ",
                narrow!("b"),
                " limit ?7"
            ),
            "c.updated_at_ms desc, c.id desc"
        )
    };
}

macro_rules! change_end {
    ($filter:literal) => {
        concat!(
            "select c.updated_at_ms, c.id from conversation c where c.account_id = ?1 and ",
            $filter,
            " and (c.updated_at_ms, c.id) < (cast(?3 as bigint), cast(?4 as bigint))
              order by c.updated_at_ms desc, c.id desc limit 1 offset ?5"
        )
    };
}

db::queries! {
    "console_inbox";
    account {
        MINE = by_due!("c.status = 'open' and c.assignee_id = ?2", "");
        MINE_END = due_end!("c.status = 'open' and c.assignee_id = ?2");
        TEAM = by_due!("c.status = 'open'", " and (b.team_id is null or b.team_id in (
                 select m.team_id from team_member m where m.account_id = ?1 and m.agent_id = ?2))");
        TEAM_END = due_end!("c.status = 'open' and cast(?2 as bigint) > 0");
        RISK = by_due!("c.status = 'open' and c.urgent_at_ms <= ?2", "");
        RISK_END = due_end!("c.status = 'open' and c.urgent_at_ms <= ?2");
        KEPT = by_change!("c.id in (select s.conversation_id from promise s where s.account_id = ?1
                 and s.state = 'kept' and s.settled_at_ms >= ?2 and s.due_at_ms >= ?2)");
        KEPT_END = change_end!("c.id in (select s.conversation_id from promise s where s.account_id = ?1
                 and s.state = 'kept' and s.settled_at_ms >= ?2 and s.due_at_ms >= ?2)");
        DELIVERY = by_change!("c.trouble is not null and c.updated_at_ms >= ?2");
        DELIVERY_END = change_end!("c.trouble is not null and c.updated_at_ms >= ?2");
        IN_STATUS = by_change!("c.status = ?2");
        IN_STATUS_END = change_end!("c.status = ?2");
        IN_INBOX = by_change!("c.inbox_id = ?2");
        IN_INBOX_END = change_end!("c.inbox_id = ?2");
        ALL = by_change!("c.updated_at_ms >= ?2");
        ALL_END = change_end!("c.updated_at_ms >= ?2");
        /// Of 32 conversations those that fit, the newest first.
        FOUND = tickets!(
            "?15",
            concat!("select c.id from conversation c where c.account_id = ?1 and c.id in (?2, ?5, ?6, ?7, ?19, ?21, ?22, ?23,
                ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, ?43, ?44, ?45,
                ?46, ?47) and ", narrow!("c")),
            "c.id desc"
        );
        JUST_KEPT = tickets!(
            "?3",
            "select c.id from conversation c where c.account_id = ?1 and c.status = 'waiting' and c.assignee_id = ?3
               and c.id in (select s.conversation_id from promise s where s.account_id = ?1 and s.state = 'kept'
                 and s.settled_at_ms >= ?2 and s.due_at_ms >= ?2)
             order by c.updated_at_ms desc, c.id desc limit 5",
            "c.updated_at_ms desc, c.id desc"
        );
        /// Open ones of somebody (?2) urgent by ?3, counted to 10,000.
        MINE_URGENT = "select cast(count(*) as bigint) from (select c.id from conversation c
                         where c.account_id = ?1 and c.assignee_id = ?2 and c.status = 'open' and c.urgent_at_ms <= ?3
                         limit 10000) b";
        /// Open ones urgent by ?2, counted to 10,000.
        URGENT = "select cast(count(*) as bigint) from (select c.id from conversation c
                    where c.account_id = ?1 and c.status = 'open' and c.urgent_at_ms <= ?2 limit 10000) b";
        MY_TEAMS = "select team_id from team_member where account_id = ?1 and agent_id = ?2 order by team_id limit 500";
        INBOX_NAMED = "select id from inbox where account_id = ?1 and deleted_at_ms is null
                         and (lower(name) like ?2 or lower(coalesce(address, '')) like ?2) order by id limit 1";
        AGENT_NAMED = "select id from agent where account_id = ?1 and active = true
                         and (lower(name) like ?2 or lower(email) like ?2) order by name, id limit 1";
        INBOXES = "select id, oid, name, kind from inbox
                   where account_id = ?1 and deleted_at_ms is null order by id limit 50";
        /// Promises of replies settled between ?2 and ?3: kept, and kept or missed.
        SETTLED = "select cast(coalesce(sum(case when state = 'kept' then 1 else 0 end), 0) as bigint),
                     cast(count(*) as bigint) from promise
                   where account_id = ?1 and state in ('kept', 'broken') and due_at_ms >= ?2
                     and settled_at_ms >= ?2 and settled_at_ms <= ?3 and told_at_ms is not null";
        HERE = "select oid, name, presence, id from agent
                where account_id = ?1 and active = true and presence <> 'offline' and role <> 'integration'
                order by name, id limit 12";
        ANY = "select id from conversation where account_id = ?1 order by id limit 1";
        NEXT_DUE = "select next_due_at_ms from conversation
                    where account_id = ?1 and status = 'open' and coalesce(next_due_at_ms, 9223372036854775807) > ?2
                    order by coalesce(next_due_at_ms, 9223372036854775807) limit 1";
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
                  where account_id = ?1 and at_ms >= ?3 and (conversation_id = ?2 or conversation_id in (
                      select m.id from conversation m where m.account_id = ?1 and m.merged_into_id = ?2))
                    and type in ('conversation.merged', 'conversation.split', 'conversation.moved',
                    'conversation.undone', 'conversation.linked', 'conversation.unlinked', 'conversation.thanked',
                    'conversation.outcome_told', 'promise.restored', 'conversation.assigned', 'conversation.skills_changed', 'conversation.team_changed', 'conversation.tagged',
                    'conversation.snoozed', 'conversation.closed', 'conversation.reopened',
                    'conversation.returned', 'promise.told', 'promise.moved', 'promise.kept', 'promise.broken',
                    'promise.voided', 'promise.warned', 'message.failed', 'promise.called',
                    'conversation.rated', 'conversation.way_chosen', 'conversation.link_renewed',
                    'complaint.opened', 'complaint.proposed', 'complaint.labelled', 'complaint.answered',
                    'complaint.answer_failed', 'complaint.remedy_given', 'complaint.remedy_proposed',
                    'complaint.remedy_approved', 'complaint.remedy_refused', 'complaint.follow_up_asked',
                    'complaint.followed_up', 'complaint.reopened', 'complaint.closed')
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
