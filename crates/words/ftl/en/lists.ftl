# Lists: search, filters, saved views, acts on many conversations.
lists-skip = Go to the content
lists-filters = Filter
lists-filter-any = Any
lists-filter-go = Apply
lists-filter-none = Clear all
lists-filter-drop = Clear the filter { $filter }
lists-filter-status = Status
lists-filter-promise = Promise
lists-filter-inbox = Inbox
lists-filter-team = Team
lists-filter-person = Assigned to
lists-filter-tier = Tier
lists-filter-channel = Channel
lists-filter-tag = Tag
lists-filter-since = Opened from
lists-filter-until = Opened until
lists-filter-files = With attachments
lists-filter-unread = Unread
lists-chip-since = from { $day }
lists-chip-until = until { $day }
lists-status-open = To answer
lists-status-waiting = Waiting for the customer
lists-status-snoozed = Put aside
lists-status-closed = Closed
lists-promise-late = Past due
lists-promise-open = Open
lists-promise-none = None
lists-promise-kept = Kept
lists-promise-moved = Moved
lists-promise-broken = Missed
lists-tier-a = Tier A
lists-tier-b = Tier B
lists-tier-c = Tier C
lists-channel-email = E-mail
lists-channel-form = Web form
lists-channel-chat = Chat
lists-channel-phone = Phone
lists-channel-messaging = Messaging
lists-channel-social = Social
lists-channel-sms = SMS
lists-channel-pec = PEC
lists-channel-letter = Letter

lists-views-title = Saved views
lists-views-column = Saved views
lists-views-about = A list with a name: filters and search stay, the conversations change by themselves.
lists-views-new = Save this list
lists-views-name = Name
lists-views-save = Save
lists-views-save-as = Save as view
lists-views-pinned = In the left column
lists-views-shared = Shared with everybody
lists-views-shared-chip = shared
lists-views-up = Move up
lists-views-up-of = Move { $name } up
lists-views-down = Move down
lists-views-down-of = Move { $name } down
lists-views-delete = Delete
lists-views-delete-of = Delete { $name }
lists-views-none = No saved views
lists-views-none-text = When you filter or search a list, “Save as view” appears.
lists-views-none-act = Look at all conversations
lists-views-name-wrong = A name of 60 characters at most is needed.

lists-bulk-title = Acts on several conversations
lists-bulk-pick = Pick { $reference }
lists-bulk-hint = Pick the conversations to change together.
lists-bulk-one = 1 picked
lists-bulk-many = %n picked
lists-bulk-verb = What to do
lists-bulk-all = All of this list
lists-bulk-next = Continue
lists-bulk-unpick = Leave
lists-bulk-verb-assign = Assign
lists-bulk-verb-team = Move to a team
lists-bulk-verb-tag = Add a tag
lists-bulk-verb-close = Close
lists-bulk-verb-snooze = Put aside
lists-bulk-verb-spam = Mark as spam
lists-bulk-verb-read = Mark as read
lists-bulk-will = { $count ->
    [0] No conversation changes.
    [one] One conversation changes.
   *[other] { $count } conversations change.
 }
lists-bulk-already = { $count ->
    [one] One stands so already.
   *[other] { $count } stand so already.
 }
lists-bulk-cut = The list is longer: { $count } at most are changed at a time.
lists-bulk-ended = { $count ->
    [one] One customer still waits for the answer promised: the promise ends here.
   *[other] { $count } promises to customers who wait end without an answer.
 }
lists-bulk-told-assignee = Customers receive nothing. Whoever gets the conversations finds them among their own.
lists-bulk-told-nobody = Customers receive nothing.
lists-bulk-which = Which ones
lists-bulk-do = { $count ->
    [one] Confirm for one conversation
   *[other] Confirm for { $count } conversations
 }
lists-bulk-leave = Leave it
lists-bulk-to = To whom
lists-bulk-me = Me
lists-bulk-nobody = Nobody
lists-bulk-team = To which team
lists-bulk-tag = Which tag
lists-bulk-reason = Reason
lists-bulk-until = Until when
lists-bulk-wrong-agent = This person is no longer there.
lists-bulk-wrong-team = A team is needed.
lists-bulk-wrong-tag = A tag of 60 characters at most is needed.
lists-bulk-wrong-time = A moment to come is needed.
lists-bulk-wrong-reason = Somebody waits for an answer promised: a reason is needed.
lists-bulk-done-assign = Assigned
lists-bulk-done-team = Moved to the team
lists-bulk-done-tag = Tagged
lists-bulk-done-close = Closed
lists-bulk-done-snooze = Put aside
lists-bulk-done-spam = Marked as spam
lists-bulk-done-read = Marked as read
lists-bulk-changed = { $count ->
    [0] No conversation changed.
    [one] One conversation changed.
   *[other] { $count } conversations changed.
 }
lists-bulk-undone = { $count ->
    [one] One is as it was.
   *[other] { $count } are as they were.
 }
lists-bulk-kept = { $count ->
    [one] One stayed: somebody changed it meanwhile.
   *[other] { $count } stayed: somebody changed them meanwhile.
 }
lists-bulk-undo = Undo all
lists-bulk-undo-until = It can be undone until { $when }.
lists-bulk-undo-close = When undone, every promise is open again with the moment it had.
lists-bulk-back = Back to mine

lists-search-title = Search
lists-search-go = Search
lists-search-placeholder = Name, code, words, "exact words"
lists-search-syntax = Search more precisely
lists-search-from = from:caterina
lists-search-from-about = who writes; to: for who receives
lists-search-status = status:open
lists-search-status-about = or waiting, snoozed, closed
lists-search-inbox = inbox:shop
lists-search-inbox-about = the inbox; tag: and channel: likewise
lists-search-has = has:attachment
lists-search-has-about = with a file
lists-search-before = before:2026-11-01
lists-search-before-about = opened by that day; after: from that day
lists-search-exact = "thread T"
lists-search-exact-about = exact words, in this order

lists-palette-open = Go to…
lists-palette-title = Go to…
lists-palette-field = Search or type a command
lists-palette-placeholder = Person, code, page, act
lists-palette-choices = Choices
lists-palette-recent = Seen lately
lists-palette-people = People
lists-palette-conversations = Conversations
lists-palette-here = On this conversation
lists-palette-views = Saved views
lists-palette-canned = Canned answers
lists-palette-places = Go to
lists-palette-assign = Pass on to…
lists-palette-move = Move the promise…
lists-palette-snooze = Put aside…
lists-palette-tags = Tags…
lists-palette-close = Close…
lists-palette-me = Your settings
lists-palette-none = Search everywhere
lists-palette-pick = choose
lists-palette-go = open
lists-palette-everywhere = Search everywhere
