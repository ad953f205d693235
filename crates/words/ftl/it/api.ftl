# Frasi dell’interfaccia per programmi. I programmi leggono l’inglese; queste arrivano a chi li guarda.

api-not-found = Non c’è, o non si può vedere.
api-too-many-requests = Troppe richieste. La risposta dice quando riprovare.
