# Che cosa avremmo promesso.

hindsight-title = Che cosa avremmo promesso
hindsight-days = Quanto indietro
hindsight-wrong-days = Si guarda indietro da { $from } a { $to } giorni.
hindsight-verdict = Le promesse calcolate, sulle richieste vere
hindsight-few = Ancora troppo pochi casi
hindsight-few-text = Con quello che si sapeva allora, { $settled ->
    [one] una richiesta avrebbe avuto un’ora calcolata di cui si sa come è finita
   *[other] { $settled } richieste avrebbero avuto un’ora calcolata di cui si sa come è finita
  }: ne servono { $least }. Altre { $learning } sono servite a imparare.
hindsight-said = Avrebbero retto { $held } su { $settled }, banda { $low }–{ $high }. Di solito avremmo detto { $announced }; abbiamo detto { $promised }, e mantenuto nel { $kept } dei casi.
hindsight-on = Questa casella promette già con l’ora calcolata, e regge.
hindsight-good = Regge: si può lasciare che l’ora calcolata la legga il cliente.
hindsight-bad = Non regge 9 volte su 10: meglio restare sugli obiettivi, o tenerla in ombra.
hindsight-ready = Si sa abbastanza per dirlo ai clienti da questo momento: { $when }. Prima { $learning ->
    [one] è servita a imparare una richiesta
   *[other] sono servite a imparare { $learning } richieste
  }.
hindsight-choose = Scegli da dove viene l’ora
hindsight-beside = Calcolate e dette, per fascia
hindsight-weeks = Settimana per settimana
hindsight-n = Concluse
hindsight-would-hold = Avrebbero retto
hindsight-was-kept = Mantenute davvero
hindsight-would-say = Avremmo detto
hindsight-was-said = Abbiamo detto
hindsight-how = Come si è rifatto il conto
hindsight-how-then = Ogni promessa è ricalcolata da sola, con la coda, le risposte e gli esiti noti in quel momento: niente di quello che è venuto dopo.
hindsight-how-same = «Mantenute davvero» e «Abbiamo detto» sono delle stesse richieste, entro la prima ora data. Regge se una persona ha risposto entro l’ora calcolata; chi non ha avuto risposta conta come mancata.
hindsight-how-today = Orari e obiettivi della casella sono quelli di oggi. Chi risponde si comporta come si è comportato: un’ora più vicina può anche far rispondere prima.
hindsight-how-cut = Le richieste sono molte: si guardano le più recenti, da questo momento in poi: { $when }.
