//! The mailbox of an inbox: where its mail is fetched, where its answers are handed in, how it goes. Secrets go in and
//! never come out.

use db::Tx;
use kernel::id::Kind;
use serde_json::{Value, json};
use spine::mailbox::{
    self, After, Connect, Credential, Encryption, Fault, First, Mailbox, MailboxReport, Outcome, Provider,
    Save, Secret, Server, Submission, Token,
};
use spine::{company, inbox};
use words::Say;

use super::call::{Answer, Ask, Job, Later};
use super::given::{Given, at, at_some};
use super::page;
use super::problem::Problem;

/// As long as a provider's refresh tokens are.
const TOKEN_CHARS: usize = 8_192;

/// The mailbox of the inbox in the path.
pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let inbox = inbox::by_oid(tx, ask.oid(Kind::Inbox)?)?;
    let mailbox = mailbox::find(tx, inbox.id)?.ok_or_else(Problem::missing)?;
    Ok(Answer::json(show(&speaker(tx)?, &mailbox)))
}

pub(super) fn put(mut ask: Ask) -> Result<Job, Problem> {
    let wish = Wish::of(ask.body.take())?;
    let sealer = ask.desk.db.sealer();
    Ok(Box::new(move |tx| {
        let inbox = inbox::by_oid(tx, ask.oid(Kind::Inbox)?)?;
        let save = wish.completed(inbox.address.as_deref().unwrap_or_default());
        let saved = mailbox::save(tx, &sealer, inbox.id, save, ask.actor())?;
        Ok(Answer::json(show(&speaker(tx)?, &saved)))
    }))
}

pub(super) fn delete(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let inbox = inbox::by_oid(tx, ask.oid(Kind::Inbox)?)?;
        mailbox::remove(tx, inbox.id, ask.actor())?;
        Ok(Answer::nothing())
    }))
}

/// Walks the stations of what is asked, or with an empty body of what is written down. Writes nothing.
pub(super) fn test(mut ask: Ask) -> Later {
    Box::pin(async move {
        let body = ask.body.take();
        let desk = std::sync::Arc::clone(&ask.desk);
        let db = desk.db.clone();
        let looked = tokio::task::spawn_blocking(move || {
            let wish = match &body {
                Value::Object(members) if members.is_empty() => None,
                _ => Some(Wish::of(body)?),
            };
            let sealer = db.sealer();
            db.read(ask.account_id(), |tx| {
                let inbox = inbox::by_oid(tx, ask.oid(Kind::Inbox)?)?;
                let connect = match wish {
                    Some(wish) => {
                        let wished = wish.completed(inbox.address.as_deref().unwrap_or_default());
                        mailbox::completed(tx, &sealer, inbox.id, wished.connect)?
                    }
                    None => mailbox::open(tx, &sealer, inbox.id)?,
                };
                Ok::<_, Problem>((connect, speaker(tx)?))
            })
        })
        .await;
        let (connect, say) = looked.map_err(|_| Problem::broken("a trial was interrupted"))??;
        let report = desk.outside.test_mailbox(connect).await;
        Ok(Answer::json(show_report(&say, &report)))
    })
}

pub(super) fn reconciliations(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let inbox = inbox::by_oid(tx, ask.oid(Kind::Inbox)?)?;
    mailbox::find(tx, inbox.id)?.ok_or_else(Problem::missing)?;
    let rows = mailbox::reconciliations(tx, inbox.id, ask.after_id()?, ask.limit())?;
    page::answer(
        ask,
        rows,
        |row| [row.id],
        |row| {
            Ok(json!({
                "at": at(row.at_ms),
                "days": row.days,
                "on_server": row.on_server,
                "accepted": row.accepted,
                "left_alone": row.left_alone,
                "fetched": row.fetched,
                "gone": row.gone,
            }))
        },
    )
}

/// Who words faults for programs: the company's language.
fn speaker(tx: &mut Tx<'_>) -> Result<Say, Problem> {
    let company = company::find(tx)?;
    Ok(Say::new(company.language, company.register))
}

fn show(say: &Say, mailbox: &Mailbox) -> Value {
    let Mailbox { connect, health, .. } = mailbox;
    let token = match &connect.credential {
        Credential::Password(_) => Value::Null,
        Credential::Token(token) => json!({ "client_id": token.client_id, "token_url": token.token_url }),
    };
    let smtp = connect.smtp.as_ref().map_or(Value::Null, |smtp| {
        let mut shown = server(&smtp.server);
        shown["user"] = json!(smtp.user);
        shown
    });
    let state = match (&health.fault, health.last_success_at_ms) {
        (Some(_), _) => "failing",
        (None, Some(_)) => "good",
        (None, None) => "new",
    };
    json!({
        "provider": mailbox.provider,
        "imap": if mailbox.is_pulled() { server(&connect.imap) } else { Value::Null },
        "user": connect.user,
        "sign_in": if token.is_null() { "password" } else { "token" },
        "token": token,
        "folder": connect.folder,
        "smtp": smtp,
        "after": { "action": mailbox.after.name(), "folder": mailbox.after.folder() },
        "first": { "take": mailbox.first.name(), "days": mailbox.first.days() },
        "health": {
            "state": state,
            "last_success_at": at_some(health.last_success_at_ms),
            "fault": health.fault.as_ref().map(|fault| show_fault(say, fault)),
            "fault_at": at_some(health.fault_at_ms),
            "backlog": health.backlog,
            "unseen_before": health.unseen_before,
            "reconciled_at": at_some(health.reconciled_at_ms),
        },
    })
}

