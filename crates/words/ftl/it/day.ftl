# La giornata di una persona: le sue promesse, che cosa l’aspetta, come tiene la parola.

day-title = { $register ->
    [tu] La tua giornata
   *[lei] La sua giornata
}
day-title-of = La giornata di { $name }
day-skip = Vai alle promesse
day-open = { $date }, orario { $from }–{ $to }
day-shut = { $date }, chiuso
day-week-text = i prossimi sette giorni
day-span = Quali giorni
day-span-today = Oggi
day-span-tomorrow = Domani
day-span-week = Settimana
day-profile = Presenza, firma e avvisi
day-presence = Cambia presenza
day-next = Prossima
day-key-walk = scorri
day-key-move = sposta la promessa

day-promises = Le mie promesse
day-promises-of = Promesse
day-move = Sposta
day-ask = Chiedi a qualcuno
day-none = { $register ->
    [tu] Nessuno aspetta te
   *[lei] Nessuno aspetta lei
}
day-none-of = Nessuno aspetta questa persona
day-none-tomorrow = Niente in scadenza domani
day-none-week = Niente in scadenza nei prossimi sette giorni
day-none-next = La prossima di nessuno scade { $when }.
day-none-anywhere = Quando una conversazione viene assegnata, la sua promessa compare qui.
day-take = { $register ->
    [tu] Prendila
   *[lei] La prenda
}
day-away = { $register ->
    [tu] Risulti assente
   *[lei] Risulta assente
}
day-away-of = Risulta assente
day-closed = Fuori orario. Si riapre { $when }.
day-closed-for-good = Fuori orario. Nessuna apertura in calendario.
day-meanwhile = In linea: { $names }. Le promesse restano assegnate finché qualcuno non le prende.
day-meanwhile-nobody = In linea non c’è nessun altro. Le promesse restano assegnate.

day-hold-missed = Scritte le scuse, nuova ora { $by }
day-hold-trouble = Una mail non è arrivata
day-undelivered = la mail non è arrivata
day-hold-call = Chiamata { $when }, { $phone }
day-hold-stopped = La risposta programmata si è fermata
day-hold-scheduled = La risposta parte { $when }
day-hold-late = Aspetta { $whom }, in ritardo di { $span }
day-hold-waits = Aspetta { $whom }, { $by }
day-hold-declined = { $whom } non può: serve un’altra strada
day-hold-answered = { $whom } ha risposto, si può scrivere
day-hold-leaving = La risposta sta partendo
day-hold-draft = Bozza cominciata
day-hold-internal = Da riguardare: il cliente non aspetta un’ora precisa
day-hold-wrote = Ha scritto { $when }
day-hold-first = Abbiamo scritto noi per primi

day-asked = Chiesto ad altri
day-asked-none = Niente in attesa da altri
day-asked-none-text = Quando per rispondere serve qualcosa da un collega, un reparto o un fornitore, { $register ->
    [tu] chiedilo
   *[lei] lo chieda
} con una scadenza: il suo ritardo si vede qui prima che diventi un ritardo col cliente.
day-asked-by = Loro, { $by }
day-serves = Serve a { $customer }
day-contact-department = reparto, per e-mail
day-contact-supplier = fornitore, per e-mail
day-remind = Apri il compito
day-move-and-tell = Sposta la promessa e avvisa
day-answered = risposto { $when }
day-declined = non può, { $when }
day-left = tra { $span }
day-early = { $span } prima
day-after = { $span } dopo

day-ask-title = Per quale cliente?
day-ask-text = Il compito serve a una risposta: la sua scadenza viene prima di quella promessa al cliente.
day-ask-none = Nessuna conversazione assegnata con una promessa aperta.
day-ask-other = Cerca un’altra conversazione

day-standing = Come sta andando
day-word = { $register ->
    [tu] La tua parola, oggi
   *[lei] La sua parola, oggi
}
day-word-of = La parola data, oggi
day-word-none = Oggi ancora nessuna promessa arrivata alla scadenza.
day-word-all = Tutte mantenute.
day-of = { $kept } su { $settled }
day-missed = { $count ->
    [one] Una mancata:
   *[other] { $count } mancate:
}
day-last = 28 giorni
day-counts = { $kept } su { $settled }, { $moved ->
    [0] nessuna spostata
    [one] una spostata
   *[other] { $moved } spostate
}
day-interval = Con { $settled } promesse il valore vero sta, 95 volte su 100, fra { $low } e { $high }: differenze più piccole possono essere caso.
day-last-none = Nessuna promessa arrivata alla scadenza in 28 giorni.
day-too-few = Sotto { $least } promesse una percentuale non direbbe niente.
day-week-from = dal { $day }
day-weeks = Promesse mantenute per settimana: { $shares }.
day-no-ranking = { $register ->
    [tu] La vedi tu, e con te chi coordina. Non c’è classifica.
   *[lei] La vede lei, e con lei chi coordina. Non c’è classifica.
}
day-no-ranking-of = La vede la persona, e con lei chi coordina. Non c’è classifica.
day-reasons = { $register ->
    [tu] Che cosa ti ha fatto spostare
   *[lei] Che cosa le ha fatto spostare
}
day-reasons-of = Perché sono state spostate
day-kept-today = Mantenute oggi
day-then = Poi
day-then-none = Niente in agenda.
day-then-call = Chiamata a { $customer }, { $phone }
day-then-leaves = Parte la risposta a { $customer }
day-then-stopped = Risposta a { $customer }: ferma, da rivedere
day-then-returns = Torna { $customer }
day-then-silent = Torna { $customer }, se non scrive prima
day-then-asked = Compito: { $title }
day-then-pause = Chiuso fino alle { $until }
day-ruler = { $kept ->
    [one] Una promessa mantenuta
   *[other] { $kept } promesse mantenute
}, { $missed ->
    [one] una mancata
   *[other] { $missed } mancate
}, { $open ->
    [one] una ancora da mantenere
   *[other] { $open } ancora da mantenere
}.
day-ruler-next = La prossima { $when }.
day-contact-colleague = collega esterno, per e-mail
day-short = Giornata
day-open-always = { $date }, aperto giorno e notte
day-week-none = nessuna
day-key-ask = chiedi a qualcuno
