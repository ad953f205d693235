//! The shop on its stage: what the demo does through the same doors and acts as everybody, and waiting until the
//! product has dealt with it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use db::{Actor, Db, Tx};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::calendar::Hours;
use kernel::clock::Clock;
use kernel::language::{Language, Register};
use office::account::{self, NewPerson};
use office::oncall::{self, NewRota, NewRule, Turn, When};
use serde_json::json;
use spine::conversation::{self, Author, Conversation, Direction, NewMessage};
use spine::inbox::{self, Channel, Targets, Tier};
use spine::outbox::{self, Reply};
use spine::promise::{self, Promise};
use spine::task::{self, NewContact};
use spine::{company, complaint, customer, intake, notice, tracking};

use super::post::{Letter, PostOffice};
use super::web::Browser;
use super::world::{ARCHITECTS, CONTACTS, FAULTS, HELP, PEOPLE};
use super::{shifts, skills};
use crate::node::{ACCOUNT, Node};

/// Nothing the demo waits for takes longer than this.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody of ours, by id.
#[derive(Clone, Debug)]
pub struct Colleague {
    pub id: i64,
    pub name: String,
}

pub struct Stage {
    pub db: Db,
    pub clock: Clock,
    pub office: PostOffice,
    pub browser: Browser,
    /// Names the form of the first inbox.
    form_key: String,
    pub people: Vec<Colleague>,
    /// The address book, in its order.
    pub contacts: Vec<i64>,
}

/// Furnishes an empty store: company, people, inboxes. Returns people by e-mail.
pub fn furnish(db: &Db) -> Result<BTreeMap<String, i64>> {
    // Nobody knows it: people come in by the links printed, and the door is the one of a house in use.
    let hash = account::hash_password(&kernel::id::secret());
    let people = db.write(ACCOUNT, move |tx| {
        let mut company = company::find(tx)?;
        company.name = "Fioca".to_owned();
        company.register = Register::Tu;
        company.phone = Some("800 000 000".to_owned());
        company.address_line = Some("Fioca, via Galliera 12, Bologna".to_owned());
        company::save(tx, &company)?;
        let mut people = BTreeMap::new();
        for person in &PEOPLE {
            let new = NewPerson {
                name: person.name,
                email: person.email,
                role: person.role,
                language: Language::It,
                password_hash: Some(&hash),
            };
            let id = account::add_person(tx, Actor::System, &new)?;
            spine::agent::presence(tx, id, person.presence)?;
            people.insert(person.email.to_owned(), id);
        }
        let everybody: Vec<i64> = people.values().copied().collect();
        let team = spine::agent::create_team(tx, "Assistenza", &everybody, Actor::System)?;
        let by_day = json!({
            "timezone": "Europe/Rome",
            "week": {
                "mon": [["09:00", "18:00"]], "tue": [["09:00", "18:00"]], "wed": [["09:00", "18:00"]],
                "thu": [["09:00", "13:00"], ["14:30", "18:30"]], "fri": [["09:00", "18:00"]],
                "sat": [["10:00", "13:00"]],
            },
            "holidays": "IT",
            "patron": "10-04",
            "exceptions": [{ "date": "2026-12-24", "intervals": [["09:00", "13:00"]] }],
        });
        let always = json!([["00:00", "24:00"]]);
        let day_and_night = json!({
            "timezone": "Europe/Rome",
            "week": {
                "mon": always, "tue": always, "wed": always, "thu": always, "fri": always, "sat": always, "sun": always,
            },
            "holidays": null,
        });
        let resolution = Some([2 * 540, 3 * 540, 5 * 540]);
        let within_the_hour = [30, 60, 60];
        let inboxes = [
            (HELP, "Aiuto", Register::Tu, &by_day, Targets::default()),
            (ARCHITECTS, "Architetti", Register::Lei, &by_day, Targets { resolution, ..Targets::default() }),
            (FAULTS, "Guasti, giorno e notte", Register::Tu, &day_and_night,
                Targets { first_reply: within_the_hour, next_reply: within_the_hour, resolution: None }),
        ];
        for (address, name, register, hours, targets) in inboxes {
            let new = inbox::New {
                channel: Channel::Email,
                name: name.to_owned(),
                address: Some(address.to_owned()),
                language: Language::It,
                register,
                hours: Hours::from_json(hours).unwrap_or_default(),
                targets,
                team_id: Some(team.id),
            };
            inbox::create(tx, new, Actor::System)?;
        }
        for (kind, name, email) in CONTACTS {
            let new = NewContact {
                kind,
                name: name.to_owned(),
                email: email.to_owned(),
                language: Language::It,
                note: None,
            };
            task::add_contact(tx, new, Actor::System)?;
        }
        put_on_call(tx, &people)?;
        skills::learn(tx, &people)?;
        shifts::arrange(tx)?;
        Ok::<_, Fault>(people)
    })?;
    Ok(people)
}

