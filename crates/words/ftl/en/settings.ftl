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
settings-promises-by = The time we promise comes
settings-promises-by-policy = from the targets
settings-promises-by-policy-hint = Always the same time, by tier.
settings-promises-by-shadow = from the targets, with the estimate beside
settings-promises-by-shadow-hint = The customer reads the targets; we note what the estimate would have said, and whether it would have held.
settings-promises-by-model = from the estimate
settings-promises-by-model-hint = The queue as it is, how many people answer and at what pace: the time that holds nine times of ten. While little is known, the targets apply.
settings-hindsight = What we would have promised so far
settings-estimates = Estimates of the last 28 days
settings-estimates-held = Hold
settings-estimates-band = Band
settings-estimates-announced = Announced
settings-estimates-nine = 9 of 10, really
settings-estimates-all = All
settings-estimates-text = { $learning ->
    [0] Announced is the median; all times are those the desk is open.
    [one] Announced is the median; all times are those the desk is open. One estimate is from when little was known, and is not counted.
   *[other] Announced is the median; all times are those the desk is open. { $learning } estimates are from when little was known, and are not counted.
  }
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
settings-door = Access
settings-last-seen = Last visit
settings-password-set = chosen
settings-password-unset = not chosen yet
settings-link-password = Link for a new password
settings-link-again = New link
settings-deactivate = Deactivate
settings-reactivate = Reactivate
settings-teams = Teams
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
settings-may-decide-complaints = Decide on remedies above the limit and on recurring causes of complaints
settings-may-see-settings = See inboxes, hours and people
settings-may-see-figures = See the wallboard and everybody’s figures
settings-may-change-teams = Put teams together
settings-may-plan-shifts = Plan and publish shifts, decide about leave and swaps
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

# Sessions.
settings-sessions-text = Where you are signed in now. If you don’t know a place, end it and change your password.
settings-sessions-only = You are signed in only here
settings-sessions-only-text = When you sign in on another computer or a phone, it shows in this list.
settings-sessions-count = { $count ->
    [one] Just one, this one.
   *[other] { $count }, this one included.
}
settings-sessions-see = See where you are signed in
settings-session-nowhere = address unknown
settings-session-seen = { $seen }, open since { $since }
settings-sessions-of = Open sessions
settings-sessions-of-none = Signed in nowhere at the moment.
settings-sessions-end-all = End all

# Log of changes.
settings-log = Log
settings-log-text = Who changed what, and when
settings-log-file = Download CSV
settings-log-about = About
settings-log-everything = Everything
settings-log-who = Who
settings-log-everybody = Everybody
settings-log-show = Show
settings-log-when = When
settings-log-what = What changed
settings-log-becomes = becomes
settings-log-older = Older ones
settings-log-all = Without filters
settings-log-none = No changes yet
settings-log-none-text = Whenever somebody changes an inbox, a person or a key, it is written down here: who, when, what it was and what it is.
settings-log-no-such = No such change
settings-log-no-such-text = There is nothing with these filters. Without them everything shows.
settings-log-program = { $name } (program)
settings-log-house = Riscontro
settings-log-about-inbox = Inboxes
settings-log-about-agent = People
settings-log-about-team = Teams
settings-log-about-token = API tokens
settings-log-about-account = Company
settings-log-about-mailbox = Mailbox connections
settings-log-about-canned = Canned answers
settings-log-inbox-created = Inbox { $name } created
settings-log-inbox-changed = Inbox { $name } changed
settings-log-inbox-deleted = Inbox { $name } deleted
settings-log-inbox-form-changed = Form { $name } changed
settings-log-agent-created = { $name } joined the company
settings-log-agent-changed = { $name }: details changed
settings-log-agent-deactivated = { $name } deactivated
settings-log-agent-reactivated = { $name } active again
settings-log-agent-password-set = { $name } chose a password
settings-log-agent-teams-changed = { $name }: teams changed
settings-log-agent-sessions-ended = { $name }: sessions ended by an administrator
settings-log-agent-invited = Invitation to { $name }
settings-log-team-created = Team { $name } created
settings-log-team-changed = Team { $name } changed
settings-log-team-deleted = Team { $name } dissolved
settings-log-token-created = Token “{ $name }” created
settings-log-token-revoked = Token “{ $name }” revoked
settings-log-account-created = Company created
settings-log-account-changed = Company details changed
settings-log-mailbox-changed = Connection of inbox { $name } changed
settings-log-mailbox-removed = Connection of inbox { $name } removed
settings-log-canned-added = Canned answer { $name } added
settings-log-canned-changed = Canned answer { $name } changed
settings-log-canned-deleted = Canned answer { $name } deleted
settings-log-signature-changed = Signature { $name } changed
settings-log-field-name = name
settings-log-field-address = address
settings-log-field-email = e-mail
settings-log-field-role = role
settings-log-field-language = language
settings-log-field-register = how we speak
settings-log-field-hours = hours
settings-log-field-week = week
settings-log-field-holidays = holidays
settings-log-field-patron = patron saint
settings-log-field-exceptions = exceptions
settings-log-field-intervals = hours
settings-log-field-date = day
settings-log-field-timezone = time zone
settings-log-field-targets = targets
settings-log-field-first-reply-minutes = first reply, minutes
settings-log-field-next-reply-minutes = the others, minutes
settings-log-field-resolution-minutes = solution, minutes
settings-log-field-team = who answers
settings-log-field-teams = teams
settings-log-field-members = people
settings-log-field-live = receives
settings-log-field-acknowledges = acknowledgement
settings-log-field-skills = skills
settings-log-field-skill = skill
settings-log-field-level = level
settings-log-field-capacity = how many at once
settings-log-field-tier-rights = tiers
settings-log-field-phone = phone
settings-log-field-address-line = postal address
settings-log-field-waiting-days = days waiting on the customer
settings-log-field-warn-minutes = minutes of warning
settings-log-field-reopen-days = days to reopen
settings-log-field-raw-days = days original messages are kept
settings-log-field-kept-badge = public badge
settings-log-field-house-address = sender of internal mails
settings-log-field-public-url = public address

