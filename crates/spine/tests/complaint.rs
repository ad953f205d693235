//! Complaints, through the rooms: declared and recognised, answered by their date, made good within limits, followed
//! up, and counted until their cause is gone.

#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(dead_code, reason = "the house serves other tests too")]

mod house;

use db::{Actor, args};
use house::{AGENT, House, Letter, at, minutes, on_both_engines};
use spine::Error;
use spine::complaint::{
    self, CauseChange, Complaint, Filter, FollowUp, Opening, Origin, Outcome, Proposal, Recorded, RemedyKind,
    RemedyState, Standing, State,
};
use spine::conversation::{self, Conversation};
use spine::intake::Arrival;
use spine::promise::{Kind, State as Stand};
use spine::{inbox, outbox, promise, task};

const MARTA: i64 = 78;

db::queries! {
    "complaint_story";
    account {
        ADD_SUPERVISOR = "insert into agent (account_id, id, oid, name, email, role, language, presence, capacity,
                            skills, tier_rights, active, created_at_ms)
                          values (?1, ?2, '2', 'Marta Bisi', 'marta@shop.example', 'supervisor', 'it', 'online', '{}',
                            '[]', '[]', true, 0)";
        LEAVE = "update agent set active = false where account_id = ?1 and id = ?2";
    }
}

fn with_supervisor(house: &House) {
    house.try_write(|tx| Ok(tx.execute(ADD_SUPERVISOR, args![MARTA])?)).unwrap();
}

fn complains(house: &House, sender: &str) -> (Arrival, Complaint) {
    let letter = Letter {
        content: format!("{sender}: con la presente sporgo formale reclamo."),
        ..Letter::from(sender, "Paralume arrivato con una crepa")
    };
    let arrival = house.mail(letter);
    let id = arrival.conversation_id.unwrap();
    let complaint = house.read(|tx| complaint::open_of(tx, id)).unwrap();
    (arrival, complaint)
}

fn now(house: &House, complaint: &Complaint) -> Complaint {
    house.read(|tx| complaint::find(tx, complaint.id))
}

fn until(house: &House, at_ms: i64) {
    house.clock.advance(at_ms - house.now_ms());
}

/// Everything that is due leaves, and what depends on it is written down, as the worker does.
fn sends(house: &House) -> Vec<String> {
    let sent = house.send_all();
    for (outgoing, _) in &sent {
        let id = outgoing.id;
        house.try_write(move |tx| complaint::left(tx, id)).unwrap();
    }
    sent.into_iter().map(|(outgoing, _)| outgoing.subject).collect()
}

/// Giulia writes, and says that this is the answer.
fn answers(house: &House, arrival: &Arrival, complaint: &Complaint) -> Conversation {
    let conversation = house.answer(arrival, "Buongiorno, sostituiamo il paralume domani.");
    mark(house, &conversation, complaint);
    conversation
}

fn mark(house: &House, conversation: &Conversation, complaint: &Complaint) {
    let (id, complaint) = (conversation.id, complaint.clone());
    house
        .try_write(move |tx| {
            let last = conversation::messages(tx, id, 0, 50)?.pop().unwrap();
            complaint::mark_answer(tx, &complaint, &last, Actor::Agent(AGENT))
        })
        .unwrap();
}

fn ticks(house: &House) {
    house.tick();
    let now_ms = house.now_ms();
    let (follow, causes) = house
        .db
        .read_everywhere(|tx| {
            Ok::<_, Error>((
                complaint::follow_ups_due(tx, now_ms, 100)?,
                complaint::due_causes(tx, now_ms, 100)?,
            ))
        })
        .unwrap();
    for (_, id) in follow {
        house.try_write(move |tx| complaint::come_due(tx, id)).unwrap();
    }
    for (_, id) in causes {
        house.try_write(move |tx| complaint::cause_late(tx, id)).unwrap();
    }
}

