//! Plays two months of a shop, then a trickle of it.

mod trouble;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Result;
use jiff::tz::TimeZone;
use kernel::language::Language;
use office::shift;
use serde_json::json;
use spine::conversation::{self, Conversation};
use spine::{agent, inbox, outbox, promise, tracking};

use super::matters::{LAST_WORD, LAST_WORD_ENGLISH, LAST_WORD_FORMAL};
use super::plan::{Fate, Noise, Story, plan};
use super::post::Letter;
use super::stage::{Colleague, Stage};
use super::world::{ARCHITECTS, Dice, HELP};
use super::{FILES_KEPT, evening, shifts};
use crate::node::ACCOUNT;
use crate::sink::Sink;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Shifts are published so long before the end of the history.
const PUBLISHED_BEFORE_MS: i64 = 12 * 24 * HOUR_MS;

/// What still happens in a conversation, at a later moment.
enum Next {
    Answer { story: usize, conversation_id: i64, last: bool },
    Move { story: usize, conversation_id: i64 },
    WriteBack { story: usize, answered: String },
    Close { story: usize, conversation_id: i64 },
    Call { story: usize, conversation_id: i64 },
    Rate { conversation_id: i64, mark: i64 },
    Trouble(trouble::Step),
}

pub struct Player {
    stage: Stage,
    sink: Arc<Sink>,
    over: Arc<AtomicBool>,
    files: PathBuf,
    dice: Dice,
    turn: usize,
    /// What is to come, by moment; the number keeps two things of one moment apart.
    agenda: BTreeMap<(i64, usize), Next>,
    written: usize,
}

const NOTES: [&str; 5] = [
    "Sentito il magazzino: il pezzo c’è, scaffale 14.",
    "Cliente gentile, seconda volta che scrive per lo stesso ordine: facciamo in fretta.",
    "@Tommaso tu che conosci il dimmer: confermi il Filo T?",
    "Il corriere dice domani mattina, ho chiesto conferma scritta.",
    "Rimborso già autorizzato da Marta.",
];
/// What is said with a mark, from the worst to the best.
const SAID: [&str; 5] = [
    "Ho dovuto scrivere tre volte.",
    "Risposta giusta, ma dopo due giorni di attesa.",
    "Alla fine risolto.",
    "Gentili e puntuali.",
    "Risposta prima dell’ora promessa, e risolto al primo colpo.",
];
const CALLED: [&str; 3] = [
    "Sentito al telefono: preferisce il ritiro di venerdì mattina.",
    "Chiarito tutto, manda lei la foto della targhetta.",
    "Spiegato il montaggio passo passo, ora funziona.",
];
const REASONS: [&str; 3] = [
    "aspettiamo la conferma del corriere",
    "il magazzino controlla il pezzo domani mattina",
    "chi segue i preventivi rientra nel pomeriggio",
];

impl Player {
    pub fn new(stage: Stage, sink: Arc<Sink>, over: Arc<AtomicBool>, files: PathBuf) -> Result<Self> {
        fs::create_dir_all(&files)?;
        Ok(Self {
            stage,
            sink,
            over,
            files,
            dice: Dice::new(0x11_5EED),
            turn: 0,
            agenda: BTreeMap::new(),
            written: 0,
        })
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }

