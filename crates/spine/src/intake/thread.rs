//! Which conversation a message belongs to, and who its author is in it.

use db::{Actor, Tx};
use kernel::address::{self, Address};

use super::model::Inbound;
use crate::company;
use crate::conversation::{self, Author, Conversation, Opening, Status, Warning};
use crate::customer::{self, Customer};
use crate::error::Error;
use crate::inbox::{self, Channel, Inbox};

/// How a conversation was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// It answers a message of the thread: only who has that message knows its id.
    Header,
    /// Our code in the subject or the address; anybody can type it.
    Code,
    /// It was written on the page of the request: whoever has its link is its customer.
    Link,
}

/// The conversation a message names, if it names one.
pub(super) fn find(tx: &mut Tx<'_>, inbound: &Inbound) -> Result<Option<(Conversation, By)>, Error> {
    let link = inbound.visitor.as_ref().and_then(|visitor| visitor.track_token.as_deref());
    if let Some((account_id, conversation_id)) =
        link.map(|link| conversation::by_track_token(tx, link)).transpose()?.flatten()
        && account_id == tx.account_id()
    {
        return Ok(Some((conversation::find(tx, conversation_id)?, By::Link)));
    }
    for header_id in &inbound.answers {
        if let Some(conversation_id) = conversation::of_header(tx, header_id)? {
            return Ok(Some((conversation::find(tx, conversation_id)?, By::Header)));
        }
    }
    let tag = inbound.tag.as_deref().map(str::to_ascii_uppercase).filter(|tag| tag.starts_with("R-"));
    for code in inbound.reference.iter().chain(tag.iter()) {
        if let Some(found) = conversation::by_reference(tx, code)? {
            return Ok(Some((found, By::Code)));
        }
    }
    Ok(None)
}

/// A message's place: the conversation, its author there, and whether it began with this message.
pub(super) struct Place {
    pub conversation: Conversation,
    pub author: Author,
    pub warning: Option<Warning>,
    pub opened: bool,
}

/// Threads a person's message: into the conversation it answers (opened again within some days of closing), else into
/// a new one, linked to the old when that is closed for longer.
pub(super) fn place(
    tx: &mut Tx<'_>,
    inbox: &Inbox,
    inbound: &Inbound,
    sender: Option<&Address>,
    subject: &str,
) -> Result<Place, Error> {
    let found = find(tx, inbound)?;
    let linked_id = match found {
        Some((conversation, by)) => {
            let reopen_ms = company::find(tx)?.reopen_ms();
            let long_closed = conversation.status == Status::Closed
                && conversation.closed_at_ms.is_some_and(|closed_ms| tx.now_ms() - closed_ms > reopen_ms);
            if !long_closed || by == By::Link {
                return join(tx, conversation, by, inbound, sender);
            }
            Some(conversation.id)
        }
        None => None,
    };
    let known = known_or_new(tx, sender, inbound)?;
    let opening = Opening {
        subject: subject.to_owned(),
        channel: if inbound.visitor.is_some() { Channel::Form } else { inbox.channel },
        inbox_id: inbox.id,
        customer_id: known.id,
        team_id: inbox.team_id,
        tier: known.tier,
        skills: "[]".to_owned(),
        linked_id,
    };
    let conversation = conversation::open(tx, opening, Actor::Customer(known.id))?;
    let author = Author::Customer {
        id: known.id,
        name: sender.and_then(|sender| sender.name.clone()).or(known.name),
        address: sender.map(|sender| sender.email.clone()),
    };
    let warning = inbound.forged.then_some(Warning::Forged);
    Ok(Place { conversation, author, warning, opened: true })
}

fn known_or_new(tx: &mut Tx<'_>, sender: Option<&Address>, inbound: &Inbound) -> Result<Customer, Error> {
    let name = || inbound.visitor.as_ref().and_then(|visitor| visitor.name.clone());
    match sender {
        Some(sender) => customer::recognise(tx, sender, inbound.language),
        None => customer::create(tx, name(), inbound.language, &[], Actor::System),
    }
}

