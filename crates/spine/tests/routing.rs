//! Who gets what: the order of the promises, skills and circles, races, people who vanish.

#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(dead_code, reason = "the house serves other tests too")]

mod house;

use db::{Actor, args};
use house::{AGENT, House, Letter, at, minutes, on_both_engines};
use spine::Error;
use spine::agent::{self, Edit};
use spine::conversation::{self, Conversation};
use spine::intake::Arrival;
use spine::routing::{self, Plan, Settings, Take};
use spine::skill::{self, Held, Holding, NewRule};

const MARCO: i64 = 78;

db::queries! {
    "routing_test";
    account {
        ADD_MARCO = "insert into agent (account_id, id, oid, name, email, role, language, presence, capacity, skills,
                       tier_rights, active, created_at_ms)
                     values (?1, ?2, '01k0000000000000000000marc', 'Marco Sala', 'marco@shop.example', 'agent', 'it',
                       'offline', '{}', '[]', '[]', true, 0)";
        ASSIGNED = "select cast(count(*) as bigint) from event where account_id = ?1 and conversation_id = ?2
                    and type = 'conversation.assigned'";
        OLD_SKILLS = "update agent set skills = ?3 where account_id = ?1 and id = ?2";
    }
}

/// Giulia and Marco are there, and what waits is handed out by itself.
fn automatic(house: &House) {
    house
        .try_write(|tx| {
            tx.execute(ADD_MARCO, args![MARCO])?;
            routing::change(tx, &Settings { automatic: true, ..Settings::default() }, Actor::System)?;
            agent::presence(tx, AGENT, "online")?;
            agent::presence(tx, MARCO, "online")
        })
        .unwrap();
}

fn beat(house: &House, agents: &[i64]) {
    for agent_id in agents.iter().copied() {
        house.try_write(move |tx| agent::heard(tx, agent_id)).unwrap();
    }
}

fn can(house: &House, agent_id: i64, held: &[(&str, i64, Held)]) {
    let held: Vec<Holding> = held
        .iter()
        .map(|(skill, level, held)| Holding { skill: (*skill).to_owned(), level: *level, held: *held })
        .collect();
    house.try_write(move |tx| skill::set_held(tx, agent_id, &held, Actor::System)).unwrap();
}

fn leads(house: &House, word: &'static str, to: &'static str, level: i64) {
    house
        .try_write(move |tx| {
            let skill_id = skill::ensure(tx, to, Actor::System)?.id;
            let (words, topics) = (vec![word.to_owned()], Vec::new());
            let new = NewRule { words, topics, inbox_id: None, skill_id, level, active: true };
            skill::make_rule(tx, &new, Actor::System)
        })
        .unwrap();
}

fn takes(house: &House, agent_id: i64, capacity: &'static str) {
    let edit = Edit { capacity: Some(capacity.to_owned()), ..Edit::default() };
    house.try_write(move |tx| agent::edit(tx, agent_id, edit, Actor::System)).unwrap();
}

fn plan(house: &House) -> Plan {
    house.read(routing::plan).unwrap()
}

/// What the worker does in one turn.
fn hand_out(house: &House) {
    loop {
        let plan = plan(house);
        let mut done = false;
        for back in plan.back {
            done |= house.try_write(move |tx| routing::take_back(tx, back)).unwrap();
        }
        house.try_write(move |tx| routing::hold(tx, &plan.holds)).unwrap();
        if !done {
            let mut version = plan.version;
            for give in plan.gives {
                version = house.try_write(move |tx| routing::give(tx, version, &give)).unwrap();
                done = true;
            }
        }
        if !done {
            return;
        }
    }
}

fn has(house: &House, arrival: &Arrival) -> Option<i64> {
    house.conversation(arrival).assignee_id
}

fn mail(house: &House, sender: &str, subject: &str) -> Arrival {
    house.mail(Letter::from(sender, subject))
}

