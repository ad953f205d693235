//! How true the words were, as a file for a spreadsheet: one line a group, as on the page and in the API.

use super::super::csv::{seconds, tenths, write};
use super::coverage::Coverage;
use super::store::Truth;

const HEAD: [&str; 18] = [
    "by",
    "id",
    "name",
    "n",
    "kept",
    "not_kept",
    "moved",
    "withdrawn",
    "open",
    "percent",
    "low",
    "high",
    "announced_seconds",
    "nine_of_ten_seconds",
    "nine_of_ten_at_least",
    "ratio",
    "tightness",
    "note",
];

/// UTF-8 with its mark; comma, quotes, CRLF (RFC 4180). Shares in percent, times in open seconds, both with a point.
pub fn csv(truth: &Truth) -> String {
    let mut text = "\u{feff}".to_owned();
    write(&mut text, &HEAD.map(str::to_owned));
    write(&mut text, &cells(["total", "", ""], &truth.total));
    for piece in &truth.pieces {
        let id = piece.id.as_deref().unwrap_or_default();
        write(&mut text, &cells([piece.group.by(), id, &piece.name], &piece.coverage));
    }
    text
}

fn cells(which: [&str; 3], coverage: &Coverage) -> [String; 18] {
    let mut cells: [String; 18] = Default::default();
    cells[..3].clone_from_slice(&which.map(str::to_owned));
    let words = &coverage.words;
    let counts = [coverage.n(), words.kept, words.not_kept, words.moved, words.withdrawn, words.open];
    cells[3..9].clone_from_slice(&counts.map(|count| count.to_string()));
    cells[9] = coverage.share().map(tenths).unwrap_or_default();
    if let Some((low, high)) = coverage.band() {
        (cells[10], cells[11]) = (tenths(low), tenths(high));
    }
    if coverage.n() > 0 {
        (cells[12], cells[13]) = (seconds(coverage.announced_ms), seconds(coverage.nine_ms));
        cells[14] = coverage.nine_at_least.to_string();
    }
    cells[15] = coverage.ratio().map(|ratio| format!("{}.{:02}", ratio / 100, ratio % 100)).unwrap_or_default();
    cells[16] = coverage.tightness().map(|tightness| tightness.name().to_owned()).unwrap_or_default();
    cells[17] = if coverage.is_enough() { String::new() } else { "too_few".to_owned() };
    cells
}
