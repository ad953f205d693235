//! Mailings on both engines: who may be written to, one a period on however many nodes, and what is missed is told once.

#![expect(clippy::unwrap_used, reason = "tests")]

use db::{Actor, Db, args};
use kernel::language::{Language, Register};
use spine::Error;

use super::{
    Every, Mailing, NewMailing, What, by_oid, change, drop_mailing, due, fail, list, make, pause, prepare,
    prepare_now, send, send_now,
};
use crate::testing::on_both_engines;
use crate::{account, kpi};

db::queries! {
    "mailing_test";
    account {
        PERSON = "insert into agent (account_id, id, oid, name, email, role, language, presence, capacity, skills,
                    tier_rights, active, created_at_ms, languages)
                  values (?1, ?2, ?3, ?3, ?4, ?5, 'it', 'online', '{}', '[]', '[]', ?6, 0, '[]')";
        LEFT = "select cast(count(*) as bigint) from outbox where account_id = ?1 and kind = 'report'";
        FAILED = "select cast(count(*) as bigint) from event where account_id = ?1 and type = 'mailing.failed'";
        INBOX = "insert into inbox (account_id, id, oid, inbox_key, kind, name, language, register, hours, targets, live,
                   acknowledges, created_at_ms)
                 values (?1, 1, 'box', 'box', 'email', 'Assistenza', 'it', 'lei', '{}', '{}', true, true, 0)";
        SENT = "select cast(count(*) as bigint) from event where account_id = ?1 and type = 'mailing.sent'";
    }
}

const DAY_MS: i64 = 86_400_000;

fn new(recipients: &[i64]) -> NewMailing {
    NewMailing {
        what: What::Figures,
        every: Every::Day,
        hour: 8,
        inbox_id: None,
        tier: None,
        recipients: recipients.to_vec(),
    }
}

/// A supervisor (7), an admin (8), an agent (9) and a supervisor who left (10).
fn house(store: &Db) {
    store
        .write(1, |tx| {
            account::create(tx, "Fioca", Language::It, Register::Lei)?;
            for (id, role, active) in
                [(7_i64, "supervisor", true), (8, "admin", true), (9, "agent", true), (10, "supervisor", false)]
            {
                let email = format!("p{id}@fioca.example");
                tx.execute(PERSON, args![id, format!("p{id}"), email, role, active])?;
            }
            Ok::<_, account::Error>(())
        })
        .unwrap();
}

fn made(store: &Db) -> Mailing {
    store.write(1, |tx| make(tx, &new(&[7, 8]), Some(7), Actor::Agent(7))).unwrap()
}

fn counted(store: &Db) -> (i64, i64) {
    store.read(1, |tx| Ok::<_, db::Error>((tx.number(LEFT, &[])?, tx.number(SENT, &[])?))).unwrap()
}

