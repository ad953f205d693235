//! What one person's day is made of, read from one snapshot: read-only, across rooms, every list bounded.

use db::{Row, Tx, args};
use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use kernel::calendar::Hours;
use kernel::id::Kind;
use office::report;
use spine::agent::Agent;
use spine::{agent, inbox};

use super::view::*;
use crate::console::inbox::view::Reading;
use crate::fault::Fault;

/// Promises shown at most, over a week.
const MOST_DUTIES: usize = 300;
/// Rows of the other lists.
const MOST: usize = 60;
/// Marks of what was settled on one day.
const MOST_SETTLED: usize = 200;
/// Reasons for moving that are told.
const MOST_REASONS: usize = 5;
/// Inboxes whose hours make a shift.
const MOST_INBOXES: usize = 50;
const DAY_MS: i64 = 86_400_000;
const WEEK_MS: i64 = 7 * DAY_MS;

/// Whom a conversation is with.
macro_rules! customer {
    () => {
        "coalesce(k.name, (select d.value from identity d where d.account_id = c.account_id
           and d.customer_id = c.customer_id order by d.id limit 1))"
    };
}

db::queries! {
    "console_day";
    account {
        /// Open promises of somebody's conversations (?2) due before ?3, each with what it waits for.
        DUTIES = concat!(
            "select p.oid, p.kind, p.text, p.made_at_ms, p.due_at_ms, p.original_due_at_ms, p.not_told_reason, f.due_at_ms,
               c.oid, c.reference, c.subject, c.tier, c.trouble, c.last_in_at_ms, c.last_out_at_ms, ", customer!(), ",
               coalesce(a.name, x.name), t.due_at_ms, coalesce(ra.name, rx.name), r.state, b.slot_at_ms, b.phone,
               s.leaves_at_ms, s.state,
               cast(case when exists (select 1 from draft w where w.account_id = c.account_id and w.conversation_id = c.id
                 and w.agent_id = ?2 and w.kind = 'reply') then 1 else 0 end as bigint)
             from conversation c
             join customer k on k.account_id = c.account_id and k.id = c.customer_id
             join promise p on p.account_id = c.account_id and p.conversation_id = c.id and p.state = 'open'
             left join promise f on f.account_id = c.account_id and f.id = p.follows_id and f.state = 'broken'
             left join task t on t.account_id = c.account_id and t.id = (
               select q.id from task q where q.account_id = c.account_id and q.conversation_id = c.id and q.state = 'open'
               order by q.due_at_ms, q.id limit 1)
             left join agent a on a.account_id = t.account_id and a.id = t.agent_id
             left join contact x on x.account_id = t.account_id and x.id = t.contact_id
             left join task r on r.account_id = c.account_id and r.id = (
               select q.id from task q where q.account_id = c.account_id and q.conversation_id = c.id
                 and q.state in ('done', 'declined') and q.settled_at_ms > coalesce(c.last_out_at_ms, 0)
               order by q.settled_at_ms desc, q.id desc limit 1)
             left join agent ra on ra.account_id = r.account_id and ra.id = r.agent_id
             left join contact rx on rx.account_id = r.account_id and rx.id = r.contact_id
             left join callback b on b.account_id = p.account_id and b.promise_id = p.id
             left join scheduled s on s.account_id = c.account_id and s.id = (
               select q.id from scheduled q where q.account_id = c.account_id and q.conversation_id = c.id
               order by q.leaves_at_ms, q.id limit 1)
             where c.account_id = ?1 and c.assignee_id = ?2 and c.status in ('open', 'waiting', 'snoozed')
               and p.due_at_ms < ?3
             order by coalesce(f.due_at_ms, p.due_at_ms), p.id limit ?4"
        );
        /// What somebody (?2) asked of others: open, or settled since ?3.
        ASKED = concat!(
            "select t.oid, t.title, t.state, t.made_at_ms, t.due_at_ms, t.settled_at_ms, t.answer,
               coalesce(a.name, x.name), x.kind, c.reference, ", customer!(), ", c.next_due_at_ms,
               cast(case when exists (select 1 from outbox o
                 join task_mail m on m.account_id = o.account_id and m.header_id = o.header_id
                 where o.account_id = t.account_id and o.conversation_id = t.conversation_id and o.kind = 'task'
                   and o.state = 'failed' and m.task_id = t.id) then 1 else 0 end as bigint)
             from task t
             join conversation c on c.account_id = t.account_id and c.id = t.conversation_id
             join customer k on k.account_id = c.account_id and k.id = c.customer_id
             left join agent a on a.account_id = t.account_id and a.id = t.agent_id
             left join contact x on x.account_id = t.account_id and x.id = t.contact_id
             where t.account_id = ?1 and t.asked_by_id = ?2
               and (t.state = 'open' or (t.state in ('done', 'declined') and t.settled_at_ms >= ?3))
             order by case when t.state = 'open' then 0 else 1 end, t.due_at_ms, t.id limit ?4"
        );
        /// What is asked of somebody, due before ?3.
        OF_ME = "select oid, title, due_at_ms from task
                 where account_id = ?1 and agent_id = ?2 and state = 'open' and due_at_ms < ?3
                 order by due_at_ms, id limit ?4";
        /// Answers of somebody that leave before ?3, or that were stopped.
        LEAVING = concat!(
            "select s.leaves_at_ms, s.state, c.reference, ", customer!(), "
             from scheduled s
             join conversation c on c.account_id = s.account_id and c.id = s.conversation_id
             join customer k on k.account_id = c.account_id and k.id = c.customer_id
             where s.account_id = ?1 and s.agent_id = ?2 and s.leaves_at_ms < ?3 order by s.leaves_at_ms, s.id limit ?4"
        );
        /// What somebody put aside, or the customer has the word in, and comes back before ?3.
        RETURNING = concat!(
            "select c.returns_at_ms, c.status, c.reference, ", customer!(), "
             from conversation c
             join customer k on k.account_id = c.account_id and k.id = c.customer_id
             where c.account_id = ?1 and c.assignee_id = ?2 and c.status in ('snoozed', 'waiting') and c.returns_at_ms < ?3
             order by c.returns_at_ms, c.id limit ?4"
        );
        /// Whose word of somebody's was kept or missed between ?3 and ?4, the last first.
        SETTLED = concat!(
            "select p.state, p.due_at_ms, p.original_due_at_ms, p.settled_at_ms, c.reference, c.subject, ", customer!(), "
             from promise p
             join conversation c on c.account_id = p.account_id and c.id = p.conversation_id
             join customer k on k.account_id = c.account_id and k.id = c.customer_id
             where p.account_id = ?1 and p.owner_id = ?2 and p.settled_at_ms >= ?3 and p.settled_at_ms < ?4
               and p.state in ('kept', 'broken') and (p.not_told_reason is null or p.not_told_reason <> 'internal')
             order by p.settled_at_ms desc, p.id desc limit ?5"
        );
        /// Why somebody moved promises since ?3.
        REASONS = "select moved_reason, cast(count(*) as bigint) from promise
                   where account_id = ?1 and owner_id = ?2 and settled_at_ms >= ?3 and state = 'moved'
                     and moved_reason is not null
                   group by moved_reason order by count(*) desc, moved_reason limit ?4";
        /// The most urgent conversation of nobody's that somebody could take.
        UNOWNED = "select c.reference, c.next_due_at_ms from conversation c
                   where c.account_id = ?1 and c.assignee_id is null and c.status = 'open' and c.next_due_at_ms is not null
                     and c.merged_into_id is null and (c.team_id is null or c.team_id in (
                       select m.team_id from team_member m where m.account_id = ?1 and m.agent_id = ?2))
                   order by c.urgent_at_ms, c.id limit 1";
        /// Who else is there.
        ONLINE = "select name from agent
                  where account_id = ?1 and id <> ?2 and active = true and presence = 'online' and role <> 'integration'
                  order by name, id limit 5";
    }
}

