//! Files of one request, to save: only those of messages its customer sees, never shown as a page of ours.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use kernel::id::Kind;
use spine::conversation;

use super::{allowed, discreet, find, pages, side, stopped, stranger};
use crate::Desk;
use crate::fault::Fault;
use crate::session::blocking;

/// What a kept file may do when a browser opens it: nothing.
const FILE_POLICY: &str = "default-src 'none'; sandbox";

/// `GET /r/{token}/files/{name}`.
pub(super) async fn download(
    State(desk): State<Arc<Desk>>,
    Path((token, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let (allowance, _) = allowed(&desk, &parts);
    if !allowance.is_allowed() {
        let mut response = stopped(&parts, Fault::TooMany);
        allowance.tell(response.headers_mut());
        return discreet(response);
    }
    let db = desk.db.clone();
    let fetched = blocking(move || {
        let Some(found) = find(&db, &token)? else { return Ok(None) };
        let oid = Kind::Attachment.oid(&name).ok_or(Fault::Missing)?.to_owned();
        let (file, (in_row, sha256)) = db.read(found.account_id, |tx| {
            let file = conversation::attachment_by_oid(tx, &oid)?;
            let message = conversation::message(tx, file.message_id.ok_or(Fault::Missing)?)?;
            let request = conversation::find(tx, found.conversation_id)?;
            if message.conversation_id != request.id
                || side(&message).is_none()
                || super::expired(tx, &request)?.is_some()
            {
                return Err(Fault::Missing);
            }
            let content = conversation::attachment_content(tx, file.id)?;
            Ok((file, content))
        })?;
        Ok(Some((file.name, db.fetch(in_row, &sha256)?)))
    })
    .await;
    discreet(match fetched {
        Ok(Some((name, bytes))) => saved(&name, bytes),
        Ok(None) | Err(Fault::Missing) => {
            let page = pages::unknown(stranger(&parts), desk.clock.now_ms());
            (StatusCode::NOT_FOUND, Html(page.into_string())).into_response()
        }
        Err(fault) => stopped(&parts, fault),
    })
}

/// Bytes to save under a name (RFC 6266, RFC 8187); never a type a browser shows.
fn saved(name: &str, bytes: Vec<u8>) -> Response {
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{encoded}"))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY)),
    ];
    (headers, bytes).into_response()
}
