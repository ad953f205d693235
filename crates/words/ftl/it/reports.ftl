# I rapporti: ogni numero con la sua definizione.

reports-skip = Vai ai rapporti
reports-days-of = { $count ->
    [0] { $days }, nessuna richiesta
    [one] { $days }, una richiesta
   *[other] { $days }, { $count } richieste
}
reports-length = { $count } giorni
reports-own = { $register ->
    [tu] Qui vedi le tue cifre: le legge anche chi coordina.
   *[lei] Qui vede le Sue cifre: le legge anche chi coordina.
}
reports-wrong = Questi giorni non si possono contare
reports-wrong-order = Il primo giorno viene dopo l’ultimo. Qui sotto ci sono gli ultimi 28.
reports-wrong-long = Sono più di 92 giorni. Qui sotto ci sono gli ultimi 28.
reports-wrong-much = C’è troppo da contare in una volta. Qui sotto c’è solo oggi.
reports-filter = Periodo e filtri
reports-from = Dal
reports-to = Al
reports-inbox = Casella
reports-tier = Fascia
reports-person = Persona
reports-all = tutte
reports-show = Mostra

reports-measures = Le misure e che cosa vogliono dire
reports-measure = Misura, e come si conta
reports-value = Valore
reports-interval = Intervallo
reports-made-of = Numeratore / n
reports-clock = Orologio
reports-trend = Andamento
reports-against = Contro prima
reports-nineteen = 19 su 20: { $nineteen }
reports-mean = media: { $mean }
reports-nine = 9 su 10: { $nine }
reports-complete = completo: { $day }
reports-no-case = nessun caso
reports-too-few = meno di 10 casi
reports-cases = { $count ->
    [one] 1 caso
   *[other] { $count } casi
}
reports-trend-said = { $measure }, { $count } giorni: da { $first } a { $last }
reports-closed = { $count ->
    [one] . Altra, chiusa senza risposta: 1
   *[other] . Altre, chiuse senza risposta: { $count }
}
reports-words = . Spostate { $moved }, ritirate prima { $withdrawn }, ancora in corso { $open }, non dette al cliente { $untold }
reports-how = Come si conta
reports-how-percentiles = Metà, 9 su 10 e 19 su 20 sono tempi davvero successi: il più piccolo che almeno tanti casi non superano. La media è la somma dei tempi divisa per i casi, mai una media di medie.
reports-how-intervals = L’intervallo contiene il valore vero 19 volte su 20 (Wilson). Sotto i 50 casi non si disegna; di una persona non si dice niente sotto i 10 casi, e mai senza intervallo.
reports-how-days = Ogni cosa conta nel giorno in cui il cliente ha scritto, secondo il fuso dell’azienda. Una conversazione unita a un’altra resta fra le ricevute; una divisa conta da quando è stata divisa. Gli orari di apertura sono quelli in vigore adesso.
reports-how-whose = Di una persona è ciò a cui ha risposto per prima, o la parola che ha mantenuto; finché nessuno risponde, ciò che ha in mano.

# Le misure.
reports-name-received = Ricevute
reports-def-received = conversazioni cominciate da un cliente; senza spam, doppioni e macchine
reports-clock-received = arrivo
reports-name-answered = Risposte
reports-def-answered = ricevute con almeno una risposta di una persona; la conferma automatica non conta
reports-clock-answered = arrivo
reports-name-certainty = Risposta certa
reports-def-certainty = ricevute con una risposta di una persona entro 5 giorni lavorativi, su tutte le ricevute; il giorno dell’arrivo non si conta
reports-clock-certainty = lavorativo
reports-name-kept = Promesse mantenute
reports-def-kept = mantenute su mantenute e non mantenute; spostata vale solo se ha retto la prima ora data
reports-clock-kept = ora promessa
reports-name-first-open = Prima risposta, in orario
reports-def-first-open = metà dei casi, dal messaggio alla prima risposta di una persona, contando solo gli orari di apertura della casella
reports-clock-first-open = lavorativo
reports-name-first-wall = Prima risposta, per il cliente
reports-def-first-wall = la stessa attesa come la vive il cliente: notti e feste comprese
reports-clock-first-wall = del cliente
reports-name-backlog = Arretrato adesso
reports-def-backlog = conversazioni aperte o rimandate, di qualsiasi giorno; il numeratore sono quelle oltre la scadenza
reports-clock-backlog = ora promessa

# Una misura, per parti.
reports-by-parts = , per parti
reports-by-inbox = Per casella
reports-by-tier = Per fascia
reports-by-person = Per persona
reports-by-day = Giorno per giorno
reports-cases-head = n
reports-inbox-gone = casella tolta
reports-nobody = nessuno, ancora
reports-no-ranking = In ordine alfabetico: non è una classifica. Fra intervalli che si toccano la differenza può essere il caso.
reports-day = Giorno
reports-nothing = In questi giorni non è arrivato niente.

# Dietro il numero.
reports-behind = Dietro il numero: { $what }, { $count }
reports-behind-none = Nessuna.
reports-behind-shown = { $shown } di { $all }. Schermo, CSV e API danno gli stessi numeri.
reports-side = Da che parte
reports-side-received-counted = ricevute
reports-side-answered-counted = risposte
reports-side-answered-others = senza risposta
reports-side-certainty-counted = con risposta certa
reports-side-certainty-others = senza, o non ancora
reports-side-kept-counted = mantenute
reports-side-kept-others = non mantenute
reports-side-first-open-counted = le più lente, in orario
reports-side-first-wall-counted = le più lente, per il cliente
reports-side-backlog-counted = oltre la scadenza
reports-side-backlog-others = in tempo
reports-code = Codice
reports-customer = Cliente
reports-subject = Oggetto
reports-arrived = Arrivata

# L’arretrato.
reports-backlog-now = Arretrato adesso
reports-age = Età
reports-age-day = meno di un giorno
reports-age-three = da 1 a 3 giorni
reports-age-week = da 3 a 7 giorni
reports-age-more = più di una settimana
reports-waiting = Aperte
reports-past-due = Oltre
reports-backlog-late = Oltre la scadenza { $share }: { $late } di { $open }.
reports-backlog-oldest = La più vecchia è arrivata { $when }.
reports-computed = Contato { $when } da ciò che è scritto, non da somme tenute a parte.

# Durate brevi.
reports-seconds = { $count } s
reports-minutes = { $count } min
reports-whole-hours = { $count } h
reports-hours = { $large } h { $small } min
reports-days = { $large } g { $small } h
