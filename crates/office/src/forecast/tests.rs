//! Counting, fitting and staffing through the room, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use db::{Actor, Db, Event, Tx, args};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use kernel::calendar::Hours;
use kernel::language::{Language, Register};
use spine::inbox::{Channel, Targets};
use spine::{Error, conversation, matter, skill};

use super::model::days_between;
use super::*;
use crate::account;
use crate::testing::{NOW_MS, on_both_engines};

db::queries! {
    "forecast_test";
    account {
        INBOX = "insert into inbox (account_id, id, oid, inbox_key, kind, name, language, register, hours, targets, live,
                   acknowledges, created_at_ms)
                 values (?1, ?2, ?3, ?3, ?3, ?3, 'it', 'lei', ?4, ?5, true, true, 0)";
        CUSTOMER = "insert into customer (account_id, id, oid, name, tier, attributes, created_at_ms)
                    values (?1, 1, 'k', 'Anna', 'C', '{}', 0)";
        BEGIN = "insert into conversation (account_id, id, oid, reference, track_token, subject, status, channel, inbox_id,
                   customer_id, tier, skills, priority, created_at_ms, updated_at_ms, message_count)
                 values (?1, ?2, ?3, ?3, ?3, '', 'open', 'email', 1, 1, 'B', '[]', 0, ?4, ?4, 1)";
        SAY = "insert into message (account_id, id, oid, conversation_id, direction, channel, author_kind, recipients,
                 text, reply_text, automatic, created_at_ms)
               values (?1, ?2, ?3, ?4, ?5, 'email', 'customer', '[]', '', '', ?6, ?7)";
        SKILLED = "update conversation set skills = ?3, inbox_id = ?4 where account_id = ?1 and id = ?2";
        TAG = "insert into conversation_tag (account_id, conversation_id, tag) values (?1, ?2, 'spam')";
        TAMPER = "update arrival_count set further = further + 1 where account_id = ?1 and at_ms = ?2";
    }
}

const EMAIL: i64 = 1;
const PHONE: i64 = 2;
const HALF_MS: i64 = 1_800_000;

fn rome() -> TimeZone {
    TimeZone::get("Europe/Rome").unwrap()
}

fn with_house(story: impl Fn(&Db)) {
    on_both_engines(|store| {
        store
            .write(1, |tx| {
                account::create(tx, "Fioca", Language::It, Register::Lei)?;
                let (hours, targets) = (Hours::default().to_json(), Targets::default().to_json());
                for (id, kind) in [(EMAIL, "email"), (PHONE, "phone")] {
                    tx.execute(INBOX, args![id, kind, hours.to_string(), targets.to_string()])?;
                }
                tx.execute(CUSTOMER, &[])?;
                Ok::<_, account::Error>(())
            })
            .unwrap();
        story(&store);
    });
}

/// Writes; whatever is refused is a failure of the test.
fn act<R: Send + 'static>(
    store: &Db,
    act: impl Fn(&mut Tx<'_>) -> Result<R, Error> + Send + Sync + 'static,
) -> R {
    store.write(1, act).unwrap()
}

