//! Conversations among others as people meet them: what the pages offer, what the forms do, and what is said when it
//! cannot be.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::StatusCode;
use office::account::Role;
use spine::conversation;

use crate::testing::{Shop, on_both_engines};

/// Caterina's two questions, by code, and Marta's session.
async fn two(shop: &Shop) -> (String, String, String, String) {
    let inbox = shop.inbox();
    let first = shop.request(inbox.clone(), "Le Piuma sfarfallano.").conversation.reference;
    let second = shop.request(inbox, "E la fattura?").conversation.reference;
    let (cookie, csrf) = shop.session(shop.marta);
    (first, second, cookie, csrf)
}

fn act(reference: &str, verb: &str) -> String {
    format!("/console/conversation/{reference}/{verb}")
}

#[tokio::test]
async fn two_conversations_are_merged_and_taken_apart_again_from_the_page() {
    on_both_engines(async |shop| {
        let (first, second, cookie, csrf) = two(&shop).await;
        let back = "/console/inbox/all";
        let asked = shop.get(&format!("{back}/{first}/merge"), &cookie).await;
        asked.shows(&second);
        let form = [("csrf", csrf.as_str()), ("back", back), ("into", &second)];
        let done = shop.post(&act(&first, "merge"), &cookie, &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert_eq!(done.location(), format!("{back}/{second}"));
        let merged = shop.get(&format!("{back}/{second}"), &cookie).await;
        for said in ["Le Piuma sfarfallano.", "E la fattura?", "Conversazioni unite.", "ha unito qui"] {
            merged.shows(said);
        }
        let old = shop.get(&format!("{back}/{first}"), &cookie).await;
        old.shows("E la fattura?");
        let operation = merged.body.split("name=\"operation\" value=\"").nth(1).unwrap();
        let operation = operation.split('"').next().unwrap().to_owned();
        let form = [("csrf", csrf.as_str()), ("back", back), ("operation", &operation)];
        let undone = shop.post(&act(&second, "operation/undo"), &cookie, &form).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER);
        let apart = shop.get(&format!("{back}/{second}"), &cookie).await;
        assert!(!apart.body.contains("Le Piuma sfarfallano."), "{}", apart.body);
        apart.shows("ha annullato l’unione");
        let again = shop.post(&act(&second, "operation/undo"), &cookie, &form).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        again.shows("Non si può più annullare");
    })
    .await;
}

