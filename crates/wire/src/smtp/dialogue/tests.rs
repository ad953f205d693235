//! Whole dialogues against the machine: what one side writes, what the other answers, what mails come out.

#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;

const HEAD: &str = "EHLO mx.example.it\r\nMAIL FROM:<anna@example.it>\r\nRCPT TO:<assistenza@example.com>\r\n";

fn rules() -> Rules {
    Rules {
        hostname: "riscontro.example".to_owned(),
        protocol: Protocol::Smtp,
        starttls: true,
        max_message_bytes: 10_000,
        max_header_bytes: 2_000,
        max_recipients: 3,
        max_errors: 5,
    }
}

/// What came of one session.
#[derive(Debug, Default, PartialEq, Eq)]
struct Session {
    replies: String,
    mails: Vec<Mail>,
    closed: bool,
    tls: bool,
}

impl Session {
    /// Codes of the replies after the greeting and EHLO, continuation lines left out.
    fn codes(&self) -> Vec<&str> {
        let lines = self.replies.lines().filter(|line| line.as_bytes()[3] == b' ');
        lines.skip(2).map(|line| line.split(' ').next().unwrap()).collect()
    }

    fn last(&self) -> &str {
        self.replies.lines().last().unwrap()
    }
}

/// Feeds the pieces one by one. Addresses beginning with `no` are unknown, with `later` cannot be looked up; mails
/// that say `full` cannot be stored, that say `bad` are refused.
fn run(rules: Rules, pieces: &[&[u8]]) -> Session {
    let mut session = Session::default();
    let mut dialogue = Dialogue::new(Arc::new(rules));
    'pieces: for piece in pieces {
        let mut input = *piece;
        loop {
            match dialogue.step(&mut input) {
                Next::Read => break,
                Next::Sender => dialogue.sender(true),
                Next::Recipient(address) => dialogue.recipient(match &address {
                    address if address.starts_with("no") => Rcpt::Unknown,
                    address if address.starts_with("later") => Rcpt::Unavailable,
                    _ => Rcpt::Accept,
                }),
                Next::Mail(mail) => {
                    let text = String::from_utf8_lossy(&mail.message).into_owned();
                    let verdict = |to: &String| match text.as_str() {
                        text if text.contains("full") && to.starts_with('a') => Accepted::Unavailable,
                        text if text.contains("bad") && to.starts_with('a') => {
                            Accepted::Refused("Not so".to_owned())
                        }
                        _ => Accepted::Stored,
                    };
                    dialogue.stored(mail.recipients.iter().map(verdict).collect());
                    session.mails.push(mail);
                }
                Next::StartTls => {
                    session.tls = true;
                    dialogue.secured();
                }
                Next::Close => {
                    session.closed = true;
                    break 'pieces;
                }
            }
        }
        assert!(input.is_empty() || session.closed);
    }
    session.replies = String::from_utf8(dialogue.take_replies()).unwrap();
    session
}

/// Runs a session whole and byte by byte: it must not matter how the network cut it.
#[track_caller]
fn talk(text: impl AsRef<[u8]>) -> Session {
    talk_under(rules(), text)
}

#[track_caller]
fn talk_under(rules: Rules, text: impl AsRef<[u8]>) -> Session {
    let whole = run(rules.clone(), &[text.as_ref()]);
    let bytes: Vec<&[u8]> = text.as_ref().chunks(1).collect();
    assert_eq!(run(rules, &bytes), whole, "the same session byte by byte");
    whole
}

#[track_caller]
fn mail_of(text: impl AsRef<[u8]>) -> Vec<u8> {
    let session = talk([HEAD.as_bytes(), b"DATA\r\n", text.as_ref(), b"QUIT\r\n"].concat());
    assert_eq!(session.codes(), ["250", "250", "354", "250", "221"], "{}", session.replies);
    session.mails[0].message.clone()
}

