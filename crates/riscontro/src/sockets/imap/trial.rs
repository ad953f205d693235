//! A mailbox tried while somebody waits: station by station, up to the first that fails. Nothing is changed there.

use std::time::Duration;

use spine::mailbox::{Connect, Credential, Fault, FaultKind, MailboxReport, Outcome, Station, Step};
use tokio::time::timeout;

use super::session::{Proof, Session};
use crate::sockets::dial::{Dialler, place};
use crate::sockets::relay::Relay;

/// All stations together.
const WHOLE: Duration = Duration::from_secs(45);

/// The stations of a mailbox passed so far.
struct Walk {
    steps: Vec<Step>,
}

impl Walk {
    /// Notes how it went at a station; what was gained there, if it was passed.
    fn at<T>(&mut self, station: Station, outcome: Result<T, Fault>) -> Option<T> {
        match outcome {
            Ok(gained) => {
                self.steps.push(Step { station, outcome: Outcome::Passed });
                Some(gained)
            }
            Err(fault) => {
                self.steps.push(Step { station, outcome: Outcome::Failed(fault) });
                None
            }
        }
    }
}

/// Walks the stations of the mailbox and of its sending server. `token` is an access token already fetched, where the
/// mailbox is signed in to by one, or why there is none.
pub async fn trial(
    dialler: &Dialler,
    connect: &Connect,
    token: Option<Result<String, Fault>>,
) -> MailboxReport {
    let mut walk = Walk { steps: Vec::new() };
    let in_time = timeout(WHOLE, async {
        if !connect.imap.host.is_empty() && reading(dialler, connect, token.as_ref(), &mut walk).await.is_none()
        {
            return;
        }
        sending(dialler, connect, token.as_ref(), &mut walk).await;
    })
    .await;
    let mut expected =
        Station::ALL.into_iter().filter(|station| applies(*station, connect)).collect::<Vec<_>>();
    expected.retain(|station| !walk.steps.iter().any(|step| step.station == *station));
    if in_time.is_err()
        && let Some(station) = expected.first().copied()
    {
        expected.remove(0);
        let slow = Fault::new(FaultKind::TooSlow, place(&connect.imap), "");
        walk.steps.push(Step { station, outcome: Outcome::Failed(slow) });
    }
    let rest = expected.into_iter().map(|station| Step { station, outcome: Outcome::NotReached });
    walk.steps.extend(rest);
    MailboxReport { steps: walk.steps }
}

fn applies(station: Station, connect: &Connect) -> bool {
    match station {
        Station::Sending | Station::SendingSignIn => connect.smtp.is_some(),
        Station::Name | Station::Port | Station::Certificate | Station::SignIn | Station::Folder => {
            !connect.imap.host.is_empty()
        }
    }
}

async fn reading(
    dialler: &Dialler,
    connect: &Connect,
    token: Option<&Result<String, Fault>>,
    walk: &mut Walk,
) -> Option<()> {
    let server = &connect.imap;
    let addresses = walk.at(Station::Name, dialler.resolve(server).await)?;
    let tcp = walk.at(Station::Port, dialler.reach(server, &addresses).await)?;
    let mut session = walk.at(Station::Certificate, Session::begin(dialler, server, tcp).await)?;
    let signed_in = match (&connect.credential, token) {
        (Credential::Password(password), _) => {
            session.sign_in(&connect.user, Proof::Password(password.expose())).await
        }
        (Credential::Token(_), Some(Ok(token))) => session.sign_in(&connect.user, Proof::Bearer(token)).await,
        (Credential::Token(_), Some(Err(fault))) => Err(fault.clone()),
        (Credential::Token(_), None) => Err(Fault::new(FaultKind::TokenRefused, place(server), "")),
    };
    walk.at(Station::SignIn, signed_in)?;
    let found = match session.select(&connect.folder, true).await {
        Ok(selected) => session.search("UNSEEN").await.map(|unseen| (selected, unseen.len())),
        Err(fault) => Err(fault),
    };
    let outcome = match found {
        Ok((selected, unseen)) => {
            session.leave().await;
            Outcome::Found { messages: i64::from(selected.mails), unseen: unseen as i64 }
        }
        Err(fault) => Outcome::Failed(fault),
    };
    let passed = matches!(outcome, Outcome::Found { .. });
    walk.steps.push(Step { station: Station::Folder, outcome });
    passed.then_some(())
}

async fn sending(
    dialler: &Dialler,
    connect: &Connect,
    token: Option<&Result<String, Fault>>,
    walk: &mut Walk,
) -> Option<()> {
    let smtp = connect.smtp.as_ref()?;
    let token = match token {
        Some(Err(fault)) => {
            walk.at::<()>(Station::Sending, Err(fault.clone()));
            return None;
        }
        Some(Ok(token)) => Some(token.as_str()),
        None => None,
    };
    let tried = match Relay::for_mailbox(dialler, connect, smtp, token) {
        Ok(relay) => relay.try_out().await,
        Err(fault) => Err((Station::Sending, fault)),
    };
    match tried {
        Ok(()) => {
            walk.at(Station::Sending, Ok(()))?;
            walk.at(Station::SendingSignIn, Ok(()))
        }
        Err((Station::SendingSignIn, fault)) => {
            walk.at(Station::Sending, Ok(()))?;
            walk.at(Station::SendingSignIn, Err(fault))
        }
        Err((_, fault)) => walk.at(Station::Sending, Err(fault)),
    }
}
