//! Tasks and the address book, as a browser uses them.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::id::Kind;
use office::account::Role;
use spine::conversation::{self, Direction};
use spine::task::{self, State, Task, View};

use crate::testing::{Shop, on_both_engines};

const CONTACTS: &str = "/console/settings/contacts";

async fn with_warehouse(shop: &Shop) -> String {
    let (cookie, csrf) = shop.session(shop.marta);
    let fields = [
        ("csrf", csrf.as_str()),
        ("name", "Magazzino"),
        ("email", "magazzino@fioca.example"),
        ("kind", "department"),
        ("language", "it"),
        ("note", ""),
    ];
    assert_eq!(shop.post(CONTACTS, &cookie, &fields).await.status, StatusCode::SEE_OTHER);
    shop.read(|tx| Ok(Kind::Contact.name(&task::contacts(tx)?[0].oid)))
}

/// Giulia asks the warehouse about Caterina's request.
async fn asked(shop: &Shop) -> (String, String, Task) {
    let contact = with_warehouse(shop).await;
    let opened = shop.request(shop.inbox(), "Sfarfallano.");
    let (cookie, csrf) = shop.session(shop.add("Giulia", Role::Agent));
    let conversation = Kind::Conversation.name(&opened.conversation.oid);
    let form = shop.get(&format!("/console/tasks/new?conversation={conversation}"), &cookie).await;
    form.shows("Prima di quando abbiamo promesso al cliente: oggi, entro le 14:00.");
    form.shows("value=\"2026-11-19T12:00\"");
    let fields = [
        ("csrf", csrf.as_str()),
        ("conversation", &conversation),
        ("whom", &contact),
        ("title", "Ne avete altre due?"),
        ("text", "Modello Piuma."),
        ("due", "2026-11-19T12:00"),
    ];
    let made = shop.post("/console/tasks/new", &cookie, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let task = shop.read(|tx| Ok(task::tasks(tx, View::Open, i64::MAX, 10)?.remove(0)));
    (cookie, csrf, task)
}

#[tokio::test]
async fn somebody_is_asked_within_the_promise_and_the_answer_from_the_page_stands_beside_the_conversation() {
    on_both_engines(async |shop| {
        let (cookie, _, task) = asked(&shop).await;
        let page = shop.get(&format!("/console/tasks/{}", Kind::Task.name(&task.oid)), &cookie).await;
        page.shows("Ne avete altre due?");
        page.shows("Magazzino");
        shop.get("/console/tasks?view=asked", &cookie).await.shows("oggi, entro le 12:00");
        let outside = format!("/t/{}", task.token);
        let page = shop.get(&outside, "").await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows("Modello Piuma.");
        assert!(!page.body.contains("Caterina") && !page.body.contains("Sfarfallano"), "{}", page.body);
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        let wordless = shop.post(&outside, "", &[("outcome", "declined"), ("answer", " ")]).await;
        assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
        wordless.shows("Scriva in una riga perché no.");
        let done = shop.post(&outside, "", &[("outcome", "done"), ("answer", "Sì, <b>tre</b>.")]).await;
        done.shows("Arrivata. Grazie.");
        let again = shop.post(&outside, "", &[("outcome", "done"), ("answer", "x")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let note = shop.read(|tx| Ok(conversation::messages(tx, task.conversation_id, 0, 10)?.pop()));
        let note = note.expect("a note");
        assert_eq!((note.direction, note.text.contains("Sì, <b>tre</b>.")), (Direction::Note, true));
        let token = shop.read(|tx| Ok(conversation::find(tx, task.conversation_id)?.track_token));
        let track = shop.get(&format!("/r/{token}"), "").await;
        assert!(!track.body.contains("tre"), "the customer never sees it");
        shop.get("/console/tasks?view=settled", &cookie).await.shows("fatto");
    })
    .await;
}

#[tokio::test]
async fn a_task_later_than_the_promise_needs_an_explicit_yes_and_loses_nothing_typed() {
    on_both_engines(async |shop| {
        let contact = with_warehouse(&shop).await;
        let opened = shop.request(shop.inbox(), "Sfarfallano.");
        let (cookie, csrf) = shop.session(shop.marta);
        let conversation = Kind::Conversation.name(&opened.conversation.oid);
        let mut fields = vec![
            ("csrf", csrf.as_str()),
            ("conversation", &conversation),
            ("whom", &contact),
            ("title", "Ne avete?"),
            ("due", "2026-11-20T12:00"),
        ];
        let refused = shop.post("/console/tasks/new", &cookie, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("È dopo la promessa al cliente.");
        refused.shows("value=\"Ne avete?\"");
        fields.push(("later", "yes"));
        assert_eq!(shop.post("/console/tasks/new", &cookie, &fields).await.status, StatusCode::SEE_OTHER);
        let empty = [("csrf", csrf.as_str()), ("conversation", &conversation), ("title", ""), ("due", "ieri")];
        let refused = shop.post("/console/tasks/new", &cookie, &empty).await;
        refused.shows("Scegli a chi chiedere.");
        refused.shows("Un giorno e un’ora che devono ancora venire");
    })
    .await;
}

#[tokio::test]
async fn a_task_is_settled_moved_and_withdrawn_from_the_console() {
    on_both_engines(async |shop| {
        let (cookie, csrf, task) = asked(&shop).await;
        let place = format!("/console/tasks/{}", Kind::Task.name(&task.oid));
        let moved =
            shop.post(&format!("{place}/move"), &cookie, &[("csrf", &csrf), ("due", "2026-11-19T13:00")]).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
        let wrong = shop.post(&format!("{place}/move"), &cookie, &[("csrf", &csrf), ("due", "domani")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let gone = shop.post(&format!("{place}/withdraw"), &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        let late =
            shop.post(&format!("{place}/settle"), &cookie, &[("csrf", &csrf), ("outcome", "done")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.shows("Questo compito è già concluso.");
        assert_eq!(shop.read(|tx| Ok(task::find(tx, task.id)?)).state, State::Withdrawn);
        for path in ["/t/x".to_owned(), format!("/t/{}", "x".repeat(32)), format!("/t/{}/att_x", task.token)] {
            assert_eq!(shop.get(&path, "").await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(shop.get("/console/tasks/tsk_x", &cookie).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_address_book_is_kept_by_supervisors_and_refuses_what_cannot_be_written_to() {
    on_both_engines(async |shop| {
        let contact = with_warehouse(&shop).await;
        let (cookie, csrf) = shop.session(shop.marta);
        let here = format!("{CONTACTS}/{contact}");
        let bad = [("csrf", csrf.as_str()), ("name", ""), ("email", "magazzino"), ("kind", "supplier")];
        let refused = shop.post(&here, &cookie, &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Non è un indirizzo e-mail.");
        let good =
            [("csrf", csrf.as_str()), ("name", "Corriere"), ("email", "c@example.com"), ("kind", "supplier")];
        assert_eq!(shop.post(&here, &cookie, &good).await.status, StatusCode::SEE_OTHER);
        shop.get(CONTACTS, &cookie).await.shows("Corriere");
        let (theirs, proof) = shop.session(shop.add("Giulia", Role::Agent));
        assert_eq!(shop.get(CONTACTS, &theirs).await.status, StatusCode::OK);
        let tried = shop.post(&here, &theirs, &[("csrf", proof.as_str()), ("name", "X")]).await;
        assert_eq!(tried.status, StatusCode::FORBIDDEN);
        let removed = shop.post(&format!("{here}/remove"), &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(removed.status, StatusCode::SEE_OTHER);
        shop.get(CONTACTS, &cookie).await.shows("Ancora nessuno");
    })
    .await;
}

/// A form with files, as a browser without scripts sends it.
fn with_files(path: &str, answer: &str, files: &[(&str, &[u8])]) -> Request<Body> {
    let mut body = Vec::new();
    for (name, value) in [("answer", answer), ("outcome", "done")] {
        let part = format!("--limite\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    for (name, bytes) in files {
        let head = format!(
            "--limite\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             Content-Type: text/html\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--limite--\r\n");
    Request::post(path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limite")
        .body(Body::from(body))
        .expect("a request")
}

#[tokio::test]
async fn whoever_was_asked_adds_files_without_scripts_and_nothing_typed_is_lost() {
    on_both_engines(async |shop| {
        let (_, _, task) = asked(&shop).await;
        let outside = format!("/t/{}", task.token);
        let page = shop.get(&outside, "").await;
        page.shows("enctype=\"multipart/form-data\"");
        page.shows("name=\"files\"");
        let most = shop.desk.settings.max_message_bytes;
        let large = vec![b'x'; most + 600_000];
        let refused = shop.ask(with_files(&outside, "Ecco le foto.", &[("grande.bin", &large)])).await;
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
        refused.shows("I file superano");
        refused.shows("Ecco le foto.</textarea>");
        let many: Vec<(&str, &[u8])> = (0..=task::FILES_MAX).map(|_| ("a.txt", b"a".as_slice())).collect();
        let refused = shop.ask(with_files(&outside, "Ecco le foto.", &many)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Sono più di 20 file.");
        let empty: (&str, &[u8]) = ("", b"");
        let done =
            shop.ask(with_files(&outside, "Ecco.", &[("foto.html", b"<script>1</script>"), empty])).await;
        done.shows("Arrivata. Grazie.");
        let files = shop.read(|tx| {
            let note = conversation::messages(tx, task.conversation_id, 0, 10)?.pop().expect("a note");
            Ok(conversation::attachments(tx, note.id)?)
        });
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["foto.html"]);
        let again = shop.ask(with_files(&outside, "x", &[("b.txt", b"b")])).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let token = shop.read(|tx| Ok(conversation::find(tx, task.conversation_id)?.track_token));
        assert!(
            !shop.get(&format!("/r/{token}"), "").await.body.contains("foto.html"),
            "the customer never sees it"
        );
    })
    .await;
}

#[tokio::test]
async fn topic_and_order_number_are_put_right_from_the_conversation() {
    on_both_engines(async |shop| {
        let opened = shop.request(shop.inbox(), "Sfarfallano.");
        let (cookie, csrf) = shop.session(shop.add("Giulia", Role::Agent));
        let name = Kind::Conversation.name(&opened.conversation.oid);
        let path = format!("/console/understood/{name}");
        shop.get(&format!("/console/inbox/all/{}", opened.conversation.reference), &cookie).await.shows(&path);
        shop.get(&path, &cookie).await.shows("Argomento e ordine");
        let long = "9".repeat(41);
        let bad = [("csrf", csrf.as_str()), ("topic", "meteo"), ("order_number", long.as_str())];
        let refused = shop.post(&path, &cookie, &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Questo argomento non è più nell’elenco.");
        let good = [("csrf", csrf.as_str()), ("topic", "delivery"), ("order_number", "F-20114")];
        assert_eq!(shop.post(&path, &cookie, &good).await.status, StatusCode::SEE_OTHER);
        let page = shop.get(&format!("/console/inbox/all/{}", opened.conversation.reference), &cookie).await;
        page.shows("Spedizione e consegna");
        page.shows("F-20114");
        page.shows("corretto");
    })
    .await;
}
