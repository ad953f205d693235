//! Machines that write to us: attached to what they speak of, never answered.

use serde_json::json;
use tests::letter::{Letter, Received, letter};
use tests::shop::{ASSISTENZA, Shop, on_both_engines, text_of};
use tests::wait_for;

/// A report of a failed delivery of one of our mails (RFC 3464).
fn bounce_of(mail: &Received, recipient: &str, action: &str, status: &str) -> Letter {
    let id = mail.header("Message-ID").expect("an id");
    let subject = mail.header("Subject").expect("a subject");
    let body = format!(
        "--r\nContent-Type: text/plain\n\nConsegna non riuscita.\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; posta.example\n\nFinal-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 {status} utente sconosciuto\n\n--r\nContent-Type: message/rfc822\n\nMessage-ID: {id}\nSubject: {subject}\nFrom: {ASSISTENZA}\nTo: {recipient}\n\nTesto.\n--r--"
    );
    letter(
        "Mail Delivery System <MAILER-DAEMON@posta.example>",
        ASSISTENZA,
        "Undelivered Mail Returned to Sender",
        "",
    )
    .with_body("multipart/report; report-type=delivery-status; boundary=r", &body)
    .header("Content-Transfer-Encoding", "7bit")
    .header("Auto-Submitted", "auto-replied")
}

fn from_nobody(shop: &Shop, written: &Letter) {
    assert_eq!(shop.deliver("", &[ASSISTENZA], written).code, 250);
}

#[test]
fn a_bounce_joins_what_it_speaks_of_and_warns_the_agent() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        shop.answer(&conversation, "Ci manda una foto?");
        let answer = shop.mails_to("anna@example.it", 2).remove(1);
        shop.promise_becomes(&conversation, "kept");
        from_nobody(shop, &bounce_of(&answer, "anna@example.it", "failed", "5.1.1"));
        let [arrival] = shop.arrivals_from("").try_into().expect("one arrival");
        assert_eq!((&arrival["class"], &arrival["verdict"]), (&json!("bounce_hard"), &json!("no_answer_owed")));
        assert_eq!(arrival["bounce"]["status_code"], "5.1.1");
        assert_eq!(arrival["bounce"]["recipient"], "anna@example.it");
        assert_eq!(arrival["conversation_id"], conversation["id"]);
        let failed = wait_for("the answer failed", || {
            shop.messages(&conversation).into_iter().find(|message| message["delivery"]["state"] == "failed")
        });
        assert!(failed["delivery"]["last_error"].is_string());
        assert_eq!(shop.conversation(&text_of(&conversation, "/id"))["status"], "open");
        assert_eq!(shop.relay.mails().len(), 2, "a machine was answered");
    });
}

#[test]
fn a_delay_is_soft_and_an_out_of_office_opens_nothing() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        let acknowledgement = shop.mails_to("anna@example.it", 1).remove(0);
        from_nobody(shop, &bounce_of(&acknowledgement, "anna@example.it", "delayed", "4.2.2"));
        let away = letter("anna@example.it", ASSISTENZA, "", "Sono fuori ufficio fino al 9 marzo.")
            .in_reply_to(&acknowledgement)
            .header("Auto-Submitted", "auto-replied");
        shop.mail("anna@example.it", &away);
        let fresh = letter("carlo@example.it", ASSISTENZA, "Fuori ufficio: Offerta", "Torno lunedì.")
            .header("X-Autoreply", "yes")
            .header("Auto-Submitted", "auto-replied (vacation)");
        shop.mail("carlo@example.it", &fresh);
        let soft = shop.arrivals_from("").remove(0);
        assert_eq!((&soft["class"], &soft["conversation_id"]), (&json!("bounce_soft"), &conversation["id"]));
        let away = shop.arrivals_from("anna@example.it").remove(1);
        assert_eq!((&away["class"], &away["conversation_id"]), (&json!("auto_reply"), &conversation["id"]));
        let fresh = shop.arrivals_from("carlo@example.it").remove(0);
        assert_eq!((&fresh["class"], &fresh["verdict"]), (&json!("auto_reply"), &json!("no_answer_owed")));
        assert!(fresh["conversation_id"].is_null());
        assert_eq!(shop.promises(&conversation).len(), 1);
        assert_eq!(shop.relay.mails().len(), 1, "a machine was answered");
    });
}

