//! What stands on the command line, taken apart.

use std::ffi::OsString;
use std::path::PathBuf;

use spine::agent::Role;

use super::{Stop, predict, staff};
use crate::settings;

/// What was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Command {
    Serve,
    Demo {
        keep: Option<PathBuf>,
        days: u32,
        traffic: bool,
    },
    Token {
        role: Role,
        name: String,
    },
    Dump,
    Verify,
    Backup {
        file: PathBuf,
    },
    Restore {
        file: PathBuf,
    },
    Move {
        to: String,
    },
    Forecast(predict::Words),
    Staff(staff::Words),
    /// Its own flags, read by the command.
    Simulate(Vec<(&'static str, String)>),
    /// A promise explained; as JSON or not.
    Promise {
        name: String,
        json: bool,
    },
    Explain,
    Version,
    Help(Option<Topic>),
}

/// A command by its name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Serve,
    Demo,
    Token,
    Dump,
    Verify,
    Backup,
    Restore,
    Move,
    Forecast,
    Staff,
    Simulate,
    Promise,
    Config,
    Version,
    Help,
}

impl Topic {
    pub(super) const ALL: [Self; 15] = [
        Self::Serve,
        Self::Demo,
        Self::Token,
        Self::Dump,
        Self::Verify,
        Self::Backup,
        Self::Restore,
        Self::Move,
        Self::Forecast,
        Self::Staff,
        Self::Simulate,
        Self::Promise,
        Self::Config,
        Self::Version,
        Self::Help,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Serve => "serve",
            Self::Demo => "demo",
            Self::Token => "token",
            Self::Dump => "dump",
            Self::Verify => "verify",
            Self::Backup => "backup",
            Self::Restore => "restore",
            Self::Move => "move",
            Self::Forecast => "forecast",
            Self::Staff => "staff",
            Self::Simulate => "simulate",
            Self::Promise => "promise",
            Self::Config => "config",
            Self::Version => "version",
            Self::Help => "help",
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.name() == name)
    }

    /// Its own flags, each with what it takes; nothing for one that stands alone.
    fn flags(self) -> &'static [(&'static str, Option<&'static str>)] {
        match self {
            Self::Demo => {
                &[("keep", Some("a directory")), ("days", Some("a number of days")), ("no-traffic", None)]
            }
            Self::Token => &[("role", Some("a role")), ("name", Some("a name"))],
            Self::Move => &[("to", Some("a database URL"))],
            Self::Forecast => &[
                ("csv", Some("a file")),
                ("slot-minutes", Some("a number of minutes")),
                ("horizon", Some("a number of slots")),
                ("at", Some("a moment")),
                ("model", Some("a model")),
                ("zone", Some("a time zone")),
                ("holidays", Some("IT or none")),
                ("patron", Some("a month and a day")),
                ("events", Some("a file")),
                ("bank15", Some("a file")),
                ("json", None),
            ],
            Self::Staff => &[
                ("demand", Some("a file")),
                ("patterns", Some("a file")),
                ("limits", Some("a share or a number for each group")),
                ("uncovered", Some("a cost")),
                ("seconds", Some("a number of seconds")),
                ("solver", Some("a solver")),
                ("json", None),
            ],
            Self::Simulate => &[
                ("own", None),
                ("inbox", Some("an inbox")),
                ("days", Some("a number of days")),
                ("weeks", Some("weeks as 201-210")),
                ("train", Some("weeks as 101-106")),
                ("vol", Some("a number")),
                ("routing", Some("a policy")),
                ("predictor", Some("a predictor")),
                ("email-predictor", Some("a predictor")),
                ("promises-under", Some("a policy")),
                ("json", None),
                ("html", Some("a file")),
            ],
            Self::Promise => &[("json", None)],
            Self::Config => &[("explain", None)],
            Self::Serve
            | Self::Dump
            | Self::Verify
            | Self::Backup
            | Self::Restore
            | Self::Version
            | Self::Help => &[],
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Arguments {
    pub command: Command,
    /// Settings given as flags: key and value.
    pub flags: Vec<(String, String)>,
    pub config: Option<PathBuf>,
}

/// Days of history of the demo, when nobody says.
const DAYS: u32 = 60;
const MOST_DAYS: u32 = 365;

/// Reads the words after the program's name. The command may stand anywhere among the flags; the last of two equal
/// flags counts.
pub(super) fn read(words: impl Iterator<Item = OsString>) -> Result<Arguments, Stop> {
    let words: Vec<String> = words
        .map(OsString::into_string)
        .collect::<Result<_, _>>()
        .map_err(|word| Stop::Wrong(format!("{} is not UTF-8", word.to_string_lossy())))?;
    let given = Given::of(&words)?;
    Ok(Arguments { command: given.command()?, flags: given.settings, config: given.config })
}

/// Words in their places, not yet understood as a command.
struct Given {
    topic: Topic,
    /// What `help` was asked about.
    about: Option<Topic>,
    /// The file of a backup.
    file: Option<PathBuf>,
    /// The promise that is to be explained.
    promise: Option<String>,
    own: Vec<(&'static str, String)>,
    settings: Vec<(String, String)>,
    config: Option<PathBuf>,
}

impl Given {
    fn of(words: &[String]) -> Result<Self, Stop> {
        let (bare, flags) = apart(words)?;
        let topic = match bare.first() {
            None => Topic::Serve,
            Some(name) => topic(name)?,
        };
        let mut given = Self {
            topic,
            about: None,
            file: None,
            promise: None,
            own: Vec::new(),
            settings: Vec::new(),
            config: None,
        };
        match (topic, &bare[..]) {
            (_, [] | [_]) => {}
            (Topic::Help, [_, about]) => given.about = Some(self::topic(about)?),
            (Topic::Backup | Topic::Restore, [_, file]) => given.file = Some(PathBuf::from(file)),
            (Topic::Promise, [_, "explain", name]) => given.promise = Some((*name).to_owned()),
            (_, [_, other, ..]) => {
                return Err(Stop::Wrong(format!("{} takes no word {other:?}", topic.name())));
            }
        }
        for (name, value) in flags {
            given.take(name, value)?;
        }
        Ok(given)
    }

    fn take(&mut self, name: &str, value: Option<&str>) -> Result<(), Stop> {
        let needed = |takes: &str| {
            value.map(str::to_owned).ok_or_else(|| Stop::Wrong(format!("--{name} takes {takes}")))
        };
        let alone = || match value {
            None => Ok(String::new()),
            Some(_) => Err(Stop::Wrong(format!("--{name} takes no value"))),
        };
        match name {
            "help" => {
                alone()?;
                self.about = self.about.or((self.topic != Topic::Serve).then_some(self.topic));
                self.topic = Topic::Help;
            }
            "version" => {
                alone()?;
                self.topic = Topic::Version;
            }
            "config" => self.config = Some(PathBuf::from(needed("a file")?)),
            _ => match (self.flag(name), setting(name)) {
                (Some((own, takes)), _) => {
                    self.own.push((own, takes.map_or_else(alone, needed)?));
                }
                (_, Some(explained)) => {
                    self.settings.push((explained.key.to_owned(), needed(explained.unit)?));
                }
                _ => {
                    let asked = self.topic.name();
                    return Err(Stop::Wrong(format!("--{name} is not a flag of {asked} (see riscontro help)")));
                }
            },
        }
        Ok(())
    }

    /// A flag of this command; of any command where only help or the version is asked for.
    fn flag(&self, name: &str) -> Option<(&'static str, Option<&'static str>)> {
        let found = |topic: Topic| topic.flags().iter().find(|(own, _)| *own == name).copied();
        match self.topic {
            Topic::Help | Topic::Version => Topic::ALL.into_iter().find_map(found),
            topic => found(topic),
        }
    }

    fn last(&self, name: &str) -> Option<&str> {
        self.own.iter().rev().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }

    fn backup_file(&self) -> Result<PathBuf, Stop> {
        self.file.clone().ok_or_else(|| Stop::Wrong(format!("{} needs the name of a file", self.topic.name())))
    }

    fn command(&self) -> Result<Command, Stop> {
        Ok(match self.topic {
            Topic::Serve => Command::Serve,
            Topic::Demo => Command::Demo {
                keep: self.last("keep").map(PathBuf::from),
                days: self.last("days").map_or(Ok(DAYS), days)?,
                traffic: self.last("no-traffic").is_none(),
            },
            Topic::Token => Command::Token {
                role: role(self.last("role"))?,
                name: self
                    .last("name")
                    .filter(|name| !name.trim().is_empty())
                    .ok_or_else(|| Stop::Wrong("token needs --name NAME".to_owned()))?
                    .to_owned(),
            },
            Topic::Dump => Command::Dump,
            Topic::Verify => Command::Verify,
            Topic::Backup => Command::Backup { file: self.backup_file()? },
            Topic::Restore => Command::Restore { file: self.backup_file()? },
            Topic::Move => Command::Move {
                to: self.last("to").map(str::to_owned).ok_or_else(|| {
                    Stop::Wrong("move needs --to sqlite:PATH or --to postgres://…".to_owned())
                })?,
            },
            Topic::Forecast => Command::Forecast(predict::Words::read(|name| self.last(name))?),
            Topic::Staff => Command::Staff(staff::Words::read(|name| self.last(name))?),
            Topic::Simulate => Command::Simulate(self.own.clone()),
            Topic::Promise => Command::Promise {
                name: self
                    .promise
                    .clone()
                    .ok_or_else(|| Stop::Wrong("promise takes explain and the name of a promise".to_owned()))?,
                json: self.last("json").is_some(),
            },
            Topic::Config if self.last("explain").is_some() => Command::Explain,
            Topic::Config => return Err(Stop::Wrong("config takes --explain".to_owned())),
            Topic::Version => Command::Version,
            Topic::Help => Command::Help(self.about),
        })
    }
}

/// Bare words, and flags with the value that follows each.
type Apart<'a> = (Vec<&'a str>, Vec<(&'a str, Option<&'a str>)>);

fn apart(words: &[String]) -> Result<Apart<'_>, Stop> {
    let (mut bare, mut flags) = (Vec::new(), Vec::new());
    let mut rest = words.iter().map(String::as_str).peekable();
    while let Some(word) = rest.next() {
        if !word.starts_with('-') {
            bare.push(word);
            continue;
        }
        let long = match word {
            "-h" => "--help",
            "-V" => "--version",
            _ => word,
        };
        let (name, value) = match long.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (long, None),
        };
        let known = name.strip_prefix("--").and_then(|name| Some((name, takes_value(name)?)));
        let Some((name, takes_value)) = known else {
            return Err(Stop::Wrong(format!("{name} is not a flag (see riscontro help)")));
        };
        let follows = value.is_none() && takes_value;
        let value = value.or_else(|| rest.next_if(|next| follows && !next.starts_with("--")));
        flags.push((name, value));
    }
    Ok((bare, flags))
}

