# How long messages are kept as they arrived.

keeping-days = Days original messages are kept
keeping-days-hint = After that the message as it arrived is deleted; the conversation, the verdict, the hash and the size stay. From 7 to 3650; empty, for ever.
keeping-error-days = From 7 to 3650 days, or empty.
keeping-bytes-until = kept until { $day }
keeping-bytes-gone = The message as it arrived was kept until { $day }. The arrival, its verdict, hash and size stay.
keeping-text-gone = The message as it arrived is gone: the verdict, the hash and the size stay.
