# La posta: conversazioni in ordine di scadenza, cronologia, risposta, cliente.

inbox-view-mine = Le mie
inbox-view-team = Del gruppo
inbox-view-risk = A rischio
inbox-view-kept = Mantenute
inbox-view-delivery = Da consegnare
inbox-view-waiting = In attesa
inbox-view-snoozed = Messe da parte
inbox-view-closed = Chiuse
inbox-view-all = Tutte
inbox-title-mine = Le mie promesse
inbox-title-team = Promesse del gruppo
inbox-title-risk = A rischio
inbox-title-kept = Mantenute oggi
inbox-title-delivery = Risposte da consegnare
inbox-title-waiting = In attesa del cliente
inbox-title-snoozed = Messe da parte
inbox-title-closed = Chiuse
inbox-title-all = Tutte le conversazioni
inbox-found-title = «{ $query }»
inbox-tag-title = Etichetta { $tag }
inbox-views = Viste e caselle
inbox-views-keep = Da mantenere
inbox-views-away = Altrove
inbox-views-inboxes = Caselle
inbox-views-here = In servizio ora
inbox-skip = Vai alla conversazione
inbox-kept-today = Mantenute oggi
inbox-kept-today-of = { $kept } su { $settled }

inbox-group-late = Scaduta
inbox-group-half-hour = Entro mezz’ora
inbox-group-two-hours = Entro due ore
inbox-group-today = Oggi
inbox-group-later = Domani e dopo
inbox-group-waiting = In attesa del cliente
inbox-group-snoozed = Messe da parte
inbox-group-kept = Appena mantenuta
inbox-group-closed = Chiuse

inbox-new = Scrivi
inbox-new-long = Nuovo messaggio a un cliente
inbox-search-label = Cerca in tutte le conversazioni
inbox-search-placeholder = Nome, codice, parola
inbox-more = Altre conversazioni
inbox-tier = Fascia { $tier }
inbox-with = con { $name }
inbox-no-subject = Senza oggetto
inbox-not-delivered = non consegnata
inbox-new-time = nuova ora { $time }
inbox-early = { $span } prima
inbox-chip-waiting = tocca al cliente
inbox-chip-snoozed = da parte
inbox-chip-closed = chiusa

inbox-empty-title = Nessuno aspetta
inbox-empty-title-delivery = Tutto è arrivato
inbox-empty-title-other = Qui non c’è niente
inbox-empty-next = La prossima scadenza è { $when }.
inbox-empty-act = Guarda il gruppo
inbox-empty-mine = { $register ->
    [tu] Non hai promesse aperte.
   *[lei] Non ha promesse aperte.
}
inbox-empty-team = Il gruppo non ha promesse aperte.
inbox-empty-risk = Nessuna promessa scade nella prossima mezz’ora.
inbox-empty-kept = Le promesse mantenute oggi compaiono qui, con l’anticipo.
inbox-empty-delivery = { $register ->
    [tu] Se una risposta non arriva al cliente, la trovi qui con il motivo.
   *[lei] Se una risposta non arriva al cliente, la trova qui con il motivo.
}
inbox-empty-waiting = Nessuna conversazione aspetta una risposta del cliente.
inbox-empty-snoozed = Una conversazione messa da parte torna da sola, all’ora scelta o quando la promessa si avvicina.
inbox-empty-closed = Nessuna conversazione chiusa.
inbox-empty-all = Non è ancora arrivato niente.
inbox-nothing-found = Nessuna conversazione con «{ $query }»
inbox-nothing-found-text = Cerchiamo in oggetti, testi, nomi, indirizzi, codici e nomi dei file.
inbox-nothing-found-act = Vedi tutte

inbox-thread = Conversazione
inbox-none-open = Nessuna conversazione aperta
inbox-none-open-text = { $register ->
    [tu] Scegline una dall’elenco, oppure premi J.
   *[lei] Ne scelga una dall’elenco, oppure prema J.
}
inbox-back-list = Torna all’elenco
inbox-back-thread = Torna alla conversazione
inbox-who = Chi è
inbox-you = { $register ->
    [tu] tu
   *[lei] Lei
}
inbox-take = { $register ->
    [tu] Prendila
   *[lei] La prenda
}
inbox-more-acts = Altre azioni
inbox-act-move = Sposta
inbox-act-move-long = Avvisa il cliente prima della scadenza
inbox-act-assign = Passa
inbox-act-assign-long = Passa a un collega o a un gruppo
inbox-act-close = Chiudi
inbox-act-close-long = Chiudi la conversazione
inbox-act-snooze = Metti da parte
inbox-act-tags = Etichette
inbox-act-reopen = Riapri
inbox-act-track = Pagina del cliente

