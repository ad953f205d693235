//! What is recognised, measured on sentences written for it.

use super::speech::{declares, reading};
use crate::topic::plain;

/// Sounds like a complaint, or says so.
const COMPLAINTS: &[&str] = &[
    "Con la presente sporgo formale reclamo per la mancata consegna.",
    "Voglio fare un reclamo: la lampada è arrivata rotta per la seconda volta.",
    "È inaccettabile aspettare tre settimane per una lampadina.",
    "Vi siete presi gioco di me, è una vergogna.",
    "Sono molto delusa: è la terza volta che mi promettete il preventivo.",
    "Nessuno mi risponde al telefono e sono stufo di aspettare.",
    "Se entro venerdì non ho il rimborso mi rivolgo al mio avvocato.",
    "Mi rivolgerò a un’associazione dei consumatori.",
    "Questa è una presa in giro bella e buona.",
    "Pessimo servizio, esigo il rimborso completo.",
    "Vi diffido dal trattenere ulteriormente la somma.",
    "Il montatore non è venuto e nessuno ha avvisato: sono indignato.",
    "Ennesimo rinvio! Avevate promesso la consegna per lunedì.",
    "Sono stata rimbalzata da un ufficio all’altro, sono esasperata.",
    "Chiedo il risarcimento del vetro rotto e del tempo perso.",
    "Una truffa: ho pagato e non è arrivato niente.",
    "Il vostro operatore è stato maleducato e incompetente.",
    "Sono furiosa, pretendo di parlare con un responsabile.",
    "Ho scritto tre volte senza risposta: è uno scandalo.",
    "Non è accettabile che una fattura sia sbagliata due volte.",
    "Disservizio totale, mai più da voi.",
    "Che schifo di imballo, il paralume era in pezzi.",
    "Vorrei presentare un reclamo per il comportamento del corriere.",
    "Sono profondamente insoddisfatto e amareggiato del vostro servizio.",
    "Se non rispondete procedo per vie legali.",
    "Segnalerò il caso ad Altroconsumo.",
    "Intendo sporgere reclamo per l’addebito non dovuto.",
    "Mi lamento del trattamento ricevuto in negozio: personale scortese.",
    "Da due mesi aspetto il rimborso e non mi avete mai risposto.",
    "È indecente, vi denuncio.",
    "Sono arrabbiato: la consegna è saltata per la quarta volta.",
    "Esigo una spiegazione scritta, il disservizio è durato un mese.",
    "Non solo è inaccettabile il ritardo, ma anche il silenzio.",
    "VERGOGNATEVI! Ho aspettato TUTTO il GIORNO il montatore!!!",
    "Metto in copia il legale di fiducia, questa è la messa in mora.",
    "Considerate questa una lamentela formale: sono scontento di tutto.",
    "L’ennesima promessa mancata, e nessuna risposta alle mie e-mail.",
    "Sono deluso e stanco di ripetere la stessa cosa a persone diverse.",
    "Lascerò una recensione negativa: pessima assistenza.",
    "Questo è un reclamo, non una richiesta di informazioni.",
    "I would like to make a complaint about my order.",
    "This is unacceptable, I have been waiting for weeks.",
    "Please treat this as a formal complaint.",
    "I am fed up: this is the third time nobody answers.",
    "Your service is appalling and I demand a refund.",
    "I will take legal action if I do not hear from you.",
    "I want compensation for the broken glass.",
    "I am very disappointed and angry, you promised it for Monday.",
    "The worst service ever, your staff was rude.",
    "I am contacting the ombudsman about this.",
    "It is a disgrace that no one answers the phone.",
    "I am writing to complain: the lamp is broken and nobody replied.",
    "This is a scam, I want my money back.",
    "I am extremely dissatisfied and unhappy with the repair.",
    "My lawyer will be in touch.",
];

