# Skills: who can do what, rules, how it is handed out, why.

skill-title = Skills
skill-skip = Skip to the skills
skill-lead = { $people ->
    [one] 1 person
   *[other] { $people } people
}, { $skills ->
    [one] 1 skill
   *[other] { $skills } skills
}, { $rules ->
    [one] 1 rule
   *[other] { $rules } rules
}
skill-online = On duty now
skill-everybody = Everybody

skill-who = Who can do what
skill-legend = Levels from 1, with help, to 5, teaches
skill-none = No skill yet
skill-none-text = A skill is what it takes to answer: “Returns”, “Lighting”. After the first one, say who has it.
skill-people = People
skill-languages = Languages
skill-languages-hint = Tags apart by commas, for example: it, en. Empty: all.
skill-level-of = level { $level }
skill-level-1 = 1, with help
skill-level-2 = 2, alone
skill-level-3 = 3, experienced
skill-level-4 = 4, hard cases too
skill-level-5 = 5, teaches
skill-held-first = first
skill-held-second = later
skill-held-trained = trained
skill-untrained = not trained
skill-enough = Who answers
skill-enough-text = on duty now / all
skill-gap-nobody = nobody
skill-gap-offline = nobody now
skill-gap-one = only one person
skill-of = What { $name } can do
skill-place-of = When whoever has { $skill } is asked
skill-back = Back

skill-rules = From content to skill
skill-rules-lead = the first rule that counts decides, 28 days
skill-no-rule = No rule yet
skill-no-rule-text = For example: “dimmer” or “flicker*” go to Lighting. Whoever writes reaches whoever knows at once.
skill-rule-order = Order
skill-rule-if = If there is
skill-rule-to = Goes to
skill-rule-level = Level
skill-rule-given = Requests
skill-rule-right = Right
skill-rule-band = Band
skill-rule-move = Move
skill-rule-up = Rule { $place } further up
skill-rule-down = Rule { $place } further down
skill-rule-off = off
skill-rule-on = In use
skill-rule-new = New rule
skill-rule-change = Change the rule
skill-rule-drop = Delete the rule
skill-rules-note = Right: nobody changed the skill of the conversation. The band holds the true value 19 times in 20.
skill-percent = { $whole }.{ $tenth }%
skill-quoted = “{ $word }”
skill-kind-words = words
skill-kind-topic = topic
skill-kind-inbox = inbox
skill-words = Words
skill-words-hint = One a line, whole; an asterisk at the end stands for every word that begins so. Case and accents do not count.
skill-topics = Topics
skill-inbox = Only for the inbox
skill-every-inbox = Every inbox
skill-try = Try on the last 200
skill-preview = On the last { $count } conversations
skill-preview-rest = No rule

skill-why = Why her, why not him
skill-why-code = Code of the conversation
skill-why-ask = Explain
skill-why-unknown = { $code } is no conversation’s code.
skill-why-text = With the code of a conversation: why it went to somebody, or what keeps everybody from it.
skill-step-what = What it takes
skill-needs-nothing = No skill: anybody can answer.
skill-needs = { $skills }, level { $level }.
skill-needs-by-hand = A person said so.
skill-needs-rule = Rule { $place } says so: “{ $found }”.
skill-needs-rule-inbox = Rule { $place } says so.
skill-step-who = To { $name }, { $when }
skill-nobody = nobody
skill-step-when = When
skill-slack = { $minutes ->
    [one] 1 minute to the due moment.
   *[other] { $minutes } minutes to the due moment, in open hours.
}
skill-slack-late = Late by { $minutes ->
    [one] 1 minute.
   *[other] { $minutes } open minutes.
}
skill-yielded = { $count ->
    [one] One older conversation yielded.
   *[other] { $count } older conversations yielded.
}
skill-step-whom = To whom
skill-ring-first = Has the skill at the level it takes.
skill-ring-second = The circle widened: has it in second place, or one level below.
skill-ring-trained = The circle widened to anybody trained.
skill-knows = Knows whoever wrote.
skill-also-free = These could have had it too: { $names }.
skill-why-routed = Handed out: it was the next due moment that can be kept.
skill-why-next = Asked for the next one: it went first for them.
skill-why-answered-before = Answered this person before.
skill-why-vanished = Back in the queue: whoever had it is not there and the due moment is near.
skill-why-left = Back in the queue: whoever had it no longer works here.
skill-why-sent-back = Sent back to the queue: { $reason }
skill-why-by-hand = { $name } decided so.
skill-waits = It waits. Whoever could have it now stands on top.
skill-waits-nobody = It waits: nobody can have it now.
skill-person = Person
skill-yes-no = Why, why not
skill-could = Could have it
skill-load = { $count } in hand
skill-circle-first = right level
skill-circle-second = second place
skill-circle-trained = trained only
skill-no-off-duty = Not on duty
skill-no-silent = Not heard for a while
skill-no-channel = Does not answer on this channel
skill-no-full = Hands are full
skill-no-resting = On a short rest
skill-no-skill = Skill or level is missing
skill-no-language = Does not speak the language
skill-no-held = It waits for who knows the customer
skill-no-sent-back = Sent it back a moment ago
skill-no-reserved = Kept free for a call
skill-no-elsewhere = Does not answer for this team or inbox
skill-no-tier = Not for this tier

