//! Every call there is, one entry each, by subject.

use axum::http::StatusCode;
use office::account::Permission;

use super::call::{Act, Call, Gives, Parameter, Takes};
use super::{forecast, mailings, oncall, presets, shifts, skills};

pub(super) const GET: Call = Call {
    method: "GET",
    path: "",
    may: Some(Permission::Read),
    about: "",
    query: &[],
    takes: Takes::Nothing,
    status: StatusCode::OK,
    gives: Gives::Nothing,
    act: Act::Describe,
};
pub(super) const POST: Call = Call { method: "POST", ..GET };
pub(super) const CREATE: Call = Call { status: StatusCode::CREATED, ..POST };
pub(super) const PUT: Call = Call { method: "PUT", ..GET };
pub(super) const PATCH: Call = Call { method: "PATCH", ..GET };
pub(super) const DELETE: Call = Call { method: "DELETE", status: StatusCode::NO_CONTENT, ..GET };

pub(super) const fn any(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, about, words: &[] }
}

pub(super) const fn one_of(
    name: &'static str,
    about: &'static str,
    words: &'static [&'static str],
) -> Parameter {
    Parameter { name, about, words }
}

mod complaints;
mod conversations;
mod customers;
mod figures;
mod inboxes;
mod lists;
mod mail;
mod own;
mod people;
mod settings;
mod tasks;
mod writing;

/// Every call.
pub fn all() -> impl Iterator<Item = &'static Call> + Clone {
    [
        DOCUMENT,
        people::CALLS,
        conversations::CALLS,
        customers::CALLS,
        lists::CALLS,
        own::CALLS,
        tasks::CALLS,
        complaints::CALLS,
        oncall::CALLS,
        mailings::CALLS,
        presets::CALLS,
        skills::CALLS,
        shifts::CALLS,
        writing::CALLS,
        mail::CALLS,
        inboxes::CALLS,
        settings::CALLS,
        figures::CALLS,
        forecast::CALLS,
    ]
    .into_iter()
    .flatten()
}

static DOCUMENT: &[Call] =
    &[Call { path: "/openapi.json", may: None, about: "This document.", gives: Gives::Document, ..GET }];
