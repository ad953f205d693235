//! Rows of skills and of the rules that lead to them.

use db::{Error, Row};

use super::model::{Rule, Skill, names_of};

macro_rules! rule {
    () => {
        "id, oid, place, words, topics, inbox_id, skill_id, level, active"
    };
}

db::queries! {
    "skill";
    account {
        LIST = "select id, oid, name, retired_at_ms from skill where account_id = ?1 order by folded limit ?2";
        FIND = "select id, oid, name, retired_at_ms from skill where account_id = ?1 and id = ?2";
        BY_OID = "select id, oid, name, retired_at_ms from skill where account_id = ?1 and oid = ?2";
        BY_FOLDED = "select id, oid, name, retired_at_ms from skill where account_id = ?1 and folded = ?2";
        ADD = "insert into skill (account_id, id, oid, name, folded, retired_at_ms) values (?1, ?2, ?3, ?4, ?5, null)";
        RETIRE = "update skill set retired_at_ms = ?3 where account_id = ?1 and id = ?2";
        RULES = concat!("select ", rule!(), " from skill_rule where account_id = ?1 order by place, id limit ?2");
        RULE_BY_OID = concat!("select ", rule!(), " from skill_rule where account_id = ?1 and oid = ?2");
        ADD_RULE = "insert into skill_rule (account_id, id, oid, place, words, topics, inbox_id, skill_id, level, active)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        CHANGE_RULE = "update skill_rule set words = ?3, topics = ?4, inbox_id = ?5, skill_id = ?6, level = ?7, active = ?8
                       where account_id = ?1 and id = ?2";
        PLACE_RULE = "update skill_rule set place = ?3 where account_id = ?1 and id = ?2";
        DROP_RULE = "delete from skill_rule where account_id = ?1 and id = ?2";
        ASKED_FOR = "select distinct skills from conversation where account_id = ?1 and skills <> '[]' order by skills limit ?2";
        TAKEN_OVER = "insert into skill_taken_over (account_id, at_ms) values (?1, ?2) on conflict (account_id) do nothing";
        SET_SKILLS = "update agent set skills = ?3 where account_id = ?1 and id = ?2";
    }
    everywhere {
        TO_TAKE_OVER = "select a.account_id from account a left join skill_taken_over t on t.account_id = a.account_id
                        where t.account_id is null order by a.account_id limit ?1";
    }
}

pub(super) fn read(row: &mut Row) -> Result<Skill, Error> {
    Ok(Skill { id: row.next()?, oid: row.next()?, name: row.next()?, retired_at_ms: row.next()? })
}

pub(super) fn read_rule(row: &mut Row) -> Result<Rule, Error> {
    Ok(Rule {
        id: row.next()?,
        oid: row.next()?,
        place: row.next()?,
        words: names_of(&row.next::<String>()?),
        topics: names_of(&row.next::<String>()?),
        inbox_id: row.next()?,
        skill_id: row.next()?,
        level: row.next()?,
        active: row.next()?,
    })
}
