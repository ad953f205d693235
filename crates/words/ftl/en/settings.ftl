# The settings.

settings-skip = Go to the page
settings-key-walk = walk
settings-given-word = The given word
settings-who-answers = Who answers
settings-mine = For you
settings-technical = For technicians
settings-inboxes = Inboxes
settings-company = Company
settings-people = People and teams
settings-roles = Roles
settings-tokens = API tokens
settings-own = Your page
settings-save = Save
settings-saved = Saved
settings-cancel = Cancel
settings-add = Add
settings-remove = Remove
settings-never = never
settings-now = now
settings-yes = yes
settings-no = no
settings-counts-from-now = Counts for whoever writes from now on; promises already made stay as they are.
settings-faults = { $count ->
    [one] One field to put right
   *[other] { $count } fields to put right
}

# Inboxes.
settings-inbox-new = New inbox
settings-inboxes-none = No inbox yet: write the address of the first one at the right.
settings-inbox-live = live
settings-inbox-off = stopped
settings-inbox-well = Receives and sends
settings-inbox-failing = The last sending failed
settings-inbox-no-relay = Receives, but cannot answer
settings-no-relay-text = The outgoing mail server is missing (RISCONTRO_SMTP_RELAY_URL). Answers wait here, none is lost.
settings-inbox-who = The inbox
settings-inbox-address = Address
settings-inbox-address-hint = Addresses tagged with + arrive by themselves.
settings-inbox-name = Name customers see
settings-inbox-name-hint = Answers leave under this name.
settings-inbox-language = Language, when the customer’s cannot be told
settings-inbox-register = How Italian addresses customers
settings-inbox-team = Who answers
settings-team-anybody = Anybody
settings-inbox-on = Receives
settings-inbox-on-hint = While stopped it refuses new e-mails: whoever writes knows at once.
settings-inbox-delete = Delete
settings-inbox-delete-text = The address is free again, the conversations stay. Whoever still writes there is refused.
settings-inbox-delete-yes = Delete the inbox
settings-hours-title = Hours
settings-day = Day
settings-intervals = Intervals
settings-day-drawn = The day as a drawing
settings-day-mon = Monday
settings-day-tue = Tuesday
settings-day-wed = Wednesday
settings-day-thu = Thursday
settings-day-fri = Friday
settings-day-sat = Saturday
settings-day-sun = Sunday
settings-opens = { $day }, interval { $place }, opens
settings-closes = { $day }, interval { $place }, closes
settings-shut = shut
settings-more = More
settings-open-day = Open
settings-exceptions = Exceptions
settings-exception-day = Day
settings-exception-hours = Hours of that day
settings-exception-add = Add a day
settings-exception-hint = For example 9–13, 14:30–18. Left empty, that day is shut.
settings-holidays = Holidays
settings-holidays-italian = Italian public holidays
settings-holidays-next = Next: { $days }
settings-patron = Patron saint’s day
settings-patron-hint = Day and month, for example 24/6. Empty: none.
settings-zone = Time zone
settings-zone-hint = For example Europe/Rome.
settings-writes-now = Whoever writes now reads:
settings-writes-friday = Whoever writes on Friday at 17:00 reads:
settings-targets = Targets
settings-targets-open = time the desk is open
settings-targets-text = The time we promise comes from here: it runs only while the inbox is open.
settings-tier = Tier
settings-tier-a = Strategic
settings-tier-b = Loyal
settings-tier-c = New
settings-target-first = First reply
settings-target-next = The others
settings-target-resolution = Resolution
settings-target-kept = Kept, 28 days
settings-target-none = none
settings-kept-few = { $kept } of { $settled }
settings-minutes = { $count } min
settings-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
settings-hours-minutes = { $hours } { $minutes }
settings-health = Health
settings-last-in = Last arrival
settings-last-out = Last sending
settings-last-error = Last error
settings-waiting = Waiting
settings-waiting-counts = { $unread } to read, { $queued } to send
settings-pulse = { $count ->
    [one] One arrival in the last 12 hours, each bar is half an hour
   *[other] { $count } arrivals in the last 12 hours, each bar is half an hour
}

