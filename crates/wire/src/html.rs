//! HTML made safe to show, and made into lines of text. What a mail brings is first written again, well nested
//! and within bounds, then judged by `ammonia`: neither sees what could blow the other up.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use crate::markup::{Token, Tokens};
use crate::nesting::{TAGS, Writer, escape};

/// HTML read of one mail.
pub(crate) const MAX_HTML_BYTES: usize = 2 << 20;
/// Longest style attribute read.
const MAX_STYLE_BYTES: usize = 4_000;

/// Style properties that stay.
const STYLES: [&str; 34] = [
    "background",
    "background-color",
    "border-collapse",
    "border-radius",
    "border-spacing",
    "clear",
    "color",
    "direction",
    "display",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "max-width",
    "min-width",
    "overflow-wrap",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
    "word-wrap",
    "border",
    "max-height",
];
/// Attributes that stay on every element.
pub(crate) const ATTRIBUTES: [&str; 20] = [
    "align",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "color",
    "colspan",
    "data-background",
    "dir",
    "face",
    "height",
    "lang",
    "nowrap",
    "rowspan",
    "size",
    "start",
    "style",
    "title",
    "valign",
    "width",
];

/// Safe HTML: no scripts, handlers or forms; nothing is loaded from outside. External pictures keep their
/// address in `data-src`, external backgrounds in `data-background`, so that a page can load them on request.
/// Says too whether something was cut at a limit.
pub fn sanitised(html: &str) -> (String, bool) {
    let mut cut = html.len() > MAX_HTML_BYTES;
    let mut writer = Writer::default();
    for token in Tokens::new(&html[..html.floor_char_boundary(MAX_HTML_BYTES)]) {
        match token {
            Token::Open { name, attributes } => writer.open(&name, attributes),
            Token::Close(name) => writer.close(&name),
            Token::Text(text) => writer.text(&text),
        }
        if writer.is_full() {
            cut = true;
            break;
        }
    }
    cut |= writer.flattened;
    while writer.pop() {}
    (SAFE.clean(&writer.out).to_string(), cut)
}

static SAFE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(["script", "style", "template", "svg", "math"]))
        .generic_attributes(HashSet::from(ATTRIBUTES))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "data-src", "alt"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "cid", "data"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "target", "_blank")
        .attribute_filter(|element, attribute, value| {
            let fine = match (element, attribute) {
                ("a", "href") => is_link(value),
                ("img", "src") => is_inner_picture(value),
                (_, "src" | "href") => false,
                (_, "data-src" | "data-background") => is_outside(value),
                (_, "style") => !is_loading(value),
                _ => true,
            };
            fine.then_some(Cow::Borrowed(value))
        });
    builder
});

fn starts_with_any(value: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|p| value.get(..p.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(p)))
}

pub(crate) fn is_outside(value: &str) -> bool {
    starts_with_any(value, &["http://", "https://"])
}

pub(crate) fn is_link(value: &str) -> bool {
    is_outside(value) || starts_with_any(value, &["mailto:", "tel:"])
}

pub(crate) fn is_inner_picture(value: &str) -> bool {
    starts_with_any(
        value,
        &["cid:", "data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif", "data:image/webp"],
    )
}

/// Whether a style value could load something, run something or hide what it does.
fn is_loading(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    value.contains(['\\', '@', '<', '{', '}'])
        || ["url", "expression", "image", "script", "var(", "attr(", "element(", "behavior", "/*"]
            .iter()
            .any(|word| value.contains(word))
}

/// The declarations of a style attribute that only change the look. The first external picture goes to
/// `background`.
pub(crate) fn style(value: &str, background: &mut Option<String>) -> String {
    let mut out = String::new();
    for declaration in value[..value.floor_char_boundary(MAX_STYLE_BYTES)].split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let property = property.trim().to_ascii_lowercase();
        let value = value.trim();
        if property.starts_with("background") && background.is_none() {
            *background = outside_url(declaration);
        }
        let known = STYLES.contains(&property.as_str())
            || ["margin", "padding", "border-"].iter().any(|family| property.starts_with(family));
        let plain = property.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
        if known && plain && !value.is_empty() && value.len() <= 300 && !is_loading(value) {
            if !out.is_empty() {
                out.push(';');
            }
            out.push_str(&property);
            out.push(':');
            out.push_str(value);
        }
    }
    out
}

fn outside_url(declaration: &str) -> Option<String> {
    let lower = declaration.to_ascii_lowercase();
    let begin = lower.find("url(")? + 4;
    let url = declaration.get(begin..)?.split(')').next()?.trim().trim_matches(['"', '\'', ' ']);
    is_outside(url).then(|| url.to_owned())
}

/// Plain text as the HTML that stands for it within a mail of both.
pub(crate) fn of_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    out.push_str("<div>");
    for (n, line) in text.lines().enumerate() {
        if n > 0 {
            out.push_str("<br>");
        }
        escape(&mut out, line);
    }
    out.push_str("</div>");
    out
}

