# Shifts: the week, the day, requests, swaps, who is there.

shift-title = Shifts
shift-skip = Go to the shifts
shift-lead = { $company } publishes { $days } days ahead
shift-view = View
shift-view-day = Day
shift-view-week = Week
shift-arrange = Patterns, contracts, rules
shift-publish = Publish { $week }
shift-notice = This was not done
shift-notice-changed = Something changed in the meantime: below is how it stands now.
shift-notice-refused = This move cannot be made: a shift lasts half an hour to 13 hours and stands on quarters of an hour, its breaks inside it.
shift-decimal = { $whole }.{ $tenth }
shift-week-span = { $from }–{ $to }
shift-week-number = Week { $number }
shift-week-days = Days of the week
shift-week-before = Week before
shift-week-after = Week after
shift-state-published = published
shift-state-changed = changes to tell
shift-state-draft = draft
shift-state-empty = empty
shift-hours-of = { $on } h of { $needed }
shift-rules-count = { $count ->
    [one] 1 rule
   *[other] { $count } rules
}
shift-covered = covered
shift-key-move = move by a quarter of an hour
shift-key-end = with ← → moves the end
shift-key-break = chooses the break
shift-key-undo = undo

shift-day-lead = { $people ->
    [one] 1 person, a quarter of an hour at a time
   *[other] { $people } people, a quarter of an hour at a time
}
shift-needed = needed
shift-on-duty = on duty
shift-lacking = lacking
shift-untold = to publish
shift-empty = No shift in this week
shift-empty-text = It can be copied from the week before, worked out from patterns and contracts, or made shift by shift.
shift-copy = Copy the week before
shift-moved = Moved.
shift-part-chosen = Break at %n chosen: the arrows move it.
shift-week-column = Week
shift-all = Everybody
shift-all-sub = needed / on duty
shift-needed-hours = { $hours } needed
shift-undo = Take the last change back
shift-add = Add a shift
shift-add-for = { $name } is free: add a shift
shift-note = Short paid breaks stand in “needed” already; the lunch break, training and meetings do not, and are seen in the line. Outside the hours of the patterns whoever is on call answers: the forecast does not count there.
shift-strip-covered = People needed and on duty every half hour: there are enough all day.
shift-strip-run = { $people ->
    [one] 1 from { $from } to { $to }
   *[other] { $people } from { $from } to { $to }
}
shift-strip-lacking = People needed and on duty every half hour: lacking are { $runs }. There are enough in the other hours.
shift-spoken = { $name }, from { $from } to { $to }
shift-arrows = Arrows move it by a quarter of an hour
shift-of-contract = { $paid } of { $week }

shift-edit = Change the shift
shift-who = Person
shift-day = Day
shift-start = Start
shift-end = End
shift-pattern = Pattern
shift-pattern-none = none, free hours
shift-activities = Breaks and other things
shift-activities-hint = A line each: time, minutes and, if need be, “lunch” (unpaid), “training” or “meeting”. 13:00 60 lunch
shift-write-unpaid = lunch
shift-write-training = training
shift-write-meeting = meeting
shift-doing-break = break
shift-doing-training = training
shift-doing-meeting = meeting
shift-back = Leave it as it is
shift-drop = Take this shift away

shift-week-of = Week of { $week }
shift-people-count = { $people ->
    [one] 1 person
   *[other] { $people } people
}
shift-leave = away
shift-day-off = day off
shift-lacking-hours = Hours lacking

shift-gap = Hours lacking in the week: { $hours }
shift-gap-none = The week is covered
shift-gap-no-need = How many people these days need is not known: there is no forecast, and no minimum is written down.
shift-gap-set = Write a minimum
shift-compute = Work the week out
shift-compute-again = Work it out again
shift-week-over = The week is over.
shift-proposal-shifts = Shifts proposed
shift-proposal-cost = Cost, with what is lacking
shift-proposal-bound = Cannot cost less than
shift-proposal-gap = Gap to the best possible
shift-proposal-lacking = Hours that stay uncovered
shift-proposal-tried = Promises kept, { $days } simulated days
shift-proposal-band = 95% band
shift-proposal-open = Shifts without anybody
shift-proposal-made = Worked out { $at }: { $tenths } s.
shift-solver-proved = It is proved that there is nothing better.
shift-solver-best = It is the best found in time.
shift-solver-greedy = An approximate plan: there was nothing better in time.
shift-accept = Take the proposal over
shift-discard = Leave it

