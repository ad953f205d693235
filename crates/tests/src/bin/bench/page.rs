//! The page of numbers, with the machine they were taken on. A part measured by itself takes the place of its lines and
//! leaves the others as they stand.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Where the page is kept, from the folder of the workspace.
const PLACE: &str = "docs/benchmarks.md";

/// One number beside its goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub number: String,
    /// Empty where there is none.
    pub goal: String,
    pub reached: String,
    pub held: Option<bool>,
}

/// What can be measured by itself, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Accept,
    Seen,
    Cost,
    Volume,
    Live,
}

impl Part {
    pub const ALL: [Self; 5] = [Self::Accept, Self::Seen, Self::Cost, Self::Volume, Self::Live];

    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Seen => "seen",
            Self::Cost => "cost",
            Self::Volume => "volume",
            Self::Live => "live",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// The part a line belongs to, by what its number is called.
    fn of_number(number: &str) -> Self {
        let has = |words: &[&str]| words.iter().any(|word| number.contains(word));
        match () {
            () if has(&["durable accepts", "generator's CPU", "server CPU", "most memory"]) => Self::Accept,
            () if has(&["live stream", "until ready", "memory at rest"]) => Self::Seen,
            () if has(&["binary", "packages", "cargo build", "edit"]) => Self::Cost,
            () if has(&["conversations:", "last against first"]) => Self::Volume,
            () => Self::Live,
        }
    }
}

/// A line of the page, when it was measured, and whether it still stands for what is measured now.
struct Kept {
    line: Line,
    taken_on: String,
    stale: bool,
}

pub struct Page {
    machine: String,
    today: String,
    lines: Vec<Kept>,
}

impl Page {
    /// The page as it is kept, if it was taken on this machine; else an empty one.
    pub fn of_this_machine() -> Self {
        let (machine, today) = (machine(), said("date", &["+%F"]));
        let kept = std::fs::read_to_string(PLACE).unwrap_or_default();
        let lines = if hardware(&kept) == hardware(&machine) { read(&kept) } else { Vec::new() };
        Self { machine, today, lines }
    }

    /// Whether every line of this part and beginning is to be measured now; those that are not are gone at [`Page::end`].
    pub fn begin(&mut self, part: Part, beginning: &str) {
        for kept in &mut self.lines {
            kept.stale = Part::of_number(&kept.line.number) == part && kept.line.number.starts_with(beginning);
        }
    }

    /// Drops what was not measured again.
    pub fn end(&mut self) {
        self.lines.retain(|kept| !kept.stale);
        self.keep();
    }

    /// Adds a line, shows it and keeps the page at once: a run that is ended loses nothing.
    pub fn add(&mut self, line: Line) {
        eprintln!("{}: {} {}", line.number, line.reached, line.goal);
        let part = Part::of_number(&line.number);
        let same = self.lines.iter().position(|kept| kept.line.number == line.number);
        let kept = Kept { line, taken_on: self.today.clone(), stale: false };
        match same {
            Some(at) => self.lines[at] = kept,
            None => {
                let before = |other: &Kept| Part::of_number(&other.line.number) <= part;
                let at = self.lines.iter().rposition(before).map_or(0, |at| at + 1);
                self.lines.insert(at, kept);
            }
        }
        self.keep();
    }

    fn keep(&self) {
        if let Err(error) = std::fs::write(Path::new(PLACE), self.text()) {
            eprintln!("{PLACE}: {error}");
        }
    }

    pub fn text(&self) -> String {
        let mut text = format!(
            "# Benchmarks\n\nWritten by `cargo xtask bench`. {}\n\n\
             Mails are of 20 KiB, all different, over SMTP on kept connections with PIPELINING; `250` is said after the\n\
             commit is on disk. Raw inserts are the same bytes into one SQLite table by as many waiting senders, committed in\n\
             groups with `synchronous=FULL` in the same run. CPU is user and system time of the server's process.\n\n\
             | number | goal | reached | | taken on |\n| --- | --- | --- | --- | --- |\n",
            self.machine
        );
        for Kept { line: Line { number, goal, reached, held }, taken_on, .. } in &self.lines {
            let mark = match held {
                Some(true) => "held",
                Some(false) => "**missed**",
                None => "",
            };
            // Writing into a string does not fail.
            let _ = writeln!(text, "| {number} | {goal} | {reached} | {mark} | {taken_on} |");
        }
        text
    }
}

