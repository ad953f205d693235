//! Everything that happened in a conversation, oldest first.

use std::collections::HashMap;

use db::{Row, Tx, args};
use kernel::id::Kind;
use serde_json::Value;
use spine::agent::{Agent, Team};
use spine::conversation::{self, Conversation};
use words::{Say, when};

use super::thread::Leg;
use super::{Reader, queries};
use crate::console::complaints;
use crate::console::inbox::ask;
use crate::console::inbox::view::{
    Delivery, Emphasis, Entry, File, Leaving, Reading, Said, Side, Warning, What,
};
use crate::fault::Fault;

/// Ways of giving and returning that have a sentence of their own.
const HANDED: [&str; 4] = ["routed", "next", "vanished", "sent_back"];
/// Messages shown of one conversation, the newest.
const MESSAGES: usize = 200;

/// The entries, whether older ones were left out, and the reader's answer that can still be taken back.
pub(super) fn entries(
    tx: &mut Tx<'_>,
    open: &Conversation,
    legs: &[Leg],
    people: &[Agent],
    teams: &[Team],
    reader: Reader,
    reading: &Reading,
) -> Result<(Vec<Entry>, bool, Option<Leaving>), Fault> {
    let first = tx
        .find(queries::FIRST_SHOWN, args![open.id, MESSAGES], |row| row.next::<Option<i64>>())?
        .flatten()
        .unwrap_or(0);
    let mut files: HashMap<i64, Vec<File>> = HashMap::new();
    for (message_id, file) in tx.list(queries::FILES, args![open.id, first], read_file)? {
        files.entry(message_id).or_default().push(file);
    }
    let mut entries = Vec::new();
    let mut leaving = None;
    let messages = tx.list(queries::TIMELINE, args![open.id, first], read_message)?;
    let from_ms =
        if messages.len() < MESSAGES { 0 } else { messages.first().map_or(0, |message| message.at_ms) };
    let cut = open.message_count > messages.len() as i64;
    for message in messages {
        let leg = legs.iter().find(|leg| leg.message_id == Some(message.id));
        if let (Some(leg), Some(left_ms)) = (leg, leg.map(|leg| leg.not_before_ms - reading.now_ms))
            && leg.state == "queued"
            && leg.attempts == 0
            && left_ms > 0
            && message.author_id == Some(reader.agent_id)
        {
            leaving = Some(Leaving { message: message.said.name.clone(), leaves_at_ms: leg.not_before_ms });
        }
        let mut said = message.said;
        said.delivery = leg.map(|leg| delivery(leg, reading));
        said.files = files.remove(&message.id).unwrap_or_default();
        entries.push(Entry {
            id: said.name.replace('_', "-"),
            at_ms: message.at_ms,
            what: What::Message(Box::new(said)),
        });
    }
    let events = tx.list(queries::EVENTS, args![open.id, from_ms], read_event)?;
    let undone: Vec<String> =
        events.iter().filter(|event| event.kind == "conversation.undone").filter_map(operation_of).collect();
    let inboxes = match events.iter().any(|event| event.kind == "conversation.moved") {
        true => spine::inbox::list(tx)?,
        false => Vec::new(),
    };
    let known =
        Known { people, teams, inboxes: &inboxes, undone: &undone, here: Kind::Conversation.name(&open.oid) };
    entries.extend(events.into_iter().rev().filter_map(|event| line(&event, &known, reading)));
    entries.sort_by_key(|entry| entry.at_ms);
    Ok((entries, cut, leaving))
}

struct Message {
    id: i64,
    at_ms: i64,
    author_id: Option<i64>,
    said: Said,
}