#[test]
fn who_says_that_he_complains_has_a_code_an_owner_and_a_date_in_one_mail() {
    on_both_engines(|house| {
        let (arrival, complaint) = complains(&house, "ivo@example.it");
        assert_eq!(complaint.code(), "RC-2026-0001");
        assert_eq!(
            (complaint.origin, complaint.state, complaint.owner_id),
            (Origin::Words, State::Open, AGENT)
        );
        assert_eq!(complaint.due_at_ms, at("2026-04-01T18:00"), "thirty days of the calendar");
        assert_eq!(complaint.words, "ivo@example.it: con la presente sporgo formale reclamo");
        let conversation = house.conversation(&arrival);
        let promises = house.promises(&conversation);
        assert_eq!(promises.iter().map(|one| one.kind).collect::<Vec<_>>(), [Kind::FirstReply, Kind::Legal]);
        assert!(
            promises[1].explanation.sentence().contains("AGCOM 255/24/CONS (to be verified)"),
            "{:?}",
            promises[1].explanation
        );
        assert!(house.read(|tx| conversation::tags(tx, conversation.id)).contains(&"reclamo".to_owned()));
        let sent = house.send_all();
        let [(outgoing, envelope)] = &sent[..] else { panic!("one mail: {sent:?}") };
        assert!(outgoing.subject.ends_with("Reclamo RC-2026-0001"), "{}", outgoing.subject);
        let text = String::from_utf8_lossy(&envelope.raw).replace("=\r\n", "");
        assert!(text.contains("RC-2026-0001") && text.contains("aprile, entro le 18:00"), "{text}");
        let told = house.promises(&conversation);
        assert!(told.iter().all(|one| one.told_at_ms.is_some()), "the mail told both");
        assert!(house.read(|tx| complaint::bars_offers(tx, conversation.customer_id)));
        // What follows in the same conversation is no second one.
        let again = Letter {
            content: "E sporgo reclamo ancora.".to_owned(),
            reference: Some(conversation.reference.clone()),
            ..Letter::from("ivo@example.it", "Re: Paralume")
        };
        house.mail(again);
        let (_, second) = complains(&house, "lidia@example.it");
        assert_eq!(second.code(), "RC-2026-0002", "numbers have no hole");
    });
}

#[test]
fn words_are_proposed_and_only_a_person_makes_a_complaint_of_them() {
    on_both_engines(|house| {
        let letter = Letter {
            content: "È inaccettabile, nessuno mi risponde.".to_owned(),
            ..Letter::from("carlo@example.it", "Preventivo")
        };
        let arrival = house.mail(letter);
        let id = arrival.conversation_id.unwrap();
        assert!(house.read(|tx| complaint::open_of(tx, id)).is_none(), "never by itself");
        let hint = house.read(|tx| complaint::hint_of(tx, id)).unwrap();
        assert_eq!((hint.score, hint.answer), (90, None));
        let no = hint.clone();
        house.try_write(move |tx| complaint::decide(tx, &no, false, AGENT).map(|_| ())).unwrap();
        let again = hint.clone();
        let twice = house.try_write(move |tx| complaint::decide(tx, &again, true, AGENT).map(|_| ()));
        assert!(matches!(twice, Err(Error::Conflict(_))));
        // The same words do not ask again; stronger ones do.
        let answer = |text: &str| Letter {
            content: text.to_owned(),
            ..Letter::answer("carlo@example.it", "Re: Preventivo", "carlo-none@example.it")
        };
        let mut same = answer("È inaccettabile.");
        same.reference = Some(house.conversation(&arrival).reference);
        house.mail(same.clone());
        assert!(house.read(|tx| complaint::hint_of(tx, id)).is_none());
        same.content = "Vi denuncio, è una truffa.".to_owned();
        same.header_id = Some("carlo-3@example.it".to_owned());
        house.mail(same);
        let hint = house.read(|tx| complaint::hint_of(tx, id)).unwrap();
        let opened = house.try_write(move |tx| complaint::decide(tx, &hint, true, AGENT)).unwrap().unwrap();
        assert_eq!((opened.origin, opened.words.as_str()), (Origin::Recognised, "Vi denuncio, è una truffa"));
        assert_eq!(house.read(|tx| complaint::label_counts(tx, 0)), (1, 1));
        assert!(sends(&house).iter().any(|subject| subject.contains("RC-2026-0001")), "told its code");
    });
}

