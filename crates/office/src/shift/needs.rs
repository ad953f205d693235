//! What a week asks for: people by half hour, and for a trial of its roster everything that is forecast to come.

use db::Tx;
use jiff::civil::Date;
use spine::error::Error;
use spine::inbox::{self, Tier};

use super::acts::{today, zone};
use super::model::{DAY_MINUTES, Pattern, SLOT_MINUTES, WEEK_DAYS, days_between, instant, plus_days};
use super::terms::{floors, patterns};
use super::trial::{Coming, Due, Flow, Word};
use super::week::{Need, higher, is_reached, of_floors};
use crate::forecast::{self, Expected, Group, Part};
use crate::kpi;

/// People needed every half hour of these days: what the forecast asks for, and never fewer than the company says.
pub fn needed(tx: &mut Tx<'_>, from: Date, days: i64) -> Result<Vec<Need>, Error> {
    let floors = of_floors(&floors(tx)?, (0..days).map(|day| plus_days(from, day)));
    Ok(higher(of_forecast(tx, from, days)?, floors))
}

/// People the forecast asks for on the roster: short breaks, leave and sickness are in it, as measured. Hours no pattern
/// reaches are not planned: whoever is on call answers then. Without any pattern every hour counts.
fn of_forecast(tx: &mut Tx<'_>, from: Date, days: i64) -> Result<Vec<Need>, Error> {
    let patterns: Vec<Pattern> = patterns(tx)?.into_iter().filter(|one| one.retired_at_ms.is_none()).collect();
    let mut need = Vec::new();
    for day in forecast::needed(tx, from, usize::try_from(days).unwrap_or(0))? {
        for (slot, people) in (0..).zip(&day.together) {
            let needed = people.scheduled;
            let at = slot * SLOT_MINUTES;
            if day.is_known && needed > 0 && is_reached(&patterns, day.date, at) {
                need.push((day.date, at, needed));
            }
        }
    }
    Ok(need)
}

/// Days behind what inboxes and tiers a channel's messages go to.
const SHARES_DAYS: i64 = 28;
/// Somebody new is of the usual tier of an inbox of that channel, where nothing came yet.
const NOTHING_CAME: f64 = 0.001;

/// What is forecast to come in the week of this Monday, how long it takes and what it is promised; read for a trial of its
/// roster alone.
pub fn coming(tx: &mut Tx<'_>, monday: Date) -> Result<Coming, Error> {
    let zone = zone(tx)?;
    let begins_ms: Vec<i64> = (0..WEEK_DAYS)
        .flat_map(|day| (0..DAY_MINUTES).step_by(SLOT_MINUTES as usize).map(move |at| (day, at)))
        .map(|(day, at)| instant(plus_days(monday, day), at, &zone))
        .collect();
    let monday_ms = begins_ms.first().copied().unwrap_or_default();
    let (settings, handling) = (forecast::settings(tx)?, forecast::measured(tx)?);
    let since = plus_days(today(tx)?, -SHARES_DAYS);
    let (mut came, inboxes) = (Vec::new(), inbox::list(tx)?);
    for inbox in &inboxes {
        for tier in Tier::ALL {
            let usual = if tier == Tier::default() { NOTHING_CAME } else { 0.0 };
            came.push((inbox, tier, inbox.channel, usual));
            let months = kpi::months(tx, since, Some(inbox.id), Some(tier))?;
            came.extend(months.into_iter().map(|(_, channel, count)| (inbox, tier, channel, count as f64)));
        }
    }
    let expected = forecast::expected(tx, monday, WEEK_DAYS as usize)?;
    let mut flows = Vec::new();
    for channel in inbox::Channel::ALL {
        let of_channel = |one: &&Expected| one.channel == channel && one.part == Part::Whole;
        let days: Vec<&Expected> = expected.iter().filter(of_channel).collect();
        if days.is_empty() {
            continue;
        }
        let group = Group::of(channel);
        let terms = settings.terms(group);
        let mut flow = Flow {
            channel: match group {
                Group::Phone => queueing::channel::Channel::Phone,
                Group::Chat => queueing::channel::Channel::Chat,
                Group::Written => queueing::channel::Channel::Email,
            },
            handling_s: handling.of(group, &settings).0 as f64,
            patience_s: terms.patience_s as f64,
            means: vec![0.0; begins_ms.len()],
            dispersion: [0.0; WEEK_DAYS as usize],
            words: Vec::new(),
        };
        for one in days {
            let Ok(day) = usize::try_from(days_between(monday, one.date)) else { continue };
            if let Some(dispersion) = flow.dispersion.get_mut(day) {
                *dispersion = one.day.dispersion;
                let means = flow.means.iter_mut().skip(day * one.slots.len());
                means.zip(&one.slots).for_each(|(mean, slot)| *mean = slot.mean);
            }
        }
        for (inbox, tier, _, share) in came.iter().filter(|one| one.2 == channel && one.3 > 0.0) {
            let due = |at_ms: &i64| match group {
                Group::Phone | Group::Chat => Due::After(terms.target_s as f64),
                Group::Written => {
                    let minutes = inbox.targets.first_reply_minutes(*tier);
                    let due_ms = inbox.hours.due(*at_ms, minutes).unwrap_or(i64::MAX / 4);
                    match inbox.hours.is_open(*at_ms) {
                        true => Due::After((due_ms - at_ms) as f64 / 1_000.0),
                        false => Due::At((due_ms - monday_ms) as f64 / 1_000.0),
                    }
                }
            };
            let due = begins_ms.iter().map(due).collect();
            flow.words.push(Word { share: *share, tier: *tier as u8, due });
        }
        flows.push(flow);
    }
    let chat = settings.terms(Group::Chat);
    Ok(Coming {
        flows,
        begins_s: begins_ms.iter().map(|at_ms| (at_ms - monday_ms) as f64 / 1_000.0).collect(),
        shrinkage: settings.shrinkage_percent as f64 / 100.0,
        at_once: u8::try_from(chat.at_once).unwrap_or(1),
        slower: chat.slower_percent as f64 / 100.0,
    })
}
