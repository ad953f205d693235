//! Rows of facts and of days, and what facts are made from.

use db::{Error, Row};
use spine::inbox::{Channel, Tier};

use super::model::{By, Fact, Line, Standing, Turn};

macro_rules! fact {
    () => {
        "conversation_id, customer_id, inbox_id, channel, tier, person_id, topic, began_at_ms, counts, merged,
         answered_at_ms, gave_up_at_ms, called_back, resolved_at_ms, reopened_at_ms, returned_at_ms, returned_by_id,
         follows_id, hands, asked_at_ms, mark, waiting_ms, writing_ms, repeating_ms, coming_back_ms, returns_ms, messages"
    };
}
/// The first answer of a person's in the conversation a merged one went into.
macro_rules! elsewhere {
    ($column:literal) => {
        concat!(
            "(select a.",
            $column,
            " from message a
                where a.account_id = c.account_id and a.conversation_id = c.merged_into_id
                  and a.direction = 'out' and a.author_kind = 'agent' and a.automatic = false
                  and a.created_at_ms >= c.created_at_ms
                order by a.created_at_ms, a.id limit 1)"
        )
    };
}
/// Sums of some days by one column, whole days put together as far as they settle at the same time.
macro_rules! grouped {
    ($column:literal) => {
        concat!(
            "select ",
            $column,
            ", measure, cast(case when day <= ?8 then 0 when day <= ?9 then 1 else 2 end as bigint), max(day),
               cast(sum(n) as bigint), cast(sum(part) as bigint), cast(sum(squares) as bigint)
             from kpi_day
             where account_id = ?1 and day >= ?2 and day <= ?3
               and (cast(?4 as bigint) is null or inbox_id = ?4)
               and (cast(?5 as text) is null or channel = ?5)
               and (cast(?6 as text) is null or tier = ?6)
               and (cast(?7 as bigint) is null or person_id = ?7)
             group by 1, 2, 3 order by 1, 2, 3 limit ?10"
        )
    };
}
macro_rules! of_scope {
    () => {
        " and (cast(?5 as bigint) is null or inbox_id = ?5) and (cast(?6 as text) is null or channel = ?6)
          and (cast(?7 as text) is null or tier = ?7) and (cast(?8 as bigint) is null or person_id = ?8) "
    };
}

