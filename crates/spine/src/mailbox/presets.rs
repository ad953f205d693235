//! Where the mailboxes of well-known providers live, so that an address and a password are enough.

use kernel::address;

use super::model::{Encryption, Server};

/// What a provider asks of a program that signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// The mailbox's own password.
    Password,
    /// A password made for programs (or a token).
    AppPassword,
    /// A token only.
    Token,
}

/// A provider of mailboxes.
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    /// Stable.
    pub key: &'static str,
    /// As people know it; `None` for the own server, which the catalogue names.
    pub name: Option<&'static str>,
    /// Mail domains that are surely its own.
    pub domains: &'static [&'static str],
    /// Ends of the host names that MX records of its customers' domains have.
    pub mx: &'static [&'static str],
    imap: (&'static str, u16, Encryption),
    smtp: (&'static str, u16, Encryption),
    pub sign_in: SignIn,
    /// Where tokens are fetched, if it gives any.
    pub token_url: Option<&'static str>,
}

use Encryption::{StartTls, Tls};

/// Every provider the product knows, the own server last. Hosts and ports as the providers publish them; `{domain}`
/// stands for the domain of the address.
pub const PRESETS: &[Provider] = &[
    Provider {
        key: "gmail",
        name: Some("Gmail"),
        domains: &["gmail.com", "googlemail.com"],
        mx: &["google.com", "googlemail.com"],
        imap: ("imap.gmail.com", 993, Tls),
        smtp: ("smtp.gmail.com", 465, Tls),
        sign_in: SignIn::AppPassword,
        token_url: Some("https://oauth2.googleapis.com/token"),
    },
    Provider {
        key: "microsoft365",
        name: Some("Microsoft 365"),
        domains: &["outlook.com", "outlook.it", "hotmail.com", "hotmail.it", "live.com", "live.it", "msn.com"],
        mx: &["protection.outlook.com", "olc.protection.outlook.com", "mx.microsoft"],
        imap: ("outlook.office365.com", 993, Tls),
        smtp: ("smtp.office365.com", 587, StartTls),
        sign_in: SignIn::Token,
        token_url: Some("https://login.microsoftonline.com/common/oauth2/v2.0/token"),
    },
    Provider {
        key: "aruba",
        name: Some("Aruba"),
        domains: &["aruba.it", "technet.it"],
        mx: &["aruba.it", "arubabusiness.it"],
        imap: ("imaps.aruba.it", 993, Tls),
        smtp: ("smtps.aruba.it", 465, Tls),
        sign_in: SignIn::Password,
        token_url: None,
    },
    Provider {
        key: "libero",
        name: Some("Libero"),
        domains: &["libero.it", "iol.it", "inwind.it", "blu.it", "giallo.it"],
        mx: &["libero.it", "iol.it"],
        imap: ("imapmail.libero.it", 993, Tls),
        smtp: ("smtp.libero.it", 465, Tls),
        sign_in: SignIn::Password,
        token_url: None,
    },
    Provider {
        key: "tim",
        name: Some("TIM"),
        domains: &["tim.it"],
        mx: &["tim.it", "telecomitalia.it"],
        imap: ("imap.tim.it", 143, StartTls),
        smtp: ("smtp.tim.it", 587, StartTls),
        sign_in: SignIn::Password,
        token_url: None,
    },
    Provider {
        key: "alice",
        name: Some("TIM (alice.it)"),
        domains: &["alice.it"],
        mx: &["alice.it"],
        imap: ("in.alice.it", 143, StartTls),
        smtp: ("out.alice.it", 587, StartTls),
        sign_in: SignIn::Password,
        token_url: None,
    },
    Provider {
        key: "register",
        name: Some("Register.it"),
        domains: &["register.it"],
        mx: &["register.it", "securemail.pro"],
        imap: ("pop.securemail.pro", 993, Tls),
        smtp: ("authsmtp.securemail.pro", 465, Tls),
        sign_in: SignIn::Password,
        token_url: None,
    },
    OWN,
];

/// A server of one's own, or of a provider not on the list.
const OWN: Provider = Provider {
    key: "own",
    name: None,
    domains: &[],
    mx: &[],
    imap: ("imap.{domain}", 993, Tls),
    smtp: ("smtp.{domain}", 465, Tls),
    sign_in: SignIn::Password,
    token_url: None,
};

/// Domains of certified mail: they arrive and leave by rules of their own and are no plain mailbox.
const CERTIFIED: &[&str] =
    &["pec.it", "arubapec.it", "legalmail.it", "postecert.it", "pec.libero.it", "registerpec.it"];

impl Provider {
    pub fn of_key(key: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|provider| provider.key == key)
    }

    /// Where the mail of this address is fetched.
    pub fn imap(&self, email: &str) -> Server {
        server(self.imap, email)
    }

    /// Where the answers of this address are handed in.
    pub fn smtp(&self, email: &str) -> Server {
        server(self.smtp, email)
    }
}

