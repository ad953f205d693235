//! What people write with: canned answers.

use super::{Member, NOW, flag, gives, id, long, maybe, moment, takes, text, whole, word};

pub(super) fn writing() -> Vec<Member> {
    let language = || maybe(word(&["it", "en"]));
    let change = || {
        vec![
            ("title", long(120, "Reso gratuito")),
            ("shortcut", long(41, "reso")),
            ("category", long(60, "Resi")),
            ("language", language()),
            ("html", long(100_000, "<p>Gentile {{customer.name}}, il reso è gratuito.</p>")),
            ("text", long(100_000, "Gentile {{customer.name}}, il reso è gratuito.")),
            ("shared", flag()),
        ]
    };
    vec![
        (
            "Canned",
            gives(vec![
                ("id", id("can")),
                ("owner", maybe(id("agt"))),
                ("title", text("Reso gratuito")),
                ("shortcut", text("reso")),
                ("category", text("Resi")),
                ("language", language()),
                ("html", text("<p>Gentile {{customer.name}}, il reso è gratuito.</p>")),
                ("text", text("Gentile {{customer.name}}, il reso è gratuito.")),
                ("used", whole(12)),
                ("last_used_at", maybe(moment(NOW))),
                ("updated_at", moment(NOW)),
            ]),
        ),
        ("NewCanned", takes(&["title"], change())),
        ("CannedChange", takes(&[], change())),
    ]
}
