# La pagina del cliente.

track-title = Richiesta { $reference }
track-request = Richiesta
track-skip = Vai allo stato della richiesta
track-word = { $register ->
    [tu] Avrai risposta { $by }
   *[lei] Avrà risposta { $by }
}
track-still = { $ahead ->
    [0] { $register ->
        [tu] Sei il prossimo
       *[lei] Lei è il prossimo
    }
    [one] Una persona prima
   *[other] { $ahead } persone prima
  }: adesso contiamo di rispondere { $by }.
track-left = Tempo che resta: { $left }. { $way ->
    [phone] La risposta arriva al telefono.
    [page] La risposta arriva solo in questa pagina.
   *[email] La risposta arriva per e-mail.
}
track-moved = Ora nuova, perché { $reason }.
track-broken = { $register ->
    [tu] Dovevamo risponderti { $at }. Ci dispiace: questa è l’ora nuova, ed è già sotto gli occhi di chi è responsabile.
   *[lei] Dovevamo risponderLe { $at }. Ci dispiace: questa è l’ora nuova, ed è già sotto gli occhi di chi è responsabile.
}
track-missed = { $register ->
    [tu] Dovevamo risponderti { $at }
   *[lei] Dovevamo risponderLe { $at }
}
track-missed-text = { $register ->
    [tu] Ci dispiace. Ti stiamo scrivendo l’ora nuova.
   *[lei] Ci dispiace. Le stiamo scrivendo l’ora nuova.
}
track-answered = { $register ->
    [tu] Ti abbiamo risposto { $at }
   *[lei] Le abbiamo risposto { $at }
}
track-answered-text = { $way ->
    [page] La risposta è qui sotto.
   *[email] La risposta è qui sotto, e nella posta.
}
track-kept = { $left } prima dell’ora data. { $way ->
    [page] La risposta è qui sotto.
   *[email] La risposta è qui sotto, e nella posta.
}
track-closed = Richiesta chiusa
track-nothing = Nessuna risposta in sospeso
track-nothing-text = { $register ->
    [tu] Se serve altro, scrivici: la richiesta si riapre da sola.
   *[lei] Se serve altro, ci scriva: la richiesta si riapre da sola.
}
track-steps = A che punto è
track-received = Ricevuta
track-received-text = { $register ->
    [tu] Il tuo messaggio è arrivato.
   *[lei] Il Suo messaggio è arrivato.
}
track-entrusted = Affidata
track-entrusted-to = A { $name }.
track-entrusted-nobody = { $register ->
    [tu] Non appena qualcuno la prende, lo leggi qui.
   *[lei] Non appena qualcuno la prende, lo legge qui.
}
track-promised = Promessa
track-by = Risposta { $by }.
track-answer = Risposta
track-answer-text = { $way ->
    [phone] Al telefono. Quello che scriviamo resta in questa pagina.
    [page] In questa pagina.
   *[email] Per e-mail. Resta anche in questa pagina.
}
track-oath = { $register ->
    [tu] Se { $at } non hai risposta, lo sa chi è responsabile, e ti scriviamo noi un’ora nuova.
   *[lei] Se { $at } non ha risposta, lo sa chi è responsabile, e Le scriviamo noi un’ora nuova.
}
track-letters = I messaggi
track-you = { $register ->
    [tu] Tu
   *[lei] Lei
}
track-phone = Una persona al telefono:
track-unknown = Qui non c’è nessuna richiesta
track-unknown-text = { $register ->
    [tu] Forse il link è stato copiato a metà. Aprilo di nuovo dall’e-mail che ti abbiamo mandato, oppure rispondi a quella: ci arriva lo stesso.
   *[lei] Forse il link è stato copiato a metà. Lo apra di nuovo dall’e-mail che Le abbiamo mandato, oppure risponda a quella: ci arriva lo stesso.
}
track-broken-owner = Ora se ne occupa { $name }.
track-closed-until = Questa pagina resta per { $days } giorni.
track-expired = Questa pagina non c’è più
track-expired-text = { $register ->
    [tu] La richiesta è chiusa da tempo, e il suo link è scaduto. Se serve altro, scrivici di nuovo: ti diciamo subito entro quando rispondiamo.
   *[lei] La richiesta è chiusa da tempo, e il suo link è scaduto. Se serve altro, ci scriva di nuovo: Le diciamo subito entro quando rispondiamo.
}
track-write-again = { $register ->
    [tu] Scrivici
   *[lei] Ci scriva
}
track-not-done = Non è stato fatto
track-done-added = { $register ->
    [tu] Aggiunto. Chi ha la tua richiesta lo legge.
   *[lei] Aggiunto. Chi ha la Sua richiesta lo legge.
}
track-done-way = { $register ->
    [tu] Fatto: risponderemo dove hai chiesto.
   *[lei] Fatto: risponderemo dove ha chiesto.
}
track-done-call = { $register ->
    [tu] Ti chiamiamo noi. La conferma è anche nella tua posta, con l’appuntamento per il calendario.
   *[lei] La chiamiamo noi. La conferma è anche nella Sua posta, con l’appuntamento per il calendario.
}
track-done-call-moved = Richiamata spostata.
track-done-call-cancelled = Richiamata annullata.
track-done-closed = Richiesta chiusa.
track-done-reopened = { $register ->
    [tu] Richiesta riaperta: l’ora della risposta è qui sotto e nella tua posta.
   *[lei] Richiesta riaperta: l’ora della risposta è qui sotto e nella Sua posta.
}
track-done-rated = { $register ->
    [tu] Il tuo voto è arrivato. Puoi cambiarlo quando vuoi.
   *[lei] Il Suo voto è arrivato. Può cambiarlo quando vuole.
}
track-ways = { $register ->
    [tu] Dove vuoi la risposta
   *[lei] Dove vuole la risposta
}
track-way-email = E-mail
track-way-phone = Telefono
track-way-page = Solo in questa pagina
track-way-choose = Scelgo questa
track-rate = Com’è andata?
track-rated = { $register ->
    [tu] Il tuo voto
   *[lei] Il Suo voto
}
track-rate-confirm = { $register ->
    [tu] Premi il voto per confermarlo: aprire il link non basta.
   *[lei] Prema il voto per confermarlo: aprire il link non basta.
}
track-score-1 = Male
track-score-2 = Poco bene
track-score-3 = Così così
track-score-4 = Bene
track-score-5 = Molto bene
track-comment = { $register ->
    [tu] Vuoi dirci perché?
   *[lei] Vuole dirci perché?
}
track-comment-hint = Parte insieme al voto, quando lo si preme.
track-piu = { $register ->
    [tu] Vuoi aggiungere qualcosa?
   *[lei] Vuole aggiungere qualcosa?
}
track-piu-label = Messaggio
track-piu-reads = { $name } lo legge qui.
track-piu-reads-somebody = Chi prende la richiesta lo legge qui.
track-piu-files = Foto o file
track-piu-size = Foto o file, fino a { $size } in tutto.
track-piu-send = Aggiungi
track-or-mail = Oppure per e-mail:
track-close-text = { $register ->
    [tu] Hai già risolto?
   *[lei] Ha già risolto?
}
track-close = { $register ->
    [tu] Chiudi la richiesta
   *[lei] Chiuda la richiesta
}
track-reopen-text = Non è finita qui?
track-reopen = { $register ->
    [tu] Riapri la richiesta
   *[lei] Riapra la richiesta
}
track-call = { $register ->
    [tu] Preferisci che ti chiamiamo?
   *[lei] Preferisce che La chiamiamo?
}
track-call-promised = { $register ->
    [tu] Ti chiamiamo noi
   *[lei] La chiamiamo noi
}
track-call-at = { $register ->
    [tu] Ti chiamiamo { $at }
   *[lei] La chiamiamo { $at }
}
track-call-rings = Al { $phone }. Squilla entro le { $until }.
track-call-missed = { $register ->
    [tu] Dovevamo chiamarti { $at }, e non l’abbiamo fatto. Lo sa chi è responsabile: ti chiamiamo al più tardi all’ora nuova che ti abbiamo scritto.
   *[lei] Dovevamo chiamarLa { $at }, e non l’abbiamo fatto. Lo sa chi è responsabile: La chiamiamo al più tardi all’ora nuova che Le abbiamo scritto.
}
track-call-not-reached = { $register ->
    [tu] Ti abbiamo chiamato { $at }, senza trovarti. Scegli un’altra ora, quando vuoi.
   *[lei] L’abbiamo chiamata { $at }, senza trovarLa. Scelga un’altra ora, quando vuole.
}
track-call-known = Al { $phone }
track-call-other = Altro numero
track-call-number = A quale numero
track-call-book = Richiamatemi
track-call-how = Chiamiamo noi. Squilla entro 5 minuti dall’ora scelta.
track-call-later = { $day }, più tardi
track-call-full = al completo
track-call-move = Cambia ora
track-call-move-to = Spostate la richiamata
track-call-move-once = Si può spostare una volta.
track-call-cancel = Annulla la richiamata
track-wrong-way = Questa strada qui non c’è: ne resta un’altra.
track-wrong-no-call = Non c’è nessuna richiamata da annullare.
track-wrong-slot = { $register ->
    [tu] Scegli un’ora tra quelle qui sotto.
   *[lei] Scelga un’ora tra quelle qui sotto.
}
track-wrong-taken = { $register ->
    [tu] A quell’ora non c’è più nessuno libero: scegline un’altra.
   *[lei] A quell’ora non c’è più nessuno libero: ne scelga un’altra.
}
track-wrong-phone = Serve un numero di telefono: bastano le cifre, con il + davanti se è all’estero.
track-wrong-score = Il voto va da 1 a 5.
track-wrong-large = { $register ->
    [tu] I file sono troppo grandi. Il testo è rimasto: scegli file più piccoli, o incolla un link.
   *[lei] I file sono troppo grandi. Il testo è rimasto: scelga file più piccoli, o incolli un link.
}
track-wrong-often = { $register ->
    [tu] Troppi messaggi insieme. Il testo è rimasto: riprova tra un minuto.
   *[lei] Troppi messaggi insieme. Il testo è rimasto: riprovi tra un minuto.
}
track-wrong-empty = { $register ->
    [tu] Scrivi qualcosa, o scegli un file.
   *[lei] Scriva qualcosa, o scelga un file.
}
track-wrong-long = È più lungo di quanto possiamo tenere: il resto può stare in un file.
track-wrong-away = { $register ->
    [tu] In questo momento non possiamo riceverlo. Il testo è rimasto: riprova tra un minuto.
   *[lei] In questo momento non possiamo riceverlo. Il testo è rimasto: riprovi tra un minuto.
}

