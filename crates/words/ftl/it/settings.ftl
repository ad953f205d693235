# Le impostazioni.

settings-skip = Vai alla pagina
settings-key-walk = scorri
settings-given-word = La parola data
settings-who-answers = Chi risponde
settings-mine = { $register ->
    [tu] Per te
   *[lei] Per Lei
}
settings-technical = Per i tecnici
settings-inboxes = Caselle
settings-company = Azienda
settings-people = Persone e gruppi
settings-roles = Ruoli
settings-tokens = Chiavi API
settings-own = { $register ->
    [tu] La tua pagina
   *[lei] La Sua pagina
}
settings-save = Salva
settings-saved = Salvato
settings-cancel = Annulla
settings-add = Aggiungi
settings-remove = Togli
settings-never = mai
settings-now = adesso
settings-yes = sì
settings-no = no
settings-counts-from-now = Vale per chi scrive da adesso; le promesse già date non cambiano.
settings-faults = { $count ->
    [one] Un campo da correggere
   *[other] { $count } campi da correggere
}

# Caselle.
settings-inbox-new = Casella nuova
settings-inboxes-none = { $register ->
    [tu] Ancora nessuna casella: scrivi qui a destra l’indirizzo della prima.
   *[lei] Ancora nessuna casella: scriva qui a destra l’indirizzo della prima.
}
settings-inbox-live = attiva
settings-inbox-off = ferma
settings-inbox-well = Riceve e invia
settings-inbox-failing = L’ultimo invio non è riuscito
settings-inbox-no-relay = Riceve, ma non può rispondere
settings-no-relay-text = Manca il server di posta in uscita (RISCONTRO_SMTP_RELAY_URL). Le risposte aspettano qui, non se ne perde nessuna.
settings-inbox-who = La casella
settings-inbox-address = Indirizzo
settings-inbox-address-hint = Le aggiunte con il + arrivano da sole.
settings-inbox-name = Nome che vedono i clienti
settings-inbox-name-hint = Le risposte partono con questo nome.
settings-inbox-language = Lingua, quando quella del cliente non si capisce
settings-inbox-register = Come ci rivolgiamo ai clienti
settings-inbox-team = Chi risponde
settings-team-anybody = Chiunque
settings-inbox-on = Riceve
settings-inbox-on-hint = Da ferma rifiuta le e-mail nuove: chi scrive lo sa subito.
settings-inbox-delete = Elimina
settings-inbox-delete-text = L’indirizzo torna libero, le conversazioni restano. Chi scrive ancora lì riceve un rifiuto.
settings-inbox-delete-yes = Elimina la casella
settings-hours-title = Orari
settings-day = Giorno
settings-intervals = Intervalli
settings-day-drawn = Disegno della giornata
settings-day-mon = lunedì
settings-day-tue = martedì
settings-day-wed = mercoledì
settings-day-thu = giovedì
settings-day-fri = venerdì
settings-day-sat = sabato
settings-day-sun = domenica
settings-opens = { $day }, { $place }º intervallo, apre
settings-closes = { $day }, { $place }º intervallo, chiude
settings-shut = chiuso
settings-more = Altro
settings-open-day = Apri
settings-exceptions = Eccezioni
settings-exception-day = Giorno
settings-exception-hours = Orario di quel giorno
settings-exception-add = Aggiungi un giorno
settings-exception-hint = { $register ->
    [tu] Per esempio 9–13, 14:30–18. Se lo lasci vuoto, quel giorno è chiuso.
   *[lei] Per esempio 9–13, 14:30–18. Se lo lascia vuoto, quel giorno è chiuso.
}
settings-holidays = Festività
settings-holidays-italian = Festività italiane
settings-holidays-next = Le prossime: { $days }
settings-patron = Santo patrono
settings-patron-hint = Giorno e mese, per esempio 24/6. Vuoto: nessuno.
settings-zone = Fuso orario
settings-zone-hint = Per esempio Europe/Rome.
settings-writes-now = Chi scrive adesso legge:
settings-writes-friday = Chi scrive venerdì alle 17 legge:
settings-targets = Obiettivi
settings-targets-open = tempo a sportello aperto
settings-targets-text = Da qui viene l’ora che promettiamo: il tempo corre solo quando la casella è aperta.
settings-promises-by = L’ora che promettiamo viene
settings-promises-by-policy = dagli obiettivi
settings-promises-by-policy-hint = Sempre lo stesso tempo, per fascia.
settings-promises-by-shadow = dagli obiettivi, con la stima a fianco
settings-promises-by-shadow-hint = Il cliente legge gli obiettivi; noi segniamo che cosa gli avrebbe detto la stima, e se avrebbe retto.
settings-promises-by-model = dalla stima
settings-promises-by-model-hint = La coda com’è, quante persone rispondono e con che passo: il tempo che regge nove volte su dieci. Finché ne sappiamo poco, valgono gli obiettivi.
settings-hindsight = Che cosa avremmo promesso finora
settings-estimates = Le stime degli ultimi 28 giorni
settings-estimates-held = Reggono
settings-estimates-band = Banda
settings-estimates-announced = Annunciato
settings-estimates-nine = 9 su 10 veri
settings-estimates-all = Tutte
settings-estimates-text = { $learning ->
    [0] Annunciato è la mediana; tutti i tempi sono a sportello aperto.
    [one] Annunciato è la mediana; tutti i tempi sono a sportello aperto. Una stima è di quando ne sapevamo ancora poco, e non è contata.
   *[other] Annunciato è la mediana; tutti i tempi sono a sportello aperto. { $learning } stime sono di quando ne sapevamo ancora poco, e non sono contate.
  }
