//! By which road an answer goes, and why: what the call asks for, then whom its writer names, then what the customer
//! chose on the page of their request, then what is known of them.

use db::Tx;
use kernel::address::Address;

use super::answer::{default_recipients, sending_inbox};
use crate::conversation::Conversation;
use crate::error::Error;
use crate::inbox::{Channel, Inbox};
use crate::preference::{self, Way};

/// The road of one answer.
#[derive(Clone, Debug)]
pub struct Road {
    pub channel: Channel,
    pub why: Why,
    /// Empty when it stands on the page of the request and in the API alone.
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    /// Who writes, where a mail leaves.
    pub(super) sender: Option<(Inbox, String)>,
}

/// Why an answer goes by its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The call named the channel.
    Asked,
    /// Its writer named somebody, though the customer chose the page.
    Named,
    ChoseEmail,
    ChosePage,
    /// Wanted a call: written words have no way by telephone, they go by e-mail.
    ChosePhone,
    /// The same where no address is known.
    ChosePhoneUnknown,
    WroteByEmail,
    /// The channel has no way out from here.
    OnlyEmail,
    NoAddress,
}

impl Why {
    /// One stable word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Named => "named",
            Self::ChoseEmail => "chose_email",
            Self::ChosePage => "chose_page",
            Self::ChosePhone => "chose_phone",
            Self::ChosePhoneUnknown => "chose_phone_unknown",
            Self::WroteByEmail => "wrote_by_email",
            Self::OnlyEmail => "only_email",
            Self::NoAddress => "no_address",
        }
    }

    /// The sentence programs read.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Asked => "the call asked for it",
            Self::Named => "the answer names its recipients",
            Self::ChoseEmail => "the customer chose e-mail on the page of the request",
            Self::ChosePage => "the customer chose to read it on the page of the request alone",
            Self::ChosePhone => "the customer chose the telephone; written words go by e-mail",
            Self::ChosePhoneUnknown => {
                "the customer chose the telephone and no e-mail address is known: it stands on the tracking page and in \
                 the API"
            }
            Self::WroteByEmail => "the customer wrote by e-mail",
            Self::OnlyEmail => "this channel has no way out from here; an e-mail address is known",
            Self::NoAddress => "no e-mail address is known: it stands on the tracking page and in the API",
        }
    }
}

/// What the writer of an answer said about its road.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    pub channel: Option<Channel>,
    pub to: &'a [Address],
    pub cc: &'a [Address],
    pub bcc: &'a [Address],
}

/// The road an answer of this conversation takes.
pub fn road(tx: &mut Tx<'_>, conversation: &Conversation, wish: Wish<'_>) -> Result<Road, Error> {
    let way = preference::way_of(tx, conversation.id)?;
    let by_mail = wish.channel == Some(Channel::Email);
    let named = !(wish.to.is_empty() && wish.cc.is_empty() && wish.bcc.is_empty());
    if way == Some(Way::Page) && !by_mail && !named {
        let (to, cc) = (Vec::new(), Vec::new());
        return Ok(Road { channel: Channel::Form, why: Why::ChosePage, to, cc, sender: None });
    }
    let sender = sending_inbox(tx, conversation)?;
    let (to, cc) = match wish.to {
        [] => {
            let (to, cc) = default_recipients(tx, conversation)?;
            (to, if wish.cc.is_empty() { cc } else { wish.cc.to_vec() })
        }
        to => (to.to_vec(), wish.cc.to_vec()),
    };
    let sender = sender.filter(|_| !to.is_empty());
    let why = match (&sender, way, conversation.channel) {
        (Some(_), _, _) if by_mail => Why::Asked,
        (Some(_), Some(Way::Page), _) => Why::Named,
        (Some(_), Some(Way::Email), _) => Why::ChoseEmail,
        (Some(_), Some(Way::Phone), _) => Why::ChosePhone,
        (Some(_), None, Channel::Email) => Why::WroteByEmail,
        (Some(_), None, _) => Why::OnlyEmail,
        (None, Some(Way::Phone), _) => Why::ChosePhoneUnknown,
        (None, _, _) => Why::NoAddress,
    };
    let channel = if sender.is_some() { Channel::Email } else { conversation.channel };
    Ok(Road { channel, why, to, cc, sender })
}
