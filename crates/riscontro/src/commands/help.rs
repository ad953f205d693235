//! What there is to ask for.

use std::io::{self, Write};

use super::arguments::Topic;
use super::{DONE, Stop};

const ALL: &str = "\
Riscontro, a service desk where no customer is left without an answer.

usage: riscontro [COMMAND] [--SETTING VALUE …]

  serve                           runs the desk: console, API, mail in and out; the same as plain riscontro
  demo                            runs a filled one: a lamp shop with two months of mail, thrown away at the end
  token --role ROLE --name NAME   prints one API token
  dump                            writes the whole store as JSON Lines, for comparing two stores
  verify                          checks that everything stored holds together
  backup FILE                     copies everything into one file, while a server runs
  restore FILE                    makes a store from such a file, where there is none yet
  move --to URL                   carries the store to the other engine, and compares
  forecast --csv FILE …           how many will come, from a file of how many came
  staff --demand FILE …           which shifts cover the people that are required
  simulate --weeks A-B | --own    a documented world, or your own past: what would be promised, would it hold
  promise explain ID              where a promise's moment came from, worked out again
  config --explain                every setting: name, default, unit, meaning
  version
  help [COMMAND]

Settings come from flags, then RISCONTRO_* variables, then ./riscontro.toml (--config FILE names another).
Exit codes: 0 done; 1 it could not be done, or verify found violations; 2 a command, flag or setting that cannot be.
";

const SERVE: &str = "\
usage: riscontro [serve] [--SETTING VALUE …]

Runs the desk until SIGTERM or SIGINT, then stops accepting, finishes what was accepted and ends within 10 seconds with
exit code 0; a second signal ends it at once. Standard output has the addresses it listens on and, as long as nobody can
sign in, a set-up link; standard error has logs only. Every setting of `riscontro config --explain` is a flag:

  riscontro --data-dir /var/lib/riscontro --http-listen 0.0.0.0:8780 --public-url https://help.example.it
";

const DEMO: &str = "\
usage: riscontro demo [--keep DIR] [--days N] [--no-traffic] [--SETTING VALUE …]

Runs a desk filled through its real doors on a simulated clock, with a mail sink of its own: nothing leaves the machine.
Prints links to sign in with.

  --keep DIR      keeps the data there; without it they are thrown away at the end
  --days N        days of history, 1 to 365; 60 when not given
  --no-traffic    no mail comes in after the history
";

const TOKEN: &str = "\
usage: riscontro token --role ROLE --name NAME [--SETTING VALUE …]

Prints one API token and nothing else, also while a server runs on the same data; makes the account on empty ones.

  --role ROLE     admin, supervisor, agent or integration
  --name NAME     how it is listed; a token of a person's role answers as the agent of this name
";

const DUMP: &str = "\
usage: riscontro dump [--SETTING VALUE …]

Writes every row of the store, one JSON object a line, in an order that is the same on both engines; bytes stand as their
SHA-256 and size. Works while a server runs: it reads one snapshot.
";

const VERIFY: &str = "\
usage: riscontro verify [--SETTING VALUE …]

Checks every invariant of the stored data: each arrival has a verdict, each owed conversation a promise, outbox and
messages agree, the event log has no hole, every byte kept is what its hash says. Works while a server runs.
Exit code 0 and one summary line, or 1 and one line for each violation.
";

const BACKUP: &str = "\
usage: riscontro backup FILE [--SETTING VALUE …]

Writes one consistent snapshot of everything into FILE: rows, attachments and the key that secrets are sealed with, packed
and hashed. Works while a server runs. The file can be read by its owner alone: who has it can read all mail. FILE must
not be there yet; it is whole once it has its name.
";

const RESTORE: &str = "\
usage: riscontro restore FILE [--SETTING VALUE …]

