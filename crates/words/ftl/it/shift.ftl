# Turni: la settimana, il giorno, richieste, scambi, presenza.

shift-title = Turni
shift-skip = Vai ai turni
shift-lead = { $company } pubblica { $days } giorni prima
shift-view = Vista
shift-view-day = Giorno
shift-view-week = Settimana
shift-arrange = Modelli, contratti, regole
shift-publish = Pubblicare { $week }
shift-notice = Non è stato fatto
shift-notice-changed = Nel frattempo qualcosa è cambiato: qui sotto c’è com’è adesso.
shift-notice-refused = Questa mossa non si può fare: un turno dura da mezz’ora a 13 ore e sta sui quarti d’ora, le pause ci stanno dentro.
shift-decimal = { $whole },{ $tenth }
shift-week-span = { $from }–{ $to }
shift-week-number = Settimana { $number }
shift-week-days = Giorni della settimana
shift-week-before = Settimana prima
shift-week-after = Settimana dopo
shift-state-published = pubblicata
shift-state-changed = modifiche da pubblicare
shift-state-draft = bozza
shift-state-empty = vuota
shift-hours-of = { $on } h su { $needed }
shift-rules-count = { $count ->
    [one] 1 regola
   *[other] { $count } regole
}
shift-covered = coperto
shift-key-move = sposta di un quarto d’ora
shift-key-end = con ← → sposta la fine
shift-key-break = sceglie la pausa
shift-key-undo = annulla

shift-day-lead = { $people ->
    [one] 1 persona, un quarto d’ora alla volta
   *[other] { $people } persone, un quarto d’ora alla volta
}
shift-needed = servono
shift-on-duty = in turno
shift-lacking = mancano
shift-untold = da pubblicare
shift-empty = Nessun turno in questa settimana
shift-empty-text = Si può copiare la settimana prima, calcolarla da modelli e contratti, o aggiungere un turno alla volta.
shift-copy = Copiare la settimana prima
shift-moved = Spostato.
shift-part-chosen = Pausa delle %n scelta: le frecce la spostano.
shift-week-column = Settimana
shift-all = Tutti
shift-all-sub = servono / in turno
shift-needed-hours = ne servono { $hours }
shift-undo = Annullare l’ultimo cambio
shift-add = Aggiungere un turno
shift-add-for = { $name } non ha turni: aggiungere un turno
shift-note = Le pause brevi pagate stanno già dentro «servono»; la pausa pranzo, la formazione e le riunioni no, e si vedono nella linea. Fuori dagli orari dei modelli risponde la reperibilità: lì la previsione non conta.
shift-strip-covered = Persone che servono e in turno ogni mezz’ora: ce ne sono abbastanza tutto il giorno.
shift-strip-run = { $people ->
    [one] 1 dalle { $from } alle { $to }
   *[other] { $people } dalle { $from } alle { $to }
}
shift-strip-lacking = Persone che servono e in turno ogni mezz’ora: mancano { $runs }. Nelle altre ore ce ne sono abbastanza.
shift-spoken = { $name }, dalle { $from } alle { $to }
shift-arrows = Frecce per spostare di un quarto d’ora
shift-of-contract = { $paid } su { $week }

shift-edit = Cambiare il turno
shift-who = Persona
shift-day = Giorno
shift-start = Inizio
shift-end = Fine
shift-pattern = Modello
shift-pattern-none = nessuno, orario libero
shift-activities = Pause e altro
shift-activities-hint = Una riga ciascuna: ora, minuti e, se serve, «pranzo» (non pagata), «formazione» o «riunione». 13:00 60 pranzo
shift-write-unpaid = pranzo
shift-write-training = formazione
shift-write-meeting = riunione
shift-doing-break = pausa
shift-doing-training = formazione
shift-doing-meeting = riunione
shift-back = Lasciare com’è
shift-drop = Togliere questo turno

shift-week-of = Settimana { $week }
shift-people-count = { $people ->
    [one] 1 persona
   *[other] { $people } persone
}
shift-leave = assente
shift-day-off = riposo
shift-lacking-hours = Ore che mancano

shift-gap = Ore che mancano in settimana: { $hours }
shift-gap-none = La settimana è coperta
shift-gap-no-need = Per questi giorni non si sa quante persone servono: manca una previsione, e nessun minimo è scritto.
shift-gap-set = Scrivere un minimo
shift-compute = Calcolare la settimana
shift-compute-again = Ricalcolare
shift-week-over = La settimana è passata.
shift-proposal-shifts = Turni proposti
shift-proposal-cost = Costo, con ciò che manca
shift-proposal-bound = Non può costare meno di
shift-proposal-gap = Scarto dal minimo possibile
shift-proposal-lacking = Ore che restano scoperte
shift-proposal-tried = Promesse mantenute, { $days } giornate simulate
shift-proposal-band = Banda al 95 %
shift-proposal-open = Turni scoperti
shift-proposal-made = Calcolo di { $at }: { $tenths } s.
shift-solver-proved = Soluzione ottima, dimostrata.
shift-solver-best = È il meglio trovato in tempo.
shift-solver-greedy = Piano approssimato: in tempo non c’era di meglio.
shift-accept = Accettare
shift-discard = Scartare

