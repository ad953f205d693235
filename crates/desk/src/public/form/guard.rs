//! Who fills a form in: signed tokens of time, files and tasks, and what makes a submission look like a program's.
//! Nothing here asks a third party, and nothing is dropped: the worst is a step more, or a place on the page of spam.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use ring::{digest, hmac};

use crate::security::{Limiter, Rate};

/// Bits a person's browser has to find: some 65,000 tries, well under three seconds.
pub(super) const BITS: u32 = 16;
/// A task, and a page left open, count for so long.
const TASK_MS: i64 = 3_600_000;
/// Who confirms sooner than this did not read the button.
pub(super) const CONFIRM_MS: i64 = 1_500;
/// Messages one address sends in a minute before each needs a proof.
const TRUSTED_A_MINUTE: u32 = 6;
/// Tasks remembered as done; two generations are kept.
const DONE_KEPT: usize = 8_192;
/// Different limits remembered.
const LIMITS_KEPT: usize = 64;

/// Signs and reads the tokens of one account's forms.
pub(super) struct Seal(hmac::Key);

impl Seal {
    pub fn new(secret: &str) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()))
    }

    /// A token that says `value` for this purpose.
    pub fn sign(&self, purpose: &str, value: &str) -> String {
        let tag = hmac::sign(&self.0, format!("{purpose}\n{value}").as_bytes());
        let tag: String = tag.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("{value}.{tag}")
    }

    /// What a token of ours says for this purpose.
    pub fn open<'a>(&self, purpose: &str, token: &'a str) -> Option<&'a str> {
        let (value, _) = token.rsplit_once('.')?;
        web::form::matches(token, &self.sign(purpose, value)).then_some(value)
    }

    /// When a token of time was made.
    pub fn made_ms(&self, purpose: &str, token: &str) -> Option<i64> {
        self.open(purpose, token)?.split('-').next()?.parse().ok()
    }
}

/// What forms remember between requests.
pub struct Counter {
    /// Limiters by how many a minute they let through.
    limits: Mutex<HashMap<i64, Arc<Limiter>>>,
    /// Who sent how many lately, whatever form.
    trusted: Limiter,
    done: Mutex<[HashSet<String>; 2]>,
    /// Keys of submissions that are being taken right now.
    pub(super) running: Mutex<HashSet<(i64, String)>>,
    /// Large bodies held in memory at once.
    pub(in crate::public) bodies: tokio::sync::Semaphore,
    /// Forms as they were last read, for a store that is away.
    pub(super) known: Mutex<HashMap<String, Arc<super::Known>>>,
}

/// Large bodies on their way in at once, each held in memory.
const BODIES: usize = 8;

impl Default for Counter {
    fn default() -> Self {
        Self {
            limits: Mutex::default(),
            trusted: Limiter::new(Rate::a_minute(TRUSTED_A_MINUTE)),
            done: Mutex::default(),
            running: Mutex::default(),
            bodies: tokio::sync::Semaphore::new(BODIES),
            known: Mutex::default(),
        }
    }
}

impl Counter {
    /// The limiter of forms that let this many through in a minute.
    pub(in crate::public) fn limiter(&self, a_minute: i64) -> Arc<Limiter> {
        let mut limits = self.limits.lock().unwrap_or_else(PoisonError::into_inner);
        if limits.len() >= LIMITS_KEPT && !limits.contains_key(&a_minute) {
            limits.clear();
        }
        let rate = Rate::a_minute(u32::try_from(a_minute).unwrap_or(u32::MAX));
        Arc::clone(limits.entry(a_minute).or_insert_with(|| Arc::new(Limiter::new(rate))))
    }

    /// Whether this address has sent no more than people do.
    pub(super) fn is_trusted(&self, client: &str, now_ms: i64) -> bool {
        self.trusted.take(client, now_ms).is_allowed()
    }

    /// Takes a task as done; `false` when it was before.
    fn first_time(&self, task: &str) -> bool {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        if done[0].contains(task) || done[1].contains(task) {
            return false;
        }
        if done[0].len() >= DONE_KEPT {
            let full = std::mem::take(&mut done[0]);
            done[1] = full;
        }
        done[0].insert(task.to_owned())
    }
}

/// What a browser sent beside what was typed.
pub(super) struct Signs<'a> {
    /// When the page was made.
    pub time: &'a str,
    pub task: &'a str,
    pub proof: &'a str,
    pub confirm: &'a str,
    /// The field nobody sees.
    pub unseen: &'a str,
}

/// What is thought of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Opinion {
    Person,
    /// One step more is asked: a task for the browser, a button for whoever has no scripts.
    Unsure,
    /// On the page of spam, with the reason.
    Program(&'static str),
}

