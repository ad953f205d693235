# La cornice di ogni pagina: sezioni, stato della rete, tasti, problemi.

shell-sections = Sezioni
shell-inbox = Posta
shell-wallboard = Lavagna
shell-office = Ufficio
shell-office-pages = Pagine dell’ufficio
shell-truth = Promesse
shell-forecast = Previsioni
shell-whatif = E se…
shell-reports = Rapporti
shell-tasks = Compiti
shell-ledger = Arrivi
shell-complaints = Reclami
shell-settings = Impostazioni
shell-own = { $register ->
    [tu] La tua pagina. { $name }, { $presence }
   *[lei] La Sua pagina. { $name }, { $presence }
}
shell-presence-online = disponibile
shell-presence-busy = non disturbare
shell-presence-away = in pausa
shell-presence-offline = non in servizio
shell-theme = Chiaro o scuro
shell-theme-long = Cambia fra chiaro e scuro
shell-close = Chiudi
shell-keys = Tasti
shell-all-keys = tutti i tasti
shell-letters = Tasti di una sola lettera
shell-letters-hint = Valgono fuori dai campi di testo. Si possono spegnere su questo computer.

shell-live = In diretta
shell-reconnecting = Riprendo il collegamento…
shell-offline = { $register ->
    [tu] Senza rete. Continua a scrivere: tutto resta su questo computer
   *[lei] Senza rete. Continui a scrivere: tutto resta su questo computer
}
shell-signed-out = { $register ->
    [tu] La sessione è finita. Le bozze sono salve: entra di nuovo
   *[lei] La sessione è finita. Le bozze sono salve: entri di nuovo
}

# Parole che il browser compone da sé: %n è un numero o una durata.
shell-seconds = s
shell-left = Mancano %n.
shell-late = In ritardo di %n.
shell-announce-30 = Mancano 30 minuti a una promessa
shell-announce-10 = Mancano 10 minuti a una promessa
shell-announce-0 = Una promessa è scaduta adesso
shell-news = %n novità
shell-draft-saved = Bozza salvata
shell-draft-here = Bozza salva su questo computer
shell-sending = Invio…
shell-unsent = { $register ->
    [tu] Non è partita: il server non risponde. Il testo è salvo qui, puoi riprovare.
   *[lei] Non è partita: il server non risponde. Il testo è salvo qui, può riprovare.
}
shell-uploading = Carico %n
shell-upload-failed = { $register ->
    [tu] Non caricato. Riprova o toglilo.
   *[lei] Non caricato. Riprovi o lo tolga.
}
shell-remove = Togli

shell-problem-home = Torna alla posta
shell-problem-forged = Questa pagina era aperta da troppo tempo
shell-problem-forged-text = { $register ->
    [tu] Non abbiamo fatto nulla di ciò che chiedeva il modulo. Torna alla posta e ripeti l’azione: le bozze sono salve.
   *[lei] Non abbiamo fatto nulla di ciò che chiedeva il modulo. Torni alla posta e ripeta l’azione: le bozze sono salve.
}
shell-problem-forbidden = Questa pagina è riservata
shell-problem-forbidden-text = { $register ->
    [tu] Il tuo ruolo non la comprende. Se ti serve, chiedi a chi amministra Riscontro nella tua azienda.
   *[lei] Il Suo ruolo non la comprende. Se Le serve, chieda a chi amministra Riscontro nella Sua azienda.
}
shell-problem-missing = Qui non c’è niente
shell-problem-missing-text = L’indirizzo è sbagliato, oppure ciò che indicava non c’è più.
shell-problem-too-many = Troppi tentativi
shell-problem-too-many-text = { $register ->
    [tu] Aspetta un minuto e riprova.
   *[lei] Aspetti un minuto e riprovi.
}
shell-problem-broken = Questa azione non è riuscita
shell-problem-broken-text = { $register ->
    [tu] I messaggi e le promesse sono al sicuro. L’errore è nel registro del server: riprova, o avvisa chi lo cura.
   *[lei] I messaggi e le promesse sono al sicuro. L’errore è nel registro del server: riprovi, o avvisi chi lo cura.
}
shell-problem-away = La base dati non risponde
shell-problem-away-text = { $register ->
    [tu] Quello che era arrivato è al sicuro, e il collegamento riprende da solo. Riprova fra un minuto.
   *[lei] Quello che era arrivato è al sicuro, e il collegamento riprende da solo. Riprovi fra un minuto.
}
