//! Reading the event log: what is urgent, and what settles an alert without anybody saying so.

use db::{Row, Tx, args};
use kernel::id::Kind as Name;
use serde_json::Value;
use spine::conversation::{self, Status};
use spine::error::Error;
use spine::log::{self, Cursor, Happened};
use spine::{inbox, topic};

use super::acts::{self, Raised};
use super::model::{Ended, When};
use super::store;

/// A message older than this calls nobody: a log read on after a long standstill is not news.
const TOO_OLD_MS: i64 = 12 * 3_600_000;

/// Accounts whose log goes on after what was read.
pub fn behind(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::BEHIND, args![limit], Row::next)?)
}

/// Reads the log on for what is urgent and what settles an alert. Whether there is more to read.
pub fn catch_up(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let cursor = Cursor { at: store::CURSOR, start: store::START, advance: store::ADVANCE };
    log::read_on(tx, &cursor, look_at)
}

fn look_at(tx: &mut Tx<'_>, event: &Happened) -> Result<(), Error> {
    let Some(conversation_id) = event.conversation_id else { return Ok(()) };
    let by = event.agent_id();
    match event.kind.as_str() {
        "message.received" if event.data["automatic"] == false => judge(tx, conversation_id, &event.data),
        "message.written" if by.is_some() => settle(tx, conversation_id, by, Ended::Answered),
        "conversation.closed" => settle(tx, conversation_id, by, Ended::Closed),
        _ => Ok(()),
    }
}

fn settle(tx: &mut Tx<'_>, conversation_id: i64, by: Option<i64>, how: Ended) -> Result<(), Error> {
    match acts::open_of(tx, conversation_id)? {
        Some(alert) => acts::end(tx, &alert, by, how),
        None => Ok(()),
    }
}

/// Calls somebody out when a rule says that this message is urgent; the first rule that does counts.
fn judge(tx: &mut Tx<'_>, conversation_id: i64, data: &Value) -> Result<(), Error> {
    let rules: Vec<_> = acts::rules(tx)?.into_iter().filter(|rule| rule.active).collect();
    if rules.is_empty() {
        return Ok(());
    }
    let Some(oid) = data["message_id"].as_str().and_then(|name| Name::Message.oid(name)) else { return Ok(()) };
    let (Ok(message), Ok(conversation)) =
        (conversation::message_by_oid(tx, oid), conversation::find(tx, conversation_id))
    else {
        // Taken back or merged away since.
        return Ok(());
    };
    let now_ms = tx.now_ms();
    if conversation.status == Status::Closed || now_ms - message.created_at_ms > TOO_OLD_MS {
        return Ok(());
    }
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let shut = !inbox.hours.is_open(message.created_at_ms);
    let topic = topic::of(tx, conversation_id)?.topic;
    for rule in rules {
        let counts = (rule.when == When::Always || shut) && rule.inbox_id.is_none_or(|only| only == inbox.id);
        if !counts {
            continue;
        }
        if let Some(found) = rule.finds(&conversation.subject, &message.reply_text, topic.as_deref()) {
            let raised = Raised {
                rule_id: Some(rule.id),
                rota_id: rule.rota_id,
                found: &found,
                wait_minutes: rule.wait_minutes,
                rounds: rule.rounds,
            };
            acts::raise(tx, &conversation, &raised, db::Actor::System)?;
            return Ok(());
        }
    }
    Ok(())
}
