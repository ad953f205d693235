//! Pages for what went wrong: what happened, what is safe, the one thing to do.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::html;
use words::Say;

use crate::shell::{self, First, FirstLook};
use crate::theme::Theme;
use crate::ui;

/// What went wrong, as a reader can understand it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The form did not come from this session's own page (403).
    Forged,
    /// The reader's role does not reach this page (403).
    Forbidden,
    /// There is nothing here, or not any more (404).
    Missing,
    /// Too many tries (429).
    TooMany,
    /// Ours to mend (500).
    Broken,
    /// The store cannot be reached just now (503).
    Away,
}

impl Problem {
    pub fn status(self) -> StatusCode {
        match self {
            Self::Forged | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Missing => StatusCode::NOT_FOUND,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Away => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Forged => "shell-problem-forged",
            Self::Forbidden => "shell-problem-forbidden",
            Self::Missing => "shell-problem-missing",
            Self::TooMany => "shell-problem-too-many",
            Self::Broken => "shell-problem-broken",
            Self::Away => "shell-problem-away",
        }
    }

    /// The whole page, with its status.
    pub fn page(self, say: Say, theme: Theme) -> Response {
        let title = say.say(self.key());
        let body = html! {
            main class="desk problem" id="problem" {
                (shell::brand())
                h1 { (title) }
                p class="lead" { (say.say(&format!("{}-text", self.key()))) }
                p class="row" {
                    a class="button primary tall" href="/console" { (say.say("shell-problem-home")) }
                }
            }
        };
        let page = shell::first(&First {
            title: title.clone(),
            say,
            theme,
            look: FirstLook::Steps,
            skip: ("problem", title),
            body,
        });
        (self.status(), Html(page.into_string())).into_response()
    }

    /// One alert to stand inside a page that is still there.
    pub fn alert(self, say: Say) -> maud::Markup {
        ui::alert(
            "late",
            "triangle-alert",
            &say.say(self.key()),
            say.say(&format!("{}-text", self.key())),
            None,
        )
    }
}
