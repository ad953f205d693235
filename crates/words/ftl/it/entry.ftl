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
entry-setup = Tre cose e si comincia
entry-setup-text = { $register ->
    [tu] Il resto lo trovi nelle impostazioni, quando vuoi.
   *[lei] Il resto lo trova nelle impostazioni, quando vuole.
}
entry-steps = Passi
entry-step-company = L’azienda
entry-step-company-text = Nome e tono
entry-step-admin = Chi amministra
entry-step-admin-text = { $register ->
    [tu] Tu, per adesso
   *[lei] Lei, per adesso
}
entry-step-inbox = La prima casella
entry-step-inbox-text = Indirizzo e orari
entry-later = Poi si cambia tutto, quando serve.
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
entry-inbox-hint = { $register ->
    [tu] Per esempio assistenza@ e il tuo dominio. Fai arrivare qui la sua posta con un inoltro o con il record MX.
   *[lei] Per esempio assistenza@ e il Suo dominio. Faccia arrivare qui la sua posta con un inoltro o con il record MX.
}
entry-inbox-name = Nome che vedono i clienti
entry-inbox-name-hint = Le risposte partono con questo nome. Se resta vuoto, con quello dell’azienda.
entry-hours = Quando risponde una persona
entry-day-mon = lun
entry-day-tue = mar
entry-day-wed = mer
entry-day-thu = gio
entry-day-fri = ven
entry-day-sat = sab
entry-day-sun = dom
entry-from = dalle
entry-to = alle
entry-hours-hint = Ora di Roma, chiuso nelle festività italiane. Pause ed eccezioni si aggiungono dopo.
entry-begin = Comincia
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
entry-error-no-day = Serve almeno un giorno.
