# Elenchi: ricerca, filtri, viste salvate, azioni su molte conversazioni.
lists-skip = Vai al contenuto
lists-filters = Filtra
lists-filter-any = Qualsiasi
lists-filter-go = Applica
lists-filter-none = Togli tutti
lists-filter-drop = Togli il filtro { $filter }
lists-filter-status = Stato
lists-filter-promise = Promessa
lists-filter-inbox = Casella
lists-filter-team = Gruppo
lists-filter-person = Assegnata a
lists-filter-tier = Fascia
lists-filter-channel = Canale
lists-filter-tag = Etichetta
lists-filter-since = Aperta dal
lists-filter-until = Aperta fino al
lists-filter-files = Con allegati
lists-filter-unread = Da leggere
lists-chip-since = dal { $day }
lists-chip-until = fino al { $day }
lists-status-open = Da rispondere
lists-status-waiting = In attesa del cliente
lists-status-snoozed = Messe da parte
lists-status-closed = Chiuse
lists-promise-late = Scaduta
lists-promise-open = Aperta
lists-promise-none = Nessuna
lists-promise-kept = Mantenuta
lists-promise-moved = Spostata
lists-promise-broken = Mancata
lists-tier-a = Fascia A
lists-tier-b = Fascia B
lists-tier-c = Fascia C
lists-channel-email = E-mail
lists-channel-form = Modulo web
lists-channel-chat = Chat
lists-channel-phone = Telefono
lists-channel-messaging = Messaggi
lists-channel-social = Social
lists-channel-sms = SMS
lists-channel-pec = PEC
lists-channel-letter = Lettera

lists-views-title = Viste salvate
lists-views-column = Viste salvate
lists-views-about = Un elenco con un nome: filtri e ricerca restano, le conversazioni cambiano da sole.
lists-views-new = Salva questo elenco
lists-views-name = Nome
lists-views-save = Salva
lists-views-save-as = Salva come vista
lists-views-pinned = Nella colonna di sinistra
lists-views-shared = Condivisa con tutti
lists-views-shared-chip = condivisa
lists-views-up = Sposta in su
lists-views-up-of = Sposta in su { $name }
lists-views-down = Sposta in giù
lists-views-down-of = Sposta in giù { $name }
lists-views-delete = Elimina
lists-views-delete-of = Elimina { $name }
lists-views-none = Nessuna vista salvata
lists-views-none-text = Filtrando o cercando in un elenco compare «Salva come vista».
lists-views-none-act = Guarda tutte le conversazioni
lists-views-name-wrong = Serve un nome, al massimo di 60 caratteri.

lists-bulk-title = Azioni su più conversazioni
lists-bulk-pick = Scegli { $reference }
lists-bulk-hint = Scegliere le conversazioni da cambiare insieme.
lists-bulk-one = 1 scelta
lists-bulk-many = %n scelte
lists-bulk-verb = Che cosa fare
lists-bulk-all = Tutte quelle dell’elenco
lists-bulk-next = Prosegui
lists-bulk-unpick = Lascia
lists-bulk-verb-assign = Assegna
lists-bulk-verb-team = Passa a un gruppo
lists-bulk-verb-tag = Aggiungi un’etichetta
lists-bulk-verb-close = Chiudi
lists-bulk-verb-snooze = Metti da parte
lists-bulk-verb-spam = Segna come indesiderate
lists-bulk-verb-read = Segna come lette
lists-bulk-will = { $count ->
    [0] Non cambia nessuna conversazione.
    [one] Cambia una conversazione.
   *[other] Cambiano { $count } conversazioni.
 }
lists-bulk-already = { $count ->
    [one] Una è già così.
   *[other] { $count } sono già così.
 }
lists-bulk-cut = L’elenco è più lungo: se ne cambiano al massimo { $count } alla volta.
lists-bulk-ended = { $count ->
    [one] Un cliente aspetta ancora la risposta promessa: la promessa finisce qui.
   *[other] { $count } promesse a clienti che aspettano finiscono senza risposta.
 }
