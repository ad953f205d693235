# The page of domains: signatures on mail, and DNS records.

domain-title = Domains and signature
domain-lead = What the DNS says of the domains we write from, and the signature on mail that leaves.
domain-none = No domain
domain-none-text = The domains are those of the inboxes’ addresses.
domain-check = Check now
domain-checked = Checked { $when }.
domain-unchecked = Not checked yet.
domain-asking = The DNS is answering: reload in a moment.
domain-paste-name = Name
domain-paste-text = Text (TXT)
domain-copy = Copy

domain-mx = Mail coming in (MX)
domain-spf = Who may send (SPF)
domain-dkim = Signature (DKIM)
domain-dmarc = Rule for receivers (DMARC)

domain-level-good = good
domain-level-better = could be better
domain-level-bad = to be mended
domain-level-unknown = not known

domain-mx-unknown = The DNS did not answer. Try again later.
domain-mx-none = The domain does not say where to deliver mail: whoever writes to these addresses may get an error.
domain-mx-null = The domain says that it takes no mail: whoever writes gets an error.
domain-mx-here = Mail is delivered to this server: { $detail }.
domain-mx-elsewhere = Mail is delivered to { $detail }. It comes here when the mailbox is connected, forwarded, or handed in by a service.
domain-spf-unknown = The DNS did not answer. Try again later.
domain-spf-none = No SPF record: receivers do not know which servers may send for the domain, and mail ends in spam more easily. The text below is a beginning; put in your own outgoing server.
domain-spf-several = There is more than one SPF record: that way none counts. Join them into one. Now: { $detail }
domain-spf-everybody = The record lets everybody send for the domain: { $detail }
domain-spf-too-many = The record asks for more than ten other names: receivers take it as broken. Now: { $detail }
domain-spf-open = The record does not say what to do with other servers. Better end it with ~all or -all. Now: { $detail }
domain-spf-well = The record says which servers may send: { $detail }
domain-dkim-unknown = The DNS did not answer for the key { $detail }. Try again later.
domain-dkim-no-key = Mail leaves without a signature by Riscontro. If the outgoing server signs, that is fine; else make a key.
domain-dkim-none = The key { $detail } is not in the DNS: publish it before signing, or the signature counts as false.
domain-dkim-other = For { $detail } the DNS has another key: signatures fail. Replace it with this one.
domain-dkim-well = The key { $detail } is published.
domain-dmarc-unknown = The DNS did not answer. Try again later.
domain-dmarc-none = No DMARC record: receivers decide by themselves what to do with suspicious mail. The text below begins by watching.
domain-dmarc-several = There is more than one DMARC record: that way none counts. Now: { $detail }
domain-dmarc-watching = The record only watches. Once SPF and DKIM are in order, move on to p=quarantine. Now: { $detail }
domain-dmarc-broken = The record has no valid rule (p=none, quarantine or reject). Now: { $detail }
domain-dmarc-well = The record protects the domain: { $detail }

domain-keys = Signing keys
domain-keys-none = No key.
domain-key-rsa = RSA of 2048 bits: everybody checks it.
domain-key-ed25519 = Ed25519: short and strong, but not everybody checks it. Good beside an RSA key.
domain-key-make-rsa = Make an RSA key
domain-key-make-ed25519 = Make an Ed25519 key
domain-key-on = signs
domain-key-off = does not sign yet
domain-key-switch-on = Begin to sign
domain-key-switch-off = Stop signing
domain-key-drop = Delete
domain-key-first = Publish the record first, then switch the signature on.
domain-key-failed = The key was not made. Try again.
