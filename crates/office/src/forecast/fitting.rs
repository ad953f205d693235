//! From counts to the forecast of the days ahead. Pure: everything it rests on is read beforehand.
//!
//! A channel as a whole and each of its skills are fitted by themselves; what the skills say is then brought to what the
//! whole says, half hour by half hour, so that the parts add up.

use std::collections::{BTreeMap, BTreeSet};

use ::forecast::Model;
use ::forecast::run::{self, Asked};
use ::forecast::series::Series;
use ::forecast::working::Holidays;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use spine::inbox::Channel;

use super::model::{Group, Part, SLOT_MINUTES, SLOTS, SpecialDay, days_after, days_between};
use super::opening::Open;
use super::store::{Kept, Made};

/// Days a night looks ahead: six weeks.
pub const AHEAD_DAYS: i64 = 42;
/// Days from the first message on from which the calendar's model is used; before, the mean of the same weekday.
pub const MODEL_NEEDS_DAYS: i64 = 28;
/// Skills of a channel that are told apart, those that are asked for most.
const SKILLS_MAX: usize = 12;

/// Name and version, by whether enough is known for the calendar's model.
pub(super) const FACTOR: &str = "fm/1";
pub(super) const MEAN: &str = "mean4/1";

pub(super) type Counts = BTreeMap<Date, [f64; SLOTS]>;

/// A channel and what is known of it.
pub(super) struct Line {
    pub channel: Channel,
    pub holidays: Holidays,
    pub patron: Option<(i8, i8)>,
    /// Of a staffed channel, the days learnt from and the days ahead.
    pub open: Open,
    pub parts: BTreeMap<Part, Counts>,
}

/// Everything a forecast is made from.
pub(super) struct Facts {
    pub now_ms: i64,
    pub zone: TimeZone,
    pub today: Date,
    /// Half hours of today that are over.
    pub over: usize,
    pub made: Made,
    pub lines: Vec<Line>,
    pub special_days: Vec<SpecialDay>,
    /// What was said of today before.
    pub before: Vec<Kept>,
}

impl Facts {
    /// The forecasts of today, and in a night's run of the days ahead; of channels of which enough is known.
    pub fn fit(&self) -> Vec<Kept> {
        self.lines.iter().flat_map(|line| self.channel(line)).collect()
    }

    fn channel(&self, line: &Line) -> Vec<Kept> {
        let Some(whole) = line.parts.get(&Part::Whole) else { return Vec::new() };
        let Some(whole_fit) = self.one(line, whole) else { return Vec::new() };
        let mut fits = vec![(Part::Whole, whole_fit)];
        let parts = busiest(&line.parts, self.today);
        if let [(part, _)] = parts[..] {
            // Nobody asks for a skill there: what asks for none is all of it.
            let of_part = fits[0].1.clone();
            fits.push((part, of_part));
        } else {
            let (_, whole) = &fits[0];
            let shares = shares(&parts, self.today);
            let mut of_parts: Vec<Fit> = parts
                .iter()
                .zip(shares)
                .map(|((_, counts), share)| self.one(line, counts).unwrap_or_else(|| whole.share(share)))
                .collect();
            bring_to(whole, &mut of_parts);
            fits.extend(parts.into_iter().map(|(part, _)| part).zip(of_parts));
        }
        fits.into_iter().flat_map(|(part, fit)| self.kept(line.channel, part, fit)).collect()
    }

    fn kept(&self, channel: Channel, part: Part, fit: Fit) -> Vec<Kept> {
        let before = self
            .before
            .iter()
            .filter(|kept| kept.channel == channel && kept.part == part)
            .max_by_key(|kept| kept.made);
        fit.days
            .into_iter()
            .map(|(day, mut fitted)| {
                if let (Made::Day, Some(before)) = (self.made, before) {
                    // What is over stays as it was said.
                    fitted.means[..self.over].copy_from_slice(&before.means[..self.over]);
                }
                Kept {
                    channel,
                    part,
                    day: day.to_string(),
                    made: self.made,
                    made_at_ms: self.now_ms,
                    model: fit.model.to_owned(),
                    days_known: fit.days_known,
                    dispersion: fitted.dispersion,
                    day_dispersion: fitted.day_dispersion,
                    means: fitted.means,
                }
            })
            .collect()
    }