fn machine() -> String {
    let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
    let value = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_once(':').map_or(String::new(), |(_, value)| value.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory_kb: f64 = value(&read("/proc/meminfo"), "MemTotal")
        .split(' ')
        .next()
        .and_then(|kb| kb.parse().ok())
        .unwrap_or(0.0);
    format!(
        "{}, {cores} cores, {:.0} GB, Linux {}; {}. The load comes from the same machine.",
        value(&read("/proc/cpuinfo"), "model name"),
        memory_kb * 1024.0 / 1e9,
        read("/proc/sys/kernel/osrelease").trim(),
        said("rustc", &["--version"]),
    )
}

/// Processor, cores and memory as a page names them.
fn hardware(text: &str) -> Option<&str> {
    let text = text.split_once("Written by `cargo xtask bench`. ").map_or(text, |(_, after)| after);
    text.split_once(" GB").map(|(hardware, _)| hardware)
}

/// The lines of a kept page. Older ones say the day once, above all of them.
fn read(page: &str) -> Vec<Kept> {
    let all_on = page.split_once("taken on ").and_then(|(_, after)| after.get(..10)).unwrap_or_default();
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    rows.filter_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [number, goal, reached, mark, rest @ ..] = cells.as_slice() else { return None };
        let held = match *mark {
            "held" => Some(true),
            "**missed**" => Some(false),
            "" => None,
            _ => return None,
        };
        if *number == "number" {
            return None;
        }
        let line = Line {
            number: (*number).to_owned(),
            goal: (*goal).to_owned(),
            reached: (*reached).to_owned(),
            held,
        };
        let taken_on = rest.first().copied().unwrap_or(all_on).to_owned();
        Some(Kept { line, taken_on, stale: false })
    })
    .collect()
}

fn said(program: &str, words: &[&str]) -> String {
    let output = Command::new(program).args(words).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: &str, reached: &str) -> Line {
        Line {
            number: number.to_owned(),
            goal: "≤ 50 ms".to_owned(),
            reached: reached.to_owned(),
            held: Some(true),
        }
    }

    #[test]
    fn a_slice_takes_the_place_of_its_lines_and_leaves_the_others() {
        let old = "# Benchmarks\n\nWritten by `cargo xtask bench`. CPU, 2 cores, 25 GB, Linux; taken on 2026-11-22. Load.\n\n\
                   | number | goal | reached | |\n| --- | --- | --- | --- |\n\
                   | binary | ≤ 30 MB | 33.2 MB | **missed** |\n\
                   | SQLite, 10,000 conversations: list page, mine, p95 | ≤ 50 ms | 3.5 ms | held |\n\
                   | SQLite, 10,000 conversations: an old kind of page, p95 |  | 3.5 ms |  |\n\
                   | SQLite, 100,000 conversations: list page, mine, p95 | ≤ 50 ms | 3.6 ms | held |\n";
        let mut page = Page {
            machine: "CPU, 2 cores, 25 GB".to_owned(),
            today: "2026-11-30".to_owned(),
            lines: read(old),
        };
        page.begin(Part::Volume, "SQLite, 10,000 conversations:");
        let number = "SQLite, 10,000 conversations: list page, mine, p95";
        let at = page.lines.iter().position(|kept| kept.line.number == number);
        assert_eq!(at, Some(1));
        page.lines[1] = Kept { line: line(number, "2.0 ms"), taken_on: page.today.clone(), stale: false };
        page.lines.retain(|kept| !kept.stale);
        let rows: Vec<String> =
            page.text().lines().filter(|row| row.starts_with("| ")).skip(2).map(str::to_owned).collect();
        assert_eq!(
            rows,
            [
                "| binary | ≤ 30 MB | 33.2 MB | **missed** | 2026-11-22 |",
                "| SQLite, 10,000 conversations: list page, mine, p95 | ≤ 50 ms | 2.0 ms | held | 2026-11-30 |",
                "| SQLite, 100,000 conversations: list page, mine, p95 | ≤ 50 ms | 3.6 ms | held | 2026-11-22 |",
            ]
        );
        assert_eq!(read(&page.text()).len(), 3, "what was written is read again");
        assert_eq!(hardware(old), hardware(&page.text()));
    }
}
