//! Words given in passing, and what only looks like one.

#![expect(clippy::unwrap_used, reason = "tests")]

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::calendar::Hours;

use super::spoken;

/// Said on Wednesday 18 November 2026 at 10:00 in Rome, open Monday to Friday 9–18.
#[track_caller]
fn check(text: &str, expected: &str) {
    check_at("2026-11-18T10:00", text, expected);
}

#[track_caller]
fn check_at(now: &str, text: &str, expected: &str) {
    let rome = TimeZone::get("Europe/Rome").unwrap();
    let now: jiff::civil::DateTime = now.parse().unwrap();
    let now_ms = now.to_zoned(rome.clone()).unwrap().timestamp().as_millisecond();
    let found = spoken(text, &Hours::default(), now_ms).map(|at_ms| {
        Timestamp::from_millisecond(at_ms).unwrap().to_zoned(rome).strftime("%a %d %H:%M").to_string()
    });
    assert_eq!(found.unwrap_or_else(|| "nothing".to_owned()), expected, "{text}");
}

#[test]
fn a_day_means_until_closing() {
    check("Le rispondo domani.", "Thu 19 18:00");
    check("le rispondo domani", "Thu 19 18:00");
    check("Buongiorno,\n\nverifico e le rispondo domani.\nSaluti", "Thu 19 18:00");
    check("Domani le faccio sapere.", "Thu 19 18:00");
    check("Ti rispondiamo dopodomani!", "Fri 20 18:00");
    check("Le scriverò entro venerdì.", "Fri 20 18:00");
    check("La richiamo lunedì.", "Mon 23 18:00");
    check("La aggiorniamo mercoledì", "Wed 25 18:00");
    check("Le rispondo oggi.", "Wed 18 18:00");
    check("Vi daremo una risposta entro martedì prossimo.", "Tue 24 18:00");
    check("Avrà una risposta entro giovedì.", "Thu 19 18:00");
    check("Riceverà nostre notizie domani.", "Thu 19 18:00");
    check("Ci risentiamo venerdì.", "Fri 20 18:00");
    check("Le confermo tutto domani.", "Thu 19 18:00");
    check("Chiedo al magazzino e le mando la foto domani", "Thu 19 18:00");
}

#[test]
fn a_part_of_the_day_is_read_with_it() {
    check("La richiamo lunedì mattina.", "Mon 23 13:00");
    check("Le rispondo domattina.", "Thu 19 13:00");
    check("Le faccio sapere nel pomeriggio.", "Wed 18 18:00");
    check("Le rispondo in giornata.", "Wed 18 18:00");
    check("Le rispondo entro fine giornata.", "Wed 18 18:00");
    check("La aggiorno stasera.", "Wed 18 18:00");
    check("Le rispondo domani entro mezzogiorno.", "Thu 19 12:00");
    check("Le dico qualcosa in mattinata.", "Wed 18 13:00");
    check("La ricontattiamo domani pomeriggio", "Thu 19 18:00");
}

#[test]
fn a_time_on_the_clock_is_that_time() {
    check("La richiamo alle 15.", "Wed 18 15:00");
    check("Le rispondo entro le 15:30.", "Wed 18 15:30");
    check("Le rispondo domani alle 9.30.", "Thu 19 09:30");
    check("La chiamo domani alle ore 11", "Thu 19 11:00");
    check("La chiamo domani pomeriggio alle 4", "Thu 19 16:00");
    check("Le scrivo venerdì per le 10", "Fri 20 10:00");
    check("La richiamo domani, entro le 12:00.", "Thu 19 12:00");
    check("Le rispondo domani alle 20.", "Thu 19 18:00");
}

