//! Takes what a customer typed on a page of ours: durable first, then through the spine in the same request, so that
//! the page can answer with the code and the promise.

use std::sync::Arc;

use doors::form::reading;
use jiff::Timestamp;
use serde_json::{Value, json};
use spine::conversation::{self, Direction};
use spine::inbox::{self, Channel};
use spine::intake::{self, Accept, Verdict};
use spine::promise::{self, Promise, State};
use spine::{company, customer};
use words::{Say, when};

use crate::Desk;
use crate::fault::Fault;
use crate::session::blocking;

/// One message on its way in.
pub(super) struct Message {
    pub account_id: i64,
    pub inbox_id: i64,
    /// The address given; empty without one.
    pub sender: String,
    pub recipient: String,
    pub remote: String,
    /// Head and body, as kept on the ledger.
    pub raw: Vec<u8>,
    /// How its writer is spoken to.
    pub say: Say,
}

/// What became of it.
pub(super) enum Taken {
    /// Somebody is owed an answer.
    Owed(Box<Receipt>),
    /// It stands on the page of spam.
    Held,
    /// It is safe; it will be read as soon as the store allows.
    Safe,
}

/// What a customer is told at once.
#[derive(Clone, Debug)]
pub(super) struct Receipt {
    pub reference: String,
    pub track_url: String,
    pub subject: String,
    pub email: Option<String>,
    pub files: Vec<String>,
    pub received_ms: i64,
    pub made_ms: i64,
    pub due_ms: Option<i64>,
    /// The given word.
    pub text: String,
}

impl Receipt {
    /// The same for programs, in the outer contract's shape.
    pub fn json(&self) -> Value {
        let due_at = self.due_ms.and_then(|due_ms| Timestamp::from_millisecond(due_ms).ok());
        json!({
            "reference": self.reference,
            "track_url": self.track_url,
            "promise": { "due_at": due_at.map(|due_at| due_at.to_string()), "text": self.text },
        })
    }
}

/// Keeps a message for good and lets the spine have it.
///
/// # Errors
/// When it could not be kept; after that, nothing.
pub(super) async fn take(desk: &Arc<Desk>, message: Message) -> Result<Taken, Fault> {
    let account_id = message.account_id;
    let (db, raw) = (desk.db.clone(), Arc::new(message.raw));
    let bytes = Arc::clone(&raw);
    let kept = blocking(move || Ok(db.keep(&bytes)?)).await?;
    let accept = Accept {
        channel: Channel::Form,
        inbox_id: message.inbox_id,
        sender: message.sender,
        recipient: message.recipient,
        remote: message.remote,
        helo: String::new(),
        kept,
    };
    let accepted = desk.db.submit(account_id, move |tx| {
        let arrival_id = intake::accept(tx, accept)?;
        intake::claim(tx, arrival_id)?.ok_or(Fault::Missing)
    });
    let arrival = accepted.answer().await?;
    let (db, arrival_id) = (desk.db.clone(), arrival.id);
    let read = blocking(move || Ok(reading::read(&db, &arrival, &raw)?)).await;
    let say = message.say;
    let received = match read {
        Ok(inbound) => {
            let act = desk.db.submit(account_id, move |tx| {
                let verdict = intake::receive(tx, arrival_id, &inbound)?;
                let arrival = intake::find(tx, arrival_id)?;
                Ok::<_, Fault>(match (verdict, arrival.conversation_id) {
                    (Verdict::Spam, _) => Taken::Held,
                    (_, Some(conversation_id)) => {
                        Taken::Owed(Box::new(receipt(tx, conversation_id, say, verdict)?))
                    }
                    (_, None) => Taken::Safe,
                })
            });
            act.answer().await
        }
        Err(fault) => Err(fault),
    };
    Ok(received.unwrap_or_else(|fault| {
        tracing::warn!(?fault, arrival_id, "a form was kept but not read yet");
        drop(desk.db.submit(account_id, move |tx| intake::let_go(tx, arrival_id)));
        Taken::Safe
    }))
}

/// What the customer of a conversation is told now; a promise first told here is written down as told.
fn receipt(tx: &mut db::Tx<'_>, conversation_id: i64, say: Say, verdict: Verdict) -> Result<Receipt, Fault> {
    let conversation = conversation::find(tx, conversation_id)?;
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let now_ms = tx.now_ms();
    let promises = promise::of_conversation(tx, conversation_id)?;
    let reply =
        |promise: &&Promise| promise.kind.is_reply() && promise.not_told_reason.as_deref() != Some("internal");
    let open = promises.iter().filter(reply).find(|promise| promise.state == State::Open);
    let owed = open.or_else(|| promises.iter().rev().find(reply));
    let text = match owed {
        Some(promise) => when::promise(say, promise.due_at_ms, now_ms, inbox.hours.timezone()),
        None => say.say("form-received"),
    };
    let last = conversation::last_inbound(tx, conversation_id)?;
    let files = match &last {
        Some(message) if message.direction == Direction::In => {
            conversation::attachments(tx, message.id)?.into_iter().map(|file| file.name).collect()
        }
        _ => Vec::new(),
    };
    let email = customer_address(tx, &conversation, last.as_ref())?;
    if let (Some(promise), Verdict::Owed) = (owed, verdict)
        && promise.told_at_ms.is_none()
    {
        promise::told(tx, promise.id, "page", email.as_deref().unwrap_or_default(), &text, None)?;
    }
    let company = company::find(tx)?;
    Ok(Receipt {
        reference: conversation.reference.clone(),
        track_url: company.track_url(&conversation.track_token),
        subject: conversation.subject.clone(),
        email,
        files,
        received_ms: last.as_ref().map_or(now_ms, |message| message.created_at_ms),
        made_ms: owed.map_or(now_ms, |promise| promise.made_at_ms),
        due_ms: owed.map(|promise| promise.due_at_ms),
        text,
    })
}

fn customer_address(
    tx: &mut db::Tx<'_>,
    conversation: &conversation::Conversation,
    last: Option<&conversation::Message>,
) -> Result<Option<String>, Fault> {
    match last.and_then(|message| message.author_address.clone()) {
        Some(address) => Ok(Some(address)),
        None => Ok(customer::identities(tx, conversation.customer_id)?
            .into_iter()
            .find(|identity| identity.kind == "email")
            .map(|identity| identity.value)),
    }
}
