//! Thousands of random acts on conversations and on saved views. Whatever happened, the counts kept with every change
//! equal a full count, and a view shows what its filters say.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use db::{Actor, Row, Tx};
use kernel::address::Address;
use kernel::calendar::Hours;
use kernel::language::{Language, Register};
use office::account::Role;
use spine::conversation::{self, Author, Conversation, Direction, NewMessage, Status};
use spine::inbox::{self, Channel, Targets, Tier};
use spine::intake::{self, Opening};
use spine::matter::{self, Split};
use spine::promise::{self, State};
use spine::{Error, agent, bulk, customer, outbox};
use words::Say;

use super::store::{self as views, Change, Keeper};
use crate::console::inbox::store::{self, Reader};
use crate::console::inbox::view::Place;
use crate::testing::{Shop, on_both_engines};

db::queries! {
    "views_random_test";
    account {
        EVERY = "select id from conversation where account_id = ?1 order by id limit 5000";
        OPERATIONS = "select oid from operation where account_id = ?1 order by id desc limit 5";
        BULKS = "select oid from bulk where account_id = ?1 order by id desc limit 3";
    }
}

const ACTS: usize = 2_400;
const BETWEEN_CHECKS: usize = 120;
/// A list shows a hundred: with fewer, everything of it is on one page.
const MOST_CONVERSATIONS: usize = 90;
const MINUTE_MS: i64 = 60_000;

/// SplitMix64: the same seed, the same story.
#[derive(Clone)]
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.roll() % most.max(1) as u64) as usize
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        if of.is_empty() { None } else { Some(of[self.below(of.len())].clone()) }
    }
}

#[derive(Clone)]
struct Cast {
    people: Vec<i64>,
    teams: Vec<i64>,
    inboxes: Vec<i64>,
}

fn cast(shop: &Shop) -> Cast {
    let people = vec![shop.marta, shop.add("Giulia", Role::Agent), shop.add("Luca", Role::Agent)];
    let members = people.clone();
    shop.write(move |tx| {
        let teams = ["Resi", "Fatture"].map(|name| agent::create_team(tx, name, &members[..2], Actor::System));
        let teams = teams.into_iter().map(|team| Ok(team?.id)).collect::<Result<Vec<_>, Error>>()?;
        let mut inboxes = Vec::new();
        for (name, team_id) in [("aiuto", None), ("resi", Some(teams[0]))] {
            let new = inbox::New {
                channel: Channel::Email,
                name: name.to_owned(),
                address: Some(format!("{name}@fioca.example")),
                language: Language::It,
                register: Register::Tu,
                hours: Hours::default(),
                targets: Targets::default(),
                team_id,
            };
            inboxes.push(inbox::create(tx, new, Actor::System)?.id);
        }
        Ok(Cast { people, teams, inboxes })
    })
}

fn every(tx: &mut Tx<'_>) -> Result<Vec<Conversation>, Error> {
    let ids: Vec<i64> = tx.list(EVERY, &[], Row::next)?;
    ids.into_iter().map(|id| conversation::find(tx, id)).collect()
}

fn open(tx: &mut Tx<'_>, cast: &Cast, dice: &mut Dice) -> Result<(), Error> {
    let email = format!("cliente{}@posta.example", dice.below(8));
    let sender = Address { name: Some("Caterina Morandi".to_owned()), email };
    let opening = Opening {
        channel: Channel::Email,
        inbox: inbox::find(tx, dice.one(&cast.inboxes).unwrap_or_default())?,
        customer: customer::recognise(tx, &sender, Some(Language::It))?,
        subject: "Le Piuma sfarfallano".to_owned(),
        text: "Sfarfallano.".to_owned(),
        html: None,
        tier: dice.one(&[None, Some(Tier::A), Some(Tier::B)]).flatten(),
        skills: Vec::new(),
        language: Some(Language::It),
    };
    intake::open_by_hand(tx, opening, Actor::System).map(|_| ())
}

fn said(about: &Conversation, direction: Direction, author: Author) -> NewMessage {
    NewMessage {
        direction,
        channel: about.channel,
        author,
        recipients: "{}".to_owned(),
        subject: None,
        text: "Ancora io.".to_owned(),
        html: None,
        reply_text: "Ancora io.".to_owned(),
        quoted_text: None,
        forwarded: None,
        authentication: None,
        warning: None,
        automatic: false,
        header_id: None,
        arrival_id: None,
    }
}

