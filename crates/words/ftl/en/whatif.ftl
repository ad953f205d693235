whatif-title = What if…
whatif-what = The weeks of an inbox, with other numbers
whatif-skip = Go to the trial
whatif-levers = What changes
whatif-inbox = Inbox
whatif-volume = More messages, in percent
whatif-volume-hint = A negative number for fewer.
whatif-people = More people
whatif-people-hint = A negative number for fewer.
whatif-minutes = Promise, in open minutes
whatif-channels = Channels
whatif-close = If this channel closes
whatif-close-none = None
whatif-come = How many come here, in percent
whatif-come-hint = Of the others nothing is heard again. The people who answer there come too.
whatif-leave = Go to a new channel, in percent
whatif-leave-hint = Of those who write here today, how many would use the channel that opens.
whatif-closed = { $inbox } is closed: { $come } in a hundred of those who wrote there write here, and those who answered there answer here.
whatif-wage = Cost of an hour of work, in euros
whatif-wage-hint = Of all hours the inbox is open.
whatif-play = Try
whatif-today = Back to today
whatif-verdict = Today and the trial
whatif-becomes = becomes
whatif-kept = Promises kept
whatif-between = 9 weeks of 10 between { $low } and { $high }
whatif-missed = Missed in a week
whatif-of-week = { $count ->
    [one] of one message
   *[other] of { $count } messages
  }
whatif-nine = Wait, 9 of 10
whatif-half = half of them within { $half }
whatif-busy = Time taken
whatif-people-there = { $count ->
    [one] one person
   *[other] { $count } people
  }
whatif-cost = Cost of an answer
whatif-wage-of = at { $wage } an hour
whatif-says-holds = It holds: at least nine promises of ten.
whatif-says-short = It does not hold: fewer than nine promises of ten. It takes a longer promise or more people.
whatif-says-drowns = It does not fit: the work of a week is more than the hours there are. The backlog would grow every week.
whatif-how = { $weeks } weeks played by the rules that order the real queue, with the same customers in both cases. Arrivals and tiers are those of the last 28 days; the pace is the one at which today keeps what was really kept. Every week begins without a backlog.
whatif-tiers = Tier by tier
whatif-promised = We promise
whatif-now = Today
whatif-then = Trial
whatif-unknown = Too little is known
whatif-unknown-text = Twenty promises settled in the last 28 days are needed to know the pace of answers here.
whatif-no-inbox = No inbox is live
whatif-no-inbox-text = Once an inbox receives, other numbers can be tried here.
whatif-refused = This cannot be tried
whatif-refused-text = The marked field says why; the rest stayed as it was.
whatif-wrong = A whole number from { $from } to { $to }.
