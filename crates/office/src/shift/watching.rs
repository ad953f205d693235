//! Reading the event log for presence: who was there from when to when, and who is not who should be.

use std::collections::HashMap;

use db::{Row, Tx, args};
use kernel::id::Kind as Name;
use spine::error::Error;
use spine::log::{self, Cursor, Happened};
use spine::{agent, routing};

use super::acts::{people, zone};
use super::adherence::{Adherence, Sample, adherence};
use super::model::{NewShift, Told, instant, local, plus_days};
use super::store;
use super::terms::settings;

/// Presence is kept for so long: five weeks.
const KEPT_MS: i64 = 35 * 86_400_000;

/// Accounts whose log goes on after what was read.
pub fn behind(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::BEHIND, args![limit], Row::next)?)
}

/// Reads the log on for presence. Whether there is more to read.
pub fn catch_up(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let cursor = Cursor { at: store::CURSOR, start: store::START, advance: store::ADVANCE };
    log::read_on(tx, &cursor, hear)
}

fn hear(tx: &mut Tx<'_>, event: &Happened) -> Result<(), Error> {
    if event.kind != "agent.presence_changed" {
        return Ok(());
    }
    let oid = event.data["agent_id"].as_str().and_then(|name| Name::Agent.oid(name));
    let person = oid.and_then(|oid| agent::by_oid(tx, oid).ok());
    let (Some(person), Some(presence)) = (person, event.data["presence"].as_str()) else { return Ok(()) };
    tx.execute(store::HEARD, args![person.id, event.seq, event.at_ms, presence])?;
    tx.execute(store::FORGET, args![event.at_ms - KEPT_MS])?;
    Ok(())
}

/// Everybody who was told of a shift today, or is there now: their shifts, and how they keep them. Whose console has been
/// silent for as long as the router waits for it is not there, whatever it said last.
pub fn adherence_now(tx: &mut Tx<'_>) -> Result<Vec<(i64, Vec<NewShift>, Adherence)>, Error> {
    let (now_ms, zone, grace) = (tx.now_ms(), zone(tx)?, settings(tx)?.grace_minutes);
    let today = local(now_ms, &zone).0;
    let told = super::publishing::told(tx, plus_days(today, -1), plus_days(today, 1))?;
    // What began yesterday counts until it is over.
    let counts = |one: &&Told| !one.cancelled && (one.is.day == today || one.is.span_ms(&zone).1 > now_ms);
    let told: Vec<&Told> = told.iter().filter(counts).collect();
    let midnight_ms = instant(today, 0, &zone);
    let since_ms = told.iter().map(|one| one.is.span_ms(&zone).0).chain([midnight_ms]).min();
    let mut samples: HashMap<i64, Vec<Sample>> = HashMap::new();
    for query in [store::LAST_BEFORE, store::SAMPLES] {
        for (agent_id, sample) in tx.list(query, args![since_ms], store::read_sample)? {
            samples.entry(agent_id).or_default().push(sample);
        }
    }
    let heard = agent::all_heard(tx)?;
    let silence_ms = routing::settings(tx)?.silence_minutes * 60_000;
    let mut all = Vec::new();
    for person in people(tx)? {
        let own = told.iter().filter(|one| one.is.agent_id == person.id);
        let own: Vec<NewShift> = own.map(|one| one.is.clone()).collect();
        let mut known = samples
            .remove(&person.id)
            .unwrap_or_else(|| vec![Sample { at_ms: i64::MIN, presence: person.presence.clone() }]);
        let said_ms = known.last().map_or(i64::MIN, |one| one.at_ms);
        // Whose presence a program says, and whose console was never open, is where they are said to be.
        let silent_ms = heard.get(&person.id).map(|heard_ms| (heard_ms + silence_ms).max(said_ms));
        if let Some(silent_ms) = silent_ms.filter(|silent_ms| *silent_ms < now_ms) {
            known.push(Sample { at_ms: silent_ms, presence: "offline".to_owned() });
        }
        let stands = adherence(&own, &known, now_ms, grace, &zone);
        if !own.is_empty() || stands.there == super::adherence::There::Extra {
            all.push((person.id, own, stands));
        }
    }
    all.sort_by_key(|(agent_id, _, stands)| (stands.there, stands.span_ms, *agent_id));
    Ok(all)
}
