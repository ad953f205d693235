//! The form's page. It does its whole work without scripts: conditions stand beside their fields in words, files that
//! came stay, and every answer is the same page with everything in it.

use std::sync::Arc;

use doors::form::Submission;
use maud::{DOCTYPE, Markup, html};
use spine::conversation::Attachment;
use spine::form::{Field, Kind};
use spine::inbox::Tier;
use web::shell::{self, Public};
use web::ui;
use words::{Say, when};

use super::{Asked, Known, guard};
use crate::Desk;
use crate::public::badge;

/// A choice with more answers than this is a list to open.
const RADIOS_MAX: usize = 6;

/// A file that is here already.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub token: String,
    pub oid: String,
    pub name: String,
    pub size_bytes: i64,
}

impl Kept {
    pub fn of(token: String, file: &Attachment) -> Self {
        Self { token, oid: file.oid.clone(), name: file.name.clone(), size_bytes: file.size_bytes }
    }
}

/// What is said above the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// One step more before it is taken.
    Confirm,
    /// Too many from this address; seconds to wait.
    TooMany(u64),
    /// The store is away.
    Away,
}

/// Everything the page shows.
pub(super) struct Sheet {
    pub known: Arc<Known>,
    pub say: Say,
    pub asked: Asked,
    pub sent: Submission,
    pub kept: Vec<Kept>,
    /// Field and sentence, in the order found.
    pub wrong: Vec<(String, String)>,
    pub notice: Option<Notice>,
    /// Bytes of all files together.
    pub most_bytes: usize,
    /// The desk's moment, which promises go by, and the wall's, which tokens go by.
    pub now_ms: i64,
    pub wall_ms: i64,
}

impl Sheet {
    pub fn blank(desk: &Desk, known: Arc<Known>, asked: Asked) -> Self {
        Self::filled(desk, known, asked, Submission::default())
    }

    pub fn filled(desk: &Desk, known: Arc<Known>, asked: Asked, sent: Submission) -> Self {
        Self {
            say: known.say(asked.language),
            known,
            asked,
            sent,
            kept: Vec::new(),
            wrong: Vec::new(),
            notice: None,
            most_bytes: desk.settings.max_message_bytes,
            now_ms: desk.clock.now_ms(),
            wall_ms: desk.wall.now_ms(),
        }
    }

    pub fn wrong(&mut self, field: &str, key: &str) {
        let size = when::bytes(self.say, i64::try_from(self.most_bytes).unwrap_or(i64::MAX));
        self.wrong.push((field.to_owned(), self.say.with(key, &[("size", size.into())])));
    }

    pub fn drop_files(&mut self) {
        self.sent.files.clear();
        self.kept.clear();
    }

    fn fault(&self, field: &str) -> Option<&str> {
        self.wrong.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }

    fn label(&self, field: &Field) -> String {
        match field.label.trim() {
            "" => {
                self.say.known(&format!("form-field-{}", field.name), &[]).unwrap_or_else(|| field.name.clone())
            }
            own => own.to_owned(),
        }
    }

    fn token(&self, purpose: &str) -> String {
        let salt = &kernel::id::secret()[..8];
        self.known.seal.sign(purpose, &format!("{}-{salt}", self.wall_ms))
    }
}

/// The whole page.
pub(super) fn draw(sheet: &Sheet) -> Markup {
    let (say, known) = (sheet.say, &sheet.known);
    let due = known.hours().due(sheet.now_ms, known.inbox.targets.first_reply_minutes(Tier::C));
    let by = due.map(|due_ms| when::by(say, due_ms, sheet.now_ms, known.hours().timezone()));
    let body = html! {
        main class=(if sheet.asked.embed { "write embedded" } else { "write" }) id="modulo" aria-labelledby="w0" {
            div class="vow short" {
                div {
                    h1 id="w0" { (say.say("form-title")) }
                    @if let Some(by) = &by { p class="word" { (say.with("form-if-now", &[("by", by.into())])) } }
                    p class="muted" { (say.say("form-by-a-person")) @if let Some(phone) = &known.phone { " " (say.say("form-or-phone")) " " (phone_link(phone)) "." } }
                    @if let Some(said) = known.badge.and_then(|badge| badge.said) {
                        p class="faint" { a href={ "/badge/" (known.inbox.key) } { (badge::sentence(say, Some(said))) } }
                    }
                }
            }
            div class="halves" {
                (form(sheet, by.as_deref()))
                (aside(sheet, due))
            }
        }
        script type="module" src=(web::assets::url("js/form.js")) {}
    };
    let title = match &by {
        Some(by) => say.with("form-page-title", &[("by", by.into())]),
        None => say.say("form-title"),
    };
    shell::public(&Public {
        title,
        say,
        company: &known.company,
        aside: html! {},
        skip: ("modulo", say.say("form-skip")),
        body,
        now_ms: sheet.now_ms,
    })
}