    /// Plays the history up to this moment and lets go of the clock.
    pub fn history(&mut self, days: i64) -> Result<()> {
        let zone = TimeZone::get("Europe/Rome").unwrap_or(TimeZone::UTC);
        let end_ms = kernel::clock::Clock::system().now_ms();
        let plan = plan(end_ms, days, &zone);
        self.plan_troubles(end_ms, days, &zone)?;
        let mut stories = plan.stories.iter().enumerate().peekable();
        let mut noise = plan.noise.iter().peekable();
        let today = shift::local(end_ms, &zone).0;
        let mut published = false;
        while !self.is_over() {
            let next_story = stories.peek().map(|(_, story)| story.at_ms);
            let next_noise = noise.peek().map(|(at_ms, _)| *at_ms);
            let next_agenda =
                self.agenda.keys().next().map(|(at_ms, _)| *at_ms).filter(|at_ms| *at_ms < end_ms);
            let Some(at_ms) = [next_story, next_noise, next_agenda].into_iter().flatten().min() else { break };
            self.stage.move_to(at_ms)?;
            // As many days ahead as the house publishes.
            if !published && at_ms >= end_ms - PUBLISHED_BEFORE_MS {
                shifts::publish(&self.stage, today)?;
                self.stage.settle()?;
                published = true;
            }
            if next_agenda == Some(at_ms) {
                if let Some((_, next)) = self.agenda.pop_first() {
                    self.take_up(next, &plan.stories)?;
                }
            } else if next_story == Some(at_ms) {
                if let Some((index, story)) = stories.next() {
                    self.open(index, story)?;
                }
            } else if let Some((_, kind)) = noise.next() {
                self.make_noise(*kind)?;
            }
            self.write_files()?;
        }
        self.stage.move_to(kernel::clock::Clock::system().now_ms())?;
        if published {
            shifts::leave_open(&self.stage, today)?;
            self.stage.settle()?;
        }
        evening::leave_under_way(&mut self.stage, phone(&mut self.dice))?;
        evening::read_notices(&self.stage)?;
        self.write_files()?;
        self.stage.clock.release();
        self.agenda.clear();
        Ok(())
    }

    fn letter(&mut self, story: &Story, text: &str, subject: String, answers: Option<String>) -> Letter {
        self.turn += 1;
        let domain = story.customer.email.split('@').nth(1).unwrap_or("posta.example").to_owned();
        Letter {
            from_name: story.customer.name.clone(),
            from: story.customer.email.clone(),
            to: story.inbox.to_owned(),
            subject,
            text: story.filled(text, ""),
            header_id: format!("{:x}.{}@{domain}", self.dice.roll(), self.turn),
            answers,
            ..Letter::default()
        }
    }

    fn open(&mut self, index: usize, story: &Story) -> Result<Option<Conversation>> {
        self.stage.know(&story.customer.email, &story.customer.name, story.customer.tier)?;
        let matter = story.matter();
        let begun = match story.by_form {
            true => self.fill_in(story)?,
            false => {
                let mut letter = self.letter(story, matter.mail, story.filled(matter.subject, ""), None);
                if story.photo {
                    letter.file = Some(("foto.png", "image/png", picture(story.matter)));
                }
                self.stage.post(&letter)?
            }
        };
        let Some(conversation) = begun else { return Ok(None) };
        let id = conversation.id;
        let tag = matter.tag.to_owned();
        self.stage.change(move |tx| {
            let conversation = conversation::find(tx, id)?;
            conversation::retag(tx, &conversation, &[tag], db::Actor::System)
        })?;
        let Some(promise) = self.stage.first_promise(&conversation)? else { return Ok(Some(conversation)) };
        let who = self.colleague(story);
        if story.note {
            self.stage.note(id, &who, self.dice.one::<&str>(&NOTES))?;
        }
        if story.wants_call {
            self.ask_for_a_call(index, story, &conversation)?;
        }
        let now_ms = self.stage.clock.now_ms();
        match story.fate {
            Fate::Open if story.taken && story.inbox == HELP => self.stage.take(id, &who)?,
            Fate::Answered(percent) => {
                let at_ms = self.at_the_desk(&conversation, now_ms, promise.due_at_ms, percent)?;
                self.plan(at_ms, Next::Answer { story: index, conversation_id: id, last: false });
            }
            Fate::Late => {
                let at_ms = promise.due_at_ms + self.dice.between(10, 50) * MINUTE_MS;
                self.plan(at_ms, Next::Answer { story: index, conversation_id: id, last: false });
            }
            Fate::Moved => {
                let at_ms = self.at_the_desk(&conversation, now_ms, promise.due_at_ms, 80)?;
                self.plan(at_ms, Next::Move { story: index, conversation_id: id });
            }
            Fate::Open => {}
        }
        Ok(Some(conversation))
    }

    /// The form on the shop's site, as its page sends it.
    fn fill_in(&mut self, story: &Story) -> Result<Option<Conversation>> {
        let form = json!({
            "name": story.customer.name,
            "email": story.customer.email,
            "phone": if story.wants_call { phone(&mut self.dice) } else { String::new() },
            "subject": story.filled(story.matter().subject, ""),
            "text": story.filled(story.matter().mail, ""),
        });
        self.stage.fill_in(&form)
    }