#[test]
fn who_may_not_read_everybodys_figures_gets_none() {
    on_both_engines(|store| {
        house(&store);
        let refused = |recipients: &'static [i64], change: fn(&mut NewMailing)| -> Vec<String> {
            let outcome = store.write(1, move |tx| {
                let mut asked = new(recipients);
                change(&mut asked);
                make(tx, &asked, None, Actor::System)
            });
            match outcome {
                Err(Error::Refused(fields)) => fields.into_iter().map(|field| field.pointer).collect(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(refused(&[], |_| ()), ["/recipients"]);
        assert_eq!(
            refused(&[7, 9, 10, 99, 7], |_| ()),
            ["/recipients/1", "/recipients/2", "/recipients/3", "/recipients/4"]
        );
        assert_eq!(refused(&[7], |new| new.hour = 24), ["/hour"]);
        let tier = |new: &mut NewMailing| {
            new.what = What::Truth;
            new.tier = Some(spine::inbox::Tier::A);
        };
        assert_eq!(refused(&[7], tier), ["/tier"]);
    });
}

#[test]
fn one_leaves_once_a_period_however_many_nodes_want_to_send_it() {
    on_both_engines(|store| {
        house(&store);
        let mailing = made(&store);
        let now_ms = store.clock().now_ms();
        let next_ms = mailing.next_at_ms.unwrap();
        assert!(next_ms > now_ms && next_ms <= now_ms + DAY_MS);
        assert!(store.read(1, move |tx| prepare(tx, mailing.id)).unwrap().is_none(), "not yet");
        store.clock().advance(DAY_MS);
        let waiting = store.read_everywhere(move |tx| due(tx, now_ms + DAY_MS, 10)).unwrap();
        assert_eq!(waiting, [(1, mailing.id)]);
        let one = store.read(1, move |tx| prepare(tx, mailing.id)).unwrap().unwrap();
        let other = store.read(1, move |tx| prepare(tx, mailing.id)).unwrap().unwrap();
        assert!(store.write(1, move |tx| send(tx, &one)).unwrap());
        assert!(!store.write(1, move |tx| send(tx, &other)).unwrap(), "the other node sent it too");
        assert_eq!(counted(&store), (2, 1), "two people, one mailing");
        assert!(store.read(1, move |tx| prepare(tx, mailing.id)).unwrap().is_none());
        // Away for nine days: one mail, of the last day, and then the next hour.
        store.clock().advance(9 * DAY_MS);
        let late = store.read(1, move |tx| prepare(tx, mailing.id)).unwrap().unwrap();
        let zone = jiff::tz::TimeZone::get("Europe/Rome").unwrap();
        let today = crate::report::day_of(store.clock().now_ms(), &zone);
        let due_today = Every::Day.next_ms(8, crate::report::begins_ms(today, &zone), &zone);
        let expected = if due_today <= store.clock().now_ms() { today } else { today.yesterday().unwrap() };
        assert_eq!(late.period.to(), expected.yesterday().unwrap());
        assert!(store.write(1, move |tx| send(tx, &late)).unwrap());
        assert_eq!(counted(&store), (4, 2));
        let oid = mailing.oid.clone();
        let after = store.read(1, move |tx| by_oid(tx, &oid)).unwrap();
        assert!(after.next_at_ms.unwrap() > store.clock().now_ms());
        assert_eq!((after.last_at_ms, after.last_mails), (Some(store.clock().now_ms()), Some(2)));
    });
}

#[test]
fn a_paused_one_rests_one_sent_now_keeps_its_hour_and_one_thrown_away_is_gone() {
    on_both_engines(|store| {
        house(&store);
        let mailing = made(&store);
        let by = Actor::Agent(7);
        let same = mailing.clone();
        let prepared = store.read(1, move |tx| prepare_now(tx, &same)).unwrap();
        let now = store.write(1, move |tx| send_now(tx, &prepared, by)).unwrap();
        assert_eq!((now.next_at_ms, counted(&store)), (mailing.next_at_ms, (2, 1)));
        let same = mailing.clone();
        let paused = store.write(1, move |tx| pause(tx, &same, true, by)).unwrap();
        assert_eq!((paused.paused, paused.next_at_ms), (true, None));
        store.clock().advance(3 * DAY_MS);
        let now_ms = store.clock().now_ms();
        assert!(store.read_everywhere(move |tx| due(tx, now_ms, 10)).unwrap().is_empty());
        let changed = store
            .write(1, move |tx| change(tx, &paused, &NewMailing { every: Every::Month, ..new(&[8]) }, by))
            .unwrap();
        assert_eq!((changed.next_at_ms, changed.recipients.as_slice()), (None, &[8][..]), "it stays paused");
        let goes_on = store.write(1, move |tx| pause(tx, &changed, false, by)).unwrap();
        assert!(goes_on.next_at_ms.unwrap() > now_ms);
        store.write(1, move |tx| drop_mailing(tx, &goes_on, by)).unwrap();
        assert!(store.read(1, list).unwrap().is_empty());
    });
}

#[test]
fn one_that_cannot_be_counted_waits_for_its_next_hour_and_says_why() {
    on_both_engines(|store| {
        house(&store);
        let mailing = made(&store);
        store.write(1, move |tx| fail(tx, mailing.id, "too early")).unwrap();
        let oid = mailing.oid.clone();
        assert_eq!(store.read(1, |tx| by_oid(tx, &oid)).unwrap(), mailing, "it is not due");
        store.clock().advance(DAY_MS);
        let now_ms = store.clock().now_ms();
        store.write(1, move |tx| fail(tx, mailing.id, "too much")).unwrap();
        assert!(store.read_everywhere(move |tx| due(tx, now_ms, 10)).unwrap().is_empty(), "tried all day long");
        let after = store.read(1, |tx| by_oid(tx, &oid)).unwrap();
        assert_eq!(after.failed, Some((now_ms, "too much".to_owned())));
        assert!(after.next_at_ms.unwrap() > now_ms && counted(&store) == (0, 0));
        let failed = store.read(1, |tx| tx.number(FAILED, &[])).unwrap();
        assert_eq!(failed, 1);
        // It is forgotten when one leaves.
        let prepared = store.read(1, move |tx| prepare_now(tx, &after)).unwrap();
        let sent = store.write(1, move |tx| send_now(tx, &prepared, Actor::System)).unwrap();
        assert_eq!(sent.failed, None);
    });
}

#[test]
fn it_waits_a_while_for_the_log_to_be_counted_and_else_says_how_far_it_was() {
    on_both_engines(|store| {
        house(&store);
        let mailing = made(&store);
        store.clock().move_to(mailing.next_at_ms.unwrap() + 60_000);
        let ready = || store.read(1, |tx| prepare(tx, mailing.id)).unwrap();
        assert!(ready().is_none(), "nothing was counted yet");
        store.clock().advance(15 * 60_000);
        let late = ready().unwrap();
        assert!(late.csv.contains("\"events_counted\",\"0\""), "{}", late.csv);
        let person = store.read(1, |tx| spine::agent::find(tx, 7)).unwrap();
        let said = |prepared: &super::letter::Prepared| {
            super::letter::written(prepared, &person, "https://x.example").0.paragraphs.join(" ")
        };
        assert!(said(&late).contains("Gli eventi sono contati fino a"), "{}", said(&late));
        store.clock().move_to(mailing.next_at_ms.unwrap() + 60_000);
        while store.write(1, kpi::catch_up).unwrap() {}
        let whole = ready().unwrap();
        assert!(!whole.csv.contains("events_counted") && !said(&whole).contains("contati fino"));
    });
}

#[test]
fn its_link_leads_to_the_same_inbox_and_tier() {
    on_both_engines(|store| {
        house(&store);
        let narrow = store
            .write(1, |tx| {
                tx.execute(INBOX, &[])?;
                let asked = NewMailing { inbox_id: Some(1), tier: Some(spine::inbox::Tier::A), ..new(&[7]) };
                make(tx, &asked, None, Actor::System)
            })
            .unwrap();
        let prepared = store.read(1, move |tx| prepare_now(tx, &narrow)).unwrap();
        let person = store.read(1, |tx| spine::agent::find(tx, 7)).unwrap();
        let (mail, _) = super::letter::written(&prepared, &person, "https://x.example");
        let link = mail.link.unwrap().1;
        assert!(link.ends_with("&inbox=box&tier=A"), "{link}");
    });
}