/// The day of one person.
pub fn day(tx: &mut Tx<'_>, whose: &Agent, span: Span, reading: &Reading) -> Result<Day, Fault> {
    let now_ms = reading.now_ms;
    let today = Bounds::of(reading, Span::Today);
    let bounds = Bounds::of(reading, span);
    let horizon_ms = Bounds::of(reading, Span::Week).to_ms.max(Bounds::of(reading, Span::Tomorrow).to_ms);
    let all = tx.list(DUTIES, args![whose.id, horizon_ms, MOST_DUTIES], duty)?;
    let counts = [Span::Today, Span::Tomorrow, Span::Week].map(|span| {
        let bounds = Bounds::of(reading, span);
        all.iter().filter(|duty| bounds.holds(span, duty)).count()
    });
    let next_due_ms = all.iter().map(|duty| duty.due_at_ms).filter(|due_ms| *due_ms > now_ms).min();
    let duties: Vec<Duty> = all.into_iter().filter(|duty| bounds.holds(span, duty)).collect();
    let asked = tx.list(ASKED, args![whose.id, today.from_ms, MOST], asked)?;
    let hours = hours_of(tx, whose.id)?;
    let opens = open_spans(&hours, &bounds);
    let agenda = agenda(tx, whose.id, &bounds, &duties, &opens, now_ms)?;
    let settled = tx.list(SETTLED, args![whose.id, today.from_ms, now_ms + 1, MOST_SETTLED], settled)?;
    let unowned = match duties.is_empty() {
        true => tx.find(UNOWNED, args![whose.id], |row| Ok((row.next()?, row.next()?)))?,
        false => None,
    };
    Ok(Day {
        span,
        from_ms: bounds.from_ms,
        to_ms: bounds.to_ms,
        counts,
        next_due_ms,
        shift: shift(tx, whose, &hours, now_ms)?,
        today: report::kept_by(tx, whose.id, today.from_ms, now_ms + 1)?,
        standing: standing(tx, whose.id, now_ms)?,
        duties,
        asked,
        agenda,
        opens,
        settled,
        unowned,
    })
}

