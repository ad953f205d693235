//! The spine without sockets, on both engines: what becomes of an arrival, a promise, an answer.

#![expect(clippy::unwrap_used, reason = "tests")]

mod house;
mod mails;

use house::{House, Letter, minutes, on_both_engines};
use spine::conversation::{Author, Direction, Status};
use spine::intake::{Class, Report, Verdict};
use spine::outbox::{Purpose, Reply};
use spine::promise::{Kind, State};
use spine::{conversation, customer, intake, outbox, promise};

db::queries! {
    "spine_test";
    account {
        URGENT = "select urgent_at_ms from conversation where account_id = ?1 and id = ?2";
    }
}

#[test]
fn a_mail_becomes_a_conversation_with_a_promise_told_in_an_acknowledgement() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Dov'è il mio pacco?"));
        assert_eq!(arrival.verdict, Verdict::Owed);
        let conversation = house.conversation(&arrival);
        assert_eq!(conversation.status, Status::Open);
        assert_eq!(conversation.subject, "Dov'è il mio pacco?");
        let [first] = &house.promises(&conversation)[..] else { panic!("one promise") };
        assert_eq!((first.kind, first.state), (Kind::FirstReply, State::Open));
        assert_eq!(first.due_at_ms, house::at("2026-03-02T14:00"));
        assert_eq!(conversation.next_due_at_ms, Some(first.due_at_ms));
        let [acknowledgement] = &house.send_all()[..] else { panic!("one mail") };
        assert_eq!(acknowledgement.0.purpose, Purpose::Acknowledgement);
        assert_eq!(acknowledgement.0.recipients, ["anna@example.it"]);
        let raw = String::from_utf8_lossy(&acknowledgement.1.raw).into_owned();
        for part in [
            "Auto-Submitted: auto-replied",
            "In-Reply-To: <anna-1@example.it>",
            "References: <anna-1@example.it>",
        ] {
            assert!(raw.contains(part), "{part} in {raw}");
        }
        let read = wire::mail::read(&acknowledgement.1.raw);
        assert!(read.subject.starts_with(&format!("[#{}] ", conversation.reference)), "{}", read.subject);
        assert!(read.text.contains("14:00") && read.text.contains(&conversation.track_token), "{}", read.text);
        let told = &house.promises(&conversation)[0];
        assert_eq!((told.told_at_ms, told.told_via.as_deref()), (Some(house.now_ms() - 1), Some("email")));
        let wording = house.read(|tx| promise::told_of(tx, told.id))[0].wording.clone();
        assert!(wording.contains("14:00"), "{wording}");
    });
}

#[test]
fn an_answer_accepted_in_time_keeps_the_promise_and_one_accepted_late_breaks_it() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Prima"));
        let late = house.mail(Letter::from("ivo@example.it", "Seconda"));
        house.send_all();
        let answered = house.answer(&arrival, "Ecco.");
        assert_eq!(answered.status, Status::Waiting);
        assert_eq!(house.promises(&answered)[0].state, State::Open, "nothing is kept before it left");
        let [sent] = &house.send_all()[..] else { panic!("one mail") };
        let raw = String::from_utf8_lossy(&sent.1.raw).into_owned();
        assert!(raw.contains("In-Reply-To: <anna-1@example.it>"), "{raw}");
        assert!(!raw.contains("Auto-Submitted"), "{raw}");
        let read = wire::mail::read(&sent.1.raw);
        assert_eq!(read.subject, format!("Re: Prima [#{}]", answered.reference));
        assert_eq!(house.promises(&answered)[0].state, State::Kept);

        let late = house.answer(&late, "Tardi.");
        house.clock.advance(minutes(8 * 60));
        house.send_all();
        assert_eq!(house.promises(&late)[0].state, State::Broken);
    });
}

#[test]
fn a_promise_past_its_moment_is_broken_and_the_second_one_told_with_an_apology() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.send_all();
        house.clock.advance(minutes(5 * 60));
        house.tick();
        let conversation = house.conversation(&arrival);
        let promises = house.promises(&conversation);
        assert_eq!(promises[0].state, State::Broken);
        assert_eq!(promises[0].settled_at_ms, Some(promises[0].due_at_ms));
        assert_eq!((promises[1].state, promises[1].follows_id), (State::Open, Some(promises[0].id)));
        let [apology] = &house.send_all()[..] else { panic!("one mail") };
        assert_eq!(apology.0.purpose, Purpose::Apology);
        assert!(house.promises(&conversation)[1].told_at_ms.is_some());
        house.tick();
        assert_eq!(house.promises(&conversation).len(), 2, "a moment passes once");
    });
}

