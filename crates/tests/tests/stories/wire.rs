//! The stories' own instruments: what they send is what arrives.

use tests::browser::Browser;
use tests::letter::letter;
use tests::relay::Relay;
use tests::smtp::Session;

fn at(relay: &Relay) -> std::net::SocketAddr {
    let url = relay.url();
    let inside = url.trim_start_matches("smtp://").trim_end_matches("?tls=none");
    inside.parse().expect("an address and a port")
}

#[test]
fn a_letter_arrives_at_the_next_hop_as_it_was_written() {
    let relay = Relay::open();
    let mut session = Session::open(at(&relay));
    assert!(session.ehlo().iter().any(|keyword| keyword == "8BITMIME"));
    let written =
        letter("Anna <anna@example.it>", "b@example.it", "Perché la lampada è così?", "Ciao.\n.punto\n..");
    assert_eq!(session.send("anna@example.it", &["b@example.it", "c@example.it"], &written.bytes()).code, 250);
    let [mail] = relay.mails().try_into().expect("one mail");
    assert_eq!(mail.raw, written.bytes());
    assert_eq!((mail.from.as_str(), mail.to.len()), ("anna@example.it", 2));
    assert_eq!(mail.header("Subject").as_deref(), Some("Perché la lampada è così?"));
    assert_eq!(mail.text().trim_end(), "Ciao.\n.punto\n..");
    assert_eq!(mail.header("Message-ID"), Some(written.message_id()));
}

#[test]
fn the_next_hop_refuses_whom_it_is_told_to() {
    let relay = Relay::open();
    relay.refuse("gone@example.it", "550 5.1.1 no such person");
    let mut session = Session::open(at(&relay));
    session.ehlo();
    let written = letter("a@example.it", "gone@example.it", "s", "b").bytes();
    assert!(session.send("a@example.it", &["gone@example.it"], &written).starts("550 5.1.1"));
    relay.accept_all();
    assert_eq!(session.send("a@example.it", &["gone@example.it"], &written).code, 250);
    assert_eq!(relay.mails_to("gone@example.it").len(), 1);
}

#[test]
fn an_answer_threads_under_the_mail_it_answers() {
    let relay = Relay::open();
    let mut session = Session::open(at(&relay));
    let first = letter("a@example.it", "b@example.it", "Uno", "1").header("References", "<0@x>");
    session.send("a@example.it", &["b@example.it"], &first.bytes());
    let answer = letter("b@example.it", "a@example.it", "", "2").in_reply_to(&relay.mails()[0]);
    session.send("b@example.it", &["a@example.it"], &answer.bytes());
    let [received] = relay.mails_to("a@example.it").try_into().expect("one mail");
    assert_eq!(received.header("Subject").as_deref(), Some("Re: Uno"));
    assert_eq!(received.header("In-Reply-To"), Some(first.message_id()));
    assert_eq!(received.header("References"), Some(format!("<0@x> {}", first.message_id())));
}

#[test]
fn a_browser_sees_types_and_finds_what_is_wrong_with_a_page() {
    let mut browser = Browser::open(800, 600);
    browser.go("data:text/html,<title>Prova</title><p>Ciao<input id=campo><img src=x>");
    let field = browser.find("#campo");
    browser.type_into(&field, "perché");
    assert_eq!(browser.run("return document.querySelector('#campo').value"), "perché");
    browser.wait_for_text("Ciao");
    let findings = browser.findings();
    assert!(findings.iter().any(|finding| finding.contains("image-alt")), "{findings:#?}");
    assert_eq!(browser.sideways(), 0);
}
