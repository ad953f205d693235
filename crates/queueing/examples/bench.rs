//! `cargo xtask bench promise` and `cargo xtask bench routing`: the acceptance numbers of the deciding code, measured in
//! the simulated world and put into their section of `docs/benchmarks.md`.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use queueing::channel::Channel;
use queueing::floor::{Floor, Met};
use queueing::routing::{Agent, NOBODY, Placed, Policy, Router, Rules, Waiting};
use queueing::simulation::{
    Announced, Asks, Channels, Plan, Predictor, PromiseFigures, PromisesUnder, RoutingFigures, Row, Tally,
    Watch, Watcher, announce, joint, route, run_week, watch,
};
use queueing::world::{Targets, Week};

const PAGE: &str = "docs/benchmarks.md";
const THREADS: usize = 2;

fn main() -> Result<(), Box<dyn Error>> {
    let which = std::env::args().nth(1).unwrap_or_default();
    let (heading, table) = match which.as_str() {
        "promise" => ("## Promises in the simulated world", promise()),
        "routing" => ("## Routing in the simulated world", routing()),
        _ => return Err("usage: bench promise | bench routing".into()),
    };
    let section = format!("{heading}\n\n{table}");
    println!("{section}");
    let page = std::fs::read_to_string(PAGE).unwrap_or_default();
    std::fs::write(Path::new(PAGE), merged(&page, heading, &section))?;
    Ok(())
}

/// The page with one section put in the place of the old one, or at the end; every other line stays.
fn merged(page: &str, heading: &str, section: &str) -> String {
    let Some(begins) = page.find(heading) else {
        return format!("{}\n\n{}\n", page.trim_end(), section.trim_end());
    };
    let after = &page[begins + heading.len()..];
    let ends = after.find("\n## ").map_or(page.len(), |at| begins + heading.len() + at + 1);
    let rest = &page[ends..];
    let gap = if rest.is_empty() { "" } else { "\n" };
    format!("{}{}\n{gap}{rest}", &page[..begins], section.trim_end())
}

/// Lines of `number · goal · reached`.
struct Table(String);

impl Table {
    fn new(introduction: &str) -> Self {
        Self(format!("{introduction}\n\n| number | goal | reached | |\n| --- | --- | --- | --- |\n"))
    }

    fn line(&mut self, number: &str, goal: &str, reached: &str, held: bool) {
        let verdict = if held { "held" } else { "**missed**" };
        let _ = writeln!(self.0, "| {number} | {goal} | {reached} | {verdict} |");
    }

    fn told(&mut self, number: &str, reached: &str) {
        let _ = writeln!(self.0, "| {number} |  | {reached} |  |");
    }
}

fn plan(weeks: std::ops::RangeInclusive<u64>, training: std::ops::RangeInclusive<u64>, handling: f64) -> Plan {
    Plan {
        weeks,
        training,
        volume: 0.9,
        routing: Policy::Fedf,
        live: Predictor::LIVE,
        deferred: Predictor::DEFERRED,
        promises_under: PromisesUnder::AgeByTarget,
        handling,
        threads: THREADS,
    }
}

fn watched(plan: &Plan, what: &str) -> Vec<Vec<Row>> {
    watch(plan, &|done, all| eprintln!("{what}: week {done} of {all}"))
}

/// Least and greatest of some shares.
fn range(shares: impl Iterator<Item = f64>) -> (f64, f64) {
    shares.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), share| (low.min(share), high.max(share)))
}

fn within((low, high): (f64, f64), from: f64, to: f64) -> bool {
    low >= from && high <= to
}

const LIVE: [Channel; 2] = [Channel::Phone, Channel::Chat];

