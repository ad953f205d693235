//! Conversations merged, split, moved and linked, on both engines: where everything goes, what is owed, and that it
//! can be taken back.

#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(dead_code, reason = "the house serves other tests too")]

mod house;

use db::{Actor, args};
use house::{House, Letter, minutes, on_both_engines};
use spine::bulk::{self, Verb};
use spine::conversation::{Attachment, Conversation, Status};
use spine::intake::Arrival;
use spine::matter::{self, Operation, Split};
use spine::promise::State;
use spine::scheduled::{self, Later};
use spine::{conversation, intake, outbox, promise};

const GIULIA: Actor = Actor::Agent(house::AGENT);

db::queries! {
    "together_test";
    account {
        SHOW_THE_DOOR = "update agent set active = false where account_id = ?1 and id = ?2";
    }
}

/// Two questions of one customer, the second an hour after the first, with their acknowledgements sent.
fn two(house: &House) -> (Arrival, Arrival) {
    let first = house.mail(Letter::from("anna@example.it", "La lampada"));
    house.clock.advance(minutes(60));
    let second = house.mail(Letter::from("anna@example.it", "La fattura"));
    house.send_all();
    (first, second)
}

fn merge(house: &House, from: &Arrival, into: &Arrival) -> Operation {
    let (from, into) = (from.conversation_id.unwrap(), into.conversation_id.unwrap());
    house
        .try_write(move |tx| {
            let (mut from, mut into) = (conversation::find(tx, from)?, conversation::find(tx, into)?);
            matter::merge(tx, &mut from, &mut into, GIULIA)
        })
        .unwrap()
}

fn undo(house: &House, operation: &Operation) -> Result<Conversation, spine::Error> {
    let operation = operation.clone();
    house.try_write(move |tx| matter::undo(tx, &operation, GIULIA))
}

fn open_dues(house: &House, conversation: &Conversation) -> Vec<i64> {
    let promises = house.promises(conversation);
    promises.iter().filter(|promise| promise.state == State::Open).map(|promise| promise.due_at_ms).collect()
}

#[test]
fn of_two_promises_merged_the_earlier_moment_stands_and_one_answer_keeps_it() {
    on_both_engines(|house: House| {
        let (first, second) = two(&house);
        let earlier = house.promises(&house.conversation(&first))[0].due_at_ms;
        merge(&house, &first, &second);
        let merged = house.conversation(&second);
        assert_eq!(open_dues(&house, &merged), [earlier]);
        assert_eq!((merged.next_due_at_ms, merged.message_count), (Some(earlier), 2));
        let old = house.conversation(&first);
        assert_eq!((old.status, old.message_count, old.next_due_at_ms), (Status::Closed, 0, None));
        let by_old_code = house.read(|tx| conversation::by_reference(tx, &old.reference)).unwrap();
        assert_eq!(by_old_code.id, merged.id);
        let token = old.track_token.clone();
        let tracked = house.db.read_everywhere(|tx| conversation::by_track_token(tx, &token)).unwrap().unwrap();
        assert_eq!(tracked, (1, merged.id));
        house.answer(&second, "Ecco tutto.");
        house.send_all();
        assert_eq!(open_dues(&house, &merged), [0; 0]);
        let kept = house.promises(&merged).iter().filter(|promise| promise.state == State::Kept).count();
        assert_eq!(kept, 1);
    });
}

#[test]
fn replies_to_any_old_message_or_code_join_the_merged_conversation() {
    on_both_engines(|house: House| {
        let (first, second) = two(&house);
        let (old, merged) = (house.conversation(&first), house.conversation(&second));
        let header = house.read(|tx| conversation::last_inbound(tx, old.id)).unwrap().header_id.unwrap();
        merge(&house, &first, &second);
        let by_header = house.mail(Letter::answer("anna@example.it", "Re: La lampada", &header));
        let by_code = house.mail(Letter {
            reference: Some(old.reference.clone()),
            ..Letter::from("anna@example.it", "Ancora la lampada")
        });
        for reply in [by_header, by_code] {
            assert_eq!(reply.conversation_id, Some(merged.id));
        }
    });
}

#[test]
fn a_merge_undone_leaves_everything_as_it_was() {
    on_both_engines(|house: House| {
        let (first, second) = two(&house);
        let before = [house.conversation(&first), house.conversation(&second)];
        let dues = before.each_ref().map(|one| open_dues(&house, one));
        let operation = merge(&house, &first, &second);
        undo(&house, &operation).unwrap();
        let after = [house.conversation(&first), house.conversation(&second)];
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before.status, after.status);
            assert_eq!(before.next_due_at_ms, after.next_due_at_ms);
            assert_eq!(
                (before.message_count, before.last_in_at_ms),
                (after.message_count, after.last_in_at_ms)
            );
            assert_eq!(after.merged_into_id, None);
        }
        assert_eq!(after.each_ref().map(|one| open_dues(&house, one)), dues);
        let again = house.read(|tx| intake::find(tx, first.id)).conversation_id;
        assert_eq!(again, first.conversation_id);
        assert!(undo(&house, &operation).is_err(), "once");
    });
}

