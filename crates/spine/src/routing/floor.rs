//! Who is there and what waits, read once and put before the router.
//!
//! A conversation's place in the order is its promise in the open time of its inbox. What the router has no word for
//! (who answers for a team or an inbox, tiers somebody may have, room on one channel of many) stands before it as a
//! skill that is asked for with the others.

use std::collections::{BTreeSet, HashMap, HashSet};

use db::{Row, Tx, args};
use kernel::calendar::Hours;
use kernel::language::Language;
use queueing::channel::Channel as Way;
use queueing::routing::{Agent as Desk, Bar, Load, NOBODY, Router, Rules, Skills, Waiting};
use serde_json::Value;

use super::acts::CAPACITY;
use super::model::No;
use super::settings::{Settings, settings};
use super::store;
use crate::agent::{self, Agent, Role};
use crate::conversation;
use crate::error::Error;
use crate::inbox::{self, Channel, Tier};
use crate::skill::{self, Held, Holding, LEVELS, Skill};

/// Conversations put before the router at once, the most urgent.
pub(super) const WAITING_MOST: usize = 5_000;
/// Without a promise, a conversation counts as one that is owed within a week.
const UNPROMISED_MS: i64 = 7 * 86_400_000;
/// How long somebody with full hands is expected to need for one of what they have, in seconds.
const USUAL_S: f64 = 600.0;
/// Letters in hand the router counts, and how many one look gives at most: a count of its is a byte.
const LETTERS: i64 = 200;
const ROOM: i64 = 50;
/// Chats and calls somebody has at once, unless their capacity says otherwise.
const CHATS: i64 = 3;
const CALLS: i64 = 1;

/// Somebody who answers.
pub(super) struct Person {
    pub(super) agent: Agent,
    pub(super) heard_ms: Option<i64>,
    pub(super) held: Vec<Holding>,
    tiers: Vec<String>,
    languages: Vec<String>,
    capacity: HashMap<Channel, i64>,
    /// What they have in hand, by channel.
    pub(super) counts: HashMap<Channel, i64>,
}

impl Person {
    fn capacity(&self, channel: Channel) -> i64 {
        let usual = match way_of(channel) {
            Way::Phone => CALLS,
            Way::Chat => CHATS,
            Way::Email => CAPACITY,
        };
        self.capacity.get(&channel).copied().unwrap_or(usual)
    }

    fn room(&self, channel: Channel) -> i64 {
        (self.capacity(channel) - self.counts.get(&channel).copied().unwrap_or(0)).max(0)
    }

    fn in_hand(&self, of: impl Fn(Way) -> bool) -> i64 {
        self.counts.iter().filter(|(channel, _)| of(way_of(**channel))).map(|(_, count)| count).sum()
    }

    pub(super) fn load(&self) -> i64 {
        self.in_hand(|_| true)
    }

    /// Whether their console has been silent for longer than this, or they went.
    pub(super) fn is_gone(&self, now_ms: i64, silence_ms: i64) -> bool {
        self.agent.presence == "offline" || self.heard_ms.is_none_or(|heard_ms| now_ms - heard_ms > silence_ms)
    }
}

/// Something that waits.
pub(super) struct Contact {
    pub(super) id: i64,
    pub(super) channel: Channel,
    pub(super) tier: Tier,
    pub(super) skills: Vec<String>,
    pub(super) inbox_id: i64,
    pub(super) team_id: Option<i64>,
    pub(super) level: i64,
    language: Option<Language>,
    /// Length of its promise and what is left of it, in milliseconds of open time.
    promised_ms: i64,
    slack_ms: i64,
    pub(super) due_ms: Option<i64>,
    prefers_id: Option<i64>,
    held_until_ms: Option<i64>,
    pub(super) holder_id: Option<i64>,
}

/// What stands before the router.
#[derive(Clone, Copy, Debug)]
pub(super) enum Looked {
    /// Everything nobody has.
    Waiting,
    /// One conversation, if nobody has it.
    One(i64),
    /// What is owed an answer, whoever has it: so many, the most urgent.
    Owed(usize),
}

impl Contact {
    /// Whether it may still be held for the person who knows the customer.
    pub(super) fn is_unheld(&self) -> bool {
        self.prefers_id.is_some() && self.held_until_ms.is_none()
    }

    fn is_live(&self) -> bool {
        way_of(self.channel).is_live()
    }
}

