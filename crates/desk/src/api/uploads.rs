//! Files: taken in before a message names them, given out as downloads.

use std::time::Duration;

use axum::body::Body;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use kernel::id::Kind;
use serde_json::json;
use spine::conversation::{self, Attachment};

use super::call::{Answer, Ask, Job};
use super::doorstep::{announced_bytes, blocking};
use super::given::at;
use super::idempotency::{self, Key};
use super::problem::Problem;

/// Bytes the frame around a file may have.
const FRAME_BYTES: usize = 64 * 1024;
/// A file has to be here within this time: 10 minutes.
const ARRIVES_WITHIN: Duration = Duration::from_secs(600);
/// Bytes of a content type at most.
const TYPE_MAX: usize = 127;

/// One file as it came.
struct Taken {
    name: String,
    content_type: String,
    bytes: Vec<u8>,
}

pub(super) async fn take(ask: Ask, parts: &Parts, body: Body, once: Option<Key>) -> Result<Answer, Problem> {
    let most = ask.desk.settings.max_message_bytes;
    if announced_bytes(&parts.headers).is_some_and(|bytes| bytes > (most + FRAME_BYTES) as u64) {
        return Err(too_large(most));
    }
    let bounded = Body::new(http_body_util::Limited::new(body, most + FRAME_BYTES));
    let request = Request::from_parts(parts.clone(), bounded);
    let multipart = Multipart::from_request(request, &()).await.map_err(|_| {
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send the file as multipart/form-data.")
    })?;
    // Whoever waits for a place holds nothing of their file yet.
    let _place = ask.desk.doorstep.uploads.acquire().await;
    let read = tokio::time::timeout(ARRIVES_WITHIN, read(multipart, most)).await;
    let taken = read.unwrap_or_else(|_| {
        Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "The file did not arrive in time."))
    })?;
    let token_id = ask.bearer.token_id;
    let (db, account_id) = (ask.desk.db.clone(), ask.account_id());
    let file = Attachment::named(&taken.name, &taken.content_type, None, false);
    let kept = blocking(move || db.keep(&taken.bytes).map_err(Problem::from)).await?;
    let what = format!("{}\n{}\n{}", file.name, file.content_type, kept.sha256);
    let once = once.map(|key| key.with_body(&parts.method, &parts.uri, what.as_bytes(), token_id));
    let job: Job = Box::new(move |tx| {
        let file = conversation::upload(tx, file, kept)?;
        let body = json!({
            "id": Kind::Attachment.name(&file.oid),
            "name": file.name,
            "content_type": file.content_type,
            "size_bytes": file.size_bytes,
            "sha256": file.sha256,
            "created_at": at(file.created_at_ms),
        });
        Ok(Answer::json(body).created())
    });
    ask.desk.db.submit(account_id, idempotency::once(once, job)).answer().await
}

fn too_large(most: usize) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("A file can have {most} bytes at most."))
}

/// The one part that is a file, whatever its name, held within bounds.
async fn read(mut multipart: Multipart, most: usize) -> Result<Taken, Problem> {
    let unreadable = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(most),
        _ => Problem::new(StatusCode::BAD_REQUEST, format!("The parts cannot be read: {}.", error.body_text())),
    };
    let mut taken: Option<Taken> = None;
    while let Some(mut part) = multipart.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name != "file" && part.file_name().is_none() {
            return Err(Problem::field(super::problem::pointer(&name), "is not a part of this call"));
        }
        if taken.is_some() {
            return Err(Problem::field("/file", "is there twice: one file a call"));
        }
        let mut file = Taken {
            name: part.file_name().unwrap_or_default().to_owned(),
            content_type: content_type(part.content_type()),
            bytes: Vec::new(),
        };
        while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
            if file.bytes.len() + chunk.len() > most {
                return Err(too_large(most));
            }
            file.bytes.extend_from_slice(&chunk);
        }
        taken = Some(file);
    }
    taken.ok_or_else(|| Problem::field("/file", "is needed"))
}

/// The type as given when it looks like one, without parameters.
fn content_type(given: Option<&str>) -> String {
    let plain = given.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let token = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    let good =
        plain.len() <= TYPE_MAX && plain.split_once('/').is_some_and(|(kind, sub)| token(kind) && token(sub));
    if good { plain } else { "application/octet-stream".to_owned() }
}

/// Types a browser would run or show as a page of ours.
fn safe_type(content_type: &str) -> String {
    let active = ["html", "xml", "svg", "script", "xhtml", "flash", "x-www-form"];
    let plain = self::content_type(Some(content_type));
    match active.iter().any(|word| plain.contains(word)) {
        true => "application/octet-stream".to_owned(),
        false => plain,
    }
}

pub(super) fn download(ask: &Ask) -> Result<Answer, Problem> {
    let oid = ask.oid(Kind::Attachment)?;
    let db = &ask.desk.db;
    let (file, (in_row, sha256)) = db.read(ask.account_id(), |tx| {
        let file = conversation::attachment_by_oid(tx, oid)?;
        let content = conversation::attachment_content(tx, file.id)?;
        Ok::<_, Problem>((file, content))
    })?;
    let bytes = db.fetch(in_row, &sha256)?;
    Ok(Answer::file(file.name, safe_type(&file.content_type), bytes))
}

#[cfg(test)]
mod tests {
    use super::{content_type, safe_type};

    #[test]
    fn a_file_never_comes_back_as_something_a_browser_runs() {
        for bad in
            ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", "rubbish", "a/b\r\nX: y"]
        {
            assert_eq!(safe_type(bad), "application/octet-stream", "{bad}");
        }
        assert_eq!(safe_type("image/png"), "image/png");
        assert_eq!(content_type(Some("Text/Plain; charset=utf-8")), "text/plain");
        assert_eq!(content_type(None), "application/octet-stream");
    }
}
