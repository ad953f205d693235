//! The shared components, one function each. Names and classes are those of the design sheet.

use maud::{Markup, Render, html};
use words::{Say, when};

use crate::assets::sprite;

/// An icon beside a word, 16 px: `icon("mail")`.
pub fn icon(name: &str) -> Markup {
    glyph("icon", name)
}

/// The same at 14 px.
pub fn small_icon(name: &str) -> Markup {
    glyph("icon small", name)
}

/// The same at 20 px.
pub fn large_icon(name: &str) -> Markup {
    glyph("icon large", name)
}

fn glyph(class: &str, name: &str) -> Markup {
    html! { svg class=(class) aria-hidden="true" { use href={ (sprite()) "#i-" (name) } {} } }
}

/// The glyph of a channel, the same everywhere.
pub fn channel_icon(channel: &str) -> &'static str {
    match channel {
        "chat" | "sms" => "message-square",
        "whatsapp" => "whatsapp",
        "phone" => "phone",
        "callback" => "phone-call",
        "voicemail" => "voicemail",
        "form" => "globe",
        "social" => "at-sign",
        "app" => "smartphone",
        "letter" => "file-text",
        _ => "mail",
    }
}

/// What a promise looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Alive,
    /// The last third of its time, or the last half hour.
    Soon,
    Late,
    Kept,
    /// Nothing is owed now.
    Quiet,
}

impl Look {
    pub fn class(self) -> &'static str {
        match self {
            Self::Alive => "",
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Kept => "kept",
            Self::Quiet => "quiet",
        }
    }
}

/// How large a ring is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Mini,
    Row,
    Big,
    Huge,
}

impl Size {
    fn class(self) -> &'static str {
        match self {
            Self::Mini => "mini",
            Self::Row => "",
            Self::Big => "big",
            Self::Huge => "huge",
        }
    }
}

/// The time left on a promise, worked out for one moment. The browser goes on from `from_ms` and `due_ms`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    pub look: Look,
    /// Share of the promise's time that is left, 0 to 100.
    pub left_percent: u8,
    /// Figure inside the ring: `18`, `−4`, `1½`.
    pub figure: String,
    /// Unit under the figure: `min`, `ore`.
    pub unit: String,
    /// When the promise was made and falls due, UTC milliseconds.
    pub from_ms: i64,
    pub due_ms: i64,
}

const MINUTE_MS: i64 = 60_000;
const HALF_HOUR_MS: i64 = 30 * MINUTE_MS;

impl Ring {
    /// The ring of an open promise at `now_ms`. The script `ring.js` does the same sums.
    pub fn open(say: Say, from_ms: i64, due_ms: i64, now_ms: i64) -> Self {
        let left_ms = due_ms - now_ms;
        let whole_ms = (due_ms - from_ms).max(MINUTE_MS);
        let left_percent = (left_ms.clamp(0, whole_ms) * 100 / whole_ms) as u8;
        let look = match left_ms {
            left if left <= 0 => Look::Late,
            left if left <= HALF_HOUR_MS || left * 3 <= whole_ms => Look::Soon,
            _ => Look::Alive,
        };
        let (figure, unit) = when::left_short(say, due_ms, now_ms);
        Self { look, left_percent, figure, unit, from_ms, due_ms }
    }

    /// The ring of a kept promise.
    pub fn kept() -> Self {
        Self {
            look: Look::Kept,
            left_percent: 0,
            figure: String::new(),
            unit: String::new(),
            from_ms: 0,
            due_ms: 0,
        }
    }

    /// The ring of a conversation nobody owes anything on.
    pub fn quiet() -> Self {
        Self { look: Look::Quiet, ..Self::kept() }
    }
}

