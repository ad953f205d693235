# Le lettere che partono da sole. Il saluto apre la frase: quello che segue comincia in minuscolo.

mail-subject = [#{ $code }] { $said }
mail-request = Richiesta
mail-greeting = { $register ->
    [tu] Ciao
   *[lei] Buongiorno
}
mail-greeting-named = { $register ->
    [tu] Ciao { $name }
   *[lei] Gentile { $name }
}

mail-ack-preheader = { $register ->
    [tu] La tua e-mail è arrivata. Qui trovi l’ora, che cosa abbiamo capito e come parlare con una persona.
   *[lei] La sua e-mail è arrivata. Qui trova l’ora, che cosa abbiamo capito e come parlare con una persona.
}
mail-ack-arrived = { $register ->
    [tu] { $greeting }, la tua e-mail è arrivata { $when }. Ti risponde una persona. Se non ce la facciamo lo sai prima, con una nuova ora.
   *[lei] { $greeting }, la sua e-mail è arrivata { $when }. Le risponde una persona. Se non ce la facciamo lo saprà prima, con una nuova ora.
}
mail-understood = Che cosa abbiamo capito
mail-topic = Argomento
mail-topic-none = senza oggetto, lo legge una persona
mail-attachments = Allegati
mail-attachments-none = nessuno
mail-attachments-more = { $count ->
    [one] { $names } e un altro
   *[other] { $names } e altri { $count }
}
mail-resolution = Soluzione
mail-about = Oggetto
mail-order = Ordine
mail-not-so = Non è così?
mail-correct = { $register ->
    [tu] Correggi
   *[lei] Corregga
}
mail-follow = { $register ->
    [tu] Segui la richiesta
   *[lei] Segua la richiesta
}

mail-person-title = Una persona, prima
mail-person-phone = Il nostro numero è { $phone }.
mail-person-phone-until = Il nostro numero è { $phone }: rispondiamo oggi, fino { $hour }.
mail-person-phone-from = Il nostro numero è { $phone }: rispondiamo { $from }.
mail-person-reply = { $register ->
    [tu] Rispondi a questa e-mail: la legge una persona.
   *[lei] Risponda a questa e-mail: la legge una persona.
}
mail-person-reply-until = { $register ->
    [tu] Rispondi a questa e-mail: la legge una persona, oggi fino { $hour }.
   *[lei] Risponda a questa e-mail: la legge una persona, oggi fino { $hour }.
}
mail-person-reply-from = { $register ->
    [tu] Rispondi a questa e-mail: la legge una persona, { $from }.
   *[lei] Risponda a questa e-mail: la legge una persona, { $from }.
}

mail-moved-subject = Nuova ora: { $by }
mail-moved-preheader = Non ce la facciamo per { $old }. Ecco la nuova ora e il perché.
mail-moved-sorry = { $greeting }, non ce la facciamo per { $old }.
mail-moved-late-title = { $register ->
    [tu] Se per te è tardi
   *[lei] Se per lei è tardi
}

mail-apology-subject = { $register ->
    [tu] Scusaci. Risposta { $by }
   *[lei] Ci scusi. Risposta { $by }
}
mail-by-owner = { $by }, da { $owner }
mail-apology-preheader = { $register ->
    [tu] Dovevamo risponderti { $when } e non l’abbiamo fatto.
   *[lei] Dovevamo risponderle { $when } e non l’abbiamo fatto.
}
mail-apology-said-owner = { $register ->
    [tu] { $owner } ti risponde { $by }
   *[lei] { $owner } le risponde { $by }
}
mail-apology-sorry = { $register ->
    [tu] { $greeting }, dovevamo risponderti { $when } e non l’abbiamo fatto. Scusaci.
   *[lei] { $greeting }, dovevamo risponderle { $when } e non l’abbiamo fatto. Ci scusi.
}
mail-apology-owner = Ora se ne occupa { $owner }.
mail-apology-topic-owner = { $register ->
    [tu] La tua richiesta «{ $topic }» ora è di { $owner }.
   *[lei] La sua richiesta «{ $topic }» ora è di { $owner }.
}
mail-apology-supervisor = Ora se ne occupa chi coordina l’assistenza.
mail-apology-wait-title = { $register ->
    [tu] Se non vuoi aspettare
   *[lei] Se non vuole aspettare
}

mail-house-footer = { $company }, messaggio di servizio per chi lavora con noi.
mail-house-link = Se il pulsante non si apre, l’indirizzo è questo:

mail-automatic = { $company }, risposta automatica.
mail-add = { $register ->
    [tu] Per aggiungere qualcosa rispondi a questa e-mail: arriva nella stessa richiesta.
   *[lei] Per aggiungere qualcosa risponda a questa e-mail: arriva nella stessa richiesta.
}

mail-elsewhere = { $register ->
    [tu] Come hai chiesto, la risposta { $way ->
        [phone] te la diamo al telefono
       *[page] la trovi solo nella pagina della richiesta
    }.
   *[lei] Come ha chiesto, la risposta { $way ->
        [phone] gliela diamo al telefono
       *[page] la trova solo nella pagina della richiesta
    }.
}

mail-rating-subject = Abbiamo risolto?
mail-rating-preheader = Un tocco basta. Se non è risolto, la richiesta si riapre.
mail-rating-kept = Promessa per { $promised }, risposta { $answered }
mail-rating-asked = { $register ->
    [tu] { $greeting }, ti abbiamo risposto { $when }. Abbiamo risolto?
   *[lei] { $greeting }, le abbiamo risposto { $when }. Abbiamo risolto?
}
mail-rating-mark-1 = no
mail-rating-mark-2 = poco
mail-rating-mark-3 = in parte
mail-rating-mark-4 = quasi
mail-rating-mark-5 = sì
mail-rating-reopen = { $register ->
    [tu] Riapri la richiesta
   *[lei] Riapra la richiesta
}
mail-rating-not-solved = { $register ->
    [tu] Non è risolto? { $link }, oppure rispondi a questa e-mail: riparte con un’ora nuova.
   *[lei] Non è risolto? { $link }, oppure risponda a questa e-mail: riparte con un’ora nuova.
}
mail-rating-not-solved-agent = { $register ->
    [tu] Non è risolto? { $link }, oppure rispondi a questa e-mail: torna a { $agent }, con un’ora nuova.
   *[lei] Non è risolto? { $link }, oppure risponda a questa e-mail: torna a { $agent }, con un’ora nuova.
}
mail-rating-phone = Per parlarne subito { $phone }.
mail-rating-once = { $register ->
    [tu] Te lo chiediamo una volta sola.
   *[lei] Glielo chiediamo una volta sola.
}

mail-thanks-words = { $register ->
    [tu] { $greeting }, grazie della segnalazione. L’abbiamo letta e l’abbiamo passata a chi se ne occupa. Non serve che tu faccia altro: quando sapremo che cosa ne è stato te lo scriviamo qui.
   *[lei] { $greeting }, grazie della segnalazione. L’abbiamo letta e l’abbiamo passata a chi se ne occupa. Non serve che faccia altro: quando sapremo che cosa ne è stato glielo scriviamo qui.
}
mail-outcome-words = { $register ->
    [tu] { $greeting }, torniamo sulla tua segnalazione per dirti che cosa ne è stato.
   *[lei] { $greeting }, torniamo sulla sua segnalazione per dirle che cosa ne è stato.
}

mail-sample-subject = Dov’è il mio pacco?
mail-sample-reason = il pacco è fermo a Piacenza e aspettiamo dal corriere l’ora in cui riparte
mail-sample-answer = { $register ->
    [tu] Ciao Caterina, il pacco riparte oggi e arriva domani mattina.
   *[lei] Gentile Caterina, il pacco riparte oggi e arriva domani mattina.
}

mail-progress-about = Siamo al lavoro
mail-progress-preheader = L’ora che abbiamo detto non cambia.
mail-progress-opening = { $register ->
    [tu] { $greeting }, non ci siamo dimenticati di te. La tua richiesta è ancora da noi e ti rispondiamo { $by }, come detto.
   *[lei] { $greeting }, non ci siamo dimenticati di Lei. La Sua richiesta è ancora da noi e Le rispondiamo { $by }, come detto.
}
mail-progress-opening-owner = { $register ->
    [tu] { $greeting }, non ci siamo dimenticati di te. La tua richiesta l’ha { $owner }, e ti rispondiamo { $by }, come detto.
   *[lei] { $greeting }, non ci siamo dimenticati di Lei. La Sua richiesta l’ha { $owner }, e Le rispondiamo { $by }, come detto.
}
mail-progress-person = { $register ->
    [tu] Se hai fretta
   *[lei] Se ha fretta
}
