//! Calls about lists saved under a name, and acts on many conversations.

use office::account::Permission;

use super::{CREATE, DELETE, GET, PATCH, POST};
use crate::api::call::{Act, Call, Gives, Takes};
use crate::api::lists;

pub static CALLS: &[Call] = &[
    Call {
        path: "/views",
        about: "Lists saved under a name: one's own and the shared ones.",
        gives: Gives::List("View"),
        act: Act::Read(lists::list_views),
        ..GET
    },
    Call {
        path: "/views",
        may: Some(Permission::Handle),
        about: "Saves a list under a name.",
        takes: Takes::Json("NewView"),
        gives: Gives::One("View"),
        act: Act::Write(lists::create_view),
        ..CREATE
    },
    Call {
        path: "/views/{id}",
        may: Some(Permission::Handle),
        about: "Changes a saved view: one's own, or a shared one as a supervisor.",
        takes: Takes::Json("ViewChange"),
        gives: Gives::One("View"),
        act: Act::Write(lists::change_view),
        ..PATCH
    },
    Call {
        path: "/views/{id}",
        may: Some(Permission::Handle),
        about: "Deletes a saved view.",
        act: Act::Write(lists::delete_view),
        ..DELETE
    },
    Call {
        path: "/bulk",
        may: Some(Permission::Handle),
        about: "Does one thing to at most 200 conversations; customers receive nothing.",
        takes: Takes::Json("NewBulk"),
        gives: Gives::One("Bulk"),
        act: Act::Write(lists::act),
        ..CREATE
    },
    Call {
        path: "/bulk/{id}",
        may: Some(Permission::Handle),
        about: "What one act on many did.",
        gives: Gives::One("Bulk"),
        act: Act::Read(lists::get_bulk),
        ..GET
    },
    Call {
        path: "/bulk/{id}/undo",
        may: Some(Permission::Handle),
        about: "Takes an act on many back within a day; what somebody changed since stays.",
        gives: Gives::One("Bulk"),
        act: Act::Write(lists::undo),
        ..POST
    },
];
