//! Figures in the reader's words.

use super::sheet::{Line, Measure, Of, Value};
use words::{Say, when};

/// The key of a measure's words: `reports-name-certainty`.
pub fn key(measure: Measure, what: &str) -> String {
    let name = match measure {
        Measure::Received => "received",
        Measure::Answered => "answered",
        Measure::Certainty => "certainty",
        Measure::Kept => "kept",
        Measure::FirstOpen => "first-open",
        Measure::FirstWall => "first-wall",
        Measure::Backlog => "backlog",
        Measure::Sum(sum) => return format!("reports-{what}-{}", sum.name().replace('_', "-")),
    };
    format!("reports-{what}-{name}")
}

/// A share in the reader's language: `94,6%`.
pub fn percent(say: Say, tenths: i64) -> String {
    when::percent(say, tenths as f64 / 1_000.0)
}

/// A time as short as it can be said: `48 s`, `17 min`, `4 h`, `3 h 20 min`, `2 d 4 h`. Whole units, cut, never up.
pub fn span(say: Say, ms: i64) -> String {
    let seconds = ms / 1_000;
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    let two =
        |key: &str, large: i64, small: i64| say.with(key, &[("large", large.into()), ("small", small.into())]);
    match seconds {
        ..60 => say.with("reports-seconds", &[("count", seconds.into())]),
        60..3_600 => say.with("reports-minutes", &[("count", minutes.into())]),
        3_600..172_800 if minutes % 60 == 0 => say.with("reports-whole-hours", &[("count", hours.into())]),
        3_600..172_800 => two("reports-hours", hours, minutes % 60),
        _ => two("reports-days", days, hours % 24),
    }
}

/// The value itself.
pub fn value(say: Say, line: &Line) -> String {
    match line.value {
        Value::Count(count) => when::number(say, count),
        Value::Share(tenths) => percent(say, tenths),
        Value::Time { p50_ms, .. } => span(say, p50_ms),
        Value::Mean(mean_ms) => mean(say, mean_ms),
        Value::Nothing | Value::TooFew => "—".to_owned(),
    }
}

/// Where it lies: `94,1–95,0%`, or nothing where that is not said.
pub fn interval(say: Say, line: &Line) -> Option<String> {
    let (low, high) = ends(say, line)?;
    Some(format!("{}–{high}", low.trim_end_matches('%')))
}

/// Its two ends by themselves, for a sentence.
pub fn ends(say: Say, line: &Line) -> Option<(String, String)> {
    let (low, high) = line.interval?;
    Some(match line.value {
        Value::Time { .. } => (span(say, low), span(say, high)),
        Value::Mean(_) => (mean(say, low), mean(say, high)),
        _ => (percent(say, low), percent(say, high)),
    })
}

/// What it is made of: `10.603 / 11.214`, one number where nothing is divided.
pub fn made_of(say: Say, line: &Line) -> String {
    match line.value {
        Value::TooFew => say.with("reports-cases", &[("count", line.n.into())]),
        Value::Mean(_) => format!("{} / {}", span(say, line.numerator), when::number(say, line.n)),
        _ if line.numerator == line.n => when::number(say, line.n),
        _ => format!("{} / {}", when::number(say, line.numerator), when::number(say, line.n)),
    }
}

/// Against the figures before: `+0,6`, `−9 min`; nothing where one of them is missing.
pub fn against(say: Say, now: &Line, before: &Line) -> Option<String> {
    let signed = |difference: i64, text: String| match difference {
        0 => text,
        1.. => format!("+{text}"),
        _ => format!("−{text}"),
    };
    match (now.value, before.value) {
        (Value::Count(now), Value::Count(before)) => {
            Some(signed(now - before, when::number(say, (now - before).abs())))
        }
        (Value::Share(now), Value::Share(before)) => {
            let points = percent(say, (now - before).abs());
            Some(signed(now - before, points.trim_end_matches('%').to_owned()))
        }
        (Value::Time { p50_ms: now, .. }, Value::Time { p50_ms: before, .. }) => {
            Some(signed(now - before, span(say, (now - before).abs())))
        }
        (Value::Mean(now), Value::Mean(before)) => Some(signed(now - before, mean(say, (now - before).abs()))),
        _ => None,
    }
}

/// A mean of minutes with their tenth, under ten; of seconds under one.
pub fn mean(say: Say, ms: i64) -> String {
    match ms {
        60_000..600_000 => {
            let tenths = (ms + 3_000) / 6_000;
            let minutes = percent(say, tenths);
            say.with("reports-minutes-tenths", &[("minutes", minutes.trim_end_matches('%').into())])
        }
        _ => span(say, ms),
    }
}

/// Why a figure is not there.
pub fn missing(say: Say, line: &Line, of: Of) -> Option<String> {
    match (line.value, of) {
        (Value::Nothing, _) => Some(say.say("reports-no-case")),
        (Value::TooFew, _) => Some(say.say("reports-too-few")),
        (Value::Count(_) | Value::Share(_) | Value::Time { .. } | Value::Mean(_), _) => None,
    }
}

#[cfg(test)]
mod tests {
    use words::Say;

    use super::span;

    #[test]
    fn times_are_short_and_cut() {
        let say = Say::default();
        let said = |seconds: i64| span(say, seconds * 1_000 + 999);
        assert_eq!(said(48), "48 s");
        assert_eq!(said(17 * 60 + 59), "17 min");
        assert_eq!(said(3 * 3_600 + 20 * 60), "3 h 20 min");
        assert_eq!(said(47 * 3_600), "47 h");
        assert_eq!(said(52 * 3_600), "2 g 4 h");
    }
}
