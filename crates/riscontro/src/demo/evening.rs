//! How the history leaves the desk: what is under way for the people who sign in first, and notices read as people who
//! were there every day would have read them.

use anyhow::Result;
use spine::conversation::{self, Status};
use spine::scheduled::{self, Later};
use spine::task::{self, Ask, Whom};
use spine::{agent, inbox, notice, promise};

use super::stage::{Colleague, Stage};

const HOUR_MS: i64 = 3_600_000;
/// Notices each person still has to read.
const UNREAD_LEFT: usize = 4;
/// Notices looked at of one person.
const MOST_NOTICES: usize = 2_000;

/// Conversations that the first person has on their desk in the morning, at most.
const HANDED_OVER: usize = 7;

/// What colleagues, a department and a supplier are asked: title and whom.
const ASKED: [(&str, usize); 3] = [
    ("C’è ancora un paralume per questo modello?", 0),
    ("Possiamo rifare la fattura con questi dati?", 1),
    ("Confermi la compatibilità con il dimmer?", 2),
];

/// Somebody's own conversations that are open: id and due moment, the first due first.
fn own(stage: &Stage, who: &Colleague) -> Result<Vec<(i64, i64)>> {
    let who = who.id;
    stage.change(move |tx| {
        let mut own = Vec::new();
        let mut before = i64::MAX;
        // Newest first, a page at a time, until enough were looked at.
        for _ in 0..20 {
            let page = promise::list(tx, before, Some(promise::State::Open), 200)?;
            let Some(last) = page.last() else { break };
            before = last.id;
            for open in page {
                let about = conversation::find(tx, open.conversation_id)?;
                if about.assignee_id == Some(who) && about.status == Status::Open && open.kind.is_reply() {
                    own.push((about.id, open.due_at_ms));
                }
            }
        }
        own.sort_by_key(|(_, due_ms)| *due_ms);
        Ok(own)
    })
}

/// What nobody has is taken by whoever signs in first: some of it late, some pressing, some with time.
fn hand_over(stage: &Stage, who: &Colleague) -> Result<()> {
    let unowned = stage.change(|tx| {
        let mut unowned = Vec::new();
        for open in promise::list(tx, i64::MAX, Some(promise::State::Open), 200)? {
            let about = conversation::find(tx, open.conversation_id)?;
            if about.assignee_id.is_none() && about.status == Status::Open && open.kind.is_reply() {
                unowned.push((open.due_at_ms, about.id));
            }
        }
        unowned.sort_unstable();
        Ok(unowned)
    })?;
    for (_, conversation_id) in unowned.into_iter().step_by(2).take(HANDED_OVER) {
        stage.take(conversation_id, who)?;
    }
    Ok(())
}

/// Things asked of others, an answer that leaves later, somebody who asked to be called at `phone`.
pub fn leave_under_way(stage: &mut Stage, phone: String) -> Result<()> {
    let (giulia, tommaso) = (stage.people[0].clone(), stage.people[1].clone());
    hand_over(stage, &giulia)?;
    let whom = [Whom::Contact(stage.contacts[0]), Whom::Contact(stage.contacts[1]), Whom::Agent(tommaso.id)];
    let now_ms = stage.clock.now_ms();
    let own: Vec<(i64, i64)> =
        own(stage, &giulia)?.into_iter().filter(|(_, due_ms)| *due_ms > now_ms + HOUR_MS).collect();
    for ((conversation_id, due_ms), (title, at)) in own.iter().zip(ASKED) {
        let (id, due_at_ms, whom, giulia) =
            (*conversation_id, now_ms + (due_ms - now_ms) / 2, whom[at], giulia.id);
        stage.change(move |tx| {
            let about = conversation::find(tx, id)?;
            let ask = Ask {
                whom,
                title: title.to_owned(),
                text: String::new(),
                due_at_ms,
                later_than_promise: false,
                files: Vec::new(),
            };
            task::ask(tx, &about, ask, db::Actor::Agent(giulia)).map(|_| ())
        })?;
    }
    if let Some((conversation_id, due_ms)) = own.last().copied() {
        let giulia = giulia.id;
        stage.change(move |tx| {
            let about = conversation::find(tx, conversation_id)?;
            let hours = inbox::find(tx, about.inbox_id)?.hours;
            let leaves_ms = hours.next_open_ms(tx.now_ms() + HOUR_MS).filter(|at_ms| *at_ms < due_ms);
            let text = "Ho controllato: è tutto confermato. Per qualsiasi cosa basta rispondere qui.";
            let later = Later { text: text.to_owned(), ..Later::default() };
            match leaves_ms {
                Some(leaves_ms) => scheduled::schedule(tx, &about, giulia, &later, leaves_ms).map(|_| ()),
                None => Ok(()),
            }
        })?;
    }
    if let Some((conversation_id, _)) = own.first().copied() {
        let about = stage.change(move |tx| conversation::find(tx, conversation_id))?;
        if let Some(slot_ms) = stage.first_slot(&about)? {
            stage.on_page(&about, "call", &[("slot", slot_ms.to_string()), ("phone", phone)])?;
        }
    }
    stage.settle()
}

/// Everybody has read what they were told of but for the last few.
pub fn read_notices(stage: &Stage) -> Result<()> {
    while stage.change(notice::catch_up)? {}
    for person in stage.change(agent::list)? {
        stage.change(move |tx| {
            let unread = notice::list(tx, person.id, i64::MAX, true, MOST_NOTICES)?;
            if unread.len() <= UNREAD_LEFT {
                return Ok(());
            }
            notice::read_all(tx, person.id)?;
            for left in &unread[..UNREAD_LEFT] {
                notice::read(tx, person.id, left, false)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}
