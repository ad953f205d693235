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
entry-setup = Three things and you’re off
entry-setup-text = The rest is in the settings, whenever you like.
entry-steps = Steps
entry-step-company = The company
entry-step-company-text = Name and tone
entry-step-admin = Who runs it
entry-step-admin-text = You, for now
entry-step-inbox = The first inbox
entry-step-inbox-text = Address and hours
entry-later = Everything can be changed later.
entry-company = Company name
entry-register = How Italian addresses your customers
entry-register-lei = Lei, formal: “Le rispondiamo oggi, entro le 14:30”
entry-register-tu = Tu, informal: “Ti rispondiamo oggi, entro le 14:30”
entry-your-name = First and last name
entry-your-name-hint = Customers read it under your answers.
entry-your-email = Your e-mail
entry-inbox = Address customers write to
entry-inbox-hint = For example support@ and your domain. Bring its mail here by forwarding or with the MX record.
entry-inbox-name = Name customers see
entry-inbox-name-hint = Answers leave under this name. Left empty, under the company’s.
entry-hours = When a person answers
entry-day-mon = Mon
entry-day-tue = Tue
entry-day-wed = Wed
entry-day-thu = Thu
entry-day-fri = Fri
entry-day-sat = Sat
entry-day-sun = Sun
entry-from = from
entry-to = to
entry-hours-hint = Rome time, shut on Italian public holidays. Breaks and exceptions can be added later.
entry-begin = Begin
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
entry-error-no-day = At least one day is needed.