# Hours, the rest.
settings-exception-until = Last day, if there are more
settings-holidays-year = { $count ->
    [one] One holiday in the next twelve months
   *[other] { $count } holidays in the next twelve months
}
settings-inbox-acknowledges = Acknowledgement
settings-inbox-acknowledges-hint = Whoever writes gets the code and the time of the answer at once. Without, they find them only on their page.

# How mail arrives.
settings-mailbox = How mail arrives
settings-mailbox-connected = The mailbox at the provider
settings-mailbox-password = The mailbox’s password
settings-mailbox-password-hint = It stays on this server, encrypted. If the mailbox has two-step sign-in, it needs an app password.
settings-mailbox-password-app = It needs an app password, made in the account’s security settings. It stays on this server, encrypted.
settings-mailbox-password-token = This provider takes no password: it needs the OAuth details below.
settings-mailbox-password-kept = Already saved. Leave it empty to keep it.
settings-mailbox-no-password = The password is missing.
settings-mailbox-provider = Provider
settings-mailbox-guess = From the address
settings-mailbox-provider-hint = We know the servers of the providers listed here.
settings-mailbox-certified = This is a certified (PEC) address: certified mail is not connected like a plain mailbox.
settings-mailbox-more = Servers, folders and other choices
settings-mailbox-servers-hint = Server names count only with a server of your own; left empty, we try imap. and smtp. in front of the domain.
settings-mailbox-reading = Reading (IMAP)
settings-mailbox-sending = Sending (SMTP)
settings-mailbox-imap-host = Server
settings-mailbox-imap-port = Port
settings-mailbox-imap-encryption = Encryption
settings-mailbox-user = User name
settings-mailbox-user-hint = Empty: the address.
settings-mailbox-folder = Folder
settings-mailbox-sends = Where answers leave from
settings-mailbox-sends-own = This mailbox’s server
settings-mailbox-sends-relay = The common sending server
settings-mailbox-smtp-host = Server
settings-mailbox-smtp-port = Port
settings-mailbox-smtp-encryption = Encryption
settings-mailbox-smtp-user = User name, if it is another
settings-mailbox-smtp-password = Password, if it is another
settings-mailbox-token = Sign-in by token (OAuth 2)
settings-mailbox-token-hint = Only where a password is not enough, as with Microsoft 365.
settings-mailbox-client-id = Application ID
settings-mailbox-client-secret = Application secret
settings-mailbox-refresh-token = Refresh token
settings-mailbox-token-url = Address of the tokens
settings-mailbox-then = What to take, and then
settings-mailbox-after = An accepted message
settings-mailbox-after-folder = Into which folder
settings-mailbox-first = At the beginning
settings-mailbox-first-days = How many days
settings-mailbox-error = Missing, or it cannot be like this.
settings-mailbox-port = A number from 1 to 65535.
settings-mailbox-days = From 1 to 90 days.
settings-mailbox-save = Try and save
settings-mailbox-test = Only try
settings-mailbox-keep = Save though it does not answer
settings-mailbox-good = The mailbox answers
settings-mailbox-bad = Something is wrong
settings-mailbox-passed = passed:
settings-mailbox-failed = failed:
settings-mailbox-not-reached = (not tried)
settings-mailbox-stopped = The mailbox has stopped
settings-mailbox-well = Read regularly
settings-mailbox-last = Read to the end
settings-mailbox-backlog = Still to be taken
settings-mailbox-unseen = Unread from before, left where they are
settings-mailbox-pushed = Delivered by another server
settings-mailbox-pushed-text = Without a mailbox too, every message for { $email } that a server delivers here is accepted.
settings-mailbox-pushed-forward = At the provider: forward every message to this server.
settings-mailbox-pushed-mx = For a domain of its own here: the MX record has to point to { $host }.
settings-mailbox-pushed-transport = With a server of your own: in Postfix, transport_maps to smtp:{ $smtp }.
settings-mailbox-compared = Nightly comparison
settings-mailbox-compared-text = Every night we compare the server’s list with the ledger of arrivals: what is missing is fetched at once.
settings-mailbox-compared-none = No comparison yet
settings-mailbox-compared-none-text = The first is tonight: the server’s list against the ledger of arrivals, so that nothing is missing.
settings-mailbox-on-server = On the server
settings-mailbox-accepted = In the ledger
settings-mailbox-left-alone = From before
settings-mailbox-fetched = Fetched again
settings-mailbox-gone = No longer there
settings-mailbox-remove = Disconnect
settings-mailbox-remove-text = We no longer read it; what has arrived stays. The password is deleted.
settings-mailbox-remove-yes = Disconnect the mailbox
settings-mailbox-change = Change
settings-mailbox-connect = Connect a mailbox
settings-mailbox-none = No mailbox connected: mail arrives if another server delivers it here.
settings-mailbox-with = Read from { $host }

