//! Calls about conversations: their messages, what joins and parts them, and the promises made in them.

use office::account::Permission;

use super::{CREATE, DELETE, GET, PATCH, POST, any, one_of};
use crate::api::call::{Act, Call, Gives, Takes};
use crate::api::{conversations, messages, promises, scheduled, together};

pub static CALLS: &[Call] = &[
    Call {
        path: "/conversations",
        about: "Conversations, newest first or by the promise that falls due first.",
        query: &[
            one_of("status", "Only those that stand so.", &["open", "waiting", "snoozed", "closed"]),
            any("inbox", "Only those of an inbox, by id."),
            any("assignee", "Only those of a person, by id; \"me\"; or \"none\" for those nobody has."),
            any("customer", "Only those of a customer, by id."),
            any("q", "Only those with these words in their messages, names or code."),
            one_of("order", "By creation (default) or by due moment.", &["newest", "due"]),
        ],
        gives: Gives::List("Conversation"),
        act: Act::Read(conversations::list),
        ..GET
    },
    Call {
        path: "/conversations",
        may: Some(Permission::Handle),
        about: "Opens a conversation: \"in\" as if the customer had written, with a promise; \"out\" writes first.",
        takes: Takes::Json("NewConversation"),
        gives: Gives::One("Started"),
        act: Act::Write(conversations::create),
        ..CREATE
    },
    Call {
        path: "/conversations/{id}",
        about: "One conversation.",
        gives: Gives::One("Conversation"),
        act: Act::Read(conversations::get),
        ..GET
    },
    Call {
        path: "/conversations/{id}",
        may: Some(Permission::Handle),
        about: "Handles a conversation; what is left out stays.",
        takes: Takes::Json("ConversationChange"),
        gives: Gives::One("Conversation"),
        act: Act::Write(conversations::patch),
        ..PATCH
    },
    Call {
        path: "/conversations/{id}/messages",
        about: "Its messages, oldest first.",
        gives: Gives::List("Message"),
        act: Act::Read(messages::list),
        ..GET
    },
    Call {
        path: "/conversations/{id}/messages",
        may: Some(Permission::Handle),
        about: "Answers the customer now or, with send_at, later; or leaves a note.",
        takes: Takes::Json("NewMessage"),
        gives: Gives::One("Answered"),
        act: Act::Write(messages::write),
        ..CREATE
    },
    Call {
        path: "/conversations/{id}/scheduled",
        about: "Its answers that leave later, newest first: those that wait, and those that are held until their author decides.",
        gives: Gives::List("Scheduled"),
        act: Act::Read(scheduled::list),
        ..GET
    },
    Call {
        path: "/scheduled/{id}",
        about: "One answer that leaves later.",
        gives: Gives::One("Scheduled"),
        act: Act::Read(scheduled::get),
        ..GET
    },
    Call {
        path: "/scheduled/{id}",
        may: Some(Permission::Answer),
        about: "Calls an answer off before it leaves; its files are uploads of now.",
        act: Act::Write(scheduled::cancel),
        ..DELETE
    },
    Call {
        path: "/conversations/{id}/merge",
        may: Some(Permission::Handle),
        about: "Merges this conversation into another of the same customer; the earlier promise stands. Gives that one.",
        takes: Takes::Json("Merge"),
        gives: Gives::One("Operated"),
        act: Act::Write(together::merge),
        ..POST
    },
    Call {
        path: "/conversations/{id}/split",
        may: Some(Permission::Handle),
        about: "Takes a message and what follows into a new conversation with its own code, and gives it.",
        takes: Takes::Json("Split"),
        gives: Gives::One("Operated"),
        act: Act::Write(together::split),
        ..CREATE
    },
    Call {
        path: "/conversations/{id}/move",
        may: Some(Permission::Handle),
        about: "Moves the conversation to another inbox: answers leave from its address.",
        takes: Takes::Json("ToInbox"),
        gives: Gives::One("Operated"),
        act: Act::Write(together::move_to),
        ..POST
    },
    Call {
        path: "/conversations/{id}/undo",
        may: Some(Permission::Handle),
        about: "Undoes a merge, split or move of the last 24 hours.",
        takes: Takes::Json("Undo"),
        gives: Gives::One("Conversation"),
        act: Act::Write(together::undo),
        ..POST
    },
    Call {
        path: "/conversations/{id}/links",
        about: "The conversations related to this one.",
        gives: Gives::One("Links"),
        act: Act::Read(together::links),
        ..GET
    },
    Call {
        path: "/conversations/{id}/links",
        may: Some(Permission::Handle),
        about: "Says that another conversation is related to this one, or no longer.",
        takes: Takes::Json("Link"),
        gives: Gives::One("Links"),
        act: Act::Write(together::link),
        ..POST
    },
    Call {
        path: "/conversations/{id}/promises",
        about: "Its promises, newest first.",
        gives: Gives::List("Promise"),
        act: Act::Read(promises::list_of_conversation),
        ..GET
    },
    Call {
        path: "/conversations/{id}/promises",
        may: Some(Permission::MovePromise),
        about: "Promises a moment, and tells the customer.",
        takes: Takes::Json("NewPromise"),
        gives: Gives::One("ToldPromise"),
        act: Act::Write(promises::create),
        ..CREATE
    },
    Call {
        path: "/promises",
        about: "Promises, newest first.",
        query: &[one_of("state", "Only those that ended so.", &["open", "kept", "broken", "moved", "void"])],
        gives: Gives::List("Promise"),
        act: Act::Read(promises::list),
        ..GET
    },
    Call {
        path: "/promises/{id}",
        about: "One promise, with what the customer was told of it.",
        gives: Gives::One("ToldPromise"),
        act: Act::Read(promises::get),
        ..GET
    },
    Call {
        path: "/promises/{id}/move",
        may: Some(Permission::MovePromise),
        about: "Moves a promise, once, before it is due, and tells the customer why; gives the one in its place.",
        takes: Takes::Json("Move"),
        gives: Gives::One("ToldPromise"),
        act: Act::Write(promises::move_to),
        ..POST
    },
];
