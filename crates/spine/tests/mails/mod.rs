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

mod tasks {
    use db::Actor;
    use kernel::address::Address;
    use kernel::language::Language;
    use spine::conversation::{self, Conversation, Direction};
    use spine::intake::Verdict;
    use spine::outbox::{HouseKind, Purpose};
    use spine::task::{self, Ask, ContactKind, NewContact, Outcome, State, Task, View, Whom};

    use crate::house::{AGENT, House, Letter, minutes, on_both_engines};

    fn warehouse(house: &House) -> i64 {
        let new = NewContact {
            kind: ContactKind::Department,
            name: "Magazzino".to_owned(),
            email: "magazzino@shop.example".to_owned(),
            language: Language::It,
            note: None,
        };
        house.try_write(move |tx| task::add_contact(tx, new, Actor::Agent(AGENT))).unwrap().id
    }

    fn ask_of(whom: Whom, due_at_ms: i64) -> Ask {
        Ask {
            whom,
            title: "Quando riparte il pacco?".to_owned(),
            text: "È il collo 1Z999.".to_owned(),
            due_at_ms,
            later_than_promise: false,
            files: Vec::new(),
        }
    }

    fn asked(house: &House, conversation: &Conversation, ask: Ask) -> Result<Task, spine::Error> {
        let conversation = conversation.clone();
        house.try_write(move |tx| task::ask(tx, &conversation, ask, Actor::Agent(AGENT)))
    }

    fn opened(house: &House) -> Conversation {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.send_all();
        house.conversation(&arrival)
    }

    fn tick(house: &House) {
        let now_ms = house.now_ms();
        let (remind, late) = house
            .db
            .read_everywhere(|tx| {
                Ok::<_, db::Error>((task::to_remind(tx, now_ms, 100)?, task::late(tx, now_ms, 100)?))
            })
            .unwrap();
        for (_, id) in remind {
            house.try_write(move |tx| task::remind(tx, id)).unwrap();
        }
        for (_, id) in late {
            house.try_write(move |tx| task::become_late(tx, id)).unwrap();
        }
    }

    #[test]
    fn a_department_is_asked_by_mail_and_its_answer_stands_beside_the_conversation() {
        on_both_engines(|house: House| {
            let contact = warehouse(&house);
            let conversation = opened(&house);
            let due = house.now_ms() + minutes(60);
            let task = asked(&house, &conversation, ask_of(Whom::Contact(contact), due)).unwrap();
            let [(outgoing, envelope)] = &house.send_all()[..] else { panic!("one mail") };
            assert_eq!(outgoing.purpose, Purpose::Task);
            assert_eq!(envelope.recipients, ["magazzino@shop.example"]);
            let read = wire::mail::read(&envelope.raw);
            assert_eq!(read.from.unwrap().email, format!("aiuto+t.{}@shop.example", task.oid));
            assert!(read.text.contains("È il collo 1Z999."), "{}", read.text);
            assert!(read.text.contains(&format!("https://fioca.example/t/{}", task.token)));
            assert!(!read.text.contains("anna"), "the customer's name does not leave by itself");

            let answer =
                Letter::answer("magazzino@shop.example", "Re: Quando riparte", &outgoing.header_id.clone());
            let arrival = house.mail(answer);
            assert_eq!(
                (arrival.verdict, arrival.conversation_id),
                (Verdict::NoAnswerOwed, Some(conversation.id))
            );
            let settled = house.read(|tx| task::find(tx, task.id));
            assert_eq!((settled.state, settled.answered_via.as_deref()), (State::Done, Some("mail")));
            let note = house.read(|tx| conversation::messages(tx, conversation.id, 0, 10)).pop().unwrap();
            assert_eq!((note.direction, note.author_name.as_deref()), (Direction::Note, Some("Magazzino")));
            let told = house.send_all();
            assert!(told.iter().all(|(mail, _)| mail.purpose == Purpose::House(HouseKind::Notice)));
            assert_eq!(told[0].1.recipients, ["giulia@shop.example"]);
            let more = Letter::answer("magazzino@shop.example", "Re: Re: Quando", &outgoing.header_id.clone());
            assert_eq!(house.mail(more).conversation_id, Some(conversation.id), "a further word joins it");
        });
    }