shift-rules = Rules
shift-rules-source = D.Lgs. 66/2003
shift-rules-fine = Rests, hours, breaks and contracts are kept.
shift-more = and { $count } more
shift-breach-overlap = Two shifts at once.
shift-breach-daily-rest = { $is } h of rest between two shifts, of { $should }.
shift-breach-weekly-rest = Seventh day without { $should } h of rest in a row, beside that of every day.
shift-breach-week-minutes = { $is } h in the week, of { $should }.
shift-breach-away = Cannot work in these hours: contract, day off or leave.
shift-breach-pattern = The contract does not have this pattern.
shift-breach-break = Beyond { $should } h a break of { $is } minutes at least is due.
shift-breach-left = Does not work here any more: the shift is uncovered.
shift-mend-later = Begin at { $at }
shift-mend-break = Break at { $at }
shift-mend-give = Give { $day } to { $name }

shift-publications = Publication
shift-published-on = published on { $day }
shift-changes-later = { $count ->
    [one] 1 change since
   *[other] { $count } changes since
}
shift-read-by = read by { $seen } of { $told }
shift-draft-late = to be published: the term is over
shift-draft-by = to be published by { $day }

shift-asked = Requests and swaps
shift-asked-none = Nothing to decide.
shift-asking-leave = leave
shift-asking-unavailable = hours they cannot work
shift-asking-wish = wish: rather free
shift-impact-none = No shift in these days.
shift-impact = { $count ->
    [one] 1 shift in these days.
   *[other] { $count } shifts in these days.
}
shift-impact-takers = { $count ->
    [one] { $names } can work it.
   *[other] They can be worked by: { $names }.
}
shift-impact-lacking = Hours more that would be lacking: { $hours }.
shift-impact-still-covered = It stays covered all the same.
shift-approve = Approve
shift-approve-give = Approve and give the shift
shift-refuse = No, because…
shift-refuse-why = Why not
shift-refuse-send = Refuse
shift-ask-for = Write a request down for somebody
shift-approved-week = Approved in this week
shift-revoke = Take back
shift-swap-fine = Both agree. Coverage and rests are kept.
shift-swap-gone = The shifts are others by now: the swap cannot be made.

shift-there = Who is missing now
shift-there-lead = presence against the published shift
shift-there-none = Nobody has a shift today.
shift-there-told = Shift
shift-there-now = Now
shift-there-kept = There, today
shift-there-of = { $kept } h of { $due }
shift-is-late = late
shift-is-left-early = left early
shift-is-away = away from the desk
shift-is-present = there
shift-is-pause = in a break
shift-is-to-come = still to begin
shift-is-over = over
shift-is-extra = there, without a shift

shift-arrange-title = What shifts are made from
shift-back-plan = To the shifts
shift-patterns = Patterns
shift-patterns-none = No pattern: without one a week cannot be worked out.
shift-pattern-new = New pattern
shift-pattern-change = Change the pattern
shift-name = Name
shift-hours = Hours
shift-days = Days
shift-days-work = Mon–Fri
shift-days-all = all
shift-cost = Cost, %
shift-most = At most, a day
shift-retired = out of use
shift-retire = Take out of use
shift-restore = Bring back
shift-contracts = Contracts
shift-contracts-lead = who has none is not worked out
shift-contract-of = Contract of { $name }
shift-contract-drop = Take the contract away
shift-no-contract = no contract
shift-week-hours = Hours a week
shift-when = When
shift-any-time = at any time
shift-days-off = Days off
shift-can-work = Patterns they can work
shift-can-work-hint = None ticked: all of them.
shift-every-pattern = all
shift-never-before = Never before
shift-never-after = Never after
shift-unavailable = Times of the week they cannot work
shift-unavailable-hint = A line each: day from 1 (Monday) to 7, from, to. 2 19:00 24:00
shift-floors = Never fewer than
shift-floors-text = How many people are needed comes from the forecast; here stands the least, whatever it says.
shift-floors-label = Minimums
shift-floors-hint = A line each: day from 1 (Monday) to 7, from, to, people. 6 09:00 13:00 2
shift-rules-title = Rules of rest and publication
shift-rules-text = The first numbers are those of the Italian legislative decree 8 April 2003 no. 66 (articles 4, 7, 8 and 9), to be verified against the official text; a collective agreement may say otherwise.
shift-rule-daily-rest-minutes = Rest between two shifts, minutes
shift-rule-weekly-rest-minutes = Weekly rest beside the daily one, minutes
shift-rule-week-minutes = Work in a week at most, minutes
shift-rule-break-after-minutes = A break beyond so many minutes of a shift
shift-rule-break-minutes = Length of the break, minutes
shift-rule-lead-days = Days before the week on which it is published
shift-rule-grace-minutes = Minutes of grace at the beginning

