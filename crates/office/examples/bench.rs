//! `cargo xtask bench forecast`, second part: the people of the formula tried out on the documented world, put into
//! `docs/benchmarks.md` in a section of its own; whatever else stands on that page stays.

use office::forecast::trial::{VOLUME, tried};

const PAGE: &str = "docs/benchmarks.md";
const HEADING: &str = "## People by half hour, tried out";
/// Weeks of the world.
const WEEKS: std::ops::RangeInclusive<u64> = 301..=400;

fn main() -> std::io::Result<()> {
    let found = tried(WEEKS);
    let off = (found.realised - found.planned).abs() * 100.0;
    let mark = if off <= 3.0 { "held" } else { "**missed**" };
    let line = format!(
        "| answered within 20 s, {} weeks at volume {VOLUME}, {} calls, {:.1} people-hours a day | within 3 points of the plan | \
         planned {:.1} %, realised {:.1} %: {off:.1} points | {mark} |\n",
        WEEKS.count(),
        found.calls,
        found.hours,
        found.planned * 100.0,
        found.realised * 100.0
    );
    eprint!("{line}");
    let page = std::fs::read_to_string(PAGE).unwrap_or_default();
    std::fs::write(PAGE, merged(&page, &line))
}

/// The page with this section in the place of the one that was there, or at its end.
fn merged(page: &str, lines: &str) -> String {
    let section = format!(
        "{HEADING}\n\n\
         Written by `cargo xtask bench forecast`. Calls of GIORNATA-1, its untold bursts among them, answered by the people that\n\
         Erlang A asks for at 80 % within 20 seconds.\n\n\
         | number | goal | reached | |\n| --- | --- | --- | --- |\n{lines}"
    );
    let Some(at) = page.find(HEADING) else { return format!("{}\n\n{section}", page.trim_end()) };
    let after = page[at + HEADING.len()..].find("\n## ").map(|next| &page[at + HEADING.len() + next + 1..]);
    match after {
        Some(after) => format!("{}{section}\n{after}", &page[..at]),
        None => format!("{}{section}", &page[..at]),
    }
}