#[test]
fn a_mail_is_taken_with_its_envelope() {
    let session = talk(
        "EHLO mx.example.it\r\nMAIL FROM:<anna@example.it> SIZE=20\r\nRCPT TO:<assistenza+abc@example.com>\r\n\
         RCPT TO:<no@example.com>\r\nRCPT TO:<later@example.com>\r\nDATA\r\nSubject: x\r\n\r\nciao\r\n.\r\nQUIT\r\n",
    );
    let mail = Mail {
        from: "anna@example.it".to_owned(),
        recipients: vec!["assistenza+abc@example.com".to_owned()],
        helo: "mx.example.it".to_owned(),
        smtputf8: false,
        message: b"Subject: x\r\n\r\nciao\r\n".to_vec(),
    };
    assert_eq!(session.mails, [mail]);
    assert!(session.closed);
    let expected = "220 riscontro.example ESMTP Riscontro\r\n250-riscontro.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n\
        250-SMTPUTF8\r\n250-CHUNKING\r\n250-ENHANCEDSTATUSCODES\r\n250-SIZE 10000\r\n250-STARTTLS\r\n250 HELP\r\n\
        250 2.1.0 Sender ok\r\n250 2.1.5 Recipient ok\r\n550 5.1.1 No such address here\r\n\
        451 4.3.0 Address cannot be checked now, try again later\r\n\
        354 Text now, ended by a dot on a line of its own\r\n250 2.0.0 Stored\r\n221 2.0.0 Bye\r\n";
    assert_eq!(session.replies, expected);
}

#[test]
fn dots_are_unstuffed_and_nothing_else_changes() {
    assert_eq!(mail_of(".\r\n"), b"");
    assert_eq!(mail_of("a\r\n.\r\n"), b"a\r\n");
    assert_eq!(mail_of("..\r\n...\r\n.x\r\ny.\r\n.\r\n"), b".\r\n..\r\nx\r\ny.\r\n");
    assert_eq!(mail_of(b"\xff\0\x1a\t \r\n\r\n.\r\n"), b"\xff\0\x1a\t \r\n\r\n");
}

#[test]
fn what_is_stuffed_for_the_road_arrives_as_it_was() {
    let raw = b"Subject: .\r\n\r\n.\r\n..\r\n...a\r\n.\r\n\r\nend.\r\n";
    assert_eq!(mail_of(crate::smtp::outgoing::stuffed(raw)), raw);
}

#[test]
fn only_crlf_dot_crlf_ends_a_mail() {
    for end in
        ["\n.\n", "\n.\r\n", "\r.\r\n", "\r\n.\n", "\r\n.\r", "\r.\r", "\n.\r", "\r\n.\r\r\n", "\r\r\n.\n"]
    {
        let text = format!(
            "{HEAD}DATA\r\nSubject: a{end}MAIL FROM:<evil@example.org>\r\nRCPT TO:<x@example.com>\r\nDATA\r\nevil\r\n\
             .\r\nNOOP\r\n"
        );
        let session = talk(&text);
        assert_eq!(session.mails, [], "{end:?}");
        assert_eq!(session.codes(), ["250", "250", "354", "550", "250"], "{end:?}: {}", session.replies);
        assert!(session.replies.contains("\r\n550 5.6.11 "));
    }
}

#[test]
fn after_a_refused_mail_the_session_goes_on() {
    let again = HEAD.split_once("\r\n").unwrap().1;
    let session = talk(format!("{HEAD}DATA\r\na\nb\r\n.\r\n{again}DATA\r\nc\r\n.\r\n"));
    assert_eq!(session.codes(), ["250", "250", "354", "550", "250", "250", "354", "250"]);
    assert_eq!(session.mails.len(), 1);
}

#[test]
fn chunks_are_kept_as_they_are() {
    let session = talk(format!("{HEAD}BDAT 4\r\na\nb\rBDAT 6 LAST\r\n\r\n.\r\nzNOOP\r\n"));
    assert_eq!(session.codes(), ["250", "250", "250", "250", "250"]);
    assert_eq!(session.mails[0].message, b"a\nb\r\r\n.\r\nz");
    let session = talk(format!("{HEAD}BDAT 2\r\nabBDAT 0 LAST\r\nNOOP\r\n"));
    assert_eq!(session.mails[0].message, b"ab");
}

#[test]
fn chunks_nobody_asked_for_are_no_commands() {
    let session = talk("EHLO a\r\nBDAT 6 LAST\r\nRSET\r\nNOOP\r\n");
    assert_eq!(session.codes(), ["503", "250"]);
    let session = talk(format!("{HEAD}BDAT 6\r\nRSET\r\nDATA\r\nRCPT TO:<b@c.it>\r\nBDAT 0 LAST\r\n"));
    assert_eq!(session.codes(), ["250", "250", "250", "503", "503", "250"]);
    assert_eq!(session.mails[0].message, b"RSET\r\n");
}

