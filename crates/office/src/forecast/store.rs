//! Rows of counts, forecasts and special days; and what is read across rooms for them, never written.

use db::{Error, Row};
use spine::inbox::Channel;

use super::model::{Part, SLOTS, SpecialDay};

db::queries! {
    "forecast";
    account {
        CURSOR = "select seq from forecast_cursor where account_id = ?1";
        /// From the log's beginning: what came before is what is learnt from.
        START = "insert into forecast_cursor (account_id, seq, next_at_ms, night, handling) values (?1, 0, 0, null, '[]')
                 on conflict (account_id) do nothing";
        ADVANCE = "update forecast_cursor set seq = ?3 where account_id = ?1 and seq = ?2";
        STANDING = "select n.seq, a.event_seq, n.night, n.next_at_ms from forecast_cursor n
                    join account a on a.account_id = n.account_id where n.account_id = ?1";
        /// Unless somebody asked to hurry since it was read (`?5`): then they are due still.
        MADE = "update forecast_cursor set next_at_ms = ?2, night = ?3, handling = ?4
                where account_id = ?1 and next_at_ms = ?5";
        HANDLING = "select handling from forecast_cursor where account_id = ?1";
        /// Made anew as soon as somebody looks. Each time is another number: whoever is at it sees that it is not of this one.
        HURRY = "update forecast_cursor set night = null,
                   next_at_ms = case when next_at_ms > 0 then 0 else next_at_ms - 1 end
                 where account_id = ?1";
        /// Where a conversation stands now; one a person closed as unwanted counts nowhere.
        STANDS = "select c.inbox_id, c.skills,
                         (select cast(count(*) as bigint) from conversation_tag g
                           where g.account_id = c.account_id and g.conversation_id = c.id and g.tag = 'spam')
                    from conversation c where c.account_id = ?1 and c.id = ?2";
        CAME = "select created_at_ms, channel from message
                where account_id = ?1 and conversation_id = ?2 and direction = 'in' and automatic = false
                order by created_at_ms, id limit ?3";
        COUNTED = "select inbox_id, skill_id, counted from arrival_counted where account_id = ?1 and conversation_id = ?2";
        KEEP_COUNTED = "insert into arrival_counted (account_id, conversation_id, last_at_ms, inbox_id, skill_id, counted)
                        values (?1, ?2, ?3, ?4, ?5, ?6)
                        on conflict (account_id, conversation_id) do update set last_at_ms = excluded.last_at_ms,
                          inbox_id = excluded.inbox_id, skill_id = excluded.skill_id, counted = excluded.counted";
        COUNT = "insert into arrival_count (account_id, at_ms, channel, inbox_id, skill_id, begun, further)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 on conflict (account_id, at_ms, channel, inbox_id, skill_id) do update
                   set begun = arrival_count.begun + excluded.begun, further = arrival_count.further + excluded.further";
        COUNTS = "select at_ms, channel, skill_id, cast(sum(begun + further) as bigint) from arrival_count
                  where account_id = ?1 and at_ms >= ?2 and at_ms < ?3
                  group by at_ms, channel, skill_id order by at_ms, channel, skill_id limit ?4";
        /// To count them all over again.
        NEXT_CONVERSATIONS = "select id from conversation where account_id = ?1 and id > ?2 order by id limit ?3";
        ALL_COUNTS = "select at_ms, channel, inbox_id, skill_id, begun, further from arrival_count
                      where account_id = ?1 and at_ms >= ?2 and at_ms < ?3 and (begun <> 0 or further <> 0)
                      order by at_ms, channel, inbox_id, skill_id limit ?4";
        INBOX_SHARES = "select channel, inbox_id, cast(sum(begun + further) as bigint) from arrival_count
                        where account_id = ?1 and at_ms >= ?2
                        group by channel, inbox_id order by channel, inbox_id limit 5000";
        /// (`+ 0` keeps SQLite from walking all conversations in the order of their inboxes.)
        TIER_SHARES = "select inbox_id + 0, tier, cast(count(*) as bigint) from conversation
                       where account_id = ?1 and created_at_ms >= ?2
                       group by inbox_id + 0, tier order by inbox_id + 0, tier limit 5000";
        FIRST_COUNT = "select at_ms from arrival_count where account_id = ?1 and (begun > 0 or further > 0)
                       order by at_ms limit 1";
        LET_COUNTS_GO = "delete from arrival_count where account_id = ?1 and at_ms < ?2";
        LET_COUNTED_GO = "delete from arrival_counted where account_id = ?1 and last_at_ms < ?2";
        LET_FORECASTS_GO = "delete from forecast where account_id = ?1 and day < ?2";
        /// What an earlier night said of the days ahead.
        CLEAR = "delete from forecast where account_id = ?1 and day >= ?2 and made = ?3";
        ADD = "insert into forecast (account_id, channel, skill_id, day, made, made_at_ms, model, days_known,
                 dispersion_millionths, day_dispersion_millionths, means)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        BETWEEN = "select channel, skill_id, day, made, made_at_ms, model, days_known, dispersion_millionths,
                          day_dispersion_millionths, means
                     from forecast where account_id = ?1 and day >= ?2 and day < ?3
                    order by day, channel, skill_id, made limit ?4";
        SPECIAL_DAYS = "select id, oid, name, first_day, last_day, percent from special_day
                        where account_id = ?1 order by first_day, id limit ?2";
        SPECIAL_DAY = "select id, oid, name, first_day, last_day, percent from special_day where account_id = ?1 and oid = ?2";
        ADD_SPECIAL_DAY = "insert into special_day (account_id, id, oid, name, first_day, last_day, percent)
                           values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        CHANGE_SPECIAL_DAY = "update special_day set name = ?3, first_day = ?4, last_day = ?5, percent = ?6
                              where account_id = ?1 and id = ?2";
        DROP_SPECIAL_DAY = "delete from special_day where account_id = ?1 and id = ?2";
        /// Answers of people's, with the customer's last message before: by whom, one after the other.
        ANSWERS = "select m.author_id, m.created_at_ms, m.channel, c.inbox_id,
                          (select max(i.created_at_ms) from message i
                            where i.account_id = m.account_id and i.conversation_id = m.conversation_id
                              and i.direction = 'in' and i.automatic = false and i.id < m.id)
                     from message m
                     join conversation c on c.account_id = m.account_id and c.id = m.conversation_id
                    where m.account_id = ?1 and m.id >= ?2 and m.direction = 'out' and m.author_kind = 'agent'
                      and m.automatic = false
                    order by m.id desc limit ?3";
    }
    everywhere {
        BEHIND = "select a.account_id from account a left join forecast_cursor n on n.account_id = a.account_id
                  where n.seq is null or n.seq < a.event_seq order by a.account_id limit ?1";
        DUE = "select account_id from forecast_cursor where next_at_ms <= ?1 order by next_at_ms, account_id limit ?2";
    }
}

