//! Lists under a name, and acts on many.

use super::{Member, NOW, flag, gives, id, list, long, maybe, moment, takes, text, url, whole, word};

pub(super) fn lists() -> Vec<Member> {
    let change = || {
        vec![
            ("name", long(60, "Resi in ritardo")),
            ("place", long(2_000, "/console/inbox/all?status=open&tag=resa")),
            ("shared", flag()),
            ("pinned", flag()),
        ]
    };
    vec![
        (
            "View",
            gives(vec![
                ("id", id("viw")),
                ("name", text("Resi in ritardo")),
                ("place", text("/console/inbox/all?status=open&tag=resa")),
                ("url", url("https://aiuto.fioca.example/console/inbox/all?status=open&tag=resa")),
                ("shared", flag()),
                ("pinned", flag()),
                ("own", flag()),
            ]),
        ),
        ("NewView", takes(&["name", "place"], change())),
        ("ViewChange", takes(&[], change())),
        (
            "NewBulk",
            takes(
                &["action", "conversations"],
                vec![
                    ("action", word(&["assign", "team", "tag", "close", "snooze", "spam"])),
                    ("conversations", list(id("cnv"))),
                    ("assignee", maybe(id("agt"))),
                    ("team", maybe(id("tea"))),
                    ("tag", long(60, "resa")),
                    ("reason", long(300, "Doppione")),
                    ("until", moment(NOW)),
                ],
            ),
        ),
        (
            "Bulk",
            gives(vec![
                ("id", id("blk")),
                ("action", word(&["assign", "team", "tag", "close", "snooze", "spam", "read"])),
                ("changed", whole(30)),
                ("undone", whole(0)),
                ("kept", whole(0)),
                ("made_at", moment(NOW)),
                ("undone_at", maybe(moment(NOW))),
                ("undo_until", moment(NOW)),
            ]),
        ),
    ]
}
