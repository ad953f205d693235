//! Calls about figures, and the event log they are counted from.

use office::account::Permission;

use super::{GET, any, one_of};
use crate::api::call::{Act, Call, Gives};
use crate::api::{events, ledger, reports, truth, wallboard, whatif};

/// Channels a report can be narrowed to.
const CHANNELS: &[&str] = &["email", "pec", "form", "chat", "messaging", "social", "sms", "phone", "letter"];

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
        path: "/wallboard/outlook",
        may: Some(Permission::SeeFigures),
        about: "Words that fall due within the next half hour, each with its chance of being missed as things stand, and \
            whom to give it to where that helps; `known` is false while too few answers tell how fast they follow.",
        gives: Gives::One("Outlook"),
        act: Act::Read(wallboard::outlook),
        ..GET
    },
    Call {
        path: "/reports",
        about: "The figures of a period by inbox, channel, tier, person and day, each with its numerator and n; the web \
            beside the telephone, and requests by month and channel. An agent's token sees its own.",
        query: &[
            any(
                "from",
                "First day in the account's zone, as in \"2026-11-01\"; 28 days ending today unless named.",
            ),
            any("to", "Last day; at most 92 days with the first."),
            any("inbox", "Only of this inbox."),
            one_of("channel", "Only of this channel.", CHANNELS),
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
        path: "/reports/behind",
        about: "The conversations one number of a report is made of, fifty at most, and how many there are.",
        query: &[
            any("measure", "Name of the measure, as in \"first_contact_72h\"."),
            one_of("side", "Those that count, unless the others are asked for.", &["counted", "others"]),
            any("from", "As of the report."),
            any("to", "As of the report."),
            any("inbox", "Only of this inbox."),
            one_of("channel", "Only of this channel.", CHANNELS),
            one_of("tier", "Only of this tier.", &["A", "B", "C"]),
            any("person", "As of the report."),
        ],
        gives: Gives::One("FiguresBehind"),
        act: Act::Read(reports::behind),
        ..GET
    },
    Call {
        path: "/reports/truth",
        may: Some(Permission::SeeFigures),
        about: "How true the words given in a period were, by source, channel, inbox, tier, hour and week: share kept \
            with its 95 % interval, what was announced and what nine of ten got in open time; and whether a channel drifts.",
        query: &[
            any(
                "from",
                "First day in the account's zone, as in \"2026-11-01\"; 28 days ending today unless named.",
            ),
            any("to", "Last day; at most 92 days with the first."),
            any("inbox", "Only of this inbox."),
        ],
        gives: Gives::One("Truth"),
        act: Act::Read(truth::get),
        ..GET
    },
    Call {
        path: "/inboxes/{id}/whatif",
        may: Some(Permission::SeeFigures),
        about: "What would become of an inbox's promises with other numbers: weeks of it, today and changed, played through by \
            the rules that order its queue. Null while too little is known of how fast it is answered.",
        query: &[
            any("volume", "Percent more messages, from -90 to 300; 0 unless named."),
            any("people", "More people who answer, from -49 to 49; 0 unless named."),
            any("a", "Open minutes promised to tier A; its target unless named."),
            any("b", "The same of tier B."),
            any("c", "The same of tier C."),
            any("close", "An inbox whose channel is closed: part of its messages comes here, with its people."),
            any("come", "How many percent of them come, 0 to 100; 80 unless named."),
            any(
                "leave",
                "Percent of the messages that go to a channel that is opened, 0 to 100; 0 unless named.",
            ),
            any("wage", "Euros an hour of work costs, up to 1000; 25 unless named."),
        ],
        gives: Gives::One("WhatIf"),
        act: Act::Read(whatif::get),
        ..GET
    },
    Call {
        path: "/inboxes/{id}/hindsight",
        may: Some(Permission::SeeFigures),
        about: "What the model would have promised in the days that are over, each promise from what was known then, beside \
            what was promised: read before an inbox is let promise by it.",
        query: &[any(
            "days",
            "Days back, 7 to 365; 56 unless named. At most the newest 2000 promises are looked at.",
        )],
        gives: Gives::One("Hindsight"),
        act: Act::Read(whatif::hindsight),
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