fn look<R>(store: &Db, look: impl Fn(&mut Tx<'_>) -> Result<R, Error>) -> R {
    store.read(1, |tx| look(tx)).unwrap()
}

fn said(tx: &mut Tx<'_>, kind: &'static str, conversation_id: i64) -> Result<(), Error> {
    tx.record(Event {
        kind,
        actor: Actor::System,
        conversation_id: Some(conversation_id),
        data: "{}".to_owned(),
    })?;
    Ok(())
}

fn wrote(tx: &mut Tx<'_>, id: i64, conversation_id: i64, at_ms: i64, automatic: bool) -> Result<(), Error> {
    tx.execute(SAY, args![id, format!("m{id}"), conversation_id, "in", automatic, at_ms])?;
    said(tx, "message.received", conversation_id)
}

fn catch_up_whole(store: &Db) {
    while act(store, catch_up) {}
}

/// Whatever became of every channel on a day: `(channel, part) -> count`.
fn day_counts(store: &Db, day: Date) -> Vec<(Channel, Part, f64)> {
    look(store, |tx| arrived(tx, day, 1))
        .into_iter()
        .map(|((channel, part), counts)| (channel, part, counts.values().flatten().sum::<f64>()))
        .filter(|(.., count)| *count != 0.0)
        .collect()
}

#[test]
fn counting_on_is_counting_all_over_whatever_became_of_a_conversation() {
    with_house(|store| {
        let at_ms = NOW_MS - 3 * HALF_MS;
        let day = super::model::slot_of(at_ms, &rome()).0;
        let skill_id = act(store, |tx| Ok(skill::add(tx, "Resi", Actor::System)?.id));
        act(store, move |tx| {
            for (id, later_ms) in [(10, 0), (11, 0), (12, HALF_MS)] {
                tx.execute(BEGIN, args![id, format!("c{id}"), at_ms + later_ms])?;
                said(tx, "conversation.opened", id)?;
                wrote(tx, 100 + id, id, at_ms + later_ms, false)?;
            }
            wrote(tx, 200, 10, at_ms + HALF_MS, false)?;
            // A machine's message is nobody's work.
            wrote(tx, 201, 10, at_ms + HALF_MS, true)
        });
        catch_up_whole(store);
        assert_eq!(
            day_counts(store, day),
            [(Channel::Email, Part::Whole, 4.0), (Channel::Email, Part::Unskilled, 4.0)]
        );
        assert_eq!(look(store, miscounted), [] as [i64; 0]);
        // One is for somebody who can do returns, and in another inbox.
        act(store, |tx| {
            tx.execute(SKILLED, args![10_i64, r#"["Resi"]"#, PHONE])?;
            said(tx, "conversation.skills_changed", 10)
        });
        catch_up_whole(store);
        assert_eq!(
            day_counts(store, day),
            [
                (Channel::Email, Part::Whole, 4.0),
                (Channel::Email, Part::Unskilled, 2.0),
                (Channel::Email, Part::Skill(skill_id), 2.0)
            ]
        );
        assert_eq!(look(store, miscounted), [] as [i64; 0]);
        // One goes into another, one was unwanted.
        act(store, |tx| {
            let (mut from, mut into) = (conversation::find(tx, 11)?, conversation::find(tx, 10)?);
            matter::merge(tx, &mut from, &mut into, Actor::System)?;
            tx.execute(TAG, args![12_i64])?;
            said(tx, "conversation.closed", 12)
        });
        catch_up_whole(store);
        assert_eq!(
            day_counts(store, day),
            [(Channel::Email, Part::Whole, 3.0), (Channel::Email, Part::Skill(skill_id), 3.0)]
        );
        assert_eq!(look(store, miscounted), [] as [i64; 0]);
        // A part goes away from one nobody has, and comes back.
        let operation = act(store, |tx| {
            let mut from = conversation::find(tx, 10)?;
            let message = conversation::message(tx, 200)?;
            let how = matter::Split { message, subject: String::new(), tell: false };
            matter::split(tx, &mut from, how, Actor::System).map(|(_, operation)| operation)
        });
        catch_up_whole(store);
        assert_eq!(look(store, miscounted), [] as [i64; 0]);
        act(store, move |tx| matter::undo(tx, &operation, Actor::System).map(|_| ()));
        catch_up_whole(store);
        assert_eq!(look(store, miscounted), [] as [i64; 0]);
        // What was written past the rooms is found.
        let half_ms = super::model::slot_begins_ms(at_ms, &rome());
        act(store, move |tx| Ok(tx.execute(TAMPER, args![half_ms])?));
        assert_eq!(look(store, miscounted), [half_ms]);
    });
}

/// Counts of so many days before today, straight into the table: e-mail at every hour, more on Mondays; calls while it is open.
fn with_history(store: &Db, days: i64) -> Date {
    let today = look(store, today);
    act(store, move |tx| {
        for number in 1..=days {
            let day = today.saturating_sub(number.days());
            let monday = i64::from(day.weekday() == jiff::civil::Weekday::Monday);
            let open = Hours::default().open_on(day);
            for slot in 0..SLOTS {
                let at_ms = begins_ms(day, slot, &rome());
                // Differs from day to day and is the same each time.
                let swing = (number * 7 + slot as i64 * 3) % 3;
                let daylight = i64::from((14..44).contains(&slot));
                let mails = (2 + 3 * monday) * daylight + swing / 2;
                tx.execute(store::COUNT, args![at_ms, "email", EMAIL, 0_i64, mails, 0_i64])?;
                if open.iter().any(|(opens_ms, closes_ms)| (*opens_ms..*closes_ms).contains(&at_ms)) {
                    tx.execute(
                        store::COUNT,
                        args![at_ms, "phone", PHONE, 0_i64, 6 + 2 * monday + swing, 0_i64],
                    )?;
                }
            }
        }
        Ok(())
    });
    today
}

fn make(store: &Db) {
    act(store, |tx| Ok(tx.execute(store::START, &[])?));
    let fresh = look(store, basis).fit();
    let fresh = std::sync::Arc::new(fresh);
    act(store, move |tx| keep(tx, &fresh));
}

fn of(expected: &[Expected], channel: Channel, day: Date) -> &Expected {
    let same = |one: &&Expected| one.channel == channel && one.part == Part::Whole && one.date == day;
    expected.iter().find(same).unwrap()
}

#[test]
fn a_holiday_brings_no_calls_and_still_some_mail_and_its_mail_is_done_on_the_days_beside() {
    with_house(|store| {
        with_history(store, 80);
        make(store);
        // NOW_MS is Wednesday 18 November 2026; the Immaculate Conception is a Tuesday.
        let holiday = date(2026, 12, 8);
        let days = look(store, |tx| expected(tx, date(2026, 11, 18), 42));
        assert_eq!(of(&days, Channel::Phone, holiday).day.mean, 0.0);
        assert!(of(&days, Channel::Phone, holiday).slots.iter().all(|slot| slot.quantiles == [0.0; 5]));
        assert!(of(&days, Channel::Email, holiday).day.mean > 10.0);
        let sunday = date(2026, 12, 6);
        assert_eq!(of(&days, Channel::Phone, sunday).day.mean, 0.0);
        assert!(of(&days, Channel::Email, sunday).day.mean > 10.0);
        let (monday, tuesday) =
            (of(&days, Channel::Email, date(2026, 11, 30)), of(&days, Channel::Email, date(2026, 12, 1)));
        assert!(monday.day.mean > 1.5 * tuesday.day.mean, "{} {}", monday.day.mean, tuesday.day.mean);
        assert_eq!(monday.model, "fm/1");
        // Shut hours are none, open ones lie in their band.
        let calls = of(&days, Channel::Phone, date(2026, 12, 1));
        assert_eq!((calls.slots[17].mean, calls.slots[36].mean), (0.0, 0.0));
        assert!((6.0..9.0).contains(&calls.slots[20].mean), "{:?}", calls.slots[20]);
        let [low, q25, half, q75, high] = calls.slots[20].quantiles;
        assert!(low <= q25 && q25 <= half && half <= q75 && q75 <= high && calls.slots[20].band[0] >= low);

        let needs = look(store, |tx| needed(tx, date(2026, 11, 30), 10));
        let of_day = |day: Date| &needs[days_between(date(2026, 11, 30), day) as usize];
        assert!(of_day(holiday).is_known && of_day(holiday).together == NOBODY);
        let (usual, after) = (of_day(date(2026, 12, 2)), of_day(date(2026, 12, 9)));
        let written = |day: &Needed| {
            let (_, people) = day.groups.iter().find(|(group, _)| *group == Group::Written).unwrap();
            hours(people)
        };
        assert!(written(after) > written(usual), "{} {}", written(after), written(usual));
        for day in &needs {
            for (slot, people) in day.together.iter().enumerate() {
                assert!(people.net == 0 || day.open[slot], "{} {slot}", day.date);
                assert!(people.scheduled >= people.net && people.cautious >= people.net);
                let apart: i64 = day.groups.iter().map(|(_, group)| group[slot].net).sum();
                assert!(people.net <= apart, "together no more than apart");
            }
        }
        // Three calls a quarter of an hour of six minutes: what Erlang A says for 13 to 17 an hour.
        let phone = &usual.groups[0].1[20];
        assert!((2..=4).contains(&phone.net) && phone.scheduled >= phone.net * 10 / 7, "{phone:?}");
    });
}

#[test]
fn what_the_company_knows_of_a_day_is_in_its_forecast() {
    with_house(|store| {
        with_history(store, 60);
        make(store);
        let day = date(2026, 11, 26);
        let mean = |store: &Db| {
            let days = look(store, |tx| expected(tx, day, 1));
            of(&days, Channel::Email, day).day.mean
        };
        let usual = mean(store);
        let new = NewSpecialDay { name: "Newsletter".into(), first: Some(day), last: None, percent: Some(50) };
        let added = new.clone();
        let special = act(store, move |tx| add_special_day(tx, &added, Actor::System));
        assert_eq!(look(store, |tx| due(tx, 0, 10)), [1], "to be made anew at once");
        // Who says something while a forecast is made is heard by the next one.
        let fresh = look(store, basis).fit();
        let (same, told) = (special.clone(), new.clone());
        act(store, move |tx| change_special_day(tx, &same, &told, Actor::System));
        act(store, move |tx| keep(tx, &fresh));
        assert_eq!(look(store, |tx| due(tx, 0, 10)), [1], "to be made anew still");
        make(store);
        assert!((mean(store) / usual - 1.5).abs() < 0.01, "{} {usual}", mean(store));
        // Nobody gives a number and it was never seen: as any other day.
        let (before, unknown) = (special.clone(), NewSpecialDay { percent: None, ..new });
        act(store, move |tx| change_special_day(tx, &before, &unknown, Actor::System));
        make(store);
        assert!((mean(store) / usual - 1.0).abs() < 0.01);
        act(store, move |tx| drop_special_day(tx, &special, Actor::System));
        assert_eq!(look(store, special_days), []);
    });
}

#[test]
fn a_day_that_was_unlike_others_teaches_what_the_next_of_its_name_will_be() {
    with_house(|store| {
        let today = with_history(store, 80);
        // Two newsletters, each with twice the mail.
        let (first, second) = (today.saturating_sub(34.days()), today.saturating_sub(20.days()));
        let coming = today.saturating_add(8.days());
        act(store, move |tx| {
            for day in [first, second] {
                for slot in 14..44 {
                    let at_ms = begins_ms(day, slot, &rome());
                    tx.execute(store::COUNT, args![at_ms, "email", EMAIL, 0_i64, 2_i64, 0_i64])?;
                }
            }
            Ok(())
        });
        make(store);
        let mean = |store: &Db| {
            let days = look(store, |tx| expected(tx, coming, 1));
            of(&days, Channel::Email, coming).day.mean
        };
        let usual = mean(store);
        act(store, move |tx| {
            for day in [first, second, coming] {
                let new = NewSpecialDay { name: "Newsletter".into(), first: Some(day), ..Default::default() };
                add_special_day(tx, &new, Actor::System)?;
            }
            Ok(())
        });
        make(store);
        let learnt = mean(store) / usual;
        // Drawn towards nothing, as a day seen twice is.
        assert!((1.25..2.1).contains(&learnt), "{learnt}");
    });
}

#[test]
fn with_little_history_it_is_the_mean_of_the_weekday_and_with_less_nothing() {
    with_house(|store| {
        with_history(store, 5);
        make(store);
        assert_eq!(look(store, |tx| expected(tx, date(2026, 11, 18), 42)), []);
        assert!(look(store, |tx| needed(tx, date(2026, 11, 19), 1)).iter().all(|day| !day.is_known));
    });
    with_house(|store| {
        let today = with_history(store, 14);
        make(store);
        let days = look(store, |tx| expected(tx, today, 42));
        let monday = of(&days, Channel::Email, date(2026, 11, 23));
        assert!(monday.is_plain_mean() && monday.days_known == 14, "{} {}", monday.model, monday.days_known);
        let came = look(store, |tx| arrived(tx, date(2026, 11, 2), 15));
        let total = |day: Date| -> f64 { came[&(Channel::Email, Part::Whole)][&day].iter().sum() };
        let mean = (total(date(2026, 11, 9)) + total(date(2026, 11, 16))) / 2.0;
        assert!((monday.day.mean - mean).abs() < 0.1, "{} {mean}", monday.day.mean);
    });
}

#[test]
fn the_rest_of_a_day_moves_with_what_came_so_far_and_skills_add_up_to_their_channel() {
    with_house(|store| {
        let today = with_history(store, 60);
        let skill_id = act(store, |tx| Ok(skill::add(tx, "Resi", Actor::System)?.id));
        act(store, move |tx| {
            for number in 1..=60 {
                let at_ms = begins_ms(today.saturating_sub(i64::from(number).days()), 20, &rome());
                tx.execute(store::COUNT, args![at_ms, "email", EMAIL, skill_id, 9_i64, 0_i64])?;
            }
            Ok(())
        });
        make(store);
        let days = look(store, |tx| expected(tx, today, 2));
        let tomorrow = today.saturating_add(1.days());
        let mean = |part: Part, slot: usize| {
            let same =
                |one: &&Expected| one.channel == Channel::Email && one.part == part && one.date == tomorrow;
            days.iter().find(same).unwrap().slots[slot].mean
        };
        for slot in 0..SLOTS {
            let parts = mean(Part::Unskilled, slot) + mean(Part::Skill(skill_id), slot);
            assert!((parts - mean(Part::Whole, slot)).abs() < 0.003, "{slot}");
        }
        assert!(mean(Part::Skill(skill_id), 20) > 6.0 && mean(Part::Skill(skill_id), 30) < 0.5);
        let night = of(&days, Channel::Email, today).clone();
        // It is noon; three times as much came as usual, as it did before on days that went on like that.
        act(store, move |tx| {
            for slot in 0..24 {
                let at_ms = begins_ms(today, slot, &rome());
                tx.execute(store::COUNT, args![at_ms, "email", EMAIL, 0_i64, 8_i64, 0_i64])?;
            }
            Ok(())
        });
        make(store);
        let days = look(store, |tx| expected(tx, today, 1));
        let by_day = of(&days, Channel::Email, today);
        assert!(by_day.during_the_day && !night.during_the_day);
        // What is over stays as it was said in the night.
        assert_eq!(by_day.slots[10].mean, night.slots[10].mean);
        assert!(by_day.slots[30].mean >= night.slots[30].mean);
    });
}

#[test]
fn a_number_given_for_today_counts_once_also_in_the_course_of_the_day() {
    with_house(|store| {
        let today = look(store, today);
        // Busy days are busy from the morning to the evening.
        act(store, move |tx| {
            for number in 1..=60 {
                let day = today.saturating_sub(i64::from(number).days());
                for slot in 0..SLOTS {
                    let mails = 2 + i64::from(number) * 7 % 5;
                    let at_ms = begins_ms(day, slot, &rome());
                    tx.execute(store::COUNT, args![at_ms, "email", EMAIL, 0_i64, mails, 0_i64])?;
                }
            }
            let new =
                NewSpecialDay { name: "Bollette".into(), first: Some(today), last: None, percent: Some(100) };
            add_special_day(tx, &new, Actor::System)?;
            Ok(())
        });
        make(store);
        let said = look(store, |tx| expected(tx, today, 1));
        let night = of(&said, Channel::Email, today).clone();
        // The morning is as it was said.
        let morning: Vec<i64> = night.slots[..24].iter().map(|slot| slot.mean.round() as i64).collect();
        assert!(morning.iter().all(|count| *count >= 4), "{morning:?}");
        act(store, move |tx| {
            for (slot, count) in morning.iter().enumerate() {
                let at_ms = begins_ms(today, slot, &rome());
                tx.execute(store::COUNT, args![at_ms, "email", EMAIL, 0_i64, *count, 0_i64])?;
            }
            Ok(())
        });
        make(store);
        let days = look(store, |tx| expected(tx, today, 1));
        let by_day = of(&days, Channel::Email, today);
        assert!(by_day.during_the_day);
        let rest = |expected: &Expected| expected.slots[24..].iter().map(|slot| slot.mean).sum::<f64>();
        let moved = rest(by_day) / rest(&night);
        assert!((moved - 1.0).abs() < 0.2, "{moved}");
    });
}

#[test]
fn what_was_said_in_the_night_is_held_against_what_came() {
    with_house(|store| {
        let today = with_history(store, 70);
        make(store);
        assert_eq!(look(store, accuracy), [], "nothing was forecast of a day that is over");
        for number in 0..3 {
            let day = today.saturating_add(i64::from(number).days());
            act(store, move |tx| {
                for slot in 14..44 {
                    let at_ms = begins_ms(day, slot, &rome());
                    tx.execute(store::COUNT, args![at_ms, "email", EMAIL, 0_i64, 2_i64, 0_i64])?;
                }
                Ok(())
            });
            store.clock().move_to(begins_ms(day.saturating_add(1.days()), 12, &rome()));
            make(store);
        }
        let found = look(store, accuracy);
        let email = found.iter().find(|one| one.channel == Channel::Email).unwrap();
        assert_eq!((email.days, email.came, email.halves), (3, 180.0, 144));
        assert!(email.wape < 0.5 && email.day_wape <= email.wape, "{email:?}");
        assert!(email.mase.is_some_and(|mase| mase < 1.0), "{email:?}");
        assert!(email.inside * 100 >= email.halves * 80, "{email:?}");
        // Nobody called on any of these days: there is no share of nothing.
        assert!(found.iter().all(|one| one.channel != Channel::Phone));
    });
}