#[test]
fn a_span_is_counted_from_now_within_the_hours() {
    check("Le rispondo fra due ore.", "Wed 18 12:00");
    check("Le rispondo tra un'ora", "Wed 18 11:00");
    check("La richiamo entro mezz’ora.", "Wed 18 10:30");
    check("Le faccio sapere entro un paio d’ore.", "Wed 18 12:00");
    check("Le rispondo entro 24 ore.", "Thu 19 10:00");
    check("Le faccio sapere entro due giorni.", "Fri 20 10:00");
    check("Le diamo riscontro entro 3 giorni lavorativi.", "Mon 23 18:00");
    check("La richiamo fra 20 minuti", "Wed 18 10:20");
    check_at("2026-11-20T17:30", "Le rispondo fra due ore.", "Mon 23 10:30");
}

#[test]
fn a_date_and_a_week_are_found() {
    check("Le rispondo il 27 novembre.", "Fri 27 18:00");
    check("Le faccio sapere entro il 27/11.", "Fri 27 18:00");
    check("Le rispondo entro la settimana.", "Fri 20 18:00");
    check("Le rispondiamo la prossima settimana.", "Fri 27 18:00");
    check("We’ll let you know by November 24th.", "Tue 24 18:00");
}

#[test]
fn english_is_understood() {
    check("I'll get back to you tomorrow.", "Thu 19 18:00");
    check("We will reply by tomorrow noon.", "Thu 19 12:00");
    check("I will let you know within two hours.", "Wed 18 12:00");
    check("You’ll hear from us by Friday.", "Fri 20 18:00");
    check("We’ll send the part on Monday morning.", "Mon 23 13:00");
    check("I’ll call you at 3pm.", "Wed 18 15:00");
    check("We will update you by 5 pm tomorrow.", "Thu 19 17:00");
    check("You can expect an answer by end of day.", "Wed 18 18:00");
    check("I'm going to confirm this the day after tomorrow", "Fri 20 18:00");
    check("We'll be in touch within an hour.", "Wed 18 11:00");
    check("I’ll follow up this afternoon.", "Wed 18 18:00");
    check("We'll answer within a couple of days.", "Fri 20 10:00");
}

#[test]
fn a_closed_day_becomes_the_next_open_one() {
    check("Le rispondo sabato.", "Mon 23 18:00");
    check_at("2026-11-20T16:00", "Le rispondo domani.", "Mon 23 18:00");
    check_at("2026-12-07T10:00", "Le rispondo domani mattina.", "Wed 09 13:00");
}

#[test]
fn what_is_no_word_of_ours_is_none() {
    for text in [
        "",
        "Buongiorno.",
        "Come le ho scritto ieri, il pacco è partito.",
        "Le ho risposto lunedì.",
        "Il pacco arriva domani.",
        "Il corriere passa domani, le scrivo per dirglielo.",
        "Le confermo che la consegna è prevista per domani.",
        "Le scrivo per confermare la consegna di domani.",
        "Può rispondermi entro domani?",
        "Le va bene se la richiamo domani?",
        "Mi risponda entro venerdì, per favore.",
        "Se mi risponde entro domani, spediamo.",
        "Non le rispondo domani perché siamo chiusi.",
        "> Le rispondo domani.",
        "Lei ci aveva scritto: «le rispondo domani».",
        "Quando arriva il pezzo le rispondo.",
        "Se domani arriva il pezzo la chiamo.",
        "Le rispondo appena possibile.",
        "Le rispondo presto.",
        "Un collega di un altro reparto la chiamerà.",
        "The parcel will arrive tomorrow.",
        "I replied yesterday.",
        "We won't reply tomorrow.",
        "Could you let us know by Friday?",
        "If I hear from them tomorrow, I will call you.",
        "Let us know by tomorrow.",
        "Le rispondo oggi alle 9.",
    ] {
        check(text, "nothing");
    }
}

#[test]
fn any_text_at_all_is_read_without_harm() {
    for text in
        ["le rispondo entro 99999999999999 ore", "le rispondo il 31/2", "le rispondo alle 25:99", "’’’", "fra"]
    {
        check(text, "nothing");
    }
    check(&"le rispondo ".repeat(10_000), "nothing");
}
