//! The one `match` over channels: how what arrives is read.

use db::Db;
use doors::email::authenticity::Verdicts;
use spine::inbox::Channel;
use spine::intake::{Arrival, Inbound};

/// Reads an arrival of any channel into the facts the spine works with.
///
/// # Errors
/// A channel that has no door yet, or a store that is away.
pub fn read(
    db: &Db,
    arrival: &Arrival,
    raw: &[u8],
    verdicts: Option<&Verdicts>,
    trusted_authserv: Option<&str>,
) -> Result<Inbound, spine::Error> {
    match arrival.channel {
        Channel::Email => Ok(doors::email::reading::read(db, arrival, raw, verdicts, trusted_authserv)?),
        Channel::Form => Ok(doors::form::reading::read(db, arrival, raw)?),
        Channel::Pec
        | Channel::Chat
        | Channel::Messaging
        | Channel::Social
        | Channel::Sms
        | Channel::Phone
        | Channel::Letter => {
            Err(spine::Error::Conflict(format!("nothing arrives by {} yet", arrival.channel.name())))
        }
    }
}