    /// On the page of the request the customer takes the first slot somebody can call in.
    fn ask_for_a_call(&mut self, index: usize, story: &Story, conversation: &Conversation) -> Result<()> {
        let Some(slot_ms) = self.stage.first_slot(conversation)? else { return Ok(()) };
        let fields = [("slot", slot_ms.to_string()), ("phone", phone(&mut self.dice))];
        if self.stage.on_page(conversation, "call", &fields)? {
            self.stage.take(conversation.id, &self.colleague(story))?;
            let at_ms = slot_ms + self.dice.between(1, 9) * MINUTE_MS;
            self.plan(at_ms, Next::Call { story: index, conversation_id: conversation.id });
        }
        Ok(())
    }

    /// A moment when somebody is there, at a percentage of the way to the due moment.
    fn at_the_desk(&self, conversation: &Conversation, from_ms: i64, due_ms: i64, percent: i64) -> Result<i64> {
        let inbox_id = conversation.inbox_id;
        let inbox = self.stage.db.read(ACCOUNT, |tx| inbox::find(tx, inbox_id))?;
        let open_ms = inbox.hours.next_open_ms(from_ms).unwrap_or(from_ms).max(from_ms + MINUTE_MS);
        let at_ms = open_ms + (due_ms - open_ms).max(0) * percent / 100;
        let at_ms = inbox.hours.next_open_ms(at_ms).unwrap_or(at_ms);
        Ok(at_ms.min(due_ms - MINUTE_MS).max(from_ms + 1))
    }

    fn plan(&mut self, at_ms: i64, next: Next) {
        self.turn += 1;
        self.agenda.insert((at_ms, self.turn), next);
    }

    fn colleague(&self, story: &Story) -> Colleague {
        match story.inbox {
            ARCHITECTS => self.stage.people[3].clone(),
            _ => self.stage.people[story.agent % self.stage.people.len()].clone(),
        }
    }

    fn take_up(&mut self, next: Next, stories: &[Story]) -> Result<()> {
        let now_ms = self.stage.clock.now_ms();
        match next {
            Next::Trouble(step) => self.trouble(step)?,
            Next::Answer { story: index, conversation_id, last } => {
                let story = &stories[index];
                let who = self.colleague(story);
                let text = match (last, story.customer.language) {
                    (false, _) => story.matter().answer,
                    (true, Language::En) => LAST_WORD_ENGLISH,
                    (true, Language::It) if story.inbox == ARCHITECTS => {
                        self.dice.one::<&str>(&LAST_WORD_FORMAL)
                    }
                    (true, Language::It) => self.dice.one::<&str>(&LAST_WORD),
                };
                let text = story.filled(text, &who.name);
                let answered = self.stage.answer(conversation_id, &who, text)?;
                match answered {
                    Some(answered) if !last && story.writes_back => {
                        let at_ms = now_ms + self.dice.between(20, 26 * 60) * MINUTE_MS;
                        self.plan(at_ms, Next::WriteBack { story: index, answered });
                    }
                    _ => {
                        let at_ms = now_ms + self.dice.between(2, 40) * HOUR_MS;
                        self.plan(at_ms, Next::Close { story: index, conversation_id });
                    }
                }
            }
            Next::Move { story: index, conversation_id } => {
                self.move_promise(index, conversation_id, stories)?
            }
            Next::WriteBack { story: index, answered } => {
                let story = &stories[index];
                let subject = format!("Re: {}", story.filled(story.matter().subject, ""));
                let back = story.matter().back.unwrap_or_default();
                let letter = self.letter(story, back, subject, Some(answered));
                if let Some(conversation) = self.stage.post(&letter)?
                    && let Some(promise) = self.stage.first_promise(&conversation)?
                {
                    let percent = self.dice.between(10, 90);
                    let at_ms = self.at_the_desk(&conversation, now_ms, promise.due_at_ms, percent)?;
                    self.plan(
                        at_ms,
                        Next::Answer { story: index, conversation_id: conversation.id, last: true },
                    );
                }
            }
            Next::Close { story: index, conversation_id } => {
                let who = self.colleague(&stories[index]);
                let closed = self.stage.change(move |tx| {
                    let mut conversation = conversation::find(tx, conversation_id)?;
                    if promise::open_of(tx, conversation_id)?.iter().any(|open| open.kind.is_reply()) {
                        return Ok(false);
                    }
                    promise::close(tx, &mut conversation, None, db::Actor::Agent(who.id)).map(|()| true)
                })?;
                if let Some(mark) = stories[index].mark.filter(|_| closed) {
                    let at_ms = now_ms + self.dice.between(30, 20 * 60) * MINUTE_MS;
                    self.plan(at_ms, Next::Rate { conversation_id, mark });
                }
            }
            Next::Call { story: index, conversation_id } => {
                let (who, note) = (self.colleague(&stories[index]), *self.dice.one::<&str>(&CALLED));
                self.stage.change(move |tx| {
                    let calls = tracking::calls_of(tx, conversation_id)?;
                    let Some((_, call)) =
                        calls.into_iter().find(|(_, call)| call.state == promise::State::Open)
                    else {
                        return Ok(());
                    };
                    let caller = agent::find(tx, who.id)?;
                    let mut conversation = conversation::find(tx, conversation_id)?;
                    tracking::reached(tx, &mut conversation, &call, &caller, note)
                })?;
                self.stage.settle()?;
            }
            Next::Rate { conversation_id, mark } => {
                let conversation = self.stage.change(move |tx| conversation::find(tx, conversation_id))?;
                let said = if self.dice.percent(50) { SAID[(mark.clamp(1, 5) - 1) as usize] } else { "" };
                let fields = [("score", mark.to_string()), ("comment", said.to_owned())];
                self.stage.on_page(&conversation, "rate", &fields)?;
            }
        }
        Ok(())
    }

