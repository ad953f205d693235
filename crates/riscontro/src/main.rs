//! The program: see `riscontro help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    riscontro::commands::run(std::env::args_os().skip(1))
}