# Le lettere di questa pagina: la richiamata e il link nuovo.
track-mail-booked-said = { $register ->
    [tu] Ti chiamiamo { $at }
   *[lei] La chiamiamo { $at }
}
track-mail-booked-preheader = { $register ->
    [tu] L’appuntamento per il tuo calendario è allegato.
   *[lei] L’appuntamento per il Suo calendario è allegato.
}
track-mail-booked-opening = { $register ->
    [tu] { $greeting }, chiamiamo noi il { $phone }: squilla entro le { $until }. L’appuntamento per il calendario è allegato; dalla pagina della richiesta puoi spostarlo una volta o annullarlo.
   *[lei] { $greeting }, chiamiamo noi il { $phone }: squilla entro le { $until }. L’appuntamento per il calendario è allegato; dalla pagina della richiesta può spostarlo una volta o annullarlo.
}
track-mail-moved-said = { $register ->
    [tu] Ora nuova: ti chiamiamo { $at }
   *[lei] Ora nuova: La chiamiamo { $at }
}
track-mail-moved-preheader = { $register ->
    [tu] Come hai chiesto, abbiamo spostato la richiamata.
   *[lei] Come ha chiesto, abbiamo spostato la richiamata.
}
track-mail-moved-opening = { $register ->
    [tu] { $greeting }, come hai chiesto abbiamo spostato la richiamata: chiamiamo il { $phone }, squilla entro le { $until }. L’appuntamento nuovo è allegato.
   *[lei] { $greeting }, come ha chiesto abbiamo spostato la richiamata: chiamiamo il { $phone }, squilla entro le { $until }. L’appuntamento nuovo è allegato.
}
track-mail-cancelled-said = { $register ->
    [tu] Richiamata annullata: { $at } non ti chiamiamo
   *[lei] Richiamata annullata: { $at } non La chiamiamo
}
track-mail-cancelled-preheader = La richiamata è tolta anche dal calendario.
track-mail-cancelled-opening = { $register ->
    [tu] { $greeting }, come hai chiesto non ti chiamiamo. La risposta scritta, se la dobbiamo, arriva comunque.
   *[lei] { $greeting }, come ha chiesto non La chiamiamo. La risposta scritta, se la dobbiamo, arriva comunque.
}
track-mail-not-reached-said = { $register ->
    [tu] Ti abbiamo chiamato { $at }, senza trovarti
   *[lei] L’abbiamo chiamata { $at }, senza trovarLa
}
track-mail-not-reached-preheader = { $register ->
    [tu] Scegli un’altra ora dalla pagina della richiesta.
   *[lei] Scelga un’altra ora dalla pagina della richiesta.
}
track-mail-not-reached-opening = { $register ->
    [tu] { $greeting }, abbiamo chiamato il { $phone } e non ha risposto nessuno. Dalla pagina della richiesta puoi scegliere un’altra ora.
   *[lei] { $greeting }, abbiamo chiamato il { $phone } e non ha risposto nessuno. Dalla pagina della richiesta può scegliere un’altra ora.
}
track-mail-person = { $register ->
    [tu] Se cambi idea
   *[lei] Se cambia idea
}
track-mail-link-said = { $register ->
    [tu] Il nuovo link della tua richiesta
   *[lei] Il nuovo link della Sua richiesta
}
track-mail-link-preheader = Quello di prima non vale più.
track-mail-link-opening = { $register ->
    [tu] { $greeting }, questo è il nuovo link alla pagina della tua richiesta. Quello di prima non vale più.
   *[lei] { $greeting }, questo è il nuovo link alla pagina della Sua richiesta. Quello di prima non vale più.
}
track-calendar-summary = Richiamata di { $company }
track-calendar-text = Chiamiamo noi il { $phone }. Richiesta { $reference }.
track-understood = Capita
track-not-so = Non è così?

