//! Names of things. Inside, a `bigint` that sorts by time; outside, a kind prefix and the Crockford base32
//! of an opaque 128-bit value that sorts by time too, kept in a column of its own.

use std::sync::atomic::{AtomicI64, Ordering};

/// Crockford's base32 in lower case: no i, l, o, u.
const CROCKFORD: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Kinds of things that have a name outside, each with its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Agent,
    Alert,
    Arrival,
    Attachment,
    Bulk,
    Canned,
    Complaint,
    /// Words that may be a complaint.
    ComplaintHint,
    Contact,
    Conversation,
    Cover,
    Customer,
    Inbox,
    Incident,
    /// A report that leaves by mail at its hour.
    Mailing,
    Message,
    Notice,
    OncallRule,
    Operation,
    Outgoing,
    Promise,
    /// A cause of complaints that keeps coming back.
    RecurringCause,
    Remedy,
    Rota,
    Scheduled,
    Shift,
    /// A shift that can be worked any number of times.
    ShiftPattern,
    /// A week of shifts as it was told.
    ShiftPublication,
    /// Leave, hours somebody cannot work, a wish.
    ShiftRequest,
    ShiftSwap,
    Skill,
    SkillRule,
    SpecialDay,
    Task,
    Team,
    Token,
    View,
}

impl Kind {
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Agent => "agt",
            Self::Alert => "alr",
            Self::Arrival => "arr",
            Self::Attachment => "att",
            Self::Bulk => "blk",
            Self::Canned => "can",
            Self::Complaint => "cpl",
            Self::ComplaintHint => "cph",
            Self::Contact => "con",
            Self::Conversation => "cnv",
            Self::Cover => "cov",
            Self::Customer => "cus",
            Self::Inbox => "inb",
            Self::Mailing => "mlg",
            Self::Incident => "inc",
            Self::Message => "msg",
            Self::Notice => "ntc",
            Self::OncallRule => "ocr",
            Self::Operation => "opr",
            Self::Outgoing => "out",
            Self::Promise => "prm",
            Self::RecurringCause => "rcc",
            Self::Remedy => "rem",
            Self::Rota => "rot",
            Self::Scheduled => "sch",
            Self::Shift => "shf",
            Self::ShiftPattern => "shp",
            Self::ShiftPublication => "shb",
            Self::ShiftRequest => "shr",
            Self::ShiftSwap => "shw",
            Self::Skill => "skl",
            Self::SkillRule => "skr",
            Self::SpecialDay => "spd",
            Self::Task => "tsk",
            Self::Team => "tea",
            Self::Token => "tok",
            Self::View => "viw",
        }
    }

    /// The outside name of a stored `oid`: `cnv_01k…`.
    pub fn name(self, oid: &str) -> String {
        format!("{}_{oid}", self.prefix())
    }

    /// The `oid` inside an outside name, or `None` when it names another kind or is not of the form.
    pub fn oid(self, name: &str) -> Option<&str> {
        let oid = name.strip_prefix(self.prefix())?.strip_prefix('_')?;
        (oid.len() == 26 && oid.bytes().all(|b| CROCKFORD.contains(&b))).then_some(oid)
    }
}

/// A fresh inside id: 42 bits of milliseconds and 21 bits that count on from a random start,
/// so that ids of one process never repeat and those of two processes meet once in two million tries
/// within one millisecond (the primary key refuses the second, and the act is tried again).
pub fn fresh(now_ms: i64) -> i64 {
    static LAST: AtomicI64 = AtomicI64::new(0);
    let floor =
        (now_ms.max(0) << 21) | i64::from(random::<4>().iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) >> 12);
    let next = |last: i64| if floor > last { floor } else { last + 1 };
    let before = LAST
        .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(next(last)))
        .unwrap_or_else(|last| last);
    next(before)
}

/// The smallest inside id of that moment: every one made later is larger.
pub fn first_of(at_ms: i64) -> i64 {
    at_ms.max(0) << 21
}

/// A fresh outside value: 48 bits of milliseconds, 80 random bits, 26 characters.
pub fn fresh_oid(now_ms: i64) -> String {
    let random = random::<10>();
    let low = random.iter().fold(0u128, |n, b| n << 8 | u128::from(*b));
    let value = (u128::from(now_ms.max(0) as u64) << 80) | low;
    (0..26).rev().map(|place| CROCKFORD[(value >> (place * 5)) as usize & 31] as char).collect()
}

/// An unguessable secret of 160 bits as 32 characters, for links, tokens and sessions.
pub fn secret() -> String {
    let random = random::<20>();
    random
        .chunks(5)
        .flat_map(|five| {
            let value = five.iter().fold(0u64, |n, b| n << 8 | u64::from(*b));
            (0..8).rev().map(move |place| CROCKFORD[(value >> (place * 5)) as usize & 31] as char)
        })
        .collect()
}

/// The code a customer reads and writes: `R-` and `length` characters without look-alikes.
pub fn reference(length: usize) -> String {
    let mut code = String::from("R-");
    while code.len() < length + 2 {
        for byte in random::<8>() {
            if code.len() < length + 2 {
                code.push(CROCKFORD[usize::from(byte) & 31].to_ascii_uppercase() as char);
            }
        }
    }
    code
}

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).unwrap_or_else(|error| panic!("the system gives no random bytes: {error}"));
    bytes
}

#[cfg(test)]
mod tests {
    use super::{Kind, fresh, fresh_oid, reference, secret};

    #[test]
    fn ids_of_one_process_never_repeat_and_sort_by_time() {
        let mut last = 0;
        for now_ms in [1_000_000, 1_000_000, 1_000_001, 999_999, 1_000_002] {
            for _ in 0..1_000 {
                let id = fresh(now_ms);
                assert!(id > last);
                last = id;
            }
        }
    }

    #[test]
    fn an_outside_name_is_read_back_only_by_its_own_kind() {
        let oid = fresh_oid(1_795_000_000_000);
        let name = Kind::Conversation.name(&oid);
        assert_eq!(Kind::Conversation.oid(&name), Some(oid.as_str()));
        assert_eq!(Kind::Message.oid(&name), None);
        assert_eq!(Kind::Conversation.oid("cnv_short"), None);
        assert!(fresh_oid(1_795_000_000_001) > oid);
    }

    #[test]
    fn secrets_and_codes_have_their_length() {
        assert_eq!(secret().len(), 32);
        assert_eq!(reference(5).len(), 7);
        assert_ne!(secret(), secret());
    }
}