#[test]
fn a_call_due_before_the_second_moment_of_what_was_missed_is_what_the_list_goes_by() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Prima"));
        house.clock.advance(minutes(241));
        house.tick();
        let id = arrival.conversation_id.unwrap();
        house
            .try_write(move |tx| {
                let mut open = conversation::find(tx, id)?;
                let actor = db::Actor::Customer(open.customer_id);
                let soon_ms = tx.now_ms() + minutes(10);
                promise::call_back(tx, &mut open, soon_ms, serde_json::json!({}), actor)
            })
            .unwrap();
        let urgent = house.read(|tx| Ok(tx.find(URGENT, db::args![id], |row| row.next::<i64>())?));
        assert_eq!(urgent, Some(house.now_ms() + minutes(10)));
        assert_eq!(house.conversation(&arrival).next_due_at_ms, urgent);
        house.clock.advance(minutes(11));
        house.tick();
        let urgent = house.read(|tx| Ok(tx.find(URGENT, db::args![id], |row| row.next::<i64>())?));
        assert!(urgent.is_some_and(|urgent| urgent < house.now_ms()), "the call was missed, too");
    });
}

#[test]
fn an_acknowledgement_that_never_left_gives_way_to_the_apology() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.clock.advance(minutes(5 * 60));
        house.tick();
        let purposes: Vec<Purpose> = house.send_all().into_iter().map(|(mail, _)| mail.purpose).collect();
        assert_eq!(purposes, [Purpose::Apology]);
        assert!(house.promises(&house.conversation(&arrival))[0].told_at_ms.is_none());
    });
}

#[test]
fn a_person_moves_a_promise_once_and_the_customer_is_told() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.send_all();
        let later = house::at("2026-03-03T10:00");
        let move_it = |from: usize| {
            let arrival = arrival.clone();
            house.try_write(move |tx| {
                let mut conversation = conversation::find(tx, arrival.conversation_id.unwrap())?;
                let old = promise::of_conversation(tx, conversation.id)?.remove(from);
                let next = promise::move_to(
                    tx,
                    &mut conversation,
                    &old,
                    later,
                    "aspettiamo il corriere",
                    house::AGENT,
                )?;
                outbox::tell_moved(tx, &conversation, &old, &next, "aspettiamo il corriere")
            })
        };
        move_it(0).unwrap();
        let conversation = house.conversation(&arrival);
        let promises = house.promises(&conversation);
        assert_eq!((promises[0].state, promises[0].moved_to_id), (State::Moved, Some(promises[1].id)));
        assert_eq!((promises[1].due_at_ms, promises[1].original_due_at_ms), (later, promises[0].due_at_ms));
        assert_eq!(conversation.next_due_at_ms, Some(later));
        let [moved] = &house.send_all()[..] else { panic!("one mail") };
        assert_eq!(moved.0.purpose, Purpose::Moved);
        assert!(wire::mail::read(&moved.1.raw).text.to_lowercase().contains("aspettiamo il corriere"));
        assert!(matches!(move_it(1), Err(spine::Error::Conflict(_))), "once only");
        assert!(matches!(move_it(0), Err(spine::Error::Conflict(_))), "it is settled");
    });
}

#[test]
fn a_new_message_keeps_the_open_promise_and_after_an_answer_makes_the_next() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.send_all();
        house.mail(Letter::answer("anna@example.it", "Re: Ditemi", "anna-1@example.it"));
        let conversation = house.conversation(&arrival);
        assert_eq!(house.promises(&conversation).len(), 1);
        assert!(house.send_all().is_empty(), "one acknowledgement a promise");
        house.answer(&arrival, "Ecco.");
        let sent = house.send_all().remove(0).0;
        let third = house.mail(Letter::answer("anna@example.it", "Re: Ditemi", &sent.header_id));
        assert_eq!(third.conversation_id, arrival.conversation_id);
        let promises = house.promises(&conversation);
        assert_eq!((promises[1].kind, promises[1].state), (Kind::NextReply, State::Open));
        assert_eq!(house.conversation(&arrival).status, Status::Open);
        assert_eq!(house.send_all()[0].0.purpose, Purpose::Acknowledgement);
    });
}

