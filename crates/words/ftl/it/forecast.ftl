# Che cosa arriverà, e quante persone servono.

forecast-title = Previsioni e persone
forecast-skip = Vai alle previsioni
forecast-csv = CSV arrivi
forecast-csv-people = CSV persone
forecast-filter = Che cosa si guarda
forecast-day = Giorno
forecast-channel = Canale
forecast-skill = Competenza
forecast-no-skill = senza competenza
forecast-all = Tutto
forecast-flow = Richieste: previste e arrivate
forecast-came = arrivate
forecast-expected = Previste
forecast-expected-band = previste, 8 volte su 10
forecast-band = 8 volte su 10
forecast-flow-said = { $day }: previsti { $expected } messaggi, fra { $low } e { $high }, 8 volte su 10.
forecast-flow-said-so-far = { $day }: previsti { $expected } messaggi, fra { $low } e { $high }, 8 volte su 10. Finora { $came }.
forecast-based = Modello a fattori su { $days ->
    [one] un giorno
   *[other] { $days } giorni
  } di arrivi, aggiornato { $at } ({ $model }).
forecast-based-mean = Poca storia, { $days ->
    [one] un giorno
   *[other] { $days } giorni
  } di arrivi: è la media dello stesso giorno della settimana. Dal giorno { $needs } risponde il modello. Aggiornata { $at } ({ $model }).
forecast-unknown = Nessuna previsione
forecast-none-yet = Non è ancora arrivato niente da contare. La prima previsione viene dopo una settimana di messaggi.
forecast-too-little = { $days ->
    [one] C’è un giorno
   *[other] Ci sono { $days } giorni
  } di storia. Ne serve una settimana per la media dello stesso giorno, quattro per il modello; e non si guarda oltre sei settimane.
forecast-need = Persone: servono e ci sono
forecast-needed = servono
forecast-cautious = se nessuno rinunciasse all’attesa
forecast-group = Lavoro
forecast-group-phone = Telefono
forecast-group-chat = Chat
forecast-group-written = Scritto (e-mail, moduli, messaggi)
forecast-together = Insieme
forecast-most = Al massimo
forecast-hours = Ore al lavoro
forecast-roster = Ore in turno
forecast-on-roster = In turno
forecast-h = { $hours } h
forecast-need-nobody = Non serve nessuno: niente è aperto.
forecast-need-said = Servono fino a { $most ->
    [one] una persona
   *[other] { $most } persone
  } alle { $start }; in tutto { $hours } ore di lavoro, { $roster } ore a turno.
forecast-short = Adesso servono { $needed ->
    [one] una persona
   *[other] { $needed } persone
  } e { $there ->
    [0] non c’è nessuno
    [one] ce n’è una
   *[other] ce ne sono { $there }
  }: { $short ->
    [one] ne manca una.
   *[other] ne mancano { $short }.
  }
forecast-enough = Adesso { $needed ->
    [0] non serve nessuno
    [one] serve una persona
   *[other] servono { $needed } persone
  } e { $there ->
    [0] non c’è nessuno.
    [one] ce n’è una.
   *[other] ce ne sono { $there }.
  }
forecast-have-come = Arrivate
forecast-at-work = Servono
forecast-ahead = Oggi e i prossimi 14 giorni
forecast-why = Perché
forecast-plain = Meno di { $needs } giorni di storia: dove manca il modello vale la media dello stesso giorno della settimana.
forecast-days = Giorni speciali
forecast-days-what = Una campagna, l’invio delle bollette, un guasto annunciato. Le feste e il patrono ci sono già, dagli orari delle caselle.
forecast-change = Cambia
forecast-drop = Togli
forecast-learnt = effetto imparato dai giorni con lo stesso nome
forecast-more = { $percent }% in più
forecast-less = { $percent }% in meno
forecast-day-form = Un giorno speciale
forecast-name = Nome
forecast-name-hint = Lo stesso nome ogni volta: così si impara che effetto fa. Al massimo { $most } caratteri.
forecast-first = Dal
forecast-last = Al
forecast-last-hint = Vuoto per un giorno solo.
forecast-percent = Messaggi in più, in percento
forecast-percent-hint = Un numero negativo per meno; vuoto perché si impari.
forecast-add = Aggiungi
forecast-save = Salva
forecast-leave = Lascia stare
forecast-accuracy = Quanto era giusta
forecast-accuracy-days = ultimi { $days } giorni
forecast-accuracy-none = Ancora nessun confronto
forecast-accuracy-none-text = Viene dopo il primo giorno intero che era stato previsto.
forecast-accuracy-how = La previsione della notte contro quello che è arrivato. Sotto 1 è meglio che ripetere la settimana prima. Con pochi messaggi la banda ne contiene più di 8 su 10, perché i messaggi si contano interi.
forecast-scored = Confrontati
forecast-scored-of = { $days ->
    [one] un giorno
   *[other] { $days } giorni
  }, { $count ->
    [one] un messaggio
   *[other] { $count } messaggi
  }
