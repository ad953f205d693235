# Accesso e primo avvio.

entry-title = Entra
entry-enter = Entra in { $company }
entry-email = E-mail
entry-password = Password
entry-show = Mostra
entry-go = Entra
entry-skip = Vai al modulo
entry-language = Lingua
entry-wrong = E-mail o password non sono giuste
entry-wrong-text = { $register ->
    [tu] Controlla entrambe e riprova.
   *[lei] Controlli entrambe e riprovi.
}
entry-cannot = { $register ->
    [tu] Non riesci a entrare? Chiedi un nuovo link a chi amministra Riscontro nella tua azienda.
   *[lei] Non riesce a entrare? Chieda un nuovo link a chi amministra Riscontro nella Sua azienda.
}
entry-dial-written = Scritto domenica all’1:04.
entry-dial-answered = Risposto lunedì alle 10:31,
entry-dial-early = nove minuti prima dell’ora data.

entry-invitation = Invito
entry-welcome = { $register ->
    [tu] Ciao, { $name }
   *[lei] Buongiorno, { $name }
}
entry-choose-password = { $register ->
    [tu] Scegli la password con cui entri in { $company }.
   *[lei] Scelga la password con cui entra in { $company }.
}
entry-enters-as = { $register ->
    [tu] Entri con { $email }
   *[lei] Entra con { $email }
}
entry-new-password = Password nuova
entry-password-hint = Almeno { $count } caratteri; spazi e accenti vanno bene.

entry-not-ready = Manca il primo avvio
entry-not-ready-text = { $register ->
    [tu] Apri il link che il server ha scritto quando è partito. Se non lo trovi, riavvialo: ne scrive uno nuovo.
   *[lei] Apra il link che il server ha scritto quando è partito. Se non lo trova, lo riavvii: ne scrive uno nuovo.
}
entry-not-ready-foot = Il link vale tre giorni e si usa una volta sola.
entry-link-over = Questo link non apre più
entry-link-over-text = { $register ->
    [tu] È già servito, è scaduto, oppure ne hai ricevuto uno più nuovo.
   *[lei] È già servito, è scaduto, oppure ne ha ricevuto uno più nuovo.
}

# Primo avvio.
entry-steps = Passi
entry-company = Nome dell’azienda
entry-register = Come ci rivolgiamo ai clienti
entry-register-lei = Lei: «Le rispondiamo oggi, entro le 14:30»
entry-register-tu = Tu: «Ti rispondiamo oggi, entro le 14:30»
entry-your-name = Nome e cognome
entry-your-name-hint = { $register ->
    [tu] I clienti lo leggono sotto le tue risposte.
   *[lei] I clienti lo leggono sotto le Sue risposte.
}
entry-your-email = { $register ->
    [tu] La tua e-mail
   *[lei] La Sua e-mail
}
entry-inbox = Indirizzo a cui scrivono i clienti
entry-inbox-name = Nome che vedono i clienti
entry-inbox-name-hint = Le risposte partono con questo nome. Se resta vuoto, con quello dell’azienda.
entry-fix = Manca ancora qualcosa
entry-fix-text = { $register ->
    [tu] Trovi il motivo accanto a ogni campo. La password va scritta di nuovo.
   *[lei] Trova il motivo accanto a ogni campo. La password va scritta di nuovo.
}
entry-next-mail = Che cosa succede alla prossima e-mail
entry-it-arrives = Arriva
entry-it-says = «Buongiorno, la Vela è tornata disponibile?»
entry-it-asks = La Vela è tornata disponibile?
entry-we-recognise = Riconosciamo chi scrive
entry-recognised-by = Dall’indirizzo e dalle conversazioni di prima.
entry-we-promise = Promettiamo un’ora certa
entry-you-find-it = { $register ->
    [tu] La trovi qui, in ordine di scadenza
   *[lei] La trova qui, in ordine di scadenza
}

# Accanto ai campi.
entry-error-name-empty = Manca il nome.
entry-error-name-long = Troppo lungo: al massimo 120 caratteri.
entry-error-address = Non sembra un indirizzo e-mail.
entry-error-address-taken = Questo indirizzo è già di un’altra persona.
entry-error-password-short = Troppo corta: almeno 10 caratteri.
entry-error-password-long = Troppo lunga: al massimo 1.024 byte.
entry-error-password-address = La password non può essere l’indirizzo e-mail.
entry-error-last-admin = Resta solo questa persona ad amministrare: prima va nominata un’altra.
entry-error-role = Questo ruolo è per i programmi, non per le persone.
entry-error-link-over = Questo link non apre più.
entry-error-plus = Senza il segno +: le aggiunte con il + arrivano da sole.

# Password dimenticata.
entry-forgotten = Password dimenticata
entry-forgotten-title = Password dimenticata?
entry-forgotten-text = { $register ->
    [tu] Scrivi il tuo indirizzo: ti mandiamo un link per sceglierne un’altra.
   *[lei] Scriva il Suo indirizzo: Le mandiamo un link per sceglierne un’altra.
}
entry-forgotten-go = Manda il link
entry-forgotten-no-mail = { $register ->
    [tu] Da qui non parte ancora posta. Chiedi a chi amministra Riscontro: dalle impostazioni può darti un link per una password nuova.
   *[lei] Da qui non parte ancora posta. Chieda a chi amministra Riscontro: dalle impostazioni può darLe un link per una password nuova.
}
entry-back = Torna all’ingresso
entry-sent-title = { $register ->
    [tu] Controlla la posta
   *[lei] Controlli la posta
}
entry-sent-text = { $register ->
    [tu] Se { $email } è l’indirizzo con cui entri, il link è già in viaggio. Vale un’ora e si usa una volta sola.
   *[lei] Se { $email } è l’indirizzo con cui entra, il link è già in viaggio. Vale un’ora e si usa una volta sola.
}
entry-another-title = Una password nuova
entry-another-text = { $register ->
    [tu] Scegli la password con cui entri d’ora in poi. Le sessioni aperte altrove finiscono.
   *[lei] Scelga la password con cui entra d’ora in poi. Le sessioni aperte altrove finiscono.
}
entry-another-go = Salva ed entra

