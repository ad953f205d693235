//! The kept-rate a company shows to everybody: all its words over 28 whole days, or nothing. Off unless somebody who may
//! change the company turned it on; then under the public key of each of its inboxes, as a page, a picture and JSON.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use db::Tx;
use jiff::tz::TimeZone;
use kernel::language::{Language, Register};
use maud::{Markup, PreEscaped, html};
use office::report::{self, BADGE_DAYS, Badge, Said};
use serde_json::{Value, json};
use spine::company::{self, Company};
use spine::inbox;
use web::shell::{self, Public};
use web::theme::Theme;
use words::{Say, when};

use crate::Desk;
use crate::api::Problem;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::security;
use crate::session::{blocking, language_of};

/// Badges remembered.
const KEPT: usize = 256;
/// A badge counts for so long, and never beyond its day: an hour.
const COUNTS_MS: i64 = 3_600_000;

/// Address of the badge.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/badge/{name}", get(show))
}

/// Badges as they were last counted, by account.
#[derive(Default)]
pub struct Badges(Mutex<HashMap<i64, (i64, Badge)>>);

impl Badges {
    /// The badge of an account on this day: from memory, or counted.
    pub(in crate::public) fn of(
        &self,
        tx: &mut Tx<'_>,
        account_id: i64,
        zone: &TimeZone,
    ) -> Result<Badge, Fault> {
        let now_ms = tx.now_ms();
        let today = report::day_of(now_ms, zone);
        let is_good = |at_ms: i64, badge: &Badge| {
            (0..COUNTS_MS).contains(&(now_ms - at_ms)) && badge.to.tomorrow().is_ok_and(|day| day == today)
        };
        let known = self.lock().get(&account_id).copied();
        if let Some((_, badge)) = known.filter(|(at_ms, badge)| is_good(*at_ms, badge)) {
            return Ok(badge);
        }
        let badge = report::badge(tx, zone)?;
        let mut badges = self.lock();
        if badges.len() >= KEPT && !badges.contains_key(&account_id) {
            badges.clear();
        }
        badges.insert(account_id, (now_ms, badge));
        Ok(badge)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<i64, (i64, Badge)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The badge of a company that shows one.
pub(in crate::public) fn of_company(
    badges: &Badges,
    tx: &mut Tx<'_>,
    account_id: i64,
    company: &Company,
) -> Result<Option<Badge>, Fault> {
    if !company.kept_badge {
        return Ok(None);
    }
    let zone = TimeZone::get(&company.timezone).unwrap_or(TimeZone::UTC);
    badges.of(tx, account_id, &zone).map(Some)
}

/// What is said of it on a page: a share with its numbers, or that there are too few.
pub(in crate::public) fn sentence(say: Say, said: Option<Said>) -> String {
    let Some(said) = said else { return say.say("truth-badge-few") };
    let bare = |tenths: i64| percent(say, tenths).trim_end_matches('%').trim_end().to_owned();
    say.with(
        "truth-badge-full",
        &[
            ("share", percent(say, said.share).into()),
            ("kept", said.kept.into()),
            ("n", said.n.into()),
            ("low", bare(said.low).into()),
            ("high", bare(said.high).into()),
            ("days", BADGE_DAYS.into()),
        ],
    )
}

fn percent(say: Say, tenths: i64) -> String {
    when::percent(say, tenths as f64 / 1_000.0)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Page,
    Picture,
    Json,
}

impl Form {
    /// The key in an address, and the form its end asks for, else the one the client likes first.
    fn of<'a>(name: &'a str, headers: &HeaderMap) -> (&'a str, Self) {
        match name.rsplit_once('.') {
            Some((key, "svg")) => (key, Self::Picture),
            Some((key, "json")) => (key, Self::Json),
            _ => (name, Self::liked(headers)),
        }
    }

    fn liked(headers: &HeaderMap) -> Self {
        let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kinds = accept.split(',').map(|kind| kind.split(';').next().unwrap_or_default().trim());
        kinds
            .filter_map(|kind| match kind {
                "text/html" | "application/xhtml+xml" => Some(Self::Page),
                "image/svg+xml" => Some(Self::Picture),
                "application/json" => Some(Self::Json),
                _ => None,
            })
            .next()
            .unwrap_or(Self::Page)
    }
}

struct Shown {
    company: Company,
    language: Language,
    register: Register,
    badge: Badge,
    /// The form to write with, where there is one.
    form: String,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let (key, form) = Form::of(&name, &parts.headers);
    let client = security::client_key(security::client(&parts.headers, &parts.extensions));
    let allowance = desk.limits.public.take(&client, desk.wall.now_ms());
    let found = match allowance.is_allowed() {
        false => Err(Fault::TooMany),
        true => look(&desk, key).await,
    };
    let mut response = match found {
        Ok(shown) => answer(&shown, form, query.as_deref(), desk.clock.now_ms()),
        Err(fault) => refusal(fault, form, &parts.headers, allowance.retry_after),
    };
    allowance.tell(response.headers_mut());
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    response
}

async fn look(desk: &Arc<Desk>, key: &str) -> Result<Shown, Fault> {
    if key.len() > 64 {
        return Err(Fault::Missing);
    }
    let (desk, key) = (Arc::clone(desk), key.to_owned());
    blocking(move || {
        let found = desk.db.read_everywhere(|tx| inbox::by_key(tx, &key))?;
        let (account_id, inbox_id) = found.ok_or(Fault::Missing)?;
        desk.db.read(account_id, |tx| {
            let inbox = inbox::find(tx, inbox_id)?;
            let company = company::find(tx)?;
            // Off, and not live, are as if there were none.
            let badge = of_company(&desk.badges, tx, account_id, &company)?.filter(|_| inbox.live);
            let badge = badge.ok_or(Fault::Missing)?;
            Ok(Shown { company, language: inbox.language, register: inbox.register, badge, form: inbox.key })
        })
    })
    .await
}

fn answer(shown: &Shown, form: Form, query: Option<&str>, now_ms: i64) -> Response {
    let fields = Fields::of_query(query);
    let language =
        Language::of_tag(fields.get("lang")).filter(|_| fields.has("lang")).unwrap_or(shown.language);
    let say = Say::new(language, shown.register);
    let mut response = match form {
        Form::Page => Html(page(say, shown, now_ms).into_string()).into_response(),
        Form::Picture => typed("image/svg+xml", picture(say, shown).into_string()),
        Form::Json => typed("application/json", body(shown).to_string()),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    if form != Form::Page {
        // What everybody may see may stand on any site.
        let anyone = HeaderValue::from_static("*");
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anyone);
        let across = HeaderName::from_static("cross-origin-resource-policy");
        headers.insert(across, HeaderValue::from_static("cross-origin"));
    }
    response
}

fn typed(kind: &'static str, text: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], text).into_response()
}

fn refusal(fault: Fault, form: Form, headers: &HeaderMap, retry_after: Option<u64>) -> Response {
    match (form, fault) {
        (Form::Page, fault) => {
            let say = Say::new(language_of(headers), Register::default());
            fault.problem().page(say, Theme::of_request(headers))
        }
        (Form::Picture | Form::Json, Fault::TooMany) => {
            let wait = retry_after.unwrap_or(1);
            let slow = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many requests from this address");
            slow.retry_after(wait).into_response()
        }
        (Form::Picture | Form::Json, fault) => Problem::from(fault).into_response(),
    }
}

fn body(shown: &Shown) -> Value {
    let percent = |tenths: i64| tenths as f64 / 10.0;
    let (badge, said) = (&shown.badge, shown.badge.said);
    json!({
        "company": shown.company.name,
        "from": badge.from.to_string(),
        "to": badge.to.to_string(),
        "days": BADGE_DAYS,
        "kept": said.map(|said| said.kept),
        "n": said.map(|said| said.n),
        "percent": said.map(|said| percent(said.share)),
        "low": said.map(|said| percent(said.low)),
        "high": said.map(|said| percent(said.high)),
        "note": said.is_none().then_some("too_few"),
    })
}

fn page(say: Say, shown: &Shown, now_ms: i64) -> Markup {
    let company = shown.company.name.as_str();
    let zone = TimeZone::get(&shown.company.timezone).unwrap_or(TimeZone::UTC);
    let today = report::day_of(now_ms, &zone);
    let day = |day| when::day(say, day, today);
    shell::public(&Public {
        title: say.say("truth-badge-title"),
        say,
        company,
        aside: html! {},
        skip: ("bollino", say.say("truth-badge-skip")),
        body: html! {
            main class="write" id="bollino" aria-labelledby="b0" {
                div class="card" {
                    h1 id="b0" { (say.say("truth-badge-title")) }
                    @if shown.badge.said.is_some() { p { b { (say.with("truth-badge-name", &[("company", company.into())])) } } }
                    p class="word" { (sentence(say, shown.badge.said)) }
                    p class="muted" { (say.with("truth-badge-days", &[("from", day(shown.badge.from).into()), ("to", day(shown.badge.to).into())])) }
                    h2 { (say.say("truth-badge-how")) }
                    p { (say.say("truth-badge-how-text")) }
                    p { a class="button" href={ "/forms/" (shown.form) } { (say.say("truth-badge-write")) } }
                }
            }
        },
        now_ms,
    })
}

/// A picture that says its words to whoever cannot see it; light and dark stand on their own ground.
fn picture(say: Say, shown: &Shown) -> Markup {
    let said = shown.badge.said;
    let full = format!("{}: {}", shown.company.name, sentence(say, said));
    let value = said.map_or_else(|| say.say("truth-badge-short-few"), |said| percent(say, said.share));
    let beside = said.map_or_else(String::new, |said| {
        say.with(
            "truth-badge-short-of",
            &[("kept", said.kept.into()), ("n", said.n.into()), ("days", BADGE_DAYS.into())],
        )
    });
    html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        svg xmlns="http://www.w3.org/2000/svg" width="300" height="56" viewBox="0 0 300 56" role="img" aria-labelledby="t" {
            title id="t" { (full) }
            rect x="0.5" y="0.5" width="299" height="55" rx="8" fill="#ffffff" stroke="#c9ced1" {}
            text x="16" y="23" font-family="system-ui, sans-serif" font-size="12" fill="#33454a" { (say.say("truth-badge-short")) }
            text x="16" y="43" font-family="Georgia, serif" font-size="17" fill="#12262b" { (value) }
            text x="284" y="43" text-anchor="end" font-family="system-ui, sans-serif" font-size="11" fill="#4b5b60" { (beside) }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::Form;

    fn asked<'a>(name: &'a str, accept: &'static str) -> (&'a str, Form) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        Form::of(name, &headers)
    }

    #[test]
    fn the_end_of_the_address_goes_before_what_the_client_likes() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/svg+xml,*/*;q=0.8";
        assert_eq!(asked("abc", browser), ("abc", Form::Page));
        assert_eq!(asked("abc.svg", browser), ("abc", Form::Picture));
        assert_eq!(asked("abc.json", browser), ("abc", Form::Json));
        assert_eq!(asked("abc", "image/avif,image/webp,image/svg+xml,image/*;q=0.8"), ("abc", Form::Picture));
        assert_eq!(asked("abc", "application/json"), ("abc", Form::Json));
        assert_eq!(asked("abc", "*/*"), ("abc", Form::Page));
        assert_eq!(asked("a.b", ""), ("a.b", Form::Page));
    }
}
