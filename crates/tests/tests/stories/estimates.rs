//! Promises worked out from the queue: noted beside for a while, then told; later for whoever comes later, kept, and worked
//! out again from what was stored.

use serde_json::{Value, json};
use tests::shop::{Shop, on_both_engines, text_of};
use tests::{wait_for, wait_until};

/// Minutes between ten o'clock and ten o'clock of the next day.
const DAY_MINUTES: i64 = 24 * 60;
/// Of one round: three write at the same moment and are answered after 20, 30 and 40 minutes.
const ROUND_MINUTES: i64 = 45;

fn inbox(shop: &Shop) -> Value {
    shop.get(&format!("/api/v1/inboxes/{}", shop.inbox_id))
}

fn promise_by(shop: &Shop, by: &str) -> Value {
    shop.patch(&format!("/api/v1/inboxes/{}", shop.inbox_id), &json!({ "promises_by": by }))
}

/// Waits for an estimate that knows of everything there is, and gives its minutes for tier C.
fn estimate(shop: &Shop) -> i64 {
    let now_ms = shop.node().db().clock().now_ms();
    let now = jiff::Timestamp::from_millisecond(now_ms).expect("a moment").to_string();
    let found = wait_for("an estimate of this moment", || {
        let estimate = inbox(shop)["estimate"].clone();
        (estimate["made_at"].as_str()? >= now.as_str()).then_some(estimate)
    });
    found["minutes"]["C"].as_i64().expect("minutes")
}

/// Three write, and are answered one after the other.
fn round(shop: &Shop, name: &str, estimated: bool) {
    if estimated {
        estimate(shop);
    }
    let senders: Vec<String> = (0..3).map(|number| format!("{name}-{number}@example.it")).collect();
    for sender in &senders {
        shop.mail_from(sender, "Una domanda", "Quanto costa la lampada?");
    }
    let conversations: Vec<Value> = senders.iter().map(|sender| shop.conversation_of(sender)).collect();
    shop.advance(10);
    for conversation in &conversations {
        shop.advance(10);
        shop.answer(conversation, "Costa 90 euro.");
        shop.promise_becomes(conversation, "kept");
    }
    shop.advance(ROUND_MINUTES - 40);
}

/// A day of rounds from ten o'clock, until ten o'clock of the next working day.
fn day(shop: &Shop, name: &str, rounds: i64, estimated: bool) {
    for number in 0..rounds {
        round(shop, &format!("{name}-{number}"), estimated);
    }
    shop.advance(DAY_MINUTES - rounds * ROUND_MINUTES);
}

