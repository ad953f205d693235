//! Fioca, a lamp shop that does not exist: its people, its customers, its lamps, and dice that always fall alike.

use kernel::language::Language;
use spine::agent::Role;
use spine::task::ContactKind;

pub struct Person {
    pub name: &'static str,
    pub email: &'static str,
    pub role: Role,
    pub presence: &'static str,
}

pub const PEOPLE: [Person; 7] = [
    Person { name: "Giulia Ferrante", email: "giulia@fioca.example", role: Role::Agent, presence: "online" },
    Person { name: "Tommaso Riva", email: "tommaso@fioca.example", role: Role::Agent, presence: "busy" },
    Person { name: "Nadia Benassi", email: "nadia@fioca.example", role: Role::Agent, presence: "online" },
    Person { name: "Paolo Santi", email: "paolo@fioca.example", role: Role::Agent, presence: "online" },
    Person { name: "Elena Vitali", email: "elena@fioca.example", role: Role::Agent, presence: "away" },
    Person { name: "Marta Bisi", email: "marta@fioca.example", role: Role::Supervisor, presence: "online" },
    Person { name: "Omar Fabbri", email: "omar@fioca.example", role: Role::Admin, presence: "offline" },
];

/// Who is asked by mail and has no account here.
pub const CONTACTS: [(ContactKind, &str, &str); 3] = [
    (ContactKind::Supplier, "Vetreria Lagon", "ordini@lagon.example"),
    (ContactKind::Department, "Amministrazione", "conti@fioca.example"),
    (ContactKind::Supplier, "Imballaggi Corda", "produzione@corda.example"),
];

pub const HELP: &str = "aiuto@fioca.example";
pub const ARCHITECTS: &str = "architetti@fioca.example";
/// Answered day and night.
pub const FAULTS: &str = "guasti@fioca.example";

pub const LAMPS: [&str; 8] =
    ["Piuma", "Vela", "Asola", "Disco 45", "Luna piccola", "Arco da terra", "Goccia", "Piuma da tavolo"];

const FIRST: [&str; 40] = [
    "Caterina", "Ivo", "Dario", "Fatima", "Bruno", "Lucia", "Nora", "Aldo", "Chiara", "Matteo", "Sara",
    "Enrico", "Beatrice", "Luca", "Anna", "Giorgio", "Silvia", "Davide", "Irene", "Paolo", "Elisa", "Fabio",
    "Teresa", "Simone", "Marina", "Alberto", "Rosa", "Filippo", "Laura", "Stefano", "Giada", "Pietro",
    "Monica", "Nicola", "Viola", "Claudio", "Amina", "Roberto", "Federica", "Tobia",
];
const LAST: [&str; 40] = [
    "Morandi",
    "Petrucci",
    "Anselmi",
    "El Idrissi",
    "Sartor",
    "Terranova",
    "Battaglia",
    "Serra",
    "Righi",
    "Gallo",
    "Marchetti",
    "Lodi",
    "Ferri",
    "Conti",
    "Neri",
    "Prati",
    "Bassi",
    "Colombo",
    "Rinaldi",
    "Greco",
    "Zanetti",
    "Villa",
    "Fontana",
    "Caruso",
    "Mancini",
    "Leone",
    "Longo",
    "Parisi",
    "Bianco",
    "Testa",
    "Amato",
    "Silvestri",
    "Monti",
    "Farina",
    "Basile",
    "Costa",
    "Barbieri",
    "Orlando",
    "Grassi",
    "Pellegrini",
];
const ABROAD: [(&str, &str); 6] = [
    ("Emma Lindqvist", "emma@lindqvist.example"),
    ("Jonas Weber", "jonas.weber@posta.example"),
    ("Olivia Hart", "olivia@hartstudio.example"),
    ("Luka Novak", "luka@novak.example"),
    ("Freja Holm", "freja@holm.example"),
    ("Daniel Reed", "daniel.reed@posta.example"),
];
/// Companies that write to the architects' inbox; they are tier A.
const COMPANIES: [(&str, &str, &str); 6] = [
    ("Studio Vallesi", "Ilaria Vallesi", "info@vallesi.example"),
    ("Hotel Corte Alba", "Sergio Alba", "acquisti@cortealba.example"),
    ("Studio Neri", "Michele Neri", "studio@neri.example"),
    ("Architetti Po", "Carla Donati", "progetti@architettipo.example"),
    ("Lumi Interni", "Gianni Lumi", "ordini@lumi.example"),
    ("Comune di Valsana", "Renata Moro", "economato@valsana.example"),
];