inbox-by-hour = entro { $hour }
inbox-pledge-first-reply = Risposta
inbox-pledge-next-reply = Risposta
inbox-pledge-callback = Richiamata
inbox-pledge-resolution = Soluzione
inbox-pledge-custom = Impegno
inbox-pledge-legal = Termine di legge
inbox-pledge-internal = Da riguardare
inbox-pledge-still = La promessa resta:
inbox-told = Promessa { $when }.
inbox-made = Presa { $when }.
inbox-not-told-loop-guard = Il cliente non lo sa: ha già ricevuto cinque messaggi automatici oggi.
inbox-not-told-no-address = Il cliente non lo sa: non ha un indirizzo raggiungibile.
inbox-not-told-mailing-list = Il cliente non lo sa: ha scritto da una lista.
inbox-not-told-no-way-out = Il cliente lo legge sulla sua pagina: da qui non parte posta.
inbox-not-told-switched-off = Il cliente lo legge sulla sua pagina: la casella non manda conferme.
inbox-not-told-internal = Scadenza nostra, il cliente non la conosce.
inbox-not-told-not-sent = Il cliente non lo sa ancora: l’avviso non è partito.
inbox-missed = Dovevamo rispondere { $when }.
inbox-moved-from = Spostata una volta: era { $when }.
inbox-kept-word = Mantenuta, { $span } prima
inbox-kept-line = Risposta { $kept }, promessa per { $due }.
inbox-calm-waiting = Tocca al cliente
inbox-calm-waiting-line = Se non scrive, torna da noi { $when }.
inbox-calm-snoozed = Messa da parte
inbox-calm-snoozed-line = Torna { $when }.
inbox-calm-closed = Chiusa
inbox-calm-closed-line = Chiusa { $when }. Se il cliente riscrive entro 7 giorni, si riapre.
inbox-calm-nothing = Nessuna promessa aperta

inbox-trouble = Una risposta non è arrivata
inbox-trouble-to = Non siamo riusciti a consegnare a { $address }
inbox-trouble-safe = { $register ->
    [tu] Il testo è qui sotto, intero. Scrivi a un altro indirizzo, o chiedilo al cliente per un’altra via.
   *[lei] Il testo è qui sotto, intero. Scriva a un altro indirizzo, o lo chieda al cliente per un’altra via.
}
inbox-trouble-soft = Riproviamo da soli per tre giorni.
inbox-trouble-other = Scrivi a un altro indirizzo
inbox-trouble-done = Ho risolto
inbox-linked = Continua la conversazione

inbox-timeline = Cronologia su tutti i canali
inbox-cut = I messaggi più vecchi non sono mostrati
inbox-automatic = risposta automatica
inbox-forwarded = inoltro da { $from }
inbox-note-chip = Nota interna
inbox-channel-email = E-mail
inbox-channel-pec = PEC
inbox-channel-form = Modulo web
inbox-channel-chat = Chat del sito
inbox-channel-messaging = Messaggi
inbox-channel-social = Social
inbox-channel-sms = SMS
inbox-channel-phone = Telefono
inbox-channel-letter = Lettera
inbox-channel-page = Pagina della richiesta
inbox-delivery-queued = sta per partire
inbox-delivery-retrying = { $count ->
    [one] in coda, un tentativo
   *[other] in coda, { $count } tentativi
}
inbox-delivery-sent = inviata
inbox-delivery-sent-at = inviata { $when }
inbox-delivery-delivered = consegnata
inbox-delivery-failed = non consegnata
inbox-delivery-cancelled = ritirata prima dell’invio
inbox-forged = Il mittente potrebbe essere falso
inbox-forged-text = { $register ->
    [tu] Il dominio di { $address } dice di non averla spedita (DMARC). Non dare dati e non aprire allegati prima di aver verificato per un’altra via.
   *[lei] Il dominio di { $address } dice di non averla spedita (DMARC). Non dia dati e non apra allegati prima di aver verificato per un’altra via.
}
inbox-stranger = Un indirizzo nuovo in questa conversazione
inbox-stranger-text = { $register ->
    [tu] { $address } cita il codice, ma qui non aveva mai scritto. Prima di rispondere con dati del cliente, verifica chi è.
   *[lei] { $address } cita il codice, ma qui non aveva mai scritto. Prima di rispondere con dati del cliente, verifichi chi è.
}
inbox-no-text = Messaggio senza testo
inbox-quoted = Citazioni e firma
inbox-as-written = Com’era impaginata
inbox-mail-frame = Il messaggio come lo ha impaginato chi scrive
inbox-show-images = Mostra immagini
inbox-images-held = { $register ->
    [tu] Le immagini da altri siti non sono state caricate: direbbero a chi scrive quando leggi.
   *[lei] Le immagini da altri siti non sono state caricate: direbbero a chi scrive quando legge.
}
inbox-from = Da
inbox-to = A
inbox-cc = Cc
inbox-bcc = Ccn
inbox-recipients = destinatari
inbox-checks = Controlli

