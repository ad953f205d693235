//! The console: what the people of the company work in.

pub mod bulk;
pub mod calls;
pub mod complaints;
pub mod day;
pub mod delivery;
pub mod forecast;
pub mod inbox;
pub mod ledger;
pub mod live;
mod moments;
pub mod notices;
pub mod oncall;
pub mod pass;
pub mod presence;
pub mod reports;
pub mod search;
pub mod settings;
pub mod shifts;
pub mod skills;
pub mod tasks;
pub mod truth;
pub mod views;
pub mod wallboard;
pub mod whatif;

use std::sync::Arc;

use axum::Router;
use maud::Markup;
use office::account::Permission;
use web::shell::Section;
use web::ui;

use crate::Desk;
use crate::session::Agent;

/// Addresses under `/console`.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .merge(inbox::routes())
        .merge(search::routes())
        .merge(views::routes())
        .merge(bulk::routes())
        .merge(live::routes())
        .merge(day::routes())
        .merge(notices::routes())
        .merge(ledger::routes())
        .merge(wallboard::routes())
        .merge(reports::routes())
        .merge(truth::routes())
        .merge(forecast::routes())
        .merge(whatif::routes())
        .merge(pass::routes())
        .merge(delivery::routes())
        .merge(calls::routes())
        .merge(settings::routes())
        .merge(tasks::routes())
        .merge(oncall::routes())
        .merge(skills::routes())
        .merge(shifts::routes())
        .merge(complaints::routes())
}

/// The pages of the office, in the bar of each of them.
fn office_pages(agent: &Agent, shown: Section) -> Markup {
    let say = agent.say;
    let pages = [
        (Section::Truth, "/console/truth", "shell-truth"),
        (Section::Reports, "/console/reports", "shell-reports"),
        (Section::Complaints, "/console/complaints", "shell-complaints"),
        (Section::Shifts, shifts::ROOT, "shift-title"),
        (Section::Skills, skills::ROOT, "skill-title"),
        (Section::Forecast, forecast::HERE, "shell-forecast"),
        (Section::WhatIf, "/console/whatif", "shell-whatif"),
    ];
    // How everybody's words hold is everybody's figures: an agent has no way to it.
    let seen = pages.into_iter().filter(|(section, ..)| {
        !matches!(section, Section::Truth | Section::Forecast | Section::WhatIf)
            || agent.may(Permission::SeeFigures)
    });
    let seen: Vec<(String, String, bool)> =
        seen.map(|(section, href, key)| (href.to_owned(), say.say(key), section == shown)).collect();
    ui::seg(&say.say("shell-office-pages"), &seen)
}

/// Every named query of the console's pages.
pub fn queries() -> impl Iterator<Item = &'static db::Query> {
    [
        inbox::QUERIES,
        inbox::store::writing::QUERIES,
        search::QUERIES,
        views::QUERIES,
        day::QUERIES,
        live::QUERIES,
        ledger::QUERIES,
        wallboard::QUERIES,
        delivery::QUERIES,
        settings::QUERIES,
        settings::LOG_QUERIES,
    ]
    .into_iter()
    .flatten()
}
