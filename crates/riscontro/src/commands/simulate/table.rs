//! The figures as a table for a terminal.

use std::fmt::Write as _;

use queueing::simulation::{Report, TOLD};

use super::asked::Asked;
use super::told::TIERS;

pub(super) fn text(asked: &Asked, report: &Report) -> String {
    let plan = &asked.plan;
    let routing = &report.routing;
    let mut text = format!(
        "World GIORNATA-1, weeks {}-{}, learnt from {}-{}, volume {}\n\n\
         Routing {}: promises kept, weighted {:.4}; A {:.3}, B {:.3}, C {:.3}; left {:.1} %; latest of a hundred {:.2} promises late\n\n\
         Promises ({}; e-mail {}; served by {})\n",
        plan.weeks.start(),
        plan.weeks.end(),
        plan.training.start(),
        plan.training.end(),
        plan.volume,
        plan.routing.name(),
        routing.wpk,
        routing.wpk_by_tier[0],
        routing.wpk_by_tier[1],
        routing.wpk_by_tier[2],
        100.0 * routing.abandoned,
        routing.late_p99,
        plan.live,
        plan.deferred,
        asked.promises_under(),
    );
    // Writing to a text never fails.
    let _ = writeln!(
        text,
        "{:8}{:>8}{:>10}{:>11}{:>12}{:>12}   {}",
        "",
        "waited",
        "coverage",
        "tightness",
        "pinball s",
        "by oracle's",
        TIERS.join("     ")
    );
    for (channel, figures) in TOLD.iter().zip(&report.promise) {
        let ratio = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"));
        let tiers: Vec<String> = figures.by_tier.iter().map(|part| format!("{:.3}", part.coverage())).collect();
        let _ = writeln!(
            text,
            "{:8}{:>8}{:>10.3}{:>11}{:>12.1}{:>12}   {}",
            channel.name(),
            figures.n,
            figures.coverage,
            ratio(figures.tightness),
            figures.pinball,
            ratio(figures.pinball_ratio),
            tiers.join(" "),
        );
    }
    for (channel, figures) in TOLD.iter().zip(&report.promise) {
        let weeks: Vec<String> =
            figures.by_week.iter().map(|(week, part)| format!("{week} {:.3}", part.coverage())).collect();
        let hours: Vec<String> =
            figures.by_hour.iter().map(|(hour, part)| format!("{hour} {:.3}", part.coverage())).collect();
        let _ = writeln!(
            text,
            "\n{} by week: {}\n{} by hour: {}",
            channel.name(),
            weeks.join("  "),
            channel.name(),
            hours.join("  ")
        );
    }
    let check = &report.check;
    let _ = writeln!(
        text,
        "\nCheck: week 201 {} contacts {:?}, services {:.2} s, had to wait {:?}, left {:?}; week 301 {} contacts, kept {}",
        check.contacts,
        check.contacts_by_channel,
        check.service_sum_s,
        check.delayed,
        check.abandoned,
        check.contacts_301,
        check
            .kept_301
            .iter()
            .map(|(policy, kept)| format!("{} {kept:.6}", policy.name()))
            .collect::<Vec<_>>()
            .join(", "),
    );
    text
}