#[test]
fn a_mail_gets_its_skill_and_goes_to_who_has_it_at_that_level() {
    on_both_engines(|house| {
        automatic(&house);
        leads(&house, "sfarfall*", "Tecnica luce", 3);
        can(&house, AGENT, &[("Tecnica luce", 2, Held::First)]);
        can(&house, MARCO, &[("tecnica luce", 4, Held::First), ("Resi", 5, Held::First)]);
        let lamp = mail(&house, "anna@example.it", "La lampada SFARFALLA");
        assert_eq!(house.conversation(&lamp).skills, "[\"Tecnica luce\"]");
        hand_out(&house);
        assert_eq!(has(&house, &lamp), Some(MARCO));
        let id = lamp.conversation_id.unwrap();
        let (need, given) = house.read(|tx| {
            let open = conversation::find(tx, id)?;
            Ok((routing::need_of(tx, id)?, routing::given(tx, &open)?.unwrap()))
        });
        assert_eq!((need.level, need.found.as_deref(), need.by_hand), (3, Some("sfarfall*"), false));
        assert_eq!((&given.data["why"], &given.data["ring"]), (&"routed".into(), &"first".into()));
        assert_eq!(given.data["barred"]["skill"], 1);
        let rules = house.read(skill::rules);
        let tried = house.read(|tx| routing::preview(tx, &rules));
        assert_eq!(tried[0].rule, Some((0, "sfarfall*".to_owned())));
        assert_eq!(house.read(routing::figures)[0].given, 1);
    });
}

#[test]
fn with_nobody_who_has_it_the_circle_widens_as_the_promise_runs_out() {
    on_both_engines(|house| {
        automatic(&house);
        leads(&house, "fattura", "Amministrazione", 2);
        leads(&house, "capitolato", "Architetti", 2);
        can(&house, AGENT, &[("Amministrazione", 3, Held::Trained)]);
        can(&house, MARCO, &[("Amministrazione", 3, Held::Second)]);
        let bill = mail(&house, "anna@example.it", "La fattura");
        let plan_of = mail(&house, "bea@example.it", "Un capitolato");
        hand_out(&house);
        assert_eq!((has(&house, &bill), has(&house, &plan_of)), (None, None));
        let due_ms = house.promises(&house.conversation(&plan_of))[0].due_at_ms;
        let made_ms = at("2026-03-02T10:00");
        let share = |tenths: i64| made_ms + (due_ms - made_ms) * tenths / 10 + minutes(1);
        house.clock.move_to(share(5));
        beat(&house, &[AGENT, MARCO]);
        hand_out(&house);
        assert_eq!((has(&house, &bill), has(&house, &plan_of)), (Some(MARCO), None));
        house.clock.move_to(share(8));
        beat(&house, &[AGENT, MARCO]);
        hand_out(&house);
        let open = house.conversation(&plan_of);
        assert!(open.assignee_id.is_some(), "nobody on duty was ever trained: everybody is asked");
        let given = house.read(|tx| routing::given(tx, &open)).unwrap();
        assert_eq!(given.data["ring"], "trained");
    });
}

#[test]
fn nobody_gets_more_than_they_take_and_the_nearest_promise_goes_first() {
    on_both_engines(|house| {
        automatic(&house);
        takes(&house, AGENT, "{\"email\":1}");
        takes(&house, MARCO, "{\"email\":0}");
        let first = mail(&house, "anna@example.it", "Uno");
        house.clock.advance(minutes(30));
        beat(&house, &[AGENT, MARCO]);
        let second = mail(&house, "bea@example.it", "Due");
        hand_out(&house);
        assert_eq!((has(&house, &first), has(&house, &second)), (Some(AGENT), None));
        let open = house.conversation(&second);
        let standings = house.read(|tx| routing::why_not(tx, &open)).unwrap();
        let no = |agent_id| standings.iter().find(|one| one.agent_id == agent_id).unwrap().no;
        assert_eq!((no(AGENT), no(MARCO)), (Some(routing::No::Full), Some(routing::No::Channel)));
        assert!(matches!(house.try_write(|tx| routing::next(tx, AGENT, Actor::Agent(AGENT))), Ok(Take::Full)));
        house.close(&first);
        hand_out(&house);
        assert_eq!(has(&house, &second), Some(AGENT));
    });
}

