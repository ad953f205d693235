# I compiti chiesti a colleghi, reparti e fornitori.

task-mail-asked = { $title }: serve { $by }
task-mail-asked-text = { $register ->
    [tu] { $asker } di { $company } ti chiede una cosa, { $by }.
   *[lei] { $asker } di { $company } le chiede una cosa, { $by }.
}
task-mail-moved = { $title }: ora serve { $by }
task-mail-moved-text = { $asker } di { $company } ha spostato la scadenza: { $by }.
task-mail-reminder = Promemoria: { $title }, { $by }
task-mail-reminder-text = { $register ->
    [tu] Ti ricordiamo quello che ti ha chiesto { $asker } di { $company }, { $by }.
   *[lei] Le ricordiamo quello che le ha chiesto { $asker } di { $company }, { $by }.
}
task-mail-withdrawn = Non serve più: { $title }
task-mail-withdrawn-text = { $register ->
    [tu] { $asker } di { $company } non ne ha più bisogno. Non serve che tu faccia altro.
   *[lei] { $asker } di { $company } non ne ha più bisogno. Non serve che faccia altro.
}
task-mail-files = Allegati, da scaricare dalla pagina: { $names }.
task-mail-answer = { $register ->
    [tu] Per rispondere basta rispondere a questa e-mail: quello che scrivi arriva a chi te l’ha chiesto. Se non puoi occupartene, dillo dalla pagina.
   *[lei] Per rispondere basta rispondere a questa e-mail: quello che scrive arriva a chi gliel’ha chiesto. Se non può occuparsene, lo dica dalla pagina.
}
task-mail-open = { $register ->
    [tu] Apri il compito
   *[lei] Apra il compito
}
task-mail-late = In ritardo: { $title }
task-mail-late-text = { $name } doveva rispondere e non l’ha ancora fatto. La richiesta { $code } aspetta.
task-mail-done = Fatto: { $title }
task-mail-done-text = { $name } ha risposto. La richiesta { $code } può andare avanti.
task-mail-declined = Non può: { $title }
task-mail-declined-text = { $name } non può occuparsene. La richiesta { $code } aspetta un’altra strada.

task-tasks = Compiti
task-text = Che cosa serve da altri perché un cliente abbia risposta
task-view-mine = Chiesti a me
task-view-asked = Chiesti da me
task-view-late = In ritardo
task-view-open = Tutti gli aperti
task-view-settled = Conclusi
task-none-mine = Nessuno aspetta niente da te
task-none-mine-text = Quando un collega ti chiede una cosa per un cliente, la trovi qui con la sua scadenza.
task-none-asked = Non hai chiesto niente a nessuno
task-none-asked-text = Da una conversazione puoi chiedere una cosa a un collega, a un reparto o a un fornitore, con una scadenza sua.
task-none-late = Nessun compito in ritardo
task-none-late-text = Quando una scadenza passa senza risposta, il compito compare qui e chi lo ha chiesto lo sa.
task-none-open = Nessun compito aperto
task-none-open-text = Da una conversazione puoi chiedere una cosa a un collega, a un reparto o a un fornitore.
task-none-settled = Nessun compito concluso
task-none-settled-text = I compiti fatti, rifiutati o tolti restano qui.
task-what = Che cosa
task-whom = Chi
task-due = Scadenza
task-conversation = Richiesta
task-promised = promessa { $by }
task-late-by = in ritardo di { $span }
task-due-by = { $by }
task-state-open = aperto
task-state-done = fatto
task-state-declined = non può
task-state-withdrawn = non serve più
task-new = Chiedi a qualcuno
task-new-lead = Per la richiesta { $code }. Il cliente non vede né il compito né la risposta.
task-to = A chi
task-to-agents = Colleghi
task-to-contacts = Reparti e fornitori
task-title = Che cosa serve, in una riga
task-title-hint = Per esempio: quando riparte il pacco 1Z999?
task-note = Il resto
task-note-hint = Quello che serve sapere per rispondere. Il nome del cliente non parte da solo.
task-due-hint = Prima di quando abbiamo promesso al cliente: { $by }.
task-due-hint-free = Al cliente non è promesso niente adesso.
task-later = Va bene anche dopo la promessa al cliente
task-files = Allegati da far avere
task-ask = Chiedi
task-back = Torna alla richiesta
task-asked-by = Chiesto da { $name }, { $when }
task-answer = Risposta
task-answer-hint = Resta accanto alla conversazione. Il cliente non la legge.
task-done = Fatto
task-decline = Non posso
task-withdraw = Non serve più
task-move = Sposta la scadenza
task-settled-at = { $state }, { $when }
task-via-mail = per e-mail
task-via-page = dalla pagina
task-via-console = da qui
task-via-api = dall’API
task-beside = Chiesto ad altri
task-beside-none = Serve qualcosa da un collega, un reparto o un fornitore?
task-error-whom = Scegli a chi chiedere.
task-error-title = Da 1 a 150 caratteri.
task-error-text = Al massimo 10.000 caratteri.
task-error-due = Un giorno e un’ora che devono ancora venire, entro un anno.
task-error-later = È dopo la promessa al cliente. Anticipa, o di’ che va bene.
task-error-files = Uno di questi allegati non è di questa conversazione.
task-error-answer = Di’ in una riga perché no.
task-error-settled = Questo compito è già concluso.