/// How a channel takes up the person who has it.
pub(super) fn way_of(channel: Channel) -> Way {
    match channel {
        Channel::Phone => Way::Phone,
        Channel::Chat => Way::Chat,
        Channel::Email
        | Channel::Pec
        | Channel::Form
        | Channel::Messaging
        | Channel::Social
        | Channel::Sms
        | Channel::Letter => Way::Email,
    }
}

/// One thing that is asked of whoever takes a contact.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Want {
    Skill(String),
    /// Answering for a team and an inbox.
    Place(Option<i64>, i64),
    Tier(&'static str),
    Channel(Channel),
}

pub(super) struct Floor {
    pub(super) now_ms: i64,
    pub(super) version: i64,
    pub(super) settings: Settings,
    pub(super) people: Vec<Person>,
    pub(super) contacts: Vec<Contact>,
    hours: HashMap<i64, Hours>,
    teams: HashMap<i64, HashSet<i64>>,
    inboxes: HashMap<i64, HashSet<i64>>,
    /// Names of skills in use.
    known: HashSet<String>,
    refused: Vec<(i64, i64, i64)>,
}

/// Contacts that fit before one router, by their place in [`Floor::contacts`].
pub(super) type Group = Vec<usize>;

impl Floor {
    /// Reads everybody, and what is looked at.
    pub(super) fn read(tx: &mut Tx<'_>, looked: Looked) -> Result<Self, Error> {
        let now_ms = tx.now_ms();
        let hours: HashMap<i64, Hours> =
            inbox::list(tx)?.into_iter().map(|inbox| (inbox.id, inbox.hours)).collect();
        let mut floor = Self {
            now_ms,
            version: conversation::version(tx)?,
            settings: settings(tx)?,
            people: people(tx)?,
            contacts: Vec::new(),
            hours,
            teams: HashMap::new(),
            inboxes: HashMap::new(),
            known: skill::list(tx)?
                .into_iter()
                .filter(|skill| !Skill::is_retired(skill))
                .map(|skill| skill.name)
                .collect(),
            refused: tx
                .list(store::REFUSED, args![now_ms], |row| Ok((row.next()?, row.next()?, row.next()?)))?,
        };
        for (team_id, agent_id) in agent::memberships(tx)? {
            floor.teams.entry(team_id).or_default().insert(agent_id);
        }
        for (inbox_id, agent_id) in
            tx.list(store::MEMBERS, &[], |row| Ok((row.next::<i64>()?, row.next::<i64>()?)))?
        {
            floor.inboxes.entry(inbox_id).or_default().insert(agent_id);
        }
        let read = |row: &mut Row| {
            Ok((
                (row.next::<i64>()?, row.next::<String>()?, row.next::<String>()?, row.next::<String>()?),
                (row.next::<i64>()?, row.next::<Option<i64>>()?, row.next::<Option<String>>()?),
                (row.next::<i64>()?, row.next::<Option<i64>>()?, row.next::<Option<i64>>()?),
                (row.next::<Option<i64>>()?, row.next::<Option<i64>>()?, row.next::<Option<i64>>()?),
                row.next::<Option<i64>>()?,
            ))
        };
        let rows = match looked {
            Looked::Waiting => tx.list(store::WAITING, args![None::<i64>, WAITING_MOST], read),
            Looked::One(id) => tx.list(store::WAITING, args![Some(id), WAITING_MOST], read),
            Looked::Owed(most) => tx.list(store::OWED, args![most], read),
        }?;
        for (
            (id, channel, tier, skills),
            (inbox_id, team_id, language),
            (created_ms, made_ms, due_ms),
            need,
            holder_id,
        ) in rows
        {
            let (promised_ms, slack_ms) = match (made_ms, due_ms) {
                (Some(made_ms), Some(due_ms)) => floor.promise(inbox_id, made_ms, due_ms),
                _ => (UNPROMISED_MS, created_ms + UNPROMISED_MS - now_ms),
            };
            let (level, prefers_id, held_until_ms) = need;
            floor.contacts.push(Contact {
                id,
                channel: Channel::of_name(&channel).unwrap_or(Channel::Email),
                tier: Tier::of_name(&tier).unwrap_or_default(),
                skills: skill::names_of(&skills),
                inbox_id,
                team_id,
                level: level.unwrap_or(*LEVELS.start()),
                language: language.as_deref().and_then(Language::of_tag),
                promised_ms,
                slack_ms,
                due_ms,
                prefers_id,
                held_until_ms,
                holder_id,
            });
        }
        Ok(floor)
    }

