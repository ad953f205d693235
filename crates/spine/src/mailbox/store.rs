//! Rows of mailboxes, of their folders and of the mails in them.

use db::{Error, Row, Sealer, Tx, args};
use serde_json::{Value, json};

use super::model::{
    After, Connect, Credential, Encryption, First, Health, Mailbox, Reconciliation, Secret, Server, Submission,
    Token,
};
use super::report::{Fault, FaultKind};

macro_rules! columns {
    () => {
        "m.inbox_id, m.provider, m.imap_host, m.imap_port, m.imap_encryption, m.user_name, m.token_client_id,
         m.token_url, m.folder, m.smtp_host, m.smtp_port, m.smtp_encryption, m.smtp_user, m.after_action,
         m.after_folder, m.first_choice, m.first_days, m.revision, m.last_success_at_ms, m.fault_code, m.fault_place,
         m.fault_detail, m.fault_at_ms, m.unseen_before, m.reconciled_at_ms,
         (select cast(count(*) as bigint) from mailbox_mail w
           where w.account_id = m.account_id and w.inbox_id = m.inbox_id and w.state = 'wanted')"
    };
}

db::queries! {
    "mailbox";
    account {
        SAVE = "insert into mailbox (account_id, inbox_id, provider, imap_host, imap_port, imap_encryption, user_name,
                  token_client_id, token_url, secrets, folder, smtp_host, smtp_port, smtp_encryption, smtp_user,
                  after_action, after_folder, first_choice, first_days, revision, created_at_ms, unseen_before,
                  held_until_ms)
                values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, 1, ?20, 0, 0)
                on conflict (account_id, inbox_id) do update set provider = excluded.provider,
                  imap_host = excluded.imap_host, imap_port = excluded.imap_port,
                  imap_encryption = excluded.imap_encryption, user_name = excluded.user_name,
                  token_client_id = excluded.token_client_id, token_url = excluded.token_url,
                  secrets = excluded.secrets, folder = excluded.folder, smtp_host = excluded.smtp_host,
                  smtp_port = excluded.smtp_port, smtp_encryption = excluded.smtp_encryption,
                  smtp_user = excluded.smtp_user, after_action = excluded.after_action,
                  after_folder = excluded.after_folder, first_choice = excluded.first_choice,
                  first_days = excluded.first_days, revision = mailbox.revision + 1, fault_code = null,
                  fault_place = null, fault_detail = null, fault_at_ms = null";
        FIND = concat!("select ", columns!(), " from mailbox m where m.account_id = ?1 and m.inbox_id = ?2");
        LIST = concat!("select ", columns!(), " from mailbox m where m.account_id = ?1 order by m.inbox_id limit 1000");
        SECRETS = "select secrets from mailbox where account_id = ?1 and inbox_id = ?2";
        SAVE_SECRETS = "update mailbox set secrets = ?3 where account_id = ?1 and inbox_id = ?2";
        REMOVE = "delete from mailbox where account_id = ?1 and inbox_id = ?2";
        REMOVE_FOLDERS = "delete from mailbox_folder where account_id = ?1 and inbox_id = ?2";
        REMOVE_MAILS = "delete from mailbox_mail where account_id = ?1 and inbox_id = ?2";
        REMOVE_WANTED = "delete from mailbox_mail where account_id = ?1 and inbox_id = ?2 and state = 'wanted'";
        SET_ASIDE = "update mailbox_mail set folder = cast(?3 as text) || folder where account_id = ?1 and inbox_id = ?2";
        REMOVE_RECONCILIATIONS = "delete from mailbox_reconciliation where account_id = ?1 and inbox_id = ?2";
        HOLD = "update mailbox set holder = ?3, held_until_ms = ?4
                where account_id = ?1 and inbox_id = ?2 and (holder = ?3 or held_until_ms <= ?5)";
        LET_GO = "update mailbox set held_until_ms = 0 where account_id = ?1 and inbox_id = ?2 and holder = ?3";
        NOTE_SUCCESS = "update mailbox set last_success_at_ms = ?3, fault_code = null, fault_place = null,
                          fault_detail = null, fault_at_ms = null
                        where account_id = ?1 and inbox_id = ?2";
        NOTE_FAULT = "update mailbox set fault_code = ?3, fault_place = ?4, fault_detail = ?5,
                        fault_at_ms = coalesce(fault_at_ms, cast(?6 as bigint))
                      where account_id = ?1 and inbox_id = ?2";
        NOTE_UNSEEN = "update mailbox set unseen_before = ?3 where account_id = ?1 and inbox_id = ?2";
        FOLDER = "select uid_validity, last_uid, listed from mailbox_folder where account_id = ?1 and inbox_id = ?2 and folder = ?3";
        SET_FOLDER = "insert into mailbox_folder (account_id, inbox_id, folder, uid_validity, last_uid, listed, read_at_ms)
                      values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                      on conflict (account_id, inbox_id, folder) do update set uid_validity = excluded.uid_validity,
                        last_uid = excluded.last_uid, listed = excluded.listed, read_at_ms = excluded.read_at_ms";
        STANDS_ELSEWHERE = "select cast(count(*) as bigint) from mailbox_mail
                            where account_id = ?1 and inbox_id = ?2 and folder <> ?3 and uid_validity = ?4 and uid = ?5
                              and print = ?6";
        ADD_MAIL = "insert into mailbox_mail (account_id, inbox_id, folder, uid_validity, uid, print, size_bytes, state,
                      attempts, settled, changed_at_ms)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10)
                    on conflict (account_id, inbox_id, folder, uid_validity, uid) do nothing";
        KNOWN_ELSEWHERE = "select folder, uid_validity, uid from mailbox_mail
                           where account_id = ?1 and inbox_id = ?2 and print = ?3
                             and not (folder = ?4 and uid_validity = ?5)
                           order by changed_at_ms desc, uid limit 1";
        MOVE_MAIL = "update mailbox_mail set folder = ?3, uid_validity = ?4, uid = ?5, changed_at_ms = ?6,
                       state = case when state = 'gone' then 'wanted' else state end
                     where account_id = ?1 and inbox_id = ?2 and folder = ?7 and uid_validity = ?8 and uid = ?9";
        IS_KNOWN = "select state from mailbox_mail
                    where account_id = ?1 and inbox_id = ?2 and folder = ?3 and uid_validity = ?4 and uid = ?5";
        WANTED = "select uid, size_bytes, attempts from mailbox_mail
                  where account_id = ?1 and inbox_id = ?2 and folder = ?3 and uid_validity = ?4 and state = 'wanted'
                  order by attempts, uid limit ?5";
        WANT_AGAIN = "update mailbox_mail set state = 'wanted', attempts = 0, changed_at_ms = ?6
                      where account_id = ?1 and inbox_id = ?2 and folder = ?3 and uid_validity = ?4 and uid = ?5
                        and state = 'gone'";
        WANT_UNREAD = "update mailbox_mail set state = 'wanted', attempts = 0, changed_at_ms = ?6
                       where account_id = ?1 and inbox_id = ?2 and folder = ?3 and uid_validity = ?4 and uid = ?5
                         and state = 'before'";
        ALREADY_TAKEN = "select cast(count(*) as bigint) from mailbox_mail
                         where account_id = ?1 and inbox_id = ?2 and sha256 = ?3";
        TAKEN = "update mailbox_mail set state = ?6, sha256 = ?7, arrival_id = ?8, settled = ?9, changed_at_ms = ?10
                 where account_id = ?1 and inbox_id = ?2 and folder = ?3 and uid_validity = ?4 and uid = ?5
                   and state = 'wanted'";
        NOT_TAKEN = "update mailbox_mail set attempts = attempts + 1, state = ?6, changed_at_ms = ?7
                     where account_id = ?1 and inbox_id = ?2 and folder = ?3 and uid_validity = ?4 and uid = ?5
                       and state = 'wanted'";
        UNSETTLED = "select uid from mailbox_mail
                     where account_id = ?1 and inbox_id = ?2 and folder = ?3 and uid_validity = ?4 and settled = false
                     order by uid limit ?5";
        SETTLED = "update mailbox_mail set settled = true
                   where account_id = ?1 and inbox_id = ?2 and folder = ?3 and uid_validity = ?4 and uid = ?5";
        RECENT = "select uid, state, settled from mailbox_mail
                  where account_id = ?1 and inbox_id = ?2 and folder = ?3 and uid_validity = ?4 and uid >= ?5
                  order by uid limit 200000";
        KNOWN = "select uid from mailbox_mail
                 where account_id = ?1 and inbox_id = ?2 and folder = ?3 and uid_validity = ?4 and changed_at_ms < ?5
                   and state <> 'wanted'
                 order by uid limit 200000";
        PRUNE = "delete from mailbox_mail
                 where account_id = ?1 and inbox_id = ?2 and folder = ?3 and uid_validity = ?4 and uid = ?5
                   and settled = true and state <> 'wanted' and changed_at_ms < ?6";
        PRUNE_ELSEWHERE = "delete from mailbox_mail
                           where account_id = ?1 and inbox_id = ?2 and not (folder = ?3 and uid_validity = ?4)
                             and changed_at_ms < ?5";
        ADD_RECONCILIATION = "insert into mailbox_reconciliation (account_id, id, inbox_id, at_ms, days, on_server,
                                accepted, left_alone, fetched, gone)
                              values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        RECONCILED = "update mailbox set reconciled_at_ms = ?3 where account_id = ?1 and inbox_id = ?2";
        RECONCILIATIONS = "select id, inbox_id, at_ms, days, on_server, accepted, left_alone, fetched, gone
                           from mailbox_reconciliation
                           where account_id = ?1 and inbox_id = ?2 and id < ?3 order by id desc limit ?4";
    }
    everywhere {
        PULLED = "select m.account_id, m.inbox_id, m.revision from mailbox m where m.imap_host <> ''
                  order by m.account_id, m.inbox_id limit 10000";
        SENDING = "select account_id, inbox_id, revision from mailbox where smtp_host is not null
                   order by account_id, inbox_id limit 10000";
        RELEASE_ALL = "update mailbox set held_until_ms = 0 where held_until_ms > 0";
    }
}

