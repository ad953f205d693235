//! The figures as one page: charts with the same numbers as tables under them, nothing loaded from elsewhere.

use std::fmt::Write as _;

use queueing::simulation::{Part, Report, TOLD};

use super::asked::Asked;
use super::told::TIERS;

const STYLE: &str = "
:root{color-scheme:light dark;--ink:#1c2430;--soft:#586172;--line:#c9d0da;--paper:#fff;--bar:#1f5fbf;--band:#dcefe2;--goal:#1d7a43}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#a7b0be;--line:#3b4452;--paper:#141920;--bar:#7fb0ff;--band:#1d3a2a;--goal:#74d69b}}
body{margin:0 auto;max-width:60rem;padding:1.5rem 1rem 4rem;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.25rem;margin-top:2.5rem}h3{font-size:1.05rem;margin:1.5rem 0 .25rem}
.soft{color:var(--soft)}.scroll{overflow-x:auto}svg{display:block;width:100%;height:auto;max-width:46rem}
svg text{fill:var(--soft);font:12px system-ui,sans-serif}.bar{fill:var(--bar)}.band{fill:var(--band)}.goal{stroke:var(--goal);stroke-width:2}
.axis{stroke:var(--line)}table{border-collapse:collapse;font-variant-numeric:tabular-nums}caption{text-align:left;color:var(--soft)}
th,td{white-space:nowrap;padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--line);text-align:right}th:first-child,td:first-child{text-align:left}
summary{cursor:pointer;color:var(--soft)}";

pub(super) fn page(asked: &Asked, report: &Report) -> String {
    let plan = &asked.plan;
    let routing = &report.routing;
    let mut body = format!(
        "<h1>What would have been promised, and would it have held</h1>\n\
         <p class=\"soft\">World GIORNATA-1, weeks {} to {}, learnt from {} to {}, volume {}. Live channels by <code>{}</code>, \
         e-mail by <code>{}</code>, served by {}.</p>\n",
        plan.weeks.start(),
        plan.weeks.end(),
        plan.training.start(),
        plan.training.end(),
        plan.volume,
        plan.live,
        plan.deferred,
        asked.promises_under(),
    );
    let mut all = String::new();
    for (channel, figures) in TOLD.iter().zip(&report.promise) {
        let ratio = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
        let _ = write!(
            all,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{:.1}</td><td>{}</td></tr>",
            channel.name(),
            figures.n,
            percent(figures.coverage),
            ratio(figures.tightness),
            figures.pinball,
            ratio(figures.pinball_ratio),
        );
    }
    let _ = write!(
        body,
        "<h2>Promises</h2><p>Nine in ten are meant to hold. Tightness compares the length told with what somebody would \
         tell who knew the day in advance: 1 is as short as can be.</p><div class=\"scroll\"><table><caption>Contacts that had to wait</caption>\
         <thead><tr><th scope=\"col\">channel</th><th scope=\"col\">waited</th><th scope=\"col\">held</th><th scope=\"col\">tightness</th>\
         <th scope=\"col\">pinball, s</th><th scope=\"col\">by the oracle's</th></tr></thead><tbody>{all}</tbody></table></div>"
    );
    for (channel, figures) in TOLD.iter().zip(&report.promise) {
        let name = channel.name();
        let parts = |named: Vec<(String, Part)>| -> Vec<(String, f64, usize)> {
            named.into_iter().map(|(label, part)| (label, part.coverage(), part.n)).collect()
        };
        let weeks = parts(figures.by_week.iter().map(|&(week, part)| (week.to_string(), part)).collect());
        let hours = parts(
            figures.by_hour.iter().map(|&(hour, part)| (format!("{}–{}", hour, hour + 1), part)).collect(),
        );
        let tiers =
            parts(TIERS.iter().map(|&tier| tier.to_owned()).zip(figures.by_tier.iter().copied()).collect());
        let _ = write!(body, "<h2>{name}</h2>");
        for (by, bars) in [("week", weeks), ("hour of the desk's day", hours), ("tier", tiers)] {
            chart(
                &mut body,
                &format!("{name}: share of promises held, by {by}"),
                by,
                &bars,
                Some((0.875, 0.925)),
            );
        }
    }
    let _ = write!(
        body,
        "<h2>Routing by {}</h2><p>Promises kept, weighted by tier: <strong>{}</strong>. {} of live contacts left. One in a hundred \
         was later than {:.2} lengths of its promise.</p>",
        plan.routing.name(),
        percent(routing.wpk),
        percent(routing.abandoned),
        routing.late_p99,
    );
    let kept: Vec<_> =
        TIERS.iter().zip(routing.wpk_by_tier).map(|(&tier, share)| (tier.to_owned(), share, 0)).collect();
    chart(&mut body, "Routing: share of fixed promises kept, by tier", "tier", &kept, None);
    let weeks: Vec<_> =
        plan.weeks.clone().zip(&routing.weeks).map(|(week, &share)| (week.to_string(), share, 0)).collect();
    chart(&mut body, "Routing: weighted share kept, by week", "week", &weeks, None);
    whole(&format!("simulated weeks {}–{}", plan.weeks.start(), plan.weeks.end()), &body)
}