forecast-day-error = Errore del giorno
forecast-half-error = Errore della mezz’ora
forecast-against = Contro la settimana prima
forecast-inside = Nella banda
forecast-cost = Costo e beneficio dei canali
forecast-cost-days = richieste risolte in { $days } giorni, finiti { $back } giorni fa
forecast-cost-none = Nessuna richiesta risolta
forecast-cost-none-text = I conti si fanno sulle richieste risolte da almeno { $back } giorni, quando si sa chi è tornato.
forecast-cost-how = Costo di una richiesta risolta una volta per tutte: il tempo pagato per tutti i messaggi, anche di chi è tornato, diviso per le richieste dopo le quali il cliente non è tornato entro { $back } giorni; più il costo delle promesse mancate, se è detto nelle impostazioni. Le richieste sono quelle dei Rapporti. Nessun numero sotto { $least } richieste, nessun intervallo sotto { $band }. Un canale non si chiude per il solo costo.
forecast-cost-of = Una risolta costa
forecast-cost-contact = Un messaggio costa
forecast-closed = Risolte
forecast-solved = Senza ritorno
forecast-writes = Messaggi del cliente
forecast-waits = Attesa, metà
forecast-busy = Tempo del cliente
forecast-mark = Voto
forecast-marks = { $count ->
    [one] un voto
   *[other] { $count } voti
  }
forecast-broken = Promesse mancate
forecast-of-missed = { $amount } di promesse mancate
forecast-few = troppo poche
forecast-of = { $part } su { $whole }
forecast-between = fra { $low } e { $high }
forecast-handling-said = { $time } l’una, detto in impostazioni
forecast-handling-measured = { $time } l’una, misurato su { $count ->
    [one] una risposta
   *[other] { $count } risposte
  }
forecast-handling-usual = { $time } l’una, valore usuale: ancora poche risposte da misurare
forecast-settings = Su che cosa si fa il conto
forecast-shrinkage-is = { $percent }% del tempo pagato è ferie, malattia, formazione, riunioni, rientri tardi.
forecast-shrinkage-measured = Misurato negli ultimi { $days } giorni: { $percent }%, su { $shifts } turni pubblicati e { $leave ->
    [one] un giorno di ferie
   *[other] { $leave } giorni di ferie
  }.
forecast-shrinkage-unmeasured = Si misura da { $least } turni pubblicati negli ultimi { $days } giorni, con la presenza di chi li fa.
forecast-occupancy-is = Al massimo il { $percent }% del tempo al lavoro è occupato.
forecast-shrinkage = Tempo pagato non in servizio, in percento
forecast-shrinkage-hint = Ferie, malattia, formazione, riunioni.
forecast-occupancy = Occupazione massima, in percento
forecast-occupancy-hint = Il resto serve per respirare.
forecast-wage = Costo di un’ora di lavoro, in euro
forecast-wage-hint = Con i contributi.
forecast-missed = Costo di una promessa mancata, in euro
forecast-missed-hint = Quanto vale per l’azienda; 0 se non si sa.
forecast-handling = Secondi di lavoro per un messaggio
forecast-handling-hint = Vuoto: misurati.
forecast-level = Risposte entro il limite, in percento
forecast-level-hint = Di tutte quelle che arrivano.
forecast-target = Limite, in secondi
forecast-target-hint = Da quando si mette in attesa.
forecast-patience = Attesa media prima di rinunciare, in secondi
forecast-patience-hint = Di chi chiama o scrive in chat.
forecast-fee = Costo del canale per messaggio, in euro
forecast-fee-hint = Oltre al tempo delle persone.
forecast-at-once = Chat insieme
forecast-at-once-hint = Per una persona.
forecast-slower = Durata di una fra tante, in percento
forecast-slower-hint = 100: come da sola.
forecast-halves = I numeri dei disegni
forecast-halves-open = Mezz’ora per mezz’ora, { $day }
forecast-start = Dalle
forecast-error-date = Una data, come 2026-11-27.
forecast-error-first = Un giorno entro tre anni da oggi.
forecast-error-last = Non prima del primo giorno, e meno di 31 giorni dopo.
forecast-error-name = Un nome, al massimo 60 caratteri.
forecast-error-percent = Un numero intero da −90 a 500.
forecast-error-number = Un numero.
forecast-error-range = Il numero è fuori da quelli possibili.