pub(in crate::public) fn phone_link(phone: &str) -> Markup {
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    html! { a class="nowrap" href={ "tel:" (digits) } { (phone) } }
}

fn form(sheet: &Sheet, by: Option<&str>) -> Markup {
    let (say, known) = (sheet.say, &sheet.known);
    let action = format!("/forms/{}{}", known.inbox.key, sheet.asked.query());
    html! {
        form class="card sheet-form" method="post" action=(action) enctype="multipart/form-data" novalidate
            aria-labelledby="w0" data-form=(known.inbox.key) data-words=(words(say))
            data-most=(sheet.most_bytes) data-embed[sheet.asked.embed] {
            (notice(sheet))
            @if !sheet.wrong.is_empty() { (summary(sheet)) }
            @if !known.form.intro.is_empty() { p class="intro" { (known.form.intro) } }
            @for row in rows(&known.form.fields) {
                @match row {
                    [first, second] => div class="abreast" { (field(sheet, first)) (field(sheet, second)) },
                    _ => @for one in row { (field(sheet, one)) },
                }
            }
            @if known.form.files { (files(sheet)) }
            p class="hp" aria-hidden="true" {
                label for="f-website" { (say.say("form-unseen")) }
                input id="f-website" name="website" tabindex="-1" autocomplete="off";
            }
            input type="hidden" name="time" value=(time(sheet));
            @if sheet.notice == Some(Notice::Confirm) {
                input type="hidden" name="confirm" value=(sheet.token("confirm"));
                input type="hidden" name="task" value=(sheet.token("task")) data-bits=(guard::BITS);
                input type="hidden" name="proof" value="";
            }
            div class="give" {
                @if let Some(by) = by { p class="word" { (say.with("form-given", &[("by", by.into())])) } }
                button type="submit" class="button primary" {
                    @if sheet.notice == Some(Notice::Confirm) { (say.say("form-confirm")) } @else { (say.say("form-send")) }
                }
                p class="faint tiny" { (say.say("form-privacy")) }
            }
        }
    }
}

/// The token of time of the first page goes along: whoever mends a field has typed long enough.
fn time(sheet: &Sheet) -> String {
    let given = sheet.sent.get("time");
    match sheet.known.seal.open("time", given) {
        Some(_) => given.to_owned(),
        None => sheet.token("time"),
    }
}

/// Short fields that stand side by side, two by two: name and telephone.
fn rows(fields: &[Field]) -> Vec<&[Field]> {
    let short = |field: &Field| {
        field.when.is_none() && matches!(field.kind, Kind::Text | Kind::Phone) && field.name != "subject"
    };
    let mut rows = Vec::new();
    let mut rest = fields;
    while let [first, after @ ..] = rest {
        let two = short(first) && after.first().is_some_and(short);
        let (row, left) = rest.split_at(if two { 2 } else { 1 });
        rows.push(row);
        rest = left;
    }
    rows
}

fn notice(sheet: &Sheet) -> Markup {
    let say = sheet.say;
    match &sheet.notice {
        None => html! {},
        Some(Notice::Confirm) => html! {
            div id="confirm" { (ui::alert("soon", "shield-check", &say.say("form-confirm-title"), say.say("form-confirm-text"), None)) }
        },
        Some(Notice::TooMany(seconds)) => {
            let wait = when::left(say, sheet.wall_ms + (*seconds as i64).max(60) * 1_000, sheet.wall_ms);
            ui::alert(
                "soon",
                "timer",
                &say.say("form-too-many"),
                say.with("form-too-many-text", &[("wait", wait.into())]),
                None,
            )
        }
        Some(Notice::Away) => {
            ui::alert("late", "wifi-off", &say.say("form-away"), say.say("form-away-text"), None)
        }
    }
}

