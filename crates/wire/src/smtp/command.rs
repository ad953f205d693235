//! One command line of the sending side, checked and typed.

use std::borrow::Cow;

use smtp_proto::{
    MAIL_BODY_BINARYMIME, MAIL_BY_NOTIFY, MAIL_BY_RETURN, MAIL_REQUIRETLS, MAIL_SMTPUTF8, MailFrom, Request,
};

use super::reply::one_line;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    Helo(String),
    Ehlo(String),
    Lhlo(String),
    Mail { from: String, size: usize, smtputf8: bool },
    Rcpt { to: String },
    Data,
    Bdat { bytes: u64, last: bool },
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

/// Longest host name kept of HELO, EHLO, LHLO (RFC 5321 section 4.5.3.1.2: 255).
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
        "GET" | "POST" | "PUT" | "HEAD" | "OPTIONS" | "CONNECT" | "HOST:" => return Err(Fault::Browser),
        "BDAT" => return bdat(rest),
        "DATA" | "RSET" | "QUIT" | "STARTTLS" if !rest.is_empty() => {
            return Err(Fault::Syntax("this command takes no parameter"));
        }
        "NOOP" => return Ok(Command::Noop),
        "HELP" => return Ok(Command::Help),
        "VRFY" if !rest.is_empty() => return Ok(Command::Vrfy),
        "AUTH" | "EXPN" | "ETRN" | "ATRN" | "BURL" | "TURN" | "SEND" | "SOML" | "SAML" => {
            return Ok(Command::NotOffered);
        }
        "MAIL" if !rest.trim_start().get(..5).is_some_and(|word| word.eq_ignore_ascii_case("FROM:")) => {
            return Err(Fault::Syntax("MAIL FROM:<address>"));
        }
        "RCPT" if !rest.trim_start().get(..3).is_some_and(|word| word.eq_ignore_ascii_case("TO:")) => {
            return Err(Fault::Syntax("RCPT TO:<address>"));
        }
        _ => {}
    }
    match Request::parse(&mut line.iter()) {
        Ok(request) => typed(request, rest),
        Err(smtp_proto::Error::UnknownCommand) => Err(Fault::Unknown),
        Err(smtp_proto::Error::InvalidSenderAddress) => Err(Fault::Sender),
        Err(smtp_proto::Error::InvalidRecipientAddress) => Err(Fault::Recipient),
        Err(smtp_proto::Error::InvalidParameter { param }) => Err(Fault::Parameter(param.to_owned())),
        Err(smtp_proto::Error::UnsupportedParameter { param }) => {
            Err(Fault::UnknownParameter(one_line(&param).chars().take(64).collect()))
        }
        Err(smtp_proto::Error::SyntaxError { syntax }) => Err(Fault::Syntax(syntax)),
        Err(
            smtp_proto::Error::NeedsMoreData { .. }
            | smtp_proto::Error::ResponseTooLong
            | smtp_proto::Error::InvalidResponse { .. },
        ) => Err(Fault::Syntax("not understood")),
    }
}

fn typed(request: Request<Cow<'_, str>>, rest: &str) -> Result<Command, Fault> {
    match request {
        Request::Helo { host } => Ok(Command::Helo(host_name(&host))),
        Request::Ehlo { host } => Ok(Command::Ehlo(host_name(&host))),
        Request::Lhlo { host } => Ok(Command::Lhlo(host_name(&host))),
        Request::Mail { from } => {
            if let Some(promise) = not_kept(&from) {
                return Err(Fault::UnknownParameter(promise.to_owned()));
            }
            let smtputf8 = from.flags & MAIL_SMTPUTF8 != 0;
            Ok(Command::Mail { from: path(rest).ok_or(Fault::Sender)?, size: from.size, smtputf8 })
        }
        Request::Rcpt { .. } => {
            let to = path(rest).filter(|to| !to.is_empty()).ok_or(Fault::Recipient)?;
            Ok(Command::Rcpt { to })
        }
        Request::Data => Ok(Command::Data),
        Request::StartTls => Ok(Command::StartTls),
        Request::Rset => Ok(Command::Rset),
        Request::Quit => Ok(Command::Quit),
        Request::Noop { .. } => Ok(Command::Noop),
        Request::Help { .. } => Ok(Command::Help),
        Request::Vrfy { .. } => Ok(Command::Vrfy),
        Request::Bdat { .. } => Err(Fault::Syntax("BDAT size [LAST]")),
        Request::Auth { .. }
        | Request::Expn { .. }
        | Request::Etrn { .. }
        | Request::Atrn { .. }
        | Request::Burl { .. } => Ok(Command::NotOffered),
    }
}

