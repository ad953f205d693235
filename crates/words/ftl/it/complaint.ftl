# I reclami: codice, chi ne risponde, causa, rimedio, termine, e se alla fine è risolto.

complaint-mail-said = { $register ->
    [tu] Ti diamo una risposta motivata { $by }
   *[lei] Le diamo una risposta motivata { $by }
}
complaint-mail-first = { $register ->
    [tu] Prima ancora ti scrive una persona, { $by }.
   *[lei] Prima ancora le scrive una persona, { $by }.
}
complaint-mail-subject = Reclamo { $code }
complaint-mail-preheader = { $register ->
    [tu] Il tuo reclamo ha il codice { $code }. Ne risponde una persona.
   *[lei] Il suo reclamo ha il codice { $code }. Ne risponde una persona.
}
complaint-mail-opening = { $register ->
    [tu] { $greeting }, il tuo messaggio è arrivato { $when } e lo trattiamo come un reclamo. Il codice è { $code }: basta dirlo perché chiunque di noi trovi la tua pratica.
   *[lei] { $greeting }, il suo messaggio è arrivato { $when } e lo trattiamo come un reclamo. Il codice è { $code }: basta dirlo perché chiunque di noi trovi la sua pratica.
}
complaint-mail-follow-subject = Reclamo { $code }: è risolto?
complaint-mail-follow-said = { $register ->
    [tu] Dopo la risposta al reclamo { $code }, è tutto risolto per te?
   *[lei] Dopo la risposta al reclamo { $code }, è tutto risolto per lei?
}
complaint-mail-follow-preheader = Un tocco basta. Se non è risolto, il reclamo si riapre.
complaint-mail-follow-opening = { $register ->
    [tu] { $greeting }, ti abbiamo risposto { $when } sul reclamo { $code }. Vogliamo sapere se per te è davvero chiuso.
   *[lei] { $greeting }, le abbiamo risposto { $when } sul reclamo { $code }. Vogliamo sapere se per lei è davvero chiuso.
}
complaint-mail-follow-choice = { $register ->
    [tu] Se è risolto, tocca qui: { $solved }. Se non lo è, qui: { $unsolved }. Il reclamo torna subito a chi ne risponde.
   *[lei] Se è risolto, tocchi qui: { $solved }. Se non lo è, qui: { $unsolved }. Il reclamo torna subito a chi ne risponde.
}
complaint-mail-solved = Sì, è risolto
complaint-mail-unsolved = No, non è risolto

complaint-house-open = Apri
complaint-house-remedy = { $code }: un rimedio di { $amount } aspetta il tuo sì
complaint-house-remedy-text = { $by } propone per il reclamo { $code } un rimedio di { $amount }, sopra il suo limite: { $text }
complaint-house-allowed = { $code }: il rimedio è approvato
complaint-house-allowed-text = { $by } ha approvato il rimedio per il reclamo { $code }: { $reason }
complaint-house-refused = { $code }: il rimedio non è approvato
complaint-house-refused-text = { $by } non ha approvato il rimedio per il reclamo { $code }: { $reason }
complaint-house-recurs = Una causa ritorna: { $cause }
complaint-house-recurs-text = { $count ->
    [one] { $count } reclamo in 28 giorni ha la stessa causa: { $cause }. Ne rispondi tu: scrivi che cosa si fa ed entro quando.
   *[other] { $count } reclami in 28 giorni hanno la stessa causa: { $cause }. Ne rispondi tu: scrivi che cosa si fa ed entro quando.
}
complaint-house-late = La data è passata: { $cause }
complaint-house-late-text = { $count ->
    [one] Per la causa { $cause } ({ $count } reclamo quando è stata trovata) la data è passata e non è scritto che cosa è stato fatto.
   *[other] Per la causa { $cause } ({ $count } reclami quando è stata trovata) la data è passata e non è scritto che cosa è stato fatto.
}
complaint-task-title = Richiamare per il reclamo { $code }: è risolto?
complaint-task-title-named = Richiamare { $name } per il reclamo { $code }: è risolto?
complaint-task-text = Il reclamo diceva: { $words }. Chiedi se è risolto e scrivi l’esito nel riquadro del reclamo.

