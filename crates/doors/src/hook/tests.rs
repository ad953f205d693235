#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::json;
use wire::mail;

use super::{Body, Fault, Part, Provider, read, signature};

fn field(name: &str, value: &str) -> Part {
    Part { name: name.to_owned(), bytes: value.as_bytes().to_vec(), ..Part::default() }
}

fn file(name: &str, file_name: &str, content_type: &str, bytes: &[u8]) -> Part {
    Part {
        name: name.to_owned(),
        file_name: Some(file_name.to_owned()),
        content_type: Some(content_type.to_owned()),
        bytes: bytes.to_vec(),
    }
}

const RAW: &str = "From: Anna <anna@example.it>\r\nTo: aiuto@example.it\r\nSubject: Lampada\r\nMessage-ID: <1@example.it>\r\n\r\nÈ rotta.\r\n";

#[test]
fn a_raw_mail_comes_through_byte_for_byte_from_each_service() {
    let mailgun = Body::Form(vec![
        field("recipient", "aiuto+x@example.it"),
        field("sender", "anna@example.it"),
        field("body-mime", RAW),
    ]);
    let sendgrid = Body::Form(vec![
        field("envelope", r#"{"to":["aiuto+x@example.it"],"from":"anna@example.it"}"#),
        field("sender_ip", "203.0.113.7"),
        file("email", "raw", "message/rfc822", RAW.as_bytes()),
    ]);
    let postmark = Body::Json(
        json!({
            "From": "anna@example.it", "OriginalRecipient": "aiuto+x@example.it", "RawEmail": RAW,
            "Headers": [{ "Name": "Received-SPF", "Value": "Pass (sender) client-ip=203.0.113.7; envelope-from=x" }],
        })
        .to_string()
        .into_bytes(),
    );
    for (body, provider) in
        [(mailgun, Provider::Mailgun), (sendgrid, Provider::SendGrid), (postmark, Provider::Postmark)]
    {
        let posted = read(&body).unwrap();
        assert_eq!(posted.provider, provider);
        assert_eq!(posted.raw, RAW.as_bytes(), "{provider:?}");
        assert_eq!(
            (&posted.sender[..], posted.recipient("aiuto@example.it")),
            ("anna@example.it", "aiuto+x@example.it")
        );
        assert_eq!(posted.remote.is_some(), provider != Provider::Mailgun);
    }
}

#[test]
fn a_mail_taken_apart_is_read_as_its_original_would_be() {
    let mailgun = Body::Form(vec![
        field("recipient", "aiuto@example.it"),
        field("sender", "anna@example.it"),
        field(
            "message-headers",
            r#"[["From","Anna <anna@example.it>"],["Subject","Lampada"],["Message-Id","<1@example.it>"],["In-Reply-To","<0@example.it>"],["Auto-Submitted","no"]]"#,
        ),
        field("body-plain", "È rotta."),
        field("body-html", "<p>È rotta. <img src=\"cid:foto\"></p>"),
        field("content-id-map", r#"{"<foto>":"attachment-1"}"#),
        file("attachment-1", "foto.png", "image/png", &[1, 2, 3]),
    ]);
    let sendgrid = Body::Form(vec![
        field("envelope", r#"{"to":["aiuto@example.it"],"from":"anna@example.it"}"#),
        field(
            "headers",
            "From: Anna <anna@example.it>\nSubject: Lampada\nMessage-ID:\n <1@example.it>\nIn-Reply-To: <0@example.it>\n",
        ),
        field("charsets", r#"{"text":"iso-8859-1","html":"UTF-8"}"#),
        Part { name: "text".to_owned(), bytes: b"\xc8 rotta.".to_vec(), ..Part::default() },
        field("html", "<p>È rotta. <img src=\"cid:foto\"></p>"),
        field(
            "attachment-info",
            r#"{"attachment1":{"filename":"foto.png","type":"image/png","content-id":"foto"}}"#,
        ),
        file("attachment1", "x", "application/octet-stream", &[1, 2, 3]),
    ]);
    let postmark = Body::Json(
        json!({
            "FromName": "Anna", "FromFull": { "Email": "anna@example.it" }, "Subject": "Lampada",
            "ToFull": [{ "Email": "aiuto@example.it" }],
            "Headers": [{ "Name": "Message-ID", "Value": "<1@example.it>" }, { "Name": "In-Reply-To", "Value": "<0@example.it>" }],
            "TextBody": "È rotta.", "HtmlBody": "<p>È rotta. <img src=\"cid:foto\"></p>",
            "Attachments": [{ "Name": "foto.png", "ContentType": "image/png", "Content": "AQID", "ContentID": "foto" }],
        })
        .to_string()
        .into_bytes(),
    );
    for body in [mailgun, sendgrid, postmark] {
        let posted = read(&body).unwrap();
        assert_eq!(posted.raw, read(&body).unwrap().raw, "posted twice it is the same mail");
        let mail = mail::read(&posted.raw);
        let who = posted.provider;
        assert_eq!(mail.from.as_ref().and_then(|from| from.name.as_deref()), Some("Anna"), "{who:?}");
        assert_eq!((&mail.subject[..], &mail.text[..]), ("Lampada", "È rotta."), "{who:?}");
        assert_eq!(mail.message_id.as_deref(), Some("1@example.it"), "{who:?}");
        assert_eq!(mail.in_reply_to, ["0@example.it"], "{who:?}");
        let [file] = &mail.attachments[..] else { panic!("{who:?}: {:?}", mail.attachments) };
        assert_eq!(
            (&file.name[..], file.inline, &file.bytes[..]),
            ("foto.png", true, &[1, 2, 3][..]),
            "{who:?}"
        );
    }
}

#[test]
fn what_is_no_mail_says_what_is_missing() {
    let fault = |body: &Body| read(body).unwrap_err();
    assert_eq!(fault(&Body::Form(vec![field("name", "x")])), Fault::Unknown);
    assert_eq!(fault(&Body::Json(b"[]".to_vec())), Fault::Unknown);
    assert!(matches!(fault(&Body::Json(b"{".to_vec())), Fault::NotJson(_)));
    assert!(fault(&Body::Json(b"{}".to_vec())).to_string().contains("OriginalRecipient"));
    assert!(fault(&Body::Form(vec![field("body-plain", "x")])).to_string().contains("recipient"));
    for (name, value) in [("envelope", "{"), ("charsets", "["), ("attachment-info", "x")] {
        let parts = vec![field("to", "a@example.it"), field("headers", ""), field(name, value)];
        assert!(fault(&Body::Form(parts)).to_string().contains(name), "{name}");
    }
    let headers = vec![field("recipient", "a@b.it"), field("message-headers", "[[1]]")];
    assert!(fault(&Body::Form(headers)).to_string().contains("message-headers"));
}

#[test]
fn a_signature_is_found_only_when_it_is_whole() {
    let parts = vec![field("timestamp", "1"), field("token", "t"), field("signature", "AB")];
    assert_eq!(signature(&Body::Form(parts.clone())).unwrap().signature, "ab");
    assert_eq!(signature(&Body::Form(parts[..2].to_vec())), None);
    assert_eq!(signature(&Body::Json(b"{}".to_vec())), None);
}