/// What a mailbox's secrets are sealed for.
fn place(tx: &Tx<'_>, inbox_id: i64) -> String {
    format!("mailbox {} {inbox_id}", tx.account_id())
}

/// Opens the secrets written down: password, client secret, refresh token, password of the sending server.
pub(super) fn secrets(tx: &mut Tx<'_>, sealer: &Sealer, inbox_id: i64) -> Result<Option<[Secret; 4]>, Error> {
    let Some(sealed) = tx.find(SECRETS, args![inbox_id], |row| row.next::<String>())? else { return Ok(None) };
    let opened = sealer.open(&place(tx, inbox_id), &sealed)?;
    let json: Value = serde_json::from_slice(&opened).unwrap_or_default();
    let word = |key: &str| Secret::new(json[key].as_str().unwrap_or_default());
    Ok(Some([word("password"), word("client_secret"), word("refresh_token"), word("smtp_password")]))
}

fn sealed(tx: &Tx<'_>, sealer: &Sealer, inbox_id: i64, connect: &Connect) -> Result<String, Error> {
    let (password, token) = match &connect.credential {
        Credential::Password(password) => (Some(password), None),
        Credential::Token(token) => (None, Some(token)),
    };
    let json = json!({
        "password": password.map(Secret::expose),
        "client_secret": token.map(|token| token.client_secret.expose()),
        "refresh_token": token.map(|token| token.refresh_token.expose()),
        "smtp_password": connect.smtp.as_ref().map(|smtp| smtp.password.expose()),
    });
    sealer.seal(&place(tx, inbox_id), json.to_string().as_bytes())
}

