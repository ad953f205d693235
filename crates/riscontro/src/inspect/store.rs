//! Rows as the inspection reads them: of every account, page after page, each with what it names beside it.

use db::{Error, Row};

db::queries! {
    "inspect";
    account {}
    everywhere {
        ARRIVALS_BY_VERDICT = "select verdict, cast(count(*) as bigint) from arrival group by verdict limit 100";
        OLDEST_WAITING = "select min(received_at_ms) from arrival where verdict = 'waiting'";
        CONVERSATIONS_BY_STATUS = "select kind, cast(sum(figure) as bigint) from tally
            where kind in ('open', 'waiting', 'snoozed', 'closed') group by kind limit 100";
        /// Counts kept that are not what counting gives, and by how much.
        MISCOUNTED = "
    select x.account_id, x.kind, cast(sum(x.n) as bigint) from (
      select account_id, status as kind, inbox_id as subject, cast(-1 as bigint) as n from conversation
      union all select account_id, 'assignee', coalesce(assignee_id, 0), -1 from conversation where status = 'open'
      union all select account_id, 'team', coalesce(team_id, 0), -1 from conversation where status = 'open'
      union all select account_id, 'trouble', 0, -1 from conversation where trouble is not null
      union all select account_id, kind, subject, figure from tally) x
    group by x.account_id, x.kind, x.subject having sum(x.n) <> 0 order by x.account_id, x.kind, x.subject limit 100";
        PROMISES_BY_STATE = "select state, cast(count(*) as bigint) from promise group by state limit 100";
        PROMISES_PAST_DUE = "select cast(count(*) as bigint) from promise where state = 'open' and due_at_ms < ?1";
        OUTBOX_BY_STATE = "select state, cast(count(*) as bigint) from outbox group by state limit 100";
        OLDEST_QUEUED = "select min(created_at_ms) from outbox where state = 'queued'";
        EVENTS = "select cast(sum(event_seq) as bigint) from account";

        ACCOUNTS = "select account_id, event_seq from account where account_id > ?1 order by account_id limit ?2";
        LOG = "select seq from event where account_id = ?1 and seq > ?2 order by seq limit ?3";
        ARRIVALS = "
    select a.account_id, a.id, a.oid, a.verdict, a.reason, a.settled_at_ms, a.conversation_id, a.message_id,
           exists (select 1 from conversation c where c.account_id = a.account_id and c.id = a.conversation_id),
           (select m.conversation_id from message m where m.account_id = a.account_id and m.id = a.message_id),
           exists (select 1 from promise p where p.account_id = a.account_id and p.conversation_id = a.conversation_id)
             or exists (select 1 from operation o
                          join promise p on p.account_id = o.account_id and p.conversation_id = o.conversation_id
                         where o.account_id = a.account_id and o.other_id = a.conversation_id and o.kind = 'split'),
           a.raw_gone_at_ms, exists (select 1 from arrival_raw r where r.account_id = a.account_id and r.arrival_id = a.id)
      from arrival a
     where (a.account_id, a.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by a.account_id, a.id
     limit ?3";
        CONVERSATIONS = "
    select c.account_id, c.id, c.oid, c.status, c.closed_at_ms, c.returns_at_ms, c.next_due_at_ms, c.message_count,
           (select cast(count(*) as bigint) from message m
             where m.account_id = c.account_id and m.conversation_id = c.id),
           (select min(p.due_at_ms) from promise p
             where p.account_id = c.account_id and p.conversation_id = c.id and p.state = 'open'),
           exists (select 1 from customer k where k.account_id = c.account_id and k.id = c.customer_id),
           (select cast(count(*) as bigint) from conversation o
             where o.account_id = c.account_id and o.reference = c.reference)
      from conversation c
     where (c.account_id, c.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by c.account_id, c.id
     limit ?3";
        MESSAGES = "
    select m.account_id, m.id, m.oid, m.direction, m.author_kind, m.header_id is not null,
           exists (select 1 from conversation c where c.account_id = m.account_id and c.id = m.conversation_id),
           (select cast(count(*) as bigint) from outbox o where o.account_id = m.account_id and o.message_id = m.id)
      from message m
     where (m.account_id, m.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by m.account_id, m.id
     limit ?3";
        PROMISES = "
    select p.account_id, p.id, p.oid, p.kind, p.state, p.settled_at_ms, p.told_at_ms, p.conversation_id, p.moved_to_id,
           exists (select 1 from conversation c where c.account_id = p.account_id and c.id = p.conversation_id),
           (select n.conversation_id from promise n where n.account_id = p.account_id and n.id = p.moved_to_id),
           (select n.follows_id from promise n where n.account_id = p.account_id and n.id = p.moved_to_id),
           exists (select 1 from promise_told t
                    where t.account_id = p.account_id and t.promise_id = p.id and t.told_at_ms = p.told_at_ms),
           exists (select 1 from promise_told t where t.account_id = p.account_id and t.promise_id = p.id),
           (select cast(count(*) as bigint) from outbox o
             where o.account_id = p.account_id and o.conversation_id = p.conversation_id and o.promise_id = p.id
               and o.kind = 'acknowledgement'),
           p.source,
           (select t.told from promise_estimate t where t.account_id = p.account_id and t.promise_id = p.id),
           exists (select 1 from promise_estimate t
                    join estimate e on e.account_id = t.account_id and e.id = t.estimate_id
                   where t.account_id = p.account_id and t.promise_id = p.id
                     and t.conversation_id = p.conversation_id)
      from promise p
     where (p.account_id, p.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by p.account_id, p.id
     limit ?3";
        OUTBOX = "
    select o.account_id, o.id, o.oid, o.kind, o.state, o.sent_at_ms, o.header_id, o.conversation_id, o.message_id,
           o.promise_id,
           exists (select 1 from conversation c where c.account_id = o.account_id and c.id = o.conversation_id),
           (select m.conversation_id from message m where m.account_id = o.account_id and m.id = o.message_id),
           (select m.header_id from message m where m.account_id = o.account_id and m.id = o.message_id),
           (select p.conversation_id from promise p where p.account_id = o.account_id and p.id = o.promise_id)
      from outbox o
     where (o.account_id, o.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by o.account_id, o.id
     limit ?3";
        IDENTITIES = "
    select i.account_id, i.id, cast(null as text), i.kind, i.value,
           exists (select 1 from customer k where k.account_id = i.account_id and k.id = i.customer_id),
           (select cast(count(*) as bigint) from identity o
             where o.account_id = i.account_id and o.kind = i.kind and o.value = i.value)
      from identity i
     where (i.account_id, i.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by i.account_id, i.id
     limit ?3";
        COMPLAINTS = "
    select c.account_id, c.id, c.oid, c.state, c.code, c.year, c.number, c.answered_at_ms, c.in_time, c.follow_up_at_ms,
           c.followed_up_at_ms, c.closed_at_ms, c.answer_message_id,
           exists (select 1 from conversation k where k.account_id = c.account_id and k.id = c.conversation_id),
           exists (select 1 from agent a where a.account_id = c.account_id and a.id = c.owner_id),
           exists (select 1 from promise p where p.account_id = c.account_id and p.id = c.promise_id and p.kind = 'legal'
                     and p.conversation_id = c.conversation_id),
           exists (select 1 from promise p where p.account_id = c.account_id and p.conversation_id = c.conversation_id
                     and p.kind = 'legal' and p.state = 'open'),
           exists (select 1 from message m where m.account_id = c.account_id and m.id = c.answer_message_id
                     and m.direction = 'out' and m.author_kind = 'agent'),
           (select n.last from complaint_number n where n.account_id = c.account_id and n.year = c.year),
           (select cast(count(*) as bigint) from complaint o
             where o.account_id = c.account_id and o.year = c.year and o.number < c.number)
      from complaint c
     where (c.account_id, c.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by c.account_id, c.id
     limit ?3";
        REMEDIES = "
    select r.account_id, r.id, r.oid, r.state, r.proposed_by_id, r.decided_by_id, r.decided_at_ms, r.reason,
           exists (select 1 from complaint c where c.account_id = r.account_id and c.id = r.complaint_id)
      from complaint_remedy r
     where (r.account_id, r.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by r.account_id, r.id
     limit ?3";
        RAW = "
    select a.account_id, a.id, a.oid, a.size_bytes, a.sha256, r.raw, true
      from arrival a left join arrival_raw r on r.account_id = a.account_id and r.arrival_id = a.id
     where (a.account_id, a.id) > (cast(?1 as bigint), cast(?2 as bigint)) and a.raw_gone_at_ms is null
     order by a.account_id, a.id
     limit ?3";
        FILES = "
    select f.account_id, f.id, f.oid, f.size_bytes, f.sha256, f.content,
           f.message_id is null or exists (select 1 from message m where m.account_id = f.account_id and m.id = f.message_id)
      from attachment f
     where (f.account_id, f.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by f.account_id, f.id
     limit ?3";
    }
}

/// A row of any table, by its name.
pub(super) struct Found<T> {
    pub account_id: i64,
    pub id: i64,
    /// Its outside name without prefix, when it has one.
    pub oid: Option<String>,
    pub row: T,
}

impl<T> Found<T> {
    pub fn read(row: &mut Row, rest: impl Fn(&mut Row) -> Result<T, Error>) -> Result<Self, Error> {
        Ok(Self { account_id: row.next()?, id: row.next()?, oid: row.next()?, row: rest(row)? })
    }
}

pub(super) struct Arrival {
    pub verdict: String,
    pub reason: Option<String>,
    pub settled_at_ms: Option<i64>,
    pub conversation_id: Option<i64>,
    pub message_id: Option<i64>,
    pub conversation_exists: bool,
    /// `None` when there is no such message.
    pub message_in: Option<i64>,
    pub promised: bool,
    pub raw_gone_at_ms: Option<i64>,
    pub raw_in_row: bool,
}

pub(super) fn arrival(row: &mut Row) -> Result<Arrival, Error> {
    Ok(Arrival {
        verdict: row.next()?,
        reason: row.next()?,
        settled_at_ms: row.next()?,
        conversation_id: row.next()?,
        message_id: row.next()?,
        conversation_exists: row.next()?,
        message_in: row.next()?,
        promised: row.next()?,
        raw_gone_at_ms: row.next()?,
        raw_in_row: row.next()?,
    })
}

pub(super) struct Conversation {
    pub status: String,
    pub closed_at_ms: Option<i64>,
    pub returns_at_ms: Option<i64>,
    pub next_due_at_ms: Option<i64>,
    pub message_count: i64,
    pub messages: i64,
    /// Of its open promises.
    pub earliest_due_at_ms: Option<i64>,
    pub customer_exists: bool,
    pub same_reference: i64,
}

pub(super) fn conversation(row: &mut Row) -> Result<Conversation, Error> {
    Ok(Conversation {
        status: row.next()?,
        closed_at_ms: row.next()?,
        returns_at_ms: row.next()?,
        next_due_at_ms: row.next()?,
        message_count: row.next()?,
        messages: row.next()?,
        earliest_due_at_ms: row.next()?,
        customer_exists: row.next()?,
        same_reference: row.next()?,
    })
}

pub(super) struct Message {
    pub direction: String,
    pub author_kind: String,
    pub has_header_id: bool,
    pub conversation_exists: bool,
    pub outgoing: i64,
}

pub(super) fn message(row: &mut Row) -> Result<Message, Error> {
    Ok(Message {
        direction: row.next()?,
        author_kind: row.next()?,
        has_header_id: row.next()?,
        conversation_exists: row.next()?,
        outgoing: row.next()?,
    })
}

pub(super) struct Promise {
    pub kind: String,
    pub state: String,
    pub settled_at_ms: Option<i64>,
    pub told_at_ms: Option<i64>,
    pub conversation_id: i64,
    pub moved_to_id: Option<i64>,
    pub conversation_exists: bool,
    /// Conversation of the promise that took its place; `None` when there is no such promise.
    pub successor_in: Option<i64>,
    /// What that one says it follows.
    pub successor_follows_id: Option<i64>,
    pub told_then: bool,
    pub told_ever: bool,
    pub acknowledgements: i64,
    pub source: String,
    /// Whether its moment is that of the estimate noted with it; `None` where none is.
    pub estimate_told: Option<bool>,
    /// Whether that estimate is there, and the note in the promise's own conversation.
    pub estimate_exists: bool,
}

pub(super) fn promise(row: &mut Row) -> Result<Promise, Error> {
    Ok(Promise {
        kind: row.next()?,
        state: row.next()?,
        settled_at_ms: row.next()?,
        told_at_ms: row.next()?,
        conversation_id: row.next()?,
        moved_to_id: row.next()?,
        conversation_exists: row.next()?,
        successor_in: row.next()?,
        successor_follows_id: row.next()?,
        told_then: row.next()?,
        told_ever: row.next()?,
        acknowledgements: row.next()?,
        source: row.next()?,
        estimate_told: row.next()?,
        estimate_exists: row.next()?,
    })
}

pub(super) struct Outgoing {
    pub kind: String,
    pub state: String,
    pub sent_at_ms: Option<i64>,
    pub header_id: String,
    pub conversation_id: Option<i64>,
    pub message_id: Option<i64>,
    pub promise_id: Option<i64>,
    pub conversation_exists: bool,
    /// `None` when there is no such message.
    pub message_in: Option<i64>,
    pub message_header_id: Option<String>,
    /// `None` when there is no such promise.
    pub promise_in: Option<i64>,
}

pub(super) fn outgoing(row: &mut Row) -> Result<Outgoing, Error> {
    Ok(Outgoing {
        kind: row.next()?,
        state: row.next()?,
        sent_at_ms: row.next()?,
        header_id: row.next()?,
        conversation_id: row.next()?,
        message_id: row.next()?,
        promise_id: row.next()?,
        conversation_exists: row.next()?,
        message_in: row.next()?,
        message_header_id: row.next()?,
        promise_in: row.next()?,
    })
}

pub(super) struct Complaint {
    pub state: String,
    pub code: String,
    pub year: i64,
    pub number: i64,
    pub answered_at_ms: Option<i64>,
    pub in_time: Option<bool>,
    pub follow_up_at_ms: Option<i64>,
    pub followed_up_at_ms: Option<i64>,
    pub closed_at_ms: Option<i64>,
    pub answer_message_id: Option<i64>,
    pub conversation_exists: bool,
    pub owner_exists: bool,
    /// Its promise is there, is a legal one, and is of its conversation.
    pub promised: bool,
    /// A legal promise of its conversation is open.
    pub owed: bool,
    /// The message that is marked as its answer is there, and a person's.
    pub answer_exists: bool,
    /// The last number of its year.
    pub last_number: Option<i64>,
    /// Complaints of its year with lower numbers.
    pub before: i64,
}

pub(super) fn complaint(row: &mut Row) -> Result<Complaint, Error> {
    Ok(Complaint {
        state: row.next()?,
        code: row.next()?,
        year: row.next()?,
        number: row.next()?,
        answered_at_ms: row.next()?,
        in_time: row.next()?,
        follow_up_at_ms: row.next()?,
        followed_up_at_ms: row.next()?,
        closed_at_ms: row.next()?,
        answer_message_id: row.next()?,
        conversation_exists: row.next()?,
        owner_exists: row.next()?,
        promised: row.next()?,
        owed: row.next()?,
        answer_exists: row.next()?,
        last_number: row.next()?,
        before: row.next()?,
    })
}

pub(super) struct Remedy {
    pub state: String,
    pub proposed_by_id: Option<i64>,
    pub decided_by_id: Option<i64>,
    pub decided_at_ms: Option<i64>,
    pub reason: Option<String>,
    pub complaint_exists: bool,
}

pub(super) fn remedy(row: &mut Row) -> Result<Remedy, Error> {
    Ok(Remedy {
        state: row.next()?,
        proposed_by_id: row.next()?,
        decided_by_id: row.next()?,
        decided_at_ms: row.next()?,
        reason: row.next()?,
        complaint_exists: row.next()?,
    })
}

pub(super) struct Identity {
    pub kind: String,
    pub value: String,
    pub customer_exists: bool,
    pub same: i64,
}

pub(super) fn identity(row: &mut Row) -> Result<Identity, Error> {
    Ok(Identity { kind: row.next()?, value: row.next()?, customer_exists: row.next()?, same: row.next()? })
}

/// Kept bytes: of an arrival, or of a file.
pub(super) struct Content {
    pub size_bytes: i64,
    pub sha256: String,
    pub in_row: Option<Vec<u8>>,
    /// The message that names it, if one does, is there.
    pub message_exists: bool,
}

pub(super) fn content(row: &mut Row) -> Result<Content, Error> {
    Ok(Content {
        size_bytes: row.next()?,
        sha256: row.next()?,
        in_row: row.next()?,
        message_exists: row.next()?,
    })
}
