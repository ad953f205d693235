//! The hidden field that proves a form came from one of our own pages.

use maud::{Markup, html};

/// Name of the field, and of the header (`x-csrf`) scripts send instead.
pub const FIELD: &str = "csrf";
/// Header scripts send the same proof in.
pub const HEADER: &str = "x-csrf";

/// The hidden field with the session's proof.
pub fn csrf(proof: &str) -> Markup {
    html! { input type="hidden" name=(FIELD) value=(proof); }
}

/// Whether the proof given is the session's, compared in constant time.
pub fn matches(given: &str, expected: &str) -> bool {
    given.len() == expected.len()
        && !expected.is_empty()
        && given.bytes().zip(expected.bytes()).fold(0, |different, (a, b)| different | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn only_the_same_proof_matches() {
        assert!(matches("k3y", "k3y"));
        assert!(!matches("k3x", "k3y"));
        assert!(!matches("", ""));
        assert!(!matches("k3", "k3y"));
    }
}
