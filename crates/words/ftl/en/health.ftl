# Health of the channels: alerts by mail and on screen, the page of health, the address for services, who answers.

health-open = Open the inbox’s health

health-alarm-silence = { $inbox }: no mail { $since }
health-alarm-silence-text = Nothing has come to { $inbox } { $since }. On the same days and hours of the last weeks, { $expected } mails came on average.
health-alarm-silence-do = To check: whether the domain still leads here (MX records), whether a forward was switched off, whether the provider’s mailbox is full.
health-clear-silence = { $inbox }: mail comes again
health-clear-silence-text = Mail comes to { $inbox } again. The silence lasted { $since }.

health-alarm-probe = { $inbox }: the probe did not come back
health-alarm-probe-text = The probe that left { $since } for { $inbox } did not come back.
health-alarm-probe-do = Customers’ mail may end the same way. To check: the outgoing server, the MX records, spam filters along the way.
health-clear-probe = { $inbox }: the probe came back
health-clear-probe-text = The probes of { $inbox } go the whole way round again. The last one missed had left { $since }.

health-alarm-reading = { $inbox }: mail came and is not read
health-alarm-reading-text = Mail at { $inbox } has waited to be read { $since }. It is safe, but no customer has an acknowledgement yet.
health-alarm-reading-do = To check: whether Riscontro runs, whether the database answers, whether the disk is full.
health-clear-reading = { $inbox }: the mail is read
health-clear-reading-text = The mail of { $inbox } that waited { $since } has been read.

health-alarm-sending = { $inbox }: mail does not leave
health-alarm-sending-text = Mail from { $inbox } has not left { $since }. The outgoing server says: { $detail }
health-alarm-sending-do = Nothing is lost: it is tried for three days. To check: name, port and password of the outgoing server.
health-clear-sending = { $inbox }: mail leaves again
health-clear-sending-text = The mail of { $inbox } has left. It had been stuck { $since }.

health-alarm-unattended = { $inbox }: nobody answers
health-alarm-unattended-text = { $inbox } takes mail, but { $since } nobody active is assigned to answer.
health-alarm-unattended-do = To do: name who answers, or switch the inbox off. Mail that comes stays safe.
health-clear-unattended = { $inbox }: somebody answers again
health-clear-unattended-text = Somebody answers at { $inbox } again. Nobody did { $since }.

health-bar-silence = No mail has come to { $inbox } { $since }
health-bar-probe = The probe of { $inbox } that left { $since } has not come back
health-bar-reading = Mail at { $inbox } is not read { $since }
health-bar-sending = Mail from { $inbox } does not leave { $since }
health-bar-unattended = Nobody answers at { $inbox } { $since }
health-bar-more = More troubles: { $count }
health-bar-see = See

health-title = Channels
health-lead = Whether mail comes, whether it leaves, and who answers.
health-none = No inbox
health-none-text = Health begins with the first inbox.
health-none-act = Open an inbox
health-inbox = Inbox
health-state = State
health-state-well = all well
health-state-off = not live yet
health-state-trouble = { $count ->
    [one] one trouble
   *[other] { $count } troubles
}
health-last-in = Last arrival
health-last-out = Last departure
health-last-error = Last error
health-backlog = Waiting
health-backlog-counts = { $waiting } to read, { $queued } to send
health-never = never
health-parked = { $count ->
    [one] One mail has come and waits: it will be read when the inbox goes live.
   *[other] { $count } mails have come and wait: they will be read when the inbox goes live.
}
health-troubles = Open troubles
health-troubles-none = No open trouble.
health-history = Last troubles
health-history-none = No trouble so far.
health-from = From
health-to = To
health-what = What
health-still = still open
health-kind-silence = silence
health-kind-probe = probe not back
health-kind-reading = mail not read
health-kind-sending = mail that does not leave
health-kind-unattended = nobody answers

health-quiet = Silence
health-quiet-rule = There is an alert when nothing comes for an hour at least, while on the same days and hours of the last eight weeks eight mails or more came on average and at most one week had none. On the inbox’s holidays and in the first four weeks there is none.
health-quiet-learning = { $weeks ->
    [one] Learning: one week of four.
   *[other] Learning: { $weeks } weeks of four.
}
health-quiet-usual = The silence now is the usual one.
health-quiet-unusual = Mail is missing { $since }: { $expected } mails would have come on average.
health-quiet-on = Tell when silence is unusual
health-probe = Automatic probe
health-probe-text = The inbox writes to itself and looks whether the mail comes back. It never becomes a conversation. It makes sense once the domain’s mail really comes here.
health-probe-every = A probe every
health-probe-off = never
health-probe-minutes = { $minutes } minutes
health-probe-late = Lost after minutes
health-probe-late-error = A number from 1 to 240.
health-probe-back = The last probe took { $seconds } seconds.
health-probe-out = The last probe left { $since } and is not back yet.
health-save = Save
health-saved = Saved

health-people = Who answers here
health-people-text = The people chosen here answer together with the inbox’s team. With nobody chosen, everybody answers.
health-people-all = Everybody answers now.
health-people-team = With the team { $team }.
health-people-nobody = Nobody active, and who is invited counts only from when they come in: the inbox stays off until somebody answers.
health-people-inactive = not active

health-hook = Mail from a service
health-hook-text = Mailgun, Postmark and SendGrid can receive mail and hand it in at this address. Whoever knows the address can write into the inbox: keep it to yourself.
health-hook-none = No address. Mail comes by SMTP or is fetched from the provider’s mailbox.
health-hook-make = Make the address
health-hook-rotate = Change the secret
health-hook-rotate-text = The old address stops working at once.
health-hook-close = Close the address
health-hook-copy = Copy
health-hook-mailgun = In Mailgun: Receiving, Create route, action Forward, this address. The whole message comes when the address ends in /mime.
health-hook-postmark = In Postmark: the Inbound server, Webhook, this address. With “Include raw email content” the whole message comes.
health-hook-sendgrid = In SendGrid: Settings, Inbound Parse, this address. With “POST the raw, full MIME message” the whole message comes.
health-hook-key = Mailgun’s signing key
health-hook-key-hint = HTTP webhook signing key. Once set, Mailgun’s requests without a good signature are refused.
health-hook-key-set = It is set. An empty one takes it away.
health-hook-key-error = 200 characters at most.
health-hook-used = Last delivery: { $provider }, { $when }.
health-hook-unused = No delivery yet.