settings-tier = Fascia
settings-tier-a = Strategico
settings-tier-b = Fedele
settings-tier-c = Nuovo
settings-target-first = Prima risposta
settings-target-next = Le altre
settings-target-resolution = Soluzione
settings-target-kept = Mantenute, 28 gg
settings-target-none = nessuno
settings-kept-few = { $kept } su { $settled }
settings-minutes = { $count } min
settings-hours = { $count ->
    [one] { $count } ora
   *[other] { $count } ore
}
settings-hours-minutes = { $hours } e { $minutes }
settings-health = Salute
settings-last-in = Ultimo arrivo
settings-last-out = Ultimo invio
settings-last-error = Ultimo errore
settings-waiting = In coda
settings-waiting-counts = { $unread } da leggere, { $queued } da inviare
settings-pulse = { $count ->
    [one] Un arrivo nelle ultime 12 ore, ogni barra è mezz’ora
   *[other] { $count } arrivi nelle ultime 12 ore, ogni barra è mezz’ora
}

# Persone e gruppi.
settings-invite = Invita
settings-person-new = Persona nuova
settings-person-who = Chi è
settings-person-email = E-mail
settings-person-off = non attiva
settings-person-invited = invito aperto
settings-role = Ruolo
settings-role-hint = Che cosa comprende ogni ruolo è nella pagina Ruoli.
settings-role-admin = Amministrazione
settings-role-supervisor = Responsabile
settings-role-agent = Operatore
settings-role-integration = Programma
settings-door = Accesso
settings-last-seen = Ultima visita
settings-password-set = scelta
settings-password-unset = non ancora scelta
settings-link-password = Link per una password nuova
settings-link-again = Link nuovo
settings-deactivate = Disattiva
settings-reactivate = Riattiva
settings-teams = Gruppi
settings-team-new = Gruppo nuovo
settings-team-add = Crea il gruppo