fn promise() -> String {
    let mut table = Table::new(
        "Written by `cargo xtask bench promise`. World GIORNATA-1, weeks 101–106 to learn from, 201–210 to be measured, \
         volume .9, age by target; live channels by the Monte-Carlo with regression, tracked per tier \
         (`mc-qr+qt:0.05+tier`), e-mail by the Monte-Carlo with a rolling split per tier (`mc+rsplit+tier`, level .915).",
    );
    const TRAINING: usize = 6;
    let rows = watched(&plan(201..=210, 101..=106, 1.0), "promise");
    let of = |channel: Channel, predictor: Predictor| announce(&rows, TRAINING, channel, predictor);
    let live = LIVE.map(|channel| of(channel, Predictor::LIVE));
    let both: Vec<Announced> = live.iter().flatten().copied().collect();
    let pooled = PromiseFigures::of(&both).coverage;
    let figures = live.each_ref().map(|announced| PromiseFigures::of(announced));
    let each = range(figures.iter().map(|one| one.coverage));
    table.line(
        "A1 coverage, phone and chat together",
        "in [.890, .910]",
        &format!("{pooled:.3}"),
        within((pooled, pooled), 0.89, 0.91),
    );
    table.line(
        "A1 coverage, phone; chat",
        "in [.885, .915]",
        &format!("{:.3}; {:.3}", figures[0].coverage, figures[1].coverage),
        within(each, 0.885, 0.915),
    );
    let mut by_week = both.clone();
    by_week.sort_by_key(|one| one.row.week);
    let weeks = range(PromiseFigures::of(&by_week).by_week.iter().map(|(_, part)| part.coverage()));
    table.line(
        "A1 coverage of the worst and best week",
        "in [.875, .925]",
        &format!("{:.3}–{:.3}", weeks.0, weeks.1),
        within(weeks, 0.875, 0.925),
    );
    let tiers = range(figures.iter().flat_map(|one| one.by_tier.iter().map(|part| part.coverage())));
    table.line(
        "A1 coverage of the worst and best tier",
        "in [.880, .920]",
        &format!("{:.3}–{:.3}", tiers.0, tiers.1),
        within(tiers, 0.88, 0.92),
    );
    let (tight, ratio) = (
        figures.each_ref().map(|one| one.tightness.unwrap_or(9.9)),
        figures.each_ref().map(|one| one.pinball_ratio.unwrap_or(9.9)),
    );
    table.line(
        "A2 announced by the oracle's, phone; chat",
        "≤ 1.15",
        &format!("{:.2}; {:.2}", tight[0], tight[1]),
        tight.iter().all(|&one| one <= 1.15),
    );
    table.line(
        "A2 pinball by the oracle's, phone; chat",
        "≤ 1.15",
        &format!("{:.2}; {:.2}", ratio[0], ratio[1]),
        ratio.iter().all(|&one| one <= 1.15),
    );
    let hours =
        range(figures.iter().flat_map(|one| {
            one.by_hour.iter().filter(|(_, part)| part.n > 50).map(|(_, part)| part.coverage())
        }));
    table.line(
        "A3 coverage of the worst hour with more than 50",
        "≥ .80",
        &format!("{:.3}", hours.0),
        hours.0 >= 0.8,
    );
    for name in ["ql", "qla", "les", "mc", "qla+split", "mc+split", "mc+qt:0.02", "mc+qt:0.05", "mc-qr+qt:0.02"]
    {
        let Ok(predictor) = Predictor::of_name(name) else { continue };
        let said = LIVE.map(|channel| told(&PromiseFigures::of(&of(channel, predictor))));
        table.told(
            &format!("`{name}`: coverage, announced and pinball by the oracle's, weeks; phone; chat"),
            &said.join("; "),
        );
    }
    let mail = PromiseFigures::of(&of(Channel::Email, Predictor::DEFERRED));
    mail_lines(&mut table, "A5 e-mail, weeks 201–210", &mail);
    let fresh = watched(
        &Plan { live: Predictor::of_name("qla").unwrap_or(Predictor::LIVE), ..plan(211..=220, 101..=106, 1.0) },
        "fresh e-mail",
    );
    mail_lines(
        &mut table,
        "A5 e-mail, fresh weeks 211–220",
        &PromiseFigures::of(&announce(&fresh, TRAINING, Channel::Email, Predictor::DEFERRED)),
    );
    let wrong = watched(
        &Plan {
            deferred: Predictor::of_name("qla").unwrap_or(Predictor::DEFERRED),
            ..plan(201..=210, 101..=106, 0.6)
        },
        "handling times believed 40 % too short",
    );
    for name in ["mc+qt:0.05", "mc-qr+qt:0.05+tier"] {
        let Ok(predictor) = Predictor::of_name(name) else { continue };
        let wrong = LIVE.map(|channel| PromiseFigures::of(&announce(&wrong, TRAINING, channel, predictor)));
        let held =
            wrong.iter().all(|one| one.coverage >= 0.88 && one.tightness.is_some_and(|tight| tight <= 1.25));
        let said =
            wrong.each_ref().map(|one| format!("{:.3}, {:.2}", one.coverage, one.tightness.unwrap_or(9.9)));
        table.line(
            &format!("A4 handling times believed 40 % too short, `{name}`: coverage, tightness; phone; chat"),
            "≥ .88, ≤ 1.25",
            &said.join("; "),
            held,
        );
    }
    let (p95, count) = latency();
    table.line(
        "A6 one live announcement, 24 people, 50 to 70 waiting, p95",
        "≤ 15 ms",
        &format!("{:.1} ms over {count}", p95.as_secs_f64() * 1e3),
        p95 <= Duration::from_millis(15),
    );
    let weeks: Vec<u64> = (104..=106).chain(201..=205).collect();
    let both = joint(&weeks, 3, 0.9, &|done, all| eprintln!("joint: week {done} of {all}"));
    table.told(
        "joint run, weeks 201–205: served by what was told (`mc+qt:0.05+tier`, fedf): coverage phone; chat; tiers",
        &format!(
            "{:.3}; {:.3}; {:.3}/{:.3}/{:.3}",
            both.told[0].coverage(), both.told[1].coverage(), both.by_tier[0].coverage(), both.by_tier[1].coverage(), both.by_tier[2].coverage()
        ),
    );
    table.told(
        "joint run: mean told, pinball, weighted share of the fixed promises kept, left",
        &format!(
            "{:.0} s, {:.1} s, {:.3}, {:.1} %",
            both.mean_told_s,
            both.pinball,
            both.wpk,
            100.0 * both.abandoned
        ),
    );
    let _ = write!(table.0, "\nA7 and A8 are tests of `riscontro-queueing`.\n");
    table.0
}