fn host_name(host: &str) -> String {
    host.chars().take(MAX_HOST_BYTES / 4).collect()
}

/// The parameter of MAIL that asks for something this server would not do, if there is one.
/// Parameters that only ask for notices (RET, ENVID, AUTH, MT-PRIORITY) are let through: nobody is promised one.
fn not_kept(from: &MailFrom<Cow<'_, str>>) -> Option<&'static str> {
    if from.flags & MAIL_BODY_BINARYMIME != 0 {
        Some("BODY=BINARYMIME")
    } else if from.flags & MAIL_REQUIRETLS != 0 {
        Some("REQUIRETLS")
    } else if from.flags & (MAIL_BY_NOTIFY | MAIL_BY_RETURN) != 0 {
        Some("BY")
    } else if from.hold_for != 0 || from.hold_until != 0 {
        Some("HOLDFOR")
    } else {
        None
    }
}

/// The address between `<` and `>` as it was written, quotes kept, a source route taken off (RFC 5321 appendix C).
/// The parser of the crate takes the quotes off and forgets `Postmaster`.
fn path(rest: &str) -> Option<String> {
    let (_, from) = rest.split_once('<')?;
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
    let path = from[..end].trim();
    match path.strip_prefix('@') {
        Some(route) => route.split_once(':').map(|(_, address)| address.to_owned()),
        None => Some(path.to_owned()),
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
    fn mail(line: &str, from: &str) {
        match read(format!("{line}\r\n").as_bytes()) {
            Ok(Command::Mail { from: read, .. }) => assert_eq!(read, from),
            other => panic!("{line}: {other:?}"),
        }
    }

    #[track_caller]
    fn rcpt(line: &str, to: &str) {
        assert_eq!(read(format!("{line}\r\n").as_bytes()), Ok(Command::Rcpt { to: to.to_owned() }));
    }

    #[test]
    fn addresses_are_taken_as_they_were_written() {
        mail("MAIL FROM:<>", "");
        mail("mail from: <Anna.Rossi@Example.IT> SIZE=1000 BODY=8BITMIME", "Anna.Rossi@Example.IT");
        mail("MAIL FROM:<\"anna rossi\"@example.it>", "\"anna rossi\"@example.it");
        mail("MAIL FROM:<\"a>b\\\"c\"@example.it> SIZE=3", "\"a>b\\\"c\"@example.it");
        mail("MAIL FROM:<@relay.example,@other.example:anna@example.it>", "anna@example.it");
        mail("MAIL FROM:<nicolò@esempio.it> SMTPUTF8", "nicolò@esempio.it");
        rcpt("RCPT TO:<assistenza+abc@example.it>", "assistenza+abc@example.it");
        rcpt("RCPT TO:<Postmaster>", "Postmaster");
        rcpt("RCPT TO:<anna@[192.0.2.7]> NOTIFY=NEVER", "anna@[192.0.2.7]");
    }

    #[test]
    fn what_is_not_an_address_is_refused() {
        for line in ["MAIL FROM:<anna>", "MAIL FROM:<@example.it>", "MAIL FROM:<a@b@c>"] {
            assert_eq!(read(format!("{line}\r\n").as_bytes()), Err(Fault::Sender), "{line}");
        }
        for line in ["RCPT TO:<>", "RCPT TO:<anna@>x", "RCPT TO:<anna"] {
            assert!(read(format!("{line}\r\n").as_bytes()).is_err(), "{line}");
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