/// How the last 28 days went.
fn standing(tx: &mut Tx<'_>, agent_id: i64, now_ms: i64) -> Result<Standing, Fault> {
    let (from_ms, to_ms) = (now_ms + 1 - 4 * WEEK_MS, now_ms + 1);
    let mut weeks = Vec::with_capacity(4);
    for week in 0..4 {
        let begins_ms = from_ms + week * WEEK_MS;
        weeks.push((begins_ms, report::kept_by(tx, agent_id, begins_ms, begins_ms + WEEK_MS)?));
    }
    let reasons =
        tx.list(REASONS, args![agent_id, from_ms, MOST_REASONS], |row| Ok((row.next()?, row.next()?)))?;
    Ok(Standing { from_ms, all: report::kept_by(tx, agent_id, from_ms, to_ms)?, weeks, reasons })
}

/// Hours of the inboxes somebody answers at; the company's first ones when there are none.
fn hours_of(tx: &mut Tx<'_>, agent_id: i64) -> Result<Vec<Hours>, Fault> {
    let mut hours = Vec::new();
    for inbox in inbox::list(tx)?.into_iter().filter(|inbox| inbox.live).take(MOST_INBOXES) {
        if inbox::answering(tx, &inbox)?.contains(&agent_id) && !hours.contains(&inbox.hours) {
            hours.push(inbox.hours);
        }
    }
    if hours.is_empty() {
        hours.push(Hours::default());
    }
    Ok(hours)
}

/// When any of these is open within the bounds, in order, what touches joined.
fn open_spans(hours: &[Hours], bounds: &Bounds) -> Vec<(i64, i64)> {
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for hours in hours {
        let (first, last) = (hours.today(bounds.from_ms), hours.today(bounds.to_ms - 1));
        for day in first.series(1.day()).take_while(|day| *day <= last) {
            spans.extend(hours.open_on(day));
        }
    }
    spans.sort_unstable();
    let mut joined: Vec<(i64, i64)> = Vec::new();
    for (opens_ms, closes_ms) in spans {
        match joined.last_mut() {
            Some(last) if opens_ms <= last.1 => last.1 = last.1.max(closes_ms),
            _ => joined.push((opens_ms, closes_ms)),
        }
    }
    joined
}

