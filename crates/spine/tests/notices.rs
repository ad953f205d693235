//! Who is told of what, and that nobody is told of what they did themselves.

#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(dead_code, reason = "the house serves other tests too")]

mod house;

use db::{Actor, args};
use house::{House, Letter, on_both_engines};
use spine::complaint::{self, Opening, Origin};
use spine::conversation::{self, Author, Direction, NewMessage};
use spine::intake::Arrival;
use spine::matter;
use spine::notice::{self, Choice, Kind, Subscription};

const MARCO: i64 = 78;

db::queries! {
    "notices_test";
    account {
        ADD_MARCO = "insert into agent (account_id, id, oid, name, email, role, language, presence, capacity, skills,
                       tier_rights, active, created_at_ms)
                     values (?1, ?2, '01k0000000000000000000marc', 'Marco Sala', 'marco@shop.example', 'agent', 'it',
                       'online', '{}', '[]', '[]', true, 0)";
        NAME_GIULIA = "update agent set oid = '01k0000000000000000000gv7a' where account_id = ?1 and id = ?2";
    }
}

/// The company with Marco, its log read up to now.
fn with_marco(house: &House) {
    house
        .try_write(|tx| {
            tx.execute(ADD_MARCO, args![MARCO])?;
            tx.execute(NAME_GIULIA, args![house::AGENT])?;
            notice::catch_up(tx)
        })
        .unwrap();
}

fn catch_up(house: &House) {
    while house.try_write(notice::catch_up).unwrap() {}
}

fn told(house: &House, agent_id: i64) -> Vec<Kind> {
    catch_up(house);
    let mut kinds: Vec<Kind> =
        house.read(|tx| notice::list(tx, agent_id, i64::MAX, true, 100)).iter().map(|one| one.kind).collect();
    kinds.reverse();
    kinds
}

