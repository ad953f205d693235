# Arrivals.

ledger-title-stuck = { $count ->
    [one] Arrivals, one stuck
   *[other] Arrivals, { $count } stuck
}
ledger-skip-list = Go to the list
ledger-skip-opened = Go to the opened arrival
ledger-verdicts = Verdicts and what leaves
ledger-by-verdict = By verdict
ledger-all = All
ledger-key-open = open
ledger-key-search = search
ledger-last = Last arrival
ledger-period = Period
ledger-today = Today
ledger-7-days = 7 days
ledger-28-days = 28 days
ledger-by-day = Received by day
ledger-by-channel = The meter, by channel
ledger-stuck-count = { $count ->
    [one] 1 stuck
   *[other] { $count } stuck
}
ledger-late-count = { $count } late

# Columns.
ledger-channel = Channel
ledger-received = Received
ledger-owed = Owed
ledger-answered = Answered
ledger-waiting = Waiting
ledger-late = Late
ledger-machines = Machines
ledger-spam = Spam
ledger-stuck = Stuck
ledger-duplicates = Duplicates
ledger-all-channels = Everything
ledger-channel-email = E-mail
ledger-channel-pec = PEC
ledger-channel-form = Web form
ledger-channel-chat = Site chat
ledger-channel-messaging = Messaging
ledger-channel-social = Social
ledger-channel-sms = SMS
ledger-channel-phone = Telephone
ledger-channel-letter = Letters

# The line that adds them up.
ledger-sum = It adds up: { $parts } make { $all }. No arrival is without a verdict.
ledger-sum-and = { $rest } and { $last }
ledger-sum-owed = { $count } owed
ledger-sum-machines = { $count ->
    [one] { $count } machine
   *[other] { $count } machines
}
ledger-sum-spam = { $count } spam
ledger-sum-duplicates = { $count ->
    [one] { $count } duplicate
   *[other] { $count } duplicates
}
ledger-sum-stuck = { $count } stuck
ledger-sum-unread = { $count } being read
ledger-sum-wrong = { $count ->
    [one] It does not add up: of { $all } arrivals one is without a verdict.
   *[other] It does not add up: of { $all } arrivals { $count } are without a verdict.
}

# The list.
ledger-list = Arrivals
ledger-list-today = Today’s arrivals
ledger-list-day = Arrivals of { $day }
ledger-hour = Time
ledger-who = From whom, subject
ledger-why = Verdict and reason
ledger-where = Where it went
ledger-search = Search the arrivals
ledger-search-hint = Sender, subject, code
ledger-all-channels-choice = Every channel
ledger-filter = Search
ledger-older = Earlier arrivals
ledger-no-sender = no sender
ledger-no-subject = no subject
ledger-to-decide = to decide
ledger-take-up = Make it a conversation
ledger-not-spam = Not spam
ledger-is-spam = It is spam
ledger-retry = Retry
ledger-empty = Nothing has arrived yet
ledger-empty-text = Write to { $address }: you see it here within a second.
ledger-empty-no-inbox = There is no inbox to receive anything yet.
ledger-none = No arrival like this
ledger-none-text = The last arrival of any kind: { $last }.
ledger-see-all = See all

# Verdicts.
ledger-fate-owed = Owed
ledger-fate-late = Late, it was
ledger-fate-answered = Answered
ledger-fate-closed = Closed
ledger-fate-unread = Being read
ledger-fate-stuck = { $count ->
    [one] Stuck, one try
   *[other] Stuck, { $count } tries
}
ledger-fate-duplicate = Duplicate
ledger-fate-spam = Spam
ledger-class-bounce-hard = Machine, final bounce
ledger-class-bounce-soft = Machine, delivery delayed
ledger-class-notice = Machine, delivery notice
ledger-class-complaint = Machine, spam complaint
ledger-class-auto-reply = Machine, automatic reply
ledger-class-bulk = Machine, bulk mail
ledger-class-colleague = A colleague
ledger-why-new = New conversation
ledger-why-joined = In the conversation already open
ledger-why-unread = Accepted just now, we are reading it
ledger-why-duplicate = The same message, once more
ledger-why-colleague = Wrote into the conversation from their own mail

