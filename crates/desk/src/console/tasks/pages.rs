//! The pages of tasks.

use jiff::tz::TimeZone;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use spine::conversation::{Attachment, Conversation};
use spine::task::{State, Task};
use web::form;
use web::shell::{self, Live, Page, Section, View, views_section};
use web::ui::{self, Field};
use words::{Say, when};

use super::{Asking, Beside, Line, Shelf};
use crate::console::inbox::view::Reading;
use crate::console::moments::local;
use crate::fields::{Fields, Wrong};
use crate::session::Agent;

pub(super) fn framed(agent: &Agent, title: String, shelf: Option<Shelf>, body: Markup, now_ms: i64) -> Markup {
    let say = agent.say;
    let lines: Vec<View<'_>> = Shelf::ALL
        .into_iter()
        .map(|each| View {
            href: format!("/console/tasks?view={}", each.name()),
            icon: match each {
                Shelf::Mine => "user",
                Shelf::Asked => "send",
                Shelf::Late => "triangle-alert",
                Shelf::Open => "list-ordered",
                Shelf::Settled => "circle-check",
            },
            text: say.say(&format!("task-view-{}", each.name())),
            count: None,
            current: shelf == Some(each),
        })
        .collect();
    shell::console(&Page {
        title,
        section: Section::Tasks,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &agent.account.name,
        deck: "plain",
        skip: ("compiti", say.say("settings-skip")),
        views_label: say.say("task-tasks"),
        views: views_section("v1", &say.say("task-tasks"), &lines),
        body,
        keys: &[("J K", say.say("settings-key-walk"))],
        more_keys: &[],
        status: None,
        live: Live::No,
        csrf: agent.csrf(),
        now_ms,
    })
}

pub(super) fn list(agent: &Agent, shelf: Shelf, lines: &[Line], zone: &TimeZone, now_ms: i64) -> Markup {
    let say = agent.say;
    let title = say.say(&format!("task-view-{}", shelf.name()));
    let body = html! {
        main class="thread register" id="compiti" aria-labelledby="titolo" {
            header {
                div class="title" {
                    h1 id="titolo" { (say.say("task-tasks")) ": " (title) }
                    span class="muted clip" { (say.say("task-text")) }
                }
            }
            div class="pages" {
                section class="roll" aria-labelledby="titolo" {
                    @if lines.is_empty() {
                        (ui::empty(
                            &say.say(&format!("task-none-{}", shelf.name())),
                            &say.say(&format!("task-none-{}-text", shelf.name())),
                            None,
                        ))
                    } @else {
                        (table(say, lines, zone, now_ms))
                    }
                }
            }
        }
    };
    framed(agent, say.say("task-tasks"), Some(shelf), body, now_ms)
}