# Ruoli.
settings-roles-text = Chi può fare che cosa
settings-roles-may = Può
settings-roles-integration = Un programma non conta come una persona: la sua risposta mantiene una promessa solo quando dice per chi risponde.
settings-may-read = Leggere conversazioni, clienti e promesse
settings-may-handle = Assegnare, rinviare, chiudere, etichettare, annotare
settings-may-answer = Rispondere ai clienti
settings-may-answer-for-agent = Rispondere a nome di un operatore
settings-may-move-promise = Spostare una promessa e avvisare il cliente
settings-may-see-arrivals = Vedere tutto ciò che arriva, originali compresi
settings-may-decide-arrivals = Riprovare un arrivo, farne una conversazione, dire che è spam
settings-may-decide-complaints = Decidere sui rimedi oltre il limite e sulle cause che ritornano dei reclami
settings-may-see-settings = Vedere caselle, orari e persone
settings-may-see-figures = Vedere la lavagna e le cifre di tutti
settings-may-change-teams = Formare i gruppi
settings-may-plan-shifts = Pianificare e pubblicare i turni, decidere su ferie e scambi
settings-may-change-inboxes = Cambiare caselle, orari e obiettivi
settings-may-change-people = Invitare persone e cambiarne il ruolo
settings-may-change-tokens = Creare e revocare chiavi API
settings-may-change-account = Cambiare i dati dell’azienda

# Chiavi API.
settings-tokens-text = Per i programmi che parlano con Riscontro
settings-token-new = Chiave nuova
settings-token-name = Nome
settings-token-name-hint = Chi la usa, per esempio «Negozio online».
settings-token-role-hint = Con un ruolo da persona, le risposte date con la chiave contano come di una persona.
settings-token-create = Crea la chiave
settings-token-made = La chiave «{ $name }» è pronta
settings-token-once = { $register ->
    [tu] La vedi solo adesso: copiala dove serve.
   *[lei] La vede solo adesso: la copi dove serve.
}
settings-tokens-there = Chiavi attive
settings-tokens-none = Nessuna chiave
settings-tokens-none-text = Con una chiave un programma legge e scrive come qui, dalla stessa porta.
settings-token-created = Creata
settings-token-used = Ultimo uso
settings-token-revoke = Revoca

# Azienda.
settings-company-who = Chi siamo
settings-company-name = Nome dell’azienda
settings-company-register = Come parliamo
settings-company-register-hint = Qui dentro e nelle caselle nuove. Ogni casella può fare diversamente.
settings-company-language = Lingua
settings-company-phone = Telefono
settings-company-phone-hint = In ogni e-mail automatica c’è come raggiungere una persona.
settings-company-address = Indirizzo postale
settings-company-address-hint = In una riga, al piede delle e-mail.
settings-company-times = Tempi
settings-company-zone = Fuso orario
settings-company-zone-hint = In questo fuso contiamo i giorni: per esempio Europe/Rome.
settings-company-waiting = Giorni di attesa sul cliente
settings-company-waiting-hint = Poi la conversazione torna a chi la segue.
settings-company-warn = Minuti di preavviso
settings-company-warn-hint = Quanto prima della scadenza avvisiamo chi deve rispondere.
settings-company-reopen = Giorni per riaprire
settings-company-reopen-hint = Chi riscrive entro questi giorni riapre la conversazione chiusa; dopo, ne comincia una legata alla prima.

# La propria pagina.
settings-sign-out = Esci
settings-presence = Presenza
settings-language = Lingua
settings-password = Password
settings-password-current = Password di adesso
settings-password-change = Cambia la password
settings-password-changed = Password cambiata. Le altre sessioni sono finite.
settings-password-ends = Le sessioni aperte altrove finiscono.
settings-password-not-current = { $register ->
    [tu] Non è la tua password di adesso.
   *[lei] Non è la Sua password di adesso.
}
settings-sessions = Sessioni aperte
settings-session-here = questa
settings-session-end = Chiudi
settings-session-unknown = Un altro programma
settings-sessions-end-others = Chiudi tutte le altre

