# The reports: every number with its definition.

reports-skip = Go to the reports
reports-days-of = { $count ->
    [0] { $days }, no requests
    [one] { $days }, one request
   *[other] { $days }, { $count } requests
}
reports-length = { $count } days
reports-own = These are your own figures; whoever supervises reads them too.
reports-wrong = These days cannot be counted
reports-wrong-order = The first day comes after the last. Below are the last 28.
reports-wrong-long = They are more than 92 days. Below are the last 28.
reports-wrong-much = There is too much to count at once. Below is today alone.
reports-filter = Period and filters
reports-from = From
reports-to = To
reports-inbox = Inbox
reports-tier = Tier
reports-person = Person
reports-all = all
reports-show = Show

reports-measures = The measures and what they mean
reports-measure = Measure, and how it is counted
reports-value = Value
reports-interval = Interval
reports-made-of = Numerator / n
reports-clock = Clock
reports-trend = Trend
reports-against = Against before
reports-nineteen = 19 in 20: { $nineteen }
reports-mean = mean: { $mean }
reports-nine = 9 in 10: { $nine }
reports-complete = complete: { $day }
reports-no-case = no case
reports-too-few = fewer than 10 cases
reports-cases = { $count ->
    [one] 1 case
   *[other] { $count } cases
}
reports-trend-said = { $measure }, { $count } days: from { $first } to { $last }
reports-closed = { $count ->
    [one] . Another, closed without an answer: 1
   *[other] . Others, closed without an answer: { $count }
}
reports-words = . Moved { $moved }, withdrawn before { $withdrawn }, still running { $open }, not told to the customer { $untold }
reports-kept-by-weight = . With tier A weighing 4 and B 2: { $share }
reports-how = How it is counted
reports-how-percentiles = Half, 9 in 10 and 19 in 20 are times that really happened: the smallest that at least so many cases do not exceed. The mean is the sum of the times divided by the cases, never a mean of means.
reports-how-intervals = The interval holds the true value 19 times in 20 (Wilson). Under 50 cases none is drawn; of one person nothing is said under 10 cases, and never without its interval.
reports-how-days = Everything counts on the day the customer wrote, in the company’s time zone. A conversation merged into another stays received; one that was split counts from when it was split. Opening hours are those in force now.
reports-how-whose = A person’s is what they answered first, or the word they kept; until somebody answers, what they have in hand.

# The measures.
reports-name-received = Received
reports-def-received = conversations a customer began; without spam, duplicates and machines
reports-clock-received = arrival
reports-name-answered = Answered
reports-def-answered = received with at least one answer by a person; the automatic acknowledgement does not count
reports-clock-answered = arrival
reports-name-certainty = Certain answer
reports-def-certainty = received with an answer by a person within 5 working days, of all received; the day of arrival is not counted
reports-clock-certainty = working
reports-name-kept = Promises kept
reports-def-kept = kept of kept and not kept; a moved one counts only if the moment first given held
reports-clock-kept = moment promised
reports-name-first-open = First answer, open hours
reports-def-first-open = half of the cases, from the message to the first answer by a person, counting only the inbox’s opening hours
reports-clock-first-open = working
reports-name-first-wall = First answer, for the customer
reports-def-first-wall = the same wait as the customer lives it: nights and holidays included
reports-clock-first-wall = the customer’s
reports-name-backlog = Backlog now
reports-def-backlog = conversations open or put aside, of any day; the numerator is those past their due moment
reports-clock-backlog = moment promised

# One measure, by parts.
reports-by-parts = , by parts
reports-by-inbox = By inbox
reports-by-tier = By tier
reports-by-person = By person
reports-by-day = Day by day
reports-cases-head = n
reports-inbox-gone = inbox removed
reports-nobody = nobody, yet
reports-no-ranking = In alphabetical order: this is no ranking. Between intervals that touch, the difference may be chance.
reports-day = Day
reports-nothing = Nothing came in these days.