#[test]
fn the_legal_promise_is_kept_by_the_marked_answer_alone_once_it_has_left() {
    on_both_engines(|house| {
        let (arrival, complaint) = complains(&house, "ivo@example.it");
        sends(&house);
        let conversation = house.answer(&arrival, "Ci stiamo lavorando.");
        sends(&house);
        let legal = |house: &House| {
            house.promises(&conversation).into_iter().find(|one| one.kind == Kind::Legal).unwrap()
        };
        assert_eq!(legal(&house).state, Stand::Open, "a word in between is no reasoned answer");
        let id = conversation.id;
        let closed = house.try_write(move |tx| {
            let mut open = conversation::find(tx, id)?;
            promise::close(tx, &mut open, None, Actor::Agent(AGENT))
        });
        assert!(matches!(closed, Err(Error::Conflict(_))), "nobody closes over a complaint: {closed:?}");
        let moved = legal(&house);
        let moved = house.try_write(move |tx| {
            let mut open = conversation::find(tx, id)?;
            promise::move_to(tx, &mut open, &moved, moved.due_at_ms + 1, "x", AGENT).map(|_| ())
        });
        assert!(matches!(moved, Err(Error::Conflict(_))), "nobody moves the law");
        answers(&house, &arrival, &complaint);
        assert_eq!(
            (now(&house, &complaint).state, legal(&house).state),
            (State::Open, Stand::Open),
            "not left yet"
        );
        sends(&house);
        let answered = now(&house, &complaint);
        assert_eq!((answered.state, answered.in_time), (State::Answered, Some(true)));
        assert_eq!(legal(&house).state, Stand::Kept);
        assert_eq!(
            answered.follow_up_at_ms,
            Some(at("2026-03-09T10:00") + answered.answered_at_ms.unwrap() - at("2026-03-02T10:00"))
        );
    });
}

#[test]
fn an_answer_that_comes_back_is_owed_again_by_the_old_date() {
    on_both_engines(|house| {
        let (arrival, complaint) = complains(&house, "ivo@example.it");
        sends(&house);
        answers(&house, &arrival, &complaint);
        let (outgoing, _) = house.send_all().remove(0);
        house.try_write(move |tx| complaint::left(tx, outgoing.id)).unwrap();
        assert_eq!(now(&house, &complaint).state, State::Answered);
        let row = outgoing.id;
        house
            .try_write(move |tx| {
                let outgoing = outbox::known(tx, row)?.unwrap();
                outbox::bounced(tx, &outgoing, "no such user", Some("5.1.1"))?;
                complaint::left(tx, row)
            })
            .unwrap();
        let again = now(&house, &complaint);
        assert_eq!(
            (again.state, again.due_at_ms, again.answer_message_id),
            (State::Open, complaint.due_at_ms, None)
        );
        let legal =
            house.read(|tx| promise::standing_for(tx, again.conversation_id, again.promise_id)).unwrap();
        assert_eq!(legal.due_at_ms, complaint.due_at_ms);
    });
}

#[test]
fn a_date_that_passes_is_missed_and_the_customer_hears_it_from_us() {
    on_both_engines(|house| {
        let (arrival, complaint) = complains(&house, "ivo@example.it");
        sends(&house);
        house.answer(&arrival, "Ci stiamo lavorando.");
        sends(&house);
        until(&house, complaint.due_at_ms - minutes(60));
        ticks(&house);
        until(&house, complaint.due_at_ms + 1);
        ticks(&house);
        let conversation = house.conversation(&arrival);
        let legal: Vec<_> =
            house.promises(&conversation).into_iter().filter(|one| one.kind == Kind::Legal).collect();
        assert_eq!(legal.iter().map(|one| one.state).collect::<Vec<_>>(), [Stand::Broken, Stand::Open]);
        assert!(now(&house, &complaint).is_late(house.now_ms()));
        assert_eq!(house.read(complaint::figures).overdue, 1);
        assert_eq!(sends(&house).len(), 1, "an apology with a new moment");
        answers(&house, &arrival, &complaint);
        sends(&house);
        let late = now(&house, &complaint);
        assert_eq!((late.state, late.in_time), (State::Answered, Some(false)), "answered, not in time");
    });
}

