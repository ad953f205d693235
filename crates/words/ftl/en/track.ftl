# The customer’s page.

track-title = Request { $reference }
track-request = Request
track-skip = Go to the state of the request
track-word = You’ll have our answer { $by }
track-still = { $ahead ->
    [0] You are next
    [one] One person before you
   *[other] { $ahead } people before you
  }: we now expect to answer { $by }.
track-left = Time left: { $left }. { $way ->
    [phone] The answer comes by telephone.
    [page] The answer comes on this page alone.
   *[email] The answer comes by e-mail.
}
track-moved = A new time, because { $reason }.
track-broken = We owed you an answer { $at }. We are sorry: this is the new time, and whoever is responsible has it in sight.
track-missed = We owed you an answer { $at }
track-missed-text = We are sorry. We are writing you the new time.
track-answered = We answered you { $at }
track-answered-text = { $way ->
    [page] The answer is below.
   *[email] The answer is below, and in your mail.
}
track-kept = { $left } before the time given. { $way ->
    [page] The answer is below.
   *[email] The answer is below, and in your mail.
}
track-closed = Request closed
track-nothing = No answer is owed
track-nothing-text = If you need anything else, write to us: the request opens again by itself.
track-steps = How far it is
track-received = Received
track-received-text = Your message has arrived.
track-entrusted = In hand
track-entrusted-to = With { $name }.
track-entrusted-nobody = As soon as somebody takes it, you read it here.
track-promised = Promised
track-by = Answer { $by }.
track-answer = Answered
track-answer-text = { $way ->
    [phone] By telephone. What we write stays on this page.
    [page] On this page.
   *[email] By e-mail. It stays on this page too.
}
track-oath = If { $at } you have no answer, whoever is responsible knows, and we write you a new time.
track-letters = The messages
track-you = You
track-phone = A person on the telephone:
track-unknown = There is no request here
track-unknown-text = Perhaps the link was copied in part. Open it again from the e-mail we sent you, or answer that one: it reaches us all the same.
track-broken-owner = { $name } has it now.
track-closed-until = This page stays for { $days } days.
track-expired = This page is gone
track-expired-text = The request was closed some time ago, and its link has run out. If you need anything else, write to us again: we tell you at once by when we answer.
track-write-again = Write to us
track-not-done = That was not done
track-done-added = Added. Whoever has your request reads it.
track-done-way = Done: we answer where you asked.
track-done-call = We call you. The confirmation is in your mail too, with the appointment for your calendar.
track-done-call-moved = Call moved.
track-done-call-cancelled = Call cancelled.
track-done-closed = Request closed.
track-done-reopened = Request opened again: the time of the answer is below and in your mail.
track-done-rated = We have your mark. You can change it whenever you like.
track-ways = Where you want the answer
track-way-email = E-mail
track-way-phone = Telephone
track-way-page = On this page only
track-way-choose = I choose this
track-rate = How did it go?
track-rated = Your mark
track-rate-confirm = Press the mark to confirm it: opening the link is not enough.
track-score-1 = Bad
track-score-2 = Not so good
track-score-3 = So-so
track-score-4 = Good
track-score-5 = Very good
track-comment = Would you tell us why?
track-comment-hint = It goes with the mark, when you press it.
track-piu = Anything to add?
track-piu-label = Message
track-piu-reads = { $name } reads it here.
track-piu-reads-somebody = Whoever takes the request reads it here.
track-piu-files = Pictures or files
track-piu-size = Pictures or files, up to { $size } together.
track-piu-send = Add
track-or-mail = Or by e-mail:
track-close-text = Solved already?
track-close = Close the request
track-reopen-text = Not over yet?
track-reopen = Open the request again
track-call = Would you rather be called?
track-call-promised = We call you
track-call-at = We call you { $at }
track-call-rings = On { $phone }. It rings by { $until }.
track-call-missed = We were to call you { $at }, and did not. Whoever is responsible knows: we call at the latest at the new time we wrote you.
track-call-not-reached = We called you { $at } and did not reach you. Choose another time whenever you like.
track-call-known = On { $phone }
track-call-other = Another number
track-call-number = On which number
track-call-book = Call me
track-call-how = We call you. It rings within 5 minutes of the time chosen.
track-call-later = { $day }, later
track-call-full = taken
track-call-move = Change the time
track-call-move-to = Move the call
track-call-move-once = It can be moved once.
track-call-cancel = Cancel the call
track-wrong-way = That way is not there: another one is.
track-wrong-no-call = There is no call to cancel.
track-wrong-slot = Choose one of the times below.
track-wrong-taken = Nobody is free at that time any more: choose another one.
track-wrong-phone = A telephone number is needed: digits are enough, with a + in front from abroad.
track-wrong-score = The mark goes from 1 to 5.
track-wrong-large = The files are too large. The text is still here: choose smaller files, or paste a link.
track-wrong-often = Too many messages at once. The text is still here: try again in a minute.
track-wrong-empty = Write something, or choose a file.
track-wrong-long = It is longer than we can keep: the rest can go in a file.
track-wrong-away = We cannot take it right now. The text is still here: try again in a minute.

# The letters of this page: the call and the new link.
track-mail-booked-said = We call you { $at }
track-mail-booked-preheader = The appointment for your calendar is attached.
track-mail-booked-opening = { $greeting }, we call { $phone }: it rings by { $until }. The appointment for your calendar is attached; on the page of the request you can move it once or cancel it.
track-mail-moved-said = A new time: we call you { $at }
track-mail-moved-preheader = As you asked, we moved the call.
track-mail-moved-opening = { $greeting }, as you asked we moved the call: we call { $phone }, it rings by { $until }. The new appointment is attached.
track-mail-cancelled-said = Call cancelled: we do not call you { $at }
track-mail-cancelled-preheader = The call is off your calendar too.
track-mail-cancelled-opening = { $greeting }, as you asked we do not call you. The written answer, if we owe one, comes all the same.
track-mail-not-reached-said = We called you { $at } and did not reach you
track-mail-not-reached-preheader = Choose another time on the page of the request.
track-mail-not-reached-opening = { $greeting }, we called { $phone } and nobody answered. On the page of the request you can choose another time.
track-mail-person = If you change your mind
track-mail-link-said = The new link of your request
track-mail-link-preheader = The old one no longer works.
track-mail-link-opening = { $greeting }, this is the new link to the page of your request. The old one no longer works.
track-calendar-summary = Call from { $company }
track-calendar-text = We call { $phone }. Request { $reference }.
track-understood = Understood
track-not-so = Not so?

track-complaint = Complaint
track-complaint-due = A person gives you a reasoned answer { $by }. With this code any of us finds your case.
track-complaint-late = You were owed a reasoned answer { $by } and did not get it. Whoever answers for it knows.
track-complaint-solved = We answered your complaint. Is it solved for you?
track-complaint-note = What is not solved
track-complaint-note-hint = Only needed if it is not solved: whoever answers for it reads it.
track-complaint-say-what = Write in a line what is not solved.
track-complaint-yes = Yes, it is solved
track-complaint-no = No, it is not solved
track-complaint-over = The complaint is over.
track-complaint-is-one = Is it a complaint?
track-complaint-words = What it is about, in a sentence
track-complaint-words-hint = The complaint gets a code, a person who answers for it and a date, which we write to you.
track-complaint-send = Make a complaint
track-done-complaint = The complaint is open: its code and date reach you by e-mail and stand here.
track-done-solved = Thank you, it is written down.
track-done-unsolved = The complaint is open again, with a new date that we write to you.