# Behind the number.
reports-behind = Behind the number: { $what }, { $count }
reports-behind-none = None.
reports-behind-shown = { $shown } of { $all }. Screen, CSV and API give the same numbers.
reports-side = Which side
reports-side-received-counted = received
reports-side-answered-counted = answered
reports-side-answered-others = without an answer
reports-side-certainty-counted = with a certain answer
reports-side-certainty-others = without, or not yet
reports-side-kept-counted = kept
reports-side-kept-others = not kept
reports-side-first-open-counted = the slowest, open hours
reports-side-first-wall-counted = the slowest, for the customer
reports-side-backlog-counted = past due
reports-side-backlog-others = in time
reports-code = Code
reports-customer = Customer
reports-subject = Subject
reports-arrived = Arrived

# The backlog.
reports-backlog-now = Backlog now
reports-age = Age
reports-age-day = less than a day
reports-age-three = 1 to 3 days
reports-age-week = 3 to 7 days
reports-age-more = more than a week
reports-waiting = Open
reports-past-due = Past due
reports-backlog-late = Past due { $share }: { $late } of { $open }.
reports-backlog-oldest = The oldest arrived { $when }.
reports-computed = Counted { $when }.

# Short durations.
reports-seconds = { $count } s
reports-minutes = { $count } min
reports-whole-hours = { $count } h
reports-hours = { $large } h { $small } min
reports-days = { $large } d { $small } h

# What is summed by day from the event log.
reports-channel = Channel
reports-by-channel = By channel
reports-minutes-tenths = { $minutes } min
reports-unripe = { $count ->
    [one] . One more case is too recent
   *[other] . { $count } more cases are too recent
}
reports-how-sums = Resolved means closed for the first time after an answer by a person, or closed by the customer. These measures stand on the day of resolution and count complete days alone: yesterday may still change. An unknown topic counts as the same topic.
reports-name-first-contact-72h = Resolved at first contact
reports-def-first-contact-72h = resolved with no further contact on the same topic, on any channel, for 72 hours
reports-clock-first-contact-72h = the customer’s
reports-side-first-contact-72h-counted = resolved at first contact
reports-side-first-contact-72h-others = not resolved at first contact
reports-name-first-contact-7d = The same, for 7 days
reports-def-first-contact-7d = the same measure with a week in place of 72 hours
reports-clock-first-contact-7d = the customer’s
reports-side-first-contact-7d-counted = resolved, and nothing for 7 days
reports-side-first-contact-7d-others = back within 7 days
reports-name-reopened = Reopened
reports-def-reopened = resolved ones the customer wrote on again within 7 days, of the resolved; the clock of the first answer does not start again
reports-clock-reopened = the customer’s
reports-side-reopened-counted = reopened
reports-side-reopened-others = not reopened
reports-name-recontacts = Re-contacts
reports-def-recontacts = resolved ones after which the same customer opened another request on the same topic within 7 days
reports-clock-recontacts = the customer’s
reports-side-recontacts-counted = followed by another
reports-side-recontacts-others = with no other request
reports-name-handed-on = Handed on
reports-def-handed-on = answered ones that went at least once from one person to another, by way of the queue too
reports-clock-handed-on = —
reports-side-handed-on-counted = handed on
reports-side-handed-on-others = of one person alone
reports-name-satisfied = Satisfied
reports-def-satisfied = marks 4 and 5 of 5 among the marks given; under 10 marks it is not said
reports-clock-satisfied = —
reports-side-satisfied-counted = marks 4 and 5
reports-side-satisfied-others = marks 1 to 3
reports-name-rating-response = Marks given
reports-def-rating-response = requests with a mark, among those it was asked of
reports-clock-rating-response = —
reports-side-rating-response-counted = gave a mark
reports-side-rating-response-others = did not answer
reports-name-customer-time = Customer’s time
reports-def-customer-time = minutes the customer is busy, for each solved need; who comes back on the same topic has no new need
reports-clock-customer-time = the customer’s
reports-side-customer-time-counted = needs solved and returns
reports-name-customer-waiting = Customer’s time, waiting
reports-short-customer-waiting = waiting
reports-side-customer-waiting-counted = needs solved
reports-name-customer-writing = Customer’s time, writing and reading
reports-short-customer-writing = writing and reading
reports-side-customer-writing-counted = needs solved
reports-name-customer-repeating = Customer’s time, repeating
reports-short-customer-repeating = repeating
reports-side-customer-repeating-counted = needs solved
reports-name-customer-coming-back = Customer’s time, coming back
reports-short-customer-coming-back = coming back
reports-side-customer-coming-back-counted = needs solved and returns
reports-name-service-level = Service level, live
reports-def-service-level = telephone and chat: answered within 20 s, of the answered and those abandoned after 5 s
reports-clock-service-level = the customer’s
reports-side-service-level-counted = within 20 s
reports-side-service-level-others = later, or abandoned
reports-name-answer-wait = Wait until answered, live
reports-def-answer-wait = telephone and chat: how long the answered waited; those who gave up are not in it
reports-clock-answer-wait = the customer’s
reports-side-answer-wait-counted = answered
reports-name-abandoned = Abandoned, live
reports-def-abandoned = telephone and chat: abandoned after 5 s of those offered; who takes a call-back has not abandoned, after three calls nobody took they have
reports-clock-abandoned = the customer’s
reports-side-abandoned-counted = abandoned
reports-side-abandoned-others = not abandoned
reports-name-abandoned-soon = Gave up within 5 s
reports-def-abandoned-soon = telephone and chat: who gave up before really waiting; in no other measure
reports-clock-abandoned-soon = the customer’s
reports-side-abandoned-soon-counted = gave up within 5 s

