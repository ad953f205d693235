//! Both at once: who has to wait is told a moment, and the router serves by the moments that were told.

use std::collections::BTreeMap;

use super::figures::{Part, Tally, pinball};
use super::watch::{Asks, Channels, LEVEL, Watch};
use super::week::{Watcher, run_week};
use crate::calibration::{ALPHA, Clamp, Tracker, announced_s};
use crate::channel::Channel;
use crate::floor::{Floor, Met};
use crate::prediction::regression::offset_s;
use crate::routing::{Policy, Rules, Waiting};
use crate::world::{DAY_S, TIERS, Targets, Week};

/// What came of it on live channels.
#[derive(Clone, Debug, PartialEq)]
pub struct Joint {
    /// Promises told on phone and chat, and how many held.
    pub told: [Part; 2],
    pub by_tier: [Part; TIERS],
    /// Mean pinball loss, seconds, and mean length told.
    pub pinball: f64,
    pub mean_told_s: f64,
    /// Weighted share of the fixed promises kept, as routing alone is measured.
    pub wpk: f64,
    pub abandoned: f64,
}

const ETA: f64 = 0.05;

/// Runs weeks one after the other: the calibration of one goes on in the next. The first `training` are not counted.
pub fn joint(weeks: &[u64], training: usize, volume: f64, progress: &dyn Fn(usize, usize)) -> Joint {
    let tracker = || Tracker::new(0.0, ETA, ALPHA, Clamp::LIVE);
    let mut cells: [[Tracker; TIERS]; 2] = std::array::from_fn(|_| std::array::from_fn(|_| tracker()));
    let mut sum = Joint {
        told: [Part::default(); 2],
        by_tier: [Part::default(); TIERS],
        pinball: 0.0,
        mean_told_s: 0.0,
        wpk: 0.0,
        abandoned: 0.0,
    };
    let (mut kept, mut all, mut live, mut left) = (0.0, 0.0, 0, 0);
    for (number, &week) in weeks.iter().enumerate() {
        let week = Week::of(week, volume);
        let asks = Asks { paths: Some(Channels::Live), oracle: None, handling: 1.0 };
        let watch = Watch::new(&week, &Targets::FIXED, asks);
        let counts = number >= training;
        let mut teller =
            Teller { watch, cells: &mut cells, open: BTreeMap::new(), sum: counts.then_some(&mut sum) };
        let outcomes = run_week(&week, Rules::bare(Policy::Fedf), &Targets::FIXED, &mut teller);
        if counts {
            let tally = Tally::of(&week, &outcomes, &Targets::FIXED);
            let weighted = tally.weighted();
            kept += weighted.0;
            all += weighted.1;
            live += tally.live;
            left += tally.abandoned;
        }
        progress(number + 1, weeks.len());
    }
    let told = sum.told.iter().map(|part| part.n).sum::<usize>().max(1) as f64;
    Joint {
        pinball: sum.pinball / told,
        mean_told_s: sum.mean_told_s / told,
        wpk: kept / f64::max(all, 1.0),
        abandoned: left as f64 / live.max(1) as f64,
        ..sum
    }
}

struct Teller<'a> {
    watch: Watch<'a>,
    cells: &'a mut [[Tracker; TIERS]; 2],
    /// By contact: what it was told, and whether the tracker knows of it.
    open: BTreeMap<u64, Open>,
    sum: Option<&'a mut Joint>,
}

#[derive(Clone, Copy)]
struct Open {
    arrived_s: f64,
    told_s: f64,
    place: usize,
    tier: usize,
    heard: bool,
}

impl Watcher for Teller<'_> {
    fn arrived(&mut self, contact: &Waiting) {
        // A moment that passed is known before anybody answers.
        for open in self.open.values_mut() {
            if !open.heard && open.arrived_s + open.told_s < contact.arrived_s {
                open.heard = true;
                self.cells[open.place][open.tier].tell(true);
            }
        }
        self.watch.arrived(contact);
    }

    fn waits(&mut self, floor: &Floor, contact: &Waiting, now_s: f64) -> Option<f64> {
        self.watch.waits(floor, contact, now_s);
        let row = self.watch.rows.last()?;
        let near_closing = now_s.rem_euclid(DAY_S) >= 8.5 * 3_600.0;
        if !contact.channel.is_live() || near_closing {
            return None;
        }
        let (place, tier) = (contact.channel.place(), usize::from(contact.tier));
        let q = self.cells[place][tier].q();
        let told_s = announced_s(row.facts.paths_high_s, q, offset_s(contact.channel));
        self.open.insert(contact.id, Open { arrived_s: now_s, told_s, place, tier, heard: false });
        Some(told_s.max(1.0))
    }

    fn met(&mut self, contact: &Waiting, waited_s: f64, how: Met) {
        self.watch.met(contact, waited_s, how);
        let Some(open) = self.open.remove(&contact.id) else { return };
        let missed = how == Met::Unserved || waited_s > open.told_s;
        if !open.heard {
            self.cells[open.place][open.tier].tell(missed);
        }
        if let Some(sum) = &mut self.sum {
            for part in [&mut sum.told[open.place], &mut sum.by_tier[open.tier]] {
                part.n += 1;
                part.kept += usize::from(!missed);
            }
            sum.pinball += pinball(waited_s, open.told_s);
            sum.mean_told_s += open.told_s;
        }
    }
}

const _: () = {
    // The two live channels come first: cells and figures are found by their place.
    assert!(Channel::Phone as usize == 0 && Channel::Chat as usize == 1);
    assert!(LEVEL + ALPHA > 0.999 && LEVEL + ALPHA < 1.001);
};
