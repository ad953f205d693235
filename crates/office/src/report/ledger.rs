//! The black-hole meter: everything received, by day of arrival and channel, and what became of it.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use db::{Error, Tx, args};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::period::begins_ms;

/// Days of one meter at most; later ones are left out.
pub const DAYS_MAX: usize = 400;

db::queries! {
    "report";
    account {
        /// One day. A person's answer is a message out by an agent, not automatic, after the arrival.
        BY_CHANNEL = "
    with fate as (
        select a.channel as channel, a.verdict as verdict,
               case when a.verdict <> 'owed' then 'none'
                    when exists (select 1 from message m
                                  where m.account_id = a.account_id and m.conversation_id = a.conversation_id
                                    and m.direction = 'out' and m.author_kind = 'agent' and m.automatic = false
                                    and m.created_at_ms >= a.received_at_ms)
                         then 'answered'
                    when exists (select 1 from promise p
                                  where p.account_id = a.account_id and p.conversation_id = a.conversation_id
                                    and p.state in ('open', 'broken') and p.due_at_ms <= ?4
                                    and p.made_at_ms >= coalesce(
                                        (select max(m.created_at_ms) from message m
                                          where m.account_id = a.account_id
                                            and m.conversation_id = a.conversation_id
                                            and m.direction = 'out' and m.author_kind = 'agent'
                                            and m.automatic = false), 0))
                         then 'late'
                    when c.status = 'closed' then 'answered'
                    else 'waiting' end as fate
          from arrival a
          left join conversation c on c.account_id = a.account_id and c.id = a.conversation_id
         where a.account_id = ?1 and a.received_at_ms >= ?2 and a.received_at_ms < ?3
    )
    select channel, cast(count(*) as bigint),
           cast(sum(case when verdict = 'owed' then 1 else 0 end) as bigint),
           cast(sum(case when fate = 'answered' then 1 else 0 end) as bigint),
           cast(sum(case when fate = 'waiting' then 1 else 0 end) as bigint),
           cast(sum(case when fate = 'late' then 1 else 0 end) as bigint),
           cast(sum(case when verdict = 'stuck' then 1 else 0 end) as bigint),
           cast(sum(case when verdict = 'no_answer_owed' then 1 else 0 end) as bigint),
           cast(sum(case when verdict = 'spam' then 1 else 0 end) as bigint),
           cast(sum(case when verdict = 'duplicate' then 1 else 0 end) as bigint),
           cast(sum(case when verdict = 'waiting' then 1 else 0 end) as bigint)
      from fate
     group by channel
     order by channel
     limit 100";
    }
}

/// What became of a number of arrivals. Always
/// `received = owed + machines + spam + duplicates + stuck + unread` and `owed = answered + waiting + late`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    /// Everything accepted, whatever it turned out to be.
    pub received: i64,
    /// People's messages somebody is owed an answer to.
    pub owed: i64,
    /// Of the owed: a person answered since, or closed the conversation before its moment passed.
    pub answered: i64,
    /// Of the owed: no answer yet, and the promise still holds.
    pub waiting: i64,
    /// Of the owed: no answer by a person, and an open or broken promise is past its due moment.
    pub late: i64,
    /// Could not be made sense of; waits for a person's decision.
    pub stuck: i64,
    /// Written by machines or in bulk: no answer is owed.
    pub machines: i64,
    pub spam: i64,
    /// The same message once more.
    pub duplicates: i64,
    /// Accepted this instant, not looked at yet.
    pub unread: i64,
}

impl Counts {
    /// Whether every arrival is in exactly one column.
    pub fn add_up(&self) -> bool {
        self.received == self.owed + self.machines + self.spam + self.duplicates + self.stuck + self.unread
            && self.owed == self.answered + self.waiting + self.late
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.received += more.received;
        self.owed += more.owed;
        self.answered += more.answered;
        self.waiting += more.waiting;
        self.late += more.late;
        self.stuck += more.stuck;
        self.machines += more.machines;
        self.spam += more.spam;
        self.duplicates += more.duplicates;
        self.unread += more.unread;
    }
}

/// One channel on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub channel: String,
    /// Of arrival, in the zone asked for.
    pub day: Date,
    pub counts: Counts,
}

/// The meter over some days; a day and channel without arrivals has no row.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Ledger {
    /// By day, then by channel.
    pub rows: Vec<Row>,
    pub total: Counts,
}

impl Ledger {
    pub fn by_channel(&self) -> BTreeMap<&str, Counts> {
        let mut channels: BTreeMap<&str, Counts> = BTreeMap::new();
        for row in &self.rows {
            *channels.entry(&row.channel).or_default() += row.counts;
        }
        channels
    }

    pub fn of_day(&self, day: Date) -> Counts {
        let mut counts = Counts::default();
        for row in self.rows.iter().filter(|row| row.day == day) {
            counts += row.counts;
        }
        counts
    }
}

/// The meter from one local day to another, both included, as things stand at `now_ms`.
pub fn ledger(tx: &mut Tx, from: Date, to: Date, zone: &TimeZone, now_ms: i64) -> Result<Ledger, Error> {
    let mut ledger = Ledger::default();
    let days = from.series(1.day()).take_while(|day| *day <= to).take(DAYS_MAX);
    for day in days {
        let (begins_ms, ends_ms) = (begins_ms(day, zone), begins_ms(day.tomorrow().unwrap_or(day), zone));
        let rows = tx.list(BY_CHANNEL, args![begins_ms, ends_ms, now_ms], |row| {
            Ok(Row {
                channel: row.next()?,
                day,
                counts: Counts {
                    received: row.next()?,
                    owed: row.next()?,
                    answered: row.next()?,
                    waiting: row.next()?,
                    late: row.next()?,
                    stuck: row.next()?,
                    machines: row.next()?,
                    spam: row.next()?,
                    duplicates: row.next()?,
                    unread: row.next()?,
                },
            })
        })?;
        for row in rows {
            ledger.total += row.counts;
            ledger.rows.push(row);
        }
    }
    Ok(ledger)
}