#[cfg(test)]
mod tests {
    use super::sanitised;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(sanitised(html).0, expected);
    }

    #[test]
    fn nothing_runs_and_nothing_loads() {
        for attack in [
            "<script>alert(1)</script>",
            "<scr<script>ipt>alert(1)</scr</script>ipt>",
            "<img src=x onerror=alert(1)>",
            "<img src=`javascript:alert(1)`>",
            "<IMG SRC=\"jav&#x0A;ascript:alert(1);\">",
            "<a href=\"java\tscript:alert(1)\">x</a>",
            "<a href=\"&#106;avascript:alert(1)\">x</a>",
            "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
            "<a href=\"vbscript:x\">x</a><a href=\"//evil.example\">x</a><a href=\"/x\">x</a>",
            "<svg><script>alert(1)</script></svg><svg onload=alert(1)>",
            "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
            "<style>@import 'http://evil.example'</style><link rel=stylesheet href=http://evil.example>",
            "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe><object data=x></object><embed src=x>",
            "<form action=http://evil.example><input name=password><button formaction=x>ok</button></form>",
            "<meta http-equiv=refresh content=\"0;url=http://evil.example\"><base href=http://evil.example>",
            "<div style=\"background:url(http://evil.example/a)\">x</div>",
            "<div style=\"background:\\75rl(http://evil.example/a)\">x</div>",
            "<div style=\"width:expression(alert(1));behavior:url(x)\">x</div>",
            "<div style=\"list-style-image:url(http://evil.example/a);content:url(x)\">x</div>",
            "<div style=\"background-image:image-set('http://evil.example/a' 1x)\">x</div>",
            "<video src=http://evil.example poster=http://evil.example></video><audio src=x></audio>",
            "<img src=x srcset=\"http://evil.example 2x\"><input type=image src=http://evil.example>",
            "<table background=\"http://evil.example/a\"><tr><td background=x>y</table>",
            "<template><img src=x onerror=alert(1)></template>",
            "<p title='\"><img src=x onerror=alert(1)>'>x",
            "<img src=\"data:image/svg+xml,<svg onload=alert(1)>\"><img src=\"data:text/html,x\">",
            "<textarea><img src=x onerror=alert(1)></textarea><title><img src=x onerror=alert(1)></title>",
            "<xmp><img src=x onerror=alert(1)></xmp><plaintext><img src=x onerror=alert(1)>",
        ] {
            let (safe, _) = sanitised(attack);
            let bare = safe.replace("data-src=\"http", "").replace("data-background=\"http", "").to_lowercase();
            for word in [
                "<script",
                "<iframe",
                "<svg",
                "<math",
                "<style",
                "<form",
                "<input",
                "<object",
                "<embed",
                "<link",
                "<meta",
                "<base",
                "<video",
                "<audio",
                "<template",
                " onerror=alert(1)>",
                " onload",
                "javascript:",
                "vbscript:",
                "data:text",
                "svg+xml",
                "url(",
                "\\75",
                "expression",
                "srcset",
                "srcdoc",
                "formaction",
                " src=\"http",
                "href=\"/",
                " background=",
            ] {
                let shown_as_text = word == " onerror=alert(1)>" && bare.contains("title=\"");
                assert!(shown_as_text || !bare.contains(word), "{word} in {safe} from {attack}");
            }
        }
    }

    #[test]
    fn the_elements_that_stay_are_in_order() {
        assert!(super::TAGS.is_sorted());
    }

    #[test]
    fn what_people_write_stays() {
        check(
            "<p>Ciao <b>Anna</b>, è <font color=red>rosso</font>:<br><a href='https://x.example/?a=1&b=2'>qui</a></p>",
            "<p>Ciao <b>Anna</b>, è <font color=\"red\">rosso</font>:<br><a href=\"https://x.example/?a=1&amp;b=2\" \
             target=\"_blank\" rel=\"noopener noreferrer nofollow\">qui</a></p>",
        );
        check("<img src=cid:a@b width=10>", "<img src=\"cid:a@b\" width=\"10\">");
        check("<img src=https://x.example/a.png>", "<img data-src=\"https://x.example/a.png\">");
        check("<img src=data:image/png;base64,AAAA>", "<img src=\"data:image/png;base64,AAAA\">");
        check("<div style='COLOR: red; position: fixed; top:0'>x</div>", "<div style=\"color:red\">x</div>");
        check("1 < 2 &amp;&amp; 3 > 2", "1 &lt; 2 &amp;&amp; 3 &gt; 2");
        check("<pre>a\nb</pre>c\nd", "<pre>a<br>b</pre>c d");
        check(
            "<table>x<tr><td>a<td>b</table>",
            "<table><tbody><tr><td>x</td></tr><tr><td>a</td><td>b</td></tr></tbody></table>",
        );
        check("<ul><li>a<li>b</ul><p>c<p>d<div>e", "<ul><li>a</li><li>b</li></ul><p>c</p><p>d</p><div>e</div>");
        check("<b><p>a</b>b</p>", "<b><p>a</p></b>b");
    }

    #[test]
    fn a_page_made_safe_stays_as_it_is() {
        for page in [
            "<b><p>a</b>b</p>",
            "<table>x<tr><td>a<td>b</table>",
            "<a href=mailto:a@b.it>x<a href=tel:1>y",
            "1 < 2 & 3",
        ] {
            let (once, _) = sanitised(page);
            assert_eq!(
                sanitised(&once).0.replace(" target=\"_blank\"", ""),
                once.replace(" target=\"_blank\"", ""),
                "{page}"
            );
        }
    }

    #[test]
    fn the_depth_is_cut_and_the_text_stays() {
        let (safe, cut) =
            sanitised(&format!("{}in fondo{}fuori", "<div>".repeat(1_000), "</div>".repeat(1_000)));
        assert!(cut && safe.contains("in fondo") && safe.ends_with("fuori"), "{safe}");
    }
}
