//! The world outside, as the desk's pages ask it: this is where their questions meet the sockets.

use std::sync::Arc;

use desk::outside::{Later, Outside};
use spine::mailbox::{Connect, MailboxReport};

use crate::sockets::dial::Dialler;
use crate::sockets::imap;
use crate::workers::mailboxes::tokens::Tokens;

/// The world of one node.
pub struct World {
    pub dialler: Dialler,
    pub tokens: Arc<Tokens>,
}

impl Outside for World {
    fn test_mailbox(&self, connect: Connect) -> Later<'_, MailboxReport> {
        Box::pin(async move {
            let token = self.tokens.for_trial(&connect).await;
            imap::trial(&self.dialler, &connect, token).await
        })
    }
}