#[test]
fn of_two_who_give_the_same_one_only_one_does() {
    on_both_engines(|house| {
        automatic(&house);
        takes(&house, AGENT, "{\"email\":1}");
        takes(&house, MARCO, "{\"email\":0}");
        let one = mail(&house, "anna@example.it", "Uno");
        let two = mail(&house, "bea@example.it", "Due");
        let plans = [plan(&house), plan(&house)];
        assert_eq!(plans[0].gives.len(), 1);
        // Two threads, one plan each: who comes second finds another version, and the hands stay at one.
        let outcomes: Vec<_> = std::thread::scope(|scope| {
            let give = |plan: &Plan| {
                let (version, give) = (plan.version, plan.gives[0].clone());
                house.try_write(move |tx| routing::give(tx, version, &give))
            };
            let runs: Vec<_> = plans.iter().map(|plan| scope.spawn(move || give(plan))).collect();
            runs.into_iter().map(|run| run.join().unwrap()).collect()
        });
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(Error::Conflict(_)))));
        let held = [&one, &two].iter().filter(|arrival| has(&house, arrival) == Some(AGENT)).count();
        assert_eq!(held, 1);
        // A person was faster.
        let stale = plan(&house);
        takes(&house, AGENT, "{\"email\":9}");
        let fresh = plan(&house);
        let left = fresh.gives[0].clone();
        assert!(stale.gives.is_empty());
        let (id, version) = (left.conversation_id, fresh.version);
        house
            .try_write(move |tx| {
                let mut open = conversation::find(tx, id)?;
                let marco = agent::find(tx, MARCO)?;
                conversation::assign(tx, &mut open, Some(&marco), "by_hand", Actor::Agent(MARCO))
            })
            .unwrap();
        assert!(matches!(
            house.try_write(move |tx| routing::give(tx, version, &left)),
            Err(Error::Conflict(_))
        ));
        let times = house.read(|tx| Ok(tx.number(ASSIGNED, args![id])?));
        assert_eq!(times, 1);
    });
}

#[test]
fn what_somebody_vanished_with_is_handed_on_while_it_can_still_be_kept() {
    on_both_engines(|house| {
        automatic(&house);
        takes(&house, MARCO, "{\"email\":0}");
        let lamp = mail(&house, "anna@example.it", "Uno");
        hand_out(&house);
        assert_eq!(has(&house, &lamp), Some(AGENT));
        takes(&house, MARCO, "{}");
        house.clock.advance(minutes(30));
        beat(&house, &[MARCO]);
        hand_out(&house);
        assert_eq!(has(&house, &lamp), Some(AGENT), "silent, and nothing is in danger yet");
        let due_ms = house.promises(&house.conversation(&lamp))[0].due_at_ms;
        house.clock.move_to(due_ms - minutes(50));
        beat(&house, &[MARCO]);
        hand_out(&house);
        assert_eq!(has(&house, &lamp), Some(MARCO));
        assert!(house.now_ms() < due_ms);
    });
}

#[test]
fn what_is_sent_back_waits_as_old_as_it_is_and_comes_to_somebody_else() {
    on_both_engines(|house| {
        automatic(&house);
        takes(&house, MARCO, "{\"email\":0}");
        let lamp = mail(&house, "anna@example.it", "Uno");
        hand_out(&house);
        let id = lamp.conversation_id.unwrap();
        let back = move |agent_id: i64, reason: &'static str| {
            move |tx: &mut db::Tx<'_>| {
                let mut open = conversation::find(tx, id)?;
                routing::send_back(tx, &mut open, agent_id, reason, Actor::Agent(agent_id))
            }
        };
        assert!(matches!(house.try_write(back(AGENT, "  ")), Err(Error::Refused(_))));
        assert!(matches!(house.try_write(back(MARCO, "no")), Err(Error::Conflict(_))));
        house.try_write(back(AGENT, "La conosce Marco")).unwrap();
        hand_out(&house);
        assert_eq!(has(&house, &lamp), None);
        assert!(matches!(
            house.try_write(|tx| routing::next(tx, AGENT, Actor::Agent(AGENT))),
            Ok(Take::Nothing)
        ));
        house.clock.advance(minutes(11));
        beat(&house, &[AGENT]);
        hand_out(&house);
        assert_eq!(has(&house, &lamp), Some(AGENT), "after ten minutes it may come again");
    });
}

