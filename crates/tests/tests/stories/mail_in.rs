//! Mail in: what the listener answers, and what an arrival becomes.

use serde_json::{Value, json};
use tests::letter::letter;
use tests::shop::{ASSISTENZA, Engine, Shop, on_both_engines, text_of};
use tests::smtp::{Session, stuffed};

fn one_in(shop: &Shop, sender: &str) -> Value {
    let conversation = shop.conversation_of(sender);
    shop.messages(&conversation).into_iter().find(|message| message["direction"] == "in").expect("a message")
}

#[test]
fn a_plus_address_reaches_its_inbox_and_is_kept_on_the_arrival() {
    on_both_engines(|shop| {
        let written = letter("anna@example.it", "assistenza+abc@example.it", "Ciao", "Ciao.");
        assert_eq!(shop.deliver("anna@example.it", &["Assistenza+ABC@example.it"], &written).code, 250);
        let [arrival] = shop.arrivals_from("anna@example.it").try_into().expect("one arrival");
        assert_eq!(text_of(&arrival, "/recipient").to_lowercase(), "assistenza+abc@example.it");
        assert_eq!((&arrival["inbox_id"], &arrival["verdict"]), (&json!(shop.inbox_id), &json!("owed")));
        assert_eq!(arrival["class"], "person");
    });
}

#[test]
fn an_unknown_recipient_is_refused_and_the_others_are_served() {
    on_both_engines(|shop| {
        let mut session = shop.smtp();
        session.ehlo();
        session.ask("MAIL FROM:<anna@example.it>", 250);
        assert!(session.say("RCPT TO:<nessuno@example.it>").starts("550 5.1.1"));
        assert!(session.say("RCPT TO:<assistenza@altrove.example>").starts("550 5.1.1"));
        session.ask(&format!("RCPT TO:<{ASSISTENZA}>"), 250);
        session.ask("DATA", 354);
        session.raw(&stuffed(&letter("anna@example.it", ASSISTENZA, "Ciao", "Ciao.").bytes()));
        session.expect(250);
        session.ask("QUIT", 221);
        assert_eq!(shop.arrivals_from("anna@example.it").len(), 1);
    });
}

#[test]
fn an_inbox_that_goes_between_recipient_and_text_does_not_swallow_the_mail() {
    on_both_engines(|shop| {
        let mut session = shop.smtp();
        session.ehlo();
        session.ask("MAIL FROM:<anna@example.it>", 250);
        session.ask(&format!("RCPT TO:<{ASSISTENZA}>"), 250);
        shop.api().send("DELETE", &format!("/api/v1/inboxes/{}", shop.inbox_id), &[], &[]).expect(204);
        session.ask("DATA", 354);
        session.raw(&stuffed(&letter("anna@example.it", ASSISTENZA, "Ciao", "Ciao.").bytes()));
        assert!(session.reply().starts("554 5.6.0"));
        assert!(shop.list("/api/v1/arrivals").is_empty());
    });
}

#[test]
fn the_same_mail_delivered_twice_is_answered_once() {
    on_both_engines(|shop| {
        let written = shop.mail_from("anna@example.it", "Ciao", "Ciao.");
        shop.mail("anna@example.it", &written);
        let [first, second] = shop.arrivals_from("anna@example.it").try_into().expect("two arrivals");
        assert_eq!((&first["verdict"], &second["verdict"]), (&json!("owed"), &json!("duplicate")));
        assert_eq!(first["conversation_id"], second["conversation_id"]);
        let conversation = shop.conversation_of("anna@example.it");
        assert_eq!(shop.promises(&conversation).len(), 1);
        assert_eq!(shop.mails_to("anna@example.it", 1).len(), 1);
    });
}

