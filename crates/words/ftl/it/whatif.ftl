whatif-title = E se…
whatif-what = Le settimane di una casella, con altri numeri
whatif-skip = Vai alla prova
whatif-levers = Che cosa cambia
whatif-inbox = Casella
whatif-volume = Messaggi in più, in percento
whatif-volume-hint = Meno con un numero negativo.
whatif-people = Persone in più
whatif-people-hint = Meno con un numero negativo.
whatif-minutes = Promessa, in minuti d’apertura
whatif-channels = Canali
whatif-close = Se chiude il canale
whatif-close-none = Nessuno
whatif-come = Quanti passano qui, in percento
whatif-come-hint = Degli altri non si sa più niente. Passano anche le persone che rispondono là.
whatif-leave = Vanno a un canale nuovo, in percento
whatif-leave-hint = Di chi oggi scrive qui, quanti userebbero il canale che si apre.
whatif-closed = { $inbox } è chiusa: { $come } su cento di chi scriveva là scrive qui, e chi rispondeva là risponde qui.
whatif-wage = Costo di un’ora di lavoro, in euro
whatif-wage-hint = Tutte le ore in cui la casella è aperta.
whatif-play = Prova
whatif-today = Torna a oggi
whatif-verdict = Oggi e la prova
whatif-becomes = diventa
whatif-kept = Promesse mantenute
whatif-between = 9 settimane su 10 fra { $low } e { $high }
whatif-missed = Mancate alla settimana
whatif-of-week = { $count ->
    [one] su un messaggio
   *[other] su { $count } messaggi
  }
whatif-nine = Attesa, 9 su 10
whatif-half = la metà entro { $half }
whatif-busy = Tempo occupato
whatif-people-there = { $count ->
    [one] una persona
   *[other] { $count } persone
  }
whatif-cost = Costo di una risposta
whatif-wage-of = a { $wage } l’ora
whatif-says-holds = Regge: almeno nove promesse su dieci.
whatif-says-short = Non regge: meno di nove promesse su dieci. Servono una promessa più lunga o più persone.
whatif-says-drowns = Non ci sta: il lavoro di una settimana supera le ore che ci sono. L’arretrato crescerebbe ogni settimana.
whatif-how = { $weeks } settimane simulate con lo smistamento vero e gli stessi clienti per i due casi. Arrivi e fasce sono degli ultimi 28 giorni; il passo è quello con cui oggi si mantiene quanto si è mantenuto davvero. Ogni settimana comincia senza arretrato.
whatif-tiers = Fascia per fascia
whatif-promised = Promettiamo
whatif-now = Oggi
whatif-then = Prova
whatif-unknown = Ne sappiamo ancora poco
whatif-unknown-text = Servono venti promesse concluse negli ultimi 28 giorni per sapere con che passo si risponde qui.
whatif-no-inbox = Nessuna casella attiva
whatif-no-inbox-text = Quando una casella riceve, qui si prova che cosa succede con altri numeri.
whatif-refused = Questa prova non si può fare
whatif-refused-text = Il campo segnato dice perché; il resto è rimasto com’era.
whatif-wrong = Un numero intero da { $from } a { $to }.