task-page-title = Una cosa che le chiede { $company }
task-page-asked = { $asker } la chiede { $by }.
task-page-late = Era per { $when }. Serve ancora.
task-page-answer = La sua risposta
task-page-answer-hint = La legge chi l’ha chiesta. Il cliente non la vede.
task-page-done = Ecco, fatto
task-page-decline = Non posso occuparmene
task-page-error-answer = Scriva in una riga perché no.
task-page-thanks = Arrivata. Grazie.
task-page-thanks-text = Non serve altro. Se cambia qualcosa può rispondere all’e-mail.
task-page-settled = Questo compito è concluso.
task-page-settled-text = Non serve altro.
task-page-files = Allegati
task-page-add-files = Foto o file
task-page-add-files-hint = Fino a { $count } file, { $size } in tutto. Li vede chi l’ha chiesto, il cliente no.
task-page-error-large = I file superano { $size } in tutto. Il testo è rimasto: scelga file più piccoli, o incolli un link.
task-page-error-many = Sono più di { $count } file. Il testo è rimasto: ne scelga meno, o li metta in un archivio.

task-contact-contacts = Reparti e fornitori
task-contact-text = A chi si può chiedere per e-mail, senza account
task-contact-new = Aggiungi
task-contact-name = Nome
task-contact-email = E-mail
task-contact-kind = Che cos’è
task-contact-kind-department = Reparto
task-contact-kind-supplier = Fornitore
task-contact-kind-colleague = Collega senza account
task-contact-language = Lingua
task-contact-note = Nota
task-contact-note-hint = Per voi: orari, chi chiedere, numero di telefono.
task-contact-none = Ancora nessuno
task-contact-none-text = Il magazzino, il corriere, il laboratorio: chi serve per rispondere a un cliente si aggiunge qui, e risponde per e-mail o da una pagina.
task-contact-save = Salva
task-contact-remove = Togli
task-contact-error-name = Da 1 a 120 caratteri.
task-contact-error-email = Non è un indirizzo e-mail.
task-contact-error-note = Al massimo 1.000 caratteri.
task-understood-corrected = corretto
task-understood-nothing = Né argomento né ordine.
task-understood-correct = Correggi
task-understood-title = Argomento e ordine
task-understood-lead = Di che cosa tratta la richiesta { $code }. Lo leggono i colleghi, e le e-mail che partono dopo.
task-understood-none = Nessuno di questi
task-understood-order-hint = Come lo scrive il cliente. Vuoto, se non ce n’è uno.
task-understood-save = Salva
task-understood-error-topic = Questo argomento non è più nell’elenco.
task-late-count = { $count } in ritardo