# Accanto ai campi.
settings-error-address-taken = Questo indirizzo è già di un’altra casella.
settings-error-never-open = Con questi orari non è mai aperto: non potremmo promettere niente a nessuno.
settings-error-span = { $register ->
    [tu] Scrivi ore o minuti, per esempio «2 ore» o «90 min»; la soluzione per tutte e tre le fasce o per nessuna.
   *[lei] Scriva ore o minuti, per esempio «2 ore» o «90 min»; la soluzione per tutte e tre le fasce o per nessuna.
}
settings-error-team = Serve un nome, al massimo di 80 caratteri.
settings-error-waiting-days = Da 1 a 60 giorni.
settings-error-warn-minutes = Da 1 a 480 minuti.
settings-error-reopen-days = Da 0 a 365 giorni.
settings-error-patron = Servono giorno e mese, per esempio 24/6.

# Sessioni.
settings-sessions-text = { $register ->
    [tu] Dove sei dentro adesso. Se non riconosci un posto, chiudilo e cambia la password.
   *[lei] Dove è dentro adesso. Se non riconosce un posto, lo chiuda e cambi la password.
}
settings-sessions-only = { $register ->
    [tu] Sei dentro solo da qui
   *[lei] È dentro solo da qui
}
settings-sessions-only-text = { $register ->
    [tu] Quando entri da un altro computer o dal telefono, lo vedi in questa lista.
   *[lei] Quando entra da un altro computer o dal telefono, lo vede in questa lista.
}
settings-sessions-count = { $count ->
    [one] Una sola, questa.
   *[other] { $count }, questa compresa.
}
settings-sessions-see = { $register ->
    [tu] Guarda dove sei dentro
   *[lei] Guardi dove è dentro
}
settings-session-nowhere = indirizzo ignoto
settings-session-seen = { $seen }, aperta { $since }
settings-sessions-of = Sessioni aperte
settings-sessions-of-none = Adesso non è dentro da nessuna parte.
settings-sessions-end-all = Chiudi tutte

# Registro delle modifiche.
settings-log = Registro
settings-log-text = Chi ha cambiato che cosa, e quando
settings-log-file = Scarica CSV
settings-log-about = Che cosa
settings-log-everything = Tutto
settings-log-who = Chi
settings-log-everybody = Tutti
settings-log-show = Mostra
settings-log-when = Quando
settings-log-what = Che cosa è cambiato
settings-log-becomes = diventa
settings-log-older = Più vecchie
settings-log-all = Togli i filtri
settings-log-none = Ancora nessuna modifica
settings-log-none-text = Ogni volta che qualcuno cambia una casella, una persona o una chiave, resta scritto qui: chi, quando, com’era e com’è.
settings-log-no-such = Nessuna modifica così
settings-log-no-such-text = Con questi filtri non c’è niente. Senza filtri si vede tutto.
settings-log-program = { $name } (programma)
settings-log-house = Riscontro
settings-log-about-inbox = Caselle
settings-log-about-agent = Persone
settings-log-about-team = Gruppi
settings-log-about-token = Chiavi API
settings-log-about-account = Azienda
settings-log-about-mailbox = Collegamenti delle caselle
settings-log-about-canned = Risposte pronte
settings-log-inbox-created = Casella { $name } creata
settings-log-inbox-changed = Casella { $name } cambiata
settings-log-inbox-deleted = Casella { $name } eliminata
settings-log-inbox-form-changed = Modulo { $name } cambiato
settings-log-agent-created = { $name } entra nell’azienda
settings-log-agent-changed = { $name }: dati cambiati
settings-log-agent-deactivated = { $name } disattivata o disattivato
settings-log-agent-reactivated = { $name } di nuovo in servizio
settings-log-agent-password-set = { $name } ha scelto la password
settings-log-agent-teams-changed = { $name }: gruppi cambiati
settings-log-agent-sessions-ended = { $name }: sessioni chiuse da chi amministra
settings-log-agent-invited = Invito a { $name }
settings-log-team-created = Gruppo { $name } creato
settings-log-team-changed = Gruppo { $name } cambiato
settings-log-team-deleted = Gruppo { $name } sciolto
settings-log-token-created = Chiave «{ $name }» creata
settings-log-token-revoked = Chiave «{ $name }» revocata
settings-log-account-created = Azienda creata
settings-log-account-changed = Dati dell’azienda cambiati
settings-log-mailbox-changed = Collegamento della casella { $name } cambiato
settings-log-mailbox-removed = Collegamento della casella { $name } tolto
settings-log-canned-added = Risposta pronta { $name } aggiunta
settings-log-canned-changed = Risposta pronta { $name } cambiata
settings-log-canned-deleted = Risposta pronta { $name } eliminata
settings-log-signature-changed = Firma { $name } cambiata
settings-log-field-name = nome
settings-log-field-address = indirizzo
settings-log-field-email = e-mail
settings-log-field-role = ruolo
settings-log-field-language = lingua
settings-log-field-register = come parliamo
settings-log-field-hours = orari
settings-log-field-week = settimana
settings-log-field-holidays = festività
settings-log-field-patron = santo patrono
settings-log-field-exceptions = eccezioni
settings-log-field-intervals = orario
settings-log-field-date = giorno
settings-log-field-timezone = fuso orario
settings-log-field-targets = obiettivi
settings-log-field-first-reply-minutes = prima risposta, minuti
settings-log-field-next-reply-minutes = le altre, minuti
settings-log-field-resolution-minutes = soluzione, minuti
settings-log-field-team = chi risponde
settings-log-field-teams = gruppi
settings-log-field-members = persone
settings-log-field-live = riceve
settings-log-field-acknowledges = conferma di ricezione
settings-log-field-skills = competenze
settings-log-field-skill = sa
settings-log-field-level = livello
settings-log-field-capacity = quante insieme
settings-log-field-tier-rights = fasce
settings-log-field-phone = telefono
settings-log-field-address-line = indirizzo postale
settings-log-field-waiting-days = giorni di attesa sul cliente
settings-log-field-warn-minutes = minuti di preavviso
settings-log-field-reopen-days = giorni per riaprire
settings-log-field-raw-days = giorni per cui teniamo i messaggi originali
settings-log-field-kept-badge = bollino pubblico
settings-log-field-house-address = mittente delle e-mail interne
settings-log-field-public-url = indirizzo pubblico

