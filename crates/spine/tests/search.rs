//! Finding conversations and counting queues, the same on both engines, whatever happens to what is found.

#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(dead_code, reason = "the house serves other tests too")]

mod house;

use std::collections::BTreeMap;

use db::{Actor, args};
use house::{House, Letter, minutes, on_both_engines};
use spine::conversation::{self, Author, Conversation, Direction, NewMessage, Status};
use spine::intake::Arrival;
use spine::search::{self, Wanted};
use spine::{matter, outbox, promise};

const GIULIA: Actor = Actor::Agent(house::AGENT);

/// Subjects of what a search finds, newest first.
fn found(house: &House, text: &str) -> Vec<String> {
    let wanted = Wanted::read(text);
    house.read(|tx| {
        let hits = search::find(tx, &wanted, i64::MAX)?;
        assert!(hits.more.is_none() && hits.ids.is_sorted_by(|a, b| a > b));
        hits.ids.into_iter().map(|id| Ok(conversation::find(tx, id)?.subject)).collect()
    })
}

fn id(arrival: &Arrival) -> i64 {
    arrival.conversation_id.unwrap()
}

#[test]
fn words_are_found_by_stem_phrase_beginning_person_and_code() {
    on_both_engines(|house: House| {
        let lamp = house.mail(Letter::from("anna.rossi@example.it", "Le lampade sfarfallano"));
        house.mail(Letter::from("bruno@example.it", "Ordine ORD-2024/00123 non arrivato"));
        house.mail(Letter::from("carla@example.it", "My orders were refunded twice"));
        let lamps = ["Le lampade sfarfallano"];
        for text in [
            "lampada ",
            "LAMPÀDE ",
            "lampad",
            "sfarf",
            "da:anna",
            "from:rossi lampada ",
            "da:anna.rossi@example.it ",
            "\"lampade sfarfallano\"",
            "anna.rossi@example.it ",
            &house.conversation(&lamp).reference,
        ] {
            assert_eq!(found(&house, text), lamps, "{text}");
        }
        for text in ["ord-2024/00123 ", "ORD202400123 ", "00123 ", "ordine arrivato "] {
            assert_eq!(found(&house, text), ["Ordine ORD-2024/00123 non arrivato"], "{text}");
        }
        assert_eq!(found(&house, "order refund "), ["My orders were refunded twice"]);
        for text in
            ["\"sfarfallano lampade\"", "da:bruno lampada ", "lampada ordine ", "a:anna ", "zzz ", "%", "il "]
        {
            assert_eq!(found(&house, text), [""; 0], "{text}");
        }
        assert_eq!(found(&house, "to:aiuto ").len(), 3);
    });
}

#[test]
fn an_answer_taken_back_is_no_longer_found_and_its_subject_still_is() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Le lampade"));
        let conversation = house.answer(&arrival, "Spediamo un trasformatore.");
        assert_eq!(found(&house, "trasformatori "), ["Le lampade"]);
        let message = house.read(|tx| conversation::messages(tx, conversation.id, 0, 10)).pop().unwrap();
        house.try_write(move |tx| outbox::undo(tx, message.id, house::AGENT).map(|_| ())).unwrap();
        assert_eq!(found(&house, "trasformatori "), [""; 0]);
        assert_eq!(found(&house, "lampade anna "), ["Le lampade"]);
    });
}

#[test]
fn in_a_long_conversation_a_word_stays_found_while_one_message_has_it() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Le lampade"));
        let conversation = house.answer(&arrival, "Spediamo un trasformatore.");
        let answer = house.read(|tx| conversation::messages(tx, conversation.id, 0, 10)).pop().unwrap();
        house
            .try_write(move |tx| {
                for turn in 1..=201 {
                    let text = if turn == 201 { "Il trasformatore è finito." } else { "Sentito il corriere." };
                    let note = NewMessage {
                        direction: Direction::Note,
                        channel: conversation.channel,
                        author: Author::Agent { id: house::AGENT, name: "Giulia Ferrante".into() },
                        recipients: "{}".into(),
                        subject: None,
                        text: text.into(),
                        html: None,
                        reply_text: text.into(),
                        quoted_text: None,
                        forwarded: None,
                        authentication: None,
                        warning: None,
                        automatic: false,
                        header_id: None,
                        arrival_id: None,
                    };
                    conversation::add_message(tx, &conversation, note, Vec::new(), GIULIA)?;
                }
                outbox::undo(tx, answer.id, house::AGENT).map(|_| ())
            })
            .unwrap();
        assert_eq!(found(&house, "trasformatori "), ["Le lampade"]);
        assert_eq!(found(&house, "spediamo "), [""; 0]);
    });
}