/// One random act. What cannot be done is refused, and nothing of it stays.
fn act(tx: &mut Tx<'_>, cast: &Cast, dice: &mut Dice) -> Result<(), Error> {
    let all = every(tx)?;
    let Some(mut about) = dice.one(&all) else { return open(tx, cast, dice) };
    let me = dice.one(&cast.people).unwrap_or_default();
    let (actor, now_ms) = (Actor::Agent(me), tx.now_ms());
    match dice.below(22) {
        0..=2 if all.len() < MOST_CONVERSATIONS => open(tx, cast, dice),
        0 | 3 => {
            let to = dice.one(&cast.people).filter(|_| dice.below(4) > 0);
            let to = to.map(|id| agent::find(tx, id)).transpose()?;
            conversation::assign(tx, &mut about, to.as_ref(), "by_hand", actor)
        }
        1 | 4 => {
            let wanted = dice.one(&cast.teams).filter(|_| dice.below(3) > 0);
            let team = agent::teams(tx)?.into_iter().find(|team| Some(team.id) == wanted);
            conversation::team(tx, &mut about, team.as_ref(), actor)
        }
        2 | 5 => {
            let tags: Vec<String> = ["resa", "fattura", "urgente"]
                .iter()
                .filter(|_| dice.below(2) == 0)
                .map(|tag| (*tag).to_owned())
                .collect();
            conversation::retag(tx, &about, &tags, actor)
        }
        6 => promise::close(tx, &mut about, Some("doppione"), actor),
        7 => {
            conversation::reopen(tx, &mut about, "by_hand", actor)?;
            promise::owe_again(tx, &mut about)
        }
        8 => conversation::snooze(tx, &mut about, now_ms + (1 + dice.below(300) as i64) * MINUTE_MS, actor),
        9 => conversation::wait_on_customer(tx, &mut about, now_ms + 3 * 86_400_000, actor),
        10 => conversation::trouble(tx, about.id, "550 no such user"),
        11 => conversation::clear_trouble(tx, about.id),
        12 => promise::come_back(tx, about.id).map(|_| ()),
        13 => {
            let others: Vec<Conversation> =
                all.into_iter().filter(|other| other.customer_id == about.customer_id).collect();
            let Some(mut into) = dice.one(&others) else { return Ok(()) };
            matter::merge(tx, &mut about, &mut into, actor).map(|_| ())
        }
        14 => {
            let recent: Vec<String> = tx.list(OPERATIONS, &[], Row::next)?;
            let Some(oid) = dice.one(&recent) else { return Ok(()) };
            let operation = matter::by_oid(tx, &oid)?;
            matter::undo(tx, &operation, actor).map(|_| ())
        }
        15 => {
            let messages = conversation::messages(tx, about.id, 0, 50)?;
            let Some(message) = dice.one(&messages) else { return Ok(()) };
            let how = Split { message, subject: "Un’altra cosa".to_owned(), tell: false };
            matter::split(tx, &mut about, how, actor).map(|_| ())
        }
        16 => {
            let to = inbox::find(tx, dice.one(&cast.inboxes).unwrap_or_default())?;
            matter::move_to(tx, &mut about, &to, actor).map(|_| ())
        }
        17 => {
            let (author, customer) = (
                Author::Customer { id: about.customer_id, name: None, address: None },
                Actor::Customer(about.customer_id),
            );
            let message = said(&about, Direction::In, author);
            conversation::add_message(tx, &about, message, Vec::new(), customer)?;
            conversation::reopen(tx, &mut about, "customer_wrote", customer)?;
            promise::owe_again(tx, &mut about)
        }
        18 => promise::answered(tx, &mut about, i64::MAX, Some(me), now_ms).map(|_| ()),
        19 => match promise::due(tx, now_ms, 3)?.first().copied() {
            Some((_, promise_id)) => outbox::breach(tx, promise_id),
            None => Ok(()),
        },
        20 => match dice.below(2) {
            0 => conversation::seen(tx, about.id, me, now_ms),
            _ => conversation::unsee(tx, &about, me),
        },
        _ => many(tx, cast, dice, &all, me),
    }
}

/// An act on many, or one taken back.
fn many(tx: &mut Tx<'_>, cast: &Cast, dice: &mut Dice, all: &[Conversation], me: i64) -> Result<(), Error> {
    let actor = Actor::Agent(me);
    let done: Vec<String> = tx.list(BULKS, &[], Row::next)?;
    if let Some(oid) = dice.one(&done).filter(|_| dice.below(2) == 0) {
        let (bulk, _) = bulk::by_oid(tx, &oid)?;
        while bulk::take_back(tx, &bulk, 50, actor)? {}
        return Ok(());
    }
    let ids: BTreeSet<i64> = (0..6).filter_map(|_| dice.one(all)).map(|about| about.id).collect();
    let verb = match dice.below(5) {
        0 => bulk::Verb::Close(Some("doppione".to_owned())),
        1 => bulk::Verb::Assign(dice.one(&cast.people)),
        2 => bulk::Verb::Team(dice.one(&cast.teams)),
        3 => bulk::Verb::Snooze(tx.now_ms() + 3_600_000),
        _ => bulk::Verb::Spam,
    };
    let bulk = bulk::begin(tx, verb, me)?;
    let changed = bulk::carry_out(tx, &bulk, &ids.into_iter().collect::<Vec<_>>(), actor)?;
    bulk::carried(tx, &bulk, changed, actor)
}