#[test]
fn a_remedy_above_the_limit_waits_for_somebody_else_with_a_reason() {
    on_both_engines(|house| {
        with_supervisor(&house);
        let (_, complaint) = complains(&house, "studio@example.it");
        let propose = |cents: i64| {
            let complaint = complaint.clone();
            let proposal = Proposal {
                kind: RemedyKind::Discount,
                amount_cents: cents,
                text: "Sconto sull’ordine".to_owned(),
            };
            house.try_write(move |tx| complaint::propose(tx, &complaint, proposal, Actor::Agent(AGENT)))
        };
        assert_eq!(propose(3_000).unwrap().state, RemedyState::Approved, "within the limit");
        let over = propose(2_001).unwrap();
        assert_eq!(over.state, RemedyState::Waiting, "no limit is passed in slices");
        assert!(matches!(propose(-1), Err(Error::Refused(_))));
        let decide = |allow: bool, reason: &'static str, by: i64| {
            let remedy = over.clone();
            house.try_write(move |tx| complaint::decide_remedy(tx, &remedy, allow, reason, by))
        };
        assert!(matches!(decide(true, "sì", AGENT), Err(Error::Conflict(_))), "nobody allows their own");
        assert!(matches!(decide(true, " ", MARTA), Err(Error::Refused(_))), "a reason is needed");
        assert_eq!(decide(true, "È un cliente da anni", MARTA).unwrap().state, RemedyState::Approved);
        assert!(matches!(decide(false, "ripensato", MARTA), Err(Error::Conflict(_))), "once");
        let huge = propose(30_000).unwrap();
        let above = house.try_write(move |tx| complaint::decide_remedy(tx, &huge, true, "ok", MARTA));
        assert!(matches!(above, Err(Error::Conflict(_))), "above the supervisor's own");
        let by_program = {
            let complaint = complaint.clone();
            let proposal = Proposal { kind: RemedyKind::Refund, amount_cents: 1, text: "x".to_owned() };
            house
                .try_write(move |tx| complaint::propose(tx, &complaint, proposal, Actor::Integration(5)))
                .unwrap()
        };
        assert_eq!(by_program.state, RemedyState::Waiting, "a program gives nothing by itself");
        let mails = sends(&house);
        assert!(mails.iter().any(|subject| subject.contains("aspetta il tuo sì")), "{mails:?}");
        assert!(mails.iter().any(|subject| subject.contains("il rimedio è approvato")), "{mails:?}");
    });
}

#[test]
fn some_days_after_the_answer_it_is_asked_by_mail_and_silence_is_no_answer() {
    on_both_engines(|house| {
        let (arrival, complaint) = complains(&house, "ivo@example.it");
        answers(&house, &arrival, &complaint);
        sends(&house);
        let answered = now(&house, &complaint);
        until(&house, answered.follow_up_at_ms.unwrap() - 1);
        ticks(&house);
        assert!(now(&house, &complaint).follow_up_asked_at_ms.is_none());
        house.clock.advance(1);
        ticks(&house);
        let asked = now(&house, &complaint);
        assert!(asked.follow_up_asked_at_ms.is_some());
        assert!(sends(&house).iter().any(|subject| subject.contains("è risolto?")));
        ticks(&house);
        assert!(sends(&house).is_empty(), "asked once");
        until(&house, asked.follow_up_at_ms.unwrap());
        ticks(&house);
        let over = now(&house, &complaint);
        assert_eq!((over.state, over.follow_up_outcome), (State::FollowedUp, Some(Outcome::NoAnswer)));
        let early = over.clone();
        let early = house.try_write(move |tx| complaint::close(tx, &early, None, Actor::Agent(AGENT)));
        assert!(matches!(early, Err(Error::Conflict(_))), "its cause is unknown");
        let closed = house
            .try_write(move |tx| {
                let known = complaint::set_cause(tx, &over, Some("packaging"), Actor::Agent(AGENT))?;
                let known = complaint::judge(tx, &known, Some(true), Actor::Agent(AGENT))?;
                complaint::close(tx, &known, None, Actor::Agent(AGENT))
            })
            .unwrap();
        assert_eq!(closed.state, State::Closed);
    });
}