#[test]
fn what_the_customer_wrote_while_the_answer_was_on_its_way_is_owed_too() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.send_all();
        house.answer(&arrival, "Ecco.");
        house.mail(Letter::answer("anna@example.it", "Re: Ditemi", "anna-1@example.it"));
        house.send_all();
        let conversation = house.conversation(&arrival);
        let states: Vec<State> = house.promises(&conversation).iter().map(|promise| promise.state).collect();
        assert_eq!(states, [State::Kept, State::Open]);
        assert_eq!(conversation.status, Status::Open);
    });
}

#[test]
fn the_same_mail_twice_or_to_two_inboxes_is_one_conversation() {
    on_both_engines(|house: House| {
        let letter = Letter::from("anna@example.it", "Ditemi");
        let first = house.mail(letter.clone());
        let again = house.mail(letter.clone());
        assert_eq!((again.verdict, again.conversation_id), (Verdict::Duplicate, first.conversation_id));
        let other_content = Letter { content: "altro".into(), ..letter.clone() };
        assert_eq!(house.mail(other_content).verdict, Verdict::Owed);
        let nameless = Letter { header_id: None, content: "x".into(), ..letter };
        assert_eq!(house.mail(nameless.clone()).verdict, Verdict::Owed);
        assert_eq!(house.mail(nameless.clone()).verdict, Verdict::Duplicate);
        house.clock.advance(minutes(25 * 60));
        assert_eq!(house.mail(nameless).verdict, Verdict::Owed);
    });
}

#[test]
fn machines_open_nothing_and_a_bounce_gives_the_conversation_back_to_a_person() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.send_all();
        house.answer(&arrival, "Ecco.");
        let sent = house.send_all().remove(0).0;
        let bounce = house.mail(Letter {
            class: Class::BounceHard,
            reported_ids: vec![sent.header_id.clone()],
            reports: vec![Report {
                recipient: Some("anna@example.it".into()),
                status_code: Some("5.1.1".into()),
                reason: "user unknown".into(),
                hard: true,
            }],
            ..Letter::from("postmaster@example.it", "Undelivered")
        });
        assert_eq!(bounce.verdict, Verdict::NoAnswerOwed);
        assert_eq!(bounce.conversation_id, arrival.conversation_id);
        let conversation = house.conversation(&arrival);
        assert_eq!(
            (conversation.status, conversation.trouble.as_deref()),
            (Status::Open, Some("user unknown"))
        );
        assert!(conversation.next_due_at_ms.is_some(), "an open conversation has a next due moment");
        let identity = house.read(|tx| customer::identities(tx, conversation.customer_id)).remove(0);
        assert_eq!(
            (identity.reach, identity.reach_code.as_deref()),
            (customer::Reach::Undeliverable, Some("5.1.1"))
        );
        assert!(house.send_all().is_empty(), "machines get no answer");

        let away =
            house.mail(Letter { class: Class::AutoReply, ..Letter::from("bo@example.it", "Fuori sede") });
        assert_eq!((away.verdict, away.conversation_id), (Verdict::NoAnswerOwed, None));
        let bulk =
            Letter { class: Class::Bulk, bulk_unless_known: true, ..Letter::from("news@example.it", "Sconti") };
        let opened = house.mail(bulk);
        assert_eq!((opened.verdict, opened.conversation_id), (Verdict::NoAnswerOwed, None));
        let taken_up = house.take_up(&opened);
        assert_eq!(taken_up.verdict, Verdict::Owed);
        assert!(house.send_all().is_empty(), "a machine taken up by hand is still a machine");
    });
}

#[test]
fn at_most_five_automatic_mails_reach_one_address_in_a_day() {
    on_both_engines(|house: House| {
        for n in 0..7 {
            house.mail(Letter::from("loop@example.it", &format!("Giro {n}")));
        }
        assert_eq!(house.send_all().len(), 5);
        house.clock.advance(minutes(25 * 60));
        house.mail(Letter::from("loop@example.it", "Il giorno dopo"));
        assert_eq!(house.send_all().len(), 1);
    });
}

