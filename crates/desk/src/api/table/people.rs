//! Calls about people: who the token is, who works here, teams, tokens.

use office::account::Permission;

use super::{CREATE, DELETE, GET, PATCH};
use crate::api::call::{Act, Call, Gives, Takes};
use crate::api::{agents, tokens};

pub static CALLS: &[Call] = &[
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
];
