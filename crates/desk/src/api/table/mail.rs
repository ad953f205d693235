//! Calls about what comes and goes: files, arrivals, the outbox.

use office::account::Permission;

use super::{CREATE, GET, POST, any, one_of};
use crate::api::call::{Act, Call, Gives, Takes};
use crate::api::{arrivals, outbox, uploads};

/// Every way a message comes.
const CHANNELS: &[&str] = &["email", "pec", "form", "chat", "messaging", "social", "sms", "phone", "letter"];

pub static CALLS: &[Call] = &[
    Call {
        path: "/uploads",
        may: Some(Permission::Handle),
        about: "Takes a file; name its id in attachments within 24 hours.",
        takes: Takes::File,
        gives: Gives::One("Upload"),
        act: Act::Upload,
        ..CREATE
    },
    Call {
        path: "/attachments/{id}",
        about: "The bytes of a file.",
        gives: Gives::Bytes,
        act: Act::Fetch(uploads::download),
        ..GET
    },
    Call {
        path: "/arrivals",
        may: Some(Permission::SeeArrivals),
        about: "Everything received, newest first, with its verdict.",
        query: &[
            one_of(
                "verdict",
                "Only those with this verdict.",
                &["waiting", "owed", "no_answer_owed", "duplicate", "spam", "stuck"],
            ),
            any("recipient", "Only those for this envelope recipient, plus-tag included."),
            one_of("channel", "Only those that came this way.", CHANNELS),
        ],
        gives: Gives::List("Arrival"),
        act: Act::Read(arrivals::list),
        ..GET
    },
    Call {
        path: "/arrivals/{id}",
        may: Some(Permission::SeeArrivals),
        about: "One arrival.",
        gives: Gives::One("Arrival"),
        act: Act::Read(arrivals::get),
        ..GET
    },
    Call {
        path: "/arrivals/{id}/raw",
        may: Some(Permission::SeeArrivals),
        about: "The bytes exactly as received.",
        gives: Gives::Bytes,
        act: Act::Fetch(arrivals::raw),
        ..GET
    },
    Call {
        path: "/arrivals/{id}/retry",
        may: Some(Permission::DecideArrivals),
        about: "Reads an arrival once more, as if it had just come.",
        gives: Gives::One("Arrival"),
        act: Act::Write(arrivals::retry),
        ..POST
    },
    Call {
        path: "/arrivals/{id}/take-up",
        may: Some(Permission::DecideArrivals),
        about: "Makes it a conversation, whatever its class.",
        gives: Gives::One("Arrival"),
        act: Act::Write(arrivals::take_up),
        ..POST
    },
    Call {
        path: "/arrivals/{id}/spam",
        may: Some(Permission::DecideArrivals),
        about: "Says that it is spam; it stays on its own page.",
        gives: Gives::One("Arrival"),
        act: Act::Write(arrivals::spam),
        ..POST
    },
    Call {
        path: "/outbox",
        may: Some(Permission::SeeArrivals),
        about: "Everything that leaves or left, newest first.",
        query: &[one_of("state", "Only mails that stand so.", &["queued", "sent", "delivered", "failed"])],
        gives: Gives::List("Outgoing"),
        act: Act::Read(outbox::list),
        ..GET
    },
    Call {
        path: "/outbox/{id}",
        may: Some(Permission::SeeArrivals),
        about: "One outgoing mail.",
        gives: Gives::One("Outgoing"),
        act: Act::Read(outbox::get),
        ..GET
    },
    Call {
        path: "/outbox/{id}/retry",
        may: Some(Permission::DecideArrivals),
        about: "Tries a mail again at once.",
        gives: Gives::One("Outgoing"),
        act: Act::Write(outbox::retry),
        ..POST
    },
];
