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
reports-computed = Counted { $when } from what is written, not from sums kept apart.

# Short durations.
reports-seconds = { $count } s
reports-minutes = { $count } min
reports-whole-hours = { $count } h
reports-hours = { $large } h { $small } min
reports-days = { $large } d { $small } h