/// Whether a flag takes a value; `None` when there is no such flag.
fn takes_value(name: &str) -> Option<bool> {
    match name {
        "help" | "version" => Some(false),
        "config" => Some(true),
        _ if setting(name).is_some() => Some(true),
        _ => {
            let mut flags = Topic::ALL.into_iter().flat_map(|topic| topic.flags());
            flags.find(|(own, _)| *own == name).map(|(_, takes)| takes.is_some())
        }
    }
}

/// The setting that `--name` sets.
fn setting(name: &str) -> Option<&'static settings::Explained> {
    settings::ALL.iter().find(|explained| explained.flag() == format!("--{name}"))
}

fn topic(name: &str) -> Result<Topic, Stop> {
    Topic::of_name(name).ok_or_else(|| Stop::Wrong(format!("{name:?} is not a command (see riscontro help)")))
}

fn role(name: Option<&str>) -> Result<Role, Stop> {
    name.and_then(Role::of_name).ok_or_else(|| {
        Stop::Wrong(
            "token needs --role admin, --role supervisor, --role agent or --role integration".to_owned(),
        )
    })
}

fn days(value: &str) -> Result<u32, Stop> {
    value
        .parse()
        .ok()
        .filter(|days| (1..=MOST_DAYS).contains(days))
        .ok_or_else(|| Stop::Wrong(format!("--days takes a whole number from 1 to {MOST_DAYS}")))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::ffi::OsString;
    use std::path::PathBuf;

    use spine::agent::Role;

    use super::{Arguments, Command, Topic, read};
    use crate::settings;

    fn asked(line: &str) -> Arguments {
        read(line.split_whitespace().map(OsString::from)).unwrap()
    }

    fn refused(line: &str) -> String {
        read(line.split_whitespace().map(OsString::from)).unwrap_err().to_string()
    }

    #[test]
    fn without_a_word_it_serves_and_settings_may_stand_before_and_after_the_command() {
        assert_eq!(asked("").command, Command::Serve);
        let flags =
            vec![("http_listen".to_owned(), "127.0.0.1:0".to_owned()), ("log".to_owned(), "json".to_owned())];
        for line in [
            "--http-listen 127.0.0.1:0 --log=json",
            "serve --http-listen=127.0.0.1:0 --log json",
            "--http-listen 127.0.0.1:0 serve --log json",
        ] {
            assert_eq!(asked(line), Arguments { command: Command::Serve, flags: flags.clone(), config: None });
        }
        assert_eq!(asked("dump --config a.toml").config, Some(PathBuf::from("a.toml")));
    }

    #[test]
    fn every_setting_is_a_flag_in_both_ways_of_writing_it() {
        for explained in settings::ALL {
            let name = explained.key.replace('_', "-");
            for line in [format!("--{name} x"), format!("--{name}=x")] {
                assert_eq!(asked(&line).flags, [(explained.key.to_owned(), "x".to_owned())]);
            }
            assert_eq!(refused(&format!("--{name}")), format!("--{name} takes {}", explained.unit));
        }
    }

    #[test]
    fn each_command_has_its_own_flags() {
        let demo =
            |keep: Option<&str>, days, traffic| Command::Demo { keep: keep.map(PathBuf::from), days, traffic };
        assert_eq!(asked("demo").command, demo(None, 60, true));
        assert_eq!(asked("demo --keep /d --days=7 --no-traffic").command, demo(Some("/d"), 7, false));
        let token = Command::Token { role: Role::Integration, name: "Gestionale".to_owned() };
        assert_eq!(asked("token --role integration --name Gestionale").command, token);
        assert_eq!(asked("--name Gestionale --role=agent token --role integration").command, token);
        assert_eq!(asked("config --explain").command, Command::Explain);
        assert_eq!(asked("verify --data-dir /d").command, Command::Verify);
        assert_eq!(asked("backup a.bak").command, Command::Backup { file: PathBuf::from("a.bak") });
        assert_eq!(
            asked("--data-dir /d restore a.bak").command,
            Command::Restore { file: PathBuf::from("a.bak") }
        );
        assert_eq!(asked("move --to sqlite:/x").command, Command::Move { to: "sqlite:/x".to_owned() });
    }

    #[test]
    fn help_is_there_whatever_else_stands_beside() {
        for (line, topic) in [
            ("help", None),
            ("--help", None),
            ("-h", None),
            ("help token", Some(Topic::Token)),
            ("token --help", Some(Topic::Token)),
            ("token --role nobody --help", Some(Topic::Token)),
            ("config -h", Some(Topic::Config)),
        ] {
            assert_eq!(asked(line).command, Command::Help(topic), "{line}");
        }
        for line in ["version", "--version", "-V"] {
            assert_eq!(asked(line).command, Command::Version, "{line}");
        }
    }

    #[test]
    fn what_cannot_be_is_named_in_one_line() {
        for (line, said) in [
            ("server", "\"server\" is not a command (see riscontro help)"),
            ("serve now", "serve takes no word \"now\""),
            ("--colour red", "--colour is not a flag (see riscontro help)"),
            ("--colour=red", "--colour is not a flag (see riscontro help)"),
            ("serve --role admin", "--role is not a flag of serve (see riscontro help)"),
            ("-x", "-x is not a flag (see riscontro help)"),
            ("--http_listen 127.0.0.1:0", "--http_listen is not a flag (see riscontro help)"),
            (
                "token --name Anna",
                "token needs --role admin, --role supervisor, --role agent or --role integration",
            ),
            (
                "token --role boss --name A",
                "token needs --role admin, --role supervisor, --role agent or --role integration",
            ),
            ("token --role admin", "token needs --name NAME"),
            ("backup", "backup needs the name of a file"),
            ("restore a b", "restore takes no word \"a\""),
            ("move", "move needs --to sqlite:PATH or --to postgres://…"),
            ("token --role admin --name", "--name takes a name"),
            ("token --name --role admin", "--name takes a name"),
            ("demo --days 0", "--days takes a whole number from 1 to 365"),
            ("demo --no-traffic=yes", "--no-traffic takes no value"),
            ("config", "config takes --explain"),
            ("forecast", "forecast needs --csv FILE or --bank15 FILE"),
            ("forecast --csv a --bank15 b", "forecast takes --csv or --bank15, not both"),
            ("forecast --csv a --horizon 5", "forecast needs --slot-minutes N"),
            (
                "forecast --csv a --slot-minutes 7 --horizon 5",
                "--slot-minutes takes a number from 5 to 1440 that divides a day, as 15",
            ),
            ("forecast --csv a --slot-minutes 15", "forecast needs --horizon STEPS"),
            (
                "forecast --csv a --slot-minutes 15 --horizon 0",
                "--horizon takes a number of slots from 1 to 38400 (400 days)",
            ),
            (
                "forecast --csv a --slot-minutes 15 --horizon 38401",
                "--horizon takes a number of slots from 1 to 38400 (400 days)",
            ),
            (
                "forecast --csv a --slot-minutes 15 --horizon 5 --model arima",
                "--model takes fm, snaive, mean4, median6, ets, dhr",
            ),
            (
                "forecast --csv a --slot-minutes 15 --horizon 5 --patron 02-30",
                "--patron takes a month and a day, as 06-24",
            ),
            ("forecast --demand a", "--demand is not a flag of forecast (see riscontro help)"),
            ("staff --patterns a", "staff needs --demand FILE"),
            ("staff --demand a", "staff needs --patterns FILE"),
            ("staff --demand a --patterns b --solver x", "--solver takes highs, microlp or greedy"),
            ("staff --demand a --patterns b --seconds 0", "--seconds takes a whole number from 1 to 3600"),
            ("staff --demand a --patterns b --uncovered 0", "--uncovered takes a cost above 0"),
            (
                "staff --demand a --patterns b --limits 4h",
                "--limits takes a share or a number for each group, as 4h=30%,6h=3",
            ),
            ("dump --config", "--config takes a file"),
        ] {
            assert_eq!(refused(line), said, "{line}");
        }
    }
}
