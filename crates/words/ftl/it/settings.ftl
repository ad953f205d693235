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
settings-person-add = Aggiungi e crea il link
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
settings-invite-made = Ecco il link d’ingresso
settings-invite-once = { $register ->
    [tu] Lo vedi solo adesso. Mandalo a questa persona: vale 7 giorni e si usa una volta.
   *[lei] Lo vede solo adesso. Lo mandi a questa persona: vale 7 giorni e si usa una volta.
}
settings-door = Accesso
settings-last-seen = Ultima visita
settings-password-set = scelta
settings-password-unset = non ancora scelta
settings-link-password = Link per una password nuova
settings-link-again = Link nuovo
settings-deactivate = Disattiva
settings-reactivate = Riattiva
settings-deactivate-text = Chi è disattivato non entra più, da subito. Le sue risposte restano dove sono.
settings-teams = Gruppi
settings-teams-none = Ancora nessun gruppo: per ora rispondono tutti a tutto.
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
settings-may-see-settings = Vedere caselle, orari e persone
settings-may-change-teams = Formare i gruppi
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