# E-mail a chi lavora qui.
entry-mail-invite-subject = { $by } ti invita in { $company }
entry-mail-invite-text = { $by } ti ha aggiunto a Riscontro, dove { $company } risponde ai clienti entro l’ora promessa.
entry-mail-invite-then = Scegli la password e sei dentro. Il link vale 7 giorni e si usa una volta sola.
entry-mail-invite-button = Scegli la password
entry-mail-again-subject = Un link per entrare in { $company }
entry-mail-again-text = { $by } ti manda un link per scegliere una password nuova.
entry-mail-again-then = Quella di adesso vale finché non ne scegli un’altra. Il link vale 7 giorni e si usa una volta sola.
entry-mail-again-button = Scegli la password
entry-mail-reset-subject = Una password nuova per { $company }
entry-mail-reset-text = Qualcuno, speriamo tu, ha chiesto una password nuova per questo indirizzo.
entry-mail-reset-then = Il link vale un’ora e si usa una volta sola. Se non l’hai chiesta tu, non serve fare niente: la password resta quella di prima.
entry-mail-reset-button = Scegli la password
entry-mail-changed-subject = La tua password è cambiata
entry-mail-changed-text = La password con cui entri in { $company } è stata cambiata adesso, e le altre sessioni sono finite.
entry-mail-changed-then = Se non sei stato tu, avvisa subito chi amministra Riscontro nella tua azienda.

# Primo avvio, passo per passo.
entry-setup = Benvenuti in Riscontro
entry-setup-text = { $register ->
    [tu] Sei passi, dieci minuti. Alla fine scrivi a te stesso e vedi arrivare la prima risposta promessa.
   *[lei] Sei passi, dieci minuti. Alla fine scrive a sé stesso e vede arrivare la prima risposta promessa.
}
entry-later = { $register ->
    [tu] Puoi fermarti: ogni passo resta salvato.
   *[lei] Può fermarsi: ogni passo resta salvato.
}
entry-leave = Salta il resto
entry-on = Avanti
entry-begin = Avanti
entry-step-done = fatto:
entry-step-company = L’azienda
entry-step-company-text = Nome e tono
entry-step-admin = Chi amministra
entry-step-hours = Gli orari
entry-step-hours-text = Quando c’è una persona
entry-step-mailbox = La prima casella
entry-step-mailbox-text = 2 minuti
entry-step-promise = La promessa
entry-step-promise-text = Entro quando
entry-step-people = Chi risponde
entry-step-people-text = Colleghi, per e-mail
entry-step-trial = La prima prova
entry-step-trial-text = { $register ->
    [tu] Scrivi a te stesso
   *[lei] Scriva a sé stesso
}
entry-company-language = Lingua
entry-zone = Fuso orario
entry-zone-hint = Per esempio Europe/Rome.
entry-hours-title = Quando risponde una persona?
entry-hours-lead = Solo in queste ore corre il tempo delle promesse. Chi scrive di notte o a Ferragosto riceve l’ora giusta lo stesso.
entry-mailbox-title = { $register ->
    [tu] Collega la prima casella
   *[lei] Colleghi la prima casella
}
entry-mailbox-lead = Tre campi. I server li troviamo noi, e prima di salvare li proviamo.
entry-mailbox-address-hint = Per esempio assistenza@ e il dominio dell’azienda.
entry-mailbox-go = Prova e collega
entry-mailbox-skip = Senza casella
entry-mailbox-skip-text = Senza casella la posta arriva da un altro server, per SMTP o LMTP: il passo dopo dice che cosa scrivere dove.
entry-mailbox-skipped = L’indirizzo è pronto. Resta da far arrivare qui la sua posta.
entry-promise-title = Che cosa promettete?
entry-promise-lead = A ogni cliente diciamo subito entro quando avrà risposta. Ecco l’e-mail vera, con gli orari appena scelti.
entry-promise-c = Chi scrive per la prima volta
entry-promise-b = Chi è cliente da tempo
entry-promise-a = I clienti strategici
entry-promise-hint = Ore o minuti a sportello aperto, per esempio «4 ore».
entry-promise-look = Guarda come cambia
entry-promise-letter = L’e-mail che riceve chi scrive adesso
entry-promise-letter-text = Il testo si cambia nelle impostazioni, per lingua e per casella.
entry-people-title = Chi risponde?
entry-people-lead = { $register ->
    [tu] Invita i colleghi: ricevono un link e scelgono da soli la password.
   *[lei] Inviti i colleghi: ricevono un link e scelgono da soli la password.
}
entry-people-row = Collega { $place }
entry-people-go = Invita
entry-people-finish = Vai alla posta
entry-people-alone = Per ora da solo: vai alla posta
entry-people-made = Inviti pronti
entry-people-there = Chi c’è già
entry-people-text = Gruppi, competenze e turni si aggiungono dopo, nelle impostazioni.