fn server(server: &Server) -> Value {
    json!({ "host": server.host, "port": server.port, "encryption": server.encryption.name() })
}

fn show_fault(say: &Say, fault: &Fault) -> Value {
    json!({
        "code": fault.kind.code(),
        "place": fault.place,
        "detail": fault.detail,
        "text": fault.words(say),
    })
}

fn show_report(say: &Say, report: &MailboxReport) -> Value {
    let steps: Vec<Value> = report
        .steps
        .iter()
        .map(|step| {
            let (outcome, found, fault) = match &step.outcome {
                Outcome::Passed => ("passed", None, None),
                Outcome::Found { messages, unseen } => ("passed", Some((messages, unseen)), None),
                Outcome::Failed(fault) => ("failed", None, Some(fault)),
                Outcome::NotReached => ("not_reached", None, None),
            };
            json!({
                "station": step.station.name(),
                "outcome": outcome,
                "text": step.words(say),
                "messages": found.map(|(messages, _)| messages),
                "unseen": found.map(|(_, unseen)| unseen),
                "fault": fault.map(|fault| show_fault(say, fault)),
            })
        })
        .collect();
    json!({ "good": report.is_good(), "steps": steps })
}

/// What a body asks of a mailbox; what is left out follows from the provider and the inbox's address.
struct Wish {
    provider: Option<&'static Provider>,
    /// `Some(None)`: not read at all.
    imap: Option<Option<Server>>,
    user: Option<String>,
    credential: Credential,
    folder: Option<String>,
    smtp: Option<Option<(Server, Option<String>, Secret)>>,
    after: After,
    first: First,
}

impl Wish {
    fn of(body: Value) -> Result<Self, Problem> {
        let mut given = Given::of(body)?;
        let provider = given.word("provider", "the key of a provider", Provider::of_key);
        let imap = nullable(&mut given, "imap", server_of);
        let smtp = nullable(&mut given, "smtp", |inner| {
            let user = inner.text("user", 512);
            let password = Secret::new(inner.text("password", 512).unwrap_or_default());
            server_of(inner).map(|server| (server, user, password))
        });
        let user = given.text("user", 512);
        let password = Secret::new(given.text("password", 512).unwrap_or_default());
        let credential = match given.object("token") {
            Some(mut inner) => {
                let token = Token {
                    client_id: inner.needed_text("client_id", 512),
                    client_secret: Secret::new(inner.text("client_secret", TOKEN_CHARS).unwrap_or_default()),
                    refresh_token: Secret::new(inner.text("refresh_token", TOKEN_CHARS).unwrap_or_default()),
                    token_url: inner
                        .text("token_url", 512)
                        .or_else(|| provider.and_then(|known| known.token_url).map(str::to_owned))
                        .unwrap_or_default(),
                };
                given.back(inner);
                Credential::Token(token)
            }
            None => {
                given.take("token");
                Credential::Password(password)
            }
        };
        let folder = given.text("folder", 512);
        let after = choice(&mut given, "after", |inner| {
            let folder = inner.text("folder", 512);
            inner.needed_word("action", "seen, move (with a folder) or leave", |name| {
                After::of_name(name, folder.as_deref())
            })
        });
        let first = choice(&mut given, "first", |inner| {
            let days = inner.whole("days");
            inner.needed_word("take", "new, unseen or days (1 to 90)", |name| First::of_name(name, days))
        });
        given.done()?;
        Ok(Self {
            provider,
            imap,
            user,
            credential,
            folder,
            smtp,
            after: after.unwrap_or_default(),
            first: first.unwrap_or_default(),
        })
    }

    fn completed(self, address: &str) -> Save {
        let provider = self.provider.unwrap_or_else(|| mailbox::guess(address));
        let imap = self.imap.unwrap_or_else(|| Some(provider.imap(address)));
        let smtp = self.smtp.unwrap_or_else(|| Some((provider.smtp(address), None, Secret::default())));
        Save {
            provider: provider.key.to_owned(),
            connect: Connect {
                imap: imap.unwrap_or(Server { host: String::new(), port: 993, encryption: Encryption::Tls }),
                user: self.user.unwrap_or_else(|| address.to_owned()),
                credential: self.credential,
                folder: self.folder.unwrap_or_else(|| "INBOX".to_owned()),
                smtp: smtp.map(|(server, user, password)| Submission { server, user, password }),
            },
            after: self.after,
            first: self.first,
        }
    }
}

/// `Some(None)` for null, `None` where it is left out.
fn nullable<T>(given: &mut Given, name: &str, read: impl FnOnce(&mut Given) -> Option<T>) -> Option<Option<T>> {
    if !given.has(name) {
        return given.take(name).map(|_| None);
    }
    choice(given, name, read).map(Some)
}

fn choice<T>(given: &mut Given, name: &str, read: impl FnOnce(&mut Given) -> Option<T>) -> Option<T> {
    let mut inner = given.object(name)?;
    let found = read(&mut inner);
    given.back(inner);
    found
}

fn server_of(given: &mut Given) -> Option<Server> {
    let host = given.needed_text("host", 253);
    let port = given.whole("port");
    let encryption = given.word("encryption", "tls, starttls or none", Encryption::of_name);
    let port = match port.map(u16::try_from) {
        Some(Ok(port)) if port > 0 => port,
        Some(_) => {
            given.refuse("port", "must be 1 to 65535");
            return None;
        }
        None => {
            given.refuse("port", "is needed");
            return None;
        }
    };
    Some(Server { host, port, encryption: encryption.unwrap_or_default() })
}