#[test]
fn what_is_merged_before_its_words_were_written_down_is_found_where_it_went() {
    on_both_engines(|house: House| {
        let unread = |subject: &str| {
            let letter = Letter::from("anna@example.it", subject);
            let arrival_id = house.accept(&letter);
            house.receive_only(arrival_id, &letter)
        };
        let first = unread("La lampada");
        house.clock.advance(minutes(5));
        let second = unread("La fattura");
        assert_eq!(found(&house, "lampada "), [""; 0], "words are written down behind the receipt");
        let (from, into) = (id(&first), id(&second));
        house
            .try_write(move |tx| {
                let (mut from, mut into) = (conversation::find(tx, from)?, conversation::find(tx, into)?);
                matter::merge(tx, &mut from, &mut into, GIULIA).map(|_| ())
            })
            .unwrap();
        house.index();
        assert_eq!(found(&house, "lampada "), ["La fattura"]);
        assert_eq!(found(&house, "lampada fattura "), ["La fattura"]);
        assert!(house.read(|tx| spine::search::queued(tx, 10)).is_empty());
    });
}

#[test]
fn merged_conversations_are_found_where_their_words_went() {
    on_both_engines(|house: House| {
        let first = house.mail(Letter::from("anna@example.it", "La lampada"));
        house.clock.advance(minutes(5));
        let second = house.mail(Letter::from("anna@example.it", "La fattura"));
        let (from, into) = (id(&first), id(&second));
        house
            .try_write(move |tx| {
                let (mut from, mut into) = (conversation::find(tx, from)?, conversation::find(tx, into)?);
                matter::merge(tx, &mut from, &mut into, GIULIA).map(|_| ())
            })
            .unwrap();
        assert_eq!(found(&house, "lampada "), ["La fattura"]);
        assert_eq!(found(&house, "lampada fattura "), ["La fattura"]);
    });
}

#[test]
fn what_was_stored_before_there_was_a_search_becomes_searchable() {
    on_both_engines(|house: House| {
        for turn in 0..5 {
            house.mail(Letter::from(&format!("cliente{turn}@example.it"), "Le lampade"));
        }
        house
            .try_write(|tx| {
                tx.execute(FORGET_TERMS, &[])?;
                tx.execute(FORGET_TEXTS, &[])?;
                tx.execute(OWE_ALL, &[])?;
                Ok(())
            })
            .unwrap();
        assert!(found(&house, "lampada ").is_empty());
        let mut rounds = 0;
        while house.try_write(conversation::make_searchable).unwrap() {
            rounds += 1;
        }
        assert_eq!((rounds, found(&house, "lampada ").len(), found(&house, "da:cliente3 ").len()), (1, 5, 1));
        assert_eq!(house.db.read_everywhere(|tx| search::behind(tx, 10)).unwrap(), [0; 0]);
    });
}