inbox-event-assigned = La segue { $name }
inbox-event-unassigned = Tolta a chi l’aveva: torna al gruppo
inbox-event-team = Passata al gruppo { $name }
inbox-event-tagged = Etichette: { $tags }
inbox-event-untagged = Etichette tolte
inbox-event-snoozed = Messa da parte da { $who }, torna { $when }
inbox-event-closed = Chiusa da { $who }
inbox-event-reopened = Riaperta: { $why }
inbox-event-returned = Torna fra le aperte: { $why }
inbox-event-promised = Promessa inviata: { $word }
inbox-event-moved = Promessa spostata da { $who }: { $reason }
inbox-event-kept = Promessa { $word }
inbox-event-broken = Promessa { $word }
inbox-event-voided = Promessa decaduta
inbox-event-warned = Avviso: la promessa sta per scadere
inbox-event-closed-why = Chiusa da { $who }: { $reason }
inbox-event-voided-why = Promessa decaduta: { $reason }
inbox-word-kept = mantenuta, { $span } prima
inbox-word-broken = mancata
inbox-why-by-hand = su richiesta di { $who }
inbox-system = Riscontro
inbox-event-failed = Una risposta non è arrivata
inbox-why-customer-wrote = il cliente ha scritto
inbox-why-customer-reopened = il cliente l’ha riaperta
inbox-why-customer-silent = il cliente non ha risposto
inbox-why-snooze-over = il tempo da parte è finito
inbox-why-promise-due = la promessa si avvicina
inbox-why-promise-broken = la promessa è mancata
inbox-why-answer-failed = una risposta non è arrivata
inbox-why-answer-undone = la risposta è stata ritirata
inbox-why-still-owed = dobbiamo ancora altro
inbox-why-merged = vi è stata unita un’altra conversazione

inbox-composer = Risposta
inbox-kind = Tipo di messaggio
inbox-reply = Rispondi
inbox-note = Nota
inbox-note-hint = La leggono solo i colleghi
inbox-because-wrote = Ha scritto da qui
inbox-because-only = È l’unica via che conosciamo
inbox-message-for = Messaggio per { $name }
inbox-to-short = A: { $address }
inbox-reply-all = Tutti ({ $count })
inbox-reply-one = Solo { $name }
inbox-attach = Allega
inbox-send-wait = Invia e attendi
inbox-send-wait-long = Invia; la conversazione aspetta il cliente e torna fra 3 giorni se non scrive
inbox-send-keep = Invia e mantieni
inbox-send-keep-long = Invia; la promessa è mantenuta quando il messaggio è consegnato al server del cliente
inbox-save-note = Salva la nota
inbox-no-relay = Le risposte non possono partire
inbox-no-relay-text = Non è configurato un server di uscita. Quello che si invia resta in coda, al sicuro, e parte appena c’è.
inbox-no-address = Nessun indirizzo raggiungibile
inbox-no-address-text = { $register ->
    [tu] Scrivi un indirizzo nel campo A, oppure lascia una nota.
   *[lei] Scriva un indirizzo nel campo A, oppure lasci una nota.
}
inbox-closed-note = La conversazione è chiusa: un messaggio la riapre.
inbox-leaving = Risposta per { $name } inviata.
inbox-undo = Annulla
inbox-undo-late = Troppo tardi: il messaggio è già partito.
inbox-problem-empty = Manca il testo.
inbox-problem-subject = Manca l’oggetto.
inbox-problem-to = Manca un indirizzo valido nel campo A.
inbox-problem-address = «{ $address }» non è un indirizzo.
inbox-problem-file = Un allegato non è stato caricato: è troppo grande o è scaduto.
inbox-problem-settled = { $register ->
    [tu] La conversazione è cambiata nel frattempo: guarda com’è adesso.
   *[lei] La conversazione è cambiata nel frattempo: guardi com’è adesso.
}

inbox-profile = Chi è il cliente
inbox-unknown = Sconosciuto
inbox-known-since = Ci scrive da { $span }
inbox-months = { $count ->
    [one] { $count } mese
   *[other] { $count } mesi
}
inbox-identity-email = E-mail
inbox-identity-phone = Telefono
inbox-identity-external = Codice
inbox-proof-claimed = dichiarata
inbox-proof-verified = verificata
inbox-proof-signed = firmata
inbox-undeliverable = non raggiungibile
inbox-delayed = in ritardo
inbox-language = Lingua
inbox-language-it = italiano
inbox-language-en = inglese
inbox-promises = Promesse
inbox-promises-kept = { $count ->
    [one] { $count } mantenuta
   *[other] { $count } mantenute
}
inbox-promises-broken = { $count ->
    [one] { $count } mancata
   *[other] { $count } mancate
}
inbox-owed = Gli dobbiamo
inbox-owed-nothing = Niente, adesso.
inbox-others = Altre conversazioni
inbox-others-none = È la prima volta che ci scrive.
inbox-status-open = aperta
inbox-status-waiting = in attesa
inbox-status-snoozed = da parte
inbox-status-closed = chiusa

