//! Which skill a request takes, learnt from those that were answered.

#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(dead_code, reason = "the house serves other tests too")]

mod house;

use db::{Actor, args};
use house::{AGENT, House, Letter, minutes, on_both_engines};
use spine::conversation;
use spine::intake::Arrival;
use spine::routing::learnt::{self, Fresh, Learner, Naming};
use spine::routing::{self, Need};
use spine::skill;

db::queries! {
    "learnt_test";
    account {
        CONVERSATION = "insert into conversation (account_id, id, oid, reference, track_token, subject, status, channel,
                          inbox_id, customer_id, tier, skills, priority, created_at_ms, updated_at_ms, message_count)
                        values (?1, ?2, ?3, ?3, ?3, '', ?4, 'email', 1, ?2, 'B', ?5, 0, 0, 0, 1)";
        MESSAGE = "insert into message (account_id, id, oid, conversation_id, direction, channel, author_kind, recipients,
                     text, reply_text, automatic, created_at_ms)
                   values (?1, ?2, ?3, ?2, 'in', 'email', 'customer', '[]', ?4, ?4, false, 0)";
        NEED = "insert into routing_need (account_id, conversation_id, level, rule_id, by_hand) values (?1, ?2, 1, ?3, ?4)";
        NAMED = "select cast(count(*) as bigint) from event where account_id = ?1 and conversation_id = ?2
                 and type = 'conversation.skills_changed'";
    }
}

const LIGHT: &str = "[\"Tecnica luce\"]";
const BILLS: &str = "[\"Amministrazione\"]";

/// Requests of long ago, each of another customer.
#[derive(Clone, Copy)]
struct Past {
    text: &'static str,
    skills: &'static str,
    status: &'static str,
    rule_id: Option<i64>,
}

impl Past {
    fn by_hand(text: &'static str, skills: &'static str) -> Self {
        Self { text, skills, status: "open", rule_id: None }
    }

    fn by_rule(status: &'static str) -> Self {
        Self { text: "la lampada sfarfalla", skills: LIGHT, status, rule_id: Some(5) }
    }
}

fn happened(house: &House, from: i64, count: i64, past: Past) {
    house
        .try_write(move |tx| {
            for id in from..from + count {
                let oid = format!("learnt-{id}");
                tx.execute(CONVERSATION, args![id, &oid, past.status, past.skills])?;
                tx.execute(MESSAGE, args![id, &oid, past.text])?;
                tx.execute(NEED, args![id, past.rule_id, past.rule_id.is_none()])?;
            }
            Ok(())
        })
        .unwrap();
}

/// 480 named by people and 20 by a rule; beside them some that teach nothing.
fn company(house: &House) {
    house
        .try_write(|tx| {
            skill::ensure(tx, "Tecnica luce", Actor::System)?;
            skill::ensure(tx, "Amministrazione", Actor::System)
        })
        .unwrap();
    happened(house, 1_000, 240, Past::by_hand("la lampada sfarfalla", LIGHT));
    happened(house, 2_000, 240, Past::by_hand("una fattura sbagliata", BILLS));
    happened(house, 3_000, 20, Past::by_rule("closed"));
    happened(house, 4_000, 5, Past::by_rule("open"));
    let both = "[\"Tecnica luce\",\"Amministrazione\"]";
    happened(house, 5_000, 5, Past::by_hand("la lampada e la fattura", both));
    happened(house, 6_000, 5, Past::by_hand("la lampada sfarfalla", "[\"Mai sentita\"]"));
}

fn fitted(house: &House) -> Fresh {
    house.read(learnt::gather).fit()
}

fn learns(house: &House) {
    let fresh = fitted(house);
    house.try_write(move |tx| learnt::keep(tx, &fresh)).unwrap();
}

fn switch(house: &House, on: bool) {
    house.try_write(move |tx| learnt::switch(tx, on, Actor::Agent(AGENT))).unwrap();
}

fn look(house: &House, learner: &mut Learner) -> Vec<Naming> {
    house.read(|tx| learnt::look(tx, learner))
}

fn name(house: &House, found: Vec<Naming>) {
    house.try_write(move |tx| learnt::name(tx, &found)).unwrap();
}

fn need(house: &House, arrival: &Arrival) -> Need {
    let id = arrival.conversation_id.unwrap();
    house.read(|tx| routing::need_of(tx, id))
}

#[test]
fn what_people_named_is_learnt_once_a_day_and_says_how_often_it_is_right() {
    on_both_engines(|house| {
        assert_eq!(house.read(|tx| learnt::due(tx, tx.now_ms(), 10)), [1]);
        learns(&house);
        let none = house.read(learnt::learnt);
        let missing = none.measure.missing();
        assert_eq!((missing.labelled, missing.skills, missing.measured, none.on), (500, 2, 100, false));
        assert!(house.read(|tx| learnt::due(tx, tx.now_ms(), 10)).is_empty());
        house.clock.advance(minutes(1_440));
        assert_eq!(house.read(|tx| learnt::due(tx, tx.now_ms(), 10)), [1]);
        company(&house);
        // Another node read it earlier and is done later: what was kept meanwhile stays.
        let slow = fitted(&house);
        house.clock.advance(minutes(3));
        learns(&house);
        let kept = house.read(learnt::learnt);
        house.try_write(move |tx| learnt::keep(tx, &slow)).unwrap();
        assert_eq!(house.read(learnt::learnt), kept);
        assert_eq!(kept.fitted_at_ms, Some(house.now_ms()));
        let measure = kept.measure;
        assert_eq!((measure.labelled, measure.measured), (500, 480));
        assert_eq!((measure.spoken, measure.right, measure.missing().is_nothing()), (480, 480, true));
    });
}

