//! Who wrote this mail: a person, or a machine?
//!
//! [`classify`] reads the bytes as received and answers with one of the contract's classes, what a
//! bounce says of each recipient, and which message of ours it speaks of. It never fails, and its
//! work is bounded whatever is sent (see `parts`).
//!
//! The rule in doubt is *person*: a person taken for a machine is a customer without an answer,
//! while a machine taken for a person costs an agent a glance. So a subject that looks automatic is
//! never enough by itself, nor is an empty envelope sender: each needs a second witness. The order
//! in which forms are tried is the order of how sure they are: structured reports, text bounces,
//! headers of automatic answers, wording of automatic answers, bulk.
//!
//! Hard and soft speak of *this message*, as the contract does: hard, the servers gave it up and it
//! will not arrive; soft, they are still trying. `Action: failed` with a 4.x.x status (expired after
//! days of trying, RFC 3463 4.4.7) or with a full mailbox is therefore hard, unless its own text
//! says that delivery goes on. Whether the *address* may work again is in the status code.

mod parts;
mod report;
mod textual;
mod wording;

use parts::{Fields, Parts};

/// The contract's classes of an arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// A person wrote it, or we cannot show that none did.
    Person,
    /// A message of ours was given up by a mail server.
    BounceHard,
    /// A message of ours is late; a mail server is still trying.
    BounceSoft,
    /// A message of ours was delivered, relayed or displayed, or a server reports about mail.
    Notice,
    /// A reader called a message of ours spam (RFC 5965).
    Complaint,
    /// An automatic answer or another mail no person wrote (RFC 3834).
    AutoReply,
    /// Sent to many at once.
    Bulk,
}

impl Class {
    /// Every class, in the contract's order.
    pub const ALL: [Class; 7] = [
        Class::Person,
        Class::BounceHard,
        Class::BounceSoft,
        Class::Notice,
        Class::Complaint,
        Class::AutoReply,
        Class::Bulk,
    ];

    /// The contract's word.
    pub fn name(self) -> &'static str {
        match self {
            Class::Person => "person",
            Class::BounceHard => "bounce_hard",
            Class::BounceSoft => "bounce_soft",
            Class::Notice => "notice",
            Class::Complaint => "complaint",
            Class::AutoReply => "auto_reply",
            Class::Bulk => "bulk",
        }
    }

    /// The class of the contract's word.
    pub fn of_name(name: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Mail of a machine about one message: never opens a conversation, never gets an answer.
    pub fn is_machine(self) -> bool {
        match self {
            Class::Person | Class::Bulk => false,
            Class::BounceHard | Class::BounceSoft | Class::Notice | Class::Complaint | Class::AutoReply => true,
        }
    }
}

/// What a server reports of one recipient it did not reach (yet).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// The address we wrote to, as the report spells it; `None` when it names none.
    pub recipient: Option<String>,
    /// RFC 3463 code, `5.1.1`: the report's own, or the one its wording stands for.
    pub status_code: Option<String>,
    /// The server's words, one line, at most [`REASON_CHARS`] characters.
    pub reason: String,
    /// Given up (hard) or still being tried (soft).
    pub hard: bool,
}

/// Longest [`Bounce::reason`], in characters.
pub const REASON_CHARS: usize = 500;

/// What became known of who wrote a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    pub class: Class,
    /// One for each recipient not reached, those given up first; those delivered are not listed. At most 100.
    pub bounces: Vec<Bounce>,
    /// Message-IDs (without angle brackets) of the message this mail speaks of, surest first:
    /// the returned message's own, then In-Reply-To, then References from the newest. At most 20.
    pub original_message_ids: Vec<String>,
    /// Subject of that message, where our code `[#…]` stands.
    pub original_subject: Option<String>,
    /// To whom that message was addressed.
    pub original_recipient: Option<String>,
    /// This [`Class::Notice`] attests that the message arrived (delivered, relayed or displayed); other notices are
    /// about mail in general, or only say that a server took it in.
    pub delivered: bool,
    /// `List-Unsubscribe` is the only reason for [`Class::Bulk`]: a person's when we wrote first.
    pub list_unsubscribe_only: bool,
    /// Which header or form decided, short and stable: `Auto-Submitted: auto-replied`.
    pub why: String,
}

impl Machine {
    fn of(class: Class, why: impl Into<String>) -> Machine {
        Machine {
            class,
            bounces: Vec::new(),
            original_message_ids: Vec::new(),
            original_subject: None,
            original_recipient: None,
            delivered: false,
            list_unsubscribe_only: false,
            why: why.into(),
        }
    }
}

