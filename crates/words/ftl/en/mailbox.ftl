# The mailbox: how it is connected, what is wrong.

mailbox-provider-own = My own server, or another provider’s
mailbox-encryption-tls = encrypted from the first byte (TLS)
mailbox-encryption-starttls = encrypted after the greeting (STARTTLS)
mailbox-encryption-none = not encrypted, only inside your own network
mailbox-after-seen = Mark it as read
mailbox-after-move = Move it to a folder
mailbox-after-leave = Leave it as it is
mailbox-first-new = Only mails that come from now on
mailbox-first-unseen = Also those nobody has read
mailbox-first-days = Also those of the last days
mailbox-step-name = The server’s name has an address
mailbox-step-port = The port answers
mailbox-step-certificate = The connection is encrypted and the certificate is valid
mailbox-step-sign-in = The server accepts the user name and password
mailbox-step-folder = The folder is there
mailbox-step-found = { $messages ->
    [0] The folder is there and empty
    [one] The folder is there: one message
   *[other] The folder is there: { $messages } messages
}{ $unseen ->
    [0] {""}
    [one] , one unread
   *[other] , { $unseen } unread
}
mailbox-step-sending = The sending server answers
mailbox-step-sending-sign-in = The sending server accepts the user name and password
mailbox-fault-name-unknown = Nobody knows the name { $place }. Check the spelling: it often begins with imap, smtp or mail.
mailbox-fault-own-network = { $place } lies in this server’s own network. Whoever runs it can allow that with RISCONTRO_ALLOW_PRIVATE_HOSTS.
mailbox-fault-port-closed = { $place } does not answer on that port. Check the number: 993 or 143 to receive, 465 or 587 to send. It may also be a firewall.
mailbox-fault-too-slow = { $place } did not answer in time. It may be slow, or a firewall holds the connection back.
mailbox-fault-connection-lost = { $place } closed the connection half-way.
mailbox-fault-other-protocol = What answers at { $place } does not speak this protocol. The port may belong to another service, or the encryption chosen is not the right one.
mailbox-fault-no-encryption = { $place } does not offer STARTTLS. Try TLS on port 993 (sending: 465).
mailbox-fault-encryption-needed = { $place } takes the password only on an encrypted connection. Choose TLS or STARTTLS.
mailbox-fault-certificate-expired = The certificate of { $place } has expired. Whoever runs that server has to renew it: until then the password is not sent.
mailbox-fault-certificate-other-name = The certificate of { $place } is made out to another name. Use the name that stands in the certificate; the password was not sent.
mailbox-fault-certificate-unknown = The certificate of { $place } is not signed by a known authority, so the password was not sent. If the server is your own, whoever runs Riscontro can add its authority with RISCONTRO_MAIL_CA.
mailbox-fault-encryption-failed = The encrypted connection with { $place } fails: { $detail }
mailbox-fault-sign-in-refused = { $place } does not accept the user name and password. Check them: the user name is nearly always the whole address. If the mailbox has two-step verification, you need an app password.
mailbox-fault-app-password-needed = { $place } wants an app password: make one in the security settings of your account and write it here in place of the password.
mailbox-fault-token-needed = { $place } takes no passwords any more: sign-in by token (OAuth 2) is needed.
mailbox-fault-token-refused = The access token for { $place } is no longer valid. Authorise the mailbox again.
mailbox-fault-sign-in-unknown = { $place } offers no way to sign in that we know.
mailbox-fault-folder-missing = The folder { $place } is not there.{ $detail ->
    [none] {""}
   *[other] {" "}It may now be called { $detail }.
} Mails taken before stay here; the others wait on the server.
mailbox-fault-folder-unreadable = The folder { $place } cannot be opened: { $detail }
mailbox-fault-server-refused = { $place } said no: { $detail }
mailbox-fault-store-away = Riscontro’s store was out of reach. The mails stay on the server and are taken as soon as it is back.
mailbox-fault-secret-lost = The mailbox’s password does not open any more with this server’s key. Write it again.
