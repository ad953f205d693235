# What will come, and how many people it takes.

forecast-title = Forecast and people
forecast-skip = Go to the forecast
forecast-csv = CSV of arrivals
forecast-csv-people = CSV of people
forecast-filter = What is looked at
forecast-day = Day
forecast-channel = Channel
forecast-skill = Skill
forecast-no-skill = no skill
forecast-all = Everything
forecast-flow = Requests: expected and come
forecast-came = came
forecast-expected = Expected
forecast-expected-band = expected, 8 of 10
forecast-band = 8 of 10
forecast-flow-said = { $day }: { $expected } messages expected, between { $low } and { $high }, 8 times of 10.
forecast-flow-said-so-far = { $day }: { $expected } messages expected, between { $low } and { $high }, 8 times of 10. So far { $came }.
forecast-based = Factor model on { $days ->
    [one] one day
   *[other] { $days } days
  } of arrivals, brought up to date { $at } ({ $model }).
forecast-based-mean = Little history, { $days ->
    [one] one day
   *[other] { $days } days
  } of arrivals: this is the mean of the same weekday. From day { $needs } on the model answers. Brought up to date { $at } ({ $model }).
forecast-unknown = No forecast
forecast-none-yet = Nothing has come yet that could be counted. The first forecast comes after a week of messages.
forecast-too-little = { $days ->
    [one] There is one day
   *[other] There are { $days } days
  } of history. It takes a week for the mean of the same weekday, four for the model; and nothing is said beyond six weeks.
forecast-need = People: needed and there
forecast-needed = needed
forecast-cautious = if nobody gave up waiting
forecast-group = Work
forecast-group-phone = Phone
forecast-group-chat = Chat
forecast-group-written = Written (e-mail, forms, messages)
forecast-together = Together
forecast-most = At most
forecast-hours = Hours at work
forecast-roster = Hours on the roster
forecast-on-roster = On the roster
forecast-h = { $hours } h
forecast-need-nobody = Nobody is needed: nothing is open.
forecast-need-said = Up to { $most ->
    [one] one person is
   *[other] { $most } people are
  } needed at { $start }; { $hours } hours of work in all, { $roster } hours on the roster.
forecast-short = { $needed ->
    [one] One person is
   *[other] { $needed } people are
  } needed now and { $there ->
    [0] nobody is
    [one] one is
   *[other] { $there } are
  } there: { $short ->
    [one] one is missing.
   *[other] { $short } are missing.
  }
forecast-enough = { $needed ->
    [0] Nobody is
    [one] One person is
   *[other] { $needed } people are
  } needed now and { $there ->
    [0] nobody is there.
    [one] one is there.
   *[other] { $there } are there.
  }
forecast-have-come = Come
forecast-at-work = Needed
forecast-ahead = Today and the next 14 days
forecast-why = Why
forecast-plain = Less than { $needs } days of history: where there is no model yet, it is the mean of the same weekday.
forecast-days = Special days
forecast-days-what = A campaign, an invoice run, an announced outage. Holidays and the patron’s day are in already, by the hours of the inboxes.
forecast-change = Change
forecast-drop = Remove
forecast-learnt = effect learnt from days of the same name
forecast-more = { $percent }% more
forecast-less = { $percent }% fewer
forecast-day-form = A special day
forecast-name = Name
forecast-name-hint = The same name each time: that is how its effect is learnt. At most { $most } characters.
forecast-first = From
forecast-last = To
forecast-last-hint = Empty for a single day.
forecast-percent = More messages, in percent
forecast-percent-hint = A negative number for fewer; empty to have it learnt.
forecast-add = Add
forecast-save = Save
forecast-leave = Leave it
forecast-accuracy = How right it was
forecast-accuracy-days = the last { $days } days
forecast-accuracy-none = Nothing to compare yet
forecast-accuracy-none-text = It comes after the first whole day that was forecast.
forecast-accuracy-how = What was said in the night against what came. Under 1 is better than saying the week before again. With few messages the band holds more than 8 of 10, because messages are whole.
forecast-scored = Compared
forecast-scored-of = { $days ->
    [one] one day
   *[other] { $days } days
  }, { $count ->
    [one] one message
   *[other] { $count } messages
  }