fn server((host, port, encryption): (&str, u16, Encryption), email: &str) -> Server {
    let domain = address::domain(email).to_ascii_lowercase();
    Server { host: host.replace("{domain}", &domain), port, encryption }
}

/// Whose mailbox this address is, as far as the address alone tells; else the own server's.
pub fn guess(email: &str) -> &'static Provider {
    let domain = address::domain(email).to_ascii_lowercase();
    PRESETS.iter().find(|provider| provider.domains.contains(&domain.as_str())).unwrap_or(&OWN)
}

/// Whose mailbox this address is, by the names of the servers that take mail for its domain.
pub fn guess_by_mx<'a>(email: &str, mx: impl IntoIterator<Item = &'a str>) -> &'static Provider {
    let known = guess(email);
    if known != &OWN {
        return known;
    }
    mx.into_iter()
        .find_map(|host| {
            let host = host.trim_end_matches('.').to_ascii_lowercase();
            PRESETS.iter().find(|provider| provider.mx.iter().any(|end| belongs(&host, end)))
        })
        .unwrap_or(&OWN)
}

/// Whether this is certified mail (PEC), which is not connected as a plain mailbox.
pub fn is_certified(email: &str) -> bool {
    let domain = address::domain(email).to_ascii_lowercase();
    domain.split('.').next() == Some("pec") || CERTIFIED.iter().any(|end| belongs(&domain, end))
}

fn belongs(host: &str, end: &str) -> bool {
    host == end || host.strip_suffix(end).is_some_and(|front| front.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::{PRESETS, Provider, guess, guess_by_mx, is_certified};

    #[test]
    fn an_address_tells_its_provider_or_the_mx_of_its_domain_does() {
        assert_eq!(guess("Anna@GMAIL.com").key, "gmail");
        assert_eq!(guess("anna@alice.it").imap("anna@alice.it").host, "in.alice.it");
        let own = guess("aiuto@fioca.example");
        assert_eq!((own.key, own.imap("aiuto@Fioca.example").host.as_str()), ("own", "imap.fioca.example"));
        let by_mx = |host| guess_by_mx("aiuto@fioca.example", [host]).key;
        assert_eq!(by_mx("aspmx.l.google.com."), "gmail");
        assert_eq!(by_mx("fioca-example.mail.protection.outlook.com"), "microsoft365");
        assert_eq!(by_mx("mx.aruba.it"), "aruba");
        assert_eq!(by_mx("mail.register.it"), "register");
        assert_eq!(by_mx("mx.notaruba.it"), "own");
        assert_eq!(guess_by_mx("anna@libero.it", ["aspmx.l.google.com"]).key, "libero");
    }

    #[test]
    fn certified_mail_is_told_from_plain_mail() {
        assert!(is_certified("fioca@pec.it") && is_certified("fioca@pec.fioca.example"));
        assert!(is_certified("fioca@legalmail.it") && is_certified("fioca@studio.legalmail.it"));
        assert!(!is_certified("pec@fioca.example") && !is_certified("fioca@specula.it"));
    }

    #[test]
    fn every_preset_has_a_key_of_its_own_and_the_own_server_is_last() {
        for (at, provider) in PRESETS.iter().enumerate() {
            assert_eq!(Provider::of_key(provider.key).map(|found| found.key), Some(provider.key));
            assert_eq!(PRESETS.iter().position(|other| other.key == provider.key), Some(at));
        }
        assert_eq!(PRESETS.last().map(|provider| provider.key), Some("own"));
    }
}