#[test]
fn what_was_answered_while_merged_is_not_owed_again_after_undoing_it() {
    on_both_engines(|house: House| {
        let (first, second) = two(&house);
        let operation = merge(&house, &first, &second);
        house.answer(&second, "Ecco tutto.");
        house.send_all();
        undo(&house, &operation).unwrap();
        let first = house.conversation(&first);
        let owed = house.promises(&first).into_iter().filter(|promise| promise.state == State::Open);
        let told: Vec<_> =
            owed.filter(|promise| promise.not_told_reason.as_deref() != Some("internal")).collect();
        assert!(told.is_empty(), "{told:?}");
    });
}

#[test]
fn merged_twice_the_oldest_code_leads_to_the_last_one_and_back_in_order() {
    on_both_engines(|house: House| {
        let (first, second) = two(&house);
        let third = house.mail(Letter::from("anna@example.it", "Il reso"));
        let one = merge(&house, &first, &second);
        let two = merge(&house, &second, &third);
        let oldest = house.conversation(&first);
        let found = |house: &House| {
            house.read(|tx| conversation::by_reference(tx, &oldest.reference)).map(|found| found.id)
        };
        assert_eq!(found(&house), third.conversation_id);
        assert!(undo(&house, &one).is_err(), "the later one comes first");
        undo(&house, &two).unwrap();
        assert_eq!(found(&house), second.conversation_id);
        undo(&house, &one).unwrap();
        assert_eq!(found(&house), first.conversation_id);
    });
}

#[test]
fn two_customers_are_not_merged_nor_one_conversation_with_itself() {
    on_both_engines(|house: House| {
        let anna = house.mail(Letter::from("anna@example.it", "Prima"));
        let ivo = house.mail(Letter::from("ivo@example.it", "Seconda"));
        for (from, into) in [(&anna, &ivo), (&anna, &anna)] {
            let (from, into) = (from.conversation_id.unwrap(), into.conversation_id.unwrap());
            let outcome = house.try_write(move |tx| {
                let (mut from, mut into) = (conversation::find(tx, from)?, conversation::find(tx, into)?);
                matter::merge(tx, &mut from, &mut into, GIULIA).map(|_| ())
            });
            assert!(matches!(outcome, Err(spine::Error::Refused(_))), "{outcome:?}");
        }
    });
}

/// Splits a conversation at its last message.
fn split(house: &House, arrival: &Arrival, tell: bool) -> Result<(Conversation, Operation), spine::Error> {
    let id = arrival.conversation_id.unwrap();
    house.clock.advance(1);
    house.try_write(move |tx| {
        let mut from = conversation::find(tx, id)?;
        let message = conversation::messages(tx, id, 0, 100)?.pop().unwrap();
        matter::split(tx, &mut from, Split { message, subject: "La fattura".into(), tell }, GIULIA)
    })
}

#[test]
fn a_second_question_gets_its_own_code_and_is_owed_at_the_moment_already_given() {
    on_both_engines(|house: House| {
        let first = house.mail(Letter::from("anna@example.it", "Prima"));
        house.send_all();
        let due = house.promises(&house.conversation(&first))[0].due_at_ms;
        house.clock.advance(minutes(30));
        house.mail(Letter::answer("anna@example.it", "Re: Prima, e la fattura?", "anna-1@example.it"));
        let (new, _) = split(&house, &first, false).unwrap();
        let old = house.conversation(&first);
        assert_ne!(new.reference, old.reference);
        assert_eq!((old.message_count, new.message_count), (1, 1));
        assert_eq!((open_dues(&house, &old), open_dues(&house, &new)), (vec![due], vec![due]));
        assert!(house.promises(&new)[0].told_at_ms.is_some(), "the customer knows this moment");
        assert!(house.send_all().is_empty(), "nobody was told of the split");
    });
}

#[test]
fn the_customer_hears_of_the_new_code_when_asked_for() {
    on_both_engines(|house: House| {
        let first = house.mail(Letter::from("anna@example.it", "Prima"));
        house.send_all();
        house.mail(Letter::answer("anna@example.it", "Re: Prima, e la fattura?", "anna-1@example.it"));
        let (new, _) = split(&house, &first, true).unwrap();
        let [told] = &house.send_all()[..] else { panic!("one mail") };
        assert!(told.0.subject.contains(&new.reference), "{}", told.0.subject);
    });
}

