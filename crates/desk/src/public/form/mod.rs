//! Web forms: the page, what is sent through it by people and by programs, files on their way, and the snippet that
//! puts the form on another site.

pub(crate) mod embed;
mod guard;
pub(super) mod page;
mod receipt;
mod send;
#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use kernel::calendar::Hours;
use kernel::language::{Language, Register};
use office::report::Badge;
use spine::company;
use spine::form::{self, Form};
use spine::inbox::{self, Inbox};
use web::theme::Theme;
use words::Say;

pub use guard::Counter;

use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::public::badge;
use crate::security;
use crate::session::{blocking, language_of};
use guard::Seal;
use page::Sheet;

/// Forms remembered for a store that is away.
const KNOWN_KEPT: usize = 256;

/// Addresses of forms.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/form.js", get(embed::snippet))
        .route("/forms/{key}", get(show).post(send::send))
        .route("/forms/{key}/files", post(send::keep_file))
        .layer(DefaultBodyLimit::disable())
}

/// One form with everything its page says.
pub(crate) struct Known {
    account_id: i64,
    inbox: Inbox,
    form: Form,
    company: String,
    phone: Option<String>,
    /// What the company says of its words in public, where it does.
    badge: Option<Badge>,
    seal: Seal,
}

impl Known {
    fn hours(&self) -> &Hours {
        &self.inbox.hours
    }

    /// How a visitor is spoken to: in the language asked for, else the inbox's; always in its register.
    fn say(&self, asked: Option<Language>) -> Say {
        Say::new(asked.unwrap_or(self.inbox.language), self.inbox.register)
    }
}

/// What the address asks for.
#[derive(Clone, Debug, Default)]
struct Asked {
    language: Option<Language>,
    /// Inside a frame of another site.
    embed: bool,
}

impl Asked {
    fn of(query: Option<&str>) -> Self {
        let fields = Fields::of_query(query);
        Self {
            language: Language::of_tag(fields.get("lang")).filter(|_| fields.has("lang")),
            embed: fields.get("embed") == "1",
        }
    }

    /// The same as the end of an address.
    fn query(&self) -> String {
        let language = self.language.map(|language| format!("lang={}", language.tag()));
        let parts: Vec<String> = language.into_iter().chain(self.embed.then(|| "embed=1".to_owned())).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// The form behind a public key. One that was read before is given again while the store is away.
///
/// # Errors
/// Missing when no live inbox has this key; away when the form was never read here.
async fn known(desk: &Arc<Desk>, key: &str) -> Result<Arc<Known>, Fault> {
    if key.len() > 64 {
        return Err(Fault::Missing);
    }
    match look(desk, key).await {
        Ok(found) => {
            let found = Arc::new(found);
            let mut remembered = desk.forms.known.lock().unwrap_or_else(PoisonError::into_inner);
            if remembered.len() >= KNOWN_KEPT && !remembered.contains_key(key) {
                remembered.clear();
            }
            remembered.insert(key.to_owned(), Arc::clone(&found));
            Ok(found)
        }
        Err(Fault::Away) => {
            let remembered = desk.forms.known.lock().unwrap_or_else(PoisonError::into_inner);
            remembered.get(key).cloned().ok_or(Fault::Away)
        }
        Err(fault) => Err(fault),
    }
}

async fn look(desk: &Arc<Desk>, key: &str) -> Result<Known, Fault> {
    let (asked, key) = (Arc::clone(desk), key.to_owned());
    let (account_id, inbox, form, company, badge, seal) = blocking(move || {
        let found = asked.db.read_everywhere(|tx| inbox::by_key(tx, &key))?;
        let (account_id, inbox_id) = found.ok_or(Fault::Missing)?;
        asked.db.read(account_id, |tx| {
            let inbox = inbox::find(tx, inbox_id)?;
            if !inbox.live {
                return Err(Fault::Missing);
            }
            let company = company::find(tx)?;
            let badge = badge::of_company(&asked.badges, tx, account_id, &company)?;
            Ok((account_id, inbox, form::of_inbox(tx, inbox_id)?, company, badge, form::seal(tx)?))
        })
    })
    .await?;
    let seal = match seal {
        Some(seal) => seal,
        None => desk.db.submit(account_id, form::make_seal).answer().await?,
    };
    Ok(Known {
        account_id,
        inbox,
        form,
        company: company.name,
        phone: company.phone,
        badge,
        seal: Seal::new(&seal),
    })
}

/// `GET /forms/{key}`.
async fn show(
    State(desk): State<Arc<Desk>>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let asked = Asked::of(query.as_deref());
    let client = security::client_key(security::client(&parts.headers, &parts.extensions));
    let allowance = desk.limits.public.take(&client, desk.wall.now_ms());
    let mut response = match allowance.is_allowed() {
        false => stranger(&parts.headers, Fault::TooMany),
        true => match known(&desk, &key).await {
            Ok(known) => {
                let sheet = Sheet::blank(&desk, known, asked);
                shown(StatusCode::OK, &sheet)
            }
            Err(fault) => stranger(&parts.headers, fault),
        },
    };
    allowance.tell(response.headers_mut());
    response
}

/// A page for somebody whose form is not known.
fn stranger(headers: &HeaderMap, fault: Fault) -> Response {
    let say = Say::new(language_of(headers), Register::default());
    match fault {
        Fault::Missing => (StatusCode::NOT_FOUND, Html(page::unknown(say).into_string())).into_response(),
        fault => fault.problem().page(say, Theme::of_request(headers)),
    }
}

/// The page, with the sites it may stand on.
fn shown(status: StatusCode, sheet: &Sheet) -> Response {
    let mut response = (status, Html(page::draw(sheet).into_string())).into_response();
    embed::allow(&sheet.known.form, response.headers_mut());
    let robots = HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(robots, HeaderValue::from_static("noindex"));
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