/// Writes the secrets of a mailbox down anew; everything else stays, and whoever works with it goes on.
pub(super) fn save_secrets(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    inbox_id: i64,
    connect: &Connect,
) -> Result<(), Error> {
    let sealed = sealed(tx, sealer, inbox_id, connect)?;
    tx.execute(SAVE_SECRETS, args![inbox_id, sealed]).map(|_| ())
}

/// Writes a mailbox down, every secret of `connect` as it is to be from now on.
pub(super) fn save(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    inbox_id: i64,
    provider: &str,
    connect: &Connect,
    after: &After,
    first: First,
) -> Result<(), Error> {
    let token = match &connect.credential {
        Credential::Password(_) => None,
        Credential::Token(token) => Some(token),
    };
    let smtp = connect.smtp.as_ref();
    let sealed = sealed(tx, sealer, inbox_id, connect)?;
    let now_ms = tx.now_ms();
    tx.execute(
        SAVE,
        args![
            inbox_id,
            provider,
            &connect.imap.host,
            i64::from(connect.imap.port),
            connect.imap.encryption.name(),
            &connect.user,
            token.map(|token| token.client_id.clone()),
            token.map(|token| token.token_url.clone()),
            sealed,
            &connect.folder,
            smtp.map(|smtp| smtp.server.host.clone()),
            smtp.map(|smtp| i64::from(smtp.server.port)),
            smtp.map(|smtp| smtp.server.encryption.name()),
            smtp.and_then(|smtp| smtp.user.clone()),
            after.name(),
            after.folder(),
            first.name(),
            first.days(),
            now_ms
        ],
    )?;
    Ok(())
}

