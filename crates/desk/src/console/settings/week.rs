//! The hours as a form: the week with its intervals, the days that are different, the holidays of the year, and the
//! sentence a customer would read now.

use jiff::civil::Weekday;
use jiff::{Timestamp, ToSpan};
use kernel::calendar::Hours;
use maud::{Markup, html};
use spine::inbox::{Targets, Tier};
use web::ui;
use words::{Say, when};

use super::hours::DAYS;
use crate::fields::{Fields, Wrong};

/// Intervals one day of the form can have.
const INTERVALS_MAX: usize = 8;

/// Patron saints of larger towns: day and month, town and saint. Any other day can be written.
const SAINTS: [(&str, &str); 20] = [
    ("7/12", "Milano, Sant’Ambrogio"),
    ("29/6", "Roma, Santi Pietro e Paolo"),
    ("19/9", "Napoli, San Gennaro"),
    ("24/6", "Torino, Genova, Firenze, San Giovanni"),
    ("15/7", "Palermo, Santa Rosalia"),
    ("4/10", "Bologna, San Petronio"),
    ("6/12", "Bari, San Nicola"),
    ("5/2", "Catania, Sant’Agata"),
    ("25/4", "Venezia, San Marco"),
    ("21/5", "Verona, San Zeno"),
    ("3/6", "Messina, Madonna della Lettera"),
    ("13/6", "Padova, Sant’Antonio"),
    ("3/11", "Trieste, San Giusto"),
    ("15/2", "Brescia, Santi Faustino e Giovita"),
    ("13/1", "Parma, Sant’Ilario"),
    ("31/1", "Modena, San Geminiano"),
    ("24/11", "Reggio Emilia, San Prospero"),
    ("30/10", "Cagliari, San Saturnino"),
    ("26/8", "Bergamo, Sant’Alessandro"),
    ("26/6", "Trento, San Vigilio"),
];

/// The hours as they stand in a form.
pub(crate) struct Sheet<'a> {
    pub say: Say,
    pub values: &'a Fields,
    pub wrong: &'a Wrong,
    /// What the values say, when they can be read.
    pub hours: Option<&'a Hours>,
    pub now_ms: i64,
    pub under: Under,
}

/// Under which heading the form stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Under {
    /// The page's own, of the first level.
    Page,
    /// A leaf's, of the third.
    Leaf,
}

fn heading(sheet: &Sheet<'_>, key: &str) -> Markup {
    let text = sheet.say.say(key);
    match sheet.under {
        Under::Page => html! { h2 { (text) } },
        Under::Leaf => html! { h4 { (text) } },
    }
}

/// A button that only adds or takes away a line: the form comes back, nothing is saved.
pub(crate) fn edited(fields: &Fields) -> Option<Fields> {
    let (what, which) = fields.get("do").split_once(':')?;
    let mut edited = fields.clone();
    match what {
        "interval" => {
            edited.push(format!("open-{which}"), "");
            edited.push(format!("close-{which}"), "");
        }
        "exception" => {
            for name in ["ex-date", "ex-until", "ex-hours"] {
                edited.push(name, "");
            }
        }
        "drop" => {
            let row = which.parse().ok()?;
            for name in ["ex-date", "ex-until", "ex-hours"] {
                edited.blank(name, row);
            }
        }
        _ => return None,
    }
    Some(edited)
}

pub(crate) fn week(sheet: &Sheet<'_>) -> Markup {
    let say = sheet.say;
    html! {
        @if let Some(wrong) = sheet.wrong.of("hours") { p class="hint fault" role="alert" { (wrong) } }
        table class="weekdays" {
            colgroup { col class="w1"; col class="w2"; col; }
            thead class="sr" {
                tr { @for key in ["settings-day", "settings-intervals", "settings-day-drawn"] { th scope="col" { (say.say(key)) } } }
            }
            tbody { @for day in DAYS { (weekday(sheet, day)) } }
        }
        p class="week-scale" aria-hidden="true" { span { "8" } span { "12" } span { "16" } span { "20" } }
    }
}