skill-learning = Learning
skill-learning-none = Nobody is in training.
skill-warn-nobody = nobody has it.
skill-warn-offline = nobody who has it is there now.
skill-warn-one = it rests on one person.
skill-escape = If nobody can
skill-escape-text = At half of the time the circle widens to whoever has the skill in second place or one level below; at 80% to anybody trained. If nobody on duty is trained, to everybody.

skill-way = How it is handed out
skill-way-text = Automatically, what waits goes by itself to whoever is on duty and has room and the skill, in the order of the due moments. By hand it stays in the queue and people take.
skill-way-company = Company
skill-way-by-hand = By hand
skill-way-automatic = Automatically
skill-way-same = Like the company
skill-silence = Minutes of silence until somebody is not there
skill-return = Open minutes until what they had goes back to the queue
skill-minutes-bounds = From { $least } to { $most }.
skill-catalogue = Catalogue
skill-retired = retired
skill-retire = Take out of use
skill-restore = Bring back
skill-new = New skill
skill-add = Add

skill-error-name = A name has 1 to 60 characters and is not there yet.
skill-error-level = A level goes from 1 to 5.
skill-error-languages = Tags of two or three letters, 20 at most.
skill-error-skill = A skill in use is needed.
skill-error-words = Words of 2 to 60 characters, a topic or an inbox are needed; 100 words at most.
skill-error-topics = The topic is gone.
skill-error-inbox = The inbox is gone.
skill-error-silence = From 1 to 120 minutes.
skill-error-return = From 5 to 1440 minutes.

skill-next = Next
skill-next-title = Takes the conversation that goes first
skill-next-none = Nothing waits for this person now.
skill-next-full = Hands are full: close or send back a conversation first.
skill-key-next = next
skill-act-skills = Skills…
skill-act-why = Why here?
skill-act-send-back = Send back…
skill-dialog-skills = What it takes
skill-dialog-skills-label = Skills
skill-dialog-skills-hint = Apart by commas. Empty: anybody can answer.
skill-dialog-send-back = Send back to the queue
skill-dialog-send-back-text = It waits again as old as it is, and for ten minutes does not come to whoever sends it back.
skill-dialog-reason = Why
skill-dialog-send-back-act = Send back
skill-error-reason = A reason is needed, 500 characters at most.
skill-error-not-yours = Somebody else has it, or nobody.
skill-error-skills = 20 skills at most, 1 to 60 characters each; a level goes from 1 to 5.
skill-event-rule = It takes { $skills }, says a rule
skill-event-hand = { $who } wrote what it takes: { $skills }
skill-event-nothing = { $who } wrote that it takes no skill
skill-event-routed = Given to { $name }: it was the next due moment
skill-event-next = { $name } took the next one
skill-event-vanished = Back in the queue: { $name } is not there
skill-event-sent-back = { $name } sent it back to the queue: { $reason }

skill-learnt = Learnt recognition
skill-learnt-on = on
skill-learnt-off = off
skill-learnt-text = Where no rule speaks and nobody decided, the words of solved conversations say which skill it takes. Whoever reads can always correct it, and the correction teaches.
skill-learnt-none = Nothing learnt yet
skill-learnt-none-text = It learns by itself, once a day, from every conversation with exactly one skill: written by a person, or left as it was until the answer. All it takes is to go on saying what is needed.
skill-learnt-lacks = Still missing
skill-learnt-lacks-labelled = { $count ->
    [one] 1 conversation with its skill, of { $least }
   *[other] { $count } conversations with their skill, of { $least }
}
skill-learnt-lacks-skills = { $count ->
    [one] 1 skill with { $least } conversations or more
   *[other] { $count } skills with { $least } conversations or more
}
skill-learnt-lacks-measured = { $count ->
    [one] 1 conversation no rule spoke of, of { $least }: these are what it is measured on
   *[other] { $count } conversations no rule spoke of, of { $least }: these are what it is measured on
}
skill-learnt-labelled = Conversations with their skill
skill-learnt-measured = Of these, measured
skill-learnt-right = Right, when it speaks
skill-learnt-band = band { $low }–{ $high }
skill-learnt-spoken = It speaks of
skill-learnt-silent = Silent: where it is surest it is not right nine times out of ten for a fifth of the conversations or more.
skill-learnt-silent-always = If it always spoke, it would be right for { $right } of { $spoken }.
skill-learnt-note = Measured on conversations of customers it had not seen, and of which no rule spoke. It speaks from where it is right nine times out of ten, and is silent otherwise.
skill-learnt-at = Learnt { $when }.
skill-learnt-skill = Skill
skill-learnt-had = Have it
skill-learnt-rightly = Right
skill-learnt-wrongly = Wrong
skill-learnt-given = Given
skill-learnt-given-text = 28 days
skill-learnt-changed = Corrected
skill-learnt-switch-on = Switch on
skill-learnt-switch-off = Switch off
skill-needs-learnt = Learnt from earlier conversations: as sure as this, it is right { $share } of the time.
skill-event-learnt = It takes { $skills }, learnt from earlier conversations
