//! The inbox through its addresses, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use db::Actor;
use kernel::address::Address;
use kernel::calendar::Hours;
use kernel::language::{Language, Register};
use office::account::Role;
use spine::inbox::{Channel, Targets, Tier};
use spine::{customer, intake};

use crate::fault::Fault;
use crate::testing::{Answer, Shop, on_both_engines};

/// Fioca with an inbox, Giulia signed in, and one customer who wrote.
pub(super) struct Desk {
    pub shop: Shop,
    pub giulia: i64,
    pub cookie: String,
    pub csrf: String,
    pub reference: String,
}

impl Desk {
    pub fn of(shop: Shop) -> Self {
        let giulia = shop.add("Giulia", Role::Agent);
        let (cookie, csrf) = shop.session(giulia);
        shop.write(|tx| {
            let new = spine::inbox::New {
                channel: Channel::Email,
                name: "Fioca, assistenza".to_owned(),
                address: Some("aiuto@fioca.example".to_owned()),
                language: Language::It,
                register: Register::Tu,
                hours: Hours::default(),
                targets: Targets::default(),
                team_id: None,
            };
            spine::inbox::create(tx, new, Actor::System)?;
            Ok(())
        });
        let reference = wrote(&shop, "Caterina Morandi", "caterina@posta.example", "Le Piuma sfarfallano");
        Self { shop, giulia, cookie, csrf, reference }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.shop.get(path, &self.cookie).await
    }

    /// Sends a form of the conversation's page.
    pub async fn act(&self, verb: &str, fields: &[(&str, &str)]) -> Answer {
        let back = format!("/console/inbox/mine/{}", self.reference);
        let mut all = vec![("csrf", self.csrf.as_str()), ("back", back.as_str())];
        all.extend_from_slice(fields);
        self.shop.post(&format!("/console/conversation/{}/{verb}", self.reference), &self.cookie, &all).await
    }

    /// Sends the composer, files and all, as a browser without script does.
    pub async fn compose(&self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &str)>) -> Answer {
        let mut body = String::new();
        let mut part = |head: &str, value: &str| {
            body.push_str(&format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n"));
        };
        part("name=\"csrf\"", &self.csrf);
        for (name, value) in fields {
            part(&format!("name=\"{name}\""), value);
        }
        if let Some((name, content)) = file {
            part(&format!("name=\"files\"; filename=\"{name}\""), content);
        }
        body.push_str("--edge--\r\n");
        let request = Request::post(path)
            .header(header::HOST, "desk.example")
            .header(header::ORIGIN, "http://desk.example")
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .body(Body::from(body));
        self.shop.ask(request.unwrap()).await
    }

    pub async fn answer(&self, fields: &[(&str, &str)]) -> Answer {
        let path = format!("/console/conversation/{}/message", self.reference);
        self.compose(&path, fields, None).await
    }

    pub fn status(&self) -> &'static str {
        let reference = self.reference.clone();
        self.shop.read(|tx| Ok(spine::conversation::by_reference(tx, &reference)?.unwrap().status.name()))
    }
}

/// A customer's message by e-mail; the code of its conversation.
pub(super) fn wrote(shop: &Shop, name: &'static str, email: &'static str, subject: &'static str) -> String {
    shop.write(move |tx| {
        let inbox = spine::inbox::list(tx)?.remove(0);
        let sender = Address { name: Some(name.to_owned()), email: email.to_owned() };
        let customer = customer::recognise(tx, &sender, None)?;
        let opening = intake::Opening {
            channel: Channel::Email,
            inbox,
            customer,
            subject: subject.to_owned(),
            text: "Buongiorno, che cosa posso fare?".to_owned(),
            html: None,
            tier: Some(Tier::A),
            skills: Vec::new(),
            language: None,
        };
        Ok::<_, Fault>(intake::open_by_hand(tx, opening, Actor::System)?.conversation.reference)
    })
}

#[tokio::test]
async fn what_nobody_has_is_in_the_teams_list_and_taking_it_makes_it_mine() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let team = desk.get("/console/inbox/team").await;
        team.shows("Le Piuma sfarfallano");
        team.shows("Caterina Morandi");
        assert!(!desk.get("/console/inbox/mine").await.body.contains("Le Piuma sfarfallano"));
        let taken = desk.act("assign", &[("agent", "me")]).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER);
        let mine = desk.get(taken.location()).await;
        mine.shows(&format!("id=\"ticket-{}\"", desk.reference));
        mine.shows("La segue <b>Giulia</b>");
        mine.shows("Risposta <time");
    })
    .await;
}