complaint-title = Reclami
complaint-subtitle = registro, rimedi, cause
complaint-skip = Vai al registro
complaint-export = Esporta il semestre
complaint-done = Fatto.
complaint-not-done = Non è stato fatto
complaint-one = Reclamo
complaint-new = Nuovo reclamo
complaint-new-request = Codice della richiesta
complaint-new-request-hint = Quello che il cliente vede, come R-4F7K2.
complaint-new-words = Che cosa dice il cliente
complaint-declare = È un reclamo
complaint-filter-state = Stato
complaint-filter-running = In corso
complaint-filter-open = Da rispondere
complaint-filter-answered = Risposti
complaint-filter-followed-up = Risentiti
complaint-filter-closed = Chiusi
complaint-filter-all = Tutti
complaint-filter-everybody = Di tutti
complaint-filter-mine = Miei
complaint-filter-causes = Tutte le cause
complaint-filter-show = Mostra
complaint-glance = In sintesi, 28 giorni
complaint-glance-open = Da rispondere
complaint-glance-running = { $running } in corso, { $opened } arrivati in 28 giorni
complaint-glance-in-time = Risposti entro il termine
complaint-glance-of = { $good } su { $all }
complaint-band = banda { $low }–{ $high }%
complaint-glance-none-answered = nessuno risposto in 28 giorni
complaint-glance-overdue = Oltre il termine
complaint-glance-nearest = il più vicino fra { $left }
complaint-glance-since = il primo da { $span }
complaint-glance-nothing = niente in scadenza
complaint-glance-given = Rimedi concessi
complaint-glance-28 = in 28 giorni
complaint-glance-solved = Risolti, dice il cliente
complaint-glance-none-followed = nessuno ancora risentito
complaint-proposals = Sembrano reclami
complaint-hint = Sembra un reclamo
complaint-hint-words = Parole: { $words }
complaint-hint-yes = È un reclamo
complaint-hint-no = Non lo è
complaint-register = Registro
complaint-order-due = ordine: il termine che scade prima
complaint-order-new = ordine: i più recenti
complaint-none = Nessun reclamo aperto
complaint-none-text = Quando un cliente reclama, qui trovi chi ne risponde ed entro quando. I chiusi si trovano con il filtro.
complaint-none-such = Nessun reclamo così
complaint-none-such-text = Con questi filtri non ce n’è nessuno.
complaint-none-open = Scegli un reclamo dal registro, o aprine uno.
complaint-unverified = Da verificare sul testo ufficiale
complaint-column-code = Codice
complaint-column-who = Chi e che cosa
complaint-column-owner = Di chi
complaint-column-remedy = Rimedio
complaint-column-promise = Promessa
complaint-column-term = Termine
complaint-column-after = Dopo
complaint-late = Il termine è passato.
complaint-late-by = in ritardo di { $span }
complaint-answered-late = risposto in ritardo
complaint-answered-in-time = risposto in tempo
complaint-never-answered = senza risposta
complaint-after-call = si richiama
complaint-after-mail = si scrive
complaint-follow-call = si richiama
complaint-follow-mail = si scrive
complaint-causes = Cause che ritornano
complaint-causes-now = 28 giorni
complaint-causes-before = i 28 prima
complaint-causes-none = Nessun reclamo in 56 giorni. La ricorrenza si vede dai secondi 28 giorni.
complaint-chart = Grafico
complaint-now = Ora
complaint-before = Prima
complaint-answers-for-it = Ne risponde
complaint-what-is-done = Che cosa facciamo
complaint-by-when = Entro
complaint-how-far = A che punto
complaint-note-none = da scrivere
complaint-not-recurring = non ricorre
complaint-cause-done = fatta, non è tornata
complaint-cause-late = in ritardo
complaint-cause-to-begin = da iniziare
complaint-cause-under-way = in corso
complaint-cause-change = Cambia: { $cause }
complaint-cause-is-done = Fatto
complaint-says = Dice
complaint-origin = Come lo sappiamo
complaint-origin-form = scelto nel modulo
complaint-origin-page = detto sulla pagina della richiesta
complaint-origin-words = lo dice il cliente
complaint-origin-agent = dichiarato da noi
complaint-origin-api = da un altro programma
complaint-origin-recognised = riconosciuto e confermato
complaint-request = Richiesta
complaint-reopened = Riaperto
complaint-answer-leaving = La risposta è scritta e sta partendo.
complaint-state-open = da rispondere
complaint-state-answered = risposto
complaint-state-followed-up = risentito
complaint-state-closed = chiuso
complaint-owner = Di chi
complaint-cause = Causa
complaint-cause-none = da dire
complaint-founded = Fondato
complaint-founded-unknown = da dire
complaint-founded-yes = sì
complaint-founded-no = no
complaint-save = Salva
complaint-remedies = Rimedio
complaint-remedies-none = Ancora nessuno.
complaint-remedy-new = Proponi un rimedio
complaint-remedy-kind = Che cosa
complaint-remedy-amount = Importo in euro
complaint-remedy-text = In una riga
complaint-remedy-text-hint = Quello che il cliente riceve.
complaint-remedy-propose = Proponi
complaint-remedy-apology = Scuse
complaint-remedy-replacement = Sostituzione
complaint-remedy-repair = Riparazione
complaint-remedy-redelivery = Nuova consegna
complaint-remedy-refund = Rimborso
complaint-remedy-discount = Sconto
complaint-remedy-credit = Nota di credito
complaint-remedy-call = Richiamata
complaint-remedy-other = Altro
complaint-limit-none = Puoi dare qualunque importo.
complaint-limit-left = Da solo puoi dare ancora { $left }; oltre, decide un responsabile.
complaint-remedy-by = Proposto da { $name }, { $when }
complaint-remedy-decided = { $name }, { $when }
complaint-remedy-approved = approvato
complaint-remedy-waiting = aspetta un sì
complaint-remedy-refused = non approvato
complaint-decision-reason = Perché
complaint-allow = Approva
complaint-refuse = Non approvare
complaint-above-yours = È oltre il tuo limite.
complaint-answer = Risposta
complaint-answer-none = Scrivi la risposta nella conversazione, poi segnala qui o nella casella di scrittura.
complaint-answer-which = Quale messaggio è la risposta
complaint-answer-mark = È questa la risposta
complaint-this-answers = È la risposta motivata al reclamo { $code }
complaint-after = Dopo la risposta
complaint-outcome = È risolto?
complaint-outcome-solved = risolto
complaint-outcome-not-solved = non risolto: si riapre
complaint-outcome-no-answer = nessuna risposta
complaint-outcome-note = Che cosa dice
complaint-outcome-close = Chiudi, se causa e fondatezza sono dette
complaint-outcome-save = Scrivi l’esito
complaint-plan = Cambia quando o come
complaint-plan-how = Come
complaint-plan-when = Quando
complaint-step-opened = ricevuto, codice inviato
complaint-step-answered = risposta motivata
complaint-step-answered-late = risposta motivata, in ritardo
complaint-step-due = risposta motivata, termine
complaint-step-call = richiamata: è risolto?
complaint-step-mail = e-mail: è risolto?
complaint-step-closed = chiuso
complaint-step-closed-why = chiuso: { $why }
complaint-close = Chiudi
complaint-close-early = Chiudi senza altro
complaint-close-reason = Perché si chiude prima
complaint-close-reason-free = Una parola sul come, se serve
complaint-reopen = Riapri
complaint-reopen-reason = Perché si riapre
complaint-nothing-offered = Finché è aperto: nessuna offerta, nessun voto chiesto, nessuna risposta automatica al posto di una persona.
complaint-wrong-amount = Scrivi un importo in euro, come 24,90.
complaint-wrong-text = Scrivi in una riga che cosa riceve il cliente.
complaint-wrong-note = Scrivi che cosa non è risolto, in 2.000 caratteri al massimo.
complaint-wrong-moment = Un momento che deve ancora venire.
complaint-wrong-message = Questo messaggio non può essere la risposta: scegline uno scritto dopo il reclamo.
complaint-wrong-reason = Scrivi perché, in 500 caratteri al massimo.
complaint-wrong-choice = Una scelta non è più nella lista: guarda e riprova.
complaint-wrong-conversation = Nessuna richiesta ha questo codice.
complaint-wrong-done = Prima di dirla fatta, scrivi che cosa è stato fatto.
complaint-no-declare = In questa richiesta c’è già un reclamo aperto.
complaint-no-set = Nel frattempo è cambiato: ecco come sta ora.
complaint-no-decide = Non puoi decidere su questo: è tuo, è oltre il tuo limite, o qualcuno ha già deciso.
complaint-no-answer = Questa risposta non conta: il reclamo ha già la sua, o il messaggio non è arrivato.
complaint-no-close = Prima servono la causa e se è fondato.
complaint-no-label = Qualcuno ha già risposto.
complaint-no-later = La risposta a un reclamo parte subito: non si programma.
complaint-waits = Qui un reclamo aspetta la sua risposta: rispondi, segna la risposta, poi chiudi.
complaint-event-opened = Reclamo { $code } aperto
complaint-event-proposed = Sembra un reclamo: aspetta un sì o un no
complaint-event-not-one = { $who }: non è un reclamo
complaint-event-answered = Il reclamo { $code } ha la sua risposta
complaint-event-answered-late = Il reclamo { $code } ha la sua risposta, in ritardo
complaint-event-answer-failed = La risposta al reclamo { $code } non è arrivata: è di nuovo dovuta
complaint-event-remedy-given = { $who } dà un rimedio per il reclamo { $code }
complaint-event-remedy-proposed = { $who } propone un rimedio per il reclamo { $code }: aspetta un sì
complaint-event-remedy-approved = { $who } approva il rimedio per il reclamo { $code }
complaint-event-remedy-refused = { $who } non approva il rimedio per il reclamo { $code }
complaint-event-follow-up-asked = Chiesto se il reclamo { $code } è risolto
complaint-event-followed-up = { $who } ha scritto l’esito del reclamo { $code }
complaint-event-reopened = { $who } ha riaperto il reclamo { $code }
complaint-event-closed = { $who } ha chiuso il reclamo { $code }
complaint-file-code = Codice
complaint-file-opened = Ricevuto
complaint-file-due = Termine
complaint-file-term = Durata
complaint-file-source = Fonte
complaint-file-verified = Fonte verificata
complaint-file-state = Stato
complaint-file-answered = Risposto
complaint-file-in-time = In tempo
complaint-file-owner = Di chi
complaint-file-cause = Causa
complaint-file-founded = Fondato
complaint-file-remedy = Rimedio
complaint-file-amount = Importo
complaint-file-outcome = Esito
complaint-file-request = Richiesta
complaint-settings-text = Cause, termini con la loro fonte, chi può dare quanto, che cosa si chiede dopo
complaint-settings-saved = Salvato
complaint-settings-saved-text = Vale per i reclami da adesso; quelli aperti tengono il termine che avevano.
complaint-settings-look = Guarda i campi segnati.
complaint-settings-terms = Termini
complaint-settings-terms-text = Entro quando un reclamo riceve una risposta motivata. La data detta al cliente cade sull’ultima chiusura prima della fine del termine.
complaint-settings-another-term = Un altro termine
complaint-settings-days = Giorni
complaint-settings-unit = Contati
complaint-settings-solar = solari: tutti
complaint-settings-working = lavorativi: da lunedì a venerdì, senza feste
complaint-settings-source = Fonte: legge, delibera o impegno vostro
complaint-settings-default = Vale quando nessuno ne sceglie un altro
complaint-settings-limits = Limiti dei rimedi
complaint-settings-limits-text = Quanto può dare ciascuno da solo, per ogni reclamo. Oltre, decide qualcun altro; nessuno approva il proprio.
complaint-settings-limit-hint = In euro; vuoto: qualunque importo.
complaint-settings-follow = Dopo la risposta
complaint-settings-follow-days = Giorni dopo la risposta
complaint-settings-recurring = Reclami in 28 giorni
complaint-settings-recurring-hint = Da quanti con la stessa causa è una causa che ritorna.
complaint-settings-itself = Apri da soli i reclami riconosciuti, quando il riconoscimento è affidabile
complaint-settings-causes = Cause
complaint-settings-causes-text = Ogni reclamo ha una causa sola. Una riga senza nome breve si toglie.
complaint-settings-another-cause = Un’altra causa
complaint-settings-key = Nome breve
complaint-settings-it = In italiano
complaint-settings-en = In inglese
complaint-settings-category = Di che cosa parla
complaint-category-product = prodotto
complaint-category-delivery = consegna
complaint-category-promise = promessa
complaint-category-billing = fatture e pagamenti
complaint-category-service = servizio
complaint-category-information = informazioni
complaint-category-other = altro
complaint-settings-verify = Verifica sul testo ufficiale
complaint-settings-verify-text = Finché qualcuno non ha confrontato il termine con il testo ufficiale, dove compare c’è scritto che è da verificare.
complaint-settings-confirm = L’ho confrontato
complaint-settings-confirmed = verificato { $when }
complaint-settings-wrong-cause = Servono un nome breve (a-z, 0-9, -), uno solo per causa, e un nome nelle due lingue.
complaint-settings-wrong-term = Servono un nome breve, un nome nelle due lingue, da 1 a 180 giorni e la fonte.
complaint-settings-wrong-default = Scegli il termine che vale quando nessuno ne sceglie un altro.
complaint-settings-wrong-number = Un numero: da 1 a 90 giorni; da 2 a 100 reclami.
complaint-term-solar = { $count ->
    [one] { $count } giorno solare
   *[other] { $count } giorni solari
}
complaint-term-working = { $count ->
    [one] { $count } giorno lavorativo
   *[other] { $count } giorni lavorativi
}
complaint-reopened-times = { $count ->
    [one] { $count } volta
   *[other] { $count } volte
}
complaint-causes-of = { $count ->
    [one] { $count } reclamo in 28 giorni, ognuno con una causa sola
   *[other] { $count } reclami in 28 giorni, ognuno con una causa sola
}
complaint-cause-again = { $count ->
    [one] fatta, ma tornata { $count } volta
   *[other] fatta, ma tornata { $count } volte
}
complaint-labels = { $count ->
    [one] { $count } risposta data finora. Sotto le { $needed } si propone soltanto: un reclamo lo apre sempre una persona.
   *[other] { $count } risposte date finora. Sotto le { $needed } si propone soltanto: un reclamo lo apre sempre una persona.
}
complaint-settings-itself-hint = { $count ->
    [one] { $count } risposta su { $needed } necessarie, di cui almeno 95 su 100 giuste.
   *[other] { $count } risposte su { $needed } necessarie, di cui almeno 95 su 100 giuste.
}
