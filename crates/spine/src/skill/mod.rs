//! Skills: the company's catalogue, who has which at what level, and the rules that lead from what was written to a
//! skill. Who takes what with them is `routing`'s.

mod acts;
mod model;
mod store;

pub use acts::{
    add, by_oid, change_rule, check_names, drop_rule, ensure, find, list, make_rule, move_rule, retire,
    rule_by_oid, rules, set_held, set_languages, take_over, to_take_over,
};
pub use model::{
    HELD_MAX, Held, Holding, LANGUAGES_MAX, LEVELS, NAME_CHARS, NewRule, RULES_MAX, Rule, Said, Skill,
    WORDS_MAX, first_of, held_of, kept, languages_of, names_of,
};
pub use store::QUERIES;
