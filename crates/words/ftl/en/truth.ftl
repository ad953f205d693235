# How true our promises are.

truth-title = How true are our promises
truth-skip = Go to the promises
truth-empty = No promises in these days
truth-empty-text = Every message of a person gets a time by which we answer. As soon as there is one, this page says how many hold, how sure the number is, and whether the times we announce are right or too wide.

truth-headline = Kept, of all
truth-headline-model = Kept, of those with a calculated time
truth-context = { $kept } of { $n }, band { $band }. The line is { $aim }: a time that holds 9 times in 10, no more.
truth-of = { $kept } of { $n }
truth-few = A share needs at least 50 cases: until then they are only counted.
truth-sums = Where the time comes from, and the total
truth-source = Where the time comes from
truth-source-model = Calculated
truth-source-policy = By the company’s targets and slots
truth-source-agent = Chosen by a person
truth-source-law = By law
truth-all = All, as in the reports
truth-n = n
truth-kept = Kept
truth-band = Band
truth-beside = Moved { $moved }: kept only if the first time held. Apart: withdrawn before { $withdrawn }, running { $open }.

truth-channels = How well they hold, and how tight they are
truth-band-95 = 95% band
truth-by-channel = Channel
truth-by-inbox = Inbox
truth-by-tier = Tier
truth-by-hour = Hour of arrival
truth-by-week = Week
truth-drawn = The band drawn, with the line at 90%
truth-announced = Announced
truth-nine = 9 in 10 really
truth-ratio = Ratio
truth-ratio-read = The ratio is what was announced divided by the time within which 9 in 10 were answered. One is perfect, over 1.15 we leave ourselves room, under 0.90 we promise too much. Read it with the share: whoever announces a day always keeps it.
truth-wide = too much room
truth-short = promising too much
truth-too-few = at least 50 cases needed
truth-at-least = at least { $time }
truth-hour = { $hour }:00
truth-week = week of { $day }
truth-table = The numbers in a table

truth-drift = Drift
truth-alarms = { $count ->
    [one] 1 alarm
   *[other] { $count } alarms
}
truth-drift-none = No promise came to its time in the last 92 days.
truth-drift-few = { $n } promises settled: under { $least } nothing is said.
truth-drift-steady = { $kept } of 100, steady
truth-drift-alarm = { $kept } of 100, out of bounds since { $day }
truth-drift-look = Look at the missed ones: the same hour, the same inbox, the same topic?
truth-drift-targets = If the work has changed, more people are needed at that hour, or a longer target in the inbox.
truth-drift-given = Promises already given are not lengthened: only new ones change.
truth-drift-rule = The last 100 settled promises of each channel. An alarm under 80 kept, until they are back at 90.
truth-drift-said = { $channel }, the last 100 promises day by day, { $from } to { $to }: from { $first } to { $last } kept of 100
truth-drift-table = { $channel }, day by day
truth-drift-kept = Kept of the last 100
truth-see-missed = See the missed ones

truth-hours = By hour of arrival
truth-hours-said = From { $low } at { $low-at } to { $high } at { $high-at }.
truth-hours-one = { $low } at { $low-at }; the other hours have fewer than 50 cases.
truth-hours-few = No hour has 50 cases yet: the counts are in the table.
truth-weeks = By week
truth-weeks-said = From { $low } in the week of { $low-at } to { $high } in that of { $high-at }.
truth-weeks-one = { $low } in the week of { $low-at }; the others have fewer than 50 cases.
truth-weeks-few = No week has 50 cases yet: the counts are in the table.
truth-tiers = By the customer’s tier
truth-gap = { $gap } points apart, limit { $limit }: no tier is treated worse.
truth-gap-over = { $gap } points apart, over the limit of { $limit }: one tier is treated worse.
truth-gap-few = How far apart they are is said once two tiers have at least 50 cases.

truth-missed = { $count ->
    [0] Missed: none
    [one] Missed: 1
   *[other] Missed: { $count }
}
truth-missed-of = { $count ->
    [0] Missed, { $whose }: none
    [one] Missed, { $whose }: 1
   *[other] Missed, { $whose }: { $count }
}
truth-missed-all = All
truth-missed-none = No promise was missed.
truth-given = Given
truth-due = First time told
truth-waited = Wait, in open time
truth-still = waiting for { $time }
truth-step = Step by step
truth-step-of = { $code }, step by step

