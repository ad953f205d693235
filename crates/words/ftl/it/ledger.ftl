# Gli arrivi.

ledger-title-stuck = { $count ->
    [one] Arrivi, uno fermo
   *[other] Arrivi, { $count } fermi
}
ledger-skip-list = Vai all’elenco
ledger-skip-opened = Vai all’arrivo aperto
ledger-verdicts = Esiti e uscite
ledger-by-verdict = Per esito
ledger-all = Tutti
ledger-key-open = apri
ledger-key-search = cerca
ledger-last = Ultimo arrivo
ledger-period = Periodo
ledger-today = Oggi
ledger-7-days = 7 giorni
ledger-28-days = 28 giorni
ledger-by-day = Ricevuti per giorno
ledger-by-channel = Il contatore, per canale
ledger-stuck-count = { $count ->
    [one] 1 fermo
   *[other] { $count } fermi
}
ledger-late-count = { $count } in ritardo

# Colonne.
ledger-channel = Canale
ledger-received = Ricevuti
ledger-owed = Dovuti
ledger-answered = Risposti
ledger-waiting = In attesa
ledger-late = In ritardo
ledger-machines = Macchine
ledger-spam = Spam
ledger-stuck = Fermi
ledger-duplicates = Doppioni
ledger-all-channels = Tutto
ledger-channel-email = E-mail
ledger-channel-pec = PEC
ledger-channel-form = Modulo web
ledger-channel-chat = Chat del sito
ledger-channel-messaging = Messaggistica
ledger-channel-social = Social
ledger-channel-sms = SMS
ledger-channel-phone = Telefono
ledger-channel-letter = Lettere

# La riga che li somma.
ledger-sum = I conti tornano: { $parts } fanno { $all }. Nessun arrivo è senza esito.
ledger-sum-and = { $rest } e { $last }
ledger-sum-owed = { $count ->
    [one] { $count } dovuto
   *[other] { $count } dovuti
}
ledger-sum-machines = { $count ->
    [one] { $count } macchina
   *[other] { $count } macchine
}
ledger-sum-spam = { $count } spam
ledger-sum-duplicates = { $count ->
    [one] { $count } doppione
   *[other] { $count } doppioni
}
ledger-sum-stuck = { $count ->
    [one] { $count } fermo
   *[other] { $count } fermi
}
ledger-sum-unread = { $count ->
    [one] { $count } in lettura
   *[other] { $count } in lettura
}
ledger-sum-wrong = { $count ->
    [one] I conti non tornano: di { $all } arrivi uno è senza esito.
   *[other] I conti non tornano: di { $all } arrivi { $count } sono senza esito.
}

# L’elenco.
ledger-list = Arrivi
ledger-list-today = Arrivi di oggi
ledger-list-day = Arrivi del { $day }
ledger-hour = Ora
ledger-who = Da chi, oggetto
ledger-why = Esito e motivo
ledger-where = Dove è finito
ledger-search = Cerca fra gli arrivi
ledger-search-hint = Mittente, oggetto, codice
ledger-all-channels-choice = Ogni canale
ledger-filter = Cerca
ledger-older = Arrivi precedenti
ledger-no-sender = senza mittente
ledger-no-subject = senza oggetto
ledger-to-decide = da decidere
ledger-take-up = Fanne una conversazione
ledger-not-spam = Non è spam
ledger-is-spam = È spam
ledger-retry = Riprova
ledger-empty = Non è ancora arrivato niente
ledger-empty-text = { $register ->
    [tu] Scrivi ad { $address }: lo vedi qui in un secondo.
   *[lei] Scriva ad { $address }: lo vede qui in un secondo.
}
ledger-empty-no-inbox = Manca ancora una casella che riceve.
ledger-none = Nessun arrivo così
ledger-none-text = L’ultimo arrivo di ogni tipo: { $last }.
ledger-see-all = Vedi tutti

# Esiti.
ledger-fate-owed = Dovuta
ledger-fate-late = In ritardo, era
ledger-fate-answered = Risposta
ledger-fate-closed = Chiusa
ledger-fate-unread = In lettura
ledger-fate-stuck = { $count ->
    [one] Fermo, un tentativo
   *[other] Fermo, { $count } tentativi
}
ledger-fate-duplicate = Doppione
ledger-fate-spam = Spam
ledger-class-bounce-hard = Macchina, rimbalzo definitivo
ledger-class-bounce-soft = Macchina, consegna in ritardo
ledger-class-notice = Macchina, avviso di consegna
ledger-class-complaint = Macchina, segnalazione di spam
ledger-class-auto-reply = Macchina, risposta automatica
ledger-class-bulk = Macchina, invio di massa
ledger-class-colleague = Un collega
ledger-why-new = Nuova conversazione
ledger-why-joined = Nella conversazione già aperta
ledger-why-unread = Accettato adesso, lo stiamo leggendo
ledger-why-duplicate = Lo stesso messaggio, arrivato un’altra volta
ledger-why-colleague = Ha scritto nella conversazione dalla sua posta

