//! Forms kept and changed.

use db::{Actor, Event, Tx, args};
use kernel::id;

use super::model::Form;
use super::store;
use crate::error::Error;
use crate::inbox::Inbox;

/// A first answer is given again for this long: 24 hours.
const ANSWER_KEPT_MS: i64 = 24 * 3_600_000;
/// What tokens of forms are signed under.
const PURPOSE: &str = "form";

/// The form of an inbox; the one every inbox begins with when nobody changed it.
pub fn of_inbox(tx: &mut Tx<'_>, inbox_id: i64) -> Result<Form, Error> {
    let kept = tx.find(store::OF_INBOX, args![inbox_id], |row| row.next::<String>())?;
    Ok(kept.and_then(|definition| Form::from_json(&definition)).unwrap_or_default())
}

/// Keeps the form of an inbox.
///
/// # Errors
/// What cannot be asked or shown, each with its place.
pub fn change(tx: &mut Tx<'_>, inbox: &Inbox, form: &Form, actor: Actor) -> Result<(), Error> {
    let wrong = form.faults();
    if !wrong.is_empty() {
        return Err(Error::Refused(wrong));
    }
    let now_ms = tx.now_ms();
    tx.execute(store::SAVE, args![inbox.id, form.to_json().to_string(), now_ms])?;
    let data = serde_json::json!({ "inbox_id": id::Kind::Inbox.name(&inbox.oid), "fields": form.fields.len() });
    tx.record(Event { kind: "inbox.form_changed", actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}

/// What this account signs the tokens of its forms with, once it was made.
pub fn seal(tx: &mut Tx<'_>) -> Result<Option<String>, Error> {
    Ok(tx.find(store::SEAL, args![PURPOSE], |row| row.next())?)
}

/// The same, made now if there is none yet.
pub fn make_seal(tx: &mut Tx<'_>) -> Result<String, Error> {
    tx.execute(store::ADD_SEAL, args![PURPOSE, id::secret()])?;
    seal(tx)?.ok_or(Error::Missing("seal"))
}

/// The first answer under an Idempotency-Key: the hash of what was sent then, and the answer.
pub fn first_answer(tx: &mut Tx<'_>, inbox_id: i64, key: &str) -> Result<Option<(String, String)>, Error> {
    let since_ms = tx.now_ms() - ANSWER_KEPT_MS;
    Ok(tx.find(store::FIRST_ANSWER, args![inbox_id, key, since_ms], |row| Ok((row.next()?, row.next()?)))?)
}

/// Keeps the first answer under an Idempotency-Key.
pub fn keep_answer(
    tx: &mut Tx<'_>,
    inbox_id: i64,
    key: &str,
    body_sha256: &str,
    answer: &str,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(store::SWEEP_ANSWERS, args![now_ms - ANSWER_KEPT_MS])?;
    tx.execute(store::KEEP_ANSWER, args![inbox_id, key, body_sha256, answer, now_ms])?;
    Ok(())
}