    /// A promise's length and what is left of it, below zero when it is late: open time of the inbox, milliseconds.
    pub(super) fn promise(&self, inbox_id: i64, made_ms: i64, due_ms: i64) -> (i64, i64) {
        let now_ms = self.now_ms;
        let Some(hours) = self.hours.get(&inbox_id) else { return (due_ms - made_ms, due_ms - now_ms) };
        let left =
            if due_ms >= now_ms { hours.open_ms(now_ms, due_ms) } else { -hours.open_ms(due_ms, now_ms) };
        (hours.open_ms(made_ms, due_ms).max(1_000), left)
    }

    /// Open time of an inbox since a moment.
    pub(super) fn open_since(&self, inbox_id: i64, from_ms: i64) -> i64 {
        let hours = self.hours.get(&inbox_id);
        hours.map_or(self.now_ms - from_ms, |hours| hours.open_ms(from_ms, self.now_ms))
    }

    pub(super) fn silence_ms(&self) -> i64 {
        self.settings.silence_minutes * 60_000
    }

    pub(super) fn now_s(&self) -> f64 {
        seconds(self.now_ms)
    }

    pub(super) fn contact(&self, id: u64) -> Option<&Contact> {
        self.contacts.iter().find(|contact| unsigned(contact.id) == id)
    }

    fn wants(&self, contact: &Contact) -> Vec<Want> {
        let skills = contact.skills.iter().filter(|name| self.known.contains(*name)).cloned().map(Want::Skill);
        let place = Want::Place(contact.team_id, contact.inbox_id);
        skills.chain([place, Want::Tier(contact.tier.name()), Want::Channel(contact.channel)]).collect()
    }

    /// Contacts in groups whose wants fit before one router: what is spoken or typed while somebody looks on apart from
    /// what waits for an answer, since who has letters in hand can be called. Until there are doors for talk, an open
    /// conversation on such a channel is a record of it, not a call that is going on, and keeps nobody from letters.
    pub(super) fn groups(&self, mut counts: impl FnMut(&Contact) -> bool) -> Vec<Group> {
        let mut groups = Vec::new();
        for live in [true, false] {
            let (mut group, mut wants): (Group, BTreeSet<Want>) = (Vec::new(), BTreeSet::new());
            for (at, contact) in self.contacts.iter().enumerate() {
                if contact.is_live() != live || !counts(contact) {
                    continue;
                }
                let more = self.wants(contact);
                if !fit(&wants, &more) && !group.is_empty() {
                    groups.push(std::mem::take(&mut group));
                    wants.clear();
                }
                wants.extend(more);
                group.push(at);
            }
            if !group.is_empty() {
                groups.push(group);
            }
        }
        groups
    }

    /// As many of the contacts, in their order, as fit before one router.
    pub(super) fn first_that_fit(&self) -> Group {
        let mut wants: BTreeSet<Want> = BTreeSet::new();
        let fits = |contact: &&Contact| {
            let more = self.wants(contact);
            let fits = fit(&wants, &more);
            wants.extend(more);
            fits
        };
        (0..self.contacts.iter().take_while(fits).count()).collect()
    }

    /// The router that decides about these contacts, everybody before it. An agent's place in it is their place in
    /// [`Floor::people`].
    pub(super) fn router(&self, group: &[usize]) -> Router {
        let contacts: Vec<&Contact> = group.iter().filter_map(|at| self.contacts.get(*at)).collect();
        let wants: Vec<Want> = contacts
            .iter()
            .flat_map(|contact| self.wants(contact))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let live = contacts.iter().any(|contact| contact.is_live());
        let channels: BTreeSet<Channel> = contacts.iter().map(|contact| contact.channel).collect();
        let rules = Rules { occupancy: None, silence_s: seconds(self.silence_ms()), ..Rules::usual() };
        let mut agents: Vec<Desk> =
            self.people.iter().map(|person| self.desk(person, &wants, &channels, live)).collect();
        for (contact_id, agent_id, until_ms) in &self.refused {
            if let Some(place) = self.place_of(Some(*agent_id))
                && let Some(agent) = agents.get_mut(place as usize)
            {
                agent.sent_back.push((unsigned(*contact_id), seconds(*until_ms)));
            }
        }
        open_to_all(&wants, &mut agents, |place| self.is_on_duty(place));
        let speak = |bits: u32| self.people.iter().any(|person| bits & tongues(person) != 0);
        let mut router = Router::new(rules, agents);
        for contact in contacts {
            let bits = contact.language.map_or(0, bit);
            let waiting = self.waiting(contact, &wants, if speak(bits) { bits } else { 0 });
            router.waiting.push(waiting);
        }
        router
    }

