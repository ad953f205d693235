//! What the sending side needs: the server's offers, a mail made ready for DATA, proofs of identity.

use mail_builder::encoders::base64::{base64_encode_slice, base64_encoded_len};

/// What the receiving server offered in its answer to EHLO (RFC 5321 section 4.1.1.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offers {
    pub pipelining: bool,
    pub eight_bit: bool,
    pub smtputf8: bool,
    pub starttls: bool,
    pub auth_plain: bool,
    pub auth_login: bool,
    /// SIZE was offered, so MAIL may carry one; the bound itself is the server's to keep.
    pub size: bool,
}

impl Offers {
    /// Reads the lines of the reply to EHLO, codes taken off; the first is a greeting.
    pub fn read(lines: &[String]) -> Offers {
        let mut offers = Offers::default();
        for line in lines.iter().skip(1) {
            // `AUTH=LOGIN` is how some servers of the nineties said it, and some still do.
            let line = line.to_ascii_uppercase().replace('=', " ");
            let mut words = line.split_ascii_whitespace();
            match words.next() {
                Some("PIPELINING") => offers.pipelining = true,
                Some("8BITMIME") => offers.eight_bit = true,
                Some("SMTPUTF8") => offers.smtputf8 = true,
                Some("STARTTLS") => offers.starttls = true,
                Some("SIZE") => offers.size = true,
                Some("AUTH") => words.for_each(|mechanism| match mechanism {
                    "PLAIN" => offers.auth_plain = true,
                    "LOGIN" => offers.auth_login = true,
                    _ => {}
                }),
                _ => {}
            }
        }
        offers
    }
}

/// The mail as it follows DATA: every line end CRLF (a bare CR or LF becomes one, so that nothing can be smuggled
/// through us), dots stuffed, and the final `CRLF.CRLF`.
pub fn stuffed(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len() + raw.len() / 64 + 8);
    let mut rest = raw;
    while !rest.is_empty() {
        if rest[0] == b'.' {
            out.push(b'.');
        }
        let end = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..end]);
        out.extend_from_slice(b"\r\n");
        rest = match &rest[end..] {
            [b'\r', b'\n', next @ ..] | [_, next @ ..] => next,
            [] => &[],
        };
    }
    out.extend_from_slice(b".\r\n");
    out
}

/// The initial response of AUTH PLAIN (RFC 4616), in base64.
pub fn auth_plain(user: &str, password: &str) -> String {
    base64(format!("\0{user}\0{password}").as_bytes())
}

/// One answer of AUTH LOGIN, in base64.
pub fn auth_login(answer: &str) -> String {
    base64(answer.as_bytes())
}

/// Whether an address can be written between `<` and `>`: one `@` outside quotes with something on both sides, and
/// nothing that would end the path or the command. At most 320 bytes.
pub fn speakable(address: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    let mut at = None;
    for (position, letter) in address.char_indices() {
        match letter {
            letter if letter.is_control() => return false,
            '"' if !escaped => quoted = !quoted,
            '@' if !quoted && at.is_some() => return false,
            '@' if !quoted => at = Some(position),
            letter if !quoted && (letter.is_whitespace() || matches!(letter, '<' | '>')) => return false,
            _ => {}
        }
        escaped = letter == '\\' && !escaped;
    }
    !quoted && address.len() <= 320 && at.is_some_and(|at| at > 0 && at + 1 < address.len())
}

fn base64(bytes: &[u8]) -> String {
    let mut encoded = vec![0; base64_encoded_len(bytes.len())];
    let written = base64_encode_slice(bytes, &mut encoded);
    String::from_utf8_lossy(&encoded[..written]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, sent: &str) {
        assert_eq!(String::from_utf8_lossy(&stuffed(raw.as_bytes())), sent);
    }

    #[test]
    fn a_mail_leaves_with_dots_stuffed_and_one_end() {
        check("", ".\r\n");
        check("a\r\nb\r\n", "a\r\nb\r\n.\r\n");
        check("a", "a\r\n.\r\n");
        check(".\r\n..\r\nx.\r\n", "..\r\n...\r\nx.\r\n.\r\n");
        check("a\r\n\r\n", "a\r\n\r\n.\r\n");
    }

    #[test]
    fn nothing_can_be_smuggled_through_us() {
        check("a\n.\nQUIT\r\n", "a\r\n..\r\nQUIT\r\n.\r\n");
        check("a\r.\rb", "a\r\n..\r\nb\r\n.\r\n");
        check("a\n.\r\nb", "a\r\n..\r\nb\r\n.\r\n");
        check("a\r\r\n.\r\n", "a\r\n\r\n..\r\n.\r\n");
    }

    #[test]
    fn offers_are_read_in_the_old_spelling_too() {
        let lines = ["mx.example.it ciao", "size 1000", "AUTH=LOGIN", "AUTH CRAM-MD5 plain", "STARTTLS", "X"];
        let offers = Offers::read(&lines.map(String::from));
        let expected =
            Offers { size: true, starttls: true, auth_plain: true, auth_login: true, ..Offers::default() };
        assert_eq!(offers, expected);
        assert!(!Offers::read(&["PIPELINING".to_owned()]).pipelining, "the greeting is not an offer");
    }

    #[test]
    fn an_address_cannot_carry_a_command() {
        for good in ["a@b.it", "\"a b\"@c.it", "\"a>\\\"b\"@c.it", "nicolò@esempio.it"] {
            assert!(speakable(good), "{good}");
        }
        for bad in [
            "a@b.it>\r\nRCPT TO:<c@d.it",
            "a b@c.it",
            "a@b.it> SIZE=1",
            "",
            "a",
            "@b",
            "a@",
            "\"a@b.it",
            "a\0@b.it",
        ] {
            assert!(!speakable(bad), "{bad:?}");
        }
    }

    #[test]
    fn a_password_is_proved_in_both_ways() {
        assert_eq!(
            auth_plain("tim", "tanstaaftanstaaf"),
            "AHRpbQB0YW5zdGFhZnRhbnN0YWFm",
            "the example of RFC 4616"
        );
        assert_eq!(auth_login("tim"), "dGlt");
    }
}
