# The frame of every page: sections, state of the network, keys, problems.

shell-sections = Sections
shell-inbox = Inbox
shell-wallboard = Wallboard
shell-office = Office
shell-office-pages = Pages of the office
shell-truth = Promises
shell-forecast = Forecast
shell-whatif = What if…
shell-reports = Reports
shell-tasks = Tasks
shell-ledger = Arrivals
shell-complaints = Complaints
shell-settings = Settings
shell-own = Your page. { $name }, { $presence }
shell-presence-online = available
shell-presence-busy = busy
shell-presence-away = on a break
shell-presence-offline = off duty
shell-theme = Light or dark
shell-theme-long = Switch between light and dark
shell-close = Close
shell-keys = Keys
shell-all-keys = all keys
shell-letters = Single-letter keys
shell-letters-hint = They work outside text fields. You can switch them off on this computer.

shell-live = Live
shell-reconnecting = Reconnecting…
shell-offline = Offline. Keep writing: everything stays on this computer
shell-signed-out = The session has ended. Drafts are safe: sign in again

# Words the browser puts together by itself: %n is a number or a span.
shell-seconds = s
shell-left = %n left.
shell-late = %n late.
shell-announce-30 = 30 minutes left on a promise
shell-announce-10 = 10 minutes left on a promise
shell-announce-0 = A promise has just fallen due
shell-news = %n new
shell-draft-saved = Draft saved
shell-draft-here = Draft safe on this computer
shell-sending = Sending…
shell-unsent = Not sent: the server does not answer. The text is safe here, you can try again.
shell-uploading = Uploading %n
shell-upload-failed = Not uploaded. Try again or remove it.
shell-remove = Remove

shell-problem-home = Back to the inbox
shell-problem-forged = This page had been open too long
shell-problem-forged-text = Nothing the form asked for was done. Go back to the inbox and repeat it: drafts are safe.
shell-problem-forbidden = This page is restricted
shell-problem-forbidden-text = Your role does not include it. If you need it, ask whoever administers Riscontro in your company.
shell-problem-missing = There is nothing here
shell-problem-missing-text = The address is wrong, or what it named is gone.
shell-problem-too-many = Too many tries
shell-problem-too-many-text = Wait a minute and try again.
shell-problem-broken = This did not work
shell-problem-broken-text = Messages and promises are safe. The error is in the server’s log: try again, or tell whoever looks after it.
shell-problem-away = The database does not answer
shell-problem-away-text = What had arrived is safe, and the connection comes back by itself. Try again in a minute.