#[test]
fn what_was_answered_stays_answered_and_the_new_question_takes_its_promise_along() {
    on_both_engines(|house: House| {
        let first = house.mail(Letter::from("anna@example.it", "Prima"));
        house.send_all();
        house.answer(&first, "Ecco.");
        house.send_all();
        house.mail(Letter::answer("anna@example.it", "Re: Prima, e la fattura?", "anna-1@example.it"));
        let owed = open_dues(&house, &house.conversation(&first));
        let (new, operation) = split(&house, &first, false).unwrap();
        let old = house.conversation(&first);
        assert_eq!((old.status, open_dues(&house, &old).len()), (Status::Waiting, 0));
        assert_eq!(open_dues(&house, &new), owed);
        let back = undo(&house, &operation).unwrap();
        assert_eq!((back.status, back.message_count), (Status::Open, 3));
        assert_eq!(open_dues(&house, &back), owed);
        let by_new_code = house.read(|tx| conversation::by_reference(tx, &new.reference)).unwrap();
        assert_eq!(by_new_code.id, back.id);
    });
}

#[test]
fn the_first_message_stays_where_it_is() {
    on_both_engines(|house: House| {
        let first = house.mail(Letter::from("anna@example.it", "Prima"));
        assert!(matches!(split(&house, &first, false), Err(spine::Error::Refused(_))));
    });
}

#[test]
fn links_stand_on_both_sides_until_they_are_taken_away() {
    on_both_engines(|house: House| {
        let (first, second) = two(&house);
        let (one, other) = (house.conversation(&first), house.conversation(&second));
        let pair = (one.clone(), other.clone());
        house.try_write(move |tx| conversation::link(tx, &pair.0, &pair.1, GIULIA)).unwrap();
        assert_eq!(house.read(|tx| conversation::linked(tx, one.id)), [other.id]);
        assert_eq!(house.read(|tx| conversation::linked(tx, other.id)), [one.id]);
        let pair = (other.clone(), one.clone());
        house.try_write(move |tx| conversation::unlink(tx, &pair.0, &pair.1, GIULIA)).unwrap();
        assert!(house.read(|tx| conversation::linked(tx, one.id)).is_empty());
    });
}

#[test]
fn a_report_is_thanked_its_promise_kept_by_thanks_and_every_reporter_hears_what_became_of_it() {
    on_both_engines(|house: House| {
        let anna = house.mail(Letter::from("anna@example.it", "Prima"));
        let ivo = house.mail(Letter::from("ivo@example.it", "Seconda"));
        house.send_all();
        for arrival in [&anna, &ivo] {
            let id = arrival.conversation_id.unwrap();
            house.clock.advance(1);
            house
                .try_write(move |tx| {
                    let mut report = conversation::find(tx, id)?;
                    outbox::thank(tx, &mut report, house::reply("Grazie della segnalazione.")).map(|_| ())
                })
                .unwrap();
        }
        house.clock.advance(1);
        house.send_all();
        let report = house.conversation(&anna);
        assert_eq!(report.status, Status::Closed);
        assert_eq!(house.promises(&report)[0].state, State::Kept);
        let (one, other) = (report.clone(), house.conversation(&ivo));
        let told = house.try_write(move |tx| {
            conversation::link(tx, &one, &other, GIULIA)?;
            outbox::tell_outcome(tx, &one, &house::reply("Abbiamo corretto la pagina."))
        });
        assert_eq!(told.unwrap(), 2);
        let mut readers: Vec<String> =
            house.send_all().into_iter().flat_map(|(mail, _)| mail.recipients).collect();
        readers.sort();
        assert_eq!(readers, ["anna@example.it", "ivo@example.it"]);
        assert_eq!(house.conversation(&anna).status, Status::Closed);
    });
}

#[test]
fn nobody_is_told_an_outcome_who_was_not_thanked() {
    on_both_engines(|house: House| {
        let anna = house.mail(Letter::from("anna@example.it", "Prima"));
        let id = anna.conversation_id.unwrap();
        let outcome = house.try_write(move |tx| {
            let open = conversation::find(tx, id)?;
            outbox::tell_outcome(tx, &open, &house::reply("Fatto."))
        });
        assert!(matches!(outcome, Err(spine::Error::Conflict(_))));
        assert_eq!(promise_states(&house, &anna), [State::Open]);
    });
}