    #[test]
    fn an_answer_from_another_address_is_not_written_down_as_the_colleagues_who_was_asked() {
        on_both_engines(|house: House| {
            let conversation = opened(&house);
            let due = house.now_ms() + minutes(60);
            let ask = ask_of(Whom::Agent(AGENT), due);
            let home = conversation.clone();
            let task = house.try_write(move |tx| task::ask(tx, &home, ask, Actor::System)).unwrap();
            let [(outgoing, _)] = &house.send_all()[..] else { panic!("one mail") };
            house.mail(Letter::answer("estraneo@altrove.example", "Re: Quando", &outgoing.header_id.clone()));
            let note = house.read(|tx| conversation::messages(tx, conversation.id, 0, 10)).pop().unwrap();
            assert_eq!(note.direction, Direction::Note);
            assert_eq!((note.author_kind.as_str(), note.author_name), ("other", None));
            assert_eq!(note.author_address.as_deref(), Some("estraneo@altrove.example"));
            let by_giulia =
                Letter::answer("Giulia@shop.example", "Re: Re: Quando", &outgoing.header_id.clone());
            house.mail(by_giulia);
            let note = house.read(|tx| conversation::messages(tx, conversation.id, 0, 10)).pop().unwrap();
            assert_eq!(note.author_name.as_deref(), Some("Giulia Ferrante"));
            assert_eq!(house.read(|tx| task::find(tx, task.id)).state, State::Done);
        });
    }

    #[test]
    fn a_mail_its_domain_denies_stands_beside_the_conversation_and_settles_no_task() {
        on_both_engines(|house: House| {
            let contact = warehouse(&house);
            let conversation = opened(&house);
            let due = house.now_ms() + minutes(60);
            let task = asked(&house, &conversation, ask_of(Whom::Contact(contact), due)).unwrap();
            let [(outgoing, _)] = &house.send_all()[..] else { panic!("one mail") };
            let answer = Letter::answer("magazzino@shop.example", "Re: Quando", &outgoing.header_id.clone());
            let arrival = house.mail(Letter { forged: true, ..answer });
            assert_eq!(house.read(|tx| task::find(tx, task.id)).state, State::Open);
            assert_eq!(arrival.conversation_id, Some(conversation.id));
            let note = house.read(|tx| conversation::messages(tx, conversation.id, 0, 10)).pop().unwrap();
            assert_eq!((note.author_name, note.warning), (None, Some(conversation::Warning::Forged)));
        });
    }

    #[test]
    fn a_task_is_never_due_after_the_customers_promise_unless_somebody_says_so() {
        on_both_engines(|house: House| {
            let contact = warehouse(&house);
            let conversation = opened(&house);
            let late = conversation.next_due_at_ms.unwrap() + minutes(60);
            let refused = asked(&house, &conversation, ask_of(Whom::Contact(contact), late));
            let Err(spine::Error::Refused(fields)) = refused else { panic!("{refused:?}") };
            assert_eq!(fields[0].pointer, "/later_than_promise");
            let said = Ask { later_than_promise: true, ..ask_of(Whom::Contact(contact), late) };
            let task = asked(&house, &conversation, said).unwrap();
            let moved = task.clone();
            let back = house.now_ms();
            let refused = house.try_write(move |tx| task::move_due(tx, &moved, back, false, Actor::System));
            assert!(matches!(refused, Err(spine::Error::Refused(_))), "a moment must lie ahead");
            let sooner = house.now_ms() + minutes(30);
            let moved =
                house.try_write(move |tx| task::move_due(tx, &task, sooner, false, Actor::System)).unwrap();
            assert_eq!(moved.due_at_ms, sooner);
            let nothing = Ask { title: " ".to_owned(), ..ask_of(Whom::Contact(contact), sooner) };
            assert!(matches!(asked(&house, &conversation, nothing), Err(spine::Error::Refused(_))));
        });
    }

