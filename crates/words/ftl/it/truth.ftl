# Quanto sono vere le nostre promesse.

truth-title = Quanto sono vere le nostre promesse
truth-skip = Vai alle promesse
truth-empty = Nessuna promessa in questi giorni
truth-empty-text = Ogni messaggio di una persona riceve un’ora entro cui rispondiamo. Da quando ce n’è una, qui si legge quante reggono, quanto è sicuro il numero e se annunciamo tempi giusti o troppo larghi.

truth-headline = Mantenute, fra tutte
truth-headline-model = Mantenute, fra quelle con l’ora calcolata
truth-context = { $kept } su { $n }, banda { $band }. La linea è il { $aim }: un’ora che regge 9 volte su 10, non di più.
truth-of = { $kept } su { $n }
truth-few = Servono almeno 50 casi per una quota: per ora si contano e basta.
truth-sums = Da dove viene l’ora, e il totale
truth-source = Da dove viene l’ora
truth-source-model = Ora calcolata
truth-source-policy = Dagli obiettivi e dagli orari dell’azienda
truth-source-agent = Scelta da una persona
truth-source-law = Per legge
truth-all = Tutte, come nei rapporti
truth-n = n
truth-kept = Mantenute
truth-band = Banda
truth-beside = Spostate { $moved }: valgono come mantenute solo se ha retto la prima ora. A parte: ritirate prima { $withdrawn }, in corso { $open }.

truth-channels = Quanto reggono, e quanto sono strette
truth-band-95 = banda al 95%
truth-by-channel = Canale
truth-by-inbox = Casella
truth-by-tier = Fascia
truth-by-hour = Ora di arrivo
truth-by-week = Settimana
truth-drawn = Banda sul disegno, con la linea al 90%
truth-announced = Annunciato
truth-nine = 9 su 10 veri
truth-ratio = Rapporto
truth-ratio-read = Il rapporto è l’annunciato diviso il tempo entro cui 9 su 10 hanno avuto risposta. Uno è perfetto, oltre 1,15 ci teniamo larghi, sotto 0,90 promettiamo troppo. Si legge insieme alla quota: chi annuncia un giorno mantiene sempre.
truth-wide = ci teniamo larghi
truth-short = promettiamo troppo
truth-too-few = servono almeno 50 casi
truth-at-least = almeno { $time }
truth-hour = ore { $hour }
truth-week = settimana del { $day }
truth-table = I numeri in tabella

truth-drift = Deriva
truth-alarms = { $count ->
    [one] 1 allarme
   *[other] { $count } allarmi
}
truth-drift-none = Nessuna promessa arrivata alla sua ora negli ultimi 92 giorni.
truth-drift-few = { $n } promesse concluse: sotto le { $least } non si dice niente.
truth-drift-steady = { $kept } su 100, regge
truth-drift-alarm = { $kept } su 100, fuori dal limite dal { $day }
truth-drift-look = Guarda le mancate: stessa ora, stessa casella, stesso argomento?
truth-drift-targets = Se è cambiato il lavoro, servono più persone a quell’ora o un obiettivo più lungo nella casella.
truth-drift-given = Le promesse già date non si allungano: cambiano solo quelle nuove.
truth-drift-rule = Ultime 100 promesse concluse di ogni canale. Allarme sotto 80 mantenute, finché tornano 90.
truth-drift-said = { $channel }, ultime 100 promesse giorno per giorno, dal { $from } al { $to }: da { $first } a { $last } mantenute su 100
truth-drift-table = { $channel }, giorno per giorno
truth-drift-kept = Mantenute delle ultime 100
truth-see-missed = Vedi le mancate

truth-hours = Per ora di arrivo
truth-hours-said = Dal { $low } delle { $low-at } al { $high } delle { $high-at }.
truth-hours-one = { $low } alle { $low-at }; le altre ore hanno meno di 50 casi.
truth-hours-few = Nessuna ora ha ancora 50 casi: i conteggi sono in tabella.
truth-weeks = Per settimana
truth-weeks-said = Dal { $low } della settimana del { $low-at } al { $high } di quella del { $high-at }.
truth-weeks-one = { $low } nella settimana del { $low-at }; le altre hanno meno di 50 casi.
truth-weeks-few = Nessuna settimana ha ancora 50 casi: i conteggi sono in tabella.
truth-tiers = Per fascia del cliente
truth-gap = Differenza { $gap } punti, limite { $limit }: nessuna fascia è trattata peggio.
truth-gap-over = Differenza { $gap } punti, oltre il limite di { $limit }: una fascia è trattata peggio.
truth-gap-few = La differenza si legge quando due fasce hanno almeno 50 casi.

truth-missed = { $count ->
    [0] Mancate: nessuna
    [one] Mancate: 1
   *[other] Mancate: { $count }
}
truth-missed-of = { $count ->
    [0] Mancate, { $whose }: nessuna
    [one] Mancate, { $whose }: 1
   *[other] Mancate, { $whose }: { $count }
}
truth-missed-all = Tutte
truth-missed-none = Nessuna promessa mancata.
truth-given = Data
truth-due = Prima ora detta
truth-waited = Attesa, a casella aperta
truth-still = aspetta da { $time }
truth-step = Passo per passo
truth-step-of = { $code }, passo per passo

