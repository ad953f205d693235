//! Who looks at a conversation and who types in it, now: kept in memory, forgotten by itself. Nothing of it is stored,
//! and what is said on another node is not known here.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use office::account::Permission;
use serde_json::{Value, json};
use tokio::sync::broadcast;
use web::ui::initials;

use crate::Desk;
use crate::session::Sent;

/// A window that has not said anything for so long is closed, or its computer asleep.
const GONE_AFTER_MS: i64 = 45_000;
/// Typing stops this long after the last letter.
const TYPING_MS: i64 = 8_000;
/// Windows remembered of one account; more are not shown.
const MOST_WINDOWS: usize = 2_000;
/// Changes waiting for a slow stream.
const WAITING: usize = 256;

/// One window on one conversation.
struct Window {
    agent_id: i64,
    oid: String,
    name: String,
    conversation: String,
    said_at_ms: i64,
    typing_until_ms: i64,
}

/// Who is there, by account and window.
pub struct Presence {
    windows: Mutex<BTreeMap<(i64, String), Window>>,
    changes: broadcast::Sender<Change>,
}

/// Who is in a conversation now.
#[derive(Clone, Debug)]
pub struct Change {
    pub account_id: i64,
    /// Only these people have to know; everybody when none is named.
    pub agent_id: Option<i64>,
    /// As the page takes it.
    pub data: Arc<str>,
}

impl Default for Presence {
    fn default() -> Self {
        Self { windows: Mutex::default(), changes: broadcast::channel(WAITING).0 }
    }
}

/// What a window says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Looking,
    Typing,
    Gone,
}

/// Whose window it is.
pub struct Who<'a> {
    pub account_id: i64,
    pub agent_id: i64,
    pub oid: &'a str,
    pub name: &'a str,
}

impl Presence {
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Notes what a window says; who is in its conversation now.
    pub fn say(&self, who: &Who<'_>, window: &str, conversation: &str, said: Said, now_ms: i64) -> Value {
        let mut windows = lock(&self.windows);
        let before = people(&windows, who.account_id, conversation, now_ms);
        windows.retain(|_, one| now_ms - one.said_at_ms < GONE_AFTER_MS);
        let key = (who.account_id, format!("{} {window}", who.agent_id));
        match said {
            Said::Gone => {
                windows.remove(&key);
            }
            Said::Looking | Said::Typing => {
                let of_account = windows.keys().filter(|(account_id, _)| *account_id == who.account_id).count();
                if of_account < MOST_WINDOWS || windows.contains_key(&key) {
                    let typing_until_ms = if said == Said::Typing { now_ms + TYPING_MS } else { 0 };
                    windows.insert(
                        key,
                        Window {
                            agent_id: who.agent_id,
                            oid: who.oid.to_owned(),
                            name: who.name.to_owned(),
                            conversation: conversation.to_owned(),
                            said_at_ms: now_ms,
                            typing_until_ms,
                        },
                    );
                }
            }
        }
        let after = people(&windows, who.account_id, conversation, now_ms);
        drop(windows);
        if before != after {
            self.send(who.account_id, None, json!({ "conversation": conversation, "people": after }));
        }
        after
    }

    /// Has every open page of somebody fetch again what it shows.
    pub fn nudge(&self, account_id: i64, agent_id: i64) {
        self.send(account_id, Some(agent_id), json!({ "changed": true }));
    }

    fn send(&self, account_id: i64, agent_id: Option<i64>, data: Value) {
        // Nobody listening is no fault.
        let _ = self.changes.send(Change { account_id, agent_id, data: data.to_string().into() });
    }
}

/// People in a conversation, each once however many windows they have, by name.
fn people(
    windows: &BTreeMap<(i64, String), Window>,
    account_id: i64,
    conversation: &str,
    now_ms: i64,
) -> Value {
    let mut people: BTreeMap<(&str, i64), (&str, bool)> = BTreeMap::new();
    for ((of, _), window) in windows {
        if *of != account_id
            || window.conversation != conversation
            || now_ms - window.said_at_ms >= GONE_AFTER_MS
        {
            continue;
        }
        let known = people.entry((&window.name, window.agent_id)).or_insert((&window.oid, false));
        known.1 |= window.typing_until_ms > now_ms;
    }
    let list = people.into_iter().map(|((name, _), (oid, typing))| {
        json!({ "id": oid, "name": name, "initials": initials(name), "typing": typing })
    });
    Value::Array(list.collect())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `POST /console/presence`: a window says that somebody looks at a conversation, types in it, or has left it.
pub(super) async fn say(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    if let Err(fault) = agent.must(Permission::Read) {
        return agent.problem(fault);
    }
    let said = match fields.get("said") {
        "looking" => Said::Looking,
        "typing" => Said::Typing,
        "gone" => Said::Gone,
        _ => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    };
    let (window, conversation) = (fields.get("window"), fields.get("conversation"));
    let named = kernel::id::Kind::Conversation.oid(conversation).is_some();
    if !named || window.is_empty() || window.len() > 40 {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    }
    let person = agent.person();
    let who = Who { account_id: agent.account.id, agent_id: person.id, oid: &person.oid, name: &person.name };
    let people = desk.presence.say(&who, window, conversation, said, desk.wall.now_ms());
    axum::Json(json!({ "conversation": conversation, "people": people })).into_response()
}

#[cfg(test)]
mod tests {
    use super::{GONE_AFTER_MS, Presence, Said, TYPING_MS, Who};

    const HERE: &str = "cnv_1";

    fn giulia() -> Who<'static> {
        Who { account_id: 1, agent_id: 7, oid: "g", name: "Giulia Ferrante" }
    }

    fn marco() -> Who<'static> {
        Who { account_id: 1, agent_id: 8, oid: "m", name: "Marco Sala" }
    }

    #[test]
    fn two_windows_of_one_person_count_once_and_typing_shows_from_either() {
        let presence = Presence::default();
        presence.say(&giulia(), "a", HERE, Said::Looking, 0);
        let people = presence.say(&giulia(), "b", HERE, Said::Typing, 1);
        assert_eq!(people.as_array().map(Vec::len), Some(1));
        assert_eq!((people[0]["initials"].as_str(), people[0]["typing"].as_bool()), (Some("GF"), Some(true)));
        let people = presence.say(&giulia(), "b", HERE, Said::Gone, 2);
        assert_eq!(people[0]["typing"], false, "the other window is still there");
    }

    #[test]
    fn who_falls_silent_is_forgotten() {
        let presence = Presence::default();
        presence.say(&giulia(), "a", HERE, Said::Typing, 0);
        let people = presence.say(&marco(), "c", HERE, Said::Looking, TYPING_MS);
        assert_eq!((people.as_array().map(Vec::len), people[0]["typing"].as_bool()), (Some(2), Some(false)));
        let people = presence.say(&marco(), "c", HERE, Said::Looking, GONE_AFTER_MS);
        assert_eq!(people.as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn others_hear_only_of_a_change_and_of_their_own_company() {
        let presence = Presence::default();
        let mut changes = presence.changes();
        presence.say(&giulia(), "a", HERE, Said::Looking, 0);
        presence.say(&giulia(), "a", HERE, Said::Looking, 1_000);
        assert_eq!(changes.try_recv().map(|change| change.account_id), Ok(1));
        assert!(changes.try_recv().is_err(), "nothing changed");
        let elsewhere = Who { account_id: 2, ..giulia() };
        let people = presence.say(&elsewhere, "a", HERE, Said::Looking, 2_000);
        assert_eq!(people.as_array().map(Vec::len), Some(1));
    }
}
