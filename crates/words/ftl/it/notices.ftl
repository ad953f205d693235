# Di che cosa si avvisano le persone: la campanella, la sua pagina, i browser.

notices-title = Avvisi
notices-bell = { $count ->
    [0] Avvisi
    [one] Avvisi, uno da leggere
   *[other] Avvisi, { $count } da leggere
}
notices-skip = Vai agli avvisi
notices-all = Tutti gli avvisi
notices-unread = Da leggere
notices-own = Dove ricevere gli avvisi
notices-choose = Scegli gli avvisi
notices-read-all = Segna tutti come letti
notices-mark-read = Segna letto
notices-mark-unread = Segna da leggere
notices-is-unread = da leggere
notices-older = Avvisi precedenti
notices-key-walk = successivo, precedente
notices-empty = Ancora nessun avviso
notices-empty-unread = Tutto letto
notices-empty-text = { $register ->
    [tu] Ti avvisiamo
   *[lei] La avvisiamo
} quando qualcuno fa il { $register ->
    [tu] tuo
   *[lei] suo
} nome in una nota, assegna una conversazione, o succede qualcosa in una conversazione propria o seguita.
notices-somebody = qualcuno

notices-line-mention = { $who } { $register ->
    [tu] ti
   *[lei] la
} nomina in una nota
notices-line-assigned = { $register ->
    [tu] Una conversazione ora è tua
   *[lei] Una conversazione ora è sua
}
notices-line-replied = { $customer } ha scritto
notices-line-at-risk = La promessa a { $customer } sta per scadere
notices-line-trouble = Qualcosa non è arrivato a { $customer }
notices-line-task = { $register ->
    [tu] Al tuo compito c’è una risposta
   *[lei] Al suo compito c’è una risposta
}
notices-line-oncall = Urgente: ha scritto { $customer }

notices-kind-mention = Una nota con il mio nome
notices-kind-assigned = Una conversazione assegnata a me
notices-kind-replied = Il cliente scrive nelle mie o in quelle che seguo
notices-kind-at-risk = Una promessa che sta per scadere
notices-kind-trouble = Qualcosa di non consegnato
notices-kind-task = Una risposta a un mio compito
notices-kind-oncall = Qualcosa di urgente nel mio turno di reperibilità
notices-of = Che cosa
notices-place-screen = Campanella
notices-place-browser = Browser
notices-place-push = Push
notices-this-browser = Questo browser
notices-browser-ask = Il browser non ha ancora chiesto se Riscontro può mostrare avvisi.
notices-browser-granted = Questo browser mostra gli avvisi quando la console è aperta dietro altre finestre.
notices-browser-denied = Questo browser non permette gli avvisi: si cambia nelle sue impostazioni per questo sito.
notices-browser-missing = Questo browser non sa mostrare avvisi.
notices-browser-allow = Permetti gli avvisi
notices-push-on = Avvisa anche a console chiusa
notices-push-off = Non avvisare più a console chiusa
notices-full = Mostra il nome intero del cliente
notices-full-hint = Altrimenti escono da questo server solo il nome di battesimo e l’oggetto.
notices-browsers = { $count ->
    [0] Nessun browser riceve avvisi a console chiusa.
    [one] Un browser riceve avvisi a console chiusa.
   *[other] { $count } browser ricevono avvisi a console chiusa.
}
