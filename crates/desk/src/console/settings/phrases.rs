//! Times and states as the settings write them.

use jiff::tz::TimeZone;
use words::{Say, when};

pub(super) use crate::console::moments::zone;

/// "oggi, 10:19" or "mai".
pub(super) fn moment(say: Say, at_ms: Option<i64>, now_ms: i64, zone: &TimeZone) -> String {
    match at_ms {
        Some(at_ms) => when::day_time(say, at_ms, now_ms, zone),
        None => say.say("settings-never"),
    }
}
