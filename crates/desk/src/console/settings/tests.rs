//! The settings, as a browser uses them.

use axum::http::StatusCode;
use kernel::id::Kind;
use office::account::{self, Role};
use spine::{agent, conversation, inbox, outbox};

use crate::testing::{PASSWORD, on_both_engines};

/// The form of an inbox with nothing wrong in it.
const INBOX: [(&str, &str); 16] = [
    ("name", "Fioca, assistenza"),
    ("address", "Aiuto@fioca.example"),
    ("language", "it"),
    ("register", "tu"),
    ("live", "yes"),
    ("timezone", "Europe/Rome"),
    ("holidays", "IT"),
    ("open-mon", "9"),
    ("close-mon", "13"),
    ("open-mon", "14.30"),
    ("close-mon", "18"),
    ("first-A", "1 ora"),
    ("first-B", "2 ore"),
    ("first-C", "4 ore"),
    ("next-A", "60"),
    ("next-B", "120"),
];

fn form<'a>(csrf: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = INBOX.to_vec();
    fields.extend([("next-C", "240"), ("csrf", csrf)]);
    fields.extend(more);
    fields
}

#[tokio::test]
async fn an_inbox_is_written_saved_and_shows_the_sentence_customers_read() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        assert_eq!(
            shop.get("/console/settings/inboxes", &cookie).await.location(),
            "/console/settings/inboxes/new"
        );
        let made = shop.post("/console/settings/inboxes/new", &cookie, &form(&csrf, &[])).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
        let page = shop.get(made.location(), &cookie).await;
        page.shows("aiuto@fioca.example");
        page.shows("Ti rispondiamo lunedì, entro le 13:00.");
        page.shows("value=\"14:30\"");
        let inbox = shop.read(|tx| Ok(inbox::list(tx)?.remove(0)));
        assert_eq!(inbox.targets.first_reply, [60, 120, 240]);
    })
    .await;
}

