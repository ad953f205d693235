//! Asking to be called: the slots there are, the call that is promised, what came of it.

use maud::{Markup, html};
use spine::conversation::Status;
use spine::promise::State;
use spine::tracking::{CALL_WINDOW_MS, Call, Outcome, Slot};
use words::when;

use super::View;
use super::pages::{act, iso};

/// Slots shown of the first day before the rest is opened.
const SHOWN: usize = 12;

/// The card.
pub(super) fn section(view: &View) -> Markup {
    let say = view.say;
    let open = view.calls.iter().find(|(_, promise)| promise.state == State::Open);
    let last = view.calls.last().filter(|(call, _)| call.outcome == Some(Outcome::NotReached));
    if open.is_none() && (view.slots.is_empty() || view.conversation.status == Status::Closed) {
        return html! {};
    }
    html! {
        section class="card" id="richiamata" aria-labelledby="t3" {
            @match open {
                Some((call, promise)) => {
                    h2 id="t3" { (say.say("track-call-promised")) }
                    (promised(view, call, promise.follows_id.is_some()))
                }
                None => {
                    h2 id="t3" { (say.say("track-call")) }
                    @if let Some((call, _)) = last {
                        @let at = when::at(say, call.outcome_at_ms.unwrap_or(call.slot_at_ms), view.now_ms, &view.zone, when::Today::Word);
                        p class="muted" { (say.with("track-call-not-reached", &[("at", at.into())])) }
                    }
                    (booking(view))
                }
            }
        }
    }
}

fn promised(view: &View, call: &Call, missed: bool) -> Markup {
    let say = view.say;
    let at = when::at(say, call.slot_at_ms, view.now_ms, &view.zone, when::Today::Word);
    let until = when::time(call.slot_at_ms + CALL_WINDOW_MS, &view.zone);
    html! {
        @if missed {
            p { (say.with("track-call-missed", &[("at", at.into())])) }
        } @else {
            p class="word" { time datetime=(iso(call.slot_at_ms)) { (say.with("track-call-at", &[("at", at.into())])) } }
            p class="muted" { (say.with("track-call-rings", &[("phone", masked(&call.phone).into()), ("until", until.into())])) }
        }
        @if !call.moved && !missed && !view.slots.is_empty() {
            details open[view.wrong.of("slot").is_some()] {
                summary { (say.say("track-call-move")) }
                form class="slots" method="post" action=(act(view, "call")) {
                    input type="hidden" name="do" value="move";
                    (choices(view))
                    button type="submit" class="button" { (say.say("track-call-move-to")) }
                    p class="faint tiny" { (say.say("track-call-move-once")) }
                }
            }
        }
        form method="post" action=(act(view, "call")) {
            input type="hidden" name="do" value="cancel";
            button type="submit" class="button quiet" { (say.say("track-call-cancel")) }
        }
    }
}

fn booking(view: &View) -> Markup {
    let say = view.say;
    let known = view.tracking.phone.as_deref();
    let typed = view.asked.get("phone");
    let fault = view.wrong.of("phone");
    let number = html! {
        div class=(if fault.is_some() { "field error" } else { "field" }) {
            label for="numero" { (say.say("track-call-number")) }
            input class="input" id="numero" name="phone" type="tel" inputmode="tel" autocomplete="tel" value=(typed)
                required[known.is_none()] aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| "numero-h")];
            @if let Some(fault) = fault { p class="hint" id="numero-h" { (fault) } }
        }
    };
    html! {
        form class="slots" method="post" action=(act(view, "call")) {
            @match known {
                Some(phone) => {
                    p class="muted" { (say.with("track-call-known", &[("phone", masked(phone).into())])) }
                    details open[fault.is_some()] { summary { (say.say("track-call-other")) } (number) }
                }
                None => (number),
            }
            (choices(view))
            button type="submit" class="button" { (say.say("track-call-book")) }
            p class="faint tiny" { (say.say("track-call-how")) }
        }
    }
}

/// The slots, a group a day; the days after the first are opened when asked for.
fn choices(view: &View) -> Markup {
    let say = view.say;
    let mut days: Vec<(String, &[Slot])> = Vec::new();
    let mut rest = view.slots.as_slice();
    while let Some(first) = rest.first() {
        let day = day_of(view, first.at_ms);
        let end = rest.iter().position(|slot| day_of(view, slot.at_ms) != day).unwrap_or(rest.len());
        let (own, after) = rest.split_at(end);
        days.push((day, own));
        rest = after;
    }
    let chosen = view.asked.get("slot").parse::<i64>().ok();
    html! {
        @if let Some(fault) = view.wrong.of("slot") { p class="hint fault" role="alert" { (fault) } }
        @for (at, (day, slots)) in days.iter().enumerate() {
            @if at == 0 && slots.len() <= SHOWN { (group(view, day, slots, chosen)) }
            @else if at == 0 {
                (group(view, day, &slots[..SHOWN], chosen))
                details { summary { (say.with("track-call-later", &[("day", day.into())])) } (group(view, day, &slots[SHOWN..], chosen)) }
            }
            @else { details { summary { (day) } (group(view, day, slots, chosen)) } }
        }
    }
}

fn group(view: &View, day: &str, slots: &[Slot], chosen: Option<i64>) -> Markup {
    html! {
        fieldset {
            legend { (day) }
            div class="grid" {
                @for slot in slots {
                    label {
                        input type="radio" name="slot" value=(slot.at_ms) disabled[!slot.free] checked[chosen == Some(slot.at_ms)] required;
                        span { (when::time(slot.at_ms, &view.zone)) @if !slot.free { span class="sr" { " " (view.say.say("track-call-full")) } } }
                    }
                }
            }
        }
    }
}

/// "Oggi", "lunedì 23 novembre".
fn day_of(view: &View, at_ms: i64) -> String {
    when::weekday_day(view.say, at_ms, view.now_ms, &view.zone)
}

/// "347 ··· ·· 21": enough to recognise one's own number, not to learn another's.
pub(super) fn masked(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(|c| *c == '+' || c.is_ascii_digit()).collect();
    let count = digits.len();
    if count < 7 {
        return "···".to_owned();
    }
    let head: String = digits.iter().take(3).collect();
    let tail: String = digits.iter().skip(count - 2).collect();
    format!("{head}\u{a0}···\u{a0}··\u{a0}{tail}")
}