# Orari, il resto.
settings-exception-until = Ultimo giorno, se sono di più
settings-holidays-year = { $count ->
    [one] Una festività nei prossimi dodici mesi
   *[other] { $count } festività nei prossimi dodici mesi
}
settings-inbox-acknowledges = Conferma di ricezione
settings-inbox-acknowledges-hint = Chi scrive riceve subito il codice e l’ora della risposta. Senza, li trova solo sulla sua pagina.

# Come arriva la posta.
settings-mailbox = Come arriva la posta
settings-mailbox-connected = La casella presso il fornitore
settings-mailbox-password = Password della casella
settings-mailbox-password-hint = Resta su questo server, cifrata. Se la casella ha l’accesso in due passaggi, serve una password per app.
settings-mailbox-password-app = Serve una password per app, che si crea nelle impostazioni di sicurezza dell’account. Resta su questo server, cifrata.
settings-mailbox-password-token = Questo fornitore non accetta password: servono i dati OAuth qui sotto.
settings-mailbox-password-kept = { $register ->
    [tu] Già salvata. Lasciala vuota per tenerla.
   *[lei] Già salvata. La lasci vuota per tenerla.
}
settings-mailbox-no-password = Manca la password.
settings-mailbox-provider = Fornitore
settings-mailbox-guess = Dall’indirizzo
settings-mailbox-provider-hint = I server dei fornitori qui elencati li sappiamo noi.
settings-mailbox-certified = È un indirizzo PEC: la posta certificata non si collega come una casella normale.
settings-mailbox-more = Server, cartelle e altre scelte
settings-mailbox-servers-hint = I nomi dei server contano solo con un server proprio; se restano vuoti proviamo imap. e smtp. davanti al dominio.
settings-mailbox-reading = Ricezione (IMAP)
settings-mailbox-sending = Invio (SMTP)
settings-mailbox-imap-host = Server
settings-mailbox-imap-port = Porta
settings-mailbox-imap-encryption = Cifratura
settings-mailbox-user = Nome utente
settings-mailbox-user-hint = Vuoto: l’indirizzo.
settings-mailbox-folder = Cartella
settings-mailbox-sends = Da dove partono le risposte
settings-mailbox-sends-own = Dal server di questa casella
settings-mailbox-sends-relay = Dal server di invio comune
settings-mailbox-smtp-host = Server
settings-mailbox-smtp-port = Porta
settings-mailbox-smtp-encryption = Cifratura
settings-mailbox-smtp-user = Nome utente, se è un altro
settings-mailbox-smtp-password = Password, se è un’altra
settings-mailbox-token = Accesso con token (OAuth 2)
settings-mailbox-token-hint = Solo dove la password non basta, per esempio con Microsoft 365.
settings-mailbox-client-id = ID dell’applicazione
settings-mailbox-client-secret = Segreto dell’applicazione
settings-mailbox-refresh-token = Refresh token
settings-mailbox-token-url = Indirizzo dei token
settings-mailbox-then = Che cosa prendere, e poi
settings-mailbox-after = Il messaggio accettato
settings-mailbox-after-folder = In quale cartella
settings-mailbox-first = All’inizio
settings-mailbox-first-days = Quanti giorni
settings-mailbox-error = Manca, o non può essere così.
settings-mailbox-port = Serve un numero da 1 a 65535.
settings-mailbox-days = Da 1 a 90 giorni.
settings-mailbox-save = Prova e salva
settings-mailbox-test = Prova soltanto
settings-mailbox-keep = Salva anche se non risponde
settings-mailbox-good = La casella risponde
settings-mailbox-bad = Qualcosa non va
settings-mailbox-passed = riuscito:
settings-mailbox-failed = non riuscito:
settings-mailbox-not-reached = (non provato)
settings-mailbox-stopped = La casella è ferma
settings-mailbox-well = Letta regolarmente
settings-mailbox-last = Letta fino in fondo
settings-mailbox-backlog = Ancora da prendere
settings-mailbox-unseen = Non letti da prima, lasciati dove sono
settings-mailbox-pushed = Consegnata da un altro server
settings-mailbox-pushed-text = Anche senza casella, ogni messaggio per { $email } che un server consegna qui viene accettato.
settings-mailbox-pushed-forward = { $register ->
    [tu] Dal fornitore: inoltra ogni messaggio a questo server.
   *[lei] Dal fornitore: inoltri ogni messaggio a questo server.
}
settings-mailbox-pushed-mx = Per un dominio tutto qui: il record MX deve puntare a { $host }.
settings-mailbox-pushed-transport = Con un server proprio: in Postfix, transport_maps verso smtp:{ $smtp }.
settings-mailbox-compared = Confronto notturno
settings-mailbox-compared-text = Ogni notte confrontiamo la lista del server con il registro degli arrivi: quello che manca lo prendiamo subito.
settings-mailbox-compared-none = Ancora nessun confronto
settings-mailbox-compared-none-text = Il primo è stanotte: la lista del server contro il registro degli arrivi, perché non manchi niente.
settings-mailbox-on-server = Sul server
settings-mailbox-accepted = Nel registro
settings-mailbox-left-alone = Di prima
settings-mailbox-fetched = Ripresi
settings-mailbox-gone = Non più lì
settings-mailbox-remove = Scollega
settings-mailbox-remove-text = Non la leggiamo più; quello che è già arrivato resta. La password viene cancellata.
settings-mailbox-remove-yes = Scollega la casella
settings-mailbox-change = Cambia
settings-mailbox-connect = Collega una casella
settings-mailbox-none = Nessuna casella collegata: la posta arriva se un altro server la consegna qui.
settings-mailbox-with = Letta da { $host }

