//! What people and programs do at the door.

use db::{Actor, Event, Tx, args};
use kernel::id;
use kernel::language::{Language, Register};
use ring::digest;
use serde_json::json;
use spine::agent::Role;
use spine::changed::Changes;

use super::model::{
    Account, Bearer, Error, INVITE_LINK_MS, Known, Link, Member, NAME_MAX_CHARS, PASSWORD_MAX_BYTES,
    PASSWORD_MIN_CHARS, Person, Purpose, RESET_EVERY_MS, RESET_LINK_MS, Refusal, SESSION_IDLE_MS,
    SESSION_LONGEST_MS, SETUP_LINK_MS, SessionRow, SignedIn, Token, Visit,
};
use super::{is_person, store};

/// A browser's own description is kept up to this many characters.
const USER_AGENT_MAX_CHARS: usize = 200;
/// Open sessions of one person listed at most.
const SESSIONS_MAX: i64 = 100;
/// In front of every API token's secret, so that scanners of leaked secrets know it.
const TOKEN_PREFIX: &str = "rsc_";

/// A person to be added.
#[derive(Clone, Debug)]
pub struct NewPerson<'a> {
    pub name: &'a str,
    pub email: &'a str,
    pub role: Role,
    pub language: Language,
    /// PHC string, made by [`super::hash_password`]; none for somebody who will come by invitation.
    pub password_hash: Option<&'a str>,
}

/// What the first set-up asks.
#[derive(Clone, Debug)]
pub struct SetUp<'a> {
    pub company: &'a str,
    pub register: Register,
    pub language: Language,
    pub zone_name: &'a str,
    pub admin_name: &'a str,
    pub admin_email: &'a str,
    pub password_hash: &'a str,
}

/// The one account there is, or the first of them. Asked before an account is known.
pub fn first(tx: &mut Tx) -> Result<Option<i64>, Error> {
    Ok(tx.find(store::FIRST, &[], |row| row.next())?)
}

/// Creates the account this transaction is bound to.
pub fn create(tx: &mut Tx, name: &str, language: Language, register: Register) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let oid = id::fresh_oid(now_ms);
    tx.execute(store::ADD, args![oid, name.trim(), language.tag(), register.name(), now_ms, "{}"])?;
    record(tx, "account.created", Actor::System, json!({}))
}

pub fn find(tx: &mut Tx) -> Result<Account, Error> {
    store::find(tx)?.ok_or(Error::Missing("account"))
}

/// Changes the company.
///
/// # Errors
/// Refused: an empty name, or one too long.
pub fn change_account(tx: &mut Tx, actor: Actor, company: spine::company::Company) -> Result<(), Error> {
    let name = named(&company.name)?;
    Ok(spine::company::change(tx, &spine::company::Company { name, ..company }, actor)?)
}

/// Adds a person; their id.
///
/// # Errors
/// Refused: an empty name, what is no address, an address somebody has, the role of programs.
pub fn add_person(tx: &mut Tx, actor: Actor, new: &NewPerson) -> Result<i64, Error> {
    let (name, email) = (named(new.name)?, addressed(new.email)?);
    if !is_person(new.role) {
        return Err(Error::Refused(Refusal::NotAPersonsRole));
    }
    insert_agent(tx, actor, &name, &email, new.role, new.language, new.password_hash)
}

