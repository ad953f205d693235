//! A report as a file for a spreadsheet: one line a part and measure, the same lines as on the page and in the API.

use super::figures::Figures;
use super::sheet::{Line, Measure, Of, Value, line};
use super::store::Face;
use super::whole::Report;

const HEAD: [&str; 16] = [
    "by",
    "id",
    "name",
    "measure",
    "value",
    "unit",
    "numerator",
    "n",
    "low",
    "high",
    "mean",
    "p50",
    "p90",
    "p95",
    "complete_from",
    "note",
];

/// Where the event log is not counted to the end of the period, its last line says how far it is.
/// UTF-8 with its mark, as spreadsheets look for it; comma, quotes, CRLF (RFC 4180). Shares in percent with a point,
/// times in seconds with a point, moments in RFC 3339.
pub fn csv(report: &Report) -> String {
    let mut text = "\u{feff}".to_owned();
    write(&mut text, &HEAD.map(str::to_owned));
    part(&mut text, ["total", "", ""], &report.total, report.of());
    for named in &report.parts {
        let id = named.id.as_deref().unwrap_or_default();
        part(&mut text, [named.part.by(), id, &named.name], &named.figures, named.of);
    }
    if let Some(until_ms) = report.behind_since_ms() {
        let mut cells: [String; 16] = Default::default();
        cells[..4].clone_from_slice(&["log".into(), String::new(), String::new(), "events_counted".into()]);
        (cells[4], cells[5]) = (report.progress.seq.to_string(), "count".to_owned());
        (cells[6], cells[7]) = (report.progress.seq.to_string(), report.progress.of.to_string());
        cells[15] = format!("until {}", jiff::Timestamp::from_millisecond(until_ms).unwrap_or_default());
        write(&mut text, &cells);
    }
    text
}

fn part(text: &mut String, which: [&str; 3], figures: &Figures, of: Of) {
    for measure in Measure::ALL {
        // What waits now belongs to no day.
        if which[0] == "day" && measure == Measure::Backlog {
            continue;
        }
        write(text, &cells(which, &line(measure, figures, of)));
    }
}

fn cells([by, id, name]: [&str; 3], line: &Line) -> [String; 16] {
    let mut cells: [String; 16] = Default::default();
    cells[..4].clone_from_slice(&[by.into(), id.into(), name.into(), line.measure.name().into()]);
    cells[6] = match line.value {
        Value::Mean(_) => seconds(line.numerator),
        _ => line.numerator.to_string(),
    };
    cells[7] = line.n.to_string();
    match line.value {
        Value::Count(count) => (cells[4], cells[5]) = (count.to_string(), "count".to_owned()),
        Value::Share(share) => (cells[4], cells[5]) = (tenths(share), "percent".to_owned()),
        Value::Time { mean_ms, p50_ms, p90_ms, p95_ms } => {
            (cells[4], cells[5]) = (seconds(p50_ms), "seconds".to_owned());
            cells[10..14].clone_from_slice(&[mean_ms, p50_ms, p90_ms, p95_ms].map(seconds));
        }
        Value::Mean(mean_ms) => {
            (cells[4], cells[5]) = (seconds(mean_ms), "seconds".to_owned());
            cells[10] = seconds(mean_ms);
        }
        Value::Nothing => cells[15] = "no_case".to_owned(),
        Value::TooFew => {
            cells[6] = String::new();
            cells[15] = "too_few".to_owned();
        }
    }
    if let Some((low, high)) = line.interval {
        let is_time = matches!(line.value, Value::Time { .. } | Value::Mean(_));
        let shown = if is_time { seconds } else { tenths };
        (cells[8], cells[9]) = (shown(low), shown(high));
    }
    if let Some(at_ms) = line.complete_from_ms {
        cells[14] = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default().to_string();
    }
    cells
}

/// The conversations behind a number, one a line.
pub fn behind_csv(faces: &[Face]) -> String {
    const HEAD: [&str; 11] = [
        "reference",
        "customer",
        "subject",
        "topic",
        "inbox",
        "channel",
        "tier",
        "received_at",
        "status",
        "came_back_after_seconds",
        "came_back_by",
    ];
    let mut text = "\u{feff}".to_owned();
    write(&mut text, &HEAD.map(str::to_owned));
    for face in faces {
        let (after, by) = match &face.back {
            Some(back) => {
                let by = back.by.as_ref().map_or(face.reference.as_str(), |(reference, _)| reference);
                (seconds(back.after_ms), by.to_owned())
            }
            None => Default::default(),
        };
        let received = jiff::Timestamp::from_millisecond(face.received_at_ms).unwrap_or_default();
        write(
            &mut text,
            &[
                face.reference.clone(),
                face.customer.clone().unwrap_or_default(),
                face.subject.clone(),
                face.topic.clone().unwrap_or_default(),
                face.inbox.clone(),
                face.channel.clone(),
                face.tier.clone(),
                received.to_string(),
                face.status.clone(),
                after,
                by,
            ],
        );
    }
    text
}

/// Tenths with a point: `94.6`.
pub fn tenths(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Milliseconds as seconds with a point: `1.500`.
pub fn seconds(ms: i64) -> String {
    format!("{}.{:03}", ms / 1_000, ms % 1_000)
}

/// One line more of such a file.
pub fn write(text: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// A cell that no spreadsheet reads as a formula (OWASP, CSV injection), also behind blanks some of them pass over.
fn quoted(cell: &str) -> String {
    let first = cell.trim_start().chars().next();
    let formula = matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
        || cell.starts_with(['\t', '\r', '\n']);
    let safe = if formula { format!("'{cell}") } else { cell.to_owned() };
    format!("\"{}\"", safe.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::{quoted, seconds, tenths};

    #[test]
    fn a_name_that_looks_like_a_formula_stays_a_name() {
        for evil in ["=1+1", "+39 02", "-2", "@sum", "\t=1", "\r=1", " =cmd|' /c calc'!a0", "＝1"] {
            assert!(quoted(evil).starts_with("\"'"), "{evil:?}");
        }
        assert_eq!(quoted("Assistenza \"A\""), "\"Assistenza \"\"A\"\"\"");
        assert_eq!(quoted(""), "\"\"");
    }

    #[test]
    fn numbers_have_a_point_whatever_the_language() {
        assert_eq!((tenths(946), tenths(1_000), tenths(5)), ("94.6".into(), "100.0".into(), "0.5".into()));
        assert_eq!((seconds(1_500), seconds(7_200_000)), ("1.500".into(), "7200.000".into()));
    }
}
