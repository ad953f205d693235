# Reports that leave by mail.

mailing-title = Sent by mail
mailing-none = No report leaves by mail.
mailing-what = Report
mailing-to = To whom
mailing-to-hint = Only those who may read everybody’s figures: administrators and supervisors.
mailing-next = Next
mailing-last = Last
mailing-acts = Actions
mailing-paused = paused
mailing-mails = { $count ->
    [one] to one person
   *[other] to { $count } people
}
mailing-failed = not sent { $when }: there is too much to count in those days
mailing-send = Send now
mailing-pause = Pause
mailing-resume = Resume
mailing-delete = Delete
mailing-change = This one
mailing-new = New
mailing-make = Make
mailing-save = Save
mailing-cancel = Cancel
mailing-every = When
mailing-hour = Hour
mailing-hour-hint = 0 to 23, in the company’s time zone.
mailing-report-figures = All measures
mailing-report-truth = How true the promises are
mailing-every-day = Every day
mailing-every-week = Every Monday
mailing-every-month = The first of the month
mailing-every-day-at = every day at { $hour }
mailing-every-week-at = every Monday at { $hour }
mailing-every-month-at = on the first of the month at { $hour }
mailing-how = The numbers are in the mail, the whole CSV goes with it. One leaves each period, on several nodes and after a restart too. “Send now” does not move the next one.
mailing-error = It cannot be
mailing-error-hour = A whole hour from 0 to 23.
mailing-error-tier = The report on promises is by tier already.
mailing-error-recipients = One to twenty people, each once, who may read everybody’s figures.
mailing-error-many = There are fifty already.
mailing-error-much = There is too much to count in those days: choose an inbox or a tier, or a shorter time.
mailing-error-nobody = None of those it goes to may read these figures any more.

# The mail.
mailing-subject-figures = Report, { $days }
mailing-subject-truth = How true the promises are, { $days }
mailing-about-inbox = The inbox { $inbox } alone.
mailing-about-tier = Tier { $tier } alone.
mailing-about-both = The inbox { $inbox } alone, tier { $tier }.
mailing-counted-until = Events are counted up to { $when }: some numbers may still grow.
mailing-nothing = Nothing came in these days.
mailing-all-words = All promises
mailing-interval = {", "}between { $low } and { $high }
mailing-against = {", "}against before { $against }
mailing-growing = {", "}not complete yet
mailing-file = All numbers, part by part, are in the attached file.
mailing-open = Open the report
