#![expect(clippy::unwrap_used, reason = "tests")]

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kernel::calendar::Hours;
use kernel::language::{Language, Register};
use words::Say;

use super::template::{Kind, Parts};
use super::{Facts, Letter, Matter, Person, write};

const TRACK_URL: &str = "https://fioca.example/r/7k3m9q2v5x8z1b4d6f0h";

fn ms(written: &str) -> i64 {
    let rome = TimeZone::get("Europe/Rome").unwrap();
    written.parse::<DateTime>().unwrap().to_zoned(rome).unwrap().timestamp().as_millisecond()
}

/// Caterina writes to Fioca on Sunday at 1:04; the answer is due on Monday by 10:40.
fn caterina(language: Language, register: Register) -> Facts {
    Facts {
        say: Say::new(language, register),
        company: "Fioca".to_owned(),
        customer: Some("Caterina Morandi".to_owned()),
        reference: "R-4F7K".to_owned(),
        due_ms: ms("2026-11-23T10:40"),
        now_ms: ms("2026-11-22T01:04:30"),
        zone: TimeZone::get("Europe/Rome").unwrap(),
        received_ms: ms("2026-11-22T01:04"),
        understood: Some("Due Piuma sfarfallano con il dimmer".to_owned()),
        topic: None,
        order_number: None,
        attachments: vec![],
        resolution_due_ms: None,
        chosen_way: None,
        track_url: TRACK_URL.to_owned(),
        phone: Some("800 000 000".to_owned()),
        person: Person::FromMs(ms("2026-11-23T09:00")),
        address_line: Some("Via Galliera 12, Bologna".to_owned()),
    }
}

/// Gino is told on Monday at 10:31 that 10:48 will not hold.
fn gino(language: Language, register: Register) -> Facts {
    Facts {
        customer: Some("Gino Ferri".to_owned()),
        reference: "R-4E7C".to_owned(),
        due_ms: ms("2026-11-23T11:30"),
        now_ms: ms("2026-11-23T10:31"),
        understood: Some("Paralume con la crepa".to_owned()),
        person: Person::UntilMs(ms("2026-11-23T18:00")),
        ..caterina(language, register)
    }
}

const COURIER: &str = "il tuo pacco è fermo a Piacenza e aspettiamo dal corriere l’ora in cui riparte";

/// In the catalogue's own wording.
fn worded(facts: &Facts, matter: Matter<'_>) -> Letter {
    let parts = Parts::of_catalogue(matter.kind(), facts.say.language, facts.say.register);
    write(facts, matter, &parts)
}

fn acknowledgement(facts: &Facts) -> Letter {
    worded(facts, Matter::Acknowledgement)
}

fn moved(facts: &Facts, old_due_ms: i64, reason: &str) -> Letter {
    worded(facts, Matter::Moved { old_due_ms, reason })
}

fn apology(facts: &Facts, old_due_ms: i64, owner: Option<&str>) -> Letter {
    worded(facts, Matter::Apology { old_due_ms, owner })
}

fn told_rating(facts: &Facts) -> Letter {
    let matter = Matter::Rating {
        promised_ms: Some(ms("2026-11-23T10:48")),
        answered_ms: ms("2026-11-23T10:21"),
        agent: Some("Giulia Ferrante"),
    };
    worded(facts, matter)
}

fn told_moved(facts: &Facts) -> Letter {
    moved(facts, ms("2026-11-23T10:48"), COURIER)
}

fn told_apology(facts: &Facts, owner: Option<&str>) -> Letter {
    apology(facts, ms("2026-11-23T10:18"), owner)
}