#[test]
fn a_reply_to_a_closed_conversation_opens_it_within_a_week_and_a_linked_one_later() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.answer(&arrival, "Ecco.");
        house.send_all();
        house.close(&arrival);
        house.clock.advance(minutes(6 * 24 * 60));
        house.mail(Letter::answer("anna@example.it", "Re: Ditemi", "anna-1@example.it"));
        assert_eq!(house.conversation(&arrival).status, Status::Open);
        house.answer(&arrival, "Ancora.");
        house.send_all();
        house.close(&arrival);
        house.clock.advance(minutes(8 * 24 * 60));
        let much_later = house.mail(Letter::answer("anna@example.it", "Re: Ditemi", "anna-1@example.it"));
        assert_ne!(much_later.conversation_id, arrival.conversation_id);
        assert_eq!(house.conversation(&much_later).linked_id, arrival.conversation_id);
    });
}

#[test]
fn somebody_who_only_knows_the_code_joins_with_a_warning_and_is_not_answered_in_copy() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        let code = house.conversation(&arrival).reference;
        let stranger =
            house.mail(Letter { reference: Some(code), ..Letter::from("eva@example.org", "Re: Ditemi") });
        assert_eq!(stranger.conversation_id, arrival.conversation_id);
        let message = house.read(|tx| conversation::message(tx, stranger.message_id.unwrap()));
        assert_eq!(message.warning, Some(conversation::Warning::Stranger));
        house.send_all();
        house.answer(&arrival, "Ecco.");
        assert_eq!(house.send_all()[0].0.recipients, ["anna@example.it"]);
    });
}

#[test]
fn a_thread_with_several_people_is_answered_to_all_of_them_and_bcc_stays_in_the_envelope() {
    on_both_engines(|house: House| {
        let mut letter = Letter::from("anna@example.it", "Ditemi");
        letter.cc = vec!["bea@example.it".into(), "aiuto@shop.example".into()];
        let arrival = house.mail(letter);
        house.send_all();
        house
            .try_write({
                let arrival = arrival.clone();
                move |tx| {
                    let mut conversation = conversation::find(tx, arrival.conversation_id.unwrap())?;
                    let mut reply = house::reply("A tutte e due.");
                    reply.bcc = vec![kernel::address::Address::new("capo@shop.example")];
                    outbox::reply(tx, &mut conversation, reply).map(|_| ())
                }
            })
            .unwrap();
        let (mail, envelope) = house.send_all().remove(0);
        assert_eq!(mail.recipients, ["anna@example.it", "bea@example.it", "capo@shop.example"]);
        let read = wire::mail::read(&envelope.raw);
        assert_eq!(read.cc.iter().map(|person| person.email.as_str()).collect::<Vec<_>>(), ["bea@example.it"]);
        assert!(!String::from_utf8_lossy(&envelope.raw).contains("capo@"));
    });
}

#[test]
fn a_forward_by_a_colleague_belongs_to_the_original_sender_with_their_words_as_a_note() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter {
            forwarded_from: Some("carla@example.it".into()),
            ..Letter::from("giulia@shop.example", "I: Lampada rotta")
        });
        let conversation = house.conversation(&arrival);
        let identities = house.read(|tx| customer::identities(tx, conversation.customer_id));
        assert_eq!(identities[0].value, "carla@example.it");
        let messages = house.read(|tx| conversation::messages(tx, conversation.id, 0, 10));
        assert_eq!(
            messages.iter().map(|message| message.direction).collect::<Vec<_>>(),
            [Direction::Note, Direction::In]
        );
        assert_eq!(house.send_all()[0].0.recipients, ["carla@example.it"]);
    });
}

#[test]
fn a_conversation_waits_three_days_and_comes_back_with_a_due_moment_of_its_own() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.answer(&arrival, "Che modello è?");
        house.send_all();
        house.clock.advance(minutes(3 * 24 * 60 - 1));
        house.tick();
        assert_eq!(house.conversation(&arrival).status, Status::Waiting);
        house.clock.advance(minutes(1));
        house.tick();
        let conversation = house.conversation(&arrival);
        assert_eq!(conversation.status, Status::Open);
        let last = house.promises(&conversation).pop().unwrap();
        assert_eq!(
            (last.kind, last.state, last.not_told_reason.as_deref()),
            (Kind::Custom, State::Open, Some("internal"))
        );
        assert!(house.send_all().is_empty());
        house.close(&arrival);
        assert_eq!(house.promises(&conversation).pop().unwrap().state, State::Void);
    });
}