#[tokio::test]
async fn a_code_nobody_has_is_said_beside_the_question() {
    on_both_engines(async |shop| {
        let (first, _, cookie, csrf) = two(&shop).await;
        let form = [("csrf", csrf.as_str()), ("back", "/console/inbox/all"), ("code", "R-NADA0")];
        let answer = shop.post(&act(&first, "merge"), &cookie, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.shows("Nessuna conversazione ha questo codice.");
        let form = [("csrf", csrf.as_str()), ("back", "/console/inbox/all"), ("other", first.as_str())];
        let answer = shop.post(&act(&first, "link"), &cookie, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.shows("Queste due non si possono collegare.");
    })
    .await;
}

#[tokio::test]
async fn links_are_shown_on_both_pages() {
    on_both_engines(async |shop| {
        let (first, second, cookie, csrf) = two(&shop).await;
        let form = [("csrf", csrf.as_str()), ("back", "/console/inbox/all"), ("other", second.as_str())];
        assert_eq!(shop.post(&act(&first, "link"), &cookie, &form).await.status, StatusCode::SEE_OTHER);
        shop.get(&format!("/console/inbox/all/{first}"), &cookie).await.shows("Collegata a");
        shop.get(&format!("/console/inbox/all/{second}"), &cookie).await.shows("Collegata a");
    })
    .await;
}

#[tokio::test]
async fn opening_a_conversation_reads_it_and_u_makes_it_unread_again() {
    on_both_engines(async |shop| {
        let (first, _, cookie, csrf) = two(&shop).await;
        let unread = |shop: &Shop| {
            let (code, marta) = (first.clone(), shop.marta);
            shop.read(move |tx| {
                let open = conversation::by_reference(tx, &code)?.unwrap();
                Ok(conversation::is_unread(tx, &open, marta)?)
            })
        };
        assert!(unread(&shop));
        shop.get(&format!("/console/inbox/all/{first}"), &cookie).await;
        // Written in the order it was asked: whatever follows comes after.
        shop.write(|_| Ok(()));
        assert!(!unread(&shop));
        let form = [("csrf", csrf.as_str()), ("back", "/console/inbox/all")];
        let done = shop.post(&act(&first, "unread"), &cookie, &form).await;
        assert_eq!(done.location(), "/console/inbox/all", "the list, or it would be read at once");
        assert!(unread(&shop));
    })
    .await;
}

#[tokio::test]
async fn a_report_is_thanked_in_words_one_can_change() {
    on_both_engines(async |shop| {
        let (first, _, cookie, csrf) = two(&shop).await;
        let asked = shop.get(&format!("/console/inbox/all/{first}/thank"), &cookie).await;
        asked.shows("grazie della segnalazione");
        let empty = [("csrf", csrf.as_str()), ("back", "/console/inbox/all"), ("text", " ")];
        let refused = shop.post(&act(&first, "thank"), &cookie, &empty).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let form = [("csrf", csrf.as_str()), ("back", "/console/inbox/all"), ("text", "Grazie, Caterina!")];
        assert_eq!(shop.post(&act(&first, "thank"), &cookie, &form).await.status, StatusCode::SEE_OTHER);
        let page = shop.get(&format!("/console/inbox/all/{first}"), &cookie).await;
        page.shows("Racconta com’è finita");
        page.shows("ha ringraziato per la segnalazione");
    })
    .await;
}

#[tokio::test]
async fn the_sheet_for_paper_has_every_message_and_the_notes_only_when_asked() {
    on_both_engines(async |shop| {
        let (first, _, cookie, csrf) = two(&shop).await;
        let note = [("csrf", csrf.as_str()), ("agent", ""), ("note", "Cliente gentilissima.")];
        shop.post(&act(&first, "assign"), &cookie, &note).await;
        let plain = shop.get(&act(&first, "print"), &cookie).await;
        plain.shows("Le Piuma sfarfallano.");
        assert!(!plain.body.contains("gentilissima"), "{}", plain.body);
        shop.get(&format!("{}?notes=1", act(&first, "print")), &cookie).await.shows("Cliente gentilissima.");
        assert_eq!(shop.get(&act("R-NADA0", "print"), &cookie).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn every_key_a_page_answers_to_stands_in_its_table() {
    on_both_engines(async |shop| {
        let (first, _, cookie, _) = two(&shop).await;
        let pages = [
            format!("/console/inbox/all/{first}"),
            "/console/inbox/mine".to_owned(),
            "/console/new".to_owned(),
            "/console/notices".to_owned(),
            "/console/ledger".to_owned(),
            "/console/delivery".to_owned(),
            "/console/settings/roles".to_owned(),
            "/console/me".to_owned(),
        ];
        for page in pages {
            let shown = shop.get(&page, &cookie).await;
            assert_eq!(shown.status, StatusCode::OK, "{page}");
            let values = |name: &str| {
                let mark = format!("{name}=\"");
                let parts: Vec<String> = shown
                    .body
                    .split(&mark)
                    .skip(1)
                    .map(|rest| rest.split('"').next().unwrap().to_lowercase())
                    .collect();
                parts
            };
            let named: Vec<String> = values("data-keys")
                .iter()
                .flat_map(|keys| keys.split(' ').map(str::to_owned).collect::<Vec<_>>())
                .collect();
            for keys in values("data-key") {
                for key in keys.split(' ') {
                    let key = if key == "search" { "/" } else { key };
                    assert!(named.iter().any(|name| name == key), "{page}: {key} is in no table: {named:?}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_without_its_proof_merges_nothing() {
    on_both_engines(async |shop| {
        let (first, second, _, _) = two(&shop).await;
        let agent = shop.add("Giulia", Role::Agent);
        let (cookie, _) = shop.session(agent);
        let form = [("back", "/console/inbox/all"), ("into", second.as_str())];
        let forged = shop.post(&act(&first, "merge"), &cookie, &form).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN, "a form without its proof");
    })
    .await;
}