Makes a store from a backup, of this version or an earlier one, on either engine: the data directory (and the database, with
--database-url postgres://…) must be one where no Riscontro was ever started. Counts and hashes are compared before
anything counts as restored; of a file that was cut short or changed nothing is kept.
";

const MOVE: &str = "\
usage: riscontro move --to URL [--SETTING VALUE …]

Copies the store from the database it is in to another one, sqlite:PATH or postgres://…, in which there is none yet, and
compares every table by count and SHA-256. Stop the server first. Attachments in files stay in the data directory. The old
store is left as it is; afterwards name the new one in RISCONTRO_DATABASE_URL.
";

const FORECAST: &str = "\
usage: riscontro forecast --csv FILE --slot-minutes N --horizon STEPS [--at ISO] [--model MODEL] [--json]
       riscontro forecast --bank15 FILE [--json]

Reads how many came in each slot of N minutes and tells how many will come in the next STEPS slots, nights and shut days
included: mean and quantiles. The file has a header and the columns start (local time, 2026-03-02T09:00) and count; an empty
count is a slot that was shut or of which nothing is known, and so is one that is not there.

  --at ISO          the first moment that is not known yet; the end of the file when not given. What the file has beyond
                    tells only which days are planned to be shut
  --model MODEL     fm (day total times profile), or for comparison snaive, mean4, median6, ets, dhr
  --zone NAME       whose clock the file shows; Europe/Rome when not given
  --holidays IT     or none
  --patron MM-DD    the town's patron saint
  --events FILE     days unlike others, with the columns date and event: what an event does is learned from its past days
  --json            for programs

With --bank15 it runs the protocol BANK-15 on five-minute counts, and scores every model.
";

const STAFF: &str = "\
usage: riscontro staff --demand FILE --patterns FILE [--json]

Finds the cheapest shifts that cover what is required. The demand has the columns start and required, one slot a line, up to
a week; the patterns name, start_slot (0 the first), slots, breaks, cost and max. Breaks are slots counted from the shift's
own beginning, as 7;8 or 7-8; an empty max is no limit. An optional column group is what --limits speaks of.

  --limits LIST     how many shifts of a group there may be, a share of all or a number: 4h=30%,6h=3
  --uncovered COST  what one person missing in one slot costs; eight times the cheapest slot of work when not given
  --seconds N       how long the solver may take, 10 when not given; what was found then is told, with the gap
  --solver NAME     highs (where the program was built with it), microlp or greedy
  --json            for programs
";

const PROMISE: &str = "\
usage: riscontro promise explain ID [--json] [--SETTING VALUE …]

Tells of one promise (prm_…) when it was made, told and settled, and where its moment came from. One that was estimated is
worked out again from what is kept: exit code 0 when it comes out the same, 1 and a line for each thing that does not.
Works while a server runs.

  --json            for programs
";

const SIMULATE: &str = "\
usage: riscontro simulate --weeks A-B [--train A-B] [--vol N] [--routing POLICY] [--predictor NAME] [--json] [--html FILE]
       riscontro simulate --own [--inbox NAME] [--days N] [--json] [--html FILE] [--SETTING VALUE …]

Runs weeks of the world GIORNATA-1, 24 people on phone, chat and e-mail, by the code that promises and routes in the
product. Touches no store. Progress goes to standard error; ten weeks take some minutes.

With --own: the store's own requests once more, each with what the model would have promised from what was known then,
beside what was promised and what came of it. Changes nothing; works while a server runs.

  --own                  the company's own past instead of the documented world
  --inbox NAME           one inbox: its name, address or inb_…; all when not given
  --days N               days looked back from the newest promise, 7 to 365; 56 when not given

  --weeks A-B            weeks that are measured, as 201-210
  --train A-B            weeks that are learnt from; 101-106 when not given
  --vol N                volume, 0.1 to 3; 0.9 when not given
  --routing POLICY       fifo strict edf apq gcmu fedf fedf-w blind; fedf when not given. By fixed promises
  --predictor NAME       ql qla les hol qr mc mc-qr, then any of +split +rsplit +qt:ETA +tier;
                         mc-qr+qt:0.05+tier when not given. E-mail takes mc for mc-qr and +rsplit for +qt:
                         outcomes come hours late there
  --email-predictor NAME what e-mail is predicted by instead
  --promises-under POLICY  the order of service while promises are measured; age-by-target, the protocol's, when not given
  --json                 the figures as JSON instead of a table
  --html FILE            a page with charts as well
";

const CONFIG: &str = "\
usage: riscontro config --explain

Prints every setting: variable, flag, name in riscontro.toml, default, unit, meaning.
";

/// Prints what a command does and takes, or what commands there are.
pub(super) fn print(topic: Option<Topic>) -> Result<u8, Stop> {
    write(match topic {
        None | Some(Topic::Help | Topic::Version) => ALL,
        Some(Topic::Serve) => SERVE,
        Some(Topic::Demo) => DEMO,
        Some(Topic::Token) => TOKEN,
        Some(Topic::Dump) => DUMP,
        Some(Topic::Verify) => VERIFY,
        Some(Topic::Backup) => BACKUP,
        Some(Topic::Restore) => RESTORE,
        Some(Topic::Move) => MOVE,
        Some(Topic::Forecast) => FORECAST,
        Some(Topic::Staff) => STAFF,
        Some(Topic::Simulate) => SIMULATE,
        Some(Topic::Promise) => PROMISE,
        Some(Topic::Config) => CONFIG,
    })
}

pub(super) fn print_version() -> Result<u8, Stop> {
    write(concat!("riscontro ", env!("CARGO_PKG_VERSION"), "\n"))
}

/// Writes a finished text on standard output.
pub(super) fn write(text: &str) -> Result<u8, Stop> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(anyhow::Error::from)?;
    Ok(DONE)
}