    fn desk(&self, person: &Person, wants: &[Want], channels: &BTreeSet<Channel>, live: bool) -> Desk {
        let (mut levels, mut second, mut trained): (Vec<(u8, u8)>, Skills, Skills) = (Vec::new(), 0, 0);
        let room = channels.iter().map(|channel| person.room(*channel)).filter(|room| *room > 0).min();
        for (want, at) in wants.iter().zip(0_u8..) {
            // Hands that are full on every channel are full; with room on one, the others are not theirs for now.
            if matches!(want, Want::Channel(channel) if room.is_some() && person.room(*channel) == 0) {
                continue;
            }
            match self.has(person, want) {
                Some((Held::First, level)) => levels.push((at, level)),
                Some((Held::Second, _)) => second |= 1 << at,
                Some((Held::Trained, _)) => trained |= 1 << at,
                None => {}
            }
        }
        let mut desk = Desk::with_levels(unsigned(person.agent.id), &levels, second, trained, 7);
        let talks = person.in_hand(Way::is_live);
        let letters = person.in_hand(|way| way == Way::Email);
        desk.load = match (live, talks) {
            (true, 0) => Load::NONE,
            (true, _) if person.in_hand(|way| way == Way::Phone) > 0 => Load::of(Way::Phone, small(talks)),
            (true, _) => Load::of(Way::Chat, small(talks)),
            (false, _) => Load::of(Way::Email, small(letters.min(LETTERS))),
        };
        // One look gives nobody more letters than fit on the channel that has the least room; the next look goes on.
        desk.capacity = [
            small(person.capacity(Channel::Phone)),
            small(person.capacity(Channel::Chat)),
            small(letters.min(LETTERS) + room.unwrap_or(0).min(ROOM)),
        ];
        desk.on_duty = person.agent.presence == "online";
        desk.heard_s = person.heard_ms.map_or(f64::NEG_INFINITY, seconds);
        desk.expected_free_s = if room.is_some() { self.now_s() } else { self.now_s() + USUAL_S };
        desk.languages = tongues(person);
        desk
    }

    /// How somebody has what is wanted, and at which level.
    fn has(&self, person: &Person, want: &Want) -> Option<(Held, u8)> {
        let top = small(*LEVELS.end());
        let is = |yes: bool| yes.then_some((Held::First, top));
        match want {
            Want::Skill(name) => {
                let holding = person.held.iter().find(|holding| holding.skill == *name)?;
                Some((holding.held, small(holding.level)))
            }
            Want::Place(team_id, inbox_id) => is(self.answers(person, *team_id, *inbox_id)),
            Want::Tier(tier) => is(person.tiers.is_empty() || person.tiers.iter().any(|one| one == tier)),
            Want::Channel(channel) => is(person.capacity(*channel) > 0),
        }
    }

    /// Whether somebody answers for a team and an inbox: those in the team and those named for the inbox; with nobody
    /// named, everybody.
    fn answers(&self, person: &Person, team_id: Option<i64>, inbox_id: i64) -> bool {
        let named = [team_id.and_then(|team_id| self.teams.get(&team_id)), self.inboxes.get(&inbox_id)];
        let mut somebody = false;
        for people in named.into_iter().flatten() {
            if people.contains(&person.agent.id) {
                return true;
            }
            somebody |= self.people.iter().any(|one| people.contains(&one.agent.id));
        }
        !somebody
    }

    fn waiting(&self, contact: &Contact, wants: &[Want], languages: u32) -> Waiting {
        let now_s = self.now_s();
        let wanted = self.wants(contact);
        let skills = wants
            .iter()
            .zip(0_u8..)
            .filter(|(want, _)| wanted.contains(want))
            .fold(0, |bits, (_, at)| bits | 1 << at);
        let (promised_s, slack_s) = (seconds(contact.promised_ms), seconds(contact.slack_ms));
        Waiting {
            id: unsigned(contact.id),
            channel: way_of(contact.channel),
            tier: match contact.tier {
                Tier::A => 0,
                Tier::B => 1,
                Tier::C => 2,
            },
            weight: 1.0,
            skills,
            level: small(contact.level),
            languages,
            arrived_s: now_s - (promised_s - slack_s),
            promised_s,
            handling_s: USUAL_S,
            withdrawn_s: f64::INFINITY,
            preferred: self.place_of(contact.prefers_id).unwrap_or(NOBODY),
            held_until_s: contact.held_until_ms.map_or(f64::NEG_INFINITY, seconds),
        }
    }

