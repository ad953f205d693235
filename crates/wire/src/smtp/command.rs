//! One command line of the sending side, checked and typed. Read by hand: `smtp-proto` takes the quotes off local
//! parts, refuses address literals, skips a CR inside a command and lets sizes beyond 64 bits wrap around.

use super::outgoing::speakable;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    Helo(String),
    Ehlo(String),
    Lhlo(String),
    Mail {
        from: String,
        size: u64,
        smtputf8: bool,
    },
    Rcpt {
        to: String,
    },
    Data,
    Bdat {
        bytes: u64,
        last: bool,
    },
    StartTls,
    Rset,
    Noop,
    Vrfy,
    Help,
    Quit,
    /// A command of SMTP this server does not offer.
    NotOffered,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Not a command of SMTP.
    Unknown,
    /// A web browser or proxy made to talk to this port.
    Browser,
    /// The line does not end in CR LF, or has one of them inside.
    LineEnd,
    /// Control characters, or bytes that are not UTF-8.
    NotText,
    /// The command is known; this is how it is written.
    Syntax(&'static str),
    Sender,
    Recipient,
    Parameter(String),
    UnknownParameter(String),
}

/// Longest host name of HELO, EHLO, LHLO (RFC 5321 section 4.5.3.1.2: 255).
const MAX_HOST_BYTES: usize = 255;

/// Reads one line, its end included.
pub(super) fn read(line: &[u8]) -> Result<Command, Fault> {
    let bare = line.strip_suffix(b"\r\n").ok_or(Fault::LineEnd)?;
    if memchr::memchr2(b'\r', b'\n', bare).is_some() {
        return Err(Fault::LineEnd);
    }
    let text = std::str::from_utf8(bare).map_err(|_| Fault::NotText)?;
    if text.chars().any(|letter| letter.is_control() && letter != '\t') {
        return Err(Fault::NotText);
    }
    let text = text.trim_end();
    let (verb, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    let verb = verb.to_ascii_uppercase();
    match verb.as_str() {
        "MAIL" => mail(rest),
        "RCPT" => rcpt(rest),
        "HELO" => host(rest).map(Command::Helo),
        "EHLO" => host(rest).map(Command::Ehlo),
        "LHLO" => host(rest).map(Command::Lhlo),
        "BDAT" => bdat(rest),
        "DATA" | "RSET" | "QUIT" | "STARTTLS" if !rest.is_empty() => {
            Err(Fault::Syntax("this command takes no parameter"))
        }
        "DATA" => Ok(Command::Data),
        "RSET" => Ok(Command::Rset),
        "QUIT" => Ok(Command::Quit),
        "STARTTLS" => Ok(Command::StartTls),
        "NOOP" => Ok(Command::Noop),
        "HELP" => Ok(Command::Help),
        "VRFY" if rest.is_empty() => Err(Fault::Syntax("VRFY address")),
        "VRFY" => Ok(Command::Vrfy),
        "AUTH" | "EXPN" | "ETRN" | "ATRN" | "BURL" | "TURN" | "SEND" | "SOML" | "SAML" => {
            Ok(Command::NotOffered)
        }
        "GET" | "POST" | "PUT" | "HEAD" | "OPTIONS" | "CONNECT" | "HOST:" => Err(Fault::Browser),
        _ => Err(Fault::Unknown),
    }
}

fn host(rest: &str) -> Result<String, Fault> {
    let host = rest.split_ascii_whitespace().next();
    let host = host.filter(|host| host.len() <= MAX_HOST_BYTES).ok_or(Fault::Syntax("EHLO host.name"))?;
    Ok(host.to_owned())
}

/// RFC 5321 section 4.1.1.2. Parameters that only ask for notices (RET, ENVID, AUTH, MT-PRIORITY) are let through:
/// nobody is promised one. What asks for more than is offered is refused.
fn mail(rest: &str) -> Result<Command, Fault> {
    let (from, parameters) = path(rest, "FROM:").ok_or(Fault::Syntax("MAIL FROM:<address>"))?;
    if !from.is_empty() && !speakable(from) {
        return Err(Fault::Sender);
    }
    let (mut size, mut smtputf8) = (0, false);
    for parameter in parameters.split_ascii_whitespace() {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match (name.to_ascii_uppercase().as_str(), value) {
            ("SIZE", digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                size = digits.parse().unwrap_or(u64::MAX);
            }
            ("BODY", body) if ["7BIT", "8BITMIME"].iter().any(|known| body.eq_ignore_ascii_case(known)) => {}
            ("SMTPUTF8", "") => smtputf8 = true,
            ("RET" | "ENVID" | "AUTH" | "MT-PRIORITY", _) => {}
            ("SIZE" | "SMTPUTF8", _) => return Err(Fault::Parameter(name.to_owned())),
            _ => return Err(unknown(parameter)),
        }
    }
    Ok(Command::Mail { from: from.to_owned(), size, smtputf8 })
}

/// RFC 5321 section 4.1.1.3; `Postmaster` needs no domain.
fn rcpt(rest: &str) -> Result<Command, Fault> {
    let (to, parameters) = path(rest, "TO:").ok_or(Fault::Syntax("RCPT TO:<address>"))?;
    if !speakable(to) && !to.eq_ignore_ascii_case("postmaster") {
        return Err(Fault::Recipient);
    }
    for parameter in parameters.split_ascii_whitespace() {
        let (name, _) = parameter.split_once('=').unwrap_or((parameter, ""));
        if !["NOTIFY", "ORCPT"].iter().any(|known| name.eq_ignore_ascii_case(known)) {
            return Err(unknown(parameter));
        }
    }
    Ok(Command::Rcpt { to: to.to_owned() })
}

fn unknown(parameter: &str) -> Fault {
    Fault::UnknownParameter(parameter.chars().take(64).collect())
}

/// The address between `<` and `>` as it was written, a source route taken off (RFC 5321 appendix C), and what
/// follows it.
fn path<'a>(rest: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let rest = rest.trim_start();
    let after =
        rest.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word)).map(|_| &rest[word.len()..])?;
    let from = after.trim_start().strip_prefix('<')?;
    let mut quoted = false;
    let mut escaped = false;
    let end = from.find(|letter| {
        let ends = letter == '>' && !quoted;
        if letter == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = letter == '\\' && !escaped;
        ends
    })?;
    let parameters = &from[end + 1..];
    if !parameters.is_empty() && !parameters.starts_with([' ', '\t']) {
        return None;
    }
    let path = from[..end].trim();
    match path.strip_prefix('@') {
        Some(route) => route.split_once(':').map(|(_, address)| (address, parameters)),
        None => Some((path, parameters)),
    }
}