fn read_message(row: &mut Row) -> Result<Message, db::Error> {
    let (id, oid) = (row.next()?, row.next::<String>()?);
    let direction: String = row.next()?;
    let (channel, author_kind) = (row.next()?, row.next::<String>()?);
    let author_id = row.next()?;
    let (author_name, address) = (row.next::<Option<String>>()?, row.next::<Option<String>>()?);
    let recipients = json(row.next::<String>()?);
    let (reply_text, quoted) = (row.next::<String>()?, row.next::<Option<String>>()?);
    let forwarded = row.next::<Option<String>>()?.map(json);
    let authentication = row.next::<Option<String>>()?.map(json);
    let warning = row.next::<Option<String>>()?;
    let automatic = row.next()?;
    let at_ms = row.next()?;
    let (html, remote_images) = (row.next::<i64>()? == 1, row.next::<i64>()? == 1);
    let text: String = row.next()?;
    let side = match (direction.as_str(), author_kind.as_str()) {
        ("note", _) => Side::Note,
        ("in", _) => Side::Customer,
        _ => Side::Ours,
    };
    let people = |place: &str| {
        recipients[place]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|person| person["email"].as_str().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let checks = ["spf", "dkim", "dmarc"].iter().filter_map(|check| {
        let result = authentication.as_ref()?[*check].as_str()?;
        Some(((*check).to_owned(), result.to_owned()))
    });
    let said = Said {
        name: Kind::Message.name(&oid),
        side,
        channel,
        author: author_name.or_else(|| address.clone()).unwrap_or_default(),
        address,
        automatic,
        text: if reply_text.trim().is_empty() { text } else { reply_text },
        quoted: quoted.filter(|quoted| !quoted.trim().is_empty()),
        html: html && side == Side::Customer,
        remote_images,
        to: people("to"),
        cc: people("cc"),
        bcc: people("bcc"),
        files: Vec::new(),
        warning: match warning.as_deref() {
            Some("forged") => Some(Warning::Forged),
            Some("stranger") => Some(Warning::Stranger),
            _ => None,
        },
        authentication: checks.collect(),
        delivery: None,
        forwarded_from: forwarded.and_then(|forwarded| {
            let from = &forwarded["from"];
            from["email"].as_str().or_else(|| from.as_str()).map(str::to_owned)
        }),
        language: None,
    };
    Ok(Message { id, at_ms, author_id, said })
}

fn json(text: String) -> Value {
    serde_json::from_str(&text).unwrap_or_default()
}

fn read_file(row: &mut Row) -> Result<(i64, File), db::Error> {
    let message_id = row.next()?;
    let file = File {
        name: Kind::Attachment.name(&row.next::<String>()?),
        title: row.next()?,
        content_type: row.next()?,
        size_bytes: row.next()?,
        inline: row.next()?,
    };
    Ok((message_id, file))
}

/// A kept file as the pages show it.
pub fn file(file: &conversation::Attachment) -> File {
    File {
        name: Kind::Attachment.name(&file.oid),
        title: file.name.clone(),
        content_type: file.content_type.clone(),
        size_bytes: file.size_bytes,
        inline: file.inline,
    }
}

fn delivery(leg: &Leg, reading: &Reading) -> Delivery {
    match leg.state.as_str() {
        "sent" => Delivery::Sent { at_ms: leg.sent_at_ms },
        "delivered" => Delivery::Delivered,
        "failed" => Delivery::Failed { error: leg.last_error.clone() },
        _ if leg.attempts > 0 && leg.last_error.is_some() => {
            Delivery::Retrying { attempts: leg.attempts, error: leg.last_error.clone() }
        }
        _ => Delivery::Queued { leaves_at_ms: leg.not_before_ms.max(reading.now_ms) },
    }
}

struct Event {
    seq: i64,
    kind: String,
    at_ms: i64,
    actor_kind: String,
    actor_id: Option<i64>,
    data: Value,
}

fn read_event(row: &mut Row) -> Result<Event, db::Error> {
    Ok(Event {
        seq: row.next()?,
        kind: row.next()?,
        at_ms: row.next()?,
        actor_kind: row.next()?,
        actor_id: row.next()?,
        data: json(row.next()?),
    })
}

/// What names in events stand for, and which operations were taken back.
struct Known<'a> {
    people: &'a [Agent],
    teams: &'a [Team],
    inboxes: &'a [spine::inbox::Inbox],
    undone: &'a [String],
    /// Outside name of the conversation shown; the entries of those merged into it stand with its own.
    here: String,
}

fn operation_of(event: &Event) -> Option<String> {
    event.data["operation_id"].as_str().map(str::to_owned)
}

