# Promises: what they are called and where they stand.

promise-state-open = open
promise-state-kept = kept
promise-state-broken = missed
promise-state-moved = moved
promise-state-void = void

promise-kind-first-reply = First reply
promise-kind-next-reply = Reply
promise-kind-callback = Call-back
promise-kind-resolution = Resolution
promise-kind-custom = Promise
promise-kind-legal = Legal term

promise-agent = Reply { $by }
promise-left = { $left } left
promise-late = { $left } late
promise-kept-early = Kept, { $left } early
promise-kept = Kept
promise-nobody-waits = Nobody is waiting.