fn summary(sheet: &Sheet) -> Markup {
    let say = sheet.say;
    let count = say.with("form-wrong-count", &[("count", sheet.wrong.len().into())]);
    html! {
        div class="alert late" role="alert" tabindex="-1" id="sbagliati" autofocus {
            (ui::icon("triangle-alert"))
            div {
                b {
                    (count) " "
                    @for (at, (name, _)) in sheet.wrong.iter().enumerate() {
                        @if at > 0 { ", " }
                        a href={ "#f-" (name) } {
                            @match sheet.known.form.field(name) { Some(field) => (sheet.label(field)), None => (say.say("form-files")) }
                        }
                    }
                }
                p { (say.say("form-wrong-rest")) }
            }
        }
    }
}

/// What is said under a field: its fault, its condition, its help.
fn hint(sheet: &Sheet, field: &Field) -> Option<Markup> {
    let fault = sheet.fault(&field.name);
    let condition = field.when.as_ref().map(|when| {
        let other = sheet.known.form.field(&when.field).map(|other| sheet.label(other)).unwrap_or_default();
        match when.is.as_str() {
            "yes" => sheet.say.with("form-only-if-ticked", &[("field", other.into())]),
            is => sheet.say.with("form-only-if", &[("field", other.into()), ("answer", is.into())]),
        }
    });
    if fault.is_none() && condition.is_none() && field.help.is_empty() {
        return None;
    }
    Some(html! {
        p class="hint" id={ "f-" (field.name) "-h" } {
            @if let Some(fault) = fault { (fault) " " }
            @if let Some(condition) = condition { span class="condition" { (condition) " " } }
            (field.help)
        }
    })
}

fn field(sheet: &Sheet, field: &Field) -> Markup {
    let id = format!("f-{}", field.name);
    let (fault, hint) = (sheet.fault(&field.name), hint(sheet, field));
    let described = hint.as_ref().map(|_| format!("{id}-h"));
    let class = if fault.is_some() { "field error" } else { "field" };
    let (on, is) = match &field.when {
        Some(when) => (Some(&when.field), Some(&when.is)),
        None => (None, None),
    };
    let label = html! {
        (sheet.label(field))
        @if !field.required { " " span class="muted" { (sheet.say.say("form-optional")) } }
    };
    let value = sheet.sent.get(&field.name);
    html! {
        @match field.kind {
            Kind::Choice if field.choices.len() <= RADIOS_MAX => {
                fieldset class=(ui::classes(&["topic", class])) id=(id) tabindex="-1" data-on=[on] data-is=[is] aria-describedby=[described.as_deref()] {
                    legend { (label) }
                    @for choice in &field.choices {
                        label { input type="radio" name=(field.name) value=(choice) checked[value == choice]; span { (choice) } }
                    }
                    @if let Some(hint) = hint { (hint) }
                }
            }
            Kind::Check => {
                div class=(class) data-on=[on] data-is=[is] {
                    label class="tick" for=(id) {
                        input type="checkbox" id=(id) name=(field.name) value="yes" checked[!value.is_empty()]
                            required[field.required] aria-invalid=[fault.map(|_| "true")] aria-describedby=[described.as_deref()];
                        span { (label) }
                    }
                    @if let Some(hint) = hint { (hint) }
                }
            }
            _ => {
                div class=(class) data-on=[on] data-is=[is] {
                    label for=(id) { (label) }
                    @match field.kind {
                        Kind::Long => textarea class="input" id=(id) name=(field.name) rows="6" required[field.required]
                            aria-invalid=[fault.map(|_| "true")] aria-describedby=[described.as_deref()] { (value) },
                        Kind::Choice => select class="input" id=(id) name=(field.name) required[field.required]
                            aria-invalid=[fault.map(|_| "true")] aria-describedby=[described.as_deref()] {
                            option value="" { "–" }
                            @for choice in &field.choices { option value=(choice) selected[value == choice] { (choice) } }
                        },
                        _ => input class="input" id=(id) name=(field.name) type=(typed(field.kind)) value=(value)
                            autocomplete=(completed(field)) inputmode=[(field.kind == Kind::Phone).then_some("tel")]
                            required[field.required] aria-invalid=[fault.map(|_| "true")]
                            aria-describedby=[described.as_deref()];,
                    }
                    @if let Some(hint) = hint { (hint) }
                }
            }
        }
    }
}

