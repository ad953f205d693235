# Conversazioni fra altre: unite, divise, spostate, collegate, seguite, ringraziate, stampate.

together-merge = Unisci
together-merge-title = Unisci a un’altra conversazione
together-merge-text = Tutta questa conversazione passa in quella scelta. Resta la promessa che scade prima; il vecchio codice e il vecchio collegamento portano lì. Si può annullare per 24 ore.
together-merge-same = Dello stesso cliente
together-merge-none = Questo cliente non ha altre conversazioni.
together-merge-code = Oppure per codice
together-merge-act = Unisci
together-merge-refused = Queste due non si possono unire: sono di clienti diversi, o sono la stessa.
together-split-long = Porta questo messaggio e i successivi in una nuova conversazione
together-split-title = Dividi la conversazione
together-split-text = Questo messaggio e i successivi passano in una conversazione loro, con un codice proprio. Una risposta già promessa scade là alla stessa ora.
together-split-subject = Di che cosa parla la nuova
together-split-tell = Avvisa il cliente
together-split-tell-hint = Riceve una mail con il nuovo codice.
together-split-act = Dividi
together-split-refused = Qui non si può dividere: qualcosa deve restare, e nessuna risposta deve essere in partenza.
together-inbox = Sposta in un’altra casella
together-inbox-title = Sposta in un’altra casella
together-inbox-text = Le risposte partiranno dall’indirizzo di quella casella. Ciò che è promesso resta promesso.
together-inbox-none = Non c’è un’altra casella.
together-inbox-act = Sposta
together-inbox-refused = Non si può spostare lì.
together-link = Collega
together-link-title = Conversazioni collegate
together-link-text = Il collegamento si vede da entrambe.
together-link-code = Codice dell’altra
together-link-act = Collega
together-link-refused = Queste due non si possono collegare.
together-linked = Collegata a
together-unlink = Togli
together-no-such = Nessuna conversazione ha questo codice.
together-late-title = Non si può annullare
together-undo-late = Non si può più annullare: nel frattempo è stato fatto altro, o sono passate più di 24 ore.
together-thank = Non serve risposta: ringrazia
together-thank-title = Ringrazia per una segnalazione
together-thank-text = Il cliente riceve un grazie e la conversazione si chiude. La promessa risulta mantenuta con un grazie.
together-thank-label = Che cosa legge il cliente
together-thank-act = Ringrazia e chiudi
together-thanks-letter = { $greeting },

    grazie della segnalazione: aiuta noi e chi verrà dopo di { $register ->
        [tu] te
       *[lei] lei
    }. L’abbiamo passata a chi può rimediare. Non occorre fare altro; per aggiungere qualcosa basta rispondere a questo messaggio.
together-outcome = Racconta com’è finita
together-outcome-title = Racconta com’è finita
together-outcome-text = { $count ->
    [0] Lo legge chi l’ha segnalato.
    [one] Lo legge chi l’ha segnalato, e un’altra persona in una conversazione collegata.
   *[other] Lo legge chi l’ha segnalato, e altre { $count } persone in conversazioni collegate.
}
together-outcome-label = Com’è finita
together-outcome-act = Avvisa
together-thanked = Grazie inviato { $when }: non serve risposta. Più tardi si può raccontare com’è finita.
together-told = Il cliente sa com’è finita: avvisato { $when }.
together-follow = Segui
together-unfollow = Non seguire più
together-followers = La seguono: { $names }
together-unread = Segna da leggere
together-print = Stampa
together-print-code = Codice
together-print-customer = Cliente
together-print-inbox = Casella
together-print-at = Stampata
together-print-notes = Con le note interne
together-print-plain = Senza le note interne
together-print-files = File:
together-looking = Anche %n la sta guardando
together-lookers = Chi altro la guarda
together-typing-one = %n sta scrivendo…
together-typing-more = %n stanno scrivendo…
together-done-merge = Conversazioni unite.
together-done-split = Conversazione divisa.
together-done-move = Spostata in un’altra casella.
together-event-merged = { $who } ha unito qui { $reference }
together-event-split = { $who } ha portato il seguito in { $reference }
together-event-moved = { $who } l’ha spostata nella casella { $inbox }
together-event-undone-merge = { $who } ha annullato l’unione
together-event-undone-split = { $who } ha annullato la divisione
together-event-undone-move = { $who } ha annullato lo spostamento
together-event-linked = { $who } ha collegato { $reference }
together-event-unlinked = { $who } ha tolto il collegamento con { $reference }
together-event-thanked = { $who } ha ringraziato per la segnalazione: non serve risposta
together-event-outcome = { $who } ha raccontato com’è finita
together-event-restored = La promessa vale di nuovo
together-word-thanks = mantenuta con un grazie
together-void-merged = Al suo posto vale un’altra promessa: le conversazioni sono state unite
together-void-split = La promessa prosegue nella conversazione separata
together-void-undone = La promessa è tornata indietro: la divisione è stata annullata
together-key-unread = segna da leggere
together-key-mention = nomina un collega (in una nota)
together-mention = Colleghi