#[test]
fn a_queue_builds_up_and_who_comes_later_is_promised_later_and_all_of_it_is_kept() {
    on_both_engines(|shop| {
        assert_eq!(inbox(shop)["promises_by"], "policy");
        assert_eq!(promise_by(shop, "shadow")["promises_by"], "shadow");
        // Nothing is known of how fast this shop answers: no estimate, and no promise but by the targets.
        day(shop, "lunedi", 7, false);
        assert_eq!(inbox(shop)["estimate"]["made_at"], Value::Null);
        day(shop, "martedi", 10, true);
        let noted = shop.list("/api/v1/promises?limit=200");
        assert!(noted.iter().all(|promise| promise["basis"]["source"] == "policy"), "{noted:#?}");

        // Thirty outcomes are known: customers may be told.
        promise_by(shop, "model");
        let idle = estimate(shop);
        assert_eq!(inbox(shop)["estimate"]["ready"]["C"], true);
        let mut told = Vec::new();
        for number in 0..6 {
            let sender = format!("mercoledi-{number}@example.it");
            shop.mail_from(&sender, "Un'altra domanda", "E la lampada da tavolo?");
            let conversation = shop.conversation_of(&sender);
            let promise = &conversation["promise"];
            assert_eq!((&promise["basis"]["source"], &promise["confidence"]), (&json!("model"), &json!(0.9)));
            told.push((text_of(promise, "/due_at"), conversation));
            if number < 5 {
                // The queue is one longer: the next one hears of it.
                wait_until("an estimate with the longer queue", || {
                    let minutes = inbox(shop)["estimate"]["minutes"]["C"].as_i64();
                    minutes.is_some_and(|minutes| number == 0 || minutes > idle)
                });
                shop.advance(1);
                estimate(shop);
            }
        }
        assert!(told.windows(2).all(|pair| pair[0].0 <= pair[1].0), "{told:#?}");
        assert!(told[0].0 < told[5].0, "{told:#?}");
        let mails = shop.mails_to("mercoledi-5@example.it", 1);
        let due: jiff::Timestamp = told[5].0.parse().expect("a moment");
        let hour = due.in_tz("Europe/Rome").expect("a zone").strftime("%H:%M").to_string();
        assert!(mails[0].text().contains(&hour), "{hour}: {}", mails[0].text());

        // At the usual pace every one of them is kept.
        for (_, conversation) in &told {
            shop.advance(10);
            shop.answer(conversation, "Anche quella.");
            shop.promise_becomes(conversation, "kept");
        }

        // The same numbers answer what would be, were they others.
        let path = format!("/api/v1/inboxes/{}/whatif", shop.inbox_id);
        let same = shop.get(&path);
        assert_eq!(same["now"], same["then"]);
        assert!(same["now"]["percent"].as_f64().is_some_and(|percent| percent > 0.0), "{same:#}");
        let more = shop.get(&format!("{path}?volume=200"));
        assert_eq!(more["now"]["people"], 1);
        assert!(more["then"]["nine_of_ten_ms"].as_i64() > more["now"]["nine_of_ten_ms"].as_i64(), "{more:#}");

        // Looked back on, Monday and most of Tuesday taught; the requests after them would have held.
        let looked = shop.get(&format!("/api/v1/inboxes/{}/hindsight?days=28", shop.inbox_id));
        let total = &looked["total"];
        let count = |name: &str| total[name].as_i64().expect("a number");
        assert!(looked["ready_at"].is_string() && count("learning") >= 30, "{looked:#}");
        assert!(count("settled") >= 6 && count("would_have_held") * 10 >= count("settled") * 8, "{looked:#}");
        let output = shop.program(&["simulate", "--own", "--days", "28", "--json"]);
        let said: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
        for name in ["settled", "would_have_held", "kept", "learning", "would_have_said_ms", "said_ms"] {
            assert_eq!(said["inboxes"][0]["total"][name], total[name], "{name}: {said:#}");
        }

        // Years later each can be worked out again.
        let id = text_of(&told[5].1, "/promise/id");
        let output = shop.program(&["promise", "explain", &id]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(
            said.contains("comes out the same, to the millisecond") && said.contains("mc100+rsplit/1"),
            "{said}"
        );
        let output = shop.program(&["promise", "explain", &id, "--json"]);
        let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!((&said["estimate"]["same"], &said["estimate"]["told"]), (&json!(true), &json!(true)));
        assert!(said["estimate"]["waited_ms"].as_i64().is_some_and(|waited_ms| waited_ms > 0), "{said:#}");

        // One whose inputs were changed does not come out the same, and says what does not.
        let conversation = text_of(&told[5].1, "/id");
        let db = shop.node().db();
        let changed = db.write(riscontro::node::ACCOUNT, |tx| {
            const CHANGE: db::Query = db::Query {
                name: "test.CHANGE",
                sql: "update estimate set inputs = replace(inputs, '\"people\":1', '\"people\":2') where account_id = ?1",
                scope: db::Scope::Account,
            };
            tx.execute(CHANGE, &[])
        });
        assert!(changed.is_ok_and(|rows| rows > 0), "{conversation}");
        let output = shop.program(&["promise", "explain", &id]);
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stdout).contains("the fingerprint of the inputs comes out as"));
    });
}

/// A chat as a program brings it: somebody who looks on while they wait.
fn chat(shop: &Shop, inbox_id: &str, name: &str) -> Value {
    let body = json!({
        "inbox_id": inbox_id,
        "channel": "chat",
        "direction": "in",
        "customer": { "name": name, "identities": [{ "kind": "email", "value": format!("{name}@chat.example") }] },
        "subject": "In chat",
        "text": "C'è qualcuno?",
    });
    shop.post("/api/v1/conversations", &body)
}

/// Waits until the estimate says that somebody more would have to wait, or that nobody would.
fn queue_is_seen(shop: &Shop, inbox_id: &str, waits: bool) {
    let now_ms = shop.node().db().clock().now_ms();
    let now = jiff::Timestamp::from_millisecond(now_ms).expect("a moment").to_string();
    wait_until("an estimate of the queue as it is", || {
        let estimate = shop.get(&format!("/api/v1/inboxes/{inbox_id}"))["estimate"].clone();
        // An API token is asked a hundred times a second at most.
        std::thread::sleep(std::time::Duration::from_millis(50));
        let is_new = estimate["made_at"].as_str().is_some_and(|made_at| made_at >= now.as_str());
        if waits { is_new } else { estimate.is_null() }
    });
}

/// Four come within moments and are answered a minute after one another.
fn chats(shop: &Shop, inbox_id: &str, name: &str, estimated: bool) {
    let mut come = Vec::new();
    for number in 0..4 {
        come.push(chat(shop, inbox_id, &format!("{name}-{number}")));
        if estimated {
            queue_is_seen(shop, inbox_id, true);
        }
        shop.node().db().clock().advance(1_000);
    }
    for conversation in &come {
        shop.advance(1);
        shop.answer(conversation, "Eccomi.");
        shop.promise_becomes(conversation, "kept");
    }
    shop.advance(2);
    if estimated {
        queue_is_seen(shop, inbox_id, false);
    }
}

