//! Who is called out when the desk is shut: a rota, rules that say which words are urgent, and alerts that go from one
//! person to the next until somebody says "I have it". Like notices, alerts are made by reading the event log.

mod acts;
mod model;
mod store;
mod watching;

pub use acts::{
    acknowledge, alert_by_oid, alerts, change_rota, change_rule, cover, cover_by_oid, covers, drop_cover,
    drop_rota, drop_rule, due, make_rota, make_rule, open_of, pages_of, rota_by_oid, rotas, rule_by_oid, rules,
    step, try_out,
};
pub use model::{
    Alert, Cover, Ended, MEMBERS_MAX, NewRota, NewRule, Page, ROUNDS, Rota, Rule, State, Turn, WAIT_MINUTES,
    WORDS_MAX, When,
};
pub use store::QUERIES;
pub use watching::{behind, catch_up};
