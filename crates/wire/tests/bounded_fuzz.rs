//! The fuzz targets' entry functions on a few thousand inputs each, the same ones every time. The unbounded runs are in
//! `fuzz/`.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../../../fuzz/entries/wire.rs"]
mod entries;
#[path = "../../../fuzz/entries/mutation.rs"]
mod mutation;

use std::path::Path;

const TRIES: usize = 3_000;

/// The mails under `fixtures/FOLDER`.
fn mails(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "eml"));
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

const MIME: [&[u8]; 16] = [
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n",
    b"Content-Type: text/html; charset=utf-16\r\n",
    b"Content-Transfer-Encoding: base64\r\n\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n",
    b"\r\n--b\r\n",
    b"\r\n--b--\r\n",
    b"=?utf-8?B?w6g=?=",
    b"=?iso-8859-1?Q?=E8_?=",
    b"message/rfc822",
    b"; filename*0*=utf-8''%2e%2e%2f; filename*1=x",
    b"<script>alert(1)</script>",
    b"<a href=\"javascript:x\" onclick=x>",
    b"<blockquote><style></div>",
    b"=E2=80",
    b"\xff\xfe\x00",
    b"\r\n\r\n",
];

#[test]
fn any_bytes_are_a_mail_of_some_kind() {
    let mut corpus = mails("mail");
    corpus.extend(mails("machine"));
    mutation::run(entries::mime_to_message, &corpus, &MIME, 1, TRIES);
}

#[test]
fn any_bytes_are_written_by_somebody() {
    let words: [&[u8]; 10] = [
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
        b"Content-Type: message/delivery-status\r\n\r\n",
        b"Final-Recipient: rfc822; a@b.it\r\n",
        b"Action: failed\r\n",
        b"Status: 5.1.1\r\n",
        b"X-Failed-Recipients: a@b.it\r\n",
        b"Return-Path: <>\r\n",
        b"Subject: Undelivered Mail Returned to Sender\r\n",
        b"\\x{110000}",
        b"550 5.1.1 <a@b.it>: user unknown",
    ];
    mutation::run(entries::bounce_reader, &mails("machine"), &words, 2, TRIES);
}

#[test]
fn what_is_new_in_a_mail_was_written_in_it() {
    let words: [&[u8]; 10] = [
        b"\r\nIl 16/11/2026 09:00, Fioca ha scritto:\r\n",
        b"\r\nOn Mon, Nov 16, 2026 at 9:00 AM Fioca <a@b.it> wrote:\r\n",
        b"\r\n-----Messaggio originale-----\r\n",
        b"\r\nDa: Fioca\r\nInviato: ieri\r\nA: Anna\r\nOggetto: Lampada\r\n",
        b"\r\n-- \r\n",
        b"\r\n> ",
        b">>>>",
        b"<blockquote type=\"cite\">",
        b"</div><div class=\"gmail_quote\">",
        b"\xe2\x80\xa8",
    ];
    let corpus: Vec<Vec<u8>> = mails("mail")
        .iter()
        .enumerate()
        .map(|(number, mail)| {
            let body = mail.windows(2).position(|w| w == b"\n\n").map_or(0, |at| at + 2);
            [&[u8::try_from(number % 4).unwrap()][..], &mail[body..]].concat()
        })
        .collect();
    mutation::run(entries::reply_split, &corpus, &words, 3, TRIES);
}

#[test]
fn any_bytes_are_half_of_a_session() {
    let words: [&[u8]; 18] = [
        b"EHLO a.example\r\n",
        b"LHLO a.example\r\n",
        b"HELO a\r\n",
        b"MAIL FROM:<anna@example.it> SIZE=100 BODY=8BITMIME SMTPUTF8\r\n",
        b"MAIL FROM:<>\r\n",
        b"RCPT TO:<assistenza@fioca.example>\r\n",
        b"RCPT TO:<nicol\xc3\xb2@fioca.example>\r\n",
        b"DATA\r\n",
        b"\r\n.\r\n",
        b"\n.\r\n",
        b"\r\n.\n",
        b"\r.\r",
        b"\r\n..\r\n",
        b"BDAT 10 LAST\r\n",
        b"BDAT 18446744073709551615\r\n",
        b"RSET\r\n",
        b"STARTTLS\r\n",
        b"QUIT\r\n",
    ];
    let session: &[u8] = b"EHLO a.example\r\nMAIL FROM:<anna@example.it>\r\nRCPT TO:<assistenza@fioca.example>\r\n\
        RCPT TO:<ordini@fioca.example>\r\nDATA\r\nSubject: x\r\n\r\n..ciao\r\n.\r\nMAIL FROM:<>\r\n\
        RCPT TO:<info@fioca.example>\r\nBDAT 6\r\nx: y\n\nBDAT 4 LAST\r\nciao\r\nVRFY x\r\nNOOP\r\nRSET\r\nQUIT\r\n";
    let corpus: Vec<Vec<u8>> = (0..=255_u8)
        .step_by(5)
        .map(|choice| {
            let session = String::from_utf8_lossy(session).into_owned();
            let session = if choice & 1 == 1 { session.replace("EHLO", "LHLO") } else { session };
            [&[choice][..], session.as_bytes()].concat()
        })
        .collect();
    mutation::run(entries::smtp_dialogue, &corpus, &words, 4, 4 * TRIES);
}

#[test]
fn any_bytes_are_what_an_imap_server_says() {
    let words: [&[u8]; 18] = [
        b"* OK [UIDVALIDITY 7] counted\r\n",
        b"* 7 EXISTS\r\n",
        b"* SEARCH 1 2 4294967295\r\n",
        b"* 1 FETCH (UID 1 RFC822.SIZE 12 BODY[HEADER] {12}\r\n",
        b"BODY[HEADER.FIELDS (\"Message-ID\")] {5}\r\nx: y\n",
        b"BODY[] NIL)\r\n",
        b"{0}\r\n",
        b"{99999999999}\r\n",
        b"{4+}\r\nciao",
        b"((((((((((((((((((((((((((((((((",
        b"))))",
        b"\"a\\\"b\\\\\"",
        b"+ go on\r\n",
        b"a1 NO [ALERT] not today\r\n",
        b"* BYE\r\n",
        b"\r",
        b"\n",
        b"\x00\xff",
    ];
    let session: &[u8] = b"* OK [CAPABILITY IMAP4rev1 IDLE] hello\r\na1 OK done\r\n* FLAGS (\\Seen \\Answered)\r\n\
        * 2 EXISTS\r\n* OK [UIDVALIDITY 7] counted\r\n* OK [UIDNEXT 3] next\r\na2 OK [READ-WRITE] done\r\n\
        * SEARCH 1 2\r\na3 OK done\r\n\
        * 1 FETCH (UID 1 RFC822.SIZE 70 BODY[HEADER.FIELDS (MESSAGE-ID)] {22}\r\nMessage-ID: <1@a.it>\r\n)\r\n\
        * 2 FETCH (UID 2 BODY[] {64}\r\nReturn-Path: <anna@a.it>\r\nTo: aiuto+c.7@fioca.example\r\n\r\nCiao.\r\n)\r\n\
        a4 OK done\r\n+ idling\r\n* 3 EXISTS\r\na5 BAD what\r\n* BYE bye\r\n";
    let corpus: Vec<Vec<u8>> =
        (0..=255_u8).step_by(7).map(|packet| [&[packet][..], session].concat()).collect();
    mutation::run(entries::imap_responses, &corpus, &words, 5, 4 * TRIES);
}
