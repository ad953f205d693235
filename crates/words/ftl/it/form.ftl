# Il modulo per scrivere, la sua ricevuta, e come lo si compone.

form-title = { $register ->
    [tu] Scrivici
   *[lei] Ci scriva
}
form-page-title = { $register ->
    [tu] Scrivici: rispondiamo { $by }
   *[lei] Ci scriva: rispondiamo { $by }
}
form-skip = Vai al modulo
form-if-now = { $register ->
    [tu] Se invii adesso, rispondiamo { $by }
   *[lei] Se invia adesso, rispondiamo { $by }
}
form-by-a-person = Lo fa una persona, per e-mail.
form-or-phone = Oppure al telefono:
form-optional = { $register ->
    [tu] se vuoi
   *[lei] se vuole
}
form-field-name = { $register ->
    [tu] Come ti chiami
   *[lei] Come si chiama
}
form-field-email = E-mail
form-field-phone = Telefono
form-field-subject = In breve
form-field-text = { $register ->
    [tu] Il tuo messaggio
   *[lei] Il Suo messaggio
}
form-files = Foto o file
form-files-short = File
form-files-if = se servono
form-files-hint = { $register ->
    [tu] Fino a { $size } in tutto. Puoi incollarli anche nel messaggio.
   *[lei] Fino a { $size } in tutto. Può incollarli anche nel messaggio.
}
form-file-here = arrivato
form-file-remove = Togli { $name }
form-unseen = Lasciare vuoto
form-send = Invia
form-confirm = Confermo, invia
form-given = { $register ->
    [tu] Ti rispondiamo { $by }
   *[lei] Le rispondiamo { $by }
}
form-privacy = { $register ->
    [tu] Usiamo questi dati per risponderti e per nient’altro.
   *[lei] Usiamo questi dati per risponderLe e per nient’altro.
}
form-only-if = Solo se «{ $field }» è «{ $answer }».
form-only-if-ticked = Solo se è segnato «{ $field }».
form-wrong-count = { $count ->
    [one] Un campo da sistemare:
   *[other] { $count } campi da sistemare:
}
form-wrong-rest = Tutto il resto è rimasto com’era, file compresi.
form-wrong-missing = { $register ->
    [tu] Qui serve qualcosa: senza non possiamo risponderti bene.
   *[lei] Qui serve qualcosa: senza non possiamo risponderLe bene.
}
form-wrong-too-long = È più lungo di quanto possiamo tenere: il resto può stare in un file.
form-wrong-no-address = { $register ->
    [tu] Non è un indirizzo e-mail. Senza, la risposta non ti arriva.
   *[lei] Non è un indirizzo e-mail. Senza, la risposta non Le arriva.
}
form-wrong-address-end = { $register ->
    [tu] Manca la fine, per esempio .it. Senza, la risposta non ti arriva.
   *[lei] Manca la fine, per esempio .it. Senza, la risposta non Le arriva.
}
form-wrong-no-phone = Non è un numero di telefono: bastano le cifre, con il + davanti se è all’estero.
form-wrong-no-date = Non è una data.
form-wrong-no-choice = Non è una delle risposte qui sopra.
form-wrong-no-order = Non è un numero d’ordine: lettere, cifre e trattini, senza spazi.
form-wrong-no-way-back = { $register ->
    [tu] Serve un indirizzo e-mail oppure un telefono: senza non sapremmo dove risponderti.
   *[lei] Serve un indirizzo e-mail oppure un telefono: senza non sapremmo dove risponderLe.
}
form-wrong-too-large = { $register ->
    [tu] I file insieme superano { $size }. Togline qualcuno, oppure incolla un link nel messaggio.
   *[lei] I file insieme superano { $size }. Ne tolga qualcuno, oppure incolli un link nel messaggio.
}
form-wrong-not-kept = { $register ->
    [tu] I file non sono rimasti: sceglili di nuovo.
   *[lei] I file non sono rimasti: li scelga di nuovo.
}
form-confirm-title = { $register ->
    [tu] Un passo ancora: ci confermi di essere una persona?
   *[lei] Un passo ancora: ci conferma di essere una persona?
}
form-confirm-text = { $register ->
    [tu] Non abbiamo ancora inviato niente. Aspetta due secondi, poi premi «Confermo, invia»: tutto quello che hai scritto è qui sotto.
   *[lei] Non abbiamo ancora inviato niente. Aspetti due secondi, poi prema «Confermo, invia»: tutto quello che ha scritto è qui sotto.
}
form-too-many = Troppi messaggi da questa rete, tutti insieme
form-too-many-text = { $register ->
    [tu] Il tuo è ancora qui sotto. Invialo di nuovo tra { $wait }.
   *[lei] Il Suo è ancora qui sotto. Lo invii di nuovo tra { $wait }.
}
form-away = { $register ->
    [tu] In questo momento non possiamo ricevere il tuo messaggio
   *[lei] In questo momento non possiamo ricevere il Suo messaggio
}
form-away-text = { $register ->
    [tu] Non è andato perso: è tutto qui sotto. Invialo di nuovo tra un minuto.
   *[lei] Non è andato perso: è tutto qui sotto. Lo invii di nuovo tra un minuto.
}
form-person = Una persona
form-rather-talk = { $register ->
    [tu] Preferisci un’altra strada?
   *[lei] Preferisce un’altra strada?
}
form-oath = { $register ->
    [tu] Se { $at } non hai risposta, lo sa chi è responsabile, e ti scriviamo noi un’ora nuova.
   *[lei] Se { $at } non ha risposta, lo sa chi è responsabile, e Le scriviamo noi un’ora nuova.
}
form-unknown = Qui non c’è nessun modulo
form-unknown-text = { $register ->
    [tu] Forse l’indirizzo è stato copiato a metà, o questa casella non riceve più. Torna al sito da cui vieni: lì trovi come scriverci.
   *[lei] Forse l’indirizzo è stato copiato a metà, o questa casella non riceve più. Torni al sito da cui viene: lì trova come scriverci.
}
form-will-have = { $register ->
    [tu] Avrai risposta { $by }
   *[lei] Avrà risposta { $by }
}
form-received = { $register ->
    [tu] Abbiamo ricevuto il tuo messaggio
   *[lei] Abbiamo ricevuto il Suo messaggio
}
form-received-at = Ricevuta alle { $time }.
form-written-to = Scriviamo la stessa ora a
form-understood = Che cosa abbiamo capito
form-request = Richiesta
form-topic = Argomento
form-topic-none = Non abbiamo capito l’argomento. Lo legge una persona.
form-correct = { $register ->
    [tu] Non è così? Correggi
   *[lei] Non è così? Corregga
}
form-follow = { $register ->
    [tu] Segui la richiesta
   *[lei] Segua la richiesta
}
form-link-lasts = Il link è anche nell’e-mail. Vale finché la richiesta è aperta e per { $days } giorni dopo.
form-sooner = { $register ->
    [tu] Ti serve prima?
   *[lei] Le serve prima?
}
form-by-phone = Una persona al telefono:
form-receipt-title = Ricevuta { $reference }
form-skip-receipt = Vai alla ricevuta
form-held = { $register ->
    [tu] Il tuo messaggio è arrivato, e lo guarda una persona
   *[lei] Il Suo messaggio è arrivato, e lo guarda una persona
}
form-held-text = { $register ->
    [tu] Sembra inviato da un programma: prima di promettere un’ora controlliamo. Se non è così, ti scriviamo noi.
   *[lei] Sembra inviato da un programma: prima di promettere un’ora controlliamo. Se non è così, Le scriviamo noi.
}
form-safe = { $register ->
    [tu] Il tuo messaggio è al sicuro
   *[lei] Il Suo messaggio è al sicuro
}
form-safe-text = { $register ->
    [tu] Il codice e l’ora della risposta ti arrivano per e-mail.
   *[lei] Il codice e l’ora della risposta Le arrivano per e-mail.
}
form-script-sending = Invio…
form-script-going = { $register ->
    [tu] Invio i tuoi file, %percent%
   *[lei] Invio i Suoi file, %percent%
}
form-script-here = arrivato
form-script-stop = Ferma { $name }
form-script-remove = Togli { $name }
form-script-too-large = troppo grande
form-script-failed = non è arrivato
form-script-saved = Il messaggio è salvo su questo dispositivo
form-script-retry = { $register ->
    [tu] Riprovo alle { $time }. Puoi lasciare aperta questa pagina.
   *[lei] Riprovo alle { $time }. Può lasciare aperta questa pagina.
}
form-script-checking = { $register ->
    [tu] Controllo che tu sia una persona, 3 secondi
   *[lei] Controllo che Lei sia una persona, 3 secondi
}
form-script-leave = Un file sta ancora arrivando.

