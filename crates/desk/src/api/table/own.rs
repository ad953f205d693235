//! Calls of one person's own: their day, their notices, what they follow, take back, thank for; a look at an act on
//! many before it is done.

use office::account::Permission;

use super::{GET, PATCH, POST, one_of};
use crate::api::call::{Act, Call, Gives, Parameter, Takes};
use crate::api::{day, lists, notices, thanks};

const SPAN: &[Parameter] = &[one_of(
    "span",
    "How far the promises and the agenda reach; today without it.",
    &["today", "tomorrow", "week"],
)];

pub static CALLS: &[Call] = &[
    Call {
        path: "/me/day",
        about: "The day of the token's person: promises by due moment, tasks asked of others, what comes, the kept-rate of 28 days (a share only from 20 promises on).",
        query: SPAN,
        gives: Gives::One("Day"),
        act: Act::Read(day::me),
        ..GET
    },
    Call {
        path: "/agents/{id}/day",
        about: "The same of somebody else, for supervisors and administrators.",
        query: SPAN,
        gives: Gives::One("Day"),
        act: Act::Read(day::of_somebody),
        ..GET
    },
    Call {
        path: "/me/notices",
        about: "What the token's person was told of, newest first.",
        query: &[one_of("unread", "Only what was not read.", &["true", "false"])],
        gives: Gives::List("Notice"),
        act: Act::Read(notices::list),
        ..GET
    },
    Call {
        path: "/me/notices/read",
        about: "Marks every notice of the token's person as read.",
        gives: Gives::One("Unread"),
        act: Act::Write(notices::read_all),
        ..POST
    },
    Call {
        path: "/notices/{id}",
        about: "Marks one notice as read, or as unread again.",
        takes: Takes::Json("NoticeChange"),
        gives: Gives::One("Notice"),
        act: Act::Write(notices::mark),
        ..PATCH
    },
    Call {
        path: "/conversations/{id}/followers",
        about: "Who follows the conversation.",
        gives: Gives::One("Followers"),
        act: Act::Read(notices::followers),
        ..GET
    },
    Call {
        path: "/conversations/{id}/followers",
        about: "The token's person follows the conversation, or no longer.",
        takes: Takes::Json("Follow"),
        gives: Gives::One("Followers"),
        act: Act::Write(notices::follow),
        ..POST
    },
    Call {
        path: "/conversations/{id}/report",
        about: "Whether the customer was thanked for a report and told what became of it, and the company's words for both.",
        gives: Gives::One("Report"),
        act: Act::Read(thanks::get),
        ..GET
    },
    Call {
        path: "/conversations/{id}/thank",
        may: Some(Permission::Answer),
        about: "Thanks the customer for a report that needs no answer and closes the conversation.",
        takes: Takes::Json("ReportLetter"),
        gives: Gives::One("Report"),
        act: Act::Write(thanks::thank),
        ..POST
    },
    Call {
        path: "/conversations/{id}/outcome",
        may: Some(Permission::Answer),
        about: "Tells what became of a report, to its customer and to those of linked reports, each in a mail of their own.",
        takes: Takes::Json("ReportLetter"),
        gives: Gives::One("ToldOutcome"),
        act: Act::Write(thanks::outcome),
        ..POST
    },
    Call {
        path: "/messages/{id}/undo",
        may: Some(Permission::Answer),
        about: "Takes an answer back while it waits to leave (hold_seconds); only its author can.",
        gives: Gives::One("TakenBack"),
        act: Act::Write(thanks::undo),
        ..POST
    },
    Call {
        path: "/bulk/preview",
        may: Some(Permission::Handle),
        about: "What an act on many would change, and which promises it would end; changes nothing.",
        takes: Takes::Json("NewBulk"),
        gives: Gives::One("BulkPreview"),
        act: Act::Write(lists::preview),
        ..POST
    },
];
