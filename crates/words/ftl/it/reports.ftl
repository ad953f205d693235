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
reports-against = Rispetto a prima
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
reports-kept-by-weight = . Con la fascia A che pesa 4 e la B 2: { $share }
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
reports-computed = Contato { $when }.

# Durate brevi.
reports-seconds = { $count } s
reports-minutes = { $count } min
reports-whole-hours = { $count } h
reports-hours = { $large } h { $small } min
reports-days = { $large } g { $small } h

# What is summed by day from the event log.
reports-channel = Canale
reports-by-channel = Per canale
reports-minutes-tenths = { $minutes } min
reports-unripe = { $count ->
    [one] . Un altro caso è troppo recente
   *[other] . Altri { $count } casi sono troppo recenti
}
reports-how-sums = Risolta vuol dire chiusa per la prima volta dopo la risposta di una persona, o chiusa dal cliente. Queste misure stanno nel giorno della risoluzione e contano solo i giorni completi: ieri può ancora cambiare. Un argomento sconosciuto vale come lo stesso argomento.
reports-name-first-contact-72h = Risolte al primo contatto
reports-def-first-contact-72h = risolte senza altri contatti sullo stesso argomento, su qualsiasi canale, per 72 ore
reports-clock-first-contact-72h = del cliente
reports-side-first-contact-72h-counted = risolte al primo contatto
reports-side-first-contact-72h-others = non risolte al primo contatto
reports-name-first-contact-7d = Lo stesso, per 7 giorni
reports-def-first-contact-7d = la stessa misura con una settimana al posto di 72 ore
reports-clock-first-contact-7d = del cliente
reports-side-first-contact-7d-counted = risolte, e niente per 7 giorni
reports-side-first-contact-7d-others = tornate entro 7 giorni
reports-name-reopened = Riaperte
reports-def-reopened = risolte a cui il cliente ha riscritto entro 7 giorni, sulle risolte; non fanno ripartire l’orologio della prima risposta
reports-clock-reopened = del cliente
reports-side-reopened-counted = riaperte
reports-side-reopened-others = non riaperte
reports-name-recontacts = Ricontatti
reports-def-recontacts = risolte dopo cui lo stesso cliente ha aperto un’altra richiesta sullo stesso argomento entro 7 giorni
reports-clock-recontacts = del cliente
reports-side-recontacts-counted = seguite da un’altra richiesta
reports-side-recontacts-others = senza altre richieste
reports-name-handed-on = Passate di mano
reports-def-handed-on = risposte che sono passate almeno una volta da una persona a un’altra, anche attraverso la coda
reports-clock-handed-on = —
reports-side-handed-on-counted = passate di mano
reports-side-handed-on-others = di una persona sola
reports-name-satisfied = Soddisfatti
reports-def-satisfied = voti 4 e 5 su 5 fra i voti dati; sotto i 10 voti non si dice
reports-clock-satisfied = —
reports-side-satisfied-counted = voti 4 e 5
reports-side-satisfied-others = voti da 1 a 3
reports-name-rating-response = Chi risponde al voto
reports-def-rating-response = richieste con un voto, fra quelle a cui è stato chiesto
reports-clock-rating-response = —
reports-side-rating-response-counted = hanno dato un voto
reports-side-rating-response-others = non hanno risposto
reports-name-customer-time = Tempo del cliente
reports-def-customer-time = minuti in cui il cliente è occupato, per ogni bisogno risolto; chi torna sullo stesso argomento non ha un bisogno nuovo
reports-clock-customer-time = del cliente
reports-side-customer-time-counted = bisogni risolti e ritorni
reports-name-customer-waiting = Tempo del cliente, aspettare
reports-short-customer-waiting = aspettare
reports-side-customer-waiting-counted = bisogni risolti
reports-name-customer-writing = Tempo del cliente, scrivere e leggere
reports-short-customer-writing = scrivere e leggere
reports-side-customer-writing-counted = bisogni risolti
reports-name-customer-repeating = Tempo del cliente, ripetere
reports-short-customer-repeating = ripetere
reports-side-customer-repeating-counted = bisogni risolti
reports-name-customer-coming-back = Tempo del cliente, tornare
reports-short-customer-coming-back = tornare
reports-side-customer-coming-back-counted = bisogni risolti e ritorni
reports-name-service-level = Livello di servizio, dal vivo
reports-def-service-level = telefono e chat: risposte entro 20 s, su risposte più abbandonate dopo 5 s
reports-clock-service-level = del cliente
reports-side-service-level-counted = entro 20 s
reports-side-service-level-others = dopo, o abbandonate
reports-name-answer-wait = Attesa alla risposta, dal vivo
reports-def-answer-wait = telefono e chat: quanto ha atteso chi ha avuto risposta; chi ha rinunciato non c’è
reports-clock-answer-wait = del cliente
reports-side-answer-wait-counted = risposte
reports-name-abandoned = Abbandono, dal vivo
reports-def-abandoned = telefono e chat: abbandonate dopo 5 s sulle richieste arrivate; chi accetta la richiamata non ha abbandonato, dopo tre richiamate a vuoto sì
reports-clock-abandoned = del cliente
reports-side-abandoned-counted = abbandonate
reports-side-abandoned-others = non abbandonate
reports-name-abandoned-soon = Rinunce entro 5 s
reports-def-abandoned-soon = telefono e chat: chi ha rinunciato prima di aspettare davvero; non sta in nessun’altra misura
reports-clock-abandoned-soon = del cliente
reports-side-abandoned-soon-counted = rinunce entro 5 s