inbox-moments = Quando
inbox-move-title = Sposta la promessa
inbox-move-text = Era { $by }. Si può spostare una volta sola, e conta come spostata. Il cliente lo sa subito.
inbox-move-other = Oppure un’altra ora, dentro l’orario di apertura
inbox-move-reason = Perché
inbox-move-reason-example = aspettiamo il corriere
inbox-move-reason-hint = Il cliente legge queste parole.
inbox-move-preview = Il cliente legge:
inbox-move-preview-none = { $register ->
    [tu] Scegli un’ora e scrivi il motivo.
   *[lei] Scelga un’ora e scriva il motivo.
}
inbox-move-preview-act = Vedi che cosa legge
inbox-move-act = Sposta e avvisa
inbox-move-preview-all = Tutta la lettera
inbox-move-closed = { $register ->
    [tu] A quell’ora la casella è chiusa. Scegline un’altra.
   *[lei] A quell’ora la casella è chiusa. Ne scelga un’altra.
}
inbox-move-past = Quell’ora è già passata.
inbox-move-no-reason = Manca il motivo.
inbox-assign-title = Passa la conversazione
inbox-assign-who = A chi
inbox-assign-nobody = A nessuno, torna al gruppo
inbox-assign-team = Gruppo
inbox-assign-team-same = Lascia il gruppo com’è
inbox-assign-note = Nota per chi la prende
inbox-assign-note-example = { $register ->
    [tu] che cosa hai già provato
   *[lei] che cosa ha già provato
}
inbox-snooze-title = Metti da parte
inbox-snooze-text = Torna da sola all’ora scelta. Le promesse continuano a correre, e la riportano qui se si avvicinano.
inbox-close-title = Chiudi la conversazione
inbox-close-owed = Una risposta è ancora dovuta
inbox-close-owed-text = { $register ->
    [tu] L’abbiamo promessa { $by }. Se chiudi adesso nessuno la darà: scrivi perché non serve più.
   *[lei] L’abbiamo promessa { $by }. Se chiude adesso nessuno la darà: scriva perché non serve più.
}
inbox-close-reason = Perché non serve più una risposta
inbox-close-reason-example = ha risolto per telefono
inbox-close-text = Non è dovuto niente. Se il cliente riscrive entro 7 giorni, si riapre.
inbox-tags-title = Etichette
inbox-tags-label = Separate da virgole
inbox-tags-wrong = Al massimo 50 etichette, ciascuna di 60 caratteri.
inbox-tags-hint = Al massimo 50. Servono a ritrovare, non a decidere l’ordine.
inbox-save = Salva

inbox-new-title = Nuovo messaggio
inbox-new-text = Si apre una conversazione con un codice: la risposta del cliente arriva lì, con la sua promessa.
inbox-new-from = Da quale casella
inbox-new-to = A
inbox-new-to-hint = Il primo indirizzo è il cliente.
inbox-new-copies = Copie
inbox-new-subject = Oggetto
inbox-new-message = Messaggio
inbox-new-send = Invia
inbox-new-no-inbox = Non c’è una casella da cui scrivere.

inbox-key-walk = scorri
inbox-key-reply = rispondi
inbox-key-note = nota interna
inbox-key-close = chiudi
inbox-key-search = cerca
inbox-key-send = invia e mantieni
inbox-key-send-wait = invia e attendi
inbox-key-move = sposta la promessa
inbox-key-assign = passa a un collega
inbox-key-undo = annulla l’invio (8 secondi)

inbox-first-title = Ancora nessuna conversazione
inbox-first-text = { $register ->
    [tu] Prova adesso: dal telefono scrivi a { $address }. La vedi comparire qui con la sua ora, e chi scrive la riceve per e-mail.
   *[lei] Provi adesso: dal telefono scriva a { $address }. La vede comparire qui con la sua ora, e chi scrive la riceve per e-mail.
}
inbox-first-no-inbox = Manca la casella a cui scrivono i clienti: con un indirizzo e gli orari si comincia.
inbox-retry = Riprova
inbox-redirect = Invia a un altro indirizzo
inbox-redirect-to = Indirizzo e-mail
inbox-redirect-act = Invia qui
inbox-move-preview-mail = La mail come arriva
