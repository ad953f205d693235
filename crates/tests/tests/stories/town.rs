//! With real mail servers in the loop.

use tests::letter::letter;
use tests::smtp::Session;
use tests::town::Town;
use tests::wait_for;

#[test]
fn what_postfix_takes_for_a_customer_is_read_by_imap() {
    let nobody = "127.0.0.1:9".parse().expect("an address");
    let town = Town::open("assistenza.example", nobody);
    let mut session = Session::open(town.smtp);
    session.ehlo();
    let written = letter("bruno@altrove.example", "anna@cliente.example", "Perché?", "Così.\n.\n");
    assert_eq!(session.send("bruno@altrove.example", &["anna@cliente.example"], &written.bytes()).code, 250);
    let mail = wait_for("the mail", || town.mailbox("anna").pop());
    assert_eq!(mail.header("Message-ID"), Some(written.message_id()));
    assert_eq!(mail.text().trim(), "Così.\n.");
}