#[test]
fn advertising_opens_nothing_and_stays_on_the_ledger() {
    on_both_engines(|shop| {
        let advert = letter("offerte@negozio.example", ASSISTENZA, "Sconti!", "Compra.")
            .header("List-Unsubscribe", "<https://negozio.example/via>")
            .header("Precedence", "bulk");
        shop.mail("offerte@negozio.example", &advert);
        let [arrival] = shop.arrivals_from("offerte@negozio.example").try_into().expect("one arrival");
        assert_eq!((&arrival["class"], &arrival["verdict"]), (&json!("bulk"), &json!("no_answer_owed")));
        assert!(arrival["conversation_id"].is_null());
        assert!(shop.relay.mails().is_empty());
        // One click makes it somebody's all the same.
        let path = format!("/api/v1/arrivals/{}/take-up", text_of(&arrival, "/id"));
        shop.api().post_json(&path, &json!({})).expect(200);
        let conversation = shop.conversation_of("offerte@negozio.example");
        assert_eq!(conversation["status"], "open");
        assert_eq!(conversation["promise"]["state"], "open");
    });
}

#[test]
fn a_group_in_front_of_the_inbox_is_people_but_the_group_is_not_answered() {
    on_both_engines(|shop| {
        let written = letter("anna@example.it", "tutti@gruppo.example", "Lampada", "È rotta.")
            .header("List-Id", "<tutti.gruppo.example>")
            .header("Sender", "tutti-bounces@gruppo.example");
        assert_eq!(shop.deliver("tutti-bounces@gruppo.example", &[ASSISTENZA], &written).code, 250);
        let [arrival] = shop.arrivals_from("tutti-bounces@gruppo.example").try_into().expect("one arrival");
        assert_eq!((&arrival["class"], &arrival["verdict"]), (&json!("person"), &json!("owed")));
        assert!(shop.relay.mails().iter().all(|mail| mail.to.iter().all(|to| !to.contains("gruppo.example"))));
    });
}

#[test]
fn a_person_who_quotes_a_bounce_is_a_person() {
    on_both_engines(|shop| {
        let body = "Buongiorno, mi è tornata indietro la mail:\n\n> Undelivered Mail Returned to Sender\n> 550 5.1.1 user unknown\n\nCome faccio?";
        shop.mail_from("anna@example.it", "Undelivered Mail Returned to Sender?", body);
        assert_eq!(shop.arrivals_from("anna@example.it")[0]["class"], "person");
        assert_eq!(shop.mails_to("anna@example.it", 1).len(), 1);
    });
}

#[test]
fn an_address_gets_five_automatic_mails_a_day_and_no_more() {
    on_both_engines(|shop| {
        for turn in 1..=7 {
            shop.mail_from("anna@example.it", &format!("Domanda {turn}"), &format!("La numero {turn}."));
            shop.settle();
        }
        let all = shop.arrivals_from("anna@example.it");
        assert!(all.iter().all(|arrival| arrival["verdict"] == "owed"));
        assert_eq!(shop.mails_to("anna@example.it", 5).len(), 5);
        shop.mail_from("altro@example.it", "Ciao", "Ciao.");
        shop.mails_to("altro@example.it", 1);
        assert_eq!(shop.relay.mails_to("anna@example.it").len(), 5);
    });
}

#[test]
fn a_notice_of_delivery_is_no_bounce_and_a_complaint_is_no_customer() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        let acknowledgement = shop.mails_to("anna@example.it", 1).remove(0);
        from_nobody(shop, &bounce_of(&acknowledgement, "anna@example.it", "delivered", "2.0.0"));
        let notice = shop.arrivals_from("").remove(0);
        assert_eq!((&notice["class"], &notice["verdict"]), (&json!("notice"), &json!("no_answer_owed")));
        let id = acknowledgement.header("Message-ID").expect("an id");
        let body = format!(
            "--r\nContent-Type: text/plain\n\nSegnalato come spam.\n--r\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: Prova/1.0\nVersion: 1\nOriginal-Rcpt-To: anna@example.it\n\n--r\nContent-Type: message/rfc822\n\nMessage-ID: {id}\nSubject: s\nFrom: {ASSISTENZA}\n\nTesto.\n--r--"
        );
        let complaint = letter("reclami@posta.example", ASSISTENZA, "FW: spam", "")
            .with_body("multipart/report; report-type=feedback-report; boundary=r", &body)
            .header("Content-Transfer-Encoding", "7bit");
        shop.mail("reclami@posta.example", &complaint);
        let complaint = shop.arrivals_from("reclami@posta.example").remove(0);
        assert_eq!(
            (&complaint["class"], &complaint["verdict"]),
            (&json!("complaint"), &json!("no_answer_owed"))
        );
        assert_eq!(complaint["conversation_id"], conversation["id"]);
        let [promise] = shop.promises(&conversation).try_into().expect("one promise");
        assert_eq!(promise["state"], "open");
        assert_eq!(shop.relay.mails().len(), 1, "a machine was answered");
    });
}