fn join(
    tx: &mut Tx<'_>,
    conversation: Conversation,
    by: By,
    inbound: &Inbound,
    sender: Option<&Address>,
) -> Result<Place, Error> {
    let forged = inbound.forged.then_some(Warning::Forged);
    if by == By::Link {
        let author = owner_of(tx, &conversation)?;
        return Ok(Place { conversation, author, warning: None, opened: false });
    }
    let Some(sender) = sender else {
        let author = Author::Other { name: None, address: None };
        return Ok(Place { conversation, author, warning: forged.or(Some(Warning::Stranger)), opened: false });
    };
    let other = Author::Other { name: sender.name.clone(), address: Some(sender.email.clone()) };
    let theirs = customer::known_as(tx, "email", &sender.email)?;
    if theirs.as_ref().is_some_and(|theirs| theirs.id == conversation.customer_id) {
        let author = as_customer(conversation.customer_id, sender);
        return Ok(Place { conversation, author, warning: forged, opened: false });
    }
    let takes_part = conversation::participants(tx, conversation.id)?
        .iter()
        .any(|person| person.address.key() == sender.key() && person.place != "stranger");
    if takes_part {
        return Ok(Place { conversation, author: other, warning: forged, opened: false });
    }
    match by {
        // Whoever has the thread may write from a second address of theirs, or is somebody it was passed on to.
        By::Header => {
            let owner = customer::find(tx, conversation.customer_id)?;
            let same_name = matches!((&owner.name, &sender.name), (Some(a), Some(b)) if alike(a, b));
            if theirs.is_none() && same_name && forged.is_none() {
                customer::add_identity(tx, owner.id, "email", &sender.email, "claimed")?;
                let author = as_customer(owner.id, sender);
                return Ok(Place { conversation, author, warning: None, opened: false });
            }
            conversation::add_participant(tx, conversation.id, sender, "cc")?;
            Ok(Place { conversation, author: other, warning: forged, opened: false })
        }
        By::Code | By::Link => {
            conversation::add_participant(tx, conversation.id, sender, "stranger")?;
            let warning = forged.or(Some(Warning::Stranger));
            Ok(Place { conversation, author: other, warning, opened: false })
        }
    }
}

/// The customer of a request, at the address they wrote from last.
fn owner_of(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Author, Error> {
    let owner = customer::find(tx, conversation.customer_id)?;
    let last = conversation::last_inbound(tx, conversation.id)?
        .filter(|message| message.author_kind == "customer")
        .and_then(|message| message.author_address);
    let address = match last {
        Some(address) => Some(address),
        None => customer::identities(tx, owner.id)?
            .into_iter()
            .find(|identity| identity.kind == "email")
            .map(|identity| identity.value),
    };
    Ok(Author::Customer { id: owner.id, name: owner.name, address })
}

fn as_customer(customer_id: i64, sender: &Address) -> Author {
    Author::Customer { id: customer_id, name: sender.name.clone(), address: Some(sender.email.clone()) }
}

fn alike(a: &str, b: &str) -> bool {
    let words = |name: &str| {
        let folded = conversation::folded(name);
        let mut words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
        words.sort();
        words
    };
    let (a, b) = (words(a), words(b));
    a.len() >= 2 && a == b
}

/// Everybody else the mail went to takes part in the thread; our own inboxes do not.
pub(super) fn note_participants(tx: &mut Tx<'_>, place: &Place, inbound: &Inbound) -> Result<(), Error> {
    if place.warning.is_some() {
        return Ok(());
    }
    let author = place.author.address().map(address::key);
    for (people, where_) in [(&inbound.to, "to"), (&inbound.cc, "cc")] {
        for person in people.iter().take(50) {
            if !address::plausible(&person.email) || author.as_deref() == Some(&person.key()) {
                continue;
            }
            if inbox::at_address(tx, &person.email)?.is_some() {
                continue;
            }
            let known = customer::known_as(tx, "email", &person.email)?;
            if known.is_none_or(|known| known.id != place.conversation.customer_id) {
                conversation::add_participant(tx, place.conversation.id, person, where_)?;
            }
        }
    }
    Ok(())
}
