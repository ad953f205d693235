//! Bodies of mails in their own frame, and kept files.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use db::args;
use kernel::id::Kind;
use maud::{DOCTYPE, PreEscaped, html};
use office::account::Permission;
use spine::conversation;
use web::headers::{MESSAGE_POLICY, MESSAGE_POLICY_WITH_IMAGES};

use crate::Desk;
use crate::console::inbox::store::queries;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::Agent;

/// What a kept file may do when a browser shows it: nothing.
const FILE_POLICY: &str = "default-src 'none'; sandbox";

/// `GET /console/message/{name}/body`: the mail as its author laid it out, sanitised when it came in. Pictures from
/// elsewhere load only with `?images=1`.
pub(super) async fn body(
    State(desk): State<Arc<Desk>>,
    agent: Agent,
    Path(name): Path<String>,
    uri: Uri,
) -> Response {
    let images = Fields::of_query(uri.query()).get("images") == "1";
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Read)?;
        let oid = Kind::Message.oid(&name).ok_or(Fault::Missing)?;
        let (written, text) = tx
            .find(queries::BODY, args![oid], |row| Ok((row.next::<Option<String>>()?, row.next::<String>()?)))?
            .ok_or(Fault::Missing)?;
        let mut written = written.unwrap_or_else(|| html! { pre { (text) } }.into_string());
        let inline =
            tx.list(queries::BODY_FILES, args![oid], |row| Ok((row.next::<String>()?, row.next::<String>()?)))?;
        for (file, content_id) in inline {
            let shown = format!("src=\"/console/attachment/{}?show=1\"", Kind::Attachment.name(&file));
            let escaped = html! { (content_id) }.into_string();
            written = written.replace(&format!("src=\"cid:{escaped}\""), &shown);
        }
        if images {
            written = written.replace(" data-src=\"", " src=\"");
        }
        let page = html! {
            (DOCTYPE)
            html {
                head {
                    meta charset="utf-8";
                    title { (agent.say.say("inbox-mail-frame")) }
                    base target="_blank";
                    link rel="stylesheet" href=(web::assets::url("css/message.css"));
                }
                body { (PreEscaped(written)) }
            }
        };
        let policy = if images { MESSAGE_POLICY_WITH_IMAGES } else { MESSAGE_POLICY };
        let headers = [(header::CONTENT_SECURITY_POLICY, policy), (header::REFERRER_POLICY, "no-referrer")];
        Ok((headers, Html(page.into_string())))
    });
    answer.await
}

/// `GET /console/attachment/{name}`: a kept file to save; with `?show=1` a picture to show.
pub(super) async fn attachment(
    State(desk): State<Arc<Desk>>,
    agent: Agent,
    Path(name): Path<String>,
    uri: Uri,
) -> Response {
    let show = Fields::of_query(uri.query()).get("show") == "1";
    let db = desk.db.clone();
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Read)?;
        let oid = Kind::Attachment.oid(&name).ok_or(Fault::Missing)?;
        let file = conversation::attachment_by_oid(tx, oid)?;
        let (in_row, sha256) = conversation::attachment_content(tx, file.id)?;
        let bytes = db.fetch(in_row, &sha256)?;
        let picture =
            ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(&file.content_type.as_str());
        let kind = HeaderValue::from_str(&file.content_type)
            .unwrap_or(HeaderValue::from_static("application/octet-stream"));
        let disposition = match show && picture {
            true => HeaderValue::from_static("inline"),
            false => saved_as(&file.name),
        };
        let headers = [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_DISPOSITION, disposition),
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY)),
            (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600")),
        ];
        Ok((headers, bytes).into_response())
    });
    answer.await
}

/// `attachment; filename*=UTF-8''…` (RFC 6266, RFC 8187).
fn saved_as(name: &str) -> HeaderValue {
    let encoded = crate::console::inbox::view::escaped(name);
    HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{encoded}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}
