//! Rows of the account, its people, sessions, links and tokens.

use db::{Error, Row, Tx, args};
use kernel::language::{Language, Register};
use spine::agent::Role;

use super::model::{Account, Bearer, Link, Member, Person, Purpose, SessionRow, Token, Visit};

/// People and tokens of one account listed at most.
pub(crate) const LIST_MAX: i64 = 500;
/// Where token agents get their address from; the domain can never receive mail (RFC 2606).
pub(crate) const TOKEN_DOMAIN: &str = "@token.invalid";

db::queries! {
    "account";
    account {
        ADD = "
    insert into account (account_id, oid, name, language, register, created_at_ms, event_seq, settings)
    values (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)";
        FIND = "
    select account_id, oid, name, language, register, settings
      from account
     where account_id = ?1";
        ADD_AGENT = "
    insert into agent (account_id, id, oid, name, email, password_hash, role, language, presence, capacity, skills,
                       tier_rights, active, created_at_ms)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'offline', '{}', '[]', '[\"A\",\"B\",\"C\"]', true, ?9)";
        AGENT = "
    select id, oid, name, email, role, language, active, password_hash is not null, created_at_ms
      from agent
     where account_id = ?1 and id = ?2";
        AGENT_BY_EMAIL = "
    select id, oid, name, email, role, language, active, password_hash is not null, created_at_ms, password_hash
      from agent
     where account_id = ?1 and email = ?2";
        AGENT_BY_NAME = "
    select id
      from agent
     where account_id = ?1 and name = ?2 and role = ?3 and active = true
     order by id
     limit 1";
        AGENTS = "
    select a.id, a.oid, a.name, a.email, a.role, a.language, a.active, a.password_hash is not null, a.created_at_ms,
           (select max(s.seen_at_ms) from session s where s.account_id = a.account_id and s.agent_id = a.id),
           (select max(l.expires_at_ms) from one_time_link l
             where l.account_id = a.account_id and l.agent_id = a.id and l.purpose = 'invite' and l.used_at_ms is null)
      from agent a
     where a.account_id = ?1
     order by a.active desc, lower(a.name), a.id
     limit ?2";
        CHANGE_AGENT = "
    update agent
       set name = ?3, email = ?4, role = ?5
     where account_id = ?1 and id = ?2";
        CHANGE_LANGUAGE = "
    update agent
       set language = ?3
     where account_id = ?1 and id = ?2";
        SET_PASSWORD = "
    update agent
       set password_hash = ?3
     where account_id = ?1 and id = ?2";
        SET_ACTIVE = "
    update agent
       set active = ?3, presence = 'offline'
     where account_id = ?1 and id = ?2";
        OTHER_ADMINS = "
    select cast(count(*) as bigint)
      from agent
     where account_id = ?1 and id <> ?2 and role = 'admin' and active = true and password_hash is not null";
        ADD_SESSION = "
    insert into session (account_id, token_hash, agent_id, csrf, created_at_ms, seen_at_ms, expires_at_ms,
                         user_agent, address)
    values (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8)";
        TOUCH_SESSION = "
    update session
       set seen_at_ms = ?3
     where account_id = ?1 and token_hash = ?2 and seen_at_ms < ?3";
        SESSIONS = "
    select token_hash, created_at_ms, seen_at_ms, user_agent, address
      from session
     where account_id = ?1 and agent_id = ?2 and expires_at_ms > ?3 and seen_at_ms > ?4
     order by seen_at_ms desc, token_hash
     limit ?5";
        END_SESSION = "
    delete from session
     where account_id = ?1 and token_hash = ?2 and agent_id = ?3";
        END_SESSIONS = "
    delete from session
     where account_id = ?1 and agent_id = ?2 and token_hash <> ?3";
        SWEEP_SESSIONS = "
    delete from session
     where account_id = ?1 and (expires_at_ms <= ?2 or seen_at_ms <= ?3)";
        ADD_LINK = "
    insert into one_time_link (account_id, token_hash, purpose, agent_id, created_at_ms, expires_at_ms, used_at_ms)
    values (?1, ?2, ?3, ?4, ?5, ?6, null)";
        USE_LINK = "
    update one_time_link
       set used_at_ms = ?3
     where account_id = ?1 and token_hash = ?2 and used_at_ms is null and expires_at_ms > ?3";
        DROP_LINKS = "
    delete from one_time_link
     where account_id = ?1 and purpose = ?2 and (agent_id = ?3 or (agent_id is null and cast(?3 as bigint) is null))";
        LINK_SINCE = "
    select cast(count(*) as bigint)
      from one_time_link
     where account_id = ?1 and agent_id = ?2 and purpose = ?3 and created_at_ms > ?4";
        ADD_TOKEN = "
    insert into token (account_id, id, oid, name, role, token_hash, agent_id, created_at_ms, last_used_at_ms,
                       revoked_at_ms)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, null, null)";
        TOKENS = "
    select id, oid, name, role, created_at_ms, last_used_at_ms
      from token
     where account_id = ?1 and revoked_at_ms is null
     order by id desc
     limit ?2";
        TOKEN_NAME = "
    select name
      from token
     where account_id = ?1 and oid = ?2";
        REVOKE_TOKEN = "
    update token
       set revoked_at_ms = ?3
     where account_id = ?1 and oid = ?2 and revoked_at_ms is null";
        TOUCH_TOKEN = "
    update token
       set last_used_at_ms = ?3
     where account_id = ?1 and id = ?2";
    }
    everywhere {
        BY_ADDRESS = "
    select account_id, id, password_hash
      from agent
     where email = ?1 and active = true and role <> 'integration'
     order by account_id
     limit 8";
        FIRST = "
    select account_id
      from account
     order by account_id
     limit 1";
        VISIT = "
    select s.account_id, s.token_hash, s.csrf, s.seen_at_ms,
           a.id, a.oid, a.name, a.email, a.role, a.language, a.active, a.password_hash is not null, a.created_at_ms
      from session s
      join agent a on a.account_id = s.account_id and a.id = s.agent_id
     where s.token_hash = ?1 and s.expires_at_ms > ?2 and s.seen_at_ms > ?3 and a.active = true";
        LINK = "
    select account_id, purpose, agent_id, expires_at_ms
      from one_time_link
     where token_hash = ?1 and used_at_ms is null and expires_at_ms > ?2";
        BEARER = "
    select t.account_id, t.id, t.oid, t.name, t.role, t.agent_id, t.last_used_at_ms
      from token t
      join agent a on a.account_id = t.account_id and a.id = t.agent_id
     where t.token_hash = ?1 and t.revoked_at_ms is null and a.active = true";
    }
}