    pub(super) fn place_of(&self, agent_id: Option<i64>) -> Option<u32> {
        let place = self.people.iter().position(|person| Some(person.agent.id) == agent_id)?;
        u32::try_from(place).ok()
    }

    pub(super) fn is_on_duty(&self, place: usize) -> bool {
        let person = self.people.get(place);
        person.is_some_and(|person| {
            person.agent.presence == "online" && !person.is_gone(self.now_ms, self.silence_ms())
        })
    }

    pub(super) fn is_anybody_on_duty(&self) -> bool {
        (0..self.people.len()).any(|place| self.is_on_duty(place))
    }

    /// What keeps somebody away, in the house's words: what stood before the router as a skill has its own.
    pub(super) fn no(&self, person: &Person, contact: &Contact, bar: Bar) -> No {
        match bar {
            Bar::Skill if !self.answers(person, contact.team_id, contact.inbox_id) => No::Elsewhere,
            Bar::Skill if self.has(person, &Want::Tier(contact.tier.name())).is_none() => No::Tier,
            Bar::Skill | Bar::Full if person.capacity(contact.channel) == 0 => No::Channel,
            Bar::Skill if person.room(contact.channel) == 0 => No::Full,
            bar => bar.into(),
        }
    }
}

/// Whether more wants have their bits beside others.
fn fit(wants: &BTreeSet<Want>, more: &[Want]) -> bool {
    let fresh = more.iter().filter(|want| !wants.contains(want)).count();
    wants.len() + fresh <= Skills::BITS as usize
}

/// Who answers at all, by id, with what they have in hand.
fn people(tx: &mut Tx<'_>) -> Result<Vec<Person>, Error> {
    let heard = agent::all_heard(tx)?;
    let mut counts: HashMap<i64, HashMap<Channel, i64>> = HashMap::new();
    let loads =
        tx.list(store::LOADS, &[], |row| Ok((row.next::<i64>()?, row.next::<String>()?, row.next::<i64>()?)))?;
    for (agent_id, channel, count) in loads {
        if let Some(channel) = Channel::of_name(&channel) {
            counts.entry(agent_id).or_default().insert(channel, count);
        }
    }
    let mut people: Vec<Person> = agent::list(tx)?
        .into_iter()
        .filter(|agent| agent.active && agent.role != Role::Integration)
        .map(|agent| {
            let capacity: Value = serde_json::from_str(&agent.capacity).unwrap_or_default();
            let stated = capacity.as_object().into_iter().flatten();
            Person {
                heard_ms: heard.get(&agent.id).copied(),
                held: skill::held_of(&agent.skills),
                tiers: skill::names_of(&agent.tier_rights),
                languages: skill::languages_of(&agent.languages),
                capacity: stated
                    .filter_map(|(name, most)| Some((Channel::of_name(name)?, most.as_i64()?)))
                    .collect(),
                counts: counts.remove(&agent.id).unwrap_or_default(),
                agent,
            }
        })
        .collect();
    people.sort_by_key(|person| person.agent.id);
    Ok(people)
}

/// A skill that nobody on duty was ever trained for is asked of everybody when the circle is widest: late is worse than
/// unsure. What is no skill but a border stays one.
fn open_to_all(wants: &[Want], agents: &mut [Desk], on_duty: impl Fn(usize) -> bool) {
    for (want, at) in wants.iter().zip(0_u8..) {
        let bit: Skills = 1 << at;
        let known = agents.iter().enumerate().any(|(place, agent)| on_duty(place) && agent.trained & bit != 0);
        if matches!(want, Want::Skill(_)) && !known {
            agents.iter_mut().for_each(|agent| agent.trained |= bit);
        }
    }
}

fn bit(language: Language) -> u32 {
    match language {
        Language::It => 1,
        Language::En => 2,
    }
}

/// Languages somebody answers in; who says nothing answers in all of the house's.
fn tongues(person: &Person) -> u32 {
    let spoken = [Language::It, Language::En];
    let spoken = spoken.into_iter().filter(|language| person.languages.iter().any(|tag| tag == language.tag()));
    let bits = spoken.fold(0, |bits, language| bits | bit(language));
    if person.languages.is_empty() { u32::MAX } else { bits }
}

/// Milliseconds as the router counts.
pub(super) fn seconds(ms: i64) -> f64 {
    ms as f64 / 1_000.0
}

fn small(count: i64) -> u8 {
    u8::try_from(count.max(0)).unwrap_or(u8::MAX)
}

/// An id as the router has it; ids are above zero.
fn unsigned(id: i64) -> u64 {
    u64::try_from(id).unwrap_or_default()
}
