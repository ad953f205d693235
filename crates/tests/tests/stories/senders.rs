//! Who wrote: whether it is who it says, in which language, from which of their addresses.

use serde_json::json;
use tests::letter::letter;
use tests::shop::{ASSISTENZA, Engine, Shop, on_both_engines, text_of};

/// The front server whose word counts.
const FRONT: &str = "mx.example.it";

fn shop_behind_a_front_server() -> Shop {
    Shop::open_with(Engine::Sqlite, |settings| settings.trusted_authserv = Some(FRONT.to_owned()))
}

#[test]
fn what_the_front_server_found_out_stands_on_the_message_and_what_others_claim_does_not() {
    let shop = shop_behind_a_front_server();
    let honest = letter("anna@example.it", ASSISTENZA, "Ciao", "Ciao.")
        .header("Authentication-Results", &format!("{FRONT}; spf=pass smtp.mailfrom=example.it; dkim=pass header.d=example.it; dmarc=pass header.from=example.it"));
    shop.mail("anna@example.it", &honest);
    let message = shop.messages(&shop.conversation_of("anna@example.it")).remove(0);
    let found = &message["authentication"];
    assert_eq!([&found["spf"], &found["dkim"], &found["dmarc"]], [&json!("pass"); 3], "{message:#}");
    let boast = letter("carlo@example.it", ASSISTENZA, "Ciao", "Ciao.")
        .header("Authentication-Results", "altrove.example; spf=pass; dkim=pass; dmarc=pass");
    shop.mail("carlo@example.it", &boast);
    let message = shop.messages(&shop.conversation_of("carlo@example.it")).remove(0);
    assert_ne!(message["authentication"]["dmarc"], "pass", "{message:#}");
}

#[test]
fn a_mail_in_somebody_elses_name_does_not_pass_unseen() {
    let shop = shop_behind_a_front_server();
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let acknowledgement = shop.mails_to("anna@example.it", 1).remove(0);
    let forged = letter("Anna <anna@example.it>", ASSISTENZA, "", "Cambiate l’IBAN.")
        .in_reply_to(&acknowledgement)
        .header(
            "Authentication-Results",
            &format!("{FRONT}; spf=fail; dkim=none; dmarc=fail header.from=example.it"),
        );
    assert_eq!(shop.deliver("truffa@altrove.example", &[ASSISTENZA], &forged).code, 250);
    let arrival = shop.arrivals_from("truffa@altrove.example").remove(0);
    let conversation = shop.conversation(&text_of(&arrival, "/conversation_id"));
    let message = shop.messages(&conversation).pop().expect("a message");
    assert_eq!(
        (&message["warning"], &message["authentication"]["dmarc"]),
        (&json!("forged"), &json!("fail")),
        "{message:#}"
    );
}

#[test]
fn what_the_front_server_marked_as_spam_waits_on_its_own_page_and_comes_back_with_one_call() {
    let shop = shop_behind_a_front_server();
    let spam = letter("principe@example.org", ASSISTENZA, "Eredità", "Milioni.")
        .header("X-Spam-Flag", "YES")
        .header("Authentication-Results", &format!("{FRONT}; spf=pass"));
    shop.mail("principe@example.org", &spam);
    let arrival = shop.arrivals_from("principe@example.org").remove(0);
    assert_eq!((&arrival["verdict"], &arrival["conversation_id"]), (&json!("spam"), &json!(null)));
    assert_eq!(shop.list("/api/v1/arrivals?verdict=spam").len(), 1);
    assert!(shop.relay.mails().is_empty());
    let path = format!("/api/v1/arrivals/{}/take-up", text_of(&arrival, "/id"));
    shop.api().post_json(&path, &json!({})).expect(200);
    assert_eq!(shop.conversation_of("principe@example.org")["promise"]["state"], "open");
}

#[test]
fn a_customer_is_told_in_the_language_they_write_and_in_the_register_of_the_house() {
    on_both_engines(|shop| {
        let body = "Good morning,\nthe lamp I ordered last week has arrived broken. What should I do with it?\nKind regards,\nMary";
        shop.mail_from("mary@example.org", "My lamp is broken", body);
        let mail = shop.mails_to("mary@example.org", 1).remove(0);
        assert!(mail.text().contains("reply") && !mail.text().contains("rispond"), "{}", mail.text());
        shop.patch(&format!("/api/v1/inboxes/{}", shop.inbox_id), &json!({ "register": "tu" }));
        shop.mail_from(
            "anna@example.it",
            "Lampada",
            "Buongiorno, la lampada è arrivata rotta. Che cosa devo fare?",
        );
        let mail = shop.mails_to("anna@example.it", 1).remove(0);
        assert!(
            mail.text().contains("Ti rispondiamo") && !mail.text().contains("Le rispondiamo"),
            "{}",
            mail.text()
        );
    });
}

#[test]
fn a_known_person_who_answers_from_another_address_stays_in_the_conversation() {
    on_both_engines(|shop| {
        let customer = json!({ "name": "Anna", "identities": [
            { "kind": "email", "value": "anna@example.it" }, { "kind": "email", "value": "anna@lavoro.example" }] });
        shop.post("/api/v1/customers", &customer);
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        let acknowledgement = shop.mails_to("anna@example.it", 1).remove(0);
        let reply = letter("anna@lavoro.example", ASSISTENZA, "", "Dal lavoro.").in_reply_to(&acknowledgement);
        shop.mail("anna@lavoro.example", &reply);
        let arrival = shop.arrivals_from("anna@lavoro.example").remove(0);
        assert_eq!(arrival["conversation_id"], conversation["id"]);
        let message =
            shop.messages(&conversation).into_iter().rfind(|one| one["direction"] == "in").expect("a message");
        assert_eq!(message["warning"], json!(null), "{message:#}");
        assert_eq!(message["author"]["id"], conversation["customer"]["id"]);
    });
}