fn promise_states(house: &House, arrival: &Arrival) -> Vec<State> {
    house
        .read(|tx| promise::of_conversation(tx, arrival.conversation_id.unwrap()))
        .iter()
        .map(|p| p.state)
        .collect()
}

#[test]
fn taking_an_act_on_many_back_leaves_what_was_opened_and_closed_since() {
    on_both_engines(|house: House| {
        let (first, second) = two(&house);
        let ids = [first.conversation_id.unwrap(), second.conversation_id.unwrap()];
        let act = house
            .try_write(move |tx| {
                let act = bulk::begin(tx, Verb::Close(Some("doppione".into())), house::AGENT)?;
                assert_eq!(bulk::carry_out(tx, &act, &ids, GIULIA)?, 2);
                Ok(act)
            })
            .unwrap();
        house.clock.advance(minutes(5));
        house
            .try_write(move |tx| {
                let mut open = conversation::find(tx, ids[0])?;
                conversation::reopen(tx, &mut open, "by_hand", GIULIA)
            })
            .unwrap();
        house.answer(&first, "Ecco la lampada nuova.");
        house.close(&first);
        house.clock.advance(minutes(5));
        house.try_write(move |tx| bulk::take_back(tx, &act, 50, GIULIA)).unwrap();
        assert_eq!(house.conversation(&first).status, Status::Closed, "answered and closed since");
        assert_eq!(house.conversation(&second).status, Status::Open);
        assert!(open_dues(&house, &house.conversation(&first)).is_empty());
    });
}

#[test]
fn nothing_leaves_later_in_the_name_of_somebody_who_is_no_longer_here() {
    on_both_engines(|house: House| {
        let (first, _) = two(&house);
        let id = first.conversation_id.unwrap();
        let later = Later { text: "Ecco.".into(), ..Later::default() };
        let waiting = house
            .try_write(move |tx| {
                let mut open = conversation::find(tx, id)?;
                let giulia = spine::agent::find(tx, house::AGENT)?;
                conversation::assign(tx, &mut open, Some(&giulia), "by_hand", GIULIA)?;
                let leaves_at_ms = tx.now_ms() + minutes(10);
                let waiting = scheduled::schedule(tx, &open, house::AGENT, &later, leaves_at_ms)?;
                tx.execute(SHOW_THE_DOOR, args![house::AGENT])?;
                Ok(waiting.id)
            })
            .unwrap();
        house.clock.advance(minutes(10));
        house.try_write(move |tx| scheduled::leave(tx, waiting)).unwrap();
        let kept = house.read(|tx| scheduled::of_conversation(tx, id));
        assert_eq!(kept[0].held_why.as_deref(), Some("refused"));
        assert_eq!(house.conversation(&first).message_count, 1);
    });
}

#[test]
fn the_files_of_an_answer_that_is_held_stay_as_long_as_it_does() {
    on_both_engines(|house: House| {
        let (first, _) = two(&house);
        let id = first.conversation_id.unwrap();
        let upload = |name: &'static str| {
            let kept = house.db.keep(name.as_bytes()).unwrap();
            let file = Attachment::named(name, "application/pdf", None, false);
            house.try_write(move |tx| conversation::upload(tx, file, kept)).unwrap().oid
        };
        let (used, unused) = (upload("preventivo.pdf"), upload("altro.pdf"));
        let later = Later { text: "Ecco.".into(), attachments: vec![used.clone()], ..Later::default() };
        house
            .try_write(move |tx| {
                let open = conversation::find(tx, id)?;
                let leaves_at_ms = tx.now_ms() + minutes(10);
                scheduled::schedule(tx, &open, house::AGENT, &later, leaves_at_ms)?;
                scheduled::hold(tx, id, "customer_wrote")
            })
            .unwrap();
        // Two months in which its author does not decide.
        let swept: usize = (0..60)
            .map(|_| {
                house.clock.advance(minutes(24 * 60));
                house.try_write(scheduled::sweep_uploads).unwrap()
            })
            .sum();
        assert_eq!(swept, 1, "what nobody used went");
        let there = |oid: &str| {
            let oid = oid.to_owned();
            house.try_write(move |tx| conversation::attachment_by_oid(tx, &oid)).is_ok()
        };
        assert!(there(&used) && !there(&unused));
        house
            .try_write(move |tx| {
                let held = scheduled::of_conversation(tx, id)?.remove(0);
                scheduled::cancel(tx, &held, GIULIA)
            })
            .unwrap();
        house.clock.advance(minutes(25 * 60));
        assert_eq!(
            house.try_write(scheduled::sweep_uploads).unwrap(),
            1,
            "once it is let go they are uploads like any"
        );
        assert!(!there(&used));
    });
}