fn weekday(sheet: &Sheet<'_>, day: &str) -> Markup {
    let say = sheet.say;
    let name = say.say(&format!("settings-day-{day}"));
    let opens: Vec<&str> = sheet.values.all(&format!("open-{day}")).collect();
    let closes: Vec<&str> = sheet.values.all(&format!("close-{day}")).collect();
    let wrong = sheet.wrong.of(&format!("open-{day}"));
    let fault_id = wrong.map(|_| format!("fault-{day}"));
    let label = |key: &str, index: usize| {
        let words: &[(&str, words::Arg)] = &[("day", name.as_str().into()), ("place", (index + 1).into())];
        say.with(key, words)
    };
    html! {
        tr {
            th scope="row" { (name) }
            td {
                span class="intervals" {
                    @for (index, opens) in opens.iter().enumerate() {
                        span class="interval" {
                            input class="input slim hour" name={ "open-" (day) } value=(opens) aria-describedby=[fault_id.as_deref()]
                                aria-label=(label("settings-opens", index)) aria-invalid=[wrong.map(|_| "true")];
                            span class="faint" aria-hidden="true" { "–" }
                            input class="input slim hour" name={ "close-" (day) } value=(closes.get(index).copied().unwrap_or_default())
                                aria-label=(label("settings-closes", index)) aria-invalid=[wrong.map(|_| "true")];
                        }
                    }
                    @if opens.is_empty() { span class="muted" { (say.say("settings-shut")) } }
                    @if opens.len() < INTERVALS_MAX {
                        button type="submit" class="button quiet" name="do" value={ "interval:" (day) } {
                            @if opens.is_empty() { (say.say("settings-open-day")) } @else { (say.say("settings-more")) }
                            span class="sr" { " " (name) }
                        }
                    }
                }
                @if let Some(wrong) = wrong { p class="hint fault" id=[fault_id.as_deref()] { (wrong) } }
            }
            td { (daybar(&opens, &closes)) }
        }
    }
}

/// A day from 8 to 20 as a line, its open hours thick.
fn daybar(opens: &[&str], closes: &[&str]) -> Markup {
    let place = |written: &str| -> Option<f64> {
        let (hours, minutes) = written.split_once([':', '.']).unwrap_or((written, "0"));
        let hour = hours.trim().parse::<f64>().ok()? + minutes.trim().parse::<f64>().ok()? / 60.0;
        Some(((hour - 8.0) * 10.0).clamp(0.0, 120.0))
    };
    html! {
        svg class="daybar" viewBox="0 0 120 14" preserveAspectRatio="none" aria-hidden="true" {
            rect class="closed" y="6" width="120" height="2" rx="1" {}
            @for (opens, closes) in opens.iter().zip(closes) {
                @if let (Some(from), Some(to)) = (place(opens), place(closes)) && to > from {
                    rect class="open" x=(format!("{from:.1}")) y="3" width=(format!("{:.1}", to - from)) height="8" rx="2" {}
                }
            }
        }
    }
}

/// The days that are not like the week: exceptions, holidays, the patron saint, and the zone they are counted in.
pub(crate) fn feasts(sheet: &Sheet<'_>) -> Markup {
    let say = sheet.say;
    html! {
        div class="feasts" {
            (exceptions(sheet))
            div {
                (heading(sheet, "settings-holidays"))
                label class="tick" {
                    input type="checkbox" name="holidays" value="IT" checked[sheet.values.get("holidays") == "IT"];
                    span { (say.say("settings-holidays-italian"))
                        @if let Some(next) = next_holidays(sheet) { span class="muted" { (next) } } }
                }
                (year(sheet))
                (small(sheet, "patron", "settings-patron", Some("santi")))
                datalist id="santi" { @for (day, name) in SAINTS { option value=(day) { (name) } } }
                (small(sheet, "timezone", "settings-zone", None))
            }
        }
    }
}

fn small(sheet: &Sheet<'_>, name: &str, key: &str, list: Option<&str>) -> Markup {
    let wrong = sheet.wrong.of(name);
    html! {
        div class=(if wrong.is_some() { "field patron error" } else { "field patron" }) {
            label for={ "f-" (name) } { (sheet.say.say(key)) }
            input class="input slim" id={ "f-" (name) } name=(name) value=(sheet.values.get(name)) autocomplete="off" list=[list]
                aria-describedby={ "f-" (name) "-hint" } aria-invalid=[wrong.map(|_| "true")];
            p class="hint" id={ "f-" (name) "-hint" } {
                @match wrong { Some(wrong) => { (wrong) } None => { (sheet.say.say(&format!("{key}-hint"))) } }
            }
        }
    }
}

