//! Calls about customers.

use office::account::Permission;

use super::{CREATE, GET, PATCH, any};
use crate::api::call::{Act, Call, Gives, Takes};
use crate::api::customers;

pub static CALLS: &[Call] = &[
    Call {
        path: "/customers",
        about: "Customers, newest first.",
        query: &[any("identity", "Only who is known by it: kind and value, as in \"email:ada@example.it\".")],
        gives: Gives::List("Customer"),
        act: Act::Read(customers::list),
        ..GET
    },
    Call {
        path: "/customers",
        may: Some(Permission::Handle),
        about: "Makes a customer.",
        takes: Takes::Json("NewCustomer"),
        gives: Gives::One("Customer"),
        act: Act::Write(customers::create),
        ..CREATE
    },
    Call {
        path: "/customers/{id}",
        about: "One customer.",
        gives: Gives::One("Customer"),
        act: Act::Read(customers::get),
        ..GET
    },
    Call {
        path: "/customers/{id}",
        may: Some(Permission::Handle),
        about: "Changes a customer; identities named are added, attributes are laid over those there.",
        takes: Takes::Json("CustomerChange"),
        gives: Gives::One("Customer"),
        act: Act::Write(customers::patch),
        ..PATCH
    },
    Call {
        path: "/customers/{id}/timeline",
        about: "Everything written between a customer and the company, newest first.",
        gives: Gives::List("TimelineEntry"),
        act: Act::Read(customers::timeline),
        ..GET
    },
];
