//! Writing canned answers down, finding and counting them.

use db::{Actor, Event, Tx, args};
use kernel::id::{self, Kind};
use kernel::language::Language;
use serde_json::json;

use super::model::{Canned, Draft, MOST};
use super::store;
use crate::conversation::folded;
use crate::error::Error;

/// Words of a search that count.
const WORDS: usize = 3;

/// Writes one down; `owner` keeps it to themself.
///
/// # Errors
/// Each field that is wrong; a shortcut taken already; more than 5,000 in one company.
pub fn add(tx: &mut Tx<'_>, draft: Draft, owner: Option<i64>, actor: Actor) -> Result<Canned, Error> {
    let draft = draft.checked().map_err(Error::Refused)?;
    if tx.number(store::COUNT, &[])? >= MOST {
        return Err(Error::Conflict(format!("there are {MOST} already")));
    }
    free(tx, &draft.shortcut, 0, owner)?;
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let search = search_of(&draft);
    tx.execute(
        store::ADD,
        args![
            row_id,
            &oid,
            owner,
            &draft.title,
            &draft.shortcut,
            &draft.category,
            draft.language.map(Language::tag),
            &draft.body,
            search,
            now_ms
        ],
    )?;
    let canned = by_oid(tx, &oid)?;
    record(tx, "canned.added", &canned, actor)?;
    Ok(canned)
}

/// Writes it down anew.
///
/// # Errors
/// As [`add`].
pub fn change(
    tx: &mut Tx<'_>,
    canned: &Canned,
    draft: Draft,
    owner: Option<i64>,
    actor: Actor,
) -> Result<Canned, Error> {
    let draft = draft.checked().map_err(Error::Refused)?;
    free(tx, &draft.shortcut, canned.id, owner)?;
    let (search, now_ms) = (search_of(&draft), tx.now_ms());
    tx.execute(
        store::SAVE,
        args![
            canned.id,
            owner,
            &draft.title,
            &draft.shortcut,
            &draft.category,
            draft.language.map(Language::tag),
            &draft.body,
            search,
            now_ms
        ],
    )?;
    let canned = by_oid(tx, &canned.oid)?;
    record(tx, "canned.changed", &canned, actor)?;
    Ok(canned)
}

pub fn delete(tx: &mut Tx<'_>, canned: &Canned, actor: Actor) -> Result<(), Error> {
    tx.execute(store::DELETE, args![canned.id])?;
    record(tx, "canned.deleted", canned, actor)
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Canned, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("canned answer"))
}

/// Newest first below the id `before`: everybody's and, with `reader`, that person's; without, all there are.
pub fn list(tx: &mut Tx<'_>, reader: Option<i64>, before: i64, limit: usize) -> Result<Vec<Canned>, Error> {
    Ok(tx.list(store::LIST, args![reader, before, limit], store::read)?)
}

/// What a person may use for a customer of this language, found by words or by the beginning of a shortcut.
pub fn search(
    tx: &mut Tx<'_>,
    reader: i64,
    language: Option<Language>,
    words: &str,
    limit: usize,
) -> Result<Vec<Canned>, Error> {
    let words = folded(words.trim().trim_start_matches('/'));
    let plain = |word: &str| word.replace(['%', '\\'], "_");
    let begins = format!("{}%", plain(words.trim()));
    let mut patterns: Vec<String> =
        words.split_whitespace().take(WORDS).map(|word| format!("%{}%", plain(word))).collect();
    patterns.resize(WORDS, "%".to_owned());
    Ok(tx.list(
        store::SEARCH,
        args![reader, language.map(Language::tag), begins, &patterns[0], &patterns[1], &patterns[2], limit],
        store::read,
    )?)
}

/// Counts one use; nothing for one that is gone.
pub fn use_one(tx: &mut Tx<'_>, oid: &str) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    if let Some(canned) = tx.find(store::BY_OID, args![oid], store::read)? {
        tx.execute(store::USE, args![canned.id, now_ms])?;
    }
    Ok(())
}

fn free(tx: &mut Tx<'_>, shortcut: &str, but: i64, owner: Option<i64>) -> Result<(), Error> {
    match tx.number(store::SAME_SHORTCUT, args![shortcut, but, owner])? {
        0 => Ok(()),
        _ => Err(Error::refused("/shortcut", "is taken by another one")),
    }
}

fn search_of(draft: &Draft) -> String {
    let text: String = wire::plain::text_of(&draft.body).chars().take(4_000).collect();
    folded(&format!("{} {} {} {text}", draft.shortcut, draft.title, draft.category))
}

fn record(tx: &mut Tx<'_>, kind: &'static str, canned: &Canned, actor: Actor) -> Result<(), Error> {
    let data = json!({
        "canned_id": Kind::Canned.name(&canned.oid),
        "shared": canned.agent_id.is_none(),
    });
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}