#[test]
fn a_trace_header_on_the_way_does_not_make_a_second_mail() {
    on_both_engines(|shop| {
        let written = shop.mail_from("anna@example.it", "Ciao", "Ciao.");
        let again = written.header("Received", "from a.example by b.example; Mon, 02 Mar 2026 09:00:01 +0100");
        shop.mail("anna@example.it", &again);
        assert_eq!(shop.arrivals_from("anna@example.it")[1]["verdict"], "duplicate");
    });
}

#[test]
fn a_mail_to_two_inboxes_is_one_conversation() {
    on_both_engines(|shop| {
        shop.open_inbox("Ordini", "ordini@example.it");
        let written = letter("anna@example.it", ASSISTENZA, "Ciao", "Ciao.");
        assert_eq!(shop.deliver("anna@example.it", &[ASSISTENZA, "ordini@example.it"], &written).code, 250);
        let [first, second] =
            shop.arrivals_from("anna@example.it").try_into().expect("one arrival a recipient");
        assert_ne!(first["inbox_id"], second["inbox_id"]);
        let mut verdicts = [text_of(&first, "/verdict"), text_of(&second, "/verdict")];
        verdicts.sort();
        assert_eq!(verdicts, ["duplicate", "owed"]);
        assert_eq!(first["conversation_id"], second["conversation_id"]);
        assert_eq!(shop.mails_to("anna@example.it", 1).len(), 1);
    });
}

#[test]
fn the_same_message_id_with_other_words_is_another_mail() {
    on_both_engines(|shop| {
        let written = shop.mail_from("anna@example.it", "Ciao", "Ciao.");
        let other = letter("anna@example.it", ASSISTENZA, "Altro", "Tutt’altro.");
        shop.mail("anna@example.it", &other.header("Message-ID", &written.message_id()));
        let verdicts: Vec<Value> =
            shop.arrivals_from("anna@example.it").iter().map(|arrival| arrival["verdict"].clone()).collect();
        assert_eq!(verdicts, ["owed", "owed"]);
    });
}

#[test]
fn a_bare_line_feed_is_refused_and_the_session_goes_on() {
    on_both_engines(|shop| {
        let mut session = shop.smtp();
        session.ehlo();
        for smuggled in
            ["uno\r\ndue\ntre\r\n", "uno\r\n.\ndue\r\n", "uno\n.\r\ndue\r\n", "uno\r\r\n", "uno\r.\r\n"]
        {
            session.ask("MAIL FROM:<anna@example.it>", 250);
            session.ask(&format!("RCPT TO:<{ASSISTENZA}>"), 250);
            session.ask("DATA", 354);
            session.raw(format!("From: anna@example.it\r\nSubject: s\r\n\r\n{smuggled}\r\n.\r\n").as_bytes());
            assert!(session.reply().starts("550 5.6.11"), "{smuggled:?}");
        }
        let good = letter("anna@example.it", ASSISTENZA, "Ciao", "Ciao.").bytes();
        assert_eq!(session.send("anna@example.it", &[ASSISTENZA], &good).code, 250);
        assert_eq!(shop.arrivals_from("anna@example.it").len(), 1);
    });
}

#[test]
fn what_is_too_large_is_refused_before_and_after_it_was_sent() {
    let shop = Shop::open_with(Engine::Sqlite, |settings| settings.max_message_bytes = 100_000);
    let mut session = shop.smtp();
    assert!(session.ehlo().iter().any(|keyword| keyword == "SIZE 100000"));
    assert!(session.say("MAIL FROM:<anna@example.it> SIZE=100001").starts("552 5.3.4"));
    let large = letter("anna@example.it", ASSISTENZA, "Grande", &"parole parole parole\n".repeat(6_000));
    assert!(session.send("anna@example.it", &[ASSISTENZA], &large.bytes()).starts("552 5.3.4"));
    session.ask("RSET", 250);
    let small = letter("anna@example.it", ASSISTENZA, "Piccola", "Ciao.");
    assert_eq!(session.send("anna@example.it", &[ASSISTENZA], &small.bytes()).code, 250);
    assert_eq!(shop.arrivals_from("anna@example.it").len(), 1);
}