    /// The forecast of one series; nothing while less than a week is known of it.
    fn one(&self, line: &Line, counts: &Counts) -> Option<Fit> {
        const WEEK_DAYS: i64 = 7;
        let (first, _) = counts.iter().find(|(_, slots)| slots.iter().any(|count| *count > 0.0))?;
        let known_days = days_between(*first, self.today);
        if known_days < WEEK_DAYS {
            return None;
        }
        let (model, name) = match known_days >= MODEL_NEEDS_DAYS {
            true => (Model::Factor, FACTOR),
            false => (Model::Mean4, MEAN),
        };
        let over = match self.made {
            Made::Night => 0,
            Made::Day => self.over,
        };
        let ahead = match self.made {
            Made::Night => AHEAD_DAYS,
            Made::Day => 1,
        };
        let staffed = Group::of(line.channel).is_staffed();
        let special = Specials::of(&self.special_days, self.today);
        let given = |day: Date| special.factors.get(&day).copied().unwrap_or(1.0);
        let mut days_known = 0;
        let mut table = Vec::new();
        for number in 0..known_days + ahead {
            let day = days_after(*first, number);
            let nothing = [0.0; SLOTS];
            let of_day = counts.get(&day).unwrap_or(&nothing);
            let open = line.open.get(&day);
            let slots = (0..SLOTS).map(|slot| match (staffed, open.is_some_and(|open| open[slot])) {
                // Shut is not none.
                (true, false) => f64::NAN,
                // What lies ahead tells only that it will be open.
                _ if number > known_days || (number == known_days && slot >= over) => 0.0,
                // What came of today came with the number given for it; that is put on what is left of it below.
                _ => of_day[slot] / given(day),
            });
            let slots: Vec<f64> = slots.collect();
            days_known += i64::from(number < known_days && slots.iter().any(|count| !count.is_nan()));
            table.extend(slots);
        }
        let series = Series::of(SLOT_MINUTES as usize, self.zone.clone(), *first, table)?;
        let at = self.today.to_datetime(jiff::civil::Time::midnight());
        let at: DateTime = at.saturating_add(jiff::Span::new().minutes(over as i64 * SLOT_MINUTES));
        let asked = Asked {
            // Two more for the night that is longer.
            horizon: ahead as usize * SLOTS - over + 2,
            at: Some(at.to_string()),
            model: Some(model),
            holidays: line.holidays,
            patron: line.patron,
            events: special.names.clone(),
        };
        let forecast = run::forecast(&series, &asked).ok()?;
        let mut days: BTreeMap<Date, Day> = BTreeMap::new();
        for slot in forecast.slots {
            let Some(start) = slot.start.get(..16).and_then(|start| start.parse::<DateTime>().ok()) else {
                continue;
            };
            let (day, place) = (
                start.date(),
                usize::from(start.hour().unsigned_abs()) * 2 + usize::from(start.minute() >= 30),
            );
            if days_between(self.today, day) >= ahead {
                continue;
            }
            let fitted = days.entry(day).or_default();
            fitted.means[place] = slot.mean * given(day);
            fitted.dispersion = fitted.dispersion.max(slot.dispersion);
            fitted.day_dispersion = fitted.day_dispersion.max(slot.day_dispersion);
        }
        Some(Fit { model: name, days_known, days })
    }
}

/// One series' forecast.
#[derive(Clone)]
struct Fit {
    model: &'static str,
    days_known: i64,
    days: BTreeMap<Date, Day>,
}

#[derive(Clone)]
struct Day {
    dispersion: f64,
    day_dispersion: f64,
    means: [f64; SLOTS],
}