fn shift(tx: &mut Tx<'_>, whose: &Agent, hours: &[Hours], now_ms: i64) -> Result<Shift, Fault> {
    let open = hours.iter().any(|hours| hours.is_open(now_ms));
    if open && matches!(whose.presence.as_str(), "online" | "busy") {
        return Ok(Shift::On);
    }
    let meanwhile = tx.list(ONLINE, args![whose.id], Row::next)?;
    Ok(match open {
        true => Shift::Away { meanwhile },
        false => Shift::Shut {
            opens_ms: hours.iter().filter_map(|hours| hours.next_open_ms(now_ms)).min(),
            meanwhile,
        },
    })
}

/// Everything with a moment of its own that is still to come, in order.
fn agenda(
    tx: &mut Tx<'_>,
    agent_id: i64,
    bounds: &Bounds,
    duties: &[Duty],
    opens: &[(i64, i64)],
    now_ms: i64,
) -> Result<Vec<Then>, Fault> {
    let mut then: Vec<Then> = duties
        .iter()
        .filter_map(|duty| {
            let (slot_at_ms, phone) = duty.call.clone()?;
            let what = What::Call { customer: duty.customer.clone(), phone };
            Some(Then { at_ms: slot_at_ms, what, place: Some(duty.reference.clone()) })
        })
        .collect();
    then.extend(tx.list(LEAVING, args![agent_id, bounds.to_ms, MOST], |row| {
        let at_ms = row.next()?;
        let held = row.next::<String>()? == "held";
        let place = Some(row.next()?);
        let customer = row.next::<Option<String>>()?.unwrap_or_default();
        Ok(Then { at_ms, what: What::Leaves { customer, held }, place })
    })?);
    then.extend(tx.list(RETURNING, args![agent_id, bounds.to_ms, MOST], |row| {
        let at_ms = row.next()?;
        let waiting = row.next::<String>()? == "waiting";
        let place = Some(row.next()?);
        let customer = row.next::<Option<String>>()?.unwrap_or_default();
        Ok(Then { at_ms, what: What::Returns { customer, waiting }, place })
    })?);
    then.extend(tx.list(OF_ME, args![agent_id, bounds.to_ms, MOST], |row| {
        let name = Kind::Task.name(&row.next::<String>()?);
        let title = row.next()?;
        Ok(Then { at_ms: row.next()?, what: What::Asked { title, task: name }, place: None })
    })?);
    if bounds.to_ms - bounds.from_ms <= 2 * DAY_MS {
        for gap in opens.windows(2).filter(|gap| gap[0].1 > now_ms) {
            then.push(Then { at_ms: gap[0].1, what: What::Pause { until_ms: gap[1].0 }, place: None });
        }
    }
    // What should have happened already still stands, before what is to come.
    then.retain(|one| one.at_ms >= bounds.from_ms || !matches!(one.what, What::Pause { .. }));
    then.sort_by_key(|one| one.at_ms);
    Ok(then)
}

