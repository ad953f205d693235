//! Who is trained for what at Fioca, and what is told from the words of a mail.

use std::collections::BTreeMap;

use db::{Actor, Tx};
use spine::Error;
use spine::skill::{self, Held, Holding, NewRule};

const BILLS: &str = "fatture";
const RETURNS: &str = "resi e garanzie";
const WIRING: &str = "impianti";

/// A skill somebody has, how well, and when they are asked for it.
type Has = (&'static str, i64, Held);

/// Levels of each person. Who is still learning is asked when nobody else is free.
const PEOPLE: [(&str, &[Has]); 5] = [
    ("giulia@fioca.example", &[(RETURNS, 4, Held::First), (BILLS, 3, Held::Second)]),
    ("tommaso@fioca.example", &[(WIRING, 5, Held::First), (RETURNS, 3, Held::Second)]),
    ("nadia@fioca.example", &[(BILLS, 4, Held::First), (RETURNS, 2, Held::Trained)]),
    ("paolo@fioca.example", &[(WIRING, 3, Held::First), (RETURNS, 4, Held::First)]),
    ("elena@fioca.example", &[(RETURNS, 3, Held::First), (BILLS, 2, Held::Trained)]),
];

const RULES: [(&str, &[&str]); 3] = [
    (BILLS, &["fattur*", "partita iva", "codice sdi", "nota di credito", "ricevuta"]),
    (RETURNS, &["reso", "resi", "rimbors*", "garanzia", "sostitu*", "rotto", "rotta", "graffi*"]),
    (WIRING, &["trasformator*", "dimmer*", "cablaggi*", "morsett*", "attacco", "lampadin*", "elettricist*"]),
];

/// Skills, who has them, and the rules that find them.
pub fn learn(tx: &mut Tx<'_>, people: &BTreeMap<String, i64>) -> Result<(), Error> {
    for (name, words) in RULES {
        let skill = skill::ensure(tx, name, Actor::System)?;
        let rule = NewRule {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            topics: Vec::new(),
            inbox_id: None,
            skill_id: skill.id,
            level: 1,
            active: true,
        };
        skill::make_rule(tx, &rule, Actor::System)?;
    }
    for (email, skills) in PEOPLE {
        let Some(agent_id) = people.get(email).copied() else { continue };
        let held: Vec<Holding> = skills
            .iter()
            .map(|(skill, level, held)| Holding { skill: (*skill).to_owned(), level: *level, held: *held })
            .collect();
        skill::set_held(tx, agent_id, &held, Actor::System)?;
    }
    Ok(())
}
