//! The people who answer, and their teams. Passwords and sessions are the office's; here is who somebody is.

mod acts;
mod store;

pub use acts::{
    Agent, Edit, Role, Team, TeamEdit, all_heard, by_email, by_oid, create_team, drop_team, edit, edit_team,
    find, heard, is_unheard, list, memberships, presence, set_teams, team, team_by_oid, teams, teams_of,
};
pub use store::QUERIES;