/// Counts everything anew and compares.
fn figures_hold(tx: &mut Tx<'_>, cast: &Cast, when: &str) -> Result<(), Error> {
    let all = every(tx)?;
    let kept = conversation::figures(tx)?;
    let count = |fits: &dyn Fn(&Conversation) -> bool| all.iter().filter(|about| fits(about)).count() as i64;
    for status in [Status::Open, Status::Waiting, Status::Snoozed, Status::Closed] {
        assert_eq!(kept.in_status(status, None), count(&|about| about.status == status), "{status:?} {when}");
        for id in &cast.inboxes {
            let counted = count(&|about| about.status == status && about.inbox_id == *id);
            assert_eq!(kept.in_status(status, Some(*id)), counted, "{status:?} of inbox {id} {when}");
        }
    }
    for who in cast.people.iter().copied().map(Some).chain([None]) {
        let counted = count(&|about| about.status == Status::Open && about.assignee_id == who);
        assert_eq!(kept.assigned(who), counted, "assigned to {who:?} {when}");
    }
    for teams in [vec![], vec![cast.teams[0]], cast.teams.clone()] {
        let of = |about: &Conversation| about.team_id.is_none_or(|team_id| teams.contains(&team_id));
        let counted = count(&|about| about.status == Status::Open && of(about));
        assert_eq!(kept.of_teams(&teams), counted, "of teams {teams:?} {when}");
    }
    assert_eq!(kept.troubled(), count(&|about| about.trouble.is_some()), "undelivered {when}");
    Ok(())
}

type Fits = Box<dyn Fn(&mut Tx<'_>, &Conversation) -> Result<bool, Error>>;

/// Addresses of views with what each holds, said once more in other words.
fn meant(tx: &mut Tx<'_>, cast: &Cast, me: i64) -> Result<Vec<(String, Fits)>, Error> {
    let status = |wanted: Status| -> Fits { Box::new(move |_, about| Ok(about.status == wanted)) };
    let (team, inbox_id) = (cast.teams[0], cast.inboxes[1]);
    let team_oid =
        agent::teams(tx)?.into_iter().find(|one| one.id == team).map(|one| one.oid).unwrap_or_default();
    let inbox_oid = inbox::find(tx, inbox_id)?.oid;
    let owed = |wanted: State| -> Fits {
        Box::new(move |tx, about| {
            let all = promise::of_conversation(tx, about.id)?;
            Ok(all.iter().any(|one| one.state == wanted && one.not_told_reason.as_deref() != Some("internal")))
        })
    };
    let urgent = |tx: &mut Tx<'_>, about: &Conversation| -> Result<Option<i64>, Error> {
        let Some(first) = promise::open_of(tx, about.id)?.into_iter().next() else { return Ok(None) };
        let before = first.follows_id.map(|id| promise::find(tx, id)).transpose()?;
        Ok(before
            .filter(|before| before.state == State::Broken)
            .map(|before| before.due_at_ms)
            .or(Some(first.due_at_ms)))
    };
    Ok(vec![
        ("/console/inbox/all?status=open".to_owned(), status(Status::Open)),
        ("/console/inbox/waiting".to_owned(), status(Status::Waiting)),
        ("/console/inbox/snoozed".to_owned(), status(Status::Snoozed)),
        ("/console/inbox/closed".to_owned(), status(Status::Closed)),
        (
            "/console/inbox/mine".to_owned(),
            Box::new(move |_, about| Ok(about.status == Status::Open && about.assignee_id == Some(me))),
        ),
        (
            "/console/inbox/all?person=none&status=open".to_owned(),
            Box::new(|_, about| Ok(about.status == Status::Open && about.assignee_id.is_none())),
        ),
        (
            "/console/inbox/all?person=me".to_owned(),
            Box::new(move |_, about| Ok(about.assignee_id == Some(me))),
        ),
        ("/console/inbox/all?tier=A".to_owned(), Box::new(|_, about| Ok(about.tier == Tier::A))),
        (
            format!("/console/inbox/all?team={team_oid}"),
            Box::new(move |_, about| Ok(about.team_id == Some(team))),
        ),
        (
            format!("/console/inbox/all?inbox={inbox_oid}&status=closed"),
            Box::new(move |_, about| Ok(about.inbox_id == inbox_id && about.status == Status::Closed)),
        ),
        (
            "/console/inbox/all?tag=resa".to_owned(),
            Box::new(|tx, about| Ok(conversation::tags(tx, about.id)?.contains(&"resa".to_owned()))),
        ),
        ("/console/inbox/all?promise=none".to_owned(), Box::new(|_, about| Ok(about.next_due_at_ms.is_none()))),
        (
            "/console/inbox/all?promise=late".to_owned(),
            Box::new(move |tx, about| {
                let now_ms = tx.now_ms();
                Ok(urgent(tx, about)?.is_some_and(|at_ms| at_ms <= now_ms))
            }),
        ),
        ("/console/inbox/all?promise=broken".to_owned(), owed(State::Broken)),
        ("/console/inbox/all?promise=kept".to_owned(), owed(State::Kept)),
        (
            "/console/inbox/all?unread=1".to_owned(),
            Box::new(move |tx, about| conversation::is_unread(tx, about, me)),
        ),
    ])
}