shift-rules = Regole
shift-rules-source = D.Lgs. 66/2003
shift-rules-fine = Riposi, ore, pause e contratti sono rispettati.
shift-more = e altre { $count }
shift-breach-overlap = Due turni insieme.
shift-breach-daily-rest = Fra un turno e l’altro { $is } h di riposo su { $should }.
shift-breach-weekly-rest = Settimo giorno senza { $should } h di riposo di seguito, oltre a quello di ogni giorno.
shift-breach-week-minutes = { $is } h in settimana su { $should }.
shift-breach-away = In quelle ore non può: contratto, riposo fisso o assenza.
shift-breach-pattern = Il contratto non prevede questo modello.
shift-breach-break = Oltre le { $should } h serve una pausa di almeno { $is } minuti.
shift-breach-left = Non lavora più qui: il turno resta scoperto.
shift-mend-later = Entra alle { $at }
shift-mend-break = Pausa alle { $at }
shift-mend-give = Dare { $day } a { $name }

shift-publications = Pubblicazione
shift-published-on = pubblicata il { $day }
shift-changes-later = { $count ->
    [one] 1 cambio dopo
   *[other] { $count } cambi dopo
}
shift-read-by = letta da { $seen } su { $told }
shift-draft-late = da pubblicare: il termine è passato
shift-draft-by = da pubblicare entro il { $day }

shift-asked = Richieste e scambi
shift-asked-none = Niente da decidere.
shift-asking-leave = ferie o permesso
shift-asking-unavailable = indisponibilità
shift-asking-wish = desiderio: preferibilmente libero
shift-impact-none = Nessun turno in quei giorni.
shift-impact = { $count ->
    [one] 1 turno in quei giorni.
   *[other] { $count } turni in quei giorni.
}
shift-impact-takers = { $count ->
    [one] Può lavorarlo { $names }.
   *[other] Possono lavorarli: { $names }.
}
shift-impact-lacking = Ore scoperte in più: { $hours }.
shift-impact-still-covered = Resta coperto lo stesso.
shift-approve = Approvare
shift-approve-give = Approvare e dare il turno
shift-refuse = No, perché…
shift-refuse-why = Perché no
shift-refuse-send = Rifiutare
shift-ask-for = Scrivere una richiesta per qualcuno
shift-approved-week = Approvate in questa settimana
shift-revoke = Revocare
shift-swap-fine = D’accordo entrambi. Copertura e riposi rispettati.
shift-swap-gone = I turni non sono più quelli: lo scambio non si può fare.

shift-there = Chi manca adesso
shift-there-lead = presenza rispetto al turno pubblicato
shift-there-none = Oggi nessuno è in turno.
shift-there-told = Turno
shift-there-now = Adesso
shift-there-kept = Presente oggi
shift-there-of = { $kept } h su { $due }
shift-is-late = in ritardo
shift-is-left-early = uscita anticipata
shift-is-away = assente dal posto
shift-is-present = c’è
shift-is-pause = in pausa
shift-is-to-come = deve ancora iniziare
shift-is-over = finito
shift-is-extra = c’è, senza turno

shift-arrange-title = Modelli, contratti e regole
shift-back-plan = Ai turni
shift-patterns = Modelli di turno
shift-patterns-none = Nessun modello: senza, una settimana non si può calcolare.
shift-pattern-new = Nuovo modello
shift-pattern-change = Cambiare il modello
shift-name = Nome
shift-hours = Orario
shift-days = Giorni
shift-days-work = lun–ven
shift-days-all = tutti
shift-cost = Costo, %
shift-most = Al massimo, al giorno
shift-retired = non più in uso
shift-retire = Togliere dall’uso
shift-restore = Rimettere in uso
shift-contracts = Contratti
shift-contracts-lead = chi non ne ha uno non entra nel calcolo
shift-contract-of = Contratto di { $name }
shift-contract-drop = Togliere il contratto
shift-no-contract = senza contratto
shift-week-hours = Ore la settimana
shift-when = Quando
shift-any-time = a qualsiasi ora
shift-days-off = Riposi fissi
shift-can-work = Modelli che può fare
shift-can-work-hint = Nessuno scelto: tutti.
shift-every-pattern = tutti
shift-never-before = Mai prima delle
shift-never-after = Mai dopo le
shift-unavailable = Ore della settimana in cui non può
shift-unavailable-hint = Una riga ciascuna: giorno da 1 (lunedì) a 7, da, a. 2 19:00 24:00
shift-floors = Mai meno di
shift-floors-text = Quante persone servono viene dalla previsione; qui si scrive il minimo, qualunque cosa essa dica.
shift-floors-label = Minimi
shift-floors-hint = Una riga ciascuno: giorno da 1 (lunedì) a 7, da, a, persone. 6 09:00 13:00 2
shift-rules-title = Regole di riposo e pubblicazione
shift-rules-text = I numeri di partenza sono del D.Lgs. 8 aprile 2003, n. 66 (articoli 4, 7, 8 e 9), da verificare sul testo ufficiale; il contratto collettivo può dire altro.
shift-rule-daily-rest-minutes = Riposo fra due turni, minuti
shift-rule-weekly-rest-minutes = Riposo settimanale oltre a quello giornaliero, minuti
shift-rule-week-minutes = Lavoro in una settimana al massimo, minuti
shift-rule-break-after-minutes = Pausa oltre questi minuti di turno
shift-rule-break-minutes = Durata della pausa, minuti
shift-rule-lead-days = Giorni prima della settimana in cui si pubblica
shift-rule-grace-minutes = Minuti di tolleranza all’inizio

