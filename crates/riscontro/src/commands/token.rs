//! `token`: one API token on standard output.

use db::Actor;
use kernel::clock::Clock;
use office::account::{self, Refusal};
use spine::agent::Role;

use super::{Stop, help};
use crate::node;
use crate::settings::Settings;

pub(super) fn print(settings: &Settings, role: Role, name: String) -> Result<u8, Stop> {
    let db = settings.open_store(Clock::system())?;
    node::found_account(&db)?;
    let account_id = db.read_everywhere(account::first).map_err(anyhow::Error::from)?;
    let made = db.write(account_id.unwrap_or(node::ACCOUNT), move |tx| {
        account::create_token(tx, Actor::System, &name, role).map(|(_, secret)| secret)
    });
    match made {
        Ok(secret) => help::write(&format!("{secret}\n")),
        Err(account::Error::Refused(Refusal::NameTooLong)) => {
            Err(Stop::Wrong("--name takes a shorter name".to_owned()))
        }
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}
