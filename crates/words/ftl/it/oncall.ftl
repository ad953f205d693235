# Reperibilità: turni, regole, chiamate.

oncall-title = Reperibilità
oncall-lead = Chi viene chiamato quando arriva qualcosa di urgente e il servizio è chiuso.
oncall-somebody = un cliente

oncall-now = Adesso
oncall-now-is = Risponde { $name }
oncall-now-nobody = Non risponde nessuno
oncall-none = Nessun turno
oncall-none-text = Un turno dice chi è reperibile, a rotazione. Dopo il primo si scrivono le regole: quali parole sono urgenti.
oncall-covered = { $name } sostituisce da { $from } a { $to }

oncall-rules = Che cosa è urgente
oncall-no-rule = Nessuna regola
oncall-no-rule-text = Per esempio: «perdita di gas», «prende fuoco», urgent*. Solo a servizio chiuso, oppure sempre.
oncall-rule = Regola
oncall-rule-off = spenta
oncall-rota = Turno
oncall-when = Quando
oncall-when-closed = a servizio chiuso
oncall-when-always = sempre
oncall-wait = Poi il prossimo dopo
oncall-minutes = { $count ->
    [one] 1 minuto
   *[other] { $count } minuti
}

oncall-alerts = Ultime chiamate
oncall-no-alert = Nessuna chiamata
oncall-no-alert-text = Qui si vede chi è stato chiamato, e chi se n’è occupato.
oncall-alert-when = Quando
oncall-alert-what = Conversazione
oncall-alert-state = Stato
oncall-alert-who = Se ne occupa
oncall-state-calling = si chiama
oncall-state-acknowledged = presa
oncall-state-unanswered = nessuno ha risposto

oncall-rota-new = Nuovo turno
oncall-rota-change = Cambia il turno
oncall-rota-name = Nome del turno
oncall-turn = Ognuno è reperibile per
oncall-turn-day = un giorno
oncall-turn-week = una settimana
oncall-starts = Il primo comincia il
oncall-handover = Ora del passaggio
oncall-members = Chi, nell’ordine
oncall-member = Persona numero { $place }
oncall-members-hint = Se la prima persona non risponde si chiama la seconda, e così via.
oncall-back = Annulla
oncall-rota-drop = Elimina il turno
oncall-rota-drop-text = Le sostituzioni di questo turno spariscono con lui.
oncall-rota-drop-yes = Elimina

oncall-covers = Sostituzioni
oncall-cover-who = Chi sostituisce
oncall-cover-from = Da
oncall-cover-to = A
oncall-cover-add = Aggiungi la sostituzione
oncall-cover-drop = Togli

oncall-rule-new = Nuova regola
oncall-rule-change = Cambia la regola
oncall-rule-name = Nome della regola
oncall-words = Parole urgenti
oncall-words-hint = Una per riga. L’asterisco in fondo vale per ogni finale: urgent*. «Non è urgente» non chiama nessuno.
oncall-topics = Argomenti sempre urgenti
oncall-inbox = Casella
oncall-every-inbox = tutte le caselle
oncall-wait-label = Minuti prima di chiamare la persona dopo
oncall-rounds = Quante volte si fa il giro
oncall-rule-active = La regola è attiva
oncall-rule-drop = Elimina la regola
oncall-rule-drop-text = Le chiamate in corso vanno avanti.
oncall-rule-drop-yes = Elimina

oncall-error-name = Da 1 a 80 caratteri.
oncall-error-starts = Una data, come 02/03/2026.
oncall-error-handover = Un’ora, come 09:00.
oncall-error-members = Da 1 a 50 persone presenti, ognuna una volta.
oncall-error-cover = Una persona che c’è.
oncall-error-moment = Giorno e ora.
oncall-error-from = Entro un anno da oggi.
oncall-error-to = Dopo l’inizio e dopo adesso, al massimo 31 giorni.
oncall-error-rota = Un turno che c’è.
oncall-error-inbox = Una casella che c’è.
oncall-error-words = Almeno una parola o un argomento; ogni parola da 2 a 60 caratteri, al massimo 100.
oncall-error-topics = Argomenti che ci sono.
oncall-error-wait = Da 1 a 120 minuti.
oncall-error-rounds = Da 1 a 5.
oncall-error-rota-busy = Una regola chiama questo turno: prima si cambia la regola.

oncall-alert-found = Arrivata { $at }. Urgente per: { $found }.
oncall-alert-trial = Una prova, partita { $at }.
oncall-take = Ci penso io
oncall-read = Leggi la conversazione
oncall-ended-taken = Se ne occupa { $name }, da { $at }.
oncall-ended-answered = { $name } ha risposto al cliente, { $at }.
oncall-ended-closed = Conversazione chiusa, { $at }.
oncall-called = Chi è stato chiamato
oncall-called-nobody = Ancora nessuno.

oncall-mail-called = Urgente: { $reference }, { $customer }
oncall-mail-called-trial = Prova di reperibilità: { $reference }
oncall-mail-called-text = { $customer } ha scritto «{ $subject }» mentre il servizio è chiuso. Urgente per: { $found }.
oncall-mail-called-do = Chi apre la chiamata e dice «Ci penso io» ferma il giro. Altrimenti tra { $minutes } minuti si chiama la persona dopo.
oncall-mail-unanswered = Nessuno ha risposto: { $reference }, { $customer }
oncall-mail-unanswered-trial = Prova di reperibilità: nessuno ha risposto
oncall-mail-unanswered-text = { $customer } ha scritto «{ $subject }». Sono partite { $count } chiamate e nessuno se n’è occupato.
oncall-mail-unanswered-do = La conversazione aspetta ancora: qualcuno deve prenderla adesso.
oncall-mail-open = Apri la chiamata