    #[test]
    fn who_was_asked_is_reminded_once_and_a_late_task_is_told_to_its_owner() {
        on_both_engines(|house: House| {
            let contact = warehouse(&house);
            let conversation = opened(&house);
            let due = house.now_ms() + minutes(120);
            let task = asked(&house, &conversation, ask_of(Whom::Contact(contact), due)).unwrap();
            house.send_all();
            house.clock.advance(minutes(91));
            tick(&house);
            tick(&house);
            let reminders = house.send_all();
            assert_eq!(reminders.len(), 1);
            assert!(reminders[0].0.subject.starts_with("Promemoria:"), "{}", reminders[0].0.subject);
            assert!(house.read(|tx| task::late_of(tx, conversation.id)).is_none());
            house.clock.advance(minutes(30));
            tick(&house);
            tick(&house);
            let alarms = house.send_all();
            assert_eq!(alarms.len(), 1);
            assert_eq!(alarms[0].1.recipients, ["giulia@shop.example"]);
            assert!(alarms[0].0.subject.starts_with("In ritardo:"), "{}", alarms[0].0.subject);
            assert_eq!(house.read(|tx| task::late_of(tx, conversation.id)), Some((1, due)));
            assert_eq!(house.read(|tx| task::tasks(tx, View::Late, i64::MAX, 10)).len(), 1);
            let id = task.id;
            house
                .try_write(move |tx| {
                    let task = task::find(tx, id)?;
                    let author = conversation::Author::Other { name: Some("Magazzino".into()), address: None };
                    assert!(matches!(
                        task::settle(tx, &task, Outcome::Declined, " ", author.clone(), "page"),
                        Err(spine::Error::Refused(_))
                    ));
                    task::settle(tx, &task, Outcome::Declined, "Non è nostro.", author.clone(), "page")?;
                    assert!(matches!(
                        task::settle(tx, &task, Outcome::Done, "", author, "page"),
                        Err(spine::Error::Conflict(_))
                    ));
                    Ok::<_, spine::Error>(())
                })
                .unwrap();
            assert_eq!(house.read(|tx| task::tasks(tx, View::Settled, i64::MAX, 10))[0].state, State::Declined);
            assert!(house.read(|tx| task::late_of(tx, conversation.id)).is_none());
        });
    }

    #[test]
    fn a_task_no_longer_needed_is_taken_back_and_its_people_told() {
        on_both_engines(|house: House| {
            let contact = warehouse(&house);
            let conversation = opened(&house);
            let due = house.now_ms() + minutes(60);
            let task = asked(&house, &conversation, ask_of(Whom::Contact(contact), due)).unwrap();
            house.send_all();
            house.try_write(move |tx| task::withdraw(tx, &task, Actor::Agent(AGENT))).unwrap();
            let sent = house.send_all();
            assert!(sent[0].0.subject.starts_with("Non serve più:"), "{}", sent[0].0.subject);
            house.clock.advance(minutes(300));
            tick(&house);
            assert!(house.send_all().is_empty(), "nobody is reminded of what is no longer needed");
            let mine = Ask { files: vec!["x".to_owned()], ..ask_of(Whom::Agent(AGENT), house.now_ms() + 1) };
            let refused = asked(&house, &conversation, mine);
            let Err(spine::Error::Refused(fields)) = refused else { panic!("{refused:?}") };
            assert!(fields.iter().any(|field| field.pointer == "/files/0"), "{fields:?}");
        });
    }

    #[test]
    fn a_contact_that_cannot_be_written_to_is_refused() {
        on_both_engines(|house: House| {
            let new = |name: &str, email: &str| NewContact {
                kind: ContactKind::Supplier,
                name: name.to_owned(),
                email: email.to_owned(),
                language: Language::En,
                note: Some(" ".to_owned()),
            };
            let refused = new("", "nobody");
            assert!(house.try_write(move |tx| task::add_contact(tx, refused, Actor::System)).is_err());
            let courier = new("Corriere", "corriere@example.com");
            let id = house.try_write(move |tx| task::add_contact(tx, courier, Actor::System)).unwrap().id;
            let renamed = new("Corriere espresso", "corriere@example.com");
            house.try_write(move |tx| task::change_contact(tx, id, renamed, Actor::System)).unwrap();
            assert_eq!(house.read(task::contacts)[0].name, "Corriere espresso");
            house.try_write(move |tx| task::remove_contact(tx, id, Actor::System)).unwrap();
            assert!(house.read(task::contacts).is_empty());
        });
    }

    #[test]
    fn a_stranger_who_answers_a_customer_is_no_task() {
        on_both_engines(|house: House| {
            let found = house.try_write(|tx| {
                let from = Address::new("x@y.it");
                let answer = task::Answer {
                    tag: Some("t.nothing"),
                    answers: &[],
                    from: Some(&from),
                    forged: false,
                    text: "x",
                };
                task::answered_by_mail(tx, &answer, Vec::new())
            });
            assert_eq!(found.unwrap(), None);
        });
    }
}

