//! Every call there is, one entry each.

use axum::http::StatusCode;
use office::account::Permission;

use super::call::{Act, Call, Gives, Parameter, Takes};
use super::{
    agents, arrivals, canned, conversations, customers, events, inboxes, incidents, ledger, lists, mailboxes,
    messages, oncall, outbox, promises, reports, skills, tasks, templates, together, tokens, uploads,
    wallboard,
};

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

const CHANNELS: &[&str] = &["email", "pec", "form", "chat", "messaging", "social", "sms", "phone", "letter"];

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

/// Which wording of a mail.
const WORDING: &[Parameter] = &[
    one_of("language", "Its language.", &["it", "en"]),
    one_of("register", "How it addresses the customer, in Italian.", &["tu", "lei"]),
    any("inbox_id", "The wording of this inbox alone."),
];

mod complaints;
mod own;
mod settings;

/// Every call.
pub fn all() -> impl Iterator<Item = &'static Call> + Clone {
    [CALLS, own::CALLS, complaints::CALLS, oncall::CALLS, skills::CALLS, settings::CALLS].into_iter().flatten()
}

/// The table.
static CALLS: &[Call] = &[
    Call { path: "/openapi.json", may: None, about: "This document.", gives: Gives::Document, ..GET },
    Call {
        path: "/me",
        about: "Who the token is, and what it may do.",
        gives: Gives::One("Me"),
        act: Act::Read(agents::me),
        ..GET
    },
    Call {
        path: "/me/presence",
        may: Some(Permission::Answer),
        about: "Says whether the token's person is there.",
        takes: Takes::Json("Presence"),
        gives: Gives::One("Agent"),
        act: Act::Write(agents::set_presence),
        ..PATCH
    },
    Call {
        path: "/agents",
        may: Some(Permission::SeeSettings),
        about: "The people who answer.",
        gives: Gives::List("Agent"),
        act: Act::Read(agents::list),
        ..GET
    },
    Call {
        path: "/agents",
        may: Some(Permission::ChangePeople),
        about: "Adds a person, who comes in by the invitation in the answer.",
        takes: Takes::Json("NewAgent"),
        gives: Gives::One("Invited"),
        act: Act::Write(agents::create),
        ..CREATE
    },
    Call {
        path: "/agents/{id}",
        may: Some(Permission::SeeSettings),
        about: "One person.",
        gives: Gives::One("Agent"),
        act: Act::Read(agents::get),
        ..GET
    },
    Call {
        path: "/agents/{id}",
        may: Some(Permission::ChangeTeams),
        about: "Changes a person; name, email, role, language and active are an administrator's to change.",
        takes: Takes::Json("AgentChange"),
        gives: Gives::One("Agent"),
        act: Act::Write(agents::patch),
        ..PATCH
    },
    Call {
        path: "/teams",
        may: Some(Permission::SeeSettings),
        about: "The teams and who is in them.",
        gives: Gives::List("Team"),
        act: Act::Read(agents::list_teams),
        ..GET
    },
    Call {
        path: "/teams",
        may: Some(Permission::ChangeTeams),
        about: "Makes a team.",
        takes: Takes::Json("NewTeam"),
        gives: Gives::One("Team"),
        act: Act::Write(agents::create_team),
        ..CREATE
    },
    Call {
        path: "/teams/{id}",
        may: Some(Permission::ChangeTeams),
        about: "Renames a team, or says who is in it.",
        takes: Takes::Json("TeamChange"),
        gives: Gives::One("Team"),
        act: Act::Write(agents::patch_team),
        ..PATCH
    },
    Call {
        path: "/teams/{id}",
        may: Some(Permission::ChangeTeams),
        about: "Dissolves a team: its conversations are everybody's. Refused while an inbox is answered by it.",
        act: Act::Write(agents::delete_team),
        ..DELETE
    },
    Call {
        path: "/tokens",
        may: Some(Permission::ChangeTokens),
        about: "The API tokens that open.",
        gives: Gives::List("Token"),
        act: Act::Read(tokens::list),
        ..GET
    },
    Call {
        path: "/tokens",
        may: Some(Permission::ChangeTokens),
        about: "Makes an API token; its secret stands in this answer and nowhere else.",
        takes: Takes::Json("NewToken"),
        gives: Gives::One("FreshToken"),
        act: Act::Write(tokens::create),
        ..CREATE
    },
    Call {
        path: "/tokens/{id}",
        may: Some(Permission::ChangeTokens),
        about: "Ends a token for good.",
        act: Act::Write(tokens::delete),
        ..DELETE
    },
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
        about: "Answers the customer, or leaves a note.",
        takes: Takes::Json("NewMessage"),
        gives: Gives::One("Written"),
        act: Act::Write(messages::write),
        ..CREATE
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
    Call {
        path: "/inboxes",
        may: Some(Permission::SeeSettings),
        about: "The inboxes.",
        gives: Gives::List("Inbox"),
        act: Act::Read(inboxes::list),
        ..GET
    },
    Call {
        path: "/inboxes",
        may: Some(Permission::ChangeInboxes),
        about: "Opens an inbox.",
        takes: Takes::Json("NewInbox"),
        gives: Gives::One("Inbox"),
        act: Act::Write(inboxes::create),
        ..CREATE
    },
    Call {
        path: "/inboxes/{id}",
        may: Some(Permission::SeeSettings),
        about: "One inbox.",
        gives: Gives::One("Inbox"),
        act: Act::Read(inboxes::get),
        ..GET
    },
    Call {
        path: "/inboxes/{id}",
        may: Some(Permission::ChangeInboxes),
        about: "Changes an inbox; promises already made stay as they were told.",
        takes: Takes::Json("InboxChange"),
        gives: Gives::One("Inbox"),
        act: Act::Write(inboxes::patch),
        ..PATCH
    },
    Call {
        path: "/inboxes/{id}",
        may: Some(Permission::ChangeInboxes),
        about: "Closes an inbox for good; its conversations stay.",
        act: Act::Write(inboxes::delete),
        ..DELETE
    },
    Call {
        path: "/incidents",
        may: Some(Permission::SeeSettings),
        about: "What is or was wrong with the inboxes, newest first.",
        query: &[any("inbox", "Only of this inbox.")],
        gives: Gives::List("Incident"),
        act: Act::Read(incidents::list),
        ..GET
    },
    Call {
        path: "/inboxes/{id}/mailbox",
        may: Some(Permission::SeeSettings),
        about: "How an inbox's mail is fetched and its answers are handed in; no secrets.",
        gives: Gives::One("Mailbox"),
        act: Act::Read(mailboxes::get),
        ..GET
    },
    Call {
        path: "/inboxes/{id}/mailbox",
        may: Some(Permission::ChangeInboxes),
        about: "Connects an inbox with its mailbox; secrets left out stay, servers left out follow from the provider.",
        takes: Takes::Json("MailboxWish"),
        gives: Gives::One("Mailbox"),
        act: Act::Write(mailboxes::put),
        ..PUT
    },
    Call {
        path: "/inboxes/{id}/mailbox",
        may: Some(Permission::ChangeInboxes),
        about: "Takes the mailbox from its inbox; what was accepted stays.",
        act: Act::Write(mailboxes::delete),
        ..DELETE
    },
    Call {
        path: "/inboxes/{id}/mailbox/test",
        may: Some(Permission::ChangeInboxes),
        about: "Tries a mailbox station by station, or with an empty object the one written down; changes nothing.",
        takes: Takes::Json("MailboxWish"),
        gives: Gives::One("MailboxReport"),
        act: Act::Try(mailboxes::test),
        ..POST
    },
    Call {
        path: "/inboxes/{id}/mailbox/reconciliations",
        may: Some(Permission::SeeSettings),
        about: "Nightly comparisons of the server's list with the ledger, newest first.",
        gives: Gives::List("Reconciliation"),
        act: Act::Read(mailboxes::reconciliations),
        ..GET
    },
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
    Call {
        path: "/tasks",
        about: "What was asked of others; the open ones unless said otherwise, newest first.",
        query: &[
            one_of("state", "Only late or settled ones.", &["open", "late", "settled"]),
            any("conversation_id", "Only those of this conversation, settled ones too."),
            any("agent_id", "Only open ones asked of this person."),
        ],
        gives: Gives::List("Task"),
        act: Act::Read(tasks::list),
        ..GET
    },
    Call {
        path: "/tasks",
        may: Some(Permission::Handle),
        about: "Asks a colleague, a department or a supplier for something a customer needs; they are told by mail.",
        takes: Takes::Json("NewTask"),
        gives: Gives::One("Task"),
        act: Act::Write(tasks::create),
        ..CREATE
    },
    Call {
        path: "/tasks/{id}",
        about: "One task.",
        gives: Gives::One("Task"),
        act: Act::Read(tasks::get),
        ..GET
    },
    Call {
        path: "/tasks/{id}",
        may: Some(Permission::Handle),
        about: "Settles, withdraws or moves a task; the answer becomes a note of the conversation.",
        takes: Takes::Json("TaskChange"),
        gives: Gives::One("Task"),
        act: Act::Write(tasks::patch),
        ..PATCH
    },
    Call {
        path: "/contacts",
        may: Some(Permission::SeeSettings),
        about: "Departments and suppliers that are asked by mail.",
        gives: Gives::List("Contact"),
        act: Act::Read(tasks::contacts),
        ..GET
    },
    Call {
        path: "/contacts",
        may: Some(Permission::ChangeTeams),
        about: "Adds a department or supplier to the address book.",
        takes: Takes::Json("NewContact"),
        gives: Gives::One("Contact"),
        act: Act::Write(tasks::create_contact),
        ..CREATE
    },
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