#[test]
fn chunks_beyond_the_limit_are_refused_and_a_new_mail_may_follow() {
    let chunk = "x".repeat(6_000);
    let again = HEAD.split_once("\r\n").unwrap().1;
    let session = talk(format!(
        "{HEAD}BDAT 6000\r\n{chunk}BDAT 6000\r\n{chunk}BDAT 6000 LAST\r\n{chunk}{again}BDAT 1 LAST\r\nx"
    ));
    assert_eq!(session.codes(), ["250", "250", "250", "552", "552", "250", "250", "250"]);
    let session = talk(format!("{HEAD}BDAT 12000\r\n{chunk}{chunk}{again}BDAT 1 LAST\r\nx"));
    assert_eq!(session.codes(), ["250", "250", "552", "250", "250", "250"]);
    let session = talk(format!("{HEAD}BDAT 9999999999999\r\n"));
    assert!(session.closed && session.last().starts_with("421 4.7.0"));
}

#[test]
fn a_mail_too_big_is_read_to_its_end_and_refused() {
    let line = "x".repeat(10_001);
    let session = talk(format!("{HEAD}DATA\r\n{line}\r\n.\r\nNOOP\r\n"));
    assert_eq!(session.codes(), ["250", "250", "354", "552", "250"]);
    assert!(session.replies.contains("\r\n552 5.3.4 "));
    let session = talk("EHLO a\r\nMAIL FROM:<a@b.it> SIZE=10001\r\nMAIL FROM:<a@b.it> SIZE=10000\r\n");
    assert_eq!(session.codes(), ["552", "250"]);
}

#[test]
fn a_hundred_megabytes_in_one_line_are_read_in_bounded_memory() {
    let mut dialogue = Dialogue::new(Arc::new(rules()));
    let head = format!("{HEAD}DATA\r\n");
    let piece = vec![b'x'; 64 * 1024];
    let mut feed = |bytes: &[u8]| {
        let mut input = bytes;
        loop {
            match dialogue.step(&mut input) {
                Next::Sender => dialogue.sender(true),
                Next::Recipient(_) => dialogue.recipient(Rcpt::Accept),
                next => return (next, dialogue.held_bytes()),
            }
        }
    };
    assert_eq!(feed(head.as_bytes()), (Next::Read, 0));
    for _ in 0..1600 {
        assert_eq!(feed(&piece), (Next::Read, 0));
    }
    assert_eq!(feed(b"\r\n.\r\n"), (Next::Read, 0));
    assert!(String::from_utf8(dialogue.take_replies()).unwrap().ends_with("\r\n552 5.3.4 Message too big\r\n"));
}

#[test]
fn a_header_section_without_end_is_refused() {
    let headers = "X-A: b\r\n".repeat(300);
    let session = talk(format!("{HEAD}DATA\r\n{headers}\r\nx\r\n.\r\n"));
    assert_eq!(session.codes(), ["250", "250", "354", "552"]);
    let body = "x\r\n".repeat(1_000);
    assert_eq!(mail_of(format!("A: b\r\n\r\n{body}.\r\n")).len(), 8 + 3_000);
    assert_eq!(mail_of(format!("\r\n{body}.\r\n")).len(), 2 + 3_000);
}

#[test]
fn commands_out_of_turn_are_refused() {
    let session = talk_under(
        Rules { max_errors: 50, ..rules() },
        "MAIL FROM:<a@b.it>\r\nEHLO a\r\nRCPT TO:<a@b.it>\r\nDATA\r\nMAIL FROM:<a@b.it>\r\nMAIL FROM:<a@b.it>\r\n\
         DATA\r\nRCPT TO:<no@b.it>\r\nDATA\r\nRSET\r\nDATA\r\nRCPT TO:<a@b.it>\r\n",
    );
    assert!(session.replies.contains("\r\n503 5.5.1 Say hello first\r\n"));
    let codes: Vec<&str> = session
        .replies
        .lines()
        .filter(|line| line.as_bytes()[3] == b' ')
        .map(|line| line.get(..9).unwrap_or(line))
        .collect();
    let expected = [
        "503 5.5.1",
        "250 HELP",
        "503 5.5.1",
        "503 5.5.1",
        "250 2.1.0",
        "503 5.5.1",
        "503 5.5.1",
        "550 5.1.1",
        "554 5.5.1",
        "250 2.0.0",
        "503 5.5.1",
        "503 5.5.1",
    ];
    assert_eq!(codes[1..].iter().map(|code| code.trim_end()).collect::<Vec<_>>(), expected);
}

#[test]
fn every_command_of_the_standard_is_known() {
    let session = talk_under(
        Rules { max_errors: 50, ..rules() },
        "EHLO a\r\nnoop x\r\nHELP MAIL\r\nVRFY anna\r\nVRFY\r\nEXPN x\r\nAUTH PLAIN AAA=\r\nTURN\r\nRSET\r\nRSET x\r\n\
         HELO\r\nFOO\r\n\r\nMAIL FROM:anna\r\nMAIL\r\nRCPT TO:<a\r\nQUIT\r\nNOOP\r\n",
    );
    let expected = [
        "250", "214", "252", "501", "502", "502", "502", "250", "501", "501", "500", "500", "501", "501",
        "501", "221",
    ];
    assert_eq!(session.codes(), expected, "{}", session.replies);
    assert!(session.closed);
}

