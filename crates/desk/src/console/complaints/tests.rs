//! Complaints as a browser uses them.

use axum::http::StatusCode;
use kernel::id::Kind;
use office::account::Role;
use spine::complaint::{self, Complaint, State};

use crate::testing::{Shop, on_both_engines};

const HERE: &str = "/console/complaints";
const SETTINGS: &str = "/console/settings/complaints";

/// Giulia says that Caterina's request is a complaint.
async fn declared(shop: &Shop) -> (String, String, Complaint) {
    let opened = shop.request(shop.inbox(), "Sfarfallano da ieri.");
    let (cookie, csrf) = shop.session(shop.add("Giulia", Role::Agent));
    let fields = [("csrf", csrf.as_str()), ("conversation", &opened.conversation.reference)];
    let made = shop.post(HERE, &cookie, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    assert!(made.location().starts_with("/console/complaints/RC-2026-0001"), "{}", made.location());
    let complaint = shop.read(|tx| Ok(complaint::by_code(tx, "RC-2026-0001")?));
    (cookie, csrf, complaint)
}

#[tokio::test]
async fn the_register_shows_who_complained_by_when_and_the_case_beside_it() {
    on_both_engines(async |shop| {
        let (cookie, csrf, complaint) = declared(&shop).await;
        let page = shop.get(HERE, &cookie).await;
        for shown in
            ["RC-2026-0001", "Caterina Morandi", "Le Piuma sfarfallano", "Da verificare sul testo ufficiale"]
        {
            page.shows(shown);
        }
        assert!(!page.body.contains("style="), "no inline style");
        let twice = [("csrf", csrf.as_str()), ("conversation", "R-NIENTE")];
        let wrong = shop.post(HERE, &cookie, &twice).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.shows("Nessuna richiesta ha questo codice.");
        wrong.shows("value=\"R-NIENTE\"");
        let owner = shop.read(|tx| Ok(Kind::Agent.name(&spine::agent::find(tx, complaint.owner_id)?.oid)));
        let set = [("csrf", csrf.as_str()), ("owner", &owner), ("cause", "defect"), ("founded", "yes")];
        assert_eq!(
            shop.post(&format!("{HERE}/RC-2026-0001/set"), &cookie, &set).await.status,
            StatusCode::SEE_OTHER
        );
        let now = shop.read(|tx| Ok(complaint::find(tx, complaint.id)?));
        assert_eq!((now.cause.as_deref(), now.founded), (Some("defect"), Some(true)));
        shop.get(&format!("{HERE}?cause=defect"), &cookie).await.shows("RC-2026-0001");
        shop.get(&format!("{HERE}?cause=billing"), &cookie).await.shows("Nessun reclamo così");
        shop.get(&format!("{HERE}?state=closed&owner=me"), &cookie).await.shows("Nessun reclamo così");
        for nowhere in ["RC-2026-0002", "RC-x", "cpl_x"] {
            assert_eq!(shop.get(&format!("{HERE}/{nowhere}"), &cookie).await.status, StatusCode::NOT_FOUND);
        }
    })
    .await;
}

#[tokio::test]
async fn a_remedy_over_the_limit_is_decided_by_somebody_else_and_nothing_typed_is_lost() {
    on_both_engines(async |shop| {
        let (cookie, csrf, complaint) = declared(&shop).await;
        let remedy = format!("{HERE}/RC-2026-0001/remedy");
        let bad =
            [("csrf", csrf.as_str()), ("kind", "discount"), ("amount", "tanto"), ("text", "Sconto <b>8%</b>")];
        let refused = shop.post(&remedy, &cookie, &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Scrivi un importo in euro");
        refused.shows("value=\"Sconto &lt;b&gt;8%&lt;/b&gt;\"");
        let over = [("csrf", csrf.as_str()), ("kind", "discount"), ("amount", "176"), ("text", "Sconto 8%")];
        assert_eq!(shop.post(&remedy, &cookie, &over).await.status, StatusCode::SEE_OTHER);
        let waiting = shop.read(|tx| Ok(complaint::remedies(tx, complaint.id)?)).remove(0);
        shop.get(HERE, &cookie).await.shows("aspetta un sì");
        let decide = format!("/console/remedies/{}", Kind::Remedy.name(&waiting.oid));
        let yes = [("csrf", csrf.as_str()), ("allow", "yes"), ("reason", "sì")];
        assert_eq!(shop.post(&decide, &cookie, &yes).await.status, StatusCode::FORBIDDEN);
        let (marta, proof) = shop.session(shop.marta);
        let wordless = [("csrf", proof.as_str()), ("allow", "yes"), ("reason", "")];
        let refused = shop.post(&decide, &marta, &wordless).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Scrivi perché");
        let yes = [("csrf", proof.as_str()), ("allow", "yes"), ("reason", "Cliente da anni")];
        assert_eq!(shop.post(&decide, &marta, &yes).await.status, StatusCode::SEE_OTHER);
        assert_eq!(shop.post(&decide, &marta, &yes).await.status, StatusCode::CONFLICT);
        shop.get(HERE, &marta).await.shows("approvato");
    })
    .await;
}

#[tokio::test]
async fn the_box_beside_a_conversation_and_the_end_of_a_complaint() {
    on_both_engines(async |shop| {
        let (cookie, csrf, complaint) = declared(&shop).await;
        let reference = shop.read(|tx| Ok(spine::conversation::find(tx, complaint.conversation_id)?.reference));
        let page = shop.get(&format!("/console/inbox/all/{reference}"), &cookie).await;
        page.shows("id=\"reclamo\"");
        page.shows("È la risposta motivata al reclamo RC-2026-0001");
        let close = format!("{HERE}/RC-2026-0001/close");
        let end = [("csrf", csrf.as_str()), ("reason", "Era una domanda")];
        assert_eq!(shop.post(&close, &cookie, &end).await.status, StatusCode::FORBIDDEN, "owed by law");
        let (marta, proof) = shop.session(shop.marta);
        let wordless = shop.post(&close, &marta, &[("csrf", proof.as_str()), ("reason", "")]).await;
        assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
        let end = [("csrf", proof.as_str()), ("reason", "Era una domanda")];
        assert_eq!(shop.post(&close, &marta, &end).await.status, StatusCode::SEE_OTHER);
        assert_eq!(shop.read(|tx| Ok(complaint::find(tx, complaint.id)?)).state, State::Closed);
        shop.get(&format!("{HERE}/RC-2026-0001"), &marta).await.shows("Era una domanda");
        let again = [("csrf", proof.as_str()), ("reason", "Ha ragione lui")];
        let path = format!("{HERE}/RC-2026-0001/reopen");
        assert_eq!(shop.post(&path, &marta, &again).await.status, StatusCode::SEE_OTHER);
        assert_eq!(shop.read(|tx| Ok(complaint::find(tx, complaint.id)?)).reopened, 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_proposed_is_answered_on_the_register_or_beside_the_conversation() {
    on_both_engines(async |shop| {
        let opened = shop.request(shop.inbox(), "È inaccettabile, nessuno mi risponde.");
        let (cookie, csrf) = shop.session(shop.add("Giulia", Role::Agent));
        shop.get(HERE, &cookie).await.shows("Sembrano reclami");
        let reference = opened.conversation.reference.clone();
        let page = shop.get(&format!("/console/inbox/all/{reference}"), &cookie).await;
        page.shows("data-key=\"y\"");
        let hint = shop.read(|tx| Ok(complaint::proposals(tx, i64::MAX, 10)?)).remove(0);
        let path = format!("/console/complaint-proposals/{}", Kind::ComplaintHint.name(&hint.oid));
        let no = [("csrf", csrf.as_str()), ("answer", "no"), ("back", "/console/inbox/mine")];
        let said = shop.post(&path, &cookie, &no).await;
        assert_eq!((said.status, said.location()), (StatusCode::SEE_OTHER, "/console/inbox/mine"));
        let twice = shop.post(&path, &cookie, &[("csrf", csrf.as_str()), ("answer", "yes")]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        twice.shows("Qualcuno ha già risposto.");
    })
    .await;
}

#[tokio::test]
async fn the_file_of_the_half_year_has_a_line_a_complaint_and_no_formula() {
    on_both_engines(async |shop| {
        let (cookie, _, _) = declared(&shop).await;
        let file = shop.get(&format!("{HERE}/file"), &cookie).await;
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        let lines: Vec<&str> = file.body.trim_end().split("\r\n").collect();
        assert_eq!(lines.len(), 2, "{}", file.body);
        assert!(
            lines[1].starts_with("RC-2026-0001,2026-11-19 10:00,2026-12-18 18:00,30 giorni solari,"),
            "{}",
            lines[1]
        );
        let other = shop.get(&format!("{HERE}/file?from=2026-01-01&to=2026-06-30"), &cookie).await;
        assert_eq!(other.body.trim_end().split("\r\n").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn settings_are_kept_by_administrators_and_refused_beside_their_row() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let page = shop.get(SETTINGS, &cookie).await;
        page.shows("AGCOM 255/24/CONS");
        page.shows("Da verificare sul testo ufficiale");
        let fields = |days: &'static str, agent: &'static str| {
            vec![
                ("csrf", csrf.clone()),
                ("term-key", "standard".to_owned()),
                ("term-it", "Reclamo".to_owned()),
                ("term-en", "Complaint".to_owned()),
                ("days", days.to_owned()),
                ("unit", "working".to_owned()),
                ("source", "Ley de Servicios de Atención a la Clientela".to_owned()),
                ("term", "standard".to_owned()),
                ("cause-key", "packaging".to_owned()),
                ("cause-it", "Imballo".to_owned()),
                ("cause-en", "Packaging".to_owned()),
                ("category", "product".to_owned()),
                ("agent", agent.to_owned()),
                ("supervisor", "250".to_owned()),
                ("admin", String::new()),
                ("follow_up", "call".to_owned()),
                ("follow_up_days", "3".to_owned()),
                ("recurring_count", "4".to_owned()),
            ]
        };
        let send = async |given: Vec<(&str, String)>, cookie: &str| {
            let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
            shop.post(SETTINGS, cookie, &given).await
        };
        let refused = send(fields("0", "molto"), &cookie).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("value=\"molto\"");
        let refused = send(fields("0", "50"), &cookie).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("da 1 a 180 giorni e la fonte");
        assert_eq!(send(fields("15", "24,90"), &cookie).await.status, StatusCode::SEE_OTHER);
        let kept = shop.read(|tx| Ok(complaint::configured(tx)?));
        assert_eq!((kept.terms[0].days, kept.limits.agent, kept.causes.len()), (15, Some(2_490), 1));
        let confirm = [("csrf", csrf.as_str()), ("term", "standard")];
        let path = format!("{SETTINGS}/confirm");
        assert_eq!(shop.post(&path, &cookie, &confirm).await.status, StatusCode::SEE_OTHER);
        shop.get(SETTINGS, &cookie).await.shows("verificato");
        let (theirs, proof) = shop.session(shop.add("Giulia", Role::Agent));
        let mut given = fields("30", "50");
        given[0].1 = proof;
        assert_eq!(send(given, &theirs).await.status, StatusCode::FORBIDDEN);
        shop.get("/console/settings/log?about=complaint", &cookie).await.shows("complaint");
    })
    .await;
}