#[tokio::test]
async fn every_view_opens_and_an_unknown_one_does_not() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        for view in crate::console::inbox::view::View::ALL {
            let page = desk.get(&format!("/console/inbox/{}", view.name())).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            assert_eq!(
                desk.get(&format!("/console/fragment/inbox/{}", view.name())).await.status,
                StatusCode::OK
            );
        }
        assert_eq!(desk.get("/console/inbox/elsewhere").await.status, StatusCode::NOT_FOUND);
        assert_eq!(desk.get("/console/inbox/mine/R-ZZZZZ").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn words_are_found_without_accents_and_a_percent_sign_finds_nothing_more() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        desk.get("/console/inbox/all?q=PIUMA+sfarfall%C3%A0no").await.shows("Caterina Morandi");
        desk.get("/console/inbox/all?q=cosa").await.shows("Caterina Morandi");
        desk.get("/console/inbox/all?q=zucca").await.shows("Nessuna conversazione con «zucca»");
    })
    .await;
}

#[tokio::test]
async fn an_answer_waits_eight_seconds_and_can_be_taken_back_with_its_words() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let sent = desk
            .answer(&[
                ("kind", "reply"),
                ("text", "Serve un dimmer a taglio di fase finale."),
                ("then", "keep"),
            ])
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        assert_eq!(desk.status(), "waiting");
        let page = desk.get(&format!("/console/inbox/all/{}", desk.reference)).await;
        page.shows("id=\"leaving\"");
        page.shows("sta per partire");
        let message =
            page.body.split("name=\"message\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let undone = desk.act("undo", &[("message", &message)]).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
        let page = desk.get(undone.location()).await;
        page.shows("Serve un dimmer a taglio di fase finale.</textarea>");
        assert!(!page.body.contains("id=\"leaving\""));
        assert_eq!(desk.status(), "open");
    })
    .await;
}

#[tokio::test]
async fn an_answer_without_words_or_to_no_address_is_given_back_as_it_was() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let empty = desk.answer(&[("kind", "reply"), ("text", "  ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.shows("Manca il testo.");
        let nowhere = desk.answer(&[("kind", "reply"), ("text", "Eccomi"), ("to", "caterina")]).await;
        nowhere.shows("«caterina» non è un indirizzo.");
        nowhere.shows("Eccomi</textarea>");
        assert_eq!(desk.status(), "open");
    })
    .await;
}

#[tokio::test]
async fn a_note_stays_inside_and_its_file_can_be_opened() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let path = format!("/console/conversation/{}/message", desk.reference);
        let fields = [("kind", "note"), ("text", "Per me è il dimmer."), ("then", "note")];
        let kept = desk.compose(&path, &fields, Some(("schema <1>.txt", "linea e neutro"))).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        let page = desk.get(&format!("/console/inbox/all/{}", desk.reference)).await;
        page.shows("Nota interna");
        page.shows("schema &lt;1&gt;.txt");
        assert_eq!(desk.status(), "open");
        let file =
            page.body.split("/console/attachment/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let file = desk.get(&format!("/console/attachment/{file}")).await;
        assert_eq!(file.body, "linea e neutro");
        assert_eq!(
            file.headers[header::CONTENT_DISPOSITION],
            "attachment; filename*=UTF-8''schema%20%3C1%3E.txt"
        );
    })
    .await;
}

#[tokio::test]
async fn a_draft_comes_back_with_the_page() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let kept = desk.act("draft", &[("kind", "reply"), ("text", "Ciao Caterina, sto")]).await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT);
        desk.get(&format!("/console/inbox/all/{}", desk.reference))
            .await
            .shows("Ciao Caterina, sto</textarea>");
    })
    .await;
}

#[tokio::test]
async fn closing_while_an_answer_is_owed_asks_why() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let place = format!("/console/inbox/all/{}/close", desk.reference);
        desk.get(&place).await.shows("Una risposta è ancora dovuta");
        let refused = desk.act("close", &[("reason", " ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Manca il motivo.");
        let closed = desk.act("close", &[("reason", "ha risolto per telefono")]).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.status(), "closed");
        desk.get(closed.location()).await.shows("ha risolto per telefono");
        desk.act("reopen", &[]).await;
        assert_eq!(desk.status(), "open");
    })
    .await;
}

#[tokio::test]
async fn a_promise_is_moved_within_opening_hours_and_the_customer_is_told() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let dialog = desk
            .get(&format!("/console/inbox/all/{}/move?reason=aspettiamo+il+corriere", desk.reference))
            .await;
        dialog.shows("Il cliente legge:");
        let promise = dialog
            .body
            .split("name=\"promise\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let moved = |at: &'static str, reason: &'static str| {
            let promise = promise.clone();
            let desk = &desk;
            async move { desk.act("move", &[("promise", &promise), ("at", at), ("reason", reason)]).await }
        };
        moved("2026-11-19T22:00", "aspettiamo il corriere").await.shows("A quell’ora la casella è chiusa.");
        moved("2026-11-19T09:00", "aspettiamo il corriere").await.shows("Quell’ora è già passata.");
        moved("2026-11-19T15:00", "").await.shows("Manca il motivo.");
        let done = moved("2026-11-19T15:00", "aspettiamo il corriere").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let page = desk.get(done.location()).await;
        page.shows("entro le 15:00");
        page.shows("Spostata una volta");
        assert!(!page.body.contains("data-key=\"s\""), "it can be moved only once");
    })
    .await;
}

