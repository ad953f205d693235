# One person's day: their promises, what is ahead, how their word holds.

day-title = Your day
day-title-of = { $name }’s day
day-skip = Skip to the promises
day-open = { $date }, open { $from }–{ $to }
day-shut = { $date }, closed
day-week-text = the next seven days
day-span = Which days
day-span-today = Today
day-span-tomorrow = Tomorrow
day-span-week = Week
day-profile = Presence, signature and notices
day-presence = Change presence
day-next = Next
day-key-walk = walk
day-key-move = move the promise

day-promises = My promises
day-promises-of = Promises
day-move = Move
day-ask = Ask someone
day-none = Nobody is waiting for you
day-none-of = Nobody is waiting for this person
day-none-tomorrow = Nothing falls due tomorrow
day-none-week = Nothing falls due in the next seven days
day-none-next = The next one nobody has is due { $when }.
day-none-anywhere = When a conversation is assigned, its promise shows up here.
day-take = Take it
day-away = You are shown as away
day-away-of = Shown as away
day-closed = Out of hours. Open again { $when }.
day-closed-for-good = Out of hours. No opening in the calendar.
day-meanwhile = Online: { $names }. The promises stay assigned until somebody takes them.
day-meanwhile-nobody = Nobody else is online. The promises stay assigned.

day-hold-missed = Apology sent, new time { $by }
day-hold-trouble = A mail did not arrive
day-undelivered = the mail did not arrive
day-hold-call = Call { $when }, { $phone }
day-hold-stopped = The scheduled answer was stopped
day-hold-scheduled = The answer leaves { $when }
day-hold-late = Waits for { $whom }, late by { $span }
day-hold-waits = Waits for { $whom }, { $by }
day-hold-declined = { $whom } cannot: another way is needed
day-hold-answered = { $whom } answered, you can write
day-hold-leaving = The answer is leaving
day-hold-draft = Draft begun
day-hold-internal = To look at again: no time was given to the customer
day-hold-wrote = Wrote { $when }
day-hold-first = We wrote first

day-asked = Asked of others
day-asked-none = Nothing awaited from others
day-asked-none-text = When an answer needs something from a colleague, a department or a supplier, ask for it with a due time: its delay shows here before it becomes a delay with the customer.
day-asked-by = Theirs, { $by }
day-serves = Serves { $customer }
day-contact-department = department, by e-mail
day-contact-supplier = supplier, by e-mail
day-remind = Open the task
day-move-and-tell = Move the promise and tell them
day-answered = answered { $when }
day-declined = cannot, { $when }
day-left = in { $span }
day-early = { $span } early
day-after = { $span } late

day-ask-title = For which customer?
day-ask-text = A task serves an answer: it falls due before what was promised to the customer.
day-ask-none = No assigned conversation with an open promise.
day-ask-other = Find another conversation

day-standing = How it is going
day-word = Your word, today
day-word-of = The given word, today
day-word-none = No promise has come due yet today.
day-word-all = All kept.
day-of = { $kept } of { $settled }
day-missed = { $count ->
    [one] One missed:
   *[other] { $count } missed:
}
day-last = 28 days
day-counts = { $kept } of { $settled }, { $moved ->
    [0] none moved
    [one] one moved
   *[other] { $moved } moved
}
day-interval = With { $settled } promises the true value lies, 95 times in 100, between { $low } and { $high }: smaller differences may be chance.
day-last-none = No promise came due in 28 days.
day-too-few = Under { $least } promises a percentage would say nothing.
day-week-from = from { $day }
day-weeks = Promises kept by week: { $shares }.
day-no-ranking = You see it, and whoever leads. There is no ranking.
day-no-ranking-of = They see it, and whoever leads. There is no ranking.
day-reasons = What made you move
day-reasons-of = Why they were moved
day-kept-today = Kept today
day-then = Then
day-then-none = Nothing in the diary.
day-then-call = Call { $customer }, { $phone }
day-then-leaves = The answer to { $customer } leaves
day-then-stopped = Answer to { $customer }: stopped, to review
day-then-returns = { $customer } comes back
day-then-silent = { $customer } comes back, unless they write first
day-then-asked = Task: { $title }
day-then-pause = Closed until { $until }
day-ruler = { $kept ->
    [one] One promise kept
   *[other] { $kept } promises kept
}, { $missed ->
    [one] one missed
   *[other] { $missed } missed
}, { $open ->
    [one] one still to keep
   *[other] { $open } still to keep
}.
day-ruler-next = The next { $when }.
day-contact-colleague = outside colleague, by e-mail
day-short = Day
day-open-always = { $date }, open day and night
day-week-none = none
day-key-ask = ask someone