/// An event in one line, or nothing when it says no more than the message beside it.
fn line(event: &Event, known: &Known<'_>, reading: &Reading) -> Option<Entry> {
    use Emphasis::{Bold, Plain, Word};
    let (people, teams) = (known.people, known.teams);
    let say = reading.say;
    let text = |key: &str| event.data[key].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let moment = |key: &str| event.data[key].as_i64();
    let who = match (event.actor_kind.as_str(), event.actor_id) {
        ("agent", Some(id)) => people.iter().find(|person| person.id == id).map(|person| person.name.clone()),
        _ => None,
    };
    let who = who.unwrap_or_else(|| say.say("inbox-system"));
    let named = |oid: &str| people.iter().find(|person| person.oid == oid).map(|person| person.name.clone());
    let by = |due_ms: i64| when::by(say, due_ms, event.at_ms, &reading.zone);
    let at = |ms: i64| when::at(say, ms, event.at_ms, &reading.zone, when::Today::Word);
    let why = || match event.data["why"].as_str() {
        Some(
            why @ ("customer_wrote" | "customer_reopened" | "customer_silent" | "snooze_over" | "promise_due"
            | "promise_broken" | "answer_failed" | "answer_undone" | "still_owed" | "merged"),
        ) => say.say(&format!("inbox-why-{}", why.replace('_', "-"))),
        _ => say.with("inbox-why-by-hand", &[("who", who.clone().into())]),
    };
    let parts = match event.kind.as_str() {
        "conversation.skills_changed" => {
            let names: Vec<&str> =
                event.data["skills"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let skills = names.join(", ");
            match (names.is_empty(), event.data["why"].as_str()) {
                (false, Some("rule")) => sentence(say, "skill-event-rule", &[("skills", skills, Bold)]),
                (false, Some("learnt")) => sentence(say, "skill-event-learnt", &[("skills", skills, Bold)]),
                (false, _) => {
                    sentence(say, "skill-event-hand", &[("who", who, Bold), ("skills", skills, Bold)])
                }
                (true, _) => sentence(say, "skill-event-nothing", &[("who", who, Bold)]),
            }
        }
        "conversation.assigned" if HANDED.contains(&event.data["why"].as_str().unwrap_or_default()) => {
            let why = text("why")?;
            let whose = text("assignee").or_else(|| text("from"))?;
            let name = Kind::Agent.oid(&whose).and_then(named)?;
            let reason = text("reason").unwrap_or_default();
            sentence(
                say,
                &format!("skill-event-{}", why.replace('_', "-")),
                &[("name", name, Bold), ("reason", reason, Plain)],
            )
        }
        "conversation.assigned" => {
            match text("assignee").as_deref().and_then(|name| Kind::Agent.oid(name)).and_then(named) {
                Some(name) => sentence(say, "inbox-event-assigned", &[("name", name, Bold)]),
                None => vec![(say.say("inbox-event-unassigned"), Plain)],
            }
        }
        "conversation.team_changed" => {
            let name = text("team")?;
            let oid = Kind::Team.oid(&name)?;
            let team = teams.iter().find(|team| team.oid == oid)?;
            sentence(say, "inbox-event-team", &[("name", team.name.clone(), Bold)])
        }
        "conversation.tagged" => {
            let tags: Vec<&str> =
                event.data["tags"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            match tags.is_empty() {
                true => vec![(say.say("inbox-event-untagged"), Plain)],
                false => sentence(say, "inbox-event-tagged", &[("tags", tags.join(", "), Bold)]),
            }
        }
        "conversation.snoozed" => {
            let until_ms = moment("until_ms").unwrap_or_default();
            if ask::is_until_reply(until_ms, event.at_ms) {
                return Some(Entry {
                    id: format!("evt-{}", event.seq),
                    at_ms: event.at_ms,
                    what: What::Line(sentence(say, "composer-event-until-reply", &[("who", who, Bold)])),
                });
            }
            let when = at(until_ms);
            sentence(say, "inbox-event-snoozed", &[("who", who, Bold), ("when", when, Plain)])
        }
        "conversation.closed" => match text("reason") {
            Some(reason) => {
                sentence(say, "inbox-event-closed-why", &[("who", who, Bold), ("reason", reason, Plain)])
            }
            None => sentence(say, "inbox-event-closed", &[("who", who, Bold)]),
        },
        "conversation.reopened" => sentence(say, "inbox-event-reopened", &[("why", why(), Plain)]),
        "conversation.returned" => sentence(say, "inbox-event-returned", &[("why", why(), Plain)]),
        "promise.told" => sentence(say, "inbox-event-promised", &[("word", by(moment("due_at_ms")?), Word)]),
        "promise.moved" => sentence(
            say,
            "inbox-event-moved",
            &[("who", who, Bold), ("reason", text("reason").unwrap_or_default(), Plain)],
        ),
        "conversation.merged" => {
            let reference = text("reference").unwrap_or_default();
            sentence(say, "together-event-merged", &[("who", who, Bold), ("reference", reference, Bold)])
        }
        "conversation.split" => {
            let reference = text("reference").unwrap_or_default();
            sentence(say, "together-event-split", &[("who", who, Bold), ("reference", reference, Bold)])
        }
        "conversation.moved" => {
            let to = text("to").and_then(|name| Kind::Inbox.oid(&name).map(str::to_owned));
            let inbox = known.inboxes.iter().find(|inbox| Some(&inbox.oid) == to.as_ref());
            let name = inbox.map(|inbox| inbox.name.clone()).unwrap_or_default();
            sentence(say, "together-event-moved", &[("who", who, Bold), ("inbox", name, Bold)])
        }
        "conversation.undone" => {
            let kind = text("kind").filter(|kind| ["merge", "split", "move"].contains(&kind.as_str()))?;
            sentence(say, &format!("together-event-undone-{kind}"), &[("who", who, Bold)])
        }
        "conversation.linked" | "conversation.unlinked" => {
            let key = if event.kind == "conversation.linked" {
                "together-event-linked"
            } else {
                "together-event-unlinked"
            };
            let reference = text("reference").unwrap_or_default();
            sentence(say, key, &[("who", who, Bold), ("reference", reference, Bold)])
        }
        "conversation.thanked" => sentence(say, "together-event-thanked", &[("who", who, Bold)]),
        "conversation.outcome_told" => sentence(say, "together-event-outcome", &[("who", who, Bold)]),
        "promise.restored" => vec![(say.say("together-event-restored"), Plain)],
        "promise.kept" if event.data["by"] == "thanks" => {
            let word = say.say("together-word-thanks");
            sentence(say, "inbox-event-kept", &[("word", word, Word)])
        }
        "promise.kept" => {
            let early = moment("early_ms").unwrap_or_default();
            let span = when::left(say, event.at_ms + early, event.at_ms);
            let word = say.with("inbox-word-kept", &[("span", span.into())]);
            sentence(say, "inbox-event-kept", &[("word", word, Word)])
        }
        "promise.broken" => {
            sentence(say, "inbox-event-broken", &[("word", say.say("inbox-word-broken"), Word)])
        }
        "promise.voided" if event.data["why"].is_string() => {
            let why = text("why").filter(|why| ["merged", "split", "undone"].contains(&why.as_str()))?;
            vec![(say.say(&format!("together-void-{why}")), Plain)]
        }
        "promise.voided" => match text("reason") {
            Some(reason) => sentence(say, "inbox-event-voided-why", &[("reason", reason, Plain)]),
            None => vec![(say.say("inbox-event-voided"), Plain)],
        },
        "conversation.rated" => {
            let score = moment("score").unwrap_or_default().to_string();
            sentence(say, "form-event-rated", &[("score", score, Bold)])
        }
        "conversation.way_chosen" => {
            vec![(say.say(&format!("form-agent-way-{}", text("way").unwrap_or_default())), Plain)]
        }
        "conversation.link_renewed" => sentence(say, "form-event-link", &[("who", who, Bold)]),
        "promise.called" => {
            let key = match text("outcome").as_deref() {
                Some("reached") => "form-event-reached",
                Some("not_reached") => "form-event-not-reached",
                Some("moved") => "form-event-call-moved",
                _ => "form-event-call-cancelled",
            };
            sentence(say, key, &[("who", who, Bold)])
        }
        "promise.warned" => vec![(say.say("inbox-event-warned"), Plain)],
        "message.failed" => vec![(say.say("inbox-event-failed"), Plain)],
        kind => vec![(complaints::event_line(kind, &event.data, &who, say)?, Plain)],
    };
    let fresh = reading.now_ms - event.at_ms < spine::matter::UNDO_MS;
    let done =
        matches!(event.kind.as_str(), "conversation.merged" | "conversation.split" | "conversation.moved");
    let here = event.data["conversation_id"] == known.here;
    let what = match operation_of(event).filter(|name| done && fresh && here && !known.undone.contains(name)) {
        Some(operation) => What::Undoable(parts, operation),
        None => What::Line(parts),
    };
    Some(Entry { id: format!("evt-{}", event.seq), at_ms: event.at_ms, what })
}

/// A text of the catalogue whose places stand out from the rest.
fn sentence(say: Say, key: &str, places: &[(&str, String, Emphasis)]) -> Vec<(String, Emphasis)> {
    const EDGE: char = '\u{2}';
    let marked: Vec<(&str, words::Arg)> =
        places.iter().enumerate().map(|(at, (name, ..))| (*name, format!("{EDGE}{at}{EDGE}").into())).collect();
    let text = say.with(key, &marked);
    text.split(EDGE)
        .enumerate()
        .filter_map(|(at, piece)| match at % 2 {
            0 => (!piece.is_empty()).then(|| (piece.to_owned(), Emphasis::Plain)),
            _ => {
                let (_, value, emphasis) = places.get(piece.parse::<usize>().ok()?)?;
                Some((value.clone(), *emphasis))
            }
        })
        .collect()
}
