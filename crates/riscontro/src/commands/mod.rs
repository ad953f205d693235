//! The commands of the binary: what was asked for on the command line, done, and told by an exit code.

mod arguments;
mod carry;
mod explain;
mod help;
mod kept;
mod predict;
mod promise;
mod serve;
mod signals;
mod simulate;
mod staff;
mod token;
mod waiting;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::process::ExitCode;

use tracing::Level;

use crate::settings::{self, Settings};
use arguments::{Arguments, Command};

/// Everything was done.
const DONE: u8 = 0;
/// It could not be done; or `verify` found what does not hold.
const FAILED: u8 = 1;
/// A command, flag or setting that cannot be; nothing was begun.
const WRONG: u8 = 2;

/// Why a command ended early, in one line.
#[derive(Debug, thiserror::Error)]
enum Stop {
    /// A command, flag or setting that cannot be.
    #[error("{0}")]
    Wrong(String),
    #[error("{0:#}")]
    Failed(#[from] anyhow::Error),
}

impl From<settings::Wrong> for Stop {
    fn from(wrong: settings::Wrong) -> Self {
        Self::Wrong(wrong.to_string())
    }
}

impl From<db::Error> for Stop {
    fn from(error: db::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Does what the words after the program's name ask for.
pub fn run(words: impl Iterator<Item = OsString>) -> ExitCode {
    let code = arguments::read(words).and_then(|arguments| carry_out(&arguments)).unwrap_or_else(|stop| {
        let line = stop.to_string().replace('\n', " ");
        eprintln!("riscontro: {line}");
        match stop {
            Stop::Wrong(_) => WRONG,
            Stop::Failed(_) => FAILED,
        }
    });
    ExitCode::from(code)
}

fn carry_out(arguments: &Arguments) -> Result<u8, Stop> {
    match &arguments.command {
        Command::Help(topic) => return help::print(*topic),
        Command::Version => return help::print_version(),
        Command::Explain => return explain::print(),
        Command::Forecast(words) => return predict::print(words),
        Command::Staff(words) => return staff::print(words),
        Command::Simulate(flags) if !simulate::is_own(flags) => return simulate::run(flags),
        _ => {}
    }
    let settings = settings(arguments)?;
    let level = match arguments.command {
        Command::Serve | Command::Demo { .. } => Level::INFO,
        _ => Level::WARN,
    };
    log_to_stderr(settings.json_log, level);
    match &arguments.command {
        Command::Serve => serve::serve(settings),
        Command::Demo { keep, days, traffic } => serve::demo(settings, keep.clone(), *days, *traffic),
        Command::Token { role, name } => token::print(&settings, *role, name.clone()),
        Command::Dump => kept::dump(&settings),
        Command::Verify => kept::verify(&settings),
        Command::Backup { file } => carry::backup(&settings, file),
        Command::Restore { file } => carry::restore(&settings, file),
        Command::Simulate(flags) => simulate::own(&settings, flags),
        Command::Promise { name, json } => promise::explain(&settings, name, *json),
        Command::Move { to } => carry::to_another_engine(&settings, to),
        Command::Help(_) | Command::Version | Command::Explain | Command::Forecast(_) | Command::Staff(_) => {
            Ok(DONE)
        }
    }
}

/// Settings from the flags given, the environment, and the file named by `--config` or found beside.
fn settings(arguments: &Arguments) -> Result<Settings, Stop> {
    const BESIDE: &str = "riscontro.toml";
    let file = match &arguments.config {
        Some(path) => {
            let text = std::fs::read_to_string(path);
            Some(text.map_err(|error| Stop::Wrong(format!("--config {}: {error}", path.display())))?)
        }
        None => match std::fs::read_to_string(BESIDE) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(Stop::Wrong(format!("{BESIDE}: {error}"))),
        },
    };
    let variable = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    Ok(Settings::read(&arguments.flags, variable, file.as_deref())?)
}

/// Logs go to standard error and nowhere else, so that standard output stays for what was asked.
fn log_to_stderr(json: bool, level: Level) {
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(level);
    match json {
        true => log.json().flatten_event(true).init(),
        false => log.with_ansi(std::io::stderr().is_terminal()).init(),
    }
}
