//! Rows of rotas, covers, rules, alerts and who was called.

use db::{Error, Row};

use super::model::{Alert, Cover, Page, Rota, Rule, State, Turn, When, ids, texts};

macro_rules! rota {
    () => {
        "id, oid, name, turn, starts, handover_minute, members"
    };
}
macro_rules! rule {
    () => {
        "id, oid, name, rota_id, inbox_id, words, topics, counts_when, wait_minutes, rounds, active"
    };
}
macro_rules! alert {
    () => {
        "id, oid, rule_id, rota_id, conversation_id, found, state, raised_at_ms, step, next_at_ms, wait_minutes, rounds,
         ended_at_ms, ended_by_id, ended_how"
    };
}

db::queries! {
    "oncall";
    account {
        ROTAS = concat!("select ", rota!(), " from oncall_rota where account_id = ?1 order by id limit ?2");
        ROTA = concat!("select ", rota!(), " from oncall_rota where account_id = ?1 and id = ?2");
        ROTA_BY_OID = concat!("select ", rota!(), " from oncall_rota where account_id = ?1 and oid = ?2");
        ADD_ROTA = "insert into oncall_rota (account_id, id, oid, name, turn, starts, handover_minute, members)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        CHANGE_ROTA = "update oncall_rota set name = ?3, turn = ?4, starts = ?5, handover_minute = ?6, members = ?7
                       where account_id = ?1 and id = ?2";
        DROP_ROTA = "delete from oncall_rota where account_id = ?1 and id = ?2";
        COVERS = "select id, oid, rota_id, agent_id, from_ms, to_ms from oncall_cover
                  where account_id = ?1 and rota_id = ?2 and to_ms > ?3 order by from_ms, id limit ?4";
        ADD_COVER = "insert into oncall_cover (account_id, id, oid, rota_id, agent_id, from_ms, to_ms)
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        COVER_BY_OID = "select id, oid, rota_id, agent_id, from_ms, to_ms from oncall_cover
                        where account_id = ?1 and oid = ?2";
        DROP_COVER = "delete from oncall_cover where account_id = ?1 and id = ?2";
        DROP_COVERS = "delete from oncall_cover where account_id = ?1 and rota_id = ?2";
        RULES = concat!("select ", rule!(), " from oncall_rule where account_id = ?1 order by id limit ?2");
        RULE_BY_OID = concat!("select ", rule!(), " from oncall_rule where account_id = ?1 and oid = ?2");
        ADD_RULE = "insert into oncall_rule (account_id, id, oid, name, rota_id, inbox_id, words, topics, counts_when,
                      wait_minutes, rounds, active)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        CHANGE_RULE = "update oncall_rule set name = ?3, rota_id = ?4, inbox_id = ?5, words = ?6, topics = ?7,
                         counts_when = ?8, wait_minutes = ?9, rounds = ?10, active = ?11
                       where account_id = ?1 and id = ?2";
        DROP_RULE = "delete from oncall_rule where account_id = ?1 and id = ?2";
        ALERTS = concat!("select ", alert!(), " from oncall_alert where account_id = ?1 and id < ?2
                  and (cast(?3 as text) is null or state = ?3) order by id desc limit ?4");
        ALERT = concat!("select ", alert!(), " from oncall_alert where account_id = ?1 and id = ?2");
        ALERT_BY_OID = concat!("select ", alert!(), " from oncall_alert where account_id = ?1 and oid = ?2");
        OPEN_OF = concat!("select ", alert!(), " from oncall_alert where account_id = ?1 and conversation_id = ?2
                   and ended_at_ms is null order by id desc limit 1");
        ADD_ALERT = "insert into oncall_alert (account_id, id, oid, rule_id, rota_id, conversation_id, found, state,
                       raised_at_ms, step, next_at_ms, wait_minutes, rounds)
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'calling', ?8, 0, ?8, ?9, ?10)";
        STEP = "update oncall_alert set state = ?4, step = ?5, next_at_ms = ?6
                where account_id = ?1 and id = ?2 and step = ?3 and ended_at_ms is null and next_at_ms is not null";
        END = "update oncall_alert set state = 'acknowledged', next_at_ms = null, ended_at_ms = ?3, ended_by_id = ?4,
                 ended_how = ?5
               where account_id = ?1 and id = ?2 and ended_at_ms is null";
        ADD_PAGE = "insert into oncall_page (account_id, alert_id, step, agent_id, paged_at_ms) values (?1, ?2, ?3, ?4, ?5)";
        PAGES = "select agent_id, paged_at_ms from oncall_page where account_id = ?1 and alert_id = ?2 order by step limit 500";
        CURSOR = "select seq from oncall_cursor where account_id = ?1";
        START = "insert into oncall_cursor (account_id, seq) select account_id, event_seq from account where account_id = ?1
                 on conflict (account_id) do nothing";
        ADVANCE = "update oncall_cursor set seq = ?3 where account_id = ?1 and seq = ?2";
    }
    everywhere {
        BEHIND = "select a.account_id from account a left join oncall_cursor n on n.account_id = a.account_id
                  where n.seq is null or n.seq < a.event_seq order by a.account_id limit ?1";
        DUE = "select account_id, id from oncall_alert where next_at_ms <= ?1 order by next_at_ms, id limit ?2";
    }
}

pub(super) fn read_rota(row: &mut Row) -> Result<Rota, Error> {
    Ok(Rota {
        id: row.next()?,
        oid: row.next()?,
        name: row.next()?,
        turn: Turn::of_name(&row.next::<String>()?).unwrap_or(Turn::Week),
        starts: row.next::<String>()?.parse().unwrap_or_default(),
        handover_minute: row.next()?,
        members: ids(&row.next::<String>()?),
    })
}

pub(super) fn read_cover(row: &mut Row) -> Result<Cover, Error> {
    Ok(Cover {
        id: row.next()?,
        oid: row.next()?,
        rota_id: row.next()?,
        agent_id: row.next()?,
        from_ms: row.next()?,
        to_ms: row.next()?,
    })
}

pub(super) fn read_rule(row: &mut Row) -> Result<Rule, Error> {
    Ok(Rule {
        id: row.next()?,
        oid: row.next()?,
        name: row.next()?,
        rota_id: row.next()?,
        inbox_id: row.next()?,
        words: texts(&row.next::<String>()?),
        topics: texts(&row.next::<String>()?),
        when: When::of_name(&row.next::<String>()?).unwrap_or(When::Closed),
        wait_minutes: row.next()?,
        rounds: row.next()?,
        active: row.next()?,
    })
}

pub(super) fn read_alert(row: &mut Row) -> Result<Alert, Error> {
    Ok(Alert {
        id: row.next()?,
        oid: row.next()?,
        rule_id: row.next()?,
        rota_id: row.next()?,
        conversation_id: row.next()?,
        found: row.next()?,
        state: State::of_name(&row.next::<String>()?).unwrap_or(State::Calling),
        raised_at_ms: row.next()?,
        step: row.next()?,
        next_at_ms: row.next()?,
        wait_minutes: row.next()?,
        rounds: row.next()?,
        ended_at_ms: row.next()?,
        ended_by_id: row.next()?,
        ended_how: row.next()?,
    })
}

pub(super) fn read_page(row: &mut Row) -> Result<Page, Error> {
    Ok(Page { agent_id: row.next()?, at_ms: row.next()? })
}
