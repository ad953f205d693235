//! When an inbox is in trouble. The rules are few and plain, because they are explained on the page.

const MINUTE_MS: i64 = 60_000;
const WEEK_MS: i64 = 7 * 24 * 60 * MINUTE_MS;

/// Weeks looked back on, and how many of them there must be before silence means anything.
pub const WEEKS: usize = 8;
pub const FEWEST_WEEKS: usize = 4;
/// Mails that must have come on average in the same stretch of those weeks.
pub const LEAST_EXPECTED: i64 = 8;
/// A silence shorter than this is none: an hour.
const FLOOR_MS: i64 = 60 * MINUTE_MS;
/// A silence longer than this is compared as if it were this long: a week.
const LONGEST_MS: i64 = WEEK_MS;
/// Mail that waits to be read for longer than this is a backlog.
const READ_WITHIN_MS: i64 = 10 * MINUTE_MS;
/// Mail that was tried and has not left for longer than this is one.
const SENT_WITHIN_MS: i64 = 30 * MINUTE_MS;

/// What can be wrong with an inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Nothing came for much longer than usual.
    Silence,
    /// A mail we sent ourselves did not come back.
    Probe,
    /// Mail came and is not read.
    Reading,
    /// Mail is written and does not leave.
    Sending,
    /// It is live and nobody answers there.
    Unattended,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Silence, Self::Probe, Self::Reading, Self::Sending, Self::Unattended];

    pub fn name(self) -> &'static str {
        match self {
            Self::Silence => "silence",
            Self::Probe => "probe",
            Self::Reading => "reading",
            Self::Sending => "sending",
            Self::Unattended => "unattended",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How an inbox is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Whether silence is told.
    pub silence: bool,
    /// A probe leaves every so many minutes; none does without.
    pub probe_minutes: Option<i64>,
    /// Minutes after which a probe counts as lost.
    pub probe_late_minutes: i64,
    pub next_probe_at_ms: i64,
}

impl Default for Watch {
    fn default() -> Self {
        Self { silence: true, probe_minutes: None, probe_late_minutes: 10, next_probe_at_ms: 0 }
    }
}

impl Watch {
    /// How often a probe may leave, and how long it may take, in minutes.
    pub const PROBE_EVERY: std::ops::RangeInclusive<i64> = 5..=1_440;
    pub const PROBE_LATE: std::ops::RangeInclusive<i64> = 1..=240;
}

/// What is known of an inbox at a moment. Probes count nowhere in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub now_ms: i64,
    pub live: bool,
    /// Somebody active answers there.
    pub attended: bool,
    pub first_in_ms: Option<i64>,
    pub last_in_ms: Option<i64>,
    /// Today is a holiday of the inbox.
    pub holiday: bool,
    /// Mails in the same stretch of each week before, the last week first; at most [`WEEKS`].
    pub same_stretch: Vec<i64>,
    pub oldest_waiting_ms: Option<i64>,
    /// The oldest mail that was tried and has not left, and what was said last.
    pub oldest_failing_ms: Option<i64>,
    pub last_error: Option<String>,
    /// When the last probe left that has not come back.
    pub probe_out_ms: Option<i64>,
}

/// One thing that is wrong, since when, and a few words no catalogue has: what the other server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub kind: Kind,
    pub since_ms: i64,
    pub detail: String,
}

/// Whether the silence of an inbox is usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quiet {
    /// Nothing is judged yet: so many whole weeks are known.
    Learning { weeks: usize },
    /// As on other weeks.
    Usual { expected: i64 },
    /// Since then nothing came, where so many mails came on average.
    Unusual { since_ms: i64, expected: i64 },
}

/// From when on the silence is compared with other weeks; nothing when it is too short to speak of.
pub fn stretch_from(now_ms: i64, last_in_ms: Option<i64>) -> Option<i64> {
    let since_ms = last_in_ms?;
    (now_ms - since_ms >= FLOOR_MS).then(|| since_ms.max(now_ms - LONGEST_MS))
}

/// Judges a silence: an hour at least, in which eight mails came on average in the same days and hours of the last
/// weeks, and at most one of those weeks had none. Nothing is said in the first four weeks, nor on a holiday.
pub fn quiet(facts: &Facts) -> Quiet {
    let weeks = facts.first_in_ms.map_or(0, |first_ms| (facts.now_ms - first_ms).max(0) / WEEK_MS) as usize;
    if weeks < FEWEST_WEEKS {
        return Quiet::Learning { weeks };
    }
    let known = &facts.same_stretch[..facts.same_stretch.len().min(weeks)];
    let expected = match known.len() {
        0 => 0,
        count => known.iter().sum::<i64>() / count as i64,
    };
    let empty = known.iter().filter(|mails| **mails == 0).count();
    match stretch_from(facts.now_ms, facts.last_in_ms) {
        Some(since_ms)
            if known.len() >= FEWEST_WEEKS && expected >= LEAST_EXPECTED && empty <= 1 && !facts.holiday =>
        {
            Quiet::Unusual { since_ms, expected }
        }
        Some(_) | None => Quiet::Usual { expected },
    }
}

