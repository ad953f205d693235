//! The form on another site: one line of script that puts a frame there, on the sites the inbox allows and no other.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use spine::form::Form;
use web::headers::PAGE_POLICY;

/// `GET /form.js`: makes the frame and keeps it as tall as the form.
pub(super) async fn snippet() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (headers, web::assets::text("js/form-embed.js")).into_response()
}

/// Lets the sites of the form show its page in a frame.
pub(super) fn allow(form: &Form, headers: &mut HeaderMap) {
    if form.sites.is_empty() {
        return;
    }
    let sites = format!("frame-ancestors 'self' {}", form.sites.join(" "));
    let policy = PAGE_POLICY.replace("frame-ancestors 'none'", &sites);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// The line to copy into another site's page.
pub(crate) fn line(public_url: &str, key: &str) -> String {
    format!("<script src=\"{public_url}/form.js\" data-form=\"{key}\" async></script>")
}
