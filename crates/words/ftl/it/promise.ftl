# Gli impegni: come si chiamano e a che punto sono.

promise-state-open = in corso
promise-state-kept = mantenuta
promise-state-broken = mancata
promise-state-moved = spostata
promise-state-void = decaduta

promise-kind-first-reply = Prima risposta
promise-kind-next-reply = Risposta
promise-kind-callback = Richiamata
promise-kind-resolution = Soluzione
promise-kind-custom = Impegno
promise-kind-legal = Termine di legge

promise-agent = Risposta { $by }
promise-left = { $left } alla scadenza
promise-late = In ritardo di { $left }
promise-kept-early = Mantenuta, { $left } prima
promise-kept = Mantenuta
promise-nobody-waits = Nessuno aspetta.
