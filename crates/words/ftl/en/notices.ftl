# What people are told of: the bell, the page behind it, browsers.

notices-title = Notices
notices-bell = { $count ->
    [0] Notices
    [one] Notices, one unread
   *[other] Notices, { $count } unread
}
notices-skip = Go to the notices
notices-all = All notices
notices-unread = Unread
notices-own = Where to be told
notices-choose = Choose what to be told
notices-read-all = Mark all as read
notices-mark-read = Mark as read
notices-mark-unread = Mark as unread
notices-is-unread = unread
notices-older = Older notices
notices-key-walk = next, previous
notices-empty = Nothing to tell yet
notices-empty-unread = Everything is read
notices-empty-text = You are told when somebody names you in a note, gives you a conversation, or something moves in one of yours or one you follow.
notices-somebody = somebody

notices-line-mention = { $who } named you in a note
notices-line-assigned = A conversation is yours now
notices-line-replied = { $customer } wrote
notices-line-at-risk = The promise to { $customer } is about to fall due
notices-line-trouble = Something did not reach { $customer }
notices-line-task = Your task was answered
notices-line-oncall = Urgent: { $customer } wrote

notices-kind-mention = Named in a note
notices-kind-assigned = A conversation given to me
notices-kind-replied = The customer writes in mine or followed ones
notices-kind-at-risk = A promise about to fall due
notices-kind-trouble = Something not delivered
notices-kind-task = A task answered
notices-kind-oncall = Something urgent while I am on call
notices-of = What
notices-place-screen = Bell
notices-place-browser = Browser
notices-place-push = Push
notices-this-browser = This browser
notices-browser-ask = The browser has not been asked yet whether Riscontro may show notices.
notices-browser-granted = This browser shows notices while the console is open behind other windows.
notices-browser-denied = This browser does not allow notices: change it in its settings for this site.
notices-browser-missing = This browser cannot show notices.
notices-browser-allow = Allow notices
notices-push-on = Tell me with the console closed too
notices-push-off = Stop telling me with the console closed
notices-full = Show the customer’s whole name
notices-full-hint = Otherwise only the first name and the subject leave this server.
notices-browsers = { $count ->
    [0] No browser is told with the console closed.
    [one] One browser is told with the console closed.
   *[other] { $count } browsers are told with the console closed.
}
