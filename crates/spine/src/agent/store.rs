//! Rows of agents and teams.

macro_rules! columns {
    () => {
        "id, oid, name, email, role, language, presence, capacity, skills, tier_rights, active, languages"
    };
}

db::queries! {
    "agent";
    account {
        FIND = concat!("select ", columns!(), " from agent where account_id = ?1 and id = ?2");
        BY_OID = concat!("select ", columns!(), " from agent where account_id = ?1 and oid = ?2");
        BY_EMAIL = concat!("select ", columns!(), " from agent where account_id = ?1 and email = ?2");
        LIST = concat!("select ", columns!(), " from agent where account_id = ?1 order by name, id limit 1000");
        PRESENCE = "update agent set presence = ?3 where account_id = ?1 and id = ?2";
        EDIT = "update agent set skills = ?3, tier_rights = ?4, capacity = ?5, languages = ?6
                where account_id = ?1 and id = ?2";
        MEMBERSHIPS = "select team_id, agent_id from team_member where account_id = ?1 order by team_id, agent_id limit 100000";
        HEARD = "insert into agent_heard (account_id, agent_id, heard_at_ms) values (?1, ?2, ?3)
                 on conflict (account_id, agent_id) do update set heard_at_ms = excluded.heard_at_ms";
        HEARD_AT = "select heard_at_ms from agent_heard where account_id = ?1 and agent_id = ?2";
        ALL_HEARD = "select agent_id, heard_at_ms from agent_heard where account_id = ?1 order by agent_id limit 10000";
        TEAMS = "select id, oid, name from team where account_id = ?1 order by name, id limit 1000";
        TEAM_BY_OID = "select id, oid, name from team where account_id = ?1 and oid = ?2";
        TEAM = "select id, oid, name from team where account_id = ?1 and id = ?2";
        RENAME_TEAM = "update team set name = ?3 where account_id = ?1 and id = ?2";
        DROP_TEAM = "delete from team where account_id = ?1 and id = ?2";
        DROP_MEMBERS = "delete from team_member where account_id = ?1 and team_id = ?2";
        MEMBERS = "select agent_id from team_member where account_id = ?1 and team_id = ?2 order by agent_id limit 1000";
        ADD_TEAM = "insert into team (account_id, id, oid, name) values (?1, ?2, ?3, ?4)";
        ADD_MEMBER = "insert into team_member (account_id, team_id, agent_id) values (?1, ?2, ?3)
                      on conflict (account_id, team_id, agent_id) do nothing";
        DROP_MEMBERSHIPS = "delete from team_member where account_id = ?1 and agent_id = ?2";
        TEAMS_OF = "select t.id, t.oid, t.name from team_member m
                    join team t on t.account_id = m.account_id and t.id = m.team_id
                    where m.account_id = ?1 and m.agent_id = ?2 order by t.name, t.id limit 100";
    }
}