/// What is left of a page when the marks are taken off.
fn stripped(html: &str) -> String {
    let body = html.split_once("<body").unwrap().1;
    let mut text = String::new();
    let mut inside = true;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    let text = text.replace('\u{a0}', " ").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn in_this_order(text: &str, facts: &[&str]) {
    let mut from = 0;
    for fact in facts {
        let found = text[from..].find(fact);
        assert!(found.is_some(), "\"{fact}\" is missing or too early in:\n{text}");
        from += found.unwrap() + fact.len();
    }
}

fn every_letter(language: Language, register: Register) -> [Letter; 4] {
    [
        acknowledgement(&caterina(language, register)),
        told_moved(&gino(language, register)),
        told_apology(&gino(language, register), Some("Marta Bisi")),
        told_rating(&gino(language, register)),
    ]
}

fn all_letters() -> Vec<Letter> {
    let kinds = [(Language::It, Register::Tu), (Language::It, Register::Lei), (Language::En, Register::Lei)];
    kinds.into_iter().flat_map(|(language, register)| every_letter(language, register)).collect()
}

#[test]
fn the_acknowledgement_in_plain_text_reads_as_drawn() {
    let letter = acknowledgement(&caterina(Language::It, Register::Tu));
    assert_eq!(letter.subject, "[#R-4F7K] Ti rispondiamo lunedì, entro le 10:40");
    assert_eq!(letter.word, "Ti rispondiamo lunedì 23 novembre, entro le 10:40");
    let text = "\
Ti rispondiamo lunedì 23 novembre, entro le 10:40.

Ciao Caterina, la tua e-mail è arrivata domenica all’1:04. Ti risponde una persona. Se non ce la facciamo lo sai prima, con una nuova ora.

Che cosa abbiamo capito
  Argomento: Due Piuma sfarfallano con il dimmer
  Allegati:  nessuno
Non è così? Correggi: https://fioca.example/r/7k3m9q2v5x8z1b4d6f0h/correct
Segui la richiesta: https://fioca.example/r/7k3m9q2v5x8z1b4d6f0h

Una persona, prima
Il nostro numero è 800 000 000: rispondiamo da lunedì alle 9:00.

Richiesta R-4F7K. Fioca, risposta automatica. Per aggiungere qualcosa rispondi a questa e-mail: arriva nella stessa richiesta. Via Galliera 12, Bologna.
";
    assert_eq!(letter.text, text);
}

#[test]
fn the_acknowledgement_says_lei_where_the_company_does() {
    let letter = acknowledgement(&caterina(Language::It, Register::Lei));
    assert_eq!(letter.subject, "[#R-4F7K] Le rispondiamo lunedì, entro le 10:40");
    in_this_order(
        &letter.text,
        &[
            "Le rispondiamo lunedì 23 novembre, entro le 10:40.",
            "Gentile Caterina Morandi, la sua e-mail è arrivata domenica all’1:04. Le risponde una persona.",
            "Non è così? Corregga",
            "Segua la richiesta",
        ],
    );
    assert!(!letter.text.contains(" tu") && !letter.text.contains("rispondi "), "{}", letter.text);
}

#[test]
fn the_acknowledgement_speaks_english_to_those_who_wrote_in_it() {
    let letter = acknowledgement(&caterina(Language::En, Register::Lei));
    assert_eq!(letter.subject, "[#R-4F7K] You’ll have our answer on Monday, by 10:40");
    in_this_order(
        &letter.text,
        &[
            "You’ll have our answer on Monday 23 November, by 10:40.",
            "Hello Caterina Morandi, your e-mail arrived on Sunday at 1:04.",
            "About: Due Piuma",
            "Files: none",
            "Our number is 800 000 000: we answer from Monday at 9:00.",
            "Request R-4F7K. Fioca, automatic reply.",
        ],
    );
    assert!(letter.html.contains("<html lang=\"en\""));
}

#[test]
fn a_moved_promise_strikes_the_old_time_and_says_why() {
    let letter = told_moved(&gino(Language::It, Register::Tu));
    assert_eq!(letter.subject, "[#R-4E7C] Nuova ora: oggi, entro le 11:30");
    let told = "Ciao Gino, non ce la facciamo per le 10:48. Il tuo pacco è fermo a Piacenza e aspettiamo dal corriere \
                l’ora in cui riparte.";
    in_this_order(
        &letter.text,
        &[
            "Ti rispondiamo oggi, entro le 11:30.",
            told,
            "Se per te è tardi",
            "Il nostro numero è 800 000 000: rispondiamo oggi, fino alle 18:00.",
            TRACK_URL,
        ],
    );
    assert!(letter.html.contains("non ce la facciamo per <s>le 10:48</s>."));
    assert!(letter.html.contains("edge-soon") && letter.html.contains("href=\"tel:800000000\""));
}

#[test]
fn an_apology_names_who_has_it_now() {
    let facts = gino(Language::It, Register::Tu);
    let letter = told_apology(&facts, Some("Marta Bisi"));
    assert_eq!(letter.subject, "[#R-4E7C] Scusaci. Risposta oggi, entro le 11:30, da Marta Bisi");
    in_this_order(
        &letter.text,
        &[
            "Marta Bisi ti risponde oggi, entro le 11:30.",
            "Ciao Gino, dovevamo risponderti alle 10:18 e non l’abbiamo fatto. Scusaci.",
            "La tua richiesta «Paralume con la crepa» ora è di Marta Bisi.",
            "Se non vuoi aspettare",
        ],
    );
    let nobody = told_apology(&facts, None);
    assert_eq!(nobody.subject, "[#R-4E7C] Scusaci. Risposta oggi, entro le 11:30");
    in_this_order(&nobody.text, &["Ti rispondiamo oggi, entro le 11:30.", "Ora se ne occupa chi coordina"]);
    let friday = Facts { understood: None, ..gino(Language::It, Register::Lei) };
    let friday = apology(&friday, ms("2026-11-20T18:00"), Some("Marta Bisi"));
    in_this_order(
        &friday.text,
        &["Gentile Gino Ferri, dovevamo risponderle venerdì alle 18:00", "Ora se ne occupa Marta Bisi."],
    );
}

/// The pages as mail clients get them, kept in `tests-data`; written anew with `RISCONTRO_WRITE_LETTERS=1`.
#[test]
fn the_pages_are_the_ones_that_were_looked_at() {
    let wordings = [
        ("it-tu", Language::It, Register::Tu),
        ("it-lei", Language::It, Register::Lei),
        ("en", Language::En, Register::Lei),
    ];
    let letters = wordings.into_iter().flat_map(|(name, language, register)| {
        let kinds = ["acknowledgement", "moved", "apology", "rating"];
        kinds
            .into_iter()
            .zip(every_letter(language, register))
            .map(move |(kind, letter)| (format!("{kind}-{name}"), letter))
    });
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests-data/letters");
    for (name, letter) in letters {
        let text = format!("Subject: {}\n\n{}", letter.subject, letter.text);
        for (kind, told) in [("html", letter.html), ("txt", text)] {
            let path = folder.join(format!("{name}.{kind}"));
            if std::env::var_os("RISCONTRO_WRITE_LETTERS").is_some() {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &told).unwrap();
            }
            let kept = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                kept == told,
                "{name}.{kind} has changed; look at it, then run with RISCONTRO_WRITE_LETTERS=1"
            );
        }
    }
}

