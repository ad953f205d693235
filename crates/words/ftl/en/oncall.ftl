# On call: rotas, rules, alerts.

oncall-title = On call
oncall-lead = Who is called when something urgent comes in and the desk is closed.
oncall-somebody = a customer

oncall-now = Now
oncall-now-is = { $name } answers
oncall-now-nobody = Nobody answers
oncall-none = No rota
oncall-none-text = A rota says who is on call, in turn. After the first one come the rules: which words are urgent.
oncall-covered = { $name } covers from { $from } to { $to }

oncall-rules = What is urgent
oncall-no-rule = No rule
oncall-no-rule-text = For example: “gas leak”, “on fire”, urgent*. Only while closed, or always.
oncall-rule = Rule
oncall-rule-off = off
oncall-rota = Rota
oncall-when = When
oncall-when-closed = while closed
oncall-when-always = always
oncall-wait = Then the next after
oncall-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}

oncall-alerts = Latest calls
oncall-no-alert = No calls
oncall-no-alert-text = Here you see who was called, and who took it.
oncall-alert-when = When
oncall-alert-what = Conversation
oncall-alert-state = State
oncall-alert-who = Taken by
oncall-state-calling = calling
oncall-state-acknowledged = taken
oncall-state-unanswered = nobody came

oncall-rota-new = New rota
oncall-rota-change = Change the rota
oncall-rota-name = Name of the rota
oncall-turn = Each is on call for
oncall-turn-day = a day
oncall-turn-week = a week
oncall-starts = The first begins on
oncall-handover = Time of handover
oncall-members = Who, in order
oncall-member = Person number { $place }
oncall-members-hint = If the first does not answer the second is called, and so on.
oncall-back = Cancel
oncall-rota-drop = Delete the rota
oncall-rota-drop-text = Its covers go with it.
oncall-rota-drop-yes = Delete

oncall-covers = Covers
oncall-cover-who = Who covers
oncall-cover-from = From
oncall-cover-to = To
oncall-cover-add = Add the cover
oncall-cover-drop = Remove

oncall-rule-new = New rule
oncall-rule-change = Change the rule
oncall-rule-name = Name of the rule
oncall-words = Urgent words
oncall-words-hint = One a line. A star at the end stands for any ending: urgent*. “Not urgent” calls nobody.
oncall-topics = Topics that are always urgent
oncall-inbox = Inbox
oncall-every-inbox = every inbox
oncall-wait-label = Minutes before the next person is called
oncall-rounds = How often the round is made
oncall-rule-active = The rule is on
oncall-rule-drop = Delete the rule
oncall-rule-drop-text = Calls under way go on.
oncall-rule-drop-yes = Delete

oncall-error-name = 1 to 80 characters.
oncall-error-starts = A date, such as 2026-03-02.
oncall-error-handover = A time, such as 09:00.
oncall-error-members = 1 to 50 people who are here, each once.
oncall-error-cover = Somebody who is here.
oncall-error-moment = Day and time.
oncall-error-from = Within a year from today.
oncall-error-to = After the beginning and after now, 31 days at most.
oncall-error-rota = A rota that is there.
oncall-error-inbox = An inbox that is there.
oncall-error-words = At least one word or topic; each word 2 to 60 characters, 100 at most.
oncall-error-topics = Topics that are there.
oncall-error-wait = 1 to 120 minutes.
oncall-error-rounds = 1 to 5.
oncall-error-rota-busy = A rule calls this rota: change the rule first.

oncall-alert-found = Came in { $at }. Urgent because of: { $found }.
oncall-alert-trial = A trial, begun { $at }.
oncall-take = I have it
oncall-read = Read the conversation
oncall-ended-taken = { $name } has it, since { $at }.
oncall-ended-answered = { $name } answered the customer, { $at }.
oncall-ended-closed = Conversation closed, { $at }.
oncall-called = Who was called
oncall-called-nobody = Nobody yet.

oncall-mail-called = Urgent: { $reference }, { $customer }
oncall-mail-called-trial = On-call trial: { $reference }
oncall-mail-called-text = { $customer } wrote “{ $subject }” while the desk is closed. Urgent because of: { $found }.
oncall-mail-called-do = Open the call and say “I have it” to stop the round. Otherwise the next person is called in { $minutes } minutes.
oncall-mail-unanswered = Nobody came: { $reference }, { $customer }
oncall-mail-unanswered-trial = On-call trial: nobody came
oncall-mail-unanswered-text = { $customer } wrote “{ $subject }”. { $count } calls were made and nobody took it.
oncall-mail-unanswered-do = The conversation still waits: somebody has to take it now.
oncall-mail-open = Open the call
