# I modelli delle e-mail e che cosa capiamo di un messaggio.

template-mails = E-mail che partono
template-topics = Che cosa capiamo
template-text = Le parole di ogni e-mail, per lingua e registro
template-which = Quale e-mail
template-wording = Lingua e registro
template-it-tu = Italiano, con il tu
template-it-lei = Italiano, con il lei
template-en = Inglese
template-inbox = Casella
template-every-inbox = Tutte le caselle
template-show = Mostra
template-own = testo vostro
template-catalogue = testo di Riscontro
template-saved = Salvato
template-saved-text = Le e-mail che partono da adesso hanno queste parole.
template-was-reset = Tornato al testo di prima
template-was-reset-text = La versione tolta resta fra le versioni.
template-sent = Prova in partenza
template-sent-text = Arriva all’indirizzo con cui entri qui. Al cliente non parte niente.

template-kind-acknowledgement = Conferma
template-kind-answer = Risposta
template-kind-moved = Ora spostata
template-kind-apology = Scuse
template-kind-rating = Voto
template-kind-callback = Richiamata
template-kind-complaint = Reclamo
template-kind-follow-up = Dopo un reclamo
template-kind-thanks = Grazie
template-kind-outcome = Esito
template-about-acknowledgement = Parte appena arriva un messaggio: dice il codice, l’ora promessa e che cosa abbiamo capito.
template-about-answer = Le parole intorno a quello che scrive una persona. Il suo testo sta al posto di “message”.
template-about-moved = Parte quando una persona sposta un impegno, con il perché.
template-about-apology = Parte quando un impegno è mancato: dice la seconda ora e chi se ne occupa.
template-about-rating = Parte una volta sola, dopo la chiusura, se il voto è acceso.
template-about-complaint = Parte quando un messaggio diventa un reclamo, con il codice e la data della risposta motivata.
template-about-follow-up = Parte alcuni giorni dopo la risposta a un reclamo, per sapere se è risolto.
template-about-callback = Parte quando il cliente sceglie un’ora per essere chiamato, con l’appuntamento in allegato.
template-about-thanks = Le parole proposte a chi ringrazia per una segnalazione. Si possono cambiare prima di inviare.
template-about-outcome = Le parole proposte a chi racconta com’è andata una segnalazione.

template-part-subject = Oggetto
template-part-subject-hint = Davanti c’è sempre il codice fra parentesi.
template-part-headline = La parola data
template-part-headline-hint = In grande, in cima. Resta scritta accanto all’impegno.
template-part-preheader = Anteprima nell’elenco
template-part-preheader-hint = Quello che si legge accanto all’oggetto, prima di aprire.
template-part-body = Testo
template-part-body-hint = Una riga vuota separa i paragrafi. Un posto da solo in un paragrafo diventa un riquadro o un pulsante.
template-conversation = Anteprima con una richiesta vera
template-conversation-hint = Il suo codice. Vuoto: un esempio.
template-test = Mandami una prova
template-reset = Torna al testo di Riscontro
template-preview = Come la vede chi la riceve
template-look-light = Al computer, di giorno
template-look-dark = Sul telefono, di sera
template-refresh = Aggiorna
template-places = I posti
template-places-text = Scritti fra doppie parentesi graffe, si riempiono quando l’e-mail parte. Quello che non si sa resta vuoto.
template-history = Versioni
template-history-none = Nessuna: il testo è quello di Riscontro.
template-version = Versione { $number }
template-version-reset = tornata al testo di Riscontro

template-flaw-empty = Non può essere vuoto.
template-flaw-long = Al massimo { $count } caratteri.
template-flaw-unclosed = Una doppia parentesi graffa non si chiude.
template-flaw-unknown = { $place } non esiste in questa e-mail: guarda l’elenco dei posti.
template-flaw-alone = { $place } va nel testo, in un paragrafo tutto suo.
template-flaw-needs-time = Manca l’ora promessa: metti { "{{promise}}" } o { "{{due}}" }. Senza, l’e-mail non può partire.
template-flaw-needs-link = Manca il link alla pagina della richiesta: metti { "{{track_link}}" }. Senza, l’e-mail non può partire.
template-flaw-needs = Manca { $place }. Senza, l’e-mail non può partire.

