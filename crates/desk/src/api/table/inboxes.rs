//! Calls about inboxes, their mailboxes and what is wrong with them.

use office::account::Permission;

use super::{CREATE, DELETE, GET, PATCH, POST, PUT, any};
use crate::api::call::{Act, Call, Gives, Takes};
use crate::api::{inboxes, incidents, mailboxes};

pub static CALLS: &[Call] = &[
    Call {
        path: "/inboxes",
        may: Some(Permission::SeeSettings),
        about: "The inboxes.",
        gives: Gives::List("Inbox"),
        act: Act::Read(inboxes::list),
        ..GET
    },
    Call {
        path: "/inboxes",
        may: Some(Permission::ChangeInboxes),
        about: "Opens an inbox.",
        takes: Takes::Json("NewInbox"),
        gives: Gives::One("Inbox"),
        act: Act::Write(inboxes::create),
        ..CREATE
    },
    Call {
        path: "/inboxes/{id}",
        may: Some(Permission::SeeSettings),
        about: "One inbox.",
        gives: Gives::One("Inbox"),
        act: Act::Read(inboxes::get),
        ..GET
    },
    Call {
        path: "/inboxes/{id}",
        may: Some(Permission::ChangeInboxes),
        about: "Changes an inbox; promises already made stay as they were told.",
        takes: Takes::Json("InboxChange"),
        gives: Gives::One("Inbox"),
        act: Act::Write(inboxes::patch),
        ..PATCH
    },
    Call {
        path: "/inboxes/{id}",
        may: Some(Permission::ChangeInboxes),
        about: "Closes an inbox for good; its conversations stay.",
        act: Act::Write(inboxes::delete),
        ..DELETE
    },
    Call {
        path: "/incidents",
        may: Some(Permission::SeeSettings),
        about: "What is or was wrong with the inboxes, newest first.",
        query: &[any("inbox", "Only of this inbox.")],
        gives: Gives::List("Incident"),
        act: Act::Read(incidents::list),
        ..GET
    },
    Call {
        path: "/inboxes/{id}/mailbox",
        may: Some(Permission::SeeSettings),
        about: "How an inbox's mail is fetched and its answers are handed in; no secrets.",
        gives: Gives::One("Mailbox"),
        act: Act::Read(mailboxes::get),
        ..GET
    },
    Call {
        path: "/inboxes/{id}/mailbox",
        may: Some(Permission::ChangeInboxes),
        about: "Connects an inbox with its mailbox; secrets left out stay, servers left out follow from the provider.",
        takes: Takes::Json("MailboxWish"),
        gives: Gives::One("Mailbox"),
        act: Act::Write(mailboxes::put),
        ..PUT
    },
    Call {
        path: "/inboxes/{id}/mailbox",
        may: Some(Permission::ChangeInboxes),
        about: "Takes the mailbox from its inbox; what was accepted stays.",
        act: Act::Write(mailboxes::delete),
        ..DELETE
    },
    Call {
        path: "/inboxes/{id}/mailbox/test",
        may: Some(Permission::ChangeInboxes),
        about: "Tries a mailbox station by station, or with an empty object the one written down; changes nothing.",
        takes: Takes::Json("MailboxWish"),
        gives: Gives::One("MailboxReport"),
        act: Act::Try(mailboxes::test),
        ..POST
    },
    Call {
        path: "/inboxes/{id}/mailbox/reconciliations",
        may: Some(Permission::SeeSettings),
        about: "Nightly comparisons of the server's list with the ledger, newest first.",
        gives: Gives::List("Reconciliation"),
        act: Act::Read(mailboxes::reconciliations),
        ..GET
    },
];