/// Draws a ring. It is decoration: the time is always written beside it.
pub fn ring(ring: &Ring, size: Size) -> Markup {
    let alive = matches!(ring.look, Look::Alive | Look::Soon | Look::Late);
    html! {
        span class=(classes(&["ring", ring.look.class(), size.class()])) aria-hidden="true"
            data-due=[alive.then_some(ring.due_ms)] data-from=[alive.then_some(ring.from_ms)] {
            svg viewBox="0 0 36 36" {
                circle class="track" cx="18" cy="18" r="16" {}
                @if matches!(ring.look, Look::Alive | Look::Soon) {
                    circle class="left" cx="18" cy="18" r="16" pathLength="100"
                        stroke-dasharray={ (ring.left_percent) " 100" } {}
                }
            }
            @if ring.look == Look::Kept { (small_icon("check")) }
            @else if alive && size != Size::Mini {
                span class="num" { b { (ring.figure) } i { (ring.unit) } }
            }
        }
    }
}

/// The given word: only what the company committed to, or whether it kept it.
pub fn word(text: &str) -> Markup {
    html! { span class="word" { (text) } }
}

/// A moment, readable by machines.
pub fn time(iso: &str, text: &str) -> Markup {
    html! { time datetime=(iso) { (text) } }
}

/// A customer's tier: A, B or C.
pub fn tier(tier: &str, title: &str) -> Markup {
    html! { span class=(if tier == "A" { "tier a" } else { "tier" }) title=(title) { (tier) } }
}

/// A small label; `kind` one of `""`, `soon`, `late`, `kept`, `petrol`, `outline`.
pub fn chip(kind: &str, text: impl Render) -> Markup {
    html! { span class=(classes(&["chip", kind])) { (text) } }
}

/// Two letters for a person. `presence` is `online`, `busy`, `away` or `offline`; none draws no mark.
pub fn avatar(initials: &str, title: &str, presence: Option<&str>, kind: &str) -> Markup {
    let mark = presence.map(|presence| match presence {
        "online" => "on",
        "busy" => "busy",
        _ => "away",
    });
    html! {
        span class=(classes(&["avatar", kind])) data-presence=[mark] title=[(!title.is_empty()).then_some(title)] {
            (initials)
        }
    }
}

/// First letters of the first and last word of a name; of the address when there is no name.
pub fn initials(name: &str) -> String {
    let letters: Vec<char> =
        name.split_whitespace().filter_map(|part| part.chars().find(|c| c.is_alphanumeric())).collect();
    match letters.as_slice() {
        [] => "?".to_owned(),
        [only] => only.to_uppercase().collect(),
        [first, .., last] => first.to_uppercase().chain(last.to_uppercase()).collect(),
    }
}

/// An address that breaks before its `@` where it has to.
pub fn breakable(address: &str) -> Markup {
    html! {
        @match address.split_once('@') {
            Some((name, domain)) => { (name) wbr; "@" (domain) }
            None => (address),
        }
    }
}

/// A key as printed on it.
pub fn kbd(key: &str) -> Markup {
    html! { span class="kbd" { (key) } }
}

/// A submit button; `kind` one of `""`, `primary`, `quiet`.
pub fn submit(kind: &str, text: &str) -> Markup {
    html! { button type="submit" class=(classes(&["button", kind])) { (text) } }
}

/// A link that looks like a button.
pub fn button_link(kind: &str, href: &str, text: impl Render) -> Markup {
    html! { a class=(classes(&["button", kind])) href=(href) { (text) } }
}

/// One labelled text field.
#[derive(Clone, Debug, Default)]
pub struct Field<'a> {
    /// Name in the form; the element's id is `f-NAME`.
    pub name: &'a str,
    pub label: &'a str,
    /// `text` when empty.
    pub kind: &'a str,
    pub value: &'a str,
    pub hint: &'a str,
    /// What is wrong with the value, in place of the hint.
    pub error: Option<&'a str>,
    pub placeholder: &'a str,
    pub autocomplete: &'a str,
    pub required: bool,
    pub autofocus: bool,
}