/// RFC 3030 section 2. Read here: a size beyond 64 bits must not come out as a small one.
fn bdat(rest: &str) -> Result<Command, Fault> {
    const WRITTEN: Fault = Fault::Syntax("BDAT size [LAST]");
    let mut words = rest.split_ascii_whitespace();
    let size = words.next().filter(|size| size.bytes().all(|byte| byte.is_ascii_digit())).ok_or(WRITTEN)?;
    let bytes = size.parse().map_err(|_| WRITTEN)?;
    match (words.next(), words.next()) {
        (None, _) => Ok(Command::Bdat { bytes, last: false }),
        (Some(word), None) if word.eq_ignore_ascii_case("LAST") => Ok(Command::Bdat { bytes, last: true }),
        _ => Err(WRITTEN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn from(line: &str, from: &str) {
        match read(format!("{line}\r\n").as_bytes()) {
            Ok(Command::Mail { from: read, .. }) => assert_eq!(read, from),
            other => panic!("{line}: {other:?}"),
        }
    }

    #[track_caller]
    fn to(line: &str, to: &str) {
        assert_eq!(read(format!("{line}\r\n").as_bytes()), Ok(Command::Rcpt { to: to.to_owned() }));
    }

    #[test]
    fn addresses_are_taken_as_they_were_written() {
        from("MAIL FROM:<>", "");
        from("mail from: <Anna.Rossi@Example.IT> SIZE=1000 BODY=8BITMIME", "Anna.Rossi@Example.IT");
        from("MAIL FROM:<\"anna rossi\"@example.it>", "\"anna rossi\"@example.it");
        from("MAIL FROM:<\"a>b\\\"c\"@example.it> SIZE=3", "\"a>b\\\"c\"@example.it");
        from("MAIL FROM:<@relay.example,@other.example:anna@example.it>", "anna@example.it");
        from("MAIL FROM:<nicolò@esempio.it> SMTPUTF8", "nicolò@esempio.it");
        to("RCPT TO:<assistenza+abc@example.it>", "assistenza+abc@example.it");
        to("RCPT TO:<Postmaster>", "Postmaster");
        to("RCPT TO:<anna@[192.0.2.7]> NOTIFY=NEVER", "anna@[192.0.2.7]");
    }

    #[test]
    fn what_is_not_an_address_is_refused() {
        for line in ["MAIL FROM:<anna>", "MAIL FROM:<a@b@c>", "MAIL FROM:<a b@c.it>", "MAIL FROM:<a@>"] {
            assert_eq!(read(format!("{line}\r\n").as_bytes()), Err(Fault::Sender), "{line}");
        }
        for line in
            ["RCPT TO:<>", "RCPT TO:<anna>", "RCPT TO:<@example.it>", "RCPT TO:<anna@>x", "RCPT TO:<anna@b.it"]
        {
            assert!(read(format!("{line}\r\n").as_bytes()).is_err(), "{line}");
        }
    }

    #[test]
    fn a_size_beyond_sixty_four_bits_is_not_a_small_one() {
        let line = b"MAIL FROM:<a@b.it> SIZE=184467440737095516150005\r\n";
        assert_eq!(
            read(line),
            Ok(Command::Mail { from: "a@b.it".to_owned(), size: u64::MAX, smtputf8: false })
        );
        for line in ["SIZE=", "SIZE=x", "SIZE", "SMTPUTF8=1"] {
            let read = read(format!("MAIL FROM:<a@example.it> {line}\r\n").as_bytes());
            assert!(matches!(read, Err(Fault::Parameter(_))), "{line}: {read:?}");
        }
    }

    #[test]
    fn a_chunk_size_beyond_sixty_four_bits_is_not_a_small_one() {
        assert_eq!(read(b"BDAT 12\r\n"), Ok(Command::Bdat { bytes: 12, last: false }));
        assert_eq!(read(b"bdat 0 last\r\n"), Ok(Command::Bdat { bytes: 0, last: true }));
        for line in ["BDAT 184467440737095516150005 LAST", "BDAT", "BDAT -1", "BDAT 1 2", "BDAT 1 LAST LAST"] {
            assert!(matches!(read(format!("{line}\r\n").as_bytes()), Err(Fault::Syntax(_))), "{line}");
        }
    }

    #[test]
    fn a_command_split_by_a_bare_line_end_is_no_command() {
        for line in [&b"DATA\n"[..], b"DA\rTA\r\n", b"RSET\nQUIT\r\n", b"QUIT\r\r\n"] {
            assert_eq!(read(line), Err(Fault::LineEnd), "{}", line.escape_ascii());
        }
        assert_eq!(read(b"NOOP \0\r\n"), Err(Fault::NotText));
        assert_eq!(read(b"RCPT TO:<pi\xf9@example.it>\r\n"), Err(Fault::NotText));
    }

    #[test]
    fn promises_nobody_would_keep_are_not_made() {
        for line in ["REQUIRETLS", "BODY=BINARYMIME", "HOLDFOR=60", "BY=120;R", "COLOUR=RED"] {
            let read = read(format!("MAIL FROM:<a@example.it> {line}\r\n").as_bytes());
            assert!(matches!(read, Err(Fault::UnknownParameter(_))), "{line}: {read:?}");
        }
    }

    #[test]
    fn a_browser_is_recognised() {
        assert_eq!(read(b"GET / HTTP/1.1\r\n"), Err(Fault::Browser));
        assert_eq!(read(b"Host: 127.0.0.1:2525\r\n"), Err(Fault::Browser));
    }
}
