//! Mailboxes, their trials and comparisons.

use serde_json::{Value, json};

use super::{Member, NOW, flag, gives, list, long, maybe, moment, takes, text, the, url, whole, word};

const ENCRYPTIONS: &[&str] = &["tls", "starttls", "none"];

pub(super) fn mailboxes() -> Vec<Member> {
    let provider = || json!({ "type": "string", "examples": ["gmail"] });
    let after =
        || vec![("action", word(&["seen", "move", "leave"])), ("folder", maybe(long(512, "Riscontro")))];
    let first = || vec![("take", word(&["new", "unseen", "days"])), ("days", maybe(whole(7)))];
    let mut smtp = server();
    smtp.push(("user", maybe(text("invio@fioca.example"))));
    let mut new_smtp = server();
    new_smtp.push(("user", long(512, "invio@fioca.example")));
    new_smtp.push(("password", long(512, "…")));
    vec![
        (
            "Mailbox",
            gives(vec![
                ("provider", provider()),
                ("imap", maybe(gives(server()))),
                ("user", text("aiuto@fioca.example")),
                ("sign_in", word(&["password", "token"])),
                ("token", maybe(gives(vec![("client_id", text("…")), ("token_url", url(TOKEN_URL))]))),
                ("folder", text("INBOX")),
                ("smtp", maybe(gives(smtp))),
                ("after", gives(after())),
                ("first", gives(first())),
                ("health", gives(health())),
            ]),
        ),
        (
            "MailboxWish",
            takes(
                &[],
                vec![
                    ("provider", provider()),
                    ("imap", maybe(takes(&["host", "port"], server()))),
                    ("user", long(512, "aiuto@fioca.example")),
                    ("password", long(512, "…")),
                    ("token", maybe(takes(&["client_id"], token()))),
                    ("folder", long(512, "INBOX")),
                    ("smtp", maybe(takes(&["host", "port"], new_smtp))),
                    ("after", takes(&["action"], after())),
                    ("first", takes(&["take"], first())),
                ],
            ),
        ),
        ("MailboxReport", gives(vec![("good", flag()), ("steps", list(gives(step())))])),
        ("MailboxFault", gives(fault())),
        ("Reconciliation", gives(reconciliation())),
    ]
}

const TOKEN_URL: &str = "https://oauth2.googleapis.com/token";

fn server() -> Vec<Member> {
    vec![("host", long(253, "imap.gmail.com")), ("port", whole(993)), ("encryption", word(ENCRYPTIONS))]
}

fn token() -> Vec<Member> {
    vec![
        ("client_id", long(512, "…")),
        ("client_secret", long(8_192, "…")),
        ("refresh_token", long(8_192, "…")),
        ("token_url", url(TOKEN_URL)),
    ]
}

fn health() -> Vec<Member> {
    vec![
        ("state", word(&["good", "failing", "new"])),
        ("last_success_at", maybe(moment(NOW))),
        ("fault", maybe(the("MailboxFault"))),
        ("fault_at", maybe(moment(NOW))),
        ("backlog", whole(0)),
        ("unseen_before", whole(0)),
        ("reconciled_at", maybe(moment(NOW))),
    ]
}

fn fault() -> Vec<Member> {
    vec![
        ("code", text("sign_in_refused")),
        ("place", text("imap.gmail.com:993")),
        ("detail", text("[AUTHENTICATIONFAILED] Invalid credentials")),
        ("text", text("…")),
    ]
}

fn step() -> Vec<Member> {
    let stations = ["name", "port", "certificate", "sign_in", "folder", "sending", "sending_sign_in"];
    vec![
        ("station", word(&stations)),
        ("outcome", word(&["passed", "failed", "not_reached"])),
        ("text", text("…")),
        ("messages", maybe(whole(12))),
        ("unseen", maybe(whole(3))),
        ("fault", maybe(the("MailboxFault"))),
    ]
}

fn reconciliation() -> Vec<(&'static str, Value)> {
    vec![
        ("at", moment(NOW)),
        ("days", whole(7)),
        ("on_server", whole(120)),
        ("accepted", whole(118)),
        ("left_alone", whole(2)),
        ("fetched", whole(0)),
        ("gone", whole(4)),
    ]
}