/// Says who wrote a mail. `envelope_from` is the SMTP sender: `Some("")` for `<>`, `None` when the
/// mail did not come with one (then its `Return-Path` is believed).
pub fn classify(raw: &[u8], envelope_from: Option<&str>) -> Machine {
    let letter = Letter::read(raw, envelope_from);
    let mut machine = report::read(&letter)
        .or_else(|| textual::bounce(&letter))
        .or_else(|| automatic_header(&letter))
        .or_else(|| textual::automatic(&letter))
        .or_else(|| bulk(&letter))
        .unwrap_or_else(|| Machine::of(Class::Person, letter.person_why()));
    if machine.class.is_machine() {
        letter.point_to_original(&mut machine);
    }
    machine
}

/// The letter as the recognisers see it.
struct Letter<'a> {
    parts: Parts<'a>,
    subject: String,
    /// Subject in the form phrases are compared in.
    folded_subject: String,
    from: String,
    /// Local part of `from`, lower case.
    from_local: String,
    /// Addresses this mail was sent to: ours, so never the recipient a bounce speaks of.
    ours: Vec<String>,
    /// `<>` in the envelope or in Return-Path.
    null_sender: bool,
    text: String,
}

impl<'a> Letter<'a> {
    fn read(raw: &'a [u8], envelope_from: Option<&str>) -> Letter<'a> {
        let parts = Parts::read(raw);
        let fields = &parts.fields;
        let subject = fields.text("subject").unwrap_or_default();
        let from = fields.get("from").unwrap_or_default();
        let from = textual::addresses(from).pop().unwrap_or_else(|| from.to_owned());
        let from_local = from.split('@').next().unwrap_or_default().to_lowercase();
        let mut ours = Vec::new();
        for name in ["to", "delivered-to", "x-original-to", "envelope-to"] {
            for value in fields.all(name) {
                ours.extend(textual::addresses(value).into_iter().map(|a| a.to_lowercase()));
            }
        }
        let null_sender = envelope_from.is_some_and(|from| matches!(from.trim(), "" | "<>"))
            || fields.get("return-path").is_some_and(|path| path == "<>");
        Letter {
            folded_subject: wording::fold(&subject),
            text: parts.shown_text(),
            subject,
            from,
            from_local,
            ours,
            null_sender,
            parts,
        }
    }

    fn fields(&self) -> &Fields {
        &self.parts.fields
    }

    /// An address only mail servers write from.
    fn is_from_daemon(&self) -> bool {
        wording::DAEMONS.contains(&self.from_local.as_str())
            || self.from_local.starts_with("microsoftexchange")
            || (self.from_local.is_empty() || !self.from.contains('@'))
                && wording::fold(&self.from).contains("mail delivery")
    }

    /// `Re:` or `I:` from an address of people: somebody answers a machine's mail, or passes it on.
    fn answered_by_person(&self) -> bool {
        wording::is_reply_or_forward(&self.folded_subject) && !self.null_sender && !self.is_from_daemon()
    }

    fn is_from_nobody(&self) -> bool {
        self.is_from_daemon()
            || [
                "noreply",
                "no-reply",
                "no_reply",
                "donotreply",
                "do-not-reply",
                "nonrispondere",
                "non-rispondere",
            ]
            .iter()
            .any(|name| self.from_local.starts_with(name))
    }

    /// A mailing list or a group address stands in front (RFC 2919): its mail is people's mail.
    fn through_group(&self) -> bool {
        let fields = self.fields();
        fields.has("list-id")
            && (fields.get("list-post").is_some_and(|post| !post.eq_ignore_ascii_case("no"))
                || fields.has("x-beenthere")
                || fields.has("x-mailman-version")
                || fields.has("x-google-group-id")
                || fields.has("mailing-list")
                || self.precedence().as_deref() == Some("list"))
    }

    fn precedence(&self) -> Option<String> {
        let fields = self.fields();
        fields.word("precedence").or_else(|| fields.word("x-precedence"))
    }

    /// The header by which an automatic sender declares itself.
    fn automatic_word(&self) -> Option<&'static str> {
        let fields = self.fields();
        // RFC 3834 section 5: anything but "no" was not written by hand.
        for name in ["auto-submitted", "x-auto-submitted"] {
            match fields.word(name).as_deref() {
                None | Some("" | "no") => {}
                Some("auto-replied") => return Some("Auto-Submitted: auto-replied"),
                Some("auto-generated") => return Some("Auto-Submitted: auto-generated"),
                Some("auto-notified") => return Some("Auto-Submitted: auto-notified"),
                Some(_) => return Some("Auto-Submitted: other"),
            }
        }
        for (name, shown) in wording::AUTOMATIC_HEADERS {
            let says_no = |word: &str| matches!(word, "no" | "false" | "0" | "none" | "off");
            if fields.word(name).is_some_and(|word| !says_no(&word)) {
                return Some(shown);
            }
        }
        for name in ["precedence", "x-precedence", "preference"] {
            if let Some("auto_reply" | "auto-reply" | "autoreply" | "auto-replied") =
                fields.word(name).as_deref()
            {
                return Some("Precedence: auto_reply");
            }
        }
        let responder = |value: &str| wording::fold(value).contains("autoresponder");
        let named = fields.all("delivered-to").any(responder);
        (named || fields.get("x-post-messageclass").is_some_and(responder))
            .then_some("Delivered-To: Autoresponder")
    }

