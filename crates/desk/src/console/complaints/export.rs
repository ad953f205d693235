//! The register as a file for a spreadsheet: everything opened in a half-year, or between two days.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use db::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use office::account::Permission;
use spine::complaint::{self, Outcome, RemedyState, Report, Settings};
use spine::conversation;
use words::Say;

use super::case::term_line;
use super::name_of;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::Agent;

/// `GET /console/complaints/file?from=2026-01-01&to=2026-06-30`; the running half-year without.
pub(super) async fn file(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let asked = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::Read)?;
            let zone = TimeZone::get(&agent.account.zone_name).unwrap_or(TimeZone::UTC);
            let now_ms = tx.now_ms();
            let (first, last) = half_year(&asked, now_ms, &zone);
            let (from_ms, to_ms) = (midnight(first, &zone), midnight(last.tomorrow().unwrap_or(last), &zone));
            let lines = complaint::report(tx, from_ms, to_ms)?;
            let text = table(agent.say, tx, &lines, &zone)?;
            let name = format!("attachment; filename=\"reclami-{first}-{last}.csv\"");
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            Ok((headers, text).into_response())
        })
        .await
}

/// The first and the last day asked for; the half-year of now where none or nonsense was.
fn half_year(asked: &Fields, now_ms: i64, zone: &TimeZone) -> (Date, Date) {
    let day = |name: &str| asked.get(name).parse::<Date>().ok();
    if let (Some(from), Some(to)) = (day("from"), day("to"))
        && from <= to
    {
        return (from, to);
    }
    let today = jiff::Timestamp::from_millisecond(now_ms).unwrap_or_default().to_zoned(zone.clone()).date();
    let year = today.year();
    let (first, last) = if today.month() <= 6 { ((1, 1), (6, 30)) } else { ((7, 1), (12, 31)) };
    let date = |(month, day): (i8, i8)| Date::new(year, month, day).unwrap_or(today);
    (date(first), date(last))
}

fn midnight(day: Date, zone: &TimeZone) -> i64 {
    day.to_zoned(zone.clone()).map_or(0, |at| at.timestamp().as_millisecond())
}

const COLUMNS: [&str; 16] = [
    "code", "opened", "due", "term", "source", "verified", "state", "answered", "in-time", "owner", "cause",
    "founded", "remedy", "amount", "outcome", "request",
];

fn table(say: Say, tx: &mut Tx<'_>, lines: &[Report], zone: &TimeZone) -> Result<String, Fault> {
    let settings = complaint::configured(tx)?;
    let people = spine::agent::list(tx)?;
    // The mark tells spreadsheets that this is UTF-8.
    let mut text = String::from("\u{feff}");
    let heads: Vec<String> = COLUMNS.iter().map(|name| say.say(&format!("complaint-file-{name}"))).collect();
    push(&mut text, &heads);
    for line in lines {
        let owner = name_of(&people, line.complaint.owner_id);
        let request = conversation::find(tx, line.complaint.conversation_id)?.reference;
        push(&mut text, &row(say, line, &settings, owner, request, zone));
    }
    Ok(text)
}

fn row(
    say: Say,
    line: &Report,
    settings: &Settings,
    owner: String,
    request: String,
    zone: &TimeZone,
) -> Vec<String> {
    let complaint = &line.complaint;
    let day = |at_ms: i64| {
        let at = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default().to_zoned(zone.clone());
        at.strftime("%Y-%m-%d %H:%M").to_string()
    };
    let yes_no = |value: Option<bool>| match value {
        Some(true) => say.say("settings-yes"),
        Some(false) => say.say("settings-no"),
        None => String::new(),
    };
    let cause = complaint.cause.as_deref().map(|key| {
        settings.cause(key).map_or_else(|| key.to_owned(), |cause| cause.label(say.language).to_owned())
    });
    let given: Vec<_> = line.remedies.iter().filter(|remedy| remedy.state == RemedyState::Approved).collect();
    let kinds: Vec<String> =
        given.iter().map(|remedy| say.say(&format!("complaint-remedy-{}", remedy.kind.name()))).collect();
    let cents: i64 = given.iter().map(|remedy| remedy.amount_cents).sum();
    let outcome = complaint.follow_up_outcome.map(Outcome::name);
    vec![
        complaint.code(),
        day(complaint.opened_at_ms),
        day(complaint.due_at_ms),
        term_line(&complaint.term, say),
        complaint.term.source.clone(),
        yes_no(Some(complaint.term.confirmed_at_ms.is_some())),
        say.say(&format!("complaint-state-{}", complaint.state.name().replace('_', "-"))),
        complaint.answered_at_ms.map(day).unwrap_or_default(),
        yes_no(complaint.in_time),
        owner,
        cause.unwrap_or_default(),
        yes_no(complaint.founded),
        kinds.join(", "),
        format!("{}.{:02}", cents / 100, cents % 100),
        outcome
            .map(|outcome| say.say(&format!("complaint-outcome-{}", outcome.replace('_', "-"))))
            .unwrap_or_default(),
        request,
    ]
}

fn push(text: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| cell_of(cell)).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// One cell (RFC 4180). What a spreadsheet would take for a formula is a text.
fn cell_of(value: &str) -> String {
    let formula = value.trim_start().starts_with(['=', '+', '-', '@']) || value.starts_with(['\t', '\r']);
    let plain = if formula { format!("'{value}") } else { value.to_owned() };
    match plain.contains(['"', ',', '\n', '\r', ';']) {
        true => format!("\"{}\"", plain.replace('"', "\"\"")),
        false => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_ends_early() {
        assert_eq!(cell_of("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(cell_of("+39 333"), "'+39 333");
        assert_eq!(cell_of(" @cmd"), "' @cmd");
        assert_eq!(cell_of("-2"), "'-2");
        assert_eq!(cell_of("\tx"), "'\tx");
        assert_eq!(cell_of("a,b\n\"c\""), "\"a,b\n\"\"c\"\"\"");
        assert_eq!(cell_of("Imballo"), "Imballo");
    }

    #[test]
    fn a_half_year_is_the_one_of_now_unless_two_days_are_named() {
        let zone = TimeZone::get("Europe/Rome").expect("Rome");
        let november_ms = 1_795_078_800_000;
        let days = |asked: &str| {
            let (first, last) = half_year(&Fields::of_query(Some(asked)), november_ms, &zone);
            format!("{first} {last}")
        };
        assert_eq!(days(""), "2026-07-01 2026-12-31");
        assert_eq!(days("from=2026-01-01&to=2026-06-30"), "2026-01-01 2026-06-30");
        assert_eq!(days("from=2026-06-30&to=2026-01-01"), "2026-07-01 2026-12-31", "the wrong order is none");
        assert_eq!(days("from=x&to=y"), "2026-07-01 2026-12-31");
    }
}