# Come si compone un modulo.
form-editor-title = Moduli
form-editor-which = Di quale casella
form-editor-new = Nuovo modulo
form-editor-new-label = Nome del nuovo modulo
form-editor-new-name = Modulo del sito
form-editor-none = Ancora nessun modulo
form-editor-none-text = Un modulo è una pagina in cui un cliente scrive, e legge subito entro quando avrà risposta. Ogni casella ne ha uno; se ne può aprire uno da solo.
form-editor-where = Dove sta
form-editor-snippet = Per metterlo in una pagina del sito basta questa riga:
form-editor-copy = Copia
form-editor-no-sites = Per ora sta solo al suo indirizzo: i siti in cui può comparire si elencano qui sotto.
form-editor-saved = Salvato: chi apre il modulo da adesso lo trova così.
form-editor-refused = Non è stato salvato
form-editor-refused-text = Quello che non va è accanto al suo campo.
form-editor-save = Salva il modulo
form-editor-fields = Campi
form-editor-fields-text = Nell’ordine in cui si leggono. Meno se ne chiedono, più persone scrivono.
form-editor-unnamed = Campo nuovo
form-editor-label = Che cosa si chiede
form-editor-kind = Tipo
form-editor-help = Aiuto sotto il campo
form-editor-choices = Risposte
form-editor-choices-hint = Una per riga, da 2 a 30.
form-editor-required = Obbligatorio
form-editor-when = Si chiede
form-editor-always = sempre
form-editor-when-is = quando la risposta è
form-editor-up = Sposta più su «{ $field }»
form-editor-down = Sposta più giù «{ $field }»
form-editor-drop = Togli «{ $field }»
form-editor-add-what = Aggiungi un campo
form-editor-add = Aggiungi
form-editor-manners = Come si comporta
form-editor-intro = Una frase sopra i campi
form-editor-intro-hint = { $register ->
    [tu] Con parole tue; può restare vuota.
   *[lei] Con parole Sue; può restare vuota.
}
form-editor-sites = Siti in cui può comparire
form-editor-sites-hint = Uno per riga, come https://www.example.it, senza pagina.
form-editor-files = Si possono aggiungere file
form-editor-callbacks = Dalla pagina della richiesta si può chiedere di essere richiamati
form-editor-a-minute = Messaggi al minuto da una stessa rete
form-editor-a-minute-hint = Oltre, si chiede di aspettare.
form-editor-typed-seconds = Secondi per compilarlo
form-editor-typed-seconds-hint = Chi lo invia prima deve confermare di essere una persona.
form-editor-track-days = Giorni della pagina dopo la chiusura
form-editor-track-days-hint = Poi il link scade, e la pagina dice come scrivere di nuovo.
form-editor-wrong-name = Questo campo c’è già.
form-editor-wrong-label = Serve un nome, fino a 120 caratteri.
form-editor-wrong-kind = Il tipo di questo campo non si può cambiare.
form-editor-wrong-help = Fino a 300 caratteri.
form-editor-wrong-choices = Servono da 2 a 30 risposte, una per riga.
form-editor-wrong-when = La condizione nomina un campo più su e una sua risposta.
form-editor-wrong-sites = Indirizzi come https://www.example.it, uno per riga e senza pagina.
form-editor-wrong-fields = Il modulo chiede sempre il messaggio, e almeno un indirizzo e-mail o un telefono.
form-editor-wrong-number = Il numero è fuori misura.
form-kind-text = Testo
form-kind-long = Testo lungo
form-kind-choice = Scelta
form-kind-check = Casella da spuntare
form-kind-date = Data
form-kind-order = Numero d’ordine
form-kind-email = E-mail
form-kind-phone = Telefono

# Per chi risponde: la richiamata, il voto, il link.
form-agent-call = Richiamata promessa { $at }, squilla entro le { $until }:
form-agent-call-missed = Richiamata mancata { $at }. Chiamare { $by }:
form-agent-note = Che cosa vi siete detti
form-agent-reached = Fatta
form-agent-not-reached = Non risponde
form-agent-way-email = Vuole la risposta per e-mail.
form-agent-way-phone = Vuole la risposta al telefono.
form-agent-way-page = Vuole la risposta solo nella sua pagina.
form-agent-rated = Voto del cliente: { $score } su 5
form-agent-link-mail = Manda un link nuovo al cliente
form-agent-link-withdraw = Ritira il link del cliente
form-event-rated = Il cliente ha dato { $score } su 5
form-event-link = { $who } ha cambiato il link della pagina del cliente
form-event-reached = { $who } ha fatto la richiamata
form-event-not-reached = { $who } ha chiamato, senza risposta
form-event-call-moved = Il cliente ha spostato la richiamata
form-event-call-cancelled = Il cliente ha annullato la richiamata