pub(super) fn read(row: &mut Row) -> Result<Mailbox, Error> {
    let inbox_id = row.next()?;
    let provider = row.next()?;
    let imap = server(row)?;
    let user = row.next()?;
    let credential = match (row.next::<Option<String>>()?, row.next::<Option<String>>()?) {
        (Some(client_id), Some(token_url)) => Credential::Token(Token {
            client_id,
            client_secret: Secret::default(),
            refresh_token: Secret::default(),
            token_url,
        }),
        _ => Credential::Password(Secret::default()),
    };
    let folder = row.next()?;
    let smtp = match (row.next::<Option<String>>()?, row.next::<Option<i64>>()?, row.next::<Option<String>>()?)
    {
        (Some(host), Some(port), Some(encryption)) => {
            Some(Server { host, port: port_of(port)?, encryption: encryption_of(&encryption)? })
        }
        _ => None,
    };
    let smtp_user = row.next()?;
    let smtp = smtp.map(|server| Submission { server, user: smtp_user, password: Secret::default() });
    let (action, action_folder) = (row.next::<String>()?, row.next::<Option<String>>()?);
    let (first, days) = (row.next::<String>()?, row.next::<Option<i64>>()?);
    Ok(Mailbox {
        inbox_id,
        provider,
        connect: Connect { imap, user, credential, folder, smtp },
        after: After::of_name(&action, action_folder.as_deref()).ok_or_else(|| unreadable("after_action"))?,
        first: First::of_name(&first, days).ok_or_else(|| unreadable("first_choice"))?,
        revision: row.next()?,
        health: health(row)?,
    })
}

fn health(row: &mut Row) -> Result<Health, Error> {
    let last_success_at_ms = row.next()?;
    let kind = row.next::<Option<String>>()?.as_deref().and_then(FaultKind::of_code);
    let (place, detail) = (row.next::<Option<String>>()?, row.next::<Option<String>>()?);
    Ok(Health {
        last_success_at_ms,
        fault: kind.map(|kind| Fault {
            kind,
            place: place.unwrap_or_default(),
            detail: detail.unwrap_or_default(),
        }),
        fault_at_ms: row.next()?,
        unseen_before: row.next()?,
        reconciled_at_ms: row.next()?,
        backlog: row.next()?,
    })
}

pub(super) fn reconciliation(row: &mut Row) -> Result<Reconciliation, Error> {
    Ok(Reconciliation {
        id: row.next()?,
        inbox_id: row.next()?,
        at_ms: row.next()?,
        days: row.next()?,
        on_server: row.next()?,
        accepted: row.next()?,
        left_alone: row.next()?,
        fetched: row.next()?,
        gone: row.next()?,
    })
}

fn server(row: &mut Row) -> Result<Server, Error> {
    Ok(Server {
        host: row.next()?,
        port: port_of(row.next()?)?,
        encryption: encryption_of(&row.next::<String>()?)?,
    })
}

fn port_of(port: i64) -> Result<u16, Error> {
    u16::try_from(port).map_err(|_| unreadable("port"))
}

fn encryption_of(name: &str) -> Result<Encryption, Error> {
    Encryption::of_name(name).ok_or_else(|| unreadable("encryption"))
}

fn unreadable(column: &str) -> Error {
    Error::Broken(format!("mailbox.{column} cannot be read"))
}
