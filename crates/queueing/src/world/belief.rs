//! What the people of the world would believe of it: base values, without the day's effects, bursts and late breaks. And
//! what an oracle would know of a day.

use super::desk::{CHAT_SLOWDOWN, Targets};
use super::{
    DAY_S, DAYS, PATIENCE_MEAN_S, SERVICE_MEAN_S, SERVICE_SIGMA, SKILLS, STEP_S, STEPS, TIER_ENDS,
    TIER_WEIGHTS, Week, forecast_overnight, forecast_rate,
};
use crate::channel::Channel;
use crate::prediction::{Beliefs, Forecast, Kind};

/// Base values; `handling` is the factor by which somebody misjudged how long things take.
pub fn beliefs(handling: f64) -> Beliefs {
    Beliefs {
        handling_mean_s: SERVICE_MEAN_S.map(|mean_s| mean_s * handling),
        handling_sigma: SERVICE_SIGMA,
        patience_mean_s: PATIENCE_MEAN_S,
        chat_slowdown: CHAT_SLOWDOWN,
    }
}

/// The place of a channel and skill among the forecast's kinds.
pub fn kind(channel: Channel, skill: usize) -> usize {
    channel.place() * SKILLS + skill
}

/// The week as forecast.
pub fn forecast(volume: f64, targets: &Targets) -> Forecast {
    build(volume, targets, |_, _, _, _| 1.0)
}

/// The week as an oracle forecasts it: with the days' true multipliers and bursts.
pub fn oracle_forecast(week: &Week, targets: &Targets) -> Forecast {
    build(week.volume, targets, |day, channel, skill, step| {
        let effect = &week.days[day];
        effect.volume * step.map_or(1.0, |step| effect.burst_factor(channel, skill, step))
    })
}

/// `effect` of day, channel, skill and step of the day; without a step, of what gathers over night.
fn build(
    volume: f64,
    targets: &Targets,
    effect: impl Fn(usize, Channel, usize, Option<usize>) -> f64,
) -> Forecast {
    let all = || Channel::ALL.into_iter().flat_map(|channel| (0..SKILLS).map(move |skill| (channel, skill)));
    let kinds = all().map(|(channel, skill)| Kind {
        channel,
        skills: 1 << skill,
        tier_ends: TIER_ENDS,
        tier_weights: TIER_WEIGHTS,
        promised_s: targets.0[channel.place()],
        handling_s: SERVICE_MEAN_S[channel.place()],
    });
    let rate = |day: usize, step: usize| {
        let effect = &effect;
        all().map(move |(channel, skill)| {
            forecast_rate(channel, skill, step, volume) * effect(day, channel, skill, Some(step))
        })
    };
    let opening = |day: usize| {
        let counts = all().map(|(channel, skill)| match channel {
            Channel::Phone | Channel::Chat => 0.0,
            Channel::Email => (forecast_overnight(skill) * effect(day, channel, skill, None)).round(),
        });
        (day as f64 * DAY_S, counts.collect())
    };
    let rate = &rate;
    Forecast {
        step_s: STEP_S,
        kinds: kinds.collect(),
        rates: (0..DAYS).flat_map(|day| (0..STEPS).flat_map(move |step| rate(day, step))).collect(),
        openings: (1..DAYS).map(opening).collect(),
        closings_s: (1..=DAYS).map(|day| day as f64 * DAY_S).collect(),
    }
}
