//! Moments as the console's forms write and read them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::session::Agent;

/// The zone the company's days are counted in.
pub fn zone(agent: &Agent) -> TimeZone {
    TimeZone::get(&agent.account.zone_name).unwrap_or(TimeZone::UTC)
}

/// As an `input type="datetime-local"` has it.
pub fn local(at_ms: i64, zone: &TimeZone) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The instant such a field names; nothing when it names none.
pub fn instant(written: &str, zone: &TimeZone) -> Option<i64> {
    let at: DateTime = written.trim().parse().ok()?;
    Some(at.to_zoned(zone.clone()).ok()?.timestamp().as_millisecond())
}
