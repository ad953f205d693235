//! Canned answers and signatures in the settings, as a browser uses them.

use axum::http::StatusCode;
use office::account::Role;
use spine::canned;
use spine::signature::{self, Owner};

use crate::testing::on_both_engines;

#[tokio::test]
async fn a_canned_answer_is_written_changed_and_thrown_away() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let path = "/console/settings/canned";
        shop.get(path, &cookie).await.shows("Nessuna risposta pronta");
        let fields = [
            ("csrf", csrf.as_str()),
            ("title", "Reso gratuito"),
            ("shortcut", "reso"),
            ("category", "Resi"),
            ("language", "it"),
            ("whose", "shared"),
            ("text", "Ciao {{customer.name}},\nil reso è gratis."),
        ];
        assert_eq!(shop.post(path, &cookie, &fields).await.status, StatusCode::SEE_OTHER);
        let taken = shop.post(path, &cookie, &fields).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        taken.shows("ha già questa scorciatoia");
        taken.shows("il reso è gratis.</textarea>");
        let list = shop.get(path, &cookie).await;
        list.shows("/reso");
        list.shows("di tutti");
        let made = shop.read(|tx| Ok(canned::list(tx, None, i64::MAX, 10)?.remove(0)));
        let own = format!("{path}/{}", kernel::id::Kind::Canned.name(&made.oid));
        shop.get(&own, &cookie).await.shows("value=\"Reso gratuito\"");
        let empty = [("csrf", csrf.as_str()), ("title", ""), ("whose", "shared"), ("text", " ")];
        let refused = shop.post(&own, &cookie, &empty).await;
        refused.shows("Serve un titolo");
        refused.shows("Manca il testo.");

        let giulia = shop.add("Giulia", Role::Agent);
        let (hers, proof) = shop.session(giulia);
        assert_eq!(
            shop.get(&own, &hers).await.status,
            StatusCode::FORBIDDEN,
            "everybody’s is not hers to change"
        );
        let shared = [("csrf", proof.as_str()), ("title", "Mia"), ("whose", "shared"), ("text", "x")];
        assert_eq!(shop.post(path, &hers, &shared).await.status, StatusCode::FORBIDDEN);
        let mine = [("csrf", proof.as_str()), ("title", "Il saluto di Giulia"), ("text", "x")];
        assert_eq!(shop.post(path, &hers, &mine).await.status, StatusCode::SEE_OTHER);
        shop.get(path, &hers).await.shows("solo mia");
        assert!(
            !shop.get(path, &cookie).await.body.contains("Il saluto di Giulia"),
            "and nobody else’s to see"
        );
        assert_eq!(
            shop.post(&format!("{own}/delete"), &cookie, &[("csrf", &csrf)]).await.status,
            StatusCode::SEE_OTHER
        );
        assert_eq!(shop.get(&own, &cookie).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn ones_own_signature_and_the_inboxs_are_kept_safe_and_shown_as_they_read() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let (cookie, csrf) = shop.session(shop.marta);
        let fields =
            [("csrf", csrf.as_str()), ("html", "<b>{{agent.name}}</b><script>x</script>"), ("signature", "")];
        assert_eq!(shop.post("/console/me/signature", &cookie, &fields).await.location(), "/console/me#firma");
        shop.get("/console/me", &cookie).await.shows("Marta Bisi</p>");
        let path = format!("/console/settings/inboxes/{}", kernel::id::Kind::Inbox.name(&inbox.oid));
        shop.get(&path, &cookie).await.shows(&format!("{path}/signature"));
        let template =
            [("csrf", csrf.as_str()), ("signature", "{{agent.signature}}\n{{company.name}}, {{inbox.name}}")];
        shop.post(&format!("{path}/signature"), &cookie, &template).await;
        shop.get(&format!("{path}/signature"), &cookie).await.shows("Fioca, Fioca, assistenza</p>");
        let marta = shop.marta;
        let text = shop.read(|tx| Ok(signature::of(tx, marta, inbox.id)?.map(|signature| signature.text)));
        assert_eq!(text.as_deref(), Some("Marta Bisi\nFioca, Fioca, assistenza"));
        let none = [("csrf", csrf.as_str()), ("signature", " "), ("html", "")];
        shop.post("/console/me/signature", &cookie, &none).await;
        assert_eq!(shop.read(|tx| Ok(signature::find(tx, Owner::Agent(marta))?)), None);
        let giulia = shop.add("Giulia", Role::Agent);
        let (hers, proof) = shop.session(giulia);
        let forged = [("csrf", proof.as_str()), ("signature", "x")];
        assert_eq!(shop.post(&format!("{path}/signature"), &hers, &forged).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
