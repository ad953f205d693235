//! Mails of the house to its own people, and the mails customers get.

use kernel::language::Language;
use spine::intake::{Class, Verdict};
use spine::outbox::{self, HouseKind, HouseMail, Purpose, State};

use super::house::{House, Letter, minutes, on_both_engines};

fn invitation() -> HouseMail {
    HouseMail {
        kind: HouseKind::Invitation,
        to: "luca@shop.example".to_owned(),
        name: Some("Luca Conti".to_owned()),
        language: Language::It,
        subject: "Entra in Riscontro".to_owned(),
        paragraphs: vec!["Giulia ti ha invitato a rispondere ai clienti di Fioca.".to_owned()],
        link: Some(("Scegli la password".to_owned(), "https://fioca.example/invite/segreto".to_owned())),
    }
}

fn posted(house: &House, mail: HouseMail) -> i64 {
    house.try_write(move |tx| outbox::post_house_mail(tx, mail)).unwrap()
}

fn state(house: &House, id: i64) -> State {
    let all = [State::Queued, State::Sent, State::Delivered, State::Failed];
    let has = |state: &State| {
        house.read(|tx| outbox::list(tx, *state, i64::MAX, 100)).iter().any(|mail| mail.id == id)
    };
    all.into_iter().find(has).unwrap()
}

#[test]
fn a_colleague_gets_a_mail_of_the_house_from_the_first_inbox_and_its_link_is_not_kept() {
    on_both_engines(|house: House| {
        let id = posted(&house, invitation());
        let [(outgoing, envelope)] = &house.send_all()[..] else { panic!("one mail") };
        assert_eq!(outgoing.purpose, Purpose::House(HouseKind::Invitation));
        assert_eq!((outgoing.conversation_id, outgoing.promise_id), (None, None));
        assert_eq!(envelope.recipients, ["luca@shop.example"]);
        assert!(envelope.from.starts_with("aiuto+b.") && envelope.from.ends_with("@shop.example"));
        let read = wire::mail::read(&envelope.raw);
        assert_eq!(read.subject, "Entra in Riscontro");
        assert!(read.text.starts_with("Ciao Luca,\n\nGiulia ti ha invitato"), "{}", read.text);
        assert!(read.text.contains("Scegli la password:\nhttps://fioca.example/invite/segreto"));
        let raw = String::from_utf8_lossy(&envelope.raw).into_owned();
        assert!(raw.contains("Auto-Submitted: auto-generated") && !raw.contains("Precedence"), "{raw}");
        assert_eq!(state(&house, id), State::Sent);
        assert!(outbox::compose(&house.db, 1, outgoing).is_err(), "the secret link is gone from the store");
    });
}

#[test]
fn a_mail_of_the_house_leaves_from_the_address_of_the_setting() {
    on_both_engines(|house: House| {
        house
            .try_write(|tx| {
                let company = spine::company::find(tx)?;
                let house_address = Some("casa@fioca.example".to_owned());
                spine::company::save(tx, &spine::company::Company { house_address, ..company })
            })
            .unwrap();
        posted(&house, invitation());
        assert_eq!(house.send_all()[0].1.from, "casa@fioca.example");
        let nobody = HouseMail { to: "nessuno".to_owned(), ..invitation() };
        assert!(house.try_write(move |tx| outbox::post_house_mail(tx, nobody)).is_err());
    });
}

#[test]
fn a_mail_of_the_house_that_comes_back_opens_nothing_and_can_be_sent_again() {
    on_both_engines(|house: House| {
        let id = posted(&house, HouseMail { kind: HouseKind::Alert, ..invitation() });
        let sent = house.send_all().remove(0).0;
        let bounce = house.mail(Letter {
            class: Class::BounceHard,
            reported_ids: vec![sent.header_id.clone()],
            ..Letter::from("mailer-daemon@shop.example", "Undelivered")
        });
        assert_eq!((bounce.verdict, bounce.conversation_id), (Verdict::NoAnswerOwed, None));
        assert_eq!(state(&house, id), State::Failed);
        house.try_write(move |tx| outbox::retry_now(tx, id, db::Actor::System)).unwrap();
        assert_eq!(state(&house, id), State::Queued);

        let refused = posted(&house, HouseMail { kind: HouseKind::Report, ..invitation() });
        house.try_write(move |tx| outbox::given_up(tx, refused, "no such user", Some("5.1.1"))).unwrap();
        assert_eq!(state(&house, refused), State::Failed);
    });
}

#[test]
fn mails_of_the_house_do_not_count_for_a_customer_s_loop_guard() {
    on_both_engines(|house: House| {
        for _ in 0..6 {
            posted(
                &house,
                HouseMail { to: "anna@example.it".to_owned(), kind: HouseKind::Notice, ..invitation() },
            );
        }
        house.send_all();
        house.clock.advance(minutes(1));
        house.mail(Letter::from("anna@example.it", "Ditemi"));
        assert_eq!(house.send_all()[0].0.purpose, Purpose::Acknowledgement);
    });
}