# Una promessa.
truth-one = Una promessa di { $code }, passo per passo
truth-one-skip = Vai alla promessa
truth-whose = Di chi è
truth-text = Con queste parole
truth-before = La promessa di prima
truth-after = La promessa che ha preso il suo posto
truth-step-made = Data
truth-made = { $when }, entro { $due }
truth-made-by = { $when } da { $name }, entro { $due }
truth-open-time = { $time } di apertura
truth-step-known = Che cosa si sapeva, { $when }
truth-inputs = { $count ->
    [one] 1 dato
   *[other] { $count } dati
}
truth-inputs-none = Niente altro: l’ora l’ha scelta una persona.
truth-input-target-minutes = Obiettivo
truth-input-tier = Fascia
truth-input-hours = Orario di
truth-input-from-ms = Contata da
truth-input-moved-from-ms = Ora di prima
truth-input-made-at-ms = Data la prima volta
truth-input-slot-at-ms = Orario scelto
truth-input-phone = Telefono
truth-input-window-minutes = Finestra
truth-input-term = Termine
truth-input-verified = Termine confermato
truth-step-reason = Da dove viene l’ora: { $source }
truth-step-told = Detta al cliente
truth-told = { $when }, { $way }, a { $who }
truth-told-none = Al cliente non è ancora arrivata.
truth-told-times = { $count ->
    [one] una volta
   *[other] { $count } volte
}
truth-via-email = per e-mail
truth-via-page = sulla pagina
truth-step-moved = Spostata
truth-moved = { $when }, da { $name }: { $reason }
truth-step-end = Com’è finita
truth-ended-kept = Mantenuta: risposta di { $name }, { $when }
truth-ended-kept-moved = Risposta di { $name }, { $when }: dopo la prima ora detta, vale come non mantenuta
truth-ended-broken = Mancata: { $due } non c’era ancora risposta
truth-ended-void = Decaduta { $when }: non c’era più niente da mantenere
truth-ended-open = In corso, scade { $due }
truth-early = { $time } prima
truth-late = { $time } dopo

# Il bollino.
truth-badge = Bollino pubblico
truth-badge-on = acceso
truth-badge-off = spento
truth-badge-what = Facoltativo. Vale così com’è: tutti i canali, gli ultimi 28 giorni interi, aggiornato ogni giorno. Non si sceglie il periodo, né si nasconde se scende. Acceso, si legge anche sul modulo.
truth-badge-where = Si trova a
truth-badge-admin = Lo accende e lo spegne chi amministra.
truth-badge-show = Accendi il bollino
truth-badge-hide = Spegni il bollino
truth-badge-name = { $company } risponde quando dice.
truth-badge-said = { $share } delle promesse mantenute, { $kept } su { $n } in 28 giorni.
truth-badge-full = { $share } delle promesse mantenute: { $kept } su { $n } in { $days } giorni, fra { $low } e { $high } su cento.
truth-badge-few = Ancora troppo poche promesse per una quota: ne servono almeno 50 in 28 giorni.
truth-badge-title = Le promesse mantenute
truth-badge-skip = Vai al bollino
truth-badge-days = Dal { $from } al { $to }.
truth-badge-how = Come si calcola
truth-badge-how-text = A chi scrive diciamo entro quando risponde una persona. Conta come mantenuta solo la risposta arrivata entro la prima ora detta; una spostata o mancata non lo è. Ci sono tutti i canali e tutti gli ultimi 28 giorni interi. I due numeri dicono dove sta la quota vera 19 volte su 20.
truth-badge-write = Scrivici
truth-badge-short = Promesse mantenute
truth-badge-short-few = meno di 50 casi
truth-badge-short-of = { $kept } su { $n }, { $days } giorni

truth-how-words = Ci sono tutte le promesse date ai clienti in questi giorni, dal momento in cui sono state date la prima volta; le scadenze interne no. Sono le stesse dei rapporti. La Lavagna conta le stesse parole nel giorno in cui si concludono.
truth-how-share = Quota: mantenute entro la prima ora detta, diviso mantenute e non mantenute. Una spostata vale come non mantenuta, salvo che abbia retto la prima ora. Le ritirate prima dell’ora stanno a parte. La banda contiene il valore vero 19 volte su 20 (Wilson); sotto i 50 casi ci sono solo i conteggi.
truth-how-times = I tempi sono di apertura della casella, con gli orari in vigore adesso. Annunciato: la metà delle promesse concluse era entro tanto. 9 su 10 veri: entro tanto hanno avuto risposta 9 su 10; chi ancora aspetta conta per quanto ha aspettato finora, e allora il tempo è «almeno».
truth-how-drift = Deriva: delle ultime 100 promesse concluse di un canale, meno di 80 mantenute. Se ognuna reggesse 9 volte su 10, un centinaio così capiterebbe meno di una volta su mille; guardando dopo ogni promessa, in mille promesse un canale stabile dà un falso allarme una volta su 18. L’allarme dura finché le ultime 100 tornano a 90.
truth-how-tiers = Fra le fasce la quota non deve differire più di 10 punti: chi aspetta di più deve poter contare sulla sua ora come gli altri.
