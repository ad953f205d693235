//! The editor as whoever keeps the house's forms uses it.

use axum::http::StatusCode;
use kernel::id::Kind as Name;
use office::account::Role;
use spine::form;

use crate::testing::on_both_engines;

/// The fields the page would send, with one more or another value where `more` says so.
fn sent<'a>(csrf: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("csrf", csrf)];
    for (name, kind, required) in [("email", "email", true), ("text", "long", true)] {
        fields.extend([("field", name), ("label", ""), ("kind", kind), ("help", ""), ("choices", "")]);
        fields.extend([("when-field", ""), ("when-is", "")]);
        if required {
            fields.push(("required", name));
        }
    }
    fields.extend([("a_minute", "60"), ("typed_seconds", "2"), ("track_days", "90"), ("files", "on")]);
    fields.extend_from_slice(more);
    fields
}

#[tokio::test]
async fn a_form_is_changed_moved_and_shown_to_whoever_writes() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let path = format!("/console/settings/forms/{}", Name::Inbox.name(&inbox.oid));
        let (cookie, csrf) = shop.session(shop.marta);
        let page = shop.get(&path, &cookie).await;
        page.shows("Come ti chiami");
        page.shows(&format!("data-form=&quot;{}&quot;", inbox.key));

        let more = [
            ("field", "topic"),
            ("label", "Di che cosa si tratta"),
            ("kind", "choice"),
            ("choices", "Un ordine\nAltro"),
            ("when-field", ""),
            ("sites", "https://www.fioca.example/"),
        ];
        let saved = shop.post(&path, &cookie, &sent(&csrf, &more)).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let kept = shop.read(|tx| Ok(form::of_inbox(tx, inbox.id)?));
        let names: Vec<_> = kept.fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["email", "text", "topic"]);
        assert_eq!(kept.sites, ["https://www.fioca.example"]);
        shop.get(&format!("/forms/{}", inbox.key), "").await.shows("Di che cosa si tratta");

        // Moving changes the page, and nothing that is kept until it is saved.
        let moved = shop.post(&path, &cookie, &sent(&csrf, &[("do", "down:0")])).await;
        assert_eq!(moved.status, StatusCode::OK);
        let (text, email) = (moved.body.find("value=\"text\""), moved.body.find("value=\"email\""));
        assert!(text < email, "the message comes first now");
        assert_eq!(shop.read(|tx| Ok(form::of_inbox(tx, inbox.id)?)), kept);
        let added = shop.post(&path, &cookie, &sent(&csrf, &[("do", "add:"), ("new", "phone")])).await;
        added.shows("value=\"phone\"");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_said_beside_its_field_and_nothing_typed_is_lost() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let path = format!("/console/settings/forms/{}", Name::Inbox.name(&inbox.oid));
        let (cookie, csrf) = shop.session(shop.marta);
        let more = [
            ("field", "topic"),
            ("label", "Argomento"),
            ("kind", "choice"),
            ("choices", "Uno solo"),
            ("when-field", ""),
            ("sites", "javascript:alert(1)"),
            ("intro", "Con parole nostre"),
        ];
        let refused = shop.post(&path, &cookie, &sent(&csrf, &more)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Servono da 2 a 30 risposte");
        refused.shows("uno per riga e senza pagina");
        refused.shows("Con parole nostre");
        assert_eq!(shop.read(|tx| Ok(form::of_inbox(tx, inbox.id)?)), form::Form::default());
    })
    .await;
}

#[tokio::test]
async fn who_may_not_change_inboxes_reads_and_cannot_save() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let giulia = shop.add("Giulia", Role::Agent);
        let path = format!("/console/settings/forms/{}", Name::Inbox.name(&inbox.oid));
        let (cookie, csrf) = shop.session(giulia);
        let page = shop.get(&path, &cookie).await;
        assert!(!page.body.contains("Salva il modulo") || page.status == StatusCode::FORBIDDEN);
        assert_eq!(shop.post(&path, &cookie, &sent(&csrf, &[])).await.status, StatusCode::FORBIDDEN);
        let made = shop.post("/console/settings/forms", &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(made.status, StatusCode::FORBIDDEN);
    })
    .await;
}
