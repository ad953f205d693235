# Competenze: chi sa che cosa, regole, come si distribuisce, perché.

skill-title = Competenze
skill-skip = Vai alle competenze
skill-lead = { $people ->
    [one] 1 persona
   *[other] { $people } persone
}, { $skills ->
    [one] 1 competenza
   *[other] { $skills } competenze
}, { $rules ->
    [one] 1 regola
   *[other] { $rules } regole
}
skill-online = In servizio ora
skill-everybody = Tutte le persone

skill-who = Chi sa fare che cosa
skill-legend = Livello da 1, con aiuto, a 5, insegna
skill-none = Nessuna competenza
skill-none-text = Una competenza è ciò che serve per rispondere: «Resi», «Tecnica luce». Dopo la prima si dice chi ce l’ha.
skill-people = Persone
skill-languages = Lingue
skill-languages-hint = Sigle separate da virgole, per esempio: it, en. Vuoto: tutte.
skill-level-of = livello { $level }
skill-level-1 = 1, con aiuto
skill-level-2 = 2, da solo o da sola
skill-level-3 = 3, con esperienza
skill-level-4 = 4, anche i casi difficili
skill-level-5 = 5, insegna
skill-held-first = prima
skill-held-second = dopo
skill-held-trained = formazione
skill-untrained = non formato
skill-enough = Chi risponde
skill-enough-text = in servizio ora / tutti
skill-gap-nobody = nessuno
skill-gap-offline = nessuno adesso
skill-gap-one = una persona sola
skill-of = Che cosa sa { $name }
skill-place-of = Quando tocca a chi ha { $skill }
skill-back = Torna

skill-rules = Dal contenuto alla competenza
skill-rules-lead = la prima regola che vale decide, 28 giorni
skill-no-rule = Nessuna regola
skill-no-rule-text = Per esempio: «dimmer» o «sfarfall*» vanno a Tecnica luce. Chi scrive arriva subito a chi sa.
skill-rule-order = Ordine
skill-rule-if = Se c’è
skill-rule-to = Va a
skill-rule-level = Livello
skill-rule-given = Richieste
skill-rule-right = Giuste
skill-rule-band = Banda
skill-rule-move = Sposta
skill-rule-up = Regola { $place } più in alto
skill-rule-down = Regola { $place } più in basso
skill-rule-off = spenta
skill-rule-on = In uso
skill-rule-new = Nuova regola
skill-rule-change = Cambiare la regola
skill-rule-drop = Togliere la regola
skill-rules-note = Giusta: nessuno ha cambiato la competenza della conversazione. La banda contiene il valore vero 19 volte su 20.
skill-percent = { $whole },{ $tenth }%
skill-quoted = «{ $word }»
skill-kind-words = parole
skill-kind-topic = argomento
skill-kind-inbox = casella
skill-words = Parole
skill-words-hint = Una per riga, intere; un asterisco in fondo vale per ogni parola che comincia così. Maiuscole e accenti non contano.
skill-topics = Argomenti
skill-inbox = Solo per la casella
skill-every-inbox = Tutte le caselle
skill-try = Provare sulle ultime 200
skill-preview = Sulle ultime { $count } conversazioni
skill-preview-rest = Nessuna regola

