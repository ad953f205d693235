//! The company, hooks, watches, domains and signing keys.

use serde_json::Value;

use super::{Member, NOW, flag, gives, id, list, long, maybe, moment, takes, text, the, url, whole, word};

const KEY: &str = "riscontro-r1._domainkey.fioca.example";
const URL: &str = "https://aiuto.fioca.example/hooks/mail/…/…";

pub(super) fn channels() -> Vec<Member> {
    let record = || gives(vec![("name", text(KEY)), ("text", text("v=DKIM1; k=rsa; p=…"))]);
    let rotated = hook().into_iter().chain([("url", maybe(url(URL)))]).collect();
    let probe = gives(vec![("sent_at", moment(NOW)), ("returned_at", maybe(moment(NOW)))]);
    let finding = gives(vec![
        ("subject", word(&["mx", "spf", "dkim", "dmarc"])),
        ("level", word(&["good", "better", "bad", "unknown"])),
        ("what", text("missing")),
        ("sentence", text("Nothing says who may write in your name.")),
        ("record", maybe(record())),
    ]);
    vec![
        ("Account", gives(account())),
        ("AccountChange", takes(&[], account())),
        ("Hook", gives(hook())),
        ("RotatedHook", gives(rotated)),
        ("HookChange", takes(&[], vec![("mailgun_key", maybe(long(200, "…")))])),
        ("Watch", gives([vec![("inbox_id", id("inb"))], watch(), vec![("last_probe", maybe(probe))]].concat())),
        ("WatchChange", takes(&[], watch())),
        (
            "Domain",
            gives(vec![
                ("id", text("fioca.example")),
                ("asked_at", maybe(moment(NOW))),
                ("checked_at", maybe(moment(NOW))),
                ("findings", list(finding)),
                ("keys", list(the("SigningKey"))),
            ]),
        ),
        (
            "SigningKey",
            gives(vec![
                ("id", text(KEY)),
                ("domain", text("fioca.example")),
                ("selector", text("riscontro-r1")),
                ("algorithm", word(&["rsa", "ed25519"])),
                ("active", flag()),
                ("record", record()),
                ("created_at", moment(NOW)),
            ]),
        ),
        (
            "NewSigningKey",
            takes(
                &["domain", "algorithm"],
                vec![("domain", long(253, "fioca.example")), ("algorithm", word(&["rsa", "ed25519"]))],
            ),
        ),
        ("SigningKeyChange", takes(&[], vec![("active", flag())])),
    ]
}

fn account() -> Vec<Member> {
    vec![
        ("name", long(120, "Fioca")),
        ("language", word(&["it", "en"])),
        ("register", word(&["lei", "tu"])),
        ("timezone", text("Europe/Rome")),
        ("phone", maybe(long(200, "02 1234567"))),
        ("address_line", maybe(long(200, "Via Torino 2, Milano"))),
        ("waiting_days", bounded(3, 1, 60)),
        ("warn_minutes", bounded(20, 1, 480)),
        ("reopen_days", bounded(7, 0, 365)),
        ("raw_days", maybe(bounded(365, 7, 3_650))),
        ("kept_badge", flag()),
    ]
}

fn hook() -> Vec<Member> {
    vec![
        ("inbox_id", id("inb")),
        ("created_at", moment(NOW)),
        ("last_used_at", maybe(moment(NOW))),
        ("last_provider", maybe(text("postmark"))),
        ("has_mailgun_key", flag()),
    ]
}

fn watch() -> Vec<Member> {
    vec![
        ("silence_alarm", flag()),
        ("probe_minutes", maybe(bounded(30, 5, 1_440))),
        ("probe_late_minutes", bounded(10, 1, 240)),
    ]
}

fn bounded(example: i64, least: i64, most: i64) -> Value {
    let mut schema = whole(example);
    schema["minimum"] = Value::from(least);
    schema["maximum"] = Value::from(most);
    schema
}