#[tokio::test]
async fn an_inbox_with_faults_says_why_beside_each_and_loses_nothing() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let more = [("open-tue", "18"), ("close-tue", "9"), ("resolution-A", "due giorni"), ("patron", "31/2")];
        let refused = shop.post("/console/settings/inboxes/new", &cookie, &form(&csrf, &more)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("due giorni");
        refused.shows("value=\"31/2\"");
        refused.shows("campi da correggere");
        assert!(shop.read(|tx| Ok(inbox::list(tx)?)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_line_is_added_to_the_hours_without_saving() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let more = [("do", "interval:sun"), ("name", "altro")];
        let again = shop.post("/console/settings/inboxes/new", &cookie, &form(&csrf, &more)).await;
        assert_eq!(again.status, StatusCode::OK);
        again.shows("name=\"open-sun\" value=\"\"");
        assert!(shop.read(|tx| Ok(inbox::list(tx)?)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn two_inboxes_never_share_an_address() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        shop.post("/console/settings/inboxes/new", &cookie, &form(&csrf, &[])).await;
        let refused = shop.post("/console/settings/inboxes/new", &cookie, &form(&csrf, &[])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("già di un’altra casella");
    })
    .await;
}

#[tokio::test]
async fn an_agent_sees_the_settings_and_changes_none_of_them() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let (cookie, csrf) = shop.session(giulia);
        assert_eq!(shop.get("/console/settings/roles", &cookie).await.status, StatusCode::OK);
        assert_eq!(shop.get("/console/settings/tokens", &cookie).await.status, StatusCode::FORBIDDEN);
        let tries = [
            ("/console/settings/inboxes/new", form(&csrf, &[])),
            ("/console/settings/people/new", vec![("csrf", csrf.as_str()), ("name", "X"), ("email", "x@y.it")]),
            ("/console/settings/tokens", vec![("csrf", csrf.as_str()), ("name", "X"), ("role", "admin")]),
            ("/console/settings/company", vec![("csrf", csrf.as_str()), ("name", "X")]),
            ("/console/settings/teams", vec![("csrf", csrf.as_str()), ("team-name", "X")]),
        ];
        for (path, fields) in tries {
            assert_eq!(shop.post(path, &cookie, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_without_its_proof_or_from_another_site_changes_nothing() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let path = "/console/settings/tokens";
        let unproven = shop.post(path, &cookie, &[("name", "Negozio"), ("role", "admin")]).await;
        assert_eq!(unproven.status, StatusCode::FORBIDDEN);
        let stolen = [("name", "Negozio"), ("role", "admin"), ("csrf", csrf.as_str())];
        let elsewhere = shop.post_from("https://evil.example", path, &cookie, &stolen).await;
        assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
        let (_, anothers) = shop.session(shop.add("Giulia", Role::Agent));
        let mixed = [("name", "Negozio"), ("role", "admin"), ("csrf", anothers.as_str())];
        assert_eq!(shop.post(path, &cookie, &mixed).await.status, StatusCode::FORBIDDEN);
        assert!(shop.read(|tx| Ok(account::tokens(tx)?)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_token_is_shown_once_and_stops_when_revoked() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let path = "/console/settings/tokens";
        let fields = [("name", "Negozio"), ("role", "integration"), ("csrf", csrf.as_str())];
        let made = shop.post(path, &cookie, &fields).await;
        let secret =
            made.body.split("rsc_").nth(1).map(|rest| format!("rsc_{}", &rest[..32])).unwrap_or_default();
        assert!(shop.opens(&secret));
        let list = shop.get(path, &cookie).await;
        list.shows("Negozio");
        assert!(!list.body.contains(&secret));
        let oid = shop.read(|tx| Ok(account::tokens(tx)?.remove(0).oid));
        let revoke = format!("{path}/{}/revoke", Kind::Token.name(&oid));
        shop.post(&revoke, &cookie, &[("csrf", &csrf)]).await;
        assert!(!shop.opens(&secret));
        assert_eq!(shop.post(&revoke, &cookie, &[("csrf", &csrf)]).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_leaves_by_mail_and_a_deactivated_person_is_out_at_once() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        shop.post("/console/settings/teams", &cookie, &[("team-name", "Assistenza"), ("csrf", &csrf)]).await;
        let team = shop.read(|tx| Ok(Kind::Team.name(&agent::teams(tx)?[0].oid)));
        let fields = [
            ("name", "Giulia Ferrante"),
            ("email", "giulia@fioca.example"),
            ("role", "agent"),
            ("team", team.as_str()),
            ("csrf", csrf.as_str()),
        ];
        let made = shop.post("/console/settings/people/new", &cookie, &fields).await;
        made.shows("L’invito è in viaggio verso giulia@fioca.example");
        assert!(!made.body.contains("/invite/"), "a link that left by mail stands on no screen");
        let queued = shop.read(|tx| Ok(outbox::list(tx, outbox::State::Queued, i64::MAX, 9)?));
        assert_eq!(queued[0].recipients, ["giulia@fioca.example"]);

        let giulia =
            shop.read(|tx| Ok(account::person_by_email(tx, "giulia@fioca.example")?.expect("added").0));
        assert_eq!(shop.read(|tx| Ok(agent::teams_of(tx, giulia.id)?.len())), 1);
        let now_ms = shop.clock.now_ms();
        let secret = shop.write(move |tx| Ok(account::invite(tx, db::Actor::System, giulia.id, now_ms)?));
        let inside = shop.post(&format!("/invite/{secret}"), "", &[("password", PASSWORD)]).await;
        assert_eq!(inside.location(), "/console");
        let path = format!("/console/settings/people/{}/active", Kind::Agent.name(&giulia.oid));
        shop.post(&path, &cookie, &[("active", "no"), ("csrf", &csrf)]).await;
        assert!(shop.get("/console/me", &inside.cookie()).await.location().starts_with("/sign-in"));
        let fields = [("email", "giulia@fioca.example"), ("password", PASSWORD)];
        assert_eq!(shop.post("/sign-in", "", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn what_a_deactivated_person_had_goes_back_to_the_queue() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let opened = shop.request(shop.inbox(), "È rotta.");
        let id = opened.conversation.id;
        shop.write(move |tx| {
            let mut conversation = conversation::find(tx, id)?;
            let known = agent::find(tx, giulia)?;
            Ok(conversation::assign(tx, &mut conversation, Some(&known), "by_hand", db::Actor::System)?)
        });
        let (cookie, csrf) = shop.session(shop.marta);
        let name = shop.read(move |tx| Ok(Kind::Agent.name(&agent::find(tx, giulia)?.oid)));
        let path = format!("/console/settings/people/{name}");
        shop.get(&path, &cookie).await.shows("La sua conversazione aperta torna nella coda");
        shop.post(&format!("{path}/active"), &cookie, &[("active", "no"), ("csrf", &csrf)]).await;
        assert_eq!(shop.read(move |tx| Ok(conversation::find(tx, id)?)).assignee_id, None);
    })
    .await;
}

#[tokio::test]
async fn skills_tiers_and_capacity_are_written_and_faults_stand_where_they_are() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let (cookie, csrf) = shop.session(shop.marta);
        let name = shop.read(move |tx| Ok(Kind::Agent.name(&agent::find(tx, giulia)?.oid)));
        let path = format!("/console/settings/people/{name}");
        let mut fields = vec![
            ("csrf", csrf.as_str()),
            ("skill", "resi"),
            ("level", "800"),
            ("tier", "B"),
            ("capacity-email", "12"),
        ];
        let refused = shop.post(&format!("{path}/arrange"), &cookie, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Il livello va da 1 a 5.");
        refused.shows("value=\"800\"");
        fields[2] = ("level", "4");
        assert_eq!(shop.post(&format!("{path}/arrange"), &cookie, &fields).await.location(), path);
        let known = shop.read(move |tx| Ok(agent::find(tx, giulia)?));
        assert_eq!(known.skills, "[{\"level\":4,\"skill\":\"resi\"}]");
        assert_eq!((known.capacity.as_str(), known.tier_rights.as_str()), ("{\"email\":12}", "[\"B\"]"));
        shop.get(&path, &cookie).await.shows("value=\"resi\"");
    })
    .await;
}

#[tokio::test]
async fn a_team_is_renamed_and_dissolved_but_not_while_an_inbox_needs_it() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let made = shop
            .post("/console/settings/teams", &cookie, &[("team-name", "Assistenza"), ("csrf", &csrf)])
            .await;
        let path = made.location().to_owned();
        let me = shop.read(|tx| Ok(Kind::Agent.name(&agent::find(tx, shop.marta)?.oid)));
        let fields = [("team-name", "Assistenza clienti"), ("member", me.as_str()), ("csrf", csrf.as_str())];
        shop.post(&path, &cookie, &fields).await;
        let team = shop.read(|tx| Ok(agent::teams(tx)?.remove(0)));
        assert_eq!((team.name.as_str(), team.members.len()), ("Assistenza clienti", 1));

        let (inbox, team_id) = (shop.inbox(), team.id);
        let give = move |to: Option<i64>| inbox::Edit { team_id: Some(to), ..inbox::Edit::default() };
        let id = inbox.id;
        shop.write(move |tx| Ok(inbox::edit(tx, id, give(Some(team_id)), db::Actor::System).map(|_| ())?));
        let kept = shop.post(&format!("{path}/delete"), &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
        kept.shows("aiuto@fioca.example");
        shop.write(move |tx| Ok(inbox::edit(tx, id, give(None), db::Actor::System).map(|_| ())?));
        let gone = shop.post(&format!("{path}/delete"), &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(gone.location(), "/console/settings/people");
        assert!(shop.read(|tx| Ok(agent::teams(tx)?)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_administrator_ends_somebodys_sessions_and_the_log_says_so() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let (hers, _) = shop.session(giulia);
        let (cookie, csrf) = shop.session(shop.marta);
        let name = shop.read(move |tx| Ok(Kind::Agent.name(&agent::find(tx, giulia)?.oid)));
        let path = format!("/console/settings/people/{name}/sessions");
        shop.post(&path, &cookie, &[("csrf", &csrf)]).await;
        assert!(shop.get("/console/me", &hers).await.location().starts_with("/sign-in"));
        assert_eq!(shop.get("/console/me", &cookie).await.status, StatusCode::OK);
        shop.get("/console/settings/log", &cookie).await.shows("sessioni chiuse da chi amministra");
    })
    .await;
}

#[tokio::test]
async fn the_log_says_who_changed_what_from_what_to_what_and_is_narrowed_and_taken_along() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let made = shop.post("/console/settings/inboxes/new", &cookie, &form(&csrf, &[])).await;
        let path = made.location().split('?').next().unwrap_or_default().to_owned();
        shop.post(&path, &cookie, &form(&csrf, &[("open-sat", "10"), ("close-sat", "13")])).await;
        let log = shop.get("/console/settings/log", &cookie).await;
        log.shows("Casella aiuto@fioca.example cambiata");
        log.shows("Marta Bisi");
        log.shows("sabato");
        log.shows("10:00–13:00");
        let narrowed = shop.get("/console/settings/log?about=token", &cookie).await;
        narrowed.shows("Nessuna modifica così");
        let file = shop.get("/console/settings/log/file?about=inbox", &cookie).await;
        assert!(file.headers["content-type"].to_str().is_ok_and(|kind| kind.starts_with("text/csv")));
        file.shows("\"10:00–13:00\"");

        let (agents, _) = shop.session(shop.add("Giulia", Role::Agent));
        assert_eq!(shop.get("/console/settings/log", &agents).await.status, StatusCode::FORBIDDEN);
        assert_eq!(shop.get("/console/settings/log/file", &agents).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn an_older_page_of_the_log_begins_where_the_one_before_ended() {
    on_both_engines(async |shop| {
        let (cookie, _) = shop.session(shop.marta);
        shop.write(|tx| {
            for number in 0..60 {
                account::create_token(tx, db::Actor::System, &format!("Chiave {number}"), Role::Integration)?;
            }
            Ok(())
        });
        let first = shop.get("/console/settings/log?about=token", &cookie).await;
        first.shows("Chiave «Chiave 59» creata");
        assert!(!first.body.contains("Chiave «Chiave 9» creata"));
        let next = first.body.split("before=").nth(1).unwrap_or_default();
        let next: String = next.chars().take_while(char::is_ascii_digit).collect();
        let older = shop.get(&format!("/console/settings/log?about=token&before={next}"), &cookie).await;
        older.shows("Chiave «Chiave 9» creata");
        assert!(!older.body.contains("Chiave «Chiave 10» creata"));
    })
    .await;
}

#[tokio::test]
async fn the_last_administrator_cannot_be_deactivated_and_is_told_why() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let oid = shop.read(|tx| Ok(account::person(tx, shop.marta)?.oid));
        let path = format!("/console/settings/people/{}/active", Kind::Agent.name(&oid));
        let refused = shop.post(&path, &cookie, &[("active", "no"), ("csrf", &csrf)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Resta solo questa persona ad amministrare");
    })
    .await;
}

#[tokio::test]
async fn a_session_ended_on_ones_own_page_opens_nothing_more() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let (elsewhere, _) = shop.session(shop.marta);
        shop.get("/console/me/sessions", &cookie).await.shows("Chiudi tutte le altre");
        shop.post("/console/me/sessions", &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(shop.get("/console/me", &cookie).await.status, StatusCode::OK);
        assert_eq!(shop.get("/console/me", &elsewhere).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn a_password_is_changed_only_by_whoever_knows_the_current_one() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let path = "/console/me/password";
        let wrong = [("current", "x"), ("password", "paralume di lino"), ("csrf", csrf.as_str())];
        let refused = shop.post(path, &cookie, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Non è la tua password di adesso");
        let right = [("current", PASSWORD), ("password", "paralume di lino"), ("csrf", csrf.as_str())];
        shop.post(path, &cookie, &right).await.shows("Password cambiata");
        let fields = [("email", "marta@fioca.example"), ("password", "paralume di lino")];
        assert_eq!(shop.post("/sign-in", "", &fields).await.location(), "/console");
    })
    .await;
}

#[tokio::test]
async fn the_company_is_renamed_and_its_days_keep_their_zone() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let mut fields = vec![
            ("name", "Fioca & figli"),
            ("language", "en"),
            ("register", "lei"),
            ("timezone", "europe/london"),
            ("waiting_days", "5"),
            ("warn_minutes", "0"),
            ("reopen_days", "7"),
            ("csrf", csrf.as_str()),
        ];
        let refused = shop.post("/console/settings/company", &cookie, &fields).await;
        refused.shows("Da 1 a 480 minuti.");
        fields[5] = ("warn_minutes", "30");
        assert_eq!(
            shop.post("/console/settings/company", &cookie, &fields).await.status,
            StatusCode::SEE_OTHER
        );
        let company = shop.read(|tx| Ok(spine::company::find(tx)?));
        assert_eq!((company.name.as_str(), company.timezone.as_str()), ("Fioca & figli", "Europe/London"));
        assert_eq!((company.waiting_days, company.warn_minutes), (5, 30));
    })
    .await;
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    on_both_engines(async |shop| {
        let (cookie, _) = shop.session(shop.marta);
        let nobody = kernel::id::fresh_oid(1);
        for path in [
            format!("/console/settings/inboxes/{}", Kind::Inbox.name(&nobody)),
            format!("/console/settings/people/{}", Kind::Agent.name(&nobody)),
            "/console/settings/inboxes/agt_x".to_owned(),
        ] {
            assert_eq!(shop.get(&path, &cookie).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    })
    .await;
}