#[test]
fn commands_may_come_all_at_once() {
    on_both_engines(|shop| {
        let mut session = shop.smtp();
        let offered = session.ehlo();
        for keyword in ["PIPELINING", "8BITMIME", "SMTPUTF8", "CHUNKING", "STARTTLS"] {
            assert!(offered.iter().any(|line| line == keyword), "{keyword}: {offered:?}");
        }
        let commands = |who: &str| format!("MAIL FROM:<{who}>\r\nRCPT TO:<{ASSISTENZA}>\r\nDATA\r\n");
        session.raw(commands("uno@example.it").as_bytes());
        for code in [250, 250, 354] {
            session.expect(code);
        }
        let mut rest = stuffed(&letter("uno@example.it", ASSISTENZA, "Uno", "1").bytes());
        rest.extend_from_slice(commands("due@example.it").as_bytes());
        session.raw(&rest);
        for code in [250, 250, 250, 354] {
            session.expect(code);
        }
        session.raw(&stuffed(&letter("due@example.it", ASSISTENZA, "Due", "2").bytes()));
        session.raw(b"QUIT\r\n");
        for code in [250, 221] {
            session.expect(code);
        }
        assert_eq!(shop.arrivals_from("uno@example.it").len() + shop.arrivals_from("due@example.it").len(), 2);
    });
}

#[test]
fn bytes_sent_in_chunks_are_kept_as_they_are() {
    on_both_engines(|shop| {
        let written =
            b"From: anna@example.it\r\nSubject: nudo\r\n\r\nriga\nnuda e \xff byte\r\n.\r\nfine".to_vec();
        let mut session = shop.smtp();
        session.ehlo();
        session.ask("MAIL FROM:<anna@example.it>", 250);
        session.ask(&format!("RCPT TO:<{ASSISTENZA}>"), 250);
        let (head, tail) = written.split_at(30);
        session.raw(format!("BDAT {}\r\n", head.len()).as_bytes());
        session.raw(head);
        session.expect(250);
        session.raw(format!("BDAT {} LAST\r\n", tail.len()).as_bytes());
        session.raw(tail);
        session.expect(250);
        let [arrival] = shop.arrivals_from("anna@example.it").try_into().expect("one arrival");
        let raw =
            shop.api().get(&format!("/api/v1/arrivals/{}/raw", text_of(&arrival, "/id"))).expect(200).body;
        assert!(raw.ends_with(&written), "{}", String::from_utf8_lossy(&raw));
        assert_eq!(arrival["size_bytes"], json!(raw.len()));
    });
}

#[test]
fn lmtp_answers_for_each_recipient() {
    on_both_engines(|shop| {
        shop.open_inbox("Ordini", "ordini@example.it");
        let mut session = Session::open(shop.node().lmtp_addr().expect("an LMTP listener"));
        session.ask("LHLO posta.example", 250);
        session.ask("MAIL FROM:<anna@example.it>", 250);
        session.ask(&format!("RCPT TO:<{ASSISTENZA}>"), 250);
        assert!(session.say("RCPT TO:<nessuno@example.it>").starts("550 5.1.1"));
        session.ask("RCPT TO:<ordini@example.it>", 250);
        session.ask("DATA", 354);
        session.raw(&stuffed(&letter("anna@example.it", ASSISTENZA, "Ciao", "Ciao.").bytes()));
        session.expect(250);
        session.expect(250);
        session.ask("QUIT", 221);
        assert_eq!(shop.arrivals_from("anna@example.it").len(), 2);
    });
}