/// Draws a field with its label and its hint, or the error in its place.
pub fn field(field: &Field<'_>) -> Markup {
    let id = format!("f-{}", field.name);
    let hint = field.error.unwrap_or(field.hint);
    let hint_id = format!("{id}-hint");
    html! {
        div class=(if field.error.is_some() { "field error" } else { "field" }) {
            label for=(id) { (field.label) }
            input class="input" id=(id) name=(field.name)
                type=(if field.kind.is_empty() { "text" } else { field.kind })
                value=[(!field.value.is_empty()).then_some(field.value)]
                placeholder=[(!field.placeholder.is_empty()).then_some(field.placeholder)]
                autocomplete=[(!field.autocomplete.is_empty()).then_some(field.autocomplete)]
                required[field.required] autofocus[field.autofocus]
                aria-invalid=[field.error.map(|_| "true")]
                aria-describedby=[(!hint.is_empty()).then_some(&hint_id)];
            @if !hint.is_empty() { p class="hint" id=(hint_id) { (hint) } }
        }
    }
}

/// What happened, what is safe, and the one thing to do. `kind` is `""`, `soon` or `late`.
pub fn alert(kind: &str, icon_name: &str, title: &str, text: impl Render, acts: Option<Markup>) -> Markup {
    html! {
        div class=(classes(&["alert", kind])) role=[(kind == "late").then_some("alert")] {
            (icon(icon_name))
            div { b { (title) } p { (text) } @if let Some(acts) = acts { div class="row" { (acts) } } }
        }
    }
}

/// An empty place: teaches one thing, offers one action.
pub fn empty(title: &str, text: &str, act: Option<Markup>) -> Markup {
    html! { div class="empty" { p class="empty-title" { (title) } p { (text) } @if let Some(act) = act { (act) } } }
}

/// A passing notice, bottom left, never over the composer.
pub fn toast(text: impl Render, act: Option<Markup>) -> Markup {
    html! { div class="toast" role="status" { span { (text) } @if let Some(act) = act { (act) } } }
}

/// One choice of a segmented row of links: address, text, whether it is the current one.
pub fn seg(label: &str, choices: &[(String, String, bool)]) -> Markup {
    html! {
        span class="seg" role="group" aria-label=(label) {
            @for (href, text, current) in choices {
                a href=(href) aria-current=[current.then_some("true")] { (text) }
            }
        }
    }
}

/// A mark of state with its word: round (good), diamond `soon`, square `late`, hollow `none`, petrol `alive`.
pub fn state(kind: &str, text: impl Render) -> Markup {
    html! { span class=(classes(&["state", kind])) { (text) } }
}

/// Class names without the empty ones.
pub fn classes(names: &[&str]) -> String {
    names.iter().filter(|name| !name.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use words::Say;

    use super::{Look, Ring, Size, initials, ring};

    const NOW_MS: i64 = 1_795_000_000_000;

    #[track_caller]
    fn looks(left_minutes: i64, look: Look) {
        let ring = Ring::open(Say::default(), NOW_MS - 240 * 60_000, NOW_MS + left_minutes * 60_000, NOW_MS);
        assert_eq!(ring.look, look, "{left_minutes} minutes left");
    }

    #[test]
    fn a_promise_is_soon_in_its_last_third_or_its_last_half_hour() {
        looks(18, Look::Soon);
        looks(100, Look::Soon);
        looks(130, Look::Alive);
        looks(0, Look::Late);
        looks(-4, Look::Late);
    }

    #[test]
    fn a_ring_is_drawn_without_inline_style() {
        let open = Ring::open(Say::default(), NOW_MS - 1_000_000, NOW_MS + 2_000_000, NOW_MS);
        let drawn = ring(&open, Size::Row).into_string();
        assert!(drawn.contains("stroke-dasharray=\"66 100\""), "{drawn}");
        assert!(!drawn.contains("style="));
    }

    #[test]
    fn initials_take_the_first_and_the_last_name() {
        assert_eq!(initials("Caterina Morandi"), "CM");
        assert_eq!(initials("Fatima El Idrissi"), "FI");
        assert_eq!(initials("giulia@fioca.example"), "G");
        assert_eq!(initials(""), "?");
    }
}