shift-mine = My shifts
shift-mine-none = No shift was published.
shift-cancelled = cancelled
shift-changed = changed
shift-news = New or changed shifts
shift-news-text = Whoever plans sees who has read them.
shift-read = Read
shift-ask = Leave and wishes
shift-ask-what = What
shift-first-day = From
shift-last-day = To
shift-from = From
shift-to = Until
shift-reason = Reason
shift-ask-send = Ask
shift-withdraw = Withdraw
shift-stand-asked = asked
shift-stand-accepted = accepted, to be approved
shift-stand-declined = not accepted
shift-stand-approved = approved
shift-stand-refused = refused
shift-stand-withdrawn = withdrawn
shift-swap = Swap a shift
shift-swaps = Swaps
shift-swap-none = No shift to come.
shift-swap-text = First the colleague answers, then whoever plans approves.
shift-swap-mine = Shift to give
shift-swap-for = To whom, or for which shift
shift-give-to = give it to { $name }
shift-swap-ask = Ask for the swap
shift-swap-yes = Accept
shift-swap-no = Do not accept
shift-feed = Calendar
shift-feed-text = An address for the phone’s calendar: it follows every change by itself. Whoever has the address sees the shifts.
shift-feed-url = Address
shift-feed-once = It is shown only now: copy it into the calendar.
shift-feed-since = Open since { $day }.
shift-feed-make = Make the address
shift-feed-again = Make another address
shift-feed-drop = Close it
shift-calendar-name = Shifts { $company }
shift-calendar-shift = Shift { $company }

shift-mail-week = Shifts of the week from { $week }
shift-mail-week-text = The shifts of the week from { $week } are published:
shift-mail-changed = Shifts changed in the week from { $week }
shift-mail-changed-text = In the week from { $week } this has changed:
shift-mail-gone = Cancelled: { $shift }
shift-mail-now = { $shift } (before: { $before })
shift-mail-open = Open the shifts
shift-mail-answer = Answer: { $answer }
shift-mail-request-approved = Request approved: { $about }
shift-mail-request-revoked = Request approved and then taken back: { $about }
shift-mail-request-refused = Request not approved: { $about }
shift-mail-swap-asked = A swap is asked for: { $about }
shift-mail-swap-declined = Swap not accepted: { $about }
shift-mail-swap-refused = Swap not approved: { $about }

shift-error-name = A name has 1 to 60 characters.
shift-error-start = A time is needed, on a quarter of an hour.
shift-error-end = The end comes half an hour to 13 hours after the start, on a quarter of an hour.
shift-error-activities = Lines as in “13:00 60 lunch”, one after the other and inside the shift, 12 at most.
shift-error-days = One day at least is needed.
shift-error-cost = From 10 to 1000.
shift-error-most = From 1 to 1000, or empty.
shift-error-hours = From 1 to 50 hours, also as 37:30.
shift-error-to = A time after the other is needed.
shift-error-from = From when to when is needed.
shift-error-days-off = A day to work must be left.
shift-error-unavailable = Lines as in “2 19:00 24:00”, 28 at most.
shift-error-pattern = The pattern is gone.
shift-error-floors = Lines as in “6 09:00 13:00 2”, on half hours, 100 at most.
shift-error-who = Somebody who works here is needed.
shift-error-day = A day is needed, from two months ago to a year ahead; 4 shifts of one person a day at most.
shift-error-first = A day from today to a year ahead is needed; 20 open requests at most.
shift-error-last = The same day or a later one is needed, 62 days at most.
shift-error-reason = A reason is needed, 300 characters at most.
shift-error-swap = A shift to come is needed, as it was published, that nobody was asked about yet.
shift-error-swap-for = That shift is not as it was published any more.
shift-error-swap-with = Somebody, or one of their shifts, is needed.
shift-error-answer = A no needs a reason, 300 characters at most.
shift-error-week = The week is over.
shift-error-bounds = From { $least } to { $most }.