fn typed(kind: Kind) -> &'static str {
    match kind {
        Kind::Email => "email",
        Kind::Phone => "tel",
        Kind::Date => "date",
        Kind::Text | Kind::Long | Kind::Choice | Kind::Check | Kind::Order => "text",
    }
}

fn completed(field: &Field) -> &'static str {
    match (field.name.as_str(), field.kind) {
        ("name", _) => "name",
        (_, Kind::Email) => "email",
        (_, Kind::Phone) => "tel",
        _ => "off",
    }
}

fn files(sheet: &Sheet) -> Markup {
    let say = sheet.say;
    let fault = sheet.fault("files");
    let size = when::bytes(say, i64::try_from(sheet.most_bytes).unwrap_or(i64::MAX));
    html! {
        div class=(if fault.is_some() { "field error" } else { "field" }) {
            label for="f-files" { (say.say("form-files")) " " span class="muted" { (say.say("form-files-if")) } }
            input class="picker" id="f-files" name="files" type="file" multiple aria-describedby="f-files-h"
                aria-invalid=[fault.map(|_| "true")];
            p class="hint" id="f-files-h" {
                @if let Some(fault) = fault { (fault) " " }
                (say.with("form-files-hint", &[("size", size.into())]))
            }
            ul class="bits big-bits" id="file-list" {
                @for file in &sheet.kept { (kept(say, file)) }
            }
        }
    }
}

fn kept(say: Say, file: &Kept) -> Markup {
    let remove = say.with("form-file-remove", &[("name", (&file.name).into())]);
    html! {
        li {
            (ui::icon("paperclip")) span class="clip" { (file.name) } span class="state" { (say.say("form-file-here")) }
            span class="muted end" { (when::bytes(say, file.size_bytes)) }
            input type="hidden" name="kept" value=(file.token);
            button type="submit" class="close" name="do" value={ "drop:" (file.token) } title=(remove) {
                (ui::icon("x")) span class="sr" { (remove) }
            }
        }
    }
}

fn aside(sheet: &Sheet, due_ms: Option<i64>) -> Markup {
    let (say, known) = (sheet.say, &sheet.known);
    html! {
        aside class="stack" aria-label=(say.say("form-person")) {
            @if known.phone.is_some() || known.inbox.address.is_some() {
                section class="card" aria-labelledby="w1" {
                    h2 id="w1" { (say.say("form-rather-talk")) }
                    ul class="list doors roomy" {
                        @if let Some(phone) = &known.phone {
                            @let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
                            li { a href={ "tel:" (digits) } { (ui::icon("phone")) span { (phone) } } }
                        }
                        @if let Some(address) = &known.inbox.address {
                            li { a href={ "mailto:" (address) } { (ui::icon("mail")) span class="wrap" { (ui::breakable(address)) } } }
                        }
                    }
                }
            }
            @if let Some(due_ms) = due_ms { (oath(say, known, due_ms, sheet.now_ms)) }
        }
    }
}

/// What happens if the moment passes.
pub(super) fn oath(say: Say, known: &Known, due_ms: i64, now_ms: i64) -> Markup {
    let at = when::due_at(say, due_ms, now_ms, known.hours().timezone());
    html! { p class="oath" { (ui::icon("shield-check")) span { (say.with("form-oath", &[("at", at.into())])) } } }
}

/// No form has this key: what may have happened, and what to do.
pub(super) fn unknown(say: Say) -> Markup {
    let title = say.say("form-unknown");
    html! {
        (DOCTYPE)
        html lang=(say.language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) }
                link rel="stylesheet" href=(web::assets::url("css/public.css"));
            }
            body class="public" {
                main class="track" { section class="vow" { div { h1 { (title) } p class="muted" { (say.say("form-unknown-text")) } } } }
            }
        }
    }
}

/// The few words the form's script writes by itself, as a JSON object.
fn words(say: Say) -> String {
    let keys = [
        "sending",
        "going",
        "here",
        "stop",
        "remove",
        "too-large",
        "failed",
        "saved",
        "retry",
        "checking",
        "leave",
    ];
    let words: serde_json::Map<String, serde_json::Value> = keys
        .into_iter()
        .map(|key| {
            let places = ["name", "percent", "time", "count"].map(|place| (place, format!("%{place}%").into()));
            (key.to_owned(), say.with(&format!("form-script-{key}"), &places).into())
        })
        .collect();
    serde_json::Value::Object(words).to_string()
}
