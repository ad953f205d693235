//! Lists through their addresses, on both engines: found, filtered, saved, changed together, taken back.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::StatusCode;
use office::account::Role;
use spine::conversation::{self, Status};
use spine::intake::Opened;

use crate::fault::Fault;
use crate::testing::{Shop, on_both_engines};

/// Three requests of the shop's customer; Giulia signed in.
fn three(shop: &Shop) -> (Vec<Opened>, String, String) {
    let texts = ["Le lampade sfarfallano.", "La fattura ORD-2024/00123.", "Il pacco."];
    let mut opened = Vec::new();
    let inbox = shop.inbox();
    for text in texts {
        opened.push(shop.request(inbox.clone(), text));
    }
    let giulia = shop.add("Giulia", Role::Agent);
    let (cookie, csrf) = shop.session(giulia);
    (opened, cookie, csrf)
}

fn code(opened: &Opened) -> &str {
    &opened.conversation.reference
}

fn row(opened: &Opened) -> String {
    format!("id=\"ticket-{}\"", code(opened))
}

fn status(shop: &Shop, opened: &Opened) -> Status {
    let id = opened.conversation.id;
    shop.read(move |tx| Ok::<_, Fault>(conversation::find(tx, id)?)).status
}

#[tokio::test]
async fn a_list_shows_what_is_searched_and_filtered_and_nothing_else() {
    on_both_engines(async |shop| {
        let (opened, cookie, _) = three(&shop);
        let [lamp, invoice, parcel] = &opened[..] else { panic!("three") };
        for (path, found) in [
            ("all?q=lampada%20", vec![lamp]),
            ("all?q=ord202400123", vec![invoice]),
            ("all?q=%22fattura%20ord%22", vec![invoice]),
            ("all?q=stato:chiusa", vec![]),
            ("all?q=da:caterina%20pacco", vec![parcel]),
            ("all?status=closed", vec![]),
            ("all?status=open", vec![lamp, invoice, parcel]),
            ("all?tier=A&channel=email&files=1", vec![]),
            ("all?person=none&promise=open", vec![lamp, invoice, parcel]),
            ("all?since=2031-01-01", vec![]),
            ("all?q=%25", vec![]),
        ] {
            let page = shop.get(&format!("/console/inbox/{path}"), &cookie).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            for one in &opened {
                let wanted = found.iter().any(|other| code(other) == code(one));
                assert_eq!(page.body.contains(&row(one)), wanted, "{path} {}", one.message.text);
            }
        }
        let page = shop.get("/console/inbox/all?status=open&until=2000-01-01", &cookie).await;
        page.shows("Da rispondere");
        page.shows("Salva come vista");
    })
    .await;
}

#[tokio::test]
async fn a_search_page_and_the_palette_offer_people_conversations_acts_and_places() {
    on_both_engines(async |shop| {
        let (opened, cookie, _) = three(&shop);
        let page = shop.get("/console/search?q=lampade", &cookie).await;
        page.shows(&row(&opened[0]));
        page.shows("Cerca con più precisione");
        let palette = shop.get(&format!("/console/palette?q=cater&open={}", code(&opened[0])), &cookie).await;
        palette.shows("Persone");
        palette.shows("role=\"option\"");
        shop.get(&format!("/console/palette?q=chiu&open={}", code(&opened[0])), &cookie).await.shows("/close");
        shop.get("/console/palette?q=arriv", &cookie).await.shows("/console/ledger");
        shop.get(&format!("/console/palette?q={}", code(&opened[1])), &cookie).await.shows(code(&opened[1]));
        let odd = shop.get("/console/palette?q=%00%22%3Cscript%3E&open=%27", &cookie).await;
        assert_eq!(odd.status, StatusCode::OK);
        assert!(!odd.body.contains("<script>"));
    })
    .await;
}

