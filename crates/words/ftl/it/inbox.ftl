# La posta: elenco, conversazione, risposta.