#[test]
fn helo_offers_nothing() {
    let session = talk("HELO a\r\n");
    assert_eq!(session.replies, "220 riscontro.example ESMTP Riscontro\r\n250 riscontro.example\r\n");
}

#[test]
fn a_second_hello_forgets_the_mail() {
    let session = talk(format!("{HEAD}EHLO b\r\nDATA\r\n"));
    assert_eq!(session.codes(), ["250", "250", "250", "503"]);
}

#[test]
fn recipients_beyond_the_limit_are_told_to_come_again() {
    let rcpt = "RCPT TO:<assistenza@example.com>\r\n".repeat(3);
    let session = talk(format!("{HEAD}{rcpt}DATA\r\n.\r\n"));
    assert_eq!(session.codes(), ["250", "250", "250", "250", "452", "354", "250"]);
    assert_eq!(session.mails[0].recipients.len(), 3);
}

#[test]
fn many_wrong_commands_end_the_session_but_not_across_good_mails() {
    let session = talk(format!("EHLO a\r\n{}NOOP\r\n", "FOO\r\n".repeat(5)));
    assert_eq!(session.codes(), ["500", "500", "500", "500", "500", "421"]);
    assert!(session.closed);
    let mail = format!("{HEAD}DATA\r\nx\r\n.\r\n");
    let session = talk(format!("{}{mail}{0}", "FOO\r\n".repeat(4)));
    assert!(!session.closed);
}

#[test]
fn unknown_recipients_do_not_cost_the_mail_its_good_one() {
    let session = talk(format!("{}{}DATA\r\nx\r\n.\r\n", HEAD, "RCPT TO:<no@example.com>\r\n".repeat(40)));
    assert_eq!(session.mails.len(), 1);
}

#[test]
fn a_long_line_is_refused_and_an_endless_one_ends_the_session() {
    let session = talk(format!("EHLO a\r\n{}\r\nNOOP\r\n", "x".repeat(5_000)));
    assert_eq!(session.codes(), ["500", "250"]);
    let session = run(rules(), &[b"EHLO a\r\n", &vec![b'x'; 2 * MAX_ENDLESS_LINE_BYTES]]);
    assert_eq!(session.codes(), ["500", "421"]);
}

#[test]
fn lines_end_in_crlf_and_a_browser_is_shown_the_door() {
    let session = talk("EHLO a\r\nNOOP\nNOOP\r\n");
    assert_eq!(session.codes(), ["500", "250"]);
    let session = talk("POST / HTTP/1.1\r\nHost: x\r\n\r\nEHLO a\r\n");
    assert!(session.closed && session.replies.contains("\r\n554 5.5.1 "));
}

#[test]
fn tls_begins_with_a_clean_slate() {
    let session = run(
        rules(),
        &[HEAD.as_bytes(), b"STARTTLS\r\n", b"DATA\r\nMAIL FROM:<a@b.it>\r\nEHLO a\r\nSTARTTLS\r\n"],
    );
    assert!(session.tls);
    let after = session.replies.split_once("220 2.0.0 Go ahead\r\n").unwrap().1;
    let codes: Vec<&str> =
        after.lines().filter(|line| line.as_bytes()[3] == b' ').map(|line| &line[..3]).collect();
    assert_eq!(codes, ["503", "503", "250", "503"]);
    assert!(!after.contains("STARTTLS\r\n"), "not offered again");
}

#[test]
fn commands_slipped_in_before_the_handshake_are_refused() {
    let session = run(rules(), &[b"EHLO a\r\n", b"STARTTLS\r\nRSET\r\n"]);
    assert!(session.closed && !session.tls);
    assert_eq!(session.codes(), ["554", "421"]);
    let session = talk_under(Rules { starttls: false, ..rules() }, "EHLO a\r\nSTARTTLS\r\n");
    assert_eq!(session.codes(), ["502"]);
}

#[test]
fn smtp_says_yes_only_when_every_recipient_has_the_mail() {
    let to = |text: &str| format!("{HEAD}RCPT TO:<vendite@example.com>\r\nDATA\r\n{text}\r\n.\r\n");
    assert_eq!(talk(to("full")).last(), "451 4.3.0 Mail cannot be stored now, try again later");
    assert_eq!(talk(to("bad")).last(), "554 5.6.0 Not so");
    assert_eq!(talk(to("fine")).last(), "250 2.0.0 Stored");
}

