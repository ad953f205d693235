//! What the wallboard asks of the store: across rooms, read-only, every list bounded.

use std::collections::BTreeMap;

use db::{Error, Tx, args};

/// Conversations the list shows.
pub(super) const SHOWN: usize = 12;
/// Bars of one inbox, and what each stands for.
pub(super) const SLOTS: usize = 12;
pub(super) const SLOT_MS: i64 = 20 * 60_000;

db::queries! {
    "wallboard";
    account {
        /// Waiting since the customer's last word that has no word of ours after it.
        QUEUES = "
    select c.inbox_id, c.team_id, cast(count(*) as bigint),
           min(case when c.last_out_at_ms is null then c.created_at_ms
                    when c.last_in_at_ms > c.last_out_at_ms then c.last_in_at_ms end),
           min(c.urgent_at_ms),
           cast(sum(case when c.urgent_at_ms >= ?2 then 1 else 0 end) as bigint)
      from conversation c
     where c.account_id = ?1 and c.status in ('open', 'snoozed') and c.status = 'open'
     group by c.inbox_id, c.team_id
     order by c.inbox_id, c.team_id
     limit 2000";
        URGENT = "
    select cast(count(*) as bigint)
      from conversation
     where account_id = ?1 and status = 'open' and urgent_at_ms <= ?2";
        /// The most urgent ones; not joined, or SQLite might begin with the customers and not with those few.
        NEXT = "
    select c.reference, c.subject, c.tier, c.urgent_at_ms, c.next_due_at_ms,
           (select i.name from inbox i where i.account_id = c.account_id and i.id = c.inbox_id),
           coalesce((select k.name from customer k where k.account_id = c.account_id and k.id = c.customer_id),
                    (select d.value from identity d
                      where d.account_id = c.account_id and d.customer_id = c.customer_id
                      order by d.id limit 1)),
           (select a.name from agent a where a.account_id = c.account_id and a.id = c.assignee_id),
           (select p.made_at_ms from promise p
             where p.account_id = c.account_id and p.conversation_id = c.id and p.state = 'open'
             order by p.due_at_ms, p.id limit 1)
      from conversation c
     where c.account_id = ?1 and c.id in (
           select x.id from conversation x
            where x.account_id = ?1 and x.status = 'open' and x.urgent_at_ms < ?2
            order by x.urgent_at_ms, x.id limit ?3)
     order by c.urgent_at_ms, c.id
     limit 100";
        CAME = "
    select inbox_id, (received_at_ms - cast(?2 as bigint)) / cast(?4 as bigint), cast(count(*) as bigint)
      from arrival
     where account_id = ?1 and received_at_ms >= ?2 and received_at_ms < ?3 and verdict = 'owed'
     group by inbox_id, (received_at_ms - cast(?2 as bigint)) / cast(?4 as bigint)
     order by 1, 2
     limit 12000";
    }
}

/// Where a conversation stands that owes nothing, in the order of urgency.
pub(super) const OWES_NOTHING_MS: i64 = 9_000_000_000_000_000;

/// Conversations of one inbox and team that wait for us.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    pub inbox_id: i64,
    pub team_id: Option<i64>,
    pub waiting: i64,
    pub oldest_at_ms: Option<i64>,
    /// The first moment that was missed, else the next one.
    pub urgent_at_ms: Option<i64>,
    /// Of which nobody promised anything: there should be none.
    pub wordless: i64,
}

pub(super) fn queues(tx: &mut Tx<'_>) -> Result<Vec<Queue>, Error> {
    tx.list(QUEUES, args![OWES_NOTHING_MS], |row| {
        Ok(Queue {
            inbox_id: row.next()?,
            team_id: row.next()?,
            waiting: row.next()?,
            oldest_at_ms: row.next()?,
            urgent_at_ms: row.next::<Option<i64>>()?.filter(|at_ms| *at_ms < OWES_NOTHING_MS),
            wordless: row.next::<Option<i64>>()?.unwrap_or_default(),
        })
    })
}

/// Conversations whose moment passes until then, or has passed.
pub(super) fn urgent(tx: &mut Tx<'_>, until_ms: i64) -> Result<i64, Error> {
    tx.number(URGENT, args![until_ms])
}

/// One conversation of the list.
#[derive(Clone, Debug)]
pub(super) struct Due {
    pub reference: String,
    pub subject: String,
    pub tier: String,
    /// The moment that was missed and is still owed, else the next one.
    pub urgent_at_ms: i64,
    pub next_due_at_ms: Option<i64>,
    pub inbox: String,
    /// Name, else address.
    pub customer: Option<String>,
    pub holder: Option<String>,
    pub made_at_ms: i64,
}

pub(super) fn next(tx: &mut Tx<'_>) -> Result<Vec<Due>, Error> {
    tx.list(NEXT, args![OWES_NOTHING_MS, SHOWN], |row| {
        let (reference, subject, tier) = (row.next()?, row.next()?, row.next()?);
        let urgent_at_ms = row.next()?;
        Ok(Due {
            reference,
            subject,
            tier,
            urgent_at_ms,
            next_due_at_ms: row.next()?,
            inbox: row.next::<Option<String>>()?.unwrap_or_default(),
            customer: row.next()?,
            holder: row.next()?,
            made_at_ms: row.next::<Option<i64>>()?.unwrap_or(urgent_at_ms),
        })
    })
}

/// What people wrote to each inbox until `now_ms`, a bar for every twenty minutes, the last one now.
pub(super) fn came(tx: &mut Tx<'_>, now_ms: i64) -> Result<BTreeMap<i64, [i64; SLOTS]>, Error> {
    let from_ms = now_ms + 1 - SLOTS as i64 * SLOT_MS;
    let rows = tx.list(CAME, args![from_ms, now_ms + 1, SLOT_MS], |row| {
        Ok((row.next::<i64>()?, row.next::<i64>()?, row.next::<i64>()?))
    })?;
    let mut bars: BTreeMap<i64, [i64; SLOTS]> = BTreeMap::new();
    for (inbox_id, slot, count) in rows {
        if let Some(bar) =
            usize::try_from(slot).ok().and_then(|at| bars.entry(inbox_id).or_default().get_mut(at))
        {
            *bar += count;
        }
    }
    Ok(bars)
}