db::queries! {
    "kpi";
    account {
        CURSOR = "select seq, basis from kpi_cursor where account_id = ?1";
        START = "insert into kpi_cursor (account_id, seq, basis) values (?1, 0, ?2) on conflict (account_id) do nothing";
        ADVANCE = "update kpi_cursor set seq = ?3 where account_id = ?1 and seq = ?2";
        AGAIN = "update kpi_cursor set seq = 0, basis = ?3 where account_id = ?1 and basis = ?2";
        FORGET = "update kpi_cursor set seq = 0, basis = '' where account_id = ?1";
        FORGET_FACTS = "delete from kpi_fact where account_id = ?1 and conversation_id in
                          (select f.conversation_id from kpi_fact f where f.account_id = ?1
                            order by f.conversation_id limit ?2)";
        FORGET_DAYS = "delete from kpi_day where account_id = ?1 and day in
                         (select d.day from kpi_day d where d.account_id = ?1 group by d.day order by d.day limit ?2)";
        TOUCHED = "select seq, conversation_id from event where account_id = ?1 and seq > ?2 order by seq limit ?3";
        MERGED_INTO = "select id from conversation where account_id = ?1 and merged_into_id = ?2 order by id limit ?3";
        STANDING = concat!("
    select c.id, c.customer_id, c.inbox_id, c.channel, c.tier, c.assignee_id, u.topic, c.created_at_ms,
           c.merged_into_id is not null,
           exists (select 1 from conversation_tag g
                    where g.account_id = c.account_id and g.conversation_id = c.id and g.tag = 'spam'),
           (select cast(count(*) as bigint) from callback b
             where b.account_id = c.account_id and b.conversation_id = c.id
               and (b.outcome is null or b.outcome not in ('cancelled', 'moved'))),
           (select cast(count(*) as bigint) from callback b
             where b.account_id = c.account_id and b.conversation_id = c.id and b.outcome = 'not_reached'),
           t.rating, ", elsewhere!("created_at_ms"), ", ", elsewhere!("author_id"), "
      from conversation c
      left join understanding u on u.account_id = c.account_id and u.conversation_id = c.id
      left join tracking t on t.account_id = c.account_id and t.conversation_id = c.id
     where c.account_id = ?1 and c.id = ?2");
        LINES = "select created_at_ms, direction, author_kind, author_id, automatic, cast(length(reply_text) as bigint)
                 from message
                 where account_id = ?1 and conversation_id = ?2 and direction <> 'note' order by id limit ?3";
        TURNS = "select type, at_ms, actor_kind, data from event
                 where account_id = ?1 and conversation_id = ?2
                   and type in ('conversation.closed', 'conversation.reopened', 'conversation.assigned', 'rating.asked')
                 order by seq limit ?3";
        FACT = concat!("select ", fact!(), " from kpi_fact where account_id = ?1 and conversation_id = ?2");
        DROP_FACT = "delete from kpi_fact where account_id = ?1 and conversation_id = ?2";
        KEEP_FACT = concat!("insert into kpi_fact (account_id, ", fact!(), ")
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
               ?23, ?24, ?25, ?26, ?27, ?28)");
        /// The first request of the same customer on the same topic after one was resolved; of an unknown topic it may be.
        NEXT_OF = "select began_at_ms, conversation_id from kpi_fact
                   where account_id = ?1 and customer_id = ?2 and conversation_id <> ?3 and counts = true
                     and merged = false and began_at_ms > ?4 and began_at_ms <= ?5
                     and (topic is null or cast(?6 as text) is null or topic = ?6)
                   order by began_at_ms, conversation_id limit 1";
        /// The one it follows: the last that was resolved before it began.
        BEFORE_IT = "select conversation_id from kpi_fact
                     where account_id = ?1 and customer_id = ?2 and conversation_id <> ?3 and counts = true
                       and merged = false and resolved_at_ms >= ?4 and resolved_at_ms < ?5 and began_at_ms < ?5
                       and (topic is null or cast(?6 as text) is null or topic = ?6)
                     order by resolved_at_ms desc, conversation_id desc limit 1";
        RETURNS = "select cast(coalesce(sum(waiting_ms + writing_ms + repeating_ms + coming_back_ms + returns_ms), 0) as bigint)
                   from kpi_fact where account_id = ?1 and follows_id = ?2";
        /// Those of the same customer that may see one otherwise, the nearest first: resolved shortly before it began, unless
        /// another came between…
        RESOLVED_NEAR = "select conversation_id from kpi_fact
                         where account_id = ?1 and customer_id = ?2 and resolved_at_ms >= ?3 and resolved_at_ms < ?4
                           and (returned_at_ms is null or returned_at_ms >= ?4 or returned_by_id = ?6)
                         order by resolved_at_ms desc, conversation_id desc limit ?5";
        /// …or begun shortly after it was resolved, unless another was resolved between.
        BEGAN_NEAR = "select f.conversation_id from kpi_fact f
                      left join kpi_fact p on p.account_id = f.account_id and p.conversation_id = f.follows_id
                      where f.account_id = ?1 and f.customer_id = ?2 and f.began_at_ms > ?3 and f.began_at_ms <= ?4
                        and (p.resolved_at_ms is null or p.resolved_at_ms <= ?3 or f.follows_id = ?6)
                      order by f.began_at_ms, f.conversation_id limit ?5";
        ADD_DAY = "insert into kpi_day (account_id, day, measure, inbox_id, channel, tier, person_id, n, part, squares)
                   values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                   on conflict (account_id, day, measure, inbox_id, channel, tier, person_id) do update
                     set n = kpi_day.n + excluded.n, part = kpi_day.part + excluded.part,
                         squares = kpi_day.squares + excluded.squares";
        DROP_DAY = "delete from kpi_day where account_id = ?1 and day = ?2 and measure = ?3 and inbox_id = ?4
                      and channel = ?5 and tier = ?6 and person_id = ?7 and n = 0 and part = 0 and squares = 0";
        BY_INBOX = grouped!("inbox_id");
        BY_CHANNEL = grouped!("channel");
        BY_TIER = grouped!("tier");
        BY_PERSON = grouped!("person_id");
        /// Of each day and measure one.
        DAYS_TOGETHER = "select day, measure, cast(sum(n) as bigint), cast(sum(part) as bigint),
                           cast(sum(squares) as bigint)
                         from kpi_day
                         where account_id = ?1 and day >= ?2 and day <= ?3
                           and (cast(?4 as bigint) is null or inbox_id = ?4)
                           and (cast(?5 as text) is null or channel = ?5)
                           and (cast(?6 as text) is null or tier = ?6)
                           and (cast(?7 as bigint) is null or person_id = ?7)
                         group by day, measure order by day, measure limit 10000";
        TOTAL = "select cast(sum(n) as bigint), cast(sum(part) as bigint) from kpi_day
                 where account_id = ?1 and measure = ?2 and day >= ?3 and day <= ?4 and channel = ?5";
        MONTHS = "select substr(day, 1, 7), channel, cast(sum(n) as bigint) from kpi_day
                  where account_id = ?1 and measure = 'received' and day >= ?2
                    and (cast(?3 as bigint) is null or inbox_id = ?3) and (cast(?4 as text) is null or tier = ?4)
                  group by substr(day, 1, 7), channel order by 1, 2 limit 1000";
        BEGAN = concat!("select ", fact!(), " from kpi_fact
             where account_id = ?1 and began_at_ms >= ?2 and began_at_ms < ?3", of_scope!(), "
             order by began_at_ms desc, conversation_id desc limit ?4");
        RESOLVED = concat!("select ", fact!(), " from kpi_fact
             where account_id = ?1 and resolved_at_ms >= ?2 and resolved_at_ms < ?3", of_scope!(), "
             order by resolved_at_ms desc, conversation_id desc limit ?4");
        /// How long the answered of live channels waited.
        WAITS = concat!("select inbox_id, channel, tier, person_id, began_at_ms, answered_at_ms - began_at_ms from kpi_fact
             where account_id = ?1 and began_at_ms >= ?2 and began_at_ms < ?3 and counts = true and merged = false
               and channel in ('chat', 'phone') and answered_at_ms is not null", of_scope!(), "
             order by began_at_ms, conversation_id limit ?4");
        PROGRESS = "select k.seq, a.event_seq, e.at_ms, n.at_ms from account a
                    left join kpi_cursor k on k.account_id = a.account_id
                    left join event e on e.account_id = a.account_id and e.seq = k.seq
                    left join event n on n.account_id = a.account_id and n.seq = coalesce(k.seq, 0) + 1
                    where a.account_id = ?1";
    }
    everywhere {
        BEHIND = "select a.account_id from account a left join kpi_cursor n on n.account_id = a.account_id
                  where n.seq is null or n.seq < a.event_seq order by a.account_id limit ?1";
    }
}

pub(super) fn fact(row: &mut Row) -> Result<Fact, Error> {
    Ok(Fact {
        conversation_id: row.next()?,
        customer_id: row.next()?,
        inbox_id: row.next()?,
        channel: channel(row)?,
        tier: tier(row)?,
        person_id: row.next()?,
        topic: row.next()?,
        began_at_ms: row.next()?,
        counts: row.next()?,
        merged: row.next()?,
        answered_at_ms: row.next()?,
        gave_up_at_ms: row.next()?,
        called_back: row.next()?,
        resolved_at_ms: row.next()?,
        reopened_at_ms: row.next()?,
        returned_at_ms: row.next()?,
        returned_by_id: row.next()?,
        follows_id: row.next()?,
        hands: row.next()?,
        asked_at_ms: row.next()?,
        mark: row.next()?,
        waiting_ms: row.next()?,
        writing_ms: row.next()?,
        repeating_ms: row.next()?,
        coming_back_ms: row.next()?,
        returns_ms: row.next()?,
        messages: row.next()?,
    })
}

pub(super) fn channel(row: &mut Row) -> Result<Channel, Error> {
    let name = row.next::<String>()?;
    Channel::of_name(&name).ok_or_else(|| Error::Broken("channel cannot be read".to_owned()))
}

pub(super) fn tier(row: &mut Row) -> Result<Tier, Error> {
    Ok(Tier::of_name(&row.next::<String>()?).unwrap_or_default())
}

/// After so many calls nobody took, a call-back came to nothing.
const CALLS_MAX: i64 = 3;

pub(super) fn standing(row: &mut Row) -> Result<Standing, Error> {
    let (conversation_id, customer_id, inbox_id) = (row.next()?, row.next()?, row.next()?);
    let (channel, tier) = (channel(row)?, tier(row)?);
    let (holder_id, topic, began_at_ms) = (row.next()?, row.next()?, row.next()?);
    let (merged, unwanted) = (row.next()?, row.next()?);
    let (calls, missed) = (row.next::<i64>()?, row.next::<i64>()?);
    let mark = row.next()?;
    let (answered_ms, answerer) = (row.next::<Option<i64>>()?, row.next::<Option<i64>>()?);
    Ok(Standing {
        conversation_id,
        customer_id,
        inbox_id,
        channel,
        tier,
        holder_id,
        topic,
        began_at_ms,
        merged,
        unwanted,
        called_back: calls > 0 && missed < CALLS_MAX,
        mark,
        answered_elsewhere: answered_ms.zip(answerer),
    })
}

pub(super) fn line(row: &mut Row) -> Result<Line, Error> {
    let (at_ms, direction) = (row.next()?, row.next::<String>()?);
    let (author_kind, author_id) = (row.next::<String>()?, row.next::<Option<i64>>()?);
    let automatic = row.next::<bool>()?;
    let by = match (direction.as_str(), author_kind.as_str(), author_id) {
        _ if automatic => By::Machine,
        ("in", ..) => By::Customer,
        (_, "agent", Some(id)) => By::Person(id),
        _ => By::Machine,
    };
    Ok(Line { at_ms, by, letters: row.next()? })
}

pub(super) fn turn(row: &mut Row) -> Result<Turn, Error> {
    let (kind, at_ms) = (row.next::<String>()?, row.next()?);
    let by_customer = row.next::<String>()? == "customer";
    let data: serde_json::Value = serde_json::from_str(&row.next::<String>()?).unwrap_or_default();
    Ok(match kind.as_str() {
        "conversation.closed" => Turn::Closed { at_ms, by_customer },
        "conversation.reopened" => Turn::Reopened { at_ms, by_customer },
        "rating.asked" => Turn::Asked { at_ms },
        _ => Turn::Assigned { to: data["assignee"].as_str().map(str::to_owned) },
    })
}
