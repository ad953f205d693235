//! The console: what the people of the company work in.

pub mod bulk;
pub mod calls;
pub mod complaints;
pub mod day;
pub mod delivery;
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
pub mod tasks;
pub mod views;
pub mod wallboard;

use std::sync::Arc;

use axum::Router;
use maud::Markup;
use web::shell::Section;
use web::ui;
use words::Say;

use crate::Desk;

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
        .merge(pass::routes())
        .merge(delivery::routes())
        .merge(calls::routes())
        .merge(settings::routes())
        .merge(tasks::routes())
        .merge(oncall::routes())
        .merge(complaints::routes())
}

/// The pages of the office, in the bar of each of them.
fn office_pages(say: Say, shown: Section) -> Markup {
    let page = |section: Section, href: &str, key: &str| (href.to_owned(), say.say(key), section == shown);
    ui::seg(
        &say.say("shell-office-pages"),
        &[
            page(Section::Reports, "/console/reports", "shell-reports"),
            page(Section::Complaints, "/console/complaints", "shell-complaints"),
        ],
    )
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