fn duty(row: &mut Row) -> Result<Duty, db::Error> {
    let promise = Kind::Promise.name(&row.next::<String>()?);
    let (kind, text) = (row.next()?, row.next()?);
    let (made_at_ms, due_at_ms, original_due_at_ms): (i64, i64, i64) = (row.next()?, row.next()?, row.next()?);
    let internal = row.next::<Option<String>>()?.as_deref() == Some("internal");
    let missed_ms = row.next()?;
    let conversation = Kind::Conversation.name(&row.next::<String>()?);
    let (reference, subject, tier) = (row.next()?, row.next()?, row.next()?);
    let trouble = row.next::<Option<String>>()?.is_some();
    let (last_in_ms, last_out_ms) = (row.next::<Option<i64>>()?, row.next::<Option<i64>>()?);
    let customer = row.next::<Option<String>>()?.unwrap_or_default();
    let whom = row.next::<Option<String>>()?;
    let waits_on = whom.zip(row.next::<Option<i64>>()?);
    let whom = row.next::<Option<String>>()?;
    let answered_by = whom.zip(row.next::<Option<String>>()?.map(|state| state == "declined"));
    let slot = row.next::<Option<i64>>()?;
    let call = slot.zip(row.next::<Option<String>>()?);
    let leaves = row.next::<Option<i64>>()?;
    let scheduled = leaves.zip(row.next::<Option<String>>()?.map(|state| state == "held"));
    let draft = row.next::<i64>()? == 1;
    Ok(Duty {
        promise,
        kind,
        text,
        made_at_ms,
        due_at_ms,
        moved: due_at_ms != original_due_at_ms,
        internal,
        missed_ms,
        conversation,
        reference,
        subject,
        tier,
        customer,
        trouble,
        last_in_ms,
        answer_under_way: last_out_ms.is_some_and(|out_ms| out_ms >= made_at_ms),
        waits_on,
        answered_by,
        call,
        scheduled,
        draft,
    })
}

fn asked(row: &mut Row) -> Result<Asked, db::Error> {
    Ok(Asked {
        task: Kind::Task.name(&row.next::<String>()?),
        title: row.next()?,
        state: row.next()?,
        made_at_ms: row.next()?,
        due_at_ms: row.next()?,
        settled_at_ms: row.next()?,
        answer: row.next()?,
        whom: row.next::<Option<String>>()?.unwrap_or_default(),
        contact: row.next()?,
        reference: row.next()?,
        customer: row.next::<Option<String>>()?.unwrap_or_default(),
        promised_ms: row.next()?,
        undelivered: row.next::<i64>()? == 1,
    })
}

fn settled(row: &mut Row) -> Result<Settled, db::Error> {
    let kept = row.next::<String>()? == "kept";
    let (due_at_ms, original_due_at_ms): (i64, i64) = (row.next()?, row.next()?);
    let at_ms = row.next()?;
    Ok(Settled {
        kept: kept && at_ms <= original_due_at_ms,
        due_at_ms: if kept { original_due_at_ms } else { due_at_ms },
        at_ms,
        reference: row.next()?,
        subject: row.next()?,
        customer: row.next::<Option<String>>()?.unwrap_or_default(),
    })
}

/// From when to when a span reaches.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    from_ms: i64,
    to_ms: i64,
}

impl Bounds {
    fn of(reading: &Reading, span: Span) -> Self {
        let today = jiff::Timestamp::from_millisecond(reading.now_ms).unwrap_or_default();
        let today = today.to_zoned(reading.zone.clone()).date();
        let begins = |days: i64| begins_ms(today.saturating_add(days.days()), reading);
        match span {
            Span::Today => Self { from_ms: begins(0), to_ms: begins(1) },
            Span::Tomorrow => Self { from_ms: begins(1), to_ms: begins(2) },
            Span::Week => Self { from_ms: begins(0), to_ms: begins(7) },
        }
    }

    /// Whether a promise is shown: what is late, and what was missed already, stays with today.
    fn holds(&self, span: Span, duty: &Duty) -> bool {
        match span {
            Span::Today => duty.missed_ms.is_some() || duty.due_at_ms < self.to_ms,
            Span::Tomorrow => (self.from_ms..self.to_ms).contains(&duty.due_at_ms),
            Span::Week => true,
        }
    }
}

/// The first instant of a local day.
fn begins_ms(day: Date, reading: &Reading) -> i64 {
    day.to_zoned(reading.zone.clone()).as_ref().map(Zoned::timestamp).map_or(i64::MAX, |at| at.as_millisecond())
}

/// Somebody by outside name; none is a page that is not there.
pub fn somebody(tx: &mut Tx<'_>, name: &str) -> Result<Agent, Fault> {
    Ok(agent::by_oid(tx, Kind::Agent.oid(name).ok_or(Fault::Missing)?)?)
}