fn told(figures: &PromiseFigures) -> String {
    let weeks = range(figures.by_week.iter().map(|(_, part)| part.coverage()));
    format!(
        "{:.3}, {:.2}, {:.2}, {:.3}–{:.3}",
        figures.coverage,
        figures.tightness.unwrap_or(0.0),
        figures.pinball_ratio.unwrap_or(0.0),
        weeks.0,
        weeks.1
    )
}

fn mail_lines(table: &mut Table, what: &str, figures: &PromiseFigures) {
    let weeks = range(figures.by_week.iter().map(|(_, part)| part.coverage()));
    table.line(
        &format!("{what}: coverage"),
        "in [.88, .93]",
        &format!("{:.3} of {}", figures.coverage, figures.n),
        within((figures.coverage, figures.coverage), 0.88, 0.93),
    );
    table.line(&format!("{what}: worst week"), "≥ .82", &format!("{:.3}", weeks.0), weeks.0 >= 0.82);
    table.line(
        &format!("{what}: pinball"),
        "≤ 240 s",
        &format!("{:.0} s", figures.pinball),
        figures.pinball <= 240.0,
    );
}

/// Takes the time of each announcement made while the queue is long.
struct Timed<'a> {
    watch: Watch<'a>,
    took: Vec<Duration>,
}

impl Watcher for Timed<'_> {
    fn arrived(&mut self, contact: &Waiting) {
        self.watch.arrived(contact);
    }

    fn waits(&mut self, floor: &Floor, contact: &Waiting, now_s: f64) -> Option<f64> {
        let before = Instant::now();
        let answer = self.watch.waits(floor, contact, now_s);
        let asked = self.watch.rows.last().is_some_and(|row| row.facts.paths_high_s > 0.0);
        if asked && (50..=70).contains(&floor.router.waiting.len()) {
            self.took.push(before.elapsed());
        }
        answer
    }

    fn met(&mut self, contact: &Waiting, waited_s: f64, how: Met) {
        self.watch.met(contact, waited_s, how);
    }
}

fn latency() -> (Duration, usize) {
    let week = Week::of(201, 1.05);
    let asks = Asks { paths: Some(Channels::Live), oracle: None, handling: 1.0 };
    let mut timed = Timed { watch: Watch::new(&week, &Targets::TAU, asks), took: Vec::new() };
    run_week(&week, Rules::bare(Policy::Apq), &Targets::TAU, &mut timed);
    timed.took.sort();
    let place = timed.took.len() * 95 / 100;
    (timed.took.get(place).copied().unwrap_or_default(), timed.took.len())
}