/// Three people are called in turn, week by week, when a customer writes of smoke or sparks.
fn put_on_call(tx: &mut Tx<'_>, people: &BTreeMap<String, i64>) -> Result<(), Fault> {
    let members = ["tommaso@fioca.example", "nadia@fioca.example", "paolo@fioca.example"]
        .iter()
        .filter_map(|email| people.get(*email).copied())
        .collect();
    let rota = NewRota {
        name: "Guasti, giorno e notte".to_owned(),
        turn: Turn::Week,
        starts: monday(tx.now_ms()),
        handover_minute: 9 * 60,
        members,
    };
    let rota = oncall::make_rota(tx, &rota, Actor::System)?;
    let faults = inbox::list(tx)?.into_iter().find(|inbox| inbox.address.as_deref() == Some(FAULTS));
    let rule = NewRule {
        name: "Fumo, scintille, scosse".to_owned(),
        rota_id: rota.id,
        inbox_id: faults.map(|inbox| inbox.id),
        words: ["fumo", "odore di bruciato", "scintill*", "scossa", "cortocircuit*"]
            .map(str::to_owned)
            .to_vec(),
        topics: Vec::new(),
        when: When::Always,
        wait_minutes: 5,
        rounds: 2,
        active: true,
    };
    oncall::make_rule(tx, &rule, Actor::System)?;
    Ok(())
}

/// The Monday on or before this instant, in the shop's own zone.
fn monday(now_ms: i64) -> Date {
    let today = Hours::default().today(now_ms);
    today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).unwrap_or(today)
}