impl Default for Day {
    fn default() -> Self {
        Self { dispersion: 0.0, day_dispersion: 0.0, means: [0.0; SLOTS] }
    }
}

impl Fit {
    /// A part of it: what counts of which each is kept with the same chance scatter as the whole does.
    fn share(&self, share: f64) -> Self {
        let mut part = self.clone();
        part.days.values_mut().for_each(|day| day.means.iter_mut().for_each(|mean| *mean *= share));
        part
    }
}

/// The parts that are told apart, each with its counts; what is asked for least is one with what asks for nothing.
fn busiest(parts: &BTreeMap<Part, Counts>, today: Date) -> Vec<(Part, Counts)> {
    let mut by_count: Vec<(f64, Part)> = parts
        .iter()
        .filter(|(part, _)| matches!(part, Part::Skill(_)))
        .map(|(part, counts)| (lately(counts, today, 90), *part))
        .filter(|(count, _)| *count > 0.0)
        .collect();
    by_count.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    by_count.truncate(SKILLS_MAX);
    let told: BTreeSet<Part> = by_count.into_iter().map(|(_, part)| part).collect();
    let mut rest = Counts::new();
    let mut found = Vec::new();
    for (part, counts) in parts {
        match part {
            Part::Whole => {}
            Part::Skill(_) if told.contains(part) => found.push((*part, counts.clone())),
            Part::Unskilled | Part::Skill(_) => {
                for (day, slots) in counts {
                    let into = rest.entry(*day).or_insert([0.0; SLOTS]);
                    into.iter_mut().zip(slots).for_each(|(sum, count)| *sum += count);
                }
            }
        }
    }
    found.insert(0, (Part::Unskilled, rest));
    found
}

/// How many came in the days before today.
fn lately(counts: &Counts, today: Date, days: i64) -> f64 {
    counts.range(days_after(today, -days)..today).flat_map(|(_, slots)| slots).sum()
}

/// What part of the last four weeks each was.
fn shares(parts: &[(Part, Counts)], today: Date) -> Vec<f64> {
    let counts: Vec<f64> = parts.iter().map(|(_, counts)| lately(counts, today, 28)).collect();
    let sum: f64 = counts.iter().sum();
    counts.iter().map(|count| if sum > 0.0 { count / sum } else { 0.0 }).collect()
}

/// Makes the parts add up to the whole in every half hour.
fn bring_to(whole: &Fit, parts: &mut [Fit]) {
    let even = 1.0 / parts.len().max(1) as f64;
    for (day, all) in &whole.days {
        for slot in 0..SLOTS {
            let said: f64 = parts.iter().filter_map(|part| part.days.get(day)).map(|day| day.means[slot]).sum();
            for part in parts.iter_mut() {
                let of = part.days.entry(*day).or_default();
                of.means[slot] = match said > 0.0 {
                    true => of.means[slot] * all.means[slot] / said,
                    false => all.means[slot] * even,
                };
                of.dispersion = of.dispersion.max(all.dispersion);
                of.day_dispersion = of.day_dispersion.max(all.day_dispersion);
            }
        }
    }
}

/// Special days as the model reads them.
struct Specials {
    /// Of days whose effect is learnt from those of the same name; days somebody gave a number for teach nothing.
    names: BTreeMap<Date, String>,
    /// What a day ahead is multiplied with.
    factors: BTreeMap<Date, f64>,
}

impl Specials {
    fn of(special_days: &[SpecialDay], today: Date) -> Self {
        let mut specials = Self { names: BTreeMap::new(), factors: BTreeMap::new() };
        for special in special_days {
            for number in 0..=days_between(special.first, special.last) {
                let day = days_after(special.first, number);
                let name = match special.percent {
                    None => special.name.to_lowercase(),
                    Some(_) if day < today => format!("={}", special.oid),
                    Some(percent) => {
                        specials.factors.insert(day, 1.0 + percent as f64 / 100.0);
                        format!("+{}", special.oid)
                    }
                };
                specials.names.entry(day).or_insert(name);
            }
        }
        specials
    }
}
