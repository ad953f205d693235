//! Light or dark: what the browser prefers, unless the reader chose; the choice is a cookie,
//! so that the server writes it into the page and nothing flashes.

use axum::extract::Form;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The reader's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// The choice in a request's cookies.
    pub fn of_request(headers: &HeaderMap) -> Self {
        match cookie(headers, "theme") {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// Value of `data-theme` on the page, when a choice was made.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// The value of a cookie by name.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

#[derive(serde::Deserialize)]
pub struct Choice {
    theme: String,
    #[serde(default)]
    back: String,
}

/// `POST /theme` for browsers without script: remembers the choice and goes back where the reader was.
pub async fn choose(Form(choice): Form<Choice>) -> Response {
    let theme = if choice.theme == "dark" { "dark" } else { "light" };
    (
        StatusCode::SEE_OTHER,
        [
            (header::SET_COOKIE, format!("theme={theme}; Path=/; Max-Age=31536000; SameSite=Lax")),
            (header::LOCATION, local(&choice.back).to_owned()),
        ],
    )
        .into_response()
}

/// A place of our own site, or the console's front page: a form cannot send the reader elsewhere.
pub fn local(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if ours { path } else { "/console" }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{Theme, local};

    #[test]
    fn the_choice_is_read_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("session=1; theme=dark; x=y"));
        assert_eq!(Theme::of_request(&headers), Theme::Dark);
        assert_eq!(Theme::of_request(&HeaderMap::new()), Theme::System);
    }

    #[test]
    fn the_way_back_stays_on_our_site() {
        assert_eq!(local("/console/inbox/mine?q=1"), "/console/inbox/mine?q=1");
        for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a\r\nb"] {
            assert_eq!(local(elsewhere), "/console", "{elsewhere}");
        }
    }
}