pub(crate) fn find(tx: &mut Tx) -> Result<Option<Account>, Error> {
    tx.find(FIND, &[], |row| {
        Ok(Account {
            id: row.next()?,
            oid: row.next()?,
            name: row.next()?,
            language: language(&row.next::<String>()?),
            register: Register::of_name(&row.next::<String>()?).unwrap_or_default(),
            zone_name: zone_of(&row.next::<String>()?),
        })
    })
}

fn zone_of(settings: &str) -> String {
    serde_json::from_str::<serde_json::Value>(settings)
        .ok()
        .and_then(|settings| Some(settings.get("timezone")?.as_str()?.to_owned()))
        .unwrap_or_else(|| "Europe/Rome".to_owned())
}

fn language(tag: &str) -> Language {
    Language::of_tag(tag).unwrap_or_default()
}

pub(crate) fn role(name: &str) -> Result<Role, Error> {
    Role::of_name(name).ok_or_else(|| Error::Broken("a role that is none of ours".to_owned()))
}

pub(crate) fn person_of(row: &mut Row) -> Result<Person, Error> {
    Ok(Person {
        id: row.next()?,
        oid: row.next()?,
        name: row.next()?,
        email: row.next()?,
        role: role(&row.next::<String>()?)?,
        language: language(&row.next::<String>()?),
        active: row.next()?,
        has_password: row.next()?,
        created_at_ms: row.next()?,
    })
}

pub(crate) fn members(tx: &mut Tx) -> Result<Vec<Member>, Error> {
    tx.list(AGENTS, args![LIST_MAX], |row| {
        let person = person_of(row)?;
        let of_token = person.email.ends_with(TOKEN_DOMAIN);
        Ok(Member { person, seen_at_ms: row.next()?, invited_until_ms: row.next()?, of_token })
    })
}

pub(crate) fn visit(
    tx: &mut Tx,
    token_hash: &str,
    now_ms: i64,
    idle_since_ms: i64,
) -> Result<Option<Visit>, Error> {
    tx.find(VISIT, args![token_hash, now_ms, idle_since_ms], |row| {
        Ok(Visit {
            account_id: row.next()?,
            token_hash: row.next()?,
            csrf: row.next()?,
            seen_at_ms: row.next()?,
            person: person_of(row)?,
        })
    })
}

pub(crate) fn session_row(row: &mut Row) -> Result<SessionRow, Error> {
    Ok(SessionRow {
        token_hash: row.next()?,
        created_at_ms: row.next()?,
        seen_at_ms: row.next()?,
        user_agent: row.next()?,
        address: row.next()?,
    })
}

pub(crate) fn link(tx: &mut Tx, token_hash: &str, now_ms: i64) -> Result<Option<Link>, Error> {
    tx.find(LINK, args![token_hash, now_ms], |row| {
        Ok(Link {
            account_id: row.next()?,
            purpose: Purpose::of_name(&row.next::<String>()?)
                .ok_or_else(|| Error::Broken("a link for nothing known".to_owned()))?,
            agent_id: row.next()?,
            expires_at_ms: row.next()?,
        })
    })
}

pub(crate) fn token_of(row: &mut Row) -> Result<Token, Error> {
    Ok(Token {
        id: row.next()?,
        oid: row.next()?,
        name: row.next()?,
        role: role(&row.next::<String>()?)?,
        created_at_ms: row.next()?,
        last_used_at_ms: row.next()?,
    })
}

pub(crate) fn bearer(tx: &mut Tx, token_hash: &str) -> Result<Option<Bearer>, Error> {
    tx.find(BEARER, args![token_hash], |row| {
        Ok(Bearer {
            account_id: row.next()?,
            token_id: row.next()?,
            token_oid: row.next()?,
            name: row.next()?,
            role: role(&row.next::<String>()?)?,
            agent_id: row.next()?,
            last_used_at_ms: row.next()?,
        })
    })
}
