# Per quanto si conservano i messaggi come sono arrivati.

keeping-days = Giorni per cui teniamo i messaggi originali
keeping-days-hint = Dopo, il messaggio come è arrivato si cancella; restano la conversazione, l’esito, l’impronta e la dimensione. Da 7 a 3650; vuoto, per sempre.
keeping-error-days = Da 7 a 3650 giorni, oppure vuoto.
keeping-bytes-until = conservato fino al { $day }
keeping-bytes-gone = Il messaggio come è arrivato era conservato fino al { $day }. Restano l’arrivo, il suo esito, l’impronta e la dimensione.
keeping-text-gone = Il messaggio come è arrivato non c’è più: restano l’esito, l’impronta e la dimensione.
