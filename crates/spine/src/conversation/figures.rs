//! How many conversations there are of each kind, changed in the transaction that changes one of them: a queue's
//! length is read, never counted.

use db::{Tx, args};

use super::model::{Conversation, Status};
use crate::error::Error;

db::queries! {
    "conversation_figures";
    account {
        SHIFT = "insert into tally (account_id, kind, subject, figure) values (?1, ?2, ?3, ?4)
                 on conflict (account_id, kind, subject) do update set figure = tally.figure + excluded.figure";
        FIGURES = "select kind, subject, figure from tally where account_id = ?1 and figure <> 0
                   order by kind, subject limit 20000";
    }
}

/// Where one conversation is counted: kind and subject.
type Place = (&'static str, i64);

/// Every place a conversation is counted at.
fn places(conversation: &Conversation) -> Vec<Place> {
    let mut places = vec![(conversation.status.name(), conversation.inbox_id)];
    if conversation.status == Status::Open {
        places.push(("assignee", conversation.assignee_id.unwrap_or(0)));
        places.push(("team", conversation.team_id.unwrap_or(0)));
    }
    if conversation.trouble.is_some() {
        places.push(("trouble", 0));
    }
    places
}

/// Counts a new conversation.
pub(super) fn born(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<(), Error> {
    shift(tx, &[], &places(conversation))
}

/// Counts a conversation where it stands now and no longer where it stood.
pub(super) fn moved(tx: &mut Tx<'_>, before: &Conversation, after: &Conversation) -> Result<(), Error> {
    shift(tx, &places(before), &places(after))
}

fn shift(tx: &mut Tx<'_>, before: &[Place], after: &[Place]) -> Result<(), Error> {
    let gone = before.iter().filter(|place| !after.contains(place)).map(|place| (*place, -1_i64));
    let come = after.iter().filter(|place| !before.contains(place)).map(|place| (*place, 1_i64));
    for ((kind, subject), by) in gone.chain(come) {
        tx.put(SHIFT, args![kind, subject, by])?;
    }
    Ok(())
}

/// The counts of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures(Vec<(String, i64, i64)>);

impl Figures {
    fn of(&self, kind: &str, subject: impl Fn(i64) -> bool) -> i64 {
        self.0.iter().filter(|(name, id, _)| name == kind && subject(*id)).map(|(_, _, figure)| figure).sum()
    }

    /// In a status, of one inbox or of all.
    pub fn in_status(&self, status: Status, inbox_id: Option<i64>) -> i64 {
        self.of(status.name(), |id| inbox_id.is_none_or(|inbox_id| inbox_id == id))
    }

    /// Open and assigned to somebody; `None` for those nobody has.
    pub fn assigned(&self, agent_id: Option<i64>) -> i64 {
        self.of("assignee", |id| id == agent_id.unwrap_or(0))
    }

    /// Open and of any of these teams, or of no team.
    pub fn of_teams(&self, teams: &[i64]) -> i64 {
        self.of("team", |id| id == 0 || teams.contains(&id))
    }

    /// Of which something did not reach the customer.
    pub fn troubled(&self) -> i64 {
        self.of("trouble", |_| true)
    }
}

/// Reads the counts.
pub fn figures(tx: &mut Tx<'_>) -> Result<Figures, Error> {
    Ok(Figures(tx.list(FIGURES, &[], |row| Ok((row.next()?, row.next()?, row.next()?)))?))
}