reports-came-back = È tornato con
reports-back-after = dopo { $time }
reports-back-same = la stessa richiesta
reports-behind-csv = { $count ->
    [one] CSV, una riga
   *[other] CSV, { $count } righe
}

# Il tempo del cliente.
reports-time = Il tempo del cliente per un bisogno risolto
reports-time-none = Nessun bisogno risolto in giorni già completi. Una settimana dopo la risoluzione il tempo non cambia più.
reports-time-parts = Le parti
reports-needs = Bisogni
reports-time-how = Che cosa si conta
reports-time-busy = Minuti in cui il cliente è occupato, non l’attesa mentre fa altro: aspettare conta solo al telefono e in chat.
reports-time-speed = Scrivere: 36 parole di sei lettere al minuto (Palin e altri, 2019). Leggere le nostre risposte: 238 (Brysbaert, 2019). Un messaggio conta al massimo { $most } minuti.
reports-time-need = Ripetere: ciò che scrive mentre il messaggio di prima, più vecchio di dieci minuti, non ha ancora risposta. Tornare: ciò che scrive e legge entro 7 giorni dalla risoluzione, o in un’altra richiesta sullo stesso argomento.

# Il web e il telefono.
reports-parity = Web e telefono, alla pari?
reports-parity-web = web: e-mail, moduli e chat
reports-measure-short = Misura
reports-web = Web
reports-phone = Telefono
reports-difference = Differenza
reports-verdict = Esito
reports-verdict-none = non si confronta
reports-verdict-even = pari
reports-verdict-better = web meglio
reports-verdict-worse = web peggio
reports-parity-no-phone = Al telefono non c’è ancora nessuna conversazione: la colonna si riempie quando una casella telefonica, o un programma attraverso l’API, ne apre.
reports-parity-no-web = In questi giorni non c’è nessuna conversazione scritta.
reports-parity-how = Sotto i 50 casi da una parte non si confronta (Newcombe, 95%). Un’attesa mentre si fa altro e un’attesa in linea non sono la stessa cosa: quelle due stanno una accanto all’altra, senza esito.

# I canali, mese per mese.
reports-shift = I canali, mese per mese
reports-shift-none = Per una persona o un canale solo non c’è niente da confrontare; senza richieste nemmeno.
reports-shift-how = Richieste arrivate nel mese, in parti di tutte; dodici mesi e quello in corso, qualunque sia il periodo scelto sopra.
reports-month = Mese
reports-together = Tutte

# Da dove vengono.
reports-sources = Invio e dati
reports-counting = Calcolo
reports-counted-all = Dagli eventi, tutti e { $count }.
reports-counted-some = Contati { $count } eventi su { $all }
reports-counted-until = Ultimo { $when }.
reports-views = Viste SQL
reports-views-read = Sola lettura; le colonne sono nei documenti per chi integra.
reports-not-yet = Non ancora
reports-not-yet-work = Lavoro per richiesta e occupazione: nessuno registra quanto tempo una persona lavora a una risposta.
reports-not-yet-asked = Facilità e raccomandazione: ai clienti si chiede solo il voto.
reports-not-yet-live = Livello di servizio, attesa e abbandono appaiono quando qualcuno scrive o chiama dal vivo.
reports-back = Ai rapporti