/// A page that needs nothing else.
pub(super) fn whole(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>Riscontro: {title}</title><style>{STYLE}</style></head>\n<body><main>{body}</main></body></html>\n"
    )
}

/// A name as text of a page.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 190.0;
const LEFT: f64 = 48.0;
const FOOT: f64 = 26.0;
/// Shares are drawn from here to 1, unless one is lower.
const FLOOR: f64 = 0.7;

/// Bars on a scale of shares, a band for the goal, and the same numbers as a table that can be opened.
pub(super) fn chart(
    body: &mut String,
    title: &str,
    by: &str,
    bars: &[(String, f64, usize)],
    band: Option<(f64, f64)>,
) {
    let lowest = bars.iter().map(|bar| bar.1).fold(FLOOR, f64::min);
    let floor = if lowest < FLOOR { (lowest * 10.0).floor() / 10.0 } else { FLOOR };
    let up = |share: f64| (HEIGHT - FOOT) - (share - floor) / (1.0 - floor) * (HEIGHT - FOOT - 10.0);
    let _ = write!(
        body,
        "<h3>{title}</h3><svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}: "
    );
    let said: Vec<String> =
        bars.iter().map(|(label, share, _)| format!("{label} {}", percent(*share))).collect();
    let _ = write!(body, "{}\">", said.join(", "));
    if let Some((from, to)) = band {
        let _ = write!(
            body,
            "<rect class=\"band\" x=\"{LEFT}\" y=\"{:.1}\" width=\"{}\" height=\"{:.1}\"/>",
            up(to),
            WIDTH - LEFT,
            up(from) - up(to)
        );
    }
    let mut share = floor;
    while share < 1.001 {
        let y = up(share);
        let _ = write!(
            body,
            "<line class=\"axis\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{:.0} %</text>",
            LEFT - 6.0,
            y + 4.0,
            100.0 * share
        );
        share += 0.1;
    }
    let room = (WIDTH - LEFT) / bars.len().max(1) as f64;
    let every = bars.len().div_ceil(20).max(1);
    for (place, (label, share, _)) in bars.iter().enumerate() {
        let x = LEFT + room * (place as f64 + 0.5);
        let wide = (room * 0.6).min(44.0);
        let _ = write!(
            body,
            "<rect class=\"bar\" x=\"{:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"{:.1}\" rx=\"2\"/>",
            x - wide / 2.0,
            up(*share),
            (HEIGHT - FOOT) - up(*share)
        );
        if place % every == 0 {
            let _ =
                write!(body, "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{label}</text>", HEIGHT - 8.0);
        }
    }
    if band.is_some() {
        let y = up(0.9);
        let _ = write!(body, "<line class=\"goal\" x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>");
    }
    let counted = bars.iter().any(|bar| bar.2 > 0);
    let head = if counted { "<th scope=\"col\">contacts</th>" } else { "" };
    let _ = write!(
        body,
        "</svg><details><summary>The same as a table</summary><div class=\"scroll\"><table><caption>{title}</caption><thead><tr>\
         <th scope=\"col\">{by}</th><th scope=\"col\">held</th>{head}</tr></thead><tbody>"
    );
    for (label, share, count) in bars {
        let count = if counted { format!("<td>{count}</td>") } else { String::new() };
        let _ = write!(body, "<tr><th scope=\"row\">{label}</th><td>{}</td>{count}</tr>", percent(*share));
    }
    body.push_str("</tbody></table></div></details>");
}
