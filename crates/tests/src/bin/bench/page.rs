//! The page of numbers, with the machine they were taken on.

use std::fmt::Write as _;
use std::process::Command;

/// One number beside its goal.
pub struct Line {
    pub number: String,
    /// Empty where there is none.
    pub goal: String,
    pub reached: String,
    pub held: Option<bool>,
}

pub struct Page {
    machine: String,
    lines: Vec<Line>,
}

impl Page {
    pub fn of_this_machine() -> Self {
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
        let machine = format!(
            "{}, {cores} cores, {:.0} GB, Linux {}; {}; taken on {}. The load comes from the same machine.",
            value(&read("/proc/cpuinfo"), "model name"),
            memory_kb * 1024.0 / 1e9,
            read("/proc/sys/kernel/osrelease").trim(),
            said("rustc", &["--version"]),
            said("date", &["+%F"]),
        );
        Self { machine, lines: Vec::new() }
    }

    /// Adds a line and shows it at once.
    pub fn add(&mut self, line: Line) {
        eprintln!("{}: {} {}", line.number, line.reached, line.goal);
        self.lines.push(line);
    }

    pub fn text(&self) -> String {
        let mut text = format!(
            "# Benchmarks\n\nWritten by `cargo xtask bench`. {}\n\n\
             Mails are of 20 KiB, all different, over SMTP on kept connections with PIPELINING; `250` is said after the\n\
             commit is on disk. Raw inserts are the same bytes into one SQLite table by as many waiting senders, committed in\n\
             groups with `synchronous=FULL` in the same run.\n\n\
             | number | goal | reached | |\n| --- | --- | --- | --- |\n",
            self.machine
        );
        for Line { number, goal, reached, held } in &self.lines {
            let mark = match held {
                Some(true) => "held",
                Some(false) => "**missed**",
                None => "",
            };
            // Writing into a string does not fail.
            let _ = writeln!(text, "| {number} | {goal} | {reached} | {mark} |");
        }
        text
    }
}

fn said(program: &str, words: &[&str]) -> String {
    let output = Command::new(program).args(words).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
