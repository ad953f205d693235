# La casella di posta: come si collega, che cosa non va.

mailbox-provider-own = Un server mio o di un altro fornitore
mailbox-encryption-tls = cifrata dal primo byte (TLS)
mailbox-encryption-starttls = cifrata dopo il saluto (STARTTLS)
mailbox-encryption-none = non cifrata, solo in una rete propria
mailbox-after-seen = Segnarlo come letto
mailbox-after-move = Spostarlo in una cartella
mailbox-after-leave = Lasciarlo com’è
mailbox-first-new = Solo i messaggi che arrivano da adesso
mailbox-first-unseen = Anche quelli non letti
mailbox-first-days = Anche quelli degli ultimi giorni
mailbox-step-name = Il nome del server ha un indirizzo
mailbox-step-port = La porta risponde
mailbox-step-certificate = La connessione è cifrata e il certificato è valido
mailbox-step-sign-in = Il server accetta nome utente e password
mailbox-step-folder = La cartella c’è
mailbox-step-found = { $messages ->
    [0] La cartella c’è ed è vuota
    [one] La cartella c’è: un messaggio
   *[other] La cartella c’è: { $messages } messaggi
}{ $unseen ->
    [0] {""}
    [one] , uno non letto
   *[other] , { $unseen } non letti
}
mailbox-step-sending = Il server di invio risponde
mailbox-step-sending-sign-in = Il server di invio accetta nome utente e password
mailbox-fault-name-unknown = Nessuno conosce il nome { $place }. { $register ->
    [tu] Controlla
   *[lei] Controlli
} come è scritto: spesso comincia con imap, smtp o mail.
mailbox-fault-own-network = { $place } sta nella rete interna di questo server. Chi lo gestisce può permetterlo con RISCONTRO_ALLOW_PRIVATE_HOSTS.
mailbox-fault-port-closed = { $place } non risponde su quella porta. { $register ->
    [tu] Controlla
   *[lei] Controlli
} il numero: 993 o 143 per ricevere, 465 o 587 per inviare. Può anche essere un firewall.
mailbox-fault-too-slow = { $place } non ha risposto in tempo. Forse è lento, o un firewall trattiene la connessione.
mailbox-fault-connection-lost = { $place } ha chiuso la connessione a metà.
mailbox-fault-other-protocol = Su { $place } risponde qualcosa che non parla questo protocollo. Forse la porta è di un altro servizio, o la cifratura scelta non è quella giusta.
mailbox-fault-no-encryption = { $place } non offre la cifratura STARTTLS. { $register ->
    [tu] Prova
   *[lei] Provi
} TLS sulla porta 993 (invio: 465).
mailbox-fault-encryption-needed = { $place } accetta la password solo su una connessione cifrata. { $register ->
    [tu] Scegli
   *[lei] Scelga
} TLS o STARTTLS.
mailbox-fault-certificate-expired = Il certificato di { $place } è scaduto. Lo deve rinnovare chi gestisce quel server: fino ad allora la password non viene mandata.
mailbox-fault-certificate-other-name = Il certificato di { $place } è intestato a un altro nome. { $register ->
    [tu] Usa
   *[lei] Usi
} il nome che sta nel certificato; la password non è stata mandata.
mailbox-fault-certificate-unknown = Il certificato di { $place } non è firmato da un’autorità conosciuta, quindi la password non è stata mandata. Se il server è della casa, chi gestisce Riscontro può aggiungere la sua autorità con RISCONTRO_MAIL_CA.
mailbox-fault-encryption-failed = La connessione cifrata con { $place } non riesce: { $detail }
mailbox-fault-sign-in-refused = { $place } non accetta nome utente e password. { $register ->
    [tu] Controllali: il nome utente è quasi sempre l’indirizzo intero. Se la casella ha la verifica in due passaggi, ti serve
   *[lei] Li controlli: il nome utente è quasi sempre l’indirizzo intero. Se la casella ha la verifica in due passaggi, Le serve
} una password per app.
mailbox-fault-app-password-needed = { $place } vuole una password per app: { $register ->
    [tu] creala nelle impostazioni di sicurezza del tuo account e scrivila
   *[lei] la crei nelle impostazioni di sicurezza del Suo account e la scriva
} qui al posto della password.
mailbox-fault-token-needed = { $place } non accetta più password: serve l’accesso con token (OAuth 2).
mailbox-fault-token-refused = Il token d’accesso per { $place } non vale più. { $register ->
    [tu] Autorizza
   *[lei] Autorizzi
} di nuovo la casella.
mailbox-fault-sign-in-unknown = { $place } non offre un modo di accesso che conosciamo.
mailbox-fault-folder-missing = La cartella { $place } non c’è.{ $detail ->
    [none] {""}
   *[other] {" "}Forse adesso si chiama { $detail }.
} I messaggi già presi restano qui; gli altri aspettano sul server.
mailbox-fault-folder-unreadable = La cartella { $place } non si lascia aprire: { $detail }
mailbox-fault-server-refused = { $place } ha detto di no: { $detail }
mailbox-fault-store-away = L’archivio di Riscontro non era raggiungibile. I messaggi restano sul server e vengono presi appena torna.
mailbox-fault-secret-lost = La password della casella non si apre più con la chiave di questo server. { $register ->
    [tu] Scrivila
   *[lei] La scriva
} di nuovo.
