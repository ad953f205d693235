//! The page: three lists, the same left column as the ledger.

use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use web::form;
use web::shell::{self, Live, Page, Section};
use web::ui;
use words::{Say, when};

use super::store::{Address, Mail};
use super::{Trouble, View};
use crate::console::ledger;
use crate::session::Agent;

pub(super) fn draw(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    let (title, text) = match view.trouble {
        Trouble::Queued => ("ledger-out-queued", "ledger-out-queued-text"),
        Trouble::Failed => ("ledger-out-failed", "ledger-out-failed-text"),
        Trouble::Addresses => ("ledger-out-addresses", "ledger-out-addresses-text"),
    };
    let body = html! {
        main class="thread register" id="elenco" aria-labelledby="titolo" {
            header {
                div class="title" { h1 id="titolo" { (say.say(title)) } span class="muted clip" { (say.say(text)) } }
            }
            div class="pages" {
                @if !view.relay {
                    section class="notice" {
                        (ui::alert("late", "triangle-alert", &say.say("settings-inbox-no-relay"), say.say("settings-no-relay-text"), None))
                    }
                }
                section class="roll" aria-labelledby="lista" { h2 class="sr" id="lista" { (say.say(title)) } (list(agent, view)) }
            }
        }
    };
    shell::console(&Page {
        title: say.say(title),
        section: Section::Ledger,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &agent.account.name,
        deck: "plain",
        skip: ("elenco", say.say("ledger-skip-list")),
        views_label: say.say("ledger-verdicts"),
        views: ledger::beside_delivery(say, view.stuck, view.outgoing, view.trouble.name()),
        body,
        keys: &[("J K", say.say("settings-key-walk"))],
        more_keys: &[],
        status: None,
        live: Live::No,
        csrf: agent.csrf(),
        now_ms: view.now_ms,
    })
}

fn list(agent: &Agent, view: &View) -> Markup {
    let say = agent.say;
    if view.mails.is_empty() && view.addresses.is_empty() {
        let (title, text) = match view.trouble {
            Trouble::Queued => ("ledger-out-queued-none", "ledger-out-queued-none-text"),
            Trouble::Failed => ("ledger-out-failed-none", "ledger-out-failed-none-text"),
            Trouble::Addresses => ("ledger-out-addresses-none", "ledger-out-addresses-none-text"),
        };
        return ui::empty(&say.say(title), &say.say(text), None);
    }
    html! {
        table class="arrivals leaving" {
            colgroup { col class="c1"; col; col class="c4"; col class="c5"; }
            thead class="sr" {
                tr { @for key in ["ledger-hour", "ledger-out-to", "ledger-why", "ledger-where"] { th scope="col" { (say.say(key)) } } }
            }
            tbody data-walk {
                @for mail in &view.mails { (leaving(agent, view, mail)) }
                @for address in &view.addresses { (returned(say, view, address)) }
            }
        }
        @if let Some(next) = view.next {
            p class="row more" {
                a class="button" rel="next" href={ "/console/delivery?state=" (view.trouble.name()) "&before=" (next) } { (say.say("ledger-older")) }
            }
        }
    }
}

fn leaving(agent: &Agent, view: &View, mail: &Mail) -> Markup {
    let say = agent.say;
    let at = |at_ms| when::day_time(say, at_ms, view.now_ms, &view.zone);
    let conversation = mail
        .conversation_oid
        .as_deref()
        .map(|oid| format!("/console/inbox/all/{}", Kind::Conversation.name(oid)));
    let name = mail.reference.as_deref().unwrap_or(&mail.subject);
    html! {
        tr {
            td { (at(mail.created_at_ms)) }
            td { b { (mail.recipient) } @match &conversation {
                Some(conversation) => a class="clip" href=(conversation) { (mail.subject) },
                None => span class="clip" { (mail.subject) },
            } }
            td {
                @match (view.trouble, mail.attempts) {
                    (Trouble::Failed, _) => (ui::state("late", say.with("ledger-out-gave-up", &[("count", mail.attempts.into())]))),
                    (_, 0) => (ui::state("alive", say.say("ledger-out-waits"))),
                    (_, _) => (ui::state("soon", say.with("ledger-out-again", &[("when", at(mail.not_before_ms).into())]))),
                }
                span class="why" {
                    (say.say(&format!("ledger-out-{}", mail.purpose.replace('_', "-"))))
                    @if let Some(error) = &mail.last_error {
                        ". " span lang="en" { @if let Some(code) = &mail.last_code { (code) " " } (error) }
                    }
                }
            }
            td {
                @if let (Some(conversation), Some(reference)) = (&conversation, &mail.reference) {
                    a class="chip outline" href=(conversation) { (reference) }
                }
                @if agent.may(Permission::DecideArrivals) {
                    form method="post" action={ "/console/delivery/" (Kind::Outgoing.name(&mail.oid)) "/retry" } {
                        (form::csrf(agent.csrf()))
                        input type="hidden" name="state" value=(view.trouble.name());
                        button type="submit" class="link-act" { (say.say("ledger-out-retry")) span class="sr" { " " (name) } }
                    }
                }
            }
        }
    }
}

fn returned(say: Say, view: &View, address: &Address) -> Markup {
    let at = address.at_ms.map(|at_ms| when::day_time(say, at_ms, view.now_ms, &view.zone));
    let (kind, key) = match address.hard {
        true => ("late", "ledger-address-dead"),
        false => ("soon", "ledger-address-slow"),
    };
    let find: String = form_urlencoded::byte_serialize(address.email.as_bytes()).collect();
    html! {
        tr {
            td { (at.unwrap_or_default()) }
            td {
                b { (address.name.as_deref().unwrap_or(&address.email)) }
                a class="clip" href={ "/console/inbox/all?q=" (find) } { (address.email) }
            }
            td {
                (ui::state(kind, say.say(key)))
                span class="why" lang="en" {
                    @if let Some(code) = &address.code { (code) " " }
                    (address.reason.as_deref().unwrap_or_default())
                }
            }
            td {}
        }
    }
}