#[test]
fn lmtp_answers_for_each_recipient() {
    let lmtp = Rules { protocol: Protocol::Lmtp, ..rules() };
    let head = "LHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.it>\r\nRCPT TO:<no@b.it>\r\nRCPT TO:<b@b.it>\r\n";
    let session = talk_under(lmtp.clone(), format!("{head}DATA\r\nfull\r\n.\r\nQUIT\r\n"));
    assert_eq!(session.codes(), ["250", "250", "550", "250", "354", "451", "250", "221"]);
    let session = talk_under(lmtp.clone(), format!("{head}DATA\r\na\nb\r\n.\r\n"));
    assert_eq!(session.codes(), ["250", "250", "550", "250", "354", "550", "550"]);
    let session = talk_under(lmtp.clone(), format!("{head}BDAT 1 LAST\r\nx"));
    assert_eq!(session.codes(), ["250", "250", "550", "250", "250", "250"]);
    let session = talk_under(lmtp.clone(), "LHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<no@b.it>\r\nDATA\r\n");
    assert_eq!(session.codes(), ["250", "550", "503"]);
    assert!(talk_under(lmtp, "EHLO a\r\n").last().starts_with("500 5.5.1 "));
    assert!(talk("LHLO a\r\n").last().starts_with("500 5.5.1 "));
}

#[test]
fn an_address_beyond_ascii_makes_the_mail_international() {
    let session = talk("EHLO a\r\nMAIL FROM:<a@b.it>\r\nRCPT TO:<nicolò@esempio.it>\r\nDATA\r\n.\r\n");
    assert!(session.mails[0].smtputf8);
}

#[test]
fn a_mail_without_room_is_read_and_put_off() {
    let mut dialogue = Dialogue::new(Arc::new(rules()));
    for piece in [HEAD.as_bytes(), b"DATA\r\nx", b"y\r\n.\r\n"] {
        let mut input = piece;
        loop {
            match dialogue.step(&mut input) {
                Next::Sender => dialogue.sender(true),
                Next::Recipient(_) => dialogue.recipient(Rcpt::Accept),
                Next::Read => break,
                other => panic!("{other:?}"),
            }
        }
        if dialogue.held_bytes() > 0 {
            assert!(dialogue.receiving());
            dialogue.overload();
        }
    }
    assert!(
        String::from_utf8(dialogue.take_replies())
            .unwrap()
            .ends_with("\r\n451 4.3.1 Too much mail at once, try again later\r\n")
    );
    assert!(!dialogue.receiving());
}

#[test]
fn an_unanswered_question_counts_as_not_stored() {
    let mut dialogue = Dialogue::new(Arc::new(rules()));
    let text = format!("{HEAD}DATA\r\nx\r\n.\r\n");
    let mut input = text.as_bytes();
    assert_eq!(dialogue.step(&mut input), Next::Sender);
    assert_eq!(dialogue.step(&mut input), Next::Sender);
    dialogue.sender(true);
    assert!(matches!(dialogue.step(&mut input), Next::Recipient(_)));
    dialogue.sender(true);
    dialogue.recipient(Rcpt::Accept);
    assert!(matches!(dialogue.step(&mut input), Next::Mail(_)));
    assert_eq!(dialogue.step(&mut input), Next::Read);
    assert!(
        String::from_utf8(dialogue.take_replies()).unwrap().lines().last().unwrap().starts_with("451 4.3.0 ")
    );
}

#[test]
fn noise_is_answered_with_errors_and_nothing_else() {
    let mut seed: u64 = 7;
    for _ in 0..300 {
        let words: [&[u8]; 12] = [
            b"DATA\r\n",
            b"BDAT 3\r\n",
            b"BDAT 2 LAST\r\n",
            b"\r",
            b"\n",
            b".",
            b"MAIL FROM:<a@b.it>\r\n",
            b"RCPT TO:<a@b.it>\r\n",
            b"\r\n.\r\n",
            b"EHLO x\r\n",
            b"\xff\0",
            b"RSET\r\n",
        ];
        let mut text = Vec::new();
        for _ in 0..60 {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            text.extend_from_slice(words[(seed >> 33) as usize % words.len()]);
        }
        let session = talk_under(Rules { max_errors: 30, ..rules() }, &text);
        for mail in &session.mails {
            assert!(!mail.recipients.is_empty() && mail.message.len() <= 10_000);
        }
    }
}
