# Pagina dei domini: firma della posta e record DNS.

domain-title = Domini e firma
domain-lead = Che cosa dice il DNS dei domini da cui si scrive, e la firma sulla posta che parte.
domain-none = Nessun dominio
domain-none-text = I domini sono quelli degli indirizzi delle caselle.
domain-check = Controlla adesso
domain-checked = Controllato { $when }.
domain-unchecked = Non ancora controllato.
domain-asking = Il DNS sta rispondendo: ricaricare tra poco.
domain-paste-name = Nome
domain-paste-text = Testo (TXT)
domain-copy = Copia

domain-mx = Posta in arrivo (MX)
domain-spf = Chi può spedire (SPF)
domain-dkim = Firma (DKIM)
domain-dmarc = Regola per chi riceve (DMARC)

domain-level-good = a posto
domain-level-better = migliorabile
domain-level-bad = da correggere
domain-level-unknown = non si sa

domain-mx-unknown = Il DNS non ha risposto. Riprovare più tardi.
domain-mx-none = Il dominio non dice dove consegnare la posta: chi scrive a questi indirizzi può ricevere un errore.
domain-mx-null = Il dominio dichiara di non ricevere posta: chi scrive riceve un errore.
domain-mx-here = La posta è consegnata a questo server: { $detail }.
domain-mx-elsewhere = La posta è consegnata a { $detail }. Arriva qui se la casella è collegata, inoltrata o consegnata da un servizio.
domain-spf-unknown = Il DNS non ha risposto. Riprovare più tardi.
domain-spf-none = Nessun record SPF: chi riceve non sa quali server possono spedire per il dominio, e la posta finisce più facilmente nello spam. Un inizio è il testo qui sotto, con il proprio server d’uscita.
domain-spf-several = C’è più di un record SPF: così non ne vale nessuno. Vanno uniti in uno solo. Ora: { $detail }
domain-spf-everybody = Il record permette a chiunque di spedire per il dominio: { $detail }
domain-spf-too-many = Il record chiede più di dieci altri nomi: chi riceve lo considera sbagliato. Ora: { $detail }
domain-spf-open = Il record non dice che cosa fare degli altri server. Meglio finirlo con ~all o -all. Ora: { $detail }
domain-spf-well = Il record dice quali server possono spedire: { $detail }
domain-dkim-unknown = Il DNS non ha risposto per la chiave { $detail }. Riprovare più tardi.
domain-dkim-no-key = La posta parte senza firma di Riscontro. Se il server d’uscita firma già, va bene così; altrimenti conviene creare una chiave.
domain-dkim-none = La chiave { $detail } non è nel DNS: va pubblicata prima di firmare, altrimenti la firma è giudicata falsa.
domain-dkim-other = Per { $detail } il DNS ha un’altra chiave: le firme non tornano. Va sostituita con questa.
domain-dkim-well = La chiave { $detail } è pubblicata.
domain-dmarc-unknown = Il DNS non ha risposto. Riprovare più tardi.
domain-dmarc-none = Nessun record DMARC: chi riceve decide da sé che cosa fare della posta sospetta. Si può cominciare osservando, con il testo qui sotto.
domain-dmarc-several = C’è più di un record DMARC: così non ne vale nessuno. Ora: { $detail }
domain-dmarc-watching = Il record osserva soltanto. Quando SPF e DKIM sono a posto, conviene passare a p=quarantine. Ora: { $detail }
domain-dmarc-broken = Il record non ha una regola valida (p=none, quarantine o reject). Ora: { $detail }
domain-dmarc-well = Il record protegge il dominio: { $detail }

domain-keys = Chiavi di firma
domain-keys-none = Nessuna chiave.
domain-key-rsa = RSA a 2048 bit: la controllano tutti.
domain-key-ed25519 = Ed25519: breve e forte, ma non tutti la controllano. Va bene accanto a una chiave RSA.
domain-key-make-rsa = Crea una chiave RSA
domain-key-make-ed25519 = Crea una chiave Ed25519
domain-key-on = firma
domain-key-off = non firma ancora
domain-key-switch-on = Comincia a firmare
domain-key-switch-off = Smetti di firmare
domain-key-drop = Elimina
domain-key-first = Prima si pubblica il record, poi si accende la firma.
domain-key-failed = La chiave non è stata creata. Riprovare.
