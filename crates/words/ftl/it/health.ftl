# Salute dei canali: avvisi per posta e a schermo, pagina della salute, indirizzo per i servizi, chi risponde.

health-open = Apri la salute della casella

health-alarm-silence = { $inbox }: non arriva posta { $since }
health-alarm-silence-text = A { $inbox } non arriva nulla { $since }. Negli stessi giorni e ore delle ultime settimane sono arrivate in media { $expected } e-mail.
health-alarm-silence-do = Da controllare: se il dominio porta ancora qui (record MX), se un inoltro è stato spento, se la casella del fornitore è piena.
health-clear-silence = { $inbox }: la posta arriva di nuovo
health-clear-silence-text = A { $inbox } arriva di nuovo posta. Il silenzio durava { $since }.

health-alarm-probe = { $inbox }: la prova non è tornata
health-alarm-probe-text = L’e-mail di prova partita { $since } verso { $inbox } non è tornata indietro.
health-alarm-probe-do = La posta dei clienti può fare la stessa fine. Da controllare: il server d’uscita, il record MX, i filtri antispam lungo la strada.
health-clear-probe = { $inbox }: la prova è tornata
health-clear-probe-text = Le e-mail di prova di { $inbox } fanno di nuovo tutto il giro. L’ultima mancata era partita { $since }.

health-alarm-reading = { $inbox }: posta arrivata e non letta
health-alarm-reading-text = A { $inbox } c’è posta che aspetta di essere letta { $since }. È al sicuro, ma nessun cliente ha ancora la sua conferma.
health-alarm-reading-do = Da controllare: se Riscontro è in funzione, se il database risponde, se il disco è pieno.
health-clear-reading = { $inbox }: la posta è letta
health-clear-reading-text = La posta di { $inbox } che aspettava { $since } è stata letta.

health-alarm-sending = { $inbox }: la posta non parte
health-alarm-sending-text = Da { $inbox } la posta non parte { $since }. Il server d’uscita dice: { $detail }
health-alarm-sending-do = Nulla è perso: si riprova per tre giorni. Da controllare: nome, porta e password del server d’uscita.
health-clear-sending = { $inbox }: la posta parte di nuovo
health-clear-sending-text = La posta di { $inbox } è partita. Era ferma { $since }.

health-alarm-unattended = { $inbox }: non risponde nessuno
health-alarm-unattended-text = { $inbox } riceve posta, ma { $since } nessuna persona attiva è incaricata di rispondere.
health-alarm-unattended-do = Da fare: nominare chi risponde, oppure spegnere la casella. La posta che arriva resta al sicuro.
health-clear-unattended = { $inbox }: c’è di nuovo chi risponde
health-clear-unattended-text = A { $inbox } c’è di nuovo qualcuno che risponde. Mancava { $since }.

health-bar-silence = A { $inbox } non arriva posta { $since }
health-bar-probe = La prova di { $inbox } partita { $since } non è tornata
health-bar-reading = A { $inbox } c’è posta non letta { $since }
health-bar-sending = Da { $inbox } la posta non parte { $since }
health-bar-unattended = A { $inbox } non risponde nessuno { $since }
health-bar-more = Altri problemi: { $count }
health-bar-see = Guarda

health-title = Canali
health-lead = Se la posta arriva, se parte, e chi risponde.
health-none = Nessuna casella
health-none-text = La salute comincia con la prima casella.
health-none-act = Apri una casella
health-inbox = Casella
health-state = Stato
health-state-well = tutto bene
health-state-off = non ancora attiva
health-state-trouble = { $count ->
    [one] un problema
   *[other] { $count } problemi
}
health-last-in = Ultimo arrivo
health-last-out = Ultima partenza
health-last-error = Ultimo errore
health-backlog = In attesa
health-backlog-counts = { $waiting } da leggere, { $queued } da spedire
health-never = mai
health-parked = { $count ->
    [one] Un’e-mail è arrivata e aspetta: sarà letta quando la casella diventa attiva.
   *[other] { $count } e-mail sono arrivate e aspettano: saranno lette quando la casella diventa attiva.
}
health-troubles = Problemi aperti
health-troubles-none = Nessun problema aperto.
health-history = Ultimi problemi
health-history-none = Finora nessun problema.
health-from = Dal
health-to = Al
health-what = Che cosa
health-still = ancora aperto
health-kind-silence = silenzio
health-kind-probe = prova non tornata
health-kind-reading = posta non letta
health-kind-sending = posta che non parte
health-kind-unattended = nessuno risponde

