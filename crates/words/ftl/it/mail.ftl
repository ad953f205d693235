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
mail-not-so = { $register ->
    [tu] Non è così? Rispondi a questa e-mail.
   *[lei] Non è così? Risponda a questa e-mail.
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
mail-apology-subject-owner = { $register ->
    [tu] Scusaci. Risposta { $by }, da { $owner }
   *[lei] Ci scusi. Risposta { $by }, da { $owner }
}
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
