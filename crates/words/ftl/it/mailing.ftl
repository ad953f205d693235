# Rapporti che partono per posta.

mailing-title = Invii per posta
mailing-none = Nessun rapporto parte per posta.
mailing-what = Rapporto
mailing-to = A chi
mailing-to-hint = Solo chi può leggere le cifre di tutti: amministratori e supervisori.
mailing-next = Prossimo
mailing-last = Ultimo
mailing-acts = Azioni
mailing-paused = in pausa
mailing-mails = { $count ->
    [one] a una persona
   *[other] a { $count } persone
}
mailing-failed = non partito { $when }: in quei giorni c’è troppo da contare
mailing-send = Manda adesso
mailing-pause = Sospendi
mailing-resume = Riprendi
mailing-delete = Elimina
mailing-change = Questo invio
mailing-new = Nuovo invio
mailing-make = Crea
mailing-save = Salva
mailing-cancel = Annulla
mailing-every = Quando
mailing-hour = Ora
mailing-hour-hint = Da 0 a 23, nel fuso dell’azienda.
mailing-report-figures = Tutte le misure
mailing-report-truth = Quanto sono vere le promesse
mailing-every-day = Ogni giorno
mailing-every-week = Ogni lunedì
mailing-every-month = Il primo del mese
mailing-every-day-at = ogni giorno alle { $hour }
mailing-every-week-at = ogni lunedì alle { $hour }
mailing-every-month-at = il primo del mese alle { $hour }
mailing-how = I numeri stanno nella mail, il CSV intero in allegato. Ne parte uno per periodo, anche con più nodi e dopo un riavvio. «Manda adesso» non sposta il prossimo.
mailing-error = Non si può
mailing-error-hour = Un’ora intera da 0 a 23.
mailing-error-tier = Il rapporto sulle promesse si divide già per fascia.
mailing-error-recipients = Da una a venti persone, ognuna una volta, che possano leggere le cifre di tutti.
mailing-error-many = Ci sono già cinquanta invii.
mailing-error-much = In quei giorni c’è troppo da contare: si scelga una casella o una fascia, o un periodo più corto.
mailing-error-nobody = Nessuno dei destinatari può più leggere queste cifre.

# La mail.
mailing-subject-figures = Rapporto, { $days }
mailing-subject-truth = Quanto sono vere le promesse, { $days }
mailing-about-inbox = Solo la casella { $inbox }.
mailing-about-tier = Solo la fascia { $tier }.
mailing-about-both = Solo la casella { $inbox }, fascia { $tier }.
mailing-counted-until = Gli eventi sono contati fino a { $when }: alcuni numeri possono ancora crescere.
mailing-nothing = In questi giorni non è arrivato niente.
mailing-all-words = Tutte le promesse
mailing-interval = {", "}fra { $low } e { $high }
mailing-against = {", "}rispetto a prima { $against }
mailing-growing = {", "}ancora incompleto
mailing-file = Tutti i numeri, parte per parte, sono nel file allegato.
mailing-open = Apri il rapporto