forecast-day-error = Error of the day
forecast-half-error = Error of the half hour
forecast-against = Against the week before
forecast-inside = Within the band
forecast-cost = Cost and benefit of the channels
forecast-cost-days = requests resolved in { $days } days, up to { $back } days ago
forecast-cost-none = No request resolved
forecast-cost-none-text = It is worked out from requests resolved at least { $back } days ago, when it is known who came back.
forecast-cost-how = Cost of a request solved for good: the paid time of all messages, also of those who came back, divided by the requests after which the customer did not come back within { $back } days; and the cost of missed promises, where the settings say it. The requests are those of the reports. No number under { $least } requests, no interval under { $band }. No channel is closed for its cost alone.
forecast-cost-of = A solved one costs
forecast-cost-contact = A message costs
forecast-closed = Resolved
forecast-solved = No coming back
forecast-writes = Customer’s messages
forecast-waits = Wait, half
forecast-busy = Customer’s time
forecast-mark = Mark
forecast-marks = { $count ->
    [one] one mark
   *[other] { $count } marks
  }
forecast-broken = Promises missed
forecast-of-missed = { $amount } of missed promises
forecast-few = too few
forecast-of = { $part } of { $whole }
forecast-between = between { $low } and { $high }
forecast-handling-said = { $time } each, said in the settings
forecast-handling-measured = { $time } each, measured on { $count ->
    [one] one answer
   *[other] { $count } answers
  }
forecast-handling-usual = { $time } each, the usual value: too few answers to measure yet
forecast-settings = What it is worked out from
forecast-shrinkage-is = { $percent }% of paid time is leave, sickness, training, meetings, late returns.
forecast-shrinkage-measured = Measured in the last { $days } days: { $percent }%, on { $shifts } published shifts and { $leave ->
    [one] one day of leave
   *[other] { $leave } days of leave
  }.
forecast-shrinkage-unmeasured = It is measured from { $least } shifts published in the last { $days } days on, with the presence of who works them.
forecast-occupancy-is = At most { $percent }% of the time at work is taken.
forecast-shrinkage = Paid time not on duty, in percent
forecast-shrinkage-hint = Leave, sickness, training, meetings.
forecast-occupancy = Most that is taken, in percent
forecast-occupancy-hint = The rest is for drawing breath.
forecast-wage = Cost of an hour of work, in euros
forecast-wage-hint = With all charges.
forecast-missed = Cost of a missed promise, in euros
forecast-missed-hint = What it is worth to the company; 0 where nobody knows.
forecast-handling = Seconds of work for a message
forecast-handling-hint = Empty: measured.
forecast-level = Answered within the limit, in percent
forecast-level-hint = Of all that come.
forecast-target = Limit, in seconds
forecast-target-hint = From when somebody begins to wait.
forecast-patience = Mean wait before giving up, in seconds
forecast-patience-hint = Of who calls or chats.
forecast-fee = Cost of the channel for a message, in euros
forecast-fee-hint = Beside people’s time.
forecast-at-once = Chats at once
forecast-at-once-hint = Of one person.
forecast-slower = Length of one among several, in percent
forecast-slower-hint = 100: as alone.
forecast-halves = The numbers behind the drawings
forecast-halves-open = Half hour by half hour, { $day }
forecast-start = From
forecast-error-date = A date, as in 2026-11-27.
forecast-error-first = A day within three years of today.
forecast-error-last = Not before the first day, and less than 31 days after it.
forecast-error-name = A name of at most 60 characters.
forecast-error-percent = A whole number from -90 to 500.
forecast-error-number = A number.
forecast-error-range = The number is not one of those possible.
