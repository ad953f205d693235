//! Times and states of the inbox in the reader's words.

use words::when::{self, Today};

use super::view::{Debt, Reading, same_day};

impl Reading {
    pub fn is_today(&self, at_ms: i64) -> bool {
        same_day(at_ms, self.now_ms, &self.zone)
    }

    /// RFC 3339 in UTC, for `datetime`.
    pub fn iso(&self, at_ms: i64) -> String {
        jiff::Timestamp::from_millisecond(at_ms).map(|at| at.to_string()).unwrap_or_default()
    }

    /// "10:40" today, "lun 10:40" or "14 ottobre, 9:12" on another day: for a column.
    pub fn short(&self, at_ms: i64) -> String {
        if self.is_today(at_ms) {
            return when::time(at_ms, &self.zone);
        }
        when::day_time(self.say, at_ms, self.now_ms, &self.zone)
    }

    /// "oggi, 10:40", "mar 24 18:00".
    pub fn day_time(&self, at_ms: i64) -> String {
        when::day_time(self.say, at_ms, self.now_ms, &self.zone)
    }

    /// "alle 10:40" today, "domenica all’1:04" before and after.
    pub fn at(&self, at_ms: i64) -> String {
        when::at(self.say, at_ms, self.now_ms, &self.zone, Today::Hour)
    }

    /// "entro le 10:40" today, "lunedì, entro le 10:40" on another day.
    pub fn by(&self, due_ms: i64) -> String {
        if !self.is_today(due_ms) {
            return when::by(self.say, due_ms, self.now_ms, &self.zone);
        }
        let time = when::time(due_ms, &self.zone);
        let key = if time.starts_with("1:") { "time-hour-one" } else { "time-hour" };
        let hour = self.say.with(key, &[("time", time.into())]);
        self.say.with("inbox-by-hour", &[("hour", hour.into())])
    }

    /// "18 minuti", "1 ora e 10 minuti".
    pub fn span(&self, from_ms: i64, to_ms: i64) -> String {
        when::left(self.say, to_ms, from_ms)
    }

    /// "14 mesi", "20 giorni", "oggi": how long somebody has been writing to us.
    pub fn acquaintance(&self, since_ms: i64) -> String {
        const DAY_MS: i64 = 86_400_000;
        match (self.now_ms - since_ms) / DAY_MS {
            ..1 => self.say.say("time-today"),
            days @ 1..60 => self.say.with("time-left-days", &[("count", days.into())]),
            days => self.say.with("inbox-months", &[("count", (days / 30).into())]),
        }
    }

    /// "Mancano 18 min.", "In ritardo di 4 min.": the same words the script goes on with.
    pub fn left(&self, due_ms: i64) -> String {
        let (figure, unit) = when::left_short(self.say, due_ms, self.now_ms);
        let key = if due_ms < self.now_ms { "shell-late" } else { "shell-left" };
        self.say.say(key).replace("%n", &format!("{} {unit}", figure.trim_start_matches('−')))
    }

    /// "Domenica 22 novembre" or "Oggi, lunedì 23 novembre", for the divider of a day.
    pub fn day(&self, at_ms: i64) -> String {
        let date = |ms| jiff::Timestamp::from_millisecond(ms).map(|at| at.to_zoned(self.zone.clone()).date());
        let (Ok(day), Ok(today)) = (date(at_ms), date(self.now_ms)) else { return String::new() };
        const WEEKDAYS: [&str; 7] = [
            "time-monday",
            "time-tuesday",
            "time-wednesday",
            "time-thursday",
            "time-friday",
            "time-saturday",
            "time-sunday",
        ];
        let weekday = self.say.say(WEEKDAYS[(day.weekday().to_monday_zero_offset()) as usize]);
        let date = format!("{weekday} {}", when::day(self.say, day, today));
        if day == today { format!("{}, {date}", capital(&self.say.say("time-today"))) } else { capital(&date) }
    }
}

/// The first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The first name of somebody, or the part of an address before the at sign.
pub fn first_name(name: &str) -> &str {
    match name.split_whitespace().next() {
        Some(first) => first.split('@').next().unwrap_or(first),
        None => name,
    }
}

impl Debt {
    /// The moment written at the right of a row.
    pub fn moment_ms(&self) -> Option<i64> {
        match self {
            Self::Open { missed_ms: Some(missed_ms), .. } => Some(*missed_ms),
            Self::Open { due_at_ms, .. } => Some(*due_at_ms),
            Self::Kept { due_at_ms, .. } => Some(*due_at_ms),
            Self::Waiting { returns_at_ms } | Self::Snoozed { returns_at_ms, .. } => *returns_at_ms,
            Self::Closed { at_ms } => Some(*at_ms),
            Self::Nothing => None,
        }
    }
}