skill-why = Perché a lei, perché non a lui
skill-why-code = Codice della conversazione
skill-why-ask = Spiega
skill-why-unknown = { $code } non è il codice di nessuna conversazione.
skill-why-text = Con il codice di una conversazione si vede perché è andata a una persona, o che cosa la tiene lontana da ognuna.
skill-step-what = Che cosa serve
skill-needs-nothing = Nessuna competenza: può rispondere chiunque.
skill-needs = { $skills }, livello { $level }.
skill-needs-by-hand = L’ha detto una persona.
skill-needs-rule = Lo dice la regola { $place }: «{ $found }».
skill-needs-rule-inbox = Lo dice la regola { $place }.
skill-step-who = A { $name }, { $when }
skill-nobody = nessuno
skill-step-when = Quando
skill-slack = { $minutes ->
    [one] 1 minuto alla scadenza.
   *[other] { $minutes } minuti alla scadenza, in orario di servizio.
}
skill-slack-late = In ritardo di { $minutes ->
    [one] 1 minuto.
   *[other] { $minutes } minuti di servizio.
}
skill-yielded = { $count ->
    [one] Una più vecchia ha lasciato il passo.
   *[other] { $count } più vecchie hanno lasciato il passo.
}
skill-step-whom = A chi
skill-ring-first = Ha la competenza al livello che serve.
skill-ring-second = Il cerchio si è allargato: l’ha in seconda battuta, o un livello sotto.
skill-ring-trained = Il cerchio si è allargato a chiunque sia formato.
skill-knows = Conosce già chi ha scritto.
skill-also-free = Avrebbero potuto anche: { $names }.
skill-why-routed = Distribuita: era la prossima scadenza che si può mantenere.
skill-why-next = Ha chiesto la prossima: era la prima per lei o per lui.
skill-why-answered-before = Ha già risposto a questa persona.
skill-why-vanished = Tornata in coda: chi l’aveva non c’è e la scadenza è vicina.
skill-why-left = Tornata in coda: chi l’aveva non lavora più qui.
skill-why-sent-back = Rimandata in coda: { $reason }
skill-why-by-hand = L’ha deciso { $name }.
skill-waits = Aspetta. Chi potrebbe averla adesso sta in cima.
skill-waits-nobody = Aspetta: adesso non può averla nessuno.
skill-person = Persona
skill-yes-no = Perché sì, perché no
skill-could = Potrebbe averla
skill-load = { $count ->
    [one] 1 in mano
   *[other] { $count } in mano
}
skill-circle-first = livello giusto
skill-circle-second = seconda battuta
skill-circle-trained = solo formazione
skill-no-off-duty = Non in servizio
skill-no-silent = Non si fa viva
skill-no-channel = Non risponde su questo canale
skill-no-full = Ha le mani piene
skill-no-resting = Prende fiato
skill-no-skill = Manca la competenza o il livello
skill-no-language = Non parla la lingua
skill-no-held = Aspetta chi conosce il cliente
skill-no-sent-back = L’ha rimandata poco fa
skill-no-reserved = Tenuta libera per una telefonata
skill-no-elsewhere = Non risponde per questa squadra o casella
skill-no-tier = Non per questa fascia

skill-learning = Si impara
skill-learning-none = Nessuno è in formazione.
skill-warn-nobody = non la sa nessuno.
skill-warn-offline = adesso non c’è nessuno che la sappia.
skill-warn-one = poggia su una persona sola.
skill-escape = Se nessuno può
skill-escape-text = A metà del tempo si allarga a chi ha la competenza in seconda battuta o un livello sotto; all’80% a chiunque sia formato. Se non è formato nessuno di chi è in servizio, a tutti.

skill-way = Come si distribuisce
skill-way-text = In automatico ciò che aspetta va da solo a chi è in servizio, ha posto e la competenza, nell’ordine delle scadenze. A mano resta in coda e ognuno prende.
skill-way-company = Azienda
skill-way-by-hand = A mano
skill-way-automatic = In automatico
skill-way-same = Come l’azienda
skill-silence = Minuti di silenzio prima di non esserci più
skill-return = Minuti di servizio prima che torni in coda ciò che aveva
skill-minutes-bounds = Da { $least } a { $most }.
skill-catalogue = Catalogo
skill-retired = fuori uso
skill-retire = Togliere dall’uso
skill-restore = Rimettere in uso
skill-new = Nuova competenza
skill-add = Aggiungere

skill-error-name = Un nome ha da 1 a 60 caratteri e non c’è già.
skill-error-level = Il livello va da 1 a 5.
skill-error-languages = Servono sigle di due o tre lettere, al massimo 20.
skill-error-skill = Serve una competenza in uso.
skill-error-words = Servono parole da 2 a 60 caratteri, un argomento o una casella; al massimo 100 parole.
skill-error-topics = L’argomento non c’è più.
skill-error-inbox = La casella non c’è più.
skill-error-silence = Servono da 1 a 120 minuti.
skill-error-return = Servono da 5 a 1440 minuti.