/// Makes up a mind about what a browser sent.
pub(super) fn opinion(
    seal: &Seal,
    counter: &Counter,
    signs: &Signs<'_>,
    typed_ms: i64,
    client: &str,
    now_ms: i64,
) -> Opinion {
    if !signs.unseen.trim().is_empty() {
        return Opinion::Program("the field nobody sees was filled in");
    }
    if is_done(seal, counter, signs, now_ms) {
        return Opinion::Person;
    }
    if let Some(asked_ms) = seal.made_ms("confirm", signs.confirm) {
        let after_ms = now_ms - asked_ms;
        return match after_ms >= CONFIRM_MS {
            false => Opinion::Program("it was confirmed sooner than anybody reads"),
            // Pressed once: the next message is asked about again.
            true if after_ms < TASK_MS && counter.first_time(signs.confirm) => Opinion::Person,
            true => Opinion::Unsure,
        };
    }
    let typed_by_hand = seal.made_ms("time", signs.time).is_some_and(|made_ms| now_ms - made_ms >= typed_ms);
    match typed_by_hand && counter.is_trusted(client, now_ms) {
        true => Opinion::Person,
        false => Opinion::Unsure,
    }
}

fn is_done(seal: &Seal, counter: &Counter, signs: &Signs<'_>, now_ms: i64) -> bool {
    let Some(made_ms) = seal.made_ms("task", signs.task) else { return false };
    (0..TASK_MS).contains(&(now_ms - made_ms))
        && signs.proof.len() <= 20
        && zeros(&format!("{}:{}", signs.task, signs.proof)) >= BITS
        && counter.first_time(signs.task)
}

/// Bits that are zero at the head of a text's SHA-256.
fn zeros(text: &str) -> u32 {
    let hash = digest::digest(&digest::SHA256, text.as_bytes());
    let mut zeros = 0;
    for byte in hash.as_ref() {
        zeros += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    zeros
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{BITS, Counter, Opinion, Seal, Signs, opinion, zeros};

    const NOW_MS: i64 = 1_795_000_000_000;

    fn told(counter: &Counter, signs: &Signs<'_>) -> Opinion {
        opinion(&Seal::new("secret"), counter, signs, 2_000, "192.0.2.1", NOW_MS)
    }

    fn at(purpose: &str, ms_ago: i64) -> String {
        Seal::new("secret").sign(purpose, &format!("{}-x", NOW_MS - ms_ago))
    }

    const NOTHING: Signs<'_> = Signs { time: "", task: "", proof: "", confirm: "", unseen: "" };

    #[test]
    fn a_person_who_took_their_time_is_asked_nothing() {
        let counter = Counter::default();
        let (slow, fast) = (at("time", 9_000), at("time", 500));
        assert_eq!(told(&counter, &Signs { time: &slow, ..NOTHING }), Opinion::Person);
        assert_eq!(told(&counter, &Signs { time: &fast, ..NOTHING }), Opinion::Unsure);
        assert_eq!(told(&counter, &NOTHING), Opinion::Unsure);
        let forged = slow.replacen('1', "0", 1);
        assert_eq!(told(&counter, &Signs { time: &forged, ..NOTHING }), Opinion::Unsure);
        for _ in 0..5 {
            told(&counter, &Signs { time: &slow, ..NOTHING });
        }
        assert_eq!(
            told(&counter, &Signs { time: &slow, ..NOTHING }),
            Opinion::Unsure,
            "the seventh in a minute"
        );
    }

    #[test]
    fn who_fills_in_what_nobody_sees_or_confirms_unread_is_a_program() {
        let counter = Counter::default();
        let slow = at("time", 9_000);
        let filled = Signs { time: &slow, unseen: "http://x.example", ..NOTHING };
        assert!(matches!(told(&counter, &filled), Opinion::Program(_)));
        let (soon, later) = (at("confirm", 200), at("confirm", 4_000));
        assert!(matches!(told(&counter, &Signs { confirm: &soon, ..NOTHING }), Opinion::Program(_)));
        assert_eq!(told(&counter, &Signs { confirm: &later, ..NOTHING }), Opinion::Person);
        assert_eq!(told(&counter, &Signs { confirm: &later, ..NOTHING }), Opinion::Unsure, "pressed once");
        let old = at("confirm", 7_200_000);
        assert_eq!(told(&counter, &Signs { confirm: &old, ..NOTHING }), Opinion::Unsure);
    }

    #[test]
    fn a_task_done_counts_once() {
        let (counter, task) = (Counter::default(), at("task", 1_000));
        let proof = (0_u64..).find(|n| zeros(&format!("{task}:{n}")) >= BITS).unwrap().to_string();
        let signs = Signs { task: &task, proof: &proof, ..NOTHING };
        assert_eq!(told(&counter, &signs), Opinion::Person);
        assert_eq!(told(&counter, &signs), Opinion::Unsure);
        let old = at("task", 7_200_000);
        assert_eq!(told(&counter, &Signs { task: &old, proof: "0", ..NOTHING }), Opinion::Unsure);
    }
}
