//! Calls about what is written with: canned answers and the wordings of mails.

use office::account::Permission;

use super::{CREATE, DELETE, GET, PATCH, PUT, any, one_of};
use crate::api::call::{Act, Call, Gives, Parameter, Takes};
use crate::api::{canned, templates};

/// Which wording of a mail.
const WORDING: &[Parameter] = &[
    one_of("language", "Its language.", &["it", "en"]),
    one_of("register", "How it addresses the customer, in Italian.", &["tu", "lei"]),
    any("inbox_id", "The wording of this inbox alone."),
];

pub static CALLS: &[Call] = &[
    Call {
        path: "/canned",
        about: "Canned answers, newest first: everybody's, and those of the token's person.",
        gives: Gives::List("Canned"),
        act: Act::Read(canned::list),
        ..GET
    },
    Call {
        path: "/canned",
        may: Some(Permission::Handle),
        about: "Writes a canned answer down; everybody's unless `shared` is false.",
        takes: Takes::Json("NewCanned"),
        gives: Gives::One("Canned"),
        act: Act::Write(canned::create),
        ..CREATE
    },
    Call {
        path: "/canned/{id}",
        about: "One canned answer.",
        gives: Gives::One("Canned"),
        act: Act::Read(canned::get),
        ..GET
    },
    Call {
        path: "/canned/{id}",
        may: Some(Permission::Handle),
        about: "Changes a canned answer.",
        takes: Takes::Json("CannedChange"),
        gives: Gives::One("Canned"),
        act: Act::Write(canned::patch),
        ..PATCH
    },
    Call {
        path: "/canned/{id}",
        may: Some(Permission::Handle),
        about: "Throws a canned answer away.",
        act: Act::Write(canned::delete),
        ..DELETE
    },
    Call {
        path: "/templates",
        may: Some(Permission::SeeSettings),
        about: "The wordings mails leave in, of one language and register: the company's own where left out.",
        query: WORDING,
        gives: Gives::List("Template"),
        act: Act::Read(templates::list),
        ..GET
    },
    Call {
        path: "/templates/{id}",
        may: Some(Permission::SeeSettings),
        about: "The wording of one kind of mail.",
        query: WORDING,
        gives: Gives::One("Template"),
        act: Act::Read(templates::get),
        ..GET
    },
    Call {
        path: "/templates/{id}",
        may: Some(Permission::ChangeAccount),
        about: "Writes a new version of a wording; what is left out stays. One without its time or its link is refused.",
        query: WORDING,
        takes: Takes::Json("TemplateChange"),
        gives: Gives::One("Template"),
        act: Act::Write(templates::put),
        ..PUT
    },
    Call {
        path: "/templates/{id}",
        may: Some(Permission::ChangeAccount),
        about: "Goes back to the wording above: of every inbox, or of the product.",
        query: WORDING,
        act: Act::Write(templates::reset),
        ..DELETE
    },
];