skill-next = Prossima
skill-next-title = Prende la conversazione che va prima
skill-next-none = Adesso non aspetta niente per questa persona.
skill-next-full = Le mani sono piene: prima va chiusa o rimandata una conversazione.
skill-key-next = prossima
skill-act-skills = Competenze…
skill-act-why = Perché qui?
skill-act-send-back = Rimandare in coda…
skill-dialog-skills = Che cosa serve
skill-dialog-skills-label = Competenze
skill-dialog-skills-hint = Separate da virgole. Vuoto: può rispondere chiunque.
skill-dialog-send-back = Rimandare in coda
skill-dialog-send-back-text = Torna ad aspettare con la sua età, e per dieci minuti non torna a chi la rimanda.
skill-dialog-reason = Perché
skill-dialog-send-back-act = Rimandare
skill-error-reason = Serve un motivo, al massimo 500 caratteri.
skill-error-not-yours = L’ha già un’altra persona, o nessuno.
skill-error-skills = Al massimo 20 competenze, da 1 a 60 caratteri l’una; il livello va da 1 a 5.
skill-event-rule = Serve { $skills }, lo dice una regola
skill-event-hand = { $who } ha scritto che cosa serve: { $skills }
skill-event-nothing = { $who } ha scritto che non serve nessuna competenza
skill-event-routed = Data a { $name }: era la prossima scadenza
skill-event-next = { $name } ha preso la prossima
skill-event-vanished = Tornata in coda: { $name } non c’è
skill-event-sent-back = { $name } l’ha rimandata in coda: { $reason }

skill-learnt = Riconoscimento imparato
skill-learnt-on = acceso
skill-learnt-off = spento
skill-learnt-text = Dove nessuna regola parla e nessuno ha deciso, le parole delle conversazioni già risolte dicono quale competenza serve. Chi legge può sempre correggere, e la correzione insegna.
skill-learnt-none = Non ha ancora imparato
skill-learnt-none-text = Impara da sé, una volta al giorno, da ogni conversazione con una competenza sola: scritta da una persona, o rimasta com’era fino alla risposta. Basta continuare a dire che cosa serve.
skill-learnt-lacks = Mancano ancora
skill-learnt-lacks-labelled = { $count ->
    [one] 1 conversazione con la sua competenza, di { $least }
   *[other] { $count } conversazioni con la loro competenza, di { $least }
}
skill-learnt-lacks-skills = { $count ->
    [one] 1 competenza con almeno { $least } conversazioni
   *[other] { $count } competenze con almeno { $least } conversazioni
}
skill-learnt-lacks-measured = { $count ->
    [one] 1 conversazione di cui nessuna regola ha parlato, di { $least }: su queste si misura
   *[other] { $count } conversazioni di cui nessuna regola ha parlato, di { $least }: su queste si misura
}
skill-learnt-labelled = Conversazioni con la loro competenza
skill-learnt-measured = Di queste, misurate
skill-learnt-right = Giuste, quando parla
skill-learnt-band = banda { $low }–{ $high }
skill-learnt-spoken = Parla di
skill-learnt-silent = Tace: quando è più sicuro non arriva a nove giuste su dieci per almeno un quinto delle conversazioni.
skill-learnt-silent-always = Se parlasse sempre sarebbe giusto { $right } su { $spoken }.
skill-learnt-note = Misurato su conversazioni di clienti che non aveva visto, e di cui nessuna regola ha parlato. Parla da dove ha ragione nove volte su dieci; altrimenti tace.
skill-learnt-at = Imparato { $when }.
skill-learnt-skill = Competenza
skill-learnt-had = Ne ha
skill-learnt-rightly = Giuste
skill-learnt-wrongly = Sbagliate
skill-learnt-given = Date
skill-learnt-given-text = 28 giorni
skill-learnt-changed = Corrette
skill-learnt-switch-on = Accendere
skill-learnt-switch-off = Spegnere
skill-needs-learnt = Imparato dalle conversazioni passate: con questa sicurezza è giusto il { $share }.
skill-event-learnt = Serve { $skills }, imparato dalle conversazioni passate