mod ratings {
    use db::Actor;
    use spine::outbox::{self, Purpose};
    use spine::{conversation, topic};

    use crate::house::{AGENT, House, Letter, minutes, on_both_engines};

    fn tick(house: &House) {
        let now_ms = house.now_ms();
        for id in house.read(|tx| outbox::closed_lately(tx, 100)) {
            house.try_write(move |tx| outbox::plan_rating(tx, id)).unwrap();
        }
        let due = house.db.read_everywhere(|tx| outbox::ratings_due(tx, now_ms, 100)).unwrap();
        for (_, id) in due {
            house.try_write(move |tx| outbox::ask_rating(tx, id)).unwrap();
        }
    }

    fn ask_after(house: &House, hours: Option<i64>) {
        house.try_write(move |tx| outbox::set_rating_after(tx, hours, Actor::System)).unwrap();
    }

    /// Asks something, is answered, and the conversation is closed.
    fn solved(house: &House, from: &str, subject: &str) -> i64 {
        let arrival = house.mail(Letter::from(from, subject));
        house.answer(&arrival, "Ecco.");
        house.close(&arrival);
        house.send_all();
        arrival.conversation_id.unwrap()
    }

    fn asked(house: &House) -> Vec<String> {
        let mails = house.send_all().into_iter().filter(|(mail, _)| mail.purpose == Purpose::Rating);
        mails.flat_map(|(_, envelope)| envelope.recipients).collect()
    }

    #[test]
    fn a_customer_is_asked_once_some_open_hours_after_closing_and_not_again_within_thirty_days() {
        on_both_engines(|house: House| {
            ask_after(&house, Some(2));
            solved(&house, "anna@example.it", "Sella");
            tick(&house);
            house.clock.advance(minutes(60));
            tick(&house);
            assert!(asked(&house).is_empty(), "an hour is too soon");
            house.clock.advance(minutes(90));
            tick(&house);
            tick(&house);
            assert_eq!(asked(&house), ["anna@example.it"]);
            solved(&house, "anna@example.it", "Manubrio");
            house.clock.advance(minutes(24 * 60));
            tick(&house);
            house.clock.advance(minutes(24 * 60));
            tick(&house);
            assert!(asked(&house).is_empty(), "not twice in thirty days");
        });
    }

    #[test]
    fn nobody_is_asked_about_a_complaint_nor_where_it_is_switched_off_nor_after_opening_again() {
        on_both_engines(|house: House| {
            solved(&house, "ugo@example.it", "Fanale");
            tick(&house);
            house.clock.advance(minutes(24 * 60));
            tick(&house);
            assert!(asked(&house).is_empty(), "it is off until somebody switches it on");
            ask_after(&house, Some(1));
            let complaint = solved(&house, "rita@example.it", "Pedale");
            house
                .try_write(move |tx| {
                    topic::correct(tx, complaint, Some("complaint"), None, Actor::Agent(AGENT))
                })
                .unwrap();
            let again = solved(&house, "leo@example.it", "Campanello");
            tick(&house);
            house
                .try_write(move |tx| {
                    let mut conversation = conversation::find(tx, again)?;
                    conversation::reopen(tx, &mut conversation, "asked", Actor::Agent(AGENT))
                })
                .unwrap();
            house.clock.advance(minutes(24 * 60));
            tick(&house);
            assert_eq!(asked(&house), ["ugo@example.it"], "closed within three days, and now it is on");
            assert!(house.try_write(|tx| outbox::set_rating_after(tx, Some(0), Actor::System)).is_err());
        });
    }
}

mod wordings {
    use db::Actor;
    use kernel::language::{Language, Register};
    use spine::letters::template::{Kind, Parts};
    use spine::template::{self, Asked, Scope};
    use spine::{inbox, topic};

    use crate::house::{AGENT, House, Letter, on_both_engines, reply};

    fn asked(kind: Kind, scope: Scope) -> Asked {
        Asked { kind, language: Language::It, register: Register::Tu, scope }
    }

    fn save(house: &House, asked: Asked, parts: Parts) -> Result<template::Version, spine::Error> {
        house.try_write(move |tx| template::save(tx, asked, &parts, Actor::Agent(AGENT)))
    }