# Persone, il resto.
settings-person-add = Aggiungi e manda l’invito
settings-invite-made = Invito pronto
settings-invite-once = { $register ->
    [tu] Da qui non parte ancora posta: manda tu questo link. Lo vedi solo adesso, vale fino a { $until } e si usa una volta.
   *[lei] Da qui non parte ancora posta: mandi Lei questo link. Lo vede solo adesso, vale fino a { $until } e si usa una volta.
}
settings-invite-sent = L’invito è in viaggio verso { $email }. Vale fino a { $until } e si usa una volta.
settings-invite-until = aperto fino a { $until }
settings-invite-over = scaduto { $until }
settings-arranged = Che cosa sa fare, quanto prende
settings-skills = Competenze
settings-skills-hint = Una parola, un livello da 1 (con aiuto) a 5 (insegna), e se tocca prima a lui o a lei, solo dopo, o se ha solo fatto la formazione.
settings-skill = Competenza { $place }
settings-skill-level = Livello della competenza { $place }
settings-skill-held = Posto della competenza { $place }
settings-tiers = Fasce di clienti a cui risponde
settings-capacity = Quante insieme
settings-capacity-hint = Conversazioni aperte per canale; vuoto, 30.
settings-channel-email = E-mail
settings-channel-form = Modulo del sito
settings-channel-chat = Chat
settings-channel-phone = Telefono
settings-error-level = Il livello va da 1 a 5.
settings-error-skill = Una competenza ha al massimo 60 caratteri e compare una volta sola.
settings-error-capacity = Un numero da 0 a 1.000, o niente.
settings-deactivate-text = { $count ->
    [0] { $name } non entra più, da subito. Le sue risposte restano dove sono.
    [one] { $name } non entra più, da subito. La sua conversazione aperta torna nella coda; le sue risposte restano dove sono.
   *[other] { $name } non entra più, da subito. Le sue { $count } conversazioni aperte tornano nella coda; le sue risposte restano dove sono.
}
settings-deactivate-yes = Sì, disattiva
settings-teams-empty = Nessun gruppo
settings-teams-none = Per ora rispondono tutti a tutto. Con un gruppo una casella ha chi ne risponde.
settings-team = Il gruppo
settings-team-name = Nome del gruppo
settings-team-who = Chi ne fa parte
settings-team-count = { $count ->
    [0] nessuno
    [one] una persona
   *[other] { $count } persone
}
settings-team-inboxes = Caselle a cui risponde
settings-team-no-inbox = Nessuna casella
settings-team-no-inbox-text = Nella pagina di una casella, alla voce «Chi risponde», si sceglie il gruppo.
settings-team-busy = Prima va dato un altro gruppo alle caselle qui sopra: a chi scrive lì deve rispondere qualcuno.
settings-team-delete = Sciogli il gruppo
settings-team-delete-text = Le sue conversazioni aperte passano a tutti. Le persone restano.
settings-team-delete-yes = Sì, sciogli