/// Questions, thanks, reports, other people's complaints.
const OTHERS: &[&str] = &[
    "Buongiorno, dov’è il mio pacco?",
    "Non è un reclamo, è solo una domanda sulla garanzia.",
    "Nessun reclamo da parte mia, anzi: complimenti.",
    "Non voglio lamentarmi, ma vorrei sapere quando arriva.",
    "Il cliente ha scritto «è inaccettabile»: che cosa gli rispondo?",
    "> Sporgo formale reclamo\nGrazie della risposta, tutto risolto.",
    "La lampada non funziona, come posso ripararla?",
    "Il vetro è arrivato rotto, posso averne un altro?",
    "Vorrei il rimborso del reso F-20418.",
    "Mi serve la fattura di ottobre, grazie.",
    "Potete cambiare l’indirizzo di consegna?",
    "Quanto costa la spedizione in Sardegna?",
    "Grazie mille, siete stati gentilissimi.",
    "Non sono deluso, anzi, sono contento della scelta.",
    "Ho perso la password, come faccio ad accedere?",
    "Il corriere è passato quando non c’ero, può ripassare?",
    "Quali sono gli orari del negozio di Piacenza?",
    "Vorrei annullare l’ordine di ieri.",
    "Il dimmer è compatibile con la Piuma?",
    "Vi confermo l’appuntamento di martedì alle 15.",
    "Non ho ancora ricevuto la conferma d’ordine.",
    "Manca una vite nella confezione, me ne mandate una?",
    "Il mio vicino è avvocato e vorrebbe la stessa lampada.",
    "Il problema è risolto, grazie della pazienza.",
    "Come si fa un reso?",
    "Posso pagare con bonifico?",
    "La luce sfarfalla da ieri sera.",
    "Vorrei un preventivo per quaranta lampade da esterno.",
    "È la seconda volta che compro da voi, ottima qualità.",
    "Mi potete richiamare domani mattina?",
    "Vi mando la foto del danno come richiesto.",
    "Senza fretta: quando torna disponibile il colore verde?",
    "Non c’è nessun problema per la data, va bene giovedì.",
    "Confermo che non ho lamentele, la consegna è stata puntuale.",
    "La vostra collega Giulia è stata bravissima, complimenti.",
    "Ho sbagliato a scrivere il codice fiscale in fattura.",
    "Il montatore può venire anche di sabato?",
    "Avete una lampada per un soffitto alto tre metri?",
    "Mi interessa una collaborazione con il vostro studio.",
    "Allego la ricevuta del pagamento.",
    "Non è mai stato un disservizio: avevo sbagliato indirizzo io.",
    "Perfetto, ora funziona. Arrabbiato non lo sono mai stato.",
    "Vorrei sapere se il reso è arrivato.",
    "Ciao, mi dite il peso della Asola?",
    "Hello, where is my parcel?",
    "This is not a complaint, just a question about the warranty.",
    "No complaints at all, great service!",
    "I don't want to complain, I only need the invoice.",
    "Could you send me a spare bulb?",
    "The lamp arrived broken, can I have another one?",
    "I would like to return my order.",
    "Thank you, all sorted now.",
    "What are your opening hours?",
    "Please change my delivery address.",
    "My sister said \"this is unacceptable\" about her phone company, not about you.",
    "I am not angry, take your time.",
    "Is the dimmer compatible?",
    "I never received the order confirmation, could you resend it?",
    "Can I pay by bank transfer?",
    "I'm very happy with the lamp.",
];

fn noticed(sentence: &str) -> bool {
    declares("", sentence).is_some() || reading("", sentence).proposes()
}

/// Measured and held: of the complaints at least nine in ten are noticed, of what is noticed at least 19 in 20 are
/// complaints.
#[test]
fn complaints_are_told_from_everything_else_on_a_hundred_sentences_and_more() {
    assert!(COMPLAINTS.len() + OTHERS.len() >= 100, "{} sentences", COMPLAINTS.len() + OTHERS.len());
    let missed: Vec<&str> = COMPLAINTS.iter().copied().filter(|sentence| !noticed(sentence)).collect();
    let wrong: Vec<&str> = OTHERS.iter().copied().filter(|sentence| noticed(sentence)).collect();
    let found = COMPLAINTS.len() - missed.len();
    println!(
        "{} sentences: {found} of {} complaints noticed, {} of {} others taken for one",
        COMPLAINTS.len() + OTHERS.len(),
        COMPLAINTS.len(),
        wrong.len(),
        OTHERS.len()
    );
    assert!(found * 10 >= COMPLAINTS.len() * 9, "missed: {missed:#?}");
    assert!(found * 20 >= (found + wrong.len()) * 19, "taken for complaints: {wrong:#?}");
}

#[test]
fn a_complaint_is_declared_only_by_its_own_writer() {
    let says = |text: &str| declares("", text).is_some();
    assert!(says("Buongiorno,\ncon la presente sporgo formale reclamo.\nAnna"));
    assert!(says("I would like to make a complaint."));
    assert!(!says("Non voglio fare un reclamo."), "denied");
    assert!(!says("> Voglio fare un reclamo\nRicevuto, grazie."), "quoted");
    assert!(!says("Il cliente dice «sporgo reclamo»."), "somebody else's");
    assert!(!says("Come faccio se voglio fare un reclamo al corriere?"), "asked, not done");
    assert!(!says("I do not want to make a complaint."), "denied");
    let subject = |subject: &str| declares(subject, "").is_some();
    assert!(subject("Reclamo ordine F-20418"));
    assert!(subject("RECLAMO"));
    assert!(subject("Formal complaint"));
    assert!(!subject("Reclamo risolto, grazie"));
    assert!(!subject("Reclamizzare la Piuma"));
    assert!(!subject("Dov’è il mio pacco?"));
}

#[test]
fn what_spoke_for_it_is_told_with_its_sentence() {
    let read = reading(
        "Preventivo",
        "Buongiorno.\n\nÈ la terza volta che mi promettete il preventivo. È inaccettabile.",
    );
    assert_eq!(read.words, ["terza volta", "inaccettabil*"]);
    assert_eq!(read.score, 85);
    assert_eq!(read.sentence, "È inaccettabile");
    assert_eq!(reading("", "").score, 0);
}

#[test]
fn no_text_from_outside_is_too_much() {
    let long = "«\"“".repeat(100_000);
    assert_eq!(reading(&long, &long).score, 0);
    assert!(declares("", &"non ".repeat(100_000)).is_none());
    assert_eq!(plain(" È — ÈÈ!\u{0}"), "e ee");
}