    fn move_promise(&mut self, index: usize, conversation_id: i64, stories: &[Story]) -> Result<()> {
        let who = self.colleague(&stories[index]);
        let reason = *self.dice.one::<&str>(&REASONS);
        let due_ms = self.stage.change(move |tx| {
            let mut conversation = conversation::find(tx, conversation_id)?;
            let Some(old) =
                promise::open_of(tx, conversation_id)?.into_iter().find(|open| open.kind.is_reply())
            else {
                return Ok(None);
            };
            let inbox = inbox::find(tx, conversation.inbox_id)?;
            let Some(due_ms) = inbox.hours.due(old.due_at_ms, 180) else { return Ok(None) };
            let next = promise::move_to(tx, &mut conversation, &old, due_ms, reason, who.id)?;
            outbox::tell_moved(tx, &conversation, &old, &next, reason)?;
            Ok(Some(due_ms))
        })?;
        self.stage.settle()?;
        if let Some(due_ms) = due_ms {
            let at_ms = due_ms - self.dice.between(10, 40) * MINUTE_MS;
            self.plan(at_ms, Next::Answer { story: index, conversation_id, last: false });
        }
        Ok(())
    }

    fn make_noise(&mut self, kind: Noise) -> Result<()> {
        self.turn += 1;
        let header_id = format!("{:x}.{}@posta.example", self.dice.roll(), self.turn);
        let plain = |from: &str, name: &str, subject: String, text: &str| Letter {
            from: from.to_owned(),
            from_name: name.to_owned(),
            to: HELP.to_owned(),
            subject,
            text: text.to_owned(),
            header_id: header_id.clone(),
            ..Letter::default()
        };
        let letter = match kind {
            Noise::Newsletter => Letter {
                headers: vec![
                    ("List-Unsubscribe", "<https://lumi.example/via>".to_owned()),
                    ("Precedence", "bulk".to_owned()),
                ],
                ..plain(
                    "offerte@lumi.example",
                    "Lumi Offerte",
                    format!("Settimana nera, meno {}%", self.dice.between(20, 60)),
                    "Solo per pochi giorni, sconti su tutto il catalogo.",
                )
            },
            Noise::OutOfOffice => Letter {
                headers: vec![("Auto-Submitted", "auto-replied".to_owned())],
                ..plain(
                    "paolo.righi@posta.example",
                    "Paolo Righi",
                    "Risposta automatica: fuori ufficio".to_owned(),
                    "Sono fuori ufficio fino a lunedì. Per urgenze scrivere a info@righi.example.",
                )
            },
            Noise::Spam => Letter {
                headers: vec![("Precedence", "junk".to_owned())],
                ..plain(
                    "premio@lotteria.example",
                    "Lotteria",
                    "Hai vinto 1.000.000 EUR".to_owned(),
                    "Rispondi con i tuoi dati per ritirare il premio.",
                )
            },
        };
        self.stage.post(&letter).map(|_| ())
    }

