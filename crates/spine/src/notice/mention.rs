//! Who is named in a note: `@Giulia`, `@Giulia Ferrante`, `@giulia`, found as people write it.

use crate::conversation::folded;

/// A name inside a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Place of the person in the list that was searched.
    pub who: usize,
    /// Bytes of the text, `@` included.
    pub from: usize,
    pub to: usize,
}

/// People named at once.
const MOST: usize = 50;
/// Signs of one text that are looked at.
const SIGNS: usize = 500;

/// Every `@name` of a text that is one of these people: the whole name before the first one alone, and the first name
/// alone only where one person has it. An address (`a@b`) names nobody.
pub fn mentions(text: &str, people: &[String]) -> Vec<Spot> {
    let folded_people: Vec<String> = people.iter().map(|name| folded(name.trim()).trim().to_owned()).collect();
    let mut spots = Vec::new();
    for (from, _) in text.match_indices('@').take(SIGNS) {
        if text[..from].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '.') {
            continue;
        }
        let rest = &text[from + 1..];
        let found = longest(rest, &folded_people).or_else(|| first_name(rest, &folded_people));
        if let Some((who, length)) = found {
            spots.push(Spot { who, from, to: from + 1 + length });
        }
        if spots.len() == MOST {
            break;
        }
    }
    spots
}

/// The longest whole name the text begins with, and its length there.
fn longest(rest: &str, people: &[String]) -> Option<(usize, usize)> {
    let fits = people.iter().enumerate().filter(|(_, name)| !name.is_empty());
    fits.filter_map(|(who, name)| Some((who, begins_with(rest, name)?))).max_by_key(|(_, length)| *length)
}

fn first_name(rest: &str, people: &[String]) -> Option<(usize, usize)> {
    let mut found = None;
    for (who, name) in people.iter().enumerate() {
        let first = name.split(' ').next().filter(|first| !first.is_empty());
        if let Some(length) = first.and_then(|first| begins_with(rest, first)) {
            match found {
                None => found = Some((who, length)),
                // Two people of this name: nobody is meant for certain.
                Some(_) => return None,
            }
        }
    }
    found
}

/// How many bytes of the text make the folded name, when it begins with it and the word ends there.
fn begins_with(text: &str, name: &str) -> Option<usize> {
    let mut made = String::new();
    for (at, letter) in text.char_indices() {
        if made == name {
            return (!letter.is_alphanumeric()).then_some(at);
        }
        if !name.starts_with(made.as_str()) {
            return None;
        }
        let mut bytes = [0; 4];
        made.push_str(&folded(letter.encode_utf8(&mut bytes)));
    }
    (made == name).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::mentions;

    fn named(text: &str) -> Vec<&str> {
        let people = ["Giulia Ferrante", "Marco Sala", "Marco Riva", "Niccolò D’Amico"].map(str::to_owned);
        mentions(text, &people).iter().map(|spot| &text[spot.from..spot.to]).collect()
    }

    #[test]
    fn people_are_named_as_they_are_called() {
        assert_eq!(named("@Giulia puoi guardare? Anche @marco sala."), ["@Giulia", "@marco sala"]);
        assert_eq!(named("chiedo a @giulia ferrante, grazie"), ["@giulia ferrante"]);
        assert_eq!(named("@Niccolo vedi tu; @NICCOLÒ D’AMICO!"), ["@Niccolo", "@NICCOLÒ D’AMICO"]);
    }

    #[test]
    fn a_page_of_signs_is_not_read_to_its_end() {
        let signs = "@ ".repeat(super::SIGNS);
        assert_eq!(named(&format!("@Giulia {signs}@Niccolò")), ["@Giulia"]);
    }

    #[test]
    fn an_address_a_longer_word_and_a_name_two_people_have_name_nobody() {
        assert_eq!(named("scrivi a aiuto@giulia.example"), [""; 0]);
        assert_eq!(named("@Giuliana @Marco @ @"), [""; 0]);
    }
}
