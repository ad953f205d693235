//! Hands out what waits where a company wants that: after every change of an account, and when time alone may change
//! something. What waits without a skill is given the one that was learnt first, where that is switched on. A plan is made from a snapshot; each conversation is given in a transaction of its own, which fails when
//! another node, or a person, was faster. Then the plan is made again.

use std::collections::HashMap;

use db::Db;
use spine::routing::learnt::{self, Learner};
use spine::routing::{self, Plan};
use spine::{Error, skill};
use tokio_util::sync::CancellationToken;

use super::{blocking, next_calm_turn};

/// Accounts taken over in one turn.
const BATCH: usize = 200;
/// Plans made for one account in one turn; what is left has the next.
const PLANS: usize = 50;

/// How an account stood when it was looked at last.
struct Seen {
    seq: i64,
    /// When time alone may change something; nothing where everything is done by hand.
    next_ms: Option<i64>,
    learner: Learner,
}

pub async fn work(db: Db, stop: CancellationToken) {
    let mut hints = db.hints();
    let mut seen = HashMap::new();
    loop {
        take_over(&db).await;
        turn(&db, &mut seen, &stop).await;
        if !next_calm_turn(&mut hints, &stop).await {
            return;
        }
    }
}

/// Skills from before there was a catalogue.
async fn take_over(db: &Db) {
    let found = blocking(db, |db| db.read_everywhere(|tx| skill::to_take_over(tx, BATCH)));
    let accounts = match found.await {
        Some(Ok(accounts)) => accounts,
        Some(Err(error)) => {
            return tracing::warn!(%error, "accounts without a catalogue of skills could not be listed");
        }
        None => return,
    };
    for account_id in accounts {
        if let Err(error) = db.submit(account_id, skill::take_over).answer().await {
            tracing::warn!(%error, account_id, "the skills of an account could not be taken over");
        }
    }
}

async fn turn(db: &Db, seen: &mut HashMap<i64, Seen>, stop: &CancellationToken) {
    let found = blocking(db, |db| db.read_everywhere(routing::ends));
    let ends = match found.await {
        Some(Ok(ends)) => ends,
        Some(Err(error)) => return tracing::warn!(%error, "accounts could not be listed to hand out"),
        None => return,
    };
    let now_ms = db.clock().now_ms();
    for (account_id, seq) in ends {
        let calm = seen
            .get(&account_id)
            .is_some_and(|known| known.seq == seq && known.next_ms.is_none_or(|next_ms| now_ms < next_ms));
        if calm || stop.is_cancelled() {
            continue;
        }
        let learner = seen.remove(&account_id).map(|known| known.learner).unwrap_or_default();
        match look(db, account_id, learner).await {
            Ok((next_ms, learner)) => {
                seen.insert(account_id, Seen { seq, next_ms, learner });
            }
            Err(error) => tracing::warn!(%error, account_id, "what waits could not be handed out"),
        }
    }
}

/// Plans and hands out until nothing is left to give. When to look again; nothing where everything is done by hand.
async fn look(db: &Db, account_id: i64, mut learner: Learner) -> Result<(Option<i64>, Learner), Error> {
    let mut next_ms = None;
    for _ in 0..PLANS {
        let mut own = std::mem::take(&mut learner);
        let read = blocking(db, move |db| {
            db.read(account_id, |tx| {
                let found = learnt::look(tx, &mut own)?;
                // What needs a name first is not handed out without one.
                let plan = if found.is_empty() { routing::plan(tx)? } else { None };
                Ok::<_, Error>((own, found, plan))
            })
        });
        let Some((after, found, plan)) = read.await.transpose()? else { break };
        learner = after;
        if !found.is_empty() {
            db.submit(account_id, move |tx| learnt::name(tx, &found)).answer().await?;
            continue;
        }
        let Some(plan) = plan else { return Ok((None, learner)) };
        next_ms = Some(plan.next_ms);
        if carry_out(db, account_id, plan).await? == Done::Nothing {
            break;
        }
    }
    Ok((next_ms, learner))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    /// Something changed: the next plan says what follows from it.
    Something,
    Nothing,
}

async fn carry_out(db: &Db, account_id: i64, plan: Plan) -> Result<Done, Error> {
    let mut done = Done::Nothing;
    for back in plan.back {
        if db.submit(account_id, move |tx| routing::take_back(tx, back)).answer().await? {
            done = Done::Something;
        }
    }
    if !plan.holds.is_empty() {
        let holds = plan.holds;
        db.submit(account_id, move |tx| routing::hold(tx, &holds)).answer().await?;
    }
    if done == Done::Something {
        // What went back changed who has what.
        return Ok(done);
    }
    let mut version = plan.version;
    for give in plan.gives {
        match db.submit(account_id, move |tx| routing::give(tx, version, &give)).answer().await {
            Ok(after) => {
                version = after;
                done = Done::Something;
            }
            Err(Error::Conflict(_) | Error::Missing(_)) => return Ok(Done::Something),
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}