#[test]
fn text_and_html_say_the_same_things_in_the_same_order() {
    for letter in all_letters() {
        // Marks around a word leave a space before the stop that follows; labels stand in a column of their own.
        let bare = |text: &str| text.replace(" .", ".").replace(" :", ":").replace(": ", " ");
        let page = bare(&stripped(&letter.html));
        let lines: Vec<&str> = letter.text.lines().collect();
        let (reference, footer) = lines.last().unwrap().split_once(". ").unwrap();
        assert!(page.contains(reference), "{reference} is not in the page:\n{page}");
        let body = lines[..lines.len() - 1].iter().filter(|line| !line.contains("https://"));
        let told = body
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty());
        let told: Vec<String> =
            told.chain([footer.to_owned()]).map(|line| bare(line.trim_end_matches('.'))).collect();
        in_this_order(&page, &told.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn every_letter_is_light_and_points_nowhere_but_to_its_links() {
    for letter in all_letters() {
        assert!(letter.html.len() < 9_000, "{} bytes: {}", letter.html.len(), letter.subject);
        for kind in ["src=", "url(", "<img", "<script", "@import", "<link", "http://"] {
            assert!(!letter.html.contains(kind), "{kind} in {}", letter.subject);
        }
        let addresses = letter.html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        for address in addresses {
            assert!(address.starts_with(TRACK_URL) || address.starts_with("tel:"), "{address}");
        }
        assert_eq!(letter.html.matches("<h1").count(), 1);
        assert!(letter.html.contains(TRACK_URL) && letter.text.contains(TRACK_URL));
    }
}

#[test]
fn the_given_word_does_not_break_before_its_hour() {
    let letter = acknowledgement(&caterina(Language::It, Register::Tu));
    assert!(letter.html.contains(">Ti rispondiamo lunedì 23\u{a0}novembre, entro le\u{a0}10:40</h1>"));
    assert!(!letter.subject.contains('\u{a0}') && !letter.text.contains('\u{a0}'));
}

#[test]
fn what_is_not_known_leaves_no_hole() {
    let facts = Facts {
        customer: None,
        phone: None,
        person: Person::Someday,
        address_line: None,
        understood: Some("  \n ".to_owned()),
        ..caterina(Language::It, Register::Lei)
    };
    let letter = acknowledgement(&facts);
    in_this_order(
        &letter.text,
        &[
            "Buongiorno, la sua e-mail",
            "Argomento: senza oggetto, lo legge una persona",
            "Risponda a questa e-mail: la legge una persona.",
        ],
    );
    assert!(letter.text.ends_with("arriva nella stessa richiesta.\n"));
    let addressed = Facts { customer: Some("caterina@example.it".to_owned()), ..facts };
    assert!(acknowledgement(&addressed).text.contains("Buongiorno, la sua"));
}

#[test]
fn attachments_are_named_and_the_rest_counted() {
    let text = |count: usize| {
        let facts = Facts {
            attachments: (1..=count).map(|n| format!("foto{n}.jpg")).collect(),
            resolution_due_ms: Some(ms("2026-11-30T12:00")),
            ..caterina(Language::It, Register::Tu)
        };
        acknowledgement(&facts).text
    };
    assert!(text(2).contains("Allegati:  foto1.jpg, foto2.jpg\n"));
    assert!(text(4).contains("Allegati:  foto1.jpg, foto2.jpg, foto3.jpg e un altro\n"));
    assert!(text(9).contains("foto3.jpg e altri 6\n"));
    assert!(text(2).contains("Soluzione: lunedì 30 novembre, entro le 12:00\n"));
}

#[test]
fn a_letter_answered_the_same_day_says_today() {
    let facts = Facts {
        due_ms: ms("2026-11-23T14:30"),
        now_ms: ms("2026-11-23T10:22"),
        received_ms: ms("2026-11-23T10:21"),
        ..caterina(Language::It, Register::Tu)
    };
    let letter = acknowledgement(&facts);
    assert_eq!(letter.subject, "[#R-4F7K] Ti rispondiamo oggi, entro le 14:30");
    assert!(letter.text.contains("è arrivata oggi alle 10:21"));
}

#[test]
fn nothing_from_outside_breaks_out_of_its_place() {
    let hostile = "</td><script>alert(1)</script>\r\nBcc: all@example.com\r\n\r\n\u{202e}\u{e000}\u{e001}\"&'";
    let facts = Facts {
        company: hostile.to_owned(),
        customer: Some(hostile.replace('@', "")),
        reference: hostile.to_owned(),
        phone: Some(hostile.to_owned()),
        address_line: Some(hostile.to_owned()),
        track_url: "https://fioca.example/r/\"><b>".to_owned(),
        understood: Some(hostile.to_owned()),
        attachments: vec![hostile.to_owned(), hostile.to_owned()],
        ..caterina(Language::It, Register::Lei)
    };
    for letter in [acknowledgement(&facts), moved(&facts, 0, hostile), apology(&facts, 0, Some(hostile))] {
        assert!(!letter.subject.chars().any(char::is_control), "{:?}", letter.subject);
        assert!(!letter.html.contains("<script") && !letter.html.contains("\"><b>"), "{}", letter.html);
        assert!(!letter.text.contains("\nBcc:") && !letter.text.contains('\r'), "{}", letter.text);
        for mark in ['\u{202e}', '\u{e000}', '\u{e001}'] {
            assert!(
                !letter.html.contains(mark) && !letter.text.contains(mark) && !letter.subject.contains(mark)
            );
        }
    }
}

#[test]
fn long_facts_are_cut_and_the_letter_stays_light() {
    let long = |word: &str| word.repeat(400);
    let facts = Facts {
        company: long("Società "),
        customer: Some(long("Màrgherìta ")),
        address_line: Some(long("Vìa Gallièra ")),
        phone: Some(long("800 ")),
        understood: Some(long("perché così è ")),
        attachments: vec![long("fattùra"); 40],
        resolution_due_ms: Some(ms("2026-11-30T12:00")),
        ..caterina(Language::It, Register::Lei)
    };
    let (owner, reason) = (long("Màrta "), long("è così "));
    for letter in [acknowledgement(&facts), moved(&facts, 0, &reason), apology(&facts, 0, Some(&owner))] {
        assert!(letter.html.len() < 9_000, "{} bytes", letter.html.len());
        assert!(letter.subject.chars().count() < 150, "{}", letter.subject);
    }
}

#[test]
fn the_first_name_alone_is_used_where_people_say_tu() {
    for (name, greeting) in
        [("Caterina", "Ciao Caterina,"), ("Morandi, Caterina", "Ciao Caterina,"), ("347 0000000", "Ciao,")]
    {
        let facts = Facts { customer: Some(name.to_owned()), ..caterina(Language::It, Register::Tu) };
        assert!(acknowledgement(&facts).text.contains(greeting), "{name}");
    }
}

#[test]
fn a_person_is_there_until_closing_or_from_the_next_opening() {
    let hours = Hours::default();
    let at = |written: &str| Person::at(&hours, ms(written));
    assert_eq!(at("2026-11-23T10:00"), Person::UntilMs(ms("2026-11-23T18:00")));
    assert_eq!(at("2026-11-22T01:04"), Person::FromMs(ms("2026-11-23T09:00")));
    assert_eq!(at("2026-11-23T18:00"), Person::FromMs(ms("2026-11-24T09:00")));
    let shut = Hours::from_json(&serde_json::json!({ "week": {} })).unwrap();
    assert_eq!(Person::at(&shut, 0), Person::Someday);
}

#[test]
fn the_acknowledgement_says_what_was_understood_with_one_link_to_correct_it() {
    let facts = Facts {
        topic: Some("Prodotto difettoso".to_owned()),
        order_number: Some("F-20418".to_owned()),
        attachments: vec!["foto.jpg".to_owned()],
        ..caterina(Language::It, Register::Tu)
    };
    let letter = acknowledgement(&facts);
    in_this_order(
        &letter.text,
        &[
            "Che cosa abbiamo capito",
            "Argomento: Prodotto difettoso",
            "Oggetto:   Due Piuma sfarfallano",
            "Ordine:    F-20418",
            "Allegati:  foto.jpg",
            "Non è così? Correggi: https://fioca.example/r/7k3m9q2v5x8z1b4d6f0h/correct",
        ],
    );
    assert_eq!(letter.html.matches("/correct\"").count(), 1);
}

#[test]
fn a_rating_is_asked_with_one_address_a_mark() {
    let letter = told_rating(&gino(Language::It, Register::Tu));
    assert_eq!(letter.subject, "[#R-4E7C] Abbiamo risolto?");
    assert_eq!(letter.word, "Promessa per le 10:48, risposta alle 10:21");
    for mark in 1..=5 {
        assert_eq!(letter.html.matches(&format!("?rate={mark}\"")).count(), 1);
        assert!(letter.text.contains(&format!("{TRACK_URL}?rate={mark}")));
    }
    in_this_order(
        &letter.text,
        &["Abbiamo risolto?", "1 no", "5 sì", "Non è risolto?", "torna a Giulia", "una volta sola"],
    );
    assert!(letter.html.contains("edge-kept"));
    let late = Matter::Rating { promised_ms: Some(0), answered_ms: 60_000, agent: None };
    assert!(worded(&gino(Language::It, Register::Lei), late).html.contains("edge-late"));
}

#[test]
fn a_company_writes_its_own_words_and_the_places_are_filled() {
    let parts = Parts {
        subject: "Eccoci, {{customer.name}}: {{due.short}}".to_owned(),
        headline: "Ci sentiamo {{due}}".to_owned(),
        preheader: String::new(),
        body: "{{greeting}}!\nIl codice è {{code}} & basta.\n\n{{track_link}}\n\n{{person}}\n\nA {{nowhere}}presto, \
               {{company}}: {{track_link}}"
            .to_owned(),
    };
    let letter = write(&caterina(Language::It, Register::Tu), Matter::Acknowledgement, &parts);
    assert_eq!(letter.subject, "[#R-4F7K] Eccoci, Caterina Morandi: lunedì, entro le 10:40");
    assert_eq!(letter.word, "Ci sentiamo lunedì 23 novembre, entro le 10:40");
    let text = "\
Ci sentiamo lunedì 23 novembre, entro le 10:40.

Ciao Caterina!
Il codice è R-4F7K & basta.

Segui la richiesta: https://fioca.example/r/7k3m9q2v5x8z1b4d6f0h

Una persona, prima
Il nostro numero è 800 000 000: rispondiamo da lunedì alle 9:00.

A presto, Fioca: https://fioca.example/r/7k3m9q2v5x8z1b4d6f0h

Richiesta R-4F7K.";
    assert!(letter.text.starts_with(text), "{}", letter.text);
    assert!(letter.html.contains("Ciao Caterina!<br>Il codice è R-4F7K &amp; basta."));
    let hostile = Parts { body: "<script>alert(1)</script>\u{202e} {{promise}}".to_owned(), ..parts };
    let letter = write(&caterina(Language::It, Register::Tu), Matter::Acknowledgement, &hostile);
    assert!(!letter.html.contains("<script") && !letter.html.contains('\u{202e}'));
}

#[test]
fn mail_clients_get_tables_styles_in_place_and_both_themes() {
    let house = super::house(&super::Notice {
        say: Say::new(Language::It, Register::Tu),
        company: "Fioca".to_owned(),
        name: None,
        subject: "Entra".to_owned(),
        paragraphs: vec!["Vieni.".to_owned()],
        link: Some(("Entra".to_owned(), format!("{TRACK_URL}/x"))),
    });
    for letter in all_letters().into_iter().chain([house]) {
        let html = &letter.html;
        assert!(html.len() < 100_000 && letter.text.len() < 100_000);
        for wanted in [
            "<!DOCTYPE html>",
            "<meta charset=\"utf-8\">",
            "<meta name=\"color-scheme\" content=\"light dark\">",
            "@media (prefers-color-scheme:dark)",
            "[data-ogsc] .ink",
            "class=\"wrap\" width=\"600\"",
            "max-width:600px",
            "<!--[if mso]>",
        ] {
            assert!(html.contains(wanted), "{wanted} is missing in {}", letter.subject);
        }
        let tables = html.matches("<table").count();
        assert_eq!(html.matches("role=\"presentation\"").count(), tables, "{}", letter.subject);
        assert_eq!(html.matches("<!--[if mso]>").count(), html.matches("<![endif]-->").count());
        for kind in [
            "<img",
            "src=",
            "<form",
            "<input",
            "<button",
            "display:flex",
            "display:grid",
            "position:",
            "var(--",
        ] {
            assert!(!html.contains(kind), "{kind} in {}", letter.subject);
        }
    }
}

#[test]
fn an_answer_leaves_in_the_company_s_words_around_the_person_s_own() {
    let facts = caterina(Language::It, Register::Tu);
    let answer =
        super::Around { text: "Arriva domani.", html: "<p>Arriva <b>domani</b>.</p>", agent: Some("Giulia") };
    let plain = Parts::of_catalogue(Kind::Answer, Language::It, Register::Tu);
    let (text, html) = super::around(&facts, answer, &plain);
    assert_eq!(text, "Arriva domani.\n");
    assert!(html.contains("<p>Arriva <b>domani</b>.</p>") && html.contains("content=\"light dark\""), "{html}");
    let body = "{{greeting}},\n\n{{message}}\n\n{{agent}} di {{company}}, richiesta {{code}}".to_owned();
    let (text, html) = super::around(&facts, answer, &Parts { body, ..plain });
    assert_eq!(text, "Ciao Caterina,\n\nArriva domani.\n\nGiulia di Fioca, richiesta R-4F7K\n");
    assert!(html.contains("Giulia di Fioca, richiesta R-4F7K"));
    let thanks = Parts::of_catalogue(Kind::Thanks, Language::It, Register::Lei);
    let words = super::prefilled(&caterina(Language::It, Register::Lei), None, &thanks);
    assert!(words.starts_with("Gentile Caterina Morandi, grazie della segnalazione."), "{words}");
}