    /// Keeps what the sink caught as files one can open.
    fn write_files(&mut self) -> Result<()> {
        for caught in self.sink.take() {
            let name = format!("{:03}.eml", self.written % FILES_KEPT);
            fs::write(self.files.join(name), &caught.raw)?;
            self.written += 1;
        }
        Ok(())
    }

    /// A little live traffic until the demo is over: new mails, colleagues who answer, customers who write back.
    pub fn traffic(&mut self) -> Result<()> {
        let mut stories: Vec<Story> = Vec::new();
        let zone = TimeZone::get("Europe/Rome").unwrap_or(TimeZone::UTC);
        while !self.is_over() {
            let now_ms = self.stage.clock.now_ms();
            let fresh = plan(now_ms + self.dice.between(0, 1 << 20) * 1_000, 1, &zone).stories;
            let mut story = self.dice.one(&fresh).clone();
            story.at_ms = now_ms;
            story.fate = if self.dice.percent(45) { Fate::Answered(50) } else { Fate::Open };
            stories.push(story);
            let index = stories.len() - 1;
            let story = stories[index].clone();
            if let Some(conversation) = self.open(index, &story)? {
                self.reschedule(index, &conversation, story.fate);
            }
            let until_ms = now_ms + self.dice.between(20, 90) * 1_000;
            while self.stage.clock.now_ms() < until_ms && !self.is_over() {
                std::thread::sleep(Duration::from_millis(200));
                let now_ms = self.stage.clock.now_ms();
                while let Some(entry) = self.agenda.first_entry().filter(|entry| entry.key().0 <= now_ms) {
                    let next = entry.remove();
                    self.take_up(next, &stories)?;
                }
                self.write_files()?;
            }
        }
        Ok(())
    }

    /// Live, a colleague answers within minutes, not at the edge of the promise.
    fn reschedule(&mut self, index: usize, conversation: &Conversation, fate: Fate) {
        self.agenda.retain(|_, next| !matches!(next, Next::Answer { story, .. } if *story == index));
        if fate != Fate::Open {
            let at_ms = self.stage.clock.now_ms() + self.dice.between(60, 240) * 1_000;
            self.plan(at_ms, Next::Answer { story: index, conversation_id: conversation.id, last: false });
        }
    }
}

/// A number nobody has: Italian mobile numbers do not begin so.
fn phone(dice: &mut Dice) -> String {
    format!("+39 300 {:07}", dice.between(1_000_000, 9_999_999))
}

/// A small picture: an uncompressed PNG of one colour.
fn picture(seed: usize) -> Vec<u8> {
    let (width, height) = (48u32, 32u32);
    let mut rows: Vec<u8> = Vec::new();
    for y in 0..height {
        rows.push(0);
        for x in 0..width {
            let lit = (x as i32 - 24).pow(2) + (y as i32 - 16).pow(2) < 140;
            let shade = (seed * 37 % 120) as u8;
            rows.extend_from_slice(if lit { &[250, 236, 190] } else { &[60, 90, 90] });
            if let Some(last) = rows.last_mut() {
                *last = last.wrapping_add(shade);
            }
        }
    }
    let mut stream = vec![0x78, 0x01, 0x01];
    let length = rows.len() as u16;
    stream.extend_from_slice(&length.to_le_bytes());
    stream.extend_from_slice(&(!length).to_le_bytes());
    stream.extend_from_slice(&rows);
    let (mut a, mut b) = (1u32, 0u32);
    for byte in &rows {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    stream.extend_from_slice(&((b << 16) | a).to_be_bytes());
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend_from_slice(&width.to_be_bytes());
    header.extend_from_slice(&height.to_be_bytes());
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    for (kind, data) in [(b"IHDR", header), (b"IDAT", stream), (b"IEND", Vec::new())] {
        png.extend_from_slice(&(data.len() as u32).to_be_bytes());
        let mut chunk = kind.to_vec();
        chunk.extend_from_slice(&data);
        png.extend_from_slice(&chunk);
        png.extend_from_slice(&crc(&chunk).to_be_bytes());
    }
    png
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    };
    !bytes.iter().fold(u32::MAX, step)
}