health-quiet = Silenzio
health-quiet-rule = C’è un avviso quando per almeno un’ora non arriva nulla, mentre negli stessi giorni e ore delle ultime otto settimane sono arrivate in media almeno otto e-mail e al più una settimana è rimasta vuota. Nei giorni festivi della casella e nelle prime quattro settimane non c’è nessun avviso.
health-quiet-learning = { $weeks ->
    [one] Sta imparando: una settimana su quattro.
   *[other] Sta imparando: { $weeks } settimane su quattro.
}
health-quiet-usual = Adesso il silenzio è quello solito.
health-quiet-unusual = Adesso manca la posta { $since }: in media sarebbero arrivate { $expected } e-mail.
health-quiet-on = Avvisare quando il silenzio è insolito
health-probe = Prova automatica
health-probe-text = La casella scrive a sé stessa e guarda se l’e-mail torna. Non diventa mai una conversazione. Ha senso quando la posta del dominio arriva davvero qui.
health-probe-every = Una prova ogni
health-probe-off = mai
health-probe-minutes = { $minutes } minuti
health-probe-late = È persa dopo minuti
health-probe-late-error = Un numero da 1 a 240.
health-probe-back = L’ultima prova ha impiegato { $seconds } secondi.
health-probe-out = L’ultima prova è partita { $since } e non è ancora tornata.
health-save = Salva
health-saved = Salvato

health-people = Chi risponde qui
health-people-text = Le persone scelte qui rispondono insieme al gruppo della casella. Se non è scelto nessuno, rispondono tutti.
health-people-all = Adesso rispondono tutti.
health-people-team = Con il gruppo { $team }.
health-people-nobody = Nessuna persona attiva, e chi è invitato conta solo da quando entra: la casella resta spenta finché non c’è qualcuno che risponde.
health-people-inactive = non attiva

health-hook = Posta da un servizio
health-hook-text = Mailgun, Postmark e SendGrid possono ricevere la posta e consegnarla a questo indirizzo. Chi conosce l’indirizzo può scrivere nella casella: va tenuto riservato.
health-hook-none = Nessun indirizzo. La posta arriva via SMTP o è presa dalla casella del fornitore.
health-hook-make = Crea l’indirizzo
health-hook-rotate = Cambia il segreto
health-hook-rotate-text = Il vecchio indirizzo smette subito di funzionare.
health-hook-close = Chiudi l’indirizzo
health-hook-copy = Copia
health-hook-mailgun = In Mailgun: Receiving, Create route, azione Forward, questo indirizzo. Il messaggio intero arriva quando l’indirizzo finisce in /mime.
health-hook-postmark = In Postmark: server Inbound, Webhook, questo indirizzo. Con «Include raw email content» arriva il messaggio intero.
health-hook-sendgrid = In SendGrid: Settings, Inbound Parse, questo indirizzo. Con «POST the raw, full MIME message» arriva il messaggio intero.
health-hook-key = Chiave di firma di Mailgun
health-hook-key-hint = HTTP webhook signing key. Quando c’è, le richieste di Mailgun senza una firma giusta sono rifiutate.
health-hook-key-set = È impostata. Vuota la toglie.
health-hook-key-error = Al più 200 caratteri.
health-hook-used = Ultima consegna: { $provider }, { $when }.
health-hook-unused = Ancora nessuna consegna.
