//! What is or was wrong with the inboxes.

use db::Tx;
use kernel::id::Kind;
use serde_json::json;
use spine::{health, inbox};

use super::call::{Answer, Ask};
use super::given::{at, at_some};
use super::page;
use super::problem::Problem;

/// What is or was wrong, of one inbox or of all.
pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let inbox_id = match ask.parameter("inbox") {
        Some(name) => {
            let oid = Kind::Inbox.oid(name);
            let oid =
                oid.ok_or_else(|| Problem::outside_body("query", "inbox", "is not the id of an inbox"))?;
            Some(inbox::by_oid(tx, oid)?.id)
        }
        None => None,
    };
    let rows = health::recent_incidents(tx, inbox_id, ask.after_id()?, ask.limit())?;
    let mut shown = Vec::with_capacity(rows.len());
    for incident in rows {
        let inbox = inbox::find(tx, incident.inbox_id)?;
        let body = json!({
            "id": Kind::Incident.name(&incident.oid),
            "inbox_id": Kind::Inbox.name(&inbox.oid),
            "kind": incident.kind.name(),
            "detail": incident.detail,
            "opened_at": at(incident.opened_at_ms),
            "closed_at": at_some(incident.closed_at_ms),
        });
        shown.push((incident.id, body));
    }
    page::answer(ask, shown, |row| [row.0], |row| Ok(row.1))
}