# People and teams.
settings-invite = Invite
settings-person-new = New person
settings-person-add = Add and make the link
settings-person-who = Who it is
settings-person-email = E-mail
settings-person-off = not active
settings-person-invited = invited
settings-role = Role
settings-role-hint = What each role may do is on the Roles page.
settings-role-admin = Administrator
settings-role-supervisor = Supervisor
settings-role-agent = Agent
settings-role-integration = Program
settings-invite-made = Here is the link that lets them in
settings-invite-once = You see it only now. Send it to this person: it lasts 7 days and works once.
settings-door = Access
settings-last-seen = Last visit
settings-password-set = chosen
settings-password-unset = not chosen yet
settings-link-password = Link for a new password
settings-link-again = New link
settings-deactivate = Deactivate
settings-reactivate = Reactivate
settings-deactivate-text = Whoever is deactivated is out at once. Their answers stay where they are.
settings-teams = Teams
settings-teams-none = No team yet: for now everybody answers everything.
settings-team-new = New team
settings-team-add = Create the team

# Roles.
settings-roles-text = Who may do what
settings-roles-may = May
settings-roles-integration = A program does not count as a person: its answer keeps a promise only when it says for whom it answers.
settings-may-read = Read conversations, customers and promises
settings-may-handle = Assign, snooze, close, tag, write notes
settings-may-answer = Answer customers
settings-may-answer-for-agent = Answer in the name of an agent
settings-may-move-promise = Move a promise and tell the customer
settings-may-see-arrivals = See everything received, originals included
settings-may-decide-arrivals = Retry an arrival, make it a conversation, say it is spam
settings-may-see-settings = See inboxes, hours and people
settings-may-change-teams = Put teams together
settings-may-change-inboxes = Change inboxes, hours and targets
settings-may-change-people = Invite people and change their role
settings-may-change-tokens = Create and revoke API tokens
settings-may-change-account = Change the company’s details

# API tokens.
settings-tokens-text = For programs that talk to Riscontro
settings-token-new = New token
settings-token-name = Name
settings-token-name-hint = Who uses it, for example “Online shop”.
settings-token-role-hint = With a person’s role, answers given with the token count as a person’s.
settings-token-create = Create the token
settings-token-made = The token “{ $name }” is ready
settings-token-once = You see it only now: copy it where it is needed.
settings-tokens-there = Active tokens
settings-tokens-none = No token
settings-tokens-none-text = With a token a program reads and writes as you do here, through the same door.
settings-token-created = Created
settings-token-used = Last use
settings-token-revoke = Revoke

# Company.
settings-company-who = Who we are
settings-company-name = Company name
settings-company-register = How Italian addresses people
settings-company-register-hint = In here and in new inboxes. Each inbox may do otherwise.
settings-company-language = Language
settings-company-phone = Telephone
settings-company-phone-hint = Every automatic e-mail says how to reach a person.
settings-company-address = Postal address
settings-company-address-hint = In one line, at the foot of e-mails.
settings-company-times = Times
settings-company-zone = Time zone
settings-company-zone-hint = Days are counted in this zone: for example Europe/Rome.
settings-company-waiting = Days of waiting on the customer
settings-company-waiting-hint = Then the conversation comes back to whoever follows it.
settings-company-warn = Minutes of warning
settings-company-warn-hint = How long before the moment falls due we warn whoever has to answer.
settings-company-reopen = Days to reopen
settings-company-reopen-hint = Whoever writes again within these days reopens the closed conversation; later, a linked one begins.

# One’s own page.
settings-sign-out = Sign out
settings-presence = Presence
settings-language = Language
settings-password = Password
settings-password-current = Current password
settings-password-change = Change the password
settings-password-changed = Password changed. The other sessions are over.
settings-password-ends = Sessions open elsewhere end.
settings-password-not-current = This is not your current password.
settings-sessions = Open sessions
settings-session-here = this one
settings-session-end = End
settings-session-unknown = Another program
settings-sessions-end-others = End all the others

# Beside the fields.
settings-error-address-taken = This address already belongs to another inbox.
settings-error-never-open = With these hours it is never open: we could promise nothing to nobody.
settings-error-span = Write hours or minutes, for example “2 hours” or “90 min”; the resolution for all three tiers or for none.
settings-error-team = A name is needed, of 80 characters at most.
settings-error-waiting-days = From 1 to 60 days.
settings-error-warn-minutes = From 1 to 480 minutes.
settings-error-reopen-days = From 0 to 365 days.
settings-error-patron = A day and a month are needed, for example 24/6.