fn exceptions(sheet: &Sheet<'_>) -> Markup {
    let (say, values) = (sheet.say, sheet.values);
    let texts: Vec<&str> = values.all("ex-hours").collect();
    let untils: Vec<&str> = values.all("ex-until").collect();
    html! {
        div {
            (heading(sheet, "settings-exceptions"))
            ul class="lines exceptions" {
                @for (row, date) in values.all("ex-date").enumerate() {
                    @let open = texts.get(row).copied().unwrap_or_default();
                    @let until = untils.get(row).copied().unwrap_or_default();
                    @let wrong = sheet.wrong.of(&format!("ex-{row}"));
                    @if !(date.is_empty() && open.is_empty()) || values.get("do") == "exception:" && row + 1 == texts.len() {
                        li {
                            input class="input slim" type="date" name="ex-date" value=(date)
                                aria-label=(say.say("settings-exception-day")) aria-invalid=[wrong.map(|_| "true")];
                            span class="faint" aria-hidden="true" { "–" }
                            input class="input slim" type="date" name="ex-until" value=(until) aria-label=(say.say("settings-exception-until"));
                            input class="input slim" name="ex-hours" value=(open)
                                placeholder=(say.say("settings-shut")) aria-label=(say.say("settings-exception-hours"));
                            button type="submit" class="button quiet square" name="do" value={ "drop:" (row) }
                                title=(say.say("settings-remove")) {
                                (ui::small_icon("x")) span class="sr" { (say.say("settings-remove")) " " (date) }
                            }
                        }
                        @if let Some(wrong) = wrong { li class="hint fault" { (wrong) } }
                    } @else {
                        li hidden { @for name in ["ex-date", "ex-until", "ex-hours"] { input type="hidden" name=(name) value=""; } }
                    }
                }
            }
            @if let Some(wrong) = sheet.wrong.of("ex") { p class="hint fault" { (wrong) } }
            button type="submit" class="button quiet inset" name="do" value="exception:" { (say.say("settings-exception-add")) }
            p class="tiny muted" { (say.say("settings-exception-hint")) }
        }
    }
}

/// "Le prossime: …", the three next holidays of these hours.
fn next_holidays(sheet: &Sheet<'_>) -> Option<String> {
    let hours = sheet.hours?;
    let today = hours.today(sheet.now_ms);
    let next: Vec<String> = today
        .series(1.day())
        .take(366)
        .filter(|day| hours.is_holiday(*day))
        .take(3)
        .map(|day| when::day(sheet.say, day, today))
        .collect();
    (!next.is_empty()).then(|| sheet.say.with("settings-holidays-next", &[("days", next.join(", ").into())]))
}

/// Every holiday from today on for a year, by name.
fn year(sheet: &Sheet<'_>) -> Markup {
    let Some(hours) = sheet.hours else { return html! {} };
    let (say, today) = (sheet.say, hours.today(sheet.now_ms));
    let feasts: Vec<(String, String)> = today
        .series(1.day())
        .take(365)
        .filter_map(|day| Some((when::day(say, day, today), say.say(hours.holiday(day)?.key()))))
        .collect();
    html! {
        @if !feasts.is_empty() {
            details class="year" {
                summary { (say.with("settings-holidays-year", &[("count", feasts.len().into())])) }
                dl class="facts" { @for (day, name) in &feasts { dt { (day) } dd { (name) } } }
            }
        }
    }
}

/// What a customer would read, now and on a Friday at 17: with the hours and the first target of the form.
pub(crate) fn proof(sheet: &Sheet<'_>, customer: Say, targets: Option<&Targets>) -> Markup {
    let (Some(hours), Some(targets)) = (sheet.hours, targets) else { return html! {} };
    let friday_ms = friday_at_17(hours, sheet.now_ms);
    let told = |at_ms: i64| sentence(customer, hours, targets, at_ms);
    let line = |key: &str, at_ms: i64| html! { (sheet.say.say(key)) " " (ui::word(&told(at_ms))) };
    html! {
        p class="proof" {
            (line("settings-writes-now", sheet.now_ms)) br;
            @if let Some(friday_ms) = friday_ms { (line("settings-writes-friday", friday_ms)) }
        }
    }
}

/// What somebody who writes at an instant is told.
pub(crate) fn sentence(say: Say, hours: &Hours, targets: &Targets, at_ms: i64) -> String {
    match hours.due(at_ms, targets.first_reply_minutes(Tier::C)) {
        Some(due_ms) => format!("{}.", when::promise(say, due_ms, at_ms, hours.timezone())),
        None => "—".to_owned(),
    }
}

fn friday_at_17(hours: &Hours, now_ms: i64) -> Option<i64> {
    let today = hours.today(now_ms);
    let friday = match today.weekday() {
        Weekday::Friday => today,
        _ => today.nth_weekday(1, Weekday::Friday).ok()?,
    };
    let moment = friday.at(17, 0, 0, 0).to_zoned(hours.timezone().clone()).ok()?;
    Some(Timestamp::as_millisecond(moment.timestamp()))
}