/// Every view shows exactly what its filters say.
fn views_hold(tx: &mut Tx<'_>, cast: &Cast, when: &str) -> Result<(), Error> {
    let reader = Reader { agent_id: cast.people[1], say: Say::default(), relay: true, bytes_max: 1 };
    let reading = store::reading(tx, reader.say).unwrap();
    for (place, fits) in meant(tx, cast, reader.agent_id)? {
        let mut expected = BTreeSet::new();
        for about in every(tx)?.into_iter().filter(|about| about.merged_into_id.is_none()) {
            if fits(tx, &about)? {
                expected.insert(about.reference);
            }
        }
        let queue = store::found(tx, &Place::of_address(&place), reader, &reading).unwrap();
        let shown: BTreeSet<String> = queue.tickets.into_iter().map(|ticket| ticket.reference).collect();
        // The reader's own list keeps what was just kept for a while.
        let shown: BTreeSet<String> = match place.ends_with("/mine") {
            true => shown.into_iter().filter(|reference| expected.contains(reference)).collect(),
            false => shown,
        };
        assert_eq!(shown, expected, "{place} {when}");
        assert!(queue.more.is_none(), "{place} goes on after a hundred");
    }
    // The figures beside the views in the left column are the lengths of their lists.
    let counts = store::counts(tx, reader, &reading).unwrap();
    assert_eq!(counts.saved.len(), 8, "eight are pinned");
    for saved in &counts.saved {
        let queue = store::found(tx, &Place::of_address(&saved.href), reader, &reading).unwrap();
        assert_eq!(saved.figure, queue.tickets.len().to_string(), "{} {when}", saved.href);
    }
    Ok(())
}

#[tokio::test]
async fn after_thousands_of_random_acts_every_count_and_every_view_is_right() {
    on_both_engines(async |shop| {
        let cast = cast(&shop);
        let giulia = cast.people[1];
        let names = cast.clone();
        shop.write(move |tx| {
            let keeper = Keeper { agent_id: giulia, over_shared: false, actor: Actor::Agent(giulia) };
            for (at, (place, _)) in meant(tx, &names, giulia)?.into_iter().skip(4).take(8).enumerate() {
                let change =
                    Change { name: Some(format!("Vista {at}")), place: Some(place), ..Change::default() };
                views::create(tx, keeper, change)?;
            }
            Ok(())
        });
        let mut dice = Dice(0x5EED);
        let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
        for turn in 0..ACTS / BETWEEN_CHECKS {
            let pending: Vec<_> = (0..BETWEEN_CHECKS)
                .map(|_| {
                    let (cast, mut dice) = (cast.clone(), Dice(dice.roll()));
                    shop.desk.db.submit(1, move |tx| act(tx, &cast, &mut dice))
                })
                .collect();
            for done in pending {
                *outcomes
                    .entry(match done.answer().await {
                        Ok(()) => "done",
                        Err(Error::Refused(_) | Error::Conflict(_) | Error::Missing(_)) => "refused",
                        Err(error @ Error::Store(_)) => panic!("after {turn} turns: {error}"),
                    })
                    .or_default() += 1;
            }
            shop.clock.advance((1 + dice.below(90) as i64) * MINUTE_MS);
            let (cast, when) = (cast.clone(), format!("after {} acts", (turn + 1) * BETWEEN_CHECKS));
            shop.read(move |tx| {
                figures_hold(tx, &cast, &when)?;
                views_hold(tx, &cast, &when)?;
                Ok(())
            });
        }
        assert!(outcomes["done"] > ACTS / 2, "most acts were done: {outcomes:?}");
        assert!(outcomes["refused"] > 0, "some could not be: {outcomes:?}");
    })
    .await;
}

