//! Calls about figures, and the event log they are counted from.

use office::account::Permission;

use super::{GET, any, one_of};
use crate::api::call::{Act, Call, Gives};
use crate::api::{events, ledger, reports, wallboard};

pub static CALLS: &[Call] = &[
    Call {
        path: "/ledger",
        may: Some(Permission::SeeArrivals),
        about: "The black-hole meter, by day of arrival in the account's zone; every day unless days are named.",
        query: &[
            any("from", "First day, as in \"2026-11-01\"."),
            any("to", "Last day; at most 400 days after the first."),
        ],
        gives: Gives::One("Ledger"),
        act: Act::Read(ledger::get),
        ..GET
    },
    Call {
        path: "/wallboard",
        may: Some(Permission::SeeFigures),
        about: "What waits now by inbox and team, words at risk and missed, the kept-rate, and who is there.",
        gives: Gives::One("Wallboard"),
        act: Act::Read(wallboard::get),
        ..GET
    },
    Call {
        path: "/reports",
        about: "The figures of a period by inbox, tier, person and day of arrival, each with its numerator and n; an \
            agent's token sees its own.",
        query: &[
            any(
                "from",
                "First day in the account's zone, as in \"2026-11-01\"; 28 days ending today unless named.",
            ),
            any("to", "Last day; at most 92 days with the first."),
            any("inbox", "Only of this inbox."),
            one_of("tier", "Only of this tier.", &["A", "B", "C"]),
            any(
                "person",
                "Only of this person: who answered first or kept the word, else who has the conversation.",
            ),
        ],
        gives: Gives::One("Figures"),
        act: Act::Read(reports::get),
        ..GET
    },
    Call {
        path: "/events",
        about: "The event log after a number, oldest first.",
        gives: Gives::List("Event"),
        act: Act::Read(events::list),
        ..GET
    },
    Call {
        path: "/events/stream",
        about: "The event log as it grows, as server-sent events; Last-Event-ID goes on where a client stopped.",
        gives: Gives::Stream,
        act: Act::Follow,
        ..GET
    },
];