fn table(say: Say, lines: &[Line], zone: &TimeZone, now_ms: i64) -> Markup {
    html! {
        table class="arrivals tasks" {
            thead class="sr" {
                tr { @for key in ["task-what", "task-whom", "task-due", "task-conversation"] { th scope="col" { (say.say(key)) } } }
            }
            tbody data-walk {
                @for line in lines {
                    tr {
                        td { a class="clip" href={ "/console/tasks/" (Kind::Task.name(&line.task.oid)) } { (line.task.title) } }
                        td { (line.whom) }
                        td { (stands(say, &line.task, zone, now_ms)) }
                        td {
                            a class="chip outline" href=(conversation_page(&line.conversation)) { (line.conversation.reference) }
                            @if let Some(due_ms) = line.conversation.next_due_at_ms {
                                span class="why" { (say.with("task-promised", &[("by", when::by(say, due_ms, now_ms, zone).into())])) }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn conversation_page(conversation: &Conversation) -> String {
    format!("/console/inbox/all/{}", Kind::Conversation.name(&conversation.oid))
}

/// How a task stands, in a mark and a word.
fn stands(say: Say, task: &Task, zone: &TimeZone, now_ms: i64) -> Markup {
    match task.state {
        State::Open if task.is_late(now_ms) => {
            let span = when::left(say, now_ms, task.due_at_ms);
            ui::state("late", say.with("task-late-by", &[("span", span.into())]))
        }
        State::Open => ui::state("alive", when::by(say, task.due_at_ms, now_ms, zone)),
        State::Done => ui::state("", say.say("task-state-done")),
        State::Declined => ui::state("late", say.say("task-state-declined")),
        State::Withdrawn => ui::state("none", say.say("task-state-withdrawn")),
    }
}

pub(super) fn new(agent: &Agent, asking: &Asking, values: &Fields, wrong: &Wrong) -> Markup {
    let say = agent.say;
    let conversation = &asking.conversation;
    let due_hint = match conversation.next_due_at_ms {
        Some(due_ms) => {
            let by = when::by(say, due_ms, asking.now_ms, &asking.zone);
            say.with("task-due-hint", &[("by", by.into())])
        }
        None => say.say("task-due-hint-free"),
    };
    let choice = |name: String, text: &str| {
        html! { option value=(name) selected[values.get("whom") == name] { (text) } }
    };
    let body = html! {
        main class="thread settings" id="compiti" aria-labelledby="titolo" {
            header {
                div class="title" {
                    h1 id="titolo" { (say.say("task-new")) }
                    span class="muted clip" { (conversation.subject) }
                }
                a class="end" href=(conversation_page(conversation)) { (say.say("task-back")) }
            }
            div class="pages" {
                section class="leaf" aria-labelledby="titolo" {
                    p class="muted" { (say.with("task-new-lead", &[("code", conversation.reference.as_str().into())])) }
                    form method="post" action="/console/tasks/new" class="fields" novalidate {
                        (form::csrf(agent.csrf()))
                        input type="hidden" name="conversation" value=(Kind::Conversation.name(&conversation.oid));
                        div class=(if wrong.of("whom").is_some() { "field error" } else { "field" }) {
                            label for="f-whom" { (say.say("task-to")) }
                            select class="input" id="f-whom" name="whom" aria-invalid=[wrong.of("whom").map(|_| "true")] aria-describedby=[wrong.of("whom").map(|_| "h-whom")] {
                                option value="" {}
                                optgroup label=(say.say("task-to-contacts")) {
                                    @for contact in &asking.contacts { (choice(Kind::Contact.name(&contact.oid), &contact.name)) }
                                }
                                optgroup label=(say.say("task-to-agents")) {
                                    @for colleague in &asking.colleagues { (choice(Kind::Agent.name(&colleague.oid), &colleague.name)) }
                                }
                            }
                            @if let Some(error) = wrong.of("whom") { p class="hint" id="h-whom" { (error) } }
                        }
                        (ui::field(&Field {
                            name: "title", label: &say.say("task-title"), value: values.get("title"),
                            hint: &say.say("task-title-hint"), error: wrong.of("title"),
                            autocomplete: "off", required: true, ..Field::default()
                        }))
                        (area(say, "text", "task-note", "task-note-hint", values, wrong))
                        (ui::field(&Field {
                            name: "due", kind: "datetime-local", label: &say.say("task-due"), value: values.get("due"),
                            hint: &due_hint, error: wrong.of("due"), autocomplete: "off", required: true, ..Field::default()
                        }))
                        (later(say, values, wrong))
                        @if !asking.files.is_empty() {
                            fieldset class="bare ticks" {
                                legend { (say.say("task-files")) }
                                @for file in &asking.files {
                                    @let name = Kind::Attachment.name(&file.oid);
                                    label class="tick" {
                                        input type="checkbox" name="file" value=(name) checked[values.all("file").any(|chosen| chosen == name)];
                                        " " (file.name) " " span class="muted" { (when::bytes(say, file.size_bytes)) }
                                    }
                                }
                                @if let Some(error) = wrong.of("file") { p class="hint" { (error) } }
                            }
                        }
                        p { (ui::submit("primary", &say.say("task-ask"))) }
                    }
                }
            }
        }
    };
    framed(agent, say.say("task-new"), None, body, asking.now_ms)
}

fn area(say: Say, name: &str, label: &str, hint: &str, values: &Fields, wrong: &Wrong) -> Markup {
    let (id, hint_id, hint) = (format!("f-{name}"), format!("h-{name}"), say.say(hint));
    html! {
        div class=(if wrong.of(name).is_some() { "field error" } else { "field" }) {
            label for=(id) { (say.say(label)) }
            textarea class="input" id=(id) name=(name) rows="5" aria-describedby=(hint_id) aria-invalid=[wrong.of(name).map(|_| "true")] { (values.get(name)) }
            p class="hint" id=(hint_id) { (wrong.of(name).unwrap_or(&hint)) }
        }
    }
}

/// The explicit yes to a moment after the customer's promise; shown once it is needed.
fn later(say: Say, values: &Fields, wrong: &Wrong) -> Markup {
    let Some(error) = wrong.of("later") else { return html! {} };
    html! {
        div class="field error" {
            label class="tick" {
                input type="checkbox" name="later" value="yes" checked[values.get("later") == "yes"] aria-describedby="h-later";
                " " (say.say("task-later"))
            }
            p class="hint" id="h-later" { (error) }
        }
    }
}

pub(super) fn one(
    agent: &Agent,
    line: &Line,
    files: &[Attachment],
    values: &Fields,
    wrong: &Wrong,
    zone: &TimeZone,
    now_ms: i64,
) -> Markup {
    let (say, task) = (agent.say, &line.task);
    let address = format!("/console/tasks/{}", Kind::Task.name(&task.oid));
    let asked = when::day_time(say, task.made_at_ms, now_ms, zone);
    let may = agent.may(Permission::Handle) && task.state == State::Open;
    let body = html! {
        main class="thread settings" id="compiti" aria-labelledby="titolo" {
            header {
                div class="title" {
                    h1 id="titolo" { (task.title) }
                    (stands(say, task, zone, now_ms))
                }
                a class="end" href=(conversation_page(&line.conversation)) { (line.conversation.reference) }
            }
            div class="pages" {
                section class="leaf" aria-label=(say.say("task-what")) {
                    dl class="facts" {
                        dt { (say.say("task-whom")) } dd { (line.whom) }
                        dt { (say.say("task-due")) } dd { (when::by_date(say, task.due_at_ms, now_ms, zone)) }
                        dt { (say.say("task-conversation")) } dd { a href=(conversation_page(&line.conversation)) { (line.conversation.reference) " " (line.conversation.subject) } }
                    }
                    @if let Some(by) = &line.asked_by {
                        p class="muted" { (say.with("task-asked-by", &[("name", by.as_str().into()), ("when", asked.into())])) }
                    }
                    @if !task.text.is_empty() { p class="said" { (task.text) } }
                    @if !files.is_empty() {
                        ul class="files" {
                            @for file in files { li { a href={ "/console/attachment/" (Kind::Attachment.name(&file.oid)) } { (file.name) } " " span class="muted" { (when::bytes(say, file.size_bytes)) } } }
                        }
                    }
                }
                @if let Some(at_ms) = task.settled_at_ms {
                    section class="leaf" aria-labelledby="risposta" {
                        h2 id="risposta" { (say.say("task-answer")) }
                        p class="muted" {
                            (say.with("task-settled-at", &[("state", say.say(&format!("task-state-{}", task.state.name())).into()), ("when", when::day_time(say, at_ms, now_ms, zone).into())]))
                            @if let Some(via) = &task.answered_via { ", " (say.say(&format!("task-via-{via}"))) }
                        }
                        @if let Some(answer) = task.answer.as_deref().filter(|answer| !answer.is_empty()) { p class="said" { (answer) } }
                        @if let Some(error) = wrong.of("answer") { p class="hint" role="alert" { (error) } }
                    }
                }
                @if may {
                    section class="leaf" aria-labelledby="rispondi" {
                        h2 id="rispondi" { (say.say("task-answer")) }
                        form method="post" action={ (address) "/settle" } class="fields" novalidate {
                            (form::csrf(agent.csrf()))
                            (area(say, "answer", "task-answer", "task-answer-hint", values, wrong))
                            p class="row wrap" {
                                button type="submit" class="button primary" name="outcome" value="done" { (say.say("task-done")) }
                                button type="submit" class="button" name="outcome" value="declined" { (say.say("task-decline")) }
                            }
                        }
                    }
                    section class="leaf" aria-labelledby="sposta" {
                        h2 id="sposta" { (say.say("task-move")) }
                        form method="post" action={ (address) "/move" } class="fields" novalidate {
                            (form::csrf(agent.csrf()))
                            @let due = if values.has("due") { values.get("due").to_owned() } else { local(task.due_at_ms, zone) };
                            (ui::field(&Field {
                                name: "due", kind: "datetime-local", label: &say.say("task-due"), value: &due,
                                error: wrong.of("due"), autocomplete: "off", ..Field::default()
                            }))
                            (later(say, values, wrong))
                            p { (ui::submit("", &say.say("task-move"))) }
                        }
                        form method="post" action={ (address) "/withdraw" } {
                            (form::csrf(agent.csrf()))
                            (ui::submit("quiet", &say.say("task-withdraw")))
                        }
                    }
                }
            }
        }
    };
    framed(agent, task.title.clone(), None, body, now_ms)
}

/// For the right column of a conversation.
pub(crate) fn panel(beside: &Beside, reading: &Reading) -> Markup {
    let say = reading.say;
    let late = beside.tasks.iter().filter(|(task, _)| task.is_late(reading.now_ms)).count();
    html! {
        section aria-labelledby="capito" {
            h3 id="capito" {
                (say.say("mail-understood"))
                @if beside.corrected { " " span class="faint" { (say.say("task-understood-corrected")) } }
            }
            @if beside.topic.is_none() && beside.order_number.is_none() { p class="muted" { (say.say("task-understood-nothing")) } }
            @else {
                dl class="facts" {
                    @if let Some(topic) = &beside.topic { dt { (say.say("mail-topic")) } dd { (topic) } }
                    @if let Some(order) = &beside.order_number { dt { (say.say("mail-order")) } dd { (order) } }
                }
            }
            p { a class="button quiet" href={ "/console/understood/" (beside.conversation) } { (say.say("task-understood-correct")) } }
        }
        section class="beside-tasks" aria-labelledby="chiesti" {
            h3 id="chiesti" {
                (say.say("task-beside")) " " span class="count" { (beside.tasks.len()) }
                @if late > 0 { " " (ui::chip("late", say.with("task-late-count", &[("count", (late as i64).into())]))) }
            }
            @if beside.tasks.is_empty() { p class="muted" { (say.say("task-beside-none")) } }
            @else {
                ul class="tasks" {
                    @for (task, whom) in &beside.tasks {
                        li {
                            a href={ "/console/tasks/" (Kind::Task.name(&task.oid)) } { (task.title) }
                            " " span class="muted" { (whom) } " "
                            (stands(say, task, &reading.zone, reading.now_ms))
                        }
                    }
                }
            }
            p { a class="button quiet" href={ "/console/tasks/new?conversation=" (beside.conversation) } { (say.say("task-new")) } }
        }
    }
}