/// Somebody who writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    pub name: String,
    /// Whoever signs for it.
    pub signs: String,
    pub email: String,
    pub tier: char,
    pub language: Language,
}

impl Customer {
    /// How they are greeted and sign: companies with their person's whole name.
    pub fn called(&self) -> &str {
        match self.tier {
            'A' => &self.signs,
            _ => self.signs.split(' ').next().unwrap_or(&self.signs),
        }
    }
}

/// Dice with a seed: SplitMix64.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number from 0 to `sides - 1`.
    pub fn below(&mut self, sides: usize) -> usize {
        (self.roll() % sides.max(1) as u64) as usize
    }

    /// A whole number in a range, ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.roll() % (high - low + 1).max(1) as u64) as i64
    }

    pub fn percent(&mut self, chance: u64) -> bool {
        self.roll() % 100 < chance
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

pub fn company(dice: &mut Dice) -> Customer {
    let (name, signs, email) = *dice.one(&COMPANIES);
    Customer {
        name: name.to_owned(),
        signs: signs.to_owned(),
        email: email.to_owned(),
        tier: 'A',
        language: Language::It,
    }
}

pub fn abroad(dice: &mut Dice) -> Customer {
    let (name, email) = *dice.one(&ABROAD);
    Customer {
        name: name.to_owned(),
        signs: name.to_owned(),
        email: email.to_owned(),
        tier: 'C',
        language: Language::En,
    }
}

pub fn private(dice: &mut Dice) -> Customer {
    let (first, last) = (dice.below(FIRST.len()), dice.below(LAST.len()));
    let plain: String = LAST[last].chars().filter(char::is_ascii_alphabetic).collect();
    Customer {
        name: format!("{} {}", FIRST[first], LAST[last]),
        signs: format!("{} {}", FIRST[first], LAST[last]),
        email: format!("{}.{}@posta.example", FIRST[first], plain).to_lowercase(),
        // The same person is always of the same tier.
        tier: if (first * 7 + last * 3).is_multiple_of(5) { 'B' } else { 'C' },
        language: Language::It,
    }
}

/// A text with its places filled.
pub fn filled(text: &str, lamp: &str, order: &str, customer: &str, author: &str) -> String {
    text.replace("{p}", lamp).replace("{o}", order).replace("{n}", customer).replace("{a}", author)
}

#[cfg(test)]
mod tests {
    use super::super::matters::{LAST_WORD, LAST_WORD_ENGLISH, LAST_WORD_FORMAL, MATTERS};
    use super::{Dice, filled, private};

    #[test]
    fn every_text_of_the_demo_is_filled_to_the_last_place() {
        let texts = MATTERS
            .iter()
            .flat_map(|matter| [matter.subject, matter.mail, matter.answer, matter.back.unwrap_or_default()])
            .chain(LAST_WORD)
            .chain(LAST_WORD_FORMAL)
            .chain([LAST_WORD_ENGLISH]);
        for text in texts {
            let filled = filled(text, "Piuma", "F-20418", "Anna", "Giulia");
            assert!(!filled.contains(['{', '}']), "{filled}");
        }
        assert!(MATTERS.len() >= 60);
        let mut mails: Vec<&str> = MATTERS.iter().map(|matter| matter.mail).collect();
        mails.sort_unstable();
        mails.dedup();
        assert_eq!(mails.len(), MATTERS.len(), "no mail stands twice");
    }

    #[test]
    fn the_dice_always_fall_alike() {
        let roll = || {
            let mut dice = Dice::new(7);
            (0..50).map(|_| private(&mut dice)).collect::<Vec<_>>()
        };
        assert_eq!(roll(), roll());
    }
}