template-place-greeting = il saluto, con il nome se si sa
template-place-customer-name = il nome del cliente
template-place-company = la vostra azienda
template-place-code = il codice della richiesta
template-place-track-link = il link alla pagina della richiesta; da solo è un pulsante
template-place-phone = il vostro numero di telefono
template-place-promise = la promessa intera, con il giorno scritto
template-place-promise-short = la promessa, senza la data
template-place-due = entro quando, con il giorno scritto
template-place-due-short = entro quando, senza la data
template-place-due-owner = entro quando e da chi
template-place-received = quando è arrivato il messaggio
template-place-understood = il riquadro di che cosa abbiamo capito
template-place-topic = l’argomento, o l’oggetto se non siamo sicuri
template-place-order = il numero d’ordine
template-place-attachments = i nomi degli allegati
template-place-correct-link = il link per correggere quello che abbiamo capito
template-place-person = il riquadro di come parlare con una persona
template-place-old-due = l’ora che non vale più
template-place-reason = il perché, con le parole di chi sposta
template-place-who = chi se ne occupa adesso
template-place-kept = l’ora promessa e quella della risposta
template-place-last-answer = quando abbiamo risposto
template-place-rating = i cinque voti
template-place-reopen = come riaprire la richiesta
template-place-agent = chi ha risposto
template-place-slot = quando chiamiamo
template-place-slot-end = fino a che ora
template-place-called-phone = il numero che chiamiamo
template-place-message = quello che ha scritto la persona
template-place-complaint-code = il codice del reclamo
template-place-first-answer = entro quando scrive prima una persona, se è promesso
template-place-solved-link = il link per dire che è risolto
template-place-unsolved-link = il link per dire che non è risolto

template-topic-text = Argomento e numero d’ordine, letti dal primo messaggio
template-topic-how = Si dicono al cliente solo quando le parole sono chiare. Con un tocco li corregge, e la correzione resta sulla conversazione.
template-topic-list = Argomenti
template-topic-key = Nome breve
template-topic-it = In italiano
template-topic-en = In inglese
template-topic-words = Parole che lo dicono
template-topic-words-hint = Separate da virgole, nelle due lingue. Di una parola lunga basta l’inizio.
template-topic-complaint = È un reclamo
template-topic-complaint-hint = Di un reclamo non si chiede il voto.
template-topic-another = Un altro argomento
template-topic-remove-hint = Per togliere un argomento svuota il suo nome breve.
template-topic-orders = Numeri d’ordine
template-topic-forms = Com’è fatto un vostro numero d’ordine
template-topic-forms-hint = Uno per riga: 9 è una cifra, A una lettera, il resto è com’è scritto. Vuoto: si cerca dopo la parola “ordine”.
template-topic-error = Controlla questo argomento: nome breve di lettere minuscole, cifre e trattini, un nome nelle due lingue, almeno una parola di tre lettere.
template-topic-error-forms = Ogni forma ha almeno tre cifre (9), niente spazi, al massimo 30 caratteri.
template-topic-saved = Salvato
template-topic-saved-text = Vale per i messaggi che arrivano da adesso.
template-rating-title = Il voto
template-rating-after = Ore di apertura fra la chiusura e la domanda
template-rating-after-hint = Da 1 a 200. Vuoto: il voto non si chiede. Mai per un reclamo, e non più di una volta in 30 giorni alla stessa persona.
template-rating-error = Un numero intero da 1 a 200, o niente.

template-correct-title = Correggi quello che abbiamo capito
template-correct-lead = { $register ->
    [tu] Richiesta { $code }. Quello che cambi lo vede subito chi ti risponde.
   *[lei] Richiesta { $code }. Quello che cambia lo vede subito chi le risponde.
}
template-correct-topic = Di che cosa si tratta
template-correct-topic-none = Altro
template-correct-order = Numero d’ordine
template-correct-order-hint = { $register ->
    [tu] Se non c’entra un ordine lascia vuoto.
   *[lei] Se non c’entra un ordine lasci vuoto.
}
template-correct-save = { $register ->
    [tu] Correggi
   *[lei] Corregga
}
template-correct-order-long = Al massimo 40 caratteri.
template-correct-done = Corretto. Grazie.
template-correct-back = { $register ->
    [tu] Torna alla richiesta
   *[lei] Torni alla richiesta
}