fn note(house: &House, arrival: &Arrival, text: &'static str) {
    let id = arrival.conversation_id.unwrap();
    house
        .try_write(move |tx| {
            let open = conversation::find(tx, id)?;
            let note = NewMessage {
                direction: Direction::Note,
                channel: open.channel,
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
            conversation::add_message(tx, &open, note, Vec::new(), Actor::Agent(house::AGENT))
        })
        .unwrap();
}

#[test]
fn whoever_is_named_in_a_note_is_told_and_hears_of_what_follows() {
    on_both_engines(|house: House| {
        with_marco(&house);
        let arrival = house.mail(Letter::from("anna@example.it", "Prima"));
        note(&house, &arrival, "@Marco Sala tu lo sai? Lo chiedo anche a @giulia.");
        assert_eq!(told(&house, MARCO), [Kind::Mention]);
        assert_eq!(told(&house, house::AGENT), [], "nobody is told of their own words");
        house.mail(Letter::answer("anna@example.it", "Re: Prima", "anna-1@example.it"));
        assert_eq!(told(&house, MARCO), [Kind::Mention, Kind::Replied]);
        house.mail(Letter::answer("anna@example.it", "Re: Prima!", "anna-1@example.it"));
        assert_eq!(told(&house, MARCO), [Kind::Mention, Kind::Replied], "not twice before it is read");
    });
}

#[test]
fn who_is_given_a_conversation_is_told_and_warned_of_its_promise() {
    on_both_engines(|house: House| {
        with_marco(&house);
        let arrival = house.mail(Letter::from("anna@example.it", "Prima"));
        let id = arrival.conversation_id.unwrap();
        house
            .try_write(move |tx| {
                let mut open = conversation::find(tx, id)?;
                let marco = spine::agent::find(tx, MARCO)?;
                conversation::assign(tx, &mut open, Some(&marco), "by_hand", Actor::Agent(house::AGENT))
            })
            .unwrap();
        assert_eq!(told(&house, MARCO), [Kind::Assigned]);
        house.clock.advance(house::minutes(225));
        house.tick();
        assert_eq!(told(&house, MARCO), [Kind::Assigned, Kind::AtRisk]);
        assert_eq!(house.read(|tx| notice::unread(tx, MARCO)), 2);
        house.try_write(move |tx| notice::read_of(tx, id, MARCO)).unwrap();
        assert_eq!(house.read(|tx| notice::unread(tx, MARCO)), 0);
    });
}

#[test]
fn who_is_given_a_complaint_or_called_out_is_told() {
    on_both_engines(|house: House| {
        with_marco(&house);
        let arrival = house.mail(Letter::from("anna@example.it", "Prima"));
        let id = arrival.conversation_id.unwrap();
        house
            .try_write(move |tx| {
                let mut open = conversation::find(tx, id)?;
                let opening = Opening { owner_id: Some(MARCO), ..Opening::of(Origin::Agent) };
                complaint::declare(tx, &mut open, opening, Actor::Agent(house::AGENT))?;
                let marco = spine::agent::find(tx, MARCO)?;
                let agent_id = kernel::id::Kind::Agent.name(&marco.oid);
                tx.record(db::Event {
                    kind: "oncall.paged",
                    actor: Actor::System,
                    conversation_id: Some(id),
                    data: serde_json::json!({ "agent_id": agent_id }).to_string(),
                })?;
                Ok(())
            })
            .unwrap();
        assert_eq!(told(&house, MARCO), [Kind::Assigned, Kind::Oncall]);
    });
}

#[test]
fn who_follows_a_conversation_follows_the_one_it_was_merged_into() {
    on_both_engines(|house: House| {
        with_marco(&house);
        let first = house.mail(Letter::from("anna@example.it", "La lampada"));
        let second = house.mail(Letter::from("anna@example.it", "La fattura"));
        catch_up(&house);
        let (from, into) = (first.conversation_id.unwrap(), second.conversation_id.unwrap());
        house
            .try_write(move |tx| {
                let (mut from, mut into) = (conversation::find(tx, from)?, conversation::find(tx, into)?);
                notice::follow(tx, &from, MARCO, "asked", Actor::Agent(MARCO))?;
                matter::merge(tx, &mut from, &mut into, Actor::Agent(house::AGENT)).map(|_| ())
            })
            .unwrap();
        let reference = Some(house.conversation(&first).reference);
        house.mail(Letter { reference, ..Letter::from("anna@example.it", "Ancora la lampada") });
        catch_up(&house);
        assert_eq!(told(&house, MARCO), [Kind::Replied]);
    });
}

#[test]
fn what_somebody_does_not_want_is_not_told() {
    on_both_engines(|house: House| {
        with_marco(&house);
        let silent = Choice { kind: Kind::Mention, on_screen: false, in_browser: false, by_push: false };
        house.try_write(move |tx| notice::choose(tx, MARCO, &[silent])).unwrap();
        let arrival = house.mail(Letter::from("anna@example.it", "Prima"));
        note(&house, &arrival, "@Marco, guarda");
        assert_eq!(told(&house, MARCO), []);
    });
}

fn browser() -> Subscription {
    Subscription {
        id: 0,
        endpoint: "https://push.example/1".into(),
        p256dh: "B".repeat(87),
        auth: "a".repeat(22),
        user_agent: "Firefox".into(),
        full_text: false,
        created_at_ms: 0,
    }
}

#[test]
fn a_push_names_the_customer_by_first_name_only_until_more_is_allowed() {
    on_both_engines(|house: House| {
        with_marco(&house);
        house.try_write(|tx| notice::subscribe(tx, MARCO, &browser())).unwrap();
        let arrival = house.mail(Letter::from("anna@example.it", "Prima"));
        let id = arrival.conversation_id.unwrap();
        house
            .try_write(move |tx| {
                let open = conversation::find(tx, id)?;
                let named = spine::customer::Edit { name: Some("Anna Ferri".into()), ..Default::default() };
                spine::customer::edit(tx, open.customer_id, named, Actor::System)?;
                notice::follow(tx, &open, MARCO, "asked", Actor::Agent(MARCO))
            })
            .unwrap();
        house.mail(Letter::answer("anna@example.it", "Re: Prima", "anna-1@example.it"));
        catch_up(&house);
        let now_ms = house.now_ms();
        let [(_, push_id)] = house.db.read_everywhere(|tx| notice::due(tx, now_ms, 9)).unwrap()[..] else {
            panic!("one push")
        };
        let parcel = house.try_write(move |tx| notice::claim(tx, push_id)).unwrap().unwrap();
        assert!(parcel.content.contains("Anna") && !parcel.content.contains("Ferri"), "{}", parcel.content);
        assert!(house.try_write(move |tx| notice::claim(tx, push_id)).unwrap().is_none(), "it is taken");
        let gone = parcel.subscription.id;
        house.try_write(move |tx| notice::drop_subscription(tx, gone)).unwrap();
        assert!(house.read(|tx| notice::subscriptions(tx, MARCO)).is_empty());
    });
}

#[test]
fn a_browser_that_is_a_colleagues_now_is_not_pushed_what_waited_for_whoever_had_it() {
    on_both_engines(|house: House| {
        with_marco(&house);
        house.try_write(|tx| notice::subscribe(tx, MARCO, &browser())).unwrap();
        let arrival = house.mail(Letter::from("anna@example.it", "Prima"));
        note(&house, &arrival, "@Marco guarda tu");
        catch_up(&house);
        let now_ms = house.now_ms();
        let [(_, push_id)] = house.db.read_everywhere(|tx| notice::due(tx, now_ms, 9)).unwrap()[..] else {
            panic!("one push")
        };
        house.try_write(|tx| notice::subscribe(tx, house::AGENT, &browser())).unwrap();
        assert!(house.try_write(move |tx| notice::claim(tx, push_id)).unwrap().is_none());
        assert!(house.db.read_everywhere(|tx| notice::due(tx, now_ms, 9)).unwrap().is_empty(), "nor later");
    });
}

#[test]
fn a_browser_with_impossible_keys_is_not_subscribed() {
    on_both_engines(|house: House| {
        with_marco(&house);
        let wrong = [
            Subscription { endpoint: "http://push.example/1".into(), ..browser() },
            Subscription { p256dh: "B".repeat(86), ..browser() },
            Subscription { auth: "a b".into(), ..browser() },
        ];
        for one in wrong {
            let outcome = house.try_write(move |tx| notice::subscribe(tx, MARCO, &one));
            assert!(matches!(outcome, Err(spine::Error::Refused(_))), "{outcome:?}");
        }
    });
}