reports-came-back = Came back by
reports-back-after = after { $time }
reports-back-same = the same request
reports-behind-csv = { $count ->
    [one] CSV, one line
   *[other] CSV, { $count } lines
}

# The customer’s time.
reports-time = The customer’s time for a solved need
reports-time-none = No need solved on days that are complete. A week after it was resolved the time changes no more.
reports-time-parts = Its parts
reports-needs = Needs
reports-time-how = What is counted
reports-time-busy = Minutes the customer is busy, not the wait while doing something else: waiting counts on the telephone and in chat alone.
reports-time-speed = Writing: 36 words of six letters a minute (Palin and others, 2019). Reading our answers: 238 (Brysbaert, 2019). A message counts { $most } minutes at most.
reports-time-need = Repeating: what is written while the message before, more than ten minutes old, has no answer yet. Coming back: what is written and read within 7 days of the resolution, or in another request on the same topic.

# The web and the telephone.
reports-parity = Web and telephone, on a par?
reports-parity-web = web: e-mail, forms and chat
reports-measure-short = Measure
reports-web = Web
reports-phone = Telephone
reports-difference = Difference
reports-verdict = Outcome
reports-verdict-none = not compared
reports-verdict-even = on a par
reports-verdict-better = web better
reports-verdict-worse = web worse
reports-parity-no-phone = There is no conversation on the telephone yet: the column fills when a telephone inbox, or a program through the API, opens some.
reports-parity-no-web = There is no written conversation in these days.
reports-parity-how = Under 50 cases on one side nothing is compared (Newcombe, 95%). A wait while doing something else and a wait on the line are not the same thing: those two stand side by side, without an outcome.

# Channels, month by month.
reports-shift = Channels, month by month
reports-shift-none = For one person or one channel there is nothing to compare, nor where nothing came.
reports-shift-how = Requests that came in the month, as parts of all; twelve months and the running one, whatever the period chosen above.
reports-month = Month
reports-together = All

# Where they come from.
reports-sources = Sending and data
reports-counting = Counting
reports-counted-all = From the events, all { $count } of them.
reports-counted-some = { $count } events of { $all } counted
reports-counted-until = The last { $when }.
reports-views = SQL views
reports-views-read = Read only; the columns are in the documents for integrators.
reports-not-yet = Not yet
reports-not-yet-work = Work per request and occupancy: nobody records how long a person works on an answer.
reports-not-yet-asked = Ease and recommendation: customers are asked for the mark alone.
reports-not-yet-live = Service level, wait and abandonment appear when somebody writes or calls live.
reports-back = To the reports
