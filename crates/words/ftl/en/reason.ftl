# Why an arrival got its verdict, and where the moment of a promise came from.

reason-probe = a probe of our own
reason-same-id = the same Message-ID with the same content
reason-same-content = the same content from the same sender within a day, without Message-ID
reason-spam-header = { $detail }
reason-unseen-field = the field nobody sees was filled in
reason-too-soon = it was confirmed sooner than anybody reads
reason-person-said-spam = a person said so
reason-task-answer = the answer to a task
reason-colleague = a colleague wrote into the conversation by mail
reason-machine = { $class }: { $detail }
reason-many-tries = it could not be read to its end, several times
reason-reading-failed = reading it failed: { $detail }
reason-receiving-failed = receiving it failed: { $detail }
reason-too-large = too large: { $size } bytes, at most { $most } are taken; it lies in the folder { $folder } of the mailbox
reason-withheld = the mail server does not give this mail: number { $number } in the folder { $folder }
reason-unreadable-post = a mail service posted what could not be read: { $detail }
reason-policy = { $minutes } open minutes for tier { $tier }
reason-estimate = from the queue as it was: { $percent } of 100 are answered within { $minutes } open minutes
reason-term = { $days } { $unit ->
    [working] working
   *[solar] calendar
} days: { $source }
reason-term-unverified = { $days } { $unit ->
    [working] working
   *[solar] calendar
} days: { $source } (to be verified)
reason-person-gave = a person gave this moment
reason-person-moved = a person moved it
reason-slot = a call in the slot the customer chose
reason-carried = carried over from the conversation it was split from
