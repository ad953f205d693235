//! The mailbox of an inbox, connected as a browser connects it.

use axum::http::StatusCode;
use kernel::id::Kind;
use office::account::Role;
use spine::mailbox;

use crate::testing::{Shop, on_both_engines};

fn path(shop: &Shop) -> (String, i64) {
    let inbox = shop.inbox();
    (format!("/console/settings/inboxes/{}/mailbox", Kind::Inbox.name(&inbox.oid)), inbox.id)
}

#[tokio::test]
async fn a_mailbox_is_tried_saved_changed_without_its_password_and_taken_away() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let (path, inbox_id) = path(&shop);
        shop.get(&path, &cookie).await.shows("desk.example:2525");
        let mut fields = vec![
            ("csrf", csrf.as_str()),
            ("provider", "own"),
            ("password", "mokaebiscotti"),
            ("imap-host", "imap.fioca.example"),
            ("imap-encryption", "starttls"),
            ("imap-port", "143"),
            ("after", "move"),
            ("after-folder", "Riscontro"),
            ("first", "days"),
            ("first-days", "7"),
            ("do", "test"),
        ];
        let tried = shop.post(&path, &cookie, &fields).await;
        assert_eq!(tried.status, StatusCode::OK, "{}", tried.body);
        tried.shows("La casella risponde");
        assert!(shop.read(move |tx| Ok(mailbox::find(tx, inbox_id)?)).is_none(), "only tried");
        fields[10] = ("do", "save");
        assert_eq!(shop.post(&path, &cookie, &fields).await.location(), path);
        let page = shop.get(&path, &cookie).await;
        page.shows("value=\"imap.fioca.example\"");
        page.shows("value=\"Riscontro\"");
        assert!(!page.body.contains("mokaebiscotti"));

        fields[2] = ("password", "");
        fields[7] = ("after-folder", "Presi");
        assert_eq!(shop.post(&path, &cookie, &fields).await.location(), path, "the password stays");
        let db = shop.desk.db.clone();
        let password = shop.read(move |tx| match mailbox::open(tx, &db.sealer(), inbox_id)?.credential {
            mailbox::Credential::Password(word) => Ok(word.expose().to_owned()),
            mailbox::Credential::Token(_) => Ok(String::new()),
        });
        assert_eq!(password, "mokaebiscotti");
        shop.post(&format!("{path}/remove"), &cookie, &[("csrf", &csrf)]).await;
        assert!(shop.read(move |tx| Ok(mailbox::find(tx, inbox_id)?)).is_none());
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_mailbox_stands_beside_its_field() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let (path, _) = path(&shop);
        let fields = [
            ("csrf", csrf.as_str()),
            ("provider", "own"),
            ("imap-port", "un milione"),
            ("after", "move"),
            ("first", "days"),
            ("first-days", "900"),
            ("do", "save"),
        ];
        let refused = shop.post(&path, &cookie, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for sentence in ["Manca la password.", "da 1 a 65535", "Da 1 a 90 giorni.", "un milione"] {
            refused.shows(sentence);
        }
    })
    .await;
}

#[tokio::test]
async fn every_fault_of_a_mailbox_is_said_in_words() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let (path, inbox_id) = path(&shop);
        for (host, words) in [
            ("name.name_unknown.invalid", "Nessuno conosce il nome"),
            ("port.port_closed.invalid", "non risponde su quella porta"),
            ("certificate.certificate_expired.invalid", "è scaduto"),
            ("sign-in.sign_in_refused.invalid", "non accetta nome utente e password"),
            ("folder.folder_missing.invalid", "non c’è"),
        ] {
            let fields = [
                ("csrf", csrf.as_str()),
                ("provider", "own"),
                ("password", "moka"),
                ("imap-host", host),
                ("do", "save"),
            ];
            let refused = shop.post(&path, &cookie, &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{host}");
            refused.shows(words);
        }
        assert!(shop.read(move |tx| Ok(mailbox::find(tx, inbox_id)?)).is_none());
    })
    .await;
}

#[tokio::test]
async fn an_agent_connects_no_mailbox() {
    on_both_engines(async |shop| {
        let (path, _) = path(&shop);
        let (cookie, csrf) = shop.session(shop.add("Giulia", Role::Agent));
        assert_eq!(shop.get(&path, &cookie).await.status, StatusCode::FORBIDDEN);
        let fields = [("csrf", csrf.as_str()), ("provider", "gmail"), ("password", "x"), ("do", "keep")];
        assert_eq!(shop.post(&path, &cookie, &fields).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