/// When a forecast was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Made {
    /// In the night before, or the first thing of the day: by it the model is judged.
    Night,
    /// In the course of the day, with what had come so far.
    Day,
}

impl Made {
    pub fn name(self) -> &'static str {
        match self {
            Self::Night => "night",
            Self::Day => "day",
        }
    }
}

/// The forecast of one day.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    pub channel: Channel,
    pub part: Part,
    /// As `2026-11-30`.
    pub day: String,
    pub made: Made,
    pub made_at_ms: i64,
    pub model: String,
    /// Days with counts that it was learnt from.
    pub days_known: i64,
    pub dispersion: f64,
    pub day_dispersion: f64,
    pub means: [f64; SLOTS],
}

pub(super) const THOUSANDTHS: f64 = 1_000.0;
pub(super) const MILLIONTHS: f64 = 1_000_000.0;

pub(super) fn read_kept(row: &mut Row) -> Result<Kept, Error> {
    let broken = |what: &str| Error::Broken(format!("forecast.{what} cannot be read"));
    let channel = Channel::of_name(&row.next::<String>()?).ok_or_else(|| broken("channel"))?;
    let part = Part::read(row.next()?);
    let day = row.next()?;
    let made = match row.next::<String>()?.as_str() {
        "day" => Made::Day,
        _ => Made::Night,
    };
    let (made_at_ms, model, days_known) = (row.next()?, row.next()?, row.next()?);
    let dispersion = row.next::<i64>()? as f64 / MILLIONTHS;
    let day_dispersion = row.next::<i64>()? as f64 / MILLIONTHS;
    let means: Vec<i64> = serde_json::from_str(&row.next::<String>()?).map_err(|_| broken("means"))?;
    let means: [i64; SLOTS] = means.try_into().map_err(|_| broken("means"))?;
    Ok(Kept {
        channel,
        part,
        day,
        made,
        made_at_ms,
        model,
        days_known,
        dispersion,
        day_dispersion,
        means: means.map(|mean| mean as f64 / THOUSANDTHS),
    })
}

pub(super) fn read_special_day(row: &mut Row) -> Result<SpecialDay, Error> {
    let day = |row: &mut Row| -> Result<jiff::civil::Date, Error> {
        let written = row.next::<String>()?;
        written.parse().map_err(|_| Error::Broken("special_day: a day cannot be read".to_owned()))
    };
    Ok(SpecialDay {
        id: row.next()?,
        oid: row.next()?,
        name: row.next()?,
        first: day(row)?,
        last: day(row)?,
        percent: row.next()?,
    })
}