    fn person_why(&self) -> String {
        let fields = self.fields();
        if fields.has("list-id") {
            "List-Id: a list or group in front of the inbox".to_owned()
        } else if self.null_sender {
            "empty envelope sender, but nothing else says machine".to_owned()
        } else {
            "nothing says machine".to_owned()
        }
    }

    /// Fills in which message of ours a machine's mail speaks of.
    fn point_to_original(&self, machine: &mut Machine) {
        let mut ids = std::mem::take(&mut machine.original_message_ids);
        let returned = self.returned();
        if let Some(returned) = &returned {
            ids.extend(message_ids(returned.get("message-id").unwrap_or_default()));
            ids.extend(message_ids(returned.get("x-original-message-id").unwrap_or_default()));
            if machine.original_subject.is_none() {
                machine.original_subject = returned.text("subject");
            }
            if machine.original_recipient.is_none() {
                machine.original_recipient =
                    returned.get("to").and_then(|to| textual::addresses(to).into_iter().next());
            }
        }
        let fields = self.fields();
        for name in ["x-riferimento-message-id", "original-message-id", "in-reply-to"] {
            ids.extend(message_ids(fields.get(name).unwrap_or_default()));
        }
        let mut references = message_ids(fields.get("references").unwrap_or_default());
        references.reverse();
        ids.extend(references);
        let own = message_ids(fields.get("message-id").unwrap_or_default());
        let mut seen: Vec<String> = Vec::new();
        for id in ids {
            if !own.contains(&id) && !seen.contains(&id) && seen.len() < 20 {
                seen.push(id);
            }
        }
        machine.original_message_ids = seen;
        if machine.original_subject.is_none() {
            machine.original_subject = textual::told_subject(&self.text)
                .filter(|_| !machine.bounces.is_empty())
                .or_else(|| wording::subject_after_form(&self.subject));
        }
        if machine.original_recipient.is_none() {
            machine.original_recipient = machine.bounces.iter().find_map(|bounce| bounce.recipient.clone());
        }
    }

    /// Headers of the message that came back: attached, or copied into the text.
    fn returned(&self) -> Option<Fields> {
        self.parts.leaves.iter().find_map(parts::Part::returned).or_else(|| textual::returned(&self.text))
    }
}

/// Message-IDs in a header value, without angle brackets; those longer than a line are nobody's.
fn message_ids(value: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut rest = value;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        let Some(close) = rest.find('>') else { break };
        let id: String = rest[..close].chars().filter(|c| !c.is_whitespace()).collect();
        if !id.is_empty() && id.len() <= 998 && ids.len() < 100 {
            ids.push(id);
        }
        rest = &rest[close + 1..];
    }
    if ids.is_empty() && value.contains('@') && !value.trim().contains(char::is_whitespace) {
        ids.push(value.trim().to_owned());
    }
    ids
}

/// Headers by which automatic senders declare themselves.
fn automatic_header(letter: &Letter<'_>) -> Option<Machine> {
    letter.automatic_word().map(|why| Machine::of(Class::AutoReply, why))
}

/// Mail to many. A list or group address in front of the inbox is not bulk, even where its list
/// software says `Precedence: bulk`; a newsletter is, even where it carries a List-Id.
fn bulk(letter: &Letter<'_>) -> Option<Machine> {
    let fields = letter.fields();
    if letter.through_group() {
        return None;
    }
    let precedence = letter.precedence().filter(|word| matches!(word.as_str(), "bulk" | "junk"));
    let unsubscribe = fields.has("list-unsubscribe");
    let one_click = unsubscribe && (fields.has("list-unsubscribe-post") || fields.has("feedback-id"));
    if fields.has("list-id") && !one_click {
        return None;
    }
    if let Some(word) = precedence {
        return Some(Machine::of(Class::Bulk, format!("Precedence: {word}")));
    }
    if unsubscribe {
        let mut machine = Machine::of(Class::Bulk, "List-Unsubscribe");
        machine.list_unsubscribe_only = true;
        return Some(machine);
    }
    None
}
