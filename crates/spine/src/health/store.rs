//! Rows of watches, probes and incidents.

use db::{Error, Row};

use super::acts::Incident;
use super::model::{Kind, Watch};

macro_rules! incident {
    () => {
        "id, oid, inbox_id, kind, detail, opened_at_ms, closed_at_ms"
    };
}

db::queries! {
    "health";
    account {
        WATCH = "select silence, probe_minutes, probe_late_minutes, next_probe_at_ms from channel_watch
                 where account_id = ?1 and inbox_id = ?2 limit 1";
        SAVE_WATCH = "insert into channel_watch (account_id, inbox_id, silence, probe_minutes, probe_late_minutes,
                        next_probe_at_ms) values (?1, ?2, ?3, ?4, ?5, ?6)
                      on conflict (account_id, inbox_id) do update set silence = excluded.silence,
                        probe_minutes = excluded.probe_minutes, probe_late_minutes = excluded.probe_late_minutes,
                        next_probe_at_ms = excluded.next_probe_at_ms";
        NEXT_PROBE = "update channel_watch set next_probe_at_ms = ?4
                      where account_id = ?1 and inbox_id = ?2 and next_probe_at_ms <= ?3 and probe_minutes is not null";
        ADD_PROBE = "insert into channel_probe (account_id, id, inbox_id, token, sent_at_ms) values (?1, ?2, ?3, ?4, ?5)";
        RETURNED = "update channel_probe set returned_at_ms = ?4
                    where account_id = ?1 and inbox_id = ?2 and token = ?3 and returned_at_ms is null";
        IS_PROBE = "select cast(count(*) as bigint) from channel_probe
                    where account_id = ?1 and inbox_id = ?2 and token = ?3";
        LAST_PROBE = "select sent_at_ms, returned_at_ms from channel_probe where account_id = ?1 and inbox_id = ?2
                      order by id desc limit 1";
        DROP_PROBES = "delete from channel_probe where account_id = ?1 and inbox_id = ?2 and sent_at_ms < ?3";
        OPEN = "insert into channel_incident (account_id, id, oid, inbox_id, kind, detail, opened_at_ms)
                values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                on conflict (account_id, inbox_id, kind) where closed_at_ms is null do nothing";
        CLOSE = "update channel_incident set closed_at_ms = ?3 where account_id = ?1 and id = ?2 and closed_at_ms is null";
        OPEN_ONES = concat!("select ", incident!(), " from channel_incident
                     where account_id = ?1 and closed_at_ms is null order by opened_at_ms, id limit ?2");
        RECENT = concat!("select ", incident!(), " from channel_incident
                  where account_id = ?1 and (cast(?2 as bigint) is null or inbox_id = ?2) and id < ?3
                  order by id desc limit ?4");
    }
    everywhere {
        PROBES_DUE = "select w.account_id, w.inbox_id from channel_watch w
                      join inbox i on i.account_id = w.account_id and i.id = w.inbox_id
                      where w.probe_minutes is not null and w.next_probe_at_ms <= ?1 and i.live = true
                        and i.deleted_at_ms is null
                      order by w.next_probe_at_ms limit ?2";
    }
}

pub(super) fn read_watch(row: &mut Row) -> Result<Watch, Error> {
    Ok(Watch {
        silence: row.next()?,
        probe_minutes: row.next()?,
        probe_late_minutes: row.next()?,
        next_probe_at_ms: row.next()?,
    })
}

pub(super) fn read_incident(row: &mut Row) -> Result<Incident, Error> {
    Ok(Incident {
        id: row.next()?,
        oid: row.next()?,
        inbox_id: row.next()?,
        kind: Kind::of_name(&row.next::<String>()?)
            .ok_or_else(|| Error::Broken("channel_incident.kind cannot be read".to_owned()))?,
        detail: row.next()?,
        opened_at_ms: row.next()?,
        closed_at_ms: row.next()?,
    })
}