# People, the rest.
settings-person-add = Add and send the invitation
settings-invite-made = Invitation ready
settings-invite-once = No mail can leave from here yet: pass this link on yourself. You see it only now; it is good until { $until } and works once.
settings-invite-sent = The invitation is on its way to { $email }. It is good until { $until } and works once.
settings-invite-until = open until { $until }
settings-invite-over = ran out { $until }
settings-arranged = What they can do, how much they take
settings-skills = Skills
settings-skills-hint = A word, a level from 1 (with help) to 5 (teaches it), and whether they are asked for it first, only later, or are merely trained.
settings-skill = Skill { $place }
settings-skill-level = Level of skill { $place }
settings-skill-held = Place of skill { $place }
settings-tiers = Tiers of customers they answer
settings-capacity = How many at once
settings-capacity-hint = Open conversations by channel; empty, 30.
settings-channel-email = E-mail
settings-channel-form = Web form
settings-channel-chat = Chat
settings-channel-phone = Phone
settings-error-level = A level goes from 1 to 5.
settings-error-skill = A skill has 60 characters at most and stands only once.
settings-error-capacity = A number from 0 to 1,000, or nothing.
settings-deactivate-text = { $count ->
    [0] { $name } can no longer sign in, from now on. What they wrote stays where it is.
    [one] { $name } can no longer sign in, from now on. Their open conversation goes back to the queue; what they wrote stays where it is.
   *[other] { $name } can no longer sign in, from now on. Their { $count } open conversations go back to the queue; what they wrote stays where it is.
}
settings-deactivate-yes = Yes, deactivate
settings-teams-empty = No teams
settings-teams-none = For now everybody answers everything. With a team, an inbox has somebody responsible.
settings-team = The team
settings-team-name = Name of the team
settings-team-who = Who is in it
settings-team-count = { $count ->
    [0] nobody
    [one] one person
   *[other] { $count } people
}
settings-team-inboxes = Inboxes it answers
settings-team-no-inbox = No inbox
settings-team-no-inbox-text = On the page of an inbox, under “Who answers”, a team is chosen.
settings-team-busy = The inboxes above need another team first: somebody has to answer whoever writes there.
settings-team-delete = Dissolve the team
settings-team-delete-text = Its open conversations become everybody’s. The people stay.
settings-team-delete-yes = Yes, dissolve

settings-inbox-members = People named for this inbox
settings-inbox-members-hint = They answer together with the team. With no team and nobody here, everybody answers.
settings-error-nobody = Nobody chosen here is in service, and who is invited counts only from when they come in: nobody would answer.
settings-log-inbox-members-changed = Inbox { $name }: people changed

# Log, the rest.
settings-log-about-template = Wordings of mails
settings-log-about-signature = Signatures
settings-log-about-hook = Delivery by other services
settings-log-about-contact = Departments and suppliers
settings-log-template-changed = Wording of mails changed { $name }
settings-log-hook-key-changed = Delivery by other services, { $name }: key changed
settings-log-hook-rotated = Delivery by other services, { $name }: address changed
settings-log-hook-closed = Delivery by other services, { $name }: closed
settings-log-contact-created = Department or supplier { $name } added
settings-log-contact-changed = Department or supplier { $name } changed
settings-log-contact-removed = Department or supplier { $name } removed
settings-log-inbox-watch-changed = Inbox { $name }: alarms changed
settings-log-view-saved = View { $name } saved
settings-log-view-changed = View { $name } changed
settings-log-view-deleted = View { $name } deleted