#[tokio::test]
async fn a_saved_view_stands_in_the_left_column_with_its_count_until_it_is_deleted() {
    on_both_engines(async |shop| {
        let (opened, cookie, csrf) = three(&shop);
        let place = "/console/inbox/all?status=open";
        let wrong = [("csrf", csrf.as_str()), ("place", place), ("name", " ")];
        assert_eq!(shop.post("/console/views", &cookie, &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let right = [("csrf", csrf.as_str()), ("place", place), ("name", "Da fare <b>"), ("pinned", "1")];
        assert_eq!(shop.post("/console/views", &cookie, &right).await.location(), place);
        let column = |body: &str| -> String {
            let from = body.find("views-saved").unwrap();
            body[from..].split("</section>").next().unwrap().to_owned()
        };
        let page = shop.get("/console/inbox/mine", &cookie).await;
        assert!(column(&page.body).contains("Da fare &lt;b&gt;") && column(&page.body).contains(">3<"));
        let id = opened[0].conversation.id;
        shop.write(move |tx| {
            let mut open = conversation::find(tx, id)?;
            Ok(spine::promise::close(tx, &mut open, None, db::Actor::System)?)
        });
        assert!(column(&shop.get("/console/inbox/mine", &cookie).await.body).contains(">2<"));

        // Nobody else sees it, and nobody else deletes it.
        let (other, proof) = shop.session(shop.add("Bruno", Role::Agent));
        assert!(!shop.get("/console/views", &other).await.body.contains("Da fare"));
        let views = shop.get("/console/views", &cookie).await;
        let name = views.body.split("/console/views/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let path = format!("/console/views/{name}");
        let refused = shop.post(&path, &other, &[("csrf", proof.as_str()), ("do", "delete")]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        shop.post(&path, &cookie, &[("csrf", csrf.as_str()), ("do", "delete")]).await;
        assert!(!shop.get("/console/inbox/mine", &cookie).await.body.contains("views-saved"));
    })
    .await;
}

#[tokio::test]
async fn many_are_closed_after_a_preview_and_come_back_with_their_promises() {
    on_both_engines(async |shop| {
        let (opened, cookie, csrf) = three(&shop);
        let codes: Vec<&str> = opened.iter().map(code).collect();
        let due: Vec<Option<i64>> = opened
            .iter()
            .map(|one| one.conversation.id)
            .map(|id| shop.read(move |tx| Ok::<_, Fault>(conversation::find(tx, id)?)).next_due_at_ms)
            .collect();
        let mut fields = vec![("csrf", csrf.as_str()), ("verb", "close"), ("place", "/console/inbox/all")];
        fields.extend(codes.iter().map(|code| ("c", *code)));
        let preview = shop.post("/console/bulk", &cookie, &fields).await;
        preview.shows("Cambiano 3 conversazioni.");
        preview.shows("3 promesse a clienti che aspettano");
        assert!(opened.iter().all(|one| status(&shop, one) == Status::Open), "a preview changes nothing");

        fields.push(("do", "carry"));
        let unsaid = shop.post("/console/bulk", &cookie, &fields).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        unsaid.shows("serve un motivo");
        fields.push(("reason", "Doppioni"));
        let done = shop.post("/console/bulk", &cookie, &fields).await;
        let result = done.location().to_owned();
        assert!(opened.iter().all(|one| status(&shop, one) == Status::Closed));
        shop.get(&result, &cookie).await.shows("3 conversazioni sono cambiate");

        // One is opened by hand meanwhile: it is left alone.
        let id = opened[2].conversation.id;
        shop.write(move |tx| {
            let mut open = conversation::find(tx, id)?;
            Ok(conversation::reopen(tx, &mut open, "by_hand", db::Actor::System)?)
        });
        shop.post(&format!("{result}/undo"), &cookie, &[("csrf", csrf.as_str())]).await;
        let page = shop.get(&result, &cookie).await;
        page.shows("2 sono tornate com’erano");
        page.shows("Una è rimasta");
        for (one, due) in opened.iter().zip(&due).take(2) {
            let id = one.conversation.id;
            let now = shop.read(move |tx| Ok::<_, Fault>(conversation::find(tx, id)?));
            assert_eq!((now.status, now.next_due_at_ms), (Status::Open, *due));
        }
    })
    .await;
}

#[tokio::test]
async fn everything_a_list_holds_is_tagged_at_once_and_nonsense_is_refused() {
    on_both_engines(async |shop| {
        let (opened, cookie, csrf) = three(&shop);
        let tag = [
            ("csrf", csrf.as_str()),
            ("verb", "tag"),
            ("place", "/console/inbox/all?q=lampada%20"),
            ("all", "1"),
            ("do", "carry"),
            ("tag", "Vetro"),
        ];
        shop.post("/console/bulk", &cookie, &tag).await;
        let tags = |at: usize| {
            let id = opened[at].conversation.id;
            shop.read(move |tx| Ok::<_, Fault>(conversation::tags(tx, id)?))
        };
        assert_eq!((tags(0), tags(1)), (vec!["vetro".to_owned()], vec![]));
        for (verb, value) in [("tag", ""), ("assign", "x"), ("team", "x"), ("snooze", "2001-01-01T10:00")] {
            let fields = [
                ("csrf", csrf.as_str()),
                ("verb", verb),
                ("c", code(&opened[0])),
                ("do", "carry"),
                ("agent", value),
                ("team", value),
                ("at", value),
            ];
            let answer = shop.post("/console/bulk", &cookie, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{verb}");
        }
        let nothing = [("csrf", csrf.as_str()), ("verb", "explode"), ("c", code(&opened[0]))];
        assert_eq!(shop.post("/console/bulk", &cookie, &nothing).await.status, StatusCode::NOT_FOUND);
        let forged = [("verb", "spam"), ("c", code(&opened[0]))];
        assert_eq!(shop.post("/console/bulk", &cookie, &forged).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