#[test]
fn impossible_commands_are_answered_and_never_end_the_shop() {
    let shop = Shop::open(Engine::Sqlite);
    let mut session = shop.smtp();
    for line in ["RCPT TO:<a@b.it>", "DATA", "MAIL FROM:<", "FOO", "\u{fffd}\u{0}", "BDAT 5 LAST x"] {
        let reply = session.say(line);
        assert!((500..=599).contains(&reply.code), "{line:?}: {reply:?}");
    }
    let mut endless = shop.smtp();
    let line = vec![b'A'; 70_000];
    let refused =
        endless.try_raw(&line).and_then(|()| endless.try_raw(b"\r\n")).and_then(|()| endless.try_reply());
    assert!(refused.map_or(true, |reply| reply.code >= 500));
    assert_eq!(shop.web().get("/healthz").status, 200);
    shop.mail_from("anna@example.it", "Ciao", "Ciao.");
}

#[test]
fn only_what_is_new_stands_in_the_reply_text() {
    on_both_engines(|shop| {
        shop.mail_from(
            "anna@example.it",
            "Re: Conferma ordine 4471",
            "Grazie, ma il colore è sbagliato.\n\n-- \nAnna Bianchi\nVia Roma 1\n\nIl giorno lun 2 mar 2026 alle ore 09:12 Fioca <ordini@example.it> ha scritto:\n> Ordine confermato.\n> Grazie!",
        );
        let message = one_in(shop, "anna@example.it");
        assert_eq!(message["reply_text"].as_str().map(str::trim), Some("Grazie, ma il colore è sbagliato."));
        assert!(text_of(&message, "/quoted_text").contains("Ordine confermato."));
        assert!(text_of(&message, "/text").contains("Via Roma 1"));
    });
}

#[test]
fn html_comes_without_scripts_and_handlers() {
    on_both_engines(|shop| {
        let html = "<p onclick=\"alert(1)\">Ciao <b>a tutti</b></p><script>alert(2)</script><img src=\"https://traccia.example/p.gif\"><a href=\"javascript:alert(3)\">qui</a>";
        let written =
            letter("anna@example.it", ASSISTENZA, "Ciao", "").with_body("text/html; charset=utf-8", html);
        shop.mail("anna@example.it", &written);
        let message = one_in(shop, "anna@example.it");
        let shown = text_of(&message, "/html");
        assert!(shown.contains("<b>a tutti</b>"), "{shown}");
        for bad in ["script", "onclick", "javascript:", "alert"] {
            assert!(!shown.contains(bad), "{bad}: {shown}");
        }
        assert!(text_of(&message, "/text").contains("Ciao a tutti"));
    });
}

#[test]
fn a_file_comes_back_byte_for_byte_however_large() {
    on_both_engines(|shop| {
        for (sender, lines) in [("piccola@example.it", 10), ("grande@example.it", 10_000)] {
            let content: String =
                (0..lines).map(|line| format!("riga {line} con un po’ di parole\n")).collect();
            let coded: String = base64(content.as_bytes());
            let body = format!(
                "--b\nContent-Type: text/plain; charset=utf-8\n\nIn allegato.\n--b\nContent-Type: application/pdf; name=\"scontrino.pdf\"\nContent-Disposition: attachment; filename=\"scontrino.pdf\"\nContent-Transfer-Encoding: base64\n\n{coded}\n--b--"
            );
            let written = letter(sender, ASSISTENZA, "Scontrino", "")
                .with_body("multipart/mixed; boundary=b", &body)
                .header("Content-Transfer-Encoding", "7bit");
            shop.mail(sender, &written);
            let message = one_in(shop, sender);
            let file = &message["attachments"][0];
            assert_eq!(
                (&file["name"], &file["content_type"]),
                (&json!("scontrino.pdf"), &json!("application/pdf"))
            );
            assert_eq!(file["size_bytes"], json!(content.len()));
            let url = text_of(file, "/url");
            let path =
                url.split_once("://").map_or(url.as_str(), |(_, rest)| &rest[rest.find('/').unwrap_or(0)..]);
            assert_eq!(shop.api().get(path).expect(200).body, content.as_bytes());
        }
    });
}

