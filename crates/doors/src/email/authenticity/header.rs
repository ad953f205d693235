//! `Authentication-Results` of a front server we trust (RFC 8601).

use super::{Outcome, Source, Verdicts};

/// Longest header value that is read.
const MAX_CHARS: usize = 16 << 10;
/// Results of one header that are read.
const MAX_RESULTS: usize = 50;

/// Reads a header if the server of that name wrote it.
pub(super) fn read(value: &str, trusted: &str) -> Option<Verdicts> {
    let plain = without_comments(&value.chars().take(MAX_CHARS).collect::<String>());
    let mut pieces = split(&plain).into_iter();
    let first = pieces.next()?;
    // The name may be followed by a version.
    let name = first.split_whitespace().next()?.trim_matches('"').trim_end_matches('.');
    if name.is_empty() || !name.eq_ignore_ascii_case(trusted.trim().trim_end_matches('.')) {
        return None;
    }
    let mut verdicts = Verdicts::nothing(Source::TrustedHeader(trusted.trim().to_owned()));
    for piece in pieces.take(MAX_RESULTS) {
        let Some((method, rest)) = piece.split_once('=') else { continue };
        let method = method.split('/').next().unwrap_or_default().trim().to_ascii_lowercase();
        let word: String = rest.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        let outcome = outcome(&word.to_ascii_lowercase());
        match method.as_str() {
            "spf" if verdicts.spf == Outcome::None => verdicts.spf = outcome,
            "dmarc" if verdicts.dmarc == Outcome::None => verdicts.dmarc = outcome,
            // A mail has several signatures: a good one counts.
            "dkim" if verdicts.dkim == Outcome::None || outcome == Outcome::Pass => verdicts.dkim = outcome,
            _ => {}
        }
    }
    verdicts.aligned = verdicts.dmarc == Outcome::Pass;
    verdicts.denied =
        verdicts.dmarc == Outcome::None && verdicts.spf == Outcome::Fail && verdicts.dkim != Outcome::Pass;
    Some(verdicts)
}

fn outcome(word: &str) -> Outcome {
    match word {
        "pass" => Outcome::Pass,
        "fail" | "hardfail" => Outcome::Fail,
        "softfail" => Outcome::SoftFail,
        "neutral" | "policy" => Outcome::Neutral,
        "temperror" | "error" => Outcome::TempError,
        "permerror" => Outcome::PermError,
        _ => Outcome::None,
    }
}

/// Comments (they nest, RFC 5322 section 3.2.2) become spaces; what is quoted stays.
fn without_comments(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    for c in value.chars() {
        let literal = std::mem::take(&mut escaped);
        match c {
            _ if literal => {}
            '\\' if quoted || depth > 0 => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => {
                depth += 1;
                plain.push(' ');
            }
            ')' if !quoted && depth > 0 => {
                depth -= 1;
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            plain.push(c);
        }
    }
    plain
}

/// The pieces between semicolons that are not quoted.
fn split(plain: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut begin, mut quoted) = (0, false);
    for (at, c) in plain.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => {
                pieces.push(&plain[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&plain[begin..]);
    pieces
}
