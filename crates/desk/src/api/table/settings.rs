//! Calls that set an installation up: the company, hooks, the watch over a channel, domains and signing keys.

use office::account::Permission;

use super::{CREATE, DELETE, GET, PATCH, POST};
use crate::api::call::{Act, Call, Gives, Takes};
use crate::api::{account, channels, domains};

pub static CALLS: &[Call] = &[
    Call {
        path: "/account",
        may: Some(Permission::SeeSettings),
        about: "The company: its name, how it addresses people, its limits. `raw_days` null keeps raw bytes for ever; with \
            `kept_badge` everybody may see the kept-rate of 28 days.",
        gives: Gives::One("Account"),
        act: Act::Read(account::get),
        ..GET
    },
    Call {
        path: "/account",
        may: Some(Permission::ChangeAccount),
        about: "Changes the company. After `raw_days` the bytes of settled arrivals are let go; null keeps them for ever.",
        takes: Takes::Json("AccountChange"),
        gives: Gives::One("Account"),
        act: Act::Write(account::patch),
        ..PATCH
    },
    Call {
        path: "/inboxes/{id}/hook",
        may: Some(Permission::SeeSettings),
        about: "The address mail services post to, without its secret; 404 while there is none.",
        gives: Gives::One("Hook"),
        act: Act::Read(channels::hook),
        ..GET
    },
    Call {
        path: "/inboxes/{id}/hook",
        may: Some(Permission::ChangeInboxes),
        about: "Makes the address, or gives it another secret: the old one opens nothing from here on. The whole `url` is \
                in this answer alone.",
        gives: Gives::One("RotatedHook"),
        act: Act::Write(channels::rotate_hook),
        ..CREATE
    },
    Call {
        path: "/inboxes/{id}/hook",
        may: Some(Permission::ChangeInboxes),
        about: "Sets the key Mailgun signs with; null takes it away.",
        takes: Takes::Json("HookChange"),
        gives: Gives::One("Hook"),
        act: Act::Write(channels::patch_hook),
        ..PATCH
    },
    Call {
        path: "/inboxes/{id}/hook",
        may: Some(Permission::ChangeInboxes),
        about: "Closes the address.",
        act: Act::Write(channels::close_hook),
        ..DELETE
    },
    Call {
        path: "/inboxes/{id}/watch",
        may: Some(Permission::SeeSettings),
        about: "How the inbox is watched, and its last probe. Whether it works is the inbox's `health`; what was wrong is \
                under `/incidents`.",
        gives: Gives::One("Watch"),
        act: Act::Read(channels::watch),
        ..GET
    },
    Call {
        path: "/inboxes/{id}/watch",
        may: Some(Permission::ChangeInboxes),
        about: "Changes how the inbox is watched; `probe_minutes` null sends no probe.",
        takes: Takes::Json("WatchChange"),
        gives: Gives::One("Watch"),
        act: Act::Write(channels::patch_watch),
        ..PATCH
    },
    Call {
        path: "/domains",
        may: Some(Permission::SeeSettings),
        about: "The domains of the inboxes' addresses: what the DNS said when last asked, and the keys that sign.",
        gives: Gives::List("Domain"),
        act: Act::Read(domains::list),
        ..GET
    },
    Call {
        path: "/domains/{id}",
        may: Some(Permission::SeeSettings),
        about: "One domain, by its name.",
        gives: Gives::One("Domain"),
        act: Act::Read(domains::get),
        ..GET
    },
    Call {
        path: "/domains/{id}/check",
        may: Some(Permission::ChangeInboxes),
        about: "Asks the DNS anew; `checked_at` is null until it answered.",
        gives: Gives::One("Domain"),
        act: Act::Write(domains::check),
        ..POST
    },
    Call {
        path: "/signing-keys",
        may: Some(Permission::ChangeInboxes),
        about: "Makes a key for a domain. Put its record into the DNS, then switch it on.",
        takes: Takes::Json("NewSigningKey"),
        gives: Gives::One("SigningKey"),
        act: Act::Write(domains::create_key),
        ..CREATE
    },
    Call {
        path: "/signing-keys/{id}",
        may: Some(Permission::ChangeInboxes),
        about: "Switches a key on or off; its id is the name of its record.",
        takes: Takes::Json("SigningKeyChange"),
        gives: Gives::One("SigningKey"),
        act: Act::Write(domains::patch_key),
        ..PATCH
    },
    Call {
        path: "/signing-keys/{id}",
        may: Some(Permission::ChangeInboxes),
        about: "Throws a key away.",
        act: Act::Write(domains::delete_key),
        ..DELETE
    },
];