    #[test]
    fn a_mail_leaves_in_the_inboxs_wording_else_everybodys_else_the_catalogues() {
        on_both_engines(|house: House| {
            let every = asked(Kind::Acknowledgement, Scope::EveryInbox);
            let parts = Parts { headline: "Tutti: {{promise}}".to_owned(), ..template::catalogue(every) };
            save(&house, every, parts.clone()).unwrap();
            house.mail(Letter::from("anna@example.it", "Uno"));
            assert!(wire::mail::read(&house.send_all()[0].1.raw).text.starts_with("Tutti: Ti rispondiamo"));
            let inbox_id = house.read(inbox::list)[0].id;
            let own = asked(Kind::Acknowledgement, Scope::Inbox(inbox_id));
            save(&house, own, Parts { headline: "Nostra: {{promise}}".to_owned(), ..parts.clone() }).unwrap();
            house.mail(Letter::from("ugo@example.it", "Due"));
            assert!(wire::mail::read(&house.send_all()[0].1.raw).text.starts_with("Nostra: Ti rispondiamo"));
            house.try_write(move |tx| template::reset(tx, own, Actor::Agent(AGENT))).unwrap();
            assert_eq!(house.read(|tx| template::in_force(tx, own)), parts);
            assert_eq!(house.read(|tx| template::history(tx, own)).len(), 2);
            let again = save(&house, every, parts).unwrap();
            assert_eq!(again.version, 1, "the same wording is no new version");
            let Err(spine::Error::Refused(fields)) = save(&house, every, Parts::default()) else { panic!() };
            assert!(fields.iter().any(|field| field.pointer == "/headline"), "{fields:?}");
        });
    }

    #[test]
    fn an_answer_leaves_with_the_companys_words_around_it() {
        on_both_engines(|house: House| {
            let kind = asked(Kind::Answer, Scope::EveryInbox);
            let body = "{{message}}\n\nRichiesta {{code}}: {{track_link}}".to_owned();
            save(&house, kind, Parts { body, ..Parts::default() }).unwrap();
            let arrival = house.mail(Letter::from("anna@example.it", "Tre"));
            house.send_all();
            let conversation = house.answer(&arrival, &reply("Ecco.").text);
            let read = wire::mail::read(&house.send_all()[0].1.raw);
            let wanted = format!(
                "Ecco.\n\nRichiesta {}: https://fioca.example/r/{}",
                conversation.reference, conversation.track_token
            );
            assert_eq!(read.text.replace("\r\n", "\n").trim_end(), wanted);
        });
    }

    #[test]
    fn the_acknowledgement_says_topic_and_order_number_when_the_words_are_clear() {
        on_both_engines(|house: House| {
            let arrival =
                house.mail(Letter::from("anna@example.it", "Il corriere non ha consegnato l'ordine F-20418"));
            let text = wire::mail::read(&house.send_all()[0].1.raw).text;
            assert!(text.contains("Argomento: Spedizione e consegna"), "{text}");
            assert!(text.contains("Ordine:    F-20418"), "{text}");
            assert!(text.contains("/correct"), "{text}");
            let understood = house.read(|tx| topic::of(tx, arrival.conversation_id.unwrap()));
            assert_eq!(understood.topic.as_deref(), Some("delivery"));
            house.mail(Letter::from("ugo@example.it", "Una domanda"));
            let text = wire::mail::read(&house.send_all()[0].1.raw).text;
            assert!(text.contains("Argomento: Una domanda") && !text.contains("Ordine:"), "{text}");
        });
    }
}

mod calls {
    use spine::conversation;
    use spine::{inbox, tracking};

    use crate::house::{House, Letter, on_both_engines};

    #[test]
    fn a_call_that_fell_with_its_closed_request_takes_nobody_elses_place() {
        on_both_engines(|house: House| {
            let arrival = house.mail(Letter::from("anna@example.it", "Mi chiamate?"));
            let asked = house.conversation(&arrival);
            let slots = |house: &House| {
                house.read(|tx| {
                    let own = inbox::find(tx, asked.inbox_id)?;
                    tracking::slots(tx, &own)
                })
            };
            let first = slots(&house)[0];
            assert!(first.free);
            let id = asked.id;
            house
                .try_write(move |tx| {
                    let mut own = conversation::find(tx, id)?;
                    tracking::book(tx, &mut own, first.at_ms, "347 112 2021")
                })
                .unwrap();
            assert!(!slots(&house)[0].free, "one person, one call");
            house.close(&arrival);
            assert!(slots(&house)[0].free);
        });
    }
}
