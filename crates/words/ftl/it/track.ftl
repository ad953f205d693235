# La pagina del cliente.

track-title = Richiesta { $reference }
track-request = Richiesta
track-skip = Vai allo stato della richiesta
track-word = { $register ->
    [tu] Avrai risposta { $by }
   *[lei] Avrà risposta { $by }
}
track-left = Tempo che resta: { $left }. La risposta arriva per e-mail.
track-moved = Ora nuova, perché { $reason }.
track-broken = { $register ->
    [tu] Dovevamo risponderti { $at }. Ci dispiace: questa è l’ora nuova, ed è già sotto gli occhi di chi è responsabile.
   *[lei] Dovevamo risponderLe { $at }. Ci dispiace: questa è l’ora nuova, ed è già sotto gli occhi di chi è responsabile.
}
track-missed = { $register ->
    [tu] Dovevamo risponderti { $at }
   *[lei] Dovevamo risponderLe { $at }
}
track-missed-text = { $register ->
    [tu] Ci dispiace. Ti stiamo scrivendo l’ora nuova.
   *[lei] Ci dispiace. Le stiamo scrivendo l’ora nuova.
}
track-answered = { $register ->
    [tu] Ti abbiamo risposto { $at }
   *[lei] Le abbiamo risposto { $at }
}
track-answered-text = La risposta è qui sotto, e nella posta.
track-kept = { $left } prima dell’ora data. La risposta è qui sotto, e nella posta.
track-closed = Richiesta chiusa
track-nothing = Nessuna risposta in sospeso
track-nothing-text = { $register ->
    [tu] Se serve altro, scrivici: la richiesta si riapre da sola.
   *[lei] Se serve altro, ci scriva: la richiesta si riapre da sola.
}
track-steps = A che punto è
track-received = Ricevuta
track-received-text = { $register ->
    [tu] Il tuo messaggio è arrivato.
   *[lei] Il Suo messaggio è arrivato.
}
track-entrusted = Affidata
track-entrusted-to = A { $name }.
track-entrusted-nobody = { $register ->
    [tu] Non appena qualcuno la prende, lo leggi qui.
   *[lei] Non appena qualcuno la prende, lo legge qui.
}
track-promised = Promessa
track-by = Risposta { $by }.
track-answer = Risposta
track-answer-text = Per e-mail. Resta anche in questa pagina.
track-oath = { $register ->
    [tu] Se { $at } non hai risposta, lo sa chi è responsabile, e ti scriviamo noi un’ora nuova.
   *[lei] Se { $at } non ha risposta, lo sa chi è responsabile, e Le scriviamo noi un’ora nuova.
}
track-letters = I messaggi
track-you = { $register ->
    [tu] Tu
   *[lei] Lei
}
track-add = { $register ->
    [tu] Vuoi aggiungere qualcosa? Rispondi alla nostra e-mail o scrivi ad
   *[lei] Vuole aggiungere qualcosa? Risponda alla nostra e-mail o scriva ad
}
track-add-reference = { $register ->
    [tu] Vuoi aggiungere qualcosa? Scrivici con il codice { $reference }.
   *[lei] Vuole aggiungere qualcosa? Ci scriva con il codice { $reference }.
}
track-phone = Una persona al telefono:
track-unknown = Qui non c’è nessuna richiesta
track-unknown-text = { $register ->
    [tu] Forse il link è stato copiato a metà. Aprilo di nuovo dall’e-mail che ti abbiamo mandato, oppure rispondi a quella: ci arriva lo stesso.
   *[lei] Forse il link è stato copiato a metà. Lo apra di nuovo dall’e-mail che Le abbiamo mandato, oppure risponda a quella: ci arriva lo stesso.
}