#[test]
fn queues_count_the_same_as_counting_whatever_was_done() {
    on_both_engines(|house: House| {
        let arrivals: Vec<Arrival> =
            (0..6).map(|turn| house.mail(Letter::from(&format!("c{turn}@example.it"), "Ciao"))).collect();
        let mut chance = 42_u64;
        for step in 0..150 {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (which, verb) = ((chance >> 33) as usize % arrivals.len(), (chance >> 40) % 8);
            let target = id(&arrivals[which]);
            house.clock.advance(1_000);
            // What is refused changes nothing, and nothing may be counted for it either.
            let _ = house.try_write(move |tx| {
                let mut open = conversation::find(tx, target)?;
                let now_ms = tx.now_ms();
                let giulia = spine::agent::find(tx, house::AGENT)?;
                match verb {
                    0 => conversation::assign(tx, &mut open, Some(&giulia), "by_hand", GIULIA),
                    1 => conversation::assign(tx, &mut open, None, "by_hand", GIULIA),
                    2 => conversation::snooze(tx, &mut open, now_ms + minutes(60), GIULIA),
                    3 => promise::close(tx, &mut open, None, GIULIA),
                    4 => conversation::reopen(tx, &mut open, "by_hand", GIULIA),
                    5 => conversation::wait_on_customer(tx, &mut open, now_ms + minutes(60), GIULIA),
                    6 => conversation::trouble(tx, open.id, "bounced"),
                    _ => conversation::clear_trouble(tx, open.id),
                }?;
                match step % 10 {
                    9 => Err(spine::Error::Conflict("undone".to_owned())),
                    _ => Ok(()),
                }
            });
        }
        let kept = house.read(|tx| figures(tx, KEPT));
        assert_eq!(kept, house.read(|tx| figures(tx, COUNTED)));
        let figures = house.read(conversation::figures);
        let all: Vec<Conversation> = arrivals.iter().map(|arrival| house.conversation(arrival)).collect();
        let count = |so: &dyn Fn(&Conversation) -> bool| all.iter().filter(|one| so(one)).count() as i64;
        assert_eq!(figures.in_status(Status::Closed, None), count(&|one| one.status == Status::Closed));
        assert_eq!(
            figures.assigned(Some(house::AGENT)),
            count(&|one| one.status == Status::Open && one.assignee_id == Some(house::AGENT))
        );
        assert_eq!(figures.of_teams(&[]), count(&|one| one.status == Status::Open));
        assert_eq!(figures.troubled(), count(&|one| one.trouble.is_some()));
    });
}

#[test]
fn a_missed_promise_makes_its_conversation_the_most_urgent_until_it_is_answered() {
    on_both_engines(|house: House| {
        let arrival = house.mail(Letter::from("anna@example.it", "Ciao"));
        let due_ms = house.conversation(&arrival).next_due_at_ms.unwrap();
        let urgent = || house.read(|tx| Ok(tx.number(URGENT, args![id(&arrival)])?));
        assert_eq!(urgent(), due_ms);
        house.clock.advance(minutes(24 * 60));
        house.tick();
        let later_ms = house.conversation(&arrival).next_due_at_ms.unwrap();
        assert!(later_ms > due_ms);
        assert_eq!(urgent(), due_ms, "it is as urgent as what was missed");
        house.close(&arrival);
        assert_eq!(urgent(), 9_000_000_000_000_000);
    });
}

db::queries! {
    "search_story";
    account {
        FORGET_TERMS = "delete from search_term where account_id = ?1";
        FORGET_TEXTS = "delete from search_text where account_id = ?1";
        OWE_ALL = "insert into search_backlog (account_id, message_id) values (?1, 0)";
        URGENT = "select urgent_at_ms from conversation where account_id = ?1 and id = ?2";
        KEPT = "select kind, subject, figure from tally where account_id = ?1 and figure <> 0 order by kind, subject";
        COUNTED = "select x.kind, x.subject, cast(count(*) as bigint) from (
            select status as kind, inbox_id as subject from conversation where account_id = ?1
            union all select 'assignee', coalesce(assignee_id, 0) from conversation where account_id = ?1 and status = 'open'
            union all select 'team', coalesce(team_id, 0) from conversation where account_id = ?1 and status = 'open'
            union all select 'trouble', 0 from conversation where account_id = ?1 and trouble is not null) x
          group by x.kind, x.subject";
    }
}

fn figures(tx: &mut db::Tx<'_>, query: db::Query) -> Result<BTreeMap<(String, i64), i64>, spine::Error> {
    let rows = tx.list(query, &[], |row| Ok(((row.next()?, row.next()?), row.next()?)))?;
    Ok(rows.into_iter().collect())
}