settings-inbox-members = Persone nominate per questa casella
settings-inbox-members-hint = Rispondono insieme al gruppo. Senza gruppo e senza nessuno qui, rispondono tutti.
settings-error-nobody = Tra chi è scelto qui non c’è nessuno in servizio, e chi è invitato conta solo da quando entra: così nessuno risponderebbe.
settings-log-inbox-members-changed = Casella { $name }: persone cambiate

# Registro, il resto.
settings-log-about-template = Testi delle e-mail
settings-log-about-signature = Firme
settings-log-about-hook = Consegna da altri servizi
settings-log-about-contact = Reparti e fornitori
settings-log-template-changed = Testo delle e-mail cambiato { $name }
settings-log-hook-key-changed = Consegna da altri servizi, { $name }: chiave cambiata
settings-log-hook-rotated = Consegna da altri servizi, { $name }: indirizzo cambiato
settings-log-hook-closed = Consegna da altri servizi, { $name }: chiusa
settings-log-contact-created = Reparto o fornitore { $name } aggiunto
settings-log-contact-changed = Reparto o fornitore { $name } cambiato
settings-log-contact-removed = Reparto o fornitore { $name } tolto
settings-log-inbox-watch-changed = Casella { $name }: allarmi cambiati
settings-log-view-saved = Vista { $name } salvata
settings-log-view-changed = Vista { $name } cambiata
settings-log-view-deleted = Vista { $name } eliminata