#[test]
fn where_nobody_and_no_rule_spoke_it_gives_the_skill_once_it_is_switched_on() {
    on_both_engines(|house| {
        company(&house);
        learns(&house);
        let lamp = house.mail(Letter::from("anna@example.it", "La lampada sfarfalla"));
        let hours = house.mail(Letter::from("bea@example.it", "Orari del sabato"));
        let mut learner = Learner::default();
        assert!(look(&house, &mut learner).is_empty(), "it is off");
        switch(&house, true);
        let found = look(&house, &mut learner);
        let ids: Vec<i64> = found.iter().map(|one| one.conversation_id).collect();
        assert_eq!(ids, [lamp.conversation_id.unwrap()]);
        assert!(look(&house, &mut learner).is_empty(), "what was looked at is not looked at again");
        // Two nodes found the same.
        name(&house, found.clone());
        name(&house, found);
        let id = lamp.conversation_id.unwrap();
        assert_eq!(house.conversation(&lamp).skills, LIGHT);
        assert_eq!(house.conversation(&hours).skills, "[]");
        assert_eq!(house.read(|tx| Ok(tx.number(NAMED, args![id])?)), 1);
        let given = need(&house, &lamp);
        let said = given.learnt.unwrap();
        assert_eq!((given.rule_id, given.by_hand, said.tenths), (None, false, 1_000));
        let figures = house.read(learnt::figures);
        assert_eq!((figures.len(), figures[0].given, figures[0].changed), (1, 1, 0));

        // Somebody knows better: that is seen, and teaches.
        house
            .try_write(move |tx| {
                let mut open = conversation::find(tx, id)?;
                let bills = ["Amministrazione".to_owned()];
                routing::set_by_hand(tx, &mut open, &bills, None, Actor::Agent(AGENT))
            })
            .unwrap();
        let corrected = need(&house, &lamp);
        assert_eq!((corrected.by_hand, corrected.learnt), (true, Some(said)));
        let figures = house.read(learnt::figures);
        assert_eq!((figures[0].skill_id, figures[0].given, figures[0].changed), (said.skill_id, 1, 1));
        learns_tomorrow(&house);
        let measure = house.read(learnt::learnt).measure;
        assert_eq!((measure.labelled, measure.measured), (501, 481));
    });
}

fn learns_tomorrow(house: &House) {
    house.clock.advance(minutes(1_440));
    learns(house);
}

#[test]
fn what_was_learnt_counts_again_when_it_stood_until_the_answer_and_a_retired_skill_is_not_said() {
    on_both_engines(|house| {
        company(&house);
        learns(&house);
        switch(&house, true);
        let lamp = house.mail(Letter::from("anna@example.it", "La lampada sfarfalla"));
        let found = look(&house, &mut Learner::default());
        name(&house, found);
        learns_tomorrow(&house);
        assert_eq!(house.read(learnt::learnt).measure.labelled, 500, "nobody looked at it yet");
        house.close(&lamp);
        learns_tomorrow(&house);
        assert_eq!(house.read(learnt::learnt).measure.measured, 481);

        let bill = house.mail(Letter::from("bea@example.it", "Una fattura sbagliata"));
        let found = look(&house, &mut Learner::default());
        assert_eq!(found.len(), 1);
        house
            .try_write(|tx| {
                let bills = skill::ensure(tx, "Amministrazione", Actor::System)?;
                skill::retire(tx, &bills, true, Actor::System)
            })
            .unwrap();
        assert!(look(&house, &mut Learner::default()).is_empty());
        name(&house, found);
        assert_eq!(house.conversation(&bill).skills, "[]");
        learns_tomorrow(&house);
        assert_eq!(house.read(learnt::learnt).measure.missing().skills, 1);
    });
}

#[test]
fn what_somebody_took_or_wrote_in_the_meantime_is_left_alone() {
    on_both_engines(|house| {
        company(&house);
        learns(&house);
        switch(&house, true);
        let taken = house.mail(Letter::from("anna@example.it", "La lampada sfarfalla"));
        let chosen = house.mail(Letter::from("bea@example.it", "La lampada sfarfalla"));
        let found = look(&house, &mut Learner::default());
        assert_eq!(found.len(), 2);
        let (taken_id, chosen_id) = (taken.conversation_id.unwrap(), chosen.conversation_id.unwrap());
        house
            .try_write(move |tx| {
                let mut open = conversation::find(tx, taken_id)?;
                let giulia = spine::agent::find(tx, AGENT)?;
                conversation::assign(tx, &mut open, Some(&giulia), "by_hand", Actor::Agent(AGENT))?;
                let mut open = conversation::find(tx, chosen_id)?;
                let resi = ["Resi".to_owned()];
                routing::set_by_hand(tx, &mut open, &resi, Some(3), Actor::Agent(AGENT))
            })
            .unwrap();
        name(&house, found.clone());
        assert_eq!(house.conversation(&taken).skills, "[]");
        assert_eq!(house.conversation(&chosen).skills, "[\"Resi\"]");
        switch(&house, false);
        let late = house.mail(Letter::from("carla@example.it", "La lampada sfarfalla"));
        let said = found[0].said;
        name(&house, vec![Naming { conversation_id: late.conversation_id.unwrap(), said }]);
        assert_eq!(house.conversation(&late).skills, "[]");
    });
}
