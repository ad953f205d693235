# Perché la risposta va di lì.
composer-because-email = Ha scelto l’e-mail nella sua pagina
composer-because-page = Vuole leggerla solo nella sua pagina: non parte nessuna e-mail
composer-because-phone = Vuole una telefonata: quello che si scrive va qui
composer-because-no-address = Non c’è un indirizzo: la legge nella sua pagina
composer-to-page = A: pagina della richiesta

# Scrivere: la risposta con la sua forma, le risposte pronte, le firme, gli invii programmati.

composer-word-what = { $what }: { $by }.

composer-tools = Forma del testo
composer-bold = Grassetto
composer-italic = Corsivo
composer-list = Elenco
composer-numbered = Elenco numerato
composer-quote = Citazione
composer-link = Collegamento
composer-link-address = Indirizzo del collegamento
composer-link-set = Metti
composer-link-drop = Togli
composer-drop = Lascia qui i file
composer-limit = Al massimo { $size } in tutto
composer-too-large = È più grande di { $size }: non si può inviare.
composer-too-many = Al massimo { $count } file per messaggio.

composer-more = Altri modi di inviare
composer-send-close = Invia e chiudi
composer-send-close-long = Invia; la conversazione è chiusa e si riapre se il cliente risponde
composer-closes-with = La conversazione è chiusa con questa risposta.
composer-schedule = Parte più tardi
composer-schedule-at = Quando parte
composer-schedule-act = Programma
composer-later-today = Più tardi
composer-tomorrow = Domani
composer-next-opening = Alla prossima apertura
composer-monday = Lunedì
composer-until-reply = Finché non risponde
composer-back-with-reply = Torna quando il cliente risponde.
composer-event-until-reply = Messa da parte da { $who }, finché il cliente non risponde
composer-moment = { $name }, { $when }
composer-problem-moment = { $register ->
    [tu] Scegli un momento che deve ancora venire.
   *[lei] Scelga un momento che deve ancora venire.
}
composer-problem-promised = { $register ->
    [tu] La risposta è promessa prima di allora. Programma prima, oppure sposta la promessa.
   *[lei] La risposta è promessa prima di allora. Programmi prima, oppure sposti la promessa.
}
composer-problem-closed = A quell’ora la casella è chiusa.
composer-problem-html = Il testo ha troppi elementi, uno dentro l’altro.
composer-problem-unfilled = Resta da completare: { $names }.

composer-scheduled = Una risposta parte { $when }
composer-scheduled-of = { $name }: una risposta parte { $when }
composer-held = Una risposta programmata è ferma
composer-held-customer-wrote = { $register ->
    [tu] Il cliente ha scritto nel frattempo. Leggi, poi decidi.
   *[lei] Il cliente ha scritto nel frattempo. Legga, poi decida.
}
composer-held-answered = Un collega ha risposto nel frattempo.
composer-held-closed = La conversazione è stata chiusa nel frattempo.
composer-held-refused = Non si può più inviare così: un allegato o un indirizzo non è più valido.
composer-scheduled-edit = Riprendi il testo
composer-scheduled-cancel = Elimina
composer-scheduled-move = Cambia ora
composer-scheduled-title = Programmate
composer-scheduled-intro = Risposte scritte che partono più tardi. Si fermano da sole se il cliente scrive prima.
composer-scheduled-none = Nessuna risposta programmata
composer-scheduled-none-text = { $register ->
    [tu] Accanto a Invia, scegli Parte più tardi: qui vedi che cosa partirà e quando.
   *[lei] Accanto a Invia, scelga Parte più tardi: qui vede che cosa partirà e quando.
}
composer-scheduled-conversation = Conversazione
composer-scheduled-text = Testo
composer-scheduled-who = Di chi
composer-scheduled-when = Parte
composer-scheduled-stopped = ferma

composer-word-heard = Impegno { $by }?
composer-word-take = Prometti
composer-word-leave = No
composer-word-given = Impegno { $by }: il cliente lo legge nella risposta
composer-word-drop = Togli l’impegno

composer-news = Qualcuno ha scritto intanto
composer-news-text = { $register ->
    [tu] Non hai ancora visto questo. La tua risposta non è partita.
   *[lei] Non ha ancora visto questo. La sua risposta non è partita.
}
composer-news-customer = { $name }, il cliente
composer-news-anyway = Invia comunque
composer-news-edit = Rivedi la risposta

composer-sending = in partenza
composer-unsent = non inviata
composer-again = Riprova

composer-signature = Firma
composer-signature-edit = Cambia
composer-signature-none = Nessuna firma
composer-signature-own = La mia firma
composer-signature-own-text = Sta sotto ogni risposta, una volta sola.
composer-signature-inbox = Firma della casella
composer-signature-inbox-text = Se c’è, vale per tutti quelli che scrivono da qui.
composer-signature-preview = Come si legge
composer-signature-places = Si completano da soli: { $places }.
composer-signature-long = È troppo lunga.
composer-signature-saved = Firma salvata

composer-canned = Risposte pronte
composer-canned-text = Scritte una volta, usate spesso.
composer-canned-hint = { $register ->
    [tu] Scrivi / e una parola per cercarle
   *[lei] Scriva / e una parola per cercarle
}
composer-canned-find = Cerca fra le risposte pronte
composer-canned-found = { $count ->
    [0] Nessuna risposta pronta
    [one] { $count } risposta pronta
   *[other] { $count } risposte pronte
}
composer-canned-none = Nessuna risposta pronta
composer-canned-none-text = { $register ->
    [tu] Scrivi qui sotto la prima, poi usala con / mentre rispondi.
   *[lei] Scriva qui sotto la prima, poi la usi con / mentre risponde.
}
composer-canned-new = Nuova risposta pronta
composer-canned-change = Cambia la risposta pronta
composer-canned-title = Titolo
composer-canned-shortcut = Scorciatoia
composer-canned-shortcut-hint = Quello che si scrive dopo la barra: reso
composer-canned-category = Categoria
composer-canned-language = Lingua
composer-canned-language-any = Tutte
composer-canned-body = Testo
composer-canned-places = Si completano da soli: { $places }. Un altro nome fra doppie graffe va completato prima di inviare.
composer-canned-whose = Di chi è
composer-canned-shared = di tutti
composer-canned-own = solo mia
composer-canned-used = Usata
composer-canned-times = { $count ->
    [one] { $count } volta
   *[other] { $count } volte
}
composer-canned-save = Salva
composer-canned-delete = Elimina
composer-canned-wrong-title = Serve un titolo, al massimo 120 caratteri.
composer-canned-wrong-shortcut = Lettere, cifre, trattini e punti, al massimo 40.
composer-canned-taken = Un’altra risposta pronta ha già questa scorciatoia.
composer-canned-wrong-category = Al massimo 60 caratteri.
composer-canned-wrong-body = Manca il testo.
composer-canned-full = Ce ne sono già 5.000.

composer-move-letter = La lettera come arriva
composer-scheduled-word = Con la promessa: { $by }
composer-problem-word = La promessa scade prima che la risposta parta: serve un’ora più avanti, o nessuna promessa.
