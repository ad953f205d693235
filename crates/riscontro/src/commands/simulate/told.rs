//! The figures as JSON, in the contract's shape.

use queueing::simulation::{Check, Part, PromiseFigures, Report, TOLD};
use serde_json::{Map, Value, json};

use super::asked::Asked;

/// Names of the tiers, dearest first.
pub(super) const TIERS: [&str; 3] = ["A", "B", "C"];

pub(super) fn json(asked: &Asked, report: &Report) -> Value {
    let routing = &report.routing;
    let promise =
        TOLD.iter().zip(&report.promise).map(|(channel, figures)| (channel.name().to_owned(), one(figures)));
    json!({
        "asked": {
            "weeks": [asked.plan.weeks.start(), asked.plan.weeks.end()],
            "train": [asked.plan.training.start(), asked.plan.training.end()],
            "vol": asked.plan.volume,
            "routing": asked.plan.routing.name(),
            "predictor": asked.plan.live.to_string(),
            "email_predictor": asked.plan.deferred.to_string(),
            "promises_under": asked.promises_under(),
        },
        "check": check(&report.check),
        "routing": {
            "wpk": routing.wpk,
            "wpk_by_tier": by_tier(&routing.wpk_by_tier),
            "wpk_by_week": asked.plan.weeks.clone().zip(&routing.weeks).map(|(week, wpk)| (week.to_string(), json!(wpk))).collect::<Map<_, _>>(),
            "abandoned": routing.abandoned,
            "late_p99": routing.late_p99,
        },
        "promise": promise.collect::<Map<_, _>>(),
    })
}

fn by_tier(of: &[f64; 3]) -> Value {
    json!({ TIERS[0]: of[0], TIERS[1]: of[1], TIERS[2]: of[2] })
}

fn one(figures: &PromiseFigures) -> Value {
    let tiers = || TIERS.iter().copied().map(str::to_owned).zip(figures.by_tier.iter().copied());
    let weeks = || figures.by_week.iter().map(|&(week, part)| (week.to_string(), part));
    let hours = || figures.by_hour.iter().map(|&(hour, part)| (hour.to_string(), part));
    json!({
        "n": figures.n,
        "coverage": figures.coverage,
        "tightness": figures.tightness,
        "pinball": figures.pinball,
        "pinball_ratio": figures.pinball_ratio,
        "by_tier": coverages(tiers()),
        "by_week": coverages(weeks()),
        "by_hour": coverages(hours()),
        "n_by_tier": counts(tiers()),
        "n_by_week": counts(weeks()),
        "n_by_hour": counts(hours()),
    })
}

fn coverages(parts: impl Iterator<Item = (String, Part)>) -> Map<String, Value> {
    parts.map(|(name, part)| (name, json!(part.coverage()))).collect()
}

fn counts(parts: impl Iterator<Item = (String, Part)>) -> Map<String, Value> {
    parts.map(|(name, part)| (name, json!(part.n))).collect()
}

fn check(check: &Check) -> Value {
    let [phone, chat, email] = check.contacts_by_channel;
    let bursts: Vec<Value> =
        check.bursts.iter().map(|(day, second)| json!({"day": day, "second": second})).collect();
    let kept: Map<String, Value> =
        check.kept_301.iter().map(|(policy, kept)| (policy.name().to_owned(), json!(kept))).collect();
    json!({
        "mix_1": check.mix_1,
        "u_1_1_0": check.u_1_1_0,
        "u_201_10_0": check.u_201_10_0,
        "week_201": {
            "contacts": check.contacts,
            "phone": phone,
            "chat": chat,
            "email": email,
            "m": check.volume_effects,
            "bursts": bursts,
            "first_live": check.first_live.map(|contact| json!({
                "t": contact.at_s,
                "channel": contact.channel.name(),
                "skill": contact.skill,
                "tier": TIERS[contact.tier.min(2)],
                "service": contact.service_s,
                "patience": contact.patience_s,
            })),
            "service_sum": check.service_sum_s,
            "delayed": { "phone": check.delayed[0], "chat": check.delayed[1], "email": check.delayed[2] },
            "abandoned": { "phone": check.abandoned[0], "chat": check.abandoned[1] },
        },
        "week_301": { "contacts": check.contacts_301, "wpk": kept },
    })
}
