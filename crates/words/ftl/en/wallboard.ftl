# The wallboard, and passing a conversation to somebody.

wallboard-skip = Go to the wallboard
wallboard-full = Full screen
# %n is a number the browser fills in.
wallboard-stale = Data from %n minutes ago
wallboard-key-pass = pass on
wallboard-kept-today = Promises kept today
wallboard-kept-of = { $kept } kept of { $settled }.
wallboard-none-due = No promise has fallen due today yet.
wallboard-none-due-28 = No promise fell due in 28 days.
wallboard-28-days = 28 days
wallboard-band = Between { $low } and { $high }%, 19 times in 20.
wallboard-no-band = Under { $least } cases, no interval.
wallboard-moved = Moved
wallboard-not-kept = Not kept
wallboard-wordless = Without a word
wallboard-queues = Live queues
wallboard-inbox = Inbox
wallboard-waiting = Waiting
wallboard-oldest = Longest wait
wallboard-next-due = Next due
wallboard-we-promise = We promise
wallboard-four-hours = Last 4 hours
wallboard-kept = Kept today
wallboard-teams = By team
wallboard-nobody = nobody
wallboard-no-inbox = No inbox yet
wallboard-no-inbox-text = The wallboard fills by itself as soon as somebody can write.
wallboard-risk = { $count ->
    [one] At risk in the next minute
   *[other] At risk in the next { $count } minutes
}
wallboard-missed-count = { $count ->
    [one] 1 missed
   *[other] { $count } missed
}
wallboard-missed = Missed, still owed
wallboard-at-risk = At risk
wallboard-then = Then
wallboard-first = { $shown } of { $all }
wallboard-none-waits = Whoever waits is shown here, the nearest due moment first.
wallboard-all-risk = Everything at risk
wallboard-was-due = was due { $when }
wallboard-now-due = { $missed }, now { $by }
wallboard-with-nobody = with nobody
wallboard-odds = of missing it
wallboard-give = Give it to { $name }
wallboard-give-effect = the chance of missing it goes from { $now } to { $then } per cent
wallboard-move = Move it and tell them
wallboard-odds-how = The chances come from two hundred simulations of the next { $minutes } minutes, with who is on duty now and the pace of the last weeks.
wallboard-odds-none = No chances yet: they need { $least } answers given one after the other.
wallboard-hole = Received today
wallboard-adds-up = { $unread ->
    [0] It adds up: none of the { $count } arrivals is without a verdict.
   *[other] It adds up: { $count } arrivals, { $unread } of them being read.
}
wallboard-hole-open = An arrival waits for a decision.
wallboard-people = People on duty
wallboard-drop = Drag here, or P
wallboard-load = { $open } of { $capacity }
wallboard-pass = Pass on
wallboard-pass-of = the conversation of { $who }
wallboard-pass-title = Who gets { $reference }?
wallboard-passed = { $reference } is with { $name }.
wallboard-passed-nobody = { $reference } is back in the queue.
wallboard-had = { $reference } was with { $name } already.
wallboard-had-nobody = { $reference } was in the queue already.
wallboard-undo = Undo
wallboard-unpassed = It is as it was.
wallboard-no-forecast = It takes a week of counted messages.
wallboard-flow-said = { $came } today, { $rest } more expected: between { $low } and { $high } in all, 8 times of 10.
wallboard-need-said = People needed each half hour, up to { $most }. Now { $now } are needed and { $there } are there.