# One promise.
truth-one = A promise of { $code }, step by step
truth-one-skip = Go to the promise
truth-whose = Whose it is
truth-text = In these words
truth-before = The promise before it
truth-after = The promise that took its place
truth-step-made = Given
truth-made = { $when }, by { $due }
truth-made-by = { $when } by { $name }, due { $due }
truth-open-time = { $time } of open time
truth-step-known = What was known, { $when }
truth-inputs = { $count ->
    [one] 1 fact
   *[other] { $count } facts
}
truth-inputs-none = Nothing else: a person chose the time.
truth-input-target-minutes = Target
truth-input-tier = Tier
truth-input-hours = Hours of
truth-input-from-ms = Counted from
truth-input-moved-from-ms = Time before
truth-input-made-at-ms = First given
truth-input-slot-at-ms = Slot chosen
truth-input-phone = Telephone
truth-input-window-minutes = Window
truth-input-term = Term
truth-input-verified = Term confirmed
truth-step-reason = Where the time comes from: { $source }
truth-step-told = Told to the customer
truth-told = { $when }, { $way }, to { $who }
truth-told-none = It has not reached the customer yet.
truth-told-times = { $count ->
    [one] once
   *[other] { $count } times
}
truth-via-email = by e-mail
truth-via-page = on the page
truth-step-moved = Moved
truth-moved = { $when }, by { $name }: { $reason }
truth-step-end = How it ended
truth-ended-kept = Kept: answered by { $name }, { $when }
truth-ended-kept-moved = Answered by { $name }, { $when }: after the first time told, it counts as not kept
truth-ended-broken = Missed: { $due }, and no answer yet
truth-ended-void = Void { $when }: there was nothing left to keep
truth-ended-open = Running, due { $due }
truth-early = { $time } early
truth-late = { $time } late

# The badge.
truth-badge = Public badge
truth-badge-on = on
truth-badge-off = off
truth-badge-what = Optional. It stands as it is: all channels, the last 28 whole days, brought up to date every day. The days cannot be chosen, nor can it be hidden when it falls. Once on, the form shows it too.
truth-badge-where = It is at
truth-badge-admin = An administrator turns it on and off.
truth-badge-show = Turn the badge on
truth-badge-hide = Turn the badge off
truth-badge-name = { $company } answers when it says.
truth-badge-said = { $share } of the promises kept, { $kept } of { $n } in 28 days.
truth-badge-full = { $share } of the promises kept: { $kept } of { $n } in { $days } days, between { $low } and { $high } of a hundred.
truth-badge-few = Too few promises for a share yet: it takes at least 50 in 28 days.
truth-badge-title = Promises kept
truth-badge-skip = Go to the badge
truth-badge-days = From { $from } to { $to }.
truth-badge-how = How it is counted
truth-badge-how-text = Whoever writes to us is told by when a person answers. Only an answer by the time first told counts as kept; one that was moved or missed does not. All channels and all of the last 28 whole days are in it. The two numbers say where the true share lies 19 times in 20.
truth-badge-write = Write to us
truth-badge-short = Promises kept
truth-badge-short-few = fewer than 50 cases
truth-badge-short-of = { $kept } of { $n }, { $days } days

truth-how-words = All promises given to customers in these days are in it, by the moment they were first given; the desk’s own dates are not. They are those of the reports. The wallboard counts the same promises on the day they are settled.
truth-how-share = Share: kept by the time first told, divided by kept and not kept. One that was moved counts as not kept, unless the first time held. Those withdrawn before their time stand apart. The band holds the true value 19 times in 20 (Wilson); under 50 cases there are counts only.
truth-how-times = Times are open time of the inbox, by the hours in force now. Announced: half of the settled promises were due within so much. 9 in 10 really: 9 in 10 were answered within so much; whoever still waits counts for the wait so far, and then the time is “at least”.
truth-how-drift = Drift: of the last 100 settled promises of a channel, fewer than 80 were kept. If each held 9 times in 10, such a hundred would come up less than once in a thousand; looking after every promise, a steady channel raises a false alarm one time in 18 over a thousand promises. The alarm stands until the last 100 are back at 90.
truth-how-tiers = The shares of the tiers must not lie more than 10 points apart: whoever waits longer must be able to count on their time like the others.