#[test]
fn a_call_is_asked_of_the_owner_and_what_is_not_solved_is_open_again() {
    on_both_engines(|house| {
        house
            .try_write(|tx| {
                let mut settings = complaint::configured(tx)?;
                settings.follow_up = FollowUp::Call;
                settings.follow_up_days = 3;
                complaint::change(tx, settings, Actor::Agent(AGENT))
            })
            .unwrap();
        let (arrival, complaint) = complains(&house, "ivo@example.it");
        answers(&house, &arrival, &complaint);
        sends(&house);
        let answered = now(&house, &complaint);
        let call = house.read(|tx| task::find(tx, answered.follow_up_task_id.unwrap()));
        assert!(call.title.contains("RC-2026-0001"), "{}", call.title);
        assert!(call.due_at_ms > at("2026-03-05T10:00"));
        let wordless = Recorded { outcome: Outcome::NotSolved, note: " ".to_owned(), close: false };
        let unsaid = answered.clone();
        let refused =
            house.try_write(move |tx| complaint::followed_up(tx, &unsaid, wordless, Actor::Agent(AGENT)));
        assert!(matches!(refused, Err(Error::Refused(_))));
        let recorded =
            Recorded { outcome: Outcome::NotSolved, note: "Crepato anche il secondo.".to_owned(), close: true };
        let again = house
            .try_write(move |tx| complaint::followed_up(tx, &answered, recorded, Actor::Agent(AGENT)))
            .unwrap();
        assert_eq!((again.state, again.reopened, again.code().as_str()), (State::Open, 1, "RC-2026-0001"));
        assert_eq!(house.read(|tx| task::find(tx, call.id)).state, task::State::Withdrawn);
        assert!(
            sends(&house).iter().any(|subject| subject.contains("Reclamo RC-2026-0001")),
            "a new date is told"
        );
        assert!(house.read(|tx| promise::standing_for(tx, again.conversation_id, again.promise_id)).is_some());
    });
}

#[test]
fn a_cause_named_too_often_gets_an_owner_and_a_date_and_is_watched_after_it_was_mended() {
    on_both_engines(|house| {
        with_supervisor(&house);
        let caused = |sender: &str| {
            let (_, complaint) = complains(&house, sender);
            house
                .try_write(move |tx| {
                    complaint::set_cause(tx, &complaint, Some("packaging"), Actor::Agent(AGENT))
                })
                .unwrap();
            house.clock.advance(minutes(1));
        };
        caused("a@example.it");
        caused("b@example.it");
        assert!(house.read(|tx| complaint::recurring(tx, 10)).is_empty(), "twice is not yet often");
        caused("c@example.it");
        let found = house.read(|tx| complaint::recurring(tx, 10)).remove(0);
        assert_eq!((found.cause.as_str(), found.found_count, found.owner_id), ("packaging", 3, MARTA));
        caused("d@example.it");
        assert_eq!(house.read(|tx| complaint::recurring(tx, 10)).len(), 1, "once while it is open");
        until(&house, found.due_at_ms);
        ticks(&house);
        ticks(&house);
        let mails = sends(&house);
        assert_eq!(
            mails.iter().filter(|subject| subject.contains("La data è passata")).count(),
            1,
            "{mails:?}"
        );
        let mended = |note: &str| {
            let (recurring, note) = (found.clone(), note.to_owned());
            let change = CauseChange { note: Some(note), done: Some(true), ..CauseChange::default() };
            house.try_write(move |tx| complaint::change_cause(tx, &recurring, change, Actor::Agent(MARTA)))
        };
        assert!(matches!(mended(""), Err(Error::Refused(_))), "done without a word");
        let done = mended("Scatola nuova per i vetri").unwrap();
        assert_eq!(house.read(|tx| complaint::recurred_since(tx, &done)), Some(0));
        house.clock.advance(minutes(1));
        caused("e@example.it");
        assert_eq!(house.read(|tx| complaint::recurred_since(tx, &done)), Some(1));
        assert_eq!(house.read(|tx| complaint::recurring(tx, 10)).len(), 1, "what came before does not count");
        let counted = house.read(complaint::counted);
        assert_eq!((counted[0].cause.as_deref(), counted[0].now), (Some("packaging"), 5));
    });
}

#[test]
fn an_owner_who_leaves_leaves_nobody_without_one() {
    on_both_engines(|house| {
        with_supervisor(&house);
        let (_, complaint) = complains(&house, "ivo@example.it");
        assert_eq!(complaint.owner_id, AGENT);
        house
            .try_write(|tx| {
                tx.execute(LEAVE, args![AGENT])?;
                complaint::hand_on(tx, AGENT, Actor::System)
            })
            .unwrap();
        assert_eq!(now(&house, &complaint).owner_id, MARTA);
        let (_, next) = complains(&house, "b@example.it");
        assert_eq!(next.owner_id, MARTA);
        let given = next.clone();
        let back = house.try_write(move |tx| complaint::hold(tx, &given, AGENT, Actor::Agent(MARTA)));
        assert!(matches!(back, Err(Error::Refused(_))), "who left owns nothing");
    });
}