fn routing() -> String {
    let mut table = Table::new(
        "Written by `cargo xtask bench routing`. World GIORNATA-1, weeks 301–320, fixed promises, weighted share of \
         promises kept (WPK); who left counts by how long it would have taken.",
    );
    let weeks: Vec<u64> = (301..=320).collect();
    let run = |volume: f64, policy: Policy| {
        let tallies: Vec<Tally> = route(&weeks, volume, policy, THREADS);
        RoutingFigures::of(&tallies)
    };
    let mean = |figures: &RoutingFigures| figures.weeks.iter().sum::<f64>() / figures.weeks.len() as f64;
    let usual = run(0.9, Policy::Fedf);
    for (volume, goal) in [(0.9, 0.93), (1.05, 0.91), (0.75, 0.945)] {
        let reached = mean(&run(volume, Policy::Fedf));
        table.line(
            &format!("B1 WPK at volume {volume}"),
            &format!("≥ {goal}"),
            &format!("{reached:.4}"),
            reached >= goal,
        );
    }
    for (other, goal) in [(Policy::Fifo, 0.07), (Policy::Edf, 0.006)] {
        let than = run(0.9, other);
        let gains: Vec<f64> = usual.weeks.iter().zip(&than.weeks).map(|(one, two)| one - two).collect();
        let (gain, t) = paired(&gains);
        let worst = gains.iter().copied().fold(f64::INFINITY, f64::min);
        // t above 2.861 is p below .01, two-sided, with 19 degrees of freedom.
        table.line(
            &format!("B2 gain over {} on the same weeks", other.name()),
            &format!("≥ {goal}, t > 2.86"),
            &format!("{gain:.4}, worst week {worst:.4}, t = {t:.1}"),
            gain >= goal && t > 2.861,
        );
    }
    table.line(
        "B3 P99 of lateness",
        "≤ 2.6 promises",
        &format!("{:.2}", usual.late_p99),
        usual.late_p99 <= 2.6,
    );
    let (p99, most) = crowd();
    table.line(
        "B6 5 000 waiting, 200 people: one assignment, p99",
        "≤ 5 ms",
        &format!("{:.2} ms (longest {:.2} ms)", p99.as_secs_f64() * 1e3, most.as_secs_f64() * 1e3),
        p99 <= Duration::from_millis(5),
    );
    for policy in Policy::ALL {
        let said = [0.75, 0.9, 1.05].map(|volume| run(volume, policy));
        let one = &said[1];
        table.told(
            &format!("`{}`: WPK at .75; .90; 1.05; tiers A/B/C, left, P99 of lateness at .90", policy.name()),
            &format!(
                "{:.3}; {:.3}; {:.3}; {:.2}/{:.2}/{:.2}, {:.1} %, {:.1}",
                mean(&said[0]),
                mean(one),
                mean(&said[2]),
                one.wpk_by_tier[0],
                one.wpk_by_tier[1],
                one.wpk_by_tier[2],
                100.0 * one.abandoned,
                one.late_p99
            ),
        );
    }
    let _ = write!(table.0, "\nB4 and B5 are tests of `riscontro-queueing`.\n");
    table.0
}

/// Mean of paired differences and their t.
fn paired(gains: &[f64]) -> (f64, f64) {
    let count = gains.len() as f64;
    let mean = gains.iter().sum::<f64>() / count;
    let variance = gains.iter().map(|gain| (gain - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, mean / (variance / count).sqrt())
}

/// A crowd: people end contacts one after the other, new contacts come, with every rule on.
fn crowd() -> (Duration, Duration) {
    const SKILLS: u64 = 40;
    const PEOPLE: u64 = 200;
    const CROWD: u64 = 5_000;
    let draw = |stream: u64, index: u64| queueing::random::uniform(9, stream, index);
    let agents = (0..PEOPLE).map(|id| {
        let skills = (0..SKILLS).filter(|skill| draw(1, id * SKILLS + skill) < 0.2);
        let mut agent =
            Agent::new(id, skills.fold(0, |bits, skill| bits | 1 << skill), 1 + (draw(2, id) * 7.0) as u8);
        agent.on_duty = true;
        agent
    });
    let mut router = Router::new(Rules::usual(), agents.collect());
    let contact = |id: u64, now_s: f64| Waiting {
        id,
        channel: Channel::ALL[(draw(3, id) * 3.0) as usize],
        tier: (draw(4, id) * 3.0) as u8,
        weight: 1.0,
        skills: 1 << (draw(5, id) * SKILLS as f64) as u32,
        level: 1 + (draw(6, id) * 5.0) as u8,
        languages: 0,
        arrived_s: now_s,
        promised_s: 60.0 + 3_600.0 * draw(7, id),
        handling_s: 300.0,
        withdrawn_s: f64::INFINITY,
        preferred: if draw(8, id) < 0.3 { (draw(9, id) * PEOPLE as f64) as u32 } else { NOBODY },
        held_until_s: f64::NEG_INFINITY,
    };
    let mut took = Vec::new();
    let (mut now_s, mut next) = (0.0, 0);
    for event in 0..12_000 {
        now_s += 0.5;
        let began = Instant::now();
        if (router.waiting.len() as u64) < CROWD {
            let placed = router.arrived(contact(next, now_s), now_s);
            next += 1;
            if router.waiting.len() as u64 > CROWD - 500 && placed != Placed::Waits {
                took.push(began.elapsed());
            }
        } else {
            let agent = (draw(10, event) * PEOPLE as f64) as u32;
            router.ended(agent, now_s);
            while router.free(agent, now_s, |_| ()).is_some() {}
            took.push(began.elapsed());
        }
    }
    took.sort();
    (took[took.len() * 99 / 100], took.last().copied().unwrap_or_default())
}
