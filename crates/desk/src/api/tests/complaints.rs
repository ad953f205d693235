//! Complaints, asked as they are meant.

use serde_json::{Value, json};
use spine::{conversation, outbox};

use super::{Got, House};

/// What a company has of complaints, by its outside names.
pub struct Made {
    pub complaint: String,
    /// One that waits for somebody who may allow it.
    pub remedy: String,
    pub proposal: String,
    pub cause: String,
}

impl Made {
    /// Three complaints about the packaging, so that the cause recurs, and words that may be one.
    pub async fn of(house: &House, inbox: &str) -> Self {
        let mut complaint = String::new();
        for email in ["ivo@posta.example", "lidia@posta.example", "bruno@posta.example"] {
            let conversation = house.conversation(inbox, email, "La lampada è arrivata rotta.").await;
            let body =
                json!({"conversation_id": conversation, "words": "È arrivata rotta.", "cause": "packaging"});
            complaint = house.post("/complaints", body).await.expect(201).id();
        }
        let remedy = json!({"kind": "discount", "amount_cents": 17_600, "text": "Sconto 8%"});
        let remedy = house.post(&format!("/complaints/{complaint}/remedies"), remedy).await.expect(201);
        assert_eq!(remedy.body["state"], "waiting", "above an agent's limit");
        let words = "È inaccettabile: nessuno mi risponde da settimane.";
        house.conversation(inbox, "carlo@posta.example", words).await;
        Self {
            complaint,
            remedy: remedy.id(),
            proposal: house.get("/complaint-proposals").await.expect(200).ids().remove(0),
            cause: house.get("/complaint-causes").await.expect(200).ids().remove(0),
        }
    }

    /// What a call below these takes, where it takes something that must be there.
    pub fn body(path: &str) -> Option<Value> {
        Some(match path {
            "/complaints/{id}/answer" => json!({"message_id": "msg_01kahk5v7m2c9q4r8s6t1w3x5z"}),
            "/complaints/{id}/remedies" => json!({"kind": "apology", "text": "Scuse"}),
            "/complaints/{id}/follow-up" => json!({"outcome": "solved"}),
            "/complaints/{id}/reopen" => json!({"reason": "Non è finita"}),
            "/remedies/{id}/decision" => json!({"allow": true, "reason": "Va bene"}),
            "/complaint-proposals/{id}" => json!({"complaint": true}),
            _ => return None,
        })
    }
}

/// An answer of Giulia's that has left.
async fn answered(house: &House, conversation: &str) -> Got {
    let reply = json!({"kind": "reply", "text": "Sostituiamo la lampada: parte domani."});
    let reply = house.post(&format!("/conversations/{conversation}/messages"), reply).await.expect(201);
    let oid = reply.id().trim_start_matches("msg_").to_owned();
    house
        .write(move |tx| {
            let message = conversation::message_by_oid(tx, &oid)?;
            let mail = outbox::of_message(tx, message.id)?.unwrap();
            Ok(outbox::handed_over(tx, mail.id, &[])?)
        })
        .await;
    reply
}

/// Every call about complaints.
pub async fn asked(house: &House, inbox: &str) {
    let made = Made::of(house, inbox).await;
    let here = format!("/complaints/{}", made.complaint);
    let shown = house.get(&here).await.expect(200);
    assert_eq!((&shown.body["state"], &shown.body["cause"]), (&json!("open"), &json!("packaging")));
    assert_eq!(house.get("/complaints?cause=packaging").await.expect(200).ids().len(), 3);
    let code = shown.body["code"].as_str().unwrap();
    assert_eq!(house.get(&format!("/complaints/{code}")).await.expect(200).id(), made.complaint);
    let unknown = house.patch(&here, json!({"cause": "nothing"})).await.expect(422);
    assert_eq!(unknown.places(), ["/cause"]);
    assert_eq!(house.patch(&here, json!({"founded": true})).await.expect(200).body["founded"], true);

    let decision = format!("/remedies/{}/decision", made.remedy);
    let allow = json!({"allow": true, "reason": "È un cliente da anni"});
    house.post(&decision, allow.clone()).await.expect(403);
    let decided = house.ask("supervisor", "POST", &decision, Some(allow.clone())).await.expect(200);
    assert_eq!(decided.body["state"], "approved");
    house.ask("supervisor", "POST", &decision, Some(allow)).await.expect(409);

    let conversation = shown.body["conversation_id"].as_str().unwrap();
    let reply = answered(house, conversation).await;
    let marked = json!({"message_id": reply.id()});
    let marked = house.post(&format!("{here}/answer"), marked).await.expect(200);
    assert_eq!(marked.body["answer_message_id"], json!(reply.id()));
    let follow = json!({"outcome": "not_solved", "note": "Manca il vetro."});
    house.post(&format!("{here}/follow-up"), follow).await.expect(200);
    let close = format!("{here}/close");
    let closed = house.ask("supervisor", "POST", &close, Some(json!({"reason": "Chiarito al telefono"}))).await;
    assert_eq!(closed.expect(200).body["state"], "closed");
    let again = json!({"reason": "Ha riscritto"});
    house.post(&format!("{here}/reopen"), again).await.expect(200);

    let proposal = format!("/complaint-proposals/{}", made.proposal);
    let no = json!({"complaint": false});
    assert_eq!(house.post(&proposal, no.clone()).await.expect(200).body["complaint"], false);
    house.post(&proposal, no).await.expect(409);

    let cause = format!("/complaint-causes/{}", made.cause);
    let plan = json!({"note": "Scatola nuova per i vetri", "done": true});
    house.patch(&cause, plan.clone()).await.expect(403);
    assert_eq!(house.ask("supervisor", "PATCH", &cause, Some(plan)).await.expect(200).body["state"], "done");

    let settings = house.get("/complaint-settings").await.expect(200).body;
    let kept = house.ask("admin", "PUT", "/complaint-settings", Some(settings.clone())).await.expect(200);
    assert_eq!(kept.body, settings);
    let wrong = json!({"causes": [], "terms": [], "term": "x", "limits": {}, "follow_up": "mail", "follow_up_days": 7, "recurring_count": 3});
    house.ask("admin", "PUT", "/complaint-settings", Some(wrong)).await.expect(422);
    let term = json!({"term": settings["term"]});
    house.ask("admin", "POST", "/complaint-settings/confirm", Some(term)).await.expect(200);
    let summary = house.get("/complaint-summary").await.expect(200);
    assert_eq!(summary.body["opened_28_days"], 3);
}
