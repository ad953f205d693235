//! Calls about complaints, their remedies, and causes that recur.

use office::account::Permission;

use super::{CREATE, GET, PATCH, POST, PUT, any, one_of};
use crate::api::call::{Act, Call, Gives, Takes};
use crate::api::complaints;

pub static CALLS: &[Call] = &[
    Call {
        path: "/complaints",
        about: "Complaints, the newest first.",
        query: &[
            one_of("state", "Only those in this state.", &["open", "answered", "followed_up", "closed"]),
            any("owner_id", "Only those of this person."),
            any("cause", "Only those of this cause."),
            any("conversation_id", "Only those of this conversation."),
        ],
        gives: Gives::List("Complaint"),
        act: Act::Read(complaints::list),
        ..GET
    },
    Call {
        path: "/complaints",
        may: Some(Permission::Handle),
        about: "Says that a conversation is a complaint: it gets a code, an owner and a date, and the customer is told.",
        takes: Takes::Json("NewComplaint"),
        gives: Gives::One("Complaint"),
        act: Act::Write(complaints::create),
        ..CREATE
    },
    Call {
        path: "/complaints/{id}",
        about: "One complaint, by its id or by the code the customer names.",
        gives: Gives::One("Complaint"),
        act: Act::Read(complaints::get),
        ..GET
    },
    Call {
        path: "/complaints/{id}",
        may: Some(Permission::Handle),
        about: "Changes who owns it, its cause, whether it is founded, and how and when it is followed up.",
        takes: Takes::Json("ComplaintChange"),
        gives: Gives::One("Complaint"),
        act: Act::Write(complaints::patch),
        ..PATCH
    },
    Call {
        path: "/complaints/{id}/answer",
        may: Some(Permission::Answer),
        about: "Marks a person's message as the complaint's answer: it keeps the legal promise once it has reached the customer.",
        takes: Takes::Json("ComplaintAnswer"),
        gives: Gives::One("Complaint"),
        act: Act::Write(complaints::answer),
        ..POST
    },
    Call {
        path: "/complaints/{id}/remedies",
        may: Some(Permission::Handle),
        about: "Proposes a remedy; above the proposer's limit it waits for somebody who may allow it.",
        takes: Takes::Json("NewRemedy"),
        gives: Gives::One("Remedy"),
        act: Act::Write(complaints::propose),
        ..CREATE
    },
    Call {
        path: "/complaints/{id}/follow-up",
        may: Some(Permission::Handle),
        about: "Writes down what came of the follow-up; what is not solved is open again.",
        takes: Takes::Json("ComplaintFollowUp"),
        gives: Gives::One("Complaint"),
        act: Act::Write(complaints::follow_up),
        ..POST
    },
    Call {
        path: "/complaints/{id}/close",
        may: Some(Permission::Handle),
        about: "Closes a complaint; one whose answer is still owed only with decide-complaints and a reason.",
        takes: Takes::Json("ComplaintReason"),
        gives: Gives::One("Complaint"),
        act: Act::Write(complaints::close),
        ..POST
    },
    Call {
        path: "/complaints/{id}/reopen",
        may: Some(Permission::Handle),
        about: "Opens a complaint again: its term runs anew and the customer is told the new date.",
        takes: Takes::Json("ComplaintReason"),
        gives: Gives::One("Complaint"),
        act: Act::Write(complaints::reopen),
        ..POST
    },
    Call {
        path: "/remedies/{id}/decision",
        may: Some(Permission::DecideComplaints),
        about: "Allows or refuses a remedy that waits, with a reason; nobody decides on their own.",
        takes: Takes::Json("RemedyDecision"),
        gives: Gives::One("Remedy"),
        act: Act::Write(complaints::decide),
        ..POST
    },
    Call {
        path: "/complaint-proposals",
        about: "Words that may be a complaint and wait for a yes or a no, the newest first.",
        gives: Gives::List("ComplaintProposal"),
        act: Act::Read(complaints::proposals),
        ..GET
    },
    Call {
        path: "/complaint-proposals/{id}",
        may: Some(Permission::Handle),
        about: "A person says whether it is a complaint; a yes opens it, and both are kept as a label.",
        takes: Takes::Json("ComplaintLabel"),
        gives: Gives::One("ComplaintProposal"),
        act: Act::Write(complaints::label),
        ..POST
    },
    Call {
        path: "/complaint-causes",
        about: "Causes that keep coming back, each with an owner and a date, the newest first.",
        gives: Gives::List("RecurringCause"),
        act: Act::Read(complaints::causes),
        ..GET
    },
    Call {
        path: "/complaint-causes/{id}",
        may: Some(Permission::DecideComplaints),
        about: "Changes who answers for a recurring cause, by when, what is done, and that it is done.",
        takes: Takes::Json("RecurringCauseChange"),
        gives: Gives::One("RecurringCause"),
        act: Act::Write(complaints::change_cause),
        ..PATCH
    },
    Call {
        path: "/complaint-settings",
        may: Some(Permission::SeeSettings),
        about: "Causes, terms with their source, limits of remedies, when it is followed up.",
        gives: Gives::One("ComplaintSettings"),
        act: Act::Read(complaints::settings),
        ..GET
    },
    Call {
        path: "/complaint-settings",
        may: Some(Permission::ChangeAccount),
        about: "Keeps other settings of complaints; a term that changed is no longer confirmed.",
        takes: Takes::Json("NewComplaintSettings"),
        gives: Gives::One("ComplaintSettings"),
        act: Act::Write(complaints::change_settings),
        ..PUT
    },
    Call {
        path: "/complaint-settings/confirm",
        may: Some(Permission::ChangeAccount),
        about: "Says that a term was compared with the official text.",
        takes: Takes::Json("ConfirmedTerm"),
        gives: Gives::One("ComplaintSettings"),
        act: Act::Write(complaints::confirm_term),
        ..POST
    },
    Call {
        path: "/complaint-summary",
        about: "How complaints stand: open, late, the last 28 days, by cause, and what was labelled.",
        gives: Gives::One("ComplaintSummary"),
        act: Act::Read(complaints::summary),
        ..GET
    },
];
