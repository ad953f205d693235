//! Mails about the door: an invitation, a way back in, the notice that a password is another one now.

use db::Tx;
use kernel::language::{Language, Register};
use office::account::Person;
use spine::outbox::{HouseKind, HouseMail, post_house_mail};
use spine::{inbox, mailbox};
use words::{Arg, Say};

use crate::Desk;
use crate::fault::Fault;

/// Writes to one of our own people; `key` names the texts `KEY-subject`, `KEY-text` and `KEY-then`, and `KEY-button`
/// when there is somewhere to go.
fn post(
    tx: &mut Tx<'_>,
    person: &Person,
    kind: HouseKind,
    key: &str,
    places: &[(&str, Arg)],
    url: Option<String>,
) -> Result<(), Fault> {
    let say = house(person.language);
    let text = |part: &str| say.with(&format!("{key}-{part}"), places);
    post_house_mail(
        tx,
        HouseMail {
            kind,
            to: person.email.clone(),
            name: Some(person.name.clone()),
            language: person.language,
            subject: text("subject"),
            paragraphs: vec![text("text"), text("then")],
            link: url.map(|url| (text("button"), url)),
        },
    )?;
    Ok(())
}

/// Whether a mail of the house can leave: through the relay, or the mailbox of the inbox it leaves from.
pub(crate) fn can_leave(tx: &mut Tx<'_>, desk: &Desk) -> Result<bool, Fault> {
    if desk.settings.relay {
        return Ok(true);
    }
    let live = |inbox: &inbox::Inbox| inbox.channel == inbox::Channel::Email && inbox.live;
    match inbox::list(tx)?.into_iter().find(live) {
        Some(first) => Ok(mailbox::sends(tx, first.id)?),
        None => Ok(false),
    }
}

/// How the house speaks to its own people.
fn house(language: Language) -> Say {
    Say::new(language, Register::Tu)
}

/// The one-time link that lets a new colleague in, or lets one in again.
pub(crate) fn invitation(
    tx: &mut Tx<'_>,
    person: &Person,
    company: &str,
    by: &str,
    url: String,
) -> Result<(), Fault> {
    let key = if person.has_password { "entry-mail-again" } else { "entry-mail-invite" };
    let places = [("company", company.into()), ("by", by.into())];
    post(tx, person, HouseKind::Invitation, key, &places, Some(url))
}

/// The one-time link to another password.
pub(super) fn reset(tx: &mut Tx<'_>, person: &Person, company: &str, url: String) -> Result<(), Fault> {
    post(tx, person, HouseKind::PasswordReset, "entry-mail-reset", &[("company", company.into())], Some(url))
}

/// Tells somebody that their password is another one now, in case it was not they who chose it.
pub(crate) fn password_changed(tx: &mut Tx<'_>, person: &Person, company: &str) -> Result<(), Fault> {
    post(tx, person, HouseKind::Notice, "entry-mail-changed", &[("company", company.into())], None)
}
