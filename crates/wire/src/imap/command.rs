//! What a server is told.

use mail_builder::encoders::base64::{base64_encode_slice, base64_encoded_len};

/// A text as a quoted string; only for what [`quotable`] allows.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether a text can be written as a quoted string (RFC 3501, section 9): else it goes as a literal.
pub fn quotable(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// The name of a folder as servers write it: modified UTF-7 (RFC 3501, section 5.1.3), in quotes.
pub fn folder_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut shifted = Vec::new();
    for c in name.chars() {
        match c {
            ' '..='~' => {
                end_shift(&mut shifted, &mut out);
                out.push(c);
                if c == '&' {
                    out.push('-');
                }
            }
            c => {
                let mut units = [0; 2];
                shifted.extend(c.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_be_bytes()));
            }
        }
    }
    end_shift(&mut shifted, &mut out);
    quoted(&out)
}

fn end_shift(shifted: &mut Vec<u8>, out: &mut String) {
    if !shifted.is_empty() {
        out.push('&');
        out.push_str(&base64(shifted).trim_end_matches('=').replace('/', ","));
        out.push('-');
        shifted.clear();
    }
}

/// The initial response of AUTHENTICATE PLAIN (RFC 4616).
pub fn plain(user: &str, password: &str) -> String {
    base64(format!("\0{user}\0{password}").as_bytes())
}

/// The initial response of AUTHENTICATE XOAUTH2, as Google and Microsoft describe it.
pub fn bearer(user: &str, token: &str) -> String {
    base64(format!("user={user}\x01auth=Bearer {token}\x01\x01").as_bytes())
}

/// A set of mails in the shortest form: `1:3,7`. The numbers come in order.
pub fn uid_set(uids: &[u32]) -> String {
    let mut set = String::new();
    let mut at = 0;
    while at < uids.len() {
        let start = at;
        while at + 1 < uids.len() && uids[at + 1] == uids[at] + 1 {
            at += 1;
        }
        if !set.is_empty() {
            set.push(',');
        }
        set.push_str(&uids[start].to_string());
        if at > start {
            set.push_str(&format!(":{}", uids[at]));
        }
        at += 1;
    }
    set
}

fn base64(bytes: &[u8]) -> String {
    let mut encoded = vec![0; base64_encoded_len(bytes.len())];
    let written = base64_encode_slice(bytes, &mut encoded);
    String::from_utf8_lossy(&encoded[..written]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{bearer, folder_name, quotable, quoted, uid_set};

    #[test]
    fn names_are_written_as_servers_expect_them() {
        assert_eq!(folder_name("INBOX"), "\"INBOX\"");
        assert_eq!(folder_name("Già presi"), "\"Gi&AOA- presi\"");
        assert_eq!(folder_name("A & B"), "\"A &- B\"");
        assert_eq!(folder_name("~peter/mail/台北/日本語"), "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\"", "RFC 3501");
        assert_eq!(folder_name("a\r\nb"), "\"a&AA0ACg-b\"");
        assert_eq!(quoted("a\"b\\c"), "\"a\\\"b\\\\c\"");
        assert!(quotable("lampada a sospensione") && !quotable("caffè") && !quotable("a\r\nb"));
    }

    #[test]
    fn sets_are_written_short_and_tokens_as_the_provider_wants() {
        assert_eq!(uid_set(&[1, 2, 3, 7, 9, 10]), "1:3,7,9:10");
        assert_eq!(uid_set(&[]), "");
        assert_eq!(
            bearer("test@contoso.onmicrosoft.com", "EwBAAl3B"),
            "dXNlcj10ZXN0QGNvbnRvc28ub25taWNyb3NvZnQuY29tAWF1dGg9QmVhcmVyIEV3QkFBbDNCAQE="
        );
    }
}
