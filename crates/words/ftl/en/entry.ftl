# Signing in and the first set-up.

entry-title = Sign in
entry-enter = Sign in to { $company }
entry-email = E-mail
entry-password = Password
entry-show = Show
entry-go = Sign in
entry-skip = Go to the form
entry-language = Language
entry-wrong = E-mail or password is not right
entry-wrong-text = Check both and try again.
entry-cannot = Can’t get in? Ask whoever runs Riscontro in your company for a new link.
entry-dial-written = Written on Sunday at 1:04.
entry-dial-answered = Answered on Monday at 10:31,
entry-dial-early = nine minutes before the time given.

entry-invitation = Invitation
entry-welcome = Hello, { $name }
entry-choose-password = Choose the password you sign in to { $company } with.
entry-enters-as = You sign in as { $email }
entry-new-password = New password
entry-password-hint = At least { $count } characters; spaces and accents are fine.

entry-not-ready = The first set-up is missing
entry-not-ready-text = Open the link the server wrote when it started. If you cannot find it, restart the server: it writes a new one.
entry-not-ready-foot = The link lasts three days and works once.
entry-link-over = This link no longer opens
entry-link-over-text = It was used, it ran out, or you were given a newer one.

# First set-up.
entry-steps = Steps
entry-company = Company name
entry-register = How Italian addresses your customers
entry-register-lei = Lei, formal: “Le rispondiamo oggi, entro le 14:30”
entry-register-tu = Tu, informal: “Ti rispondiamo oggi, entro le 14:30”
entry-your-name = First and last name
entry-your-name-hint = Customers read it under your answers.
entry-your-email = Your e-mail
entry-inbox = Address customers write to
entry-inbox-name = Name customers see
entry-inbox-name-hint = Answers leave under this name. Left empty, under the company’s.
entry-fix = Something is still missing
entry-fix-text = The reason stands beside each field. Write the password again.
entry-next-mail = What happens to the next e-mail
entry-it-arrives = It arrives
entry-it-says = “Hello, is the Vela back in stock?”
entry-it-asks = Is the Vela back in stock?
entry-we-recognise = We recognise who writes
entry-recognised-by = By the address and by earlier conversations.
entry-we-promise = We promise a certain time
entry-you-find-it = You find it here, by what falls due first

# Beside the fields.
entry-error-name-empty = The name is missing.
entry-error-name-long = Too long: 120 characters at most.
entry-error-address = This does not look like an e-mail address.
entry-error-address-taken = This address already belongs to somebody else.
entry-error-password-short = Too short: at least 10 characters.
entry-error-password-long = Too long: 1,024 bytes at most.
entry-error-password-address = The password cannot be the e-mail address.
entry-error-last-admin = Nobody else is an administrator: name another one first.
entry-error-role = This role is for programs, not for people.
entry-error-link-over = This link no longer opens.
entry-error-plus = Without the + sign: tagged addresses arrive by themselves.

# Forgotten password.
entry-forgotten = Forgotten password
entry-forgotten-title = Forgotten your password?
entry-forgotten-text = Write your address: we’ll send you a link to choose another.
entry-forgotten-go = Send the link
entry-forgotten-no-mail = No mail can leave from here yet. Ask whoever administers Riscontro: from the settings they can give you a link for a new password.
entry-back = Back to the door
entry-sent-title = Check your mail
entry-sent-text = If { $email } is the address you sign in with, the link is on its way. It is good for an hour and works once.
entry-another-title = A new password
entry-another-text = Choose the password you sign in with from now on. Sessions open elsewhere end.
entry-another-go = Save and sign in

# Mails to the people who work here.
entry-mail-invite-subject = { $by } invites you to { $company }
entry-mail-invite-text = { $by } added you to Riscontro, where { $company } answers its customers by the time it promised.
entry-mail-invite-then = Choose a password and you are in. The link is good for 7 days and works once.
entry-mail-invite-button = Choose a password
entry-mail-again-subject = A link into { $company }
entry-mail-again-text = { $by } sends you a link to choose a new password.
entry-mail-again-then = The one you have now goes on until you choose another. The link is good for 7 days and works once.
entry-mail-again-button = Choose a password
entry-mail-reset-subject = A new password for { $company }
entry-mail-reset-text = Somebody, we hope it was you, asked for a new password for this address.
entry-mail-reset-then = The link is good for an hour and works once. If you did not ask, there is nothing to do: your password stays as it was.
entry-mail-reset-button = Choose a password
entry-mail-changed-subject = Your password has changed
entry-mail-changed-text = The password you sign in to { $company } with was changed just now, and your other sessions have ended.
entry-mail-changed-then = If it was not you, tell whoever administers Riscontro in your company at once.

# First set-up, step by step.
entry-setup = Welcome to Riscontro
entry-setup-text = Six steps, ten minutes. At the end you write to yourself and watch the first promised answer arrive.
entry-later = You can stop here: every step stays saved.
entry-leave = Skip the rest
entry-on = Go on
entry-begin = Go on
entry-step-done = done:
entry-step-company = The company
entry-step-company-text = Name and tone
entry-step-admin = Who administers
entry-step-hours = The hours
entry-step-hours-text = When a person is there
entry-step-mailbox = The first mailbox
entry-step-mailbox-text = 2 minutes
entry-step-promise = The promise
entry-step-promise-text = By when
entry-step-people = Who answers
entry-step-people-text = Colleagues, by mail
entry-step-trial = The first try
entry-step-trial-text = Write to yourself
entry-company-language = Language
entry-zone = Time zone
entry-zone-hint = For example Europe/Rome.
entry-hours-title = When does a person answer?
entry-hours-lead = The time of promises runs only in these hours. Whoever writes at night or on a holiday is told the right time all the same.
entry-mailbox-title = Connect the first mailbox
entry-mailbox-lead = Three fields. We find the servers, and try them before saving.
entry-mailbox-address-hint = For example support@ and the company’s domain.
entry-mailbox-go = Try and connect
entry-mailbox-skip = Without a mailbox
entry-mailbox-skip-text = Without a mailbox the mail comes from another server, by SMTP or LMTP: the next page says what to enter where.
entry-mailbox-skipped = The address is ready. What is left is to lead its mail here.
entry-promise-title = What do you promise?
entry-promise-lead = Every customer is told at once by when they will be answered. Here is the real mail, with the hours just chosen.
entry-promise-c = Whoever writes for the first time
entry-promise-b = Long-standing customers
entry-promise-a = Strategic customers
entry-promise-hint = Open hours or minutes, for example “4 hours”.
entry-promise-look = See how it changes
entry-promise-letter = The mail somebody who writes now receives
entry-promise-letter-text = The wording is changed in the settings, by language and by inbox.
entry-people-title = Who answers?
entry-people-lead = Invite your colleagues: they get a link and choose their own password.
entry-people-row = Colleague { $place }
entry-people-go = Invite
entry-people-finish = Go to the mail
entry-people-alone = Alone for now: go to the mail
entry-people-made = Invitations ready
entry-people-there = Already here
entry-people-text = Teams, skills and shifts are added later, in the settings.