lists-bulk-told-assignee = I clienti non ricevono niente. Chi riceve le conversazioni le trova fra le proprie.
lists-bulk-told-nobody = I clienti non ricevono niente.
lists-bulk-which = Quali
lists-bulk-do = { $count ->
    [one] Conferma per una conversazione
   *[other] Conferma per { $count } conversazioni
 }
lists-bulk-leave = Lascia stare
lists-bulk-to = A chi
lists-bulk-me = A me
lists-bulk-nobody = A nessuno
lists-bulk-team = A quale gruppo
lists-bulk-tag = Quale etichetta
lists-bulk-reason = Motivo
lists-bulk-until = Fino a quando
lists-bulk-wrong-agent = Questa persona non c’è più.
lists-bulk-wrong-team = Serve un gruppo.
lists-bulk-wrong-tag = Serve un’etichetta, al massimo di 60 caratteri.
lists-bulk-wrong-time = Serve un momento futuro.
lists-bulk-wrong-reason = C’è chi aspetta una risposta promessa: serve un motivo.
lists-bulk-done-assign = Assegnate
lists-bulk-done-team = Passate al gruppo
lists-bulk-done-tag = Etichettate
lists-bulk-done-close = Chiuse
lists-bulk-done-snooze = Messe da parte
lists-bulk-done-spam = Segnate come indesiderate
lists-bulk-done-read = Segnate come lette
lists-bulk-changed = { $count ->
    [0] Nessuna conversazione è cambiata.
    [one] Una conversazione è cambiata.
   *[other] { $count } conversazioni sono cambiate.
 }
lists-bulk-undone = { $count ->
    [one] Una è tornata com’era.
   *[other] { $count } sono tornate com’erano.
 }
lists-bulk-kept = { $count ->
    [one] Una è rimasta: qualcuno l’ha cambiata nel frattempo.
   *[other] { $count } sono rimaste: qualcuno le ha cambiate nel frattempo.
 }
lists-bulk-undo = Annulla tutto
lists-bulk-undo-until = Si può annullare fino a { $when }.
lists-bulk-undo-close = Annullando, ogni promessa torna aperta con la scadenza di prima.
lists-bulk-back = Torna alle mie

lists-search-title = Cerca
lists-search-go = Cerca
lists-search-placeholder = Nome, codice, parole, «parole esatte»
lists-search-syntax = Cerca con più precisione
lists-search-from = da:caterina
lists-search-from-about = chi scrive; a: per chi riceve
lists-search-status = stato:aperta
lists-search-status-about = o attesa, rimandata, chiusa
lists-search-inbox = casella:negozio
lists-search-inbox-about = la casella; etichetta: e canale: allo stesso modo
lists-search-has = ha:allegato
lists-search-has-about = con un file
lists-search-before = prima:1/11/2026
lists-search-before-about = aperta entro quel giorno; dopo: da quel giorno
lists-search-exact = "filo T"
lists-search-exact-about = parole esatte, in quest’ordine

lists-palette-open = Vai a…
lists-palette-title = Vai a…
lists-palette-field = Cerca o scrivi un comando
lists-palette-placeholder = Persona, codice, pagina, azione
lists-palette-choices = Scelte
lists-palette-recent = Viste da poco
lists-palette-people = Persone
lists-palette-conversations = Conversazioni
lists-palette-here = Su questa conversazione
lists-palette-views = Viste salvate
lists-palette-canned = Risposte pronte
lists-palette-places = Vai a
lists-palette-assign = Passa a…
lists-palette-move = Sposta la promessa…
lists-palette-snooze = Metti da parte…
lists-palette-tags = Etichette…
lists-palette-close = Chiudi…
lists-palette-me = Le tue impostazioni
lists-palette-none = Cerca ovunque
lists-palette-pick = scegli
lists-palette-go = apri
lists-palette-everywhere = Cerca ovunque