/// What can go wrong between the rooms the demo uses.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Spine(#[from] spine::Error),
    #[error(transparent)]
    Account(#[from] account::Error),
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl Stage {
    pub fn set(node: &Node, clock: Clock) -> Result<Self> {
        let people = node.db().read(ACCOUNT, spine::agent::list)?;
        let contacts = node.db().read(ACCOUNT, task::contacts)?;
        let find = |email: &str| {
            people
                .iter()
                .find(|person| person.email == email)
                .map(|person| Colleague { id: person.id, name: person.name.clone() })
                .with_context(|| format!("nobody here has {email}"))
        };
        Ok(Self {
            db: node.db().clone(),
            clock,
            office: PostOffice::connect(node.smtp_addr())?,
            browser: Browser::new(node.http_addr()),
            form_key: node
                .db()
                .read(ACCOUNT, inbox::list)?
                .into_iter()
                .find(|inbox| inbox.address.as_deref() == Some(HELP))
                .map(|inbox| inbox.key)
                .context("the first inbox has no form")?,
            people: PEOPLE[..5].iter().map(|person| find(person.email)).collect::<Result<_>>()?,
            contacts: CONTACTS
                .iter()
                .map(|(_, name, email)| {
                    let kept = contacts.iter().find(|contact| contact.email == *email);
                    kept.map(|contact| contact.id).with_context(|| format!("{name} is not in the address book"))
                })
                .collect::<Result<_>>()?,
        })
    }

    /// Hands a mail in and waits until the spine has dealt with it; the conversation it belongs to.
    pub fn post(&mut self, letter: &Letter) -> Result<Option<Conversation>> {
        self.office.post(letter, self.clock.now_ms())?;
        self.settle()?;
        let header_id = letter.header_id.clone();
        Ok(self.db.read(ACCOUNT, |tx| {
            let found = conversation::of_header(tx, &header_id)?;
            found.map(|id| conversation::find(tx, id)).transpose()
        })?)
    }

    /// Sends the form of the shop's site and waits until the spine has dealt with it; the conversation it opened.
    pub fn fill_in(&mut self, form: &serde_json::Value) -> Result<Option<Conversation>> {
        let path = format!("/forms/{}", self.form_key);
        let answer = self.browser.send_json(&path, form)?;
        self.settle()?;
        let reference = answer["reference"].as_str().unwrap_or_default().to_owned();
        Ok(self.db.read(ACCOUNT, |tx| conversation::by_reference(tx, &reference))?)
    }

    /// Does something on the page of a request; whether it was taken.
    pub fn on_page(
        &mut self,
        conversation: &Conversation,
        act: &str,
        fields: &[(&str, String)],
    ) -> Result<bool> {
        let status = self.browser.send_form(&format!("/r/{}/{act}", conversation.track_token), fields)?;
        self.settle()?;
        Ok(status == 303)
    }

    /// Whoever was asked without an account answers on the page of their task.
    pub fn on_task(&mut self, token: &str, fields: &[(&str, String)]) -> Result<()> {
        match self.browser.send_form(&format!("/t/{token}"), fields)? {
            200 => self.settle(),
            status => bail!("the page of a task answered {status}"),
        }
    }

    /// The first slot somebody can call in.
    pub fn first_slot(&self, conversation: &Conversation) -> Result<Option<i64>> {
        let inbox_id = conversation.inbox_id;
        let slots = self.db.read(ACCOUNT, |tx| {
            let inbox = inbox::find(tx, inbox_id)?;
            tracking::slots(tx, &inbox)
        })?;
        Ok(slots.into_iter().find(|slot| slot.free).map(|slot| slot.at_ms))
    }

    /// A colleague takes a conversation of nobody's.
    pub fn take(&self, conversation_id: i64, who: &Colleague) -> Result<()> {
        let who = who.id;
        self.change(move |tx| {
            let mut conversation = conversation::find(tx, conversation_id)?;
            let agent = spine::agent::find(tx, who)?;
            conversation::assign(tx, &mut conversation, Some(&agent), "took_it", Actor::Agent(who))
        })
    }

    /// Waits until nothing is left to be read or handed over at this moment.
    pub fn settle(&self) -> Result<()> {
        let begun = Instant::now();
        loop {
            let now_ms = self.clock.now_ms();
            let busy = self.db.read_everywhere(|tx| {
                let reading = !intake::waiting(tx, i64::MAX - 1, 1)?.is_empty();
                Ok::<_, db::Error>(reading || !outbox::due(tx, now_ms, 1)?.is_empty() || sending(tx)?)
            })?;
            if !busy {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                bail!("the product did not come to rest");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Moves the clock to a moment, stopping wherever a timer has something to do on the way.
    pub fn move_to(&self, to_ms: i64) -> Result<()> {
        loop {
            let next = self.db.read_everywhere(|tx| next_timer(tx, to_ms))?;
            let Some(due) = next else { break };
            self.clock.move_to(due.at_ms);
            self.serve(due)?;
        }
        self.clock.move_to(to_ms);
        Ok(())
    }

    fn serve(&self, Due { account_id, id, timer, .. }: Due) -> Result<()> {
        let db = &self.db;
        match timer {
            Timer::Warn => db.write(account_id, move |tx| promise::warn(tx, id))?,
            Timer::Breach => db.write(account_id, move |tx| outbox::breach(tx, id))?,
            Timer::Return => db.write(account_id, move |tx| promise::come_back(tx, id).map(|_| ()))?,
            Timer::Remind => db.write(account_id, move |tx| task::remind(tx, id))?,
            Timer::Late => db.write(account_id, move |tx| task::become_late(tx, id))?,
            Timer::FollowUp => db.write(account_id, move |tx| complaint::come_due(tx, id))?,
            Timer::Cause => db.write(account_id, move |tx| complaint::cause_late(tx, id))?,
            Timer::Page => db.write(account_id, move |tx| oncall::step(tx, id))?,
        }
        self.settle()
    }

    pub fn first_promise(&self, conversation: &Conversation) -> Result<Option<Promise>> {
        let id = conversation.id;
        Ok(self.db.read(ACCOUNT, |tx| promise::open_of(tx, id))?.into_iter().find(|open| open.kind.is_reply()))
    }

    /// A colleague takes the conversation, answers and waits; the Message-ID of the answer.
    pub fn answer(&self, conversation_id: i64, who: &Colleague, text: String) -> Result<Option<String>> {
        let who = who.clone();
        let header_id = self.db.write(ACCOUNT, move |tx| {
            let mut conversation = conversation::find(tx, conversation_id)?;
            // Whoever answers has opened it: what they were told of it is read.
            let now_ms = tx.now_ms();
            conversation::seen(tx, conversation_id, who.id, now_ms)?;
            notice::read_of(tx, conversation_id, who.id)?;
            if conversation.assignee_id.is_none() {
                let agent = spine::agent::find(tx, who.id)?;
                conversation::assign(tx, &mut conversation, Some(&agent), "took_it", Actor::Agent(who.id))?;
            }
            let reply = Reply {
                author: Author::Agent { id: who.id, name: who.name },
                text,
                html: None,
                to: Vec::new(),
                cc: Vec::new(),
                bcc: Vec::new(),
                attachments: Vec::new(),
                hold_ms: 0,
            };
            Ok::<_, spine::Error>(outbox::reply(tx, &mut conversation, reply)?.message.header_id)
        })?;
        self.settle()?;
        Ok(header_id)
    }

    pub fn change<R: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Tx<'_>) -> Result<R, spine::Error> + Send + 'static,
    ) -> Result<R> {
        Ok(self.db.write(ACCOUNT, act)?)
    }

    pub fn note(&self, conversation_id: i64, who: &Colleague, text: &'static str) -> Result<()> {
        let who = who.clone();
        self.change(move |tx| {
            let conversation = conversation::find(tx, conversation_id)?;
            let message = NewMessage {
                direction: Direction::Note,
                channel: conversation.channel,
                author: Author::Agent { id: who.id, name: who.name.clone() },
                recipients: "{}".to_owned(),
                subject: None,
                text: text.to_owned(),
                html: None,
                reply_text: text.to_owned(),
                quoted_text: None,
                forwarded: None,
                authentication: None,
                warning: None,
                automatic: false,
                header_id: None,
                arrival_id: None,
            };
            conversation::add_message(tx, &conversation, message, Vec::new(), Actor::Agent(who.id)).map(|_| ())
        })
    }

    /// The tier of a customer and the tags of their matter, set before the promise is made or right after.
    pub fn know(&self, email: &str, name: &str, tier: char) -> Result<()> {
        let (email, name) = (email.to_owned(), name.to_owned());
        let tier = Tier::of_name(&tier.to_string()).unwrap_or_default();
        self.change(move |tx| {
            if customer::known_as(tx, "email", &email)?.is_none() && tier != Tier::C {
                let identities = [("email".to_owned(), email)];
                let made = customer::create(tx, Some(name), None, &identities, Actor::System)?;
                let edit = customer::Edit { tier: Some(tier), ..customer::Edit::default() };
                customer::edit(tx, made.id, edit, Actor::System)?;
            }
            Ok(())
        })
    }
}

/// Something the clock would do on its way.
#[derive(Clone, Copy)]
enum Timer {
    Warn,
    Breach,
    Return,
    Remind,
    Late,
    FollowUp,
    Cause,
    Page,
}

const TIMERS: [(db::Query, Timer); 8] = [
    (FIRST_WARNING, Timer::Warn),
    (FIRST_DUE, Timer::Breach),
    (FIRST_RETURN, Timer::Return),
    (FIRST_REMINDER, Timer::Remind),
    (FIRST_LATE, Timer::Late),
    (FIRST_FOLLOW_UP, Timer::FollowUp),
    (FIRST_CAUSE, Timer::Cause),
    (FIRST_PAGE, Timer::Page),
];

/// One of them at its moment, of a row of an account.
struct Due {
    at_ms: i64,
    account_id: i64,
    id: i64,
    timer: Timer,
}

/// The first of them up to a moment.
fn next_timer(tx: &mut Tx<'_>, to_ms: i64) -> Result<Option<Due>, db::Error> {
    let mut next: Option<Due> = None;
    for (query, timer) in TIMERS {
        for (account_id, id, at_ms) in tx.list(query, db::args![to_ms], three)? {
            if next.as_ref().is_none_or(|soonest| at_ms < soonest.at_ms) {
                next = Some(Due { at_ms, account_id, id, timer });
            }
        }
    }
    Ok(next)
}

fn three(row: &mut db::Row) -> Result<(i64, i64, i64), db::Error> {
    Ok((row.next()?, row.next()?, row.next()?))
}

fn sending(tx: &mut Tx<'_>) -> Result<bool, db::Error> {
    Ok(!tx.list(SENDING, &[], |row| row.next::<i64>())?.is_empty())
}

db::queries! {
    "demo";
    account {
    }
    everywhere {
        FIRST_WARNING = "select account_id, id, warn_at_ms from promise
                         where state = 'open' and warned_at_ms is null and warn_at_ms <= ?1
                         order by warn_at_ms limit 1";
        FIRST_DUE = "select account_id, id, due_at_ms from promise where state = 'open' and due_at_ms <= ?1
                     order by due_at_ms limit 1";
        FIRST_RETURN = "select account_id, id, returns_at_ms from conversation
                        where returns_at_ms <= ?1 and status in ('waiting', 'snoozed') order by returns_at_ms limit 1";
        FIRST_REMINDER = "select account_id, id, remind_at_ms from task
                          where state = 'open' and reminded_at_ms is null and remind_at_ms <= ?1
                          order by remind_at_ms limit 1";
        FIRST_LATE = "select account_id, id, due_at_ms from task
                      where state = 'open' and late_at_ms is null and due_at_ms <= ?1 order by due_at_ms limit 1";
        FIRST_FOLLOW_UP = "select account_id, id, follow_up_at_ms from complaint
                           where state = 'answered' and follow_up_at_ms <= ?1
                             and (follow_up_asked_at_ms is null or follow_up = 'mail')
                           order by follow_up_at_ms limit 1";
        FIRST_CAUSE = "select account_id, id, due_at_ms from complaint_recurring
                       where state = 'open' and late_at_ms is null and due_at_ms <= ?1 order by due_at_ms limit 1";
        FIRST_PAGE = "select account_id, id, next_at_ms from oncall_alert where next_at_ms <= ?1
                      order by next_at_ms limit 1";
        SENDING = "select id from outbox where state = 'queued' and locked_until_ms > 0 limit 1";
    }
}
