# La lavagna, e passare una conversazione a qualcuno.

wallboard-skip = Vai alla lavagna
wallboard-full = Schermo intero
# %n è un numero che mette il browser.
wallboard-stale = Dati di %n minuti fa
wallboard-key-pass = passa
wallboard-kept-today = Promesse mantenute oggi
wallboard-kept-of = { $kept } mantenute su { $settled }.
wallboard-none-due = Oggi non è ancora scaduta nessuna promessa.
wallboard-none-due-28 = Nessuna promessa scaduta in 28 giorni.
wallboard-28-days = 28 giorni
wallboard-band = Fra { $low } e { $high }%, 19 volte su 20.
wallboard-no-band = Sotto i { $least } casi, nessun intervallo.
wallboard-moved = Spostate
wallboard-not-kept = Non mantenute
wallboard-wordless = Senza riscontro
wallboard-queues = Code dal vivo
wallboard-inbox = Casella
wallboard-waiting = In attesa
wallboard-oldest = La più lunga
wallboard-next-due = Prossima scadenza
wallboard-we-promise = Promettiamo
wallboard-four-hours = Ultime 4 ore
wallboard-kept = Mantenute oggi
wallboard-teams = Per gruppo
wallboard-nobody = nessuno
wallboard-no-inbox = Ancora nessuna casella
wallboard-no-inbox-text = La lavagna si riempie da sola appena qualcuno può scrivere.
wallboard-risk = { $count ->
    [one] A rischio nel prossimo minuto
   *[other] A rischio nei prossimi { $count } minuti
}
wallboard-missed-count = { $count ->
    [one] 1 mancata
   *[other] { $count } mancate
}
wallboard-missed = Mancate, ancora dovute
wallboard-at-risk = A rischio
wallboard-then = Poi
wallboard-first = { $shown } di { $all }
wallboard-none-waits = Qui si vede chi aspetta, dalla scadenza più vicina.
wallboard-all-risk = Tutte quelle a rischio
wallboard-was-due = era { $when }
wallboard-now-due = { $missed }, ora { $by }
wallboard-with-nobody = di nessuno
wallboard-odds = di mancarla
wallboard-give = Affida a { $name }
wallboard-give-effect = la probabilità di mancarla passa dal { $now } al { $then } per cento
wallboard-move = Sposta e avvisa
wallboard-odds-how = Le probabilità vengono da duecento simulazioni dei prossimi { $minutes } minuti, con chi è in servizio ora e il ritmo delle ultime settimane.
wallboard-odds-none = Ancora nessuna probabilità: servono { $least } risposte date una dopo l’altra.
wallboard-hole = Ricevuti oggi
wallboard-adds-up = { $unread ->
    [0] I conti tornano: nessuno dei { $count } arrivi è senza esito.
   *[other] I conti tornano: { $count } arrivi, di cui { $unread } in lettura.
}
wallboard-hole-open = Un arrivo aspetta una decisione.
wallboard-people = Persone in servizio
wallboard-drop = Trascina qui, o P
wallboard-load = { $open } di { $capacity }
wallboard-pass = Passa
wallboard-pass-of = la conversazione di { $who }
wallboard-pass-title = A chi passa { $reference }?
wallboard-passed = { $reference } è di { $name }.
wallboard-passed-nobody = { $reference } è tornata in coda.
wallboard-had = { $reference } era già di { $name }.
wallboard-had-nobody = { $reference } era già in coda.
wallboard-undo = Annulla
wallboard-unpassed = È tornata com’era.
wallboard-no-forecast = Serve una settimana di messaggi contati.
wallboard-flow-said = Oggi { $came }, ne aspettiamo ancora { $rest }: in tutto fra { $low } e { $high }, 8 volte su 10.
wallboard-need-said = Persone che servono ogni mezz’ora, fino a { $most }. Adesso ne servono { $now } e ce ne sono { $there }.
