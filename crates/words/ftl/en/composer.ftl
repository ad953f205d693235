# Why the answer goes this way.
composer-because-email = They chose e-mail on their page
composer-because-page = They want to read it on their page alone: no e-mail leaves
composer-because-phone = They want a call: what you write goes here
composer-because-no-address = No address is known: they read it on their page
composer-to-page = To: page of the request

# Writing: the answer and its form, canned answers, signatures, scheduled answers.

composer-word-what = { $what }: { $by }.

composer-tools = Formatting
composer-bold = Bold
composer-italic = Italic
composer-list = List
composer-numbered = Numbered list
composer-quote = Quote
composer-link = Link
composer-link-address = Address of the link
composer-link-set = Set
composer-link-drop = Remove
composer-drop = Drop files here
composer-limit = { $size } at most in all
composer-too-large = It is larger than { $size }: it cannot be sent.
composer-too-many = { $count } files a message at most.

composer-more = Other ways to send
composer-send-close = Send and close
composer-send-close-long = Sends; the conversation is closed and opens again if the customer replies
composer-closes-with = The conversation is closed with this answer.
composer-schedule = Leaves later
composer-schedule-at = When it leaves
composer-schedule-act = Schedule
composer-later-today = Later
composer-tomorrow = Tomorrow
composer-next-opening = When we open next
composer-monday = Monday
composer-until-reply = Until they reply
composer-back-with-reply = Back when the customer replies.
composer-event-until-reply = Put aside by { $who } until the customer replies
composer-moment = { $name }, { $when }
composer-problem-moment = Choose a moment still to come.
composer-problem-promised = The answer is promised before then. Schedule it earlier, or move the promise.
composer-problem-closed = The inbox is closed at that time.
composer-problem-html = The text has too many elements within each other.
composer-problem-unfilled = Still to fill in: { $names }.

composer-scheduled = An answer leaves { $when }
composer-scheduled-of = { $name }: an answer leaves { $when }
composer-held = A scheduled answer is on hold
composer-held-customer-wrote = The customer wrote meanwhile. Read, then decide.
composer-held-answered = A colleague answered meanwhile.
composer-held-closed = The conversation was closed meanwhile.
composer-held-refused = It can no longer be sent like this: a file or an address is no longer good.
composer-scheduled-edit = Take the text back
composer-scheduled-cancel = Delete
composer-scheduled-move = Change the time
composer-scheduled-title = Scheduled
composer-scheduled-intro = Answers written that leave later. They stop by themselves if the customer writes before.
composer-scheduled-none = No scheduled answers
composer-scheduled-none-text = Beside Send, choose Leaves later: here you see what will leave and when.
composer-scheduled-conversation = Conversation
composer-scheduled-text = Text
composer-scheduled-who = Whose
composer-scheduled-when = Leaves
composer-scheduled-stopped = on hold

composer-word-heard = Promise it { $by }?
composer-word-take = Promise
composer-word-leave = No
composer-word-given = Promised { $by }: the customer reads it in the answer
composer-word-drop = Drop the promise

composer-news = Somebody wrote meanwhile
composer-news-text = You have not seen this yet. Your answer has not left.
composer-news-customer = { $name }, the customer
composer-news-anyway = Send anyway
composer-news-edit = Look at the answer again

composer-sending = sending
composer-unsent = not sent
composer-again = Try again

composer-signature = Signature
composer-signature-edit = Change
composer-signature-none = No signature
composer-signature-own = My signature
composer-signature-own-text = It stands under every answer, once.
composer-signature-inbox = The inbox’s signature
composer-signature-inbox-text = If there is one, it holds for everybody who writes from here.
composer-signature-preview = As it reads
composer-signature-places = These fill themselves: { $places }.
composer-signature-long = It is too long.
composer-signature-saved = Signature saved

composer-canned = Canned answers
composer-canned-text = Written once, used often.
composer-canned-hint = Type / and a word to find them
composer-canned-find = Search the canned answers
composer-canned-found = { $count ->
    [0] No canned answer
    [one] { $count } canned answer
   *[other] { $count } canned answers
}
composer-canned-none = No canned answers
composer-canned-none-text = Write the first one below, then use it with / while you answer.
composer-canned-new = New canned answer
composer-canned-change = Change the canned answer
composer-canned-title = Title
composer-canned-shortcut = Shortcut
composer-canned-shortcut-hint = What is typed after the slash: return
composer-canned-category = Category
composer-canned-language = Language
composer-canned-language-any = All
composer-canned-body = Text
composer-canned-places = These fill themselves: { $places }. Any other name in double braces has to be filled in before sending.
composer-canned-whose = Whose it is
composer-canned-shared = everybody’s
composer-canned-own = mine alone
composer-canned-used = Used
composer-canned-times = { $count ->
    [one] { $count } time
   *[other] { $count } times
}
composer-canned-save = Save
composer-canned-delete = Delete
composer-canned-wrong-title = A title is needed, of 120 characters at most.
composer-canned-wrong-shortcut = Letters, digits, hyphens and points, 40 at most.
composer-canned-taken = Another canned answer has this shortcut.
composer-canned-wrong-category = 60 characters at most.
composer-canned-wrong-body = The text is missing.
composer-canned-full = There are 5,000 already.

composer-move-letter = The letter as it arrives
composer-scheduled-word = With the promise: { $by }
composer-problem-word = The promise falls due before the answer leaves: choose a later time, or no promise.