/// Everything that is wrong now.
pub fn troubles(watch: &Watch, facts: &Facts) -> Vec<Trouble> {
    if !facts.live {
        return Vec::new();
    }
    let now_ms = facts.now_ms;
    let trouble = |kind, since_ms, detail: String| Trouble { kind, since_ms, detail };
    let mut troubles = Vec::new();
    if let (true, Quiet::Unusual { since_ms, expected }) = (watch.silence, quiet(facts)) {
        troubles.push(trouble(Kind::Silence, since_ms, expected.to_string()));
    }
    let late_ms = watch.probe_late_minutes * MINUTE_MS;
    if let (Some(_), Some(sent_ms)) = (watch.probe_minutes, facts.probe_out_ms)
        && now_ms - sent_ms >= late_ms
    {
        troubles.push(trouble(Kind::Probe, sent_ms, String::new()));
    }
    if let Some(since_ms) = facts.oldest_waiting_ms.filter(|since_ms| now_ms - since_ms >= READ_WITHIN_MS) {
        troubles.push(trouble(Kind::Reading, since_ms, String::new()));
    }
    if let Some(since_ms) = facts.oldest_failing_ms.filter(|since_ms| now_ms - since_ms >= SENT_WITHIN_MS) {
        troubles.push(trouble(Kind::Sending, since_ms, facts.last_error.clone().unwrap_or_default()));
    }
    if !facts.attended {
        troubles.push(trouble(Kind::Unattended, now_ms, String::new()));
    }
    troubles
}

#[cfg(test)]
mod tests {
    use super::{Facts, Kind, MINUTE_MS, Quiet, WEEK_MS, Watch, quiet, troubles};

    const NOW_MS: i64 = 100 * WEEK_MS;

    fn facts(weeks: i64, silent_minutes: i64, stretch: &[i64]) -> Facts {
        Facts {
            now_ms: NOW_MS,
            live: true,
            attended: true,
            first_in_ms: Some(NOW_MS - weeks * WEEK_MS),
            last_in_ms: Some(NOW_MS - silent_minutes * MINUTE_MS),
            same_stretch: stretch.to_vec(),
            ..Facts::default()
        }
    }

    #[track_caller]
    fn check(weeks: i64, silent_minutes: i64, stretch: &[i64], alarm: bool) {
        let found = quiet(&facts(weeks, silent_minutes, stretch));
        assert_eq!(matches!(found, Quiet::Unusual { .. }), alarm, "{found:?}");
    }

    #[test]
    fn silence_is_told_only_where_it_is_much_longer_than_usual() {
        check(20, 90, &[9, 8, 12, 10, 9, 11, 8, 10], true);
        check(20, 59, &[90, 80, 120, 100, 90, 110, 80, 100], false);
        check(20, 90, &[7, 8, 7, 8, 7, 8, 7, 8], false);
        check(20, 90, &[0, 30, 30, 30, 30, 30, 30, 30], true);
        check(20, 90, &[0, 0, 30, 30, 30, 30, 30, 30], false);
        check(3, 90, &[30, 30, 30], false);
        check(4, 90, &[30, 30, 30, 30, 0, 0, 0, 0], true);
        check(20, 90, &[], false);
    }

    #[test]
    fn nothing_is_said_while_learning_on_a_holiday_or_where_nothing_ever_came() {
        assert_eq!(quiet(&facts(2, 90, &[30, 30])), Quiet::Learning { weeks: 2 });
        let holiday = Facts { holiday: true, ..facts(20, 90, &[30; 8]) };
        assert!(matches!(quiet(&holiday), Quiet::Usual { .. }));
        assert_eq!(quiet(&Facts { now_ms: NOW_MS, ..Facts::default() }), Quiet::Learning { weeks: 0 });
        let watch = Watch { silence: false, ..Watch::default() };
        assert!(troubles(&watch, &facts(20, 90, &[30; 8])).is_empty(), "switched off");
    }

    #[test]
    fn each_trouble_has_its_rule_and_none_is_told_of_an_inbox_that_is_not_live() {
        let watch = Watch { probe_minutes: Some(30), ..Watch::default() };
        let wrong = |change: fn(&mut Facts)| {
            let mut facts = facts(20, 1, &[30; 8]);
            change(&mut facts);
            troubles(&watch, &facts).into_iter().map(|trouble| trouble.kind).collect::<Vec<_>>()
        };
        assert_eq!(wrong(|_| ()), []);
        assert_eq!(wrong(|facts| facts.probe_out_ms = Some(NOW_MS - 9 * MINUTE_MS)), []);
        assert_eq!(wrong(|facts| facts.probe_out_ms = Some(NOW_MS - 10 * MINUTE_MS)), [Kind::Probe]);
        assert_eq!(wrong(|facts| facts.oldest_waiting_ms = Some(NOW_MS - 11 * MINUTE_MS)), [Kind::Reading]);
        assert_eq!(wrong(|facts| facts.oldest_failing_ms = Some(NOW_MS - 31 * MINUTE_MS)), [Kind::Sending]);
        assert_eq!(wrong(|facts| facts.attended = false), [Kind::Unattended]);
        assert_eq!(
            wrong(|facts| {
                facts.live = false;
                facts.attended = false;
            }),
            []
        );
    }
}