#[test]
fn a_mail_that_makes_no_sense_is_still_answered() {
    on_both_engines(|shop| {
        let wild: [&[u8]; 4] = [
            b"From: uno@example.it\r\n\r\n",
            b"From: =?broken?x?= <due@example.it>\r\nContent-Type: multipart/mixed\r\n\r\n--nothing",
            b"From: tre@example.it\r\nContent-Type: text/plain; charset=x-unknown\r\n\r\n\xc8 cos\xec\r\n",
            b"no headers at all, only words\r\n",
        ];
        for (turn, bytes) in wild.iter().enumerate() {
            let mut session = shop.smtp();
            session.ehlo();
            let sender = ["uno@example.it", "due@example.it", "tre@example.it", "quattro@example.it"][turn];
            assert_eq!(session.send(sender, &[ASSISTENZA], bytes).code, 250);
            let [arrival] = shop.arrivals_from(sender).try_into().expect("one arrival");
            assert_eq!(arrival["verdict"], "owed", "{arrival:#}");
        }
    });
}

#[test]
fn a_forward_by_an_agent_belongs_to_who_wrote_first() {
    on_both_engines(|shop| {
        let agent = json!({ "name": "Marta", "email": "marta@example.it", "role": "agent" });
        shop.post("/api/v1/agents", &agent);
        let body = "Da gestire, grazie.\n\n---------- Messaggio inoltrato ---------\nDa: Carlo Verdi <carlo@cliente.example>\nDate: lun 2 mar 2026 alle ore 09:00\nSubject: Lampada rotta\nTo: <marta@example.it>\n\nLa lampada è arrivata rotta.";
        let written = letter("Marta <marta@example.it>", ASSISTENZA, "Fwd: Lampada rotta", body);
        shop.mail("marta@example.it", &written);
        let conversation = shop.conversation_of("marta@example.it");
        assert!(conversation["customer"].to_string().contains("carlo@cliente.example"), "{conversation:#}");
        let message = one_in(shop, "marta@example.it");
        assert!(message["forwarded"]["from"].to_string().contains("carlo@cliente.example"), "{message:#}");
        assert_eq!(shop.mails_to("carlo@cliente.example", 1).len(), 1);
        assert_eq!(shop.relay.mails_to("marta@example.it").len(), 0);
    });
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut coded = String::new();
    for (turn, three) in bytes.chunks(3).enumerate() {
        if turn > 0 && turn % 19 == 0 {
            coded.push('\n');
        }
        let value =
            three.iter().fold(0u32, |value, byte| value << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(value >> (18 - 6 * place)) as usize & 63] as char;
            coded.push(if place > three.len() { '=' } else { letter });
        }
    }
    coded
}

#[test]
fn a_crowd_of_recipients_and_of_connections_has_a_bound() {
    let shop = Shop::open_with(Engine::Sqlite, |settings| settings.smtp_connections_per_address = 3);
    let mut held: Vec<Session> = (0..3).map(|_| shop.smtp()).collect();
    let mut refused = Session::connect(shop.node().smtp_addr());
    assert!(refused.try_reply().map_or(true, |reply| reply.code == 421));
    let session = &mut held[0];
    session.ehlo();
    session.ask("MAIL FROM:<anna@example.it>", 250);
    let mut answers =
        (0..).map(|number| session.say(&format!("RCPT TO:<assistenza+{number}@example.it>")).code);
    let taken = answers.by_ref().position(|code| code != 250).expect("a bound");
    // RFC 5321 section 4.5.3.1.8: at least a hundred, and `452` beyond what a server takes.
    assert!((100..=1_000).contains(&taken), "{taken}");
    assert_eq!(answers.next(), Some(452));
    drop(held);
    tests::wait_until("a free place", || {
        Session::connect(shop.node().smtp_addr()).try_reply().is_ok_and(|reply| reply.code == 220)
    });
}
