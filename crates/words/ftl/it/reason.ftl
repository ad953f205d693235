# Perché un arrivo ha il suo esito, e da dove viene l’ora di un impegno.

reason-probe = una prova nostra, tornata indietro
reason-same-id = lo stesso Message-ID, con lo stesso contenuto
reason-same-content = lo stesso contenuto dallo stesso mittente entro un giorno, senza Message-ID
reason-spam-header = lo dice il server di posta: { $detail }
reason-unseen-field = ha riempito un campo che le persone non vedono
reason-too-soon = ha confermato prima di poter leggere
reason-person-said-spam = l’ha deciso una persona
reason-task-answer = la risposta a un compito
reason-colleague = un collega ha scritto nella conversazione dalla sua posta
reason-machine = { $class ->
    [bounce_hard] rimbalzo definitivo
    [bounce_soft] consegna in ritardo
    [notice] avviso di consegna
    [complaint] segnalazione di spam
    [auto_reply] risposta automatica
    [bulk] invio di massa
   *[other] posta di una macchina
}: { $detail }
reason-many-tries = non si riesce a leggerlo fino in fondo, più volte
reason-reading-failed = la lettura non è riuscita: { $detail }
reason-receiving-failed = non si è riusciti a prenderlo in carico: { $detail }
reason-too-large = troppo grande: { $size } byte, al massimo ne prendiamo { $most }; è nella cartella { $folder } della casella
reason-withheld = il server di posta non dà questo messaggio: numero { $number } nella cartella { $folder }
reason-unreadable-post = un servizio di posta ha mandato qualcosa che non si legge: { $detail }
reason-policy = { $minutes } minuti d’apertura per la fascia { $tier }
reason-estimate = dalla coda com’era: { $percent } su 100 hanno risposta entro { $minutes } minuti d’apertura
reason-term = { $days } giorni { $unit ->
    [working] lavorativi
   *[solar] solari
}: { $source }
reason-term-unverified = { $days } giorni { $unit ->
    [working] lavorativi
   *[solar] solari
}: { $source } (da verificare sul testo ufficiale)
reason-person-gave = l’ora l’ha data una persona
reason-person-moved = l’ha spostato una persona
reason-slot = una richiamata nell’orario scelto dal cliente
reason-carried = viene dalla conversazione da cui è stata divisa