# One arrival opened.
ledger-opened = The opened arrival
ledger-choose = No arrival opened
ledger-choose-text = Choose one from the list: here you see its reason, its text and the original.
ledger-stuck-there = { $count ->
    [one] One arrival waits for a decision
   *[other] { $count } arrivals wait for a decision
}
ledger-stuck-there-text = The original is safe. But whoever sent it has no certain time yet.
ledger-stuck-see = { $count ->
    [one] See the arrival
   *[other] See the arrivals
}
ledger-back = Back to the list
ledger-previous = Previous arrival
ledger-following = Next arrival
ledger-from = From
ledger-to = To
ledger-arrived = Arrived
ledger-weight = Size
ledger-weight-files = { $count ->
    [0] { $size }
    [one] { $size }, one attachment
   *[other] { $size }, { $count } attachments
}
ledger-verdict = Reason
ledger-conversation = Code
ledger-is-it-them = Really them?
ledger-genuine = Yes
ledger-forged = No, their domain denies it
ledger-genuine-unknown = Not known
ledger-unread-title = We could not finish reading it
ledger-unread-text = The original is here, whole. But { $who } has no certain time yet: decide, now.
ledger-raw = Download
ledger-raw-title = Download the message as it arrived
ledger-would-read = If it becomes a conversation, { $who } reads at once:
ledger-readable = What can be read
ledger-no-text = No text.
ledger-oddities = Oddities
ledger-tries = Tries
ledger-settled = Settled { $when }
ledger-technical = Technical detail

# Oddities.
ledger-oddity-empty = Empty
ledger-oddity-no-headers = No headers
ledger-oddity-no-from = No sender
ledger-oddity-several-from = More than one sender
ledger-oddity-no-date = No date
ledger-oddity-no-message-id = No message id
ledger-oddity-bad-message-id = Badly written message id
ledger-oddity-duplicate-header = A repeated header
ledger-oddity-broken-header = Broken header
ledger-oddity-eight-bit-header = Header with undeclared characters
ledger-oddity-too-many-headers = Too many headers
ledger-oddity-header-too-long = Header too long
ledger-oddity-too-many-addresses = Too many recipients
ledger-oddity-unlabelled-charset = Text without a declared charset
ledger-oddity-unknown-charset = Unknown charset
ledger-oddity-wrong-charset = Wrong charset declared
ledger-oddity-unknown-encoding = Unknown transfer encoding
ledger-oddity-bad-base64 = Attachment or text broken off
ledger-oddity-missing-boundary = Parts without a boundary
ledger-oddity-unclosed = Message cut off
ledger-oddity-too-complex = Too many parts
ledger-oddity-text-cut = Text shortened
ledger-oddity-html-cut = Page shortened

# What leaves.
ledger-out = Leaving
ledger-out-queued = Queued
ledger-out-queued-text = They leave by themselves, as soon as the mail server takes them
ledger-out-queued-none = Nothing queued
ledger-out-queued-none-text = Everything that had to leave has left.
ledger-out-failed = Not sent
ledger-out-failed-text = Each conversation is back with whoever follows it
ledger-out-failed-none = No answer was left behind
ledger-out-failed-none-text = If one cannot leave, you find it here with the reason, and it goes back to whoever follows it.
ledger-out-addresses = Returned addresses
ledger-out-addresses-text = E-mails come back from here
ledger-out-addresses-none = No returned address
ledger-out-addresses-none-text = When an e-mail comes back, its address stays here with the reason.
ledger-out-to = To whom, subject
ledger-out-waits = Waits for its first try
ledger-out-again = Next try { $when }
ledger-out-gave-up = { $count ->
    [one] Not sent, one try
   *[other] Not sent, { $count } tries
}
ledger-out-retry = Retry now
ledger-out-answer = An answer
ledger-out-acknowledgement = The acknowledgement
ledger-out-moved = The note of a moved time
ledger-out-apology = The apology for a missed time
ledger-out-invitation = A colleague’s invitation
ledger-out-password-reset = A password reset
ledger-out-probe = An inbox’s probe
ledger-out-alert = An alert to our own people
ledger-out-report = A report
ledger-out-notice = A notification to our own people
ledger-out-callback = The confirmation of a call
ledger-out-link = The new link of a request
ledger-out-rating = The question how it went
ledger-out-task = A task asked of others
ledger-out-sample = The test of a template
ledger-address-dead = Cannot be reached
ledger-address-slow = Delayed