#[test]
fn who_waits_in_a_chat_is_told_by_the_queue_whoever_leaves_counts_and_a_second_word_is_surer() {
    on_both_engines(|shop| {
        let inbox = json!({ "kind": "chat", "name": "Chat", "targets": { "first_reply_minutes": { "A": 5, "B": 5, "C": 5 } } });
        let inbox_id = text_of(&shop.post("/api/v1/inboxes", &inbox), "/id");
        let path = format!("/api/v1/inboxes/{inbox_id}");
        shop.patch("/api/v1/me/presence", &json!({ "presence": "online" }));
        shop.patch(&path, &json!({ "promises_by": "shadow" }));
        for number in 0..6 {
            chats(shop, &inbox_id, &format!("lunedi{number}"), false);
        }
        shop.advance(DAY_MINUTES - 6 * 6);
        shop.patch("/api/v1/me/presence", &json!({ "presence": "online" }));
        // Three of four have to wait: thirty outcomes are known after ten rounds.
        for number in 0..11 {
            chats(shop, &inbox_id, &format!("martedi{number}"), true);
        }

        shop.patch(&path, &json!({ "promises_by": "model" }));
        let mut told = Vec::new();
        for number in 0..5 {
            told.push(chat(shop, &inbox_id, &format!("coda{number}")));
            queue_is_seen(shop, &inbox_id, true);
            shop.node().db().clock().advance(1_000);
        }
        let promise = |at: usize| shop.conversation(&text_of(&told[at], "/id"))["promise"].clone();
        // Whoever finds somebody free is answered at once: that is no matter of the queue.
        assert_eq!(promise(0)["basis"]["source"], "policy");
        for at in 1..5 {
            let promise = promise(at);
            assert_eq!(
                (&promise["basis"]["source"], &promise["confidence"]),
                (&json!("model"), &json!(0.9)),
                "{promise:#}"
            );
            assert_eq!(promise["basis"]["inputs"]["model"], "live-mc100-qr+qt/1");
        }
        assert!(text_of(&promise(1), "/due_at") < text_of(&promise(4), "/due_at"), "{told:#?}");
        assert!(shop.get(&path)["estimate"]["offers"]["C"]["kind"].is_string());

        // While they wait they see where they stand.
        let last = shop.conversation(&text_of(&told[4], "/id"));
        assert_eq!(last["wait"]["ahead"], 3, "{last:#}");
        assert_eq!(shop.conversation(&text_of(&told[1], "/id"))["wait"]["ahead"], 0);

        // One leaves; when somebody who came later is answered it would have been their turn.
        let gone = text_of(&promise(2), "/id");
        shop.patch(
            &format!("/api/v1/conversations/{}", text_of(&told[2], "/id")),
            &json!({ "status": "closed" }),
        );
        for at in [0, 1, 3] {
            shop.advance(1);
            shop.answer(&told[at], "Eccomi.");
            shop.promise_becomes(&told[at], "kept");
        }
        let output = shop.program(&["promise", "explain", &gone, "--json"]);
        let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!((&said["state"], &said["estimate"]["same"]), (&json!("void"), &json!(true)), "{said:#}");
        assert!(
            said["estimate"]["waited_ms"].as_i64().is_some_and(|waited_ms| waited_ms >= 120_000),
            "{said:#}"
        );

        // The last one is forgotten, and promised again: nineteen times of twenty.
        let second = || shop.promises(&told[4]).into_iter().nth(1);
        for _ in 0..20 {
            if second().is_some() {
                break;
            }
            shop.advance(1);
            queue_is_seen(shop, &inbox_id, true);
        }
        let second = second().expect("a second promise");
        assert_eq!(
            (&second["basis"]["source"], &second["confidence"]),
            (&json!("model"), &json!(0.95)),
            "{second:#}"
        );
    });
}

#[test]
fn a_word_that_is_none_and_a_promise_that_is_none_are_refused_by_name() {
    on_both_engines(|shop| {
        let path = format!("/api/v1/inboxes/{}", shop.inbox_id);
        let refused = shop.api().patch_json(&path, &json!({ "promises_by": "magic" })).expect(422).json();
        assert_eq!(refused["errors"][0]["pointer"], "/promises_by", "{refused}");
        for (words, code, says) in [
            (&["promise", "explain", "prm_00000000000000000000000000"][..], 1, "there is no promise"),
            (&["promise", "explain", "R-7K3PQ"], 2, "is not the name of a promise"),
            (&["promise"], 2, "promise takes explain"),
            (&["promise", "tell", "prm_1"], 2, "takes no word"),
            (&["simulate", "--own", "--weeks", "1-2"], 2, "--weeks is of the documented world"),
            (&["simulate", "--own", "--inbox", "Nessuna"], 1, "there is no inbox \"Nessuna\""),
        ] {
            let output = shop.program(words);
            let fault = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(code), "{words:?}: {fault}");
            assert!(fault.contains(says), "{words:?}: {fault}");
        }
    });
}