/// What a view is, remembered beside the store.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    agent_id: i64,
    name: String,
    shared: bool,
    pinned: bool,
}

#[tokio::test]
async fn after_random_changes_everybody_sees_their_own_views_and_the_shared_ones_in_their_order() {
    on_both_engines(async |shop| {
        let people = cast(&shop).people;
        let mut dice = Dice(0xF10CA);
        let mut known: BTreeMap<String, Known> = BTreeMap::new();
        for turn in 0..600 {
            let me = dice.one(&people).unwrap();
            let keeper = Keeper { agent_id: me, over_shared: me == people[0], actor: Actor::Agent(me) };
            let name = format!("Vista {}", dice.below(1_000));
            let (shared, pinned) = (dice.below(2) == 0, dice.below(2) == 0);
            let some = dice.one(&known.keys().cloned().collect::<Vec<_>>());
            let may = |oid: &String| {
                let view = &known[oid];
                view.agent_id == me || view.shared && keeper.over_shared
            };
            let change =
                Change { name: Some(name.clone()), place: None, shared: Some(shared), pinned: Some(pinned) };
            let seen = |shop: &Shop| {
                shop.read(move |tx| {
                    Ok(views::list(tx, me)?.into_iter().map(|view| view.oid).collect::<Vec<_>>())
                })
            };
            match (dice.below(5), some) {
                (0 | 1, _) if known.len() < 30 => {
                    let made = Change { place: Some("/console/inbox/all?tag=resa".to_owned()), ..change };
                    let made = shop.write(move |tx| Ok(views::create(tx, keeper, made)?));
                    assert_eq!(seen(&shop).last(), Some(&made.oid), "a new view stands last");
                    known.insert(made.oid, Known { agent_id: me, name, shared, pinned });
                }
                (2, Some(oid)) => {
                    let named = oid.clone();
                    let done = shop.desk.db.submit(1, move |tx| views::change(tx, keeper, &named, change));
                    let done = done.answer().await;
                    assert_eq!(done.is_ok(), may(&oid), "turn {turn}");
                    if done.is_ok() {
                        let agent_id = known[&oid].agent_id;
                        known.insert(oid, Known { agent_id, name, shared, pinned });
                    }
                }
                (3, Some(oid)) => {
                    let named = oid.clone();
                    let done = shop.desk.db.submit(1, move |tx| views::delete(tx, keeper, &named));
                    let done = done.answer().await;
                    assert_eq!(done.is_ok(), may(&oid), "turn {turn}");
                    if done.is_ok() {
                        known.remove(&oid);
                    }
                }
                (_, Some(oid)) => {
                    let (before, up, named) = (seen(&shop), dice.below(2) == 0, oid.clone());
                    let done = shop.desk.db.submit(1, move |tx| views::shift(tx, keeper, &named, up));
                    let done = done.answer().await;
                    assert_eq!(done.is_ok(), may(&oid), "turn {turn}");
                    let mut after = before.clone();
                    if let (Ok(()), Some(at)) = (done, before.iter().position(|one| *one == oid)) {
                        let to = if up { at.saturating_sub(1) } else { (at + 1).min(before.len() - 1) };
                        after.swap(at, to);
                    }
                    assert_eq!(
                        seen(&shop),
                        after,
                        "one place {} and nothing else, turn {turn}",
                        if up { "up" } else { "down" }
                    );
                }
                (_, None) => {}
            }
            for agent_id in &people {
                let agent_id = *agent_id;
                let shown: BTreeMap<String, Known> = shop.read(move |tx| {
                    let all = views::list(tx, agent_id)?.into_iter();
                    Ok(all
                        .map(|view| {
                            let known = Known {
                                agent_id: view.agent_id,
                                name: view.name,
                                shared: view.shared,
                                pinned: view.pinned,
                            };
                            (view.oid, known)
                        })
                        .collect())
                });
                let expected: BTreeMap<String, Known> = known
                    .iter()
                    .filter(|(_, view)| view.shared || view.agent_id == agent_id)
                    .map(|(oid, view)| (oid.clone(), view.clone()))
                    .collect();
                assert_eq!(shown, expected, "turn {turn}");
            }
        }
    })
    .await;
}
