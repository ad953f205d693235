//! SIGTERM: what was begun is finished, then the program ends by itself.

use std::time::Duration;

use tests::letter::letter;
use tests::program::INBOX;
use tests::smtp::{Session, stuffed};

use super::audit::{self, Copies};
use super::dice::Dice;
use super::process::Process;
use super::traffic::{Sent, Told, Traffic};
use super::{comes_in, one_at_a_time};

/// The contract's bound.
const TEN_SECONDS: Duration = Duration::from_secs(10);

#[test]
fn a_mail_that_is_coming_in_is_kept_and_open_streams_do_not_hold_the_end_up() {
    let _turn = one_at_a_time();
    let mut process = Process::on_sqlite();
    let mut stream = process.api().stream("/api/v1/events/stream?after=0", &[]);
    stream.next_event();
    let from = "anna@clienti.example";
    let mail = letter(from, INBOX, "Dov'è il mio pacco?", "Buongiorno.\n\nSono Anna.");
    let wire = stuffed(&mail.bytes());
    let (now, later) = wire.split_at(wire.len() / 2);
    let mut session = Session::open(process.doors().smtp);
    let mut idle = Session::open(process.doors().smtp);
    session.ehlo();
    session.ask(&format!("MAIL FROM:<{from}>"), 250);
    session.ask(&format!("RCPT TO:<{INBOX}>"), 250);
    session.ask("DATA", 354);
    session.raw(now);

    process.ask_to_end();
    // Who says nothing is sent away: from here on the program is stopping.
    idle.expect(421);
    session.raw(later);
    let said = session.expect(250);
    let ended = process.ended(TEN_SECONDS);
    assert!(ended.success(), "{ended} after {said:?}\n{}", process.log_end());

    process.start();
    let message_id = mail.message_id().trim_matches(['<', '>']).to_owned();
    let sent = Sent { from: from.to_owned(), message_id, follows: None, files: Default::default() };
    let told = Told { sent: vec![sent], ..Told::default() };
    audit::all_is_well(&process, &told, Copies { at_most: 0 }, 0);
}

#[test]
fn asked_to_end_under_load_it_loses_nothing_and_tells_nothing_twice() {
    let _turn = one_at_a_time();
    let mut process = Process::on_sqlite();
    let seed = Dice::seed();
    let traffic = Traffic::begin(&process, seed);
    for _ in 0..5 {
        let before = traffic.accepted();
        comes_in(&process, &traffic, before + 10);
        process.ask_to_end();
        let ended = process.ended(TEN_SECONDS);
        assert!(ended.success(), "{ended}\n{}", process.log_end());
        process.start();
    }
    let told = traffic.end();
    // No kill, no instant of a kill: not one copy.
    audit::all_is_well(&process, &told, Copies { at_most: 0 }, seed);
}
