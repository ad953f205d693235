//! Calls about tasks, and about whoever is asked by mail.

use office::account::Permission;

use super::{CREATE, GET, PATCH, any, one_of};
use crate::api::call::{Act, Call, Gives, Takes};
use crate::api::tasks;

pub static CALLS: &[Call] = &[
    Call {
        path: "/tasks",
        about: "What was asked of others; the open ones unless said otherwise, newest first.",
        query: &[
            one_of("state", "Only late or settled ones.", &["open", "late", "settled"]),
            any("conversation_id", "Only those of this conversation, settled ones too."),
            any("agent_id", "Only open ones asked of this person."),
        ],
        gives: Gives::List("Task"),
        act: Act::Read(tasks::list),
        ..GET
    },
    Call {
        path: "/tasks",
        may: Some(Permission::Handle),
        about: "Asks a colleague, a department or a supplier for something a customer needs; they are told by mail.",
        takes: Takes::Json("NewTask"),
        gives: Gives::One("Task"),
        act: Act::Write(tasks::create),
        ..CREATE
    },
    Call {
        path: "/tasks/{id}",
        about: "One task.",
        gives: Gives::One("Task"),
        act: Act::Read(tasks::get),
        ..GET
    },
    Call {
        path: "/tasks/{id}",
        may: Some(Permission::Handle),
        about: "Settles, withdraws or moves a task; the answer becomes a note of the conversation.",
        takes: Takes::Json("TaskChange"),
        gives: Gives::One("Task"),
        act: Act::Write(tasks::patch),
        ..PATCH
    },
    Call {
        path: "/contacts",
        may: Some(Permission::SeeSettings),
        about: "Departments and suppliers that are asked by mail.",
        gives: Gives::List("Contact"),
        act: Act::Read(tasks::contacts),
        ..GET
    },
    Call {
        path: "/contacts",
        may: Some(Permission::ChangeTeams),
        about: "Adds a department or supplier to the address book.",
        takes: Takes::Json("NewContact"),
        gives: Gives::One("Contact"),
        act: Act::Write(tasks::create_contact),
        ..CREATE
    },
];