# Un arrivo aperto.
ledger-opened = L’arrivo aperto
ledger-choose = Nessun arrivo aperto
ledger-choose-text = { $register ->
    [tu] Scegline uno dall’elenco: qui ne vedi il motivo, il testo e l’originale.
   *[lei] Ne scelga uno dall’elenco: qui ne vede il motivo, il testo e l’originale.
}
ledger-stuck-there = { $count ->
    [one] Un arrivo aspetta una decisione
   *[other] { $count } arrivi aspettano una decisione
}
ledger-stuck-there-text = L’originale è salvo. Chi l’ha mandato però non ha ancora un’ora certa.
ledger-stuck-see = { $count ->
    [one] Vedi l’arrivo
   *[other] Vedi gli arrivi
}
ledger-back = Torna all’elenco
ledger-previous = Arrivo precedente
ledger-following = Arrivo seguente
ledger-from = Da
ledger-to = A
ledger-arrived = Arrivato
ledger-weight = Peso
ledger-weight-files = { $count ->
    [0] { $size }
    [one] { $size }, un allegato
   *[other] { $size }, { $count } allegati
}
ledger-verdict = Motivo
ledger-conversation = Codice
ledger-is-it-them = È davvero chi dice?
ledger-genuine = Sì
ledger-forged = No, il suo dominio lo nega
ledger-genuine-unknown = Non si sa
ledger-unread-title = Non siamo riusciti a finire di leggerlo
ledger-unread-text = { $register ->
    [tu] L’originale è qui, intero. { $who } però non ha ancora un’ora certa: decidi tu, adesso.
   *[lei] L’originale è qui, intero. { $who } però non ha ancora un’ora certa: decida Lei, adesso.
}
ledger-raw = Scarica
ledger-raw-title = Scarica il messaggio come è arrivato
ledger-would-read = Se diventa una conversazione, { $who } legge subito:
ledger-readable = Che cosa si legge
ledger-no-text = Nessun testo.
ledger-oddities = Stranezze
ledger-tries = Tentativi
ledger-settled = Deciso { $when }
ledger-technical = Dettaglio tecnico

# Stranezze.
ledger-oddity-empty = Vuoto
ledger-oddity-no-headers = Senza intestazione
ledger-oddity-no-from = Senza mittente
ledger-oddity-several-from = Più di un mittente
ledger-oddity-no-date = Senza data
ledger-oddity-no-message-id = Senza codice del messaggio
ledger-oddity-bad-message-id = Codice del messaggio scritto male
ledger-oddity-duplicate-header = Un’intestazione ripetuta
ledger-oddity-broken-header = Intestazione rotta
ledger-oddity-eight-bit-header = Intestazione con caratteri non dichiarati
ledger-oddity-too-many-headers = Troppe intestazioni
ledger-oddity-header-too-long = Intestazione troppo lunga
ledger-oddity-too-many-addresses = Troppi destinatari
ledger-oddity-unlabelled-charset = Testo senza codifica dichiarata
ledger-oddity-unknown-charset = Codifica sconosciuta
ledger-oddity-wrong-charset = Codifica dichiarata sbagliata
ledger-oddity-unknown-encoding = Trasporto sconosciuto
ledger-oddity-bad-base64 = Allegato o testo interrotto
ledger-oddity-missing-boundary = Parti senza confine
ledger-oddity-unclosed = Messaggio tagliato
ledger-oddity-too-complex = Troppe parti
ledger-oddity-text-cut = Testo accorciato
ledger-oddity-html-cut = Pagina accorciata

# In uscita.
ledger-out = In uscita
ledger-out-queued = In coda
ledger-out-queued-text = Partono da sole, appena il server di posta le prende
ledger-out-queued-none = Niente in coda
ledger-out-queued-none-text = Tutto ciò che doveva partire è partito.
ledger-out-failed = Non partite
ledger-out-failed-text = Ogni conversazione è tornata a chi la segue
ledger-out-failed-none = Nessuna risposta è rimasta qui
ledger-out-failed-none-text = Se una non parte, la trovi qui con il motivo e torna a chi la segue.
ledger-out-addresses = Indirizzi respinti
ledger-out-addresses-text = Da qui le e-mail tornano indietro
ledger-out-addresses-none = Nessun indirizzo respinto
ledger-out-addresses-none-text = Quando un’e-mail torna indietro, l’indirizzo resta qui con il motivo.
ledger-out-to = A chi, oggetto
ledger-out-waits = Aspetta il primo tentativo
ledger-out-again = Riproviamo { $when }
ledger-out-gave-up = { $count ->
    [one] Non partita, un tentativo
   *[other] Non partita, { $count } tentativi
}
ledger-out-retry = Riprova adesso
ledger-out-answer = Una risposta
ledger-out-acknowledgement = La conferma di ricezione
ledger-out-moved = L’avviso di un’ora spostata
ledger-out-apology = Le scuse per un’ora mancata
ledger-out-invitation = L’invito a un collega
ledger-out-password-reset = Il ripristino di una password
ledger-out-probe = La prova di una casella
ledger-out-alert = Un avviso a chi lavora con noi
ledger-out-report = Un rapporto
ledger-out-notice = Una notifica a chi lavora con noi
ledger-out-callback = La conferma di una richiamata
ledger-out-link = Il nuovo link di una richiesta
ledger-out-rating = La domanda sul voto
ledger-out-task = Un compito chiesto ad altri
ledger-out-sample = La prova di un modello
ledger-address-dead = Non raggiungibile
ledger-address-slow = In ritardo