#[test]
fn the_person_who_answered_before_is_waited_for_a_little() {
    on_both_engines(|house| {
        automatic(&house);
        takes(&house, MARCO, "{\"email\":0}");
        let first = mail(&house, "anna@example.it", "Uno");
        hand_out(&house);
        house.answer(&first, "Eccoci.");
        house.close(&first);
        takes(&house, AGENT, "{\"email\":1}");
        let other = mail(&house, "bea@example.it", "Due");
        hand_out(&house);
        assert_eq!(has(&house, &other), Some(AGENT));
        takes(&house, MARCO, "{}");
        let again = mail(&house, "anna@example.it", "Un'altra cosa");
        hand_out(&house);
        assert_eq!(has(&house, &again), None, "Giulia knows her and has full hands: it waits for her");
        let open: Conversation = house.conversation(&again);
        let standings = house.read(|tx| routing::why_not(tx, &open)).unwrap();
        let of = |agent_id| standings.iter().find(|one| one.agent_id == agent_id).unwrap();
        assert!(of(AGENT).knows);
        assert_eq!(of(MARCO).no, Some(routing::No::Held));
        house.clock.advance(minutes(11));
        beat(&house, &[AGENT, MARCO]);
        hand_out(&house);
        assert_eq!(has(&house, &again), Some(MARCO));
    });
}

#[test]
fn by_hand_nothing_is_handed_out_and_whoever_asks_gets_the_nearest_promise() {
    on_both_engines(|house| {
        automatic(&house);
        house.try_write(|tx| routing::change(tx, &Settings::default(), Actor::System)).unwrap();
        let first = mail(&house, "anna@example.it", "Uno");
        house.clock.advance(minutes(40));
        let second = mail(&house, "bea@example.it", "Due");
        assert!(house.read(routing::plan).is_none());
        house.try_write(|tx| agent::presence(tx, MARCO, "away")).unwrap();
        let ask = || house.try_write(|tx| routing::next(tx, MARCO, Actor::Agent(MARCO))).unwrap();
        for arrival in [&first, &second] {
            match ask() {
                Take::Taken(taken) => assert_eq!(Some(taken.id), arrival.conversation_id),
                other => panic!("{other:?}"),
            }
        }
        assert!(matches!(ask(), Take::Nothing));
    });
}

#[test]
fn skills_of_the_time_before_the_catalogue_are_taken_over_once() {
    on_both_engines(|house| {
        house
            .try_write(|tx| {
                tx.execute(ADD_MARCO, args![MARCO])?;
                let old = "[{\"level\":80,\"skill\":\"resi\"},{\"level\":3,\"skill\":\" Resi \"},{\"level\":0,\"skill\":\"luce\"}]";
                tx.execute(OLD_SKILLS, args![AGENT, old])?;
                Ok(())
            })
            .unwrap();
        assert_eq!(house.db.read_everywhere(|tx| skill::to_take_over(tx, 9)).unwrap(), [1]);
        house.try_write(skill::take_over).unwrap();
        let kept = house.read(|tx| agent::find(tx, AGENT)).skills;
        assert_eq!(kept, "[{\"level\":4,\"skill\":\"resi\"},{\"level\":1,\"skill\":\"luce\"}]");
        let names: Vec<String> = house.read(skill::list).into_iter().map(|skill| skill.name).collect();
        assert_eq!(names, ["luce", "resi"]);
        assert!(house.db.read_everywhere(|tx| skill::to_take_over(tx, 9)).unwrap().is_empty());
        can(&house, AGENT, &[("resi", 5, Held::Second)]);
        house.try_write(skill::take_over).unwrap();
        assert!(house.read(|tx| agent::find(tx, AGENT)).skills.contains("second"));
    });
}