#[tokio::test]
async fn what_is_put_aside_says_when_it_comes_back() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let until = (desk.shop.clock.now_ms() + 3_600_000).to_string();
        let aside = desk.act("snooze", &[("choice", &until)]).await;
        assert_eq!(aside.status, StatusCode::SEE_OTHER, "{}", aside.body);
        assert_eq!(desk.status(), "snoozed");
        desk.get("/console/inbox/snoozed").await.shows("Caterina Morandi");
        desk.act("snooze", &[("choice", "12")]).await.shows("Quell’ora è già passata.");
    })
    .await;
}

#[tokio::test]
async fn tags_are_kept_once_each_and_lead_to_their_conversations() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let tagged = desk.act("tags", &[("tags", "Dimmer, resi,, dimmer")]).await;
        let page = desk.get(tagged.location()).await;
        page.shows("Etichette: <b>dimmer, resi</b>");
        desk.get("/console/inbox/all?tag=resi").await.shows("Caterina Morandi");
        assert!(!desk.get("/console/inbox/all?tag=altro").await.body.contains("Caterina Morandi"));
    })
    .await;
}

#[tokio::test]
async fn writing_first_opens_a_conversation_nothing_is_owed_on() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let page = desk.get("/console/new").await;
        page.shows("aiuto@fioca.example");
        let inbox = page.body.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let fields = [
            ("inbox", inbox.as_str()),
            ("to", "Ivo Petrucci <ivo@posta.example>"),
            ("subject", "Il tuo paralume"),
            ("text", "È pronto."),
        ];
        let sent = desk.compose("/console/new", &fields, None).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let page = desk.get(sent.location()).await;
        page.shows("Il tuo paralume");
        page.shows("Ivo Petrucci");
        page.shows("Tocca al cliente");
        let refused = desk
            .compose("/console/new", &[("inbox", inbox.as_str()), ("to", ""), ("text", "È pronto.")], None)
            .await;
        refused.shows("Manca un indirizzo valido nel campo A.");
        refused.shows("È pronto.</textarea>");
    })
    .await;
}

#[tokio::test]
async fn a_form_from_elsewhere_changes_nothing() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let path = format!("/console/conversation/{}/assign", desk.reference);
        let forged = desk.shop.post(&path, &desk.cookie, &[("csrf", "guess"), ("agent", "me")]).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
        let other = desk
            .shop
            .post_from("https://evil.example", &path, &desk.cookie, &[("csrf", &desk.csrf), ("agent", "me")])
            .await;
        assert_eq!(other.status, StatusCode::FORBIDDEN);
        let (reference, giulia) = (desk.reference.clone(), desk.giulia);
        let assignee =
            desk.shop.read(|tx| Ok(spine::conversation::by_reference(tx, &reference)?.unwrap().assignee_id));
        assert_ne!(assignee, Some(giulia));
    })
    .await;
}

#[tokio::test]
async fn the_body_of_a_mail_has_a_policy_of_its_own_and_loads_pictures_when_asked() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let reference = desk.reference.clone();
        let message = desk.shop.write(move |tx| {
            let open = spine::conversation::by_reference(tx, &reference)?.unwrap();
            let new = spine::conversation::NewMessage {
                direction: spine::conversation::Direction::In,
                channel: Channel::Email,
                author: spine::conversation::Author::Other {
                    name: None,
                    address: Some("x@posta.example".to_owned()),
                },
                recipients: "{}".to_owned(),
                subject: None,
                text: "Ecco".to_owned(),
                html: Some("<p>Ecco</p><img data-src=\"https://altrove.example/p.png\" alt=\"\">".to_owned()),
                reply_text: "Ecco".to_owned(),
                quoted_text: None,
                forwarded: None,
                authentication: None,
                warning: None,
                automatic: false,
                header_id: None,
                arrival_id: None,
            };
            let message = spine::conversation::add_message(tx, &open, new, Vec::new(), Actor::System)?;
            Ok::<_, Fault>(kernel::id::Kind::Message.name(&message.oid))
        });
        let held = desk.get(&format!("/console/message/{message}/body")).await;
        let policy =
            |answer: &Answer| answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        assert!(!held.body.contains(" src=\"https:") && !policy(&held).contains("https:"));
        assert!(policy(&held).contains("sandbox") && !policy(&held).contains("allow-scripts"));
        let shown = desk.get(&format!("/console/message/{message}/body?images=1")).await;
        assert!(
            shown.body.contains(" src=\"https://altrove.example/p.png\"") && policy(&shown).contains("https:")
        );
        desk.get(&format!("/console/inbox/all/{}", desk.reference)).await.shows("Mostra immagini");
    })
    .await;
}