fn insert_agent(
    tx: &mut Tx,
    actor: Actor,
    name: &str,
    email: &str,
    role: Role,
    language: Language,
    password_hash: Option<&str>,
) -> Result<i64, Error> {
    if tx.find(store::AGENT_BY_EMAIL, args![email], store::person_of)?.is_some() {
        return Err(Error::Refused(Refusal::AddressTaken));
    }
    let now_ms = tx.now_ms();
    let (agent_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    tx.execute(
        store::ADD_AGENT,
        args![agent_id, &oid, name, email, password_hash, role.name(), language.tag(), now_ms],
    )?;
    let what = json!({ "agent_id": id::Kind::Agent.name(&oid), "name": name, "role": role.name() });
    record(tx, "agent.created", actor, what)?;
    Ok(agent_id)
}

pub fn person(tx: &mut Tx, agent_id: i64) -> Result<Person, Error> {
    tx.find(store::AGENT, args![agent_id], store::person_of)?.ok_or(Error::Missing("agent"))
}

/// The person with this address and the hash of their password, whether active or not.
pub fn person_by_email(tx: &mut Tx, email: &str) -> Result<Option<(Person, Option<String>)>, Error> {
    let email = kernel::address::key(email);
    Ok(tx.find(store::AGENT_BY_EMAIL, args![email], |row| Ok((store::person_of(row)?, row.next()?)))?)
}

/// Everybody, the active first, at most 500.
pub fn people(tx: &mut Tx) -> Result<Vec<Member>, Error> {
    Ok(store::members(tx)?)
}

/// Changes a person's name, address and role.
///
/// # Errors
/// As [`add_person`]; refused too when nobody would be left who lets people in.
pub fn change_person(
    tx: &mut Tx,
    actor: Actor,
    agent_id: i64,
    name: &str,
    email: &str,
    role: Role,
) -> Result<(), Error> {
    let before = person(tx, agent_id)?;
    let (name, email) = (named(name)?, addressed(email)?);
    if !is_person(role) {
        return Err(Error::Refused(Refusal::NotAPersonsRole));
    }
    if role != Role::Admin {
        keep_an_admin(tx, &before)?;
    }
    if tx
        .find(store::AGENT_BY_EMAIL, args![&email], store::person_of)?
        .is_some_and(|other| other.id != agent_id)
    {
        return Err(Error::Refused(Refusal::AddressTaken));
    }
    let mut changes = Changes::default();
    changes.note("name", before.name.as_str(), name.as_str());
    changes.note("email", before.email.as_str(), email.as_str());
    changes.note("role", before.role.name(), role.name());
    if changes.is_empty() {
        return Ok(());
    }
    if before.email != email {
        // What went to the address before may have gone to somebody else.
        for purpose in [Purpose::Invite, Purpose::Reset] {
            tx.execute(store::DROP_LINKS, args![purpose.name(), agent_id])?;
        }
    }
    tx.execute(store::CHANGE_AGENT, args![agent_id, &name, email, role.name()])?;
    let data = changes.within(person_named(&before));
    tx.record(Event { kind: "agent.changed", actor, conversation_id: None, data })?;
    Ok(())
}

/// How an event names a person.
fn person_named(person: &Person) -> serde_json::Value {
    json!({ "agent_id": id::Kind::Agent.name(&person.oid), "name": person.name })
}

/// The language the console speaks to this person.
pub fn change_language(tx: &mut Tx, agent_id: i64, language: Language) -> Result<(), Error> {
    tx.execute(store::CHANGE_LANGUAGE, args![agent_id, language.tag()])?;
    Ok(())
}

/// Shows a person the door: no sessions, no links, no tokens in their name. What they wrote stays.
pub fn deactivate(tx: &mut Tx, actor: Actor, agent_id: i64) -> Result<(), Error> {
    let before = person(tx, agent_id)?;
    keep_an_admin(tx, &before)?;
    tx.execute(store::SET_ACTIVE, args![agent_id, false])?;
    tx.execute(store::END_SESSIONS, args![agent_id, ""])?;
    for purpose in [Purpose::Invite, Purpose::SignIn, Purpose::Reset] {
        tx.execute(store::DROP_LINKS, args![purpose.name(), agent_id])?;
    }
    record(tx, "agent.deactivated", actor, person_named(&before))
}

pub fn reactivate(tx: &mut Tx, actor: Actor, agent_id: i64) -> Result<(), Error> {
    let before = person(tx, agent_id)?;
    tx.execute(store::SET_ACTIVE, args![agent_id, true])?;
    record(tx, "agent.reactivated", actor, person_named(&before))
}

fn keep_an_admin(tx: &mut Tx, leaving: &Person) -> Result<(), Error> {
    let counts = leaving.role == Role::Admin && leaving.active && leaving.has_password;
    if counts && tx.number(store::OTHER_ADMINS, args![leaving.id])? == 0 {
        return Err(Error::Refused(Refusal::LastAdmin));
    }
    Ok(())
}

/// Whether a new password will do, before the work of hashing it.
pub fn check_new_password(password: &str, email: &str) -> Result<(), Refusal> {
    if password.chars().count() < PASSWORD_MIN_CHARS {
        return Err(Refusal::PasswordTooShort);
    }
    if password.len() > PASSWORD_MAX_BYTES {
        return Err(Refusal::PasswordTooLong);
    }
    if kernel::address::key(password) == kernel::address::key(email) {
        return Err(Refusal::PasswordIsTheAddress);
    }
    Ok(())
}

/// Sets a password and ends every other session of that person; `keep` is the session it is done from.
pub fn set_password(tx: &mut Tx, agent_id: i64, password_hash: &str, keep: Option<&str>) -> Result<(), Error> {
    let before = person(tx, agent_id)?;
    tx.execute(store::SET_PASSWORD, args![agent_id, password_hash])?;
    tx.execute(store::END_SESSIONS, args![agent_id, keep.unwrap_or_default()])?;
    record(tx, "agent.password_set", Actor::Agent(agent_id), person_named(&before))
}

/// Opens a session; call after the password matched, or a link was taken. Sweeps away sessions that are over.
pub fn sign_in(
    tx: &mut Tx,
    agent_id: i64,
    user_agent: &str,
    address: &str,
    now_ms: i64,
) -> Result<SignedIn, Error> {
    tx.execute(store::SWEEP_SESSIONS, args![now_ms, now_ms - SESSION_IDLE_MS])?;
    let session =
        SignedIn { token: id::secret(), csrf: id::secret(), expires_at_ms: now_ms + SESSION_LONGEST_MS };
    let user_agent: String = user_agent.chars().take(USER_AGENT_MAX_CHARS).collect();
    tx.execute(
        store::ADD_SESSION,
        args![
            hashed(&session.token),
            agent_id,
            &session.csrf,
            now_ms,
            session.expires_at_ms,
            user_agent,
            address
        ],
    )?;
    Ok(session)
}

/// Who is behind a session's token, when it is still good. Asked before an account is known.
pub fn session(tx: &mut Tx, token: &str, now_ms: i64) -> Result<Option<Visit>, Error> {
    Ok(store::visit(tx, &hashed(token), now_ms, now_ms - SESSION_IDLE_MS)?)
}

/// Writes down that a session was used.
pub fn touch_session(tx: &mut Tx, token_hash: &str, now_ms: i64) -> Result<(), Error> {
    tx.execute(store::TOUCH_SESSION, args![token_hash, now_ms])?;
    Ok(())
}

/// A person's open sessions, the last used first.
pub fn sessions(tx: &mut Tx, agent_id: i64, now_ms: i64) -> Result<Vec<SessionRow>, Error> {
    let idle_since_ms = now_ms - SESSION_IDLE_MS;
    Ok(tx.list(store::SESSIONS, args![agent_id, now_ms, idle_since_ms, SESSIONS_MAX], store::session_row)?)
}

/// Ends one session of this person.
pub fn end_session(tx: &mut Tx, agent_id: i64, token_hash: &str) -> Result<(), Error> {
    match tx.execute(store::END_SESSION, args![token_hash, agent_id])? {
        0 => Err(Error::Missing("session")),
        _ => Ok(()),
    }
}

/// Ends the session of this visit, if it is still there.
pub fn end_session_of(tx: &mut Tx, visit: &Visit) -> Result<(), Error> {
    tx.execute(store::END_SESSION, args![&visit.token_hash, visit.person.id])?;
    Ok(())
}

/// Ends every session of this person but the one of this visit.
pub fn end_other_sessions(tx: &mut Tx, visit: &Visit) -> Result<u64, Error> {
    Ok(tx.execute(store::END_SESSIONS, args![visit.person.id, &visit.token_hash])?)
}

/// Ends sessions of somebody else: the one named, or all of them.
///
/// # Errors
/// Missing when there is nothing to end.
pub fn end_sessions_of(
    tx: &mut Tx,
    actor: Actor,
    agent_id: i64,
    token_hash: Option<&str>,
) -> Result<(), Error> {
    let whose = person(tx, agent_id)?;
    let ended = match token_hash {
        Some(token_hash) => tx.execute(store::END_SESSION, args![token_hash, agent_id])?,
        None => tx.execute(store::END_SESSIONS, args![agent_id, ""])?,
    };
    if ended == 0 {
        return Err(Error::Missing("session"));
    }
    let mut what = person_named(&whose);
    what["count"] = ended.into();
    record(tx, "agent.sessions_ended", actor, what)
}

/// Everybody with this address who may come in, in any account; at most 8. Asked before an account is known.
pub fn known(tx: &mut Tx, email: &str) -> Result<Vec<Known>, Error> {
    Ok(tx.list(store::BY_ADDRESS, args![kernel::address::key(email)], |row| {
        Ok(Known { account_id: row.next()?, agent_id: row.next()?, password_hash: row.next()? })
    })?)
}

/// Whether nobody can come in yet: no administrator has a password.
pub fn needs_setup(tx: &mut Tx) -> Result<bool, Error> {
    Ok(tx.number(store::OTHER_ADMINS, args![0i64])? == 0)
}

/// The secret of a fresh set-up link; those given before stop opening.
pub fn setup_link(tx: &mut Tx, now_ms: i64) -> Result<String, Error> {
    new_link(tx, Purpose::Setup, None, now_ms, SETUP_LINK_MS)
}

/// The secret of a fresh invitation for this person; those given before stop opening.
pub fn invite(tx: &mut Tx, actor: Actor, agent_id: i64, now_ms: i64) -> Result<String, Error> {
    let invited = person(tx, agent_id)?;
    record(tx, "agent.invited", actor, person_named(&invited))?;
    new_link(tx, Purpose::Invite, Some(invited.id), now_ms, INVITE_LINK_MS)
}

/// The secret of a fresh link that signs this person in; those given before stop opening.
pub fn sign_in_link(tx: &mut Tx, agent_id: i64, now_ms: i64, opens_for_ms: i64) -> Result<String, Error> {
    new_link(tx, Purpose::SignIn, Some(agent_id), now_ms, opens_for_ms)
}

/// The secret of a fresh way back in for somebody who forgot their password; those given before stop opening.
/// Nothing when the last one was made less than 2 minutes ago.
pub fn reset_link(tx: &mut Tx, agent_id: i64, now_ms: i64) -> Result<Option<String>, Error> {
    let since_ms = now_ms - RESET_EVERY_MS;
    if tx.number(store::LINK_SINCE, args![agent_id, Purpose::Reset.name(), since_ms])? > 0 {
        return Ok(None);
    }
    new_link(tx, Purpose::Reset, Some(agent_id), now_ms, RESET_LINK_MS).map(Some)
}

fn new_link(
    tx: &mut Tx,
    purpose: Purpose,
    agent_id: Option<i64>,
    now_ms: i64,
    opens_for_ms: i64,
) -> Result<String, Error> {
    let secret = id::secret();
    tx.execute(store::DROP_LINKS, args![purpose.name(), agent_id])?;
    tx.execute(
        store::ADD_LINK,
        args![hashed(&secret), purpose.name(), agent_id, now_ms, now_ms + opens_for_ms],
    )?;
    Ok(secret)
}

/// What a link's secret opens, without using it up. Asked before an account is known.
pub fn open_link(tx: &mut Tx, secret: &str, now_ms: i64) -> Result<Option<Link>, Error> {
    Ok(store::link(tx, &hashed(secret), now_ms)?)
}

/// Uses a link up.
///
/// # Errors
/// [`Refusal::LinkOver`] when somebody was quicker or it is too late.
pub fn take_link(tx: &mut Tx, secret: &str, now_ms: i64) -> Result<(), Error> {
    match tx.execute(store::USE_LINK, args![hashed(secret), now_ms])? {
        0 => Err(Error::Refused(Refusal::LinkOver)),
        _ => Ok(()),
    }
}

/// The first set-up: names the company and adds its first administrator, whose id is returned. The link is taken
/// apart, in the same transaction.
pub fn set_up(tx: &mut Tx, new: &SetUp) -> Result<i64, Error> {
    let admin = NewPerson {
        name: new.admin_name,
        email: new.admin_email,
        role: Role::Admin,
        language: new.language,
        password_hash: Some(new.password_hash),
    };
    let admin_id = add_person(tx, Actor::System, &admin)?;
    let before = spine::company::find(tx)?;
    let company = spine::company::Company {
        name: new.company.to_owned(),
        language: new.language,
        register: new.register,
        timezone: new.zone_name.to_owned(),
        ..before
    };
    change_account(tx, Actor::Agent(admin_id), company)?;
    Ok(admin_id)
}

/// Creates an API token; what is listed of it, and its secret, which is not kept. A token of a person's role
/// answers as the active agent of the same name and role, who is added when there is none.
pub fn create_token(tx: &mut Tx, actor: Actor, name: &str, role: Role) -> Result<(Token, String), Error> {
    let name = named(name)?;
    let now_ms = tx.now_ms();
    let (token_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let known = tx.find(store::AGENT_BY_NAME, args![&name, role.name()], |row| row.next::<i64>())?;
    let agent_id = match known {
        Some(agent_id) => agent_id,
        None => {
            let email = format!("{oid}{}", store::TOKEN_DOMAIN);
            let language = find(tx)?.language;
            insert_agent(tx, actor, &name, &email, role, language, None)?
        }
    };
    let secret = format!("{TOKEN_PREFIX}{}", id::secret());
    tx.execute(store::ADD_TOKEN, args![token_id, &oid, &name, role.name(), hashed(&secret), agent_id, now_ms])?;
    let what = json!({ "token_id": id::Kind::Token.name(&oid), "name": name, "role": role.name() });
    record(tx, "token.created", actor, what)?;
    Ok((Token { id: token_id, oid, name, role, created_at_ms: now_ms, last_used_at_ms: None }, secret))
}

/// The tokens that open, newest first, at most 500.
pub fn tokens(tx: &mut Tx) -> Result<Vec<Token>, Error> {
    Ok(tx.list(store::TOKENS, args![store::LIST_MAX], store::token_of)?)
}

/// Ends a token for good.
pub fn revoke_token(tx: &mut Tx, actor: Actor, oid: &str) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let name = tx.find(store::TOKEN_NAME, args![oid], |row| row.next::<String>())?;
    match tx.execute(store::REVOKE_TOKEN, args![oid, now_ms])? {
        0 => Err(Error::Missing("token")),
        _ => {
            let what = json!({ "token_id": id::Kind::Token.name(oid), "name": name });
            record(tx, "token.revoked", actor, what)
        }
    }
}

/// Who is behind an API token's secret, when it opens. Asked before an account is known.
pub fn token(tx: &mut Tx, secret: &str) -> Result<Option<Bearer>, Error> {
    match secret.starts_with(TOKEN_PREFIX) {
        true => Ok(store::bearer(tx, &hashed(secret))?),
        false => Ok(None),
    }
}

/// Writes down that a token was used.
pub fn token_used(tx: &mut Tx, token_id: i64, now_ms: i64) -> Result<(), Error> {
    tx.execute(store::TOUCH_TOKEN, args![token_id, now_ms])?;
    Ok(())
}

/// SHA-256 in lower-case hex: enough for secrets of 160 random bits.
pub(crate) fn hashed(secret: &str) -> String {
    digest::digest(&digest::SHA256, secret.as_bytes())
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn named(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::Refused(Refusal::NameEmpty));
    }
    if name.chars().count() > NAME_MAX_CHARS {
        return Err(Error::Refused(Refusal::NameTooLong));
    }
    Ok(name.to_owned())
}

fn addressed(email: &str) -> Result<String, Error> {
    let email = kernel::address::key(email);
    if !kernel::address::plausible(&email) || email.ends_with(store::TOKEN_DOMAIN) {
        return Err(Error::Refused(Refusal::NotAnAddress));
    }
    Ok(email)
}

fn record(tx: &mut Tx, kind: &'static str, actor: Actor, what: serde_json::Value) -> Result<(), Error> {
    tx.record(Event { kind, actor, conversation_id: None, data: what.to_string() })?;
    Ok(())
}