#[test]
fn an_answer_can_be_undone_until_somebody_tried_to_send_it() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.send_all();
        let write = |text: &'static str| {
            let arrival = arrival.clone();
            house
                .try_write(move |tx| {
                    let mut conversation = conversation::find(tx, arrival.conversation_id.unwrap())?;
                    let reply = Reply { hold_ms: 8_000, ..house::reply(text) };
                    Ok(outbox::reply(tx, &mut conversation, reply)?.message)
                })
                .unwrap()
        };
        let message = write("Ops");
        assert!(house.send_all().is_empty(), "it is held");
        house.try_write(move |tx| outbox::undo(tx, message.id, house::AGENT)).unwrap();
        let conversation = house.conversation(&arrival);
        assert_eq!((conversation.status, conversation.message_count), (Status::Open, 1));
        let message = write("Davvero");
        house.clock.advance(8_000);
        assert_eq!(house.send_all().len(), 1);
        let too_late = house.try_write(move |tx| outbox::undo(tx, message.id, house::AGENT));
        assert!(matches!(too_late, Err(spine::Error::Conflict(_))));
    });
}

#[test]
fn three_days_without_the_next_hop_end_as_a_task_for_a_person() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.send_all();
        house.answer(&arrival, "Ecco.");
        let mut tries = 0;
        for _ in 0..10_000 {
            let due = house.due();
            for (outgoing_id, recipients) in due {
                tries += 1;
                house
                    .try_write(move |tx| {
                        outbox::claim(tx, outgoing_id)?;
                        outbox::postponed(tx, outgoing_id, &recipients, false, "connection refused", None)
                    })
                    .unwrap();
            }
            if house.conversation(&arrival).trouble.is_some() {
                break;
            }
            house.clock.advance(minutes(10));
        }
        let conversation = house.conversation(&arrival);
        assert_eq!(conversation.status, Status::Open);
        assert_eq!(conversation.trouble.as_deref(), Some("connection refused"));
        assert!((15..60).contains(&tries), "{tries} tries in three days");
        assert!(conversation.next_due_at_ms.is_some());
    });
}

#[test]
fn an_integration_answer_counts_as_a_persons_only_in_a_persons_name() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.send_all();
        house
            .try_write({
                let arrival = arrival.clone();
                move |tx| {
                    let mut conversation = conversation::find(tx, arrival.conversation_id.unwrap())?;
                    let author = Author::Integration { id: 7, name: "ERP".into() };
                    outbox::reply(tx, &mut conversation, Reply { author, ..house::reply("Spedito.") })
                        .map(|_| ())
                }
            })
            .unwrap();
        house.send_all();
        assert_eq!(house.promises(&house.conversation(&arrival))[0].state, State::Open);
    });
}

#[test]
fn an_arrival_tried_too_often_is_stuck_and_can_be_tried_again() {
    on_both_engines(|house: House| {
        let letter = Letter::from("anna@example.it", "Ditemi");
        let arrival_id = house.accept(&letter);
        for _ in 0..=intake::MOST_ATTEMPTS {
            house.try_write(move |tx| intake::claim(tx, arrival_id).map(|_| ())).unwrap();
            house.clock.advance(minutes(1));
        }
        let arrival = house.read(|tx| intake::find(tx, arrival_id));
        assert_eq!(arrival.verdict, Verdict::Stuck);
        house.try_write(move |tx| intake::retry(tx, arrival_id, db::Actor::Agent(house::AGENT))).unwrap();
        assert_eq!(house.receive(arrival_id, &letter).verdict, Verdict::Owed);
    });
}

#[test]
fn every_query_of_the_spine_was_run_by_these_stories_or_takes_nulls_without_breaking() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ditemi"));
        house.answer(&arrival, "Ecco.");
        for query in spine::queries() {
            house.run_with_nulls(query);
        }
    });
}
