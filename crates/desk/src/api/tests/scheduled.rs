//! Answers that leave later, asked as they are meant.

use serde_json::{Value, json};
use spine::intake::Class;

use super::{House, NOW_MS};

/// An answer that leaves in an hour, at eleven in Rome; its id.
pub async fn made(house: &House, conversation: &str) -> String {
    let later = json!({"kind": "reply", "text": "Arriva domani.", "send_at": "2026-11-19T10:00:00Z"});
    house.post(&format!("/conversations/{conversation}/messages"), later).await.expect(201).id()
}

/// Every call about answers that leave later.
pub async fn asked(house: &House, inbox: &str) {
    // A week later, at ten in Rome; an hour from then.
    house.clock.move_to(NOW_MS + 7 * 86_400_000);
    const AT_ELEVEN: &str = "2026-11-26T10:00:00Z";
    let conversation = house.conversation(inbox, "piu.tardi@posta.example", "Quando arriva?").await;
    let messages = format!("/conversations/{conversation}/messages");
    let list = format!("/conversations/{conversation}/scheduled");
    let later = |more: Value| {
        let mut body = json!({"kind": "reply", "text": "Arriva domani.", "send_at": AT_ELEVEN});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    for (more, places) in [
        (json!({"send_at": "domani"}), &["/send_at"] as &[&str]),
        // Past, beyond a year, beyond what the customer was promised, at night.
        (json!({"send_at": "2026-11-26T08:59:00Z"}), &["/send_at"]),
        (json!({"send_at": "2028-01-10T10:00:00Z"}), &["/send_at"]),
        (json!({"send_at": "2026-11-27T10:00:00Z"}), &["/send_at"]),
        (json!({"send_at": "2026-11-26T21:00:00Z"}), &["/send_at"]),
        (json!({"kind": "note"}), &["/send_at"]),
        (json!({"hold_seconds": 8}), &["/hold_seconds"]),
        (json!({"channel": "email"}), &["/channel"]),
        (json!({"promise": {"due_at": AT_ELEVEN}}), &["/promise/due_at"]),
        (json!({"text": " "}), &["/text"]),
    ] {
        let refused = house.post(&messages, later(more.clone())).await.expect(422);
        assert_eq!(refused.places(), places, "{more}");
    }
    let program = house.ask("integration", "POST", &messages, Some(later(json!({})))).await.expect(422);
    assert_eq!(program.places(), ["/send_at"], "a person answers");
    assert!(house.get(&list).await.expect(200).ids().is_empty(), "nothing of it was kept");

    let giulia = house.ask("agent", "GET", "/me", None).await.id();
    let word = json!({"promise": {"due_at": "2026-11-27T10:00:00Z", "text": "La richiamo."}, "cc": ["ufficio@posta.example"]});
    let kept = house.post(&messages, later(word)).await.expect(201);
    assert_eq!(
        (&kept.body["state"], &kept.body["send_at"], &kept.body["agent_id"]),
        (&json!("waiting"), &json!(AT_ELEVEN), &json!(giulia))
    );
    assert_eq!(kept.body["promise"]["text"], "La richiamo.");
    assert_eq!(kept.body["cc"][0]["email"], "ufficio@posta.example");
    assert_eq!(house.get(&messages).await.rows().len(), 1, "it is no message yet");
    let for_giulia = later(json!({"on_behalf_of": giulia}));
    let second = house.ask("integration", "POST", &messages, Some(for_giulia)).await.expect(201);
    assert_eq!(second.body["agent_id"], json!(giulia));
    assert_eq!(house.get(&list).await.expect(200).ids(), [second.id(), kept.id()]);
    let page = house.get(&format!("{list}?limit=1")).await.expect(200);
    let next = page.body["next"].as_str().unwrap().to_owned();
    assert_eq!(house.get(&format!("{list}?limit=1&after={next}")).await.expect(200).ids(), [kept.id()]);

    let place = format!("/scheduled/{}", second.id());
    assert_eq!(house.get(&place).await.expect(200).body["text"], "Arriva domani.");
    house.ask("agent", "DELETE", &place, None).await.expect(204);
    house.ask("agent", "DELETE", &place, None).await.expect(404);
    house.get(&place).await.expect(404);

    // The customer writes before it leaves: it is held, and says why.
    let code = house.get(&format!("/conversations/{conversation}")).await.body["reference"].clone();
    let mut back =
        super::mail("piu.tardi@posta.example", &format!("Re: {}", code.as_str().unwrap()), Class::Person);
    back.reference = code.as_str().map(str::to_owned);
    back.text = "Non serve più.".to_owned();
    back.reply_text = back.text.clone();
    house.arrival("aiuto@fioca.example", back).await;
    let held = format!("/scheduled/{}", kept.id());
    let shown = house.get(&held).await.expect(200);
    assert_eq!((&shown.body["state"], &shown.body["held_why"]), (&json!("held"), &json!("customer_wrote")));
}
