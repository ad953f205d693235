//! What the wallboard shows, for boards of one's own.

use db::Tx;
use kernel::id::Kind;
use office::report::Kept;
use serde_json::{Value, json};
use spine::routing;

use super::call::{Answer, Ask};
use super::given::{at, at_some};
use super::problem::Problem;
use crate::console::inbox::store::reading;
use crate::console::wallboard::outlook::Ahead;
use crate::console::wallboard::{Lane, board};
use crate::fault::Fault;

/// As things stand now.
pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let reading = reading(tx, words::Say::default()).map_err(problem)?;
    let board = board(tx, ask.bearer.agent_id, &reading).map_err(problem)?;
    let people: Vec<Value> = board
        .people
        .iter()
        .map(|one| {
            let id = Kind::Agent.name(&one.oid);
            json!({ "id": id, "name": one.name, "presence": one.presence, "open": one.open, "capacity": one.capacity })
        })
        .collect();
    Ok(Answer::json(json!({
        "at": at(reading.now_ms),
        "kept_today": kept(&board.today),
        "kept_28_days": kept(&board.month),
        "without_word": board.wordless,
        "late": board.late,
        "at_risk": board.at_risk,
        "warn_minutes": board.warn_minutes,
        "inboxes": board.inboxes.iter().map(lane).collect::<Vec<_>>(),
        "teams": board.teams.iter().map(lane).collect::<Vec<_>>(),
        "people": people,
    })))
}

fn kept(kept: &Kept) -> Value {
    json!({ "kept": kept.kept, "settled": kept.settled, "moved": kept.moved })
}

fn lane(lane: &Lane) -> Value {
    json!({
        "id": lane.id,
        "name": lane.name,
        "waiting": lane.waiting,
        "oldest_at": at_some(lane.oldest_at_ms),
        "next_due_at": at_some(lane.urgent_at_ms),
        "kept_today": lane.kept.as_ref().map(kept),
    })
}

/// Words that fall due within the half hour, each with its chance of being missed.
pub(super) fn outlook(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let outlook = ask.desk.outlooks.of(tx, ask.bearer.account_id).map_err(problem)?;
    let ahead = Ahead::of(tx, &outlook, "").map_err(problem)?;
    let is_known = ahead.dangers.is_some();
    let mut dangers: Vec<_> = ahead.dangers.unwrap_or_default().into_iter().collect();
    dangers.sort_by(|(one, a), (other, b)| (a.due_at_ms, one).cmp(&(b.due_at_ms, other)));
    let data: Vec<Value> = dangers
        .into_iter()
        .map(|(reference, danger)| {
            json!({
                "conversation_id": Kind::Conversation.name(&danger.conversation),
                "reference": reference,
                "due_at": at(danger.due_at_ms),
                "missed_percent": danger.missed,
                "remedy": danger.remedy.map(|help| json!({
                    "assignee": Kind::Agent.name(&help.oid),
                    "name": help.name,
                    "missed_percent": help.missed,
                })),
            })
        })
        .collect();
    Ok(Answer::json(json!({
        "at": at(ahead.at_ms),
        "minutes": routing::AHEAD_MS / 60_000,
        "known": is_known,
        "data": data,
    })))
}

/// The board is a page's; what it cannot do is said here as the API says it.
fn problem(fault: Fault) -> Problem {
    match fault {
        Fault::Missing => Problem::missing(),
        Fault::Forged | Fault::Forbidden | Fault::TooMany => Problem::forbidden("see-figures"),
        Fault::Away => Problem::from(db::Error::Unavailable("the wallboard".into())),
        Fault::Broken(what) => Problem::broken(&what),
    }
}
