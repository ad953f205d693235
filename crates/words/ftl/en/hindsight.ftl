# What we would have promised.

hindsight-title = What we would have promised
hindsight-days = How far back
hindsight-wrong-days = It looks back from { $from } to { $to } days.
hindsight-verdict = Estimated promises, on real requests
hindsight-few = Too few cases so far
hindsight-few-text = With what was known then, { $settled ->
    [one] one request would have had an estimated time whose outcome is known
   *[other] { $settled } requests would have had an estimated time whose outcome is known
  }: it takes { $least }. Another { $learning } were learnt from.
hindsight-said = { $held } of { $settled } would have held, band { $low }–{ $high }. We would usually have said { $announced }; we said { $promised }, and kept { $kept }.
hindsight-on = This inbox already promises estimated times, and they hold.
hindsight-good = It holds: customers can be told the estimated time.
hindsight-bad = It does not hold 9 times in 10: better to stay with the targets, or in the shadow.
hindsight-ready = From { $when } on enough was known to tell customers; before that { $learning ->
    [one] one request was learnt from
   *[other] { $learning } requests were learnt from
  }.
hindsight-choose = Choose where the time comes from
hindsight-beside = Estimated and told, by tier
hindsight-weeks = Week by week
hindsight-n = Settled
hindsight-would-hold = Would have held
hindsight-was-kept = Really kept
hindsight-would-say = Would have said
hindsight-was-said = We said
hindsight-how = How it was worked out
hindsight-how-then = Each promise is worked out again by itself, from the queue, the answers and the outcomes known at that moment: nothing that came later.
hindsight-how-same = “Really kept” and “We said” are of the same requests, by the time first given. It holds if a person answered by the estimated time; who got no answer counts as missed.
hindsight-how-today = Hours and targets of the inbox are today’s. People answer as they did: a nearer time may also make them answer sooner.
hindsight-how-cut = There are many requests: the newest are looked at, from { $when } on.