#[test]
fn another_account_sees_nothing_of_it() {
    on_both_engines(|house| {
        let (arrival, complaint) = complains(&house, "ivo@example.it");
        let (oid, conversation_id) = (complaint.oid.clone(), arrival.conversation_id.unwrap());
        let nothing = house.db.read(2, |tx| {
            assert!(matches!(complaint::by_oid(tx, &oid), Err(Error::Missing(_))));
            assert!(matches!(complaint::by_code(tx, "RC-2026-0001"), Err(Error::Missing(_))));
            let all = Filter { standing: Standing::All, ..Filter::default() };
            Ok::<_, Error>(
                complaint::list(tx, &all, i64::MAX, 100)?.len()
                    + complaint::of_conversation(tx, conversation_id)?.len()
                    + complaint::proposals(tx, i64::MAX, 10)?.len()
                    + complaint::report(tx, 0, i64::MAX)?.len(),
            )
        });
        assert_eq!(nothing.unwrap(), 0);
        assert_eq!(house.db.read(2, complaint::figures).unwrap(), complaint::Figures::default());
    });
}

#[test]
fn a_complaint_follows_its_conversation_and_comes_back_when_that_is_undone() {
    on_both_engines(|house| {
        let first = house.mail(Letter::from("ivo@example.it", "Prima"));
        let (arrival, complaint) = complains(&house, "ivo@example.it");
        let (from, into) = (arrival.conversation_id.unwrap(), first.conversation_id.unwrap());
        assert_ne!(from, into);
        let operation = house
            .try_write(move |tx| {
                let (mut from, mut into) = (conversation::find(tx, from)?, conversation::find(tx, into)?);
                spine::matter::merge(tx, &mut from, &mut into, Actor::Agent(AGENT))
            })
            .unwrap();
        assert_eq!(now(&house, &complaint).conversation_id, into);
        assert!(house.read(|tx| promise::standing_for(tx, into, complaint.promise_id)).is_some());
        house
            .try_write(move |tx| spine::matter::undo(tx, &operation, Actor::Agent(AGENT)).map(|_| ()))
            .unwrap();
        assert_eq!(now(&house, &complaint).conversation_id, from);
    });
}

#[test]
fn a_person_declares_one_with_one_act_and_takes_a_mistake_back_with_a_reason() {
    on_both_engines(|house| {
        let arrival = house.mail(Letter::from("gino@example.it", "Pacco fermo"));
        let id = arrival.conversation_id.unwrap();
        let declare = move |opening: Opening| {
            move |tx: &mut db::Tx<'_>| {
                let mut open = conversation::find(tx, id)?;
                complaint::declare(tx, &mut open, opening, Actor::Agent(AGENT))
            }
        };
        let unknown = Opening { cause: Some("boh".to_owned()), ..Opening::of(Origin::Agent) };
        assert!(matches!(house.try_write(declare(unknown)), Err(Error::Refused(_))));
        let opened = house.try_write(declare(Opening::of(Origin::Agent))).unwrap();
        assert_eq!(opened.code(), "RC-2026-0001", "a refusal takes no number");
        assert_eq!(house.read(|tx| complaint::label_counts(tx, 0)), (1, 0), "what a person says is a label");
        assert!(matches!(house.try_write(declare(Opening::of(Origin::Agent))), Err(Error::Conflict(_))));
        let unsaid = opened.clone();
        let unsaid = house.try_write(move |tx| complaint::close(tx, &unsaid, None, Actor::Agent(AGENT)));
        assert!(matches!(unsaid, Err(Error::Refused(_))));
        let closed = house
            .try_write(move |tx| complaint::close(tx, &opened, Some("Era una domanda"), Actor::Agent(AGENT)))
            .unwrap();
        let legal = house.read(|tx| promise::find(tx, closed.promise_id));
        assert_eq!((closed.state, legal.state), (State::Closed, Stand::Void));
    });
}

#[test]
fn every_query_of_the_room_runs_with_nothing_bound() {
    on_both_engines(|house| {
        for query in complaint::QUERIES {
            house.run_with_nulls(query);
        }
        let inboxes = house.read(inbox::list);
        assert_eq!(inboxes.len(), 1);
    });
}
