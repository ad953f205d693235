# Letters that leave by themselves. The greeting opens the sentence: what follows begins in lower case.

mail-subject = [#{ $code }] { $said }
mail-request = Request
mail-greeting = Hello
mail-greeting-named = Hello { $name }

mail-ack-preheader = Your e-mail has arrived. Here are the time, what we understood and how to talk to a person.
mail-ack-arrived = { $greeting }, your e-mail arrived { $when }. A person will answer it. If we can’t make it you’ll know before then, with a new time.
mail-understood = What we understood
mail-topic = About
mail-topic-none = no subject, a person reads it
mail-attachments = Files
mail-attachments-none = none
mail-attachments-more = { $count ->
    [one] { $names } and one more
   *[other] { $names } and { $count } more
}
mail-resolution = Solution
mail-about = Subject
mail-order = Order
mail-not-so = Not right?
mail-correct = Correct it
mail-follow = Follow the request

mail-person-title = A person, sooner
mail-person-phone = Our number is { $phone }.
mail-person-phone-until = Our number is { $phone }: we answer today, until { $hour }.
mail-person-phone-from = Our number is { $phone }: we answer { $from }.
mail-person-reply = Reply to this e-mail: a person reads it.
mail-person-reply-until = Reply to this e-mail: a person reads it, today until { $hour }.
mail-person-reply-from = Reply to this e-mail: a person reads it, { $from }.

mail-moved-subject = New time: { $by }
mail-moved-preheader = We won’t make { $old }. Here are the new time and the reason.
mail-moved-sorry = { $greeting }, we won’t make { $old }.
mail-moved-late-title = If that is too late for you

mail-apology-subject = We’re sorry. A reply { $by }
mail-by-owner = { $by }, from { $owner }
mail-apology-preheader = We owed you an answer { $when } and you didn’t get it.
mail-apology-said-owner = { $owner } will answer you { $by }
mail-apology-sorry = { $greeting }, we owed you an answer { $when } and you didn’t get it. We’re sorry.
mail-apology-owner = { $owner } has it now.
mail-apology-topic-owner = Your request “{ $topic }” is now with { $owner }.
mail-apology-supervisor = Whoever leads the desk has it now.
mail-apology-wait-title = If you’d rather not wait

mail-house-footer = { $company }, a service message for our own people.
mail-house-link = If the button does not open, this is the address:

mail-automatic = { $company }, automatic reply.
mail-add = To add something, reply to this e-mail: it joins the same request.

mail-elsewhere = As you asked, { $way ->
    [phone] we give the answer by telephone
   *[page] the answer stands on the page of the request alone
}.

mail-rating-subject = Did we solve it?
mail-rating-preheader = One touch is enough. If it is not solved, the request opens again.
mail-rating-kept = Promised by { $promised }, answered { $answered }
mail-rating-asked = { $greeting }, we answered you { $when }. Did we solve it?
mail-rating-mark-1 = no
mail-rating-mark-2 = hardly
mail-rating-mark-3 = partly
mail-rating-mark-4 = nearly
mail-rating-mark-5 = yes
mail-rating-reopen = Open the request again
mail-rating-not-solved = Not solved? { $link }, or reply to this e-mail: it starts again with a new time.
mail-rating-not-solved-agent = Not solved? { $link }, or reply to this e-mail: it goes back to { $agent }, with a new time.
mail-rating-phone = To talk about it now { $phone }.
mail-rating-once = We ask this only once.

mail-thanks-words = { $greeting }, thank you for telling us. We have read it and passed it to the people in charge. There is nothing more for you to do: when we know what became of it we’ll write to you here.
mail-outcome-words = { $greeting }, we come back to what you told us, to say what became of it.

mail-sample-subject = Where is my parcel?
mail-sample-reason = the parcel is held up in Piacenza and we are waiting for the courier to say when it moves on
mail-sample-answer = Hello Caterina, the parcel leaves again today and arrives tomorrow morning.

mail-progress-about = We are at it
mail-progress-preheader = The time we gave you stands.
mail-progress-opening = { $greeting }, we have not forgotten you. Your request is still with us and we answer { $by }, as we said.
mail-progress-opening-owner = { $greeting }, we have not forgotten you. { $owner } has your request, and we answer { $by }, as we said.
mail-progress-person = If it is urgent
