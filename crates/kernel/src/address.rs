//! E-mail addresses: one spelling for comparing, the plus-tag apart.

/// An e-mail address with the name it was written with.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Address {
    pub name: Option<String>,
    /// As written, without angle brackets.
    pub email: String,
}

impl Address {
    pub fn new(email: impl Into<String>) -> Self {
        Self { name: None, email: email.into() }
    }

    /// The form addresses are compared in: trimmed, lower case.
    pub fn key(&self) -> String {
        key(&self.email)
    }
}

/// The form addresses are compared in: trimmed, without brackets, lower case.
pub fn key(email: &str) -> String {
    email.trim().trim_start_matches('<').trim_end_matches('>').to_lowercase()
}

/// Whether this can be an address at all: one `@` with something on both sides, no spaces or controls,
/// at most 254 bytes (RFC 5321 section 4.5.3.1.3).
pub fn plausible(email: &str) -> bool {
    let Some((local, domain)) = email.rsplit_once('@') else { return false };
    email.len() <= 254
        && !local.is_empty()
        && local.len() <= 64
        && !domain.is_empty()
        && !email.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';'))
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !domain.contains("..")
}

/// Splits `assistenza+abc@example.it` into `assistenza@example.it` and the tag `abc` (RFC 5233).
pub fn without_tag(email: &str) -> (String, Option<String>) {
    let email = key(email);
    match email.rsplit_once('@').and_then(|(local, domain)| {
        local.split_once('+').map(|(user, tag)| (format!("{user}@{domain}"), tag.to_owned()))
    }) {
        Some((plain, tag)) => (plain, Some(tag)),
        None => (email, None),
    }
}

/// The part after the last `@`, lower case; empty when there is none.
pub fn domain(email: &str) -> String {
    key(email).rsplit_once('@').map(|(_, domain)| domain.to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{domain, plausible, without_tag};

    #[test]
    fn a_plus_tag_comes_off_and_is_kept() {
        assert_eq!(
            without_tag("Assistenza+ABC@Example.it"),
            ("assistenza@example.it".into(), Some("abc".into()))
        );
        assert_eq!(without_tag("a@b.it"), ("a@b.it".into(), None));
        assert_eq!(without_tag("a+@b.it"), ("a@b.it".into(), Some(String::new())));
    }

    #[test]
    fn what_cannot_be_an_address_is_told_apart() {
        for good in ["a@b", "nome.cognome@posta.example", "perché@esempio.it"] {
            assert!(plausible(good), "{good}");
        }
        for bad in ["", "a", "@b", "a@", "a b@c.it", "a@b..it", "a@.it", "<a@b.it>"] {
            assert!(!plausible(bad), "{bad}");
        }
        assert_eq!(domain("A@B.It"), "b.it");
    }
}
