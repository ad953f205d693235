//! Styles, scripts, fonts and icons, compiled into the binary and served under an address that changes with
//! their content, so that a browser may keep them for ever.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One file as the browser asks for it.
struct Asset {
    name: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const FONT: &str = "font/woff2";

macro_rules! script {
    ($name:literal) => {
        Asset {
            name: concat!("js/", $name),
            content_type: SCRIPT,
            bytes: include_bytes!(concat!("../assets/js/", $name)),
        }
    };
}

macro_rules! font {
    ($name:literal) => {
        Asset {
            name: concat!("fonts/", $name),
            content_type: FONT,
            bytes: include_bytes!(concat!("../assets/fonts/", $name)),
        }
    };
}

const FILES: &[Asset] = &[
    Asset {
        name: "css/console.css",
        content_type: CSS,
        bytes: concat!(
            include_str!("../assets/css/tokens.css"),
            include_str!("../assets/css/ui.css"),
            include_str!("../assets/css/console.css"),
            include_str!("../assets/css/board.css"),
            include_str!("../assets/css/desk.css"),
            include_str!("../assets/css/product.css"),
            include_str!("../assets/css/product-office.css"),
            include_str!("../assets/css/product-setup.css"),
            include_str!("../assets/css/form-editor.css"),
            include_str!("../assets/css/product-together.css"),
            include_str!("../assets/css/product-letters.css"),
            include_str!("../assets/css/product-channels.css"),
            include_str!("../assets/css/product-composer.css"),
            include_str!("../assets/css/lists.css"),
            include_str!("../assets/css/product-day.css"),
            include_str!("../assets/css/wallboard.css"),
            include_str!("../assets/css/reports.css"),
            include_str!("../assets/css/truth.css"),
            include_str!("../assets/css/whatif.css"),
            include_str!("../assets/css/forecast.css"),
            include_str!("../assets/css/complaints.css"),
            include_str!("../assets/css/skills.css"),
            include_str!("../assets/css/shifts.css"),
        )
        .as_bytes(),
    },
    Asset {
        name: "css/public.css",
        content_type: CSS,
        bytes: concat!(
            include_str!("../assets/css/tokens.css"),
            include_str!("../assets/css/ui.css"),
            include_str!("../assets/css/public.css"),
            include_str!("../assets/css/product-public.css"),
            include_str!("../assets/css/form.css"),
            include_str!("../assets/css/product-entry.css"),
            include_str!("../assets/css/product-asked.css"),
        )
        .as_bytes(),
    },
    Asset {
        name: "css/first.css",
        content_type: CSS,
        bytes: concat!(
            include_str!("../assets/css/tokens.css"),
            include_str!("../assets/css/ui.css"),
            include_str!("../assets/css/first.css"),
            include_str!("../assets/css/desk.css"),
            include_str!("../assets/css/product-office.css"),
            include_str!("../assets/css/product-setup.css"),
            include_str!("../assets/css/product-public.css"),
            include_str!("../assets/css/product-entry.css"),
        )
        .as_bytes(),
    },
    Asset { name: "css/print.css", content_type: CSS, bytes: include_bytes!("../assets/css/print.css") },
    Asset { name: "css/message.css", content_type: CSS, bytes: include_bytes!("../assets/css/message.css") },
    Asset { name: "icons.svg", content_type: "image/svg+xml", bytes: include_bytes!("../assets/icons.svg") },
    Asset { name: "mark.svg", content_type: "image/svg+xml", bytes: include_bytes!("../assets/mark.svg") },
    font!("hanken-grotesk.woff2"),
    font!("newsreader-480.woff2"),
    script!("console.js"),
    script!("composer.js"),
    script!("copy.js"),
    script!("dialog.js"),
    script!("editor.js"),
    script!("files.js"),
    script!("form.js"),
    script!("form-embed.js"),
    script!("keys.js"),
    script!("live.js"),
    script!("morph.js"),
    script!("mentions.js"),
    script!("notices.js"),
    script!("page.js"),
    script!("palette.js"),
    script!("pass.js"),
    script!("planner.js"),
    script!("presence.js"),
    script!("print.js"),
    script!("public.js"),
    script!("ring.js"),
    script!("select.js"),
    script!("theme.js"),
    script!("undo.js"),
    script!("track.js"),
    script!("wording.js"),
];

/// Sixteen hexadecimal digits of the SHA-256 of all files and their names.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
    for file in FILES {
        digest.update(file.name.as_bytes());
        digest.update(file.bytes);
    }
    digest.finish().as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
});

static SPRITE: LazyLock<String> = LazyLock::new(|| url("icons.svg"));

/// The address of an asset: `/assets/VERSION/css/console.css`. References between files are relative,
/// so one version stands for all of them.
pub fn url(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

/// The text of a script or style, for what is served under an address of its own; empty when there is none.
pub fn text(name: &str) -> &'static str {
    let file = FILES.iter().find(|file| file.name == name);
    file.and_then(|file| std::str::from_utf8(file.bytes).ok()).unwrap_or_default()
}

/// The service worker: it stands at an address of its own, because its scope is where it stands.
pub const SERVICE_WORKER: &str = include_str!("../assets/js/sw.js");

/// The address of the icon sprite; a symbol is named after `#`.
pub(crate) fn sprite() -> &'static str {
    &SPRITE
}

/// Serves `/assets/{version}/{*name}`. A version of another build is answered with today's file and not kept.
pub async fn serve(Path((version, name)): Path<(String, String)>) -> Response {
    let Some(file) = FILES.iter().find(|file| file.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keep = if version == *VERSION { "public, max-age=31536000, immutable" } else { "no-store" };
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, file.content_type), (header::CACHE_CONTROL, keep)];
    (headers, file.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::{FILES, VERSION, url};

    #[test]
    fn every_reference_between_assets_leads_to_an_asset() {
        for file in FILES {
            let Ok(text) = std::str::from_utf8(file.bytes) else { continue };
            let folder = file.name.rsplit_once('/').map_or("", |(folder, _)| folder);
            for reference in ["url(\"", "from \"./"].iter().flat_map(|mark| text.split(mark).skip(1)) {
                let target = reference.split('"').next().unwrap_or_default();
                let name = match target.strip_prefix("../") {
                    Some(above) => above.to_owned(),
                    None => format!("{folder}/{target}"),
                };
                assert!(FILES.iter().any(|other| other.name == name), "{} names {target}", file.name);
            }
        }
    }

    #[test]
    fn an_address_carries_the_version_of_the_content() {
        assert_eq!(VERSION.len(), 16);
        assert_eq!(url("icons.svg"), format!("/assets/{}/icons.svg", *VERSION));
    }
}