shift-mine = I miei turni
shift-mine-none = Nessun turno pubblicato.
shift-cancelled = annullato
shift-changed = cambiato
shift-news = Turni nuovi o cambiati
shift-news-text = Chi pianifica vede chi li ha letti.
shift-read = Letti
shift-ask = Ferie e desideri
shift-ask-what = Che cosa
shift-first-day = Dal
shift-last-day = Al
shift-from = Dalle
shift-to = Alle
shift-reason = Motivo
shift-ask-send = Chiedere
shift-withdraw = Ritirare
shift-stand-asked = chiesto
shift-stand-accepted = accettato, da approvare
shift-stand-declined = non accettato
shift-stand-approved = approvato
shift-stand-refused = rifiutato
shift-stand-withdrawn = ritirato
shift-swap = Scambiare un turno
shift-swaps = Scambi
shift-swap-none = Nessun turno a venire.
shift-swap-text = Prima risponde la persona, poi approva chi pianifica.
shift-swap-mine = Turno da dare
shift-swap-for = A chi, o per quale turno
shift-give-to = darlo a { $name }
shift-swap-ask = Chiedere lo scambio
shift-swap-yes = Accettare
shift-swap-no = Non accettare
shift-feed = Calendario
shift-feed-text = Un indirizzo per il calendario del telefono: si aggiorna da solo a ogni cambio. Chi ha l’indirizzo vede i turni.
shift-feed-url = Indirizzo
shift-feed-once = Si vede solo adesso: va copiato nel calendario.
shift-feed-since = Attivo, creato: { $day }.
shift-feed-make = Creare l’indirizzo
shift-feed-again = Creare un altro indirizzo
shift-feed-drop = Chiuderlo
shift-calendar-name = Turni { $company }
shift-calendar-shift = Turno { $company }

shift-mail-week = Turni della settimana dal { $week }
shift-mail-week-text = I turni della settimana dal { $week } sono pubblicati:
shift-mail-changed = Turni cambiati nella settimana dal { $week }
shift-mail-changed-text = Nella settimana dal { $week } è cambiato questo:
shift-mail-gone = Annullato: { $shift }
shift-mail-now = { $shift } (prima: { $before })
shift-mail-open = Apri i turni
shift-mail-answer = Risposta: { $answer }
shift-mail-request-approved = Richiesta approvata: { $about }
shift-mail-request-revoked = Richiesta approvata e poi revocata: { $about }
shift-mail-request-refused = Richiesta non approvata: { $about }
shift-mail-swap-asked = Richiesta di scambio: { $about }
shift-mail-swap-declined = Scambio non accettato: { $about }
shift-mail-swap-refused = Scambio non approvato: { $about }

shift-error-name = Un nome ha da 1 a 60 caratteri.
shift-error-start = Serve un’ora, sui quarti d’ora.
shift-error-end = La fine viene da mezz’ora a 13 ore dopo l’inizio, sui quarti d’ora.
shift-error-activities = Righe come «13:00 60 pranzo», una dopo l’altra e dentro il turno, al massimo 12.
shift-error-days = Serve almeno un giorno.
shift-error-cost = Da 10 a 1000.
shift-error-most = Da 1 a 1000, o vuoto.
shift-error-hours = Da 1 a 50 ore, anche come 37:30.
shift-error-to = Serve un’ora dopo l’altra.
shift-error-from = Serve da che ora a che ora.
shift-error-days-off = Deve restare un giorno di lavoro.
shift-error-unavailable = Righe come «2 19:00 24:00», al massimo 28.
shift-error-pattern = Il modello non c’è più.
shift-error-floors = Righe come «6 09:00 13:00 2», sulle mezz’ore, al massimo 100.
shift-error-who = Serve una persona che lavora qui.
shift-error-day = Serve un giorno, da due mesi fa a un anno; al massimo 4 turni al giorno per persona.
shift-error-first = Serve un giorno da oggi a un anno; al massimo 20 richieste aperte.
shift-error-last = Serve lo stesso giorno o uno dopo, al massimo 62 giorni.
shift-error-reason = Serve un motivo, al massimo 300 caratteri.
shift-error-swap = Serve un turno a venire, com’è pubblicato, per cui non si è già chiesto.
shift-error-swap-for = Quel turno non è più com’era pubblicato.
shift-error-swap-with = Serve una persona o un suo turno.
shift-error-answer = Per dire di no serve un motivo, al massimo 300 caratteri.
shift-error-week = La settimana è passata.
shift-error-bounds = Da { $least } a { $most }.