track-complaint = Reclamo
track-complaint-due = { $register ->
    [tu] Una persona ti dà una risposta motivata { $by }. Con questo codice chiunque di noi trova la tua pratica.
   *[lei] Una persona le dà una risposta motivata { $by }. Con questo codice chiunque di noi trova la sua pratica.
}
track-complaint-late = { $register ->
    [tu] La risposta motivata ti era dovuta { $by } e non è arrivata. Chi ne risponde lo sa.
   *[lei] La risposta motivata le era dovuta { $by } e non è arrivata. Chi ne risponde lo sa.
}
track-complaint-solved = { $register ->
    [tu] Abbiamo risposto al tuo reclamo. Per te è risolto?
   *[lei] Abbiamo risposto al suo reclamo. Per lei è risolto?
}
track-complaint-note = Che cosa non è risolto
track-complaint-note-hint = Serve solo se non è risolto: lo legge chi ne risponde.
track-complaint-say-what = { $register ->
    [tu] Scrivi in una riga che cosa non è risolto.
   *[lei] Scriva in una riga che cosa non è risolto.
}
track-complaint-yes = Sì, è risolto
track-complaint-no = No, non è risolto
track-complaint-over = Il reclamo è concluso.
track-complaint-is-one = È un reclamo?
track-complaint-words = Di che cosa si tratta, in una frase
track-complaint-words-hint = { $register ->
    [tu] Il reclamo prende un codice, una persona che ne risponde e una data, che ti scriviamo.
   *[lei] Il reclamo prende un codice, una persona che ne risponde e una data, che le scriviamo.
}
track-complaint-send = Fare reclamo
track-done-complaint = { $register ->
    [tu] Il reclamo è aperto: codice e data ti arrivano per e-mail e stanno qui.
   *[lei] Il reclamo è aperto: codice e data le arrivano per e-mail e stanno qui.
}
track-done-solved = Grazie, lo abbiamo scritto.
track-done-unsolved = { $register ->
    [tu] Il reclamo è di nuovo aperto, con una data nuova che ti scriviamo.
   *[lei] Il reclamo è di nuovo aperto, con una data nuova che le scriviamo.
}
